//! Where features come from: what there is, what each costs on this machine, and the download of what is not here.

use crate::gui::bars::jobbar::{detail, stage};
use crate::gui::frame::Frame;
use crate::gui::frame::facts::is_at_work;
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{bar, list_row, note, primary_button, stay_on_top, weak};
use crate::session::models::{self, KnownModel};
use crate::session::protocol::{JobKind, Request, Snapshot};
use crate::session::{FEATURE_SOURCES, RunSettings, Source, run_secs};
use crate::strings::{about, say};
use egui::{ComboBox, TextEdit, Ui, vec2};
use std::path::Path;
use std::time::Duration;

/// A line of the list: what is chosen, the label, what it costs, what it is.
struct Choice {
    source: Source,
    label: String,
    detail: String,
    about: String,
}

/// What files can be read, with the path that is there already.
fn files(path: &Path) -> [Choice; 2] {
    let of = |source, label: &str, about: &str| Choice {
        source,
        label: label.into(),
        detail: String::new(),
        about: about.into(),
    };
    [
        of(Source::File(path.to_owned()), say!("source-file"), say!("source-file.tip")),
        of(Source::Vectors(path.to_owned()), say!("source-vectors"), say!("source-vectors.tip")),
    ]
}

/// Draws the choice and, for files, the path; true if a file is to be chosen.
pub fn source_ui(ui: &mut Ui, s: &mut RunSettings, snapshot: &Snapshot, n_images: usize) -> bool {
    if !models::measure_soon() {
        // The costs are better known in a moment.
        ui.ctx().request_repaint_after(Duration::from_millis(300));
    }
    let mut chosen = s.features.clone();
    ui.horizontal(|ui| {
        ui.label(strong(say!("source-features"))).on_hover_text(say!("source-features.tip"));
        ui.add_space(4.0);
        let label = label_of(&s.features);
        ui.name_inputs(say!("source-features"), |ui| {
            ComboBox::from_id_salt("features").selected_text(label).width(190.0).height(420.0).show_ui(ui, |ui| {
                stay_on_top(ui);
                ui.set_min_width(470.0);
                for choice in choices(s, snapshot, n_images) {
                    let row = list_row(ui, &choice.label, &choice.detail, choice.source == s.features);
                    if row.on_hover_text(choice.about).clicked() {
                        chosen = choice.source;
                        ui.close();
                    }
                }
            });
        });
        ui.add_space(4.0);
        weak(ui, about_source(&s.features));
    });
    let mut wants_file = false;
    let file = files(path_of(&chosen)).into_iter().find(|file| file.source == chosen);
    if let (Some(Choice { label, about: tip, .. }), Source::File(path) | Source::Vectors(path)) = (file, &mut chosen) {
        ui.horizontal(|ui| {
            let mut text = path.display().to_string();
            let field = TextEdit::singleline(&mut text).hint_text(say!("source-path")).desired_width(380.0);
            if ui.add(field).accessible_name(label).on_hover_text(&tip).changed() {
                *path = text.into();
            }
            wants_file = ui.button(say!("source-browse")).on_hover_text(tip).clicked();
        });
    }
    s.features = chosen;
    wants_file
}

/// The path that was chosen; none for what needs no file.
fn path_of(source: &Source) -> &Path {
    source.path().unwrap_or(Path::new(""))
}

fn label_of(source: &Source) -> String {
    if let Some(own) = FEATURE_SOURCES.iter().find(|own| own.source == *source) {
        return own.label().into();
    }
    let file = files(path_of(source)).into_iter().find(|file| file.source == *source);
    match (file, source) {
        (Some(file), _) => file.label,
        (None, Source::Model(model)) => model.label.into(),
        (None, other) => other.to_string(),
    }
}

/// A few words beside the choice.
fn about_source(source: &Source) -> String {
    match source {
        Source::Model(model) if models::path(model).is_ok() => say!("source-here", licence = model.licence),
        Source::Model(model) => say!("source-there", size = model.megabytes, licence = model.licence),
        Source::Builtin => say!("source-builtin").to_owned(),
        Source::Simclr => say!("source-learned").to_owned(),
        _ => String::new(),
    }
}

/// All of them, each with the time that a run would take.
fn choices(s: &RunSettings, snapshot: &Snapshot, n_images: usize) -> Vec<Choice> {
    let time = |features: Source| {
        let settings = RunSettings { features, ..s.clone() };
        let secs = run_secs(&settings, snapshot).filter(|_| n_images > 0);
        secs.map(about).unwrap_or_default()
    };
    let own = FEATURE_SOURCES.iter().map(|own| Choice {
        source: own.source.clone(),
        label: own.label().into(),
        detail: time(own.source.clone()),
        about: own.about().into(),
    });
    let on_hub = models::models().into_iter().filter(|known| known.model.is_on_hub());
    let known = on_hub.map(|KnownModel { model, path, .. }| {
        let state = match path {
            Some(_) => say!("source-is-here").to_owned(),
            None => say!("source-size", size = model.megabytes),
        };
        Choice {
            source: Source::Model(model),
            label: model.label.into(),
            detail: format!("{}  \u{b7}  {state}  \u{b7}  {}", time(Source::Model(model)), model.licence),
            about: say!("source-rows", about = model.about(), width = model.width, size = model.size),
        }
    });
    own.chain(known).chain(files(path_of(&s.features))).collect()
}

/// The download of what the settings name and is not here; draws nothing if all is here.
pub fn download_ui(ui: &mut Ui, s: &RunSettings, frame: &mut Frame<'_>) {
    let Some(model) = models::missing(&s.features) else { return };
    let colors = Palette::of(ui);
    let progress = frame.progress;
    ui.add_space(6.0);
    note(ui, Icon::Info, colors.accent_text, |ui| {
        if let Some(job) = frame.snapshot.job.as_ref().filter(|job| job.kind == JobKind::Download) {
            ui.label(strong(stage(job.kind, progress)));
            ui.horizontal(|ui| {
                let share = progress.share().unwrap_or(0.0) as f32;
                bar(ui, vec2(240.0, 8.0), share, colors.accent, say!("job-progress"));
                let left = progress.secs_left.map(|secs| say!("job-left", time = about(secs)));
                let detail = detail(progress);
                weak(ui, detail.into_iter().chain(left).collect::<Vec<_>>().join("  \u{b7}  "));
                if ui.button(say!("job-stop")).on_hover_text(say!("job-stop-download")).clicked() {
                    frame.out.request(Request::Cancel(job.id));
                }
            });
            return;
        }
        let (name, size, licence) = (model.label, model.megabytes, model.licence);
        ui.label(say!("source-not-here", name = name, size = size, licence = licence));
        let is_free = !is_at_work(frame.snapshot, JobKind::Run);
        let response = primary_button(ui, &say!("source-download", size = size), is_free);
        if response.on_hover_text(say!("source-download.tip")).clicked() && is_free {
            frame.out.request(Request::Download(model.name.into()));
        }
    });
}
