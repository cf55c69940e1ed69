//! The settings of what learns features from the folder, one group a method; [`RunSettings::pretext`] chooses.

use super::{Preset, RunSettings};
use crate::stage::Stage;
use serde::{Deserialize, Serialize};

/// `simclr.*`: SimCLR (METHOD 2).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SimclrSettings {
    /// Epochs; 0 skips the stage.
    pub epochs: usize,
    /// Images (not views) a step.
    pub batch: usize,
    /// For a batch of 512; scaled linearly.
    pub lr: f64,
    /// Temperature of NT-Xent.
    pub temperature: f64,
    /// Anchor the first view alone, as the paper's code does; else both.
    pub one_sided: bool,
    /// Weights that the network begins with, whichever pretext learns: `random`, or a frozen source of a residual network
    /// (`builtin`, a name, `file:PATH`), whose form then takes the place of `net.arch`, `net.stem` and `net.width`.
    pub init: String,
}

/// `dcl.*`: the decoupled contrastive loss on several small views.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DclSettings {
    /// Epochs; 0 skips the stage.
    pub epochs: usize,
    /// Images (not views) a step.
    pub batch: usize,
    /// For a batch of 512; scaled linearly.
    pub lr: f64,
    /// Temperature of the loss.
    pub temperature: f64,
    /// Views of an image a step, at least 2.
    pub views: usize,
    /// Side of a view as a share of `net.size`, 0.25 to 1.
    pub view_scale: f64,
}

impl Default for SimclrSettings {
    fn default() -> Self {
        RunSettings::preset(Preset::Quick).simclr
    }
}

impl Default for DclSettings {
    fn default() -> Self {
        RunSettings::preset(Preset::Quick).dcl
    }
}

impl DclSettings {
    /// Side of a view in pixels, for an input of `size`; 8 at least, or the input's.
    #[must_use]
    pub fn view_size(&self, size: usize) -> usize {
        ((size as f64 * self.view_scale).round() as usize).clamp(size.min(8), size)
    }

    /// Training inputs an image, counted by their pixels.
    #[must_use]
    pub fn n_inputs(&self) -> f64 {
        self.views as f64 * self.view_scale.powi(2)
    }
}

impl RunSettings {
    /// The stage that learns features from the folder.
    #[must_use]
    pub fn pretext_stage(&self) -> Stage {
        if self.pretext == "dcl" { Stage::Dcl } else { Stage::Simclr }
    }

    /// Its epochs; 0 skips it.
    #[must_use]
    pub fn pretext_epochs(&self) -> usize {
        if self.pretext == "dcl" { self.dcl.epochs } else { self.simclr.epochs }
    }
}
