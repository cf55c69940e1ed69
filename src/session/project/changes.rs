//! What people ask for as edits: by the labels in force, ids of new clusters are given, and names that others have are told
//! apart.
//!
//! It makes no edit.

use super::open::Open;
use super::said::WEIGHT;
use crate::clustering::judge::identity::match_clusters;
use crate::clustering::judge::metrics::UNLABELLED;
use crate::curation::edit::{Edit, EditError};
use crate::curation::labels::{Assignment, Labels, RunAssignments, Source};
use crate::ids::{ClusterId, ImageId, RunId};
use crate::session::SessionError;
use crate::session::insight::labelling;
use crate::session::protocol::{Change, OnSame};
use crate::text::{numbered, same_name};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The cluster in force that holds most of the images of a run's cluster, by their weights.
fn heaviest(new: &[u32], old: &[u32], weights: &[u32], cluster: u32) -> Option<ClusterId> {
    let mut sums: BTreeMap<u32, u64> = BTreeMap::new();
    for ((new, old), weight) in new.iter().zip(old).zip(weights) {
        if *new == cluster && *old != UNLABELLED {
            *sums.entry(*old).or_default() += u64::from(*weight);
        }
    }
    sums.into_iter().max_by_key(|(old, sum)| (*sum, Reverse(*old))).map(|(old, _)| ClusterId(old))
}

/// The edit that names a cluster, by what becomes of a name that another one has.
fn rename(labels: &Labels, cluster: ClusterId, name: String, on_same: OnSame) -> Result<Edit, SessionError> {
    let other = labels.called(&name, Some(cluster)).filter(|_| !name.trim().is_empty());
    match (other, on_same) {
        (None, _) => Ok(Edit::Rename { cluster, name }),
        (Some(_), OnSame::Ask) => Err(taken(labels, &name, Some(cluster))),
        (Some(other), OnSame::Merge) => Ok(Edit::Merge { into: other, from: vec![cluster] }),
        (Some(_), OnSame::KeepBoth) => Ok(Edit::Rename { cluster, name: labels.free_name(&name, Some(cluster)) }),
    }
}

fn taken(labels: &Labels, name: &str, other_than: Option<ClusterId>) -> SessionError {
    SessionError::SameName { name: name.trim().to_owned(), numbered: labels.free_name(name, other_than) }
}

impl Open {
    /// The edit that a change by a person is, by the labels in force: ids of new clusters are given here.
    pub fn edit_of(&self, change: Change) -> Result<Edit, SessionError> {
        let labels = self.history.labels();
        match change {
            Change::Edit(Edit::Rename { cluster, name }) => rename(labels, cluster, name, OnSame::Ask),
            Change::Edit(edit) => Ok(edit),
            Change::Rename { cluster, name, on_same } => rename(labels, cluster, name, on_same),
            Change::NewCluster { images, name } => match labels.called(&name, None).filter(|_| !name.trim().is_empty())
            {
                // Equal names are one class.
                Some(to) if !images.is_empty() => Ok(Edit::Move { images, to: Some(to) }),
                Some(_) => Err(taken(labels, &name, None)),
                None => Ok(Edit::NewCluster { id: labels.next_cluster_id(), name, images }),
            },
            Change::AdoptRun(run) => self.adoption(run),
            Change::Split { cluster, parts, names, confirmed } => self.split(cluster, parts, &names, &confirmed),
            Change::Label { classes } => Ok(labelling::edit(labels, classes)),
        }
    }

    /// The edit that makes a cluster several: the first part and what is in none stay. Parts without a name of their own are
    /// called after a named cluster.
    fn split(
        &self,
        cluster: ClusterId,
        parts: Vec<Vec<ImageId>>,
        names: &[String],
        confirmed: &[usize],
    ) -> Result<Edit, SessionError> {
        let labels = self.history.labels();
        let name = labels.cluster(cluster).ok_or(EditError::UnknownCluster(cluster))?.about.name.as_deref();
        let mut taken: BTreeSet<String> = labels.names().values().map(|name| same_name(name)).collect();
        let mut next = labels.next_cluster_id();
        let mut ids = vec![cluster];
        let mut part = |(at, images): (usize, Vec<ImageId>)| {
            let own = names.get(at).map(|name| name.trim()).filter(|name| !name.is_empty());
            let is_taken = |name: &str| taken.contains(&same_name(name));
            let name = match own {
                Some(own) if !is_taken(own) => own.to_owned(),
                own => own.or(name).map(|name| numbered(name, is_taken)).unwrap_or_default(),
            };
            taken.insert(same_name(&name));
            ids.push(next);
            next.0 += 1;
            (ids[ids.len() - 1], name, images)
        };
        let parts = parts.into_iter().enumerate().skip(1).map(&mut part).collect();
        let confirmed = confirmed.iter().filter_map(|part| ids.get(*part).copied()).collect();
        Ok(Edit::Split { cluster, parts, confirmed: Some(confirmed) })
    }

    /// The edit that takes a run's clusters: each new cluster goes to the present one that it shares most images with,
    /// those that a person decided about counting [`WEIGHT`] times, so that names and ids persist; the others get new ids.
    /// What was learned from corrections knows which cluster is which; one that was merged since is what holds its images.
    pub fn adoption(&self, run: RunId) -> Result<Edit, SessionError> {
        let runs = self.assignments();
        let assignment = runs.assignment(run).ok_or(EditError::UnknownRun(run))?;
        let labels = self.history.labels();
        let old = |image: &ImageId| labels.label(*image).cluster.map_or(UNLABELLED, |id| id.0);
        let old: Vec<u32> = assignment.images.iter().map(old).collect();
        let weight = |image: &ImageId| if labels.label(*image).source == Source::Machine { 1 } else { WEIGHT };
        let weights: Vec<u32> = assignment.images.iter().map(weight).collect();
        let mut mapping: BTreeMap<u32, ClusterId> = BTreeMap::new();
        // Which cluster is which may be lost: a file that told it was torn.
        let base = self.run(run).and_then(|run| run.base.as_ref()).filter(|base| !base.clusters.is_empty());
        if let Some(base) = base {
            for (column, &id) in (0u32..).zip(&base.clusters) {
                let now = match labels.cluster(id) {
                    Some(_) => Some(id),
                    None => heaviest(&assignment.clusters, &old, &weights, column),
                };
                mapping.extend(now.map(|id| (column, id)));
            }
        } else {
            let matched = match_clusters(&assignment.clusters, &old, Some(&weights));
            mapping.extend(matched.into_iter().map(|(new, old)| (new, ClusterId(old))));
        }
        let (order, is_guessed) = self.order_of(&assignment);
        let mut next = labels.next_cluster_id();
        for cluster in &order {
            mapping.entry(*cluster).or_insert_with(|| {
                let id = next;
                next.0 += 1;
                id
            });
        }
        let mut seen = BTreeSet::new();
        let order = order.iter().map(|cluster| mapping[cluster]).filter(|id| is_guessed && seen.insert(*id)).collect();
        Ok(Edit::AdoptRun { run, mapping: mapping.into_iter().collect(), order })
    }

    /// The run's own clusters in the order of the list: that of the first guess which people saw, by what they share, and those
    /// that it did not have behind them; without a guess the largest first. And whether there was one.
    fn order_of(&self, assignment: &Assignment) -> (Vec<u32>, bool) {
        let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
        for cluster in &assignment.clusters {
            *sizes.entry(*cluster).or_default() += 1;
        }
        let mut order: Vec<u32> = sizes.keys().copied().collect();
        order.sort_by_key(|cluster| (Reverse(sizes[cluster]), *cluster));
        // It is shown while there are no clusters yet.
        let is_first = self.history.labels().adopted().is_none();
        let Some(guess) = self.provisional.as_ref().filter(|_| is_first) else { return (order, false) };
        let places: BTreeMap<ImageId, u32> = (0..)
            .zip(&guess.clusters)
            .flat_map(|(place, members)| members.iter().map(move |id| (*id, place)))
            .collect();
        let old = |image: &ImageId| places.get(image).copied().unwrap_or(UNLABELLED);
        let old: Vec<u32> = assignment.images.iter().map(old).collect();
        let place: BTreeMap<u32, u32> = match_clusters(&assignment.clusters, &old, None).into_iter().collect();
        order.sort_by_key(|cluster| place.get(cluster).copied().unwrap_or(u32::MAX));
        (order, true)
    }
}
