//! Scratch memory that a thread keeps from call to call. It holds no arithmetic.

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
