//! What all runs share: who watches, what the stages gave so far, k-means, and the choice of what is kept.

use super::progress::{Between, Meter};
use super::{Observer, PipelineInput, ProvisionalClusters, RunOutput, StageResult};
use crate::clustering::folder::outliers;
use crate::clustering::heads::kept::KeptHead;
use crate::clustering::judge::keep;
use crate::clustering::judge::metrics;
use crate::clustering::judge::score::{self, PartitionScore};
use crate::clustering::kmeans;
use crate::clustering::merge_tree::{self, MergeTree, MergeTreePlan};
use crate::clustering::neighbors::{self, Neighbors};
use crate::clustering::pipeline::words;
use crate::clustering::settings::{CheckedSettings, Head};
use crate::clustering::stages::embed;
use crate::learning::prior::SizePrior;
use crate::learning::trainer::TrainError;
use crate::stage::{Kept, Stage};
use crate::strings::Told;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::time::Instant;

/// How a merge tree is built, in a run and for looking at it afterwards: the same, so that what was looked at is what a run
/// takes.
pub(in crate::clustering) fn merge_tree_plan(seed: u64) -> MergeTreePlan {
    MergeTreePlan { leaves: 0, heads: 0, seed }
}

/// Scores on frozen features that differ by less are level: what k-means with another seed changes.
pub const TIE: f64 = 0.003;

/// By how much the score of sizes that were found has to be above that of even ones: on even folders a lucky cut of the
/// merge tree comes near.
pub(super) const CLEARLY_BETTER: f64 = 0.013;

/// By how much k-means may be above such a result and still not be kept: it divides large classes, as even heads do, and the
/// score is not quite free of liking that.
const LIKES_PIECES: f64 = 0.025;

/// By how much the consensus may be below SCAN's best head and still be kept: that head has the highest score of several because
/// it was chosen by what the score sees. Rows of the built-in network, means of seeds 0, 1 and 2, accuracy and score of SCAN's head
/// / of the consensus: scenes .875 and .725 / .879 and .719; clothing .642 and .510 / .646 and .506; hand signs .618 and .579 /
/// .619 and .576; Medical-MNIST .999 and .982 / .999 and .981.
const VOTE_MARGIN: f64 = 0.02;

/// What results of a network that learned on have to be better by than those of frozen rows. Learning from the very images
/// makes neighbours agree more than it makes them right: with ten epochs of DCL and both lists as judges the learned result
/// was ahead by .08 and .06 on hand signs (beside the rows of a better network and the network's own), where it was right
/// for .74 and .73 of the images in place of .62; by .04 and .01 on clothing and scenes beside the network's own rows, where
/// it was no better (.36 for .39, .80 for .82), and by less than nothing beside the better ones.
const LEARNED_HANDICAP: f64 = 0.05;

/// How well clusters of a stage fit `neighbors`, learned ones with their handicap.
pub(super) fn score(stage: &Stage, clusters: &[u32], neighbors: &Neighbors, n_clusters: usize) -> PartitionScore {
    let mut score = score::score_partition(neighbors, clusters, n_clusters);
    if is_learned_on(stage) {
        score.score -= LEARNED_HANDICAP;
    }
    score
}

fn is_learned_on(stage: &Stage) -> bool {
    matches!(stage, Stage::KMeansLearned | Stage::ScanLearned | Stage::ScanNetwork | Stage::SelfLabelNetwork)
}

/// A run so far.
pub(super) struct State<'a> {
    pub input: &'a PipelineInput,
    /// With the number of clusters that was proposed, once it is known.
    pub settings: &'a CheckedSettings,
    resolved: &'a OnceCell<CheckedSettings>,
    tree: Option<MergeTree>,
    /// The sizes that SCAN's heads were held to where those of the settings were not the last word.
    pub sizes: Option<SizePrior>,
    pub n: usize,
    pub observer: &'a mut Observer,
    pub meter: Meter,
    pub notes: Vec<Told>,
    pub stages: Vec<StageResult>,
    /// Heads that are linear in the rows that the run ends with, by the names of their stages.
    pub linear_heads: BTreeMap<Stage, KeptHead>,
    threads: usize,
    device: String,
}

impl<'a> State<'a> {
    pub(super) fn new(
        input: &'a PipelineInput,
        resolved: &'a OnceCell<CheckedSettings>,
        observer: &'a mut Observer,
        threads: usize,
        device: String,
        notes: Vec<Told>,
    ) -> Self {
        let n = input.images.n();
        let meter = Meter::new(&input.settings, n, observer);
        Self {
            input,
            settings: &input.settings,
            resolved,
            tree: None,
            sizes: None,
            n,
            observer,
            meter,
            notes,
            stages: Vec::new(),
            linear_heads: BTreeMap::new(),
            threads,
            device,
        }
    }

    /// The sizes that clusters are expected to have.
    pub(super) fn prior(&self) -> SizePrior {
        let of_settings = || SizePrior::new(self.settings.clusters, self.settings.scan.prior_alpha);
        self.sizes.clone().unwrap_or_else(of_settings)
    }

    /// Most neighbours an image: more would reach into other clusters.
    fn most_neighbors(&self) -> usize {
        (self.n / (2 * self.settings.clusters.max(1))).clamp(1, self.n.saturating_sub(1).max(1))
    }

    /// The `k` nearest neighbours of each row, fewer in small folders.
    pub(super) fn neighbors(&mut self, rows: &[f32], d: usize, k: usize) -> Result<Neighbors, TrainError> {
        self.meter.say(Between::Neighbours);
        let (found, recall) = neighbors::nearest_cosine(rows, d, k.min(self.most_neighbors()), &self.observer.cancel)?;
        self.notes.extend(recall.map(words::approximate_neighbors));
        Ok(found)
    }

    /// Takes what the merge tree of unit rows (n, d) proposes where the number of clusters was left open, and cuts the lists
    /// to what so many clusters bear. A resumed run takes what it took before: its heads have that number.
    pub(super) fn settle_clusters(
        &mut self,
        rows: &[f32],
        d: usize,
        neighbors: &Neighbors,
    ) -> Result<Neighbors, TrainError> {
        if self.settings.is_open() {
            let clusters = if let Some(clusters) = self.input.proposed.filter(|_| self.input.resume) {
                self.notes.push(words::proposed_before(clusters));
                clusters
            } else {
                let tree = self.merge_tree(rows, d, neighbors)?;
                let clusters = tree.proposal.clamp(1, self.n.max(1));
                self.notes.push(words::proposed(clusters, tree.low, tree.high));
                self.tree = Some(tree);
                (self.observer.on_proposed)(clusters);
                clusters
            };
            let open = self.settings;
            self.settings = self.resolved.get_or_init(|| open.with_clusters(clusters));
        }
        let (asked, cap) = (self.settings.neighbors.k, self.most_neighbors());
        if asked > cap {
            self.notes.push(words::fewer_neighbors(cap, asked));
        }
        Ok(neighbors.first(cap))
    }

    fn merge_tree(&mut self, rows: &[f32], d: usize, neighbors: &Neighbors) -> Result<MergeTree, TrainError> {
        self.meter.say(Between::Tree);
        Ok(merge_tree::build(rows, d, neighbors, &merge_tree_plan(self.settings.seed), &self.observer.cancel)?)
    }

    /// The merge tree cut into as many clusters as were asked for, as one more result.
    pub(super) fn tree_cut(&mut self, rows: &[f32], d: usize, neighbors: &Neighbors) -> Result<Vec<f32>, TrainError> {
        let tree = match self.tree.take() {
            Some(tree) => tree,
            None => self.merge_tree(rows, d, neighbors)?,
        };
        let (c, n_cut) = (self.settings.clusters, self.settings.clusters.clamp(1, tree.n_leaves.max(1)));
        if n_cut < c {
            self.notes.push(words::few_leaves(n_cut));
        }
        let mut p = tree.probabilities(rows, c);
        for (row, cluster) in p.chunks_exact_mut(n_cut).zip(tree.cut(c)) {
            // A few images are likelier elsewhere than in the cluster of their leaf; what was looked at is what is taken.
            let best = (0..n_cut).max_by(|&a, &b| row[a].total_cmp(&row[b]).then(b.cmp(&a))).unwrap_or(0);
            row.swap(best, cluster as usize);
        }
        // The tree has no more leaves than it has: clusters beyond them stay empty.
        let row = |p: &[f32]| p.iter().copied().chain(std::iter::repeat_n(0.0, c - n_cut)).collect::<Vec<_>>();
        Ok(if n_cut == c { p } else { p.chunks_exact(n_cut).flat_map(row).collect() })
    }

    /// A stage of k-means; gives the centres, (C, d). That of the rows that the run ends with is [`Stage::KMeans`].
    pub(super) fn kmeans(
        &mut self,
        name: Stage,
        embedding: &[f32],
        d: usize,
        source: Told,
    ) -> Result<Vec<f32>, TrainError> {
        self.meter.say(Between::KMeans);
        let started = Instant::now();
        let settings = self.settings;
        let found = kmeans::kmeans(embedding, d, settings.clusters, 10, settings.seed, &self.observer.cancel)?;
        if name == Stage::KMeans {
            self.linear_heads.extend(KeptHead::of_centers(&found.centers, d).map(|head| (Stage::KMeans, head)));
        }
        let probabilities = nearness(embedding, d, &found.centers);
        let confidence = confidence_of(&probabilities, settings.clusters, &found.assignment);
        (self.observer.on_provisional)(ProvisionalClusters {
            source,
            clusters: found.assignment.clone(),
            confidence: confidence.clone(),
        });
        self.stages.push(StageResult {
            seconds: started.elapsed().as_secs_f64(),
            clusters: Some(found.assignment),
            confidence: Some(confidence),
            probabilities: Some(probabilities),
            ..StageResult::new(name)
        });
        Ok(found.centers)
    }

    /// Shows a guess and keeps what a stage gave.
    pub(super) fn push_stage(&mut self, mut stage: StageResult, probabilities: Vec<f32>) {
        let (clusters, confidence) = embed::arg_max_rows(&probabilities, self.settings.clusters);
        stage.clusters = Some(clusters);
        stage.confidence = Some(confidence);
        stage.probabilities = Some(probabilities);
        self.stages.push(stage);
    }

    /// Chooses what to keep, by the lists of `judges` where they are others than those of the result.
    pub(super) fn finish(
        mut self,
        (embedding, d): (Vec<f32>, usize),
        neighbors: Neighbors,
        judges: Option<&Neighbors>,
    ) -> Result<RunOutput, TrainError> {
        self.meter.say(Between::End);
        let kept = self.judge(&embedding, d, judges.unwrap_or(&neighbors))?;
        self.notes.push(kept.why.clone());
        let junk = outliers::scores(&embedding, d, &self.observer.cancel)?;
        if let Some(head) = self.linear_heads.get(&kept.stage)
            && let Err(error) = head.save(&self.input.dir)
        {
            tracing::warn!(%error, "the head is not kept; new images go by those that they are like");
        }
        Ok(RunOutput {
            kept,
            n_clusters: self.settings.clusters,
            junk,
            neighbors,
            embedding: (embedding, d),
            device: self.device,
            threads: self.threads,
            notes: self.notes,
            stages: self.stages,
        })
    }

    /// Scores every candidate without labels, notes what happened, and says which stage to keep and why.
    ///
    /// On frozen features all are scored by the neighbours that were mined in them, as METHOD 5 says; how often the better one
    /// is kept is in `benches/README.md`. Judged as features that were learned from the folder are, k-means would mostly be
    /// kept.
    fn judge(&mut self, embedding: &[f32], d: usize, neighbors: &Neighbors) -> Result<Kept, TrainError> {
        let c = self.settings.clusters;
        let prior = self.prior();
        let reference = self.stages.iter().find(|s| s.name == Stage::KMeans).and_then(|s| s.clusters.clone());
        let mut candidates: Vec<(Stage, PartitionScore)> = Vec::new();
        for stage in &mut self.stages {
            let Some(clusters) = &stage.clusters else { continue };
            let score = score(&stage.name, clusters, neighbors, c);
            stage.metrics.insert("score".into(), score.score);
            stage.metrics.insert("neighbor_agreement".into(), score.neighbor_agreement);
            stage.metrics.insert("corrected_agreement".into(), score.corrected_agreement);
            stage.metrics.insert("effective_clusters".into(), score.effective_clusters);
            stage.metrics.insert("silhouette".into(), embed::silhouette(embedding, d, clusters, c));
            if let (Some(reference), true) = (&reference, stage.name != Stage::KMeans) {
                stage.metrics.insert("ari_with_kmeans".into(), metrics::scores(clusters, reference).ari);
            }
            if stage.name != Stage::KMeans {
                self.notes.extend(words::collapse(&stage.name, &embed::class_sizes(clusters, c), &prior));
            }
            candidates.push((stage.name.clone(), score));
        }
        if !self.settings.is_frozen() {
            self.judge_kmeans(&mut candidates, neighbors.k, &prior)?;
        }
        if self.settings.head == Head::Tree && candidates.iter().any(|(name, _)| *name == Stage::Tree) {
            return Ok(Kept { stage: Stage::Tree, why: words::kept_tree() });
        }
        if candidates.iter().any(|(name, _)| is_learned_on(name)) {
            self.notes.push(words::handicap(LEARNED_HANDICAP));
        }
        if self.sizes.is_some() {
            let rest = candidates.iter().filter(|(name, _)| *name != Stage::KMeans).map(|(_, score)| score.score);
            let best = rest.fold(f64::NEG_INFINITY, f64::max);
            candidates.retain(|(name, score)| *name != Stage::KMeans || score.score > best + LIKES_PIECES);
        }
        let tie = if self.settings.is_frozen() { TIE } else { 0.0 };
        let (chosen, why) = keep::keep(&candidates, &prior, tie);
        let (stage, score) = candidates.swap_remove(chosen);
        let vote = candidates.iter().find(|(name, _)| *name == Stage::Consensus);
        Ok(match vote {
            Some((_, vote)) if stage == Stage::Scan && vote.score >= score.score - VOTE_MARGIN => {
                Kept { stage: Stage::Consensus, why: words::kept_vote(vote.score, score.score) }
            }
            _ => Kept { stage, why },
        })
    }

    /// Judges k-means by what the best learned stage sees, see [`score::score_by_learned`].
    fn judge_kmeans(
        &mut self,
        candidates: &mut [(Stage, PartitionScore)],
        k: usize,
        prior: &SizePrior,
    ) -> Result<(), TrainError> {
        let is_sound = |score: &PartitionScore| keep::is_spread(score, prior);
        let learned = candidates.iter().filter(|(name, score)| *name != Stage::KMeans && is_sound(score));
        let best = learned.max_by(|a, b| a.1.score.total_cmp(&b.1.score)).map(|(name, _)| name.clone());
        let probabilities = best.and_then(|name| self.stages.iter().find(|s| s.name == name)?.probabilities.as_ref());
        let kmeans = self.stages.iter().position(|stage| stage.name == Stage::KMeans);
        let (Some(probabilities), Some(at)) = (probabilities, kmeans) else { return Ok(()) };
        let Some(clusters) = &self.stages[at].clusters else { return Ok(()) };
        let seen = score::score_by_learned(probabilities, prior.n_clusters(), k, clusters, &self.observer.cancel)?;
        let stage = &mut self.stages[at];
        let own = stage.metrics.insert("score".into(), seen.score);
        stage.metrics.insert("score_in_own_space".into(), own.unwrap_or_default());
        for (_, score) in candidates.iter_mut().filter(|(name, _)| *name == Stage::KMeans) {
            score.score = seen.score;
        }
        Ok(())
    }
}

/// k-means has no probabilities: a softmax over cosines to the centres at temperature 0.1 stands in, (n, c).
pub(super) fn nearness(rows: &[f32], d: usize, centers: &[f32]) -> Vec<f32> {
    let mut centers = centers.to_vec();
    embed::normalize_rows(&mut centers, d);
    let mut all = Vec::with_capacity(rows.len() / d.max(1) * centers.len() / d.max(1));
    for row in rows.chunks_exact(d.max(1)) {
        let dot = |center: &[f32]| row.iter().zip(center).map(|(a, b)| a * b).sum::<f32>() / 0.1;
        let logits: Vec<f32> = centers.chunks_exact(d.max(1)).map(dot).collect();
        let max = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let sum: f32 = logits.iter().map(|l| (l - max).exp()).sum();
        all.extend(logits.iter().map(|l| (l - max).exp() / sum));
    }
    all
}

pub(super) fn confidence_of(probabilities: &[f32], c: usize, clusters: &[u32]) -> Vec<f32> {
    probabilities.chunks_exact(c.max(1)).zip(clusters).map(|(row, &cluster)| row[cluster as usize]).collect()
}
