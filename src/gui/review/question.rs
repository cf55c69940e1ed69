//! What is asked about the image or the sheet: by the name of its cluster, or by the cluster's pictures where it has none.

use super::answers::Asked;
use super::{Mode, Review};
use crate::gui::frame::Frame;
use crate::gui::frame::fetch::suggested_name;
use crate::gui::kit::colours;
use crate::gui::kit::theme::{Palette, strong_family};
use crate::ids::ImageId;
use crate::session::protocol::{ClusterView, LabelSource};
use crate::strings::{Share, say};
use egui::accesskit::Role;
use egui::text::LayoutJob;
use egui::{Color32, FontId, Label, Rect, RichText, Sense, Stroke, StrokeKind, TextFormat, Ui, WidgetInfo, vec2};

/// Height of the question, with pictures or without, so that nothing moves.
const HEIGHT: f32 = 38.0;
/// Pictures of a cluster without a name.
const N_PICTURES: usize = 6;

impl Review {
    /// Draws the question and a line of what is known, in the same height whatever is asked.
    pub(super) fn question_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, asked: Asked) {
        let snapshot = frame.snapshot;
        let view = asked.cluster.and_then(|id| snapshot.cluster(id));
        ui.horizontal(|ui| {
            ui.set_height(HEIGHT);
            let Some(view) = view else {
                question(ui, say!("review-question-none"), "");
                return;
            };
            swatch_ui(ui, view);
            if view.is_named {
                let text = match &self.sheet {
                    Some(_) => say!("review-question-sheet", name = &view.name),
                    None => say!("review-question", name = &view.name),
                };
                question(ui, &text, &view.name);
                return;
            }
            question(
                ui,
                if self.sheet.is_some() {
                    say!("review-question-sheet-unnamed")
                } else {
                    say!("review-question-unnamed")
                },
                "",
            );
            self.pictures_ui(ui, frame, view);
            if let Some(name) = suggested_name(frame.fetcher, view) {
                let text = RichText::new(say!("review-maybe", name = &name)).size(15.0).color(Palette::of(ui).weak);
                ui.add(Label::new(text).truncate()).on_hover_text(say!("review-maybe.tip"));
            }
        });
        let colors = Palette::of(ui);
        if let Some(notice) = &self.notice {
            let text = RichText::new(notice).color(colors.warning);
            ui.add(Label::new(text).truncate()).on_hover_text(notice);
        } else {
            ui.add(Label::new(RichText::new(self.about(frame, asked)).color(colors.weak)).truncate());
        }
        ui.add_space(4.0);
    }

    /// What is known of what is asked about, in a line.
    fn about(&self, frame: &Frame<'_>, asked: Asked) -> String {
        if let Some(sheet) = &self.sheet {
            return match (sheet.n_marked(), self.mode) {
                (0, Mode::Prove) => say!("review-sheet-of-sample", n = sheet.images.len()),
                (0, _) => say!("review-sheet-of-doubtful", n = sheet.images.len()),
                (n, _) => say!("review-sheet-so-far", n = n, rest = sheet.images.len() - n),
            };
        }
        let path = frame.snapshot.images.get(asked.image).map_or("", |info| &*info.path);
        let label = frame.snapshot.label(asked.image).copied().unwrap_or_default();
        match asked.cluster {
            Some(_) if label.source == LabelSource::Machine => {
                say!("review-about-sure", sure = Share(f64::from(label.confidence)), path = path)
            }
            Some(_) => path.to_owned(),
            None => say!("review-about-none", path = path),
        }
    }

    /// Typical pictures of the cluster in the line of the question.
    fn pictures_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, view: &ClusterView) {
        let known: Option<Vec<ImageId>> = self.prototypes(frame, view.id);
        let n = (((ui.available_width() - 150.0) / (HEIGHT + 4.0)).floor().max(1.0) as usize).min(N_PICTURES);
        let n = known.as_ref().map_or(n, |known| n.min(known.len()));
        ui.spacing_mut().item_spacing.x = 4.0;
        for at in 0..n {
            let (rect, response) = ui.allocate_exact_size(vec2(HEIGHT, HEIGHT), Sense::hover());
            match known.as_ref().and_then(|known| known.get(at)) {
                Some(image) => {
                    response.widget_info(|| {
                        WidgetInfo::labeled(Role::Image, true, say!("review-these", name = &view.name))
                    });
                    frame.thumbs.paint_thumb(ui, frame.fetcher, *image, rect);
                }
                None => crate::gui::kit::pictures::marks::placeholder(ui.painter(), rect, ui.visuals()),
            }
        }
        ui.spacing_mut().item_spacing.x = 8.0;
    }
}

fn swatch_ui(ui: &mut Ui, view: &ClusterView) {
    let (rect, _) = ui.allocate_exact_size(vec2(18.0, 18.0), Sense::hover());
    let color = colours::of_view(view);
    let line = Stroke::new(1.0, Palette::of(ui).line_strong);
    ui.painter().rect(Rect::from_center_size(rect.center(), vec2(18.0, 18.0)), 4.0, color, line, StrokeKind::Inside);
}

/// The question, with the name in it set off.
fn question(ui: &mut Ui, text: &str, name: &str) {
    let colors = Palette::of(ui);
    let (plain, heavy) = (FontId::proportional(21.0), FontId::new(21.0, strong_family()));
    let mut job = LayoutJob::default();
    let mut add = |text: &str, font: &FontId, color: Color32| {
        job.append(text, 0.0, TextFormat::simple(font.clone(), color));
    };
    match text.find(name).filter(|_| !name.is_empty()) {
        Some(at) => {
            add(&text[..at], &plain, colors.text);
            add(name, &heavy, colors.text);
            add(&text[at + name.len()..], &plain, colors.text);
        }
        None => add(text, &heavy, colors.text),
    }
    ui.add(Label::new(job).truncate());
}
