//! What could be meant by the beginning of a filter: terms, names of groups, folders and saved filters that go on like it.

use super::filter;
use crate::gui::frame::SavedFilter;
use crate::gui::kit::text::folder_name;
use crate::ids::ClusterId;
use crate::session::protocol::Snapshot;
use crate::strings::say;
use std::collections::{BTreeSet, HashMap};

/// A text that may be meant, and what it finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// All of the field, if it is taken.
    pub text: String,
    /// What it finds, in words.
    pub meaning: String,
}

/// Most that are offered.
const MOST: usize = 12;

/// How what is typed may go on: by its last word. `suggested`: what groups without a name may be called.
pub fn offers(
    typed: &str,
    snapshot: &Snapshot,
    suggested: &HashMap<ClusterId, String>,
    saved: &[SavedFilter],
) -> Vec<Offer> {
    let start = last_word(typed);
    let (before, word) = typed.split_at(start);
    let offer = |text: &str, meaning: &str| Offer { text: format!("{before}{text}"), meaning: meaning.to_owned() };
    let lower = word.to_lowercase();
    let rest = |keys: [&str; 2]| keys.iter().find_map(|key| lower.strip_prefix(key)).map(|rest| rest.trim_matches('"'));
    let mut all = Vec::new();
    if let Some(rest) = rest(["group:", "cluster:"]) {
        let has = |name: &str| name.to_lowercase().contains(rest);
        let groups = snapshot.clusters.iter().map(|cluster| (cluster, suggested.get(&cluster.id)));
        let found = groups.filter(|(cluster, maybe)| has(&cluster.name) || maybe.is_some_and(|maybe| has(maybe)));
        all.extend(found.map(|(cluster, maybe)| {
            let n = cluster.members.len();
            let meaning = match maybe {
                Some(maybe) => say!("grid-term-group-maybe", name = maybe, n = n),
                None => say!("count-images", n = n),
            };
            offer(&filter::written(&[filter::of_group(&cluster.name)]), &meaning)
        }));
    } else if let Some(rest) = rest(["folder:", "in:"]) {
        let folders: BTreeSet<&str> =
            snapshot.images.rows.iter().map(|info| folder_name(&info.path)).filter(|path| !path.is_empty()).collect();
        let found = folders.into_iter().filter(|path| path.to_lowercase().contains(rest)).take(MOST);
        all.extend(found.map(|path| offer(&filter::written(&[filter::of_folder(path)]), say!("grid-term-folder"))));
    } else {
        let found = saved.iter().filter(|saved| saved.name.to_lowercase().starts_with(&lower));
        all.extend(found.map(|saved| offer(&saved.text, &saved.name)));
        let terms = filter::examples().into_iter().filter(|(text, _)| text.starts_with(&lower) && *text != lower);
        all.extend(terms.map(|(text, meaning)| offer(text, meaning)));
    }
    all.truncate(MOST);
    all
}

/// Where the last word of a text begins; quotes keep words together.
fn last_word(text: &str) -> usize {
    let (mut start, mut is_quoted) = (0, false);
    for (at, letter) in text.char_indices() {
        match letter {
            '"' => is_quoted = !is_quoted,
            _ if letter.is_whitespace() && !is_quoted => start = at + letter.len_utf8(),
            _ => {}
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fake;

    fn texts(typed: &str, saved: &[SavedFilter]) -> Vec<String> {
        let suggested = HashMap::from([(ClusterId(2), "Forest".to_owned())]);
        offers(typed, &fake::snapshot(30, 3), &suggested, saved).into_iter().map(|offer| offer.text).collect()
    }

    #[test]
    fn the_last_word_goes_on() {
        assert_eq!(texts("beach conf", &[]), ["beach confirmed:yes"]);
        assert_eq!(texts("group:har", &[]), ["group:\"Harbour at dusk\""]);
        assert_eq!(texts("a group:\"harbour at", &[]), ["a group:\"Harbour at dusk\""]);
        assert_eq!(texts("group:fore", &[]), ["group:\"Group 2\""], "by what it may be called");
        assert_eq!(texts("folder:", &[]), ["folder:holiday"]);
        assert_eq!(texts("zebra", &[]), [""; 0]);
        assert_eq!(texts("", &[]).len(), 12, "all that there is");
        let saved = SavedFilter { name: "Weak cats".into(), text: "group:cats sure<0.5".into() };
        assert_eq!(texts("weak", &[saved]), ["group:cats sure<0.5"]);
    }
}
