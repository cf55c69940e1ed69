//! Answers that a test of the window has beforehand.

use super::{Answer, Examples, Part, Question};
use crate::ids::{ClusterId, ImageId};
use crate::session::insight::evaluation::TrueLabels;
use crate::session::insight::labelling::Proposal;
use crate::session::insight::search::Suggestions;
use crate::session::protocol::{Evidence, Pixels};
use std::sync::Arc;

/// An answer with what it answers.
pub enum Told {
    /// Parts of a cluster, asked for by their number.
    Split(ClusterId, usize, Vec<Part>),
    /// The other clusters by nearness.
    Near(ClusterId, Vec<(ClusterId, f32)>),
    /// Typical and doubtful members, asked for by their number.
    Examples(ClusterId, usize, Examples),
    /// Why an image is where it is.
    Evidence(ImageId, Evidence),
    /// What a cluster may be called.
    Names(ClusterId, Suggestions),
    /// Classes to take, asked for in a round.
    Proposal(TrueLabels, u64, Proposal),
    /// A picture.
    Thumbnail(ImageId, Pixels),
}

impl Told {
    pub(super) fn entry(self, labels: u64) -> (Question, Answer) {
        match self {
            Self::Split(id, n, parts) => (Question::Split(id, n, labels), Answer::Parts(Arc::new(parts))),
            Self::Near(id, near) => (Question::NearClusters(id, labels), Answer::Clusters(Arc::new(near))),
            Self::Examples(id, n, examples) => {
                (Question::Examples(id, n, labels), Answer::Examples(Arc::new(examples)))
            }
            Self::Evidence(id, evidence) => (Question::Evidence(id, labels), Answer::Evidence(Arc::new(evidence))),
            Self::Names(id, names) => (Question::Suggestions(id, labels), Answer::Names(Arc::new(names))),
            Self::Proposal(from, round, proposal) => {
                (Question::Proposal(Arc::new(from), round, labels), Answer::Proposal(Arc::new(proposal)))
            }
            Self::Thumbnail(id, pixels) => (Question::Thumbnail(id), Answer::Pixels(Arc::new(pixels))),
        }
    }
}
