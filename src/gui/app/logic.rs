//! What the window takes in before it is drawn: another snapshot, another project, answers that were fetched meanwhile.

use super::window::{WhenRead, Window};
use crate::gui::bars::search::Search;
use crate::gui::bars::strip::FolderStrip;
use crate::gui::bars::words::WordsOffer;
use crate::gui::clusters::ClusterList;
use crate::gui::dialogs::discover::{DiscoverCard, run_requests};
use crate::gui::dialogs::export::ExportForm;
use crate::gui::frame::{Fetcher, ViewState};
use crate::gui::kit::toasts::Kind;
use crate::gui::quality::QualityTab;
use crate::gui::review::Review;
use crate::session::RunSettings;
use crate::session::protocol::{Fetch, JobKind, Snapshot};
use std::sync::Arc;

impl Window {
    /// Takes in a snapshot: news, another project, images that are gone.
    pub fn note(&mut self, snapshot: &Snapshot) {
        if self.facts.revision != Some(snapshot.revision) {
            self.facts.update(snapshot);
            self.note_project(snapshot);
            self.clusters.note(snapshot, &mut self.view);
            self.view.selection.images.retain(|image| snapshot.images.position(*image).is_some());
        }
        self.note_log(snapshot);
        let is_read =
            !snapshot.images.rows.is_empty() && snapshot.job.as_ref().is_none_or(|j| j.kind != JobKind::Import);
        if is_read && let Some(when_read) = self.when_read.take() {
            let is_new = snapshot.clusters.is_empty() && snapshot.runs.is_empty();
            match when_read {
                _ if !is_new || self.dialog.is_some() => (),
                WhenRead::Run => {
                    for request in run_requests(&RunSettings::demo()) {
                        self.ask(request);
                    }
                }
                WhenRead::Offer => {
                    self.discover = Some(DiscoverCard::with(RunSettings::demo()));
                    self.open_discover(snapshot);
                }
            }
        }
    }

    fn note_project(&mut self, snapshot: &Snapshot) {
        let now = snapshot.project.as_ref().map(|project| project.path.clone());
        if now == self.project {
            if std::mem::replace(&mut self.is_stranger, snapshot.is_stranger) != snapshot.is_stranger {
                // It has better pictures now.
                self.viewer.close();
            }
            return;
        }
        self.is_stranger = snapshot.is_stranger;
        self.kept = self.kept_views();
        self.project = now;
        self.toasts.set_project(self.project.as_deref());
        let thumb_side = self.view.thumb_side;
        self.view = ViewState { thumb_side, ..ViewState::default() };
        if let Some(kept) = self.project.as_deref().and_then(|project| self.kept.of(project)) {
            kept.restore(&mut self.view);
            self.grid.start_at(self.view.shown, kept.offset());
        }
        self.viewer.close();
        self.clusters = ClusterList::new(self.clusters.sort);
        self.discover = None;
        self.export = ExportForm::default();
        self.search = Search::default();
        self.words = None;
        self.quality = QualityTab::default();
        self.review = Review::default();
        self.strip = FolderStrip::default();
        self.asked.retain(|_, asked| !asked.is_of_review());
        self.dialog = None;
    }

    /// Takes what was fetched meanwhile: what is known of the images, and what was searched for.
    pub(super) fn note_answers(&mut self, snapshot: &Snapshot, fetcher: &dyn Fetcher) {
        // While a folder is read, each batch would make all of it anew.
        let is_settled = snapshot.job.as_ref().is_none_or(|job| job.kind != JobKind::Import);
        if is_settled && let Fetch::Ready(quality) = fetcher.quality() {
            self.view.quality = quality;
        }
        if !self.view.quality.is_of(&snapshot.images) {
            // It is about rows that mean other images now.
            self.view.quality = Arc::default();
        }
        let words = self.search.asked_words().filter(|_| snapshot.adopted.is_some()).map(str::to_owned);
        let note = match self.search.take(fetcher, &mut self.view) {
            Err(why) => why.to_string(),
            Ok(Some(note)) => note,
            Ok(None) => return,
        };
        match words {
            // Words that are not known can be learned.
            Some(words) => self.words = Some(WordsOffer::new(words, note)),
            None => self.toasts.push(Kind::Warning, note, false),
        }
    }
}
