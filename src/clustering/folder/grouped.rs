//! One image for each group of near-duplicates, and results of those images for all of them (METHOD 8).
//!
//! A burst of twenty would fill its own neighbour lists and count twenty times. A run therefore sees one image a group and
//! every member gets what that one got. Which images are duplicates is `duplicates`' to say.

use crate::clustering::neighbors::Neighbors;

/// Images that stand for groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grouping {
    /// Positions of those that stand for a group (or for themselves), ascending.
    pub representatives: Vec<u32>,
    /// Where in `representatives` the one of each image is.
    slots: Vec<u32>,
}

impl Grouping {
    /// From the representative of each image, by position; a representative stands for itself.
    ///
    /// # Panics
    /// If a representative does not.
    #[must_use]
    pub fn new(representative_of: &[u32]) -> Self {
        let stands = |(i, rep): (u32, &u32)| (*rep == i).then_some(i);
        let representatives: Vec<u32> = (0..).zip(representative_of).filter_map(stands).collect();
        let slot = |rep: &u32| representatives.binary_search(rep).expect("a representative stands for itself") as u32;
        let slots = representative_of.iter().map(slot).collect();
        Self { representatives, slots }
    }

    /// Every image for itself.
    #[must_use]
    pub fn alone(n: usize) -> Self {
        let all: Vec<u32> = (0..n as u32).collect();
        Self { representatives: all.clone(), slots: all }
    }

    /// Images in all.
    #[must_use]
    pub fn n(&self) -> usize {
        self.slots.len()
    }

    /// Images that stand for themselves alone or for a group.
    #[must_use]
    pub fn n_representatives(&self) -> usize {
        self.representatives.len()
    }

    /// Whether no image stands for another.
    #[must_use]
    pub fn is_trivial(&self) -> bool {
        self.representatives.len() == self.slots.len()
    }

    /// Rows (n, d) of all images to those (m, d) of representatives.
    #[must_use]
    pub fn pick<T: Copy>(&self, rows: &[T], d: usize) -> Vec<T> {
        gather(rows, d, &self.representatives)
    }

    /// Rows (m, d) of representatives to those (n, d) of all images.
    #[must_use]
    pub fn spread<T: Copy>(&self, rows: &[T], d: usize) -> Vec<T> {
        gather(rows, d, &self.slots)
    }

    /// Lists among representatives to lists of all images, whose neighbours are representatives.
    #[must_use]
    pub fn spread_neighbors(&self, of: &Neighbors) -> Neighbors {
        let ids: Vec<u32> = of.ids.iter().map(|&slot| self.representatives[slot as usize]).collect();
        Neighbors { n: self.n(), k: of.k, ids: self.spread(&ids, of.k), similarity: self.spread(&of.similarity, of.k) }
    }

    /// What [`Grouping::spread_neighbors`] was given.
    #[must_use]
    pub fn pick_neighbors(&self, of: &Neighbors) -> Neighbors {
        let ids: Vec<u32> = of.ids.iter().map(|&image| self.slots[image as usize]).collect();
        Neighbors {
            n: self.n_representatives(),
            k: of.k,
            ids: self.pick(&ids, of.k),
            similarity: self.pick(&of.similarity, of.k),
        }
    }
}

fn gather<T: Copy>(rows: &[T], d: usize, at: &[u32]) -> Vec<T> {
    at.iter().flat_map(|&i| &rows[i as usize * d..(i as usize + 1) * d]).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_get_what_their_representative_got() {
        let grouping = Grouping::new(&[0, 1, 0, 3, 1, 0]);
        assert_eq!((grouping.n(), grouping.n_representatives(), grouping.is_trivial()), (6, 3, false));
        assert_eq!(grouping.representatives, [0, 1, 3]);
        let rows = [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 5.5];
        let picked = grouping.pick(&rows, 2);
        assert_eq!(picked, [0.0, 0.5, 1.0, 1.5, 3.0, 3.5]);
        assert_eq!(grouping.spread(&[7, 8, 9], 1), [7, 8, 7, 9, 8, 7]);
        assert_eq!(grouping.pick(&grouping.spread(&picked, 2), 2), picked);
    }

    #[test]
    fn neighbours_go_there_and_back() {
        let grouping = Grouping::new(&[0, 1, 0, 3, 1, 0]);
        let lists =
            Neighbors { n: 3, k: 2, ids: vec![1, 2, 2, 0, 0, 1], similarity: vec![0.9, 0.1, 0.8, 0.2, 0.7, 0.3] };
        let spread = grouping.spread_neighbors(&lists);
        assert_eq!((spread.n, spread.of(2), spread.of(4)), (6, &[1, 3][..], &[3, 0][..]));
        assert_eq!(grouping.pick_neighbors(&spread), lists);
    }

    #[test]
    fn alone_changes_nothing() {
        let grouping = Grouping::alone(3);
        assert!(grouping.is_trivial());
        assert_eq!(grouping, Grouping::new(&[0, 1, 2]));
        assert_eq!(grouping.spread(&[1, 2, 3], 1), [1, 2, 3]);
        assert!(Grouping::alone(0).pick::<f32>(&[], 4).is_empty());
    }
}
