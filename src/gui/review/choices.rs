//! The clusters that a number puts the image into: those with a key of their own have it, the most probable others take what
//! numbers are left.

use crate::gui::kit::theme::Palette;
use crate::gui::kit::widgets::{elided_font, paint_bar};
use crate::gui::kit::{colours, words};
use crate::ids::ClusterId;
use crate::session::protocol::{Evidence, Snapshot};
use egui::accesskit::Role;
use egui::{Align2, Color32, FontId, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

/// Probable clusters that get a number.
const N_TOP: usize = 5;

/// One numbered cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// 1 to 9.
    pub number: u8,
    /// Which cluster.
    pub cluster: ClusterId,
    /// Its name.
    name: String,
    /// How probable it is, 0 to 1; None where the run says nothing of it.
    probability: Option<f32>,
    /// The number is its own, for every image.
    is_key: bool,
}

/// The choices for an image, by number.
#[must_use]
pub fn choices(snapshot: &Snapshot, evidence: Option<&Evidence>) -> Vec<Choice> {
    let top: Vec<(ClusterId, f32)> = evidence
        .into_iter()
        .flat_map(|evidence| &evidence.top)
        .filter_map(|entry| Some((entry.cluster?, entry.probability)))
        .take(N_TOP)
        .collect();
    let probability = |id| top.iter().find(|entry| entry.0 == id).map(|entry| entry.1);
    let mut choices: Vec<Choice> = snapshot
        .clusters
        .iter()
        .filter_map(|cluster| {
            let (number, name) = (cluster.hot_key?, cluster.name.clone());
            Some(Choice { number, cluster: cluster.id, name, probability: probability(cluster.id), is_key: true })
        })
        .collect();
    let taken: Vec<u8> = choices.iter().map(|choice| choice.number).collect();
    let mut free = (1..=9u8).filter(|number| !taken.contains(number));
    for (id, probability) in &top {
        let Some(cluster) = snapshot.cluster(*id).filter(|cluster| cluster.hot_key.is_none()) else { continue };
        let Some(number) = free.next() else { break };
        let (name, probability) = (cluster.name.clone(), Some(*probability));
        choices.push(Choice { number, cluster: *id, name, probability, is_key: false });
    }
    choices.sort_by_key(|choice| choice.number);
    choices
}

/// Draws the choices, the image's `own` cluster marked; gives the one that was clicked.
pub fn choices_ui(ui: &mut Ui, snapshot: &Snapshot, choices: &[Choice], own: Option<ClusterId>) -> Option<ClusterId> {
    let mut clicked = None;
    ui.spacing_mut().item_spacing.y = 2.0;
    for choice in choices {
        let color = colours::of_cluster(snapshot, choice.cluster);
        if choice_ui(ui, choice, color, Some(choice.cluster) == own) {
            clicked = Some(choice.cluster);
        }
    }
    clicked
}

fn choice_ui(ui: &mut Ui, choice: &Choice, color: Color32, is_own: bool) -> bool {
    let colors = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::click());
    let said = choice.probability.map(|p| words::percent(f64::from(p)));
    response.widget_info(|| {
        let said = said.as_ref().map_or_else(String::new, |said| format!(", {said}"));
        let name = format!("{}: {}{said}", choice.number, choice.name);
        WidgetInfo::selected(Role::Button, true, is_own, name)
    });
    let painter = ui.painter();
    if response.hovered() || response.has_focus() {
        painter.rect_filled(rect, 6.0, colors.control);
    } else if is_own {
        painter.rect_filled(rect, 6.0, colors.selected);
    }
    if response.has_focus() {
        painter.rect_stroke(rect, 6.0, Stroke::new(1.5, colors.accent_text), StrokeKind::Inside);
    }
    let cap = Rect::from_center_size(pos2(rect.left() + 15.0, rect.center().y), vec2(20.0, 20.0));
    let line = if choice.is_key { colors.accent_text } else { colors.line_strong };
    painter.rect(cap, 4.0, colors.panel, Stroke::new(1.0, line), StrokeKind::Inside);
    let font = FontId::proportional(12.5);
    painter.text(cap.center(), Align2::CENTER_CENTER, choice.number, font.clone(), colors.text);
    let value = if is_own && said.is_none() { Some("now".to_owned()) } else { said };
    let right = rect.right() - 8.0;
    if let Some(value) = value {
        painter.text(pos2(right, rect.center().y - 4.0), Align2::RIGHT_CENTER, value, font.clone(), colors.weak);
    }
    let left = cap.right() + 8.0;
    let galley = elided_font(ui, &choice.name, font, right - left - 62.0, colors.text);
    ui.painter().galley(pos2(left, rect.center().y - 4.0 - galley.size().y / 2.0), galley, colors.text);
    let track = Rect::from_min_max(pos2(left, rect.bottom() - 7.0), pos2(right, rect.bottom() - 3.0));
    if let Some(share) = choice.probability {
        paint_bar(ui, track, share, color);
    }
    let tip = match (is_own, choice.is_key) {
        (true, _) => format!("{}: it is there now", choice.name),
        (_, true) => format!("{}: this number is its key", choice.name),
        _ => choice.name.clone(),
    };
    response.on_hover_text(tip).clicked()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;
    use crate::session::protocol::ClusterProbability;
    use std::sync::Arc;

    #[test]
    fn keys_win_their_numbers_and_the_probable_fill_the_rest() {
        let mut snapshot = fixtures::clustered();
        let clusters = Arc::make_mut(&mut snapshot.clusters);
        for (at, key) in [(1, 1), (6, 3)] {
            Arc::make_mut(&mut clusters[at]).hot_key = Some(key);
        }
        let entry = |id: Option<u32>, probability| ClusterProbability {
            cluster: id.map(ClusterId),
            name: String::new(),
            key: String::new(),
            probability,
        };
        let top = vec![
            entry(Some(3), 0.5),
            entry(Some(2), 0.3),
            entry(None, 0.1),
            entry(Some(99), 0.06),
            entry(Some(1), 0.04),
        ];
        let evidence = Evidence { top, ..Evidence::default() };
        let found = choices(&snapshot, Some(&evidence));
        let short: Vec<_> = found.iter().map(|c| (c.number, c.cluster.0, c.probability, c.is_key)).collect();
        let expected =
            [(1, 2, Some(0.3), true), (2, 3, Some(0.5), false), (3, 7, None, true), (4, 1, Some(0.04), false)];
        assert_eq!(short, expected, "a cluster that is gone has no number");
        let keys: Vec<_> = choices(&snapshot, None).iter().map(|c| c.number).collect();
        assert_eq!(keys, [1, 3]);
    }
}
