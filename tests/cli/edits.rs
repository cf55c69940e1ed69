//! clusters, show, edit, export: what a person did survives, and goes out as it should.

use super::{Bench, text};
use std::path::Path;

fn clusters(bench: &Bench) -> Vec<(u64, String, u64)> {
    let list = bench.call(&["clusters", text(&bench.project()), "--json"]).done().json();
    let entry = |c: &serde_json::Value| {
        assert!(c["mean_confidence"].is_number() && c["confirmed"].is_number(), "{c}");
        (c["id"].as_u64().expect("id"), c["name"].as_str().expect("name").to_owned(), c["size"].as_u64().expect("size"))
    };
    list.as_array().expect("a list").iter().map(entry).collect()
}

#[test]
fn rename_merge_undo_survive_a_later_run() {
    let bench = Bench::new(8);
    bench.run(&[]).done();
    let project = bench.project();
    let edit = |args: &[&str]| bench.call(&[&["edit", text(&project)], args].concat());
    let before = clusters(&bench);
    let names: Vec<String> = (1..=before.len()).map(|n| format!("Group {n}")).collect();
    assert_eq!(before.iter().map(|c| c.1.clone()).collect::<Vec<_>>(), names, "numbers follow the list");
    assert_eq!(before.iter().map(|c| c.2).sum::<u64>(), 24);

    let first = before[0].0.to_string();
    edit(&["rename", &first, "Zebras"]).done();
    assert_eq!(clusters(&bench)[0].1, "Zebras");
    if let Some(second) = before.get(1) {
        edit(&["merge", "Zebras", &second.0.to_string()]).done();
        assert_eq!(clusters(&bench)[0].2, before[0].2 + second.2);
        edit(&["undo"]).done();
        assert_eq!(clusters(&bench)[0].2, before[0].2);
        edit(&["redo"]).done();
        assert_eq!(clusters(&bench)[0].2, before[0].2 + second.2);
        edit(&["undo"]).done();
    }
    edit(&["move", "Zebras", "dark/000.png", "checks/001.png"]).done();
    let shown = bench.call(&["show", text(&project), "dark/000.png", "--json"]).done().json();
    assert_eq!(shown["cluster"]["name"], "Zebras");
    assert!(shown["neighbors"][0]["similarity"].is_number() && shown["probabilities"].is_array(), "{shown}");

    edit(&["junk", "dark/001.png", "dark/002.png"]).done();
    let csv = bench.path("junk.csv");
    bench.call(&["export", text(&project), "--format", "csv", "--out", text(&csv)]).done();
    assert!(!std::fs::read_to_string(&csv).expect("a file").contains("dark/001.png"));
    let classes = bench.path("junk-classes");
    bench.call(&["export", text(&project), "--format", "folders", "--out", text(&classes)]).done();
    let files = walkdir::WalkDir::new(&classes).into_iter().filter_map(Result::ok);
    let n_files = files.filter(|e| e.path().extension().is_some_and(|x| x == "png")).count();
    assert_eq!(n_files, 22, "junk is in no class folder, not even among the unlabelled");
    edit(&["unlabel", "dark/002.png"]).done();
    edit(&["junk", "nobody"]).refused(1, "nobody");

    edit(&["rename", "nobody", "x"]).refused(1, "nobody");
    edit(&["merge", "Zebras"]).refused(2, "");

    bench.run(&["--seed", "9"]).done();
    assert!(clusters(&bench).iter().any(|c| c.1 == "Zebras"), "the name survives: {:?}", clusters(&bench));
    let shown = bench.call(&["show", text(&project), "dark/000.png", "--json"]).done().json();
    assert_eq!(shown["cluster"]["name"], "Zebras", "a placed image stays");
    let n_clustered: u64 = clusters(&bench).iter().map(|c| c.2).sum();
    assert_eq!(n_clustered, 22, "what a person took out stays out, junk or not");
}

#[test]
fn exports_hold_every_image_once_and_overwrite_nothing() {
    let bench = Bench::new(4);
    bench.run(&[]).done();
    let project = bench.project();
    let export = |format: &str, out: &str, more: &[&str]| {
        let out = bench.path(out);
        bench.call(&[&["export", text(&project), "--format", format, "--out", text(&out)], more].concat())
    };
    export("csv", "a.csv", &[]).done();
    export("csv", "a.csv", &[]).refused(1, "--force");
    export("csv", "a.csv", &["--force"]).done();
    #[cfg(unix)]
    {
        let _bound = std::os::unix::net::UnixListener::bind(bench.path("socket")).expect("bound");
        for format in ["csv", "jsonl"] {
            export(format, "socket", &["--force"]).refused(1, "is no file but a device");
        }
        export("folders", "socket", &["--force"]).refused(1, "socket");
        for out in [bench.path("socket"), "/dev/null".into()] {
            let sheet = ["review", text(&project), "--out", text(&out)];
            bench.call(&sheet).refused(1, "is no file but a device");
            assert!(!out.is_file(), "it is there still");
        }
    }
    let csv = std::fs::read_to_string(bench.path("a.csv")).expect("a file");
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("file_name,label,confidence,source,cluster,run"));
    assert_eq!(lines.count(), 12);
    export("jsonl", "a.jsonl", &["--min-confidence", "0.2"]).done();
    for line in std::fs::read_to_string(bench.path("a.jsonl")).expect("a file").lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("one object a line");
        assert!(row["confidence"].as_f64().expect("a number") >= 0.2 && row["file_name"].is_string(), "{row}");
    }
    export("folders", "classes", &["--link", "hard"]).done();
    let n_files = walkdir::WalkDir::new(bench.path("classes")).into_iter().filter_map(Result::ok);
    let n_files = n_files.filter(|e| e.path().extension().is_some_and(|x| x == "png")).count();
    assert_eq!(n_files, 12);
    assert_eq!(export("csv", "none.csv", &["--confirmed-only"]).done().code, 0);
    assert_eq!(std::fs::read_to_string(bench.path("none.csv")).expect("a file").lines().count(), 1);
}

#[test]
fn an_export_replaces_no_photo_and_nothing_of_the_project() {
    let bench = Bench::new(4);
    bench.run(&[]).done();
    let project = bench.project();
    let (photo, database) = (bench.photos().join("dark/000.png"), project.join("project.db"));
    let before = (std::fs::read(&photo).expect("a file"), std::fs::read(&database).expect("a file"));
    for (format, out) in [("csv", &photo), ("jsonl", &database), ("folders", &project.join("classes"))] {
        let called = bench.call(&["export", text(&project), "--format", format, "--out", text(out), "--force"]);
        called.refused(1, if out == &photo { "photo folder" } else { "inside the project" });
    }
    assert!(before == (std::fs::read(&photo).expect("a file"), std::fs::read(&database).expect("a file")));
    bench.call(&["clusters", text(&project)]).done();
}

#[test]
fn a_project_remembers_its_last_export_where_it_can_be_written_to() {
    let bench = Bench::new(4);
    bench.run(&[]).done();
    let (project, csv, jsonl) = (bench.project(), bench.path("a.csv"), bench.path("a.jsonl"));
    let remembered = project.join("exported.json");
    let read =
        || -> serde_json::Value { serde_json::from_slice(&std::fs::read(&remembered).expect("a file")).expect("JSON") };
    let export =
        |format: &str, out: &Path| bench.call(&["export", text(&project), "--format", format, "--out", text(out)]);
    export("csv", &csv).done();
    let first = read();
    assert_eq!((first["path"].as_str(), first["format"].as_str()), (Some(text(&csv)), Some("csv")));
    export("csv", &csv).refused(1, "--force");
    assert_eq!(read(), first, "what failed is no export");
    bench.call(&["edit", text(&project), "rename", "1", "Zebras"]).done();
    export("jsonl", &jsonl).done();
    assert_eq!(read()["format"], "jsonl");
    assert_ne!(read()["point"], first["point"], "it says of which labels it was made");
    // Nothing can be written there: the labels are written all the same.
    std::fs::remove_file(&remembered).expect("removed");
    std::fs::create_dir_all(remembered.join("in the way")).expect("made");
    export("csv", &bench.path("b.csv")).done();
    assert!(bench.path("b.csv").exists() && remembered.join("in the way").is_dir());
}

#[test]
fn a_number_that_names_two_clusters_is_refused() {
    let bench = Bench::new(8);
    bench.run(&[]).done();
    let project = bench.project();
    let edit = |args: &[&str]| bench.call(&[&["edit", text(&project)], args].concat());
    let [first, second] = [0, 1].map(|i| clusters(&bench)[i].0.to_string());
    edit(&["rename", &first, &second]).done();
    edit(&["rename", &second, "x"]).refused(1, "name of another");
    edit(&["rename", &first, "-5 cats"]).done();
    edit(&["rename", "-5 cats", "-5 cats"]).refused(1, "");
    edit(&["rename", &second, "x"]).done();
    edit(&["undo"]).done();
    let shown = bench.call(&["show", text(&project), "dark/000.png", "--json"]).done().json();
    assert_eq!(shown["probabilities"].as_array().expect("all of them").len(), 3);
}

#[test]
fn every_change_has_its_twin_and_any_point_can_be_gone_back_to() {
    let bench = Bench::new(8);
    bench.run(&[]).done();
    let project = bench.project();
    let edit = |args: &[&str]| bench.call(&[&["edit", text(&project)], args].concat());
    let shown = |image: &str| bench.call(&["show", text(&project), image, "--json"]).done().json();
    let start = clusters(&bench);
    let largest = start[0].0.to_string();

    edit(&["rename", &largest, "Shapes"]).done();
    edit(&["split", "Shapes", "3"]).done();
    let split = clusters(&bench);
    assert_eq!(split.len(), start.len() + 2, "{split:?}");
    assert!(split.iter().any(|c| c.1 == "Shapes (2)") && split.iter().any(|c| c.1 == "Shapes (3)"), "{split:?}");
    edit(&["class", "Owls"]).done();
    edit(&["class", " "]).refused(1, "name");
    edit(&["group", "Made up", "Owls", "Shapes"]).done();
    edit(&["mark", "Owls", "--key", "4"]).done();
    edit(&["mark", "Owls", "--note", "none seen yet"]).done();
    let entry = |name: &str| {
        let list = bench.call(&["clusters", text(&project), "--json"]).done().json();
        list.as_array().expect("a list").iter().find(|c| c["name"] == name).cloned().expect("the cluster")
    };
    let owls = entry("Owls");
    assert_eq!((&owls["group"], &owls["key"], &owls["note"]), (&"Made up".into(), &4.into(), &"none seen yet".into()));

    let image = "dark/000.png";
    let own = shown(image)["cluster"]["id"].to_string();
    edit(&["confirm", &own, "--except", "dark/001.png"]).done();
    let n_confirmed = entry(shown(image)["cluster"]["name"].as_str().expect("a name"))["confirmed"].as_u64();
    assert!(n_confirmed.is_some_and(|n| n > 0));
    edit(&["reject", &own, "dark/001.png"]).done();
    assert!(shown("dark/001.png")["cluster"].is_null());
    edit(&["link", "dark/001.png", image]).done();
    edit(&["unlink", "dark/002.png", image]).done();
    let said = shown(image);
    assert_eq!(shown("dark/001.png")["rejected"][0]["id"].to_string(), own);
    assert_eq!(said["linked"].as_array().map(Vec::len), Some(2), "{said}");
    edit(&["unlink", "dark/002.png", image, "--forget"]).done();
    edit(&["link", image, image]).refused(1, "another");
    edit(&["confirm", "nobody"]).refused(1, "nobody");

    let last = clusters(&bench).iter().find(|c| c.0.to_string() == own).expect("there").1.clone();
    let automatic = entry(&last)["cover"].clone();
    edit(&["cover", &own, image]).done();
    assert_eq!(entry(&last)["cover"].to_string(), shown(image)["image"].to_string());
    edit(&["cover", &own, "dark/001.png"]).refused(1, "not in");
    edit(&["cover", &own]).done();
    assert_eq!(entry(&last)["cover"], automatic, "the surest stands for it again");

    let history = bench.call(&["edit", text(&project), "history", "--json"]).done().json();
    assert!(history[0]["written"].as_i64().is_some_and(|written| written > 1_600_000_000), "{history}");
    let points = history.as_array().expect("a list").clone();
    assert_eq!(points[1]["change"], format!("Rename {} to \u{201c}Shapes\u{201d}", start[0].1));
    edit(&["goto", "1"]).done();
    assert_eq!(clusters(&bench), start);
    edit(&["goto", "1"]).refused(1, "already");
    edit(&["goto", "99"]).refused(1, &points.len().to_string());
    let history = bench.call(&["edit", text(&project), "history", "--json"]).done().json();
    assert!(
        history[0]["in_force"] == true
            && history[1]["in_force"] == false
            && history.as_array().map(Vec::len) == Some(points.len())
    );
    edit(&["goto", &points.len().to_string()]).done();
    assert!(entry("Owls")["key"] == 4 && shown("dark/001.png")["cluster"].is_null());
}

#[test]
fn what_was_confirmed_is_learned_from_and_never_changed() {
    let bench = Bench::new(8);
    bench.run(&[]).done();
    let project = bench.project();
    let call = |args: &[&str]| bench.call(&[&[args[0], text(&project)], &args[1..]].concat());
    call(&["refine", "--json"]).refused(1, "nothing to learn from");
    call(&["edit", "class", "Night"]).done();
    call(&["edit", "move", "Night", "dark/000.png", "dark/001.png", "dark/002.png"]).done();
    let left = call(&["refine", "--leave", "--json"]).done().json();
    for key in ["moved", "new", "seconds", "run"] {
        assert!(left[key].is_number(), "{left}");
    }
    let before = clusters(&bench);
    let refined = call(&["refine", "--json"]).done().json();
    assert_eq!(refined["moved"], left["moved"], "{refined}");
    let shown = |image: &str| call(&["show", image, "--json"]).done().json();
    assert_eq!(shown("dark/000.png")["cluster"]["name"], "Night");
    assert_eq!(clusters(&bench).iter().map(|c| c.2).sum::<u64>(), before.iter().map(|c| c.2).sum::<u64>());
    call(&["edit", "undo"]).done();
    assert_eq!(clusters(&bench), before);

    // A later run learns from it too, and its clusters can be taken.
    call(&["edit", "reject", &before[0].0.to_string(), "checks/000.png"]).done();
    let run = bench.run(&["--seed", "5", "--json"]).done().json();
    call(&["edit", "adopt", &run["run"].to_string()]).done();
    assert_eq!(shown("dark/001.png")["cluster"]["name"], "Night");
    assert_ne!(shown("checks/000.png")["cluster"]["id"], before[0].0);
}

#[test]
fn equal_names_are_one_group_or_told_apart() {
    let bench = Bench::new(8);
    bench.run(&["--clusters", "3"]).done();
    let project = bench.project();
    let edit = |args: &[&str]| bench.call(&[&["edit", text(&project)], args].concat());
    let before = clusters(&bench);
    edit(&["rename", "Group 1", "Forest"]).done();
    edit(&["rename", "Group 2", " forest "]).refused(1, "There is already a group called");
    assert_eq!(clusters(&bench)[1].1, "Group 2", "nothing was changed");
    edit(&["rename", "cluster 2", "FOREST", "--merge", "--keep-both"]).refused(2, "");
    edit(&["rename", "cluster 2", "FOREST", "--keep-both"]).done();
    let names = |bench: &Bench| clusters(bench).into_iter().map(|c| c.1).collect::<Vec<_>>();
    assert_eq!(names(&bench), ["Forest", "FOREST (2)", "Group 3"]);

    let csv = bench.path("labels.csv");
    let export = |args: &[&str]| {
        bench.call(&[&["export", text(&project), "--format", "csv", "--out", text(&csv), "--force"], args].concat())
    };
    export(&["--named-only"]).refused(1, "1 of 3 groups has no name: Group 3");
    assert!(!csv.exists());
    assert!(export(&[]).done().err.contains("1 of 3 groups has no name: Group 3"));
    let labels = |file: &Path| {
        let lines = std::fs::read_to_string(file).expect("a file");
        lines.lines().skip(1).map(|line| line.split(',').nth(1).expect("a label").to_owned()).collect::<Vec<_>>()
    };
    let count = |name: &str| labels(&csv).iter().filter(|label| *label == name).count() as u64;
    assert_eq!([count("Forest"), count("FOREST (2)"), count("Group 3")], [before[0].2, before[1].2, before[2].2]);

    edit(&["rename", "FOREST (2)", "forest", "--merge"]).done();
    assert_eq!(names(&bench), ["Forest", "Group 3"]);
    assert_eq!(clusters(&bench)[0].2, before[0].2 + before[1].2);
    edit(&["rename", "Group 3", "a/b"]).done();
    export(&["--named-only"]).done();
}

#[test]
fn confirming_changes_nothing_of_how_sure_the_result_is() {
    let bench = Bench::new(8);
    bench.run(&["--clusters", "3"]).done();
    let project = bench.project();
    let edit = |args: &[&str]| bench.call(&[&["edit", text(&project)], args].concat());
    let sure = || {
        let csv = bench.path("sure.csv");
        bench
            .call(&["export", text(&project), "--format", "csv", "--out", text(&csv), "--force", "--allow-fewer"])
            .done();
        let lines = std::fs::read_to_string(csv).expect("a file");
        let cell = |line: &str, n: usize| line.split(',').nth(n).expect("a cell").to_owned();
        lines.lines().skip(1).map(|line| (cell(line, 0), cell(line, 2))).collect::<Vec<_>>()
    };
    let means = || {
        let list = bench.call(&["clusters", text(&project), "--json"]).done().json();
        list.as_array().expect("a list").iter().map(|c| c["mean_confidence"].clone()).collect::<Vec<_>>()
    };
    let (before, means_before) = (sure(), means());
    edit(&["confirm", "Group 1", "dark/000.png"]).done();
    assert_eq!((sure(), means()), (before.clone(), means_before));
    for (path, sure) in before.iter().take(4) {
        let shown = bench.call(&["show", text(&project), path, "--json"]).done().json();
        let of_export: f64 = sure.parse().expect("a number");
        let of_show = shown["confidence"].as_f64().expect("a number");
        assert!((of_export - of_show).abs() < 1e-6, "{path}: {of_export} and {of_show}");
    }

    edit(&["merge", "Group 1", "Group 2"]).done();
    let merged = sure();
    assert!(merged.iter().zip(&before).all(|(now, then)| now.1.parse::<f32>().ok() >= then.1.parse::<f32>().ok()));
    for (path, sure) in merged.iter().take(4) {
        let shown = bench.call(&["show", text(&project), path, "--json"]).done().json();
        let of_export: f64 = sure.parse().expect("a number");
        let parts = shown["summed"].as_array().expect("a list");
        let sum: f64 = parts.iter().filter_map(serde_json::Value::as_f64).sum();
        assert!((of_export - sum).abs() < 1e-5, "{path}: {of_export} and {parts:?}");
        let own = shown["probabilities"].as_array().expect("a list");
        let own = own.iter().find(|p| p["cluster"] == shown["cluster"]["id"]).expect("its own");
        assert!((own["probability"].as_f64().expect("a number") - of_export).abs() < 1e-5, "{shown}");
    }
}

#[test]
fn parts_of_a_split_are_confirmed_when_it_is_said() {
    let bench = Bench::new(8);
    bench.run(&["--clusters", "2"]).done();
    let project = bench.project();
    let edit = |args: &[&str]| bench.call(&[&["edit", text(&project)], args].concat());
    let confirmed = || {
        let list = bench.call(&["clusters", text(&project), "--json"]).done().json();
        let entry = |c: &serde_json::Value| (c["name"].clone(), c["confirmed"].as_u64(), c["size"].as_u64());
        list.as_array().expect("a list").iter().map(entry).collect::<Vec<_>>()
    };
    edit(&["confirm", "Group 1"]).done();
    edit(&["split", "Group 1", "2"]).done();
    let all = confirmed();
    let (name, n_confirmed, _) = all.last().expect("a part");
    assert!(name.as_str().is_some_and(|name| name.starts_with("Group ")), "{all:?}");
    assert_eq!((all.len() > 1, *n_confirmed), (true, Some(0)), "what was said of the whole: {all:?}");
    assert_eq!(all[0].1, all[0].2, "what stays was confirmed before");
    edit(&["undo"]).done();
    edit(&["split", "Group 1", "2", "--confirm", "2"]).done();
    let all = confirmed();
    let (_, n_confirmed, size) = all.last().expect("a part");
    assert_eq!((all.len() > 1, n_confirmed), (true, size), "{all:?}");
}
