//! What the window is like now, as far as commands need it.

use super::window::Window;
use crate::gui::command::{Command, Situation};
use crate::gui::frame::facts::is_at_work;
use crate::gui::frame::{Shown, Tab};
use crate::session::protocol::{ImageLabel, JobKind, Snapshot};

impl Window {
    /// What commands need to know; a few comparisons, and a look at selected images until one is in a cluster.
    pub(super) fn situation(&self, snapshot: &Snapshot) -> Situation {
        let view = &self.view;
        let selected = &view.selection.images;
        let (folder, history) = (&snapshot.folder, &snapshot.history);
        let shown = self.shown_cluster(snapshot).and_then(|id| snapshot.cluster(id));
        let candidate = snapshot.candidate.as_ref();
        let is_any_selected = |is_so: &dyn Fn(&ImageLabel) -> bool| {
            selected.iter().any(|image| snapshot.label(*image).is_some_and(is_so))
        };
        Situation {
            has_project: snapshot.project.is_some(),
            has_images: !snapshot.images.rows.is_empty(),
            n_clusters: snapshot.clusters.len(),
            has_unnamed: snapshot.clusters.iter().any(|cluster| !cluster.is_named && !cluster.members.is_empty()),
            has_adopted: snapshot.adopted.is_some(),
            has_job: snapshot.job.is_some(),
            is_learning: is_learning(snapshot),
            has_lessons: history.n_to_learn > 0 || self.facts.n_confirmed > 0,
            has_candidate: candidate.is_some(),
            has_moved: candidate.is_some_and(|candidate| !candidate.moved.is_empty()),
            has_undo: history.undo.is_some(),
            has_redo: history.redo.is_some(),
            has_skipped: !snapshot.skipped.is_empty(),
            has_missing: !folder.missing.is_empty(),
            has_changed: !folder.changed.is_empty(),
            has_unplaced: !folder.unplaced.is_empty(),
            has_copies: !folder.copies.is_empty(),
            is_picking: self.picker.is_open(),
            has_messages: !self.toasts.is_empty(),
            is_grid: view.tab == Tab::Grid,
            is_guess: matches!(view.shown, Shown::Provisional(_)),
            is_changed_shown: view.shown == Shown::Changed,
            is_for_shelf: self.is_for_shelf(Command::KeepBest),
            n_in_grid: self.grid.images().len(),
            n_selected: selected.len(),
            has_selected_in_cluster: !snapshot.clusters.is_empty() && is_any_selected(&|label| label.cluster.is_some()),
            has_selected_junk: self.facts.n_junk > 0 && is_any_selected(&|label| label.is_junk),
            is_offered_labels: matches!(view.shown, Shown::Changed | Shown::Copies),
            has_cursor: view.selection.cursor.is_some(),
            shown_cluster: shown.map(|cluster| cluster.members.len()),
            n_marked: self.clusters.marked.len(),
            has_threshold: view.threshold > 0.0,
            is_reviewing: self.reviewed(snapshot).is_some(),
            can_take_answer_back: view.tab == Tab::Review && self.review.can_go_back(),
        }
    }

    /// What to do first, if a command can not do anything now.
    pub(super) fn why_not(&self, command: Command, snapshot: &Snapshot) -> Option<&'static str> {
        self.situation(snapshot).why_not(command)
    }
}

/// Whether a run, or what is like one, is at work: the folder and the clusters stay as they were for it.
fn is_learning(snapshot: &Snapshot) -> bool {
    [JobKind::Run, JobKind::Refine, JobKind::Place].into_iter().any(|kind| is_at_work(snapshot, kind))
}
