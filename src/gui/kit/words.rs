//! Numbers, times and counts as people read them. Nothing here draws or knows a project.

use crate::session::protocol::{SkipKind, SkippedFile};
pub use crate::text::{counted, number, percent};
use std::cmp::Reverse;

/// "1 image", "3,781 images".
#[must_use]
pub fn images(n: usize) -> String {
    counted(n, "image", "images")
}

/// "1 cluster", "12 clusters".
#[must_use]
pub fn clusters(n: usize) -> String {
    counted(n, "cluster", "clusters")
}

/// A length of time, rounded as one would say it: "about 40 s", "about 12 min", "about 3 h 20 min", "about 2 days".
#[must_use]
pub fn about(secs: f64) -> String {
    format!("about {}", duration(secs))
}

/// As [`about`], without the word.
#[must_use]
pub fn duration(secs: f64) -> String {
    let secs = if secs.is_finite() { secs.max(0.0) } else { return "an unknown time".into() };
    if secs < 10.0 {
        return format!("{:.0} s", secs.ceil().max(1.0));
    }
    if secs < 55.0 {
        return format!("{:.0} s", (secs / 5.0).round() * 5.0);
    }
    let minutes = (secs / 60.0).round().max(1.0) as u64;
    match minutes {
        0..60 => format!("{minutes} min"),
        60..2880 => {
            let step = if minutes < 600 { 10 } else { 60 };
            let minutes = (minutes + step / 2) / step * step;
            match (minutes / 60, minutes % 60) {
                (h, 0) => format!("{h} h"),
                (h, m) => format!("{h} h {m} min"),
            }
        }
        _ => format!("{} days", (minutes + 720) / 1440),
    }
}

/// How long ago something was, both in unix seconds: "just now", "5 min ago", "3 days ago".
#[must_use]
pub fn ago(then: i64, now: i64) -> String {
    let secs = now.saturating_sub(then).max(0);
    match secs {
        0..60 => "just now".into(),
        60..3600 => format!("{} min ago", secs / 60),
        3600..86_400 => format!("{} h ago", secs / 3600),
        86_400..172_800 => "yesterday".into(),
        _ => format!("{} days ago", secs / 86_400),
    }
}

/// Unix seconds now.
#[must_use]
pub fn unix_now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |d| i64::try_from(d.as_secs()).unwrap_or(i64::MAX))
}

/// "12 of 3,793 files were skipped: 7 are not images, 4 are damaged, 1 is too large."
#[must_use]
pub fn skipped(skipped: &[SkippedFile], n_images: usize) -> String {
    let n = skipped.len();
    if n == 0 {
        return "No file was skipped.".into();
    }
    let mut kinds: Vec<(SkipKind, usize)> = Vec::new();
    for file in skipped {
        match kinds.iter_mut().find(|(kind, _)| *kind == file.kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((file.kind, 1)),
        }
    }
    kinds.sort_by_key(|(kind, count)| (Reverse(*count), kind.key()));
    let parts: Vec<String> = kinds.iter().map(|(kind, count)| skip_kind(*kind, *count)).collect();
    let were = if n == 1 { "was" } else { "were" };
    format!("{} of {} {were} skipped: {}.", number(n), counted(n + n_images, "file", "files"), parts.join(", "))
}

/// "7 are not images".
fn skip_kind(kind: SkipKind, n: usize) -> String {
    let (one, many) = match kind {
        SkipKind::NotAnImage => ("is no image", "are not images"),
        SkipKind::Damaged => ("is damaged", "are damaged"),
        SkipKind::TooLarge => ("is too large", "are too large"),
        SkipKind::Empty => ("is empty", "are empty"),
        SkipKind::Unreadable => ("can not be read", "can not be read"),
        SkipKind::BrokenLink => ("is a broken link", "are broken links"),
        SkipKind::NotAFile => ("is no file", "are not files"),
        SkipKind::Cancelled => ("was not read to the end", "were not read to the end"),
    };
    counted(n, one, many)
}

/// Whether `text` contains `needle`, ignoring case.
#[must_use]
pub fn contains_ignoring_case(text: &str, needle: &str) -> bool {
    needle.is_empty() || text.to_lowercase().contains(&needle.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn skipped_files_are_counted_by_kind() {
        let file = |kind| SkippedFile { path: "a".into(), reason: "b".into(), kind };
        let mut files: Vec<_> = (0..7).map(|_| file(SkipKind::NotAnImage)).collect();
        files.extend((0..4).map(|_| file(SkipKind::Damaged)));
        files.push(file(SkipKind::TooLarge));
        assert_eq!(
            skipped(&files, 3781),
            "12 of 3,793 files were skipped: 7 are not images, 4 are damaged, 1 is too large."
        );
        assert_eq!(skipped(&files[11..], 9), "1 of 10 files was skipped: 1 is too large.");
    }
}
