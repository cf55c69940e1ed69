//! Which images have lost their thumbnail or their tile: the pack is gone, cut off, or holds other bytes than were written.
//!
//! Whether a pack is long enough costs nothing and is always looked at. Its bytes are read where that takes a moment, or where
//! somebody asked for it or found damage: a look at a folder is no reason to read gigabytes.

use super::{Context, Pace};
use crate::control::Cancelled;
use crate::store::packs::{self, Location, PackReader};
use crate::store::{ImageRow, ImageState};
use crate::strings::told;
use std::collections::BTreeSet;
use std::io;
use std::path::Path;

/// Packs that take no more are read whenever the folder is looked at.
const MOST_UNASKED: u64 = 128 << 20;
/// Pieces between two looks at the token.
const STEP: usize = 64;

/// Pieces of packs that can not be used.
#[derive(Debug, Default)]
pub struct Unsound(BTreeSet<(u32, u64)>);

impl Unsound {
    /// Of these images, in the packs of a directory; `is_asked`: all bytes are read, however many.
    pub fn find(rows: &[ImageRow], dir: &Path, is_asked: bool, context: &Context) -> Result<Self, UnsoundError> {
        let sizes = packs::segment_sizes(dir).map_err(UnsoundError::Read)?;
        let mut pieces: Vec<&Location> = rows.iter().flat_map(pieces).collect();
        // Disks like to be read from front to back.
        pieces.sort_by_key(|at| (at.segment, at.offset));
        let is_within = |at: &Location| {
            let end = at.offset.saturating_add(u64::from(at.length));
            sizes.get(&at.segment).is_some_and(|size| end <= *size)
        };
        let (within, lost): (Vec<&Location>, Vec<&Location>) = pieces.into_iter().partition(|at| is_within(at));
        let mut unsound: BTreeSet<(u32, u64)> = lost.into_iter().map(place).collect();
        if is_asked || sizes.values().sum::<u64>() <= MOST_UNASKED {
            let reader = PackReader::new(dir);
            let pace = Pace::new(told!("checkup-reading-pixels"), within.len() as u64);
            for (n, at) in within.into_iter().enumerate() {
                if n % STEP == 0 {
                    context.cancel.check()?;
                    context.show(pace.at(n as u64));
                }
                if reader.read(at).is_err() {
                    unsound.insert(place(at));
                }
            }
        }
        Ok(Self(unsound))
    }

    /// Whether an image has lost a piece.
    pub fn has_lost(&self, state: &ImageState) -> bool {
        match state {
            ImageState::Ready { thumbnail, tile, .. } => [thumbnail, tile].iter().any(|at| self.0.contains(&place(at))),
            _ => false,
        }
    }
}

/// Why nothing is known.
pub enum UnsoundError {
    Cancelled,
    Read(io::Error),
}

impl From<Cancelled> for UnsoundError {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

fn place(at: &Location) -> (u32, u64) {
    (at.segment, at.offset)
}

fn pieces(row: &ImageRow) -> Vec<&Location> {
    match &row.record.state {
        ImageState::Ready { thumbnail, tile, .. } => vec![thumbnail, tile],
        _ => Vec::new(),
    }
}
