//! In which order files are read. Whatever was being read when the program ended may have ended it, or a person did: such files
//! come last and one at a time, as those do that a person asks to try once more, so that everything else is kept by then. One that
//! was being read alone when the program ended is not opened.

use crate::dataset::scan::Entry;
use crate::dataset::skip::{SkipKind, SkipReason};
use crate::session::folder::rule::{Before, ToRead};
use crate::store::ImageRecord;
use crate::store::in_work::Noted;
use crate::strings::{Told, told};

/// What is to be read, in order.
pub struct Order {
    /// Files, and what was at their paths.
    pub asked: Vec<(Entry, Before)>,
    /// The first so many are read on all threads.
    pub n_plain: usize,
    /// The next so many one after the other.
    pub n_alone: usize,
    /// Of what is behind them, as it was noted.
    pub suspects: Vec<Noted>,
}

impl Order {
    /// `left` was being read when the program ended. `known` gives a row's record.
    pub fn new<'a>(
        entries: &[Entry],
        to_read: &[ToRead],
        left: &[Noted],
        known: &dyn Fn(&Before) -> Option<&'a ImageRecord>,
    ) -> Self {
        let (mut plain, mut alone, mut last, mut suspects) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for ToRead { entry, before } in to_read {
            let entry = entries[*entry].clone();
            let noted = Noted::new(&entry.path, &entry.stamp);
            let was = left.iter().find(|left| left.is_of(&noted));
            let place = if was.is_some_and(|was| was.is_alone) {
                suspects.push(noted.alone());
                &mut last
            } else if was.is_some() || known(before).is_some_and(ended_the_program) {
                &mut alone
            } else {
                &mut plain
            };
            place.push((entry, *before));
        }
        let (n_plain, n_alone) = (plain.len(), alone.len());
        plain.extend(alone);
        plain.extend(last);
        Self { asked: plain, n_plain, n_alone, suspects }
    }

    /// What a person is told of the suspects.
    pub fn words(&self) -> Option<Told> {
        let paths: Vec<String> = self.suspects.iter().map(|noted| noted.path.display()).collect();
        (!paths.is_empty()).then(|| told!("engine-ended-while-reading", file = paths.join(", ")))
    }
}

/// Why a suspect is skipped.
pub fn reason() -> SkipReason {
    SkipReason::why(SkipKind::EndedProgram, &told!("skip-why-ended"))
}

/// Whether a file is skipped because the program ended while it was read.
pub fn ended_the_program(record: &ImageRecord) -> bool {
    use crate::store::ImageState::Skipped;
    matches!(&record.state, Skipped(reason) if reason.kind == SkipKind::EndedProgram)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::rel_path::RelPath;
    use crate::dataset::scan::FileStamp;
    use crate::ids::ImageId;
    use crate::store::ImageState;

    #[test]
    fn suspects_are_not_opened_and_what_is_tried_again_comes_alone() {
        let stamp = |size| FileStamp { size, mtime_ns: 0, ctime_ns: None };
        let path = |name: &str| RelPath(name.into());
        let entry =
            |name: &str| Entry { path: path(name), stamp: stamp(5), is_link: false, file: None, links: Vec::new() };
        let entries = ["a", "b", "c", "d"].map(entry);
        let to_read: Vec<ToRead> = [Before::Nothing, Before::Itself(ImageId(7)), Before::Nothing, Before::Nothing]
            .into_iter()
            .enumerate()
            .map(|(entry, before)| ToRead { entry, before })
            .collect();
        let skipped = SkipReason::new(SkipKind::EndedProgram, "");
        let record = ImageRecord::here(path("b"), stamp(5), ImageState::Skipped(skipped));
        let known = |before: &Before| matches!(before, Before::Itself(_)).then_some(&record);
        // The last one has changed since.
        let left = [Noted::new(&path("a"), &stamp(5)).alone(), Noted::new(&path("d"), &stamp(6))];
        let order = Order::new(&entries, &to_read, &left, &known);
        let names: Vec<String> = order.asked.iter().map(|(entry, _)| entry.path.display()).collect();
        assert_eq!((names.join(" "), order.n_plain, order.n_alone), ("c d b a".to_owned(), 2, 1));
        assert_eq!(order.suspects, left[..1]);
        assert!(order.words().is_some_and(|told| told.to_string().contains('a')));
        let none = Order::new(&entries, &to_read, &[], &known);
        assert!(none.words().is_none() && none.suspects.is_empty());
        // Read beside others, or for the first time: nobody is blamed, and both come alone.
        let two = [Noted::new(&path("a"), &stamp(5)), Noted::new(&path("c"), &stamp(5))];
        let order = Order::new(&entries, &to_read, &two, &known);
        let names: Vec<String> = order.asked.iter().map(|(entry, _)| entry.path.display()).collect();
        assert_eq!((names.join(" "), order.n_plain, order.n_alone), ("d a b c".to_owned(), 1, 3));
        assert!(order.suspects.is_empty() && order.words().is_none());
    }
}
