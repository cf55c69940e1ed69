//! What keys and the palette do to the images of the grid.

use super::{Screen, plain};
use crate::gui::command::Command;
use crate::gui::frame::{Shown, Sort, Tab};
use crate::gui::tests::fixtures;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::LabelSource;
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
    assert!(h.query_all_by_label_contains("Select two to six images to compare").next().is_some());
    h.state_mut().window.view.selection.images.insert(ImageId(5));
    h.run();
    h.key_press(Key::C);
    h.run();
    h.get_by_label("2 images");
    h.key_press(Key::X);
    h.run();
    assert!(h.state().edits().is_empty(), "X is not for what lies under it");
    h.key_press(Key::C);
    h.run();
    assert!(h.query_by_label("2 images").is_none(), "the same key closes it");
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
    h.get_by_label("Search").type_text("invert");
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
    h.get_by_label("2 images");
    h.key_press_modifiers(Modifiers::COMMAND, Key::K);
    h.run();
    // What is typed into the field is not for what lies under it.
    for key in [Key::C, Key::ArrowRight] {
        h.key_press(key);
        h.run();
    }
    assert_eq!(h.state().window.view.selection.images, [3, 5].map(ImageId).into());
    h.get_by_label("Search").type_text("Quality");
    h.run();
    h.key_press(Key::Enter);
    h.run();
    assert_eq!(h.state().window.view.tab, Tab::Quality);
    h.key_press(Key::G);
    h.run();
    assert_eq!(h.state().window.view.tab, Tab::Grid, "keys are alive");
    assert!(h.query_by_label("2 images").is_none());
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

/// The window after the engine did what it was asked for: the images are where they were put.
fn put(
    h: &mut egui_kittest::Harness<'_, Screen>,
    image: ImageId,
    change: impl Fn(&mut crate::session::protocol::ImageLabel),
) {
    let snapshot = &mut h.state_mut().snapshot;
    let row = snapshot.images.position(image).expect("there");
    let mut labels = snapshot.labels.to_vec();
    change(&mut labels[row]);
    let left = labels[row].cluster;
    snapshot.labels = std::sync::Arc::new(labels);
    let mut clusters = snapshot.clusters.to_vec();
    for cluster in clusters.iter_mut().map(std::sync::Arc::make_mut).filter(|cluster| left != Some(cluster.id)) {
        let members = cluster.members.iter().copied().filter(|member| *member != image).collect();
        cluster.members = std::sync::Arc::new(members);
    }
    snapshot.clusters = std::sync::Arc::new(clusters);
    snapshot.revision += 1;
}

#[test]
fn the_keyboard_goes_on_after_each_answer_in_the_order_as_it_stood() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    let view = &mut h.state_mut().window.view;
    (view.shown, view.sort) = (Shown::Cluster(ClusterId(1)), Sort::LeastConfident);
    h.run();
    let order = h.state().window.grid.order().to_vec();
    let cursor = |h: &egui_kittest::Harness<'_, Screen>| h.state().window.view.selection.cursor;
    h.state_mut().window.view.selection.only(order[0]);
    h.run();
    h.key_press(Key::X);
    h.run();
    assert_eq!(cursor(&h), Some(order[1]), "before the engine answered");
    put(&mut h, order[0], |label| (label.cluster, label.is_junk) = (None, true));
    h.run();
    h.key_press(Key::N);
    h.run();
    assert_eq!(cursor(&h), Some(order[2]));
    put(&mut h, order[1], |label| label.cluster = None);
    h.run();
    h.key_press(Key::Enter);
    h.run();
    assert_eq!(cursor(&h), Some(order[3]));
    put(&mut h, order[2], |label| label.source = LabelSource::Confirmed);
    h.run();
    assert_eq!(h.state().edits().len(), 3);
    assert_eq!(h.state().window.grid.order(), order, "nothing moved");
    assert_eq!(h.state().window.view.selection.images, [order[3]].into());
    // The viewer goes on in the same way, past what was confirmed before.
    h.state_mut().window.view.selection.only(order[2]);
    h.run();
    h.key_press(Key::Space);
    h.run();
    h.get_by_label_contains(&format!("3 of {}", order.len()));
    h.key_press(Key::Enter);
    h.run();
    assert_eq!((cursor(&h), h.state().edits().len()), (Some(order[3]), 3), "nothing is left to say of it");
    h.key_press(Key::X);
    h.run();
    assert_eq!((cursor(&h), h.state().edits().len()), (Some(order[4]), 4));
    h.get_by_label_contains(&format!("5 of {}", order.len()));
    h.key_press(Key::Q);
    h.run();
    assert_eq!(h.state().window.view.tab, Tab::Grid, "keys of what lies under it wait");
    h.key_press(Key::Space);
    h.run();
    assert_eq!(cursor(&h), Some(order[4]));
    h.key_press(Key::U);
    h.run();
    assert_eq!(h.state().window.grid.order().len(), order.len() - 2, "out of sight on request");
    h.key_press_modifiers(Modifiers::COMMAND, Key::Y);
    h.run();
}

#[test]
fn each_group_and_each_project_is_found_as_it_was_left() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    h.state_mut().window.view.shown = Shown::Cluster(ClusterId(1));
    h.run();
    h.key_press(Key::PageDown);
    h.key_press(Key::PageDown);
    h.run();
    let offset = h.state().window.grid.offset();
    assert!(offset > 20.0, "{offset}");
    h.state_mut().window.view.shown = Shown::Cluster(ClusterId(7));
    h.run();
    assert_eq!(h.state().window.grid.offset(), 0.0);
    h.state_mut().window.view.shown = Shown::Cluster(ClusterId(1));
    h.run();
    assert_eq!(h.state().window.grid.offset(), offset);
    let view = &mut h.state_mut().window.view;
    (view.sort, view.filter) = (Sort::Path, "IMG_0".into());
    h.run();
    let opened = h.state().snapshot.clone();
    h.state_mut().snapshot = crate::session::protocol::Snapshot { revision: 900, ..Default::default() };
    h.run();
    assert_eq!(h.state().window.view.shown, Shown::All);
    h.state_mut().snapshot = crate::session::protocol::Snapshot { revision: 901, ..opened };
    h.run();
    let view = &h.state().window.view;
    assert_eq!((view.shown, view.sort, view.filter.as_str()), (Shown::Cluster(ClusterId(1)), Sort::Path, "IMG_0"));
    assert_eq!(h.state().window.grid.offset(), offset);
}
