//! For tests alone: golden numbers and the integer formula that their weights come from.

use super::network::Params;
use candle_core::{DType, Device, Tensor};
use std::collections::BTreeMap;

/// The tensors of `tests/data/<name>.safetensors`.
pub fn golden(name: &str) -> BTreeMap<String, Tensor> {
    let path = format!("{}/tests/data/{name}.safetensors", env!("CARGO_MANIFEST_DIR"));
    let tensors = candle_core::safetensors::load(&path, &Device::Cpu);
    tensors.unwrap_or_else(|e| panic!("{path}: {e}")).into_iter().collect()
}

/// All values of an f32 tensor in row-major order.
pub fn to_vec(x: &Tensor) -> Vec<f32> {
    x.flatten_all().and_then(|x| x.to_vec1()).expect("an f32 tensor")
}

/// |a - b| <= tolerance |b| in the 2-norm.
pub fn assert_close(ours: &Tensor, theirs: &Tensor, tolerance: f64) {
    assert_eq!(ours.dims(), theirs.dims());
    let (a, b) = (to_vec(ours), to_vec(theirs));
    let norm = |values: &mut dyn Iterator<Item = f32>| values.map(|v| f64::from(v).powi(2)).sum::<f64>().sqrt();
    let (off, scale) = (norm(&mut a.iter().zip(&b).map(|(x, y)| x - y)), norm(&mut b.iter().copied()));
    assert!(off <= tolerance * scale, "off by {off} at a norm of {scale}");
}

/// The formula of the golden numbers' README: row-major values u(i, c) in [-0.5, 0.5).
fn u(n: usize, c: u32) -> impl Iterator<Item = f64> {
    (0..n as u32).map(move |i| {
        let mut x = i.wrapping_mul(2_654_435_761).wrapping_add(c.wrapping_mul(40503)).wrapping_add(12345);
        x ^= x >> 16;
        x = x.wrapping_mul(2_246_822_519);
        x ^= x >> 13;
        f64::from(x) / 4_294_967_296.0 - 0.5
    })
}

fn tensor(values: impl Iterator<Item = f64>, shape: &[usize]) -> Tensor {
    Tensor::from_vec(values.map(|v| v as f32).collect::<Vec<_>>(), shape, &Device::Cpu).expect("as many as the shape")
}

/// (4, 3, size, size)
pub fn integer_formula_input(size: usize) -> Tensor {
    integer_formula_images(4, size)
}

/// (n, 3, size, size)
pub fn integer_formula_images(n: usize, size: usize) -> Tensor {
    tensor(u(n * 3 * size * size, 7).map(|u| 3.4 * u), &[n, 3, size, size])
}

/// The n values u in [-0.5, 0.5) of a tensor of this name.
pub fn integer_formula_values(name: &str, n: usize) -> impl Iterator<Item = f64> {
    u(n, name.bytes().map(u32::from).sum())
}

/// Values for every weight and buffer of `params`.
pub fn integer_formula_params(params: &Params) -> BTreeMap<String, Tensor> {
    let ours = params.to_tensors().expect("copies");
    let value = |name: &str, x: &Tensor| {
        let (n, c) = (x.elem_count(), name.bytes().map(u32::from).sum());
        let form: Box<dyn Fn(f64) -> f64> = match () {
            () if x.rank() >= 2 => {
                let fan_in = (n / x.dims()[0]) as f64;
                Box::new(move |u| u * 12f64.sqrt() * (2.0 / fan_in).sqrt())
            }
            () if name.ends_with("running_var") => Box::new(|u| 1.0 + 0.5 * u),
            () if name.ends_with("weight") => Box::new(|u| 1.0 + 0.4 * u),
            () => Box::new(|u| 0.2 * u),
        };
        tensor(u(n, c).map(form), x.dims()).to_dtype(DType::F32).expect("f32")
    };
    ours.iter().map(|(name, x)| (name.clone(), value(name, x))).collect()
}
