//! The losses of METHOD 2, 4, 5 and 9 as compositions of tensor operators, with gradients by candle.
//!
//! Checked against numbers that PyTorch computed. Nothing here knows a network or a loop.

use super::prior::SizePrior;
use candle_core::{D, Result, Tensor};

/// Rows scaled to unit length (n, d); a zero row stays zero.
///
/// # Errors
/// From candle.
pub fn l2_normalize(x: &Tensor) -> Result<Tensor> {
    let norm = (x.sqr()?.sum_keepdim(D::Minus1)? + 1e-24)?.sqrt()?;
    x.broadcast_div(&norm)
}

/// log(sum(exp)) over the last dimension, stable; (n, c) -> (n).
fn log_sum_exp(x: &Tensor) -> Result<Tensor> {
    let max = x.detach().max_keepdim(D::Minus1)?;
    x.broadcast_sub(&max)?.exp()?.sum(D::Minus1)?.log()? + max.squeeze(D::Minus1)?
}

/// NT-Xent (Chen et al. 2020) over two views; the rows of `first` and `second` (b, d) are projections, not normalised.
///
/// One-sided anchors the first view alone, each against all 2b - 1 others, as the SCAN paper's code does; else both
/// views are anchors.
///
/// # Errors
/// From candle.
pub fn nt_xent(first: &Tensor, second: &Tensor, temperature: f64, one_sided: bool) -> Result<Tensor> {
    let b = first.dim(0)?;
    let z = l2_normalize(&Tensor::cat(&[first, second], 0)?)?;
    let n_anchors = if one_sided { b } else { 2 * b };
    let anchors = z.narrow(0, 0, n_anchors)?;
    let similarity = (anchors.matmul(&z.t()?.contiguous()?)? / temperature)?;
    let mut own = vec![0f32; n_anchors * 2 * b];
    for i in 0..n_anchors {
        own[i * 2 * b + i] = -1e30;
    }
    let own = Tensor::from_vec(own, (n_anchors, 2 * b), z.device())?;
    let denominator = log_sum_exp(&(similarity + own)?)?;
    let pairs = (z.narrow(0, 0, b)? * z.narrow(0, b, b)?)?.sum(D::Minus1)?;
    let positive = (pairs / temperature)?;
    let positive = if one_sided { positive } else { Tensor::cat(&[&positive, &positive], 0)? };
    (denominator - positive)?.mean_all()
}

/// The decoupled contrastive loss (Yeh et al. 2022, equation 6) over `n_views` views of each image: NT-Xent without the
/// positives in its denominator, so that an easy positive does not weaken the push away from other images, and small
/// batches learn as large ones do. `z` (n_views * b, d) are projections, not normalised, view by view; all are anchors,
/// each with the other views of its image as positives, whose terms are averaged. An image alone (b = 1) is pushed from
/// nothing.
///
/// # Errors
/// From candle, or for fewer than two views.
pub fn dcl(z: &Tensor, n_views: usize, temperature: f64) -> Result<Tensor> {
    let (n, d) = z.dims2()?;
    let b = n / n_views.max(1);
    if n_views < 2 || n != n_views * b {
        candle_core::bail!("{n} rows are not {n_views} views of each image");
    }
    let z = l2_normalize(z)?;
    // Over all ordered pairs of views of an image, <z, z'> adds up to |sum z|^2 - n_views.
    let sums = z.reshape((n_views, b, d))?.sum(0)?.sqr()?.sum(D::Minus1)?;
    let n_pairs = (n_views * (n_views - 1)) as f64;
    let positive = ((sums.mean_all()? - n_views as f64)? / (temperature * n_pairs))?;
    if b == 1 {
        return positive.neg();
    }
    let similarity = (z.matmul(&z.t()?.contiguous()?)? / temperature)?;
    let mut own = vec![0f32; n * n];
    for (i, row) in own.chunks_exact_mut(n).enumerate() {
        row.iter_mut().skip(i % b).step_by(b).for_each(|x| *x = -1e30);
    }
    let own = Tensor::from_vec(own, (n, n), z.device())?;
    log_sum_exp(&(similarity + own)?)?.mean_all()? - positive
}

/// The parts of the SCAN loss, each a scalar.
pub struct ScanLoss {
    /// consistency - lambda * entropy; with an uneven prior consistency + lambda * (KL(mean || prior) - ln C), which is
    /// the same for an even one.
    pub total: Tensor,
    /// -mean log <p(x), p(neighbour)>, the log clamped at -100.
    pub consistency: Tensor,
    /// Entropy of the mean probability of the anchors, in nats.
    pub entropy: Tensor,
}

/// The SCAN loss of anchor and neighbour logits (b, c), METHOD 4, with cluster sizes held to `prior` (METHOD 8).
///
/// # Errors
/// From candle.
pub fn scan(anchor: &Tensor, neighbor: &Tensor, entropy_weight: f64, prior: &SizePrior) -> Result<ScanLoss> {
    let p = candle_nn::ops::softmax(anchor, D::Minus1)?;
    // In log space: <p, q> underflows for confident pairs that disagree, and its logarithm's slope with it.
    let log_p = anchor.broadcast_sub(&log_sum_exp(anchor)?.unsqueeze(1)?)?;
    let log_q = neighbor.broadcast_sub(&log_sum_exp(neighbor)?.unsqueeze(1)?)?;
    let consistency = log_sum_exp(&(log_p + log_q)?)?.maximum(-100f64)?.mean_all()?.neg()?;
    let mean = p.mean(0)?.maximum(1e-8f64)?;
    let entropy = (&mean * mean.log()?)?.sum_all()?.neg()?;
    let fit = if prior.is_even() {
        entropy.clone()
    } else {
        // Which cluster is held to which share is settled by sizes alone and has no slope.
        let tilts = prior.tilts_of(&mean.detach().to_vec1::<f32>()?);
        let tilts = Tensor::from_vec(tilts, mean.dim(0)?, mean.device())?;
        (&entropy + (&mean * tilts)?.sum_all()?)?
    };
    let total = (&consistency - (fit * entropy_weight)?)?;
    Ok(ScanLoss { total, consistency, entropy })
}

/// What a batch may learn from itself: rows of the batch, and the class each is to become.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PseudoLabels {
    /// Positions in the batch.
    pub rows: Vec<u32>,
    /// The class of each.
    pub classes: Vec<u32>,
    /// Nothing passed the threshold, so the most confident of each class were taken.
    pub is_fallback: bool,
}

/// Pseudo-labels from plain-view probabilities (b, c): the argmax where it is above `threshold`; where nothing is, for
/// each class the max(1, floor(mean probability * b)) most confident images (METHOD 5). Never empty for b > 0.
#[must_use]
pub fn pseudo_labels(probabilities: &[Vec<f32>], threshold: f64) -> PseudoLabels {
    let mut labels = PseudoLabels::default();
    for (row, p) in (0u32..).zip(probabilities) {
        let (class, &highest) = arg_max(p);
        if f64::from(highest) > threshold {
            labels.rows.push(row);
            labels.classes.push(class);
        }
    }
    let n_classes = probabilities.first().map_or(0, Vec::len);
    if !labels.rows.is_empty() || n_classes == 0 {
        return labels;
    }
    labels.is_fallback = true;
    let b = probabilities.len();
    for class in 0..n_classes {
        let mean = probabilities.iter().map(|p| f64::from(p[class])).sum::<f64>() / b as f64;
        let n_taken = ((mean * b as f64) as usize).max(1).min(b);
        let mut order: Vec<u32> = (0..b as u32).collect();
        order.sort_by(|&i, &j| {
            probabilities[j as usize][class].total_cmp(&probabilities[i as usize][class]).then(i.cmp(&j))
        });
        labels.rows.extend(&order[..n_taken]);
        labels.classes.extend(std::iter::repeat_n(class as u32, n_taken));
    }
    labels
}

fn arg_max(p: &[f32]) -> (u32, &f32) {
    let mut best = (0, &p[0]);
    for entry in (0u32..).zip(p).skip(1) {
        if entry.1 > best.1 {
            best = entry;
        }
    }
    best
}

/// Cross-entropy of strong-view logits (b, c) with pseudo-labels, METHOD 5; with `class_weights` a weighted mean with
/// weights n / n_c.
///
/// # Errors
/// From candle, or for no labels at all.
pub fn self_label(strong: &Tensor, labels: &PseudoLabels, class_weights: bool) -> Result<Tensor> {
    let (_, n_classes) = strong.dims2()?;
    let n = labels.rows.len();
    let mut counts = vec![0u32; n_classes];
    for &class in &labels.classes {
        counts[class as usize] += 1;
    }
    let weight = |class: u32| if class_weights { n as f32 / counts[class as usize] as f32 } else { 1.0 };
    let weights: Vec<f32> = labels.classes.iter().map(|&c| weight(c)).collect();
    let total: f32 = weights.iter().sum();
    let device = strong.device();
    let rows = Tensor::from_slice(&labels.rows, n, device)?;
    let classes = Tensor::from_slice(&labels.classes, (n, 1), device)?;
    let weights = Tensor::from_vec(weights, n, device)?;
    let chosen = strong.index_select(&rows, 0)?;
    let losses = (log_sum_exp(&chosen)? - chosen.gather(&classes, 1)?.squeeze(1)?)?;
    (losses * weights)?.sum_all()? / f64::from(total)
}

/// Cross-entropy of strong-view logits (b, c) with soft targets (b, c) whose rows weigh as much as they sum to: the mean
/// over that weight, METHOD 8.
///
/// # Errors
/// From candle, or if the targets are not b * c.
pub fn soft_label(strong: &Tensor, targets: &[f32]) -> Result<Tensor> {
    let total: f64 = targets.iter().map(|q| f64::from(*q)).sum();
    let targets = Tensor::from_slice(targets, strong.dims2()?, strong.device())?;
    let log_p = strong.broadcast_sub(&log_sum_exp(strong)?.unsqueeze(1)?)?;
    (log_p * targets)?.sum_all()?.neg()? / total.max(1e-12)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learning::testing::{golden, to_vec};
    use candle_core::Var;
    use std::collections::BTreeMap;

    /// max|a - b| <= tolerance * max|b|
    fn check(ours: &Tensor, theirs: &Tensor, what: &str) {
        let (a, b) = (to_vec(ours), to_vec(theirs));
        assert_eq!(a.len(), b.len(), "{what}");
        let scale = b.iter().fold(0f32, |m, x| m.max(x.abs()));
        let worst = a.iter().zip(&b).fold(0f32, |m, (x, y)| m.max((x - y).abs()));
        assert!(worst <= 1e-4 * scale, "{what}: off by {worst} at a scale of {scale}");
    }

    fn scalar(numbers: &BTreeMap<String, Tensor>, key: &str) -> f64 {
        f64::from(to_vec(&numbers[key])[0])
    }

    #[test]
    fn nt_xent_matches_pytorch() {
        let numbers = golden("nt_xent");
        for case in ["small", "paper"] {
            for (form, one_sided) in [("one_sided", true), ("symmetric", false)] {
                let raw = Var::from_tensor(&numbers[&format!("{case}.raw")]).expect("variable");
                let view = |i: usize| raw.narrow(1, i, 1).and_then(|v| v.squeeze(1)).expect("view");
                let temperature = scalar(&numbers, &format!("{case}.temperature"));
                let loss = nt_xent(&view(0), &view(1), temperature, one_sided).expect("loss");
                check(&loss, &numbers[&format!("{case}.{form}.loss")], "loss");
                let grads = loss.backward().expect("backward");
                let grad = grads.get(raw.as_tensor()).expect("gradient");
                check(grad, &numbers[&format!("{case}.{form}.grad_raw")], &format!("{case} {form} gradient"));
            }
        }
    }

    /// In plain loops; of raw rows, view by view.
    fn dcl_reference(rows: &[Vec<f64>], n_views: usize, temperature: f64) -> f64 {
        let b = rows.len() / n_views;
        let unit = |row: &Vec<f64>| {
            let norm = row.iter().map(|x| x * x).sum::<f64>().sqrt();
            row.iter().map(|x| x / norm).collect::<Vec<_>>()
        };
        let z: Vec<Vec<f64>> = rows.iter().map(unit).collect();
        let s = |i: usize, j: usize| z[i].iter().zip(&z[j]).map(|(a, b)| a * b).sum::<f64>() / temperature;
        let mut sum = 0.0;
        for i in 0..z.len() {
            let others = (0..z.len()).filter(|&j| j != i);
            let (positives, negatives): (Vec<_>, Vec<_>) = others.partition(|j| j % b == i % b);
            let push = negatives.iter().map(|&j| s(i, j).exp()).sum::<f64>();
            let denominator = if negatives.is_empty() { 0.0 } else { push.ln() };
            sum += denominator - positives.iter().map(|&j| s(i, j)).sum::<f64>() / positives.len() as f64;
        }
        sum / z.len() as f64
    }

    #[test]
    fn the_decoupled_loss_and_its_gradient_match_plain_loops() {
        let mut rng = crate::control::Rng::from_key(&[5]);
        for (n_views, b, d) in [(2, 2, 3), (2, 5, 4), (3, 2, 3), (4, 3, 5), (3, 1, 4)] {
            let temperature = rng.range(0.1, 0.7);
            let rows: Vec<Vec<f64>> = (0..n_views * b).map(|_| (0..d).map(|_| rng.normal()).collect()).collect();
            let flat: Vec<f32> = rows.iter().flatten().map(|&x| x as f32).collect();
            let z = Var::from_vec(flat, (n_views * b, d), &candle_core::Device::Cpu).expect("variable");
            let loss = dcl(z.as_tensor(), n_views, temperature).expect("loss");
            let expected = dcl_reference(&rows, n_views, temperature);
            assert!((f64::from(to_vec(&loss)[0]) - expected).abs() < 1e-4 * expected.abs().max(1.0));
            let grads = loss.backward().expect("backward");
            let grad = to_vec(grads.get(z.as_tensor()).expect("gradient"));
            for (at, g) in grad.into_iter().enumerate() {
                let moved = |by: f64| {
                    let mut rows = rows.clone();
                    rows[at / d][at % d] += by;
                    dcl_reference(&rows, n_views, temperature)
                };
                let slope = (moved(1e-5) - moved(-1e-5)) / 2e-5;
                assert!((f64::from(g) - slope).abs() < 1e-4 * slope.abs().max(0.1), "{at}: {g} is not {slope}");
            }
        }
        let rows = Tensor::zeros((3, 3), candle_core::DType::F32, &candle_core::Device::Cpu).expect("zeros");
        assert!(dcl(&rows, 2, 0.1).is_err() && dcl(&rows, 1, 0.1).is_err());
    }

    fn even(logits: &Var) -> SizePrior {
        SizePrior::new(logits.dim(1).expect("rows"), 0.0)
    }

    #[test]
    fn scan_loss_matches_pytorch() {
        let numbers = golden("scan_loss");
        for case in ["ten", "sharp", "fifty"] {
            let anchor = Var::from_tensor(&numbers[&format!("{case}.anchor")]).expect("variable");
            let neighbor = Var::from_tensor(&numbers[&format!("{case}.neighbour")]).expect("variable");
            let lambda = scalar(&numbers, &format!("{case}.lambda"));
            let loss = scan(anchor.as_tensor(), neighbor.as_tensor(), lambda, &even(&anchor)).expect("loss");
            check(&loss.total, &numbers[&format!("{case}.total")], "total");
            check(&loss.consistency, &numbers[&format!("{case}.consistency")], "consistency");
            check(&loss.entropy, &numbers[&format!("{case}.entropy")], "entropy");
            let grads = loss.total.backward().expect("backward");
            for (var, name) in [(&anchor, "grad_anchor"), (&neighbor, "grad_neighbour")] {
                let grad = grads.get(var.as_tensor()).expect("gradient");
                check(grad, &numbers[&format!("{case}.{name}")], &format!("{case} {name}"));
            }
        }
    }

    /// Numbers of PyTorch 2.9 in double precision: consistency + 5 (KL(mean || pi) - ln 4), pi in proportion to 1/k and
    /// sorted to the mean by two argsorts, by autograd.
    #[test]
    fn scan_loss_with_an_uneven_prior_matches_pytorch() {
        let logits = |s: usize| {
            let at = |i: usize, k: usize| 2.5 * (((i * 7 + k * 13 + s * 5) % 17) as f64 / 8.0 - 1.0);
            let rows: Vec<f32> = (0..20).map(|j| (at(j / 4, j % 4) * 1e4).round_ties_even() as f32 / 1e4).collect();
            Var::from_vec(rows, (5, 4), &candle_core::Device::Cpu).expect("variable")
        };
        let (anchor, neighbor) = (logits(1), logits(3));
        let loss = scan(anchor.as_tensor(), neighbor.as_tensor(), 5.0, &SizePrior::new(4, 1.0)).expect("loss");
        let is = |x: &Tensor, expected: f32| assert!((to_vec(x)[0] - expected).abs() < 1e-5, "{x} is not {expected}");
        is(&loss.total, -4.362_423_3);
        is(&loss.consistency, 2.245_606_3);
        is(&loss.entropy, 1.368_966_6);
        let grads = loss.total.backward().expect("backward");
        #[rustfmt::skip]
        let expected = [
            [-0.1063971f32, -0.0099176, 0.119082, -0.0027673, -0.0367718, 0.0805048, -0.0472844, 0.0035514, -0.0141739,
             -0.1270155, 0.1203415, 0.0208479, -0.062027, -0.0790894, 0.0014702, 0.1396462, -0.1252061, 0.0732457,
             0.0583311, -0.0063706],
            [0.0655762, 0.0347512, -0.0949446, -0.0053828, -0.0692837, -0.0038868, 0.0399153, 0.0332552, 0.1332126,
             -0.1329216, -0.0024967, 0.0022058, -0.002304, 0.0646077, 0.0348055, -0.0971091, -0.1339483, -0.0043358,
             0.001552, 0.136732],
        ];
        for (var, expected) in [(&anchor, expected[0]), (&neighbor, expected[1])] {
            let grad = grads.get(var.as_tensor()).expect("gradient");
            check(grad, &Tensor::from_slice(&expected, (5, 4), grad.device()).expect("numbers"), "gradient");
        }
    }

    #[test]
    fn a_hopeless_pair_gives_a_finite_scan_gradient() {
        let logits = |sign: f32| {
            let row = Tensor::from_vec(vec![200.0 * sign, -200.0 * sign], (1, 2), &candle_core::Device::Cpu);
            Var::from_tensor(&row.expect("tensor")).expect("variable")
        };
        let (anchor, neighbor) = (logits(1.0), logits(-1.0));
        let loss = scan(anchor.as_tensor(), neighbor.as_tensor(), 5.0, &even(&anchor)).expect("loss");
        let grads = loss.total.backward().expect("backward");
        assert!(to_vec(grads.get(anchor.as_tensor()).expect("gradient")).iter().all(|g| g.is_finite()));
        assert!((to_vec(&loss.consistency)[0] - 100.0).abs() < 1.0);
    }

    #[test]
    fn self_label_loss_matches_pytorch() {
        let numbers = golden("self_label");
        for case in ["ten", "low"] {
            let weak = candle_nn::ops::softmax(&numbers[&format!("{case}.weak")], D::Minus1).expect("softmax");
            let labels = pseudo_labels(&weak.to_vec2().expect("rows"), scalar(&numbers, &format!("{case}.threshold")));
            let confident = numbers[&format!("{case}.confident")].to_vec1::<u8>().expect("mask");
            let rows: Vec<u32> = (0u32..).zip(confident).filter(|(_, c)| *c == 1).map(|(i, _)| i).collect();
            assert_eq!(labels.rows, rows);
            for (form, class_weights) in [("balanced", true), ("plain", false)] {
                let strong = Var::from_tensor(&numbers[&format!("{case}.strong")]).expect("variable");
                let loss = self_label(strong.as_tensor(), &labels, class_weights).expect("loss");
                check(&loss, &numbers[&format!("{case}.{form}.loss")], "loss");
                let grads = loss.backward().expect("backward");
                let grad = grads.get(strong.as_tensor()).expect("gradient");
                check(grad, &numbers[&format!("{case}.{form}.grad_strong")], &format!("{case} {form} gradient"));
            }
        }
    }

    #[test]
    fn soft_targets_that_are_hard_give_the_loss_of_labels_and_others_their_own_gradient() {
        let strong = Var::from_slice(&[0.5f32, -1.0, 0.25, 2.0, 0.0, -0.5], (2, 3), &candle_core::Device::Cpu);
        let strong = strong.expect("variable");
        let labels = PseudoLabels { rows: vec![1], classes: vec![2], is_fallback: false };
        let hard = self_label(strong.as_tensor(), &labels, false).expect("loss");
        let soft = soft_label(strong.as_tensor(), &[0.0, 0.0, 0.0, 0.0, 0.0, 0.3]).expect("loss");
        check(&soft, &hard, "loss");
        // (mass p - q) / total mass, by hand.
        let targets = [0.2f32, 0.1, 0.3, 0.0, 0.9, 0.1];
        let loss = soft_label(strong.as_tensor(), &targets).expect("loss");
        let grads = loss.backward().expect("backward");
        let p = to_vec(&candle_nn::ops::softmax(strong.as_tensor(), D::Minus1).expect("softmax"));
        let expected: Vec<f32> = (0..6).map(|i| (p[i] * if i < 3 { 0.6 } else { 1.0 } - targets[i]) / 1.6).collect();
        let expected = Tensor::from_vec(expected, (2, 3), strong.device()).expect("numbers");
        check(grads.get(strong.as_tensor()).expect("gradient"), &expected, "gradient");
        assert!(to_vec(&soft_label(strong.as_tensor(), &[0.0; 6]).expect("loss"))[0].is_finite());
        assert!(soft_label(strong.as_tensor(), &[0.0; 5]).is_err());
    }

    #[test]
    fn a_batch_without_confident_images_still_learns() {
        let numbers = golden("self_label");
        let weak = candle_nn::ops::softmax(&numbers["none.weak"], D::Minus1).expect("softmax");
        let labels = pseudo_labels(&weak.to_vec2().expect("rows"), 0.99);
        assert!(labels.is_fallback && labels.rows.len() >= 10);
        let loss = self_label(&numbers["none.strong"], &labels, true).expect("loss");
        assert!(to_vec(&loss)[0].is_finite());
        assert_eq!(pseudo_labels(&[], 0.99), PseudoLabels::default());
    }
}
