//! Finds actions by some letters of their names.

/// How well `text` answers to the letters of `query`, in their order; None if it does not. Higher is better: words that
/// begin with the letters and letters that follow each other count most.
#[must_use]
pub fn fuzzy(query: &str, text: &str) -> Option<i32> {
    let text: Vec<char> = text.to_lowercase().chars().collect();
    let mut score = 0;
    let mut at = 0;
    let mut last = None;
    for letter in query.to_lowercase().chars().filter(|c| !c.is_whitespace()) {
        let is_start = |i: usize| i == 0 || !text[i - 1].is_alphanumeric();
        let next = last.map(|l: usize| l + 1).filter(|&i| i < text.len() && text[i] == letter);
        let rest = || (at..text.len()).filter(|&i| text[i] == letter);
        let found = next.or_else(|| rest().find(|&i| is_start(i))).or_else(|| rest().next())?;
        score += match (next.is_some(), is_start(found)) {
            (true, _) => 8,
            (_, true) => 6,
            _ => 1,
        };
        at = found + 1;
        last = Some(found);
    }
    Some(score * 100 - i32::try_from(text.len()).unwrap_or(i32::MAX / 200))
}

#[cfg(test)]
mod tests {
    use super::super::Command;
    use super::*;

    #[test]
    fn letters_find_their_command() {
        let best = |query: &str| {
            let ranked = Command::all().filter_map(|c| Some((fuzzy(query, c.label())?, c)));
            ranked.max_by_key(|(score, _)| *score).map(|(_, c)| c)
        };
        for (query, expected) in [
            ("undo", Command::Undo),
            ("exp", Command::Export),
            ("dark", Command::ThemeDark),
            ("mg", Command::Merge),
            ("new gr", Command::MoveToNew),
            ("sample", Command::OpenSample),
        ] {
            assert_eq!(best(query), Some(expected), "{query}");
        }
        assert_eq!(fuzzy("xyz", "Undo"), None);
    }
}
