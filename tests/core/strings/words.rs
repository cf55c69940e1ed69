//! The window says nothing that does not stand in a file of strings: its code holds no sentences.

use super::lexer::{Piece, files, is, pieces};
use super::root;
use std::fs;
use std::path::PathBuf;

/// Macros and functions whose words nobody reads but who works on the program.
const FOR_MAKERS: [&str; 16] = [
    "expect",
    "panic",
    "unreachable",
    "assert",
    "assert_eq",
    "assert_ne",
    "debug_assert",
    "error",
    "warn",
    "info",
    "debug",
    "trace",
    "unique",
    "from_id_salt",
    "id_salt",
    "concat",
];
/// Names of things in egui's memory and of fonts, commands for a terminal, a term of the filter, a script of the system.
const EXCEPTIONS: [&str; 26] = [
    "said beside buttons",
    "body of a dialog",
    "messages went",
    "height of the answers",
    "the answers have another height",
    "cell of the sheet",
    "top bar",
    "job bar",
    "below the pictures",
    "thumbnail instances",
    "Inter SemiBold",
    "messages grew",
    "a slot is asked for with the picture's size",
    "on run words\\ndisplay notification (item 2 of words) with title (item 1 of words)\\nend run",
    "review beside",
    "review below",
    "one of two",
    "stages of run",
    "all settings of run",
    "cluster sizes",
    "gleaner doctor {project} --repair",
    "gleaner doctor {project} --restore {newest}",
    "gleaner compact {project}",
    "as found",
    "{}: it is there now",
    "{}: this number is its key",
];
/// Files and folders of the engine that tell people something in the window.
const TELLING: [&str; 25] = [
    "src/clustering/judge/choice",
    "src/clustering/judge/keep.rs",
    "src/clustering/pipeline",
    "src/clustering/settings/check.rs",
    "src/dataset",
    "src/features/backbone/error.rs",
    "src/features/hub/mod.rs",
    "src/features/source.rs",
    "src/interchange/atomic.rs",
    "src/interchange/folders.rs",
    "src/interchange/labels_in.rs",
    "src/interchange/mod.rs",
    "src/interchange/place.rs",
    "src/interchange/provenance.rs",
    "src/interchange/table.rs",
    "src/session/engine",
    "src/session/insight/labelling.rs",
    "src/session/insight/names.rs",
    "src/session/insight/reader",
    "src/session/insight/search",
    "src/session/insight/search.rs",
    "src/session/project",
    "src/session/worker",
    "src/stage.rs",
    "src/store/error.rs",
];
/// Ends of what such files hold beside it: marks in words of others, names of files, what a project or an export keeps, and
/// formats, which the window has words of its own for.
const NOT_TOLD: [&str; 10] = [
    "\"end of\"",
    "\"Sample photos\"",
    "under the name of a photo.\\\\n\"",
    "\"system volume information\"",
    "\"Class folders\"",
    "\"One folder a group, as training programs read them.\"",
    "\" (os error \"",
    "threads\"",
    "machine labels\"",
    "labels with confidence from {}\"",
];
/// What the terminal is told where no window can be shown.
const TERMINAL: &str = "src/gui/mod.rs";

/// Whether a string holds two words that a person would read.
fn is_sentence(text: &str) -> bool {
    let is_word = |word: &str| {
        let word = word.trim_matches(|c: char| ".,:;!?()\u{2026}".contains(c));
        word.len() > 1 && word.chars().all(char::is_alphabetic)
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(2).any(|pair| is_word(pair[0]) && is_word(pair[1])) && text.chars().any(char::is_lowercase)
}

#[test]
fn errors_hold_no_words() {
    let mut found = Vec::new();
    for file in files(&root().join("src")) {
        let code = pieces(&fs::read_to_string(&file).expect("code"));
        for at in 4..code.len() {
            let (Piece::Text(text), line) = &code[at] else { continue };
            let is_error = ["#", "[", "error", "("].iter().zip(at - 4..).all(|(text, at)| is(&code[at].0, text));
            // What stands in brackets is put in.
            let words = text.split('{').map(|part| part.split_once('}').map_or(part, |(_, after)| after));
            if is_error && words.collect::<String>().contains(char::is_alphabetic) {
                found.push(format!("{}:{line}: {text:?}", file.strip_prefix(root()).unwrap_or(&file).display()));
            }
        }
    }
    assert!(found.is_empty(), "{} errors with words of their own:\n{}", found.len(), found.join("\n"));
}

#[test]
fn the_windows_code_holds_no_sentences() {
    let found = sentences(&files(&root().join("src/gui")));
    assert!(found.is_empty(), "{} strings of their own:\n{}", found.len(), found.join("\n"));
}

#[test]
fn what_the_engine_tells_people_holds_no_sentences() {
    let below = |room: &&str| {
        let path = root().join(room);
        if path.is_dir() { files(&path) } else { vec![path] }
    };
    let rooms: Vec<_> = TELLING.iter().flat_map(below).collect();
    let found: Vec<String> =
        sentences(&rooms).into_iter().filter(|found| !NOT_TOLD.iter().any(|text| found.ends_with(text))).collect();
    assert!(found.is_empty(), "{} strings of their own:\n{}", found.len(), found.join("\n"));
}

/// Where and which.
fn sentences(files: &[PathBuf]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        let code = pieces(&fs::read_to_string(file).expect("code"));
        // The name before each bracket that is open.
        let mut open: Vec<String> = Vec::new();
        let mut is_attribute = false;
        for (at, (piece, line)) in code.iter().enumerate() {
            match piece {
                Piece::Sign('(' | '[' | '{') => {
                    let before = at.checked_sub(1).map(|i| &code[i].0);
                    let at_name =
                        if before.is_some_and(|piece| is(piece, "!")) { at.checked_sub(2) } else { at.checked_sub(1) };
                    let name = match at_name.map(|i| &code[i].0) {
                        Some(Piece::Word(name)) => name.clone(),
                        Some(Piece::Sign(sign)) => sign.to_string(),
                        _ => String::new(),
                    };
                    is_attribute |= name == "#";
                    open.push(name);
                }
                Piece::Sign(')' | ']' | '}') if open.pop().as_deref() == Some("#") => {
                    is_attribute = false;
                }
                Piece::Text(text) if is_sentence(text) && !is_attribute && !EXCEPTIONS.contains(&text.as_str()) => {
                    // The nearest call alone: what is formatted in it belongs to it.
                    let is_for_makers = open.iter().rev().take(2).any(|name| FOR_MAKERS.contains(&name.as_str()));
                    let place = file.strip_prefix(root()).unwrap_or(file).display().to_string();
                    if !is_for_makers && place != TERMINAL {
                        found.push(format!("{place}:{line}: {text:?}"));
                    }
                }
                _ => (),
            }
        }
    }
    found
}
