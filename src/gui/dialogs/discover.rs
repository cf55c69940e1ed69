//! The Discover card: what a run will do on this machine and how long it will take, before it begins.

use super::{options, source};
use crate::gui::frame::Frame;
use crate::gui::frame::facts::{interrupted_run, is_at_work};
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{boxed, icon_button, is_enter, note, primary_button, weak};
use crate::gui::kit::words;
use crate::session::protocol::{JobKind, Request, RunState, Snapshot};
use crate::session::{Head, Preset, RunSettings, Source, estimate_secs, models};
use crate::text::capitalised;
use egui::accesskit::Role;
use egui::{
    Align, CollapsingHeader, Color32, DragValue, FontId, Layout, RichText, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

/// Height of the window without the options: the card with a note, its frame, and what stands around it.
const REST_OF_CARD: f32 = 580.0;

/// The settings being chosen.
pub struct DiscoverCard {
    settings: RunSettings,
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
    /// Begins with the settings of the newest run, else with the usual ones, and leaves the number of clusters open: whoever
    /// opens a folder for the first time seldom knows it.
    #[must_use]
    pub fn new(snapshot: &Snapshot) -> Self {
        let settings = snapshot.runs.first().map_or_else(
            || RunSettings { clusters: 0, ..RunSettings::default() },
            |run| run.settings.without_unknown_words(),
        );
        // A cut of the tree was taken for what it showed then; whoever looks for clusters wants the usual ones.
        let head = if settings.head == Head::Tree { Head::Auto } else { settings.head };
        Self { settings: RunSettings { head, ..settings } }
    }

    /// Begins with these settings.
    #[must_use]
    pub fn with(settings: RunSettings) -> Self {
        Self { settings }
    }

    /// Draws the card.
    pub fn discover_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) -> Outcome {
        let snapshot = frame.snapshot;
        let enter = is_enter(ui);
        let n_images = snapshot.images.rows.len();
        let seconds = estimate(&self.settings, snapshot);
        let mut outcome = Outcome::Open;
        if let Some(run) = interrupted_run(snapshot) {
            let colors = Palette::of(ui);
            note(ui, Icon::Info, colors.warning, |ui| {
                let when = words::ago(run.started, words::unix_now());
                ui.label(format!("A run that began {when} was interrupted. It can go on where it stopped."));
                let tip = "Loses nothing of what was learnt so far";
                if ui.button("Go on with the interrupted run").on_hover_text(tip).clicked() {
                    outcome = Outcome::Resume;
                }
            });
            ui.add_space(6.0);
        }
        ui.label(summary(&self.settings, n_images, seconds));
        ui.add_space(8.0);
        self.clusters_ui(ui, n_images);
        ui.add_space(8.0);
        self.presets_ui(ui, snapshot);
        ui.add_space(8.0);
        if source::source_ui(ui, &mut self.settings, n_images) {
            outcome = Outcome::Browse;
        }
        source::download_ui(ui, &self.settings, frame);
        ui.add_space(4.0);
        self.options_ui(ui);
        ui.add_space(8.0);

        let problem = problem(&self.settings, snapshot);
        ui.horizontal(|ui| {
            match &problem {
                Some(why) if models::missing(&self.settings.features).is_some() => {
                    weak(ui, why);
                }
                Some(why) => {
                    let color = Palette::of(ui).error;
                    ui.scope(|ui| {
                        ui.set_max_width(ui.available_width() - 110.0);
                        ui.label(RichText::new(why).color(color));
                    });
                }
                None if is_at_work(snapshot, JobKind::Import) => {
                    weak(ui, "The folder is still being read; the run begins when that is done.");
                }
                None => {
                    weak(ui, "You can go on browsing meanwhile.");
                }
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let response = primary_button(ui, "Start", problem.is_none());
                let response = response.on_hover_text("Learns from the images and sorts them into clusters (Enter)");
                if problem.is_none() && (response.clicked() || enter) {
                    for request in run_requests(&self.settings) {
                        frame.out.request(request);
                    }
                    outcome = Outcome::Started;
                }
            });
        });
        outcome
    }

    fn clusters_ui(&mut self, ui: &mut Ui, n_images: usize) {
        ui.horizontal(|ui| {
            ui.label(strong("Clusters"));
            ui.add_space(4.0);
            let is_open = self.settings.is_open();
            let tip =
                "Looks for as many as the features propose. The Quality tab then shows what speaks for each number.";
            if boxed(ui, |ui| ui.radio(is_open, "Advise me")).on_hover_text(tip).clicked() {
                self.settings.clusters = 0;
            }
            ui.add_space(4.0);
            let tip = "Looks for the number that you say.";
            if boxed(ui, |ui| ui.radio(!is_open, "Exactly")).on_hover_text(tip).clicked() && is_open {
                self.settings.clusters = usual_clusters(n_images);
            }
            if self.settings.is_open() {
                return;
            }
            ui.spacing_mut().item_spacing.x = 2.0;
            let n = &mut self.settings.clusters;
            if icon_button(ui, Icon::Minus, "Fewer clusters", "Fewer", *n > 2).clicked() {
                *n -= 1;
            }
            ui.add(DragValue::new(n).range(2..=1000).speed(0.1)).accessible_name("Number of clusters");
            if icon_button(ui, Icon::Plus, "More clusters", "More", *n < 1000).clicked() {
                *n += 1;
            }
            ui.add_space(6.0);
            weak(ui, "Rather too many: merging is one key.");
        });
    }

    fn presets_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot) {
        let presets = [
            (Preset::Quick, "Quick", "The built-in network as it is; then what fits better, if anything does."),
            (
                Preset::Balanced,
                "Balanced",
                "As quick, then a network learns on from these images. For pictures unlike photos.",
            ),
            (Preset::Paper, "Paper", "The SCAN paper to the letter. For a fast GPU, or patience."),
        ];
        let width = (ui.available_width() - 16.0) / 3.0;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            for (preset, name, about) in presets {
                let settings = self.with_preset(preset);
                let time = words::about(estimate(&settings, snapshot));
                let is_chosen = self.settings.preset == preset;
                let name = if is_chosen && self.usual() != self.settings {
                    format!("{name}, changed")
                } else {
                    name.to_owned()
                };
                if preset_ui(ui, width, &name, about, &time, is_chosen) && !is_chosen {
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

    fn options_ui(&mut self, ui: &mut Ui) {
        let usual = self.usual();
        let is_changed = usual != self.settings;
        let title = if is_changed { "Options (changed)" } else { "Options" };
        // On a low screen they scroll by themselves, so that the button below stays in sight.
        let room = (ui.ctx().content_rect().height() - REST_OF_CARD).max(120.0);
        CollapsingHeader::new(title).id_salt("options").show(ui, |ui| {
            ScrollArea::vertical().id_salt("options").max_height(room).show(ui, |ui| {
                options::options_ui(ui, &mut self.settings);
                ui.add_space(4.0);
                let back = ui.add_enabled(is_changed, egui::Button::new("Back to the preset"));
                if back.on_hover_text("Takes back every change of these settings").clicked() {
                    self.settings = usual;
                }
            });
        });
    }
}

/// What is asked for when a run begins: it, and then, where what makes clusters was left open, to look for better ones.
pub fn run_requests(settings: &RunSettings) -> Vec<Request> {
    let run = Request::Run { settings: Box::new(settings.clone()), resume: false };
    let improve = settings.is_improvable().then_some(Request::Improve { take: false });
    std::iter::once(run).chain(improve).collect()
}

/// What a run with these settings will do, in one line.
fn summary(settings: &RunSettings, n_images: usize, seconds: f64) -> String {
    let time = words::about(seconds);
    let source = match &settings.features {
        Source::Auto => "Takes what fits this folder".to_owned(),
        Source::Pixels => "Compares pixels".to_owned(),
        Source::Colours => "Compares colours".to_owned(),
        Source::Simclr if settings.pretext_epochs() == 0 => "Takes an untrained network".to_owned(),
        Source::Simclr => "Learns what matters in these images".to_owned(),
        used @ (Source::Builtin
        | Source::BuiltinResnet
        | Source::Joined(_)
        | Source::Model(_)
        | Source::File(_)
        | Source::Vectors(_)
        | Source::Unlisted(_)) => format!("Uses {}", used.label()),
    };
    let n_images = words::images(n_images);
    match settings.clusters {
        0 => {
            format!("{source}, then looks for as many clusters as they propose in {n_images}: {time} on this computer.")
        }
        n => format!("{source}, then looks for {} in {n_images}: {time} on this computer.", words::clusters(n)),
    }
}

/// Why a run with these settings can not begin now.
fn problem(settings: &RunSettings, snapshot: &Snapshot) -> Option<String> {
    let n_images = snapshot.images.rows.len();
    if is_at_work(snapshot, JobKind::Run) {
        return Some("A run is at work. Stop it below, or wait until it is done.".into());
    }
    // While the folder is read nobody knows how many there will be.
    if n_images < settings.clusters && !is_at_work(snapshot, JobKind::Import) {
        let n = words::images(n_images);
        return Some(format!("There are only {n} here; ask for {} clusters or fewer.", (n_images / 2).max(1)));
    }
    if models::missing(&settings.features).is_some() {
        return Some("The network has to be downloaded first.".into());
    }
    settings.check().err().map(|why| capitalised(&why.to_string()))
}

/// Estimated seconds, with the speed that an earlier run with the same network reached on this machine.
fn estimate(settings: &RunSettings, snapshot: &Snapshot) -> f64 {
    estimate_secs(settings, snapshot.images.rows.len(), measured_rate(settings, snapshot))
}

/// Training inputs a second of the newest finished run with the same network and device.
fn measured_rate(settings: &RunSettings, snapshot: &Snapshot) -> Option<f64> {
    if settings.is_frozen() {
        // Rates of heads differ too much to stand for each other.
        return None;
    }
    let alike = snapshot.runs.iter().filter(|run| {
        let (then, now) = (&run.settings, settings);
        run.state == RunState::Done && then.features == now.features && then.net == now.net && then.device == now.device
    });
    alike.flat_map(|run| run.stages.iter()).map(|stage| stage.images_per_sec).find(|rate| *rate > 0.0)
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

fn preset_ui(ui: &mut Ui, width: f32, name: &str, about: &str, time: &str, is_chosen: bool) -> bool {
    let colors = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, 116.0), Sense::click());
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
    let about = ui.painter().layout(about.to_owned(), FontId::proportional(12.0), colors.weak, width - 24.0);
    ui.painter().galley(pos2(rect.left() + 12.0, rect.top() + 36.0), about, colors.weak);
    let time = ui.painter().layout_no_wrap(time.to_owned(), FontId::proportional(12.5), colors.text);
    ui.painter().galley(pos2(rect.left() + 12.0, rect.bottom() - 10.0 - time.size().y), time, colors.text);
    response.clicked()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;

    #[test]
    fn the_card_says_what_will_happen_and_for_how_long() {
        let settings = RunSettings { clusters: 12, ..RunSettings::default() };
        assert_eq!(
            summary(&settings, 3781, 41.0),
            "Uses the built-in network, then looks for 12 clusters in 3,781 images: about 40 s on this computer."
        );
        let open = RunSettings { clusters: 0, ..settings.clone() };
        assert!(summary(&open, 3781, 41.0).contains("as many clusters as they propose in 3,781 images"));
        let learned = RunSettings { features: Source::Simclr, ..settings };
        assert_eq!(
            summary(&learned, 3781, 41.0),
            "Learns what matters in these images, then looks for 12 clusters in 3,781 images: about 40 s on this computer."
        );
    }

    #[test]
    fn a_measured_speed_counts_only_for_the_same_network() {
        let snapshot = fixtures::clustered();
        let same = RunSettings { features: Source::Simclr, ..RunSettings::default() };
        assert_eq!(measured_rate(&same, &snapshot), Some(800.0));
        let mut wider = same.clone();
        wider.net.width = 64;
        assert_eq!(measured_rate(&wider, &snapshot), None);
        assert_eq!(measured_rate(&RunSettings::default(), &snapshot), None);
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
    fn another_preset_keeps_what_was_chosen_beside_it() {
        let mut card = DiscoverCard::new(&fixtures::clustered());
        card.settings.clusters = 17;
        card.settings.seed = 3;
        let paper = card.with_preset(Preset::Paper);
        assert_eq!((paper.clusters, paper.seed, paper.net.width), (17, 3, 64));
    }
}
