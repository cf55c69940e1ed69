//! Names of unnamed groups in the language of the window: the engine calls them "Group 7", and here, where the window takes
//! what it is given, they become "Gruppe 7". Everything that is drawn, typed and searched knows them by that name alone.

use crate::session::protocol::{ClusterView, Snapshot};
use crate::strings::{Language, language, say};
use crate::text::{group, numbered, same_name};
use std::collections::HashSet;
use std::sync::Arc;

/// The names of the last snapshot.
#[derive(Default)]
pub struct LocalNames {
    made: Option<Made>,
}

/// Names that were made once for these groups and this language.
struct Made {
    of: Arc<Vec<Arc<ClusterView>>>,
    language: Language,
    clusters: Arc<Vec<Arc<ClusterView>>>,
}

impl LocalNames {
    /// The snapshot with names in the language of this thread; None where it has them already.
    pub fn of(&mut self, snapshot: &Snapshot) -> Option<Snapshot> {
        let language = language();
        if language == Language::English || snapshot.clusters.iter().all(|cluster| cluster.is_named) {
            self.made = None;
            return None;
        }
        let is_it = |made: &Made| made.language == language && Arc::ptr_eq(&made.of, &snapshot.clusters);
        let made = match self.made.take().filter(is_it) {
            Some(made) => made,
            None => Made { of: Arc::clone(&snapshot.clusters), language, clusters: localised(&snapshot.clusters) },
        };
        let clusters = Arc::clone(&made.clusters);
        self.made = Some(made);
        Some(Snapshot { clusters, ..snapshot.clone() })
    }
}

fn localised(clusters: &[Arc<ClusterView>]) -> Arc<Vec<Arc<ClusterView>>> {
    let named = clusters.iter().filter(|cluster| cluster.is_named);
    let mut used: HashSet<String> = named.map(|cluster| same_name(&cluster.name)).collect();
    let mut local = |cluster: &Arc<ClusterView>| {
        let is_generated = !cluster.is_named && cluster.name.starts_with(&group(cluster.number));
        if !is_generated {
            return Arc::clone(cluster);
        }
        // Digits as they are: thousands are not apart in a name.
        let mut name = say!("group-number", n = cluster.number.to_string());
        if used.contains(&same_name(&name)) {
            name = numbered(&name, |name| used.contains(&same_name(name)));
        }
        used.insert(same_name(&name));
        Arc::new(ClusterView { name, ..ClusterView::clone(cluster) })
    };
    Arc::new(clusters.iter().map(&mut local).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;
    use crate::strings::speak;

    fn names(snapshot: &Snapshot) -> Vec<&str> {
        snapshot.clusters.iter().map(|cluster| cluster.name.as_str()).collect()
    }

    #[test]
    fn groups_without_a_name_are_numbered_in_the_windows_language() {
        let mut snapshot = fixtures::clustered();
        let mut local = LocalNames::default();
        assert!(local.of(&snapshot).is_none(), "they are English");
        speak(Language::German);
        let german = local.of(&snapshot).expect("some have no name");
        for (before, after) in snapshot.clusters.iter().zip(german.clusters.iter()) {
            let expected = if before.is_named { before.name.clone() } else { format!("Gruppe {}", before.number) };
            assert_eq!((after.id, &after.name), (before.id, &expected));
        }
        let again = local.of(&snapshot).expect("as before");
        assert!(Arc::ptr_eq(&german.clusters, &again.clusters), "they are made once");
        // A person may have called another one so.
        let open = snapshot.clusters.iter().find(|cluster| !cluster.is_named).expect("one").number;
        let mut clusters = snapshot.clusters.to_vec();
        let named = clusters.iter_mut().find(|cluster| cluster.is_named).expect("one");
        Arc::make_mut(named).name = format!("gruppe {open}");
        snapshot.clusters = Arc::new(clusters);
        let german = local.of(&snapshot).expect("some have no name");
        assert!(names(&german).contains(&format!("Gruppe {open} (2)").as_str()), "{:?}", names(&german));
        speak(Language::Chinese);
        let chinese = local.of(&snapshot).expect("another language");
        assert!(names(&chinese).contains(&format!("分组 {open}").as_str()), "{:?}", names(&chinese));
        speak(Language::English);
        assert!(local.of(&snapshot).is_none());
    }
}
