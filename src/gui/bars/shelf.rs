//! What can be done with the whole shelf that the grid shows: a row of its own below the pictures.

use crate::gui::command::Command;
use crate::gui::frame::{Out, Shown, ViewState};
use crate::strings::say;
use egui::{Align, Layout, Ui, vec2};

/// Whether there is something to do with what is shown; `n_shown` images are in the grid.
#[must_use]
pub fn has_actions(view: &ViewState, n_shown: usize) -> bool {
    let n_selected = view.selection.images.len();
    n_shown > 0
        && match view.shown {
            Shown::Duplicates => !view.quality.groups.is_empty(),
            Shown::Unusual | Shown::Junk => n_selected > 0,
            shown => shown.is_of_folder(),
        }
}

/// Draws the row.
pub fn shelf_ui(ui: &mut Ui, view: &ViewState, n_shown: usize, out: &mut Out) {
    let size = vec2(ui.available_width(), ui.spacing().interact_size.y);
    let from_right = Layout::right_to_left(Align::Center);
    ui.allocate_ui_with_layout(size, from_right, |ui| actions_ui(ui, view, n_shown, out));
}

/// From right to left.
fn actions_ui(ui: &mut Ui, view: &ViewState, n_shown: usize, out: &mut Out) {
    let n_selected = view.selection.images.len();
    if !has_actions(view, n_shown) {
        // The filter hides all of it, or there is nothing to do.
        return;
    }
    let n = if n_selected > 0 { n_selected } else { n_shown };
    match view.shown {
        Shown::Duplicates => {
            let text = if n_selected > 0 {
                say!("bar-shelf-keep-best-selected").to_owned()
            } else if view.is_filtered() {
                say!("bar-shelf-keep-best-shown").to_owned()
            } else {
                say!("bar-shelf-keep-best", n = view.quality.groups.len())
            };
            out.button_as_ui(ui, Command::KeepBest, text);
        }
        Shown::Unusual => out.button_as_ui(ui, Command::Junk, say!("bar-shelf-junk", n = n_selected)),
        Shown::Changed => out.button_as_ui(ui, Command::StillSame, say!("bar-shelf-still", n = n)),
        Shown::Copies => out.button_as_ui(ui, Command::LabelCopies, say!("bar-shelf-copies", n = n)),
        // All of them at once: what a selection is like alone says little.
        Shown::Unplaced => out.button_ui(ui, Command::Place),
        Shown::Junk => out.button_as_ui(ui, Command::TakeOut, say!("bar-shelf-out-of-junk", n = n_selected)),
        _ => (),
    }
}
