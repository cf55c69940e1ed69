//! Each file of a project is cut, turned, emptied or taken for another one: commands answer in words, no label is shown that nobody
//! gave, and what can be repaired is.

use crate::figures::{Fault, Figures, Scale};
use crate::model::Seen;
use crate::place::{Place, text};
use gleaner::control::Rng;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What is asked of a damaged project, in order; `OUT` is a table.
const ASKED: [&[&str]; 11] = [
    &["clusters", "--json"],
    &["show", "dark/001.png", "--json"],
    &["quality", "--json"],
    &["duplicates", "--json"],
    &["search", "--image", "dark/002.png", "--json"],
    &["runs", "--json"],
    &["export", "--format", "csv", "--force", "--out", "OUT"],
    &["doctor"],
    &["edit", "rename", "2", "after the damage"],
    &["doctor", "--repair"],
    &["export", "--format", "csv", "--force", "--out", "OUT"],
];

/// File and label, as a table has them.
type Labels = BTreeMap<String, String>;

pub fn answered(scale: Scale) -> Figures {
    let mut figures = Figures::new("damaged projects");
    let place = Place::new(8);
    for edit in [
        &["rename", "1", "Ravens"][..],
        &["rename", "2", "after the damage"],
        &["rename", "3", "Zebras"],
        &["confirm", "dark/000.png", "checks/001.png"],
        &["junk", "stripes/003.png"],
        &["undo"],
        &["redo"],
    ] {
        place.call(&place.on_project("edit", edit)).done();
    }
    let (out, photos) = (place.path("damaged.csv"), place.photo_hashes());
    let asked = |command: &[&str]| {
        let more: Vec<&str> = command[1..].iter().map(|arg| if *arg == "OUT" { text(&out) } else { arg }).collect();
        place.on_project(command[0], &more)
    };
    place.call(&asked(ASKED[6])).done();
    let truth = table(&out);
    place.keep();
    let files = files(&place.project());
    for i in 0..scale.of(70) {
        let mut rng = Rng::from_key(&[8, i as u64]);
        place.restore();
        let path = &files[i % files.len()];
        let damage = damage(&place.project(), path, &files, &mut rng);
        figures.damaged += 1;
        for command in ASKED {
            let _ = fs::remove_file(&out);
            let called = place.call(&asked(command));
            let what = format!("{} {damage} ({i}), {}", path.display(), command.join(" "));
            called.check(&what, &mut figures);
            if command[0] == "export" && called.code == Some(0) {
                check_labels(&what, &table(&out), &truth, &mut figures);
            }
        }
        place.check_photos(&photos, &mut figures);
    }
    place.restore();
    figures.expect(Seen::of(&place.project()).is_ok(), Fault::Lost, || "the project itself".into());
    place.check_log(&mut figures);
    figures
}

/// Labels may be missing where the words said so; none may be another one.
fn check_labels(what: &str, told: &Labels, truth: &Labels, figures: &mut Figures) {
    for (file, label) in told {
        // Where names were lost with the journal, groups are numbered.
        let is_so = truth.get(file) == Some(label) || label.starts_with("Group ");
        figures.expect(is_so, Fault::Answer, || {
            format!("{what}: {file} is said to be {label}, and is {:?}", truth.get(file))
        });
    }
}

fn table(path: &Path) -> Labels {
    let text = fs::read_to_string(path).unwrap_or_default();
    let row = |line: &str| {
        let mut cells = line.split(',').map(str::to_owned);
        Some((cells.next()?, cells.next()?))
    };
    text.lines().skip(1).filter_map(row).collect()
}

fn files(project: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(project).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files.map(|entry| entry.path().strip_prefix(project).expect("inside").to_owned()).collect()
}

/// Damages one file at a random place; says how.
fn damage(project: &Path, path: &Path, files: &[PathBuf], rng: &mut Rng) -> String {
    let place = project.join(path);
    let mut bytes = fs::read(&place).expect("a file");
    let at = rng.below(bytes.len());
    let words = match rng.below(7) {
        0 => {
            bytes.truncate(at);
            format!("is cut at {at}")
        }
        1 if !bytes.is_empty() => {
            bytes[at] ^= 1 << rng.below(8);
            format!("has a turned bit at {at}")
        }
        2 => {
            let end = (at + 1 + rng.below(4096)).min(bytes.len());
            bytes[at..end].fill(0);
            format!("is empty from {at} to {end}")
        }
        3 => {
            let other = &files[rng.below(files.len())];
            bytes = fs::read(project.join(other)).expect("a file");
            format!("is {}", other.display())
        }
        4 => {
            fs::remove_file(&place).expect("removed");
            return "is gone".to_owned();
        }
        5 => {
            bytes.extend((0..=rng.below(300)).map(|_| rng.below(256) as u8));
            "has something behind its end".to_owned()
        }
        _ => {
            let end = (at + 1 + rng.below(64)).min(bytes.len());
            bytes[at..end].iter_mut().for_each(|byte| *byte = rng.below(256) as u8);
            format!("is noise from {at} to {end}")
        }
    };
    fs::write(&place, bytes).expect("written");
    words
}

#[test]
fn damaged_projects_are_answered_in_words_and_show_no_wrong_label() {
    answered(Scale::part()).check();
}
