//! The Discover card: what it will do and how long it will take on this machine, how many groups are looked for, and what the
//! groups would be, as far as that can be known before. Everything of the field is behind the options.

use super::preview::Preview;
use super::{options, source};
use crate::gui::frame::Frame;
use crate::gui::frame::facts::{interrupted_run, is_at_work};
use crate::gui::kit::dialog::{beside_buttons_ui, body_ui, footer_ui};
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{boxed, icon_button, is_enter, note, primary_button, weak};
use crate::gui::kit::words;
use crate::session::protocol::{JobKind, Request, Snapshot};
use crate::session::{Head, Preset, RunSettings, Source, models, run_secs};
use crate::strings::{about, say};
use crate::text::capitalised;
use egui::accesskit::Role;
use egui::{
    CollapsingHeader, Color32, DragValue, FontId, Galley, RichText, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};
use std::sync::Arc;
use std::time::Duration;

/// The settings being chosen.
pub struct DiscoverCard {
    settings: RunSettings,
    preview: Preview,
}

/// What came of a frame of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It stays open.
    Open,
    /// A file is to be chosen that features come from.
    Browse,
    /// The run was asked for.
    Started,
    /// The interrupted run is to go on.
    Resume,
}

impl DiscoverCard {
    /// Begins with the settings of the newest run that a person asked for, else with the usual ones, and leaves the number of
    /// clusters open: whoever opens a folder for the first time seldom knows it.
    #[must_use]
    pub fn new(snapshot: &Snapshot) -> Self {
        let settings = snapshot.runs.iter().find(|run| !run.is_improvement()).map_or_else(
            || RunSettings { clusters: 0, ..RunSettings::default() },
            |run| run.settings.without_unknown_words(),
        );
        // A cut of the tree was taken for what it showed then; whoever looks for clusters wants the usual ones.
        let head = if settings.head == Head::Tree { Head::Auto } else { settings.head };
        Self::with(RunSettings { head, ..settings })
    }

    /// Begins with these settings.
    #[must_use]
    pub fn with(settings: RunSettings) -> Self {
        Self { settings, preview: Preview::default() }
    }

    /// Draws the card.
    pub fn discover_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) -> Outcome {
        let snapshot = frame.snapshot;
        let enter = is_enter(ui);
        let n_images = snapshot.images.rows.len();
        let mut outcome = Outcome::Open;
        body_ui(ui, |ui| {
            if let Some(run) = interrupted_run(snapshot) {
                let colors = Palette::of(ui);
                note(ui, Icon::Info, colors.warning, |ui| {
                    let when = words::ago(run.started, words::unix_now());
                    ui.label(say!("discover-interrupted", when = when));
                    if ui.button(say!("discover-resume")).on_hover_text(say!("discover-resume.tip")).clicked() {
                        outcome = Outcome::Resume;
                    }
                });
                ui.add_space(6.0);
            }
            let secs = run_secs(&self.settings, snapshot);
            if secs.is_none() {
                // It is known in a moment.
                ui.ctx().request_repaint_after(Duration::from_millis(300));
            }
            ui.label(summary(self.settings.clusters, n_images, secs));
            ui.add_space(8.0);
            self.number_ui(ui, n_images);
            self.preview.preview_ui(ui, frame, self.settings.clusters);
            source::download_ui(ui, &self.settings, frame);
            ui.add_space(8.0);
            if self.options_ui(ui, snapshot, n_images) {
                outcome = Outcome::Browse;
            }
        });
        let problem = problem(&self.settings, snapshot);
        let said = |ui: &mut Ui| match &problem {
            Some(why) if models::missing(&self.settings.features).is_some() => drop(weak(ui, why)),
            Some(why) => {
                let color = Palette::of(ui).error;
                ui.label(RichText::new(why).color(color));
            }
            None if is_at_work(snapshot, JobKind::Import) => drop(weak(ui, say!("discover-after-reading"))),
            None => drop(weak(ui, say!("discover-meanwhile"))),
        };
        let is_started = footer_ui(ui, |ui| {
            beside_buttons_ui(ui, said, |ui| {
                let response = primary_button(ui, say!("discover-start"), problem.is_none());
                problem.is_none() && (response.on_hover_text(say!("discover-start.tip")).clicked() || enter)
            })
        });
        if is_started {
            for request in run_requests(&self.settings) {
                frame.out.request(request);
            }
            outcome = Outcome::Started;
        }
        outcome
    }

    /// How many groups are looked for.
    fn number_ui(&mut self, ui: &mut Ui, n_images: usize) {
        ui.horizontal(|ui| {
            ui.label(strong(say!("discover-number")));
            ui.add_space(4.0);
            let is_open = self.settings.is_open();
            let suggest = boxed(ui, |ui| ui.radio(is_open, say!("discover-suggest")));
            if suggest.on_hover_text(say!("discover-suggest.tip")).clicked() {
                self.settings.clusters = 0;
            }
            ui.add_space(4.0);
            let choose = boxed(ui, |ui| ui.radio(!is_open, say!("discover-choose")));
            if choose.on_hover_text(say!("discover-choose.tip")).clicked() && is_open {
                self.settings.clusters = self.preview.suggested().unwrap_or_else(|| usual_clusters(n_images));
            }
            if self.settings.is_open() {
                return;
            }
            ui.spacing_mut().item_spacing.x = 2.0;
            let n = &mut self.settings.clusters;
            if icon_button(ui, Icon::Minus, say!("discover-fewer"), say!("discover-fewer.tip"), *n > 2).clicked() {
                *n -= 1;
            }
            let field = DragValue::new(n).range(2..=1000).speed(0.1);
            ui.add(field).accessible_name(say!("discover-number"));
            if icon_button(ui, Icon::Plus, say!("discover-more"), say!("discover-more.tip"), *n < 1000).clicked() {
                *n += 1;
            }
        });
        if !self.settings.is_open() {
            weak(ui, say!("discover-rather-many"));
        }
    }

    /// How thorough it is; everything of the field is in a fold of its own. True if a file is to be chosen.
    fn options_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot, n_images: usize) -> bool {
        let usual = self.usual();
        let is_changed = usual != self.settings;
        let mut wants_file = false;
        CollapsingHeader::new(say!("discover-options")).id_salt("options").show(ui, |ui| {
            weak(ui, say!("discover-options-about"));
            ui.add_space(4.0);
            self.presets_ui(ui, snapshot);
            ui.add_space(4.0);
            let title = if is_changed { say!("discover-advanced-changed") } else { say!("discover-advanced") };
            CollapsingHeader::new(title).id_salt("advanced").show(ui, |ui| {
                wants_file = source::source_ui(ui, &mut self.settings, snapshot, n_images);
                ui.add_space(4.0);
                options::options_ui(ui, &mut self.settings);
                ui.add_space(4.0);
                let back = ui.add_enabled(is_changed, egui::Button::new(say!("discover-back")));
                if back.on_hover_text(say!("discover-back.tip")).clicked() {
                    self.settings = usual;
                }
            });
        });
        wants_file
    }

    fn presets_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot) {
        let presets = [
            (Preset::Quick, say!("discover-quick"), say!("discover-quick.tip")),
            (Preset::Balanced, say!("discover-balanced"), say!("discover-balanced.tip")),
            (Preset::Paper, say!("discover-paper"), say!("discover-paper.tip")),
        ];
        let width = (ui.available_width() - 16.0) / 3.0;
        let height = |ui: &Ui, what: &str| about_galley(ui, what, width).size().y;
        let height = presets.iter().map(|(.., what)| height(ui, what)).fold(0.0, f32::max);
        let size = vec2(width, ABOUT + height + BELOW_ABOUT);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            for (preset, name, what) in presets {
                let settings = self.with_preset(preset);
                let time = run_secs(&settings, snapshot).map(about).unwrap_or_default();
                let is_chosen = self.settings.preset == preset;
                let name = if is_chosen && self.usual() != self.settings {
                    say!("discover-changed", preset = name)
                } else {
                    name.to_owned()
                };
                if preset_ui(ui, size, &name, what, &time, is_chosen) && !is_chosen {
                    self.settings = settings;
                }
            }
        });
    }

    /// A preset's numbers with what a person chose beside it.
    fn with_preset(&self, preset: Preset) -> RunSettings {
        if preset == self.settings.preset {
            return self.settings.clone();
        }
        let RunSettings { clusters, seed, threads, device, .. } = self.settings;
        RunSettings { seed, threads, device, ..RunSettings::preset_for(preset, clusters) }
    }

    /// The chosen preset, for the chosen number of clusters.
    fn usual(&self) -> RunSettings {
        let RunSettings { preset, clusters, .. } = self.settings;
        RunSettings::preset_for(preset, clusters)
    }

    /// Takes the file that was chosen for the features.
    pub fn set_source_path(&mut self, path: &std::path::Path) {
        self.settings.features = match self.settings.features {
            Source::Vectors(_) => Source::Vectors(path.to_owned()),
            _ => Source::File(path.to_owned()),
        };
    }
}

/// What is asked for when a run begins: it, and then, where what makes clusters was left open, to look for better ones.
pub fn run_requests(settings: &RunSettings) -> Vec<Request> {
    let run = Request::Run { settings: Box::new(settings.clone()), resume: false };
    let improve = settings.is_improvable().then_some(Request::Improve { take: false });
    std::iter::once(run).chain(improve).collect()
}

/// What it will do, in a sentence, and for how long; nothing of that before it is known.
fn summary(n_groups: usize, n_images: usize, secs: Option<f64>) -> String {
    let what = match n_groups {
        0 => say!("discover-sorts", n = n_images),
        groups => say!("discover-sorts-into", n = n_images, groups = groups),
    };
    let time = secs.map_or_else(
        || say!("discover-time-unknown").to_owned(),
        |secs| say!("discover-time", time = capitalised(&about(secs))),
    );
    format!("{what} {time}")
}

/// Why a run with these settings can not begin now.
fn problem(settings: &RunSettings, snapshot: &Snapshot) -> Option<String> {
    let n_images = snapshot.images.rows.len();
    if is_at_work(snapshot, JobKind::Run) {
        return Some(say!("discover-busy").to_owned());
    }
    // While the folder is read nobody knows how many there will be.
    if n_images < settings.clusters && !is_at_work(snapshot, JobKind::Import) {
        return Some(say!("discover-too-many", n = n_images, most = n_images));
    }
    if models::missing(&settings.features).is_some() {
        return Some(say!("discover-download-first").to_owned());
    }
    settings.check().err().map(|why| capitalised(&why.to_string()))
}

/// Enough to tell things apart, few enough that a small folder fills them.
fn usual_clusters(n_images: usize) -> usize {
    match n_images {
        0..60 => 4,
        60..200 => 6,
        200..2000 => 8,
        2000..20_000 => 10,
        _ => 20,
    }
}

/// Where it begins on a preset's card what the preset does, and the room for its time below that.
const ABOUT: f32 = 36.0;
const BELOW_ABOUT: f32 = 36.0;

/// What a preset does, in lines that fit its card.
fn about_galley(ui: &Ui, about: &str, width: f32) -> Arc<Galley> {
    let color = Palette::of(ui).weak;
    ui.painter().layout(about.to_owned(), FontId::proportional(12.0), color, width - 24.0)
}

fn preset_ui(ui: &mut Ui, size: Vec2, name: &str, about: &str, time: &str, is_chosen: bool) -> bool {
    let colors = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, format!("{name}: {about}")));
    let fill = if is_chosen {
        colors.selected
    } else if response.hovered() {
        colors.control
    } else {
        Color32::TRANSPARENT
    };
    let line = if is_chosen || response.has_focus() { colors.accent_text } else { colors.line_strong };
    let line_width = if response.has_focus() { 2.5 } else { 1.0 };
    ui.painter().rect(rect, 8.0, fill, Stroke::new(line_width, line), StrokeKind::Inside);
    let dot = pos2(rect.left() + 18.0, rect.top() + 20.0);
    ui.painter().circle_stroke(dot, 6.5, Stroke::new(1.5, line));
    if is_chosen {
        ui.painter().circle_filled(dot, 3.5, colors.accent_text);
    }
    let title = ui.painter().layout_no_wrap(
        name.to_owned(),
        FontId::new(13.5, crate::gui::kit::theme::strong_family()),
        colors.text,
    );
    ui.painter().galley(pos2(rect.left() + 32.0, rect.top() + 20.0 - title.size().y / 2.0), title, colors.text);
    let about = about_galley(ui, about, size.x);
    ui.painter().galley(pos2(rect.left() + 12.0, rect.top() + ABOUT), about, colors.weak);
    let time = ui.painter().layout_no_wrap(time.to_owned(), FontId::proportional(12.5), colors.text);
    ui.painter().galley(pos2(rect.left() + 12.0, rect.bottom() - 10.0 - time.size().y), time, colors.text);
    response.clicked()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;
    use crate::session::protocol::PRESENT_SCORE;

    #[test]
    fn the_card_says_what_will_happen_and_for_how_long() {
        let open = "Sorts 1,800 images into groups and suggests how many. About 40 s.";
        assert_eq!(summary(0, 1800, Some(41.0)), open);
        assert_eq!(summary(12, 1, Some(300.0)), "Sorts 1 image into 12 groups. About 5 min.");
        assert!(!summary(0, 1800, None).contains("About"), "nothing is claimed before it is known");
    }

    #[test]
    fn what_can_not_begin_is_said_in_words() {
        let mut snapshot = fixtures::clustered();
        assert_eq!(problem(&RunSettings::default(), &snapshot), None);
        let many = RunSettings { clusters: 5000, ..RunSettings::default() };
        assert!(problem(&many, &snapshot).expect("too many").contains("only"));
        let open = RunSettings { clusters: 0, ..RunSettings::default() };
        assert_eq!(problem(&open, &snapshot), None);
        snapshot.job = Some(fixtures::job(JobKind::Import));
        assert_eq!(problem(&many, &snapshot), None);
        snapshot.job = Some(fixtures::job(JobKind::Run));
        assert!(problem(&RunSettings::default(), &snapshot).expect("running").contains("at work"));
    }

    #[test]
    fn the_card_begins_as_a_person_left_it() {
        let mut snapshot = fixtures::clustered();
        let mut better = snapshot.runs[0].clone();
        Arc::make_mut(&mut better.settings).features = Source::BuiltinResnet;
        Arc::make_mut(&mut better.stages)[0].metrics.insert(PRESENT_SCORE.into(), 0.5);
        let asked = snapshot.runs[0].settings.features.clone();
        Arc::make_mut(&mut snapshot.runs).insert(0, better);
        assert_eq!(DiscoverCard::new(&snapshot).settings.features, asked, "the program chose the others by itself");
    }

    #[test]
    fn another_preset_keeps_what_was_chosen_beside_it() {
        let mut card = DiscoverCard::new(&fixtures::clustered());
        card.settings.clusters = 17;
        card.settings.seed = 3;
        let paper = card.with_preset(Preset::Paper);
        assert_eq!((paper.clusters, paper.seed, paper.net.width), (17, 3, 64));
    }
}
