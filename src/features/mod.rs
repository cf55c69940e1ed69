//! Sources of features: networks that come with weights, rows that somebody else computed, and learning from the folder
//! itself.
//!
//! A *frozen* source turns each image into one raw row, a function of its pixels alone, so that rows can be kept and
//! images that are added later cost only themselves. What a folder's rows have in common is taken out by [`rows`], when
//! they are used. It knows no project, and keeps nothing.

pub mod backbone;
pub mod builtin;
pub mod builtin_resnet;
mod checkpoint;
pub mod classes;
pub mod cost;
pub mod hub;
mod plain;
mod recognise;
pub mod registry;
pub mod rows;
pub mod source;
pub mod text;
pub mod vectors;

pub use checkpoint::ClusterHead;
pub use source::Source;

use crate::strings::plain;

/// A source that needs no file, as `--features` and the window's options name it.
#[derive(Clone, Debug, PartialEq)]
pub struct FeatureSource {
    /// Which.
    pub source: Source,
    label: &'static str,
    about: &'static str,
}

impl FeatureSource {
    /// Name for people, in the language of this thread.
    #[must_use]
    pub fn label(&self) -> &'static str {
        plain(self.label)
    }

    /// One line that says what it does.
    #[must_use]
    pub fn about(&self) -> &'static str {
        plain(self.about)
    }
}

/// Every source that needs no file, the default first.
pub static SOURCES: [FeatureSource; 6] = [
    FeatureSource { source: Source::Builtin, label: "source-own-builtin", about: "source-own-builtin.tip" },
    FeatureSource { source: Source::Auto, label: "source-own-auto", about: "source-own-auto.tip" },
    FeatureSource { source: Source::BuiltinResnet, label: "source-own-small", about: "source-own-small.tip" },
    FeatureSource { source: Source::Pixels, label: "source-own-pixels", about: "source-own-pixels.tip" },
    FeatureSource { source: Source::Colours, label: "source-own-colours", about: "source-own-colours.tip" },
    FeatureSource { source: Source::Simclr, label: "source-own-learn", about: "source-own-learn.tip" },
];
