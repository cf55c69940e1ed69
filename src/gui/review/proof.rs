//! What a random sample says of how pure a cluster is: in words, as an interval, and of all clusters in a table.

use super::Review;
use crate::gui::command::Command;
use crate::gui::frame::Out;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{card, elided, weak};
use crate::gui::kit::{colours, words};
use crate::ids::ClusterId;
use crate::session::protocol::{ClusterView, PURE, Purity, Snapshot};
use egui::accesskit::Role;
use egui::{
    Align, Align2, Color32, FontId, Label, Layout, Rect, Response, RichText, ScrollArea, Sense, Stroke, StrokeKind,
    TextStyle, Ui, WidgetInfo, pos2, vec2,
};

/// What the interval is.
const ABOUT: &str = "Wilson\u{2019}s interval for a random sample drawn without replacement; a later run, merge or split \
                     begins it anew.";

/// How far the proof of a cluster is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing of it is left to a machine.
    Decided,
    /// Nobody was asked; so many right answers would prove it.
    NotAsked(usize),
    /// So many more right answers in a row prove it.
    Open(usize),
    /// At least 95 % of it is right.
    Proven,
    /// Too many were wrong.
    Hopeless,
    /// All that could be drawn was asked, and it is not enough.
    AllAsked,
}

impl State {
    /// Of a cluster with this purity.
    #[must_use]
    pub fn of(purity: &Purity) -> Self {
        match (purity.is_proven(), purity.n, purity.n_more()) {
            (true, ..) => Self::Proven,
            (_, 0, None) => Self::Decided,
            (_, 0, Some(more)) => Self::NotAsked(more),
            (_, _, Some(more)) => Self::Open(more),
            (_, n, None) if n == purity.n_all => Self::AllAsked,
            (_, _, None) => Self::Hopeless,
        }
    }

    /// Whether more answers could prove it.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::NotAsked(_) | Self::Open(_))
    }

    /// In a sentence.
    fn words(self) -> String {
        match self {
            Self::Decided => "You decided about all of it".into(),
            Self::NotAsked(1) | Self::Open(1) => "1 more right answer to be sure of 95 %".into(),
            Self::NotAsked(more) => format!("{} right answers in a row to be sure of 95 %", words::number(more)),
            Self::Open(more) => format!("{} more right answers in a row to be sure of 95 %", words::number(more)),
            Self::Proven => "Proven: at least 95 %".into(),
            Self::Hopeless => "Can no longer be proven: refine or split it, then begin anew".into(),
            Self::AllAsked => "All of it was asked: less than 95 % is right".into(),
        }
    }

    /// In a few words.
    fn short(self) -> String {
        match self {
            Self::Decided => "all decided by you".into(),
            Self::NotAsked(_) => "not asked yet".into(),
            Self::Open(more) => format!("{} more to be sure", words::number(more)),
            Self::Proven => "proven".into(),
            Self::Hopeless => "can not be proven".into(),
            Self::AllAsked => "all asked".into(),
        }
    }

    fn color(self, colors: &Palette) -> Color32 {
        match self {
            Self::Proven => colors.good,
            Self::Hopeless | Self::AllAsked => colors.warning,
            Self::Open(_) => colors.accent_text,
            Self::Decided | Self::NotAsked(_) => colors.weak,
        }
    }
}

/// "38 of 40 right: 95 % (83 to 99 %)".
#[must_use]
pub fn summary(purity: &Purity) -> String {
    if purity.n == 0 {
        let n = words::number(purity.n_all);
        return if purity.n_all == 0 { "Nobody was asked".into() } else { format!("None of {n} was asked yet") };
    }
    purity.words()
}

/// Draws the card below the image of a sample; where it is not tall, what the interval is is told by a tooltip alone.
pub fn proof_ui(ui: &mut Ui, snapshot: &Snapshot, review: &Review, is_tall: bool, out: &mut Out) {
    let Some(cluster) = review.proved(snapshot) else { return };
    let purity = review.answers.purity(cluster);
    let state = State::of(&purity);
    let colors = Palette::of(ui);
    card(ui, |ui| {
        ui.horizontal(|ui| {
            ui.set_height(26.0);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                out.button_ui(ui, Command::NextUnproven);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let summary = summary(&purity);
                    ui.add(Label::new(strong(&summary)).truncate()).on_hover_text(summary);
                });
            });
        });
        interval_ui(ui, &purity).on_hover_text(ABOUT);
        let text = RichText::new(state.words()).color(state.color(colors));
        ui.add(Label::new(text).wrap());
        if is_tall {
            ui.add(Label::new(RichText::new(ABOUT).small().color(colors.weak)).wrap());
        }
    });
}

/// The interval as a bar over half of all or all shares, with the mark that it has to pass.
fn interval_ui(ui: &mut Ui, purity: &Purity) -> Response {
    let colors = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::hover());
    let (low, high) = ((100.0 * purity.low).floor(), (100.0 * purity.high).ceil());
    let name = format!("Interval from {low:.0} to {high:.0} %, to pass 95 %");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    let from = if purity.n > 0 && purity.low >= 0.5 { 0.5 } else { 0.0 };
    let scale = Scale { rect: rect.shrink2(vec2(8.0, 0.0)), from };
    let middle = rect.top() + 9.0;
    scale.paint(ui, purity, middle, 8.0);
    let font = FontId::proportional(11.0);
    let text = |share: f64, align, text: &str, color| {
        ui.painter().text(pos2(scale.x(share), rect.bottom()), align, text, font.clone(), color);
    };
    let is_wide = rect.width() > 220.0;
    text(from, Align2::CENTER_BOTTOM, if from > 0.0 { "50" } else { "0" }, colors.weak);
    text(PURE, Align2::CENTER_BOTTOM, "95", colors.text);
    if from == 0.0 || is_wide {
        let at = if from > 0.0 { 0.75 } else { 0.5 };
        text(at, Align2::CENTER_BOTTOM, if from > 0.0 { "75" } else { "50" }, colors.weak);
    }
    response
}

/// Shares from `from` to 1 across a rectangle.
struct Scale {
    rect: Rect,
    from: f64,
}

impl Scale {
    fn x(&self, share: f64) -> f32 {
        let at = ((share - self.from) / (1.0 - self.from)).clamp(0.0, 1.0) as f32;
        self.rect.left() + at * self.rect.width()
    }

    fn paint(&self, ui: &Ui, purity: &Purity, middle: f32, height: f32) {
        let colors = Palette::of(ui);
        let painter = ui.painter();
        let half = height / 2.0;
        let track = Rect::from_x_y_ranges(self.rect.x_range(), middle - half..=middle + half);
        painter.rect_filled(track, half, colors.control);
        if purity.n > 0 {
            let color = if purity.is_proven() { colors.good } else { colors.accent };
            let mut filled = Rect::from_x_y_ranges(self.x(purity.low)..=self.x(purity.high), track.y_range());
            filled.set_width(filled.width().max(3.0));
            painter.rect_filled(filled, half.min(3.0), color);
            let dot = pos2(self.x(purity.share), middle);
            painter.circle(dot, half + 1.0, colors.canvas, Stroke::new(2.0, colors.text));
        }
        painter.vline(self.x(PURE), middle - half - 4.0..=middle + half + 4.0, Stroke::new(2.0, colors.text));
    }
}

/// Draws all clusters with what is proven of each; gives the one that was clicked.
pub fn table_ui(ui: &mut Ui, snapshot: &Snapshot, review: &Review) -> Option<ClusterId> {
    let purities: Vec<(&ClusterView, Purity)> =
        snapshot.clusters.iter().map(|cluster| (&**cluster, review.answers.purity(cluster))).collect();
    let n_proven = purities.iter().filter(|(_, purity)| purity.is_proven()).count();
    ui.label(strong("Which cluster?").size(18.0));
    let n = words::clusters(purities.len());
    weak(
        ui,
        format!(
            "{n}, {} proven to be at least 95 % right. Click one to be asked about its sample.",
            words::number(n_proven)
        ),
    );
    ui.add_space(6.0);
    let mut clicked = None;
    let height = 46.0;
    let area = ScrollArea::vertical().id_salt("purities").auto_shrink(false);
    area.show_rows(ui, height, purities.len(), |ui, range| {
        for (cluster, purity) in &purities[range] {
            if row_ui(ui, height, cluster, purity) {
                clicked = Some(cluster.id);
            }
        }
    });
    clicked
}

fn row_ui(ui: &mut Ui, height: f32, cluster: &ClusterView, purity: &Purity) -> bool {
    let colors = Palette::of(ui);
    let state = State::of(purity);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width() - 10.0, height), Sense::click());
    response.widget_info(|| {
        let name = format!("Prove {}: {}, {}", cluster.name, summary(purity), state.short());
        WidgetInfo::labeled(Role::Button, true, name)
    });
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 6.0, colors.control);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 6.0, Stroke::new(1.5, colors.accent_text), StrokeKind::Inside);
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, colors.line));
    let (top, bottom) = (rect.top() + 15.0, rect.top() + 32.0);
    let put = |text: &str, style: TextStyle, x: f32, y: f32, width: f32, color: Color32| {
        let galley = elided(ui, text, &style, width, color);
        ui.painter().galley(pos2(x, y - galley.size().y / 2.0), galley, color);
    };
    let swatch = Rect::from_center_size(pos2(rect.left() + 14.0, top), vec2(12.0, 12.0));
    let color = colours::of_view(cluster, ui.visuals().dark_mode);
    ui.painter().rect(swatch, 3.0, color, Stroke::new(1.0, colors.line_strong), StrokeKind::Inside);
    let (first, second) = (rect.left() + rect.width() * 0.34, rect.left() + rect.width() * 0.78);
    let name_width = first - swatch.right() - 16.0;
    put(&cluster.name, TextStyle::Body, swatch.right() + 8.0, top, name_width, colors.text);
    let size = words::images(cluster.members.len());
    put(&size, TextStyle::Small, swatch.right() + 8.0, bottom, name_width, colors.weak);
    put(&summary(purity), TextStyle::Body, first, top, second - first - 12.0, colors.text);
    let scale = Scale { rect: Rect::from_x_y_ranges(first..=second - 24.0, rect.y_range()), from: 0.0 };
    scale.paint(ui, purity, bottom + 1.0, 6.0);
    put(&state.short(), TextStyle::Small, second, top, rect.right() - second - 8.0, state.color(colors));
    response.clicked()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purity_is_said_in_words() {
        let cases = [
            (Purity::new(0, 0, 1234), "None of 1,234 was asked yet", "69 right answers in a row to be sure of 95 %"),
            (
                Purity::new(38, 40, 100_000),
                "38 of 40 right: 95 % (83 to 99 %)",
                "102 more right answers in a row to be sure of 95 %",
            ),
            (
                Purity::new(8, 10, 20),
                "8 of 10 right: 80 % (57 to 90 %)",
                "Can no longer be proven: refine or split it, then begin anew",
            ),
            (Purity::new(20, 20, 20), "20 of 20 right: 100 % (all of them)", "Proven: at least 95 %"),
            (
                Purity::new(9, 10, 10),
                "9 of 10 right: 90 % (all of them)",
                "All of it was asked: less than 95 % is right",
            ),
            (Purity::new(0, 0, 0), "Nobody was asked", "You decided about all of it"),
        ];
        for (purity, words, state) in cases {
            assert_eq!((&*summary(&purity), &*State::of(&purity).words()), (words, state), "{purity:?}");
        }
    }
}
