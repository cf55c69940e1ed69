//! What the built-in network's classifier says of images, in words: 1,000 classes, the kinds that they are of, and the words
//! that people use for them.
//!
//! Of each image the [`N_KEPT`] likeliest classes are kept, as [`top`] makes the row. [`things`] knows what the classes are
//! called, [`naming`] which of the names tell of a cluster, [`asking`] which classes somebody's words mean. It runs no
//! network and keeps no file.

pub mod asking;
pub mod naming;
pub mod things;

use std::cmp::Ordering;

/// Classes of the classifier.
pub const N_CLASSES: usize = 1000;

/// Classes that are kept of each image.
pub const N_KEPT: usize = 10;

/// Numbers of a kept row.
pub const ROW: usize = 2 * N_KEPT;

/// Under which key rows are kept.
pub const KEY: &str = "builtin-2-classes";

/// The row of an image: its likeliest classes, likeliest first, then their probabilities. All class numbers are exact in half
/// precision.
///
/// # Panics
/// If there are not as many probabilities as classes.
#[must_use]
pub fn top(probabilities: &[f32]) -> [f32; ROW] {
    assert_eq!(probabilities.len(), N_CLASSES, "one probability a class");
    let mut order: Vec<usize> = (0..N_CLASSES).collect();
    let likelier =
        |a: &usize, b: &usize| -> Ordering { probabilities[*b].total_cmp(&probabilities[*a]).then(a.cmp(b)) };
    order.select_nth_unstable_by(N_KEPT, likelier);
    order.truncate(N_KEPT);
    order.sort_unstable_by(likelier);
    let mut row = [0.0; ROW];
    for (at, class) in order.into_iter().enumerate() {
        (row[at], row[N_KEPT + at]) = (class as f32, probabilities[class]);
    }
    row
}

/// A row as it was kept.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'a>(&'a [f32]);

impl<'a> Kept<'a> {
    /// None if it is no such row.
    #[must_use]
    pub fn new(row: &'a [f32]) -> Option<Self> {
        (row.len() == ROW).then_some(Self(row))
    }

    /// (class, probability), likeliest first. What is no class or no probability is left out.
    pub fn classes(self) -> impl Iterator<Item = (usize, f32)> + 'a {
        let (classes, probabilities) = self.0.split_at(N_KEPT);
        let is_whole = |(class, probability): &(usize, f32)| *class < N_CLASSES && (0.0..=1.01).contains(probability);
        classes.iter().zip(probabilities).map(|(class, probability)| (*class as usize, *probability)).filter(is_whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use half::f16;

    #[test]
    fn the_likeliest_classes_are_kept_and_read_again() {
        let mut probabilities = vec![0.0; N_CLASSES];
        for (at, class) in [999, 0, 733, 12, 13, 14, 15, 16, 17, 18, 19, 20].into_iter().enumerate() {
            probabilities[class] = 0.25 / (at + 1) as f32;
        }
        let row = top(&probabilities).map(|x| f16::from_f32(x).to_f32());
        let kept: Vec<(usize, f32)> = Kept::new(&row).expect("a row").classes().collect();
        let classes: Vec<usize> = kept.iter().map(|(class, _)| *class).collect();
        assert_eq!(classes, [999, 0, 733, 12, 13, 14, 15, 16, 17, 18]);
        assert!((kept[0].1 - 0.25).abs() < 1e-4 && (kept[9].1 - 0.025).abs() < 1e-4, "{kept:?}");
    }

    #[test]
    fn what_is_no_row_is_none_and_damage_is_left_out() {
        assert!(Kept::new(&[0.0; ROW - 1]).is_none());
        let mut row = [0.0; ROW];
        (row[0], row[N_KEPT]) = (1000.0, 0.5);
        (row[1], row[N_KEPT + 1]) = (5.0, f32::NAN);
        (row[2], row[N_KEPT + 2]) = (7.0, 0.5);
        let kept: Vec<(usize, f32)> = Kept::new(&row).expect("a row").classes().filter(|kept| kept.1 > 0.0).collect();
        assert_eq!(kept, [(7, 0.5)]);
    }
}
