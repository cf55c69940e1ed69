//! Labels taken from folder names or a table: which classes there are, which of them are taken, and what will change.
//!
//! The table is read by the reader, never in a frame; what is shown here is what is taken.

use crate::gui::frame::Frame;
use crate::gui::kit::dialog::{beside_buttons_ui, body_ui, field_error_ui, footer_ui};
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{beside_button, boxed, is_enter, note, primary_button, weak};
use crate::gui::system::picker::Purpose;
use crate::session::evaluation::TrueLabels;
use crate::session::labelling::{Proposal, ProposedClass};
use crate::session::protocol::Fetch;
use crate::strings::say;
use egui::{Align2, Key, ScrollArea, Spinner, TextEdit, Ui, vec2};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
        let from = match &self.file {
            _ if !self.is_file => Some(TrueLabels::Folders),
            file => file.clone().map(TrueLabels::File),
        };
        let fetched = from.as_ref().map(|from| frame.fetcher.proposal(from, self.round));
        match &fetched {
            Some(Fetch::Ready(proposal)) => self.last = Some(Arc::clone(proposal)),
            Some(Fetch::Missing(_)) => self.last = None,
            Some(Fetch::Pending) | None => (),
        }
        let proposal = self.last.clone().filter(|_| from.is_some());
        let browse = body_ui(ui, |ui| {
            let why = match &fetched {
                Some(Fetch::Missing(why)) => Some(Arc::clone(why)),
                _ => None,
            };
            let browse = self.source_ui(ui, is_dialog_open, why.as_deref());
            ui.add_space(8.0);
            match &fetched {
                None => drop(weak(ui, say!("labels-table-format"))),
                Some(Fetch::Pending) => {
                    ui.horizontal(|ui| {
                        ui.add(Spinner::new().size(16.0));
                        weak(ui, say!("labels-reading"));
                    });
                }
                Some(_) => (),
            }
            if let Some(proposal) = &proposal {
                self.list_ui(ui, proposal);
                for text in &proposal.notes {
                    ui.add_space(6.0);
                    note(ui, Icon::Info, Palette::of(ui).warning, |ui| drop(ui.label(text.to_string())));
                }
                if proposal.n_without > 0 {
                    weak(ui, say!("labels-without", n = proposal.n_without));
                }
            }
            browse
        });
        let Some(proposal) = proposal else { return (false, browse) };
        let chosen = proposal.choose(|class| self.is_ticked(class));
        let is_possible = matches!(fetched, Some(Fetch::Ready(_))) && !chosen.taken.is_empty() && chosen.is_change();
        let is_asked = footer_ui(ui, |ui| {
            ui.label(if chosen.taken.is_empty() {
                say!("labels-none-ticked").to_owned()
            } else {
                chosen.words().to_string()
            });
            let safe = |ui: &mut Ui| drop(weak(ui, say!("labels-safe")));
            beside_buttons_ui(ui, safe, |ui| {
                let take = primary_button(ui, say!("labels-take"), is_possible);
                let take = take.on_hover_text(say!("labels-take.tip"));
                take.on_disabled_hover_text(say!("labels-take.nothing")).clicked() || enter
            })
        });
        let is_done = is_possible && is_asked;
        if is_done {
            frame.out.edit(chosen.change());
        }
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

    /// Where labels come from; `why`: what is wrong with the table.
    fn source_ui(&mut self, ui: &mut Ui, is_dialog_open: bool, why: Option<&str>) -> Option<Purpose> {
        let before = self.is_file;
        ui.label(strong(say!("labels-from")));
        for (is_file, name, about) in [
            (false, say!("labels-folders"), say!("labels-folders.about")),
            (true, say!("labels-table"), say!("labels-table.about")),
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
            if let Some(why) = why {
                field_error_ui(ui, why);
            }
            return None;
        }
        let browse = ui.horizontal(|ui| {
            let field = TextEdit::singleline(&mut self.path)
                .desired_width(beside_button(ui, say!("dialogs-browse"), 8.0))
                .hint_text(say!("labels-path.hint"))
                .margin(vec2(8.0, 5.0))
                .align(Align2::LEFT_CENTER);
            let response = ui.add(field).accessible_name(say!("labels-path"));
            let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            if is_entered || (response.lost_focus() && self.is_typing()) {
                self.read();
            }
            let is_asked = ui.add_enabled(!is_dialog_open, egui::Button::new(say!("dialogs-browse"))).clicked();
            is_asked.then_some(Purpose::Labels)
        });
        if let Some(why) = why {
            field_error_ui(ui, why);
        }
        browse.inner
    }

    fn list_ui(&mut self, ui: &mut Ui, proposal: &Proposal) {
        ui.label(strong(say!("labels-classes")));
        let area = ScrollArea::vertical().id_salt("classes").max_height(10.0 * LINE).auto_shrink([false, true]);
        area.show_rows(ui, LINE, proposal.classes.len(), |ui, range| {
            for class in &proposal.classes[range] {
                ui.horizontal(|ui| {
                    let mut is_ticked = self.is_ticked(class);
                    let text = say!("labels-class", name = &class.name, n = class.images.len());
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
fn state(class: &ProposedClass) -> String {
    match &class.unsorted {
        Some(why) => why.to_string(),
        None if class.cluster.is_none() => say!("labels-new").to_owned(),
        None => say!("labels-known").to_owned(),
    }
}
