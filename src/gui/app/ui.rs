//! How the parts of the window are laid out, and that what they ask for is done once all are drawn.

use super::window::{Given, Window};
use crate::gui::bars::candidate::candidate_ui;
use crate::gui::bars::search::looks_like_image;
use crate::gui::bars::{tabs, topbar};
use crate::gui::command::palette::{Choice, Offers};
use crate::gui::command::{Command, take_keys};
use crate::gui::dialogs::Dialog;
use crate::gui::dialogs::move_to::MoveDialog;
use crate::gui::frame::{Intent, Out, Shown, Tab};
use crate::gui::grid;
use crate::gui::kit::scripts::Scripts;
use crate::gui::kit::theme::Palette as Colors;
use crate::gui::kit::toasts::Kind;
use crate::gui::kit::typed;
use crate::session::protocol::Snapshot;
use egui::{Align2, CentralPanel, Id, Key, LayerId, Margin, Modifiers, Order, Panel, Stroke, Ui, vec2};

impl Window {
    /// Draws everything and does what was asked for.
    pub fn window_ui(&mut self, ui: &mut Ui, given: Given<'_>) {
        let mut out = Out { situation: self.situation(given.snapshot), ..Out::default() };
        let ctx = ui.ctx().clone();
        if self.view.tab != Tab::Grid {
            // Only the grid draws what is compared, and what is not drawn can not be closed.
            self.grid.leave();
            if self.viewer.is_of_grid() {
                self.viewer.close();
            }
        }
        let is_asking = self.dialog.is_some() || self.palette.is_some();
        let is_modal = is_asking || self.grid.is_comparing() || self.viewer.is_open();
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
        }
        self.note_files(&ctx, given.snapshot);
        if given.snapshot.project.is_some() {
            self.note_answers(given.snapshot, given.fetcher);
        }
        self.note_dialogs_of_system(given.snapshot);
        if let Some(text) = ctx.plugin_or_default::<Scripts>().lock().take_news() {
            self.toasts.push(Kind::Warning, text, false);
        }

        let bottom = if given.snapshot.project.is_some() {
            self.project_ui(ui, given, &mut out)
        } else {
            // The sample is made before its project is there.
            if given.snapshot.job.is_some() {
                let bar = egui::Frame::new().fill(Colors::of(ui).panel).inner_margin(Margin::symmetric(12, 0));
                Panel::bottom("job bar").frame(bar).show(ui, |ui| {
                    let frame = &mut given.frame(&self.facts, &mut self.view, &mut self.thumbs, &mut out);
                    self.jobbar.jobbar_ui(ui, frame);
                });
            }
            CentralPanel::no_frame().show(ui, |ui| {
                let is_busy = self.has_requests() || !self.asked.is_empty();
                self.opening.page_ui(ui, self.picker.is_open(), is_busy, &mut out);
            });
            0.0
        };
        let frame = &mut given.frame(&self.facts, &mut self.view, &mut self.thumbs, &mut out);
        self.viewer.viewer_ui(&ctx, frame, &mut self.grid);
        self.dialogs_ui(&ctx, given, &mut out);
        self.palette_ui(&ctx, given.snapshot, &mut out);
        files_over_ui(&ctx, given.snapshot);
        if self.toasts.toasts_ui(&ctx, bottom) {
            out.commands.push(Command::Undo);
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
            self.toasts.forget_undo();
        }
        self.requests.extend(answers.into_iter().map(|(number, request)| (request, Some(number))));
    }

    /// The bars and panels of an open project; gives the height of the bar at the bottom.
    fn project_ui(&mut self, ui: &mut Ui, given: Given<'_>, out: &mut Out) -> f32 {
        let frame = &mut given.frame(&self.facts, &mut self.view, &mut self.thumbs, out);
        let colors = Colors::of(ui);
        let bar = egui::Frame::new().fill(colors.panel).inner_margin(Margin::symmetric(12, 0));
        Panel::top("top bar").exact_size(48.0).frame(bar).show(ui, |ui| {
            topbar::topbar_ui(ui, frame);
        });
        let bottom = Panel::bottom("job bar").frame(bar).show(ui, |ui| {
            self.jobbar.jobbar_ui(ui, frame);
        });
        let width = ui.available_width();
        let side = egui::Frame::new().fill(colors.panel);
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
        Panel::right("inspector")
            .default_size((width * 0.25).clamp(250.0, 360.0))
            .size_range(220.0..=520.0)
            .frame(side.inner_margin(Margin::symmetric(12, 8)))
            .show(ui, |ui| {
                self.inspector.marked.clone_from(&self.clusters.marked);
                self.inspector.n_open_shown = frame.view.is_filtered().then(|| self.grid.n_open());
                self.inspector.ui(ui, frame);
            });
        let canvas = egui::Frame::new().fill(colors.canvas).inner_margin(Margin::symmetric(12, 8));
        CentralPanel::no_frame().frame(canvas).show(ui, |ui| {
            tabs::tabs_ui(ui, frame, &mut self.search, self.grid.images().len());
            if frame.view.tab == Tab::Grid
                && let Some(words) = &mut self.words
            {
                if words.offer_ui(ui, frame) {
                    self.words = None;
                }
                ui.add_space(4.0);
            }
            if frame.view.tab == Tab::Grid && frame.snapshot.candidate.is_some() {
                candidate_ui(ui, frame.snapshot, frame.out);
                ui.add_space(4.0);
            }
            if frame.view.tab == Tab::Grid {
                self.strip.strip_ui(ui, frame);
            }
            match frame.view.tab {
                Tab::Grid => self.grid.ui(ui, frame),
                Tab::Review => self.review.review_ui(ui, frame),
                Tab::Quality => self.quality.quality_ui(ui, frame),
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
