//! The window, where there is one.

use super::outcome::{Answer, Failure};
#[cfg(feature = "gui")]
use crate::gui;
use std::path::PathBuf;

/// What the window shows first.
pub enum Wanted {
    /// No project: the page on which one is opened.
    Empty,
    /// A folder of images or a project.
    Path(PathBuf),
    /// The embedded sample.
    Sample,
}

/// Opens the window and waits until it is closed.
///
/// # Errors
/// Wrong use without a display or in a program without a window; failed if none can be opened.
#[cfg(feature = "gui")]
pub fn open(wanted: Wanted) -> Answer {
    use super::outcome::Exit;
    if is_without_display() {
        let instead = match wanted {
            Wanted::Sample => "`gleaner demo --headless` does the same without one",
            _ => "`gleaner run FOLDER` works without one, and `gleaner help` tells the rest",
        };
        return Err(Failure::wrong_use(format!("there is no display to open a window on; {instead}")));
    }
    let start = match wanted {
        Wanted::Empty => gui::Start::Empty,
        Wanted::Path(path) => gui::Start::Open(path),
        Wanted::Sample => gui::Start::Sample,
    };
    gui::run(start).map_err(|why| match why {
        gui::NoWindow::Display(why) => Failure::wrong_use(why),
        gui::NoWindow::Other(why) => Failure::failed(why),
    })?;
    Ok(Exit::Done)
}

/// Says that there is none.
///
/// # Errors
/// Always.
#[cfg(not(feature = "gui"))]
pub fn open(wanted: Wanted) -> Answer {
    let instead = match wanted {
        Wanted::Empty => "`gleaner run FOLDER` works without one, and `gleaner help` tells the rest".to_owned(),
        Wanted::Path(path) => format!("`gleaner run {}` works without one", path.display()),
        Wanted::Sample => "`gleaner demo --headless` does the same without one".to_owned(),
    };
    Err(Failure::wrong_use(format!("this program was built without a window and opens no display; {instead}")))
}

/// Linux and the BSDs say by these variables where windows go.
#[cfg(feature = "gui")]
fn is_without_display() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(all(unix, not(target_os = "macos"))) && !is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY")
}
