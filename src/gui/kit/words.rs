//! Numbers, times and counts as people read them. Nothing here draws or knows a project.

use crate::session::protocol::{SkipKind, SkippedFile};
use crate::strings::say;
pub use crate::strings::{ago, duration};
pub use crate::text::{number, percent};
use std::cmp::Reverse;

/// "1 image", "3,781 images".
#[must_use]
pub fn images(n: usize) -> String {
    say!("count-images", n = n)
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
        return say!("kit-skipped-none").to_owned();
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
    say!("kit-skipped", n = n, all = n + n_images, kinds = parts.join(", "))
}

/// "7 are not images".
fn skip_kind(kind: SkipKind, n: usize) -> String {
    match kind {
        SkipKind::NotAnImage => say!("kit-skip-no-image", n = n),
        SkipKind::Damaged => say!("kit-skip-damaged", n = n),
        SkipKind::TooLarge => say!("kit-skip-large", n = n),
        SkipKind::Empty => say!("kit-skip-empty", n = n),
        SkipKind::Unreadable => say!("kit-skip-unreadable", n = n),
        SkipKind::BrokenLink => say!("kit-skip-link", n = n),
        SkipKind::NotAFile => say!("kit-skip-no-file", n = n),
        SkipKind::EndedProgram => say!("kit-skip-ended", n = n),
        SkipKind::Cancelled => say!("kit-skip-cancelled", n = n),
    }
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
