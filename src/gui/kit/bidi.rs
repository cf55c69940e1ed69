//! Puts right-to-left text (Arabic, Hebrew, ..) into the order in which it is painted, after the Unicode Bidirectional
//! Algorithm (UAX #9).
//!
//! egui's shaper joins the letters of one word and runs them right to left, but sets words, numbers and signs one after
//! the other from the left. So words stay as they are here, and what is around them changes places. It breaks no lines
//! and knows no fonts; which text it is for is decided in [`super::scripts`].

use std::borrow::Cow;
use unicode_bidi::{BidiClass, Level, ParagraphBidiInfo, bidi_class};

/// Keeps the shaper from taking two neighbours for one word: it is drawn with no width, in a font of its own.
const BREAK: char = '\u{200b}';

/// Whether some of it runs from right to left.
#[must_use]
pub fn has_rtl(text: &str) -> bool {
    // No letter that runs so has a smaller first byte: most text is told by its bytes.
    text.bytes().any(|byte| byte >= 0xd6) && text.chars().any(is_rtl)
}

/// Whether a reader of it begins at the right: its first letter with a direction decides.
#[must_use]
pub fn begins_at_the_right(text: &str) -> bool {
    let strong = |c: char| matches!(bidi_class(c), BidiClass::L | BidiClass::R | BidiClass::AL);
    text.chars().find(|&c| strong(c)).is_some_and(is_rtl)
}

/// One line of text in the order in which it is painted; `begins_at_the_right` is of the paragraph it is from. Parts of a
/// path and what stands before a file's ending are each ordered by themselves, so that folders stay left of what is in them.
#[must_use]
pub fn visual_line(line: &str, begins_at_the_right: bool) -> Cow<'_, str> {
    if !has_rtl(line) {
        return Cow::Borrowed(line);
    }
    let is_path = line.contains('/');
    let mut out = String::with_capacity(line.len() + 8);
    let mut parts = line.split('/').peekable();
    while let Some(part) = parts.next() {
        let (stem, ending) = part.split_at(part.len() - ending_len(part));
        push_ordered(&mut out, stem, if is_path { self::begins_at_the_right(stem) } else { begins_at_the_right });
        out.push_str(ending);
        if parts.peek().is_some() {
            out.push('/');
        }
    }
    Cow::Owned(out)
}

fn is_rtl(c: char) -> bool {
    // Blocks first: this is asked for each letter on screen.
    let is_block = matches!(
        c,
        '\u{590}'..='\u{8ff}' | '\u{200f}' | '\u{fb1d}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}'
    );
    is_block && matches!(bidi_class(c), BidiClass::R | BidiClass::AL)
}

/// Bytes of ".jpg" at the end of a name that has more than that, else 0.
fn ending_len(name: &str) -> usize {
    let is_ending = |ending: &str| (1..=5).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric());
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && is_ending(ending) => ending.len() + 1,
        _ => 0,
    }
}

/// Appends one isolated part in painted order.
fn push_ordered(out: &mut String, part: &str, begins_at_the_right: bool) {
    if !has_rtl(part) {
        out.push_str(part);
        return;
    }
    let level = if begins_at_the_right { Level::rtl() } else { Level::ltr() };
    let info = ParagraphBidiInfo::new(part, Some(level));
    let (levels, runs) = info.visual_runs(0..part.len());
    for run in runs {
        let text = &part[run.clone()];
        if levels[run.start].is_rtl() {
            push_rtl(out, text);
        } else {
            push_ltr(out, text);
        }
    }
}

/// Arabic digits count as Arabic letters for the shaper, which would turn a number around.
fn push_ltr(out: &mut String, text: &str) {
    push_break(out);
    for c in text.chars().filter(|c| !is_control(*c)) {
        if is_arabic_digit(c) {
            push_break(out);
        }
        out.push(c);
    }
}

/// Words from the last to the first, each as it is; signs between them mirrored.
fn push_rtl(out: &mut String, text: &str) {
    let mut pieces: Vec<&str> = Vec::new();
    let mut begin = 0;
    let mut last = None;
    for (at, c) in text.char_indices() {
        // Marks belong to the letter before them; joiners keep a word together.
        let is_mark = bidi_class(c) == BidiClass::NSM || matches!(c, '\u{200c}' | '\u{200d}' | '\u{640}');
        let kind = is_rtl(c).then_some(is_hebrew(c));
        if at > 0 && !is_mark {
            if kind.is_none() || kind != last {
                pieces.push(&text[begin..at]);
                begin = at;
            }
            last = kind;
        } else if at == 0 {
            last = kind;
        }
    }
    pieces.push(&text[begin..]);
    for piece in pieces.into_iter().rev() {
        if !piece.is_ascii() {
            push_break(out);
        }
        let is_word = piece.chars().any(is_rtl);
        for c in piece.chars().filter(|c| !is_control(*c)) {
            out.push(if is_word { c } else { mirrored(c) });
        }
    }
}

/// Only where the shaper could join: after a letter or digit of such a script.
fn push_break(out: &mut String) {
    if out.chars().next_back().is_some_and(|c| !c.is_ascii() && c != BREAK) {
        out.push(BREAK);
    }
}

fn is_arabic_digit(c: char) -> bool {
    matches!(c, '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}')
}

fn is_hebrew(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{5ff}' | '\u{fb1d}'..='\u{fb4f}')
}

/// Marks that direct the algorithm and are not drawn.
fn is_control(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The sign that opens where this one closes.
fn mirrored(c: char) -> char {
    match c {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '<' => '>',
        '>' => '<',
        '\u{ab}' => '\u{bb}',
        '\u{bb}' => '\u{ab}',
        '\u{2039}' => '\u{203a}',
        '\u{203a}' => '\u{2039}',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn visual(text: &str) -> Cow<'_, str> {
        visual_line(text, begins_at_the_right(text))
    }

    /// What is painted from left to right, as letters: the shaper turns each Hebrew or Arabic word around.
    fn painted(text: &str) -> String {
        let mut out = String::new();
        let mut word = String::new();
        for c in visual(text).chars().chain(std::iter::once(BREAK)) {
            if is_rtl(c) || bidi_class(c) == BidiClass::NSM || is_arabic_digit(c) {
                word.push(c);
                continue;
            }
            // As the shaper does.
            out.extend(word.chars().rev());
            word.clear();
            if c != BREAK {
                out.push(c);
            }
        }
        out
    }

    #[test]
    fn text_without_such_letters_is_left_alone() {
        for text in ["", "Cats", "海滩/日落 01.jpg", "plage \u{1f3d6}\u{fe0f}.jpg", "ชายหาด", "समुद्र", "Ünïcödé ÷ ÷"]
        {
            assert!(matches!(visual(text), Cow::Borrowed(same) if same == text), "{text}");
            assert!(!has_rtl(text));
        }
    }

    #[test]
    fn words_run_from_the_right() {
        let check = |text: &str, expected: &str| assert_eq!(painted(text), expected, "{text}");
        check("אב גד", "דג בא");
        check("אב 12 גד", "דג 12 בא");
        // A name in Latin letters within, and the other way round.
        check("אב Paris גד", "דג Paris בא");
        check("Paris אב גד 7", "Paris 7 דג בא");
        check("Renamed Dogs to \u{201c}אב גד\u{201d}", "Renamed Dogs to \u{201c}דג בא\u{201d}");
        // Brackets open to the other side.
        check("אב (גד)", "(דג) בא");
        check("אב-גד", "דג-בא");
    }

    #[test]
    fn numbers_run_from_the_left_in_any_digits() {
        let check = |text: &str, expected: &str| assert_eq!(painted(text), expected, "{text}");
        check("غروب ٢٣", "٢٣ بورغ");
        check("غروب٢٣", "٢٣بورغ");
        check("شب ۱۴۰۲", "۱۴۰۲ بش");
        check("אב12", "12בא");
    }

    #[test]
    fn folders_stay_left_and_endings_right() {
        let check = |text: &str, expected: &str| assert_eq!(painted(text), expected, "{text}");
        check("אב/גד 1.jpg", "בא/1 דג.jpg");
        check("2024/אב/IMG_1.jpg", "2024/בא/IMG_1.jpg");
        check("אב/", "בא/");
        check(".אב", "בא.");
        check("אב. גד", "דג .בא");
    }

    #[test]
    fn words_stay_whole_for_the_shaper() {
        assert!(visual("شاطئ جميل").contains("شاطئ"));
        // Marks stay behind their letter, joiners within their word.
        assert!(visual("مُحَمَّد ١").contains("مُحَمَّد"));
        assert!(visual("می\u{200c}خواهم ۲").contains("می\u{200c}خواهم"));
        // Signs that direct the order are no letters.
        assert_eq!(painted("\u{200f}אב\u{200f} c"), "c בא");
    }

    proptest! {
        #[test]
        fn no_letter_is_lost(text in "[a-z אבגדעشجمي٠-٣۰-۳()./\u{64b}-]{0,24}") {
            let letters = |text: &str| {
                let mut all: Vec<char> = text.chars().filter(|c| *c != BREAK).map(|c| c.min(mirrored(c))).collect();
                all.sort_unstable();
                all
            };
            prop_assert_eq!(letters(&text), letters(&visual(&text)));
        }
    }
}
