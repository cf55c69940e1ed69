//! What a session says of edits that can not be kept, and that it never says that they are.

use crate::session::{Place, ask, assigned, done, failed, parted, settings};
use gleaner::dataset::rel_path::RelPath;
use gleaner::dataset::scan;
use gleaner::ids::{ClusterId, ImageId};
use gleaner::session::Session;
use gleaner::session::protocol::{Change, Outcome, Request};
use gleaner::store::in_work::{InWork, Noted};
use std::fs;
use std::path::PathBuf;

fn project(session: &Session) -> PathBuf {
    session.snapshot().project.clone().expect("open").path.clone()
}

fn new_cluster(name: &str) -> Request {
    Request::Edit(Change::NewCluster { images: vec![ImageId(1)], name: name.into() })
}

fn names(session: &Session) -> Vec<String> {
    session.snapshot().clusters.iter().map(|cluster| cluster.name.clone()).collect()
}

#[cfg(unix)]
#[test]
fn an_edit_of_a_project_that_is_gone_is_refused_and_not_shown() {
    let place = Place::new(4);
    let session = place.opened();
    done(&session, new_cluster("Kept"));
    let (path, aside) = (project(&session), place.0.path().join("aside.gleaner"));
    fs::rename(&path, &aside).expect("moved");
    assert!(failed(&session, new_cluster("Lost")).contains("is not there any more"));
    assert!(failed(&session, Request::Undo).contains("is not there any more"));
    // Nor does looking at the folder make a project of it.
    fs::write(place.photos().join("new.png"), fs::read(place.photos().join("000.png")).expect("read")).expect("x");
    assert!(!matches!(ask(&session, Request::Import), Outcome::Done(..)));
    assert!(!path.exists(), "it does not come back half");
    assert_eq!(names(&session), ["Kept"]);
    let unkept = session.snapshot().unkept.clone().expect("told for as long as it is so");
    assert!(unkept.why.to_string().contains("moved or renamed"), "{}", unkept.why);

    fs::rename(&aside, &path).expect("moved back");
    done(
        &session,
        Request::Edit(Change::Edit(gleaner::session::protocol::Edit::Rename {
            cluster: ClusterId(1),
            name: "Kept too".into(),
        })),
    );
    assert_eq!(session.snapshot().unkept, None);
    session.shutdown();
    let session = place.opened();
    assert_eq!(names(&session), ["Kept too"]);
}

fn add_and_close(place: &Place) -> PathBuf {
    let session = place.opened();
    done(&session, new_cluster("Kept"));
    project(&session)
}

/// Whatever became of the bytes of a pack: opening makes what was lost again, and says so.
#[test]
fn a_damaged_pack_heals_when_the_project_is_opened() {
    type Damage = fn(&mut Vec<u8>);
    let damages: [(&str, Damage); 5] = [
        ("a flip at the start", |bytes| bytes[0] ^= 1),
        ("a flip in the middle", |bytes| {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
        }),
        ("a flip at the end", |bytes| {
            let last = bytes.len() - 1;
            bytes[last] ^= 1;
        }),
        ("cut in half", |bytes| bytes.truncate(bytes.len() / 2)),
        ("emptied", Vec::clear),
    ];
    for (what, damage) in damages {
        let place = Place::new(6);
        let path = add_and_close(&place);
        let pack = path.join("pixels/000000.pack");
        let mut bytes = fs::read(&pack).expect("read");
        damage(&mut bytes);
        fs::write(&pack, bytes).expect("written");
        let session = place.session();
        let words = done(&session, Request::Open { path: place.photos(), project: None });
        assert!(words.contains("Made the damaged stored picture"), "{what}: {words}");
        let rows = session.snapshot().images.clone();
        for row in &rows.rows {
            crate::session::fetched(|| session.reader().thumbnail(row.id));
        }
        done(&session, Request::Check);
        assert!(session.snapshot().last_check.as_ref().expect("checked").is_sound(), "{what}");
        assert_eq!(names(&session), ["Kept"]);
    }
}

/// A pack is damaged, and the photo that its pictures could be made again from ended the program the last time.
#[test]
fn what_people_said_stays_where_stored_pictures_cannot_be_made_again() {
    let place = Place::new(6);
    let path = add_and_close(&place);
    let pack = path.join("pixels/000000.pack");
    let n_bytes = fs::metadata(&pack).expect("there").len() as usize;
    fs::write(&pack, vec![7; n_bytes]).expect("written");
    let stamp = scan::stamp(&fs::metadata(place.photos().join("000.png")).expect("there"));
    let notes = InWork::begin(&path, 1, &[]);
    notes.note(0, Some(&Noted::new(&RelPath(b"000.png".to_vec()), &stamp).alone()));
    std::mem::forget(notes);
    let session = place.opened();
    assert_eq!(names(&session), ["Kept"]);
    assert!(assigned(&session.snapshot()).contains(&(1, 1)), "{:?}", assigned(&session.snapshot()));
}

#[test]
fn what_has_no_file_to_be_made_again_from_is_told() {
    let place = Place::new(6);
    let path = add_and_close(&place);
    fs::remove_dir_all(place.photos()).expect("removed");
    let pack = path.join("pixels/000000.pack");
    let whole = fs::read(&pack).expect("read");
    fs::write(&pack, &whole[..10]).expect("written");
    let session = place.session();
    done(&session, Request::OpenProject(path.clone()));
    done(&session, Request::Import);
    fs::write(&pack, &whole[..10]).expect("written");
    done(&session, Request::Check);
    let checkup = session.snapshot().last_check.clone().expect("checked");
    let told: Vec<String> = checkup.findings.iter().map(|finding| finding.words.to_string()).collect();
    assert!(told.iter().any(|words| words.contains("000.png")), "{told:?}");
}

/// On a file system of its own, where this user may make one.
#[cfg(target_os = "linux")]
#[test]
fn a_project_on_a_full_disk_can_be_looked_at_and_says_why_nothing_changes() {
    let place = Place::new(4);
    let disk = place.0.path().join("disk");
    fs::create_dir(&disk).expect("made");
    let mount = |args: &[&str]| std::process::Command::new("mount").args(args).arg(&disk).output();
    let is_mounted = mount(&["-t", "tmpfs", "-o", "size=4m", "tmpfs"]).is_ok_and(|done| done.status.success());
    if !is_mounted {
        eprintln!("SKIPPED: no file system can be mounted here, so the full disk was not tested");
        return;
    }
    let tested = std::panic::catch_unwind(|| {
        let path = disk.join("p.gleaner");
        let open = || Request::Open { path: place.photos(), project: Some(path.clone()) };
        let session = place.session();
        done(&session, open());
        done(&session, new_cluster("Kept"));
        session.shutdown();
        let fill = |name: &str| {
            let mut file = fs::File::create(disk.join(name)).expect("made");
            while std::io::Write::write_all(&mut file, &[0; 512]).is_ok() {}
        };
        fill("a");
        fill("b");
        let session = place.session();
        done(&session, open());
        assert_eq!(names(&session), ["Kept"]);
        let why = session.snapshot().unkept.clone().expect("told").why.to_string();
        assert!(why.contains("is full") && why.contains("free") && why.contains("p.gleaner"), "{why}");
        assert!(failed(&session, new_cluster("Lost")).contains("is full"));
        let why = failed(&session, super::strangers::export("csv", &disk.join("labels.csv")));
        assert!(why.contains("the disk of") && why.contains("labels.csv is full") && why.contains("free"), "{why}");
        done(&session, super::strangers::export("csv", &place.0.path().join("labels.csv")));
        assert_eq!(names(&session), ["Kept"]);
        let reader = gleaner::session::ReadOnly::open(&path).expect("beside it too");
        assert_eq!(reader.snapshot().clusters.len(), 1);
        for name in ["a", "b"] {
            fs::remove_file(disk.join(name)).expect("removed");
        }
        // Somebody else writes to it meanwhile: what is shown stays.
        let other = place.session();
        done(&other, Request::OpenProject(path.clone()));
        let images = session.snapshot().images.clone();
        assert!(failed(&session, new_cluster("Lost")).contains("another Gleaner"));
        assert!(std::sync::Arc::ptr_eq(&images, &session.snapshot().images), "it is not read anew");
        assert_eq!(names(&session), ["Kept"]);
        other.shutdown();
        done(&session, new_cluster("Room again"));
        assert_eq!(session.snapshot().unkept, None);
        session.shutdown();
    });
    let unmounted = std::process::Command::new("umount").arg(&disk).status();
    assert!(unmounted.is_ok_and(|done| done.success()), "{} stays mounted", disk.display());
    if let Err(panic) = tested {
        std::panic::resume_unwind(panic);
    }
}

fn bytes_of_packs(project: &std::path::Path) -> u64 {
    let packs = fs::read_dir(project.join("pixels")).expect("listed");
    packs.map(|pack| pack.expect("an entry").metadata().expect("there").len()).sum()
}

#[test]
fn a_drive_that_was_away_and_came_back_does_not_grow_the_packs() {
    let place = Place::new(12);
    let path = add_and_close(&place);
    let before = bytes_of_packs(&path);
    let (photos, away) = (place.photos(), place.0.path().join("unplugged"));
    for round in 0..3 {
        let session = place.session();
        done(&session, Request::OpenProject(path.clone()));
        fs::rename(&photos, &away).expect("away");
        done(&session, Request::Import);
        // It comes back with other times, as a copy or another system has them, and once under other names.
        fs::create_dir(&photos).expect("made");
        for file in fs::read_dir(&away).expect("listed").map(|entry| entry.expect("an entry").path()) {
            let name = file.file_name().expect("a name").to_string_lossy().into_owned();
            let name = if round == 2 { format!("copy of {name}") } else { name };
            fs::write(photos.join(name), fs::read(&file).expect("read")).expect("written");
        }
        fs::remove_dir_all(&away).expect("removed");
        done(&session, Request::Import);
        assert_eq!(session.snapshot().images.rows.len(), 12, "round {round}");
        assert_eq!(names(&session), ["Kept"]);
        session.shutdown();
        assert_eq!(bytes_of_packs(&path), before, "round {round}");
    }
}

/// Killed after its result was stored and before the edit that takes it.
#[test]
fn a_run_that_was_cut_off_before_it_was_taken_is_taken_on_resume() {
    let place = Place::new(12);
    let session = place.opened();
    let path = project(&session);
    done(&session, Request::Run { settings: settings(&[]), resume: false });
    let whole = assigned(&session.snapshot());
    session.shutdown();
    let database = rusqlite::Connection::open(path.join("project.db")).expect("opens");
    database.execute_batch("DELETE FROM journal").expect("as it was before");
    drop(database);
    let session = place.opened();
    assert!(names(&session).is_empty());
    done(&session, Request::Run { settings: settings(&[]), resume: true });
    assert_eq!(session.snapshot().runs.len(), 1, "nothing is learned again");
    assert_eq!(parted(&assigned(&session.snapshot())), parted(&whole));
    // Other settings are another run.
    done(&session, Request::Run { settings: settings(&["scan.epochs=3"]), resume: true });
    assert_eq!(session.snapshot().runs.len(), 2);
}
