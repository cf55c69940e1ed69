//! Several images: which clusters they are in, and what can be done with all of them.

use super::charts::{Bar, NAME_SHARE, bar_ui};
use super::{fact_ui, neighbors, section_ui, weak};
use crate::gui::grid::colors::cluster_color;
use crate::gui::grid::words::{cluster_name, counted, grouped, percent};
use crate::gui::grid::{Scene, confirm, copy_paths, junk, take_out};
use crate::gui::intent::{Intent, Shown, ViewState};
use crate::gui::textures::Thumbs;
use crate::gui::theme::strong;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{LabelSource, Snapshot};
use egui::Ui;
use std::collections::{BTreeMap, BTreeSet};

/// Pictures shown of the selection.
const N_PICTURES: usize = 15;
/// Clusters listed one by one.
const N_CLUSTERS: usize = 8;

/// What the selection is made of: counted when it or the labels change, not per frame.
#[derive(Default)]
pub struct Tally {
    revision: u64,
    images: BTreeSet<ImageId>,
    /// Largest first.
    clusters: Vec<(Option<ClusterId>, usize)>,
    n_confirmed: usize,
    mean_confidence: f32,
}

impl Tally {
    fn refresh(&mut self, snapshot: &Snapshot, images: &BTreeSet<ImageId>) {
        if self.revision == snapshot.revision && self.images == *images {
            return;
        }
        let labels = images.iter().map(|image| snapshot.label(*image).copied().unwrap_or_default());
        let mut clusters: BTreeMap<Option<ClusterId>, usize> = BTreeMap::new();
        let (mut n_confirmed, mut sum, mut n_labelled) = (0, 0.0, 0usize);
        for label in labels {
            *clusters.entry(label.cluster).or_default() += 1;
            n_confirmed += usize::from(label.source == LabelSource::Confirmed);
            if label.cluster.is_some() {
                sum += f64::from(label.confidence);
                n_labelled += 1;
            }
        }
        let mut clusters: Vec<_> = clusters.into_iter().collect();
        clusters.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        let mean_confidence = (sum / n_labelled.max(1) as f64) as f32;
        *self = Self { revision: snapshot.revision, images: images.clone(), clusters, n_confirmed, mean_confidence };
    }

    /// The whole part.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        scene: Scene<'_>,
        state: &mut ViewState,
        thumbs: &mut Thumbs,
        intents: &mut Vec<Intent>,
    ) {
        self.refresh(scene.snapshot, &state.selection.images);
        let n = self.images.len();
        ui.label(strong(format!("{} selected", counted(n, "image"))).size(17.0));
        ui.add_space(4.0);
        let first: Vec<ImageId> = self.images.iter().copied().take(N_PICTURES).collect();
        for (image, rect) in first.iter().zip(neighbors::cells_ui(ui, first.len(), 0.0)) {
            thumbs.paint_thumb(ui, scene.fetcher, *image, rect);
        }
        if n > N_PICTURES {
            ui.label(weak(ui, format!("and {} more", grouped(n - N_PICTURES))));
        }
        if matches!(state.shown, Shown::Provisional(_)) {
            ui.add_space(8.0);
            ui.label(weak(ui, "These are part of a first guess: it can be looked at, not edited."));
            return;
        }
        if !scene.snapshot.clusters.is_empty() {
            self.clusters_ui(ui, scene.snapshot);
        }
        self.buttons_ui(ui, scene, state, intents);
    }

    fn clusters_ui(&self, ui: &mut Ui, snapshot: &Snapshot) {
        let n = self.images.len();
        ui.add_space(6.0);
        fact_ui(ui, "Mean confidence", &percent(self.mean_confidence));
        fact_ui(ui, "Confirmed", &format!("{} of {}", grouped(self.n_confirmed), grouped(n)));
        section_ui(ui, "Clusters among them");
        let is_dark = ui.visuals().dark_mode;
        for (cluster, n_in) in self.clusters.iter().take(N_CLUSTERS) {
            let name = match cluster {
                None => "In no cluster".to_owned(),
                Some(_) => cluster_name(snapshot, *cluster),
            };
            let color = cluster.map(|id| cluster_color(id, is_dark));
            bar_ui(
                ui,
                &Bar {
                    name: &name,
                    name_share: NAME_SHARE,
                    share: *n_in as f32 / n as f32,
                    value: grouped(*n_in),
                    color,
                },
            );
        }
        if self.clusters.len() > N_CLUSTERS {
            ui.label(weak(ui, format!("and {}", counted(self.clusters.len() - N_CLUSTERS, "more cluster"))));
        }
    }

    fn buttons_ui(&self, ui: &mut Ui, scene: Scene<'_>, state: &mut ViewState, intents: &mut Vec<Intent>) {
        section_ui(ui, "All of them");
        let images = || self.images.iter().copied();
        let has_labels = self.clusters.iter().any(|(cluster, _)| cluster.is_some());
        ui.horizontal_wrapped(|ui| {
            if has_labels && ui.button("Confirm").on_hover_text("Enter in the grid").clicked() {
                intents.push(confirm(scene.snapshot, images(), true));
            }
            if self.n_confirmed > 0 && ui.button("Unconfirm").on_hover_text("Shift+Enter in the grid").clicked() {
                intents.push(confirm(scene.snapshot, images(), false));
            }
            if ui.button("Move to\u{2026}").on_hover_text("Or drag them onto a cluster in the list").clicked() {
                intents.push(Intent::ChooseMoveTarget);
            }
            if has_labels
                && ui.button("Take out of their clusters").on_hover_text("Puts them among the unlabelled").clicked()
            {
                intents.push(take_out(scene.snapshot, images()));
            }
            if state.shown == Shown::Junk {
                if ui.button("Take out of junk").on_hover_text("Puts them among the unlabelled").clicked() {
                    intents.push(take_out(scene.snapshot, images()));
                }
            } else if ui.button("Junk").on_hover_text("They belong in no class (X)").clicked() {
                intents.push(junk(scene.snapshot, images()));
            }
            if ui.button("Copy paths").on_hover_text("Copies their full paths, one a line").clicked() {
                intents.push(copy_paths(ui.ctx(), scene.snapshot, images()));
            }
            if ui.button("Select nothing").on_hover_text("Esc in the grid").clicked() {
                state.selection.clear();
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::grid::tests::fake;

    #[test]
    fn it_counts_what_is_selected() {
        let snapshot = fake::snapshot(60, 3);
        let images: BTreeSet<ImageId> = snapshot.images.rows.iter().map(|row| row.id).collect();
        let mut tally = Tally::default();
        tally.refresh(&snapshot, &images);
        assert_eq!(tally.clusters.iter().map(|(_, n)| n).sum::<usize>(), 60);
        assert!(tally.clusters.is_sorted_by_key(|(_, n)| std::cmp::Reverse(*n)));
        for (cluster, n) in &tally.clusters {
            let Some(id) = cluster else { continue };
            assert_eq!(*n, snapshot.cluster(*id).expect("there").members.len());
        }
        let few: BTreeSet<ImageId> = images.into_iter().take(2).collect();
        tally.refresh(&snapshot, &few);
        assert_eq!(tally.clusters.iter().map(|(_, n)| n).sum::<usize>(), 2, "a new selection is counted again");
    }
}
