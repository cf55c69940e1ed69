//! How the parts of the window are laid out, and that what they ask for is done once all are drawn.

use super::window::{Given, Window};
use crate::gui::bars::strip::FolderStrip;
use crate::gui::bars::words::WordsOffer;
use crate::gui::bars::{shelf, topbar, unkept, unread};
use crate::gui::command::{Command, take_keys};
use crate::gui::dialogs::Dialog;
use crate::gui::dialogs::move_to::MoveDialog;
use crate::gui::frame::{Frame, Intent, Out, Shown, Tab};
use crate::gui::grid::{self, Grid};
use crate::gui::kit::scripts::Scripts;
use crate::gui::kit::theme::Palette as Colors;
use crate::gui::kit::toasts::{Kind, Offer, Toasts};
use crate::gui::kit::typed;
use crate::session::protocol::{Request, Snapshot};
use crate::strings::say;
use crate::text::has_picture_ending;
use egui::{
    Align2, CentralPanel, FocusDirection, Id, Key, LayerId, Margin, Modifiers, Order, Panel, Rect, ScrollArea, Stroke,
    Ui,
};

impl Window {
    /// Draws everything and does what was asked for.
    pub fn window_ui(&mut self, ui: &mut Ui, given: Given<'_>) {
        self.speech.speak(ui);
        let local = self.local.of(given.snapshot);
        let given = Given { snapshot: local.as_ref().unwrap_or(given.snapshot), ..given };
        let mut out = Out { situation: self.situation(given.snapshot), ..Out::default() };
        let ctx = ui.ctx().clone();
        if self.view.tab != Tab::Grid {
            // Only the grid draws what is compared, and what is not drawn can not be closed.
            self.grid.leave();
            if self.viewer.is_of_grid() {
                self.viewer.close();
            }
        }
        let is_asking = self.dialog.is_some();
        let is_modal = is_asking || self.grid.is_comparing() || self.viewer.is_open();
        if is_asking {
            self.search.leave(&ctx, &mut self.view);
        }
        self.folds.set_width(ctx.content_rect().width());
        grid::note_focus(&ctx);
        self.now = ctx.input(|input| input.time);
        if self.view.tab != Tab::Review {
            self.review.forget_keys();
        }
        typed::give(&ctx);
        if !ctx.any_popup_open() {
            if !is_modal && self.view.tab == Tab::Review && given.snapshot.project.is_some() {
                self.review.take_keys(&ctx);
            }
            if let Some(image) = self.reviewed(given.snapshot).filter(|_| !is_modal && !ctx.text_edit_focused())
                && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::V))
            {
                self.open_large(image);
            }
            out.commands.extend(take_keys(&ctx, is_modal));
            if !is_modal || (!is_asking && self.viewer.is_of_grid()) {
                self.take_hot_keys(&ctx, given.snapshot, &mut out);
            }
            if !is_modal {
                self.take_tab_key(&ctx, given.snapshot);
            }
        }
        self.open_search(&ctx, &mut out, given.snapshot);
        self.note_files(&ctx, given.snapshot);
        if given.snapshot.project.is_some() {
            self.note_answers(given.snapshot, given.fetcher);
        }
        self.note_dialogs_of_system(given.snapshot);
        if let Some(text) = ctx.plugin_or_default::<Scripts>().lock().take_news() {
            self.toasts.push(Kind::Warning, text, false);
        }

        let middle = if given.snapshot.project.is_some() {
            self.project_ui(ui, given, &mut out)
        } else {
            self.start_ui(ui, given, &mut out)
        };
        self.middle = middle;
        let frame = &mut given.frame(&self.facts, &mut self.view, &mut self.thumbs, &mut out);
        self.viewer.viewer_ui(&ctx, frame, &mut self.grid);
        self.dialogs_ui(&ctx, given, &mut out);
        files_over_ui(&ctx, given.snapshot);
        let takes_escape = !is_modal && !self.search.is_open();
        let lies_over = self.view.tab == Tab::Grid || self.dialog.is_some() || given.snapshot.project.is_none();
        if lies_over && let Some(offer) = self.toasts.over_ui(&ctx, middle, takes_escape) {
            take_offer(offer, &mut out);
        }
        if let Some(images) = out.new_cluster {
            self.dialog = Some(Dialog::Move(MoveDialog::to_new(images)));
        }
        self.do_intents(out.intents, given.snapshot);
        for command in out.commands {
            self.do_command(command, &ctx, given.snapshot);
        }
        let answers = self.review.take_requests();
        if !answers.is_empty() {
            self.toasts.forget_offer();
        }
        self.requests.extend(answers.into_iter().map(|(number, request)| (request, Some(number))));
    }

    /// The field takes the keyboard before anything is drawn, so that letters typed meanwhile are its own.
    fn open_search(&mut self, ctx: &egui::Context, out: &mut Out, snapshot: &Snapshot) {
        let is_its = |command: &Command| matches!(command, Command::Search | Command::Palette | Command::FilterImages);
        let asked: Vec<Command> = out.commands.extract_if(.., |command| is_its(command)).collect();
        if self.dialog.is_some() {
            // It would lie below the dialog.
            return;
        }
        for command in asked {
            if self.grid.is_comparing() {
                self.grid.leave();
            }
            self.viewer.close();
            self.do_command(command, ctx, snapshot);
        }
    }

    /// Tab folds both panels away while the pointer is over the pictures and nothing but they have the keyboard. Everywhere
    /// else it goes from control to control.
    fn take_tab_key(&mut self, ctx: &egui::Context, snapshot: &Snapshot) {
        let is_over = ctx.pointer_hover_pos().is_some_and(|at| self.middle.contains(at));
        let is_free = ctx.memory(egui::Memory::focused).is_none_or(grid::is_focus);
        if !is_over || !is_free || snapshot.project.is_none() || self.view.tab != Tab::Grid {
            return;
        }
        if ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Tab)) {
            // The key has said already that the next control is to take the keyboard.
            ctx.memory_mut(|memory| memory.move_focus(FocusDirection::None));
            self.folds.toggle_both();
        }
    }

    /// An empty window: the row above, and the page that opens a folder; gives where the page is.
    fn start_ui(&mut self, ui: &mut Ui, given: Given<'_>, out: &mut Out) -> Rect {
        let bar = egui::Frame::new().fill(Colors::of(ui).panel).inner_margin(Margin::symmetric(12, 0));
        let frame = &mut given.frame(&self.facts, &mut self.view, &mut self.thumbs, out);
        Panel::top("top bar").exact_size(topbar::HEIGHT).frame(bar).show(ui, |ui| {
            topbar::topbar_ui(ui, frame, &mut self.search, &self.recent, self.folds);
        });
        // The sample is made before its project is there.
        if given.snapshot.job.is_some() {
            Panel::bottom("job bar").frame(bar).show(ui, |ui| self.jobbar.jobbar_ui(ui, frame));
        }
        let page = CentralPanel::no_frame().show(ui, |ui| {
            let is_busy = !self.requests.is_empty() || !self.asked.is_empty();
            self.opening.page_ui(ui, self.picker.is_open(), is_busy, frame.out);
        });
        page.response.rect
    }

    /// The bars and panels of an open project; gives where the middle is.
    fn project_ui(&mut self, ui: &mut Ui, given: Given<'_>, out: &mut Out) -> Rect {
        let frame = &mut given.frame(&self.facts, &mut self.view, &mut self.thumbs, out);
        let colors = Colors::of(ui);
        let bar = egui::Frame::new().fill(colors.panel).inner_margin(Margin::symmetric(12, 0));
        Panel::top("top bar").exact_size(topbar::HEIGHT).frame(bar).show(ui, |ui| {
            topbar::topbar_ui(ui, frame, &mut self.search, &self.recent, self.folds);
        });
        Panel::bottom("job bar").frame(bar).show(ui, |ui| {
            self.jobbar.jobbar_ui(ui, frame);
        });
        let width = ui.available_width();
        let side = egui::Frame::new().fill(colors.panel);
        if self.folds.is_left_open() {
            Panel::left("clusters")
                .default_size((width * 0.21).clamp(230.0, 300.0))
                .size_range(200.0..=420.0)
                .frame(side.inner_margin(Margin::symmetric(8, 8)))
                .show(ui, |ui| {
                    let n = frame.out.intents.len();
                    self.clusters.clusters_ui(ui, frame);
                    if frame.view.tab == Tab::Review && self.review.is_of_cluster() {
                        // The list is where the cluster to ask about is chosen.
                        for intent in &mut frame.out.intents[n..] {
                            if let Intent::Show(Shown::Cluster(cluster)) = intent {
                                *intent = Intent::AskAbout(*cluster);
                            }
                        }
                    }
                });
        }
        if self.folds.is_right_open() {
            Panel::right("inspector")
                .default_size((width * 0.25).clamp(250.0, 360.0))
                .size_range(220.0..=520.0)
                .frame(side.inner_margin(Margin::symmetric(12, 8)))
                .show(ui, |ui| {
                    self.inspector.marked.clone_from(&self.clusters.marked);
                    self.inspector.n_open_shown = frame.view.is_filtered().then(|| self.grid.n_open());
                    self.inspector.ui(ui, frame);
                });
        }
        let below =
            Below { grid: &self.grid, strip: &mut self.strip, toasts: &mut self.toasts, words: &mut self.words };
        below.below_ui(ui, frame, self.dialog.is_some());
        let canvas = egui::Frame::new().fill(colors.canvas).inner_margin(Margin::symmetric(12, 6));
        let middle = CentralPanel::no_frame().frame(canvas).show(ui, |ui| match frame.view.tab {
            Tab::Grid => self.grid.ui(ui, frame),
            Tab::Review => self.review.review_ui(ui, frame),
            Tab::Quality => self.quality.quality_ui(ui, frame),
        });
        middle.response.rect
    }
}

/// Asks for what a message offers.
fn take_offer(offer: Offer, out: &mut Out) {
    match offer {
        Offer::Undo => out.commands.push(Command::Undo),
        Offer::Redo => out.commands.push(Command::Redo),
        Offer::Back(point) => out.request(Request::GoTo(point)),
    }
}

/// What is to be said below the pictures: what can be done with the shelf, what became of the folder's files.
/// Where no pictures lie below, messages stand here too.
struct Below<'a> {
    grid: &'a Grid,
    strip: &'a mut FolderStrip,
    toasts: &'a mut Toasts,
    words: &'a mut Option<WordsOffer>,
}

impl Below<'_> {
    fn below_ui(self, ui: &mut Ui, frame: &mut Frame<'_>, is_dialog_open: bool) {
        let n_shown = self.grid.images().len();
        let is_grid = frame.view.tab == Tab::Grid;
        let has_shelf = is_grid && shelf::has_actions(frame.view, n_shown);
        let has_strip = is_grid && self.strip.has_lines(frame.snapshot, frame.view.shown);
        let has_words = is_grid && self.words.is_some();
        let has_messages = !is_grid && !is_dialog_open && !self.toasts.is_empty();
        let unkept = frame.snapshot.unkept.clone();
        let unread = frame.snapshot.project.clone().filter(|_| frame.snapshot.is_stranger);
        if !(unkept.is_some() || unread.is_some() || has_shelf || has_words || has_strip || has_messages) {
            return;
        }
        let most = (ui.available_height() * 0.4).max(64.0);
        let canvas = egui::Frame::new().fill(Colors::of(ui).canvas).inner_margin(Margin::symmetric(12, 6));
        Panel::bottom("below the pictures").frame(canvas).show(ui, |ui| {
            // Both bounds: alone, the greatest one gives way to the height that the panel had.
            let area = ScrollArea::vertical().max_height(most).min_scrolled_height(most);
            area.auto_shrink([false, true]).show(ui, |ui| {
                if let Some(unkept) = &unkept {
                    unkept::unkept_ui(ui, unkept, frame.out);
                }
                if let Some(project) = &unread {
                    unread::unread_ui(ui, project, frame.out);
                }
                if has_shelf {
                    shelf::shelf_ui(ui, frame.view, n_shown, frame.out);
                }
                if has_words && self.words.as_mut().is_some_and(|words| words.offer_ui(ui, frame)) {
                    *self.words = None;
                }
                if has_strip {
                    self.strip.strip_ui(ui, frame);
                }
                if has_messages && let Some(offer) = self.toasts.within_ui(ui, true) {
                    take_offer(offer, frame.out);
                }
            });
        });
    }
}

/// Says what dropping would do, over everything that is open.
fn files_over_ui(ctx: &egui::Context, snapshot: &Snapshot) {
    let is_image = |file: &egui::HoveredFile| file.path.as_deref().is_some_and(has_picture_ending);
    let (n, is_image) =
        ctx.input(|input| (input.raw.hovered_files.len(), input.raw.hovered_files.first().is_some_and(is_image)));
    if snapshot.project.is_none() || n == 0 {
        return;
    }
    let words = match (n, is_image, snapshot.clusters.is_empty()) {
        (1, true, false) => say!("drop-like"),
        (1, true, true) => say!("drop-like-later"),
        _ => say!("drop-folder"),
    };
    let painter = ctx.layer_painter(LayerId::new(Order::Tooltip, Id::unique("files over the window")));
    let colors = Colors::of_visuals(&ctx.global_style().visuals);
    let rect = ctx.content_rect();
    painter.rect_filled(rect, 0.0, colors.canvas.gamma_multiply(0.88));
    painter.rect_stroke(rect.shrink(14.0), 12.0, Stroke::new(3.0, colors.accent), egui::StrokeKind::Inside);
    let font = egui::FontId::proportional(22.0);
    painter.text(rect.center(), Align2::CENTER_CENTER, words, font, colors.text);
}
