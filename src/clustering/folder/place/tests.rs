//! Clouds around axes: what is like a cluster is placed there, what is like none is not, and what people did is followed.

use super::*;
use crate::control::Rng;

const D: usize = 8;

/// Rows around some axes, unit.
fn clouds(axes: &[usize], n: usize, seed: u64) -> Vec<f32> {
    let mut rng = Rng::from_key(&[seed]);
    let mut rows: Vec<f32> = (0..n)
        .flat_map(|i| (0..D).map(move |axis| (i, axis)))
        .map(|(i, axis)| if axes[i % axes.len()] == axis { 1.0 } else { 0.0 } + 0.15 * rng.normal() as f32)
        .collect();
    crate::clustering::stages::embed::normalize_rows(&mut rows, D);
    rows
}

/// A head that knows the axes 0 to 2.
fn head() -> KeptHead {
    let mut centers = vec![0.0; 3 * D];
    (0..3).for_each(|axis| centers[axis * D + axis] = 1.0);
    KeptHead::of_centers(&centers, D).expect("three centres")
}

/// 300 rows around three axes, their columns, and what speaks for these.
struct Case {
    rows: Vec<f32>,
    columns: Vec<Option<u32>>,
    n_columns: usize,
}

impl Case {
    fn new() -> Self {
        Self { rows: clouds(&[0, 1, 2], 300, 1), columns: (0..300).map(|i| Some(i % 3)).collect(), n_columns: 3 }
    }

    fn place(&self, head: Option<&KeptHead>, new: &[f32]) -> Vec<Placed> {
        let c = self.n_columns;
        let mut prior = vec![0.1 / c as f32; self.columns.len() * c];
        for (p, column) in prior.chunks_exact_mut(c.max(1)).zip(&self.columns) {
            p[column.unwrap_or(0) as usize] += 0.9;
        }
        let known = Known { rows: &self.rows, d: D, n_columns: c, columns: &self.columns, prior: &prior, head };
        let cancel = CancelToken::default();
        Placer::new(known, &cancel).and_then(|placer| placer.place(new, &cancel)).expect("not cancelled")
    }
}

fn share(placed: &[Placed], column: impl Fn(usize) -> Option<u32>) -> f64 {
    let n = placed.iter().enumerate().filter(|(i, placed)| placed.column == column(*i)).count();
    n as f64 / placed.len() as f64
}

#[test]
fn what_is_like_a_cluster_goes_there_and_what_is_like_none_does_not() {
    let (case, head) = (Case::new(), head());
    for head in [None, Some(&head)] {
        let known = case.place(head, &clouds(&[0, 1, 2], 120, 2));
        assert!(share(&known, |i| Some(i as u32 % 3)) > 0.9, "{}", share(&known, |i| Some(i as u32 % 3)));
        assert!(known.iter().all(|placed| placed.column.is_none() || placed.probability > 0.3));
        let unknown = case.place(head, &clouds(&[5], 60, 3));
        assert!(share(&unknown, |_| None) > 0.95, "{}", share(&unknown, |_| None));
        assert!(unknown.iter().all(|placed| placed.probability > 0.0), "the likeliest is told");
    }
}

#[test]
fn merges_moves_and_classes_of_people_are_followed() {
    let head = head();
    for head in [None, Some(&head)] {
        let mut case = Case::new();
        // 0 and 1 were merged; part of 2 was made a class of its own that no head knows.
        case.rows.extend(clouds(&[2, 4], 60, 4));
        case.columns.extend((0..60).map(|i| Some(i % 2 * 2 + 1)));
        for column in &mut case.columns[..300] {
            *column = column.map(|column| u32::from(column == 2));
        }
        case.columns[300..].iter_mut().for_each(|column| *column = column.map(|column| column / 2 + 1));
        case.n_columns = 3;
        let merged = case.place(head, &clouds(&[0, 1], 60, 5));
        assert!(share(&merged, |_| Some(0)) > 0.9, "{}", share(&merged, |_| Some(0)));
        let new = case.place(head, &clouds(&[4], 60, 6));
        // Thirty members say less of how far their cluster reaches than hundreds do: more of what is like them is asked about.
        assert!(share(&new, |_| Some(2)) > 0.8, "{}", share(&new, |_| Some(2)));
        // Taken out of every cluster: what is like it belongs in none either.
        case.columns.iter_mut().filter(|column| **column == Some(2)).for_each(|column| *column = None);
        let none = case.place(head, &clouds(&[4], 60, 6));
        assert!(share(&none, |_| None) > 0.95, "{}", share(&none, |_| None));
    }
}

#[test]
fn the_threads_change_nothing_and_odd_input_is_no_trouble() {
    let (case, head) = (Case::new(), head());
    let mut new = clouds(&[0, 5], 200, 7);
    let run = |threads, new: &[f32]| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| case.place(Some(&head), new))
    };
    assert_eq!(run(1, &new), run(3, &new));
    new[3] = f32::NAN;
    new[D..2 * D].fill(0.0);
    let odd = run(1, &new);
    assert_eq!((odd[0].column, odd[1].column), (None, None));
    assert_eq!(case.place(None, &[]), []);

    let other_width = KeptHead::new(vec![0.0; 6], 2).expect("of two numbers");
    assert_eq!(case.place(Some(&other_width), &new[2 * D..]), case.place(None, &new[2 * D..]));
    let empty = Case { rows: Vec::new(), columns: Vec::new(), n_columns: 0 };
    assert_eq!(empty.place(None, &clouds(&[0], 2, 8)), [Placed::default(); 2]);
    let alone = Case { rows: clouds(&[0], 1, 9), columns: vec![Some(0)], n_columns: 1 };
    assert_eq!(alone.place(None, &alone.rows)[0].column, Some(0), "nothing says how far its cluster reaches");
}

#[test]
fn a_cancelled_placing_says_so() {
    let case = Case::new();
    let known = Known { rows: &case.rows, d: D, n_columns: 3, columns: &case.columns, prior: &[0.5; 900], head: None };
    let cancel = CancelToken::default();
    let placer = Placer::new(known, &cancel).expect("not cancelled");
    cancel.cancel();
    assert_eq!(placer.place(&case.rows, &cancel), Err(Cancelled));
    assert!(Placer::new(known, &cancel).is_err());
}
