//! What the parts of the window share: what is looked at, what can be asked for, and what is counted once a snapshot.

pub mod facts;
pub mod intent;
pub mod offers;
