//! review: a sheet of random samples, its answers taken in, refused or undone, and what exports say of it.

use super::{Bench, text};
use serde_json::Value;
use std::collections::BTreeMap;

/// The samples of a sheet, as its script reads them: cluster id and files.
fn samples(html: &str) -> Vec<(u64, Vec<String>)> {
    let (_, data) = html.split_once("<script type=\"application/json\" id=\"data\">").expect("data");
    let data: Value = serde_json::from_str(data.split_once("</script>").expect("an end").0).expect("JSON");
    let files = |cluster: &Value| {
        let files = cluster["files"].as_array().expect("files").iter();
        files.map(|file| file.as_str().expect("text").to_owned()).collect()
    };
    let clusters = data["clusters"].as_array().expect("clusters").iter();
    clusters.map(|cluster| (cluster["id"].as_u64().expect("an id"), files(cluster))).collect()
}

#[test]
fn a_sheet_goes_out_and_its_answers_come_back() {
    let bench = Bench::new(8);
    bench.run(&[]).done();
    let (project, sheet, answers) = (bench.project(), bench.path("sheet.html"), bench.path("answers.csv"));
    let review = |args: &[&str]| bench.call(&[&["review", text(&project)], args].concat());
    let clusters = || bench.call(&["clusters", text(&project), "--json"]).done().json();

    let nothing = review(&[]).done();
    assert!(
        nothing.out.contains("not checked yet") && nothing.out.contains("Not checked: how many"),
        "{}",
        nothing.out
    );
    let wrote = review(&["--sample", "3", "--out", text(&sheet)]).done();
    assert!(wrote.out.contains("sheet.html") && wrote.out.contains("--answers answers.csv"), "{}", wrote.out);
    let html = std::fs::read_to_string(&sheet).expect("a page");
    assert!(html.contains("data:image/jpeg;base64,") && html.contains("p.gleaner --answers answers.csv"));
    let of_all = samples(&html);
    let before = clusters();
    assert_eq!(of_all.len(), before.as_array().expect("a list").len());
    assert!(of_all.iter().all(|(_, files)| (1..=3).contains(&files.len())));
    let largest = before[0]["id"].to_string();
    let one = review(&["--sample", "3", "--cluster", &largest, "--out", text(&sheet), "--json"]).done().json();
    assert_eq!((&one["clusters"], &one["images"]), (&1.into(), &3.into()), "the sheet is replaced: {one}");

    // One of the largest cluster is wrong.
    let lines = |of: &[(u64, Vec<String>)]| {
        let all = of.iter().flat_map(|(id, files)| files.iter().enumerate().map(move |(at, file)| (*id, at, file)));
        let line = |(id, at, file): (u64, usize, &String)| {
            let is_wrong = id.to_string() == largest && at == 0;
            format!("{file},{id},{}\n", if is_wrong { "wrong" } else { "right" })
        };
        format!("file_name,cluster,verdict\n{}", all.map(line).collect::<String>())
    };
    let good = lines(&of_all);
    let wrong = of_all.iter().find(|(id, _)| id.to_string() == largest).expect("the largest").1[0].clone();
    let refused = |table: &str, word: &str| {
        std::fs::write(&answers, table).expect("written");
        review(&["--answers", text(&answers)]).refused(1, word);
        assert_eq!(clusters(), before, "{word}");
    };
    refused(&format!("{good}nobody.png,{largest},right\n"), "there is no image \"nobody.png\"");
    refused(&good.replacen(",right\n", ",perhaps\n", 1), "a verdict is right or wrong");
    refused(&good.replacen(&format!(",{largest},"), ",99,", 1), "There is no group \"99\"");
    refused(&format!("{good}{wrong},{largest},right\n"), "already");
    let first = of_all.iter().find(|(_, files)| files.len() > 1).expect("a sample of several");
    let left_out = format!("{},{},right\n", first.1[0], first.0);
    let more = format!("{},{},wrong\n", first.1[0], first.0);
    refused(&good.replacen(&left_out, "", 1).replacen(&more, "", 1), "lines were left out");
    refused("PK\u{3}\u{4}\0\0", "answers.csv");
    refused("", "file_name");
    review(&["--answers", text(&bench.path("nothing.csv"))]).refused(1, "nothing.csv");
    review(&["--answers", text(&answers), "--out", text(&sheet)]).refused(2, "");

    std::fs::write(&answers, &good).expect("written");
    let taken = review(&["--answers", text(&answers), "--json"]).done().json();
    let of: BTreeMap<String, Value> =
        taken["clusters"].as_array().expect("a list").iter().map(|c| (c["id"].to_string(), c.clone())).collect();
    assert_eq!((&of[&largest]["reviewed"], &of[&largest]["right"]), (&3.into(), &2.into()), "{taken}");
    assert!(of[&largest]["purity_low"].as_f64() < of[&largest]["purity"].as_f64(), "{taken}");
    assert!(taken["right"].is_number() && taken["without_sample"].as_array().is_some_and(Vec::is_empty), "{taken}");
    assert!(bench.call(&["show", text(&project), &wrong, "--json"]).done().json()["cluster"].is_null());
    assert!(review(&[]).done().out.contains("2 of 3 right: 67 %"));
    // The same again: what left is not there any more.
    review(&["--answers", text(&answers)]).refused(1, &wrong);

    let history = bench.call(&["edit", text(&project), "history", "--json"]).done().json();
    assert_eq!(history.as_array().map(Vec::len), Some(2), "one step: {history}");
    bench.call(&["edit", text(&project), "undo"]).done();
    assert_eq!(clusters(), before);
    let words = review(&["--answers", text(&answers)]).done().out;
    assert!(
        words.contains("Review") && words.contains("2 of 3 right") && words.contains("Checked: at least"),
        "{words}"
    );
}

#[test]
fn exports_say_how_right_the_labels_are() {
    let bench = Bench::new(6);
    bench.run(&[]).done();
    let (project, sheet, answers) = (bench.project(), bench.path("sheet.html"), bench.path("answers.csv"));
    let export = |format: &str, out: &str, more: &[&str]| {
        let out = bench.path(out);
        bench.call(&[&["export", text(&project), "--format", format, "--out", text(&out)], more].concat()).done().out
    };
    let provenance = |name: &str| -> Value {
        let file = std::fs::read_to_string(bench.path(name)).expect("a file");
        serde_json::from_str(&file).expect("JSON")
    };
    assert!(export("csv", "before.csv", &[]).contains("Not checked"));
    let told = &provenance("gleaner-provenance.json")["tables"]["before.csv"]["reviewed"];
    assert!(told["right"].is_null() && !told["without_sample"].as_array().expect("a list").is_empty(), "{told}");

    // Everything of every cluster, all right.
    bench.call(&["review", text(&project), "--sample", "100", "--out", text(&sheet)]).done();
    let of_all = samples(&std::fs::read_to_string(&sheet).expect("a page"));
    let (first, others) = of_all.split_first().expect("a cluster");
    let table = |of: &[(u64, Vec<String>)]| {
        let lines = of.iter().flat_map(|(id, files)| files.iter().map(move |file| format!("{file},{id},right\n")));
        format!("file_name,cluster,verdict\n{}", lines.collect::<String>())
    };
    std::fs::write(&answers, table(std::slice::from_ref(first))).expect("written");
    bench.call(&["review", text(&project), "--answers", text(&answers)]).done();
    let n = of_all.len();
    let words = export("jsonl", "one.jsonl", &[]);
    if others.is_empty() {
        return;
    }
    assert!(words.contains(&format!("at least 95 % right in 1 of {n} groups. ")), "{words}");
    assert!(words.contains("not checked yet"), "{words}");

    std::fs::write(&answers, table(others)).expect("written");
    bench.call(&["review", text(&project), "--answers", text(&answers)]).done();
    let words = export("folders", "classes", &[]);
    assert!(words.contains(&format!("in {n} of {n} groups. Overall 100 % (100 to 100 %).")), "{words}");
    let told = &provenance("classes/gleaner-provenance.json")["reviewed"];
    assert_eq!((&told["right"], &told["right_low"]), (&1.0.into(), &1.0.into()), "{told}");
    let cluster = &told["clusters"][0];
    for key in ["id", "size", "confirmed", "reviewed", "right", "purity", "purity_low", "purity_high"] {
        assert!(cluster[key].is_number(), "{key}: {cluster}");
    }
    assert_eq!((&cluster["size"], cluster["proven"].as_bool()), (&cluster["confirmed"], Some(true)));
    let csv = |more: &[&str]| {
        export("csv", "all.csv", &[more, &["--force"]].concat());
        std::fs::read_to_string(bench.path("all.csv")).expect("a file")
    };
    assert!(csv(&[]).lines().skip(1).all(|line| line.contains(",confirmed,")));
    assert_eq!(csv(&["--confirmed-only"]).lines().count(), 19);
    bench.call(&["review", text(&project), "--out", text(&sheet)]).refused(1, "Nothing is left to ask");
}
