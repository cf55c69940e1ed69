//! The review as a person uses it, on a made-up project: keys, clicks, words. With `GLEANER_SHOTS=DIR` pictures are written
//! there, to be looked at.

mod keys;
mod queue;
mod sample;
mod sheet;
mod shots;

use super::Review;
use crate::control::Progress;
use crate::gui::frame::facts::Facts;
use crate::gui::frame::{Fetcher, Frame, Intent, Out, Tab, ViewState};
use crate::gui::inspector::Inspector;
use crate::gui::kit::pictures::textures::Thumbs;
use crate::gui::kit::theme;
use crate::gui::tests::fake;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::*;
use crate::session::{Examples, NameSource, SuggestedName, Suggestions};
use egui::{Event, Key, Modifiers, Panel, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// Made-up pictures and evidence, and a queue.
#[derive(Default)]
struct Fake {
    pictures: fake::Pictures,
    queue: Vec<ImageId>,
    /// There is no evidence, and no typical images.
    is_without: bool,
    /// What groups without a name look like.
    suggested: Option<&'static str>,
    /// Evidence does not come in.
    is_slow: bool,
    /// Pictures are drawn, which takes its time.
    is_drawn: bool,
    drawn: RefCell<HashMap<ImageId, Fetch<Arc<Pixels>>>>,
}

impl Fetcher for Fake {
    fn thumbnail(&self, image: ImageId) -> Fetch<Arc<Pixels>> {
        self.preview(image, 256)
    }

    fn preview(&self, image: ImageId, _max_side: u32) -> Fetch<Arc<Pixels>> {
        if !self.is_drawn {
            return Fetch::Pending;
        }
        self.drawn.borrow_mut().entry(image).or_insert_with(|| self.pictures.preview(image, 320)).clone()
    }

    fn evidence(&self, image: ImageId) -> Fetch<Arc<Evidence>> {
        match (self.is_without, self.is_slow) {
            (true, _) => Fetch::Missing("no run".into()),
            (_, true) => Fetch::Pending,
            _ => self.pictures.evidence(image),
        }
    }

    fn examples(&self, cluster: ClusterId, n: usize) -> Fetch<Arc<Examples>> {
        match (self.is_without, self.is_slow) {
            (true, _) => Fetch::Missing("no run".into()),
            (_, true) => Fetch::Pending,
            _ => self.pictures.examples(cluster, n),
        }
    }

    fn suggestions(&self, _: ClusterId) -> Fetch<Arc<Suggestions>> {
        match self.suggested {
            Some(name) => {
                let name = SuggestedName { name: name.to_owned(), from: NameSource::Network, lead: 0.4 };
                Fetch::Ready(Arc::new(Suggestions { names: vec![name], ..Suggestions::default() }))
            }
            None => Fetch::Pending,
        }
    }

    fn queue(&self, n: usize, _round: u64) -> Fetch<Arc<Vec<ImageId>>> {
        Fetch::Ready(Arc::new(self.queue.iter().copied().take(n).collect()))
    }
}

/// A window of which the review is all, or with what is beside it.
struct Window {
    snapshot: Snapshot,
    fetcher: Fake,
    review: Review,
    inspector: Inspector,
    thumbs: Thumbs,
    state: ViewState,
    asked: Vec<(u64, Request)>,
    intents: Vec<Intent>,
    has_sides: bool,
}

/// The cluster that images of the tests are in; its number is 1, that of cluster 3 is 2.
const HERE: ClusterId = ClusterId(1);

impl Window {
    fn new(snapshot: Snapshot) -> Self {
        let queue = snapshot.cluster(HERE).map_or_else(Vec::new, |cluster| cluster.sample(&snapshot, 40));
        Self {
            snapshot,
            fetcher: Fake { queue, ..Fake::default() },
            review: Review::default(),
            inspector: Inspector::default(),
            thumbs: Thumbs::default(),
            state: ViewState { tab: Tab::Review, ..ViewState::default() },
            asked: Vec::new(),
            intents: Vec::new(),
            has_sides: false,
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui) {
        self.review.take_keys(ui.ctx());
        let (progress, facts, mut out) = (Progress::default(), Facts::default(), Out::default());
        let parts = &mut Frame {
            snapshot: &self.snapshot,
            progress: &progress,
            facts: &facts,
            fetcher: &self.fetcher,
            view: &mut self.state,
            thumbs: &mut self.thumbs,
            out: &mut out,
        };
        if self.has_sides {
            let (is_wide, frame) =
                (ui.available_width() > 1400.0, egui::Frame::new().fill(theme::Palette::of(ui).panel));
            Panel::left("list").exact_size(if is_wide { 300.0 } else { 268.0 }).frame(frame).show(ui, |_| ());
            Panel::top("bars").exact_size(80.0).frame(frame).show(ui, |_| ());
            Panel::bottom("bar").exact_size(38.0).frame(frame).show(ui, |_| ());
            let frame = frame.inner_margin(12);
            Panel::right("inspector").exact_size(if is_wide { 360.0 } else { 320.0 }).frame(frame).show(ui, |ui| {
                self.inspector.ui(ui, parts);
            });
        }
        let canvas = egui::Frame::new().fill(theme::Palette::of(ui).canvas).inner_margin(12);
        egui::CentralPanel::no_frame().frame(canvas).show(ui, |ui| {
            self.review.review_ui(ui, parts);
        });
        self.asked.extend(self.review.take_requests());
        self.intents.extend(out.intents);
    }

    fn edits(&self) -> Vec<Change> {
        let edit = |(_, request): &(u64, Request)| match request {
            Request::Edit(edit) => Some(edit.clone()),
            _ => None,
        };
        self.asked.iter().filter_map(edit).collect()
    }

    /// The engine does all that was asked, as far as the review can tell.
    fn settle(&mut self) {
        for (number, _) in std::mem::take(&mut self.asked) {
            self.review.note_end(number, None, &self.snapshot);
        }
    }
}

fn harness(window: Window) -> Harness<'static, Window> {
    Harness::builder()
        .with_size(vec2(700.0, 600.0))
        .with_context_setup(theme::install)
        .allow_missing_glyphs()
        .with_max_steps(24)
        .build_ui_state(|ui, window: &mut Window| window.ui(ui), window)
}

fn path(window: &Window, image: ImageId) -> String {
    format!("Image {}", window.snapshot.images.get(image).expect("known").path)
}

fn press(key: Key) -> [Event; 2] {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE };
    [event(true), event(false)]
}

fn judge(image: ImageId, answer: Answer, is_sample: bool) -> Change {
    Change::Edit(Edit::Judge { cluster: HERE, image, answer, is_sample })
}
