//! What was done in this sitting, and when it is time to learn from it.

use super::Review;
use crate::gui::frame::Out;
use crate::gui::frame::facts::is_at_work;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{card, primary_button, weak};
use crate::gui::kit::words;
use crate::session::protocol::{JobKind, Request, Snapshot};
use egui::{Align, Label, Layout, RichText, Ui};

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
    seconds: f64,
    last: Option<f64>,
}

impl Tally {
    /// An answer was given at this time in seconds.
    pub fn note(&mut self, now: f64) {
        self.seconds += self.last.map_or(0.0, |last| (now - last).clamp(0.0, LONGEST_PAUSE));
        self.n += 1;
        self.last = Some(now);
    }

    /// Answers a minute.
    fn speed(&self) -> Option<f64> {
        let is_known = self.n >= ENOUGH_FOR_SPEED && self.seconds > 0.0;
        // The time before the first answer is not known.
        is_known.then(|| (self.n - 1) as f64 / self.seconds * 60.0)
    }
}

/// "24 answered in this sitting, 38 a minute".
fn answered_words(n: usize, speed: Option<f64>) -> String {
    let n = words::number(n);
    match speed {
        Some(speed) if speed < 1000.0 => format!("{n} answered in this sitting, {speed:.0} a minute"),
        _ => format!("{n} answered in this sitting"),
    }
}

/// Draws the card below the image.
pub fn session_ui(ui: &mut Ui, snapshot: &Snapshot, review: &Review, out: &mut Out) {
    let colors = Palette::of(ui);
    let n = review.answers.n_answered();
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
                primary_button(ui, "Refine now", true)
            } else {
                ui.add_enabled(can, egui::Button::new("Refine now"))
            };
            let why = if n_new == 0 { "There are no new answers to learn from" } else { "Another job is at work" };
            let tip = "Learns from your answers on the features of the last run; you see what would change before it is taken";
            if button.on_hover_text(tip).on_disabled_hover_text(why).clicked() {
                out.request(Request::Refine { take: false });
            }
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                ui.add(Label::new(strong(answered_words(n, review.tally.speed()))).truncate());
                let answers = words::counted(n_new, "answer", "answers");
                if is_refining {
                    weak(ui, "Learning from your answers\u{2026}");
                } else if is_due {
                    let text = RichText::new(format!("Learn from {answers}: takes seconds")).color(colors.accent_text);
                    ui.add(Label::new(text).truncate());
                } else {
                    weak(ui, "Stop at any time: every answer is kept at once.");
                }
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
            tally.note(now);
        }
        assert_eq!(tally.speed(), None);
        tally.note(4.0);
        assert_eq!(tally.speed(), Some(60.0));
        tally.note(1e6);
        assert_eq!(tally.speed(), Some(5.0 / 24.0 * 60.0));
        assert_eq!(answered_words(24, Some(37.6)), "24 answered in this sitting, 38 a minute");
        assert_eq!(answered_words(1_200, None), "1,200 answered in this sitting");
    }
}
