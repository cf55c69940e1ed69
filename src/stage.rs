//! The stages of a run: what each is called in files, on screen and in sentences, and what one epoch of it measured.
//!
//! It trains nothing, chooses nothing and knows no project.

use crate::strings::{Told, plain, told};
use serde::{Deserialize, Serialize};

/// One step of a run. Files and databases know it by its [`Stage::key`], people by its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Stage {
    /// A network learns features from the folder by SimCLR.
    Simclr,
    /// A network learns features from the folder by the decoupled contrastive loss.
    Dcl,
    /// k-means on the features that the run ends with.
    KMeans,
    /// SCAN's heads, on frozen features or together with the network that learned them.
    Scan,
    /// Learning from one's own sure answers, after SCAN.
    SelfLabel,
    /// k-means on features that were learned on from frozen ones.
    KMeansLearned,
    /// SCAN's heads on such features.
    ScanLearned,
    /// SCAN's heads together with the network that learned on.
    ScanNetwork,
    /// Self-labelling through the network that learned on.
    SelfLabelNetwork,
    /// What many clusterings agree on.
    Consensus,
    /// TEMI's heads.
    Temi,
    /// TURTLE's labels.
    Turtle,
    /// The cut of the merge tree.
    Tree,
    /// The cluster head that came with the weights.
    Checkpoint,
    /// What was learned from people's corrections.
    Refine,
    /// A stage that only a newer program has: it is shown by its key, and its result is read like any other.
    Newer(NewerStage),
}

/// The key of a stage that this program does not know; never the key of one that it does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NewerStage(Box<str>);

impl Stage {
    /// Every stage that this program has.
    pub const ALL: [Self; 15] = [
        Self::Simclr,
        Self::Dcl,
        Self::KMeans,
        Self::Scan,
        Self::SelfLabel,
        Self::KMeansLearned,
        Self::ScanLearned,
        Self::ScanNetwork,
        Self::SelfLabelNetwork,
        Self::Consensus,
        Self::Temi,
        Self::Turtle,
        Self::Tree,
        Self::Checkpoint,
        Self::Refine,
    ];

    /// Its word in databases, JSON and names of files.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Simclr => "simclr",
            Self::Dcl => "dcl",
            Self::KMeans => "kmeans",
            Self::Scan => "scan",
            Self::SelfLabel => "selflabel",
            Self::KMeansLearned => "kmeans-learned",
            Self::ScanLearned => "scan-learned",
            Self::ScanNetwork => "scan-network",
            Self::SelfLabelNetwork => "selflabel-network",
            Self::Consensus => "consensus",
            Self::Temi => "temi",
            Self::Turtle => "turtle",
            Self::Tree => "tree",
            Self::Checkpoint => "checkpoint",
            Self::Refine => "refine",
            Self::Newer(NewerStage(key)) => key,
        }
    }

    /// What it is called where it stands alone, in tables and on buttons: "Self-labelling".
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Newer(NewerStage(key)) => key,
            known => plain(known.name_key()),
        }
    }

    fn name_key(&self) -> &'static str {
        match self {
            Self::Simclr => "stage-simclr",
            Self::Dcl => "stage-dcl",
            Self::KMeans => "stage-kmeans",
            Self::Scan => "stage-scan",
            Self::SelfLabel => "stage-selflabel",
            Self::KMeansLearned => "stage-kmeans-learned",
            Self::ScanLearned => "stage-scan-learned",
            Self::ScanNetwork => "stage-scan-network",
            Self::SelfLabelNetwork => "stage-selflabel-network",
            Self::Consensus => "stage-consensus",
            Self::Temi => "stage-temi",
            Self::Turtle => "stage-turtle",
            Self::Tree => "stage-tree",
            Self::Checkpoint => "stage-checkpoint",
            Self::Refine => "stage-refine",
            Self::Newer(_) => "",
        }
    }

    /// As [`Self::name`], in the language of whoever reads.
    #[must_use]
    pub fn title(&self) -> Told {
        match self {
            Self::Newer(NewerStage(key)) => Told::words(&**key),
            known => Told::new(known.name_key()),
        }
    }

    /// What it is called in the middle of a sentence: "self-labelling".
    #[must_use]
    pub fn within(&self) -> Told {
        match self {
            Self::Simclr => told!("stage-simclr.within"),
            Self::Dcl => told!("stage-dcl.within"),
            Self::KMeans => told!("stage-kmeans.within"),
            Self::Scan => told!("stage-scan.within"),
            Self::SelfLabel => told!("stage-selflabel.within"),
            Self::KMeansLearned => told!("stage-kmeans-learned.within"),
            Self::ScanLearned => told!("stage-scan-learned.within"),
            Self::ScanNetwork => told!("stage-scan-network.within"),
            Self::SelfLabelNetwork => told!("stage-selflabel-network.within"),
            Self::Consensus => told!("stage-consensus.within"),
            Self::Temi => told!("stage-temi.within"),
            Self::Turtle => told!("stage-turtle.within"),
            Self::Tree => told!("stage-tree.within"),
            Self::Checkpoint => told!("stage-checkpoint.within"),
            Self::Refine => told!("stage-refine.within"),
            Self::Newer(NewerStage(key)) => Told::words(&**key),
        }
    }

    /// What the program is doing while it runs: "Sorting into groups".
    #[must_use]
    pub fn activity(&self) -> Told {
        match self {
            Self::Simclr => told!("stage-simclr.activity"),
            Self::Dcl => told!("stage-dcl.activity"),
            Self::KMeans => told!("stage-kmeans.activity"),
            Self::Scan => told!("stage-scan.activity"),
            Self::SelfLabel => told!("stage-selflabel.activity"),
            Self::KMeansLearned => told!("stage-kmeans-learned.activity"),
            Self::ScanLearned => told!("stage-scan-learned.activity"),
            Self::ScanNetwork => told!("stage-scan-network.activity"),
            Self::SelfLabelNetwork => told!("stage-selflabel-network.activity"),
            Self::Consensus => told!("stage-consensus.activity"),
            Self::Temi => told!("stage-temi.activity"),
            Self::Turtle => told!("stage-turtle.activity"),
            Self::Tree => told!("stage-tree.activity"),
            Self::Checkpoint => told!("stage-checkpoint.activity"),
            Self::Refine => told!("stage-refine.activity"),
            Self::Newer(NewerStage(key)) => Told::words(&**key),
        }
    }
}

impl From<&str> for Stage {
    /// The stage of a key; a key that this program does not know is kept as it is.
    fn from(key: &str) -> Self {
        let known = Self::ALL.into_iter().find(|stage| stage.key() == key);
        known.unwrap_or_else(|| Self::Newer(NewerStage(key.into())))
    }
}

impl From<String> for Stage {
    fn from(key: String) -> Self {
        Self::from(key.as_str())
    }
}

impl From<Stage> for String {
    fn from(stage: Stage) -> Self {
        stage.key().to_owned()
    }
}

/// The stage whose clusters a run kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Which.
    pub stage: Stage,
    /// Why, in a sentence or two for people: "Kept SCAN (score 0.800; k-means 0.700): ..."; empty where nobody said.
    pub why: Told,
}

/// What one epoch of training measured. `None` where a stage has no such number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EpochMetrics {
    /// Which stage is trained.
    pub stage: Stage,
    /// Epoch, counted from 1.
    pub epoch: u32,
    /// Epochs the stage will run.
    pub n_epochs: u32,
    /// Learning rate of the epoch.
    pub lr: f64,
    /// Mean training loss.
    pub loss: f64,
    /// SCAN: mean of -log <p(x), p(neighbour)> over all images, on plain views.
    pub consistency: Option<f64>,
    /// SCAN and self-labelling: entropy of the mean probability, in nats; ln(clusters) is the largest.
    pub entropy: Option<f64>,
    /// Self-labelling: share of images above the threshold, 0 to 1.
    pub confident_share: Option<f64>,
    /// Images a cluster, where the stage has clusters.
    pub cluster_sizes: Option<Vec<u32>>,
    /// Training inputs a second: two an image in SimCLR and SCAN.
    pub images_per_sec: f64,
    /// Wall time of the epoch.
    pub seconds: f64,
}

impl EpochMetrics {
    /// Of an epoch of `stage` of which nothing was measured yet.
    #[must_use]
    pub fn new(stage: Stage) -> Self {
        Self {
            stage,
            epoch: 0,
            n_epochs: 0,
            lr: 0.0,
            loss: 0.0,
            consistency: None,
            entropy: None,
            confident_share: None,
            cluster_sizes: None,
            images_per_sec: 0.0,
            seconds: 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_key_leads_back_to_its_stage() {
        for stage in Stage::ALL {
            assert_eq!(Stage::from(stage.key()), stage);
            let json = serde_json::to_string(&stage).expect("JSON");
            assert_eq!(json, format!("{:?}", stage.key()));
            assert_eq!(serde_json::from_str::<Stage>(&json).expect("a stage"), stage);
        }
    }

    #[test]
    fn keys_are_those_of_old_projects() {
        let keys: Vec<String> = Stage::ALL.into_iter().map(String::from).collect();
        assert_eq!(
            keys,
            [
                "simclr",
                "dcl",
                "kmeans",
                "scan",
                "selflabel",
                "kmeans-learned",
                "scan-learned",
                "scan-network",
                "selflabel-network",
                "consensus",
                "temi",
                "turtle",
                "tree",
                "checkpoint",
                "refine"
            ]
        );
    }

    #[test]
    fn names_are_unique_and_no_key_is_shown() {
        let keys: BTreeSet<&str> = Stage::ALL.iter().map(Stage::key).collect();
        let names: BTreeSet<&str> = Stage::ALL.iter().map(Stage::name).collect();
        assert_eq!((keys.len(), names.len()), (Stage::ALL.len(), Stage::ALL.len()));
        assert!(keys.is_disjoint(&names), "{:?}", keys.intersection(&names));
        assert!(Stage::ALL.iter().all(|stage| !keys.contains(&*stage.activity().to_string())));
    }

    #[test]
    fn a_stage_of_a_newer_program_is_kept_as_it_is() {
        let newer = Stage::from("oracle");
        assert_eq!(
            [newer.key(), newer.name(), &newer.within().to_string(), &newer.activity().to_string()],
            ["oracle"; 4]
        );
        assert_eq!(serde_json::to_string(&newer).expect("JSON"), "\"oracle\"");
        assert_ne!(newer, Stage::from("other"));
        assert!(!Stage::ALL.contains(&newer));
    }
}
