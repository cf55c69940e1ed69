//! Projects that a program of format 1 ran in, labelled, reviewed and learned from: today's program says of each what that
//! program said, value by value, whether it may write there or not, and after it made the project one of its own.
//!
//! `tests/data/projects/released/NAME.gleaner` were made once and are never written again (pixels, rows of features and
//! checkpoints were taken out; the photos are gone); `NAME.json` has what that program answered, one call a line. One has
//! renames, a split, moves, confirmations, rejections, junk, links, marks, groups, a reviewed sample, branches that undo and
//! jumps left, and a refinement that was taken; the other a number of clusters that was proposed, a refinement that was left,
//! images that went or were replaced, and a run that was killed, with the log of its database.

use super::{Bench, Called, text};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// The projects.
const NAMES: [&str; 2] = ["labelled", "learned"];

/// Something that programs say otherwise since.
struct Since {
    /// The first word of the call.
    command: &'static str,
    /// Where it stands in the answer; `*` is any key or number.
    at: &'static str,
    /// What was said.
    before: &'static str,
    /// What is said.
    now: &'static str,
}

/// All of it.
const SINCE: [Since; 1] = [
    // The program has several networks with it by now.
    Since { command: "runs", at: "/*/settings/features", before: "builtin", now: "builtin-resnet" },
];

/// How changes are told today: clusters are called groups, and runs results.
const WORDS: [(&str, &str); 8] = [
    ("Use the clusters of run ", "Use result "),
    ("Forget what was said of ", "Forget what was said about "),
    (" images of 3 clusters: ", " images of Erste \u{732b}, second, third, after a jump back: "),
    ("Rename Cluster ", "Rename Group "),
    ("New cluster ", "New group "),
    ("Group second, third, after a jump back under ", "Put second, third, after a jump back under "),
    (" clusters: ", " groups: "),
    ("out of their clusters", "out of their groups"),
];

/// Whether a change is told in other words alone.
fn is_reworded(command: &str, at: &str, before: &Value, now: &Value) -> bool {
    let told = |before: &str| WORDS.iter().fold(before.to_owned(), |words, (old, new)| words.replace(old, new));
    command == "edit"
        && at.ends_with("/change")
        && before.as_str().is_some_and(|before| now == &Value::from(told(before)))
}

/// Whether only that differs which says how sure a run is of an image that a person decided about: that was 1, and is what the
/// run says now; a mean of it differs too.
fn is_about_sureness(command: &str, at: &str, before: &Value, now: &Value) -> bool {
    let is_mean = command == "clusters" && at.ends_with("/mean_confidence");
    let is_shown = command == "show" && at == "/confidence" && before == &Value::from(1.0);
    let line = |value: &Value| value.as_str().map(without_sureness);
    let is_line = command == "export" && line(before).is_some_and(|before| line(now) == Some(before));
    is_line || ((is_mean || is_shown) && now.as_f64().is_some_and(|sure| (0.0..=1.0).contains(&sure)))
}

/// A line of an export without the confidence of a label by a person.
fn without_sureness(line: &str) -> String {
    if let Ok(mut object) = serde_json::from_str::<Value>(line)
        && object["source"] != "machine"
    {
        object["confidence"] = Value::Null;
        return object.to_string();
    }
    match line.split_once(",confirmed,") {
        Some((front, end)) => format!("{},confirmed,{end}", front.rsplit_once(',').map_or(front, |(front, _)| front)),
        None => line.to_owned(),
    }
}

fn released(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/projects/released").join(name)
}

/// Whoever made it: somebody vouches for it.
fn trust(bench: &Bench, project: &Path) {
    gleaner::session::trust::trust(&bench.path("data"), project).expect("a project");
}

/// A copy of a project that may be written to.
fn copy(name: &str, to: &Path) {
    let from = released(&format!("{name}.gleaner"));
    for entry in walkdir::WalkDir::new(&from) {
        let entry = entry.expect("readable");
        let to = to.join(entry.path().strip_prefix(&from).expect("inside"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(to).expect("made");
        } else {
            fs::copy(entry.path(), to).expect("copied");
        }
    }
}

/// Every call of the list answers as it did.
fn answers_are_as_before(bench: &Bench, name: &str, project: &Path) {
    let golden = fs::read_to_string(released(&format!("{name}.json"))).expect("what was answered");
    let golden: Vec<Value> = serde_json::from_str(&golden).expect("JSON");
    let mut wrong = Vec::new();
    for entry in &golden {
        let words = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let file = bench.path("exported");
        let args: Vec<String> = entry["args"].as_array().expect("arguments").iter().map(words).collect();
        let real = args.iter().map(|arg| match arg.as_str() {
            "PROJECT" => text(project),
            "OUT" => text(&file),
            other => other,
        });
        let called = bench.call(&real.collect::<Vec<_>>());
        let call = args.join(" ");
        if Some(i64::from(called.code)) != entry["code"].as_i64() {
            wrong.push(format!("{call}: ended with {}: {}", called.code, called.err));
            continue;
        }
        if entry["code"] != 0 {
            continue;
        }
        let mut differ = |at: &str, before: &Value, now: &Value| {
            let is_explained = SINCE.iter().any(|since| since.explains(&args[0], at, before, now))
                || is_reworded(&args[0], at, before, now)
                || is_about_sureness(&args[0], at, before, now);
            if !is_explained {
                wrong.push(format!("{call}: {at}: was {before}, is {now}"));
            }
        };
        if let Some(before) = entry.get("json") {
            let said = Called { out: called.out.replace(text(project), "PROJECT"), ..called };
            let now = if args.contains(&"history".to_owned()) { main_line(&said.json()) } else { said.json() };
            let before = if name == "labelled" { &with_what_it_found_of_owls(before) } else { before };
            compare(before, &now, "", &mut differ);
        } else {
            let now = fs::read_to_string(&file).expect("an export");
            fs::remove_file(&file).expect("removed");
            let before = words(&entry["file"]);
            compare_lines(&before, &now, &mut differ);
        }
    }
    assert!(wrong.is_empty(), "{name}:\n{}", wrong.join("\n"));
}

/// What was said of an image of "labelled", where the result's own cluster 3 is called by the class that is made of it: programs of before
/// called it so only if most of its images were in the class. Of equal probabilities those of lower ids come first.
fn with_what_it_found_of_owls(said: &Value) -> Value {
    let mut said = said.clone();
    if let Some(Value::Array(all)) = said.get_mut("probabilities") {
        for entry in all.iter_mut().filter(|entry| entry["name"] == "refine's own 3") {
            entry["cluster"] = Value::from(4);
            entry["name"] = Value::from("Owls");
        }
        let probability = |entry: &Value| entry["probability"].as_f64().unwrap_or_default();
        all.sort_by(|a, b| {
            probability(b).total_cmp(&probability(a)).then(a["cluster"].as_u64().cmp(&b["cluster"].as_u64()))
        });
    }
    said
}

/// A history without the changes that an edit after an undo set aside: programs of before did not list them, and counted those
/// that were left.
fn main_line(history: &Value) -> Value {
    let left = history.as_array().into_iter().flatten().filter(|change| change["set_aside"] != true);
    let counted = left.zip(1..).map(|(change, n)| {
        let mut change = change.clone();
        change["n"] = Value::from(n);
        change
    });
    counted.collect()
}

/// Calls `differ` for each value that is gone or another one; new keys are fine.
fn compare(before: &Value, now: &Value, at: &str, differ: &mut impl FnMut(&str, &Value, &Value)) {
    match (before, now) {
        (Value::Object(before), Value::Object(now)) => {
            for (key, value) in before {
                compare(value, now.get(key).unwrap_or(&Value::Null), &format!("{at}/{key}"), differ);
            }
        }
        (Value::Array(before), Value::Array(now)) if before.len() == now.len() => {
            for (n, (before, now)) in before.iter().zip(now).enumerate() {
                compare(before, now, &format!("{at}/{n}"), differ);
            }
        }
        (Value::Number(a), Value::Number(b)) if is_near(a.as_f64(), b.as_f64()) => (),
        _ if before == now => (),
        _ => differ(at, before, now),
    }
}

/// What is computed from rows may differ in its last digits from machine to machine.
fn is_near(a: Option<f64>, b: Option<f64>) -> bool {
    a.zip(b).is_some_and(|(a, b)| (a - b).abs() <= 1e-5 * a.abs().max(1.0))
}

fn compare_lines(before: &str, now: &str, differ: &mut impl FnMut(&str, &Value, &Value)) {
    let (before, now): (Vec<&str>, Vec<&str>) = (before.lines().collect(), now.lines().collect());
    for n in 0..before.len().max(now.len()) {
        let line = |lines: &[&str]| lines.get(n).map_or(Value::Null, |line| Value::from(*line));
        let (before, now) = (line(&before), line(&now));
        if before != now {
            differ(&format!("/{n}"), &before, &now);
        }
    }
}

impl Since {
    fn explains(&self, command: &str, at: &str, before: &Value, now: &Value) -> bool {
        let (parts, own): (Vec<_>, Vec<_>) = (self.at.split('/').collect(), at.split('/').collect());
        let is_place =
            parts.len() == own.len() && parts.iter().zip(&own).all(|(part, own)| *part == "*" || part == own);
        command == self.command && is_place && (before, now) == (&Value::from(self.before), &Value::from(self.now))
    }
}

/// The bytes of everything in a project, by path, but for what remembers the last export, which each export writes. What
/// SQLite leaves beside a database for others who read is empty.
fn contents(project: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let files = walkdir::WalkDir::new(project).sort_by_file_name().into_iter().map(|entry| entry.expect("readable"));
    let is_empty = |entry: &walkdir::DirEntry| entry.metadata().is_ok_and(|file| file.len() == 0);
    let is_shared = |entry: &walkdir::DirEntry| entry.path().to_string_lossy().ends_with("-shm");
    let is_export = |entry: &walkdir::DirEntry| entry.file_name() == "exported.json";
    let is_kept = |entry: &walkdir::DirEntry| !is_shared(entry) && !is_empty(entry) && !is_export(entry);
    let files = files.filter(|entry| entry.file_type().is_file() && is_kept(entry));
    files.map(|entry| (entry.path().to_owned(), fs::read(entry.path()).expect("read"))).collect()
}

#[test]
fn what_an_earlier_program_said_holds() {
    for name in NAMES {
        let bench = Bench::new(1);
        copy(name, &bench.project());
        trust(&bench, &bench.project());
        let before = contents(&bench.project());
        answers_are_as_before(&bench, name, &bench.project());
        assert!(before == contents(&bench.project()), "{name}: who looks changes nothing");
    }
}

#[test]
fn clusters_are_known_by_their_images_where_the_file_that_told_them_was_torn() {
    let bench = Bench::new(1);
    let clusters = |name: &str, base: Option<&str>| {
        let project = bench.path(name);
        copy("labelled", &project);
        trust(&bench, &project);
        if let Some(base) = base {
            fs::write(project.join("runs/2/base"), base).expect("written");
        }
        for run in ["1", "2"] {
            bench.call(&["edit", text(&project), "adopt", run]).done();
        }
        bench.call(&["clusters", text(&project), "--json"]).done().json()
    };
    let whole = clusters("whole.gleaner", None);
    assert!(whole.to_string().contains("Erste"), "{whole}");
    assert_eq!(clusters("empty.gleaner", Some("")), whole);
    assert_eq!(clusters("cut.gleaner", Some("7 x")), whole);
}

#[test]
fn a_project_of_an_earlier_program_that_can_not_be_written_is_read() {
    for name in NAMES {
        let bench = Bench::new(1);
        let project = bench.project();
        copy(name, &project);
        trust(&bench, &project);
        // Who may do everything writes to any directory: a directory in the place of the file that SQLite shares stops
        // SQLite as a drive would.
        let _ = fs::remove_file(project.join("project.db-shm"));
        fs::create_dir(project.join("project.db-shm")).expect("made");
        let set_mode = |writable: bool| set_mode(&project, writable);
        set_mode(false);
        answers_are_as_before(&bench, name, &project);
        set_mode(true);
    }
}

#[cfg(unix)]
fn set_mode(project: &Path, is_writable: bool) {
    use std::os::unix::fs::PermissionsExt;
    let (dir, file) = if is_writable { (0o755, 0o644) } else { (0o555, 0o444) };
    for entry in walkdir::WalkDir::new(project).contents_first(!is_writable) {
        let entry = entry.expect("readable");
        let mode = if entry.file_type().is_dir() { dir } else { file };
        fs::set_permissions(entry.path(), fs::Permissions::from_mode(mode)).expect("set");
    }
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: bool) {}

#[test]
fn a_project_of_an_earlier_program_says_the_same_when_it_is_one_of_today() {
    for name in NAMES {
        let bench = Bench::new(1);
        copy(name, &bench.project());
        trust(&bench, &bench.project());
        // Any writer brings the tables up to date.
        for step in ["undo", "redo"] {
            bench.call(&["edit", text(&bench.project()), step]).done();
        }
        answers_are_as_before(&bench, name, &bench.project());
    }
}
