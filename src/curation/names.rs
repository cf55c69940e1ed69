//! What clusters are called: the names that people gave, told apart where several are the same, and numbers for the others.
//!
//! Whoever shows or writes a cluster calls it so; how names are compared is told by [`crate::text::same_name`].

use super::labels::{Cluster, Labels};
use crate::ids::ClusterId;
use crate::strings::{Told, told};
use crate::text;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

impl Labels {
    /// What each cluster is called, each otherwise: "forest", "forest (2)", "Group 7".
    #[must_use]
    pub fn names(&self) -> BTreeMap<ClusterId, String> {
        let is_named = |cluster: &&Arc<Cluster>| cluster.about.name.is_some();
        let (named, others): (Vec<_>, Vec<_>) = self.clusters().partition(is_named);
        let own = |cluster: &Cluster| cluster.about.name.clone().unwrap_or_else(|| text::group(cluster.number));
        let given: HashSet<String> = named.iter().map(|cluster| text::same_name(&own(cluster))).collect();
        let mut used: HashSet<String> = HashSet::new();
        let mut name = |cluster: &Arc<Cluster>| {
            let mut name = own(cluster);
            if used.contains(&text::same_name(&name)) {
                let is_taken = |other: &str| {
                    let other = text::same_name(other);
                    used.contains(&other) || given.contains(&other)
                };
                name = text::numbered(&name, is_taken);
            }
            used.insert(text::same_name(&name));
            (cluster.id, name)
        };
        named.into_iter().chain(others).map(&mut name).collect()
    }

    /// What one of `names` is called in the language of whoever reads it: an unnamed group has a number alone.
    #[must_use]
    pub fn told_name(&self, id: ClusterId, names: &BTreeMap<ClusterId, String>) -> Told {
        let cluster = self.cluster(id);
        match (cluster, names.get(&id)) {
            (Some(cluster), Some(name)) if *name == text::group(cluster.number) => {
                told!("group-number", n = cluster.number)
            }
            (_, Some(name)) => Told::words(name),
            (_, None) => told!("group-of-id", id = id.0),
        }
    }

    /// The cluster that is called so, however the name is written; but for `other_than`.
    #[must_use]
    pub fn called(&self, name: &str, other_than: Option<ClusterId>) -> Option<ClusterId> {
        let wanted = text::same_name(name);
        let mut names = self.names().into_iter().filter(|(id, _)| Some(*id) != other_than);
        names.find(|(_, name)| text::same_name(name) == wanted).map(|(id, _)| id)
    }

    /// A name with the least number that no cluster is called by; `other_than` may have it.
    #[must_use]
    pub fn free_name(&self, name: &str, other_than: Option<ClusterId>) -> String {
        let others = self.names().into_iter().filter(|(id, _)| Some(*id) != other_than);
        let taken: HashSet<String> = others.map(|(_, name)| text::same_name(&name)).collect();
        text::numbered(name, |name| taken.contains(&text::same_name(name)))
    }
}
