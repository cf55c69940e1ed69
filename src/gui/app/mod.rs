//! The program behind the window: joins the session to what is drawn, and remembers settings.

mod actions;
mod asked;
mod commands;
mod curate;
mod dialogs;
mod folder;
mod local;
mod logic;
mod many;
mod news;
mod possible;
mod title;
mod ui;
pub mod window;

use super::Start;
use super::grid::Grid;
use super::system::notify;
use crate::gui::kit::theme;
use crate::gui::system::recents::{AboutRecent, look_at};
use crate::gui::system::screen::ScreenFit;
use crate::session::protocol::{Request, Snapshot};
use crate::session::{Reader, Session, places};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};
use window::{Given, Preferences, WhenRead, Window};

/// Key of what is remembered.
const PREFERENCES: &str = "gleaner";
/// Key of what was looked at in each project.
const VIEWS: &str = "gleaner-views";

/// The application: a session and its window.
pub struct App {
    session: Session,
    reader: Reader,
    snapshot: Arc<Snapshot>,
    window: Window,
    data_dir: PathBuf,
    had_project: bool,
    /// What is found out about recent projects.
    recents: Receiver<AboutRecent>,
    screen: ScreenFit,
    /// The window's title as it was last asked for: asking again would draw another frame, for ever.
    title: String,
    started: Instant,
}

impl App {
    /// An application over a running session, which begins with what `start` says. `data_dir` holds the list of projects.
    #[must_use]
    pub fn new(cc: &eframe::CreationContext<'_>, session: Session, start: Start, data_dir: PathBuf) -> Self {
        theme::install(&cc.egui_ctx);
        let preferences: Preferences =
            cc.storage.and_then(|storage| eframe::get_value(storage, PREFERENCES)).unwrap_or_default();
        theme::set_high_contrast(&cc.egui_ctx, preferences.is_high_contrast);
        // The key under which eframe keeps the size.
        let is_first = cc.storage.is_none_or(|storage| storage.get_string("window").is_none());
        let grid = Grid::new(cc.wgpu_render_state.as_ref());
        let recents = places::recent(&data_dir);
        let about = look_at(&data_dir, &recents, &cc.egui_ctx);
        let mut window = Window::new(grid, recents, &preferences);
        window.speech.follow_system();
        window.kept = cc.storage.and_then(|storage| eframe::get_value(storage, VIEWS)).unwrap_or_default();
        match start {
            Start::Empty => (),
            Start::Open(path) => window.ask(Request::Open { path, project: None }),
            Start::Sample => window.open_sample(WhenRead::Run),
        }
        let (reader, snapshot) = (session.reader(), session.snapshot());
        Self {
            session,
            reader,
            snapshot,
            window,
            data_dir,
            had_project: false,
            recents: about,
            screen: ScreenFit::new(is_first),
            title: String::new(),
            started: Instant::now(),
        }
    }

    /// The snapshot that was drawn last.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.snapshot = self.session.snapshot();
        self.window.note(&self.snapshot);
        // A hidden window is not drawn, so that its own clock may stand.
        let (now, is_looked_at) = (self.started.elapsed().as_secs_f64(), ctx.input(|input| input.focused));
        if let Some(notice) = self.window.note_work(now, is_looked_at, &self.snapshot) {
            notify::send(ctx, &notice);
        }
        let has_project = self.snapshot.project.is_some();
        if has_project != self.had_project {
            self.had_project = has_project;
            let recents = places::recent(&self.data_dir);
            self.recents = look_at(&self.data_dir, &recents, ctx);
            self.window.opening.set_recents(recents);
        }
        while let Ok(about) = self.recents.try_recv() {
            self.window.opening.note_recent(ctx, about);
        }
        self.screen.follow(ctx);
        self.send(ctx);
        let title = title::title(&self.snapshot, &self.session.progress());
        if self.title != title {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let progress = self.session.progress();
        let given = Given { snapshot: &self.snapshot, progress: &progress, fetcher: &self.reader };
        self.window.window_ui(ui, given);
        let ctx = ui.ctx().clone();
        self.send(&ctx);
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        eframe::set_value(storage, PREFERENCES, &self.window.preferences());
        eframe::set_value(storage, VIEWS, &self.window.kept_views());
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}

impl App {
    /// Hands requests to the engine; those that it has no room for are tried again soon.
    fn send(&mut self, ctx: &egui::Context) {
        self.window.send_requests(|request| self.session.request(request));
        if self.window.has_requests() {
            ctx.request_repaint_after(Duration::from_millis(50));
        }
    }
}
