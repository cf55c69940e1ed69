//! The settings of a run: presets, a TOML file, single `key=value` changes, and their check.
//!
//! Pure data: it trains nothing. Every run stores its settings whole, so that it can be told and repeated.

mod change;
mod check;
mod choices;
mod parts;
mod presets;
mod pretext;
mod stored;

pub use check::CheckedSettings;
pub use choices::{Clusterer, Head, Init, Pretext, PseudoLabel, Sizes, StemChoice};
pub use parts::{
    ConsensusSettings, DuplicateSettings, NeighborSettings, NetSettings, ScanHeadsSettings, ScanSettings,
    SelflabelSettings, TemiSettings, TurtleSettings,
};
pub use presets::Preset;
pub use pretext::{DclSettings, SimclrSettings, Start};
pub use stored::UnknownWords;

use crate::features::Source;
use crate::learning::device::DeviceChoice;
use crate::strings::{Told, say};
use serde::{Deserialize, Serialize};

/// A setting that can not be used, with the way out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// No such key.
    #[error("{}", say!("setting-unknown", key = .0, known = .1))]
    UnknownKey(String, String),
    /// The value does not fit.
    #[error("{}", say!("setting-bad", key = key, value = value, why = why))]
    BadValue {
        /// Dotted key.
        key: String,
        /// What was given.
        value: String,
        /// Which values it takes.
        why: Told,
    },
    /// A preset is no value among others.
    #[error("{}", say!("setting-preset"))]
    PresetAsKey,
    /// Not of the form `key=value`, or a file that does not parse.
    #[error("{0}")]
    Malformed(String),
}

/// Everything that decides a run beside the images.
///
/// ```
/// use gleaner::session::{Preset, RunSettings};
///
/// let mut settings = RunSettings::preset(Preset::Quick);
/// settings.set("clusters", "12")?;
/// settings.set("scan.epochs", "30")?;
/// assert_eq!((settings.clusters, settings.scan.epochs), (12, 30));
/// assert!(settings.set("scan.epochs", "many").is_err());
/// # Ok::<(), gleaner::session::SettingsError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, remote = "Self")]
pub struct RunSettings {
    /// What the other defaults came from.
    pub preset: Preset,
    /// Where features come from.
    pub features: Source,
    /// After frozen features were clustered, let the network of `simclr.init` learn on from the folder (`pretext`, then SCAN
    /// and self-labelling through it), and judge what it finds beside them; see [`RunSettings::learns_on`].
    pub learn_on: bool,
    /// What features are learned by where a network learns from the folder.
    pub pretext: Pretext,
    /// What clusters the features; see [`RunSettings::heads`].
    pub head: Head,
    /// Number of clusters to look for; 0 (written `auto`) takes what the merge tree of the features proposes.
    pub clusters: usize,
    /// Seed of every random draw.
    pub seed: u64,
    /// Worker threads; 0 takes all cores.
    pub threads: usize,
    /// Where to compute.
    pub device: DeviceChoice,
    /// Backbone.
    pub net: NetSettings,
    /// Pretext.
    pub simclr: SimclrSettings,
    /// The decoupled contrastive loss, the other pretext.
    pub dcl: DclSettings,
    /// Neighbour lists.
    pub neighbors: NeighborSettings,
    /// Near-duplicates.
    #[serde(default = "DuplicateSettings::of_old_runs")]
    pub duplicates: DuplicateSettings,
    /// Clustering.
    pub scan: ScanSettings,
    /// Self-labelling.
    pub selflabel: SelflabelSettings,
    /// SCAN on frozen features.
    pub scan_heads: ScanHeadsSettings,
    /// Many clusterings of frozen features.
    pub consensus: ConsensusSettings,
    /// TEMI.
    pub temi: TemiSettings,
    /// TURTLE.
    pub turtle: TurtleSettings,
    /// What another version of the program wrote here and this one does not know; empty unless they come from a project.
    #[serde(skip)]
    pub unknown_words: UnknownWords,
}

impl RunSettings {
    /// Whether the number of clusters is left to the merge tree of the features.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.clusters == 0
    }

    /// Whether what makes clusters is left to the program, so that it may look for better ones after the first.
    #[must_use]
    pub fn is_improvable(&self) -> bool {
        let usual = Self::preset(Preset::Quick);
        self.preset == Preset::Quick && self.features == usual.features && self.head == usual.head
    }

    /// The number of clusters, or a usual one where it is open: for estimates and first looks.
    #[must_use]
    pub fn expected_clusters(&self) -> usize {
        if self.is_open() { 10 } else { self.clusters }
    }

    /// Whether features come from elsewhere than from training on the folder.
    #[must_use]
    pub fn is_frozen(&self) -> bool {
        self.features.is_frozen()
    }

    /// Whether a network learns on from the folder after frozen features were clustered: only beside SCAN's heads, whose
    /// clusters it goes on from.
    #[must_use]
    pub fn learns_on(&self) -> bool {
        self.learn_on && self.is_frozen() && self.heads().contains(&Clusterer::Scan)
    }

    /// The heads that are trained beside k-means, in order. `auto` takes SCAN's: on frozen features linear heads, on those
    /// that are learned from the folder the network and heads together, and then self-labelling. `consensus` is SCAN's heads and
    /// what they and others agree on; on learned features there is none, and SCAN's alone are trained.
    ///
    /// TEMI (METHOD 7) was made for frozen features. With the built-in ones SCAN's heads were better and some fifteen
    /// times as fast (accuracy of k-means / SCAN / TEMI that begins as k-means, seed 0: scenes 0.801 / 0.822 in 1.7 s /
    /// 0.678 in 26 s; clothing 0.363 / 0.391 in 1.3 s / 0.379 in 17 s), so that it has to be asked for.
    #[must_use]
    pub fn heads(&self) -> Vec<Clusterer> {
        match self.head {
            Head::Consensus if self.is_frozen() => vec![Clusterer::Scan, Clusterer::Consensus],
            Head::Auto | Head::Scan | Head::Consensus => vec![Clusterer::Scan],
            Head::Temi => vec![Clusterer::Temi],
            Head::Turtle => vec![Clusterer::Turtle],
            Head::Tree => vec![Clusterer::Tree],
            Head::KMeans => Vec::new(),
        }
    }

    /// Whether the head that SCAN trained on frozen features goes on to learn from its own answers.
    #[must_use]
    pub fn labels_frozen_heads(&self) -> bool {
        let is_wanted = self.selflabel.is_transport() && self.selflabel.epochs > 0;
        is_wanted && self.is_frozen() && self.heads().contains(&Clusterer::Scan)
    }
}

fn bad(key: &str, value: &str, why: impl Into<Told>) -> SettingsError {
    SettingsError::BadValue { key: key.to_owned(), value: value.to_owned(), why: why.into() }
}

#[cfg(test)]
mod tests;
