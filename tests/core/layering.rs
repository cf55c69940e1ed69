//! Who may import whom, as the library's first page says: read from the sources.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What each module may use of this crate; itself is always allowed.
const MAY_USE: [(&str, &[&str]); 21] = [
    ("ids", &[]),
    ("memory", &[]),
    ("input", &["strings"]),
    ("timing", &[]),
    ("stage", &["strings"]),
    ("text", &["strings"]),
    ("strings", &[]),
    ("named", &["strings"]),
    ("room", &["strings", "text"]),
    ("control", &["stage", "strings"]),
    ("linalg", &["control"]),
    ("dataset", &["ids", "input", "memory", "room", "stage", "strings", "text", "control", "linalg"]),
    (
        "learning",
        &["ids", "input", "memory", "room", "stage", "strings", "text", "named", "control", "linalg", "dataset"],
    ),
    (
        "features",
        &["ids", "input", "room", "stage", "strings", "text", "named", "control", "linalg", "dataset", "learning"],
    ),
    (
        "clustering",
        &[
            "ids", "input", "room", "timing", "stage", "strings", "text", "named", "control", "linalg", "dataset",
            "learning", "features",
        ],
    ),
    ("curation", &["ids", "input", "stage", "strings", "text", "control"]),
    ("store", &["ids", "input", "room", "stage", "strings", "text", "control", "dataset", "clustering", "curation"]),
    (
        "interchange",
        &["ids", "input", "room", "stage", "strings", "text", "control", "dataset", "clustering", "curation"],
    ),
    (
        "session",
        &[
            "ids",
            "input",
            "memory",
            "room",
            "timing",
            "stage",
            "strings",
            "text",
            "control",
            "dataset",
            "learning",
            "features",
            "clustering",
            "curation",
            "store",
            "interchange",
        ],
    ),
    ("cli", &["ids", "input", "room", "stage", "strings", "text", "control", "session", "gui"]),
    ("gui", &["ids", "input", "memory", "stage", "strings", "text", "control", "session"]),
];

/// Crates that belong to some modules alone.
const OWNED_CRATES: [(&str, &[&str]); 12] = [
    ("egui", &["gui"]),
    ("eframe", &["gui"]),
    ("egui_wgpu", &["gui"]),
    ("egui_plot", &["gui"]),
    ("rfd", &["gui"]),
    ("wgpu", &["gui"]),
    ("rusqlite", &["store"]),
    // The network belongs to what downloads weights for whoever asks for them; nobody opens a line of his own.
    ("ureq", &["features"]),
    ("hf_hub", &["features"]),
    ("net", &[]),
    ("candle_core", &["learning", "features", "clustering"]),
    ("candle_nn", &["learning", "features", "clustering"]),
];

fn sources() -> BTreeMap<PathBuf, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = walkdir::WalkDir::new(&root).into_iter().map(|entry| entry.expect("readable").into_path());
    let rust = files.filter(|path| path.extension().is_some_and(|x| x == "rs"));
    rust.map(|path| {
        let text = std::fs::read_to_string(&path).expect("text");
        (path.strip_prefix(&root).expect("inside").to_owned(), text)
    })
    .collect()
}

/// The module of a file under src: its first folder, or its own name.
fn module(path: &Path) -> String {
    let first = path.components().next().expect("not empty").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// The code of a file: comment lines are prose and may name anything.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines()).filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// The modules of this crate that a line names: `crate::x` and `crate::{x::.., y::..}`.
fn used_modules(line: &str) -> Vec<String> {
    let mut used = Vec::new();
    for (start, _) in line.match_indices("crate::") {
        if line[..start].ends_with('$') {
            continue;
        }
        let rest = &line[start + 7..];
        let name =
            |text: &str| text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        match rest.strip_prefix('{') {
            Some(group) => used.extend(group.split(',').map(name).filter(|n| !n.is_empty())),
            None => used.push(name(rest)),
        }
    }
    used
}

#[test]
fn modules_import_only_what_lies_below_them() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let module = module(&path);
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == module) else {
            assert!(
                ["lib", "main"].contains(&module.as_str()),
                "{} is no module that the layering knows",
                path.display()
            );
            continue;
        };
        for (number, line) in code(&text) {
            for used in used_modules(line) {
                let is_module = MAY_USE.iter().any(|(name, _)| *name == used);
                if is_module && used != module && !allowed.contains(&used.as_str()) {
                    wrong.push(format!("{}:{number}: {module} uses {used}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn crates_stay_in_the_modules_that_own_them() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let module = module(&path);
        for (number, line) in code(&text) {
            for (name, owners) in OWNED_CRATES {
                let is_used = line.match_indices(&format!("{name}::")).any(|(at, _)| {
                    let before = line[..at].chars().next_back();
                    before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':')
                });
                if is_used && !owners.contains(&module.as_str()) {
                    wrong.push(format!("{}:{number}: {module} uses {name}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn unsafe_code_stays_in_the_kernels() {
    for (path, text) in sources() {
        if path.starts_with("learning/kernels/cpu") || path.starts_with("linalg") {
            continue;
        }
        for (number, line) in code(&text) {
            // The word of a page's rules for its own style and script.
            let line = line.replace("unsafe-inline", "");
            let is_unsafe = line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == "unsafe");
            assert!(!is_unsafe, "{}:{number}: {line}", path.display());
        }
    }
}

#[test]
fn no_file_is_longer_than_600_lines_and_each_says_what_it_is() {
    for (path, text) in sources() {
        assert!(text.lines().count() <= 600, "{} has {} lines", path.display(), text.lines().count());
        assert!(text.starts_with("//!"), "{} does not say what it does", path.display());
    }
}
