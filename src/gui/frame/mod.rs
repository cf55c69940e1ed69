//! What the parts of the window share, for one frame: what is drawn from, what is looked at, and where what is asked for
//! goes. Parts take a [`Frame`] and change nothing but what it lets them.

pub mod asks;
pub mod facts;
pub mod fetch;
pub mod folds;
pub mod intent;
pub mod kept;
pub mod out;
pub mod selection;
pub mod view;

pub use fetch::Fetcher;
pub use folds::{Folded, Folds, Side};
pub use intent::{DraggedImages, Intent, MarkKind, Said};
pub use out::Out;
pub use selection::Selection;
pub use view::{Found, SavedFilter, Shown, Sort, Tab, ViewState};

use crate::control::Progress;
use crate::gui::kit::pictures::textures::Thumbs;
use crate::session::protocol::Snapshot;
use facts::Facts;

/// What every part of the window is drawn with.
pub struct Frame<'a> {
    /// The project: everything small.
    pub snapshot: &'a Snapshot,
    /// How far the running job is.
    pub progress: &'a Progress,
    /// Counts over all images.
    pub facts: &'a Facts,
    /// Pictures, evidence and other answers.
    pub fetcher: &'a dyn Fetcher,
    /// What is looked at.
    pub view: &'a mut ViewState,
    /// Textures of pictures.
    pub thumbs: &'a mut Thumbs,
    /// What is asked for.
    pub out: &'a mut Out,
}
