//! What a format of exports is: what front ends show of it, and the function that writes it. All there are stand in
//! [`super::formats`].
//!
//! Which labels are written, and where, the session decides.

use super::cells::TableForm;
use super::{InterchangeError, LabelOrigin, LabelRow, Provenance, atomic, cells, provenance};
use crate::control::CancelToken;
use serde::Serialize;
use std::borrow::Cow;
use std::io;
use std::path::Path;

/// File format of an export.
#[derive(Debug)]
pub struct ExportFormat {
    /// Name on the command line.
    pub key: &'static str,
    /// Name in the window.
    pub name: &'static str,
    /// What one gets, in a sentence.
    pub about: &'static str,
    /// What is made.
    pub target: Target,
    /// Writes an export whole or not at all, with its provenance; gives the labels (images, for folders) written.
    pub write: fn(&mut Export) -> Result<usize, InterchangeError>,
}

/// What an export makes on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// One file, which names images.
    File {
        /// Ending of its name, without the dot.
        extension: &'static str,
    },
    /// A folder that holds images.
    Folder,
}

/// How image files get into class folders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LinkKind {
    /// Copies; the only kind that another disk can hold.
    #[default]
    Copy,
    /// Hard links.
    Hard,
    /// Symbolic links.
    Symbolic,
}

impl LinkKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Copy, Self::Hard, Self::Symbolic];

    /// Name on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Hard => "hard",
            Self::Symbolic => "symbolic",
        }
    }

    /// Name in the window.
    pub fn name(self) -> &'static str {
        match self {
            Self::Copy => "Copies of the images",
            Self::Hard => "Hard links (no space, same disk)",
            Self::Symbolic => "Symbolic links (no space)",
        }
    }
}

impl ExportFormat {
    /// Whether a folder with images is made, and not a file.
    pub fn is_folder(&self) -> bool {
        self.target == Target::Folder
    }

    /// The end of a name to begin with: "labels.csv".
    pub fn suggested_name(&self) -> String {
        match self.target {
            Target::File { extension } => format!("labels.{extension}"),
            Target::Folder => "labelled".to_owned(),
        }
    }
}

impl PartialEq for ExportFormat {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

/// One export: everything that a writer needs.
pub struct Export<'a> {
    /// Images in the order of the project; those without a label are for class folders only.
    pub rows: &'a [LabelRow],
    /// The photo folder.
    pub root: &'a Path,
    /// What to make.
    pub out: &'a Path,
    /// How images get into folders.
    pub link: LinkKind,
    /// Replace what is at `out`.
    pub force: bool,
    /// Where the labels come from.
    pub about: &'a Provenance,
    /// Stops the export.
    pub cancel: &'a CancelToken,
    /// Told how many images are done.
    pub on_progress: &'a mut dyn FnMut(usize),
    /// How tables for spreadsheets are written.
    pub table: TableForm,
    /// Set by the writer: cells that have a `'` before them, so that no spreadsheet computes them.
    pub n_guarded: usize,
}

impl<'a> Export<'a> {
    /// The labelled images, as tables hold them.
    pub fn labelled(&self) -> impl Iterator<Item = TableRow<'a>> + use<'a> {
        self.rows.iter().filter_map(TableRow::new)
    }

    /// Makes one file of what `fill` writes, which gives the number of labels. Provenance goes into
    /// `gleaner-provenance.json` beside it.
    ///
    /// # Errors
    /// [`InterchangeError`].
    pub fn write_file(
        &self,
        fill: impl FnOnce(&mut dyn io::Write) -> io::Result<usize>,
    ) -> Result<usize, InterchangeError> {
        atomic::check_free(self.out, self.force)?;
        provenance::check_beside(self.out)?;
        let mut n_rows = 0;
        atomic::write(self.out, self.force, |to| fill(to).map(|n| n_rows = n))?;
        provenance::write_beside(self.out, self.about)?;
        Ok(n_rows)
    }
}

/// One line of a table: the same fields in each format.
#[derive(Serialize)]
pub struct TableRow<'a> {
    file_name: Cow<'a, str>,
    label: Cow<'a, str>,
    confidence: f32,
    source: LabelOrigin,
    cluster: Option<u32>,
    run: Option<u32>,
}

impl<'a> TableRow<'a> {
    /// None for a row without a label.
    fn new(row: &'a LabelRow) -> Option<Self> {
        Some(Self {
            file_name: row.path.display().into(),
            label: row.label.as_deref()?.into(),
            confidence: row.confidence,
            source: row.origin,
            cluster: row.cluster.map(|id| id.0),
            run: row.run.map(|id| id.0),
        })
    }

    /// The same with a `'` before what a spreadsheet would compute, and the number of such cells.
    pub(super) fn guarded(self) -> (Self, usize) {
        let n = usize::from(cells::is_formula(&self.file_name)) + usize::from(cells::is_formula(&self.label));
        let guarded = |text: Cow<'a, str>| match cells::guarded(&text) {
            Cow::Owned(guarded) => guarded.into(),
            Cow::Borrowed(_) => text,
        };
        (Self { file_name: guarded(self.file_name), label: guarded(self.label), ..self }, n)
    }
}
