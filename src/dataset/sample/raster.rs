//! Triangles to samples: a pinhole camera, and filling with a depth test.

use super::mesh::{Mesh, Triangle};
use super::vector::{V3, v3};

/// Samples a pixel has on a side.
pub const FINE: usize = 2;

/// A camera that looks from `eye`; the frame's middle is where it looks.
pub struct Camera {
    pub eye: V3,
    pub right: V3,
    pub up: V3,
    pub forward: V3,
    /// Distance of the picture's plane, in pixels.
    pub focal: f32,
    pub width: usize,
    pub height: usize,
}

impl Camera {
    /// Looks at a place from a direction, rolled a little.
    pub fn look(at: V3, toward_eye: V3, distance: f32, roll: f32, focal: f32, (width, height): (usize, usize)) -> Self {
        let forward = -toward_eye;
        let right = forward.cross(V3::UP).unit();
        let up = right.cross(forward);
        let (sin, cos) = roll.sin_cos();
        let (right, up) = (right * cos + up * sin, up * cos - right * sin);
        Self { eye: at + toward_eye * distance, right, up, forward, focal, width, height }
    }

    /// Where a place falls, in pixels, and how far it is along the view.
    pub fn project(&self, place: V3) -> V3 {
        let to = place - self.eye;
        let depth = to.dot(self.forward);
        let k = self.focal / depth.max(0.05);
        v3(self.width as f32 / 2.0 + to.dot(self.right) * k, self.height as f32 / 2.0 - to.dot(self.up) * k, depth)
    }

    /// The ray through a place of the frame; one unit of it is one unit of depth.
    pub fn ray(&self, x: f32, y: f32) -> V3 {
        let (dx, dy) = ((x - self.width as f32 / 2.0) / self.focal, (self.height as f32 / 2.0 - y) / self.focal);
        self.forward + self.right * dx + self.up * dy
    }
}

/// What each sample of the frame shows: a triangle, and where in it.
pub struct Samples {
    pub depth: Vec<f32>,
    pub triangle: Vec<u32>,
    pub weights: Vec<[f32; 2]>,
    pub width: usize,
}

/// No triangle.
pub const NOTHING: u32 = u32::MAX;

/// The samples of a frame.
pub fn samples(camera: &Camera, mesh: &Mesh) -> Samples {
    let (width, height) = (camera.width * FINE, camera.height * FINE);
    let n = width * height;
    let mut found = Samples { depth: vec![f32::MAX; n], triangle: vec![NOTHING; n], weights: vec![[0.0; 2]; n], width };
    let at: Vec<V3> = mesh
        .vertices
        .iter()
        .map(|v| {
            let p = camera.project(v.place);
            v3(p.x * FINE as f32, p.y * FINE as f32, p.z)
        })
        .collect();
    for (i, triangle) in mesh.triangles.iter().enumerate() {
        let corners = corners(&at, *triangle);
        if corners.iter().any(|c| c.z < 0.1) {
            continue;
        }
        fill(corners, width, height, |cell, depth, weights| {
            if depth < found.depth[cell] {
                found.depth[cell] = depth;
                found.triangle[cell] = i as u32;
                found.weights[cell] = weights;
            }
        });
    }
    found
}

/// The corners of a triangle among places of the frame.
pub fn corners(at: &[V3], triangle: Triangle) -> [V3; 3] {
    triangle.corners.map(|i| at[i as usize])
}

/// Calls `visit` for each cell whose middle lies in the triangle: its index, z there, the weights of the corners 1 and 2.
pub fn fill([a, b, c]: [V3; 3], width: usize, height: usize, mut visit: impl FnMut(usize, f32, [f32; 2])) {
    let (ab, ac) = (b - a, c - a);
    let area = ab.x * ac.y - ab.y * ac.x;
    if area.abs() < 1e-9 {
        return;
    }
    let inverse = 1.0 / area;
    let range = |low: f32, high: f32, n: usize| {
        ((low - 0.5).ceil().max(0.0) as usize, (high + 0.5).floor().clamp(0.0, n as f32) as usize)
    };
    let (x0, x1) = range(a.x.min(b.x).min(c.x), a.x.max(b.x).max(c.x), width);
    let (y0, y1) = range(a.y.min(b.y).min(c.y), a.y.max(b.y).max(c.y), height);
    for y in y0..y1 {
        let dy = y as f32 + 0.5 - a.y;
        for x in x0..x1 {
            let dx = x as f32 + 0.5 - a.x;
            let b = (dx * ac.y - dy * ac.x) * inverse;
            let c = (dy * ab.x - dx * ab.y) * inverse;
            // A hair of overlap closes the seams between neighbours.
            if b >= -1e-4 && c >= -1e-4 && b + c <= 1.0001 {
                visit(y * width + x, a.z + ab.z * b + ac.z * c, [b, c]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_triangles_fill_their_square_once() {
        let [a, b, c, d] = [v3(1.0, 1.0, 2.0), v3(5.0, 1.0, 2.0), v3(5.0, 5.0, 4.0), v3(1.0, 5.0, 4.0)];
        let mut seen = vec![0; 36];
        let mut deepest = 0.0_f32;
        // The seam runs through middles, so that a cell of it may belong to both.
        for triangle in [[a, b, c], [a, c, d]] {
            fill(triangle, 6, 6, |cell, z, _| {
                seen[cell] += 1;
                deepest = deepest.max(z);
            });
        }
        let is_inside = |cell: usize| (1..5).contains(&(cell % 6)) && (1..5).contains(&(cell / 6));
        assert!(seen.iter().enumerate().all(|(cell, &n)| (n > 0) == is_inside(cell)), "{seen:?}");
        assert!((deepest - 3.75).abs() < 1e-4, "{deepest}");
    }

    #[test]
    fn what_the_camera_looks_at_is_in_the_middle() {
        let toward_eye = v3(0.6, 0.0, 0.8);
        let at = v3(0.2, -0.3, 0.1);
        let camera = Camera::look(at, toward_eye, 3.0, 0.2, 200.0, (160, 120));
        let seen = camera.project(at);
        assert!((seen - v3(80.0, 60.0, 3.0)).length() < 1e-3, "{seen:?}");
        let ray = camera.ray(100.0, 20.0);
        let back = camera.project(camera.eye + ray * 2.5);
        assert!((back - v3(100.0, 20.0, 2.5)).length() < 1e-3, "{back:?}");
    }
}
