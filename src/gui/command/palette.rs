//! The command palette: every action and every cluster by its name, filtered while one types. What is not possible now is
//! listed last, with the reason.

use crate::gui::command::{Command, Situation, fuzzy};
use crate::gui::kit::choice::{ChoiceRow, choice_row_ui, step};
use crate::gui::kit::widgets::{takes_key, weak};
use crate::gui::kit::words;
use crate::ids::ClusterId;
use crate::session::protocol::ClusterView;
use egui::{Id, Key, ScrollArea, TextEdit, Ui, vec2};
use std::sync::Arc;

/// So much more than a match in letters counts that an action was used lately.
const RECENT: i32 = 350;
/// Clusters beyond this are found by more letters.
const MOST_CLUSTERS: usize = 30;

/// What was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// An action; it may be one that is not possible now.
    Command(Command),
    /// To look at this cluster.
    Cluster(ClusterId),
}

/// What the palette is drawn from.
#[derive(Clone, Copy)]
pub struct Offers<'a> {
    /// Clusters to go to.
    pub clusters: &'a [Arc<ClusterView>],
    /// Actions that were used lately, the last one first.
    pub recent: &'a [Command],
    /// What tells which actions are possible now.
    pub situation: &'a Situation,
}

/// The open palette.
#[derive(Default)]
pub struct Palette {
    query: String,
    chosen: usize,
}

struct Row {
    choice: Choice,
    name: String,
    detail: String,
    why_not: Option<&'static str>,
}

impl Palette {
    /// Draws the field and the list; gives what was chosen.
    pub fn palette_ui(&mut self, ui: &mut Ui, offers: Offers<'_>) -> Option<Choice> {
        ui.set_width(560.0_f32.min(ui.ctx().content_rect().width() - 64.0));
        // Before the field sees them.
        let (up, down, enter) = (takes_key(ui, Key::ArrowUp), takes_key(ui, Key::ArrowDown), takes_key(ui, Key::Enter));
        // Before it is drawn: letters that were typed meanwhile are its own.
        let id = Id::unique("palette field");
        ui.memory_mut(|memory| memory.request_focus(id));
        let field = TextEdit::singleline(&mut self.query)
            .id(id)
            .hint_text("Find an action or a cluster")
            .desired_width(f32::INFINITY)
            .margin(vec2(10.0, 8.0));
        let response = ui.add(field).accessible_name("Find an action");
        if response.changed() {
            self.chosen = 0;
        }
        let found = found(ui.ctx(), self.query.trim(), offers);
        if found.is_empty() {
            ui.add_space(6.0);
            weak(ui, "No action and no cluster has such a name. Fewer letters find more.");
            return None;
        }
        self.chosen = step(self.chosen, found.len(), up, down);
        if enter {
            return Some(found[self.chosen].choice);
        }
        let mut chosen = None;
        let most = (ui.ctx().content_rect().height() - 200.0).clamp(120.0, 380.0);
        ScrollArea::vertical().max_height(most).min_scrolled_height(most).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            for (i, row) in found.iter().enumerate() {
                if row_ui(ui, row, i == self.chosen, up || down) {
                    chosen = Some(row.choice);
                }
            }
        });
        chosen
    }
}

/// What answers to the query: what is possible first, then what was used lately and what answers better.
fn found(ctx: &egui::Context, query: &str, offers: Offers<'_>) -> Vec<Row> {
    let mut scored: Vec<(bool, i32, Row)> = Vec::new();
    for command in Command::all().filter(|command| *command != Command::Palette) {
        let by_name = || fuzzy(query, command.label()).max(fuzzy(query, command.english()));
        let letters = if query.is_empty() { Some(0) } else { by_name() };
        let Some(letters) = letters else { continue };
        let why_not = offers.situation.why_not(command);
        let rank = offers.recent.iter().position(|recent| *recent == command);
        let recent = rank.map_or(0, |rank| RECENT - i32::try_from(rank).unwrap_or(RECENT));
        let detail = command.key_text(ctx).unwrap_or_default();
        let row = Row { choice: Choice::Command(command), name: command.label().into(), detail, why_not };
        scored.push((why_not.is_none(), letters + recent, row));
    }
    if !query.is_empty() {
        let mut clusters: Vec<(i32, Row)> = Vec::new();
        for cluster in offers.clusters {
            let name = format!("Go to cluster {}", cluster.name);
            let Some(score) = fuzzy(query, &cluster.name).max(fuzzy(query, &name)) else { continue };
            let (choice, detail) = (Choice::Cluster(cluster.id), words::images(cluster.members.len()));
            clusters.push((score, Row { choice, name, detail, why_not: None }));
        }
        clusters.sort_by_key(|(score, _)| -score);
        clusters.truncate(MOST_CLUSTERS);
        scored.extend(clusters.into_iter().map(|(score, row)| (true, score, row)));
    }
    scored.sort_by_key(|(is_possible, score, _)| (!is_possible, -score));
    scored.into_iter().map(|(_, _, row)| row).collect()
}

fn row_ui(ui: &mut Ui, row: &Row, is_chosen: bool, follow: bool) -> bool {
    let spoken = match row.why_not {
        Some(why) => format!("{}. Not now: {why}", row.name),
        None if row.detail.is_empty() => row.name.clone(),
        None => format!("{}, {}", row.name, row.detail),
    };
    let drawn = ChoiceRow {
        name: &row.name,
        spoken,
        detail: &row.detail,
        why_not: row.why_not,
        is_chosen,
        follow,
        ..ChoiceRow::default()
    };
    let tooltip = match (row.choice, row.why_not) {
        (Choice::Command(command), None) => command.tooltip().to_owned(),
        (Choice::Command(command), Some(why)) => format!("{} Not now: {why}", command.tooltip()),
        (Choice::Cluster(_), _) => "Shows the images of this cluster.".to_owned(),
    };
    choice_row_ui(ui, &drawn).0.on_hover_text(tooltip).clicked()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;

    fn choices(query: &str, offers: Offers<'_>) -> Vec<Choice> {
        found(&egui::Context::default(), query, offers).into_iter().map(|row| row.choice).collect()
    }

    #[test]
    fn what_can_be_done_comes_first_and_of_that_what_was_done_lately() {
        let nothing = Situation::default();
        let offers = Offers { clusters: &[], recent: &[Command::Quit, Command::Undo], situation: &nothing };
        let all = choices("", offers);
        assert_eq!(all[0], Choice::Command(Command::Quit), "it is possible, and was done lately");
        let first_impossible = all.iter().position(|choice| *choice == Choice::Command(Command::Undo));
        let is_possible = |choice: &Choice| matches!(choice, Choice::Command(command) if nothing.allows(*command));
        assert_eq!(first_impossible, Some(all.iter().filter(|choice| is_possible(choice)).count()));
        assert_eq!(all.len(), Command::all().count() - 1);
        assert_eq!(choices("undo", offers), [Choice::Command(Command::Undo)]);
    }

    #[test]
    fn clusters_are_found_by_name() {
        let snapshot = fixtures::clustered();
        let offers = Offers { clusters: &snapshot.clusters, recent: &[], situation: &Situation::default() };
        assert_eq!(choices("cats", offers)[0], Choice::Cluster(ClusterId(1)));
        assert_eq!(choices("猫", offers), [Choice::Cluster(ClusterId(5))]);
        assert_eq!(choices("go to cluster boa", offers)[0], Choice::Cluster(ClusterId(7)));
        assert!(!choices("", offers).iter().any(|choice| matches!(choice, Choice::Cluster(_))));
    }
}
