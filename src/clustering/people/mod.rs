//! What people said of some images, taken over to all others, and what to ask them next.

pub mod queue;
pub mod refine;
