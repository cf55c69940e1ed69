//! What became of requests: the entries of the log, said in messages, cards and dialogs.

use super::window::Window;
use crate::gui::dialogs::Dialog;
use crate::gui::kit::toasts::Kind;
use crate::session::folder::report::away_words;
use crate::session::protocol::{EditRequest, Outcome, Request, Snapshot, Ticket};
use std::collections::HashSet;

/// What was asked of the engine, to word its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    Edit,
    /// A run whose clusters are to be taken.
    RunToTake,
    /// An answer of the review, by its number.
    Review(u64),
    /// Learning from corrections.
    Refine,
    /// A look for better clusters, which a card offers.
    Improve,
    /// A look at the project, whose findings a dialog lists.
    Check,
    /// Its answer is seen in the bars already: paused, going on, stopping.
    Seen,
    Other,
}

impl Asked {
    /// Whether a card offers what came of it.
    fn is_offered(self) -> bool {
        matches!(self, Self::Refine | Self::Improve)
    }

    /// Whether it is an answer of the review.
    pub fn is_of_review(self) -> bool {
        matches!(self, Self::Review(_))
    }
}

impl Window {
    /// The log has the last entries alone: answers whose entry was never seen are done, as far as can be known.
    fn note_lost_answers(&mut self, snapshot: &Snapshot) {
        let next = self.seen_log.map_or(1, |seen| seen + 1);
        if self.asked.is_empty() || snapshot.log.first().is_none_or(|entry| entry.seq <= next) {
            return;
        }
        let logged: HashSet<Ticket> = snapshot.log.iter().filter_map(|entry| entry.ticket).collect();
        let Some(last) = logged.iter().max() else { return };
        // Edits are done in their order.
        let is_lost = |ticket: &Ticket| ticket < last && !logged.contains(ticket);
        let lost = self.asked.extract_if(|ticket, asked| matches!(asked, Asked::Review(_)) && is_lost(ticket));
        let mut lost: Vec<_> = lost.collect();
        lost.sort_unstable_by_key(|(ticket, _)| *ticket);
        for (_, asked) in lost {
            if let Asked::Review(number) = asked {
                self.review.note_end(number, None, snapshot);
            }
        }
    }

    /// Says what is new in the log.
    pub(super) fn note_log(&mut self, snapshot: &Snapshot) {
        self.note_lost_answers(snapshot);
        for entry in snapshot.log.iter() {
            if self.seen_log.is_some_and(|seen| entry.seq <= seen) {
                continue;
            }
            self.seen_log = Some(entry.seq);
            let asked = entry.ticket.and_then(|ticket| self.asked.remove(&ticket));
            if let Some(Asked::Review(number)) = asked {
                let refusal = match &entry.outcome {
                    Outcome::Failed(why) => Some(&**why),
                    _ => None,
                };
                self.review.note_end(number, refusal, snapshot);
                if refusal.is_none() {
                    // Sixty messages a minute say nothing.
                    continue;
                }
            }
            match &entry.outcome {
                Outcome::Done(_) if asked == Some(Asked::Seen) => (),
                Outcome::Done(text) if asked == Some(Asked::RunToTake) => match snapshot.newest_done_run() {
                    // After edits by a person a run waits to be taken; this one was asked for to be.
                    Some(run) if snapshot.adopted != Some(run) => self.ask(Request::Edit(EditRequest::AdoptRun(run))),
                    _ => self.toasts.push(Kind::News, text, false),
                },
                // A card asks about what was learned and not taken yet.
                Outcome::Done(_) if snapshot.candidate.is_some() && asked.is_some_and(Asked::is_offered) => (),
                // It is read there.
                Outcome::Done(_) if asked == Some(Asked::Check) && matches!(self.dialog, Some(Dialog::Check)) => (),
                // The strip above the grid says it, for as long as it is so.
                Outcome::Done(text) if is_away(text, snapshot) => (),
                Outcome::Done(text) => {
                    let can_undo = matches!(asked, Some(Asked::Edit | Asked::Refine));
                    self.toasts.push(Kind::News, text, can_undo);
                }
                // It made way for something else, or had nothing to go on from.
                Outcome::Cancelled if asked == Some(Asked::Improve) => (),
                Outcome::Cancelled => self.toasts.push(Kind::News, "Stopped. What was finished is kept.", false),
                Outcome::Warning(text) => self.toasts.push(Kind::Warning, text, false),
                Outcome::Refused(why) => {
                    self.export.note_refusal(why);
                    match self.dialog {
                        None | Some(Dialog::Export) => self.dialog = Some(Dialog::Export),
                        // What is being typed there is not thrown away.
                        Some(_) => self.toasts.push(Kind::Failure, format!("Nothing was exported: {why}."), false),
                    }
                }
                Outcome::Failed(why) => {
                    self.opening.note_failure();
                    self.toasts.push(Kind::Failure, why, false);
                }
            }
        }
    }
}

/// Whether this says that the folder of the images is away.
fn is_away(text: &str, snapshot: &Snapshot) -> bool {
    snapshot.folder.n_away > 0 && text == away_words(snapshot.folder.n_away)
}
