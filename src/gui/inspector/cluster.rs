//! One group: how large and how sure it is, what is typical and what is doubtful in it, and what can be done with it.

use super::charts::{Bar, NAME_SHARE, bar_ui, histogram_ui};
use super::steady::Room;
use super::{Inspector, fact_ui, nearest, neighbors, section_ui, weak};
use crate::gui::command::Command;
use crate::gui::frame::asks::curating;
use crate::gui::frame::asks::images::confirm;
use crate::gui::frame::{Frame, Intent, MarkKind, Out};
use crate::gui::grid::select_by_confidence;
use crate::gui::kit::{checked, colours};
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{ClusterView, Fetch, LabelSource, Snapshot};
use crate::strings::{Share, percent, say};
use egui::{Button, Label, Ui, vec2};

/// Pictures a strip.
const N_EXAMPLES: usize = 10;

impl Inspector {
    /// Draws it.
    pub(super) fn cluster_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, id: ClusterId) {
        let Some(cluster) = frame.snapshot.cluster(id) else { return };
        let color = colours::of_view(cluster);
        ui.horizontal(|ui| {
            if let Some(cover) = &cluster.cover {
                frame.thumbs.thumb_ui(ui, frame.fetcher, *cover, vec2(34.0, 34.0));
            }
            colours::swatch_ui(ui, cluster);
            let width = ui.available_width() - 12.0;
            self.drafts.name_ui(ui, cluster, width, frame.out);
        });
        ui.add_space(2.0);
        buttons_ui(ui, frame, cluster);
        ui.add_space(6.0);
        facts_ui(ui, cluster, frame.out);
        examples_ui(ui, frame, id, &mut self.rooms.examples);
        section_ui(ui, say!("inspector-how-sure"));
        histogram_ui(ui, &cluster.histogram, color, &mut frame.view.threshold);
        threshold_ui(ui, frame, cluster, &mut self.open_above);
        nearest::nearest_ui(ui, frame, id, &mut self.rooms.near, self.shows_details);
        section_ui(ui, say!("inspector-note"));
        self.drafts.note_ui(ui, cluster, frame.out);
        self.details_ui(ui, |ui| {
            if let Some(sure) = cluster.sure() {
                fact_ui(ui, say!("inspector-mean"), &percent(sure));
            }
            let interval = checked::interval(&cluster.purity);
            if !interval.is_empty() {
                ui.add(Label::new(weak(ui, interval)).wrap());
            }
            ui.label(weak(ui, say!("inspector-group-id", n = cluster.id.0)));
        });
    }
}

/// Its numbers.
fn facts_ui(ui: &mut Ui, cluster: &ClusterView, out: &mut Out) {
    let n = cluster.members.len();
    let size = match (n, cluster.sure()) {
        (0, _) => say!("inspector-empty").to_owned(),
        (n, Some(sure)) => say!("inspector-size", n = n, share = Share(f64::from(sure))),
        (n, None) => say!("inspector-size-unknown", n = n),
    };
    ui.label(size);
    if let Some(group) = &cluster.group {
        fact_ui(ui, say!("inspector-heading"), group);
    }
    if let Some(key) = cluster.hot_key {
        fact_ui(ui, say!("inspector-key"), &key.to_string());
    }
    let share = cluster.n_confirmed as f32 / n.max(1) as f32;
    let value = say!("inspector-of", n = cluster.n_confirmed, all = n);
    let color = Some(colours::confirmed_color(ui.visuals()));
    bar_ui(ui, &Bar { name: say!("inspector-confirmed"), name_share: NAME_SHARE, share, value, color });
    checked_ui(ui, cluster, out);
}

/// What its random sample says.
fn checked_ui(ui: &mut Ui, cluster: &ClusterView, out: &mut Out) {
    section_ui(ui, say!("inspector-checked"));
    let purity = &cluster.purity;
    ui.add(Label::new(checked::words(purity)).wrap());
    ui.horizontal_wrapped(|ui| {
        if checked::State::of(purity).is_open() {
            let prove = Command::ProveCluster;
            let tip = prove.with_key(say!("inspector-check.tip"), ui.ctx());
            if ui.button(prove.short()).on_hover_text(tip).clicked() {
                out.intents.push(Intent::Prove(cluster.id));
            }
        }
        if !cluster.members.is_empty() {
            out.button_ui(ui, Command::CleanCluster);
        }
    });
}

fn buttons_ui(ui: &mut Ui, frame: &mut Frame<'_>, cluster: &ClusterView) {
    ui.horizontal_wrapped(|ui| {
        if Command::Split.button_as_ui(ui, say!("inspector-split"), &frame.out.about(cluster)) {
            frame.out.intents.push(Intent::PreviewSplit(cluster.id));
        }
        frame.out.button_ui(ui, Command::Merge);
        let n_left = cluster.members.len() - cluster.n_confirmed;
        let button = ui.add_enabled(n_left > 0, Button::new(say!("inspector-confirm-all", n = n_left)));
        let button = button
            .on_hover_text(say!("inspector-confirm-all-tip", n = n_left))
            .on_disabled_hover_text(say!("inspector-all-confirmed"));
        if button.clicked() {
            frame.out.intents.push(confirm(frame.snapshot, cluster.members.iter().copied(), true));
        }
        ui.menu_button(say!("inspector-more"), |ui| {
            for (command, kind) in [
                (Command::GroupClusters, MarkKind::Group),
                (Command::ColourCluster, MarkKind::Colour),
                (Command::KeyCluster, MarkKind::Key),
            ] {
                if command.line_ui(ui, &frame.out.about(cluster)) {
                    frame.out.intents.push(Intent::AskMark(vec![cluster.id], kind));
                }
            }
        });
    });
}

fn examples_ui(ui: &mut Ui, frame: &mut Frame<'_>, id: ClusterId, room: &mut Room) {
    section_ui(ui, say!("inspector-most-typical"));
    let examples = match frame.fetcher.examples(id, N_EXAMPLES) {
        Fetch::Ready(examples) => examples,
        Fetch::Pending => return room.waiting_ui(ui, say!("inspector-looking-up")),
        Fetch::Missing(reason) => {
            ui.add(Label::new(weak(ui, say!("inspector-none-since", reason = &*reason))).wrap());
            return;
        }
    };
    room.filled_ui(ui, |ui| {
        neighbors::strip_ui(ui, frame, &examples.prototypes, say!("inspector-none"));
        section_ui(ui, say!("inspector-least-sure"));
        // The same image may be both in a small group; each strip has its own widgets.
        ui.push_id("borderlines", |ui| {
            neighbors::strip_ui(ui, frame, &examples.borderlines, say!("inspector-none-doubtful"));
        });
    });
}

/// How many members at or above the limit nobody has confirmed: counted when something changes, not per frame.
#[derive(Default)]
pub(super) struct OpenAbove {
    of: Option<(u64, ClusterId, f32)>,
    n: usize,
}

impl OpenAbove {
    fn count(&mut self, snapshot: &Snapshot, cluster: &ClusterView, threshold: f32) -> usize {
        let of = Some((snapshot.revision, cluster.id, threshold));
        if self.of != of {
            let is_open =
                |image: &&ImageId| snapshot.label(**image).is_some_and(|label| label.source != LabelSource::Confirmed);
            (self.of, self.n) = (of, curating::above(cluster, threshold).iter().filter(is_open).count());
        }
        self.n
    }
}

fn threshold_ui(ui: &mut Ui, frame: &mut Frame<'_>, cluster: &ClusterView, open: &mut OpenAbove) {
    let sure = curating::above(cluster, frame.view.threshold);
    let above = sure.len();
    let below = cluster.confidences.len() - above;
    let bound = Share(f64::from(frame.view.threshold));
    ui.label(weak(ui, say!("inspector-above-below", above = above, bound = bound, below = below)));
    ui.horizontal_wrapped(|ui| {
        let button = ui.add_enabled(above > 0, Button::new(say!("inspector-select-above")));
        let button = button.on_hover_text(say!("inspector-select-above.tip"));
        if button.accessible_name(say!("inspector-select-above.name")).clicked() {
            select_by_confidence(frame.snapshot, &cluster.members, frame.view, |confidence, bound| confidence >= bound);
        }
        let button = ui.add_enabled(below > 0, Button::new(say!("inspector-select-below")));
        let button = button.on_hover_text(say!("inspector-select-below.tip"));
        if button.accessible_name(say!("inspector-select-below.name")).clicked() {
            select_by_confidence(frame.snapshot, &cluster.members, frame.view, |confidence, bound| confidence < bound);
        }
        let n_open = open.count(frame.snapshot, cluster, frame.view.threshold);
        let button = ui.add_enabled(n_open > 0, Button::new(say!("inspector-confirm-above", n = n_open)));
        let button = button.on_hover_text(say!("inspector-confirm-above-tip", n = n_open, bound = bound));
        if button.on_disabled_hover_text(say!("inspector-none-above")).clicked() {
            frame.out.intents.push(confirm(frame.snapshot, sure.iter().copied(), true));
        }
        ui.add(Label::new(weak(ui, say!("inspector-all-but-a-few"))).wrap());
    });
}
