//! What the window is like at one moment, as far as commands need it. It is made once a frame, and anew before a command
//! is done.

use super::Command;

/// Counts and flags that tell which commands can do anything. By default nothing is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Situation {
    /// A folder or project is open.
    pub has_project: bool,
    /// The project has readable images.
    pub has_images: bool,
    /// Its clusters.
    pub n_clusters: usize,
    /// One of them has no name.
    pub has_unnamed: bool,
    /// Clusters of a run are in force.
    pub has_adopted: bool,
    /// A job is at work.
    pub has_job: bool,
    /// It is one that learns, or that needs the folder as it is.
    pub is_learning: bool,
    /// Something was said that can be learned from.
    pub has_lessons: bool,
    /// A run waits to be taken.
    pub has_candidate: bool,
    /// It would move images.
    pub has_moved: bool,
    /// A change can be taken back.
    pub has_undo: bool,
    /// One can be made again.
    pub has_redo: bool,
    /// Files were skipped.
    pub has_skipped: bool,
    /// Images are gone from the folder.
    pub has_missing: bool,
    /// Files became other pictures.
    pub has_changed: bool,
    /// Images came that no run has seen.
    pub has_unplaced: bool,
    /// Images are copies of labelled ones.
    pub has_copies: bool,
    /// A dialog of the system is open.
    pub is_picking: bool,
    /// Messages are shown.
    pub has_messages: bool,
    /// The grid is what fills the middle.
    pub is_grid: bool,
    /// The grid shows a first guess.
    pub is_guess: bool,
    /// The grid shows files that became other pictures.
    pub is_changed_shown: bool,
    /// With nothing selected, all of the shelf that is shown is meant by what puts into junk.
    pub is_for_shelf: bool,
    /// Images in the grid.
    pub n_in_grid: usize,
    /// Selected images.
    pub n_selected: usize,
    /// One of them is in a cluster.
    pub has_selected_in_cluster: bool,
    /// One of them is junk.
    pub has_selected_junk: bool,
    /// The grid shows images that are offered labels.
    pub is_offered_labels: bool,
    /// An image is pointed at.
    pub has_cursor: bool,
    /// Members of the cluster that the grid shows, if it shows one.
    pub shown_cluster: Option<usize>,
    /// Clusters marked for merging.
    pub n_marked: usize,
    /// Images below a threshold are dimmed.
    pub has_threshold: bool,
    /// The review asks about an image.
    pub is_reviewing: bool,
    /// It has an answer to take back.
    pub can_take_answer_back: bool,
}

impl Situation {
    /// What to do first, if a command can not do anything now.
    #[must_use]
    pub fn why_not(&self, command: Command) -> Option<&'static str> {
        let unmet = command.spec().needs.iter().find(|need| !need.is_met(self));
        unmet.map(|need| need.sentence())
    }

    /// Whether a command can do anything now.
    #[must_use]
    pub fn allows(&self, command: Command) -> bool {
        self.why_not(command).is_none()
    }
}
