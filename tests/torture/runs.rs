//! The program is killed while it looks through a folder, learns and clusters, and goes on with `--resume`, killed again and again:
//! what a person said stays, and the result in the end is that of a run that nobody killed.

use crate::figures::{Fault, Figures, Scale};
use crate::model::{Mark, Seen};
use crate::place::{Place, remove};
use gleaner::control::Rng;
use std::collections::BTreeMap;

/// What is run: quick, and learning from the folder.
const KINDS: [&[&str]; 3] = [
    &["--features", "pixels", "--head", "kmeans"],
    &["--features", "pixels+colours", "--set", "scan.epochs=3", "--set", "scan.heads=2"],
    &[
        "--features",
        "simclr",
        "--set",
        "net.width=4",
        "--set",
        "net.size=16",
        "--set",
        "simclr.epochs=4",
        "--set",
        "simclr.batch=16",
        "--set",
        "neighbors.k=4",
        "--set",
        "scan.epochs=2",
        "--set",
        "scan.batch=16",
        "--set",
        "scan.heads=2",
        "--set",
        "selflabel.epochs=1",
        "--set",
        "selflabel.batch=20",
    ],
];

pub fn killed(scale: Scale) -> Figures {
    let mut figures = Figures::new("kills in runs");
    let mut rng = Rng::from_key(&[3, 1]);
    for (kind, more) in KINDS.iter().enumerate() {
        let mut place = Place::with_photos(8);
        let photos = place.photo_hashes();
        let args = place.run_args(more);
        place.call(&args).done();
        let whole = labels(&place);
        for _ in 0..scale.of([5, 2, 1][kind]) {
            remove(&place.project());
            again(&mut place, &args, &mut rng, &mut figures);
            let now = labels(&place);
            // One that was being read alone at two kills in a row is skipped and named, as it is promised.
            let told = place.call(&place.on_project("skipped", &[])).out;
            let mut missing = whole.keys().filter(|path| !now.contains_key(*path)).peekable();
            let is_right =
                now == whole || (missing.peek().is_some() && missing.all(|path| told.contains(path.as_str())));
            figures.expect(is_right, Fault::Lost, || format!("{more:?}: {now:?}\nnobody killed: {whole:?}"));
        }
        after_edits(&mut place, &args, &mut rng, &mut figures, scale);
        place.check_photos(&photos, &mut figures);
        place.check_log(&mut figures);
    }
    figures
}

/// Kills and resumes until it is done.
fn again(place: &mut Place, args: &[String], rng: &mut Rng, figures: &mut Figures) {
    let resumed = [args, &["--resume".to_owned()]].concat();
    for round in 0..10 {
        let args = if round == 0 { args } else { &resumed };
        // Whoever is killed at each beginning gets nowhere: the last ones are left alone.
        let called = if round < 6 { place.call_killed(args, rng) } else { place.call(args) };
        called.check("run", figures);
        figures.kills += usize::from(called.is_killed);
        if called.code == Some(0) {
            figures.acknowledged += 1;
            return;
        }
        let is_words = called.is_killed || called.code == Some(1);
        figures.expect(is_words, Fault::Answer, || format!("{called:?}"));
        if place.project().join("project.db").exists() {
            let seen = Seen::of(&place.project());
            figures.expect(seen.is_ok(), Fault::Lost, || format!("after a kill in a run: {seen:?}"));
        }
    }
    figures.fault(Fault::Lost, format!("{args:?} comes to no end"));
}

/// A new run over what a person said: every word stays, whether it is killed or not.
fn after_edits(place: &mut Place, args: &[String], rng: &mut Rng, figures: &mut Figures, scale: Scale) {
    for edit in
        [&["rename", "1", "Ravens"][..], &["confirm", "dark/000.png", "checks/003.png"], &["junk", "stripes/001.png"]]
    {
        place.call(&place.on_project("edit", edit)).done();
    }
    let before = Seen::of(&place.project()).expect("it opens");
    for seed in 0..scale.of(3) {
        let args = [args, &["--seed".to_owned(), (seed + 1).to_string()]].concat();
        let called = place.call_killed(&args, rng);
        figures.kills += usize::from(called.is_killed);
        called.check("a run over edits", figures);
        let seen = Seen::of(&place.project());
        let is_kept = seen.as_ref().is_ok_and(|seen| *seen == before);
        figures.expect(is_kept, Fault::Lost, || format!("a run over edits: {seen:?}\nbefore {before:?}"));
    }
}

/// Each image with the first one that is in its group: groups of equal size are numbered as the first guess showed them, which who
/// resumes has not seen.
fn labels(place: &Place) -> BTreeMap<String, String> {
    let state = Seen::of(&place.project()).expect("it opens").state;
    let mut first = BTreeMap::new();
    let together = |(path, mark): (&String, &Mark)| {
        (path.clone(), first.entry(mark.group).or_insert_with(|| path.clone()).clone())
    };
    state.images.iter().map(together).collect()
}

#[test]
fn killed_runs_go_on_to_the_result_of_one_that_was_left_alone() {
    let figures = killed(Scale::part());
    assert!(figures.kills > 10, "only {} kills", figures.kills);
    figures.check();
}
