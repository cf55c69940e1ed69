//! New images through the engine: placed into the clusters in force, told apart from what is unlike all of them, taken back.

use super::session::{Place, ask, assigned, done, failed};
use gleaner::control::Rng;
use gleaner::ids::{ClusterId, ImageId};
use gleaner::session::protocol::{Change, Edit, LabelSource, Outcome, Placed, Request, Snapshot};
use gleaner::session::{DeviceChoice, RunSettings, Session};
use std::collections::BTreeMap;
use std::path::Path;

/// Images of four kinds, no two the same: stripes, a chessboard, a disc, and rings, which is the one that runs have not seen.
fn add(photos: &Path, kind: u64, i: u64) -> String {
    let mut rng = Rng::from_key(&[kind, i]);
    let (period, shift) = (rng.range(6.0, 9.0), rng.range(0.0, 6.0));
    let tint: [f64; 3] = std::array::from_fn(|_| rng.range(-25.0, 25.0));
    let base = [[190.0, 70.0, 60.0], [70.0, 170.0, 80.0], [70.0, 90.0, 190.0], [235.0, 235.0, 235.0]][kind as usize];
    let image = image::RgbImage::from_fn(64, 64, |x, y| {
        let (x, y) = (f64::from(x) + shift, f64::from(y) + shift);
        let from_centre = (x - 36.0).hypot(y - 36.0);
        let is_light = match kind {
            0 => ((x / period) as u32).is_multiple_of(2),
            1 => ((x / period) as u32 + (y / period) as u32).is_multiple_of(2),
            2 => from_centre < 2.5 * period,
            _ => ((from_centre / (0.5 * period)) as u32).is_multiple_of(2),
        };
        let by = if is_light { 1.0 } else { 0.35 };
        let grain = rng.range(-8.0, 8.0);
        image::Rgb(std::array::from_fn(|c| (by * base[c] + tint[c] + grain).clamp(0.0, 255.0) as u8))
    });
    let name = format!("{kind}-{i:03}.png");
    image.save(photos.join(&name)).expect("saved");
    name
}

/// 24 images each of the first three kinds.
fn folder() -> Place {
    let place = Place::new(0);
    (0..72).for_each(|i| drop(add(&place.photos(), i % 3, i)));
    place
}

fn run(session: &Session, more: &[&str]) {
    let mut settings = RunSettings { clusters: 3, threads: 2, device: DeviceChoice::Cpu, ..RunSettings::default() };
    for pair in more {
        settings.set_pair(pair).expect(pair);
    }
    done(session, Request::Run { settings: Box::new(settings), resume: false });
}

fn image(snapshot: &Snapshot, path: &str) -> ImageId {
    snapshot.resolve_image(path).expect("an image")
}

fn label(session: &Session, path: &str) -> (Option<ClusterId>, f32, LabelSource) {
    let snapshot = session.snapshot();
    let label = *snapshot.label(image(&snapshot, path)).expect("a label");
    (label.cluster, label.confidence, label.source)
}

/// The cluster that most images of a kind are in.
fn cluster_of(snapshot: &Snapshot, kind: u64) -> ClusterId {
    let mut counts: BTreeMap<ClusterId, usize> = BTreeMap::new();
    for (row, label) in snapshot.images.rows.iter().zip(snapshot.labels.iter()) {
        if let (true, Some(cluster)) = (row.path.starts_with(&format!("{kind}-")), label.cluster) {
            *counts.entry(cluster).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(_, n)| *n).expect("clusters").0
}

#[test]
fn new_images_are_placed_taken_back_and_placed_but_once() {
    let place = folder();
    let session = place.opened();
    assert!(failed(&session, Request::Place).contains("no groups yet"));
    run(&session, &[]);
    assert_eq!(done(&session, Request::Place), "There are no new images to place.");
    assert_eq!(session.snapshot().last_placing, Some(Placed::default()));
    let first = session.snapshot();
    let own = [0, 1, 2].map(|kind| cluster_of(&first, kind));
    let n_apart = own.iter().collect::<std::collections::BTreeSet<_>>().len();
    assert_eq!(n_apart, 3, "the kinds are apart");

    let photos = place.photos();
    let known: Vec<(u64, String)> = (100..118).map(|i| (i % 3, add(&photos, i % 3, i))).collect();
    let unknown: Vec<String> = (100..108).map(|i| add(&photos, 3, i)).collect();
    let by_hand: Vec<String> = (200..203).map(|i| add(&photos, 0, i)).collect();
    done(&session, Request::Import);
    let snapshot = session.snapshot();
    let [moved, junk, rejected] = [0, 1, 2].map(|i| image(&snapshot, &by_hand[i]));
    done(&session, Request::edit(Edit::Move { images: vec![moved], to: Some(own[1]) }));
    done(&session, Request::edit(Edit::Junk { images: vec![junk] }));
    done(&session, Request::edit(Edit::Reject { cluster: own[0], images: vec![rejected] }));
    let before = session.snapshot();

    let words = done(&session, Request::Place);
    let after = session.snapshot();
    let placed = after.last_placing.expect("numbers");
    assert_eq!(placed.placed + placed.unplaced, 26, "what a person decided about is none of these");
    assert!(words.starts_with("Placed ") && words.contains(" of 26 new images"), "{words}");
    assert_eq!(
        after.history.undo.as_ref().map(ToString::to_string),
        Some(format!("Place {} new images", placed.placed))
    );
    let right = known.iter().filter(|(kind, path)| label(&session, path).0 == Some(own[*kind as usize])).count();
    assert!(right >= 15, "{right} of 18 of known kinds");
    let none = unknown.iter().filter(|path| label(&session, path).0.is_none()).count();
    assert!(none >= 6, "{none} of 8 of the unknown kind");
    for path in known.iter().map(|known| &known.1).chain(&unknown) {
        let (cluster, confidence, source) = label(&session, path);
        let is_told = cluster.map_or(confidence == 0.0, |_| confidence > 0.0 && confidence <= 1.0);
        assert!(is_told && source == LabelSource::Machine, "{path}: {confidence} in {cluster:?}");
    }
    let is_new = |id: u32| known.iter().map(|known| &known.1).chain(&unknown).any(|path| image(&after, path).0 == id);
    let (mut old, mut now) = (assigned(&before), assigned(&after));
    old.retain(|(id, _)| !is_new(*id));
    now.retain(|(id, _)| !is_new(*id));
    assert_eq!(old, now, "nothing else is touched");

    assert_eq!(done(&session, Request::Place), "There are no new images to place.");
    done(&session, Request::Undo);
    assert_eq!((assigned(&session.snapshot()), &session.snapshot().labels), (assigned(&before), &before.labels));
    done(&session, Request::Redo);
    drop(session);
    let session = place.opened();
    assert_eq!(session.snapshot().labels, after.labels, "the very same after the journal");

    // A run from before heads were kept.
    done(&session, Request::Undo);
    let project = session.snapshot().project.clone().expect("open").path.clone();
    let run_dir = |name: &str| project.join("runs").join("1").join(name);
    std::fs::remove_file(run_dir("head.safetensors")).expect("a head was kept");
    done(&session, Request::Place);
    let right = known.iter().filter(|(kind, path)| label(&session, path).0 == Some(own[*kind as usize])).count();
    assert!(right >= 15, "{right} of 18 without a head");
}

#[test]
fn a_class_that_people_made_takes_new_images() {
    let place = folder();
    let photos = place.photos();
    let rings: Vec<String> = (0..16).map(|i| add(&photos, 3, i)).collect();
    let session = place.opened();
    run(&session, &[]);
    let snapshot = session.snapshot();
    let images = rings.iter().map(|path| image(&snapshot, path)).collect();
    done(&session, Request::Edit(Change::NewCluster { images, name: "Rings".into() }));
    let new: Vec<String> = (100..108).map(|i| add(&photos, 3, i)).collect();
    done(&session, Request::Import);
    done(&session, Request::Place);
    let snapshot = session.snapshot();
    let rings = snapshot.clusters.iter().find(|cluster| cluster.name == "Rings").expect("there").id;
    let there = new.iter().filter(|path| label(&session, path).0 == Some(rings)).count();
    assert!(there >= 6, "{there} of 8");
}

#[test]
fn a_learned_network_and_rows_from_a_file_place_too() {
    let place = folder();
    let photos = place.photos();
    let session = place.opened();
    let tiny = ["features=simclr", "net.width=4", "net.size=16", "simclr.epochs=1", "simclr.batch=16", "neighbors.k=4"];
    let tiny = [tiny.as_slice(), &["scan.epochs=1", "scan.batch=24", "scan.heads=1", "selflabel.epochs=0"]].concat();
    run(&session, &tiny);
    let copies: Vec<(String, String)> = (0..12)
        .map(|i| {
            let (from, to) = (format!("{}-{i:03}.png", i % 3), format!("copy-{i}.png"));
            std::fs::copy(photos.join(&from), photos.join(&to)).expect("copied");
            (from, to)
        })
        .collect();
    done(&session, Request::Import);
    done(&session, Request::Place);
    let same = copies.iter().filter(|(from, to)| label(&session, from).0 == label(&session, to).0).count();
    assert!(same >= 9, "{same} of 12 copies are where the originals are");

    // The file names 70 of the first images, and two of the new ones.
    let rows = place.0.path().join("rows.npy");
    let paths: Vec<String> = session.snapshot().images.rows.iter().map(|row| row.path.to_string()).collect();
    let (old, new): (Vec<String>, Vec<String>) = paths.into_iter().partition(|path| !path.starts_with("copy"));
    let write = |named: &[String]| {
        let row = |path: &String| {
            let kind = path.trim_start_matches("copy-").as_bytes()[0] - b'0';
            let grain = path.bytes().map(f64::from).sum::<f64>() % 7.0 / 20.0;
            (0..3u8)
                .map(|axis| if axis == kind % 3 { 1.0 } else { 0.0 } + grain * f64::from(axis))
                .collect::<Vec<f64>>()
        };
        let numbers: Vec<u8> = named.iter().flat_map(row).flat_map(|x| (x as f32).to_le_bytes()).collect();
        let header = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': ({}, 3), }}\n", named.len());
        let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
        bytes.extend((header.len() as u16).to_le_bytes());
        bytes.extend(header.as_bytes());
        bytes.extend(numbers);
        std::fs::write(&rows, bytes).expect("written");
        std::fs::write(rows.with_file_name("files.txt"), named.join("\n")).expect("written");
    };
    write(&old);
    run(&session, &[&format!("features=vectors:{}", rows.display())]);
    assert_eq!(
        session.snapshot().label(image(&session.snapshot(), &new[0])).expect("a label").confidence,
        0.0,
        "the other run knows nothing of it"
    );
    let named = [old.as_slice(), &new[..2]].concat();
    write(&named);
    let words = done(&session, Request::Place);
    assert!(words.contains("10 have no row"), "{words}");
    assert_eq!(session.snapshot().last_placing.map(|placed| placed.without_row), Some(10));
}

#[test]
fn what_was_placed_is_placed_again_when_corrections_were_learned_from() {
    let place = folder();
    let session = place.opened();
    run(&session, &[]);
    let new: Vec<String> = (100..112).map(|i| add(&place.photos(), i % 3, i)).collect();
    done(&session, Request::Import);
    done(&session, Request::Place);
    let snapshot = session.snapshot();
    let images = (0..4).map(|i| image(&snapshot, &format!("0-{:03}.png", 3 * i))).collect();
    done(&session, Request::Edit(Change::NewCluster { images, name: "Some stripes".into() }));
    let n_placed = || new.iter().filter(|path| label(&session, path).0.is_some()).count();
    let before = n_placed();
    assert!(before >= 9, "{before} of 12");
    let words = done(&session, Request::Refine { take: true });
    assert!(words.starts_with("Learned from your corrections. Placed "), "{words}");
    assert!(n_placed() >= 8, "{} of 12", n_placed());
    done(&session, Request::Undo);
    assert_eq!(n_placed(), 0, "the refinement has only the images of its base");
    done(&session, Request::Undo);
    assert_eq!(n_placed(), before);

    // Offered and then taken by hand.
    done(&session, Request::Refine { take: false });
    let candidate = session.snapshot().candidate.clone().expect("a candidate").run;
    let words = done(&session, Request::Edit(Change::AdoptRun(candidate)));
    assert!(words.contains(" Placed ") && n_placed() >= 8, "{words}");
}

#[test]
fn a_cancelled_placing_moves_nothing() {
    let place = folder();
    let session = place.opened();
    run(&session, &[]);
    (100..160).for_each(|i| drop(add(&place.photos(), i % 3, i)));
    done(&session, Request::Import);
    let before = session.snapshot();
    let ticket = session.request(Request::Place).expect("room");
    let outcome = session.wait(ticket, &mut |snapshot, _| {
        if let Some(job) = &snapshot.job {
            // Asked again on each tick until it is over: harmless.
            session.request(Request::Cancel(job.id));
        }
    });
    if matches!(outcome, Outcome::Cancelled(_)) {
        assert_eq!(session.snapshot().labels, before.labels);
        assert_eq!(session.snapshot().last_placing, None);
    }
    assert!(matches!(ask(&session, Request::Place), Outcome::Done(..)), "it can be asked for again");
}
