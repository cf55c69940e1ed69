//! The one row above everything: the project's menu, the tabs with how far the work on each is, the field that finds
//! everything, undo and redo, and the next step as one button.

use super::search::Search;
use super::search::field::Field;
use crate::gui::command::Command;
use crate::gui::frame::facts::is_at_work;
use crate::gui::frame::{Folds, Frame, Out, Tab};
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong_family};
use crate::gui::kit::widgets::{elided_font, icon_button};
use crate::session::protocol::{ClusterView, JobKind, Snapshot};
use crate::strings::{number, percent, say};
use egui::accesskit::Role;
use egui::{
    Align, FontId, Layout, Popup, PopupCloseBehavior, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};

/// Height of the row.
pub const HEIGHT: f32 = 44.0;
/// Points of width from which on tabs say how far the work is.
const WIDE: f32 = 1080.0;
/// The field that finds everything is no wider.
const WIDEST_SEARCH: f32 = 480.0;

/// Draws the row; over an empty window without tabs.
pub fn topbar_ui(ui: &mut Ui, frame: &mut Frame<'_>, search: &mut Search, recent: &[Command], folds: Folds) {
    let snapshot = frame.snapshot;
    let has_project = snapshot.project.is_some();
    let width = ui.available_width();
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        if has_project {
            fold_ui(ui, Command::FoldLeft, folds.is_left_open(), frame.out);
        }
        menu_ui(ui, snapshot, if width > WIDE { 170.0 } else { width * 0.12 }, frame.out);
        if has_project {
            tabs_ui(ui, frame, width > WIDE);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            if has_project {
                fold_ui(ui, Command::FoldRight, folds.is_right_open(), frame.out);
                next_ui(ui, frame);
                undo_ui(ui, snapshot, frame.out);
            }
            let width = (ui.available_width() - 8.0).clamp(90.0, WIDEST_SEARCH);
            search.field_ui(ui, &Field { width, recent }, frame);
        });
    });
}

/// Folds a panel away, or shows it again.
fn fold_ui(ui: &mut Ui, command: Command, is_open: bool, out: &mut Out) {
    let icon = if command == Command::FoldLeft { Icon::PanelLeft } else { Icon::PanelRight };
    let tip = command.tooltip_with_key(ui.ctx());
    let response = icon_button(ui, icon, command.label(), &tip, true);
    if is_open {
        let line = Stroke::new(2.0, Palette::of(ui).accent_text);
        ui.painter().hline(response.rect.x_range().shrink(6.0), response.rect.bottom() - 1.0, line);
    }
    if response.clicked() {
        out.commands.push(command);
    }
}

/// The project's name opens the menu of everything that has no place of its own.
fn menu_ui(ui: &mut Ui, snapshot: &Snapshot, most: f32, out: &mut Out) {
    let colors = Palette::of(ui);
    let name = snapshot.project.as_ref().map_or("Gleaner", |project| &project.name);
    let galley = elided_font(ui, name, FontId::new(15.0, strong_family()), most.max(56.0), colors.text);
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x + 36.0, 32.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, say!("bar-menu")));
    if response.hovered() || response.has_focus() || Popup::is_id_open(ui.ctx(), Popup::default_response_id(&response))
    {
        ui.painter().rect_filled(rect, 6.0, colors.control);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 6.0, colors.focus_ring(), StrokeKind::Inside);
    }
    ui.painter().galley(pos2(rect.left() + 8.0, rect.center().y - galley.size().y / 2.0), galley, colors.text);
    let chevron = Rect::from_center_size(pos2(rect.right() - 15.0, rect.center().y), Vec2::splat(12.0));
    Icon::ChevronDown.paint(ui.painter(), chevron, colors.weak);
    let place = snapshot.project.as_ref().map(|project| {
        say!("bar-menu-places", folder = &*project.folder.to_string_lossy(), project = &*project.path.to_string_lossy())
    });
    Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClick).show(|ui| {
        ui.set_min_width(250.0);
        let groups: [&[Command]; 5] = [
            &[Command::Open, Command::OpenSample, Command::Rescan, Command::ShowSkipped, Command::ShowMissing],
            &[
                Command::Discover,
                Command::ShowRuns,
                Command::Improve,
                Command::Refine,
                Command::ShowHistory,
                Command::TakeLabels,
                Command::Export,
            ],
            &[Command::AboutProject, Command::CheckProject, Command::ArchiveProject],
            &[Command::Settings, Command::Palette, Command::Keys, Command::About],
            &[Command::Quit],
        ];
        let most = ui.ctx().content_rect().height() - HEIGHT - 24.0;
        egui::ScrollArea::vertical().max_height(most).min_scrolled_height(most).show(ui, |ui| {
            for (i, group) in groups.iter().enumerate() {
                if i > 0 {
                    ui.separator();
                }
                for &command in *group {
                    out.line_as_ui(ui, command, command.label());
                }
            }
        });
    });
    if let Some(place) = place {
        response.on_hover_text(place);
    }
}

/// How far the work behind a tab is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing to say.
    Open,
    /// A job does it now.
    AtWork,
    /// It is done.
    Done,
}

/// A tab as it is drawn.
struct Face {
    name: &'static str,
    /// How far the work is, in a word or number.
    detail: String,
    state: State,
    command: Command,
    is_shown: bool,
}

fn tabs_ui(ui: &mut Ui, frame: &mut Frame<'_>, is_wide: bool) {
    let snapshot = frame.snapshot;
    let (n_images, n_labelled) = (snapshot.images.rows.len(), frame.facts.n_labelled);
    let n_confirmed = frame.facts.n_confirmed;
    let is_reviewed = n_labelled > 0 && n_confirmed == n_labelled;
    let share = n_confirmed as f64 / n_labelled.max(1) as f64;
    let tab = frame.view.tab;
    let when = |is_so: bool, detail: String| if is_so { detail } else { String::new() };
    let state = |job: Option<JobKind>, is_done: bool| match job {
        Some(job) if is_at_work(snapshot, job) => State::AtWork,
        _ if is_done => State::Done,
        _ => State::Open,
    };
    let is_exported = snapshot.exported.as_ref().is_some_and(|exported| exported.is_current);
    let faces = [
        Face {
            name: say!("bar-tab-images"),
            detail: when(n_images > 0, number(n_images)),
            state: state(Some(JobKind::Import), false),
            command: Command::ShowGrid,
            is_shown: tab == Tab::Grid,
        },
        Face {
            name: say!("bar-tab-review"),
            detail: when(n_labelled > 0 && !is_reviewed, percent(share)),
            state: state(None, is_reviewed),
            command: Command::ShowReview,
            is_shown: tab == Tab::Review,
        },
        Face {
            name: say!("bar-tab-quality"),
            detail: String::new(),
            state: State::Open,
            command: Command::ShowQuality,
            is_shown: tab == Tab::Quality,
        },
        Face {
            name: say!("bar-tab-export"),
            detail: String::new(),
            state: state(Some(JobKind::Export), is_exported),
            command: Command::Export,
            is_shown: false,
        },
    ];
    for face in faces {
        let response = tab_ui(ui, &face, is_wide);
        let tip = match face.command {
            Command::ShowReview if n_labelled > 0 => {
                say!("bar-tab-review-tip", confirmed = n_confirmed, labelled = n_labelled)
            }
            Command::Export if is_exported => say!("bar-tab-exported").to_owned(),
            command => command.tooltip_with_key(ui.ctx()),
        };
        let why_not = frame.out.situation.why_not(face.command);
        if response.on_hover_text(why_not.map_or(tip, str::to_owned)).clicked() {
            frame.out.commands.push(face.command);
        }
    }
}

fn tab_ui(ui: &mut Ui, face: &Face, is_wide: bool) -> Response {
    let colors = Palette::of(ui);
    let color = if face.is_shown { colors.text } else { colors.weak };
    let family = if face.is_shown { strong_family() } else { egui::FontFamily::Proportional };
    let name = ui.painter().layout_no_wrap(face.name.to_owned(), FontId::new(13.5, family), color);
    let detail = if is_wide { face.detail.clone() } else { String::new() };
    let detail = ui.painter().layout_no_wrap(detail, FontId::proportional(12.5), colors.weak);
    let mark = if face.state == State::Open { 0.0 } else { 18.0 };
    let gap = if detail.size().x > 0.0 { 6.0 } else { 0.0 };
    let pad = if is_wide { 10.0 } else { 7.0 };
    let width = name.size().x + gap + detail.size().x + mark + 2.0 * pad;
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT - 8.0), Sense::click());
    response.widget_info(|| {
        let said = match face.state {
            State::AtWork => say!("bar-tab-at-work", name = face.name),
            State::Done => say!("bar-tab-done", name = face.name),
            State::Open if face.detail.is_empty() => face.name.to_owned(),
            State::Open => say!("bar-tab-detail", name = face.name, detail = &face.detail),
        };
        WidgetInfo::selected(Role::Tab, true, face.is_shown, said)
    });
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 6.0, colors.control);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 6.0, colors.focus_ring(), StrokeKind::Inside);
    }
    let mut x = rect.left() + pad;
    let y = |height: f32| rect.center().y - height / 2.0;
    let after = name.size().x + gap;
    ui.painter().galley(pos2(x, y(name.size().y)), name, color);
    x += after;
    let after = detail.size().x;
    ui.painter().galley(pos2(x, y(detail.size().y)), detail, colors.weak);
    x += after;
    let dot = pos2(x + 11.0, rect.center().y);
    match face.state {
        State::Open => (),
        State::Done => {
            ui.painter().circle_filled(dot, 7.0, colors.accent);
            Icon::Check.paint(ui.painter(), Rect::from_center_size(dot, Vec2::splat(10.0)), colors.on_accent);
        }
        State::AtWork => {
            ui.painter().circle_stroke(dot, 5.5, Stroke::new(1.5, colors.accent_text));
            ui.painter().circle_filled(dot, 2.5, colors.accent_text);
        }
    }
    if face.is_shown {
        let line = Stroke::new(2.0, colors.accent_text);
        ui.painter().hline(rect.x_range().shrink(6.0), rect.bottom() - 1.0, line);
    }
    response
}

/// What is to be done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Find groups.
    Discover,
    /// Give names to groups that have none.
    Name,
    /// Look whether the images are where they belong.
    Review,
    /// Write the labels out.
    Export,
    /// Nothing: all is written.
    Nothing,
}

/// The first step that is not done.
#[must_use]
pub fn next_step(snapshot: &Snapshot) -> Next {
    let with_images = || snapshot.clusters.iter().filter(|cluster| !cluster.members.is_empty());
    let is_reviewed =
        |cluster: &ClusterView| cluster.purity.is_proven() || cluster.n_confirmed >= cluster.members.len();
    if snapshot.clusters.is_empty() {
        Next::Discover
    } else if with_images().any(|cluster| !cluster.is_named) {
        Next::Name
    } else if !with_images().all(|cluster| is_reviewed(cluster)) {
        Next::Review
    } else if snapshot.exported.as_ref().is_some_and(|exported| exported.is_current) {
        Next::Nothing
    } else {
        Next::Export
    }
}

fn next_ui(ui: &mut Ui, frame: &mut Frame<'_>) {
    let (command, text, name) = match next_step(frame.snapshot) {
        Next::Discover => (Command::Discover, say!("bar-next-discover"), say!("bar-next-discover")),
        Next::Name => (Command::NameGroups, say!("bar-next-name"), say!("bar-next-name")),
        Next::Review => (Command::ShowReview, say!("bar-next-review"), say!("bar-next-review.name")),
        Next::Export => (Command::Export, say!("bar-next-export"), say!("bar-next-export.name")),
        Next::Nothing => return,
    };
    let is_there = command == Command::ShowReview && frame.view.tab == Tab::Review;
    if is_there || is_at_work(frame.snapshot, JobKind::Run) {
        // It goes on already.
        return;
    }
    let allowed = frame.out.situation.allows(command);
    let response = crate::gui::kit::widgets::primary_button(ui, text, allowed).accessible_name(name);
    frame.out.note(ui, command, response);
}

/// From right to left.
fn undo_ui(ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) {
    let history = &snapshot.history;
    for (icon, command, what) in
        [(Icon::Redo, Command::Redo, &history.redo), (Icon::Undo, Command::Undo, &history.undo)]
    {
        let key = command.label_with_key(ui.ctx());
        let tooltip = match what {
            Some(what) => say!("bar-undo-what", key = &key, what = what),
            None if command == Command::Undo => say!("bar-undo-nothing", key = &key),
            None => say!("bar-redo-nothing", key = &key),
        };
        if icon_button(ui, icon, command.label(), &tooltip, what.is_some()).clicked() {
            out.commands.push(command);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;
    use crate::session::protocol::{Exported, Purity};
    use std::sync::Arc;

    #[test]
    fn the_next_step_is_the_first_that_is_not_done() {
        assert_eq!(next_step(&fixtures::imported()), Next::Discover);
        let mut snapshot = fixtures::clustered();
        assert_eq!(next_step(&snapshot), Next::Name);
        let clusters = Arc::make_mut(&mut snapshot.clusters);
        for cluster in clusters.iter_mut() {
            Arc::make_mut(cluster).is_named = true;
        }
        assert_eq!(next_step(&snapshot), Next::Review);
        let clusters = Arc::make_mut(&mut snapshot.clusters);
        for (i, cluster) in clusters.iter_mut().enumerate() {
            let cluster = Arc::make_mut(cluster);
            let n = cluster.members.len();
            // One way or the other.
            if i % 2 == 0 {
                cluster.n_confirmed = n;
            } else {
                cluster.purity = Purity::new(n, n, n);
            }
        }
        assert_eq!(next_step(&snapshot), Next::Export);
        let exported = |is_current| Exported {
            point: crate::ids::Point(1),
            path: "labels.csv".into(),
            format: "csv".into(),
            written: 1,
            is_current,
        };
        snapshot.exported = Some(Arc::new(exported(false)));
        assert_eq!(next_step(&snapshot), Next::Export, "the labels are others since");
        snapshot.exported = Some(Arc::new(exported(true)));
        assert_eq!(next_step(&snapshot), Next::Nothing);
    }
}
