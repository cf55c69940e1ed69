//! The sentence that tells people which rows were chosen, and why. It decides nothing.

use crate::strings::{Decimal, Told, told};

/// Others that are named, best first; more would not be read.
const MOST_NAMED: usize = 3;

/// Why the candidate at `kept` is kept. Worded so that names of one thing and of several fit in.
pub(super) fn reason(names: &[&Told], scores: &[f64], kept: usize) -> Told {
    let Some(name) = names.get(kept).copied() else { return told!("note-features-none") };
    let mut others: Vec<usize> = (0..names.len()).filter(|&i| i != kept).collect();
    if others.is_empty() {
        return told!("note-features-only", name = name);
    }
    others.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
    let is_best = scores[others[0]] < scores[kept];
    let scored = |&i: &usize| told!("note-scored", stage = names[i], score = Decimal(scores[i], 2));
    let others = Told::list(others.iter().take(MOST_NAMED).map(scored).collect());
    let score = Decimal(scores[kept], 2);
    if is_best {
        told!("note-features-best", name = name, score = score, others = others)
    } else {
        told!("note-features-usual", name = name, score = score, others = others)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(names: &[&str], scores: &[f64], kept: usize) -> String {
        let names: Vec<Told> = names.iter().map(|name| Told::words(*name)).collect();
        super::reason(&names.iter().collect::<Vec<_>>(), scores, kept).to_string()
    }

    const NAMES: [&str; 5] = ["the built-in network", "the older network", "both networks", "pixels", "colours"];

    #[test]
    fn the_sentence_names_what_was_chosen_and_what_came_next() {
        let best = reason(&NAMES, &[0.4, 0.38, 0.5, 0.1, 0.2], 2);
        assert_eq!(
            best,
            "These pictures are grouped best by both networks: there the group of a picture tells most about the groups \
             of pictures that look like it (0.50 of 1; the built-in network 0.40, the older network 0.38 and colours 0.20)."
        );
        let usual = reason(&NAMES[..2], &[0.4, 0.41], 0);
        assert_eq!(
            usual,
            "These pictures are grouped by the built-in network: nothing else is clearly better at keeping pictures that \
             look alike together (0.40 of 1; the older network 0.41)."
        );
        assert!(reason(&NAMES[..2], &[0.4, 0.4], 0).contains("nothing else is clearly better"));
        assert!(reason(&NAMES[..1], &[0.4], 0).ends_with("nothing else to choose from."));
        assert_eq!(reason(&[], &[], 0), "There was nothing to choose from.");
    }
}
