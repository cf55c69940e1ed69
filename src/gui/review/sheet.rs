//! A sheet: several images of one cluster at once. What does not belong is marked; the rest is said to belong by one key.
//!
//! Its images stay as they were laid out until it is answered: nothing moves under a hand.

use super::answers::{Changes, Place};
use super::keys::{Arrow, ReviewKey};
use super::{N_AHEAD, Review, desk};
use crate::gui::frame::Frame;
use crate::gui::kit::theme::Palette;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{Change, Edit, SampleAnswers, Snapshot};
use crate::strings::say;
use egui::accesskit::Role;
use egui::{Color32, CursorIcon, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, vec2};
use std::collections::BTreeSet;

/// Fewest images in a row, and rows; and most of them.
pub const LEAST: usize = 3;
const MOST: usize = 5;
/// A picture is at least so wide and high, in points, where there is room for more of them than the fewest.
const SIDE: Vec2 = vec2(128.0, 112.0);
const GAP: f32 = 6.0;

/// Images of one cluster that are asked about at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The cluster that they are in.
    pub cluster: ClusterId,
    /// In the order of the asking, which is that on the sheet.
    pub images: Vec<ImageId>,
    /// Those that do not belong there.
    marked: BTreeSet<ImageId>,
    /// Where the keyboard stands.
    cursor: usize,
}

impl Sheet {
    /// Nothing of it is marked.
    pub fn new(cluster: ClusterId, images: Vec<ImageId>) -> Self {
        Self { cluster, images, ..Self::default() }
    }

    /// With one more image marked, or one less.
    #[cfg(test)]
    pub fn marking(mut self, image: ImageId) -> Self {
        self.toggle(image);
        self
    }

    /// What to ask of the engine: one change, whatever is marked.
    pub fn changes(&self, place: Place) -> Changes {
        let (wrong, right): (Vec<ImageId>, Vec<ImageId>) =
            self.images.iter().partition(|image| self.marked.contains(image));
        let (n, n_right) = (self.images.len(), right.len());
        let answers = SampleAnswers { cluster: self.cluster, right, wrong };
        let (edit, counts) = match place {
            Place::Sample(_) => (Edit::JudgeSample { answers: vec![answers] }, (n, n_right)),
            Place::Queue | Place::Clean(_) => (Edit::JudgeSheet { answers }, (0, 0)),
        };
        Changes { edits: vec![Change::Edit(edit)], counts }
    }

    /// The image that the keyboard stands on.
    pub fn current(&self) -> Option<ImageId> {
        self.images.get(self.cursor).copied()
    }

    /// Images that are marked.
    pub fn n_marked(&self) -> usize {
        self.marked.len()
    }

    /// Whether nobody has done anything with it.
    pub fn is_untouched(&self) -> bool {
        self.marked.is_empty() && self.cursor == 0
    }

    fn toggle(&mut self, image: ImageId) {
        if !self.marked.remove(&image) {
            self.marked.insert(image);
        }
    }

    /// Marks the image that the keyboard stands on, or no longer.
    pub fn toggle_current(&mut self) {
        self.current().into_iter().for_each(|image| self.toggle(image));
    }

    /// Steps to a neighbour on a sheet of so many columns; at an edge it stays.
    pub fn step(&mut self, arrow: Arrow, columns: usize) {
        let at = match arrow {
            Arrow::Left => self.cursor.checked_sub(1),
            Arrow::Right => Some(self.cursor + 1),
            Arrow::Up => self.cursor.checked_sub(columns),
            Arrow::Down => Some(self.cursor + columns),
        };
        self.cursor = at.filter(|at| *at < self.images.len()).unwrap_or(self.cursor);
    }

    /// Leaves out what somebody else decided about meanwhile.
    pub fn keep_open(&mut self, snapshot: &Snapshot) {
        let current = self.current();
        self.images.retain(|image| desk::is_open(snapshot, *image, Some(self.cluster)));
        self.marked.retain(|image| self.images.contains(image));
        let at = self.images.iter().position(|image| Some(*image) == current);
        self.cursor = at.unwrap_or(self.cursor.min(self.images.len().saturating_sub(1)));
    }
}

/// Columns and rows for so much room: 3 by 3 to 5 by 5.
pub fn cells(room: Vec2) -> (usize, usize) {
    let n = |room: f32, side: f32| (((room + GAP) / (side + GAP)).floor() as usize).clamp(LEAST, MOST);
    (n(room.x, SIDE.x), n(room.y, SIDE.y))
}

impl Review {
    /// Draws the sheet into all the space there is.
    pub(super) fn sheet_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) {
        let room = ui.available_size();
        let (columns, rows) = cells(room);
        if self.cells != (columns, rows) {
            self.cells = (columns, rows);
            if self.sheet.as_ref().is_some_and(Sheet::is_untouched) {
                self.sheet = None;
                self.lay_out(frame.snapshot);
            }
        }
        self.prefetch_sheet(frame);
        let Some(sheet) = &mut self.sheet else { return };
        let n_rows = sheet.images.len().div_ceil(columns).max(rows);
        let gaps = vec2((columns - 1) as f32, (n_rows - 1) as f32) * GAP;
        let size = ((room - gaps) / vec2(columns as f32, n_rows as f32)).floor().max(Vec2::splat(24.0));
        let (whole, _) = ui.allocate_exact_size(room, Sense::hover());
        for at in 0..sheet.images.len() {
            let corner = whole.min + vec2((at % columns) as f32, (at / columns) as f32) * (size + Vec2::splat(GAP));
            cell_ui(ui, frame, sheet, at, Rect::from_min_size(corner, size));
        }
    }

    /// Asks for the pictures of the next sheet, so that they are there when its turn comes.
    fn prefetch_sheet(&self, frame: &Frame<'_>) {
        let n = self.sheet.as_ref().map_or(0, |sheet| sheet.images.len());
        for image in self.desk().upcoming(n + self.cells.0 * self.cells.1 + N_AHEAD).skip(n.saturating_sub(1)) {
            // An answer that is on its way wakes the window.
            drop(frame.fetcher.thumbnail(image));
        }
    }

    /// Says of the sheet what is marked and what is not.
    pub(super) fn answer_sheet(&mut self, sheet: Sheet, snapshot: &Snapshot, now: f64) {
        let (Some(place), Some(asked)) = (self.place(), self.asked(snapshot)) else { return };
        let changes = sheet.changes(place);
        let images = sheet.images.clone();
        self.tally.note(now, images.len());
        self.answers.push(super::Returned { place, asked, sheet: Some(sheet) }, changes);
        self.desk_of(place).take(&images);
        self.advance(snapshot, images.len());
    }

    /// What a key says while a sheet is shown.
    pub(super) fn press_on_sheet(&mut self, key: &ReviewKey, snapshot: &Snapshot, now: f64) {
        let Some(sheet) = &mut self.sheet else { return };
        match key {
            ReviewKey::Yes => {
                let sheet = self.sheet.take().unwrap_or_default();
                self.answer_sheet(sheet, snapshot, now);
            }
            ReviewKey::Mark | ReviewKey::No => sheet.toggle_current(),
            ReviewKey::Step(arrow) => sheet.step(*arrow, self.cells.0),
            ReviewKey::Skip => self.skip(snapshot),
            _ => self.notice = Some(say!("review-sheet-only-marks").to_owned()),
        }
    }
}

fn cell_ui(ui: &mut Ui, frame: &mut Frame<'_>, sheet: &mut Sheet, at: usize, rect: Rect) {
    let colors = Palette::of(ui);
    let image = sheet.images[at];
    let response = ui.interact(rect, ui.scope_id().with(("cell of the sheet", image)), Sense::click());
    let path = frame.snapshot.images.get(image).map_or("", |info| &*info.path);
    let is_marked = sheet.marked.contains(&image);
    response.widget_info(|| {
        let name = say!("review-sheet-image", path = path);
        WidgetInfo::selected(Role::CheckBox, true, is_marked, name)
    });
    if response.clicked() {
        sheet.cursor = at;
        sheet.toggle(image);
    }
    frame.thumbs.paint_thumb(ui, frame.fetcher, image, rect);
    let painter = ui.painter();
    if is_marked {
        // Told by a cross as well as by a colour.
        painter.rect_filled(rect, 6.0, colors.canvas.gamma_multiply(0.55));
        let middle = Rect::from_center_size(rect.center(), Vec2::splat(rect.size().min_elem() * 0.34));
        for (stroke, ends) in [(8.0, Color32::WHITE), (4.5, colors.warning)] {
            let stroke = Stroke::new(stroke, ends);
            painter.line_segment([middle.left_top(), middle.right_bottom()], stroke);
            painter.line_segment([middle.right_top(), middle.left_bottom()], stroke);
        }
        painter.rect_stroke(rect, 6.0, Stroke::new(3.0, colors.warning), StrokeKind::Inside);
    }
    if at == sheet.cursor || response.has_focus() {
        painter.rect_stroke(rect.expand(2.0), 7.0, Stroke::new(2.0, colors.accent_text), StrokeKind::Inside);
    } else if response.hovered() {
        painter.rect_stroke(rect, 6.0, Stroke::new(1.5, colors.text), StrokeKind::Inside);
    }
    let tip = if is_marked { say!("review-sheet-marked.tip") } else { say!("review-sheet-unmarked.tip") };
    response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(format!("{path}\n{tip}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_a_sheet_follows_the_room_and_never_passes_25_images() {
        for (room, expected) in [
            (vec2(100.0, 80.0), (3, 3)),
            (vec2(560.0, 360.0), (4, 3)),
            (vec2(700.0, 480.0), (5, 4)),
            (vec2(4000.0, 4000.0), (5, 5)),
        ] {
            assert_eq!(cells(room), expected, "{room}");
        }
    }

    #[test]
    fn the_keyboard_stays_on_the_sheet() {
        let mut sheet = Sheet::new(ClusterId(1), (0..7).map(ImageId).collect());
        for (arrow, at) in [
            (Arrow::Left, 0),
            (Arrow::Up, 0),
            (Arrow::Right, 1),
            (Arrow::Down, 4),
            (Arrow::Down, 4),
            (Arrow::Right, 5),
            (Arrow::Right, 6),
            (Arrow::Right, 6),
            (Arrow::Up, 3),
        ] {
            sheet.step(arrow, 3);
            assert_eq!(sheet.cursor, at, "{arrow:?}");
        }
        sheet.toggle_current();
        assert_eq!((sheet.n_marked(), sheet.marked.contains(&ImageId(3))), (1, true));
        sheet.toggle_current();
        assert_eq!(sheet.n_marked(), 0);
    }
}
