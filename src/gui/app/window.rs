//! All that the window remembers, and how its parts are laid out. It is shown snapshots and gives back requests; it knows
//! no engine, so that a test can show it anything.
//!
//! What a command or an intent does is in [`super::actions`].

use crate::control::Progress;
use crate::gui::bars::candidate::candidate_ui;
use crate::gui::bars::jobbar::JobBar;
use crate::gui::bars::search::{Search, looks_like_image};
use crate::gui::bars::strip::FolderStrip;
use crate::gui::bars::tabs;
use crate::gui::bars::topbar;
use crate::gui::clusters::{ClusterList, ClusterSort};
use crate::gui::command::palette::{Choice, Offers, Palette};
use crate::gui::command::{Command, Situation, take_keys};
use crate::gui::dialogs::Dialog;
use crate::gui::dialogs::discover::{DiscoverCard, run_requests};
use crate::gui::dialogs::export::ExportForm;
use crate::gui::dialogs::move_to::MoveDialog;
use crate::gui::frame::facts::Facts;
use crate::gui::frame::intent::{Intent, Shown, Tab, View, ViewState};
use crate::gui::grid::{self, Grid};
use crate::gui::inspector::Inspector;
use crate::gui::kit::pictures::textures::Thumbs;
use crate::gui::kit::scripts::Scripts;
use crate::gui::kit::theme::Palette as Colors;
use crate::gui::kit::toasts::{Kind, Toasts};
use crate::gui::quality::QualityTab;
use crate::gui::review::Review;
use crate::gui::system::opening::Opening;
use crate::gui::system::picker::Picker;
use crate::ids::ImageId;
use crate::session::folder::report::away_words;
use crate::session::places::Recent;
use crate::session::protocol::{EditRequest, Fetch, JobKind, Outcome, Request, Snapshot, Ticket};
use crate::session::{Reader, RunSettings};
use egui::{Align2, CentralPanel, Frame, Id, LayerId, Margin, Order, Panel, Response, Stroke, Ui, vec2};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;

/// What one frame shows.
#[derive(Clone, Copy)]
pub struct Shared<'a> {
    /// Everything small.
    pub snapshot: &'a Snapshot,
    /// How far the running job is.
    pub progress: &'a Progress,
    /// Thumbnails, previews and evidence by id.
    pub reader: &'a Reader,
}

impl<'a> Shared<'a> {
    /// For parts that need no progress.
    #[must_use]
    pub fn view(&self) -> View<'a> {
        View { snapshot: self.snapshot, reader: self.reader }
    }
}

/// What a part of the window asks for while it is drawn.
#[derive(Default)]
pub struct Out {
    /// See [`Intent`].
    pub intents: Vec<Intent>,
    /// See [`Command`].
    pub commands: Vec<Command>,
    /// These images are to become a new cluster; its name has to be asked for.
    pub new_cluster: Option<Vec<ImageId>>,
    /// What commands can do anything in this frame.
    pub situation: Situation,
}

impl Out {
    /// A request for the engine.
    pub fn request(&mut self, request: Request) {
        self.intents.push(Intent::Request(request));
    }

    /// An edit by a person.
    pub fn edit(&mut self, edit: EditRequest) {
        self.request(Request::Edit(edit));
    }

    /// Takes in what a widget that was drawn for a command says: what it does, why it can not be done, whether it was pressed.
    pub fn note(&mut self, ui: &Ui, command: Command, response: Response) {
        let is_chosen = command.is_chosen(ui, response, &self.situation);
        self.commands.extend(is_chosen.then_some(command));
    }

    /// A line of a menu under the command's short name.
    pub fn line_ui(&mut self, ui: &mut Ui, command: Command) {
        let is_chosen = command.line_ui(ui, &self.situation);
        self.commands.extend(is_chosen.then_some(command));
    }

    /// A line of a menu under another name.
    pub fn line_as_ui(&mut self, ui: &mut Ui, command: Command, text: impl Into<String>) {
        let is_chosen = command.line_as_ui(ui, text, &self.situation);
        self.commands.extend(is_chosen.then_some(command));
    }

    /// A button under the command's short name.
    pub fn button_ui(&mut self, ui: &mut Ui, command: Command) {
        self.button_as_ui(ui, command, command.short());
    }

    /// A button under another name.
    pub fn button_as_ui(&mut self, ui: &mut Ui, command: Command, text: impl Into<String>) {
        let is_chosen = command.button_as_ui(ui, text, &self.situation);
        self.commands.extend(is_chosen.then_some(command));
    }

    /// The button that says what to do next.
    pub fn primary_ui(&mut self, ui: &mut Ui, command: Command, text: &str) {
        let is_chosen = command.primary_ui(ui, text, &self.situation);
        self.commands.extend(is_chosen.then_some(command));
    }
}

/// What is remembered from one start of the program to the next, beside what egui remembers (size, theme, scale).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Side of a grid cell's picture in points.
    pub thumb_side: f32,
    /// Order of the list of clusters.
    pub cluster_sort: ClusterSort,
    /// Whether the curves of a run are open.
    pub shows_curves: bool,
    /// Whether light and dark are drawn in high contrast.
    pub is_high_contrast: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            thumb_side: ViewState::default().thumb_side,
            cluster_sort: ClusterSort::default(),
            shows_curves: false,
            is_high_contrast: false,
        }
    }
}

/// What was asked of the engine, to word its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Edit,
    /// A run whose clusters are to be taken.
    RunToTake,
    /// An answer of the review, by its number.
    Review(u64),
    /// Learning from corrections.
    Refine,
    /// A look for better clusters, which a card offers.
    Improve,
    /// A look at the project, whose findings a dialog lists.
    Check,
    /// Its answer is seen in the bars already: paused, going on, stopping.
    Seen,
    Other,
}

impl Asked {
    /// Whether a card offers what came of it.
    fn is_offered(self) -> bool {
        matches!(self, Self::Refine | Self::Improve)
    }
}

/// What happens to the sample once it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gui) enum WhenRead {
    /// The Discover card is shown.
    Offer,
    /// The run begins: the window was opened for it.
    Run,
}

/// The window's memory.
pub struct Window {
    pub(in crate::gui) view: ViewState,
    pub(in crate::gui) facts: Facts,
    pub(in crate::gui) grid: Grid,
    pub(in crate::gui) thumbs: Thumbs,
    pub(in crate::gui) clusters: ClusterList,
    pub(in crate::gui) jobbar: JobBar,
    pub(in crate::gui) opening: Opening,
    pub(in crate::gui) dialog: Option<Dialog>,
    pub(in crate::gui) discover: Option<DiscoverCard>,
    pub(in crate::gui) export: ExportForm,
    /// How many times labels were to be taken.
    pub(in crate::gui) n_takings: u64,
    pub(in crate::gui) palette: Option<Palette>,
    /// Actions that were done lately, the last one first, for the palette.
    pub(in crate::gui) recent: Vec<Command>,
    pub(in crate::gui) is_high_contrast: bool,
    pub(in crate::gui) toasts: Toasts,
    pub(in crate::gui) picker: Picker,
    pub(in crate::gui) search: Search,
    pub(in crate::gui) review: Review,
    /// Seconds, as of this frame.
    pub(in crate::gui) now: f64,
    quality: QualityTab,
    /// The next run that is sent to the engine is one whose clusters are to be taken.
    pub(in crate::gui) takes_run: bool,
    /// What to do once the sample is read.
    pub(in crate::gui) when_read: Option<WhenRead>,
    inspector: Inspector,
    strip: FolderStrip,
    /// With the number of the review's answer.
    requests: VecDeque<(Request, Option<u64>)>,
    asked: HashMap<Ticket, Asked>,
    seen_log: Option<u64>,
    project: Option<PathBuf>,
}

impl Window {
    /// An empty window.
    #[must_use]
    pub fn new(grid: Grid, recents: Vec<Recent>, preferences: Preferences) -> Self {
        let view = ViewState { thumb_side: preferences.thumb_side, ..ViewState::default() };
        Self {
            view,
            facts: Facts::default(),
            grid,
            thumbs: Thumbs::default(),
            clusters: ClusterList::new(preferences.cluster_sort),
            jobbar: JobBar::new(preferences.shows_curves),
            opening: Opening::new(recents),
            dialog: None,
            discover: None,
            export: ExportForm::default(),
            n_takings: 0,
            palette: None,
            recent: Vec::new(),
            is_high_contrast: preferences.is_high_contrast,
            toasts: Toasts::default(),
            picker: Picker::default(),
            search: Search::default(),
            review: Review::default(),
            now: 0.0,
            quality: QualityTab::default(),
            takes_run: false,
            when_read: None,
            inspector: Inspector::default(),
            strip: FolderStrip::default(),
            requests: VecDeque::new(),
            asked: HashMap::new(),
            seen_log: None,
            project: None,
        }
    }

    /// What to remember.
    #[must_use]
    pub fn preferences(&self) -> Preferences {
        Preferences {
            thumb_side: self.view.thumb_side,
            cluster_sort: self.clusters.sort,
            shows_curves: self.jobbar.shows_curves,
            is_high_contrast: self.is_high_contrast,
        }
    }

    /// Puts a request into the queue to the engine.
    pub fn ask(&mut self, request: Request) {
        if matches!(request, Request::Open { .. } | Request::OpenProject(_)) {
            // What was meant for the sample is not for a folder of the person's own.
            self.when_read = None;
        }
        if matches!(request, Request::Edit(_) | Request::Undo | Request::Redo | Request::GoTo(_)) {
            self.review.note_other_change();
        }
        self.requests.push_back((request, None));
    }

    /// Hands queued requests to `send` until it has no room.
    pub fn send_requests(&mut self, mut send: impl FnMut(Request) -> Option<Ticket>) {
        while let Some((request, answer)) = self.requests.front() {
            let asked = match request {
                _ if let Some(number) = answer => Asked::Review(*number),
                Request::Edit(_) => Asked::Edit,
                Request::Run { .. } if self.takes_run => Asked::RunToTake,
                Request::Refine { .. } => Asked::Refine,
                Request::Improve { .. } => Asked::Improve,
                Request::Check => Asked::Check,
                Request::Pause | Request::Resume | Request::Cancel(_) => Asked::Seen,
                _ => Asked::Other,
            };
            let Some(ticket) = send(request.clone()) else { return };
            self.takes_run &= asked != Asked::RunToTake;
            self.asked.insert(ticket, asked);
            self.requests.pop_front();
        }
    }

    /// Whether requests wait for room.
    #[must_use]
    pub fn has_requests(&self) -> bool {
        !self.requests.is_empty()
    }

    /// Takes in a snapshot: news, another project, images that are gone.
    pub fn note(&mut self, snapshot: &Snapshot) {
        if self.facts.revision != Some(snapshot.revision) {
            self.facts.update(snapshot);
            self.note_project(snapshot);
            self.clusters.note(snapshot, &mut self.view);
            self.view.selection.images.retain(|image| snapshot.images.position(*image).is_some());
        }
        self.note_log(snapshot);
        let is_read =
            !snapshot.images.rows.is_empty() && snapshot.job.as_ref().is_none_or(|j| j.kind != JobKind::Import);
        if is_read && let Some(when_read) = self.when_read.take() {
            let is_new = snapshot.clusters.is_empty() && snapshot.runs.is_empty();
            match when_read {
                _ if !is_new || self.dialog.is_some() => (),
                WhenRead::Run => {
                    for request in run_requests(&RunSettings::demo()) {
                        self.ask(request);
                    }
                }
                WhenRead::Offer => {
                    self.discover = Some(DiscoverCard::with(RunSettings::demo()));
                    self.open_discover(snapshot);
                }
            }
        }
    }

    fn note_project(&mut self, snapshot: &Snapshot) {
        let now = snapshot.project.as_ref().map(|project| project.path.clone());
        if now == self.project {
            return;
        }
        self.project = now;
        let thumb_side = self.view.thumb_side;
        self.view = ViewState { thumb_side, ..ViewState::default() };
        self.clusters = ClusterList::new(self.clusters.sort);
        self.discover = None;
        self.export = ExportForm::default();
        self.search = Search::default();
        self.quality = QualityTab::default();
        self.review = Review::default();
        self.strip = FolderStrip::default();
        self.asked.retain(|_, asked| !matches!(asked, Asked::Review(_)));
        self.dialog = None;
    }

    /// Takes what was fetched meanwhile: what is known of the images, and what was searched for.
    fn note_answers(&mut self, snapshot: &Snapshot, reader: &Reader) {
        // While a folder is read, each batch would make all of it anew.
        let is_settled = snapshot.job.as_ref().is_none_or(|job| job.kind != JobKind::Import);
        if is_settled && let Fetch::Ready(quality) = reader.quality() {
            self.view.quality = quality;
        }
        if !Arc::ptr_eq(&self.view.quality.images, &snapshot.images) {
            // It is about rows that mean other images now.
            self.view.quality = Arc::default();
        }
        match self.search.take(reader, &mut self.view) {
            Err(why) => self.toasts.push(Kind::Warning, &*why, false),
            Ok(Some(note)) => self.toasts.push(Kind::Warning, note, false),
            Ok(None) => (),
        }
    }

    /// The log has the last entries alone: answers whose entry was never seen are done, as far as can be known.
    fn note_lost_answers(&mut self, snapshot: &Snapshot) {
        let next = self.seen_log.map_or(1, |seen| seen + 1);
        if self.asked.is_empty() || snapshot.log.first().is_none_or(|entry| entry.seq <= next) {
            return;
        }
        let logged: HashSet<Ticket> = snapshot.log.iter().filter_map(|entry| entry.ticket).collect();
        let Some(last) = logged.iter().max() else { return };
        // Edits are done in their order.
        let is_lost = |ticket: &Ticket| ticket < last && !logged.contains(ticket);
        let lost = self.asked.extract_if(|ticket, asked| matches!(asked, Asked::Review(_)) && is_lost(ticket));
        let mut lost: Vec<_> = lost.collect();
        lost.sort_unstable_by_key(|(ticket, _)| *ticket);
        for (_, asked) in lost {
            if let Asked::Review(number) = asked {
                self.review.note_end(number, None, snapshot);
            }
        }
    }

    fn note_log(&mut self, snapshot: &Snapshot) {
        self.note_lost_answers(snapshot);
        for entry in snapshot.log.iter() {
            if self.seen_log.is_some_and(|seen| entry.seq <= seen) {
                continue;
            }
            self.seen_log = Some(entry.seq);
            let asked = entry.ticket.and_then(|ticket| self.asked.remove(&ticket));
            if let Some(Asked::Review(number)) = asked {
                let refusal = match &entry.outcome {
                    Outcome::Failed(why) => Some(&**why),
                    _ => None,
                };
                self.review.note_end(number, refusal, snapshot);
                if refusal.is_none() {
                    // Sixty messages a minute say nothing.
                    continue;
                }
            }
            match &entry.outcome {
                Outcome::Done(_) if asked == Some(Asked::Seen) => (),
                Outcome::Done(text) if asked == Some(Asked::RunToTake) => match snapshot.newest_done_run() {
                    // After edits by a person a run waits to be taken; this one was asked for to be.
                    Some(run) if snapshot.adopted != Some(run) => self.ask(Request::Edit(EditRequest::AdoptRun(run))),
                    _ => self.toasts.push(Kind::News, text, false),
                },
                // A card asks about what was learned and not taken yet.
                Outcome::Done(_) if snapshot.candidate.is_some() && asked.is_some_and(Asked::is_offered) => (),
                // It is read there.
                Outcome::Done(_) if asked == Some(Asked::Check) && matches!(self.dialog, Some(Dialog::Check)) => (),
                // The strip above the grid says it, for as long as it is so.
                Outcome::Done(text) if is_away(text, snapshot) => (),
                Outcome::Done(text) => {
                    let can_undo = matches!(asked, Some(Asked::Edit | Asked::Refine));
                    self.toasts.push(Kind::News, text, can_undo);
                }
                // It made way for something else, or had nothing to go on from.
                Outcome::Cancelled if asked == Some(Asked::Improve) => (),
                Outcome::Cancelled => self.toasts.push(Kind::News, "Stopped. What was finished is kept.", false),
                Outcome::Warning(text) => self.toasts.push(Kind::Warning, text, false),
                Outcome::Refused(why) => {
                    self.export.note_refusal(why);
                    match self.dialog {
                        None | Some(Dialog::Export) => self.dialog = Some(Dialog::Export),
                        // What is being typed there is not thrown away.
                        Some(_) => self.toasts.push(Kind::Failure, format!("Nothing was exported: {why}."), false),
                    }
                }
                Outcome::Failed(why) => {
                    self.opening.note_failure();
                    self.toasts.push(Kind::Failure, why, false);
                }
            }
        }
    }

    /// Draws everything and does what was asked for.
    pub fn window_ui(&mut self, ui: &mut Ui, shared: Shared<'_>) {
        let mut out = Out { situation: self.situation(shared.snapshot), ..Out::default() };
        let ctx = ui.ctx().clone();
        if self.view.tab != Tab::Grid {
            // Only the grid draws them, and what is not drawn can not be closed.
            self.grid.stop_comparing();
        }
        let is_modal = self.dialog.is_some() || self.palette.is_some() || self.grid.is_comparing();
        grid::note_focus(&ctx);
        self.now = ctx.input(|input| input.time);
        if self.view.tab != Tab::Review {
            self.review.forget_keys();
        }
        if !ctx.any_popup_open() {
            if !is_modal && self.view.tab == Tab::Review && shared.snapshot.project.is_some() {
                self.review.take_keys(&ctx);
            }
            out.commands.extend(take_keys(&ctx, is_modal));
            if !is_modal {
                self.take_hot_keys(&ctx, shared.snapshot, &mut out.intents);
            }
        }
        self.note_files(&ctx, shared.snapshot);
        if shared.snapshot.project.is_some() {
            self.note_answers(shared.snapshot, shared.reader);
        }
        self.note_dialogs_of_system(shared.snapshot);
        if let Some(text) = ctx.plugin_or_default::<Scripts>().lock().take_news() {
            self.toasts.push(Kind::Warning, text, false);
        }

        let bottom = if shared.snapshot.project.is_some() {
            self.project_ui(ui, shared, &mut out)
        } else {
            // The sample is made before its project is there.
            if shared.snapshot.job.is_some() {
                let bar = Frame::new().fill(Colors::of(ui).panel).inner_margin(Margin::symmetric(12, 0));
                Panel::bottom("job bar").frame(bar).show(ui, |ui| self.jobbar.jobbar_ui(ui, shared, &mut out));
            }
            CentralPanel::no_frame().show(ui, |ui| {
                let is_busy = self.has_requests() || !self.asked.is_empty();
                self.opening.page_ui(ui, self.picker.is_open(), is_busy, &mut out);
            });
            0.0
        };
        self.dialogs_ui(&ctx, shared, &mut out);
        self.palette_ui(&ctx, shared.snapshot, &mut out);
        files_over_ui(&ctx, shared.snapshot);
        if self.toasts.toasts_ui(&ctx, bottom) {
            out.commands.push(Command::Undo);
        }
        if let Some(images) = out.new_cluster {
            self.dialog = Some(Dialog::Move(MoveDialog::to_new(images)));
        }
        for intent in out.intents {
            self.do_intent(intent, shared.snapshot);
        }
        for command in out.commands {
            self.do_command(command, &ctx, shared.snapshot);
        }
        let answers = self.review.take_requests();
        if !answers.is_empty() {
            self.toasts.forget_undo();
        }
        self.requests.extend(answers.into_iter().map(|(number, request)| (request, Some(number))));
    }

    /// The bars and panels of an open project; gives the height of the bar at the bottom.
    fn project_ui(&mut self, ui: &mut Ui, shared: Shared<'_>, out: &mut Out) -> f32 {
        let colors = Colors::of(ui);
        let bar = Frame::new().fill(colors.panel).inner_margin(Margin::symmetric(12, 0));
        Panel::top("top bar").exact_size(48.0).frame(bar).show(ui, |ui| {
            topbar::topbar_ui(ui, shared.snapshot, &self.facts, out);
        });
        let bottom = Panel::bottom("job bar").frame(bar).show(ui, |ui| {
            self.jobbar.jobbar_ui(ui, shared, out);
        });
        let width = ui.available_width();
        let side = Frame::new().fill(colors.panel);
        Panel::left("clusters")
            .default_size((width * 0.21).clamp(230.0, 300.0))
            .size_range(200.0..=420.0)
            .frame(side.inner_margin(Margin::symmetric(8, 8)))
            .show(ui, |ui| {
                let n = out.intents.len();
                self.clusters.clusters_ui(ui, shared, &self.facts, &self.view, &mut self.thumbs, out);
                if self.view.tab == Tab::Review && self.review.is_proving() {
                    // The list is where the cluster to prove is chosen.
                    for intent in &mut out.intents[n..] {
                        if let Intent::Show(Shown::Cluster(cluster)) = intent {
                            *intent = Intent::Prove(*cluster);
                        }
                    }
                }
            });
        Panel::right("inspector")
            .default_size((width * 0.25).clamp(250.0, 360.0))
            .size_range(220.0..=520.0)
            .frame(side.inner_margin(Margin::symmetric(12, 8)))
            .show(ui, |ui| {
                self.inspector.marked.clone_from(&self.clusters.marked);
                self.inspector.n_open_shown = self.view.is_filtered().then(|| self.grid.n_open());
                self.inspector.ui(ui, shared.view(), &mut self.view, &mut self.thumbs, &mut out.intents);
            });
        let canvas = Frame::new().fill(colors.canvas).inner_margin(Margin::symmetric(12, 8));
        CentralPanel::no_frame().frame(canvas).show(ui, |ui| {
            tabs::tabs_ui(ui, &mut self.view, &mut self.search, self.grid.images().len(), out);
            if self.view.tab == Tab::Grid && shared.snapshot.candidate.is_some() {
                candidate_ui(ui, shared.snapshot, out);
                ui.add_space(4.0);
            }
            if self.view.tab == Tab::Grid {
                self.strip.strip_ui(ui, shared.snapshot, self.view.shown, out);
            }
            match self.view.tab {
                Tab::Grid => self.grid.ui(ui, shared.view(), &mut self.view, &mut self.thumbs, &mut out.intents),
                Tab::Review => {
                    let scene = shared.view().into();
                    self.review.review_ui(ui, scene, &mut self.view, &mut self.thumbs, out);
                }
                Tab::Quality => self.quality.quality_ui(ui, shared, &self.view, &mut self.thumbs, out),
            }
        });
        bottom.response.rect.height()
    }

    fn palette_ui(&mut self, ctx: &egui::Context, snapshot: &Snapshot, out: &mut Out) {
        let Some(mut open) = self.palette.take() else { return };
        let modal = egui::Modal::new(Id::unique("palette"))
            .area(egui::Modal::default_area(Id::unique("palette")).anchor(Align2::CENTER_TOP, vec2(0.0, 80.0)));
        let offers = Offers { clusters: &snapshot.clusters, recent: &self.recent, situation: &out.situation };
        let response = modal.show(ctx, |ui| open.palette_ui(ui, offers));
        match response.inner {
            Some(Choice::Command(command)) => out.commands.push(command),
            Some(Choice::Cluster(cluster)) => out.intents.push(Intent::Show(Shown::Cluster(cluster))),
            None if response.should_close() => (),
            None => self.palette = Some(open),
        }
    }
}

/// Whether this says that the folder of the images is away.
fn is_away(text: &str, snapshot: &Snapshot) -> bool {
    snapshot.folder.n_away > 0 && text == away_words(snapshot.folder.n_away)
}

/// Says what dropping would do, over everything that is open.
fn files_over_ui(ctx: &egui::Context, snapshot: &Snapshot) {
    let is_image = |file: &egui::HoveredFile| file.path.as_deref().is_some_and(looks_like_image);
    let (n, is_image) =
        ctx.input(|input| (input.raw.hovered_files.len(), input.raw.hovered_files.first().is_some_and(is_image)));
    if snapshot.project.is_none() || n == 0 {
        return;
    }
    let words = match (n, is_image, snapshot.clusters.is_empty()) {
        (1, true, false) => "Drop to find images like this one",
        (1, true, true) => "Images like this one can be found once there are clusters",
        _ => "Drop to open this folder",
    };
    let painter = ctx.layer_painter(LayerId::new(Order::Tooltip, Id::unique("files over the window")));
    let colors = Colors::of_visuals(&ctx.global_style().visuals);
    let rect = ctx.content_rect();
    painter.rect_filled(rect, 0.0, colors.canvas.gamma_multiply(0.88));
    painter.rect_stroke(rect.shrink(14.0), 12.0, Stroke::new(3.0, colors.accent), egui::StrokeKind::Inside);
    let font = egui::FontId::proportional(22.0);
    painter.text(rect.center(), Align2::CENTER_CENTER, words, font, colors.text);
}
