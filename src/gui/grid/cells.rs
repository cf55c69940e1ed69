//! The visible cells: their pictures, in one instanced call or by egui, and what is drawn over and under them.

use super::body::ViewPort;
use super::{GpuPictures, Grid, body};
use crate::gui::frame::asks::files;
use crate::gui::frame::{Frame, Shown, ViewState};
use crate::gui::kit::colours;
use crate::gui::kit::pictures::gpu::{self, Instance};
use crate::gui::kit::pictures::marks::{self, RADIUS};
use crate::gui::kit::pictures::textures::{FULL_UV, Picture, UPLOADS_PER_FRAME, fit_within, reason_words};
use crate::gui::kit::text::{cluster_name, decided_by, file_name};
use crate::gui::kit::theme::Palette;
use crate::session::protocol::{Fetch, ImageInfo, ImageLabel, LabelSource, Snapshot};
use crate::strings::{Share, say, short_percent};
use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Color32, FontId, Painter, Popup, Rect, Response, Sense, Stroke, StrokeKind, TextFormat, Ui, Vec2, pos2, vec2,
};
use std::sync::Arc;

/// How visible a picture below the threshold stays.
const DIMMED: f32 = 0.28;
/// A label by the machine gets a warning dot below this part of its cluster's mean confidence. Relative, since what a
/// stage calls confidence differs: k-means hardly ever says more than a half, self-labelling hardly ever less.
const UNSURE: f32 = 0.5;

/// One visible image.
struct Cell<'a> {
    position: usize,
    info: &'a ImageInfo,
    label: ImageLabel,
    tile: Rect,
    is_dimmed: bool,
    is_unsure: bool,
    /// How many near-duplicates there are, this image among them, and whether it is the best of them.
    group: Option<(usize, bool)>,
    /// It stands beside none of its near-duplicates.
    is_alone: bool,
    /// Where it went, if it left the view since the order was made.
    gone: Option<String>,
    /// Why there is no picture.
    missing: Option<Arc<str>>,
}

impl Cell<'_> {
    /// Where the picture goes: known before it is there, so that nothing moves when it comes.
    fn picture_rect(&self, pixels_per_point: f32) -> Rect {
        let size = vec2(self.info.width as f32, self.info.height as f32);
        marks::letterbox(self.tile, size, pixels_per_point)
    }

    fn opacity(&self) -> f32 {
        if self.is_dimmed || self.gone.is_some() { DIMMED } else { 1.0 }
    }
}

/// Whether the machine is far less sure of this image than of the rest of its cluster.
fn is_unsure(snapshot: &Snapshot, label: &ImageLabel) -> bool {
    let cluster = label.cluster.filter(|_| label.source == LabelSource::Machine).and_then(|id| snapshot.cluster(id));
    cluster.is_some_and(|cluster| label.confidence < UNSURE * cluster.mean_confidence)
}

impl Grid {
    pub(super) fn cells_ui(&mut self, ui: &mut Ui, view: &ViewPort, frame: &mut Frame<'_>) {
        let painter = ui.painter_at(view.rect);
        let mut cells = self.visible_cells(view, frame.snapshot, frame.view);
        let responses: Vec<Response> =
            cells.iter().map(|cell| cell_response(ui, view, cell, frame.snapshot, frame.view)).collect();
        for (cell, response) in cells.iter().zip(&responses) {
            self.cell_input(ui, response, cell.position, frame);
        }
        self.sets_ui(&painter, view, &cells, ui);
        for cell in &cells {
            tile_ui(&painter, cell, frame.view, ui);
        }
        match &mut self.gpu {
            Some(pictures) => pictures.paint(ui, &painter, view, &mut cells, frame),
            None => paint_by_egui(ui, &painter, &mut cells, frame),
        }
        let has_focus = ui.memory(|memory| memory.has_focus(body::focus_id()));
        for (cell, response) in cells.iter().zip(&responses) {
            marks_ui(&painter, cell, response, frame, has_focus, ui);
            let said = said_of(frame.snapshot, frame.view, cell.info);
            self.set_label_ui(&painter, cell, ui);
            gone_ui(&painter, cell, frame.snapshot, ui);
            caption_ui(&painter, view, cell, frame.view.shown, said, ui);
        }
        if let Some(hovered) = (0..cells.len()).find(|i| responses[*i].hovered()) {
            let cell = &cells[hovered];
            responses[hovered].clone().on_hover_ui(|ui| tooltip_ui(ui, cell, frame.snapshot, frame.view));
        }
        let menu = self.body.menu.and_then(|image| cells.iter().position(|cell| cell.info.id == image));
        if let Some(at) = menu {
            let image = cells[at].info.id;
            let shown = Popup::context_menu(&responses[at]).show(|ui| self.menu_ui(ui, frame, image));
            self.body.menu = self.body.menu.filter(|_| shown.is_some());
        }
    }

    fn visible_cells<'a>(&self, view: &ViewPort, snapshot: &'a Snapshot, state: &ViewState) -> Vec<Cell<'a>> {
        let has_threshold = self.list.has_confidence();
        view.visible()
            .map(|position| {
                let row = self.list.row(position);
                let label = snapshot.labels.get(row).copied().unwrap_or_default();
                let tile = view.tile(position);
                let is_dimmed = has_threshold && label.cluster.is_some() && label.confidence < state.threshold;
                let is_unsure = is_unsure(snapshot, &label);
                let info = &snapshot.images.rows[row];
                let group = state.quality.group_of(row).map(|group| {
                    let members = &state.quality.groups[group];
                    (members.len(), members.first() == Some(&info.id))
                });
                let gone = self.list.is_gone(position).then(|| where_it_went(snapshot, state.shown, &label));
                let sets = self.list.sets();
                let set = sets.get(sets.partition_point(|set| set.end <= position));
                let is_alone = set.is_none_or(|set| set.start > position);
                Cell { position, info, label, tile, is_dimmed, is_unsure, group, is_alone, gone, missing: None }
            })
            .collect()
    }

    /// How many are alike, on the first picture of a set that is kept together.
    fn set_label_ui(&self, painter: &Painter, cell: &Cell<'_>, ui: &Ui) {
        let sets = self.list.sets();
        let set = sets.get(sets.partition_point(|set| set.start < cell.position));
        let Some(set) = set.filter(|set| set.start == cell.position) else { return };
        let colors = Palette::of(ui);
        let galley = painter.layout_no_wrap(say!("grid-set", n = set.len()), FontId::proportional(11.5), colors.text);
        let rect = Rect::from_min_size(cell.tile.left_top() + vec2(4.0, 4.0), galley.size() + vec2(10.0, 4.0));
        painter.rect(rect, 5.0, colors.raised, Stroke::new(1.0, colors.line_strong), StrokeKind::Inside);
        painter.galley(rect.min + vec2(5.0, 2.0), galley, colors.text);
    }

    /// A frame around each set of near-duplicates that is kept together, with how many they are.
    fn sets_ui(&self, painter: &Painter, view: &ViewPort, cells: &[Cell<'_>], ui: &Ui) {
        let (Some(first), Some(last)) = (cells.first(), cells.last()) else { return };
        let sets = self.list.sets();
        let from = sets.partition_point(|set| set.end <= first.position);
        let colors = Palette::of(ui);
        for set in sets[from..].iter().take_while(|set| set.start <= last.position) {
            let columns = view.layout.columns;
            let row_of = |position: usize| view.cell(position) / columns;
            for row in row_of(set.start)..=row_of(set.end - 1) {
                let mut of_row = set.clone().filter(|position| row_of(*position) == row);
                let (Some(from), to) = (of_row.next(), of_row.next_back()) else { continue };
                let frame = view.layout.cell(view.tile(from)).union(view.layout.cell(view.tile(to.unwrap_or(from))));
                painter.rect(frame.expand(3.5), 6.0, colors.panel, Stroke::new(1.0, colors.line), StrokeKind::Middle);
            }
        }
    }
}

/// Where an image went that left what is shown, in a word or two.
fn where_it_went(snapshot: &Snapshot, shown: Shown, label: &ImageLabel) -> String {
    let is_elsewhere = matches!(shown, Shown::Cluster(id) if label.cluster != Some(id));
    match label.cluster {
        _ if label.is_junk => say!("grid-gone-junk").to_owned(),
        None => say!("grid-gone-no-group").to_owned(),
        Some(_) if label.source == LabelSource::Confirmed && !is_elsewhere => say!("grid-gone-confirmed").to_owned(),
        cluster => cluster_name(snapshot, cluster),
    }
}

/// The mark of where it went, over a picture that is dimmed.
fn gone_ui(painter: &Painter, cell: &Cell<'_>, snapshot: &Snapshot, ui: &Ui) {
    let Some(gone) = &cell.gone else { return };
    let colors = Palette::of(ui);
    let swatch = if cell.label.cluster.is_some() { 14.0 } else { 0.0 };
    let room = cell.tile.width() - 16.0 - swatch;
    let galley = painter.layout_job(one_line(gone, FontId::proportional(12.0), colors.text, room));
    let size = vec2(galley.size().x + swatch + 12.0, galley.size().y + 6.0);
    let rect = Rect::from_center_size(cell.tile.center(), size);
    painter.rect(rect, 5.0, colors.raised, Stroke::new(1.0, colors.line_strong), StrokeKind::Inside);
    if let Some(cluster) = cell.label.cluster {
        let at = pos2(rect.left() + 12.0, rect.center().y);
        let color = colours::of_cluster(snapshot, cluster);
        marks::swatch(painter, Rect::from_center_size(at, Vec2::splat(9.0)), color, ui.visuals());
    }
    painter.galley(pos2(rect.left() + 6.0 + swatch, rect.top() + 3.0), galley, colors.text);
}

/// The cell as a widget: one clickable rectangle with a name, but no stop for the Tab key.
fn cell_response(ui: &Ui, view: &ViewPort, cell: &Cell<'_>, snapshot: &Snapshot, state: &ViewState) -> Response {
    let rect = view.layout.cell(cell.tile).intersect(view.rect);
    let response = ui.interact(rect, body::focus_id().with(cell.info.id), Sense::CLICK | Sense::DRAG);
    response.widget_info(|| {
        let mut name = accessible_name(snapshot, cell.info, &cell.label, state.shown);
        if let Some(gone) = &cell.gone {
            name = say!("grid-gone-name", name = name, place = gone);
        }
        egui::WidgetInfo::labeled(egui::Role::ListBoxOption, true, name)
    });
    // An option is selected; egui's own word for it, toggled, is for check boxes.
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_selected(state.selection.images.contains(&cell.info.id)));
    response
}

/// "flowers/a.jpg, Sunflowers, 97 % sure".
pub(super) fn accessible_name(snapshot: &Snapshot, info: &ImageInfo, label: &ImageLabel, shown: Shown) -> String {
    let mut name = info.path.to_string();
    if info.is_away {
        name = say!("grid-cell-away", name = name);
    }
    if matches!(shown, Shown::Provisional(_)) || snapshot.clusters.is_empty() {
        return name;
    }
    let mut parts = vec![name, cluster_name(snapshot, label.cluster)];
    if label.cluster.is_some() {
        parts.push(match label.source {
            LabelSource::Machine => say!("grid-sure", share = Share(f64::from(label.confidence))),
            LabelSource::Placed | LabelSource::Confirmed => decided_by(snapshot, label),
        });
    }
    let was = snapshot.folder.changed(info.id).and_then(|changed| files::was(snapshot, changed));
    parts.extend(was.map(|was| say!("grid-was", name = was)));
    parts.retain(|part| !part.is_empty());
    parts.join(say!("list-separator"))
}

fn tile_ui(painter: &Painter, cell: &Cell<'_>, state: &ViewState, ui: &Ui) {
    if state.selection.images.contains(&cell.info.id) {
        let color = colours::selection_color(ui.visuals());
        painter.rect_filled(cell.tile.expand(3.0), RADIUS + 3.0, color.gamma_multiply(0.28));
    } else {
        painter.rect_filled(cell.tile, RADIUS, colours::tile_color(ui.visuals()));
    }
}

impl GpuPictures {
    /// Uploads what came in, a few a frame, and paints what is there.
    fn paint(&mut self, ui: &Ui, painter: &Painter, view: &ViewPort, cells: &mut [Cell<'_>], frame: &Frame<'_>) {
        let pixels_per_point = ui.pixels_per_point();
        self.atlas.begin_frame(view.layout.side * pixels_per_point, cells.len());
        let mut placed: Vec<_> = cells.iter().map(|cell| self.atlas.get(cell.info.id)).collect();
        let mut fetched = Vec::new();
        // The newest asked for comes first: the first cell is asked for last.
        for i in (0..cells.len()).rev().filter(|i| placed[*i].is_none()) {
            match frame.fetcher.thumbnail(cells[i].info.id) {
                Fetch::Ready(pixels) => fetched.push((i, pixels)),
                Fetch::Missing(reason) => cells[i].missing = Some(reason),
                Fetch::Pending => {}
            }
        }
        if fetched.len() > UPLOADS_PER_FRAME as usize {
            ui.ctx().request_repaint();
        }
        for (i, pixels) in fetched.into_iter().rev().take(UPLOADS_PER_FRAME as usize) {
            let fitted = fit_within(&pixels, self.atlas.slot_side());
            let pixels = fitted.as_ref().unwrap_or(&pixels);
            placed[i] = self.atlas.place(cells[i].info.id, [pixels.width, pixels.height]);
            if let Some(placed) = &placed[i] {
                self.gpu.upload(placed, pixels);
            }
        }
        let mut instances = Vec::with_capacity(cells.len());
        for (cell, placed) in cells.iter().zip(placed) {
            let rect = cell.picture_rect(pixels_per_point);
            match placed {
                Some(placed) => {
                    let radius = RADIUS.min(rect.size().min_elem() / 4.0);
                    instances.push(Instance::new(&placed, rect, view.rect, cell.opacity(), radius, pixels_per_point));
                }
                None => stand_in(painter, cell, ui),
            }
        }
        if !instances.is_empty() {
            painter.add(gpu::callback(&self.gpu, view.rect, instances));
        }
    }
}

/// The same picture by picture, without an adapter.
fn paint_by_egui(ui: &Ui, painter: &Painter, cells: &mut [Cell<'_>], frame: &mut Frame<'_>) {
    let side_px = cells.first().map_or(0.0, |cell| cell.tile.width()) * ui.pixels_per_point();
    for cell in cells {
        match frame.thumbs.picture(ui.ctx(), frame.fetcher, cell.info.id, side_px) {
            Picture::Ready(texture, _) => {
                let rect = cell.picture_rect(ui.pixels_per_point());
                let radius = RADIUS.min(rect.size().min_elem() / 4.0);
                marks::picture(painter, rect, texture, FULL_UV, radius, cell.opacity());
            }
            Picture::Pending => stand_in(painter, cell, ui),
            Picture::Missing(reason) => {
                cell.missing = Some(reason);
                stand_in(painter, cell, ui);
            }
        }
    }
}

fn stand_in(painter: &Painter, cell: &Cell<'_>, ui: &Ui) {
    if cell.missing.is_some() {
        marks::broken(painter, cell.tile, ui.visuals());
    } else {
        marks::placeholder(painter, cell.tile, ui.visuals());
    }
}

/// Rings, badges and the cluster's stripe.
fn marks_ui(painter: &Painter, cell: &Cell<'_>, response: &Response, frame: &Frame<'_>, has_focus: bool, ui: &Ui) {
    let visuals = ui.visuals();
    let (tile, label) = (cell.tile, &cell.label);
    let is_mixed = !matches!(frame.view.shown, Shown::Cluster(_) | Shown::Provisional(_));
    if let Some(cluster) = label.cluster.filter(|_| is_mixed) {
        let color = colours::of_cluster(frame.snapshot, cluster).gamma_multiply(cell.opacity().max(0.5));
        let stripe = Rect::from_min_max(pos2(tile.left(), tile.bottom() - 3.0), tile.right_bottom());
        painter.rect_filled(stripe, egui::CornerRadius { nw: 0, ne: 0, sw: RADIUS as u8, se: RADIUS as u8 }, color);
    }
    let is_selected = frame.view.selection.images.contains(&cell.info.id);
    let is_cursor = frame.view.selection.cursor == Some(cell.info.id);
    let color = colours::selection_color(visuals);
    if is_selected {
        painter.rect_stroke(tile.expand(3.0), RADIUS + 3.0, Stroke::new(2.5, color), StrokeKind::Inside);
        if is_cursor && has_focus && frame.view.selection.images.len() > 1 {
            painter.rect_stroke(tile, RADIUS, Stroke::new(1.0, color), StrokeKind::Inside);
        }
    } else if is_cursor && has_focus {
        painter.rect_stroke(tile.expand(2.0), RADIUS + 2.0, Stroke::new(1.0, color), StrokeKind::Inside);
    } else if response.hovered() {
        let stroke = Stroke::new(1.5, visuals.strong_text_color().gamma_multiply(0.55));
        painter.rect_stroke(tile.expand(1.5), RADIUS + 1.5, stroke, StrokeKind::Inside);
    }
    let radius = (tile.width() * 0.085).clamp(5.0, 9.0);
    let inset = radius + 4.0;
    marks::source_badge(painter, tile.right_top() + vec2(-inset, inset), radius, label.source, visuals);
    if let Some((n, is_best)) = cell.group.filter(|_| frame.view.shown != Shown::Duplicates || cell.is_alone) {
        marks::group_badge(painter, tile.left_bottom() + vec2(4.0, -7.0), radius, n, is_best, visuals);
    }
    if cell.info.is_away {
        marks::away_badge(painter, tile.right_bottom() - Vec2::splat(inset), radius, visuals);
    }
    if cell.missing.is_some() || cell.is_unsure {
        marks::warning_dot(painter, tile.left_top() + Vec2::splat(inset), radius, visuals);
    }
}

/// What is said of an image in its caption by the shelf that it is on: how similar it is to what was searched for, or the
/// label that it could get.
fn said_of(snapshot: &Snapshot, state: &ViewState, info: &ImageInfo) -> Option<String> {
    match state.shown {
        Shown::Found => state.found.similarity.get(&info.id).map(|similarity| crate::text::decimal(*similarity, 2)),
        Shown::Changed => {
            let changed = snapshot.folder.changed(info.id)?;
            files::was(snapshot, changed).map(|was| say!("grid-was", name = was))
        }
        Shown::Copies => {
            let offer = snapshot.folder.copies.iter().find(|offer| offer.image == info.id)?;
            Some(say!("grid-like", name = cluster_name(snapshot, Some(offer.cluster))))
        }
        _ => None,
    }
}

/// The file name, and where there is room what the shelf says of it, else the confidence if it means something.
fn caption_ui(painter: &Painter, view: &ViewPort, cell: &Cell<'_>, shown: Shown, said: Option<String>, ui: &Ui) {
    let Some(rect) = view.layout.caption(cell.tile) else { return };
    let font = FontId::proportional(11.5);
    let color = ui.visuals().text_color().gamma_multiply(if cell.is_dimmed { 0.6 } else { 0.85 });
    let is_sure_by_hand = cell.label.source != LabelSource::Machine;
    let mut width = rect.width();
    let has_confidence = cell.label.cluster.is_some() && !is_sure_by_hand && !shown.is_of_folder();
    let weak = colours::soft_color(ui.visuals());
    // What a key would say of it is more to know than what the file is called.
    if shown.is_of_folder()
        && let Some(said) = &said
        && rect.width() < 104.0
    {
        let galley = painter.layout_job(one_line(said, font, color, width));
        painter.galley(pos2(rect.left(), rect.center().y - galley.size().y / 2.0 + 1.0), galley, color);
        return;
    }
    if (has_confidence || said.is_some()) && rect.width() >= 104.0 {
        let words = said.unwrap_or_else(|| short_percent(cell.label.confidence));
        let galley = painter.layout_job(one_line(&words, font.clone(), weak, rect.width() * 0.72));
        width -= galley.size().x + 6.0;
        let at = pos2(rect.right() - galley.size().x, rect.center().y - galley.size().y / 2.0 + 1.0);
        painter.galley(at, galley, weak);
    }
    let name = file_name(&cell.info.path);
    let mut galley = painter.layout_job(one_line(name, font.clone(), color, width));
    if galley.elided
        && let Some((stem, _)) = name.rsplit_once('.')
    {
        // The end of a name tells files apart; the ending does not.
        galley = painter.layout_job(one_line(stem, font, color, width));
    }
    painter.galley(pos2(rect.left(), rect.center().y - galley.size().y / 2.0 + 1.0), galley, color);
}

/// Text cut off with an ellipsis.
fn one_line(text: &str, font: FontId, color: Color32, width: f32) -> LayoutJob {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, color));
    job.wrap = TextWrapping {
        max_rows: 1,
        break_anywhere: true,
        ..TextWrapping::from_wrap_mode_and_width(egui::TextWrapMode::Truncate, width)
    };
    job
}

fn tooltip_ui(ui: &mut Ui, cell: &Cell<'_>, snapshot: &Snapshot, state: &ViewState) {
    ui.set_max_width(340.0);
    ui.label(&*cell.info.path);
    let weak = colours::soft_color(ui.visuals());
    if let Some(reason) = &cell.missing {
        ui.colored_label(ui.visuals().warn_fg_color, reason_words(reason));
    }
    if !matches!(state.shown, Shown::Provisional(_)) && !snapshot.clusters.is_empty() {
        let mut parts = vec![cluster_name(snapshot, cell.label.cluster)];
        if cell.label.cluster.is_some() && cell.label.source == LabelSource::Machine {
            parts.push(say!("grid-sure", share = Share(f64::from(cell.label.confidence))));
        }
        parts.push(decided_by(snapshot, &cell.label));
        parts.retain(|part| !part.is_empty());
        ui.label(parts.join(say!("list-separator")));
        if cell.is_unsure {
            ui.colored_label(weak, say!("grid-tip-unsure"));
        }
    }
    if cell.gone.is_some() {
        ui.colored_label(weak, say!("grid-tip-gone"));
    }
    if cell.info.is_away {
        ui.colored_label(ui.visuals().warn_fg_color, say!("grid-tip-away"));
    }
    let was = snapshot.folder.changed(cell.info.id).and_then(|changed| files::was(snapshot, changed));
    if let Some(was) = was.filter(|_| state.shown == Shown::Changed) {
        ui.label(say!("grid-tip-changed", name = was));
    }
    if let Some((n, is_best)) = cell.group {
        ui.colored_label(weak, if is_best { say!("grid-set-best", n = n) } else { say!("grid-set-one", n = n) });
    }
    let taken = state.dates.as_ref().and_then(|dates| dates.taken(cell.info.id));
    ui.colored_label(
        weak,
        match taken {
            Some(taken) => say!(
                "grid-tip-size-taken",
                width = cell.info.width.to_string(),
                height = cell.info.height.to_string(),
                taken = taken.to_string()
            ),
            None => say!("grid-tip-size", width = cell.info.width.to_string(), height = cell.info.height.to_string()),
        },
    );
}
