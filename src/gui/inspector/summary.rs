//! Nothing selected: where the folder stands and what to do next, or what a first guess is.

use super::{fact_ui, section_ui, weak};
use crate::gui::frame::{Intent, Out, Shown};
use crate::gui::kit::theme::strong;
use crate::gui::kit::words;
use crate::session::Source;
use crate::session::protocol::{JobKind, RunState, RunSummary, Snapshot};
use crate::text::{counted, number};
use egui::{CollapsingHeader, Grid, Label, RichText, Ui, vec2};

/// The folder, its clusters and the run they come from.
pub fn folder_ui(ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) {
    let Some(project) = &snapshot.project else {
        ui.label(strong("Nothing open").size(17.0));
        ui.label(weak(ui, "Drop a folder of images on the window, or press Ctrl+O."));
        return;
    };
    ui.add(Label::new(strong(&project.name).size(17.0)).truncate()).on_hover_text(&project.name);
    let folder = project.folder.display().to_string();
    ui.add(Label::new(weak(ui, &folder)).truncate()).on_hover_text(&folder);
    ui.add_space(6.0);
    fact_ui(ui, "Images", &number(snapshot.images.rows.len()));
    if snapshot.folder.n_away > 0 {
        fact_ui(ui, "Drive away", &counted(snapshot.folder.n_away, "image", "images"));
    }
    if !snapshot.folder.missing.is_empty() {
        let words = format!("{} gone from the folder", counted(snapshot.folder.missing.len(), "image", "images"));
        if ui.link(words).on_hover_text("Lists them; what you said of them is kept").clicked() {
            out.intents.push(Intent::ShowMissing);
        }
    }
    if !snapshot.skipped.is_empty() {
        fact_ui(ui, "Skipped files", &number(snapshot.skipped.len()));
    }
    if !snapshot.clusters.is_empty() {
        let n_unlabelled =
            snapshot.images.rows.len() - snapshot.clusters.iter().map(|c| c.members.len()).sum::<usize>();
        let n_confirmed: usize = snapshot.clusters.iter().map(|c| c.n_confirmed).sum();
        fact_ui(ui, "Clusters", &number(snapshot.clusters.len()));
        fact_ui(ui, "Confirmed", &counted(n_confirmed, "image", "images"));
        if n_unlabelled > 0 {
            ui.horizontal_wrapped(|ui| {
                let words = format!("{} in no cluster", counted(n_unlabelled, "image", "images"));
                if ui.link(words).on_hover_text("Show them").clicked() {
                    out.intents.push(Intent::Show(Shown::Unlabelled));
                }
            });
        }
    }
    if let Some(run) = snapshot.adopted.and_then(|id| snapshot.runs.iter().find(|run| run.id == id)) {
        run_ui(ui, run);
    }
    section_ui(ui, "What next");
    ui.add(Label::new(next_step(snapshot)).wrap());
}

fn run_ui(ui: &mut Ui, run: &RunSummary) {
    section_ui(ui, &format!("Clusters of run {}", run.id));
    for note in run.notes.iter() {
        ui.horizontal_top(|ui| {
            ui.label(weak(ui, "\u{2022}"));
            ui.add(Label::new(note).wrap());
        });
    }
    ui.label(weak(ui, format!("Took {} on {}", duration(run.seconds), run.device)));
    if run.stages.iter().any(|stage| stage.metrics.contains_key("score")) {
        CollapsingHeader::new("Figures of all results").id_salt(("figures", run.id)).show(ui, |ui| figures_ui(ui, run));
    }
}

/// The numbers that decided, a line a result that could have been kept.
fn figures_ui(ui: &mut Ui, run: &RunSummary) {
    let columns = [
        ("", "", 0),
        (
            "Score",
            "How much the cluster of an image says about those of its neighbours, 0 to 1. Decides what is kept.",
            3,
        ),
        ("In use", "Effective number of clusters: fewer than asked for if a few have most of the images.", 1),
        ("As k-means", "Adjusted Rand index with k-means: 1 for the same clusters, 0 for agreement by chance.", 2),
    ];
    let names = ["", "score", "effective_clusters", "ari_with_kmeans"];
    Grid::new(("figures", run.id)).num_columns(5).spacing(vec2(12.0, 3.0)).min_row_height(18.0).show(ui, |ui| {
        for (title, tip, _) in columns {
            ui.label(weak(ui, title)).on_hover_text(tip);
        }
        ui.label(weak(ui, "Time"));
        ui.end_row();
        for stage in run.stages.iter().filter(|stage| stage.metrics.contains_key("score")) {
            let is_kept = run.kept.as_ref().is_some_and(|kept| kept.stage == stage.name);
            let name = stage.name.name();
            ui.label(if is_kept { strong(name) } else { RichText::new(name) });
            for (name, (_, _, digits)) in names.iter().zip(columns).skip(1) {
                let value = stage.metrics.get(*name);
                ui.label(value.map_or("\u{2013}".into(), |value| format!("{value:.digits$}")));
            }
            ui.label(words::duration(stage.seconds));
            ui.end_row();
        }
    });
}

fn duration(seconds: f64) -> String {
    match seconds.round() as u64 {
        s @ 0..60 => counted(s as usize, "second", "seconds"),
        s @ 60..3600 => format!("{} min {} s", s / 60, s % 60),
        s => format!("{} h {} min", s / 3600, s % 3600 / 60),
    }
}

fn next_step(snapshot: &Snapshot) -> &'static str {
    let job = snapshot.job.as_ref().map(|job| job.kind);
    let is_newer = |run: &&RunSummary| run.state == RunState::Done && Some(run.id) > snapshot.adopted;
    let has_candidate = snapshot.runs.iter().filter(is_newer).any(|run| !run.found_nothing(snapshot));
    let n_confirmed: usize = snapshot.clusters.iter().map(|c| c.n_confirmed).sum();
    match (job, snapshot.clusters.is_empty()) {
        (Some(JobKind::Import), _) => "The folder is being read. You can look at what is there already.",
        (Some(JobKind::Run), true) if snapshot.provisional.is_some() => {
            "A run is at work. Its first guesses are in the list at the left: click one to see what it found so far."
        }
        (Some(JobKind::Run), true) => "A run is at work. First guesses appear in the list at the left.",
        (Some(JobKind::Run), false) => "A run is at work. The clusters of the last one stay usable meanwhile.",
        _ if snapshot.folder.n_away * 2 > snapshot.images.rows.len() => {
            "Images are away: connect their drive, or say where they are now. Names, labels and exports of labels work \
             all the same; nothing is learned anew meanwhile."
        }
        (_, true) if snapshot.images.rows.is_empty() && !snapshot.folder.missing.is_empty() => {
            "All images are gone from the folder. Put them back, or open another folder."
        }
        (_, true) if snapshot.images.rows.is_empty() => "Put images into the folder, or open another one.",
        (_, true) => "Press Discover: it finds groups of images that look alike.",
        (_, false) if snapshot.candidate.is_some() => {
            "A run waits to be taken: above the images stands what it would change. Look at what it moves before you take it."
        }
        (_, false) if has_candidate => {
            "A newer run is finished. Look at it under Runs, and take its clusters if they are better."
        }
        (_, false) if is_of_old_network(snapshot) => {
            "These clusters come from the built-in network of an earlier version. The present one knows far more: \
             \"Look for better clusters\" in the menu compares both, and changes nothing until you take what it finds."
        }
        (_, false) if n_confirmed == 0 => {
            "Click a cluster at the left and name it (F2). Sort by least confident first to find what does not belong, \
             and confirm what does (Enter)."
        }
        (_, false) => "Go on naming and confirming, or export the labels.",
    }
}

/// Whether the clusters in force come from rows of the first built-in network, and nothing else was compared with them.
fn is_of_old_network(snapshot: &Snapshot) -> bool {
    let adopted = snapshot.runs.iter().find(|run| Some(run.id) == snapshot.adopted);
    let is_compared =
        snapshot.runs.iter().any(|run| run.found_nothing(snapshot) || run.settings.features == Source::Auto);
    adopted.is_some_and(|run| run.settings.features == Source::BuiltinResnet) && !is_compared
}

/// One group of a run that still trains.
pub fn guess_ui(ui: &mut Ui, snapshot: &Snapshot, position: usize) {
    ui.label(strong(format!("First guess, group {}", position + 1)).size(17.0));
    let Some(guess) = &snapshot.provisional else {
        ui.label(weak(ui, "It is gone: the run went on."));
        return;
    };
    ui.add(Label::new(weak(ui, &guess.source)).wrap());
    ui.add_space(6.0);
    if let Some(members) = guess.clusters.get(position) {
        fact_ui(ui, "Size", &counted(members.len(), "image", "images"));
    }
    fact_ui(ui, "Groups", &number(guess.clusters.len()));
    ui.add_space(8.0);
    ui.add(Label::new(
        "This is what the run has found so far, most typical images first. It can be looked at, not edited: it still \
         changes. When the run is done, its clusters can be named, merged and confirmed.",
    ).wrap());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fake;
    use crate::session::protocol::FolderView;
    use std::sync::Arc;

    #[test]
    fn there_is_always_a_next_step() {
        let mut snapshot = fake::snapshot(40, 3);
        assert!(next_step(&snapshot).starts_with("Go on naming"));
        snapshot.folder = Arc::new(FolderView { n_away: 40, ..FolderView::default() });
        assert!(next_step(&snapshot).starts_with("Images are away"));
        snapshot.folder = Arc::default();
        snapshot.clusters = Arc::default();
        assert!(next_step(&snapshot).starts_with("Press Discover"));
        snapshot.images = Arc::default();
        assert!(next_step(&snapshot).starts_with("Put images"));
    }

    #[test]
    fn durations() {
        assert_eq!(duration(1.2), "1 second");
        assert_eq!(duration(75.0), "1 min 15 s");
        assert_eq!(duration(7_260.0), "2 h 1 min");
    }
}
