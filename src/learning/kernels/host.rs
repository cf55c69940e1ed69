//! Between tensors and plain memory: a tensor's numbers as a slice, and a new tensor from numbers.
//!
//! It holds no arithmetic.

use candle_core::{CpuStorage, Device, InplaceOp1, Layout, Result, Shape, Storage, StorageRef, Tensor, bail};
use parking_lot::Mutex;

/// The numbers of a contiguous f32 tensor on the CPU, borrowed for as long as this lives.
pub(crate) struct Host<'a> {
    storage: StorageRef<'a>,
    start: usize,
    len: usize,
}

impl<'a> Host<'a> {
    /// Fails when the tensor is not contiguous, not f32 or not on the CPU.
    pub(crate) fn new(t: &'a Tensor) -> Result<Self> {
        let (storage, layout) = t.storage_and_layout();
        let Storage::Cpu(numbers) = &*storage else { bail!("this kernel runs on the CPU only") };
        let (start, len) = extent(numbers, layout)?;
        Ok(Self { storage, start, len })
    }

    pub(crate) fn numbers(&self) -> &[f32] {
        let Storage::Cpu(CpuStorage::F32(all)) = &*self.storage else { unreachable!("checked in new") };
        &all[self.start..self.start + self.len]
    }
}

/// The numbers of a custom operator's argument, which must be contiguous f32.
pub(super) fn argument<'a>(storage: &'a CpuStorage, layout: &Layout) -> Result<&'a [f32]> {
    let (start, len) = extent(storage, layout)?;
    Ok(&storage.as_slice::<f32>()?[start..start + len])
}

fn extent(storage: &CpuStorage, layout: &Layout) -> Result<(usize, usize)> {
    if !matches!(storage, CpuStorage::F32(_)) {
        bail!("this kernel takes f32 only");
    }
    match layout.contiguous_offsets() {
        Some((start, end)) => Ok((start, end - start)),
        None => bail!("this kernel takes contiguous tensors only"),
    }
}

/// A CPU tensor without a gradient; no number is copied.
pub(super) fn tensor(numbers: Vec<f32>, shape: impl Into<Shape>) -> Result<Tensor> {
    Tensor::from_vec(numbers, shape.into(), &Device::Cpu)
}

/// Runs `f` with the numbers of a contiguous f32 tensor on the CPU, to change them.
///
/// # Errors
/// On other tensors.
pub(crate) fn with_numbers<R: Send>(t: &Tensor, f: impl FnOnce(&mut [f32]) -> R + Send) -> Result<R> {
    let op = Change { work: Mutex::new(Some(f)), result: Mutex::new(None) };
    t.inplace_op1(&op)?;
    let result = op.result.into_inner();
    Ok(result.expect("an operator in place runs its work"))
}

struct Change<F, R> {
    work: Mutex<Option<F>>,
    result: Mutex<Option<R>>,
}

impl<F: FnOnce(&mut [f32]) -> R + Send, R: Send> InplaceOp1 for Change<F, R> {
    fn name(&self) -> &'static str {
        "change-numbers"
    }

    fn cpu_fwd(&self, storage: &mut CpuStorage, layout: &Layout) -> Result<()> {
        let (start, len) = extent(storage, layout)?;
        let CpuStorage::F32(all) = storage else { unreachable!("checked by extent") };
        let work = self.work.lock().take().expect("an operator in place runs once");
        *self.result.lock() = Some(work(&mut all[start..start + len]));
        Ok(())
    }
}
