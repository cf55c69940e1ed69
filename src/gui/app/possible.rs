//! Which commands can do anything now, and why others can not.

use super::curate;
use super::folder;
use super::window::Window;
use crate::gui::command::Command;
use crate::gui::frame::facts::is_at_work;
use crate::gui::frame::intent::Tab;
use crate::session::protocol::{JobKind, Snapshot};

impl Window {
    /// Whether a command can do anything now.
    pub(in crate::gui) fn is_possible(&self, command: Command, snapshot: &Snapshot) -> bool {
        let has_project = snapshot.project.is_some();
        let has_clusters = !snapshot.clusters.is_empty();
        let has_selection = !self.view.selection.images.is_empty();
        match command {
            Command::ShowAll
            | Command::ShowUnlabelled
            | Command::ShowUnsure
            | Command::ShowDuplicates
            | Command::ShowLooksLikeJunk
            | Command::ShowJunk
            | Command::ShowGrid
            | Command::ShowQuality
            | Command::ShowReview
            | Command::Search
            | Command::ChooseWords
            | Command::FilterImages
            | Command::FilterClusters
            | Command::ToggleCurves
            | Command::ShowHistory
            | Command::ArchiveProject
            | Command::ShowRuns => has_project,
            Command::CheckProject => {
                has_project && !is_at_work(snapshot, JobKind::Run) && !is_at_work(snapshot, JobKind::Refine)
            }
            Command::FindSimilar => self.view.selection.cursor.is_some() && has_clusters,
            Command::Junk | Command::KeepBest => {
                self.view.tab == Tab::Grid && (has_selection || self.is_for_shelf(command))
            }
            Command::SelectAll | Command::InvertSelection => {
                self.view.tab == Tab::Grid && !self.grid.images().is_empty()
            }
            Command::Compare => self.view.tab == Tab::Grid && self.view.selection.images.len() == 2,
            Command::OpenLarge => self.view.tab == Tab::Grid && has_selection,
            Command::Discover | Command::MoveToNew | Command::TakeLabels => !snapshot.images.rows.is_empty(),
            Command::ShowSkipped => !snapshot.skipped.is_empty(),
            Command::PauseOrResume | Command::CancelJob => snapshot.job.is_some(),
            Command::Rename | Command::ConfirmCluster => self.shown_cluster(snapshot).is_some(),
            Command::Merge => {
                self.clusters.marked.len() > 1
                    || (self.shown_cluster(snapshot).is_some() && snapshot.clusters.len() > 1)
            }
            Command::ReviewDoubtful | Command::Export | Command::NextUnproven => has_clusters,
            Command::ProveCluster => self.shown_cluster(snapshot).is_some() || has_clusters,
            Command::AnswerYes
            | Command::AnswerNo
            | Command::AnswerOther
            | Command::AnswerJunk
            | Command::AnswerSkip => self.reviewed(snapshot).is_some(),
            Command::AnswerBack => self.view.tab == Tab::Review && self.review.can_go_back(),
            Command::Confirm | Command::Unconfirm => self.view.tab == Tab::Grid && has_selection && has_clusters,
            Command::Move => has_selection && has_clusters,
            Command::TakeOut | Command::OpenInViewer | Command::RevealFile | Command::CopyPaths => has_selection,
            Command::Split
            | Command::GroupClusters
            | Command::ColourCluster
            | Command::KeyCluster
            | Command::NoteCluster
            | Command::ConfirmRest
            | Command::ConfirmAbove
            | Command::Reject
            | Command::LinkSame
            | Command::LinkDifferent
            | Command::Refine
            | Command::Improve
            | Command::TakeCandidate
            | Command::ShowMoved
            | Command::LeaveCandidate => self.can_curate(command, snapshot),
            Command::Rescan
            | Command::ShowMissing
            | Command::Locate
            | Command::Place
            | Command::ShowChanged
            | Command::ShowUnplaced
            | Command::ShowCopies
            | Command::StillSame
            | Command::LabelCopies => self.can_tend(command, snapshot),
            Command::Undo => snapshot.history.undo.is_some(),
            Command::Redo => snapshot.history.redo.is_some(),
            Command::DismissMessages => !self.toasts.is_empty(),
            _ => true,
        }
    }

    /// What to do first, if a command can not do anything now.
    pub(in crate::gui) fn why_not(&self, command: Command, snapshot: &Snapshot) -> Option<&'static str> {
        (!self.is_possible(command, snapshot)).then(|| {
            let is_of_grid = matches!(
                command,
                Command::Confirm | Command::Unconfirm | Command::Reject | Command::ConfirmRest | Command::ConfirmAbove
            );
            if is_of_grid && snapshot.project.is_some() && self.view.tab != Tab::Grid {
                return "Show the grid first (G): it is about images that are selected there.";
            }
            let why = curate::why_not(command, snapshot)
                .or_else(|| folder::why_not(command, snapshot))
                .filter(|_| snapshot.project.is_some());
            why.unwrap_or_else(|| why_not(command, snapshot.project.is_some()))
        })
    }
}

/// What to do before a command can do anything. Each is a sentence.
fn why_not(command: Command, has_project: bool) -> &'static str {
    match command {
        Command::Undo => "There is nothing to undo.",
        Command::Redo => "There is nothing to redo.",
        Command::PauseOrResume | Command::CancelJob => "Nothing is running.",
        Command::DismissMessages => "There is no message.",
        _ if !has_project => "Open a folder of images first.",
        Command::Junk | Command::KeepBest => "Select images in the grid first.",
        Command::Confirm | Command::Unconfirm | Command::Move | Command::TakeOut => {
            "Select images first: click one, or drag a frame around several."
        }
        Command::OpenLarge | Command::OpenInViewer | Command::RevealFile | Command::CopyPaths => {
            "Select an image first: click one."
        }
        Command::Compare => "Select two images to compare: click one, then Ctrl+click the other.",
        Command::AnswerYes | Command::AnswerNo | Command::AnswerOther | Command::AnswerJunk | Command::AnswerSkip => {
            "Open Review first (R): answers are about the image that it shows."
        }
        Command::AnswerBack => "There is no answer to take back.",
        Command::FindSimilar => "Select an image first; then images like it can be found, once there are clusters.",
        Command::Rename | Command::ConfirmCluster => "Click a cluster on the left first.",
        Command::Merge => "Ctrl+click two or more clusters on the left to mark them for merging.",
        Command::Export | Command::ReviewDoubtful | Command::ProveCluster | Command::NextUnproven => {
            "There are no clusters yet; press Discover first."
        }
        Command::CheckProject => "A run is at work; check the project when it is done.",
        Command::ShowSkipped => "No file was skipped.",
        Command::Discover | Command::TakeLabels => "The folder's images are not read yet.",
        _ => "Not possible right now.",
    }
}
