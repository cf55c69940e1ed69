//! Short messages at the lower right: over the pictures, where no control is, or in a place of their own. News goes by itself,
//! longer texts later, and not while one reads (the pointer is over it or it has the keyboard). What did not work stays until
//! it is dismissed, and belongs to the project that was open: with another one it waits.

use super::icons::Icon;
use super::theme::Palette;
use super::widgets::icon_button;
use crate::gui::command::Command;
use crate::ids::Point;
use crate::strings::say;
use egui::{
    Align, Align2, Area, Context, Frame, Id, Key, Layout, Margin, Modifiers, Order, Rect, Sense, Stroke, Ui, Vec2, vec2,
};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long news stays, in seconds, beside the time to read it.
const NEWS: f64 = 4.0;
/// How long something to know stays, or a change that can be taken back.
const WARNINGS: f64 = 12.0;
/// Seconds to read one letter: slow readers take about 15 letters a second.
const A_LETTER: f64 = 0.065;
/// More than this at once is a wall of text: the oldest wait until there is room.
const MOST: usize = 3;
/// What did not work is kept so often; then the oldest goes.
const MOST_KEPT: usize = 12;
/// Width of a message where there is room for it.
const WIDTH: f32 = 380.0;

/// How important a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something was done.
    News,
    /// Nothing was done: why not, or what comes first.
    Hint,
    /// Something to know.
    Warning,
    /// Something did not work.
    Failure,
}

/// What a message offers to do about what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// To take it back.
    Undo,
    /// To do it again.
    Redo,
    /// To go to where the labels were before.
    Back(Point),
}

struct Toast {
    id: u64,
    kind: Kind,
    text: String,
    offer: Option<Offer>,
    /// The project that was open.
    project: Option<PathBuf>,
    /// Seconds that it still stays; None for ever.
    left: Option<f64>,
    /// Time that passed before it was seen is not its own.
    is_drawn: bool,
}

/// The messages on screen.
#[derive(Default)]
pub struct Toasts {
    list: Vec<Toast>,
    /// The project that is open.
    project: Option<PathBuf>,
    n_shown: u64,
    /// When the last frame with messages was, and whether time stood still then.
    last: Option<f64>,
    is_read: bool,
}

impl Toasts {
    /// Shows a message. `can_undo` adds a button that takes the change back.
    pub fn push(&mut self, kind: Kind, text: impl Into<String>, can_undo: bool) {
        self.push_with(kind, text, can_undo.then_some(Offer::Undo));
    }

    /// Shows a message, with a button for what it offers.
    pub fn push_with(&mut self, kind: Kind, text: impl Into<String>, offer: Option<Offer>) {
        let text = text.into();
        if text.is_empty() || self.list.iter().any(|toast| toast.kind == kind && toast.text == text) {
            return;
        }
        if offer.is_some() {
            // It is about the last change only.
            self.list.retain(|toast| toast.offer.is_none());
        }
        if kind != Kind::Failure && self.list.iter().filter(|toast| toast.kind != Kind::Failure).count() >= MOST {
            let oldest = self.list.iter().position(|toast| toast.kind != Kind::Failure);
            oldest.map(|oldest| self.list.remove(oldest));
        }
        if self.list.len() >= MOST_KEPT {
            self.list.remove(0);
        }
        let reading = text.chars().count() as f64 * A_LETTER;
        let left = match kind {
            Kind::News if offer.is_some() => Some(WARNINGS + reading),
            Kind::News | Kind::Hint => Some(NEWS + reading),
            Kind::Warning => Some(WARNINGS + reading),
            Kind::Failure => None,
        };
        self.n_shown += 1;
        let project = self.project.clone();
        self.list.push(Toast { id: self.n_shown, kind, text, offer, project, left, is_drawn: false });
    }

    /// Another project is open, or none: what did not work with the last one waits for it, and news of it is old.
    pub fn set_project(&mut self, project: Option<&Path>) {
        if self.project.as_deref() == project {
            return;
        }
        self.project = project.map(Path::to_path_buf);
        self.list.retain(|toast| toast.kind == Kind::Failure || toast.project == self.project);
    }

    fn is_here(&self, toast: &Toast) -> bool {
        toast.project == self.project
    }

    /// Whether there is none to be seen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.list.iter().any(|toast| self.is_here(toast))
    }

    /// Takes all away.
    pub fn clear(&mut self) {
        let project = self.project.clone();
        self.list.retain(|toast| toast.project != project);
    }

    /// Takes away the message that offers to do something about the last change: something else was done since.
    pub fn forget_offer(&mut self) {
        self.list.retain(|toast| toast.offer.is_none());
    }

    /// Draws the messages over the lower right of `middle`; gives the offer that was taken. `takes_escape`: nothing else closes by
    /// that key.
    pub fn over_ui(&mut self, ctx: &Context, middle: Rect, takes_escape: bool) -> Option<Offer> {
        self.pass_time(ctx);
        if self.is_empty() {
            return None;
        }
        let width = WIDTH.min(middle.width() - 24.0).max(160.0);
        let area = Area::new(Id::unique("toasts"))
            .order(Order::Foreground)
            .pivot(Align2::RIGHT_BOTTOM)
            .fixed_pos(middle.right_bottom() - vec2(12.0, 8.0))
            .interactable(true)
            .show(ctx, |ui| self.list_ui(ui, width));
        let rect = area.response.rect;
        if rect.bottom() > middle.bottom() {
            // It was placed by its height of the frame before: with another message it would lie over the bar below.
            ctx.request_discard("messages grew");
        }
        self.finish(ctx, rect, &area.inner, takes_escape)
    }

    /// Draws the messages in a place of their own, at its right; gives the offer that was taken.
    pub fn within_ui(&mut self, ui: &mut Ui, takes_escape: bool) -> Option<Offer> {
        let ctx = ui.ctx().clone();
        self.pass_time(&ctx);
        if self.is_empty() {
            // Their place goes with the last one.
            ctx.request_discard("messages went");
            return None;
        }
        let width = WIDTH.min(ui.available_width());
        let drawn = ui.with_layout(Layout::top_down(Align::Max), |ui| self.list_ui(ui, width));
        self.finish(&ctx, drawn.response.rect, &drawn.inner, takes_escape)
    }

    /// The newest messages that there is room for.
    fn list_ui(&mut self, ui: &mut Ui, width: f32) -> Drawn {
        ui.set_width(width);
        let mut drawn = Drawn::default();
        let project = self.project.clone();
        let n_here = self.list.iter().filter(|toast| toast.project == project).count();
        let here = self.list.iter_mut().filter(|toast| toast.project == project);
        for toast in here.skip(n_here.saturating_sub(MOST)) {
            toast.is_drawn = true;
            let done = toast_ui(ui, toast, width);
            if done.close || done.taken.is_some() {
                drawn.closed = Some(toast.id);
            }
            drawn.taken = drawn.taken.or(done.taken);
            drawn.has_focus |= done.has_focus;
        }
        drawn
    }

    /// Takes away what was closed; gives the offer that was taken.
    fn finish(&mut self, ctx: &Context, rect: Rect, drawn: &Drawn, takes_escape: bool) -> Option<Offer> {
        let pointer = ctx.pointer_hover_pos();
        self.is_read = pointer.is_some_and(|at| rect.contains(at)) || drawn.has_focus;
        let mut closed = drawn.closed;
        if takes_escape && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            // Nobody else wanted it.
            closed = closed.or(self.list.iter().rfind(|toast| toast.project == self.project).map(|toast| toast.id));
        }
        if let Some(id) = closed {
            self.list.retain(|toast| toast.id != id);
            // The others move together at once.
            ctx.request_repaint();
        }
        drawn.taken
    }

    /// Takes away what has been there long enough, and asks for a frame when the next one will have been.
    fn pass_time(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        let passed = self.last.map_or(0.0, |last| if self.is_read { 0.0 } else { now - last });
        for toast in self.list.iter_mut().filter(|toast| toast.is_drawn) {
            toast.left = toast.left.map(|left| left - passed);
        }
        self.list.retain(|toast| toast.left.is_none_or(|left| left > 0.0));
        self.is_read &= !self.list.is_empty();
        self.last = (!self.list.is_empty()).then_some(now);
        let drawn = self.list.iter().filter(|toast| toast.is_drawn);
        let next = drawn.filter_map(|toast| toast.left).min_by(f64::total_cmp);
        if let Some(next) = next.filter(|_| !self.is_read) {
            ctx.request_repaint_after(Duration::from_secs_f64(next + 0.01));
        }
    }
}

/// What was done with the messages.
#[derive(Default)]
struct Drawn {
    closed: Option<u64>,
    taken: Option<Offer>,
    has_focus: bool,
}

/// What was done with a message.
#[derive(Default)]
struct Done {
    close: bool,
    taken: Option<Offer>,
    has_focus: bool,
}

fn toast_ui(ui: &mut Ui, toast: &Toast, width: f32) -> Done {
    let palette = Palette::of(ui);
    let (icon, color) = match toast.kind {
        Kind::News => (Icon::Check, palette.good),
        Kind::Hint => (Icon::Info, palette.accent_text),
        Kind::Warning => (Icon::Info, palette.warning),
        Kind::Failure => (Icon::Warning, palette.error),
    };
    let frame = Frame::new()
        .fill(palette.raised)
        .stroke(Stroke::new(1.0, if matches!(toast.kind, Kind::News | Kind::Hint) { palette.line } else { color }))
        .corner_radius(8)
        .shadow(ui.visuals().popup_shadow)
        .inner_margin(Margin::symmetric(10, 8));
    let mut done = Done::default();
    frame.show(ui, |ui| {
        ui.set_width(width - 22.0);
        // From the left also where messages stand at the right of what they are in.
        let size = vec2(ui.available_width(), ui.spacing().interact_size.y);
        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Min), |ui| {
            let (rect, _) = ui.allocate_exact_size(Vec2::splat(26.0), Sense::hover());
            icon.paint(ui.painter(), rect.shrink(5.0), color);
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                let key = Command::DismissMessages.key_text(ui.ctx()).unwrap_or_default();
                let tip = say!("kit-toast-dismiss-tip", key = &key);
                let close = icon_button(ui, Icon::Close, &say!("kit-toast-dismiss", text = &toast.text), &tip, true);
                (done.close, done.has_focus) = (close.clicked(), close.has_focus());
                if let Some(offer) = toast.offer {
                    let (text, name, tip) = match offer {
                        Offer::Undo => (
                            say!("kit-toast-undo"),
                            say!("kit-toast-undo.name"),
                            Command::Undo.tooltip_with_key(ui.ctx()),
                        ),
                        Offer::Redo => (
                            say!("kit-toast-redo"),
                            say!("kit-toast-redo.name"),
                            Command::Redo.tooltip_with_key(ui.ctx()),
                        ),
                        Offer::Back(_) => {
                            (say!("kit-toast-back"), say!("kit-toast-back.name"), say!("kit-toast-back.tip").to_owned())
                        }
                    };
                    let button = ui.button(text).accessible_name(name).on_hover_text(tip);
                    done.taken = button.clicked().then_some(offer);
                    done.has_focus |= button.has_focus();
                }
                ui.with_layout(Layout::top_down(Align::Min), |ui| {
                    ui.add_space(5.0);
                    let label = ui.label(&toast.text);
                    // Read aloud as it appears; what did not work at once.
                    let live = match toast.kind {
                        Kind::Failure => egui::accesskit::Live::Assertive,
                        _ => egui::accesskit::Live::Polite,
                    };
                    ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(live));
                });
            });
        });
    });
    done
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
        assert_eq!(toasts.list.iter().filter(|t| t.offer.is_some()).count(), 1);
        for i in 0..10 {
            toasts.push(Kind::News, format!("Done {i}"), false);
        }
        assert_eq!(toasts.list.len(), MOST + 1);
        assert_eq!(toasts.list[0].text, "The disk is full.");
        toasts.push(Kind::Failure, "The disk is full.", false);
        assert_eq!(toasts.list.len(), MOST + 1, "it is said once");
    }

    #[test]
    fn what_did_not_work_waits_for_its_project() {
        let mut toasts = Toasts::default();
        toasts.set_project(Some(Path::new("/a.gleaner")));
        toasts.push(Kind::Failure, "labels.csv is there already.", false);
        toasts.push(Kind::News, "Renamed Dogs to Wolves", true);
        toasts.set_project(Some(Path::new("/b.gleaner")));
        assert!(toasts.is_empty());
        toasts.push(Kind::News, "Read 12 images", false);
        toasts.clear();
        toasts.set_project(Some(Path::new("/a.gleaner")));
        let texts: Vec<_> = toasts.list.iter().map(|toast| &*toast.text).collect();
        assert_eq!((toasts.is_empty(), &texts[..]), (false, &["labels.csv is there already."][..]));
    }

    #[test]
    fn messages_wait_while_they_are_read_and_go_by_themselves() {
        let mut toasts = Toasts::default();
        toasts.push(Kind::News, "Renamed Dogs to Wolves", true);
        toasts.push(Kind::Failure, "The disk is full.", false);
        let mut h = egui_kittest::Harness::builder()
            .with_size(vec2(800.0, 600.0))
            .with_step_dt(1.0)
            .with_context_setup(crate::gui::kit::theme::install)
            .build_ui_state(
                |ui, toasts: &mut Toasts| {
                    toasts.over_ui(&ui.ctx().clone(), ui.max_rect(), true);
                },
                toasts,
            );
        let over = egui::pos2(600.0, 570.0);
        h.hover_at(over);
        h.run_steps(60);
        assert_eq!(h.state().list.len(), 2, "the pointer is over them");
        h.hover_at(egui::pos2(10.0, 10.0));
        h.run_steps(8);
        assert_eq!(h.state().list.len(), 2, "time to press Undo");
        h.run_steps(12);
        let left: Vec<_> = h.state().list.iter().map(|toast| toast.kind).collect();
        assert_eq!(left, [Kind::Failure]);
        h.key_press(Key::Escape);
        h.run_steps(2);
        assert!(h.state().is_empty());
    }
}
