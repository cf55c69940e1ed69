//! Which place of the layout each image has where some images are kept together: a set that does not fit into what is left
//! of a row begins a new one. Arithmetic alone.

use std::ops::Range;

/// Places of images, in order; some places at the end of a row are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// By position of an image.
    place_of: Vec<u32>,
    /// By place; `u32::MAX` where it is empty.
    image_at: Vec<u32>,
}

impl Flow {
    /// `n` images in rows of `columns`, of which `sets` (in order, apart) are kept together.
    pub fn new(sets: &[Range<usize>], n: usize, columns: usize) -> Self {
        let mut flow = Self::default();
        let mut sets = sets.iter().peekable();
        for position in 0..n {
            if let Some(set) = sets.next_if(|set| set.start == position) {
                let used = flow.image_at.len() % columns;
                if used > 0 && used + set.len() > columns {
                    flow.image_at.resize(flow.image_at.len() + columns - used, u32::MAX);
                }
            }
            flow.place_of.push(flow.image_at.len() as u32);
            flow.image_at.push(position as u32);
        }
        flow
    }

    /// How many places there are up to the last image.
    pub fn n_places(&self) -> usize {
        self.image_at.len()
    }

    /// The place of the image at a position.
    pub fn place(&self, position: usize) -> usize {
        self.place_of[position] as usize
    }

    /// The position of the image at a place, if there is one.
    pub fn position(&self, place: usize) -> Option<usize> {
        self.image_at.get(place).filter(|position| **position != u32::MAX).map(|position| *position as usize)
    }

    /// The position of the image at a place, else of the last one before it.
    pub fn at_or_before(&self, place: usize) -> Option<usize> {
        (0..=place.min(self.n_places().checked_sub(1)?)).rev().find_map(|place| self.position(place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_set_that_does_not_fit_begins_a_row() {
        // Rows of 4: a set of 3, one of 2, one of 6, two images of none.
        let flow = Flow::new(&[0..3, 3..5, 5..11], 13, 4);
        assert_eq!((0..13).map(|i| flow.place(i)).collect::<Vec<_>>(), [0, 1, 2, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15]);
        assert_eq!((flow.position(3), flow.position(4), flow.position(99)), (None, Some(3), None));
        assert_eq!((flow.at_or_before(3), flow.at_or_before(7), flow.at_or_before(99)), (Some(2), Some(4), Some(12)));
        assert_eq!(Flow::default().at_or_before(3), None);
    }

    proptest! {
        #[test]
        fn no_set_that_fits_into_a_row_is_broken(lengths in prop::collection::vec(1usize..9, 0..20), columns in 1usize..7) {
            let mut at = 0;
            let sets: Vec<_> = lengths.iter().map(|n| { at += n; at - n..at }).collect();
            let flow = Flow::new(&sets, at, columns);
            for set in sets.iter().filter(|set| set.len() <= columns) {
                prop_assert_eq!(flow.place(set.start) / columns, flow.place(set.end - 1) / columns);
            }
            for position in 0..at {
                prop_assert_eq!(flow.position(flow.place(position)), Some(position));
            }
            prop_assert!((1..at).all(|i| flow.place(i) > flow.place(i - 1)));
        }
    }
}
