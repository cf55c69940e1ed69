//! labels, and tables of labels as people's programs write them: folder names and tables become confirmed labels in one step.

use super::{Bench, text};
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

/// Images in `set one` and `set two`, half of them with names as a Mac unpacks them, and the table of their classes.
fn bench_with_table() -> (Bench, Vec<(String, String)>) {
    let bench = Bench::new(0);
    std::fs::remove_dir_all(bench.photos()).expect("removed");
    let mut rows = Vec::new();
    for (kind, light) in [("one", 30u8), ("two", 200)] {
        let folder = bench.photos().join(format!("set {kind}"));
        std::fs::create_dir_all(&folder).expect("made");
        for i in 0..4u8 {
            let name =
                if i % 2 == 1 { format!("Fête {kind} é{i}.png").nfd().collect() } else { format!("{kind}{i}.png") };
            let pixel =
                |x: u32, y: u32| image::Rgb([light + (x % 7) as u8 + i, light.wrapping_add((y % 5) as u8), 9 * i]);
            image::RgbImage::from_fn(40, 32, pixel).save(folder.join(&name)).expect("saved");
            rows.push((format!("set {kind}/{name}"), kind.to_owned()));
        }
    }
    (bench, rows)
}

fn table(rows: &[(String, String)], header: &str, line: impl Fn(&str, &str) -> String) -> String {
    let lines = rows.iter().map(|(file, label)| line(file, label) + "\n");
    std::iter::once(format!("{header}\n")).chain(lines).collect()
}

fn write(path: &Path, bytes: impl AsRef<[u8]>) {
    std::fs::write(path, bytes).expect("written");
}

/// One project for all ways to write a table, since a run takes longer than all of them.
#[test]
fn tables_are_read_as_peoples_programs_write_them() {
    let (bench, rows) = bench_with_table();
    let (photos, project) = (bench.photos(), bench.project());
    bench.run(&[]).done();
    let nfc = |text: &str| text.nfc().collect::<String>();
    let plain = |file: &str, label: &str| format!("{file},{label}");
    let utf16 = |text: &str| -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    let read: Vec<(&str, Vec<u8>)> = vec![
        ("plain.csv", table(&rows, "file_name,label", plain).into()),
        ("composed.csv", table(&rows, "file_name,label", |file, label| plain(&nfc(file), label)).into()),
        ("windows.csv", table(&rows, "file_name,label", |file, label| plain(&file.replace('/', "\\"), label)).into()),
        ("absolute.csv", table(&rows, "file_name,label", |f, l| format!("{}/{f},{l}", photos.display())).into()),
        ("utf16.txt", utf16(&table(&rows, "file_name\tlabel", |file, label| format!("{file}\t{label}")))),
        (
            "excel.csv",
            format!("\u{feff}{}", table(&rows, "sep=;\r\nfile_name;label\r", |f, l| format!("{f};{l}\r"))).into(),
        ),
        ("quoted.csv", table(&rows, "file_name,label", |f, l| format!("\"{f}\",\"{l}, \"\"so called\"\"\"")).into()),
        ("spaces.csv", table(&rows, "file_name , label", |file, label| format!("{file} , {label}")).into()),
        ("slash.csv", table(&rows, "file_name,label", |file, label| plain(&format!("/{file}"), label)).into()),
        ("folder.csv", table(&rows, "file_name,label", |file, label| plain(&format!("photos/{file}"), label)).into()),
    ];
    for (name, bytes) in read {
        let file = bench.path(name);
        write(&file, bytes);
        let eval = bench.call(&["eval", text(&project), "--labels", text(&file), "--json"]).done().json();
        assert_eq!((eval["n_labelled"].as_u64(), &eval["notes"]), (Some(8), &serde_json::json!([])), "{name}");
    }

    let latin1: Vec<u8> =
        table(&rows, "file_name,label", |file, label| plain(&nfc(file), label)).chars().map(|c| c as u8).collect();
    for (name, bytes, words) in [
        ("headers.csv", table(&rows, "image,class", plain).into(), "columns \"image\", \"class\""),
        ("no-header.csv", table(&rows[1..], "set one/one0.png,one", plain).into(), "line 1 looks like data"),
        (
            "base-names.csv",
            table(&rows, "file_name,label", |f, l| plain(f.split_once('/').expect("a folder").1, l)).into(),
            "the table names files without their folders",
        ),
        ("latin1.csv", latin1, "line 3 is not UTF-8, but looks like Latin-1"),
    ] {
        let bytes: Vec<u8> = bytes;
        let file = bench.path(name);
        write(&file, bytes);
        bench.call(&["eval", text(&project), "--labels", text(&file)]).refused(1, words);
        bench.call(&["labels", text(&project), "--from", text(&file)]).refused(1, words);
    }

    let shown = bench.call(&["show", text(&project), &nfc(&rows[1].0), "--json"]).done().json();
    assert_eq!(shown["path"], rows[1].0.as_str(), "{shown}");
    bench.call(&["show", text(&project), "one0.png"]).refused(1, "without its folder");
}

#[test]
fn folder_names_become_labels_in_one_step() {
    let bench = Bench::new(3);
    let inbox = bench.photos().join("inbox");
    std::fs::create_dir_all(&inbox).expect("made");
    std::fs::rename(bench.photos().join("dark/002.png"), inbox.join("x.png")).expect("moved");
    let project = bench.project();
    bench.run(&[]).done();
    let labels = |more: &[&str]| bench.call(&[&["labels", text(&project), "--from", "folders"], more].concat());
    let edit = |args: &[&str]| bench.call(&[&["edit", text(&project)], args].concat()).done();
    edit(&["class", "checks"]);
    edit(&["junk", "dark/000.png"]);
    edit(&["reject", "checks", "checks/000.png"]);

    labels(&["--only", "nothing"]).refused(1, "There is no class \"nothing\"; there are checks, dark, inbox, stripes.");
    labels(&["--except", "checks,dark,stripes"]).refused(1, "inbox (1 image; a folder for what is not sorted yet)");
    let taken = labels(&["--except", "stripes", "--json"]).done().json();
    assert_eq!(
        (&taken["taken"], &taken["changed"], &taken["unchanged"], &taken["new_classes"]),
        (&5.into(), &2.into(), &0.into(), &serde_json::json!(["dark"])),
        "{taken}"
    );
    let left_out = taken["left_out"].as_array().expect("a list");
    assert_eq!(
        left_out.iter().map(|class| class["name"].as_str()).collect::<Vec<_>>(),
        [Some("inbox"), Some("stripes")]
    );
    labels(&["--except", "stripes"]).refused(1, "would change nothing");
    let shown = bench.call(&["show", text(&project), "dark/000.png", "--json"]).done().json();
    assert_eq!(
        (&shown["cluster"]["name"], &shown["confidence"]),
        (&"dark".into(), &0.0.into()),
        "{shown}: of a class that no result found nothing is known"
    );
    let said = shown["probabilities"].as_array().expect("a list");
    assert!(
        !said.is_empty() && said.iter().all(|entry| entry["name"] != "dark"),
        "{shown}: nor is it what a result said"
    );

    edit(&["undo"]);
    let out = labels(&["--only", "inbox, dark"]).done().out;
    assert!(
        out.contains("Took 3 images in 2 classes, all new. 1 image that you had decided otherwise is changed."),
        "{out}"
    );
    let table = bench.path("labels.csv");
    write(&table, "file_name,label\nchecks/000.png,checks\nchecks/001.png, dark \nnowhere.png,dark\n");
    let args = ["labels", text(&project), "--from", text(&table), "--json"];
    let taken = bench.call(&args).done().json();
    assert_eq!((&taken["taken"], &taken["new_classes"]), (&2.into(), &serde_json::json!([])), "{taken}");
    assert_eq!(taken["unknown"][0]["line"], 4);
    let history = bench.call(&["edit", text(&project), "history"]).done().out;
    assert!(history.contains("Label 3 images as dark, inbox") && history.contains("Label 2 images as"), "{history}");
}
