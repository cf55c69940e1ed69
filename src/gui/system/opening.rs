//! How a folder gets in: the page of an empty window, and the dialog that opens another folder.

use crate::gui::command::Command;
use crate::gui::frame::Out;
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{caption, elided, primary_button, weak};
use crate::gui::kit::words;
use crate::session::places::Recent;
use crate::session::protocol::Request;
use egui::accesskit::Role;
use egui::{
    Align, Align2, Button, Color32, FontId, Key, Layout, Rect, RichText, ScrollArea, Sense, Shape, Stroke, TextEdit,
    TextStyle, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What the page remembers.
pub struct Opening {
    path: String,
    recents: Vec<Recent>,
    /// Those of their folders that are not there.
    away: BTreeSet<PathBuf>,
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
        let away = BTreeSet::new();
        Self { path: String::new(), recents, away, wants_path: false, has_no_dialog: false, is_waiting: false }
    }

    /// Replaces the list of projects.
    pub fn set_recents(&mut self, recents: Vec<Recent>) {
        self.recents = recents;
    }

    /// Says which of their folders are not there: a drive may not be connected.
    pub fn set_away(&mut self, away: BTreeSet<PathBuf>) {
        self.away = away;
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
        let width = (ui.available_width() - 64.0).min(640.0);
        let side = (ui.available_width() - width) / 2.0;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let top = ((ui.available_height() - 620.0) / 2.4).max(20.0);
            let area = Rect::from_min_size(ui.cursor().min + vec2(side, top), vec2(width, 0.0));
            ui.scope_builder(UiBuilder::new().max_rect(area).layout(Layout::top_down(Align::Min)), |ui| {
                ui.set_width(width);
                ui.label(strong("Gleaner").size(30.0));
                let text = "Finds the classes hiding in a folder of images, shows them, and turns them into labels.";
                ui.label(RichText::new(text).size(15.0).color(colors.weak));
                ui.add_space(14.0);
                self.drop_target_ui(ui, 188.0, is_dialog_open, out);
                ui.add_space(6.0);
                self.path_ui(ui, out);
                ui.add_space(10.0);
                sample_ui(ui, out);
                if !self.recents.is_empty() {
                    ui.add_space(14.0);
                    caption(ui, "RECENT PROJECTS");
                    self.recents_ui(ui, 6, out);
                }
                ui.add_space(14.0);
                weak(ui, "Everything stays on this computer. The folder is read, never changed.");
                let key = |command: Command| command.key_text(ui.ctx()).unwrap_or_default();
                let keys =
                    format!("{} finds every action, {} lists all keys.", key(Command::Palette), key(Command::Keys));
                weak(ui, keys);
                ui.add_space(20.0);
            });
        });
    }

    /// The same in a dialog, over an open project.
    pub fn dialog_ui(&mut self, ui: &mut Ui, is_dialog_open: bool, out: &mut Out) {
        self.drop_target_ui(ui, 140.0, is_dialog_open, out);
        ui.add_space(4.0);
        self.path_ui(ui, out);
        ui.add_space(4.0);
        sample_ui(ui, out);
        if !self.recents.is_empty() {
            ui.add_space(8.0);
            caption(ui, "RECENT PROJECTS");
            self.recents_ui(ui, 8, out);
        }
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
            "Opening\u{2026}"
        } else if is_hot {
            "Let go to open it"
        } else {
            "Drop a folder of images"
        };
        let at = pos2(rect.center().x, rect.top() + height * 0.52);
        ui.painter().text(at, Align2::CENTER_CENTER, text, FontId::proportional(17.0), colors.text);
        let button = Rect::from_center_size(pos2(rect.center().x, rect.bottom() - height * 0.21), vec2(170.0, 32.0));
        // A child of its own: it lies inside the target and takes no further space.
        let place = UiBuilder::new().id_salt("choose").max_rect(button).layout(Layout::top_down(Align::Center));
        let mut inside = ui.new_child(place);
        let key = Command::Open.key_text(ui.ctx()).unwrap_or_default();
        let response = primary_button(&mut inside, "Choose a folder\u{2026}", !is_dialog_open);
        if response.on_hover_text(format!("JPEG, PNG, WebP, HEIC and more, nested folders too. ({key})")).clicked() {
            out.commands.push(Command::ChooseFolder);
        }
    }

    fn path_ui(&mut self, ui: &mut Ui, out: &mut Out) {
        if self.has_no_dialog {
            let color = Palette::of(ui).warning;
            ui.label(RichText::new("This system shows no file dialog: type or paste the path here.").color(color));
        }
        let mut is_asked = false;
        ui.horizontal(|ui| {
            let field = TextEdit::singleline(&mut self.path)
                .hint_text("or the path of a folder or a .gleaner project")
                .desired_width(ui.available_width() - 76.0)
                .margin(vec2(10.0, 6.0))
                .align(Align2::LEFT_CENTER);
            let response = ui.add(field).accessible_name("Path of a folder");
            if std::mem::take(&mut self.wants_path) {
                response.request_focus();
            }
            is_asked |= response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            let is_enabled = !self.path.trim().is_empty();
            let button = Button::new("Open").min_size(vec2(68.0, 28.0));
            let open = ui.add_enabled(is_enabled, button).accessible_name("Open this path");
            let open = open.on_hover_text("Opens the folder or project of this path (Enter)");
            is_asked |= open.on_disabled_hover_text("Type or paste a path first").clicked();
        });
        let path = self.path.trim().trim_matches(['"', '\'']);
        if is_asked && !path.is_empty() {
            let path = home_expanded(path);
            self.open(path, None, out);
        }
    }

    fn recents_ui(&mut self, ui: &mut Ui, most: usize, out: &mut Out) {
        let now = words::unix_now();
        let mut chosen = None;
        for (i, recent) in self.recents.iter().take(most).enumerate() {
            if recent_ui(ui, recent, self.away.contains(&recent.folder), now).clicked() {
                chosen = Some(i);
            }
        }
        if let Some(recent) = chosen.and_then(|i| self.recents.get(i)).cloned() {
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
        weak(ui, "1,000 made-up images in 8 classes: everything to try, nothing to lose.");
    });
}

fn recent_ui(ui: &mut Ui, recent: &Recent, is_away: bool, now: i64) -> egui::Response {
    let colors = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 38.0), Sense::click());
    let name = format!("Open {} again{}", recent.name, if is_away { ", drive not connected" } else { "" });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let fill = if response.hovered() || response.has_focus() { colors.control } else { Color32::TRANSPARENT };
    ui.painter().rect_filled(rect, 6.0, fill);
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 6.0, colors.focus_ring(), egui::StrokeKind::Inside);
    }
    let icon = Rect::from_center_size(pos2(rect.left() + 18.0, rect.center().y), Vec2::splat(16.0));
    Icon::Folder.paint(ui.painter(), icon, colors.weak);
    let detail = format!("{} \u{b7} {}", words::images(recent.n_images as usize), words::ago(recent.opened, now));
    let font = TextStyle::Small.resolve(ui.style());
    let right =
        ui.painter().text(rect.right_center() - vec2(10.0, 0.0), Align2::RIGHT_CENTER, detail, font, colors.weak);
    let mut left = right.left();
    if is_away {
        let at = pos2(left - 14.0, rect.center().y);
        let font = TextStyle::Small.resolve(ui.style());
        let said = ui.painter().text(at, Align2::RIGHT_CENTER, "Drive not connected", font, colors.warning);
        left = said.left();
    }
    let width = left - rect.left() - 52.0;
    let name = elided(ui, &recent.name, &TextStyle::Body, width, colors.text);
    ui.painter().galley(rect.min + vec2(36.0, 3.0), name, colors.text);
    let folder = elided(ui, &recent.folder.to_string_lossy(), &TextStyle::Small, width, colors.weak);
    ui.painter().galley(rect.min + vec2(36.0, 20.0), folder, colors.weak);
    let folder = recent.folder.to_string_lossy();
    response.on_hover_text(if is_away {
        format!("{folder} is not there. It opens all the same, with everything that the project keeps.")
    } else {
        folder.into_owned()
    })
}

/// `~/Pictures` as a shell would read it.
fn home_expanded(path: &str) -> PathBuf {
    let rest = path.strip_prefix("~/").or(if path == "~" { Some("") } else { None });
    match (rest, directories::UserDirs::new()) {
        (Some(rest), Some(user)) => user.home_dir().join(rest),
        _ => PathBuf::from(path),
    }
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
