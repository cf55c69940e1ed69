//! What can be read off a project and its finished runs: why images are where they are, what is doubtful, what is like what.
//!
//! It changes nothing. Front ends ask through [`Reader`], which answers on threads of its own, or through [`ReadOnly`], which
//! answers at once.

pub mod classes;
pub mod curating;
pub mod evaluation;
pub(super) mod evidence;
pub mod labelling;
pub mod names;
mod naming;
pub mod quality;
mod question;
mod questions;
pub mod read_only;
pub(super) mod reader;
pub mod review;
pub(super) mod search;
pub(super) mod source;
mod true_labels;

pub use evidence::Examples;
pub use read_only::ReadOnly;
pub use reader::Reader;
pub use search::{Hit, NameSource, Nearest, Query, SuggestedName, Suggestions};
