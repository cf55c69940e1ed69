//! What anything in the window is drawn with: the theme, fonts and scripts, icons, colours, small controls, pictures, and
//! words. Nothing here knows a command or a part of the window.

pub mod bidi;
pub mod colours;
pub mod fonts;
pub mod icons;
pub mod pictures;
pub mod scripts;
pub mod text;
pub mod theme;
pub mod toasts;
pub mod widgets;
pub mod words;
