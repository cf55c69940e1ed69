//! From an open project to what front ends see: tables, labels, clusters, runs, history.
//!
//! Pure functions: they read the store's rows and the labels in force, and change nothing.

use super::protocol::{
    Candidate, ClusterView, HistoryView, ImageInfo, ImageLabel, ImageTable, LabelSource, Provisional, RunState,
    RunSummary, SkippedFile, StageReport,
};
use crate::curation::history::History;
use crate::curation::labels::{Labels, Source};
use crate::curation::proof::Purity;
use crate::ids::{ClusterId, ImageId, RunId};
use crate::store::project::{ImageRow, ImageState, RunRow, StoredRunState, StoredStage};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Readable images, in the order of the rows.
pub fn image_table<'a>(rows: impl Iterator<Item = &'a ImageRow>) -> ImageTable {
    let ready = rows.filter_map(|row| match row.record.state {
        ImageState::Ready { width, height, .. } => {
            Some(ImageInfo { id: row.id, path: row.record.path.display().into(), width, height })
        }
        _ => None,
    });
    ImageTable::new(ready.collect())
}

/// Files that were skipped, in the order of the rows.
pub fn skipped_files<'a>(rows: impl Iterator<Item = &'a ImageRow>) -> Vec<SkippedFile> {
    let skipped = rows.filter_map(|row| match &row.record.state {
        ImageState::Skipped(reason) => Some(SkippedFile {
            path: row.record.path.display(),
            reason: reason.to_string(),
            kind: reason.kind.as_str().to_owned(),
        }),
        _ => None,
    });
    skipped.collect()
}

/// The label of each image of the table.
pub fn image_labels(images: &ImageTable, labels: &Labels) -> Vec<ImageLabel> {
    let label = |image: &ImageInfo| {
        let label = labels.label(image.id);
        let source = match label.source {
            Source::Machine => LabelSource::Machine,
            Source::Placed => LabelSource::Placed,
            Source::Confirmed => LabelSource::Confirmed,
        };
        ImageLabel { cluster: label.cluster, is_junk: label.is_junk, confidence: label.confidence, source }
    };
    images.rows.iter().map(label).collect()
}

/// Clusters, largest first, ties by id. Images that are gone from the folder are not counted.
pub fn cluster_views(images: &ImageTable, labels: &Labels) -> Vec<Arc<ClusterView>> {
    let mut views: Vec<Arc<ClusterView>> = labels
        .clusters()
        .map(|cluster| {
            let present = cluster.members.iter().filter(|id| images.position(**id).is_some());
            let mut members: Vec<(ImageId, f32, Source)> = present
                .map(|&id| {
                    let label = labels.label(id);
                    (id, label.confidence, label.source)
                })
                .collect();
            members.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            let mut histogram = [0; 20];
            for (_, confidence, _) in &members {
                histogram[((confidence * 20.0) as usize).min(19)] += 1;
            }
            let sum: f64 = members.iter().map(|member| f64::from(member.1)).sum();
            let n_open = members.iter().filter(|member| member.2 == Source::Machine).count();
            let n_judged = cluster.verdicts.len();
            let n_right = cluster.verdicts.iter().filter(|verdict| verdict.is_right).count();
            Arc::new(ClusterView {
                id: cluster.id,
                group: cluster.about.group.clone(),
                colour: cluster.about.colour,
                hot_key: cluster.about.hot_key,
                note: cluster.about.note.clone(),
                purity: Purity::new(n_right, n_judged, n_judged + n_open),
                name: cluster.display_name(),
                is_named: cluster.about.name.is_some(),
                mean_confidence: (sum / members.len().max(1) as f64) as f32,
                n_confirmed: members.iter().filter(|member| member.2 != Source::Machine).count(),
                confidences: Arc::new(members.iter().map(|member| member.1).collect()),
                members: Arc::new(members.into_iter().map(|member| member.0).collect()),
                histogram,
            })
        })
        // A cluster that a run made and whose files are all gone says nothing to anybody.
        .filter(|view| view.is_given() || !view.members.is_empty())
        .collect();
    views.sort_by(|a, b| b.members.len().cmp(&a.members.len()).then(a.id.cmp(&b.id)));
    views
}

/// A first guess as it is shown: largest cluster first, most typical members first. Lists go by image.
pub fn provisional(source: String, images: &[ImageId], clusters: &[u32], confidence: &[f32]) -> Provisional {
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

/// What a run would change among these images.
pub fn candidate(run: RunId, is_refinement: bool, images: &ImageTable, before: &Labels, after: &Labels) -> Candidate {
    let mut moved = Vec::new();
    let mut flows: BTreeMap<(Option<ClusterId>, Option<ClusterId>), usize> = BTreeMap::new();
    for (image, _) in &images.by_id {
        let (from, to) = (before.label(*image).cluster, after.label(*image).cluster);
        if from != to {
            moved.push(*image);
            *flows.entry((from, to)).or_default() += 1;
        }
    }
    let mut flows: Vec<_> = flows.into_iter().map(|((from, to), n)| (from, to, n)).collect();
    flows.sort_by_key(|(from, to, n)| (Reverse(*n), *from, *to));
    let n_without = |a: &Labels, b: &Labels| a.clusters().filter(|cluster| b.cluster(cluster.id).is_none()).count();
    let (n_new, n_gone) = (n_without(after, before), n_without(before, after));
    Candidate { run, is_refinement, moved: Arc::new(moved), flows, n_new, n_gone }
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
        undo: history.undo_words().map(str::to_owned),
        redo: history.redo_words().map(str::to_owned),
        entries: history.entries(),
        undone: history.undone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_guess_is_sorted_by_size_and_by_confidence() {
        let images: Vec<ImageId> = (1..=5).map(ImageId).collect();
        let guess = provisional("k-means".into(), &images, &[2, 0, 2, 2, 0], &[0.2, 0.9, 0.8, 0.5, 0.9]);
        let ids = |i: usize| guess.clusters[i].iter().map(|id| id.0).collect::<Vec<_>>();
        assert_eq!((guess.clusters.len(), ids(0), ids(1)), (2, vec![3, 4, 1], vec![2, 5]));
    }
}
