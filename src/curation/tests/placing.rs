//! New images that a machine places: what is touched, and what a sample says of a cluster that grows.

use super::*;
use crate::curation::proof::rank;

/// Run 3 knows images 1 to 8; these came after it.
fn place(placed: &[(u32, u32)], unplaced: &[u32]) -> Edit {
    Edit::Place {
        images: placed.iter().map(|(i, id)| (ImageId(*i), ClusterId(*id), Confidence::of(0.7))).collect(),
        unplaced: unplaced.iter().map(|i| (ImageId(*i), Confidence::of(0.2))).collect(),
    }
}

#[test]
fn new_images_are_placed_by_machine_and_nothing_else_is_touched() {
    let confirmed = Edit::Confirm { images: images(&[1]), is_confirmed: true };
    let junk = Edit::Junk { images: images(&[10]) };
    let mut history = history(&[adopt(3)]);
    let label = |history: &History, i| history.labels().label(ImageId(i));
    let before = history.labels().clone();
    history.apply(&place(&[(9, 2), (10, 1)], &[11]), &Runs).expect("possible");
    assert!(!history.is_edited_by_person() && history.n_to_learn() == 0);
    assert_eq!(history.undo_words().map(ToString::to_string).as_deref(), Some("Place 2 new images"));
    let by_machine =
        |cluster: Option<u32>, confidence| Label { cluster: cluster.map(ClusterId), confidence, ..Label::default() };
    assert_eq!(label(&history, 9), by_machine(Some(2), 0.7));
    assert_eq!(label(&history, 11), by_machine(None, 0.2));
    assert_eq!(label(&history, 12), Label::default(), "nobody looked at it");
    assert!(history.undo());
    assert_eq!(history.labels(), &before);

    // What a person decided about, what is in a cluster and what was rejected there stays.
    let reject = Edit::Reject { cluster: ClusterId(2), images: images(&[9]) };
    for edit in [confirmed, junk, reject] {
        history.apply(&edit, &Runs).expect("possible");
    }
    let before = history.labels().clone();
    let all = [(1, 3), (2, 4), (9, 2), (10, 1)];
    assert_eq!(history.check(&place(&all, &[1, 10]), &Runs), Err(EditError::NothingToDo));
    history.apply(&place(&[all.as_slice(), &[(12, 3)]].concat(), &[1, 2, 10]), &Runs).expect("12 is new");
    let changed: Vec<u32> = (0..=N).filter(|i| label(&history, *i) != before.label(ImageId(*i))).collect();
    assert_eq!(changed, [12]);
    let nowhere = EditError::UnknownCluster(ClusterId(99));
    assert_eq!(history.check(&place(&[(11, 99)], &[]), &Runs), Err(nowhere));
    assert_eq!(history.check(&place(&[], &[11]), &Runs).map(|_| ()), Ok(()));
    history.apply(&place(&[], &[11]), &Runs).expect("possible");
    assert_eq!(history.undo_words().map(ToString::to_string).as_deref(), Some("Find no group for 1 new image"));
    history.apply(&place(&[(11, 1)], &[]), &Runs).expect("looked at again");
    history.apply(&adopt(3), &Runs).expect("taken anew");
    assert_eq!(label(&history, 11), Label::default(), "it may fit a cluster of the next run");
}

#[test]
fn placed_images_join_what_a_sample_speaks_of() {
    let two = ClusterId(2);
    let judge = |image| Edit::Judge { cluster: two, image: ImageId(image), answer: Answer::Right, is_sample: true };
    let turn = |image: &u32| rank(two, ImageId(*image));
    let mut history = history(&[adopt(3)]);
    let late = |history: &History| history.labels().cluster(two).expect("there").late.to_vec();
    history.apply(&place(&[(9, 2)], &[]), &Runs).expect("possible");
    assert_eq!(late(&history), [], "no sample was drawn yet");
    assert!(history.undo());

    let members: Vec<u32> = history.labels().cluster(two).expect("there").members.iter().map(|image| image.0).collect();
    let first = *members.iter().min_by_key(|image| turn(image)).expect("members");
    history.apply(&judge(first), &Runs).expect("in turn");
    let new: Vec<u32> = (100..120).collect();
    let all: Vec<(u32, u32)> = new.iter().map(|image| (*image, 2)).collect();
    history.apply(&place(&all[..10], &[]), &Runs).expect("possible");
    history.apply(&place(&all[10..], &[]), &Runs).expect("possible");
    let passed: Vec<u32> = new.iter().copied().filter(|image| turn(image) < turn(&first)).collect();
    assert!(!passed.is_empty() && passed.len() < new.len(), "{passed:?}");
    assert_eq!(late(&history), images(&passed));
    assert_eq!(history.labels().cluster(two).expect("there").verdicts.len(), 1, "what was said still holds");
    let merge = Edit::Merge { into: two, from: vec![ClusterId(3)] };
    history.apply(&merge, &Runs).expect("possible");
    assert_eq!(late(&history), [], "the sample begins anew");
    assert!(history.undo() && late(&history) == images(&passed) && history.undo() && history.undo());
    assert_eq!(late(&history), []);
}

#[test]
fn a_confidence_is_the_same_number_after_the_journal() {
    for (p, expected) in [(0.5, 0.5), (1.0, 1.0), (2.0, 1.0), (0.123_46, 0.1235), (0.0, 0.0001), (f32::NAN, 0.0001)] {
        assert_eq!(Confidence::of(p).get(), expected);
        assert_eq!(Confidence::of(Confidence::of(p).get()), Confidence::of(p));
    }
    // Steps that are none.
    for sure in [vec![0], vec![0x91, 0x4e]] {
        let bytes = [vec![16, 1, 3], sure, vec![1, 0]].concat();
        assert_eq!(Edit::from_bytes(&bytes), Err(EditError::Unreadable));
    }
}
