//! What each command does: it changes what the window looks at, opens a dialog, or queues a request.
//!
//! What it is called and when it can be done is in the table of commands; this match is the other place that it has.

use super::window::{WhenRead, Window};
use crate::gui::command::Command;
use crate::gui::dialogs::Dialog;
use crate::gui::dialogs::archive::ArchiveForm;
use crate::gui::dialogs::history::HistoryList;
use crate::gui::dialogs::keys::KeySheet;
use crate::gui::dialogs::missing::MissingList;
use crate::gui::dialogs::move_to::MoveDialog;
use crate::gui::frame::asks::{curating, files, images};
use crate::gui::frame::{Intent, MarkKind, Shown, Side, Tab};
use crate::gui::kit::toasts::Kind;
use crate::gui::review::ReviewKey;
use crate::gui::system::picker::Purpose;
use crate::session::protocol::{Change, ClusterView, Link, Request, Snapshot};
use crate::strings::say;

impl Window {
    /// The palette lists first what was used last.
    fn note_used(&mut self, command: Command) {
        if matches!(
            command,
            Command::Palette | Command::Search | Command::Keys | Command::DismissMessages | Command::Quit
        ) {
            return;
        }
        self.recent.retain(|recent| *recent != command);
        self.recent.insert(0, command);
        self.recent.truncate(5);
    }

    /// Does what a command says, if it is possible now.
    pub(in crate::gui) fn do_command(&mut self, command: Command, ctx: &egui::Context, snapshot: &Snapshot) {
        if let Some(why) = self.why_not(command, snapshot) {
            self.toasts.push(Kind::Hint, why, false);
            return;
        }
        self.note_used(command);
        match command {
            Command::Open if snapshot.project.is_none() => self.picker.show(ctx, Purpose::Open),
            Command::Open => self.dialog = Some(Dialog::Open),
            Command::ChooseFolder => self.picker.show(ctx, Purpose::Open),
            Command::OpenSample => self.open_sample(WhenRead::Offer),
            Command::ShowSkipped => self.dialog = Some(Dialog::Skipped),
            Command::Discover => self.open_discover(snapshot),
            Command::PauseOrResume => {
                let is_paused = snapshot.job.as_ref().is_some_and(|job| job.is_paused);
                self.ask(if is_paused { Request::Resume } else { Request::Pause });
            }
            Command::CancelJob => {
                if let Some(job) = &snapshot.job {
                    self.ask(Request::Cancel(job.id));
                }
            }
            Command::ToggleCurves => self.jobbar.shows_curves = !self.jobbar.shows_curves,
            Command::ShowRuns => self.dialog = Some(Dialog::Runs),
            Command::ShowAll => self.show(Shown::All),
            Command::ShowUnlabelled => self.show(Shown::Unlabelled),
            Command::ShowJunk => self.show(Shown::Junk),
            Command::ShowUnusual => self.show(Shown::Unusual),
            Command::ShowUnsure => self.show(Shown::Unsure),
            Command::ShowDuplicates => self.show(Shown::Duplicates),
            Command::ShowGrid => self.view.tab = Tab::Grid,
            Command::ShowQuality => self.view.tab = Tab::Quality,
            Command::ShowReview => self.show_review(ctx),
            Command::ProveCluster => {
                match self.shown_cluster(snapshot) {
                    Some(cluster) => self.review.prove(cluster),
                    None => self.review.choose_cluster(),
                }
                self.show_review(ctx);
            }
            Command::NextUnproven => {
                if self.review.prove_next(snapshot) {
                    self.show_review(ctx);
                } else {
                    self.toasts.push(Kind::Hint, say!("ask-none-to-prove"), false);
                }
            }
            Command::CleanCluster => {
                match self.shown_cluster(snapshot) {
                    Some(cluster) => self.review.clean(cluster),
                    None => self.review.choose_cluster_to_clean(),
                }
                self.show_review(ctx);
            }
            Command::AnswerSheets => self.press(ReviewKey::Sheets, ctx),
            Command::AnswerYes => self.press(ReviewKey::Yes, ctx),
            Command::AnswerNo => self.press(ReviewKey::No, ctx),
            Command::AnswerOther => self.press(ReviewKey::Choose(String::new()), ctx),
            Command::AnswerJunk => self.press(ReviewKey::Junk, ctx),
            Command::AnswerSkip => self.press(ReviewKey::Skip, ctx),
            Command::AnswerBack => self.press(ReviewKey::Back, ctx),
            Command::Search => self.search.open(ctx, &self.view, false),
            Command::FilterImages => {
                self.view.tab = Tab::Grid;
                self.search.open(ctx, &self.view, false);
            }
            Command::SavedFilters => {
                self.view.tab = Tab::Grid;
                self.grid.open_saved();
            }
            Command::Palette => self.search.open(ctx, &self.view, true),
            Command::FoldLeft => self.folds.toggle(Side::Left),
            Command::FoldRight => self.folds.toggle(Side::Right),
            Command::FoldBoth => self.folds.toggle_both(),
            Command::ChooseWords => self.picker.show(ctx, Purpose::Words),
            Command::FindSimilar => {
                if let Some(image) = self.view.selection.cursor {
                    self.search.like(image, snapshot);
                }
            }
            Command::Junk => {
                let images = self.selected();
                self.do_intent(images::junk(snapshot, images), snapshot);
            }
            Command::KeepBest => {
                let images = self.meant_by(command);
                self.do_intent(Intent::KeepBest(images), snapshot);
            }
            Command::ReviewDoubtful => self.review_doubtful(snapshot),
            Command::Rename => self.with_shown(snapshot, |cluster| Intent::BeginRename(cluster.id)),
            Command::NameGroups => {
                if let Some(cluster) = self.clusters.first_unnamed(snapshot) {
                    self.show(Shown::Cluster(cluster));
                    self.do_intent(Intent::BeginRename(cluster), snapshot);
                }
            }
            Command::Merge => self.merge(snapshot),
            // In the review it is an answer, so that it counts.
            Command::Move if self.reviewed(snapshot).is_some() => self.press(ReviewKey::Choose(String::new()), ctx),
            Command::Move => self.do_intent(Intent::ChooseMoveTarget, snapshot),
            Command::MoveToNew => {
                self.dialog = Some(Dialog::Move(MoveDialog::to_new(self.selected())));
            }
            Command::TakeOut => self.do_intent(images::take_out(snapshot, self.selected()), snapshot),
            Command::Confirm => self.confirm_selected(snapshot),
            Command::Unconfirm => self.do_intent(images::confirm(snapshot, self.selected(), false), snapshot),
            Command::ConfirmCluster => {
                self.with_shown(snapshot, |cluster| images::confirm(snapshot, cluster.members.iter().copied(), true));
            }
            Command::Undo if self.view.tab == Tab::Review && self.review.can_undo() => self.press(ReviewKey::Back, ctx),
            Command::Undo => self.do_intent(Intent::Request(Request::Undo), snapshot),
            Command::Redo => self.do_intent(Intent::Request(Request::Redo), snapshot),
            Command::Split => self.with_shown(snapshot, |cluster| Intent::PreviewSplit(cluster.id)),
            Command::GroupClusters if self.clusters.marked.len() > 1 => {
                let marked = self.clusters.marked.clone();
                self.do_intent(Intent::AskMark(marked, MarkKind::Group), snapshot);
            }
            Command::GroupClusters => self.ask_of_shown(MarkKind::Group, snapshot),
            Command::ColourCluster => self.ask_of_shown(MarkKind::Colour, snapshot),
            Command::KeyCluster => self.ask_of_shown(MarkKind::Key, snapshot),
            Command::NoteCluster => self.ask_of_shown(MarkKind::Note, snapshot),
            Command::ConfirmRest => self.with_shown(snapshot, |cluster| Intent::ConfirmRest(cluster.id)),
            Command::ConfirmAbove => {
                let threshold = self.view.threshold;
                self.with_shown(snapshot, |cluster| {
                    images::confirm(snapshot, curating::above(cluster, threshold).iter().copied(), true)
                });
            }
            Command::Reject => self.do_intents(curating::reject(snapshot, &self.selected()), snapshot),
            Command::UseAsCover => {
                if let Some(intent) = self.pointed_at().and_then(|image| images::cover(snapshot, image)) {
                    self.do_intent(intent, snapshot);
                }
            }
            Command::LinkSame => self.do_intents(curating::link(&self.view.selection, Link::Same), snapshot),
            Command::LinkDifferent => self.do_intents(curating::link(&self.view.selection, Link::Different), snapshot),
            Command::Refine => self.ask(Request::Refine { take: false }),
            Command::Improve => self.ask(Request::Improve { take: false }),
            Command::TakeCandidate => {
                if let Some(candidate) = &snapshot.candidate {
                    let take = Request::Edit(Change::AdoptRun(candidate.run));
                    self.do_intent(Intent::Request(take), snapshot);
                }
            }
            Command::ShowMoved => self.dialog = Some(Dialog::Compare),
            Command::LeaveCandidate => self.ask(Request::Leave),
            Command::Rescan => self.ask(Request::Import),
            Command::ShowMissing => self.dialog = Some(Dialog::Missing(MissingList::default())),
            Command::Locate => {
                self.located = None;
                self.picker.show(ctx, Purpose::Locate);
            }
            Command::Place => self.ask(Request::Place),
            Command::ShowChanged => self.show(Shown::Changed),
            Command::ShowUnplaced => self.show(Shown::Unplaced),
            Command::ShowCopies => self.show(Shown::Copies),
            Command::StillSame => {
                let intents = files::still(snapshot, self.meant_of_shelf(Shown::Changed));
                self.do_intents(intents, snapshot);
            }
            Command::LabelCopies => self.label_copies(snapshot),
            Command::ShowHistory => self.dialog = Some(Dialog::History(HistoryList::default())),
            Command::TakeLabels => self.take_labels(),
            Command::CheckProject => self.check_project(snapshot),
            Command::ArchiveProject => self.dialog = Some(Dialog::Archive(ArchiveForm::new(snapshot))),
            Command::Export => self.dialog = Some(Dialog::Export),
            Command::SelectAll => self.grid.select_all(&mut self.view.selection),
            Command::InvertSelection => self.grid.invert(&mut self.view.selection),
            Command::RefreshOrder => self.grid.refresh_order(&mut self.view),
            Command::OpenLarge => self.pointed_at().into_iter().for_each(|image| self.open_large(image)),
            Command::Compare => {
                if let Some(intent) = self.grid.compare(&self.view) {
                    self.do_intent(intent, snapshot);
                }
            }
            Command::OpenInViewer => {
                self.pointed_at().into_iter().for_each(|image| self.open_file(image, snapshot));
            }
            Command::RevealFile => {
                self.pointed_at().into_iter().for_each(|image| self.reveal_file(image, snapshot));
            }
            Command::CopyPaths => {
                self.do_intent(images::copy_paths(ctx, snapshot, self.selected()), snapshot);
            }
            Command::FilterClusters => {
                self.folds.set(Side::Left, true);
                self.clusters.focus_filter();
            }
            Command::Keys => self.dialog = Some(Dialog::Keys(KeySheet::default())),
            Command::ThemeLight => ctx.set_theme(egui::ThemePreference::Light),
            Command::ThemeDark => ctx.set_theme(egui::ThemePreference::Dark),
            Command::ThemeSystem => ctx.set_theme(egui::ThemePreference::System),
            Command::HighContrast => {
                self.is_high_contrast = !self.is_high_contrast;
                crate::gui::kit::theme::set_high_contrast(ctx, self.is_high_contrast);
            }
            Command::DismissMessages => self.toasts.clear(),
            Command::ZoomIn => egui::gui_zoom::zoom_in(ctx),
            Command::ZoomOut => egui::gui_zoom::zoom_out(ctx),
            Command::ZoomReset => ctx.set_zoom_factor(1.0),
            Command::AboutProject => self.dialog = Some(Dialog::AboutProject),
            Command::Settings => self.dialog = Some(Dialog::Settings),
            Command::About => self.dialog = Some(Dialog::About),
            Command::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
        }
    }

    /// Does what is to be done with the cluster that the grid shows, if it shows one.
    fn with_shown(&mut self, snapshot: &Snapshot, intent: impl FnOnce(&ClusterView) -> Intent) {
        let shown = self.shown_cluster(snapshot).and_then(|id| snapshot.cluster(id));
        if let Some(cluster) = shown {
            self.do_intent(intent(cluster), snapshot);
        }
    }

    fn ask_of_shown(&mut self, kind: MarkKind, snapshot: &Snapshot) {
        self.with_shown(snapshot, |cluster| Intent::AskMark(vec![cluster.id], kind));
    }
}
