//! What front ends and the engine say to each other: requests, the snapshot, and what can be fetched by id.
//!
//! Plain data; no tensor, connection or widget appears here. A snapshot is immutable and cheap to clone: unchanged parts
//! are shared between revisions.

mod answers;
mod clusters;
mod edits;
mod export;
mod folder;
mod images;
mod jobs;
mod log;
mod photo;
mod requests;
mod runs;
mod snapshot;

pub use crate::curation::edit::{Answer, Edit, LabelledClass, Link, MOST_PARTS, Mark, N_COLOURS, SampleAnswers, Topic};
pub use crate::curation::history::{Made, Standing};
pub use crate::curation::proof::{PURE, Purity};
pub use crate::dataset::skip::SkipKind;
pub use crate::session::upkeep::{Checkup, Finding, Severity, Subject};
pub use answers::{ClusterProbability, Evidence, Fetch, NeighborInfo, Pixels};
pub use clusters::ClusterView;
pub use edits::{Change, OnSame};
pub use export::{ExportFormat, ExportRequest, Exported, FORMATS, LinkKind, TableForm, Target, guarded};
pub use folder::{ChangedImage, FolderView, LabelOffer, LookReport, MissingImage};
pub use images::{ImageInfo, ImageLabel, ImageTable, LabelSource, SkippedFile};
pub use jobs::{JobInfo, JobKind};
pub use log::{Deed, LogEntry, Outcome};
pub use photo::{Dates, Photo, Taken};
pub use requests::{Request, Ticket};
pub use runs::{Candidate, OWN_SCORE, Origin, PRESENT_SCORE, Provisional, RunState, RunSummary, StageReport};
pub use snapshot::{HistoryView, Placed, ProjectInfo, Snapshot, Unkept};
