//! Looking whether the project is whole, and archiving it, as the window asks for it and shows it.

use super::{Screen, plain};
use crate::control::Progress;
use crate::gui::command::Command;
use crate::gui::dialogs::Dialog;
use crate::gui::frame::Tab;
use crate::gui::tests::fixtures;
use crate::session::protocol::{
    Checkup, Deed, Finding, JobKind, LogEntry, Outcome, Request, Severity, Snapshot, Subject, Ticket, Unkept,
};
use crate::strings::{Told, told};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use std::sync::Arc;

/// A look that found something of every kind.
pub(super) fn checkup() -> Checkup {
    let finding = |severity, about, words: &str, help: Told| Finding { severity, about, words: words.into(), help };
    Checkup {
        findings: vec![
            finding(
                Severity::Wrong,
                Subject::Pixels,
                "1 image has lost its thumbnail.",
                "`gleaner doctor PROJECT --repair` makes it again".into(),
            ),
            finding(
                Severity::Changed,
                Subject::Folder,
                "1 file is changed since the last look.",
                told!("checkup-files.help"),
            ),
            finding(
                Severity::Harmless,
                Subject::Leftovers,
                "There are files that were never finished.",
                "harmless".into(),
            ),
        ],
        repairs: Vec::new(),
        backup: None,
        backups: vec!["day-2026-07-27".into()],
        n_files: 1000,
        n_changes: 4,
        n_runs: 1,
    }
}

/// Clusters, and this look at them.
pub(super) fn checked(checkup: Checkup) -> Snapshot {
    Snapshot { last_check: Some(Arc::new(checkup)), ..fixtures::clustered() }
}

#[test]
fn where_nothing_can_be_kept_it_is_said_on_every_page_and_labels_can_be_exported() {
    let why = told!("store-gone", path = "/photos.gleaner");
    let mut h = plain(Screen::new(Snapshot { unkept: Some(Arc::new(Unkept { why })), ..fixtures::clustered() }));
    for tab in [Tab::Grid, Tab::Review, Tab::Quality] {
        h.state_mut().window.view.tab = tab;
        h.run();
        h.get_by_label("Nothing can be kept in this project now");
        h.get_by_label_contains("it was deleted, moved or renamed while it was open");
    }
    h.state_mut().snapshot.unkept = None;
    h.state_mut().snapshot.revision += 1;
    h.run();
    assert!(h.query_by_label("Nothing can be kept in this project now").is_none());
}

fn by_palette(h: &mut Harness<'_, Screen>, text: &str) {
    h.key_press_modifiers(Modifiers::COMMAND, Key::K);
    h.run();
    h.get_by_label("Search").type_text(text);
    h.run();
    h.key_press(Key::Enter);
    h.run();
}

fn copied(h: &Harness<'_, Screen>) -> Vec<String> {
    let commands = &h.output().platform_output.commands;
    let text = |command: &egui::OutputCommand| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    };
    commands.iter().filter_map(text).collect()
}

#[test]
fn a_project_is_checked_and_what_helps_is_listed() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    h.get_by_label("Menu").click();
    h.run();
    h.get_by_label_contains(Command::CheckProject.label()).click();
    h.run();
    assert!(matches!(h.state().asked[..], [Request::Check]), "{:?}", h.state().asked);
    h.state_mut().snapshot.job = Some(fixtures::job(JobKind::Check));
    h.state_mut().snapshot.revision += 1;
    h.state_mut().progress =
        Progress { stage: told!("check-reading-pixels"), done: 30, total: 90, ..Progress::default() };
    h.run();
    h.get_by_label("Progress of the check");
    h.get_by_label("Stop checking").click();
    h.run();
    assert!(matches!(h.state().asked[..], [Request::Check, Request::Cancel(_)]));

    h.state_mut().snapshot = Snapshot { revision: 9, ..checked(checkup()) };
    let done = Outcome::Done(Deed::Checked, checkup().words());
    h.state_mut().snapshot.log = Arc::new(vec![Arc::new(LogEntry { seq: 1, ticket: Some(Ticket(1)), outcome: done })]);
    h.run();
    h.get_by_label("1 thing is wrong with this project.");
    assert!(h.state().window.toasts.is_empty(), "the dialog says it");
    h.get_by_label("1 image has lost its thumbnail.");
    let project = "/home/ada/.local/share/gleaner/projects/Holiday.gleaner";
    h.get_by_label(&format!("What helps: `gleaner doctor {project} --repair` makes it again."));
    h.get_by_label("What helps: rescan the folder.");
    h.get_by_label("Copy the command that repairs").click();
    h.step();
    assert_eq!(copied(&h), [format!("gleaner doctor {project} --repair")]);
    h.run();
    h.get_by_label("Copy the command that compacts").click();
    h.step();
    assert_eq!(copied(&h), [format!("gleaner compact {project}")]);
    h.run();
    h.get_by_label("Rescan folder").click();
    h.run();
    assert!(matches!(h.state().asked[2..], [Request::Import]) && h.state().window.dialog.is_none());
}

#[test]
fn a_whole_project_is_said_to_be_so_wherever_one_looks() {
    let whole = Checkup { findings: Vec::new(), ..checkup() };
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    by_palette(&mut h, "check this pro");
    h.key_press(Key::Escape);
    h.run();
    h.state_mut().snapshot = Snapshot { revision: 9, ..checked(whole.clone()) };
    let done = Outcome::Done(Deed::Checked, whole.words());
    h.state_mut().snapshot.log = Arc::new(vec![Arc::new(LogEntry { seq: 1, ticket: Some(Ticket(1)), outcome: done })]);
    h.run();
    h.get_by_label("Everything is whole.");
    h.state_mut().window.toasts.clear();
    h.state_mut().window.dialog = Some(Dialog::Check);
    h.run();
    h.get_by_label("Everything is whole.");
    assert!(h.query_by_label("Copy the command that repairs").is_none());
    h.get_by_label("Check again").click();
    h.run();
    assert!(matches!(h.state().asked[..], [Request::Check, Request::Check]));
}

#[test]
fn no_project_is_checked_beside_a_run() {
    let mut h = plain(Screen::new(fixtures::training()));
    h.run();
    by_palette(&mut h, "check this pro");
    h.get_by_label("Images are being sorted. The project can be checked when that is done.");
    assert!(h.state().asked.is_empty() && h.state().window.dialog.is_none());
}

#[test]
fn a_project_is_archived_under_its_name_or_another() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    by_palette(&mut h, "archive");
    h.key_press(Key::Enter);
    h.run();
    assert!(matches!(&h.state().asked[..], [Request::Archive(out)] if out.ends_with("Holiday.zip")));
    assert!(h.state().window.dialog.is_none());
    by_palette(&mut h, "archive");
    let Some(Dialog::Archive(form)) = &mut h.state_mut().window.dialog else { panic!("no dialog") };
    form.set_path(std::path::Path::new("/backup/holiday 2026.zip"));
    h.run();
    h.get_by_label("Write the archive").click();
    h.run();
    let asked = &h.state().asked;
    assert!(matches!(&asked[1..], [Request::Archive(out)] if out.ends_with("holiday 2026.zip")), "{asked:?}");
    let job = JobKind::Archive;
    h.state_mut().snapshot.job = Some(fixtures::job(job));
    h.state_mut().snapshot.revision += 1;
    h.run();
    h.get_by_label("Writing the archive");
}
