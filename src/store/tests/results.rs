//! The arrays of a run come back, and a file that does not fit together is told.

use super::super::StoreError;
use super::super::results::{RunArrays, StageArrays};
use proptest::prelude::*;
use std::fs;

fn arrays(n: usize, d: usize, k: usize, n_clusters: usize) -> RunArrays {
    let reals = |n: usize, seed: usize| (0..n).map(|i| ((i * 31 + seed) % 97) as f32 / 7.0).collect::<Vec<f32>>();
    let stage = |name: &str| StageArrays {
        name: name.into(),
        n_clusters,
        clusters: (0..n).map(|i| (i % n_clusters) as u32).collect(),
        confidence: reals(n, 1),
        probabilities: reals(n * n_clusters, 2),
    };
    RunArrays {
        images: (0..n).map(|i| u32::MAX - i as u32).collect(),
        embedding: reals(n * d, 3),
        k,
        neighbors: (0..n * k).map(|i| (i % n) as u32).collect(),
        similarity: reals(n * k, 4),
        representatives: (0..n as u32).map(|i| i / 2 * 2).collect(),
        junk: reals(n, 5),
        stages: vec![stage("scan"), stage("kmeans")],
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_saved_is_loaded(n in 0usize..9, d in 0usize..5, k in 0usize..4, n_clusters in 1usize..4) {
        let dir = tempfile::tempdir().unwrap();
        let run_dir = dir.path().join("runs").join("1");
        let arrays = arrays(n, d, k, n_clusters);
        arrays.save(&run_dir).unwrap();
        prop_assert_eq!(RunArrays::load(&run_dir).unwrap(), arrays);
        prop_assert_eq!(fs::read_dir(&run_dir).unwrap().count(), 1);
    }
}

#[test]
fn nothing_at_all_is_a_result_and_a_later_one_replaces_it() {
    let dir = tempfile::tempdir().unwrap();
    RunArrays::default().save(dir.path()).unwrap();
    assert_eq!(RunArrays::load(dir.path()).unwrap(), RunArrays::default());
    let mut later = arrays(3, 2, 1, 2);
    later.save(dir.path()).unwrap();
    assert_eq!(RunArrays::load(dir.path()).unwrap(), later);
    later.embedding[0] = f32::NAN;
    later.save(dir.path()).unwrap();
    assert!(RunArrays::load(dir.path()).unwrap().embedding[0].is_nan());
}

/// Each change makes arrays that do not fit together.
fn misfits() -> Vec<(&'static str, RunArrays)> {
    let change = |what, change: fn(&mut RunArrays)| {
        let mut arrays = arrays(5, 3, 2, 2);
        change(&mut arrays);
        (what, arrays)
    };
    vec![
        change("embedding", |a| a.embedding.truncate(14)),
        change("neighbors", |a| a.neighbors.truncate(9)),
        change("similarity", |a| a.similarity.push(1.0)),
        change("neighbors: 5", |a| a.neighbors[3] = 5),
        change("kmeans.clusters", |a| a.stages[1].clusters.truncate(4)),
        change("scan.confidence", |a| a.stages[0].confidence.clear()),
        change("scan.probabilities", |a| a.stages[0].n_clusters = 3),
        change("scan.clusters: 2", |a| a.stages[0].clusters[1] = 2),
        change("there twice", |a| a.stages[1].name = "scan".into()),
    ]
}

#[test]
fn misfits_are_not_written() {
    let dir = tempfile::tempdir().unwrap();
    for (what, arrays) in misfits() {
        let told = arrays.save(dir.path()).unwrap_err().to_string();
        assert!(told.contains(what), "{what}: {told}");
    }
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn damage_is_told_in_words_and_never_a_panic() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(RunArrays::load(dir.path()), Err(StoreError::NoResult { .. })));
    let file = dir.path().join("result.safetensors");
    arrays(5, 3, 2, 2).save(dir.path()).unwrap();
    let whole = fs::read(&file).unwrap();
    for cut in (0..whole.len()).step_by(7) {
        fs::write(&file, &whole[..cut]).unwrap();
        let told = RunArrays::load(dir.path()).unwrap_err().to_string();
        assert!(told.contains("is damaged") && told.contains("discover again"), "{told}");
    }
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        fs::write(&file, &bytes).unwrap();
        if let Err(told) = RunArrays::load(dir.path()) {
            assert!(matches!(told, StoreError::DamagedResult { .. }), "{told}");
        }
    }
    // A position past the end, written as a file that is otherwise whole.
    let text = |bytes: &[u8], name: &str| {
        let header = u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
        let json: serde_json::Value = serde_json::from_slice(&bytes[8..8 + header]).unwrap();
        8 + header + json[name]["data_offsets"][0].as_u64().unwrap() as usize
    };
    for (name, told) in [("neighbors", "is no row of 5"), ("scan.clusters", "is none of 2 clusters")] {
        let mut bytes = whole.clone();
        bytes[text(&whole, name)] = 77;
        fs::write(&file, &bytes).unwrap();
        let error = RunArrays::load(dir.path()).unwrap_err().to_string();
        assert!(error.contains(told), "{error}");
    }
}
