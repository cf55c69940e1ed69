//! The only owner and writer of a project: one engine thread, workers for long work, and what front ends hold of them.
//!
//! Front ends send [`protocol::Request`]s, read [`protocol::Snapshot`]s, and fetch large things through [`Reader`]; they
//! never touch a database, a tensor or a worker. What they need of the layers below is re-exported here.

mod engine;
mod error;
mod estimate;
pub mod folder;
mod insight;
pub mod models;
mod project;
pub mod protocol;
pub mod upkeep;
mod worker;

pub use crate::clustering::settings::{
    Clusterer, Head, Init, Preset, Pretext, PseudoLabel, RunSettings, SettingsError, Sizes, Start, StemChoice,
};
pub use crate::features::{SOURCES as FEATURE_SOURCES, Source};
pub use crate::learning::device::DeviceChoice;
pub use crate::learning::network::resnet::Arch;
pub use engine::{Session, SessionOptions};
pub use error::SessionError;
pub use estimate::run_secs;
pub use insight::{Examples, Hit, NameSource, Nearest, Query, ReadOnly, Reader, SuggestedName, Suggestions};
pub use insight::{classes, curating, evaluation, labelling, names, quality, read_only, review};
pub use project::{places, trust};
