//! What the system around the window does: file dialogs, file managers and viewers, and how a folder gets in.

pub mod language;
pub mod notify;
pub mod opening;
pub mod paths;
pub mod picker;
pub mod recents;
pub mod reveal;
pub mod screen;
