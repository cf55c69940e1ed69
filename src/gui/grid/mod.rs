//! The thumbnail grid: which images it shows, where they lie, what is selected, and what a person asks for.
//!
//! Only visible rows cost anything. It sends nothing to the engine and changes no project state: it returns intents.

mod body;
mod cells;
mod compare;
mod empty;
mod filter;
mod filter_bar;
mod header;
mod keys;
pub(in crate::gui) mod layout;
mod lens;
mod list;
mod menu;
mod overlay;
mod select;
mod sift;
#[cfg(test)]
mod tests;

pub(in crate::gui) use header::select_by_confidence;
pub(in crate::gui) use keys::note_focus;

use crate::gui::frame::{Frame, Selection, Shown, ViewState};
use crate::gui::kit::pictures::textures::Thumbs;
use crate::gui::kit::pictures::{atlas, gpu};
use crate::ids::ImageId;
use crate::session::protocol::Snapshot;
use egui::Ui;
use egui_wgpu::RenderState;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// The grid between two frames.
pub struct Grid {
    /// None without a graphics adapter: pictures are then drawn by egui.
    gpu: Option<GpuPictures>,
    list: list::List,
    body: body::Body,
    overlay: Option<overlay::Overlay>,
    compare: Option<compare::Compare>,
    reveal: Option<ImageId>,
    shown: Option<Shown>,
    /// Whose ids the caches hold.
    project: Option<PathBuf>,
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
            body: body::Body::default(),
            overlay: None,
            compare: None,
            reveal: None,
            shown: None,
            project: None,
        }
    }

    /// The images that are shown, in order, as of the last frame.
    pub fn images(&self) -> &[ImageId] {
        self.list.images()
    }

    /// How many of them are in a cluster and not confirmed.
    pub fn n_open(&self) -> usize {
        self.list.n_open()
    }

    /// Selects all images that are shown.
    pub fn select_all(&self, selection: &mut Selection) {
        select::all(selection, self.list.images());
    }

    /// Selects the images that are shown and not selected.
    pub fn invert(&self, selection: &mut Selection) {
        select::invert(selection, self.list.images());
    }

    /// Opens an image that is shown as large as the window.
    pub fn open_large(&mut self, image: ImageId) {
        self.overlay = Some(overlay::Overlay::new(image));
    }

    /// Scrolls to an image in the next frame; a filter that hides it is cleared.
    pub fn reveal(&mut self, image: ImageId) {
        self.reveal = Some(image);
    }

    /// The header row and the grid, in all the space there is.
    pub fn ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) {
        self.follow_project(frame.snapshot, frame.thumbs);
        if self.update_list(frame.snapshot, frame.view) {
            // What stands around the grid says how many images it shows.
            ui.ctx().request_repaint();
        }
        header::header_ui(ui, frame.snapshot, &self.list, frame.view);
        ui.separator();
        if self.list.images().is_empty() {
            empty::empty_ui(ui, frame, &self.list);
        } else {
            self.body_ui(ui, frame);
        }
        self.overlay_ui(ui, frame);
        self.compare_ui(ui, frame);
    }

    /// Ids of another project mean other images.
    fn follow_project(&mut self, snapshot: &Snapshot, thumbs: &mut Thumbs) {
        let path = snapshot.project.as_ref().map(|project| &project.path);
        if self.project.as_ref() != path {
            self.project = path.cloned();
            thumbs.clear();
            if let Some(pictures) = &mut self.gpu {
                pictures.atlas.clear();
            }
            (self.overlay, self.compare) = (None, None);
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
        }
        if self.shown.replace(state.shown) != Some(state.shown) {
            self.body.scroll_to_top();
        }
        has_changed || is_elsewhere
    }

    /// What is selected, in the order of ids.
    fn selected(state: &ViewState) -> &BTreeSet<ImageId> {
        &state.selection.images
    }
}
