//! The large arrays of a finished run: one safetensors file, `result.safetensors`, that other programs can read too.
//!
//! Tensors: `images` (n), `embedding` (n, d), `neighbors` and `similarity` (n, k), `representatives` and `junk` (n); for each
//! stage `NAME.clusters` (n),
//! `NAME.confidence` (n) and `NAME.probabilities` (n, C). The key `stages` of its metadata lists the names in order, as
//! JSON. It holds no path of an image: ids are the database's.

use super::error::StoreError;
use super::packs::sync_dir;
use crate::stage::Stage;
use safetensors::tensor::{Metadata, SafeTensorError, View};
use safetensors::{Dtype, SafeTensors};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io::{self, Read, Seek};
use std::path::Path;

/// The file's name within a run's directory.
const FILE: &str = "result.safetensors";
/// What a damaged one is renamed to.
const SET_ASIDE: &str = "result.safetensors.damaged";
/// Bytes of a header that is read.
const LONGEST_HEADER: u64 = 1 << 20;
/// The key of the names of stages in the file's metadata.
const STAGES: &str = "stages";

/// The large arrays of a finished run, one safetensors file in the run's directory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunArrays {
    /// Image ids, in the order of all rows.
    pub images: Vec<u32>,
    /// (n, d) unit rows.
    pub embedding: Vec<f32>,
    /// Neighbours an image.
    pub k: usize,
    /// (n, k) positions in `images`.
    pub neighbors: Vec<u32>,
    /// (n, k) cosines.
    pub similarity: Vec<f32>,
    /// (n) position of the image that stands for each one's group of near-duplicates; itself where it is alone.
    pub representatives: Vec<u32>,
    /// (n) how likely each image is junk, 0 to 1; empty in results of programs that did not say.
    pub junk: Vec<f32>,
    /// Stage, number of clusters C, hard clusters (n), probabilities (n, C).
    pub stages: Vec<StageArrays>,
}

/// One stage's part.
#[derive(Clone, Debug, PartialEq)]
pub struct StageArrays {
    /// The stage.
    pub name: Stage,
    /// Number of clusters, C.
    pub n_clusters: usize,
    /// (n) cluster of each image.
    pub clusters: Vec<u32>,
    /// (n) confidence of each image.
    pub confidence: Vec<f32>,
    /// (n, C) probabilities.
    pub probabilities: Vec<f32>,
}

/// What one stage of a run says of its images.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StageProbabilities {
    /// Image ids, in the order of the rows.
    pub images: Vec<u32>,
    /// Number of clusters, C.
    pub n_clusters: usize,
    /// (n, C) probabilities.
    pub probabilities: Vec<f32>,
}

/// Why a part of a file was not read.
enum Torn {
    Unread(io::Error),
    Damaged(String),
}

/// Four bytes each, and how many a row has.
type Values = (Vec<[u8; 4]>, usize);

impl StageProbabilities {
    fn read(file: &mut fs::File, stage: &Stage) -> Result<Option<Self>, Torn> {
        let mut length = [0; 8];
        file.read_exact(&mut length).map_err(Torn::Unread)?;
        let length = u64::from_le_bytes(length);
        if length > LONGEST_HEADER {
            return Err(Torn::Damaged(format!("a header of {length} bytes")));
        }
        let mut header = Vec::new();
        file.by_ref().take(length).read_to_end(&mut header).map_err(Torn::Unread)?;
        let header: Metadata = serde_json::from_slice(&header).map_err(|e| Torn::Damaged(e.to_string()))?;
        let begin = 8 + length;
        let mut values = |name: &str, dtype: Dtype| -> Result<Option<Values>, Torn> {
            let Some(info) = header.info(name) else { return Ok(None) };
            if info.dtype != dtype {
                return Err(Torn::Damaged(format!("{name} holds {:?} where {dtype:?} belongs", info.dtype)));
            }
            let (from, to) = info.data_offsets;
            file.seek(io::SeekFrom::Start(begin.saturating_add(from as u64))).map_err(Torn::Unread)?;
            let mut bytes = Vec::new();
            file.by_ref().take(to.saturating_sub(from) as u64).read_to_end(&mut bytes).map_err(Torn::Unread)?;
            let columns = info.shape.get(1).copied().unwrap_or(1);
            Ok(Some((bytes.as_chunks::<4>().0.to_vec(), columns)))
        };
        let Some((images, _)) = values("images", Dtype::U32)? else { return Ok(None) };
        let name = format!("{}.probabilities", stage.key());
        let Some((probabilities, n_clusters)) = values(&name, Dtype::F32)? else { return Ok(None) };
        if Some(probabilities.len()) != images.len().checked_mul(n_clusters) {
            return Err(Torn::Damaged(format!("{name}: {} values", probabilities.len())));
        }
        Ok(Some(Self {
            images: images.into_iter().map(u32::from_le_bytes).collect(),
            n_clusters,
            probabilities: probabilities.into_iter().map(f32::from_le_bytes).collect(),
        }))
    }
}

impl RunArrays {
    /// Writes `result.safetensors` into a run's directory (made if it is not there), atomically: a temporary file beside
    /// it, synced, then renamed. Durable when it returns.
    ///
    /// # Errors
    /// [`StoreError::Write`], for instance when the disk is full; [`StoreError::Unstorable`] for arrays that do not fit
    /// together. What was there before stays.
    pub fn save(&self, run_dir: &Path) -> Result<(), StoreError> {
        let path = run_dir.join(FILE);
        self.check().map_err(|why| {
            let what = "the result of the run".into();
            StoreError::Unstorable { path: path.clone(), what, why }
        })?;
        let write = |source| StoreError::Write { path: path.clone(), source };
        let names: Vec<&Stage> = self.stages.iter().map(|stage| &stage.name).collect();
        let names = serde_json::to_string(&names).map_err(|e| write(e.into()))?;
        fs::create_dir_all(run_dir).map_err(write)?;
        let temporary = tempfile::NamedTempFile::new_in(run_dir).map_err(write)?.into_temp_path();
        let info = HashMap::from([(STAGES.to_owned(), names)]);
        safetensors::serialize_to_file(self.tensors(), Some(info), &temporary).map_err(|e| match e {
            SafeTensorError::IoError(source) => write(source),
            other => write(io::Error::other(other)),
        })?;
        // The function puts a new file under the name, which only an open by name can sync.
        fs::File::options().write(true).open(&temporary).and_then(|file| file.sync_all()).map_err(write)?;
        temporary.persist(&path).map_err(|e| write(e.error))?;
        sync_dir(run_dir).map_err(write)
    }

    /// Reads what [`RunArrays::save`] wrote.
    ///
    /// # Errors
    /// [`StoreError::NoResult`]; [`StoreError::DamagedResult`] if anything does not fit together;
    /// [`StoreError::Read`].
    pub fn load(run_dir: &Path) -> Result<Self, StoreError> {
        let path = run_dir.join(FILE);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Err(StoreError::NoResult { path }),
            Err(source) => return Err(StoreError::Read { path, source }),
        };
        let parsed = Self::parse(&bytes).and_then(|arrays| arrays.check().map(|()| arrays));
        parsed.map_err(|why| StoreError::DamagedResult { path, why })
    }

    /// The images and the probabilities of one stage alone, without reading the rest, which is many times as much; None if the
    /// stage is not there.
    ///
    /// # Errors
    /// As [`RunArrays::load`].
    pub fn load_stage(run_dir: &Path, stage: &Stage) -> Result<Option<StageProbabilities>, StoreError> {
        let path = run_dir.join(FILE);
        let mut file = match fs::File::open(&path) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Err(StoreError::NoResult { path }),
            Err(source) => return Err(StoreError::Read { path, source }),
        };
        StageProbabilities::read(&mut file, stage).map_err(|fault| match fault {
            Torn::Unread(source) => StoreError::Read { path, source },
            Torn::Damaged(why) => StoreError::DamagedResult { path, why },
        })
    }

    /// Renames a file that can not be read, so that it is not taken for a result any more; false if there is none.
    ///
    /// # Errors
    /// [`StoreError::Write`].
    pub fn set_aside(run_dir: &Path) -> Result<bool, StoreError> {
        let path = run_dir.join(FILE);
        match fs::rename(&path, run_dir.join(SET_ASIDE)) {
            Ok(()) => Ok(true),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(source) => Err(StoreError::Write { path, source }),
        }
    }

    /// Values an image in `embedding`; 0 if there are no images.
    #[must_use]
    pub fn embedding_dim(&self) -> usize {
        self.embedding.len().checked_div(self.images.len()).unwrap_or(0)
    }

    fn tensors(&self) -> Vec<(String, Array<'_>)> {
        let n = self.images.len();
        let mut tensors = vec![
            ("images".to_owned(), Array::ids(&[n], &self.images)),
            ("embedding".to_owned(), Array::reals(&[n, self.embedding_dim()], &self.embedding)),
            ("neighbors".to_owned(), Array::ids(&[n, self.k], &self.neighbors)),
            ("similarity".to_owned(), Array::reals(&[n, self.k], &self.similarity)),
            ("representatives".to_owned(), Array::ids(&[n], &self.representatives)),
        ];
        if !self.junk.is_empty() {
            tensors.push(("junk".to_owned(), Array::reals(&[n], &self.junk)));
        }
        for StageArrays { name, n_clusters, clusters, confidence, probabilities } in &self.stages {
            let name = name.key();
            tensors.push((format!("{name}.clusters"), Array::ids(&[n], clusters)));
            tensors.push((format!("{name}.confidence"), Array::reals(&[n], confidence)));
            tensors.push((format!("{name}.probabilities"), Array::reals(&[n, *n_clusters], probabilities)));
        }
        tensors
    }

    fn parse(bytes: &[u8]) -> Result<Self, String> {
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(|e| e.to_string())?;
        let names =
            header.metadata().as_ref().and_then(|info| info.get(STAGES)).ok_or("it does not list its stages")?;
        let names: Vec<Stage> = serde_json::from_str(names).map_err(|e| e.to_string())?;
        let file = SafeTensors::deserialize(bytes).map_err(|e| e.to_string())?;
        let (neighbors, k) = numbers(&file, "neighbors", Dtype::U32, u32::from_le_bytes)?;
        let mut stages = Vec::new();
        for name in names {
            let key = name.key();
            let (probabilities, n_clusters) =
                numbers(&file, &format!("{key}.probabilities"), Dtype::F32, f32::from_le_bytes)?;
            stages.push(StageArrays {
                n_clusters,
                clusters: numbers(&file, &format!("{key}.clusters"), Dtype::U32, u32::from_le_bytes)?.0,
                confidence: numbers(&file, &format!("{key}.confidence"), Dtype::F32, f32::from_le_bytes)?.0,
                probabilities,
                name,
            });
        }
        let images = numbers(&file, "images", Dtype::U32, u32::from_le_bytes)?.0;
        let representatives = match file.tensor("representatives") {
            Ok(_) => numbers(&file, "representatives", Dtype::U32, u32::from_le_bytes)?.0,
            // Programs before this one knew no groups.
            Err(_) => (0..images.len() as u32).collect(),
        };
        let junk = match file.tensor("junk") {
            Ok(_) => numbers(&file, "junk", Dtype::F32, f32::from_le_bytes)?.0,
            Err(_) => Vec::new(),
        };
        Ok(Self {
            images,
            representatives,
            junk,
            embedding: numbers(&file, "embedding", Dtype::F32, f32::from_le_bytes)?.0,
            k,
            neighbors,
            similarity: numbers(&file, "similarity", Dtype::F32, f32::from_le_bytes)?.0,
            stages,
        })
    }

    /// Whether everything fits together; else what does not.
    fn check(&self) -> Result<(), String> {
        let n = self.images.len();
        let has = |what: &str, is: usize, expected: usize| {
            if is == expected { Ok(()) } else { Err(format!("{what}: {is} values where {expected} belong")) }
        };
        has("embedding", self.embedding.len(), n * self.embedding_dim())?;
        has("neighbors", self.neighbors.len(), n * self.k)?;
        has("similarity", self.similarity.len(), n * self.k)?;
        has("representatives", self.representatives.len(), n)?;
        if !self.junk.is_empty() {
            has("junk", self.junk.len(), n)?;
        }
        let stands = |&&rep: &&u32| self.representatives.get(rep as usize) != Some(&rep);
        if let Some(rep) = self.representatives.iter().find(stands) {
            return Err(format!("representatives: {rep} does not stand for itself"));
        }
        if let Some(position) = self.neighbors.iter().find(|&&position| position as usize >= n) {
            return Err(format!("neighbors: {position} is no row of {n}"));
        }
        let mut names = BTreeSet::new();
        for StageArrays { name, n_clusters, clusters, confidence, probabilities } in &self.stages {
            let name = name.key();
            if !names.insert(name) {
                return Err(format!("stage {name} is there twice"));
            }
            has(&format!("{name}.clusters"), clusters.len(), n)?;
            has(&format!("{name}.confidence"), confidence.len(), n)?;
            has(&format!("{name}.probabilities"), probabilities.len(), n * n_clusters)?;
            if let Some(cluster) = clusters.iter().find(|&&cluster| cluster as usize >= *n_clusters) {
                return Err(format!("{name}.clusters: {cluster} is none of {n_clusters} clusters"));
            }
        }
        Ok(())
    }
}

/// The values of a tensor, and its second dimension (1 if it has one only).
fn numbers<T>(
    file: &SafeTensors,
    name: &str,
    dtype: Dtype,
    number: fn([u8; 4]) -> T,
) -> Result<(Vec<T>, usize), String> {
    let tensor = file.tensor(name).map_err(|_| format!("{name} is missing"))?;
    if tensor.dtype() != dtype {
        return Err(format!("{name} holds {:?} where {dtype:?} belongs", tensor.dtype()));
    }
    let (values, _) = tensor.data().as_chunks::<4>();
    Ok((values.iter().copied().map(number).collect(), tensor.shape().get(1).copied().unwrap_or(1)))
}

/// Numbers that are turned into bytes when they are written, one tensor at a time.
struct Array<'a> {
    shape: Vec<usize>,
    numbers: Numbers<'a>,
}

enum Numbers<'a> {
    Ids(&'a [u32]),
    Reals(&'a [f32]),
}

impl<'a> Array<'a> {
    fn ids(shape: &[usize], ids: &'a [u32]) -> Self {
        Self { shape: shape.to_vec(), numbers: Numbers::Ids(ids) }
    }

    fn reals(shape: &[usize], reals: &'a [f32]) -> Self {
        Self { shape: shape.to_vec(), numbers: Numbers::Reals(reals) }
    }
}

impl View for Array<'_> {
    fn dtype(&self) -> Dtype {
        match self.numbers {
            Numbers::Ids(_) => Dtype::U32,
            Numbers::Reals(_) => Dtype::F32,
        }
    }

    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn data(&self) -> Cow<'_, [u8]> {
        match self.numbers {
            Numbers::Ids(ids) => ids.iter().flat_map(|number| number.to_le_bytes()).collect(),
            Numbers::Reals(reals) => reals.iter().flat_map(|number| number.to_le_bytes()).collect(),
        }
    }

    fn data_len(&self) -> usize {
        4 * match self.numbers {
            Numbers::Ids(ids) => ids.len(),
            Numbers::Reals(reals) => reals.len(),
        }
    }
}
