//! All runs of a project with their settings and numbers; the clusters of any finished one can be used.

use crate::gui::frame::Out;
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{caption, card, weak};
use crate::gui::kit::words;
use crate::ids::RunId;
use crate::session::Source;
use crate::session::protocol::{Change, RunState, RunSummary, Snapshot, StageReport};
use egui::{Align, CollapsingHeader, Grid, Layout, RichText, Sense, Ui, Vec2, vec2};

/// Draws the list; true when another run's clusters were taken.
pub fn runs_ui(ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) -> bool {
    if snapshot.runs.is_empty() {
        ui.label("There was no run yet. Discover begins one.");
        return false;
    }
    weak(ui, "Names, merges, moves and confirmations of yours survive when another run is used.");
    ui.add_space(4.0);
    let mut taken = None;
    for run in snapshot.runs.iter() {
        card(ui, |ui| {
            if run_ui(ui, run, snapshot.adopted == Some(run.id)) {
                taken = Some(run.id);
            }
        });
        ui.add_space(4.0);
    }
    if let Some(id) = taken {
        out.edit(Change::AdoptRun(id));
    }
    taken.is_some()
}

fn run_ui(ui: &mut Ui, run: &RunSummary, is_adopted: bool) -> bool {
    let colors = Palette::of(ui);
    let mut is_taken = false;
    ui.horizontal(|ui| {
        ui.label(strong(format!("Run {}", run.id)));
        weak(ui, headline(run));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| match (run.state, is_adopted) {
            (RunState::Done, true) => {
                ui.label(RichText::new("in use").color(colors.good));
                let (rect, _) = ui.allocate_exact_size(Vec2::splat(14.0), Sense::hover());
                Icon::Check.paint(ui.painter(), rect, colors.good);
            }
            (RunState::Done, false) => {
                let tip = "Shows this run's clusters instead; can be undone.";
                let name = format!("Use run {}", run.id);
                is_taken = ui.button("Use this run").on_hover_text(tip).accessible_name(name).clicked();
            }
            (RunState::Unfinished, _) => drop(ui.label(RichText::new("unfinished").color(colors.warning))),
            (RunState::Failed, _) => drop(ui.label(RichText::new("failed").color(colors.error))),
        });
    });
    for text in run.notes.iter() {
        ui.label(text);
    }
    if !run.stages.is_empty() {
        ui.add_space(2.0);
        stages_ui(ui, run);
    }
    CollapsingHeader::new("All settings")
        .id_salt(("settings of run", run.id))
        .show(ui, |ui| settings_ui(ui, run.id, run));
    is_taken
}

/// "quick, built-in network, 8 clusters, seed 0 · 2 min on cpu · 3 h ago".
fn headline(run: &RunSummary) -> String {
    let settings = &run.settings;
    let device = if run.device == "cpu" { "the processor" } else { &run.device };
    let time =
        if run.seconds > 0.0 { format!("{} on {device}", words::duration(run.seconds)) } else { device.to_owned() };
    let features = match &settings.features {
        Source::Builtin => "built-in network".to_owned(),
        Source::File(_) => "network on disk".to_owned(),
        Source::Vectors(_) => "rows of one's own".to_owned(),
        Source::Simclr => "learned features".to_owned(),
        Source::Auto
        | Source::BuiltinResnet
        | Source::Pixels
        | Source::Colours
        | Source::Joined(_)
        | Source::Model(_)
        | Source::Unlisted(_) => settings.features.label(),
    };
    format!(
        "{}, {features}, {}, seed {} \u{b7} {time} \u{b7} {}",
        settings.preset,
        if settings.is_open() { "as many clusters as proposed".to_owned() } else { words::clusters(settings.clusters) },
        settings.seed,
        words::ago(run.started, words::unix_now())
    )
}

/// One line a stage: what it measured.
pub fn stages_ui(ui: &mut Ui, run: &RunSummary) {
    let names = metric_names(&run.stages);
    Grid::new(("stages of run", run.id))
        .num_columns(4 + names.len())
        .spacing(vec2(18.0, 5.0))
        .min_row_height(18.0)
        .show(ui, |ui| {
            caption(ui, "STAGE");
            caption(ui, "TIME");
            caption(ui, "IMAGES/S");
            for name in &names {
                caption(ui, &metric_label(name).to_uppercase());
            }
            ui.end_row();
            for stage in run.stages.iter() {
                let is_kept = run.kept.as_ref().is_some_and(|kept| kept.stage == stage.name);
                let name = stage.name.name();
                ui.label(if is_kept { strong(format!("{name} (kept)")) } else { RichText::new(name) });
                ui.label(words::duration(stage.seconds));
                let rate = stage.images_per_sec;
                ui.label(if rate > 0.0 { words::number(rate.round() as usize) } else { "\u{2013}".into() });
                for metric in &names {
                    let value = stage.metrics.get(*metric);
                    ui.label(value.map_or("\u{2013}".into(), |value| metric_value(metric, *value)));
                }
                ui.end_row();
            }
        });
}

fn settings_ui(ui: &mut Ui, id: RunId, run: &RunSummary) {
    Grid::new(("all settings of run", id)).num_columns(4).spacing(vec2(18.0, 3.0)).min_row_height(18.0).show(
        ui,
        |ui| {
            for pair in run.settings.entries().chunks(2) {
                for (key, value) in pair {
                    weak(ui, key);
                    ui.label(value);
                }
                ui.end_row();
            }
        },
    );
    weak(ui, format!("Made with Gleaner {}.", run.version));
}

/// Names of all numbers of the stages that fit side by side: true accuracy first where it is known.
fn metric_names(stages: &[StageReport]) -> Vec<&str> {
    let order = [
        "accuracy",
        "nmi",
        "ari",
        "neighbor_purity",
        "neighbor_agreement",
        "effective_clusters",
        "ari_with_kmeans",
        "score",
    ];
    let is_there = |name: &&&str| stages.iter().any(|stage| stage.metrics.contains_key(**name));
    order.iter().filter(is_there).copied().take(6).collect()
}

fn metric_label(name: &str) -> &str {
    match name {
        "accuracy" => "accuracy",
        "nmi" => "NMI",
        "ari" => "ARI",
        "neighbor_purity" => "neighbour purity",
        "neighbor_agreement" => "neighbours agree",
        "effective_clusters" => "clusters in use",
        "ari_with_kmeans" => "as k-means",
        other => other,
    }
}

fn metric_value(name: &str, value: f64) -> String {
    match name {
        "accuracy" | "neighbor_purity" | "neighbor_agreement" => words::percent(value),
        "effective_clusters" => format!("{value:.1}"),
        _ => format!("{value:.3}"),
    }
}
