//! What an answer of the engine is awaited for.

/// What is to be done with an answer beside saying it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A run whose clusters are to be taken.
    RunToTake,
    /// An answer of the review, by its number.
    Review(u64),
    /// A network that knows words: what was searched for is searched for again.
    Words,
    /// The last change before it is taken back.
    Undo,
    /// Nothing.
    Other,
}

impl Asked {
    /// Whether it is an answer of the review.
    pub fn is_of_review(self) -> bool {
        matches!(self, Self::Review(_))
    }
}
