//! One image: what it is, which cluster it is in and why.

use super::charts::{Bar, NAME_SHARE, bar_ui};
use super::{Inspector, file, neighbors, section_ui, weak};
use crate::gui::command::Command;
use crate::gui::frame::asks::curating;
use crate::gui::frame::asks::images::{confirm, copy_paths, junk, take_out};
use crate::gui::frame::{Frame, Intent, Shown};
use crate::gui::kit::colours;
use crate::gui::kit::pictures::marks::{self, RADIUS};
use crate::gui::kit::pictures::textures::{FULL_UV, Picture};
use crate::gui::kit::text::{cluster_name, decided_by, file_name, folder_name, shortened};
use crate::gui::kit::theme::strong;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{
    Change, ClusterProbability, Edit, Evidence, Fetch, ImageInfo, ImageLabel, LabelSource, Link, Request, Snapshot,
};
use crate::session::quality::Quality;
use crate::stage::Stage;
use crate::text::percent;
use egui::{Label, Rect, Sense, Ui, vec2};
use std::time::Duration;

/// Most probable clusters that have a bar.
const N_TOP: usize = 5;
/// Seconds that an image is looked at before its original is read.
const SETTLED_AFTER: f64 = 0.12;

impl Inspector {
    pub(super) fn image_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, image: ImageId) {
        let Some(info) = frame.snapshot.images.get(image) else {
            ui.label("This image is not in the folder any more.");
            return;
        };
        let label = frame.snapshot.label(image).copied().unwrap_or_default();
        self.preview_ui(ui, frame, info);
        path_ui(ui, frame, info);
        file::file_ui(ui, frame, info);
        if frame.snapshot.clusters.is_empty() {
            section_ui(ui, "Cluster");
            ui.label(weak(ui, "None yet. Discover finds clusters, and this place then shows why an image is in one."));
            return;
        }
        label_ui(ui, frame, image, &label);
        warnings_ui(ui, frame, image);
        match frame.fetcher.evidence(image) {
            Fetch::Ready(evidence) => {
                if let Some(words) = corrected(&evidence, &label, &frame.view.quality) {
                    ui.add(Label::new(weak(ui, words)).wrap());
                }
                said_ui(ui, frame, image, &evidence);
                evidence_ui(ui, frame, &label, &evidence);
            }
            Fetch::Pending => {
                section_ui(ui, "Evidence");
                ui.label(weak(ui, "Looking it up\u{2026}"));
            }
            Fetch::Missing(reason) => {
                section_ui(ui, "Evidence");
                ui.label(weak(ui, format!("None to show: {reason}")));
            }
        }
    }

    fn preview_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, info: &ImageInfo) {
        let width = ui.available_width();
        let height = (width * info.height as f32 / info.width.max(1) as f32).clamp(72.0, 300.0).round();
        let now = ui.input(|input| input.time);
        let since = match self.since {
            Some((image, since)) if image == info.id => since,
            _ => now,
        };
        self.since = Some((info.id, since));
        // Of what is away nothing but the thumbnail can be had.
        if now - since >= SETTLED_AFTER && !info.is_away {
            frame.thumbs.preview_ui(ui, frame.fetcher, info.id, vec2(width, height));
            return;
        }
        if !info.is_away {
            ui.ctx().request_repaint_after(Duration::from_secs_f64(SETTLED_AFTER));
        }
        let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        match frame.thumbs.picture(ui.ctx(), frame.fetcher, info.id, 256.0) {
            Picture::Ready(texture, size) => {
                let rect = marks::letterbox(rect, size, ui.pixels_per_point());
                marks::picture(ui.painter(), rect, texture, FULL_UV, RADIUS, 1.0);
            }
            Picture::Pending => marks::placeholder(ui.painter(), rect, ui.visuals()),
            Picture::Missing(_) => marks::broken(ui.painter(), rect, ui.visuals()),
        }
    }
}

fn path_ui(ui: &mut Ui, frame: &mut Frame<'_>, info: &ImageInfo) {
    ui.add_space(4.0);
    ui.add(Label::new(strong(file_name(&info.path))).truncate()).on_hover_text(&*info.path);
    let folder = folder_name(&info.path);
    let size = format!("{} \u{d7} {} pixels", info.width, info.height);
    let words = if folder.is_empty() { size } else { format!("{size}, in {folder}") };
    ui.add(Label::new(weak(ui, words)).truncate());
    ui.horizontal_wrapped(|ui| {
        if ui.button("Copy path").on_hover_text("Copies its full path").clicked() {
            frame.out.intents.push(copy_paths(ui.ctx(), frame.snapshot, [info.id]));
        }
        if ui.button("Reveal in file manager").on_hover_text("Shows the file in its folder").clicked() {
            frame.out.intents.push(Intent::RevealFile(info.id));
        }
    });
}

fn label_ui(ui: &mut Ui, frame: &mut Frame<'_>, image: ImageId, label: &ImageLabel) {
    section_ui(ui, "Cluster");
    let is_dark = ui.visuals().dark_mode;
    ui.horizontal(|ui| {
        if let Some(id) = label.cluster {
            let (rect, _) = ui.allocate_exact_size(vec2(13.0, 18.0), Sense::hover());
            let square = Rect::from_center_size(rect.center(), vec2(12.0, 12.0));
            let color = colours::of_cluster(frame.snapshot, id, is_dark);
            marks::swatch(ui.painter(), square, color, ui.visuals());
            let name = cluster_name(frame.snapshot, label.cluster);
            if ui.link(name).on_hover_text("Show this cluster").clicked() {
                frame.out.intents.push(Intent::Show(Shown::Cluster(id)));
            }
        } else {
            ui.label(if label.is_junk { "Junk" } else { "In no cluster" });
        }
    });
    let mut words = decided_by(frame.snapshot, label);
    if label.cluster.is_some() && label.source == LabelSource::Machine {
        words = format!("{} sure, {words}", percent(label.confidence));
    }
    if !words.is_empty() {
        ui.horizontal(|ui| {
            if label.source != LabelSource::Machine {
                let (rect, _) = ui.allocate_exact_size(vec2(14.0, 16.0), Sense::hover());
                marks::source_badge(ui.painter(), rect.center(), 6.5, label.source, ui.visuals());
            }
            ui.add(Label::new(weak(ui, words)).wrap());
        });
    }
    let ctx = ui.ctx().clone();
    let in_grid = |command: Command| command.with_key("In the grid too", &ctx);
    ui.horizontal_wrapped(|ui| {
        if label.source == LabelSource::Confirmed {
            if ui.button(Command::Unconfirm.short()).on_hover_text(in_grid(Command::Unconfirm)).clicked() {
                frame.out.intents.push(confirm(frame.snapshot, [image], false));
            }
        } else if label.cluster.is_some() {
            // Two answers are on offer then: each says which it is.
            let is_changed = frame.snapshot.folder.changed(image).is_some();
            let name = shortened(&cluster_name(frame.snapshot, label.cluster));
            let (text, tip) = if is_changed {
                let tip = "Says that the picture that is there now is of this cluster".to_owned();
                (format!("Confirm as {name}"), tip)
            } else {
                (Command::Confirm.short().to_owned(), in_grid(Command::Confirm))
            };
            if ui.button(text).on_hover_text(tip).clicked() {
                frame.out.intents.push(confirm(frame.snapshot, [image], true));
            }
        }
        if ui.button(Command::Move.short()).on_hover_text(Command::Move.with_key("Asks for a cluster", &ctx)).clicked()
        {
            frame.out.intents.push(Intent::ChooseMoveTarget);
        }
        if label.is_junk {
            if ui.button("Take out").on_hover_text("Off the shelf of junk").clicked() {
                frame.out.intents.push(take_out(frame.snapshot, [image]));
            }
            return;
        }
        if label.cluster.is_some() {
            let tip = Command::Reject.with_key("It is not of its cluster, and no run brings it back", &ctx);
            if ui.button(Command::Reject.short()).on_hover_text(tip).clicked() {
                frame.out.intents.extend(curating::reject(frame.snapshot, &[image]));
            }
        }
        if label.cluster.is_some() && ui.button("Take out").on_hover_text("Out of its cluster").clicked() {
            frame.out.intents.push(take_out(frame.snapshot, [image]));
        }
        if ui.button("Junk").on_hover_text(Command::Junk.with_key("It belongs in no class", &ctx)).clicked() {
            frame.out.intents.push(junk(frame.snapshot, [image]));
        }
        let similar = Command::FindSimilar;
        if similar.button_as_ui(ui, similar.short(), &frame.out.situation) {
            frame.out.intents.push(Intent::FindSimilar(image));
        }
    });
}

/// What is odd about an image: near-duplicates, unlike everything else, neighbours elsewhere.
fn warnings_ui(ui: &mut Ui, frame: &mut Frame<'_>, image: ImageId) {
    let quality = &frame.view.quality;
    let Some(row) = frame.snapshot.images.position(image) else { return };
    if let Some(group) = quality.group_of(row) {
        let members = &quality.groups[group];
        let what = if members.first() == Some(&image) { "The best" } else { "One" };
        ui.horizontal_wrapped(|ui| {
            ui.label(weak(ui, format!("{what} of {} near-duplicates.", members.len())));
            if ui.link("Show them").clicked() {
                frame.out.intents.push(Intent::ShowGroup(image));
            }
        });
    }
    if quality.unusual.contains(&image) {
        ui.label(weak(ui, "It is unusual: unlike everything else here."));
    } else if quality.unsure.contains(&image) {
        ui.label(weak(ui, "It is unsure: its neighbours or the head itself doubt this cluster."));
    }
}

/// What the labels of people make of the head's confidence.
fn corrected(evidence: &Evidence, label: &ImageLabel, quality: &Quality) -> Option<String> {
    let share = percent(quality.corrected(evidence, label)?);
    Some(format!("{share} after correction by {} labels of yours.", quality.n_labels))
}

/// What people said of it beside its cluster: what it is not, and what it is linked with.
fn said_ui(ui: &mut Ui, frame: &mut Frame<'_>, image: ImageId, evidence: &Evidence) {
    if evidence.rejected.is_empty() && evidence.links.is_empty() {
        return;
    }
    section_ui(ui, "What you said of it");
    for cluster in &evidence.rejected {
        ui.add(Label::new(format!("Not {}", cluster_name(frame.snapshot, Some(*cluster)))).truncate());
    }
    for (other, link) in &evidence.links {
        ui.horizontal(|ui| {
            frame.thumbs.thumb_ui(ui, frame.fetcher, *other, vec2(32.0, 32.0));
            let words = match link {
                Link::Same => "Belongs together with",
                Link::Different => "Does not belong together with",
            };
            ui.vertical(|ui| {
                ui.label(weak(ui, words));
                let path = frame.snapshot.images.get(*other).map_or("an image that is gone", |info| &info.path);
                let name = file_name(path);
                ui.horizontal(|ui| {
                    if ui.link(name).on_hover_text("Show this image").clicked() {
                        frame.out.intents.push(Intent::Reveal(*other));
                    }
                    let response = ui.small_button("Forget").on_hover_text("No longer says so of the two");
                    if response.accessible_name(format!("Forget the link with {name}")).clicked() {
                        let forget = Change::Edit(Edit::Link { images: [image, *other], link: None });
                        frame.out.intents.push(Intent::Request(Request::Edit(forget)));
                    }
                });
            });
        });
    }
}

fn evidence_ui(ui: &mut Ui, frame: &mut Frame<'_>, label: &ImageLabel, evidence: &Evidence) {
    if !evidence.top.is_empty() {
        section_ui(ui, "Most probable clusters");
        for entry in evidence.top.iter().take(N_TOP) {
            probability_ui(ui, frame.snapshot, &entry.name, NAME_SHARE, entry);
        }
        if let Some(rival) = rival(&evidence.top, label.cluster) {
            let words = format!("Nearest rival: {}, {}", rival.name, percent(rival.probability));
            ui.add(Label::new(weak(ui, words)).wrap());
        }
    }
    neighbors::neighbors_ui(ui, frame, label, &evidence.neighbors);
    if !evidence.stages.is_empty() {
        section_ui(ui, "What each stage said");
        for (stage, said) in &evidence.stages {
            let name = format!("{}: {}", stage.name(), said.name);
            probability_ui(ui, frame.snapshot, &name, 0.6, said);
        }
        if let Some(words) = before_and_after(&evidence.stages) {
            ui.add(Label::new(weak(ui, words)).wrap());
        }
    }
}

fn probability_ui(ui: &mut Ui, snapshot: &Snapshot, name: &str, name_share: f32, entry: &ClusterProbability) {
    let is_dark = ui.visuals().dark_mode;
    let color = entry.cluster.map(|id| colours::of_cluster(snapshot, id, is_dark));
    bar_ui(ui, &Bar { name, name_share, share: entry.probability, value: percent(entry.probability), color });
}

/// The most probable cluster beside the image's own.
fn rival(top: &[ClusterProbability], own: Option<ClusterId>) -> Option<&ClusterProbability> {
    top.iter().find(|entry| entry.cluster.is_none() || entry.cluster != own)
}

/// What self-labelling changed, and what corrections did.
fn before_and_after(stages: &[(Stage, ClusterProbability)]) -> Option<String> {
    let said = |wanted: &[Stage]| stages.iter().rev().find(|(stage, _)| wanted.contains(stage));
    // The sign stays with its number where the line breaks.
    let joined = |share| percent(share).replace(' ', "\u{a0}");
    let change = |who: &str, before: &ClusterProbability, after: &ClusterProbability| {
        let (from, to) = (joined(before.probability), joined(after.probability));
        if before.cluster == after.cluster {
            format!("{who} took the confidence from {from} to {to}.")
        } else {
            format!("{who} moved it from {} ({from}) to {} ({to}).", before.name, after.name)
        }
    };
    let learned = said(&[Stage::Scan, Stage::ScanNetwork]).zip(said(&[Stage::SelfLabel, Stage::SelfLabelNetwork]));
    let learned = learned.map(|((_, before), (_, after))| change(Stage::SelfLabel.name(), before, after));
    let before = stages.iter().rev().find(|(stage, _)| *stage != Stage::Refine);
    let corrected = before.zip(said(&[Stage::Refine]));
    let corrected = corrected.map(|((_, before), (_, after))| change(Stage::Refine.name(), before, after));
    let words: Vec<String> = learned.into_iter().chain(corrected).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probability(cluster: u32, probability: f32) -> ClusterProbability {
        ClusterProbability {
            cluster: Some(ClusterId(cluster)),
            name: format!("C{cluster}"),
            key: String::new(),
            probability,
        }
    }

    #[test]
    fn the_rival_is_the_best_of_the_others() {
        let top = [probability(1, 0.6), probability(2, 0.3), probability(3, 0.1)];
        assert_eq!(rival(&top, Some(ClusterId(1))), Some(&top[1]));
        assert_eq!(rival(&top, Some(ClusterId(2))), Some(&top[0]), "a person put it elsewhere");
        assert_eq!(rival(&top, None), Some(&top[0]));
        assert_eq!(rival(&[], None), None);
    }

    #[test]
    fn self_labelling_in_words() {
        let stages = |a, b| vec![("scan".into(), a), ("selflabel".into(), b)];
        let same = before_and_after(&stages(probability(1, 0.5), probability(1, 0.9)));
        assert_eq!(same.as_deref(), Some("Self-labelling took the confidence from 50\u{a0}% to 90\u{a0}%."));
        let moved = before_and_after(&stages(probability(1, 0.5), probability(2, 0.9)));
        assert_eq!(moved.as_deref(), Some("Self-labelling moved it from C1 (50\u{a0}%) to C2 (90\u{a0}%)."));
        assert_eq!(before_and_after(&[("scan".into(), probability(1, 0.5))]), None);
        let corrected = [("kmeans".into(), probability(1, 0.5)), ("refine".into(), probability(2, 0.75))];
        let words = "Your corrections moved it from C1 (50\u{a0}%) to C2 (75\u{a0}%).";
        assert_eq!(before_and_after(&corrected).as_deref(), Some(words));
    }
}
