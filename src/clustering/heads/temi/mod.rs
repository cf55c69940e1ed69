//! TEMI (Adaloglou et al. 2023, "Exploring the Limits of Deep Image Clustering using Pretrained Models", METHOD 7): heads
//! on frozen features, each a student that agrees with the moving average of itself, its teacher, on neighbours.
//!
//! It never looks at true labels: the teacher of the head with the lowest loss of the last epoch is kept. Work is split
//! into heads and, where there are more threads than heads, into parts of a batch; sums over parts have a fixed order, so
//! that the same number of threads gives the same bits.

mod head;

use crate::clustering::neighbors::Neighbors;
use crate::control::{CancelToken, Rng};
use crate::learning::optim::{Rule, Update};
use crate::learning::trainer::{TrainError, even_batches};
use crate::stage::{EpochMetrics, Stage};
use head::{PER_LOGIT, Pass, Shape, log_softmax};
use rayon::prelude::*;
use std::time::Instant;

/// Decay of the teacher.
const TEACHER: f32 = 0.996;
/// Of the decoupled weight decay.
const WEIGHT_DECAY: f64 = 1e-4;
/// Decay of the running class means.
const CLASS_MEAN: f32 = 0.9;
/// Steps in which a head learns to repeat what it begins as.
const FIRST_STEPS: u64 = 150;
/// Rows of each of them.
const FIRST_BATCH: usize = 256;
/// AdamW's learning rate there.
const FIRST_LR: f64 = 1e-3;
/// Rows of a task that only evaluates.
const EVALUATED_ROWS: usize = 512;

/// How heads are trained.
#[derive(Clone, Copy, Debug)]
pub struct TemiPlan {
    /// Heads side by side.
    pub heads: usize,
    /// Number of clusters.
    pub n_clusters: usize,
    /// How often each image is an anchor.
    pub epochs: usize,
    /// Epochs over which the learning rate grows to its value.
    pub warmup: usize,
    /// Anchors a step, at most.
    pub batch: usize,
    /// AdamW's learning rate for a batch of 256; scaled linearly.
    pub lr: f64,
    /// Exponent of the agreement, 0.5 to 1: less keeps clusters more even.
    pub beta: f64,
    /// Seed of weights, batches and draws.
    pub seed: u64,
}

/// What heads are trained on.
#[derive(Clone, Copy)]
pub struct FrozenRows<'a> {
    /// (n, d), of a mean square of about 1.
    pub rows: &'a [f32],
    /// Numbers of a row, d.
    pub d: usize,
    /// Whose clusters should be alike.
    pub neighbors: &'a Neighbors,
    /// Probabilities (n, C) that each head learns to repeat first; none: heads begin at random, as in the publication.
    ///
    /// From random weights TEMI takes some thousand steps, which small folders do not have: on 1,800 photos it was at half
    /// the accuracy of k-means after 200 steps and level after 4,000. Ours.
    pub first: &'a [Vec<f32>],
}

/// Called after an epoch with its metrics and a function that gives the (n, C) probabilities so far.
pub type OnEpoch<'a> = &'a mut dyn FnMut(&mut EpochMetrics, &dyn Fn() -> Vec<f32>);

/// The kept head.
#[derive(Clone, Debug)]
pub struct TemiResult {
    /// (n, C) of its teacher.
    pub probabilities: Vec<f32>,
    /// Position of the head.
    pub head: usize,
    /// Loss of each head in the last epoch.
    pub losses: Vec<f64>,
}

/// One head: its student, its teacher, and what the optimiser remembers.
struct Head {
    student: Vec<f32>,
    teacher: Vec<f32>,
    first: Vec<f32>,
    second: Vec<f32>,
    class_mean: Vec<f32>,
}

/// One head's share of a batch.
#[derive(Default)]
struct Part {
    student: Pass,
    teacher: Pass,
    gradient: Vec<f32>,
    /// Agreement of the teacher on each pair.
    agreement: Vec<f32>,
    /// Sum of the teacher's rows.
    class_sum: Vec<f32>,
    loss: f64,
}

/// Trains heads on frozen rows.
///
/// `on_epoch` sees the metrics of each epoch and a function that gives the (n, C) probabilities of the best head so far.
///
/// # Errors
/// Cancelled, or [`TrainError::NotFinite`].
pub fn train(
    plan: &TemiPlan,
    input: FrozenRows<'_>,
    cancel: &CancelToken,
    on_epoch: OnEpoch<'_>,
) -> Result<TemiResult, TrainError> {
    let n = input.rows.len() / input.d.max(1);
    let mut training = Training::new(plan, input);
    training.begin(cancel)?;
    let lr = plan.lr * plan.batch.min(n) as f64 / 256.0;
    let warm = |epochs: f64| lr * (epochs / plan.warmup.max(1) as f64).min(1.0);
    let mut losses = vec![0.0; plan.heads];
    for epoch in 0..plan.epochs {
        let started = Instant::now();
        let batches = even_batches(n, plan.batch, &mut Rng::from_key(&[plan.seed, 0x7E32, epoch as u64]));
        losses.fill(0.0);
        for (step, anchors) in batches.iter().enumerate() {
            cancel.check()?;
            let lr = warm(epoch as f64 + (step + 1) as f64 / batches.len() as f64);
            let of_step = training.step(anchors, lr, epoch == 0 && plan.epochs > 1);
            losses.iter_mut().zip(of_step).for_each(|(sum, loss)| *sum += loss / n.max(1) as f64);
        }
        if losses.iter().all(|loss| !loss.is_finite()) {
            return Err(TrainError::NotFinite { stage: Stage::Temi, epoch: epoch + 1 });
        }
        let best = lowest(&losses);
        let seconds = started.elapsed().as_secs_f64();
        let mut metrics = EpochMetrics {
            epoch: epoch as u32 + 1,
            n_epochs: plan.epochs as u32,
            lr: warm((epoch + 1) as f64),
            loss: losses[best],
            images_per_sec: n as f64 / seconds.max(1e-9),
            seconds,
            ..EpochMetrics::new(Stage::Temi)
        };
        on_epoch(&mut metrics, &|| training.predict(best));
    }
    let head = lowest(&losses);
    cancel.check()?;
    Ok(TemiResult { probabilities: training.predict(head), head, losses })
}

/// Heads at work.
struct Training<'a> {
    plan: &'a TemiPlan,
    input: FrozenRows<'a>,
    shape: Shape,
    heads: Vec<Head>,
    /// A head's shares of a batch.
    parts: Vec<Vec<Part>>,
    /// The rows of each share: those of its anchors, then of their partners.
    rows: Vec<Vec<f32>>,
    n_steps: u64,
}

impl<'a> Training<'a> {
    fn new(plan: &'a TemiPlan, input: FrozenRows<'a>) -> Self {
        let shape = Shape { d: input.d, c: plan.n_clusters };
        let n_parts = rayon::current_num_threads().div_ceil(plan.heads.max(1)).max(1);
        let parts = || (0..n_parts).map(|_| Part::default()).collect();
        Self {
            plan,
            input,
            shape,
            heads: (0..plan.heads).map(|i| Head::new(shape, plan.seed, i)).collect(),
            parts: (0..plan.heads).map(|_| parts()).collect(),
            rows: vec![Vec::new(); n_parts],
            n_steps: 0,
        }
    }

    /// Heads that are given what to begin as learn to repeat it.
    fn begin(&mut self, cancel: &CancelToken) -> Result<(), TrainError> {
        let (input, shape, seed) = (&self.input, self.shape, self.plan.seed);
        let begun = self.heads.par_iter_mut().zip(&mut self.parts).zip(input.first).enumerate();
        begun.try_for_each(|(i, ((head, parts), first))| {
            let mut rng = Rng::from_key(&[seed, 0x7E34, i as u64]);
            head.repeat(shape, input, first, &mut parts[0], &mut rng, cancel)
        })
    }

    /// One step of all heads; gives the sum of each head's losses over the anchors.
    fn step(&mut self, anchors: &[u32], lr: f64, freezes_last: bool) -> Vec<f64> {
        let Self { plan, input, shape, heads, parts, rows, n_steps } = self;
        let shape = *shape;
        *n_steps += 1;
        let mut rng = Rng::from_key(&[plan.seed, 0x7E33, *n_steps]);
        let partners: Vec<u32> = anchors.iter().map(|&i| input.partner(i, &mut rng)).collect();
        // Batches differ by an image, and a folder of few images has shares without any.
        let per_part = anchors.len().div_ceil(rows.len());
        rows.par_iter_mut().enumerate().for_each(|(part, rows)| {
            let share = (part * per_part).min(anchors.len())..((part + 1) * per_part).min(anchors.len());
            input.gather(&anchors[share.clone()], &partners[share], rows);
        });
        for_each_part(heads, parts, |head, part, at| part.forward(shape, head, &rows[at]));
        for (head, parts) in heads.iter_mut().zip(&*parts) {
            head.follow_classes(parts, 2 * anchors.len());
        }
        let weights = pair_weights(parts, rows.len());
        for_each_part(heads, parts, |head, part, at| {
            part.backward(shape, head, &rows[at], &weights[at], plan.beta as f32, anchors.len());
        });
        let losses = parts.iter().map(|parts| parts.iter().map(|part| part.loss).sum()).collect();
        heads.par_iter_mut().zip(parts).for_each(|(head, parts)| {
            head.step(shape, parts, *n_steps, lr, freezes_last);
        });
        losses
    }

    /// Probabilities (n, C) of a head's teacher for all rows.
    fn predict(&self, head: usize) -> Vec<f32> {
        predict(self.shape, &self.heads[head].teacher, self.input.rows)
    }
}

/// Runs `work` for each head and each of its shares of the batch, each a task; it is told which share it is.
fn for_each_part(heads: &[Head], parts: &mut [Vec<Part>], work: impl Fn(&Head, &mut Part, usize) + Sync) {
    heads.par_iter().zip(parts).for_each(|(head, parts)| {
        parts.par_iter_mut().enumerate().for_each(|(at, part)| work(head, part, at));
    });
}

/// Multiply-adds of training, in all: what the time of a run is estimated by.
#[must_use]
pub fn mul_adds(plan: &TemiPlan, n: usize, d: usize) -> f64 {
    let layers = (512 * d + 512 * 256 + 256 * plan.n_clusters) as f64;
    // Anchor and partner: student and teacher forward, and backward all but the gradient of the input.
    (n * plan.epochs * plan.heads) as f64 * 2.0 * (4.0 * layers - (512 * d) as f64)
}

impl FrozenRows<'_> {
    fn partner(&self, i: u32, rng: &mut Rng) -> u32 {
        let k = self.neighbors.k;
        if k == 0 { i } else { self.neighbors.ids[i as usize * k + rng.below(k)] }
    }

    /// Rows of the anchors, then those of their partners.
    fn gather(&self, anchors: &[u32], partners: &[u32], out: &mut Vec<f32>) {
        out.clear();
        for &i in anchors.iter().chain(partners) {
            out.extend_from_slice(&self.rows[i as usize * self.d..(i as usize + 1) * self.d]);
        }
    }
}

impl Head {
    fn new(shape: Shape, seed: u64, i: usize) -> Self {
        let student = shape.first_weights(seed, i);
        Self {
            teacher: student.clone(),
            first: vec![0.0; student.len()],
            second: vec![0.0; student.len()],
            class_mean: vec![1.0 / shape.c as f32; shape.c],
            student,
        }
    }

    /// Learns to repeat given probabilities (n, C), then begins from there as if it had been drawn so.
    fn repeat(
        &mut self,
        shape: Shape,
        input: &FrozenRows<'_>,
        targets: &[f32],
        part: &mut Part,
        rng: &mut Rng,
        cancel: &CancelToken,
    ) -> Result<(), TrainError> {
        let (c, n) = (shape.c, targets.len() / shape.c.max(1));
        let (mut rows, mut d_logits) = (Vec::new(), Vec::new());
        for step in 1..=FIRST_STEPS {
            cancel.check()?;
            let batch: Vec<u32> = (0..FIRST_BATCH.min(n)).map(|_| rng.below(n) as u32).collect();
            input.gather(&batch, &[], &mut rows);
            part.student.forward(shape, &self.student, &rows);
            d_logits.clear();
            for (&i, p) in batch.iter().zip(part.student.p.chunks_exact(c)) {
                let target = &targets[i as usize * c..(i as usize + 1) * c];
                d_logits.extend(p.iter().zip(target).map(|(p, t)| (p - t) * PER_LOGIT / batch.len() as f32));
            }
            part.gradient.resize(shape.n_numbers(), 0.0);
            part.student.backward(shape, &self.student, &rows, &d_logits, &mut part.gradient);
            self.step(shape, std::slice::from_mut(part), step, FIRST_LR, false);
        }
        self.teacher.copy_from_slice(&self.student);
        self.first.fill(0.0);
        self.second.fill(0.0);
        self.class_mean.fill(0.0);
        for row in targets.chunks_exact(c) {
            self.class_mean.iter_mut().zip(row).for_each(|(mean, p)| *mean += p / n as f32);
        }
        Ok(())
    }

    /// Moves the running class means by the teacher's rows of a batch.
    fn follow_classes(&mut self, parts: &[Part], n_rows: usize) {
        for (class, mean) in self.class_mean.iter_mut().enumerate() {
            let sum: f32 = parts.iter().filter_map(|part| part.class_sum.get(class)).sum();
            *mean = (CLASS_MEAN * *mean + (1.0 - CLASS_MEAN) * sum / n_rows.max(1) as f32).max(1e-8);
        }
    }

    /// Moves the student by the gradients of all parts, and the teacher after it.
    fn step(&mut self, shape: Shape, parts: &mut [Part], n_steps: u64, lr: f64, freezes_last: bool) {
        let (first_part, others) = parts.split_first_mut().expect("one part at least");
        for other in others.iter().filter(|part| !part.gradient.is_empty()) {
            first_part.gradient.iter_mut().zip(&other.gradient).for_each(|(sum, g)| *sum += g);
        }
        let update = |weight_decay| Update::new(Rule::AdamW { weight_decay }, n_steps, lr);
        for (range, decays, is_last) in shape.stretches() {
            if freezes_last && is_last {
                continue;
            }
            update(if decays { WEIGHT_DECAY } else { 0.0 }).adam(
                &mut self.student[range.clone()],
                &first_part.gradient[range.clone()],
                &mut self.first[range.clone()],
                &mut self.second[range],
            );
        }
        for (teacher, student) in self.teacher.iter_mut().zip(&self.student) {
            *teacher = TEACHER * *teacher + (1.0 - TEACHER) * student;
        }
    }
}

impl Part {
    /// Both networks over anchors and partners.
    fn forward(&mut self, shape: Shape, head: &Head, rows: &[f32]) {
        let c = shape.c;
        self.agreement.clear();
        self.class_sum.clear();
        self.class_sum.resize(c, 0.0);
        if rows.is_empty() {
            return;
        }
        self.teacher.forward(shape, &head.teacher, rows);
        self.student.forward(shape, &head.student, rows);
        for p in self.teacher.p.chunks_exact(c) {
            self.class_sum.iter_mut().zip(p).for_each(|(sum, p)| *sum += p);
        }
        let (anchors, partners) = self.teacher.p.split_at(self.teacher.p.len() / 2);
        let dot = |(a, b): (&[f32], &[f32])| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
        self.agreement.extend(anchors.chunks_exact(c).zip(partners.chunks_exact(c)).map(dot));
    }

    /// L = mean over pairs of w (-log sum_c (s_c t_c')^beta / m_c), both directions averaged; `weights` are w and
    /// `n_pairs` the pairs of the whole batch.
    fn backward(&mut self, shape: Shape, head: &Head, rows: &[f32], weights: &[f32], beta: f32, n_pairs: usize) {
        let c = shape.c;
        self.loss = 0.0;
        if rows.is_empty() {
            self.gradient.clear();
            return;
        }
        let n = weights.len();
        let log_mean: Vec<f32> = head.class_mean.iter().map(|m| m.ln()).collect();
        let mut d_logits = vec![0.0; 2 * n * c];
        let (mut terms, mut shares) = (vec![0.0; c], vec![0.0; c]);
        for (row, d) in d_logits.chunks_exact_mut(c).enumerate() {
            // The student's view of one side with the teacher's of the other.
            let (pair, other) = if row < n { (row, row + n) } else { (row - n, row - n) };
            let log_s = &self.student.log_p[row * c..(row + 1) * c];
            let log_t = &self.teacher.log_p[other * c..(other + 1) * c];
            for (k, term) in terms.iter_mut().enumerate() {
                *term = beta * (log_s[k] + log_t[k]) - log_mean[k];
            }
            let first = terms[0];
            log_softmax(&mut terms, &mut shares);
            let log_sum = first - terms[0];
            self.loss -= f64::from(weights[pair]) * f64::from(log_sum) / 2.0;
            let scale = weights[pair] * beta * PER_LOGIT / (2 * n_pairs) as f32;
            let s = &self.student.p[row * c..(row + 1) * c];
            for ((d, share), s) in d.iter_mut().zip(&shares).zip(s) {
                *d = scale * (s - share);
            }
        }
        self.gradient.resize(shape.n_numbers(), 0.0);
        self.student.backward(shape, &head.student, rows, &d_logits, &mut self.gradient);
    }
}

/// w of each pair, by part: the mean over heads of how far the teacher agrees with itself.
fn pair_weights(parts: &[Vec<Part>], n_parts: usize) -> Vec<Vec<f32>> {
    let of_part = |part: usize| {
        let mut sum = vec![0.0; parts.first().map_or(0, |parts| parts[part].agreement.len())];
        for head in parts {
            sum.iter_mut().zip(&head[part].agreement).for_each(|(sum, a)| *sum += a / parts.len() as f32);
        }
        sum
    };
    (0..n_parts).map(of_part).collect()
}

fn lowest(losses: &[f64]) -> usize {
    let finite = (0..losses.len()).filter(|&i| losses[i].is_finite());
    finite.min_by(|&a, &b| losses[a].total_cmp(&losses[b])).unwrap_or(0)
}

/// Probabilities (n, C) of all rows.
fn predict(shape: Shape, weights: &[f32], rows: &[f32]) -> Vec<f32> {
    let n = rows.len() / shape.d.max(1);
    let mut probabilities = vec![0.0; n * shape.c];
    let blocks = rows.par_chunks(EVALUATED_ROWS * shape.d.max(1));
    probabilities.par_chunks_mut(EVALUATED_ROWS * shape.c).zip(blocks).for_each_init(
        Pass::default,
        |pass, (out, rows)| {
            pass.forward(shape, weights, rows);
            out.copy_from_slice(&pass.p);
        },
    );
    probabilities
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clustering::judge::metrics;
    use crate::clustering::neighbors;
    use crate::clustering::stages::embed;

    /// `n` rows about `c` directions, and which each came from.
    fn rows(n: usize, d: usize, c: usize, noise: f64) -> (Vec<f32>, Vec<u32>) {
        let mut rng = Rng::from_key(&[9]);
        let centers: Vec<f64> = (0..c * d).map(|_| rng.normal()).collect();
        let truth: Vec<u32> = (0..n).map(|i| (i % c) as u32).collect();
        let row = |class: &u32, rng: &mut Rng| {
            let center = &centers[*class as usize * d..][..d];
            center.iter().map(|x| (x + noise * rng.normal()) as f32).collect::<Vec<_>>()
        };
        (truth.iter().flat_map(|class| row(class, &mut rng)).collect(), truth)
    }

    fn plan() -> TemiPlan {
        TemiPlan { heads: 2, n_clusters: 4, epochs: 100, warmup: 5, batch: 32, lr: 8e-3, beta: 0.6, seed: 3 }
    }

    #[test]
    fn it_finds_what_the_neighbours_say() {
        let (rows, truth) = rows(300, 12, 4, 0.6);
        let cancel = CancelToken::default();
        let neighbors = neighbors::exact_cosine(&rows, 12, 10, &cancel).expect("not cancelled");
        let input = FrozenRows { rows: &rows, d: 12, neighbors: &neighbors, first: &[] };
        let mut epochs = Vec::new();
        let result = train(&plan(), input, &cancel, &mut |metrics, now| {
            assert_eq!(now().len(), 300 * 4);
            epochs.push(metrics.loss);
        });
        let result = result.expect("trained");
        assert_eq!((epochs.len(), result.losses.len()), (100, 2));
        let (clusters, _) = embed::arg_max_rows(&result.probabilities, 4);
        let ari = metrics::scores(&clusters, &truth).ari;
        assert!(ari > 0.95, "{ari}");
    }

    #[test]
    fn heads_begin_as_what_they_are_given() {
        let (rows, truth) = rows(200, 8, 4, 0.4);
        let cancel = CancelToken::default();
        let neighbors = neighbors::exact_cosine(&rows, 8, 10, &cancel).expect("not cancelled");
        let first: Vec<f32> =
            truth.iter().flat_map(|class| (0..4).map(move |k| if k == *class { 0.85 } else { 0.05 })).collect();
        let first = [first.clone(), first];
        let input = FrozenRows { rows: &rows, d: 8, neighbors: &neighbors, first: &first };
        let plan = TemiPlan { epochs: 1, ..plan() };
        let result = train(&plan, input, &cancel, &mut |_, _| ()).expect("trained");
        let (clusters, _) = embed::arg_max_rows(&result.probabilities, 4);
        assert!(clusters.iter().zip(&truth).filter(|(a, b)| a == b).count() > 190, "the very numbers of the clusters");
    }

    #[test]
    fn one_thread_gives_the_same_bits_twice_and_more_parts_the_same_clusters() {
        let (rows, _) = rows(120, 6, 3, 0.3);
        let cancel = CancelToken::default();
        let neighbors = neighbors::exact_cosine(&rows, 6, 5, &cancel).expect("not cancelled");
        let input = FrozenRows { rows: &rows, d: 6, neighbors: &neighbors, first: &[] };
        let run = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("pool");
            let plan = TemiPlan { n_clusters: 3, epochs: 10, ..plan() };
            pool.install(|| train(&plan, input, &cancel, &mut |_, _| ()).expect("trained"))
        };
        let (one, again, many) = (run(1), run(1), run(7));
        assert_eq!(one.probabilities, again.probabilities);
        let clusters = |result: &TemiResult| embed::arg_max_rows(&result.probabilities, 3).0;
        assert!(metrics::scores(&clusters(&one), &clusters(&many)).ari > 0.9);
    }

    #[test]
    fn odd_input_ends_in_words_or_numbers() {
        let cancel = CancelToken::default();
        let same = vec![1.0; 8 * 3];
        let neighbors = neighbors::exact_cosine(&same, 3, 2, &cancel).expect("not cancelled");
        let input = FrozenRows { rows: &same, d: 3, neighbors: &neighbors, first: &[] };
        let result = train(&plan(), input, &cancel, &mut |_, _| ()).expect("all alike");
        assert!(result.probabilities.iter().all(|p| p.is_finite()));
        let broken = vec![f32::NAN; 8 * 3];
        let result = train(&plan(), FrozenRows { rows: &broken, ..input }, &cancel, &mut |_, _| ());
        assert!(matches!(result, Err(TrainError::NotFinite { stage: Stage::Temi, epoch: 1 })));
        cancel.cancel();
        assert!(matches!(train(&plan(), input, &cancel, &mut |_, _| ()), Err(TrainError::Cancelled)));
    }
}
