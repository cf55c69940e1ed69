//! Rows of a file whose `files.txt` names the images, the first folder of each path being the class. Labels serve the
//! numbers that are printed and nothing else.

use gleaner::features::vectors::{FILES, Matrix};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

/// Raw rows and their classes.
pub struct Labelled {
    /// (n, d), as they stand in the file.
    pub raw: Vec<f32>,
    /// Numbers of a row.
    pub d: usize,
    /// The class of each row, from 0.
    pub truth: Vec<u32>,
    /// Classes.
    pub n_classes: usize,
}

impl Labelled {
    /// Reads a matrix in NumPy's or safetensors' format and the list beside it.
    ///
    /// # Errors
    /// If one can not be read or the other does not belong to it.
    pub fn read(path: &Path) -> Result<Self, Box<dyn Error>> {
        let Matrix { numbers: raw, d } = Matrix::read(path)?;
        let lines = std::fs::read_to_string(path.with_file_name(FILES))?;
        let mut number_of: BTreeMap<&str, u32> = BTreeMap::new();
        let class = |line| {
            let next = number_of.len() as u32;
            *number_of.entry(str::split(line, '/').next().unwrap_or_default()).or_insert(next)
        };
        let truth: Vec<u32> = lines.lines().map(class).collect();
        if truth.len() * d != raw.len() {
            return Err(format!("{} has not as many rows as {FILES} beside it has lines", path.display()).into());
        }
        let n_classes = number_of.len();
        Ok(Self { raw, d, truth, n_classes })
    }
}
