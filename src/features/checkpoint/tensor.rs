//! Tensors out of storages.

use super::value::View;
use candle_core::{DType, Device, Tensor};
use half::{bf16, f16};

/// A view's elements; None if there are more than can be counted, or if a view without elements would have, were its empty
/// dimensions of size one: candle multiplies the others out.
pub(super) fn n_elements(view: &View) -> Option<usize> {
    let n = view.size.iter().try_fold(1usize, |n, size| n.checked_mul((*size).max(1)))?;
    Some(if view.size.contains(&0) { 0 } else { n })
}

/// The tensor that a view shows of a storage of such floats (little-endian), as f32.
pub(super) fn read(view: &View, dtype: DType, storage: &[u8]) -> Result<Tensor, String> {
    let values = match dtype {
        DType::F16 => gather(view, storage, |b| f16::from_le_bytes(b).to_f32()),
        DType::BF16 => gather(view, storage, |b| bf16::from_le_bytes(b).to_f32()),
        DType::F64 => gather(view, storage, |b| f64::from_le_bytes(b) as f32),
        _ => gather(view, storage, f32::from_le_bytes),
    };
    let values = values.ok_or("it reaches beyond its storage")?;
    Tensor::from_vec(values, view.size.as_slice(), &Device::Cpu).map_err(|e| crate::learning::device::first_line(&e))
}

/// The elements in row-major order; None if one lies outside.
fn gather<const N: usize>(view: &View, storage: &[u8], number: impl Fn([u8; N]) -> f32) -> Option<Vec<f32>> {
    let n = n_elements(view)?;
    if n == 0 {
        return Some(Vec::new());
    }
    let (elements, _) = storage.as_chunks::<N>();
    let axes = || view.size.iter().zip(&view.stride);
    let last =
        axes().try_fold(view.offset, |last, (size, stride)| last.checked_add((size - 1).checked_mul(*stride)?))?;
    if last >= elements.len() {
        return None;
    }
    let mut row_major = 1;
    let is_contiguous = axes().rev().all(|(size, stride)| {
        let is_next = *size == 1 || *stride == row_major;
        row_major *= size;
        is_next
    });
    if is_contiguous {
        return Some(elements[view.offset..][..n].iter().map(|b| number(*b)).collect());
    }
    let mut index = vec![0; view.size.len()];
    let mut at = view.offset;
    let mut values = Vec::with_capacity(n);
    for _ in 0..n {
        values.push(number(elements[at]));
        for (i, (size, stride)) in index.iter_mut().zip(axes()).rev() {
            *i += 1;
            if *i < *size {
                at += stride;
                break;
            }
            at -= (*size - 1) * stride;
            *i = 0;
        }
    }
    Some(values)
}
