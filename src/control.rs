//! How background work is steered and watched: cancel and pause, the latest progress, waking a front end, and
//! seeded randomness.
//!
//! Nothing here knows what the work is; the epochs that [`Progress`] carries are passed on unread. Progress is a slot that holds the latest value, never a queue: a slow reader
//! can not stall the work, and the work can not flood the reader.

use crate::stage::EpochMetrics;
use crate::strings::{Told, say};
use parking_lot::{Condvar, Mutex};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The work was stopped by its [`CancelToken`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", say!("fault-cancelled"))]
pub struct Cancelled;

#[derive(Default)]
struct TokenState {
    is_cancelled: bool,
    is_abandoned: bool,
    is_paused: bool,
}

struct TokenInner {
    state: Mutex<TokenState>,
    changed: Condvar,
    longest_wait_micros: AtomicU64,
    last_check: Mutex<Option<Instant>>,
}

/// Stops or pauses one piece of background work. Clones share the same state.
#[derive(Clone)]
pub struct CancelToken(Arc<TokenInner>);

impl Default for CancelToken {
    fn default() -> Self {
        Self(Arc::new(TokenInner {
            state: Mutex::default(),
            changed: Condvar::new(),
            longest_wait_micros: AtomicU64::new(0),
            last_check: Mutex::new(None),
        }))
    }
}

impl CancelToken {
    /// Asks the work to stop; it also ends a pause.
    pub fn cancel(&self) {
        self.0.state.lock().is_cancelled = true;
        self.0.changed.notify_all();
    }

    /// Asks the work to stop and to keep nothing more: there is no place any more to keep it in.
    pub fn abandon(&self) {
        self.0.state.lock().is_abandoned = true;
        self.cancel();
    }

    /// Whether [`CancelToken::abandon`] was called.
    #[must_use]
    pub fn is_abandoned(&self) -> bool {
        self.0.state.lock().is_abandoned
    }

    /// Holds the work at its next check, or lets it go on.
    pub fn set_paused(&self, is_paused: bool) {
        self.0.state.lock().is_paused = is_paused;
        self.0.changed.notify_all();
    }

    /// Whether [`CancelToken::cancel`] was called.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.state.lock().is_cancelled
    }

    /// Whether the work is asked to hold.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.0.state.lock().is_paused
    }

    /// To be called by the work before each batch and each backward pass: waits while paused.
    ///
    /// # Errors
    /// [`Cancelled`] once the work should stop.
    pub fn check(&self) -> Result<(), Cancelled> {
        {
            let mut last = self.0.last_check.lock();
            let now = Instant::now();
            if let Some(before) = last.replace(now) {
                let micros = u64::try_from((now - before).as_micros()).unwrap_or(u64::MAX);
                self.0.longest_wait_micros.fetch_max(micros, Ordering::Relaxed);
            }
        }
        let mut state = self.0.state.lock();
        let was_paused = state.is_paused;
        while state.is_paused && !state.is_cancelled {
            self.0.changed.wait(&mut state);
        }
        if state.is_cancelled {
            return Err(Cancelled);
        }
        drop(state);
        if was_paused {
            *self.0.last_check.lock() = Some(Instant::now());
        }
        Ok(())
    }

    /// The longest time between two checks so far: how long a cancel can have had to wait.
    #[must_use]
    pub fn longest_wait(&self) -> Duration {
        Duration::from_micros(self.0.longest_wait_micros.load(Ordering::Relaxed))
    }
}

/// Starts the threads that all kernels share. Called first of all, so that a machine without room for them says so in words:
/// they would else be started by the first kernel, which has no way to.
///
/// # Errors
/// Why the system gives no threads. That they run already is no error.
pub fn start_threads() -> Result<(), String> {
    if let Err(error) = rayon::ThreadPoolBuilder::new().build_global()
        && let Some(cause) = std::error::Error::source(&error)
    {
        return Err(cause.to_string());
    }
    Ok(())
}

/// Does `work` on this thread and on up to `n - 1` others, and waits for all; `work` is told which of them it is on (0: this one)
/// and takes its share of what is to be done from a counter or a queue. Where the system gives fewer threads, they do all of it.
/// (`std::thread::Scope::spawn` panics there.)
///
/// # Errors
/// What `work` says, of the first thread that says it.
///
/// # Panics
/// If `work` does.
pub fn on_threads<E: Send>(name: &str, n: usize, work: impl Fn(usize) -> Result<(), E> + Sync) -> Result<(), E> {
    let work = &work;
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..n)
            .map_while(|i| {
                std::thread::Builder::new().name(format!("{name}-{i}")).spawn_scoped(scope, move || work(i)).ok()
            })
            .collect();
        let own = work(0);
        others.into_iter().fold(own, |all, other| {
            let other = other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            all.and(other)
        })
    })
}

/// A slot that holds the latest value. Clones share it; reading is a pointer copy.
pub struct Latest<T>(Arc<Mutex<Arc<T>>>);

impl<T> Clone for Latest<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: Default> Default for Latest<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> Latest<T> {
    /// A slot that holds `value`.
    pub fn new(value: T) -> Self {
        Self(Arc::new(Mutex::new(Arc::new(value))))
    }

    /// Replaces the value; readers of the old one keep it.
    pub fn set(&self, value: T) {
        *self.0.lock() = Arc::new(value);
    }

    /// The latest value.
    #[must_use]
    pub fn get(&self) -> Arc<T> {
        Arc::clone(&self.0.lock())
    }
}

/// Tells a front end that something changed. The default does nothing.
#[derive(Clone, Default)]
pub struct Waker(Option<Arc<dyn Fn() + Send + Sync>>);

impl Waker {
    /// A waker that calls `wake`, which must return at once (a repaint request, a condition variable).
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(wake)))
    }

    /// Tells the front end.
    pub fn wake(&self) {
        if let Some(wake) = &self.0 {
            wake();
        }
    }
}

/// Where a job stands: the latest value only.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// What is being done, in words for people: "Learning features", "Reading images".
    pub stage: Told,
    /// Units done and in all (0: not known yet), of what is being done.
    pub done: u64,
    /// Units in all; 0: not known yet.
    pub total: u64,
    /// Share of the whole job that is done, where it has parts, 0 to 1.
    pub whole: Option<f64>,
    /// Images (training inputs) a second, 0 while unknown.
    pub images_per_sec: f64,
    /// Honest estimate for the rest of the whole job, None while unknown.
    pub secs_left: Option<f64>,
    /// "round 3 of 30" or similar; empty if there is nothing to add.
    pub detail: Told,
    /// All epochs of the job so far, for live curves.
    pub epochs: Arc<Vec<EpochMetrics>>,
}

impl Progress {
    /// How much is done, 0 to 1: of the whole job if that is known, else of what is being done.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        let of_units = (self.total > 0).then(|| (self.done as f64 / self.total as f64).min(1.0));
        self.whole.or(of_units)
    }
}

/// A counter-based random generator: every draw is a function of the key and the number of draws before it, so that
/// results do not depend on which thread draws what.
///
/// SplitMix64 over a hashed key (Steele, Lea, Flood 2014), which passes BigCrush.
#[derive(Clone, Debug)]
pub struct Rng {
    state: u64,
}

impl Rng {
    /// A generator for one purpose, named by `key`: for instance `[seed, stage, epoch, step, image, view]`.
    #[must_use]
    pub fn from_key(key: &[u64]) -> Self {
        let mut state = 0x243f_6a88_85a3_08d3_u64;
        for (i, &part) in key.iter().enumerate() {
            state = mix(state ^ mix(part.wrapping_add(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(i as u64 + 1))));
        }
        Self { state }
    }

    /// 64 uniform random bits.
    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.state)
    }

    /// Uniform in [0, 1).
    pub fn uniform(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// Uniform in [low, high).
    pub fn range(&mut self, low: f64, high: f64) -> f64 {
        low + self.uniform() * (high - low)
    }

    /// Uniform in 0..n; 0 for n = 0.
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next_u64()) * n as u128) >> 64) as usize
    }

    /// True with probability `p`.
    pub fn chance(&mut self, p: f64) -> bool {
        self.uniform() < p
    }

    /// Standard normal (Box and Muller 1958).
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }

    /// Fisher-Yates shuffle in place.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rng_is_a_function_of_its_key() {
        let draw = |key: &[u64]| Rng::from_key(key).next_u64();
        assert_eq!(draw(&[1, 2, 3]), draw(&[1, 2, 3]));
        assert_ne!(draw(&[1, 2, 3]), draw(&[1, 3, 2]));
        assert_ne!(draw(&[0]), draw(&[0, 0]));
    }

    #[test]
    fn rng_moments() {
        let mut rng = Rng::from_key(&[7]);
        let n = 20_000;
        let mean = (0..n).map(|_| rng.uniform()).sum::<f64>() / f64::from(n);
        assert!((mean - 0.5).abs() < 0.01, "{mean}");
        let var = (0..n).map(|_| rng.normal().powi(2)).sum::<f64>() / f64::from(n);
        assert!((var - 1.0).abs() < 0.05, "{var}");
        assert!((0..1000).all(|_| rng.below(7) < 7));
    }

    #[test]
    fn all_of_it_is_done_however_many_threads_there_are() {
        for n in [0, 1, 3, 8] {
            let (next, done) = (AtomicU64::new(0), Mutex::new(Vec::new()));
            let takes = |_| {
                loop {
                    match next.fetch_add(1, Ordering::Relaxed) {
                        i if i < 100 => done.lock().push(i),
                        _ => return Ok::<(), Cancelled>(()),
                    }
                }
            };
            assert_eq!(on_threads("test", n, takes), Ok(()));
            let mut done = done.into_inner();
            done.sort_unstable();
            assert_eq!(done, (0..100).collect::<Vec<_>>(), "{n} threads");
        }
        let fails = |i: usize| if i == 2 { Err(Cancelled) } else { Ok(()) };
        assert_eq!(on_threads("test", 3, fails), Err(Cancelled));
        assert_eq!(on_threads("test", 2, fails), Ok(()));
    }

    #[test]
    fn cancel_ends_a_pause() {
        let token = CancelToken::default();
        assert_eq!(token.check(), Ok(()));
        token.set_paused(true);
        let other = token.clone();
        let thread = std::thread::Builder::new().name("waiting".into());
        let waiting = thread.spawn(move || other.check()).expect("a thread");
        token.cancel();
        assert_eq!(waiting.join().expect("no panic"), Err(Cancelled));
    }
}
