//! run, eval, runs, skipped, info, demo: what they print and how they exit.

use super::{Bench, text};

#[test]
fn a_run_ends_with_one_object_that_has_everything() {
    let bench = Bench::new(8);
    let report = bench.run(&["--labels", "folders", "--json", "--seed", "3"]).done().json();
    assert_eq!((report["n_images"].as_u64(), report["n_skipped"].as_u64()), (Some(24), Some(1)));
    let names: Vec<&str> =
        report["stages"].as_array().expect("stages").iter().filter_map(|s| s["name"].as_str()).collect();
    assert_eq!(names, ["simclr", "kmeans", "scan", "selflabel"]);
    for stage in report["stages"].as_array().expect("stages") {
        assert!(
            stage["seconds"].is_number() && stage["images_per_sec"].is_number() && stage["metrics"].is_object(),
            "{stage}"
        );
    }
    for metric in ["accuracy", "nmi", "ami", "ari", "neighbor_purity", "kmeans_accuracy"] {
        assert!(report["metrics"][metric].is_number(), "{metric}: {report}");
    }
    let kept = report["kept"].as_str().expect("kept").to_owned();
    let stages = report["stages"].as_array().expect("stages");
    let stage = stages.iter().find(|s| s["name"] == kept.as_str()).expect("the kept stage");
    assert_eq!(stage["metrics"]["accuracy"], report["metrics"]["accuracy"]);

    let project = bench.project();
    let eval = bench.call(&["eval", text(&project), "--labels", "folders", "--json"]).done().json();
    assert_eq!(eval["metrics"]["accuracy"], report["metrics"]["accuracy"]);
    let skipped = bench.call(&["skipped", text(&project)]).done();
    assert!(skipped.out.contains("dark/broken.jpg"), "{}", skipped.out);
    assert!(bench.call(&["runs", text(&project)]).done().out.contains(gleaner::stage::Stage::from(kept).name()));
    assert!(bench.call(&["info"]).done().out.contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_same_seed_gives_the_same_clusters() {
    let (one, two) = (Bench::new(6), Bench::new(6));
    let csv = |bench: &Bench| {
        bench.run(&["--seed", "1"]).done();
        let out = bench.path("labels.csv");
        bench.call(&["export", text(&bench.project()), "--format", "csv", "--out", text(&out)]).done();
        std::fs::read_to_string(out).expect("a file")
    };
    assert_eq!(csv(&one), csv(&two));
}

#[test]
fn labels_that_fit_no_image_are_told_before_the_run() {
    let bench = Bench::new(4);
    std::fs::write(bench.path("labels.csv"), "file_name,label\nelsewhere.png,cat\n").expect("written");
    bench.run(&["--labels", "labels.csv"]).refused(1, "labels.csv");
    assert!(!bench.call(&["runs", text(&bench.project())]).out.contains("done"), "nothing was run");
    bench.run(&["--labels", "folders"]).done();
}

#[test]
fn wrong_use_is_told_in_a_sentence() {
    let bench = Bench::new(2);
    bench.call(&["run", "nowhere"]).refused(1, "nowhere");
    bench.call(&["run"]).refused(2, "FOLDER");
    bench.run(&["--set", "scan.nothing=1"]).refused(2, "scan.nothing");
    bench.run(&["--threads", "100000"]).refused(2, "threads");
    bench.run(&["--set", "preset =paper"]).refused(2, "--preset");
    bench.run(&["--set", "net.arch=vgg"]).refused(2, "net.arch");
    bench.run(&["--clusters", "9"]).refused(1, "9 groups were asked of");
    bench.run(&["--device", "cuda:9"]).refused(1, "cuda");
    bench.call(&["clusters", "nowhere.gleaner"]).refused(1, "nowhere.gleaner");
}

#[test]
fn no_display_and_no_headless_is_one_sentence() {
    if !cfg!(target_os = "linux") {
        return;
    }
    let bench = Bench::new(1);
    for args in [&["demo"][..], &[], &["open", "photos"]] {
        let called = bench.call(args).refused(2, "display");
        assert_eq!(called.err.trim().lines().count(), 1, "{}", called.err);
    }
}

#[test]
fn strict_says_that_files_were_skipped() {
    let bench = Bench::new(3);
    bench.run(&["--strict"]).refused(3, "");
}

#[test]
fn stages_of_no_epochs_are_skipped() {
    let bench = Bench::new(3);
    let report = bench.run(&["--set", "scan.epochs=0", "--set", "simclr.epochs=0", "--json"]).done().json();
    assert_eq!(report["kept"], "kmeans");
    assert!(report["metrics"].is_null() || report["metrics"]["accuracy"].is_null(), "no labels, no accuracy: {report}");
}

#[cfg(target_os = "linux")]
#[test]
fn work_goes_on_where_nobody_can_read_how_far_it_is() {
    let bench = Bench::new(3);
    let unheard = |args: &[String]| {
        let full = std::fs::File::options().write(true).open("/dev/full").expect("a device that is always full");
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        bench.command(&args).stderr(full).stdout(std::process::Stdio::null()).status().expect("ends").code()
    };
    assert_eq!(unheard(&bench.run_args(&[])), Some(0));
    assert_eq!(unheard(&["clusters".into(), "nowhere.gleaner".into()]), Some(1));
    assert_eq!(unheard(&["fly".into()]), Some(2));
}
