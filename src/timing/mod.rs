//! How long work takes on this machine: what earlier work took, by kind, and what is left of work that goes on.
//!
//! A kind of work has a name and units of its own; what a unit took the last few times is what it will take, by the median, so
//! that one slow day changes little. Nothing here measures a machine, reads a file or knows what the work is.

mod course;

pub use course::Course;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How often a kind of work is remembered.
const MOST_SEEN: usize = 9;
/// What took less says more of the moment than of the work.
const LEAST_SECS: f64 = 0.15;
/// Work of up to so many times as many units, or as few, is told by each other first: beginnings count for more in small work.
const LIKE: f64 = 6.0;

/// Work to be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// What kind it is, with all that makes its units cheaper or dearer: the network, the threads.
    pub kind: String,
    /// How much of it.
    pub units: f64,
    /// Seconds that it takes as far as anybody can say who has seen none.
    pub guess: f64,
}

/// What some work took.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Took {
    /// How much it was.
    pub units: f64,
    /// Wall time.
    pub secs: f64,
}

/// What work took on this machine, by kind, the newest last.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timings(BTreeMap<String, Vec<Took>>);

impl Timings {
    /// Remembers what work took.
    pub fn note(&mut self, kind: &str, took: Took) {
        if took.secs < LEAST_SECS || took.units <= 0.0 || !(took.secs / took.units).is_finite() {
            return;
        }
        let all = self.0.entry(kind.to_owned()).or_default();
        all.push(took);
        let n_old = all.len().saturating_sub(MOST_SEEN);
        all.drain(..n_old);
    }

    /// Whether work of this kind was seen.
    #[must_use]
    pub fn knows(&self, kind: &str) -> bool {
        self.0.contains_key(kind)
    }

    /// Seconds that work will take.
    #[must_use]
    pub fn secs(&self, work: &Work) -> f64 {
        let Some(all) = self.0.get(&work.kind) else { return work.guess };
        let is_like = |took: &&Took| (1.0 / LIKE..=LIKE).contains(&(took.units / work.units));
        let per_unit = |took: &Took| took.secs / took.units;
        let mut rates: Vec<f64> = all.iter().filter(is_like).map(per_unit).collect();
        if rates.is_empty() {
            rates.extend(all.iter().map(per_unit));
        }
        // A file may have been written by anybody.
        rates.retain(|rate| rate.is_finite() && *rate > 0.0);
        rates.sort_by(f64::total_cmp);
        rates.get(rates.len() / 2).map_or(work.guess, |rate| rate * work.units)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn work(units: f64) -> Work {
        Work { kind: "reading".into(), units, guess: 7.0 }
    }

    #[test]
    fn the_median_of_the_last_times_counts() {
        let mut timings = Timings::default();
        assert!(!timings.knows("reading"));
        assert!((timings.secs(&work(100.0)) - 7.0).abs() < 1e-9, "nothing is known");
        for secs in [900.0, 800.0, 2.0, 2.1, 1.9, 60.0, 2.0, 2.2, 1.8, 2.0, 2.0] {
            timings.note("reading", Took { units: 100.0, secs });
        }
        assert!((timings.secs(&work(100.0)) - 2.0).abs() < 1e-9);
        assert!((timings.secs(&work(300.0)) - 6.0).abs() < 1e-9);
        assert_eq!(timings.0["reading"].len(), MOST_SEEN);
    }

    #[test]
    fn work_of_like_size_counts_first() {
        let mut timings = Timings::default();
        timings.note("reading", Took { units: 10.0, secs: 1.0 });
        timings.note("reading", Took { units: 1000.0, secs: 20.0 });
        assert!((timings.secs(&work(2000.0)) - 40.0).abs() < 1e-9);
        assert!((timings.secs(&work(20.0)) - 2.0).abs() < 1e-9);
    }

    #[test]
    fn what_says_nothing_is_not_kept() {
        let mut timings = Timings::default();
        for (units, secs) in [(0.0, 5.0), (5.0, 0.0), (5.0, 0.01), (5.0, f64::NAN), (5.0, f64::INFINITY)] {
            timings.note("reading", Took { units, secs });
        }
        assert_eq!(timings, Timings::default());
        let read: Timings = serde_json::from_str(r#"{"reading": [{"units": 0, "secs": 3}]}"#).unwrap();
        assert!((read.secs(&work(100.0)) - 7.0).abs() < 1e-9);
    }
}
