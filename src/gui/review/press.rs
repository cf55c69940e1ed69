//! The keys of the review, worked off in their order: what each says of the image or the sheet that is asked about then.

use super::Review;
use super::keys::ReviewKey;
use crate::gui::frame::{Frame, Intent, Said, Tab};
use crate::session::protocol::Fetch;
use crate::strings::say;

impl Review {
    pub(super) fn work_off_keys(&mut self, frame: &mut Frame<'_>, now: f64) {
        let asked = |review: &Self| review.place().zip(review.current(frame.snapshot));
        if self.waits_for.is_some_and(|waits_for| asked(self) != Some(waits_for)) {
            self.forget_keys();
            self.notice = Some(say!("review-other-image").to_owned());
        }
        while let Some(key) = self.keys.pop_front() {
            if self.work_off(&key, frame, now) {
                self.waits_for = None;
                if matches!(key, ReviewKey::Choose(_)) && self.sheet.is_none() {
                    // A field is over the image now.
                    self.keys.clear();
                }
                self.fill(frame);
                continue;
            }
            self.waits_for = asked(self);
            self.keys.push_front(key);
            if self.keys.contains(&ReviewKey::Leave) {
                frame.view.tab = Tab::Grid;
                self.forget_keys();
            }
            // What is not answered yet is taken back at once.
            let Some(at) = self.keys.iter().position(|key| *key == ReviewKey::Back) else { break };
            self.keys.drain(at - 1..=at);
            if at == 1 {
                self.waits_for = None;
            }
        }
    }

    /// Does what a key says; false if it has to wait.
    fn work_off(&mut self, key: &ReviewKey, frame: &mut Frame<'_>, now: f64) -> bool {
        match key {
            ReviewKey::Leave => {
                frame.view.tab = Tab::Grid;
                self.forget_keys();
                return true;
            }
            ReviewKey::Back => {
                self.back();
                return true;
            }
            ReviewKey::Sheets => {
                self.toggle_sheets();
                return true;
            }
            _ => (),
        }
        let snapshot = frame.snapshot;
        let Some(asked) = self.asked(snapshot) else { return true };
        if self.sheet.is_some() {
            self.press_on_sheet(key, snapshot, now);
            return true;
        }
        match key {
            ReviewKey::Yes => self.say(&Said::Right, snapshot, now),
            ReviewKey::No => self.say(&Said::Wrong, snapshot, now),
            ReviewKey::Junk => self.say(&Said::Junk, snapshot, now),
            ReviewKey::Skip => self.skip(snapshot),
            ReviewKey::Choose(typed) => {
                frame.out.intents.push(Intent::ChooseAnswer { image: asked.image, typed: typed.clone() });
            }
            ReviewKey::Number(number) => {
                if self.numbers.cluster(*number).is_none() && matches!(self.known(frame, asked.image), Fetch::Pending) {
                    return false;
                }
                match self.numbers.cluster(*number) {
                    Some(cluster) => self.say(&Said::Cluster(cluster), snapshot, now),
                    None => self.notice = Some(say!("review-number-none", number = *number)),
                }
            }
            // Marking is for sheets, which alone have their keys.
            ReviewKey::Leave | ReviewKey::Back | ReviewKey::Sheets | ReviewKey::Mark | ReviewKey::Step(_) => (),
        }
        true
    }
}
