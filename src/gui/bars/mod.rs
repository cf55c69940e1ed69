//! The bars around the middle: at the top, at the bottom with the running job, and those above the grid.

pub mod candidate;
pub mod curves;
pub mod jobbar;
pub mod search;
pub mod status;
pub mod strip;
pub mod strip_words;
pub mod tabs;
pub mod topbar;
pub mod words;
