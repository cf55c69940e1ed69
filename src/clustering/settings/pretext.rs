//! The settings of what learns features from the folder, one group a method; [`RunSettings::pretext`] chooses.

use super::{Preset, Pretext, RunSettings};
use crate::features::Source;
use crate::named::as_text;
use crate::stage::Stage;
use crate::strings::{Told, say, told};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

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
    /// Weights that the network begins with, whichever pretext learns.
    pub init: Start,
}

/// `simclr.init`: the weights that a network begins with which learns from the folder.
#[derive(Clone, Debug, PartialEq)]
pub enum Start {
    /// Random ones.
    Random,
    /// Those of a residual network (`builtin-resnet`, a name, `file:PATH`), whose form then takes the place of `net.arch`,
    /// `net.stem` and `net.width`.
    Network(Source),
}

impl Start {
    /// Checks that the files that it needs are there.
    ///
    /// # Errors
    /// In words: what is missing, and how it comes here.
    pub fn check_files(&self) -> Result<(), Told> {
        match self {
            Self::Random => Ok(()),
            // By its name it is no source at all, and might have been another start.
            Self::Network(source @ Source::Unlisted(_)) => {
                source.check_files().map_err(|why| told!("setting-or", first = "random", why = why))
            }
            Self::Network(source) => source.check_files(),
        }
    }
}

impl fmt::Display for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Random => f.write_str("random"),
            Self::Network(source) => source.fmt(f),
        }
    }
}

impl FromStr for Start {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.parse() {
            Err(_) if text == "random" => Ok(Self::Random),
            Ok(source @ (Source::Model(_) | Source::File(_) | Source::BuiltinResnet)) => Ok(Self::Network(source)),
            Ok(_) => Err(say!("setting-starts").into()),
            Err(why) => Err(say!("setting-or", first = "random", why = why)),
        }
    }
}

as_text!(Start);

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
        match self.pretext {
            Pretext::Simclr => Stage::Simclr,
            Pretext::Dcl => Stage::Dcl,
        }
    }

    /// Its epochs; 0 skips it.
    #[must_use]
    pub fn pretext_epochs(&self) -> usize {
        match self.pretext {
            Pretext::Simclr => self.simclr.epochs,
            Pretext::Dcl => self.dcl.epochs,
        }
    }
}
