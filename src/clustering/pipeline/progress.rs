//! How far a run is and how long it will take, over all its stages.
//!
//! Work is counted in the seconds that it is expected to take. Of a network: a trained view costs three forward passes (a
//! backward pass costs about two), an evaluated one costs one. Of heads on frozen features: multiply-adds.

use super::plans::{NetworkWork, consensus_plan, n_threads, scan_plan, selflabel_plan, temi_plan, turtle_plan};
use crate::clustering::heads;
use crate::clustering::heads::consensus;
use crate::clustering::heads::temi;
use crate::clustering::heads::turtle;
use crate::clustering::settings::{Clusterer, Pretext, RunSettings, Start};
use crate::control::{Latest, Progress, Waker};
use crate::features::{Source, builtin, builtin_resnet, cost};
use crate::learning::network::resnet::{Arch, Stem};
use crate::stage::{EpochMetrics, Stage};
use crate::strings::{Told, told};
use std::sync::Arc;
use std::time::Instant;

/// Forward passes of one image in one epoch of a stage that trains the network.
fn passes_per_image(work: NetworkWork, settings: &RunSettings) -> f64 {
    match work {
        NetworkWork::Pretext => match settings.pretext {
            Pretext::Simclr => 6.0,
            Pretext::Dcl => 3.0 * settings.dcl.n_inputs(),
        },
        // Anchor and neighbour are trained, then all images are evaluated.
        NetworkWork::Scan => 7.0,
        // Target pass, training pass, evaluation.
        NetworkWork::SelfLabel => 5.0,
    }
}

/// What a stage trains on rows that stay as they are.
#[derive(Clone, Copy)]
enum RowWork {
    /// Clusters.
    Clusterer(Clusterer),
    /// The answers of SCAN's head.
    SelfLabel,
}

/// A stage as it will be run.
struct Planned {
    name: Stage,
    epochs: usize,
    /// All its epochs together.
    secs: f64,
}

/// Stages that are trained, in order. `measured_rate` as in [`estimate_secs`].
fn stages(settings: &RunSettings, n_images: usize, measured_rate: Option<f64>) -> Vec<Planned> {
    let settings = &RunSettings { clusters: settings.expected_clusters(), ..settings.clone() };
    let threads = n_threads(settings);
    let forward_rate = measured_rate.map_or_else(|| assumed_rate(settings, threads), |rate| rate * 3.0).max(1e-9);
    let of_network = |name: Stage, work: NetworkWork, epochs: usize| {
        let secs = passes_per_image(work, settings) * (epochs * n_images) as f64 / forward_rate;
        Planned { name, epochs, secs }
    };
    let (mut stages, is_frozen) = (Vec::new(), settings.is_frozen());
    if !is_frozen {
        stages.push(of_network(settings.pretext_stage(), NetworkWork::Pretext, settings.pretext_epochs()));
    }
    for head in settings.heads() {
        if head == Clusterer::Scan && !is_frozen {
            stages.push(of_network(Stage::Scan, NetworkWork::Scan, settings.scan.epochs));
            let epochs = if settings.scan.epochs == 0 { 0 } else { settings.selflabel.epochs };
            stages.push(of_network(Stage::SelfLabel, NetworkWork::SelfLabel, epochs));
        } else {
            stages.push(of_head(head.stage(), RowWork::Clusterer(head), settings, n_images, threads));
        }
    }
    if settings.labels_frozen_heads() {
        stages.push(of_head(Stage::SelfLabel, RowWork::SelfLabel, settings, n_images, threads));
    }
    if settings.learns_on() {
        stages.push(of_network(settings.pretext_stage(), NetworkWork::Pretext, settings.pretext_epochs()));
        stages.push(of_head(Stage::ScanLearned, RowWork::Clusterer(Clusterer::Scan), settings, n_images, threads));
        stages.push(of_network(Stage::ScanNetwork, NetworkWork::Scan, settings.scan.epochs));
        let epochs = if settings.scan.epochs == 0 { 0 } else { settings.selflabel.epochs };
        stages.push(of_network(Stage::SelfLabelNetwork, NetworkWork::SelfLabel, epochs));
    }
    stages
}

/// Heads on frozen features: multiply-adds, at what a thread of an ordinary processor makes of products as thin as these.
fn of_head(name: Stage, work: RowWork, settings: &RunSettings, n: usize, threads: usize) -> Planned {
    // Of other sources only the file knows; most rows are about as wide.
    let d = if settings.is_frozen() { builtin::N_FEATURES } else { 8 * settings.net.width };
    let (epochs, mul_adds, rate) = match work {
        RowWork::Clusterer(Clusterer::Temi) => {
            let plan = temi_plan(settings, n);
            (plan.epochs, temi::mul_adds(&plan, n, d), 30e9)
        }
        RowWork::Clusterer(Clusterer::Consensus) => {
            let (plan, k) = (consensus_plan(settings), settings.neighbors.k);
            (plan.n_epochs(k), consensus::mul_adds(&plan, k, n, d), 8e9)
        }
        RowWork::Clusterer(Clusterer::Turtle) => {
            let plan = turtle_plan(settings);
            (plan.steps.div_ceil(turtle::STEPS_PER_EPOCH), turtle::mul_adds(&plan, n, d), 12e9)
        }
        RowWork::SelfLabel => {
            let plan = selflabel_plan(settings);
            (plan.epochs, heads::selflabel::mul_adds(&plan, n, d), 2e9)
        }
        // k-means a few times with a hundred clusters.
        RowWork::Clusterer(Clusterer::Tree) => (1, (100 * 100 * n * d) as f64, 15e9),
        RowWork::Clusterer(Clusterer::Scan) => {
            let plan = scan_plan(settings);
            (plan.epochs, heads::scan::mul_adds(&plan, settings.scan.heads, n, d), 8e9)
        }
    };
    Planned { name, epochs, secs: mul_adds / (rate * threads as f64) }
}

/// Multiply-adds of one forward pass, roughly: a ResNet-18 of width 64 with the CIFAR stem takes 0.56 G at 32 px.
fn mul_adds(settings: &RunSettings) -> f64 {
    let net = &settings.net;
    let arch = match net.arch {
        Arch::ResNet18 => 1.0,
        Arch::ResNet50 => 2.3,
    };
    // Of weights on disk only the file knows the form.
    let (stem, width) = match settings.simclr.init {
        Start::Network(Source::BuiltinResnet) => (builtin_resnet::NET.stem, builtin_resnet::NET.width),
        Start::Random | Start::Network(_) => (net.stem.stem(net.size), net.width),
    };
    let shrink = match stem {
        Stem::Cifar => 1.0,
        Stem::Stride2 | Stem::Stl => 4.0,
        Stem::ImageNet => 16.0,
    };
    0.56e9 * arch * (width as f64 / 64.0).powi(2) * (net.size as f64 / 32.0).powi(2) / shrink
}

/// Forward passes a second on `threads` threads of an ordinary processor, before anything was measured: arithmetic, and
/// what each pixel costs in cutting views and in layers that only read and write. Both lie between what width 16 at 32 px
/// with the CIFAR stem (some 450 training inputs a second and thread), width 64 (53) and width 16 at 48 px with stride 2
/// (some 620) ask for.
fn assumed_rate(settings: &RunSettings, threads: usize) -> f64 {
    threads as f64 / (mul_adds(settings) / 90e9 + (settings.net.size as f64).powi(2) * 2.2e-7)
}

/// Estimated wall time of a run in seconds, features included. `measured_rate`: training inputs a second that an earlier
/// run with the same network reached on this machine.
#[must_use]
pub fn estimate_secs(settings: &RunSettings, n_images: usize, measured_rate: Option<f64>) -> f64 {
    let trained: f64 = stages(settings, n_images, measured_rate).iter().map(|stage| stage.secs).sum();
    let per_image = cost::secs_per_image(&settings.features, n_threads(settings));
    per_image * n_images as f64 + trained + 2.0
}

/// Counts work and publishes progress.
pub struct Meter {
    progress: Latest<Progress>,
    waker: Waker,
    plan: Vec<Planned>,
    n_images: usize,
    /// None before the first one begins.
    stage: Option<Stage>,
    /// When measuring began, and how much was done then (more than nothing on a resumed run).
    origin: Option<(Instant, f64)>,
    now: Progress,
}

impl Meter {
    /// A meter of one run's work.
    #[must_use]
    pub fn new(settings: &RunSettings, n_images: usize, progress: Latest<Progress>, waker: Waker) -> Self {
        let plan = stages(settings, n_images, None);
        let total: f64 = plan.iter().map(|stage| stage.secs).sum();
        let now = Progress { total: units(total), secs_left: Some(total + 2.0), ..Progress::default() };
        Self { progress, waker, plan, n_images, stage: None, origin: None, now }
    }

    /// A stage of training begins.
    pub fn begin(&mut self, stage: Stage) {
        self.now.stage = stage.activity();
        self.stage = Some(stage);
        self.now.detail = Told::default();
        self.publish();
    }

    /// Something short between the stages.
    pub fn say(&mut self, what: Told) {
        self.now.stage = what;
        self.now.detail = Told::default();
        self.now.images_per_sec = 0.0;
        self.publish();
    }

    /// `n_images` of the stage are done, counted over all its epochs, at `rate` training inputs a second.
    pub fn step(&mut self, n_images: usize, rate: f64) {
        self.now.images_per_sec = rate;
        let epoch = (n_images.saturating_sub(1) / self.n_images.max(1)) + 1;
        self.now.detail = told!("engine-epoch", n = epoch, all = self.n_epochs());
        self.done(n_images as f64 / self.n_images.max(1) as f64);
        self.publish();
    }

    /// Counts an epoch that ended.
    pub fn epoch(&mut self, metrics: &EpochMetrics) {
        Arc::make_mut(&mut self.now.epochs).push(metrics.clone());
        self.now.images_per_sec = metrics.images_per_sec;
        self.now.detail = told!("engine-epoch", n = metrics.epoch, all = self.n_epochs());
        self.done(f64::from(metrics.epoch));
        self.publish();
    }

    fn n_epochs(&self) -> usize {
        self.plan.iter().find(|stage| Some(&stage.name) == self.stage.as_ref()).map_or(0, |stage| stage.epochs)
    }

    /// So many epochs of the stage are done.
    fn done(&mut self, epochs: f64) {
        let before: f64 =
            self.plan.iter().take_while(|stage| Some(&stage.name) != self.stage.as_ref()).map(|stage| stage.secs).sum();
        let own = self.plan.iter().find(|stage| Some(&stage.name) == self.stage.as_ref());
        let work = before + own.map_or(0.0, |stage| stage.secs * epochs / stage.epochs.max(1) as f64);
        let total: f64 = self.plan.iter().map(|stage| stage.secs).sum();
        self.now.done = units(work).min(self.now.total);
        let (started, at_start) = *self.origin.get_or_insert_with(|| (Instant::now(), work));
        let elapsed = started.elapsed().as_secs_f64();
        if work > at_start && elapsed > 1.0 {
            self.now.secs_left = Some((total - work).max(0.0) * elapsed / (work - at_start));
        }
    }

    fn publish(&self) {
        self.progress.set(self.now.clone());
        self.waker.wake();
    }
}

/// Milliseconds, as progress is counted in whole units.
fn units(secs: f64) -> u64 {
    (secs * 1e3).round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clustering::settings::{Head, Preset, PseudoLabel};

    fn learned() -> RunSettings {
        RunSettings { features: Source::Simclr, ..RunSettings::default() }
    }

    #[test]
    fn progress_runs_from_nothing_to_all() {
        let slot = Latest::<Progress>::default();
        let mut meter = Meter::new(&learned(), 100, slot.clone(), Waker::default());
        meter.begin(Stage::Simclr);
        meter.step(50, 10.0);
        let (done, total) = (slot.get().done, slot.get().total);
        assert!(done > 0 && done < total / 30, "{done} of {total}");
        assert_eq!(slot.get().detail.to_string(), "round 1 of 30");
        meter.begin(Stage::SelfLabel);
        meter.step(15 * 100, 10.0);
        assert_eq!(slot.get().done, total);
        assert_eq!(slot.get().detail.to_string(), "round 15 of 15");
    }

    #[test]
    fn frozen_heads_run_to_the_end_too() {
        let settings = RunSettings { head: Head::Temi, ..RunSettings::default() };
        let slot = Latest::<Progress>::default();
        let mut meter = Meter::new(&settings, 100, slot.clone(), Waker::default());
        meter.begin(Stage::Temi);
        let epochs = settings.temi.epochs as u32;
        meter.epoch(&EpochMetrics { epoch: epochs, ..EpochMetrics::new(Stage::Scan) });
        assert_eq!(slot.get().done, slot.get().total);
        assert_eq!(slot.get().detail.to_string(), format!("round {epochs} of {epochs}"));
    }

    #[test]
    fn a_consensus_takes_longer_and_ends_with_all_done() {
        let settings = RunSettings { head: Head::Consensus, ..RunSettings::default() };
        let names: Vec<Stage> = stages(&settings, 100, None).into_iter().map(|stage| stage.name).collect();
        assert_eq!(names, [Stage::Scan, Stage::Consensus]);
        assert!(estimate_secs(&settings, 5000, None) > estimate_secs(&RunSettings::default(), 5000, None) + 1.0);
        let slot = Latest::<Progress>::default();
        let mut meter = Meter::new(&settings, 100, slot.clone(), Waker::default());
        meter.begin(Stage::Consensus);
        let epoch = consensus_plan(&settings).n_epochs(settings.neighbors.k) as u32;
        meter.epoch(&EpochMetrics { epoch, ..EpochMetrics::new(Stage::Scan) });
        assert_eq!(
            (slot.get().done, slot.get().stage.to_string()),
            (slot.get().total, "Sorting into groups (consensus)".into())
        );
        let learned = RunSettings { head: Head::Consensus, ..learned() };
        assert!(stages(&learned, 100, None).iter().all(|stage| stage.name != Stage::Consensus));
    }

    #[test]
    fn self_labelling_on_frozen_features_counts_where_it_runs() {
        let mut settings = RunSettings::default();
        assert!(stages(&settings, 100, None).iter().all(|stage| stage.name != Stage::SelfLabel));
        settings.selflabel.pseudo = PseudoLabel::P2ot;
        let slot = Latest::<Progress>::default();
        let mut meter = Meter::new(&settings, 100, slot.clone(), Waker::default());
        meter.begin(Stage::SelfLabel);
        meter.epoch(&EpochMetrics { epoch: settings.selflabel.epochs as u32, ..EpochMetrics::new(Stage::Scan) });
        assert_eq!(slot.get().done, slot.get().total);
        settings.head = Head::Temi;
        assert!(stages(&settings, 100, None).iter().all(|stage| stage.name != Stage::SelfLabel));
    }

    #[test]
    fn a_run_that_learns_on_counts_all_its_stages() {
        let settings = RunSettings::preset(Preset::Balanced);
        let slot = Latest::<Progress>::default();
        let mut meter = Meter::new(&settings, 100, slot.clone(), Waker::default());
        for (stage, epochs) in [
            (Stage::Scan, settings.scan_heads.epochs),
            (Stage::Dcl, settings.dcl.epochs),
            (Stage::ScanLearned, settings.scan_heads.epochs),
            (Stage::ScanNetwork, settings.scan.epochs),
            (Stage::SelfLabelNetwork, settings.selflabel.epochs),
        ] {
            let before = slot.get().done;
            meter.begin(stage.clone());
            meter.epoch(&EpochMetrics { epoch: epochs as u32, ..EpochMetrics::new(Stage::Scan) });
            assert!(slot.get().done > before, "{stage:?}");
        }
        assert_eq!(slot.get().done, slot.get().total);
        assert!(estimate_secs(&settings, 1000, None) > 5.0 * estimate_secs(&RunSettings::default(), 1000, None));
    }

    #[test]
    fn estimates_grow_with_the_work() {
        let one = estimate_secs(&learned(), 1000, None);
        let small_views = RunSettings { pretext: Pretext::Dcl, ..learned() };
        assert!(estimate_secs(&small_views, 1000, None) < 0.95 * one);
        assert!(estimate_secs(&learned(), 2000, None) > 1.9 * one - 3.0);
        assert!(estimate_secs(&RunSettings::preset(Preset::Paper), 1000, None) > 20.0 * one);
        assert!(estimate_secs(&RunSettings::default(), 1000, None) < one / 2.0);
    }
}
