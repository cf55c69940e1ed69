//! Naming: one group after the other without leaving the keyboard, a name that is there already, and where something goes.

use super::{Screen, plain};
use crate::gui::frame::Shown;
use crate::gui::tests::fixtures;
use crate::gui::tests::told::Told;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{Change, Deed, Edit, JobKind, LogEntry, Outcome, Request, Ticket};
use crate::session::{NameSource, Query, SuggestedName, Suggestions, models};
use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use std::sync::Arc;

const FIELD: &str = "Name of the group";

fn names(names: &[(&str, NameSource)]) -> Suggestions {
    let suggested = |(name, from): &(&str, NameSource)| SuggestedName { name: (*name).into(), from: *from, lead: 0.5 };
    Suggestions { names: names.iter().map(suggested).collect(), note: None }
}

/// A window that knows a name for the third group.
fn naming() -> Harness<'static, Screen> {
    let screen = Screen::new(fixtures::clustered());
    let of_third = [("forest", NameSource::Folder), ("tree", NameSource::Network)];
    screen.reader.tell(Told::Names(ClusterId(3), names(&of_third)));
    let mut h = plain(screen);
    h.run();
    h.key_press_modifiers(Modifiers::SHIFT, Key::F2);
    h.run();
    h
}

fn rename(cluster: u32, name: &str) -> Change {
    Change::Edit(Edit::Rename { cluster: ClusterId(cluster), name: name.into() })
}

fn shown(h: &Harness<'_, Screen>) -> Shown {
    h.state().window.view.shown
}

#[test]
fn groups_are_named_one_after_the_other() {
    let mut h = naming();
    assert_eq!(shown(&h), Shown::Cluster(ClusterId(3)), "the first that has no name");
    h.get_by_label("Call it forest (folder name)");
    h.key_press(Key::Enter);
    h.run();
    assert_eq!(shown(&h), Shown::Cluster(ClusterId(6)));
    h.get_by_label(FIELD).type_text("Sea");
    h.run();
    h.key_press(Key::Enter);
    h.run();
    assert_eq!(shown(&h), Shown::Cluster(ClusterId(8)));
    h.get_by_label(FIELD).type_text("Sky");
    h.run();
    h.key_press(Key::Enter);
    h.run();
    assert_eq!(h.state().edits(), [rename(3, "forest"), rename(6, "Sea"), rename(8, "Sky")]);
    assert!(h.query_by_label(FIELD).is_none());
    h.get_by_label("Every group has a name now.");
}

#[test]
fn letters_that_are_typed_on_while_the_next_field_opens_are_its_own() {
    let mut h = naming();
    let enter =
        Event::Key { key: Key::Enter, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE };
    // In one frame, as they come when the window is busy.
    h.input_mut().events.extend([Event::Text("Wood".into()), enter, Event::Text("M".into())]);
    h.step();
    h.event(Event::Text("p".into()));
    h.step();
    h.run();
    h.key_press(Key::Enter);
    h.run();
    assert_eq!(h.state().edits(), [rename(3, "Wood"), rename(6, "Mp")]);
    // Passed on and left, nothing is named.
    h.key_press(Key::PageDown);
    h.run();
    assert!(h.query_by_label(FIELD).is_none());
    assert_eq!(h.state().edits().len(), 2);
}

#[test]
fn a_suggestion_is_taken_and_written_on() {
    let mut h = naming();
    h.key_press(Key::Tab);
    h.run();
    h.get_by_label(FIELD).type_text(" path");
    h.run();
    h.key_press(Key::Enter);
    h.run();
    assert_eq!(h.state().edits(), [rename(3, "forest path")]);
    h.key_press(Key::Escape);
    h.run();
    assert!(h.query_by_label(FIELD).is_none());
    // A click on the name of the shown group opens it again.
    assert_eq!(shown(&h), Shown::Cluster(ClusterId(6)));
}

#[test]
fn a_group_that_is_left_without_a_name_is_not_said_to_have_one() {
    let mut h = naming();
    for _ in 0..3 {
        // Of the second and third nothing is suggested.
        h.key_press(Key::Enter);
        h.run();
    }
    assert_eq!(h.state().edits(), [rename(3, "forest")]);
    assert!(h.query_by_label(FIELD).is_none());
    assert!(h.query_by_label("Every group has a name now.").is_none());
}

#[test]
fn a_name_that_is_there_is_offered_as_a_merge() {
    let mut h = naming();
    h.get_by_label(FIELD).type_text("dogs");
    h.run();
    h.get_by_label("Merge into \u{201c}Dogs\u{201d}?");
    h.get_by_label("151 + 190 = 341 images");
    h.key_press(Key::Enter);
    h.run();
    let merge = Change::Edit(Edit::Merge { into: ClusterId(2), from: vec![ClusterId(3)] });
    assert_eq!(h.state().edits(), [merge]);
    assert_eq!(shown(&h), Shown::Cluster(ClusterId(6)), "and the next is named");
}

#[test]
fn a_picker_shows_the_nearest_first_and_keeps_its_size() {
    let screen = Screen::new(fixtures::clustered());
    screen.reader.tell(Told::Near(ClusterId(1), vec![(ClusterId(7), 0.9), (ClusterId(2), 0.5)]));
    screen.reader.tell(Told::Likely(vec![ImageId(5)], vec![(ClusterId(2), 0.9), (ClusterId(7), 0.1)]));
    let mut h = plain(screen);
    h.run();
    h.get_by_label("Cats, 264 images").click();
    h.run();
    h.key_press(Key::M);
    h.run();
    let (title, last) = (h.get_by_label("Merge with").rect(), h.get_by_label("Nearest first").rect());
    let top = |h: &Harness<'_, Screen>, name: &str| h.get_by_label(name).rect().top();
    assert!(top(&h, "To Boats") < top(&h, "To Dogs"));
    h.get_by_label("Find a group by its name").type_text("do");
    h.run();
    assert!(h.query_by_label("To Boats").is_none());
    assert_eq!((h.get_by_label("Merge with").rect(), h.get_by_label("Nearest first").rect()), (title, last));
    h.key_press(Key::Escape);
    h.run();
    h.state_mut().window.view.selection.only(ImageId(5));
    h.run();
    h.key_press(Key::T);
    h.run();
    assert!(top(&h, "To Dogs") < top(&h, "To Boats"));
    h.key_press(Key::ArrowDown);
    h.run();
    h.key_press(Key::Enter);
    h.run();
    let moved = Change::Edit(Edit::Move { images: vec![ImageId(5)], to: Some(ClusterId(7)) });
    assert_eq!(h.state().edits(), [moved]);
}

#[test]
fn words_that_are_not_known_are_learned_by_one_button_and_searched_for_again() {
    let screen = Screen::new(fixtures::clustered());
    let query = Query::Text("crimson minivan".into());
    screen.reader.tell(Told::Unfound(query, "It has no word for that.".into()));
    let mut h = plain(screen);
    h.run();
    h.state_mut().window.search.for_words("crimson minivan");
    h.run();
    let title = "\u{201c}crimson minivan\u{201d} has words that this project does not know";
    h.get_by_label(title);
    let megabytes = models::words().megabytes;
    let text = if models::is_complete(models::words()) {
        "Look at the images and search".to_owned()
    } else {
        format!("Download {megabytes} MB and search")
    };
    h.get_by_label(&text).click();
    h.run();
    assert!(matches!(&h.state().asked[..], [Request::LearnWords(name)] if name == models::words().name));
    let job = fixtures::job(JobKind::Download);
    h.state_mut().snapshot.job = Some(job);
    h.state_mut().snapshot.revision += 1;
    h.run();
    h.get_by_label("Progress of the search by words");
    let entry = |seq, outcome| Arc::new(vec![Arc::new(LogEntry { seq, ticket: Some(Ticket(1)), outcome })]);
    h.state_mut().snapshot.job = None;
    h.state_mut().snapshot.revision += 1;
    h.state_mut().snapshot.log = entry(1, Outcome::Done(Deed::Told, "Known.".into()));
    h.run_steps(4);
    let offer = h.state().window.words.as_ref().expect("found no more than before");
    assert!(!offer.is_asked(), "it was searched for again");
    assert_eq!(h.state().asked.len(), 1);
}

#[test]
fn all_suggested_names_are_taken_before_an_export_and_typed_ones_stay() {
    let screen = Screen::new(fixtures::clustered());
    for (cluster, name) in [(3, "dog"), (6, "sea"), (8, "sky")] {
        screen.reader.tell(Told::Names(ClusterId(cluster), names(&[(name, NameSource::Folder)])));
    }
    let mut h = plain(screen);
    h.run();
    h.key_press_modifiers(Modifiers::COMMAND, Key::E);
    h.run();
    h.get_by_label("Name of Group 3").focus();
    h.run();
    h.get_by_label("Name of Group 3").type_text("Owls");
    h.run();
    h.get_by_label("Use all 2 suggestions").click();
    h.run();
    let value = |name: &str| h.get_by_label(name).accesskit_node().value();
    assert_eq!(value("Name of Group 3").as_deref(), Some("Owls"));
    assert_eq!(value("Name of Group 6").as_deref(), Some("sea"));
    assert_eq!(value("Name of Group 8").as_deref(), Some("sky"));
    assert!(h.query_by_label("Use all 2 suggestions").is_none());
}

#[test]
fn a_group_is_found_by_what_it_may_be_called() {
    let screen = Screen::new(fixtures::clustered());
    screen.reader.tell(Told::Names(ClusterId(3), names(&[("forest", NameSource::Folder)])));
    let mut h = plain(screen);
    h.run();
    h.get_by_label("Cats, 264 images").click();
    h.run();
    h.key_press(Key::M);
    h.run();
    h.get_by_label("Find a group by its name").type_text("fore");
    h.run();
    h.get_by_label("To Group 3, maybe forest");
    assert!(h.query_by_label("To Boats").is_none());
    h.key_press(Key::Escape);
    h.run();
    h.key_press_modifiers(Modifiers::COMMAND, Key::F);
    h.run();
    h.event(Event::Text("fore".into()));
    h.run();
    h.get_by_label_contains("Go to Group 3");
    h.key_press(Key::Enter);
    h.run();
    assert_eq!(shown(&h), Shown::Cluster(ClusterId(3)));
}
