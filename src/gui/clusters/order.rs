//! Which rows the list has, in which order: headings of groups, and clusters.

use super::ClusterSort;
use crate::gui::kit::words;
use crate::ids::ClusterId;
use crate::session::protocol::ClusterView;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The heading of a group of clusters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its name; None: clusters that are in no group, where others are.
    pub group: Option<String>,
    /// Positions of its clusters, in order.
    pub clusters: Vec<usize>,
    /// Its clusters follow.
    pub is_open: bool,
}

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The heading of a group.
    Heading(Heading),
    /// A cluster, by its position.
    Cluster(usize),
}

/// The rows: groups by name, then what is in none; without groups there are no headings. A filter opens every group.
pub fn entries(
    clusters: &[Arc<ClusterView>],
    sort: ClusterSort,
    filter: &str,
    closed: &BTreeSet<Option<String>>,
) -> Vec<Entry> {
    let order = order(clusters, sort, filter);
    let mut groups: Vec<Option<&str>> = order.iter().map(|&i| clusters[i].group.as_deref()).collect();
    groups.sort_by_cached_key(|group| (group.is_none(), group.map(natural)));
    groups.dedup();
    if groups.iter().all(Option::is_none) {
        return order.into_iter().map(Entry::Cluster).collect();
    }
    let mut entries = Vec::new();
    for group in groups {
        let own: Vec<usize> = order.iter().copied().filter(|&i| clusters[i].group.as_deref() == group).collect();
        let group = group.map(str::to_owned);
        let is_open = !filter.is_empty() || !closed.contains(&group);
        entries.push(Entry::Heading(Heading { group, clusters: own.clone(), is_open }));
        if is_open {
            entries.extend(own.into_iter().map(Entry::Cluster));
        }
    }
    entries
}

/// The clusters that have no name, in the order of the list; those after one first, and not that one.
pub fn names_to_give(clusters: &[Arc<ClusterView>], sort: ClusterSort, after: Option<ClusterId>) -> Vec<ClusterId> {
    let ids = entries(clusters, sort, "", &BTreeSet::new()).into_iter().filter_map(|entry| match entry {
        Entry::Cluster(i) => Some(&clusters[i]),
        Entry::Heading(_) => None,
    });
    let mut all: Vec<&Arc<ClusterView>> = ids.collect();
    if let Some(at) = all.iter().position(|cluster| Some(cluster.id) == after) {
        all.rotate_left(at);
    }
    let is_open = |cluster: &&Arc<ClusterView>| !cluster.is_named && Some(cluster.id) != after;
    all.into_iter().filter(is_open).map(|cluster| cluster.id).collect()
}

/// The names of all groups, with how many clusters are in each.
pub fn groups(clusters: &[Arc<ClusterView>]) -> Vec<(String, usize)> {
    let mut names: Vec<&String> = clusters.iter().filter_map(|cluster| cluster.group.as_ref()).collect();
    names.sort_by_cached_key(|name| natural(name));
    let mut groups: Vec<(String, usize)> = Vec::new();
    for name in names {
        match groups.last_mut() {
            Some((last, n)) if last == name => *n += 1,
            _ => groups.push((name.clone(), 1)),
        }
    }
    groups
}

/// Positions in `clusters` of those that the filter lets through, in order.
fn order(clusters: &[Arc<ClusterView>], sort: ClusterSort, filter: &str) -> Vec<usize> {
    let matches = |&i: &usize| words::contains_ignoring_case(&clusters[i].name, filter);
    let mut order: Vec<usize> = (0..clusters.len()).filter(matches).collect();
    match sort {
        ClusterSort::Number => (),
        ClusterSort::Size => order.sort_by_key(|&i| Reverse(clusters[i].members.len())),
        ClusterSort::Name => order.sort_by_cached_key(|&i| natural(&clusters[i].name)),
        ClusterSort::Doubtful => {
            order.sort_by(|&a, &b| clusters[a].mean_confidence.total_cmp(&clusters[b].mean_confidence));
        }
    }
    order
}

/// A key by which "Group 10" comes after "Group 9": texts and the numbers behind them.
fn natural(name: &str) -> Vec<(String, u64)> {
    let lower = name.to_lowercase();
    let mut rest = lower.as_str();
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let (text, tail) = rest.split_at(rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len()));
        let (digits, tail) = tail.split_at(tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len()));
        parts.push((text.to_owned(), digits.parse().unwrap_or(0)));
        rest = tail;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;

    #[test]
    fn names_sort_as_people_count() {
        let mut names = ["Group 10", "group 9", "Boats", "9 lives", "Group 1b", "Group 1"];
        names.sort_by_cached_key(|name| natural(name));
        assert_eq!(names, ["9 lives", "Boats", "Group 1", "Group 1b", "group 9", "Group 10"]);
    }

    #[test]
    fn groups_come_by_name_and_close() {
        let mut snapshot = fixtures::clustered();
        let none = BTreeSet::new();
        let rows = |snapshot: &crate::session::protocol::Snapshot, filter: &str, closed: &BTreeSet<_>| {
            let row = |entry: Entry| match entry {
                Entry::Heading(Heading { group, clusters, .. }) => {
                    format!("{} ({})", group.unwrap_or("no group".into()), clusters.len())
                }
                Entry::Cluster(i) => snapshot.clusters[i].name.clone(),
            };
            entries(&snapshot.clusters, ClusterSort::Size, filter, closed).into_iter().map(row).collect::<Vec<_>>()
        };
        assert_eq!(rows(&snapshot, "", &none).len(), 8, "no headings without groups");
        fixtures::group(&mut snapshot, "Pets", &[2, 1]);
        fixtures::group(&mut snapshot, "At sea", &[7]);
        assert_eq!(groups(&snapshot.clusters), [("At sea".to_owned(), 1), ("Pets".to_owned(), 2)]);
        let all = rows(&snapshot, "", &none);
        assert_eq!(all[..5], ["At sea (1)", "Boats", "Pets (2)", "Cats", "Dogs"]);
        assert_eq!((all[5].as_str(), all.len()), ("no group (5)", 11));
        let closed = BTreeSet::from([Some("Pets".to_owned()), None]);
        assert_eq!(rows(&snapshot, "", &closed), ["At sea (1)", "Boats", "Pets (2)", "no group (5)"]);
        assert_eq!(rows(&snapshot, "dog", &closed), ["Pets (1)", "Dogs"]);
    }
}
