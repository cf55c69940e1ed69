//! One byte budget over all workers that hold decoded pictures, so that memory stays bounded however many cores and
//! however large pictures there are.
//!
//! It counts what callers say they will hold; it measures nothing.

use crate::control::{CancelToken, Cancelled};
use crate::memory::part_of_available;
use parking_lot::{Condvar, Mutex};
use std::collections::VecDeque;
use std::time::Duration;

/// How often a waiting worker looks whether it was cancelled.
const CANCEL_POLL: Duration = Duration::from_millis(50);
/// A budget where there is plenty.
const MOST_BYTES: u64 = 2_000_000_000;

#[derive(Default)]
struct State {
    used: u64,
    next_ticket: u64,
    /// Tickets that wait, first come first served: else a stream of small pictures would starve a large one.
    waiting: VecDeque<u64>,
}

/// Bytes that all workers together may hold. A request above the whole capacity waits until it is alone.
pub struct ByteBudget {
    capacity: u64,
    state: Mutex<State>,
    freed: Condvar,
}

impl Default for ByteBudget {
    /// A budget of 2 GB.
    fn default() -> Self {
        Self::new(MOST_BYTES)
    }
}

/// What all workers of one kind take together of the memory that is there. Large work (an import, the squares of a run) may run
/// beside a reader of previews, and never beside other large work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// Half: decodes a whole folder.
    Folder,
    /// An eighth: decodes what a person looks at.
    Looking,
}

impl ByteBudget {
    /// A budget by the memory that this process may take now, and at most the default one.
    #[must_use]
    pub fn here(share: Share) -> Self {
        let part = match share {
            Share::Folder => 0.5,
            Share::Looking => 0.125,
        };
        Self::new(part_of_available(part, MOST_BYTES))
    }

    /// A budget of `capacity` bytes.
    #[must_use]
    pub fn new(capacity: u64) -> Self {
        Self { capacity, state: Mutex::default(), freed: Condvar::new() }
    }

    /// Waits until `bytes` are free, or until nobody else holds anything.
    ///
    /// Must not be called by a thread that holds a permit: with two such threads each could wait for the other.
    ///
    /// # Errors
    /// [`Cancelled`] if the token is cancelled meanwhile.
    pub fn acquire(&self, bytes: u64, cancel: &CancelToken) -> Result<Permit<'_>, Cancelled> {
        let mut state = self.state.lock();
        let ticket = state.next_ticket;
        state.next_ticket += 1;
        state.waiting.push_back(ticket);
        loop {
            if cancel.is_cancelled() {
                state.waiting.retain(|waiting| *waiting != ticket);
                self.freed.notify_all();
                return Err(Cancelled);
            }
            if state.waiting.front() == Some(&ticket) && self.fits(state.used, bytes) {
                state.waiting.pop_front();
                state.used += bytes;
                self.freed.notify_all();
                return Ok(Permit { budget: self, bytes });
            }
            self.freed.wait_for(&mut state, CANCEL_POLL);
        }
    }

    fn fits(&self, used_by_others: u64, bytes: u64) -> bool {
        used_by_others == 0 || used_by_others.saturating_add(bytes) <= self.capacity
    }

    /// Bytes held now.
    pub fn used(&self) -> u64 {
        self.state.lock().used
    }
}

/// A share of a [`ByteBudget`], given back when dropped.
pub struct Permit<'a> {
    budget: &'a ByteBudget,
    bytes: u64,
}

impl Permit<'_> {
    /// Bytes of this share.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Changes the share to `bytes` without waiting; false if it does not fit, and then nothing has changed.
    pub fn try_resize(&mut self, bytes: u64) -> bool {
        let mut state = self.budget.state.lock();
        let others = state.used - self.bytes;
        let is_granted = bytes <= self.bytes || self.budget.fits(others, bytes);
        if is_granted {
            state.used = others + bytes;
            self.bytes = bytes;
            self.budget.freed.notify_all();
        }
        is_granted
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.budget.state.lock().used -= self.bytes;
        self.budget.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::on_threads;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn workers_together_stay_under_the_capacity() {
        let budget = ByteBudget::new(100);
        let (held, most) = (AtomicU64::new(0), AtomicU64::new(0));
        let works = |worker: usize| {
            for i in 0..200 {
                let bytes = 10 + (worker as u64 * 7 + i * 13) % 60;
                let permit = budget.acquire(bytes, &CancelToken::default())?;
                most.fetch_max(held.fetch_add(bytes, Ordering::SeqCst) + bytes, Ordering::SeqCst);
                std::thread::yield_now();
                held.fetch_sub(bytes, Ordering::SeqCst);
                drop(permit);
            }
            Ok::<(), Cancelled>(())
        };
        assert_eq!(on_threads("worker", 8, works), Ok(()));
        assert!(most.load(Ordering::SeqCst) <= 100);
        assert_eq!(budget.used(), 0);
    }

    #[test]
    fn one_larger_than_everything_runs_alone() {
        let budget = ByteBudget::new(100);
        let cancel = CancelToken::default();
        let small = budget.acquire(1, &cancel).expect("not cancelled");
        std::thread::scope(|scope| {
            let waits = || {
                let permit = budget.acquire(1000, &cancel).expect("not cancelled");
                (permit.bytes(), budget.used())
            };
            let named = std::thread::Builder::new().name("large".into());
            let large = named.spawn_scoped(scope, waits).expect("a thread");
            drop(small);
            assert_eq!(large.join().expect("no panic"), (1000, 1000));
        });
    }

    #[test]
    fn a_share_grows_only_where_it_fits() {
        let budget = ByteBudget::new(100);
        let cancel = CancelToken::default();
        let mut first = budget.acquire(40, &cancel).expect("not cancelled");
        let second = budget.acquire(40, &cancel).expect("not cancelled");
        assert!(!first.try_resize(61));
        assert_eq!(budget.used(), 80);
        assert!(first.try_resize(60));
        drop(second);
        assert!(first.try_resize(500));
        drop(first);
        assert_eq!(budget.used(), 0);
    }

    #[test]
    fn a_waiting_worker_can_be_cancelled_and_leaves_the_queue() {
        let budget = ByteBudget::new(10);
        let held = budget.acquire(10, &CancelToken::default()).expect("not cancelled");
        let cancel = CancelToken::default();
        cancel.cancel();
        assert!(budget.acquire(5, &cancel).is_err());
        drop(held);
        assert!(budget.acquire(5, &CancelToken::default()).is_ok());
    }
}
