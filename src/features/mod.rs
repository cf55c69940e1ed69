//! Sources of features: networks that come with weights, rows that somebody else computed, and learning from the folder
//! itself.
//!
//! A *frozen* source turns each image into one raw row, a function of its pixels alone, so that rows can be kept and
//! images that are added later cost only themselves. What a folder's rows have in common is taken out by [`rows`], when
//! they are used. It knows no project, and keeps nothing.

pub mod backbone;
pub mod builtin;
mod checkpoint;
pub mod classes;
pub mod cost;
pub mod hub;
mod recognise;
pub mod registry;
pub mod rows;
pub mod source;
pub mod text;
pub mod vectors;

pub use checkpoint::ClusterHead;
pub use source::Source;

/// A source that needs no file, as `--features` and the window's options name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeatureSource {
    /// Used in settings.
    pub name: &'static str,
    /// Shown to people.
    pub label: &'static str,
    /// One line that says what it does.
    pub about: &'static str,
}

/// Every source that needs no file, the default first.
pub const SOURCES: [FeatureSource; 2] = [
    FeatureSource {
        name: "builtin",
        label: "Built-in network",
        about: "A small network that comes with the program, pretrained with labels of another data set. Seconds to \
                minutes, no download.",
    },
    FeatureSource {
        name: "simclr",
        label: "Learn from this folder",
        about: "Trains a network on these images alone (SimCLR); needs no download, takes minutes to hours.",
    },
];
