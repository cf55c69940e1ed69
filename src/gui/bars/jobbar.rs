//! The bar at the bottom: the job at work with its pace and time left, or what the last run came to; opens to curves.

use super::curves::Curves;
use crate::control::Progress;
use crate::gui::command::Command;
use crate::gui::dialogs::runs::stages_ui;
use crate::gui::frame::facts::interrupted_run;
use crate::gui::frame::{Frame, Out};
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{bar, elided, weak};
use crate::gui::kit::words;
use crate::session::protocol::{JobInfo, JobKind, RunState, RunSummary, Snapshot};
use egui::{Align, Button, Layout, ScrollArea, Sense, TextStyle, Ui, Vec2, vec2};

/// Height of the curves.
const CURVES: f32 = 236.0;

/// What the bar remembers.
pub struct JobBar {
    /// The curves are open.
    pub shows_curves: bool,
    curves: Curves,
}

/// The newest run that is worth telling: not one that looked for better clusters and found none.
fn newest(snapshot: &Snapshot) -> Option<&RunSummary> {
    snapshot.runs.iter().find(|run| !run.found_nothing(snapshot))
}

impl JobBar {
    /// With curves open or not.
    #[must_use]
    pub fn new(shows_curves: bool) -> Self {
        Self { shows_curves, curves: Curves::default() }
    }

    /// Draws the bar.
    pub fn jobbar_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) {
        let snapshot = frame.snapshot;
        let run = newest(snapshot);
        let is_training = snapshot.job.as_ref().is_some_and(|job| job.kind == JobKind::Run);
        ui.horizontal(|ui| {
            ui.set_height(40.0);
            match &snapshot.job {
                Some(job) => self.job_ui(ui, job, frame.progress, frame.out),
                None => self.idle_ui(ui, snapshot, frame.out),
            }
        });
        if !self.shows_curves || (!is_training && run.is_none()) {
            return;
        }
        ui.separator();
        if is_training {
            let epochs = frame.progress.epochs.clone();
            ui.allocate_ui(vec2(ui.available_width(), CURVES), |ui| {
                ui.set_min_height(CURVES);
                self.curves.curves_ui(ui, &epochs, CURVES);
            });
        } else if let Some(run) = run {
            self.details_ui(ui, run);
        }
        ui.add_space(6.0);
    }

    fn job_ui(&mut self, ui: &mut Ui, job: &JobInfo, progress: &Progress, out: &mut Out) {
        let colors = Palette::of(ui);
        let stage = progress.stage.to_string();
        let stage = match (&*stage, job.kind) {
            ("", JobKind::Import) => "Reading images",
            ("", JobKind::Run) => "Getting ready",
            ("", JobKind::Export) => "Writing labels",
            ("", JobKind::Download) => "Downloading",
            ("", JobKind::Refine) => "Learning from your corrections",
            ("", JobKind::Improve) => "Looking for better clusters",
            ("", JobKind::Place) => "Placing new images",
            ("", JobKind::Check) => "Checking the project",
            ("", JobKind::Archive) => "Archiving the project",
            (stage, _) => stage,
        };
        ui.label(strong(if job.is_paused { format!("{stage} (paused)") } else { stage.to_owned() }));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            self.buttons_ui(ui, job, out);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let share = progress.done as f32 / progress.total.max(1) as f32;
                if progress.total > 0 {
                    let width = (ui.available_width() * 0.34).clamp(80.0, 420.0);
                    let color = if job.is_paused { colors.line_strong } else { colors.accent };
                    bar(ui, vec2(width, 8.0), share, color, "Progress of the job");
                    ui.label(words::percent(f64::from(share)));
                }
                let mut facts = Vec::new();
                if !progress.detail.is_empty() {
                    facts.push(progress.detail.to_string());
                }
                if progress.images_per_sec > 0.0 && !job.is_paused {
                    facts.push(format!("{} images/s", words::number(progress.images_per_sec.round() as usize)));
                }
                if let Some(secs) = progress.secs_left.filter(|_| !job.is_paused) {
                    facts.push(format!("{} left", words::about(secs)));
                }
                let galley = elided(ui, &facts.join("  \u{b7}  "), &TextStyle::Body, ui.available_width(), colors.weak);
                ui.label(galley);
            });
        });
    }

    /// From right to left.
    fn buttons_ui(&mut self, ui: &mut Ui, job: &JobInfo, out: &mut Out) {
        let what = match job.kind {
            JobKind::Run => "Stops the run; it can go on later where it stopped.",
            JobKind::Import => "Stops reading; what was read is kept.",
            JobKind::Export => "Stops writing.",
            JobKind::Refine => "Stops learning from your corrections; your labels stay as they are.",
            JobKind::Improve => "Stops looking for better clusters; those that are there stay.",
            JobKind::Check => "Stops looking; nothing was changed.",
            JobKind::Archive => "Stops writing; no file is left.",
            JobKind::Place => "Stops placing new images; no label changes.",
            JobKind::Download => "Stops downloading; what came is kept, and the next attempt goes on from there.",
        };
        if ui.button("Stop").on_hover_text(what).clicked() {
            out.commands.push(Command::CancelJob);
        }
        let (text, tip) = if job.is_paused { ("Go on", "Lets the job go on.") } else { ("Pause", "Holds the job.") };
        if ui.button(text).on_hover_text(tip).clicked() {
            out.commands.push(Command::PauseOrResume);
        }
        if job.kind == JobKind::Run {
            self.fold_ui(ui, "Curves", out);
        }
        ui.add_space(8.0);
    }

    fn fold_ui(&self, ui: &mut Ui, text: &str, out: &mut Out) {
        let tip = Command::ToggleCurves.tooltip_with_key(ui.ctx());
        let response = ui.add(Button::new(text).selected(self.shows_curves).right_text(" ").min_size(vec2(0.0, 28.0)));
        let icon = if self.shows_curves { Icon::ChevronDown } else { Icon::ChevronUp };
        let at = egui::Rect::from_center_size(response.rect.right_center() - vec2(13.0, 0.0), Vec2::splat(10.0));
        icon.paint(ui.painter(), at, Palette::of(ui).weak);
        if response.on_hover_text(tip).clicked() {
            out.commands.push(Command::ToggleCurves);
        }
    }

    fn idle_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) {
        let n_images = snapshot.images.rows.len();
        let n_skipped = snapshot.skipped.len();
        weak(ui, words::images(n_images));
        if n_skipped > 0 {
            let text = format!("{} skipped", words::counted(n_skipped, "file", "files"));
            let tip = words::skipped(&snapshot.skipped, n_images);
            if ui.link(text).on_hover_text(tip).clicked() {
                out.commands.push(Command::ShowSkipped);
            }
        }
        let Some(run) = newest(snapshot) else { return };
        ui.separator();
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            self.fold_ui(ui, "Details", out);
            if snapshot.adopted != Some(run.id) && run.state == RunState::Done {
                let tip = "Shows the newest run's clusters instead; can be undone.";
                if ui.button("Use this run").on_hover_text(tip).clicked() {
                    out.edit(crate::session::protocol::Change::AdoptRun(run.id));
                }
            }
            let tip = "A run was interrupted: Discover lets it go on where it stopped";
            if interrupted_run(snapshot).is_some() && ui.button("Go on").on_hover_text(tip).clicked() {
                out.commands.push(Command::Discover);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let colors = Palette::of(ui);
                let (icon, color) = match run.state {
                    RunState::Done => (Icon::Check, colors.good),
                    RunState::Unfinished => (Icon::Info, colors.warning),
                    RunState::Failed => (Icon::Warning, colors.error),
                };
                let (rect, _) = ui.allocate_exact_size(Vec2::splat(16.0), Sense::hover());
                icon.paint(ui.painter(), rect, color);
                let text = result(run);
                let galley = elided(ui, &text, &TextStyle::Body, ui.available_width(), colors.text);
                ui.label(galley).on_hover_text(text);
            });
        });
    }

    /// What a finished run said of itself, its stages, and its curves.
    fn details_ui(&mut self, ui: &mut Ui, run: &RunSummary) {
        ui.horizontal_top(|ui| {
            let width = (ui.available_width() * 0.45).min(600.0);
            ui.vertical(|ui| {
                ui.set_width(width);
                ScrollArea::vertical().id_salt("run details").auto_shrink(false).max_height(CURVES).show(ui, |ui| {
                    for text in run.notes.iter() {
                        ui.label(text);
                    }
                    ui.add_space(4.0);
                    ScrollArea::horizontal().id_salt("stages").show(ui, |ui| stages_ui(ui, run));
                });
            });
            ui.vertical(|ui| self.curves.curves_ui(ui, &run.epochs, CURVES));
        });
    }
}

/// What a run came to, in one sentence.
fn result(run: &RunSummary) -> String {
    // What was kept and why counts most; what else happened is among the details.
    let why = run.kept.as_ref().map(|kept| &kept.why).filter(|why| !why.is_empty());
    let first = why.or(run.notes.first()).cloned();
    match run.state {
        RunState::Done => first.unwrap_or_else(|| format!("Run {} is done.", run.id)),
        RunState::Unfinished => first.unwrap_or_else(|| format!("Run {} was interrupted; it can go on.", run.id)),
        RunState::Failed => first.unwrap_or_else(|| format!("Run {} did not finish.", run.id)),
    }
}
