//! The only owner and writer of a project: one engine thread, workers for long work, and what front ends hold of them.
//!
//! Front ends send [`protocol::Request`]s, read [`protocol::Snapshot`]s, and fetch large things through [`Reader`]; they
//! never touch a database, a tensor or a worker. What they need of the layers below is re-exported here.

pub mod classes;
pub mod curating;
mod engine;
pub mod evaluation;
mod evidence;
pub mod folder;
pub mod labelling;
pub mod models;
mod moved;
pub mod names;
mod open;
pub mod places;
pub mod protocol;
pub mod quality;
pub mod read_only;
mod reader;
pub mod review;
mod said;
mod search;
pub mod upkeep;
mod view;
mod worker;

pub use crate::clustering::pipeline::progress::estimate_secs;
pub use crate::clustering::settings::{Preset, RunSettings, SettingsError};
pub use crate::features::SOURCES as FEATURE_SOURCES;
pub use engine::{Session, SessionOptions};
pub use read_only::ReadOnly;
#[cfg(all(test, feature = "gui"))]
pub(crate) use reader::told;
pub use reader::{Examples, Reader};
pub use search::{Hit, Nearest, Query, Suggestions};

/// Why something in a session did not work: words for people, with the way out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SessionError(pub String);
