//! Places, directions and linear colours of the sample's renderer: three numbers with arithmetic.

use std::ops::{Add, AddAssign, Mul, Neg, Sub};

/// A place, a direction or a linear colour. The ground is z = 0, z points up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct V3 {
    pub x: f32,
    pub y: f32,
    pub z: f32,
}

/// Three numbers.
pub const fn v3(x: f32, y: f32, z: f32) -> V3 {
    V3 { x, y, z }
}

/// Three times the same number.
pub const fn gray(x: f32) -> V3 {
    v3(x, x, x)
}

impl V3 {
    pub const UP: Self = v3(0.0, 0.0, 1.0);

    pub fn dot(self, o: Self) -> f32 {
        self.x * o.x + self.y * o.y + self.z * o.z
    }

    pub fn cross(self, o: Self) -> Self {
        v3(self.y * o.z - self.z * o.y, self.z * o.x - self.x * o.z, self.x * o.y - self.y * o.x)
    }

    pub fn length(self) -> f32 {
        self.dot(self).sqrt()
    }

    /// Of length 1; nothing stays nothing.
    pub fn unit(self) -> Self {
        self * (1.0 / self.length().max(1e-12))
    }

    /// Turned about the vertical.
    pub fn turned(self, angle: f32) -> Self {
        let (sin, cos) = angle.sin_cos();
        v3(self.x * cos - self.y * sin, self.x * sin + self.y * cos, self.z)
    }

    /// Tipped about the x axis: what pointed up leans towards negative y.
    pub fn tipped(self, angle: f32) -> Self {
        let (sin, cos) = angle.sin_cos();
        v3(self.x, self.y * cos - self.z * sin, self.y * sin + self.z * cos)
    }

    pub fn map(self, f: impl Fn(f32) -> f32) -> Self {
        v3(f(self.x), f(self.y), f(self.z))
    }

    /// How bright a colour looks.
    pub fn luminance(self) -> f32 {
        self.dot(v3(0.21, 0.72, 0.07))
    }
}

impl Add for V3 {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        v3(self.x + o.x, self.y + o.y, self.z + o.z)
    }
}

impl AddAssign for V3 {
    fn add_assign(&mut self, o: Self) {
        *self = *self + o;
    }
}

impl Sub for V3 {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        v3(self.x - o.x, self.y - o.y, self.z - o.z)
    }
}

impl Neg for V3 {
    type Output = Self;
    fn neg(self) -> Self {
        self * -1.0
    }
}

impl Mul<f32> for V3 {
    type Output = Self;
    fn mul(self, k: f32) -> Self {
        v3(self.x * k, self.y * k, self.z * k)
    }
}

/// Channel by channel: light on a colour.
impl Mul for V3 {
    type Output = Self;
    fn mul(self, o: Self) -> Self {
        v3(self.x * o.x, self.y * o.y, self.z * o.z)
    }
}
