//! Words, strings and signs of Rust code, without comments and without what is compiled for tests alone. It knows no
//! grammar.

use std::path::{Path, PathBuf};

/// A piece of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A name, a keyword, a number.
    Word(String),
    /// A string, as it stands between its quotes.
    Text(String),
    /// Any other letter but spaces.
    Sign(char),
}

/// A piece and the line that it stands on.
pub type Placed = (Piece, usize);

/// The pieces of a file's code.
pub fn pieces(code: &str) -> Vec<Placed> {
    let letters: Vec<char> = code.chars().collect();
    let (mut all, mut at, mut line) = (Vec::new(), 0, 1);
    let next = |at: usize| letters.get(at).copied().unwrap_or('\n');
    while at < letters.len() {
        let begun = line;
        match letters[at] {
            '\n' => (at, line) = (at + 1, line + 1),
            c if c.is_whitespace() => at += 1,
            '/' if next(at + 1) == '/' => {
                while at < letters.len() && letters[at] != '\n' {
                    at += 1;
                }
            }
            '/' if next(at + 1) == '*' => {
                while at < letters.len() && !(letters[at] == '*' && next(at + 1) == '/') {
                    line += usize::from(letters[at] == '\n');
                    at += 1;
                }
                at += 2;
            }
            'r' if next(at + 1) == '"' || (next(at + 1) == '#' && matches!(next(at + 2), '"' | '#')) => {
                let n_marks = letters[at + 1..].iter().take_while(|c| **c == '#').count();
                let start = at + 2 + n_marks;
                let is_end = |at: usize| next(at) == '"' && (1..=n_marks).all(|i| next(at + i) == '#');
                at = (start..letters.len()).find(|at| is_end(*at)).unwrap_or(letters.len());
                let text: String = letters[start..at].iter().collect();
                line += text.matches('\n').count();
                all.push((Piece::Text(text), begun));
                at += 1 + n_marks;
            }
            '"' => {
                let mut text = String::new();
                at += 1;
                while at < letters.len() && letters[at] != '"' {
                    line += usize::from(letters[at] == '\n');
                    if letters[at] == '\\' {
                        text.push(letters[at]);
                        at += 1;
                        line += usize::from(next(at) == '\n');
                    }
                    text.push(next(at));
                    at += 1;
                }
                all.push((Piece::Text(text), begun));
                at += 1;
            }
            // A letter in quotes; else the name of a lifetime begins.
            '\'' if next(at + 1) == '\\' => {
                at += 3;
                while at < letters.len() && letters[at] != '\'' {
                    at += 1;
                }
                at += 1;
            }
            '\'' if next(at + 2) == '\'' => at += 3,
            c if c.is_alphanumeric() || c == '_' => {
                let start = at;
                while next(at).is_alphanumeric() || next(at) == '_' {
                    at += 1;
                }
                all.push((Piece::Word(letters[start..at].iter().collect()), begun));
            }
            c => {
                all.push((Piece::Sign(c), begun));
                at += 1;
            }
        }
    }
    without_tests(&all)
}

/// Leaves out each item after `#[cfg(test)]`.
fn without_tests(all: &[Placed]) -> Vec<Placed> {
    let mark = ["#", "[", "cfg", "(", "test", ")", "]"];
    let is_mark = |at: usize| (0..mark.len()).all(|i| all.get(at + i).is_some_and(|(piece, _)| is(piece, mark[i])));
    let (mut left, mut at) = (Vec::new(), 0);
    while at < all.len() {
        if !is_mark(at) {
            left.push(all[at].clone());
            at += 1;
            continue;
        }
        let mut depth = 0;
        while at < all.len() {
            let piece = &all[at].0;
            at += 1;
            match piece {
                Piece::Sign('{') => depth += 1,
                Piece::Sign('}') if depth == 1 => break,
                Piece::Sign('}') => depth -= 1,
                Piece::Sign(';') if depth == 0 => break,
                _ => (),
            }
        }
    }
    left
}

/// Whether a piece is this word or sign.
pub fn is(piece: &Piece, text: &str) -> bool {
    match piece {
        Piece::Word(word) => word == text,
        Piece::Sign(sign) => text.len() == sign.len_utf8() && text.starts_with(*sign),
        Piece::Text(_) => false,
    }
}

/// All Rust files below a folder, but for those of tests.
pub fn files(below: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(below).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if entry.is_dir() && name != "tests" {
            all.extend(files(&entry));
        } else if entry.extension().is_some_and(|x| x == "rs") && name != "tests.rs" {
            all.push(entry);
        }
    }
    all.sort();
    all
}

#[test]
fn code_comes_apart() {
    let code = "// \"no\"\nsay!(\"a \\\"b\", n = 'x'); fn f<'a>(s: &'a str) { r#\"c\"d\"# }\n#[cfg(test)]\nmod tests { \"no\" }\nend";
    let texts = |pieces: &[Placed]| {
        let text = |(piece, line): &Placed| match piece {
            Piece::Text(text) => Some((text.clone(), *line)),
            _ => None,
        };
        pieces.iter().filter_map(text).collect::<Vec<_>>()
    };
    let pieces = pieces(code);
    assert_eq!(texts(&pieces), [("a \\\"b".to_owned(), 2), ("c\"d".to_owned(), 2)]);
    assert_eq!(pieces.last(), Some(&(Piece::Word("end".into()), 5)));
}
