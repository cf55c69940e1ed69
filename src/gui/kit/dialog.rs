//! The frame of every dialog: a title, a button that closes it, what scrolls if it must, and buttons that stay in sight.
//!
//! A dialog hangs from the top of the window, where it was opened, and grows downwards: what is drawn in it never moves what
//! is above, and what is too wide for it is cut at its edge. It knows no dialog.

use super::icons::Icon;
use super::theme::{Palette, title};
use super::widgets::icon_button;
use crate::strings::say;
use egui::accesskit::Live;
use egui::layers::ShapeIdx;
use egui::{
    Align, Align2, Context, Id, Layout, Margin, Modal, Order, Rangef, Rect, RichText, ScrollArea, Ui, UiBuilder, vec2,
};

/// Between a dialog and the edge of the window.
const EDGE: f32 = 12.0;

/// Below a dialog's contents, inside it.
const BELOW: f32 = 16.0;

/// What is drawn around a control that has the keyboard, beside it.
const RING: f32 = 4.0;

/// Between what is said and the buttons beside it.
const APART: f32 = 8.0;

/// The height of a row of buttons, until it was drawn once.
const USUAL_BUTTONS: f32 = 44.0;

/// The room of the dialog that is drawn.
#[derive(Clone, Copy)]
struct Room {
    id: Id,
    /// From the left to the right end of its contents.
    across: Rangef,
    /// Where its contents end at the latest.
    bottom: f32,
}

/// Draws a dialog; true if it is to be closed: `add` says so, or it was closed by key or click.
pub fn dialog_ui(ctx: &Context, name: &str, width: f32, add: impl FnOnce(&mut Ui) -> bool) -> bool {
    let screen = ctx.content_rect();
    let id = Id::unique(("dialog", name));
    let top = top(screen.height());
    let bottom = screen.bottom() - EDGE - BELOW;
    hide_tooltips_below(ctx);
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
            let across = ui.max_rect().x_range();
            is_closed |= scrolled_ui(ui, across, "dialog", most, |ui| {
                let across = ui.max_rect().x_range();
                ctx.data_mut(|data| data.insert_temp(room_id(), Room { id, across, bottom }));
                add(ui)
            });
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
    let (across, most) = ui.ctx().data_mut(|data| {
        let room: Option<Room> = data.get_temp(room_id());
        let buttons = room.map_or(USUAL_BUTTONS, |room| data.get_temp(room.id).unwrap_or(USUAL_BUTTONS));
        room.map_or((ui.max_rect().x_range(), f32::INFINITY), |room| (room.across, room.bottom - buttons))
    });
    let most = (most - ui.cursor().top() - ui.spacing().item_spacing.y).max(48.0);
    scrolled_ui(ui, across, "body of a dialog", most, add)
}

/// What scrolls where it is higher than `most`, and never is wider than `across`.
fn scrolled_ui<R>(ui: &mut Ui, across: Rangef, id: &str, most: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    within_ui(ui, across, |ui| {
        // Both bounds: alone, the greatest one gives way to the size that dialogs have by default.
        let area = ScrollArea::vertical().id_salt(id).max_height(most).min_scrolled_height(most);
        area.auto_shrink([false, true]).show(ui, |ui| {
            let across = ui.max_rect().x_range();
            within_ui(ui, across, add)
        })
    })
    .inner
}

/// As high as its contents, and as wide as it is said: what is wider is cut, and moves nothing.
fn within_ui<R>(ui: &mut Ui, across: Rangef, add: impl FnOnce(&mut Ui) -> R) -> R {
    let bounds = Rect::from_x_y_ranges(across, ui.cursor().top()..=ui.max_rect().bottom().max(ui.cursor().top()));
    let mut inside = ui.new_child(UiBuilder::new().max_rect(bounds));
    let seen = inside.clip_rect().intersect(Rect::everything_left_of(across.max + RING));
    inside.set_clip_rect(seen);
    let inner = add(&mut inside);
    let below = inside.min_rect().bottom();
    ui.advance_cursor_after_rect(Rect::from_x_y_ranges(across, bounds.top()..=below));
    inner
}

/// Hides the tooltips of what was drawn before: to be called where something begins to lie over it. egui draws tooltips over
/// everything, and one that is open stays as long as the pointer rests on its widget, whatever has come to lie over both.
pub fn hide_tooltips_below(ctx: &Context) {
    let tooltips = ctx.memory(|memory| memory.areas().visible_layer_ids());
    let tooltips = tooltips.into_iter().filter(|layer| layer.order == Order::Tooltip);
    ctx.graphics_mut(|graphics| {
        for layer in tooltips {
            if let Some(shapes) = graphics.get_mut(layer) {
                (0..shapes.next_idx().0).for_each(|at| shapes.reset_shape(ShapeIdx(at)));
            }
        }
    });
}

/// The row of buttons at the end of a dialog, from the right: the main one first.
pub fn buttons_ui<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    footer_ui(ui, |ui| {
        let size = vec2(ui.available_width(), 32.0);
        ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), add).inner
    })
}

/// Buttons from the right, the main one first, and beside them what `said` draws, in lines that end before the buttons.
pub fn beside_buttons_ui<R>(ui: &mut Ui, said: impl FnOnce(&mut Ui), buttons: impl FnOnce(&mut Ui) -> R) -> R {
    // How high it was when it was drawn last: a row is centred before it is known how high it gets.
    let id = ui.scope_id().with("said beside buttons");
    let height: f32 = ui.ctx().data(|data| data.get_temp(id)).unwrap_or_default();
    let row = |ui: &mut Ui| {
        let inner = buttons(ui);
        ui.add_space(APART);
        let room = vec2(ui.available_width(), height);
        let now = ui.allocate_ui_with_layout(room, Layout::top_down(Align::Min), |ui| {
            said(ui);
            ui.min_rect().height()
        });
        if (now.inner - height).abs() > 0.5 {
            ui.ctx().data_mut(|data| data.insert_temp(id, now.inner));
            ui.ctx().request_repaint();
        }
        inner
    };
    let size = vec2(ui.available_width(), height.max(32.0));
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), row).inner
}

/// The end of a dialog, where it is more than a row of buttons: it never scrolls.
pub fn footer_ui<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let above = ui.cursor().top();
    ui.add_space(8.0);
    let room: Option<Room> = ui.ctx().data(|data| data.get_temp(room_id()));
    let across = room.map_or(ui.max_rect().x_range(), |room| room.across);
    let inner = within_ui(ui, across, add);
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
        /// A row of this one long word, above what scrolls and in it.
        word: String,
        is_open: bool,
    }

    fn harness(size: egui::Vec2) -> Harness<'static, Contents> {
        let contents = Contents { n_lines: 2, why: None, word: "file.jpg".into(), is_open: true };
        let draw = |ui: &mut Ui, contents: &mut Contents| {
            ui.button("Below").on_hover_text("About what lies below");
            if !contents.is_open {
                return;
            }
            dialog_ui(ui.ctx(), "A dialog", 560.0, |ui| {
                ui.horizontal(|ui| ui.label(&contents.word));
                body_ui(ui, |ui| {
                    ui.horizontal(|ui| ui.button(&contents.word));
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

    #[test]
    fn what_is_said_beside_buttons_ends_before_them() {
        const SAID: &str =
            "Your images stay as they are, and no later result changes any of these labels, whatever it finds.";
        let draw = |ui: &mut Ui| {
            dialog_ui(ui.ctx(), "A dialog", 420.0, |ui| {
                let said = |ui: &mut Ui| drop(ui.label(SAID));
                footer_ui(ui, |ui| beside_buttons_ui(ui, said, |ui| ui.button("Take all of these labels").clicked()))
            });
        };
        let builder = Harness::builder().with_size(vec2(900.0, 470.0)).with_context_setup(theme::install);
        let mut h = builder.build_ui(draw);
        h.run();
        let (said, button) = (h.get_by_label(SAID).rect(), h.get_by_label("Take all of these labels").rect());
        assert!(said.right() < button.left() && said.height() > 30.0, "{said} beside {button}");
        assert!((said.center().y - button.center().y).abs() < 2.0, "{said} beside {button}");
    }

    #[test]
    fn a_word_that_is_too_long_moves_nothing() {
        let size = vec2(900.0, 470.0);
        let mut h = harness(size);
        h.run();
        let all = |h: &Harness<'_, Contents>| ["A dialog", "Close", "Do it"].map(|label| rect(h, label));
        let before = all(&h);
        for n_lines in [2, 80] {
            h.state_mut().n_lines = n_lines;
            h.state_mut().word = "file.jpg".into();
            h.run();
            let before = if n_lines == 2 { before } else { all(&h) };
            h.state_mut().word = "a_very_long_name".repeat(60);
            h.run();
            assert_eq!(all(&h), before, "{n_lines} lines");
        }
    }

    /// Texts that are painted.
    fn painted(h: &Harness<'_, Contents>, text: &str) -> bool {
        let mut shapes: Vec<&egui::Shape> = h.output().shapes.iter().map(|clipped| &clipped.shape).collect();
        while let Some(shape) = shapes.pop() {
            match shape {
                egui::Shape::Vec(inner) => shapes.extend(inner),
                egui::Shape::Text(shape) if shape.galley.text() == text => return true,
                _ => (),
            }
        }
        false
    }

    #[test]
    fn a_tooltip_of_what_lies_below_is_not_drawn_over_a_dialog() {
        const TIP: &str = "About what lies below";
        let mut h = harness(vec2(900.0, 470.0));
        h.state_mut().is_open = false;
        h.run();
        h.get_by_label("Below").hover();
        h.run_steps(80);
        assert!(painted(&h, TIP), "the pointer rests on it");
        h.state_mut().is_open = true;
        for _ in 0..4 {
            h.step();
            assert!(painted(&h, "A dialog") && !painted(&h, TIP));
        }
        // That of the dialog itself is drawn.
        h.get_by_label("Close").hover();
        h.run_steps(80);
        assert!(painted(&h, say!("kit-close.tip")));
    }
}
