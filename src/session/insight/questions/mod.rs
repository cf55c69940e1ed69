//! The questions, one a file.

mod classes;
mod evidence;
mod examples;
mod names;
mod near_clusters;
mod photo;
mod pictures;
mod proposal;
mod quality;
mod queue;
mod search;
mod split;

pub use classes::CountedClasses;
pub use evidence::WhyHere;
pub use examples::ExamplesOf;
pub use names::{NamesFor, NamesForAll, PlainNamesFor};
pub use near_clusters::{LikelyClusters, NearClusters};
pub use photo::{DatesOfAll, PhotoOf};
pub use pictures::{Preview, Thumbnail};
pub use proposal::ProposedLabels;
pub use quality::WhatIsDoubtful;
pub use queue::ReviewQueue;
pub use search::Search;
pub use split::PartsOf;
