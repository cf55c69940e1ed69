//! Placing images that came after the adopted run into the clusters in force: their rows are made as those of the run were,
//! and compared with these. Nothing is trained, and the engine makes the edit of it.

use super::features::BYTES_AT_A_TIME;
use super::squares::CutFrom;
use super::{Context, Ending, Pace, RunWork};
use crate::clustering::folder::place::{Known, Placer};
use crate::clustering::heads::kept::KeptHead;
use crate::clustering::pipeline::{QueryNetwork, RunError};
use crate::curation::edit::Confidence;
use crate::features::vectors::Names;
use crate::features::{Source, rows};
use crate::ids::{ClusterId, ImageId, RunId};
use crate::session::insight::evidence::RunEvidence;
use crate::session::insight::search::RunPlace;
use crate::session::project::said::Said;
use crate::session::protocol::Snapshot;
use crate::store::ImageRow;
use crate::store::results::RunArrays;
use crate::strings::{Told, say, told};
use std::path::PathBuf;
use std::sync::Arc;

/// Places new images.
pub struct PlaceWork {
    /// What the words of the outcome begin with.
    pub said: Told,
    /// The adopted run.
    pub run: RunPlace,
    /// The labels in force.
    pub snapshot: Arc<Snapshot>,
    /// Images of the run that are still there.
    pub known: Vec<ImageRow>,
    /// Images to place.
    pub new: Vec<ImageRow>,
    pub folder: PathBuf,
    pub pixels_dir: PathBuf,
    pub prepared_dir: PathBuf,
}

/// What is to become an edit.
#[derive(Debug, Default)]
pub struct Placing {
    /// What the words of the outcome begin with.
    pub said: Told,
    /// The run whose clusters they are placed in.
    pub run: RunId,
    pub images: Vec<(ImageId, ClusterId, Confidence)>,
    pub unplaced: Vec<(ImageId, Confidence)>,
    /// Images that the file of rows does not name: nothing is known of them.
    pub n_without_row: usize,
}

impl PlaceWork {
    /// Places the new images.
    pub fn run(self, context: &Context) -> Ending {
        let said = self.said.clone();
        match self.place(context) {
            Ok(placing) => Ending::Placed(Box::new(Placing { said, ..placing })),
            Err(RunError::Cancelled) => Ending::Cancelled,
            Err(RunError::Failed(words)) => Ending::Failed(Told::sentences(vec![said, words])),
        }
    }

    fn place(mut self, context: &Context) -> Result<Placing, RunError> {
        let n_all = self.new.len();
        let arrays = RunArrays::load(&self.run.dir).map_err(|error| RunError::Failed(error.to_string().into()))?;
        let run = RunEvidence::new(arrays, Some(self.run.kept.clone()));
        self.known.retain(|row| run.row(row.id).is_some_and(|at| run.is_seen(at)));
        let new = self.rows(context)?;
        let (all, d) = run.embedding();
        if new.len() != self.new.len() * d {
            return Err(RunError::Failed(told!("engine-features-changed")));
        }
        context.show(Pace::new(told!("engine-placing"), 0).at(0));
        let mut ids: Vec<ClusterId> = self.snapshot.clusters.iter().map(|cluster| cluster.id).collect();
        ids.sort_unstable();
        let prior = run.prior(&ids, &self.snapshot);
        let columns = self.columns(&run, &ids, &prior);
        let head = KeptHead::load(&self.run.network_dir);
        let known = Known { rows: all, d, n_columns: ids.len(), columns: &columns, prior: &prior, head: head.as_ref() };
        let placer = Placer::new(known, &context.cancel).map_err(|_| RunError::Cancelled)?;
        let placed = placer.place(&new, &context.cancel).map_err(|_| RunError::Cancelled)?;
        let mut placing = Placing { run: self.run.id, n_without_row: n_all - self.new.len(), ..Placing::default() };
        for (row, placed) in self.new.iter().zip(placed) {
            let sure = Confidence::of(placed.probability);
            match placed.column {
                Some(column) => placing.images.push((row.id, ids[column as usize], sure)),
                None => placing.unplaced.push((row.id, sure)),
            }
        }
        Ok(placing)
    }

    /// The cluster in force of each row of the run; of a file that is gone, the likeliest one.
    fn columns(&self, run: &RunEvidence, ids: &[ClusterId], prior: &[f32]) -> Vec<Option<u32>> {
        let c = ids.len();
        let column = |(row, image): (usize, &u32)| {
            if let Some(label) = self.snapshot.label(ImageId(*image)) {
                return label.cluster.and_then(|id| ids.binary_search(&id).ok()).map(|column| column as u32);
            }
            let own = &prior[row * c..][..c];
            (0..c).filter(|at| own[*at] > 0.0).max_by(|a, b| own[*a].total_cmp(&own[*b])).map(|at| at as u32)
        };
        run.images().iter().enumerate().map(column).collect()
    }

    /// Unit rows of the new images, centred as those of the run were; images that can have none leave.
    fn rows(&mut self, context: &Context) -> Result<Vec<f32>, RunError> {
        if !self.run.settings.is_frozen() {
            return self.learned_rows(context);
        }
        let source = &self.run.settings.features;
        if let Source::Vectors(path) = source {
            let names = Names::read(path).map_err(|e| RunError::Failed(Told::of(e)))?;
            let is_named = |row: &ImageRow| names.row(&row.record.path.display()).is_some();
            self.new.retain(is_named);
            self.known.retain(is_named);
        }
        let images = self.known.iter().chain(&self.new).cloned().collect();
        let all = self.work(images).rows(source, context)?;
        let d = rows::width(&all.blocks);
        let (known, new) = all.raw.split_at(self.known.len() * d);
        let centring = rows::Centring::of(known, &all.blocks);
        Ok(new.chunks_exact(d.max(1)).flat_map(|row| centring.unit_row(row)).collect())
    }

    /// By the network that the run trained.
    fn learned_rows(&self, context: &Context) -> Result<Vec<f32>, RunError> {
        let no_rows = &mut |_: &_| Err(say!("answer-learned").into());
        let network = QueryNetwork::open(&self.run.settings, &self.run.network_dir, no_rows)?;
        let (work, size) = (self.work(Vec::new()), network.size());
        let images: Vec<&ImageRow> = self.new.iter().collect();
        let pace = Pace::new(told!("engine-computing"), images.len() as u64);
        let (mut all, mut n_done) = (Vec::new(), 0);
        for part in images.chunks((BYTES_AT_A_TIME / (size * size * 3)).max(1)) {
            context.show(pace.at(n_done));
            all.extend(network.unit_rows(work.squares(part, size, CutFrom::Originals, context)?, &context.cancel)?);
            n_done += part.len() as u64;
        }
        Ok(all)
    }

    /// What makes rows in a run; it begins none.
    fn work(&self, images: Vec<ImageRow>) -> RunWork {
        RunWork {
            run: self.run.id,
            resume: false,
            content: None,
            proposed: None,
            seconds_before: 0.0,
            settings: self.run.settings.as_ref().clone(),
            images,
            folder: self.folder.clone(),
            pixels_dir: self.pixels_dir.clone(),
            dir: self.run.dir.clone(),
            prepared_dir: self.prepared_dir.clone(),
            features_dir: self.run.features_dir.clone(),
            said: Said::default(),
            present: None,
        }
    }
}
