//! All that the window remembers, and the queue of what it asks the engine for. It is given snapshots and gives back requests;
//! it knows no engine, so that a test can show it anything.
//!
//! What is taken in before drawing is in `logic`, what is drawn in `ui`, what commands and intents do in
//! `actions`.

use super::asked::Asked;
use super::local::LocalNames;
use crate::control::Progress;
use crate::gui::bars::jobbar::JobBar;
use crate::gui::bars::search::Search;
use crate::gui::bars::strip::FolderStrip;
use crate::gui::bars::words::WordsOffer;
use crate::gui::clusters::{ClusterList, ClusterSort};
use crate::gui::command::Command;
use crate::gui::dialogs::Dialog;
use crate::gui::dialogs::discover::DiscoverCard;
use crate::gui::dialogs::export::ExportForm;
use crate::gui::frame::facts::Facts;
use crate::gui::frame::kept::KeptViews;
use crate::gui::frame::{Fetcher, Folded, Folds, Frame, Out, ViewState};
use crate::gui::grid::Grid;
use crate::gui::inspector::Inspector;
use crate::gui::kit::pictures::textures::Thumbs;
use crate::gui::kit::toasts::Toasts;
use crate::gui::quality::QualityTab;
use crate::gui::review::Review;
use crate::gui::system::language::Speech;
use crate::gui::system::notify::{self, LongWork, Notice};
use crate::gui::system::opening::Opening;
use crate::gui::system::picker::Picker;
use crate::gui::viewer::Viewer;
use crate::session::places::Recent;
use crate::session::protocol::{Request, Snapshot, Ticket};
use egui::Rect;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, VecDeque};
use std::path::PathBuf;

/// What the window is given to show.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// Everything small.
    pub snapshot: &'a Snapshot,
    /// How far the running job is.
    pub progress: &'a Progress,
    /// Pictures, evidence and other answers.
    pub fetcher: &'a dyn Fetcher,
}

impl<'a> Given<'a> {
    /// What parts are drawn with: what was given, and what the window remembers and lets all of them change.
    pub fn frame<'b>(
        self,
        facts: &'b Facts,
        view: &'b mut ViewState,
        thumbs: &'b mut Thumbs,
        out: &'b mut Out,
    ) -> Frame<'b>
    where
        'a: 'b,
    {
        let Self { snapshot, progress, fetcher } = self;
        Frame { snapshot, progress, facts, fetcher, view, thumbs, out }
    }
}

/// What is remembered from one start of the program to the next, beside what egui remembers (size, theme, scale).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Side of a grid cell's picture in points.
    pub thumb_side: f32,
    /// Order of the list of clusters.
    pub cluster_sort: ClusterSort,
    /// Whether the curves of a run are open.
    pub shows_curves: bool,
    /// Whether numbers and where they come from are unfolded in the inspector.
    pub shows_details: bool,
    /// Whether light and dark are drawn in high contrast.
    pub is_high_contrast: bool,
    /// Which panels are folded away.
    pub folded: Folded,
    /// The language that was chosen, by its tag; empty for the system's.
    pub language: String,
    /// Whether the system tells when long work ended while nobody looked at the window.
    pub notifies: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            thumb_side: ViewState::default().thumb_side,
            cluster_sort: ClusterSort::default(),
            shows_curves: false,
            shows_details: false,
            is_high_contrast: false,
            folded: Folded::default(),
            language: String::new(),
            notifies: true,
        }
    }
}

/// What happens to the sample once it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gui) enum WhenRead {
    /// The Discover card is shown.
    Offer,
    /// The run begins: the window was opened for it.
    Run,
}

/// The window's memory.
pub struct Window {
    pub(in crate::gui) view: ViewState,
    /// What was looked at in each project, as of when it was closed.
    pub(in crate::gui) kept: KeptViews,
    pub(in crate::gui) facts: Facts,
    pub(in crate::gui) grid: Grid,
    pub(in crate::gui) thumbs: Thumbs,
    pub(in crate::gui) clusters: ClusterList,
    pub(in crate::gui) jobbar: JobBar,
    pub(in crate::gui) opening: Opening,
    pub(in crate::gui) dialog: Option<Dialog>,
    /// The project whose images are looked for, if it is not the open one.
    pub(in crate::gui) located: Option<PathBuf>,
    pub(in crate::gui) discover: Option<DiscoverCard>,
    pub(in crate::gui) export: ExportForm,
    /// How many times labels were to be taken.
    pub(in crate::gui) n_takings: u64,
    pub(in crate::gui) folds: Folds,
    pub(in crate::gui) speech: Speech,
    pub(super) local: LocalNames,
    /// Actions that were done lately, the last one first, for the search field.
    pub(in crate::gui) recent: Vec<Command>,
    pub(in crate::gui) is_high_contrast: bool,
    /// Whether the system is to tell when long work ended unseen.
    pub(in crate::gui) notifies: bool,
    long_work: LongWork,
    pub(in crate::gui) toasts: Toasts,
    pub(in crate::gui) picker: Picker,
    pub(in crate::gui) search: Search,
    /// What is offered where words were searched for in vain.
    pub(in crate::gui) words: Option<WordsOffer>,
    pub(in crate::gui) review: Review,
    /// Where the pictures are, as of the last frame.
    pub(super) middle: Rect,
    pub(in crate::gui) viewer: Viewer,
    /// Seconds, as of this frame.
    pub(in crate::gui) now: f64,
    pub(super) quality: QualityTab,
    /// The next run that is sent to the engine is one whose clusters are to be taken.
    pub(in crate::gui) takes_run: bool,
    /// What to do once the sample is read.
    pub(in crate::gui) when_read: Option<WhenRead>,
    pub(super) inspector: Inspector,
    pub(super) strip: FolderStrip,
    /// With the number of the review's answer.
    pub(super) requests: VecDeque<(Request, Option<u64>)>,
    pub(super) asked: HashMap<Ticket, Asked>,
    pub(super) seen_log: Option<u64>,
    pub(super) project: Option<PathBuf>,
    /// The photos of that project are not read, since it was made elsewhere.
    pub(super) is_stranger: bool,
}

impl Window {
    /// An empty window.
    #[must_use]
    pub fn new(grid: Grid, recents: Vec<Recent>, preferences: &Preferences) -> Self {
        let view = ViewState { thumb_side: preferences.thumb_side, ..ViewState::default() };
        Self {
            view,
            kept: KeptViews::default(),
            facts: Facts::default(),
            grid,
            thumbs: Thumbs::default(),
            clusters: ClusterList::new(preferences.cluster_sort),
            jobbar: JobBar::new(preferences.shows_curves),
            opening: Opening::new(recents),
            dialog: None,
            located: None,
            discover: None,
            export: ExportForm::default(),
            n_takings: 0,
            folds: Folds::new(preferences.folded),
            speech: Speech::new(&preferences.language),
            local: LocalNames::default(),
            recent: Vec::new(),
            is_high_contrast: preferences.is_high_contrast,
            notifies: preferences.notifies,
            long_work: LongWork::default(),
            toasts: Toasts::default(),
            picker: Picker::default(),
            search: Search::default(),
            words: None,
            review: Review::default(),
            middle: Rect::NOTHING,
            viewer: Viewer::default(),
            now: 0.0,
            quality: QualityTab::default(),
            takes_run: false,
            when_read: None,
            inspector: Inspector::new(preferences.shows_details),
            strip: FolderStrip::default(),
            requests: VecDeque::new(),
            asked: HashMap::new(),
            seen_log: None,
            project: None,
            is_stranger: false,
        }
    }

    /// What to remember.
    #[must_use]
    pub fn preferences(&self) -> Preferences {
        Preferences {
            thumb_side: self.view.thumb_side,
            cluster_sort: self.clusters.sort,
            shows_curves: self.jobbar.shows_curves,
            shows_details: self.inspector.shows_details,
            is_high_contrast: self.is_high_contrast,
            folded: self.folds.kept(),
            language: self.speech.tag().to_owned(),
            notifies: self.notifies,
        }
    }

    /// Notes what is at work at a time in seconds, and whether anybody looks at the window; gives what the system is to tell.
    #[must_use]
    pub fn note_work(&mut self, now: f64, is_looked_at: bool, snapshot: &Snapshot) -> Option<Notice> {
        let ended = self.long_work.note(now, snapshot.job.as_ref(), is_looked_at)?;
        notify::notice(ended, snapshot).filter(|_| self.notifies)
    }

    /// What was looked at in each project, the open one among them.
    #[must_use]
    pub fn kept_views(&self) -> KeptViews {
        let mut kept = self.kept.clone();
        if let Some(project) = &self.project {
            kept.keep(project, &self.view, self.grid.offset());
        }
        kept
    }

    /// Puts a request into the queue to the engine.
    pub fn ask(&mut self, request: Request) {
        if matches!(request, Request::Open { .. } | Request::OpenProject(_) | Request::Trust { .. }) {
            // What was meant for the sample is not for a folder of the person's own.
            self.when_read = None;
        }
        if matches!(request, Request::Edit(_) | Request::Undo | Request::Redo | Request::GoTo(_)) {
            self.review.note_other_change();
        }
        self.requests.push_back((request, None));
    }

    /// Hands queued requests to `send` until it has no room.
    pub fn send_requests(&mut self, mut send: impl FnMut(Request) -> Option<Ticket>) {
        while let Some((request, answer)) = self.requests.front() {
            let asked = match request {
                _ if let Some(number) = answer => Asked::Review(*number),
                Request::Run { .. } if self.takes_run => Asked::RunToTake,
                Request::LearnWords(_) => Asked::Words,
                Request::Undo => Asked::Undo,
                _ => Asked::Other,
            };
            let Some(ticket) = send(request.clone()) else { return };
            self.takes_run &= asked != Asked::RunToTake;
            self.asked.insert(ticket, asked);
            self.requests.pop_front();
        }
    }

    /// Whether requests wait for room.
    #[must_use]
    pub fn has_requests(&self) -> bool {
        !self.requests.is_empty()
    }
}
