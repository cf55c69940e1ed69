//! skeleton
use super::InterchangeError;
use std::path::Path;
/// A cluster of the contact sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReportCluster {
    /// Name.
    pub name: String,
    /// Members.
    pub size: usize,
    /// 0 to 1.
    pub mean_confidence: f32,
    /// Confirmed members.
    pub n_confirmed: usize,
    /// 20 equal bins from 0 to 1.
    pub histogram: [u32; 20],
    /// Displayed path, confidence and JPEG bytes of some members, highest confidence first.
    pub thumbnails: Vec<(String, f32, Vec<u8>)>,
}
/// What the contact sheet shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Title.
    pub title: String,
    /// The photo folder.
    pub folder: String,
    /// One line each: images, skipped files, run, kept stage and why, seconds.
    pub facts: Vec<String>,
    /// Largest first.
    pub clusters: Vec<ReportCluster>,
    /// Skipped files: path, reason.
    pub skipped: Vec<(String, String)>,
    /// Metrics by name where true labels are known.
    pub metrics: Vec<(String, f64)>,
}
/// Writes one self-contained HTML file.
///
/// # Errors
/// [`InterchangeError`].
pub fn write(_report: &Report, _out: &Path) -> Result<(), InterchangeError> {
    todo!()
}
