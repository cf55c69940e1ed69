//! The built-in network: the default of `run`, with its rows kept for the next.

use super::{Bench, text};

fn rows_file(bench: &Bench) -> std::path::PathBuf {
    let file = bench.project().join("features/builtin-2.rows");
    assert!(file.is_file(), "features are kept");
    file
}

fn run(bench: &Bench, more: &[&str]) -> serde_json::Value {
    let (photos, project) = (bench.photos(), bench.project());
    let mut args = vec!["run", text(&photos), "--project", text(&project), "--clusters", "3", "--json"];
    args.extend(["--labels", "folders", "--set", "temi.epochs=20"]);
    args.extend(more);
    bench.call(&args).done().json()
}

fn stages(report: &serde_json::Value) -> Vec<&str> {
    report["stages"].as_array().expect("stages").iter().filter_map(|stage| stage["name"].as_str()).collect()
}

#[test]
fn a_run_clusters_with_what_is_in_the_program() {
    let bench = Bench::new(12);
    let report = run(&bench, &["--first-only"]);
    assert_eq!(stages(&report), ["kmeans", "scan"]);
    assert!(report["metrics"]["accuracy"].as_f64().expect("a number") > 0.9, "{report}");
    assert!(report["metrics"]["neighbor_purity"].as_f64().expect("a number") > 0.9, "{report}");
    for (head, expected) in [
        ("kmeans", vec!["kmeans"]),
        ("turtle", vec!["kmeans", "turtle"]),
        ("consensus", vec!["kmeans", "scan", "consensus"]),
        ("temi", vec!["kmeans", "temi"]),
    ] {
        let report = run(&bench, &["--head", head, "--set", "turtle.steps=30"]);
        assert_eq!(stages(&report), expected, "{head}");
    }
    bench.call(&["run", text(&bench.photos()), "--head", "guess"]).refused(2, "temi");
}

#[test]
fn rows_are_computed_once_and_only_for_new_content() {
    let bench = Bench::new(5);
    run(&bench, &["--head", "kmeans"]);
    let file = rows_file(&bench);
    let length = || std::fs::metadata(&file).expect("there").len();
    let of_all = length();
    let first = run(&bench, &["--head", "kmeans"]);
    assert_eq!(length(), of_all, "nothing is computed again");
    // A copy has the content of another; a new image has not.
    let photos = bench.photos();
    std::fs::copy(photos.join("dark/000.png"), photos.join("dark/copy.png")).expect("copied");
    run(&bench, &["--head", "kmeans"]);
    assert_eq!(length(), of_all, "a copy is known by its content");
    image::RgbImage::from_pixel(40, 32, image::Rgb([9, 200, 30])).save(photos.join("dark/new.png")).expect("saved");
    run(&bench, &["--head", "kmeans"]);
    let of_one = (of_all - 12) / 15;
    assert_eq!(length(), of_all + of_one, "one new image is one new row");
    assert_eq!(first["n_images"], 15);
}

#[test]
fn heads_work_on_features_learned_from_the_folder_too() {
    let bench = Bench::new(6);
    let report = bench.run(&["--head", "temi", "--set", "temi.epochs=3", "--json"]).done().json();
    assert_eq!(stages(&report), ["simclr", "kmeans", "temi"]);
    let report = bench.run(&["--head", "kmeans", "--json"]).done().json();
    assert_eq!(stages(&report), ["simclr", "kmeans"]);
    let report =
        bench.run(&["--head", "kmeans", "--set", "pretext=dcl", "--set", "dcl.epochs=1", "--json"]).done().json();
    assert_eq!(stages(&report), ["dcl", "kmeans"]);
}

/// A matrix of 32-bit floats in NumPy's format.
fn npy(rows: &[Vec<f32>]) -> Vec<u8> {
    let shape = format!("({}, {})", rows.len(), rows[0].len());
    let header = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}\n");
    let body = rows.iter().flatten().flat_map(|x| x.to_le_bytes()).collect::<Vec<_>>();
    [b"\x93NUMPY\x01\x00", &(header.len() as u16).to_le_bytes()[..], header.as_bytes(), &body].concat()
}

#[test]
fn rows_of_one_s_own_are_clustered_and_images_without_stay() {
    let bench = Bench::new(6);
    let (mut rows, mut names) = (Vec::new(), Vec::new());
    for (kind, name) in ["dark", "stripes", "checks"].into_iter().enumerate() {
        // The last image of each kind has no row.
        for i in 0..5 {
            let row = |axis: usize| if axis == kind { 5.0 } else { 0.1 * i as f32 };
            rows.push((0..3).map(row).collect::<Vec<f32>>());
            names.push(format!("{name}/{i:03}.png"));
        }
    }
    let file = bench.path("rows.npy");
    std::fs::write(&file, npy(&rows)).expect("written");
    let source = format!("vectors:{}", text(&file));
    let (photos, project) = (bench.photos(), bench.project());
    let args = ["run", text(&photos), "--project", text(&project), "--clusters", "3", "--features", &source, "--json"];
    bench.call(&args).refused(1, "files.txt");
    std::fs::write(bench.path("files.txt"), names[..14].join("\n")).expect("written");
    bench.call(&args).refused(1, "15 rows");
    std::fs::write(bench.path("files.txt"), "elsewhere.png\n").expect("written");
    bench.call(&args).refused(1, "None of the images");
    std::fs::write(bench.path("files.txt"), names.join("\n") + "\n").expect("written");
    let called = bench.call(&args).done();
    assert!(called.err.contains("3 images have no row"), "{}", called.err);
    assert_eq!(stages(&called.json()), ["kmeans", "scan"]);
    let out = bench.path("labels.jsonl");
    bench.call(&["export", text(&project), "--format", "jsonl", "--out", text(&out)]).done();
    let labels = std::fs::read_to_string(out).expect("a file");
    assert!(!labels.lines().any(|line| line.contains("005.png") && line.contains("Cluster")), "{labels}");
    let eval = bench.call(&["eval", text(&project), "--labels", "folders", "--json"]).done().json();
    assert_eq!(eval["metrics"]["accuracy"], 1.0, "{eval}");
    bench.call(&["run", text(&photos), "--features", "vectors:nowhere.npy"]).refused(2, "nowhere.npy");
}

#[test]
fn weights_on_disk_give_features() {
    use gleaner::learning::network::Params;
    use gleaner::learning::network::resnet::{Arch, ResNet, Stem};
    let bench = Bench::new(6);
    let mut params = Params::new(&candle_core::Device::Cpu);
    let net = ResNet { arch: Arch::ResNet18, stem: Stem::ImageNet, width: 2 };
    net.add_params(&mut params, 1).expect("parameters");
    let tensors = params.to_tensors().expect("copies").into_iter().collect();
    let file = bench.path("weights.safetensors");
    candle_core::safetensors::save(&tensors, &file).expect("saved");
    let source = format!("file:{}", text(&file));
    let report = run(&bench, &["--features", &source]);
    assert_eq!(stages(&report), ["kmeans", "scan"]);
    // Beside those of the built-in network, whose rows are others, and what it knows by name.
    run(&bench, &["--first-only"]);
    assert_eq!(std::fs::read_dir(bench.project().join("features")).expect("kept").count(), 3);
    std::fs::write(&file, b"no tensors").expect("written");
    bench
        .call(&["run", text(&bench.photos()), "--features", &source])
        .refused(1, "neither safetensors nor a PyTorch checkpoint");
}

#[test]
fn a_network_that_was_trained_before_learns_on_from_the_folder() {
    let bench = Bench::new(8);
    let more = ["--set", "simclr.init=builtin-resnet", "--head", "kmeans", "--labels", "folders", "--json"];
    let begun = bench.run(&more).done().json();
    assert!(begun["metrics"]["neighbor_purity"].as_f64().expect("a number") > 0.9, "{begun}");
    bench.run(&["--set", "simclr.init=nothing"]).refused(2, "simclr.init");
}
