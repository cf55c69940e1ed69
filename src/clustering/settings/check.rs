//! The check that settings pass before a run: what it takes can be run, whatever the images.

use super::{RunSettings, SettingsError, bad};
use crate::features::Source;
use crate::strings::told;
use std::ops::Deref;

/// Settings that a run can take: only [`RunSettings::check`] makes them.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedSettings(RunSettings);

impl Deref for CheckedSettings {
    type Target = RunSettings;

    fn deref(&self) -> &RunSettings {
        &self.0
    }
}

impl CheckedSettings {
    /// With the number of clusters that was proposed where it had been left open.
    #[must_use]
    pub fn with_clusters(&self, clusters: usize) -> Self {
        Self(RunSettings { clusters, ..self.0.clone() })
    }

    /// With the features that were chosen where they had been left open; their rows are there.
    #[must_use]
    pub fn with_features(&self, features: Source) -> Self {
        Self(RunSettings { features, ..self.0.clone() })
    }

    /// The settings themselves.
    #[must_use]
    pub fn into_settings(self) -> RunSettings {
        self.0
    }
}

impl RunSettings {
    /// Checks that the settings can be run at all, whatever the images.
    ///
    /// # Errors
    /// The first [`SettingsError::BadValue`] found.
    pub fn check(&self) -> Result<CheckedSettings, SettingsError> {
        let between = |key: &str, value: usize, least: usize, most: usize| {
            if (least..=most).contains(&value) {
                Ok(())
            } else {
                Err(bad(
                    key,
                    &value.to_string(),
                    told!("setting-between", least = least.to_string(), most = most.to_string()),
                ))
            }
        };
        let within = |key: &str, value: f64, low: f64, high: f64| {
            if value.is_finite() && value >= low && value <= high {
                Ok(())
            } else {
                Err(bad(
                    key,
                    &value.to_string(),
                    told!("setting-between", least = low.to_string(), most = high.to_string()),
                ))
            }
        };
        self.features.check_files().map_err(|why| bad("features", &self.features.to_string(), why))?;
        self.simclr.init.check_files().map_err(|why| bad("simclr.init", &self.simclr.init.to_string(), why))?;
        if let Some((key, word, why)) = self.unknown_words.first() {
            return Err(bad(key, word, why));
        }
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
        within("selflabel.ema", self.selflabel.ema, 0.0, 1.0)?;
        Ok(CheckedSettings(self.clone()))
    }
}
