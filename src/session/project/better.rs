//! Whether a run that looked for better clusters found some, and why in words: from what is stored of it, so that it is said again
//! when the project is opened again.

use crate::clustering::pipeline::TIE;
use crate::session::protocol::{OWN_SCORE, PRESENT_SCORE};
use crate::stage::Stage;
use crate::store::StoredStage;
use crate::strings::{Told, told};
use crate::text::decimal;

/// Whether the clusters that were found fit the neighbours of the images better than the present ones, by more than chance, and
/// why. `has_other_rows`: the run chose other features than the present clusters come from.
pub fn reason(stages: &[StoredStage], kept: Option<&Stage>, notes: &[Told], has_other_rows: bool) -> (bool, Told) {
    let kept = stages.iter().find(|stage| Some(&stage.name) == kept);
    let number = |name: &str| kept.and_then(|stage| stage.metrics.get(name)).copied().unwrap_or_default();
    let (own, present) = (number(OWN_SCORE), number(PRESENT_SCORE));
    let scores = told!("engine-better-scores", own = decimal(own, 3), present = decimal(present, 3));
    // The first note of such a run says which features it chose.
    let features = notes.first().filter(|_| has_other_rows);
    let why = features.map_or_else(|| scores.clone(), |words| Told::sentences(vec![words.clone(), scores.clone()]));
    (own > present + TIE, why)
}
