//! A run that goes on where frozen features end: a network learns on from the folder, and what it finds is judged beside
//! what the frozen rows gave, which is kept where learning did not win.
//!
//! The rows of the result stay the frozen ones, so that pictures from elsewhere can be compared with them. Without tiles
//! there is nothing to learn from; `frozen` alone runs then.

use super::frozen::Frozen;
use super::learned::Run;
use super::state;
use super::{RawRows, RunOutput, StageResult};
use crate::clustering::heads::start::Clustered;
use crate::clustering::neighbors::Neighbors;
use crate::clustering::pipeline::words;
use crate::clustering::stages::embed;
use crate::features::rows::{self, Block};
use crate::learning::trainer::TrainError;
use crate::stage::Stage;
use crate::strings::told;

/// What frozen rows count for beside learned ones, which know more of the folder once they were learned: neighbour purity on
/// hand signs with the learned rows alone, and with frozen ones at 0.3, 0.5 and 0.7: .785, .794, .801 and .802.
const FROZEN_WEIGHT: f32 = 0.5;

/// Clusters raw rows of a frozen source, and lets the network of `run` learn on.
pub(super) fn all(mut run: Run<'_>, images: &RawRows) -> Result<RunOutput, TrainError> {
    let frozen = run.state.frozen(images)?;
    let judges = match run.learn_on(&frozen) {
        // What was found before stands.
        Err(error @ TrainError::NotFinite { .. }) => {
            run.state.notes.push(words::failure(error));
            None
        }
        other => Some(other?),
    };
    run.state.finish((frozen.rows, frozen.d), frozen.neighbors, judges.as_ref())
}

impl Run<'_> {
    /// Learns features, clusters them joined with the frozen rows, then goes on through the network. Gives the lists that all
    /// results are to be judged by: those of the frozen rows beside those of the joined ones, so that neither is the only
    /// judge of its own clusters.
    fn learn_on(&mut self, frozen: &Frozen) -> Result<Neighbors, TrainError> {
        let features = self.pretext()?;
        let (mut own, d_own) = (features.backbone, features.n_features);
        let mean_norm = embed::normalize_rows(&mut own, d_own);
        let block = |width, weight| Block { width, weight, is_standardised: false };
        let blocks = [block(d_own, 1.0), block(frozen.d, FROZEN_WEIGHT)];
        let pairs = own.chunks_exact(d_own).zip(frozen.rows.chunks_exact(frozen.d));
        let both: Vec<f32> = pairs.flat_map(|(own, frozen)| own.iter().chain(frozen)).copied().collect();
        let (joined, d) = (rows::combine(&both, &blocks), rows::width(&blocks));

        let neighbors = self.state.neighbors(&joined, d, self.state.settings.neighbors.k)?;
        let judges = frozen.neighbors.beside(&neighbors);
        let centers = self.state.kmeans(Stage::KMeansLearned, &joined, d, told!("engine-guess-learned"))?;
        self.state.scan_stage(Stage::ScanLearned, (&joined, d), &neighbors, &centers)?;

        let clusters = self.best_so_far(&judges);
        let centers = class_means(&own, d_own, &clusters, self.state.settings.clusters);
        let clustered = Clustered { rows: &own, d: d_own, mean_norm, centers: &centers };
        self.through_network([Stage::ScanNetwork, Stage::SelfLabelNetwork], &neighbors, &clustered)?;
        Ok(judges)
    }

    /// The clusters of the best result there is.
    fn best_so_far(&self, judges: &Neighbors) -> Vec<u32> {
        let n_clusters = self.state.settings.clusters;
        let scored = |stage: &StageResult| {
            let clusters = stage.clusters.clone()?;
            Some((state::score(&stage.name, &clusters, judges, n_clusters).score, clusters))
        };
        let all = self.state.stages.iter().filter_map(scored);
        all.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, clusters)| clusters).unwrap_or_default()
    }
}

/// The mean row (C, d) of each cluster; of one without images zeros.
fn class_means(rows: &[f32], d: usize, clusters: &[u32], c: usize) -> Vec<f32> {
    let mut means = vec![0.0; c * d];
    let sizes = embed::class_sizes(clusters, c);
    for (row, &cluster) in rows.chunks_exact(d).zip(clusters) {
        let share = 1.0 / sizes[cluster as usize] as f32;
        means[cluster as usize * d..][..d].iter_mut().zip(row).for_each(|(mean, x)| *mean += x * share);
    }
    means
}
