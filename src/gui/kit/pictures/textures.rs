//! Thumbnails and previews as egui textures, for everything but the grid's own texture array: bounded, freed, and never
//! many made in one frame.
//!
//! Pixels are fetched by id through [`Fetcher`]; nothing here waits or decodes.

use super::lru::Lru;
use super::marks::{self, RADIUS};
use crate::gui::frame::fetch::Fetcher;
use crate::ids::ImageId;
use crate::memory::part_of_available;
use crate::session::protocol::{Fetch, Pixels};
use crate::strings::say;
use egui::{
    ColorImage, Context, Rect, Response, Sense, TextureHandle, TextureId, TextureOptions, Ui, Vec2, pos2, vec2,
};
use std::sync::{Arc, LazyLock};

/// A screen of thumbnails, whatever memory there was at the start.
const LEAST_THUMB_BYTES: u64 = 32 << 20;
/// Bytes of thumbnails held as egui textures.
static MAX_THUMB_BYTES: LazyLock<usize> =
    LazyLock::new(|| part_of_available(1.0 / 24.0, 64 << 20).max(LEAST_THUMB_BYTES) as usize);
/// Previews held; the largest takes 16 MB.
const MAX_PREVIEWS: usize = 4;
/// Textures made in one frame, so that no frame is long.
pub(in crate::gui) const UPLOADS_PER_FRAME: u32 = 24;
/// Sides of thumbnails as textures, in pixels: the smallest that is sharp enough is made.
const THUMB_SIDES: [u32; 3] = [64, 128, 256];
/// Sides that previews are asked for with, in pixels: few, so that they are found again.
const PREVIEW_SIDES: [u32; 3] = [512, 1024, 2048];

/// A picture that may be there.
#[derive(Clone, Debug)]
pub(in crate::gui) enum Picture {
    /// A texture and its size in pixels.
    Ready(TextureId, Vec2),
    /// Asked for, and not here yet.
    Pending,
    /// Can not be had, with the reason in words.
    Missing(Arc<str>),
}

/// Textures of thumbnails and previews. One for the whole window.
pub struct Thumbs {
    small: Lru<(ImageId, u32), TextureHandle>,
    large: Lru<(ImageId, u32), TextureHandle>,
    pass: Option<u64>,
    uploads_left: u32,
}

impl Default for Thumbs {
    fn default() -> Self {
        Self {
            small: Lru::new(*MAX_THUMB_BYTES),
            large: Lru::new(MAX_PREVIEWS),
            pass: None,
            uploads_left: UPLOADS_PER_FRAME,
        }
    }
}

impl Thumbs {
    /// A thumbnail that fills `size` points, cropped where its proportions differ: rounded, with a placeholder while it
    /// is on its way and a mark with the reason where it can not be had. It only hovers; `interact` with the response
    /// to make it a button.
    pub fn thumb_ui(&mut self, ui: &mut Ui, fetcher: &dyn Fetcher, image: ImageId, size: Vec2) -> Response {
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let missing = self.paint_thumb(ui, fetcher, image, rect);
        match missing {
            Some(reason) => response.on_hover_text(reason_words(&reason)),
            None => response,
        }
    }

    /// [`Thumbs::thumb_ui`] into a rectangle that is there already; gives the reason where there is no picture.
    pub fn paint_thumb(&mut self, ui: &Ui, fetcher: &dyn Fetcher, image: ImageId, rect: Rect) -> Option<Arc<str>> {
        if !ui.is_rect_visible(rect) {
            return None;
        }
        // Cropping magnifies: a third covers the usual 4:3.
        let side_px = rect.size().max_elem() * ui.pixels_per_point() * 4.0 / 3.0;
        match self.picture(ui.ctx(), fetcher, image, side_px) {
            Picture::Ready(texture, size) => {
                marks::picture(ui.painter(), rect, texture, cover_uv(size, rect.size()), RADIUS, 1.0);
                None
            }
            Picture::Pending => {
                marks::placeholder(ui.painter(), rect, ui.visuals());
                None
            }
            Picture::Missing(reason) => {
                marks::broken(ui.painter(), rect, ui.visuals());
                Some(reason)
            }
        }
    }

    /// The whole picture inside `size` points, from the original where it can be read: the thumbnail stands in until
    /// it is there.
    pub fn preview_ui(&mut self, ui: &mut Ui, fetcher: &dyn Fetcher, image: ImageId, size: Vec2) -> Response {
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let picture = self.preview(ui.ctx(), fetcher, image, size.max_elem() * ui.pixels_per_point());
        whole_ui(ui, rect, response, picture)
    }

    /// The whole thumbnail inside `size` points: all that can be had of an image whose file is away.
    pub fn kept_ui(&mut self, ui: &mut Ui, fetcher: &dyn Fetcher, image: ImageId, size: Vec2) -> Response {
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let picture = self.picture(ui.ctx(), fetcher, image, size.max_elem() * ui.pixels_per_point());
        whole_ui(ui, rect, response, picture)
    }

    /// Forgets every texture: ids mean other images in another project.
    pub fn clear(&mut self) {
        self.small.clear();
        self.large.clear();
    }

    /// A thumbnail that is sharp at `side_px` physical pixels.
    pub(in crate::gui) fn picture(
        &mut self,
        ctx: &Context,
        fetcher: &dyn Fetcher,
        image: ImageId,
        side_px: f32,
    ) -> Picture {
        self.begin_pass(ctx);
        let side = THUMB_SIDES.into_iter().find(|side| *side as f32 >= side_px).unwrap_or(THUMB_SIDES[2]);
        if let Some(texture) = self.small.get((image, side)) {
            return ready(texture);
        }
        match fetcher.thumbnail(image) {
            Fetch::Missing(reason) => Picture::Missing(reason),
            Fetch::Ready(pixels) if self.uploads_left > 0 => {
                let fitted = fit_within(&pixels, side);
                let pixels = fitted.as_ref().unwrap_or(&pixels);
                if self.small.make_room(pixels.rgba.len()).is_none() {
                    return Picture::Pending;
                }
                self.uploads_left -= 1;
                let texture = load(ctx, "thumbnail", pixels);
                let picture = ready(&texture);
                self.small.insert((image, side), texture, pixels.rgba.len());
                picture
            }
            fetched => {
                if matches!(fetched, Fetch::Ready(_)) {
                    ctx.request_repaint();
                }
                let other = THUMB_SIDES.into_iter().find_map(|other| self.small.get((image, other)).map(ready));
                other.unwrap_or(Picture::Pending)
            }
        }
    }

    /// The preview at `side_px` physical pixels, or the thumbnail while it is on its way.
    pub(in crate::gui) fn preview(
        &mut self,
        ctx: &Context,
        fetcher: &dyn Fetcher,
        image: ImageId,
        side_px: f32,
    ) -> Picture {
        self.begin_pass(ctx);
        let side = preview_side(ctx, side_px);
        if let Some(texture) = self.large.get((image, side)) {
            return ready(texture);
        }
        match fetcher.preview(image, side) {
            Fetch::Ready(pixels) => {
                if self.large.make_room(1).is_none() {
                    return self.picture(ctx, fetcher, image, side_px);
                }
                let texture = load(ctx, "preview", &pixels);
                let picture = ready(&texture);
                self.large.insert((image, side), texture, 1);
                picture
            }
            Fetch::Pending => self.picture(ctx, fetcher, image, side_px),
            Fetch::Missing(reason) => Picture::Missing(reason),
        }
    }

    /// The first call in each pass of egui frees what the last one used.
    fn begin_pass(&mut self, ctx: &Context) {
        let pass = ctx.cumulative_pass_nr();
        if self.pass != Some(pass) {
            self.pass = Some(pass);
            self.uploads_left = UPLOADS_PER_FRAME;
            self.small.begin_frame();
            self.large.begin_frame();
        }
    }
}

/// A picture that is not cropped, what stands for it, or why there is none.
fn whole_ui(ui: &Ui, rect: Rect, response: Response, picture: Picture) -> Response {
    match picture {
        Picture::Ready(texture, size) => {
            let rect = marks::letterbox(rect, size, ui.pixels_per_point());
            marks::picture(ui.painter(), rect, texture, FULL_UV, RADIUS, 1.0);
            response
        }
        Picture::Pending => {
            marks::placeholder(ui.painter(), rect, ui.visuals());
            response
        }
        Picture::Missing(reason) => {
            marks::broken(ui.painter(), rect, ui.visuals());
            response.on_hover_text(reason_words(&reason))
        }
    }
}

/// The whole texture.
pub(in crate::gui) const FULL_UV: Rect = Rect { min: pos2(0.0, 0.0), max: pos2(1.0, 1.0) };

/// The side that a preview is asked for with.
fn preview_side(ctx: &Context, side_px: f32) -> u32 {
    let side = PREVIEW_SIDES.into_iter().find(|side| *side as f32 >= side_px).unwrap_or(PREVIEW_SIDES[2]);
    side.min(ctx.input(|input| input.max_texture_side) as u32)
}

/// Asks for pictures that will be shown next with `side` points, the soonest last: the newest question is answered first.
pub(in crate::gui) fn prefetch(ctx: &Context, fetcher: &dyn Fetcher, images: &[ImageId], side: f32) {
    let side = preview_side(ctx, side * ctx.pixels_per_point());
    // The largest would push each other out of the reader's memory.
    let n = if side > PREVIEW_SIDES[1] { images.len().min(2) } else { images.len() };
    for image in images[..n].iter().rev() {
        drop(fetcher.preview(*image, side));
    }
    for image in images.iter().rev() {
        drop(fetcher.thumbnail(*image));
    }
}

/// What a missing picture's tooltip says.
pub(in crate::gui) fn reason_words(reason: &str) -> String {
    say!("kit-no-picture", why = reason)
}

/// The middle part of a picture of `picture` pixels that has the proportions of `target`.
fn cover_uv(picture: Vec2, target: Vec2) -> Rect {
    let scale = (target.x / picture.x).max(target.y / picture.y);
    let part = vec2(target.x / (picture.x * scale), target.y / (picture.y * scale));
    Rect::from_center_size(pos2(0.5, 0.5), part)
}

/// The picture made smaller so that no side is longer than `side`, each pixel the mean of those it covers; None if it
/// fits already.
pub(in crate::gui) fn fit_within(pixels: &Pixels, side: u32) -> Option<Arc<Pixels>> {
    let longest = pixels.width.max(pixels.height);
    if longest <= side {
        return None;
    }
    let scaled = |length: u32| ((u64::from(length) * u64::from(side) / u64::from(longest)) as u32).max(1);
    let (width, height) = (scaled(pixels.width), scaled(pixels.height));
    let range = |i: u32, n: u32, from: u32| (i * from / n) as usize..((i + 1) * from).div_ceil(n) as usize;
    let columns: Vec<_> = (0..width).map(|x| range(x, width, pixels.width)).collect();
    let mut rgba = Vec::with_capacity((width * height * 4) as usize);
    for y in 0..height {
        let rows = range(y, height, pixels.height);
        for columns in &columns {
            let mut sum = [0u32; 3];
            for row in rows.clone() {
                let start = row * pixels.width as usize;
                for texel in pixels.rgba[(start + columns.start) * 4..(start + columns.end) * 4].chunks_exact(4) {
                    sum[0] += u32::from(texel[0]);
                    sum[1] += u32::from(texel[1]);
                    sum[2] += u32::from(texel[2]);
                }
            }
            let n = (rows.len() * columns.len()) as u32;
            rgba.extend(sum.map(|channel| ((channel + n / 2) / n) as u8));
            rgba.push(255);
        }
    }
    Some(Arc::new(Pixels { width, height, rgba }))
}

fn load(ctx: &Context, name: &str, pixels: &Pixels) -> TextureHandle {
    // Opaque, so that premultiplied and not are the same.
    let image = ColorImage::from_rgba_premultiplied([pixels.width as usize, pixels.height as usize], &pixels.rgba);
    ctx.load_texture(name, image, TextureOptions::LINEAR)
}

fn ready(texture: &TextureHandle) -> Picture {
    Picture::Ready(texture.id(), texture.size_vec2())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fake;

    #[test]
    fn cover_crops_the_longer_side() {
        assert_eq!(
            cover_uv(vec2(200.0, 100.0), vec2(50.0, 50.0)),
            Rect::from_min_max(pos2(0.25, 0.0), pos2(0.75, 1.0))
        );
        assert_eq!(cover_uv(vec2(10.0, 10.0), vec2(90.0, 90.0)), FULL_UV);
    }

    #[test]
    fn shrinking_takes_means() {
        let grey = |values: &[u8]| values.iter().flat_map(|v| [*v, *v, *v, 255]).collect::<Vec<u8>>();
        let pixels = Pixels { width: 4, height: 2, rgba: grey(&[0, 100, 200, 200, 0, 100, 0, 0]) };
        let half = fit_within(&pixels, 2).expect("4 is more than 2");
        assert_eq!((half.width, half.height), (2, 1));
        assert_eq!(half.rgba, grey(&[50, 100]));
        assert!(fit_within(&pixels, 4).is_none());
        let thin = fit_within(&Pixels { width: 1, height: 300, rgba: grey(&[7; 300]) }, 64).expect("300 is more");
        assert_eq!((thin.width, thin.height, thin.rgba.len()), (1, 64, 256), "never without width");
    }

    #[test]
    fn few_textures_a_frame_and_a_bound_on_bytes() {
        let ctx = Context::default();
        let fetcher = fake::Pictures::default();
        let mut thumbs = Thumbs::default();
        let mut n_ready = 0;
        let mut frame = |thumbs: &mut Thumbs, images: std::ops::Range<u32>| {
            n_ready = 0;
            let output = ctx.run_ui(egui::RawInput::default(), |ui| {
                for image in images.clone() {
                    let picture = thumbs.picture(ui.ctx(), &fetcher, ImageId(image), 256.0);
                    n_ready += usize::from(matches!(picture, Picture::Ready(..)));
                }
            });
            output.drop_without_applying_deltas();
            n_ready
        };
        assert_eq!(frame(&mut thumbs, 0..60), 24);
        assert_eq!(frame(&mut thumbs, 0..60), 48);
        assert_eq!(frame(&mut thumbs, 0..60), 60);
        for start in 0..200 {
            frame(&mut thumbs, start * 20..start * 20 + 20);
            assert!(thumbs.small.cost() <= *MAX_THUMB_BYTES);
        }
        assert!(thumbs.small.cost() > *MAX_THUMB_BYTES / 2, "the bound is used");
        thumbs.clear();
        assert_eq!(thumbs.small.len(), 0);
    }
}
