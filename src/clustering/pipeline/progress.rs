//! What a run has to do, part by part, how long each takes as far as anybody can say before, and how far it is.
//!
//! Units of work are the seconds that it is expected to take where nothing was measured; what it took on this machine before is
//! [`crate::timing`]'s. Of a network: a trained view costs three forward passes (a backward pass costs about two), an evaluated
//! one costs one. Of heads on frozen features: multiply-adds.

use super::Observer;
use super::plans::{NetworkWork, consensus_plan, n_threads, scan_plan, selflabel_plan, temi_plan, turtle_plan};
use crate::clustering::heads;
use crate::clustering::heads::consensus;
use crate::clustering::heads::temi;
use crate::clustering::heads::turtle;
use crate::clustering::settings::{Clusterer, Pretext, RunSettings, Start};
use crate::control::{Latest, Progress, Waker};
use crate::features::{Source, builtin, builtin_resnet};
use crate::learning::device::DeviceChoice;
use crate::learning::network::resnet::{Arch, Stem};
use crate::stage::{EpochMetrics, Stage};
use crate::strings::{Told, told};
use crate::timing::{Course, Work};
use std::sync::Arc;

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

/// Short work between the stages that are trained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Between {
    /// Neighbours are looked for.
    Neighbours,
    /// The merge tree is built, which proposes a number of clusters.
    Tree,
    /// k-means.
    KMeans,
    /// Uneven sizes of clusters are looked for.
    Sizes,
    /// Results are judged.
    End,
}

impl Between {
    /// Its word among kinds of work.
    fn key(self) -> &'static str {
        match self {
            Self::Neighbours => "neighbours",
            Self::Tree => "counting",
            Self::KMeans => "kmeans",
            Self::Sizes => "sizes",
            Self::End => "judging",
        }
    }

    /// What the program is doing, for people.
    fn told(self) -> Told {
        match self {
            Self::Neighbours => told!("engine-finding-neighbours"),
            Self::Tree => told!("engine-counting"),
            Self::KMeans => told!("stage-kmeans.activity"),
            Self::Sizes => told!("engine-uneven"),
            Self::End => told!("job-stage-judging"),
        }
    }
}

/// A part of a run.
struct Planned {
    /// Its word among kinds of work.
    key: String,
    /// The stage that is trained, with its epochs.
    stage: Option<(Stage, usize)>,
    /// As far as anybody can say before.
    secs: f64,
}

/// A kind of work as it is remembered: what makes it cheaper or dearer stands in its name.
#[must_use]
pub fn kind(key: &str, settings: &RunSettings) -> String {
    let device = match settings.device {
        DeviceChoice::Auto | DeviceChoice::Cpu => String::new(),
        other => format!(" on {other}"),
    };
    format!("{key}, {} threads{device}", n_threads(settings))
}

/// Everything that a run does once it has its rows or tiles, in order.
#[must_use]
pub fn works(settings: &RunSettings, n_images: usize) -> Vec<Work> {
    let work = |part: Planned| Work { kind: kind(&part.key, settings), units: part.secs, guess: part.secs };
    parts(settings, n_images).into_iter().map(work).collect()
}

fn parts(settings: &RunSettings, n_images: usize) -> Vec<Planned> {
    let is_open = settings.is_open();
    let settings = &RunSettings { clusters: settings.expected_clusters(), ..settings.clone() };
    let threads = n_threads(settings);
    let forward_rate = assumed_rate(settings, threads).max(1e-9);
    let of_network = |name: Stage, work: NetworkWork, epochs: usize| {
        let secs = passes_per_image(work, settings) * (epochs * n_images) as f64 / forward_rate;
        Planned { key: format!("{} through a network", name.key()), stage: Some((name, epochs)), secs }
    };
    let of_head = |name: Stage, work: RowWork| of_head(name, work, settings, n_images, threads);
    let between = |what: Between| Planned {
        key: what.key().to_owned(),
        stage: None,
        secs: secs_between(what, settings, n_images, threads),
    };
    let (mut parts, is_frozen) = (Vec::new(), settings.is_frozen());
    if !is_frozen {
        parts.push(of_network(settings.pretext_stage(), NetworkWork::Pretext, settings.pretext_epochs()));
    }
    parts.push(between(Between::Neighbours));
    if is_open {
        parts.push(between(Between::Tree));
    }
    parts.push(between(Between::KMeans));
    for head in settings.heads() {
        if head == Clusterer::Scan && !is_frozen {
            parts.push(of_network(Stage::Scan, NetworkWork::Scan, settings.scan.epochs));
            let epochs = if settings.scan.epochs == 0 { 0 } else { settings.selflabel.epochs };
            parts.push(of_network(Stage::SelfLabel, NetworkWork::SelfLabel, epochs));
        } else {
            parts.push(of_head(head.stage(), RowWork::Clusterer(head)));
            if head == Clusterer::Scan && settings.scan.looks_for_sizes() {
                parts.push(between(Between::Sizes));
            }
        }
    }
    if settings.labels_frozen_heads() {
        parts.push(of_head(Stage::SelfLabel, RowWork::SelfLabel));
    }
    if settings.learns_on() {
        parts.push(of_network(settings.pretext_stage(), NetworkWork::Pretext, settings.pretext_epochs()));
        parts.extend([between(Between::Neighbours), between(Between::KMeans)]);
        parts.push(of_head(Stage::ScanLearned, RowWork::Clusterer(Clusterer::Scan)));
        parts.push(of_network(Stage::ScanNetwork, NetworkWork::Scan, settings.scan.epochs));
        let epochs = if settings.scan.epochs == 0 { 0 } else { settings.selflabel.epochs };
        parts.push(of_network(Stage::SelfLabelNetwork, NetworkWork::SelfLabel, epochs));
    }
    parts.push(between(Between::End));
    parts
}

/// Width of the rows that heads see: of other sources only the file knows; most rows are about as wide.
fn row_width(settings: &RunSettings) -> usize {
    if settings.is_frozen() { builtin::N_FEATURES } else { 8 * settings.net.width }
}

/// Work between stages: multiply-adds again.
fn secs_between(what: Between, settings: &RunSettings, n: usize, threads: usize) -> f64 {
    let (n, d, c) = (n as f64, row_width(settings) as f64, settings.clusters as f64);
    let all_pairs = n * n * d / 30e9;
    // k-means a few times with a hundred clusters.
    let tree = 100.0 * 100.0 * n * d / 15e9;
    let secs = match what {
        Between::Neighbours => all_pairs,
        Between::Tree => tree,
        Between::KMeans => 150.0 * n * d * c / 8e9,
        Between::Sizes => tree / 4.0 + 2e3 * n * d / 15e9,
        Between::End => all_pairs + 100.0 * n * d * c / 8e9,
    };
    secs / threads as f64 + 0.05
}

/// Heads on frozen features: multiply-adds, at what a thread of an ordinary processor makes of products as thin as these.
fn of_head(name: Stage, work: RowWork, settings: &RunSettings, n: usize, threads: usize) -> Planned {
    let d = row_width(settings);
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
    Planned { key: name.key().to_owned(), stage: Some((name, epochs)), secs: mul_adds / (rate * threads as f64) }
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

/// Counts work and publishes progress.
pub struct Meter {
    progress: Latest<Progress>,
    waker: Waker,
    course: Course,
    /// Stages that are trained, with their epochs and their kinds of work.
    stages: Vec<(Stage, usize, String)>,
    settings: RunSettings,
    n_images: usize,
    /// None before the first one begins.
    stage: Option<Stage>,
    now: Progress,
}

impl Meter {
    /// A meter of one run's work.
    #[must_use]
    pub fn new(settings: &RunSettings, n_images: usize, observer: &Observer) -> Self {
        let course = observer.course.clone();
        if course.is_unknown() {
            course.plan(works(settings, n_images), Arc::default());
        }
        let stage = |part: Planned| part.stage.map(|(stage, epochs)| (stage, epochs, kind(&part.key, settings)));
        Self {
            progress: observer.progress.clone(),
            waker: observer.waker.clone(),
            course,
            stages: parts(settings, n_images).into_iter().filter_map(stage).collect(),
            settings: settings.clone(),
            n_images,
            stage: None,
            now: Progress::default(),
        }
    }

    /// A stage of training begins.
    pub fn begin(&mut self, stage: Stage) {
        self.now.stage = stage.activity();
        if let Some((.., kind)) = self.stages.iter().find(|(planned, ..)| *planned == stage) {
            self.course.begin(kind);
        }
        self.stage = Some(stage);
        self.now.detail = Told::default();
        self.publish();
    }

    /// Something short between the stages.
    pub fn say(&mut self, what: Between) {
        self.course.begin(&kind(what.key(), &self.settings));
        self.now.stage = what.told();
        self.now.detail = Told::default();
        self.now.images_per_sec = 0.0;
        self.publish();
    }

    /// `n_images` of the stage are done, counted over all its epochs, at `rate` training inputs a second.
    pub fn step(&mut self, n_images: usize, rate: f64) {
        self.now.images_per_sec = rate;
        let epoch = (n_images.saturating_sub(1) / self.n_images.max(1)) + 1;
        self.done(n_images as f64 / self.n_images.max(1) as f64, epoch);
    }

    /// Counts an epoch that ended.
    pub fn epoch(&mut self, metrics: &EpochMetrics) {
        Arc::make_mut(&mut self.now.epochs).push(metrics.clone());
        self.now.images_per_sec = metrics.images_per_sec;
        self.done(f64::from(metrics.epoch), metrics.epoch as usize);
    }

    /// So many epochs of the stage are done, the last of them is `epoch`.
    fn done(&mut self, epochs: f64, epoch: usize) {
        let planned = self.stages.iter().find(|(stage, ..)| Some(stage) == self.stage.as_ref());
        if let Some(&(_, n_epochs, _)) = planned {
            self.now.detail = told!("engine-epoch", n = epoch, all = n_epochs);
            self.course.note(epochs / n_epochs.max(1) as f64);
        }
        self.publish();
    }

    fn publish(&self) {
        let standing = self.course.now();
        let now = Progress {
            whole: standing.map(|standing| standing.share),
            secs_left: standing.map(|standing| standing.secs_left),
            ..self.now.clone()
        };
        self.progress.set(now);
        self.waker.wake();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clustering::settings::{Head, Preset, PseudoLabel};
    use crate::control::CancelToken;

    fn learned() -> RunSettings {
        RunSettings { features: Source::Simclr, ..RunSettings::default() }
    }

    fn secs(settings: &RunSettings, n_images: usize) -> f64 {
        works(settings, n_images).iter().map(|work| work.guess).sum()
    }

    fn names(settings: &RunSettings) -> Vec<Stage> {
        parts(settings, 100).into_iter().filter_map(|part| Some(part.stage?.0)).collect()
    }

    fn observer() -> Observer {
        Observer {
            cancel: CancelToken::default(),
            progress: Latest::default(),
            course: Course::default(),
            waker: Waker::default(),
            on_epoch: Box::new(|_| ()),
            on_provisional: Box::new(|_| ()),
            on_proposed: Box::new(|_| ()),
        }
    }

    /// Goes through all that a run with these settings does; each part is told, in order, and nothing is left at the end.
    fn walk(settings: &RunSettings) {
        let observer = observer();
        let mut meter = Meter::new(settings, 100, &observer);
        let all = observer.course.now().expect("planned").secs_left;
        assert!(all > 0.0);
        let mut left = all;
        for part in parts(settings, 100) {
            match part.stage {
                Some((stage, epochs)) => {
                    meter.begin(stage.clone());
                    meter.epoch(&EpochMetrics { epoch: epochs as u32, ..EpochMetrics::new(Stage::Scan) });
                    let told = told!("engine-epoch", n = epochs, all = epochs);
                    assert_eq!(observer.progress.get().detail, told, "{stage:?}");
                }
                None => observer.course.begin(&kind(&part.key, settings)),
            }
            let now = observer.course.now().expect("planned").secs_left;
            assert!(now <= left + 0.02, "{now} after {left} at {}", part.key);
            left = now;
        }
        assert!(left < 0.1 * all + 0.2, "{left} of {all}");
        let told = observer.progress.get();
        assert!(told.whole.is_some() && told.share() == told.whole);
    }

    #[test]
    fn every_kind_of_run_is_told_to_the_end() {
        let labelled = {
            let mut settings = RunSettings::default();
            settings.selflabel.pseudo = PseudoLabel::P2ot;
            settings
        };
        let with = |head: Head| RunSettings { head, ..RunSettings::default() };
        let open = RunSettings { clusters: 0, ..RunSettings::default() };
        for settings in [learned(), RunSettings::default(), open, labelled, RunSettings::preset(Preset::Balanced)] {
            walk(&settings);
        }
        for head in [Head::Temi, Head::Consensus, Head::Turtle, Head::Tree] {
            walk(&with(head));
        }
    }

    #[test]
    fn a_run_has_the_parts_that_its_settings_ask_for() {
        let consensus = RunSettings { head: Head::Consensus, ..RunSettings::default() };
        assert_eq!(names(&consensus), [Stage::Scan, Stage::Consensus]);
        assert!(secs(&consensus, 5000) > secs(&RunSettings::default(), 5000) + 1.0);
        assert!(!names(&RunSettings { head: Head::Consensus, ..learned() }).contains(&Stage::Consensus));
        let mut settings = RunSettings::default();
        assert!(!names(&settings).contains(&Stage::SelfLabel));
        settings.selflabel.pseudo = PseudoLabel::P2ot;
        assert!(names(&settings).contains(&Stage::SelfLabel));
        settings.head = Head::Temi;
        assert!(!names(&settings).contains(&Stage::SelfLabel));
        let balanced = RunSettings::preset(Preset::Balanced);
        assert_eq!(
            names(&balanced),
            [Stage::Scan, Stage::Dcl, Stage::ScanLearned, Stage::ScanNetwork, Stage::SelfLabelNetwork]
        );
        assert!(secs(&balanced, 1000) > 5.0 * secs(&RunSettings::default(), 1000));
    }

    #[test]
    fn kinds_of_work_tell_threads_and_devices_apart() {
        let one = RunSettings { threads: 1, ..RunSettings::default() };
        let other = RunSettings { threads: 3, ..RunSettings::default() };
        assert_ne!(kind("scan", &one), kind("scan", &other));
        assert_eq!(kind("scan", &one), kind("scan", &RunSettings { device: DeviceChoice::Cpu, ..one.clone() }));
    }

    #[test]
    fn estimates_grow_with_the_work() {
        let one = secs(&learned(), 1000);
        let small_views = RunSettings { pretext: Pretext::Dcl, ..learned() };
        assert!(secs(&small_views, 1000) < 0.95 * one);
        assert!(secs(&learned(), 2000) > 1.9 * one - 3.0);
        assert!(secs(&RunSettings::preset(Preset::Paper), 1000) > 20.0 * one);
        assert!(secs(&RunSettings::default(), 1000) < one / 2.0);
    }
}
