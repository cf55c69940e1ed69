//! Pictures of images on the screen: fetched and kept as textures, or drawn all at once from one texture array.

pub mod atlas;
pub mod gpu;
pub mod lru;
pub mod marks;
pub mod textures;
