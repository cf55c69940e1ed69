//! The keys of the review, taken out of the input in their order before commands look for theirs: several in one frame all
//! count, and a key that is held down counts once.

use egui::{Event, Key};

/// What a key says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReviewKey {
    /// The image belongs there.
    Yes,
    /// It belongs to the cluster of this number.
    Number(u8),
    /// Another cluster is to be looked up; what was typed since.
    Choose(String),
    /// It does not belong there.
    No,
    /// It belongs in no class.
    Junk,
    /// Back to the image before.
    Back,
    /// Go on without an answer.
    Skip,
    /// Back to the grid.
    Leave,
    /// Several images at once, or one after the other again.
    Sheets,
    /// The image on the sheet does not belong there, or does after all.
    Mark,
    /// To a neighbour on the sheet.
    Step(Arrow),
}

/// Where an arrow points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrow {
    /// Towards the first image.
    Left,
    /// Towards the last image.
    Right,
    /// A row up.
    Up,
    /// A row down.
    Down,
}

/// Takes the keys of the review out of `events`. `is_pressing`: something has the keyboard that Enter or Space presses.
/// `waiting`: a choice whose field is not open yet. `has_sheet`: a sheet is shown, with keys of its own.
pub fn take(events: &mut Vec<Event>, is_pressing: bool, waiting: Option<ReviewKey>, has_sheet: bool) -> Vec<ReviewKey> {
    let mut keys = Vec::from_iter(waiting);
    let mut has_shift = false;
    events.retain(|event| {
        if let Some(ReviewKey::Choose(typed)) = keys.last_mut() {
            if matches!(event, Event::Key { key: Key::Escape, pressed: true, .. }) {
                keys.pop();
                return false;
            }
            return is_left_by_field(event, typed);
        }
        match event {
            Event::Key { key, pressed: true, repeat, modifiers, .. } => {
                if modifiers.command || modifiers.ctrl || modifiers.alt || modifiers.mac_cmd {
                    return true;
                }
                has_shift = modifiers.shift;
                let is_enter = matches!(key, Key::Enter | Key::Space);
                if has_shift || is_enter && is_pressing {
                    return true;
                }
                let on_sheet = if has_sheet && !is_pressing { of_sheet(*key) } else { None };
                let Some(found) = on_sheet.or_else(|| of_key(*key)) else { return true };
                if !repeat || matches!(found, ReviewKey::Step(_)) {
                    keys.push(found);
                }
                false
            }
            // Signs that some keyboards have only with Shift.
            Event::Text(text) => match text.as_str() {
                "/" => {
                    keys.push(ReviewKey::Choose(String::new()));
                    false
                }
                digit if has_shift => match digit.parse() {
                    Ok(number @ 1..=9) => {
                        keys.push(ReviewKey::Number(number));
                        false
                    }
                    _ => true,
                },
                _ => true,
            },
            _ => true,
        }
    });
    keys
}

/// What follows `/` in the same frame is for the field that it opens. Gives whether the event stays in the input.
fn is_left_by_field(event: &Event, typed: &mut String) -> bool {
    match event {
        // The sign of the key itself.
        Event::Text(text) if typed.is_empty() && text == "/" => false,
        Event::Text(text) => {
            typed.push_str(text);
            false
        }
        Event::Key { pressed: true, modifiers, .. } if modifiers.command || modifiers.alt => true,
        Event::Key { key: Key::Backspace, pressed: true, .. } => {
            typed.pop();
            false
        }
        Event::Key { pressed: true, .. } => false,
        _ => true,
    }
}

/// Keys that mean something else on a sheet, or only there.
fn of_sheet(key: Key) -> Option<ReviewKey> {
    Some(match key {
        Key::Space => ReviewKey::Mark,
        Key::ArrowLeft => ReviewKey::Step(Arrow::Left),
        Key::ArrowRight => ReviewKey::Step(Arrow::Right),
        Key::ArrowUp => ReviewKey::Step(Arrow::Up),
        Key::ArrowDown => ReviewKey::Step(Arrow::Down),
        _ => return None,
    })
}

fn of_key(key: Key) -> Option<ReviewKey> {
    Some(match key {
        Key::Enter | Key::Space => ReviewKey::Yes,
        Key::Slash => ReviewKey::Choose(String::new()),
        Key::N => ReviewKey::No,
        Key::X => ReviewKey::Junk,
        Key::Backspace => ReviewKey::Back,
        Key::S => ReviewKey::Skip,
        Key::W => ReviewKey::Sheets,
        Key::Escape => ReviewKey::Leave,
        Key::Num1 => ReviewKey::Number(1),
        Key::Num2 => ReviewKey::Number(2),
        Key::Num3 => ReviewKey::Number(3),
        Key::Num4 => ReviewKey::Number(4),
        Key::Num5 => ReviewKey::Number(5),
        Key::Num6 => ReviewKey::Number(6),
        Key::Num7 => ReviewKey::Number(7),
        Key::Num8 => ReviewKey::Number(8),
        Key::Num9 => ReviewKey::Number(9),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::Modifiers;

    fn press(key: Key, repeat: bool, modifiers: Modifiers) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat, modifiers }
    }

    #[test]
    fn all_keys_of_a_frame_count_in_their_order_and_held_ones_once() {
        let none = Modifiers::NONE;
        let mut events = vec![
            press(Key::Enter, false, none),
            press(Key::Enter, true, none),
            press(Key::Num2, false, none),
            Event::Text("2".into()),
            press(Key::Z, false, Modifiers::COMMAND),
            press(Key::X, true, none),
            press(Key::Backspace, false, none),
        ];
        assert_eq!(take(&mut events, false, None, false), [ReviewKey::Yes, ReviewKey::Number(2), ReviewKey::Back]);
        assert_eq!(events.len(), 2, "what is not the review's stays: {events:?}");
        let mut events = vec![press(Key::Enter, false, none), press(Key::N, false, none)];
        assert_eq!(take(&mut events, true, None, false), [ReviewKey::No], "Enter presses what has the keyboard");
    }

    #[test]
    fn arrows_and_space_are_of_the_sheet_and_arrows_go_on_while_they_are_held() {
        let none = Modifiers::NONE;
        let keys = [(Key::ArrowDown, false), (Key::ArrowDown, true), (Key::Space, false), (Key::Space, true)];
        let mut events: Vec<_> = keys.iter().map(|(key, repeat)| press(*key, *repeat, none)).collect();
        let mut others = events.clone();
        let step = ReviewKey::Step(Arrow::Down);
        assert_eq!(take(&mut events, false, None, true), [step.clone(), step, ReviewKey::Mark]);
        assert_eq!((take(&mut others, false, None, false), others.len()), (vec![ReviewKey::Yes], 2));
        let mut events = vec![press(Key::ArrowDown, false, none), press(Key::Space, false, none)];
        assert_eq!(take(&mut events, true, None, true), [], "they move and press what has the keyboard");
    }

    #[test]
    fn a_slash_opens_the_field_and_what_follows_is_typed_into_it() {
        let none = Modifiers::NONE;
        let mut events = vec![
            press(Key::Slash, false, none),
            Event::Text("/".into()),
            press(Key::N, false, none),
            Event::Text("n".into()),
        ];
        assert_eq!(take(&mut events, false, None, false), [ReviewKey::Choose("n".into())]);
        // Its field is not open yet.
        let mut events = vec![
            press(Key::X, false, none),
            Event::Text("xy".into()),
            press(Key::Backspace, false, none),
            press(Key::K, false, Modifiers::COMMAND),
        ];
        let waiting = Some(ReviewKey::Choose("n".into()));
        assert_eq!(take(&mut events, false, waiting.clone(), false), [ReviewKey::Choose("nx".into())]);
        assert_eq!(events.len(), 1, "a command is not typed: {events:?}");
        let mut events = vec![press(Key::Escape, false, none), press(Key::X, false, none)];
        assert_eq!(take(&mut events, false, waiting, false), [ReviewKey::Junk]);
        // A German keyboard has the slash on the 7, a French one the digits with Shift.
        let mut events = vec![press(Key::Num7, false, Modifiers::SHIFT), Event::Text("/".into())];
        assert_eq!(take(&mut events, false, None, false), [ReviewKey::Choose(String::new())]);
        let mut events = vec![press(Key::Num7, false, Modifiers::SHIFT), Event::Text("7".into())];
        assert_eq!(take(&mut events, false, None, false), [ReviewKey::Number(7)]);
        let mut events = vec![press(Key::N, false, Modifiers::SHIFT), Event::Text("N".into())];
        assert_eq!(take(&mut events, false, None, false), []);
    }
}
