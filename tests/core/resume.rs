//! A run that is killed and resumed ends with the very bits of one that was left alone; odd folders end in words.

use gleaner::clustering::pipeline::{self, Images, Observer, PipelineInput, RawRows, RunError, RunOutput};
use gleaner::clustering::settings::{DclSettings, Head, PseudoLabel, RunSettings};
use gleaner::control::{CancelToken, Latest, Rng, Waker};
use gleaner::features::rows::Block;
use gleaner::learning::device::DeviceChoice;
use gleaner::learning::views::TileSet;
use gleaner::stage::{EpochMetrics, Stage};
use std::fs;
use std::path::Path;
use std::sync::Arc;

fn settings() -> RunSettings {
    let mut settings =
        RunSettings { clusters: 3, seed: 5, threads: 2, device: DeviceChoice::Cpu, ..RunSettings::default() };
    for pair in [
        "features=simclr",
        "net.width=4",
        "net.size=16",
        "simclr.epochs=2",
        "simclr.batch=16",
        "neighbors.k=4",
        "scan.epochs=2",
        "scan.batch=16",
        "scan.heads=2",
        "selflabel.epochs=2",
        "selflabel.batch=20",
        "selflabel.ema=0.9",
    ] {
        settings.set_pair(pair).expect(pair);
    }
    settings
}

/// Flat colours with noise: three kinds.
fn tiles(n: usize) -> Arc<TileSet> {
    let tile = |i: usize| -> Result<(u32, u32, Vec<u8>), std::convert::Infallible> {
        let mut rng = Rng::from_key(&[i as u64]);
        let base = [[200, 40, 40], [40, 200, 40], [40, 40, 200]][i % 3];
        let pixels = (0..20 * 24 * 3).map(|j| (base[j % 3] + rng.below(50)) as u8).collect();
        Ok((24, 20, pixels))
    };
    Arc::new(TileSet::build(n, 16, tile).expect("infallible"))
}

fn run(
    settings: &RunSettings,
    n: usize,
    dir: &Path,
    resume: bool,
    stop_after: Option<(&'static str, u32)>,
) -> Result<RunOutput, RunError> {
    run_on(Images::Tiles(tiles(n)), settings, dir, resume, stop_after)
}

fn run_on(
    images: Images,
    settings: &RunSettings,
    dir: &Path,
    resume: bool,
    stop_after: Option<(&'static str, u32)>,
) -> Result<RunOutput, RunError> {
    let cancel = CancelToken::default();
    let stop = cancel.clone();
    let on_epoch = move |metrics: &EpochMetrics| {
        if stop_after == Some((metrics.stage.key(), metrics.epoch)) {
            stop.cancel();
        }
    };
    // Stands for the store.
    let kept = dir.join("proposed");
    let proposed = fs::read_to_string(&kept).ok().map(|text| text.parse().expect("a number"));
    let mut observer = Observer {
        cancel,
        progress: Latest::default(),
        course: gleaner::timing::Course::default(),
        waker: Waker::default(),
        on_epoch: Box::new(on_epoch),
        on_provisional: Box::new(|_| ()),
        on_proposed: Box::new(move |n| fs::write(&kept, n.to_string()).expect("kept")),
    };
    let input =
        PipelineInput { images, settings: settings.check().expect("usable"), dir: dir.to_owned(), resume, proposed };
    pipeline::run(&input, &mut observer)
}

/// Everything that a run found, as bits.
fn bits(output: &RunOutput) -> Vec<u32> {
    let stages = output.stages.iter().flat_map(|stage| stage.probabilities.iter().flatten());
    let floats = stages.chain(&output.embedding.0).chain(&output.neighbors.similarity).map(|x| x.to_bits());
    let labels = output.stages.iter().flat_map(|stage| stage.clusters.iter().flatten().copied());
    floats.chain(labels).chain(output.neighbors.ids.iter().copied()).collect()
}

#[test]
fn a_killed_run_resumes_to_the_same_bits() {
    let folder = tempfile::tempdir().expect("folder");
    let whole = run(&settings(), 40, &folder.path().join("whole"), false, None).expect("a run");
    assert_eq!(
        whole.stages.iter().map(|s| s.name.key()).collect::<Vec<_>>(),
        ["simclr", "kmeans", "scan", "selflabel"]
    );
    for (i, stop) in [("simclr", 1), ("scan", 1), ("scan", 2), ("selflabel", 1)].into_iter().enumerate() {
        let dir = folder.path().join(i.to_string());
        assert_eq!(run(&settings(), 40, &dir, false, Some(stop)).err(), Some(RunError::Cancelled), "{stop:?}");
        let resumed = run(&settings(), 40, &dir, true, None).expect("a run");
        assert_eq!(bits(&resumed), bits(&whole), "cut after {stop:?}");
        assert_eq!(resumed.kept, whole.kept);
    }
    let again = run(&settings(), 40, &folder.path().join("again"), false, None).expect("a run");
    assert_eq!(bits(&again), bits(&whole), "the same seed gives the same run");
    let other =
        run(&RunSettings { seed: 6, ..settings() }, 40, &folder.path().join("other"), false, None).expect("a run");
    assert_ne!(bits(&other), bits(&whole), "another seed gives another run");
}

#[test]
fn a_run_with_the_other_pretext_resumes_to_the_same_bits_too() {
    let folder = tempfile::tempdir().expect("folder");
    let mut small_views = settings();
    for pair in ["pretext=dcl", "dcl.epochs=3", "dcl.batch=16", "dcl.views=3", "dcl.view_scale=0.75", "scan.epochs=1"] {
        small_views.set_pair(pair).expect(pair);
    }
    let whole = run(&small_views, 40, &folder.path().join("whole"), false, None).expect("a run");
    assert_eq!(whole.stages[0].name, Stage::Dcl);
    for epoch in 1..=2 {
        let dir = folder.path().join(epoch.to_string());
        let cut = run(&small_views, 40, &dir, false, Some(("dcl", epoch)));
        assert_eq!(cut.err(), Some(RunError::Cancelled), "epoch {epoch}");
        assert!(dir.join("dcl.safetensors").is_file());
        let resumed = run(&small_views, 40, &dir, true, None).expect("a run");
        assert_eq!(bits(&resumed), bits(&whole), "cut after epoch {epoch}");
    }
    for n in [2, 5] {
        let few = RunSettings { clusters: 2, ..small_views.clone() };
        let output = run(&few, n, &folder.path().join(format!("of {n}")), false, None).expect("a result");
        assert!(output.embedding.0.iter().all(|x| x.is_finite()));
    }
    let none = RunSettings { dcl: DclSettings { epochs: 0, ..small_views.dcl.clone() }, ..small_views };
    let output = run(&none, 20, &folder.path().join("none"), false, None).expect("a run");
    assert!(output.notes.iter().any(|note| note.to_string().contains("dcl.epochs = 0")), "{:?}", output.notes);
}

#[test]
fn a_run_for_uneven_classes_resumes_to_the_same_bits_too() {
    let folder = tempfile::tempdir().expect("folder");
    let mut uneven = settings();
    for pair in ["scan.prior_alpha=1", "selflabel.pseudo=p2ot", "selflabel.epochs=3"] {
        uneven.set_pair(pair).expect(pair);
    }
    let whole = run(&uneven, 40, &folder.path().join("whole"), false, None).expect("a run");
    for stop in [("scan", 1), ("selflabel", 1), ("selflabel", 2)] {
        let dir = folder.path().join(format!("{stop:?}"));
        assert_eq!(run(&uneven, 40, &dir, false, Some(stop)).err(), Some(RunError::Cancelled), "{stop:?}");
        let resumed = run(&uneven, 40, &dir, true, None).expect("a run");
        assert_eq!(bits(&resumed), bits(&whole), "cut after {stop:?}");
    }
    let even = run(&settings(), 40, &folder.path().join("even"), false, None).expect("a run");
    assert_ne!(bits(&even), bits(&whole));
}

#[test]
fn an_open_number_of_clusters_is_settled_once() {
    let folder = tempfile::tempdir().expect("folder");
    let open = RunSettings { clusters: 0, ..settings() };
    let whole = run(&open, 48, &folder.path().join("whole"), false, None).expect("a run");
    assert!((1..=6).contains(&whole.n_clusters), "{}", whole.n_clusters);
    assert!(whole.notes.iter().any(|note| note.to_string().contains("merge tree")), "{:?}", whole.notes);
    for stop in [("simclr", 1), ("scan", 1), ("selflabel", 1)] {
        let dir = folder.path().join(stop.0);
        assert_eq!(run(&open, 48, &dir, false, Some(stop)).err(), Some(RunError::Cancelled), "{stop:?}");
        let resumed = run(&open, 48, &dir, true, None).expect("a run");
        assert_eq!((resumed.n_clusters, bits(&resumed)), (whole.n_clusters, bits(&whole)), "cut after {stop:?}");
    }
    // The tree of learned features is that of the backbone's rows, whatever neighbours were mined in.
    for clusters in [0, 2, 40] {
        let tree = RunSettings { clusters, head: Head::Tree, ..open.clone() };
        let output = run(&tree, 48, &folder.path().join(format!("tree {clusters}")), false, None).expect("a run");
        assert_eq!(output.kept.stage, Stage::Tree);
        let stage = output.stages.iter().find(|stage| stage.name == Stage::Tree).expect("a stage");
        assert_eq!(stage.clusters.as_ref().map(Vec::len), Some(48));
        assert_eq!(stage.probabilities.as_ref().map(Vec::len), Some(48 * output.n_clusters));
        assert_eq!(
            output.notes.iter().any(|note| note.to_string().contains("leaves")),
            clusters == 40,
            "{:?}",
            output.notes
        );
    }
}

/// Rows about three directions, in turn.
fn three_kinds(n: usize) -> RawRows {
    let mut rng = Rng::from_key(&[1]);
    let raw = (0..n * 4).map(|j| ((j / 4 % 3 == j % 4) as u8 as f32) + 0.1 * rng.normal() as f32).collect();
    RawRows { raw, blocks: vec![Block { width: 4, weight: 1.0, is_standardised: false }], head: None }
}

/// As [`settings`], learning on from rows.
fn learning_on() -> RunSettings {
    let mut settings = settings();
    for pair in ["features=builtin", "learn_on=true", "pretext=dcl", "dcl.epochs=2", "dcl.batch=16", "dcl.views=2"] {
        settings.set_pair(pair).expect(pair);
    }
    settings
}

#[test]
fn a_run_that_learns_on_from_frozen_rows_resumes_to_the_same_bits_too() {
    let folder = tempfile::tempdir().expect("folder");
    let run =
        |dir: &Path, resume, stop| run_on(Images::Both(three_kinds(40), tiles(40)), &learning_on(), dir, resume, stop);
    let whole = run(&folder.path().join("whole"), false, None).expect("a run");
    let names: Vec<&str> = whole.stages.iter().map(|stage| stage.name.key()).collect();
    assert_eq!(names, ["kmeans", "scan", "dcl", "kmeans-learned", "scan-learned", "scan-network", "selflabel-network"]);
    assert_eq!(whole.embedding.1, 4, "the rows of the result are the frozen ones");
    assert_eq!(whole.neighbors.k, 4);
    for stop in [("dcl", 1), ("scan-learned", 1), ("scan-network", 1), ("selflabel-network", 1)] {
        let dir = folder.path().join(stop.0);
        assert_eq!(run(&dir, false, Some(stop)).err(), Some(RunError::Cancelled), "{stop:?}");
        let resumed = run(&dir, true, None).expect("a run");
        assert_eq!(bits(&resumed), bits(&whole), "cut after {stop:?}");
        assert_eq!(resumed.kept, whole.kept);
    }
}

#[test]
fn the_frozen_result_is_kept_where_learning_on_is_worthless() {
    let folder = tempfile::tempdir().expect("folder");
    let noise = |i: usize| -> Result<(u32, u32, Vec<u8>), std::convert::Infallible> {
        let mut rng = Rng::from_key(&[7, i as u64]);
        Ok((16, 16, (0..16 * 16 * 3).map(|_| rng.below(256) as u8).collect()))
    };
    let noise = Arc::new(TileSet::build(60, 16, noise).expect("infallible"));
    let kept = |images, dir: &str, changes: &[&str]| {
        let mut settings = RunSettings { clusters: 3, ..learning_on() };
        settings.scan.epochs = 1;
        settings.selflabel.epochs = 1;
        for pair in changes {
            settings.set_pair(pair).expect(pair);
        }
        run_on(images, &settings, &folder.path().join(dir), false, None).expect("a run").kept
    };
    for (dir, changes) in [
        ("trained", &[][..]),
        ("skipped", &["dcl.epochs=0", "scan.epochs=0"]),
        ("broken", &["dcl.lr=1000", "scan.lr=1000", "selflabel.lr=1000"]),
    ] {
        let kept = kept(Images::Both(three_kinds(60), Arc::clone(&noise)), dir, changes);
        assert!([Stage::KMeans, Stage::Scan].contains(&kept.stage), "{dir}: {kept:?}");
    }
}

#[test]
fn frozen_rows_have_self_labelling_by_transport_alone() {
    let folder = tempfile::tempdir().expect("folder");
    let rows = three_kinds(60);
    let stages = |pseudo: PseudoLabel, head: Head| {
        let mut settings = RunSettings { clusters: 3, head, ..RunSettings::default() };
        settings.selflabel.pseudo = pseudo;
        let mut observer = Observer {
            cancel: CancelToken::default(),
            progress: Latest::default(),
            course: gleaner::timing::Course::default(),
            waker: Waker::default(),
            on_epoch: Box::new(|_| ()),
            on_provisional: Box::new(|_| ()),
            on_proposed: Box::new(|_| ()),
        };
        let images = Images::Rows(rows.clone());
        let input = PipelineInput {
            images,
            settings: settings.check().expect("usable"),
            dir: folder.path().to_owned(),
            resume: false,
            proposed: None,
        };
        let output = pipeline::run(&input, &mut observer).expect("a run");
        output.stages.iter().map(|stage| stage.name.key().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(stages(PseudoLabel::Threshold, Head::Auto), ["kmeans", "scan"]);
    assert_eq!(stages(PseudoLabel::P2ot, Head::Auto), ["kmeans", "scan", "selflabel"]);
    assert_eq!(stages(PseudoLabel::P2ot, Head::KMeans), ["kmeans"]);
}

#[test]
fn odd_folders_end_in_words_or_in_a_sensible_result() {
    let folder = tempfile::tempdir().expect("folder");
    let check = |n, clusters| {
        run(&RunSettings { clusters, ..settings() }, n, &folder.path().join(format!("{n}-{clusters}")), false, None)
    };
    for (n, clusters, word) in [(0, 3, "no readable images"), (1, 1, "One image"), (4, 5, "5 groups")] {
        let error = check(n, clusters).expect_err("refused").to_string();
        assert!(error.contains(word), "{error}");
    }
    for (n, clusters) in [(12, 1), (2, 2), (5, 4)] {
        let output = check(n, clusters).expect("a result");
        let kept = output.stages.iter().find(|s| s.name == output.kept.stage).expect("kept");
        assert_eq!(kept.clusters.as_ref().expect("clusters").len(), n);
        assert!(output.stages.iter().flat_map(|s| s.metrics.values()).all(|m| m.is_finite()), "{:?}", output.stages);
        assert!(bits(&output).len() > n);
    }
}

#[test]
fn stages_can_be_skipped() {
    let folder = tempfile::tempdir().expect("folder");
    let mut skipping = settings();
    skipping.set("simclr.epochs", "0").expect("a key");
    skipping.set("scan.epochs", "0").expect("a key");
    let output = run(&skipping, 20, folder.path(), false, None).expect("a run");
    assert_eq!(output.kept.stage, Stage::KMeans);
    assert!(output.notes.iter().any(|note| note.to_string().contains("untrained")), "{:?}", output.notes);
}
