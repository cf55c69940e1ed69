//! What people say changes nothing of what a machine found, and answers about a sample hold where they still speak of it.

use super::*;

#[test]
fn a_split_confirms_only_the_parts_that_a_person_says() {
    use Source::{Confirmed, Machine};

    let confirm = Edit::Confirm { images: images(&[4, 8]), is_confirmed: true };
    let split = |confirmed: &[u32]| Edit::Split {
        cluster: ClusterId(1),
        parts: vec![(ClusterId(5), String::new(), images(&[8])), (ClusterId(6), String::new(), images(&[12]))],
        confirmed: Some(confirmed.iter().copied().map(ClusterId).collect()),
    };
    let sources = |confirmed: &[u32]| {
        let history = history(&[adopt(1), confirm.clone(), split(confirmed)]);
        [4, 8, 12].map(|image| history.labels().label(ImageId(image)).source)
    };
    assert_eq!(sources(&[]), [Confirmed, Machine, Machine], "what was said of the whole is said of what stays");
    assert_eq!(sources(&[6]), [Confirmed, Machine, Confirmed]);
    assert_eq!(sources(&[5, 1]), [Confirmed, Confirmed, Machine]);
    let whole = history(&[adopt(1), split(&[1])]);
    assert_eq!(whole.labels().label(ImageId(4)).source, Confirmed);
}

#[test]
fn clusters_know_what_they_are_made_of() {
    let split = Edit::Split {
        cluster: ClusterId(1),
        parts: vec![(ClusterId(5), String::new(), images(&[8]))],
        confirmed: Some(vec![]),
    };
    let merge = |into: u32, from: u32| Edit::Merge { into: ClusterId(into), from: vec![ClusterId(from)] };
    let made = Edit::NewCluster { id: ClusterId(6), name: "Owls".into(), images: images(&[3]) };
    let mut history = history(&[adopt(1), split, merge(2, 5), made]);
    let of = |history: &History, id| history.labels().cluster(ClusterId(id)).expect("there").made_of.to_vec();
    assert_eq!([1, 2, 6].map(|id| of(&history, id)), [vec![0], vec![0, 1], vec![]]);
    history.apply(&merge(2, 1), &Runs).expect("possible");
    assert_eq!(of(&history, 2), [0, 1], "a part that comes back counts once");
    let two_to_one =
        Edit::AdoptRun { run: RunId(1), mapping: (0..4).map(|c| (c, ClusterId(c / 2 + 1))).collect(), order: vec![] };
    history.apply(&two_to_one, &Runs).expect("possible");
    assert_eq!([1, 2, 6].map(|id| of(&history, id)), [vec![0, 1], vec![2, 3], vec![]]);
}

/// Cluster 2 has images 1, 5 and 9 by run 1; run 2 takes 9 away and brings 2, 6 and 10.
fn sampled(answers: &[(u32, Answer)]) -> History {
    let judge = |(image, answer): &(u32, Answer)| Edit::Judge {
        cluster: ClusterId(2),
        image: ImageId(*image),
        answer: *answer,
        is_sample: true,
    };
    history(&[adopt(1)].into_iter().chain(answers.iter().map(judge)).collect::<Vec<_>>())
}

fn verdicts(history: &History) -> Vec<(u32, bool)> {
    let cluster = history.labels().cluster(ClusterId(2)).expect("there");
    cluster.verdicts.iter().map(|verdict| (verdict.image.0, verdict.is_right)).collect()
}

#[test]
fn right_answers_survive_a_run_and_what_it_brings_is_asked_about_next() {
    let mut history = sampled(&[(1, Answer::Right), (5, Answer::Right)]);
    history.apply(&adopt(2), &Runs).expect("another run");
    assert_eq!(verdicts(&history), [(1, true), (5, true)]);
    let cluster = history.labels().cluster(ClusterId(2)).expect("there");
    let last = [1, 5].map(|image| super::super::proof::rank(ClusterId(2), ImageId(image))).into_iter().max();
    let is_late = |image: &ImageId| {
        history.labels().label(*image).source == Source::Machine
            && Some(super::super::proof::rank(ClusterId(2), *image)) < last
    };
    let late: Vec<ImageId> = cluster.members.iter().copied().filter(is_late).collect();
    assert_eq!(*cluster.late, late, "images whose turn would have been before");
    assert!(history.undo());
    assert_eq!(verdicts(&history), [(1, true), (5, true)]);
}

#[test]
fn a_sample_with_a_wrong_answer_survives_a_run_that_changes_nothing_of_the_cluster() {
    let mut history = sampled(&[(1, Answer::Right), (5, Answer::Wrong)]);
    history.apply(&adopt(1), &Runs).expect("the same again");
    assert_eq!(verdicts(&history), [(1, true), (5, false)]);
    history.apply(&adopt(2), &Runs).expect("another run, which may have mended more");
    assert_eq!(verdicts(&history), []);
}

proptest! {
    #[test]
    fn what_people_say_of_where_images_are_changes_nothing_of_how_sure_a_machine_is(
        edits in prop::collection::vec(any_edit(), 1..14),
    ) {
        let mut history = History::default();
        for edit in [adopt(1)].into_iter().chain(edits) {
            let before = history.labels().clone();
            if history.apply(&edit, &Runs).is_err() || !edit.is_by_person() {
                continue;
            }
            let after = history.labels();
            for image in (1..=N).map(ImageId) {
                let (was, is) = (before.label(image), after.label(image));
                // A merge moves images to where they are told to be, and so does a split.
                let is_kept = was.cluster == is.cluster || matches!(edit, Edit::Merge { .. } | Edit::Split { .. });
                let is_kept = is_kept && (is.cluster.is_some() || was == is);
                let expected = if is_kept { was.confidence } else { 0.0 };
                prop_assert_eq!(is.confidence.to_bits(), expected.to_bits(), "{:?}: {:?}", edit, image);
            }
        }
    }
}
