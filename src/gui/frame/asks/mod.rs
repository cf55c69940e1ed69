//! What a person may ask of images and clusters, as intents: the same for a menu, a key and a button. Only what would change
//! something is sent, and where nothing would, a sentence says why.

pub mod curating;
pub mod files;
pub mod images;
pub mod many;
