//! The images of a run that are nearest to something: to one of them, to a file from anywhere, to words.
//!
//! What is opened for the first question is kept for the next: codes of the rows, the network. It shows nothing and knows
//! no threads; the reader and the command line ask it from theirs.

mod basis;
mod known;
mod text;

pub use basis::Basis;

use super::evidence::RunEvidence;
use crate::clustering::neighbors::index::Index;
use crate::clustering::pipeline::{QueryNetwork, RunError};
use crate::clustering::settings::RunSettings;
use crate::dataset::decode::Limits;
use crate::dataset::pixels::{self, TILE_SIDE};
use crate::dataset::rel_path::RelPath;
use crate::features::Source;
use crate::features::backbone::Backbone;
use crate::ids::{ClusterId, ImageId, RunId};
use crate::session::models;
use crate::session::protocol::ImageTable;
use crate::stage::Stage;
use crate::store::features::FeatureFile;
use crate::store::layout;
use crate::store::{RunRow, Store, StoredRunState};
use crate::strings::say;
use known::KnownSide;
use parking_lot::Mutex;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use text::TextSide;

/// What images are to be like.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Query {
    /// An image of the project.
    Image(ImageId),
    /// A file, in the folder or elsewhere.
    File(PathBuf),
    /// Words that tell of images.
    Text(String),
}

/// An image that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The image.
    pub image: ImageId,
    /// Cosine, -1 to 1.
    pub similarity: f32,
}

/// The images that were found, best first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Nearest {
    /// Each with how near it is; of words that mean things, how likely it shows one.
    pub hits: Vec<Hit>,
    /// What they were found by, where it is not the features of the run.
    pub by: Option<&'static str>,
    /// What was left out of the question, or why nothing was found.
    pub note: Option<String>,
}

impl From<Vec<Hit>> for Nearest {
    fn from(hits: Vec<Hit>) -> Self {
        Self { hits, by: None, note: None }
    }
}

/// Where a name comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NameSource {
    /// A person gave it to these images before.
    Earlier,
    /// The folder that most of the images lie in.
    Folder,
    /// A list of words, by a network that knows words.
    Words,
    /// The things that the built-in network knows by name.
    Network,
}

/// A name that a cluster may be given.
#[derive(Clone, Debug, PartialEq)]
pub struct SuggestedName {
    /// The name.
    pub name: String,
    /// Where it comes from.
    pub from: NameSource,
    /// How much nearer or likelier it is than in the other clusters.
    pub lead: f32,
}

/// Names that a cluster may be given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Suggestions {
    /// Best first.
    pub names: Vec<SuggestedName>,
    /// What people should know of where they come from.
    pub note: Option<&'static str>,
}

/// A finished run: what made its rows, and where they lie.
#[derive(Clone, Debug)]
pub struct RunPlace {
    pub id: RunId,
    /// The run's directory.
    pub dir: PathBuf,
    /// The directory of the run that made the rows: another one where corrections were learned from.
    pub network_dir: PathBuf,
    /// The stage whose clusters were kept.
    pub kept: Stage,
    pub settings: Arc<RunSettings>,
    /// Where rows of frozen features are kept.
    pub features_dir: PathBuf,
    /// A person's own list of words for names, if the project has one.
    pub own_words: Option<PathBuf>,
}

/// Where a project keeps a person's own list of words for names.
pub fn own_words(project: &Path) -> PathBuf {
    project.join(layout::WORDS)
}

impl RunPlace {
    /// None for a run without a result.
    pub fn of(run: &RunRow, store: &Store) -> Option<Self> {
        let kept = run.kept.as_ref().filter(|_| run.state == StoredRunState::Done)?.stage.clone();
        Some(Self {
            id: run.id,
            dir: store.run_dir(run.id),
            network_dir: store.run_dir(run.base.as_ref().map_or(run.id, |base| base.run)),
            kept,
            settings: Arc::new(run.settings.clone()),
            features_dir: features_dir(store.path()),
            own_words: Some(own_words(store.path())).filter(|path| path.is_file()),
        })
    }
}

/// Where a project keeps rows of frozen features.
pub fn features_dir(project: &Path) -> PathBuf {
    project.join(layout::FEATURES)
}

/// Which rows are images that are there now, for a table of images.
type Present = (Arc<ImageTable>, Arc<Vec<bool>>);

/// Searches the rows of one run.
pub struct Searcher {
    run: RunPlace,
    index: OnceLock<Index>,
    present: Mutex<Option<Present>>,
    network: Mutex<Option<Arc<QueryNetwork>>>,
    has_text_tower: OnceLock<bool>,
    text: TextSide,
    /// A network that knows words, where people let it look at the images beside the run's features.
    beside: TextSide,
    /// Bytes of kept rows when that one had seen no image.
    unseen: Mutex<Option<u64>>,
    known: KnownSide,
}

impl Searcher {
    pub fn new(run: RunPlace) -> Self {
        let (text, beside) = (run.settings.features.clone(), Source::Model(models::words()));
        Self {
            run,
            index: OnceLock::new(),
            present: Mutex::default(),
            network: Mutex::default(),
            has_text_tower: OnceLock::new(),
            text: TextSide::new(text),
            beside: TextSide::new(beside),
            unseen: Mutex::default(),
            known: KnownSide::default(),
        }
    }

    /// The `n` nearest, best first. Images that are gone are not among them, nor is an image its own.
    pub fn search(&self, rows: &RunEvidence, query: &Query, n: usize, now: &Basis<'_>) -> Result<Nearest, String> {
        match query {
            Query::Image(image) => self.of_image(rows, *image, n, now).map(Nearest::from),
            Query::File(path) => match image_of_file(path, now) {
                Some(image) => self.of_image(rows, image, n, now).map(Nearest::from),
                None => Ok(self.nearest(rows, &self.row_of_file(path, rows, now)?, None, n, now).into()),
            },
            Query::Text(text) if self.has_text_tower(now) => {
                self.text.search(&self.run, rows, text, n, now).map(Nearest::from)
            }
            Query::Text(text) if self.is_seen_beside(rows, now) => {
                self.beside.search(&self.run, rows, text, n, now).map(Nearest::from)
            }
            Query::Text(text) => self.known.search(&self.run, text, n, now),
        }
    }

    /// Names for each of some clusters, from the list of words at `own` or the shipped one. The reader's may have come after
    /// the run was opened. Words of the features themselves go before what the built-in network knows.
    pub fn suggestions(
        &self,
        rows: &RunEvidence,
        clusters: &[ClusterId],
        own: Option<&Path>,
        now: &Basis<'_>,
    ) -> Result<Vec<Suggestions>, String> {
        if self.has_text_tower(now) {
            self.text.suggestions(&self.run, rows, clusters, own, now)
        } else {
            self.known.suggestions(&self.run, clusters, own, now)
        }
    }

    /// Whether the run's features come with words of their own. A file that a stranger's run names is not opened for it.
    fn has_text_tower(&self, now: &Basis<'_>) -> bool {
        !now.snapshot.is_stranger
            && *self.has_text_tower.get_or_init(|| crate::features::text::has_tower(&self.run.settings.features))
    }

    /// Whether the network that knows words looked at the images. Opening it takes seconds: that is tried again only once more
    /// rows are kept.
    fn is_seen_beside(&self, rows: &RunEvidence, now: &Basis<'_>) -> bool {
        if !models::is_complete(models::words()) {
            return false;
        }
        let n_bytes = kept_bytes(&self.run.features_dir);
        if *self.unseen.lock() == Some(n_bytes) {
            return false;
        }
        let is_ready = self.beside.is_ready(&self.run, rows, now);
        *self.unseen.lock() = (!is_ready).then_some(n_bytes);
        is_ready
    }

    fn of_image(&self, rows: &RunEvidence, image: ImageId, n: usize, now: &Basis<'_>) -> Result<Vec<Hit>, String> {
        let (all, d) = rows.embedding();
        if let Some(row) = rows.row(image) {
            return Ok(self.nearest(rows, &all[row * d..(row + 1) * d], Some(row), n, now));
        }
        // It came after the run.
        let info = now.snapshot.images.get(image).ok_or(say!("answer-no-image"))?;
        let path = RelPath::parse_display(&info.path).to_path(now.folder);
        Ok(self.nearest(rows, &self.row_of_file(&path, rows, now)?, None, n, now))
    }

    fn nearest(&self, rows: &RunEvidence, query: &[f32], own: Option<usize>, n: usize, now: &Basis<'_>) -> Vec<Hit> {
        let (all, d) = rows.embedding();
        let index = self.index.get_or_init(|| Index::new(all, d));
        let present = self.present(rows, &now.snapshot.images);
        let found = index.nearest(all, query, n, &|row| present[row] && Some(row) != own);
        let hit = |(row, similarity): (usize, f32)| Hit { image: ImageId(rows.images()[row]), similarity };
        found.into_iter().map(hit).collect()
    }

    fn present(&self, rows: &RunEvidence, images: &Arc<ImageTable>) -> Arc<Vec<bool>> {
        let mut known = self.present.lock();
        if let Some((table, present)) = &*known
            && Arc::ptr_eq(table, images)
        {
            return Arc::clone(present);
        }
        let present = Arc::new(present_rows(rows.images(), images));
        *known = Some((Arc::clone(images), Arc::clone(&present)));
        present
    }

    /// The row of a picture that was not in the run.
    fn row_of_file(&self, path: &Path, rows: &RunEvidence, now: &Basis<'_>) -> Result<Vec<f32>, String> {
        let network = self.network(rows, now)?;
        let (limits, size) = (Limits::here(), network.size() as u32);
        let skipped = |reason: crate::dataset::skip::SkipReason| {
            say!("fault-at", path = path.display().to_string(), why = reason.told())
        };
        // As runs make them: small squares are cut from tiles, larger ones from the original.
        let picture = if size > TILE_SIDE {
            let rgb =
                pixels::square_from_original(path, size, None, &limits, now.budget, now.cancel).map_err(skipped)?;
            (size, size, rgb)
        } else {
            let tile = pixels::prepare(path, &limits, now.budget, now.cancel).map_err(skipped)?.tile;
            (tile.width, tile.height, tile.rgb)
        };
        network.unit_row((picture.0, picture.1, &picture.2), now.cancel).map_err(|e| e.to_string())
    }

    /// The run's network, opened once.
    fn network(&self, rows: &RunEvidence, now: &Basis<'_>) -> Result<Arc<QueryNetwork>, String> {
        let mut known = self.network.lock();
        if let Some(network) = &*known {
            return Ok(Arc::clone(network));
        }
        if now.snapshot.is_stranger {
            return Err(say!("answer-stranger").into());
        }
        if let source @ Source::Vectors(_) = &self.run.settings.features {
            return Err(say!("answer-of-rows", source = source.to_string()));
        }
        let raw = &mut |parts: &[Backbone]| {
            let kept: Vec<(&str, usize)> = parts.iter().map(|part| (part.key.as_str(), part.n_features())).collect();
            raw_rows(&self.run, &kept, rows, now).map(|(_, raw)| raw)
        };
        let opened = QueryNetwork::open(&self.run.settings, &self.run.network_dir, raw);
        let network = Arc::new(opened.map_err(|error: RunError| error.to_string())?);
        *known = Some(Arc::clone(&network));
        Ok(network)
    }
}

/// Bytes of all rows that are kept.
fn kept_bytes(dir: &Path) -> u64 {
    let files = std::fs::read_dir(dir).into_iter().flatten().flatten();
    files.filter_map(|file| Some(file.metadata().ok()?.len())).sum()
}

/// What is kept under networks' keys, whose rows have so many numbers, of the raw rows of the images that the run saw: the
/// images, and (n, d) rows, side by side.
fn raw_rows(
    run: &RunPlace,
    kept: &[(&str, usize)],
    rows: &RunEvidence,
    now: &Basis<'_>,
) -> Result<(Vec<u32>, Vec<f32>), String> {
    let open = |(key, d): &(&str, usize)| {
        let path = run.features_dir.join(format!("{key}.rows"));
        FeatureFile::open(&path, *d).map_err(|e| format!("{}: {e}", path.display()))
    };
    let files: Vec<FeatureFile> = kept.iter().map(open).collect::<Result<_, _>>()?;
    let (mut images, mut raw) = (Vec::new(), Vec::new());
    for (at, &image) in rows.images().iter().enumerate() {
        if !rows.is_seen(at) {
            continue;
        }
        // A file that changed since the run has another content, whose row may not be there.
        let Some(content) = (now.content)(ImageId(image)) else { continue };
        if files.iter().all(|file| file.has(&content)) {
            for file in &files {
                file.extend_with(&content, &mut raw);
            }
            images.push(image);
        }
    }
    if images.is_empty() {
        return Err(say!("answer-no-features", place = run.features_dir.display().to_string()));
    }
    Ok((images, raw))
}

/// Which rows are of images that are there now.
fn present_rows(images: &[u32], table: &ImageTable) -> Vec<bool> {
    images.iter().map(|image| table.position(ImageId(*image)).is_some()).collect()
}

/// The image of the project that a file is, if its folder has it.
fn image_of_file(path: &Path, now: &Basis<'_>) -> Option<ImageId> {
    // A stranger's folder is not looked at, not even for its links.
    let (file, folder) = if now.snapshot.is_stranger {
        (std::path::absolute(path).ok()?, now.folder.to_path_buf())
    } else {
        (path.canonicalize().ok()?, now.folder.canonicalize().ok()?)
    };
    let inside = file.strip_prefix(folder).ok()?;
    let relative = inside.iter().fold(RelPath::default(), |path, part| path.child(part));
    now.snapshot.image_at(&relative.display())
}
