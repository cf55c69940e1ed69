//! The sentence that tells people which rows were chosen, and why. It decides nothing.

/// Others that are named, best first; more would not be read.
const MOST_NAMED: usize = 3;

/// Why the candidate at `kept` is kept. Worded so that names of one thing and of several fit in.
pub(super) fn reason(names: &[&str], scores: &[f64], kept: usize) -> String {
    let Some(name) = names.get(kept) else { return "There was nothing to choose from.".to_owned() };
    let mut others: Vec<usize> = (0..names.len()).filter(|&i| i != kept).collect();
    if others.is_empty() {
        return format!("These pictures are grouped by {name}: there was nothing else to choose from.");
    }
    others.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
    let is_best = scores[others[0]] < scores[kept];
    let others: Vec<String> =
        others.iter().take(MOST_NAMED).map(|&i| format!("{} {:.2}", names[i], scores[i])).collect();
    let scores = format!("{:.2} of 1; {}", scores[kept], others.join(", "));
    if is_best {
        format!(
            "These pictures are grouped best by {name}: there the cluster of a picture tells most about the clusters of \
             pictures that look like it ({scores})."
        )
    } else {
        format!(
            "These pictures are grouped by {name}: nothing else is clearly better at keeping pictures that look alike \
             together ({scores})."
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 5] = ["the built-in network", "the older network", "both networks", "pixels", "colours"];

    #[test]
    fn the_sentence_names_what_was_chosen_and_what_came_next() {
        let best = reason(&NAMES, &[0.4, 0.38, 0.5, 0.1, 0.2], 2);
        assert_eq!(
            best,
            "These pictures are grouped best by both networks: there the cluster of a picture tells most about the clusters \
             of pictures that look like it (0.50 of 1; the built-in network 0.40, the older network 0.38, colours 0.20)."
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
