//! The bar at the bottom: the job at work with what is left of it, or what the project is at and what comes next; opens to
//! details and curves.

use super::candidate::candidate_ui;
use super::curves::Curves;
use super::status::{Mood, newest, status};
use crate::control::Progress;
use crate::gui::command::Command;
use crate::gui::dialogs::runs::stages_ui;
use crate::gui::frame::facts::interrupted_run;
use crate::gui::frame::{Frame, Out};
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{bar, elided, weak};
use crate::gui::kit::words;
use crate::session::protocol::{JobInfo, JobKind, RunSummary, Snapshot};
use crate::strings::{Span, about, say};
use egui::{Align, Button, Layout, ScrollArea, Sense, TextStyle, Ui, Vec2, vec2};

/// Height of the curves.
const CURVES: f32 = 236.0;

/// What the bar remembers.
pub struct JobBar {
    /// The details are open.
    pub shows_curves: bool,
    curves: Curves,
}

impl JobBar {
    /// With details open or not.
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
        let stage = stage(job.kind, progress);
        let name = if job.is_paused { say!("job-paused", stage = stage) } else { stage };
        ui.label(strong(name)).on_hover_text(facts(progress).join("  \u{b7}  "));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            self.buttons_ui(ui, job, out);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                if let Some(share) = progress.share() {
                    let width = (ui.available_width() * 0.34).clamp(80.0, 420.0);
                    let color = if job.is_paused { colors.line_strong } else { colors.accent };
                    bar(ui, vec2(width, 8.0), share as f32, color, say!("job-progress"));
                    ui.label(words::percent(share));
                }
                let mut shown = Vec::new();
                if let Some(secs) = progress.secs_left.filter(|_| !job.is_paused) {
                    shown.push(say!("job-left", time = about(secs)));
                }
                shown.extend(amount(job.kind, progress));
                let galley = elided(ui, &shown.join("  \u{b7}  "), &TextStyle::Body, ui.available_width(), colors.weak);
                ui.label(galley);
            });
        });
    }

    /// From right to left.
    fn buttons_ui(&mut self, ui: &mut Ui, job: &JobInfo, out: &mut Out) {
        let what = match job.kind {
            JobKind::Run => say!("job-stop-run"),
            JobKind::Import => say!("job-stop-import"),
            JobKind::Export => say!("job-stop-export"),
            JobKind::Refine => say!("job-stop-refine"),
            JobKind::Improve => say!("job-stop-improve"),
            JobKind::Check => say!("job-stop-check"),
            JobKind::Archive => say!("job-stop-archive"),
            JobKind::Place => say!("job-stop-place"),
            JobKind::Download => say!("job-stop-download"),
        };
        if ui.button(say!("job-stop")).on_hover_text(what).clicked() {
            out.commands.push(Command::CancelJob);
        }
        let (text, tip) = if job.is_paused {
            (say!("job-resume"), say!("job-resume.tip"))
        } else {
            (say!("job-pause"), say!("job-pause.tip"))
        };
        if ui.button(text).on_hover_text(tip).clicked() {
            out.commands.push(Command::PauseOrResume);
        }
        if job.kind == JobKind::Run {
            self.fold_ui(ui, out);
        }
        ui.add_space(8.0);
    }

    fn fold_ui(&self, ui: &mut Ui, out: &mut Out) {
        let tip = Command::ToggleCurves.tooltip_with_key(ui.ctx());
        let button = Button::new(say!("job-details")).selected(self.shows_curves);
        let response = ui.add(button.right_text(" ").min_size(vec2(0.0, 28.0)));
        let icon = if self.shows_curves { Icon::ChevronDown } else { Icon::ChevronUp };
        let at = egui::Rect::from_center_size(response.rect.right_center() - vec2(13.0, 0.0), Vec2::splat(10.0));
        icon.paint(ui.painter(), at, Palette::of(ui).weak);
        if response.on_hover_text(tip).clicked() {
            out.commands.push(Command::ToggleCurves);
        }
    }

    fn idle_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) {
        let n_images = snapshot.images.rows.len();
        weak(ui, say!("count-images", n = n_images));
        if !snapshot.skipped.is_empty() {
            let text = say!("job-skipped", n = snapshot.skipped.len());
            let tip = words::skipped(&snapshot.skipped, n_images);
            if ui.link(text).on_hover_text(tip).clicked() {
                out.commands.push(Command::ShowSkipped);
            }
        }
        let has_details = newest(snapshot).is_some();
        let status = status(snapshot);
        if status.is_none() && !has_details {
            return;
        }
        ui.separator();
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if has_details {
                self.fold_ui(ui, out);
            }
            if interrupted_run(snapshot).is_some() && ui.button(say!("job-resume")).clicked() {
                out.commands.push(Command::Discover);
            }
            if let Some(candidate) = &snapshot.candidate {
                candidate_ui(ui, snapshot, candidate, out);
                return;
            }
            let Some(status) = status else { return };
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let colors = Palette::of(ui);
                let (icon, color) = match status.mood {
                    Mood::Good => (Icon::Check, colors.good),
                    Mood::Waiting => (Icon::Info, colors.warning),
                    Mood::Bad => (Icon::Warning, colors.error),
                };
                let (rect, _) = ui.allocate_exact_size(Vec2::splat(16.0), Sense::hover());
                icon.paint(ui.painter(), rect, color);
                let galley = elided(ui, &status.words, &TextStyle::Body, ui.available_width(), colors.text);
                ui.label(galley).on_hover_text(status.tip.unwrap_or(status.words));
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
                        ui.label(text.to_string());
                    }
                    ui.add_space(4.0);
                    ScrollArea::horizontal().id_salt("stages").show(ui, |ui| stages_ui(ui, run));
                });
            });
            ui.vertical(|ui| self.curves.curves_ui(ui, &run.epochs, CURVES));
        });
    }
}

/// What the job is doing: nothing more than its kind before it said so.
pub fn stage(kind: JobKind, progress: &Progress) -> String {
    if !progress.stage.is_empty() {
        return progress.stage.to_string();
    }
    let first = match kind {
        JobKind::Import => say!("engine-looking"),
        JobKind::Run => say!("job-begin"),
        JobKind::Export => say!("export-writing"),
        JobKind::Download => say!("job-begin-download"),
        JobKind::Refine => say!("stage-refine.activity"),
        JobKind::Improve => say!("job-begin-improve"),
        JobKind::Place => say!("engine-placing"),
        JobKind::Check => say!("job-begin-check"),
        JobKind::Archive => say!("archive-writing"),
    };
    first.to_owned()
}

/// What else there is to say of the work, if anything.
pub fn detail(progress: &Progress) -> Option<String> {
    (!progress.detail.is_empty()).then(|| progress.detail.to_string())
}

/// How much of what is counted is done, where that says more than a share.
fn amount(kind: JobKind, progress: &Progress) -> Option<String> {
    match kind {
        JobKind::Download | JobKind::Archive => detail(progress),
        JobKind::Import if progress.total > 0 => Some(say!("job-of-images", done = progress.done, n = progress.total)),
        _ => None,
    }
}

/// What else is known of the work, for who wants to know.
fn facts(progress: &Progress) -> Vec<String> {
    let mut facts: Vec<String> = detail(progress).into_iter().collect();
    if progress.images_per_sec > 0.0 {
        facts.push(say!("job-rate", n = progress.images_per_sec.round() as u64));
    }
    facts.extend(progress.secs_left.map(|secs| say!("job-left", time = Span(secs))));
    facts
}
