//! The window: draws snapshots, sends requests, and changes no project state by itself.

pub mod grid;
pub mod inspector;
pub mod intent;
pub mod textures;
