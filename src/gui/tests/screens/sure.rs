//! Nothing big is done by one click or key: what touches more than fifty images is asked about first, whoever asked for it.

use super::{Screen, plain};
use crate::gui::command::Command;
use crate::gui::dialogs::Dialog;
use crate::gui::frame::{DraggedImages, Shown};
use crate::gui::tests::fixtures;
use crate::ids::{ClusterId, ImageId, Point};
use crate::session::protocol::{Change, Deed, Edit, LogEntry, Mark, Outcome, Request};
use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use std::sync::Arc;

fn ids(ids: impl IntoIterator<Item = u32>) -> Vec<ImageId> {
    ids.into_iter().map(ImageId).collect()
}

fn select(h: &mut Harness<'static, Screen>, images: impl IntoIterator<Item = u32>) {
    h.state_mut().window.view.selection.images = ids(images).into_iter().collect();
    h.run();
}

fn is_asked(h: &Harness<'static, Screen>) -> bool {
    matches!(h.state().window.dialog, Some(Dialog::Sure(_)))
}

fn screen() -> Harness<'static, Screen> {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    h
}

#[test]
fn a_whole_group_is_confirmed_after_its_least_sure_ones_were_shown() {
    let mut h = screen();
    let (ctx, snapshot) = (h.ctx.clone(), h.state().snapshot.clone());
    h.state_mut().window.view.shown = Shown::Cluster(ClusterId(1));
    h.run();
    h.state_mut().window.do_command(Command::ConfirmCluster, &ctx, &snapshot);
    h.run();
    assert!(h.state().asked.is_empty() && is_asked(&h));
    h.get_by_label("Confirm 176 images?");
    h.get_by_label_contains("These 12 are the least sure");
    // Of Cats, images 0 to 263, the last one is the least sure.
    h.get_by_label_contains("IMG_0263.jpg, ").click();
    h.run();
    h.get_by_label_contains("IMG_0262.jpg, ").click();
    h.run();
    h.get_by_label_contains("IMG_0262.jpg, ").click();
    h.run();
    h.get_by_label("Confirm 175 images?");
    h.key_press(Key::Enter);
    h.run();
    let images = ids(88..263);
    let edits = h.state().edits();
    let [Change::Edit(Edit::Confirm { images: confirmed, is_confirmed: true })] = edits.as_slice() else {
        panic!("{edits:?}")
    };
    let mut confirmed = confirmed.clone();
    confirmed.sort_unstable();
    assert_eq!(confirmed, images, "but for what was left out");
    assert!(h.state().window.dialog.is_none());
}

#[test]
fn fifty_go_at_once_and_fifty_one_are_asked_about() {
    let mut h = screen();
    select(&mut h, 200..250);
    h.key_press(Key::X);
    h.run();
    assert_eq!(h.state().edits(), [Change::Edit(Edit::Junk { images: ids(200..250) })]);
    select(&mut h, 200..251);
    h.key_press(Key::X);
    h.run();
    h.get_by_label("Put 51 images into Junk?");
    h.key_press(Key::Escape);
    h.run();
    assert!(h.state().window.dialog.is_none());
    assert_eq!(h.state().asked.len(), 1, "leaving changes nothing");
}

#[test]
fn several_changes_of_one_key_are_one_question() {
    let mut h = screen();
    // Forty of Cats and forty of Dogs: each alone would go at once.
    select(&mut h, (100..140).chain(360..400));
    h.key_press(Key::N);
    h.run();
    assert!(h.state().asked.is_empty());
    h.get_by_label_contains("40 in Cats");
    h.key_press(Key::Enter);
    h.run();
    let reject = |cluster, images| Change::Edit(Edit::Reject { cluster: ClusterId(cluster), images: ids(images) });
    assert_eq!(h.state().edits(), [reject(1, 100..140), reject(2, 360..400)]);
}

#[test]
fn a_drag_a_key_and_a_new_group_are_asked_about_too() {
    let mut h = screen();
    let snapshot = h.state().snapshot.clone();
    let moved = Edit::Move { images: ids(500..600), to: Some(ClusterId(1)) };
    let intent = || crate::gui::frame::Intent::Request(Request::edit(moved.clone()));
    h.state_mut().window.do_intent(intent(), &snapshot);
    h.run();
    h.get_by_label("Move 100 images to Cats?");
    h.get_by_label("Cancel").click();
    h.run();
    assert!(h.state().asked.is_empty() && !is_asked(&h));
    let dogs = h.get_by_label("Dogs, 190 images").rect().center();
    egui::DragAndDrop::set_payload(&h.ctx, DraggedImages(ids(500..600)));
    h.event(Event::PointerMoved(dogs));
    h.event(Event::PointerButton {
        pos: dogs,
        button: egui::PointerButton::Primary,
        pressed: false,
        modifiers: Modifiers::NONE,
    });
    h.run();
    h.get_by_label("Move 100 images to Dogs?");
    h.key_press(Key::Enter);
    h.run();
    assert_eq!(h.state().edits(), [Change::Edit(Edit::Move { images: ids(500..600), to: Some(ClusterId(2)) })]);
}

#[test]
fn enter_that_is_held_down_agrees_to_nothing() {
    let mut h = screen();
    h.state_mut().window.view.shown = Shown::Cluster(ClusterId(1));
    select(&mut h, 88..264);
    let enter = |pressed| Event::Key {
        key: Key::Enter,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    // The first one asks; those that follow without a release are the same press.
    for _ in 0..4 {
        h.event(enter(true));
        h.run();
    }
    assert!(h.state().asked.is_empty() && is_asked(&h));
    h.event(enter(false));
    h.event(enter(true));
    h.run();
    assert_eq!(h.state().edits().len(), 1);
}

#[test]
fn an_image_becomes_the_cover_of_its_group() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    let (ctx, snapshot) = (h.ctx.clone(), h.state().snapshot.clone());
    h.state_mut().window.do_command(Command::UseAsCover, &ctx, &snapshot);
    assert!(h.state().asked.is_empty(), "nothing is selected");
    h.state_mut().window.view.selection.only(ImageId(300));
    h.run();
    h.state_mut().window.do_command(Command::UseAsCover, &ctx, &snapshot);
    h.run();
    let mark = Mark::Cover(Some(ImageId(300)));
    assert_eq!(h.state().edits(), [Change::Edit(Edit::Mark { cluster: ClusterId(2), mark })]);
}

#[test]
fn the_grid_goes_on_after_many_were_agreed_to() {
    let mut h = screen();
    h.state_mut().window.view.shown = Shown::Cluster(ClusterId(1));
    h.run();
    let order = h.state().window.grid.order().to_vec();
    h.state_mut().window.view.selection.images = order[..60].iter().copied().collect();
    h.run();
    let (ctx, snapshot) = (h.ctx.clone(), h.state().snapshot.clone());
    h.state_mut().window.do_command(Command::Junk, &ctx, &snapshot);
    h.run();
    assert!(is_asked(&h));
    assert_eq!(h.state().window.view.selection.images.len(), 60, "nothing was done yet");
    h.key_press(Key::Enter);
    h.run();
    assert_eq!(h.state().edits().len(), 1);
    assert_eq!(h.state().window.view.selection.images, [order[60]].into());
}

/// The last change that is in force took a result.
fn after_a_result() -> Harness<'static, Screen> {
    let mut snapshot = fixtures::clustered();
    let all = [("Use the clusters of run 1", 0), ("Use the clusters of run 2", 1), ("Name Cats", 2)];
    snapshot.history = Arc::new(fixtures::history(&all, 3));
    let mut h = plain(Screen::new(snapshot));
    h.run();
    h
}

fn undo(h: &mut Harness<'static, Screen>) {
    h.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    h.run();
}

#[test]
fn a_result_is_taken_back_only_after_a_question_that_says_what_happens_to_the_groups() {
    let mut h = after_a_result();
    undo(&mut h);
    assert!(matches!(h.state().asked[..], [Request::Undo]) && h.state().window.dialog.is_none(), "a name is small");
    // The first undo is on its way: the next one is about what was before.
    undo(&mut h);
    assert_eq!(h.state().asked.len(), 1);
    h.get_by_label("Take back result 2?");
    h.get_by_label("The 8 groups of now go; those of result 1 come back, as they were then.");
    h.get_by_label_contains("Redo (");
    undo(&mut h);
    h.key_press(Key::Escape);
    h.run();
    assert_eq!((h.state().asked.len(), h.state().window.dialog.is_none()), (1, true), "leaving changes nothing");
    undo(&mut h);
    h.key_press(Key::Enter);
    h.run();
    assert!(matches!(h.state().asked[..], [Request::Undo, Request::Undo]) && h.state().window.dialog.is_none());
    // The list of changes asks as well.
    let snapshot = h.state().snapshot.clone();
    let beginning = crate::gui::frame::Intent::Request(Request::GoTo(Point::BEGINNING));
    h.state_mut().window.do_intent(beginning, &snapshot);
    h.run();
    h.get_by_label("All 8 groups go, and no image is in a group then.");
    h.get_by_label("Take it back").click();
    h.run();
    assert!(matches!(h.state().asked[2..], [Request::GoTo(Point::BEGINNING)]));
}

#[test]
fn what_was_taken_back_can_be_made_again_at_once() {
    let mut h = after_a_result();
    let mut say = |seq, deed, words: &str| {
        let outcome = Outcome::Done(deed, words.into());
        h.state_mut().snapshot.log = Arc::new(vec![Arc::new(LogEntry { seq, ticket: None, outcome })]);
        h.state_mut().snapshot.revision += 1;
        h.run();
        let name = match deed {
            Deed::Undone => "Redo this",
            Deed::Redone => "Undo this",
            _ => "Back to where it was before",
        };
        h.get_by_label(name).click();
        h.run();
        h.state_mut().asked.pop()
    };
    // Nothing was taken back: redo has nothing to do there.
    assert!(matches!(say(1, Deed::Redone, "Redone: Name Cats"), Some(Request::Undo)));
    assert!(matches!(say(2, Deed::Went { from: Point(3) }, "Went"), Some(Request::GoTo(Point(3)))));
    let mut snapshot = fixtures::clustered();
    snapshot.history = Arc::new(fixtures::history(&[("Name Cats", 0), ("Name Dogs", 1)], 1));
    h = plain(Screen::new(snapshot));
    h.run();
    let outcome = Outcome::Done(Deed::Undone, "Undone: Name Dogs".into());
    h.state_mut().snapshot.log = Arc::new(vec![Arc::new(LogEntry { seq: 3, ticket: None, outcome })]);
    h.state_mut().snapshot.revision += 1;
    h.run();
    h.get_by_label("Redo this").click();
    h.run();
    assert!(matches!(h.state().asked[..], [Request::Redo]));
}
