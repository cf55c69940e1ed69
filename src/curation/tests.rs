//! Apply then revert is nothing; every image is in one cluster at most; bytes come back as they went.

use super::edit::{Answer, Confidence, Edit, EditError, LabelledClass, Link, Mark, SampleAnswers, Topic};
use super::history::{History, Standing};
use super::labels::{About, Assignment, Label, Labels, RunAssignments, Source};
use crate::ids::{ClusterId, ImageId, RunId};
use proptest::prelude::*;
use std::sync::Arc;

mod branches;
mod bytes;
mod names;
mod placing;
mod sheet;
mod truth;

const N: u32 = 12;

/// Run r puts image i into cluster (i * r) % 4; run 3 does not have the last images.
struct Runs;

impl RunAssignments for Runs {
    fn assignment(&self, run: RunId) -> Option<Arc<Assignment>> {
        let images = (1..=if run.0 == 3 { N - 4 } else { N }).map(ImageId);
        (1..4).contains(&run.0).then(|| {
            Arc::new(Assignment {
                images: images.clone().collect(),
                clusters: images.clone().map(|i| (i.0 * run.0) % 4).collect(),
                confidence: images.map(|i| i.0 as f32 / 20.0).collect(),
            })
        })
    }
}

fn adopt(run: u32) -> Edit {
    Edit::AdoptRun { run: RunId(run), mapping: (0..4).map(|c| (c, ClusterId(c + 1))).collect(), order: vec![] }
}

fn images(ids: &[u32]) -> Vec<ImageId> {
    ids.iter().copied().map(ImageId).collect()
}

fn check_invariants(labels: &Labels) {
    let mut n = 0;
    for cluster in labels.clusters() {
        assert!(cluster.members.is_sorted(), "{cluster:?}");
        assert!(!cluster.members.is_empty() || cluster.about != About::default(), "{cluster:?}");
        assert!(cluster.id.0 < labels.next_cluster_id().0);
        assert!(cluster.number > 0 && cluster.made_of.is_sorted(), "{cluster:?}");
        let n_same_number = labels.clusters().filter(|other| other.number == cluster.number).count();
        assert_eq!(n_same_number, 1, "a number belongs to one cluster");
        n += cluster.members.len();
        for &image in cluster.members.iter() {
            assert_eq!(labels.label(image).cluster, Some(cluster.id));
            assert!(!labels.rejected().get(&image).is_some_and(|set| set.contains(&cluster.id)), "{image} is rejected");
        }
        let n_same_key = labels.clusters().filter(|other| other.about.hot_key == cluster.about.hot_key).count();
        assert!(cluster.about.hot_key.is_none() || n_same_key == 1, "a key belongs to one cluster");
    }
    assert!(labels.rejected().values().all(|set| !set.is_empty()));
    assert!(labels.links().keys().all(|[a, b]| a < b));
    assert_eq!(n, (0..=N).filter(|&i| labels.label(ImageId(i)).cluster.is_some()).count());
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let cluster = || (1..9u32).prop_map(ClusterId);
    let some = || prop::collection::btree_set(1..=N, 0..5).prop_map(|s| s.into_iter().map(ImageId).collect::<Vec<_>>());
    prop_oneof![
        (1..5u32).prop_map(adopt),
        (cluster(), "[a-c ]{0,3}").prop_map(|(cluster, name)| Edit::Rename { cluster, name }),
        (cluster(), prop::collection::vec(cluster(), 0..3)).prop_map(|(into, from)| Edit::Merge { into, from }),
        (some(), prop::option::of(cluster())).prop_map(|(images, to)| Edit::Move { images, to }),
        (cluster(), "[a-c]{0,2}", some()).prop_map(|(id, name, images)| Edit::NewCluster { id, name, images }),
        some().prop_map(|images| Edit::Junk { images }),
        (some(), any::<bool>()).prop_map(|(images, is_confirmed)| Edit::Confirm { images, is_confirmed }),
        (cluster(), prop::collection::vec((cluster(), "[a-c]{0,2}", some()), 0..3))
            .prop_map(|(cluster, parts)| Edit::Split { cluster, parts, confirmed: None }),
        (cluster(), 9..14u32, some(), prop::option::of(prop::collection::vec(1..14u32, 0..3))).prop_map(
            |(cluster, new, images, confirmed)| Edit::Split {
                cluster,
                parts: vec![(ClusterId(new), String::new(), images)],
                confirmed: confirmed.map(|ids| ids.into_iter().map(ClusterId).collect()),
            }
        ),
        (1..4u32, prop::collection::vec(cluster(), 0..4)).prop_map(|(run, order)| Edit::AdoptRun {
            run: RunId(run),
            mapping: (0..4).map(|c| (c, ClusterId(c / 2 + 1))).collect(),
            order,
        }),
        (cluster(), 9..14u32, some()).prop_map(|(cluster, new, images)| {
            Edit::Split { cluster, parts: vec![(ClusterId(new), String::new(), images)], confirmed: None }
        }),
        (cluster(), some()).prop_map(|(cluster, images)| Edit::Reject { cluster, images }),
        (cluster(), 1..=N, any_answer(), any::<bool>()).prop_map(|(cluster, image, answer, is_sample)| Edit::Judge {
            cluster,
            image: ImageId(image),
            answer,
            is_sample
        }),
        ([1..=N, 1..=N], any_link()).prop_map(|(pair, link)| Edit::Link { images: pair.map(ImageId), link }),
        ("[a-b ]{0,2}", prop::collection::vec(cluster(), 0..3))
            .prop_map(|(name, clusters)| Edit::Group { name, clusters }),
        (cluster(), any_mark()).prop_map(|(cluster, mark)| Edit::Mark { cluster, mark }),
        prop::collection::vec((cluster(), some(), some()), 0..3).prop_map(|answers| {
            let of = |(cluster, right, wrong)| SampleAnswers { cluster, right, wrong };
            Edit::JudgeSample { answers: answers.into_iter().map(of).collect() }
        }),
        (cluster(), some(), some())
            .prop_map(|(cluster, right, wrong)| Edit::JudgeSheet { answers: SampleAnswers { cluster, right, wrong } }),
        prop::collection::vec((cluster(), "[a-c ]{0,2}", some()), 0..3).prop_map(labelled),
        (1..12u32, some()).prop_map(|(id, images)| labelled([(ClusterId(id), "Owls".to_owned(), images)])),
        (0..4u32, 0..16u32).prop_map(|(number, which)| judged(number, |i| which >> (i / 4) & 1 == 1)),
        (0..4u32, 0..16u32).prop_map(|(number, which)| {
            let answers = match judged(number, |i| which >> (i / 4) & 1 == 1) {
                Edit::JudgeSample { mut answers } => answers.pop().unwrap_or_default(),
                _ => SampleAnswers::default(),
            };
            Edit::JudgeSheet { answers }
        }),
        (some(), some(), cluster(), 0..10_001u32).prop_map(|(images, unplaced, cluster, sure)| {
            let sure = Confidence::of(sure as f32 / 10_000.0);
            Edit::Place {
                images: images.into_iter().map(|image| (image, cluster, sure)).collect(),
                unplaced: unplaced.into_iter().map(|image| (image, sure)).collect(),
            }
        }),
    ]
}

fn labelled(classes: impl IntoIterator<Item = (ClusterId, String, Vec<ImageId>)>) -> Edit {
    let class = |(cluster, name, images)| LabelledClass { cluster, name, images };
    Edit::Label { classes: classes.into_iter().map(class).collect() }
}

/// Answers about all that run 1 puts into a cluster.
fn judged(number: u32, is_right: impl Fn(u32) -> bool) -> Edit {
    let members = (1..=N).filter(|i| i % 4 == number);
    let (right, wrong): (Vec<u32>, Vec<u32>) = members.partition(|i| is_right(*i));
    let answers = vec![SampleAnswers { cluster: ClusterId(number + 1), right: images(&right), wrong: images(&wrong) }];
    Edit::JudgeSample { answers }
}

fn any_answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        Just(Answer::Right),
        Just(Answer::Wrong),
        Just(Answer::Junk),
        (1..9u32).prop_map(|id| Answer::Other(ClusterId(id))),
    ]
}

fn any_link() -> impl Strategy<Value = Option<Link>> {
    prop_oneof![Just(None), Just(Some(Link::Same)), Just(Some(Link::Different))]
}

fn any_mark() -> impl Strategy<Value = Mark> {
    prop_oneof![
        prop::option::of(0..14u8).prop_map(Mark::Colour),
        prop::option::of(0..11u8).prop_map(Mark::HotKey),
        "[a-c ]{0,3}".prop_map(Mark::Note),
        prop::option::of((1..12u32).prop_map(ImageId)).prop_map(Mark::Cover),
    ]
}

proptest! {
    #[test]
    fn a_cluster_that_is_the_same_value_has_members_with_the_same_labels(edits in prop::collection::vec(any_edit(), 1..12), undone in 0..12usize) {
        let mut history = History::default();
        let check = |before: &Labels, after: &Labels| {
            for cluster in after.clusters() {
                if before.cluster(cluster.id).is_some_and(|other| Arc::ptr_eq(other, cluster)) {
                    assert!(cluster.members.iter().all(|image| before.label(*image) == after.label(*image)));
                }
            }
        };
        let mut points = vec![history.labels().clone()];
        for edit in [adopt(1)].into_iter().chain(edits) {
            if history.apply(&edit, &Runs).is_ok() {
                points.push(history.labels().clone());
            }
        }
        for _ in 0..undone {
            history.undo();
        }
        points.push(history.labels().clone());
        for (at, before) in points.iter().enumerate() {
            points[at..].iter().for_each(|after| check(before, after));
        }
    }

    #[test]
    fn apply_then_revert_is_nothing(edits in prop::collection::vec(any_edit(), 1..12)) {
        let mut labels = Labels::default();
        for edit in edits {
            let before = labels.clone();
            if let Ok(mut delta) = labels.delta(&edit, &Runs) {
                let is_nothing = delta.is_nothing(&labels);
                labels.swap(&mut delta);
                check_invariants(&labels);
                let after = labels.clone();
                prop_assert_eq!(is_nothing, after == before);
                labels.swap(&mut delta);
                prop_assert_eq!(&labels, &before);
                labels.swap(&mut delta);
                prop_assert_eq!(&labels, &after);
            }
        }
    }

    #[test]
    fn undo_all_then_redo_all_is_nothing(edits in prop::collection::vec(any_edit(), 1..12)) {
        let mut history = History::default();
        let n_done = edits.iter().filter(|edit| history.apply(edit, &Runs).is_ok()).count();
        let (after, words) = (history.labels().clone(), in_force(&history));
        for _ in 0..n_done {
            prop_assert!(history.undo());
        }
        prop_assert!(!history.undo());
        prop_assert_eq!(history.labels().clusters().count(), 0);
        for _ in 0..n_done {
            prop_assert!(history.redo());
        }
        check_invariants(history.labels());
        prop_assert_eq!(in_force(&history), words);
        prop_assert_eq!(history.labels(), &after);
    }

    #[test]
    fn bytes_come_back(edit in any_edit()) {
        prop_assert_eq!(Edit::from_bytes(&edit.to_bytes()), Ok(edit));
    }

    #[test]
    fn foreign_bytes_are_an_error_and_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        let _ = Edit::from_bytes(&bytes);
    }
}

/// The words of what is in force, oldest first.
fn in_force(history: &History) -> Vec<String> {
    let made = history.made().into_iter().filter(|made| made.standing == Standing::InForce);
    made.map(|made| made.words.to_string()).collect()
}

fn history(edits: &[Edit]) -> History {
    let mut history = History::default();
    for edit in edits {
        history.apply(edit, &Runs).expect("a valid edit");
    }
    history
}

#[test]
fn what_a_person_placed_or_confirmed_survives_a_later_run() {
    let placed = Edit::Move { images: images(&[1]), to: Some(ClusterId(4)) };
    let confirmed = Edit::Confirm { images: images(&[2]), is_confirmed: true };
    let named = Edit::Rename { cluster: ClusterId(3), name: " Cats ".into() };
    let history = history(&[adopt(1), placed, confirmed, named, adopt(2)]);
    let label = |i| history.labels().label(ImageId(i));
    let by =
        |cluster, confidence, source| Label { cluster: Some(ClusterId(cluster)), confidence, source, is_junk: false };
    assert_eq!(label(1), by(4, 0.0, Source::Placed), "no machine put it there");
    assert_eq!(label(2), by(3, 0.1, Source::Confirmed), "as sure as before");
    assert_eq!(label(3).cluster, Some(ClusterId(3)), "3 * 2 % 4 = 2, the third cluster");
    assert_eq!(history.labels().cluster(ClusterId(3)).expect("there").about.name.as_deref(), Some("Cats"));
    assert!(history.is_edited_by_person());
}

#[test]
fn junk_is_in_no_cluster_and_stays_junk_until_a_person_says_otherwise() {
    let junk = || Edit::Junk { images: images(&[1, 2]) };
    let mut history = history(&[adopt(1), junk(), adopt(2)]);
    let expected = Label { is_junk: true, source: Source::Placed, ..Label::default() };
    assert_eq!(history.labels().label(ImageId(1)), expected);
    assert_eq!(history.check(&junk(), &Runs), Err(EditError::NothingToDo));
    assert_eq!(in_force(&history)[1], "Put 2 images into Junk");
    history.apply(&Edit::Move { images: images(&[1]), to: None }, &Runs).expect("taken off the shelf");
    assert!(!history.labels().label(ImageId(1)).is_junk && history.labels().label(ImageId(2)).is_junk);
    let confirm = Edit::Confirm { images: images(&[2]), is_confirmed: true };
    assert_eq!(history.check(&confirm, &Runs), Err(EditError::NothingToDo));
}

#[test]
fn undo_reaches_back_over_a_run_without_the_last_images() {
    let named = Edit::Rename { cluster: ClusterId(1), name: "Cats".into() };
    let mut history = history(&[adopt(1), adopt(3), named.clone()]);
    assert_eq!(history.check(&named, &Runs), Err(EditError::NothingToDo), "it has that name already");
    assert_eq!(history.labels().label(ImageId(N)).cluster, None);
    assert!(history.undo() && history.undo());
    assert_eq!(history.labels().label(ImageId(N)).cluster, Some(ClusterId(N % 4 + 1)));
    check_invariants(history.labels());
}

#[test]
fn a_merge_keeps_the_only_name() {
    let named = Edit::Rename { cluster: ClusterId(2), name: "Dogs".into() };
    let merge = Edit::Merge { into: ClusterId(1), from: vec![ClusterId(2), ClusterId(1)] };
    let mut history = history(&[adopt(1), named, merge]);
    let merged = history.labels().cluster(ClusterId(1)).expect("there");
    assert_eq!((merged.about.name.as_deref(), merged.members.len()), (Some("Dogs"), 6));
    assert!(history.labels().cluster(ClusterId(2)).is_none());
    assert_eq!(in_force(&history)[2], "Merge Dogs, Group 1 into Group 1");
    assert!(history.undo());
    assert_eq!(history.labels().cluster(ClusterId(2)).expect("back").about.name.as_deref(), Some("Dogs"));
    assert_eq!(history.redo_words().map(ToString::to_string).as_deref(), Some("Merge Dogs, Group 1 into Group 1"));
}

#[test]
fn impossible_edits_change_nothing() {
    let mut history = history(&[adopt(1)]);
    let nowhere = ClusterId(99);
    for (edit, expected) in [
        (Edit::Rename { cluster: nowhere, name: "x".into() }, EditError::UnknownCluster(nowhere)),
        (Edit::Merge { into: ClusterId(1), from: vec![ClusterId(1)] }, EditError::NothingToDo),
        (Edit::Move { images: vec![], to: None }, EditError::NothingToDo),
        (adopt(9), EditError::UnknownRun(RunId(9))),
        (
            Edit::NewCluster { id: ClusterId(1), name: "x".into(), images: vec![] },
            EditError::ClusterExists(ClusterId(1)),
        ),
    ] {
        assert_eq!(history.check(&edit, &Runs), Err(expected.clone()));
        assert_eq!(history.apply(&edit, &Runs), Err(expected));
    }
    assert_eq!(in_force(&history).len(), 1);
    assert!(!history.is_edited_by_person());
}

#[test]
fn an_edit_of_ten_thousand_images_is_small() {
    let images = (5..10_005).map(ImageId).collect();
    assert!(Edit::Move { images, to: Some(ClusterId(1)) }.to_bytes().len() < 10_100);
}

#[test]
fn a_rejected_image_stays_out_until_a_person_puts_it_there() {
    let reject = Edit::Reject { cluster: ClusterId(2), images: images(&[1, 5]) };
    let mut history = history(&[adopt(1), reject.clone(), adopt(1)]);
    assert_eq!(history.labels().label(ImageId(1)), Label::default(), "the run put it there again");
    assert_eq!(history.labels().label(ImageId(9)).cluster, Some(ClusterId(2)));
    assert_eq!(in_force(&history)[1], "Say that 2 images are not Group 2");
    assert_eq!(history.check(&reject, &Runs), Err(EditError::NothingToDo));
    history.apply(&Edit::Move { images: images(&[1]), to: Some(ClusterId(2)) }, &Runs).expect("the last word counts");
    assert_eq!(history.labels().rejected().keys().copied().collect::<Vec<_>>(), images(&[5]));
}

#[test]
fn a_split_keeps_who_decided_and_the_name_of_what_stays() {
    let group = Edit::Group { name: "Animals".into(), clusters: vec![ClusterId(1)] };
    let confirm = Edit::Confirm { images: images(&[8]), is_confirmed: true };
    let parts = vec![(ClusterId(5), "Dogs".into(), images(&[8, 12]))];
    let history = history(&[
        adopt(1),
        group,
        confirm,
        Edit::Split { cluster: ClusterId(1), parts: parts.clone(), confirmed: None },
    ]);
    let labels = history.labels();
    let dogs = labels.cluster(ClusterId(5)).expect("there");
    assert_eq!((labels.names()[&dogs.id].as_str(), dogs.about.group.as_deref()), ("Dogs", Some("Animals")));
    assert_eq!(
        (labels.label(ImageId(8)).source, labels.label(ImageId(12)).source),
        (Source::Confirmed, Source::Machine)
    );
    assert_eq!(*labels.cluster(ClusterId(1)).expect("there").members, images(&[4]));
    let all = Edit::Split {
        cluster: ClusterId(2),
        parts: vec![(ClusterId(6), String::new(), images(&[1, 5, 9]))],
        confirmed: None,
    };
    let foreign = Edit::Split {
        cluster: ClusterId(2),
        parts: vec![(ClusterId(6), String::new(), images(&[4]))],
        confirmed: None,
    };
    let twice = Edit::Split {
        cluster: ClusterId(2),
        parts: vec![(ClusterId(6), String::new(), images(&[1])), (ClusterId(7), String::new(), images(&[1]))],
        confirmed: None,
    };
    for edit in [all, foreign, twice, Edit::Split { cluster: ClusterId(2), parts: vec![], confirmed: None }] {
        assert_eq!(history.check(&edit, &Runs), Err(EditError::NoParts));
    }
}

#[test]
fn answers_about_a_sample_with_a_mistake_count_until_a_run_changes_the_cluster() {
    let judge = |image, answer| Edit::Judge { cluster: ClusterId(2), image: ImageId(image), answer, is_sample: true };
    let mut history = history(&[adopt(1), judge(1, Answer::Right), judge(5, Answer::Wrong)]);
    let right = |history: &History| {
        let cluster = history.labels().cluster(ClusterId(2)).expect("there").clone();
        cluster.verdicts.iter().map(|verdict| (verdict.image.0, verdict.is_right)).collect::<Vec<_>>()
    };
    assert_eq!(right(&history), [(1, true), (5, false)]);
    history.apply(&adopt(2), &Runs).expect("another run, which takes image 9 away");
    assert_eq!(right(&history), []);
    assert!(history.undo());
    assert_eq!(right(&history), [(1, true), (5, false)]);
    let other = judge(9, Answer::Other(ClusterId(3)));
    history.apply(&other.clone(), &Runs).expect("it is there");
    assert_eq!(right(&history), [(1, true), (5, false), (9, false)]);
    assert_eq!(history.labels().label(ImageId(9)).source, Source::Confirmed);
    assert_eq!(history.check(&other, &Runs), Err(EditError::NotThere(ClusterId(2))));
}

#[test]
fn what_can_be_learned_from_counts_from_the_last_run() {
    let mut history = history(&[adopt(1), Edit::Rename { cluster: ClusterId(1), name: "Owls".into() }]);
    assert_eq!(history.n_to_learn(), 0, "a name says nothing of images");
    history.apply(&Edit::Confirm { images: vec![ImageId(1)], is_confirmed: true }, &Runs).expect("it is there");
    assert_eq!(history.n_to_learn(), 1);
    history.apply(&adopt(2), &Runs).expect("another run");
    assert_eq!(history.n_to_learn(), 0);
    assert!(history.undo());
    assert_eq!(history.n_to_learn(), 1);
}

#[test]
fn a_reviewed_sample_is_one_step_in_the_order_of_asking() {
    let answers = |right: &[u32], wrong: &[u32]| SampleAnswers {
        cluster: ClusterId(2),
        right: images(right),
        wrong: images(wrong),
    };
    let review = |answers| Edit::JudgeSample { answers };
    let mut history = history(&[adopt(1), review(vec![answers(&[9, 1], &[5])])]);
    assert_eq!(in_force(&history)[1], "Review 3 images of Group 2: 2 right, 1 wrong");
    let label = |history: &History, i| history.labels().label(ImageId(i));
    assert_eq!((label(&history, 1).source, label(&history, 5)), (Source::Confirmed, Label::default()));
    assert!(history.labels().rejected()[&ImageId(5)].contains(&ClusterId(2)));
    let verdicts = &history.labels().cluster(ClusterId(2)).expect("there").verdicts;
    let mut order = images(&[1, 5, 9]);
    order.sort_by_key(|image| super::proof::rank(ClusterId(2), *image));
    assert_eq!(verdicts.iter().map(|verdict| verdict.image).collect::<Vec<_>>(), order);
    assert_eq!(verdicts.iter().filter(|verdict| verdict.is_right).count(), 2);
    let again = Edit::from_bytes(&review(vec![answers(&[9, 1], &[5])]).to_bytes()).expect("readable");
    let mut replayed = self::history(&[adopt(1), again]);
    assert_eq!(replayed.labels(), history.labels());
    assert!(replayed.undo() && label(&replayed, 5).cluster == Some(ClusterId(2)));

    for (edit, expected) in [
        (review(vec![answers(&[5], &[])]), EditError::NotThere(ClusterId(2))),
        (review(vec![answers(&[1], &[1])]), EditError::AnsweredTwice),
        (review(vec![answers(&[], &[])]), EditError::NothingToDo),
        (review(vec![answers(&[1], &[])]), EditError::NothingToDo),
        (review(Vec::new()), EditError::NothingToDo),
    ] {
        assert_eq!(history.check(&edit, &Runs), Err(expected), "{edit:?}");
    }
    assert!(history.undo() && history.labels().rejected().is_empty());
}

#[test]
fn labels_that_are_taken_are_the_last_word() {
    let class = |id: u32, name: &str, ids: &[u32]| (ClusterId(id), name.to_owned(), images(ids));
    let before = [
        adopt(1),
        Edit::Rename { cluster: ClusterId(2), name: "Cats".into() },
        Edit::Reject { cluster: ClusterId(2), images: images(&[1]) },
        Edit::Junk { images: images(&[3]) },
        Edit::Move { images: images(&[4]), to: Some(ClusterId(3)) },
    ];
    let mut history = history(&before);
    let taken = labelled([class(2, "ignored", &[1, 3, 4, 5]), class(5, " Owls ", &[2, 20])]);
    history.apply(&taken.clone(), &Runs).expect("possible");
    assert_eq!(in_force(&history)[5], "Label 6 images as Cats, Owls");
    let labels = history.labels();
    let confirmed =
        |id, sure| Label { cluster: Some(ClusterId(id)), confidence: sure, source: Source::Confirmed, is_junk: false };
    for (image, cluster, sure) in [(1, 2, 0.0), (3, 2, 0.0), (4, 2, 0.0), (5, 2, 0.25), (2, 5, 0.0), (20, 5, 0.0)] {
        assert_eq!(labels.label(ImageId(image)), confirmed(cluster, sure), "{image}");
    }
    assert!(labels.rejected().is_empty());
    let name = |id| labels.names()[&ClusterId(id)].clone();
    assert_eq!((name(2).as_str(), name(5).as_str(), labels.next_cluster_id()), ("Cats", "Owls", ClusterId(6)));
    assert!(taken.is_lesson() && history.n_to_learn() > 0);
    for (edit, expected) in [
        (taken, EditError::NothingToDo),
        (labelled([]), EditError::NothingToDo),
        (labelled([class(9, "Empty", &[])]), EditError::NothingToDo),
        (labelled([class(1, "", &[7]), class(3, "", &[7])]), EditError::AnsweredTwice),
    ] {
        assert_eq!(history.check(&edit, &Runs), Err(expected), "{edit:?}");
    }
    assert!(history.undo());
    assert!(history.labels().cluster(ClusterId(5)).is_none());
    assert!(history.labels().label(ImageId(3)).is_junk && history.labels().rejected().contains_key(&ImageId(1)));
}

#[test]
fn a_key_belongs_to_one_cluster_and_a_class_may_be_empty() {
    let key = |cluster| Edit::Mark { cluster: ClusterId(cluster), mark: Mark::HotKey(Some(4)) };
    let class = Edit::NewCluster { id: ClusterId(5), name: "Owls".into(), images: vec![] };
    let history = history(&[adopt(1), class, key(5), key(2)]);
    let of = |id| history.labels().cluster(ClusterId(id)).expect("there").about.hot_key;
    assert_eq!((of(5), of(2)), (None, Some(4)));
    let ten = Edit::Mark { cluster: ClusterId(1), mark: Mark::HotKey(Some(10)) };
    assert_eq!(history.check(&ten, &Runs), Err(EditError::OutOfRange(10)));
    let itself = Edit::Link { images: [ImageId(3), ImageId(3)], link: Some(Link::Same) };
    assert_eq!(history.check(&itself, &Runs), Err(EditError::LinkedWithItself));
}

#[test]
fn a_cover_is_a_member_and_goes_with_a_merge_but_keeps_no_cluster_alive() {
    let cover =
        |cluster, image: Option<u32>| Edit::Mark { cluster: ClusterId(cluster), mark: Mark::Cover(image.map(ImageId)) };
    let mut history = history(&[adopt(1)]);
    let member = |history: &History, cluster| history.labels().cluster(ClusterId(cluster)).expect("there").members[0];
    let (one, two) = (member(&history, 1), member(&history, 2));
    assert_eq!(history.check(&cover(1, Some(two.0)), &Runs), Err(EditError::NotThere(ClusterId(1))));
    history.apply(&cover(1, Some(one.0)), &Runs).expect("a member");
    let of = |history: &History, cluster| history.labels().cluster(ClusterId(cluster)).and_then(|c| c.about.cover);
    assert_eq!(of(&history, 1), Some(one));
    let merge = Edit::Merge { into: ClusterId(2), from: vec![ClusterId(1)] };
    history.apply(&merge, &Runs).expect("possible");
    assert_eq!(of(&history, 2), Some(one));
    assert!(history.undo());
    let all = history.labels().cluster(ClusterId(1)).expect("there").members.to_vec();
    history.apply(&Edit::Move { images: all, to: None }, &Runs).expect("possible");
    assert!(history.labels().cluster(ClusterId(1)).is_none());
    assert!(history.undo() && history.undo());
    assert_eq!(of(&history, 1), None, "one step takes it back");
}

#[test]
fn a_change_is_dated_and_says_what_it_is_about() {
    let name = Edit::Rename { cluster: ClusterId(2), name: "Cats".into() };
    let move_ = Edit::Move { images: images(&[3, 4]), to: None };
    let mut history = history(&[adopt(1)]);
    for (edit, written) in [(name, 0), (move_, 1_700_000_000)] {
        history.apply(&edit, &Runs).expect("possible");
        history.date(written);
    }
    let made = history.made();
    let told: Vec<_> = made.iter().map(|made| (made.written, made.about)).collect();
    assert_eq!(
        told,
        [
            (None, Topic::Everything),
            (None, Topic::Cluster(ClusterId(2))),
            (Some(1_700_000_000), Topic::Image(ImageId(3)))
        ]
    );
}

#[test]
fn a_sample_speaks_of_what_was_confirmed_beside_it_and_the_last_word_counts() {
    let judge = |image, answer| Edit::Judge { cluster: ClusterId(2), image: ImageId(image), answer, is_sample: true };
    let mut history = history(&[adopt(1), judge(1, Answer::Right)]);
    let of = |history: &History| {
        let cluster = history.labels().cluster(ClusterId(2)).expect("there");
        (cluster.verdicts.iter().filter(|verdict| verdict.is_right).count(), cluster.n_undrawn)
    };
    history.apply(&Edit::Confirm { images: images(&[1, 5]), is_confirmed: true }, &Runs).expect("5 is new");
    assert_eq!(of(&history), (1, 1), "5 was confirmed without being drawn, 1 was drawn");
    history.apply(&judge(9, Answer::Right), &Runs).expect("drawn");
    assert_eq!(of(&history), (2, 1));
    history.apply(&Edit::Move { images: images(&[1]), to: Some(ClusterId(3)) }, &Runs).expect("elsewhere");
    assert_eq!(of(&history), (1, 1), "it was not right after all");
    history.apply(&Edit::Move { images: images(&[1]), to: Some(ClusterId(2)) }, &Runs).expect("and back");
    assert_eq!(of(&history), (2, 1));
    for expected in [(1, 1), (2, 1), (1, 1), (1, 0)] {
        assert!(history.undo());
        assert_eq!(of(&history), expected);
    }
}

#[test]
fn what_is_not_the_whole_is_none_of_its_parts() {
    let reject = Edit::Reject { cluster: ClusterId(2), images: images(&[1]) };
    let split = Edit::Split {
        cluster: ClusterId(2),
        parts: vec![(ClusterId(5), String::new(), images(&[5]))],
        confirmed: None,
    };
    let mut history = history(&[adopt(1), reject, split]);
    let rejected = |history: &History| history.labels().rejected().get(&ImageId(1)).cloned().unwrap_or_default();
    assert_eq!(rejected(&history), [2, 5].map(ClusterId).into());
    assert!(history.undo());
    assert_eq!(rejected(&history), [ClusterId(2)].into());
}
