//! Before a group becomes several: its parts with their first images, as many as one likes. A part can be named here, and
//! confirmed if a person says so of that part.

use crate::gui::frame::{Frame, Intent, Shown};
use crate::gui::kit::colours;
use crate::gui::kit::dialog::{body_ui, buttons_ui};
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{boxed, card, is_enter, note, primary_button, takes_key, weak};
use crate::ids::{ClusterId, ImageId};
use crate::session::curating::Part;
use crate::session::protocol::{Change, ClusterView, Fetch, MOST_PARTS, Snapshot};
use crate::strings::{Share, say};
use egui::{Align, Key, Layout, Sense, Slider, Spinner, TextEdit, Ui, vec2};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Side of a picture in the strips.
const SIDE: f32 = 60.0;

/// The group to be split.
pub struct SplitPreview {
    cluster: ClusterId,
    n: usize,
    /// What was shown last, until the answer to another number is there.
    last: Option<Arc<Vec<Part>>>,
    /// What was said of parts, by their first image: it stays while their number changes.
    said: BTreeMap<ImageId, PartSaid>,
}

/// What a person says of a part.
#[derive(Clone, Debug, Default)]
struct PartSaid {
    name: String,
    is_confirmed: bool,
}

impl SplitPreview {
    /// In two parts at first; None if there is nothing to split.
    #[must_use]
    pub fn new(cluster: ClusterId, snapshot: &Snapshot) -> Option<Self> {
        let is_there = snapshot.cluster(cluster).is_some_and(|cluster| cluster.members.len() > 1);
        is_there.then(|| Self { cluster, n: 2, last: None, said: BTreeMap::new() })
    }

    /// Draws the preview; true when the split was asked for or cannot be done any more.
    pub fn split_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) -> bool {
        let enter = is_enter(ui);
        let Some(cluster) = frame.snapshot.cluster(self.cluster).map(Arc::clone) else { return true };
        let most = MOST_PARTS.min(cluster.members.len()).max(2);
        if !ui.ctx().text_edit_focused() {
            let (more, fewer) = (takes_key(ui, Key::ArrowRight), takes_key(ui, Key::ArrowLeft));
            self.n = (self.n + usize::from(more)).saturating_sub(usize::from(fewer));
        }
        self.n = self.n.clamp(2, most);
        let fetched = frame.fetcher.split(self.cluster, self.n);
        if let Fetch::Ready(parts) = &fetched {
            self.last = Some(Arc::clone(parts));
        }
        let ready = match &fetched {
            Fetch::Ready(parts) if parts.len() > 1 => Some(Arc::clone(parts)),
            _ => None,
        };
        ui.horizontal(|ui| {
            ui.spacing_mut().slider_width = 160.0;
            ui.label(say!("split-parts"));
            let slider = ui.add(Slider::new(&mut self.n, 2..=most)).accessible_name(say!("split-number"));
            slider.on_hover_text(say!("split-number.tip"));
            if matches!(fetched, Fetch::Pending) {
                ui.add(Spinner::new().size(16.0));
                weak(ui, say!("split-pending", n = self.n));
            }
        });
        ui.add_space(4.0);
        match &fetched {
            Fetch::Missing(why) => {
                note(ui, Icon::Warning, Palette::of(ui).warning, |ui| {
                    ui.label(say!("split-missing", why = &**why));
                });
            }
            Fetch::Ready(parts) if parts.len() < 2 => {
                note(ui, Icon::Info, Palette::of(ui).warning, |ui| {
                    ui.label(say!("split-all-alike"));
                });
            }
            Fetch::Ready(parts) if parts.len() < self.n => drop(weak(ui, say!("split-only", n = parts.len()))),
            _ => (),
        }
        body_ui(ui, |ui| self.parts_ui(ui, frame, &cluster, matches!(fetched, Fetch::Pending)));
        let n = ready.as_ref().map_or(self.n, |parts| parts.len());
        let is_asked = buttons_ui(ui, |ui| {
            let response = primary_button(ui, &say!("split-button", n = n), ready.is_some());
            let response = response.on_hover_text(say!("split-button.tip"));
            response.on_disabled_hover_text(say!("split-button.pending")).clicked() || enter
        });
        let Some(parts) = ready.filter(|_| is_asked) else { return false };
        frame.out.edit(self.change(&parts));
        frame.out.intents.push(Intent::Show(Shown::Cluster(self.cluster)));
        true
    }

    fn change(&self, parts: &[Part]) -> Change {
        let said =
            |part: &Part| part.members.first().and_then(|image| self.said.get(image)).cloned().unwrap_or_default();
        let said: Vec<PartSaid> = parts.iter().map(said).collect();
        Change::Split {
            cluster: self.cluster,
            parts: parts.iter().map(|part| part.members.clone()).collect(),
            names: said.iter().map(|said| said.name.trim().to_owned()).collect(),
            confirmed: (0..said.len()).filter(|at| said[*at].is_confirmed).collect(),
        }
    }

    fn parts_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, cluster: &ClusterView, is_pending: bool) {
        let Some(parts) = self.last.clone() else {
            for _ in 0..self.n {
                card(ui, |ui| strip_ui(ui, frame, None));
                ui.add_space(2.0);
            }
            return;
        };
        ui.scope(|ui| {
            if is_pending {
                ui.multiply_opacity(0.4);
            }
            for (i, part) in parts.iter().enumerate() {
                card(ui, |ui| self.part_ui(ui, frame, cluster, i, part));
                ui.add_space(2.0);
            }
        });
    }

    /// One part: what it is called, how large it is, whether it is confirmed, its first images.
    fn part_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, cluster: &ClusterView, i: usize, part: &Part) {
        let Some(first) = part.members.first() else { return };
        let said = self.said.entry(*first).or_default();
        ui.horizontal(|ui| {
            if i == 0 {
                colours::swatch_ui(ui, cluster);
                ui.label(strong(&cluster.name));
                weak(ui, say!("split-keeps-name"));
            } else {
                let suggested = part.names.first();
                let automatic = say!("split-part", n = i + 1);
                let hint = suggested.map_or(automatic.as_str(), |suggested| &suggested.name);
                let field = TextEdit::singleline(&mut said.name).hint_text(hint).desired_width(190.0);
                ui.add(field.margin(vec2(6.0, 3.0))).accessible_name(say!("split-name-of", n = i + 1));
                if let Some(suggested) = suggested.filter(|_| said.name.is_empty()) {
                    let text = say!("names-call-it", name = &suggested.name);
                    if ui.small_button(text).on_hover_text(say!("names-from-folder")).clicked() {
                        said.name.clone_from(&suggested.name);
                    }
                }
            }
            let share = part.members.len() as f64 / cluster.members.len().max(1) as f64;
            weak(ui, say!("split-size", n = part.members.len(), share = Share(share)));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let tick = boxed(ui, |ui| ui.checkbox(&mut said.is_confirmed, say!("split-confirm")));
                let tick = tick.on_hover_text(say!("split-confirm.tip"));
                tick.accessible_name(say!("split-confirm-of", n = i + 1));
            });
        });
        strip_ui(ui, frame, Some(&part.members));
    }
}

/// As many pictures as there is room for, or as many empty squares.
fn strip_ui(ui: &mut Ui, frame: &mut Frame<'_>, members: Option<&[ImageId]>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for at in 0.. {
            if ui.available_width() < SIDE {
                break;
            }
            match members.map(|members| members.get(at)) {
                Some(Some(image)) => drop(frame.thumbs.thumb_ui(ui, frame.fetcher, *image, vec2(SIDE, SIDE))),
                Some(None) => break,
                None => {
                    let (rect, _) = ui.allocate_exact_size(vec2(SIDE, SIDE), Sense::hover());
                    ui.painter().rect_filled(rect, 6.0, Palette::of(ui).control);
                }
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;

    #[test]
    fn what_has_one_image_is_not_split() {
        let mut snapshot = fixtures::clustered();
        assert!(SplitPreview::new(ClusterId(1), &snapshot).is_some());
        assert!(SplitPreview::new(ClusterId(99), &snapshot).is_none());
        let cats = &mut Arc::make_mut(&mut snapshot.clusters)[0];
        Arc::make_mut(cats).members = Arc::new(vec![ImageId(0)]);
        assert!(SplitPreview::new(ClusterId(1), &snapshot).is_none());
    }
}
