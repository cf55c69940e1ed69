//! Letters that are typed while a field opens. A key opens a field a frame or two before the field has the keyboard; what is
//! typed meanwhile is kept, and then given to the field. It knows no field: any that takes the keyboard gets it.

use egui::{Context, Event, Id, Key};

/// Frames after which no field is expected any more.
const MOST_FRAMES: u8 = 6;

/// What was typed since the key that opens a field.
#[derive(Clone, Default)]
struct Kept {
    events: Vec<Event>,
    /// What had the keyboard before.
    before: Option<Id>,
    frames_left: u8,
}

fn id() -> Id {
    Id::unique("typed while a field opens")
}

/// A key opened a field: what is typed from this event of the frame on is for it.
pub fn keep(ctx: &Context, from: usize) {
    let before = ctx.memory(egui::Memory::focused);
    let events = ctx.input_mut(|input| take_typed(&mut input.events, from));
    ctx.data_mut(|data| data.insert_temp(id(), Kept { events, before, frames_left: MOST_FRAMES }));
    ctx.request_repaint();
}

/// A field opens after this frame.
pub fn expect(ctx: &Context) {
    keep(ctx, usize::MAX);
}

/// Gives what was typed to the field that has the keyboard by now, else keeps what was typed since. To be called before
/// anything else looks for keys.
pub fn give(ctx: &Context) {
    let Some(mut kept) = ctx.data(|data| data.get_temp::<Kept>(id())) else { return };
    kept.events.extend(ctx.input_mut(|input| take_typed(&mut input.events, 0)));
    kept.frames_left = kept.frames_left.saturating_sub(1);
    let focused = ctx.memory(egui::Memory::focused);
    let is_field = ctx.text_edit_focused();
    let is_over = kept.frames_left == 0;
    if is_over && !is_field {
        // None came: letters that were meant for it are no commands.
        kept.events.retain(is_no_letter);
    }
    if is_over || is_field && focused != kept.before {
        ctx.input_mut(|input| drop(input.events.splice(0..0, kept.events)));
        ctx.data_mut(|data| data.remove::<Kept>(id()));
    } else {
        ctx.data_mut(|data| data.insert_temp(id(), kept));
        ctx.request_repaint();
    }
}

/// Whether a field is expected, and letters are kept for it.
#[cfg(test)]
pub fn is_expecting(ctx: &Context) -> bool {
    ctx.data(|data| data.get_temp::<Kept>(id()).is_some())
}

fn take_typed(events: &mut Vec<Event>, from: usize) -> Vec<Event> {
    let mut at = 0;
    let is_typed = |event: &mut Event| {
        at += 1;
        at > from && matches!(event, Event::Key { .. } | Event::Text(_) | Event::Ime(_) | Event::Paste(_))
    };
    events.extract_if(.., is_typed).collect()
}

fn is_no_letter(event: &Event) -> bool {
    matches!(
        event,
        Event::Key {
            key: Key::Enter | Key::Escape | Key::Tab | Key::ArrowUp | Key::ArrowDown | Key::ArrowLeft | Key::ArrowRight,
            ..
        }
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{Modifiers, RawInput};

    fn letters(text: &str) -> Vec<Event> {
        let key = |letter: char| Event::Key {
            key: Key::from_name(&letter.to_uppercase().to_string()).expect("a key"),
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::NONE,
        };
        text.chars().flat_map(|letter| [key(letter), Event::Text(letter.into())]).collect()
    }

    /// A field that takes the keyboard `late` frames after the one in which its key was pressed.
    fn typed(late: usize, n_frames: usize) -> (String, bool) {
        let (ctx, mut text) = (Context::default(), String::new());
        for frame in 0..n_frames {
            let events = letters(["ab", "c", "d", "e"].get(frame).copied().unwrap_or_default());
            let input = RawInput { events, ..RawInput::default() };
            let output = ctx.run_ui(input, |ui| {
                give(ui.ctx());
                if frame == 0 {
                    // The letter "a" is the key that opens it.
                    keep(ui.ctx(), 2);
                }
                if frame >= late {
                    let response = ui.add(egui::TextEdit::singleline(&mut text));
                    if frame == late {
                        response.request_focus();
                    }
                }
            });
            output.drop_without_applying_deltas();
        }
        (text, is_expecting(&ctx))
    }

    #[test]
    fn what_is_typed_while_a_field_opens_is_in_it() {
        assert_eq!(typed(1, 9), ("bcde".into(), false));
        assert_eq!(typed(3, 9), ("bcde".into(), false));
    }

    #[test]
    fn where_no_field_comes_letters_are_dropped_and_others_are_not() {
        assert_eq!(typed(99, 9), (String::new(), false));
        let mut events = letters("x");
        events.push(Event::Key {
            key: Key::Escape,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::NONE,
        });
        events.retain(is_no_letter);
        assert_eq!(events.len(), 1);
    }
}
