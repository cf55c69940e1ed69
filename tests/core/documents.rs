//! What the documents name is there: files, and the sections of `docs/METHOD.md` that comments cite.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// All files below some folders whose names end in one of the endings.
fn files(folders: &[&str], endings: &[&str]) -> Vec<PathBuf> {
    let entries = folders.iter().flat_map(|folder| walkdir::WalkDir::new(root().join(folder)));
    let paths = entries.map(|entry| entry.expect("readable").into_path());
    paths.filter(|path| path.extension().is_some_and(|x| endings.contains(&x.to_string_lossy().as_ref()))).collect()
}

/// The paths of this project in a text: words that begin with one of its folders. A `NAME` in one stands for any.
fn named_paths(text: &str) -> impl Iterator<Item = &str> {
    let is_of_path = |c: char| c.is_ascii_alphanumeric() || "_-./".contains(c);
    let words = text.split(move |c| !is_of_path(c)).map(|word| word.trim_end_matches('.'));
    let folders = ["src/", "tests/", "benches/", "docs/", "examples/", "assets/", ".ci/", ".github/", "shaders/"];
    words.filter(move |word| folders.iter().any(|folder| word.starts_with(folder)) && !word.contains("NAME"))
}

#[test]
fn every_path_that_a_document_names_exists() {
    let mut documents = files(&["docs", ".github", "benches"], &["md"]);
    documents.extend(["README.md", "CHANGELOG.md", "src/lib.rs"].map(|name| root().join(name)));
    assert!(documents.len() > 6, "{documents:?}");
    let mut wrong = Vec::new();
    for document in documents {
        let text = read(&document);
        let missing = named_paths(&text).filter(|path| !root().join(path).exists());
        wrong.extend(missing.map(|path| format!("{} names {path}", document.display())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Number of a section, and the titles in it: its own and those of its parts.
fn sections(method: &str) -> BTreeMap<u32, Vec<&str>> {
    let mut sections = BTreeMap::<u32, Vec<&str>>::new();
    for line in method.lines() {
        if let Some((number, title)) = line.strip_prefix("## ").and_then(|heading| heading.split_once(". ")) {
            sections.insert(number.parse().expect("a number"), vec![title]);
        } else if let Some(title) = line.strip_prefix("### ") {
            sections.last_entry().expect("within a section").get_mut().push(title);
        }
    }
    sections
}

/// A file as one line, without the marks of its comments.
fn prose(text: &str) -> String {
    let lines = text.lines().map(|line| line.trim().trim_start_matches(['/', '!', '#']).trim());
    lines.collect::<Vec<_>>().join(" ")
}

/// What follows a citation: numbers with commas or "and" between them, and perhaps a title in quotes.
fn cited(rest: &str) -> (Vec<u32>, Option<&str>) {
    let mut numbers = Vec::new();
    let mut rest = rest;
    loop {
        let next = rest.trim_start_matches([',', ' ']);
        let next = next.strip_prefix("and ").unwrap_or(next);
        let digits = next.bytes().take_while(u8::is_ascii_digit).count();
        let Ok(number) = next[..digits].parse() else {
            let title = next.strip_prefix('"').and_then(|quoted| quoted.split_once('"'));
            return (numbers, title.map(|(title, _)| title));
        };
        numbers.push(number);
        rest = &next[digits..];
    }
}

#[test]
fn every_section_of_the_method_that_is_cited_exists() {
    let method = read(&root().join("docs/METHOD.md"));
    let sections = sections(&method);
    let (mut n_cited, mut wrong) = (0, Vec::new());
    for path in files(&["src", "benches", "tests"], &["rs", "md", "py"]) {
        if path.ends_with("core/documents.rs") {
            continue;
        }
        let text = prose(&read(&path));
        for (at, word) in text.match_indices("METHOD") {
            let rest = &text[at + word.len()..];
            if rest.starts_with(".md") {
                continue;
            }
            n_cited += 1;
            let (numbers, title) = cited(rest);
            let has_title = |number: &u32| title.is_none_or(|title| sections[number].contains(&title));
            let is_there = |number: &u32| sections.contains_key(number) && has_title(number);
            if numbers.is_empty() || !numbers.iter().all(is_there) {
                wrong.push(format!("{}: {:?}", path.display(), &rest[..rest.floor_char_boundary(40)]));
            }
        }
    }
    assert!(n_cited > 30, "{n_cited} citations");
    assert!(wrong.is_empty(), "no such section:\n{}", wrong.join("\n"));
}
