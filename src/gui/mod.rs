//! The window: draws snapshots, sends requests, and changes no project state by itself.
//!
//! `app` joins a session to a window, which lays out the parts: `bars`, `clusters`, `grid`, `viewer`, `review`, `inspector`,
//! `quality` and `dialogs`. A part draws itself with a `frame` (a snapshot, what is looked at, where answers come from) and
//! puts intents and commands into its outlet; `app` does them once all is drawn. A part never imports `app`, and `kit`,
//! which all are drawn with, imports no part.

pub mod app;
mod bars;
mod clusters;
mod command;
mod dialogs;
pub mod frame;
pub mod grid;
pub mod inspector;
pub mod kit;
mod quality;
pub mod review;
mod system;
#[cfg(test)]
mod tests;
mod viewer;

pub use app::App;

use crate::control::Waker;
use crate::session::{Session, SessionOptions, places};
use std::path::PathBuf;
use std::sync::Arc;

/// What the window begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// Nothing open.
    #[default]
    Empty,
    /// A folder of images or a project.
    Open(PathBuf),
    /// The embedded sample.
    Sample,
}

/// Shows the window until it is closed.
///
/// # Errors
/// A sentence for people, if no window can be shown here or the engine can not be started.
pub fn run(start: Start) -> Result<(), NoWindow> {
    let data_dir = places::data_dir();
    let viewport = egui::ViewportBuilder::default()
        .with_title("Gleaner")
        .with_app_id("gleaner")
        .with_inner_size([1280.0, 800.0])
        // What the screen has room for is known once there is a window.
        .with_min_inner_size([320.0, 200.0]);
    let options = eframe::NativeOptions {
        viewport,
        renderer: eframe::Renderer::Wgpu,
        persistence_path: Some(data_dir.join("window.ron")),
        // It would end the program on a system without fonts.
        system_font_fallback: false,
        ..eframe::NativeOptions::default()
    };
    let create =
        |cc: &eframe::CreationContext<'_>| -> Result<Box<dyn eframe::App>, Box<dyn std::error::Error + Send + Sync>> {
            let ctx = cc.egui_ctx.clone();
            ctx.add_font_provider(Arc::new(kit::fonts::SystemFonts::new()));
            ctx.plugin_or_default::<kit::scripts::Scripts>().lock().watch();
            let waker = Waker::new(move || ctx.request_repaint());
            let session =
                Session::start(SessionOptions { data_dir: data_dir.clone(), threads: 0, watches: true }, waker)?;
            Ok(Box::new(App::new(cc, session, start, data_dir.clone())))
        };
    eframe::run_native("gleaner", options, Box::new(create)).map_err(|why| words_for(&why))
}

/// Why no window could be shown, and what else works.
#[derive(Debug)]
pub enum NoWindow {
    /// There is no display, or none that answers.
    Display(String),
    /// Something else.
    Other(String),
}

fn words_for(error: &eframe::Error) -> NoWindow {
    let instead = "`gleaner run FOLDER` does the same work without a window; `gleaner demo --headless` shows how.";
    match error {
        eframe::Error::AppCreation(why) => NoWindow::Other(format!("Gleaner could not start: {why}")),
        eframe::Error::Wgpu(_) => NoWindow::Other(format!(
            "The graphics driver gives no surface to draw on (Vulkan or OpenGL is needed). {instead}"
        )),
        _ => NoWindow::Display(format!("There is no display to show a window on. {instead}")),
    }
}
