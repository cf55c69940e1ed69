//! What commands need, and what a person is told where it is not so: each need holds its condition and its sentence.

use super::situation::Situation;

/// Most images that are linked at once: each pair is a step of its own.
pub const MOST_LINKED: usize = 8;

/// Something that has to hold for a command to do anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// A folder or project is open.
    Project,
    /// Images are read.
    Images,
    /// There are clusters.
    Clusters,
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
    /// Two images are selected.
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
    pub fn is_met(self, situation: &Situation) -> bool {
        self.of(situation).0
    }

    /// What to do first, or why it can not be, where it does not hold.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        self.of(&Situation::default()).1
    }

    /// Condition and sentence.
    fn of(self, s: &Situation) -> (bool, &'static str) {
        match self {
            Self::Project => (s.has_project, "Open a folder of images first."),
            Self::Images => (s.has_images, "The folder's images are not read yet."),
            Self::Clusters => (s.n_clusters > 0, "There are no clusters yet; press Discover first."),
            Self::Adopted => (s.has_adopted, "No run has made clusters yet; press Discover first."),
            Self::NotGuess => {
                (!s.is_guess, "A first guess can be looked at, not edited. It becomes clusters when the run is done.")
            }
            Self::Grid => (s.is_grid, "Show the grid first (G): it is about images that are selected there."),
            Self::ImagesShown => (s.n_in_grid > 0, "The grid shows no image."),
            Self::Selected => (s.n_selected > 0, "Select images first: click one, or drag a frame around several."),
            Self::SelectedOrShelf => (s.n_selected > 0 || s.is_for_shelf, "Select images in the grid first."),
            Self::TwoSelected => {
                (s.n_selected == 2, "Select two images to compare: click one, then Ctrl+click the other.")
            }
            Self::FewSelected => (
                (2..=MOST_LINKED).contains(&s.n_selected),
                "Select two images first, or a few: click one, Ctrl+click others.",
            ),
            Self::InCluster => {
                (s.has_selected_in_cluster, "Select images first that are in a cluster they do not belong to.")
            }
            Self::Labelled => {
                (s.has_selected_in_cluster || s.is_offered_labels, "Select images first that are in a cluster.")
            }
            Self::Placed => (
                s.has_selected_in_cluster || s.has_selected_junk,
                "Select images first that are in a cluster, or junk.",
            ),
            Self::Cursor => (s.has_cursor, "Select an image first; then images like it can be found."),
            Self::ShownCluster => (s.shown_cluster.is_some(), "Click a cluster on the left first."),
            Self::MarkedOrShown => (s.n_marked > 1 || s.shown_cluster.is_some(), "Click a cluster on the left first."),
            Self::Splittable => {
                (s.shown_cluster.is_some_and(|n| n > 1), "Click a cluster of two or more images on the left first.")
            }
            Self::Mergeable => (
                s.n_marked > 1 || s.shown_cluster.is_some() && s.n_clusters > 1,
                "Ctrl+click two or more clusters on the left to mark them for merging.",
            ),
            Self::RestSelected => (
                s.shown_cluster.is_some() && s.n_selected > 0,
                "Click a cluster and select what does not belong there; the others are then confirmed.",
            ),
            Self::Threshold => (
                s.shown_cluster.is_some() && s.has_threshold,
                "Click a cluster and move the threshold above its images first.",
            ),
            Self::Lessons => (s.has_lessons, "Nothing was said yet: confirm, move, reject or link images first."),
            Self::Candidate => (s.has_candidate, "No run waits to be taken."),
            Self::Moved => (s.has_moved, "No run waits that would move an image."),
            Self::Reviewed => (s.is_reviewing, "Open Review first (R): answers are about the image that it shows."),
            Self::Answered => (s.can_take_answer_back, "There is no answer to take back."),
            Self::Job => (s.has_job, "Nothing is running."),
            Self::NoRun => (!s.is_learning, "A run is at work; it can be done after it."),
            Self::NoRunToCheck => (!s.is_learning, "A run is at work; check the project when it is done."),
            Self::NoRunToLook => (!s.is_learning, "A run is at work; look at the folder again when it is done."),
            Self::NoRunToPlace => (!s.is_learning, "A run is at work; new images can be placed when it is done."),
            Self::NoFileDialog => (!s.is_picking, "A file dialog is open already."),
            Self::Skipped => (s.has_skipped, "No file was skipped."),
            Self::Missing => (s.has_missing, "No image is gone from the folder."),
            Self::Changed => (s.has_changed, "No file became another picture since you decided about it."),
            Self::ChangedShelf => {
                (s.is_changed_shown && s.n_in_grid > 0, "Show what changed since you confirmed it first.")
            }
            Self::Unplaced => (s.has_unplaced, "There are no new images that no run has seen."),
            Self::Copies => (s.has_copies, "No image is a copy of one that you labelled."),
            Self::Undoable => (s.has_undo, "There is nothing to undo."),
            Self::Redoable => (s.has_redo, "There is nothing to redo."),
            Self::Messages => (s.has_messages, "There is no message."),
        }
    }
}
