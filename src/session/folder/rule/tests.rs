//! The table of [`crate::session::folder`], line by line, and what holds for any folder.

use super::*;
use crate::dataset::scan::FileStamp;
use crate::store::packs::Location;
use proptest::prelude::*;

fn content(of: u8) -> Content {
    [of; 32]
}

fn ready(of: u8) -> ImageState {
    let at = Location::default();
    ImageState::Ready {
        width: 4,
        height: 3,
        content_hash: content(of),
        perceptual_hash: 0,
        thumbnail: at,
        tile: at,
        tile_width: 4,
        tile_height: 3,
    }
}

/// A file's stamp hangs on its content and on how often it was touched.
fn stamp(of: u8, touched: i64) -> FileStamp {
    FileStamp { size: 100 + u64::from(of % 2), mtime_ns: i64::from(of), ctime_ns: Some(touched) }
}

/// What is on the disk: path, content, touched; and further paths.
type OnDisk<'a> = (&'a str, u8, i64, &'a [&'a str]);

struct Case<'a> {
    rows: Vec<ImageRow>,
    disk: Vec<OnDisk<'a>>,
    unlisted: Vec<(RelPath, SkipReason)>,
    decided: Vec<u32>,
}

/// Rows are numbered from 1.
fn rows(records: &[(&str, u8, Presence)]) -> Vec<ImageRow> {
    let record = |(path, of, presence): &(&str, u8, Presence)| ImageRecord {
        presence: *presence,
        ..ImageRecord::here(RelPath::from(*path), stamp(*of, 0), ready(*of))
    };
    (1..).map(ImageId).zip(records.iter().map(record)).map(|(id, record)| ImageRow { id, record }).collect()
}

/// What the rule says, in words: rows that change, files to read, and the report.
fn settle(case: &Case<'_>) -> (Vec<String>, Settled) {
    let entry = |(path, of, touched, links): &OnDisk<'_>| Entry {
        path: RelPath::from(*path),
        stamp: stamp(*of, *touched),
        is_link: false,
        file: None,
        links: links.iter().map(|link| RelPath::from(*link)).collect(),
    };
    let entries: Vec<Entry> = case.disk.iter().map(entry).collect();
    let decided = case.decided.iter().copied().map(ImageId).collect();
    let rule = Rule::new(&case.rows, &entries, &case.unlisted, &decided);
    let contents = rule.to_hash().into_iter().map(|at| (at, content(case.disk[at].1))).collect();
    let settled = rule.settle(&contents, &|state| !matches!(state, ImageState::Gone));
    let mut told: Vec<String> = settled
        .changes
        .iter()
        .map(|RowChange { id, record }| {
            let id = id.map_or("new".to_owned(), |id| id.to_string());
            format!("{id} {} {}", record.presence.as_str(), record.path)
        })
        .collect();
    told.extend(settled.to_read.iter().map(|read| {
        let path = &entries[read.entry].path;
        match read.before {
            Before::Nothing => format!("read {path}"),
            Before::Itself(id) => format!("read {path} as {id}"),
            Before::Other(id) => format!("read {path} beside {id}"),
        }
    }));
    told.sort();
    (told, settled)
}

#[test]
fn the_table_holds() {
    use Presence::{Away, Forgotten, Here, Linked, Missing, Replaced};
    type Line<'a> = (&'a str, &'a [(&'a str, u8, Presence)], &'a [OnDisk<'a>], &'a [&'a str]);
    let table: &[Line<'_>] = &[
        ("as before", &[("a", 1, Here)], &[("a", 1, 0, &[])], &[]),
        ("touched", &[("a", 1, Here)], &[("a", 1, 5, &[])], &["1 here a"]),
        ("moved", &[("in/a", 1, Here), ("b", 2, Here)], &[("b", 2, 0, &[]), ("y/a", 1, 5, &[])], &["1 here y/a"]),
        ("renamed by case", &[("Trip/a", 1, Here)], &[("trip/a", 1, 5, &[])], &["1 here trip/a"]),
        (
            "two names swapped",
            &[("a", 1, Here), ("b", 3, Here)],
            &[("a", 3, 5, &[]), ("b", 1, 5, &[])],
            &["1 here b", "2 here a"],
        ),
        ("swapped without a trace but the time of change", &[("a", 1, Here)], &[("a", 1, 1, &[])], &["1 here a"]),
        ("returned", &[("a", 1, Missing)], &[("x/a", 1, 5, &[])], &["1 here x/a"]),
        ("returned untouched", &[("a", 1, Away), ("b", 2, Here)], &[("a", 1, 0, &[]), ("b", 2, 0, &[])], &["1 here a"]),
        ("forgotten, and back", &[("a", 1, Forgotten)], &[("a", 1, 5, &[])], &["1 here a"]),
        ("copied", &[("a", 1, Here)], &[("a", 1, 0, &[]), ("b", 1, 5, &[])], &["read b"]),
        ("one more place", &[("a", 1, Here)], &[("a", 1, 0, &["z"])], &["1 here a"]),
        (
            "two rows of one file",
            &[("a", 1, Here), ("z", 1, Here)],
            &[("a", 1, 0, &["z"])],
            &["1 here a", "2 linked z"],
        ),
        ("other content", &[("a", 1, Here)], &[("a", 3, 5, &[])], &["read a beside 1"]),
        ("other size", &[("a", 1, Here)], &[("a", 2, 5, &[])], &["read a beside 1"]),
        (
            "replaced by what was elsewhere",
            &[("a", 1, Here), ("b", 3, Here)],
            &[("a", 3, 5, &[]), ("c", 9, 5, &[])],
            &["1 replaced a", "2 here a", "read c"],
        ),
        (
            "moved away, and another one under its name",
            &[("a", 1, Here)],
            &[("a", 3, 5, &[]), ("b", 1, 5, &[])],
            &["1 here b", "read a"],
        ),
        ("put back", &[("a", 1, Replaced), ("a", 3, Here)], &[("a", 1, 5, &[])], &["1 here a", "2 replaced a"]),
        ("another one where one was missing", &[("a", 1, Missing)], &[("a", 3, 5, &[])], &["read a beside 1"]),
        ("never seen", &[("a", 1, Here)], &[("a", 1, 0, &[]), ("b", 2, 5, &[])], &["read b"]),
        ("gone", &[("x/a", 1, Here), ("x/b", 2, Here)], &[("x/b", 2, 0, &[])], &["1 missing x/a"]),
        ("gone with all", &[("x/a", 1, Here), ("b", 2, Here)], &[], &["1 away x/a", "2 away b"]),
        ("gone with its folder", &[("x/a", 1, Here), ("b", 2, Here)], &[("b", 2, 0, &[])], &["1 away x/a"]),
        (
            "gone while its folder was tidied up",
            &[("x/a", 1, Here), ("x/b", 2, Here)],
            &[("y/b", 2, 5, &[])],
            &["1 missing x/a", "2 here y/b"],
        ),
        (
            "linked, and a file again",
            &[("z", 1, Linked), ("a", 1, Here)],
            &[("a", 1, 0, &[]), ("z", 1, 5, &[])],
            &["1 here z"],
        ),
    ];
    for (what, records, disk, expected) in table {
        let case = Case { rows: rows(records), disk: disk.to_vec(), unlisted: Vec::new(), decided: Vec::new() };
        assert_eq!(settle(&case).0, *expected, "{what}");
    }
}

#[test]
fn what_was_said_goes_to_a_picture_that_it_is_true_of() {
    // The labelled one is gone and its copy was moved: the label is true of the copy, and none is lost.
    let records = [("a", 1, Presence::Missing), ("b", 1, Presence::Here)];
    let case =
        |decided: &[u32], disk| Case { rows: rows(&records), disk, unlisted: Vec::new(), decided: decided.to_vec() };
    assert_eq!(settle(&case(&[1], vec![("c", 1, 5, &[])])).0, ["1 here c", "2 missing b"]);
    assert_eq!(settle(&case(&[], vec![("c", 1, 5, &[])])).0, ["2 here c"]);
    assert_eq!(settle(&case(&[1, 2], vec![("c", 1, 5, &[])])).0, ["2 here c"]);
    // A copy that stays where it was stays what it is.
    assert_eq!(settle(&case(&[1], vec![("b", 1, 5, &[])])).0, ["2 here b"]);
    assert_eq!(settle(&case(&[1], vec![("b", 1, 5, &[]), ("c", 1, 5, &[])])).0, ["1 here c", "2 here b"]);
}

#[test]
fn files_that_are_no_images_come_and_go() {
    let skipped = |kind| ImageState::Skipped(SkipReason::new(kind, "why"));
    let row = |kind, presence| ImageRow {
        id: ImageId(1),
        record: ImageRecord { presence, ..ImageRecord::here(RelPath::from("a"), stamp(1, 0), skipped(kind)) },
    };
    let told = |row: ImageRow, disk: Vec<OnDisk<'_>>, unlisted: &[SkipKind]| {
        let unlisted = unlisted.iter().map(|kind| (RelPath::from("a"), SkipReason::new(*kind, "why"))).collect();
        settle(&Case { rows: vec![row], disk, unlisted, decided: Vec::new() }).0
    };
    let (damaged, unreadable) = (SkipKind::Damaged, SkipKind::Unreadable);
    let none: [&str; 0] = [];
    assert_eq!(told(row(damaged, Presence::Here), vec![("a", 1, 0, &[])], &[]), none);
    assert_eq!(told(row(unreadable, Presence::Here), vec![("a", 1, 0, &[])], &[]), ["read a as 1"]);
    assert_eq!(told(row(damaged, Presence::Here), vec![("a", 2, 0, &[])], &[]), ["read a as 1"]);
    assert_eq!(told(row(damaged, Presence::Here), vec![], &[]), ["1 forgotten a"]);
    assert_eq!(told(row(damaged, Presence::Here), vec![], &[SkipKind::BrokenLink]), ["1 here a"]);
    // A link whose drive is away is listed, and what it led to stays.
    let image = rows(&[("a", 1, Presence::Here)]).remove(0);
    assert_eq!(
        told(image.clone(), vec![("b", 2, 0, &[])], &[SkipKind::BrokenLink]),
        ["1 away a", "new here a", "read b"]
    );
    assert_eq!(told(image, vec![("b", 2, 0, &[])], &[SkipKind::NotAFile]), ["1 missing a", "new here a", "read b"]);
    // What an older program called gone has no content: size and time have to do.
    let gone = ImageRow {
        id: ImageId(1),
        record: ImageRecord {
            presence: Presence::Missing,
            ..ImageRecord::here(RelPath::from("a"), FileStamp { ctime_ns: None, ..stamp(1, 0) }, ImageState::Gone)
        },
    };
    assert_eq!(told(gone.clone(), vec![("a", 1, 7, &[])], &[]), ["1 here a", "read a as 1"]);
    assert_eq!(told(gone, vec![("a", 3, 7, &[])], &[]), ["read a beside 1"]);
}

#[test]
fn lost_pixels_are_read_again_and_old_rows_get_their_times() {
    let mut old = rows(&[("a", 1, Presence::Here)]);
    old[0].record.stamp.ctime_ns = None;
    let case = Case { rows: old, disk: vec![("a", 1, 3, &[])], unlisted: Vec::new(), decided: Vec::new() };
    assert_eq!(settle(&case).0, ["1 here a"], "without a look into it");
    let entries =
        [Entry { path: RelPath::from("a"), stamp: stamp(1, 0), is_link: false, file: None, links: Vec::new() }];
    let (rows, decided) = (rows(&[("a", 1, Presence::Here)]), BTreeSet::new());
    let settled = Rule::new(&rows, &entries, &[], &decided).settle(&BTreeMap::new(), &|_| false);
    assert_eq!(settled.to_read, [ToRead { entry: 0, before: Before::Itself(ImageId(1)) }]);
}

/// Files of an archive: one size, whole seconds, and written within one tick of the clock. A folder is renamed onto another.
#[test]
fn folders_that_are_renamed_without_a_trace_take_their_labels_along() {
    let stamp = FileStamp { size: 100, mtime_ns: 7, ctime_ns: Some(7) };
    let record = |path: &str, of| ImageRecord::here(RelPath::from(path), stamp, ready(of));
    let rows: Vec<ImageRow> = (1..)
        .map(ImageId)
        .zip([record("a/1", 1), record("a/2", 2), record("b/1", 3), record("b/2", 4)])
        .map(|(id, record)| ImageRow { id, record })
        .collect();
    let entry = |path: &str| {
        let (path, links) = (RelPath::from(path), Vec::new());
        Entry { path, stamp, is_link: false, file: None, links }
    };
    let entries = [entry("a/1"), entry("a/2")];
    let decided = BTreeSet::new();
    let rule = Rule::new(&rows, &entries, &[], &decided);
    assert_eq!(rule.to_hash(), [0, 1], "size and times tell nothing");
    let settled = rule.settle(&BTreeMap::from([(0, content(3)), (1, content(4))]), &|_| true);
    let told: Vec<_> = settled
        .changes
        .iter()
        .map(|RowChange { id, record }| (id.expect("known").0, record.presence, record.path.display()))
        .collect();
    let at = |path: &str| path.to_owned();
    assert_eq!(
        told,
        [
            (3, Presence::Here, at("a/1")),
            (4, Presence::Here, at("a/2")),
            (1, Presence::Replaced, at("a/1")),
            (2, Presence::Replaced, at("a/2")),
        ]
    );
    assert_eq!((settled.report.moved, settled.report.missing), (2, 2));
}

#[test]
fn thousands_of_copies_are_matched_in_a_moment_and_by_path() {
    let n = 20_000;
    let paths = |folder: &str| (0..n).map(|i| format!("{folder}/{i:05}")).collect::<Vec<_>>();
    let (before, after) = (paths("a"), paths("b"));
    let records: Vec<_> = before.iter().map(|path| (path.as_str(), 1, Presence::Here)).collect();
    let disk: Vec<OnDisk<'_>> = after.iter().map(|path| (path.as_str(), 1, 5, &[][..])).collect();
    let case = Case { rows: rows(&records), disk, unlisted: Vec::new(), decided: Vec::new() };
    let (_, settled) = settle(&case);
    assert_eq!((settled.report.moved, settled.to_read.len()), (n, 0));
    let is_same_name =
        |change: &RowChange| change.record.path.display() == after[change.id.map_or(0, |id| id.0 as usize - 1)];
    assert!(settled.changes.iter().all(is_same_name));
}

#[test]
fn a_row_that_is_not_here_has_no_other_places() {
    let mut known = rows(&[("d/1", 1, Presence::Here)]);
    known[0].record.links = vec![RelPath::from("e/1")];
    let case = Case {
        rows: known,
        disk: vec![("e/1", 2, 5, &[]), ("e/2", 3, 5, &[])],
        unlisted: Vec::new(),
        decided: Vec::new(),
    };
    let (told, settled) = settle(&case);
    assert_eq!(told, ["1 away d/1", "read e/1", "read e/2"]);
    assert!(settled.changes[0].record.links.is_empty());
}

fn any_presence() -> impl Strategy<Value = Presence> {
    prop::sample::select(Presence::ALL.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Whatever is known and whatever is found: no row is two files, no two rows are at one path, no file is left out,
    /// and no row that keeps its content gets a file of another one.
    #[test]
    fn any_folder_is_settled_soundly(
        known in prop::collection::vec((0..5usize, 0..4u8, any_presence()), 0..7),
        disk in prop::collection::btree_map(0..5usize, (0..4u8, 0..2i64), 0..5),
        decided in prop::collection::vec(1..7u32, 0..4),
    ) {
        const PATHS: [&str; 5] = ["a", "b", "x/a", "x/b", "y/z/a"];
        let mut taken = BTreeSet::new();
        let mut records: Vec<_> = known
            .into_iter()
            // Two files that are there are not at one path.
            .filter(|(path, _, presence)| *presence != Presence::Here || taken.insert(*path))
            .map(|(path, of, presence)| (PATHS[path], of, presence))
            .collect();
        records.sort_by_key(|record| record.0);
        let disk: Vec<OnDisk<'_>> = disk.iter().map(|(path, (of, touched))| (PATHS[*path], *of, *touched, &[][..])).collect();
        let case = Case { rows: rows(&records), disk, unlisted: Vec::new(), decided };
        let (_, settled) = settle(&case);
        let mut after: BTreeMap<ImageId, ImageRecord> =
            case.rows.iter().map(|row| (row.id, row.record.clone())).collect();
        let mut changed = BTreeSet::new();
        for RowChange { id, record } in &settled.changes {
            let id = id.expect("nothing new without its pixels");
            prop_assert!(changed.insert(id), "{id} twice");
            after.insert(id, record.clone());
        }
        let read: BTreeMap<&str, Before> =
            settled.to_read.iter().map(|read| (case.disk[read.entry].0, read.before)).collect();
        for (path, of, touched, _) in &case.disk {
            let here: Vec<_> =
                after.iter().filter(|(_, r)| r.presence == Presence::Here && r.path == RelPath::from(*path)).collect();
            match read.get(path) {
                None => {
                    prop_assert_eq!(here.len(), 1);
                    prop_assert_eq!(here[0].1.content(), Some(&content(*of)));
                    prop_assert_eq!(here[0].1.stamp, stamp(*of, *touched));
                }
                Some(Before::Nothing) => prop_assert_eq!(here.len(), 0),
                Some(Before::Other(id) | Before::Itself(id)) => {
                    prop_assert_ne!(after[id].content(), Some(&content(*of)));
                    prop_assert!(here.iter().all(|(here, _)| *here == id));
                }
            }
            // A content that is known is not read again while a row of it has no file.
            if read.contains_key(path) {
                let is_free = |r: &ImageRecord| r.content() == Some(&content(*of)) && r.presence != Presence::Here;
                prop_assert!(!after.values().any(is_free), "{path} is known");
            }
        }
        for (id, record) in &after {
            let is_found = case.disk.iter().any(|(path, ..)| RelPath::from(*path) == record.path);
            prop_assert!(record.presence != Presence::Here || is_found, "{id} is not there");
        }
    }
}
