//! Numbers, shares, lists and names as people read them: one wording for the window, the command line, exports and reports.
//!
//! Nothing here knows what is counted.

pub use crate::strings::{join, number, percent, short_percent};
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

/// What a group is called while nobody has named it: "Group 7".
#[must_use]
pub fn group(number: u32) -> String {
    format!("Group {number}")
}

/// "12.3 MB".
#[must_use]
pub fn megabytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

/// Seconds since 1970 as "2026-07-27", in UTC (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
#[must_use]
pub fn day(unix_secs: i64) -> String {
    let shifted = unix_secs.div_euclid(86_400) + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The form in which names are compared: equal for names that people take for the same, whatever their capitals, their
/// spaces and their Unicode form.
#[must_use]
pub fn same_name(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let lower = words.join(" ").nfkc().collect::<String>().to_lowercase();
    lower.nfkc().collect::<String>().trim().to_owned()
}

/// A name with the least number that makes another one of it: "forest (2)", or "forest (3)" where that is taken.
pub fn numbered(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let name = name.trim();
    let is_number = |number: &&str| number.strip_suffix(')').is_some_and(|n| n.parse::<u32>().is_ok());
    let bare = name.rsplit_once(" (").filter(|(_, end)| is_number(end)).map_or(name, |(bare, _)| bare);
    let mut n = 2;
    loop {
        let free = format!("{bare} ({n})");
        if !is_taken(&free) {
            return free;
        }
        n += 1;
    }
}

/// How names of pictures end.
const PICTURES: [&str; 23] = [
    "jpg", "jpeg", "jpe", "jfif", "png", "webp", "bmp", "gif", "tif", "tiff", "heic", "heif", "avif", "dng", "nef",
    "cr2", "cr3", "arw", "orf", "rw2", "raf", "pef", "srw",
];

/// Whether a file is a picture by its name alone, as other programs take it by: a look inside would wait for the disk.
#[must_use]
pub fn has_picture_ending(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    PICTURES.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// A number with its noun: "1 image", "3,781 images".
#[must_use]
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// A number with so many digits after the point; one that rounds to zero has no minus before it.
#[must_use]
pub fn decimal(value: impl Into<f64>, digits: usize) -> String {
    let text = format!("{:.digits$}", value.into());
    match text.strip_prefix('-') {
        Some(zero) if zero.bytes().all(|byte| matches!(byte, b'0' | b'.')) => zero.to_owned(),
        _ => text,
    }
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
    fn no_zero_is_negative() {
        let told = [(-0.001, 2), (-0.0, 0), (-0.4, 0), (-0.006, 2), (0.0, 3), (-1.5, 1)].map(|(x, n)| decimal(x, n));
        assert_eq!(told, ["0.00", "0", "0", "-0.01", "0.000", "-1.5"]);
        assert_eq!(decimal(-0.000_1_f32, 3), "0.000");
    }

    #[test]
    fn names_are_the_same_whatever_their_capitals_spaces_and_form() {
        for (a, b) in
            [("Forest", " forest"), ("a  b", "A\tB"), ("\u{e9}t\u{e9}", "E\u{301}TE\u{301}"), ("\u{fb01}n", "Fin")]
        {
            assert_eq!(same_name(a), same_name(b), "{a} {b}");
        }
        for (a, b) in [("a/b", "a:b"), ("ab", "a b"), ("1", "01"), ("e", "\u{e9}")] {
            assert_ne!(same_name(a), same_name(b), "{a} {b}");
        }
    }

    #[test]
    fn a_taken_name_gets_the_least_number() {
        let taken = ["forest", "forest (2)", "forest (4)"];
        let free = |name| numbered(name, |name| taken.contains(&name));
        assert_eq!([free("forest"), free("forest (2)")], ["forest (3)", "forest (3)"]);
        assert_eq!([free(" sea "), free("sea (big)")], ["sea (2)", "sea (big) (2)"]);
    }

    #[test]
    fn pictures_are_told_from_folders_and_programs_by_their_ending() {
        for (path, expected) in [
            ("a/b.JPG", true),
            ("a.heic", true),
            ("photos", false),
            ("p.gleaner", false),
            (".jpg", false),
            ("holiday.jpg.cmd", false),
            ("holiday.exe", false),
        ] {
            assert_eq!(has_picture_ending(Path::new(path)), expected, "{path}");
        }
    }

    #[test]
    fn sentences_begin_with_a_capital() {
        assert_eq!(["", "k-means", "\u{e9}t\u{e9}", "SCAN"].map(capitalised), ["", "K-means", "\u{c9}t\u{e9}", "SCAN"]);
    }
}
