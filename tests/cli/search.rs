//! `gleaner search`: by images of the project, by files from elsewhere, and what can not be searched.

use super::server::{Fault, Server};
use super::{Bench, text};
use candle_core::{Device, Tensor};
use gleaner::dataset::fingerprint::content_hash;
use gleaner::features::classes::{KEY, N_CLASSES, ROW, top};
use gleaner::learning::network::text::TextForm;
use gleaner::learning::network::vit::{Family, VitForm};
use gleaner::store::features::FeatureFile;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

fn paths(found: &serde_json::Value) -> Vec<String> {
    let hits = found["hits"].as_array().expect("a list").iter();
    hits.map(|hit| hit["path"].as_str().expect("a path").to_owned()).collect()
}

#[test]
fn images_and_files_find_what_is_like_them() {
    let bench = Bench::new(6);
    let (photos, project) = (bench.photos(), bench.project());
    let search = |args: &[&str]| {
        let all = ["search", text(&project)].iter().chain(args).copied().collect::<Vec<_>>();
        bench.call(&all)
    };
    bench.call(&["run", text(&photos), "--project", text(&project), "--clusters", "3", "--head", "kmeans"]).done();
    let found = search(&["--image", "stripes/002.png", "-n", "5", "--json"]).done().json();
    assert_eq!(found["query"], "stripes/002.png");
    let paths_found = paths(&found);
    assert!(paths_found.len() == 5 && paths_found.iter().all(|path| path.starts_with("stripes/")), "{found}");
    assert!(!paths_found.contains(&"stripes/002.png".to_owned()));
    assert_eq!(found["hits"][0]["cluster"], found["hits"][4]["cluster"]);
    assert!(found["hits"][0]["image"].is_u64() && found["hits"][0]["cluster"]["name"].is_string());
    // A copy elsewhere is the same picture, and the original is its nearest; the file itself is the image.
    let copy = bench.path("copy.png");
    std::fs::copy(photos.join("stripes/002.png"), &copy).expect("copied");
    let of_copy = search(&["--image", text(&copy), "--json"]).done().json();
    assert_eq!(paths(&of_copy).len(), 18);
    assert_eq!(of_copy["hits"][0]["path"], "stripes/002.png");
    assert!(of_copy["hits"][0]["similarity"].as_f64().expect("a number") > 0.9999, "{of_copy}");
    let of_file = search(&["--image", text(&photos.join("stripes/002.png")), "--json"]).done().json();
    assert_eq!(paths(&of_file)[..5], paths_found);
    let words = search(&["--image", "stripes/002.png", "--count", "2"]).done().out;
    assert!(words.lines().count() == 2 && words.contains("stripes/"), "{words}");
    search(&["--image", "none.png"]).refused(1, "There is no image");
    search(&["--image", text(&photos.join("dark/broken.jpg"))]).refused(1, "not an image");
    search(&["--text", "stripes"]).refused(1, "--features clip-b32");
    search(&["--text", " "]).refused(2, "wants words");
}

#[test]
fn learned_features_look_at_files_too() {
    let bench = Bench::new(5);
    let (photos, project) = (bench.photos(), bench.project());
    bench.call(&["search", text(&project), "--image", "a.png"]).refused(1, "does not exist");
    bench.run(&[]).done();
    let copy = bench.path("copy.png");
    std::fs::copy(photos.join("checks/001.png"), &copy).expect("copied");
    let found = bench.call(&["search", text(&project), "--image", text(&copy), "-n", "3", "--json"]).done().json();
    let hits = found["hits"].as_array().expect("a list");
    let own = hits.iter().find(|hit| hit["path"] == "checks/001.png").expect("found");
    assert!(own["similarity"].as_f64().expect("a number") > 0.9999, "{found}");
}

#[test]
fn rows_of_ones_own_know_images_of_the_project_alone() {
    let bench = Bench::new(3);
    let (photos, project) = (bench.photos(), bench.project());
    let names: Vec<String> = ["checks", "dark", "stripes"]
        .iter()
        .flat_map(|kind| (0..3).map(move |i| format!("{kind}/{i:03}.png")))
        .collect();
    let rows: Vec<f32> = (0..9).flat_map(|i| [(i / 3 * 4) as f32, i as f32, 1.0]).collect();
    let rows = Tensor::from_vec(rows, (9, 3), &Device::Cpu).expect("rows");
    std::fs::create_dir(bench.path("rows")).expect("made");
    let matrix = bench.path("rows/rows.safetensors");
    candle_core::safetensors::save(&HashMap::from([("rows", rows)]), &matrix).expect("saved");
    std::fs::write(bench.path("rows/files.txt"), names.join("\n")).expect("written");
    let source = format!("vectors:{}", text(&matrix));
    let run = ["run", text(&photos), "--project", text(&project), "--features", &source, "--clusters", "3"];
    bench.call(&run).done();
    let found = bench.call(&["search", text(&project), "--image", "dark/001.png", "--json"]).done().json();
    assert_eq!(paths(&found).len(), 8);
    std::fs::copy(photos.join("dark/001.png"), bench.path("copy.png")).expect("copied");
    bench.call(&["search", text(&project), "--image", text(&bench.path("copy.png"))]).refused(1, "no network");
}

/// A CLIP of weights by a formula, whose widths are those of the tokenizer in `tests/fixtures` and of the registry.
fn tiny_clip() -> Vec<u8> {
    let vision = VitForm::recognise(&BTreeMap::from([
        ("vision_model.embeddings.patch_embedding.weight".to_owned(), vec![64, 3, 32, 32]),
        ("vision_model.embeddings.position_embedding.weight".to_owned(), vec![50, 64]),
        ("vision_model.embeddings.class_embedding".to_owned(), vec![64]),
        ("vision_model.encoder.layers.0.mlp.fc1.weight".to_owned(), vec![64, 64]),
        ("vision_model.encoder.layers.0.layer_norm1.weight".to_owned(), vec![64]),
        ("visual_projection.weight".to_owned(), vec![512, 64]),
    ]));
    let text = TextForm {
        family: Family::Clip,
        vocabulary: 1134,
        positions: 16,
        dim: 64,
        depth: 1,
        hidden: 64,
        n_features: 512,
    };
    let tensor = |(name, shape): (String, Vec<usize>)| {
        let n: usize = shape.iter().product();
        let is_gain = name.contains("norm") && name.ends_with("weight");
        let number = |i: usize| ((i * 7919 + name.len() * 104_729) % 2003) as f32 / 2003.0 - 0.5;
        let of = |i: usize| if is_gain { 1.0 } else { number(i) };
        (name.clone(), Tensor::from_vec((0..n).map(of).collect::<Vec<f32>>(), shape, &Device::Cpu).expect("a tensor"))
    };
    let all = vision.expect("a CLIP").tensors().into_iter().chain(text.tensors());
    let tensors: HashMap<String, Tensor> = all.map(tensor).collect();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("model.safetensors");
    candle_core::safetensors::save(&tensors, &path).expect("saved");
    std::fs::read(path).expect("read")
}

#[test]
fn words_find_images_and_name_clusters_where_features_know_words() {
    let bench = Bench::new(4);
    let (photos, project) = (bench.photos(), bench.project());
    let tokenizer = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/clip/tokenizer.json");
    let tokenizer = std::fs::read(tokenizer).expect("a fixture");
    let server = Server::with_tokenizer(tiny_clip(), tokenizer, Fault::None);
    let environment = [("HF_ENDPOINT", server.endpoint.as_str())];
    bench.call_with(&["features", "add", "clip-b32", "--yes"], &environment).done();
    assert!(server.n_requests("GET /openai/clip-vit-base-patch32/resolve/main/tokenizer.json") == 1);
    let run = ["run", text(&photos), "--project", text(&project), "--features", "clip-b32", "--clusters", "3"];
    bench.call(&run).done();
    let n_requests = server.n_requests("");
    let found = bench.call(&["search", text(&project), "--text", "a zebra", "-n", "5", "--json"]).done().json();
    assert_eq!((&found["query"], paths(&found).len()), (&"a zebra".into(), 5));
    let similarity = |at: usize| found["hits"][at]["similarity"].as_f64().expect("a number");
    assert!(similarity(0) >= similarity(4) && similarity(0).abs() <= 1.0, "{found}");
    let list = bench.path("words.txt");
    std::fs::write(&list, "stripes\nzebra\nnight\nchess board\n").expect("written");
    let suggest = ["clusters", text(&project), "--suggest", "--words", text(&list), "--json"];
    let clusters = bench.call(&suggest).done().json();
    let names: Vec<&serde_json::Value> = clusters
        .as_array()
        .expect("a list")
        .iter()
        .flat_map(|c| c["suggestions"].as_array().expect("a list"))
        .collect();
    assert!(!names.is_empty(), "{clusters}");
    assert!(names.iter().all(|name| name["name"].is_string() && name["lead"].as_f64().expect("a number") > 0.0));
    // Rows of words are kept: a second time gives the same.
    assert!(bench.path("data/words").is_dir());
    assert_eq!(bench.call(&suggest).done().json(), clusters);
    let told = bench.call(&suggest[..5]).done().out;
    assert!(told.contains("suggested names"), "{told}");
    std::fs::write(&list, "").expect("written");
    bench.call(&suggest).refused(1, "no words");
    assert_eq!(server.n_requests(""), n_requests, "searching asks no network");
    // Without the tokenizer, and without a text tower.
    let path = bench.call(&["features", "path", "clip-b32"]).done().out;
    std::fs::remove_file(Path::new(path.trim()).with_file_name("tokenizer.json")).expect("removed");
    bench.call(&["search", text(&project), "--text", "zebra"]).refused(1, "gleaner features add clip-b32");
    let other = bench.path("q.gleaner");
    let plain = ["run", text(&photos), "--project", text(&other), "--clusters", "3", "--first-only"];
    bench.call(&plain).done();
    forget_classes(&other);
    let told = bench.call(&["search", text(&other), "--text", "zebra"]).refused(1, "need to know what the images show");
    assert!(told.err.contains("--features builtin") && told.err.contains("--features clip-b32"));
    // What the folders say needs no network.
    let told = bench.call(&["clusters", text(&other), "--suggest"]).done().out;
    assert!(told.contains("checks") && told.contains("stripes"), "{told}");
}

fn classes_file(project: &Path) -> std::path::PathBuf {
    project.join("features").join(format!("{KEY}.rows"))
}

/// As a project is that was made before classes were kept.
fn forget_classes(project: &Path) {
    let file = classes_file(project);
    if file.exists() {
        std::fs::remove_file(file).expect("removed");
    }
}

/// Keeps what the built-in network would have said of the images of a folder: one class, that sure.
fn keep_classes(project: &Path, folder: &Path, class: usize, probability: f32) {
    let mut file = FeatureFile::open(&classes_file(project), ROW).expect("a file of rows");
    for image in std::fs::read_dir(folder).expect("a folder") {
        let bytes = std::fs::read(image.expect("an entry").path()).expect("read");
        let mut probabilities = vec![0.0; N_CLASSES];
        probabilities[class] = probability;
        file.append(&[content_hash(&bytes)], &top(&probabilities)).expect("kept");
    }
}

#[test]
fn what_the_built_in_network_knows_finds_images_and_names_clusters() {
    let bench = Bench::new(5);
    let (photos, project) = (bench.photos(), bench.project());
    let run = ["run", text(&photos), "--project", text(&project), "--clusters", "3", "--head", "kmeans"];
    bench.call(&run).done();
    forget_classes(&project);
    for (folder, class) in [("checks", 656), ("stripes", 207), ("dark", 978)] {
        keep_classes(&project, &photos.join(folder), class, 0.8);
    }
    let search = |words: &str| bench.call(&["search", text(&project), "--text", words, "--json"]).done().json();
    let found = search("cars");
    assert!(paths(&found).len() == 5 && paths(&found).iter().all(|path| path.starts_with("checks/")), "{found}");
    assert!((found["hits"][0]["similarity"].as_f64().expect("a number") - 0.8).abs() < 0.01, "{found}");
    assert!(found["by"].as_str().is_some_and(|by| by.contains("1,000 things")) && found["note"].is_null(), "{found}");
    assert_eq!(paths(&search("vehicle")), paths(&found));
    let part = search("crimson minivan");
    assert!(paths(&part) == paths(&found) && part["note"].as_str().is_some_and(|note| note.contains("crimson")));
    let none = search("violin");
    assert!(paths(&none).is_empty() && none["note"].as_str().is_some_and(|note| note.contains("No image shows")));
    let refused = bench.call(&["search", text(&project), "--text", "zebrra"]).refused(1, "Nearest known: zebra");
    assert!(refused.err.contains("gleaner features add clip-b32"));

    // Names that people gave stay, and are what they were.
    let id = bench.call(&["clusters", text(&project), "--json"]).done().json()[0]["id"].to_string();
    bench.call(&["edit", text(&project), "rename", &id, "mine"]).done();
    let suggest = ["clusters", text(&project), "--suggest", "--json"];
    let clusters = bench.call(&suggest).done().json();
    let names = |cluster: &serde_json::Value| -> Vec<String> {
        let all = cluster["suggestions"].as_array().expect("a list").iter();
        let all = all.filter(|name| name["from"] == "network");
        all.map(|name| name["name"].as_str().expect("a name").to_owned()).collect()
    };
    let clusters = clusters.as_array().expect("a list");
    let of_folder = |cluster: &serde_json::Value| cluster["suggestions"][0]["from"] == "folder";
    assert!(clusters.iter().all(of_folder), "each lies in one folder: {clusters:?}");
    let mut first: Vec<String> = clusters.iter().filter_map(|cluster| names(cluster).first().cloned()).collect();
    first.sort();
    assert_eq!(first, ["dog", "minivan", "seashore"]);
    assert!(clusters.iter().any(|cluster| names(cluster) == ["dog", "Golden Retriever"]), "{clusters:?}");
    assert!(clusters.iter().any(|cluster| cluster["name"] == "mine"));
    let told = bench.call(&suggest[..3]).done().out;
    assert!(told.contains("suggested names") && told.contains("1,000 things"), "{told}");
    // What it was called before comes first.
    bench.call(&["edit", text(&project), "rename", &id, "theirs"]).done();
    let clusters = bench.call(&suggest).done().json();
    let renamed = clusters.as_array().expect("a list").iter().find(|cluster| cluster["name"] == "theirs");
    let before = &renamed.expect("renamed")["suggestions"][0];
    assert_eq!((&before["name"], &before["from"]), (&"mine".into(), &"earlier".into()));
    // One's own words, as far as they mean something.
    let list = bench.path("words.txt");
    std::fs::write(&list, "Autos\nK\u{fc}ste\nDogs\n").expect("written");
    let own = ["clusters", text(&project), "--suggest", "--words", text(&list), "--json"];
    let clusters = bench.call(&own).done().json();
    let mut own: Vec<String> = clusters.as_array().expect("a list").iter().flat_map(names).collect();
    own.sort();
    assert_eq!(own, ["Autos", "Dogs"]);
}
