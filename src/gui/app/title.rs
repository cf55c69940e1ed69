//! The window's title: what is open, and how far the work is.

use crate::control::Progress;
use crate::session::protocol::Snapshot;
use crate::strings::{say, short_percent};

/// "42 % \u{2013} scenes \u{2013} Gleaner".
pub fn title(snapshot: &Snapshot, progress: &Progress) -> String {
    let Some(project) = &snapshot.project else { return "Gleaner".to_owned() };
    let share = progress.share().filter(|_| snapshot.job.is_some());
    match share {
        Some(share) => say!("title-at-work", share = short_percent(share), name = &project.name),
        None => say!("title", name = &project.name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;
    use crate::session::protocol::JobKind;

    #[test]
    fn the_title_says_how_far_the_work_is_and_nothing_before_it_is_known() {
        let mut snapshot = fixtures::clustered();
        let name = snapshot.project.as_ref().expect("open").name.clone();
        let progress = Progress { whole: Some(0.42), ..Progress::default() };
        assert_eq!(title(&snapshot, &progress), format!("{name} \u{2013} Gleaner"), "nothing is at work");
        snapshot.job = Some(fixtures::job(JobKind::Run));
        assert_eq!(title(&snapshot, &progress), format!("42 % \u{2013} {name} \u{2013} Gleaner"));
        assert_eq!(title(&snapshot, &Progress::default()), format!("{name} \u{2013} Gleaner"));
        assert_eq!(title(&Snapshot::default(), &progress), "Gleaner");
    }
}
