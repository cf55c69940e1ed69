//! The open dialog: drawn over everything, in the frame that all dialogs share, and closed when it is done.

use super::window::{Given, Window};
use crate::gui::dialogs::{Dialog, about, check, compare, discover, lists, runs, settings, stranger, take_labels};
use crate::gui::frame::facts::{interrupted_run, is_at_work};
use crate::gui::frame::{Intent, Out};
use crate::gui::kit::dialog::dialog_ui;
use crate::gui::system::picker::Purpose;
use crate::session::protocol::{JobKind, Request, Snapshot};
use crate::strings::say;
use egui::Context;

impl Window {
    /// Opens the dialog that takes labels; it reads anew what an earlier one had read.
    pub(in crate::gui) fn take_labels(&mut self) {
        self.n_takings += 1;
        self.dialog = Some(Dialog::TakeLabels(take_labels::TakeLabels::new(self.n_takings)));
    }

    /// Looks at the project anew, unless that goes on already, and shows what is found.
    pub(in crate::gui) fn check_project(&mut self, snapshot: &Snapshot) {
        if !is_at_work(snapshot, JobKind::Check) {
            self.ask(Request::Check);
        }
        self.dialog = Some(Dialog::Check);
    }

    /// Draws the open dialog, if any, and closes it when it is done.
    pub(in crate::gui) fn dialogs_ui(&mut self, ctx: &Context, given: Given<'_>, out: &mut Out) {
        let Some(mut dialog) = self.dialog.take() else { return };
        let (name, width) = match &dialog {
            Dialog::Open => (say!("title-open"), 620.0),
            Dialog::Discover => (say!("discover-title"), 620.0),
            Dialog::Merge(_) => (say!("merge-title"), 760.0),
            Dialog::Split(_) => (say!("split-title"), 760.0),
            Dialog::Sure(sure) => (sure.title(), 760.0),
            Dialog::TakeBack(_) => (say!("take-back-title"), 560.0),
            Dialog::Mark(dialog) => (dialog.title(), 420.0),
            Dialog::Move(dialog) => (dialog.title(), 420.0),
            Dialog::Skipped => (say!("title-skipped"), 720.0),
            Dialog::Missing(_) => (say!("title-missing"), 720.0),
            Dialog::Stranger(_) => (say!("stranger-title"), 640.0),
            Dialog::Locate(_) => (say!("locate-title"), 560.0),
            Dialog::History(_) => (say!("title-history"), 560.0),
            Dialog::Runs => (say!("results-list"), 760.0),
            Dialog::Compare => (say!("compare-title"), 760.0),
            Dialog::TakeLabels(_) => (say!("labels-title"), 620.0),
            Dialog::Export => (say!("title-export"), 560.0),
            Dialog::Check => (say!("title-check"), 620.0),
            Dialog::Archive(_) => (say!("archive-title"), 560.0),
            Dialog::Keys(_) => (say!("settings-keys-title"), 1180.0),
            Dialog::AboutProject => (say!("settings-project-title"), 560.0),
            Dialog::Settings => (say!("settings-title"), 520.0),
            Dialog::About => (say!("settings-about-title"), 460.0),
        };
        let snapshot = given.snapshot;
        let frame = &mut given.frame(&self.facts, &mut self.view, &mut self.thumbs, out);
        let is_done = dialog_ui(ctx, name, width, |ui| match &mut dialog {
            Dialog::Open => {
                let n = frame.out.intents.len() + frame.out.commands.len();
                self.opening.dialog_ui(ui, self.picker.is_open(), frame.out);
                frame.out.intents.len() + frame.out.commands.len() > n
            }
            Dialog::Discover => {
                let card = self.discover.get_or_insert_with(|| discover::DiscoverCard::new(snapshot));
                match card.discover_ui(ui, frame) {
                    discover::Outcome::Open => false,
                    discover::Outcome::Browse => {
                        self.picker.show(ui.ctx(), Purpose::Features);
                        false
                    }
                    discover::Outcome::Started => true,
                    discover::Outcome::Resume => {
                        if let Some(run) = interrupted_run(snapshot) {
                            let settings = Box::new((*run.settings).clone());
                            frame.out.request(Request::Run { settings, resume: true });
                        }
                        true
                    }
                }
            }
            Dialog::Merge(preview) => {
                let is_done = preview.merge_ui(ui, frame);
                if is_done {
                    self.clusters.marked.clear();
                }
                is_done
            }
            Dialog::Split(preview) => preview.split_ui(ui, frame),
            Dialog::Sure(sure) => sure.sure_ui(ui, frame),
            Dialog::TakeBack(question) => question.take_back_ui(ui, frame),
            Dialog::Mark(dialog) => dialog.mark_ui(ui, snapshot, frame.out),
            Dialog::Move(dialog) => dialog.move_ui(ui, frame),
            Dialog::Missing(list) => list.missing_ui(ui, snapshot, frame.out),
            Dialog::Stranger(question) => match question.stranger_ui(ui, frame) {
                stranger::Answer::None => false,
                stranger::Answer::Given => true,
                stranger::Answer::Elsewhere(project) => {
                    self.located = Some(project);
                    self.picker.show(ui.ctx(), Purpose::Locate);
                    true
                }
            },
            Dialog::Locate(form) => match form.locate_ui(ui) {
                Some(path) => {
                    frame.out.intents.push(Intent::Locate(path));
                    true
                }
                None => false,
            },
            Dialog::Skipped => lists::skipped_ui(ui, snapshot, frame.out),
            Dialog::History(list) => list.history_ui(ui, frame),
            Dialog::Runs => runs::runs_ui(ui, snapshot, frame.out),
            Dialog::Compare => compare::compare_ui(ui, frame),
            Dialog::TakeLabels(dialog) => {
                let (is_done, browse) = dialog.take_ui(ui, frame, self.picker.is_open());
                if let Some(purpose) = browse {
                    self.picker.show(ui.ctx(), purpose);
                }
                is_done
            }
            Dialog::Export => {
                let is_open = self.picker.is_open();
                let (is_done, browse) = self.export.export_ui(ui, frame, is_open);
                if let Some(purpose) = browse {
                    self.picker.show(ui.ctx(), purpose);
                }
                is_done
            }
            Dialog::Check => check::check_ui(ui, frame),
            Dialog::Archive(form) => {
                let (is_done, browse) = form.archive_ui(ui, self.picker.is_open(), frame.out);
                if let Some(purpose) = browse {
                    self.picker.show(ui.ctx(), purpose);
                }
                is_done
            }
            Dialog::Keys(sheet) => sheet.keys_ui(ui),
            Dialog::AboutProject => about::project_ui(ui, frame),
            Dialog::Settings => {
                let mut choices = settings::Choices {
                    speech: &mut self.speech,
                    thumb_side: &mut frame.view.thumb_side,
                    notifies: &mut self.notifies,
                };
                settings::settings_ui(ui, &mut choices, self.is_high_contrast, frame.out)
            }
            Dialog::About => about::about_ui(ui),
        });
        if !is_done {
            self.dialog = Some(dialog);
        }
    }
}
