//! How the settings of a run plan each head on frozen features, and how many threads the run has. It plans nothing that
//! trains a network: that is in `stages`.

use crate::clustering::heads::consensus::ConsensusPlan;
use crate::clustering::heads::scan::ScanHeadsPlan;
use crate::clustering::heads::selflabel::SelflabelHeadsPlan;
use crate::clustering::heads::temi::TemiPlan;
use crate::clustering::heads::turtle::TurtlePlan;
use crate::clustering::settings::RunSettings;
use crate::learning::prior::SizePrior;

/// What a stage trains through the network.
#[derive(Clone, Copy)]
pub(super) enum NetworkWork {
    /// Features.
    Pretext,
    /// Clusters, with the SCAN loss.
    Scan,
    /// Its own sure answers.
    SelfLabel,
}

/// How TEMI's heads are trained on `n` images.
pub(super) fn temi_plan(settings: &RunSettings, n: usize) -> TemiPlan {
    let temi = &settings.temi;
    TemiPlan {
        heads: temi.heads,
        n_clusters: settings.clusters,
        epochs: temi.epochs,
        warmup: temi.epochs / 5,
        batch: temi.batch.min(n.max(1)),
        lr: temi.lr,
        beta: temi.beta,
        seed: settings.seed,
    }
}

/// How TURTLE's labels are found.
pub(super) fn turtle_plan(settings: &RunSettings) -> TurtlePlan {
    TurtlePlan { n_clusters: settings.clusters, steps: settings.turtle.steps, seed: settings.seed }
}

/// How linear heads are trained with the SCAN loss.
pub(super) fn scan_plan(settings: &RunSettings) -> ScanHeadsPlan {
    ScanHeadsPlan {
        n_clusters: settings.clusters,
        epochs: settings.scan_heads.epochs,
        batch: settings.scan_heads.batch,
        lr: settings.scan_heads.lr,
        entropy_weight: settings.scan.entropy_weight,
        prior: SizePrior::new(settings.clusters, settings.scan.prior_alpha),
        seed: settings.seed,
    }
}

/// How the consensus is found.
pub(super) fn consensus_plan(settings: &RunSettings) -> ConsensusPlan {
    let (heads, epochs) = (settings.consensus.heads, settings.consensus.epochs);
    ConsensusPlan { scan: scan_plan(settings), heads, epochs }
}

/// How the linear head that SCAN kept learns from its own answers.
pub(super) fn selflabel_plan(settings: &RunSettings) -> SelflabelHeadsPlan {
    SelflabelHeadsPlan {
        n_clusters: settings.clusters,
        epochs: settings.selflabel.epochs,
        batch: settings.scan_heads.batch,
        lr: settings.scan_heads.lr,
        prior: SizePrior::new(settings.clusters, settings.scan.prior_alpha),
        seed: settings.seed,
    }
}

/// Threads that a run with these settings uses.
#[must_use]
pub fn n_threads(settings: &RunSettings) -> usize {
    let available = std::thread::available_parallelism().map_or(1, usize::from);
    if settings.threads == 0 { available } else { settings.threads }
}
