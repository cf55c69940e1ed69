//! Which images satisfy the terms of a filter: what terms refer to is looked up once, then every image is asked.

use super::filter::{Comparison, Property, Term, Test};
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{ClusterView, ImageLabel, LabelSource, Snapshot};
use crate::session::quality::Quality;
use crate::strings::say;
use crate::text::group;

/// Keeps those of `rows` (of the image table) that satisfy all terms, in their order.
pub fn sift(rows: &mut Vec<u32>, terms: &[Term], snapshot: &Snapshot, quality: &Quality) {
    let asked: Vec<(bool, Asked)> =
        terms.iter().map(|term| (!term.is_negated, Asked::of(&term.test, snapshot, quality))).collect();
    if asked.is_empty() {
        return;
    }
    rows.retain(|row| {
        let row = *row as usize;
        let label = snapshot.labels.get(row).copied().unwrap_or_default();
        asked.iter().all(|(wanted, asked)| asked.holds(row, &label, snapshot, quality) == *wanted)
    });
}

/// Whether terms ask what [`Quality`] knows, so that they have to be asked again when it changes.
pub fn needs_quality(terms: &[Term]) -> bool {
    terms.iter().any(|term| matches!(term.test, Test::Is(Property::Duplicate | Property::Unsure | Property::Unusual)))
}

/// A sentence about each term that can find nothing as things are.
pub fn remarks(terms: &[Term], snapshot: &Snapshot, quality: &Quality) -> Vec<String> {
    let is_known = quality.is_of(&snapshot.images);
    let remark = |term: &Term| match &term.test {
        Test::Cluster(_) | Test::Confidence(..) | Test::Is(Property::Unsure | Property::Unusual)
            if snapshot.clusters.is_empty() =>
        {
            Some(say!("grid-remark-no-groups", term = term.to_string()))
        }
        Test::Cluster(name) if !snapshot.clusters.iter().any(|cluster| is_called(cluster, name)) => {
            Some(say!("grid-remark-no-such-group", name = name))
        }
        Test::Is(Property::Duplicate | Property::Unsure | Property::Unusual) if !is_known => {
            Some(say!("grid-remark-wait", term = term.to_string()))
        }
        _ => None,
    };
    terms.iter().filter_map(remark).collect()
}

/// A test with what it refers to.
enum Asked {
    /// Lower case.
    Path(String),
    /// Lower case, with a slash at its end.
    Folder(String),
    /// Sorted.
    Clusters(Vec<ClusterId>),
    Confidence(Comparison, f32),
    Is(Property),
    /// By row of the image table.
    Rows(Vec<bool>),
}

impl Asked {
    fn of(test: &Test, snapshot: &Snapshot, quality: &Quality) -> Self {
        match test {
            Test::Path(text) => Self::Path(text.to_lowercase()),
            Test::Folder(folder) => Self::Folder(format!("{}/", folder.to_lowercase())),
            Test::Cluster(name) => {
                let called = snapshot.clusters.iter().filter(|cluster| is_called(cluster, name));
                let mut ids: Vec<ClusterId> = called.map(|cluster| cluster.id).collect();
                ids.sort_unstable();
                Self::Clusters(ids)
            }
            Test::Confidence(comparison, number) => Self::Confidence(*comparison, *number),
            Test::Is(Property::Unsure) => Self::of_shelf(&quality.unsure, snapshot),
            Test::Is(Property::Unusual) => Self::of_shelf(&quality.unusual, snapshot),
            Test::Is(property) => Self::Is(*property),
        }
    }

    fn of_shelf(images: &[ImageId], snapshot: &Snapshot) -> Self {
        let mut is_there = vec![false; snapshot.images.rows.len()];
        for row in images.iter().filter_map(|image| snapshot.images.position(*image)) {
            is_there[row] = true;
        }
        Self::Rows(is_there)
    }

    fn holds(&self, row: usize, label: &ImageLabel, snapshot: &Snapshot, quality: &Quality) -> bool {
        match self {
            Self::Path(needle) => contains_ignoring_case(&snapshot.images.rows[row].path, needle),
            Self::Folder(folder) => begins_ignoring_case(&snapshot.images.rows[row].path, folder),
            Self::Clusters(ids) => label.cluster.is_some_and(|cluster| ids.binary_search(&cluster).is_ok()),
            // In no cluster there is nothing to be sure of.
            Self::Confidence(..) if label.cluster.is_none() => false,
            Self::Confidence(Comparison::Below, number) => label.confidence < *number,
            Self::Confidence(Comparison::AtMost, number) => label.confidence <= *number,
            Self::Confidence(Comparison::Above, number) => label.confidence > *number,
            Self::Confidence(Comparison::AtLeast, number) => label.confidence >= *number,
            Self::Rows(is_there) => is_there[row],
            Self::Is(Property::Confirmed) => label.source == LabelSource::Confirmed,
            Self::Is(Property::Placed) => label.cluster.is_some() && label.source == LabelSource::Placed,
            Self::Is(Property::Junk) => label.is_junk,
            Self::Is(Property::Duplicate | Property::Unsure | Property::Unusual) => quality.group_of(row).is_some(),
            Self::Is(Property::Unlabelled) => label.cluster.is_none() && !label.is_junk,
        }
    }
}

/// A number is a cluster's own, or a word of its name: `7` finds "Group 7" and not "Group 17". While it has no name, it is
/// "Group 7" in English too, whatever the window speaks, and "Cluster 7", as it was called once.
fn is_called(cluster: &ClusterView, wanted: &str) -> bool {
    let ClusterView { number, name, is_named, .. } = cluster;
    if let Ok(wanted_number) = wanted.parse::<u32>() {
        return *number == wanted_number || name.split_whitespace().any(|word| word == wanted);
    }
    let wanted = wanted.to_lowercase();
    let is_old_name = || wanted.strip_prefix("cluster ").and_then(|n| n.trim().parse().ok()) == Some(*number);
    contains_ignoring_case(name, &wanted)
        || (!is_named && (is_old_name() || contains_ignoring_case(&group(*number), &wanted)))
}

/// `start` is lower case already.
fn begins_ignoring_case(text: &str, start: &str) -> bool {
    if !text.is_ascii() {
        return text.to_lowercase().starts_with(start);
    }
    text.len() >= start.len() && text.as_bytes()[..start.len()].eq_ignore_ascii_case(start.as_bytes())
}

/// `needle` is lower case already.
fn contains_ignoring_case(text: &str, needle: &str) -> bool {
    if !text.is_ascii() {
        return text.to_lowercase().contains(needle);
    }
    let (text, needle) = (text.as_bytes(), needle.as_bytes());
    let Some(first) = needle.first() else { return true };
    // Hardly any place begins like the needle: the rest is compared there alone.
    let begins = |window: &&[u8]| window[0].eq_ignore_ascii_case(first);
    text.windows(needle.len()).filter(begins).any(|window| window.eq_ignore_ascii_case(needle))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::grid::filter::parse;
    use crate::gui::tests::fake;
    use crate::session::quality::Print;
    use std::sync::Arc;

    /// Images 3 and 20 look alike; images 5 and 12 are doubted.
    fn quality(snapshot: &Snapshot) -> Quality {
        let n = snapshot.images.rows.len() as u64;
        let content = |i: u64| if i == 20 { 3 } else { i };
        let print =
            |i: u64| Print { hash: content(i).wrapping_mul(0x9e37_79b9_7f4a_7c15), content: content(i), bytes: i };
        let prints: Vec<Print> = (0..n).map(print).collect();
        let mut quality = Quality::of_prints(snapshot, &prints);
        quality.unsure = Arc::new([5, 12].map(|row: usize| snapshot.images.rows[row].id).to_vec());
        quality
    }

    fn rows(snapshot: &Snapshot, quality: &Quality, text: &str) -> Vec<u32> {
        let (terms, faults) = parse(text);
        assert!(faults.is_empty(), "{faults:?}");
        let mut rows = (0..snapshot.images.rows.len() as u32).collect();
        sift(&mut rows, &terms, snapshot, quality);
        rows
    }

    #[test]
    fn terms_find_what_labels_and_quality_say() {
        let mut snapshot = fake::snapshot(40, 3);
        let mut labels = snapshot.labels.to_vec();
        labels[39] = ImageLabel { is_junk: true, source: LabelSource::Placed, ..ImageLabel::default() };
        snapshot.labels = Arc::new(labels);
        let quality = quality(&snapshot);
        let find = |text: &str| rows(&snapshot, &quality, text);
        let by_label = |holds: &dyn Fn(&ImageLabel) -> bool| -> Vec<u32> {
            (0u32..).zip(snapshot.labels.iter()).filter(|(_, label)| holds(label)).map(|(row, _)| row).collect()
        };
        assert_eq!(find("").len(), 40);
        assert_eq!(find("IMAGE_001"), (10..20).collect::<Vec<_>>());
        assert_eq!(find("dup:yes"), [3, 20]);
        assert_eq!(find("unsure:yes"), [5, 12]);
        assert_eq!(find("junk:yes"), [39]);
        assert_eq!(
            (find("folder:HOLIDAY").len(), find("folder:holi").len(), find("-folder:holiday").len()),
            (40, 0, 0)
        );
        let cluster = |id: u32| by_label(&|label| label.cluster == Some(ClusterId(id)));
        assert!(!cluster(3).is_empty());
        assert_eq!(
            (find("cluster:\"harbour AT\""), find("cluster:3"), find("cluster:2")),
            (cluster(3), cluster(3), cluster(2))
        );
        assert_eq!(find("conf<0.6"), by_label(&|label| label.cluster.is_some() && label.confidence < 0.6));
        assert_eq!(find("conf>=60%"), by_label(&|label| label.cluster.is_some() && label.confidence >= 0.6));
        assert_eq!(find("is:unlabelled"), by_label(&|label| label.cluster.is_none() && !label.is_junk));
        assert_eq!(find("confirmed:yes"), by_label(&|label| label.source == LabelSource::Confirmed));
        assert_eq!(
            find("placed:yes -cluster:1 image_000").len(),
            find("placed:yes -cluster:1").iter().filter(|r| **r < 10).count()
        );
        for text in
            ["beach", "cluster:2", "conf<0.6", "confirmed:yes", "placed:yes", "dup:yes", "unsure:yes", "junk:yes"]
        {
            assert_eq!(find(text).len() + find(&format!("-{text}")).len(), 40, "{text} and its opposite are all");
        }
    }

    #[test]
    fn what_can_find_nothing_is_said() {
        let said = |text: &str, snapshot: &Snapshot, quality: &Quality| remarks(&parse(text).0, snapshot, quality);
        let snapshot = fake::snapshot(20, 3);
        let quality = quality(&fake::snapshot(40, 3));
        let fresh = self::quality(&snapshot);
        assert_eq!(said("beach conf<0.6 cluster:sunflower dup:yes", &snapshot, &fresh), Vec::<String>::new());
        assert_eq!(said("cluster:zebra", &snapshot, &fresh), ["No group has \u{201c}zebra\u{201d} in its name."]);
        assert!(said("dup:no", &snapshot, &quality)[0].starts_with("dup:no has to wait"));
        let none = Snapshot::default();
        assert!(said("conf<0.5", &none, &quality)[0].contains("no groups yet"));
        assert!(rows(&none, &quality, "conf<0.5 -dup:yes unsure:no").is_empty(), "no images at all");
    }

    #[test]
    fn case_is_ignored_in_any_script() {
        assert!(contains_ignoring_case("Fotos/\u{c4}PFEL.jpg", "\u{e4}pfel"));
        assert!(contains_ignoring_case("Fotos/Apfel.JPG", ".jpg"));
        assert!(!contains_ignoring_case("a", "longer than the text"));
    }

    #[test]
    fn a_group_is_called_by_its_name_and_its_number() {
        let called = |number: u32, name: &str, wanted: &str| {
            let is_named = !name.starts_with("Gr");
            is_called(&ClusterView { number, name: name.into(), is_named, ..ClusterView::default() }, wanted)
        };
        assert!(!called(17, "Group 17", "7") && called(3, "Group 7", "7") && called(7, "Boats", "7"));
        assert!(called(7, "Group 7", "cluster 7") && called(1, "Cluster 7 of old", "Cluster 7"));
        assert!(!called(17, "Group 17", "Cluster 1") && !called(7, "Boats", "group 7"));
        assert!(called(7, "Gruppe 7", "gruppe 7") && called(7, "Gruppe 7", "Group 7"), "in either language");
    }
}
