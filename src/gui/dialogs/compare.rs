//! What a result that waits would move: from where to where, with pictures. It is applied or discarded from here, too.

use crate::gui::bars::candidate::{flow_words, title};
use crate::gui::command::Command;
use crate::gui::frame::{Frame, Intent};
use crate::gui::kit::dialog::{body_ui, buttons_ui};
use crate::gui::kit::theme::strong;
use crate::gui::kit::widgets::{card, weak};
use crate::session::protocol::{Candidate, Origin};
use crate::strings::say;
use egui::{Ui, vec2};
use std::sync::Arc;

/// Ways from one group to another that are shown with pictures; the others are counted.
const MOST_FLOWS: usize = 12;
/// Side of a picture.
const SIDE: f32 = 72.0;

/// Draws it; true when it is over.
pub fn compare_ui(ui: &mut Ui, frame: &mut Frame<'_>) -> bool {
    let Some(candidate) = frame.snapshot.candidate.clone() else { return true };
    body_ui(ui, |ui| {
        ui.label(strong(title(&candidate)));
        ui.label(candidate.words().to_string());
        if let Origin::Better(why) = &candidate.origin {
            weak(ui, say!("compare-why")).on_hover_text(why.to_string());
        }
        ui.add_space(6.0);
        for flow in candidate.flows.iter().take(MOST_FLOWS) {
            card(ui, |ui| flow_ui(ui, frame, &candidate, *flow));
            ui.add_space(4.0);
        }
        let n_others: usize = candidate.flows.iter().skip(MOST_FLOWS).map(|(.., n)| n).sum();
        if n_others > 0 {
            weak(ui, say!("candidate-other-ways", n = n_others));
        }
    });
    let n = frame.out.commands.len() + frame.out.intents.len();
    buttons_ui(ui, |ui| {
        frame.out.primary_ui(ui, Command::TakeCandidate, Command::TakeCandidate.short());
        frame.out.button_ui(ui, Command::LeaveCandidate);
        if ui.button(say!("compare-in-grid")).on_hover_text(say!("compare-in-grid.tip")).clicked() {
            let (title, images) = (say!("compare-would-move").to_owned(), Arc::clone(&candidate.moved));
            frame.out.intents.push(Intent::ShowImages { title, images });
        }
    });
    frame.out.commands.len() + frame.out.intents.len() > n
}

/// From, to, and as many pictures as there is room for.
fn flow_ui(
    ui: &mut Ui,
    frame: &mut Frame<'_>,
    candidate: &Candidate,
    (from, to, n): (Option<crate::ids::ClusterId>, Option<crate::ids::ClusterId>, usize),
) {
    ui.set_width(ui.available_width());
    ui.label(strong(flow_words(frame.snapshot, from, to, n)));
    let room = (ui.available_width() / (SIDE + 4.0)).floor().max(1.0) as usize;
    let images = candidate.flow(from, to, frame.snapshot);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for image in images.into_iter().take(room) {
            frame.thumbs.thumb_ui(ui, frame.fetcher, image, vec2(SIDE, SIDE));
        }
    });
}
