//! What answers to a text in the field: rows in sections, each with what it does. It draws nothing and does nothing.

use crate::gui::command::{Command, Situation, fuzzy};
use crate::gui::frame::{SavedFilter, Shown};
use crate::gui::grid::filter::{self, Term, Test};
use crate::gui::grid::offers::offers;
use crate::gui::kit::text::shown_name;
use crate::gui::kit::words::contains_ignoring_case;
use crate::ids::ClusterId;
use crate::session::protocol::Snapshot;
use crate::strings::say;
use std::collections::HashMap;

/// So much more than a match in letters counts that an action was used lately.
const RECENT: i32 = 350;
/// Groups beyond these are found by more letters.
const MOST_GROUPS: usize = 8;
/// Actions that are listed where no action was asked for.
const MOST_ACTIONS: usize = 4;

/// What a row does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// An action; it may be one that is not possible now.
    Command(Command),
    /// To look at this group.
    Cluster(ClusterId),
    /// To look for images by these words.
    Words(String),
    /// To show only images that satisfy these terms.
    Filter(String),
    /// To go on typing with this text.
    Complete(String),
}

/// One answer.
pub struct Row {
    /// What it does.
    pub choice: Choice,
    /// What it is called.
    pub name: String,
    /// What a group may be called, weakly behind its name.
    pub aside: String,
    /// A key, a number, a meaning.
    pub detail: String,
    /// Why it can not be done now.
    pub why_not: Option<&'static str>,
}

impl Row {
    fn new(choice: Choice, name: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { choice, name: name.into(), aside: String::new(), detail: detail.into(), why_not: None }
    }
}

/// Answers of one kind.
pub struct Section {
    /// What they are.
    pub title: &'static str,
    /// Best first.
    pub rows: Vec<Row>,
}

/// What answers are made from.
#[derive(Clone, Copy)]
pub struct From<'a> {
    /// The project.
    pub snapshot: &'a Snapshot,
    /// What groups that have no name may be called.
    pub suggested: &'a HashMap<ClusterId, String>,
    /// What the grid shows.
    pub shown: Shown,
    /// Filters that have a name.
    pub saved: &'a [SavedFilter],
    /// Actions that were used lately, the last one first.
    pub recent: &'a [Command],
    /// What tells which actions are possible now.
    pub situation: &'a Situation,
}

/// Answers to a text, the likeliest first, without empty sections.
pub fn sections(ctx: &egui::Context, text: &str, from: From<'_>) -> Vec<Section> {
    let text = text.trim();
    let mut sections = if let Some(action) = text.strip_prefix('>').map(|rest| rest.trim_start_matches('>')) {
        vec![Section { title: say!("bar-search-actions"), rows: actions(ctx, action.trim(), from, usize::MAX) }]
    } else if from.snapshot.project.is_none() {
        vec![Section { title: say!("bar-search-actions"), rows: actions(ctx, text, from, usize::MAX) }]
    } else if text.is_empty() {
        vec![
            Section { title: say!("grid-saved"), rows: saved(from) },
            Section { title: say!("bar-search-terms"), rows: completions(text, From { saved: &[], ..from }) },
            Section {
                title: say!("bar-search-actions"),
                rows: vec![Row::new(Choice::Complete(">".into()), ">", say!("bar-search-actions-how"))],
            },
        ]
    } else {
        answers(ctx, text, from)
    };
    sections.retain(|section| !section.rows.is_empty());
    sections
}

/// Whether a text has terms of the filter, and not only words.
#[must_use]
pub fn has_terms(text: &str) -> bool {
    let (terms, faults) = filter::parse(text);
    !faults.is_empty() || terms.iter().any(|term| term.is_negated || !matches!(term.test, Test::Path(_)))
}

/// Whether the last term of a text can go on.
#[must_use]
pub fn can_complete(text: &str, from: From<'_>) -> bool {
    let is_terms = !text.trim().is_empty() && !text.starts_with('>') && from.snapshot.project.is_some();
    is_terms && !completions(text, from).is_empty()
}

/// What is wrong with the terms of a text, a sentence each.
#[must_use]
pub fn faults(text: &str) -> Vec<String> {
    if text.trim_start().starts_with('>') { Vec::new() } else { filter::parse(text).1 }
}

fn answers(ctx: &egui::Context, text: &str, from: From<'_>) -> Vec<Section> {
    let (terms, faults) = filter::parse(text);
    let is_filter = has_terms(text);
    let mut only = Vec::new();
    if !terms.is_empty() && faults.is_empty() {
        only.push(filter_row(text, &terms, from));
    }
    only.extend(completions(text, from));
    if is_filter && faults.is_empty() {
        only.push(saved_row(say!("bar-search-save").into()));
    }
    let only = Section { title: say!("bar-search-terms"), rows: only };
    if is_filter {
        return vec![only];
    }
    let words = Row::new(Choice::Words(text.to_owned()), say!("bar-search-find-words", words = text), "");
    vec![
        Section { title: say!("bar-search-groups"), rows: groups(text, from) },
        Section { title: say!("bar-search-images"), rows: vec![words] },
        only,
        Section { title: say!("bar-search-actions"), rows: actions(ctx, text, from, MOST_ACTIONS) },
    ]
}

/// Narrows what is shown to what satisfies the terms.
fn filter_row(text: &str, terms: &[Term], from: From<'_>) -> Row {
    let name = match terms {
        [Term { is_negated: false, test: Test::Path(path) }] => say!("bar-search-only-path", text = path.as_str()),
        _ => say!("bar-search-only", terms = text),
    };
    let place = say!("bar-search-only-where", name = &shown_name(from.snapshot, from.shown));
    Row::new(Choice::Filter(text.to_owned()), name, place)
}

/// How the last term can go on: by what the filter knows, and by what a person saved.
fn completions(text: &str, from: From<'_>) -> Vec<Row> {
    let found = offers(text, from.snapshot, from.suggested, from.saved).into_iter().filter(|offer| offer.text != text);
    found.map(|offer| Row::new(Choice::Complete(offer.text.clone()), offer.text, offer.meaning)).collect()
}

/// Filters that have a name, to be taken at once, and the list in which they are deleted.
fn saved(from: From<'_>) -> Vec<Row> {
    let row = |saved: &SavedFilter| Row::new(Choice::Filter(saved.text.clone()), &saved.name, &saved.text);
    let mut rows: Vec<Row> = from.saved.iter().map(row).collect();
    if !rows.is_empty() {
        rows.push(saved_row(Command::SavedFilters.label().into()));
    }
    rows
}

/// Opens the list of filters that have a name; what is in force can be saved there.
fn saved_row(name: String) -> Row {
    Row::new(Choice::Command(Command::SavedFilters), name, "")
}

/// Groups whose name, or the one that is suggested, has the text; those first that begin with it.
fn groups(text: &str, from: From<'_>) -> Vec<Row> {
    let rank = |name: &str| {
        let begins = name.to_lowercase().starts_with(&text.to_lowercase());
        contains_ignoring_case(name, text).then_some(!begins)
    };
    let ranked = from.snapshot.clusters.iter().filter_map(|cluster| {
        let maybe = from.suggested.get(&cluster.id);
        let ranks = [rank(&cluster.name), maybe.and_then(|maybe| rank(maybe))];
        Some((ranks.into_iter().flatten().min()?, cluster, maybe))
    });
    let mut found: Vec<_> = ranked.collect();
    found.sort_by_key(|(is_inside, ..)| *is_inside);
    let rows = found.into_iter().take(MOST_GROUPS).map(|(_, cluster, maybe)| {
        let name = say!("bar-search-go", name = &cluster.name);
        let aside = maybe.map_or_else(String::new, |maybe| say!("groups-suggested-behind", name = maybe));
        let detail = say!("count-images", n = cluster.members.len());
        Row { aside, ..Row::new(Choice::Cluster(cluster.id), name, detail) }
    });
    rows.collect()
}

/// Actions that answer to the letters: what is possible first, then what was used lately and what answers better.
fn actions(ctx: &egui::Context, text: &str, from: From<'_>, most: usize) -> Vec<Row> {
    let mut scored: Vec<(bool, i32, Row)> = Vec::new();
    let is_here = |command: &Command| !matches!(command, Command::Palette | Command::Search);
    for command in Command::all().filter(is_here) {
        let letters =
            if text.is_empty() { Some(0) } else { fuzzy(text, command.label()).max(fuzzy(text, command.english())) };
        let Some(letters) = letters else { continue };
        let has_text = |name: &str| contains_ignoring_case(name, text);
        if most < usize::MAX && !has_text(command.label()) && !has_text(command.english()) {
            // Scattered letters count where an action is asked for, and else not.
            continue;
        }
        let why_not = from.situation.why_not(command);
        let rank = from.recent.iter().position(|recent| *recent == command);
        let recent = rank.map_or(0, |rank| RECENT - i32::try_from(rank).unwrap_or(RECENT));
        let detail = command.key_text(ctx).unwrap_or_default();
        let row = Row { why_not, ..Row::new(Choice::Command(command), command.label(), detail) };
        scored.push((why_not.is_none(), letters + recent, row));
    }
    scored.sort_by_key(|(is_possible, score, _)| (!is_possible, -score));
    scored.into_iter().map(|(_, _, row)| row).take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;

    fn choices(text: &str, snapshot: &Snapshot, recent: &[Command], situation: &Situation) -> Vec<Choice> {
        let suggested = HashMap::from([(ClusterId(3), "Forest".to_owned())]);
        let from = From { snapshot, suggested: &suggested, shown: Shown::All, saved: &[], recent, situation };
        let sections = sections(&egui::Context::default(), text, from);
        sections.into_iter().flat_map(|section| section.rows).map(|row| row.choice).collect()
    }

    #[test]
    fn what_can_be_done_comes_first_and_of_that_what_was_done_lately() {
        let nothing = Situation::default();
        let all = choices(">", &Snapshot::default(), &[Command::Quit, Command::Undo], &nothing);
        assert_eq!(all[0], Choice::Command(Command::Quit), "it is possible, and was done lately");
        let first_impossible = all.iter().position(|choice| *choice == Choice::Command(Command::Undo));
        let is_possible = |choice: &Choice| matches!(choice, Choice::Command(command) if nothing.allows(*command));
        assert_eq!(first_impossible, Some(all.iter().filter(|choice| is_possible(choice)).count()));
        assert_eq!(all.len(), Command::all().count() - 2);
        assert_eq!(choices("> undo", &Snapshot::default(), &[], &nothing), [Choice::Command(Command::Undo)]);
        assert_eq!(
            choices(">> undo", &Snapshot::default(), &[], &nothing),
            [Choice::Command(Command::Undo)],
            "typed again"
        );
        assert_eq!(choices("undo", &Snapshot::default(), &[], &nothing), [Choice::Command(Command::Undo)]);
    }

    #[test]
    fn a_word_finds_groups_images_and_actions_in_this_order() {
        let snapshot = fixtures::clustered();
        let find = |text: &str| choices(text, &snapshot, &[], &Situation::default());
        let words = |text: &str| Choice::Words(text.into());
        assert_eq!(find("cats"), [Choice::Cluster(ClusterId(1)), words("cats"), Choice::Filter("cats".into())],);
        assert_eq!(find("猫")[0], Choice::Cluster(ClusterId(5)));
        assert_eq!(find("fore")[0], Choice::Cluster(ClusterId(3)), "by what it may be called");
        let history = find("history");
        assert_eq!((&history[0], history.last()), (&words("history"), Some(&Choice::Command(Command::ShowHistory))));
        assert!(find("> cats").iter().all(|choice| matches!(choice, Choice::Command(_))), "no group is an action");
    }

    #[test]
    fn saved_filters_stand_first_and_a_filter_can_be_saved() {
        let (snapshot, situation) = (fixtures::clustered(), Situation::default());
        let saved = [SavedFilter { name: "Weak cats".into(), text: "group:cats sure<50%".into() }];
        let choices = |text: &str, saved: &[SavedFilter]| -> Vec<Choice> {
            let (suggested, shown) = (HashMap::new(), Shown::All);
            let from =
                From { snapshot: &snapshot, suggested: &suggested, shown, saved, recent: &[], situation: &situation };
            let sections = sections(&egui::Context::default(), text, from);
            sections.into_iter().flat_map(|section| section.rows).map(|row| row.choice).collect()
        };
        let list = Choice::Command(Command::SavedFilters);
        let all = choices("", &saved);
        assert_eq!(all[..2], [Choice::Filter("group:cats sure<50%".into()), list.clone()]);
        assert!(!choices("", &[]).contains(&list), "there is none");
        assert!(choices("dup:yes", &[]).contains(&list));
        assert!(!choices("colour:red", &[]).contains(&list), "it is no filter");
    }

    #[test]
    fn terms_narrow_what_is_shown_and_their_faults_are_said() {
        let snapshot = fixtures::clustered();
        let find = |text: &str| choices(text, &snapshot, &[], &Situation::default());
        assert_eq!(find("confirmed:no -dup:yes")[0], Choice::Filter("confirmed:no -dup:yes".into()));
        assert!(find("colour:red").iter().all(|choice| matches!(choice, Choice::Complete(_))));
        assert_eq!(faults("colour:red beach").len(), 1);
        assert!(faults("> colour:red").is_empty());
        assert!(find("").contains(&Choice::Complete(">".into())));
        for (text, expected) in [("beach", false), ("two words", false), ("-beach", true), ("is:junk beach", true)] {
            assert_eq!(has_terms(text), expected, "{text}");
        }
    }
}
