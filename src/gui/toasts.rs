//! Short messages in the lower right corner. News goes by itself; what did not work stays until it is dismissed.

use super::icons::Icon;
use super::theme::Palette;
use super::widgets::icon_button;
use egui::{Align, Align2, Area, Context, Frame, Id, Layout, Margin, Order, Sense, Stroke, Vec2, vec2};
use std::time::{Duration, Instant};

/// How long news stays.
const NEWS: Duration = Duration::from_secs(6);
/// How long something to know stays.
const WARNINGS: Duration = Duration::from_secs(20);
/// More than this at once is a wall of text: the oldest news goes first.
const MOST: usize = 5;

/// How important a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something was done.
    News,
    /// Something to know.
    Warning,
    /// Something did not work.
    Failure,
}

struct Toast {
    id: u64,
    kind: Kind,
    text: String,
    can_undo: bool,
    until: Option<Instant>,
}

/// The messages on screen.
#[derive(Default)]
pub struct Toasts {
    list: Vec<Toast>,
    n_shown: u64,
}

impl Toasts {
    /// Shows a message. `can_undo` adds a button that takes the change back.
    pub fn push(&mut self, kind: Kind, text: impl Into<String>, can_undo: bool) {
        let text = text.into();
        if text.is_empty() || self.list.iter().any(|toast| toast.kind == kind && toast.text == text) {
            return;
        }
        if can_undo {
            // Undo takes back the last change only.
            self.list.retain(|toast| !toast.can_undo);
        }
        if self.list.len() >= MOST {
            let oldest = self.list.iter().position(|toast| toast.kind != Kind::Failure).unwrap_or(0);
            self.list.remove(oldest);
        }
        let until = match kind {
            Kind::News => Some(Instant::now() + NEWS),
            Kind::Warning => Some(Instant::now() + WARNINGS),
            Kind::Failure => None,
        };
        self.n_shown += 1;
        self.list.push(Toast { id: self.n_shown, kind, text, can_undo, until });
    }

    /// Takes away the message that offers to undo: something else was done since.
    pub fn forget_undo(&mut self) {
        self.list.retain(|toast| !toast.can_undo);
    }

    /// Draws the messages above `bottom` points of other things; true if Undo was pressed.
    pub fn toasts_ui(&mut self, ctx: &Context, bottom: f32) -> bool {
        let now = Instant::now();
        self.list.retain(|toast| toast.until.is_none_or(|until| until > now));
        if let Some(next) = self.list.iter().filter_map(|toast| toast.until).min() {
            ctx.request_repaint_after(next - now + Duration::from_millis(10));
        }
        if self.list.is_empty() {
            return false;
        }
        let mut closed = None;
        let mut is_undo = false;
        Area::new(Id::unique("toasts"))
            .order(Order::Foreground)
            .anchor(Align2::RIGHT_BOTTOM, vec2(-16.0, -bottom - 12.0))
            .interactable(true)
            .show(ctx, |ui| {
                ui.set_width(380.0);
                for toast in &self.list {
                    let (close, undo) = toast_ui(ui, toast);
                    if close || undo {
                        closed = Some(toast.id);
                    }
                    is_undo |= undo;
                }
            });
        if let Some(id) = closed {
            self.list.retain(|toast| toast.id != id);
        }
        is_undo
    }
}

/// Draws one; (was it closed, was Undo pressed).
fn toast_ui(ui: &mut egui::Ui, toast: &Toast) -> (bool, bool) {
    let palette = Palette::of(ui);
    let (icon, color) = match toast.kind {
        Kind::News => (Icon::Check, palette.good),
        Kind::Warning => (Icon::Info, palette.warning),
        Kind::Failure => (Icon::Warning, palette.error),
    };
    let frame = Frame::new()
        .fill(palette.raised)
        .stroke(Stroke::new(1.0, if toast.kind == Kind::News { palette.line } else { color }))
        .corner_radius(8)
        .shadow(ui.visuals().popup_shadow)
        .inner_margin(Margin::symmetric(10, 8));
    let (mut close, mut undo) = (false, false);
    frame.show(ui, |ui| {
        ui.set_width(360.0);
        ui.horizontal_top(|ui| {
            let (rect, _) = ui.allocate_exact_size(Vec2::splat(26.0), Sense::hover());
            icon.paint(ui.painter(), rect.shrink(5.0), color);
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                close = icon_button(ui, Icon::Close, "Dismiss", "Dismiss this message", true).clicked();
                if toast.can_undo {
                    undo = ui.button("Undo").accessible_name("Undo this").clicked();
                }
                ui.with_layout(Layout::top_down(Align::Min), |ui| {
                    ui.add_space(5.0);
                    ui.label(&toast.text);
                });
            });
        });
    });
    (close, undo)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_outlive_news_and_only_the_last_change_can_be_undone() {
        let mut toasts = Toasts::default();
        toasts.push(Kind::Failure, "The disk is full.", false);
        for i in 0..10 {
            toasts.push(Kind::News, format!("Renamed {i}"), true);
        }
        assert_eq!(toasts.list.iter().filter(|t| t.can_undo).count(), 1);
        for i in 0..10 {
            toasts.push(Kind::News, format!("Done {i}"), false);
        }
        assert_eq!(toasts.list.len(), MOST);
        assert_eq!(toasts.list[0].text, "The disk is full.");
        toasts.push(Kind::Failure, "The disk is full.", false);
        assert_eq!(toasts.list.len(), MOST);
    }
}
