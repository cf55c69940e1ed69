//! Answers on their way, without a window.

use super::*;
use crate::session::protocol::SampleAnswers;

const BEACH: ClusterId = ClusterId(1);
const CITY: ClusterId = ClusterId(2);

fn asked(image: u32) -> Asked {
    Asked { image: ImageId(image), cluster: Some(BEACH) }
}

fn single(image: u32) -> Returned {
    Returned::single(Place::Queue, asked(image))
}

fn say(answers: &mut Answers, place: Place, image: u32, said: &Said) {
    answers.push(Returned::single(place, asked(image)), said.changes(place, asked(image)).expect("can be said"));
}

#[test]
fn answers_ask_for_what_they_mean() {
    let judge = |answer, is_sample| Change::Edit(Edit::Judge { cluster: BEACH, image: ImageId(7), answer, is_sample });
    let (queue, sample) = (Place::Queue, Place::Sample(BEACH));
    let new = Change::NewCluster { images: vec![ImageId(7)], name: "Owls".into() };
    let cases = [
        (queue, Said::Right, vec![judge(Answer::Right, false)], (0, 0)),
        (sample, Said::Right, vec![judge(Answer::Right, true)], (1, 1)),
        (sample, Said::Cluster(BEACH), vec![judge(Answer::Right, true)], (1, 1)),
        (sample, Said::Cluster(CITY), vec![judge(Answer::Other(CITY), true)], (1, 0)),
        (sample, Said::Wrong, vec![judge(Answer::Wrong, true)], (1, 0)),
        (queue, Said::Junk, vec![judge(Answer::Junk, false)], (0, 0)),
        (queue, Said::New("Owls".into()), vec![new.clone()], (0, 0)),
        (sample, Said::New("Owls".into()), vec![judge(Answer::Wrong, true), new], (1, 0)),
    ];
    for (place, said, edits, counts) in cases {
        assert_eq!(said.changes(place, asked(7)), Ok(Changes { edits, counts }), "{said:?} at {place:?}");
    }
    let nowhere = Asked { image: ImageId(7), cluster: None };
    let moved = Change::Edit(Edit::Move { images: vec![ImageId(7)], to: Some(CITY) });
    assert_eq!(Said::Cluster(CITY).changes(queue, nowhere).expect("can be said").edits, [moved]);
    assert!(Said::Right.changes(queue, nowhere).is_err() && Said::Wrong.changes(queue, nowhere).is_err());
}

#[test]
fn a_sheet_is_one_change_and_counts_as_the_single_answers_do() {
    let sheet = Sheet::new(BEACH, vec![ImageId(1), ImageId(2), ImageId(3)]).marking(ImageId(2));
    let (right, wrong) = (vec![ImageId(1), ImageId(3)], vec![ImageId(2)]);
    let answers = SampleAnswers { cluster: BEACH, right, wrong };
    for (place, edit, counts) in [
        (Place::Sample(BEACH), Edit::JudgeSample { answers: vec![answers.clone()] }, (3, 2)),
        (Place::Clean(BEACH), Edit::JudgeSheet { answers: answers.clone() }, (0, 0)),
        (Place::Queue, Edit::JudgeSheet { answers: answers.clone() }, (0, 0)),
    ] {
        assert_eq!(sheet.changes(place), Changes { edits: vec![Change::Edit(edit)], counts }, "{place:?}");
    }
    let place = Place::Sample(BEACH);
    let what = Returned { place, asked: asked(1), sheet: Some(sheet.clone()) };
    let members = std::sync::Arc::new((0..200).map(ImageId).collect());
    let cluster = ClusterView { id: BEACH, members, ..ClusterView::default() };
    let (mut by_sheet, mut by_one) = (Answers::default(), Answers::default());
    by_sheet.push(what.clone(), sheet.changes(place));
    for (image, said) in [(1, Said::Right), (2, Said::Wrong), (3, Said::Right)] {
        say(&mut by_one, place, image, &said);
    }
    assert_eq!(by_sheet.purity(&cluster), by_one.purity(&cluster));
    assert_eq!((by_sheet.n_answered(), by_sheet.take_requests().len()), (3, 1));
    assert!((1..4).all(|image| by_sheet.is_on_its_way(ImageId(image))));
    assert_eq!(by_sheet.back(), Ok(what));
    assert_eq!((by_sheet.n_answered(), by_sheet.purity(&cluster).n), (0, 0));
}

#[test]
fn an_undo_waits_for_the_answer_that_it_takes_back() {
    let mut answers = Answers::default();
    say(&mut answers, Place::Queue, 1, &Said::Right);
    assert_eq!(answers.back(), Ok(single(1)));
    say(&mut answers, Place::Queue, 1, &Said::Wrong);
    let sent = answers.take_requests();
    assert!(matches!(&sent[..], [(1, Request::Edit(_))]), "{sent:?}");
    assert!(answers.take_requests().is_empty());
    answers.note_end(1, true);
    let sent = answers.take_requests();
    assert!(matches!(&sent[..], [(1, Request::Undo), (2, Request::Edit(_))]), "{sent:?}");
    answers.note_end(1, true);
    assert!(!answers.is_settled());
    answers.note_end(2, true);
    assert!(answers.is_settled() && answers.undone.is_empty());
    assert_eq!(answers.n_answered(), 1);
}

#[test]
fn what_was_refused_is_shown_again_and_never_undone() {
    let mut answers = Answers::default();
    say(&mut answers, Place::Queue, 1, &Said::Right);
    say(&mut answers, Place::Queue, 2, &Said::Right);
    assert_eq!(answers.take_requests().len(), 2);
    assert_eq!(answers.back(), Ok(single(2)));
    answers.note_end(1, true);
    assert_eq!(answers.note_end(2, false), None, "it is shown already");
    assert!(answers.take_requests().is_empty(), "an undo would take back the answer before");
    say(&mut answers, Place::Queue, 2, &Said::Right);
    let id = answers.take_requests()[0].0;
    assert_eq!(answers.note_end(id, false), Some(single(2)));
    assert_eq!(answers.n_answered(), 1);
}

#[test]
fn only_the_last_change_is_taken_back() {
    let mut answers = Answers::default();
    assert!(answers.back().is_err() && !answers.can_undo());
    say(&mut answers, Place::Queue, 1, &Said::Right);
    answers.note_other_change();
    assert!(answers.back().is_err());
    answers.skip(single(2));
    assert_eq!(answers.back(), Ok(single(2)), "nothing has to be undone for this");
    assert!(answers.back().is_err());
}

#[test]
fn an_undo_that_came_too_late_leaves_its_answer() {
    let mut answers = Answers::default();
    say(&mut answers, Place::Sample(BEACH), 1, &Said::Right);
    let id = answers.take_requests()[0].0;
    answers.back().expect("can be taken back");
    assert_eq!(answers.note_other_change(), [Returned::single(Place::Sample(BEACH), asked(1))]);
    assert!(answers.take_requests().is_empty() && answers.back().is_err());
    assert_eq!(answers.n_answered(), 1);
    let cluster = ClusterView { id: BEACH, purity: Purity::new(0, 0, 9), ..ClusterView::default() };
    assert_eq!(answers.purity(&cluster), Purity::new(1, 1, 9));
    assert_eq!(
        answers.note_end(id, false),
        Some(Returned::single(Place::Sample(BEACH), asked(1))),
        "it was refused after all"
    );
    assert_eq!((answers.n_answered(), answers.is_settled()), (0, true));
    // Of two changes one is being taken back already.
    say(&mut answers, Place::Sample(BEACH), 2, &Said::New("Owls".into()));
    let ids = answers.take_requests();
    for (id, _) in &ids {
        assert_eq!(answers.note_end(*id, true), None);
    }
    answers.back().expect("can be taken back");
    assert_eq!(answers.take_requests().len(), 1);
    assert_eq!(answers.note_other_change().len(), 1);
    answers.note_end(ids[0].0, true);
    assert!(answers.is_settled() && answers.undone.is_empty());
}

#[test]
fn the_trail_is_trimmed_and_counts_stay() {
    let mut answers = Answers::default();
    for image in 0..N_KEPT as u32 + 50 {
        say(&mut answers, Place::Queue, image, &Said::Right);
        answers.skip(single(image));
        for (id, _) in answers.take_requests() {
            assert!(answers.is_on_its_way(ImageId(image)));
            answers.note_end(id, true);
        }
    }
    assert!(answers.trail.len() <= N_KEPT);
    assert_eq!((answers.n_answered(), answers.n_on_way), (N_KEPT + 50, 0));
    answers.back().expect("passed over");
    answers.back().expect("answered");
    assert_eq!(answers.n_answered(), N_KEPT + 49);
}

#[test]
fn the_purity_counts_what_is_on_its_way() {
    let members = std::sync::Arc::new((0..200).map(ImageId).collect());
    let mut cluster = ClusterView { id: BEACH, members, ..ClusterView::default() };
    let mut answers = Answers::default();
    say(&mut answers, Place::Sample(BEACH), 1, &Said::Right);
    say(&mut answers, Place::Sample(BEACH), 2, &Said::New("Owls".into()));
    say(&mut answers, Place::Sample(CITY), 3, &Said::Right);
    let purity = answers.purity(&cluster);
    assert_eq!((purity.n_right, purity.n, purity.n_all), (1, 2, 200));
    for (id, _) in answers.take_requests() {
        answers.note_end(id, true);
    }
    cluster.purity = Purity::new(1, 2, 200);
    assert_eq!(answers.purity(&cluster), cluster.purity, "each counts once");
    answers.back().expect("can be taken back");
    answers.back().expect("can be taken back");
    assert_eq!(answers.purity(&cluster), Purity::new(1, 1, 200), "before the engine has done it");
}
