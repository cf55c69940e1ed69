//! The sections of a run's settings, one struct a stage; their defaults are those of the quick preset.

use super::{Init, Preset, PseudoLabel, RunSettings, Sizes, StemChoice};
use crate::learning::network::resnet::Arch;
use serde::{Deserialize, Serialize};

/// `net.*`: the backbone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NetSettings {
    /// Number and kind of blocks.
    pub arch: Arch,
    /// First layers.
    pub stem: StemChoice,
    /// Channels of the first stage; 64 is the standard network.
    pub width: usize,
    /// Side of the square input, in pixels.
    pub size: usize,
}

/// `neighbors.*`: the mined lists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NeighborSettings {
    /// Neighbours an image.
    pub k: usize,
}

/// `scan.*`: clustering with the SCAN loss.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ScanSettings {
    /// Epochs; 0 skips the stage.
    pub epochs: usize,
    /// Anchors a step.
    pub batch: usize,
    /// Cluster heads trained side by side; the best by the label-free rule goes on.
    pub heads: usize,
    /// How heads begin.
    pub init: Init,
    /// The weight of the entropy term.
    pub entropy_weight: f64,
    /// How uneven clusters are expected to be: the k-th largest is held to a share in proportion to k^-alpha. 0 holds all to
    /// the same size, as the paper does.
    ///
    /// To be set when classes are known to be uneven, from about ten times as many images in the largest class as in the
    /// smallest: to 1 if features tell them apart well (Medical-MNIST 1:10: 0.934 of the images right in place of 0.688),
    /// else to 0.5, since there 1 wins accuracy at the cost of the small classes (`benches/README.md`). On even classes
    /// both make clusters worse (0.751 with 1 in place of 0.992). Only what is known of the folder tells which to take:
    /// where features are weak the loss is lower with 1 on even classes, too.
    pub prior_alpha: f64,
    /// What heads on frozen features do with a `prior_alpha` of 0: `auto` trains one more, held to the sizes that the merge
    /// tree's clusters have, and takes it where the neighbours of the images say that it is clearly better; `even` does not.
    /// Networks that learn from the folder are held to `prior_alpha` alone.
    #[serde(default = "even_sizes")]
    pub sizes: Sizes,
    /// Adam's learning rate.
    pub lr: f64,
}

/// `selflabel.*`: learning from one's own confident predictions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SelflabelSettings {
    /// Epochs; 0 skips the stage.
    pub epochs: usize,
    /// Images a step.
    pub batch: usize,
    /// What becomes a target: `threshold` (predictions above it, as in the paper), or `p2ot` (progressive partial optimal
    /// transport, drawn to the sizes of `scan.prior_alpha`; on frozen features too, where `threshold` trains nothing).
    ///
    /// On the built-in features it moved accuracy by a hundredth or two in either direction beside SCAN with the same
    /// sizes (`benches/README.md`), so that there is little need of it there. What it does for networks that learn from
    /// uneven folders was not measured.
    pub pseudo: PseudoLabel,
    /// Probability above which a prediction becomes a target, 0 to 1.
    pub threshold: f64,
    /// Adam's learning rate.
    pub lr: f64,
    /// Weigh classes by the inverse of their share of the confident images.
    pub class_weights: bool,
    /// Decay of the moving average of the parameters; 0 is off.
    pub ema: f64,
}

/// `scan_heads.*`: linear heads on frozen features with the SCAN loss; how many and how they begin is `scan.*`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ScanHeadsSettings {
    /// Epochs, at least 1.
    pub epochs: usize,
    /// Anchors a step.
    pub batch: usize,
    /// Of gradient descent with momentum 0.9.
    pub lr: f64,
}

/// `consensus.*`: a head on frozen features that stands for many clusterings; its voters are trained as `scan_heads.*` says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConsensusSettings {
    /// Clusterings for each further length of the neighbour lists, at least 1.
    pub heads: usize,
    /// Of the layer that learns what they vote, at least 1.
    pub epochs: usize,
}

/// `temi.*`: heads on frozen features that agree with their own average on neighbours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TemiSettings {
    /// Epochs, at least 1.
    pub epochs: usize,
    /// Anchors a step.
    pub batch: usize,
    /// Heads side by side; the one with the lowest loss is kept.
    pub heads: usize,
    /// How heads begin.
    pub init: Init,
    /// For a batch of 256; scaled linearly.
    pub lr: f64,
    /// Exponent of the agreement, 0.5 to 1; less keeps clusters more even.
    pub beta: f64,
}

/// `turtle.*`: the labelling of frozen features that is learned best.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TurtleSettings {
    /// Steps, at least 1.
    pub steps: usize,
}

/// `duplicates.*`: images that are surely copies of one picture, which have one vote together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DuplicateSettings {
    /// Learn and mine over one of the copies of a picture, and give its result to all of them. Near-duplicates that a crowd of
    /// pictures of one kind may hold by chance are shown to people, but have a vote each.
    pub group: bool,
}

/// Runs of programs that did not look for uneven sizes held all to be even.
fn even_sizes() -> Sizes {
    Sizes::Even
}

impl ScanSettings {
    /// Whether uneven sizes of clusters are looked for in the features.
    #[must_use]
    pub fn looks_for_sizes(&self) -> bool {
        self.sizes == Sizes::Auto && self.prior_alpha == 0.0
    }
}

impl SelflabelSettings {
    /// Whether pseudo-labels come from optimal transport.
    #[must_use]
    pub fn is_transport(&self) -> bool {
        self.pseudo == PseudoLabel::P2ot
    }
}

impl DuplicateSettings {
    /// Runs of programs that knew no groups had none.
    pub(super) fn of_old_runs() -> Self {
        Self { group: false }
    }
}

impl Default for NetSettings {
    fn default() -> Self {
        RunSettings::preset(Preset::Quick).net
    }
}
impl Default for NeighborSettings {
    fn default() -> Self {
        RunSettings::preset(Preset::Quick).neighbors
    }
}
impl Default for ScanSettings {
    fn default() -> Self {
        RunSettings::preset(Preset::Quick).scan
    }
}
impl Default for SelflabelSettings {
    fn default() -> Self {
        RunSettings::preset(Preset::Quick).selflabel
    }
}
impl Default for ScanHeadsSettings {
    fn default() -> Self {
        RunSettings::preset(Preset::Quick).scan_heads
    }
}
impl Default for ConsensusSettings {
    fn default() -> Self {
        RunSettings::preset(Preset::Quick).consensus
    }
}
impl Default for TemiSettings {
    fn default() -> Self {
        RunSettings::preset(Preset::Quick).temi
    }
}
impl Default for TurtleSettings {
    fn default() -> Self {
        RunSettings::preset(Preset::Quick).turtle
    }
}
impl Default for DuplicateSettings {
    fn default() -> Self {
        RunSettings::preset(Preset::Quick).duplicates
    }
}
