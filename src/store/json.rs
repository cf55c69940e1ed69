//! Numbers in JSON columns that come back bit for bit, and may be NaN or infinite.
//!
//! JSON has no such values, and the parser here may miss the last bit of a long number. What would not come back is
//! written as a string: `"NaN"`, `"inf"`, `"1.2345678901234567e-3"`.

use super::error::Fault;
use super::run_row::StoredStage;
use crate::clustering::settings::RunSettings;
use crate::stage::{EpochMetrics, Kept, Stage};
use crate::strings::{Stored, Told};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

/// Settings as JSON.
pub(super) fn settings_to_text(settings: &RunSettings) -> Result<String, Fault> {
    let unstorable = |why: String| Fault::Unstorable { what: "the settings".into(), why };
    let text = serde_json::to_string(settings).map_err(|e| unstorable(e.to_string()))?;
    // A resumed run must have the very same numbers.
    match settings_from_text(&text) {
        Ok(read) if read == *settings => Ok(text),
        _ => Err(unstorable("give every number with at most 15 digits".into())),
    }
}

/// What [`settings_to_text`] made, also another version's.
pub(super) fn settings_from_text(text: &str) -> Result<RunSettings, serde_json::Error> {
    RunSettings::from_stored(text)
}

/// One epoch as JSON.
pub(super) fn epoch_to_text(metrics: &EpochMetrics) -> Result<String, serde_json::Error> {
    let mut text = Vec::new();
    StoredEpoch::serialize(metrics, &mut serde_json::Serializer::new(&mut text))?;
    Ok(String::from_utf8(text).expect("JSON is UTF-8"))
}

/// What [`epoch_to_text`] made.
pub(super) fn epoch_from_text(text: &str) -> Result<EpochMetrics, serde_json::Error> {
    StoredEpoch::deserialize(&mut serde_json::Deserializer::from_str(text))
}

/// Stages as JSON; that which was kept says why.
pub(super) fn stages_to_text(stages: &[StoredStage], kept: Option<&Kept>) -> Result<String, serde_json::Error> {
    let stored = |stage: &StoredStage| {
        let kept = kept.filter(|kept| kept.stage == stage.name && !kept.why.is_empty());
        StageRow { why: kept.map(|kept| Stored(kept.why.clone())), ..StageRow::from(stage) }
    };
    serde_json::to_string(&stages.iter().map(stored).collect::<Vec<_>>())
}

/// What [`stages_to_text`] made, and why a stage was kept; None in rows of programs that did not say it there.
pub(super) fn stages_from_text(text: &str) -> Result<(Vec<StoredStage>, Option<Told>), serde_json::Error> {
    let mut rows = serde_json::from_str::<Vec<StageRow>>(text)?;
    let why = rows.iter_mut().find_map(|row| row.why.take()).map(|Stored(why)| why);
    Ok((rows.into_iter().map(StoredStage::from).collect(), why))
}

/// What a run says of itself as JSON.
pub(super) fn notes_to_text(notes: &[Told]) -> Result<String, serde_json::Error> {
    serde_json::to_string(&notes.iter().cloned().map(Stored).collect::<Vec<_>>())
}

/// What [`notes_to_text`] made, also an older program's, which kept words alone.
pub(super) fn notes_from_text(text: &str) -> Result<Vec<Told>, serde_json::Error> {
    Ok(serde_json::from_str::<Vec<Stored>>(text)?.into_iter().map(|Stored(note)| note).collect())
}

/// A number that comes back as it went.
#[derive(Clone, Copy, PartialEq)]
struct Exact(f64);

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let read = serde_json::to_string(&self.0).and_then(|text| serde_json::from_str::<f64>(&text));
        if read.is_ok_and(|read| read.to_bits() == self.0.to_bits()) {
            serializer.serialize_f64(self.0)
        } else {
            serializer.collect_str(&format_args!("{:e}", self.0))
        }
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Number(f64),
            Text(String),
        }
        match Either::deserialize(deserializer)? {
            Either::Number(number) => Ok(Self(number)),
            Either::Text(text) => text.parse().map(Self).map_err(serde::de::Error::custom),
        }
    }
}

/// The stored form of [`EpochMetrics`].
#[derive(Serialize, Deserialize)]
#[serde(remote = "EpochMetrics")]
struct StoredEpoch {
    stage: Stage,
    epoch: u32,
    n_epochs: u32,
    #[serde(with = "number")]
    lr: f64,
    #[serde(with = "number")]
    loss: f64,
    #[serde(with = "optional")]
    consistency: Option<f64>,
    #[serde(with = "optional")]
    entropy: Option<f64>,
    #[serde(with = "optional")]
    confident_share: Option<f64>,
    cluster_sizes: Option<Vec<u32>>,
    #[serde(with = "number")]
    images_per_sec: f64,
    #[serde(with = "number")]
    seconds: f64,
}

mod number {
    use super::{Deserialize, Deserializer, Exact, Serialize, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
    pub fn serialize<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        Exact(*number).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        Ok(Exact::deserialize(deserializer)?.0)
    }
}

mod optional {
    use super::{Deserialize, Deserializer, Exact, Serialize, Serializer};

    #[expect(clippy::ref_option, reason = "serde calls it so")]
    pub fn serialize<S: Serializer>(number: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
        number.map(Exact).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
        Ok(Option::<Exact>::deserialize(deserializer)?.map(|exact| exact.0))
    }
}

/// The stored form of [`StoredStage`].
#[derive(Serialize, Deserialize)]
struct StageRow {
    name: Stage,
    seconds: Exact,
    images_per_sec: Exact,
    metrics: BTreeMap<String, Exact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    why: Option<Stored>,
}

impl From<&StoredStage> for StageRow {
    fn from(stage: &StoredStage) -> Self {
        let StoredStage { name, seconds, images_per_sec, metrics } = stage;
        Self {
            name: name.clone(),
            seconds: Exact(*seconds),
            images_per_sec: Exact(*images_per_sec),
            metrics: metrics.iter().map(|(name, value)| (name.clone(), Exact(*value))).collect(),
            why: None,
        }
    }
}

impl From<StageRow> for StoredStage {
    fn from(stage: StageRow) -> Self {
        let StageRow { name, seconds, images_per_sec, metrics, .. } = stage;
        let metrics = metrics.into_iter().map(|(name, value)| (name, value.0)).collect();
        Self { name, seconds: seconds.0, images_per_sec: images_per_sec.0, metrics }
    }
}
