//! What to ask a person next.

use crate::control::{CancelToken, Cancelled};

/// What is chosen from.
#[derive(Clone, Copy, Debug)]
pub struct QueueInput<'a> {
    /// (n, d) unit rows.
    pub rows: &'a [f32],
    /// Their width.
    pub d: usize,
    /// (n, `n_classes`)
    pub probabilities: &'a [f32],
    /// Columns.
    pub n_classes: usize,
    /// (n, k) neighbours.
    pub neighbors: &'a [u32],
    /// (n, k) cosines.
    pub similarity: &'a [f32],
    /// Neighbours a row.
    pub k: usize,
}

/// Rows to ask about, most useful first, at most `n` of those that nobody decided about (`is_known`).
///
/// # Errors
/// [`Cancelled`].
pub fn review_queue(
    input: &QueueInput<'_>,
    is_known: &[bool],
    n: usize,
    cancel: &CancelToken,
) -> Result<Vec<u32>, Cancelled> {
    cancel.check()?;
    let confidence = |row: u32| {
        let own = &input.probabilities[row as usize * input.n_classes..(row as usize + 1) * input.n_classes];
        own.iter().copied().fold(0.0, f32::max)
    };
    let mut open: Vec<u32> = (0..is_known.len() as u32).filter(|row| !is_known[*row as usize]).collect();
    open.sort_by(|a, b| confidence(*a).total_cmp(&confidence(*b)));
    open.truncate(n);
    Ok(open)
}
