//! Stands in until textures are merged.
use crate::ids::ImageId;
use crate::session::Reader;
use egui::{Color32, Response, Sense, Ui, Vec2};
/// Stands in.
#[derive(Default)]
pub struct Thumbs(());
impl Thumbs {
    /// Stands in.
    pub fn thumb_ui(&mut self, ui: &mut Ui, _reader: &Reader, image: ImageId, size: Vec2) -> Response {
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let hue = (image.0 * 37 % 100) as f32 / 100.0;
        let color: Color32 = egui::ecolor::Hsva::new(hue, 0.35, 0.75, 1.0).into();
        ui.painter().rect_filled(rect, 4.0, color);
        ui.painter().circle_filled(rect.center(), size.x * 0.25, color.gamma_multiply(0.6));
        response
    }
}
