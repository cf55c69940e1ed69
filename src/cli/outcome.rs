//! How a command ends: its exit code, and the one sentence that says why it did not work.

use super::text;
use crate::session::upkeep::UpkeepError;
use crate::session::{SessionError, SettingsError};
use std::process::ExitCode;

/// What a command gives back.
pub type Answer = Result<Exit, Failure>;

/// A command that did what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Exit code 0: done.
    Done,
    /// 3: done, but files were skipped and `--strict` was given.
    Skipped,
}

/// A command that did not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    code: u8,
    words: String,
}

impl Failure {
    /// 1: it did not work.
    pub fn failed(words: impl Into<String>) -> Self {
        Self { code: 1, words: words.into() }
    }

    /// 2: it was called in a way that can not work.
    pub fn wrong_use(words: impl Into<String>) -> Self {
        Self { code: 2, words: words.into() }
    }

    /// 130: a person stopped it.
    pub fn cancelled() -> Self {
        Self { code: 130, words: "cancelled".into() }
    }

    /// The same with more words where a person stopped it.
    pub fn if_cancelled(mut self, more: &str) -> Self {
        if self.code == 130 {
            self.words = format!("{}; {more}", self.words);
        }
        self
    }
}

impl From<SessionError> for Failure {
    fn from(error: SessionError) -> Self {
        Self::failed(error.to_string())
    }
}

impl From<UpkeepError> for Failure {
    fn from(error: UpkeepError) -> Self {
        match error {
            UpkeepError::Cancelled => Self::cancelled(),
            UpkeepError::Failed(words) => Self::failed(words),
        }
    }
}

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        Self::wrong_use(error.to_string())
    }
}

/// Says what went wrong and gives the process's exit code.
pub fn code(answer: Answer) -> ExitCode {
    match answer {
        Ok(Exit::Done) => ExitCode::SUCCESS,
        Ok(Exit::Skipped) => ExitCode::from(3),
        Err(failure) => {
            tracing::error!(code = failure.code, "{}", failure.words);
            text::tell(format_args!("gleaner: {}", failure.words));
            ExitCode::from(failure.code)
        }
    }
}

/// Arguments that can not be understood, or a call for help.
pub fn of_arguments(error: &clap::Error) -> ExitCode {
    let text = error.render();
    if error.use_stderr() {
        let words = text.to_string();
        text::tell(format_args!("gleaner: {}", words.strip_prefix("error: ").unwrap_or(&words).trim_end()));
        return ExitCode::from(2);
    }
    // Help that nobody reads to the end (`gleaner help | head`) is no failure.
    let _ = error.print();
    ExitCode::SUCCESS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_manual() {
        let of = |answer| format!("{:?}", code(answer));
        let expected = |n: u8| format!("{:?}", ExitCode::from(n));
        assert_eq!(of(Ok(Exit::Done)), expected(0));
        assert_eq!(of(Ok(Exit::Skipped)), expected(3));
        assert_eq!(of(Err(SessionError::Words("not there".into()).into())), expected(1));
        assert_eq!(of(Err(SettingsError::Malformed("no".into()).into())), expected(2));
        assert_eq!(of(Err(Failure::cancelled().if_cancelled("resume"))), expected(130));
        assert_eq!(Failure::failed("x").if_cancelled("y").words, "x");
    }
}
