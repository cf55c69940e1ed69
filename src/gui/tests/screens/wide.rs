//! What people named may be longer than any dialog is wide: nothing is moved by it.

use super::shots::Prepare;
use super::{Screen, harness, proposal, upkeep};
use crate::gui::command::Command;
use crate::gui::dialogs::Dialog;
use crate::gui::dialogs::locate::LocateForm;
use crate::gui::tests::fixtures;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{FolderView, ImageInfo, ImageTable, ProjectInfo, SkippedFile, Snapshot};
use egui::{Rect, Theme, vec2};
use egui_kittest::kittest::Queryable;
use std::sync::Arc;

const WINDOW: egui::Vec2 = vec2(1280.0, 720.0);

/// Everything that people named, with one long word in it that can be broken nowhere.
fn widened(mut snapshot: Snapshot) -> Snapshot {
    let word = "unbrokenword".repeat(40);
    let wide = |path: &str| format!("{word}/{word}{path}");
    let row = |info: &ImageInfo| ImageInfo { path: wide(&info.path).into(), ..info.clone() };
    snapshot.images = Arc::new(ImageTable::new(snapshot.images.rows.iter().map(row).collect()));
    let skipped = |file: &SkippedFile| SkippedFile {
        path: wide(&file.path),
        reason: wide(&file.reason.to_string()).into(),
        ..file.clone()
    };
    snapshot.skipped = Arc::new(snapshot.skipped.iter().map(skipped).collect());
    let mut folder = FolderView::clone(&snapshot.folder);
    for missing in Arc::make_mut(&mut folder.missing) {
        missing.path = wide(&missing.path).into();
    }
    snapshot.folder = Arc::new(folder);
    for cluster in Arc::make_mut(&mut snapshot.clusters) {
        let cluster = Arc::make_mut(cluster);
        cluster.name = format!("{word}{}", cluster.name);
    }
    for run in Arc::make_mut(&mut snapshot.runs) {
        run.notes = Arc::new(vec![word.as_str().into()]);
    }
    for made in &mut Arc::make_mut(&mut snapshot.history).changes {
        made.words = word.as_str().into();
    }
    if let Some(checkup) = &mut snapshot.last_check {
        for finding in &mut Arc::make_mut(checkup).findings {
            finding.words = word.as_str().into();
        }
    }
    let path = format!("/{word}/{word}.gleaner").into();
    snapshot.project = Some(Arc::new(ProjectInfo { name: word.clone(), folder: format!("/{word}").into(), path }));
    snapshot
}

/// Every dialog that shows what people named.
fn dialogs() -> Vec<(&'static str, Snapshot, Option<Command>, Prepare)> {
    let nothing: Prepare = |_| ();
    let marked: Prepare = |screen| screen.window.clusters.marked = vec![ClusterId(2), ClusterId(7)];
    let several: Prepare = |screen| screen.window.view.selection.images = (3..90).map(ImageId).collect();
    let shown: Prepare = |screen| screen.window.view.shown = crate::gui::frame::Shown::Cluster(ClusterId(1));
    vec![
        ("open", fixtures::clustered(), Some(Command::Open), nothing),
        ("discover", fixtures::clustered(), Some(Command::Discover), nothing),
        ("merge", fixtures::clustered(), Some(Command::Merge), marked),
        ("split", fixtures::clustered(), Some(Command::Split), shown),
        ("sure", fixtures::clustered(), Some(Command::Junk), several),
        ("note", fixtures::clustered(), Some(Command::NoteCluster), shown),
        ("move", fixtures::clustered(), Some(Command::Move), several),
        ("skipped", fixtures::clustered(), Some(Command::ShowSkipped), nothing),
        ("missing", fixtures::with_news(), Some(Command::ShowMissing), nothing),
        ("locate", fixtures::away(), None, |s| s.window.dialog = Some(Dialog::Locate(LocateForm::default()))),
        ("history", fixtures::clustered(), Some(Command::ShowHistory), nothing),
        ("results", fixtures::clustered(), Some(Command::ShowRuns), nothing),
        ("compare", fixtures::curated(), Some(Command::ShowMoved), nothing),
        ("labels", fixtures::clustered(), Some(Command::TakeLabels), |s| s.reader.tell(proposal())),
        ("export", fixtures::clustered(), Some(Command::Export), nothing),
        ("check", upkeep::checked(upkeep::checkup()), Some(Command::CheckProject), nothing),
        ("archive", fixtures::clustered(), Some(Command::ArchiveProject), nothing),
        ("project", fixtures::clustered(), Some(Command::AboutProject), nothing),
    ]
}

/// Where the button that closes the dialog is, and where those are that lie beside or below its edge.
fn look(snapshot: Snapshot, command: Option<Command>, prepare: Prepare) -> Rect {
    let mut h = harness(Screen::new(snapshot), WINDOW, Theme::Light, false);
    h.run_ok();
    prepare(h.state_mut());
    h.run_ok();
    if let Some(command) = command {
        let (ctx, snapshot) = (h.ctx.clone(), h.state().snapshot.clone());
        h.state_mut().window.do_command(command, &ctx, &snapshot);
    }
    h.run_ok();
    assert!(h.state().window.dialog.is_some(), "{command:?} opens no dialog");
    h.get_by_label("Close").rect()
}

#[test]
fn long_names_never_move_the_button_that_closes_a_dialog() {
    let mut all = Vec::new();
    for (name, snapshot, command, prepare) in dialogs() {
        let plain = look(snapshot.clone(), command, prepare);
        let wide = look(widened(snapshot), command, prepare);
        if plain != wide {
            all.push(format!("{name}: {plain} becomes {wide}"));
        }
    }
    assert!(all.is_empty(), "{all:#?}");
}
