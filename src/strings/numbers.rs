//! Numbers, shares, lengths of time and lists as people read them, in the language of this thread: one wording for the
//! window, the command line, exports and reports.
//!
//! Nothing here knows what is counted.

use super::{catalogue, say};
use fluent_bundle::types::FluentNumber;

/// Thousands apart: "3,781".
#[must_use]
pub fn number(n: usize) -> String {
    grouped(&n.to_string())
}

fn grouped(digits: &str) -> String {
    if digits.len() <= 3 {
        return digits.to_owned();
    }
    let mark = catalogue::plain("number-thousands");
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push_str(mark);
        }
        out.push(digit);
    }
    out
}

/// A number inside a string of the files.
pub fn fluent(number: &FluentNumber) -> String {
    let text = number.as_string();
    let (sign, text) = text.strip_prefix('-').map_or(("", &*text), |text| ("-", text));
    match text.split_once('.') {
        Some((whole, part)) => format!("{sign}{}{}{part}", grouped(whole), catalogue::plain("number-decimal")),
        None => format!("{sign}{}", grouped(text)),
    }
}

/// A number with so many digits after the point: "0.800".
#[must_use]
pub fn decimal(number: f64, digits: usize) -> String {
    let text = format!("{number:.digits$}");
    match text.split_once('.') {
        Some((whole, part)) => format!("{whole}{}{part}", catalogue::plain("number-decimal")),
        None => text,
    }
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
        rounded if rounded >= 100.0 && share < ALL => say!("share-over", share = signed(99.0)),
        rounded if rounded <= 0.0 && share > NONE => say!("share-under", share = signed(1.0)),
        // Not "-0": the mean of nothing has a sign.
        rounded => signed(rounded + 0.0),
    }
}

fn signed(percents: f64) -> String {
    format!("{percents:.0}{}", catalogue::plain("share-sign"))
}

/// As [`percent`] where there is little room: "1 %" to "99 %" for what is neither nothing nor all.
#[must_use]
pub fn short_percent(share: impl Into<f64>) -> String {
    let share = share.into();
    let rounded = (100.0 * share).round();
    let rounded = if share > NONE && share < ALL { rounded.clamp(1.0, 99.0) } else { rounded };
    signed(rounded + 0.0)
}

/// "a", "a and b", "a, b and c"; empty for nothing.
#[must_use]
pub fn join<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [start @ .., last] => {
            let start: Vec<&str> = start.iter().map(AsRef::as_ref).collect();
            say!("list-last", before = start.join(catalogue::plain("list-separator")), last = last.as_ref())
        }
    }
}

/// A length of time, rounded as one would say it: "about 40 s", "about 12 min", "about 3 h 20 min", "about 2 days".
#[must_use]
pub fn about(secs: f64) -> String {
    say!("time-about", time = duration(secs))
}

/// As [`about`], without the word.
#[must_use]
pub fn duration(secs: f64) -> String {
    let secs = if secs.is_finite() { secs.max(0.0) } else { return say!("time-unknown").to_owned() };
    if secs < 10.0 {
        return say!("time-seconds", n = secs.ceil().max(1.0) as u64);
    }
    if secs < 55.0 {
        return say!("time-seconds", n = ((secs / 5.0).round() * 5.0) as u64);
    }
    let minutes = (secs / 60.0).round().max(1.0) as u64;
    match minutes {
        0..60 => say!("time-minutes", n = minutes),
        60..2880 => {
            let step = if minutes < 600 { 10 } else { 60 };
            let minutes = (minutes + step / 2) / step * step;
            match (minutes / 60, minutes % 60) {
                (h, 0) => say!("time-hours", n = h),
                (h, m) => say!("time-hours-minutes", hours = h, minutes = m),
            }
        }
        _ => say!("time-days", n = minutes.saturating_add(720) / 1440),
    }
}

/// How long ago something was, both in unix seconds: "just now", "5 min ago", "3 days ago".
#[must_use]
pub fn ago(then: i64, now: i64) -> String {
    let secs = now.saturating_sub(then).max(0);
    match secs {
        0..60 => say!("ago-now").to_owned(),
        60..3600 => say!("ago-minutes", n = secs / 60),
        3600..86_400 => say!("ago-hours", n = secs / 3600),
        86_400..172_800 => say!("ago-yesterday").to_owned(),
        _ => say!("ago-days", n = secs / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strings::{Language, speak};

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
    fn durations_are_rounded_as_one_would_say_them() {
        let cases = [
            (0.2, "1 s"),
            (41.0, "40 s"),
            (57.0, "1 min"),
            (200.0, "3 min"),
            (3599.0, "1 h"),
            (12_000.0, "3 h 20 min"),
            (90_000.0, "25 h"),
            (200_000.0, "2 days"),
        ];
        for (secs, expected) in cases {
            assert_eq!(duration(secs), expected, "{secs}");
        }
        assert_eq!(about(41.0), "about 40 s");
    }

    #[test]
    fn times_ago() {
        let cases =
            [(30, "just now"), (300, "5 min ago"), (7200, "2 h ago"), (90_000, "yesterday"), (864_000, "10 days ago")];
        for (secs, expected) in cases {
            assert_eq!(ago(1_000_000, 1_000_000 + secs), expected);
        }
    }

    #[test]
    fn other_languages_have_their_own_signs() {
        speak(Language::German);
        assert_eq!(
            (number(12_345), percent(0.57), percent(0.999)),
            ("12.345".into(), "57 %".into(), "\u{fc}ber 99 %".into())
        );
        assert_eq!(fluent(&FluentNumber::from(-1234.5)), "-1.234,5");
        assert_eq!([decimal(0.8, 3), decimal(2.0, 0), decimal(f64::NAN, 1)], ["0,800", "2", "NaN"]);
        assert_eq!(join(&["a", "b", "c"]), "a, b und c");
        speak(Language::Chinese);
        assert_eq!((percent(0.57), duration(41.0)), ("57%".into(), "40 \u{79d2}".into()));
    }
}
