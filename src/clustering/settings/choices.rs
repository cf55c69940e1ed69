//! The settings that are one of a few words, a type each. What each choice does is said where it acts.

use crate::learning::network::resnet;
use crate::named::named;
use crate::stage::Stage;

/// `head`: what clusters the features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// SCAN's.
    Auto,
    /// SCAN's, and what they and others agree on.
    Consensus,
    /// TEMI's.
    Temi,
    /// SCAN's.
    Scan,
    /// TURTLE's labels.
    Turtle,
    /// The cut of the merge tree that has so many clusters; always kept.
    Tree,
    /// k-means alone.
    KMeans,
}

named!(Head {
    Auto = "auto",
    Consensus = "consensus",
    Temi = "temi",
    Scan = "scan",
    Turtle = "turtle",
    Tree = "tree",
    KMeans = "kmeans",
});

/// What makes clusters of features beside k-means: one or two of them follow from a [`Head`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clusterer {
    /// Heads with the SCAN loss: linear ones on frozen features, else together with the network.
    Scan,
    /// What SCAN's heads and others agree on.
    Consensus,
    /// TEMI's heads.
    Temi,
    /// TURTLE's labels.
    Turtle,
    /// The cut of the merge tree.
    Tree,
}

impl Clusterer {
    /// The stage of a run whose result it is.
    #[must_use]
    pub fn stage(self) -> Stage {
        match self {
            Self::Scan => Stage::Scan,
            Self::Consensus => Stage::Consensus,
            Self::Temi => Stage::Temi,
            Self::Turtle => Stage::Turtle,
            Self::Tree => Stage::Tree,
        }
    }
}

/// `pretext`: what a network learns features from the folder by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pretext {
    /// SimCLR.
    Simclr,
    /// The decoupled contrastive loss on several small views, which takes less time.
    Dcl,
}

named!(Pretext { Simclr = "simclr", Dcl = "dcl" });

/// `scan.init` and `temi.init`: how heads begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Init {
    /// As k-means on the features.
    KMeans,
    /// At random, as in the publications.
    Random,
}

named!(Init { KMeans = "kmeans", Random = "random" });

/// `net.stem`: the first layers of a network that learns from the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StemChoice {
    /// By the size of the input.
    Auto,
    /// 3x3 with stride 1.
    Cifar,
    /// 3x3 with stride 1, then a pool.
    Stl,
    /// 7x7 with stride 2, then a pool.
    ImageNet,
    /// 3x3 with stride 2.
    Stride2,
}

named!(StemChoice { Auto = "auto", Cifar = "cifar", Stl = "stl", ImageNet = "imagenet", Stride2 = "stride2" });

impl StemChoice {
    /// The layers, of a network whose input has a side of `size` pixels.
    #[must_use]
    pub fn stem(self, size: usize) -> resnet::Stem {
        match self {
            Self::Auto => resnet::Stem::for_size(size),
            Self::Cifar => resnet::Stem::Cifar,
            Self::Stl => resnet::Stem::Stl,
            Self::ImageNet => resnet::Stem::ImageNet,
            Self::Stride2 => resnet::Stem::Stride2,
        }
    }
}

/// `scan.sizes`: what heads on frozen features take the sizes of clusters to be where nobody says how uneven they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sizes {
    /// Those of the merge tree's clusters where the neighbours of the images say that they fit clearly better, else even.
    Auto,
    /// Even.
    Even,
}

named!(Sizes { Auto = "auto", Even = "even" });

/// `selflabel.pseudo`: which of its own answers a network or head learns from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PseudoLabel {
    /// Those above a threshold, as in the paper.
    Threshold,
    /// By progressive partial optimal transport.
    P2ot,
}

named!(PseudoLabel { Threshold = "threshold", P2ot = "p2ot" });
