//! Which members of a group are surely copies: for what cannot be taken back, such as leaving images out of a run.
//!
//! A group may hold neighbouring slices of one scan beside true copies, where a folder has crowds of pictures of one kind.
//! For looking through they belong together; as one vote they would thin out their class. It finds no groups.

use super::{FEW, Prints, SHELL, distinct, groups, hashes};
use crate::control::{CancelToken, Cancelled};
use crate::linalg::dot::dot;
use rayon::prelude::*;

/// Rows of a copy are nearer than this, 1 - cosine, whatever else is near. `benches/duplicates.rs` measures it.
const COPY_DISTANCE: f64 = 0.04;

/// What [`find`](super::find) gives, of which only those stay together that are surely copies: files of one content, images
/// whose hashes have no crowd of others around them, and in a crowd those whose hashes are the same or whose rows hardly differ.
///
/// # Errors
/// [`Cancelled`].
///
/// # Panics
/// If there are not as many contents, or rows, as representatives.
pub fn certain(
    representatives: &[u32],
    prints: Prints<'_>,
    rows: Option<(&[f32], usize)>,
    cancel: &CancelToken,
) -> Result<Vec<u32>, Cancelled> {
    let n = representatives.len();
    assert!(prints.hashes.len() == n && prints.contents.len() == n, "prints of the same images");
    assert!(rows.is_none_or(|(rows, d)| rows.len() == n * d), "one row an image");
    // Copies of one file are no crowd.
    let (firsts, _) = distinct(prints.contents);
    let pictures: Vec<u64> = firsts.iter().map(|&at| prints.hashes[at as usize]).collect();
    let around = |at: u32, of: &[u64]| hashes::count_between(prints.hashes[at as usize], of, SHELL.0, SHELL.1);
    let split = |group: &Vec<u32>| {
        cancel.check()?;
        // The first of each part, whether it lies in a crowd, and its members.
        let mut parts: Vec<(u32, bool, Vec<u32>)> = Vec::new();
        let (contents, of_content) =
            distinct(&group.iter().map(|&at| prints.contents[at as usize]).collect::<Vec<_>>());
        let files: Vec<u32> = contents.iter().map(|&first| group[first as usize]).collect();
        // Nor is a long burst one of its own.
        let own: Vec<u64> = files.iter().map(|&at| prints.hashes[at as usize]).collect();
        let mut part_of = Vec::with_capacity(files.len());
        for at in files {
            let alone = around(at, &pictures) - around(at, &own) <= FEW;
            let is_copy = |first: u32, is_alone: bool| {
                is_alone && alone
                    || super::is_detailed(prints.hashes[at as usize])
                        && prints.hashes[at as usize] == prints.hashes[first as usize]
                    || rows.is_some_and(|(rows, d)| is_near(rows, d, first, at))
            };
            let part = parts.iter().position(|(first, is_alone, _)| is_copy(*first, *is_alone));
            part_of.push(part.unwrap_or(parts.len()));
            if part.is_none() {
                parts.push((at, alone, Vec::new()));
            }
        }
        for (&at, content) in group.iter().zip(of_content) {
            parts[part_of[content as usize]].2.push(at);
        }
        Ok(parts)
    };
    let found = groups(representatives).par_iter().map(split).collect::<Result<Vec<_>, Cancelled>>()?;
    let mut certain: Vec<u32> = (0..n as u32).collect();
    for (first, _, members) in found.into_iter().flatten() {
        for at in members {
            certain[at as usize] = first;
        }
    }
    Ok(certain)
}

/// Whether the rows of two images hardly differ; rows that are none are near to nothing.
fn is_near(rows: &[f32], d: usize, a: u32, b: u32) -> bool {
    let row = |at: u32| &rows[at as usize * d..(at as usize + 1) * d];
    1.0 - dot(row(a), row(b)) <= COPY_DISTANCE
}
