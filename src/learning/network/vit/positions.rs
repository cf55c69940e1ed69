//! Position embeddings for grids that a transformer was not trained for, resampled by cubic kernels as PyTorch does.

/// `from` x `from` rows of `d` numbers, resampled to `to` x `to`.
///
/// DINOv2 with registers resamples with antialiasing (the kernel widens with the reduction, parameter -0.5), the others
/// without (-0.75).
pub(super) fn resampled(rows: &[f32], d: usize, from: usize, to: usize, is_antialiased: bool) -> Vec<f32> {
    if from == to {
        return rows.to_vec();
    }
    let taps: Vec<Vec<(usize, f64)>> = (0..to).map(|at| taps(at, from, to, is_antialiased)).collect();
    // Rows of the grid first, then columns.
    let mut tall = vec![0.0_f64; to * from * d];
    for (y, taps) in taps.iter().enumerate() {
        for &(source, weight) in taps {
            let source = &rows[source * from * d..(source + 1) * from * d];
            for (out, x) in tall[y * from * d..(y + 1) * from * d].iter_mut().zip(source) {
                *out += weight * f64::from(*x);
            }
        }
    }
    let mut all = vec![0.0_f64; to * to * d];
    for y in 0..to {
        for (x, taps) in taps.iter().enumerate() {
            for &(source, weight) in taps {
                let source = &tall[(y * from + source) * d..(y * from + source + 1) * d];
                let out = &mut all[(y * to + x) * d..(y * to + x + 1) * d];
                out.iter_mut().zip(source).for_each(|(out, x)| *out += weight * x);
            }
        }
    }
    all.into_iter().map(|x| x as f32).collect()
}

/// Which places of a side of `from` make place `at` of a side of `to`, and by how much.
fn taps(at: usize, from: usize, to: usize, is_antialiased: bool) -> Vec<(usize, f64)> {
    let scale = from as f64 / to as f64;
    let center = (at as f64 + 0.5) * scale;
    if is_antialiased {
        let wide = scale.max(1.0);
        let first = (center - 2.0 * wide + 0.5).max(0.0) as usize;
        let last = ((center + 2.0 * wide + 0.5) as usize).min(from);
        let weight = |i: usize| cubic((i as f64 + 0.5 - center) / wide, -0.5);
        let sum: f64 = (first..last).map(weight).sum();
        return (first..last).map(|i| (i, weight(i) / sum)).collect();
    }
    let left = (center - 0.5).floor();
    let part = center - 0.5 - left;
    let place = |i: i64| (left as i64 + i).clamp(0, from as i64 - 1) as usize;
    (-1..3).map(|i| (place(i), cubic(part - i as f64, -0.75))).collect()
}

/// Keys' kernel (1981).
fn cubic(x: f64, a: f64) -> f64 {
    let x = x.abs();
    if x < 1.0 {
        ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0
    } else if x < 2.0 {
        (((x - 5.0) * x + 8.0) * x - 4.0) * a
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_stays_one_inside_and_weights_add_up() {
        for is_antialiased in [false, true] {
            for (from, to) in [(37, 16), (16, 37), (7, 7)] {
                for at in 0..to {
                    let sum: f64 = taps(at, from, to, is_antialiased).iter().map(|tap| tap.1).sum();
                    assert!((sum - 1.0).abs() < 1e-12);
                }
                let slope: Vec<f32> = (0..from * from).map(|i| (i / from) as f32 - 2.0 * (i % from) as f32).collect();
                let out = resampled(&slope, 1, from, to, is_antialiased);
                let scale = from as f32 / to as f32;
                let place = |i: usize| (i as f32 + 0.5) * scale - 0.5;
                // At the border the kernel has only one side. With -0.75 it does not quite follow a slope inside either.
                let tolerance = if is_antialiased { 1e-2 } else { 0.2 };
                let inside = to / 3..to - to / 3;
                for y in inside.clone() {
                    for x in inside.clone() {
                        let expected = place(y) - 2.0 * place(x);
                        let off = (out[y * to + x] - expected).abs();
                        assert!(off < tolerance, "{from} {to} {is_antialiased} {y} {x}: {off}");
                    }
                }
            }
        }
    }
}
