//! Live curves of a run: what each epoch of a stage measured.

use crate::gui::kit::theme::{Palette, series_color};
use crate::gui::kit::widgets::{caption, weak};
use crate::stage::{EpochMetrics, Stage};
use crate::strings::say;
use egui::{Button, Ui, vec2};
use egui_plot::{Bar, BarChart, HLine, Line, LineStyle, Plot, PlotPoints};

/// Which stage is looked at; None follows the newest.
#[derive(Default)]
pub struct Curves {
    stage: Option<Stage>,
}

/// One curve.
struct Series {
    name: fn() -> &'static str,
    /// What it means.
    about: fn() -> &'static str,
    /// The number it draws.
    value: fn(&EpochMetrics) -> Option<f64>,
    /// Whether it is highest where all clusters are of one size.
    is_evenness: bool,
}

const SERIES: [Series; 3] = [
    Series {
        name: || say!("curve-loss"),
        about: || say!("curve-loss.tip"),
        value: |e| Some(e.loss).filter(|loss| loss.is_finite()),
        is_evenness: false,
    },
    Series {
        name: || say!("curve-evenness"),
        about: || say!("curve-evenness.tip"),
        value: |e| e.entropy,
        is_evenness: true,
    },
    Series {
        name: || say!("curve-sure"),
        about: || say!("curve-sure.tip"),
        value: |e| e.confident_share.map(|share| 100.0 * share),
        is_evenness: false,
    },
];

impl Curves {
    /// Draws the curves in the height given.
    pub fn curves_ui(&mut self, ui: &mut Ui, epochs: &[EpochMetrics], height: f32) {
        let mut stages: Vec<&Stage> = Vec::new();
        for epoch in epochs {
            if !stages.contains(&&epoch.stage) {
                stages.push(&epoch.stage);
            }
        }
        let Some(newest) = epochs.last().map(|last| &last.stage) else {
            weak(ui, say!("curve-none"));
            return;
        };
        let looked_at = stages.iter().copied().find(|stage| Some(*stage) == self.stage.as_ref());
        let stage = looked_at.unwrap_or(newest);
        ui.horizontal(|ui| {
            for one in stages {
                if ui.add(Button::selectable(one == stage, one.name())).clicked() {
                    // The newest stage is followed, so that the view moves on with the run.
                    self.stage = Some(one).filter(|one| *one != newest).cloned();
                }
            }
            let last = epochs.iter().rev().find(|epoch| epoch.stage == *stage);
            if let Some(last) = last {
                weak(ui, say!("engine-epoch", n = last.epoch, all = last.n_epochs));
            }
        });
        let epochs: Vec<&EpochMetrics> = epochs.iter().filter(|epoch| epoch.stage == *stage).collect();
        let sizes = epochs.iter().rev().find_map(|epoch| epoch.cluster_sizes.as_ref());
        let there: Vec<&Series> = SERIES.iter().filter(|s| epochs.iter().any(|e| (s.value)(e).is_some())).collect();
        let n = there.len() + usize::from(sizes.is_some());
        let width = ((ui.available_width() - 16.0 * (n as f32 - 1.0)) / n.max(1) as f32).min(460.0);
        let height = height - 62.0;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 16.0;
            for (i, Series { name, about, value, is_evenness }) in there.into_iter().enumerate() {
                let points: Vec<[f64; 2]> =
                    epochs.iter().filter_map(|epoch| Some([f64::from(epoch.epoch), value(epoch)?])).collect();
                let even = is_evenness.then(|| sizes.map(|sizes| (sizes.len() as f64).ln())).flatten();
                series_ui(ui, name(), about(), points, even, i, vec2(width, height));
            }
            if let Some(sizes) = sizes {
                sizes_ui(ui, sizes, vec2(width, height));
            }
        });
    }
}

fn series_ui(
    ui: &mut Ui,
    name: &str,
    about: &str,
    points: Vec<[f64; 2]>,
    even: Option<f64>,
    n: usize,
    size: egui::Vec2,
) {
    ui.vertical(|ui| {
        ui.set_width(size.x);
        let last = points.last().map_or(0.0, |point| point[1]);
        caption(ui, &format!("{}  {}", name.to_uppercase(), short(last))).on_hover_text(about);
        let color = series_color(n);
        let weak = Palette::of(ui).weak;
        let is_single = points.len() == 1;
        plot(ui, name, size).show(ui, |plot| {
            if is_single {
                plot.points(egui_plot::Points::new(name, PlotPoints::new(points.clone())).radius(3.0).color(color));
            }
            plot.line(Line::new(name, PlotPoints::new(points)).color(color).width(2.0));
            if let Some(even) = even {
                plot.hline(HLine::new(say!("curve-even"), even).color(weak).style(LineStyle::dashed_dense()));
            }
        });
    });
}

/// Largest first, so that the shape shows how even they are.
fn sizes_ui(ui: &mut Ui, sizes: &[u32], size: egui::Vec2) {
    ui.vertical(|ui| {
        ui.set_width(size.x);
        let mut sizes = sizes.to_vec();
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        let n_empty = sizes.iter().filter(|n| **n == 0).count();
        let text = say!("curve-sizes", n = sizes.len(), empty = n_empty);
        caption(ui, &text).on_hover_text(say!("curve-sizes.tip"));
        let color = series_color(3);
        let bars = sizes.iter().enumerate().map(|(i, n)| Bar::new(i as f64 + 1.0, f64::from(*n)).width(0.8)).collect();
        plot(ui, "cluster sizes", size).include_y(0.0).show(ui, |plot| {
            plot.bar_chart(BarChart::new(say!("curve-bars"), bars).color(color));
        });
    });
}

/// A plot to look at, not to drag about: it lies in a bar where wheel and drag mean other things.
fn plot(ui: &Ui, name: &str, size: egui::Vec2) -> Plot<'static> {
    let line = Palette::of(ui).line;
    Plot::new(("curve", name.to_owned()))
        .width(size.x)
        .height(size.y)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_axis_zoom_drag(false)
        .allow_double_click_reset(false)
        .show_background(false)
        .show_grid([false, true])
        .grid_color(line)
        .grid_fade(0.0)
        .show_x(false)
        .y_axis_min_width(34.0)
        .set_margin_fraction(vec2(0.02, 0.1))
}

fn short(value: f64) -> String {
    match value.abs() {
        v if v >= 100.0 => crate::text::decimal(value, 0),
        v if v >= 10.0 => crate::text::decimal(value, 1),
        _ => crate::text::decimal(value, 2),
    }
}
