//! What a finished run would change, to be compared, applied or discarded: people changed the present groups, so it asks. It is
//! said in the bar at the bottom, where the pictures keep their room.

use crate::gui::command::Command;
use crate::gui::frame::Out;
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::Palette;
use crate::gui::kit::widgets::{elided, text_width};
use crate::ids::ClusterId;
use crate::session::protocol::{Candidate, Origin, Snapshot};
use crate::strings::say;
use egui::{Align, Layout, Sense, TextStyle, Ui, Vec2};

/// Flows that are told.
const N_FLOWS: usize = 3;

/// Draws the row of a candidate from right to left: the buttons, and at the left what it would change; where its images go is in
/// the tooltip, and in the comparison.
pub fn candidate_ui(ui: &mut Ui, snapshot: &Snapshot, candidate: &Candidate, out: &mut Out) {
    out.button_ui(ui, Command::LeaveCandidate);
    if !candidate.moved.is_empty() {
        out.button_ui(ui, Command::ShowMoved);
    }
    out.primary_ui(ui, Command::TakeCandidate, Command::TakeCandidate.short());
    ui.add_space(4.0);
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        let colors = Palette::of(ui);
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(16.0), Sense::hover());
        Icon::Info.paint(ui.painter(), rect, colors.accent_text);
        let words = words(candidate);
        // The end of it is the number.
        let is_narrow = text_width(ui, &words) > ui.available_width();
        let shown = if is_narrow { candidate.moves().to_string() } else { words.clone() };
        let galley = elided(ui, &shown, &TextStyle::Body, ui.available_width(), colors.text);
        ui.label(galley).on_hover_text(format!("{words}\n{}", flows_words(snapshot, candidate)));
    });
}

/// "A better result was found. It would move 34 images. 2 groups are new."
pub fn words(candidate: &Candidate) -> String {
    say!("candidate-words", title = title(candidate), words = candidate.words())
}

/// Where it comes from.
pub fn title(candidate: &Candidate) -> &'static str {
    match candidate.origin {
        Origin::Corrections => say!("candidate-corrections"),
        Origin::Better(_) => say!("candidate-better"),
        Origin::Run => say!("candidate-title"),
    }
}

/// The largest flows, and how many images go other ways: "18 from Cats to Dogs \u{b7} 4 from Boats to no group".
fn flows_words(snapshot: &Snapshot, candidate: &Candidate) -> String {
    let first = candidate.flows.iter().take(N_FLOWS);
    let mut words: Vec<String> = first.map(|(from, to, n)| flow_words(snapshot, *from, *to, *n)).collect();
    let n_others: usize = candidate.flows.iter().skip(N_FLOWS).map(|(.., n)| n).sum();
    if n_others > 0 {
        words.push(say!("candidate-other-ways", n = n_others));
    }
    words.join(" \u{b7} ")
}

/// "18 from Cats to Dogs".
pub fn flow_words(snapshot: &Snapshot, from: Option<ClusterId>, to: Option<ClusterId>, n: usize) -> String {
    let name = |id: Option<ClusterId>| match id {
        None => say!("candidate-no-group").to_owned(),
        Some(id) => snapshot.cluster(id).map_or_else(|| say!("candidate-new-group").to_owned(), |c| c.name.clone()),
    };
    say!("candidate-flow", n = n, from = name(from), to = name(to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;

    #[test]
    fn flows_in_words() {
        let snapshot = fixtures::clustered();
        let words =
            |from: Option<u32>, to: Option<u32>| flow_words(&snapshot, from.map(ClusterId), to.map(ClusterId), 1800);
        assert_eq!(words(Some(1), Some(2)), "1,800 from Cats to Dogs");
        assert_eq!(words(None, Some(77)), "1,800 from no group to a new group");
        assert_eq!(words(Some(7), None), "1,800 from Boats to no group");
        let all = flows_words(&snapshot, &fixtures::candidate());
        assert!(all.starts_with("18 from Cats to Dogs \u{b7} 10 from Dogs to a new group \u{b7} 4 from "), "{all}");
        assert!(all.ends_with("to no group \u{b7} 2 images other ways"), "{all}");
        assert_eq!(flows_words(&snapshot, &Candidate::default()), "");
    }
}
