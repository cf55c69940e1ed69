//! What the program is.

use crate::gui::kit::theme::strong;
use crate::gui::kit::widgets::weak;
use egui::Ui;

/// Name, version, what it does, where its method comes from. Never closes by itself.
pub fn about_ui(ui: &mut Ui) -> bool {
    ui.label(strong(format!("Gleaner {}", env!("CARGO_PKG_VERSION"))));
    ui.label("Finds the classes hiding in a folder of unlabelled images, shows them, and turns them into labels.");
    ui.add_space(6.0);
    ui.label("Everything stays on this computer. The photo folder is read, never written.");
    ui.add_space(6.0);
    weak(
        ui,
        "The method is SCAN: Van Gansbeke, Vandenhende, Georgoulis, Proesmans and Van Gool, \u{201c}Learning to Classify \
         Images without Labels\u{201d}, ECCV 2020.",
    );
    ui.add_space(6.0);
    weak(ui, "Licensed under MIT or Apache-2.0. The typeface is Inter, under the SIL Open Font License.");
    false
}
