//! What a project is at, and what comes next, in a sentence: only what is known.

use super::candidate::words as words_of;
use crate::session::protocol::{RunState, RunSummary, Snapshot};
use crate::strings::say;

/// How a status is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Something is done.
    Good,
    /// Something can go on.
    Waiting,
    /// Something did not work.
    Bad,
}

/// What a project is at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// How it is meant.
    pub mood: Mood,
    /// "Found 9 groups. Next: name them."
    pub words: String,
    /// What more there is to say.
    pub tip: Option<String>,
}

/// The newest run that is worth telling: not one that looked for better groups and found none.
pub fn newest(snapshot: &Snapshot) -> Option<&RunSummary> {
    snapshot.runs.iter().find(|run| !run.found_nothing(snapshot))
}

/// What the project is at; None before there is anything to say.
pub fn status(snapshot: &Snapshot) -> Option<Status> {
    let of = |mood, words: String| Some(Status { mood, words, tip: None });
    match newest(snapshot).map(|run| (run.state, run)) {
        Some((RunState::Unfinished, _)) => return of(Mood::Waiting, say!("job-interrupted").to_owned()),
        Some((RunState::Failed, run)) => {
            let words = say!("job-failed").to_owned();
            return Some(Status { mood: Mood::Bad, words, tip: run.notes.first().map(ToString::to_string) });
        }
        Some((RunState::Done, _)) | None => (),
    }
    let n = snapshot.clusters.len();
    let n_named = snapshot.clusters.iter().filter(|cluster| cluster.is_named).count();
    if let Some(candidate) = &snapshot.candidate {
        return of(Mood::Good, words_of(candidate));
    }
    let words = match (n, n - n_named, &snapshot.exported) {
        (0, ..) => return None,
        (_, 0, Some(exported)) if exported.is_current => {
            say!("job-exported", path = exported.path.display().to_string())
        }
        (_, 0, Some(_)) => say!("job-changed-since-export").to_owned(),
        (_, 0, None) => say!("job-all-named", n = n),
        (_, n_open, _) if n_open == n => say!("job-found", n = n),
        (_, n_open, _) => say!("job-some-named", named = n_named, n = n, open = n_open),
    };
    of(Mood::Good, words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;
    use crate::ids::Point;
    use crate::session::protocol::{ClusterView, Exported};
    use std::sync::Arc;

    fn words(snapshot: &Snapshot) -> String {
        status(snapshot).map(|status| status.words).unwrap_or_default()
    }

    /// Groups of which so many have a name.
    fn groups(n: usize, n_named: usize) -> Snapshot {
        let group = |i: usize| Arc::new(ClusterView { is_named: i < n_named, ..ClusterView::default() });
        let clusters = Arc::new((0..n).map(group).collect());
        Snapshot { clusters, candidate: None, ..fixtures::clustered() }
    }

    #[test]
    fn the_next_step_is_named_and_no_score_is() {
        assert_eq!(words(&groups(9, 0)), "Found 9 groups. Next: name them.");
        assert_eq!(words(&groups(1, 0)), "Found 1 group. Next: name it.");
        assert_eq!(words(&groups(9, 8)), "8 of 9 groups have a name. Next: name the last one.");
        assert_eq!(words(&groups(9, 6)), "6 of 9 groups have a name. Next: name the other 3.");
        assert_eq!(words(&groups(9, 9)), "All 9 groups have a name. Next: check or export them.");
        assert_eq!(words(&Snapshot::default()), "");
    }

    #[test]
    fn an_export_is_told_as_long_as_it_holds() {
        let exported = |is_current| {
            let (path, format) = ("/data/labels.csv".into(), "csv".into());
            let exported = Exported { point: Point(3), path, format, written: 1, is_current };
            Snapshot { exported: Some(Arc::new(exported)), ..groups(2, 2) }
        };
        assert_eq!(words(&exported(true)), "Exported to /data/labels.csv.");
        assert_eq!(words(&exported(false)), "Something changed since the last export. Next: export again.");
    }

    #[test]
    fn what_did_not_end_well_is_told_first() {
        let with = |state| {
            let run = fixtures::run(state);
            Snapshot { runs: Arc::new(vec![run]), ..groups(9, 0) }
        };
        assert_eq!(words(&with(RunState::Unfinished)), "This was interrupted. It can go on where it stopped.");
        let failed = status(&with(RunState::Failed)).expect("told");
        assert_eq!((failed.mood, failed.tip.is_some()), (Mood::Bad, true));
    }
}
