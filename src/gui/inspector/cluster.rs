//! One cluster: how large and how sure it is, what is typical and what is doubtful in it, and what can be done with it.

use super::charts::{Bar, NAME_SHARE, bar_ui, histogram_ui};
use super::{Inspector, fact_ui, nearest, neighbors, section_ui, weak};
use crate::gui::command::Command;
use crate::gui::frame::asks::curating;
use crate::gui::frame::asks::images::confirm;
use crate::gui::frame::{Frame, Intent, MarkKind, Out};
use crate::gui::grid::select_by_confidence;
use crate::gui::kit::colours;
use crate::ids::ClusterId;
use crate::session::protocol::{ClusterView, Fetch};
use crate::text::{counted, number, percent};
use egui::{Button, Label, ScrollArea, Ui, vec2};

/// Pictures a strip.
const N_EXAMPLES: usize = 10;

impl Inspector {
    /// Draws it.
    pub(super) fn cluster_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, id: ClusterId) {
        let Some(cluster) = frame.snapshot.cluster(id) else { return };
        let color = colours::of_view(cluster, ui.visuals().dark_mode);
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
        examples_ui(ui, frame, id);
        section_ui(ui, "Confidence");
        histogram_ui(ui, &cluster.histogram, color, &mut frame.view.threshold);
        threshold_ui(ui, frame, cluster);
        nearest::nearest_ui(ui, frame, id);
        section_ui(ui, "Note");
        self.drafts.note_ui(ui, cluster, frame.out);
    }
}

/// Its numbers.
fn facts_ui(ui: &mut Ui, cluster: &ClusterView, out: &mut Out) {
    let n = cluster.members.len();
    fact_ui(ui, "Size", &counted(n, "image", "images"));
    if n > 0 {
        fact_ui(ui, "Mean confidence", &percent(cluster.mean_confidence));
    }
    if let Some(group) = &cluster.group {
        fact_ui(ui, "Group", group);
    }
    if let Some(key) = cluster.hot_key {
        fact_ui(ui, "Key", &key.to_string());
    }
    let share = cluster.n_confirmed as f32 / n.max(1) as f32;
    let value = format!("{} of {}", number(cluster.n_confirmed), number(n));
    let color = Some(colours::confirmed_color(ui.visuals()));
    bar_ui(ui, &Bar { name: "Confirmed", name_share: NAME_SHARE, share, value, color });
    purity_ui(ui, cluster, out);
}

/// What its random sample says.
fn purity_ui(ui: &mut Ui, cluster: &ClusterView, out: &mut Out) {
    section_ui(ui, "Purity");
    let purity = &cluster.purity;
    let tip = "Of a random sample of what a machine put here; Wilson's interval of 95 %";
    let words = match purity.n {
        0 => "Nobody was asked about its random sample yet.".to_owned(),
        _ => format!("{}.", purity.words()),
    };
    ui.add(Label::new(words).wrap()).on_hover_text(tip);
    // What the sample is drawn from, without those asked about.
    let n_left = purity.n_all - purity.n;
    let state = match (purity.is_proven(), purity.n_more()) {
        (true, _) => "Proven: at least 95 % are right.".to_owned(),
        (false, _) if n_left == 0 => "No image is left to ask about: all were decided by you.".to_owned(),
        (false, Some(n)) => {
            format!("{} in a row would prove 95 %.", counted(n, "more right answer", "more right answers"))
        }
        (false, None) => "95 % can not be proven any more: split it, or learn from your corrections.".to_owned(),
    };
    ui.add(Label::new(weak(ui, state)).wrap());
    if !purity.is_proven() && n_left > 0 {
        let prove = Command::ProveCluster;
        let tip = prove.with_key("Asks about its random sample in Review", ui.ctx());
        if ui.button(prove.short()).on_hover_text(tip).clicked() {
            out.intents.push(Intent::Prove(cluster.id));
        }
    }
}

fn buttons_ui(ui: &mut Ui, frame: &mut Frame<'_>, cluster: &ClusterView) {
    ui.horizontal_wrapped(|ui| {
        if Command::Split.button_as_ui(ui, "Split into\u{2026}", &frame.out.about(cluster)) {
            frame.out.intents.push(Intent::PreviewSplit(cluster.id));
        }
        ui.menu_button("Merge with\u{2026}", |ui| {
            merge_menu_ui(ui, frame, cluster.id);
        });
        let n_left = cluster.members.len() - cluster.n_confirmed;
        let button = ui.add_enabled(n_left > 0, Button::new(format!("Confirm all {}", number(n_left))));
        let button = button
            .on_hover_text(format!(
                "Says that the {} not confirmed yet belong here",
                counted(n_left, "image", "images")
            ))
            .on_disabled_hover_text("Every image here is confirmed");
        if button.clicked() {
            frame.out.intents.push(confirm(frame.snapshot, cluster.members.iter().copied(), true));
        }
        ui.menu_button("More", |ui| {
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

fn merge_menu_ui(ui: &mut Ui, frame: &mut Frame<'_>, id: ClusterId) {
    ui.set_min_width(190.0);
    let others = || frame.snapshot.clusters.iter().filter(|other| other.id != id);
    if others().next().is_none() {
        ui.label(weak(ui, "There is no other cluster."));
        return;
    }
    ui.label(weak(ui, "Shows what it would do before it is done"));
    ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
        for other in others() {
            let button = Button::new(&other.name).shortcut_text(number(other.members.len())).truncate();
            if ui.add(button).on_hover_text(&other.name).clicked() {
                frame.out.intents.push(Intent::PreviewMerge(vec![id, other.id]));
                ui.close();
            }
        }
    });
}

fn examples_ui(ui: &mut Ui, frame: &mut Frame<'_>, id: ClusterId) {
    let examples = frame.fetcher.examples(id, N_EXAMPLES);
    let examples = match examples {
        Fetch::Ready(examples) => examples,
        Fetch::Pending => {
            section_ui(ui, "Typical and doubtful");
            ui.label(weak(ui, "Looking them up\u{2026}"));
            return;
        }
        Fetch::Missing(reason) => {
            section_ui(ui, "Typical and doubtful");
            ui.label(weak(ui, format!("None to show: {reason}")));
            return;
        }
    };
    section_ui(ui, "Most typical");
    neighbors::strip_ui(ui, frame, &examples.prototypes, "None");
    section_ui(ui, "On the border");
    // The same image may be both in a small cluster; each strip has its own widgets.
    ui.push_id("borderlines", |ui| {
        neighbors::strip_ui(ui, frame, &examples.borderlines, "None: no image here is close to another cluster.");
    });
}

fn threshold_ui(ui: &mut Ui, frame: &mut Frame<'_>, cluster: &ClusterView) {
    let sure = curating::above(cluster, frame.view.threshold);
    let above = sure.len();
    let below = cluster.confidences.len() - above;
    ui.label(weak(
        ui,
        format!("{} at or above {}, {} below", number(above), percent(frame.view.threshold), number(below)),
    ));
    ui.horizontal_wrapped(|ui| {
        let tip = "Selects the images at or above the threshold";
        let button = ui.add_enabled(above > 0, Button::new("Select above")).on_hover_text(tip);
        if button.accessible_name("Select the cluster's images above").clicked() {
            select_by_confidence(frame.snapshot, &cluster.members, frame.view, |confidence, bound| confidence >= bound);
        }
        let tip = "Selects the images below the threshold: where mistakes are";
        let button = ui.add_enabled(below > 0, Button::new("Select below")).on_hover_text(tip);
        if button.accessible_name("Select the cluster's images below").clicked() {
            select_by_confidence(frame.snapshot, &cluster.members, frame.view, |confidence, bound| confidence < bound);
        }
        // What people decided is sure, so that it is among those above.
        let n_open = above.saturating_sub(cluster.n_confirmed);
        let button = ui.add_enabled(n_open > 0, Button::new(format!("Confirm {} above", number(n_open))));
        let tip = format!(
            "Says that the {} at or above {} belong here",
            counted(n_open, "image", "images"),
            percent(frame.view.threshold)
        );
        if button.on_hover_text(tip).on_disabled_hover_text("None is left to confirm there").clicked() {
            frame.out.intents.push(confirm(frame.snapshot, sure.iter().copied(), true));
        }
        ui.add(Label::new(weak(ui, "To confirm all but a few, select those in the grid first.")).wrap());
    });
}
