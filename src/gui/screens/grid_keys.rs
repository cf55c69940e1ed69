//! What keys and the palette do to the images of the grid.

use super::{Screen, plain};
use crate::gui::fixtures;
use crate::ids::ImageId;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

#[test]
fn two_images_compare_by_key_and_other_keys_wait() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    h.state_mut().window.view.selection.only(ImageId(3));
    h.run();
    h.key_press(Key::C);
    h.run();
    assert!(h.query_all_by_label_contains("Select two images to compare").next().is_some());
    h.state_mut().window.view.selection.images.insert(ImageId(5));
    h.run();
    h.key_press(Key::C);
    h.run();
    h.get_by_label("Two images");
    h.key_press(Key::X);
    h.run();
    assert!(h.state().edits().is_empty(), "X is not for what lies under it");
    h.key_press(Key::C);
    h.run();
    assert!(h.query_by_label("Two images").is_none(), "the same key closes it");
    assert_eq!(h.state().window.view.selection.images, [3, 5].map(ImageId).into());
}

#[test]
fn keys_and_the_palette_invert_and_copy() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    h.state_mut().window.view.filter = "IMG_000".into();
    h.run();
    h.state_mut().window.view.selection.only(ImageId(3));
    h.run();
    h.key_press_modifiers(Modifiers::COMMAND, Key::I);
    h.run();
    assert_eq!(h.state().window.view.selection.images.len(), 9);
    h.key_press_modifiers(Modifiers::COMMAND, Key::K);
    h.run();
    h.get_by_label("Find an action").type_text("invert");
    h.run();
    h.key_press(Key::Enter);
    h.run();
    assert_eq!(h.state().window.view.selection.images, [ImageId(3)].into());
    h.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::C);
    h.run();
    assert!(h.query_all_by_label_contains("Copied 1 path").next().is_some());
    h.key_press(Key::O);
    h.run();
    assert!(h.query_all_by_label_contains("The file is not there any more").next().is_some());
}
