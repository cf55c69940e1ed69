//! A field for a name: what it may be stands in it as ghost text, and what fits what is typed in a list below.
//!
//! Tab or the right arrow takes the ghost text into the field, up and down choose from the list, Enter takes what the field
//! shows, Shift+Enter takes it though another one is called so, Page Down passes on, Escape leaves. Letters that are typed
//! after Enter in the same frame are given on. It knows no group.

use super::choice::{ChoiceRow, OF_WORDS, choice_row_ui, step};
use super::theme::Palette;
use super::widgets::{stay_on_top, takes_key};
use crate::strings::say;
use egui::text::{CCursor, CCursorRange, CharIndex};
use egui::text_edit::TextEditState;
use egui::{Area, Event, Id, Key, Modifiers, Order, Rect, ScrollArea, TextEdit, Ui, UiBuilder, UiKind, pos2, vec2};

/// A name that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The name.
    pub name: String,
    /// Where it comes from, in a few words.
    pub about: String,
}

/// What was done in the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// Nothing that ends it.
    Not,
    /// This name was entered.
    Entered {
        /// The name; empty where nothing was typed and nothing is suggested.
        name: String,
        /// Though another one is called so.
        is_kept_apart: bool,
        /// What was typed after Enter.
        after: String,
    },
    /// To go on without a name.
    Passed,
    /// Another place was clicked: what was typed counts.
    Left(String),
    /// Escape.
    Cancelled,
}

/// What is typed, and where the arrow keys stand in the list.
#[derive(Clone, Debug, Default)]
pub struct NameField {
    text: String,
    chosen: Option<usize>,
    is_open: bool,
    /// It goes on at the end of the text.
    is_begun: bool,
    /// Where the list was drawn last: a click there is none elsewhere.
    list: Option<Rect>,
}

/// How a field is drawn.
pub struct Look<'a> {
    /// Where it lies.
    pub rect: Rect,
    /// The id that has the keyboard.
    pub id: Id,
    /// Its accessible name.
    pub spoken: &'a str,
    /// What stands in it where nothing is typed or suggested.
    pub hint: &'a str,
    /// What stands in it as ghost text; Enter takes it.
    pub ghost: Option<&'a str>,
    /// The keys, in words, below the list.
    pub help: &'a str,
}

impl NameField {
    /// With this text, all of it selected.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// With letters that were typed already.
    #[must_use]
    pub fn begun(typed: impl Into<String>) -> Self {
        Self { is_begun: true, ..Self::new(typed) }
    }

    /// What is typed.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.trim()
    }

    /// The name that Enter would take.
    #[must_use]
    pub fn shown<'a>(&'a self, offers: &'a [Offer], ghost: Option<&'a str>) -> &'a str {
        match self.chosen.and_then(|at| offers.get(at)) {
            Some(offer) => &offer.name,
            None if self.text().is_empty() => ghost.unwrap_or_default(),
            None => self.text(),
        }
    }

    /// Draws the field and, below it, the offers and what `more` draws.
    pub fn field_ui(&mut self, ui: &mut Ui, look: &Look<'_>, offers: &[Offer], more: impl FnOnce(&mut Ui)) -> Named {
        let id = look.id;
        let is_new = !std::mem::replace(&mut self.is_open, true);
        if is_new {
            // Before it is drawn: letters that were typed meanwhile are its own.
            ui.memory_mut(|memory| memory.request_focus(id));
            self.put_cursor(ui, if self.is_begun { self.text.chars().count() } else { 0 });
        }
        let rest = self.rest(offers, look.ghost);
        let has_focus = ui.memory(|memory| memory.has_focus(id));
        if has_focus && let Some(rest) = &rest {
            let is_at_end = self.is_cursor_at_end(ui, id);
            if takes_key(ui, Key::Tab) || (is_at_end && takes_key(ui, Key::ArrowRight)) {
                self.text = format!("{}{rest}", self.taken(offers, look.ghost));
                self.chosen = None;
                self.put_cursor(ui, self.text.chars().count());
            }
        }
        let (up, down) = (takes_key(ui, Key::ArrowUp), takes_key(ui, Key::ArrowDown));
        self.step(up, down, offers.len());
        let entered = if has_focus { take_enter(ui) } else { None };
        let is_passed = has_focus && takes_key(ui, Key::PageDown);
        let field = TextEdit::singleline(&mut self.text)
            .id(id)
            .desired_width(look.rect.width())
            .margin(vec2(4.0, 2.0))
            .hint_text(if rest.is_some() { "" } else { look.hint })
            .lock_focus(rest.is_some());
        let output = ui.scope_builder(UiBuilder::new().max_rect(look.rect), |ui| field.show(ui)).inner;
        let response = output.response.response.accessible_name(look.spoken);
        if is_new {
            // A dialog that was closed a moment ago holds the keyboard until now.
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        if let Some(rest) = self.rest(offers, look.ghost) {
            let color = Palette::of(ui).weak;
            let after = output.galley_pos + vec2(output.galley.rect.right(), 0.0);
            let font = egui::TextStyle::Body.resolve(ui.style());
            let painter = ui.painter().with_clip_rect(response.rect.shrink(2.0));
            painter.text(after, egui::Align2::LEFT_TOP, rest, font, color);
        }
        if response.changed() {
            self.chosen = None;
        }
        let clicked = self.list_ui(ui, look, offers, up || down, more);
        if let Some(name) = clicked {
            return Named::Entered { name, is_kept_apart: false, after: String::new() };
        }
        if let Some(Entered { is_kept_apart, after }) = entered {
            let name = self.shown(offers, look.ghost).to_owned();
            return Named::Entered { name, is_kept_apart, after };
        }
        if is_passed {
            return Named::Passed;
        }
        if response.lost_focus() && !is_new {
            if ui.input(|input| input.key_pressed(Key::Escape)) {
                return Named::Cancelled;
            }
            let at = ui.input(|input| input.pointer.interact_pos());
            if at.is_some_and(|at| self.list.is_some_and(|list| list.contains(at))) {
                ui.memory_mut(|memory| memory.request_focus(id));
                return Named::Not;
            }
            return Named::Left(self.text().to_owned());
        }
        Named::Not
    }

    /// The arrows go into the list from the field, and back into it over its first row.
    fn step(&mut self, up: bool, down: bool, n: usize) {
        self.chosen = match self.chosen {
            _ if n == 0 => None,
            None if down => Some(0),
            None if up => Some(n - 1),
            Some(0) if up => None,
            chosen => chosen.map(|at| step(at, n, up, down)),
        };
    }

    /// What completes the text: the rest of the chosen offer, of the ghost text, or of the first offer that begins so.
    fn rest(&self, offers: &[Offer], ghost: Option<&str>) -> Option<String> {
        let begun = self.text.trim_start();
        let candidates = match self.chosen.and_then(|at| offers.get(at)) {
            Some(offer) => vec![offer.name.as_str()],
            None => ghost.into_iter().chain(offers.iter().map(|offer| offer.name.as_str())).collect(),
        };
        if begun.is_empty() {
            return if self.chosen.is_some() { candidates.first().copied() } else { ghost }.map(str::to_owned);
        }
        let rest = candidates.into_iter().find_map(|name| rest_of(name, begun).filter(|rest| !rest.is_empty()));
        rest.map(str::to_owned)
    }

    /// What stands before the rest once it is taken: as the name that it completes is written.
    fn taken(&self, offers: &[Offer], ghost: Option<&str>) -> String {
        let begun = self.text.trim_start();
        let chosen = self.chosen.and_then(|at| offers.get(at)).map(|offer| offer.name.as_str());
        let mut names = chosen.into_iter().chain(ghost).chain(offers.iter().map(|offer| offer.name.as_str()));
        let begins = |name: &str| {
            let rest = rest_of(name, begun).filter(|rest| !rest.is_empty())?;
            Some(name[..name.len() - rest.len()].to_owned())
        };
        names.find_map(begins).unwrap_or_else(|| begun.to_owned())
    }

    fn is_cursor_at_end(&self, ui: &Ui, id: Id) -> bool {
        let range = TextEditState::load(ui.ctx(), id).and_then(|state| state.cursor.char_range());
        let n = CharIndex(self.text.chars().count());
        range.is_none_or(|range| range.primary.index == n && range.secondary.index == n)
    }

    /// Selects from here to the end.
    fn put_cursor(&self, ui: &Ui, from: usize) {
        let id = ui.memory(egui::Memory::focused);
        let Some(id) = id else { return };
        let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
        let end = CCursor::new(self.text.chars().count());
        state.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(from), end)));
        state.store(ui.ctx(), id);
    }

    /// What is below the field; gives the offer that was clicked.
    fn list_ui(
        &mut self,
        ui: &Ui,
        look: &Look<'_>,
        offers: &[Offer],
        follow: bool,
        more: impl FnOnce(&mut Ui),
    ) -> Option<String> {
        let mut clicked = None;
        let width = look.rect.width().max(290.0);
        let screen = ui.ctx().content_rect();
        let x = look.rect.left().min(screen.right() - width - 24.0).max(screen.left() + 4.0);
        let area = Area::new(look.id.with("offers")).kind(UiKind::Popup).order(Order::Foreground);
        let shown = area.fixed_pos(pos2(x, look.rect.bottom() + 3.0)).show(ui.ctx(), |ui| {
            stay_on_top(ui);
            egui::Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 1.0;
                let most = 6.0 * (OF_WORDS + 1.0);
                let area = ScrollArea::vertical().max_height(most).min_scrolled_height(most);
                area.auto_shrink([false, true]).show(ui, |ui| {
                    for (at, offer) in offers.iter().enumerate() {
                        let row = ChoiceRow {
                            name: &offer.name,
                            spoken: say!("names-offer", name = &offer.name, about = &offer.about),
                            detail: &offer.about,
                            is_chosen: self.chosen == Some(at),
                            follow,
                            ..ChoiceRow::default()
                        };
                        if choice_row_ui(ui, &row).0.clicked() {
                            clicked = Some(offer.name.clone());
                        }
                    }
                });
                more(ui);
                let color = Palette::of(ui).weak;
                ui.add(egui::Label::new(egui::RichText::new(look.help).small().color(color)).wrap());
            });
        });
        self.list = Some(shown.response.rect);
        clicked
    }
}

/// Enter in the field.
struct Entered {
    is_kept_apart: bool,
    after: String,
}

/// Takes Enter out of the input, and the letters that were typed after it.
fn take_enter(ui: &Ui) -> Option<Entered> {
    ui.input_mut(|input| {
        let is_enter = |event: &Event| matches!(event, Event::Key { key: Key::Enter, pressed: true, .. });
        let at = input.events.iter().position(is_enter)?;
        let Event::Key { modifiers, .. } = input.events[at] else { return None };
        let mut after = String::new();
        let mut i = 0;
        input.events.retain(|event| {
            let is_after = i > at;
            i += 1;
            match event {
                Event::Text(text) if is_after => {
                    after.push_str(text);
                    false
                }
                _ => i - 1 != at,
            }
        });
        input.keys_down.remove(&Key::Enter);
        (!modifiers.command && !modifiers.alt)
            .then_some(Entered { is_kept_apart: modifiers.contains(Modifiers::SHIFT), after })
    })
}

/// What comes after `begun` in a name that begins so, whatever the capitals.
fn rest_of<'a>(name: &'a str, begun: &str) -> Option<&'a str> {
    let mut rest = name.chars();
    for letter in begun.chars() {
        let own = rest.next()?;
        if !own.to_lowercase().eq(letter.to_lowercase()) {
            return None;
        }
    }
    Some(rest.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::kit::theme;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable;

    struct State {
        field: NameField,
        offers: Vec<Offer>,
        ghost: Option<&'static str>,
        said: Vec<Named>,
    }

    fn harness(names: &[&str], ghost: Option<&'static str>) -> Harness<'static, State> {
        let offer = |name: &&str| Offer { name: (*name).to_owned(), about: "here".to_owned() };
        let offers = names.iter().map(offer).collect();
        let state = State { field: NameField::default(), offers, ghost, said: Vec::new() };
        let draw = |ui: &mut Ui, state: &mut State| {
            let rect = Rect::from_min_size(pos2(20.0, 20.0), vec2(220.0, 24.0));
            let look = Look {
                rect,
                id: Id::unique("a name"),
                spoken: "Name",
                hint: "Group 7",
                ghost: state.ghost,
                help: "Enter takes it",
            };
            let named = state.field.field_ui(ui, &look, &state.offers, |_| ());
            if named != Named::Not {
                state.said.push(named);
                state.field = NameField::default();
            }
        };
        let builder = Harness::builder().with_size(vec2(400.0, 400.0)).with_context_setup(theme::install);
        let mut h = builder.build_ui_state(draw, state);
        h.run();
        h
    }

    fn entered(name: &str, is_kept_apart: bool, after: &str) -> Named {
        Named::Entered { name: name.to_owned(), is_kept_apart, after: after.to_owned() }
    }

    #[test]
    fn enter_takes_what_the_field_shows() {
        let mut h = harness(&["forest", "hat"], Some("hat"));
        h.key_press(Key::Enter);
        h.run();
        h.get_by_label("Name").type_text("Fo");
        h.run();
        h.key_press(Key::Tab);
        h.run();
        h.key_press(Key::Enter);
        h.run();
        h.key_press(Key::ArrowDown);
        h.run();
        h.key_press(Key::ArrowDown);
        h.run();
        h.key_press_modifiers(Modifiers::SHIFT, Key::Enter);
        h.run();
        h.get_by_label("Name").type_text("fo");
        h.run();
        h.key_press(Key::Enter);
        h.run();
        h.get_by_label("Call it hat (here)").click();
        h.run();
        let expected = [("hat", false), ("forest", false), ("hat", true), ("fo", false), ("hat", false)]
            .map(|(n, k)| entered(n, k, ""));
        assert_eq!(h.state().said, expected);
    }

    #[test]
    fn letters_after_enter_are_given_on_and_the_others_are_the_fields() {
        let mut h = harness(&[], None);
        let key =
            |key| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE };
        let events = [Event::Text("sea".into()), key(Key::Enter), Event::Text("ha".into()), Event::Text("t".into())];
        // In one frame, as they come when the window is busy.
        h.input_mut().events.extend(events);
        h.step();
        assert_eq!(h.state().said, [entered("sea", false, "hat")]);
        h.run();
        h.key_press(Key::PageDown);
        h.run();
        h.get_by_label("Name").type_text("x");
        h.run();
        h.key_press(Key::Escape);
        h.run();
        assert_eq!(h.state().said[1..], [Named::Passed, Named::Cancelled]);
    }
}
