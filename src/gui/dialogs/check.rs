//! Whether the project is whole: what a look at it found, and what helps.
//!
//! Nothing is repaired from here: the project is open, and a repair needs it for itself. The commands to do so are shown.

use crate::gui::command::Command;
use crate::gui::frame::facts::is_at_work;
use crate::gui::frame::{Frame, Out};
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{bar, note, weak};
use crate::session::places::shell;
use crate::session::protocol::{Checkup, Finding, JobKind, Request, Severity, Snapshot, Subject};
use crate::strings::{join, say};
use egui::{RichText, Ui, vec2};

/// The look while it goes on, then its findings. Closes when the folder is to be looked at.
pub fn check_ui(ui: &mut Ui, frame: &mut Frame<'_>) -> bool {
    let snapshot = frame.snapshot;
    if is_at_work(snapshot, JobKind::Check) {
        at_work_ui(ui, frame);
        return false;
    }
    let waits = [JobKind::Import, JobKind::Place, JobKind::Download].iter().any(|kind| is_at_work(snapshot, *kind));
    match &snapshot.last_check {
        Some(checkup) => return checkup_ui(ui, snapshot, checkup, frame.out),
        None if waits => drop(ui.label(say!("check-waits"))),
        None => {
            ui.label(say!("check-not-yet"));
            again_ui(ui, snapshot, frame.out);
        }
    }
    false
}

fn again_ui(ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) {
    let is_learning = is_at_work(snapshot, JobKind::Run) || is_at_work(snapshot, JobKind::Refine);
    let again = ui.add_enabled(!is_learning, egui::Button::new(say!("check-again")));
    if again.on_disabled_hover_text(say!("check-again.off")).clicked() {
        out.request(Request::Check);
    }
}

fn at_work_ui(ui: &mut Ui, frame: &mut Frame<'_>) {
    let progress = frame.progress;
    ui.label(say!("check-at-work"));
    ui.add_space(6.0);
    let share = progress.share().unwrap_or(0.0) as f32;
    bar(ui, vec2(ui.available_width(), 8.0), share, Palette::of(ui).accent, say!("check-progress"));
    let stage = progress.stage.to_string();
    weak(ui, if stage.is_empty() { say!("check-getting-ready") } else { &stage });
    if ui.button(say!("check-stop")).on_hover_text(say!("check-stop.tip")).clicked() {
        frame.out.commands.push(Command::CancelJob);
    }
}

fn checkup_ui(ui: &mut Ui, snapshot: &Snapshot, checkup: &Checkup, out: &mut Out) -> bool {
    let title = ui.label(strong(checkup.words()));
    ui.ctx().accesskit_node_builder(title.id, |node| node.set_live(egui::accesskit::Live::Polite));
    let has = [
        say!("count-files", n = checkup.n_files),
        say!("check-entries", n = checkup.n_changes),
        say!("check-results", n = checkup.n_runs),
    ];
    weak(ui, say!("check-looked-at", what = join(&has)));
    let project = snapshot.project.as_ref().map_or_else(|| "PROJECT".to_owned(), |project| shell(&project.path));
    for finding in &checkup.findings {
        ui.add_space(6.0);
        finding_ui(ui, finding, &project);
    }
    ui.add_space(8.0);
    let is_of_files = |finding: &Finding| is_of_folder(finding) && !finding.help.is_empty();
    let mut is_done = false;
    ui.horizontal(|ui| {
        again_ui(ui, snapshot, out);
        if checkup.findings.iter().any(is_of_files) && ui.button(Command::Rescan.label()).clicked() {
            out.commands.push(Command::Rescan);
            is_done = true;
        }
    });
    ui.add_space(8.0);
    if !checkup.is_sound() {
        note(ui, Icon::Warning, Palette::of(ui).warning, |ui| {
            ui.label(say!("check-repair"));
            command_ui(ui, &format!("gleaner doctor {project} --repair"), say!("check-copy-repair"));
        });
        ui.add_space(6.0);
    }
    weak(ui, say!("check-compact"));
    command_ui(ui, &format!("gleaner compact {project}"), say!("check-copy-compact"));
    if let Some(newest) = checkup.backups.first() {
        ui.add_space(6.0);
        weak(ui, say!("check-backups", n = checkup.backups.len(), list = checkup.backups.join(", ")));
        command_ui(ui, &format!("gleaner doctor {project} --restore {newest}"), say!("check-copy-restore"));
    }
    is_done
}

fn finding_ui(ui: &mut Ui, finding: &Finding, project: &str) {
    let colors = Palette::of(ui);
    let (kind, color) = match finding.severity {
        Severity::Wrong => (say!("check-wrong"), colors.error),
        Severity::Changed => (say!("check-changed"), colors.warning),
        Severity::Harmless => (say!("check-harmless"), colors.weak),
    };
    ui.label(strong(kind).color(color));
    ui.label(finding.words.to_string());
    if !finding.help.is_empty() {
        weak(ui, say!("check-helps", what = help(finding, project)));
    }
}

/// Of the folder itself the window looks, not a command.
fn is_of_folder(finding: &Finding) -> bool {
    finding.severity == Severity::Changed && finding.about == Subject::Folder
}

fn help(finding: &Finding, project: &str) -> String {
    if finding.help.key() == "checkup-files.help" {
        return say!("check-rescan").to_owned();
    }
    finding.help.to_string().replace("PROJECT", project)
}

/// A command for a terminal, and a button that copies it.
fn command_ui(ui: &mut Ui, command: &str, name: &str) {
    ui.label(say!("check-in-a-terminal"));
    ui.label(RichText::new(command).monospace());
    if ui.button(name).clicked() {
        ui.ctx().copy_text(command.to_owned());
    }
}
