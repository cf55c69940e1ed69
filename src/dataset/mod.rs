//! From a folder to pixels: sorted entries, decoded upright RGB8, thumbnails, training tiles, hashes; and the sample
//! that the program renders.
//!
//! It reads the folder and never writes to it, and knows no database: packs and rows are the store's.
//!
//! [`scan`] lists a folder, [`links`] puts the paths of one file together, [`decode`] turns one file into pixels under [`budget`]'s memory limit, [`pixels`] makes
//! what a project keeps of an image and runs over all files on all cores, [`fingerprint`] names content. Photos' JPEGs are
//! decoded at a fraction of their size by `jpeg`.

pub mod budget;
pub mod decode;
pub mod fingerprint;
mod ignored;
mod jpeg;
pub mod links;
mod lossless;
pub mod photo;
pub mod pixels;
pub mod rel_path;
pub mod sample;
pub mod scan;
pub mod skip;
pub mod sniff;
