//! A hostile folder through the program, entry by entry. It needs data, so it only runs when asked to.

use super::{Bench, data, text};
use std::collections::{BTreeMap, BTreeSet};

/// A line of its table for each entry: what was wanted, what became of it.
fn wrong(
    want: &BTreeMap<String, String>,
    images: &BTreeSet<String>,
    skipped: &BTreeMap<String, String>,
) -> Vec<String> {
    let kind_of = |word: &str| match word {
        "too large" => "too-large",
        "damaged" => "damaged",
        "not an image" => "not-an-image",
        "empty" => "empty",
        "broken link" => "broken-link",
        "not a file" => "not-a-file",
        other => panic!("the table has a new word: {other}"),
    };
    let is_right = |path: &str, wanted: &str| match wanted {
        "image" => images.contains(path),
        "image-or-skip" => images.contains(path) || skipped.contains_key(path),
        "ignore" => !images.contains(path),
        skip => {
            let words = skip.strip_prefix("skip:").expect("a known word");
            let kinds: Vec<&str> = words.split(" or ").map(kind_of).collect();
            skipped.get(path).is_some_and(|kind| kinds.contains(&kind.as_str()))
        }
    };
    let told = |path: &String| match (images.contains(path), skipped.get(path)) {
        (true, _) => "an image".to_owned(),
        (false, Some(kind)) => format!("skipped as {kind}"),
        (false, None) => "not listed".to_owned(),
    };
    let wrong = want.iter().filter(|(path, wanted)| !is_right(path, wanted));
    wrong.map(|(path, wanted)| format!("{path}: {wanted}, but {}", told(path))).collect()
}

#[test]
#[ignore = "needs messy.tar and messy.json in the folder that GLEANER_TEST_DATA names"]
fn every_entry_of_the_messy_folder_is_treated_as_its_table_says() {
    let bench = Bench::new(0);
    data::unpack("messy.tar", &bench.path(""));
    let (photos, project) = (bench.path("messy"), bench.project());
    let mut args = vec!["run", text(&photos), "--project", text(&project), "--clusters", "2", "--json"];
    args.extend(["--head", "kmeans"]);
    let report = bench.call(&args).done().json();
    let skipped = bench.call(&["skipped", text(&project), "--json"]).done().json();
    let entry = |file: &serde_json::Value| {
        let field = |name: &str| file[name].as_str().expect("text").to_owned();
        assert!(!field("reason").is_empty(), "{file}");
        (field("path"), field("kind"))
    };
    let skipped: BTreeMap<String, String> = skipped.as_array().expect("a list").iter().map(entry).collect();
    let out = bench.path("labels.jsonl");
    bench.call(&["export", text(&project), "--format", "jsonl", "--out", text(&out)]).done();
    let table = std::fs::read_to_string(&out).expect("a file");
    let name = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).expect("an object");
        row["file_name"].as_str().expect("text").to_owned()
    };
    let images: BTreeSet<String> = table.lines().map(name).collect();
    assert_eq!(report["n_images"].as_u64(), Some(images.len() as u64), "every image has a cluster");
    assert_eq!(report["n_skipped"].as_u64(), Some(skipped.len() as u64));
    let text = std::fs::read_to_string(data::file("messy.json")).expect("the table");
    let want: BTreeMap<String, String> = serde_json::from_str(&text).expect("a table");
    // A link to an image is a further place of it, and known by that name too.
    let is_place = |path: &&String| {
        let shown = bench.call(&["show", super::text(&project), path, "--json"]);
        shown.code == 0 && shown.json()["links"].as_array().is_some_and(|links| links.contains(&path.as_str().into()))
    };
    let is_link =
        |path: &&String| path.starts_with("links/") && !images.contains(*path) && !skipped.contains_key(*path);
    let places: Vec<&String> = want.keys().filter(is_link).filter(is_place).collect();
    assert_eq!(places, ["links/to_plain.jpg"]);
    let seen: BTreeSet<String> = images.iter().chain(places).cloned().collect();
    let wrong = wrong(&want, &seen, &skipped);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let unknown: Vec<&String> = images.iter().chain(skipped.keys()).filter(|path| !want.contains_key(*path)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
