//! Images whose files are gone from the folder, and taking them out of the project.

use crate::gui::bars::strip_words::forget_question;
use crate::gui::frame::Out;
use crate::gui::kit::dialog::body_ui;
use crate::gui::kit::theme::Palette;
use crate::gui::kit::widgets::{elided, weak};
use crate::session::protocol::{MissingImage, Request, Snapshot, guarded};
use crate::strings::say;
use egui::accesskit::Role;
use egui::{Align2, ScrollArea, Sense, Stroke, TextStyle, Ui, WidgetInfo, pos2, vec2};

/// The list, with what was asked about it.
#[derive(Default)]
pub struct MissingList {
    /// How many images there were when taking them out was asked for, and not yet confirmed.
    asks: Option<usize>,
}

impl MissingList {
    /// Every missing image with its label. Closes when the images are taken out.
    pub fn missing_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) -> bool {
        let missing = &snapshot.folder.missing;
        ui.label(title(missing));
        if missing.is_empty() {
            return false;
        }
        weak(ui, say!("missing-what"));
        ui.add_space(4.0);
        let is_done = self.buttons_ui(ui, snapshot, out);
        ui.add_space(6.0);
        let height = 30.0;
        body_ui(ui, |ui| {
            let area = ScrollArea::vertical().max_height(ui.available_height().min(420.0)).auto_shrink([false, true]);
            area.show_rows(ui, height, missing.len(), |ui, range| {
                for image in &missing[range] {
                    row_ui(ui, snapshot, image, height);
                }
            });
        });
        is_done
    }

    fn buttons_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) -> bool {
        let missing = &snapshot.folder.missing;
        let mut is_done = false;
        self.asks.take_if(|n| *n != missing.len());
        if self.asks.is_some() {
            ui.label(forget_question(missing.len()));
        }
        ui.horizontal_wrapped(|ui| {
            if self.asks.is_none() {
                if ui.button(say!("missing-forget")).on_hover_text(say!("missing-forget.tip")).clicked() {
                    self.asks = Some(missing.len());
                }
                if ui.button(say!("missing-copy")).on_hover_text(say!("missing-copy.tip")).clicked() {
                    ui.ctx().copy_text(as_table(snapshot, missing));
                }
                return;
            }
            let yes = ui.add_enabled(snapshot.job.is_none(), egui::Button::new(say!("missing-yes")));
            if yes.on_disabled_hover_text(say!("missing-busy")).clicked() {
                out.request(Request::Forget { with_away: false });
                is_done = true;
            }
            if ui.button(say!("missing-keep")).clicked() {
                self.asks = None;
            }
        });
        is_done
    }
}

fn row_ui(ui: &mut Ui, snapshot: &Snapshot, image: &MissingImage, height: f32) {
    let colors = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let label = label_words(snapshot, image);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{}: {label}", image.path)));
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, colors.line));
    let color = if image.is_decided { colors.text } else { colors.weak };
    let label = elided(ui, &label, &TextStyle::Body, rect.width() * 0.5, color);
    let left = rect.right() - 8.0 - label.size().x;
    ui.painter().galley(pos2(left, rect.center().y - label.size().y / 2.0), label, color);
    let path = elided(ui, &image.path, &TextStyle::Body, left - rect.left() - 14.0, colors.text);
    let at = Align2::LEFT_CENTER.anchor_size(rect.left_center() + vec2(2.0, 0.0), path.size()).min;
    ui.painter().galley(at, path, colors.text);
    response.on_hover_text(&*image.path);
}

/// "3 images are gone from the folder. You had decided about 2 of them."
fn title(missing: &[MissingImage]) -> String {
    let (n, n_decided) = (missing.len(), missing.iter().filter(|image| image.is_decided).count());
    if n == 0 {
        return say!("missing-none").to_owned();
    }
    match n_decided {
        0 => say!("missing-title", n = n),
        _ if n == 1 => say!("missing-title-one").to_owned(),
        d if d == n => say!("missing-title-all", n = n),
        d => say!("missing-title-some", n = n, decided = d),
    }
}

/// "Cats, by you".
fn label_words(snapshot: &Snapshot, image: &MissingImage) -> String {
    let name = image
        .cluster
        .map(|id| snapshot.cluster(id).map_or_else(|| say!("groups-number", n = id.0), |cluster| cluster.name.clone()));
    match (name, image.is_decided) {
        (Some(name), true) => say!("missing-by-you", name = name),
        (Some(name), false) => name,
        (None, true) => say!("missing-by-you", name = say!("groups-in-none")),
        (None, false) => say!("groups-in-none").to_owned(),
    }
}

fn as_table(snapshot: &Snapshot, missing: &[MissingImage]) -> String {
    let rows: Vec<_> = missing
        .iter()
        .map(|image| format!("{}\t{}", guarded(&image.path), guarded(&label_words(snapshot, image))))
        .collect();
    rows.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;

    #[test]
    fn what_is_gone_is_said_with_its_labels() {
        let snapshot = fixtures::with_news();
        let missing = &snapshot.folder.missing;
        assert_eq!(title(missing), "3 images are gone from the folder. You had decided about 2 of them.");
        assert_eq!(title(&missing[..1]), "1 image is gone from the folder. You had decided about it.");
        assert_eq!(title(&[]), "No image is gone from the folder.");
        assert_eq!(
            as_table(&snapshot, missing),
            "holiday/old/IMG_2001.jpg\tCats, by you\nholiday/old/IMG_2002.jpg\tDogs\n\
             holiday/old/IMG_2003.jpg\tIn no group, by you"
        );
    }
}
