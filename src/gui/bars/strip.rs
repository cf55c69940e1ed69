//! The strip below the pictures: what became of the folder's files, a line each with what can be done about it. A line that is
//! put away comes back when there is more of it; with nothing to say there is no strip.

use super::strip_words::{Matter, forget_question, part_away};
use crate::gui::command::Command;
use crate::gui::frame::{Frame, Shown};
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::Palette;
use crate::gui::kit::widgets::{icon_button, text_width};
use crate::session::protocol::{Request, Snapshot};
use crate::strings::say;
use egui::{Align, Color32, Label, Layout, Margin, Sense, Stroke, TextStyle, Ui, Vec2, vec2};
use std::collections::BTreeMap;

/// More lines would push the images away that they are about.
const MOST_LINES: usize = 3;
/// Side of an icon in points.
const ICON: f32 = 18.0;

/// What the strip remembers of one project.
#[derive(Default)]
pub struct FolderStrip {
    /// How many images a line was about when it was put away.
    put_away: BTreeMap<Matter, usize>,
    /// Whether images shall really be taken out, and how many that were when it was asked.
    asks: Option<(Matter, usize)>,
}

/// The act behind a button.
#[derive(Clone, Copy)]
enum Does {
    Command(Command),
    /// Asks whether images shall be taken out.
    Ask,
    /// Takes missing images out of the project.
    Forget,
    /// Leaves the images as they are.
    Keep,
}

/// A button: what is on it, what it is called where it is not seen beside its sentence, what it does.
struct Action {
    text: String,
    name: &'static str,
    tip: &'static str,
    does: Does,
}

/// One sentence and its buttons.
struct Line {
    matter: Matter,
    n: usize,
    text: String,
    actions: Vec<Action>,
}

impl FolderStrip {
    /// Whether there is anything to say.
    pub fn has_lines(&mut self, snapshot: &Snapshot, shown: Shown) -> bool {
        !self.lines(snapshot, shown).is_empty()
    }

    /// Draws the strip, if there is anything to say.
    pub fn strip_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) {
        let lines = self.lines(frame.snapshot, frame.view.shown);
        let Some(first) = lines.first() else { return };
        let colors = Palette::of(ui);
        let color = color_of(first.matter, colors);
        egui::Frame::new()
            .fill(color.gamma_multiply(0.09))
            .stroke(Stroke::new(1.0, color.gamma_multiply(0.45)))
            .corner_radius(8)
            .inner_margin(Margin { left: 12, right: 6, top: 5, bottom: 5 })
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.spacing_mut().item_spacing.y = 4.0;
                for line in &lines {
                    self.line_ui(ui, frame, line);
                }
            });
        ui.add_space(4.0);
    }

    /// What is said now, the most important first. What a shelf is about is said by the shelf while it is shown.
    fn lines(&mut self, snapshot: &Snapshot, shown: Shown) -> Vec<Line> {
        let folder = &snapshot.folder;
        // What was done about a part of it is no reason to say it again.
        self.put_away.retain(|matter, n| {
            *n = matter.n(folder).min(*n);
            *n > 0
        });
        self.asks.take_if(|(matter, n)| matter.n(folder) != *n);
        let said = Matter::ALL.into_iter().map(|matter| (matter, matter.n(folder)));
        let said = said.filter(|(matter, n)| *n > self.put_away.get(matter).copied().unwrap_or_default());
        let said = said.filter(|(matter, _)| matter.shelf() != Some(shown));
        let line = |(matter, n): (Matter, usize)| {
            let is_asked = self.asks.is_some_and(|(asked, _)| asked == matter);
            // Those that are missing go with those that are away.
            let n_out = if matter == Matter::Away { n + folder.missing.len() } else { n };
            let is_part = matter == Matter::Away && n < snapshot.images.rows.len();
            let text = if is_asked {
                forget_question(n_out)
            } else if is_part {
                part_away(n)
            } else {
                matter.sentence(n)
            };
            Line { matter, n, text, actions: if is_asked { question() } else { actions(matter, n, is_part) } }
        };
        said.take(MOST_LINES).map(line).collect()
    }

    fn line_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, line: &Line) {
        let room = ui.available_width() - ICON - 2.0 * ui.spacing().item_spacing.x;
        let buttons = line.actions.iter().map(|action| button_width(ui, &action.text)).sum::<f32>();
        let close = ui.spacing().interact_size.y + ui.spacing().item_spacing.x;
        let is_one_row = text_width(ui, &line.text) + 8.0 + buttons + close <= room;
        ui.horizontal(|ui| {
            ui.set_min_height(ui.spacing().interact_size.y);
            icon_ui(ui, line.matter);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let name = say!("bar-strip-put-away", text = &line.text);
                if icon_button(ui, Icon::Close, &name, say!("bar-strip-put-away-tip"), true).clicked() {
                    self.put_away.insert(line.matter, line.n);
                    self.asks = None;
                }
                if is_one_row {
                    for action in line.actions.iter().rev() {
                        self.button_ui(ui, frame, line, action);
                    }
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let label = ui.add(Label::new(&line.text).wrap());
                    // Read aloud as it appears.
                    ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(egui::accesskit::Live::Polite));
                    label.on_hover_text(line.matter.about());
                });
            });
        });
        if !is_one_row {
            ui.horizontal_wrapped(|ui| {
                ui.add_space(ICON + ui.spacing().item_spacing.x);
                for action in &line.actions {
                    self.button_ui(ui, frame, line, action);
                }
            });
        }
    }

    fn button_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, line: &Line, action: &Action) {
        let is_free = frame.snapshot.job.is_none() || !matches!(action.does, Does::Forget);
        let response = ui.add_enabled(is_free, egui::Button::new(&action.text));
        let response = response.accessible_name(action.name).on_hover_text(action.tip);
        if !response.on_disabled_hover_text(say!("bar-strip-busy")).clicked() {
            return;
        }
        match action.does {
            Does::Command(command) => frame.out.commands.push(command),
            Does::Ask => self.asks = Some((line.matter, line.n)),
            Does::Keep => self.asks = None,
            Does::Forget => {
                frame.out.request(Request::Forget { with_away: line.matter == Matter::Away });
                self.asks = None;
            }
        }
    }
}

/// What can be done about it, the most likely first. `is_part`: some folders are away, not all of it.
fn actions(matter: Matter, n: usize, is_part: bool) -> Vec<Action> {
    let command = |text: String, name: &'static str, command: Command| Action {
        text,
        name,
        tip: command.tooltip(),
        does: Does::Command(command),
    };
    match matter {
        Matter::Away => {
            let mut all =
                vec![command(say!("bar-strip-rescan").to_owned(), say!("bar-strip-rescan.name"), Command::Rescan)];
            // Another place would be one of all images.
            let locate = command(say!("bar-strip-locate").to_owned(), Command::Locate.label(), Command::Locate);
            all.extend((!is_part).then_some(locate));
            all.push(Action {
                text: say!("bar-strip-gone", n = n),
                name: say!("bar-strip-gone-name"),
                tip: say!("bar-strip-asks"),
                does: Does::Ask,
            });
            all
        }
        Matter::Changed => {
            vec![command(say!("bar-strip-look").to_owned(), say!("bar-strip-look.name"), Command::ShowChanged)]
        }
        Matter::Copies => vec![
            command(say!("bar-strip-same", n = n), Command::LabelCopies.label(), Command::LabelCopies),
            command(say!("bar-strip-show").to_owned(), say!("bar-strip-show.copies"), Command::ShowCopies),
        ],
        Matter::Unplaced => vec![
            command(say!("bar-strip-place", n = n), Command::Place.label(), Command::Place),
            command(say!("bar-strip-show").to_owned(), say!("bar-strip-show.new"), Command::ShowUnplaced),
        ],
        Matter::Missing => vec![
            command(say!("bar-strip-list").to_owned(), say!("bar-strip-list.name"), Command::ShowMissing),
            Action {
                text: say!("bar-strip-take-out", n = n),
                name: say!("bar-strip-take-out-name"),
                tip: say!("bar-strip-asks"),
                does: Does::Ask,
            },
        ],
    }
}

/// Before images are taken out.
fn question() -> Vec<Action> {
    vec![
        Action {
            text: say!("bar-strip-yes").to_owned(),
            name: say!("bar-strip-yes.name"),
            tip: say!("bar-strip-yes.tip"),
            does: Does::Forget,
        },
        Action {
            text: say!("bar-strip-no").to_owned(),
            name: say!("bar-strip-no.name"),
            tip: say!("bar-strip-no.tip"),
            does: Does::Keep,
        },
    ]
}

fn color_of(matter: Matter, colors: &Palette) -> Color32 {
    if matter == Matter::Away { colors.warning } else { colors.accent_text }
}

fn icon_ui(ui: &mut Ui, matter: Matter) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(ICON), Sense::hover());
    let icon = if matter == Matter::Away { Icon::Warning } else { Icon::Info };
    icon.paint(ui.painter(), rect, color_of(matter, Palette::of(ui)));
}

/// With the gap after it.
fn button_width(ui: &Ui, text: &str) -> f32 {
    let font = TextStyle::Button.resolve(ui.style());
    let text = ui.painter().layout_no_wrap(text.to_owned(), font, Color32::WHITE).size().x;
    // The button that says what to do next is in a stronger face.
    (vec2(text * 1.06, 0.0) + 2.0 * ui.spacing().button_padding + ui.spacing().item_spacing).x
}
