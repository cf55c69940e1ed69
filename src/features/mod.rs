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

/// A source that needs no file, as `--features` and the window's options name it.
#[derive(Clone, Debug, PartialEq)]
pub struct FeatureSource {
    /// Which.
    pub source: Source,
    /// Name for people.
    pub label: &'static str,
    /// One line that says what it does.
    pub about: &'static str,
}

/// Every source that needs no file, the default first.
pub static SOURCES: [FeatureSource; 6] = [
    FeatureSource {
        source: Source::Builtin,
        label: "Built-in network",
        about: "EfficientNet-Lite2, trained with the labels of ImageNet, comes with the program. Right for photos of things \
                and places. Seconds, no download.",
    },
    FeatureSource {
        source: Source::Auto,
        label: "What fits this folder",
        about: "Compares what costs little (the networks in the program, pixels, colours, networks that were downloaded) \
                on these pictures, without labels, and takes what fits them best.",
    },
    FeatureSource {
        source: Source::BuiltinResnet,
        label: "Built-in small network",
        about: "A ResNet-18 of width 32 that sees 64 px: quick, and knows less. The built-in network of earlier versions.",
    },
    FeatureSource {
        source: Source::Pixels,
        label: "Pixels",
        about: "The picture itself at 16 x 16. For scans that all lie in the same way, and to compare with.",
    },
    FeatureSource {
        source: Source::Colours,
        label: "Colours",
        about: "How much there is of each colour, wherever it is. For fabrics, paints and the like, and to compare with.",
    },
    FeatureSource {
        source: Source::Simclr,
        label: "Learn from this folder",
        about: "Trains a network on these images alone (SimCLR); needs no download, takes minutes to hours.",
    },
];
