//! A hostile folder through the import, entry by entry. It needs data, so it only runs when asked to.

use super::data;
use gleaner::control::CancelToken;
use gleaner::dataset::pixels::{Prepared, import};
use gleaner::dataset::rel_path::RelPath;
use gleaner::dataset::scan;
use gleaner::dataset::skip::SkipReason;
use parking_lot::Mutex;
use std::collections::BTreeMap;

/// Every entry of the hostile test folder is treated as its list says, and nothing is left out silently.
#[test]
#[ignore = "needs messy.tar and messy.json in the folder that GLEANER_TEST_DATA names"]
fn the_messy_folder_is_read_as_its_list_says() {
    let dir = tempfile::tempdir().unwrap();
    data::unpack("messy.tar", dir.path());
    let root = dir.path().join("messy");
    let list = std::fs::read_to_string(data::file("messy.json")).unwrap();
    let verdicts: BTreeMap<String, String> = serde_json::from_str(&list).unwrap();

    let found = scan::scan(&root, &CancelToken::default(), &mut |_| {}).unwrap();
    assert!(found.files.is_sorted_by(|a, b| a.path < b.path));
    let outcomes: Mutex<BTreeMap<String, Result<Prepared, SkipReason>>> =
        Mutex::new(found.skipped.iter().map(|(path, reason)| (path.display(), Err(reason.clone()))).collect());
    import(&root, &found.files, 0, &CancelToken::default(), &|_, _| (), &|index, result| {
        outcomes.lock().insert(found.files[index].path.display(), result);
    })
    .unwrap();
    let outcomes = outcomes.into_inner();

    let mut wrong = Vec::new();
    for (path, verdict) in &verdicts {
        let outcome = outcomes.get(path);
        let is_right = match (verdict.as_str(), outcome) {
            ("ignore", outcome) => outcome.is_none(),
            ("image", outcome) => matches!(outcome, Some(Ok(_))),
            ("image-or-skip", outcome) => outcome.is_some(),
            (skip, Some(Err(reason))) => {
                let kind = reason.kind.key().replace('-', " ");
                skip.strip_prefix("skip:").is_some_and(|kinds| kinds.split(" or ").any(|one| one == kind))
            }
            _ => false,
        };
        let short = outcome.map(|o| o.as_ref().map(|p| (p.width, p.height)).map_err(ToString::to_string));
        println!("{} {path}: {verdict} -> {short:?}", if is_right { "ok   " } else { "WRONG" });
        if !is_right {
            wrong.push(path);
        }
        assert!(RelPath::parse_display(path).to_path(&root).symlink_metadata().is_ok(), "{path} is found by its name");
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    let unlisted: Vec<_> = outcomes.keys().filter(|path| !verdicts.contains_key(*path)).collect();
    assert!(unlisted.is_empty(), "{unlisted:?}");

    let prepared = |path: &str| outcomes[path].as_ref().unwrap();
    // All eight show the same picture, turned; the plain one is not.
    let upright = prepared("exif/orient1.jpg");
    for turned in 2..=8 {
        let sides = (upright.width, upright.height);
        let expected = if turned >= 5 { (sides.1, sides.0) } else { sides };
        let other = prepared(&format!("exif/orient{turned}.jpg"));
        assert_eq!((other.width, other.height), expected, "{turned}");
        assert_ne!(other.tile.rgb, upright.tile.rgb);
    }
    assert_eq!(prepared("duplicates/exact0.jpg"), prepared("duplicates/exact2.jpg"));
    for near in ["near1.jpg", "near2.png"] {
        let distance =
            prepared("duplicates/near0.jpg").perceptual_hash ^ prepared(&format!("duplicates/{near}")).perceptual_hash;
        assert!(distance.count_ones() <= 8, "{near}: {}", distance.count_ones());
    }
    assert_eq!((prepared("types/phone.heic").width, prepared("types/phone.heic").height), (320, 240));
}
