//! A picture: things of one kind on some ground, in some light, before some lens.

use super::canvas::{hsv, mix, smoothstep, uniform};
use super::ground::Ground;
use super::kinds;
use super::lens::Lens;
use super::light::{Light, Spot};
use super::mesh::{Mesh, Surface};
use super::raster::{Camera, FINE, NOTHING, Samples, samples};
use super::shadow::Shadows;
use super::vector::{V3, v3};
use crate::control::Rng;
use image::RgbImage;
use std::f32::consts::{PI, TAU};

/// A picture's sides: upright or across.
pub fn frame(rng: &mut Rng) -> (usize, usize) {
    let (long, short) = (216 + 8 * rng.below(6), 168 + 8 * rng.below(3));
    if rng.chance(0.3) { (short, long) } else { (long, short) }
}

/// Where things lie: the first about the middle, others beside or behind it, none in another.
fn places(rng: &mut Rng) -> Vec<(V3, f32)> {
    let n = [1, 1, 2, 2, 3][rng.below(5)];
    let mut taken: Vec<(V3, f32)> = vec![(v3(uniform(rng, -0.1, 0.1), uniform(rng, -0.1, 0.1), 0.0), 1.0)];
    for _ in 0..40 {
        if taken.len() == n {
            break;
        }
        let (angle, away, size) = (uniform(rng, 0.0, TAU), uniform(rng, 0.7, 1.1), uniform(rng, 0.75, 1.05));
        let place = v3(away * angle.cos(), away * angle.sin(), 0.0);
        if taken.iter().all(|(p, s)| (*p - place).length() > 0.43 * (s + size)) {
            taken.push((place, size));
        }
    }
    taken
}

/// Small things that say nothing: pebbles and crumbs.
fn pebbles(mesh: &mut Mesh, rng: &mut Rng) {
    for _ in 0..rng.below(6) {
        let color = hsv(uniform(rng, 0.0, 1.0), uniform(rng, 0.0, 0.25), uniform(rng, 0.2, 0.85));
        let (angle, away) = (uniform(rng, 0.0, TAU), uniform(rng, 0.55, 1.5));
        let at = v3(away * angle.cos(), away * angle.sin(), 0.0);
        let size = uniform(rng, 0.015, 0.07);
        let (a, b, c) = (uniform(rng, 0.7, 1.3), uniform(rng, 0.7, 1.3), uniform(rng, 0.4, 0.9));
        let mut pebble = Mesh::default();
        pebble.of(Surface::matte(move |_, _| color).polished(0.3, 0.5));
        pebble.lathe((12, 8), |v| {
            let angle = (v - 0.5) * PI;
            (size * angle.cos(), size * c * (angle.sin() + 0.8), 1.0)
        });
        pebble.shape(0, |p| v3(p.x * a, p.y * b, p.z), |n| v3(n.x / a, n.y / b, n.z).unit());
        mesh.put(pebble, angle * 3.0, 1.0, at);
    }
}

/// A picture of one kind.
pub fn render(kind: usize, mut rng: Rng) -> RgbImage {
    let rng = &mut rng;
    let (width, height) = frame(rng);
    let ground = Ground::draw(rng);
    let mut light = Light::draw(rng);
    let lens = Lens::draw(rng);
    let (elevation, azimuth) = (uniform(rng, 0.34, 0.85), uniform(rng, 0.0, TAU));
    let toward_eye = v3(elevation.cos(), 0.0, elevation.sin()).turned(azimuth);
    let mut mesh = Mesh::default();
    let places = places(rng);
    let mut middle = V3::default();
    for &(place, size) in &places {
        let thing = kinds::thing(kind, rng);
        mesh.put(thing, kinds::turn(kind, azimuth, rng), size, place);
        middle += place * (1.0 / places.len() as f32);
    }
    pebbles(&mut mesh, rng);
    let spread = places.iter().map(|(p, s)| (*p - middle).length() + 0.5 * s).fold(0.0, f32::max);
    let short = width.min(height) as f32;
    let focal = short * uniform(rng, 1.5, 2.2);
    // How much of the short side things take.
    let share = if places.len() == 1 { uniform(rng, 0.72, 1.0) } else { uniform(rng, 0.95, 1.35) };
    let distance = spread * 2.0 * focal / (short * share);
    let at = middle * 0.85 + v3(uniform(rng, -0.12, 0.12), uniform(rng, -0.12, 0.12), 0.24);
    let camera = Camera::look(at, toward_eye, distance, uniform(rng, -0.1, 0.1), focal, (width, height));
    let below = ground.at(middle, 0.4);
    light.glow = below * (light.ambient(V3::UP, 1.0, 1.0) + light.sun_color * (light.sun.z * 0.7));
    let shadows = Shadows::cast(&mesh, middle, light.sun, light.softness);
    let scene = Scene { ground: &ground, light: &light, shadows: &shadows, camera: &camera, mesh: &mesh };
    let (seen, depth) = scene.expose();
    let focus = (places[0].0 + V3::UP * 0.2 - camera.eye).dot(camera.forward) * uniform(rng, 0.92, 1.02);
    lens.develop(&seen, &depth, focus, width, rng)
}

struct Scene<'a> {
    ground: &'a Ground,
    light: &'a Light,
    shadows: &'a Shadows,
    camera: &'a Camera,
    mesh: &'a Mesh,
}

impl Scene<'_> {
    /// Linear light and depth by pixel.
    fn expose(&self) -> (Vec<V3>, Vec<f32>) {
        let samples = samples(self.camera, self.mesh);
        let (width, height) = (self.camera.width, self.camera.height);
        let (mut seen, mut depth) = (Vec::with_capacity(width * height), Vec::with_capacity(width * height));
        for y in 0..height {
            for x in 0..width {
                let (color, far) = self.pixel(&samples, x, y);
                seen.push(color);
                depth.push(far);
            }
        }
        (seen, depth)
    }

    fn pixel(&self, samples: &Samples, x: usize, y: usize) -> (V3, f32) {
        let first = y * FINE * samples.width + x * FINE;
        let cells = [first, first + 1, first + samples.width, first + samples.width + 1];
        let on_thing = cells.map(|cell| samples.triangle[cell] != NOTHING);
        let n_on = on_thing.iter().filter(|&&is_on| is_on).count();
        if n_on == 4 && self.is_even(samples, cells) {
            return (self.thing(samples, cells[0]), samples.depth[cells[0]]);
        }
        let (mut color, mut far) = (V3::default(), f32::MAX);
        for cell in cells.into_iter().zip(on_thing).filter_map(|(cell, is_on)| is_on.then_some(cell)) {
            color += self.thing(samples, cell) * 0.25;
            far = far.min(samples.depth[cell]);
        }
        if n_on < 4 {
            let (ground, ground_far) = self.ground(x as f32 + 0.5, y as f32 + 0.5);
            color += ground * (0.25 * (4 - n_on) as f32);
            far = far.min(ground_far);
        }
        (color, far)
    }

    /// Whether four samples of a pixel show one smooth surface.
    fn is_even(&self, samples: &Samples, cells: [usize; 4]) -> bool {
        let of = |cell: usize| {
            let triangle = self.mesh.triangles[samples.triangle[cell] as usize];
            (triangle.surface, self.mesh.vertices[triangle.corners[0] as usize].normal)
        };
        let (surface, normal) = of(cells[0]);
        cells[1..].iter().all(|&cell| {
            let (other, other_normal) = of(cell);
            other == surface && normal.dot(other_normal) > 0.9
        })
    }

    fn thing(&self, samples: &Samples, cell: usize) -> V3 {
        let triangle = self.mesh.triangles[samples.triangle[cell] as usize];
        let [a, b, c] = triangle.corners.map(|i| &self.mesh.vertices[i as usize]);
        let [wb, wc] = samples.weights[cell];
        let wa = 1.0 - wb - wc;
        let blend = |of: &dyn Fn(&super::mesh::Vertex) -> V3| of(a) * wa + of(b) * wb + of(c) * wc;
        let place = blend(&|v| v.place);
        let uv = std::array::from_fn(|i| a.uv[i] * wa + b.uv[i] * wb + c.uv[i] * wc);
        let surface = &self.mesh.surfaces[triangle.surface as usize];
        let spot = Spot {
            place,
            normal: blend(&|v| v.normal).unit(),
            eye: (self.camera.eye - place).unit(),
            open: a.open * wa + b.open * wb + c.open * wc,
        };
        self.light.on(&spot, (surface.paint)(blend(&|v| v.local), uv), surface, self.shadows)
    }

    fn ground(&self, x: f32, y: f32) -> (V3, f32) {
        let ray = self.camera.ray(x, y);
        let end = 16.0;
        let depth = if ray.z < -1e-4 { -self.camera.eye.z / ray.z } else { f32::MAX };
        let behind = |ray: V3| {
            self.ground.behind(ray) * (self.light.ambient(V3::UP, 1.0, 1.0) * 0.5 + self.light.sun_color * 0.3)
        };
        if depth > end {
            return (behind(ray), end);
        }
        let place = self.camera.eye + ray * depth;
        let slope = (-ray.z / ray.length()).max(0.05);
        let pixel = depth / self.camera.focal / slope.sqrt();
        let color = self.ground.at(place, pixel);
        let sun = self.light.sun_color * (self.light.sun.z * self.shadows.sun_on_ground(place));
        let sky = self.light.ambient(V3::UP, self.shadows.sky_on_ground(place), 1.0);
        let lit = color * (sun + sky);
        if depth < end * 0.5 {
            return (lit, depth);
        }
        (mix(lit, behind(ray), smoothstep(end * 0.5, end, depth)), depth)
    }
}
