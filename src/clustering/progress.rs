//! How far a run is and how long it will take, over all its stages.
//!
//! Work is counted in forward passes of one image: a trained view costs three (a backward pass costs about two), an
//! evaluated one costs one.

use super::settings::RunSettings;
use super::words::stage_name;
use crate::control::{EpochMetrics, Latest, Progress, Waker};
use std::sync::Arc;
use std::time::Instant;

/// Work of one image in one epoch of a stage.
fn work_per_image(stage: &str) -> f64 {
    match stage {
        "simclr" => 6.0,
        // Anchor and neighbour are trained, then all images are evaluated.
        "scan" => 7.0,
        // Target pass, training pass, evaluation.
        _ => 5.0,
    }
}

/// Stages and their epochs, as they will be run.
fn stages(settings: &RunSettings) -> Vec<(&'static str, usize)> {
    let selflabel_epochs = if settings.scan.epochs == 0 { 0 } else { settings.selflabel.epochs };
    vec![("simclr", settings.simclr.epochs), ("scan", settings.scan.epochs), ("selflabel", selflabel_epochs)]
}

/// Forward passes of one image that a whole run costs.
#[must_use]
pub fn total_work(settings: &RunSettings, n_images: usize) -> f64 {
    stages(settings).iter().map(|(stage, epochs)| work_per_image(stage) * (*epochs * n_images) as f64).sum()
}

/// Multiply-adds of one forward pass, roughly: a ResNet-18 of width 64 with the CIFAR stem takes 0.56 G at 32 px.
fn mul_adds(settings: &RunSettings) -> f64 {
    let net = &settings.net;
    let arch = if net.arch == "resnet50" { 2.3 } else { 1.0 };
    let shrink = match net.stem.as_str() {
        "cifar" => 1.0,
        "stride2" | "stl" => 4.0,
        "imagenet" => 16.0,
        _ if net.size < 64 => 1.0,
        _ if net.size <= 128 => 4.0,
        _ => 16.0,
    };
    0.56e9 * arch * (net.width as f64 / 64.0).powi(2) * (net.size as f64 / 32.0).powi(2) / shrink
}

/// Forward passes a second on `threads` threads of an ordinary processor, before anything was measured: arithmetic, and
/// what each pixel costs in cutting views and in layers that only read and write. Both lie between what width 16 at 32 px
/// with the CIFAR stem (some 450 training inputs a second and thread), width 64 (53) and width 16 at 48 px with stride 2
/// (some 620) ask for.
fn assumed_rate(settings: &RunSettings, threads: usize) -> f64 {
    threads as f64 / (mul_adds(settings) / 90e9 + (settings.net.size as f64).powi(2) * 2.2e-7)
}

/// Estimated wall time of a run in seconds. `measured_rate`: training inputs a second that an earlier run with the same
/// network reached on this machine.
#[must_use]
pub fn estimate_secs(settings: &RunSettings, n_images: usize, measured_rate: Option<f64>) -> f64 {
    let threads = super::pipeline::n_threads(settings);
    let forward_rate = measured_rate.map_or_else(|| assumed_rate(settings, threads), |rate| rate * 3.0);
    total_work(settings, n_images) / forward_rate.max(1e-9) + 2.0
}

/// Counts work and publishes progress.
pub struct Meter {
    progress: Latest<Progress>,
    waker: Waker,
    plan: Vec<(&'static str, usize)>,
    n_images: usize,
    total: f64,
    stage: &'static str,
    /// Work of the stages before this one.
    before: f64,
    /// When measuring began, and how much was done then (more than nothing on a resumed run).
    origin: Option<(Instant, f64)>,
    now: Progress,
}

impl Meter {
    /// For one run.
    #[must_use]
    pub fn new(settings: &RunSettings, n_images: usize, progress: Latest<Progress>, waker: Waker) -> Self {
        let total = total_work(settings, n_images);
        let secs_left = Some(estimate_secs(settings, n_images, None));
        let now = Progress { total: total as u64, secs_left, ..Progress::default() };
        Self { progress, waker, plan: stages(settings), n_images, total, stage: "", before: 0.0, origin: None, now }
    }

    /// A stage of training begins.
    pub fn begin(&mut self, stage: &'static str) {
        let before = self.plan.iter().take_while(|(name, _)| *name != stage);
        self.before = before.map(|(name, epochs)| work_per_image(name) * (*epochs * self.n_images) as f64).sum();
        self.stage = stage;
        self.now.stage = match stage {
            "scan" => "Clustering (SCAN)".into(),
            _ => stage_name(stage).to_owned(),
        };
        self.now.detail = String::new();
        self.publish();
    }

    /// Something short between the stages.
    pub fn say(&mut self, what: &str) {
        what.clone_into(&mut self.now.stage);
        self.now.detail = String::new();
        self.now.images_per_sec = 0.0;
        self.publish();
    }

    /// `n_images` of the stage are done, counted over all its epochs, at `rate` training inputs a second.
    pub fn step(&mut self, n_images: usize, rate: f64) {
        self.now.images_per_sec = rate;
        let n_epochs = self.plan.iter().find(|(name, _)| *name == self.stage).map_or(0, |(_, epochs)| *epochs);
        let epoch = (n_images.saturating_sub(1) / self.n_images.max(1)) + 1;
        self.now.detail = format!("epoch {epoch} of {n_epochs}");
        self.done(self.before + work_per_image(self.stage) * n_images as f64);
        self.publish();
    }

    /// An epoch ended.
    pub fn epoch(&mut self, metrics: &EpochMetrics) {
        Arc::make_mut(&mut self.now.epochs).push(metrics.clone());
        let n_images = metrics.epoch as usize * self.n_images;
        self.done(self.before + work_per_image(self.stage) * n_images as f64);
        self.publish();
    }

    fn done(&mut self, work: f64) {
        self.now.done = work as u64;
        let (started, at_start) = *self.origin.get_or_insert_with(|| (Instant::now(), work));
        let elapsed = started.elapsed().as_secs_f64();
        if work > at_start && elapsed > 1.0 {
            self.now.secs_left = Some((self.total - work).max(0.0) * elapsed / (work - at_start));
        }
    }

    fn publish(&self) {
        self.progress.set(self.now.clone());
        self.waker.wake();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_runs_from_nothing_to_all() {
        let settings = RunSettings::default();
        let slot = Latest::<Progress>::default();
        let mut meter = Meter::new(&settings, 100, slot.clone(), Waker::default());
        meter.begin("simclr");
        meter.step(50, 10.0);
        assert_eq!((slot.get().done, slot.get().detail.as_str()), (300, "epoch 1 of 30"));
        meter.begin("selflabel");
        meter.step(15 * 100, 10.0);
        assert_eq!(slot.get().done, slot.get().total);
        assert_eq!(slot.get().detail, "epoch 15 of 15");
    }

    #[test]
    fn estimates_grow_with_the_work() {
        let quick = RunSettings::default();
        let one = estimate_secs(&quick, 1000, None);
        assert!(estimate_secs(&quick, 2000, None) > 1.9 * one - 3.0);
        assert!(estimate_secs(&RunSettings::preset(super::super::settings::Preset::Paper), 1000, None) > 20.0 * one);
    }
}
