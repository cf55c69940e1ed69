//! What is written where: format, place, which labels, and how many that will be.

use super::export_names::ExportNames;
use crate::gui::frame::Frame;
use crate::gui::frame::facts::is_by_person;
use crate::gui::kit::dialog::{beside_buttons_ui, body_ui, footer_ui};
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{beside_button, boxed, is_enter, note, primary_button, weak};
use crate::gui::system::picker::Purpose;
use crate::session::protocol::{
    ExportFormat, ExportRequest, FORMATS, ImageLabel, LinkKind, Request, Snapshot, TableForm, Target,
};
use crate::strings::say;
use egui::{Align2, ComboBox, RichText, Slider, TextEdit, Ui, vec2};
use std::path::{Path, PathBuf};

/// What the dialog remembers from one opening to the next.
#[derive(Default)]
pub struct ExportForm {
    format: Option<&'static ExportFormat>,
    path: String,
    /// A person typed or picked the path: another format changes its ending only.
    is_path_own: bool,
    min_percent: f32,
    confirmed_only: bool,
    link: LinkKind,
    table: TableForm,
    force: bool,
    /// Why the last export was refused, since something would have been lost, and what it would have replaced.
    refusal: Option<(String, PathBuf)>,
    allow_fewer: bool,
    names: ExportNames,
}

impl ExportForm {
    /// A path from the system's dialog. For class folders it is where they are put, under a name of their own.
    pub fn set_path(&mut self, path: &Path) {
        let path = match self.format {
            Some(format) if format.is_folder() => path.join(format.suggested_name()),
            _ => path.to_path_buf(),
        };
        self.path = path.to_string_lossy().into_owned();
        self.is_path_own = true;
    }

    /// The last export would have lost something: the form asks.
    pub fn note_refusal(&mut self, why: &str) {
        self.refusal = Some((why.to_owned(), PathBuf::from(self.path.trim())));
        self.allow_fewer = false;
    }

    /// Draws the form. (Whether the export was asked for, which dialog of the system to show.)
    pub fn export_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, is_dialog_open: bool) -> (bool, Option<Purpose>) {
        let enter = is_enter(ui) && !self.names.has_focus(ui);
        let (format, browse) = body_ui(ui, |ui| self.choices_ui(ui, frame, is_dialog_open));
        let is_done = footer_ui(ui, |ui| self.write_ui(ui, frame, format, enter));
        (is_done, browse)
    }

    /// Names, format, place and which labels; gives the format, and which dialog of the system to show.
    fn choices_ui(
        &mut self,
        ui: &mut Ui,
        frame: &mut Frame<'_>,
        is_dialog_open: bool,
    ) -> (&'static ExportFormat, Option<Purpose>) {
        if self.refusal.is_none() {
            // One question at a time: names were asked for before.
            self.names.names_ui(ui, frame);
        }
        let snapshot = frame.snapshot;
        let mut format = *self.format.get_or_insert(FORMATS[0]);
        ui.label(strong(say!("export-format")));
        for &choice in FORMATS {
            ui.horizontal(|ui| {
                let (name, about) = told(choice);
                boxed(ui, |ui| ui.radio_value(&mut format, choice, name));
                weak(ui, about);
            });
        }
        if self.path.is_empty() || self.format != Some(format) {
            self.format = Some(format);
            self.suggest_path(snapshot);
        }
        ui.add_space(8.0);

        ui.label(strong(if format.is_folder() { say!("export-folder") } else { say!("export-file") }));
        let browse = self.path_ui(ui, format, is_dialog_open);
        if format.is_folder() {
            self.link_ui(ui);
        }
        ui.add_space(8.0);

        ui.label(strong(say!("export-which")));
        boxed(ui, |ui| ui.checkbox(&mut self.confirmed_only, say!("export-confirmed-only")));
        ui.add_enabled_ui(!self.confirmed_only, |ui| {
            ui.horizontal(|ui| {
                ui.label(say!("export-sure-before"));
                ui.spacing_mut().slider_width = 130.0;
                let slider =
                    Slider::new(&mut self.min_percent, 0.0..=100.0).step_by(1.0).fixed_decimals(0).suffix(" %");
                ui.add(slider).accessible_name(say!("export-least-sure"));
                ui.label(say!("export-sure-after"));
            });
        });
        let (n, n_labelled) = self.counts(snapshot);
        let told = match n_labelled - n {
            0 => say!("export-all", n = n),
            m if format.is_folder() => say!("export-some-folders", n = n, all = n_labelled, left = m),
            m => say!("export-some", n = n, all = n_labelled, left = m),
        };
        weak(ui, told);
        ui.add_space(8.0);
        if format.key == "csv" {
            self.table_ui(ui);
        }
        boxed(ui, |ui| ui.checkbox(&mut self.force, say!("export-replace")));
        self.refusal_ui(ui);
        ui.add_space(4.0);
        (format, browse)
    }

    /// Why it cannot be written, or the button that writes it; gives whether it was asked for.
    fn write_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, format: &'static ExportFormat, enter: bool) -> bool {
        let snapshot = frame.snapshot;
        let (n, _) = self.counts(snapshot);
        let problem = if n == 0 {
            Some(say!("export-none"))
        } else if self.path.trim().is_empty() {
            Some(say!("export-nowhere"))
        } else if self.refusal.is_some() && !self.allow_fewer {
            Some(say!("export-refused"))
        } else {
            None
        };
        let said = |ui: &mut Ui| match problem {
            Some(why) => drop(ui.label(RichText::new(why).color(Palette::of(ui).error))),
            None => drop(weak(ui, say!("export-safe"))),
        };
        beside_buttons_ui(ui, said, |ui| {
            let text = say!("export-write", n = n);
            let response = primary_button(ui, &text, problem.is_none());
            let is_done = problem.is_none() && (response.on_hover_text(say!("export-write.tip")).clicked() || enter);
            if is_done {
                self.names.take(snapshot).into_iter().for_each(|change| frame.out.edit(change));
                frame.out.request(Request::Export(self.request(format)));
                // It is allowed once.
                (self.refusal, self.allow_fewer) = (None, false);
            }
            is_done
        })
    }

    /// Why nothing was written, until it is allowed or goes elsewhere.
    fn refusal_ui(&mut self, ui: &mut Ui) {
        self.refusal.take_if(|(_, path)| path.as_path() != Path::new(self.path.trim()));
        self.allow_fewer &= self.refusal.is_some();
        let Some((why, _)) = &self.refusal else { return };
        ui.add_space(4.0);
        note(ui, Icon::Warning, Palette::of(ui).warning, |ui| {
            let title = ui.label(strong(say!("export-nothing-yet")));
            ui.ctx().accesskit_node_builder(title.id, |node| node.set_live(egui::accesskit::Live::Assertive));
            ui.label(format!("{why}."));
            boxed(ui, |ui| ui.checkbox(&mut self.allow_fewer, say!("export-even-so")));
        });
    }

    fn path_ui(&mut self, ui: &mut Ui, format: &'static ExportFormat, is_dialog_open: bool) -> Option<Purpose> {
        ui.horizontal(|ui| {
            let field = TextEdit::singleline(&mut self.path)
                .desired_width(beside_button(ui, say!("export-browse"), 8.0))
                .hint_text(say!("export-where"))
                .margin(vec2(8.0, 5.0))
                .align(Align2::LEFT_CENTER);
            self.is_path_own |= ui.add(field).accessible_name(say!("export-where")).changed();
            let button = egui::Button::new(say!("export-browse"));
            let is_asked = ui.add_enabled(!is_dialog_open, button).clicked();
            is_asked.then(|| match format.target {
                Target::Folder => Purpose::ExportFolder,
                Target::File { extension } => Purpose::ExportFile { name: format.suggested_name(), extension },
            })
        })
        .inner
    }

    fn link_ui(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            ui.label(say!("export-put"));
            ui.name_inputs(say!("export-link"), |ui| {
                ComboBox::from_id_salt("link kind").width(230.0).selected_text(link_name(self.link)).show_ui(
                    ui,
                    |ui| {
                        for link in LinkKind::ALL {
                            ui.selectable_value(&mut self.link, link, link_name(link));
                        }
                    },
                );
            });
        });
    }

    /// For spreadsheets, and for programs that read names as they are.
    fn table_ui(&mut self, ui: &mut Ui) {
        let choice = |ui: &mut Ui, choice: &mut bool, name: &str, tip: &str| {
            boxed(ui, |ui| ui.checkbox(choice, name)).on_hover_text(tip);
        };
        choice(ui, &mut self.table.has_mark, say!("export-mark"), say!("export-mark.tip"));
        choice(ui, &mut self.table.is_raw, say!("export-raw"), say!("export-raw.tip"));
    }

    /// In the user's documents, under the project's name; never in the photo folder, which is not written to.
    fn suggest_path(&mut self, snapshot: &Snapshot) {
        let ending = self.format.unwrap_or(FORMATS[0]).suggested_name();
        let name = file_name(snapshot);
        let own = Path::new(&self.path).parent().filter(|folder| self.is_path_own && !folder.as_os_str().is_empty());
        let folder = own.map_or_else(documents, Path::to_path_buf);
        self.path = folder.join(format!("{name}-{ending}")).to_string_lossy().into_owned();
    }

    /// Labels that will be written, and all that there are.
    fn counts(&self, snapshot: &Snapshot) -> (usize, usize) {
        let labelled = snapshot.labels.iter().filter(|label| label.cluster.is_some());
        let n = labelled.clone().filter(|label| self.is_in(label)).count();
        (n, labelled.count())
    }

    fn is_in(&self, label: &ImageLabel) -> bool {
        is_by_person(label) || (!self.confirmed_only && label.confidence >= self.min_percent / 100.0)
    }

    fn request(&self, format: &'static ExportFormat) -> ExportRequest {
        ExportRequest {
            format,
            out: PathBuf::from(self.path.trim()),
            min_confidence: self.min_percent / 100.0,
            confirmed_only: self.confirmed_only,
            link: self.link,
            force: self.force,
            allow_fewer: self.allow_fewer,
            table: self.table,
        }
    }
}

/// Name and sentence of a format.
fn told(format: &ExportFormat) -> (&'static str, &'static str) {
    match format.key {
        "csv" => (say!("export-csv"), say!("export-csv.about")),
        "jsonl" => (say!("export-jsonl"), say!("export-jsonl.about")),
        "folders" => (say!("export-folders"), say!("export-folders.about")),
        _ => (format.name, format.about),
    }
}

fn link_name(link: LinkKind) -> &'static str {
    match link {
        LinkKind::Copy => say!("export-copies"),
        LinkKind::Hard => say!("export-hard-links"),
        LinkKind::Symbolic => say!("export-symbolic-links"),
    }
}

/// The project's name as a part of a file's name.
pub(super) fn file_name(snapshot: &Snapshot) -> String {
    let project = snapshot.project.as_ref().map_or("gleaner", |project| &project.name);
    let name: String =
        project.chars().map(|c| if c.is_alphanumeric() || "-_ ".contains(c) { c } else { '-' }).collect();
    name.trim().to_owned()
}

/// The user's documents.
pub(super) fn documents() -> PathBuf {
    let user = directories::UserDirs::new();
    let folder = user.map(|user| user.document_dir().unwrap_or(user.home_dir()).to_path_buf());
    folder.unwrap_or_else(|| PathBuf::from("."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;

    fn named(key: &str) -> &'static ExportFormat {
        ExportFormat::named(key).expect("a format")
    }

    #[test]
    fn the_count_follows_the_choices() {
        let snapshot = fixtures::clustered();
        let mut form = ExportForm::default();
        let (all, labelled) = form.counts(&snapshot);
        assert_eq!(all, labelled);
        form.min_percent = 90.0;
        let (sure, _) = form.counts(&snapshot);
        assert!(sure < all && sure > 0);
        form.confirmed_only = true;
        let confirmed: usize = snapshot.clusters.iter().map(|cluster| cluster.n_confirmed).sum();
        assert_eq!(form.counts(&snapshot).0, confirmed);
    }

    #[test]
    fn another_format_keeps_the_chosen_folder() {
        let snapshot = fixtures::clustered();
        let mut form = ExportForm { format: Some(named("csv")), ..ExportForm::default() };
        form.suggest_path(&snapshot);
        assert!(form.path.ends_with("-labels.csv"), "{}", form.path);
        form.set_path(Path::new("/data/out/my.csv"));
        form.format = Some(named("jsonl"));
        form.suggest_path(&snapshot);
        assert_eq!(Path::new(&form.path).parent(), Some(Path::new("/data/out")));
        assert!(form.path.ends_with("-labels.jsonl"));
        form.format = Some(named("folders"));
        form.set_path(Path::new("/data"));
        assert_eq!(form.request(named("folders")).out, Path::new("/data/labelled"));
    }
}
