//! Whether what is on the screen can be seen and pressed: no control lies on another one, on a text, or beyond the window.
//! Any test of a screen can ask; what only scrolls out of sight is no fault.

use egui::accesskit::Role;
use egui::{LayerId, Rect, WidgetRect};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT;
use std::collections::HashMap;

/// Points by which neighbours may share an edge.
const SLACK: f32 = 1.5;

/// A control or a text as it was drawn last.
struct Placed {
    name: String,
    layer: LayerId,
    rect: Rect,
    /// What is seen of it.
    seen: Rect,
    is_control: bool,
}

/// What lies on something else or can not be reached, a sentence each.
pub fn misplaced<S>(h: &Harness<'_, S>) -> Vec<String> {
    let all = placed(h);
    let screen = h.ctx.content_rect();
    let mut faults: Vec<String> =
        all.iter().filter(|one| one.is_control).filter_map(|one| out_of_reach(one, screen)).collect();
    for (i, one) in all.iter().enumerate() {
        for other in &all[i + 1..] {
            if one.layer == other.layer && (one.is_control || other.is_control) && collide(one.seen, other.seen) {
                faults.push(format!("{} {:?} lies on {} {:?}", other.name, other.seen, one.name, one.seen));
            }
        }
    }
    faults
}

fn placed<S>(h: &Harness<'_, S>) -> Vec<Placed> {
    let spoken: HashMap<u64, (Role, String)> = h
        .root()
        .children_recursive()
        .map(|node| {
            let node = node.accesskit_node();
            let name = node.label().or_else(|| node.value()).unwrap_or_default();
            (node.locate().0.0, (node.role(), name))
        })
        .collect();
    h.ctx.viewport(|viewport| {
        let one = |widget: &WidgetRect| {
            let (role, name) = spoken.get(&widget.id.accesskit_id().0)?;
            if matches!(role, Role::ScrollBar | Role::Splitter) {
                // They lie over what they move, at its edge.
                return None;
            }
            let is_text = *role == Role::Label && !name.is_empty();
            let is_control = widget.sense.senses_click() && !is_text;
            let seen = widget.interact_rect;
            (widget.visible && (is_control || is_text && seen.is_positive())).then(|| Placed {
                name: format!("{role:?} {name:?}"),
                layer: widget.layer_id,
                rect: widget.rect,
                seen,
                is_control,
            })
        };
        let layers = viewport.prev_pass.widgets.layers();
        let mut all: Vec<Placed> = layers.flat_map(|(_, widgets)| widgets.iter().filter_map(one)).collect();
        // Layers come in any order.
        all.sort_by(|a, b| (a.layer.short_debug_format(), &a.name).cmp(&(b.layer.short_debug_format(), &b.name)));
        all
    })
}

/// What is cut at a side can not be scrolled there; what lies below may, if something ends its sight before the window does.
fn out_of_reach(one: &Placed, screen: Rect) -> Option<String> {
    let is_cut = one.seen.is_positive()
        && (one.rect.left() < one.seen.left() - SLACK || one.rect.right() > one.seen.right() + SLACK);
    let beyond = !screen.expand(SLACK).contains_rect(one.rect);
    let is_scrolled = one.seen.bottom() < screen.bottom() - SLACK || one.seen.top() > screen.top() + SLACK;
    let at_side = one.rect.left() < screen.left() - SLACK || one.rect.right() > screen.right() + SLACK;
    if is_cut || at_side || beyond && !is_scrolled {
        return Some(format!("{} {:?} is seen at {:?} alone", one.name, one.rect, one.seen));
    }
    None
}

/// Whether two things lie on each other, and not one inside the other as a button in a row does.
fn collide(one: Rect, other: Rect) -> bool {
    let shared = one.intersect(other);
    shared.width() > SLACK
        && shared.height() > SLACK
        && !one.expand(SLACK).contains_rect(other)
        && !other.expand(SLACK).contains_rect(one)
}

#[test]
fn what_lies_on_something_else_or_outside_is_found() {
    let at = |rects: &'static [[f32; 4]]| {
        let mut h = Harness::builder().with_size(egui::vec2(200.0, 100.0)).build_ui(|ui| {
            for (i, [left, top, right, bottom]) in rects.iter().enumerate() {
                let rect = Rect::from_min_max(egui::pos2(*left, *top), egui::pos2(*right, *bottom));
                ui.put(rect, egui::Button::new(i.to_string()));
            }
        });
        h.run();
        misplaced(&h).len()
    };
    assert_eq!(at(&[[9.0, 9.0, 50.0, 30.0], [50.0, 9.0, 90.0, 30.0]]), 0, "beside each other");
    assert_eq!(at(&[[9.0, 9.0, 90.0, 60.0], [30.0, 12.0, 48.0, 32.0]]), 0, "one inside the other");
    assert_eq!(at(&[[9.0, 9.0, 50.0, 30.0], [40.0, 9.0, 90.0, 30.0]]), 1, "one over the other");
    assert_eq!(at(&[[150.0, 9.0, 230.0, 30.0]]), 1, "beyond the side");
}
