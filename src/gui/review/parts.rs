//! The head of the tab, and what it says where there is nothing to ask.

use super::answers::Place;
use super::proof::{State, table_ui};
use super::{Mode, Review};
use crate::gui::command::Command;
use crate::gui::frame::{Frame, Intent, Out, Shown};
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::weak;
use crate::gui::kit::words;
use crate::session::protocol::{Edit, Snapshot};
use egui::accesskit::Role;
use egui::{Align, FontId, Layout, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

impl Review {
    pub(super) fn tab_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) {
        let snapshot = frame.snapshot;
        if snapshot.clusters.is_empty() {
            nothing_yet_ui(ui, frame.out);
            return;
        }
        self.head_ui(ui, snapshot);
        if self.mode == Mode::Queue && snapshot.candidate.is_some() {
            crate::gui::bars::candidate::candidate_ui(ui, snapshot, frame.out);
            ui.add_space(4.0);
        }
        if let Some(asked) = self.asked(snapshot) {
            self.stage_ui(ui, frame, asked);
            return;
        }
        match self.place() {
            None => {
                if let Some(cluster) = table_ui(ui, snapshot, self) {
                    self.prove(cluster);
                    ui.ctx().request_repaint();
                }
            }
            Some(Place::Sample(_)) => self.proven_ui(ui, snapshot, frame.out),
            Some(Place::Queue) => self.no_queue_ui(ui, snapshot, frame.out),
        }
    }

    fn head_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot) {
        ui.horizontal(|ui| {
            ui.set_height(32.0);
            let mode = self.mode;
            let is_queue = mode == Mode::Queue;
            ui.spacing_mut().item_spacing.x = 0.0;
            if segment_ui(ui, "Queue", is_queue).on_hover_text("Most useful images next, of all clusters").clicked() {
                self.mode = Mode::Queue;
            }
            let tip = "A random sample of one cluster, to prove how pure it is";
            if segment_ui(ui, "Prove it", !is_queue).on_hover_text(tip).clicked() {
                self.mode = Mode::Prove;
            }
            if mode != self.mode {
                self.notice = None;
                ui.ctx().request_repaint();
            }
            ui.spacing_mut().item_spacing.x = 8.0;
            ui.add_space(10.0);
            if mode == Mode::Prove
                && self.proved.is_some()
                && ui.button("All clusters").on_hover_text("What is proven of each cluster").clicked()
            {
                self.proved = None;
                self.drawn = None;
                ui.ctx().request_repaint();
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| weak(ui, progress_words(snapshot)));
        });
        ui.add_space(4.0);
    }

    /// A cluster is proven, or all of its sample was asked.
    fn proven_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) {
        let Some(cluster) = self.proved(snapshot) else { return };
        let purity = self.answers.purity(cluster);
        let name = &cluster.name;
        let state = State::of(&purity);
        let (title, text) = match state {
            State::Proven => {
                ("Proven: at least 95 %".to_owned(), format!("{name}: {}", super::proof::summary(&purity)))
            }
            _ if cluster.members.is_empty() => {
                (format!("{name} is empty"), "There is nothing to ask about.".to_owned())
            }
            State::Decided => (
                format!("You decided about all of {name}"),
                "A sample is drawn from what a machine put there, and nothing of that is left.".to_owned(),
            ),
            _ => (
                format!("All of {name} was asked"),
                format!("{}. Every image that could be drawn has an answer.", super::proof::summary(&purity)),
            ),
        };
        let n_left = cluster.members.len().saturating_sub(cluster.n_confirmed);
        let id = cluster.id;
        page_ui(ui, &title, |ui| {
            ui.label(text);
            ui.add_space(12.0);
            out.primary_ui(ui, Command::NextUnproven, Command::NextUnproven.short());
            if state == State::Proven && n_left > 0 {
                ui.add_space(4.0);
                let tip =
                    format!("Says that the {} nobody decided about belong there; can be undone", words::images(n_left));
                if ui.button("Confirm the rest of it").on_hover_text(tip).clicked() {
                    let left = snapshot.cluster(id).map(|cluster| cluster.sample(snapshot, usize::MAX));
                    out.edit(Edit::Confirm { images: left.unwrap_or_default(), is_confirmed: true });
                }
                ui.add_space(4.0);
                let tip = "Asks about more of the sample: the interval gets narrower";
                if ui.button("Go on asking").on_hover_text(tip).clicked() {
                    self.goes_on = Some(id);
                    ui.ctx().request_repaint();
                }
            }
            ui.add_space(4.0);
            let tip = "Shows all images of the cluster";
            if ui.button("Show it in the grid").on_hover_text(tip).clicked() {
                out.intents.push(Intent::Show(Shown::Cluster(id)));
            }
        });
    }

    fn no_queue_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) {
        if let Some(why) = &self.missing {
            page_ui(ui, "There is no queue", |ui| {
                ui.label(format!("What is most useful is told by a run: {why}"));
                ui.add_space(12.0);
                out.primary_ui(ui, Command::Discover, Command::Discover.label());
            });
            return;
        }
        if self.rounds.is_waiting {
            page_ui(ui, "Choosing what is most useful\u{2026}", |ui| {
                weak(ui, "Hard images, like many others, and unlike each other. This takes a moment.");
            });
            return;
        }
        let n_open = n_open(snapshot);
        let title = if n_open == 0 { "Everything is confirmed" } else { "Nothing is left in the queue" };
        let text = if n_open == 0 {
            "Every image in a cluster has an answer of yours. The labels can be written out.".to_owned()
        } else {
            format!(
                "{} are not confirmed yet. Prove their clusters by a sample, or confirm them in the grid.",
                words::images(n_open)
            )
        };
        page_ui(ui, title, |ui| {
            ui.label(text);
            ui.add_space(12.0);
            let next = if n_open == 0 { Command::Export } else { Command::NextUnproven };
            out.primary_ui(ui, next, next.label());
            ui.add_space(4.0);
            let tip = "Takes the last answer back and shows its image again (Backspace)";
            if self.can_go_back() && ui.button("Back to the last image").on_hover_text(tip).clicked() {
                self.press(super::ReviewKey::Back);
                ui.ctx().request_repaint();
            }
        });
    }
}

/// Images in clusters that no person has decided about.
fn n_open(snapshot: &Snapshot) -> usize {
    snapshot.clusters.iter().map(|cluster| cluster.members.len() - cluster.n_confirmed.min(cluster.members.len())).sum()
}

/// "412 of 1,800 confirmed".
pub fn progress_words(snapshot: &Snapshot) -> String {
    let n: usize = snapshot.clusters.iter().map(|cluster| cluster.members.len()).sum();
    format!("{} of {} confirmed", words::number(n - n_open(snapshot)), words::number(n))
}

fn nothing_yet_ui(ui: &mut Ui, out: &mut Out) {
    page_ui(ui, "There is nothing to review yet", |ui| {
        weak(ui, "Discover finds clusters; then this place asks about one image after the other, by single keys.");
        ui.add_space(12.0);
        out.primary_ui(ui, Command::Discover, Command::Discover.label());
    });
}

/// A few lines in the middle of the tab.
fn page_ui(ui: &mut Ui, title: &str, add: impl FnOnce(&mut Ui)) {
    let height = ui.available_height();
    ui.vertical_centered(|ui| {
        ui.add_space((height * 0.3).floor());
        ui.label(strong(title).size(18.0));
        ui.add_space(4.0);
        add(ui);
    });
}

/// One part of a control that shows one of two things.
fn segment_ui(ui: &mut Ui, name: &str, is_shown: bool) -> Response {
    let colors = Palette::of(ui);
    let color = if is_shown { colors.text } else { colors.weak };
    let galley = ui.painter().layout_no_wrap(name.to_owned(), FontId::proportional(13.5), color);
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x + 28.0, 30.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_shown, name));
    let fill = match (is_shown, response.hovered()) {
        (true, _) => colors.selected,
        (false, true) => colors.control_hover,
        (false, false) => colors.control,
    };
    let line = if is_shown { colors.accent_text } else { colors.frame };
    ui.painter().rect(rect, 6.0, fill, Stroke::new(1.0, line), StrokeKind::Inside);
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 6.0, Stroke::new(2.0, colors.accent_text), StrokeKind::Inside);
    }
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, color);
    response
}
