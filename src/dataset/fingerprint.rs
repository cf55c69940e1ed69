//! What names an image's content: a hash of the file's bytes for exact copies, and a 64-bit perceptual hash for near
//! ones.
//!
//! It compares two hashes and knows no collection of them: finding duplicate groups is the caller's.

use std::f32::consts::PI;

/// Side of the grey picture that [`perceptual_hash`] looks at.
pub const HASH_SIDE: usize = 32;
/// Rounding noise of a flat picture must not become bits: real detail is far above one grey level's share.
const NOISE: f32 = 0.05;
/// Side of the block of low frequencies that become bits.
const LOW: usize = 8;

/// BLAKE3 of the file's bytes.
pub fn content_hash(bytes: &[u8]) -> [u8; 32] {
    *blake3::hash(bytes).as_bytes()
}

/// BLAKE3 of all that a file holds, read piece by piece.
///
/// # Errors
/// If it can not be read.
pub fn content_hash_of(file: impl std::io::Read) -> std::io::Result<[u8; 32]> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file)?;
    Ok(*hasher.finalize().as_bytes())
}

/// Perceptual hash by the discrete cosine transform (pHash; Zauner 2010): the 8 x 8 lowest frequencies of a 32 x 32
/// grey picture, one bit each: above their median. Re-encoding, resizing and small crops change few bits.
///
/// `rgb`: 32 x 32 x 3, row-major. A picture without any detail hashes to 0.
pub fn perceptual_hash(rgb: &[u8]) -> u64 {
    assert_eq!(rgb.len(), HASH_SIDE * HASH_SIDE * 3, "a 32 x 32 RGB picture");
    let grey: Vec<f32> = rgb
        .chunks_exact(3)
        .map(|p| 0.299 * f32::from(p[0]) + 0.587 * f32::from(p[1]) + 0.114 * f32::from(p[2]))
        .collect();
    let basis = cosine_basis();
    // Rows first: (32, 8), then columns: (8, 8).
    let mut rows = [0.0f32; HASH_SIDE * LOW];
    for y in 0..HASH_SIDE {
        for u in 0..LOW {
            rows[y * LOW + u] = (0..HASH_SIDE).map(|x| grey[y * HASH_SIDE + x] * basis[u * HASH_SIDE + x]).sum();
        }
    }
    let mut low = [0.0f32; LOW * LOW];
    for v in 0..LOW {
        for u in 0..LOW {
            low[v * LOW + u] = (0..HASH_SIDE).map(|y| rows[y * LOW + u] * basis[v * HASH_SIDE + y]).sum();
        }
    }
    // The mean brightness says nothing about what is shown.
    low[0] = 0.0;
    let mut sorted = low;
    sorted.sort_by(f32::total_cmp);
    let median = f32::midpoint(sorted[31], sorted[32]);
    low.iter().enumerate().fold(0, |hash, (i, &value)| hash | (u64::from(value > median + NOISE) << i))
}

/// Bits in which two perceptual hashes differ, 0 to 64; near duplicates usually stay below 10.
pub fn hamming_distance(a: u64, b: u64) -> u32 {
    (a ^ b).count_ones()
}

/// (8, 32): cos(pi / 32 (x + 1/2) u).
fn cosine_basis() -> [f32; LOW * HASH_SIDE] {
    std::array::from_fn(|i| {
        let (u, x) = ((i / HASH_SIDE) as f32, (i % HASH_SIDE) as f32);
        (PI / HASH_SIDE as f32 * (x + 0.5) * u).cos()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Rng;

    fn picture(seed: u64) -> Vec<u8> {
        let mut rng = Rng::from_key(&[seed]);
        let waves: Vec<[f64; 4]> = (0..6)
            .map(|_| [rng.range(0.05, 0.5), rng.range(0.05, 0.5), rng.range(0.0, 6.0), rng.range(10.0, 30.0)])
            .collect();
        let mut rgb = Vec::new();
        for y in 0..HASH_SIDE {
            for x in 0..HASH_SIDE {
                let value: f64 =
                    waves.iter().map(|w| w[3] * (w[0] * x as f64 + w[1] * y as f64 + w[2]).sin()).sum::<f64>() + 128.0;
                rgb.extend([value as u8; 3]);
            }
        }
        rgb
    }

    #[test]
    fn noise_and_light_change_few_bits_and_another_picture_many() {
        let mut rng = Rng::from_key(&[9]);
        let (mut near, mut far) = (0, 0);
        for seed in 0..20 {
            let one = picture(seed);
            let noisy: Vec<u8> =
                one.iter().map(|&v| (f64::from(v) * 0.9 + 10.0 + rng.range(-4.0, 4.0)) as u8).collect();
            near += hamming_distance(perceptual_hash(&one), perceptual_hash(&noisy));
            far += hamming_distance(perceptual_hash(&one), perceptual_hash(&picture(seed + 100)));
        }
        assert!(near < 20 * 6, "{near}");
        assert!(far > 20 * 20, "{far}");
    }

    #[test]
    fn flat_pictures_hash_to_nothing() {
        for grey in [0, 1, 77, 255] {
            assert_eq!(perceptual_hash(&[grey; HASH_SIDE * HASH_SIDE * 3]), 0, "{grey}");
        }
    }

    #[test]
    fn content_hash_is_blake3() {
        let hex = blake3::Hash::from(content_hash(b"")).to_hex().to_string();
        assert_eq!(hex, "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262");
    }
}
