//! The head of the tab, and what it says where there is nothing to ask.

use super::answers::Place;
use super::proof::table_ui;
use super::{Mode, Review};
use crate::gui::command::Command;
use crate::gui::frame::{Frame, Intent, Out, Shown};
use crate::gui::kit::checked::{self, State};
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::weak;
use crate::ids::ClusterId;
use crate::session::protocol::{Edit, Snapshot};
use crate::strings::say;
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
        if let Some(asked) = self.asked(snapshot) {
            self.stage_ui(ui, frame, asked);
            return;
        }
        match self.place() {
            None => {
                if let Some(cluster) = table_ui(ui, snapshot, self) {
                    self.ask_about_cluster(cluster);
                    ui.ctx().request_repaint();
                }
            }
            Some(Place::Sample(_)) => self.proven_ui(ui, snapshot, frame.out),
            Some(Place::Clean(_)) => self.cleaned_ui(ui, snapshot, frame.out),
            Some(Place::Queue) => self.no_queue_ui(ui, snapshot, frame.out),
        }
    }

    fn head_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot) {
        ui.horizontal(|ui| {
            ui.set_height(32.0);
            ui.spacing_mut().item_spacing.x = 0.0;
            let mode = self.mode;
            for (shown, name, tip) in [
                (Mode::Queue, say!("review-mode-queue"), say!("review-mode-queue.tip")),
                (Mode::Prove, say!("review-mode-prove"), say!("review-mode-prove.tip")),
                (Mode::Clean, say!("review-mode-clean"), say!("review-mode-clean.tip")),
            ] {
                if segment_ui(ui, name, mode == shown).on_hover_text(tip).clicked() {
                    self.show_mode(shown);
                    ui.ctx().request_repaint();
                }
            }
            ui.spacing_mut().item_spacing.x = 8.0;
            if mode != Mode::Queue
                && self.proved.is_some()
                && ui.button(say!("review-all-groups")).on_hover_text(say!("review-all-groups.tip")).clicked()
            {
                self.proved = None;
                self.drawn = None;
                ui.ctx().request_repaint();
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                let has_sheets = self.has_sheets;
                for (is_sheet, name, tip) in [
                    (true, say!("review-by-sheet"), say!("review-by-sheet.tip")),
                    (false, say!("review-by-one"), say!("review-by-one.tip")),
                ] {
                    let is_shown = has_sheets == is_sheet;
                    if segment_ui(ui, name, is_shown).on_hover_text(tip).clicked() && !is_shown {
                        self.toggle_sheets();
                        ui.ctx().request_repaint();
                    }
                }
                ui.spacing_mut().item_spacing.x = 8.0;
                ui.add_space(8.0);
                let text = progress_words(snapshot);
                // A part of a number would be another number.
                let font = egui::TextStyle::Body.resolve(ui.style());
                let galley = ui.painter().layout_no_wrap(text.clone(), font, Palette::of(ui).weak);
                if galley.size().x < ui.available_width() {
                    weak(ui, text);
                }
            });
        });
        ui.add_space(4.0);
    }

    /// A cluster is proven, or all of its sample was asked.
    fn proven_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) {
        let Some(cluster) = self.proved(snapshot) else { return };
        let purity = self.answers.purity(cluster);
        let name = &cluster.name;
        let state = State::of(&purity);
        let so_far = || say!("review-group-so-far", name = name, checked = checked::counted(&purity));
        let (title, text) = match state {
            State::Proven => (say!("review-proven").to_owned(), so_far()),
            _ if cluster.members.is_empty() => {
                (say!("review-empty", name = name), say!("review-empty.about").to_owned())
            }
            State::Decided => (say!("review-decided", name = name), say!("review-decided.about").to_owned()),
            _ => (say!("review-all-asked", name = name), format!("{}\n{}", so_far(), say!("review-all-asked.about"))),
        };
        let n_left = cluster.members.len().saturating_sub(cluster.n_confirmed);
        let id = cluster.id;
        page_ui(ui, &title, |ui| {
            ui.label(text);
            ui.add_space(12.0);
            out.primary_ui(ui, Command::NextUnproven, Command::NextUnproven.short());
            if state == State::Proven && n_left > 0 {
                ui.add_space(4.0);
                let button = ui.button(say!("review-confirm-rest", n = n_left));
                if button.on_hover_text(say!("review-confirm-rest.tip")).clicked() {
                    let left = snapshot.cluster(id).map(|cluster| cluster.sample(snapshot, usize::MAX));
                    out.edit(Edit::Confirm { images: left.unwrap_or_default(), is_confirmed: true });
                }
                ui.add_space(4.0);
                if ui.button(say!("review-go-on")).on_hover_text(say!("review-go-on.tip")).clicked() {
                    self.goes_on = Some(id);
                    ui.ctx().request_repaint();
                }
            }
            self.ways_out_ui(ui, id, out);
        });
    }

    /// Nobody has to decide about an image of the cluster any more.
    fn cleaned_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) {
        let Some(cluster) = self.proved(snapshot) else { return };
        let (id, name) = (cluster.id, &cluster.name);
        let title = if cluster.members.is_empty() {
            say!("review-empty", name = name)
        } else {
            say!("review-clean", name = name)
        };
        page_ui(ui, &title, |ui| {
            ui.label(say!("review-clean.about"));
            ui.add_space(12.0);
            out.primary_ui(ui, Command::NextUnproven, Command::NextUnproven.short());
            self.ways_out_ui(ui, id, out);
        });
    }

    fn ways_out_ui(&mut self, ui: &mut Ui, cluster: ClusterId, out: &mut Out) {
        ui.add_space(4.0);
        if ui.button(say!("review-show-in-grid")).on_hover_text(say!("review-show-in-grid.tip")).clicked() {
            out.intents.push(Intent::Show(Shown::Cluster(cluster)));
        }
        ui.add_space(4.0);
        let can = self.can_go_back();
        if can && ui.button(say!("review-back-to-last")).on_hover_text(say!("review-back.tip")).clicked() {
            self.press(super::ReviewKey::Back);
            ui.ctx().request_repaint();
        }
    }

    fn no_queue_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) {
        if let Some(why) = &self.missing {
            page_ui(ui, say!("review-no-queue"), |ui| {
                ui.label(say!("review-no-queue.about"));
                weak(ui, why.to_string());
                ui.add_space(12.0);
                out.primary_ui(ui, Command::Discover, Command::Discover.label());
            });
            return;
        }
        if self.rounds.is_waiting {
            page_ui(ui, say!("review-choosing"), |ui| {
                weak(ui, say!("review-choosing.about"));
            });
            return;
        }
        let n_open = n_open(snapshot);
        let (title, text) = match n_open {
            0 => (say!("review-all-confirmed"), say!("review-all-confirmed.about").to_owned()),
            n => (say!("review-queue-empty"), say!("review-queue-empty.about", n = n)),
        };
        page_ui(ui, title, |ui| {
            ui.label(text);
            ui.add_space(12.0);
            let next = if n_open == 0 { Command::Export } else { Command::NextUnproven };
            out.primary_ui(ui, next, next.label());
            ui.add_space(4.0);
            if self.can_go_back()
                && ui.button(say!("review-back-to-last")).on_hover_text(say!("review-back.tip")).clicked()
            {
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
fn progress_words(snapshot: &Snapshot) -> String {
    let n: usize = snapshot.clusters.iter().map(|cluster| cluster.members.len()).sum();
    say!("review-confirmed-of", n = n - n_open(snapshot), all = n)
}

fn nothing_yet_ui(ui: &mut Ui, out: &mut Out) {
    page_ui(ui, say!("review-nothing-yet"), |ui| {
        weak(ui, say!("review-nothing-yet.about"));
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
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x + 22.0, 30.0), Sense::click());
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
