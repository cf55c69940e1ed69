//! The embedded sample: about a thousand pictures of eight kinds of things, which the program renders itself.
//!
//! They look like photos: things on wood, cloth, stone or grass, in the sun or under clouds, before a lens that is sharp at
//! one distance. The kind is told by shape alone: light, size, place, turn, ground and clutter come from the same
//! distributions for every kind, and colours from one palette, so that raw pixels and colour histograms do not give it away.
//! A few exact and near duplicates, a few junk pictures and two damaged files are among them, as in real folders. It reads
//! no file and needs no network; the same seed gives the same bytes.

mod canvas;
mod ground;
mod household;
mod junk;
mod kinds;
mod lens;
mod light;
mod mesh;
mod plants;
mod raster;
mod scene;
mod shadow;
mod vector;

use crate::control::{CancelToken, Cancelled, Rng};
use crate::room;
use crate::strings::say;
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, RgbImage};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

pub use kinds::KINDS;

/// Pictures of each kind, without duplicates.
const PER_KIND: usize = 122;
const N_EXACT: usize = 10;
const N_NEAR: usize = 12;
const N_JUNK: usize = 12;

/// The sample could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// The disk said no.
    #[error("{}", unwritten(path, source))]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Stopped by its token.
    #[error("{}", say!("fault-cancelled"))]
    Cancelled,
}

fn unwritten(path: &Path, source: &std::io::Error) -> String {
    if room::is_full(source) {
        return room::failed(path, source).to_string();
    }
    say!("sample-unwritten", path = path.display().to_string(), why = source.to_string())
}

impl From<Cancelled> for SampleError {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleSummary {
    /// The folder of images.
    pub folder: PathBuf,
    /// A table `file_name,label` of the true kinds, beside the folder; junk has no line.
    pub truth: PathBuf,
    /// Files in the folder, damaged ones included.
    pub n_files: usize,
}

/// What one file of the sample is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    /// The i-th picture of a kind.
    Picture { kind: usize, i: usize },
    /// The same bytes again.
    Exact { kind: usize, i: usize },
    /// The same picture, cropped a little and stored badly.
    Near { kind: usize, i: usize },
    /// Nothing in particular.
    Junk { i: usize },
    /// Half of a picture's bytes.
    Cut { kind: usize, i: usize },
    /// Text under the name of an image.
    Text,
}

impl Content {
    fn kind(self) -> Option<usize> {
        match self {
            Self::Picture { kind, .. } | Self::Exact { kind, .. } | Self::Near { kind, .. } => Some(kind),
            Self::Junk { .. } | Self::Cut { .. } | Self::Text => None,
        }
    }
}

/// Every file in order of its name: its path within the folder, and what it is.
fn plan(seed: u64) -> Vec<(String, Content)> {
    let mut rng = Rng::from_key(&[seed, 1]);
    let mut contents: Vec<Content> = Vec::new();
    for kind in 0..KINDS.len() {
        contents.extend((0..PER_KIND).map(|i| Content::Picture { kind, i }));
    }
    let mut pick = |i: usize| (i % KINDS.len(), rng.below(PER_KIND));
    for i in 0..N_EXACT {
        let (kind, i) = pick(i);
        contents.push(Content::Exact { kind, i });
    }
    for i in 0..N_NEAR {
        let (kind, i) = pick(i + 3);
        contents.push(Content::Near { kind, i });
    }
    let (kind, i) = pick(5);
    contents.extend([Content::Cut { kind, i }, Content::Text]);
    contents.extend((0..N_JUNK).map(|i| Content::Junk { i }));
    rng.shuffle(&mut contents);
    let n = contents.len();
    let path = |i: usize| format!("2024-{:02}/IMG_{:04}.jpg", 5 + i * 5 / n, i + 1);
    contents.into_iter().enumerate().map(|(i, content)| (path(i), content)).collect()
}

/// The true kind of every picture, by path relative to the folder, sorted; junk and damaged files are left out.
#[must_use]
pub fn labels(seed: u64) -> Vec<(String, &'static str)> {
    let named = |(path, content): (String, Content)| Some((path, KINDS[content.kind()?]));
    plan(seed).into_iter().filter_map(named).collect()
}

/// Files that the sample will have.
#[must_use]
pub fn n_files() -> usize {
    KINDS.len() * PER_KIND + N_EXACT + N_NEAR + N_JUNK + 2
}

/// The folder of images of a sample in `dir`.
#[must_use]
pub fn folder(dir: &Path) -> PathBuf {
    dir.join("Sample photos")
}

/// Renders the sample into its [`folder`] and `dir/truth.csv`; files that are there are kept. `on_progress` is told how
/// many files are there so far, and the path within the folder of the one that was rendered last, if it was not there.
///
/// # Errors
/// [`SampleError`] with the path, or cancelled.
pub fn write(
    dir: &Path,
    seed: u64,
    cancel: &CancelToken,
    on_progress: &(dyn Fn(u64, Option<&str>) + Sync),
) -> Result<SampleSummary, SampleError> {
    let folder = folder(dir);
    let io = |path: &Path| {
        let path = path.to_owned();
        move |source| SampleError::Io { path, source }
    };
    let plan = plan(seed);
    let n_done = AtomicU64::new(0);
    for (path, _) in &plan {
        let parent = folder.join(path).parent().map_or_else(|| folder.clone(), Path::to_owned);
        std::fs::create_dir_all(&parent).map_err(io(&parent))?;
    }
    plan.par_iter().try_for_each(|(path, content)| -> Result<(), SampleError> {
        cancel.check()?;
        let place = folder.join(path);
        let is_new = !place.exists();
        if is_new {
            // Renamed into place, so that a killed program leaves no half file behind for the next start to keep.
            let unfinished = place.with_extension("part");
            std::fs::write(&unfinished, bytes(seed, *content)).map_err(io(&unfinished))?;
            std::fs::rename(&unfinished, &place).map_err(io(&place))?;
        }
        on_progress(n_done.fetch_add(1, Ordering::Relaxed) + 1, is_new.then_some(&**path));
        Ok(())
    })?;
    let truth = dir.join("truth.csv");
    let lines = labels(seed).into_iter().map(|(path, kind)| format!("{path},{kind}\n"));
    std::fs::write(&truth, format!("file_name,label\n{}", lines.collect::<String>())).map_err(io(&truth))?;
    Ok(SampleSummary { folder, truth, n_files: plan.len() })
}

/// The bytes of one file.
fn bytes(seed: u64, content: Content) -> Vec<u8> {
    let picture = |kind: usize, i: usize| scene::render(kind, Rng::from_key(&[seed, 2, kind as u64, i as u64]));
    match content {
        Content::Picture { kind, i } | Content::Exact { kind, i } => jpeg(&picture(kind, i), 90),
        Content::Near { kind, i } => {
            let whole = picture(kind, i);
            let (w, h) = whole.dimensions();
            jpeg(&image::imageops::crop_imm(&whole, w / 30, h / 40, w - w / 15, h - h / 20).to_image(), 55)
        }
        Content::Junk { i } => jpeg(&junk::junk(i, Rng::from_key(&[seed, 3, i as u64])), 85),
        Content::Cut { kind, i } => {
            let mut whole = jpeg(&picture(kind, i), 90);
            whole.truncate(whole.len() / 2);
            whole
        }
        Content::Text => b"This is a note that somebody saved under the name of a photo.\n".repeat(4),
    }
}

fn jpeg(image: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality)
        .encode(image.as_raw(), image.width(), image.height(), ExtendedColorType::Rgb8)
        .expect("an RGB8 picture of a few hundred pixels encodes into memory");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plan_has_every_kind_of_file() {
        let plan = plan(0);
        assert_eq!(plan.len(), n_files());
        assert_eq!(labels(0).len(), KINDS.len() * PER_KIND + N_EXACT + N_NEAR);
        assert!(plan.windows(2).all(|pair| pair[0].0 < pair[1].0), "sorted by path");
        let n_per_kind = labels(0).iter().filter(|(_, kind)| *kind == KINDS[0]).count();
        assert!((PER_KIND..PER_KIND + 8).contains(&n_per_kind));
        assert_ne!(self::plan(0)[0], self::plan(1)[0]);
    }

    #[test]
    fn files_are_what_they_should_be() {
        let decode = |content| image::load_from_memory(&bytes(7, content));
        let one = Content::Picture { kind: 2, i: 4 };
        assert_eq!(bytes(7, one), bytes(7, Content::Exact { kind: 2, i: 4 }));
        assert_ne!(bytes(7, one), bytes(8, one));
        let size = decode(one).expect("an image").to_rgb8().dimensions();
        let near = decode(Content::Near { kind: 2, i: 4 }).expect("an image").to_rgb8().dimensions();
        assert!(near.0 < size.0 && near.0 * 10 > size.0 * 9, "{near:?} of {size:?}");
        assert!((0..N_JUNK).all(|i| decode(Content::Junk { i }).is_ok()));
        assert!(decode(Content::Text).is_err());
    }

    #[test]
    fn writing_twice_keeps_what_is_there_and_can_be_stopped() {
        let dir = tempfile::tempdir().expect("folder");
        let stopped = CancelToken::default();
        stopped.cancel();
        assert!(matches!(write(dir.path(), 0, &stopped, &|_, _| ()), Err(SampleError::Cancelled)));
        assert!(!dir.path().join("truth.csv").exists());
    }
}
