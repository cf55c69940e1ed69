//! The menu of the images that are selected. What it offers are commands, which are about the selection and the image that was
//! clicked; only what is about that one image's group or cluster has lines of its own.

use super::Grid;
use crate::gui::command::{Command, MOST_LINKED};
use crate::gui::frame::asks::files;
use crate::gui::frame::{Frame, Intent, Shown};
use crate::gui::kit::colours::soft_color;
use crate::gui::kit::text::{cluster_name, shortened};
use crate::ids::ImageId;
use crate::session::protocol::{ImageLabel, LabelSource};
use crate::strings::say;
use egui::{Button, RichText, Ui};

impl Grid {
    /// The menu's lines, for a click on `image`, which is among the selected ones and has the cursor.
    pub(in crate::gui) fn menu_ui(&self, ui: &mut Ui, frame: &mut Frame<'_>, image: ImageId) {
        ui.set_min_width(200.0);
        let label = frame.snapshot.label(image).copied().unwrap_or_default();
        let n = Self::selected(frame.view).len();
        ui.label(RichText::new(say!("count-images", n = n)).color(soft_color(ui.visuals())));
        for command in [Command::OpenLarge, Command::OpenInViewer, Command::Compare, Command::FindSimilar] {
            frame.out.line_ui(ui, command);
        }
        ui.separator();
        label_lines_ui(ui, frame, image, &label, n);
        group_lines_ui(ui, frame, image);
        self.cluster_lines_ui(ui, frame, &label);
        ui.separator();
        frame.out.line_ui(ui, Command::SelectAll);
        frame.out.line_ui(ui, Command::InvertSelection);
        ui.separator();
        let copy = if n == 1 { Command::CopyPaths.short().to_owned() } else { say!("grid-menu-copy", n = n) };
        frame.out.line_as_ui(ui, Command::CopyPaths, copy);
        frame.out.line_ui(ui, Command::RevealFile);
    }

    /// To the cluster of the image that was clicked.
    fn cluster_lines_ui(&self, ui: &mut Ui, frame: &mut Frame<'_>, label: &ImageLabel) {
        let snapshot = frame.snapshot;
        let is_guess = matches!(frame.view.shown, Shown::Provisional(_));
        let Some(cluster) = label.cluster.filter(|_| !is_guess) else { return };
        let name = shortened(&cluster_name(snapshot, Some(cluster)));
        ui.separator();
        if frame.view.shown != Shown::Cluster(cluster)
            && ui.add(Button::new(say!("grid-menu-show-group", name = &name))).clicked()
        {
            frame.out.intents.push(Intent::Show(Shown::Cluster(cluster)));
        }
        if ui.add(Button::new(say!("grid-menu-select-group", name = &name))).clicked() {
            let same = |image: &ImageId| snapshot.label(*image).is_some_and(|label| label.cluster == Some(cluster));
            frame.view.selection.images = self.list.here().iter().copied().filter(same).collect();
        }
    }
}

/// What can be said of the labels of `n` selected images.
fn label_lines_ui(ui: &mut Ui, frame: &mut Frame<'_>, image: ImageId, label: &ImageLabel, n: usize) {
    let shown = frame.view.shown;
    if label.source == LabelSource::Confirmed {
        frame.out.line_ui(ui, Command::Unconfirm);
    } else if let Some(answer) = files::answer(frame.snapshot, shown, image, n) {
        frame.out.line_as_ui(ui, Command::Confirm, answer);
    } else {
        frame.out.line_ui(ui, Command::Confirm);
    }
    frame.out.line_ui(ui, Command::Move);
    frame.out.line_ui(ui, Command::Reject);
    if n == 1 {
        frame.out.line_ui(ui, Command::UseAsCover);
    }
    if (2..=MOST_LINKED).contains(&n) {
        frame.out.line_ui(ui, Command::LinkSame);
        frame.out.line_ui(ui, Command::LinkDifferent);
    }
    if matches!(shown, Shown::Cluster(_)) {
        let words = if frame.view.is_filtered() {
            say!("grid-menu-confirm-rest-shown", n = n)
        } else {
            say!("grid-menu-confirm-rest", n = n)
        };
        frame.out.line_as_ui(ui, Command::ConfirmRest, words);
    }
    if label.is_junk {
        frame.out.line_as_ui(ui, Command::TakeOut, say!("grid-menu-out-of-junk"));
    } else {
        frame.out.line_ui(ui, Command::TakeOut);
        frame.out.line_ui(ui, Command::Junk);
    }
}

/// What can be done with the near-duplicates of the image, if it has any.
fn group_lines_ui(ui: &mut Ui, frame: &mut Frame<'_>, image: ImageId) {
    let quality = &frame.view.quality;
    let group = frame.snapshot.images.position(image).and_then(|row| quality.group_of(row));
    let Some(n) = group.map(|group| quality.groups[group].len()) else { return };
    ui.separator();
    if ui.add(Button::new(say!("grid-menu-show-set", n = n - 1))).clicked() {
        frame.out.intents.push(Intent::ShowGroup(image));
    }
    frame.out.line_ui(ui, Command::KeepBest);
}
