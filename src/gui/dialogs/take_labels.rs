//! Labels taken from folder names or a table: which classes there are, which of them are taken, and what will change.
//!
//! The table is read by the reader, never in a frame; what is shown here is what is taken.

use crate::gui::frame::Frame;
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{boxed, is_enter, note, primary_button, weak};
use crate::gui::kit::words;
use crate::gui::system::picker::Purpose;
use crate::session::evaluation::TrueLabels;
use crate::session::labelling::{Proposal, ProposedClass};
use crate::session::protocol::Fetch;
use egui::{Align, Align2, Key, Layout, ScrollArea, Spinner, TextEdit, Ui, vec2};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Height of the window without the list: what stands above and below it, and around the dialog.
const REST_OF_DIALOG: f32 = 410.0;
/// Height of a line of the list.
const LINE: f32 = 26.0;

/// The choice of classes whose labels are taken.
#[derive(Default)]
pub struct TakeLabels {
    is_file: bool,
    path: String,
    /// The table that is read: not every path on the way to the one that is being typed.
    file: Option<PathBuf>,
    /// Another number, and it is read anew.
    round: u64,
    /// What a person said of classes by name; the others are taken if their folder is one of a class.
    ticks: BTreeMap<String, bool>,
    /// What was shown last, until another answer is there.
    last: Option<Arc<Proposal>>,
}

impl TakeLabels {
    /// Begins with folder names; what another dialog had read is read again.
    #[must_use]
    pub fn new(round: u64) -> Self {
        Self { round, ..Self::default() }
    }

    /// A table from the system's dialog.
    pub fn set_path(&mut self, path: &Path) {
        self.path = path.to_string_lossy().into_owned();
        self.is_file = true;
        self.read();
    }

    /// Draws the dialog. (Whether the labels were asked for, whether a table is to be chosen.)
    pub fn take_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, is_dialog_open: bool) -> (bool, Option<Purpose>) {
        let enter = is_enter(ui) && !self.is_typing();
        let browse = self.source_ui(ui, is_dialog_open);
        ui.add_space(8.0);
        let from = match &self.file {
            _ if !self.is_file => TrueLabels::Folders,
            Some(file) => TrueLabels::File(file.clone()),
            None => {
                weak(
                    ui,
                    "A CSV or JSON lines file with the columns file_name and label; paths are relative to the folder.",
                );
                return (false, browse);
            }
        };
        let fetched = frame.fetcher.proposal(&from, self.round);
        match &fetched {
            Fetch::Ready(proposal) => self.last = Some(Arc::clone(proposal)),
            Fetch::Pending => {
                ui.horizontal(|ui| {
                    ui.add(Spinner::new().size(16.0));
                    weak(ui, "Reading\u{2026}");
                });
            }
            Fetch::Missing(why) => {
                self.last = None;
                note(ui, Icon::Warning, Palette::of(ui).warning, |ui| drop(ui.label(&**why)));
            }
        }
        let Some(proposal) = self.last.clone() else { return (false, browse) };
        self.list_ui(ui, &proposal);
        ui.add_space(6.0);
        for text in &proposal.notes {
            note(ui, Icon::Info, Palette::of(ui).warning, |ui| drop(ui.label(text)));
        }
        if proposal.n_without > 0 {
            let stay = if proposal.n_without == 1 { "stays as it is" } else { "stay as they are" };
            weak(ui, format!("{} of no class {stay}.", words::images(proposal.n_without)));
        }
        let chosen = proposal.choose(|class| self.is_ticked(class));
        let is_possible = matches!(fetched, Fetch::Ready(_)) && !chosen.taken.is_empty() && chosen.is_change();
        ui.label(if chosen.taken.is_empty() { "No class is ticked.".to_owned() } else { chosen.words() });
        let mut is_done = false;
        ui.horizontal(|ui| {
            weak(ui, "Your images stay as they are; no later run changes these labels.");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let response = primary_button(ui, "Take these labels", is_possible);
                let response = response
                    .on_hover_text("Confirms the images in clusters of these names; one change, can be undone (Enter)")
                    .on_disabled_hover_text("It would change nothing");
                if is_possible && (response.clicked() || enter) {
                    frame.out.edit(chosen.change());
                    is_done = true;
                }
            });
        });
        (is_done, browse)
    }

    /// A path was typed that is not read yet.
    fn is_typing(&self) -> bool {
        self.is_file && self.file.as_deref().unwrap_or(Path::new("")) != Path::new(self.path.trim())
    }

    fn read(&mut self) {
        let path = self.path.trim();
        self.file = Some(PathBuf::from(path)).filter(|_| !path.is_empty());
        // The file may be another one than it was a moment ago; rounds of other dialogs go by one.
        self.round += 1 << 32;
        self.ticks.clear();
        self.last = None;
    }

    fn source_ui(&mut self, ui: &mut Ui, is_dialog_open: bool) -> Option<Purpose> {
        let before = self.is_file;
        ui.label(strong("Labels from"));
        for (is_file, name, about) in [
            (false, "Folder names", "The first folder of each image, below the one that all images lie in."),
            (true, "A table", "CSV or JSON lines, with file_name and label."),
        ] {
            ui.horizontal(|ui| {
                boxed(ui, |ui| ui.radio_value(&mut self.is_file, is_file, name));
                weak(ui, about);
            });
        }
        if self.is_file != before {
            self.ticks.clear();
            self.last = None;
        }
        if !self.is_file {
            return None;
        }
        ui.horizontal(|ui| {
            let field = TextEdit::singleline(&mut self.path)
                .desired_width(ui.available_width() - 96.0)
                .hint_text("Path of a table, then Enter")
                .margin(vec2(8.0, 5.0))
                .align(Align2::LEFT_CENTER);
            let response = ui.add(field).accessible_name("Path of a table");
            let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            if is_entered || (response.lost_focus() && self.is_typing()) {
                self.read();
            }
            let is_asked = ui.add_enabled(!is_dialog_open, egui::Button::new("Browse\u{2026}")).clicked();
            is_asked.then_some(Purpose::Labels)
        })
        .inner
    }

    fn list_ui(&mut self, ui: &mut Ui, proposal: &Proposal) {
        ui.label(strong("Classes"));
        // On a low screen they scroll by themselves, so that the button below stays in sight.
        let room = (ui.ctx().content_rect().height() - REST_OF_DIALOG).clamp(3.0 * LINE, 260.0);
        let area = ScrollArea::vertical().id_salt("classes").max_height(room).auto_shrink([false, true]);
        area.show_rows(ui, LINE, proposal.classes.len(), |ui, range| {
            for class in &proposal.classes[range] {
                ui.horizontal(|ui| {
                    let mut is_ticked = self.is_ticked(class);
                    let text = format!("{}, {}", class.name, words::images(class.images.len()));
                    if boxed(ui, |ui| ui.checkbox(&mut is_ticked, text)).changed() {
                        self.ticks.insert(class.name.clone(), is_ticked);
                    }
                    weak(ui, state(class));
                });
            }
        });
    }

    fn is_ticked(&self, class: &ProposedClass) -> bool {
        self.ticks.get(&class.name).copied().unwrap_or(class.unsorted.is_none())
    }
}

/// What is to be known of a class, in few words.
fn state(class: &ProposedClass) -> &str {
    match class.unsorted {
        Some(why) => why,
        None if class.cluster.is_none() => "new",
        None => "a cluster has this name",
    }
}
