//! Name and note of a cluster while they are typed: they are sent when the field is left, whatever is clicked next.

use crate::gui::frame::{Intent, Out};
use crate::ids::ClusterId;
use crate::session::protocol::{Change, ClusterView, Edit, Mark, Request, Snapshot};
use crate::strings::say;
use egui::{Id, Key, TextEdit, Ui, vec2};

/// What is typed and not sent yet.
#[derive(Default)]
pub struct Drafts {
    name: Option<(ClusterId, String)>,
    note: Option<(ClusterId, String)>,
}

impl Drafts {
    /// Sends what was typed of any other cluster than the one that is drawn now.
    pub fn leave(&mut self, snapshot: &Snapshot, now: Option<ClusterId>, out: &mut Out) {
        let is_left = |draft: &mut (ClusterId, String)| Some(draft.0) != now;
        if let Some((id, name)) = self.name.take_if(is_left) {
            out.intents.extend(snapshot.cluster(id).and_then(|cluster| renamed(cluster, &name)));
        }
        if let Some((id, note)) = self.note.take_if(is_left) {
            out.intents.extend(snapshot.cluster(id).and_then(|cluster| noted(cluster, &note)));
        }
    }

    /// The name as a field: Enter and leaving it take it, Escape does not.
    pub fn name_ui(&mut self, ui: &mut Ui, cluster: &ClusterView, width: f32, out: &mut Out) {
        let given = if cluster.is_named { cluster.name.as_str() } else { "" };
        let mut text = self.name.as_ref().map_or_else(|| given.to_owned(), |(_, text)| text.clone());
        let font = egui::FontId::new(16.0, crate::gui::kit::theme::strong_family());
        let field = TextEdit::singleline(&mut text)
            .id(Id::unique(("name in the inspector", cluster.id)))
            .font(font)
            .hint_text(&cluster.name)
            .desired_width(width)
            .margin(vec2(6.0, 3.0));
        let response = ui.add(field).accessible_name(say!("inspector-name"));
        let response = response.on_hover_text(say!("inspector-name.tip"));
        if response.changed() {
            self.name = Some((cluster.id, text));
        }
        if response.lost_focus() {
            let is_cancelled = ui.input(|input| input.key_pressed(Key::Escape));
            let draft = self.name.take().filter(|_| !is_cancelled);
            out.intents.extend(draft.and_then(|(_, name)| renamed(cluster, &name)));
        }
    }

    /// The note as a field.
    pub fn note_ui(&mut self, ui: &mut Ui, cluster: &ClusterView, out: &mut Out) {
        let mut text = self.note.as_ref().map_or_else(|| cluster.note.clone(), |(_, text)| text.clone());
        let field = TextEdit::multiline(&mut text)
            .id(Id::unique(("note in the inspector", cluster.id)))
            .hint_text(say!("inspector-note.hint"))
            .desired_rows(2)
            .desired_width(f32::INFINITY)
            .margin(vec2(6.0, 4.0));
        let response = ui.add(field).accessible_name(say!("inspector-note.name"));
        if response.changed() {
            self.note = Some((cluster.id, text));
        }
        if response.lost_focus() {
            let is_cancelled = ui.input(|input| input.key_pressed(Key::Escape));
            let draft = self.note.take().filter(|_| !is_cancelled);
            out.intents.extend(draft.and_then(|(_, note)| noted(cluster, &note)));
        }
    }
}

/// The edit that gives a cluster this name, if it is another one.
fn renamed(cluster: &ClusterView, name: &str) -> Option<Intent> {
    let name = name.trim();
    let is_same = name == cluster.name || (name.is_empty() && !cluster.is_named);
    let edit = Change::Edit(Edit::Rename { cluster: cluster.id, name: name.to_owned() });
    (!is_same).then_some(Intent::Request(Request::Edit(edit)))
}

fn noted(cluster: &ClusterView, note: &str) -> Option<Intent> {
    let note = note.trim();
    let edit = Change::Edit(Edit::Mark { cluster: cluster.id, mark: Mark::Note(note.to_owned()) });
    (note != cluster.note).then_some(Intent::Request(Request::Edit(edit)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;

    #[test]
    fn what_was_typed_is_sent_when_another_cluster_is_shown() {
        let snapshot = fixtures::clustered();
        let (cats, dogs) = (ClusterId(1), ClusterId(2));
        let mut drafts = Drafts { name: Some((cats, " Tigers ".into())), note: Some((cats, String::new())) };
        let mut out = Out::default();
        drafts.leave(&snapshot, Some(cats), &mut out);
        assert!(out.intents.is_empty() && drafts.name.is_some(), "it is still being typed");
        drafts.leave(&snapshot, Some(dogs), &mut out);
        let [Intent::Request(Request::Edit(edit))] = out.intents.as_slice() else {
            panic!("an empty note is no change")
        };
        assert_eq!(*edit, Change::Edit(Edit::Rename { cluster: cats, name: "Tigers".into() }));
        assert!(drafts.name.is_none() && drafts.note.is_none());
    }
}
