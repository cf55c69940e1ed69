//! Gleaner finds the classes hiding in a folder of unlabelled images, shows them, and turns them into labels.
//!
//! `docs/METHOD.md` has the mathematics; a comment that says "METHOD 8" means its section 8. How the program is built follows.
//!
#![doc = include_str!("../docs/ARCHITECTURE.md")]
#![deny(unsafe_op_in_unsafe_fn)]

pub mod cli;
pub mod clustering;
pub mod control;
pub mod curation;
pub mod dataset;
pub mod features;
#[cfg(feature = "gui")]
pub mod gui;
pub mod ids;
pub mod interchange;
pub mod learning;
pub mod session;
pub mod stage;
pub mod store;
pub mod text;
