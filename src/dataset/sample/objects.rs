//! The eight kinds of things, as contours and patterns in the unit square.
//!
//! Each is a signed distance (negative inside) and a tone from 0 to 1 that mixes the thing's two colours. On average each
//! kind shows about as much of either tone, so that colours and brightness do not tell kinds apart.

use super::canvas::smoothstep;
use std::f32::consts::{PI, TAU};

/// Names of the kinds, in alphabetical order.
pub const KINDS: [&str; 8] = ["beach ball", "brick", "kite", "ladybird", "leaf", "starfish", "target", "wheel"];

/// Distance to the contour of a thing of about unit radius; negative inside.
pub fn distance(kind: usize, u: f32, v: f32) -> f32 {
    let r = u.hypot(v);
    match kind {
        1 => (u.abs() - 1.0).max(v.abs() - 0.62),
        2 => (u.abs() * 0.92 + (v + 0.18 * u.abs()).abs() * 0.72) - 0.72,
        3 => ((u / 0.98).hypot(v / 0.8) - 1.0) * 0.85,
        4 => {
            // Two arcs that meet in points.
            let (x, y) = (u, v.abs());
            (x.hypot(y + 0.75) - 1.28).max(x.abs() - 1.05)
        }
        5 => {
            let angle = v.atan2(u);
            let arm = (angle / TAU * 5.0).rem_euclid(1.0) - 0.5;
            // Rounded arms: the radius falls from tip to notch.
            let edge = 0.42 + 0.62 * (1.0 - (arm.abs() * 2.0)).powf(1.35);
            (r - edge) * 0.6
        }
        7 => {
            let rim = (r - 0.8).abs() - 0.2;
            let hub = r - 0.24;
            let spoke_angle = (v.atan2(u) / TAU * 5.0).rem_euclid(1.0) - 0.5;
            let spoke = ((spoke_angle * TAU / 5.0).sin() * r).abs() - 0.09;
            rim.min(hub).min(spoke.max(r - 0.8))
        }
        _ => r - 1.0,
    }
}

/// The pattern: 0 is the first colour, 1 the second. `phase` is a little freedom within the kind, in [0, 1).
pub fn tone(kind: usize, u: f32, v: f32, phase: f32) -> f32 {
    let r = u.hypot(v);
    let stripe = |x: f32, width: f32| smoothstep(-0.12, 0.12, (x * PI / width).sin());
    match kind {
        // Bent stripes from pole to pole.
        0 => {
            let bend = (1.0 - (v * v).min(0.98)).sqrt();
            stripe(u / bend.max(0.2) + (phase - 0.5) * 0.2, 0.36)
        }
        // Rows of bricks with joints, each row half a brick on.
        1 => {
            let row = ((v + 0.62) / 0.413).floor();
            let x = u / 0.86 + row.rem_euclid(2.0) * 0.5 + 0.25 + (phase - 0.5) * 0.15;
            let (fx, fy) = (x.rem_euclid(1.0), ((v + 0.62) / 0.413).rem_euclid(1.0));
            let joint = fx.min(1.0 - fx) * 0.86;
            let bed = fy.min(1.0 - fy) * 0.413;
            1.0 - smoothstep(0.05, 0.09, joint.min(bed))
        }
        // Chequered.
        2 => {
            let (a, b) = ((u + v) / 0.36, (u - v) / 0.36);
            smoothstep(-0.12, 0.12, (a * PI / 1.4).sin() * (b * PI / 1.4).sin())
        }
        // Spots, and a line down the back.
        3 => {
            let spots = [(0.42, 0.3), (0.42, -0.36), (-0.42, 0.3), (-0.42, -0.36), (0.74, -0.02), (-0.74, -0.02)];
            let nearest = spots.iter().map(|(x, y)| (u - x).hypot(v - y)).fold(f32::INFINITY, f32::min);
            let spot = 1.0 - smoothstep(0.18, 0.24, nearest);
            spot.max(1.0 - smoothstep(0.03, 0.07, u.abs())).max(smoothstep(0.5, 0.56, -v))
        }
        // A midrib and slanted veins.
        4 => {
            let vein = ((u + v.abs() * 0.9) / 0.52 + phase).rem_euclid(1.0);
            let vein = 1.0 - smoothstep(0.1, 0.18, vein.min(1.0 - vein));
            vein.max(1.0 - smoothstep(0.06, 0.11, v.abs()))
        }
        // A ridge along each arm.
        5 => {
            let arm = (v.atan2(u) / TAU * 5.0).rem_euclid(1.0) - 0.5;
            let across = (arm * TAU / 5.0).sin().abs() * r;
            (1.0 - smoothstep(0.04, 0.1, across)) * smoothstep(0.1, 0.2, r)
        }
        // Rings.
        6 => stripe(r + 0.16 + phase * 0.05, 0.25),
        // Spokes and hub of one colour, the tyre of the other.
        _ => smoothstep(0.72, 0.78, r),
    }
}
