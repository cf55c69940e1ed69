//! `gleaner search`: by images of the project, by files from elsewhere, and what can not be searched.

use super::{Bench, text};

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
    // Gone images are no hits, and rows of before still say what is like an image that came later.
    std::fs::remove_file(photos.join("stripes/003.png")).expect("removed");
    std::fs::copy(&copy, photos.join("stripes/new.png")).expect("copied");
    bench.call(&["run", text(&photos), "--project", text(&project), "--clusters", "2", "--head", "kmeans"]).done();
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
    let rows: String = (0..9).map(|i| format!("{},{},1\n", i / 3 * 4, i)).collect();
    std::fs::create_dir(bench.path("rows")).expect("made");
    std::fs::write(bench.path("rows/rows.csv"), rows).expect("written");
    std::fs::write(bench.path("rows/files.txt"), names.join("\n")).expect("written");
    let source = format!("vectors:{}", text(&bench.path("rows/rows.csv")));
    let run = ["run", text(&photos), "--project", text(&project), "--features", &source, "--clusters", "3"];
    bench.call(&run).done();
    let found = bench.call(&["search", text(&project), "--image", "dark/001.png", "--json"]).done().json();
    assert_eq!(paths(&found).len(), 8);
    std::fs::copy(photos.join("dark/001.png"), bench.path("copy.png")).expect("copied");
    bench.call(&["search", text(&project), "--image", text(&bench.path("copy.png"))]).refused(1, "no network");
}
