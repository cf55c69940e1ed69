//! What questions are answered from: a project at one moment, and the rows of its run once somebody needs them.

use super::evidence::RunEvidence;
use super::naming::{self, Former};
use super::quality::Print;
use super::search::{Basis, RunPlace, Searcher, Suggestions};
use crate::control::CancelToken;
use crate::curation::history::History;
use crate::curation::labels::Cluster;
use crate::dataset::decode::ByteBudget;
use crate::dataset::rel_path::RelPath;
use crate::ids::{ClusterId, ImageId};
use crate::session::SessionError;
use crate::session::project::open::Open;
use crate::session::project::said::Said;
use crate::session::protocol::{ClusterView, Snapshot};
use crate::store::packs::{Location, PackReader};
use crate::store::results::RunArrays;
use crate::store::{ImageRow, ImageState};
use crate::strings::told;
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// A project at one moment; clones share all that is large.
#[derive(Clone)]
pub struct Source {
    /// The photo folder.
    pub folder: PathBuf,
    pub packs: Arc<PackReader>,
    /// Readable images, hidden ones too: what a file was before can be shown beside what it is.
    pub images: Arc<HashMap<ImageId, ImagePlace>>,
    /// What tells duplicates, by row of the snapshot's image table.
    pub prints: Arc<Vec<Print>>,
    /// The adopted run, else the newest finished one.
    pub run: Option<RunPlace>,
    loaded: Arc<LoadedRun>,
    /// For labels and cluster names.
    pub snapshot: Arc<Snapshot>,
    /// What people said of images beside their clusters.
    pub said: Arc<Said>,
    /// Names that people gave before.
    pub former: Arc<Vec<Former>>,
    /// What clusters may be called that no network has to say, once somebody asks; in the order of the snapshot.
    plain_names: Arc<OnceLock<Vec<Suggestions>>>,
    /// Stops answers when another project is opened.
    pub cancel: CancelToken,
    /// Changes when labels or images do.
    pub labels_revision: u64,
    /// Changes when another project is opened.
    pub project_revision: u64,
}

/// Where an image and what is kept of it lie.
pub struct ImagePlace {
    pub path: RelPath,
    pub thumbnail: Location,
    /// BLAKE3 of the file.
    pub content: [u8; 32],
}

/// A run whose arrays are in memory.
pub struct Run {
    pub evidence: RunEvidence,
    pub searcher: Searcher,
}

/// A run, or why it can not be had; read by whoever needs it first, while the others wait.
type LoadedRun = OnceLock<Result<Run, SessionError>>;

impl Source {
    /// An open project as it is shown by `snapshot`. What can not have changed is taken from `before`, a moment of the same
    /// project; images can have if `has_new_images`.
    pub fn of(open: &Open, snapshot: Arc<Snapshot>, before: Option<&Self>, has_new_images: bool) -> Self {
        let same_images = before.filter(|_| !has_new_images);
        let run = open.present_run().and_then(|run| RunPlace::of(run, &open.store));
        let id = |run: &Option<RunPlace>| run.as_ref().map(|run| run.id);
        let same_run = before.filter(|before| run.is_some() && id(&before.run) == id(&run));
        Self {
            folder: open.store.folder().to_path_buf(),
            packs: match before {
                Some(before) => Arc::clone(&before.packs),
                None => Arc::new(PackReader::new(&open.store.pixels_dir())),
            },
            images: same_images
                .map_or_else(|| Arc::new(open.rows().filter_map(place).collect()), |same| Arc::clone(&same.images)),
            prints: same_images.map_or_else(|| Arc::new(open.prints()), |same| Arc::clone(&same.prints)),
            loaded: same_run.map_or_else(Arc::default, |same| Arc::clone(&same.loaded)),
            run,
            snapshot,
            said: Arc::new(Said::beside_labels(open.history.labels())),
            former: Arc::new(former(&open.history)),
            plain_names: Arc::default(),
            cancel: before.map_or_else(CancelToken::default, |before| before.cancel.clone()),
            labels_revision: 0,
            project_revision: 0,
        }
    }
}

/// Names that clusters had, each once a cluster, the newest first.
fn former(history: &History) -> Vec<Former> {
    let mut seen = BTreeSet::new();
    let of = |cluster: &Arc<Cluster>| {
        let name = cluster.about.name.as_deref()?;
        let is_new = seen.insert((name.to_owned(), cluster.id));
        is_new.then(|| Former { name: name.into(), cluster: cluster.id, members: Arc::clone(&cluster.members) })
    };
    history.former_clusters().filter_map(of).collect()
}

fn place(row: &ImageRow) -> Option<(ImageId, ImagePlace)> {
    match &row.record.state {
        ImageState::Ready { thumbnail, content_hash, .. } => {
            let path = row.record.path.clone();
            Some((row.id, ImagePlace { path, thumbnail: *thumbnail, content: *content_hash }))
        }
        _ => None,
    }
}

/// What an answer may go by.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    pub source: &'a Source,
    /// Bounds how much is decoded at a time.
    pub budget: &'a ByteBudget,
}

impl<'a> Known<'a> {
    /// The run that is spoken of, read once.
    ///
    /// # Errors
    /// There is none, or its files are gone or damaged.
    pub fn run(&self) -> Result<&'a Run, SessionError> {
        let load = || {
            let place = self.source.run.clone().ok_or(SessionError::NoRun)?;
            let arrays = RunArrays::load(&place.dir)?;
            Ok(Run { evidence: RunEvidence::new(arrays, Some(place.kept.clone())), searcher: Searcher::new(place) })
        };
        self.source.loaded.get_or_init(load).as_ref().map_err(Clone::clone)
    }

    /// The seed of the run that is spoken of.
    pub fn seed(&self) -> u64 {
        self.source.run.as_ref().map_or(0, |place| place.settings.seed)
    }

    /// A cluster in force.
    ///
    /// # Errors
    /// [`SessionError::NoSuchCluster`].
    pub fn cluster(&self, id: ClusterId) -> Result<&'a ClusterView, SessionError> {
        self.source.snapshot.cluster(id).map(|cluster| &**cluster).ok_or(SessionError::NoSuchCluster(id))
    }

    /// What each cluster of the snapshot may be called that no network has to say, in its order.
    pub fn plain_names(&self) -> &'a [Suggestions] {
        self.source.plain_names.get_or_init(|| naming::names(&self.source.snapshot, &self.source.former))
    }

    /// Where an image lies.
    ///
    /// # Errors
    /// [`SessionError::ImageGone`].
    pub fn image(&self, id: ImageId) -> Result<&'a ImagePlace, SessionError> {
        self.source.images.get(&id).ok_or(SessionError::ImageGone)
    }

    /// Where the file of an image lies.
    ///
    /// # Errors
    /// [`SessionError`]: there is no such image; the project is a stranger's, whose files are not read.
    pub fn file(&self, id: ImageId) -> Result<PathBuf, SessionError> {
        self.check_may_read()?;
        Ok(self.image(id)?.path.to_path(&self.source.folder))
    }

    /// Checks that the photo folder may be read.
    ///
    /// # Errors
    /// [`SessionError`]: the project is a stranger's.
    pub fn check_may_read(&self) -> Result<(), SessionError> {
        if self.source.snapshot.is_stranger { Err(SessionError::Words(told!("answer-stranger"))) } else { Ok(()) }
    }

    /// Searches on this basis.
    pub fn with_basis<T>(&self, search: impl FnOnce(&Basis<'_>) -> T) -> T {
        let source = self.source;
        let content = |image: ImageId| Some(source.images.get(&image)?.content);
        search(&Basis {
            folder: &source.folder,
            snapshot: &source.snapshot,
            content: &content,
            budget: self.budget,
            cancel: &source.cancel,
        })
    }
}
