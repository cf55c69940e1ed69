//! How many classes: a slider over the merge tree, what speaks for each number, and the clusters of the one that is looked
//! at, whose thumbnails glide from group to group as the slider moves.

use crate::gui::frame::facts::is_at_work;
use crate::gui::frame::{Frame, Intent, Out};
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{card, elided, primary_button, weak};
use crate::ids::{ImageId, RunId};
use crate::session::classes::{Classes, Cut, CutCluster};
use crate::session::protocol::{Fetch, ImageLabel, JobKind, Snapshot};
use crate::session::{Head, RunSettings};
use crate::strings::{Share, say};
use egui::accesskit::Role;
use egui::{
    Align2, Color32, FontId, Id, Pos2, Rect, Sense, Shape, Slider, Stroke, StrokeKind, TextStyle, Ui, WidgetInfo, pos2,
    vec2,
};
use std::collections::HashMap;
use std::sync::Arc;

/// Pictures of a group.
const N_THUMBS: usize = 6;
/// A group is at least so wide, in points.
const LEAST_WIDTH: f32 = 270.0;
const GAP: f32 = 4.0;
/// Seconds that a picture takes to its new place.
const GLIDE_SECS: f32 = 0.25;

/// Which number is looked at, and its groups.
#[derive(Default)]
pub struct ClassesCard {
    looked_at: Option<(RunId, usize)>,
    groups: Vec<Group>,
    /// Those that groups are told by.
    labels: Arc<Vec<ImageLabel>>,
}

/// What speaks for a cut.
type Score = fn(&Cut) -> f64;

/// A cluster of the cut.
struct Group {
    cluster: CutCluster,
    /// The present cluster that most of it is in, and how much.
    mostly: Option<(String, f32)>,
}

impl ClassesCard {
    /// Draws the card.
    pub fn card_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) {
        card(ui, |ui| {
            ui.label(strong(say!("quality-how-many")).size(16.0));
            match frame.fetcher.classes() {
                Fetch::Ready(classes) => self.classes_ui(ui, frame, &classes),
                Fetch::Pending => {
                    ui.horizontal(|ui| {
                        ui.spinner();
                        weak(ui, say!("quality-tree-pending"));
                    });
                }
                Fetch::Missing(why) => drop(weak(ui, why.to_string())),
            }
        });
    }

    fn classes_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, classes: &Arc<Classes>) {
        let (proposal, low, high) = classes.proposal();
        let (least, most) = classes.range();
        let mut k = match self.looked_at {
            Some((run, k)) if run == classes.run => k.clamp(least, most),
            _ => proposal.clamp(least, most),
        };
        let now = frame.snapshot.clusters.len();
        ui.label(if low == high {
            say!("quality-proposed", proposal = proposal, now = now)
        } else {
            say!("quality-proposed-range", proposal = proposal, low = low, high = high, now = now)
        });
        ui.add_space(4.0);
        slider_ui(ui, &mut k, (least, most), proposal);
        egui::CollapsingHeader::new(say!("quality-details")).id_salt("details of classes").show(ui, |ui| {
            curves_ui(ui, classes.cuts(), (proposal, low, high), &mut k);
        });
        self.look_at(classes, k, frame.snapshot);
        ui.add_space(2.0);
        ui.horizontal_wrapped(|ui| take_ui(ui, frame.snapshot, classes.run, k, frame.out));
        ui.add_space(8.0);
        self.groups_ui(ui, frame);
    }

    /// Cuts the tree anew if another number is looked at, or labels have changed.
    fn look_at(&mut self, classes: &Classes, k: usize, snapshot: &Snapshot) {
        if self.looked_at == Some((classes.run, k)) && Arc::ptr_eq(&self.labels, &snapshot.labels) {
            return;
        }
        self.looked_at = Some((classes.run, k));
        self.labels = Arc::clone(&snapshot.labels);
        let group = |cluster: CutCluster| Group { mostly: mostly(&cluster.members, snapshot), cluster };
        self.groups = classes.clusters(k).into_iter().map(group).collect();
    }

    fn groups_ui(&self, ui: &mut Ui, frame: &mut Frame<'_>) {
        let width = ui.available_width();
        let columns = ((width + 8.0) / (LEAST_WIDTH + 8.0)).floor().clamp(1.0, 4.0) as usize;
        let group_width = (width + 8.0) / columns as f32 - 8.0;
        let side = ((group_width - 16.0 + GAP) / N_THUMBS as f32 - GAP).floor();
        let height = 26.0 + side + 8.0;
        let rows = self.groups.len().div_ceil(columns);
        let (area, _) = ui.allocate_exact_size(vec2(width, rows as f32 * (height + 8.0)), Sense::hover());
        for (i, group) in self.groups.iter().enumerate() {
            let at = area.min + vec2((i % columns) as f32 * (group_width + 8.0), (i / columns) as f32 * (height + 8.0));
            let rect = Rect::from_min_size(at, vec2(group_width, height));
            group.paint(ui, area.min, rect, side, frame);
        }
    }
}

impl Group {
    /// `side`: of a picture.
    fn paint(&self, ui: &mut Ui, origin: Pos2, rect: Rect, side: f32, frame: &mut Frame<'_>) {
        let colors = Palette::of(ui);
        let members = &self.cluster.members;
        let response = ui.interact(rect, Id::unique(("group of classes", self.cluster.key)), Sense::hover());
        let n = members.len();
        let text = match &self.mostly {
            None => say!("quality-part", n = n),
            Some((name, share)) if *share > 0.995 => say!("quality-part-all", n = n, name = name),
            Some((name, share)) => say!("quality-part-mostly", n = n, name = name, share = Share(f64::from(*share))),
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Group, true, say!("quality-part-name", text = &text)));
        if !ui.is_rect_visible(rect) {
            return;
        }
        ui.painter().rect(rect, 6.0, colors.canvas, Stroke::new(1.0, colors.line), StrokeKind::Inside);
        let galley = elided(ui, &text, &TextStyle::Body, rect.width() - 16.0, colors.text);
        ui.painter().galley(rect.min + vec2(8.0, 4.0), galley, colors.text);
        for (slot, image) in members.iter().take(N_THUMBS).enumerate() {
            let place = rect.min - origin + vec2(8.0 + slot as f32 * (side + GAP), 26.0);
            // Where it was drawn last is where it comes from.
            let id = Id::unique(("picture of classes", *image));
            let x = ui.ctx().animate_value_with_time(id.with("x"), place.x, GLIDE_SECS);
            let y = ui.ctx().animate_value_with_time(id.with("y"), place.y, GLIDE_SECS);
            let picture = Rect::from_min_size(origin + vec2(x, y), vec2(side, side));
            frame.thumbs.paint_thumb(ui, frame.fetcher, *image, picture);
        }
        response.on_hover_text(text);
    }
}

/// The present cluster that most images are in, and what share of them.
fn mostly(images: &[ImageId], snapshot: &Snapshot) -> Option<(String, f32)> {
    let mut votes = HashMap::new();
    for image in images {
        if let Some(cluster) = snapshot.label(*image).and_then(|label| label.cluster) {
            *votes.entry(cluster).or_insert(0usize) += 1;
        }
    }
    let (cluster, n) = votes.into_iter().max_by_key(|(cluster, n)| (*n, std::cmp::Reverse(*cluster)))?;
    Some((snapshot.cluster(cluster)?.name.clone(), n as f32 / images.len().max(1) as f32))
}

fn slider_ui(ui: &mut Ui, k: &mut usize, (least, most): (usize, usize), proposal: usize) {
    ui.horizontal(|ui| {
        ui.spacing_mut().slider_width = (ui.available_width() - 260.0).clamp(120.0, 640.0);
        let slider = Slider::new(k, least..=most).logarithmic(most > 40).text(say!("quality-number-unit"));
        ui.add(slider).accessible_name(say!("quality-number"));
        let is_proposed = *k == proposal;
        let back = ui.add_enabled(!is_proposed, egui::Button::new(say!("quality-back-to", n = proposal)));
        if back.on_hover_text(say!("quality-back-to.tip")).clicked() {
            *k = proposal;
        }
    });
}

/// Takes the cut that is looked at, or looks for as many clusters anew.
fn take_ui(ui: &mut Ui, snapshot: &Snapshot, run: RunId, k: usize, out: &mut Out) {
    let is_free = !is_at_work(snapshot, JobKind::Run);
    let settings = snapshot.runs.iter().find(|summary| summary.id == run).map(|run| Arc::clone(&run.settings));
    let is_frozen = settings.as_ref().is_some_and(|settings| settings.is_frozen());
    let busy = if is_free && !is_frozen { say!("quality-learned") } else { say!("quality-busy") };
    let ask = |head: Head, out: &mut Out| {
        if let Some(settings) = &settings {
            let settings = RunSettings { clusters: k, head, ..(**settings).clone() };
            out.intents.push(Intent::RunAndTake(Box::new(settings)));
        }
    };
    let can = is_free && is_frozen;
    let anew = primary_button(ui, &say!("quality-sort", n = k), can);
    if anew.on_hover_text(say!("quality-sort.tip")).on_disabled_hover_text(busy).clicked() {
        ask(Head::Auto, out);
    }
    let take = ui.add_enabled(can, egui::Button::new(say!("quality-take", n = k)));
    if take.on_hover_text(say!("quality-take.tip")).on_disabled_hover_text(busy).clicked() {
        ask(Head::Tree, out);
    }
    weak(ui, say!("quality-stay"));
}

/// Silhouette and stability over the number of classes, with the proposal and its range; a click looks at a number.
fn curves_ui(ui: &mut Ui, cuts: &[Cut], (proposal, low, high): (usize, usize, usize), k: &mut usize) {
    let colors = Palette::of(ui);
    let (whole, response) = ui.allocate_exact_size(vec2(ui.available_width(), 92.0), Sense::click_and_drag());
    let rect = Rect::from_min_max(whole.min + vec2(2.0, 4.0), whole.max - vec2(150.0, 16.0));
    let name = say!("quality-curves", proposal = proposal, low = low, high = high);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    let (Some(first), Some(last)) = (cuts.first(), cuts.last()) else { return };
    let scale = |k: usize| (k as f32).ln();
    let span = (scale(last.k) - scale(first.k)).max(1e-3);
    let x = |k: usize| rect.left() + (scale(k) - scale(first.k)) / span * rect.width();
    if let Some(pointer) = response.interact_pointer_pos() {
        let nearest = cuts.iter().min_by(|a, b| (x(a.k) - pointer.x).abs().total_cmp(&(x(b.k) - pointer.x).abs()));
        *k = nearest.map_or(*k, |cut| cut.k);
    }
    let painter = ui.painter();
    let defensible = Rect::from_x_y_ranges(x(low) - 3.0..=x(high) + 3.0, rect.y_range());
    painter.rect_filled(defensible, 3.0, colors.accent.gamma_multiply(0.14));
    painter.hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, colors.line_strong));
    let lines: [(&str, Color32, Score); 3] = [
        (say!("quality-curve-stability"), colors.accent, |cut| cut.stability),
        (say!("quality-curve-silhouette"), colors.warning, |cut| cut.silhouette),
        (say!("quality-curve-coding"), colors.weak, |cut| cut.coding_length),
    ];
    let font = FontId::proportional(11.5);
    for (i, (name, color, of)) in lines.into_iter().enumerate() {
        let values = || cuts.iter().map(of).filter(|value| value.is_finite());
        let (lowest, highest) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        let height = |value: f64| ((value - lowest) / (highest - lowest).max(1e-12)) as f32;
        let point = |cut: &Cut| pos2(x(cut.k), rect.bottom() - 3.0 - height(of(cut)) * (rect.height() - 6.0));
        let points: Vec<Pos2> = cuts.iter().filter(|cut| of(cut).is_finite()).map(point).collect();
        painter.add(Shape::line(points, Stroke::new(1.5, color)));
        let at = pos2(rect.right() + 12.0, rect.top() + 10.0 + i as f32 * 20.0);
        painter.line_segment([at, at + vec2(16.0, 0.0)], Stroke::new(2.0, color));
        painter.text(at + vec2(22.0, 0.0), Align2::LEFT_CENTER, name, font.clone(), colors.weak);
    }
    painter.vline(x(proposal), rect.y_range(), Stroke::new(1.5, colors.accent_text));
    let label = pos2(x(proposal), rect.bottom() + 2.0);
    painter.text(
        label,
        Align2::CENTER_TOP,
        say!("quality-curve-proposed", n = proposal),
        font.clone(),
        colors.accent_text,
    );
    if *k != proposal {
        painter.vline(x(*k), rect.y_range(), Stroke::new(1.0, colors.text));
        if (x(*k) - x(proposal)).abs() > 64.0 {
            painter.text(pos2(x(*k), rect.bottom() + 2.0), Align2::CENTER_TOP, k.to_string(), font, colors.text);
        }
    }
    if let Some(cut) = cuts.iter().find(|cut| cut.k == *k) {
        let (stability, silhouette) = (crate::text::decimal(cut.stability, 2), crate::text::decimal(cut.silhouette, 3));
        let coding = crate::text::decimal(cut.coding_length, 0);
        response.on_hover_text(say!(
            "quality-curve-at",
            n = cut.k,
            stability = stability,
            silhouette = silhouette,
            coding = coding
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;

    #[test]
    fn a_group_is_told_by_the_cluster_that_most_of_it_is_in() {
        let snapshot = fixtures::clustered();
        let images: Vec<ImageId> = (260..284).map(ImageId).collect();
        assert_eq!(mostly(&images, &snapshot), Some(("Dogs".into(), 20.0 / 24.0)));
        assert_eq!(mostly(&[], &snapshot), None);
    }
}
