//! What a run on frozen features makes of classes of uneven size, and of even ones.

use gleaner::clustering::judge::metrics;
use gleaner::clustering::pipeline::{self, Images, Observer, PipelineInput, RawRows, RunOutput};
use gleaner::clustering::settings::RunSettings;
use gleaner::control::{CancelToken, Latest, Rng, Waker};
use gleaner::features::rows::Block;
use gleaner::stage::Stage;

/// Four clouds of these sizes in eight dimensions, and which is whose.
fn clouds(sizes: [usize; 4]) -> (RawRows, Vec<u32>) {
    let mut rng = Rng::from_key(&[3]);
    let truth: Vec<u32> = (0u32..).zip(sizes).flat_map(|(class, n)| std::iter::repeat_n(class, n)).collect();
    let number = |class, axis, rng: &mut Rng| f32::from(u8::from(class == axis)) + 0.15 * rng.normal() as f32;
    let raw = truth.iter().flat_map(|&class| (0..8).map(move |axis| (class, axis)));
    let raw = raw.map(|(class, axis)| number(class, axis, &mut rng)).collect();
    (RawRows { raw, blocks: vec![Block { width: 8, weight: 1.0, is_standardised: false }], head: None }, truth)
}

/// The accuracy of SCAN's clusters, and the run.
fn run(sizes: [usize; 4], pairs: &[&str]) -> (f64, RunOutput) {
    let (rows, truth) = clouds(sizes);
    let mut settings = RunSettings { clusters: 4, ..RunSettings::default() };
    for pair in pairs {
        settings.set_pair(pair).expect(pair);
    }
    let mut observer = Observer {
        cancel: CancelToken::default(),
        progress: Latest::default(),
        course: gleaner::timing::Course::default(),
        waker: Waker::default(),
        on_epoch: Box::new(|_| ()),
        on_provisional: Box::new(|_| ()),
        on_proposed: Box::new(|_| ()),
    };
    let folder = tempfile::tempdir().expect("folder");
    let input = PipelineInput {
        images: Images::Rows(rows),
        settings: settings.check().expect("usable"),
        dir: folder.path().to_owned(),
        resume: false,
        proposed: None,
    };
    let output = pipeline::run(&input, &mut observer).expect("a run");
    let scan = output.stages.iter().find(|stage| stage.name == Stage::Scan).expect("SCAN ran");
    let clusters = scan.clusters.as_ref().expect("clusters");
    (metrics::scores(clusters, &truth).accuracy, output)
}

fn tells_of_sizes(output: &RunOutput) -> bool {
    let tells = |note: &str| note.contains("uneven size") && note.contains("scan.sizes=even");
    output.notes.iter().any(|note| tells(&note.to_string()))
}

#[test]
fn a_large_class_is_not_cut_to_make_clusters_even() {
    let uneven = [300, 60, 30, 15];
    let (accuracy, output) = run(uneven, &[]);
    assert!(
        accuracy > 0.9 && output.kept.stage == Stage::Scan && tells_of_sizes(&output),
        "{accuracy}: {:?}",
        output.notes
    );
    let (even_accuracy, output) = run(uneven, &["scan.sizes=even"]);
    assert!(even_accuracy < 0.8 && !tells_of_sizes(&output), "{even_accuracy}: {:?}", output.notes);
}

#[test]
fn even_classes_get_the_very_same_clusters_whether_sizes_are_looked_for_or_not() {
    let even = [60; 4];
    let ((_, looked), (accuracy, plain)) = (run(even, &[]), run(even, &["scan.sizes=even"]));
    assert!(accuracy > 0.95 && !tells_of_sizes(&looked), "{accuracy}: {:?}", looked.notes);
    let clusters = |output: &RunOutput| output.stages.iter().map(|stage| stage.clusters.clone()).collect::<Vec<_>>();
    assert_eq!(clusters(&looked), clusters(&plain));
}
