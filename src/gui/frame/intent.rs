//! What can be asked for in a part of the window. Nothing is done here: the app turns intents into requests, or into
//! something else to look at.

use super::view::Shown;
use crate::ids::{ClusterId, ImageId};
use crate::session::RunSettings;
use crate::session::protocol::Request;
use std::path::PathBuf;
use std::sync::Arc;

/// What a person asked for in a part of the window.
#[derive(Clone, Debug)]
pub enum Intent {
    /// To be sent to the engine.
    Request(Request),
    /// Changes that a person agreed to after having seen what they touch.
    Agreed(Vec<Request>),
    /// Show these images in the grid.
    Show(Shown),
    /// Show this image in the grid: its cluster, selected and scrolled to.
    Reveal(ImageId),
    /// Show this image as large as the window: among those of the grid if it is one of them and the grid is shown.
    OpenLarge(ImageId),
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
        /// Their ids, in order.
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
    /// Show a folder in the system's file manager.
    RevealPath(PathBuf),
    /// Open a file with the program that the system opens images with.
    OpenFile(ImageId),
    /// Say for a moment what was done.
    News(String),
    /// Say for a moment why nothing was done, or what comes first.
    Hint(String),
    /// Ask for the sample of this cluster, to prove how pure it is.
    Prove(ClusterId),
    /// Ask about the images of this cluster as the review asks about one: its sample, or all of it.
    AskAbout(ClusterId),
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

/// What a person says of an image that the review asks about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// It belongs there.
    Right,
    /// It belongs to this cluster.
    Cluster(ClusterId),
    /// It is the first of a new cluster of this name.
    New(String),
    /// It does not belong there.
    Wrong,
    /// It belongs in no class.
    Junk,
}
