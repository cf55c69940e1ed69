//! Times what a key in the review costs on the CPU over 100,000 made-up images, without a graphics adapter: the frame that
//! takes the key and shows the next image with its evidence, and the frame after it, with the snapshot that the engine
//! answers with. Prints mean, p50 and p99 in milliseconds.
//!
//! `cargo bench --bench review_keys -- [--images 100000] [--clusters 50] [--keys 600]`

use egui::{Event, Key, Modifiers, Pos2, RawInput, Rect, vec2};
use gleaner::control::Progress;
use gleaner::gui::frame::facts::Facts;
use gleaner::gui::frame::{Fetcher, Frame, Out, Tab, ViewState};
use gleaner::gui::kit::pictures::textures::Thumbs;
use gleaner::gui::review::Review;
use gleaner::ids::{ClusterId, ImageId};
use gleaner::session::Examples;
use gleaner::session::protocol::{
    ClusterProbability, ClusterView, Evidence, Fetch, ImageInfo, ImageLabel, ImageTable, Pixels, Purity, Snapshot,
};
use std::sync::Arc;
use std::time::Instant;

/// The same picture for every image, and evidence for three clusters.
struct Everything {
    picture: Arc<Pixels>,
    n_images: u32,
    n_clusters: u32,
}

impl Fetcher for Everything {
    fn thumbnail(&self, _: ImageId) -> Fetch<Arc<Pixels>> {
        Fetch::Ready(Arc::clone(&self.picture))
    }

    fn preview(&self, _: ImageId, _: u32) -> Fetch<Arc<Pixels>> {
        Fetch::Ready(Arc::clone(&self.picture))
    }

    fn evidence(&self, image: ImageId) -> Fetch<Arc<Evidence>> {
        let entry = |i: u32| ClusterProbability {
            cluster: Some(ClusterId((image.0 + i) % self.n_clusters)),
            name: format!("Cluster {i}").into(),
            key: String::new(),
            probability: 0.6 / (i + 1) as f32,
        };
        Fetch::Ready(Arc::new(Evidence { top: (0..5).map(entry).collect(), ..Evidence::default() }))
    }

    fn examples(&self, _: ClusterId, n: usize) -> Fetch<Arc<Examples>> {
        Fetch::Ready(Arc::new(Examples { prototypes: (0..n as u32).map(ImageId).collect(), borderlines: Vec::new() }))
    }

    fn queue(&self, n: usize, round: u64) -> Fetch<Arc<Vec<ImageId>>> {
        let image = |i: usize| ImageId(((i as u32 + round as u32 * 200) * 7919) % self.n_images);
        Fetch::Ready(Arc::new((0..n).map(image).collect()))
    }
}

fn snapshot(n: u32, n_clusters: u32) -> Snapshot {
    let row = |i: u32| ImageInfo::new(ImageId(i), format!("folder_{:03}/image_{i:07}.jpg", i / 1000), 1024, 768);
    let label =
        |i: u32| ImageLabel { cluster: Some(ClusterId(i % n_clusters)), confidence: 0.8, ..ImageLabel::default() };
    let cluster = |c: u32| {
        let members: Vec<ImageId> = (c..n).step_by(n_clusters as usize).map(ImageId).collect();
        let purity = Purity::new(0, 0, members.len());
        let name = format!("Cluster {c}");
        Arc::new(ClusterView { id: ClusterId(c), name, members: Arc::new(members), purity, ..ClusterView::default() })
    };
    Snapshot {
        revision: 1,
        images: Arc::new(ImageTable::new((0..n).map(row).collect())),
        labels: Arc::new((0..n).map(label).collect()),
        clusters: Arc::new((0..n_clusters).map(cluster).collect()),
        ..Snapshot::default()
    }
}

fn argument(name: &str, default: u32) -> u32 {
    let mut arguments = std::env::args().skip_while(|argument| argument != name);
    arguments.nth(1).and_then(|value| value.parse().ok()).unwrap_or(default)
}

fn main() {
    let (n, n_clusters) = (argument("--images", 100_000), argument("--clusters", 50).max(6));
    let n_keys = argument("--keys", 600) as usize;
    println!("{n} images in {n_clusters} clusters, 1600 x 1000, {n_keys} keys each");
    time("queue", n, n_clusters, n_keys, false);
    time("prove it", n, n_clusters, n_keys, true);
}

fn time(name: &str, n: u32, n_clusters: u32, n_keys: usize, is_sample: bool) {
    let picture = Arc::new(Pixels { width: 1024, height: 768, rgba: vec![127; 1024 * 768 * 4] });
    let fetcher = Everything { picture, n_images: n, n_clusters };
    let mut snapshot = snapshot(n, n_clusters);
    let mut review = Review::default();
    if is_sample {
        review.prove(ClusterId(1));
    }
    let mut thumbs = Thumbs::default();
    let mut state = ViewState { tab: Tab::Review, ..ViewState::default() };
    let ctx = egui::Context::default();
    gleaner::gui::kit::theme::install(&ctx);
    // Never so many right ones that a cluster is proven, which would end the questions.
    let keys = [Key::Enter, Key::N, Key::Num2, Key::X];
    let (mut with_key, mut after, mut n_asked) = (Vec::new(), Vec::new(), 0);
    for i in 0..2 * n_keys + 20 {
        let is_key = i >= 20 && i % 2 == 0;
        let key = keys[i / 2 % keys.len()];
        let event =
            |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE };
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1600.0, 1000.0))),
            time: Some(i as f64 / 2.0),
            events: if is_key { vec![event(true), event(false)] } else { Vec::new() },
            ..RawInput::default()
        };
        let start = Instant::now();
        let output = ctx.run_ui(input, |ui| {
            review.take_keys(ui.ctx());
            let (progress, facts, mut out) = (Progress::default(), Facts::default(), Out::default());
            let frame = &mut Frame {
                snapshot: &snapshot,
                progress: &progress,
                facts: &facts,
                fetcher: &fetcher,
                view: &mut state,
                thumbs: &mut thumbs,
                out: &mut out,
            };
            egui::CentralPanel::default().show(ui, |ui| review.review_ui(ui, frame));
        });
        let millis = start.elapsed().as_secs_f64() * 1e3;
        output.drop_without_applying_deltas();
        // The engine has done it by the next frame.
        for (number, _) in review.take_requests() {
            review.note_end(number, None, &snapshot);
            n_asked += 1;
            snapshot.revision += 1;
        }
        match i {
            0..20 => (),
            _ if is_key => with_key.push(millis),
            _ => after.push(millis),
        }
    }
    assert_eq!(n_asked, n_keys, "no key was dropped");
    print(&format!("{name}, key"), &mut with_key);
    print(&format!("{name}, answer"), &mut after);
}

fn print(name: &str, millis: &mut [f64]) {
    millis.sort_by(f64::total_cmp);
    let at = |share: f64| millis[((millis.len() - 1) as f64 * share).round() as usize];
    let mean = millis.iter().sum::<f64>() / millis.len() as f64;
    println!("{name:18} mean {mean:6.2} ms   p50 {:6.2} ms   p99 {:6.2} ms", at(0.5), at(0.99));
}
