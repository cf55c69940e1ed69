//! Near-duplicates of a run: found before it learns, one vote for what is surely one picture, the result for every copy.

use super::{Context, Pace};
use crate::clustering::folder::duplicates::{self, Prints};
use crate::clustering::folder::grouped::Grouping;
use crate::clustering::pipeline::{RunError, RunOutput};
use crate::clustering::settings::RunSettings;
use crate::session::estimate;
use crate::store::{ImageRow, ImageState};
use crate::strings::{Told, told};

/// Fewer images for each cluster than this are too few to leave any out.
const LEAST_PER_CLUSTER: usize = 10;

/// The groups of a run's images.
pub struct Groups {
    /// Position of the one that stands for each image, itself where it is alone.
    pub representative_of: Vec<u32>,
    /// The images that the run sees, and whose result each image gets: of what is surely one picture, one; all for themselves
    /// where groups are not used.
    pub seen: Grouping,
    note: Option<Told>,
}

impl Groups {
    /// By hashes, and by rows (n, d) where the features are known before the run. Groups are found for people in any case;
    /// the run uses what is surely a copy if its settings say so and enough images are left. Where a folder is a crowd of
    /// pictures of one kind, its groups thin out whole classes: on Medical-MNIST that cost 2 points in 100.
    pub fn find(
        settings: &RunSettings,
        images: &[ImageRow],
        rows: Option<(&[f32], usize)>,
        context: &Context,
    ) -> Result<Self, RunError> {
        context.course.begin(&estimate::duplicates_kind(settings));
        context.show(Pace::new(told!("job-stage-duplicates"), 0).at(0));
        let (hashes, contents): (Vec<u64>, Vec<u64>) = images.iter().map(prints).unzip();
        let prints = Prints { hashes: &hashes, contents: &contents };
        let representative_of = duplicates::find(prints, rows, &context.cancel).map_err(|_| RunError::Cancelled)?;
        let n = images.len();
        if !settings.duplicates.group {
            return Ok(Self { representative_of, seen: Grouping::alone(n), note: None });
        }
        let sure = duplicates::certain(&representative_of, prints, rows, &context.cancel);
        let sure = sure.map_err(|_| RunError::Cancelled)?;
        let grouping = Grouping::new(&sure);
        let n_seen = grouping.n_representatives();
        let n_groups = duplicates::groups(&sure).len();
        let n_copies = n - n_seen + n_groups;
        if n_seen == n {
            return Ok(Self { representative_of, seen: Grouping::alone(n), note: None });
        }
        if n_seen < LEAST_PER_CLUSTER * settings.expected_clusters() {
            let note = told!("note-copies-few", n = n_copies, sets = n_groups, left = n_seen);
            return Ok(Self { representative_of, seen: Grouping::alone(n), note: Some(note) });
        }
        let n_alike = n_seen - Grouping::new(&representative_of).n_representatives();
        let mut note = told!("note-copies", n = n_copies, sets = n_groups);
        if n_alike > 0 {
            note = Told::sentences(vec![note, told!("note-alike", n = n_alike)]);
        }
        Ok(Self { representative_of, seen: grouping, note: Some(note) })
    }

    /// Gives every image what the one that stands for it got. `own`: unit rows of all images where they are known.
    pub fn spread(&self, output: &mut RunOutput, own: Option<&[f32]>) {
        output.notes.splice(0..0, self.note.clone());
        if self.seen.is_trivial() {
            return;
        }
        let (seen, c) = (&self.seen, output.n_clusters);
        let (embedding, d) = &mut output.embedding;
        *embedding = own.map_or_else(|| seen.spread(embedding, *d), <[f32]>::to_vec);
        output.neighbors = seen.spread_neighbors(&output.neighbors);
        output.junk = seen.spread(&output.junk, 1);
        for stage in &mut output.stages {
            stage.clusters = stage.clusters.as_ref().map(|clusters| seen.spread(clusters, 1));
            stage.confidence = stage.confidence.as_ref().map(|confidence| seen.spread(confidence, 1));
            stage.probabilities = stage.probabilities.as_ref().map(|p| seen.spread(p, c));
        }
    }
}

/// Perceptual hash, and the beginning of the content's.
pub(in crate::session) fn prints(row: &ImageRow) -> (u64, u64) {
    match &row.record.state {
        ImageState::Ready { perceptual_hash, content_hash, .. } => {
            let [a, b, c, d, e, f, g, h, ..] = *content_hash;
            (*perceptual_hash, u64::from_le_bytes([a, b, c, d, e, f, g, h]))
        }
        _ => (0, u64::from(row.id.0)),
    }
}
