//! Numbers, shares and lists as people read them: one wording for the window, the command line, exports and reports.
//!
//! Nothing here knows what is counted.

/// Thousands apart: "3,781".
#[must_use]
pub fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number with its noun: "1 image", "3,781 images".
#[must_use]
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// A share that differs from nothing or all by the last bits of a sum alone is nothing or all.
const NONE: f64 = 1e-12;
const ALL: f64 = 1.0 - NONE;

/// A share from 0 to 1 as "91 %". Never "100 %" where something is missing or "0 %" where something is there: those are
/// "over 99 %" and "under 1 %".
#[must_use]
pub fn percent(share: impl Into<f64>) -> String {
    let share = share.into();
    match (100.0 * share).round() {
        rounded if rounded >= 100.0 && share < ALL => "over 99 %".into(),
        rounded if rounded <= 0.0 && share > NONE => "under 1 %".into(),
        // Not "-0": the mean of nothing has a sign.
        rounded => format!("{:.0} %", rounded + 0.0),
    }
}

/// As [`percent`] where there is little room: "1 %" to "99 %" for what is neither nothing nor all.
#[must_use]
pub fn short_percent(share: impl Into<f64>) -> String {
    let share = share.into();
    let rounded = (100.0 * share).round();
    let rounded = if share > NONE && share < ALL { rounded.clamp(1.0, 99.0) } else { rounded };
    format!("{:.0} %", rounded + 0.0)
}

/// "a", "a and b", "a, b and c"; empty for nothing.
#[must_use]
pub fn join<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [start @ .., last] => {
            let start: Vec<&str> = start.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", start.join(", "), last.as_ref())
        }
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
    fn thousands_are_apart() {
        for (n, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (12_345, "12,345"), (3_781_000, "3,781,000")] {
            assert_eq!(number(n), text);
        }
        let long = number(usize::MAX);
        assert!(long.split(',').skip(1).all(|part| part.len() == 3), "{long}");
        assert_eq!(long.replace(',', ""), usize::MAX.to_string());
    }

    #[test]
    fn one_is_single() {
        let images = |n| counted(n, "image", "images");
        assert_eq!([0, 1, 2, 1_234].map(images), ["0 images", "1 image", "2 images", "1,234 images"]);
    }

    #[test]
    fn a_share_claims_neither_all_nor_nothing() {
        let cases = [
            (0.0, "0 %", "0 %"),
            (-0.0, "0 %", "0 %"),
            (0.0001, "under 1 %", "1 %"),
            (0.004, "under 1 %", "1 %"),
            (0.006, "1 %", "1 %"),
            (1.0 / 3.0, "33 %", "33 %"),
            (0.914, "91 %", "91 %"),
            (0.994, "99 %", "99 %"),
            (0.999, "over 99 %", "99 %"),
            (0.9999, "over 99 %", "99 %"),
            (1.0, "100 %", "100 %"),
        ];
        for (share, long, short) in cases {
            assert_eq!((percent(share).as_str(), short_percent(share).as_str()), (long, short), "{share}");
        }
        let sum: f64 = [0.1; 10].iter().sum();
        assert!(sum < 1.0 && percent(sum) == "100 %" && percent(1.0 - sum) == "0 %");
        assert_eq!([percent(0.99f32), percent(0.01f32)], ["99 %", "1 %"]);
        for n in 2..2000u32 {
            assert_ne!(percent(f64::from(n - 1) / f64::from(n)), "100 %");
            assert_ne!(percent(1.0 / f64::from(n)), "0 %");
        }
    }

    #[test]
    fn lists_end_with_and() {
        assert_eq!(join::<&str>(&[]), "");
        assert_eq!([join(&["a"]), join(&["a", "b"]), join(&["a", "b", "c"])], ["a", "a and b", "a, b and c"]);
    }

    #[test]
    fn sentences_begin_with_a_capital() {
        assert_eq!(["", "k-means", "\u{e9}t\u{e9}", "SCAN"].map(capitalised), ["", "K-means", "\u{c9}t\u{e9}", "SCAN"]);
    }
}
