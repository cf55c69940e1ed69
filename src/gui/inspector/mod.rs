//! Stands in until the inspector is merged.
use super::intent::{Intent, View, ViewState};
use super::textures::Thumbs;
use egui::Ui;
/// Stands in.
#[derive(Default)]
pub struct Inspector(());
impl Inspector {
    /// Stands in.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        _view: View<'_>,
        _state: &mut ViewState,
        _thumbs: &mut Thumbs,
        _intents: &mut Vec<Intent>,
    ) {
        ui.heading("Inspector");
    }
}
