//! The clusters that numbers put an image into. A number means the same cluster for a whole sitting: hands learn it.
//!
//! Clusters with a key of their own have its number; the others get what numbers are left as they turn up among the most
//! probable ones. When all nine are given away, a tenth cluster is looked up by its name.

use crate::gui::kit::colours;
use crate::gui::kit::theme::Palette;
use crate::gui::kit::widgets::{elided_font, paint_bar};
use crate::ids::ClusterId;
use crate::session::protocol::{ClusterView, Evidence, Snapshot};
use crate::strings::{say, short_percent};
use egui::accesskit::Role;
use egui::{Align2, FontId, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

/// Clusters of an image that get a number, the most probable ones.
const N_TOP: usize = 3;

/// Which cluster each number from 1 to 9 means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers([Option<ClusterId>; 9]);

impl Numbers {
    /// Gives keys to those that have one, and takes back the numbers of clusters that are gone.
    pub fn follow(&mut self, snapshot: &Snapshot) {
        for slot in &mut self.0 {
            *slot = slot.filter(|id| snapshot.cluster(*id).is_some());
        }
        for cluster in snapshot.clusters.iter() {
            let Some(key) = cluster.hot_key.and_then(|key| usize::from(key).checked_sub(1)) else { continue };
            if self.0.get(key).is_some_and(|slot| *slot != Some(cluster.id)) {
                self.0.iter_mut().filter(|slot| **slot == Some(cluster.id)).for_each(|slot| *slot = None);
                self.0[key] = Some(cluster.id);
            }
        }
    }

    /// The most probable clusters of an image get a number, if they have none and one is left.
    pub fn note(&mut self, snapshot: &Snapshot, evidence: &Evidence) {
        let top = evidence.top.iter().filter_map(|entry| entry.cluster).filter(|id| snapshot.cluster(*id).is_some());
        for id in top.take(N_TOP) {
            if self.number(id).is_none()
                && let Some(slot) = self.0.iter_mut().find(|slot| slot.is_none())
            {
                *slot = Some(id);
            }
        }
    }

    /// The cluster of a number, 1 to 9.
    pub fn cluster(&self, number: u8) -> Option<ClusterId> {
        *self.0.get(usize::from(number).checked_sub(1)?)?
    }

    /// The number of a cluster.
    fn number(&self, cluster: ClusterId) -> Option<usize> {
        self.0.iter().position(|slot| *slot == Some(cluster)).map(|at| at + 1)
    }

    /// Whether no number has a cluster.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// Draws the list, in which each number has its place; the image's `own` cluster is marked. Gives the cluster that was
    /// clicked.
    pub fn list_ui(
        &self,
        ui: &mut Ui,
        snapshot: &Snapshot,
        evidence: Option<&Evidence>,
        own: Option<ClusterId>,
    ) -> Option<ClusterId> {
        let last = self.0.iter().rposition(Option::is_some).map_or(0, |at| at + 1);
        let n_rows = last.max(snapshot.clusters.len().min(self.0.len()));
        let mut clicked = None;
        ui.spacing_mut().item_spacing.y = 2.0;
        for (number, slot) in (1..).zip(&self.0[..n_rows]) {
            let view = slot.and_then(|id| snapshot.cluster(id));
            let Some(view) = view else {
                free_row_ui(ui, number);
                continue;
            };
            let entry = evidence.and_then(|evidence| evidence.top.iter().find(|entry| entry.cluster == Some(view.id)));
            if row_ui(ui, number, view, entry.map(|entry| entry.probability), own == Some(view.id)) {
                clicked = Some(view.id);
            }
        }
        clicked
    }
}

const ROW: f32 = 30.0;

fn cap(ui: &Ui, row: Rect, number: usize, line: egui::Color32, text: egui::Color32) -> Rect {
    let cap = Rect::from_center_size(pos2(row.left() + 15.0, row.center().y), vec2(20.0, 20.0));
    ui.painter().rect(cap, 4.0, Palette::of(ui).panel, Stroke::new(1.0, line), StrokeKind::Inside);
    ui.painter().text(cap.center(), Align2::CENTER_CENTER, number, FontId::proportional(12.5), text);
    cap
}

/// The place of a number that no cluster has yet.
fn free_row_ui(ui: &mut Ui, number: usize) {
    let colors = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    cap(ui, rect, number, colors.line, colors.weak.gamma_multiply(0.6));
    response.on_hover_text(say!("review-number-free.tip"));
}

fn row_ui(ui: &mut Ui, number: usize, view: &ClusterView, probability: Option<f32>, is_own: bool) -> bool {
    let colors = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let said = probability.map(|p| short_percent(f64::from(p)));
    response.widget_info(|| {
        let name = match &said {
            Some(said) => say!("review-number-probable", number = number, name = &view.name, sure = said),
            None => say!("review-number", number = number, name = &view.name),
        };
        WidgetInfo::selected(Role::Button, true, is_own, name)
    });
    let painter = ui.painter();
    if response.hovered() || response.has_focus() {
        painter.rect_filled(rect, 6.0, colors.control);
    } else if is_own {
        painter.rect_filled(rect, 6.0, colors.selected);
    }
    if response.has_focus() {
        painter.rect_stroke(rect, 6.0, Stroke::new(1.5, colors.accent_text), StrokeKind::Inside);
    }
    let is_key = view.hot_key.is_some_and(|key| usize::from(key) == number);
    let cap = cap(ui, rect, number, if is_key { colors.accent_text } else { colors.line_strong }, colors.text);
    let font = FontId::proportional(12.5);
    let value = if is_own && said.is_none() { Some(say!("review-number-now").to_owned()) } else { said };
    let right = rect.right() - 8.0;
    let (left, middle) = (cap.right() + 8.0, rect.center().y - 4.0);
    let value_at = value.map_or(right, |value| {
        let at = pos2(right, middle);
        ui.painter().text(at, Align2::RIGHT_CENTER, value, font.clone(), colors.weak).left()
    });
    let galley = elided_font(ui, &view.name, font, value_at - left - 8.0, colors.text);
    ui.painter().galley(pos2(left, middle - galley.size().y / 2.0), galley, colors.text);
    let track = Rect::from_min_max(pos2(left, rect.bottom() - 7.0), pos2(right, rect.bottom() - 3.0));
    if let Some(share) = probability {
        paint_bar(ui, track, share, colours::of_view(view));
    }
    let tip = match (is_own, is_key) {
        (true, _) => say!("review-number-own.tip", name = &view.name),
        (_, true) => say!("review-number-key.tip", name = &view.name),
        _ => say!("review-number-stays.tip", name = &view.name),
    };
    response.on_hover_text(tip).clicked()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;
    use crate::session::protocol::ClusterProbability;
    use std::sync::Arc;

    fn evidence(top: &[u32]) -> Evidence {
        let entry = |id: &u32| ClusterProbability {
            cluster: Some(ClusterId(*id)),
            name: "".into(),
            key: String::new(),
            probability: 0.5,
        };
        Evidence { top: top.iter().map(entry).collect(), ..Evidence::default() }
    }

    fn ids(numbers: &Numbers) -> Vec<u32> {
        numbers.0.iter().map(|slot| slot.map_or(0, |id| id.0)).collect()
    }

    #[test]
    fn a_number_means_the_same_cluster_for_a_whole_sitting() {
        let mut snapshot = fixtures::clustered();
        // The cluster with the id 7 has the key 3.
        Arc::make_mut(&mut Arc::make_mut(&mut snapshot.clusters)[6]).hot_key = Some(3);
        let mut numbers = Numbers::default();
        numbers.follow(&snapshot);
        assert_eq!(ids(&numbers), [0, 0, 7, 0, 0, 0, 0, 0, 0]);
        numbers.note(&snapshot, &evidence(&[3, 99, 2, 7, 1]));
        assert_eq!(ids(&numbers), [3, 2, 7, 0, 0, 0, 0, 0, 0], "a cluster that is gone has no number");
        for top in [[2, 1, 3], [1, 4, 2], [5, 6, 8]] {
            numbers.note(&snapshot, &evidence(&top));
            numbers.follow(&snapshot);
            assert_eq!(ids(&numbers)[..3], [3, 2, 7], "they stay");
        }
        assert_eq!(ids(&numbers), [3, 2, 7, 1, 4, 5, 6, 8, 0]);
        assert_eq!((numbers.cluster(4), numbers.cluster(9), numbers.cluster(0)), (Some(ClusterId(1)), None, None));
        // One is merged away, another gets a key.
        let clusters = Arc::make_mut(&mut snapshot.clusters);
        clusters.retain(|cluster| cluster.id != ClusterId(2));
        let at = clusters.iter().position(|cluster| cluster.id == ClusterId(8)).expect("there");
        Arc::make_mut(&mut clusters[at]).hot_key = Some(1);
        numbers.follow(&snapshot);
        assert_eq!(ids(&numbers), [8, 0, 7, 1, 4, 5, 6, 0, 0]);
    }
}
