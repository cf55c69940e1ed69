//! Sheets: several images at once, of which what does not belong is marked.

use super::*;

/// Proves the cluster of the tests by sheets of nine.
fn proving_by_sheets() -> (Harness<'static, Window>, Vec<ImageId>) {
    let mut window = Window::new(fake::snapshot(400, 4));
    window.review.prove(HERE);
    let sample = window.snapshot.cluster(HERE).expect("there").sample(&window.snapshot, 60);
    let mut h = harness(window);
    h.set_size(vec2(430.0, 560.0));
    h.run();
    h.key_press(Key::W);
    h.run();
    (h, sample)
}

fn on_sheet(h: &Harness<'_, Window>) -> Vec<ImageId> {
    h.state().review.sheet.as_ref().map_or_else(Vec::new, |sheet| sheet.images.clone())
}

fn cell(window: &Window, image: ImageId) -> String {
    format!("On the sheet: {}", window.snapshot.images.get(image).expect("known").path)
}

fn answers(right: &[ImageId], wrong: &[ImageId]) -> Change {
    let mut answers = SampleAnswers { cluster: HERE, right: right.to_vec(), wrong: wrong.to_vec() };
    answers.right.sort_unstable();
    answers.wrong.sort_unstable();
    Change::Edit(Edit::JudgeSample { answers: vec![answers] })
}

/// Lists come in the order of the sheet, and are sets.
fn sorted(change: Change) -> Change {
    match change {
        Change::Edit(Edit::JudgeSample { answers }) => {
            let mut answers = answers;
            for answer in &mut answers {
                answer.right.sort_unstable();
                answer.wrong.sort_unstable();
            }
            Change::Edit(Edit::JudgeSample { answers })
        }
        other => other,
    }
}

#[test]
fn what_does_not_belong_is_marked_and_the_rest_is_one_key() {
    let (mut h, sample) = proving_by_sheets();
    h.get_by_label("Which are not Sunflowers?");
    assert_eq!(on_sheet(&h), sample[..9], "the next of the random sample, in its order");
    h.get_by_label("All 9 belong");
    // By keys: the second in the second row; by the pointer: the last one.
    for key in [Key::ArrowDown, Key::ArrowRight, Key::Space] {
        h.key_press(key);
        h.run();
    }
    assert_eq!(h.state().state.selection.cursor, Some(sample[4]), "the inspector shows where the keyboard stands");
    h.get_by_label(&cell(h.state(), sample[8])).click();
    h.run();
    h.get_by_label("The other 7 belong");
    h.get_by_label("2 do not belong, 7 do.");
    assert_eq!(on_sheet(&h), sample[..9], "nothing has moved");
    h.key_press(Key::Enter);
    h.run();
    let right: Vec<ImageId> = [&sample[..4], &sample[5..8]].concat();
    assert_eq!(
        h.state().edits().into_iter().map(sorted).collect::<Vec<_>>(),
        [answers(&right, &[sample[4], sample[8]])]
    );
    assert_eq!(on_sheet(&h), sample[9..18]);
    h.get_by_label_contains("9 of ");
    h.get_by_label_contains(" checked, 7 right");
}

#[test]
fn backspace_goes_back_a_sheet_with_its_marks_before_the_engine_knows() {
    let (mut h, sample) = proving_by_sheets();
    for key in [Key::ArrowRight, Key::Space, Key::Enter, Key::Enter] {
        h.key_press(key);
        h.run();
    }
    assert_eq!((h.state().edits().len(), on_sheet(&h)), (2, sample[18..27].to_vec()));
    for (images, n_marked) in [(&sample[9..18], 0), (&sample[..9], 1)] {
        h.key_press(Key::Backspace);
        h.run();
        assert_eq!(on_sheet(&h), images);
        assert_eq!(h.state().review.sheet.as_ref().map(super::super::sheet::Sheet::n_marked), Some(n_marked));
    }
    assert!(h.state().edits().len() == 2 && h.state().asked.len() == 2, "undo waits for what it takes back");
    for _ in 0..2 {
        h.state_mut().settle();
        h.run();
        assert!(matches!(h.state().asked[..], [(_, Request::Undo)]), "a step for each sheet: {:?}", h.state().asked);
    }
    h.state_mut().settle();
    h.run();
    assert!(h.state().asked.is_empty());
    h.get_by_label_contains("Not checked yet. Check ");
    // One after the other, in the same order.
    h.key_press(Key::W);
    h.run();
    h.get_by_label("Is this Sunflowers?");
    h.get_by_label(&path(h.state(), sample[0]));
}

#[test]
fn sheets_of_the_queue_are_of_one_cluster_and_cleaning_begins_with_the_least_sure() {
    let mut window = Window::new(fake::snapshot(400, 4));
    let others = window.snapshot.clusters.iter().filter(|cluster| cluster.id != HERE);
    let other = others.map(|cluster| cluster.sample(&window.snapshot, 5)).find(|images| images.len() == 5);
    let other = other.expect("another cluster");
    window.fetcher.queue.splice(1..1, other.clone());
    let queue = window.fetcher.queue.clone();
    let mut h = harness(window);
    h.run();
    h.get_by_label("Sheet").click();
    h.run();
    let first = on_sheet(&h);
    assert_eq!((first[0], first[1]), (queue[0], queue[6]));
    h.key_press(Key::Enter);
    h.run();
    let is_sheet = |change: &Change| matches!(change, Change::Edit(Edit::JudgeSheet { answers }) if answers.right.len() == first.len());
    assert!(h.state().edits().iter().all(is_sheet), "it says nothing of purity");
    assert_eq!(on_sheet(&h), other);
    // Cleaning.
    h.get_by_label("Clean up a group").click();
    h.run();
    h.get_by_label("Click one to go through it, the least sure images first.");
    h.get_by_label_contains("Clean up Sunflowers: ").click();
    h.run();
    let view = Arc::clone(h.state().snapshot.cluster(HERE).expect("there"));
    let sure = |image: &ImageId| h.state().snapshot.label(*image).map_or(1.0, |label| label.confidence);
    let shown = on_sheet(&h);
    assert!(shown.windows(2).all(|pair| sure(&pair[0]) <= sure(&pair[1])));
    let open = view.members.iter().filter(|image| !shown.contains(image) && !first.contains(image));
    let open = open.filter(|image| h.state().snapshot.label(**image).is_some_and(|l| l.source == LabelSource::Machine));
    let least = open.map(sure).fold(f32::INFINITY, f32::min);
    assert!(shown.iter().all(|image| sure(image) <= least), "the least sure of all that are open");
    h.get_by_label_contains("in this group still to look at");
}

#[test]
fn other_keys_answer_nothing_on_a_sheet_and_an_image_in_no_group_is_asked_about_alone() {
    let (mut h, sample) = proving_by_sheets();
    for key in [Key::X, Key::Num2, Key::Slash] {
        h.key_press(key);
        h.run();
        h.get_by_label("On a sheet you only mark what does not belong. W shows one image at a time.");
    }
    assert!(h.state().edits().is_empty() && h.state().intents.is_empty());
    h.key_press(Key::S);
    h.run();
    assert_eq!((h.state().edits().len(), on_sheet(&h)), (0, sample[9..18].to_vec()), "it was passed over");
    let mut window = Window::new(fake::snapshot(400, 4));
    let free = window.snapshot.labels.iter().position(|label| label == &ImageLabel::default()).expect("one in none");
    window.fetcher.queue = vec![window.snapshot.images.rows[free].id];
    let mut h = harness(window);
    h.run();
    h.key_press(Key::W);
    h.run();
    h.get_by_label("What is this?");
}

#[test]
fn a_sheet_follows_the_room_and_what_others_decide() {
    let (mut h, sample) = proving_by_sheets();
    h.set_size(vec2(1200.0, 900.0));
    h.run();
    assert_eq!(on_sheet(&h), sample[..25]);
    h.key_press(Key::Space);
    h.run();
    h.set_size(vec2(430.0, 560.0));
    h.run();
    assert_eq!(on_sheet(&h), sample[..25], "what is marked stays");
    let window = h.state_mut();
    let row = window.snapshot.images.position(sample[1]).expect("known");
    Arc::make_mut(&mut window.snapshot.labels)[row].source = LabelSource::Confirmed;
    window.snapshot.revision += 1;
    h.run();
    assert_eq!((on_sheet(&h)[..2].to_vec(), on_sheet(&h).len()), (vec![sample[0], sample[2]], 24));
    assert_eq!(h.state().review.sheet.as_ref().map(super::super::sheet::Sheet::n_marked), Some(1));
    // What is refused comes back as it was marked.
    h.key_press(Key::Enter);
    h.run();
    let number = h.state().asked[0].0;
    let window = h.state_mut();
    window.review.note_end(number, Some("the disk is full"), &window.snapshot);
    h.run();
    h.get_by_label("The answer was not kept: the disk is full");
    assert_eq!((on_sheet(&h)[0], on_sheet(&h).len()), (sample[0], 24));
    assert_eq!(h.state().review.sheet.as_ref().map(super::super::sheet::Sheet::n_marked), Some(1));
}
