//! Clusters and the label of every image: what a run said, overlaid by what people did.
//!
//! An edit is applied whole or not at all, and gives its inverse: the values that it replaced. Unchanged clusters are
//! shared between states, so a copy costs little.

use super::edit::{Edit, EditError};
use crate::ids::{ClusterId, ImageId, RunId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The hard result of a run: parallel lists.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assignment {
    /// Which images took part.
    pub images: Vec<ImageId>,
    /// The run's own cluster number of each.
    pub clusters: Vec<u32>,
    /// Probability of that cluster, 0 to 1.
    pub confidence: Vec<f32>,
}

/// Where the assignments of runs are found.
pub trait RunAssignments {
    /// The kept assignment of a run, if the run has one.
    fn assignment(&self, run: RunId) -> Option<Arc<Assignment>>;
}

/// Who decided where an image belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// A run.
    #[default]
    Machine,
    /// A person put it there (or took it out).
    Placed,
    /// A person said that it is right.
    Confirmed,
}

/// Where an image belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Label {
    /// None: in no cluster.
    pub cluster: Option<ClusterId>,
    /// A person said that it belongs in no class; then it is in no cluster, and no later run takes it.
    pub is_junk: bool,
    /// 0 to 1; 1 where a person decided.
    pub confidence: f32,
    /// Who decided.
    pub source: Source,
}

/// One cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// Its id.
    pub id: ClusterId,
    /// Given by a person.
    pub name: Option<String>,
    /// Sorted by id.
    pub members: Arc<Vec<ImageId>>,
}

impl Cluster {
    /// The given name, or "Cluster 7".
    #[must_use]
    pub fn display_name(&self) -> String {
        self.name.clone().unwrap_or_else(|| format!("Cluster {}", self.id))
    }
}

/// What an edit replaced.
#[derive(Clone, Debug, PartialEq)]
pub struct Inverse {
    clusters: Vec<(ClusterId, Option<Arc<Cluster>>)>,
    labels: Vec<(ImageId, Label)>,
    adopted: Option<RunId>,
    next_id: u32,
}

/// All clusters and labels at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Labels {
    clusters: BTreeMap<ClusterId, Arc<Cluster>>,
    /// By image id; ids are dense and begin near zero.
    by_image: Vec<Label>,
    adopted: Option<RunId>,
    next_id: u32,
}

impl Default for Labels {
    fn default() -> Self {
        Self { clusters: BTreeMap::new(), by_image: Vec::new(), adopted: None, next_id: 1 }
    }
}

impl Labels {
    /// Clusters by id. Empty ones are there only if a person named them.
    pub fn clusters(&self) -> impl Iterator<Item = &Arc<Cluster>> {
        self.clusters.values()
    }

    /// One cluster.
    #[must_use]
    pub fn cluster(&self, id: ClusterId) -> Option<&Arc<Cluster>> {
        self.clusters.get(&id)
    }

    /// Where an image belongs.
    #[must_use]
    pub fn label(&self, image: ImageId) -> Label {
        self.by_image.get(image.0 as usize).copied().unwrap_or_default()
    }

    /// Whose clusters these are.
    #[must_use]
    pub fn adopted(&self) -> Option<RunId> {
        self.adopted
    }

    /// The id that the next new cluster gets.
    #[must_use]
    pub fn next_cluster_id(&self) -> ClusterId {
        ClusterId(self.next_id)
    }

    /// Makes a change.
    ///
    /// # Errors
    /// [`EditError`], and nothing is changed.
    pub fn apply(&mut self, edit: &Edit, runs: &dyn RunAssignments) -> Result<Inverse, EditError> {
        let mut change = Change::new(self);
        match edit {
            Edit::AdoptRun { run, mapping } => change.adopt(*run, mapping, runs)?,
            Edit::Rename { cluster, name } => change.rename(*cluster, name)?,
            Edit::Merge { into, from } => change.merge(*into, from)?,
            Edit::Move { images, to } => change.place(images, *to)?,
            Edit::NewCluster { id, name, images } => change.create(*id, name, images)?,
            Edit::Junk { images } => change.junk(images)?,
            Edit::Confirm { images, is_confirmed } => change.confirm(images, *is_confirmed)?,
        }
        let new = change.new;
        Ok(new.commit(self))
    }

    /// Takes a change back: the newest one first.
    pub fn revert(&mut self, inverse: Inverse) {
        for (id, before) in inverse.clusters {
            match before {
                Some(cluster) => self.clusters.insert(id, cluster),
                None => self.clusters.remove(&id),
            };
        }
        for (image, before) in inverse.labels {
            self.put(image, before);
        }
        while self.by_image.last().is_some_and(|label| *label == Label::default()) {
            self.by_image.pop();
        }
        self.adopted = inverse.adopted;
        self.next_id = inverse.next_id;
    }

    /// Sets a label and gives the one before. The list ends with the last image that has one, so it may have to grow.
    fn put(&mut self, image: ImageId, label: Label) -> Label {
        let index = image.0 as usize;
        if index >= self.by_image.len() {
            self.by_image.resize(index + 1, Label::default());
        }
        std::mem::replace(&mut self.by_image[index], label)
    }
}

/// A change that is being put together; nothing is touched before it is whole.
struct Change<'a> {
    before: &'a Labels,
    new: Changed,
}

/// The new values of a change.
struct Changed {
    names: BTreeMap<ClusterId, Option<String>>,
    removed: BTreeSet<ClusterId>,
    labels: BTreeMap<ImageId, Label>,
    adopted: Option<RunId>,
    next_id: u32,
}

impl<'a> Change<'a> {
    fn new(before: &'a Labels) -> Self {
        let new = Changed {
            names: BTreeMap::new(),
            removed: BTreeSet::new(),
            labels: BTreeMap::new(),
            adopted: before.adopted,
            next_id: before.next_id,
        };
        Self { before, new }
    }

    fn known(&self, id: ClusterId) -> Result<&'a Arc<Cluster>, EditError> {
        self.before.clusters.get(&id).ok_or(EditError::UnknownCluster(id))
    }

    fn adopt(&mut self, run: RunId, mapping: &[(u32, ClusterId)], runs: &dyn RunAssignments) -> Result<(), EditError> {
        let assignment = runs.assignment(run).ok_or(EditError::UnknownRun(run))?;
        let mapping: BTreeMap<u32, ClusterId> = mapping.iter().copied().collect();
        for (i, label) in (0u32..).zip(&self.before.by_image) {
            if label.source == Source::Machine && label.cluster.is_some() {
                self.new.labels.insert(ImageId(i), Label::default());
            }
        }
        let rows = assignment.images.iter().zip(&assignment.clusters).zip(&assignment.confidence);
        for ((&image, cluster), &confidence) in rows {
            if self.before.label(image).source == Source::Machine {
                let cluster = mapping.get(cluster).copied();
                self.new.labels.insert(image, Label { cluster, confidence, ..Label::default() });
            }
        }
        for id in mapping.into_values() {
            if !self.before.clusters.contains_key(&id) {
                self.new.names.insert(id, None);
            }
            self.new.next_id = self.new.next_id.max(id.0 + 1);
        }
        self.new.adopted = Some(run);
        Ok(())
    }

    fn rename(&mut self, id: ClusterId, name: &str) -> Result<(), EditError> {
        self.known(id)?;
        self.new.names.insert(id, Some(name.trim().to_owned()).filter(|name| !name.is_empty()));
        Ok(())
    }

    fn merge(&mut self, into: ClusterId, from: &[ClusterId]) -> Result<(), EditError> {
        let target = self.known(into)?;
        let from: BTreeSet<ClusterId> = from.iter().copied().filter(|id| *id != into).collect();
        if from.is_empty() {
            return Err(EditError::NothingToDo);
        }
        let mut names = Vec::new();
        for &id in &from {
            let cluster = self.known(id)?;
            names.extend(cluster.name.clone());
            for &image in cluster.members.iter() {
                self.new.labels.insert(image, Label { cluster: Some(into), ..self.before.label(image) });
            }
        }
        if let (None, [name]) = (&target.name, &names[..]) {
            self.new.names.insert(into, Some(name.clone()));
        }
        self.new.removed = from;
        Ok(())
    }

    fn place(&mut self, images: &[ImageId], to: Option<ClusterId>) -> Result<(), EditError> {
        if let Some(id) = to {
            self.known(id)?;
        }
        if images.is_empty() {
            return Err(EditError::NothingToDo);
        }
        let confidence = if to.is_some() { 1.0 } else { 0.0 };
        let label = Label { cluster: to, confidence, source: Source::Placed, is_junk: false };
        self.new.labels.extend(images.iter().map(|&image| (image, label)));
        Ok(())
    }

    fn create(&mut self, id: ClusterId, name: &str, images: &[ImageId]) -> Result<(), EditError> {
        if self.before.clusters.contains_key(&id) {
            return Err(EditError::ClusterExists(id));
        }
        self.new.names.insert(id, Some(name.trim().to_owned()).filter(|name| !name.is_empty()));
        self.new.next_id = self.new.next_id.max(id.0 + 1);
        let label = Label { cluster: Some(id), confidence: 1.0, source: Source::Placed, is_junk: false };
        self.new.labels.extend(images.iter().map(|&image| (image, label)));
        Ok(())
    }

    fn junk(&mut self, images: &[ImageId]) -> Result<(), EditError> {
        let junk = Label { cluster: None, is_junk: true, confidence: 0.0, source: Source::Placed };
        let is_new = |image: &&ImageId| !self.before.label(**image).is_junk;
        self.new.labels.extend(images.iter().filter(is_new).map(|&image| (image, junk)));
        if self.new.labels.is_empty() { Err(EditError::NothingToDo) } else { Ok(()) }
    }

    fn confirm(&mut self, images: &[ImageId], is_confirmed: bool) -> Result<(), EditError> {
        let source = if is_confirmed { Source::Confirmed } else { Source::Placed };
        for &image in images {
            let label = self.before.label(image);
            let is_change = label.cluster.is_some() && (label.source == Source::Confirmed) != is_confirmed;
            if is_change {
                self.new.labels.insert(image, Label { confidence: 1.0, source, ..label });
            }
        }
        if self.new.labels.is_empty() { Err(EditError::NothingToDo) } else { Ok(()) }
    }
}

impl Changed {
    /// Puts the change into force.
    fn commit(self, labels: &mut Labels) -> Inverse {
        let Self { names, removed, labels: changed, adopted, next_id } = self;
        let mut leaving: BTreeMap<ClusterId, BTreeSet<ImageId>> = BTreeMap::new();
        let mut joining: BTreeMap<ClusterId, Vec<ImageId>> = BTreeMap::new();
        let mut inverse = Inverse {
            clusters: Vec::new(),
            labels: Vec::with_capacity(changed.len()),
            adopted: labels.adopted,
            next_id: labels.next_id,
        };
        for (image, label) in changed {
            let before = labels.put(image, label);
            inverse.labels.push((image, before));
            if before.cluster != label.cluster {
                if let Some(id) = before.cluster {
                    leaving.entry(id).or_default().insert(image);
                }
                if let Some(id) = label.cluster {
                    joining.entry(id).or_default().push(image);
                }
            }
        }
        let touched: BTreeSet<ClusterId> =
            leaving.keys().chain(joining.keys()).chain(names.keys()).chain(&removed).copied().collect();
        for id in touched {
            let before = labels.clusters.get(&id).cloned();
            let name = names.get(&id).cloned().unwrap_or_else(|| before.as_ref().and_then(|c| c.name.clone()));
            let mut members = before.as_ref().map(|c| Arc::clone(&c.members)).unwrap_or_default();
            if leaving.contains_key(&id) || joining.contains_key(&id) {
                let gone = leaving.get(&id);
                let stay = members.iter().filter(|image| !gone.is_some_and(|gone| gone.contains(image)));
                let mut all: Vec<ImageId> = stay.chain(joining.get(&id).into_iter().flatten()).copied().collect();
                all.sort_unstable();
                members = Arc::new(all);
            }
            let is_gone = removed.contains(&id) || (members.is_empty() && name.is_none());
            if is_gone {
                labels.clusters.remove(&id);
            } else {
                labels.clusters.insert(id, Arc::new(Cluster { id, name, members }));
            }
            inverse.clusters.push((id, before));
        }
        while labels.by_image.last().is_some_and(|label| *label == Label::default()) {
            labels.by_image.pop();
        }
        labels.adopted = adopted;
        labels.next_id = next_id;
        inverse
    }
}
