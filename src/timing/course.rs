//! The course of a job: its parts in order, how far it is, and what is left of it.
//!
//! What is left of the part at work is told by what was expected until enough of it is done to say better; what is left of the
//! others by what was expected, as far as expectations were right until now. So the estimate is made anew all the time and
//! does not jump.

use super::{Timings, Took, Work};
use parking_lot::Mutex;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What is expected of a part counts as much as this share of it, once done.
const EXPECTATION: f64 = 0.1;
/// What is expected of all parts counts as much as this share of them, for those that have not begun.
const TRUST: f64 = 0.5;
/// Parts that have not begun take at most so many times as long as expected, and at least one of so many.
const MOST_WRONG: f64 = 4.0;

/// How far a job is. Clones share it.
#[derive(Clone, Default)]
pub struct Course(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    parts: Vec<Part>,
    /// The part at work.
    at: Option<usize>,
    timings: Arc<Timings>,
    began: Option<Instant>,
    /// How long it was held.
    held: Duration,
    held_since: Option<Instant>,
    /// The largest share that was told: progress never goes back.
    told: f64,
}

struct Part {
    work: Work,
    expected: f64,
    began: f64,
    /// Share that was done before it was begun here, by a run that was cut off.
    base: f64,
    share: f64,
    /// None until it is over; parts that were left out took nothing.
    took: Option<f64>,
}

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Share of the whole job that is done, 0 to 1.
    pub share: f64,
    /// Seconds that are left of it.
    pub secs_left: f64,
}

impl Course {
    /// Says what is to be done, in order.
    pub fn plan(&self, works: Vec<Work>, timings: Arc<Timings>) {
        let part = |work: Work| {
            let expected = timings.secs(&work);
            Part { work, expected, began: 0.0, base: 0.0, share: 0.0, took: None }
        };
        let parts = works.into_iter().map(part).collect();
        let mut state = self.0.lock();
        let began = state.began.or_else(|| Some(Instant::now()));
        *state = State { parts, timings, began, held: state.held, held_since: state.held_since, ..State::default() };
    }

    /// Whether nobody said what is to be done.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.0.lock().parts.is_empty()
    }

    /// The next part of this kind begins; what stands before it is over, or was left out.
    pub fn begin(&self, kind: &str) {
        let mut state = self.0.lock();
        let now = state.now();
        state.begin(kind, now);
    }

    /// The next part of this kind, or the one at work, turned out to be of another size.
    pub fn resize(&self, kind: &str, units: f64) {
        self.0.lock().resize(kind, units);
    }

    /// So much of the part at work is done, 0 to 1.
    pub fn note(&self, share: f64) {
        let mut state = self.0.lock();
        let now = state.now();
        state.note(share, now);
    }

    /// The job is held, or goes on: the time between does not count.
    pub fn hold(&self, is_held: bool) {
        let mut state = self.0.lock();
        match (is_held, state.held_since) {
            (true, None) => state.held_since = Some(Instant::now()),
            (false, Some(since)) => {
                state.held += since.elapsed();
                state.held_since = None;
            }
            _ => (),
        }
    }

    /// Where it stands; None while nobody said what is to be done.
    #[must_use]
    pub fn now(&self) -> Option<Standing> {
        let mut state = self.0.lock();
        let now = state.now();
        state.standing(now)
    }

    /// What the parts took that are over, by kind; with the one at work if the job `is_done`.
    #[must_use]
    pub fn end(&self, is_done: bool) -> Vec<(String, Took)> {
        let mut state = self.0.lock();
        let now = state.now();
        if is_done {
            state.finish(now);
        }
        let whole = state.parts.iter().filter(|part| part.base <= 0.0);
        let took = |part: &Part| Some((part.work.kind.clone(), Took { units: part.work.units, secs: part.took? }));
        whole.filter_map(took).collect()
    }
}

impl State {
    /// Seconds since the job began, without those in which it was held.
    fn now(&self) -> f64 {
        let Some(began) = self.began else { return 0.0 };
        let held = self.held + self.held_since.map_or(Duration::ZERO, |since| since.elapsed());
        began.elapsed().saturating_sub(held).as_secs_f64()
    }

    /// The part at work is over.
    fn finish(&mut self, now: f64) {
        if let Some(part) = self.at.and_then(|at| self.parts.get_mut(at)).filter(|part| part.took.is_none()) {
            part.took = Some((now - part.began).max(0.0));
        }
    }

    fn begin(&mut self, kind: &str, now: f64) {
        let first = self.at.map_or(0, |at| at + 1);
        let Some(next) = (first..self.parts.len()).find(|at| self.parts[*at].work.kind == kind) else { return };
        self.finish(now);
        for part in &mut self.parts[first..next] {
            part.took = Some(0.0);
        }
        self.parts[next].began = now;
        self.at = Some(next);
    }

    fn resize(&mut self, kind: &str, units: f64) {
        let first = self.at.unwrap_or(0);
        let Some(part) = self.parts.iter_mut().skip(first).find(|part| part.work.kind == kind) else { return };
        part.work.guess *= if part.work.units > 0.0 { units / part.work.units } else { 0.0 };
        part.work.units = units;
        part.expected = if units > 0.0 { self.timings.secs(&part.work) } else { 0.0 };
    }

    fn note(&mut self, share: f64, now: f64) {
        let Some(part) = self.at.and_then(|at| self.parts.get_mut(at)) else { return };
        let elapsed = now - part.began;
        if part.share <= 0.0 && share > 0.05 && elapsed < 0.2 * share * part.expected {
            // Nobody is that quick: it goes on where it was cut off.
            part.base = share.min(0.99);
        }
        part.share = share.clamp(part.share, 1.0);
    }

    fn standing(&mut self, now: f64) -> Option<Standing> {
        if self.parts.is_empty() {
            return None;
        }
        let at = self.at.unwrap_or(0);
        let (mut took, mut expected, mut left) = (0.0, 0.0, 0.0);
        let all: f64 = self.parts.iter().map(|part| part.expected).sum();
        for part in &self.parts[..at] {
            let secs = part.took.unwrap_or(0.0);
            if secs > 0.0 {
                (took, expected) = (took + secs, expected + part.expected);
            }
        }
        let trust = TRUST * all;
        // How wrong expectations were.
        let wrong = |took: f64, expected: f64| {
            ((trust + took) / (trust + expected).max(1e-9)).clamp(1.0 / MOST_WRONG, MOST_WRONG)
        };
        let begun = self.at.and_then(|at| self.parts.get(at));
        if let Some(part) = begun {
            let elapsed = (now - part.began).max(0.0);
            let own = part.expected * (1.0 - part.base) * wrong(took, expected);
            let done = ((part.share - part.base) / (1.0 - part.base)).clamp(0.0, 1.0);
            if part.took.is_some() {
                (took, expected) = (took + elapsed, expected + part.expected);
            } else if done > 0.0 {
                let whole = (EXPECTATION * own + elapsed) / (EXPECTATION + done);
                left += whole * (1.0 - done);
                (took, expected) = (took + elapsed, expected + part.expected * (1.0 - part.base) * done);
            } else {
                // Nothing is told of it; what takes longer than expected goes on for a while.
                left += (own - elapsed).max(0.1 * elapsed);
                (took, expected) = (took + elapsed, expected + own.min(elapsed));
            }
        }
        let rest = &self.parts[if begun.is_some() { at + 1 } else { 0 }..];
        left += wrong(took, expected) * rest.iter().map(|part| part.expected).sum::<f64>();
        let share = if now + left > 0.0 { now / (now + left) } else { 0.0 };
        self.told = self.told.max(share.min(1.0));
        Some(Standing { share: self.told, secs_left: left })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(parts: &[(&str, f64)]) -> State {
        let course = Course::default();
        let work = |(kind, secs): &(&str, f64)| Work { kind: (*kind).into(), units: 100.0, guess: *secs };
        course.plan(parts.iter().map(work).collect(), Arc::default());
        std::mem::take(&mut *course.0.lock())
    }

    fn left(state: &mut State, now: f64) -> f64 {
        state.standing(now).expect("planned").secs_left
    }

    #[test]
    fn what_goes_as_expected_counts_down() {
        let mut state = state(&[("a", 40.0), ("b", 10.0)]);
        assert!((left(&mut state, 0.0) - 50.0).abs() < 1e-9);
        state.begin("a", 0.0);
        for step in 1..=20 {
            let now = 2.0 * f64::from(step);
            state.note(f64::from(step) / 20.0, now);
            assert!((left(&mut state, now) - (50.0 - now)).abs() < 1e-6, "{now}");
        }
        state.begin("b", 40.0);
        assert!((left(&mut state, 45.0) - 5.0).abs() < 1e-6);
        assert!((state.standing(45.0).expect("planned").share - 0.9).abs() < 1e-6);
    }

    #[test]
    fn what_takes_twice_as_long_is_found_out_without_a_jump() {
        let mut state = state(&[("a", 30.0), ("b", 10.0)]);
        state.begin("a", 0.0);
        let (mut before, mut share) = (left(&mut state, 0.0), 0.0);
        for step in 1..60 {
            // 60 s in all, of which 30 were expected.
            let now = f64::from(step);
            state.note(now / 60.0, now);
            let standing = state.standing(now).expect("planned");
            assert!((standing.secs_left - before).abs() < 4.5, "{before} then {} at {now}", standing.secs_left);
            assert!(standing.share >= share, "progress never goes back");
            (before, share) = (standing.secs_left, standing.share);
            if step == 20 {
                // 40 of this part, and 10 to 20 of the next.
                assert!((42.0..62.0).contains(&before), "{before}");
            }
        }
        assert!((8.0..22.0).contains(&before), "{before}");
    }

    #[test]
    fn parts_that_are_left_out_take_nothing_and_parts_that_tell_nothing_count_down() {
        let mut state = state(&[("a", 5.0), ("b", 100.0), ("c", 10.0)]);
        state.begin("a", 0.0);
        state.begin("c", 5.0);
        assert!((left(&mut state, 5.0) - 10.0).abs() < 1e-6);
        assert!((left(&mut state, 9.0) - 6.0).abs() < 1e-6);
        let late = left(&mut state, 35.0);
        assert!((1.0..5.0).contains(&late), "{late}");
        state.begin("nobody planned this", 36.0);
        assert_eq!(state.at, Some(2));
    }

    #[test]
    fn what_was_done_before_says_nothing_of_the_pace() {
        let mut state = state(&[("a", 40.0)]);
        state.begin("a", 0.0);
        state.note(0.5, 0.1);
        let now = left(&mut state, 0.1);
        assert!((17.0..23.0).contains(&now), "{now}");
        state.note(0.75, 10.1);
        let now = left(&mut state, 10.1);
        assert!((8.0..12.0).contains(&now), "{now}");
    }

    #[test]
    fn what_is_over_is_told_and_what_was_cut_off_is_not() {
        let course = Course::default();
        let work = |kind: &str| Work { kind: kind.into(), units: 3.0, guess: 1.0 };
        course.plan(vec![work("a"), work("b"), work("c")], Arc::default());
        course.begin("a");
        course.resize("b", 12.0);
        course.begin("b");
        let kinds =
            |all: Vec<(String, Took)>| all.into_iter().map(|(kind, took)| (kind, took.units)).collect::<Vec<_>>();
        assert_eq!(kinds(course.end(false)), [("a".to_owned(), 3.0)]);
        assert_eq!(kinds(course.end(true)), [("a".to_owned(), 3.0), ("b".to_owned(), 12.0)]);
        assert!(Course::default().now().is_none() && Course::default().is_unknown());
    }
}
