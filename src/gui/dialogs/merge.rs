//! Before groups become one: what is in each of them, typical and doubtful, and how the numbers change.

use crate::gui::frame::{Frame, Intent, Shown};
use crate::gui::kit::colours;
use crate::gui::kit::dialog::{beside_buttons_ui, body_ui, footer_ui};
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{boxed, caption, card, is_enter, primary_button, weak};
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{ClusterView, Edit, Fetch, Snapshot};
use crate::strings::{number, say};
use egui::{Align, Layout, Rect, Sense, Ui, vec2};
use std::sync::Arc;

/// Side of a picture in the strips.
const SIDE: f32 = 68.0;

/// The groups to be merged.
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

    /// Draws the preview; true when the merge was asked for or cannot be done any more.
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
        body_ui(ui, |ui| {
            for cluster in &clusters {
                card(ui, |ui| self.cluster_ui(ui, frame, cluster));
                ui.add_space(4.0);
            }
        });
        let name = clusters.iter().find(|cluster| cluster.id == self.into).map_or("", |cluster| &cluster.name);
        let n_left = snapshot.clusters.len() - clusters.len() + 1;
        let is_asked = footer_ui(ui, |ui| {
            let becomes = |ui: &mut Ui| {
                ui.label(strong(say!("merge-becomes", name = name, sum = sum_words(&clusters))));
                weak(ui, say!("merge-detail", n = n_left, confirmed = n_confirmed(&clusters)));
            };
            beside_buttons_ui(ui, becomes, |ui| {
                let merge = primary_button(ui, say!("merge-button"), true).on_hover_text(say!("merge-button.tip"));
                merge.clicked() || enter
            })
        });
        if is_asked {
            let from = clusters.iter().map(|cluster| cluster.id).filter(|id| *id != self.into).collect();
            frame.out.edit(Edit::Merge { into: self.into, from });
            frame.out.intents.push(Intent::Show(Shown::Cluster(self.into)));
        }
        is_asked
    }

    fn cluster_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, cluster: &ClusterView) {
        ui.horizontal(|ui| {
            colours::swatch_ui(ui, cluster);
            ui.label(strong(&cluster.name));
            weak(ui, say!("count-images", n = cluster.members.len()));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let response = boxed(ui, |ui| ui.radio_value(&mut self.into, cluster.id, say!("merge-keep-name")));
                response.accessible_name(say!("merge-keep-name-of", name = &cluster.name));
            });
        });
        let n = ((ui.available_width() / 2.0 - 10.0) / (SIDE + 4.0)).floor().max(1.0) as usize;
        let examples = Examples::of(frame, cluster, n);
        ui.columns_const(|[left, right]| {
            caption(left, say!("merge-typical"));
            strip_ui(left, frame, examples.typical.as_deref());
            caption(right, say!("merge-doubtful"));
            strip_ui(right, frame, examples.doubtful.as_deref());
        });
    }
}

/// "390 + 72 = 462 images".
fn sum_words(clusters: &[Arc<ClusterView>]) -> String {
    let sizes: Vec<String> = clusters.iter().map(|cluster| number(cluster.members.len())).collect();
    let n: usize = clusters.iter().map(|cluster| cluster.members.len()).sum();
    say!("merge-sum", parts = sizes.join(" + "), n = n)
}

fn n_confirmed(clusters: &[Arc<ClusterView>]) -> usize {
    clusters.iter().map(|cluster| cluster.n_confirmed).sum()
}

/// Typical and doubtful members; None while they are looked for.
struct Examples {
    typical: Option<Vec<ImageId>>,
    doubtful: Option<Vec<ImageId>>,
}

impl Examples {
    /// By the features, and where nothing is known by them, by how sure they are.
    fn of(frame: &Frame<'_>, cluster: &ClusterView, n: usize) -> Self {
        match frame.fetcher.examples(cluster.id, n) {
            Fetch::Pending => Self { typical: None, doubtful: None },
            Fetch::Ready(found) if !found.prototypes.is_empty() => {
                Self { typical: Some(found.prototypes.clone()), doubtful: Some(found.borderlines.clone()) }
            }
            Fetch::Ready(_) | Fetch::Missing(_) => Self {
                typical: Some(cluster.members.iter().copied().take(n).collect()),
                doubtful: Some(cluster.members.iter().rev().copied().take(n).collect()),
            },
        }
    }
}

fn strip_ui(ui: &mut Ui, frame: &mut Frame<'_>, images: Option<&[ImageId]>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for image in images.unwrap_or_default() {
            if ui.available_width() < SIDE {
                break;
            }
            frame.thumbs.thumb_ui(ui, frame.fetcher, *image, vec2(SIDE, SIDE));
        }
        match images {
            None => blank_ui(ui),
            Some([]) => {
                ui.set_height(SIDE);
                drop(weak(ui, say!("merge-none-doubtful")));
            }
            Some(_) => (),
        }
    });
}

/// As many empty squares as there is room for: what is looked for is drawn as that.
fn blank_ui(ui: &mut Ui) {
    while ui.available_width() >= SIDE {
        let (rect, _): (Rect, _) = ui.allocate_exact_size(vec2(SIDE, SIDE), Sense::hover());
        ui.painter().rect_filled(rect, 6.0, Palette::of(ui).control);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;

    #[test]
    fn the_sum_is_written_out() {
        let cluster =
            |n| Arc::new(ClusterView { members: Arc::new((0..n).map(ImageId).collect()), ..ClusterView::default() });
        assert_eq!(sum_words(&[cluster(390), cluster(72)]), "390 + 72 = 462 images");
        assert_eq!(sum_words(&[cluster(1200), cluster(0)]), "1,200 + 0 = 1,200 images");
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
