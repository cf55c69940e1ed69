//! What anything in the window is drawn with: the theme, fonts and scripts, icons, colours, small controls, pictures, and
//! words. Nothing here knows a command or a part of the window.

pub(in crate::gui) mod bidi;
pub(in crate::gui) mod checked;
pub(in crate::gui) mod choice;
pub(in crate::gui) mod colours;
pub(in crate::gui) mod dialog;
pub(in crate::gui) mod fonts;
pub(in crate::gui) mod icons;
pub(in crate::gui) mod name_field;
pub mod pictures;
pub(in crate::gui) mod scripts;
pub(in crate::gui) mod text;
pub mod theme;
pub(in crate::gui) mod toasts;
pub(in crate::gui) mod typed;
pub(in crate::gui) mod widgets;
pub(in crate::gui) mod words;
