//! Colours of clusters and of what a person decided, told apart by colour-blind people too, in light and dark.
//!
//! Colour never stands alone: a name, a mark or a tooltip says the same.

use crate::gui::kit::theme::Palette;
use egui::{Color32, Visuals};

pub use crate::gui::kit::theme::cluster_color;

/// Behind the white check mark of a confirmed image.
pub(in crate::gui) fn confirmed_color(visuals: &Visuals) -> Color32 {
    if visuals.dark_mode { Color32::from_rgb(0x21, 0x8a, 0x5b) } else { Color32::from_rgb(0x1b, 0x7f, 0x52) }
}

/// Behind the white figure of an image that a person placed.
pub(in crate::gui) fn placed_color(visuals: &Visuals) -> Color32 {
    if visuals.dark_mode { Color32::from_rgb(0x3a, 0x74, 0xc4) } else { Color32::from_rgb(0x2a, 0x62, 0xb3) }
}

/// Behind the dark exclamation mark of a warning.
pub(in crate::gui) fn warning_color(visuals: &Visuals) -> Color32 {
    if visuals.dark_mode { Color32::from_rgb(0xf0, 0xb4, 0x3c) } else { Color32::from_rgb(0xf2, 0xb1, 0x34) }
}

/// Outline of what is selected: strong against the page and against most pictures.
pub(in crate::gui) fn selection_color(visuals: &Visuals) -> Color32 {
    Palette::of_visuals(visuals).accent
}

/// What lies behind a picture that does not fill its square.
pub(in crate::gui) fn tile_color(visuals: &Visuals) -> Color32 {
    if visuals.dark_mode { Color32::from_gray(0x26) } else { Color32::from_gray(0xec) }
}

/// For text in the background: the theme's weak colour, made stronger where it could hardly be read on the page.
pub(in crate::gui) fn soft_color(visuals: &Visuals) -> Color32 {
    // Themes make text weak by letting the page shine through: what is seen is what counts.
    let weak = visuals.panel_fill.blend(visuals.weak_text_color());
    let strong = visuals.panel_fill.blend(visuals.strong_text_color());
    let step = |i: u8| weak.lerp_to_gamma(strong, f32::from(i) / 8.0);
    (0..=8).map(step).find(|color| contrast(*color, visuals.panel_fill) >= READABLE).unwrap_or(strong)
}

/// Least contrast of text (WCAG 2.2, 1.4.3).
const READABLE: f32 = 4.5;

/// Contrast ratio of two opaque colours (WCAG 2.2).
fn contrast(a: Color32, b: Color32) -> f32 {
    let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
    a.max(b) / a.min(b)
}

fn luminance(color: Color32) -> f32 {
    let linear = |byte: u8| {
        let value = f32::from(byte) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_can_be_read() {
        for visuals in [Visuals::dark(), Visuals::light()] {
            assert!(contrast(confirmed_color(&visuals), Color32::WHITE) >= 3.0);
            assert!(contrast(placed_color(&visuals), Color32::WHITE) >= 3.0);
            assert!(contrast(warning_color(&visuals), Color32::BLACK) >= READABLE);
            assert!(contrast(soft_color(&visuals), visuals.panel_fill) >= READABLE);
            assert!(contrast(selection_color(&visuals), visuals.panel_fill) >= 3.0);
        }
    }
}
