//! Answers that stay in sight: while a question is asked again after an edit, what was known before is drawn, so that
//! nothing flickers; and what nobody has answered yet leaves its room empty for a moment before it says that it waits.

use crate::gui::frame::Fetcher;
use crate::ids::{ClusterId, ImageId};
use crate::session::Examples;
use crate::session::protocol::{Evidence, Fetch, Photo, Pixels};
use egui::{Ui, vec2};
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

/// Seconds that a question waits before words say so.
const PATIENCE: f64 = 0.15;

/// Answers of one kind, by what was asked.
struct Kept<K, T>(HashMap<K, (Arc<T>, u64)>);

impl<K, T> Default for Kept<K, T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Eq + Hash, T> Kept<K, T> {
    /// The answer, or the one before it while it is on its way.
    fn take(&mut self, key: K, fetched: Fetch<Arc<T>>, frame: u64) -> Fetch<Arc<T>> {
        match fetched {
            Fetch::Ready(answer) => {
                self.0.insert(key, (Arc::clone(&answer), frame));
                Fetch::Ready(answer)
            }
            Fetch::Pending => match self.0.get_mut(&key) {
                Some((answer, seen)) => {
                    *seen = frame;
                    Fetch::Ready(Arc::clone(answer))
                }
                None => Fetch::Pending,
            },
            Fetch::Missing(why) => {
                self.0.remove(&key);
                Fetch::Missing(why)
            }
        }
    }

    /// Forgets what was not asked for in the frame before.
    fn forget_before(&mut self, frame: u64) {
        self.0.retain(|_, (_, seen)| *seen + 1 >= frame);
    }
}

#[derive(Default)]
struct Answers {
    evidence: Kept<ImageId, Evidence>,
    examples: Kept<(ClusterId, usize), Examples>,
    near: Kept<ClusterId, Vec<(ClusterId, f32)>>,
}

/// What was answered last.
#[derive(Default)]
pub struct Memory {
    answers: RefCell<Answers>,
    frame: u64,
}

impl Memory {
    /// A frame begins: what the one before it did not draw is forgotten.
    pub fn begin(&mut self) {
        self.frame += 1;
        let answers = self.answers.get_mut();
        answers.evidence.forget_before(self.frame);
        answers.examples.forget_before(self.frame);
        answers.near.forget_before(self.frame);
    }

    /// A fetcher that answers with what was known before.
    pub fn over<'a>(&'a self, fetcher: &'a dyn Fetcher) -> Steady<'a> {
        Steady { memory: self, fetcher }
    }
}

/// See [`Memory::over`].
pub struct Steady<'a> {
    memory: &'a Memory,
    fetcher: &'a dyn Fetcher,
}

impl Fetcher for Steady<'_> {
    fn thumbnail(&self, image: ImageId) -> Fetch<Arc<Pixels>> {
        self.fetcher.thumbnail(image)
    }

    fn preview(&self, image: ImageId, max_side: u32) -> Fetch<Arc<Pixels>> {
        self.fetcher.preview(image, max_side)
    }

    fn photo(&self, image: ImageId) -> Fetch<Arc<Photo>> {
        self.fetcher.photo(image)
    }

    fn evidence(&self, image: ImageId) -> Fetch<Arc<Evidence>> {
        self.memory.answers.borrow_mut().evidence.take(image, self.fetcher.evidence(image), self.memory.frame)
    }

    fn examples(&self, cluster: ClusterId, n: usize) -> Fetch<Arc<Examples>> {
        let fetched = self.fetcher.examples(cluster, n);
        self.memory.answers.borrow_mut().examples.take((cluster, n), fetched, self.memory.frame)
    }

    fn nearest_clusters(&self, cluster: ClusterId) -> Fetch<Arc<Vec<(ClusterId, f32)>>> {
        let fetched = self.fetcher.nearest_clusters(cluster);
        self.memory.answers.borrow_mut().near.take(cluster, fetched, self.memory.frame)
    }
}

/// The room of an answer: as high while it is awaited as it was when it was there last.
#[derive(Default)]
pub struct Room {
    height: f32,
    since: Option<f64>,
}

impl Room {
    /// Draws an answer, and notes how high it is.
    pub fn filled_ui<R>(&mut self, ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
        self.since = None;
        let inner = ui.scope(add);
        self.height = inner.response.rect.height();
        inner.inner
    }

    /// Keeps the room; words say that something is awaited once that takes longer than a blink.
    pub fn waiting_ui(&mut self, ui: &mut Ui, words: &str) {
        let now = ui.input(|input| input.time);
        let since = *self.since.get_or_insert(now);
        let top = ui.cursor().top();
        if now - since < PATIENCE {
            ui.ctx().request_repaint_after(Duration::from_secs_f64(PATIENCE - (now - since)));
        } else {
            ui.label(super::weak(ui, words));
        }
        let left = self.height - (ui.cursor().top() - top);
        if left > 0.0 {
            ui.allocate_space(vec2(1.0, left));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    /// Answers only when it is told to.
    struct Slow(Cell<bool>);

    impl Fetcher for Slow {
        fn nearest_clusters(&self, cluster: ClusterId) -> Fetch<Arc<Vec<(ClusterId, f32)>>> {
            if self.0.get() { Fetch::Ready(Arc::new(vec![(cluster, 0.5)])) } else { Fetch::Pending }
        }
    }

    #[test]
    fn what_was_known_is_drawn_until_the_new_answer_is_there_and_of_nothing_else() {
        let slow = Slow(Cell::new(true));
        let mut memory = Memory::default();
        let is_ready = |memory: &Memory, slow: &Slow, id| {
            matches!(memory.over(slow).nearest_clusters(ClusterId(id)), Fetch::Ready(_))
        };
        memory.begin();
        assert!(is_ready(&memory, &slow, 1));
        slow.0.set(false);
        for _ in 0..5 {
            memory.begin();
            assert!(is_ready(&memory, &slow, 1), "it is asked anew after an edit");
            assert!(!is_ready(&memory, &slow, 2), "of another nothing was known");
        }
        memory.begin();
        memory.begin();
        assert!(!is_ready(&memory, &slow, 1), "it was out of sight: it may mean something else now");
    }
}
