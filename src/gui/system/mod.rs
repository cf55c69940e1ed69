//! What the system around the window does: file dialogs, file managers and viewers, and how a folder gets in.

pub mod notify;
pub mod opening;
pub mod picker;
pub mod reveal;
