//! One cluster: how large and how sure it is, what is typical and what is doubtful in it, and what can be done with it.

use super::charts::{Bar, NAME_SHARE, bar_ui, histogram_ui};
use super::{fact_ui, neighbors, section_ui, titled_swatch_ui, weak};
use crate::gui::grid::colors::cluster_color;
use crate::gui::grid::words::{counted, grouped, percent};
use crate::gui::grid::{Scene, confirm, select_by_confidence};
use crate::gui::intent::{Intent, ViewState};
use crate::gui::textures::Thumbs;
use crate::ids::ClusterId;
use crate::session::protocol::{ClusterView, Fetch};
use egui::{Button, ScrollArea, Ui};

/// Pictures a strip.
const N_EXAMPLES: usize = 10;

/// Draws it.
pub fn cluster_ui(
    ui: &mut Ui,
    scene: Scene<'_>,
    id: ClusterId,
    state: &mut ViewState,
    thumbs: &mut Thumbs,
    intents: &mut Vec<Intent>,
) {
    let Some(cluster) = scene.snapshot.cluster(id) else { return };
    let color = cluster_color(id, ui.visuals().dark_mode);
    titled_swatch_ui(ui, color, &cluster.name);
    buttons_ui(ui, scene, cluster, intents);
    ui.add_space(6.0);
    let n = cluster.members.len();
    fact_ui(ui, "Size", &counted(n, "image"));
    fact_ui(ui, "Mean confidence", &percent(cluster.mean_confidence));
    let share = cluster.n_confirmed as f32 / n.max(1) as f32;
    let value = format!("{} of {}", grouped(cluster.n_confirmed), grouped(n));
    bar_ui(
        ui,
        &Bar {
            name: "Confirmed",
            name_share: NAME_SHARE,
            share,
            value,
            color: Some(crate::gui::grid::colors::confirmed_color(ui.visuals())),
        },
    );
    examples_ui(ui, scene, id, thumbs, intents);
    section_ui(ui, "Confidence");
    histogram_ui(ui, &cluster.histogram, color, &mut state.threshold);
    threshold_ui(ui, scene, cluster, state);
}

fn buttons_ui(ui: &mut Ui, scene: Scene<'_>, cluster: &ClusterView, intents: &mut Vec<Intent>) {
    ui.horizontal_wrapped(|ui| {
        if ui.button("Rename").on_hover_text("F2").clicked() {
            intents.push(Intent::BeginRename(cluster.id));
        }
        ui.menu_button("Merge with\u{2026}", |ui| {
            merge_menu_ui(ui, scene, cluster.id, intents);
        });
        let n_left = cluster.members.len() - cluster.n_confirmed;
        let button = ui.add_enabled(n_left > 0, Button::new("Confirm all"));
        let button = button
            .on_hover_text(format!("Says that the {} not confirmed yet belong here", counted(n_left, "image")))
            .on_disabled_hover_text("Every image here is confirmed");
        if button.clicked() {
            intents.push(confirm(scene.snapshot, cluster.members.iter().copied(), true));
        }
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

fn threshold_ui(ui: &mut Ui, scene: Scene<'_>, cluster: &ClusterView, state: &mut ViewState) {
    // Members come most confident first.
    let above = cluster.confidences.partition_point(|confidence| *confidence >= state.threshold);
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
    });
}
