//! One image as large as the window, on an opaque ground: zoom, the images before and after it, what its file tells, and all
//! that can be done with it in the grid, by the same keys.
//!
//! Of the grid's images it shows the one that the keyboard stands on, so that whatever moves the keyboard on moves it too,
//! and the grid is where the viewer was when it closes. An image from elsewhere is shown alone, to be looked at.

mod about;
mod detail;
mod film;
mod lens;

pub use lens::{Lens, has_keys};

use crate::gui::command::{Command, take_keys_of};
use crate::gui::frame::asks::files;
use crate::gui::frame::{Frame, Intent, Shown};
use crate::gui::grid::Grid;
use crate::gui::kit::colours;
use crate::gui::kit::dialog::hide_tooltips_below;
use crate::gui::kit::pictures::marks;
use crate::gui::kit::pictures::textures::prefetch;
use crate::gui::kit::text::{cluster_name, decided_by, shortened};
use crate::gui::kit::theme::{self, strong};
use crate::gui::kit::widgets::stay_on_top;
use crate::ids::ImageId;
use crate::session::protocol::LabelSource;
use crate::strings::{Share, say};
use detail::Detail;
use egui::{
    Align, Button, Color32, Id, Key, Label, Layout, Modal, Modifiers, Popup, PopupCloseBehavior, RichText, Sense, Ui,
    Vec2, vec2,
};

/// What the keyboard asks of the image that is shown, by the keys that it has in the grid.
const BY_KEY: [Command; 13] = [
    Command::Confirm,
    Command::Unconfirm,
    Command::Reject,
    Command::Junk,
    Command::Move,
    Command::MoveToNew,
    Command::FindSimilar,
    Command::OpenInViewer,
    Command::RevealFile,
    Command::CopyPaths,
    Command::Undo,
    Command::Redo,
    Command::Keys,
];

/// The viewer between two frames.
#[derive(Default)]
pub struct Viewer {
    open: Option<Opened>,
    shows_about: bool,
    detail: Detail,
}

struct Opened {
    image: ImageId,
    /// It is the one that the keyboard stands on in the grid.
    is_of_grid: bool,
    lens: Lens,
}

/// What became of the viewer in a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Said {
    /// Go to this position of the grid.
    to: Option<usize>,
    is_closed: bool,
}

impl Viewer {
    /// Shows an image; `is_of_grid`: it is the one that the keyboard stands on there.
    pub fn open(&mut self, image: ImageId, is_of_grid: bool) {
        self.open = Some(Opened { image, is_of_grid, lens: Lens::default() });
    }

    /// Whether an image is shown.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Whether the image that is shown is the one that the keyboard stands on in the grid.
    #[must_use]
    pub fn is_of_grid(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.is_of_grid)
    }

    /// Closes it.
    pub fn close(&mut self) {
        self.open = None;
        self.detail.forget();
    }

    /// Draws it over everything, if it is open.
    pub fn viewer_ui(&mut self, ctx: &egui::Context, frame: &mut Frame<'_>, grid: &mut Grid) {
        let Some(open) = &mut self.open else { return };
        if open.is_of_grid {
            // What moved the keyboard moved this too.
            let cursor = frame.view.selection.cursor.filter(|image| grid.position(*image).is_some());
            match cursor {
                Some(image) if image != open.image => {
                    *open = Opened { image, is_of_grid: true, lens: Lens::default() };
                    self.detail.forget();
                }
                Some(_) => {}
                None => return self.close(),
            }
        }
        if frame.snapshot.images.get(open.image).is_none() {
            return self.close();
        }
        hide_tooltips_below(ctx);
        let size = ctx.content_rect().size() - vec2(32.0, 20.0);
        let modal =
            Modal::new(Id::unique("gleaner-large")).frame(egui::Frame::NONE).backdrop_color(Color32::from_gray(0x0e));
        let shown = modal.show(ctx, |ui| {
            // Always dark: photos are judged against dark, whatever the theme.
            *ui.visuals_mut() = theme::style(egui::Theme::Dark, false).visuals;
            ui.set_min_size(size);
            ui.set_max_size(size);
            self.contents_ui(ui, frame, grid, size)
        });
        let said = shown.inner;
        if let Some(image) = said.to.and_then(|to| grid.order().get(to).copied()) {
            frame.view.selection.only(image);
            grid.reveal(image);
            ctx.request_repaint();
        }
        if said.is_closed || shown.should_close() {
            if self.is_of_grid() {
                Grid::take_focus(ctx);
            }
            self.close();
        }
    }

    fn contents_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, grid: &Grid, size: Vec2) -> Said {
        let Some(open) = &mut self.open else { return Said::default() };
        let image = open.image;
        let position = grid.position(image).filter(|_| open.is_of_grid);
        let mut said = Said { to: keys_ui(ui, frame, grid, position), is_closed: false };
        if has_keys(ui) {
            let keys = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
            said.is_closed |= keys(Key::Space) | keys(Key::V) | (position.is_none() && keys(Key::Enter));
            self.shows_about ^= keys(Key::I);
        }
        open.lens.keys_ui(ui);
        said.is_closed |= top_row_ui(ui, frame, grid, open, position, &mut self.shows_about);
        ui.add_space(4.0);
        let below = if position.is_some() { 40.0 + film::HEIGHT + ui.spacing().item_spacing.y * 2.0 } else { 0.0 };
        let about_width = if self.shows_about { (size.x * 0.24).clamp(150.0, 260.0) } else { 0.0 };
        let picture = vec2(size.x - about_width, (ui.available_height() - below).max(40.0));
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let response = open.lens.picture_ui(ui, frame, image, picture, Some(&mut self.detail));
            let path = frame.snapshot.images.get(image).map_or("", |info| &*info.path);
            let name = say!("viewer-picture", path = path);
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &name));
            if position.is_some() {
                Popup::context_menu(&response).show(|ui| {
                    stay_on_top(ui);
                    grid.menu_ui(ui, frame, image);
                });
            }
            if self.shows_about {
                let about = vec2(about_width - 16.0, picture.y);
                ui.add_space(16.0);
                ui.allocate_ui_with_layout(about, Layout::top_down(Align::Min), |ui| {
                    ui.set_max_size(about);
                    about::about_ui(ui, frame, image);
                });
            }
        });
        if let Some(position) = position {
            actions_ui(ui, frame, grid, image);
            said.to = film::film_ui(ui, frame, grid, position).or(said.to);
            let next = [position + 1, position + 2].into_iter().chain(position.checked_sub(1));
            let next: Vec<ImageId> = next.filter_map(|at| grid.order().get(at).copied()).collect();
            prefetch(ui.ctx(), frame.fetcher, &next, 2048.0);
        }
        said
    }
}

/// Gives the position that the keyboard goes to; what else it asks for goes out as commands.
fn keys_ui(ui: &Ui, frame: &mut Frame<'_>, grid: &Grid, position: Option<usize>) -> Option<usize> {
    let (position, last) = (position.filter(|_| has_keys(ui))?, grid.order().len().checked_sub(1)?);
    let steps = [
        (Key::ArrowLeft, position.saturating_sub(1)),
        (Key::ArrowUp, position.saturating_sub(1)),
        (Key::ArrowRight, position + 1),
        (Key::ArrowDown, position + 1),
        (Key::PageUp, position.saturating_sub(10)),
        (Key::PageDown, position + 10),
        (Key::Home, 0),
        (Key::End, last),
    ];
    let pressed = ui.input_mut(|input| {
        let taken = steps.into_iter().filter(|(key, _)| input.consume_key(Modifiers::NONE, *key));
        taken.last().map(|(_, to)| to.min(last))
    });
    let mut commands = take_keys_of(ui.ctx(), &BY_KEY);
    // In the grid this key merges groups; here only one image can be meant.
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::M)) {
        commands.push(Command::Move);
    }
    frame.out.commands.extend(commands);
    pressed.filter(|to| *to != position)
}

/// Name, place among the others, zoom; gives whether it was closed.
fn top_row_ui(
    ui: &mut Ui,
    frame: &Frame<'_>,
    grid: &Grid,
    open: &mut Opened,
    position: Option<usize>,
    shows_about: &mut bool,
) -> bool {
    let path = frame.snapshot.images.get(open.image).map_or("", |info| &*info.path);
    ui.horizontal(|ui| {
        ui.set_height(28.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let is_closed = ui.button(say!("viewer-close")).on_hover_text(say!("viewer-close.tip")).clicked();
            let about = ui.selectable_label(*shows_about, say!("viewer-about")).on_hover_text(say!("viewer-about.tip"));
            *shows_about ^= about.clicked();
            ui.add_space(8.0);
            zoom_ui(ui, &mut open.lens);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                if let Some(position) = position {
                    let words = say!("viewer-place", at = position + 1, n = grid.order().len());
                    ui.label(RichText::new(words).color(colours::soft_color(ui.visuals())));
                }
                ui.add(Label::new(strong(path)).truncate()).on_hover_text(path);
            });
            is_closed
        })
        .inner
    })
    .inner
}

/// From right to left.
fn zoom_ui(ui: &mut Ui, lens: &mut Lens) {
    let button = |ui: &mut Ui, text: &str, name: &'static str, tip: &'static str| {
        ui.add(Button::new(text)).accessible_name(name).on_hover_text(tip).clicked()
    };
    if button(ui, "+", say!("viewer-nearer"), say!("viewer-nearer.tip")) {
        lens.step(true);
    }
    let scale = format!("{:.0}", lens.scale() * 100.0);
    let words = say!("viewer-scale", scale = scale);
    ui.add_sized([52.0, 20.0], Label::new(words)).on_hover_text(say!("viewer-scale.tip"));
    if button(ui, "\u{2212}", say!("viewer-farther"), say!("viewer-farther.tip")) {
        lens.step(false);
    }
    let pixels = say!("viewer-pixel-on-pixel");
    if button(ui, pixels, pixels, say!("viewer-pixel-on-pixel.tip")) {
        lens.show_pixels();
    }
    if ui.add_enabled(!lens.is_whole(), Button::new(say!("viewer-fit"))).on_hover_text(say!("viewer-fit.tip")).clicked()
    {
        lens.show_whole();
    }
}

/// What the image is, and what can be said of it.
fn actions_ui(ui: &mut Ui, frame: &mut Frame<'_>, grid: &Grid, image: ImageId) {
    let label = frame.snapshot.label(image).copied().unwrap_or_default();
    let is_guess = matches!(frame.view.shown, Shown::Provisional(_));
    ui.horizontal(|ui| {
        ui.set_height(36.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let more = ui.button(say!("viewer-more")).on_hover_text(say!("viewer-more.tip"));
            Popup::menu(&more).close_behavior(PopupCloseBehavior::CloseOnClick).show(|ui| {
                stay_on_top(ui);
                grid.menu_ui(ui, frame, image);
            });
            for command in [Command::FindSimilar, Command::Move, Command::Junk, Command::Reject] {
                frame.out.button_ui(ui, command);
            }
            match files::answer(frame.snapshot, frame.view.shown, image, 1) {
                Some(answer) => frame.out.button_as_ui(ui, Command::Confirm, answer),
                None if label.source == LabelSource::Confirmed => frame.out.button_ui(ui, Command::Unconfirm),
                None => frame.out.primary_ui(ui, Command::Confirm, Command::Confirm.short()),
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                if frame.snapshot.clusters.is_empty() || is_guess {
                    return;
                }
                if let Some(cluster) = label.cluster {
                    let (rect, _) = ui.allocate_exact_size(Vec2::splat(14.0), Sense::hover());
                    let color = colours::of_cluster(frame.snapshot, cluster);
                    marks::swatch(ui.painter(), rect, color, ui.visuals());
                }
                let name = cluster_name(frame.snapshot, label.cluster);
                let name = if label.is_junk { say!("grid-gone-junk").to_owned() } else { shortened(&name) };
                ui.add(Label::new(strong(name)).truncate());
                let is_sure = label.cluster.is_some() && label.source == LabelSource::Machine;
                let how = if is_sure {
                    say!("grid-sure", share = Share(f64::from(label.confidence)))
                } else {
                    decided_by(frame.snapshot, &label)
                };
                ui.add(Label::new(RichText::new(how).color(colours::soft_color(ui.visuals()))).truncate());
                if label.cluster.is_some_and(|cluster| frame.view.shown != Shown::Cluster(cluster))
                    && ui.link(say!("viewer-show-group")).clicked()
                {
                    frame.out.intents.push(Intent::Reveal(image));
                }
            });
        });
    });
}
