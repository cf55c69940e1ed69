//! Stands in until the grid is merged.
use super::intent::{Intent, View, ViewState};
use super::textures::Thumbs;
use crate::ids::ImageId;
use egui::{Ui, vec2};
/// Stands in.
pub struct Grid;
impl Grid {
    /// Stands in.
    #[must_use]
    pub fn new(_render_state: Option<&egui_wgpu::RenderState>) -> Self {
        Self
    }
    /// Stands in.
    pub fn reveal(&mut self, _image: ImageId) {}
    /// Stands in.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        view: View<'_>,
        state: &mut ViewState,
        thumbs: &mut Thumbs,
        _intents: &mut Vec<Intent>,
    ) {
        ui.heading("Grid");
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                for row in view.snapshot.images.rows.iter().take(60) {
                    thumbs.thumb_ui(ui, view.reader, row.id, vec2(state.thumb_side, state.thumb_side));
                }
            });
        });
    }
}
