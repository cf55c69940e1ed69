//! Words to name clusters with: a list that comes with the program, or a person's own.

use std::collections::HashSet;
use std::path::Path;

const SHIPPED: &str = include_str!("../../../assets/words.txt");

/// No list of words is longer.
const MOST_BYTES: u64 = 64 << 20;

/// The longest word of a list, in characters: what is longer is no word, and the file perhaps no list.
const LONGEST: usize = 100;

/// English nouns for what pictures show, one or two words each.
#[must_use]
pub fn shipped() -> Vec<String> {
    parse(SHIPPED)
}

/// A person's own list: UTF-8, a word or a few a line. Empty lines, lines that begin with `#`, and repetitions are left
/// out.
///
/// # Errors
/// In words: it can not be read, is no list, or is empty.
pub fn read(path: &Path) -> Result<Vec<String>, String> {
    let bytes = crate::input::read(path, MOST_BYTES).map_err(|e| format!("{}: {e}", path.display()))?;
    let text = std::str::from_utf8(&bytes).map_err(|_| format!("{} is no text in UTF-8", path.display()))?;
    let words = parse(text.trim_start_matches('\u{feff}'));
    if let Some(long) = words.iter().find(|word| word.chars().count() > LONGEST) {
        let begin: String = long.chars().take(30).collect();
        return Err(format!("{} is no list of words, one a line: \"{begin}...\"", path.display()));
    }
    if words.is_empty() { Err(format!("there are no words in {}", path.display())) } else { Ok(words) }
}

fn parse(text: &str) -> Vec<String> {
    let mut known = HashSet::new();
    let words = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    words.filter(|word| known.insert(*word)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_list_is_plain_and_without_repetition() {
        let words = shipped();
        assert!(words.len() > 1000, "{}", words.len());
        let n_lines = SHIPPED.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).count();
        assert_eq!(words.len(), n_lines, "a word is there twice");
        for word in &words {
            let is_plain = word.chars().all(|c| c.is_alphanumeric() || " -'".contains(c));
            assert!(is_plain && word.split(' ').count() <= 3, "{word}");
        }
    }

    #[test]
    fn lists_of_ones_own_are_read_or_refused() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("words.txt");
        assert!(read(&path).is_err());
        for (bytes, refused) in [(&b"\xff\xfe"[..], "UTF-8"), (b"# none\n\n", "no words"), (&[b'x'; 200], "no list")] {
            std::fs::write(&path, bytes).expect("written");
            let words = read(&path).expect_err("no list");
            assert!(words.contains(refused), "{words}");
        }
        std::fs::write(&path, "\u{feff}Zebra\r\n\n# comment\ngnu \nZebra\n\u{7f8a}").expect("written");
        assert_eq!(read(&path).expect("a list"), ["Zebra", "gnu", "\u{7f8a}"]);
    }
}
