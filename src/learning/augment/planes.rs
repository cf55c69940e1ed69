//! Pictures as planes: from interleaved bytes and back, and loops over them in the widest vectors of the processor.
//!
//! No level changes here.

/// Runs a loop compiled for the widest vectors that the processor has. Vectors compute what single numbers do, rounding
/// for rounding, so that no result depends on the processor.
pub fn wide<R>(work: impl FnOnce() -> R) -> R {
    pulp::Arch::new().dispatch(work)
}

/// As [`wide`], for a loop too long to be sure that the compiler puts it where vectors are wide: `work` is a function
/// marked `inline(always)`, which a closure can not be.
pub(super) fn wide_with<A, R>(args: A, work: impl FnOnce(A) -> R) -> R {
    struct Inlined<A, F>(A, F);

    impl<A, R, F: FnOnce(A) -> R> pulp::WithSimd for Inlined<A, F> {
        type Output = R;

        #[expect(clippy::inline_always, reason = "else it is compiled for the narrowest vectors")]
        #[inline(always)]
        fn with_simd<S: pulp::Simd>(self, _: S) -> R {
            (self.1)(self.0)
        }
    }

    pulp::Arch::new().dispatch(Inlined(args, work))
}

/// `x` without its fraction, for 0 <= x < 2^22. `x as i32` minds what is no number and what is too large, and for that
/// is not made a vector instruction; this adds so much that no bit is left for the fraction, which rounds, and takes one
/// away where that was up.
#[inline]
pub(super) fn whole(x: f32) -> i32 {
    const SHIFT: f32 = (1 << 23) as f32;
    let shifted = x + SHIFT;
    (shifted.to_bits() & 0x7f_ffff) as i32 - i32::from(shifted - SHIFT > x)
}

/// As [`whole`], for 0 <= x < 2^31.
#[inline]
pub(super) fn whole_f64(x: f64) -> i32 {
    const SHIFT: f64 = (1u64 << 52) as f64;
    let shifted = x + SHIFT;
    shifted.to_bits() as i32 - i32::from(shifted - SHIFT > x)
}

/// Three planes, red, green and blue, of one length.
pub(super) fn split(planes: &mut [u8]) -> [&mut [u8]; 3] {
    let n = planes.len() / 3;
    let (red, rest) = planes.split_at_mut(n);
    let (green, blue) = rest.split_at_mut(n);
    [red, green, blue]
}

/// (pixels, 3) to (3, pixels).
pub(super) fn unpack(rgb: &[u8], planes: &mut [u8]) {
    #[expect(clippy::inline_always, reason = "of wide_with")]
    #[inline(always)]
    fn each((rgb, [red, green, blue]): (&[u8], [&mut [u8]; 3])) {
        for (((p, r), g), b) in rgb.chunks_exact(3).zip(red).zip(green).zip(blue) {
            (*r, *g, *b) = (p[0], p[1], p[2]);
        }
    }
    wide_with((rgb, split(planes)), each);
}

/// (3, pixels) to (pixels, 3).
pub(super) fn pack(planes: &[u8], rgb: &mut [u8]) {
    let (red, rest) = planes.split_at(planes.len() / 3);
    let (green, blue) = rest.split_at(rest.len() / 2);
    for (((p, &r), &g), &b) in rgb.chunks_exact_mut(3).zip(red).zip(green).zip(blue) {
        (p[0], p[1], p[2]) = (r, g, b);
    }
}
