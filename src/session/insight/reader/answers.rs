//! How the reader's answers are found: pixels from packs and originals, the rest from the adopted run.

use super::{Answer, Inner, LoadedRun, Question, Run, Source, State};
use crate::dataset::decode::{Limits, decode};
use crate::ids::ImageId;
use crate::session::insight::classes::Classes;
use crate::session::insight::curating;
use crate::session::insight::evidence::{RunEvidence, examples_by_confidence};
use crate::session::insight::labelling::Proposal;
use crate::session::insight::quality::Quality;
use crate::session::insight::search::{Now, Searcher};
use crate::session::protocol::{Evidence, Pixels};
use crate::store::results::RunArrays;
use std::sync::Arc;

/// What is said of what a run would know.
pub(super) const NO_RUN: &str = "No run was taken yet, so there is nothing to go by: images are compared by the features of a run. Press Discover first.";

impl Inner {
    pub(super) fn answer(&self, question: &Question, source: &Source) -> Answer {
        match *question {
            Question::Thumbnail(image) => {
                let Some(place) = source.images.get(&image) else {
                    return missing("this image is not in the folder any more".into());
                };
                let jpeg = match source.packs.read(&place.thumbnail) {
                    Ok(jpeg) => jpeg,
                    Err(error) => return missing(error.to_string()),
                };
                match image::load_from_memory_with_format(&jpeg, image::ImageFormat::Jpeg) {
                    Ok(thumbnail) => pixels(&thumbnail.into_rgba8()),
                    Err(error) => missing(format!("the thumbnail can not be read: {error}")),
                }
            }
            Question::Preview(image, max_side) => {
                let Some(place) = source.images.get(&image) else {
                    return missing("this image is not in the folder any more".into());
                };
                let path = place.path.to_path(&source.folder);
                match decode(&path, &Limits::default(), &self.budget, &source.cancel) {
                    Ok(rgb) => {
                        let largest = rgb.width().max(rgb.height());
                        let whole = image::DynamicImage::ImageRgb8(rgb);
                        let shown = if largest > max_side { whole.thumbnail(max_side, max_side) } else { whole };
                        pixels(&shown.into_rgba8())
                    }
                    Err(reason) => missing(reason.to_string()),
                }
            }
            Question::Evidence(image, _) => self.by_run(source, |run| {
                let (rejected, links) = source.said.of_image(image);
                let evidence = Evidence { rejected, links, ..run.evidence.of(image, &source.snapshot) };
                Ok(Answer::Evidence(Arc::new(evidence)))
            }),
            Question::Examples(cluster, n, _) => {
                let Some(cluster) = source.snapshot.cluster(cluster) else {
                    return missing("this cluster is not there any more".into());
                };
                let examples = match self.run(source).get_or_init(|| load(source)) {
                    Ok(run) => run.evidence.examples(&cluster.members, n),
                    Err(_) => examples_by_confidence(&cluster.members, n),
                };
                Answer::Examples(Arc::new(examples))
            }
            Question::Search(ref query, n, _) => self.by_run(source, |run| {
                let nearest = run.searcher.search(&run.evidence, query, n, &self.now(source, &content_of(source)))?;
                Ok(Answer::Nearest(Arc::new(nearest)))
            }),
            Question::Suggestions(cluster, _) => self.by_run(source, |run| {
                let content = content_of(source);
                let now = self.now(source, &content);
                let own = source.run.as_ref().and_then(|place| place.own_words.as_deref());
                let names = run.searcher.suggestions(&run.evidence, &[cluster], own, &now)?;
                Ok(Answer::Names(Arc::new(names.into_iter().next().unwrap_or_default())))
            }),
            Question::Quality(..) => {
                let run = self.run(source);
                let run = run.get_or_init(|| load(source)).as_ref().ok().map(|run| &run.evidence);
                Answer::Quality(Arc::new(Quality::of(run, &source.snapshot, &source.prints, &source.cancel)))
            }
            Question::Classes(id) => self.by_run(source, |run| {
                let place =
                    source.run.as_ref().filter(|place| place.id == id).ok_or("another run was taken meanwhile")?;
                let classes = Classes::of(&run.evidence, id, place.settings.seed, &source.cancel);
                Ok(Answer::Classes(Arc::new(classes.ok_or("the classes could not be counted")?)))
            }),
            Question::Split(cluster, n, _) => self.by_run(source, |run| {
                let cluster = source.snapshot.cluster(cluster).ok_or("this cluster is not there any more")?;
                let seed = source.run.as_ref().map_or(0, |place| place.settings.seed);
                let parts = curating::split(&run.evidence, cluster, n, seed, &source.cancel);
                Ok(Answer::Parts(Arc::new(parts.map_err(|e| e.to_string())?)))
            }),
            Question::Queue(n, _) => self.by_run(source, |run| {
                let images = curating::queue(&run.evidence, &source.snapshot, n, &source.cancel);
                Ok(Answer::Images(Arc::new(images.map_err(|e| e.to_string())?)))
            }),
            Question::NearClusters(cluster, _) => self.by_run(source, |run| {
                let cluster = source.snapshot.cluster(cluster).ok_or("this cluster is not there any more")?;
                let near = curating::nearest_clusters(&run.evidence, cluster, &source.snapshot);
                Ok(Answer::Clusters(Arc::new(near)))
            }),
            Question::Proposal(ref from, ..) => match Proposal::read(&source.snapshot, &source.said, from) {
                Ok(proposal) => Answer::Proposal(Arc::new(proposal)),
                Err(error) => missing(error.to_string()),
            },
        }
    }

    fn now<'a>(&'a self, source: &'a Source, content: &'a dyn Fn(ImageId) -> Option<[u8; 32]>) -> Now<'a> {
        let (budget, cancel) = (&self.budget, &source.cancel);
        Now { folder: &source.folder, snapshot: &source.snapshot, content, budget, cancel }
    }

    fn by_run(&self, source: &Source, answer: impl FnOnce(&Run) -> Result<Answer, String>) -> Answer {
        let loaded = self.run(source);
        match loaded.get_or_init(|| load(source)) {
            Ok(run) => answer(run).unwrap_or_else(missing),
            Err(why) => Answer::Missing(Arc::clone(why)),
        }
    }

    /// The adopted run, read once.
    fn run(&self, source: &Source) -> Arc<LoadedRun> {
        let known = |state: &State| {
            let (id, project, run) = state.run.as_ref()?;
            let is_it = (Some(*id), *project) == (source.run.as_ref().map(|run| run.id), source.project_revision);
            is_it.then(|| Arc::clone(run))
        };
        let mut state = self.state.lock();
        known(&state).unwrap_or_else(|| {
            let run = Arc::new(LoadedRun::new());
            if let Some(place) = &source.run {
                state.run = Some((place.id, source.project_revision, Arc::clone(&run)));
            }
            run
        })
    }
}

/// Reads the adopted run.
fn load(source: &Source) -> Result<Run, Arc<str>> {
    let place = source.run.clone().ok_or(NO_RUN)?;
    let arrays = RunArrays::load(&place.dir).map_err(|error| Arc::from(error.to_string()))?;
    Ok(Run { evidence: RunEvidence::new(arrays, Some(place.kept.clone())), searcher: Searcher::new(place) })
}

fn content_of(source: &Source) -> impl Fn(ImageId) -> Option<[u8; 32]> {
    |image| Some(source.images.get(&image)?.content)
}

fn missing(why: String) -> Answer {
    Answer::Missing(why.into())
}

fn pixels(rgba: &image::RgbaImage) -> Answer {
    Answer::Pixels(Arc::new(Pixels { width: rgba.width(), height: rgba.height(), rgba: rgba.as_raw().clone() }))
}
