//! One cluster: how large and how sure it is, what is typical and what is doubtful in it, and what can be done with it.

use super::charts::{Bar, NAME_SHARE, bar_ui, histogram_ui};
use super::{Inspector, fact_ui, nearest, neighbors, section_ui, weak};
use crate::gui::app::curate;
use crate::gui::frame::intent::{Intent, MarkKind, ViewState};
use crate::gui::grid::words::{counted, grouped, percent};
use crate::gui::grid::{Scene, confirm, select_by_confidence};
use crate::gui::kit::colours;
use crate::gui::kit::pictures::textures::Thumbs;
use crate::ids::ClusterId;
use crate::session::protocol::{ClusterView, Fetch};
use egui::{Button, Label, ScrollArea, Ui, vec2};

/// Pictures a strip.
const N_EXAMPLES: usize = 10;

impl Inspector {
    /// Draws it.
    pub(super) fn cluster_ui(
        &mut self,
        ui: &mut Ui,
        scene: Scene<'_>,
        id: ClusterId,
        state: &mut ViewState,
        thumbs: &mut Thumbs,
        intents: &mut Vec<Intent>,
    ) {
        let Some(cluster) = scene.snapshot.cluster(id) else { return };
        let color = colours::of_view(cluster, ui.visuals().dark_mode);
        ui.horizontal(|ui| {
            if let Some(cover) = &cluster.cover {
                thumbs.thumb_ui(ui, scene.fetcher, *cover, vec2(34.0, 34.0));
            }
            colours::swatch_ui(ui, cluster);
            let width = ui.available_width() - 12.0;
            self.drafts.name_ui(ui, cluster, width, intents);
        });
        ui.add_space(2.0);
        buttons_ui(ui, scene, cluster, intents);
        ui.add_space(6.0);
        facts_ui(ui, cluster, intents);
        examples_ui(ui, scene, id, thumbs, intents);
        section_ui(ui, "Confidence");
        histogram_ui(ui, &cluster.histogram, color, &mut state.threshold);
        threshold_ui(ui, scene, cluster, state, intents);
        nearest::nearest_ui(ui, scene, id, intents);
        section_ui(ui, "Note");
        self.drafts.note_ui(ui, cluster, intents);
    }
}

/// Its numbers.
fn facts_ui(ui: &mut Ui, cluster: &ClusterView, intents: &mut Vec<Intent>) {
    let n = cluster.members.len();
    fact_ui(ui, "Size", &counted(n, "image"));
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
    let value = format!("{} of {}", grouped(cluster.n_confirmed), grouped(n));
    let color = Some(crate::gui::kit::colors::confirmed_color(ui.visuals()));
    bar_ui(ui, &Bar { name: "Confirmed", name_share: NAME_SHARE, share, value, color });
    purity_ui(ui, cluster, intents);
}

/// What its random sample says.
fn purity_ui(ui: &mut Ui, cluster: &ClusterView, intents: &mut Vec<Intent>) {
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
        (false, Some(n)) => format!("{} in a row would prove 95 %.", counted(n, "more right answer")),
        (false, None) => "95 % can not be proven any more: split it, or learn from your corrections.".to_owned(),
    };
    ui.add(Label::new(weak(ui, state)).wrap());
    if !purity.is_proven() && n_left > 0 {
        let tip = "Asks about its random sample in Review (Shift+R)";
        if ui.button("Prove it").on_hover_text(tip).clicked() {
            intents.push(Intent::Prove(cluster.id));
        }
    }
}

fn buttons_ui(ui: &mut Ui, scene: Scene<'_>, cluster: &ClusterView, intents: &mut Vec<Intent>) {
    ui.horizontal_wrapped(|ui| {
        let split = ui.add_enabled(cluster.members.len() > 1, Button::new("Split into\u{2026}"));
        let split = split.on_hover_text("Shows its parts before it is done (P)");
        if split.on_disabled_hover_text("There is only one image").clicked() {
            intents.push(Intent::PreviewSplit(cluster.id));
        }
        ui.menu_button("Merge with\u{2026}", |ui| {
            merge_menu_ui(ui, scene, cluster.id, intents);
        });
        let n_left = cluster.members.len() - cluster.n_confirmed;
        let button = ui.add_enabled(n_left > 0, Button::new(format!("Confirm all {}", grouped(n_left))));
        let button = button
            .on_hover_text(format!("Says that the {} not confirmed yet belong here", counted(n_left, "image")))
            .on_disabled_hover_text("Every image here is confirmed");
        if button.clicked() {
            intents.push(confirm(scene.snapshot, cluster.members.iter().copied(), true));
        }
        ui.menu_button("More", |ui| {
            for (text, kind) in [
                ("Group\u{2026}", MarkKind::Group),
                ("Colour\u{2026}", MarkKind::Colour),
                ("Key\u{2026}", MarkKind::Key),
            ] {
                if ui.button(text).on_hover_text("Asks for it").clicked() {
                    intents.push(Intent::AskMark(vec![cluster.id], kind));
                }
            }
        });
    });
}

fn merge_menu_ui(ui: &mut Ui, scene: Scene<'_>, id: ClusterId, intents: &mut Vec<Intent>) {
    ui.set_min_width(190.0);
    let others = || scene.snapshot.clusters.iter().filter(|other| other.id != id);
    if others().next().is_none() {
        ui.label(weak(ui, "There is no other cluster."));
        return;
    }
    ui.label(weak(ui, "Shows what it would do before it is done"));
    ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
        for other in others() {
            let button = Button::new(&other.name).shortcut_text(grouped(other.members.len())).truncate();
            if ui.add(button).on_hover_text(&other.name).clicked() {
                intents.push(Intent::PreviewMerge(vec![id, other.id]));
                ui.close();
            }
        }
    });
}

fn examples_ui(ui: &mut Ui, scene: Scene<'_>, id: ClusterId, thumbs: &mut Thumbs, intents: &mut Vec<Intent>) {
    let examples = scene.fetcher.examples(id, N_EXAMPLES);
    let (prototypes, borderlines) = match examples {
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
    neighbors::strip_ui(ui, scene, &prototypes, "None", thumbs, intents);
    section_ui(ui, "On the border");
    // The same image may be both in a small cluster; each strip has its own widgets.
    ui.push_id("borderlines", |ui| {
        neighbors::strip_ui(
            ui,
            scene,
            &borderlines,
            "None: no image here is close to another cluster.",
            thumbs,
            intents,
        );
    });
}

fn threshold_ui(
    ui: &mut Ui,
    scene: Scene<'_>,
    cluster: &ClusterView,
    state: &mut ViewState,
    intents: &mut Vec<Intent>,
) {
    let sure = curate::above(cluster, state.threshold);
    let above = sure.len();
    let below = cluster.confidences.len() - above;
    ui.label(weak(
        ui,
        format!("{} at or above {}, {} below", grouped(above), percent(state.threshold), grouped(below)),
    ));
    ui.horizontal_wrapped(|ui| {
        let tip = "Selects the images at or above the threshold";
        let button = ui.add_enabled(above > 0, Button::new("Select above")).on_hover_text(tip);
        if button.accessible_name("Select the cluster's images above").clicked() {
            select_by_confidence(scene.snapshot, &cluster.members, state, |confidence, bound| confidence >= bound);
        }
        let tip = "Selects the images below the threshold: where mistakes are";
        let button = ui.add_enabled(below > 0, Button::new("Select below")).on_hover_text(tip);
        if button.accessible_name("Select the cluster's images below").clicked() {
            select_by_confidence(scene.snapshot, &cluster.members, state, |confidence, bound| confidence < bound);
        }
        // What people decided is sure, so that it is among those above.
        let n_open = above.saturating_sub(cluster.n_confirmed);
        let button = ui.add_enabled(n_open > 0, Button::new(format!("Confirm {} above", grouped(n_open))));
        let tip =
            format!("Says that the {} at or above {} belong here", counted(n_open, "image"), percent(state.threshold));
        if button.on_hover_text(tip).on_disabled_hover_text("None is left to confirm there").clicked() {
            intents.push(confirm(scene.snapshot, sure.iter().copied(), true));
        }
        ui.add(Label::new(weak(ui, "To confirm all but a few, select those in the grid first.")).wrap());
    });
}
