//! From an open project to what front ends see: tables, labels, clusters, runs, history.
//!
//! Pure functions: they read the store's rows and the labels in force, and change nothing.

use super::sureness::Sureness;
use crate::clustering::judge::identity::match_clusters;
use crate::clustering::judge::metrics::UNLABELLED;
use crate::curation::history::History;
use crate::curation::labels::{Cluster, Labels, Source};
use crate::curation::proof::Purity;
use crate::ids::{ClusterId, ImageId, RunId};
use crate::session::protocol::{
    Candidate, ClusterView, HistoryView, ImageInfo, ImageLabel, ImageTable, LabelSource, Origin, Provisional, RunState,
    RunSummary, SkippedFile, StageReport,
};
use crate::store::{ImageRow, ImageState, Presence, RunRow, StoredRunState, StoredStage};
use crate::strings::Told;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The image that a row is shown as, if it is shown.
pub fn image_info(row: &ImageRow) -> Option<ImageInfo> {
    match row.record.state {
        ImageState::Ready { width, height, .. } if row.record.is_shown() => Some(ImageInfo {
            id: row.id,
            path: row.record.path.display().into(),
            width,
            height,
            is_away: row.record.presence == Presence::Away,
            links: row.record.links.iter().map(|link| link.display().into()).collect(),
        }),
        _ => None,
    }
}

/// The file that a row tells was skipped, if it was.
pub fn skipped_file(row: &ImageRow) -> Option<SkippedFile> {
    match &row.record.state {
        ImageState::Skipped(reason) if row.record.presence == Presence::Here => {
            Some(SkippedFile { path: row.record.path.display(), reason: reason.told(), kind: reason.kind })
        }
        _ => None,
    }
}

/// The label of each image of the table, as sure as `sureness` says.
pub fn image_labels(images: &ImageTable, labels: &Labels, sureness: &Sureness<'_>) -> Vec<ImageLabel> {
    let label = |image: &ImageInfo| {
        let label = labels.label(image.id);
        let source = match label.source {
            Source::Machine => LabelSource::Machine,
            Source::Placed => LabelSource::Placed,
            Source::Confirmed => LabelSource::Confirmed,
        };
        let confidence = sureness.of(image.id, &label);
        ImageLabel { cluster: label.cluster, is_junk: label.is_junk, confidence, source }
    };
    images.rows.iter().map(label).collect()
}

/// Clusters as they are shown, kept from change to change: those that an edit did not touch are not made again.
#[derive(Default)]
pub struct Views {
    images: Arc<ImageTable>,
    /// What each was made of, and what is shown.
    known: BTreeMap<ClusterId, (Arc<Cluster>, Arc<ClusterView>)>,
}

impl Views {
    /// Clusters by their numbers. Images that are gone from the folder are not counted. `shown`: the labels of the images, which
    /// follow from the same ones.
    pub fn update(&mut self, images: &Arc<ImageTable>, labels: &Labels, shown: &[ImageLabel]) -> Vec<Arc<ClusterView>> {
        if !Arc::ptr_eq(&self.images, images) {
            self.known.clear();
            self.images = Arc::clone(images);
        }
        let before = std::mem::take(&mut self.known);
        let mut names = labels.names();
        let mut view = |cluster: &Arc<Cluster>| {
            let name = names.remove(&cluster.id).unwrap_or_default();
            match before.get(&cluster.id) {
                Some((same, view)) if Arc::ptr_eq(same, cluster) && view.name == name => Arc::clone(view),
                // Another one has its name by now, or has it no more.
                Some((same, view)) if Arc::ptr_eq(same, cluster) => Arc::new(ClusterView { name, ..(**view).clone() }),
                _ => Arc::new(cluster_view(cluster, name, images, shown)),
            }
        };
        self.known = labels.clusters().map(|c| (c.id, (Arc::clone(c), view(c)))).collect();
        let shown = self.known.values().map(|(_, view)| view);
        // A cluster that a run made and whose files are all gone says nothing to anybody.
        let shown = shown.filter(|view| view.is_given() || !view.members.is_empty());
        let mut views: Vec<Arc<ClusterView>> = shown.cloned().collect();
        views.sort_by_key(|view| (view.number, view.id));
        views
    }
}

fn cluster_view(cluster: &Cluster, name: String, images: &ImageTable, labels: &[ImageLabel]) -> ClusterView {
    let label = |id: ImageId| images.position(id).and_then(|position| labels.get(position));
    let present = cluster.members.iter().filter_map(|id| Some((*id, *label(*id)?)));
    let mut members: Vec<(ImageId, ImageLabel)> = present.collect();
    members.sort_by(|a, b| b.1.confidence.total_cmp(&a.1.confidence).then(a.0.cmp(&b.0)));
    let chosen = cluster.about.cover.filter(|cover| members.iter().any(|member| member.0 == *cover));
    let cover = chosen.or_else(|| members.first().map(|member| member.0));
    let mut histogram = [0; 20];
    let sure = || members.iter().filter_map(|(_, label)| label.sure());
    for confidence in sure() {
        histogram[((confidence * 20.0) as usize).min(19)] += 1;
    }
    let sum: f64 = sure().map(f64::from).sum();
    let mean_confidence = (sum / sure().count().max(1) as f64) as f32;
    let n_open = members.iter().filter(|(_, label)| label.source == LabelSource::Machine).count();
    // What was said of a picture that is not there any more says nothing of the one that took its place.
    let verdicts = cluster.verdicts.iter().filter(|verdict| images.position(verdict.image).is_some());
    let (n_judged, n_right) = (verdicts.clone().count(), verdicts.filter(|verdict| verdict.is_right).count());
    let is_open = |image: &ImageId| {
        let is_open = |label: &ImageLabel| label.cluster == Some(cluster.id) && label.source == LabelSource::Machine;
        label(*image).is_some_and(is_open)
    };
    let n_late = cluster.late.iter().filter(|image| is_open(image)).count();
    ClusterView {
        id: cluster.id,
        cover,
        has_chosen_cover: chosen.is_some(),
        group: cluster.about.group.clone(),
        colour: cluster.about.colour,
        hot_key: cluster.about.hot_key,
        note: cluster.about.note.clone(),
        purity: Purity::with_late(n_right, n_judged, n_judged + n_open + cluster.n_undrawn, n_late),
        name,
        number: cluster.number,
        made_of: Arc::clone(&cluster.made_of),
        is_named: cluster.about.name.is_some(),
        mean_confidence,
        n_undrawn: cluster.n_undrawn,
        n_confirmed: members.len() - n_open,
        confidences: Arc::new(members.iter().map(|(_, label)| label.confidence).collect()),
        members: Arc::new(members.into_iter().map(|member| member.0).collect()),
        histogram,
    }
}

/// A first guess as it is shown: largest cluster first, most typical members first. Lists go by image.
pub fn provisional(source: Told, images: &[ImageId], clusters: &[u32], confidence: &[f32]) -> Provisional {
    let n_clusters = clusters.iter().max().map_or(0, |c| *c as usize + 1);
    let mut members: Vec<Vec<(ImageId, f32)>> = vec![Vec::new(); n_clusters];
    for ((image, cluster), confidence) in images.iter().zip(clusters).zip(confidence) {
        members[*cluster as usize].push((*image, *confidence));
    }
    members.retain(|cluster| !cluster.is_empty());
    for cluster in &mut members {
        cluster.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    }
    members.sort_by(|a, b| b.len().cmp(&a.len()).then(a[0].0.cmp(&b[0].0)));
    let clusters = members.into_iter().map(|c| Arc::new(c.into_iter().map(|member| member.0).collect())).collect();
    Provisional { source, clusters }
}

/// A guess in the order of the one before it, by what they share: a group keeps its number while the guess gets better.
pub fn in_order_of(mut guess: Provisional, before: Option<&Provisional>) -> Provisional {
    let Some(before) = before else { return guess };
    let places = |guess: &Provisional| -> BTreeMap<ImageId, u32> {
        let members = |(place, members): (u32, &Arc<Vec<ImageId>>)| {
            members.iter().map(|image| (*image, place)).collect::<Vec<_>>()
        };
        (0..).zip(&guess.clusters).flat_map(members).collect()
    };
    let (new, old) = (places(&guess), places(before));
    let (new, old): (Vec<u32>, Vec<u32>) =
        new.into_iter().map(|(image, place)| (place, old.get(&image).copied().unwrap_or(UNLABELLED))).unzip();
    let place: BTreeMap<u32, u32> = match_clusters(&new, &old, None).into_iter().collect();
    let mut clusters: Vec<_> = (0u32..).zip(guess.clusters).collect();
    clusters.sort_by_key(|(number, _)| place.get(number).copied().unwrap_or(u32::MAX));
    guess.clusters = clusters.into_iter().map(|(_, members)| members).collect();
    guess
}

/// What a run would change among these images.
pub fn candidate(run: RunId, origin: Origin, images: &ImageTable, before: &Labels, after: &Labels) -> Candidate {
    let (mut moved, mut goes) = (Vec::new(), Vec::new());
    let mut flows: BTreeMap<(Option<ClusterId>, Option<ClusterId>), usize> = BTreeMap::new();
    for (image, _) in &images.by_id {
        let (from, to) = (before.label(*image).cluster, after.label(*image).cluster);
        if from != to {
            moved.push(*image);
            goes.push(to);
            *flows.entry((from, to)).or_default() += 1;
        }
    }
    let mut flows: Vec<_> = flows.into_iter().map(|((from, to), n)| (from, to, n)).collect();
    flows.sort_by_key(|(from, to, n)| (Reverse(*n), *from, *to));
    let n_without = |a: &Labels, b: &Labels| a.clusters().filter(|cluster| b.cluster(cluster.id).is_none()).count();
    let (n_new, n_gone) = (n_without(after, before), n_without(before, after));
    Candidate { run, origin, moved: Arc::new(moved), to: Arc::new(goes), flows, n_new, n_gone }
}

/// One run as it is listed.
pub fn run_summary(row: &RunRow) -> RunSummary {
    RunSummary {
        id: row.id,
        state: match row.state {
            StoredRunState::Unfinished => RunState::Unfinished,
            StoredRunState::Done => RunState::Done,
            StoredRunState::Failed => RunState::Failed,
        },
        settings: Arc::new(row.settings.clone()),
        started: row.started,
        seconds: row.seconds,
        version: row.version.clone(),
        device: row.device.clone(),
        kept: row.kept.clone(),
        stages: Arc::new(row.stages.iter().map(stage_report).collect()),
        epochs: Arc::new(row.epochs.clone()),
        notes: Arc::new(row.notes.clone()),
    }
}

/// One stage as it is reported.
pub fn stage_report(stage: &StoredStage) -> StageReport {
    StageReport {
        name: stage.name.clone(),
        seconds: stage.seconds,
        images_per_sec: stage.images_per_sec,
        metrics: stage.metrics.clone(),
    }
}

/// Undo, redo and the list of changes.
pub fn history_view(history: &History) -> HistoryView {
    HistoryView {
        undo: history.undo_words().cloned(),
        redo: history.redo_words().cloned(),
        changes: history.made(),
        now: history.now(),
        n_to_learn: history.n_to_learn(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curation::edit::Edit;
    use crate::curation::labels::{Assignment, RunAssignments};

    /// Images 1 to 6: two clusters of three.
    struct Run;

    impl RunAssignments for Run {
        fn assignment(&self, _: RunId) -> Option<Arc<Assignment>> {
            let images = (1..=6).map(ImageId).collect();
            let confidence = vec![0.5, 0.6, 0.7, 0.8, 0.9, 1.0];
            Some(Arc::new(Assignment { images, clusters: vec![0, 0, 0, 1, 1, 1], confidence }))
        }
    }

    #[test]
    fn clusters_that_nothing_touched_are_shared_and_all_are_as_if_made_anew() {
        let row = |i: u32| ImageInfo::new(ImageId(i), format!("{i}.jpg"), 1, 1);
        let images = Arc::new(ImageTable::new((1..=6).map(row).collect()));
        let (one, two) = (ClusterId(1), ClusterId(2));
        let mut history = History::default();
        let mut views = Views::default();
        let mut shown: Vec<Arc<ClusterView>> = Vec::new();
        let mut show = |history: &History, images: &Arc<ImageTable>| {
            let labels = image_labels(images, history.labels(), &Sureness::new(history.labels(), None));
            let now = views.update(images, history.labels(), &labels);
            let anew = Views::default().update(images, history.labels(), &labels);
            assert_eq!(now, anew);
            let n_shared = now.iter().filter(|view| shown.iter().any(|other| Arc::ptr_eq(other, view))).count();
            shown = now;
            n_shared
        };
        let confirm = Edit::Confirm { images: vec![ImageId(2)], is_confirmed: true };
        for (edit, n_shared) in [
            (Edit::AdoptRun { run: RunId(1), mapping: vec![(0, one), (1, two)], order: vec![] }, 0),
            (confirm, 1),
            (Edit::Rename { cluster: two, name: "Two".into() }, 1),
            (Edit::Move { images: vec![ImageId(2)], to: Some(two) }, 0),
            (Edit::Junk { images: vec![ImageId(1)] }, 1),
        ] {
            history.apply(&edit, &Run).expect("possible");
            assert_eq!(show(&history, &images), n_shared, "{edit:?}");
        }
        for n_shared in [1, 0, 1, 1] {
            assert!(history.undo());
            assert_eq!(show(&history, &images), n_shared);
        }
        let fewer = Arc::new(ImageTable::new((1..=3).map(row).collect()));
        assert_eq!((show(&history, &fewer), shown.len()), (0, 1));
    }

    #[test]
    fn a_better_guess_keeps_the_order() {
        let members = |ids: &[u32]| Arc::new(ids.iter().copied().map(ImageId).collect::<Vec<_>>());
        let guess = |clusters: &[&[u32]]| Provisional {
            source: "k-means".into(),
            clusters: clusters.iter().map(|ids| members(ids)).collect(),
        };
        let before = guess(&[&[1, 2, 3, 4], &[5, 6, 7]]);
        let better = in_order_of(guess(&[&[5, 6, 7, 4, 8], &[1, 2, 3], &[9]]), Some(&before));
        assert_eq!(better, guess(&[&[1, 2, 3], &[5, 6, 7, 4, 8], &[9]]));
        assert_eq!(in_order_of(before.clone(), None), before);
    }

    #[test]
    fn a_first_guess_is_sorted_by_size_and_by_confidence() {
        let images: Vec<ImageId> = (1..=5).map(ImageId).collect();
        let guess = provisional("k-means".into(), &images, &[2, 0, 2, 2, 0], &[0.2, 0.9, 0.8, 0.5, 0.9]);
        let ids = |i: usize| guess.clusters[i].iter().map(|id| id.0).collect::<Vec<_>>();
        assert_eq!((guess.clusters.len(), ids(0), ids(1)), (2, vec![3, 4, 1], vec![2, 5]));
    }
}
