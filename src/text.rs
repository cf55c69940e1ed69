//! Numbers, shares and lists as people read them: one wording for the window, the command line, exports and reports.
//!
//! Nothing here knows what is counted.

pub use crate::strings::{join, number, percent, short_percent};

/// A number with its noun: "1 image", "3,781 images".
#[must_use]
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// With a capital letter, to begin a sentence.
#[must_use]
pub fn capitalised(words: &str) -> String {
    let mut rest = words.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_single() {
        let images = |n| counted(n, "image", "images");
        assert_eq!([0, 1, 2, 1_234].map(images), ["0 images", "1 image", "2 images", "1,234 images"]);
    }

    #[test]
    fn sentences_begin_with_a_capital() {
        assert_eq!(["", "k-means", "\u{e9}t\u{e9}", "SCAN"].map(capitalised), ["", "K-means", "\u{c9}t\u{e9}", "SCAN"]);
    }
}
