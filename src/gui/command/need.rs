//! What commands need, and what a person is told where it is not so: each need has its condition here and its sentence
//! in `commands.ftl`.

use super::situation::Situation;
use crate::strings::say;

/// Most images that are linked at once: each pair is a step of its own.
pub const MOST_LINKED: usize = 8;

/// Most images that are laid side by side: more would be too small to see anything.
pub const MOST_COMPARED: usize = 6;

/// Something that has to hold for a command to do anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// A folder or project is open.
    Project,
    /// Images are read.
    Images,
    /// There are clusters.
    Clusters,
    /// A group has no name.
    Unnamed,
    /// Clusters of a run are in force.
    Adopted,
    /// What is shown is no first guess.
    NotGuess,
    /// The grid is shown.
    Grid,
    /// The grid shows images.
    ImagesShown,
    /// Images are selected.
    Selected,
    /// Images are selected, or a whole shelf is meant.
    SelectedOrShelf,
    /// Two images are selected, or a few.
    TwoSelected,
    /// So few images are selected that each may be linked with the first.
    FewSelected,
    /// A selected image is in a cluster.
    InCluster,
    /// A selected image has a label, or is offered one.
    Labelled,
    /// A selected image is in a cluster or junk.
    Placed,
    /// An image is pointed at.
    Cursor,
    /// The grid shows a cluster.
    ShownCluster,
    /// Clusters are marked, or one is shown.
    MarkedOrShown,
    /// The shown cluster has images to part.
    Splittable,
    /// There are clusters to merge.
    Mergeable,
    /// A cluster is shown with some of its images selected.
    RestSelected,
    /// A cluster is shown above a threshold.
    Threshold,
    /// Something was said that can be learned from.
    Lessons,
    /// A run waits to be taken.
    Candidate,
    /// A run waits that moves images.
    Moved,
    /// The review asks about an image.
    Reviewed,
    /// The review has an answer to take back.
    Answered,
    /// A job is at work.
    Job,
    /// Nothing is being learned.
    NoRun,
    /// Nothing is being learned that a look at the project would disturb.
    NoRunToCheck,
    /// Nothing is being learned from the folder as it was.
    NoRunToLook,
    /// Nothing is being learned that new images would be placed beside.
    NoRunToPlace,
    /// No file dialog is open.
    NoFileDialog,
    /// Files were skipped.
    Skipped,
    /// Images are gone from the folder.
    Missing,
    /// Files became other pictures.
    Changed,
    /// What changed is shown.
    ChangedShelf,
    /// There are images that no run has seen.
    Unplaced,
    /// There are copies of labelled images.
    Copies,
    /// There is a change to undo.
    Undoable,
    /// There is a change to make again.
    Redoable,
    /// There are messages.
    Messages,
}

impl Need {
    /// Whether it holds.
    #[must_use]
    pub fn is_met(self, s: &Situation) -> bool {
        match self {
            Self::Project => s.has_project,
            Self::Images => s.has_images,
            Self::Clusters => s.n_clusters > 0,
            Self::Unnamed => s.has_unnamed,
            Self::Adopted => s.has_adopted,
            Self::NotGuess => !s.is_guess,
            Self::Grid => s.is_grid,
            Self::ImagesShown => s.n_in_grid > 0,
            Self::Selected => s.n_selected > 0,
            Self::SelectedOrShelf => s.n_selected > 0 || s.is_for_shelf,
            Self::TwoSelected => (2..=MOST_COMPARED).contains(&s.n_selected),
            Self::FewSelected => (2..=MOST_LINKED).contains(&s.n_selected),
            Self::InCluster => s.has_selected_in_cluster,
            Self::Labelled => s.has_selected_in_cluster || s.is_offered_labels,
            Self::Placed => s.has_selected_in_cluster || s.has_selected_junk,
            Self::Cursor => s.has_cursor,
            Self::ShownCluster => s.shown_cluster.is_some(),
            Self::MarkedOrShown => s.n_marked > 1 || s.shown_cluster.is_some(),
            Self::Splittable => s.shown_cluster.is_some_and(|n| n > 1),
            Self::Mergeable => s.n_marked > 1 || s.shown_cluster.is_some() && s.n_clusters > 1,
            Self::RestSelected => s.shown_cluster.is_some() && s.n_selected > 0,
            Self::Threshold => s.shown_cluster.is_some() && s.has_threshold,
            Self::Lessons => s.has_lessons,
            Self::Candidate => s.has_candidate,
            Self::Moved => s.has_moved,
            Self::Reviewed => s.is_reviewing,
            Self::Answered => s.can_take_answer_back,
            Self::Job => s.has_job,
            Self::NoRun | Self::NoRunToCheck | Self::NoRunToLook | Self::NoRunToPlace => !s.is_learning,
            Self::NoFileDialog => !s.is_picking,
            Self::Skipped => s.has_skipped,
            Self::Missing => s.has_missing,
            Self::Changed => s.has_changed,
            Self::ChangedShelf => s.is_changed_shown && s.n_in_grid > 0,
            Self::Unplaced => s.has_unplaced,
            Self::Copies => s.has_copies,
            Self::Undoable => s.has_undo,
            Self::Redoable => s.has_redo,
            Self::Messages => s.has_messages,
        }
    }

    /// What to do first, or why it cannot be, where it does not hold.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Project => say!("need-Project"),
            Self::Images => say!("need-Images"),
            Self::Clusters => say!("need-Clusters"),
            Self::Unnamed => say!("need-Unnamed"),
            Self::Adopted => say!("need-Adopted"),
            Self::NotGuess => say!("need-NotGuess"),
            Self::Grid => say!("need-Grid"),
            Self::ImagesShown => say!("need-ImagesShown"),
            Self::Selected => say!("need-Selected"),
            Self::SelectedOrShelf => say!("need-SelectedOrShelf"),
            Self::TwoSelected => say!("need-TwoSelected"),
            Self::FewSelected => say!("need-FewSelected"),
            Self::InCluster => say!("need-InCluster"),
            Self::Labelled => say!("need-Labelled"),
            Self::Placed => say!("need-Placed"),
            Self::Cursor => say!("need-Cursor"),
            Self::ShownCluster => say!("need-ShownCluster"),
            Self::MarkedOrShown => say!("need-MarkedOrShown"),
            Self::Splittable => say!("need-Splittable"),
            Self::Mergeable => say!("need-Mergeable"),
            Self::RestSelected => say!("need-RestSelected"),
            Self::Threshold => say!("need-Threshold"),
            Self::Lessons => say!("need-Lessons"),
            Self::Candidate => say!("need-Candidate"),
            Self::Moved => say!("need-Moved"),
            Self::Reviewed => say!("need-Reviewed"),
            Self::Answered => say!("need-Answered"),
            Self::Job => say!("need-Job"),
            Self::NoRun => say!("need-NoRun"),
            Self::NoRunToCheck => say!("need-NoRunToCheck"),
            Self::NoRunToLook => say!("need-NoRunToLook"),
            Self::NoRunToPlace => say!("need-NoRunToPlace"),
            Self::NoFileDialog => say!("need-NoFileDialog"),
            Self::Skipped => say!("need-Skipped"),
            Self::Missing => say!("need-Missing"),
            Self::Changed => say!("need-Changed"),
            Self::ChangedShelf => say!("need-ChangedShelf"),
            Self::Unplaced => say!("need-Unplaced"),
            Self::Copies => say!("need-Copies"),
            Self::Undoable => say!("need-Undoable"),
            Self::Redoable => say!("need-Redoable"),
            Self::Messages => say!("need-Messages"),
        }
    }
}
