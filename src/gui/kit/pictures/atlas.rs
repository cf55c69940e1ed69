//! Which slot of the texture array holds which thumbnail. Counts slots; the texture itself is elsewhere.
//!
//! A layer of the array is cut into square slots of one size, which follows the size of the cells: many small pictures
//! or few large ones, in the same memory.

use super::lru::Lru;
use crate::ids::ImageId;

/// Side of a layer in texels.
pub const LAYER_SIDE: u32 = 1024;
/// Layers at most: 32 x 4 MB.
pub const MAX_LAYERS: u32 = 32;
/// Sides that a slot can have, in texels.
const SLOT_SIDES: [u32; 3] = [256, 128, 64];

/// A place in the texture array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Which layer.
    pub layer: u32,
    /// Left edge in texels.
    pub x: u32,
    /// Top edge in texels.
    pub y: u32,
}

/// A thumbnail in the array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Its place in the atlas.
    pub slot: Slot,
    /// Size of the picture in its slot, in texels.
    pub size: [u32; 2],
}

/// Slots and who has them.
pub struct Atlas {
    held: Lru<ImageId, Placed>,
    free: Vec<Slot>,
    n_layers: u32,
    slot_side: u32,
}

impl Atlas {
    /// Slots of the largest size in `n_layers` layers.
    pub fn new(n_layers: u32) -> Self {
        let mut atlas = Self { held: Lru::new(0), free: Vec::new(), n_layers, slot_side: 0 };
        atlas.set_slot_side(SLOT_SIDES[0]);
        atlas
    }

    /// Number of slots of a size.
    fn capacity(&self, slot_side: u32) -> usize {
        let across = LAYER_SIDE / slot_side;
        (self.n_layers * across * across) as usize
    }

    /// To be called first each frame: `n_visible` pictures of `side_px` physical pixels will be asked for. Chooses the
    /// size of the slots; what was held is forgotten when that changes.
    pub fn begin_frame(&mut self, side_px: f32, n_visible: usize) {
        self.held.begin_frame();
        let is_sharp = |side: &u32| *side as f32 >= side_px.min(SLOT_SIDES[0] as f32);
        let smallest_sharp = SLOT_SIDES.iter().copied().rev().find(is_sharp).unwrap_or(SLOT_SIDES[0]);
        // With more pictures in view than slots, smaller ones: a soft picture is better than none.
        let fits = |side: &u32| *side <= smallest_sharp && self.capacity(*side) >= n_visible;
        let wanted = SLOT_SIDES.iter().copied().find(fits).unwrap_or(SLOT_SIDES[2]);
        if wanted != self.slot_side {
            self.set_slot_side(wanted);
        }
    }

    fn set_slot_side(&mut self, slot_side: u32) {
        self.slot_side = slot_side;
        self.clear();
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.held = Lru::new(self.capacity(self.slot_side));
        let across = LAYER_SIDE / self.slot_side;
        let places = (0..self.n_layers).flat_map(|layer| (0..across * across).map(move |i| (layer, i)));
        let slot = |(layer, i)| Slot { layer, x: i % across * self.slot_side, y: i / across * self.slot_side };
        self.free = places.map(slot).collect();
        // Taken from the end: the first layers fill first.
        self.free.reverse();
    }

    /// Side of a slot in texels.
    pub fn slot_side(&self) -> u32 {
        self.slot_side
    }

    /// Where an image's thumbnail is, which is then sure to stay for this frame.
    pub fn get(&mut self, image: ImageId) -> Option<Placed> {
        self.held.get(image).copied()
    }

    /// A slot for a picture of `size` texels, taken from the picture that was not shown for longest; None if all are
    /// shown in this frame.
    pub fn place(&mut self, image: ImageId, size: [u32; 2]) -> Option<Placed> {
        let gone = self.held.make_room(1)?;
        self.free.extend(gone.into_iter().map(|placed| placed.slot));
        let placed = Placed { slot: self.free.pop()?, size };
        if let Some(replaced) = self.held.insert(image, placed, 1) {
            self.free.push(replaced.slot);
        }
        Some(placed)
    }

    /// Thumbnails held.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.held.len()
    }
}

impl Placed {
    /// Edges left, top, right, bottom in 0 to 1 of the layer, half a texel inside so that neighbours do not bleed in.
    pub fn uv(&self) -> [f32; 4] {
        let at = |texel: f32| texel / LAYER_SIDE as f32;
        let (x, y) = (self.slot.x as f32, self.slot.y as f32);
        let [width, height] = self.size.map(|side| side as f32);
        [at(x + 0.5), at(y + 0.5), at(x + width - 0.5), at(y + height - 0.5)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_size_of_slots_follows_the_cells() {
        let mut atlas = Atlas::new(MAX_LAYERS);
        let mut side = |side_px, n| {
            atlas.begin_frame(side_px, n);
            atlas.slot_side()
        };
        assert_eq!(side(48.0, 500), 64);
        assert_eq!(side(65.0, 500), 128);
        assert_eq!(side(200.0, 60), 256);
        assert_eq!(side(600.0, 20), 256, "no larger than a thumbnail");
        assert_eq!(side(200.0, 600), 128, "more in view than slots of 256");
        assert_eq!(side(64.0, 100_000), 64);
    }

    #[test]
    fn it_never_holds_more_than_it_has_and_never_takes_what_is_visible() {
        let mut atlas = Atlas::new(1);
        atlas.begin_frame(256.0, 4);
        assert_eq!(atlas.slot_side(), 256);
        for frame in 0..50u32 {
            atlas.begin_frame(256.0, 10);
            let visible: Vec<ImageId> = (frame * 3..frame * 3 + 10).map(ImageId).collect();
            for image in &visible {
                if atlas.get(*image).is_none() {
                    atlas.place(*image, [256, 200]).expect("10 fit in 16");
                }
            }
            assert!(atlas.len() <= 16);
            let slots: HashSet<_> = visible
                .iter()
                .map(|image| {
                    let slot = atlas.get(*image).expect("visible stays").slot;
                    (slot.layer, slot.x, slot.y)
                })
                .collect();
            assert_eq!(slots.len(), 10, "each has its own slot");
        }
        atlas.begin_frame(256.0, 16);
        let placed = (1000..1020).filter(|i| atlas.place(ImageId(*i), [1, 1]).is_some()).count();
        assert_eq!((placed, atlas.len()), (16, 16), "the 17th would push out a visible one");
    }

    #[test]
    fn slots_do_not_overlap_and_stay_inside() {
        let mut atlas = Atlas::new(2);
        atlas.begin_frame(128.0, 10);
        let mut seen = HashSet::new();
        for i in 0..128 {
            let placed = atlas.place(ImageId(i), [128, 128]).expect("room for 128");
            assert!(placed.slot.x + 128 <= LAYER_SIDE && placed.slot.y + 128 <= LAYER_SIDE && placed.slot.layer < 2);
            assert!(seen.insert((placed.slot.layer, placed.slot.x, placed.slot.y)));
        }
        assert!(atlas.place(ImageId(999), [1, 1]).is_none());
    }

    #[test]
    fn coordinates_stay_half_a_texel_inside() {
        let placed = Placed { slot: Slot { layer: 0, x: 256, y: 512 }, size: [128, 64] };
        assert_eq!(placed.uv(), [256.5 / 1024.0, 512.5 / 1024.0, 383.5 / 1024.0, 575.5 / 1024.0]);
    }
}
