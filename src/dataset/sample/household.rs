//! Doughnuts, keys, mugs and seashells.

use super::canvas::{mix, noise, palette, screen, smoothstep, solid_noise, uniform};
use super::mesh::{Mesh, Surface, rounded, spline};
use super::vector::{V3, gray, v3};
use crate::control::Rng;
use std::f32::consts::{PI, TAU};

/// A doughnut with glaze and sprinkles or stripes.
pub fn doughnut(rng: &mut Rng) -> Mesh {
    let mut mesh = Mesh::default();
    let (ring, thick, flat) = (uniform(rng, 0.34, 0.4), uniform(rng, 0.19, 0.235), uniform(rng, 0.78, 0.95));
    let seed = rng.next_u64() as u32;
    let crust = mix(screen(0.72, 0.46, 0.22), palette(rng), 0.2);
    let pale = mix(crust, screen(0.93, 0.8, 0.55), 0.6);
    let on_ring = move |u: f32, angle: f32, out: f32| {
        let (sin, cos) = (u * TAU).sin_cos();
        let r = ring + (thick + out) * angle.cos();
        v3(r * cos, r * sin, (thick + out) * flat * angle.sin())
    };
    mesh.of(Surface::matte(move |p, _| {
        let belt = smoothstep(0.09, 0.02, (p.z + 0.02).abs());
        mix(crust, pale, belt) * (0.8 + 0.4 * solid_noise(p, 16.0, seed))
    }));
    let sky = move |u: f32, angle: f32| {
        let inner = smoothstep(0.2, -1.0, angle.cos());
        (on_ring(u, angle, 0.0), 1.0 - 0.55 * inner * smoothstep(0.9, 0.0, angle.sin()))
    };
    mesh.sheet((40, 20), true, |u, v| sky(u, v * TAU));
    let glaze = palette(rng);
    let (n_drips, drip) = (uniform(rng, 5.0, 11.0).floor(), uniform(rng, 0.1, 0.3));
    let edge = move |u: f32, phase: f32| {
        drip * ((u * TAU * n_drips + phase).sin() * 0.5 + 0.6 * (u * TAU * (n_drips - 2.0) + phase * 2.0).sin())
    };
    mesh.of(Surface::matte(move |p, _| glaze * (0.92 + 0.16 * solid_noise(p, 9.0, seed ^ 1))).polished(0.9, 0.12));
    mesh.sheet((72, 14), true, |u, v| {
        let (from, to) = (0.25 + edge(u, 1.0) * 0.5, PI - 0.15 + 0.4 * edge(u, 3.0) * 0.5);
        let out = 0.024 * rounded(v, 0.18);
        (on_ring(u, from + (to - from) * v, out), 1.0 - 0.25 * smoothstep(0.6, 1.0, v))
    });
    if rng.chance(0.65) {
        let colors = [palette(rng), palette(rng), palette(rng)];
        for k in 0..60 {
            let color = colors[k % 3];
            let (u, angle, way) = (uniform(rng, 0.0, 1.0), uniform(rng, 0.55, 2.6), uniform(rng, 0.0, TAU));
            let middle = on_ring(u, angle, 0.03);
            let normal = (middle - on_ring(u, angle, 0.0)).unit();
            let side = normal.cross(v3(way.cos(), way.sin(), 0.2)).unit();
            mesh.of(Surface::matte(move |_, _| color).polished(0.4, 0.4));
            mesh.tube(
                (5, 4),
                normal,
                |t| middle + side * (0.085 * (t - 0.5)),
                |v| {
                    let r = 0.014 * rounded(v, 0.3);
                    (r, r)
                },
            );
        }
    } else {
        let (icing, n) = (palette(rng), 9.0 + rng.below(6) as f32);
        mesh.of(Surface::matte(move |_, _| icing).polished(0.6, 0.25));
        let path = move |t: f32| on_ring(t, PI / 2.0 + 0.75 * (t * n * TAU).sin(), 0.03);
        mesh.tube((6, 220), V3::UP, path, |_| (0.02, 0.012));
    }
    mesh
}

/// A flat plate between two outlines `low` and `high` over a path: across from one to the other, v along.
fn plate(mesh: &mut Mesh, cells: usize, is_ring: bool, thick: f32, at: impl Fn(f32) -> (V3, V3)) {
    // A rectangle with bevelled corners, as the steps of u: where across, how far up.
    let steps = [
        (0.0, 0.5),
        (0.05, 1.0),
        (0.3, 1.0),
        (0.7, 1.0),
        (0.95, 1.0),
        (1.0, 0.5),
        (1.0, -0.5),
        (0.95, -1.0),
        (0.5, -1.0),
        (0.05, -1.0),
        (0.0, -0.5),
    ];
    let n = steps.len();
    mesh.sheet((n, cells), true, |u, v| {
        let (across, up) = steps[(u * n as f32).round() as usize % n];
        let closing = if is_ring { 1.0 } else { rounded(v, 0.01) };
        let (a, b) = at(v);
        (a + (b - a) * across + V3::UP * (up * thick * closing), 1.0)
    });
}

/// A key: an old one with a ring and a bit, or a flat one with teeth.
pub fn key(rng: &mut Rng) -> Mesh {
    let mut mesh = Mesh::default();
    let (tint, seed) = (palette(rng), rng.next_u64() as u32);
    let metal = mix(gray(0.62), tint, uniform(rng, 0.25, 0.9));
    let (rough, scratches) = (uniform(rng, 0.15, 0.4), uniform(rng, 0.1, 0.3));
    let brushed = move |p: V3, _| {
        metal
            * (1.0 + scratches * (noise(p.x * 8.0, p.y * 90.0, seed) - 0.5) + 0.25 * (solid_noise(p, 6.0, seed) - 0.5))
    };
    mesh.of(Surface { is_metal: true, ..Surface::matte(brushed).polished(1.0, rough) });
    if rng.chance(0.45) {
        old_key(&mut mesh, rng);
    } else {
        flat_key(&mut mesh, rng);
    }
    let angle = uniform(rng, -0.07, 0.07);
    mesh.shape(0, |p| p + V3::UP * (p.x * angle), |n| n);
    mesh
}

fn old_key(mesh: &mut Mesh, rng: &mut Rng) {
    let (r, wide, thick) = (uniform(rng, 0.17, 0.23), uniform(rng, 0.8, 1.25), uniform(rng, 0.038, 0.055));
    let n_bows = if rng.chance(0.4) { 3 } else { 1 };
    for i in 0..n_bows {
        let size = if n_bows == 3 { 0.62 } else { 1.0 };
        let angle = if n_bows == 3 { PI + (i as f32 - 1.0) * 1.5 } else { PI };
        let middle = v3(r * size * angle.cos(), r * size * angle.sin() * 1.05, 0.0);
        let path = |t: f32| middle + v3(r * size * (t * TAU).cos(), r * size * wide * (t * TAU).sin(), 0.0);
        mesh.tube((10, 36), V3::UP, path, |_| (thick, thick));
    }
    let long = uniform(rng, 0.85, 1.1);
    let shaft = uniform(rng, 0.042, 0.055);
    mesh.tube(
        (12, 60),
        V3::UP,
        |t| v3(t * long, 0.0, 0.0),
        |v| {
            let collar = [0.06, 0.13, 0.62].iter().map(|c| smoothstep(0.022, 0.012, (v - c).abs())).fold(0.0, f32::max);
            let r = (shaft + 0.026 * collar) * rounded(v, 0.02);
            (r, r)
        },
    );
    let n_teeth = 2 + rng.below(2);
    let (deep, notch) = (uniform(rng, 0.2, 0.28), uniform(rng, 0.35, 0.6));
    plate(mesh, 60, false, 0.032, |v| {
        let x = long * (0.7 + 0.26 * v);
        let step = (v * (2 * n_teeth - 1) as f32) as usize;
        let far = if step.is_multiple_of(2) { deep } else { deep * notch };
        (v3(x, 0.0, 0.0), v3(x, far, 0.0))
    });
}

fn flat_key(mesh: &mut Mesh, rng: &mut Rng) {
    let (r, corners) = (uniform(rng, 0.22, 0.27), [2.0, 2.6, 3.4][rng.below(3)]);
    let (hole, stretch, thick) = (uniform(rng, 0.05, 0.075), uniform(rng, 0.9, 1.2), uniform(rng, 0.022, 0.032));
    plate(mesh, 48, true, thick, |v| {
        let (sin, cos) = (v * TAU).sin_cos();
        let edge = r / (cos.abs().powf(corners) + sin.abs().powf(corners)).powf(1.0 / corners);
        let middle = v3(-r * 0.45, 0.0, 0.0);
        (middle + v3(hole * cos, hole * sin, 0.0), v3(edge * cos, edge * sin * stretch, 0.0))
    });
    let (long, half) = (uniform(rng, 0.7, 0.85), uniform(rng, 0.075, 0.095));
    let cuts: Vec<f32> = (0..7).map(|_| uniform(rng, 0.15, 0.75)).collect();
    plate(mesh, 90, false, thick, |v| {
        let x = r * 0.85 + long * v;
        let teeth = (v - 0.18) / 0.74 * cuts.len() as f32;
        let cut = if (0.0..cuts.len() as f32).contains(&teeth) {
            let within = (teeth.fract() - 0.5).abs() * 2.0;
            cuts[teeth as usize] * smoothstep(1.0, 0.25, within)
        } else {
            0.0
        };
        let tip = smoothstep(1.0, 0.9, v);
        (v3(x, -half * tip, 0.0), v3(x, (half - half * 1.1 * cut) * tip, 0.0))
    });
    // The groove along the blade, as a ridge beside it.
    let ridge = -half * 0.35;
    mesh.tube(
        (6, 8),
        V3::UP,
        |t| v3(r * 0.9 + long * 0.93 * t, ridge, thick),
        |v| {
            let w = rounded(v, 0.1);
            (0.016 * w, 0.012 * w)
        },
    );
}

/// A mug with coffee, tea or nothing in it.
pub fn mug(rng: &mut Rng) -> Mesh {
    let mut mesh = Mesh::default();
    let (color, band, seed) = (palette(rng), palette(rng), rng.next_u64() as u32);
    let (height, waist, foot) = (uniform(rng, 0.8, 1.1), uniform(rng, 0.9, 1.1), uniform(rng, 0.78, 1.0));
    let r = 0.42;
    let profile = [[foot, 0.0], [foot * 0.5 + waist * 0.5, 0.25], [waist, 0.5], [waist * 0.4 + 0.6, 0.8], [1.0, 1.0]];
    let (low, high) = (uniform(rng, 0.1, 0.5), uniform(rng, 0.55, 0.95));
    let pattern = rng.below(4);
    let coat = move |p: V3, _| {
        let z = p.z / height;
        let share = match pattern {
            0 => smoothstep(low - 0.01, low + 0.01, z) * smoothstep(high + 0.01, high - 0.01, z),
            1 => smoothstep(-0.2, 0.2, ((z - low) * 40.0).sin()) * smoothstep(0.3, 0.25, (z - 0.5).abs()),
            2 => smoothstep(low + 0.02, low - 0.02, z + 0.04 * noise(p.y.atan2(p.x) * 3.0, 0.0, seed)),
            _ => 0.0,
        };
        let speck = smoothstep(0.78, 0.84, solid_noise(p, 30.0, seed));
        mix(color, band, share) * (0.96 + 0.08 * solid_noise(p, 5.0, seed)) * (1.0 - 0.4 * speck)
    };
    let glazed = move || Surface::matte(coat).polished(1.0, 0.08);
    let wall = 0.035;
    mesh.of(glazed());
    mesh.lathe((48, 14), |v| {
        let [k, z] = spline(&profile, v);
        (r * k, height * z, 1.0)
    });
    mesh.lathe((48, 4), |v| {
        let (sin, cos) = (v * PI).sin_cos();
        (r - wall * 0.5 + wall * 0.5 * cos, height + wall * 0.5 * sin, 1.0)
    });
    let inner = mix(color, screen(0.95, 0.93, 0.88), if rng.chance(0.6) { 0.85 } else { 0.0 });
    mesh.of(Surface::matte(move |_, _| inner).polished(0.8, 0.12));
    let fill = uniform(rng, 0.55, 0.88);
    mesh.lathe((40, 10), |v| {
        let [k, z] = spline(&profile, 1.0 - v * (1.0 - fill * 0.9));
        (r * k - wall, height * z, 1.0 - 0.6 * v)
    });
    let drink = [screen(0.2, 0.11, 0.06), screen(0.5, 0.26, 0.1), screen(0.72, 0.55, 0.4), screen(0.6, 0.65, 0.3)]
        [rng.below(4)];
    mesh.of(Surface::matte(move |_, _| drink).polished(0.9, 0.05));
    mesh.lathe((40, 2), |v| (r * spline(&profile, fill)[0] * (1.0 - v), height * spline(&profile, fill)[1], 0.8));
    let (top, bottom, out) = (uniform(rng, 0.74, 0.88), uniform(rng, 0.16, 0.34), uniform(rng, 0.28, 0.38));
    let path = move |t: f32| {
        let [x, z] = spline(
            &[
                [-0.03, top],
                [0.55, top + 0.04],
                [1.0, (top * 1.5 + bottom) / 2.5],
                [0.75, bottom + 0.08],
                [-0.03, bottom],
            ],
            t,
        );
        let at = spline(&profile, z)[0];
        v3(r * (at * 0.97) + out * x, 0.0, height * z)
    };
    mesh.of(glazed());
    mesh.tube((12, 26), v3(0.0, 1.0, 0.0), path, |v| {
        let swell = 1.0 + 0.35 * smoothstep(0.12, 0.0, v.min(1.0 - v));
        (0.04 * swell, 0.062 * swell)
    });
    mesh
}

/// A sea snail's shell: a tube that grows as it winds.
pub fn seashell(rng: &mut Rng) -> Mesh {
    let mut mesh = Mesh::default();
    let (color, band, seed) = (palette(rng), palette(rng), rng.next_u64() as u32);
    let band = mix(color, band, uniform(rng, 0.2, 0.8));
    let inside = mix(screen(0.95, 0.85, 0.75), palette(rng), 0.25);
    let turns = uniform(rng, 4.5, 6.0);
    let growth = uniform(rng, 1.4, 1.6_f32).ln() / TAU;
    let (spire, bumps) = (uniform(rng, 1.8, 2.8), uniform(rng, 0.0, 0.09));
    let (n_bands, n_lines) = (uniform(rng, 2.0, 5.0), uniform(rng, 10.0, 20.0));
    let shell = move |p: V3, [u, v]: [f32; 2]| {
        let line = (v * turns * n_lines).sin() * 0.5 + 0.5;
        let stripe = smoothstep(
            0.35,
            0.65,
            (u * n_bands * TAU).sin() * 0.5 + 0.5 + 0.5 * (noise(v * 60.0, u * 6.0, seed) - 0.5),
        );
        mix(color, band, stripe * 0.8) * (0.8 + 0.2 * line) * (0.85 + 0.3 * solid_noise(p, 8.0, seed))
    };
    mesh.of(Surface::matte(shell).polished(0.6, 0.3));
    let end = turns * TAU;
    let whorl = move |u: f32, v: f32, inner: f32| {
        let angle = v * end;
        let size = (growth * (angle - end)).exp();
        let knob = 1.0 + bumps * (angle * 4.0).sin().max(-0.3) * smoothstep(0.3, 0.0, (u - 0.12).abs());
        let lip = 1.0 + 0.1 * smoothstep(0.97, 1.0, v);
        let (sin, cos) = (u * TAU).sin_cos();
        let out = size * (0.36 + 0.33 * inner * lip * knob * cos);
        let up = size * (0.36 * 1.3 * inner * lip * sin - 0.22 * inner * lip * smoothstep(0.0, 1.0, -sin))
            - spire * size * 0.62;
        v3(out * angle.cos(), out * angle.sin(), up)
    };
    mesh.sheet((20, (turns * 22.0) as usize), true, |u, v| (whorl(u, v, 1.0), 1.0));
    mesh.of(Surface::matte(move |_, [_, v]| inside * (0.5 + 0.5 * v)).polished(0.8, 0.2));
    mesh.sheet((20, 16), true, |u, v| (whorl(u, 0.93 + 0.07 * v, 0.86 + 0.11 * v), 0.35 + 0.65 * v * v));
    // On its side, the point on the ground, the mouth anywhere.
    let roll = uniform(rng, 0.0, TAU);
    mesh.shape(0, |p| p.turned(roll).tipped(PI / 2.0 + 0.3), |n| n.turned(roll).tipped(PI / 2.0 + 0.3));
    mesh
}
