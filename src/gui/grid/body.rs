//! The scrolled part of the grid: where it stands, and what pointer and keys do to the selection.

use super::flow::Flow;
use super::keys::{self, KeyAction};
use super::layout::{Band, Layout, Place};
use super::list::List;
use super::select::{self, Change};
use super::{Grid, header};
use crate::gui::command::Command;
use crate::gui::frame::asks::images;
use crate::gui::frame::{DraggedImages, Frame, Intent, Selection, Shown, ViewState};
use crate::gui::kit::widgets::takes_key;
use crate::ids::ImageId;
use crate::strings::say;
use egui::containers::scroll_area::{ScrollBarVisibility, ScrollSource};
use egui::{
    DragAndDrop, Id, Key, PointerButton, Pos2, Rect, Response, ScrollArea, Sense, Stroke, StrokeKind, Ui, pos2,
};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Scrolling and dragging between two frames.
#[derive(Default)]
pub struct Body {
    layout: Option<Layout>,
    /// Where images are kept together, for how many columns and which list.
    flow: Option<(usize, u64, Arc<Flow>)>,
    /// From the top of the first row to the top of the view, in points.
    offset: f64,
    /// Where the scroll bar is to stand in the next frame, after something else than the scroll bar moved the view.
    moved_to: Option<f64>,
    band: Option<RubberBand>,
    /// The image whose menu is open.
    pub(super) menu: Option<ImageId>,
}

struct RubberBand {
    start: Place,
    /// What was selected before, with Ctrl.
    base: BTreeSet<ImageId>,
    /// What it enclosed in the last frame.
    enclosed: Option<Band>,
}

/// The view of this frame.
#[derive(Clone)]
pub(super) struct ViewPort {
    /// Place on the screen.
    pub rect: Rect,
    /// The cells.
    pub layout: Layout,
    /// Which cells are whose, where some images are kept together.
    flow: Option<Arc<Flow>>,
    /// From the top of the first row to the top of `rect`.
    pub offset: f64,
}

impl ViewPort {
    fn place(&self, pointer: Pos2) -> Place {
        Place { x: pointer.x - self.rect.left(), y: f64::from(pointer.y - self.rect.top()) + self.offset }
    }

    /// The cell of the image at a position.
    pub fn cell(&self, position: usize) -> usize {
        self.flow.as_ref().map_or(position, |flow| flow.place(position))
    }

    /// The position of the image in a cell.
    fn position(&self, cell: usize) -> Option<usize> {
        self.flow.as_ref().map_or(Some(cell), |flow| flow.position(cell))
    }

    /// Positions of the images that are seen.
    pub fn visible(&self) -> impl Iterator<Item = usize> {
        self.layout.visible(self.offset, self.rect.height()).filter_map(|cell| self.position(cell))
    }

    /// The square of the image at a position.
    pub fn tile(&self, position: usize) -> Rect {
        self.layout.tile(self.cell(position), self.rect.min, self.offset)
    }

    /// Where a step of the keyboard leads among `n` images.
    fn stepped(&self, step: select::Step, from: Option<usize>, n: usize) -> Option<usize> {
        let (columns, page) = (self.layout.columns, self.page_rows());
        let Some(flow) = self.flow.as_ref().filter(|_| step.is_by_row()) else {
            return select::stepped(step, from, n, columns, page);
        };
        let from = from.map(|position| flow.place(position));
        flow.at_or_before(select::stepped(step, from, flow.n_places(), columns, page)?)
    }

    /// Rows that a page step skips.
    fn page_rows(&self) -> usize {
        (self.rect.height() / self.layout.row_height()).floor().max(1.0) as usize
    }
}

impl Body {
    /// From the top of the first row to the top of the view, in points.
    pub(super) fn offset(&self) -> f64 {
        self.offset
    }

    pub(super) fn scroll_to(&mut self, offset: f64) {
        (self.offset, self.moved_to) = (offset, Some(offset));
    }

    /// Where images are kept together in rows of `columns`; None where none are.
    fn flow(&mut self, list: &List, columns: usize) -> Option<Arc<Flow>> {
        if list.sets().is_empty() {
            self.flow = None;
            return None;
        }
        let is_known = |(of, version, _): &&(usize, u64, Arc<Flow>)| (*of, *version) == (columns, list.version());
        if !self.flow.as_ref().is_some_and(|flow| is_known(&flow)) {
            let flow = Flow::new(list.sets(), list.images().len(), columns);
            self.flow = Some((columns, list.version(), Arc::new(flow)));
        }
        self.flow.as_ref().map(|(.., flow)| Arc::clone(flow))
    }
}

/// The grid's widget that has the focus; the same for every grid, since only one is shown.
pub(super) fn focus_id() -> Id {
    Id::unique("gleaner-grid")
}

impl Grid {
    pub(super) fn body_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) {
        let view = self.scroll_ui(ui, frame.view);
        let id = focus_id();
        let response = ui.interact(view.rect, id, Sense::CLICK | Sense::DRAG | Sense::FOCUSABLE);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ListBox, true, say!("grid-images")));
        let view = self.keys_ui(ui, view, frame);
        zoom_ui(ui, &view, frame.view);
        self.cells_ui(ui, &view, frame);
        self.background_ui(ui, &response, &view, frame.view);
        // With a cursor, the ring around its image shows the focus.
        if response.has_focus() && frame.view.selection.cursor.is_none() {
            let stroke = Stroke::new(1.0, ui.visuals().selection.stroke.color.gamma_multiply(0.6));
            ui.painter().rect_stroke(view.rect.shrink(1.0), 2.0, stroke, StrokeKind::Inside);
        }
        super::drag::drag_ui(ui, frame);
    }

    /// The scroll bar and the wheel, then everything else that moves the view.
    fn scroll_ui(&mut self, ui: &mut Ui, state: &ViewState) -> ViewPort {
        let n = self.list.images().len();
        let mut area = ScrollArea::vertical()
            .id_salt("grid-images")
            .auto_shrink([false, false])
            .scroll_bar_visibility(ScrollBarVisibility::AlwaysVisible)
            // Dragging selects and moves images.
            .scroll_source(ScrollSource::SCROLL_BAR | ScrollSource::MOUSE_WHEEL);
        if let Some(offset) = self.body.moved_to.take() {
            area = area.vertical_scroll_offset(offset as f32);
        }
        let output = ui
            .scope(|ui| {
                let scroll = &mut ui.spacing_mut().scroll;
                *scroll = egui::style::ScrollStyle::solid();
                (scroll.bar_width, scroll.handle_min_length, scroll.bar_inner_margin) = (10.0, 28.0, 2.0);
                area.show_viewport(ui, |ui, _| {
                    let mut layout = Layout::new(ui.available_width(), state.thumb_side, n);
                    let flow = self.body.flow(&self.list, layout.columns);
                    layout.n = flow.as_ref().map_or(n, |flow| flow.n_places());
                    ui.set_height(layout.height() as f32);
                    (layout, flow)
                })
            })
            .inner;
        let (rect, (layout, flow)) = (output.inner_rect, output.inner);
        let scrolled = f64::from(output.state.clamped_offset().y);
        let before = self.body.layout.replace(layout);
        let mut offset = scrolled;
        if let Some(before) = before
            && (before.columns, before.row_height()) != (layout.columns, layout.row_height())
        {
            offset = layout.offset_after(&before, self.body.offset);
        }
        let mut view = ViewPort { rect, layout, flow, offset };
        if let Some(position) = self.reveal.take().and_then(|image| self.list.position(image)) {
            view.offset = layout.offset_to_show(view.cell(position), offset, rect.height());
        }
        self.move_view(ui, &mut view, scrolled);
        view
    }

    /// Takes a new offset over and tells the scroll bar if it stands elsewhere.
    fn move_view(&mut self, ui: &Ui, view: &mut ViewPort, scrolled: f64) {
        let bottom = (view.layout.height() - f64::from(view.rect.height())).max(0.0);
        view.offset = view.offset.clamp(0.0, bottom);
        self.body.offset = view.offset;
        // A scroll bar counts in f32: smaller differences would never settle.
        if (view.offset - scrolled).abs() > 0.5 + scrolled * f64::from(f32::EPSILON) {
            self.body.moved_to = Some(view.offset);
            ui.ctx().request_repaint();
        }
    }

    fn keys_ui(&mut self, ui: &Ui, mut view: ViewPort, frame: &mut Frame<'_>) -> ViewPort {
        if self.compare.is_some() {
            return view;
        }
        // As with images that are dragged, Esc takes a frame that is being drawn back.
        if let Some(band) = self.body.band.take_if(|_| takes_key(ui, Key::Escape)) {
            frame.view.selection = Selection { images: band.base, ..Selection::default() };
        }
        let actions = keys::read(ui, focus_id(), !frame.view.selection.images.is_empty());
        let images = self.list.images();
        let scrolled = view.offset;
        for action in actions {
            let cursor = frame.view.selection.cursor.and_then(|image| self.list.position(image));
            match action {
                KeyAction::Step { step, is_range } => {
                    let Some(to) = view.stepped(step, cursor, images.len()) else { continue };
                    let anchor = frame.view.selection.anchor.and_then(|image| self.list.position(image));
                    select::click(&mut frame.view.selection, images, to, anchor, Change { is_range, is_added: false });
                    self.list.keep_here(&mut frame.view.selection);
                    view.offset = view.layout.offset_to_show(view.cell(to), view.offset, view.rect.height());
                }
                KeyAction::Toggle => {
                    if let Some(image) = frame.view.selection.cursor.or(images.first().copied()) {
                        select::toggle(&mut frame.view.selection, image);
                    }
                }
                KeyAction::All => select::all(&mut frame.view.selection, self.list.here()),
                KeyAction::Clear => frame.view.selection.clear(),
                KeyAction::Confirm => frame.out.commands.push(Command::Confirm),
                KeyAction::Unconfirm => {
                    frame.out.intents.push(images::confirm(
                        frame.snapshot,
                        Self::selected(frame.view).iter().copied(),
                        false,
                    ));
                }
                KeyAction::Preview => {
                    let image = frame.view.selection.cursor.or(images.first().copied());
                    frame.out.intents.extend(image.map(Intent::OpenLarge));
                }
            }
        }
        self.move_view(ui, &mut view, scrolled);
        view
    }

    /// A click or a rubber band between the cells.
    fn background_ui(&mut self, ui: &Ui, response: &Response, view: &ViewPort, state: &mut ViewState) {
        let modifiers = ui.input(|input| input.modifiers);
        // Enter and Space on the focused grid count as clicks too: only the pointer's own clear the selection.
        if response.clicked_by(PointerButton::Primary) {
            response.request_focus();
            if !modifiers.command && !modifiers.shift {
                state.selection.clear();
            }
        }
        if response.drag_started_by(PointerButton::Primary)
            && let Some(origin) = ui.input(|input| input.pointer.press_origin())
        {
            response.request_focus();
            let base = if modifiers.command { state.selection.images.clone() } else { BTreeSet::new() };
            self.body.band = Some(RubberBand { start: view.place(origin), base, enclosed: None });
        }
        if !response.dragged_by(PointerButton::Primary) {
            self.body.band = None;
        }
        let pointer = ui.input(|input| input.pointer.latest_pos());
        let (Some(band), Some(pointer)) = (&mut self.body.band, pointer) else { return };
        let end = view.place(pointer);
        let enclosed = view.layout.band(band.start, end);
        if band.enclosed.as_ref() != Some(&enclosed) {
            let list = &self.list;
            let positions = view.layout.indices(&enclosed).filter_map(|cell| view.position(cell));
            let here = positions.filter(|position| !list.is_gone(*position)).map(|position| list.images()[position]);
            select::band(&mut state.selection, &band.base, here);
            band.enclosed = Some(enclosed);
        }
        let on_screen =
            |place: Place| pos2(view.rect.left() + place.x, view.rect.top() + (place.y - view.offset) as f32);
        let rect = Rect::from_two_pos(on_screen(band.start), pointer).intersect(view.rect);
        let color = crate::gui::kit::colours::selection_color(ui.visuals());
        let painter = ui.painter_at(view.rect);
        painter.rect(rect, 2.0, color.gamma_multiply(0.15), Stroke::new(1.0, color), StrokeKind::Inside);
        self.scroll_at_edge(ui, view, pointer);
    }

    /// A rubber band that leaves the view pulls it along, faster the farther it goes.
    fn scroll_at_edge(&mut self, ui: &Ui, view: &ViewPort, pointer: Pos2) {
        let beyond = (pointer.y - view.rect.bottom()).max(0.0) - (view.rect.top() - pointer.y).max(0.0);
        if beyond != 0.0 {
            let step = f64::from(beyond.clamp(-120.0, 120.0)) * f64::from(ui.input(|input| input.stable_dt)) * 12.0;
            let mut moved = ViewPort { offset: view.offset + step, ..view.clone() };
            self.move_view(ui, &mut moved, view.offset);
        }
    }

    /// What the pointer did on the cell of `position`.
    pub(super) fn cell_input(&mut self, ui: &Ui, response: &Response, position: usize, frame: &mut Frame<'_>) {
        let image = self.list.images()[position];
        let modifiers = ui.input(|input| input.modifiers);
        if response.double_clicked() && !modifiers.any() {
            frame.out.intents.push(Intent::OpenLarge(image));
        } else if response.clicked() {
            ui.memory_mut(|memory| memory.request_focus(focus_id()));
            let anchor = frame.view.selection.anchor.and_then(|anchor| self.list.position(anchor));
            let change = Change { is_range: modifiers.shift, is_added: modifiers.command };
            select::click(&mut frame.view.selection, self.list.images(), position, anchor, change);
            self.list.keep_here(&mut frame.view.selection);
        }
        if response.secondary_clicked() {
            ui.memory_mut(|memory| memory.request_focus(focus_id()));
            if !frame.view.selection.images.contains(&image) {
                frame.view.selection.only(image);
            }
            // What is done with one image is done with the one that was clicked.
            frame.view.selection.cursor = Some(image);
            self.body.menu = Some(image);
        }
        if response.drag_started_by(PointerButton::Primary) {
            if matches!(frame.view.shown, Shown::Provisional(_)) {
                frame.out.intents.push(Intent::Hint(say!("grid-guess-drag").to_owned()));
                return;
            }
            if !frame.view.selection.images.contains(&image) {
                frame.view.selection.only(image);
            }
            let images = frame.view.selection.images.iter().copied().collect();
            DragAndDrop::set_payload(ui.ctx(), DraggedImages(images));
        }
    }
}

/// Ctrl and the wheel, or two fingers, change the size of the pictures.
fn zoom_ui(ui: &Ui, view: &ViewPort, state: &mut ViewState) {
    let zoom = ui.input(egui::InputState::zoom_delta);
    if zoom != 1.0 && ui.rect_contains_pointer(view.rect) {
        state.thumb_side = (state.thumb_side * zoom).clamp(*header::SIDES.start(), *header::SIDES.end());
    }
}
