//! The bar at the top: the menu under the project's name, the steps of the work with their state, and what to do next.

use crate::gui::command::Command;
use crate::gui::frame::facts::is_at_work;
use crate::gui::frame::{Frame, Intent, Out, Shown};
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong_family};
use crate::gui::kit::widgets::{elided_font, icon_button};
use crate::gui::kit::words;
use crate::session::protocol::{JobKind, Snapshot};
use egui::accesskit::Role;
use egui::{
    Align, Button, FontId, Layout, Popup, PopupCloseBehavior, Rect, Response, Sense, Stroke, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};

/// Draws the bar.
pub fn topbar_ui(ui: &mut Ui, frame: &mut Frame<'_>) {
    let snapshot = frame.snapshot;
    let is_wide = ui.available_width() > 1150.0;
    ui.horizontal_centered(|ui| {
        menu_ui(ui, snapshot, frame.out);
        ui.add_space(6.0);
        steps_ui(ui, frame, is_wide);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| actions_ui(ui, snapshot, frame.out));
    });
}

/// The project's name opens the menu of everything that has no place of its own.
fn menu_ui(ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) {
    let colors = Palette::of(ui);
    let name = snapshot.project.as_ref().map_or("Gleaner", |project| &project.name);
    let galley = elided_font(ui, name, FontId::new(15.0, strong_family()), 170.0, colors.text);
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x + 38.0, 32.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Menu"));
    if response.hovered() || response.has_focus() || Popup::is_id_open(ui.ctx(), Popup::default_response_id(&response))
    {
        ui.painter().rect_filled(rect, 6.0, colors.control);
    }
    ui.painter().galley(pos2(rect.left() + 10.0, rect.center().y - galley.size().y / 2.0), galley, colors.text);
    let chevron = Rect::from_center_size(pos2(rect.right() - 15.0, rect.center().y), Vec2::splat(12.0));
    Icon::ChevronDown.paint(ui.painter(), chevron, colors.weak);
    let folder = snapshot.project.as_ref().map(|project| project.folder.to_string_lossy().into_owned());
    Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClick).show(|ui| {
        ui.set_min_width(250.0);
        let groups: [&[Command]; 5] = [
            &[Command::Open, Command::OpenSample, Command::Rescan, Command::ShowSkipped, Command::ShowMissing],
            &[
                Command::ShowRuns,
                Command::Improve,
                Command::Refine,
                Command::ShowHistory,
                Command::TakeLabels,
                Command::Export,
            ],
            &[Command::CheckProject, Command::ArchiveProject],
            &[Command::Palette, Command::Keys, Command::About],
            &[Command::Quit],
        ];
        for (i, group) in groups.iter().enumerate() {
            if i > 0 {
                ui.separator();
            }
            for &command in *group {
                out.line_as_ui(ui, command, command.label());
            }
        }
    });
    if let Some(folder) = folder {
        response.on_hover_text(folder);
    }
}

/// How far a step is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Waiting,
    Next,
    AtWork,
    Done,
}

fn steps_ui(ui: &mut Ui, frame: &mut Frame<'_>, is_wide: bool) {
    let snapshot = frame.snapshot;
    let n_images = snapshot.images.rows.len();
    let n_clusters = snapshot.clusters.len();
    let images = match (is_at_work(snapshot, JobKind::Import), n_images) {
        (true, _) => Step::AtWork,
        (false, 0) => Step::Next,
        _ => Step::Done,
    };
    let clusters = match (is_at_work(snapshot, JobKind::Run), n_clusters) {
        (true, _) => Step::AtWork,
        (false, 0) if images == Step::Done => Step::Next,
        (false, 0) => Step::Waiting,
        _ => Step::Done,
    };
    let review = match (n_clusters, frame.facts.n_confirmed) {
        (0, _) => Step::Waiting,
        (_, n) if n > 0 && n == frame.facts.n_labelled => Step::Done,
        _ => Step::Next,
    };
    let export = match (is_at_work(snapshot, JobKind::Export), n_clusters) {
        (true, _) => Step::AtWork,
        (false, 0) => Step::Waiting,
        _ => Step::Next,
    };
    let confirmed = format!("{} of {}", words::number(frame.facts.n_confirmed), words::number(frame.facts.n_labelled));
    let review_tip = format!("{confirmed} confirmed. Asks about one image after the other, by single keys.");
    let steps = [
        (1, "Images", words::number(n_images), images, "Shows all images."),
        (
            2,
            "Clusters",
            if n_clusters > 0 { words::number(n_clusters) } else { String::new() },
            clusters,
            "Learns from the images and sorts them into clusters.",
        ),
        (3, "Review", confirmed.clone(), review, &*review_tip),
        (4, "Export", String::new(), export, "Writes the labels out."),
    ];
    ui.spacing_mut().item_spacing.x = 2.0;
    for (n, name, detail, state, tooltip) in steps {
        if n > 1 {
            let (rect, _) = ui.allocate_exact_size(vec2(9.0, 20.0), Sense::hover());
            let line = Palette::of(ui).line_strong;
            let (x, y) = (rect.center().x, rect.center().y);
            let points = vec![pos2(x - 2.0, y - 4.0), pos2(x + 2.0, y), pos2(x - 2.0, y + 4.0)];
            ui.painter().add(egui::Shape::line(points, Stroke::new(1.2, line)));
        }
        let has_number = is_wide && !detail.is_empty() && state != Step::Waiting;
        let detail = if has_number { detail } else { String::new() };
        let response = chip_ui(ui, n, name, &detail, state);
        if response.on_hover_text(tooltip).clicked() {
            match n {
                1 => frame.out.intents.push(Intent::Show(Shown::All)),
                2 => frame.out.commands.push(Command::Discover),
                3 => frame.out.commands.push(Command::ShowReview),
                _ => frame.out.commands.push(Command::Export),
            }
        }
    }
}

fn chip_ui(ui: &mut Ui, n: usize, name: &str, detail: &str, state: Step) -> Response {
    let colors = Palette::of(ui);
    let font = FontId::proportional(13.0);
    let text = if state == Step::Waiting { colors.weak } else { colors.text };
    let name_galley = ui.painter().layout_no_wrap(name.to_owned(), font.clone(), text);
    let detail_galley = ui.painter().layout_no_wrap(detail.to_owned(), font, colors.weak);
    let gap = if detail.is_empty() { 0.0 } else { 6.0 };
    let width = 30.0 + name_galley.size().x + gap + detail_galley.size().x + 8.0;
    let (rect, response) = ui.allocate_exact_size(vec2(width, 30.0), Sense::click());
    response.widget_info(|| {
        let said = match state {
            Step::Waiting => "not yet",
            Step::Next => "can be done",
            Step::AtWork => "at work",
            Step::Done => "done",
        };
        WidgetInfo::labeled(Role::Button, true, format!("Step {n}: {name}, {said}"))
    });
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 15.0, colors.control);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 15.0, colors.focus_ring(), egui::StrokeKind::Inside);
    }
    let dot = pos2(rect.left() + 15.0, rect.center().y);
    match state {
        Step::Done => {
            ui.painter().circle_filled(dot, 8.0, colors.accent);
            Icon::Check.paint(ui.painter(), Rect::from_center_size(dot, Vec2::splat(11.0)), colors.on_accent);
        }
        Step::AtWork => {
            ui.painter().circle_stroke(dot, 7.5, Stroke::new(1.5, colors.accent_text));
            ui.painter().circle_filled(dot, 3.5, colors.accent_text);
        }
        Step::Next | Step::Waiting => {
            let line = if state == Step::Next { colors.accent_text } else { colors.line_strong };
            ui.painter().circle_stroke(dot, 7.5, Stroke::new(1.5, line));
            let number = ui.painter().layout_no_wrap(n.to_string(), FontId::proportional(10.0), text);
            ui.painter().galley(dot - number.size() / 2.0, number, text);
        }
    }
    let y = |height: f32| rect.center().y - height / 2.0;
    let x = rect.left() + 30.0;
    let after = x + name_galley.size().x + gap;
    ui.painter().galley(pos2(x, y(name_galley.size().y)), name_galley, text);
    ui.painter().galley(pos2(after, y(detail_galley.size().y)), detail_galley, colors.weak);
    response
}

/// From right to left.
fn actions_ui(ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) {
    let ctx = ui.ctx().clone();
    let has_clusters = !snapshot.clusters.is_empty();
    ui.spacing_mut().item_spacing.x = 6.0;
    out.button_ui(ui, Command::Export);
    // Once there are clusters, writing them out is as likely a next step as learning again.
    if has_clusters || is_at_work(snapshot, JobKind::Run) {
        out.button_ui(ui, Command::Discover);
    } else {
        out.primary_ui(ui, Command::Discover, Command::Discover.short());
    }
    ui.add_space(4.0);
    theme_ui(ui, out);
    let find = Command::Palette;
    if icon_button(ui, Icon::Search, find.label(), &find.tooltip_with_key(&ctx), true).clicked() {
        out.commands.push(find);
    }
    let history = &snapshot.history;
    for (icon, command, what) in
        [(Icon::Redo, Command::Redo, &history.redo), (Icon::Undo, Command::Undo, &history.undo)]
    {
        let key = command.label_with_key(&ctx);
        let tooltip = match what {
            Some(what) => format!("{key}: {what}"),
            None if command == Command::Undo => format!("{key}: nothing was changed yet"),
            None => format!("{key}: nothing was taken back"),
        };
        if icon_button(ui, icon, command.label(), &tooltip, what.is_some()).clicked() {
            out.commands.push(command);
        }
    }
}

/// Light, dark, or as the system is.
fn theme_ui(ui: &mut Ui, out: &mut Out) {
    let preference = ui.ctx().options(|options| options.theme_preference);
    let icon = match preference {
        egui::ThemePreference::Light => Icon::Sun,
        egui::ThemePreference::Dark => Icon::Moon,
        egui::ThemePreference::System => Icon::Contrast,
    };
    let response = icon_button(ui, icon, "Theme", "Light, dark or as the system is; high contrast", true);
    let is_high = Palette::of(ui).is_high_contrast();
    Popup::menu(&response).show(|ui| {
        let contrast = Button::selectable(is_high, "High contrast");
        let contrast = ui.add(contrast).on_hover_text(Command::HighContrast.tooltip());
        if contrast.clicked() {
            out.commands.push(Command::HighContrast);
        }
        ui.separator();
        for (is_now, command) in [
            (preference == egui::ThemePreference::System, Command::ThemeSystem),
            (preference == egui::ThemePreference::Light, Command::ThemeLight),
            (preference == egui::ThemePreference::Dark, Command::ThemeDark),
        ] {
            if ui.add(Button::selectable(is_now, command.label())).on_hover_text(command.tooltip()).clicked() {
                out.commands.push(command);
            }
        }
    });
}
