//! Rows of a made-up project, as they lie in its database.

use gleaner::dataset::rel_path::RelPath;
use gleaner::dataset::scan::FileStamp;
use gleaner::store::packs::Location;
use gleaner::store::{ImageRecord, ImageState};

/// The row of image `i`: a photo of twelve megapixels in an album of 500.
pub fn record(i: u32) -> ImageRecord {
    let at = |segment| Location { segment, offset: u64::from(i) * 12_000, length: 12_000, checksum: i };
    let mtime_ns = 1_700_000_000_000_000_000 + i64::from(i);
    let state = ImageState::Ready {
        width: 4000,
        height: 3000,
        content_hash: std::array::from_fn(|byte| (i >> (byte % 4 * 8)) as u8),
        perceptual_hash: u64::from(i) << 20,
        thumbnail: at(0),
        tile: at(1),
        tile_width: 85,
        tile_height: 64,
    };
    let path = RelPath::from(format!("2024/album {:03}/IMG_{i:06}.jpg", i / 500).as_str());
    let stamp = FileStamp { size: 2_000_000 + u64::from(i), mtime_ns, ctime_ns: Some(mtime_ns) };
    ImageRecord::here(path, stamp, state)
}
