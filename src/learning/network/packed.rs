//! Reads networks whose weights are packed to 8 bits: NAME.weight holds whole numbers from -127 to 127 and NAME.scale what
//! one of them is worth in each output channel.
//!
//! It knows no network; `assets/pack_weights.py` writes such files.

use candle_core::safetensors::{Load, SliceSafetensors};
use candle_core::{Device, Error, Result, Tensor};
use std::collections::BTreeMap;

/// The tensors of a safetensors file on the CPU: packed weights as f32 without their scales, all others as they are.
///
/// # Errors
/// If the bytes are no such file, or scales and weights do not fit.
pub fn unpacked(bytes: &[u8]) -> Result<BTreeMap<String, Tensor>> {
    let file = SliceSafetensors::new(bytes)?;
    let views = file.tensors();
    let scales = views.iter().filter_map(|(name, view)| Some((name.strip_suffix(".scale")?.to_owned(), view)));
    let scales = scales.map(|(name, view)| Ok((name, view.load(&Device::Cpu)?.to_vec1::<f32>()?)));
    let scales = scales.collect::<Result<BTreeMap<_, _>>>()?;
    let mut tensors = BTreeMap::new();
    for (name, view) in &views {
        if name.strip_suffix(".scale").is_some() {
            continue;
        }
        let scale = name.strip_suffix(".weight").and_then(|name| scales.get(name));
        let tensor = match scale {
            Some(scale) => expanded(view.data(), view.shape(), scale)
                .ok_or_else(|| Error::Msg(format!("the packed weights {name} do not fit their scales")))??,
            None => view.load(&Device::Cpu)?,
        };
        tensors.insert(name.clone(), tensor);
    }
    Ok(tensors)
}

/// Whole numbers times the scale of their channel; None where there are not as many as the shape says.
fn expanded(whole: &[u8], shape: &[usize], scale: &[f32]) -> Option<Result<Tensor>> {
    let count: usize = shape.iter().product();
    let of_channel = count.checked_div(scale.len())?;
    if shape.first() != Some(&scale.len()) || whole.len() != count {
        return None;
    }
    let weights = whole.chunks(of_channel.max(1)).zip(scale);
    let weights = weights.flat_map(|(row, scale)| row.iter().map(move |x| f32::from(x.cast_signed()) * scale));
    Some(Tensor::from_vec(weights.collect::<Vec<f32>>(), shape, &Device::Cpu))
}

#[cfg(test)]
mod tests {
    use super::*;
    use safetensors::tensor::{Dtype, TensorView, serialize};

    /// A file with 2 x 2 packed weights, these scales, and a bias in half precision.
    fn file(scales: &[f32]) -> Vec<u8> {
        let whole: Vec<u8> = [-127i8, 5, 0, 127].map(i8::cast_unsigned).to_vec();
        let bias: Vec<u8> = [1.5f32, -2.0].iter().flat_map(|x| half::f16::from_f32(*x).to_le_bytes()).collect();
        let scale: Vec<u8> = scales.iter().flat_map(|x| x.to_le_bytes()).collect();
        let view = |dtype, shape: &[usize], data| TensorView::new(dtype, shape.to_vec(), data).expect("fits its shape");
        let tensors = [
            ("a.weight", view(Dtype::I8, &[2, 2], &whole)),
            ("a.scale", view(Dtype::F32, &[scales.len()], &scale)),
            ("a.bias", view(Dtype::F16, &[2], &bias)),
        ];
        serialize(tensors, None).expect("a file")
    }

    #[test]
    fn weights_are_whole_numbers_times_their_channel_s_scale() {
        let tensors = unpacked(&file(&[0.5, 2.0])).expect("whole");
        assert_eq!(tensors.keys().collect::<Vec<_>>(), ["a.bias", "a.weight"]);
        let weights = tensors["a.weight"].to_vec2::<f32>().expect("f32");
        assert_eq!(weights, [[-63.5, 2.5], [0.0, 254.0]]);
        assert_eq!(tensors["a.bias"].to_vec1::<half::f16>().expect("f16")[1].to_f32(), -2.0);
    }

    #[test]
    fn scales_that_do_not_fit_are_told() {
        for scales in [&[0.5][..], &[0.5, 2.0, 1.0], &[]] {
            let words = unpacked(&file(scales)).expect_err("other channels").to_string();
            assert!(words.contains("a.weight"), "{words}");
        }
        assert!(unpacked(b"no file").is_err());
    }
}
