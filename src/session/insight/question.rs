//! What may be asked of a project: each question is a type that says how it is answered, how long that takes, and what has to
//! change for its answer to be out of date. The questions are in [`super::questions`].
//!
//! Who asks is not known here: the reader answers on threads and keeps answers, the command line asks at once.

use super::source::{Known, Source};
use crate::session::SessionError;
use std::hash::Hash;

/// What an answer is out of date by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DependsOn {
    /// Nothing: it is of the content of an image, and another content is another image.
    Content,
    /// Labels, clusters, or which images there are.
    Labels,
    /// Which run was taken. It stays while a person works on it.
    Run,
}

impl DependsOn {
    /// Another number means that an answer is out of date.
    pub fn revision(self, source: &Source) -> u64 {
        match self {
            Self::Content => 0,
            Self::Labels => source.labels_revision,
            Self::Run => source.run.as_ref().map_or(0, |run| u64::from(run.id.0) + 1),
        }
    }
}

/// Something that may be asked.
pub trait Question: Clone + Eq + Hash + Send + Sync + 'static {
    /// What is answered.
    type Answer: Send + Sync + 'static;
    /// What its answer is out of date by.
    const DEPENDS_ON: DependsOn;
    /// Whether a network may have to be opened or run for it, or all rows be gone through.
    const IS_SLOW: bool = false;
    /// Among slow ones: what a person waits for comes before what would be nice to have.
    const URGENCY: u8 = 0;
    /// Whether it is looked into again after it could not be answered.
    const IS_RETRIED: bool = false;

    /// Answers it.
    ///
    /// # Errors
    /// Why it can not be answered.
    fn answer(&self, known: &Known<'_>) -> Result<Self::Answer, SessionError>;

    /// Bytes of an answer, roughly; 0 for one of which there is one, which is always wanted.
    fn bytes(answer: &Self::Answer) -> usize;
}
