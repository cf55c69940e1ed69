//! The menu of the images that are selected.

use super::words::{cluster_name, counted, shortened};
use super::{Grid, Scene, confirm, confirm_shown, copy_paths, junk, take_out};
use crate::gui::app::curate;
use crate::gui::command::Command;
use crate::gui::frame::intent::{Intent, Shown, ViewState};
use crate::gui::frame::offers;
use crate::ids::ImageId;
use crate::session::protocol::{LabelSource, Link};
use egui::{Button, Ui};

impl Grid {
    /// The menu's entries, for a click on `image`, which is among the selected ones.
    pub(super) fn menu_ui(
        &mut self,
        ui: &mut Ui,
        scene: Scene<'_>,
        state: &mut ViewState,
        image: ImageId,
        intents: &mut Vec<Intent>,
    ) {
        ui.set_min_width(200.0);
        let snapshot = scene.snapshot;
        let selected = || Self::selected(state).iter().copied();
        let n = Self::selected(state).len();
        let is_guess = matches!(state.shown, Shown::Provisional(_));
        let label = snapshot.label(image).copied().unwrap_or_default();
        let key = |ui: &Ui, command: Command| command.key_text(ui.ctx()).unwrap_or_default();
        let entry = |ui: &mut Ui, is_enabled: bool, text: String, key: &str, why_not: &str| {
            let button = Button::new(text).shortcut_text(key);
            ui.add_enabled(is_enabled, button).on_disabled_hover_text(why_not).clicked()
        };
        let guess_words = "A first guess can be looked at, not edited. It becomes clusters when the run is done.";
        ui.label(egui::RichText::new(counted(n, "image")).color(crate::gui::kit::colors::soft_color(ui.visuals())));
        if entry(ui, true, "Open large".to_owned(), &key(ui, Command::OpenLarge), "") {
            self.open_large(image);
        }
        if entry(ui, true, "Open in viewer".to_owned(), &key(ui, Command::OpenInViewer), "") {
            intents.push(Intent::OpenFile(image));
        }
        let compare = key(ui, Command::Compare);
        if entry(ui, n == 2, "Compare side by side".to_owned(), &compare, "Select two images to compare them") {
            intents.extend(self.compare(state));
        }
        let find = key(ui, Command::FindSimilar);
        if entry(
            ui,
            !is_guess && !snapshot.clusters.is_empty(),
            "Find similar".to_owned(),
            &find,
            "Once there are clusters",
        ) {
            intents.push(Intent::FindSimilar(image));
        }
        ui.separator();
        let no_cluster = if is_guess { guess_words } else { "This image is in no cluster" };
        let can_confirm = label.cluster.is_some() && !is_guess;
        let answer = offers::answer(snapshot, state.shown, image, n);
        if label.source == LabelSource::Confirmed {
            if entry(ui, can_confirm, "Unconfirm".to_owned(), &key(ui, Command::Unconfirm), no_cluster) {
                intents.push(confirm(snapshot, selected(), false));
            }
        } else if let Some(text) = answer {
            if entry(ui, true, text, &key(ui, Command::Confirm), "") {
                intents.extend(confirm_shown(snapshot, state.shown, selected()));
            }
        } else if entry(
            ui,
            can_confirm && !state.shown.is_of_folder(),
            "Confirm".to_owned(),
            &key(ui, Command::Confirm),
            no_cluster,
        ) {
            intents.push(confirm(snapshot, selected(), true));
        }
        if entry(ui, !is_guess, "Move to\u{2026}".to_owned(), &key(ui, Command::Move), guess_words) {
            intents.push(Intent::ChooseMoveTarget);
        }
        if entry(ui, can_confirm, "Not this cluster".to_owned(), &key(ui, Command::Reject), no_cluster) {
            let images: Vec<ImageId> = selected().collect();
            intents.extend(curate::reject(snapshot, &images));
        }
        if (2..=crate::gui::command::MOST_LINKED).contains(&n) {
            if entry(ui, !is_guess, "These belong together".to_owned(), "", guess_words) {
                intents.extend(curate::link(&state.selection, Link::Same));
            }
            if entry(ui, !is_guess, "These do not belong together".to_owned(), "", guess_words) {
                intents.extend(curate::link(&state.selection, Link::Different));
            }
        }
        let shown = if let Shown::Cluster(id) = state.shown { snapshot.cluster(id) } else { None };
        let all = if state.is_filtered() { "all shown" } else { "all" };
        if let Some(cluster) = shown
            && entry(
                ui,
                true,
                format!("Confirm {all} but the {} selected", super::words::grouped(n)),
                &key(ui, Command::ConfirmRest),
                "",
            )
        {
            intents.push(Intent::ConfirmRest(cluster.id));
        }
        if entry(ui, can_confirm, "Take out of the cluster".to_owned(), "", no_cluster) {
            intents.push(take_out(snapshot, selected()));
        }
        if label.is_junk {
            if entry(ui, true, "Take out of junk".to_owned(), "", "") {
                intents.push(take_out(snapshot, selected()));
            }
        } else if entry(ui, !is_guess, "Put into junk".to_owned(), &key(ui, Command::Junk), guess_words) {
            intents.push(junk(snapshot, selected()));
        }
        let group = snapshot.images.position(image).and_then(|row| state.quality.group_of(row));
        if let Some(n) = group.map(|group| state.quality.groups[group].len()) {
            ui.separator();
            if entry(ui, true, format!("Show its {}", counted(n - 1, "near-duplicate")), "", "") {
                intents.push(Intent::ShowGroup(image));
            }
            if entry(ui, !is_guess, "Keep the best, junk the rest".to_owned(), "", guess_words) {
                intents.push(Intent::KeepBest(selected().collect()));
            }
        }
        if let Some(cluster) = label.cluster.filter(|_| !is_guess) {
            let name = shortened(&cluster_name(snapshot, Some(cluster)));
            ui.separator();
            if state.shown != Shown::Cluster(cluster) && entry(ui, true, format!("Show {name}"), "", "") {
                intents.push(Intent::Show(Shown::Cluster(cluster)));
            }
            if entry(ui, true, format!("Select all of {name}"), "", "") {
                let same = |image: &ImageId| snapshot.label(*image).is_some_and(|label| label.cluster == Some(cluster));
                state.selection.images = self.list.images().iter().copied().filter(same).collect();
            }
        }
        ui.separator();
        if entry(ui, true, "Select all shown".to_owned(), &key(ui, Command::SelectAll), "") {
            self.select_all(&mut state.selection);
        }
        if entry(ui, true, "Invert selection".to_owned(), &key(ui, Command::InvertSelection), "") {
            self.invert(&mut state.selection);
        }
        ui.separator();
        let copy = if n == 1 { "Copy path".to_owned() } else { format!("Copy {n} paths") };
        if entry(ui, true, copy, &key(ui, Command::CopyPaths), "") {
            let intent = copy_paths(ui.ctx(), snapshot, Self::selected(state).iter().copied());
            intents.push(intent);
        }
        if entry(ui, true, "Reveal in file manager".to_owned(), &key(ui, Command::RevealFile), "") {
            intents.push(Intent::RevealFile(image));
        }
    }
}
