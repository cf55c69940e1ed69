//! Colours with a meaning. That of a cluster is the one that a person gave it, or else its own of the series, the same in every
//! theme; beside it there are those of what a person decided, of warnings and of what is selected. They can be told apart by colour-blind
//! people too, in light and dark.
//!
//! Colour never stands alone: a name, a key or a number is beside it.

use super::theme::{Palette, cluster_color};
use crate::ids::ClusterId;
use crate::session::protocol::{ClusterView, Mark, N_COLOURS, Snapshot};
use egui::accesskit::Role;
use egui::{Align2, Color32, FontId, Rect, Response, Sense, Stroke, StrokeKind, Ui, Visuals, WidgetInfo, pos2, vec2};

/// Colours that can be given: the same in every theme.
const GIVEN: [(&str, Color32); N_COLOURS as usize] = [
    ("Blue", Color32::from_rgb(0x12, 0x75, 0xea)),
    ("Orange", Color32::from_rgb(0xe1, 0x6c, 0x12)),
    ("Green", Color32::from_rgb(0x36, 0x7e, 0x51)),
    ("Red", Color32::from_rgb(0xe1, 0x24, 0x00)),
    ("Violet", Color32::from_rgb(0x7e, 0x63, 0xbd)),
    ("Yellow", Color32::from_rgb(0x87, 0x6c, 0x12)),
    ("Teal", Color32::from_rgb(0x12, 0x99, 0xab)),
    ("Pink", Color32::from_rgb(0xfc, 0x3f, 0xa2)),
    ("Brown", Color32::from_rgb(0x99, 0x87, 0x75)),
    ("Olive", Color32::from_rgb(0x90, 0x90, 0x48)),
    ("Indigo", Color32::from_rgb(0x6c, 0x87, 0xea)),
    ("Grey", Color32::from_rgb(0x78, 0x79, 0x7b)),
];

/// The colour of a cluster by its id: the same as long as the cluster lives and nobody gives it another one.
#[must_use]
pub fn of_cluster(snapshot: &Snapshot, cluster: ClusterId) -> Color32 {
    snapshot.cluster(cluster).map_or_else(|| cluster_color(cluster), |cluster| of_view(cluster))
}

/// The colour of a cluster.
#[must_use]
pub fn of_view(cluster: &ClusterView) -> Color32 {
    let given = cluster.colour.and_then(|colour| GIVEN.get(usize::from(colour)));
    given.map_or_else(|| cluster_color(cluster.id), |(_, color)| *color)
}

/// A small square of a cluster's colour, to stand before its name.
pub fn swatch_ui(ui: &mut Ui, cluster: &ClusterView) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(12.0, 12.0), Sense::hover());
    let line = Stroke::new(1.0, Palette::of(ui).line_strong);
    ui.painter().rect(rect, 3.0, of_view(cluster), line, StrokeKind::Inside);
    response
}

/// All colours that can be given, by name, in two columns, and the automatic one; gives what was chosen.
pub fn choice_ui(ui: &mut Ui, now: Option<u8>) -> Option<Mark> {
    let mut chosen = None;
    let width = 118.0;
    ui.spacing_mut().item_spacing = vec2(4.0, 2.0);
    for pair in (0..N_COLOURS).collect::<Vec<_>>().chunks(2) {
        ui.horizontal(|ui| {
            for &colour in pair {
                let (name, fill) = GIVEN[usize::from(colour)];
                if named_swatch_ui(ui, width, name, Some(fill), now == Some(colour)).clicked() {
                    chosen = Some(Mark::Colour(Some(colour)));
                }
            }
        });
    }
    if named_swatch_ui(ui, 2.0 * width + 4.0, "Automatic", None, now.is_none()).clicked() {
        chosen = Some(Mark::Colour(None));
    }
    chosen
}

fn named_swatch_ui(ui: &mut Ui, width: f32, name: &str, fill: Option<Color32>, is_now: bool) -> Response {
    let colors = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, 26.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_now, name));
    let ground = match () {
        () if is_now => colors.selected,
        () if response.hovered() || response.has_focus() => colors.control,
        () => Color32::TRANSPARENT,
    };
    ui.painter().rect_filled(rect, 5.0, ground);
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 5.0, Stroke::new(1.5, colors.accent_text), StrokeKind::Inside);
    }
    let square = Rect::from_center_size(pos2(rect.left() + 15.0, rect.center().y), vec2(14.0, 14.0));
    let line = Stroke::new(1.0, colors.line_strong);
    ui.painter().rect(square, 3.0, fill.unwrap_or(Color32::TRANSPARENT), line, StrokeKind::Inside);
    let at = pos2(rect.left() + 30.0, rect.center().y);
    ui.painter().text(at, Align2::LEFT_CENTER, name, FontId::proportional(13.0), colors.text);
    response
}

/// Behind the white check mark of a confirmed image.
pub fn confirmed_color(visuals: &Visuals) -> Color32 {
    if visuals.dark_mode { Color32::from_rgb(0x21, 0x8a, 0x5b) } else { Color32::from_rgb(0x1b, 0x7f, 0x52) }
}

/// Behind the white figure of an image that a person placed.
pub fn placed_color(visuals: &Visuals) -> Color32 {
    if visuals.dark_mode { Color32::from_rgb(0x3a, 0x74, 0xc4) } else { Color32::from_rgb(0x2a, 0x62, 0xb3) }
}

/// Behind the dark exclamation mark of a warning.
pub fn warning_color(visuals: &Visuals) -> Color32 {
    if visuals.dark_mode { Color32::from_rgb(0xf0, 0xb4, 0x3c) } else { Color32::from_rgb(0xf2, 0xb1, 0x34) }
}

/// Outline of what is selected: strong against the page and against most pictures.
pub fn selection_color(visuals: &Visuals) -> Color32 {
    Palette::of_visuals(visuals).accent
}

/// What lies behind a picture that does not fill its square.
pub fn tile_color(visuals: &Visuals) -> Color32 {
    if visuals.dark_mode { Color32::from_gray(0x26) } else { Color32::from_gray(0xec) }
}

/// For text in the background: the theme's weak colour, made stronger where it could hardly be read on the page.
pub fn soft_color(visuals: &Visuals) -> Color32 {
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

/// Colours that can be given, for tests.
#[cfg(test)]
pub fn given() -> Vec<Color32> {
    GIVEN.iter().map(|(_, color)| *color).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::kit::theme::{DARK, LIGHT};
    use crate::gui::tests::fixtures;
    use std::sync::Arc;

    #[test]
    fn a_given_colour_wins() {
        let mut snapshot = fixtures::clustered();
        let cats = ClusterId(1);
        assert_eq!(of_cluster(&snapshot, cats), cluster_color(cats));
        let clusters = Arc::make_mut(&mut snapshot.clusters);
        Arc::make_mut(&mut clusters[0]).colour = Some(3);
        assert_eq!(of_cluster(&snapshot, cats), GIVEN[3].1);
        assert_eq!(of_cluster(&snapshot, ClusterId(99)), cluster_color(ClusterId(99)));
    }

    #[test]
    fn given_colours_can_be_seen_in_every_theme() {
        for (name, color) in GIVEN {
            for ground in [LIGHT.panel, LIGHT.canvas, DARK.panel, DARK.canvas, DARK.raised] {
                assert!(contrast(color, ground) >= 3.0, "{name} on {ground:?}");
            }
        }
    }

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
