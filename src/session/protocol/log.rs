//! How requests ended, and what else there is to know.

use super::Ticket;

/// How a request ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Finished; words for people: "Wrote 1,000 labels to labels.csv".
    Done(String),
    /// Stopped by a person.
    Cancelled,
    /// Did not work, and what helps.
    Failed(String),
    /// Not done, since something would be lost that nobody has said may be: an export asked for with
    /// [`ExportRequest::allow_fewer`](super::ExportRequest::allow_fewer) is written.
    Refused(String),
    /// Not an end: something to know.
    Warning(String),
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// Counts up, never reused.
    pub seq: u64,
    /// The request that it ends; None for warnings and jobs that the engine started by itself.
    pub ticket: Option<Ticket>,
    /// What happened.
    pub outcome: Outcome,
}
