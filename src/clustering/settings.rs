//! The settings of a run: presets, a TOML file, single `key=value` changes, and their checks.
//!
//! Pure data: it trains nothing. Every run stores its settings whole, so that it can be told and repeated.

mod pretext;

pub use pretext::{DclSettings, SimclrSettings};

use crate::features::Source;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A setting that can not be used, with the way out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// No such key.
    #[error("there is no setting `{0}`; known settings: {1}")]
    UnknownKey(String, String),
    /// The value does not fit.
    #[error("`{key}` can not be `{value}`: {why}")]
    BadValue {
        /// Dotted key.
        key: String,
        /// What was given.
        value: String,
        /// What it takes.
        why: String,
    },
    /// A preset is no value among others.
    #[error("a preset brings many settings with it and is taken first: --preset, or `preset = \"paper\"` in the file")]
    PresetAsKey,
    /// Not of the form `key=value`, or a file that does not parse.
    #[error("{0}")]
    Malformed(String),
}

/// A named set of defaults (METHOD, "Presets").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    /// Size 32, width 16, 30 / 20 / 15 epochs: minutes on a laptop.
    #[default]
    Quick,
    /// Size 64, width 32, 100 / 50 / 50 epochs.
    Balanced,
    /// The paper to the letter.
    Paper,
}

impl FromStr for Preset {
    type Err = SettingsError;
    fn from_str(text: &str) -> Result<Self, SettingsError> {
        match text {
            "quick" => Ok(Self::Quick),
            "balanced" => Ok(Self::Balanced),
            "paper" => Ok(Self::Paper),
            _ => Err(bad("preset", text, "quick, balanced or paper")),
        }
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

/// `net.*`: the backbone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NetSettings {
    /// `resnet18` or `resnet50`.
    pub arch: String,
    /// `auto` (by size), `cifar`, `stl`, `imagenet` or `stride2`.
    pub stem: String,
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
    /// 0 skips the stage.
    pub epochs: usize,
    /// Anchors a step.
    pub batch: usize,
    /// Cluster heads trained side by side; the best by the label-free rule goes on.
    pub heads: usize,
    /// How heads begin: `kmeans` (as k-means on the learned features) or `random`.
    pub init: String,
    /// The weight of the entropy term.
    pub entropy_weight: f64,
    /// Adam's learning rate.
    pub lr: f64,
}

/// `selflabel.*`: learning from one's own confident predictions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SelflabelSettings {
    /// 0 skips the stage.
    pub epochs: usize,
    /// Images a step.
    pub batch: usize,
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
    /// At least 1.
    pub epochs: usize,
    /// Anchors a step.
    pub batch: usize,
    /// Of gradient descent with momentum 0.9.
    pub lr: f64,
}

/// `temi.*`: heads on frozen features that agree with their own average on neighbours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TemiSettings {
    /// At least 1.
    pub epochs: usize,
    /// Anchors a step.
    pub batch: usize,
    /// Heads side by side; the one with the lowest loss is kept.
    pub heads: usize,
    /// How heads begin: `kmeans` (as k-means on the features) or `random`, as in the publication.
    pub init: String,
    /// For a batch of 256; scaled linearly.
    pub lr: f64,
    /// Exponent of the agreement, 0.5 to 1; less keeps clusters more even.
    pub beta: f64,
}

/// `turtle.*`: the labelling of frozen features that is learned best.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TurtleSettings {
    /// At least 1.
    pub steps: usize,
}

/// Everything that decides a run beside the images.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RunSettings {
    /// What the other defaults came from.
    pub preset: Preset,
    /// Where features come from: `builtin` (the network in the program), `simclr` (learn from this folder), `file:PATH`
    /// (weights) or `vectors:PATH` (rows of one's own); see [`Source`].
    pub features: String,
    /// What learns where features come from the folder: `simclr`, or `dcl`, which takes less time.
    pub pretext: String,
    /// What clusters: `auto`, or one of `temi`, `scan`, `turtle`, `kmeans`. See [`RunSettings::heads`].
    pub head: String,
    /// Number of clusters to look for.
    pub clusters: usize,
    /// Seed of every random draw.
    pub seed: u64,
    /// Worker threads; 0 takes all cores.
    pub threads: usize,
    /// `auto`, `cpu`, `cuda`, `cuda:N` or `metal`.
    pub device: String,
    /// Backbone.
    pub net: NetSettings,
    /// Pretext.
    pub simclr: SimclrSettings,
    /// The other pretext.
    pub dcl: DclSettings,
    /// Neighbour lists.
    pub neighbors: NeighborSettings,
    /// Clustering.
    pub scan: ScanSettings,
    /// Self-labelling.
    pub selflabel: SelflabelSettings,
    /// SCAN on frozen features.
    pub scan_heads: ScanHeadsSettings,
    /// TEMI.
    pub temi: TemiSettings,
    /// TURTLE.
    pub turtle: TurtleSettings,
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
impl Default for RunSettings {
    fn default() -> Self {
        Self::preset(Preset::Quick)
    }
}

impl RunSettings {
    /// The defaults of a preset, for 10 clusters and seed 0.
    #[must_use]
    pub fn preset(preset: Preset) -> Self {
        let (size, width, epochs, batches) = match preset {
            Preset::Quick => (32, 16, [30, 20, 15], [256, 128, 500]),
            Preset::Balanced => (64, 32, [100, 50, 50], [256, 128, 500]),
            Preset::Paper => (32, 64, [500, 50, 200], [512, 128, 1000]),
        };
        Self {
            preset,
            features: if preset == Preset::Quick { "builtin" } else { "simclr" }.into(),
            pretext: "simclr".into(),
            head: "auto".into(),
            clusters: 10,
            seed: 0,
            threads: 0,
            device: "auto".into(),
            net: NetSettings { arch: "resnet18".into(), stem: "auto".into(), width, size },
            simclr: SimclrSettings { epochs: epochs[0], batch: batches[0], lr: 0.4, temperature: 0.1, one_sided: true },
            dcl: DclSettings { epochs: 30, batch: 64, lr: 0.8, temperature: 0.2, views: 6, view_scale: 0.5 },
            neighbors: NeighborSettings { k: 20 },
            scan: ScanSettings {
                epochs: epochs[1],
                batch: batches[1],
                heads: if preset == Preset::Paper { 1 } else { 4 },
                init: if preset == Preset::Paper { "random" } else { "kmeans" }.into(),
                entropy_weight: 5.0,
                lr: 1e-4,
            },
            selflabel: SelflabelSettings {
                epochs: epochs[2],
                batch: batches[2],
                threshold: 0.99,
                lr: 1e-4,
                class_weights: true,
                ema: 0.0,
            },
            scan_heads: ScanHeadsSettings { epochs: 50, batch: 512, lr: 5.0 },
            temi: TemiSettings { epochs: 30, batch: 256, heads: 4, init: "kmeans".into(), lr: 1e-4, beta: 0.6 },
            turtle: TurtleSettings { steps: 1000 },
        }
    }

    /// Where features come from.
    ///
    /// # Errors
    /// [`SettingsError::BadValue`] if it is no source.
    pub fn source(&self) -> Result<Source, SettingsError> {
        self.features.parse().map_err(|why: String| bad("features", &self.features, &why))
    }

    /// Whether features come from elsewhere than from training on the folder.
    #[must_use]
    pub fn is_frozen(&self) -> bool {
        self.source().is_ok_and(|source| source.is_frozen())
    }

    /// The heads that are trained beside k-means, in order. `auto` takes SCAN's: on frozen features linear heads, on those
    /// that are learned from the folder the network and heads together, and then self-labelling.
    ///
    /// METHOD 7 makes TEMI the default on frozen features. With the built-in ones SCAN's heads were better and some fifteen
    /// times as fast (accuracy of k-means / SCAN / TEMI that begins as k-means, seed 0: scenes 0.801 / 0.822 in 1.7 s /
    /// 0.678 in 26 s; clothing 0.363 / 0.391 in 1.3 s / 0.379 in 17 s), so that it has to be asked for.
    #[must_use]
    pub fn heads(&self) -> Vec<&'static str> {
        match self.head.as_str() {
            "auto" | "scan" => vec!["scan"],
            "temi" => vec!["temi"],
            "turtle" => vec!["turtle"],
            _ => Vec::new(),
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

    /// As [`RunSettings::demo`], with features learned from the sample alone. Its things are told apart by patterns that
    /// 32 pixels do not show, and a stem with stride makes up for the larger pictures. Few images make few steps, so there
    /// are more and larger ones: small batches, a gentler temperature and both views as anchors for SimCLR, ten times the
    /// paper's rate for SCAN.
    #[must_use]
    pub fn demo_from_scratch() -> Self {
        let mut demo = Self { features: "simclr".into(), ..Self::demo() };
        demo.net = NetSettings { stem: "stride2".into(), size: 48, ..demo.net };
        demo.simclr = SimclrSettings { batch: 64, lr: 0.8, temperature: 0.2, one_sided: false, ..demo.simclr };
        demo.scan = ScanSettings { epochs: 25, lr: 1e-3, ..demo.scan };
        demo
    }

    /// Reads a TOML file's text over these settings; a `preset` in it is taken first.
    ///
    /// # Errors
    /// [`SettingsError`] for text that is no TOML, an unknown key or a value that does not fit.
    pub fn merge_toml(&self, text: &str) -> Result<Self, SettingsError> {
        let table: toml::Table =
            text.parse().map_err(|e| SettingsError::Malformed(format!("the settings file: {e}")))?;
        let mut merged = self.clone();
        if let Some(preset) = table.get("preset") {
            let preset: Preset = preset.as_str().unwrap_or_default().parse()?;
            merged = Self { clusters: self.clusters, seed: self.seed, ..Self::preset(preset) };
        }
        for (key, value) in flatten("", &table) {
            if key != "preset" {
                merged.set(&key, &value)?;
            }
        }
        Ok(merged)
    }

    /// Every settable key with its present value, sorted.
    #[must_use]
    pub fn entries(&self) -> Vec<(String, String)> {
        let value = toml::Table::try_from(self).unwrap_or_default();
        let mut entries = flatten("", &value);
        entries.sort();
        entries
    }

    /// Sets one dotted key from text: `scan.epochs`, `20`.
    ///
    /// # Errors
    /// [`SettingsError`] for an unknown key or a value of the wrong kind.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), SettingsError> {
        let mut root = toml::Table::try_from(&*self).map_err(|e| SettingsError::Malformed(e.to_string()))?;
        let unknown = |known: &Self| {
            let names = known.entries().into_iter().map(|(k, _)| k).collect::<Vec<_>>().join(", ");
            SettingsError::UnknownKey(key.to_owned(), names)
        };
        let (section, name) = key.split_once('.').unwrap_or(("", key));
        let table = match section {
            "" => &mut root,
            _ => root.get_mut(section).and_then(toml::Value::as_table_mut).ok_or_else(|| unknown(self))?,
        };
        if key == "preset" {
            return Err(SettingsError::PresetAsKey);
        }
        let slot = table.get_mut(name).filter(|slot| !slot.is_table()).ok_or_else(|| unknown(self))?;
        let fail = |why: &str| bad(key, value, why);
        *slot = match slot {
            toml::Value::Integer(_) => {
                let number = value.parse::<u32>().map_err(|_| fail("a whole number from 0 to 4294967295"))?;
                toml::Value::Integer(i64::from(number))
            }
            toml::Value::Float(_) => {
                let number = value.parse::<f64>().map_err(|_| fail("a number"))?;
                toml::Value::Float(number)
            }
            toml::Value::Boolean(_) => toml::Value::Boolean(value.parse().map_err(|_| fail("true or false"))?),
            _ => toml::Value::String(value.to_owned()),
        };
        *self = root.try_into().map_err(|e: toml::de::Error| fail(e.message()))?;
        Ok(())
    }

    /// Sets from `key=value`.
    ///
    /// # Errors
    /// [`SettingsError`] as [`RunSettings::set`], or if there is no `=`.
    pub fn set_pair(&mut self, pair: &str) -> Result<(), SettingsError> {
        let (key, value) = pair
            .split_once('=')
            .ok_or_else(|| SettingsError::Malformed(format!("`{pair}` is not of the form key=value")))?;
        self.set(key.trim(), value.trim())
    }

    /// Checks that the settings can be run at all, whatever the images.
    ///
    /// # Errors
    /// The first [`SettingsError::BadValue`] found.
    pub fn check(&self) -> Result<(), SettingsError> {
        let between = |key: &str, value: usize, least: usize, most: usize| {
            if (least..=most).contains(&value) {
                Ok(())
            } else {
                Err(bad(key, &value.to_string(), &format!("from {least} to {most}")))
            }
        };
        let one_of = |key: &str, value: &str, all: &[&str]| {
            if all.contains(&value) { Ok(()) } else { Err(bad(key, value, &format!("one of {}", all.join(", ")))) }
        };
        let within = |key: &str, value: f64, low: f64, high: f64| {
            if value.is_finite() && value >= low && value <= high {
                Ok(())
            } else {
                Err(bad(key, &value.to_string(), &format!("from {low} to {high}")))
            }
        };
        let source = self.source()?;
        if let Some(path) = source.path().filter(|path| !path.is_file()) {
            return Err(bad("features", &self.features, &format!("there is no file {}", path.display())));
        }
        one_of("pretext", &self.pretext, &["simclr", "dcl"])?;
        one_of("head", &self.head, &["auto", "temi", "scan", "turtle", "kmeans"])?;
        one_of("net.arch", &self.net.arch, &["resnet18", "resnet50"])?;
        one_of("net.stem", &self.net.stem, &["auto", "cifar", "stl", "imagenet", "stride2"])?;
        one_of("temi.init", &self.temi.init, &["kmeans", "random"])?;
        one_of("scan.init", &self.scan.init, &["kmeans", "random"])?;
        // The upper ends are far beyond use: a slip of the finger is to be told, not to eat the machine's memory.
        between("clusters", self.clusters, 1, 100_000)?;
        between("threads", self.threads, 0, 512)?;
        between("net.width", self.net.width, 1, 512)?;
        between("net.size", self.net.size, 8, 512)?;
        between("simclr.batch", self.simclr.batch, 2, 65_536)?;
        between("dcl.batch", self.dcl.batch, 2, 65_536)?;
        between("dcl.views", self.dcl.views, 2, 100)?;
        between("neighbors.k", self.neighbors.k, 1, 1000)?;
        between("scan.batch", self.scan.batch, 2, 65_536)?;
        between("scan.heads", self.scan.heads, 1, 100)?;
        between("selflabel.batch", self.selflabel.batch, 2, 65_536)?;
        between("scan_heads.epochs", self.scan_heads.epochs, 1, 1_000_000)?;
        between("scan_heads.batch", self.scan_heads.batch, 2, 65_536)?;
        between("temi.epochs", self.temi.epochs, 1, 1_000_000)?;
        between("temi.batch", self.temi.batch, 2, 65_536)?;
        between("temi.heads", self.temi.heads, 1, 100)?;
        between("turtle.steps", self.turtle.steps, 1, 10_000_000)?;
        within("scan_heads.lr", self.scan_heads.lr, 0.0, 1e3)?;
        within("temi.lr", self.temi.lr, 0.0, 1e3)?;
        within("temi.beta", self.temi.beta, 0.1, 1.0)?;
        within("simclr.lr", self.simclr.lr, 0.0, 1e3)?;
        within("simclr.temperature", self.simclr.temperature, 1e-3, 1e3)?;
        within("dcl.lr", self.dcl.lr, 0.0, 1e3)?;
        within("dcl.temperature", self.dcl.temperature, 1e-3, 1e3)?;
        within("dcl.view_scale", self.dcl.view_scale, 0.25, 1.0)?;
        within("scan.entropy_weight", self.scan.entropy_weight, 0.0, 1e4)?;
        within("scan.lr", self.scan.lr, 0.0, 1e3)?;
        within("selflabel.threshold", self.selflabel.threshold, 0.0, 1.0)?;
        within("selflabel.lr", self.selflabel.lr, 0.0, 1e3)?;
        within("selflabel.ema", self.selflabel.ema, 0.0, 1.0)
    }
}

fn bad(key: &str, value: &str, why: &str) -> SettingsError {
    SettingsError::BadValue { key: key.to_owned(), value: value.to_owned(), why: why.to_owned() }
}

fn flatten(prefix: &str, table: &toml::Table) -> Vec<(String, String)> {
    let mut entries = Vec::new();
    for (key, value) in table {
        let dotted = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            toml::Value::Table(inner) => entries.extend(flatten(&dotted, inner)),
            toml::Value::String(text) => entries.push((dotted, text.clone())),
            other => entries.push((dotted, other.to_string())),
        }
    }
    entries
}

#[cfg(test)]
mod tests;
