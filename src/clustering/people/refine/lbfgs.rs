//! A smooth function's minimum by L-BFGS (Liu and Nocedal 1989) with halved steps; it knows nothing of what it minimises.

use crate::control::{CancelToken, Cancelled};
use crate::linalg::dot::dot;
use std::collections::VecDeque;

/// Steps that are remembered.
const MEMORY: usize = 8;
/// Of Armijo's rule: the share of the promised descent that is asked for.
const LEAST_DESCENT: f64 = 1e-4;
/// How often a step is halved before it is given up.
const MOST_HALVINGS: usize = 12;
/// It ends where a step gains no more than this share of the value.
const LEAST_GAIN: f64 = 1e-5;

/// A move, the change of the gradient with it, and 1 over their product.
struct Step {
    moved: Vec<f32>,
    turned: Vec<f32>,
    inverse: f64,
}

/// Moves `x` to where `value` is smaller until it gains little, or for `steps`; `value` gives the value and the gradient.
///
/// # Errors
/// [`Cancelled`], looked for at each value.
pub(super) fn minimize(
    x: &mut Vec<f32>,
    steps: usize,
    cancel: &CancelToken,
    value: impl Fn(&[f32]) -> (f64, Vec<f32>),
) -> Result<(), Cancelled> {
    let (mut now, mut gradient) = value(x);
    let mut memory: VecDeque<Step> = VecDeque::new();
    for _ in 0..steps {
        let mut direction = direction(&memory, &gradient);
        let mut slope = dot(&direction, &gradient);
        if slope.is_nan() || slope >= 0.0 {
            memory.clear();
            direction = gradient.iter().map(|g| -g).collect();
            slope = -dot(&gradient, &gradient);
        }
        if slope == 0.0 {
            break;
        }
        // Nothing is known yet of how far the first step may go.
        let mut length = if memory.is_empty() { 1.0 / (-slope).sqrt().max(1.0) } else { 1.0 };
        let mut found = None;
        for _ in 0..MOST_HALVINGS {
            cancel.check()?;
            let at: Vec<f32> = x.iter().zip(&direction).map(|(x, d)| x + length as f32 * d).collect();
            let (next, gradient) = value(&at);
            if next <= now + LEAST_DESCENT * length * slope {
                found = Some((at, next, gradient));
                break;
            }
            length *= 0.5;
        }
        let Some((at, next, next_gradient)) = found else { break };
        let moved: Vec<f32> = at.iter().zip(&*x).map(|(a, x)| a - x).collect();
        let turned: Vec<f32> = next_gradient.iter().zip(&gradient).map(|(a, g)| a - g).collect();
        let along = dot(&moved, &turned);
        // Where the function is not convex such a step would turn the next direction uphill.
        if along > 1e-10 {
            memory.truncate(MEMORY - 1);
            memory.push_front(Step { moved, turned, inverse: 1.0 / along });
        }
        let is_done = now - next <= LEAST_GAIN * next.abs().max(1e-3);
        (*x, now, gradient) = (at, next, next_gradient);
        if is_done {
            break;
        }
    }
    Ok(())
}

/// The two loops: where to go from a gradient by the steps that are remembered, latest first.
fn direction(memory: &VecDeque<Step>, gradient: &[f32]) -> Vec<f32> {
    let mut q: Vec<f32> = gradient.iter().map(|g| -g).collect();
    let mut shares = Vec::with_capacity(memory.len());
    for step in memory {
        let share = step.inverse * dot(&step.moved, &q);
        add(&mut q, -share, &step.turned);
        shares.push(share);
    }
    if let Some(step) = memory.front() {
        let scale = (1.0 / (step.inverse * dot(&step.turned, &step.turned))) as f32;
        for q in &mut q {
            *q *= scale;
        }
    }
    for (step, share) in memory.iter().zip(&shares).rev() {
        let back = step.inverse * dot(&step.turned, &q);
        add(&mut q, share - back, &step.moved);
    }
    q
}

fn add(to: &mut [f32], share: f64, what: &[f32]) {
    to.iter_mut().zip(what).for_each(|(to, x)| *to += share as f32 * x);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_finds_the_end_of_a_curved_valley() {
        // Rosenbrock's function, minimum 0 at (1, 1)
        let value = |x: &[f32]| {
            let (a, b) = (f64::from(x[0]), f64::from(x[1]));
            let rise = b - a * a;
            (
                100.0 * rise * rise + (1.0 - a).powi(2),
                vec![(-400.0 * a * rise - 2.0 * (1.0 - a)) as f32, (200.0 * rise) as f32],
            )
        };
        let mut x = vec![-1.2, 1.0];
        minimize(&mut x, 200, &CancelToken::default(), value).expect("not cancelled");
        assert!((x[0] - 1.0).abs() < 0.02 && (x[1] - 1.0).abs() < 0.04, "{x:?}");
    }

    #[test]
    fn odd_functions_end_too() {
        let cancel = CancelToken::default();
        let mut x = vec![3.0];
        minimize(&mut x, 10, &cancel, |_| (f64::NAN, vec![1.0])).expect("not cancelled");
        assert_eq!(x, [3.0]);
        minimize(&mut x, 10, &cancel, |_| (1.0, vec![0.0])).expect("not cancelled");
        assert_eq!(x, [3.0]);
        minimize(&mut vec![], 10, &cancel, |_| (0.0, vec![])).expect("nothing to move");
        cancel.cancel();
        assert!(minimize(&mut x, 10, &cancel, |x| (f64::from(x[0]), vec![1.0])).is_err());
    }
}
