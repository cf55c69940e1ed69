//! The frame of every dialog: a title, a button that closes it, what scrolls if it must, and buttons that stay in sight.
//!
//! A dialog hangs from the top of the window, where it was opened, and grows downwards: what is drawn in it never moves what
//! is above. It knows no dialog.

use super::icons::Icon;
use super::theme::{Palette, title};
use super::widgets::icon_button;
use crate::strings::say;
use egui::accesskit::Live;
use egui::{Align, Align2, Context, Id, Layout, Margin, Modal, RichText, ScrollArea, Ui, vec2};

/// Between a dialog and the edge of the window.
const EDGE: f32 = 12.0;

/// Below a dialog's contents, inside it.
const BELOW: f32 = 16.0;

/// The height of a row of buttons, until it was drawn once.
const USUAL_BUTTONS: f32 = 44.0;

/// The room of the dialog that is drawn.
#[derive(Clone, Copy)]
struct Room {
    id: Id,
    /// Where its contents end at the latest.
    bottom: f32,
}

/// Draws a dialog; true if it is to be closed: `add` says so, or it was closed by key or click.
pub fn dialog_ui(ctx: &Context, name: &str, width: f32, add: impl FnOnce(&mut Ui) -> bool) -> bool {
    let screen = ctx.content_rect();
    let id = Id::unique(("dialog", name));
    let top = top(screen.height());
    let bottom = screen.bottom() - EDGE - BELOW;
    ctx.data_mut(|data| data.insert_temp(room_id(), Room { id, bottom }));
    let area = Modal::default_area(id).anchor(Align2::CENTER_TOP, vec2(0.0, top));
    let response = Modal::new(id).area(area).show(ctx, |ui| {
        ui.set_width(width.min(screen.width() - 48.0));
        let mut is_closed = false;
        egui::Frame::new().inner_margin(Margin { left: 12, right: 12, top: 6, bottom: 8 }).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.label(title(name));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    is_closed = icon_button(ui, Icon::Close, say!("kit-close"), say!("kit-close.tip"), true).clicked();
                });
            });
            ui.add_space(6.0);
            let most = (bottom - ui.cursor().top()).max(80.0);
            // Both bounds: alone, the greatest one gives way to the size that dialogs have by default.
            let area = ScrollArea::vertical().id_salt(id).max_height(most).min_scrolled_height(most);
            is_closed |= area.auto_shrink([false, true]).show(ui, add).inner;
        });
        is_closed
    });
    response.inner || response.should_close()
}

/// How far below the window's top dialogs hang: less on a low one.
#[must_use]
pub fn top(height: f32) -> f32 {
    (height * 0.09).clamp(EDGE, 72.0)
}

/// What scrolls where the window is too low for it; [`buttons_ui`] comes after it.
pub fn body_ui<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let most = ui.ctx().data_mut(|data| {
        let room: Option<Room> = data.get_temp(room_id());
        let buttons = room.map_or(USUAL_BUTTONS, |room| data.get_temp(room.id).unwrap_or(USUAL_BUTTONS));
        room.map_or(f32::INFINITY, |room| room.bottom - buttons)
    });
    let most = (most - ui.cursor().top() - ui.spacing().item_spacing.y).max(48.0);
    let area = ScrollArea::vertical().id_salt("body of a dialog").max_height(most).min_scrolled_height(most);
    area.auto_shrink([false, true]).show(ui, add).inner
}

/// The row of buttons at the end of a dialog, from the right: the main one first.
pub fn buttons_ui<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    footer_ui(ui, |ui| {
        let size = vec2(ui.available_width(), 32.0);
        ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), add).inner
    })
}

/// The end of a dialog, where it is more than a row of buttons: it never scrolls.
pub fn footer_ui<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let above = ui.cursor().top();
    ui.add_space(8.0);
    let inner = ui.scope(add).inner;
    let height = ui.min_rect().bottom() - above;
    let is_new = ui.ctx().data_mut(|data| {
        let Some(room) = data.get_temp::<Room>(room_id()) else { return false };
        let is_new = data.get_temp::<f32>(room.id) != Some(height);
        data.insert_temp(room.id, height);
        is_new
    });
    if is_new {
        // What scrolls above ends elsewhere now.
        ui.ctx().request_repaint();
    }
    inner
}

/// What is wrong with the field above, said where it is; what was typed stays.
pub fn field_error_ui(ui: &mut Ui, why: &str) {
    let color = Palette::of(ui).error;
    let response = ui.add(egui::Label::new(RichText::new(why).color(color)).wrap());
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
}

fn room_id() -> Id {
    Id::unique("room of the dialog")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::kit::theme;
    use egui::Rect;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable;

    struct Contents {
        n_lines: usize,
        why: Option<&'static str>,
    }

    fn harness(size: egui::Vec2) -> Harness<'static, Contents> {
        let contents = Contents { n_lines: 2, why: None };
        let draw = |ui: &mut Ui, contents: &mut Contents| {
            dialog_ui(ui.ctx(), "A dialog", 560.0, |ui| {
                body_ui(ui, |ui| {
                    for line in 0..contents.n_lines {
                        ui.label(format!("Line {line}"));
                    }
                    if let Some(why) = contents.why {
                        field_error_ui(ui, why);
                    }
                });
                buttons_ui(ui, |ui| ui.button("Do it").clicked())
            });
        };
        let builder = Harness::builder().with_size(size).allow_missing_glyphs().with_context_setup(theme::install);
        builder.build_ui_state(draw, contents)
    }

    fn rect(h: &Harness<'_, Contents>, label: &str) -> Rect {
        h.get_by_label(label).rect()
    }

    #[test]
    fn a_dialog_grows_downwards_and_its_buttons_stay_in_sight() {
        for (size, n_many) in [(vec2(1280.0, 720.0), 80), (vec2(900.0, 470.0), 80), (vec2(900.0, 470.0), 12)] {
            let mut h = harness(size);
            h.run();
            let (title, close, button) = (rect(&h, "A dialog"), rect(&h, "Close"), rect(&h, "Do it"));
            assert!(title.top() > 0.0 && close.right() < size.x);
            h.state_mut().n_lines = n_many;
            h.state_mut().why = Some("It is not there.");
            h.run();
            assert_eq!((rect(&h, "A dialog"), rect(&h, "Close")), (title, close), "it stays where it was");
            let now = rect(&h, "Do it");
            assert!(now.top() > button.top() && now.bottom() <= size.y - EDGE, "{now} in {size}");
        }
    }
}
