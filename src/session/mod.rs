//! The only owner and writer of a project: one engine thread that takes requests and publishes snapshots, and the
//! workers that it hands long work to.
//!
//! Front ends talk to this module alone. It draws nothing and prints nothing.

pub mod protocol;
