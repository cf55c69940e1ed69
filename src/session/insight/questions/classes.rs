//! How many classes there are.

use crate::session::SessionError;
use crate::session::insight::classes::Classes;
use crate::session::insight::question::{DependsOn, Question};
use crate::session::insight::source::Known;

/// The merge tree of the run's features. Building it takes seconds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CountedClasses;

impl Question for CountedClasses {
    type Answer = Classes;
    const DEPENDS_ON: DependsOn = DependsOn::Run;
    const IS_SLOW: bool = true;
    const URGENCY: u8 = 1;

    fn answer(&self, known: &Known<'_>) -> Result<Classes, SessionError> {
        let run = known.run()?;
        let id = known.source.run.as_ref().map(|place| place.id).ok_or(SessionError::NoRun)?;
        Classes::of(&run.evidence, id, known.seed(), &known.source.cancel).ok_or(SessionError::Uncounted)
    }

    fn bytes(_: &Classes) -> usize {
        0
    }
}
