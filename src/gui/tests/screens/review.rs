//! The review within the window: its keys before those of commands, dialogs, undo, and what the engine says.

use super::{Screen, plain};
use crate::gui::frame::Tab;
use crate::gui::tests::fixtures;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{Answer, Change, Deed, Edit, LogEntry, Outcome, Request, Ticket};
use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use std::sync::Arc;

/// Proves the second cluster.
fn proving() -> Harness<'static, Screen> {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    h.get_by_label("Dogs, 190 images").click();
    h.run();
    h.key_press_modifiers(Modifiers::SHIFT, Key::R);
    h.run();
    h.get_by_label("Is this Dogs?");
    h
}

fn sample(h: &Harness<'_, Screen>, cluster: u32) -> Vec<ImageId> {
    let snapshot = &h.state().snapshot;
    snapshot.cluster(ClusterId(cluster)).expect("there").sample(snapshot, 20)
}

fn say(h: &mut Harness<'_, Screen>, outcomes: &[(u64, Outcome)]) {
    let first = h.state().snapshot.log.len() as u64;
    let entries = (first..).zip(outcomes);
    let entries = entries
        .map(|(seq, (n, outcome))| Arc::new(LogEntry { seq, ticket: Some(Ticket(*n)), outcome: outcome.clone() }));
    let log: Vec<_> = h.state().snapshot.log.iter().cloned().chain(entries).collect();
    h.state_mut().snapshot.log = Arc::new(log);
    h.state_mut().snapshot.revision += 1;
}

#[test]
fn r_leads_to_the_review_and_escape_back() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    h.key_press(Key::R);
    h.run();
    assert_eq!(h.state().window.view.tab, Tab::Review);
    h.get_by_label("Choosing the most doubtful images\u{2026}");
    h.get_by_label("151 of 982 confirmed");
    h.key_press(Key::Escape);
    h.run();
    assert_eq!(h.state().window.view.tab, Tab::Grid);
    h.get_by_label_contains("Review, ").click();
    h.run();
    assert_eq!(h.state().window.view.tab, Tab::Review);
}

#[test]
fn keys_of_the_review_come_before_commands() {
    let mut h = proving();
    let images = sample(&h, 2);
    for key in [Key::Enter, Key::N, Key::X] {
        h.key_press(key);
        h.run();
    }
    let judge = |at: usize, answer| {
        Change::Edit(Edit::Judge { cluster: ClusterId(2), image: images[at], answer, is_sample: true })
    };
    let mut expected = vec![judge(0, Answer::Right), judge(1, Answer::Wrong), judge(2, Answer::Junk)];
    assert_eq!(h.state().edits(), expected);
    assert!(h.state().window.dialog.is_none(), "N asks for no new cluster here");
    // Another cluster is looked up, or made.
    h.event(Event::Text("/".into()));
    h.run();
    h.get_by_label("Find a group by its name").type_text("boa");
    h.run();
    h.key_press(Key::Enter);
    h.run();
    expected.push(judge(3, Answer::Other(ClusterId(7))));
    assert_eq!(h.state().edits(), expected);
    h.key_press(Key::T);
    h.run();
    h.get_by_label("Find a group by its name").type_text("Owls");
    h.run();
    h.key_press(Key::Enter);
    h.run();
    expected.push(judge(4, Answer::Wrong));
    expected.push(Change::NewCluster { images: vec![images[4]], name: "Owls".into() });
    assert_eq!(h.state().edits(), expected);
}

#[test]
fn undo_takes_the_last_answer_back_and_what_is_refused_is_said() {
    let mut h = proving();
    let images = sample(&h, 2);
    h.key_press(Key::Enter);
    h.run();
    h.key_press(Key::Enter);
    h.run();
    h.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    h.run();
    assert_eq!(h.state().asked.len(), 2, "the answer is not known to be kept yet");
    h.get_by_label_contains("1 right");
    say(
        &mut h,
        &[
            (1, Outcome::Done(Deed::Edited, "Confirm 1 image".into())),
            (2, Outcome::Done(Deed::Edited, "Confirm 1 image".into())),
        ],
    );
    h.run();
    assert!(matches!(h.state().asked[2..], [Request::Undo]));
    assert!(h.query_by_label_contains("Dismiss:").is_none(), "answers are no news");
    let shown = h.state().window.view.selection.cursor;
    assert_eq!(shown, Some(images[1]));
    h.key_press(Key::N);
    h.run();
    say(&mut h, &[(3, Outcome::Done(Deed::Undone, "Undone".into())), (4, Outcome::Failed("the disk is full".into()))]);
    h.run();
    h.get_by_label("The answer was not kept: the disk is full");
    h.get_by_label_contains("Dismiss:");
    assert_eq!(h.state().window.view.selection.cursor, Some(images[1]));
}

#[test]
fn a_click_in_the_list_chooses_the_cluster_to_prove() {
    let mut h = proving();
    h.get_by_label("Boats, 46 images").click();
    h.run();
    h.get_by_label("Is this Boats?");
    h.key_press_modifiers(Modifiers::SHIFT, Key::N);
    h.run();
    h.get_by_label("Does it belong with these?");
    h.key_press(Key::G);
    h.run();
    h.get_by_label("Boats, 46 images").click();
    h.run();
    assert_eq!(h.state().window.view.tab, Tab::Grid);
}

#[test]
fn an_answer_for_an_image_that_is_not_asked_about_any_more_is_told() {
    let mut h = proving();
    h.key_press(Key::Enter);
    h.run();
    h.key_press(Key::T);
    h.run();
    say(&mut h, &[(1, Outcome::Failed("the disk is full".into()))]);
    h.run();
    h.get_by_label("Find a group by its name").type_text("boa");
    h.run();
    h.key_press(Key::Enter);
    h.run();
    assert_eq!(h.state().edits().len(), 1);
    assert!(h.query_all_by_label_contains("Another image is asked about now").next().is_some());
}

#[test]
fn answers_whose_entry_fell_out_of_the_log_are_done() {
    let mut h = proving();
    for _ in 0..2 {
        h.key_press(Key::Enter);
        h.run();
    }
    let outcome = || Outcome::Done(Deed::Edited, "Confirm 1 image".into());
    let done = |seq, ticket| Arc::new(LogEntry { seq, ticket, outcome: outcome() });
    h.state_mut().snapshot.log = Arc::new(vec![done(300, None), done(301, Some(Ticket(2)))]);
    h.state_mut().snapshot.revision += 1;
    h.run();
    h.key_press(Key::Backspace);
    h.run();
    assert!(matches!(h.state().asked[2..], [Request::Undo]), "nothing is on its way any more");
}

/// A key and its sign, as a keyboard sends them.
fn strokes(text: &str) -> Vec<Event> {
    let stroke = |letter: char| {
        let name = if letter == '/' { "Slash".to_owned() } else { letter.to_uppercase().to_string() };
        let key = |pressed| Event::Key {
            key: Key::from_name(&name).expect("a key"),
            physical_key: None,
            pressed,
            repeat: false,
            modifiers: Modifiers::NONE,
        };
        [key(true), Event::Text(letter.into()), key(false)]
    };
    text.chars().flat_map(stroke).collect()
}

fn press(key: Key, modifiers: Modifiers) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
}

#[test]
fn letters_that_are_typed_while_a_field_opens_are_in_it_and_are_no_commands() {
    // All at once, and some while the field opens.
    for cut in [1, 2, 4] {
        let mut h = proving();
        let images = sample(&h, 2);
        let (now, then) = "/boa".split_at(cut);
        h.input_mut().events.extend(strokes(now));
        h.step();
        h.input_mut().events.extend(strokes(then));
        h.step();
        h.run();
        h.key_press(Key::Enter);
        h.run();
        let answer = Answer::Other(ClusterId(7));
        let judge = Edit::Judge { cluster: ClusterId(2), image: images[0], answer, is_sample: true };
        assert_eq!(h.state().edits(), [Change::Edit(judge)], "cut after {cut}");
    }
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    h.get_by_label("Dogs, 190 images").click();
    h.run();
    // X puts into junk, N rejects, G and Q are tabs.
    h.input_mut().events.push(press(Key::F2, Modifiers::NONE));
    h.input_mut().events.extend(strokes("x"));
    h.step();
    h.input_mut().events.extend(strokes("n"));
    h.step();
    h.run();
    h.key_press(Key::Enter);
    h.run();
    assert_eq!(h.state().edits(), [Change::Edit(Edit::Rename { cluster: ClusterId(2), name: "xn".into() })]);
    h.input_mut().events.push(press(Key::K, Modifiers::COMMAND));
    h.input_mut().events.extend(strokes("qualit"));
    h.step();
    assert_eq!(h.state().window.view.tab, Tab::Grid);
    h.run();
    h.key_press(Key::Enter);
    h.run();
    assert_eq!((h.state().window.view.tab, h.state().edits().len()), (Tab::Quality, 1));
}
