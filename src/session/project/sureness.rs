//! How sure a run is of a label. One rule for all who show, sort, filter or write it: what the run says for a cluster is the sum
//! of what it says for those of its own clusters that the cluster is made of.
//!
//! What people say changes nothing of it: a confirmed image is as sure as before. Of what the run says nothing, the label of the
//! machine that put it there stands; where none did, or the image is in no cluster, nothing is known, which is 0.

use crate::curation::labels::{Assignment, Label, Labels};
use crate::ids::{ImageId, RunId};
use crate::stage::Stage;
use crate::store::results::{RunArrays, StageProbabilities};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// No row.
const NONE: u32 = u32::MAX;

/// Rows by image id, of images up to `last`.
fn rows(images: impl Iterator<Item = u32>, last: u32) -> Vec<u32> {
    let mut rows = Vec::new();
    for (row, image) in (0..).zip(images).filter(|(_, image)| *image <= last) {
        let at = image as usize;
        if at >= rows.len() {
            rows.resize(at + 1, NONE);
        }
        rows[at] = row;
    }
    rows
}

fn row_of(rows: &[u32], image: ImageId) -> Option<usize> {
    rows.get(image.0 as usize).filter(|row| **row != NONE).map(|row| *row as usize)
}

/// Probabilities with the way from images to rows.
struct Probabilities {
    rows: Vec<u32>,
    of: StageProbabilities,
}

/// What the adopted run says of its images; its probabilities are read when somebody needs more than its own clusters.
pub struct RunSureness {
    run: RunId,
    assignment: Arc<Assignment>,
    rows: Vec<u32>,
    dir: PathBuf,
    kept: Stage,
    probabilities: OnceLock<Option<Probabilities>>,
}

impl RunSureness {
    /// Of a run with its assignment, its directory and the stage whose clusters were kept.
    pub fn new(run: RunId, assignment: Arc<Assignment>, dir: PathBuf, kept: Stage) -> Self {
        let last = assignment.images.iter().map(|image| image.0).max().unwrap_or_default();
        let rows = rows(assignment.images.iter().map(|image| image.0), last);
        Self { run, assignment, rows, dir, kept, probabilities: OnceLock::new() }
    }

    /// Which run.
    pub fn run(&self) -> RunId {
        self.run
    }

    fn probabilities(&self) -> Option<&Probabilities> {
        // Of no other images than the database has: the file may be anybody's.
        let last = self.rows.len().saturating_sub(1) as u32;
        let read = || {
            let read = RunArrays::load_stage(&self.dir, &self.kept);
            let of = read.inspect_err(|error| tracing::warn!(%error, "probabilities")).ok()??;
            Some(Probabilities { rows: rows(of.images.iter().copied(), last), of })
        };
        self.probabilities.get_or_init(read).as_ref()
    }

    /// What it says for a cluster that is made of these of its own; None of an image that it did not see.
    fn says(&self, image: ImageId, made_of: &[u32]) -> Option<f32> {
        let row = row_of(&self.rows, image)?;
        let (own, confidence) = (self.assignment.clusters[row], self.assignment.confidence[row]);
        match made_of {
            [] => return Some(0.0),
            [one] if *one == own => return Some(confidence),
            _ => (),
        }
        let summed = self.probabilities().and_then(|probabilities| {
            let row = row_of(&probabilities.rows, image)?;
            let c = probabilities.of.n_clusters;
            let row = &probabilities.of.probabilities[row * c..(row + 1) * c];
            Some(made_of.iter().filter_map(|cluster| row.get(*cluster as usize)).sum::<f32>().min(1.0))
        });
        // Without its file it is known of the cluster that it chose alone.
        Some(summed.unwrap_or(if made_of.contains(&own) { confidence } else { 0.0 }))
    }
}

/// How sure the run that was taken is of labels.
#[derive(Clone, Copy)]
pub struct Sureness<'a> {
    labels: &'a Labels,
    run: Option<&'a RunSureness>,
}

impl<'a> Sureness<'a> {
    /// By the run that was taken, as far as it is at hand.
    pub fn new(labels: &'a Labels, run: Option<&'a RunSureness>) -> Self {
        Self { labels, run: run.filter(|run| labels.adopted() == Some(run.run())) }
    }

    /// How probable it is that an image belongs where its label says, 0 to 1.
    pub fn of(&self, image: ImageId, label: &Label) -> f32 {
        let Some(cluster) = label.cluster.and_then(|id| self.labels.cluster(id)) else { return 0.0 };
        let said = self.run.and_then(|run| run.says(image, &cluster.made_of));
        said.unwrap_or(label.confidence)
    }
}
