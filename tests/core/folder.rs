//! A label belongs to a picture: whatever is done to the files of a folder, no label ends on another picture, and none is
//! lost.

use crate::session::{ask, done};
use gleaner::control::{Cancelled, Rng, Waker, on_threads};
use gleaner::ids::ImageId;
use gleaner::session::protocol::{Change, Edit, LabelSource, LookReport, Outcome, Request, Snapshot};
use gleaner::session::{Session, SessionOptions};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Which picture, and how often it was turned.
type Pixels = (u32, u32);

/// A folder of small bitmaps, all of one size in bytes.
struct Folder {
    dir: tempfile::TempDir,
    disk: BTreeMap<String, Pixels>,
    /// What was deleted and may come back.
    trash: Vec<(Pixels, Vec<u8>)>,
    n_pictures: u32,
    n_names: u32,
}

impl Folder {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        fs::create_dir(dir.path().join("photos")).expect("made");
        Self { dir, disk: BTreeMap::new(), trash: Vec::new(), n_pictures: 0, n_names: 0 }
    }

    fn photos(&self) -> PathBuf {
        self.dir.path().join("photos")
    }

    fn at(&self, path: &str) -> PathBuf {
        self.photos().join(path)
    }

    fn session(&self) -> Session {
        let options = SessionOptions { data_dir: self.dir.path().join("data"), threads: 1, watches: false };
        let session = Session::start(options, Waker::default()).expect("threads");
        done(&session, Request::Open { path: self.photos(), project: None });
        session
    }

    fn name(&mut self) -> String {
        self.n_names += 1;
        let n = self.n_names;
        ["", "a/", "b/deep/"][n as usize % 3].to_owned() + &format!("IMG_{n}.bmp")
    }

    fn put(&mut self, path: &str, bytes: &[u8], pixels: Pixels) {
        let place = self.at(path);
        fs::create_dir_all(place.parent().expect("below the folder")).expect("made");
        fs::write(place, bytes).expect("written");
        self.disk.insert(path.to_owned(), pixels);
    }

    fn add(&mut self, path: &str) {
        self.n_pictures += 1;
        let pixels = (self.n_pictures, 0);
        self.put(path, &bitmap(pixels), pixels);
    }

    fn rename(&mut self, from: &str, to: &str) {
        fs::create_dir_all(self.at(to).parent().expect("below the folder")).expect("made");
        fs::rename(self.at(from), self.at(to)).expect("renamed");
        let pixels = self.disk.remove(from).expect("there");
        self.disk.insert(to.to_owned(), pixels);
    }

    /// Something that a person does to files. Those in `touched` were touched since the last look.
    fn act(&mut self, rng: &mut Rng, touched: &mut BTreeSet<String>, turned: &mut Vec<String>) {
        let paths: Vec<String> = self.disk.keys().filter(|path| !touched.contains(*path)).cloned().collect();
        let Some(path) = paths.get(rng.below(paths.len().max(1))).cloned() else {
            let name = self.name();
            self.add(&name);
            touched.insert(name);
            return;
        };
        let new = self.name();
        touched.extend([path.clone(), new.clone()]);
        let bytes = fs::read(self.at(&path)).expect("there");
        let pixels = self.disk[&path];
        match rng.below(10) {
            0 | 1 => self.rename(&path, &new),
            2 => {
                let renamed = path.replace("IMG", "img");
                self.rename(&path, &renamed);
                touched.insert(renamed);
            }
            3 | 4 => {
                let times = fs::metadata(self.at(&path)).expect("there").modified().expect("known");
                self.add(&path);
                if rng.below(2) == 0 {
                    // As a restored backup or a copy that keeps times does.
                    let file = fs::File::options().write(true).open(self.at(&path)).expect("there");
                    file.set_modified(times).expect("set");
                }
            }
            5 => {
                let pixels = (pixels.0, pixels.1 + 1);
                self.put(&path, &bitmap(pixels), pixels);
                turned.push(path);
            }
            6 => {
                fs::remove_file(self.at(&path)).expect("removed");
                self.disk.remove(&path);
                self.trash.push((pixels, bytes));
            }
            7 => match self.trash.pop() {
                Some((pixels, bytes)) => self.put(&new, &bytes, pixels),
                None => self.add(&new),
            },
            8 => self.put(&new, &bytes, pixels),
            _ => {
                let other = paths.iter().find(|other| **other != path).cloned();
                if let Some(other) = other {
                    touched.insert(other.clone());
                    self.rename(&path, "aside.bmp");
                    self.rename(&other, &path);
                    self.rename("aside.bmp", &other);
                }
            }
        }
    }
}

/// A picture of waves, turned so many quarters.
fn bitmap((picture, turned): Pixels) -> Vec<u8> {
    let mut rng = Rng::from_key(&[u64::from(picture), 17]);
    let waves: Vec<[f64; 3]> =
        (0..5).map(|_| [rng.range(0.1, 0.9), rng.range(0.1, 0.9), rng.range(0.0, 6.0)]).collect();
    let level = |x: u32, y: u32, shift: f64| {
        let wave = |w: &[f64; 3]| (w[0] * f64::from(x) + w[1] * f64::from(y) + w[2] + shift).sin();
        (128.0 + 24.0 * waves.iter().map(wave).sum::<f64>()).clamp(0.0, 255.0) as u8
    };
    let mut image =
        image::RgbImage::from_fn(16, 16, |x, y| image::Rgb([0.0, 0.5, 1.0].map(|shift| level(x, y, shift))));
    for _ in 0..turned % 4 {
        image = image::imageops::rotate90(&image);
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Bmp).expect("encoded");
    let mut bytes = bytes.into_inner();
    // Four quarters are another file all the same.
    bytes.extend((turned / 4).to_le_bytes());
    bytes
}

fn is_by_person(snapshot: &Snapshot, image: ImageId) -> bool {
    snapshot.label(image).is_some_and(|label| label.source != LabelSource::Machine)
}

fn id_at(snapshot: &Snapshot, path: &str) -> Option<ImageId> {
    snapshot.images.rows.iter().find(|row| &*row.path == path).map(|row| row.id)
}

/// Puts every image that nobody decided about, or only some of them, into the class of its picture.
fn label(session: &Session, folder: &Folder, rng: &mut Rng, classes: &mut BTreeMap<u32, gleaner::ids::ClusterId>) {
    for (path, (picture, _)) in &folder.disk {
        let snapshot = session.snapshot();
        let image = id_at(&snapshot, path).expect("shown");
        if is_by_person(&snapshot, image) || rng.below(3) == 0 {
            continue;
        }
        let (class, images) = (picture % 3, vec![image]);
        match classes.get(&class) {
            Some(to) => done(session, Request::edit(Edit::Move { images, to: Some(*to) })),
            None => done(session, Request::Edit(Change::NewCluster { images, name: format!("class {class}") })),
        };
        let id = session.snapshot().label(image).and_then(|label| label.cluster).expect("labelled");
        classes.insert(class, id);
    }
}

fn play(seed: u64) {
    let mut rng = Rng::from_key(&[seed]);
    let mut folder = Folder::new();
    for _ in 0..3 + rng.below(3) {
        let name = folder.name();
        folder.add(&name);
    }
    let mut session = folder.session();
    let mut classes = BTreeMap::new();
    label(&session, &folder, &mut rng, &mut classes);
    // What each image that a person decided about showed when it was seen last.
    let mut held: BTreeMap<ImageId, Pixels> = BTreeMap::new();
    for round in 0..3 {
        let before = session.snapshot();
        for (path, pixels) in &folder.disk {
            let image = id_at(&before, path).expect("shown");
            if is_by_person(&before, image) {
                held.insert(image, *pixels);
            }
        }
        let (mut touched, mut turned) = (BTreeSet::new(), Vec::new());
        for _ in 0..=rng.below(3) {
            folder.act(&mut rng, &mut touched, &mut turned);
        }
        if rng.below(4) == 0 {
            drop(session);
            session = folder.session();
        } else {
            done(&session, Request::Import);
        }
        let now = session.snapshot();
        let what = format!("seed {seed}, round {round}, {:?}", folder.disk);
        // A folder that is empty now may be a drive that is away.
        let shown: Vec<&str> = now.images.rows.iter().filter(|row| !row.is_away).map(|row| &*row.path).collect();
        let there: Vec<&str> = folder.disk.keys().map(String::as_str).collect();
        assert_eq!(shown, there, "{what}");
        for path in &turned {
            let image = id_at(&before, path).expect("shown");
            if id_at(&now, path) == Some(image) {
                held.entry(image).and_modify(|pixels| pixels.1 += 1);
            } else {
                // What it was before has another name: it was moved, as far as anybody can tell.
                let at = now.images.get(image).map(|row| folder.disk[&*row.path]);
                let (picture, quarters) = folder.disk[path];
                assert_eq!(at, Some((picture, quarters - 1)), "{path} was turned, {what}");
            }
        }
        let cluster = |image| now.label(image).and_then(|label| label.cluster);
        for (path, (picture, _)) in &folder.disk {
            let image = id_at(&now, path).expect("shown");
            if is_by_person(&now, image) {
                assert_eq!(cluster(image), classes.get(&(picture % 3)).copied(), "{path} has a wrong label, {what}");
            }
        }
        for offer in now.folder.copies.iter() {
            let path = &*now.images.get(offer.image).expect("shown").path;
            assert_eq!(Some(&offer.cluster), classes.get(&(folder.disk[path].0 % 3)), "{path}, {what}");
        }
        for pixels in held.values() {
            let mut places = folder.disk.iter().filter(|(_, there)| *there == pixels).peekable();
            let is_known = |(path, _): (&String, &Pixels)| {
                let image = id_at(&now, path).expect("shown");
                is_by_person(&now, image) || now.folder.copies.iter().any(|offer| offer.image == image)
            };
            assert!(places.peek().is_none() || places.any(is_known), "the label of {pixels:?} is lost, {what}");
        }
        label(&session, &folder, &mut rng, &mut classes);
    }
}

#[test]
fn no_label_ends_on_another_picture_and_none_is_lost() {
    let next = AtomicU64::new(0);
    let plays = |_| {
        std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed)).take_while(|seed| *seed < 500).for_each(play);
        Ok::<(), Cancelled>(())
    };
    assert!(on_threads("play", 2, plays).is_ok());
}

/// A folder of four labelled pictures, and their ids.
fn labelled() -> (Folder, Session, Vec<ImageId>) {
    let mut folder = Folder::new();
    for name in ["a/1.bmp", "a/2.bmp", "b/3.bmp", "b/4.bmp"] {
        folder.add(name);
    }
    let session = folder.session();
    let ids: Vec<ImageId> = session.snapshot().images.rows.iter().map(|row| row.id).collect();
    done(&session, Request::Edit(Change::NewCluster { images: ids.clone(), name: "cats".into() }));
    done(&session, Request::edit(Edit::Confirm { images: ids.clone(), is_confirmed: true }));
    (folder, session, ids)
}

fn look(session: &Session) -> LookReport {
    done(session, Request::Import);
    session.snapshot().folder.last_look.expect("a look")
}

#[test]
fn a_tidied_folder_keeps_all_labels_and_decodes_nothing() {
    let (mut folder, session, ids) = labelled();
    for (from, to) in [("a/1.bmp", "2023/x/1.bmp"), ("a/2.bmp", "2023/x/2.bmp"), ("b/3.bmp", "B/3.bmp")] {
        folder.rename(from, to);
    }
    fs::remove_dir(folder.at("a")).expect("empty");
    assert_eq!(look(&session), LookReport { files: 4, moved: 3, ..LookReport::default() });
    let snapshot = session.snapshot();
    let paths: BTreeMap<&str, ImageId> = snapshot.images.rows.iter().map(|row| (&*row.path, row.id)).collect();
    assert_eq!(
        paths,
        BTreeMap::from([("2023/x/1.bmp", ids[0]), ("2023/x/2.bmp", ids[1]), ("B/3.bmp", ids[2]), ("b/4.bmp", ids[3])])
    );
    assert_eq!(snapshot.clusters[0].n_confirmed, 4);
    drop(session);
    let again = folder.session().snapshot();
    assert_eq!((again.clusters[0].n_confirmed, again.images.rows.clone()), (4, snapshot.images.rows.clone()));
}

#[test]
fn another_picture_under_a_confirmed_name_is_asked_about() {
    let (mut folder, session, ids) = labelled();
    folder.put("a/1.bmp", &bitmap((1, 1)), (1, 1));
    folder.add("a/2.bmp");
    assert_eq!(look(&session), LookReport { files: 4, edited: 1, replaced: 1, ..LookReport::default() });
    let snapshot = session.snapshot();
    assert_eq!(id_at(&snapshot, "a/1.bmp"), Some(ids[0]), "turned");
    assert_eq!(snapshot.clusters[0].n_confirmed, 3);
    let changed = snapshot.folder.changed[0];
    assert_eq!((Some(changed.image), changed.before), (id_at(&snapshot, "a/2.bmp"), ids[1]));
    assert!(changed.cluster.is_some() && snapshot.folder.changed.len() == 1);
    // Once somebody has said what it is, it is off the shelf; with an undo it is back.
    done(&session, Request::edit(Edit::Move { images: vec![changed.image], to: changed.cluster }));
    assert!(session.snapshot().folder.changed.is_empty());
    done(&session, Request::Undo);
    assert_eq!(session.snapshot().folder.changed.len(), 1);
    // The one that was there comes back: so does its label.
    folder.put("a/2.bmp", &bitmap((2, 0)), (2, 0));
    assert_eq!(look(&session).returned, 1);
    let snapshot = session.snapshot();
    assert_eq!((id_at(&snapshot, "a/2.bmp"), snapshot.clusters[0].n_confirmed), (Some(ids[1]), 4));
    assert!(snapshot.folder.changed.is_empty());
}

#[test]
fn a_drive_that_is_away_is_no_empty_folder() {
    let (folder, session, ids) = labelled();
    let away = folder.dir.path().join("in a drawer/drive");
    fs::create_dir(away.parent().expect("a drawer")).expect("made");
    fs::rename(folder.photos(), &away).expect("unmounted");
    for is_mount_point_there in [false, true] {
        if is_mount_point_there {
            fs::create_dir(folder.photos()).expect("made");
        }
        let words = done(&session, Request::Import);
        assert!(words.starts_with("4 images that were here are gone: is the drive connected?"), "{words}");
        let snapshot = session.snapshot();
        assert_eq!((snapshot.folder.n_away, snapshot.images.rows.len()), (4, 4));
        assert!(snapshot.images.rows.iter().all(|row| row.is_away));
        assert_eq!((snapshot.clusters[0].members.len(), snapshot.clusters[0].n_confirmed), (4, 4));
        let run = Request::Run { settings: Box::default(), resume: false };
        let Outcome::Failed(why) = ask(&session, run) else { panic!("a run on nothing") };
        assert!(why.to_string().contains("is the drive connected"), "{why}");
    }
    fs::remove_dir(folder.photos()).expect("empty");
    drop(session);
    // The program is started while the drive is away, then it is connected.
    let session = folder.session();
    assert_eq!(session.snapshot().folder.n_away, 4);
    fs::rename(&away, folder.photos()).expect("mounted");
    assert_eq!(look(&session), LookReport { files: 4, returned: 4, ..LookReport::default() });
    let snapshot = session.snapshot();
    assert_eq!((snapshot.folder.n_away, snapshot.clusters[0].n_confirmed), (0, 4));
    assert_eq!(snapshot.images.rows.iter().map(|row| row.id).collect::<Vec<_>>(), ids);
}

#[test]
fn what_is_gone_is_told_until_it_is_forgotten_or_back() {
    let (folder, session, ids) = labelled();
    fs::remove_file(folder.at("a/1.bmp")).expect("removed");
    assert_eq!(look(&session), LookReport { files: 3, missing: 1, ..LookReport::default() });
    let snapshot = session.snapshot();
    let missing = &snapshot.folder.missing[0];
    assert!((missing.id, &*missing.path, missing.is_decided) == (ids[0], "a/1.bmp", true));
    assert_eq!((snapshot.images.rows.len(), snapshot.clusters[0].n_confirmed), (3, 3));
    assert_eq!(look(&session).missing, 0, "it is news once");
    let words = done(&session, Request::Forget { with_away: false });
    assert!(words.contains("1 image out of the project"), "{words}");
    assert!(session.snapshot().folder.missing.is_empty());
    assert!(matches!(ask(&session, Request::Forget { with_away: true }), Outcome::Failed(_)));
    fs::write(folder.at("c.bmp"), bitmap((1, 0))).expect("written");
    assert_eq!(look(&session).returned, 1);
    assert_eq!(session.snapshot().clusters[0].n_confirmed, 4);
}

#[test]
fn labels_of_copies_are_offered_and_not_spread() {
    let (mut folder, session, ids) = labelled();
    folder.put("c/copy.bmp", &bitmap((1, 0)), (1, 0));
    assert_eq!(look(&session).new, 1);
    let snapshot = session.snapshot();
    let copy = id_at(&snapshot, "c/copy.bmp").expect("a row of its own");
    assert!(!ids.contains(&copy) && snapshot.label(copy).expect("shown").cluster.is_none());
    assert_eq!((snapshot.folder.copies.len(), snapshot.folder.copies[0].image), (1, copy));
    // Also where the labelled one is gone.
    fs::remove_file(folder.at("a/1.bmp")).expect("removed");
    assert_eq!(look(&session).missing, 1);
    assert_eq!(session.snapshot().folder.copies.len(), 1);
}

#[cfg(unix)]
#[test]
fn an_album_of_links_is_no_more_images() {
    let (folder, session, ids) = labelled();
    fs::create_dir(folder.at("album")).expect("made");
    for i in 1..=2 {
        std::os::unix::fs::symlink(format!("../a/{i}.bmp"), folder.at(&format!("album/{i}.bmp"))).expect("linked");
    }
    fs::hard_link(folder.at("b/3.bmp"), folder.at("album/3.bmp")).expect("linked");
    let report = look(&session);
    assert_eq!((report.new, report.missing, session.snapshot().images.rows.len()), (0, 0, 4));
    let snapshot = session.snapshot();
    assert_eq!(snapshot.images.get(ids[0]).map(|row| row.links.clone()), Some(vec!["album/1.bmp".into()]));
    // The file itself goes, and its other name stays: the image is there.
    fs::remove_file(folder.at("b/3.bmp")).expect("removed");
    assert_eq!(look(&session).moved, 1);
    assert_eq!(id_at(&session.snapshot(), "album/3.bmp"), Some(ids[2]));
}

#[test]
fn what_comes_while_a_project_is_open_is_noticed() {
    let (mut folder, session, _) = labelled();
    drop(session);
    let options = SessionOptions { data_dir: folder.dir.path().join("data"), threads: 1, watches: true };
    let (woken, wakes) = std::sync::mpsc::sync_channel(1);
    let waker = Waker::new(move || {
        let _ = woken.try_send(());
    });
    let session = Session::start(options, waker).expect("threads");
    done(&session, Request::Open { path: folder.photos(), project: None });
    folder.add("a/new.bmp");
    folder.rename("b/3.bmp", "a/3.bmp");
    let is_seen = |snapshot: &Snapshot| {
        let paths: BTreeSet<&str> = snapshot.images.rows.iter().map(|row| &*row.path).collect();
        paths == BTreeSet::from(["a/1.bmp", "a/2.bmp", "a/3.bmp", "a/new.bmp", "b/4.bmp"])
    };
    while !is_seen(&session.snapshot()) {
        wakes.recv_timeout(std::time::Duration::from_mins(1)).expect("it is noticed");
    }
    assert_eq!(session.snapshot().clusters[0].n_confirmed, 4);
}

/// Makes the project one of format 1, whose rows were told by their paths and forgot the content of what was gone.
fn made_old(project: &std::path::Path) {
    let db = rusqlite::Connection::open(project.join("project.db")).expect("a database");
    let columns = "size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, status TEXT NOT NULL, reason TEXT, width INTEGER, \
        height INTEGER, content_hash BLOB, perceptual_hash INTEGER, thumbnail_segment INTEGER, thumbnail_offset INTEGER, \
        thumbnail_length INTEGER, thumbnail_checksum INTEGER, tile_segment INTEGER, tile_offset INTEGER, \
        tile_length INTEGER, tile_checksum INTEGER, tile_width INTEGER, tile_height INTEGER";
    let names: Vec<&str> = columns.split(", ").filter_map(|column| column.split_whitespace().next()).collect();
    db.execute_batch(&format!(
        "CREATE TABLE old (id INTEGER PRIMARY KEY AUTOINCREMENT, path BLOB NOT NULL UNIQUE, {columns}) STRICT;
         INSERT INTO old SELECT id, path, {} FROM images; DROP TABLE images; ALTER TABLE old RENAME TO images;
         ALTER TABLE runs DROP COLUMN base; ALTER TABLE runs DROP COLUMN base_clusters;
         ALTER TABLE runs DROP COLUMN proposed; ALTER TABLE runs DROP COLUMN content;
         ALTER TABLE journal DROP COLUMN checksum;
         PRAGMA user_version = 1;",
        names.join(", ")
    ))
    .expect("format 1");
}

#[test]
fn an_old_project_opens_and_keeps_what_was_said() {
    let (mut folder, session, ids) = labelled();
    let project = session.snapshot().project.as_ref().expect("open").path.clone();
    drop(session);
    made_old(&project);
    // Read beside it, nothing is changed.
    let reader = gleaner::session::ReadOnly::open(&project).expect("an old project");
    assert_eq!(reader.snapshot().clusters[0].n_confirmed, 4);
    drop(reader);
    folder.rename("a/1.bmp", "c/1.bmp");
    folder.add("b/4.bmp");
    let session = folder.session();
    let report = session.snapshot().folder.last_look.expect("a look");
    assert_eq!(report, LookReport { files: 4, moved: 1, replaced: 1, ..LookReport::default() });
    let snapshot = session.snapshot();
    assert_eq!((id_at(&snapshot, "c/1.bmp"), snapshot.clusters[0].n_confirmed), (Some(ids[0]), 3));
    assert_eq!(snapshot.folder.changed[0].before, ids[3]);
}

#[test]
fn a_labelled_picture_that_was_overwritten_is_told_as_gone() {
    let (mut folder, session, ids) = labelled();
    // A known file over another one, a link over another one, and rubbish over a third.
    folder.rename("a/1.bmp", "a/2.bmp");
    fs::write(folder.at("b/3.bmp"), b"no picture").expect("written");
    let report = look(&session);
    assert_eq!((report.moved, report.missing, report.skipped), (1, 2, 1));
    let missing = |session: &Session| {
        let missing = Arc::clone(&session.snapshot().folder.missing);
        missing.iter().map(|gone| (gone.id, gone.is_decided)).collect::<Vec<_>>()
    };
    assert_eq!(missing(&session), [(ids[1], true), (ids[2], true)]);
    folder.put("b/3.bmp", &bitmap((3, 0)), (3, 0));
    assert_eq!(look(&session).returned, 1);
    assert_eq!(missing(&session), [(ids[1], true)]);
    assert!(done(&session, Request::Forget { with_away: false }).contains("1 image out"));
    assert_eq!(session.snapshot().clusters[0].n_confirmed, 3);
}

#[test]
fn nothing_is_asked_once_the_picture_that_was_there_is_back() {
    let (mut folder, session, ids) = labelled();
    folder.add("a/1.bmp");
    look(&session);
    assert_eq!(session.snapshot().folder.changed.len(), 1);
    // The new one gets a name of its own, and the old one its place.
    folder.rename("a/1.bmp", "a/new.bmp");
    folder.put("a/1.bmp", &bitmap((1, 0)), (1, 0));
    look(&session);
    let snapshot = session.snapshot();
    assert_eq!(id_at(&snapshot, "a/1.bmp"), Some(ids[0]));
    assert!(snapshot.folder.changed.is_empty() && snapshot.folder.missing.is_empty());
    // Or the old one turns up elsewhere.
    folder.add("b/3.bmp");
    look(&session);
    folder.put("c/3.bmp", &bitmap((3, 0)), (3, 0));
    look(&session);
    let snapshot = session.snapshot();
    assert_eq!(id_at(&snapshot, "c/3.bmp"), Some(ids[2]));
    assert!(snapshot.folder.changed.is_empty());
}

#[test]
fn pixels_that_are_lost_do_not_make_another_picture_the_same() {
    let (mut folder, session, ids) = labelled();
    let project = session.snapshot().project.as_ref().expect("open").path.clone();
    drop(session);
    fs::remove_dir_all(project.join("pixels")).expect("removed");
    // Its file can not be decoded any more when its thumbnail is to be made again; then another picture takes the name.
    fs::write(folder.at("a/1.bmp"), b"no picture").expect("written");
    drop(folder.session());
    folder.add("a/1.bmp");
    let snapshot = folder.session().snapshot();
    let image = id_at(&snapshot, "a/1.bmp").expect("shown");
    assert!(image != ids[0] && !is_by_person(&snapshot, image));
}

#[test]
fn a_copy_that_was_said_to_be_something_else_is_offered_nothing() {
    let (mut folder, session, _) = labelled();
    folder.put("c/copy.bmp", &bitmap((1, 0)), (1, 0));
    look(&session);
    let snapshot = session.snapshot();
    let (copy, cluster) = (snapshot.folder.copies[0].image, snapshot.folder.copies[0].cluster);
    done(&session, Request::edit(Edit::Reject { cluster, images: vec![copy] }));
    assert!(session.snapshot().folder.copies.is_empty());
}

#[test]
fn a_folder_that_was_moved_and_sorted_is_known_by_what_it_holds() {
    let (mut folder, session, ids) = labelled();
    let project = session.snapshot().project.as_ref().expect("open").path.clone();
    drop(session);
    for (from, to) in
        [("a/1.bmp", "2024/1.bmp"), ("a/2.bmp", "2024/2.bmp"), ("b/3.bmp", "x/3.bmp"), ("b/4.bmp", "x/4.bmp")]
    {
        folder.rename(from, to);
    }
    let pics = folder.dir.path().join("pics");
    fs::rename(folder.photos(), &pics).expect("moved");
    let options = || SessionOptions { data_dir: folder.dir.path().join("data"), threads: 1, watches: false };
    let session = Session::start(options(), Waker::default()).expect("threads");
    done(&session, Request::Open { path: pics.clone(), project: None });
    let snapshot = session.snapshot();
    assert_eq!(snapshot.project.as_ref().expect("open").path, project);
    assert_eq!((id_at(&snapshot, "2024/1.bmp"), snapshot.clusters[0].n_confirmed), (Some(ids[0]), 4));
    // A folder that is nowhere is told, not passed over.
    let nowhere = folder.dir.path().join("nowhere");
    let asked = Request::Open { path: nowhere, project: Some(project) };
    assert!(matches!(ask(&session, asked), Outcome::Failed(why) if why.to_string().contains("does not exist")));
}
