//! The row above the middle of the window: its tabs, what can be done with the shelf that is shown, and the search field.

use super::search::Search;
use crate::gui::command::Command;
use crate::gui::frame::{Frame, Out, Shown, Tab, ViewState};
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::words;
use egui::accesskit::Role;
use egui::{Align, Layout, Response, RichText, Sense, Stroke, TextStyle, Ui, WidgetInfo, vec2};

/// Draws the row; `n_shown` images are in the grid.
pub fn tabs_ui(ui: &mut Ui, frame: &mut Frame<'_>, search: &mut Search, n_shown: usize) {
    ui.horizontal(|ui| {
        ui.set_height(30.0);
        let tabs =
            [(Tab::Grid, Command::ShowGrid), (Tab::Review, Command::ShowReview), (Tab::Quality, Command::ShowQuality)];
        for (tab, command) in tabs {
            let response = tab_ui(ui, command.label(), frame.view.tab == tab);
            let tip = command.tooltip_with_key(ui.ctx());
            if response.on_hover_text(tip).clicked() {
                frame.out.commands.push(command);
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let width = (ui.available_width() * 0.45).clamp(120.0, 260.0);
            search.box_ui(ui, width);
            if frame.view.tab == Tab::Grid {
                shelf_ui(ui, frame.view, n_shown, frame.out);
            }
        });
    });
    ui.add_space(2.0);
}

fn tab_ui(ui: &mut Ui, name: &str, is_shown: bool) -> Response {
    let colors = Palette::of(ui);
    let color = if is_shown { colors.text } else { colors.weak };
    let text = if is_shown { strong(name).color(color) } else { RichText::new(name).color(color) };
    let galley =
        egui::WidgetText::from(text).into_galley(ui, Some(egui::TextWrapMode::Extend), f32::INFINITY, TextStyle::Body);
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x + 20.0, 28.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_shown, name));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 6.0, colors.control);
    }
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, color);
    if is_shown {
        let line = Stroke::new(2.0, colors.accent_text);
        ui.painter().hline(rect.x_range().shrink(8.0), rect.bottom() - 1.0, line);
    }
    response
}

/// What can be done with a whole shelf, from right to left.
fn shelf_ui(ui: &mut Ui, view: &ViewState, n_shown: usize, out: &mut Out) {
    let n_selected = view.selection.images.len();
    if n_shown == 0 {
        // The filter hides all of it.
        return;
    }
    match view.shown {
        Shown::Duplicates if !view.quality.groups.is_empty() => {
            let what = if n_selected > 0 {
                "selected groups".to_owned()
            } else if view.is_filtered() {
                "the shown groups".to_owned()
            } else {
                format!("{} groups", words::number(view.quality.groups.len()))
            };
            out.button_as_ui(ui, Command::KeepBest, format!("Keep the best of {what}, junk the rest"));
        }
        Shown::Unusual if n_selected > 0 => {
            out.button_as_ui(ui, Command::Junk, format!("Put {} into junk", words::images(n_selected)));
        }
        Shown::Changed | Shown::Unplaced | Shown::Copies => {
            let n = if n_selected > 0 { n_selected } else { n_shown };
            match view.shown {
                Shown::Changed => {
                    let text =
                        format!("Still what {}: {}", if n == 1 { "it was" } else { "they were" }, words::images(n));
                    out.button_as_ui(ui, Command::StillSame, text);
                }
                Shown::Copies => {
                    let text = format!("Same label{}: {}", if n == 1 { "" } else { "s" }, words::images(n));
                    out.button_as_ui(ui, Command::LabelCopies, text);
                }
                // All of them at once: what a selection is like alone says little.
                _ => out.button_ui(ui, Command::Place),
            }
        }
        Shown::Junk if n_selected > 0 => {
            out.button_as_ui(ui, Command::TakeOut, format!("Take {} out of junk", words::images(n_selected)));
        }
        _ => (),
    }
}
