//! The settings of a run: presets, a TOML file, single `key=value` changes, and their checks.
//!
//! Pure data: it trains nothing. Every run stores its settings whole, so that it can be told and repeated.

mod parts;
mod pretext;

pub use parts::{
    ConsensusSettings, DuplicateSettings, NeighborSettings, NetSettings, ScanHeadsSettings, ScanSettings,
    SelflabelSettings, TemiSettings, TurtleSettings,
};
pub use pretext::{DclSettings, SimclrSettings};

use crate::features::Source;
use crate::stage::Stage;
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
        /// Which values it takes.
        why: String,
    },
    /// A preset is no value among others.
    #[error("a preset brings many settings with it and is taken first: --preset, or `preset = \"paper\"` in the file")]
    PresetAsKey,
    /// Not of the form `key=value`, or a file that does not parse.
    #[error("{0}")]
    Malformed(String),
}

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
#[serde(default, deny_unknown_fields)]
pub struct RunSettings {
    /// What the other defaults came from.
    pub preset: Preset,
    /// Where features come from: `builtin` (the network in the program), `simclr` (learn from this folder), `file:PATH`
    /// (weights) or `vectors:PATH` (rows of one's own); see [`Source`].
    pub features: String,
    /// After frozen features were clustered, let the network of `simclr.init` learn on from the folder (`pretext`, then SCAN
    /// and self-labelling through it), and judge what it finds beside them; see [`RunSettings::learns_on`].
    pub learn_on: bool,
    /// What learns where a network learns from the folder: `simclr`, or `dcl`, which takes less time.
    pub pretext: String,
    /// What clusters: `auto`, or one of `consensus`, `temi`, `scan`, `turtle`, `tree`, `kmeans`. `tree` is the cut of the merge tree that
    /// has so many clusters, and is always kept. See [`RunSettings::heads`].
    pub head: String,
    /// Number of clusters to look for; 0 (written `auto`) takes what the merge tree of the features proposes.
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
            features: if preset == Preset::Paper { "simclr" } else { "builtin" }.into(),
            learn_on: preset == Preset::Balanced,
            pretext: if preset == Preset::Balanced { "dcl" } else { "simclr" }.into(),
            head: "auto".into(),
            clusters: 10,
            seed: 0,
            threads: 0,
            device: "auto".into(),
            net: NetSettings { arch: "resnet18".into(), stem: "auto".into(), width, size },
            simclr: SimclrSettings {
                epochs: epochs[0],
                batch: batches[0],
                lr: 0.4,
                temperature: 0.1,
                one_sided: true,
                init: if preset == Preset::Balanced { "builtin-resnet" } else { "random" }.into(),
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
                init: if preset == Preset::Paper { "random" } else { "kmeans" }.into(),
                entropy_weight: 5.0,
                prior_alpha: 0.0,
                sizes: if preset == Preset::Paper { "even" } else { "auto" }.into(),
                lr: if preset == Preset::Balanced { 3e-4 } else { 1e-4 },
            },
            selflabel: SelflabelSettings {
                epochs: epochs[2],
                batch: batches[2],
                pseudo: "threshold".into(),
                threshold: 0.99,
                lr: 1e-4,
                class_weights: true,
                ema: 0.0,
            },
            scan_heads: ScanHeadsSettings { epochs: 50, batch: 512, lr: 5.0 },
            consensus: ConsensusSettings { heads: 4, epochs: 20 },
            temi: TemiSettings { epochs: 30, batch: 256, heads: 4, init: "kmeans".into(), lr: 1e-4, beta: 0.6 },
            turtle: TurtleSettings { steps: 1000 },
        }
    }

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

    /// Where features come from.
    ///
    /// # Errors
    /// [`SettingsError::BadValue`] if it is no source.
    pub fn source(&self) -> Result<Source, SettingsError> {
        self.features.parse().map_err(|why: String| bad("features", &self.features, &why))
    }

    /// Whose weights a network that learns from the folder begins with; None for random ones.
    ///
    /// # Errors
    /// [`SettingsError::BadValue`] if it is no network.
    pub fn start(&self) -> Result<Option<Source>, SettingsError> {
        let wrong = |why: &str| bad("simclr.init", &self.simclr.init, why);
        match self.simclr.init.parse() {
            Err(_) if self.simclr.init == "random" => Ok(None),
            Ok(source @ (Source::Model(_) | Source::File(_) | Source::BuiltinResnet)) => {
                source.check_files().map(|()| Some(source)).map_err(|why| wrong(&why))
            }
            Ok(_) => Err(wrong("random, builtin-resnet, file:PATH or a name")),
            Err(why) => Err(wrong(&format!("random, {why}"))),
        }
    }

    /// Whether features come from elsewhere than from training on the folder.
    #[must_use]
    pub fn is_frozen(&self) -> bool {
        self.source().is_ok_and(|source| source.is_frozen())
    }

    /// Whether a network learns on from the folder after frozen features were clustered: only beside SCAN's heads, whose
    /// clusters it goes on from.
    #[must_use]
    pub fn learns_on(&self) -> bool {
        self.learn_on && self.is_frozen() && self.heads().contains(&Stage::Scan)
    }

    /// The heads that are trained beside k-means, in order. `auto` takes SCAN's: on frozen features linear heads, on those
    /// that are learned from the folder the network and heads together, and then self-labelling. `consensus` is SCAN's heads and
    /// what they and others agree on; on learned features there is none, and SCAN's alone are trained.
    ///
    /// TEMI (METHOD 7) was made for frozen features. With the built-in ones SCAN's heads were better and some fifteen
    /// times as fast (accuracy of k-means / SCAN / TEMI that begins as k-means, seed 0: scenes 0.801 / 0.822 in 1.7 s /
    /// 0.678 in 26 s; clothing 0.363 / 0.391 in 1.3 s / 0.379 in 17 s), so that it has to be asked for.
    #[must_use]
    pub fn heads(&self) -> Vec<Stage> {
        match self.head.as_str() {
            "consensus" if self.is_frozen() => vec![Stage::Scan, Stage::Consensus],
            "auto" | "scan" | "consensus" => vec![Stage::Scan],
            "temi" => vec![Stage::Temi],
            "turtle" => vec![Stage::Turtle],
            "tree" => vec![Stage::Tree],
            _ => Vec::new(),
        }
    }

    /// Whether the head that SCAN trained on frozen features goes on to learn from its own answers.
    #[must_use]
    pub fn labels_frozen_heads(&self) -> bool {
        let is_wanted = self.selflabel.is_transport() && self.selflabel.epochs > 0;
        is_wanted && self.is_frozen() && self.heads().contains(&Stage::Scan)
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
        let value = match (key, value) {
            ("clusters", "auto") => "0",
            ("clusters", "0") => return Err(fail("auto, or a whole number from 1")),
            _ => value,
        };
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
        self.source()?.check_files().map_err(|why| bad("features", &self.features, &why))?;
        self.start()?;
        one_of("pretext", &self.pretext, &["simclr", "dcl"])?;
        one_of("head", &self.head, &["auto", "consensus", "temi", "scan", "turtle", "tree", "kmeans"])?;
        one_of("net.arch", &self.net.arch, &["resnet18", "resnet50"])?;
        one_of("net.stem", &self.net.stem, &["auto", "cifar", "stl", "imagenet", "stride2"])?;
        one_of("temi.init", &self.temi.init, &["kmeans", "random"])?;
        one_of("scan.init", &self.scan.init, &["kmeans", "random"])?;
        one_of("scan.sizes", &self.scan.sizes, &["auto", "even"])?;
        one_of("selflabel.pseudo", &self.selflabel.pseudo, &["threshold", "p2ot"])?;
        // The upper ends are far beyond use: a slip of the finger is to be told, not to eat the machine's memory.
        between("clusters", self.clusters, 0, 100_000)?;
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
        between("consensus.heads", self.consensus.heads, 1, 100)?;
        between("consensus.epochs", self.consensus.epochs, 1, 1_000_000)?;
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
        within("scan.prior_alpha", self.scan.prior_alpha, 0.0, 10.0)?;
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
