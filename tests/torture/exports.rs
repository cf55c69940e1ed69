//! The program is killed while it replaces exports: a name holds what was there before or all of what was to come, at any moment.

use crate::figures::{Fault, Figures, Scale};
use crate::place::{Place, hashes, remove, text};
use gleaner::control::Rng;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What is exported, and how.
const KINDS: [(&str, &[&str]); 5] = [
    ("labels.csv", &["--format", "csv"]),
    ("labels.jsonl", &["--format", "jsonl"]),
    ("copied", &["--format", "folders"]),
    ("linked", &["--format", "folders", "--link", "hard"]),
    ("pointed", &["--format", "folders", "--link", "symbolic"]),
];

pub fn killed(scale: Scale) -> Figures {
    let mut figures = Figures::new("kills in exports");
    let mut rng = Rng::from_key(&[2, 1]);
    let mut place = Place::new(12);
    let photos = place.photo_hashes();
    for (name, more) in KINDS {
        let out = place.path(name);
        let export = |to: &Path| place.on_project("export", &[more, &["--force", "--out", text(to)]].concat());
        let (args, reference) = (export(&out), export(&place.path("reference")));
        place.call(&args).done();
        let mut old = content(&out);
        for i in 0..scale.of(25) {
            place.call(&place.on_project("edit", &["rename", "1", &format!("{name} {i}")])).done();
            remove(&place.path("reference"));
            place.call(&reference).done();
            let new = content(&place.path("reference"));
            let called = place.call_killed(&args, &mut rng);
            figures.kills += usize::from(called.is_killed);
            figures.acknowledged += usize::from(called.is_acknowledged());
            called.check(name, &mut figures);
            let now = content(&out);
            let is_right = now == new || (now == old && !called.is_acknowledged());
            figures.expect(is_right, Fault::Lost, || format!("{name}: {now:?}\nbefore {old:?}\nto come {new:?}"));
            check_provenance(&out, &mut figures);
            old = now;
        }
        // What kills left is not in the way of the next one.
        place.call(&args).done();
        place.check_photos(&photos, &mut figures);
    }
    place.call(&place.on_project("clusters", &[])).done();
    place.check_log(&mut figures);
    figures
}

/// Files with their hashes; what an export says of itself has a time in it, and is looked at apart.
pub fn content(out: &Path) -> BTreeMap<PathBuf, blake3::Hash> {
    let mut all = hashes(out);
    all.remove(Path::new("gleaner-provenance.json"));
    all
}

/// What an export says of itself is whole, or not there.
fn check_provenance(out: &Path, figures: &mut Figures) {
    let folder = if out.is_dir() { out } else { out.parent().expect("in a folder") };
    let Ok(bytes) = std::fs::read(folder.join("gleaner-provenance.json")) else { return };
    let read = serde_json::from_slice::<serde_json::Value>(&bytes);
    figures.expect(read.is_ok(), Fault::Lost, || format!("{}: its provenance is cut: {read:?}", out.display()));
}

#[test]
fn a_name_holds_the_old_export_or_the_new_one_whatever_is_killed() {
    let figures = killed(Scale::part());
    assert!(figures.kills > 40, "only {} kills", figures.kills);
    figures.check();
}
