//! How far a confidence can be believed: temperature scaling by labels that people gave, and the reliability diagram (Guo et
//! al. 2017; METHOD 8).
//!
//! It never looks at true labels from elsewhere; whose labels they are is the caller's to say.

/// Labels that are needed before a temperature says anything.
pub const LEAST_LABELS: usize = 50;
/// Bars of the diagram.
pub const N_BINS: usize = 10;

/// A temperature, and what it does.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// Above 1 the head is too sure of itself, below 1 not sure enough.
    pub temperature: f64,
    /// Labels that it was fitted to.
    pub n_labels: usize,
    /// Reliability of the confidences as they came.
    pub before: Reliability,
    /// Reliability with the temperature.
    pub after: Reliability,
}

/// Confidence against how often it was right.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reliability {
    /// [`N_BINS`] equal parts of confidence from 0 to 1.
    pub bins: Vec<Bin>,
    /// Expected calibration error: mean distance of confidence and accuracy over images, 0 to 1.
    pub ece: f64,
}

/// The images whose confidence is in one part.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// Number of images.
    pub n: usize,
    /// Their mean confidence.
    pub confidence: f64,
    /// Share of them that is right.
    pub accuracy: f64,
}

/// p^(1 / T), made to sum to 1: the softmax of logits over a temperature.
#[must_use]
pub fn tempered(p: &[f32], temperature: f64) -> Vec<f32> {
    let logs = p.iter().map(|p| f64::from(p.max(f32::MIN_POSITIVE)).ln() / temperature);
    let largest = logs.clone().fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = logs.map(|log| (log - largest).exp()).collect();
    let sum: f64 = powers.iter().sum();
    powers.iter().map(|power| (power / sum) as f32).collect()
}

/// The temperature that makes the labels likeliest, by golden section over its logarithm from 1/20 to 20. `rows` holds the
/// probabilities of each labelled image and its label, which may be none of theirs (a cluster that the run did not know):
/// such an image counts as wrong whatever the temperature.
///
/// None with fewer than [`LEAST_LABELS`] labels.
#[must_use]
pub fn fit(rows: &[(Vec<f32>, Option<usize>)]) -> Option<Calibration> {
    if rows.len() < LEAST_LABELS {
        return None;
    }
    let loss = |log_t: f64| -> f64 {
        let of = |(p, label): &(Vec<f32>, Option<usize>)| {
            let p = tempered(p, log_t.exp());
            match label {
                Some(label) => -f64::from(p[*label].max(1e-12)).ln(),
                // Wrong whatever is said: the less it claims, the better.
                None => -f64::from((1.0 - p.iter().copied().fold(0.0, f32::max)).max(1e-12)).ln(),
            }
        };
        rows.iter().map(of).sum()
    };
    let ratio = (5f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = (-20f64.ln(), 20f64.ln());
    for _ in 0..48 {
        let (a, b) = (high - ratio * (high - low), low + ratio * (high - low));
        if loss(a) < loss(b) { high = b } else { low = a }
    }
    let temperature = f64::midpoint(low, high).exp();
    Some(Calibration {
        temperature,
        n_labels: rows.len(),
        before: reliability(rows, 1.0),
        after: reliability(rows, temperature),
    })
}

/// The diagram of labelled rows at a temperature.
#[must_use]
pub fn reliability(rows: &[(Vec<f32>, Option<usize>)], temperature: f64) -> Reliability {
    let mut sums = vec![(0usize, 0.0, 0usize); N_BINS];
    for (p, label) in rows {
        let p = tempered(p, temperature);
        let Some((best, &confidence)) = p.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)) else { continue };
        let bin = &mut sums[((confidence * N_BINS as f32) as usize).min(N_BINS - 1)];
        bin.0 += 1;
        bin.1 += f64::from(confidence);
        bin.2 += usize::from(*label == Some(best));
    }
    let n: usize = sums.iter().map(|bin| bin.0).sum();
    let bin = |&(n, confidence, right): &(usize, f64, usize)| {
        let share = n.max(1) as f64;
        Bin { n, confidence: confidence / share, accuracy: right as f64 / share }
    };
    let bins: Vec<Bin> = sums.iter().map(bin).collect();
    let off = |bin: &Bin| bin.n as f64 / n.max(1) as f64 * (bin.confidence - bin.accuracy).abs();
    Reliability { ece: bins.iter().map(off).sum(), bins }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Rng;

    /// Images whose head says p, while labels are drawn from p at temperature `t`.
    fn drawn(n: usize, t: f64) -> Vec<(Vec<f32>, Option<usize>)> {
        let mut rng = Rng::from_key(&[4]);
        let row = |_| {
            let logits: Vec<f32> = (0..4).map(|_| 3.0 * rng.normal() as f32).collect();
            let p = tempered(&logits.iter().map(|l| l.exp()).collect::<Vec<_>>(), 1.0);
            let mut at = rng.range(0.0, 1.0) as f32;
            let label = tempered(&p, t).iter().position(|p| {
                at -= p;
                at <= 0.0
            });
            (p, Some(label.unwrap_or(3)))
        };
        (0..n).map(row).collect()
    }

    #[test]
    fn the_temperature_that_labels_were_drawn_with_is_found() {
        for t in [0.5, 1.0, 3.0] {
            let found = fit(&drawn(4000, t)).expect("enough");
            assert!((found.temperature / t).ln().abs() < 0.12, "{t}: {}", found.temperature);
            assert!(found.after.ece < 0.03 && found.after.ece <= found.before.ece + 0.01, "{t}: {found:?}");
            assert_eq!(found.after.bins.iter().map(|bin| bin.n).sum::<usize>(), 4000);
        }
    }

    #[test]
    fn few_labels_say_nothing_and_odd_ones_break_nothing() {
        assert_eq!(fit(&drawn(LEAST_LABELS - 1, 1.0)), None);
        let sure_and_wrong = vec![(vec![1.0, 0.0], Some(1)); LEAST_LABELS];
        assert!(fit(&sure_and_wrong).expect("enough").temperature > 10.0);
        let sure_and_right = vec![(vec![0.0, 1.0], Some(1)); LEAST_LABELS];
        assert!(fit(&sure_and_right).expect("enough").after.ece < 0.01);
        let unknown = vec![(vec![0.9, 0.1], None); LEAST_LABELS];
        let found = fit(&unknown).expect("enough");
        assert!(found.temperature > 10.0 && found.after.bins.iter().all(|bin| bin.accuracy == 0.0), "{found:?}");
    }

    #[test]
    fn tempering_keeps_order_and_sums_to_one() {
        let p = [0.7, 0.2, 0.1, 0.0];
        for t in [0.1, 1.0, 7.0] {
            let q = tempered(&p, t);
            assert!((q.iter().sum::<f32>() - 1.0).abs() < 1e-5 && q.windows(2).all(|w| w[0] >= w[1]), "{q:?}");
        }
        assert!(tempered(&p, 1.0).iter().zip(&p).all(|(a, b)| (a - b).abs() < 1e-6));
    }
}
