//! A project that was made elsewhere says where its photos are: whether they are read.
//!
//! Until somebody answers nothing there was looked at, not even whether the folder exists.

use crate::gui::frame::Frame;
use crate::gui::kit::dialog::{body_ui, buttons_ui};
use crate::gui::kit::theme::strong;
use crate::gui::kit::widgets::{primary_button, weak};
use crate::session::protocol::Request;
use crate::strings::say;
use egui::{Ui, WidgetText};
use std::path::PathBuf;

/// What was said to it.
pub enum Answer {
    /// Nothing yet.
    None,
    /// Its photos are read, or nothing is.
    Given,
    /// The photos of this project are elsewhere.
    Elsewhere(PathBuf),
}

/// The question.
pub struct Stranger {
    project: PathBuf,
    folder: PathBuf,
    /// It is open already, without its photos.
    is_open: bool,
}

impl Stranger {
    /// About a project, and the folder that it names; `is_open`: without its photos, which something needs now.
    #[must_use]
    pub fn new(project: PathBuf, folder: PathBuf, is_open: bool) -> Self {
        Self { project, folder, is_open }
    }

    /// Draws the question. Enter says nothing: who presses it may not have read it.
    pub fn stranger_ui(&self, ui: &mut Ui, frame: &mut Frame<'_>) -> Answer {
        let name = self.project.file_stem().unwrap_or_default().to_string_lossy();
        body_ui(ui, |ui| {
            ui.label(strong(say!("stranger-question", name = &*name)).size(16.0));
            ui.label(say!("stranger-where"));
            ui.label(WidgetText::from(self.folder.display().to_string()).strong());
            ui.add_space(4.0);
            weak(ui, if self.is_open { say!("stranger-needed") } else { say!("stranger-why") });
        });
        buttons_ui(ui, |ui| {
            let read =
                primary_button(ui, say!("stranger-read"), true).on_hover_text(say!("stranger-read.tip")).clicked();
            if read {
                frame.out.request(Request::Trust { project: self.project.clone(), folder: self.folder.clone() });
            }
            let look =
                !self.is_open && ui.button(say!("stranger-look")).on_hover_text(say!("stranger-look.tip")).clicked();
            if look {
                frame.out.request(Request::OpenProject(self.project.clone()));
            }
            let other = ui.button(say!("stranger-other")).on_hover_text(say!("stranger-other.tip")).clicked();
            let cancel = ui.button(say!("sure-cancel")).on_hover_text(say!("stranger-cancel.tip")).clicked();
            match (read || look || cancel, other) {
                (_, true) => Answer::Elsewhere(self.project.clone()),
                (true, false) => Answer::Given,
                (false, false) => Answer::None,
            }
        })
    }
}
