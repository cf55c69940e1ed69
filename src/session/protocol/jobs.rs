//! Work that goes on beside what a person does, as front ends see it.

use crate::ids::JobId;

/// What kind of work a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// Reading the folder.
    Import,
    /// Learning and clustering.
    Run,
    /// Writing labels out.
    Export,
    /// Downloading weights.
    Download,
    /// Learning from corrections.
    Refine,
    /// Looking for clusters that fit better than those in force.
    Improve,
    /// Placing new images.
    Place,
    /// Looking whether the project is whole.
    Check,
    /// Writing the project into one file.
    Archive,
}

/// The job at work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobInfo {
    /// Its id, for [`super::Request::Cancel`].
    pub id: JobId,
    /// Its kind.
    pub kind: JobKind,
    /// Held by [`super::Request::Pause`].
    pub is_paused: bool,
}
