//! Heads on features that do not change any more: those of the built-in network, or learned ones.

use super::plans::{consensus_plan, scan_plan, selflabel_plan, temi_plan, turtle_plan};
use super::progress::Between;
use super::state::{CLEARLY_BETTER, State};
use super::{ProvisionalClusters, RawRows, RunOutput, StageResult};
use crate::clustering::heads;
use crate::clustering::heads::consensus;
use crate::clustering::heads::kept::KeptHead;
use crate::clustering::heads::scan::{ScanHeadsPlan, ScanHeadsResult};
use crate::clustering::heads::selflabel::SelflabelHeadsPlan;
use crate::clustering::heads::start::Clustered;
use crate::clustering::heads::temi::{self, FrozenRows};
use crate::clustering::heads::turtle;
use crate::clustering::judge::score;
use crate::clustering::merge_tree::{self, MergeTreePlan};
use crate::clustering::neighbors::Neighbors;
use crate::clustering::pipeline::words;
use crate::clustering::settings::{Clusterer, Init};
use crate::clustering::stages::embed;
use crate::features::ClusterHead;
use crate::features::rows;
use crate::learning::prior::SizePrior;
use crate::learning::trainer::TrainError;
use crate::stage::{EpochMetrics, Stage};
use crate::strings::told;
use std::time::{Duration, Instant};

/// At least this long between two looks at unfinished clusters.
const BETWEEN_LOOKS: Duration = Duration::from_secs(2);

/// The part of the images that is dealt out evenly where SCAN is held to the sizes of the merge tree's clusters.
const EVEN_PART: f64 = 0.2;
/// Sizes with this part of all clusters in effect are even: a head held to them would be what there is already.
const ABOUT_EVEN: f64 = 0.97;

/// Trains one head and gives its probabilities (n, C); notes numbers of its stage, and training inputs a second.
type Training<'a> = dyn FnMut(&mut State<'_>, &mut StageResult, &mut Vec<f64>) -> Result<Vec<f32>, TrainError> + 'a;

/// A run on raw rows of a frozen source.
pub(super) fn all(mut state: State<'_>, images: &RawRows) -> Result<RunOutput, TrainError> {
    let Frozen { rows, d, neighbors } = state.frozen(images)?;
    state.finish((rows, d), neighbors, None)
}

/// Rows that were clustered.
pub(super) struct Frozen {
    /// (n, d) unit rows.
    pub rows: Vec<f32>,
    pub d: usize,
    pub neighbors: Neighbors,
}

impl State<'_> {
    /// Clusters raw rows of a frozen source by everything that was asked for.
    pub(super) fn frozen(&mut self, images: &RawRows) -> Result<Frozen, TrainError> {
        let (rows, d) = (rows::combine(&images.raw, &images.blocks), rows::width(&images.blocks));
        let neighbors = self.neighbors(&rows, d, self.settings.neighbors.k)?;
        let neighbors = self.settle_clusters(&rows, d, &neighbors)?;
        let centers = self.kmeans(Stage::KMeans, &rows, d, told!("engine-guess-first"))?;
        if let Some(head) = &images.head {
            self.given_head(head, &images.raw);
        }
        self.heads(&rows, d, &neighbors, &centers)?;
        Ok(Frozen { rows, d, neighbors })
    }

    /// What a head that came with the weights says of raw rows, as one more result to choose from.
    fn given_head(&mut self, head: &ClusterHead, raw: &[f32]) {
        let started = Instant::now();
        if head.n_clusters() != self.settings.clusters {
            self.notes.push(words::other_head(head.n_clusters(), self.settings.clusters));
            return;
        }
        let probabilities = head.probabilities(raw);
        let seconds = started.elapsed().as_secs_f64();
        self.push_stage(StageResult { seconds, ..StageResult::new(Stage::Checkpoint) }, probabilities);
    }

    /// Trains the heads that were asked for, on unit rows (n, d) whose k-means has the given centres. One that breaks is
    /// told and left out.
    pub(super) fn heads(
        &mut self,
        rows: &[f32],
        d: usize,
        neighbors: &Neighbors,
        centers: &[f32],
    ) -> Result<(), TrainError> {
        let (mut of_scan, mut kept_weights) = (Vec::<ScanHeadsResult>::new(), Vec::new());
        for head in self.settings.heads() {
            self.head(head.stage(), &mut |state, stage, rates| match head {
                Clusterer::Temi => state.temi(rows, d, neighbors, centers, stage, rates),
                Clusterer::Turtle => state.turtle(rows, d, rates),
                Clusterer::Consensus => {
                    let voters = of_scan.iter().map(|scan| scan.probabilities.clone()).collect();
                    state.consensus(rows, d, neighbors, voters, stage, rates)
                }
                Clusterer::Tree => state.tree_cut(rows, d, neighbors),
                Clusterer::Scan => state.scan_heads(rows, d, neighbors, centers, stage, rates).map(|(all, kept)| {
                    of_scan = all;
                    kept_weights.clone_from(&kept.weights);
                    state.linear_heads.extend(KeptHead::new(kept.weights, d).map(|head| (Stage::Scan, head)));
                    kept.probabilities
                }),
            })?;
        }
        // Where SCAN broke, which was told, there is nothing to go on from.
        if self.settings.labels_frozen_heads() && !of_scan.is_empty() {
            self.head(Stage::SelfLabel, &mut |state, _, rates| {
                state.selflabel(rows, d, std::mem::take(&mut kept_weights), rates)
            })?;
        }
        Ok(())
    }

    /// Trains SCAN's heads alone, as a stage of another name, on rows that the run does not end with.
    pub(super) fn scan_stage(
        &mut self,
        name: Stage,
        (rows, d): (&[f32], usize),
        neighbors: &Neighbors,
        centers: &[f32],
    ) -> Result<(), TrainError> {
        self.head(name, &mut |state, stage, rates| {
            state.scan_heads(rows, d, neighbors, centers, stage, rates).map(|(_, kept)| kept.probabilities)
        })
    }

    /// A stage of one head; one that breaks is told and left out.
    fn head(&mut self, name: Stage, train: &mut Training<'_>) -> Result<(), TrainError> {
        self.meter.begin(name.clone());
        let started = Instant::now();
        let mut stage = StageResult::new(name);
        let mut rates = Vec::new();
        let probabilities = match train(self, &mut stage, &mut rates) {
            Err(error @ TrainError::NotFinite { .. }) => {
                self.notes.push(words::failure_of_heads(error));
                return Ok(());
            }
            other => other?,
        };
        rates.sort_by(f64::total_cmp);
        stage.seconds = started.elapsed().as_secs_f64();
        stage.images_per_sec = rates.get(rates.len() / 2).copied().unwrap_or(0.0);
        self.push_stage(stage, probabilities);
        Ok(())
    }

    /// Notes an epoch, and shows its clusters if it is time to.
    fn epoch(
        &mut self,
        metrics: &mut EpochMetrics,
        rates: &mut Vec<f64>,
        shown: &mut Instant,
        probabilities: &dyn Fn() -> Vec<f32>,
    ) {
        rates.push(metrics.images_per_sec);
        if shown.elapsed() >= BETWEEN_LOOKS {
            *shown = Instant::now();
            let c = self.settings.clusters;
            let probabilities = probabilities();
            let (clusters, confidence) = embed::arg_max_rows(&probabilities, c);
            metrics.cluster_sizes = Some(embed::class_sizes(&clusters, c));
            metrics.entropy = Some(embed::mean_entropy(&probabilities, c));
            let n_sure = confidence.iter().filter(|&&x| x > 0.99).count();
            metrics.confident_share = Some(n_sure as f64 / confidence.len().max(1) as f64);
            let source = told!("engine-epoch", n = metrics.epoch, all = metrics.n_epochs);
            (self.observer.on_provisional)(ProvisionalClusters { source, clusters, confidence });
        }
        self.meter.epoch(metrics);
        (self.observer.on_epoch)(metrics);
    }

    fn temi(
        &mut self,
        rows: &[f32],
        d: usize,
        neighbors: &Neighbors,
        centers: &[f32],
        stage: &mut StageResult,
        rates: &mut Vec<f64>,
    ) -> Result<Vec<f32>, TrainError> {
        let scaled = scaled(rows, d);
        let cancel = self.observer.cancel.clone();
        let clustered = Clustered { rows, d, mean_norm: 1.0, centers };
        let first = match self.settings.temi.init {
            Init::KMeans => {
                heads::start::probabilities(self.settings.temi.heads, &clustered, self.settings.seed, &cancel)?
            }
            Init::Random => Vec::new(),
        };
        let input = FrozenRows { rows: &scaled, d, neighbors, first: &first };
        let mut shown = Instant::now();
        let plan = temi_plan(self.settings, self.n);
        let result = temi::train(&plan, input, &cancel, &mut |metrics, now| {
            self.epoch(metrics, rates, &mut shown, now);
        })?;
        stage.metrics.insert("best_head".into(), result.head as f64);
        stage.metrics.insert("temi_loss".into(), result.losses[result.head]);
        Ok(result.probabilities)
    }

    fn turtle(&mut self, rows: &[f32], d: usize, rates: &mut Vec<f64>) -> Result<Vec<f32>, TrainError> {
        let scaled = scaled(rows, d);
        let cancel = self.observer.cancel.clone();
        let mut shown = Instant::now();
        turtle::train(&turtle_plan(self.settings), &scaled, d, &cancel, &mut |metrics, now| {
            self.epoch(metrics, rates, &mut shown, now);
        })
    }

    /// Goes on from the weights of the head that SCAN kept.
    fn selflabel(
        &mut self,
        rows: &[f32],
        d: usize,
        weights: Vec<f32>,
        rates: &mut Vec<f64>,
    ) -> Result<Vec<f32>, TrainError> {
        let cancel = self.observer.cancel.clone();
        let mut shown = Instant::now();
        let plan = SelflabelHeadsPlan { prior: self.prior(), ..selflabel_plan(self.settings) };
        let (p, weights) = heads::selflabel::train(&plan, weights, (rows, d), &cancel, &mut |metrics, p| {
            self.epoch(metrics, rates, &mut shown, &|| p.to_vec());
        })?;
        self.linear_heads.extend(KeptHead::new(weights, d).map(|head| (Stage::SelfLabel, head)));
        Ok(p)
    }

    fn scan_heads(
        &mut self,
        rows: &[f32],
        d: usize,
        neighbors: &Neighbors,
        centers: &[f32],
        stage: &mut StageResult,
        rates: &mut Vec<f64>,
    ) -> Result<(Vec<ScanHeadsResult>, ScanHeadsResult), TrainError> {
        let cancel = self.observer.cancel.clone();
        let settings = self.settings;
        let clustered = Clustered { rows, d, mean_norm: 1.0, centers };
        let first = heads::start::layers(
            settings.scan.heads,
            settings.scan.init == Init::KMeans,
            &clustered,
            settings.seed,
            &cancel,
        )?;
        let mut shown = Instant::now();
        let mut all =
            heads::scan::train(&scan_plan(settings), first, (rows, d), neighbors, &cancel, &mut |metrics, p| {
                metrics.stage.clone_from(&stage.name);
                self.epoch(metrics, rates, &mut shown, &|| p.to_vec());
            })?;
        let mut kept = heads::scan::best(&all).cloned().unwrap_or_default();
        if settings.scan.looks_for_sizes()
            && let Some(other) = self.scan_head_of_tree((rows, d), neighbors, &kept)?
        {
            all.push(other.clone());
            kept = other;
        }
        stage.metrics.insert("best_epoch".into(), kept.epoch as f64);
        stage.metrics.insert("best_head".into(), kept.head as f64);
        stage.metrics.insert("scan_loss".into(), kept.score);
        Ok((all, kept))
    }

    /// What SCAN's heads (their probabilities) and others agree on.
    fn consensus(
        &mut self,
        rows: &[f32],
        d: usize,
        neighbors: &Neighbors,
        voters: Vec<Vec<f32>>,
        stage: &mut StageResult,
        rates: &mut Vec<f64>,
    ) -> Result<Vec<f32>, TrainError> {
        let cancel = self.observer.cancel.clone();
        // Each voter has a k-means of its own, so that it needs no centres.
        let clustered = Clustered { rows, d, mean_norm: 1.0, centers: &[] };
        let mut shown = Instant::now();
        let mut plan = consensus_plan(self.settings);
        if let Some(sizes) = &self.sizes {
            plan.scan.prior = sizes.clone();
        }
        let result = consensus::train(&plan, voters, &clustered, neighbors, &cancel, &mut |metrics, p| {
            self.epoch(metrics, rates, &mut shown, &|| p.to_vec());
        })?;
        stage.metrics.insert("voters".into(), result.n_voters as f64);
        self.linear_heads.extend(KeptHead::new(result.weights, d).map(|head| (Stage::Consensus, head)));
        Ok(result.probabilities)
    }

    /// One more head, which begins as the merge tree cut into so many clusters and is held to their sizes: where classes are
    /// uneven the tree finds it out, and where they are not it is no guide. None unless the neighbours of the images say that
    /// this head is better than `even`, whose clusters were held to be of one size.
    fn scan_head_of_tree(
        &mut self,
        (rows, d): (&[f32], usize),
        neighbors: &Neighbors,
        even: &ScanHeadsResult,
    ) -> Result<Option<ScanHeadsResult>, TrainError> {
        self.meter.say(Between::Sizes);
        let (settings, c) = (self.settings, self.settings.clusters);
        let cancel = self.observer.cancel.clone();
        let plan = MergeTreePlan { leaves: 0, heads: 1, seed: settings.seed };
        let tree = merge_tree::build(rows, d, neighbors, &plan, &cancel)?;
        if tree.n_leaves < c {
            return Ok(None);
        }
        let clusters = tree.cut(c);
        let prior = SizePrior::of_sizes(&embed::class_sizes(&clusters, c), EVEN_PART);
        if prior.effective_clusters() > ABOUT_EVEN * c as f64 {
            return Ok(None);
        }
        let centers = embed::class_means((rows, d), &clusters, c);
        let first =
            heads::start::layers(1, true, &Clustered { rows, d, mean_norm: 1.0, centers: &centers }, 0, &cancel)?;
        let plan = ScanHeadsPlan { prior: prior.clone(), ..scan_plan(settings) };
        // The stage has told its epochs; these are a fraction of them, for one head.
        let on_epoch = &mut |_: &mut EpochMetrics, _: &[f32]| ();
        let found = match heads::scan::train(&plan, first, (rows, d), neighbors, &cancel, on_epoch) {
            Err(TrainError::NotFinite { .. }) => return Ok(None),
            found => found?.into_iter().next().unwrap_or_default(),
        };
        let score = |result: &ScanHeadsResult| {
            let (clusters, _) = embed::arg_max_rows(&result.probabilities, c);
            score::score_partition(neighbors, &clusters, c).score
        };
        let (with_sizes, of_even) = (score(&found), score(even));
        if with_sizes <= of_even + CLEARLY_BETTER {
            return Ok(None);
        }
        self.notes.push(words::held_to_sizes(&prior, with_sizes, of_even));
        self.sizes = Some(prior);
        Ok(Some(found))
    }
}

/// Unit rows at a mean square of about 1: first weights are not meant for numbers as small as theirs.
fn scaled(rows: &[f32], d: usize) -> Vec<f32> {
    let scale = (d as f32).sqrt();
    rows.iter().map(|x| x * scale).collect()
}
