//! The bars around the middle: at the top, at the bottom with the running job, and what is to be said below the pictures.

pub mod candidate;
pub mod curves;
pub mod jobbar;
pub mod search;
pub mod shelf;
pub mod status;
pub mod strip;
pub mod strip_words;
pub mod topbar;
pub mod unkept;
pub mod unread;
pub mod words;
