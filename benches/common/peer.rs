//! Measures against another program in one run: ours and theirs in turns, so that whatever else the machine does
//! meets both. It knows nothing of what is measured.

use std::error::Error;
use std::process::{Command, Stdio};

/// Runs a program to its end; gives the last number in its output that is followed by `suffix` ("images/s").
///
/// # Errors
/// If it can not be run, fails, or says no such number.
pub fn number_before(command: &mut Command, suffix: &str) -> Result<f64, Box<dyn Error>> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|e| format!("{command:?}: {e}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        return Err(format!("{command:?} ended with {}: {text}", output.status).into());
    }
    let before = text.rsplit_once(suffix).ok_or_else(|| format!("no {suffix:?} in {text:?}"))?.0.trim_end();
    let number = before.rsplit(|c: char| !(c.is_ascii_digit() || c == '.')).next().unwrap_or_default();
    number.parse().map_err(|_| format!("no number before {suffix:?} in {text:?}").into())
}

/// Takes `pairs` measures of ours and theirs in turns, prints each and the median of ours / theirs, which it returns.
/// `unit`: of both numbers, the larger the better.
///
/// # Errors
/// Those of the measures.
pub fn compare(
    pairs: usize,
    unit: &str,
    mut ours: impl FnMut() -> Result<f64, Box<dyn Error>>,
    mut theirs: impl FnMut() -> Result<f64, Box<dyn Error>>,
) -> Result<f64, Box<dyn Error>> {
    let mut ratios = Vec::new();
    for pair in 1..=pairs.max(1) {
        let (ours, theirs) = (ours()?, theirs()?);
        println!("pair {pair}: ours {ours:.1}, peer {theirs:.1} {unit}: {:.2} x", ours / theirs);
        ratios.push(ours / theirs);
    }
    ratios.sort_by(f64::total_cmp);
    let median = f64::midpoint(ratios[(ratios.len() - 1) / 2], ratios[ratios.len() / 2]);
    println!("median of {} pairs: {median:.2} x the peer", ratios.len());
    Ok(median)
}
