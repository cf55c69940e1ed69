//! Before a result is taken back: which groups go, and what comes in their place.
//!
//! It changes nothing itself: what is agreed to goes out as an intent that is not asked about again.

use crate::gui::command::Command;
use crate::gui::frame::{Frame, Intent};
use crate::gui::kit::dialog::{body_ui, buttons_ui};
use crate::gui::kit::theme::strong;
use crate::gui::kit::widgets::{is_enter, primary_button, weak};
use crate::ids::{Point, RunId};
use crate::session::protocol::{Request, Snapshot};
use crate::strings::say;
use egui::{Ui, vec2};

/// Side of a cover.
const SIDE: f32 = 46.0;

/// What there is then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    /// No groups.
    Nothing,
    /// The groups of an earlier result.
    Result(RunId),
    /// What there was before the first result.
    Before,
}

/// The question.
pub struct TakeBack {
    request: Request,
    run: RunId,
    then: Then,
    /// Changes that are taken back, the result's among them.
    n_changes: usize,
}

impl TakeBack {
    /// None if going from one point of the history to the other takes back no result.
    #[must_use]
    pub fn new(request: &Request, from: Point, to: Point, snapshot: &Snapshot) -> Option<Self> {
        let history = &snapshot.history;
        let run = history.taken_back(from, to).find_map(|made| made.takes)?;
        let then = match history.taken_at(to) {
            Some(run) => Then::Result(run),
            None if to == Point::BEGINNING => Then::Nothing,
            None => Then::Before,
        };
        Some(Self { request: request.clone(), run, then, n_changes: history.taken_back(from, to).count() })
    }

    /// Draws the question; true when it is answered.
    pub fn take_back_ui(&self, ui: &mut Ui, frame: &mut Frame<'_>) -> bool {
        let enter = is_enter(ui);
        let n = frame.snapshot.clusters.len();
        body_ui(ui, |ui| {
            ui.label(strong(say!("take-back-question", run = self.run.0)).size(16.0));
            ui.label(match self.then {
                Then::Nothing => say!("take-back-nothing", n = n),
                Then::Result(run) => say!("take-back-result", n = n, run = run.0),
                Then::Before => say!("take-back-before", n = n, run = self.run.0),
            });
            ui.add_space(4.0);
            covers_ui(ui, frame);
            ui.add_space(4.0);
            if self.n_changes > 1 {
                weak(ui, say!("take-back-changes", n = self.n_changes));
            }
            let key = Command::Redo.key_text(ui.ctx()).unwrap_or_default();
            weak(ui, say!("take-back-redo", key = &key));
        });
        buttons_ui(ui, |ui| {
            let yes = primary_button(ui, say!("take-back-yes"), true).on_hover_text(say!("sure-yes.tip"));
            let is_agreed = yes.clicked() || enter;
            if is_agreed {
                frame.out.intents.push(Intent::Agreed(vec![self.request.clone()]));
            }
            let cancel = ui.button(say!("sure-cancel")).on_hover_text(say!("sure-cancel.tip"));
            is_agreed || cancel.clicked()
        })
    }
}

/// The covers of the groups that go, as many as there is room for.
fn covers_ui(ui: &mut Ui, frame: &mut Frame<'_>) {
    let snapshot = frame.snapshot;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for cover in snapshot.clusters.iter().filter_map(|cluster| cluster.cover) {
            if ui.available_width() < SIDE {
                break;
            }
            frame.thumbs.thumb_ui(ui, frame.fetcher, cover, vec2(SIDE, SIDE));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;

    #[test]
    fn only_what_takes_back_a_result_is_asked_about() {
        let mut snapshot = fixtures::clustered();
        let all =
            [("Use the clusters of run 1", 0), ("Name Cats", 1), ("Use the clusters of run 2", 2), ("Name Dogs", 3)];
        snapshot.history = std::sync::Arc::new(fixtures::history(&all, 4));
        let of = |from: u32, to: u32| {
            let question = TakeBack::new(&Request::Undo, Point(from), Point(to), &snapshot)?;
            Some((question.run, question.then, question.n_changes))
        };
        assert_eq!(of(4, 3), None);
        assert_eq!(of(3, 2), Some((RunId(2), Then::Result(RunId(1)), 1)));
        assert_eq!(of(4, 1), Some((RunId(2), Then::Result(RunId(1)), 3)));
        assert_eq!(of(4, 0), Some((RunId(2), Then::Nothing, 4)));
        assert_eq!(of(1, 0), Some((RunId(1), Then::Nothing, 1)));
        assert_eq!(of(0, 4), None, "what is made again is not taken back");
        let history = &snapshot.history;
        assert_eq!([0, 1, 2, 9].map(|n| history.back(n).0), [4, 3, 2, 0]);
    }
}
