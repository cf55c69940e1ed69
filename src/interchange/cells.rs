//! Cells of tables that a spreadsheet would compute instead of show: `=HYPERLINK(..)`, `@SUM(..)`. They are written with a `'`
//! before them, and read without it.
//!
//! It knows no table. What other programs read for themselves can have every cell as it is.

use std::borrow::Cow;

/// How tables of labels are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableForm {
    /// Names and paths as they are, also where a spreadsheet would compute them.
    pub is_raw: bool,
    /// Begin with the mark by which spreadsheets know UTF-8.
    pub has_mark: bool,
}

/// The mark: U+FEFF in UTF-8.
pub const MARK: &[u8] = "\u{feff}".as_bytes();

/// What stands before a cell that would be computed.
const GUARD: char = '\'';

/// Whether a spreadsheet would compute the text: it begins with a sign of a formula, be it after spaces, quotes or characters that
/// are not seen, and is no number.
#[must_use]
pub fn is_formula(text: &str) -> bool {
    let shown = text.trim_start_matches(is_passed);
    let before = &text[..text.len() - shown.len()];
    before.contains(['\t', '\r', '\n'])
        || (shown.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) && shown.trim_end().parse::<f64>().is_err())
}

/// A character that programs pass over before they look for a formula.
fn is_passed(c: char) -> bool {
    const QUOTES: [char; 11] = ['\'', '"', '`', '´', '‘', '’', '“', '”', '„', '＇', '＂'];
    c.is_whitespace()
        || c.is_control()
        || QUOTES.contains(&c)
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The text as it is written, so that it is shown.
#[must_use]
pub fn guarded(text: &str) -> Cow<'_, str> {
    if is_formula(text) { format!("{GUARD}{text}").into() } else { text.into() }
}

/// What [`guarded`] was given.
#[must_use]
pub fn unguarded(mut cell: String) -> String {
    if cell.strip_prefix(GUARD).is_some_and(is_formula) {
        cell.remove(0);
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_told_from_names() {
        for text in [
            "=HYPERLINK(\"http://x\",\"y\")",
            "@SUM(1)",
            "+1+cmd|' /C calc'!A0",
            "-2+3",
            "\tx",
            "\r=1",
            " =1",
            "'=1",
            "\"=1\"",
            "“@x",
            "＝1+1",
            "＠x",
            "\u{200b}=1",
            "\u{feff}=1",
            "-a/b.jpg",
        ] {
            assert!(is_formula(text), "{text:?}");
            assert_eq!(unguarded(guarded(text).into_owned()), text);
        }
        for text in ["cats", "-5", "+1.5", "-1e3", "a=b", "a\tb", "", "'quoted'", "5-3", "日本", "'-5"] {
            assert!(!is_formula(text), "{text:?}");
            assert_eq!(guarded(text), text);
        }
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in "['\"=+@ -]{0,3}\\PC{0,4}") {
            prop_assert_eq!(unguarded(guarded(&text).into_owned()), text.clone());
            prop_assert!(!is_formula(&text) || guarded(&text).starts_with('\''));
        }
    }
}
