//! What the program is, and what this project is: where it lies, where its photos are, how far the work is.

use crate::gui::frame::{Frame, Intent};
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{caption, weak};
use crate::strings::say;
use egui::{Label, RichText, Ui};
use std::path::Path;

/// Name, version, what it does, where its method comes from. Never closes by itself.
pub fn about_ui(ui: &mut Ui) -> bool {
    ui.label(strong(say!("settings-about-version", version = env!("CARGO_PKG_VERSION"))));
    ui.label(say!("settings-about-what"));
    ui.add_space(6.0);
    ui.label(say!("settings-about-private"));
    ui.add_space(6.0);
    weak(ui, say!("settings-about-method"));
    ui.add_space(6.0);
    weak(ui, say!("settings-about-licence"));
    false
}

/// Where things lie and how far the work is. Never closes by itself.
pub fn project_ui(ui: &mut Ui, frame: &mut Frame<'_>) -> bool {
    let snapshot = frame.snapshot;
    let Some(project) = &snapshot.project else { return true };
    ui.label(strong(&project.name).size(15.0));
    let n_images = snapshot.images.rows.len();
    let (n_groups, n_confirmed) = (snapshot.clusters.len(), frame.facts.n_confirmed);
    weak(ui, say!("settings-project-counts", images = n_images, groups = n_groups, confirmed = n_confirmed));
    if let Some(exported) = &snapshot.exported {
        let path = exported.path.to_string_lossy();
        weak(ui, say!("settings-project-exported", path = &*path));
    }
    ui.add_space(8.0);
    place_ui(
        ui,
        frame,
        say!("settings-project-photos"),
        &project.folder,
        [say!("settings-project-photos.copy"), say!("settings-project-photos.reveal")],
    );
    weak(ui, say!("settings-project-photos-note"));
    ui.add_space(8.0);
    place_ui(
        ui,
        frame,
        say!("settings-project-place"),
        &project.path,
        [say!("settings-project-place.copy"), say!("settings-project-place.reveal")],
    );
    weak(ui, say!("settings-project-place-note"));
    false
}

/// A path with what can be done with it.
fn place_ui(ui: &mut Ui, frame: &mut Frame<'_>, title: &str, path: &Path, names: [&str; 2]) {
    caption(ui, title);
    let color = Palette::of(ui).text;
    let shown = path.to_string_lossy();
    ui.add(Label::new(RichText::new(&*shown).monospace().color(color)).wrap().selectable(true));
    ui.horizontal(|ui| {
        if ui.button(say!("settings-project-copy")).accessible_name(names[0]).clicked() {
            ui.ctx().copy_text(shown.clone().into_owned());
            frame.out.intents.push(Intent::Hint(say!("settings-project-copied").to_owned()));
        }
        if ui.button(say!("settings-project-reveal")).accessible_name(names[1]).clicked() {
            frame.out.intents.push(Intent::RevealPath(path.to_path_buf()));
        }
    });
}
