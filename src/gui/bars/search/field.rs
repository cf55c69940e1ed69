//! The field and the list below it. The list is open while somebody types; keys go through it, Enter takes a row, Tab
//! completes a term, and Esc leaves everything as it was before.

use super::Search;
use super::offers::{self, Choice, From, Row, Section};
use crate::gui::command::Command;
use crate::gui::frame::fetch::suggested_names;
use crate::gui::frame::{Frame, Intent, Shown, Tab, ViewState};
use crate::gui::kit::icons::Icon;
use crate::gui::kit::pictures::marks;
use crate::gui::kit::pictures::textures::Picture;
use crate::gui::kit::theme::Palette;
use crate::gui::kit::widgets::{caption, elided, icon_button, takes_key};
use crate::ids::ClusterId;
use crate::session::Query;
use crate::strings::say;
use egui::accesskit::{Live, Role};
use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{
    Align2, Area, Color32, Id, Key, Label, Margin, Order, Rect, Response, RichText, ScrollArea, Sense, TextEdit,
    TextStyle, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};
use std::collections::HashMap;

/// The list is at least so wide: names and reasons stand beside each other.
const LIST_WIDTH: f32 = 460.0;
/// Height of a row of the list, but for why it can not be done now.
const ROW: f32 = 28.0;
/// Beside the text of a row.
const INSET: f32 = 10.0;

/// What is being typed.
pub struct Typing {
    text: String,
    /// The row that was gone to by arrows; without one Enter takes the first, or clears where nothing is typed.
    chosen: Option<usize>,
    /// What the filter was before: Esc brings it back.
    before: String,
    /// The caret goes to the end of the text, or all of it is marked to be typed over.
    caret: Option<Caret>,
    /// The keyboard is still on its way to the field.
    is_new: bool,
}

#[derive(Clone, Copy)]
enum Caret {
    AtEnd,
    OverAll,
}

/// What the field is drawn with.
pub struct Field<'a> {
    /// Points of width.
    pub width: f32,
    /// Actions that were used lately, the last one first.
    pub recent: &'a [Command],
}

impl Search {
    /// Opens the field: with an action to be found (`>`), or with what stands in it, to be typed over.
    pub fn open(&mut self, ctx: &egui::Context, view: &ViewState, is_for_action: bool) {
        let (text, caret) =
            if is_for_action { (">".to_owned(), Caret::AtEnd) } else { (self.standing(view), Caret::OverAll) };
        let before = self.typing.as_ref().map_or_else(|| view.filter.clone(), |typing| typing.before.clone());
        self.typing = Some(Typing { text, chosen: None, before, caret: Some(caret), is_new: true });
        ctx.memory_mut(|memory| memory.request_focus(field_id()));
    }

    /// Whether somebody types.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.typing.is_some()
    }

    /// Ends typing and leaves everything as it was before.
    pub fn leave(&mut self, ctx: &egui::Context, view: &mut ViewState) {
        if let Some(typing) = self.typing.take() {
            view.filter = typing.before;
            ctx.memory_mut(|memory| memory.surrender_focus(field_id()));
        }
    }

    /// What the field shows while nobody types: the filter, or the words that were searched for.
    fn standing(&self, view: &ViewState) -> String {
        match &self.found_by {
            _ if view.is_filtered() => view.filter.clone(),
            Some(Query::Text(words)) if view.shown == Shown::Found => words.clone(),
            _ => String::new(),
        }
    }

    /// Draws the field, and its list while somebody types.
    pub fn field_ui(&mut self, ui: &mut Ui, field: &Field<'_>, frame: &mut Frame<'_>) {
        let has_project = frame.snapshot.project.is_some();
        // Where there is nothing to complete, Tab goes to the next control.
        let suggested = match self.typing {
            Some(_) => suggested_names(frame.fetcher, frame.snapshot),
            None => HashMap::new(),
        };
        let completes = self
            .typing
            .as_ref()
            .is_some_and(|typing| offers::can_complete(&typing.text, from(frame, field.recent, &suggested)));
        let keys = self.typing.as_ref().map(|_| Keys::take(ui, completes));
        if keys.is_some_and(|keys| keys.escape) {
            self.leave(ui.ctx(), frame.view);
        }
        let standing = self.standing(frame.view);
        let mut text = self.typing.as_ref().map_or_else(|| standing.clone(), |typing| typing.text.clone());
        let is_found = has_project && frame.view.shown == Shown::Found;
        let is_clearable = !text.is_empty() || is_found;
        let hint = match (has_project, is_found) {
            (false, _) => say!("bar-search-hint-actions").to_owned(),
            (_, true) => frame.view.found.title.clone(),
            _ if field.width < 260.0 => say!("bar-search-hint.short").to_owned(),
            _ => say!("bar-search-hint").to_owned(),
        };
        let edit = TextEdit::singleline(&mut text)
            .id(field_id())
            .hint_text(hint)
            .desired_width(field.width - 62.0)
            .min_size(vec2(0.0, 28.0))
            .align(Align2::LEFT_CENTER)
            .lock_focus(completes)
            .margin(Margin { left: 30, right: 32, top: 4, bottom: 4 });
        let response = ui.add(edit).accessible_name(say!("bar-search"));
        self.lead_ui(ui, response.rect, frame);
        if is_clearable && clear_ui(ui, response.rect) {
            self.clear(ui, frame.view);
            return;
        }
        self.note_focus(ui, &response, &standing, frame.view);
        let Some(typing) = &mut self.typing else {
            response.on_hover_text(Command::Search.tooltip_with_key(ui.ctx()));
            return;
        };
        if typing.text != text {
            typing.text = text;
            typing.chosen = None;
            // Seen at once, so that a person knows what is found before it is taken; words are asked for by Enter alone.
            let is_filter = has_project && offers::has_terms(&typing.text) && !typing.text.starts_with('>');
            frame.view.filter = if is_filter { typing.text.clone() } else { typing.before.clone() };
            if typing.text.trim().is_empty() {
                frame.view.filter.clear();
            }
        }
        if let Some(caret) = typing.caret.take() {
            set_caret(ui, &typing.text, caret);
        }
        self.list_ui(ui, &response, keys.unwrap_or_default(), field.recent, &suggested, frame);
    }

    /// Begins to type where the field got the keyboard, and ends where it lost it to something else than the list.
    fn note_focus(&mut self, ui: &Ui, response: &Response, standing: &str, view: &ViewState) {
        match &mut self.typing {
            None if response.has_focus() => {
                let text = standing.to_owned();
                let before = view.filter.clone();
                let caret = response.gained_focus().then_some(Caret::OverAll);
                self.typing = Some(Typing { text, chosen: None, before, caret, is_new: false });
            }
            Some(typing) if response.has_focus() => typing.is_new = false,
            Some(typing) if !typing.is_new => {
                let is_in_list = ui.input(|input| input.pointer.interact_pos()).is_some_and(|at| {
                    ui.data(|data| data.get_temp::<Rect>(list_id())).is_some_and(|rect| rect.contains(at))
                });
                let is_pressed = ui.input(|input| input.pointer.any_down() || input.pointer.any_released());
                if is_in_list && is_pressed {
                    return;
                }
                self.typing = None;
            }
            Some(_) => {
                // What lay over the window a frame ago keeps the keyboard to itself.
                response.request_focus();
                ui.ctx().request_repaint();
            }
            None => (),
        }
    }

    /// The magnifying glass, the picture that was asked for, or that it is being looked for.
    fn lead_ui(&self, ui: &mut Ui, rect: Rect, frame: &mut Frame<'_>) {
        let side = 20.0;
        let at = Rect::from_center_size(pos2(rect.left() + 16.0, rect.center().y), Vec2::splat(side));
        if self.is_looking() {
            ui.put(at.shrink(3.0), egui::Spinner::new().size(14.0));
            return;
        }
        if let Some(image) = frame.view.found.like.filter(|_| frame.view.shown == Shown::Found)
            && let Picture::Ready(texture, size) =
                frame.thumbs.picture(ui.ctx(), frame.fetcher, image, side * ui.pixels_per_point())
        {
            let fitted = Rect::from_center_size(at.center(), size * side / size.max_elem().max(1.0));
            let uv = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            marks::picture(ui.painter(), fitted, texture, uv, 2.0, 1.0);
            return;
        }
        Icon::Search.paint(ui.painter(), at.shrink(3.0), Palette::of(ui).weak);
    }

    /// Shows everything again: no filter, nothing that was searched for.
    fn clear(&mut self, ui: &Ui, view: &mut ViewState) {
        self.typing = None;
        self.asked = None;
        view.filter.clear();
        if view.shown == Shown::Found {
            (view.shown, view.tab) = (view.found.before, Tab::Grid);
            view.selection.clear();
        }
        ui.memory_mut(|memory| memory.surrender_focus(field_id()));
    }

    fn list_ui(
        &mut self,
        ui: &Ui,
        response: &Response,
        keys: Keys,
        recent: &[Command],
        suggested: &HashMap<ClusterId, String>,
        frame: &mut Frame<'_>,
    ) {
        let Some(typing) = &mut self.typing else { return };
        let sections = offers::sections(ui.ctx(), &typing.text, from(frame, recent, suggested));
        let faults = if frame.snapshot.project.is_some() { offers::faults(&typing.text) } else { Vec::new() };
        let n: usize = sections.iter().map(|section| section.rows.len()).sum();
        let first = (!typing.text.trim().is_empty()).then_some(0);
        let chosen = typing.chosen.or(first).filter(|_| n > 0).map(|chosen| chosen.min(n - 1));
        let chosen = match (keys.up, keys.down) {
            _ if n == 0 => None,
            (true, _) => Some(chosen.map_or(n - 1, |chosen| (chosen + n - 1) % n)),
            (_, true) => Some(chosen.map_or(0, |chosen| (chosen + 1) % n)),
            _ => chosen,
        };
        if keys.up || keys.down {
            typing.chosen = chosen;
        }
        let all = || sections.iter().flat_map(|section| &section.rows);
        let mut taken = None;
        if keys.tab {
            taken = all().find(|row| matches!(row.choice, Choice::Complete(_))).map(|row| row.choice.clone());
        } else if keys.enter && chosen.is_none() && typing.text.trim().is_empty() {
            // An empty field asks for everything.
            self.clear(ui, frame.view);
            return;
        } else if keys.enter {
            taken = chosen.and_then(|chosen| all().nth(chosen)).map(|row| row.choice.clone());
        }
        let has_moved = keys.up || keys.down;
        let clicked = list(ui, response.rect, &sections, &faults, chosen, has_moved);
        if let Some(choice) = taken.or(clicked) {
            self.take_choice(ui, choice, frame);
        }
    }

    fn take_choice(&mut self, ui: &Ui, choice: Choice, frame: &mut Frame<'_>) {
        if let Choice::Complete(text) = choice {
            if let Some(typing) = &mut self.typing {
                if offers::has_terms(&text) {
                    frame.view.filter.clone_from(&text);
                }
                (typing.text, typing.chosen, typing.caret, typing.is_new) = (text, None, Some(Caret::AtEnd), true);
            }
            ui.memory_mut(|memory| memory.request_focus(field_id()));
            ui.ctx().request_repaint();
            return;
        }
        let before = self.typing.take().map(|typing| typing.before).unwrap_or_default();
        ui.memory_mut(|memory| memory.surrender_focus(field_id()));
        match choice {
            Choice::Command(command) => frame.out.commands.push(command),
            Choice::Cluster(cluster) => {
                frame.view.filter.clear();
                frame.out.intents.push(Intent::Show(Shown::Cluster(cluster)));
            }
            Choice::Words(words) => {
                frame.view.filter = before;
                self.words(&words);
            }
            Choice::Filter(text) => {
                frame.view.filter = text;
                frame.view.tab = Tab::Grid;
            }
            Choice::Complete(_) => (),
        }
        ui.ctx().request_repaint();
    }
}

/// What the rows are made from.
fn from<'a>(frame: &'a Frame<'_>, recent: &'a [Command], suggested: &'a HashMap<ClusterId, String>) -> From<'a> {
    From {
        snapshot: frame.snapshot,
        suggested,
        shown: frame.view.shown,
        saved: &frame.view.saved_filters,
        recent,
        situation: &frame.out.situation,
    }
}

/// The keys of the list, taken before the field sees them.
#[derive(Clone, Copy, Default)]
struct Keys {
    up: bool,
    down: bool,
    enter: bool,
    tab: bool,
    escape: bool,
}

impl Keys {
    fn take(ui: &Ui, completes: bool) -> Self {
        Self {
            up: takes_key(ui, Key::ArrowUp),
            down: takes_key(ui, Key::ArrowDown),
            enter: takes_key(ui, Key::Enter),
            tab: completes && takes_key(ui, Key::Tab),
            escape: takes_key(ui, Key::Escape),
        }
    }
}

/// The field, to move the keyboard there.
fn field_id() -> Id {
    Id::unique("search")
}

/// Where the list is, to tell clicks in it from clicks elsewhere.
fn list_id() -> Id {
    Id::unique("list of the search")
}

fn set_caret(ui: &Ui, text: &str, caret: Caret) {
    let end = CCursor::new(text.chars().count());
    let begin = if matches!(caret, Caret::OverAll) { CCursor::new(0) } else { end };
    let mut state = TextEditState::load(ui.ctx(), field_id()).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::two(begin, end)));
    state.store(ui.ctx(), field_id());
}

/// The cross at the field's end.
fn clear_ui(ui: &mut Ui, field: Rect) -> bool {
    let at = Rect::from_center_size(pos2(field.right() - 16.0, field.center().y), Vec2::splat(24.0));
    let mut inside = ui.new_child(UiBuilder::new().id_salt("clear the search").max_rect(at));
    inside.spacing_mut().interact_size.y = at.height();
    icon_button(&mut inside, Icon::Close, say!("bar-search-clear"), say!("bar-search-clear.tip"), true).clicked()
}

/// Draws the list below the field; gives what was clicked.
fn list(
    ui: &Ui,
    field: Rect,
    sections: &[Section],
    faults: &[String],
    chosen: Option<usize>,
    has_moved: bool,
) -> Option<Choice> {
    let screen = ui.ctx().content_rect();
    let width = field.width().max(LIST_WIDTH).min(screen.width() - 16.0);
    let left = field.left().min(screen.right() - 8.0 - width).max(screen.left() + 8.0);
    let top = field.bottom() + 4.0;
    let colors = Palette::of(ui);
    let area = Area::new(list_id()).order(Order::Foreground).fixed_pos(pos2(left, top)).constrain(false);
    let shown = area.show(ui.ctx(), |ui| {
        egui::Frame::popup(ui.style()).show(ui, |ui| {
            ui.set_width(width - 14.0);
            for fault in faults {
                let response = ui.add(Label::new(RichText::new(fault).color(colors.error)).wrap());
                ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
            }
            if sections.is_empty() {
                ui.add(Label::new(RichText::new(say!("bar-search-nothing")).color(colors.weak)).wrap());
                return None;
            }
            let most = (screen.bottom() - 16.0 - ui.cursor().top()).clamp(80.0, 440.0);
            let area = ScrollArea::vertical().max_height(most).min_scrolled_height(most).auto_shrink([false, true]);
            area.show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                let mut taken = None;
                let mut i = 0;
                for section in sections {
                    caption(ui, section.title);
                    for row in &section.rows {
                        let is_chosen = Some(i) == chosen;
                        let response = row_ui(ui, row, is_chosen);
                        if is_chosen && has_moved {
                            response.scroll_to_me(None);
                        }
                        if response.clicked() {
                            taken = Some(row.choice.clone());
                        }
                        i += 1;
                    }
                    ui.add_space(4.0);
                }
                taken
            })
            .inner
        })
    });
    ui.data_mut(|data| data.insert_temp(list_id(), shown.response.rect));
    shown.inner.inner
}

fn row_ui(ui: &mut Ui, row: &Row, is_chosen: bool) -> Response {
    let colors = Palette::of(ui);
    let width = ui.available_width();
    // Why not has lines of its own: it is a sentence, and there to be read.
    let why_not = row.why_not.map(|why| {
        let font = TextStyle::Small.resolve(ui.style());
        ui.painter().layout(why.to_owned(), font, colors.weak, width - 2.0 * INSET)
    });
    let height = ROW + why_not.as_ref().map_or(0.0, |why| why.size().y + 2.0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    let is_possible = row.why_not.is_none();
    response.widget_info(|| {
        let name = match row.why_not {
            Some(why) => say!("bar-search-not-now", name = &row.name, why = why),
            None if row.detail.is_empty() => row.name.clone(),
            None => say!("bar-search-with-detail", name = &row.name, detail = &row.detail),
        };
        let name = if row.aside.is_empty() { name } else { format!("{name} {}", row.aside) };
        WidgetInfo::selected(Role::ListBoxOption, is_possible, is_chosen, name)
    });
    let fill = match (is_chosen, response.hovered()) {
        (true, _) => colors.selected,
        (_, true) => colors.control,
        _ => Color32::TRANSPARENT,
    };
    ui.painter().rect_filled(rect, 6.0, fill);
    if is_chosen && colors.is_high_contrast() {
        ui.painter().rect_stroke(rect, 6.0, colors.focus_ring(), egui::StrokeKind::Inside);
    }
    let color = if is_possible { colors.text } else { colors.weak };
    let inner = rect.shrink2(vec2(INSET, 0.0)).with_max_y(rect.top() + ROW);
    let middle = inner.center().y;
    let name = elided(ui, &row.name, &TextStyle::Body, inner.width(), color);
    let after = inner.left() + name.size().x;
    ui.painter().galley(pos2(inner.left(), middle - name.size().y / 2.0), name, color);
    let left = inner.right() - after - 16.0;
    if left > 24.0 {
        let detail = elided(ui, &row.detail, &TextStyle::Body, left, colors.weak);
        let aside = elided(ui, &row.aside, &TextStyle::Body, (left - detail.size().x - 8.0).max(0.0), colors.weak);
        ui.painter().galley(pos2(after + 5.0, middle - aside.size().y / 2.0), aside, colors.weak);
        let at = Align2::RIGHT_CENTER.anchor_size(inner.right_center(), detail.size()).min;
        ui.painter().galley(at, detail, colors.weak);
    }
    if let Some(why) = why_not {
        ui.painter().galley(pos2(inner.left(), rect.top() + ROW - 4.0), why, colors.weak);
    }
    match &row.choice {
        Choice::Command(command) => response.on_hover_text(command.tooltip()),
        _ => response,
    }
}
