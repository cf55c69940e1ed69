//! What keys and the palette do to the images of the grid.

use super::{Screen, plain};
use crate::gui::command::Command;
use crate::gui::frame::{Shown, Tab};
use crate::gui::tests::fixtures;
use crate::ids::{ClusterId, ImageId};
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

#[test]
fn another_tab_takes_a_comparison_away() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    h.state_mut().window.view.selection.images = [3, 5].map(ImageId).into();
    h.run();
    h.key_press(Key::C);
    h.run();
    h.get_by_label("Two images");
    h.key_press_modifiers(Modifiers::COMMAND, Key::K);
    h.run();
    // What is typed into the palette is not for what lies under it.
    for key in [Key::C, Key::ArrowRight] {
        h.key_press(key);
        h.run();
    }
    h.get_by_label("Two images");
    assert_eq!(h.state().window.view.selection.images, [3, 5].map(ImageId).into());
    h.get_by_label("Find an action").type_text("Quality");
    h.run();
    h.key_press(Key::Enter);
    h.run();
    assert_eq!(h.state().window.view.tab, Tab::Quality);
    h.key_press(Key::G);
    h.run();
    assert_eq!(h.state().window.view.tab, Tab::Grid, "keys are alive");
    assert!(h.query_by_label("Two images").is_none());
}

#[test]
fn what_was_selected_elsewhere_and_is_hidden_is_not_selected() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    let view = &mut h.state_mut().window.view;
    (view.shown, view.tab) = (Shown::Cluster(ClusterId(1)), Tab::Quality);
    h.run();
    // As the review does with an image of Dogs.
    h.state_mut().window.view.selection.only(ImageId(300));
    h.run();
    h.key_press(Key::G);
    h.run();
    assert!(h.state().window.view.selection.images.is_empty());
    h.key_press(Key::X);
    h.run();
    assert!(h.state().asked.is_empty());
}

#[test]
fn slash_and_doubtful_images_lead_to_the_grid() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    h.key_press(Key::Q);
    h.run();
    h.key_press(Key::Slash);
    h.run();
    assert_eq!(h.state().window.view.tab, Tab::Grid);
    h.state_mut().window.view.tab = Tab::Quality;
    let (ctx, snapshot) = (h.ctx.clone(), h.state().snapshot.clone());
    h.state_mut().window.view.shown = Shown::Cluster(ClusterId(1));
    h.state_mut().window.do_command(Command::ReviewDoubtful, &ctx, &snapshot);
    h.run();
    assert_eq!(h.state().window.view.tab, Tab::Grid);
}
