//! What was done in this sitting, and when it is time to learn from it.

use super::{Doubtful, Mode, Review, desk};
use crate::gui::frame::Frame;
use crate::gui::frame::facts::is_at_work;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{card, primary_button};
use crate::session::protocol::{JobKind, Request, Snapshot};
use crate::session::quality::Quality;
use crate::strings::say;
use egui::{Align, Label, Layout, RichText, Ui};
use std::sync::Arc;

/// After so many answers learning from them is suggested.
const ENOUGH: usize = 20;
/// A pause of more seconds than this is none of the work.
const LONGEST_PAUSE: f64 = 20.0;
/// A speed is said from so many answers on.
const ENOUGH_FOR_SPEED: usize = 5;

/// Counts answers and the time that they took.
#[derive(Default)]
pub struct Tally {
    n: usize,
    /// Answers that were given at once at the beginning.
    first: Option<usize>,
    seconds: f64,
    last: Option<f64>,
}

impl Tally {
    /// So many answers were given at this time in seconds.
    pub fn note(&mut self, now: f64, n: usize) {
        self.seconds += self.last.map_or(0.0, |last| (now - last).clamp(0.0, LONGEST_PAUSE));
        self.first.get_or_insert(n);
        self.n += n;
        self.last = Some(now);
    }

    /// Answers a minute.
    fn speed(&self) -> Option<f64> {
        let is_known = self.n >= ENOUGH_FOR_SPEED && self.seconds > 0.0;
        // The time before the first answer is not known.
        is_known.then(|| (self.n - self.first.unwrap_or(0)) as f64 / self.seconds * 60.0)
    }
}

impl Doubtful {
    /// How many there are, if it is known: counted once a snapshot.
    fn count(&mut self, snapshot: &Snapshot, quality: &Arc<Quality>) -> Option<usize> {
        let is_known = quality.is_of(&snapshot.images) && quality.mean_agreement.is_some();
        if !is_known {
            return None;
        }
        if self.revision != Some(snapshot.revision) || !Arc::ptr_eq(&self.quality, quality) {
            let open = quality.unsure.iter().filter(|image| desk::is_open(snapshot, **image, None));
            (self.n, self.revision) = (Some(open.count()), Some(snapshot.revision));
            self.quality = Arc::clone(quality);
        }
        self.n
    }
}

/// "12 answered, about 115 doubtful ones left"; what is left is said once it is known.
fn progress(n: usize, left: Option<usize>) -> String {
    match left {
        None => say!("review-answered", n = n),
        Some(0) => say!("review-answered-none-left", n = n),
        Some(left) => say!("review-answered-left", n = n, left = left),
    }
}

/// Draws the card below the image: what was answered and what is left, and when there is something to learn from. `is_low`: as
/// a line alone.
pub fn session_ui(ui: &mut Ui, frame: &mut Frame<'_>, review: &mut Review, is_low: bool) {
    let snapshot = frame.snapshot;
    let n = review.answers.n_answered();
    let text = match (review.mode, review.proved(snapshot)) {
        (Mode::Clean, Some(cluster)) => {
            let left = cluster.members.len().saturating_sub(cluster.n_confirmed);
            say!("review-answered-of-group", n = n, left = left, all = cluster.members.len())
        }
        _ => progress(n, review.doubtful.count(snapshot, &frame.view.quality)),
    };
    let tip = match review.tally.speed() {
        Some(speed) if speed < 1000.0 => say!("review-speed", n = speed.round() as usize),
        _ => say!("review-answers-kept").to_owned(),
    };
    if is_low {
        ui.add(Label::new(strong(text)).truncate()).on_hover_text(tip);
        return;
    }
    let colors = Palette::of(ui);
    let n_new = snapshot.history.n_to_learn;
    // What was learned waits to be taken or left.
    let is_due = n_new >= ENOUGH && snapshot.candidate.is_none();
    let is_refining = is_at_work(snapshot, JobKind::Refine);
    card(ui, |ui| {
        ui.horizontal(|ui| {
            ui.set_height(42.0);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let can = n_new > 0 && snapshot.job.is_none();
                let button = if is_due && can {
                    primary_button(ui, say!("review-learn"), true)
                } else {
                    ui.add_enabled(can, egui::Button::new(say!("review-learn")))
                };
                let why = if n_new == 0 { say!("review-learn.nothing") } else { say!("review-learn.busy") };
                if button.on_hover_text(say!("review-learn.tip")).on_disabled_hover_text(why).clicked() {
                    frame.out.request(Request::Refine { take: false });
                }
                ui.with_layout(Layout::top_down(Align::Min), |ui| {
                    ui.add(Label::new(strong(text)).truncate()).on_hover_text(tip);
                    let (words, color) = match (is_refining, is_due) {
                        (true, _) => (say!("review-learning").to_owned(), colors.weak),
                        (_, true) => (say!("review-learn-due", n = n_new), colors.accent_text),
                        _ => (say!("review-answers-kept").to_owned(), colors.weak),
                    };
                    ui.add(Label::new(RichText::new(&words).color(color)).truncate()).on_hover_text(words);
                });
            });
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_do_not_count_and_speed_is_said_once_it_is_known() {
        let mut tally = Tally::default();
        for now in [0.0, 1.0, 2.0, 3.0] {
            tally.note(now, 1);
        }
        assert_eq!(tally.speed(), None);
        tally.note(4.0, 1);
        assert_eq!(tally.speed(), Some(60.0));
        tally.note(1e6, 1);
        assert_eq!(tally.speed(), Some(5.0 / 24.0 * 60.0));
    }

    #[test]
    fn what_is_left_is_said_once_it_is_known() {
        assert_eq!(progress(12, None), "12 answered");
        assert_eq!(progress(12, Some(115)), "12 answered, about 115 doubtful ones left");
        assert_eq!(progress(1_200, Some(0)), "1,200 answered, no doubtful ones left");
        let mut sheets = Tally::default();
        for now in [0.0, 10.0, 20.0] {
            sheets.note(now, 9);
        }
        assert_eq!(sheets.speed(), Some(54.0), "18 answers in 20 seconds");
    }
}
