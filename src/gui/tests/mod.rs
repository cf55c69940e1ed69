//! Tests of whole screens, and the snapshots that they and other tests show.

pub mod fake;
pub mod fixtures;
pub mod placement;
mod screens;
mod told;
