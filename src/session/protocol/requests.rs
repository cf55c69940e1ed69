//! What a front end may ask of the engine.

use super::{Change, ExportRequest};
use crate::clustering::settings::RunSettings;
use crate::ids::{JobId, Point};
use std::path::PathBuf;

/// Names one request, so that its outcome can be found in the snapshot's log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// What a front end may ask of the engine.
#[derive(Clone, Debug)]
pub enum Request {
    /// Opens a folder of images (its project is found or made) or a project directory; then imports what changed.
    Open {
        /// A folder of images, or a `.gleaner` directory.
        path: PathBuf,
        /// Where the project of a folder lies; None: found or made in the user's data directory.
        project: Option<PathBuf>,
    },
    /// Vouches for a project directory that was made elsewhere, then opens it as [`Request::Open`] does. If it names another
    /// folder by now, it is asked about anew.
    Trust {
        /// The `.gleaner` directory.
        project: PathBuf,
        /// The photo folder that was shown to the person who vouches.
        folder: PathBuf,
    },
    /// Opens a project directory as it is, without looking at its folder.
    OpenProject(PathBuf),
    /// Writes the embedded sample folder (if it is not there) and opens it.
    OpenSample,
    /// Looks at the folder again.
    Import,
    /// The same, and tries once more to read what ended the program when it was read before.
    Retry,
    /// Takes images whose files are gone out of the project, until their content is seen again.
    Forget {
        /// Those too whose whole folder is gone.
        with_away: bool,
    },
    /// Learns and clusters; the outcome is a candidate run, adopted by itself before the first edit by a person.
    Run {
        /// All settings of the run.
        settings: Box<RunSettings>,
        /// Goes on from the last unfinished run's checkpoint if it had the same settings.
        resume: bool,
    },
    /// Holds the running job.
    Pause,
    /// Lets the paused job go on.
    Resume,
    /// Stops a job; what it finished is kept.
    Cancel(JobId),
    /// One change by a person: durable before it is shown.
    Edit(Change),
    /// Takes back the last change.
    Undo,
    /// Makes it again; of several branches, goes to the one that was left last.
    Redo,
    /// Goes to a point of the history, on whatever branch.
    GoTo(Point),
    /// Learns from what people confirmed, rejected and linked, on the rows of the adopted run: seconds. The outcome is a
    /// candidate run.
    Refine {
        /// Take its clusters at once.
        take: bool,
    },
    /// Looks for clusters that fit the images better than those of the adopted run, among other features that cost little and
    /// other ways of clustering. If it finds some they are a candidate run; else nothing changes. Makes way for any other work.
    Improve {
        /// Take them at once.
        take: bool,
    },
    /// Puts images that came after the adopted run into its clusters as they are now, without learning anew; what a person decided
    /// about is left alone. [`Snapshot::last_placing`](super::Snapshot::last_placing) has the numbers.
    Place,
    /// Leaves the candidate: it stays in the list of runs and is no longer offered.
    Leave,
    /// Writes labels out.
    Export(ExportRequest),
    /// Suggests names from this list of words, one a line, from now on; it is copied into the project.
    UseWords(PathBuf),
    /// Downloads the weights of the network of this name; a person agreed to its size and licence.
    Download(String),
    /// Makes the images searchable by free words: downloads the network of this name, which knows words, if it is not here, and
    /// lets it look at every image once. A person agreed to its size and licence.
    LearnWords(String),
    /// Looks whether everything in the project is whole and changes nothing; [`Snapshot::last_check`](super::Snapshot::last_check) has the findings.
    Check,
    /// Writes all of the project but the photos into this file, which must not be there yet.
    Archive(PathBuf),
    /// Ends the engine after the running job was cancelled and everything is on disk.
    Shutdown,
}

impl Request {
    /// A change by a person.
    #[must_use]
    pub fn edit(change: impl Into<Change>) -> Self {
        Self::Edit(change.into())
    }

    /// Whether something of the open project would be other than before.
    #[must_use]
    pub fn changes_project(&self) -> bool {
        match self {
            Self::Import
            | Self::Retry
            | Self::Forget { .. }
            | Self::Run { .. }
            | Self::Edit(_)
            | Self::Undo
            | Self::Redo
            | Self::GoTo(_)
            | Self::Refine { .. }
            | Self::Improve { .. }
            | Self::Place
            | Self::Leave
            | Self::UseWords(_)
            | Self::LearnWords(_) => true,
            Self::Open { .. }
            | Self::OpenProject(_)
            | Self::Trust { .. }
            | Self::OpenSample
            | Self::Pause
            | Self::Resume
            | Self::Cancel(_)
            | Self::Export(_)
            | Self::Download(_)
            | Self::Check
            | Self::Archive(_)
            | Self::Shutdown => false,
        }
    }
}
