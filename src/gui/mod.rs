//! The window: draws snapshots, sends requests, and changes no project state by itself.

pub mod intent;
