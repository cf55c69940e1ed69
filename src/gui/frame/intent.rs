//! What the parts of the window share: what is looked at, what is selected, and what a person asked for.
//!
//! Drawing functions return intents and change nothing but this view state; the app turns intents into requests.

use crate::gui::review::Said;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{Request, Snapshot};
use crate::session::quality::Quality;
use crate::session::{Reader, RunSettings};
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

/// What every drawing function may look at.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// Everything small, of this frame.
    pub snapshot: &'a Snapshot,
    /// Thumbnails, previews and evidence by id.
    pub reader: &'a Reader,
}

/// Which images the grid shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    /// What looks like junk and nobody has decided about.
    LooksLikeJunk,
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
        matches!(self, Self::LooksLikeJunk | Self::Unsure | Self::Duplicates | Self::Found) || self.is_of_folder()
    }

    /// Whether it is about what became of files; then it is in the order of their paths.
    #[must_use]
    pub fn is_of_folder(self) -> bool {
        matches!(self, Self::Changed | Self::Unplaced | Self::Copies)
    }
}

/// What fills the middle of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    /// Them.
    pub images: Arc<Vec<ImageId>>,
    /// How similar each is, by id; empty where nothing was compared.
    pub similarity: Arc<HashMap<ImageId, f32>>,
}

/// Order of the images in the grid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    /// By path.
    Path,
    /// Most pixels first.
    Largest,
    /// Fewest pixels first.
    Smallest,
}

impl Sort {
    /// Whether it asks which clusters an image's neighbours are in.
    #[must_use]
    pub fn is_by_neighbors(self) -> bool {
        matches!(self, Self::MostTypical | Self::LeastTypical)
    }
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

    /// The images of a shelf that is no part of the snapshot.
    #[must_use]
    pub fn shelf(&self) -> Option<&Arc<Vec<ImageId>>> {
        match self.shown {
            Shown::LooksLikeJunk => Some(&self.quality.looks_like_junk),
            Shown::Unsure => Some(&self.quality.unsure),
            Shown::Duplicates => Some(&self.quality.duplicates),
            Shown::Found => Some(&self.found.images),
            _ => None,
        }
    }
}

/// A selection as in a file manager.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// What is selected.
    pub images: BTreeSet<ImageId>,
    /// Where a range begins.
    pub anchor: Option<ImageId>,
    /// Where the keyboard stands; the inspector shows it.
    pub cursor: Option<ImageId>,
}

impl Selection {
    /// Selects this image alone.
    pub fn only(&mut self, image: ImageId) {
        self.images = BTreeSet::from([image]);
        (self.anchor, self.cursor) = (Some(image), Some(image));
    }

    /// Nothing selected.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

/// What a person asked for in a part of the window.
#[derive(Clone, Debug)]
pub enum Intent {
    /// To be sent to the engine.
    Request(Request),
    /// Show these images in the grid.
    Show(Shown),
    /// Show this image in the grid: its cluster, selected and scrolled to.
    Reveal(ImageId),
    /// Open the merge preview of these clusters, the first one remains.
    PreviewMerge(Vec<ClusterId>),
    /// Open the preview of a split.
    PreviewSplit(ClusterId),
    /// Ask for the group of clusters, or the colour, key or note of the first of them.
    AskMark(Vec<ClusterId>, MarkKind),
    /// Show these images in the grid.
    ShowImages {
        /// What they are.
        title: String,
        /// Them, in order.
        images: Arc<Vec<ImageId>>,
    },
    /// Confirm the images of this cluster that are not selected; under a filter only those that it lets through.
    ConfirmRest(ClusterId),
    /// Begin to rename a cluster in the list.
    BeginRename(ClusterId),
    /// Ask for a cluster to move the selection to.
    ChooseMoveTarget,
    /// Go on with the images at this place.
    Locate(PathBuf),
    /// List the images that are gone from the folder.
    ShowMissing,
    /// Show near-duplicates of this image.
    ShowGroup(ImageId),
    /// Put all but the best image of each of these images' groups of near-duplicates into junk.
    KeepBest(Vec<ImageId>),
    /// Run with these settings and take the clusters when it is done.
    RunAndTake(Box<RunSettings>),
    /// Look for images that are like this one.
    FindSimilar(ImageId),
    /// Show a file in the system's file manager.
    RevealFile(ImageId),
    /// Open a file with the program that the system opens images with.
    OpenFile(ImageId),
    /// Say something for a moment.
    Toast(String),
    /// Ask for the sample of this cluster, to prove how pure it is.
    Prove(ClusterId),
    /// Look up which cluster the reviewed image belongs to; this was typed already.
    ChooseAnswer {
        /// Which image.
        image: ImageId,
        /// The beginning of a name.
        typed: String,
    },
    /// What a person says of the reviewed image.
    Answer(ImageId, Said),
}

/// What tells a cluster apart beside its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// The heading that it stands under.
    Group,
    /// Its colour.
    Colour,
    /// The key that puts images into it.
    Key,
    /// Words about it.
    Note,
}

/// Images that are being dragged onto a cluster (egui drag-and-drop payload).
#[derive(Clone, Debug)]
pub struct DraggedImages(pub Vec<ImageId>);
