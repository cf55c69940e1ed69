//! How well clusters agree with true labels (METHOD 10): accuracy by best matching, NMI, AMI, ARI, purity,
//! homogeneity, completeness, per-class precision and recall, the confusion table, reliability.
//!
//! True labels are for these numbers only; nothing here is used by training or by the choice between stages.

use crate::clustering::judge::matching::hungarian;
use crate::clustering::neighbors::Neighbors;
use std::collections::BTreeSet;

/// A true label that is not known; such images count in no metric.
pub const UNLABELLED: u32 = u32::MAX;

/// Agreement of a clustering with true labels. All but `ami` and `ari` lie in 0 to 1; nothing is ever NaN.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    /// Share of images whose cluster is matched with their class, one cluster a class, by the best such matching.
    pub accuracy: f64,
    /// Share of images that are right if each cluster is named after its most frequent class: equal to purity, and the
    /// number to read when there are more clusters than classes.
    pub many_to_one_accuracy: f64,
    /// Mutual information over the arithmetic mean of both entropies.
    pub nmi: f64,
    /// The same, corrected for chance with the exact expected mutual information (Vinh, Epps, Bailey 2010).
    pub ami: f64,
    /// Rand index corrected for chance (Hubert and Arabie 1985).
    pub ari: f64,
    /// Share of images that belong to the most frequent class of their cluster.
    pub purity: f64,
    /// 1 if each cluster holds one class only (Rosenberg and Hirschberg 2007).
    pub homogeneity: f64,
    /// 1 if each class lies in one cluster only.
    pub completeness: f64,
    /// (cluster, class) pairs behind `accuracy`, by cluster.
    pub matching: Vec<(u32, u32)>,
    /// (cluster, class) pairs behind `many_to_one_accuracy`, by cluster.
    pub many_to_one: Vec<(u32, u32)>,
}

/// How many images of each class lie in each cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confusion {
    /// Clusters that occur, ascending: the rows.
    pub clusters: Vec<u32>,
    /// Classes that occur, ascending: the columns.
    pub classes: Vec<u32>,
    /// (clusters, classes) row-major.
    pub counts: Vec<u64>,
}

/// How well one class was found.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassScore {
    /// The class.
    pub class: u32,
    /// Its images.
    pub n_images: u64,
    /// Share of the matched clusters' images that are of the class; 0 if no cluster is matched.
    pub precision: f64,
    /// Share of the class's images that are in a matched cluster.
    pub recall: f64,
}

/// One bin of a reliability diagram.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ReliabilityBin {
    /// Images in the bin.
    pub n_images: u64,
    /// Their mean confidence; 0 in an empty bin.
    pub confidence: f64,
    /// Share of them that are right; 0 in an empty bin.
    pub accuracy: f64,
}

/// All scores of the clusters `pred` against the classes `truth`, one entry an image each; images whose class is
/// [`UNLABELLED`] are left out. All 0 if none is left.
///
/// # Panics
/// If the two differ in length.
#[must_use]
pub fn scores(pred: &[u32], truth: &[u32]) -> Scores {
    let table = confusion(pred, truth);
    let n = table.counts.iter().sum::<u64>();
    if n == 0 {
        return Scores::default();
    }
    let matching = table.matching();
    let many_to_one = table.many_to_one();
    let purity = table.share(&many_to_one);
    let (of_clusters, of_classes) = (table.cluster_sizes(), table.class_sizes());
    let (cluster_entropy, class_entropy) = (entropy(&of_clusters, n), entropy(&of_classes, n));
    let information = mutual_information(&table, &of_clusters, &of_classes, n);
    let are_both_undivided = of_clusters.len() == 1 && of_classes.len() == 1;
    let ratio = |part: f64, whole: f64| if whole > 0.0 { (part / whole).min(1.0) } else { 1.0 };
    let mean_entropy = f64::midpoint(cluster_entropy, class_entropy);
    Scores {
        accuracy: table.share(&matching),
        many_to_one_accuracy: purity,
        nmi: if are_both_undivided { 1.0 } else { ratio(information, mean_entropy) },
        ami: if are_both_undivided {
            1.0
        } else {
            let expected = expected_mutual_information(&of_clusters, &of_classes, n);
            adjusted(information, expected, mean_entropy)
        },
        ari: adjusted_rand(&table, &of_clusters, &of_classes, n),
        purity,
        homogeneity: ratio(information, class_entropy),
        completeness: ratio(information, cluster_entropy),
        matching,
        many_to_one,
    }
}

/// Counts the images of each (cluster, class) pair; [`UNLABELLED`] classes are left out.
///
/// # Panics
/// If the two differ in length.
#[must_use]
pub fn confusion(pred: &[u32], truth: &[u32]) -> Confusion {
    assert_eq!(pred.len(), truth.len(), "one cluster and one class an image");
    let pairs = || pred.iter().zip(truth).filter(|(_, class)| **class != UNLABELLED);
    let clusters: Vec<u32> = pairs().map(|(cluster, _)| *cluster).collect::<BTreeSet<_>>().into_iter().collect();
    let classes: Vec<u32> = pairs().map(|(_, class)| *class).collect::<BTreeSet<_>>().into_iter().collect();
    let mut counts = vec![0; clusters.len() * classes.len()];
    for (cluster, class) in pairs() {
        let row = clusters.partition_point(|c| c < cluster);
        counts[row * classes.len() + classes.partition_point(|c| c < class)] += 1;
    }
    Confusion { clusters, classes, counts }
}

/// Precision and recall of each class under a matching of (cluster, class) pairs, one-to-one or many-to-one.
#[must_use]
pub fn per_class(table: &Confusion, matching: &[(u32, u32)]) -> Vec<ClassScore> {
    let (of_clusters, of_classes) = (table.cluster_sizes(), table.class_sizes());
    let share = |part: u64, whole: u64| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    let score = |(column, class): (usize, &u32)| {
        let is_matched = |row: &usize| matching.contains(&(table.clusters[*row], *class));
        let rows: Vec<usize> = (0..table.clusters.len()).filter(is_matched).collect();
        let n_right = rows.iter().map(|row| table.count(*row, column)).sum();
        ClassScore {
            class: *class,
            n_images: of_classes[column],
            precision: share(n_right, rows.iter().map(|row| of_clusters[*row]).sum()),
            recall: share(n_right, of_classes[column]),
        }
    };
    table.classes.iter().enumerate().map(score).collect()
}

/// Mean confidence beside the share that is right, in `n_bins` equal bins of confidence from 0 to 1.
///
/// # Panics
/// If the two differ in length.
#[must_use]
pub fn reliability(confidence: &[f32], is_right: &[bool], n_bins: usize) -> Vec<ReliabilityBin> {
    assert_eq!(confidence.len(), is_right.len(), "one verdict an image");
    let mut bins = vec![ReliabilityBin::default(); n_bins.max(1)];
    for (&value, &right) in confidence.iter().zip(is_right).filter(|(value, _)| value.is_finite()) {
        let value = f64::from(value).clamp(0.0, 1.0);
        let last = bins.len() - 1;
        let bin = &mut bins[((value * (last + 1) as f64) as usize).min(last)];
        bin.n_images += 1;
        bin.confidence += value;
        bin.accuracy += f64::from(u8::from(right));
    }
    for bin in bins.iter_mut().filter(|bin| bin.n_images > 0) {
        bin.confidence /= bin.n_images as f64;
        bin.accuracy /= bin.n_images as f64;
    }
    bins
}

/// The share of neighbour pairs whose two images have the same true label: the bound of what clustering can reach.
///
/// `labels` has one entry an image; pairs with an [`UNLABELLED`] image do not count. 0 if no pair is left.
///
/// # Panics
/// If `labels` is not `neighbors.n` long.
#[must_use]
pub fn neighbor_purity(neighbors: &Neighbors, labels: &[u32]) -> f64 {
    assert_eq!(labels.len(), neighbors.n, "one label an image");
    let (mut n_same, mut n_pairs) = (0_u64, 0_u64);
    for (image, &label) in labels.iter().enumerate().filter(|(_, label)| **label != UNLABELLED) {
        for &other in neighbors.of(image) {
            let other = labels[other as usize];
            n_pairs += u64::from(other != UNLABELLED);
            n_same += u64::from(other == label);
        }
    }
    if n_pairs == 0 { 0.0 } else { n_same as f64 / n_pairs as f64 }
}

impl Confusion {
    /// Images of the class in a column that lie in the cluster of a row.
    #[must_use]
    pub fn count(&self, row: usize, column: usize) -> u64 {
        self.counts[row * self.classes.len() + column]
    }

    /// The one-to-one matching of clusters and classes that makes most images right, by cluster.
    #[must_use]
    pub fn matching(&self) -> Vec<(u32, u32)> {
        let profit: Vec<f64> = self.counts.iter().map(|count| *count as f64).collect();
        let columns = hungarian(&profit, self.clusters.len(), self.classes.len());
        let pairs = self.clusters.iter().zip(columns);
        pairs.filter_map(|(cluster, column)| Some((*cluster, self.classes[column?]))).collect()
    }

    /// The most frequent class of each cluster, the lower one on a tie.
    #[must_use]
    pub fn many_to_one(&self) -> Vec<(u32, u32)> {
        let columns = 0..self.classes.len();
        let most = |row: usize| columns.clone().rev().max_by_key(|column| self.count(row, *column));
        let pairs = self.clusters.iter().enumerate();
        pairs.filter_map(|(row, cluster)| Some((*cluster, self.classes[most(row)?]))).collect()
    }

    /// The share of all images that lie in one of these (cluster, class) pairs.
    #[must_use]
    pub fn share(&self, pairs: &[(u32, u32)]) -> f64 {
        let position = |sorted: &[u32], value: u32| sorted.binary_search(&value).ok();
        let count = |&(cluster, class): &(u32, u32)| {
            Some(self.count(position(&self.clusters, cluster)?, position(&self.classes, class)?))
        };
        let n: u64 = self.counts.iter().sum();
        if n == 0 { 0.0 } else { pairs.iter().filter_map(count).sum::<u64>() as f64 / n as f64 }
    }

    fn cluster_sizes(&self) -> Vec<u64> {
        self.counts.chunks(self.classes.len().max(1)).map(|row| row.iter().sum()).collect()
    }

    fn class_sizes(&self) -> Vec<u64> {
        let column = |column| (0..self.clusters.len()).map(|row| self.count(row, column)).sum();
        (0..self.classes.len()).map(column).collect()
    }
}

/// Entropy of sizes that sum to `n`, in nats.
fn entropy(sizes: &[u64], n: u64) -> f64 {
    let share = |size: &u64| *size as f64 / n as f64;
    sizes.iter().filter(|size| **size > 0).map(share).map(|p| -p * p.ln()).sum()
}

/// In nats; 0 where only rounding is left of it.
fn mutual_information(table: &Confusion, of_clusters: &[u64], of_classes: &[u64], n: u64) -> f64 {
    let n = n as f64;
    let mut sum = 0.0;
    for (row, a) in of_clusters.iter().enumerate() {
        for (column, b) in of_classes.iter().enumerate() {
            let both = table.count(row, column) as f64;
            if both > 0.0 {
                sum += both / n * (both * n / (*a as f64 * *b as f64)).ln();
            }
        }
    }
    if sum <= f64::EPSILON { 0.0 } else { sum }
}

/// The mean of the mutual information over all clusterings with these sizes (Vinh, Epps, Bailey 2010, eq. 24a).
fn expected_mutual_information(of_clusters: &[u64], of_classes: &[u64], n: u64) -> f64 {
    let ln_factorial = ln_factorials(n);
    let of = |count: u64| ln_factorial[count as usize];
    let n_f64 = n as f64;
    let mut sum = 0.0;
    for &a in of_clusters {
        for &b in of_classes {
            let fixed = of(a) + of(b) + of(n - a) + of(n - b) - of(n);
            // No overlap gives no information: the sum starts at 1.
            for both in (a + b).saturating_sub(n).max(1)..=a.min(b) {
                let ln_probability = fixed - of(both) - of(a - both) - of(b - both) - of((n - a) - (b - both));
                let both = both as f64;
                sum += both / n_f64 * (n_f64 * both / (a as f64 * b as f64)).ln() * ln_probability.exp();
            }
        }
    }
    sum
}

/// ln(0!) to ln(n!), summed with compensation (Neumaier 1974): a million terms keep nine digits after the point.
fn ln_factorials(n: u64) -> Vec<f64> {
    let mut table = Vec::with_capacity(n as usize + 1);
    let (mut sum, mut lost) = (0.0_f64, 0.0_f64);
    table.push(0.0);
    for i in 1..=n {
        let term = (i as f64).ln();
        let next = sum + term;
        lost += if sum >= term { (sum - next) + term } else { (term - next) + sum };
        sum = next;
        table.push(sum + lost);
    }
    table
}

/// (value - expected) / (largest - expected), with the difference below held away from 0 as scikit-learn does.
fn adjusted(value: f64, expected: f64, largest: f64) -> f64 {
    let room = largest - expected;
    let room = if room < 0.0 { room.min(-f64::EPSILON) } else { room.max(f64::EPSILON) };
    (value - expected) / room
}

fn adjusted_rand(table: &Confusion, of_clusters: &[u64], of_classes: &[u64], n: u64) -> f64 {
    let squares = |counts: &[u64]| counts.iter().map(|count| (*count as f64).powi(2)).sum::<f64>();
    let n = n as f64;
    // Ordered pairs: together in both, in the clusters only, in the classes only, in neither.
    let both = squares(&table.counts);
    let only_cluster = squares(of_clusters) - both;
    let only_class = squares(of_classes) - both;
    let neither = n * n - both - only_cluster - only_class;
    let both = both - n;
    if only_cluster == 0.0 && only_class == 0.0 {
        return 1.0;
    }
    let denominator = (both + only_class) * (only_class + neither) + (both + only_cluster) * (only_cluster + neither);
    2.0 * (both * neither - only_class * only_cluster) / denominator
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Golden {
        pred: Vec<u32>,
        r#true: Vec<u32>,
        accuracy: f64,
        r#match: Vec<(u32, u32)>,
        purity: f64,
        nmi: f64,
        ami: f64,
        ari: f64,
        homogeneity: f64,
        completeness: f64,
    }

    #[test]
    fn golden_cases() {
        let cases: Vec<Golden> = serde_json::from_str(include_str!("../../../tests/data/metrics.json")).unwrap();
        assert_eq!(cases.len(), 7);
        for (index, case) in cases.iter().enumerate() {
            let found = scores(&case.pred, &case.r#true);
            let pairs = [
                ("accuracy", found.accuracy, case.accuracy),
                ("nmi", found.nmi, case.nmi),
                ("ami", found.ami, case.ami),
                ("ari", found.ari, case.ari),
                ("purity", found.purity, case.purity),
                ("many-to-one", found.many_to_one_accuracy, case.purity),
                ("homogeneity", found.homogeneity, case.homogeneity),
                ("completeness", found.completeness, case.completeness),
            ];
            for (name, found, expected) in pairs {
                assert!((found - expected).abs() < 1e-9, "case {index}, {name}: {found} is not {expected}");
            }
            // Another matching may be as good; a worse one may not pass.
            let table = confusion(&case.pred, &case.r#true);
            assert_eq!(found.matching.len(), case.r#match.len(), "case {index}");
            assert!((table.share(&found.matching) - table.share(&case.r#match)).abs() < 1e-12, "case {index}");
        }
    }

    #[test]
    fn labels_need_not_be_small_numbers() {
        let plain = scores(&[0, 0, 1, 1, 2], &[1, 1, 0, 0, 0]);
        let odd = scores(&[7, 7, 900, 900, u32::MAX], &[12, 12, 5, 5, 5]);
        assert_eq!(Scores { matching: vec![], many_to_one: vec![], ..odd.clone() }, {
            Scores { matching: vec![], many_to_one: vec![], ..plain }
        });
        assert_eq!(odd.matching, [(7, 12), (900, 5)]);
        assert_eq!(odd.many_to_one, [(7, 12), (900, 5), (u32::MAX, 5)]);
        assert_eq!((odd.accuracy, odd.many_to_one_accuracy), (0.8, 1.0));
    }

    #[test]
    fn undivided_and_empty_inputs_are_numbers() {
        assert_eq!(scores(&[], &[]), Scores::default());
        assert_eq!(scores(&[1, 2], &[UNLABELLED; 2]), Scores::default());
        let same = scores(&[4, 4], &[2, 2]);
        assert_eq!((same.nmi, same.ami, same.ari, same.accuracy), (1.0, 1.0, 1.0, 1.0));
        let one_image = scores(&[0], &[0]);
        assert_eq!((one_image.ari, one_image.ami), (1.0, 1.0));
        let apart = scores(&[0, 1, 2], &[0, 0, 0]);
        assert_eq!((apart.nmi, apart.ami, apart.homogeneity), (0.0, 0.0, 1.0));
    }

    #[test]
    fn unlabelled_images_count_nowhere() {
        assert_eq!(scores(&[0, 0, 1, 3], &[5, 5, 6, UNLABELLED]), scores(&[0, 0, 1], &[5, 5, 6]));
    }

    #[test]
    fn precision_and_recall_of_each_class() {
        let table = confusion(&[0, 0, 0, 1, 1, 2], &[8, 8, 9, 9, 9, 9]);
        let one = per_class(&table, &table.matching());
        assert_eq!(one[0], ClassScore { class: 8, n_images: 2, precision: 2.0 / 3.0, recall: 1.0 });
        assert_eq!(one[1], ClassScore { class: 9, n_images: 4, precision: 1.0, recall: 0.5 });
        assert_eq!(per_class(&table, &table.many_to_one())[1].recall, 0.75);
        assert_eq!(per_class(&table, &[])[0].precision, 0.0);
    }

    #[test]
    fn reliability_bins() {
        let bins = reliability(&[0.1, 0.9, 1.0, f32::NAN], &[false, true, false, true], 2);
        assert_eq!(bins.iter().map(|bin| bin.n_images).collect::<Vec<_>>(), [1, 2]);
        assert!((bins[1].confidence - 0.95).abs() < 1e-6);
        assert_eq!(bins[1].accuracy, 0.5);
    }
    #[test]
    fn purity_counts_pairs_with_two_known_labels() {
        let neighbors = Neighbors { n: 3, k: 2, ids: vec![1, 2, 0, 2, 0, 1], similarity: vec![1.0; 6] };
        assert_eq!(neighbor_purity(&neighbors, &[5, 5, 6]), 2.0 / 6.0);
        assert_eq!(neighbor_purity(&neighbors, &[5, 5, UNLABELLED]), 1.0);
        assert_eq!(neighbor_purity(&neighbors, &[UNLABELLED; 3]), 0.0);
        assert_eq!(neighbor_purity(&Neighbors::default(), &[]), 0.0);
    }
}
