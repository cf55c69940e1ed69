//! What real folders need: how many classes, near-duplicates, junk, what is unsure.

use super::{Bench, text};

/// The bench's images, and copies of some.
fn with_copies() -> Bench {
    let bench = Bench::new(12);
    let photos = bench.photos();
    std::fs::copy(photos.join("dark/003.png"), photos.join("dark/copy.png")).expect("copied");
    let shrunk = image::open(photos.join("checks/004.png")).expect("an image");
    shrunk.resize(30, 24, image::imageops::FilterType::Triangle).save(photos.join("checks/small.png")).expect("saved");
    bench
}

#[test]
fn the_number_of_classes_can_be_left_open() {
    let bench = Bench::new(12);
    bench.run(&["--clusters", "auto"]).done();
    let project = bench.project();
    let clusters = bench.call(&["clusters", text(&project), "--json"]).done().json();
    let n_clusters = clusters.as_array().map_or(0, Vec::len);
    let classes = bench.call(&["classes", text(&project), "--json"]).done().json();
    let number = |key: &str| classes[key].as_u64().unwrap_or_else(|| panic!("{key}: {classes}"));
    let (low, proposal, high) = (number("low"), number("proposal"), number("high"));
    assert!(low <= proposal && proposal <= high, "{classes}");
    assert!(n_clusters as u64 <= proposal && n_clusters > 0, "{n_clusters} of {proposal}");
    let cuts = classes["cuts"].as_array().expect("a list");
    assert!(cuts.iter().any(|cut| cut["k"].as_u64() == Some(proposal)));
    for key in ["k", "coding_length", "silhouette", "stability"] {
        assert!(cuts.iter().all(|cut| cut.get(key).is_some()), "{key}: {classes}");
    }
    let words = bench.call(&["classes", text(&project)]).done().out;
    assert!(words.contains("proposed") && words.lines().last().is_some_and(|line| line.contains("--clusters")));
    bench.call(&["classes", "nowhere.gleaner"]).refused(1, "nowhere");
    // The cut of the tree itself, which is kept because it was asked for.
    let report = bench.run(&["--clusters", "3", "--head", "tree", "--json"]).done().json();
    assert_eq!(report["kept"], "tree", "{report}");
}

#[test]
fn near_duplicates_are_listed_and_the_rest_can_be_junked() {
    let bench = with_copies();
    bench.run(&["--set", "duplicates.group=false"]).done();
    let project = bench.project();
    let groups = bench.call(&["duplicates", text(&project), "--json"]).done().json();
    let paths = |group: &serde_json::Value| -> Vec<String> {
        let members = group.as_array().expect("a group");
        members.iter().map(|m| m["path"].as_str().expect("a path").to_owned()).collect()
    };
    let groups: Vec<Vec<String>> = groups.as_array().expect("a list").iter().map(paths).collect();
    let of = |path: &str| groups.iter().find(|group| group.iter().any(|other| other == path));
    let copies = of("dark/copy.png").unwrap_or_else(|| panic!("an exact copy is found: {groups:?}"));
    assert!(copies.contains(&"dark/003.png".to_owned()));
    assert!(bench.call(&["duplicates", text(&project)]).done().out.contains("dark/copy.png"));
    bench.call(&["edit", text(&project), "junk", "dark/copy.png"]).done();
    let shown = bench.call(&["show", text(&project), "dark/copy.png", "--json"]).done().json();
    assert_eq!((&shown["source"], shown["cluster"].is_null()), (&"junk".into(), true));
    bench.run(&[]).done();
    let shown = bench.call(&["show", text(&project), "dark/copy.png", "--json"]).done().json();
    assert_eq!(shown["source"], "junk", "a later run leaves it there");
}

#[test]
fn quality_tells_what_is_doubtful() {
    let bench = Bench::new(8);
    bench.run(&[]).done();
    let project = bench.project();
    let report = bench.call(&["quality", text(&project), "--json"]).done().json();
    assert!(report["neighbor_agreement"].as_f64().is_some_and(|share| (0.0..=1.0).contains(&share)), "{report}");
    assert!(report["calibration"].is_null() && report["n_labels"] == 0);
    assert!(report["unsure"].is_array() && report["looks_like_junk"].is_array());
    let words = bench.call(&["quality", text(&project)]).done().out;
    assert!(words.contains("Unusual") && words.contains("of 50 labels"), "{words}");
}
