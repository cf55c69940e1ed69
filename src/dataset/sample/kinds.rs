//! The eight kinds of things. What tells them apart is their shape: they all come in colours of one palette.

use super::canvas::uniform;
use super::mesh::Mesh;
use super::{household, plants};
use crate::control::Rng;
use std::f32::consts::{FRAC_PI_2, PI};

/// Names of the kinds, in alphabetical order.
pub const KINDS: [&str; 8] = ["doughnut", "flower", "key", "leaf", "mug", "mushroom", "pumpkin", "seashell"];

/// A thing of a kind on the ground about the origin, about half a unit in radius.
pub fn thing(kind: usize, rng: &mut Rng) -> Mesh {
    let draw = match kind {
        0 => household::doughnut,
        1 => plants::flower,
        2 => household::key,
        3 => plants::leaf,
        4 => household::mug,
        5 => plants::mushroom,
        6 => plants::pumpkin,
        _ => household::seashell,
    };
    // What lies flat is seen at a slant and would look small.
    draw(rng).fit(if kind == 3 { 1.1 } else { 1.0 })
}

/// How a thing of a kind is turned for an eye in the direction `azimuth`: flowers and leaves have a face, and shells a
/// point, towards negative y, which people take pictures of.
pub fn turn(kind: usize, azimuth: f32, rng: &mut Rng) -> f32 {
    let reach = match kind {
        1 | 3 => 1.2,
        7 => 1.8,
        _ => PI,
    };
    azimuth + FRAC_PI_2 + uniform(rng, -reach, reach)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_stand_on_the_ground_and_are_of_one_size() {
        for (kind, seed) in (0..KINDS.len()).flat_map(|kind| (0..12).map(move |seed| (kind, seed))) {
            let mesh = thing(kind, &mut Rng::from_key(&[seed, kind as u64]));
            let low = mesh.vertices.iter().map(|v| v.place.z).fold(f32::MAX, f32::min);
            assert!(low.abs() < 1e-4, "{} {seed}: lowest at {low}", KINDS[kind]);
            let far = mesh.vertices.iter().map(|v| v.place.x.hypot(v.place.y)).fold(0.0, f32::max);
            assert!((0.3..0.8).contains(&far), "{} {seed}: reaches {far}", KINDS[kind]);
            for v in &mesh.vertices {
                let sizes = [v.place.length(), v.normal.length(), v.open];
                assert!(sizes.iter().all(|x| x.is_finite()), "{} {seed}: {sizes:?}", KINDS[kind]);
            }
        }
    }
}
