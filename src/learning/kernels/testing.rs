//! What the kernels' tests share: seeded numbers and a comparison that says where two results part.

use candle_core::Tensor;

/// Numbers in [-1, 1) for a tensor of this shape, the same for the same seed.
pub(super) fn random(shape: &[usize], seed: u64) -> Vec<f32> {
    let mut rng = crate::control::Rng::from_key(&[seed]);
    (0..shape.iter().product()).map(|_| rng.uniform() as f32 * 2.0 - 1.0).collect()
}

/// Every element within `tolerance` of the twin's, relative to the twin's largest.
pub(super) fn assert_close(found: &Tensor, twin: &[f64], tolerance: f64, what: &str) {
    let found = found.flatten_all().unwrap().to_vec1::<f32>().unwrap();
    assert_eq!(found.len(), twin.len(), "{what}");
    let scale = twin.iter().fold(1e-6_f64, |m, v| m.max(v.abs()));
    for (at, (&a, &b)) in found.iter().zip(twin).enumerate() {
        assert!((a as f64 - b).abs() <= tolerance * scale, "{what}: {a} instead of {b} at {at}");
    }
}
