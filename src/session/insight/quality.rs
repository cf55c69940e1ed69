//! What a folder holds beside its classes: near-duplicates, what is unusual, what is unsure, and how far confidences can be
//! believed. Computed from the adopted run and the labels in force.
//!
//! It proposes and moves nothing: shelves are lists of images that stay where they are until a person says otherwise.

use super::evidence::RunEvidence;
use crate::clustering::folder::duplicates::{self, Prints};
use crate::clustering::folder::outliers;
use crate::clustering::judge::calibration::{self, tempered};
pub use crate::clustering::judge::calibration::{Bin, Calibration, LEAST_LABELS, Reliability};
use crate::control::CancelToken;
use crate::ids::{ClusterId, ImageId};
use crate::session::SessionError;
use crate::session::protocol::{Evidence, ImageLabel, ImageTable, LabelSource, Snapshot};
use crate::store::results::StageArrays;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Below this share of neighbours in the same cluster, or this confidence, an image is unsure.
const SURE: f32 = 0.5;
/// Labels that a temperature is fitted to, at most.
const MOST_FITTED: usize = 2000;
/// No group.
const NONE: u32 = u32::MAX;

/// What tells files apart that look alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Print {
    /// Perceptual hash.
    pub hash: u64,
    /// The beginning of the content's hash.
    pub content: u64,
    /// Size of the file in bytes.
    pub bytes: u64,
}

/// What is known of the images beside their clusters. Lists go by row of the snapshot's image table where nothing else is
/// said.
#[derive(Clone, Debug, Default)]
pub struct Quality {
    /// The images that rows are of: of another table nothing is known.
    pub images: Arc<ImageTable>,
    /// Near-duplicates, largest group first; in each the best image first: most pixels, then the largest file.
    pub groups: Vec<Arc<Vec<ImageId>>>,
    /// All of them, group after group.
    pub duplicates: Arc<Vec<ImageId>>,
    /// Images that are unlike everything else and that nobody has decided about, most unusual first.
    pub unusual: Arc<Vec<ImageId>>,
    /// Machine labels that neighbours or the head itself doubt, most doubtful first.
    pub unsure: Arc<Vec<ImageId>>,
    /// What labels of people say of confidences; None while there are fewer than [`LEAST_LABELS`].
    pub calibration: Option<Calibration>,
    /// Labels that people gave to images of the run.
    pub n_labels: usize,
    /// Mean of [`Quality::agreement`]; None where nothing is clustered.
    pub mean_agreement: Option<f64>,
    /// Why the run could not be read, where there is one: then near-duplicates alone are known.
    pub unread: Option<SessionError>,
    group_of: Vec<u32>,
    agreement: Vec<f32>,
    junk_score: Vec<f32>,
}

impl Quality {
    /// Whether it is known of these images.
    #[must_use]
    pub fn is_of(&self, images: &Arc<ImageTable>) -> bool {
        Arc::ptr_eq(&self.images, images)
    }

    /// The position in `groups` of an image's group, by its row in the image table.
    #[must_use]
    pub fn group_of(&self, row: usize) -> Option<usize> {
        self.group_of.get(row).filter(|group| **group != NONE).map(|group| *group as usize)
    }

    /// Share of an image's neighbours that are in its own cluster, 0 to 1.
    #[must_use]
    pub fn agreement(&self, row: usize) -> Option<f32> {
        self.agreement.get(row).copied().filter(|share| !share.is_nan())
    }

    /// What labels of people make of the confidence in the cluster that the machine put an image into, 0 to 1; None while they
    /// say nothing, or where a person decided.
    #[must_use]
    pub fn corrected(&self, evidence: &Evidence, label: &ImageLabel) -> Option<f32> {
        let calibration = self.calibration.as_ref().filter(|_| label.cluster.is_some() && !is_by_person(label))?;
        let own = evidence.top.iter().position(|entry| entry.cluster == label.cluster)?;
        let p: Vec<f32> = evidence.top.iter().map(|entry| entry.probability).collect();
        Some(tempered(&p, calibration.temperature)[own])
    }

    /// How likely an image is junk, 0 to 1, see [`outliers`].
    #[must_use]
    pub fn junk_score(&self, row: usize) -> Option<f32> {
        self.junk_score.get(row).copied().filter(|score| !score.is_nan())
    }

    /// Groups of near-duplicates by hashes alone, which is all that is known before a run. `prints` go by row of the image
    /// table.
    #[must_use]
    pub fn of_prints(snapshot: &Snapshot, prints: &[Print]) -> Self {
        Self::of(None, snapshot, prints, &CancelToken::default())
    }

    /// Without a run groups alone are known, by hashes. `prints` go by row of the image table.
    pub(crate) fn of(run: Option<&RunEvidence>, snapshot: &Snapshot, prints: &[Print], cancel: &CancelToken) -> Self {
        let mut quality = Self { images: Arc::clone(&snapshot.images), ..Self::default() };
        quality.find_groups(run, snapshot, prints, cancel);
        let Some(run) = run else { return quality };
        quality.calibrate(run, snapshot);
        quality.look_around(run, snapshot);
        quality.shelve_junk(run, snapshot);
        quality.shelve_unsure(snapshot);
        quality
    }

    fn find_groups(&mut self, run: Option<&RunEvidence>, snapshot: &Snapshot, prints: &[Print], cancel: &CancelToken) {
        let row_of = |image: u32| snapshot.images.position(ImageId(image));
        let groups: Vec<Vec<usize>> = if let Some(run) = run.filter(|run| !run.arrays.junk.is_empty()) {
            let rows =
                |group: Vec<u32>| group.into_iter().filter_map(|at| row_of(run.arrays.images[at as usize])).collect();
            duplicates::groups(&run.arrays.representatives).into_iter().map(rows).collect()
        } else {
            // No run, or one of a program that knew no groups.
            let (hashes, contents): (Vec<u64>, Vec<u64>) = prints.iter().map(|p| (p.hash, p.content)).unzip();
            let found = duplicates::find(Prints { hashes: &hashes, contents: &contents }, None, cancel);
            let groups = found.map(|found| duplicates::groups(&found)).unwrap_or_default();
            groups.into_iter().map(|group| group.into_iter().map(|row| row as usize).collect()).collect()
        };
        self.group_of = vec![NONE; snapshot.images.rows.len()];
        let is_junk = |row: &usize| snapshot.labels.get(*row).is_some_and(|label| label.is_junk);
        for mut rows in groups {
            rows.retain(|row| !is_junk(row));
            if rows.len() < 2 {
                continue;
            }
            rows.sort_by_key(|&row| {
                let image = &snapshot.images.rows[row];
                let bytes = prints.get(row).map_or(0, |print| print.bytes);
                (Reverse(u64::from(image.width) * u64::from(image.height)), Reverse(bytes), row)
            });
            for &row in &rows {
                self.group_of[row] = self.groups.len() as u32;
            }
            self.groups.push(Arc::new(rows.into_iter().map(|row| snapshot.images.rows[row].id).collect()));
        }
        self.duplicates = Arc::new(self.groups.iter().flat_map(|group| group.iter().copied()).collect());
    }

    /// Fits a temperature to what people said of images of the run.
    fn calibrate(&mut self, run: &RunEvidence, snapshot: &Snapshot) {
        let Some(merged) = Merged::of(run, snapshot) else { return };
        let labelled: Vec<(usize, ClusterId)> = (0..)
            .zip(&run.arrays.images)
            .filter_map(|(row, image)| {
                let label = snapshot.label(ImageId(*image)).filter(|label| is_by_person(label))?;
                Some((row, label.cluster?))
            })
            .collect();
        self.n_labels = labelled.len();
        // Evenly taken, so that it costs the same however many there are.
        let step = labelled.len().div_ceil(MOST_FITTED).max(1);
        let row = |&(row, cluster): &(usize, ClusterId)| (merged.row(row), merged.column(cluster));
        self.calibration = calibration::fit(&labelled.iter().step_by(step).map(row).collect::<Vec<_>>());
        if let Some(calibration) = &mut self.calibration {
            calibration.n_labels = self.n_labels;
        }
    }

    /// How many neighbours of each image share its cluster.
    fn look_around(&mut self, run: &RunEvidence, snapshot: &Snapshot) {
        let arrays = &run.arrays;
        let labels: Vec<Option<ClusterId>> =
            arrays.images.iter().map(|image| snapshot.label(ImageId(*image)).and_then(|label| label.cluster)).collect();
        self.agreement = vec![f32::NAN; snapshot.images.rows.len()];
        let (mut sum, mut n) = (0.0, 0usize);
        for (at, image) in arrays.images.iter().enumerate() {
            let (Some(own), Some(row)) = (labels[at], snapshot.images.position(ImageId(*image))) else { continue };
            let around = &arrays.neighbors[at * arrays.k..(at + 1) * arrays.k];
            let others = around.iter().filter_map(|&other| labels[other as usize]);
            let (n_same, n_all) =
                others.fold((0usize, 0usize), |(same, all), other| (same + usize::from(other == own), all + 1));
            if n_all > 0 {
                let share = n_same as f32 / n_all as f32;
                self.agreement[row] = share;
                sum += f64::from(share);
                n += 1;
            }
        }
        self.mean_agreement = (n > 0).then(|| sum / n as f64);
    }

    fn shelve_junk(&mut self, run: &RunEvidence, snapshot: &Snapshot) {
        let arrays = &run.arrays;
        self.junk_score = vec![f32::NAN; snapshot.images.rows.len()];
        for (image, score) in arrays.images.iter().zip(&arrays.junk) {
            if let Some(row) = snapshot.images.position(ImageId(*image)) {
                self.junk_score[row] = *score;
            }
        }
        let is_open = |image: &ImageId| snapshot.label(*image).is_some_and(|l| !l.is_junk && !is_by_person(l));
        let mut shelf: Vec<(f32, ImageId)> = outliers::shelf(&arrays.junk)
            .into_iter()
            .map(|at| (arrays.junk[at as usize], ImageId(arrays.images[at as usize])))
            .filter(|(_, image)| is_open(image))
            .collect();
        shelf.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        self.unusual = Arc::new(shelf.into_iter().map(|(_, image)| image).collect());
    }

    fn shelve_unsure(&mut self, snapshot: &Snapshot) {
        let mut doubtful: Vec<(f32, ImageId)> = Vec::new();
        for (row, (image, label)) in snapshot.images.rows.iter().zip(snapshot.labels.iter()).enumerate() {
            if label.cluster.is_none() || is_by_person(label) {
                continue;
            }
            let agreement = self.agreement(row).unwrap_or(1.0);
            if label.confidence < SURE || agreement < SURE {
                doubtful.push((label.confidence.min(agreement), image.id));
            }
        }
        doubtful.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        self.unsure = Arc::new(doubtful.into_iter().map(|(_, image)| image).collect());
    }
}

/// The kept stage's probabilities by clusters in force: those of clusters that people merged are added up.
struct Merged<'a> {
    stage: &'a StageArrays,
    present: Vec<Option<ClusterId>>,
    /// Sorted.
    columns: Vec<ClusterId>,
}

impl<'a> Merged<'a> {
    fn of(run: &'a RunEvidence, snapshot: &Snapshot) -> Option<Self> {
        let stage = run.kept_stage()?;
        let present = run.present_clusters(stage, snapshot);
        let columns = present.iter().flatten().copied().collect::<BTreeSet<_>>().into_iter().collect();
        Some(Self { stage, present, columns })
    }

    fn column(&self, cluster: ClusterId) -> Option<usize> {
        self.columns.binary_search(&cluster).ok()
    }

    /// One number for each of `columns`, then those of clusters without a counterpart.
    fn row(&self, row: usize) -> Vec<f32> {
        let c = self.stage.n_clusters;
        let mut p = vec![0f32; self.columns.len()];
        for (present, &probability) in self.present.iter().zip(&self.stage.probabilities[row * c..(row + 1) * c]) {
            match present.and_then(|id| self.column(id)) {
                Some(column) => p[column] += probability,
                None => p.push(probability),
            }
        }
        p
    }
}

fn is_by_person(label: &ImageLabel) -> bool {
    label.source != LabelSource::Machine
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::protocol::ImageInfo;
    use crate::store::results::RunArrays;

    /// Image i + 1 in cluster i % 2 + 1 of a run; the last is nobody's neighbour and surely junk.
    fn setting(n: u32) -> (RunEvidence, Snapshot) {
        let cluster = |i: u32| i % 2;
        let stage = StageArrays {
            name: "scan".into(),
            n_clusters: 2,
            clusters: (0..n).map(cluster).collect(),
            confidence: vec![0.9; n as usize],
            probabilities: (0..n).flat_map(|i| if cluster(i) == 0 { [0.9, 0.1] } else { [0.1, 0.9] }).collect(),
        };
        // Two neighbours each: one of the same cluster, and for the first image two of the other.
        let neighbors = (0..n).flat_map(|i| if i == 0 { [1, 3] } else { [(i + 2) % n, (i + 1) % n] }).collect();
        let mut junk = vec![0.1; n as usize];
        junk[n as usize - 1] = 1.0;
        let arrays = RunArrays {
            images: (1..=n).collect(),
            embedding: (0..n).flat_map(|i| if cluster(i) == 0 { [1.0, 0.0] } else { [0.0, 1.0] }).collect(),
            k: 2,
            neighbors,
            similarity: vec![0.9; 2 * n as usize],
            representatives: (0..n).map(|i| if i == 4 || i == 6 { 2 } else { i }).collect(),
            junk,
            stages: vec![stage],
        };
        let label =
            |i| ImageLabel { cluster: Some(ClusterId(cluster(i) + 1)), confidence: 0.9, ..ImageLabel::default() };
        let image = |i: u32| ImageInfo::new(ImageId(i + 1), format!("{i:03}.jpg"), 10 + u32::from(i == 4), 10);
        let snapshot = Snapshot {
            images: Arc::new(ImageTable::new((0..n).map(image).collect())),
            labels: Arc::new((0..n).map(label).collect()),
            ..Snapshot::default()
        };
        (RunEvidence::new(arrays, Some("scan".into())), snapshot)
    }

    fn of(run: &RunEvidence, snapshot: &Snapshot) -> Quality {
        let prints = vec![Print::default(); snapshot.images.rows.len()];
        Quality::of(Some(run), snapshot, &prints, &CancelToken::default())
    }

    #[test]
    fn groups_begin_with_the_best_and_forget_what_is_junk() {
        let (run, mut snapshot) = setting(12);
        let quality = of(&run, &snapshot);
        assert_eq!(quality.groups, [Arc::new(vec![ImageId(5), ImageId(3), ImageId(7)])], "more pixels first");
        assert_eq!((quality.group_of(4), quality.group_of(0), quality.group_of(99)), (Some(0), None, None));
        let mut labels = snapshot.labels.to_vec();
        for row in [2, 6] {
            labels[row] = ImageLabel { is_junk: true, source: LabelSource::Placed, ..ImageLabel::default() };
        }
        snapshot.labels = Arc::new(labels);
        assert!(of(&run, &snapshot).groups.is_empty(), "one is left");
    }

    #[test]
    fn shelves_hold_what_nobody_has_decided_about() {
        let (run, mut snapshot) = setting(12);
        let quality = of(&run, &snapshot);
        assert_eq!((quality.agreement(0), quality.agreement(1)), (Some(0.0), Some(0.5)));
        assert_eq!(*quality.unsure, [ImageId(1)], "all its neighbours are elsewhere");
        assert_eq!(*quality.unusual, [ImageId(12)]);
        assert_eq!(quality.junk_score(11), Some(1.0));
        let mut labels = snapshot.labels.to_vec();
        labels[0].source = LabelSource::Confirmed;
        labels[11].source = LabelSource::Confirmed;
        snapshot.labels = Arc::new(labels);
        let quality = of(&run, &snapshot);
        assert!(quality.unsure.is_empty() && quality.unusual.is_empty());
        assert_eq!((quality.n_labels, quality.calibration), (2, None), "too few to say");
    }

    #[test]
    fn labels_of_people_tell_that_the_head_is_too_sure() {
        let n = 200;
        let (run, mut snapshot) = setting(n);
        let mut labels = snapshot.labels.to_vec();
        for (i, label) in labels.iter_mut().enumerate().take(120) {
            // Of ten, six are right.
            let is_right = i % 10 < 6;
            let cluster = if is_right { label.cluster } else { Some(ClusterId(2 - i as u32 % 2)) };
            *label = ImageLabel { cluster, confidence: 1.0, source: LabelSource::Placed, is_junk: false };
        }
        snapshot.labels = Arc::new(labels);
        let calibration = of(&run, &snapshot).calibration.expect("enough labels");
        assert_eq!(calibration.n_labels, 120);
        assert!(calibration.temperature > 2.0 && calibration.after.ece < calibration.before.ece, "{calibration:?}");
    }

    #[test]
    fn without_a_run_hashes_alone_tell_groups() {
        let (_, snapshot) = setting(4);
        let mut prints: Vec<Print> = (0..4).map(|i| Print { hash: 0x1234 << (i * 12), content: i, bytes: i }).collect();
        prints[3] = Print { bytes: 9, ..prints[1] };
        let quality = Quality::of(None, &snapshot, &prints, &CancelToken::default());
        assert_eq!(quality.groups, [Arc::new(vec![ImageId(4), ImageId(2)])], "the larger file first");
        assert_eq!(quality.mean_agreement, None);
        assert_eq!(Quality::of(None, &Snapshot::default(), &[], &CancelToken::default()).groups.len(), 0);
    }
}
