//! Keys: each is one answer, in its order, about the image that was shown.

use super::*;
use crate::gui::review::numbers::Numbers;

/// A queue whose evidence is not there yet.
fn without_evidence() -> (Harness<'static, Window>, Vec<ImageId>) {
    let mut window = Window::new(fake::snapshot(400, 4));
    window.fetcher.is_slow = true;
    let mut h = harness(window);
    h.run();
    let queue = h.state().fetcher.queue.clone();
    (h, queue)
}

#[test]
fn a_whole_review_goes_by_keys_alone() {
    let mut h = harness(Window::new(fake::snapshot(400, 4)));
    h.run();
    let queue = h.state().fetcher.queue.clone();
    h.get_by_label("Is this Sunflowers?");
    h.get_by_label("1: Sunflowers, 83 %");
    assert_eq!(h.state().state.selection.cursor, Some(queue[0]), "the inspector shows it");
    for key in [Key::Enter, Key::Num2, Key::N, Key::X, Key::Space, Key::Num1, Key::S] {
        h.key_press(key);
        h.run();
    }
    let said = [Answer::Right, Answer::Other(ClusterId(3)), Answer::Wrong, Answer::Junk, Answer::Right, Answer::Right];
    let expected: Vec<_> = queue.iter().zip(said).map(|(image, answer)| judge(*image, answer, false)).collect();
    assert_eq!(h.state().edits(), expected);
    h.get_by_label(&path(h.state(), queue[7]));
    h.get_by_label_contains("6 answered");

    // Back: first to what was passed over, then the last answer is taken back, once the engine has it.
    h.key_press(Key::Backspace);
    h.run();
    h.get_by_label(&path(h.state(), queue[6]));
    h.key_press(Key::Backspace);
    h.run();
    h.get_by_label(&path(h.state(), queue[5]));
    assert_eq!(h.state().asked.len(), 6);
    h.state_mut().settle();
    h.run();
    assert!(matches!(h.state().asked[..], [(_, Request::Undo)]), "{:?}", h.state().asked);
    h.key_press(Key::Num9);
    h.run();
    h.get_by_label("No group has the number 9. Press / to look one up.");
    h.key_press(Key::Escape);
    h.run();
    assert_eq!(h.state().state.tab, Tab::Grid);
}

#[test]
fn ten_keys_in_one_frame_are_ten_answers_and_a_held_key_is_one() {
    let mut h = harness(Window::new(fake::snapshot(400, 4)));
    h.run();
    let queue = h.state().fetcher.queue.clone();
    let keys = [Key::Enter, Key::Num2].into_iter().cycle().take(10);
    h.input_mut().events.extend(keys.flat_map(press));
    h.step();
    let answers = [Answer::Right, Answer::Other(ClusterId(3))].into_iter().cycle();
    let expected: Vec<_> =
        queue.iter().zip(answers).take(10).map(|(image, answer)| judge(*image, answer, false)).collect();
    assert_eq!(h.state().edits(), expected);
    h.key_down(Key::Enter);
    h.step();
    h.key_down(Key::Enter);
    h.step();
    h.key_down(Key::Enter);
    h.step();
    assert_eq!(h.state().edits().len(), 11);
}

#[test]
fn a_number_waits_for_the_evidence_and_what_follows_waits_for_it() {
    let mut window = Window::new(fake::snapshot(400, 4));
    window.fetcher.is_slow = true;
    let mut h = harness(window);
    h.run();
    h.get_by_label_contains("Looking up which groups are likely");
    h.input_mut().events.extend([Key::Num2, Key::Enter].into_iter().flat_map(press));
    h.step();
    assert!(h.state().asked.is_empty());
    h.state_mut().fetcher.is_slow = false;
    h.step();
    let queue = h.state().fetcher.queue.clone();
    let expected = [judge(queue[0], Answer::Other(ClusterId(3)), false), judge(queue[1], Answer::Right, false)];
    assert_eq!(h.state().edits(), expected);
}

#[test]
fn what_is_typed_after_a_slash_that_waits_is_no_answer() {
    let (mut h, queue) = without_evidence();
    for key in [Key::Num2, Key::Slash, Key::X] {
        h.key_press(key);
        h.step();
    }
    h.event(Event::Text("x".into()));
    h.step();
    h.state_mut().fetcher.is_slow = false;
    h.step();
    assert_eq!(h.state().edits(), [judge(queue[0], Answer::Other(ClusterId(3)), false)]);
    let chosen = h.state().intents.iter().find_map(|intent| match intent {
        Intent::ChooseAnswer { image, typed } => Some((*image, typed.clone())),
        _ => None,
    });
    assert_eq!(chosen, Some((queue[1], "x".to_owned())));
    // What follows in the same frame is for the field too.
    h.input_mut().events.extend([Key::Slash, Key::X].into_iter().flat_map(press));
    h.step();
    h.step();
    assert_eq!(h.state().edits().len(), 1);
}

#[test]
fn a_number_that_waits_is_taken_back_left_and_never_meant_for_another_image() {
    let (mut h, queue) = without_evidence();
    for key in [Key::Num2, Key::Backspace, Key::Enter] {
        h.key_press(key);
        h.step();
    }
    assert_eq!(h.state().edits(), [judge(queue[0], Answer::Right, false)]);
    // The answer before is refused: its image comes back before the number was understood.
    h.key_press(Key::Num2);
    h.step();
    let window = h.state_mut();
    window.review.note_end(window.asked[0].0, Some("the disk is full"), &window.snapshot);
    window.fetcher.is_slow = false;
    h.run();
    h.get_by_label(&path(h.state(), queue[0]));
    assert_eq!(h.state().edits().len(), 1);
    // Another image is asked about by a click.
    h.state_mut().fetcher.is_slow = true;
    h.state_mut().review.evidence.clear();
    h.state_mut().review.numbers = Numbers::default();
    h.key_press(Key::Num2);
    h.step();
    h.get_by_label("Check a group").click();
    h.step();
    h.state_mut().review.prove(HERE);
    h.state_mut().fetcher.is_slow = false;
    h.run();
    assert_eq!(h.state().edits().len(), 1);
    h.state_mut().fetcher.is_slow = true;
    h.state_mut().review.evidence.clear();
    h.state_mut().review.numbers = Numbers::default();
    h.key_press(Key::Num2);
    h.step();
    h.key_press(Key::Escape);
    h.step();
    assert_eq!((h.state().state.tab, h.state().edits().len()), (Tab::Grid, 1));
}

#[test]
fn an_image_in_no_cluster_is_put_into_one_by_number() {
    let mut window = Window::new(fake::snapshot(400, 4));
    let free =
        window.snapshot.labels.iter().position(|label| label.cluster.is_none() && label.source == LabelSource::Machine);
    let free = window.snapshot.images.rows[free.expect("every 11th is in none")].id;
    window.fetcher.queue.insert(0, free);
    let mut h = harness(window);
    h.run();
    h.get_by_label("What is this?");
    h.key_press(Key::Enter);
    h.run();
    h.get_by_label_contains("It is in no group yet");
    h.key_press(Key::Num2);
    h.run();
    assert_eq!(h.state().edits(), [Change::Edit(Edit::Move { images: vec![free], to: Some(ClusterId(3)) })]);
}

#[test]
fn a_number_means_the_same_group_for_the_whole_sitting() {
    let mut h = harness(Window::new(fake::snapshot(400, 6)));
    h.run();
    let listed = |h: &Harness<'_, Window>| {
        ["1: Sunflowers", "2: Harbour at dusk", "3: Group 2"]
            .iter()
            .all(|name| h.query_by_label_contains(name).is_some())
    };
    assert!(listed(&h));
    for _ in 0..5 {
        h.key_press(Key::Enter);
        h.run();
        assert!(listed(&h));
    }
    // A key of its own wins its number, and the group that had it waits for another.
    let at = h.state().snapshot.clusters.iter().position(|cluster| cluster.id == ClusterId(5)).expect("there");
    let snapshot = &mut h.state_mut().snapshot;
    Arc::make_mut(&mut Arc::make_mut(&mut snapshot.clusters)[at]).hot_key = Some(2);
    h.run();
    h.get_by_label_contains("1: Sunflowers");
    h.get_by_label_contains("2: Old bicycles");
    h.get_by_label_contains("4: Harbour at dusk");
}
