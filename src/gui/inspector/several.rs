//! Several images: which groups they are in, and what can be done with all of them.

use super::charts::{Bar, NAME_SHARE, bar_ui};
use super::{fact_ui, neighbors, section_ui, weak};
use crate::gui::command::Command;
use crate::gui::frame::asks::images::{confirm, confirm_shown, junk, take_out};
use crate::gui::frame::asks::{curating, files};
use crate::gui::frame::{Frame, Intent, Out, Shown, Tab};
use crate::gui::kit::colours;
use crate::gui::kit::text::cluster_name;
use crate::gui::kit::theme::strong;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{LabelSource, Snapshot};
use crate::strings::{Share, say};
use crate::text::number;
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
    /// Of those that the result says something of.
    mean_confidence: Option<f64>,
    /// How many are not confirmed, by cluster.
    open: BTreeMap<ClusterId, usize>,
}

impl Tally {
    fn refresh(&mut self, snapshot: &Snapshot, images: &BTreeSet<ImageId>) {
        if self.revision == snapshot.revision && self.images == *images {
            return;
        }
        let labels = images.iter().map(|image| snapshot.label(*image).copied().unwrap_or_default());
        let mut clusters: BTreeMap<Option<ClusterId>, usize> = BTreeMap::new();
        let mut open = BTreeMap::new();
        let (mut n_confirmed, mut sum, mut n_known) = (0, 0.0, 0usize);
        for label in labels {
            *clusters.entry(label.cluster).or_default() += 1;
            if let Some(cluster) = label.cluster.filter(|_| label.source != LabelSource::Confirmed) {
                *open.entry(cluster).or_default() += 1;
            }
            n_confirmed += usize::from(label.source == LabelSource::Confirmed);
            if let Some(sure) = label.sure() {
                sum += f64::from(sure);
                n_known += 1;
            }
        }
        let mut clusters: Vec<_> = clusters.into_iter().collect();
        clusters.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        let mean_confidence = (n_known > 0).then(|| sum / n_known as f64);
        *self =
            Self { revision: snapshot.revision, images: images.clone(), clusters, n_confirmed, mean_confidence, open };
    }

    /// The whole part; `n_open_shown`: how many images that are not confirmed a filter lets through.
    pub fn ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, n_open_shown: Option<usize>) {
        self.refresh(frame.snapshot, &frame.view.selection.images);
        let n = self.images.len();
        ui.label(strong(say!("inspector-selected", n = n)).size(17.0));
        ui.add_space(4.0);
        let first: Vec<ImageId> = self.images.iter().copied().take(N_PICTURES).collect();
        for (image, rect) in first.iter().zip(neighbors::cells_ui(ui, first.len(), 0.0)) {
            frame.thumbs.paint_thumb(ui, frame.fetcher, *image, rect);
        }
        if n > N_PICTURES {
            ui.label(weak(ui, say!("inspector-and-more", n = n - N_PICTURES)));
        }
        if matches!(frame.view.shown, Shown::Provisional(_)) {
            ui.add_space(8.0);
            ui.label(weak(ui, say!("inspector-guess-selected")));
            return;
        }
        if !frame.snapshot.clusters.is_empty() {
            self.clusters_ui(ui, frame.snapshot);
        }
        self.buttons_ui(ui, frame);
        self.rest_ui(ui, frame, n_open_shown);
        if (2..=crate::gui::command::MOST_LINKED).contains(&self.images.len()) {
            links_ui(ui, frame.out);
        }
    }

    fn clusters_ui(&self, ui: &mut Ui, snapshot: &Snapshot) {
        let n = self.images.len();
        ui.add_space(6.0);
        if let Some(mean) = self.mean_confidence {
            fact_ui(ui, say!("inspector-on-average"), &say!("inspector-sure", share = Share(mean)));
        }
        fact_ui(ui, say!("inspector-confirmed"), &say!("inspector-of", n = self.n_confirmed, all = n));
        section_ui(ui, say!("inspector-their-groups"));
        for (cluster, n_in) in self.clusters.iter().take(N_CLUSTERS) {
            let name = match cluster {
                None => say!("inspector-in-no-group").to_owned(),
                Some(_) => cluster_name(snapshot, *cluster),
            };
            let color = cluster.map(|id| colours::of_cluster(snapshot, id));
            bar_ui(
                ui,
                &Bar {
                    name: &name,
                    name_share: NAME_SHARE,
                    share: *n_in as f32 / n as f32,
                    value: number(*n_in),
                    color,
                },
            );
        }
        if self.clusters.len() > N_CLUSTERS {
            ui.label(weak(ui, say!("inspector-and-more-groups", n = self.clusters.len() - N_CLUSTERS)));
        }
    }

    /// The selected ones are what does not belong: the others of the shown cluster can be confirmed at once.
    fn rest_ui(&self, ui: &mut Ui, frame: &mut Frame<'_>, n_open_shown: Option<usize>) {
        if frame.view.tab != Tab::Grid {
            return;
        }
        let Shown::Cluster(id) = frame.view.shown else { return };
        let Some(cluster) = frame.snapshot.cluster(id) else { return };
        let n_open = n_open_shown.unwrap_or(cluster.members.len() - cluster.n_confirmed);
        let n_others = n_open.saturating_sub(self.open.get(&id).copied().unwrap_or(0));
        if n_others == 0 {
            return;
        }
        section_ui(ui, say!("inspector-all-but-them"));
        let tip = Command::ConfirmRest.with_key(&say!("inspector-confirm-others-tip", name = &cluster.name), ui.ctx());
        let words = match n_open_shown {
            Some(_) => say!("inspector-confirm-others-shown", n = n_others),
            None => say!("inspector-confirm-others", n = n_others),
        };
        if ui.button(words).on_hover_text(tip).clicked() {
            frame.out.intents.push(Intent::ConfirmRest(id));
        }
    }

    fn buttons_ui(&self, ui: &mut Ui, frame: &mut Frame<'_>) {
        section_ui(ui, say!("inspector-all-of-them"));
        let images = || self.images.iter().copied();
        let has_labels = self.clusters.iter().any(|(cluster, _)| cluster.is_some());
        let ctx = ui.ctx().clone();
        let in_grid = |command: Command| command.with_key(say!("inspector-in-grid-too"), &ctx);
        ui.horizontal_wrapped(|ui| {
            let first = self.images.first().copied();
            let n = self.images.len();
            let answer = first.and_then(|image| files::answer(frame.snapshot, frame.view.shown, image, n));
            if let Some(answer) = answer {
                let tip = Command::Confirm.with_key(say!("inspector-label-below"), &ctx);
                if ui.button(answer).on_hover_text(tip).clicked() {
                    frame.out.intents.extend(confirm_shown(frame.snapshot, frame.view.shown, images()));
                }
            } else if has_labels
                && ui.button(Command::Confirm.short()).on_hover_text(in_grid(Command::Confirm)).clicked()
            {
                frame.out.intents.push(confirm(frame.snapshot, images(), true));
            }
            if self.n_confirmed > 0
                && ui.button(Command::Unconfirm.short()).on_hover_text(in_grid(Command::Unconfirm)).clicked()
            {
                frame.out.intents.push(confirm(frame.snapshot, images(), false));
            }
            if ui.button(Command::Move.short()).on_hover_text(say!("inspector-or-drag")).clicked() {
                frame.out.intents.push(Intent::ChooseMoveTarget);
            }
            if has_labels
                && ui.button(say!("inspector-take-all-out")).on_hover_text(say!("inspector-take-all-out.tip")).clicked()
            {
                frame.out.intents.push(take_out(frame.snapshot, images()));
            }
            let n_in = self.clusters.iter().filter(|(id, _)| id.is_some()).map(|(_, n)| n).sum::<usize>();
            let tip = Command::Reject.with_key(say!("inspector-reject-all-tip"), &ctx);
            let reject = match self.clusters.as_slice() {
                [(Some(id), n)] => {
                    let name = shortened(&cluster_name(frame.snapshot, Some(*id)));
                    say!("inspector-not-of", n = *n, name = name)
                }
                _ => say!("inspector-not-of-theirs", n = n_in),
            };
            if has_labels && ui.button(reject).on_hover_text(tip).clicked() {
                let images: Vec<ImageId> = images().collect();
                frame.out.intents.extend(curating::reject(frame.snapshot, &images));
            }
            if frame.view.shown == Shown::Junk {
                if ui.button(say!("inspector-out-of-junk")).on_hover_text(say!("inspector-take-all-out.tip")).clicked()
                {
                    frame.out.intents.push(take_out(frame.snapshot, images()));
                }
            } else if ui
                .button(say!("inspector-junk"))
                .on_hover_text(Command::Junk.with_key(say!("inspector-junk-all-tip"), &ctx))
                .clicked()
            {
                frame.out.intents.push(junk(frame.snapshot, images()));
            }
            frame.out.button_as_ui(ui, Command::CopyPaths, Command::CopyPaths.label());
            if ui.button(say!("inspector-deselect")).on_hover_text(say!("inspector-deselect.tip")).clicked() {
                frame.view.selection.clear();
            }
        });
    }
}

/// Whether they are of one class.
fn links_ui(ui: &mut Ui, out: &mut Out) {
    section_ui(ui, say!("inspector-with-each-other"));
    ui.horizontal_wrapped(|ui| {
        out.button_as_ui(ui, Command::LinkSame, say!("inspector-link-same"));
        out.button_as_ui(ui, Command::LinkDifferent, say!("inspector-link-different"));
    });
}

/// Long names would make a button wider than the panel.
fn shortened(name: &str) -> String {
    if name.chars().count() <= 18 { name.to_owned() } else { name.chars().take(17).chain(['\u{2026}']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fake;

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
