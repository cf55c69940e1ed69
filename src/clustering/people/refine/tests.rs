//! Properties and odd input; how well it does on real images is measured by `benches/refine.rs`.

use super::*;
use crate::clustering::neighbors::exact_cosine;
use crate::clustering::stages::embed::arg_max_rows;
use crate::control::Rng;
use proptest::prelude::*;

const D: usize = 16;

/// Clouds around `c` directions, `n` rows in turns, and the lists of their neighbours.
fn clouds(n: usize, c: usize, spread: f64) -> (Vec<f32>, Vec<u32>, usize) {
    let mut rng = Rng::from_key(&[11]);
    let centers: Vec<f64> = (0..c * D).map(|_| rng.normal()).collect();
    let mut rows: Vec<f32> =
        (0..n * D).map(|i| (centers[i / D % c * D + i % D] + spread * rng.normal()) as f32).collect();
    for row in rows.chunks_exact_mut(D) {
        let length = row.iter().map(|x| x * x).sum::<f32>().sqrt();
        for x in row {
            *x /= length;
        }
    }
    let near = exact_cosine(&rows, D, 5, &CancelToken::default()).expect("not cancelled");
    (rows, near.ids, near.k)
}

/// The prior that knows `cluster` of each row, 0.9 and the rest spread.
fn sure(cluster: impl Fn(usize) -> usize, n: usize, c: usize, n_known: usize) -> Vec<f32> {
    let p = |at: usize| match (at % c, cluster(at / c)) {
        (column, own) if column == own => 0.9,
        (column, _) if column < n_known => 0.1 / (n_known - 1).max(1) as f32,
        _ => 0.0,
    };
    (0..n * c).map(p).collect()
}

fn refined(rows: &[f32], prior: &[f32], near: (&[u32], usize), c: usize, said: &Constraints) -> Vec<f32> {
    let input = Input { rows, d: D, n_classes: c, prior, neighbors: near.0, k: near.1, seed: 0 };
    let p = refine(&input, said, &CancelToken::default()).expect("not cancelled");
    assert_eq!(p.len(), prior.len());
    for row in p.chunks_exact(c) {
        assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-4 && row.iter().all(|p| *p >= 0.0), "{row:?}");
    }
    p
}

/// The share of rows whose largest probability is at `truth`.
fn share_right(p: &[f32], c: usize, truth: impl Fn(usize) -> usize) -> f64 {
    let found = arg_max_rows(p, c).0;
    let right = found.iter().enumerate().filter(|(i, class)| truth(*i) == **class as usize).count();
    right as f64 / found.len() as f64
}

#[test]
fn nothing_said_changes_nothing() {
    let (rows, near, k) = clouds(60, 3, 0.4);
    let prior = sure(|row| row % 3, 60, 3, 3);
    assert_eq!(refined(&rows, &prior, (&near, k), 3, &Constraints::default()), prior);
}

#[test]
fn pure_clusters_stay_when_some_are_confirmed() {
    let (rows, near, k) = clouds(300, 3, 0.4);
    let prior = sure(|row| row % 3, 300, 3, 3);
    let said = Constraints { labels: (0..10).map(|row| (row, row % 3)).collect(), ..Constraints::default() };
    let p = refined(&rows, &prior, (&near, k), 3, &said);
    assert_eq!(share_right(&p, 3, |row| row % 3), 1.0);
}

#[test]
fn labels_overrule_clusters_that_are_wrong() {
    // Classes 0 and 1 are one cluster, and class 2 is in two.
    let (rows, near, k) = clouds(400, 3, 0.4);
    let cluster = |row: usize| if row % 3 < 2 { 0 } else { 1 + row % 2 };
    let prior = sure(cluster, 400, 3, 3);
    let before = share_right(&prior, 3, |row| row % 3);
    let said = Constraints { labels: (0..24).map(|row| (row, row % 3)).collect(), ..Constraints::default() };
    let after = share_right(&refined(&rows, &prior, (&near, k), 3, &said), 3, |row| row % 3);
    assert!(before < 0.6 && after > 0.97, "{before} {after}");
}

#[test]
fn a_new_class_is_learned_from_a_few() {
    // The clustering has classes 0 and 1; the third lies in both.
    let (rows, near, k) = clouds(300, 3, 0.4);
    let prior = sure(|row| if row % 3 == 2 { row % 2 } else { row % 3 }, 300, 4, 2);
    let mut labels: Vec<(u32, u32)> = (0..4).map(|i| (3 * i + 2, 2)).collect();
    labels.extend((0..4).flat_map(|i| [(3 * i, 0), (3 * i + 1, 1)]));
    let p = refined(&rows, &prior, (&near, k), 4, &Constraints { labels, ..Constraints::default() });
    let right = share_right(&p, 4, |row| row % 3);
    assert!(right > 0.95, "{right}");
    assert!(p.chunks_exact(4).all(|row| row[3] < 0.01), "nobody has shown the fourth");
}

#[test]
fn pairs_and_rejections_hold() {
    let (rows, near, k) = clouds(90, 3, 0.6);
    let prior = sure(|row| row % 3, 90, 3, 3);
    let said = Constraints {
        labels: vec![(0, 2)],
        rejected: vec![(4, 1)],
        same: vec![(0, 7), (10, 13), (13, 17)],
        different: vec![(20, 0), (30, 33)],
    };
    let p = refined(&rows, &prior, (&near, k), 3, &said);
    let row = |at: usize| &p[at * 3..][..3];
    assert_eq!((row(0), row(7)), (&[0.0, 0.0, 1.0][..], &[0.0, 0.0, 1.0][..]));
    assert_eq!((row(4)[1], row(20)[2]), (0.0, 0.0));
    assert_eq!((row(10), row(13)), (row(17), row(17)));
    let overlap = |p: &[f32]| (0..3).map(|c| p[90 + c] * p[99 + c]).sum::<f32>();
    assert!(overlap(&p) < 0.8 * overlap(&prior), "rows 30 and 33 were both of class 0");
}

#[test]
fn unknown_rows_take_their_neighbours_place() {
    let (rows, near, k) = clouds(90, 3, 0.3);
    let mut prior = sure(|row| row % 3, 90, 3, 3);
    for row in [5, 40, 77] {
        prior[row * 3..][..3].fill(0.0);
    }
    prior[6] = f32::NAN;
    for said in [Constraints::default(), Constraints { labels: vec![(0, 0)], ..Constraints::default() }] {
        let p = refined(&rows, &prior, (&near, k), 3, &said);
        assert_eq!(share_right(&p, 3, |row| row % 3), 1.0);
    }
    let alone = refined(&rows, &[0.0; 270], (&[], 0), 3, &Constraints::default());
    assert!(alone.iter().all(|p| (p - 1.0 / 3.0).abs() < 1e-6));
}

#[test]
fn odd_input() {
    let nothing = refined(&[], &[], (&[], 0), 3, &Constraints::default());
    assert!(nothing.is_empty());
    let label = Constraints { labels: vec![(0, 1)], ..Constraints::default() };
    assert_eq!(refined(&[0.0; D], &[0.0; 2], (&[], 0), 2, &label), [0.0, 1.0]);
    let alike = refined(&[0.25; 3 * D], &[0.5; 6], (&[], 0), 2, &label);
    assert!(alike[3] > 0.5, "what equals a labelled row follows it: {alike:?}");
    let mut broken = vec![f32::NAN; 2 * D];
    broken[..D].fill(0.25);
    refined(&broken, &[0.5; 4], (&[], 0), 2, &label);
    let one = Constraints { labels: vec![(0, 0)], rejected: vec![(1, 0)], ..Constraints::default() };
    assert_eq!(refined(&[0.25; 2 * D], &[1.0; 2], (&[], 0), 1, &one), [1.0, 1.0]);
    let cancel = CancelToken::default();
    cancel.cancel();
    let input = Input { rows: &[0.25; 2 * D], d: D, n_classes: 2, prior: &[0.5; 4], neighbors: &[], k: 0, seed: 0 };
    assert_eq!(refine(&input, &label, &cancel), Err(Cancelled));
}

#[test]
fn threads_change_nothing() {
    let (rows, near, k) = clouds(600, 4, 0.8);
    let prior = sure(|row| row % 3, 600, 4, 3);
    let said = Constraints { labels: (0..40).map(|row| (row, row % 4)).collect(), ..Constraints::default() };
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("pool");
        pool.install(|| refined(&rows, &prior, (&near, k), 4, &said))
    };
    assert_eq!(with(1), with(3));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn whatever_is_said_labels_hold(
        labels in prop::collection::vec((0_u32..20, 0_u32..3), 0..8),
        rejected in prop::collection::vec((0_u32..20, 0_u32..3), 0..20),
        same in prop::collection::vec((0_u32..20, 0_u32..20), 0..10),
        different in prop::collection::vec((0_u32..20, 0_u32..20), 0..10),
    ) {
        let (rows, near, k) = clouds(20, 3, 0.8);
        let said = Constraints { labels, rejected, same, different };
        let p = refined(&rows, &sure(|row| row % 2, 20, 3, 2), (&near, k), 3, &said);
        let own: std::collections::BTreeMap<u32, u32> = said.labels.iter().copied().collect();
        for (row, class) in own {
            prop_assert_eq!(p[row as usize * 3 + class as usize], 1.0);
        }
    }
}
