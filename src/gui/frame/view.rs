//! What the window looks at: which images, in which order, under which filter. No project state, and nothing is drawn here.

use super::selection::Selection;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::Dates;
use crate::session::quality::Quality;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;

/// Which images the grid shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Shown {
    /// All, by path.
    #[default]
    All,
    /// A cluster's members.
    Cluster(ClusterId),
    /// One cluster of the first guess of a run that still trains, by its position there.
    Provisional(usize),
    /// Images in no cluster.
    Unlabelled,
    /// What a person put on the shelf of what belongs in no class.
    Junk,
    /// Images that are unlike everything else and that nobody has decided about.
    Unusual,
    /// Labels that neighbours or the head itself doubt.
    Unsure,
    /// Near-duplicates, group after group.
    Duplicates,
    /// Files that became other pictures since a person decided about them.
    Changed,
    /// Images that no run has seen and nobody has placed.
    Unplaced,
    /// Copies of images that people put into clusters.
    Copies,
    /// What was searched for.
    Found,
}

impl Shown {
    /// Whether its images come in an order of their own: by doubt, by group, by similarity, by path.
    #[must_use]
    pub fn has_own_order(self) -> bool {
        matches!(self, Self::Unusual | Self::Unsure | Self::Duplicates | Self::Found) || self.is_of_folder()
    }

    /// Whether it is about what became of files; then it is in the order of their paths.
    #[must_use]
    pub fn is_of_folder(self) -> bool {
        matches!(self, Self::Changed | Self::Unplaced | Self::Copies)
    }
}

/// What fills the middle of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tab {
    /// Images.
    #[default]
    Grid,
    /// One image after the other, answered by keys.
    Review,
    /// How good the clusters are, and how many there should be.
    Quality,
}

/// Images that were searched for, most similar first.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// "Similar to beach/IMG_0311.jpg".
    pub title: String,
    /// The image that they are like, if it is one of the project.
    pub like: Option<ImageId>,
    /// What the grid showed before.
    pub before: Shown,
    /// Their ids.
    pub images: Arc<Vec<ImageId>>,
    /// How similar each is, by id; empty where nothing was compared.
    pub similarity: Arc<HashMap<ImageId, f32>>,
}

/// Order of the images in the grid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Sort {
    /// Highest confidence first.
    #[default]
    MostConfident,
    /// Lowest confidence first: where mistakes are.
    LeastConfident,
    /// Those first whose neighbours are all in their own cluster.
    MostTypical,
    /// Those first whose neighbours are elsewhere.
    LeastTypical,
    /// By folder and name as people count: 9 before 10.
    Path,
    /// Taken first, first.
    Oldest,
    /// Taken last, first.
    Newest,
    /// Most pixels first.
    Largest,
    /// Fewest pixels first.
    Smallest,
    /// Shuffled, by [`ViewState::seed`].
    Random,
}

impl Sort {
    /// All, as a list of them shows them.
    pub const ALL: [Self; 10] = [
        Self::MostConfident,
        Self::LeastConfident,
        Self::MostTypical,
        Self::LeastTypical,
        Self::Path,
        Self::Oldest,
        Self::Newest,
        Self::Largest,
        Self::Smallest,
        Self::Random,
    ];

    /// Whether it asks when images were taken.
    #[must_use]
    pub fn is_by_date(self) -> bool {
        matches!(self, Self::Oldest | Self::Newest)
    }

    /// Whether it asks which clusters an image's neighbours are in.
    #[must_use]
    pub fn is_by_neighbors(self) -> bool {
        matches!(self, Self::MostTypical | Self::LeastTypical)
    }
}

/// A filter with a name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedFilter {
    /// What a person called it.
    pub name: String,
    /// Its terms, as they were typed.
    pub text: String,
}

/// What the window looks at; no project state.
#[derive(Clone, Debug)]
pub struct ViewState {
    /// Which images the grid shows.
    pub shown: Shown,
    /// Their order.
    pub sort: Sort,
    /// What is selected in the grid.
    pub selection: Selection,
    /// Images whose confidence is below are dimmed, 0 to 1.
    pub threshold: f32,
    /// Side of a grid cell's picture in points.
    pub thumb_side: f32,
    /// Terms that images have to satisfy, as they were typed; empty shows all.
    pub filter: String,
    /// Filters that were given a name, in the order of their names.
    pub saved_filters: Vec<SavedFilter>,
    /// What shuffles images in [`Sort::Random`].
    pub seed: u64,
    /// When images were taken, once somebody asked for an order by it.
    pub dates: Option<Arc<Dates>>,
    /// What fills the middle.
    pub tab: Tab,
    /// What is known of the images beside their clusters, as far as it was computed.
    pub quality: Arc<Quality>,
    /// The last search.
    pub found: Found,
}

impl Default for ViewState {
    fn default() -> Self {
        Self {
            shown: Shown::All,
            sort: Sort::default(),
            selection: Selection::default(),
            threshold: 0.0,
            thumb_side: 112.0,
            filter: String::new(),
            saved_filters: Vec::new(),
            seed: 1,
            dates: None,
            tab: Tab::default(),
            quality: Arc::default(),
            found: Found::default(),
        }
    }
}

impl ViewState {
    /// Whether a filter may hide images.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        !self.filter.trim().is_empty()
    }

    /// Keeps the filter under a name; another one of that name gives way.
    pub fn save_filter(&mut self, name: &str) {
        let saved = SavedFilter { name: name.trim().to_owned(), text: self.filter.trim().to_owned() };
        if saved.name.is_empty() || saved.text.is_empty() {
            return;
        }
        self.saved_filters.retain(|other| other.name != saved.name);
        self.saved_filters.push(saved);
        self.saved_filters.sort_by(|a, b| a.name.cmp(&b.name));
    }

    /// The images of a shelf that is no part of the snapshot.
    #[must_use]
    pub fn shelf(&self) -> Option<&Arc<Vec<ImageId>>> {
        match self.shown {
            Shown::Unusual => Some(&self.quality.unusual),
            Shown::Unsure => Some(&self.quality.unsure),
            Shown::Duplicates => Some(&self.quality.duplicates),
            Shown::Found => Some(&self.found.images),
            _ => None,
        }
    }
}
