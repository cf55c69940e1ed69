//! The f32 matrix product on plain slices, on the calling thread alone.
//!
//! It splits nothing over threads: callers give one block to each rayon task, so that the order of every sum is
//! fixed by the block sizes. Tensors go through candle instead.

/// `out = a * transpose(b)`: `a` is (m, width), `b` is (n, width), `out` is (m, n), all row-major.
///
/// # Panics
/// If the slices do not have these sizes.
pub fn product_with_transposed(a: &[f32], b: &[f32], width: usize, out: &mut [f32]) {
    if width == 0 {
        out.fill(0.0);
        return;
    }
    let (m, n) = (a.len() / width, b.len() / width);
    assert!(a.len() == m * width && b.len() == n * width, "whole rows of {width} numbers");
    multiply((m, width, n), (a, width, 1), (b, 1, width), out);
}

/// `out = a * b`: `a` is (m, width), `b` is (width, n), `out` is (m, n), all row-major.
///
/// # Panics
/// If the slices do not have these sizes.
pub fn product(a: &[f32], b: &[f32], width: usize, out: &mut [f32]) {
    if width == 0 {
        out.fill(0.0);
        return;
    }
    let (m, n) = (a.len() / width, b.len() / width);
    assert!(a.len() == m * width && b.len() == n * width, "whole rows of {width} numbers");
    multiply((m, width, n), (a, width, 1), (b, n, 1), out);
}

/// `out = transpose(a) * b`: `a` is (rows, m), `b` is (rows, n), `out` is (m, n), all row-major.
///
/// # Panics
/// If the slices do not have these sizes.
pub fn transposed_product(a: &[f32], b: &[f32], rows: usize, out: &mut [f32]) {
    if rows == 0 {
        out.fill(0.0);
        return;
    }
    let (m, n) = (a.len() / rows, b.len() / rows);
    assert!(a.len() == m * rows && b.len() == n * rows, "as many numbers in each of {rows} rows");
    multiply((m, rows, n), (a, 1, m), (b, n, 1), out);
}

/// `out` (m, n) = the product of an (m, depth) and a (depth, n) matrix, each with the steps in its slice from row to row
/// and from column to column.
fn multiply(
    (m, depth, n): (usize, usize, usize),
    (a, a_row, a_column): (&[f32], usize, usize),
    (b, b_row, b_column): (&[f32], usize, usize),
    out: &mut [f32],
) {
    assert_eq!(out.len(), m * n, "one number a pair of rows");
    if m == 0 || n == 0 {
        return;
    }
    assert!(a.len() > (m - 1) * a_row + (depth - 1) * a_column, "the left matrix lies inside its slice");
    assert!(b.len() > (depth - 1) * b_row + (n - 1) * b_column, "the right matrix lies inside its slice");
    let stride = |length: usize| isize::try_from(length).expect("a slice is at most isize::MAX bytes long");
    // SAFETY: the assertions above make every index that the strides reach lie inside its slice (rows of `n` in `out`),
    // and `out` is borrowed mutably, so it overlaps neither input.
    unsafe {
        gemm::gemm(
            m,
            n,
            depth,
            out.as_mut_ptr(),
            1,
            stride(n),
            false,
            a.as_ptr(),
            stride(a_column),
            stride(a_row),
            b.as_ptr(),
            stride(b_column),
            stride(b_row),
            0.0,
            1.0,
            false,
            false,
            false,
            gemm::Parallelism::None,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Rng;

    #[test]
    fn nan_and_infinity_reach_their_row_and_column() {
        let (mut a, mut b) = (vec![1.0; 3 * 18], vec![2.0; 35 * 18]);
        (a[18 + 4], b[33 * 18 + 17]) = (f32::NAN, f32::INFINITY);
        let mut out = vec![f32::NAN; 3 * 35];
        product_with_transposed(&a, &b, 18, &mut out);
        for (at, value) in out.iter().enumerate() {
            match (at / 35, at % 35) {
                (1, _) => assert!(value.is_nan()),
                (_, 33) => assert_eq!(*value, f32::INFINITY),
                _ => assert_eq!(*value, 36.0),
            }
        }
    }

    fn transposed(x: &[f32], rows: usize) -> Vec<f32> {
        let columns = x.len().checked_div(rows).unwrap_or(0);
        (0..columns).flat_map(|j| (0..rows).map(move |i| x[i * columns + j])).collect()
    }

    type Way<'a> = &'a dyn Fn(&mut [f32]);

    #[test]
    fn equal_the_plain_sums_on_random_shapes() {
        let mut rng = Rng::from_key(&[3]);
        for (m, n, width) in [(1, 1, 1), (3, 5, 7), (17, 33, 64), (130, 9, 31), (2, 3, 0), (0, 4, 5)] {
            let mut rows = |count: usize| (0..count * width).map(|_| rng.normal() as f32).collect::<Vec<_>>();
            let (a, b) = (rows(m), rows(n));
            let ways: [Way; 3] = [
                &|out| product_with_transposed(&a, &b, width, out),
                &|out| product(&a, &transposed(&b, n), width, out),
                &|out| transposed_product(&transposed(&a, m), &transposed(&b, n), width, out),
            ];
            for way in ways {
                let mut out = vec![f32::NAN; m * n];
                way(&mut out);
                for (index, value) in out.iter().enumerate() {
                    let (i, j) = (index / n, index % n);
                    let plain: f64 =
                        (0..width).map(|t| f64::from(a[i * width + t]) * f64::from(b[j * width + t])).sum();
                    assert!((f64::from(*value) - plain).abs() < 1e-4, "{m} {n} {width}: {value} is not {plain}");
                }
            }
        }
    }
}
