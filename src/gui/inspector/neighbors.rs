//! Strips of small pictures: the images that are most like one, with where they are, and examples of a group.

use super::{section_ui, weak};
use crate::gui::frame::{Frame, Intent};
use crate::gui::kit::colours;
use crate::gui::kit::colours::{confirmed_color, warning_color};
use crate::gui::kit::pictures::marks;
use crate::gui::kit::text::{cluster_name, file_name};
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{ImageLabel, NeighborInfo};
use crate::strings::say;
use egui::{Color32, Label, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};
use std::collections::BTreeMap;

/// Least side of a picture in a strip, in points.
const SIDE: f32 = 50.0;
/// Space between pictures.
const GAP: f32 = 6.0;

/// The neighbours, most similar first, and how they vote.
pub fn neighbors_ui(ui: &mut Ui, frame: &mut Frame<'_>, label: &ImageLabel, neighbors: &[NeighborInfo]) {
    if neighbors.is_empty() {
        return;
    }
    section_ui(ui, say!("inspector-most-alike"));
    ui.add(Label::new(vote_words(neighbors, label.cluster, |cluster| cluster_name(frame.snapshot, cluster))).wrap());
    ui.add_space(2.0);
    let cells = cells_ui(ui, neighbors.len(), 0.0);
    for (neighbor, rect) in neighbors.iter().zip(cells) {
        let picture = rect.with_max_y(rect.top() + rect.width());
        let is_agreeing = neighbor.cluster == label.cluster;
        let path = frame.snapshot.images.get(neighbor.image).map_or(say!("inspector-gone"), |info| &info.path);
        let name = || {
            let cluster = cluster_name(frame.snapshot, neighbor.cluster);
            let file = file_name(path);
            if is_agreeing {
                say!("inspector-alike-same", file = file, name = cluster)
            } else {
                say!("inspector-alike-other", file = file, name = cluster)
            }
        };
        let response = thumb_button_ui(ui, frame, neighbor.image, rect, picture, name);
        if let Some(cluster) = neighbor.cluster {
            stripe(ui, picture, colours::of_cluster(frame.snapshot, cluster));
        }
        let badge = picture.right_top() + vec2(-8.0, 8.0);
        vote_badge(ui, badge, is_agreeing);
        let response = response.on_hover_ui(|ui| {
            ui.set_max_width(300.0);
            ui.label(path);
            ui.label(cluster_name(frame.snapshot, neighbor.cluster));
            ui.label(weak(ui, say!("inspector-similarity", number = crate::text::decimal(neighbor.similarity, 3))));
        });
        if response.clicked() {
            frame.out.intents.push(Intent::Reveal(neighbor.image));
        }
    }
}

/// "17 of the 20 most alike images are in Sunflowers."
fn vote_words(
    neighbors: &[NeighborInfo],
    own: Option<ClusterId>,
    name: impl Fn(Option<ClusterId>) -> String,
) -> String {
    let n = neighbors.len();
    let mut votes: BTreeMap<Option<ClusterId>, usize> = BTreeMap::new();
    for neighbor in neighbors {
        *votes.entry(neighbor.cluster).or_default() += 1;
    }
    let of = |cluster| votes.get(&cluster).copied().unwrap_or(0);
    let (most, n_most) =
        votes.iter().fold((own, of(own)), |best, (cluster, n)| if *n > best.1 { (*cluster, *n) } else { best });
    if most == own || own.is_none() && n_most == of(None) {
        return say!("inspector-alike-in", n = of(own), all = n, name = name(own));
    }
    match own {
        None => say!("inspector-alike-in", n = n_most, all = n, name = name(most)),
        Some(_) if of(own) == 0 => {
            say!("inspector-alike-none", most = n_most, all = n, other = name(most), own = name(own))
        }
        Some(_) => {
            say!("inspector-alike-few", most = n_most, all = n, other = name(most), n = of(own), own = name(own))
        }
    }
}

/// A strip of a cluster's members; a click shows one in the grid. `missing` is said where there are none.
pub fn strip_ui(ui: &mut Ui, frame: &mut Frame<'_>, images: &[ImageId], missing: &str) {
    if images.is_empty() {
        ui.label(weak(ui, missing));
        return;
    }
    let cells = cells_ui(ui, images.len(), 0.0);
    for (image, rect) in images.iter().zip(cells) {
        let path = frame.snapshot.images.get(*image).map_or(say!("inspector-gone"), |info| &info.path);
        let name = || say!("inspector-example", file = file_name(path));
        let response = thumb_button_ui(ui, frame, *image, rect, rect, name);
        if response.on_hover_text(path).clicked() {
            frame.out.intents.push(Intent::Reveal(*image));
        }
    }
}

/// Room for `n` squares with `below` points under each, in rows across the width.
pub fn cells_ui(ui: &mut Ui, n: usize, below: f32) -> impl Iterator<Item = Rect> + use<> {
    let width = ui.available_width();
    let columns = (((width + GAP) / (SIDE + GAP)).floor() as usize).max(1);
    let side = ((width + GAP) / columns as f32 - GAP).floor();
    let stride = vec2(side + GAP, side + below + GAP);
    let rows = n.div_ceil(columns);
    let (area, _) = ui.allocate_exact_size(vec2(width, (rows as f32 * stride.y - GAP).max(0.0)), Sense::hover());
    (0..n).map(move |i| {
        let corner = area.min + vec2((i % columns) as f32 * stride.x, (i / columns) as f32 * stride.y);
        Rect::from_min_size(corner, vec2(side, side + below))
    })
}

fn thumb_button_ui(
    ui: &Ui,
    frame: &mut Frame<'_>,
    image: ImageId,
    rect: Rect,
    picture: Rect,
    name: impl Fn() -> String,
) -> Response {
    let response = ui.interact(rect, ui.scope_id().with(("strip", image)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name()));
    frame.thumbs.paint_thumb(ui, frame.fetcher, image, picture);
    if response.hovered() || response.has_focus() {
        let stroke = Stroke::new(2.0, colours::selection_color(ui.visuals()));
        ui.painter().rect_stroke(picture.expand(1.0), 5.0, stroke, StrokeKind::Inside);
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

fn stripe(ui: &Ui, picture: Rect, color: Color32) {
    let radius = egui::CornerRadius { nw: 0, ne: 0, sw: 4, se: 4 };
    ui.painter().rect_filled(picture.with_min_y(picture.bottom() - 4.0), radius, color);
}

/// A check mark for the same cluster, a cross for another: shape and colour.
fn vote_badge(ui: &Ui, center: egui::Pos2, is_agreeing: bool) {
    let (painter, visuals) = (ui.painter(), ui.visuals());
    let (radius, width) = (6.0, 1.6);
    let (fill, ink) =
        if is_agreeing { (confirmed_color(visuals), Color32::WHITE) } else { (warning_color(visuals), Color32::BLACK) };
    painter.circle_filled(
        center,
        radius + 1.0,
        if visuals.dark_mode { Color32::from_gray(0x14) } else { Color32::WHITE },
    );
    painter.circle_filled(center, radius, fill);
    let stroke = Stroke::new(width, ink);
    if is_agreeing {
        let points = vec![center + vec2(-2.8, 0.2), center + vec2(-0.8, 2.3), center + vec2(2.9, -2.1)];
        painter.add(egui::epaint::PathShape::line(points, stroke));
    } else {
        painter.extend(marks::cross(center, 2.3, stroke));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(votes: &[(Option<u32>, usize)], own: Option<u32>) -> String {
        let neighbor =
            |cluster: Option<u32>| NeighborInfo { image: ImageId(0), similarity: 0.5, cluster: cluster.map(ClusterId) };
        let neighbors: Vec<_> = votes.iter().flat_map(|(cluster, n)| vec![neighbor(*cluster); *n]).collect();
        let name = |cluster: Option<ClusterId>| cluster.map_or("no cluster".to_owned(), |id| format!("C{id}"));
        vote_words(&neighbors, own.map(ClusterId), name)
    }

    #[test]
    fn votes_in_words() {
        assert_eq!(words(&[(Some(1), 17), (Some(2), 3)], Some(1)), "17 of the 20 most alike images are in C1.");
        let tie = words(&[(Some(1), 2), (Some(2), 2)], Some(2));
        assert_eq!(tie, "2 of the 4 most alike images are in C2.", "a tie is no defeat");
        assert_eq!(
            words(&[(Some(1), 15), (Some(2), 5)], Some(2)),
            "15 of the 20 most alike images are in C1, 5 in C2."
        );
        assert_eq!(words(&[(Some(1), 20)], Some(2)), "20 of the 20 most alike images are in C1, none in C2.");
        assert_eq!(words(&[(Some(1), 4), (None, 1)], None), "4 of the 5 most alike images are in C1.");
        assert_eq!(words(&[(None, 5)], None), "5 of the 5 most alike images are in no cluster.");
    }
}
