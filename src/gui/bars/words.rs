//! What is offered where words were searched for that the project's network does not know: one that does, downloaded and used
//! by one button. What was asked is then asked again by itself.

use crate::gui::frame::Frame;
use crate::gui::frame::facts::is_at_work;
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{bar, note, primary_button, weak};
use crate::session::models;
use crate::session::protocol::{JobKind, Request};
use crate::strings::{Span, say};
use egui::{Ui, vec2};

/// Words that were searched for in vain, or in part.
pub struct WordsOffer {
    /// The words, to be searched for again.
    pub words: String,
    /// What the engine said of them.
    why: String,
    /// The network is on its way; the search goes on when it is there.
    is_asked: bool,
}

impl WordsOffer {
    /// With what the engine said.
    #[must_use]
    pub fn new(words: String, why: String) -> Self {
        Self { words, why, is_asked: false }
    }

    /// Whether the search goes on once the network has looked at the images.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.is_asked
    }

    /// It is offered again: the download was stopped, or failed.
    pub fn ask_again(&mut self) {
        self.is_asked = false;
    }

    /// Draws the offer, or how far it is; true when it is not wanted.
    pub fn offer_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) -> bool {
        let model = models::words();
        let colors = Palette::of(ui);
        let mut is_closed = false;
        note(ui, Icon::Info, colors.accent_text, |ui| {
            ui.label(strong(say!("words-title", words = &self.words))).on_hover_text(&self.why);
            let job = frame.snapshot.job.as_ref().filter(|job| job.kind == JobKind::Download);
            if let Some(job) = job.filter(|_| self.is_asked) {
                let progress = frame.progress;
                ui.horizontal(|ui| {
                    let share = progress.done as f32 / progress.total.max(1) as f32;
                    bar(ui, vec2(240.0, 8.0), share, colors.accent, say!("words-progress"));
                    weak(ui, &progress.stage);
                    if let Some(secs) = progress.secs_left {
                        weak(ui, say!("words-left", time = Span(secs)));
                    }
                    if ui.button(say!("words-stop")).on_hover_text(say!("words-stop.tip")).clicked() {
                        frame.out.request(Request::Cancel(job.id));
                    }
                });
                return;
            }
            if self.is_asked {
                weak(ui, say!("words-waiting"));
                return;
            }
            let n = frame.snapshot.images.rows.len();
            let time = Span(models::secs_per_1000(&crate::session::Source::Model(model)) * n as f64 / 1000.0);
            let is_here = models::is_complete(model);
            ui.add(
                egui::Label::new(if is_here {
                    say!("words-here", n = n, time = time)
                } else {
                    say!("words-away", megabytes = model.megabytes, licence = model.licence, n = n, time = time)
                })
                .wrap(),
            );
            ui.horizontal(|ui| {
                let text = if is_here {
                    say!("words-look").to_owned()
                } else {
                    say!("words-download", megabytes = model.megabytes)
                };
                let is_free = !is_at_work(frame.snapshot, JobKind::Run);
                let button = primary_button(ui, &text, is_free).on_hover_text(say!("words-download.tip"));
                if button.on_disabled_hover_text(say!("words-download.busy")).clicked() {
                    frame.out.request(Request::LearnWords(model.name.into()));
                    self.is_asked = true;
                }
                is_closed = ui.button(say!("words-not-now")).clicked();
            });
        });
        is_closed
    }
}
