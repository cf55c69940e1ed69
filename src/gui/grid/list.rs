//! The images that the grid shows, in order: computed when what they depend on changes, never per frame.
//!
//! The order is made once and then stands: what an edit changes, an image that leaves the view included, moves nothing. It
//! is made anew when something else is to be shown, or on request.

use super::filter::{self, Term};
use super::order::{self, Names};
use super::sift;
use crate::gui::frame::{Selection, Shown, Sort, ViewState};
use crate::ids::{ImageId, RunId};
use crate::session::protocol::{
    ClusterView, Dates, FolderView, ImageLabel, ImageTable, LabelSource, Provisional, Snapshot,
};
use crate::session::quality::Quality;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// What a list was computed from. Parts of a snapshot are shared between revisions, so that a revision that changed
/// something else (a job's outcome, a name) keeps the list.
#[derive(Clone, Default)]
struct Sources {
    images: Arc<ImageTable>,
    labels: Arc<Vec<ImageLabel>>,
    clusters: Arc<Vec<Arc<ClusterView>>>,
    adopted: Option<RunId>,
    provisional: Option<Arc<Provisional>>,
    shelf: Option<Arc<Vec<ImageId>>>,
    /// Only where a shelf of it is shown.
    folder: Option<Arc<FolderView>>,
    /// Only where the order or the filter asks it.
    quality: Option<Arc<Quality>>,
    dates: Option<Arc<Dates>>,
}

fn is_same<T>(a: Option<&Arc<T>>, b: Option<&Arc<T>>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => Arc::ptr_eq(a, b),
        _ => false,
    }
}

impl Sources {
    fn of(snapshot: &Snapshot, state: &ViewState, asks_quality: bool) -> Self {
        Self {
            quality: asks_quality.then(|| Arc::clone(&state.quality)),
            images: Arc::clone(&snapshot.images),
            labels: Arc::clone(&snapshot.labels),
            clusters: Arc::clone(&snapshot.clusters),
            adopted: snapshot.adopted,
            provisional: snapshot.provisional.clone(),
            shelf: state.shelf().cloned(),
            folder: state.shown.is_of_folder().then(|| Arc::clone(&snapshot.folder)),
            dates: state.dates.clone(),
        }
    }

    fn is_same_view(&self, state: &ViewState) -> bool {
        self.quality.as_ref().is_none_or(|quality| Arc::ptr_eq(quality, &state.quality))
            && is_same(self.shelf.as_ref(), state.shelf())
            && is_same(self.dates.as_ref(), state.dates.as_ref())
    }

    fn is_same(&self, snapshot: &Snapshot) -> bool {
        is_same(self.provisional.as_ref(), snapshot.provisional.as_ref())
            && self.folder.as_ref().is_none_or(|folder| Arc::ptr_eq(folder, &snapshot.folder))
            && Arc::ptr_eq(&self.images, &snapshot.images)
            && Arc::ptr_eq(&self.labels, &snapshot.labels)
            && Arc::ptr_eq(&self.clusters, &snapshot.clusters)
    }

    /// Whether only what people said can have changed since, so that the order stands.
    fn keeps_order(&self, snapshot: &Snapshot, state: &ViewState) -> bool {
        let is_searched = state.shown == Shown::Found;
        let knew_neighbors = self.quality.as_ref().is_none_or(|quality| quality.mean_agreement.is_some());
        Arc::ptr_eq(&self.images, &snapshot.images)
            && self.adopted == snapshot.adopted
            && is_same(self.provisional.as_ref(), snapshot.provisional.as_ref())
            && (!is_searched || is_same(self.shelf.as_ref(), state.shelf()))
            && is_same(self.dates.as_ref(), state.dates.as_ref())
            && (knew_neighbors || !state.sort.is_by_neighbors())
    }
}

/// What a person asked to see.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Asked {
    shown: Shown,
    sort: Sort,
    filter: String,
    seed: u64,
}

impl Asked {
    fn is_of(&self, state: &ViewState) -> bool {
        (self.shown, self.sort, self.seed) == (state.shown, state.sort, state.seed) && self.filter == state.filter
    }
}

/// The images shown, and what is often asked about them.
#[derive(Default)]
pub struct List {
    asked: Option<Asked>,
    revision: u64,
    sources: Sources,
    names: Names,
    /// The order is to be made anew.
    is_stale: bool,
    /// In the order drawn, those that left the view among them.
    images: Vec<ImageId>,
    /// Row in the image table of each of `images`.
    rows: Vec<u32>,
    /// Position in `images` by row of the image table; `u32::MAX` where an image is not shown.
    position_of_row: Vec<u32>,
    /// By position, whether an image left the view; empty where none did.
    gone: Vec<bool>,
    /// Those that did not leave, where some did.
    here: Vec<ImageId>,
    /// The order would be another one if it were made now.
    is_outdated: bool,
    /// Positions of images that are kept together: near-duplicates of each other.
    sets: Vec<Range<usize>>,
    /// Another number for every other list.
    version: u64,
    /// Confidences of the images shown, lowest first; empty where confidence means nothing.
    confidences: Vec<f32>,
    n_before_filter: usize,
    /// How many images shown are in a cluster and not confirmed.
    n_open: usize,
    terms: Vec<Term>,
    remarks: Vec<String>,
}

impl List {
    /// Computes the list again if it would differ; gives whether it did.
    pub fn refresh(&mut self, snapshot: &Snapshot, state: &ViewState) -> bool {
        let is_asked = !self.is_stale && self.asked.as_ref().is_some_and(|asked| asked.is_of(state));
        let is_same_view = is_asked && self.sources.is_same_view(state);
        if is_same_view && self.revision == snapshot.revision {
            return false;
        }
        let is_same = is_same_view && self.sources.is_same(snapshot);
        self.revision = snapshot.revision;
        if is_same {
            return false;
        }
        let keeps_order = is_asked && self.sources.keeps_order(snapshot, state);
        let fresh = self.fresh(snapshot, state);
        if keeps_order {
            self.follow(&fresh, snapshot);
        } else {
            self.replace(fresh, snapshot);
        }
        self.count(snapshot, state);
        (self.is_stale, self.version) = (false, self.version + 1);
        let filter = state.filter.clone();
        self.asked = Some(Asked { shown: state.shown, sort: state.sort, filter, seed: state.seed });
        let asks_quality = state.sort.is_by_neighbors() || sift::needs_quality(&self.terms);
        self.sources = Sources::of(snapshot, state, asks_quality);
        true
    }

    /// The order is made anew in the next frame.
    pub fn make_anew(&mut self) {
        self.is_stale = true;
    }

    /// What is to be shown now, in the order that it would have.
    fn fresh(&mut self, snapshot: &Snapshot, state: &ViewState) -> Vec<u32> {
        let mut rows = rows_shown(snapshot, state);
        order::arrange(&mut rows, snapshot, state, &mut self.names);
        self.n_before_filter = rows.len();
        let (terms, mut remarks) = filter::parse(&state.filter);
        sift::sift(&mut rows, &terms, snapshot, &state.quality);
        remarks.extend(sift::remarks(&terms, snapshot, &state.quality));
        (self.terms, self.remarks) = (terms, remarks);
        rows
    }

    fn replace(&mut self, fresh: Vec<u32>, snapshot: &Snapshot) {
        self.images = fresh.iter().map(|row| snapshot.images.rows[*row as usize].id).collect();
        self.position_of_row = vec![u32::MAX; snapshot.images.rows.len()];
        for (position, row) in (0u32..).zip(&fresh) {
            self.position_of_row[*row as usize] = position;
        }
        self.rows = fresh;
        (self.gone, self.here, self.is_outdated) = (Vec::new(), Vec::new(), false);
    }

    /// Keeps everything where it is: what left is marked, what came stands at the end.
    fn follow(&mut self, fresh: &[u32], snapshot: &Snapshot) {
        let mut is_here = vec![false; snapshot.images.rows.len()];
        for row in fresh {
            is_here[*row as usize] = true;
            if self.position_of_row[*row as usize] == u32::MAX {
                self.position_of_row[*row as usize] = self.rows.len() as u32;
                self.rows.push(*row);
                self.images.push(snapshot.images.rows[*row as usize].id);
            }
        }
        let here = || self.rows.iter().filter(|row| is_here[**row as usize]);
        self.is_outdated = self.rows.len() != fresh.len() || !here().eq(fresh);
        (self.gone, self.here) = if self.rows.len() == fresh.len() {
            (Vec::new(), Vec::new())
        } else {
            let gone = self.rows.iter().map(|row| !is_here[*row as usize]).collect();
            (gone, here().map(|row| snapshot.images.rows[*row as usize].id).collect())
        };
    }

    fn count(&mut self, snapshot: &Snapshot, state: &ViewState) {
        let here = (0..self.rows.len()).filter(|position| !self.is_gone(*position));
        let rows: Vec<u32> = here.map(|position| self.rows[position]).collect();
        let labels = rows.iter().filter_map(|row| snapshot.labels.get(*row as usize));
        let is_open = |label: &&ImageLabel| label.cluster.is_some() && label.source != LabelSource::Confirmed;
        self.n_open = labels.clone().filter(is_open).count();
        self.confidences = match state.shown {
            Shown::Provisional(_) => Vec::new(),
            _ => labels.filter(|label| label.cluster.is_some()).map(|label| label.confidence).collect(),
        };
        self.confidences.sort_unstable_by(f32::total_cmp);
        let is_by_set =
            state.shown == Shown::Duplicates && matches!(state.sort, Sort::MostConfident | Sort::LeastConfident);
        self.sets = if is_by_set { sets(&self.rows, &state.quality) } else { Vec::new() };
    }

    /// How many images shown are in a cluster and not confirmed.
    pub fn n_open(&self) -> usize {
        self.n_open
    }

    /// In the order drawn, those that left the view since among them.
    pub fn images(&self) -> &[ImageId] {
        &self.images
    }

    /// In the same order, without those that left.
    pub fn here(&self) -> &[ImageId] {
        if self.gone.is_empty() { &self.images } else { &self.here }
    }

    /// Whether the image at a position left the view since the order was made.
    pub fn is_gone(&self, position: usize) -> bool {
        self.gone.get(position).copied().unwrap_or_default()
    }

    /// Takes images that left out of a selection of several: a range over them does not mean them, a click on one does.
    pub fn keep_here(&self, selection: &mut Selection) {
        if selection.images.len() > 1 && !self.gone.is_empty() {
            let is_gone = |image: &ImageId| self.position(*image).is_some_and(|position| self.is_gone(position));
            selection.images.retain(|image| !is_gone(image));
        }
    }

    /// The position of the next image after the last of `images` that is neither of them nor gone.
    pub fn next_after(&self, images: &BTreeSet<ImageId>) -> Option<usize> {
        let last = images.iter().filter_map(|image| self.position(*image)).max()?;
        (last + 1..self.images.len()).find(|position| !self.is_gone(*position))
    }

    /// Whether images left, came or would stand elsewhere if the order were made now.
    pub fn is_outdated(&self) -> bool {
        self.is_outdated
    }

    /// Positions that are kept together: each is a set of near-duplicates. Empty where sets do not matter.
    pub fn sets(&self) -> &[Range<usize>] {
        &self.sets
    }

    /// Another number for every other list.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The row in the image table of the image at a position.
    pub fn row(&self, position: usize) -> usize {
        self.rows[position] as usize
    }

    /// Where an image is shown.
    pub fn position(&self, image: ImageId) -> Option<usize> {
        let row = self.sources.images.position(image)?;
        self.position_of_row.get(row).filter(|position| **position != u32::MAX).map(|position| *position as usize)
    }

    /// How many there would be without the filter.
    pub fn n_before_filter(&self) -> usize {
        self.n_before_filter
    }

    /// What the filter asks for.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// What is wrong with the filter, a sentence each.
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// Whether confidences mean something here: images in clusters are shown.
    pub fn has_confidence(&self) -> bool {
        !self.confidences.is_empty()
    }

    /// How many images lie below a confidence, and how many do not; images in no cluster count in neither.
    pub fn below_and_above(&self, threshold: f32) -> (usize, usize) {
        let below = self.confidences.partition_point(|confidence| *confidence < threshold);
        (below, self.confidences.len() - below)
    }
}

/// Runs of rows that are of one set of near-duplicates.
fn sets(rows: &[u32], quality: &Quality) -> Vec<Range<usize>> {
    let mut sets = Vec::new();
    let mut start = 0;
    while start < rows.len() {
        let set = quality.group_of(rows[start] as usize);
        let n = rows[start..].iter().take_while(|row| quality.group_of(**row as usize) == set).count();
        if set.is_some() && n > 1 {
            sets.push(start..start + n);
        }
        start += n;
    }
    sets
}

/// Rows of the image table to show, in an order of their own, before the filter.
fn rows_shown(snapshot: &Snapshot, state: &ViewState) -> Vec<u32> {
    let shown = state.shown;
    let n = snapshot.images.rows.len() as u32;
    let known = |members: &[ImageId]| -> Vec<u32> {
        let rows = members.iter().filter_map(|image| snapshot.images.position(*image));
        rows.map(|row| row as u32).collect()
    };
    match shown {
        Shown::All => (0..n).collect(),
        Shown::Unlabelled | Shown::Junk => {
            let is_junk = shown == Shown::Junk;
            let is_there = |row: &u32| {
                let label = snapshot.labels.get(*row as usize).copied().unwrap_or_default();
                label.cluster.is_none() && label.is_junk == is_junk
            };
            (0..n).filter(is_there).collect()
        }
        Shown::Unusual | Shown::Unsure | Shown::Duplicates | Shown::Found => {
            state.shelf().map(|images| known(images)).unwrap_or_default()
        }
        Shown::Unplaced => known(&snapshot.folder.unplaced),
        Shown::Changed => known(&snapshot.folder.changed.iter().map(|changed| changed.image).collect::<Vec<_>>()),
        Shown::Copies => known(&snapshot.folder.copies.iter().map(|offer| offer.image).collect::<Vec<_>>()),
        Shown::Cluster(id) => snapshot.cluster(id).map(|cluster| known(&cluster.members)).unwrap_or_default(),
        Shown::Provisional(position) => {
            let guess = snapshot.provisional.as_ref().and_then(|guess| guess.clusters.get(position));
            guess.map(|members| known(members)).unwrap_or_default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fake;
    use crate::ids::ClusterId;
    use crate::session::protocol::Taken;

    fn paths(list: &List, snapshot: &Snapshot) -> Vec<String> {
        (0..list.images().len()).map(|i| snapshot.images.rows[list.row(i)].path.to_string()).collect()
    }

    #[test]
    fn orders_and_filters() {
        let snapshot = fake::snapshot(30, 3);
        let mut list = List::default();
        let mut state = ViewState { sort: Sort::Path, ..ViewState::default() };
        assert!(list.refresh(&snapshot, &state));
        assert_eq!(list.images().len(), 30);
        assert!(paths(&list, &snapshot).is_sorted());
        state.sort = Sort::LeastConfident;
        list.refresh(&snapshot, &state);
        let confidence = |i: usize| snapshot.labels[list.row(i)].confidence;
        assert!((0..30).map(confidence).is_sorted());
        state.filter = " IMAGE_001 ".into();
        assert!(list.refresh(&snapshot, &state));
        assert_eq!((list.images().len(), list.n_before_filter()), (10, 30));
        let last = list.images()[9];
        assert_eq!(list.position(last), Some(9));
        assert_eq!(list.position(snapshot.images.rows[25].id), None, "filtered away");
    }

    #[test]
    fn orders_by_size_and_by_neighbours() {
        let snapshot = fake::snapshot(30, 3);
        let mut list = List::default();
        let mut state = ViewState { sort: Sort::Largest, filter: "-image_000".into(), ..ViewState::default() };
        list.refresh(&snapshot, &state);
        let n_pixels = |list: &List, i: usize| {
            let image = &snapshot.images.rows[list.row(i)];
            image.width * image.height
        };
        assert_eq!(list.images().len(), 20);
        assert!((0..20).map(|i| n_pixels(&list, i)).is_sorted_by(|a, b| a >= b));
        state.sort = Sort::Smallest;
        assert!(list.refresh(&snapshot, &state));
        assert!((0..20).map(|i| n_pixels(&list, i)).is_sorted());
        state.sort = Sort::MostTypical;
        list.refresh(&snapshot, &state);
        assert!(paths(&list, &snapshot).is_sorted(), "of no image it is known");
        state.quality = Arc::default();
        assert!(list.refresh(&snapshot, &state), "neighbours became known");
        state.sort = Sort::Random;
        list.refresh(&snapshot, &state);
        let shuffled = list.images().to_vec();
        assert!(!paths(&list, &snapshot).is_sorted());
        list.make_anew();
        list.refresh(&snapshot, &state);
        assert_eq!(list.images(), shuffled, "the same seed");
        state.seed += 1;
        list.refresh(&snapshot, &state);
        assert_ne!(list.images(), shuffled);
        let id = |row: usize| snapshot.images.rows[row].id;
        let taken = |year| Taken { year, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
        state.sort = Sort::Oldest;
        list.refresh(&snapshot, &state);
        assert!(paths(&list, &snapshot).is_sorted(), "no date is known yet");
        state.dates =
            Some(Arc::new(Dates::new(vec![(id(25), taken(2001)), (id(12), taken(2020)), (id(17), taken(1999))])));
        assert!(list.refresh(&snapshot, &state), "dates became known");
        assert_eq!(list.images()[..4], [17, 25, 12, 10].map(id));
        state.sort = Sort::Newest;
        list.refresh(&snapshot, &state);
        assert_eq!(list.images()[..4], [12, 25, 17, 10].map(id));
    }

    #[test]
    fn clusters_show_their_members() {
        let snapshot = fake::snapshot(30, 3);
        let mut list = List::default();
        let cluster = &snapshot.clusters[0];
        let mut state = ViewState { shown: Shown::Cluster(cluster.id), ..ViewState::default() };
        list.refresh(&snapshot, &state);
        assert_eq!(list.images(), &cluster.members[..]);
        let (below, above) = list.below_and_above(0.5);
        assert_eq!(below + above, cluster.members.len());
        assert_eq!(below, cluster.confidences.iter().filter(|c| **c < 0.5).count());
        state.shown = Shown::Cluster(ClusterId(999));
        list.refresh(&snapshot, &state);
        assert!(list.images().is_empty() && !list.has_confidence());
        state.shown = Shown::Unlabelled;
        list.refresh(&snapshot, &state);
        let unlabelled = snapshot.labels.iter().filter(|label| label.cluster.is_none()).count();
        assert!(unlabelled > 0);
        assert_eq!(list.images().len(), unlabelled);
    }

    #[test]
    fn it_is_computed_only_when_something_it_shows_changed() {
        let mut snapshot = fake::snapshot(30, 3);
        let mut state = ViewState::default();
        let mut list = List::default();
        assert!(list.refresh(&snapshot, &state));
        assert!(!list.refresh(&snapshot, &state));
        snapshot.revision += 1;
        assert!(!list.refresh(&snapshot, &state), "another revision of the same images");
        state.quality = Arc::default();
        assert!(!list.refresh(&snapshot, &state), "nothing asks for it");
        state.filter = "dup:no".into();
        assert!(list.refresh(&snapshot, &state));
        state.quality = Arc::default();
        assert!(list.refresh(&snapshot, &state), "the filter asks for it");
        state.filter.clear();
        assert!(list.refresh(&snapshot, &state));
        snapshot.revision += 1;
        snapshot.labels = Arc::new(snapshot.labels.to_vec());
        assert!(list.refresh(&snapshot, &state));
        state.shown = Shown::Unlabelled;
        assert!(list.refresh(&snapshot, &state));
        assert!(!list.refresh(&snapshot, &state));
    }

    /// As after an edit: image `row` is in another cluster, or in none.
    fn put(snapshot: &mut Snapshot, row: usize, to: Option<ClusterId>) {
        let image = snapshot.images.rows[row].id;
        let mut labels = snapshot.labels.to_vec();
        labels[row] = ImageLabel { cluster: to, confidence: 1.0, source: LabelSource::Placed, is_junk: false };
        snapshot.labels = Arc::new(labels);
        let mut clusters = snapshot.clusters.to_vec();
        for cluster in clusters.iter_mut().map(Arc::make_mut) {
            let mut members = cluster.members.to_vec();
            members.retain(|member| *member != image);
            if to == Some(cluster.id) {
                members.insert(0, image);
            }
            cluster.members = Arc::new(members);
        }
        snapshot.clusters = Arc::new(clusters);
        snapshot.revision += 1;
    }

    #[test]
    fn what_leaves_stays_in_its_place_until_the_order_is_made_anew() {
        let mut snapshot = fake::snapshot(30, 3);
        let mut list = List::default();
        let (shown, other) = (snapshot.clusters[0].id, snapshot.clusters[1].id);
        let state = ViewState { shown: Shown::Cluster(shown), ..ViewState::default() };
        list.refresh(&snapshot, &state);
        let before = list.images().to_vec();
        assert!(!list.is_outdated());
        let (left, came) = (list.row(1), snapshot.images.position(snapshot.clusters[1].members[0]).expect("there"));
        put(&mut snapshot, left, Some(other));
        assert!(list.refresh(&snapshot, &state));
        assert_eq!((list.images(), list.here().len()), (&before[..], before.len() - 1));
        assert!(list.is_gone(1) && !list.is_gone(0) && list.is_outdated());
        put(&mut snapshot, came, Some(shown));
        list.refresh(&snapshot, &state);
        assert_eq!(list.images()[..before.len()], before, "what comes stands at the end");
        assert_eq!(list.images()[before.len()..], [snapshot.images.rows[came].id]);
        put(&mut snapshot, left, Some(shown));
        list.refresh(&snapshot, &state);
        assert!(!list.is_gone(1), "undone");
        put(&mut snapshot, left, None);
        list.make_anew();
        list.refresh(&snapshot, &state);
        assert!(!list.is_outdated() && list.position(before[1]).is_none());
        assert_eq!(list.images(), list.here());
        snapshot.adopted = Some(RunId(9));
        put(&mut snapshot, came, None);
        list.refresh(&snapshot, &state);
        assert!(!list.is_outdated(), "another result has an order of its own");
    }
}
