//! Before clusters become one: what is in each of them, typical and doubtful, and how the numbers change.

use crate::gui::frame::Frame;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{boxed, caption, card, is_enter, primary_button, weak};
use crate::gui::kit::{colours, words};
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{ClusterView, Edit, Fetch, Snapshot};
use egui::{Align, Layout, Rect, Sense, Ui, vec2};
use std::sync::Arc;

/// Side of a picture in the strips.
const SIDE: f32 = 68.0;

/// The clusters to be merged.
pub struct MergePreview {
    clusters: Vec<ClusterId>,
    /// Which of them gives its name.
    into: ClusterId,
}

impl MergePreview {
    /// None if fewer than two of them are there. The first one that a person named gives its name, else the first.
    #[must_use]
    pub fn new(clusters: Vec<ClusterId>, snapshot: &Snapshot) -> Option<Self> {
        let mut there: Vec<ClusterId> = Vec::new();
        for id in clusters {
            if snapshot.cluster(id).is_some() && !there.contains(&id) {
                there.push(id);
            }
        }
        let named = there.iter().find(|id| snapshot.cluster(**id).is_some_and(|cluster| cluster.is_named));
        let into = *named.or(there.first())?;
        (there.len() > 1).then_some(Self { clusters: there, into })
    }

    /// Draws the preview; true when the merge was asked for or can not be done any more.
    pub fn merge_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) -> bool {
        let enter = is_enter(ui);
        let snapshot = frame.snapshot;
        let clusters: Vec<Arc<ClusterView>> =
            self.clusters.iter().filter_map(|id| snapshot.cluster(*id).map(Arc::clone)).collect();
        if clusters.len() < 2 {
            return true;
        }
        if !clusters.iter().any(|cluster| cluster.id == self.into) {
            self.into = clusters[0].id;
        }
        for cluster in &clusters {
            card(ui, |ui| self.cluster_ui(ui, frame, cluster));
            ui.add_space(4.0);
        }
        let name = clusters.iter().find(|cluster| cluster.id == self.into).map_or("", |cluster| &cluster.name);
        let sizes: Vec<String> = clusters.iter().map(|cluster| words::number(cluster.members.len())).collect();
        let n: usize = clusters.iter().map(|cluster| cluster.members.len()).sum();
        let n_left = snapshot.clusters.len() - clusters.len() + 1;
        let mut is_done = false;
        ui.horizontal(|ui| {
            ui.vertical(|ui| {
                ui.label(strong(format!("\u{201c}{name}\u{201d} with {}", words::images(n))));
                weak(ui, format!("{} = {}; {} remain.", sizes.join(" + "), words::number(n), words::clusters(n_left)));
                weak(ui, numbers_words(&clusters));
            });
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let response = primary_button(ui, "Merge", true);
                if response.on_hover_text("Makes them one cluster; can be undone (Enter)").clicked() || enter {
                    let from = clusters.iter().map(|cluster| cluster.id).filter(|id| *id != self.into).collect();
                    frame.out.edit(Edit::Merge { into: self.into, from });
                    let shown = crate::gui::frame::Shown::Cluster(self.into);
                    frame.out.intents.push(crate::gui::frame::Intent::Show(shown));
                    is_done = true;
                }
            });
        });
        is_done
    }

    fn cluster_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, cluster: &ClusterView) {
        ui.horizontal(|ui| {
            colours::swatch_ui(ui, cluster);
            ui.label(strong(&cluster.name));
            let sure = words::percent(f64::from(cluster.mean_confidence));
            weak(ui, format!("{} \u{b7} {sure} sure", words::images(cluster.members.len())));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let response = boxed(ui, |ui| ui.radio_value(&mut self.into, cluster.id, "Keep this name"));
                response.accessible_name(format!("Keep the name {}", cluster.name));
            });
        });
        let n = ((ui.available_width() / 2.0 - 10.0) / (SIDE + 4.0)).floor().max(1.0) as usize;
        let (typical, doubtful) = examples(frame, cluster, n);
        ui.columns_const(|[left, right]| {
            caption(left, "MOST TYPICAL");
            strip_ui(left, frame, &typical);
            caption(right, "MOST DOUBTFUL");
            strip_ui(right, frame, &doubtful);
        });
    }
}

/// "84 % sure on the whole, from 88 % and 80 %; 91 of 454 confirmed".
fn numbers_words(clusters: &[Arc<ClusterView>]) -> String {
    let n: usize = clusters.iter().map(|cluster| cluster.members.len()).sum();
    let of = |cluster: &Arc<ClusterView>| f64::from(cluster.mean_confidence);
    let sum: f64 = clusters.iter().map(|cluster| of(cluster) * cluster.members.len() as f64).sum();
    let each: Vec<String> = clusters.iter().map(|cluster| words::percent(of(cluster))).collect();
    let n_confirmed: usize = clusters.iter().map(|cluster| cluster.n_confirmed).sum();
    format!(
        "{} sure on the whole, from {}; {} of {} confirmed.",
        words::percent(sum / n.max(1) as f64),
        each.join(" and "),
        words::number(n_confirmed),
        words::number(n),
    )
}

/// Typical and doubtful members: by the features where they are there, else by confidence.
fn examples(frame: &Frame<'_>, cluster: &ClusterView, n: usize) -> (Vec<ImageId>, Vec<ImageId>) {
    let fetched = match frame.fetcher.examples(cluster.id, n) {
        Fetch::Ready(examples) => Some(examples),
        Fetch::Pending | Fetch::Missing(_) => None,
    };
    match fetched {
        Some(examples) if !examples.prototypes.is_empty() => {
            (examples.prototypes.clone(), examples.borderlines.clone())
        }
        _ => {
            let first = cluster.members.iter().copied().take(n).collect();
            let last = cluster.members.iter().rev().copied().take(n).collect();
            (first, last)
        }
    }
}

fn strip_ui(ui: &mut Ui, frame: &mut Frame<'_>, images: &[ImageId]) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for image in images {
            if ui.available_width() < SIDE {
                break;
            }
            frame.thumbs.thumb_ui(ui, frame.fetcher, *image, vec2(SIDE, SIDE));
        }
        if images.is_empty() {
            let (rect, _): (Rect, _) = ui.allocate_exact_size(vec2(SIDE, SIDE), Sense::hover());
            ui.painter().rect_filled(rect, 6.0, Palette::of(ui).control);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;

    #[test]
    fn numbers_of_the_whole_are_weighed_by_size() {
        let cluster = |n, mean_confidence, n_confirmed| {
            let members = Arc::new((0..n).map(ImageId).collect());
            Arc::new(ClusterView { members, mean_confidence, n_confirmed, ..ClusterView::default() })
        };
        let words = numbers_words(&[cluster(300, 0.9, 12), cluster(100, 0.5, 0)]);
        assert_eq!(words, "80 % sure on the whole, from 90 % and 50 %; 12 of 400 confirmed.");
    }

    #[test]
    fn the_named_cluster_gives_its_name() {
        let snapshot = fixtures::clustered();
        let plain = snapshot.clusters.iter().find(|c| !c.is_named).expect("one without a name").id;
        let named = snapshot.clusters.iter().find(|c| c.is_named).expect("one with a name").id;
        let preview = MergePreview::new(vec![plain, named, plain], &snapshot).expect("two clusters");
        assert_eq!((preview.clusters.len(), preview.into), (2, named));
        assert!(MergePreview::new(vec![plain], &snapshot).is_none());
        assert!(MergePreview::new(vec![plain, ClusterId(999)], &snapshot).is_none());
    }
}
