//! What every CPU kernel needs: a tensor's numbers as a slice, a new tensor from numbers, and shared output memory.
//!
//! It holds no arithmetic.

use candle_core::{CpuStorage, Device, Layout, Result, Shape, Storage, StorageRef, Tensor, bail};
use std::cell::Cell;

/// The numbers of a contiguous f32 tensor on the CPU, borrowed for as long as this lives.
pub(super) struct Host<'a> {
    storage: StorageRef<'a>,
    start: usize,
    len: usize,
}

impl<'a> Host<'a> {
    /// Fails when the tensor is not contiguous, not f32 or not on the CPU.
    pub(super) fn new(t: &'a Tensor) -> Result<Self> {
        let (storage, layout) = t.storage_and_layout();
        let Storage::Cpu(numbers) = &*storage else { bail!("this kernel runs on the CPU only") };
        let (start, len) = extent(numbers, layout)?;
        Ok(Self { storage, start, len })
    }

    pub(super) fn numbers(&self) -> &[f32] {
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
