//! A small tree that golden numbers belong to.

use super::Merge;
use super::leaves::Leaves;

/// (12, 3): sin(1 + 0.7 i + 1.3 i j).
pub(super) fn golden_rows() -> Vec<f32> {
    let value = |i: u32, j: u32| (1.0 + 0.7 * f64::from(i) + 1.3 * f64::from(i * j)).sin() as f32;
    (0..12).flat_map(|i| (0..3).map(move |j| value(i, j))).collect()
}

/// The first four rows, the next four, the last four.
pub(super) fn golden_leaves() -> Leaves {
    Leaves { n: 3, centers: vec![0.0; 9], of: (0..12).map(|i| i / 4).collect(), spread: 1.0 }
}

/// The first two leaves join first.
pub(super) fn golden_merges() -> Vec<Merge> {
    vec![Merge { a: 0, b: 1, height: 0.5 }, Merge { a: 2, b: 3, height: 0.1 }]
}
