//! Pictures of images on the screen: fetched and kept as textures, or drawn all at once from one texture array.

pub(in crate::gui) mod atlas;
pub(in crate::gui) mod gpu;
pub(in crate::gui) mod lru;
pub(in crate::gui) mod marks;
pub mod textures;
