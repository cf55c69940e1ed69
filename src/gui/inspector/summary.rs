//! Nothing selected: where the folder stands and what to do next, or what a first guess is. Numbers of results are in a fold.

use super::{fact_ui, section_ui, weak};
use crate::gui::frame::{Intent, Out, Shown};
use crate::gui::kit::theme::strong;
use crate::gui::kit::words;
use crate::session::Source;
use crate::session::protocol::{JobKind, RunState, RunSummary, Snapshot};
use crate::strings::{Span, say};
use crate::text::number;
use egui::{CollapsingHeader, Grid, Label, RichText, Ui, vec2};

/// The folder, its clusters and the run they come from.
pub fn folder_ui(ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) {
    let Some(project) = &snapshot.project else {
        ui.label(strong(say!("inspector-nothing-open")).size(17.0));
        ui.add(Label::new(weak(ui, say!("inspector-open-one"))).wrap());
        return;
    };
    ui.add(Label::new(strong(&project.name).size(17.0)).truncate()).on_hover_text(&project.name);
    let folder = project.folder.display().to_string();
    ui.add(Label::new(weak(ui, &folder)).truncate()).on_hover_text(&folder);
    ui.add_space(6.0);
    fact_ui(ui, say!("inspector-images"), &number(snapshot.images.rows.len()));
    if snapshot.folder.n_away > 0 {
        fact_ui(ui, say!("inspector-drive-away"), &say!("count-images", n = snapshot.folder.n_away));
    }
    if !snapshot.folder.missing.is_empty() {
        let words = say!("inspector-gone-from-folder", n = snapshot.folder.missing.len());
        if ui.link(words).on_hover_text(say!("inspector-gone-from-folder-tip")).clicked() {
            out.intents.push(Intent::ShowMissing);
        }
    }
    if !snapshot.skipped.is_empty() {
        fact_ui(ui, say!("inspector-skipped"), &number(snapshot.skipped.len()));
    }
    if !snapshot.clusters.is_empty() {
        let n_unlabelled =
            snapshot.images.rows.len() - snapshot.clusters.iter().map(|c| c.members.len()).sum::<usize>();
        let n_confirmed: usize = snapshot.clusters.iter().map(|c| c.n_confirmed).sum();
        fact_ui(ui, say!("inspector-groups"), &number(snapshot.clusters.len()));
        fact_ui(ui, say!("inspector-confirmed"), &say!("count-images", n = n_confirmed));
        if n_unlabelled > 0 {
            ui.horizontal_wrapped(|ui| {
                let words = say!("inspector-n-in-no-group", n = n_unlabelled);
                if ui.link(words).on_hover_text(say!("inspector-show-them")).clicked() {
                    out.intents.push(Intent::Show(Shown::Unlabelled));
                }
            });
        }
    }
    if let Some(run) = snapshot.adopted.and_then(|id| snapshot.runs.iter().find(|run| run.id == id)) {
        run_ui(ui, run);
    }
    section_ui(ui, say!("inspector-what-next"));
    ui.add(Label::new(next_step(snapshot)).wrap());
}

fn run_ui(ui: &mut Ui, run: &RunSummary) {
    section_ui(ui, &say!("inspector-result", n = run.id.0));
    ui.label(weak(ui, say!("inspector-took", time = Span(run.seconds), device = &run.device)));
    let has_figures = run.stages.iter().any(|stage| stage.metrics.contains_key("score"));
    if !has_figures && run.notes.is_empty() {
        return;
    }
    CollapsingHeader::new(say!("inspector-details")).id_salt(("figures", run.id)).show(ui, |ui| {
        for note in run.notes.iter() {
            ui.horizontal_top(|ui| {
                ui.label(weak(ui, "\u{2022}"));
                ui.add(Label::new(note.to_string()).wrap());
            });
        }
        if has_figures {
            figures_ui(ui, run);
        }
    });
}

/// The numbers that decided, a line a result that could have been kept.
fn figures_ui(ui: &mut Ui, run: &RunSummary) {
    let columns = [
        ("", "", 0),
        (say!("inspector-score"), say!("inspector-score.tip"), 3),
        (say!("inspector-in-use"), say!("inspector-in-use.tip"), 1),
        (say!("inspector-as-kmeans"), say!("inspector-as-kmeans.tip"), 2),
    ];
    let names = ["", "score", "effective_clusters", "ari_with_kmeans"];
    Grid::new(("figures", run.id)).num_columns(5).spacing(vec2(12.0, 3.0)).min_row_height(18.0).show(ui, |ui| {
        for (title, tip, _) in columns {
            ui.label(weak(ui, title)).on_hover_text(tip);
        }
        ui.label(weak(ui, say!("inspector-time")));
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

fn next_step(snapshot: &Snapshot) -> &'static str {
    let job = snapshot.job.as_ref().map(|job| job.kind);
    let is_newer = |run: &&RunSummary| run.state == RunState::Done && Some(run.id) > snapshot.adopted;
    let has_candidate = snapshot.runs.iter().filter(is_newer).any(|run| !run.found_nothing(snapshot));
    let n_unnamed = snapshot.clusters.iter().filter(|cluster| !cluster.is_named).count();
    let is_written = snapshot.exported.as_ref().is_some_and(|exported| exported.is_current);
    match (job, snapshot.clusters.is_empty()) {
        (Some(JobKind::Import), _) => say!("inspector-next-reading"),
        (Some(JobKind::Run), true) if snapshot.provisional.is_some() => say!("inspector-next-first-guess"),
        (Some(JobKind::Run), true) => say!("inspector-next-before-guess"),
        (Some(JobKind::Run), false) => say!("inspector-next-run"),
        _ if snapshot.folder.n_away * 2 > snapshot.images.rows.len() => say!("inspector-next-away"),
        (_, true) if snapshot.images.rows.is_empty() && !snapshot.folder.missing.is_empty() => {
            say!("inspector-next-all-gone")
        }
        (_, true) if snapshot.images.rows.is_empty() => say!("inspector-next-no-images"),
        (_, true) => say!("inspector-next-discover"),
        (_, false) if snapshot.candidate.is_some() => say!("inspector-next-candidate"),
        (_, false) if has_candidate => say!("inspector-next-newer-result"),
        (_, false) if is_of_old_network(snapshot) => say!("inspector-next-old-network"),
        (_, false) if n_unnamed > 0 => say!("inspector-next-name"),
        (_, false) if is_written => say!("inspector-next-written"),
        (_, false) => say!("inspector-next-check"),
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
    ui.label(strong(say!("inspector-guess", n = position + 1)).size(17.0));
    let Some(guess) = &snapshot.provisional else {
        ui.label(weak(ui, say!("inspector-guess-gone")));
        return;
    };
    ui.add(Label::new(weak(ui, &guess.source)).wrap());
    ui.add_space(6.0);
    if let Some(members) = guess.clusters.get(position) {
        fact_ui(ui, say!("inspector-images"), &number(members.len()));
    }
    fact_ui(ui, say!("inspector-groups"), &number(guess.clusters.len()));
    ui.add_space(8.0);
    ui.add(Label::new(say!("inspector-guess-what")).wrap());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fake;
    use crate::ids::Point;
    use crate::session::protocol::{ClusterView, Exported, FolderView};
    use std::sync::Arc;

    #[test]
    fn there_is_always_a_next_step() {
        let mut snapshot = fake::snapshot(40, 3);
        let name_all = |snapshot: &mut Snapshot, is_named: bool| {
            let named = |view: &Arc<ClusterView>| Arc::new(ClusterView { is_named, ..(**view).clone() });
            snapshot.clusters = Arc::new(snapshot.clusters.iter().map(named).collect());
        };
        name_all(&mut snapshot, false);
        assert!(next_step(&snapshot).starts_with("Press \u{201c}Name groups"));
        name_all(&mut snapshot, true);
        assert!(next_step(&snapshot).starts_with("Every group has a name"));
        let (path, format) = ("/data/labels.csv".into(), "csv".into());
        let exported = Exported { point: Point(3), path, format, written: 1, is_current: true };
        snapshot.exported = Some(Arc::new(exported));
        assert!(next_step(&snapshot).starts_with("The labels are written"));
        snapshot.folder = Arc::new(FolderView { n_away: 40, ..FolderView::default() });
        assert!(next_step(&snapshot).starts_with("Images are away"));
        snapshot.folder = Arc::default();
        snapshot.clusters = Arc::default();
        assert!(next_step(&snapshot).starts_with("Press Discover"));
        snapshot.images = Arc::default();
        assert!(next_step(&snapshot).starts_with("Put images"));
    }
}
