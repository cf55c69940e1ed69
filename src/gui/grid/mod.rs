//! The thumbnail grid: which images it shows, where they lie, what is selected, and what a person asks for.
//!
//! Only visible rows cost anything. It sends nothing to the engine and changes no project state: it returns intents.

mod body;
mod cells;
mod compare;
mod drag;
mod empty;
pub(in crate::gui) mod filter;
mod flow;
mod folders;
mod header;
mod keys;
pub(in crate::gui) mod layout;
mod list;
mod menu;
pub(in crate::gui) mod offers;
mod order;
mod saved;
mod select;
mod sift;
mod sorts;
#[cfg(test)]
mod tests;

pub(in crate::gui) use header::{SIDES, select_by_confidence};
pub(in crate::gui) use keys::{is_focus, note_focus};

use crate::gui::frame::{Frame, Selection, Shown, Sort, ViewState};
use crate::gui::kit::pictures::textures::Thumbs;
use crate::gui::kit::pictures::{atlas, gpu};
use crate::ids::ImageId;
use crate::session::protocol::{Fetch, Snapshot};
use egui::Ui;
use egui_wgpu::RenderState;
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

/// The grid between two frames.
pub struct Grid {
    /// None without a graphics adapter: pictures are then drawn by egui.
    gpu: Option<GpuPictures>,
    list: list::List,
    header: header::Header,
    body: body::Body,
    compare: Option<compare::Compare>,
    reveal: Option<ImageId>,
    shown: Option<Shown>,
    /// How far down each of what was shown was, to come back to.
    offsets: HashMap<Shown, f64>,
    /// Whose ids the caches hold.
    project: Option<PathBuf>,
    /// Its photos are not read, since it was made elsewhere.
    is_stranger: bool,
}

/// Asks when images were taken, where the order goes by it.
fn note_dates(frame: &mut Frame<'_>) {
    if !frame.view.sort.is_by_date() {
        return;
    }
    let images = &frame.snapshot.images;
    // Ids are never given twice: with these two numbers the images are others.
    let last = images.by_id.last().map_or(0, |(id, _)| id.0);
    let round = (images.rows.len() as u64) << 32 | u64::from(last);
    if let Fetch::Ready(dates) = frame.fetcher.dates(round) {
        frame.view.dates = Some(dates);
    }
}

struct GpuPictures {
    gpu: Arc<gpu::Gpu>,
    atlas: atlas::Atlas,
}

impl Grid {
    /// A grid that draws pictures from one texture array of `render_state`, or by egui alone.
    pub fn new(render_state: Option<&RenderState>) -> Self {
        let gpu = render_state.map(|render_state| {
            let gpu = Arc::new(gpu::Gpu::new(render_state));
            let atlas = atlas::Atlas::new(gpu.n_layers());
            GpuPictures { gpu, atlas }
        });
        Self {
            gpu,
            list: list::List::default(),
            header: header::Header::default(),
            body: body::Body::default(),
            compare: None,
            reveal: None,
            shown: None,
            offsets: HashMap::new(),
            project: None,
            is_stranger: false,
        }
    }

    /// The images that are shown, in order, as of the last frame; without those that left the view since the order was made.
    pub fn images(&self) -> &[ImageId] {
        self.list.here()
    }

    /// All that are drawn, in order, those that left the view among them.
    pub(in crate::gui) fn order(&self) -> &[ImageId] {
        self.list.images()
    }

    /// Where an image stands in that order.
    pub(in crate::gui) fn position(&self, image: ImageId) -> Option<usize> {
        self.list.position(image)
    }

    /// Whether the image at a position of that order left the view.
    pub(in crate::gui) fn is_gone(&self, position: usize) -> bool {
        self.list.is_gone(position)
    }

    /// How many of them are in a cluster and not confirmed.
    pub fn n_open(&self) -> usize {
        self.list.n_open()
    }

    /// Selects all images that are shown.
    pub fn select_all(&self, selection: &mut Selection) {
        select::all(selection, self.list.here());
    }

    /// Selects the images that are shown and not selected.
    pub fn invert(&self, selection: &mut Selection) {
        select::invert(selection, self.list.here());
    }

    /// Moves the keyboard from the selected images to the next one in the order as it stands; at the end it stays.
    pub(in crate::gui) fn go_on(&mut self, selection: &mut Selection) {
        if let Some(next) = self.list.next_after(&selection.images) {
            let image = self.list.images()[next];
            selection.only(image);
            self.reveal = Some(image);
        }
    }

    /// Makes the order anew; what is shuffled is shuffled otherwise.
    pub(in crate::gui) fn refresh_order(&mut self, view: &mut ViewState) {
        view.seed = view.seed.wrapping_add(u64::from(view.sort == Sort::Random));
        self.list.make_anew();
        self.reveal = view.selection.cursor;
    }

    /// Something else fills the middle of the window: the order is made anew when the grid is shown again.
    pub(in crate::gui) fn leave(&mut self) {
        self.compare = None;
        self.list.make_anew();
    }

    /// Opens the list of filters that have a name.
    pub(in crate::gui) fn open_saved(&mut self) {
        self.header.saved.open();
    }

    /// How far down the grid is, in points.
    pub(in crate::gui) fn offset(&self) -> f64 {
        self.body.offset()
    }

    /// How far down the grid is to be once `shown` of another project is shown.
    pub(in crate::gui) fn start_at(&mut self, shown: Shown, offset: f64) {
        self.offsets = HashMap::from([(shown, offset)]);
    }

    /// The grid takes the keyboard.
    pub(in crate::gui) fn take_focus(ctx: &egui::Context) {
        ctx.memory_mut(|memory| memory.request_focus(body::focus_id()));
    }

    /// Scrolls to an image in the next frame; a filter that hides it is cleared.
    pub fn reveal(&mut self, image: ImageId) {
        self.reveal = Some(image);
    }

    /// The header row and the grid, in all the space there is.
    pub fn ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) {
        self.follow_project(frame.snapshot, frame.thumbs);
        note_dates(frame);
        if self.update_list(frame.snapshot, frame.view) {
            // What stands around the grid says how many images it shows.
            ui.ctx().request_repaint();
        }
        self.header.header_ui(ui, frame, &self.list);
        ui.add_space(2.0);
        if self.list.images().is_empty() {
            empty::empty_ui(ui, frame, &self.list);
        } else {
            self.body_ui(ui, frame);
        }
        self.compare_ui(ui, frame);
    }

    /// Ids of another project mean other images; and once photos may be read there are better pictures.
    fn follow_project(&mut self, snapshot: &Snapshot, thumbs: &mut Thumbs) {
        let path = snapshot.project.as_ref().map(|project| &project.path);
        if self.project.as_ref() != path || self.is_stranger != snapshot.is_stranger {
            self.project = path.cloned();
            self.is_stranger = snapshot.is_stranger;
            thumbs.clear();
            if let Some(pictures) = &mut self.gpu {
                pictures.atlas.clear();
            }
            self.compare = None;
            // What was set for the new one meanwhile is for the list that is drawn first.
            (self.list, self.shown) = (list::List::default(), None);
        }
    }

    /// Gives whether other images are shown or selected than before.
    fn update_list(&mut self, snapshot: &Snapshot, state: &mut ViewState) -> bool {
        let mut has_changed = self.list.refresh(snapshot, state);
        if let Some(image) = self.reveal
            && self.list.position(image).is_none()
            && !state.filter.is_empty()
        {
            state.filter.clear();
            has_changed |= self.list.refresh(snapshot, state);
        }
        // The review points at images of its own.
        let is_elsewhere = state.selection.cursor.is_some_and(|image| self.list.position(image).is_none());
        if has_changed || is_elsewhere {
            // What can not be seen must not be moved or confirmed by mistake.
            select::retain(&mut state.selection, |image| self.list.position(image).is_some());
            let is_gone = |image: &ImageId| self.list.position(*image).is_some_and(|at| self.list.is_gone(at));
            state.selection.images.retain(|image| !is_gone(image));
        }
        if self.shown != Some(state.shown) {
            if let Some(before) = self.shown.replace(state.shown) {
                self.offsets.insert(before, self.body.offset());
            }
            self.body.scroll_to(self.offsets.get(&state.shown).copied().unwrap_or_default());
        }
        has_changed || is_elsewhere
    }

    /// What is selected, in the order of ids.
    fn selected(state: &ViewState) -> &BTreeSet<ImageId> {
        &state.selection.images
    }
}
