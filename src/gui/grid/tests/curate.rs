//! Filtering by terms, inverting, comparing and taking back what the pointer began.

use super::{cell, center, without_adapter};
use crate::gui::frame::{DraggedImages, Intent, Shown, Sort};
use crate::session::protocol::{Change, ClusterView, Edit, Request};
use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT, Queryable};

#[test]
fn terms_filter_and_what_is_wrong_with_them_is_said() {
    let mut harness = without_adapter(60);
    harness.state_mut().state.filter = "sure<abc".into();
    harness.run();
    harness.get_by_label("sure<abc has no number from 0 to 100.");
    harness.get_by_label("60 images");
    harness.state_mut().state.filter = "group:sunflowers conf<90%".into();
    harness.run();
    let window = harness.state();
    let sunflowers = &window.snapshot.clusters.iter().find(|cluster| cluster.name == "Sunflowers").expect("there");
    let n = sunflowers.confidences.iter().filter(|confidence| **confidence < 0.9).count();
    assert!(n > 0);
    harness.get_by_label(&format!("{n} of 60 images"));
    harness.get_by_label("Take away group:sunflowers").click();
    harness.run();
    assert_eq!(harness.state().state.filter, "sure<0.9");
    harness.state_mut().state.filter = "group:zebra".into();
    harness.run();
    harness.get_by_label("No group has \u{201c}zebra\u{201d} in its name.");
    harness.get_by_label("No image matches group:zebra");
}

#[test]
fn what_has_a_name_is_kept_and_what_has_none_is_typed_elsewhere() {
    let mut harness = without_adapter(60);
    harness.run();
    assert!(harness.query_by_label("Saved filters").is_none(), "there is none, and nothing to save");
    harness.state_mut().state.filter = "sure<60% dup:yes ".into();
    harness.run();
    harness.get_by_label("Saved filters").click();
    harness.run();
    assert_eq!(harness.query_all_by_role(Role::TextInput).count(), 1, "the field for a name alone");
    harness.get_by_label("dup:yes has to wait: the images are still being compared.");
    harness.get_by_role_and_label(Role::TextInput, "Name for this filter").focus();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Name for this filter").type_text("Weak twins");
    harness.run();
    harness.get_by_label("Save").click();
    harness.run();
    harness.state_mut().state.filter.clear();
    harness.run();
    harness.get_by_label("Weak twins").click();
    harness.run();
    assert_eq!(harness.state().state.filter, "sure<60% dup:yes");
    harness.get_by_label("Delete the saved filter Weak twins").click();
    harness.run();
    assert!(harness.state().state.saved_filters.is_empty());
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label("Save").is_none());
    harness.state_mut().state.filter.clear();
    harness.run();
    assert!(harness.query_by_label("Saved filters").is_none());
}

#[test]
fn a_folder_narrows_and_combines_with_other_terms() {
    let mut harness = without_adapter(60);
    let mut images = (*harness.state().snapshot.images).clone();
    for (at, info) in images.rows.iter_mut().enumerate().filter(|(at, _)| at % 3 == 0) {
        info.path = format!("holiday/day {}/image_{at:04}.jpg", at % 2 + 1).into();
    }
    harness.state_mut().snapshot.images = std::sync::Arc::new(images);
    harness.state_mut().snapshot.revision += 1;
    harness.state_mut().state.filter = "image_00".into();
    harness.run();
    harness.get_by_label("Folders").click();
    harness.run();
    assert!(harness.query_by_label("day 1, 10 images").is_none(), "it is closed");
    harness.get_by_label("Open holiday").click();
    harness.run();
    harness.get_by_label("day 1, 10 images").click();
    harness.run();
    assert_eq!(harness.state().state.filter, "image_00 folder:\"holiday/day 1\"");
    harness.get_by_label("10 of 60 images");
    harness.get_by_label("All folders, 60 images").click();
    harness.run();
    assert_eq!(harness.state().state.filter, "image_00");
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
    harness.get_by_label("2 images");
    harness.get_by_label("4 of 60");
    harness.get_by_label("holiday/image_0001.jpg");
    harness.key_press(Key::Plus);
    harness.run();
    harness.key_press(Key::ArrowLeft);
    harness.key_press(Key::ArrowLeft);
    harness.run();
    harness.get_by_label("1 of 60");
    assert_eq!(harness.state().selected(), [0, 1], "past the left one");
    harness.get_by_label("Next").click();
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
    assert!(harness.query_by_label("2 images").is_none());
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
    harness.get_by_label("Size of the pictures");
}

#[test]
fn every_order_is_listed_and_says_why_it_can_not_be_had() {
    let mut harness = without_adapter(60);
    harness.run();
    harness.get_by_label("Order: By name").click();
    harness.run();
    assert!(
        harness.get_by_label("Most typical first").accesskit_node().is_disabled(),
        "nothing is known of neighbours"
    );
    for name in ["Surest first", "Oldest first", "Random"] {
        assert!(!harness.get_by_label(name).accesskit_node().is_disabled(), "{name}");
    }
    harness.get_by_label("Largest first").click();
    harness.run();
    assert_eq!(harness.state().state.sort, Sort::Largest);
    harness.get_by_label("Order: Largest first");
    harness.state_mut().state.sort = Sort::Oldest;
    harness.run();
    harness.get_by_label("Order: Reading dates\u{2026}");
}

#[test]
fn what_leaves_is_marked_and_goes_on_request() {
    let mut harness = without_adapter(60);
    let (shown, other) = (harness.state().snapshot.clusters[0].clone(), harness.state().snapshot.clusters[1].clone());
    harness.state_mut().state.shown = Shown::Cluster(shown.id);
    harness.state_mut().state.sort = Sort::MostConfident;
    harness.run();
    assert!(harness.query_by_label_contains("Refresh order").is_none());
    let image = shown.members[1];
    let snapshot = &mut harness.state_mut().snapshot;
    let row = snapshot.images.position(image).expect("there");
    let mut labels = snapshot.labels.to_vec();
    labels[row].cluster = Some(other.id);
    snapshot.labels = std::sync::Arc::new(labels);
    let mut clusters = snapshot.clusters.to_vec();
    let members = shown.members.iter().copied().filter(|member| *member != image).collect();
    clusters[0] = std::sync::Arc::new(ClusterView { members: std::sync::Arc::new(members), ..(*shown).clone() });
    snapshot.clusters = std::sync::Arc::new(clusters);
    snapshot.revision += 1;
    harness.run();
    let path = harness.state().snapshot.images.rows[row].path.to_string();
    let gone = format!("no longer here: {}", other.name);
    let cell = harness.get_by_label_contains(&gone);
    assert!(cell.accesskit_node().label().is_some_and(|label| label.contains(&path)));
    harness.get_by_label(&format!("{} images", shown.members.len() - 1));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run();
    assert_eq!(harness.state().selected().len(), shown.members.len() - 1, "what is gone is not meant");
    harness.get_by_label("Refresh order").click();
    harness.run();
    assert!(harness.query_by_label_contains(&gone).is_none());
    assert!(harness.query_by_label_contains("Refresh order").is_none());
}
