//! `gleaner features`: weights come from a hub on this machine, are kept, used by a run, and taken away again.

use super::server::{Fault, Server};
use super::{Bench, Called, text};
use candle_core::{DType, Device, Tensor};
use gleaner::learning::network::vit::VitForm;
use std::collections::{BTreeMap, HashMap};

/// A DINOv2 as wide as the small one and one layer deep, of weights by a formula.
fn tiny() -> Vec<u8> {
    let shapes = BTreeMap::from([
        ("embeddings.patch_embeddings.projection.weight".to_owned(), vec![384, 3, 14, 14]),
        ("embeddings.position_embeddings".to_owned(), vec![1, 17, 384]),
        ("encoder.layer.0.mlp.fc1.weight".to_owned(), vec![1536, 384]),
        ("encoder.layer.0.norm1.weight".to_owned(), vec![384]),
    ]);
    let form = VitForm::recognise(&shapes).expect("a DINOv2");
    let tensor = |(name, shape): (String, Vec<usize>)| {
        let n: usize = shape.iter().product();
        let is_gain = name.contains("norm") && name.ends_with("weight");
        let number = |i: usize| ((i * 7919 + name.len() * 104_729) % 2003) as f32 / 2003.0 * 0.1 - 0.05;
        let of = |i: usize| if is_gain { 1.0 } else { number(i) };
        let tensor = Tensor::from_vec((0..n).map(of).collect::<Vec<f32>>(), shape, &Device::Cpu).expect("a tensor");
        (name, tensor.to_dtype(DType::F16).expect("half precision"))
    };
    let tensors: HashMap<String, Tensor> = form.tensors().into_iter().map(tensor).collect();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("model.safetensors");
    candle_core::safetensors::save(&tensors, &path).expect("saved");
    std::fs::read(path).expect("read")
}

fn call(bench: &Bench, server: &Server, args: &[&str]) -> Called {
    bench.call_with(args, &[("HF_ENDPOINT", &server.endpoint)])
}

#[test]
fn a_network_is_downloaded_used_and_removed() {
    let bench = Bench::new(4);
    let bytes = tiny();
    let server = Server::start(bytes.clone(), Fault::CutsAfter(bytes.len() / 2 + 1));
    let photos = bench.photos();
    let run = ["run", text(&photos), "--features", "dinov2-small", "--clusters", "3", "--head", "kmeans", "--json"];
    bench.call(&run).refused(2, "gleaner features add dinov2-small");
    // Nobody is asked where nobody sits, and nothing is downloaded without a yes.
    call(&bench, &server, &["features", "add", "dinov2-small"]).refused(2, "88 MB, licence Apache-2.0");
    assert_eq!(server.n_requests(""), 0);
    call(&bench, &server, &["features", "add", "dinov2-small", "--yes"]).done();
    assert!(server.n_requests("GET /bytes") >= 2, "it broke off once");
    let path = call(&bench, &server, &["features", "path", "dinov2-small"]).done().out;
    assert_eq!(std::fs::read(path.trim()).expect("readable"), bytes);
    let n_requests = server.n_requests("");
    assert!(call(&bench, &server, &["features", "add", "dinov2-small"]).done().out.contains("already"));
    let report = call(&bench, &server, &run).done().json();
    assert_eq!(report["n_images"], 12);
    assert_eq!(server.n_requests(""), n_requests, "a run asks no network");
    let list = call(&bench, &server, &["features", "list", "--json"]).done().json();
    let state = |name: &str| {
        let of = list.as_array().expect("a list").iter().find(|entry| entry["name"] == name);
        of.expect("listed")["state"].clone()
    };
    assert_eq!([state("builtin"), state("dinov2-small")], ["here", "here"]);
    assert_eq!([state("clip-b32"), state("moco-v2")], ["download", "by hand"]);
    call(&bench, &server, &["features", "remove", "dinov2-small"]).done();
    call(&bench, &server, &["features", "path", "dinov2-small"]).refused(1, "not on this computer");
    call(&bench, &server, &["features", "remove", "dinov2-small"]).refused(1, "not on this computer");
}

#[test]
fn what_goes_wrong_is_told() {
    let bench = Bench::new(1);
    let add = ["features", "add", "dinov2-small", "--yes"];
    bench.call(&add).refused(1, "HF_ENDPOINT");
    bench.call_with(&add, &[("HF_HUB_OFFLINE", "1")]).refused(1, "HF_HUB_OFFLINE");
    let server = Server::start(tiny(), Fault::Changes);
    call(&bench, &server, &add).refused(1, "not the one that was announced");
    let words = bench.call(&["features"]).done().out;
    assert!(
        words.contains("Apache-2.0") && words.contains("dinov2-small, dinov2-base, dinov2-large: Learned"),
        "{words}"
    );
    bench.call(&["features", "add", "moco-v2"]).refused(1, "by hand");
    bench.call(&["features", "add", "vgg"]).refused(2, "dinov2-small");
    // A file that is another network than its name says is of no use.
    let server = Server::start(tiny(), Fault::None);
    call(&bench, &server, &["features", "add", "dinov2-base", "--yes"]).done();
    let photos = bench.photos();
    let run = ["run", text(&photos), "--features", "dinov2-base", "--clusters", "2"];
    bench.call(&run).refused(1, "should be dinov2-base");
}

#[test]
fn a_head_that_came_with_the_weights_is_one_more_result() {
    let bench = Bench::new(4);
    let (photos, project) = (bench.photos(), bench.project());
    // Written by PyTorch in SCAN's layout: a residual network and heads for five clusters.
    let features = format!("file:{}/tests/fixtures/scan.pth.tar", env!("CARGO_MANIFEST_DIR"));
    let run = |clusters: &str| {
        let mut args = vec!["run", text(&photos), "--project", text(&project), "--features", &features];
        args.extend(["--clusters", clusters, "--head", "kmeans", "--json"]);
        let report = bench.call(&args).done().json();
        let stages = report["stages"].as_array().expect("stages").iter();
        stages.map(|stage| stage["name"].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(run("5"), ["kmeans", "checkpoint"]);
    assert_eq!(run("3"), ["kmeans"]);
    let runs = bench.call(&["runs", text(&project), "--json"]).done().json();
    assert!(runs[0]["notes"].to_string().contains("ask for 5"), "{runs}");
}
