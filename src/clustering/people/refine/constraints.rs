//! What a person said, and what follows from it: it knows no rows of features.

use std::collections::{BTreeMap, BTreeSet};

/// What a person said, by row.
///
/// What follows is taken too: rows of one class share labels and rejections, and what differs from a labelled row
/// rejects that label. Contradictions: of two labels of a row the later one counts; a label beats a rejection; a chain
/// of rows of one class that has two labels spreads neither labels nor rejections; a row takes no label over that it
/// rejects itself; "of two classes" within a chain of one class is dropped; a row that rejects all classes rejects none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// (row, column): the row is of this class.
    pub labels: Vec<(u32, u32)>,
    /// (row, column): the row is not of this class.
    pub rejected: Vec<(u32, u32)>,
    /// Pairs of rows of one class.
    pub same: Vec<(u32, u32)>,
    /// Pairs of rows of two classes.
    pub different: Vec<(u32, u32)>,
}

/// Constraints with all that follows from them and without contradictions.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    /// The class of each labelled row.
    pub labels: BTreeMap<u32, u32>,
    /// (row, class), of rows without a label.
    pub rejected: BTreeSet<(u32, u32)>,
    /// Rows of one class, without a label, two and more, ascending.
    pub groups: Vec<Vec<u32>>,
    /// Pairs of rows of two classes, both without a label.
    pub different: BTreeSet<(u32, u32)>,
}

impl Resolved {
    /// What follows for `n` rows and `c` classes.
    pub(super) fn new(said: &Constraints, n: usize, c: usize) -> Self {
        let classes = said.labels.iter().chain(&said.rejected);
        assert!(classes.clone().all(|(row, class)| (*row as usize) < n && (*class as usize) < c), "rows and classes");
        let pairs = said.same.iter().chain(&said.different);
        assert!(pairs.clone().all(|(a, b)| (*a as usize) < n && (*b as usize) < n), "pairs of rows");
        let own: BTreeMap<u32, u32> = said.labels.iter().copied().collect();
        let mut rejected: BTreeSet<(u32, u32)> = said.rejected.iter().copied().collect();
        let chains = Chains::new(&said.same);
        let mut labels = own.clone();
        for members in chains.members.values() {
            if let Some(class) = only_label(members, &own) {
                let open = members.iter().filter(|row| !rejected.contains(&(**row, class)));
                open.for_each(|row| _ = labels.entry(*row).or_insert(class));
            }
        }
        let mut different = BTreeSet::new();
        for &(a, b) in said.different.iter().filter(|(a, b)| chains.first(*a) != chains.first(*b)) {
            match (labels.get(&a), labels.get(&b)) {
                (None, None) => _ = different.insert((a.min(b), a.max(b))),
                (Some(class), None) => _ = rejected.insert((b, *class)),
                (None, Some(class)) => _ = rejected.insert((a, *class)),
                (Some(_), Some(_)) => (),
            }
        }
        for members in chains.members.values().filter(|members| !is_torn(members, &own)) {
            let classes: BTreeSet<u32> =
                members.iter().flat_map(|row| rejected.range((*row, 0)..=(*row, u32::MAX))).map(|(_, c)| *c).collect();
            rejected.extend(members.iter().flat_map(|row| classes.iter().map(|class| (*row, *class))));
        }
        rejected.retain(|(row, _)| !labels.contains_key(row));
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for (row, _) in &rejected {
            *counts.entry(*row).or_default() += 1;
        }
        rejected.retain(|(row, _)| counts[row] < c);
        let open = |members: &Vec<u32>| -> Vec<u32> {
            members.iter().copied().filter(|row| !labels.contains_key(row)).collect()
        };
        let whole = chains.members.values().filter(|members| !is_torn(members, &own));
        let groups = whole.map(open).filter(|group| group.len() > 1).collect();
        Self { labels, rejected, groups, different }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.labels.is_empty() && self.rejected.is_empty() && self.groups.is_empty() && self.different.is_empty()
    }

    /// All rows that something is said of, ascending.
    pub(super) fn rows(&self) -> Vec<u32> {
        let rejected = self.rejected.iter().map(|(row, _)| *row);
        let pairs = self.different.iter().flat_map(|(a, b)| [*a, *b]);
        let groups = self.groups.iter().flatten().copied();
        let rows: BTreeSet<u32> = self.labels.keys().copied().chain(rejected).chain(pairs).chain(groups).collect();
        rows.into_iter().collect()
    }

    /// The same with each row's position among `rows`, which are ascending and hold them all.
    pub(super) fn by_position(&self, rows: &[u32]) -> Self {
        let at = |row: &u32| rows.partition_point(|other| other < row) as u32;
        Self {
            labels: self.labels.iter().map(|(row, class)| (at(row), *class)).collect(),
            rejected: self.rejected.iter().map(|(row, class)| (at(row), *class)).collect(),
            groups: self.groups.iter().map(|group| group.iter().map(at).collect()).collect(),
            different: self.different.iter().map(|(a, b)| (at(a), at(b))).collect(),
        }
    }

    /// Makes probabilities (n, c) hold to it exactly, but for pairs of two classes.
    pub(super) fn impose(&self, probabilities: &mut [f32], c: usize) {
        for group in &self.groups {
            let mut mean = vec![0.0; c];
            for row in group {
                let row = &probabilities[*row as usize * c..][..c];
                mean.iter_mut().zip(row).for_each(|(mean, p)| *mean += p / group.len() as f32);
            }
            for row in group {
                probabilities[*row as usize * c..][..c].copy_from_slice(&mean);
            }
        }
        for (row, class) in &self.rejected {
            probabilities[*row as usize * c + *class as usize] = 0.0;
        }
        let rows: BTreeSet<u32> = self.rejected.iter().map(|(row, _)| *row).collect();
        for row in rows {
            let p = &mut probabilities[row as usize * c..][..c];
            let sum: f32 = p.iter().sum();
            if sum > 1e-20 {
                for p in p {
                    *p /= sum;
                }
                continue;
            }
            // All that was left had no mass: what is not rejected is even.
            let open: Vec<usize> = (0..c).filter(|class| !self.rejected.contains(&(row, *class as u32))).collect();
            for class in &open {
                p[*class] = 1.0 / open.len() as f32;
            }
        }
        for (row, class) in &self.labels {
            let p = &mut probabilities[*row as usize * c..][..c];
            p.fill(0.0);
            p[*class as usize] = 1.0;
        }
    }
}

/// The one label that rows have.
fn only_label(members: &[u32], labels: &BTreeMap<u32, u32>) -> Option<u32> {
    let mut found = members.iter().filter_map(|row| labels.get(row));
    let first = *found.next()?;
    found.all(|other| *other == first).then_some(first)
}

/// Whether rows have more labels than one.
fn is_torn(members: &[u32], labels: &BTreeMap<u32, u32>) -> bool {
    members.iter().any(|row| labels.contains_key(row)) && only_label(members, labels).is_none()
}

/// Rows that pairs join, directly or by others.
struct Chains {
    /// The first row of each row's chain.
    first: BTreeMap<u32, u32>,
    /// The rows of a chain by its first, ascending.
    members: BTreeMap<u32, Vec<u32>>,
}

impl Chains {
    fn new(pairs: &[(u32, u32)]) -> Self {
        let mut up: BTreeMap<u32, u32> = BTreeMap::new();
        for &(a, b) in pairs {
            let (a, b) = (root(&mut up, a), root(&mut up, b));
            up.insert(a.max(b), a.min(b));
        }
        let rows: Vec<u32> = up.keys().copied().collect();
        let mut chains = Self { first: BTreeMap::new(), members: BTreeMap::new() };
        for row in rows {
            let first = root(&mut up, row);
            chains.first.insert(row, first);
            chains.members.entry(first).or_default().push(row);
        }
        chains
    }

    fn first(&self, row: u32) -> u32 {
        self.first.get(&row).copied().unwrap_or(row)
    }
}

/// The first row of a tree, which is made shorter on the way; a row that is new becomes a tree.
fn root(up: &mut BTreeMap<u32, u32>, mut row: u32) -> u32 {
    loop {
        let above = *up.entry(row).or_insert(row);
        if above == row {
            return row;
        }
        let next = *up.entry(above).or_insert(above);
        up.insert(row, next);
        row = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_is_found_through_chains() {
        let said = Constraints {
            labels: vec![(0, 1)],
            rejected: vec![(5, 0)],
            same: vec![(2, 1), (1, 0), (5, 6), (7, 6)],
            different: vec![(7, 2), (8, 9), (5, 7)],
        };
        let found = Resolved::new(&said, 10, 3);
        assert_eq!(found.labels, BTreeMap::from([(0, 1), (1, 1), (2, 1)]));
        let six = [(5, 0), (5, 1), (6, 0), (6, 1), (7, 0), (7, 1)];
        assert_eq!(found.rejected, BTreeSet::from(six));
        assert_eq!(found.groups, [vec![5, 6, 7]]);
        assert_eq!(found.different, BTreeSet::from([(8, 9)]));
        assert_eq!(found.rows(), [0, 1, 2, 5, 6, 7, 8, 9]);
        let moved = found.by_position(&found.rows());
        assert_eq!((moved.groups, moved.different), (vec![vec![3, 4, 5]], BTreeSet::from([(6, 7)])));
    }

    #[test]
    fn labels_win_over_what_contradicts_them() {
        let said = Constraints {
            labels: vec![(0, 1), (0, 2), (1, 0)],
            rejected: vec![(0, 2), (3, 0), (3, 1), (3, 2), (5, 0)],
            same: vec![(0, 1), (1, 2), (4, 4), (1, 1)],
            different: vec![(0, 1), (4, 4)],
        };
        let found = Resolved::new(&said, 6, 3);
        assert_eq!(found.labels, BTreeMap::from([(0, 2), (1, 0)]), "row 2 is between two labels");
        assert_eq!(found.rejected, BTreeSet::from([(5, 0)]), "row 3 rejects all");
        assert!(found.groups.is_empty() && found.different.is_empty());
        let refuses = Constraints { labels: vec![(0, 1)], rejected: vec![(1, 1)], same: vec![(0, 1)], ..said };
        let found = Resolved::new(&Constraints { different: vec![], ..refuses }, 6, 3);
        assert_eq!((found.labels.len(), found.rejected), (1, BTreeSet::from([(1, 1)])));
        assert!(Resolved::new(&Constraints::default(), 0, 0).is_empty());
    }
}
