//! What was looked at in each project, to come back to: kept from one start of the program to the next, beside the project
//! and never in it.

use super::view::{SavedFilter, Shown, Sort, Tab, ViewState};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// Projects that are remembered.
const MOST: usize = 64;

/// What was looked at in one project.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptView {
    shown: Shown,
    tab: Tab,
    sort: Sort,
    filter: String,
    saved_filters: Vec<SavedFilter>,
    offset: f64,
    /// Greater for what was kept later.
    age: u64,
}

impl KeptView {
    /// How far down the grid was, in points.
    #[must_use]
    pub fn offset(&self) -> f64 {
        self.offset
    }

    /// Puts it into a view.
    pub fn restore(&self, view: &mut ViewState) {
        (view.shown, view.tab, view.sort) = (self.shown, self.tab, self.sort);
        view.filter.clone_from(&self.filter);
        view.saved_filters.clone_from(&self.saved_filters);
    }
}

/// What was looked at in each project, by the path of the project.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptViews {
    all: BTreeMap<String, KeptView>,
}

impl KeptViews {
    /// What was looked at in a project.
    #[must_use]
    pub fn of(&self, project: &Path) -> Option<&KeptView> {
        self.all.get(&*project.to_string_lossy())
    }

    /// Keeps what is looked at now; what was not looked at for longest is forgotten.
    pub fn keep(&mut self, project: &Path, view: &ViewState, offset: f64) {
        let age = self.all.values().map(|kept| kept.age).max().unwrap_or_default() + 1;
        // What was searched for, and a first guess, are not there when the project is opened again.
        let is_lasting = !matches!(view.shown, Shown::Found | Shown::Provisional(_));
        let kept = KeptView {
            shown: if is_lasting { view.shown } else { Shown::All },
            tab: view.tab,
            sort: view.sort,
            filter: view.filter.clone(),
            saved_filters: view.saved_filters.clone(),
            offset: if is_lasting { offset } else { 0.0 },
            age,
        };
        self.all.insert(project.to_string_lossy().into_owned(), kept);
        while self.all.len() > MOST {
            let oldest = self.all.iter().min_by_key(|(_, kept)| kept.age).map(|(path, _)| path.clone());
            oldest.and_then(|path| self.all.remove(&path));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ClusterId;
    use std::path::PathBuf;

    #[test]
    fn a_view_comes_back_and_old_ones_are_forgotten() {
        let mut all = KeptViews::default();
        let mut view = ViewState { shown: Shown::Cluster(ClusterId(3)), sort: Sort::Newest, ..ViewState::default() };
        view.filter = " dup:yes ".into();
        view.save_filter("twins");
        let path = |i: usize| PathBuf::from(format!("/projects/{i}.gleaner"));
        all.keep(&path(0), &view, 420.0);
        view.shown = Shown::Found;
        (1..=MOST).for_each(|i| all.keep(&path(i), &view, 5.0));
        assert!(all.of(&path(0)).is_none(), "the oldest");
        assert_eq!(all.all.len(), MOST);
        all.keep(&path(0), &ViewState { shown: Shown::Cluster(ClusterId(3)), ..view.clone() }, 420.0);
        let written = serde_json::to_string(&all).expect("written");
        let read: KeptViews = serde_json::from_str(&written).expect("read");
        assert_eq!(read, all);
        let mut back = ViewState::default();
        let kept = read.of(&path(0)).expect("kept");
        kept.restore(&mut back);
        assert_eq!(
            (back.shown, back.sort, back.filter.as_str()),
            (Shown::Cluster(ClusterId(3)), Sort::Newest, " dup:yes ")
        );
        assert_eq!((back.saved_filters[0].text.as_str(), kept.offset()), ("dup:yes", 420.0));
        let searched = read.of(&path(5)).expect("kept");
        assert_eq!((searched.shown, searched.offset), (Shown::All, 0.0));
    }
}
