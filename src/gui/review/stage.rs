//! What is asked about, large, with what it is compared with and the answers as buttons: one image, or a sheet.

use super::answers::Asked;
use super::keys::ReviewKey;
use super::{Mode, N_AHEAD, Review, desk, proof, session};
use crate::gui::frame::{Frame, Intent, Said};
use crate::gui::kit::pictures::textures::prefetch;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{caption, weak};
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::Fetch;
use crate::strings::say;
use egui::accesskit::Role;
use egui::{Button, Margin, Panel, Rect, RichText, ScrollArea, Sense, Stroke, TextWrapMode, Ui, WidgetInfo, vec2};

/// Typical images that an image is compared with.
pub const N_PROTOTYPES: usize = 6;
/// Space between them.
const GAP: f32 = 6.0;
/// Where there is less height than this, what is not needed for an answer is left out.
const LOW: f32 = 340.0;

impl Review {
    pub(super) fn stage_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, asked: Asked) {
        let height = ui.available_height();
        self.question_ui(ui, frame, asked);
        let width = (ui.available_width() * 0.34).clamp(176.0, 300.0);
        let is_sheet = self.sheet.is_some();
        if is_sheet {
            // It has no list of numbers beside it that needs the height.
            self.below_ui(ui, frame, asked, height);
        }
        if !is_sheet || ui.available_width() > 640.0 {
            let beside = egui::Frame::NONE.inner_margin(Margin { left: 14, ..Margin::ZERO });
            let beside = Panel::right("review beside").exact_size(width).resizable(false).frame(beside);
            beside.show_separator_line(false).show(ui, |ui| {
                ScrollArea::vertical().id_salt("review beside").auto_shrink(false).show(ui, |ui| {
                    self.beside_ui(ui, frame, asked);
                });
            });
        }
        if !is_sheet {
            self.below_ui(ui, frame, asked, height);
        }
        egui::CentralPanel::no_frame().show(ui, |ui| {
            if is_sheet {
                self.sheet_ui(ui, frame);
            } else {
                self.image_ui(ui, frame, asked.image);
            }
        });
    }

    /// The answers, and what was answered and is left. `height`: of all there is.
    fn below_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, asked: Asked, height: f32) {
        let below = Panel::bottom("review below").resizable(false).frame(egui::Frame::NONE).show_separator_line(false);
        below.show(ui, |ui| {
            ui.add_space(8.0);
            if self.sheet.is_some() {
                self.sheet_buttons_ui(ui);
            } else {
                self.buttons_ui(ui, asked);
            }
            ui.add_space(if height < LOW { 2.0 } else { 8.0 });
            match self.mode {
                Mode::Prove => proof::proof_ui(ui, frame.snapshot, self, height < LOW, frame.out),
                Mode::Queue | Mode::Clean => session::session_ui(ui, frame, self, height < LOW),
            }
            // The panel has the height of the frame before: with other contents some of them would be cut.
            let height = ui.min_rect().height();
            let id = ui.scope_id().with("height of the answers");
            if ui.data_mut(|data| data.get_temp(id) != Some(height)) {
                ui.data_mut(|data| data.insert_temp(id, height));
                ui.ctx().request_discard("the answers have another height");
            }
        });
    }

    fn image_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, image: ImageId) {
        let size = ui.available_size();
        self.prefetch(ui, frame, size.max_elem());
        let is_away = frame.snapshot.images.get(image).is_some_and(|info| info.is_away);
        let picture = if is_away {
            // The original cannot be had; what is kept of it can.
            frame.thumbs.kept_ui(ui, frame.fetcher, image, size)
        } else {
            frame.thumbs.preview_ui(ui, frame.fetcher, image, size)
        };
        let path = frame.snapshot.images.get(image).map_or("", |info| &*info.path);
        picture.widget_info(|| WidgetInfo::labeled(Role::Image, true, say!("review-image", path = path)));
        if picture.interact(Sense::click()).double_clicked() {
            frame.out.intents.push(Intent::OpenLarge(image));
        }
    }

    /// Asks for all that the next images need, so that they are there when their turn comes.
    fn prefetch(&mut self, ui: &Ui, frame: &Frame<'_>, side: f32) {
        let next: Vec<ImageId> = self.desk().upcoming(N_AHEAD).collect();
        prefetch(ui.ctx(), frame.fetcher, &next, side);
        let cluster = self.proved.filter(|_| self.mode != Mode::Queue);
        for image in next.into_iter().filter(|image| desk::is_open(frame.snapshot, *image, cluster)) {
            self.evidence(frame, image);
            if let Some(cluster) = frame.snapshot.label(image).and_then(|label| label.cluster) {
                self.prototypes(frame, cluster);
            }
        }
    }

    /// Typical images of the cluster, and the clusters by number.
    fn beside_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, asked: Asked) {
        if let Some(view) = asked.cluster.and_then(|id| frame.snapshot.cluster(id)) {
            caption(ui, say!("review-typical"));
            let known = self.prototypes(frame, view.id);
            prototypes_ui(ui, frame, known.as_deref(), &view.name);
            ui.add_space(8.0);
        }
        if self.sheet.is_some() {
            return;
        }
        caption(ui, say!("review-by-number"));
        let evidence = self.known(frame, asked.image);
        let known = match &evidence {
            Fetch::Ready(evidence) => Some(&**evidence),
            _ => None,
        };
        if let Some(cluster) = self.numbers.list_ui(ui, frame.snapshot, known, asked.cluster) {
            self.press_number(cluster, frame, ui);
        }
        if self.numbers.is_empty() {
            weak(
                ui,
                match evidence {
                    Fetch::Pending => say!("review-numbers-pending"),
                    _ => say!("review-numbers-none"),
                },
            );
        }
    }

    fn press_number(&mut self, cluster: ClusterId, frame: &Frame<'_>, ui: &Ui) {
        let now = ui.input(|input| input.time);
        self.say(&Said::Cluster(cluster), frame.snapshot, now);
        ui.ctx().request_repaint();
    }

    fn buttons_ui(&mut self, ui: &mut Ui, asked: Asked) {
        let in_cluster = asked.cluster.is_some();
        let yes = Answer::new(ReviewKey::Yes, say!("review-yes"), "Enter", say!("review-yes.tip"));
        let no = Answer::new(ReviewKey::No, say!("review-no"), "N", say!("review-no.tip"));
        let other = ReviewKey::Choose(String::new());
        let buttons = vec![
            Answer { can: in_cluster, ..yes },
            Answer { can: in_cluster, ..no },
            Answer::new(other, say!("review-other"), "/", say!("review-other.tip")),
            Answer::new(ReviewKey::Junk, say!("review-junk"), "X", say!("review-junk.tip")),
        ];
        self.answers_ui(ui, buttons, say!("review-nowhere"));
    }

    fn sheet_buttons_ui(&mut self, ui: &mut Ui) {
        let (n, n_marked) = self.sheet.as_ref().map_or((0, 0), |sheet| (sheet.images.len(), sheet.n_marked()));
        let text = match n_marked {
            0 => say!("review-sheet-all", n = n),
            marked if marked == n => say!("review-sheet-nothing", n = n),
            _ => say!("review-sheet-rest", n = n - n_marked),
        };
        let (mark, space) = (say!("review-sheet-mark"), say!("review-key-space"));
        let buttons = vec![
            Answer::new(ReviewKey::Yes, &text, "Enter", say!("review-sheet-answer.tip")),
            Answer::new(ReviewKey::Mark, mark, space, say!("review-sheet-mark.tip")),
        ];
        self.answers_ui(ui, buttons, "");
    }

    /// Draws the answers in a row, and behind them the ways on and back; `nowhere`: why one that is about a cluster cannot be
    /// given.
    fn answers_ui(&mut self, ui: &mut Ui, mut buttons: Vec<Answer<'_>>, nowhere: &str) {
        let back = Answer::new(ReviewKey::Back, say!("review-back"), "\u{2190}", say!("review-back.tip"));
        buttons.push(Answer::new(ReviewKey::Skip, say!("review-skip"), "S", say!("review-skip.tip")));
        buttons.push(Answer { can: self.can_go_back(), ..back });
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 5.0;
            ui.spacing_mut().button_padding.x = 8.0;
            for answer in buttons {
                let response = answer_button(ui, &answer);
                let why = if answer.key == ReviewKey::Back { say!("review-back.none") } else { nowhere };
                if response.on_hover_text(answer.tip).on_disabled_hover_text(why).clicked() {
                    self.press(answer.key);
                    ui.ctx().request_repaint();
                }
            }
        });
    }
}

/// An answer as a button.
struct Answer<'a> {
    key: ReviewKey,
    text: &'a str,
    /// What is written on its key.
    cap: &'a str,
    tip: &'a str,
    /// It can be given.
    can: bool,
}

impl<'a> Answer<'a> {
    /// One that can be given.
    fn new(key: ReviewKey, text: &'a str, cap: &'a str, tip: &'a str) -> Self {
        Self { key, text, cap, tip, can: true }
    }
}

fn answer_button(ui: &mut Ui, answer: &Answer<'_>) -> egui::Response {
    let colors = Palette::of(ui);
    let is_primary = answer.key == ReviewKey::Yes;
    let (words, cap) = if is_primary {
        (strong(answer.text).color(colors.on_accent), colors.on_accent)
    } else {
        (RichText::new(answer.text), colors.weak)
    };
    // Never broken into lines: the row is.
    let mut button = Button::new((words, RichText::new(answer.cap).color(cap))).wrap_mode(TextWrapMode::Extend);
    if is_primary {
        button = button.fill(colors.accent).stroke(Stroke::new(1.0, colors.accent));
    }
    let response = ui.add_enabled(answer.can, button.min_size(vec2(0.0, 30.0)));
    if response.has_focus() {
        ui.painter().rect_stroke(response.rect, 6.0, Stroke::new(2.0, colors.text), egui::StrokeKind::Outside);
    }
    response.accessible_name(answer.text.trim_end_matches('\u{2026}'))
}

fn prototypes_ui(ui: &mut Ui, frame: &mut Frame<'_>, known: Option<&[ImageId]>, name: &str) {
    if known.is_some_and(<[ImageId]>::is_empty) {
        weak(ui, say!("review-typical-none"));
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
        response.widget_info(|| {
            WidgetInfo::labeled(Role::Image, true, say!("review-typical-of", name = name, path = path))
        });
        frame.thumbs.paint_thumb(ui, frame.fetcher, *image, cell);
        response.on_hover_text(path);
    }
}
