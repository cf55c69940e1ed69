//! The colour of a cluster, wherever it is drawn: the one that a person gave it, or else its own of the theme's series.
//!
//! Colour never stands alone: a name, a key or a number is beside it.

use super::theme::{Palette, cluster_color};
use crate::ids::ClusterId;
use crate::session::protocol::{ClusterView, Mark, N_COLOURS, Snapshot};
use egui::accesskit::Role;
use egui::{Align2, Color32, FontId, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

/// Colours that can be given: name, on light grounds, on dark ones.
const GIVEN: [(&str, Color32, Color32); N_COLOURS as usize] = [
    ("Blue", Color32::from_rgb(0x1f, 0x6f, 0xd6), Color32::from_rgb(0x5a, 0xa9, 0xff)),
    ("Orange", Color32::from_rgb(0xc2, 0x5a, 0x00), Color32::from_rgb(0xff, 0x9a, 0x45)),
    ("Green", Color32::from_rgb(0x2c, 0x88, 0x3a), Color32::from_rgb(0x58, 0xd0, 0x6a)),
    ("Red", Color32::from_rgb(0xc6, 0x28, 0x28), Color32::from_rgb(0xff, 0x6b, 0x66)),
    ("Violet", Color32::from_rgb(0x75, 0x44, 0xc9), Color32::from_rgb(0xb3, 0x8c, 0xff)),
    ("Yellow", Color32::from_rgb(0x96, 0x76, 0x00), Color32::from_rgb(0xf4, 0xe0, 0x4d)),
    ("Teal", Color32::from_rgb(0x0a, 0x80, 0x84), Color32::from_rgb(0x3a, 0xd2, 0xd2)),
    ("Pink", Color32::from_rgb(0xcb, 0x3a, 0x8e), Color32::from_rgb(0xff, 0x87, 0xc8)),
    ("Brown", Color32::from_rgb(0x7a, 0x4a, 0x2a), Color32::from_rgb(0xc8, 0x95, 0x6c)),
    ("Olive", Color32::from_rgb(0x5f, 0x70, 0x10), Color32::from_rgb(0xa9, 0xbc, 0x40)),
    ("Indigo", Color32::from_rgb(0x22, 0x2f, 0x8c), Color32::from_rgb(0x81, 0x91, 0xff)),
    ("Grey", Color32::from_rgb(0x66, 0x6a, 0x70), Color32::from_rgb(0xb4, 0xb9, 0xc0)),
];

/// The colour of a cluster by its id: the same as long as the cluster lives and nobody gives it another one.
#[must_use]
pub fn of_cluster(snapshot: &Snapshot, cluster: ClusterId, is_dark: bool) -> Color32 {
    snapshot.cluster(cluster).map_or_else(|| cluster_color(cluster, is_dark), |cluster| of_view(cluster, is_dark))
}

/// The colour of a cluster.
#[must_use]
pub fn of_view(cluster: &ClusterView, is_dark: bool) -> Color32 {
    match cluster.colour.and_then(|colour| GIVEN.get(usize::from(colour))) {
        Some((_, light, dark)) => *if is_dark { dark } else { light },
        None => cluster_color(cluster.id, is_dark),
    }
}

/// A small square of a cluster's colour, to stand before its name.
pub fn swatch_ui(ui: &mut Ui, cluster: &ClusterView) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(12.0, 12.0), Sense::hover());
    let line = Stroke::new(1.0, Palette::of(ui).line_strong);
    ui.painter().rect(rect, 3.0, of_view(cluster, ui.visuals().dark_mode), line, StrokeKind::Inside);
    response
}

/// All colours that can be given, by name, in two columns, and the automatic one; gives what was chosen.
pub fn choice_ui(ui: &mut Ui, now: Option<u8>) -> Option<Mark> {
    let mut chosen = None;
    let width = 118.0;
    ui.spacing_mut().item_spacing = vec2(4.0, 2.0);
    let is_dark = ui.visuals().dark_mode;
    for pair in (0..N_COLOURS).collect::<Vec<_>>().chunks(2) {
        ui.horizontal(|ui| {
            for &colour in pair {
                let (name, light, dark) = GIVEN[usize::from(colour)];
                let fill = if is_dark { dark } else { light };
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
        assert_eq!(of_cluster(&snapshot, cats, true), cluster_color(cats, true));
        let clusters = Arc::make_mut(&mut snapshot.clusters);
        Arc::make_mut(&mut clusters[0]).colour = Some(3);
        assert_eq!(of_cluster(&snapshot, cats, true), GIVEN[3].2);
        assert_eq!(of_cluster(&snapshot, cats, false), GIVEN[3].1);
        assert_eq!(of_cluster(&snapshot, ClusterId(99), false), cluster_color(ClusterId(99), false));
    }

    #[test]
    fn given_colours_can_be_seen() {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        let luminance = |c: Color32| 0.2126 * linear(c.r()) + 0.7152 * linear(c.g()) + 0.0722 * linear(c.b()) + 0.05;
        for (name, light, dark) in GIVEN {
            for (color, ground) in
                [(light, LIGHT.panel), (light, LIGHT.canvas), (dark, DARK.panel), (dark, DARK.raised)]
            {
                let (a, b) = (luminance(color), luminance(ground));
                assert!(a.max(b) / a.min(b) >= 3.0, "{name} on {ground:?}");
            }
        }
    }
}
