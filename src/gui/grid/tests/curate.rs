//! Filtering by terms, inverting, comparing and taking back what the pointer began.

use super::{cell, center, without_adapter};
use crate::gui::frame::{DraggedImages, Intent, Sort};
use crate::session::protocol::{Change, Edit, Request};
use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT, Queryable};

#[test]
fn terms_filter_and_what_is_wrong_with_them_is_said() {
    let mut harness = without_adapter(60);
    harness.run();
    let field = harness.get_by_role_and_label(Role::TextInput, "Filter images");
    field.focus();
    field.type_text("conf<60");
    harness.run();
    harness.get_by_label("conf<60 has no number between 0 and 1: write 60%.");
    harness.get_by_label("60 images");
    harness.state_mut().state.filter = "cluster:sunflowers conf<90%".into();
    harness.run();
    let window = harness.state();
    let sunflowers = &window.snapshot.clusters.iter().find(|cluster| cluster.name == "Sunflowers").expect("there");
    let n = sunflowers.confidences.iter().filter(|confidence| **confidence < 0.9).count();
    assert!(n > 0);
    harness.get_by_label(&format!("{n} of 60 images"));
    harness.state_mut().state.filter = "cluster:zebra".into();
    harness.run();
    harness.get_by_label("No cluster has \u{201c}zebra\u{201d} in its name.");
    harness.get_by_label("No image is found by cluster:zebra");
}

#[test]
fn the_filter_explains_itself_and_adds_terms_by_click() {
    let mut harness = without_adapter(60);
    harness.run();
    harness.get_by_label("What the filter understands").click();
    harness.run();
    harness.get_by_label_contains("Add conf<0.6").click();
    harness.run();
    harness.get_by_label_contains("Add dup:yes").click();
    harness.run();
    assert_eq!(harness.state().state.filter, "conf<0.6 dup:yes");
    harness.get_by_label("dup:yes has to wait: the images are still being compared.");
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label_contains("Add dup:yes").is_none());
}

#[test]
fn the_menu_inverts_and_selects_what_the_filter_lets_through() {
    let mut harness = without_adapter(60);
    harness.state_mut().state.filter = "image_001".into();
    harness.run();
    cell(&harness, "image_0012.jpg").click();
    harness.run();
    cell(&harness, "image_0012.jpg").click_secondary();
    harness.run();
    harness.get_by_label_contains("Invert selection").click();
    harness.run();
    assert_eq!(harness.state().selected(), [0, 1, 3, 4, 5, 6, 7, 8, 9], "of the ten that are shown");
    cell(&harness, "image_0011.jpg").click_secondary();
    harness.run();
    harness.get_by_label_contains("Select all shown").click();
    harness.run();
    assert_eq!(harness.state().selected().len(), 10);
}

#[test]
fn two_images_are_compared_and_the_right_one_gives_way() {
    let mut harness = without_adapter(60);
    harness.run();
    cell(&harness, "image_0003.jpg").click();
    harness.run();
    cell(&harness, "image_0003.jpg").click_secondary();
    harness.run();
    let entry = harness.get_by_label_contains("Compare side by side");
    assert!(entry.accesskit_node().is_disabled(), "one is not two");
    harness.key_press(Key::Escape);
    harness.run();
    cell(&harness, "image_0001.jpg").click_modifiers(Modifiers::COMMAND);
    harness.run();
    cell(&harness, "image_0001.jpg").click_secondary();
    harness.run();
    harness.get_by_label_contains("Compare side by side").click();
    harness.run();
    harness.get_by_label("Two images");
    harness.get_by_label("4 of 60");
    harness.get_by_label("holiday/image_0001.jpg");
    harness.key_press(Key::Plus);
    harness.run();
    harness.get_by_label("shown at 1.5 times");
    harness.key_press(Key::ArrowLeft);
    harness.key_press(Key::ArrowLeft);
    harness.run();
    harness.get_by_label("1 of 60");
    assert_eq!(harness.state().selected(), [0, 1], "past the left one");
    harness.get_by_label("Next on the right").click();
    harness.run();
    assert_eq!(harness.state().selected(), [1, 2]);
    let path = harness.state().snapshot.images.rows[2].path.clone();
    harness.get_by_label(&format!("Put {path} into junk")).click();
    harness.run();
    let image = harness.state().snapshot.images.rows[2].id;
    let Some(Intent::Request(Request::Edit(Change::Edit(Edit::Junk { images })))) = harness.state().intents.last()
    else {
        panic!("the right one goes");
    };
    assert_eq!(images, &[image]);
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label("Two images").is_none());
    assert_eq!(harness.state().selected(), [1, 2]);
}

#[test]
fn escape_takes_back_a_drag_and_a_rubber_band() {
    let mut harness = without_adapter(60);
    harness.run();
    let (first, second, last) = (center(&harness, 0), center(&harness, 1), center(&harness, 7));
    harness.drag_at(first);
    harness.run();
    harness.hover_at(first + vec2(80.0, 40.0));
    harness.run();
    let dragged = || egui::DragAndDrop::payload::<DraggedImages>(&harness.ctx);
    assert_eq!(dragged().map(|dragged| dragged.0.len()), Some(1));
    harness.key_press(Key::Escape);
    harness.run();
    assert!(egui::DragAndDrop::payload::<DraggedImages>(&harness.ctx).is_none());
    harness.drop_at(last);
    harness.run();
    assert_eq!(harness.state().selected(), [0]);
    harness.drag_at(first - vec2(60.0, 60.0));
    harness.run();
    for at in [first, second, last] {
        harness.hover_at(at);
        harness.run();
    }
    assert_eq!(harness.state().selected(), [0, 1, 6, 7]);
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.state().selected().is_empty());
    harness.hover_at(second);
    harness.run();
    assert!(harness.state().selected().is_empty(), "it is over");
    harness.drop_at(second);
    harness.run();
}

#[test]
fn control_and_the_wheel_size_the_pictures() {
    let mut harness = without_adapter(60);
    harness.run();
    let before = harness.state().state.thumb_side;
    let at = center(&harness, 3);
    harness.hover_at(at);
    harness.run();
    harness.event(egui::Event::Zoom(1.5));
    harness.run();
    assert!(harness.state().state.thumb_side > before * 1.4);
    harness.get_by_label("Thumbnail size");
}

#[test]
fn the_order_is_chosen_by_name() {
    let mut harness = without_adapter(60);
    harness.run();
    harness.get_by_label("Order: By path").click();
    harness.run();
    assert!(harness.query_by_label("Most typical first").is_none(), "nothing is known of neighbours");
    harness.get_by_label("Most pixels first").click();
    harness.run();
    assert_eq!(harness.state().state.sort, Sort::Largest);
    harness.get_by_label("Order: Most pixels first");
}
