//! What became of requests: the entries of the log, said in messages, cards and dialogs.

use super::asked::Asked;
use super::window::Window;
use crate::gui::bars::words::WordsOffer;
use crate::gui::dialogs::Dialog;
use crate::gui::dialogs::stranger::Stranger;
use crate::gui::kit::toasts::{Kind, Offer};
use crate::session::protocol::{Change, Deed, JobKind, Outcome, Request, Snapshot, Ticket};
use crate::strings::say;
use std::collections::HashSet;

/// What can be done about it at once.
fn offer(deed: Deed) -> Option<Offer> {
    match deed {
        Deed::Undone => Some(Offer::Redo),
        Deed::Went { from } => Some(Offer::Back(from)),
        _ => deed.can_undo().then_some(Offer::Undo),
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

    /// What was searched for is searched for again, once its words are known.
    fn note_words(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Done(..) => {
                if let Some(offer) = self.words.take_if(|offer| offer.is_asked()) {
                    self.search.for_words(&offer.words);
                }
            }
            _ => self.words.iter_mut().for_each(WordsOffer::ask_again),
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
            if asked == Some(Asked::Words) {
                self.note_words(&entry.outcome);
            }
            if let Some(Asked::Review(number)) = asked {
                let refusal = match &entry.outcome {
                    Outcome::Failed(why) => Some(why.to_string()),
                    _ => None,
                };
                self.review.note_end(number, refusal.as_deref(), snapshot);
                if refusal.is_none() {
                    // Sixty messages a minute say nothing.
                    continue;
                }
            }
            match &entry.outcome {
                // The one is seen in the bars already; the other made way for something else, or had nothing to go on from.
                Outcome::Done(Deed::Steered, _) | Outcome::Cancelled(Some(JobKind::Improve)) => (),
                // After edits by a person a run waits to be taken; this one was asked for to be.
                Outcome::Done(Deed::Waiting { run, .. }, _) if asked == Some(Asked::RunToTake) => {
                    self.ask(Request::Edit(Change::AdoptRun(*run)));
                }
                // A card asks about what was learned and not taken yet.
                Outcome::Done(deed, _) if deed.is_offered() && snapshot.candidate.is_some() => (),
                // It is read there.
                Outcome::Done(Deed::Checked, _) if matches!(self.dialog, Some(Dialog::Check)) => (),
                // The strip above the grid says it, for as long as it is so.
                Outcome::Done(Deed::FolderAway, _) if snapshot.folder.n_away > 0 => (),
                Outcome::Done(deed, text) => self.toasts.push_with(Kind::News, text, offer(*deed)),
                Outcome::Cancelled(_) => self.toasts.push(Kind::Hint, say!("ask-stopped"), false),
                Outcome::Warning(text) => self.toasts.push(Kind::Warning, text, false),
                Outcome::Refused(why) => {
                    self.export.note_refusal(&why.to_string());
                    match self.dialog {
                        None | Some(Dialog::Export) => self.dialog = Some(Dialog::Export),
                        // What is being typed there is not thrown away.
                        Some(_) => self.toasts.push(Kind::Failure, say!("ask-no-export", why = why), false),
                    }
                }
                Outcome::Stranger { project, folder } => {
                    self.opening.note_failure();
                    let is_open = snapshot.project.as_ref().is_some_and(|open| open.path == *project);
                    self.dialog = Some(Dialog::Stranger(Stranger::new(project.clone(), folder.clone(), is_open)));
                }
                Outcome::Failed(why) => {
                    self.opening.note_failure();
                    self.toasts.push(Kind::Failure, why, false);
                }
            }
        }
    }
}
