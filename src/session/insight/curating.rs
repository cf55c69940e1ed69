//! What helps a person to curate: parts that a cluster could be split into, what to look at next, and which clusters are near
//! each other. Read from the rows of the adopted run and the labels in force; it changes nothing.

use super::evidence::RunEvidence;
use super::search::SuggestedName;
use crate::clustering::kmeans::kmeans;
use crate::clustering::people::queue::{QueueInput, review_queue};
use crate::control::{CancelToken, Cancelled};
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{ClusterView, LabelSource, Snapshot};

/// Restarts of the k-means that splits a cluster.
const RESTARTS: usize = 8;

/// One part of a cluster that could be split.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// Nearest to the part's centre first; images that the run did not see come last.
    pub members: Vec<ImageId>,
    /// What it may be called, best first.
    pub names: Vec<SuggestedName>,
}

impl Part {
    /// Without a name.
    fn of(members: Vec<ImageId>) -> Self {
        Self { members, names: Vec::new() }
    }
}

/// Parts of a cluster by its rows, largest first: `n`, or fewer where there are fewer different rows. Members that the run did
/// not see are in the first part, which keeps the cluster's name.
///
/// # Errors
/// [`Cancelled`].
pub fn split(
    run: &RunEvidence,
    cluster: &ClusterView,
    n: usize,
    seed: u64,
    cancel: &CancelToken,
) -> Result<Vec<Part>, Cancelled> {
    let (rows, d) = run.embedding();
    let mut members = cluster.members.to_vec();
    members.sort_unstable();
    let (seen, unseen): (Vec<ImageId>, Vec<ImageId>) = members.into_iter().partition(|id| run.row(*id).is_some());
    let own: Vec<f32> =
        seen.iter().filter_map(|id| run.row(*id)).flat_map(|row| &rows[row * d..(row + 1) * d]).copied().collect();
    let found = kmeans(&own, d.max(1), n, RESTARTS, seed, cancel)?;
    let mut parts: Vec<Vec<(f64, ImageId)>> = vec![Vec::new(); n];
    for ((image, row), &part) in seen.iter().zip(own.chunks_exact(d.max(1))).zip(&found.assignment) {
        let center = &found.centers[part as usize * d..(part as usize + 1) * d];
        let off = row.iter().zip(center).map(|(x, c)| f64::from(x - c).powi(2)).sum();
        parts[part as usize].push((off, *image));
    }
    parts.retain(|part| !part.is_empty());
    for part in &mut parts {
        part.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    }
    parts.sort_by_key(|part| (std::cmp::Reverse(part.len()), part[0].1));
    let mut parts: Vec<Part> =
        parts.into_iter().map(|part| part.into_iter().map(|(_, image)| image).collect()).map(Part::of).collect();
    match parts.first_mut() {
        Some(first) => first.members.extend(unseen),
        None if !unseen.is_empty() => parts.push(Part::of(unseen)),
        None => (),
    }
    Ok(parts)
}

/// At most `n` images to ask about next, most useful first: hard, like many others, and unlike each other. Images that a person
/// decided about are not among them.
///
/// # Errors
/// [`Cancelled`].
pub fn queue(
    run: &RunEvidence,
    snapshot: &Snapshot,
    n: usize,
    cancel: &CancelToken,
) -> Result<Vec<ImageId>, Cancelled> {
    let mut columns: Vec<ClusterId> = snapshot.clusters.iter().map(|cluster| cluster.id).collect();
    columns.sort_unstable();
    let is_known = |image: &u32| {
        let label = snapshot.label(ImageId(*image));
        label.is_none_or(|label| label.is_junk || label.source != LabelSource::Machine)
    };
    let is_known: Vec<bool> = run.images().iter().map(is_known).collect();
    let (rows, d) = run.embedding();
    let input = QueueInput {
        rows,
        d,
        probabilities: &run.prior(&columns, snapshot),
        n_classes: columns.len(),
        neighbors: &run.arrays.neighbors,
        similarity: &run.arrays.similarity,
        k: run.arrays.k,
    };
    let rows = review_queue(&input, &is_known, n, cancel)?;
    Ok(rows.into_iter().map(|row| ImageId(run.images()[row as usize])).collect())
}

/// The other clusters by how near their centres are to that of a cluster: cosine, -1 to 1, nearest first.
pub fn nearest_clusters(run: &RunEvidence, cluster: &ClusterView, snapshot: &Snapshot) -> Vec<(ClusterId, f32)> {
    let Some(own) = center(run, cluster) else { return Vec::new() };
    let others = snapshot.clusters.iter().filter(|other| other.id != cluster.id);
    let mut near: Vec<(ClusterId, f32)> = others
        .filter_map(|other| {
            let center = center(run, other)?;
            Some((other.id, own.iter().zip(&center).map(|(a, b)| a * b).sum::<f64>() as f32))
        })
        .collect();
    near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    near
}

/// The clusters by how probable they are for images in the mean, likeliest first; one that all of them are in comes last, since
/// it is where they are taken from.
pub fn likely_clusters(run: &RunEvidence, images: &[ImageId], snapshot: &Snapshot) -> Vec<(ClusterId, f32)> {
    let mut columns: Vec<ClusterId> = snapshot.clusters.iter().map(|cluster| cluster.id).collect();
    columns.sort_unstable();
    let prior = run.prior(&columns, snapshot);
    let mut sums = vec![0f32; columns.len()];
    for row in images.iter().filter_map(|image| run.row(*image)) {
        sums.iter_mut().zip(&prior[row * columns.len()..]).for_each(|(sum, p)| *sum += p / images.len() as f32);
    }
    let is_own =
        |id: ClusterId| images.iter().all(|image| snapshot.label(*image).is_some_and(|l| l.cluster == Some(id)));
    let mut likely: Vec<(ClusterId, f32)> = columns.into_iter().zip(sums).collect();
    likely.sort_by(|a, b| is_own(a.0).cmp(&is_own(b.0)).then(b.1.total_cmp(&a.1)).then(a.0.cmp(&b.0)));
    likely
}

/// The mean of a cluster's rows, of length 1; None without rows.
fn center(run: &RunEvidence, cluster: &ClusterView) -> Option<Vec<f64>> {
    let (rows, d) = run.embedding();
    let mut sum = vec![0f64; d];
    for row in cluster.members.iter().filter_map(|image| run.row(*image)) {
        sum.iter_mut().zip(&rows[row * d..(row + 1) * d]).for_each(|(sum, x)| *sum += f64::from(*x));
    }
    let length = sum.iter().map(|x| x * x).sum::<f64>().sqrt();
    (length > 0.0).then(|| sum.into_iter().map(|x| x / length).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::protocol::{ImageInfo, ImageLabel, ImageTable};
    use crate::store::results::{RunArrays, StageArrays};
    use std::sync::Arc;

    /// Images 1 to 6 in two directions, all in cluster 1 but the last, which is in cluster 2; image 7 came later.
    fn setting() -> (RunEvidence, Snapshot) {
        let directions = [[1.0, 0.0], [0.99, 0.1], [0.98, 0.15], [0.0, 1.0], [0.1, 0.99], [-1.0, 0.0]];
        let stage = StageArrays {
            name: "scan".into(),
            n_clusters: 2,
            clusters: vec![0, 0, 0, 0, 0, 1],
            confidence: vec![0.9; 6],
            probabilities: [0.9, 0.8, 0.95, 0.6, 0.7, 0.1].into_iter().flat_map(|p| [p, 1.0 - p]).collect(),
        };
        let arrays = RunArrays {
            images: (1..=6).collect(),
            embedding: directions.concat(),
            k: 1,
            neighbors: vec![1, 0, 1, 4, 3, 2],
            similarity: vec![0.9; 6],
            representatives: (0..6).collect(),
            junk: Vec::new(),
            stages: vec![stage],
        };
        let label = |id| ImageLabel { cluster: Some(ClusterId(id)), confidence: 0.9, ..ImageLabel::default() };
        let mut labels = [vec![label(1); 5], vec![label(2)], vec![label(1)]].concat();
        labels[4].source = LabelSource::Confirmed;
        let image = |i: u32| ImageInfo::new(ImageId(i), format!("{i}.jpg"), 1, 1);
        let view = |id, members: &[u32]| {
            let members = Arc::new(members.iter().copied().map(ImageId).collect());
            Arc::new(ClusterView { id: ClusterId(id), members, ..ClusterView::default() })
        };
        let snapshot = Snapshot {
            images: Arc::new(ImageTable::new((1..=7).map(image).collect())),
            labels: Arc::new(labels),
            clusters: Arc::new(vec![view(1, &[3, 1, 2, 5, 4, 7]), view(2, &[6])]),
            ..Snapshot::default()
        };
        (RunEvidence::new(arrays, Some("scan".into())), snapshot)
    }

    #[test]
    fn parts_hold_what_is_alike_and_every_member_once() {
        let (run, snapshot) = setting();
        let cancel = CancelToken::default();
        let parts = split(&run, &snapshot.clusters[0], 2, 0, &cancel).expect("not cancelled");
        let ids = |part: &Part| part.members.iter().map(|id| id.0).collect::<Vec<_>>();
        assert_eq!(parts.iter().map(ids).collect::<Vec<_>>(), [vec![2, 3, 1, 7], vec![4, 5]]);
        let many = split(&run, &snapshot.clusters[0], 8, 0, &cancel).expect("not cancelled");
        let mut all: Vec<u32> = many.iter().flat_map(ids).collect();
        all.sort_unstable();
        assert_eq!(all, [1, 2, 3, 4, 5, 7]);
        let nobody = ClusterView { members: Arc::new(vec![ImageId(7)]), ..ClusterView::default() };
        assert_eq!(split(&run, &nobody, 2, 0, &cancel).expect("not cancelled").len(), 1);
        assert_eq!(split(&run, &ClusterView::default(), 2, 0, &cancel), Ok(Vec::new()));
    }

    #[test]
    fn what_a_person_decided_is_not_asked_again() {
        let (run, snapshot) = setting();
        let queue = queue(&run, &snapshot, 9, &CancelToken::default()).expect("not cancelled");
        assert!(!queue.contains(&ImageId(5)) && queue.contains(&ImageId(4)), "{queue:?}");
    }

    #[test]
    fn likely_clusters_come_first_and_their_own_last() {
        let (run, snapshot) = setting();
        let order = |images: &[u32]| -> Vec<u32> {
            let images: Vec<ImageId> = images.iter().copied().map(ImageId).collect();
            likely_clusters(&run, &images, &snapshot).into_iter().map(|(id, _)| id.0).collect()
        };
        assert_eq!(order(&[1, 2]), [2, 1], "they are in the first already");
        assert_eq!(order(&[1, 2, 6]), [1, 2]);
    }

    #[test]
    fn near_clusters_come_first() {
        let (run, snapshot) = setting();
        let near = nearest_clusters(&run, &snapshot.clusters[1], &snapshot);
        assert_eq!(near.len(), 1);
        assert!(near[0].0 == ClusterId(1) && near[0].1 < 0.0);
    }
}
