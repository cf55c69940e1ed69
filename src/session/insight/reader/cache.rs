//! Questions of any kind in one queue, and their answers in one store within a budget of bytes.

use crate::memory::part_of_available;
use crate::session::SessionError;
use crate::session::insight::question::{DependsOn, Question};
use crate::session::insight::source::{Known, Source};
use crate::strings::{Language, language, say, speak};
use std::any::{Any, TypeId};
use std::collections::{BTreeMap, HashMap};
use std::hash::{Hash, Hasher};
use std::sync::{Arc, LazyLock};

/// Questions that may wait; older ones are dropped and asked again when they are still wanted.
const MOST_WAITING: usize = 256;
/// What is shown at a time, whatever memory there was at the start.
const LEAST_BYTES: u64 = 32 << 20;
/// Bytes of answers that are kept.
static CACHE_BYTES: LazyLock<usize> =
    LazyLock::new(|| part_of_available(1.0 / 16.0, 96 << 20).max(LEAST_BYTES) as usize);
/// What is said of what a run would know.
pub(super) fn no_run() -> Arc<str> {
    say!("answer-no-run").into()
}

/// A question of a kind that nobody knows.
trait AnyQuestion: Send + Sync {
    fn answer(&self, known: &Known<'_>) -> Answer;
    fn is_same(&self, other: &dyn AnyQuestion) -> bool;
    fn hash_into(&self, hasher: &mut dyn Hasher);
    fn as_any(&self) -> &dyn Any;
}

impl<Q: Question> AnyQuestion for Q {
    fn answer(&self, known: &Known<'_>) -> Answer {
        match Question::answer(self, known) {
            Ok(answer) => Answer::of::<Q>(answer),
            Err(error) => Answer::missing(told(&error)),
        }
    }

    fn is_same(&self, other: &dyn AnyQuestion) -> bool {
        other.as_any().downcast_ref::<Q>().is_some_and(|other| other == self)
    }

    fn hash_into(&self, mut hasher: &mut dyn Hasher) {
        TypeId::of::<Q>().hash(&mut hasher);
        self.hash(&mut hasher);
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// Why a question was not answered, as a window says it.
fn told(error: &SessionError) -> Arc<str> {
    match error {
        SessionError::NoRun => no_run(),
        SessionError::NoSuchCluster(_) => say!("answer-no-group").into(),
        SessionError::Uncounted => say!("answer-uncounted").into(),
        error => error.to_string().into(),
    }
}

/// A question, asked of a project as it was.
#[derive(Clone)]
pub(super) struct Asked {
    question: Arc<dyn AnyQuestion>,
    /// What whoever asked speaks.
    language: Language,
    depends_on: DependsOn,
    revision: u64,
    pub is_slow: bool,
    pub urgency: u8,
    is_retried: bool,
}

impl Asked {
    /// Of what is open now.
    pub fn now<Q: Question>(question: Q, source: Option<&Source>) -> Self {
        Self {
            question: Arc::new(question),
            language: language(),
            depends_on: Q::DEPENDS_ON,
            revision: source.map_or(0, |source| Q::DEPENDS_ON.revision(source)),
            is_slow: Q::IS_SLOW,
            urgency: Q::URGENCY,
            is_retried: Q::IS_RETRIED,
        }
    }

    pub fn answer(&self, known: &Known<'_>) -> Answer {
        speak(self.language);
        self.question.answer(known)
    }

    /// Whether nothing changed since that its answer depends on.
    pub fn is_current(&self, source: &Source) -> bool {
        self.revision == self.depends_on.revision(source)
    }
}

impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        self.revision == other.revision && self.language == other.language && self.question.is_same(&*other.question)
    }
}

impl Eq for Asked {}

impl Hash for Asked {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.revision.hash(state);
        self.language.hash(state);
        self.question.hash_into(state);
    }
}

/// An answer of any kind, or why there is none.
#[derive(Clone)]
pub(super) struct Answer {
    answer: Result<Arc<dyn Any + Send + Sync>, Arc<str>>,
    bytes: usize,
}

impl Answer {
    pub fn of<Q: Question>(answer: Q::Answer) -> Self {
        Self { bytes: Q::bytes(&answer), answer: Ok(Arc::new(answer)) }
    }

    pub fn missing(why: Arc<str>) -> Self {
        Self { bytes: why.len() + 64, answer: Err(why) }
    }

    /// As what the question of this kind is answered with.
    pub fn to<Q: Question>(&self) -> Result<Arc<Q::Answer>, Arc<str>> {
        let answer = self.answer.clone()?;
        Ok(answer.downcast().expect("an answer is kept under its own question"))
    }
}

/// What waits, what is at work, and what is known.
#[derive(Default)]
pub(super) struct State {
    pub source: Option<Source>,
    /// A stack: the newest is answered first.
    waiting: Vec<Asked>,
    pub at_work: Vec<Asked>,
    answers: HashMap<Asked, (Answer, u64)>,
    bytes: usize,
    clock: u64,
    pub is_closed: bool,
}

impl State {
    /// Forgets what is out of date by the new source.
    pub fn set_source(&mut self, source: Source) {
        if self.source.as_ref().is_none_or(|before| before.project_revision != source.project_revision) {
            // Nobody waits for what was asked about another project.
            if let Some(before) = &self.source {
                before.cancel.cancel();
            }
            self.answers.clear();
            self.waiting.clear();
        }
        self.waiting.retain(|asked| asked.is_current(&source));
        self.answers.retain(|asked, _| asked.is_current(&source));
        self.bytes = self.answers.values().map(|(answer, _)| answer.bytes).sum();
        self.source = Some(source);
    }

    /// The answer; None if it has to be waited for.
    pub fn ask(&mut self, asked: Asked) -> Option<Answer> {
        self.clock += 1;
        if let Some((answer, used)) = self.answers.get_mut(&asked) {
            *used = self.clock;
            let answer = answer.clone();
            if asked.is_retried && answer.answer.is_err() {
                self.forget(&asked);
            }
            return Some(answer);
        }
        if self.at_work.contains(&asked) {
            return None;
        }
        // What is asked for again is still on screen.
        self.waiting.retain(|waiting| *waiting != asked);
        self.waiting.push(asked);
        if self.waiting.len() > MOST_WAITING {
            self.waiting.remove(0);
        }
        None
    }

    /// What is answered next: what a person waits for comes before what would be nice to have; then the newest.
    pub fn next(&mut self, is_slow: bool) -> Option<Asked> {
        let of_kind = self.waiting.iter().enumerate().filter(|(_, asked)| asked.is_slow == is_slow);
        let (at, _) = of_kind.max_by_key(|(at, asked)| (asked.urgency, *at))?;
        Some(self.waiting.remove(at))
    }

    fn forget(&mut self, asked: &Asked) {
        if let Some((gone, _)) = self.answers.remove(asked) {
            self.bytes -= gone.bytes;
        }
    }

    pub fn keep(&mut self, asked: Asked, answer: Answer) {
        self.clock += 1;
        self.bytes += answer.bytes;
        if let Some((before, _)) = self.answers.insert(asked, (answer, self.clock)) {
            self.bytes -= before.bytes;
        }
        if self.bytes <= *CACHE_BYTES {
            return;
        }
        // Down to three quarters at once, so that sorting is rare.
        let by_age: BTreeMap<u64, Asked> = self.answers.iter().map(|(q, (_, used))| (*used, q.clone())).collect();
        for asked in by_age.into_values() {
            // The last one is what was kept just now: a picture larger than the budget is handed over once all the same.
            if self.bytes <= *CACHE_BYTES / 4 * 3 || self.answers.len() == 1 {
                break;
            }
            self.forget(&asked);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ImageId;
    use crate::session::insight::questions::{Preview, Thumbnail};
    use crate::session::protocol::Pixels;

    #[test]
    fn answers_stay_within_their_budget_and_the_newest_stay() {
        let mut state = State::default();
        let big = || Answer::of::<Thumbnail>(Pixels { width: 1024, height: 1024, rgba: vec![0; 4 << 20] });
        let asked = |i| Asked::now(Thumbnail(ImageId(i)), None);
        for i in 0..100 {
            state.keep(asked(i), big());
            assert!(state.bytes <= *CACHE_BYTES);
        }
        assert_eq!(state.bytes, state.answers.len() * (4 << 20));
        assert!(state.answers.contains_key(&asked(99)));
        assert!(!state.answers.contains_key(&asked(0)));
    }

    #[test]
    fn an_answer_larger_than_the_budget_is_handed_over() {
        let mut state = State::default();
        let asked = |i| Asked::now(Thumbnail(ImageId(i)), None);
        let of = |n_bytes| Answer::of::<Thumbnail>(Pixels { width: 1, height: 1, rgba: vec![0; n_bytes] });
        state.keep(asked(1), of(*CACHE_BYTES + 1));
        assert!(state.ask(asked(1)).is_some());
        state.keep(asked(2), of(1));
        assert!(state.ask(asked(1)).is_none() && state.ask(asked(2)).is_some(), "and gives way to the next one");
    }

    #[test]
    fn questions_of_two_kinds_are_two() {
        let mut state = State::default();
        let (small, large) = (Thumbnail(ImageId(1)), Preview { image: ImageId(1), max_side: 9 });
        assert!(state.ask(Asked::now(small.clone(), None)).is_none());
        assert!(state.ask(Asked::now(large, None)).is_none());
        assert!(state.ask(Asked::now(small, None)).is_none());
        assert_eq!(state.waiting.len(), 2);
        let newest = state.next(false).expect("two wait");
        assert!(newest == Asked::now(Thumbnail(ImageId(1)), None), "what is asked for again comes first");
    }
}
