//! What an edit asks for: the new values, put together from the labels before it. They are put into force at once, or not at all,
//! by [`super::delta`].

use super::edit::{
    Answer, Confidence, Edit, EditError, LabelledClass, Link, MOST_PARTS, Mark, N_COLOURS, SampleAnswers,
};
use super::labels::{About, Cluster, Label, Labels, RunAssignments, Source};
use super::proof::{Verdict, rank};
use crate::ids::{ClusterId, ImageId, RunId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The new values that an edit asks for.
pub(super) struct NewValues {
    pub about: BTreeMap<ClusterId, About>,
    pub removed: BTreeSet<ClusterId>,
    pub labels: BTreeMap<ImageId, Label>,
    /// What is rejected in addition, and what is no longer.
    pub rejected: Vec<(ImageId, ClusterId, bool)>,
    pub link: Option<([ImageId; 2], Option<Link>)>,
    /// What was said of samples, in the order of asking.
    pub verdicts: BTreeMap<ClusterId, Vec<Verdict>>,
    /// Members came and went unasked: what was said of samples of these clusters holds no more.
    pub is_resampled: bool,
    /// A run's clusters are taken: what was said of samples holds where it still speaks of the cluster.
    pub is_run: bool,
    /// What clusters are made of from now on.
    pub made_of: BTreeMap<ClusterId, Vec<u32>>,
    /// The order of clusters, which numbers follow, where it is begun anew; what is not in it follows by size.
    pub order: Option<Vec<ClusterId>>,
    /// Members come by machine to clusters whose samples go on.
    pub is_placing: bool,
    pub adopted: Option<RunId>,
    pub next_id: u32,
}

/// What an edit asks for, where labels are so.
pub(super) fn values(edit: &Edit, before: &Labels, runs: &dyn RunAssignments) -> Result<NewValues, EditError> {
    let new = NewValues {
        about: BTreeMap::new(),
        removed: BTreeSet::new(),
        labels: BTreeMap::new(),
        rejected: Vec::new(),
        link: None,
        verdicts: BTreeMap::new(),
        is_resampled: false,
        is_run: false,
        made_of: BTreeMap::new(),
        order: None,
        is_placing: false,
        adopted: before.adopted,
        next_id: before.next_id,
    };
    let mut draft = Draft { before, new };
    match edit {
        Edit::AdoptRun { run, mapping, order } => draft.adopt(*run, mapping, order, runs)?,
        Edit::Rename { cluster, name } => draft.about(*cluster)?.name = given(name),
        Edit::Merge { into, from } => draft.merge(*into, from)?,
        Edit::Move { images, to } => draft.place(images, *to, Source::Placed)?,
        Edit::NewCluster { id, name, images } => draft.create(*id, name, images)?,
        Edit::Junk { images } => draft.junk(images)?,
        Edit::Confirm { images, is_confirmed } => draft.confirm(images, *is_confirmed)?,
        Edit::Split { cluster, parts, confirmed } => draft.split(*cluster, parts, confirmed.as_deref())?,
        Edit::Reject { cluster, images } => draft.reject(*cluster, images)?,
        Edit::Judge { cluster, image, answer, is_sample } => draft.judge(*cluster, *image, *answer, *is_sample)?,
        Edit::Link { images, link } => draft.link(*images, *link)?,
        Edit::Group { name, clusters } => draft.group(name, clusters)?,
        Edit::Mark { cluster, mark } => draft.mark(*cluster, mark)?,
        Edit::JudgeSample { answers } => draft.judge_sample(answers)?,
        Edit::JudgeSheet { answers } => draft.judge_all(std::slice::from_ref(answers))?,
        Edit::Place { images, unplaced } => draft.place_new(images, unplaced)?,
        Edit::Label { classes } => draft.label(classes)?,
    }
    Ok(draft.new)
}

impl Cluster {
    pub(super) fn empty(id: ClusterId) -> Self {
        Self {
            id,
            about: About::default(),
            number: 0,
            made_of: Arc::default(),
            members: Arc::default(),
            verdicts: Arc::default(),
            late: Arc::default(),
            n_undrawn: 0,
        }
    }

    /// A person gave it something beside a cover, so it stays when it is empty.
    pub(super) fn is_by_person(&self) -> bool {
        let About { name, group, colour, hot_key, note, cover: _ } = &self.about;
        name.is_some() || group.is_some() || colour.is_some() || hot_key.is_some() || !note.is_empty()
    }
}

fn given(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// A change that is being put together; nothing is touched before it is whole.
struct Draft<'a> {
    before: &'a Labels,
    new: NewValues,
}

impl<'a> Draft<'a> {
    fn known(&self, id: ClusterId) -> Result<&'a Arc<Cluster>, EditError> {
        self.before.clusters.get(&id).ok_or(EditError::UnknownCluster(id))
    }

    /// What is to be said of a cluster that is there.
    fn about(&mut self, id: ClusterId) -> Result<&mut About, EditError> {
        let now = &self.known(id)?.about;
        Ok(self.new.about.entry(id).or_insert_with(|| now.clone()))
    }

    fn is_rejected(&self, image: ImageId, cluster: ClusterId) -> bool {
        self.before.rejected.get(&image).is_some_and(|set| set.contains(&cluster))
    }

    fn adopt(
        &mut self,
        run: RunId,
        mapping: &[(u32, ClusterId)],
        order: &[ClusterId],
        runs: &dyn RunAssignments,
    ) -> Result<(), EditError> {
        let assignment = runs.assignment(run).ok_or(EditError::UnknownRun(run))?;
        let mapping: BTreeMap<u32, ClusterId> = mapping.iter().copied().collect();
        for (i, label) in (0u32..).zip(&self.before.by_image) {
            // What fits no cluster of one run may fit one of another.
            if label.source == Source::Machine && *label != Label::default() {
                self.new.labels.insert(ImageId(i), Label::default());
            }
        }
        let rows = assignment.images.iter().zip(&assignment.clusters).zip(&assignment.confidence);
        for ((&image, cluster), &confidence) in rows {
            if self.before.label(image).source == Source::Machine {
                let cluster = mapping.get(cluster).copied().filter(|cluster| !self.is_rejected(image, *cluster));
                let confidence = if cluster.is_some() { confidence } else { 0.0 };
                self.new.labels.insert(image, Label { cluster, confidence, ..Label::default() });
            }
        }
        let known = self.before.clusters.keys().chain(mapping.values());
        self.new.made_of = known.map(|id| (*id, Vec::new())).collect();
        for (number, id) in mapping {
            self.new.next_id = self.new.next_id.max(id.0.saturating_add(1));
            self.new.made_of.entry(id).or_default().push(number);
        }
        self.new.order = Some(order.to_vec());
        self.new.adopted = Some(run);
        self.new.is_run = true;
        Ok(())
    }

    fn merge(&mut self, into: ClusterId, from: &[ClusterId]) -> Result<(), EditError> {
        let target = self.known(into)?;
        let from: BTreeSet<ClusterId> = from.iter().copied().filter(|id| *id != into).collect();
        if from.is_empty() {
            return Err(EditError::NothingToDo);
        }
        let mut names = Vec::new();
        let mut about = target.about.clone();
        let mut made_of: BTreeSet<u32> = target.made_of.iter().copied().collect();
        for &id in &from {
            let cluster = self.known(id)?;
            names.extend(cluster.about.name.clone());
            made_of.extend(cluster.made_of.iter());
            about.group = about.group.or_else(|| cluster.about.group.clone());
            about.colour = about.colour.or(cluster.about.colour);
            about.hot_key = about.hot_key.or(cluster.about.hot_key);
            about.cover = about.cover.or(cluster.about.cover);
            if about.note.is_empty() {
                about.note.clone_from(&cluster.about.note);
            }
            for &image in cluster.members.iter() {
                self.new.labels.insert(image, Label { cluster: Some(into), ..self.before.label(image) });
            }
            self.accept(&cluster.members, Some(into));
        }
        if let (None, [name]) = (&about.name, &names[..]) {
            about.name = Some(name.clone());
        }
        if about != target.about {
            self.new.about.insert(into, about);
        }
        self.new.made_of.insert(into, made_of.into_iter().collect());
        self.new.removed = from;
        self.new.is_resampled = true;
        Ok(())
    }

    fn place(&mut self, images: &[ImageId], to: Option<ClusterId>, source: Source) -> Result<(), EditError> {
        if let Some(id) = to {
            self.known(id)?;
        }
        if images.is_empty() {
            return Err(EditError::NothingToDo);
        }
        for &image in images {
            let label = Label { cluster: to, confidence: self.machine(image, to), source, is_junk: false };
            self.new.labels.insert(image, label);
        }
        self.accept(images, to);
        Ok(())
    }

    /// What a machine found of an image in a cluster, as far as the label tells: what people say changes nothing of it.
    fn machine(&self, image: ImageId, cluster: Option<ClusterId>) -> f32 {
        let before = self.before.label(image);
        if cluster.is_some() && before.cluster == cluster { before.confidence } else { 0.0 }
    }

    /// What a person decided about, or was placed meanwhile, is left alone.
    fn place_new(
        &mut self,
        images: &[(ImageId, ClusterId, Confidence)],
        unplaced: &[(ImageId, Confidence)],
    ) -> Result<(), EditError> {
        for (_, cluster, _) in images {
            self.known(*cluster)?;
        }
        let none = unplaced.iter().map(|(image, sure)| (*image, None, *sure));
        let placed = images.iter().map(|(image, cluster, sure)| (*image, Some(*cluster), *sure));
        for (image, cluster, sure) in none.chain(placed) {
            let before = self.before.label(image);
            let is_free = before.source == Source::Machine && before.cluster.is_none();
            if is_free && !cluster.is_some_and(|cluster| self.is_rejected(image, cluster)) {
                self.new.labels.insert(image, Label { cluster, confidence: sure.get(), ..Label::default() });
            }
        }
        self.new.is_placing = true;
        if self.new.labels.is_empty() { Err(EditError::NothingToDo) } else { Ok(()) }
    }

    /// The last word counts: what was put into a cluster is no longer rejected there.
    fn accept(&mut self, images: &[ImageId], to: Option<ClusterId>) {
        let Some(to) = to else { return };
        let back = images.iter().copied().filter(|image| self.is_rejected(*image, to));
        let back: Vec<_> = back.map(|image| (image, to, false)).collect();
        self.new.rejected.extend(back);
    }

    fn create(&mut self, id: ClusterId, name: &str, images: &[ImageId]) -> Result<(), EditError> {
        if self.before.clusters.contains_key(&id) {
            return Err(EditError::ClusterExists(id));
        }
        self.new.about.insert(id, About { name: given(name), ..About::default() });
        self.new.next_id = self.new.next_id.max(id.0.saturating_add(1));
        let label = Label { cluster: Some(id), confidence: 0.0, source: Source::Placed, is_junk: false };
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
                self.new.labels.insert(image, Label { source, ..label });
            }
        }
        if self.new.labels.is_empty() { Err(EditError::NothingToDo) } else { Ok(()) }
    }

    fn split(
        &mut self,
        cluster: ClusterId,
        parts: &[(ClusterId, String, Vec<ImageId>)],
        confirmed: Option<&[ClusterId]>,
    ) -> Result<(), EditError> {
        let whole = self.known(cluster)?;
        if parts.is_empty() || parts.len() >= MOST_PARTS {
            return Err(EditError::NoParts);
        }
        for (id, name, images) in parts {
            if self.before.clusters.contains_key(id) || self.new.about.contains_key(id) {
                return Err(EditError::ClusterExists(*id));
            }
            let are_members = images.iter().all(|image| whole.members.binary_search(image).is_ok());
            if images.is_empty() || !are_members {
                return Err(EditError::NoParts);
            }
            let about = About { name: given(name), group: whole.about.group.clone(), ..About::default() };
            self.new.about.insert(*id, about);
            // What spoke for the whole speaks for each of its parts.
            self.new.made_of.insert(*id, whole.made_of.to_vec());
            self.new.next_id = self.new.next_id.max(id.0.saturating_add(1));
            for &image in images {
                let before = self.before.label(image);
                let source = match confirmed {
                    // Who said that it is of the whole said nothing of this part.
                    Some(confirmed) if !confirmed.contains(id) => Source::Machine,
                    Some(_) => Source::Confirmed,
                    None => before.source,
                };
                if self.new.labels.insert(image, Label { cluster: Some(*id), source, ..before }).is_some() {
                    return Err(EditError::NoParts);
                }
            }
        }
        if self.new.labels.len() >= whole.members.len() {
            return Err(EditError::NoParts);
        }
        if confirmed.is_some_and(|confirmed| confirmed.contains(&cluster)) {
            for &image in whole.members.iter() {
                let label = Label { source: Source::Confirmed, ..self.before.label(image) };
                self.new.labels.entry(image).or_insert(label);
            }
        }
        // What is not the whole is none of its parts.
        for (&image, set) in &self.before.rejected {
            if set.contains(&cluster) {
                self.new.rejected.extend(parts.iter().map(|(id, ..)| (image, *id, true)));
            }
        }
        self.new.is_resampled = true;
        Ok(())
    }

    fn reject(&mut self, cluster: ClusterId, images: &[ImageId]) -> Result<(), EditError> {
        self.known(cluster)?;
        for &image in images {
            if !self.is_rejected(image, cluster) {
                self.new.rejected.push((image, cluster, true));
            }
            if self.before.label(image).cluster == Some(cluster) {
                self.new.labels.insert(image, Label::default());
            }
        }
        let is_change = !self.new.rejected.is_empty() || !self.new.labels.is_empty();
        if is_change { Ok(()) } else { Err(EditError::NothingToDo) }
    }

    fn judge(&mut self, cluster: ClusterId, image: ImageId, answer: Answer, is_sample: bool) -> Result<(), EditError> {
        self.known(cluster)?;
        if self.before.label(image).cluster != Some(cluster) {
            return Err(EditError::NotThere(cluster));
        }
        match answer {
            Answer::Right => {
                let label = self.before.label(image);
                let confirmed = Label { source: Source::Confirmed, ..label };
                self.new.labels.insert(image, confirmed);
            }
            Answer::Wrong => self.reject(cluster, &[image])?,
            Answer::Other(other) if other == cluster => return Err(EditError::NothingToDo),
            Answer::Other(other) => self.place(&[image], Some(other), Source::Confirmed)?,
            Answer::Junk => self.junk(&[image])?,
        }
        if is_sample {
            self.new.verdicts.insert(cluster, vec![Verdict { image, is_right: answer == Answer::Right }]);
        }
        Ok(())
    }

    fn judge_sample(&mut self, answers: &[SampleAnswers]) -> Result<(), EditError> {
        self.judge_all(answers)?;
        for SampleAnswers { cluster, right, wrong } in answers {
            let right = right.iter().map(|image| Verdict { image: *image, is_right: true });
            let wrong = wrong.iter().map(|image| Verdict { image: *image, is_right: false });
            if right.len() + wrong.len() > 0 {
                self.new.verdicts.entry(*cluster).or_default().extend(right.chain(wrong));
            }
        }
        for (cluster, verdicts) in &mut self.new.verdicts {
            // The order of the lists is not kept by the journal; that of asking is.
            verdicts.sort_by_key(|verdict| rank(*cluster, verdict.image));
        }
        Ok(())
    }

    /// Right ones are confirmed where they are, wrong ones leave.
    fn judge_all(&mut self, answers: &[SampleAnswers]) -> Result<(), EditError> {
        let mut seen = BTreeSet::new();
        for SampleAnswers { cluster, right, wrong } in answers {
            self.known(*cluster)?;
            for (image, is_right) in right.iter().map(|i| (*i, true)).chain(wrong.iter().map(|i| (*i, false))) {
                let label = self.before.label(image);
                if label.cluster != Some(*cluster) {
                    return Err(EditError::NotThere(*cluster));
                }
                if !seen.insert(image) {
                    return Err(EditError::AnsweredTwice);
                }
                let confirmed = Label { source: Source::Confirmed, ..label };
                self.new.labels.insert(image, if is_right { confirmed } else { Label::default() });
            }
            self.new.rejected.extend(wrong.iter().map(|image| (*image, *cluster, true)));
        }
        if seen.is_empty() { Err(EditError::NothingToDo) } else { Ok(()) }
    }

    fn label(&mut self, classes: &[LabelledClass]) -> Result<(), EditError> {
        let mut seen = BTreeSet::new();
        for LabelledClass { cluster, name, images } in classes {
            if images.iter().any(|image| !seen.insert(*image)) {
                return Err(EditError::AnsweredTwice);
            }
            if !self.before.clusters.contains_key(cluster) && !images.is_empty() {
                self.new.about.insert(*cluster, About { name: given(name), ..About::default() });
                self.new.next_id = self.new.next_id.max(cluster.0.saturating_add(1));
            }
            for &image in images {
                let confidence = self.machine(image, Some(*cluster));
                let label = Label { cluster: Some(*cluster), confidence, source: Source::Confirmed, is_junk: false };
                if self.before.label(image) != label {
                    self.new.labels.insert(image, label);
                }
            }
            self.accept(images, Some(*cluster));
        }
        let is_change = !self.new.labels.is_empty() || !self.new.rejected.is_empty();
        if is_change { Ok(()) } else { Err(EditError::NothingToDo) }
    }

    fn link(&mut self, images: [ImageId; 2], link: Option<Link>) -> Result<(), EditError> {
        let [a, b] = images;
        if a == b {
            return Err(EditError::LinkedWithItself);
        }
        self.new.link = Some(([a.min(b), a.max(b)], link));
        Ok(())
    }

    fn group(&mut self, name: &str, clusters: &[ClusterId]) -> Result<(), EditError> {
        for &id in clusters {
            self.about(id)?.group = given(name);
        }
        if clusters.is_empty() { Err(EditError::NothingToDo) } else { Ok(()) }
    }

    fn mark(&mut self, cluster: ClusterId, mark: &Mark) -> Result<(), EditError> {
        match mark {
            Mark::Colour(colour) => {
                if let Some(colour) = colour.filter(|colour| *colour >= N_COLOURS) {
                    return Err(EditError::OutOfRange(colour.saturating_add(1)));
                }
                self.about(cluster)?.colour = *colour;
            }
            Mark::HotKey(key) => {
                if let Some(key) = key.filter(|key| !(1..=9).contains(key)) {
                    return Err(EditError::OutOfRange(key));
                }
                let before = self.before.clusters.values();
                let others = before.filter(|other| key.is_some() && other.about.hot_key == *key).map(|other| other.id);
                for other in others.collect::<Vec<_>>() {
                    self.about(other)?.hot_key = None;
                }
                self.about(cluster)?.hot_key = *key;
            }
            Mark::Note(note) => note.trim().clone_into(&mut self.about(cluster)?.note),
            Mark::Cover(cover) => {
                let about = self.about(cluster)?;
                about.cover = *cover;
                if cover.is_some_and(|image| self.before.label(image).cluster != Some(cluster)) {
                    return Err(EditError::NotThere(cluster));
                }
            }
        }
        Ok(())
    }
}
