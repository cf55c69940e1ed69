//! Rows of frozen features for the images of a run: those of a run before, and the rest computed and kept; or rows that
//! somebody else computed.

use super::run::{RunWork, check_place};
use super::squares::CutFrom;
use super::{Context, Pace};
use crate::clustering::pipeline::{self, RawRows, RunError};
use crate::clustering::settings::RunSettings;
use crate::features::backbone::Backbone;
use crate::features::rows::Block;
use crate::features::vectors::{Matrix, Names};
use crate::features::{Source, classes};
use crate::learning::views::TileSet;
use crate::room;
use crate::session::estimate;
use crate::store::features::FeatureFile;
use crate::store::{ImageRow, ImageState};
use crate::strings::{Told, told};
use std::collections::HashSet;
use std::path::Path;

/// Bytes of squares that are in memory at a time; their rows are kept before the next come, so that a crash or a cancelled
/// run loses no more.
pub(super) const BYTES_AT_A_TIME: usize = 24 << 20;

impl RunWork {
    /// What a run on frozen features sees of its images.
    pub(super) fn rows(&self, source: &Source, context: &Context) -> Result<RawRows, RunError> {
        if let Source::Vectors(path) = source {
            return self.vectors(path);
        }
        let device_settings = RunSettings { features: source.clone(), ..self.settings.clone() };
        let mut parts = Vec::new();
        for (backbone, part) in pipeline::backbones(&device_settings)?.into_iter().zip(source.parts()) {
            let raw = self.computed_rows(&backbone, &estimate::features_kind(part, &self.settings), context)?;
            let head = backbone.best_head().cloned();
            parts.push(RawRows { raw, blocks: backbone.blocks, head });
        }
        Ok(RawRows::beside(parts))
    }

    /// Raw rows of all images, in order; computing those that are missing is work of this kind.
    fn computed_rows(&self, backbone: &Backbone, kind: &str, context: &Context) -> Result<Vec<f32>, RunError> {
        let d = backbone.n_features();
        let open = |key: &str, d: usize| {
            let path = self.features_dir.join(format!("{key}.rows"));
            FeatureFile::open(&path, d).map_err(|e| RunError::Failed(room::failed(&path, &e)))
        };
        let mut file = open(&backbone.key, d)?;
        let mut of_classes = if backbone.knows_classes() { Some(open(classes::KEY, classes::ROW)?) } else { None };
        let is_known = |hash: &[u8; 32]| file.has(hash) && of_classes.as_ref().is_none_or(|file| file.has(hash));
        let mut asked_for = HashSet::new();
        // Images of the same content have the same row.
        let missing: Vec<&ImageRow> = self
            .images
            .iter()
            .filter(|row| content(row).is_some_and(|hash| !is_known(hash) && asked_for.insert(*hash)))
            .collect();
        let pace = Pace::new(told!("engine-computing"), missing.len() as u64);
        let n_missing = missing.len() as f64;
        context.course.resize(kind, n_missing);
        context.course.begin(kind);
        let mut n_before = 0;
        let keep = |part: &[&ImageRow], tiles: TileSet| -> Result<(), RunError> {
            context.show(pace.at(n_before));
            let mut on_done = |n: usize| {
                context.course.note((n_before + n as u64) as f64 / n_missing.max(1.0));
                context.show(pace.at(n_before + n as u64));
            };
            let seen = pipeline::see(backbone, tiles, &self.settings, &context.cancel, &mut on_done)?;
            let contents: Vec<[u8; 32]> = part.iter().filter_map(|row| content(row).copied()).collect();
            let failed = |e: std::io::Error| RunError::Failed(room::failed(&self.features_dir, &e));
            check_place(context)?;
            if let Some(of_classes) = &mut of_classes {
                of_classes.append(&contents, &seen.classes).map_err(failed)?;
            }
            file.append(&contents, &seen.rows).map_err(failed)?;
            n_before += part.len() as u64;
            Ok(())
        };
        self.for_squares(&missing, backbone, context, keep)?;
        let mut all = Vec::with_capacity(self.images.len() * d);
        for row in &self.images {
            let is_there = content(row).is_some_and(|hash| file.extend_with(hash, &mut all));
            if !is_there {
                return Err(RunError::Failed(told!("engine-unreadable-now", path = row.record.path.display())));
            }
        }
        Ok(all)
    }

    /// Hands out the squares of some images, some at a time; the next are read while `take` is at work.
    fn for_squares(
        &self,
        images: &[&ImageRow],
        backbone: &Backbone,
        context: &Context,
        mut take: impl FnMut(&[&ImageRow], TileSet) -> Result<(), RunError>,
    ) -> Result<(), RunError> {
        let size = backbone.size;
        let from = if backbone.takes_thumbnails() { CutFrom::Thumbnails } else { CutFrom::Originals };
        let parts = || images.chunks((BYTES_AT_A_TIME / (size * size * 3)).max(1));
        std::thread::scope(|scope| {
            let (send, receive) = crossbeam_channel::bounded(1);
            let reader = std::thread::Builder::new().name("gleaner-ahead".into()).spawn_scoped(scope, move || {
                for part in parts() {
                    let squares = self.squares(part, size, from, context);
                    let is_last = squares.is_err();
                    // Nobody listens any more once `take` failed.
                    if send.send(squares).is_err() || is_last {
                        return;
                    }
                }
            });
            for part in parts() {
                let squares = match reader {
                    Ok(_) => receive.recv().unwrap_or_else(|_| Err(RunError::Failed(told!("answer-no-more-pictures")))),
                    // The system gives no further thread.
                    Err(_) => self.squares(part, size, from, context),
                };
                take(part, squares?)?;
            }
            Ok(())
        })
    }

    /// Rows from a file; the run has only images that it names.
    fn vectors(&self, path: &Path) -> Result<RawRows, RunError> {
        let names = Names::read(path).map_err(|e| RunError::Failed(Told::of(e)))?;
        let matrix = Matrix::read(path).map_err(|e| RunError::Failed(Told::of(e)))?;
        if names.n() != matrix.n() {
            let (path, n, lines) = (path.display().to_string(), matrix.n(), names.n());
            return Err(RunError::Failed(told!("rows-not-as-many", path = path, n = n, lines = lines)));
        }
        let mut all = Vec::with_capacity(self.images.len() * matrix.d);
        for row in &self.images {
            let at = names.row(&row.record.path.display());
            let at = at.ok_or_else(|| RunError::Failed(told!("rows-none-now", path = row.record.path.display())))?;
            all.extend_from_slice(&matrix.numbers[at * matrix.d..(at + 1) * matrix.d]);
        }
        let blocks = vec![Block { width: matrix.d, weight: 1.0, is_standardised: false }];
        Ok(RawRows { raw: all, blocks, head: None })
    }
}

fn content(row: &ImageRow) -> Option<&[u8; 32]> {
    match &row.record.state {
        ImageState::Ready { content_hash, .. } => Some(content_hash),
        _ => None,
    }
}
