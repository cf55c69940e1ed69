//! The 1,000 things that the built-in network knows by name, against the images of a project: the images that show what words
//! mean, and the things that name a cluster.
//!
//! It reads the classes that were kept of each image beside its features, and runs no network. Where the run's features come
//! with a text tower, [`super::text`] answers in its place.

use super::basis::Basis;
use super::{Hit, NameSource, Nearest, RunPlace, SuggestedName, Suggestions};
use crate::features::classes::asking::{self, Meaning};
use crate::features::classes::naming::{self, N_SUREST};
use crate::features::classes::things::Things;
use crate::features::classes::{KEY, Kept, ROW};
use crate::features::text::{N_SUGGESTED, vocabulary};
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{ClusterView, ImageTable, Snapshot};
use crate::store::features::FeatureFile;
use crate::strings::{Told, say, told};
use parking_lot::Mutex;
use std::path::Path;
use std::sync::Arc;

/// How words that are not known can be searched by.
fn free_words() -> Told {
    told!("things-free-words")
}

/// An image is found if what was asked for is so likely in it.
const LEAST: f32 = 0.05;

/// The rows of the images of one table.
struct Opened {
    table: Arc<ImageTable>,
    /// Bytes of the file that they were read from: it grows.
    n_bytes: u64,
    /// Sorted.
    images: Vec<ImageId>,
    /// (n, [`ROW`])
    rows: Vec<f32>,
}

impl Opened {
    fn row(&self, image: ImageId) -> Option<Kept<'_>> {
        let at = self.images.binary_search(&image).ok()?;
        Kept::new(&self.rows[at * ROW..(at + 1) * ROW])
    }

    /// The rows of a cluster's surest images that have one.
    fn surest(&self, cluster: &ClusterView, snapshot: &Snapshot) -> Vec<Kept<'_>> {
        let confidence = |image: ImageId| snapshot.label(image).map_or(0.0, |label| label.confidence);
        let with_row = |image: &ImageId| Some((confidence(*image), *image, self.row(*image)?));
        let mut all: Vec<(f32, ImageId, Kept<'_>)> = cluster.members.iter().filter_map(with_row).collect();
        let surer =
            |a: &(f32, ImageId, Kept<'_>), b: &(f32, ImageId, Kept<'_>)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if all.len() > N_SUREST {
            all.select_nth_unstable_by(N_SUREST, surer);
            all.truncate(N_SUREST);
        }
        all.into_iter().map(|(_, _, row)| row).collect()
    }
}

/// What the built-in network said of a project's images.
#[derive(Default)]
pub struct KnownSide {
    opened: Mutex<Option<Arc<Opened>>>,
    named: Mutex<Option<Named>>,
}

/// Names of all clusters from all things, which are asked for one by one.
struct Named {
    clusters: Arc<Vec<Arc<ClusterView>>>,
    of: Arc<Opened>,
    names: Arc<Names>,
}

/// Things that name each cluster, each with its lead.
type Names = Vec<Vec<(usize, f32)>>;

impl KnownSide {
    /// The `n` images that most likely show what a text means, likeliest first.
    pub fn search(&self, run: &RunPlace, text: &str, n: usize, now: &Basis<'_>) -> Result<Nearest, String> {
        let opened = self.opened(run, now)?;
        let meaning = asking::meaning(Things::shipped(), text);
        if meaning.classes.is_empty() {
            return Err(unknown(&meaning, text));
        }
        let likely = |row: Kept<'_>| {
            row.classes()
                .filter(|(class, _)| meaning.classes.has(*class))
                .map(|(_, likely)| likely)
                .sum::<f32>()
                .min(1.0)
        };
        let hit = |image: &ImageId| Some(Hit { image: *image, similarity: likely(opened.row(*image)?) });
        let mut hits: Vec<Hit> = opened.images.iter().filter_map(hit).filter(|hit| hit.similarity >= LEAST).collect();
        hits.sort_by(|a, b| b.similarity.total_cmp(&a.similarity).then(a.image.cmp(&b.image)));
        hits.truncate(n);
        let note = note(&meaning, hits.is_empty());
        Ok(Nearest { hits, by: Some(say!("things-found-by")), note })
    }

    /// Names for each of some clusters, from all things or those that the list at `own` means.
    pub fn suggestions(
        &self,
        run: &RunPlace,
        clusters: &[ClusterId],
        own: Option<&Path>,
        now: &Basis<'_>,
    ) -> Result<Vec<Suggestions>, String> {
        let own = own.map(own_things).transpose()?;
        let things = own.as_ref().unwrap_or_else(|| Things::shipped());
        let opened = self.opened(run, now)?;
        let all = &now.snapshot.clusters;
        let names = match &own {
            Some(own) => Arc::new(names_of(own, &opened, now.snapshot)),
            None => self.named(&opened, now.snapshot),
        };
        let of = |id: &ClusterId| {
            let cluster = all.iter().position(|cluster| cluster.id == *id);
            let cluster = cluster.ok_or_else(|| say!("answer-no-group").to_owned())?;
            let named = |(thing, lead): &(usize, f32)| SuggestedName {
                name: things.all()[*thing].name.clone(),
                from: NameSource::Network,
                lead: *lead,
            };
            Ok(Suggestions { names: names[cluster].iter().map(named).collect(), note: Some(say!("things-names")) })
        };
        clusters.iter().map(of).collect()
    }

    fn named(&self, opened: &Arc<Opened>, snapshot: &Snapshot) -> Arc<Names> {
        let mut known = self.named.lock();
        let is_same =
            |named: &&Named| Arc::ptr_eq(&named.clusters, &snapshot.clusters) && Arc::ptr_eq(&named.of, opened);
        if let Some(named) = known.as_ref().filter(is_same) {
            return Arc::clone(&named.names);
        }
        let names = Arc::new(names_of(Things::shipped(), opened, snapshot));
        let (clusters, of) = (Arc::clone(&snapshot.clusters), Arc::clone(opened));
        *known = Some(Named { clusters, of, names: Arc::clone(&names) });
        names
    }

    fn opened(&self, run: &RunPlace, now: &Basis<'_>) -> Result<Arc<Opened>, String> {
        let mut known = self.opened.lock();
        let table = &now.snapshot.images;
        let path = run.features_dir.join(format!("{KEY}.rows"));
        let n_bytes = path.metadata().map_or(0, |file| file.len());
        let is_same = |opened: &&Arc<Opened>| Arc::ptr_eq(&opened.table, table) && opened.n_bytes == n_bytes;
        if let Some(opened) = known.as_ref().filter(is_same) {
            return Ok(Arc::clone(opened));
        }
        let file = FeatureFile::open(&path, ROW).map_err(|e| format!("{}: {e}", path.display()))?;
        let (mut images, mut rows) = (Vec::new(), Vec::new());
        for (image, _) in &table.by_id {
            if (now.content)(*image).is_some_and(|content| file.extend_with(&content, &mut rows)) {
                images.push(*image);
            }
        }
        if images.is_empty() {
            return Err(nothing_kept(run));
        }
        let opened = Arc::new(Opened { table: Arc::clone(table), n_bytes, images, rows });
        *known = Some(Arc::clone(&opened));
        Ok(opened)
    }
}

/// Things that name each of a project's clusters.
fn names_of(things: &Things, opened: &Opened, snapshot: &Snapshot) -> Names {
    let mut clusters = Vec::with_capacity(snapshot.clusters.len());
    for cluster in snapshot.clusters.iter() {
        let given = cluster.is_named.then_some(cluster.name.as_str());
        clusters.push((opened.surest(cluster, snapshot), given));
    }
    naming::names(things, &clusters, N_SUGGESTED)
}

/// The things that a person's own list means, each under the person's word for it.
fn own_things(path: &Path) -> Result<Things, String> {
    let known = |word: String| {
        let meaning = asking::meaning(Things::shipped(), &word);
        (meaning.unknown.is_empty() && !meaning.classes.is_empty()).then_some((word, meaning.classes))
    };
    let named: Vec<_> = vocabulary::read(path)?.into_iter().filter_map(known).collect();
    if named.is_empty() {
        let none = told!("things-none-of-list", path = path.display().to_string());
        return Err(Told::sentences(vec![none, free_words()]).to_string());
    }
    Ok(Things::own(named))
}

/// What was not looked for, and that nothing was found.
fn note(meaning: &Meaning, is_none: bool) -> Option<String> {
    let by = quoted(&meaning.known);
    let mut notes = Vec::new();
    if is_none {
        notes.push(told!("things-no-image", words = &by));
    }
    if !meaning.unknown.is_empty() {
        notes.push(told!("things-part", unknown = quoted(&meaning.unknown), words = &by));
        notes.push(free_words());
    }
    (!notes.is_empty()).then(|| Told::sentences(notes).to_string())
}

/// Why nothing can be looked for.
fn unknown(meaning: &Meaning, text: &str) -> String {
    let words = if meaning.unknown.is_empty() { vec![text.trim().to_owned()] } else { meaning.unknown.clone() };
    let near: Vec<&str> = words.iter().flat_map(|word| asking::nearest(Things::shipped(), word)).collect();
    let near = match near.len() {
        0 => told!("things-kinds"),
        _ => told!("things-near", words = near.join(", ")),
    };
    Told::sentences(vec![told!("things-unknown", words = quoted(&words)), near, free_words()]).to_string()
}

/// Why a project has neither names nor searches by words, with the way to them.
fn nothing_kept(run: &RunPlace) -> String {
    say!("things-none-kept", source = run.settings.features.to_string())
}

fn quoted(words: &[String]) -> String {
    words.iter().map(|word| format!("\u{201c}{word}\u{201d}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        unknown(&asking::meaning(Things::shipped(), text), text)
    }

    #[test]
    fn what_is_not_known_is_told_with_the_way_out() {
        let words = told("zebrra");
        assert!(words.contains("\u{201c}zebrra\u{201d}") && words.contains("Nearest known: zebra"), "{words}");
        assert!(words.contains("gleaner features add clip-b32"));
        assert!(told("xyzzyxyzzy").contains("It knows animals"));
        let of = |text: &str, is_none| note(&asking::meaning(Things::shipped(), text), is_none);
        let part = of("crimson minivan", false).expect("a word was left out");
        assert!(part.contains("no word \u{201c}crimson\u{201d}") && part.contains("by \u{201c}minivan\u{201d} alone"));
        assert_eq!(of("minivan", false), None);
        assert!(of("minivan", true).is_some_and(|words| words.starts_with("No image shows")));
    }

    #[test]
    fn own_words_are_kept_under_their_own_name() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("words.txt");
        std::fs::write(&path, "autos\nfrobnicators\nCars and lorries\n").expect("written");
        let things = own_things(&path).expect("two of three");
        let names: Vec<&str> = things.all().iter().map(|thing| thing.name.as_str()).collect();
        assert_eq!(names, ["autos", "Cars and lorries"]);
        std::fs::write(&path, "frobnicators\n").expect("written");
        assert!(own_things(&path).err().expect("none").contains("clip-b32"));
    }
}
