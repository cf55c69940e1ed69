//! Asks for what tells a group apart beside its name: its heading, its colour, its key, a note.

use crate::gui::clusters::groups;
use crate::gui::frame::{MarkKind, Out};
use crate::gui::kit::colours;
use crate::gui::kit::widgets::{NUMBERS, caption, list_row, primary_button, takes_key, weak};
use crate::ids::ClusterId;
use crate::session::protocol::{ClusterView, Edit, Mark, Snapshot};
use crate::strings::say;
use egui::{Button, Key, TextEdit, Ui, vec2};

/// The dialog that asks for a heading, a colour, a key or a note.
pub struct MarkDialog {
    clusters: Vec<ClusterId>,
    kind: MarkKind,
    text: String,
    is_new: bool,
}

impl MarkDialog {
    /// Asks of these clusters; of the first one alone unless it is for their group. None if none of them is there.
    #[must_use]
    pub fn new(clusters: Vec<ClusterId>, kind: MarkKind, snapshot: &Snapshot) -> Option<Self> {
        let clusters: Vec<ClusterId> = clusters.into_iter().filter(|id| snapshot.cluster(*id).is_some()).collect();
        let first = snapshot.cluster(*clusters.first()?)?;
        let text = match kind {
            MarkKind::Group => first.group.clone().unwrap_or_default(),
            MarkKind::Note => first.note.clone(),
            MarkKind::Colour | MarkKind::Key => String::new(),
        };
        Some(Self { clusters, kind, text, is_new: true })
    }

    /// The dialog's title.
    #[must_use]
    pub fn title(&self) -> &'static str {
        match self.kind {
            MarkKind::Group => say!("mark-heading"),
            MarkKind::Colour => say!("mark-colour"),
            MarkKind::Key => say!("mark-key"),
            MarkKind::Note => say!("mark-note"),
        }
    }

    /// Draws the question; true when it is answered or no cluster is there any more.
    pub fn mark_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) -> bool {
        self.clusters.retain(|id| snapshot.cluster(*id).is_some());
        let Some(cluster) = self.clusters.first().and_then(|id| snapshot.cluster(*id)) else { return true };
        let id = cluster.id;
        let chosen = match self.kind {
            MarkKind::Group => return self.group_ui(ui, snapshot, out),
            MarkKind::Note => return self.note_ui(ui, cluster, out),
            MarkKind::Colour => {
                weak(ui, say!("mark-colour-of", name = &cluster.name));
                ui.add_space(4.0);
                colours::choice_ui(ui, cluster.colour)
            }
            MarkKind::Key => {
                weak(ui, say!("mark-key-of", name = &cluster.name));
                ui.add_space(4.0);
                let pressed = (1u8..).zip(NUMBERS).find(|(_, key)| takes_key(ui, *key));
                let pressed = pressed.map(|(number, _)| Mark::HotKey(Some(number)));
                pressed.or(keys_ui(ui, snapshot, cluster))
            }
        };
        let Some(mark) = chosen else { return false };
        out.edit(Edit::Mark { cluster: id, mark });
        true
    }

    fn group_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) -> bool {
        let enter = takes_key(ui, Key::Enter);
        let what = match self.clusters.as_slice() {
            [one] => snapshot.cluster(*one).map_or_else(String::new, |cluster| cluster.name.clone()),
            many => say!("count-groups", n = many.len()),
        };
        weak(ui, say!("mark-heading-of", what = what));
        let hint = say!("mark-heading-name");
        let field =
            TextEdit::singleline(&mut self.text).hint_text(hint).desired_width(f32::INFINITY).margin(vec2(8.0, 6.0));
        let response = ui.add(field).accessible_name(hint);
        if std::mem::take(&mut self.is_new) {
            response.request_focus();
        }
        let name = self.text.trim().to_owned();
        let mut chosen = (enter && !name.is_empty()).then(|| name.clone());
        let is_grouped =
            self.clusters.iter().any(|id| snapshot.cluster(*id).is_some_and(|cluster| cluster.group.is_some()));
        ui.horizontal(|ui| {
            let put = primary_button(ui, say!("mark-heading-put"), !name.is_empty());
            if put.on_hover_text(say!("mark-heading-put.tip")).clicked() {
                chosen = Some(name);
            }
            if is_grouped
                && ui.button(say!("groups-out-of-heading")).on_hover_text(say!("groups-out-of-heading.tip")).clicked()
            {
                chosen = Some(String::new());
            }
        });
        let known = groups(&snapshot.clusters);
        if !known.is_empty() {
            ui.add_space(4.0);
            caption(ui, say!("mark-headings"));
            for (name, n) in known {
                if list_row(ui, &name, &say!("count-groups", n = n), false).clicked() {
                    chosen = Some(name);
                }
            }
        }
        let Some(name) = chosen else { return false };
        out.edit(Edit::Group { name, clusters: self.clusters.clone() });
        true
    }

    fn note_ui(&mut self, ui: &mut Ui, cluster: &ClusterView, out: &mut Out) -> bool {
        weak(ui, say!("mark-note-on", name = &cluster.name));
        let field = TextEdit::multiline(&mut self.text)
            .hint_text(say!("inspector-note.hint"))
            .desired_rows(4)
            .desired_width(f32::INFINITY)
            .margin(vec2(8.0, 6.0));
        let response = ui.add(field).accessible_name(say!("mark-note-name"));
        if std::mem::take(&mut self.is_new) {
            response.request_focus();
        }
        let is_changed = self.text.trim() != cluster.note;
        let mut is_done = false;
        ui.horizontal(|ui| {
            let button = primary_button(ui, say!("mark-note-save"), is_changed);
            let button =
                button.on_hover_text(say!("mark-note-save.tip")).on_disabled_hover_text(say!("mark-note-save.off"));
            if button.clicked() {
                let mark = Mark::Note(self.text.trim().to_owned());
                out.edit(Edit::Mark { cluster: cluster.id, mark });
                is_done = true;
            }
        });
        is_done
    }
}

/// The keys 1 to 9 with what has each of them; gives what was chosen.
pub fn keys_ui(ui: &mut Ui, snapshot: &Snapshot, cluster: &ClusterView) -> Option<Mark> {
    let mut chosen = None;
    ui.set_min_width(190.0);
    ui.spacing_mut().item_spacing.y = 2.0;
    for key in 1..=9 {
        let owner = snapshot.clusters.iter().find(|other| other.hot_key == Some(key));
        let is_own = owner.is_some_and(|owner| owner.id == cluster.id);
        let (name, tip) = match owner {
            Some(_) if is_own => (say!("mark-key-this", key = key), say!("mark-key-this-tip").to_owned()),
            Some(owner) => {
                (say!("mark-key-other", key = key, name = &owner.name), say!("mark-key-other-tip", name = &owner.name))
            }
            None => (say!("mark-key-free", key = key), say!("mark-key-free-tip").to_owned()),
        };
        if ui.add(Button::selectable(is_own, name).truncate()).on_hover_text(tip).clicked() {
            chosen = Some(Mark::HotKey(Some(key)));
        }
    }
    if cluster.hot_key.is_some() && ui.button(say!("mark-key-none")).on_hover_text(say!("mark-key-none.tip")).clicked()
    {
        chosen = Some(Mark::HotKey(None));
    }
    chosen
}
