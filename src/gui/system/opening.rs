//! How a folder gets in: the page of an empty window, and the dialog that opens another folder. Projects that were open before
//! are drawn by `recents`.

use crate::gui::command::Command;
use crate::gui::frame::Out;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{caption, primary_button, weak};
use crate::gui::system::paths::PathField;
use crate::gui::system::recents::{AboutRecent, Recents};
use crate::session::places::Recent;
use crate::session::protocol::Request;
use crate::strings::say;
use egui::{
    Align, Align2, Button, Color32, FontId, Layout, Rect, RichText, ScrollArea, Sense, Shape, Stroke, Ui, UiBuilder,
    Vec2, pos2, vec2,
};
use std::path::PathBuf;

/// Points of width from which on recent projects stand beside the rest.
const TWO_COLUMNS: f32 = 860.0;

/// What the page remembers.
pub struct Opening {
    path: PathField,
    recents: Recents,
    /// The field takes the keyboard in the next frame, with a word on why.
    wants_path: bool,
    has_no_dialog: bool,
    /// Something was asked for and nothing came of it yet.
    is_waiting: bool,
}

impl Opening {
    /// With the projects that were open before, newest first.
    #[must_use]
    pub fn new(recents: Vec<Recent>) -> Self {
        Self {
            path: PathField::default(),
            recents: Recents::new(recents),
            wants_path: false,
            has_no_dialog: false,
            is_waiting: false,
        }
    }

    /// Replaces the list of projects.
    pub fn set_recents(&mut self, recents: Vec<Recent>) {
        self.recents.set(recents);
    }

    /// Takes in what was found out about one of them.
    pub fn note_recent(&mut self, ctx: &egui::Context, about: AboutRecent) {
        self.recents.note(ctx, about);
    }

    /// No file dialog can be shown here: the field has to do.
    pub fn ask_for_path(&mut self) {
        (self.wants_path, self.has_no_dialog) = (true, true);
    }

    /// What was asked for did not work.
    pub fn note_failure(&mut self) {
        self.is_waiting = false;
    }

    /// The whole page of an empty window.
    pub fn page_ui(&mut self, ui: &mut Ui, is_dialog_open: bool, is_busy: bool, out: &mut Out) {
        let colors = Palette::of(ui);
        ui.painter().rect_filled(ui.max_rect(), 0.0, colors.panel);
        self.is_waiting &= is_busy;
        // Below it nothing can be scrolled to.
        let most = ui.available_size() - vec2(0.0, 4.0);
        let has_two = most.x > TWO_COLUMNS && !self.recents.is_empty();
        let width = (most.x - 48.0).min(if has_two { 1040.0 } else { 640.0 });
        let side = (most.x - width) / 2.0;
        ScrollArea::vertical().auto_shrink(false).max_height(most.y).show(ui, |ui| {
            let top = ((most.y - 560.0) / 2.4).max(16.0);
            let area = Rect::from_min_size(ui.cursor().min + vec2(side, top), vec2(width, 0.0));
            ui.scope_builder(UiBuilder::new().max_rect(area).layout(Layout::top_down(Align::Min)), |ui| {
                ui.set_width(width);
                ui.label(strong("Gleaner").size(30.0));
                ui.label(RichText::new(say!("start-what")).size(15.0).color(colors.weak));
                ui.add_space(12.0);
                if has_two {
                    ui.horizontal_top(|ui| {
                        let column = (width - 32.0) / 2.0;
                        ui.vertical(|ui| {
                            ui.set_width(column);
                            self.begin_ui(ui, is_dialog_open, out);
                        });
                        ui.add_space(24.0);
                        ui.vertical(|ui| {
                            ui.set_width(column);
                            self.recents_ui(ui, out);
                        });
                    });
                } else {
                    self.begin_ui(ui, is_dialog_open, out);
                    ui.add_space(12.0);
                    self.recents_ui(ui, out);
                }
                ui.add_space(16.0);
            });
        });
    }

    /// How to begin with a folder, and what to know before.
    fn begin_ui(&mut self, ui: &mut Ui, is_dialog_open: bool, out: &mut Out) {
        self.drop_target_ui(ui, 176.0, is_dialog_open, out);
        ui.add_space(6.0);
        self.path_ui(ui, out);
        ui.add_space(8.0);
        sample_ui(ui, out);
        ui.add_space(12.0);
        weak(ui, say!("start-private"));
        let key = |command: Command| command.key_text(ui.ctx()).unwrap_or_default();
        let (actions, keys) = (key(Command::Palette), key(Command::Keys));
        weak(ui, say!("start-keys", actions = &actions, keys = &keys));
    }

    /// The same in a dialog, over an open project.
    pub fn dialog_ui(&mut self, ui: &mut Ui, is_dialog_open: bool, out: &mut Out) {
        self.drop_target_ui(ui, 140.0, is_dialog_open, out);
        ui.add_space(4.0);
        self.path_ui(ui, out);
        ui.add_space(4.0);
        sample_ui(ui, out);
        ui.add_space(8.0);
        self.recents_ui(ui, out);
    }

    fn drop_target_ui(&mut self, ui: &mut Ui, height: f32, is_dialog_open: bool, out: &mut Out) {
        let colors = Palette::of(ui);
        let is_hot = ui.input(|input| !input.raw.hovered_files.is_empty());
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        let (fill, line) = if is_hot { (colors.selected, colors.accent) } else { (colors.canvas, colors.line_strong) };
        ui.painter().rect_filled(rect, 12.0, fill);
        dashed_frame(ui, rect, Stroke::new(if is_hot { 2.5 } else { 1.5 }, line));
        let icon = Rect::from_center_size(pos2(rect.center().x, rect.top() + height * 0.26), Vec2::splat(34.0));
        paint_folder(ui, icon, colors.accent_text);
        let text = if self.is_waiting {
            say!("start-opening")
        } else if is_hot {
            say!("start-let-go")
        } else {
            say!("start-drop")
        };
        let at = pos2(rect.center().x, rect.top() + height * 0.52);
        ui.painter().text(at, Align2::CENTER_CENTER, text, FontId::proportional(17.0), colors.text);
        let button = Rect::from_center_size(pos2(rect.center().x, rect.bottom() - height * 0.21), vec2(170.0, 32.0));
        // A child of its own: it lies inside the target and takes no further space.
        let place = UiBuilder::new().id_salt("choose").max_rect(button).layout(Layout::top_down(Align::Center));
        let mut inside = ui.new_child(place);
        let key = Command::Open.key_text(ui.ctx()).unwrap_or_default();
        let response = primary_button(&mut inside, say!("start-choose"), !is_dialog_open);
        if response.on_hover_text(say!("start-choose-tip", key = &key)).clicked() {
            out.commands.push(Command::ChooseFolder);
        }
    }

    fn path_ui(&mut self, ui: &mut Ui, out: &mut Out) {
        if self.has_no_dialog {
            let color = Palette::of(ui).warning;
            ui.label(RichText::new(say!("start-no-dialog")).color(color));
        }
        let mut is_asked = false;
        ui.horizontal(|ui| {
            let takes_focus = std::mem::take(&mut self.wants_path);
            let (_, is_entered) = self.path.field_ui(ui, ui.available_width() - 96.0, takes_focus);
            let button = Button::new(say!("start-open")).min_size(vec2(68.0, 28.0));
            let open = ui.add_enabled(self.path.path().is_some(), button).accessible_name(say!("start-open.name"));
            let open = open.on_hover_text(say!("start-open.tip"));
            is_asked |= is_entered | open.on_disabled_hover_text(say!("start-open.empty")).clicked();
        });
        if let Some(path) = self.path.path().filter(|_| is_asked) {
            self.open(path, None, out);
        }
    }

    fn recents_ui(&mut self, ui: &mut Ui, out: &mut Out) {
        if self.recents.is_empty() {
            return;
        }
        caption(ui, say!("start-recent"));
        if let Some(recent) = self.recents.list_ui(ui) {
            self.open(recent.folder, Some(recent.project), out);
        }
    }

    fn open(&mut self, path: PathBuf, project: Option<PathBuf>, out: &mut Out) {
        self.is_waiting = true;
        out.request(Request::Open { path, project });
    }
}

fn sample_ui(ui: &mut Ui, out: &mut Out) {
    ui.horizontal(|ui| {
        let sample = ui.button(Command::OpenSample.label()).on_hover_text(Command::OpenSample.tooltip());
        if sample.clicked() {
            out.commands.push(Command::OpenSample);
        }
        ui.add(egui::Label::new(RichText::new(say!("start-sample")).color(Palette::of(ui).weak)).wrap());
    });
}

fn paint_folder(ui: &Ui, rect: Rect, color: Color32) {
    let at = |x: f32, y: f32| rect.min + vec2(x, y) * rect.width() / 16.0;
    let points = [(1.5, 13.0), (1.5, 3.0), (6.2, 3.0), (7.8, 5.2), (14.5, 5.2), (14.5, 13.0)];
    let points: Vec<_> = points.iter().map(|&(x, y)| at(x, y)).collect();
    ui.painter().add(Shape::closed_line(points, Stroke::new(2.0, color)));
}

fn dashed_frame(ui: &Ui, rect: Rect, stroke: Stroke) {
    let r = 12.0;
    let mut points = Vec::new();
    for (corner, from) in [
        (rect.right_top() + vec2(-r, r), -90.0_f32),
        (rect.right_bottom() + vec2(-r, -r), 0.0),
        (rect.left_bottom() + vec2(r, -r), 90.0),
        (rect.left_top() + vec2(r, r), 180.0),
    ] {
        for step in 0..=8 {
            let (sin, cos) = (from + step as f32 * 11.25).to_radians().sin_cos();
            points.push(corner + r * vec2(cos, sin));
        }
    }
    points.push(points[0]);
    ui.painter().extend(Shape::dashed_line(&points, stroke, 7.0, 5.0));
}
