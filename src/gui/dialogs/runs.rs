//! All results of a project: what each found and when; the groups of any finished one can be used. Settings and numbers of the
//! field are among the details.

use crate::gui::frame::Out;
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{caption, card, weak};
use crate::gui::kit::words;
use crate::ids::RunId;
use crate::session::protocol::{Change, RunState, RunSummary, Snapshot, StageReport};
use crate::strings::{Span, say};
use egui::{Align, CollapsingHeader, Grid, Layout, RichText, Sense, Ui, Vec2, vec2};

/// Draws the list; true when another result was taken.
pub fn runs_ui(ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) -> bool {
    if snapshot.runs.is_empty() {
        ui.label(say!("results-none"));
        return false;
    }
    weak(ui, say!("results-about"));
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
        ui.label(strong(say!("results-title", n = run.id.0)));
        weak(ui, headline(run));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| match (run.state, is_adopted) {
            (RunState::Done, true) => {
                ui.label(RichText::new(say!("results-in-use")).color(colors.good));
                let (rect, _) = ui.allocate_exact_size(Vec2::splat(14.0), Sense::hover());
                Icon::Check.paint(ui.painter(), rect, colors.good);
            }
            (RunState::Done, false) => {
                let button = ui.button(say!("results-use")).on_hover_text(say!("results-use.tip"));
                is_taken = button.accessible_name(say!("results-use.name", n = run.id.0)).clicked();
            }
            (RunState::Unfinished, _) => {
                ui.label(RichText::new(say!("results-unfinished")).color(colors.warning));
            }
            (RunState::Failed, _) => {
                ui.label(RichText::new(say!("results-failed")).color(colors.error));
                if let Some(why) = run.notes.first() {
                    ui.label(RichText::new(say!("results-why")).color(colors.weak)).on_hover_text(why.to_string());
                }
            }
        });
    });
    CollapsingHeader::new(say!("job-details")).id_salt(("details of result", run.id)).show(ui, |ui| {
        for text in run.notes.iter() {
            ui.label(text.to_string());
        }
        if !run.stages.is_empty() {
            ui.add_space(2.0);
            stages_ui(ui, run);
        }
        ui.add_space(4.0);
        settings_ui(ui, run.id, run);
    });
    is_taken
}

/// "8 groups \u{b7} took 2 min \u{b7} 3 h ago".
fn headline(run: &RunSummary) -> String {
    let groups = match run.settings.clusters {
        0 => say!("results-suggested").to_owned(),
        n => say!("count-groups", n = n),
    };
    let took = (run.seconds > 0.0).then(|| say!("results-took", time = Span(run.seconds)));
    let when = words::ago(run.started, words::unix_now());
    [Some(groups), took, Some(when)].into_iter().flatten().collect::<Vec<_>>().join(" \u{b7} ")
}

/// One line a stage: what it measured.
pub fn stages_ui(ui: &mut Ui, run: &RunSummary) {
    let names = metric_names(&run.stages);
    Grid::new(("stages of run", run.id))
        .num_columns(4 + names.len())
        .spacing(vec2(18.0, 5.0))
        .min_row_height(18.0)
        .show(ui, |ui| {
            caption(ui, say!("results-stage"));
            caption(ui, say!("results-time"));
            caption(ui, say!("results-rate"));
            for name in &names {
                caption(ui, &metric_label(name).to_uppercase());
            }
            ui.end_row();
            for stage in run.stages.iter() {
                let is_kept = run.kept.as_ref().is_some_and(|kept| kept.stage == stage.name);
                let name = stage.name.name();
                ui.label(if is_kept { strong(say!("results-kept", stage = name)) } else { RichText::new(name) });
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
    let device = if run.device == "cpu" { say!("results-processor") } else { &run.device };
    weak(ui, say!("results-made-with", version = &run.version, device = device));
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
        "accuracy" => say!("results-accuracy"),
        "nmi" => "NMI",
        "ari" => "ARI",
        "neighbor_purity" => say!("results-neighbour-purity"),
        "neighbor_agreement" => say!("results-neighbours-agree"),
        "effective_clusters" => say!("results-groups-in-use"),
        "ari_with_kmeans" => say!("results-as-kmeans"),
        other => other,
    }
}

fn metric_value(name: &str, value: f64) -> String {
    match name {
        "accuracy" | "neighbor_purity" | "neighbor_agreement" => words::percent(value),
        "effective_clusters" => crate::text::decimal(value, 1),
        _ => crate::text::decimal(value, 3),
    }
}
