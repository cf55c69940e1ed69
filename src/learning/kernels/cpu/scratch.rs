//! Memory that tasks work in: scratch that a thread keeps from call to call, and an output that several tasks write at
//! once. It holds no arithmetic.

use std::cell::Cell;

thread_local! {
    static SCRATCH: Cell<Vec<f32>> = const { Cell::new(Vec::new()) };
}

/// Runs `f` with `len` floats of working memory, kept by this thread from call to call; what they hold is unspecified.
pub(super) fn with_scratch<R>(len: usize, f: impl FnOnce(&mut [f32]) -> R) -> R {
    let mut numbers = SCRATCH.take();
    if numbers.len() < len {
        numbers.resize(len, 0.0);
    }
    let result = f(&mut numbers[..len]);
    SCRATCH.set(numbers);
    result
}

/// Output memory that several tasks write at once, each to places of its own.
#[derive(Clone, Copy)]
pub(super) struct SharedOut<'a> {
    start: *mut f32,
    len: usize,
    borrowed: std::marker::PhantomData<&'a mut [f32]>,
}

// SAFETY: it is a plain address; `part` asks its callers to keep tasks apart.
unsafe impl Send for SharedOut<'_> {}
// SAFETY: as for Send.
unsafe impl Sync for SharedOut<'_> {}

impl<'a> SharedOut<'a> {
    pub(super) fn new(out: &'a mut [f32]) -> Self {
        Self { start: out.as_mut_ptr(), len: out.len(), borrowed: std::marker::PhantomData }
    }

    /// The address of one float, for kernels that write vectors. What may be done with it is what [`Self::part`] asks.
    #[inline]
    pub(super) fn at(&self, index: usize) -> *mut f32 {
        debug_assert!(index < self.len, "a place past the end of an output");
        self.start.wrapping_add(index)
    }

    /// The floats of `range`, for one task to write.
    ///
    /// # Safety
    /// No two parts that live at the same time may overlap.
    pub(super) unsafe fn part(&self, range: std::ops::Range<usize>) -> &'a mut [f32] {
        assert!(range.start <= range.end && range.end <= self.len, "a part past the end of an output");
        // SAFETY: inside the output (asserted), which stays borrowed for 'a; the caller keeps parts from overlapping.
        unsafe { std::slice::from_raw_parts_mut(self.start.add(range.start), range.len()) }
    }
}
