//! Gleaner finds the classes hiding in a folder of unlabelled images, shows them, and turns them into labels.
//!
//! Comments that say METHOD 8 mean section 8 of `docs/METHOD.md`, the mathematics. How the program is built follows.
//!
#![doc = include_str!("../docs/ARCHITECTURE.md")]

pub mod cli;
pub mod clustering;
pub mod control;
pub mod curation;
pub mod dataset;
pub mod features;
#[cfg(feature = "gui")]
pub mod gui;
pub mod ids;
pub mod input;
pub mod interchange;
pub mod learning;
#[expect(unsafe_code, reason = "vectors of the processor's instruction sets")]
pub mod linalg;
pub mod memory;
pub mod named;
pub mod room;
pub mod session;
pub mod stage;
pub mod store;
pub mod strings;
pub mod text;
pub mod timing;
