//! Where features come from: what there is, what each costs on this machine, and the download of what is not here.

use crate::gui::frame::Frame;
use crate::gui::frame::facts::is_at_work;
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{bar, list_row, note, primary_button, stay_on_top, weak};
use crate::gui::kit::words;
use crate::session::models::{self, KnownModel};
use crate::session::protocol::{JobKind, Request};
use crate::session::{FEATURE_SOURCES, RunSettings, estimate_secs};
use egui::{ComboBox, TextEdit, Ui, vec2};
use std::time::Duration;

/// What files can be read.
const FILES: [(&str, &str, &str); 2] = [
    (
        "file",
        "A network on disk",
        "DINOv2, CLIP, SigLIP or ResNet (MoCo v2, SimCLR, SCAN), as .safetensors or PyTorch's .pth. The file tells which.",
    ),
    (
        "vectors",
        "Rows of your own",
        "A matrix as .npy or .safetensors; files.txt beside it names the image of each row.",
    ),
];

/// A line of the list: the name in settings, the label, what it costs, what it is.
struct Choice {
    name: String,
    label: String,
    detail: String,
    about: String,
}

/// Draws the choice and, for files, the path; true if a file is to be chosen.
pub fn source_ui(ui: &mut Ui, s: &mut RunSettings, n_images: usize) -> bool {
    if !models::measure_soon() {
        // The costs are better known in a moment.
        ui.ctx().request_repaint_after(Duration::from_millis(300));
    }
    let (kind, mut path) = match s.features.split_once(':') {
        Some((kind, path)) => (kind.to_owned(), path.to_owned()),
        None => (s.features.clone(), String::new()),
    };
    let mut chosen = kind.clone();
    ui.horizontal(|ui| {
        ui.label(strong("Features")).on_hover_text("Where the numbers come from by which images are compared.");
        ui.add_space(4.0);
        let label = label_of(&kind);
        ui.name_inputs("Features", |ui| {
            ComboBox::from_id_salt("features").selected_text(label).width(190.0).height(420.0).show_ui(ui, |ui| {
                stay_on_top(ui);
                ui.set_min_width(470.0);
                for choice in choices(s, n_images) {
                    let row = list_row(ui, &choice.label, &choice.detail, choice.name == kind);
                    if row.on_hover_text(choice.about).clicked() {
                        chosen = choice.name;
                        ui.close();
                    }
                }
            });
        });
        ui.add_space(4.0);
        weak(ui, about(&kind));
    });
    let mut wants_file = false;
    if let Some((_, label, tip)) = FILES.iter().find(|(name, _, _)| *name == chosen) {
        ui.horizontal(|ui| {
            ui.add(TextEdit::singleline(&mut path).hint_text("Path of a file").desired_width(380.0))
                .accessible_name(*label)
                .on_hover_text(*tip);
            wants_file = ui.button("Choose...").on_hover_text(*tip).clicked();
        });
    }
    if chosen != kind || s.features.contains(':') {
        let is_file = FILES.iter().any(|(name, _, _)| *name == chosen);
        s.features = if is_file { format!("{chosen}:{path}") } else { chosen };
    }
    wants_file
}

fn label_of(kind: &str) -> String {
    let own = FEATURE_SOURCES.iter().map(|source| (source.name, source.label));
    let files = FILES.iter().map(|(name, label, _)| (*name, *label));
    let known = models::model(kind).ok().map(|model| (model.name, model.label));
    own.chain(files).chain(known).find(|(name, _)| *name == kind).map_or(kind.to_owned(), |(_, label)| label.to_owned())
}

/// A few words beside the choice.
fn about(kind: &str) -> String {
    match models::model(kind) {
        Ok(model) if models::path(model).is_ok() => format!("on this computer, licence {}", model.licence),
        Ok(model) => format!("{} MB, licence {}", model.megabytes, model.licence),
        Err(_) => match kind {
            "builtin" => "in the program, no download",
            "simclr" => "learned anew, no download",
            _ => "",
        }
        .to_owned(),
    }
}

/// All of them, each with the time that a run would take.
fn choices(s: &RunSettings, n_images: usize) -> Vec<Choice> {
    let time = |name: &str| {
        let settings = RunSettings { features: name.to_owned(), ..s.clone() };
        words::about(estimate_secs(&settings, n_images, None))
    };
    let own = FEATURE_SOURCES.iter().map(|source| Choice {
        name: source.name.into(),
        label: source.label.into(),
        detail: time(source.name),
        about: source.about.into(),
    });
    let on_hub = models::models().into_iter().filter(|known| known.model.is_on_hub());
    let known = on_hub.map(|KnownModel { model, path, .. }| {
        let state = if path.is_some() { "is here".to_owned() } else { format!("{} MB", model.megabytes) };
        Choice {
            name: model.name.into(),
            label: model.label.into(),
            detail: format!("{}  \u{b7}  {state}  \u{b7}  {}", time(model.name), model.licence),
            about: format!("{} Rows of {} numbers, at {} px.", model.about, model.width, model.size),
        }
    });
    let files = FILES.iter().map(|(name, label, tip)| Choice {
        name: (*name).into(),
        label: (*label).into(),
        detail: String::new(),
        about: (*tip).into(),
    });
    own.chain(known).chain(files).collect()
}

/// The download of what the settings name and is not here; draws nothing if all is here.
pub fn download_ui(ui: &mut Ui, s: &RunSettings, frame: &mut Frame<'_>) {
    let Some(model) = models::missing(&s.features) else { return };
    let colors = Palette::of(ui);
    let progress = frame.progress;
    ui.add_space(6.0);
    note(ui, Icon::Info, colors.accent_text, |ui| {
        if let Some(job) = frame.snapshot.job.as_ref().filter(|job| job.kind == JobKind::Download) {
            ui.label(strong(progress.stage.clone()));
            ui.horizontal(|ui| {
                let share = progress.done as f32 / progress.total.max(1) as f32;
                bar(ui, vec2(240.0, 8.0), share, colors.accent, "Progress of the download");
                let left = progress.secs_left.map(|secs| format!(", {} left", words::about(secs)));
                weak(ui, format!("{}{}", progress.detail, left.unwrap_or_default()));
                let tip = "Stops downloading; what came is kept, and the next attempt goes on from there.";
                if ui.button("Stop").on_hover_text(tip).clicked() {
                    frame.out.request(Request::Cancel(job.id));
                }
            });
            return;
        }
        ui.label(format!(
            "{} is not on this computer yet. It is {} MB from the Hugging Face hub; its licence is {}.",
            model.label, model.megabytes, model.licence
        ));
        let is_free = !is_at_work(frame.snapshot, JobKind::Run);
        let response = primary_button(ui, &format!("Download {} MB", model.megabytes), is_free);
        let tip = "Nothing of your images leaves this computer; only the network's weights are fetched.";
        if response.on_hover_text(tip).clicked() && is_free {
            frame.out.request(Request::Download(model.name.into()));
        }
    });
}
