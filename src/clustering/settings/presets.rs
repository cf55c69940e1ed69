//! The presets: what a run takes where a person says nothing else.

use super::{
    ConsensusSettings, DclSettings, DuplicateSettings, Head, Init, NeighborSettings, NetSettings, Pretext, PseudoLabel,
    RunSettings, ScanHeadsSettings, ScanSettings, SelflabelSettings, SettingsError, SimclrSettings, Sizes, Start,
    StemChoice, TemiSettings, TurtleSettings, UnknownWords, bad,
};
use crate::features::Source;
use crate::learning::device::DeviceChoice;
use crate::learning::network::resnet::Arch;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A named set of defaults (METHOD 11).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    /// Size 32, width 16, 30 / 20 / 15 epochs: minutes on a laptop.
    #[default]
    Quick,
    /// As quick, and then the built-in network learns on from the folder at 64 px, for what it finds to be judged beside.
    Balanced,
    /// The paper to the letter.
    Paper,
}

impl Preset {
    /// All, the usual one first.
    pub const ALL: [Self; 3] = [Self::Quick, Self::Balanced, Self::Paper];

    /// Which there are, if this is none.
    pub(super) fn why_not(text: &str) -> Option<String> {
        let is_known = Self::ALL.into_iter().any(|preset| preset.to_string() == text);
        (!is_known).then(|| "quick, balanced or paper".to_owned())
    }
}

impl FromStr for Preset {
    type Err = SettingsError;
    fn from_str(text: &str) -> Result<Self, SettingsError> {
        let found = Self::ALL.into_iter().find(|preset| preset.to_string() == text);
        found.ok_or_else(|| bad("preset", text, Self::why_not(text).unwrap_or_default()))
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Quick => "quick",
            Self::Balanced => "balanced",
            Self::Paper => "paper",
        })
    }
}

impl Default for RunSettings {
    fn default() -> Self {
        Self::preset(Preset::Quick)
    }
}

impl RunSettings {
    /// The defaults of a preset, for 10 clusters and seed 0.
    ///
    /// *Quick* takes the built-in network as it is, because learning on from it made nothing better on photos (width 32,
    /// 64 px, one thread; accuracy of frozen features with SCAN's heads in 2 s against the best of what learned on): scenes
    /// 0.822 against 0.731 after 15 minutes of SCAN and self-labelling (0.712 after 4 minutes of SimCLR and k-means);
    /// clothing 0.391 against 0.388 after 14 minutes (0.270 after 6). *Balanced* clusters the same rows and learns on all the
    /// same, for pictures that are unlike photos: what frozen rows gave is kept where learning does not win clearly.
    #[must_use]
    pub fn preset(preset: Preset) -> Self {
        let (size, width, epochs, batches) = match preset {
            Preset::Quick => (32, 16, [30, 20, 15], [256, 128, 500]),
            Preset::Balanced => (64, 32, [30, 8, 5], [256, 128, 500]),
            Preset::Paper => (32, 64, [500, 50, 200], [512, 128, 1000]),
        };
        Self {
            preset,
            features: if preset == Preset::Paper { Source::Simclr } else { Source::Builtin },
            learn_on: preset == Preset::Balanced,
            pretext: if preset == Preset::Balanced { Pretext::Dcl } else { Pretext::Simclr },
            head: Head::Auto,
            clusters: 10,
            seed: 0,
            threads: 0,
            device: DeviceChoice::Auto,
            net: NetSettings { arch: Arch::ResNet18, stem: StemChoice::Auto, width, size },
            simclr: SimclrSettings {
                epochs: epochs[0],
                batch: batches[0],
                lr: 0.4,
                temperature: 0.1,
                one_sided: true,
                init: if preset == Preset::Balanced { Start::Network(Source::BuiltinResnet) } else { Start::Random },
            },
            dcl: DclSettings {
                epochs: if preset == Preset::Balanced { 10 } else { 30 },
                batch: 64,
                lr: 0.8,
                temperature: 0.2,
                views: 6,
                view_scale: 0.5,
            },
            neighbors: NeighborSettings { k: 20 },
            duplicates: DuplicateSettings { group: preset != Preset::Paper },
            scan: ScanSettings {
                epochs: epochs[1],
                batch: batches[1],
                heads: if preset == Preset::Paper { 1 } else { 4 },
                init: if preset == Preset::Paper { Init::Random } else { Init::KMeans },
                entropy_weight: 5.0,
                prior_alpha: 0.0,
                sizes: if preset == Preset::Paper { Sizes::Even } else { Sizes::Auto },
                lr: if preset == Preset::Balanced { 3e-4 } else { 1e-4 },
            },
            selflabel: SelflabelSettings {
                epochs: epochs[2],
                batch: batches[2],
                pseudo: PseudoLabel::Threshold,
                threshold: 0.99,
                lr: 1e-4,
                class_weights: true,
                ema: 0.0,
            },
            scan_heads: ScanHeadsSettings { epochs: 50, batch: 512, lr: 5.0 },
            consensus: ConsensusSettings { heads: 4, epochs: 20 },
            temi: TemiSettings { epochs: 30, batch: 256, heads: 4, init: Init::KMeans, lr: 1e-4, beta: 0.6 },
            turtle: TurtleSettings { steps: 1000 },
            unknown_words: UnknownWords::default(),
        }
    }

    /// The defaults of a preset for a number of clusters: the paper trains 20 classes with larger batches for longer
    /// (METHOD 4).
    #[must_use]
    pub fn preset_for(preset: Preset, clusters: usize) -> Self {
        let mut settings = Self { clusters, ..Self::preset(preset) };
        if preset == Preset::Paper && clusters == 20 {
            settings.scan = ScanSettings { epochs: 100, batch: 512, ..settings.scan };
        }
        settings
    }

    /// What the embedded sample is run with.
    #[must_use]
    pub fn demo() -> Self {
        Self { clusters: 8, ..Self::preset(Preset::Quick) }
    }

    /// As [`RunSettings::demo`], with features learned from the sample alone. Its things are told apart by shapes that
    /// 32 pixels hardly show, and a stem with stride makes up for the larger pictures. Few images make few steps, so there
    /// are more and larger ones: small batches, a gentler temperature and both views as anchors for SimCLR, ten times the
    /// paper's rate for SCAN.
    #[must_use]
    pub fn demo_from_scratch() -> Self {
        let mut demo = Self { features: Source::Simclr, ..Self::demo() };
        demo.net = NetSettings { stem: StemChoice::Stride2, size: 48, ..demo.net };
        demo.simclr = SimclrSettings { batch: 64, lr: 0.8, temperature: 0.2, one_sided: false, ..demo.simclr };
        demo.scan = ScanSettings { epochs: 25, lr: 1e-3, ..demo.scan };
        demo
    }
}
