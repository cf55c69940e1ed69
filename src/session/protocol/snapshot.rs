//! Everything small that a front end shows, at one moment.

use super::{
    Candidate, Checkup, ClusterView, Exported, FolderView, ImageLabel, ImageTable, JobInfo, LogEntry, Provisional,
    RunSummary, SkippedFile,
};
use crate::curation::history::Made;
use crate::ids::{ClusterId, ImageId, Point, RunId};
use crate::strings::Told;
use crate::text::{numbered, same_name};
use crate::timing::Timings;
use serde::Serialize;
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

/// Everything small that a front end shows, at one moment.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// Grows with every change.
    pub revision: u64,
    /// None until a project is open.
    pub project: Option<Arc<ProjectInfo>>,
    /// Readable images.
    pub images: Arc<ImageTable>,
    /// Files that were skipped, by path.
    pub skipped: Arc<Vec<SkippedFile>>,
    /// What became of the folder's images.
    pub folder: Arc<FolderView>,
    /// Clusters in the order of their numbers: largest first when a run was taken last (in the order of its first guess, where
    /// there was one), and then those that came since.
    pub clusters: Arc<Vec<Arc<ClusterView>>>,
    /// A first guess of a run that still trains, shown while no run is adopted; can be looked at, not edited.
    pub provisional: Option<Arc<Provisional>>,
    /// Label of each image, in the order of `images.rows`.
    pub labels: Arc<Vec<ImageLabel>>,
    /// A finished run whose clusters wait to be taken or left, since people changed the present ones.
    pub candidate: Option<Arc<Candidate>>,
    /// Runs, newest first.
    pub runs: Arc<Vec<RunSummary>>,
    /// The run whose clusters are shown.
    pub adopted: Option<RunId>,
    /// Undo and redo.
    pub history: Arc<HistoryView>,
    /// The job at work, if any; how far it is stands in the progress slot.
    pub job: Option<JobInfo>,
    /// What became of the new images when some were placed last in this session; None before, and when another project is opened.
    pub last_placing: Option<Placed>,
    /// What the last look at the project found; None before, while one is awaited, and when another project is opened.
    pub last_check: Option<Arc<Checkup>>,
    /// Why nothing can be kept in the project now; None where it can.
    pub unkept: Option<Arc<Unkept>>,
    /// The open project was made elsewhere and nobody vouched for it: nothing of its photo folder is read.
    pub is_stranger: bool,
    /// What work took on this machine before.
    pub timings: Arc<Timings>,
    /// The last export, if there was one; kept with the project.
    pub exported: Option<Arc<Exported>>,
    /// Outcomes and warnings, oldest first, the last 200.
    pub log: Arc<Vec<Arc<LogEntry>>>,
}

impl Snapshot {
    /// The cluster of this id.
    #[must_use]
    pub fn cluster(&self, id: ClusterId) -> Option<&Arc<ClusterView>> {
        self.clusters.iter().find(|c| c.id == id)
    }

    /// The cluster that is called so, however the name is written (capitals, spaces and Unicode forms make no other name).
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Arc<ClusterView>> {
        let wanted = same_name(name);
        self.clusters.iter().find(|cluster| same_name(&cluster.name) == wanted)
    }

    /// What a cluster that is given a name would be called if another one that has it is kept: "forest (2)".
    #[must_use]
    pub fn numbered(&self, name: &str) -> String {
        let taken: HashSet<String> = self.clusters.iter().map(|cluster| same_name(&cluster.name)).collect();
        numbered(name, |name| taken.contains(&same_name(name)))
    }

    /// The label of an image.
    #[must_use]
    pub fn label(&self, image: ImageId) -> Option<&ImageLabel> {
        self.labels.get(self.images.position(image)?)
    }
}

/// Why nothing can be kept in the open project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unkept {
    /// What is so, and what helps.
    pub why: Told,
}

/// The open project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectInfo {
    /// Name to show.
    pub name: String,
    /// The photo folder.
    pub folder: PathBuf,
    /// The `.gleaner` directory.
    pub path: PathBuf,
}

/// Undo, redo and the list of changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryView {
    /// What undo would take back: "Rename to \"Cats\"".
    pub undo: Option<Told>,
    /// What redo would make again.
    pub redo: Option<Told>,
    /// All changes that were ever made, in the order in which they were made: the first one's number is 1.
    pub changes: Vec<Made>,
    /// The point where the labels are now.
    pub now: Point,
    /// Changes since a run was taken last that a refinement could learn from.
    pub n_to_learn: usize,
}

impl HistoryView {
    /// The change right before a point; None at the beginning.
    #[must_use]
    pub fn made(&self, point: Point) -> Option<&Made> {
        self.changes.get((point.0 as usize).checked_sub(1)?)
    }

    /// The changes that lead to a point, the last one first.
    pub fn way_to(&self, point: Point) -> impl Iterator<Item = &Made> {
        std::iter::successors(self.made(point), |made| self.made(made.before))
    }

    /// The point where undo, so many times, goes to.
    #[must_use]
    pub fn back(&self, n: usize) -> Point {
        n.checked_sub(1).map_or(self.now, |n| self.way_to(self.now).nth(n).map_or(Point::BEGINNING, |made| made.before))
    }

    /// The changes that going from one point to another takes back, the last one first.
    pub fn taken_back(&self, from: Point, to: Point) -> impl Iterator<Item = &Made> {
        let stays: HashSet<Point> = self.way_to(to).map(|made| made.point).collect();
        self.way_to(from).take_while(move |made| !stays.contains(&made.point))
    }

    /// The run whose clusters were taken last at a point.
    #[must_use]
    pub fn taken_at(&self, point: Point) -> Option<RunId> {
        self.way_to(point).find_map(|made| made.takes)
    }
}

/// What became of new images that were to be placed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Placed {
    /// Images that went into a cluster.
    pub placed: usize,
    /// Images that fit none: they are in no cluster, with the probability of the likeliest as their confidence.
    pub unplaced: usize,
    /// Images that the file of features does not name, so that nothing is known of them.
    pub without_row: usize,
}
