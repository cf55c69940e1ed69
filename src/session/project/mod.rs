//! A project as it is held while it is open: its rows, labels and runs, what is shown of them, and where it lies.
//!
//! It starts no work and answers no questions; those are [`super::worker`]'s and [`super::insight`]'s.

pub(super) mod aside;
pub(super) mod better;
mod changes;
pub(super) mod moved;
pub(super) mod open;
pub mod places;
mod replay;
mod rows;
pub(super) mod said;
pub(super) mod sureness;
pub(super) mod timings;
pub mod trust;
pub(super) mod view;
