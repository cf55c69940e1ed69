//! Words against the images of a run: the images that words tell of, and the words that tell of a cluster.
//!
//! Images are compared by the rows that the network gave them, as CLIP's authors do, and not by those that were centred
//! for clustering. Rows of words are kept in the user's data directory, since a thousand of them take a minute.

use super::basis::Basis;
use super::{Hit, NameSource, RunPlace, SuggestedName, Suggestions, present_rows, raw_rows};
use crate::clustering::neighbors::index::Index;
use crate::control::CancelToken;
use crate::features::Source;
use crate::features::text::{N_SUGGESTED, TextEncoder, naming, vocabulary};
use crate::ids::{ClusterId, ImageId};
use crate::room;
use crate::session::insight::evidence::RunEvidence;
use crate::session::project::places;
use crate::store::features::FeatureFile;
use crate::strings::say;
use parking_lot::Mutex;
use std::path::Path;
use std::sync::Arc;

/// Words whose rows are computed before they are kept, so that little is lost when the program ends meanwhile.
const WORDS_AT_A_TIME: usize = 64;

/// What is opened once.
struct Opened {
    encoder: TextEncoder,
    /// Unit rows (n, d) of the network itself, of the run's images that are kept.
    rows: Vec<f32>,
    images: Vec<u32>,
    index: Index,
}

/// Words and unit rows (w, d) of them.
struct Words {
    words: Vec<String>,
    rows: Vec<f32>,
}

/// The text side of a network that looked at the images of a run.
pub struct TextSide {
    source: Source,
    opened: Mutex<Option<Arc<Opened>>>,
    shipped: Mutex<Option<Arc<Words>>>,
}

impl TextSide {
    /// That of a source; nothing is opened yet.
    pub fn new(source: Source) -> Self {
        Self { source, opened: Mutex::default(), shipped: Mutex::default() }
    }

    /// Whether it is here and images were looked at: opens what it needs.
    pub fn is_ready(&self, run: &RunPlace, evidence: &RunEvidence, now: &Basis<'_>) -> bool {
        self.opened(run, evidence, now).is_ok()
    }

    /// The `n` images that a text tells of best.
    pub fn search(
        &self,
        run: &RunPlace,
        evidence: &RunEvidence,
        text: &str,
        n: usize,
        now: &Basis<'_>,
    ) -> Result<Vec<Hit>, String> {
        let opened = self.opened(run, evidence, now)?;
        let query = opened.encoder.query(text, now.cancel).map_err(|e| e.to_string())?;
        let present = present_rows(&opened.images, &now.snapshot.images);
        let found = opened.index.nearest(&opened.rows, &query, n, &|row| present[row]);
        Ok(found.into_iter().map(|(row, similarity)| Hit { image: ImageId(opened.images[row]), similarity }).collect())
    }

    /// Names for each of some clusters, from the list at `own` or the shipped one.
    pub fn suggestions(
        &self,
        run: &RunPlace,
        evidence: &RunEvidence,
        clusters: &[ClusterId],
        own: Option<&Path>,
        now: &Basis<'_>,
    ) -> Result<Vec<Suggestions>, String> {
        let own = own.map(vocabulary::read).transpose()?;
        let opened = self.opened(run, evidence, now)?;
        let words = match own {
            Some(words) => Arc::new(Words { rows: rows_of(&opened.encoder, &words, now.cancel)?, words }),
            None => self.shipped(&opened.encoder, now.cancel)?,
        };
        let d = opened.encoder.n_features();
        let mut by_image: Vec<(u32, usize)> = opened.images.iter().copied().zip(0..).collect();
        by_image.sort_unstable();
        let row = |image: &ImageId| {
            let at = by_image.binary_search_by_key(&image.0, |entry| entry.0).ok()?;
            Some(&opened.rows[by_image[at].1 * d..][..d])
        };
        let all = &now.snapshot.clusters;
        let members = all.iter().map(|cluster| cluster.members.iter().filter_map(row).collect());
        let centres = naming::centres(members, d);
        let of = |id: &ClusterId| {
            let cluster = all.iter().position(|cluster| cluster.id == *id);
            let cluster = cluster.ok_or_else(|| say!("answer-no-group").to_owned())?;
            let names = naming::names(cluster, &centres, &words.rows, d, N_SUGGESTED);
            let named = |(word, lead): (usize, f32)| SuggestedName {
                name: words.words[word].clone(),
                from: NameSource::Words,
                lead,
            };
            Ok(Suggestions { names: names.into_iter().map(named).collect(), note: None })
        };
        clusters.iter().map(of).collect()
    }

    fn opened(&self, run: &RunPlace, evidence: &RunEvidence, now: &Basis<'_>) -> Result<Arc<Opened>, String> {
        let mut known = self.opened.lock();
        if let Some(opened) = &*known {
            return Ok(Arc::clone(opened));
        }
        let encoder = TextEncoder::open(&self.source).map_err(|e| e.to_string())?;
        let d = encoder.n_features();
        let (images, mut rows) = raw_rows(run, &[(&encoder.image_key, d)], evidence, now)?;
        rows.chunks_exact_mut(d).for_each(naming::normalise);
        let opened = Arc::new(Opened { index: Index::new(&rows, d), encoder, rows, images });
        *known = Some(Arc::clone(&opened));
        Ok(opened)
    }

    fn shipped(&self, encoder: &TextEncoder, cancel: &CancelToken) -> Result<Arc<Words>, String> {
        let mut known = self.shipped.lock();
        if let Some(words) = &*known {
            return Ok(Arc::clone(words));
        }
        let words = vocabulary::shipped();
        let words = Arc::new(Words { rows: rows_of(encoder, &words, cancel)?, words });
        *known = Some(Arc::clone(&words));
        Ok(words)
    }
}

/// Unit rows (w, d) of words: those that are kept, and the rest computed and kept.
fn rows_of(encoder: &TextEncoder, words: &[String], cancel: &CancelToken) -> Result<Vec<f32>, String> {
    let d = encoder.n_features();
    let path = places::data_dir().join("words").join(format!("{}.rows", encoder.key));
    let told = |e: std::io::Error| room::failed(&path, &e).to_string();
    let mut file = FeatureFile::open(&path, d).map_err(told)?;
    let key = |word: &String| *blake3::hash(word.as_bytes()).as_bytes();
    let missing: Vec<&String> = words.iter().filter(|word| !file.has(&key(word))).collect();
    for part in missing.chunks(WORDS_AT_A_TIME) {
        let texts: Vec<&str> = part.iter().map(|word| word.as_str()).collect();
        let rows = encoder.things(&texts, cancel).map_err(|e| e.to_string())?;
        let keys: Vec<[u8; 32]> = part.iter().map(|word| key(word)).collect();
        file.append(&keys, &rows).map_err(told)?;
    }
    let mut rows = Vec::with_capacity(words.len() * d);
    for word in words {
        file.extend_with(&key(word), &mut rows);
    }
    Ok(rows)
}
