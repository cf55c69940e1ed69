//! Networks and how they are trained: views, kernels, networks, losses, optimisers, one loop, checkpoints, and the SimCLR stage.
//!
//! It knows no folder, project or cluster name; images come as tiles and leave as feature rows.

pub mod augment;
pub mod kernels;
pub mod views;
