//! Bodies as triangles: bent sheets, turned profiles and tubes, each with a surface.
//!
//! Everything is a grid of places over (u, v), whose normals follow from its neighbours. Which way a normal points does
//! not matter: light takes the side that is seen.

use super::vector::{V3, gray, v3};
use std::f32::consts::TAU;

/// Colour at a place of a thing at rest and at its (u, v).
pub type Paint = Box<dyn Fn(V3, [f32; 2]) -> V3>;

/// What a part of a thing is made of.
pub struct Surface {
    pub paint: Paint,
    /// How much of the world it mirrors, 0 to 1.
    pub gloss: f32,
    /// How blurred that mirror image is, 0 to 1.
    pub rough: f32,
    /// Mirrors in its own colour and nothing else.
    pub is_metal: bool,
    /// Light that shines through it, as leaves do.
    pub through: f32,
}

impl Surface {
    /// Mirrors nothing to speak of.
    pub fn matte(paint: impl Fn(V3, [f32; 2]) -> V3 + 'static) -> Self {
        Self { paint: Box::new(paint), gloss: 0.1, rough: 0.8, is_metal: false, through: 0.0 }
    }

    pub fn polished(self, gloss: f32, rough: f32) -> Self {
        Self { gloss, rough, ..self }
    }
}

#[derive(Clone, Copy)]
pub struct Vertex {
    pub place: V3,
    pub normal: V3,
    /// The place before the thing was put anywhere.
    pub local: V3,
    pub uv: [f32; 2],
    /// Share of the sky that it sees past its own thing.
    pub open: f32,
}

#[derive(Clone, Copy)]
pub struct Triangle {
    pub corners: [u32; 3],
    pub surface: u32,
}

#[derive(Default)]
pub struct Mesh {
    pub vertices: Vec<Vertex>,
    pub triangles: Vec<Triangle>,
    pub surfaces: Vec<Surface>,
}

impl Mesh {
    /// The surface that the parts added from now on have.
    pub fn of(&mut self, surface: Surface) -> &mut Self {
        self.surfaces.push(surface);
        self
    }

    /// A grid of `nu` by `nv` cells over the unit square; `at` gives a place and the share of sky there. In a ring the
    /// last column is the first.
    pub fn sheet(&mut self, (nu, nv): (usize, usize), is_ring: bool, at: impl Fn(f32, f32) -> (V3, f32)) -> &mut Self {
        let first = self.vertices.len();
        let columns = nu + 1;
        for j in 0..=nv {
            for i in 0..=nu {
                let uv = [i as f32 / nu as f32, j as f32 / nv as f32];
                let (place, open) = at(uv[0], uv[1]);
                self.vertices.push(Vertex { place, normal: V3::default(), local: place, uv, open });
            }
        }
        let index = |i: usize, j: usize| first + j * columns + i;
        for j in 0..=nv {
            for i in 0..=nu {
                let (left, right) = match (is_ring, i) {
                    (true, 0) => (nu - 1, 1),
                    (true, i) if i == nu => (nu - 1, 1),
                    (_, i) => (i.saturating_sub(1), (i + 1).min(nu)),
                };
                let place = |i, j| self.vertices[index(i, j)].place;
                let across = place(right, j) - place(left, j);
                let along = place(i, (j + 1).min(nv)) - place(i, j.saturating_sub(1));
                self.vertices[index(i, j)].normal = across.cross(along).unit();
            }
        }
        for (j, beside) in [(0, 1), (nv, nv - 1)] {
            self.mend_pole(index(0, j)..index(0, j) + columns, index(0, beside));
        }
        let surface = self.surfaces.len() as u32 - 1;
        for j in 0..nv {
            for i in 0..nu {
                let [a, b, c, d] =
                    [index(i, j), index(i + 1, j), index(i, j + 1), index(i + 1, j + 1)].map(|i| i as u32);
                self.triangles.push(Triangle { corners: [a, b, d], surface });
                self.triangles.push(Triangle { corners: [a, d, c], surface });
            }
        }
        self
    }

    /// A row whose places are one has no normals of its own: it takes the mean of the row beside it.
    fn mend_pole(&mut self, row: std::ops::Range<usize>, beside: usize) {
        let here = self.vertices[row.start].place;
        if row.clone().any(|i| (self.vertices[i].place - here).length() > 1e-5) {
            return;
        }
        let n = row.len();
        let mean = (beside..beside + n).fold(V3::default(), |sum, i| sum + self.vertices[i].normal).unit();
        row.for_each(|i| self.vertices[i].normal = mean);
    }

    /// A body of rotation about the vertical; `profile` gives radius, height and share of sky for v.
    pub fn lathe(&mut self, cells: (usize, usize), profile: impl Fn(f32) -> (f32, f32, f32)) -> &mut Self {
        self.sheet(cells, true, |u, v| {
            let ((sin, cos), (r, z, open)) = ((u * TAU).sin_cos(), profile(v));
            (v3(r * cos, r * sin, z), open)
        })
    }

    /// A tube along a path; `radius` gives its half widths across and along `axis` for v.
    pub fn tube(
        &mut self,
        cells: (usize, usize),
        axis: V3,
        path: impl Fn(f32) -> V3,
        radius: impl Fn(f32) -> (f32, f32),
    ) -> &mut Self {
        self.sheet(cells, true, |u, v| {
            let tangent = (path(v + 0.01) - path(v - 0.01)).unit();
            let side = tangent.cross(axis).unit();
            let up = side.cross(tangent);
            let ((sin, cos), (a, b)) = ((u * TAU).sin_cos(), radius(v));
            (path(v) + side * (a * cos) + up * (b * sin), 1.0)
        })
    }

    /// Every place so far, from vertex `first` on, moved before anything is put anywhere.
    pub fn shape(&mut self, first: usize, place: impl Fn(V3) -> V3, direction: impl Fn(V3) -> V3) {
        for vertex in &mut self.vertices[first..] {
            vertex.place = place(vertex.place);
            vertex.normal = direction(vertex.normal);
        }
    }

    /// Finds the normals of bent sheets anew, from the triangles about each vertex.
    pub fn settle(&mut self) {
        let mut sums = vec![V3::default(); self.vertices.len()];
        for triangle in &self.triangles {
            let [a, b, c] = triangle.corners.map(|i| self.vertices[i as usize].place);
            let normal = (b - a).cross(c - a);
            triangle.corners.iter().for_each(|&i| sums[i as usize] += normal);
        }
        self.vertices.iter_mut().zip(sums).for_each(|(vertex, sum)| vertex.normal = sum.unit());
    }

    /// Puts the thing on the ground about the origin, half a unit times `scale` in radius.
    pub fn fit(mut self, scale: f32) -> Self {
        let places = || self.vertices.iter().map(|v| v.place);
        let far = gray(1e6);
        let low = places().fold(far, |a, b| v3(a.x.min(b.x), a.y.min(b.y), a.z.min(b.z)));
        let high = places().fold(-far, |a, b| v3(a.x.max(b.x), a.y.max(b.y), a.z.max(b.z)));
        let middle = v3(f32::midpoint(low.x, high.x), f32::midpoint(low.y, high.y), low.z);
        let size = (high - low).map(|x| x * 0.5);
        let factor = 0.625 * scale / (size.x * size.x + size.y * size.y + size.z * size.z * 0.9).sqrt().max(1e-6);
        self.shape(0, |p| (p - middle) * factor, |n| n);
        self
    }

    /// Takes in another thing, turned about the vertical, sized and put somewhere.
    pub fn put(&mut self, other: Self, turn: f32, size: f32, to: V3) {
        let (n_vertices, n_surfaces) = (self.vertices.len() as u32, self.surfaces.len() as u32);
        self.vertices.extend(other.vertices.into_iter().map(|v| Vertex {
            place: v.place.turned(turn) * size + to,
            normal: v.normal.turned(turn),
            ..v
        }));
        self.triangles.extend(
            other
                .triangles
                .into_iter()
                .map(|t| Triangle { corners: t.corners.map(|i| i + n_vertices), surface: t.surface + n_surfaces }),
        );
        self.surfaces.extend(other.surfaces);
    }
}

/// A smooth curve through points, t from 0 to 1 over all of them (Catmull and Rom 1974).
pub fn spline<const N: usize>(points: &[[f32; N]], t: f32) -> [f32; N] {
    let last = points.len() - 1;
    let at = t.clamp(0.0, 1.0) * last as f32;
    let i = (at as usize).min(last.saturating_sub(1));
    let t = at - i as f32;
    let [a, b, c, d] = [i.saturating_sub(1), i, (i + 1).min(last), (i + 2).min(last)].map(|i| points[i]);
    std::array::from_fn(|k| {
        let (b, c) = (b[k], c[k]);
        let (from, to) = ((c - a[k]) / 2.0, (d[k] - b) / 2.0);
        let (t2, t3) = (t * t, t * t * t);
        b * (2.0 * t3 - 3.0 * t2 + 1.0) + from * (t3 - 2.0 * t2 + t) + c * (3.0 * t2 - 2.0 * t3) + to * (t3 - t2)
    })
}

/// A tube's rounded ends: 0 at both ends of [0, 1], 1 from `round` on.
pub fn rounded(v: f32, round: f32) -> f32 {
    let near = (v.min(1.0 - v) / round).clamp(0.0, 1.0);
    (near * (2.0 - near)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f32::consts::PI;

    #[test]
    fn normals_of_a_ball_point_from_its_middle() {
        let mut ball = Mesh::default();
        ball.of(Surface::matte(|_, _| gray(0.5))).lathe((24, 16), |v| {
            let angle = (v - 0.5) * PI;
            (angle.cos(), angle.sin(), 1.0)
        });
        for v in &ball.vertices {
            assert!(v.normal.dot(v.place).abs() > 0.98, "{:?} at {:?}", v.normal, v.place);
        }
        let ball = ball.fit(1.0);
        let lowest = ball.vertices.iter().map(|v| v.place.z).fold(f32::MAX, f32::min);
        assert!(lowest.abs() < 1e-5);
    }

    #[test]
    fn a_curve_goes_through_its_points() {
        let points = [[0.0, 1.0], [2.0, -1.0], [3.0, 5.0]];
        for (i, point) in points.iter().enumerate() {
            let at = spline(&points, i as f32 / 2.0);
            assert!(at.iter().zip(point).all(|(a, b)| (a - b).abs() < 1e-5), "{at:?}");
        }
    }
}
