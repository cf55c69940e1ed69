//! Projects that were open before: each with covers, counts, how far the work on it is, and where it lies.

use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong_family};
use crate::gui::kit::widgets::{elided, elided_font, paint_bar};
use crate::gui::kit::words::unix_now;
use crate::session::places::{self, Recent};
use crate::strings::{ago, join, say};
use egui::accesskit::Role;
use egui::{
    Align2, Color32, ColorImage, Context, CornerRadius, FontId, Rect, Response, Sense, StrokeKind, TextStyle,
    TextureHandle, TextureOptions, Ui, Vec2, WidgetInfo, pos2, vec2,
};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};

/// Height of a project in the list.
const HEIGHT: f32 = 72.0;
/// Side of a cover in points.
const SIDE: f32 = 27.0;
/// Side of a cover in pixels.
const PIXELS: u32 = 96;

/// What was found out about a project, by its path.
pub enum AboutRecent {
    /// Pictures of its largest groups.
    Covers(PathBuf, Vec<ColorImage>),
    /// Its folder is not there.
    Away(PathBuf),
}

/// What was found out about a project.
#[derive(Default)]
struct Known {
    /// Its folder is not there: a drive may not be connected.
    is_away: bool,
    covers: Vec<TextureHandle>,
}

/// The list, newest first.
pub struct Recents {
    list: Vec<Recent>,
    known: HashMap<PathBuf, Known>,
}

impl Recents {
    /// Of which nothing is known yet.
    #[must_use]
    pub fn new(list: Vec<Recent>) -> Self {
        Self { list, known: HashMap::new() }
    }

    /// Another list.
    pub fn set(&mut self, list: Vec<Recent>) {
        self.list = list;
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Takes in what was found out about one.
    pub fn note(&mut self, ctx: &Context, about: AboutRecent) {
        match about {
            AboutRecent::Away(project) => self.known.entry(project).or_default().is_away = true,
            AboutRecent::Covers(project, covers) => {
                let texture = |(i, cover): (usize, ColorImage)| {
                    ctx.load_texture(format!("cover {i} of {}", project.display()), cover, TextureOptions::LINEAR)
                };
                let covers = covers.into_iter().enumerate().map(texture).collect();
                self.known.insert(project, Known { is_away: false, covers });
            }
        }
    }

    /// Draws the list; gives the project that was chosen.
    pub fn list_ui(&self, ui: &mut Ui) -> Option<Recent> {
        let now = unix_now();
        let nothing = Known::default();
        let mut chosen = None;
        for recent in &self.list {
            let known = self.known.get(&recent.project).unwrap_or(&nothing);
            if recent_ui(ui, recent, known, now).clicked() {
                chosen = Some(recent.clone());
            }
        }
        chosen
    }
}

/// Reads covers and looks which folders are not there, on a thread of its own: a share that does not answer holds it up for
/// minutes.
pub fn look_at(data_dir: &Path, recents: &[Recent], ctx: &Context) -> Receiver<AboutRecent> {
    let (sender, answer) = sync_channel(2 * recents.len().max(1));
    let (data_dir, recents, ctx) = (data_dir.to_path_buf(), recents.to_vec(), ctx.clone());
    let spawned = std::thread::Builder::new().name("recent-projects".into()).spawn(move || {
        let with_covers =
            recents.iter().map(|recent| AboutRecent::Covers(recent.project.clone(), covers(&data_dir, recent)));
        let away = recents.iter().filter(|recent| !recent.folder.is_dir());
        for about in with_covers.chain(away.map(|recent| AboutRecent::Away(recent.project.clone()))) {
            if sender.send(about).is_err() {
                // Another list is looked at by now, or the window is gone.
                return;
            }
            ctx.request_repaint();
        }
    });
    if let Err(error) = spawned {
        tracing::warn!(%error, "no thread to look at recent projects");
    }
    answer
}

/// The covers of a project, small.
fn covers(data_dir: &Path, recent: &Recent) -> Vec<ColorImage> {
    let small = |jpeg: Vec<u8>| {
        let image = image::load_from_memory(&jpeg).ok()?.thumbnail(PIXELS, PIXELS).into_rgba8();
        let size = [image.width() as usize, image.height() as usize];
        Some(ColorImage::from_rgba_unmultiplied(size, image.as_raw()))
    };
    places::covers(data_dir, recent).into_iter().filter_map(small).collect()
}

/// "9 groups, 5 named, 38 % confirmed, exported".
fn progress_words(recent: &Recent) -> String {
    let progress = recent.progress;
    let mut parts = vec![say!("count-images", n = recent.n_images)];
    if progress.n_groups > 0 {
        parts.push(say!("count-groups", n = progress.n_groups));
        parts.push(say!("start-named", n = progress.n_named));
    }
    if progress.n_confirmed > 0 {
        parts.push(say!("start-confirmed", n = progress.n_confirmed));
    }
    if progress.is_exported {
        parts.push(say!("start-exported").to_owned());
    }
    parts.join(" \u{b7} ")
}

fn recent_ui(ui: &mut Ui, recent: &Recent, known: &Known, now: i64) -> Response {
    let colors = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::click());
    response.widget_info(|| {
        let name = if known.is_away {
            say!("start-again-away", name = &recent.name)
        } else {
            say!("start-again", name = &recent.name)
        };
        WidgetInfo::labeled(Role::Button, true, name)
    });
    let fill = if response.hovered() || response.has_focus() { colors.control } else { Color32::TRANSPARENT };
    ui.painter().rect_filled(rect, 8.0, fill);
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 8.0, colors.focus_ring(), StrokeKind::Inside);
    }
    let mosaic = Rect::from_min_size(rect.min + vec2(8.0, 8.0), Vec2::splat(2.0 * SIDE + 2.0));
    covers_ui(ui, mosaic, &known.covers);
    let left = mosaic.right() + 12.0;
    let small = TextStyle::Small.resolve(ui.style());
    let when = ago(recent.opened, now);
    let when =
        ui.painter().text(pos2(rect.right() - 10.0, rect.top() + 17.0), Align2::RIGHT_CENTER, when, small, colors.weak);
    let galley =
        |text: &str, style: TextStyle, color: Color32| elided(ui, text, &style, rect.right() - 10.0 - left, color);
    let font = FontId::new(14.0, strong_family());
    let name = elided_font(ui, &recent.name, font, when.left() - left - 10.0, colors.text);
    ui.painter().galley(pos2(left, rect.top() + 8.0), name, colors.text);
    let folder = recent.folder.to_string_lossy();
    let (words, color) = if known.is_away {
        (say!("start-away").to_owned(), colors.warning)
    } else {
        (progress_words(recent), colors.text)
    };
    ui.painter().galley(pos2(left, rect.top() + 27.0), galley(&words, TextStyle::Small, color), color);
    ui.painter().galley(pos2(left, rect.top() + 43.0), galley(&folder, TextStyle::Small, colors.weak), colors.weak);
    if recent.progress.n_groups > 0 {
        let share = recent.progress.n_confirmed as f32 / recent.n_images.max(1) as f32;
        let bar = Rect::from_min_max(pos2(left, rect.bottom() - 10.0), pos2(rect.right() - 10.0, rect.bottom() - 6.0));
        paint_bar(ui, bar, share, colors.accent);
    }
    let place = say!("start-place", folder = &*folder, project = &*recent.project.to_string_lossy());
    let tip = if known.is_away { join(&[say!("start-away-tip").to_owned(), place]) } else { place };
    response.on_hover_text(tip)
}

/// Up to four covers in a square; a folder where there are none.
fn covers_ui(ui: &Ui, mosaic: Rect, covers: &[TextureHandle]) {
    let colors = Palette::of(ui);
    if covers.is_empty() {
        ui.painter().rect_filled(mosaic, 6.0, colors.control);
        Icon::Folder.paint(ui.painter(), Rect::from_center_size(mosaic.center(), Vec2::splat(20.0)), colors.weak);
        return;
    }
    for (i, cover) in covers.iter().take(4).enumerate() {
        let at = vec2((i % 2) as f32, (i / 2) as f32) * (SIDE + 2.0);
        let place = Rect::from_min_size(mosaic.min + at, Vec2::splat(SIDE));
        // The middle of what is not square.
        let size = cover.size_vec2();
        let part = Vec2::splat(size.min_elem()) / size;
        let uv = Rect::from_center_size(pos2(0.5, 0.5), part);
        let shape = egui::epaint::RectShape::filled(place, CornerRadius::same(4), Color32::WHITE);
        ui.painter().add(shape.with_texture(cover.id(), uv));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::places::RecentProgress;

    #[test]
    fn a_project_says_how_far_it_is() {
        let progress = RecentProgress { n_groups: 9, n_named: 5, n_confirmed: 684, is_exported: true };
        let recent = Recent {
            name: "Holiday".into(),
            folder: "/photos".into(),
            project: "/p.gleaner".into(),
            opened: 0,
            n_images: 1800,
            progress,
            covers: Vec::new(),
        };
        let words = "1,800 images \u{b7} 9 groups \u{b7} 5 named \u{b7} 684 confirmed \u{b7} exported";
        assert_eq!(progress_words(&recent), words);
        assert_eq!(progress_words(&Recent { progress: RecentProgress::default(), ..recent }), "1,800 images");
    }
}
