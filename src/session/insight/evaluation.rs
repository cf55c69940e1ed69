//! A run beside true labels: the numbers of METHOD 10 for each of its stages and for the labels as they are now.
//!
//! True labels are used here and nowhere else: by no training and no choice between stages.

use super::labelling::{Named, named};
pub use super::true_labels::TrueLabels;
use crate::clustering::judge::metrics::{Scores, UNLABELLED, confusion, neighbor_purity, scores};
use crate::clustering::neighbors::Neighbors;
use crate::ids::{ClusterId, ImageId, RunId};
use crate::session::SessionError;
use crate::session::project::open::Open;
use crate::session::project::view;
use crate::session::protocol::{Snapshot, StageReport};
use crate::stage::Stage;
use crate::store::results::RunArrays;
use crate::strings::{Told, told};
use crate::text::group;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A run beside true labels.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// Which run.
    pub run: RunId,
    /// Its kept stage.
    pub kept: Stage,
    /// Images with a true label that took part.
    pub n_labelled: usize,
    /// The run's stages with `accuracy`, `nmi`, `ami`, `ari`, `purity` added (`neighbor_purity` for `simclr` or `dcl`, or `kmeans` on frozen features).
    pub stages: Vec<StageReport>,
    /// `accuracy, nmi, ami, ari, purity, many_to_one_accuracy` of the kept stage, `neighbor_purity`, `kmeans_accuracy`,
    /// and `current_accuracy`: of the labels as they are now, people's edits included.
    pub metrics: BTreeMap<String, f64>,
    /// (cluster name, class, images) of the labels as they are now, largest first.
    pub confusion: Vec<(String, String, u64)>,
    /// What a person should know: labels without an image and so on.
    pub notes: Vec<Told>,
}

/// True classes by image.
struct Truth {
    names: Vec<String>,
    by_image: BTreeMap<ImageId, u32>,
    notes: Vec<Told>,
}

impl Truth {
    fn read(snapshot: &Snapshot, labels: &TrueLabels) -> Result<Self, SessionError> {
        let Named { labels: named, notes, .. } = named(snapshot, labels)?;
        let names: Vec<String> =
            named.iter().map(|(_, name)| name.clone()).collect::<BTreeSet<_>>().into_iter().collect();
        let class = |name: &String| names.binary_search(name).map_or(UNLABELLED, |at| at as u32);
        let by_image = named.iter().map(|(id, name)| (*id, class(name))).collect();
        Ok(Self { names, by_image, notes })
    }

    fn of(&self, images: impl Iterator<Item = ImageId>) -> Vec<u32> {
        images.map(|id| self.by_image.get(&id).copied().unwrap_or(UNLABELLED)).collect()
    }
}

/// Whether there is a true label for any image, before hours are spent on a run.
pub(in crate::session) fn check(snapshot: &Snapshot, labels: &TrueLabels) -> Result<(), SessionError> {
    Truth::read(snapshot, labels).map(|_| ())
}

/// Compares a run with true labels.
pub(in crate::session) fn evaluate(
    open: &Open,
    snapshot: &Snapshot,
    labels: &TrueLabels,
    run: Option<RunId>,
) -> Result<Evaluation, SessionError> {
    let row = match run {
        Some(id) => open.run(id).ok_or(SessionError::NoSuchRun(id))?,
        None => open.present_run().ok_or(SessionError::NoClusters(told!("engine-no-result-yet")))?,
    };
    let kept = row.kept.as_ref().ok_or(SessionError::NoResult(row.id))?.stage.clone();
    let truth = Truth::read(snapshot, labels)?;
    let arrays = open.store.arrays(row.id)?;
    let classes = truth.of(arrays.images.iter().map(|id| ImageId(*id)));
    let purity = neighbor_purity(&neighbors_of(&arrays), &classes);
    let mut stages: Vec<StageReport> = row.stages.iter().map(view::stage_report).collect();
    let mut metrics = BTreeMap::from([("neighbor_purity".to_owned(), purity)]);
    for stage in &mut stages {
        // Of the features: told with the stage that learned them, or the first that clusters frozen ones.
        if stage.name == if row.settings.is_frozen() { Stage::KMeans } else { row.settings.pretext_stage() } {
            stage.metrics.insert("neighbor_purity".into(), purity);
        }
        let Some(stage_arrays) = arrays.stages.iter().find(|arrays| arrays.name == stage.name) else { continue };
        let found = named_scores(&scores(&stage_arrays.clusters, &classes));
        if stage.name == Stage::KMeans {
            metrics.insert("kmeans_accuracy".into(), found["accuracy"]);
        }
        if stage.name == kept {
            metrics.extend(found.clone());
        }
        stage.metrics.extend(found);
    }
    let present = snapshot.images.rows.iter().zip(snapshot.labels.iter());
    let now: Vec<u32> = present.map(|(_, label)| label.cluster.map_or(UNLABELLED, |id| id.0)).collect();
    let now_classes = truth.of(snapshot.images.rows.iter().map(|row| row.id));
    let labelled: Vec<(u32, u32)> = now
        .into_iter()
        .zip(now_classes)
        .filter(|(cluster, class)| *cluster != UNLABELLED && *class != UNLABELLED)
        .collect();
    let (now, now_classes): (Vec<u32>, Vec<u32>) = labelled.into_iter().unzip();
    metrics.insert("current_accuracy".into(), scores(&now, &now_classes).accuracy);
    Ok(Evaluation {
        run: row.id,
        kept,
        n_labelled: classes.iter().filter(|class| **class != UNLABELLED).count(),
        stages,
        metrics,
        confusion: confused(snapshot, &truth, &now, &now_classes),
        notes: truth.notes,
    })
}

fn neighbors_of(arrays: &RunArrays) -> Neighbors {
    Neighbors {
        n: arrays.images.len(),
        k: arrays.k,
        ids: arrays.neighbors.clone(),
        similarity: arrays.similarity.clone(),
    }
}

fn named_scores(scores: &Scores) -> BTreeMap<String, f64> {
    let named = [
        ("accuracy", scores.accuracy),
        ("many_to_one_accuracy", scores.many_to_one_accuracy),
        ("nmi", scores.nmi),
        ("ami", scores.ami),
        ("ari", scores.ari),
        ("purity", scores.purity),
        ("homogeneity", scores.homogeneity),
        ("completeness", scores.completeness),
    ];
    named.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn confused(snapshot: &Snapshot, truth: &Truth, clusters: &[u32], classes: &[u32]) -> Vec<(String, String, u64)> {
    let table = confusion(clusters, classes);
    let mut cells = Vec::new();
    for (row, cluster) in table.clusters.iter().enumerate() {
        let name = snapshot.cluster(ClusterId(*cluster)).map_or_else(|| group(*cluster), |c| c.name.clone());
        for (column, class) in table.classes.iter().enumerate() {
            let n = table.count(row, column);
            if n > 0 {
                cells.push((name.clone(), truth.names[*class as usize].clone(), n));
            }
        }
    }
    cells.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| (&a.0, &a.1).cmp(&(&b.0, &b.1))));
    cells
}
