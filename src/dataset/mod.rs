//! From a folder to pixels: sorted entries, decoded upright RGB8, thumbnails, training tiles, hashes; and the sample that the program renders.
//!
//! It reads the folder and never writes to it, and knows no database: packs and rows are the store's.

pub mod decode;
pub mod fingerprint;
pub mod pixels;
pub mod sample;
pub mod scan;
