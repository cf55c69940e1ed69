//! A project and pictures out of nothing.

use crate::gui::frame::Fetcher;
use crate::ids::{ClusterId, ImageId, RunId};
use crate::session::protocol::*;
use crate::session::{Examples, RunSettings};
use crate::stage::{Kept, Stage};
use std::path::PathBuf;
use std::sync::Arc;

const NAMES: [&str; 6] = ["Sunflowers", "Group 2", "Harbour at dusk", "Group 4", "Old bicycles", "Group 6"];

fn id(i: usize) -> ImageId {
    // Not in the order of paths.
    ImageId((i * 7919 % 100_003) as u32)
}

fn size(i: usize) -> (u32, u32) {
    [(400, 300), (300, 400), (300, 300), (640, 240), (200, 480)][i % 5]
}

/// `n` images in `k` clusters; every 11th is in none, some are confirmed or placed.
pub fn snapshot(n: usize, k: usize) -> Snapshot {
    let row = |i: usize| {
        let (width, height) = size(i);
        ImageInfo::new(id(i), format!("holiday/image_{i:04}.jpg"), width, height)
    };
    let label = |i: usize| {
        let cluster = (i % 11 != 10).then(|| ClusterId((i * i / 3 % k) as u32 + 1));
        let source = match i % 13 {
            3 => LabelSource::Confirmed,
            7 => LabelSource::Placed,
            _ => LabelSource::Machine,
        };
        let spread = (i * 37 % 101) as f32 / 100.0;
        let confidence = if source == LabelSource::Machine { 1.0 - 0.75 * spread * spread } else { 1.0 };
        match cluster {
            None => ImageLabel::default(),
            Some(_) => ImageLabel { cluster, confidence, source, is_junk: false },
        }
    };
    let labels: Vec<ImageLabel> = (0..n).map(label).collect();
    let mut clusters: Vec<Arc<ClusterView>> = (1..=k as u32).map(|c| cluster(ClusterId(c), &labels)).collect();
    clusters.sort_by_key(|cluster| (std::cmp::Reverse(cluster.members.len()), cluster.id));
    Snapshot {
        revision: 1,
        project: Some(Arc::new(ProjectInfo {
            name: "Holiday 2025".into(),
            folder: PathBuf::from("/home/ada/Pictures/Holiday 2025"),
            path: PathBuf::from("/home/ada/.local/share/gleaner/holiday.gleaner"),
        })),
        images: Arc::new(ImageTable::new((0..n).map(row).collect())),
        skipped: Arc::new(vec![SkippedFile {
            path: "notes.txt".into(),
            reason: "not an image".into(),
            kind: SkipKind::NotAnImage,
        }]),
        clusters: Arc::new(clusters),
        labels: Arc::new(labels),
        runs: Arc::new(vec![run()]),
        adopted: Some(RunId(3)),
        ..Snapshot::default()
    }
}

fn cluster(id: ClusterId, labels: &[ImageLabel]) -> Arc<ClusterView> {
    let mut members: Vec<usize> = (0..labels.len()).filter(|i| labels[*i].cluster == Some(id)).collect();
    members.sort_by(|a, b| labels[*b].confidence.total_cmp(&labels[*a].confidence));
    let confidences: Vec<f32> = members.iter().map(|i| labels[*i].confidence).collect();
    let mut histogram = [0; 20];
    for confidence in &confidences {
        histogram[((confidence * 20.0) as usize).min(19)] += 1;
    }
    let n_open = members.iter().filter(|i| labels[**i].source == LabelSource::Machine).count();
    let name = NAMES[(id.0 as usize - 1) % NAMES.len()];
    Arc::new(ClusterView {
        id,
        name: name.into(),
        number: id.0,
        is_named: !name.starts_with("Group"),
        mean_confidence: confidences.iter().sum::<f32>() / confidences.len().max(1) as f32,
        n_confirmed: members.iter().filter(|i| labels[**i].source != LabelSource::Machine).count(),
        cover: members.first().map(|at| self::id(*at)),
        members: Arc::new(members.into_iter().map(self::id).collect()),
        confidences: Arc::new(confidences),
        histogram,
        purity: Purity::new(0, 0, n_open),
        ..ClusterView::default()
    })
}

fn run() -> RunSummary {
    RunSummary {
        id: RunId(3),
        state: RunState::Done,
        settings: Arc::new(RunSettings::default()),
        started: 1_760_000_000,
        seconds: 412.0,
        version: "0.1.0".into(),
        device: "cpu".into(),
        kept: Some(Kept { stage: Stage::SelfLabel, why: crate::strings::Told::default() }),
        stages: Arc::default(),
        epochs: Arc::default(),
        notes: Arc::new(vec![
            "Kept self-labelling (score 0.871; k-means 0.790 and SCAN 0.842): there the cluster of an image says most about those of its neighbours.".into(),
        ]),
    }
}

/// Pictures of one colour a cluster number of their own, with a darker frame and a bright corner.
#[derive(Default)]
pub struct Pictures {
    /// Nothing comes in.
    pub is_slow: bool,
    /// Every so manieth picture is damaged.
    pub missing_every: u32,
}

/// The colour in the middle of an image's picture.
pub fn color(image: ImageId) -> [u8; 3] {
    let hue = image.0.wrapping_mul(2_654_435_761) >> 8;
    [90 + (hue & 0x7f) as u8, 90 + (hue >> 7 & 0x7f) as u8, 90 + (hue >> 14 & 0x7f) as u8]
}

/// A picture of an image.
pub fn draw(image: ImageId, width: u32, height: u32) -> Arc<Pixels> {
    let base = color(image);
    let mut rgba = Vec::with_capacity((width * height * 4) as usize);
    for y in 0..height {
        for x in 0..width {
            let (u, v) = (x as f32 / width as f32, y as f32 / height as f32);
            let shade = if u.min(v).min(1.0 - u).min(1.0 - v) < 0.04 { 0.55 } else { 1.0 };
            let from_sun = ((u - 0.8) * width as f32).hypot((v - 0.22) * height as f32) / width.min(height) as f32;
            let is_hill = v > 0.72 + 0.1 * (u * 9.0 + image.0 as f32).sin();
            let pixel = match (from_sun < 0.1, is_hill) {
                (true, _) => [250, 240, 190],
                (_, true) => base.map(|c| (f32::from(c) * 0.6) as u8),
                _ => base.map(|c| (f32::from(c) * shade) as u8),
            };
            rgba.extend(pixel);
            rgba.push(255);
        }
    }
    Arc::new(Pixels { width, height, rgba })
}

impl Pictures {
    fn fetch(&self, image: ImageId, max_side: u32) -> Fetch<Arc<Pixels>> {
        if self.is_slow {
            return Fetch::Pending;
        }
        if self.missing_every > 0 && image.0.is_multiple_of(self.missing_every) {
            return Fetch::Missing("the file is damaged: unexpected end of data".into());
        }
        // The inverse of `id`, so that sizes agree with the table.
        let product = |round: usize| image.0 as usize + round * 100_003;
        let i = (0..7919).map(product).find(|product| product.is_multiple_of(7919)).map(|product| product / 7919);
        let (width, height) = size(i.unwrap_or(0));
        let scale = max_side as f32 / width.max(height) as f32;
        Fetch::Ready(draw(image, (width as f32 * scale) as u32, (height as f32 * scale) as u32))
    }
}

impl Fetcher for Pictures {
    fn thumbnail(&self, image: ImageId) -> Fetch<Arc<Pixels>> {
        self.fetch(image, 256)
    }

    fn preview(&self, image: ImageId, max_side: u32) -> Fetch<Arc<Pixels>> {
        self.fetch(image, max_side.min(640))
    }

    fn evidence(&self, image: ImageId) -> Fetch<Arc<Evidence>> {
        if self.is_slow {
            return Fetch::Pending;
        }
        let probability = |cluster: u32, probability: f32| ClusterProbability {
            cluster: Some(ClusterId(cluster)),
            name: NAMES[cluster as usize - 1].into(),
            key: String::new(),
            probability,
        };
        let neighbor = |i: usize| NeighborInfo {
            image: id((image.0 as usize + i * 3) % 90),
            similarity: 0.97 - 0.021 * i as f32,
            cluster: (i != 11).then_some(ClusterId(if i % 6 == 4 { 3 } else { 1 })),
        };
        Fetch::Ready(Arc::new(Evidence {
            summed: vec![0.75],
            top: vec![
                probability(1, 0.834),
                probability(3, 0.121),
                probability(2, 0.03),
                probability(5, 0.0104),
                probability(4, 0.0021),
            ],
            neighbors: (1..=20).map(neighbor).collect(),
            stages: vec![
                ("kmeans".into(), probability(3, 0.41)),
                ("scan".into(), probability(1, 0.67)),
                ("selflabel".into(), probability(1, 0.834)),
            ],
            rejected: vec![ClusterId(4)],
            links: vec![(id(12), Link::Same)],
        }))
    }

    fn examples(&self, _cluster: ClusterId, n: usize) -> Fetch<Arc<Examples>> {
        let prototypes = (0..n).map(|i| id(i * 3)).collect();
        let borderlines = (0..n / 2).map(|i| id(i * 5 + 1)).collect();
        Fetch::Ready(Arc::new(Examples { prototypes, borderlines }))
    }

    fn nearest_clusters(&self, cluster: ClusterId) -> Fetch<Arc<Vec<(ClusterId, f32)>>> {
        let others = (1..=NAMES.len() as u32).map(ClusterId).filter(|id| *id != cluster);
        let near = others.zip([0.91, 0.74, 0.52, 0.33, -0.05]);
        Fetch::Ready(Arc::new(near.collect()))
    }
}
