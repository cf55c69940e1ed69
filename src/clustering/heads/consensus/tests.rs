//! The consensus on clouds of rows: what it finds, that it is the same each time, and odd input.

use super::*;
use crate::clustering::heads::linear::{Linear, softmax_rows};
use crate::clustering::judge::metrics;
use crate::clustering::neighbors;
use crate::control::Rng;
use crate::learning::prior::SizePrior;
use crate::stage::Stage;

/// Four clouds that overlap, and their lists.
fn clouds() -> (Vec<f32>, Vec<u32>, Neighbors) {
    let mut rng = Rng::from_key(&[21]);
    let truth: Vec<u32> = (0..240).map(|i| i % 4).collect();
    let mut rows = Vec::new();
    for &class in &truth {
        rows.extend((0..6).map(|axis| (if class == axis { 1.0 } else { 0.0 }) + 0.25 * rng.normal() as f32));
    }
    embed::normalize_rows(&mut rows, 6);
    let lists = neighbors::exact_cosine(&rows, 6, 8, &CancelToken::default()).expect("not cancelled");
    (rows, truth, lists)
}

fn plan() -> ConsensusPlan {
    let scan = ScanHeadsPlan {
        n_clusters: 4,
        epochs: 8,
        batch: 64,
        lr: 1.0,
        entropy_weight: 5.0,
        prior: SizePrior::new(4, 0.0),
        seed: 3,
    };
    ConsensusPlan { scan, heads: 2, epochs: 5 }
}

fn run(rows: &[f32], lists: &Neighbors, voters: Vec<Vec<f32>>) -> Result<(ConsensusResult, Vec<u32>), TrainError> {
    let clustered = Clustered { rows, d: 6, mean_norm: 1.0, centers: &[0.0; 24] };
    let mut epochs = Vec::new();
    let result = train(&plan(), voters, &clustered, lists, &CancelToken::default(), &mut |metrics, now| {
        assert_eq!((&metrics.stage, metrics.n_epochs, now.len()), (&Stage::Consensus, 21, 960));
        epochs.push(metrics.epoch);
    });
    result.map(|result| (result, epochs))
}

#[test]
fn clouds_are_found_the_same_each_time_by_a_head_that_places_rows() {
    let (rows, truth, lists) = clouds();
    let (result, epochs) = run(&rows, &lists, Vec::new()).expect("trained");
    assert_eq!(epochs, (1..=21).collect::<Vec<u32>>(), "eight on two lengths of lists, and five");
    assert_eq!(result.n_voters, 2, "the better half of four");
    let (clusters, _) = embed::arg_max_rows(&result.probabilities, 4);
    let scores = metrics::scores(&clusters, &truth);
    assert!(scores.accuracy > 0.97, "{}", scores.accuracy);
    let layer = Linear { d: 6, c: 4 };
    assert_eq!(layer.map(&result.weights, &rows, |p| softmax_rows(p, 4)), result.probabilities);
    let (again, _) = run(&rows, &lists, Vec::new()).expect("trained");
    assert_eq!(again.weights, result.weights);
}

#[test]
fn threads_change_no_bit() {
    let (rows, _, lists) = clouds();
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| run(&rows, &lists, Vec::new())).expect("trained").0.weights
    };
    assert_eq!(on(1), on(3));
}

#[test]
fn a_bad_voter_is_not_heard() {
    let (rows, truth, lists) = clouds();
    let mut rng = Rng::from_key(&[5]);
    let noise: Vec<f32> = (0..960).map(|_| rng.uniform() as f32).collect();
    let (result, _) = run(&rows, &lists, vec![noise, Vec::new()]).expect("trained");
    assert_eq!(result.n_voters, 3, "the better half of five; one that never was finite does not count");
    let (clusters, _) = embed::arg_max_rows(&result.probabilities, 4);
    assert!(metrics::scores(&clusters, &truth).accuracy > 0.97);
}

#[test]
fn lists_of_any_length_work_and_broken_rows_are_told() {
    assert_eq!(lengths(20), [5, 10]);
    assert_eq!(lengths(3), [1]);
    assert_eq!((lengths(2), lengths(1), lengths(0)), (vec![1], Vec::new(), Vec::new()));
    let (rows, ..) = clouds();
    let broken = vec![f32::NAN; rows.len()];
    let lists = neighbors::exact_cosine(&broken, 6, 8, &CancelToken::default()).expect("not cancelled");
    let failed = run(&broken, &lists, Vec::new()).map(|_| ());
    assert!(matches!(failed, Err(TrainError::NotFinite { stage: Stage::Consensus, epoch: 1 })), "{failed:?}");
}

#[test]
fn a_cancel_is_heard_at_once() {
    let (rows, _, lists) = clouds();
    let cancel = CancelToken::default();
    cancel.cancel();
    let clustered = Clustered { rows: &rows, d: 6, mean_norm: 1.0, centers: &[0.0; 24] };
    let result = train(&plan(), Vec::new(), &clustered, &lists, &cancel, &mut |_, _| panic!("no epoch"));
    assert!(matches!(result, Err(TrainError::Cancelled)));
}

#[test]
fn the_classifier_learns_what_it_is_told_though_it_began_elsewhere() {
    let (rows, truth, _) = clouds();
    let wanted: Vec<f32> =
        truth.iter().flat_map(|&class| (0..4).map(move |k| if k == class { 0.9 } else { 0.1 / 3.0 })).collect();
    let last = ScanHeadsPlan { epochs: 40, ..plan().scan };
    let mut losses = Vec::new();
    let cancel = CancelToken::default();
    let learned = classifier::learn(&last, vec![0.0; 28], &wanted, (&rows, 6), &cancel, &mut |metrics, _| {
        losses.push(metrics.loss);
    });
    let (p, _) = learned.expect("trained");
    let right = embed::arg_max_rows(&p, 4).0.iter().zip(&truth).filter(|(a, b)| a == b).count();
    assert!(right > 230, "{right} of 240 have the numbers that they were given");
    assert!(losses.len() == 40 && losses[39] < losses[0], "{losses:?}");
}
