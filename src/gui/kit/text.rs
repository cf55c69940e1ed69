//! Numbers and names as the grid and the inspector say them.

use crate::gui::frame::view::Shown;
use crate::ids::ClusterId;
use crate::session::protocol::{ImageLabel, LabelSource, Snapshot};
use crate::strings::say;

/// The part of a path after its last slash.
pub(in crate::gui) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The part of a path before its last slash; empty for files at the top.
pub(in crate::gui) fn folder_name(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// What the grid shows, as a heading.
pub(in crate::gui) fn shown_name(snapshot: &Snapshot, shown: Shown) -> String {
    match shown {
        Shown::All => say!("groups-all").to_owned(),
        Shown::Cluster(id) => cluster_name(snapshot, Some(id)),
        Shown::Provisional(position) => say!("kit-shown-guess", n = position + 1),
        Shown::Unlabelled => say!("groups-in-none").to_owned(),
        Shown::Junk => say!("groups-junk").to_owned(),
        Shown::Unusual => say!("groups-unusual").to_owned(),
        Shown::Unsure => say!("groups-unsure").to_owned(),
        Shown::Duplicates => say!("groups-duplicates").to_owned(),
        Shown::Changed => say!("groups-changed").to_owned(),
        Shown::Unplaced => say!("groups-unplaced").to_owned(),
        Shown::Copies => say!("groups-copies").to_owned(),
        Shown::Found => say!("kit-shown-found").to_owned(),
    }
}

/// A cluster's name, or that there is none.
pub(in crate::gui) fn cluster_name(snapshot: &Snapshot, cluster: Option<ClusterId>) -> String {
    match cluster {
        None => say!("kit-no-group").to_owned(),
        Some(id) => snapshot.cluster(id).map_or_else(|| say!("group-of-id", id = id.0), |cluster| cluster.name.clone()),
    }
}

/// Who decided: "confirmed by you"; empty for what is in no cluster.
pub(in crate::gui) fn decided_by(snapshot: &Snapshot, label: &ImageLabel) -> String {
    if label.is_junk {
        return say!("kit-by-you-junk").to_owned();
    }
    match (label.source, label.cluster, snapshot.adopted) {
        (LabelSource::Confirmed, ..) => say!("kit-by-you-confirmed").to_owned(),
        (LabelSource::Placed, Some(_), _) => say!("kit-by-you-placed").to_owned(),
        (LabelSource::Placed, None, _) => say!("kit-by-you-taken-out").to_owned(),
        (LabelSource::Machine, Some(_), Some(run)) => say!("kit-found-by", n = run.0),
        (LabelSource::Machine, Some(_), None) => say!("kit-found").to_owned(),
        (LabelSource::Machine, None, _) => String::new(),
    }
}

/// A name for buttons and menus, which long ones would make as wide as the window.
pub(in crate::gui) fn shortened(name: &str) -> String {
    if name.chars().count() <= 28 {
        return name.to_owned();
    }
    name.chars().take(27).chain(['\u{2026}']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_come_apart() {
        assert_eq!((folder_name("a/b/c.jpg"), file_name("a/b/c.jpg")), ("a/b", "c.jpg"));
        assert_eq!((folder_name("c.jpg"), file_name("c.jpg")), ("", "c.jpg"));
    }
}
