//! Why an image is where it is, and which members show a cluster best: read from the arrays of a run and the labels in
//! force.

use crate::clustering::folder::grouped::Grouping;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{ClusterProbability, ClusterView, Evidence, NeighborInfo, Snapshot};
use crate::stage::Stage;
use crate::store::results::{RunArrays, StageArrays};
use crate::strings::{Told, told};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Members that show what a cluster is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examples {
    /// Nearest to the centre first.
    pub prototypes: Vec<ImageId>,
    /// Least certain first.
    pub borderlines: Vec<ImageId>,
}

/// A run's arrays with the way from images to rows.
pub struct RunEvidence {
    pub(in crate::session) arrays: RunArrays,
    /// Which image voted for each: another of its group of near-duplicates where the two are surely one picture.
    pub(in crate::session) votes: Grouping,
    /// (image, row), sorted.
    rows: Vec<(u32, u32)>,
    kept: Option<Stage>,
}

impl RunEvidence {
    /// `kept`: the stage whose clusters were kept.
    pub fn new(arrays: RunArrays, kept: Option<Stage>) -> Self {
        // Of a group, those that had one vote have the very same neighbours. Others have each other.
        let k = arrays.k;
        let mut first_of: HashMap<(u32, &[u32]), u32> = HashMap::new();
        let voter = |(at, rep): (u32, &u32)| {
            let list = &arrays.neighbors[at as usize * k..(at as usize + 1) * k];
            *first_of.entry((*rep, list)).or_insert(at)
        };
        let voters: Vec<u32> = (0..).zip(&arrays.representatives).map(voter).collect();
        let votes = Grouping::new(&voters);
        let mut rows: Vec<(u32, u32)> = arrays.images.iter().copied().zip(0..).collect();
        rows.sort_unstable();
        Self { arrays, votes, rows, kept }
    }

    /// Where an image stands in [`RunEvidence::embedding`]; None if it was not there when the run began.
    pub fn row(&self, image: ImageId) -> Option<usize> {
        let found = self.rows.binary_search_by_key(&image.0, |entry| entry.0).ok()?;
        Some(self.rows[found].1 as usize)
    }

    /// Images in the order of all rows.
    pub fn images(&self) -> &[u32] {
        &self.arrays.images
    }

    /// Whether the run saw the image of a row, and not a copy in its place.
    pub fn is_seen(&self, row: usize) -> bool {
        self.votes.representatives.binary_search(&(row as u32)).is_ok()
    }

    /// (n, d) unit rows, and d.
    pub fn embedding(&self) -> (&[f32], usize) {
        (&self.arrays.embedding, self.arrays.embedding_dim())
    }

    pub(in crate::session) fn kept_stage(&self) -> Option<&StageArrays> {
        self.arrays.stages.iter().find(|stage| Some(&stage.name) == self.kept.as_ref())
    }

    /// The cluster in force that most images of each of a stage's own clusters are in now, so that merges and renames
    /// are followed.
    pub(in crate::session) fn present_clusters(
        &self,
        stage: &StageArrays,
        snapshot: &Snapshot,
    ) -> Vec<Option<ClusterId>> {
        let mut votes: Vec<BTreeMap<ClusterId, u32>> = vec![BTreeMap::new(); stage.n_clusters];
        for (image, &cluster) in self.arrays.images.iter().zip(&stage.clusters) {
            let now = snapshot.label(ImageId(*image)).and_then(|label| label.cluster);
            if let (Some(now), Some(votes)) = (now, votes.get_mut(cluster as usize)) {
                *votes.entry(now).or_default() += 1;
            }
        }
        let most = |votes: BTreeMap<ClusterId, u32>| {
            votes.into_iter().max_by_key(|(id, n)| (*n, std::cmp::Reverse(*id))).map(|(id, _)| id)
        };
        votes.into_iter().map(most).collect()
    }

    /// The cluster in force that what a stage says for each of its own clusters is said for. Of the kept stage: the one that is
    /// made of it, by the rule that labels are as sure by: a class of people that took all its images away is not what was said;
    /// of parts of a split the one that most of its images are in. Of other stages: where most of its images are now.
    fn counterparts(&self, stage: &StageArrays, snapshot: &Snapshot) -> Vec<Option<ClusterId>> {
        let present = self.present_clusters(stage, snapshot);
        if Some(&stage.name) != self.kept.as_ref() {
            return present;
        }
        let of = |(number, present): (u32, Option<ClusterId>)| {
            let made_of_it = || snapshot.clusters.iter().filter(|cluster| cluster.made_of.contains(&number));
            let parts = || made_of_it().map(|cluster| (Some(cluster.id) == present, cluster.members.len(), cluster.id));
            parts().max_by_key(|(is_most, n, id)| (*is_most, *n, std::cmp::Reverse(*id))).map(|(.., id)| id)
        };
        (0..).zip(present).map(of).collect()
    }

    /// The clusters in force by a row of a stage's probabilities, highest first. What the kept stage says for the cluster that the
    /// image is in is the confidence of its label.
    fn ranked(&self, stage: &StageArrays, row: usize, snapshot: &Snapshot) -> Vec<ClusterProbability> {
        let mut present = self.counterparts(stage, snapshot);
        if Some(&stage.name) == self.kept.as_ref()
            && let Some(cluster) = self.cluster_of(row, snapshot)
        {
            for (number, present) in (0..).zip(&mut present) {
                if cluster.made_of.contains(&number) {
                    *present = Some(cluster.id);
                }
            }
        }
        let own = &stage.probabilities[row * stage.n_clusters..(row + 1) * stage.n_clusters];
        let mut sums: BTreeMap<(Option<ClusterId>, usize), f32> = BTreeMap::new();
        for (number, &probability) in own.iter().enumerate() {
            // Clusters without a counterpart stay apart from each other.
            let key = (present[number], if present[number].is_some() { 0 } else { number });
            *sums.entry(key).or_default() += probability;
        }
        let named = |((cluster, number), probability): ((Option<ClusterId>, usize), f32)| {
            let name = cluster_name(snapshot, cluster);
            let key = name.clone().unwrap_or_else(|| format!("{}'s own {number}", stage.name.key()));
            let name = name.map_or_else(
                || told!("engine-group-of-stage", n = number + 1, stage = stage.name.within()),
                Told::words,
            );
            ClusterProbability { cluster, name, key, probability: probability.min(1.0) }
        };
        let mut ranked: Vec<ClusterProbability> = sums.into_iter().map(named).collect();
        ranked.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        ranked
    }

    fn cluster_of<'a>(&self, row: usize, snapshot: &'a Snapshot) -> Option<&'a Arc<ClusterView>> {
        let label = snapshot.label(ImageId(*self.arrays.images.get(row)?))?;
        snapshot.cluster(label.cluster?)
    }

    /// What the run says for each of its own clusters that the image's cluster is made of, most first.
    fn summed(&self, row: usize, snapshot: &Snapshot) -> Vec<f32> {
        let (Some(stage), Some(cluster)) = (self.kept_stage(), self.cluster_of(row, snapshot)) else {
            return Vec::new();
        };
        let p = &stage.probabilities[row * stage.n_clusters..(row + 1) * stage.n_clusters];
        let mut summed: Vec<f32> = cluster.made_of.iter().filter_map(|own| p.get(*own as usize)).copied().collect();
        summed.sort_by(|a, b| b.total_cmp(a));
        summed
    }

    /// Empty for an image that was not there when the run began.
    pub fn of(&self, image: ImageId, snapshot: &Snapshot) -> Evidence {
        let Some(row) = self.row(image) else { return Evidence::default() };
        let top = self.kept_stage().map(|stage| self.ranked(stage, row, snapshot)).unwrap_or_default();
        let k = self.arrays.k;
        let ids = &self.arrays.neighbors[row * k..(row + 1) * k];
        let neighbors = ids.iter().zip(&self.arrays.similarity[row * k..]).map(|(&position, &similarity)| {
            let image = ImageId(self.arrays.images[position as usize]);
            NeighborInfo { image, similarity, cluster: snapshot.label(image).and_then(|label| label.cluster) }
        });
        // Files that were deleted since the run can not be shown.
        let neighbors = neighbors.filter(|neighbor| snapshot.images.position(neighbor.image).is_some()).collect();
        let stages = self.arrays.stages.iter().filter_map(|stage| {
            let best = self.ranked(stage, row, snapshot).into_iter().next()?;
            Some((stage.name.clone(), best))
        });
        Evidence { top, neighbors, stages: stages.collect(), summed: self.summed(row, snapshot), ..Evidence::default() }
    }

    /// (n, columns) how probable each cluster in force is for each row, by the kept stage; what people did since counts: the
    /// cluster that an image is in is the most probable one. Rows sum to 1, or are zeros where nothing is known.
    pub fn prior(&self, columns: &[ClusterId], snapshot: &Snapshot) -> Vec<f32> {
        let c = columns.len();
        let column = |id: ClusterId| columns.binary_search(&id).ok();
        let mut prior = vec![0f32; self.arrays.images.len() * c];
        let stage = self.kept_stage();
        let present = stage.map(|stage| self.present_clusters(stage, snapshot)).unwrap_or_default();
        for (row, (image, own)) in self.arrays.images.iter().zip(prior.chunks_exact_mut(c.max(1))).enumerate() {
            if let Some(stage) = stage {
                let p = &stage.probabilities[row * stage.n_clusters..(row + 1) * stage.n_clusters];
                for (id, &p) in present.iter().zip(p) {
                    if let Some(column) = id.and_then(column) {
                        own[column] += p;
                    }
                }
            }
            let label = snapshot.label(ImageId(*image)).copied().unwrap_or_default();
            if let Some(now) = label.cluster.and_then(column) {
                let best = (0..c).max_by(|a, b| own[*a].total_cmp(&own[*b])).unwrap_or(now);
                if own[now] < own[best] {
                    // A part of a split, or moved by hand: what spoke for the whole speaks for it.
                    own[now] += own[best];
                    own[best] = 0.0;
                } else if own[now] == 0.0 {
                    own[now] = 1.0;
                }
            }
            let sum: f32 = own.iter().sum();
            if sum > 0.0 {
                for p in own {
                    *p /= sum;
                }
            }
        }
        prior
    }

    /// Members near the cluster's centre, and those whose two most probable clusters are nearly level.
    pub fn examples(&self, members: &[ImageId], n: usize) -> Examples {
        let rows: Vec<(ImageId, usize)> = members.iter().filter_map(|&id| Some((id, self.row(id)?))).collect();
        let d = self.arrays.embedding.len() / self.arrays.images.len().max(1);
        let mut center = vec![0f64; d];
        let embedded = |row: usize| &self.arrays.embedding[row * d..(row + 1) * d];
        for (_, row) in &rows {
            center.iter_mut().zip(embedded(*row)).for_each(|(sum, x)| *sum += f64::from(*x));
        }
        let nearness = |row: usize| embedded(row).iter().zip(&center).map(|(x, c)| f64::from(*x) * c).sum::<f64>();
        let mut by_nearness: Vec<(ImageId, f64)> = rows.iter().map(|&(id, row)| (id, -nearness(row))).collect();
        let mut by_margin: Vec<(ImageId, f64)> = match self.kept_stage() {
            Some(stage) => rows.iter().map(|&(id, row)| (id, margin(stage, row))).collect(),
            None => Vec::new(),
        };
        let first = |list: &mut Vec<(ImageId, f64)>| {
            list.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
            list.iter().take(n).map(|entry| entry.0).collect()
        };
        Examples { prototypes: first(&mut by_nearness), borderlines: first(&mut by_margin) }
    }
}

/// Difference of the two largest probabilities.
fn margin(stage: &StageArrays, row: usize) -> f64 {
    let own = &stage.probabilities[row * stage.n_clusters..(row + 1) * stage.n_clusters];
    let (mut first, mut second) = (0f32, 0f32);
    for &p in own {
        if p > first {
            (first, second) = (p, first);
        } else {
            second = second.max(p);
        }
    }
    f64::from(first - second)
}

fn cluster_name(snapshot: &Snapshot, cluster: Option<ClusterId>) -> Option<String> {
    snapshot.cluster(cluster?).map(|cluster| cluster.name.clone())
}

/// Members of a cluster before any run is at hand: the order of the list stands in.
pub fn examples_by_confidence(members: &[ImageId], n: usize) -> Examples {
    Examples {
        prototypes: members.iter().take(n).copied().collect(),
        borderlines: members.iter().rev().take(n).copied().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::RunId;
    use crate::session::protocol::{ImageInfo, ImageLabel, ImageTable};

    /// Images 11 to 14; the run's clusters 0 and 1 were merged into cluster 5, its cluster 2 is cluster 9.
    fn setting() -> (RunEvidence, Snapshot) {
        let stage = StageArrays {
            name: Stage::Scan,
            n_clusters: 3,
            clusters: vec![0, 1, 2, 2],
            confidence: vec![0.6, 0.5, 0.7, 0.5],
            probabilities: vec![0.6, 0.3, 0.1, 0.2, 0.5, 0.3, 0.1, 0.2, 0.7, 0.4, 0.1, 0.5],
        };
        let arrays = RunArrays {
            images: vec![11, 12, 13, 14],
            embedding: vec![1.0, 0.0, 0.9, 0.1, 0.0, 1.0, 0.3, 0.7],
            k: 2,
            neighbors: vec![1, 3, 0, 3, 3, 0, 2, 0],
            similarity: vec![0.9, 0.3, 0.9, 0.4, 0.7, 0.0, 0.7, 0.3],
            representatives: vec![0, 1, 2, 3],
            junk: Vec::new(),
            stages: vec![stage],
        };
        let labels = [5, 5, 9, 9].map(|id| ImageLabel { cluster: Some(ClusterId(id)), ..ImageLabel::default() });
        let image = |id| ImageInfo::new(ImageId(id), format!("{id}.jpg"), 1, 1);
        let cluster = |id, members: [u32; 2], made_of: &[u32]| {
            Arc::new(ClusterView {
                id: ClusterId(id),
                made_of: Arc::new(made_of.to_vec()),
                name: format!("name {id}"),
                is_named: true,
                members: Arc::new(members.map(ImageId).to_vec()),
                ..ClusterView::default()
            })
        };
        let snapshot = Snapshot {
            images: Arc::new(ImageTable::new((11..15).map(image).collect())),
            labels: Arc::new(labels.to_vec()),
            clusters: Arc::new(vec![cluster(5, [11, 12], &[0, 1]), cluster(9, [13, 14], &[2])]),
            adopted: Some(RunId(1)),
            ..Snapshot::default()
        };
        (RunEvidence::new(arrays, Some(Stage::Scan)), snapshot)
    }

    #[test]
    fn copies_of_a_group_voted_together_and_what_is_only_alike_for_itself() {
        let (run, _) = setting();
        let arrays = RunArrays {
            neighbors: vec![2, 3, 2, 3, 0, 3, 0, 2],
            representatives: vec![0, 0, 0, 3],
            ..run.arrays.clone()
        };
        let run = RunEvidence::new(arrays, Some(Stage::Scan));
        assert_eq!([0, 1, 2, 3].map(|row| run.is_seen(row)), [true, false, true, true]);
        assert_eq!(run.votes, Grouping::new(&[0, 0, 2, 3]));
    }

    #[test]
    fn probabilities_follow_merges() {
        let (run, snapshot) = setting();
        let evidence = run.of(ImageId(11), &snapshot);
        let top: Vec<_> = evidence.top.iter().map(|p| (p.name.to_string(), (p.probability * 10.0).round())).collect();
        assert_eq!(top, [("name 5".to_owned(), 9.0), ("name 9".to_owned(), 1.0)]);
        assert_eq!(evidence.neighbors.iter().map(|n| n.image.0).collect::<Vec<_>>(), [12, 14]);
        assert_eq!(evidence.neighbors[1].cluster, Some(ClusterId(9)));
        assert_eq!(evidence.stages[0].0, Stage::Scan);
        assert_eq!(run.of(ImageId(99), &snapshot), Evidence::default());
    }

    #[test]
    fn a_class_of_people_is_not_what_the_run_said() {
        let (run, mut snapshot) = setting();
        let clusters = Arc::make_mut(&mut snapshot.clusters);
        let class = ClusterView { id: ClusterId(12), name: "owls".into(), is_named: true, ..ClusterView::default() };
        // All images of cluster 9 went there, so that it is gone.
        clusters[1] = Arc::new(class);
        let labels = Arc::make_mut(&mut snapshot.labels);
        labels[2].cluster = Some(ClusterId(12));
        labels[3].cluster = Some(ClusterId(12));
        for image in [11, 13] {
            let evidence = run.of(ImageId(image), &snapshot);
            let said: BTreeMap<_, _> = evidence.top.iter().map(|p| (p.cluster, p.probability)).collect();
            assert_eq!(said.keys().copied().collect::<Vec<_>>(), [None, Some(ClusterId(5))], "{evidence:?}");
            assert!(evidence.stages.iter().all(|(_, best)| best.cluster != Some(ClusterId(12))), "{evidence:?}");
        }
    }

    #[test]
    fn what_people_did_comes_before_what_the_run_thought() {
        let (run, mut snapshot) = setting();
        let labels = Arc::make_mut(&mut snapshot.labels);
        // 14 was split off into cluster 12; 11 was taken out.
        labels[3].cluster = Some(ClusterId(12));
        labels[0].cluster = None;
        let prior = run.prior(&[5, 9, 12].map(ClusterId), &snapshot);
        // The run's cluster 0 has no counterpart any more: nothing is known of where its share belongs.
        let expected = [0.75, 0.25, 0.0, 0.625, 0.375, 0.0, 2.0 / 9.0, 7.0 / 9.0, 0.0, 1.0 / 6.0, 0.0, 5.0 / 6.0];
        assert!(prior.iter().zip(expected).all(|(p, expected)| (p - expected).abs() < 1e-6), "{prior:?}");
        assert!(prior.chunks(3).all(|row| (row.iter().sum::<f32>() - 1.0).abs() < 1e-6));
    }

    #[test]
    fn examples_are_typical_and_doubtful() {
        let (run, _) = setting();
        let examples = run.examples(&[11, 12, 13, 14].map(ImageId), 2);
        assert_eq!(examples.borderlines, [14, 12].map(ImageId));
        assert_eq!(examples.prototypes.len(), 2);
    }
}
