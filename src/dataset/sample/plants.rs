//! Flowers, leaves, mushrooms and pumpkins.

use super::canvas::{blooming, earthy, hsv, mix, noise, palette, screen, smoothstep, solid_noise, uniform};
use super::mesh::{Mesh, Surface, rounded, spline};
use super::vector::{V3, v3};
use crate::control::Rng;
use std::f32::consts::{PI, TAU};

fn green(rng: &mut Rng) -> V3 {
    hsv(uniform(rng, 0.2, 0.32), uniform(rng, 0.45, 0.7), uniform(rng, 0.35, 0.6))
}

/// A cut flower: petals in two rings about a button, a stalk and a leaf on the ground.
pub fn flower(rng: &mut Rng) -> Mesh {
    let mut mesh = Mesh::default();
    let (color, tip) = (blooming(rng), blooming(rng));
    let tip = mix(color, tip, uniform(rng, 0.0, 0.35));
    let n = 7 + rng.below(9);
    let (length, cup) = (uniform(rng, 0.42, 0.55), uniform(rng, 0.0, 0.28));
    let width = (PI * (0.13 + length * 0.6) / n as f32) * uniform(rng, 1.0, 1.35);
    let (point, droop) = (uniform(rng, 0.6, 1.6), uniform(rng, -0.05, 0.22));
    let seed = rng.next_u64() as u32;
    let petal = move |_: V3, [u, v]: [f32; 2]| {
        let streak = noise(u * 9.0, v * 1.2, seed) - 0.5;
        let fold = 1.0 - 0.25 * smoothstep(0.12, 0.0, (u - 0.5).abs());
        mix(color, tip, smoothstep(0.3, 1.0, v)) * ((0.9 + 0.15 * v + 0.22 * streak) * fold)
    };
    for ring in 0..2 {
        for i in 0..n {
            let angle = (i as f32 + 0.5 * ring as f32 + uniform(rng, -0.12, 0.12)) / n as f32 * TAU;
            let (own, lift, twist) = (uniform(rng, 0.9, 1.08), uniform(rng, -0.05, 0.05), uniform(rng, -0.15, 0.15));
            let long = length * own * (1.0 - 0.12 * ring as f32);
            mesh.of(Surface { through: 0.5, ..Surface::matte(petal).polished(0.25, 0.6) });
            mesh.sheet((6, 9), false, |u, v| {
                let half = width * (v.powf(0.7) * PI * 0.93).sin().max(0.0).powf(1.0 / point).max(0.14 * (1.0 - v));
                let across = (u - 0.5) * 2.0;
                let out = 0.1 + long * v;
                let rise = 0.02 * ring as f32 + (cup + lift + 0.08 * ring as f32) * v - droop * v * v * v;
                let place = v3(out, across * half, rise + 0.1 * half * across * across + twist * across * half);
                (place.turned(angle), 0.55 + 0.45 * v)
            });
        }
    }
    let heart = mix(palette(rng), screen(0.85, 0.62, 0.15), 0.5);
    let dark = heart * 0.35;
    let size = uniform(rng, 0.13, 0.19);
    mesh.of(Surface::matte(move |p, _| {
        let dots = noise(p.x * 60.0, p.y * 60.0, seed);
        mix(dark, heart, smoothstep(0.3, 0.6, dots) * smoothstep(0.0, 0.05, p.x.hypot(p.y)))
    }));
    mesh.lathe((20, 6), |v| {
        let angle = v * PI / 2.0;
        (size * angle.cos(), 0.03 + size * 0.5 * angle.sin(), 0.9)
    });
    // The head leans towards negative y, the stalk runs the other way.
    let lean = uniform(rng, 0.3, 1.0);
    let height = 0.12 + 0.5 * lean.sin();
    mesh.shape(0, |p| p.tipped(lean) + V3::UP * height, |n| n.tipped(lean));
    let stalk = green(rng);
    let bend = uniform(rng, -0.25, 0.25);
    let run = move |t: f32| {
        let t = t.clamp(-0.02, 1.02);
        let down = height * (1.0 - smoothstep(0.0, 0.75, t)) * 0.96;
        v3(bend * t * t, 0.08 * lean + 0.72 * t, down.max(0.025))
    };
    mesh.of(Surface::matte(move |_, [_, v]| stalk * (0.8 + 0.3 * v)).polished(0.3, 0.5));
    mesh.tube((8, 18), v3(1.0, 0.0, 0.1), run, |_| (0.026, 0.026));
    let side = if rng.chance(0.5) { 1.0 } else { -1.0 };
    let blade = green(rng);
    mesh.of(Surface {
        through: 0.4,
        ..Surface::matte(move |_, [u, _]| blade * (1.0 - 0.3 * smoothstep(0.1, 0.0, (u - 0.5).abs())))
    });
    mesh.sheet((6, 10), false, |u, v| {
        let from = run(0.62);
        let half = 0.1 * (v.powf(0.8) * PI).sin().max(0.0);
        let across = (u - 0.5) * 2.0 * half;
        let out = v3(side * 0.42 * v, 0.22 * v, 0.14 * (v * PI).sin() + 0.3 * across.abs());
        (from + out + v3(across * -0.4 * side, across, 0.0), 1.0)
    });
    mesh
}

/// A fallen leaf with lobes, teeth or a plain edge, curled as it dried.
pub fn leaf(rng: &mut Rng) -> Mesh {
    let mut mesh = Mesh::default();
    let (color, edge, seed) = (earthy(rng), earthy(rng), rng.next_u64() as u32);
    let edge = mix(color, edge, uniform(rng, 0.0, 0.5));
    let vein_tone = uniform(rng, 0.55, 1.5);
    let is_maple = rng.chance(0.55);
    let (fold, curl, sag) = (uniform(rng, 0.02, 0.22), uniform(rng, -0.1, 0.2), uniform(rng, 0.0, 0.2));
    let bend = move |p: V3| {
        let wave = 0.05 * ((p.x * 7.0 + 1.0).sin() + (p.y * 6.0).cos()) * (p.x * p.x + p.y * p.y).min(1.0);
        p + V3::UP * (fold * p.x.abs() + curl * p.y * p.y - sag * p.x * p.x + wave)
    };
    let paint = move |p: V3, vein: f32, rim: f32| {
        let stain = solid_noise(v3(p.x, p.y, 0.0), 5.0, seed) - 0.5;
        let fine = noise(p.x * 60.0, p.y * 60.0, seed ^ 3) - 0.5;
        let flesh = mix(color, edge, smoothstep(0.35, 1.0, rim + stain * 0.8)) * (1.0 + 0.5 * stain + 0.18 * fine);
        mix(flesh, color * vein_tone, 0.75 * vein)
    };
    if is_maple {
        // Directions of the lobes from the foot of the leaf, and how long each is.
        let lobes: [(f32, f32); 5] = [(0.0, 1.0), (0.82, 0.86), (-0.82, 0.86), (1.75, 0.55), (-1.75, 0.55)];
        let depth = uniform(rng, 0.4, 0.62);
        let reach = move |angle: f32| {
            let lobe = lobes.iter().map(|&(at, long)| {
                let off = (angle - at).abs() / 0.62;
                long * (1.0 - depth * off.min(1.6).powf(0.85))
            });
            let tooth = 0.07 * ((angle * 13.0).sin().abs() - 0.4) + 0.03 * (angle * 29.0).sin();
            let notch = smoothstep(PI, 2.5, angle.abs());
            (lobe.fold(0.18, f32::max) + tooth).max(0.08) * (0.25 + 0.75 * notch)
        };
        let surface = Surface::matte(move |p, [_, v]| {
            let vein = lobes.iter().map(|&(at, long)| {
                let (sin, cos) = at.sin_cos();
                let (along, across) = (p.x * sin + p.y * cos, (p.x * cos - p.y * sin).abs());
                let main = smoothstep(0.022, 0.006, across) * smoothstep(long, 0.0, along - 0.05);
                let side = ((along - across * 0.9) * 9.0).rem_euclid(1.0);
                let side = smoothstep(0.12, 0.03, side.min(1.0 - side)) * smoothstep(0.32, 0.05, across) * 0.5;
                if along > 0.0 { main.max(side * smoothstep(0.0, 0.15, along)) } else { 0.0 }
            });
            paint(p, vein.fold(0.0, f32::max), v)
        });
        mesh.of(Surface { through: 0.55, ..surface.polished(0.3, 0.55) });
        mesh.sheet((120, 9), false, |u, v| {
            let angle = (u * 2.0 - 1.0) * PI;
            let r = reach(angle) * v;
            (v3(r * angle.sin(), r * angle.cos(), 0.0), 1.0)
        });
    } else {
        let (wide, tooth) = (uniform(rng, 0.3, 0.46), uniform(rng, 0.0, 0.05));
        let (full, n_veins) = (uniform(rng, 0.65, 0.95), uniform(rng, 6.0, 10.0));
        let surface = Surface::matte(move |p, [u, v]| {
            let across = (u - 0.5).abs() * 2.0;
            let side = (v * n_veins - across * 1.6).rem_euclid(1.0);
            let side = smoothstep(0.16, 0.05, side.min(1.0 - side)) * 0.7;
            paint(p, side.max(smoothstep(0.018, 0.006, p.x.abs())), across)
        });
        mesh.of(Surface { through: 0.55, ..surface.polished(0.3, 0.55) });
        mesh.sheet((16, 60), false, |u, v| {
            let teeth = 1.0 + tooth * 3.0 * ((v * 26.0).rem_euclid(1.0) - 0.5);
            let half = wide * (v.powf(full) * PI).sin().max(0.0).powf(0.9) * teeth;
            (v3((u - 0.5) * 2.0 * half, v * 1.25, 0.0), 1.0)
        });
    }
    let turn = uniform(rng, -0.3, 0.3);
    mesh.of(Surface::matte(move |_, _| color * vein_tone * 0.8));
    mesh.tube((6, 10), V3::UP, |t| v3(turn * t * t, 0.03 - 0.36 * t, 0.0), |v| (0.016 + 0.008 * v, 0.014));
    // It leans on its curled edge.
    let lean = uniform(rng, 0.1, 0.5);
    mesh.shape(0, |p| bend(p).tipped(lean), |n| n);
    mesh.settle();
    mesh
}

/// One to three mushrooms that grow from one foot.
pub fn mushroom(rng: &mut Rng) -> Mesh {
    let mut group = Mesh::default();
    let (color, pale) = (earthy(rng), mix(screen(0.92, 0.87, 0.76), palette(rng), 0.12));
    let (has_spots, has_ring) = (rng.chance(0.45), rng.chance(0.4));
    let n = 1 + rng.below(5) / 2;
    for i in 0..n {
        let own = if i == 0 { 1.0 } else { uniform(rng, 0.4, 0.72) };
        let mut one = Mesh::default();
        let (radius, dome) = (uniform(rng, 0.4, 0.56), uniform(rng, 0.26, 0.42));
        let (height, thick) = (uniform(rng, 0.6, 0.95), uniform(rng, 0.1, 0.16));
        let seed = rng.next_u64() as u32;
        let fiber = move |p: V3, _| pale * (0.85 + 0.3 * noise(p.y.atan2(p.x) * 7.0, p.z * 2.5, seed));
        one.of(Surface::matte(fiber));
        one.lathe((20, 12), |v| {
            let [r, z] = spline(&[[1.45, 0.0], [1.5, 0.12], [1.1, 0.35], [0.92, 0.65], [1.0, 1.0]], v);
            (thick * r, height * z, 1.0 - 0.5 * smoothstep(0.7, 1.0, v))
        });
        if has_ring {
            one.sheet((24, 2), true, |u, v| {
                let r = thick * 1.0 + 0.1 * v;
                let z = height * 0.72 - 0.09 * v + 0.012 * (u * TAU * 7.0).sin() * v;
                (v3(r * (u * TAU).cos(), r * (u * TAU).sin(), z), 0.7)
            });
        }
        let gills = move |p: V3, [_, v]: [f32; 2]| {
            let line = (p.y.atan2(p.x) * 34.0).sin() * 0.5 + 0.5;
            pale * (0.5 + 0.3 * line) * (0.6 + 0.4 * v)
        };
        one.of(Surface::matte(gills));
        one.lathe((36, 4), |v| (thick * 0.8 + (radius * 0.97 - thick * 0.8) * v, height + 0.05 - 0.05 * v * v, 0.55));
        let skin = move |p: V3, [_, v]: [f32; 2]| {
            let stain = solid_noise(p, 7.0, seed) - 0.5;
            let streak = noise(p.y.atan2(p.x) * 11.0, v * 1.5, seed ^ 2) - 0.5;
            let rim = smoothstep(0.35, 0.0, v);
            mix(color, pale, 0.25 * rim) * (1.0 + 0.35 * stain + 0.22 * streak * (1.0 - v))
        };
        one.of(Surface::matte(skin).polished(0.5, 0.35));
        let bulge = uniform(rng, 0.75, 1.25);
        one.lathe((36, 12), |v| {
            let angle = v * PI / 2.0;
            let z = height - 0.04 * (1.0 - v).powi(4) + dome * angle.sin().powf(bulge);
            (radius * angle.cos().max(0.0).powf(0.9) * (1.0 + 0.02 * (1.0 - v)), z, 1.0)
        });
        if has_spots {
            for k in 0..14 {
                let (angle, out) = (k as f32 * 2.4 + uniform(rng, -0.3, 0.3), ((k as f32 + 0.4) / 15.0).sqrt());
                let lift = (1.0 - out * out).max(0.0).sqrt();
                let size = uniform(rng, 0.03, 0.062);
                let at = v3(radius * out * angle.cos(), radius * out * angle.sin(), height + dome * lift.powf(bulge));
                one.of(Surface::matte(move |_, _| pale));
                one.sheet((8, 4), true, |u, v| {
                    let ((sin, cos), out) = ((u * TAU).sin_cos(), (v * PI / 2.0).cos());
                    let flat =
                        v3(size * out * cos, size * out * sin * (0.6 + 0.4 * lift), 0.018 * (v * PI / 2.0).sin());
                    (at + flat - V3::UP * (flat.x * angle.cos() + flat.y * angle.sin()) * (out.min(0.9)), 1.0)
                });
            }
        }
        let (lean, way) = (uniform(rng, -0.16, 0.16), uniform(rng, 0.0, TAU));
        one.shape(0, |p| p.turned(way).tipped(lean * p.z.min(1.0)), |n| n.turned(way).tipped(lean));
        let side = (i as f32 * 2.3 + way).sin_cos();
        let away = if i == 0 { 0.0 } else { uniform(rng, 0.32, 0.5) };
        group.put(one, 0.0, own, v3(away * side.0, away * side.1, 0.0));
    }
    group
}

/// A ribbed pumpkin with its dry stalk.
pub fn pumpkin(rng: &mut Rng) -> Mesh {
    let mut mesh = Mesh::default();
    let (color, groove, seed) = (palette(rng), palette(rng), rng.next_u64() as u32);
    let groove = mix(color, groove, uniform(rng, 0.0, 0.4)) * 0.7;
    let n = 8.0 + rng.below(5) as f32;
    let (flat, depth) = (uniform(rng, 0.62, 0.95), uniform(rng, 0.1, 0.2));
    let rib = move |u: f32| (u * n * PI).sin().abs().powf(0.55);
    let rind = move |p: V3, [u, v]: [f32; 2]| {
        let stain = solid_noise(p, 4.0, seed) - 0.5;
        let speck = smoothstep(0.72, 0.8, solid_noise(p, 26.0, seed ^ 5));
        let skin = mix(groove, color, smoothstep(0.1, 0.85, rib(u))) * (1.0 + 0.3 * stain);
        mix(skin, color * 1.3, 0.35 * speck) * (0.75 + 0.25 * smoothstep(0.0, 0.2, v) * smoothstep(1.0, 0.86, v))
    };
    mesh.of(Surface::matte(rind).polished(0.55, 0.3));
    mesh.sheet((n as usize * 8, 22), true, |u, v| {
        let angle = (v - 0.5) * PI;
        let body = angle.cos().max(0.0).powf(0.85);
        let swell = 1.0 - depth * (1.0 - rib(u)) * (0.35 + 0.65 * body);
        let dent = 0.3 * (1.0 - smoothstep(0.0, 0.45, body));
        let (sin, cos) = (u * TAU).sin_cos();
        let z = flat * (angle.sin() * swell - dent * angle.sin().signum());
        (v3(body * swell * cos, body * swell * sin, z), 0.35 + 0.65 * smoothstep(0.0, 0.35, rib(u).min(body)))
    });
    let (lean, way, long) = (uniform(rng, 0.05, 0.35), uniform(rng, 0.0, TAU), uniform(rng, 0.3, 0.55));
    let dry = mix(hsv(uniform(rng, 0.1, 0.28), 0.4, 0.5), screen(0.4, 0.33, 0.22), 0.5);
    let path = move |t: f32| v3(lean * t * t, 0.0, flat * 0.6 + long * t).turned(way);
    mesh.of(Surface::matte(move |p, [u, v]| {
        dry * (0.6 + 0.5 * rounded((u * 5.0).fract(), 0.5)) * (0.7 + 0.5 * v) * (1.0 + 0.2 * solid_noise(p, 12.0, seed))
    }));
    mesh.tube((15, 10), v3(0.3, 1.0, 0.0), path, |v| {
        let r = spline(&[[0.24], [0.12], [0.09], [0.1], [0.12], [0.0]], v)[0];
        (r, r)
    });
    mesh
}
