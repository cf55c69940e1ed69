//! What is the same for all projects: language, look, size, and when the system tells something. Not the options of a run,
//! which are in `options`.

use crate::gui::command::Command;
use crate::gui::frame::Out;
use crate::gui::grid::SIDES;
use crate::gui::kit::widgets::{stay_on_top, weak};
use crate::gui::system::language::{self, Speech};
use crate::strings::{Language, percent, say};
use egui::{Button, ComboBox, Grid, Slider, ThemePreference, Ui, vec2};

/// What is set here beside what commands do.
pub struct Choices<'a> {
    /// What the window speaks.
    pub speech: &'a mut Speech,
    /// Side of a grid cell's picture in points.
    pub thumb_side: &'a mut f32,
    /// Whether the system tells when long work ended unseen.
    pub notifies: &'a mut bool,
}

/// Draws the settings; each is in force at once. Never closes by itself.
pub fn settings_ui(ui: &mut Ui, choices: &mut Choices<'_>, is_high_contrast: bool, out: &mut Out) -> bool {
    Grid::new("settings").num_columns(2).spacing(vec2(24.0, 14.0)).min_col_width(120.0).show(ui, |ui| {
        ui.label(say!("settings-language"));
        ui.vertical(|ui| language_ui(ui, choices.speech));
        ui.end_row();
        ui.label(say!("settings-theme"));
        ui.horizontal_wrapped(|ui| theme_ui(ui, out));
        ui.end_row();
        ui.label(say!("settings-contrast"));
        let mut is_high = is_high_contrast;
        let tip = Command::HighContrast.tooltip();
        if ui.checkbox(&mut is_high, say!("settings-contrast-high")).on_hover_text(tip).changed() {
            out.commands.push(Command::HighContrast);
        }
        ui.end_row();
        ui.label(say!("settings-scale"));
        ui.horizontal_wrapped(|ui| scale_ui(ui, out));
        ui.end_row();
        ui.label(say!("settings-pictures"));
        let slider = Slider::new(choices.thumb_side, SIDES).show_value(false);
        ui.add(slider).accessible_name(say!("settings-pictures")).on_hover_text(say!("settings-pictures.tip"));
        ui.end_row();
        ui.label(say!("settings-notify"));
        ui.checkbox(choices.notifies, say!("settings-notify-long"));
        ui.end_row();
    });
    ui.add_space(6.0);
    weak(ui, say!("settings-note"));
    false
}

fn language_ui(ui: &mut Ui, speech: &mut Speech) {
    let name = |ui: &Ui, wanted| language::shown(ui, wanted).own_name();
    let system = say!("settings-language-system", name = name(ui, speech.of_system()));
    let shown = speech.chosen().map_or(system.clone(), |language| name(ui, language).to_owned());
    ComboBox::from_id_salt("language")
        .selected_text(&shown)
        .width(220.0)
        .show_ui(ui, |ui| {
            stay_on_top(ui);
            if ui.selectable_label(speech.chosen().is_none(), &system).clicked() {
                speech.choose(None);
            }
            for language in Language::ALL {
                if language::shown(ui, language) != language {
                    continue;
                }
                if ui.selectable_label(speech.chosen() == Some(language), language.own_name()).clicked() {
                    speech.choose(Some(language));
                }
            }
        })
        .response
        .accessible_name(say!("settings-language-name", name = &shown));
    if speech.chosen().is_some_and(|language| language::shown(ui, language) != language) {
        ui.add(egui::Label::new(say!("settings-language-no-font")).wrap());
    }
}

fn theme_ui(ui: &mut Ui, out: &mut Out) {
    let preference = ui.ctx().options(|options| options.theme_preference);
    for (theme, name, command) in [
        (ThemePreference::System, say!("settings-theme-system"), Command::ThemeSystem),
        (ThemePreference::Light, say!("settings-theme-light"), Command::ThemeLight),
        (ThemePreference::Dark, say!("settings-theme-dark"), Command::ThemeDark),
    ] {
        if ui.add(Button::selectable(preference == theme, name)).on_hover_text(command.tooltip()).clicked() {
            out.commands.push(command);
        }
    }
}

fn scale_ui(ui: &mut Ui, out: &mut Out) {
    let now = ui.ctx().zoom_factor();
    let mut button = |ui: &mut Ui, text: &str, command: Command| {
        let response = ui.add(Button::new(text).min_size(vec2(28.0, 0.0))).accessible_name(command.label());
        if response.on_hover_text(command.tooltip_with_key(ui.ctx())).clicked() {
            out.commands.push(command);
        }
    };
    button(ui, "\u{2212}", Command::ZoomOut);
    ui.label(percent(f64::from(now)));
    button(ui, "+", Command::ZoomIn);
    if (now - 1.0).abs() > 0.01 {
        button(ui, say!("settings-scale-usual"), Command::ZoomReset);
    }
}
