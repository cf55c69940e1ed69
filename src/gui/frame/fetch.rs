//! What the window asks of the images and clusters beside the snapshot: pictures, evidence, and everything that takes
//! longer than a frame to find out. The one place where a test puts answers of its own.

use crate::ids::{ClusterId, ImageId};
use crate::session::classes::Classes;
use crate::session::curating::Part;
use crate::session::evaluation::TrueLabels;
use crate::session::labelling::Proposal;
use crate::session::protocol::{ClusterView, Dates, Evidence, Fetch, Photo, Pixels, Snapshot};
use crate::session::quality::Quality;
use crate::session::{Examples, Nearest, Query, Reader, Suggestions};
use std::collections::HashMap;
use std::sync::Arc;

/// Questions that never wait: an answer comes in a later frame. What a source knows nothing of stays pending.
pub trait Fetcher {
    /// The thumbnail (fits 256 x 256).
    fn thumbnail(&self, _image: ImageId) -> Fetch<Arc<Pixels>> {
        Fetch::Pending
    }

    /// The original, upright, no side longer than so many pixels.
    fn preview(&self, _image: ImageId, _max_side: u32) -> Fetch<Arc<Pixels>> {
        Fetch::Pending
    }

    /// What the file tells beside its pixels: date, camera, exposure, size.
    fn photo(&self, _image: ImageId) -> Fetch<Arc<Photo>> {
        Fetch::Pending
    }

    /// When each image was taken; all files are looked at once for each `round`.
    fn dates(&self, _round: u64) -> Fetch<Arc<Dates>> {
        Fetch::Pending
    }

    /// Why the image is where it is.
    fn evidence(&self, _image: ImageId) -> Fetch<Arc<Evidence>> {
        Fetch::Pending
    }

    /// The most and the least typical members of a cluster, at most `n` of each.
    fn examples(&self, _cluster: ClusterId, _n: usize) -> Fetch<Arc<Examples>> {
        Fetch::Pending
    }

    /// At most `n` images to ask a person about next, made once for each `round`.
    fn queue(&self, _n: usize, _round: u64) -> Fetch<Arc<Vec<ImageId>>> {
        Fetch::Pending
    }

    /// The other clusters by how near their centres are: cosine, -1 to 1, nearest first.
    fn nearest_clusters(&self, _cluster: ClusterId) -> Fetch<Arc<Vec<(ClusterId, f32)>>> {
        Fetch::Pending
    }

    /// All clusters by how probable they are for these images, likeliest first.
    fn likely_clusters(&self, _images: &[ImageId]) -> Fetch<Arc<Vec<(ClusterId, f32)>>> {
        Fetch::Pending
    }

    /// Near-duplicates, what is unusual, what is unsure, and how far confidences can be believed.
    fn quality(&self) -> Fetch<Arc<Quality>> {
        Fetch::Pending
    }

    /// The tree of clusters that could be merged.
    fn classes(&self) -> Fetch<Arc<Classes>> {
        Fetch::Pending
    }

    /// The `n` images that are nearest to what is searched for, best first.
    fn search(&self, _query: &Query, _n: usize) -> Fetch<Arc<Nearest>> {
        Fetch::Pending
    }

    /// Words that name a cluster, best first.
    fn suggestions(&self, _cluster: ClusterId) -> Fetch<Arc<Suggestions>> {
        Fetch::Pending
    }

    /// Parts that a cluster could be split into, largest first: `n`, or fewer.
    fn split(&self, _cluster: ClusterId, _n: usize) -> Fetch<Arc<Vec<Part>>> {
        Fetch::Pending
    }

    /// Classes that folder names or a table propose as labels. A table is read once for each `round`.
    fn proposal(&self, _from: &TrueLabels, _round: u64) -> Fetch<Arc<Proposal>> {
        Fetch::Pending
    }
}

/// What a cluster that nobody has named may be called, once that is known.
pub fn suggested_name(fetcher: &dyn Fetcher, cluster: &ClusterView) -> Option<String> {
    if cluster.is_named {
        return None;
    }
    match fetcher.suggestions(cluster.id) {
        Fetch::Ready(names) => names.names.first().map(|suggested| suggested.name.clone()),
        _ => None,
    }
}

/// What is known of [`suggested_name`] for all clusters.
pub fn suggested_names(fetcher: &dyn Fetcher, snapshot: &Snapshot) -> HashMap<ClusterId, String> {
    let name = |cluster: &Arc<ClusterView>| Some((cluster.id, suggested_name(fetcher, cluster)?));
    snapshot.clusters.iter().filter_map(name).collect()
}

impl Fetcher for Reader {
    fn thumbnail(&self, image: ImageId) -> Fetch<Arc<Pixels>> {
        self.thumbnail(image)
    }

    fn preview(&self, image: ImageId, max_side: u32) -> Fetch<Arc<Pixels>> {
        self.preview(image, max_side)
    }

    fn photo(&self, image: ImageId) -> Fetch<Arc<Photo>> {
        self.photo(image)
    }

    fn dates(&self, round: u64) -> Fetch<Arc<Dates>> {
        self.dates(round)
    }

    fn evidence(&self, image: ImageId) -> Fetch<Arc<Evidence>> {
        self.evidence(image)
    }

    fn examples(&self, cluster: ClusterId, n: usize) -> Fetch<Arc<Examples>> {
        self.examples(cluster, n)
    }

    fn queue(&self, n: usize, round: u64) -> Fetch<Arc<Vec<ImageId>>> {
        self.queue(n, round)
    }

    fn nearest_clusters(&self, cluster: ClusterId) -> Fetch<Arc<Vec<(ClusterId, f32)>>> {
        self.nearest_clusters(cluster)
    }

    fn likely_clusters(&self, images: &[ImageId]) -> Fetch<Arc<Vec<(ClusterId, f32)>>> {
        self.likely_clusters(images)
    }

    fn quality(&self) -> Fetch<Arc<Quality>> {
        self.quality()
    }

    fn classes(&self) -> Fetch<Arc<Classes>> {
        self.classes()
    }

    fn search(&self, query: &Query, n: usize) -> Fetch<Arc<Nearest>> {
        self.search(query, n)
    }

    fn suggestions(&self, cluster: ClusterId) -> Fetch<Arc<Suggestions>> {
        self.suggestions(cluster)
    }

    fn split(&self, cluster: ClusterId, n: usize) -> Fetch<Arc<Vec<Part>>> {
        self.split(cluster, n)
    }

    fn proposal(&self, from: &TrueLabels, round: u64) -> Fetch<Arc<Proposal>> {
        self.proposal(from, round)
    }
}
