//! Changes of settings by their keys, from a TOML file or single pairs, and all keys with their values.

use super::{Preset, RunSettings, SettingsError, bad};

impl RunSettings {
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
        let mut root =
            toml::Table::try_from(self.without_unknown_words()).map_err(|e| SettingsError::Malformed(e.to_string()))?;
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
        let mut unknown_words = self.unknown_words.clone();
        unknown_words.forget(key);
        let changed: Self = root.try_into().map_err(|e: toml::de::Error| fail(e.message()))?;
        *self = Self { unknown_words, ..changed };
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
