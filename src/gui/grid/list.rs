//! The images that the grid shows, in order: computed when what they depend on changes, never per frame.

use super::filter::{self, Term};
use super::sift;
use crate::gui::frame::{Shown, Sort, ViewState};
use crate::ids::ImageId;
use crate::session::protocol::{ClusterView, FolderView, ImageLabel, ImageTable, LabelSource, Provisional, Snapshot};
use crate::session::quality::Quality;
use std::cmp::{Ordering, Reverse};
use std::sync::Arc;

/// What a list was computed from. Parts of a snapshot are shared between revisions, so that a revision that changed
/// something else (a job's outcome, a name) keeps the list.
#[derive(Clone, Default)]
struct Sources {
    images: Arc<ImageTable>,
    labels: Arc<Vec<ImageLabel>>,
    clusters: Arc<Vec<Arc<ClusterView>>>,
    provisional: Option<Arc<Provisional>>,
    shelf: Option<Arc<Vec<ImageId>>>,
    /// Only where a shelf of it is shown.
    folder: Option<Arc<FolderView>>,
    /// Only where the order or the filter asks it.
    quality: Option<Arc<Quality>>,
}

impl Sources {
    fn of(snapshot: &Snapshot, state: &ViewState, asks_quality: bool) -> Self {
        Self {
            quality: asks_quality.then(|| Arc::clone(&state.quality)),
            images: Arc::clone(&snapshot.images),
            labels: Arc::clone(&snapshot.labels),
            clusters: Arc::clone(&snapshot.clusters),
            provisional: snapshot.provisional.clone(),
            shelf: state.shelf().cloned(),
            folder: state.shown.is_of_folder().then(|| Arc::clone(&snapshot.folder)),
        }
    }

    fn has_same_quality(&self, state: &ViewState) -> bool {
        self.quality.as_ref().is_none_or(|quality| Arc::ptr_eq(quality, &state.quality))
    }

    fn has_same_shelf(&self, state: &ViewState) -> bool {
        match (&self.shelf, state.shelf()) {
            (None, None) => true,
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }

    fn is_same(&self, snapshot: &Snapshot) -> bool {
        let is_same_guess = match (&self.provisional, &snapshot.provisional) {
            (None, None) => true,
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            _ => false,
        };
        is_same_guess
            && self.folder.as_ref().is_none_or(|folder| Arc::ptr_eq(folder, &snapshot.folder))
            && Arc::ptr_eq(&self.images, &snapshot.images)
            && Arc::ptr_eq(&self.labels, &snapshot.labels)
            && Arc::ptr_eq(&self.clusters, &snapshot.clusters)
    }
}

/// The images shown, and what is often asked about them.
#[derive(Default)]
pub struct List {
    key: Option<(u64, Shown, Sort, String)>,
    sources: Sources,
    /// In the order shown.
    images: Vec<ImageId>,
    /// Row in the image table of each of `images`.
    rows: Vec<u32>,
    /// Position in `images` by row of the image table; `u32::MAX` where an image is not shown.
    position_of_row: Vec<u32>,
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
        let is_same_view = self.key.as_ref().is_some_and(|(_, shown, sort, filter)| {
            *shown == state.shown && *sort == state.sort && *filter == state.filter
        }) && self.sources.has_same_shelf(state)
            && self.sources.has_same_quality(state);
        if is_same_view && self.key.as_ref().is_some_and(|key| key.0 == snapshot.revision) {
            return false;
        }
        let is_same = is_same_view && self.sources.is_same(snapshot);
        self.key = Some((snapshot.revision, state.shown, state.sort, state.filter.clone()));
        if !is_same {
            self.compute(snapshot, state);
            let asks_quality = state.sort.is_by_neighbors() || sift::needs_quality(&self.terms);
            self.sources = Sources::of(snapshot, state, asks_quality);
        }
        !is_same
    }

    fn compute(&mut self, snapshot: &Snapshot, state: &ViewState) {
        self.rows = rows_shown(snapshot, state);
        self.n_before_filter = self.rows.len();
        let (terms, mut remarks) = filter::parse(&state.filter);
        sift::sift(&mut self.rows, &terms, snapshot, &state.quality);
        remarks.extend(sift::remarks(&terms, snapshot, &state.quality));
        (self.terms, self.remarks) = (terms, remarks);
        self.images = self.rows.iter().map(|row| snapshot.images.rows[*row as usize].id).collect();
        self.position_of_row = vec![u32::MAX; snapshot.images.rows.len()];
        for (position, row) in (0u32..).zip(&self.rows) {
            self.position_of_row[*row as usize] = position;
        }
        let labels = self.rows.iter().filter_map(|row| snapshot.labels.get(*row as usize));
        let is_open = |label: &&ImageLabel| label.cluster.is_some() && label.source != LabelSource::Confirmed;
        self.n_open = labels.clone().filter(is_open).count();
        self.confidences = match state.shown {
            Shown::Provisional(_) => Vec::new(),
            _ => labels.filter(|label| label.cluster.is_some()).map(|label| label.confidence).collect(),
        };
        self.confidences.sort_unstable_by(f32::total_cmp);
    }

    /// How many images shown are in a cluster and not confirmed.
    pub fn n_open(&self) -> usize {
        self.n_open
    }

    /// In the order shown.
    pub fn images(&self) -> &[ImageId] {
        &self.images
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

/// Rows of the image table to show, in order, before the filter.
fn rows_shown(snapshot: &Snapshot, state: &ViewState) -> Vec<u32> {
    let (shown, sort) = (state.shown, state.sort);
    let n = snapshot.images.rows.len() as u32;
    let known = |members: &[ImageId]| -> Vec<u32> {
        let rows = members.iter().filter_map(|image| snapshot.images.position(*image));
        rows.map(|row| row as u32).collect()
    };
    // Members come most confident (or typical) first already.
    let mut rows = match shown {
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
    };
    let confidence = |row: &u32| snapshot.labels.get(*row as usize).map_or(0.0, |label| label.confidence);
    let n_pixels = |row: &u32| {
        let image = &snapshot.images.rows[*row as usize];
        u64::from(image.width) * u64::from(image.height)
    };
    match (shown, sort) {
        (Shown::Cluster(_) | Shown::Provisional(_), Sort::MostConfident) => {}
        (Shown::Provisional(_), Sort::LeastConfident) => rows.reverse(),
        (_, Sort::Path) => rows.sort_unstable(),
        (_, Sort::MostTypical | Sort::LeastTypical) => rows.sort_by(|a, b| {
            let share = |row: &u32| state.quality.agreement(*row as usize);
            by_share(share(a), share(b), sort == Sort::MostTypical).then(a.cmp(b))
        }),
        (_, Sort::Largest) => rows.sort_by_key(|row| (Reverse(n_pixels(row)), *row)),
        (_, Sort::Smallest) => rows.sort_by_key(|row| (n_pixels(row), *row)),
        (_, Sort::MostConfident) if shown.has_own_order() => {}
        (_, Sort::LeastConfident) if shown.has_own_order() => rows.reverse(),
        // Stable, so that equal ones stay in the order of their paths.
        (_, Sort::MostConfident) => rows.sort_by(|a, b| confidence(b).total_cmp(&confidence(a))),
        (_, Sort::LeastConfident) => rows.sort_by(|a, b| confidence(a).total_cmp(&confidence(b))),
    }
    rows
}

/// Greatest (or smallest) first; what nobody knows comes last either way.
fn by_share(a: Option<f32>, b: Option<f32>, is_greatest_first: bool) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if is_greatest_first => b.total_cmp(&a),
        (Some(a), Some(b)) => a.total_cmp(&b),
        _ => b.is_some().cmp(&a.is_some()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fake;
    use crate::ids::ClusterId;

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
        let mut shares = [None, Some(0.2), Some(1.0), None, Some(0.0)];
        shares.sort_by(|a, b| by_share(*a, *b, true));
        assert_eq!(shares, [Some(1.0), Some(0.2), Some(0.0), None, None]);
        shares.sort_by(|a, b| by_share(*a, *b, false));
        assert_eq!(shares, [Some(0.0), Some(0.2), Some(1.0), None, None]);
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
}
