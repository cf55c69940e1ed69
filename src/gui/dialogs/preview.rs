//! What the groups would be for the number that is chosen or suggested: a cut of the merge tree of the features, which is there
//! once images were looked at. It is rough: the groups of a result are more even.

use crate::gui::frame::Frame;
use crate::gui::kit::theme::Palette;
use crate::gui::kit::widgets::weak;
use crate::gui::kit::words;
use crate::ids::{ImageId, RunId};
use crate::session::classes::Classes;
use crate::session::protocol::{Fetch, RunState};
use crate::strings::say;
use egui::accesskit::Role;
use egui::{Align2, Sense, TextStyle, Ui, WidgetInfo, vec2};

/// Groups that are shown; the others are counted.
const MOST: usize = 24;
/// Side of a cover.
const SIDE: f32 = 54.0;

/// The groups that were cut last.
#[derive(Default)]
pub struct Preview {
    cut: Option<(RunId, usize)>,
    /// Cover and images of each, largest first.
    groups: Vec<(ImageId, usize)>,
    suggested: Option<usize>,
}

impl Preview {
    /// The number that the features suggest, once it is known.
    #[must_use]
    pub fn suggested(&self) -> Option<usize> {
        self.suggested
    }

    /// Draws the groups for `n_clusters` (0: the number that is suggested); nothing before there was a result, whose features
    /// they are cut from.
    pub fn preview_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, n_clusters: usize) {
        if !frame.snapshot.runs.iter().any(|run| run.state == RunState::Done) {
            return;
        }
        match frame.fetcher.classes() {
            Fetch::Pending => {
                ui.add_space(6.0);
                ui.horizontal(|ui| {
                    ui.spinner();
                    weak(ui, say!("discover-counting"));
                });
            }
            Fetch::Missing(_) => (),
            Fetch::Ready(classes) => {
                let (proposal, low, high) = classes.proposal();
                let (least, most) = classes.range();
                self.suggested = Some(proposal);
                let k = if n_clusters == 0 { proposal } else { n_clusters }.clamp(least, most);
                self.look_at(&classes, k);
                ui.add_space(6.0);
                if n_clusters == 0 && low < high {
                    ui.label(say!("discover-suggests", n = proposal, low = low, high = high));
                } else if n_clusters == 0 {
                    ui.label(say!("discover-suggests-one", n = proposal));
                }
                self.groups_ui(ui, frame);
                weak(ui, say!("discover-rough"));
            }
        }
    }

    fn look_at(&mut self, classes: &Classes, k: usize) {
        if self.cut == Some((classes.run, k)) {
            return;
        }
        self.cut = Some((classes.run, k));
        let group = |members: &[ImageId]| members.first().map(|cover| (*cover, members.len()));
        self.groups = classes.clusters(k).iter().filter_map(|cluster| group(&cluster.members)).collect();
        self.groups.sort_by_key(|(cover, n)| (std::cmp::Reverse(*n), *cover));
    }

    fn groups_ui(&self, ui: &mut Ui, frame: &mut Frame<'_>) {
        let color = Palette::of(ui).weak;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
            for (cover, n) in self.groups.iter().take(MOST) {
                let (rect, response) = ui.allocate_exact_size(vec2(SIDE, SIDE + 16.0), Sense::hover());
                let name = say!("discover-group", n = *n);
                response.widget_info(|| WidgetInfo::labeled(Role::Group, true, &name));
                let mut picture = rect;
                picture.set_height(SIDE);
                frame.thumbs.paint_thumb(ui, frame.fetcher, *cover, picture);
                let font = TextStyle::Small.resolve(ui.style());
                let text = words::number(*n);
                ui.painter().text(rect.center_bottom(), Align2::CENTER_BOTTOM, text, font, color);
            }
            if let Some(n_more) = self.groups.len().checked_sub(MOST).filter(|n| *n > 0) {
                weak(ui, say!("discover-more-groups", n = n_more));
            }
        });
    }
}
