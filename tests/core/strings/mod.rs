//! The files of strings against the code and against each other: every key that is used is there, none is there for
//! nothing, arguments agree, and other languages have what English has. And the window's code holds no words of its own.

mod german;
mod lexer;
mod words;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use lexer::{Piece, files, is, pieces};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Keys that say the same in another language, though they hold words.
const SAME: [(&str, &[&str]); 2] = [
    (
        "de",
        &[
            "bar-tab-export",
            "bar-search-only-where",
            "sure-in-group",
            "export-format",
            "discover-start",
            "time-minutes",
            "time-hours",
            "time-hours-minutes",
        ],
    ),
    ("zh-Hans", &[]),
];
/// Names that are the same in every language.
const NAMES: [&str; 22] = [
    "SCAN",
    "SimCLR",
    "DCL",
    "TEMI",
    "TURTLE",
    "MB",
    "kB",
    "GB",
    "CSV",
    "JSON",
    "Gleaner",
    "EXIF",
    "Esc",
    "Ctrl",
    "Tab",
    "Enter",
    "V",
    "CPU",
    "k-means",
    "Consensus",
    "s",
    "x",
];

/// A string: what is to be put into it, its words, and all of it to be compared.
#[derive(Default)]
struct Text {
    args: BTreeSet<String>,
    words: String,
    whole: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_of(language: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("assets/strings").join(language)).expect("a folder");
    let mut all: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    all.sort();
    all
}

fn read_pattern(pattern: &Pattern<&str>, text: &mut Text) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => {
                text.words.push_str(value);
                text.words.push(' ');
            }
            PatternElement::Placeable { expression } => read_expression(expression, text),
        }
    }
}

fn read_expression(expression: &Expression<&str>, text: &mut Text) {
    let inline = match expression {
        Expression::Inline(inline) => inline,
        Expression::Select { selector, variants } => {
            for variant in variants {
                read_pattern(&variant.value, text);
            }
            selector
        }
    };
    match inline {
        InlineExpression::VariableReference { id } => _ = text.args.insert(id.name.to_owned()),
        InlineExpression::StringLiteral { value } => text.words.push_str(value),
        InlineExpression::Placeable { expression } => read_expression(expression, text),
        InlineExpression::NumberLiteral { .. } => (),
        other => panic!("{other:?}: only arguments are put into strings"),
    }
}

/// The strings of a file, by key.
fn strings_of(file: &Path) -> BTreeMap<String, Text> {
    let source = fs::read_to_string(file).expect("a file of strings");
    let resource =
        parser::parse(source.as_str()).unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", file.display()));
    let mut all = BTreeMap::new();
    let mut add = |key: String, pattern: &Pattern<&str>| {
        let mut text = Text { whole: format!("{pattern:?}"), ..Text::default() };
        read_pattern(pattern, &mut text);
        assert!(all.insert(key.clone(), text).is_none(), "{key} stands twice");
    };
    for entry in &resource.body {
        let Entry::Message(message) = entry else { continue };
        if let Some(value) = &message.value {
            add(message.id.name.to_owned(), value);
        }
        for attribute in &message.attributes {
            add(format!("{}.{}", message.id.name, attribute.id.name), &attribute.value);
        }
    }
    all
}

fn all_of(language: &str) -> BTreeMap<String, Text> {
    let mut all = BTreeMap::new();
    for file in files_of(language) {
        for (key, text) in strings_of(&file) {
            assert!(all.insert(key.clone(), text).is_none(), "{key} stands in two files");
        }
    }
    all
}

/// A key in the code: where, and with which arguments.
struct Use {
    key: String,
    args: BTreeSet<String>,
    place: String,
}

/// What `say!` and `told!` ask for, and every string of the code that may be a key.
fn uses() -> (Vec<Use>, BTreeSet<String>) {
    let (mut uses, mut texts) = (Vec::new(), BTreeSet::new());
    for file in files(&root().join("src")) {
        let code = pieces(&fs::read_to_string(&file).expect("code"));
        for (at, (piece, line)) in code.iter().enumerate() {
            let Piece::Text(key) = piece else { continue };
            texts.insert(key.clone());
            let before = |n: usize, text: &str| at >= n && is(&code[at - n].0, text);
            if !(before(1, "(") && before(2, "!") && (before(3, "say") || before(3, "told"))) {
                continue;
            }
            let (mut args, mut depth) = (BTreeSet::new(), 1);
            for i in at + 1..code.len() {
                match &code[i].0 {
                    Piece::Sign('(' | '[' | '{') => depth += 1,
                    Piece::Sign(')' | ']' | '}') => depth -= 1,
                    Piece::Word(name) if depth == 1 && is(&code[i - 1].0, ",") && is(&code[i + 1].0, "=") => {
                        args.insert(name.clone());
                    }
                    _ => (),
                }
                if depth == 0 {
                    break;
                }
            }
            let place = format!("{}:{line}", file.strip_prefix(root()).unwrap_or(&file).display());
            uses.push(Use { key: key.clone(), args, place });
        }
    }
    (uses, texts)
}

/// Names of the commands of the window, from their table.
fn commands() -> Vec<String> {
    let table = fs::read_to_string(root().join("src/gui/command/table.rs")).expect("the table of commands");
    let rows = table.split("commands! {").nth(1).expect("rows").lines().take_while(|line| *line != "}");
    let name = |row: &str| row.strip_prefix("    ")?.split_once(" = ").map(|(name, _)| name.to_owned());
    rows.filter_map(name).filter(|name| name.chars().all(char::is_alphanumeric)).collect()
}

#[test]
fn every_key_of_the_code_is_there_with_its_arguments_and_none_is_there_for_nothing() {
    let english = all_of("en");
    let (uses, texts) = uses();
    assert!(uses.len() > 500, "{}", uses.len());
    let mut faults = Vec::new();
    for Use { key, args, place } in &uses {
        match english.get(key) {
            None => faults.push(format!("{place}: no string {key}")),
            Some(text) if text.args != *args => {
                faults.push(format!("{place}: {key} is given {args:?} and takes {:?}", text.args));
            }
            Some(_) => (),
        }
    }
    let commands = commands();
    let asked: BTreeSet<String> = commands.iter().map(|name| format!("command-{name}")).collect();
    for name in &asked {
        let missing = [name.clone(), format!("{name}.tip")].into_iter().filter(|key| !english.contains_key(key));
        faults.extend(missing.map(|key| format!("no string {key}")));
    }
    for (key, text) in &english {
        let id = key.split('.').next().unwrap_or_default();
        if id.starts_with("command-") {
            if !asked.contains(id) || !text.args.is_empty() {
                faults.push(format!("{key} is of no command"));
            }
        } else if !texts.contains(key) {
            faults.push(format!("{key} is not used"));
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn other_languages_have_what_english_has() {
    let mut faults = Vec::new();
    for (language, same) in SAME {
        for file in files_of("en") {
            let name = file.file_name().expect("a name");
            let other = strings_of(&root().join("assets/strings").join(language).join(name));
            let place = format!("{language}/{}", name.display());
            let english = strings_of(&file);
            for (key, text) in &english {
                match other.get(key) {
                    None => faults.push(format!("{place}: no {key}")),
                    Some(told) if told.args != text.args => {
                        faults.push(format!("{place}: {key} takes {:?} instead of {:?}", told.args, text.args));
                    }
                    Some(told) => {
                        let mut words = told.words.split(|c: char| !c.is_alphanumeric() && c != '-');
                        let is_name = words.all(|word| word.is_empty() || is_number(word) || NAMES.contains(&word));
                        if told.whole == text.whole && !is_name && !same.contains(&key.as_str()) {
                            faults.push(format!("{place}: {key} is English"));
                        }
                    }
                }
            }
            faults.extend(other.keys().filter(|key| !english.contains_key(*key)).map(|key| format!("{place}: {key}?")));
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn is_number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit() || c == '-')
}
