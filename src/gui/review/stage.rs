//! One image large, the question about it, what it is compared with, and the answers as buttons.

use super::answers::Asked;
use super::choices::{choices, choices_ui};
use super::keys::ReviewKey;
use super::{Mode, N_AHEAD, Review, desk, proof, session};
use crate::gui::frame::{Frame, Said};
use crate::gui::kit::colours;
use crate::gui::kit::pictures::textures::prefetch;
use crate::gui::kit::text::cluster_name;
use crate::gui::kit::theme::{Palette, strong, strong_family};
use crate::gui::kit::widgets::{caption, weak};
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{Fetch, LabelSource};
use egui::accesskit::Role;
use egui::{
    Button, FontId, Label, Margin, Panel, Rect, RichText, ScrollArea, Sense, Stroke, TextWrapMode, Ui, WidgetInfo, vec2,
};

/// Typical images that an image is compared with.
pub const N_PROTOTYPES: usize = 6;
/// Space between them.
const GAP: f32 = 6.0;

impl Review {
    pub(super) fn stage_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, asked: Asked) {
        self.question_ui(ui, frame, asked);
        let width = (ui.available_width() * 0.34).clamp(176.0, 300.0);
        let beside = egui::Frame::NONE.inner_margin(Margin { left: 14, ..Margin::ZERO });
        let beside = Panel::right("review beside").exact_size(width).resizable(false).frame(beside);
        beside.show_separator_line(false).show(ui, |ui| {
            ScrollArea::vertical().id_salt("review beside").auto_shrink(false).show(ui, |ui| {
                self.beside_ui(ui, frame, asked);
            });
        });
        let is_tall = ui.available_height() > 440.0;
        let below = Panel::bottom("review below").resizable(false).frame(egui::Frame::NONE).show_separator_line(false);
        below.show(ui, |ui| {
            ui.add_space(8.0);
            self.buttons_ui(ui, asked);
            ui.add_space(8.0);
            match self.mode {
                Mode::Queue => session::session_ui(ui, frame.snapshot, self, frame.out),
                Mode::Prove => proof::proof_ui(ui, frame.snapshot, self, is_tall, frame.out),
            }
        });
        egui::CentralPanel::no_frame().show(ui, |ui| {
            let size = ui.available_size();
            self.prefetch(ui, frame, size.max_elem());
            let is_away = frame.snapshot.images.get(asked.image).is_some_and(|info| info.is_away);
            let picture = if is_away {
                // The original can not be had; what is kept of it can.
                frame.thumbs.kept_ui(ui, frame.fetcher, asked.image, size)
            } else {
                frame.thumbs.preview_ui(ui, frame.fetcher, asked.image, size)
            };
            let path = frame.snapshot.images.get(asked.image).map_or("", |info| &*info.path);
            picture.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("Image {path}")));
        });
    }

    /// Asks for all that the next images need, so that they are there when their turn comes.
    fn prefetch(&mut self, ui: &Ui, frame: &Frame<'_>, side: f32) {
        let next: Vec<ImageId> = self.desk().upcoming(N_AHEAD).collect();
        prefetch(ui.ctx(), frame.fetcher, &next, side);
        let cluster = self.proved.filter(|_| self.mode == Mode::Prove);
        for image in next.into_iter().filter(|image| desk::is_open(frame.snapshot, *image, cluster)) {
            self.evidence(frame, image);
            if let Some(cluster) = frame.snapshot.label(image).and_then(|label| label.cluster) {
                self.prototypes(frame, cluster);
            }
        }
    }

    fn question_ui(&self, ui: &mut Ui, frame: &Frame<'_>, asked: Asked) {
        let colors = Palette::of(ui);
        ui.horizontal(|ui| {
            ui.set_height(30.0);
            let mut job = egui::text::LayoutJob::default();
            let mut add = |text: &str, font: FontId, color| {
                job.append(text, 0.0, egui::TextFormat::simple(font, color));
            };
            let (plain, heavy) = (FontId::proportional(21.0), FontId::new(21.0, strong_family()));
            if let Some(cluster) = asked.cluster {
                let (rect, _) = ui.allocate_exact_size(vec2(18.0, 18.0), Sense::hover());
                let color = colours::of_cluster(frame.snapshot, cluster, ui.visuals().dark_mode);
                ui.painter().rect(rect, 4.0, color, Stroke::new(1.0, colors.line_strong), egui::StrokeKind::Inside);
                add("Is this ", plain.clone(), colors.text);
                add(&cluster_name(frame.snapshot, asked.cluster), heavy, colors.text);
                add("?", plain, colors.text);
            } else {
                add("What is this?", heavy, colors.text);
            }
            ui.add(Label::new(job).truncate());
        });
        // One line in any case, so that nothing moves.
        if let Some(notice) = &self.notice {
            let text = RichText::new(notice).color(colors.warning);
            ui.add(Label::new(text).truncate()).on_hover_text(notice);
        } else {
            let path = frame.snapshot.images.get(asked.image).map_or("", |info| &*info.path);
            let label = frame.snapshot.label(asked.image).copied().unwrap_or_default();
            let sure = match asked.cluster {
                Some(_) if label.source == LabelSource::Machine => {
                    format!("{} sure \u{b7} ", crate::text::percent(label.confidence))
                }
                Some(_) => String::new(),
                None => "In no cluster \u{b7} ".into(),
            };
            let text = RichText::new(format!("{sure}{path}")).color(colors.weak);
            ui.add(Label::new(text).truncate());
        }
        ui.add_space(4.0);
    }

    /// Typical images of the cluster, and the clusters by number.
    fn beside_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, asked: Asked) {
        if let Some(cluster) = asked.cluster {
            let name = cluster_name(frame.snapshot, Some(cluster));
            caption(ui, "TO COMPARE WITH");
            let known = self.prototypes(frame, cluster);
            prototypes_ui(ui, frame, known.as_deref(), &name);
            ui.add_space(8.0);
        }
        caption(ui, "BY NUMBER");
        let evidence = self.evidence(frame, asked.image);
        let known = match &evidence {
            Fetch::Ready(evidence) => Some(&**evidence),
            _ => None,
        };
        let found = choices(frame.snapshot, known);
        if let Some(cluster) = choices_ui(ui, frame.snapshot, &found, asked.cluster) {
            self.press_choice(cluster, frame, ui);
        }
        if found.is_empty() {
            weak(
                ui,
                match evidence {
                    Fetch::Pending => "Looking up which clusters are likely\u{2026}",
                    _ => "The run says nothing of this image. Look a cluster up with /.",
                },
            );
        }
    }

    fn press_choice(&mut self, cluster: ClusterId, frame: &Frame<'_>, ui: &Ui) {
        let now = ui.input(|input| input.time);
        self.say(&Said::Cluster(cluster), frame.snapshot, now);
        ui.ctx().request_repaint();
    }

    fn buttons_ui(&mut self, ui: &mut Ui, asked: Asked) {
        let in_cluster = asked.cluster.is_some();
        let can_go_back = self.can_go_back();
        let nowhere = "It is in no cluster: choose one by number";
        let buttons = [
            (ReviewKey::Yes, "Yes", "Enter", "It belongs there: no later run moves it (Enter or Space)", in_cluster),
            (ReviewKey::No, "No", "N", "It does not belong there, and no later run puts it back (N)", in_cluster),
            (
                ReviewKey::Choose(String::new()),
                "Other\u{2026}",
                "/",
                "Looks up a cluster by name, or makes one (/)",
                true,
            ),
            (ReviewKey::Junk, "Junk", "X", "It belongs in no class (X)", true),
            (ReviewKey::Skip, "Skip", "S", "No answer; it comes again at the end (S)", true),
            (
                ReviewKey::Back,
                "Back",
                "\u{2190}",
                "Takes the last answer back and shows its image again (Backspace)",
                can_go_back,
            ),
        ];
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 5.0;
            ui.spacing_mut().button_padding.x = 8.0;
            for (key, text, cap, tip, is_enabled) in buttons {
                let response = answer_button(ui, text, cap, key == ReviewKey::Yes, is_enabled);
                let why = if key == ReviewKey::Back { "There is no image before this one" } else { nowhere };
                if response.on_hover_text(tip).on_disabled_hover_text(why).clicked() {
                    self.press(key);
                    ui.ctx().request_repaint();
                }
            }
        });
    }
}

fn answer_button(ui: &mut Ui, text: &str, key: &str, is_primary: bool, is_enabled: bool) -> egui::Response {
    let colors = Palette::of(ui);
    let (words, cap) = if is_primary {
        (strong(text).color(colors.on_accent), colors.on_accent)
    } else {
        (RichText::new(text), colors.weak)
    };
    // Never broken into lines: the row is.
    let mut button = Button::new((words, RichText::new(key).color(cap))).wrap_mode(TextWrapMode::Extend);
    if is_primary {
        button = button.fill(colors.accent).stroke(Stroke::new(1.0, colors.accent));
    }
    let response = ui.add_enabled(is_enabled, button.min_size(vec2(0.0, 30.0)));
    if response.has_focus() {
        ui.painter().rect_stroke(response.rect, 6.0, Stroke::new(2.0, colors.text), egui::StrokeKind::Outside);
    }
    response.accessible_name(text.trim_end_matches('\u{2026}'))
}

fn prototypes_ui(ui: &mut Ui, frame: &mut Frame<'_>, known: Option<&[ImageId]>, name: &str) {
    if known.is_some_and(<[ImageId]>::is_empty) {
        weak(ui, "The run has no typical images of this cluster.");
        return;
    }
    let side = ((ui.available_width() - 2.0 * GAP) / 3.0).floor().min(88.0);
    let rows = N_PROTOTYPES.div_ceil(3) as f32;
    let (rect, _) = ui.allocate_exact_size(vec2(3.0 * side + 2.0 * GAP, rows * (side + GAP) - GAP), Sense::hover());
    for i in 0..N_PROTOTYPES {
        let at = rect.min + vec2((i % 3) as f32, (i / 3) as f32) * (side + GAP);
        let cell = Rect::from_min_size(at, vec2(side, side));
        let Some(known) = known else {
            crate::gui::kit::pictures::marks::placeholder(ui.painter(), cell, ui.visuals());
            continue;
        };
        let Some(image) = known.get(i) else { continue };
        let response = ui.interact(cell, ui.scope_id().with(("typical", i)), Sense::hover());
        let path = frame.snapshot.images.get(*image).map_or("", |info| &*info.path);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("Typical of {name}: {path}")));
        frame.thumbs.paint_thumb(ui, frame.fetcher, *image, cell);
        response.on_hover_text(path);
    }
}
