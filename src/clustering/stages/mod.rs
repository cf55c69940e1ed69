//! The stages that train a network from pictures: learning features, SCAN and self-labelling through the network, and the
//! rows that a network gives.

pub mod embed;
pub mod pretext;
pub mod scan;
pub mod selflabel;
