//! What commands and intents do: they change what the window looks at, open dialogs, and queue requests.

use super::window::{WhenRead, Window};
use crate::gui::command::Command;
use crate::gui::dialogs::Dialog;
use crate::gui::dialogs::discover::DiscoverCard;
use crate::gui::dialogs::locate::LocateForm;
use crate::gui::dialogs::merge::MergePreview;
use crate::gui::dialogs::missing::MissingList;
use crate::gui::dialogs::move_to::{MoveDialog, Moving};
use crate::gui::frame::asks::images;
use crate::gui::frame::{Found, Intent, Shown, Side, Sort, Tab};
use crate::gui::kit::toasts::Kind;
use crate::gui::review::ReviewKey;
use crate::gui::system::picker::{Picked, Purpose};
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{Change, Edit, Request, Snapshot};
use crate::strings::say;
use crate::text::has_picture_ending;
use std::path::PathBuf;
use std::sync::Arc;

impl Window {
    /// Does one thing that was asked for; what touches many images comes here only after it was agreed to.
    pub(super) fn act(&mut self, intent: Intent, snapshot: &Snapshot) {
        match intent {
            Intent::Request(request) => {
                if matches!(request, Request::Edit(_) | Request::Undo | Request::Redo | Request::GoTo(_)) {
                    self.toasts.forget_offer();
                }
                self.go_on_after(&request);
                self.ask(request);
            }
            Intent::OpenLarge(image) => self.open_large(image),
            Intent::Agreed(requests) => {
                self.toasts.forget_offer();
                for request in requests {
                    self.go_on_after(&request);
                    self.ask(request);
                }
            }
            Intent::Show(shown) => self.show(shown),
            Intent::Reveal(image) => {
                let cluster = snapshot.label(image).and_then(|label| label.cluster);
                self.view.shown = cluster.map_or(Shown::All, Shown::Cluster);
                self.view.tab = Tab::Grid;
                self.view.filter.clear();
                self.view.selection.only(image);
                self.clusters.scroll_to_shown();
                self.grid.reveal(image);
            }
            Intent::PreviewMerge(clusters) => {
                self.dialog = MergePreview::new(clusters, snapshot).map(Dialog::Merge);
            }
            Intent::PreviewSplit(cluster) => self.preview_split(cluster, snapshot),
            Intent::AskMark(clusters, kind) => self.ask_mark(clusters, kind, snapshot),
            Intent::ShowImages { title, images } => {
                let before = if self.view.shown == Shown::Found { self.view.found.before } else { self.view.shown };
                self.view.found = Found { title, before, images, ..Found::default() };
                self.show(Shown::Found);
            }
            Intent::ConfirmRest(cluster) => {
                if let Some(intent) = self.confirm_rest(cluster, snapshot) {
                    self.do_intent(intent, snapshot);
                }
            }
            Intent::BeginRename(cluster) => {
                if let Some(cluster) = snapshot.cluster(cluster) {
                    self.folds.set(Side::Left, true);
                    self.clusters.begin_rename(cluster);
                }
            }
            Intent::ChooseMoveTarget => {
                let images = self.selected();
                if !images.is_empty() {
                    self.dialog = Some(Dialog::Move(MoveDialog::new(Moving::Images(images))));
                }
            }
            Intent::Locate(path) => self.locate(path, snapshot),
            Intent::ShowMissing => self.dialog = Some(Dialog::Missing(MissingList::default())),
            Intent::ShowGroup(image) => self.show_group(image, snapshot),
            Intent::KeepBest(images) => {
                let n_sets = images::n_sets(snapshot, &self.view.quality, &images);
                let intent = images::keep_best(snapshot, &self.view.quality, images);
                self.do_noted(vec![intent], Some(say!("sure-best-stays", n = n_sets)), snapshot);
            }
            Intent::RunAndTake(settings) => {
                self.takes_run = true;
                self.ask(Request::Run { settings, resume: false });
            }
            Intent::FindSimilar(image) => self.search.like(image, snapshot),
            Intent::RevealFile(image) => self.reveal_file(image, snapshot),
            Intent::RevealPath(path) => self.reveal_path(&path, snapshot),
            Intent::OpenFile(image) => self.open_file(image, snapshot),
            Intent::News(text) => self.toasts.push(Kind::News, text, false),
            Intent::Hint(text) => self.toasts.push(Kind::Hint, text, false),
            Intent::Prove(cluster) => {
                self.review.prove(cluster);
                (self.view.shown, self.view.tab) = (Shown::Cluster(cluster), Tab::Review);
            }
            Intent::AskAbout(cluster) => {
                self.review.ask_about_cluster(cluster);
                (self.view.shown, self.view.tab) = (Shown::Cluster(cluster), Tab::Review);
            }
            Intent::ChooseAnswer { image, typed } => {
                self.dialog = Some(Dialog::Move(MoveDialog::to_answer(image, typed)));
            }
            Intent::Answer(image, said) => {
                if !self.review.answer(image, &said, snapshot, self.now) {
                    self.toasts.push(Kind::Warning, say!("ask-answer-late"), false);
                }
            }
        }
    }

    /// Shows an image large: in the grid's order if it is there, else alone.
    pub(super) fn open_large(&mut self, image: ImageId) {
        let is_of_grid = self.view.tab == Tab::Grid && self.grid.position(image).is_some();
        if is_of_grid {
            self.view.selection.only(image);
        }
        self.viewer.open(image, is_of_grid);
    }

    /// Moves the keyboard on in the grid after something was said of all that is selected there.
    fn go_on_after(&mut self, request: &Request) {
        let Request::Edit(change) = request else { return };
        let said = match change {
            Change::Edit(
                Edit::Confirm { images, is_confirmed: true }
                | Edit::Move { images, .. }
                | Edit::Junk { images }
                | Edit::Reject { images, .. },
            )
            | Change::NewCluster { images, .. } => images.clone(),
            Change::Edit(Edit::Label { classes }) => classes.iter().flat_map(|class| class.images.clone()).collect(),
            _ => return,
        };
        let selected = &self.view.selection.images;
        let is_grid = self.view.tab == Tab::Grid && !self.grid.is_comparing();
        if is_grid && !said.is_empty() && said.iter().all(|image| selected.contains(image)) {
            self.grid.go_on(&mut self.view.selection);
        }
    }

    /// The cluster whose images the grid shows, if it is still there.
    pub(in crate::gui) fn shown_cluster(&self, snapshot: &Snapshot) -> Option<ClusterId> {
        match self.view.shown {
            Shown::Cluster(id) => snapshot.cluster(id).map(|cluster| cluster.id),
            _ => None,
        }
    }

    /// The image that is asked about, if the review is shown.
    pub(in crate::gui) fn reviewed(&self, snapshot: &Snapshot) -> Option<ImageId> {
        self.review.current(snapshot).filter(|_| self.view.tab == Tab::Review)
    }

    pub(super) fn show_review(&mut self, ctx: &egui::Context) {
        self.view.tab = Tab::Review;
        // What had the keyboard elsewhere would be pressed by Enter.
        ctx.memory_mut(|memory| memory.focused().into_iter().for_each(|id| memory.surrender_focus(id)));
    }

    pub(super) fn press(&mut self, key: ReviewKey, ctx: &egui::Context) {
        self.review.press(key);
        ctx.request_repaint();
    }

    /// Opens the Discover card: with the settings of the last time, else of the newest run, else the usual ones.
    pub(in crate::gui) fn open_discover(&mut self, snapshot: &Snapshot) {
        if self.discover.is_none() {
            self.discover = Some(DiscoverCard::new(snapshot));
        }
        self.dialog = Some(Dialog::Discover);
    }

    /// Opens the sample; once it is read, the card that says what can be done with it, or the run itself.
    pub(in crate::gui) fn open_sample(&mut self, when_read: WhenRead) {
        self.dialog = None;
        self.when_read = Some(when_read);
        self.ask(Request::OpenSample);
    }

    /// Opens a folder or project.
    pub(in crate::gui) fn open_path(&mut self, path: PathBuf) {
        self.dialog = None;
        self.ask(Request::Open { path, project: None });
    }

    /// Folders that were dropped on the window.
    pub(in crate::gui) fn note_files(&mut self, ctx: &egui::Context, snapshot: &Snapshot) {
        let dropped: Vec<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect());
        match dropped.as_slice() {
            [] => (),
            [path] if has_picture_ending(path) && snapshot.project.is_some() => {
                if snapshot.clusters.is_empty() {
                    self.toasts.push(Kind::Hint, say!("ask-like-later"), false);
                } else {
                    self.search.like_file(path.clone());
                }
            }
            [path] => self.open_path(path.clone()),
            [first, ..] => {
                // Several files or folders at once: what they lie in is what was meant, if it is one folder.
                match first.parent().filter(|parent| dropped.iter().all(|p| p.parent() == Some(parent))) {
                    Some(parent) if snapshot.project.is_none() => self.open_path(parent.to_owned()),
                    _ => self.toasts.push(Kind::Warning, say!("ask-one-folder"), false),
                }
            }
        }
    }

    /// Answers of the system's file dialogs.
    pub(in crate::gui) fn note_dialogs_of_system(&mut self, snapshot: &Snapshot) {
        match self.picker.poll() {
            Some(Picked::Path(Purpose::Open, path)) => self.open_path(path),
            Some(Picked::Path(Purpose::Locate, path)) => self.locate(path, snapshot),
            Some(Picked::NoDialog(Purpose::Locate)) => self.dialog = Some(Dialog::Locate(LocateForm::default())),
            Some(Picked::Path(Purpose::Features, path)) => {
                if let Some(card) = &mut self.discover {
                    card.set_source_path(&path);
                }
            }
            Some(Picked::Path(Purpose::Labels, path)) => {
                if let Some(Dialog::TakeLabels(dialog)) = &mut self.dialog {
                    dialog.set_path(&path);
                }
            }
            Some(Picked::Path(Purpose::Archive { .. }, path)) => {
                if let Some(Dialog::Archive(form)) = &mut self.dialog {
                    form.set_path(&path);
                }
            }
            Some(Picked::Path(Purpose::Words, path)) => self.ask(Request::UseWords(path)),
            Some(Picked::NoDialog(Purpose::Words)) => {
                self.toasts.push(Kind::Warning, say!("ask-no-dialog-words"), false);
            }
            Some(Picked::Path(Purpose::ExportFile { .. } | Purpose::ExportFolder, path)) => self.export.set_path(&path),
            Some(Picked::NoDialog(purpose)) => {
                if purpose == Purpose::Open {
                    self.opening.ask_for_path();
                }
                self.toasts.push(Kind::Warning, say!("ask-no-dialog"), false);
            }
            Some(Picked::Nothing) | None => (),
        }
    }

    /// Whether a command is for all of the shelf that is shown when none of its images is selected.
    pub(in crate::gui) fn is_for_shelf(&self, command: Command) -> bool {
        // What is unusual is looked at one by one: it may be the best picture of all.
        let is_its = (command, self.view.shown) == (Command::KeepBest, Shown::Duplicates);
        is_its && !self.grid.images().is_empty()
    }

    /// The selected images, or all of a shelf that the filter lets through: never what can not be seen.
    pub(super) fn meant_by(&self, command: Command) -> Vec<ImageId> {
        if self.view.selection.images.is_empty() && self.is_for_shelf(command) {
            return self.grid.images().to_vec();
        }
        self.selected()
    }

    /// Shows the near-duplicates of an image, the best first.
    fn show_group(&mut self, image: ImageId, snapshot: &Snapshot) {
        let quality = &self.view.quality;
        let group = snapshot.images.position(image).and_then(|row| quality.group_of(row));
        let Some(images) = group.map(|group| Arc::clone(&quality.groups[group])) else { return };
        let path = snapshot.images.get(image).map_or_else(String::new, |info| info.path.to_string());
        let before = if self.view.shown == Shown::Found { self.view.found.before } else { self.view.shown };
        let title = say!("grid-found-set", path = path);
        self.view.found = Found { title, like: Some(image), before, images, ..Found::default() };
        self.show(Shown::Found);
        self.view.selection.only(image);
    }

    pub(in crate::gui) fn selected(&self) -> Vec<ImageId> {
        self.view.selection.images.iter().copied().collect()
    }

    pub(super) fn show(&mut self, shown: Shown) {
        self.view.tab = Tab::Grid;
        if shown.has_own_order() {
            // An order that was chosen for a cluster would turn it around.
            self.view.sort = Sort::MostConfident;
        }
        if self.view.shown != shown {
            self.view.shown = shown;
            self.view.selection.clear();
        }
        self.clusters.scroll_to_shown();
    }

    /// Least certain first, in the shown cluster or else in the one that is least certain on the whole.
    pub(super) fn review_doubtful(&mut self, snapshot: &Snapshot) {
        self.view.tab = Tab::Grid;
        self.view.sort = Sort::LeastConfident;
        if self.shown_cluster(snapshot).is_none() {
            let with_images = snapshot.clusters.iter().filter(|cluster| !cluster.members.is_empty());
            let doubtful = with_images.min_by(|a, b| a.mean_confidence.total_cmp(&b.mean_confidence));
            if let Some(cluster) = doubtful {
                self.show(Shown::Cluster(cluster.id));
            }
        }
    }

    /// Previews the merge of the marked clusters, or asks what the shown one is to be merged with.
    pub(super) fn merge(&mut self, snapshot: &Snapshot) {
        if self.clusters.marked.len() > 1 {
            self.do_intent(Intent::PreviewMerge(self.clusters.marked.clone()), snapshot);
        } else if let Some(cluster) = self.shown_cluster(snapshot) {
            self.dialog = Some(Dialog::Move(MoveDialog::new(Moving::Cluster(cluster))));
        }
    }

    /// The selected image that the keyboard stands on, or else the first one.
    pub(super) fn pointed_at(&self) -> Option<ImageId> {
        let selection = &self.view.selection;
        let cursor = selection.cursor.filter(|image| selection.images.contains(image));
        cursor.or_else(|| selection.images.first().copied())
    }
}
