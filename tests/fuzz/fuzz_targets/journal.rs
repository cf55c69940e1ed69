//! The bytes of a journal: edits that anybody may have written, one after the other on one history.
#![no_main]

use gleaner::curation::edit::Edit;
use gleaner::curation::history::History;
use gleaner::curation::labels::{Assignment, RunAssignments};
use gleaner::ids::{ImageId, RunId};
use libfuzzer_sys::fuzz_target;
use std::sync::Arc;

/// Two runs of twenty images.
struct Runs;

impl RunAssignments for Runs {
    fn assignment(&self, run: RunId) -> Option<Arc<Assignment>> {
        let images = || (1..=20).map(ImageId);
        (1..3).contains(&run.0).then(|| {
            Arc::new(Assignment {
                images: images().collect(),
                clusters: images().map(|id| id.0 * run.0 % 4).collect(),
                confidence: images().map(|id| id.0 as f32 / 20.0).collect(),
            })
        })
    }
}

fuzz_target!(|bytes: &[u8]| {
    let mut history = History::default();
    let mut rest = bytes;
    // A byte says how long an entry is; 0 and 255 take back and make again.
    while let Some((&length, after)) = rest.split_first() {
        let (entry, after) = after.split_at(match length {
            0 | 255 => 0,
            length => usize::from(length).min(after.len()),
        });
        rest = after;
        match length {
            0 => drop(history.undo()),
            255 => drop(history.redo()),
            _ => {
                let Ok(edit) = Edit::from_bytes(entry) else { continue };
                let again = Edit::from_bytes(&edit.to_bytes());
                assert_eq!(again.as_ref().ok(), Some(&edit), "what was read is not what is written");
                let before = history.labels().clone();
                if history.apply(&edit, &Runs).is_ok() {
                    let after = history.labels().clone();
                    assert!(history.undo());
                    assert_eq!(*history.labels(), before, "{edit:?} was not taken back");
                    assert!(history.redo());
                    assert_eq!(*history.labels(), after, "{edit:?} was not made again");
                } else {
                    assert_eq!(*history.labels(), before, "{edit:?} was refused and changed something");
                }
            }
        }
    }
});
