//! The values of labels that an edit changes: put in the places of those that are there, which then stand here. So the same step
//! makes an edit, takes it back and makes it again, and nothing is computed twice.

use super::draft::{self, NewValues};
use super::edit::{Edit, EditError, Link};
use super::labels::{Cluster, Label, Labels, RunAssignments, Source};
use super::proof::rank;
use crate::ids::{ClusterId, ImageId, RunId};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A run that moves at most one of so many images of a cluster leaves it the same.
const FEW: usize = 50;

/// Values to be exchanged; each place stands here once.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Delta {
    clusters: Vec<(ClusterId, Option<Arc<Cluster>>)>,
    labels: Vec<(ImageId, Label)>,
    rejected: Vec<(ImageId, Option<BTreeSet<ClusterId>>)>,
    link: Option<([ImageId; 2], Option<Link>)>,
    adopted: Option<RunId>,
    next_id: u32,
}

impl Labels {
    /// What an edit would change.
    ///
    /// # Errors
    /// [`EditError`]: it can not be made.
    pub(super) fn delta(&self, edit: &Edit, runs: &dyn RunAssignments) -> Result<Delta, EditError> {
        Ok(Delta::of(&draft::values(edit, self, runs)?, self))
    }

    /// Exchanges values: makes a change, and the next time takes it back.
    pub(super) fn swap(&mut self, delta: &mut Delta) {
        for (id, value) in &mut delta.clusters {
            *value = match value.take() {
                Some(cluster) => self.clusters.insert(*id, cluster),
                None => self.clusters.remove(id),
            };
        }
        for (image, label) in &mut delta.labels {
            *label = self.put(*image, *label);
        }
        for (image, value) in &mut delta.rejected {
            *value = match value.take() {
                Some(set) => self.rejected.insert(*image, set),
                None => self.rejected.remove(image),
            };
        }
        if let Some((pair, value)) = &mut delta.link {
            *value = match *value {
                Some(link) => self.links.insert(*pair, link),
                None => self.links.remove(pair),
            };
        }
        self.trim();
        std::mem::swap(&mut self.adopted, &mut delta.adopted);
        std::mem::swap(&mut self.next_id, &mut delta.next_id);
    }
}

impl Delta {
    /// The clusters whose values are not in force: of before the change, or of after it where it was taken back.
    pub(super) fn clusters(&self) -> impl Iterator<Item = &Arc<Cluster>> {
        self.clusters.iter().filter_map(|(_, cluster)| cluster.as_ref())
    }

    /// The images whose labels it changes.
    pub(super) fn images(&self) -> impl Iterator<Item = ImageId> {
        self.labels.iter().map(|(image, _)| *image)
    }

    /// Whether labels have these values already.
    pub(super) fn is_nothing(&self, labels: &Labels) -> bool {
        let is_same_cluster = |(id, value): &(ClusterId, Option<Arc<Cluster>>)| labels.cluster(*id) == value.as_ref();
        self.labels.is_empty()
            && self.rejected.is_empty()
            && self.link.is_none_or(|(pair, link)| labels.links.get(&pair).copied() == link)
            && (self.adopted, self.next_id) == (labels.adopted, labels.next_id)
            && self.clusters.iter().all(is_same_cluster)
    }

    /// The new values of clusters follow from those of their members.
    fn of(new: &NewValues, before: &Labels) -> Self {
        let mut flow = Flow::default();
        let mut labels = Vec::with_capacity(new.labels.len());
        for (image, label) in &new.labels {
            if flow.note(*image, before.label(*image), *label) {
                labels.push((*image, *label));
            }
        }
        let said = new.about.keys().chain(&new.removed).chain(new.verdicts.keys()).chain(new.made_of.keys());
        let touched: BTreeSet<ClusterId> =
            flow.relabelled.iter().chain(flow.leaving.keys()).chain(said).copied().collect();
        let mut clusters: Vec<_> = touched.into_iter().map(|id| (id, new_cluster(id, new, &flow, before))).collect();
        number(&mut clusters, new, before);
        Self {
            clusters: clusters.into_iter().map(|(id, cluster)| (id, cluster.map(Arc::new))).collect(),
            labels,
            rejected: new_rejected(new, before),
            link: new.link,
            adopted: new.adopted,
            next_id: new.next_id,
        }
    }
}

/// Which images go where.
#[derive(Default)]
struct Flow {
    leaving: BTreeMap<ClusterId, BTreeSet<ImageId>>,
    joining: BTreeMap<ClusterId, Vec<ImageId>>,
    /// A cluster is another value also where only its members' labels are: who keeps what was made of one sees that by the
    /// pointer alone.
    relabelled: BTreeSet<ClusterId>,
    confirmed: BTreeMap<ClusterId, BTreeSet<ImageId>>,
}

impl Flow {
    /// Whether the label is another one.
    fn note(&mut self, image: ImageId, before: Label, label: Label) -> bool {
        if before == label {
            return false;
        }
        self.relabelled.extend(label.cluster);
        if let Some(id) = label.cluster.filter(|id| before.cluster == Some(*id)) {
            if before.source == Source::Machine && label.source != Source::Machine {
                self.confirmed.entry(id).or_default().insert(image);
            }
        } else if before.cluster != label.cluster {
            if let Some(id) = before.cluster {
                self.leaving.entry(id).or_default().insert(image);
            }
            if let Some(id) = label.cluster {
                self.joining.entry(id).or_default().push(image);
            }
        }
        true
    }
}

/// A cluster as it is after a change; None: it is gone.
fn new_cluster(id: ClusterId, new: &NewValues, flow: &Flow, before: &Labels) -> Option<Cluster> {
    let mut cluster = before.cluster(id).map_or_else(|| Cluster::empty(id), |cluster| Cluster::clone(cluster));
    if let Some(about) = new.about.get(&id) {
        cluster.about = about.clone();
    }
    if let Some(made_of) = new.made_of.get(&id) {
        cluster.made_of = Arc::new(made_of.clone());
    }
    let n_before = cluster.members.len();
    let (gone, come) = (flow.leaving.get(&id), flow.joining.get(&id));
    if gone.is_some() || come.is_some() {
        let is_gone = |image: &ImageId| gone.is_some_and(|gone| gone.contains(image));
        let stay = cluster.members.iter().filter(|image| !is_gone(image));
        let mut all: Vec<ImageId> = stay.chain(come.into_iter().flatten()).copied().collect();
        all.sort_unstable();
        cluster.members = Arc::new(all);
        let n_moved = gone.map_or(0, BTreeSet::len) + come.map_or(0, Vec::len);
        if new.is_resampled || (new.is_run && !is_spoken_of(&cluster, n_moved, n_before)) {
            cluster.verdicts = Arc::default();
            cluster.late = Arc::default();
            cluster.n_undrawn = 0;
        } else if !cluster.verdicts.is_empty() {
            // The last word counts: what was right and left again, or the other way round.
            for verdict in Arc::make_mut(&mut cluster.verdicts) {
                let comes = come.is_some_and(|come| come.contains(&verdict.image));
                verdict.is_right = (verdict.is_right || comes) && !is_gone(&verdict.image);
            }
        }
    }
    if (new.is_placing || new.is_run)
        && let Some(last) = cluster.verdicts.iter().map(|verdict| rank(id, verdict.image)).max()
    {
        let joined = come.into_iter().flatten();
        let late = joined.filter(|image| rank(id, **image) < last).chain(cluster.late.iter());
        cluster.late = Arc::new(late.copied().collect::<BTreeSet<_>>().into_iter().collect());
    }
    let drawn = new.verdicts.get(&id).map_or(&[][..], Vec::as_slice);
    if !cluster.verdicts.is_empty()
        && let Some(confirmed) = flow.confirmed.get(&id)
    {
        let n_drawn = drawn.iter().filter(|verdict| confirmed.contains(&verdict.image)).count();
        cluster.n_undrawn += confirmed.len() - n_drawn;
    }
    if !drawn.is_empty() {
        let verdicts = Arc::make_mut(&mut cluster.verdicts);
        let known: BTreeMap<ImageId, usize> = verdicts.iter().enumerate().map(|(at, v)| (v.image, at)).collect();
        for verdict in drawn {
            match known.get(&verdict.image) {
                Some(&at) => verdicts[at] = *verdict,
                None => verdicts.push(*verdict),
            }
        }
    }
    let is_gone = new.removed.contains(&id) || (cluster.members.is_empty() && !cluster.is_by_person());
    (!is_gone).then_some(cluster)
}

/// Whether what was said of a cluster's sample still speaks of it after a run came that moved so many images of the so many
/// that it had. Where all was right, of those that stayed nothing else is known, and those that came are asked about next;
/// where something was wrong, a run that learned from it has another share of mistakes.
fn is_spoken_of(cluster: &Cluster, n_moved: usize, n_before: usize) -> bool {
    cluster.verdicts.iter().all(|verdict| verdict.is_right) || n_moved * FEW <= n_before
}

/// Numbers of clusters: those that are new follow, and an order that is begun anew numbers all.
fn number(clusters: &mut [(ClusterId, Option<Cluster>)], new: &NewValues, before: &Labels) {
    let mut next = before.next_number();
    let mut there: Vec<&mut Cluster> = clusters.iter_mut().filter_map(|(_, cluster)| cluster.as_mut()).collect();
    if let Some(order) = &new.order {
        let place = |id: ClusterId| order.iter().position(|other| *other == id).unwrap_or(usize::MAX);
        there.sort_by_key(|cluster| (place(cluster.id), Reverse(cluster.members.len()), cluster.id));
        for cluster in &mut there {
            cluster.number = 0;
        }
        next = 1;
    }
    for cluster in there.into_iter().filter(|cluster| cluster.number == 0) {
        cluster.number = next;
        next += 1;
    }
}

/// What images are not after a change, of those where that is new.
fn new_rejected(new: &NewValues, before: &Labels) -> Vec<(ImageId, Option<BTreeSet<ClusterId>>)> {
    let mut sets: BTreeMap<ImageId, BTreeSet<ClusterId>> = BTreeMap::new();
    for (image, cluster, is_rejected) in &new.rejected {
        let set = sets.entry(*image).or_insert_with(|| before.rejected.get(image).cloned().unwrap_or_default());
        if *is_rejected {
            set.insert(*cluster);
        } else {
            set.remove(cluster);
        }
    }
    let is_new = |(image, set): &(ImageId, BTreeSet<ClusterId>)| {
        before.rejected.get(image).map_or(!set.is_empty(), |before| before != set)
    };
    let value = |set: BTreeSet<ClusterId>| Some(set).filter(|set| !set.is_empty());
    sets.into_iter().filter(is_new).map(|(image, set)| (image, value(set))).collect()
}
