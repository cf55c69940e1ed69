//! Every pixel of one large picture, as squares that become textures when they are looked at: no frame is long, and no
//! picture is too large for the graphics adapter.

use crate::gui::frame::Fetcher;
use crate::gui::kit::pictures::marks;
use crate::ids::ImageId;
use crate::session::protocol::{Fetch, ImageInfo, Pixels};
use egui::{ColorImage, Painter, Rect, TextureHandle, TextureOptions, Ui, Vec2, pos2, vec2};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;
use std::sync::Arc;

/// Side of a square in pixels.
const SIDE: u32 = 1024;
/// Pixels around a square that belong to its neighbours, so that no seam is seen where textures are smoothed.
const BORDER: u32 = 1;
/// Squares that become textures in one frame.
const PER_FRAME: usize = 2;
/// A picture of more pixels is shown with so many.
const MOST_PIXELS: f64 = 64e6;

/// The pixels of one picture, and the squares that were looked at.
#[derive(Default)]
pub struct Detail {
    image: Option<ImageId>,
    pixels: Option<Arc<Pixels>>,
    /// By column and row.
    squares: BTreeMap<(u32, u32), TextureHandle>,
}

impl Detail {
    /// Forgets everything: the picture is no longer looked at.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Paints the squares that lie in `clip` over the picture, which fills `shown`.
    pub fn paint(
        &mut self,
        ui: &Ui,
        painter: &Painter,
        fetcher: &dyn Fetcher,
        info: Option<&ImageInfo>,
        shown: Rect,
        clip: Rect,
    ) {
        let Some(info) = info else { return };
        if self.image != Some(info.id) {
            *self = Self { image: Some(info.id), ..Self::default() };
        }
        if self.pixels.is_none() {
            match fetcher.preview(info.id, side(info)) {
                Fetch::Ready(pixels) => self.pixels = Some(pixels),
                // The preview below it stays.
                Fetch::Pending | Fetch::Missing(_) => return,
            }
        }
        let Some(pixels) = self.pixels.clone() else { return };
        let scale = shown.size() / vec2(pixels.width as f32, pixels.height as f32);
        let seen = |from: f32, to: f32, scale: f32, n: u32| -> Range<u32> {
            let square = scale * SIDE as f32;
            let end = n.div_ceil(SIDE);
            let first = ((from / square).floor().max(0.0) as u32).min(end);
            first..((to / square).ceil().max(0.0) as u32).clamp(first, end)
        };
        let columns = seen(clip.left() - shown.left(), clip.right() - shown.left(), scale.x, pixels.width);
        let rows = seen(clip.top() - shown.top(), clip.bottom() - shown.top(), scale.y, pixels.height);
        let mut n_left = PER_FRAME;
        for at in rows.flat_map(|row| columns.clone().map(move |column| (column, row))) {
            let texture = match self.squares.entry(at) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(_) if n_left == 0 => {
                    ui.ctx().request_repaint();
                    continue;
                }
                Entry::Vacant(place) => {
                    n_left -= 1;
                    place.insert(ui.ctx().load_texture("detail", cut(&pixels, at), TextureOptions::LINEAR))
                }
            };
            let (rect, uv) = placed(&pixels, at);
            let on_screen =
                Rect::from_min_max(shown.min + rect.min.to_vec2() * scale, shown.min + rect.max.to_vec2() * scale);
            marks::picture(painter, on_screen, texture.id(), uv, 0.0, 1.0);
        }
    }
}

/// The longer side that all of a picture, or as much of it as there is room for, is asked with.
fn side(info: &ImageInfo) -> u32 {
    let n_pixels = f64::from(info.width) * f64::from(info.height);
    let longest = f64::from(info.width.max(info.height));
    (longest * (MOST_PIXELS / n_pixels.max(1.0)).sqrt().min(1.0)).floor() as u32
}

/// Columns and rows of a picture that a square holds, its border among them.
fn held(pixels: &Pixels, (column, row): (u32, u32)) -> (Range<u32>, Range<u32>) {
    let range = |at: u32, n: u32| (at * SIDE).saturating_sub(BORDER)..((at + 1) * SIDE + BORDER).min(n);
    (range(column, pixels.width), range(row, pixels.height))
}

fn cut(pixels: &Pixels, at: (u32, u32)) -> ColorImage {
    let (columns, rows) = held(pixels, at);
    let mut rgba = Vec::with_capacity(columns.len() * rows.len() * 4);
    for row in rows.clone() {
        let start = row as usize * pixels.width as usize;
        rgba.extend_from_slice(&pixels.rgba[(start + columns.start as usize) * 4..(start + columns.end as usize) * 4]);
    }
    // Opaque, so that premultiplied and not are the same.
    ColorImage::from_rgba_premultiplied([columns.len(), rows.len()], &rgba)
}

/// Where a square lies in the picture, in pixels, and which part of its texture that is.
fn placed(pixels: &Pixels, (column, row): (u32, u32)) -> (Rect, Rect) {
    let (columns, rows) = held(pixels, (column, row));
    let inner = |at: u32, n: u32| at * SIDE..((at + 1) * SIDE).min(n);
    let (x, y) = (inner(column, pixels.width), inner(row, pixels.height));
    let rect = Rect::from_min_max(pos2(x.start as f32, y.start as f32), pos2(x.end as f32, y.end as f32));
    let size = vec2(columns.len() as f32, rows.len() as f32);
    let from = vec2((x.start - columns.start) as f32, (y.start - rows.start) as f32);
    let uv = Rect::from_min_size((from / size).to_pos2(), rect.size() / size);
    debug_assert!(uv.max.to_vec2().max_elem() <= 1.0 + 1e-5 && size.min_elem() > 0.0, "inside: {uv:?}");
    (rect, uv.intersect(Rect::from_min_size(pos2(0.0, 0.0), Vec2::splat(1.0))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_cover_a_picture_and_hold_their_own_pixels() {
        let (width, height) = (2500, 1030);
        let value = |x: u32, y: u32| ((x * 7 + y * 13) % 251) as u8;
        let rgba = (0..height).flat_map(|y| (0..width).flat_map(move |x| [value(x, y), 0, 0, 255])).collect();
        let pixels = Pixels { width, height, rgba };
        let mut area = 0.0;
        for at in [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1)] {
            let (rect, uv) = placed(&pixels, at);
            area += rect.area();
            let square = cut(&pixels, at);
            let size = vec2(square.size[0] as f32, square.size[1] as f32);
            assert!(((uv.size() * size) - rect.size()).length() < 1e-2, "a pixel on a pixel at {at:?}");
            let first = uv.min.to_vec2() * size;
            let pixel = square.pixels[(first.y.round() as usize) * square.size[0] + first.x.round() as usize];
            assert_eq!(pixel.r(), value(rect.left() as u32, rect.top() as u32), "{at:?}");
        }
        assert_eq!(area, (width * height) as f32);
    }

    #[test]
    fn pictures_beyond_measure_are_shown_with_fewer_pixels() {
        let info = |width, height| ImageInfo::new(ImageId(1), "a.jpg", width, height);
        assert_eq!(side(&info(6000, 4000)), 6000);
        assert_eq!(side(&info(16_000, 16_000)), 8_000);
    }
}
