//! In which order images are shown: by how sure the machine is, by name as people count, by date, by size, shuffled. Which
//! images they are is not decided here.

use crate::gui::frame::{Shown, Sort, ViewState};
use crate::session::protocol::{ImageTable, JobKind, Snapshot};
use std::cmp::{Ordering, Reverse};
use std::sync::Arc;

/// Places of images by name, made once for an image table: comparing names takes longer than sorting numbers.
#[derive(Default)]
pub struct Names {
    images: Arc<ImageTable>,
    /// By row of the table.
    ranks: Vec<u32>,
}

impl Names {
    fn ranks(&mut self, images: &Arc<ImageTable>) -> &[u32] {
        if !Arc::ptr_eq(&self.images, images) || self.ranks.len() != images.rows.len() {
            let mut rows: Vec<u32> = (0..images.rows.len() as u32).collect();
            rows.sort_by(|a, b| natural(&images.rows[*a as usize].path, &images.rows[*b as usize].path));
            self.ranks = vec![0; rows.len()];
            for (rank, row) in (0u32..).zip(rows) {
                self.ranks[row as usize] = rank;
            }
            self.images = Arc::clone(images);
        }
        &self.ranks
    }
}

/// The order that can be had of the one that was chosen: without groups nothing is sure, and images are in the order of their
/// names; None is the order of the table, which costs nothing while it grows.
fn possible(snapshot: &Snapshot, state: &ViewState) -> Option<Sort> {
    let is_growing = snapshot.job.as_ref().is_some_and(|job| job.kind == JobKind::Import);
    let has_order = !snapshot.clusters.is_empty() || state.shown.has_own_order();
    match state.sort {
        Sort::MostConfident | Sort::LeastConfident if !has_order && !matches!(state.shown, Shown::Provisional(_)) => {
            (!is_growing).then_some(Sort::Path)
        }
        Sort::Oldest | Sort::Newest if state.dates.is_none() => Some(Sort::Path),
        sort => Some(sort),
    }
}

/// Puts rows of the image table, which come in the order of what is shown, into the order that was chosen.
pub fn arrange(rows: &mut [u32], snapshot: &Snapshot, state: &ViewState, names: &mut Names) {
    let Some(sort) = possible(snapshot, state) else { return };
    let confidence = |row: &u32| snapshot.labels.get(*row as usize).map_or(0.0, |label| label.confidence);
    let n_pixels = |row: &u32| {
        let image = &snapshot.images.rows[*row as usize];
        u64::from(image.width) * u64::from(image.height)
    };
    match (state.shown, sort) {
        // Members come surest (or most typical) first already.
        (Shown::Cluster(_) | Shown::Provisional(_), Sort::MostConfident) => {}
        (Shown::Provisional(_), Sort::LeastConfident) => rows.reverse(),
        (_, Sort::Path) => {
            let ranks = names.ranks(&snapshot.images);
            rows.sort_unstable_by_key(|row| ranks[*row as usize]);
        }
        (_, Sort::Oldest | Sort::Newest) => {
            let ranks = names.ranks(&snapshot.images);
            let taken = |row: &u32| state.dates.as_ref()?.taken(snapshot.images.rows[*row as usize].id);
            rows.sort_by_cached_key(|row| {
                let taken = taken(row);
                // What nobody dated comes last either way.
                let (first, last) = match sort {
                    Sort::Newest => (None, taken.map(Reverse)),
                    _ => (taken, None),
                };
                (taken.is_none(), first, last, ranks[*row as usize])
            });
        }
        (_, Sort::MostTypical | Sort::LeastTypical) => rows.sort_by(|a, b| {
            let share = |row: &u32| state.quality.agreement(*row as usize);
            by_share(share(a), share(b), sort == Sort::MostTypical).then(a.cmp(b))
        }),
        (_, Sort::Largest) => rows.sort_by_key(|row| (Reverse(n_pixels(row)), *row)),
        (_, Sort::Smallest) => rows.sort_by_key(|row| (n_pixels(row), *row)),
        (_, Sort::Random) => {
            rows.sort_by_cached_key(|row| (shuffled(state.seed, snapshot.images.rows[*row as usize].id.0), *row));
        }
        (shown, Sort::MostConfident) if shown.has_own_order() => {}
        (shown, Sort::LeastConfident) if shown.has_own_order() => rows.reverse(),
        // Stable, so that equal ones stay in the order of their paths.
        (_, Sort::MostConfident) => rows.sort_by(|a, b| confidence(b).total_cmp(&confidence(a))),
        (_, Sort::LeastConfident) => rows.sort_by(|a, b| confidence(a).total_cmp(&confidence(b))),
    }
}

/// Greatest (or smallest) first; what nobody knows comes last either way.
fn by_share(a: Option<f32>, b: Option<f32>, is_greatest_first: bool) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if is_greatest_first => b.total_cmp(&a),
        (Some(a), Some(b)) => a.total_cmp(&b),
        _ => b.is_some().cmp(&a.is_some()),
    }
}

/// A number that looks random and is the same for the same image and seed (splitmix64).
fn shuffled(seed: u64, image: u32) -> u64 {
    let mut x = (seed << 32 ^ u64::from(image)).wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ x >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ x >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ x >> 31
}

/// Compares paths as people do: folder by folder, numbers by their value, letters without regard to case. What is equal then
/// is compared as it is written, so that two paths are equal only if they are the same.
pub fn natural(a: &str, b: &str) -> Ordering {
    let mut folders = (a.split('/'), b.split('/'));
    loop {
        let order = match (folders.0.next(), folders.1.next()) {
            (Some(a), Some(b)) => natural_name(a, b),
            (None, None) => return a.cmp(b),
            (a, b) => a.is_some().cmp(&b.is_some()),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

fn natural_name(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let (Some(x), Some(y)) = (a.chars().next(), b.chars().next()) else {
            return b.is_empty().cmp(&a.is_empty());
        };
        if x.is_ascii_digit() && y.is_ascii_digit() {
            let (left, rest_of_a) = digits(a);
            let (right, rest_of_b) = digits(b);
            let by_value = left.len().cmp(&right.len()).then_with(|| left.cmp(right));
            if by_value != Ordering::Equal {
                return by_value;
            }
            (a, b) = (rest_of_a, rest_of_b);
            continue;
        }
        if x != y {
            let order = x.to_lowercase().cmp(y.to_lowercase());
            if order != Ordering::Equal {
                return order;
            }
        }
        (a, b) = (&a[x.len_utf8()..], &b[y.len_utf8()..]);
    }
}

/// The digits that a text begins with, without leading zeros, and the rest.
fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (text[..end].trim_start_matches('0'), &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_ordered_as_people_count() {
        let ordered = [
            "a/9.jpg",
            "a/10.jpg",
            "a/b/1.jpg",
            "a b/1.jpg",
            "IMG_2.jpg",
            "img_002a.jpg",
            "IMG_10.jpg",
            "img_010.jpg",
            "img_11.jpg",
            "\u{c4}pfel 2.jpg",
            "\u{e4}pfel 12.jpg",
            "\u{732b}9.jpg",
            "\u{732b}10.jpg",
        ];
        let mut names = ordered;
        names.reverse();
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ordered);
        assert_eq!(natural("x99999999999999999999999999", "x100000000000000000000000000"), Ordering::Less);
    }

    #[test]
    fn what_nobody_knows_comes_last() {
        let mut shares = [None, Some(0.2), Some(1.0), None, Some(0.0)];
        shares.sort_by(|a, b| by_share(*a, *b, true));
        assert_eq!(shares, [Some(1.0), Some(0.2), Some(0.0), None, None]);
        shares.sort_by(|a, b| by_share(*a, *b, false));
        assert_eq!(shares, [Some(0.0), Some(0.2), Some(1.0), None, None]);
    }

    proptest! {
        #[test]
        fn the_order_of_names_is_an_order(a in "[a-cA-C0-3/\u{e4}]{0,8}", b in "[a-cA-C0-3/\u{e4}]{0,8}", c in "[a-cA-C0-3/\u{e4}]{0,8}") {
            prop_assert_eq!(natural(&a, &b), natural(&b, &a).reverse());
            prop_assert_eq!(natural(&a, &b) == Ordering::Equal, a == b);
            if natural(&a, &b) != Ordering::Greater && natural(&b, &c) != Ordering::Greater {
                prop_assert_ne!(natural(&a, &c), Ordering::Greater);
            }
        }
    }
}
