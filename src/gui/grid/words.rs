//! Numbers and names as the grid and the inspector say them.

use crate::gui::frame::intent::Shown;
use crate::ids::ClusterId;
use crate::session::protocol::{ImageLabel, LabelSource, Snapshot};

/// "1 image", "12,345 images": grouped by thousands, plural by adding an s.
pub(in crate::gui) fn counted(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(n), if n == 1 { "" } else { "s" })
}

/// "12,345".
pub(in crate::gui) fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// "97 %"; 100 only for what is truly 1, and 0 only for what is truly 0.
pub(in crate::gui) fn percent(share: f32) -> String {
    let rounded = (share * 100.0).round();
    match rounded {
        _ if share < 1.0 && rounded >= 100.0 => "over 99 %".to_owned(),
        _ if share > 0.0 && rounded <= 0.0 => "under 1 %".to_owned(),
        // Not "-0": the mean of nothing has a sign.
        _ => format!("{:.0} %", rounded + 0.0),
    }
}

/// "97 %" where there is little room: 1 to 99 for what is neither 0 nor 1.
pub(in crate::gui) fn short_percent(share: f32) -> String {
    let rounded = (share * 100.0).round();
    let rounded = if share > 0.0 && share < 1.0 { rounded.clamp(1.0, 99.0) } else { rounded };
    format!("{rounded:.0} %")
}

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
        Shown::All => "All images".to_owned(),
        Shown::Cluster(id) => cluster_name(snapshot, Some(id)),
        Shown::Provisional(position) => format!("First guess, group {}", position + 1),
        Shown::Unlabelled => "In no cluster".to_owned(),
        Shown::Junk => "Junk".to_owned(),
        Shown::LooksLikeJunk => "Looks like junk".to_owned(),
        Shown::Unsure => "Unsure".to_owned(),
        Shown::Duplicates => "Near-duplicates".to_owned(),
        Shown::Changed => "Changed files".to_owned(),
        Shown::Unplaced => "New, not placed".to_owned(),
        Shown::Copies => "Copies of labelled".to_owned(),
        Shown::Found => "Found".to_owned(),
    }
}

/// A cluster's name, or that there is none.
pub(in crate::gui) fn cluster_name(snapshot: &Snapshot, cluster: Option<ClusterId>) -> String {
    match cluster {
        None => "no cluster".to_owned(),
        Some(id) => snapshot.cluster(id).map_or_else(|| format!("Cluster {id}"), |cluster| cluster.name.clone()),
    }
}

/// Who decided: "confirmed by you"; empty for what is in no cluster.
pub(in crate::gui) fn decided_by(snapshot: &Snapshot, label: &ImageLabel) -> String {
    if label.is_junk {
        return "put into junk by you".to_owned();
    }
    match (label.source, label.cluster, snapshot.adopted) {
        (LabelSource::Confirmed, ..) => "confirmed by you".to_owned(),
        (LabelSource::Placed, Some(_), _) => "placed by you".to_owned(),
        (LabelSource::Placed, None, _) => "taken out by you".to_owned(),
        (LabelSource::Machine, Some(_), Some(run)) => format!("found by run {run}"),
        (LabelSource::Machine, Some(_), None) => "found by the machine".to_owned(),
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
    fn numbers_read_well() {
        assert_eq!(counted(1, "image"), "1 image");
        assert_eq!(counted(0, "image"), "0 images");
        assert_eq!(counted(1_234_567, "image"), "1,234,567 images");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1000), "1,000");
    }

    #[test]
    fn percent_does_not_claim_certainty() {
        assert_eq!(percent(0.974), "97 %");
        assert_eq!(percent(1.0), "100 %");
        assert_eq!(percent(0.999), "over 99 %");
        assert_eq!(percent(0.001), "under 1 %");
        assert_eq!([percent(0.0), percent(-0.0)], ["0 %", "0 %"]);
        assert_eq!([0.0, 0.001, 0.55, 0.999, 1.0].map(short_percent), ["0 %", "1 %", "55 %", "99 %", "100 %"]);
    }

    #[test]
    fn paths_come_apart() {
        assert_eq!((folder_name("a/b/c.jpg"), file_name("a/b/c.jpg")), ("a/b", "c.jpg"));
        assert_eq!((folder_name("c.jpg"), file_name("c.jpg")), ("", "c.jpg"));
    }
}
