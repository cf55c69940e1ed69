//! What is doubtful.

use crate::session::SessionError;
use crate::session::insight::quality::Quality;
use crate::session::insight::question::{DependsOn, Question};
use crate::session::insight::source::Known;

/// Near-duplicates, what is unusual, what is unsure, and how far confidences can be believed. Before there is a run, and where
/// its files are damaged, near-duplicates alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct WhatIsDoubtful;

impl Question for WhatIsDoubtful {
    type Answer = Quality;
    const DEPENDS_ON: DependsOn = DependsOn::Labels;

    fn answer(&self, known: &Known<'_>) -> Result<Quality, SessionError> {
        let (run, unread) = match known.run() {
            Ok(run) => (Some(&run.evidence), None),
            Err(SessionError::NoRun) => (None, None),
            Err(error) => (None, Some(error)),
        };
        let mut quality = Quality::of(run, &known.source.snapshot, &known.source.prints, &known.source.cancel);
        quality.unread = unread;
        Ok(quality)
    }

    fn bytes(_: &Quality) -> usize {
        0
    }
}
