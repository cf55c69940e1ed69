//! One image: what it is, which group it is in and why. Numbers and where they come from are in a fold.

use super::charts::{Bar, NAME_SHARE, bar_ui};
use super::{Inspector, file, neighbors, section_ui, weak};
use crate::gui::command::Command;
use crate::gui::frame::asks::curating;
use crate::gui::frame::asks::images::{confirm, copy_paths, junk, take_out};
use crate::gui::frame::{Frame, Intent, Shown};
use crate::gui::kit::colours;
use crate::gui::kit::pictures::marks::{self, RADIUS};
use crate::gui::kit::pictures::textures::{FULL_UV, Picture};
use crate::gui::kit::text::{cluster_name, file_name, folder_name, shortened};
use crate::gui::kit::theme::strong;
use crate::ids::ImageId;
use crate::session::protocol::{
    Change, ClusterProbability, Edit, Evidence, Fetch, ImageInfo, ImageLabel, LabelSource, Link, Request, Snapshot,
};
use crate::session::quality::Quality;
use crate::stage::Stage;
use crate::strings::{Share, percent, say};
use egui::{Label, Rect, Sense, Ui, vec2};
use std::time::Duration;

/// Most probable clusters that have a bar.
const N_TOP: usize = 5;
/// Groups that are less likely are not told.
const LEAST_LIKELY: f32 = 0.01;
/// Seconds that an image is looked at before its original is read.
const SETTLED_AFTER: f64 = 0.12;

impl Inspector {
    pub(super) fn image_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, image: ImageId) {
        let Some(info) = frame.snapshot.images.get(image) else {
            ui.label(say!("inspector-image-gone"));
            return;
        };
        let label = frame.snapshot.label(image).copied().unwrap_or_default();
        self.preview_ui(ui, frame, info);
        path_ui(ui, frame, info);
        file::file_ui(ui, frame, info);
        if frame.snapshot.clusters.is_empty() {
            section_ui(ui, say!("inspector-group"));
            ui.add(Label::new(weak(ui, say!("inspector-no-groups-yet"))).wrap());
            return;
        }
        label_ui(ui, frame, image, &label);
        warnings_ui(ui, frame, image);
        let evidence = match frame.fetcher.evidence(image) {
            Fetch::Ready(evidence) => evidence,
            Fetch::Pending => {
                ui.add_space(10.0);
                return self.rooms.evidence.waiting_ui(ui, say!("inspector-looking-up"));
            }
            Fetch::Missing(reason) => {
                ui.add_space(10.0);
                ui.add(Label::new(weak(ui, say!("inspector-none-since", reason = &*reason))).wrap());
                return;
            }
        };
        self.rooms.evidence.filled_ui(ui, |ui| {
            if let Some(words) = evidence.sum_words(&label) {
                ui.add(Label::new(weak(ui, words.to_string())).wrap());
            }
            said_ui(ui, frame, image, &evidence);
            evidence_ui(ui, frame, &label, &evidence);
        });
        self.details_ui(ui, |ui| details_ui(ui, frame, &label, &evidence));
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
            let picture = frame.thumbs.preview_ui(ui, frame.fetcher, info.id, vec2(width, height));
            if picture.interact(Sense::click()).double_clicked() {
                frame.out.intents.push(Intent::OpenLarge(info.id));
            }
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
    let words = match folder {
        "" => say!("inspector-pixels", width = info.width.to_string(), height = info.height.to_string()),
        folder => say!(
            "inspector-pixels-in",
            width = info.width.to_string(),
            height = info.height.to_string(),
            folder = folder
        ),
    };
    ui.add(Label::new(weak(ui, words)).truncate());
    ui.horizontal_wrapped(|ui| {
        if ui.button(say!("inspector-copy-path")).on_hover_text(say!("inspector-copy-path.tip")).clicked() {
            frame.out.intents.push(copy_paths(ui.ctx(), frame.snapshot, [info.id]));
        }
        if ui.button(say!("inspector-reveal")).on_hover_text(say!("inspector-reveal.tip")).clicked() {
            frame.out.intents.push(Intent::RevealFile(info.id));
        }
    });
}

fn label_ui(ui: &mut Ui, frame: &mut Frame<'_>, image: ImageId, label: &ImageLabel) {
    section_ui(ui, say!("inspector-group"));
    ui.horizontal(|ui| {
        if let Some(id) = label.cluster {
            let (rect, _) = ui.allocate_exact_size(vec2(13.0, 18.0), Sense::hover());
            let square = Rect::from_center_size(rect.center(), vec2(12.0, 12.0));
            let color = colours::of_cluster(frame.snapshot, id);
            marks::swatch(ui.painter(), square, color, ui.visuals());
            let name = cluster_name(frame.snapshot, label.cluster);
            if ui.link(name).on_hover_text(say!("inspector-show-group")).clicked() {
                frame.out.intents.push(Intent::Show(Shown::Cluster(id)));
            }
        } else {
            ui.label(if label.is_junk { say!("inspector-junk") } else { say!("inspector-in-no-group") });
        }
    });
    // One line, whoever decided: what is below stays where it is.
    ui.horizontal(|ui| {
        ui.set_min_height(18.0);
        if label.source != LabelSource::Machine {
            let (rect, _) = ui.allocate_exact_size(vec2(14.0, 16.0), Sense::hover());
            marks::source_badge(ui.painter(), rect.center(), 6.5, label.source, ui.visuals());
        }
        ui.add(Label::new(weak(ui, standing(label))).wrap());
    });
    let ctx = ui.ctx().clone();
    let in_grid = |command: Command| command.with_key(say!("inspector-in-grid-too"), &ctx);
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
                (say!("inspector-confirm-as", name = name), say!("inspector-confirm-as-tip").to_owned())
            } else {
                (Command::Confirm.short().to_owned(), in_grid(Command::Confirm))
            };
            if ui.button(text).on_hover_text(tip).clicked() {
                frame.out.intents.push(confirm(frame.snapshot, [image], true));
            }
        }
        if ui
            .button(Command::Move.short())
            .on_hover_text(Command::Move.with_key(say!("inspector-move.tip"), &ctx))
            .clicked()
        {
            frame.out.intents.push(Intent::ChooseMoveTarget);
        }
        if label.is_junk {
            if ui.button(say!("inspector-take-out")).on_hover_text(say!("inspector-take-out.junk")).clicked() {
                frame.out.intents.push(take_out(frame.snapshot, [image]));
            }
            return;
        }
        if label.cluster.is_some() {
            let tip = Command::Reject.with_key(say!("inspector-reject.tip"), &ctx);
            if ui.button(Command::Reject.short()).on_hover_text(tip).clicked() {
                frame.out.intents.extend(curating::reject(frame.snapshot, &[image]));
            }
        }
        if label.cluster.is_some()
            && ui.button(say!("inspector-take-out")).on_hover_text(say!("inspector-take-out.group")).clicked()
        {
            frame.out.intents.push(take_out(frame.snapshot, [image]));
        }
        // In the review an answer has the short name.
        let button = ui.button(say!("inspector-junk")).accessible_name(Command::Junk.short());
        if button.on_hover_text(Command::Junk.with_key(say!("inspector-junk.tip"), &ctx)).clicked() {
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
        let words = if members.first() == Some(&image) {
            say!("inspector-best-of-set", n = members.len())
        } else {
            say!("inspector-one-of-set", n = members.len())
        };
        ui.horizontal_wrapped(|ui| {
            ui.label(weak(ui, words));
            if ui.link(say!("inspector-show-set")).clicked() {
                frame.out.intents.push(Intent::ShowGroup(image));
            }
        });
    }
    if quality.unusual.contains(&image) {
        ui.label(weak(ui, say!("inspector-unusual")));
    } else if quality.unsure.contains(&image) {
        ui.label(weak(ui, say!("inspector-unsure")));
    }
}

/// Who decided where it belongs, or how sure the machine is.
fn standing(label: &ImageLabel) -> String {
    if label.is_junk {
        return say!("inspector-by-you-junk").to_owned();
    }
    match (label.source, label.cluster) {
        (LabelSource::Placed, None) => say!("inspector-by-you-taken-out").to_owned(),
        (LabelSource::Machine, None) => say!("inspector-nobody-decided").to_owned(),
        (source, _) => match (source, label.sure().map(|sure| Share(f64::from(sure)))) {
            (LabelSource::Machine, Some(share)) => say!("inspector-sure", share = share),
            (LabelSource::Machine, None) => say!("inspector-sure-unknown").to_owned(),
            (LabelSource::Confirmed, Some(share)) => say!("inspector-by-you-confirmed-sure", share = share),
            (LabelSource::Confirmed, None) => say!("inspector-by-you-confirmed").to_owned(),
            (LabelSource::Placed, Some(share)) => say!("inspector-by-you-placed-sure", share = share),
            (LabelSource::Placed, None) => say!("inspector-by-you-placed").to_owned(),
        },
    }
}

/// What the labels of people make of how sure the machine says it is.
fn corrected(evidence: &Evidence, label: &ImageLabel, quality: &Quality) -> Option<String> {
    let share = f64::from(quality.corrected(evidence, label)?);
    Some(say!("inspector-corrected", share = Share(share), n = quality.n_labels))
}

/// Where it comes from, in the field's own terms and numbers.
fn details_ui(ui: &mut Ui, frame: &Frame<'_>, label: &ImageLabel, evidence: &Evidence) {
    if let (LabelSource::Machine, Some(_), Some(run)) = (label.source, label.cluster, frame.snapshot.adopted) {
        ui.label(weak(ui, say!("inspector-found-by", n = run.0)));
    }
    if let Some(words) = corrected(evidence, label, &frame.view.quality) {
        ui.add(Label::new(weak(ui, words)).wrap());
    }
    if let (Some(first), Some(last)) = (evidence.neighbors.first(), evidence.neighbors.last()) {
        let of = |similarity: f32| crate::text::decimal(similarity, 2);
        let words = say!("inspector-similarities", low = of(last.similarity), high = of(first.similarity));
        ui.add(Label::new(weak(ui, words)).wrap()).on_hover_text(say!("inspector-similarities.tip"));
    }
    for (stage, said) in &evidence.stages {
        let name = format!("{}: {}", stage.name(), said.name);
        probability_ui(ui, frame.snapshot, &name, 0.6, said);
    }
    if let Some(words) = before_and_after(&evidence.stages) {
        ui.add(Label::new(weak(ui, words)).wrap());
    }
}

/// What people said of it beside its cluster: what it is not, and what it is linked with.
fn said_ui(ui: &mut Ui, frame: &mut Frame<'_>, image: ImageId, evidence: &Evidence) {
    if evidence.rejected.is_empty() && evidence.links.is_empty() {
        return;
    }
    section_ui(ui, say!("inspector-you-said"));
    for cluster in &evidence.rejected {
        ui.add(Label::new(say!("inspector-not", name = cluster_name(frame.snapshot, Some(*cluster)))).truncate());
    }
    for (other, link) in &evidence.links {
        ui.horizontal(|ui| {
            frame.thumbs.thumb_ui(ui, frame.fetcher, *other, vec2(32.0, 32.0));
            let words = match link {
                Link::Same => say!("inspector-together"),
                Link::Different => say!("inspector-not-together"),
            };
            ui.vertical(|ui| {
                ui.label(weak(ui, words));
                let path = frame.snapshot.images.get(*other).map_or(say!("inspector-gone"), |info| &info.path);
                let name = file_name(path);
                ui.horizontal(|ui| {
                    if ui.link(name).on_hover_text(say!("inspector-show-image")).clicked() {
                        frame.out.intents.push(Intent::Reveal(*other));
                    }
                    let response =
                        ui.small_button(say!("inspector-forget")).on_hover_text(say!("inspector-forget.tip"));
                    if response.accessible_name(say!("inspector-forget-with", name = name)).clicked() {
                        let forget = Change::Edit(Edit::Link { images: [image, *other], link: None });
                        frame.out.intents.push(Intent::Request(Request::Edit(forget)));
                    }
                });
            });
        });
    }
}

fn evidence_ui(ui: &mut Ui, frame: &mut Frame<'_>, label: &ImageLabel, evidence: &Evidence) {
    let (own, others) = own_and_others(label, &evidence.top);
    if let Some(own) = own {
        ui.add_space(10.0);
        probability_ui(ui, frame.snapshot, say!("inspector-this-group"), NAME_SHARE, own);
    }
    if !others.is_empty() {
        let title = if label.cluster.is_some() { say!("inspector-could-also-be") } else { say!("inspector-could-be") };
        section_ui(ui, title);
        for entry in others {
            probability_ui(ui, frame.snapshot, &entry.name.to_string(), NAME_SHARE, entry);
        }
    }
    neighbors::neighbors_ui(ui, frame, label, &evidence.neighbors);
}

/// What is said of the group that an image is in, and of the likeliest others: what is less than one in a hundred it could not be.
fn own_and_others<'a>(
    label: &ImageLabel,
    top: &'a [ClusterProbability],
) -> (Option<&'a ClusterProbability>, Vec<&'a ClusterProbability>) {
    let is_own = |entry: &&ClusterProbability| label.cluster.is_some() && entry.cluster == label.cluster;
    let (own, mut others): (Vec<_>, Vec<_>) = top.iter().partition(is_own);
    others.retain(|entry| entry.probability >= LEAST_LIKELY);
    others.truncate(N_TOP - own.len().min(1));
    (own.first().copied(), others)
}

fn probability_ui(ui: &mut Ui, snapshot: &Snapshot, name: &str, name_share: f32, entry: &ClusterProbability) {
    let color = entry.cluster.map(|id| colours::of_cluster(snapshot, id));
    bar_ui(ui, &Bar { name, name_share, share: entry.probability, value: percent(entry.probability), color });
}

/// What self-labelling changed, and what corrections did.
fn before_and_after(stages: &[(Stage, ClusterProbability)]) -> Option<String> {
    let said = |wanted: &[Stage]| stages.iter().rev().find(|(stage, _)| wanted.contains(stage));
    // The sign stays with its number where the line breaks.
    let joined = |share| percent(share).replace(' ', "\u{a0}");
    let change = |who: &str, before: &ClusterProbability, after: &ClusterProbability| {
        let (from, to) = (joined(before.probability), joined(after.probability));
        if before.cluster == after.cluster {
            say!("inspector-stage-share", who = who, from = from, to = to)
        } else {
            say!("inspector-stage-moved", who = who, before = &before.name, from = from, after = &after.name, to = to)
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
    use crate::ids::ClusterId;

    fn probability(cluster: u32, probability: f32) -> ClusterProbability {
        ClusterProbability {
            cluster: Some(ClusterId(cluster)),
            name: format!("C{cluster}").into(),
            key: String::new(),
            probability,
        }
    }

    #[test]
    fn what_a_person_decided_is_never_mixed_with_how_sure_the_machine_is() {
        let label = |source| ImageLabel { cluster: Some(ClusterId(1)), confidence: 0.91, source, is_junk: false };
        assert_eq!(standing(&label(LabelSource::Machine)), "91 % sure");
        assert_eq!(standing(&label(LabelSource::Confirmed)), "Confirmed by you. The program is 91 % sure.");
        let unknown = ImageLabel { confidence: 0.0, ..label(LabelSource::Placed) };
        assert_eq!(standing(&unknown), "Put here by you", "nothing is claimed where nothing is known");
        assert_eq!(standing(&ImageLabel { is_junk: true, ..ImageLabel::default() }), "Put into Junk by you");
        assert_eq!(standing(&ImageLabel::default()), "Nobody has decided about it");
    }

    #[test]
    fn the_group_that_an_image_is_in_is_none_that_it_could_be_in_too() {
        let top = [(1, 0.834), (3, 0.121), (2, 0.03), (5, 0.0104), (4, 0.0021)].map(|(c, p)| probability(c, p));
        let ids = |label: &ImageLabel| {
            let (own, others) = own_and_others(label, &top);
            let id = |entry: &ClusterProbability| entry.cluster.map_or(0, |id| id.0);
            (own.map(id), others.into_iter().map(id).collect::<Vec<_>>())
        };
        let of = |cluster: u32| ImageLabel { cluster: Some(ClusterId(cluster)), ..ImageLabel::default() };
        assert_eq!(ids(&of(1)), (Some(1), vec![3, 2, 5]), "2 in a thousand is nothing that it could be");
        assert_eq!(ids(&of(2)), (Some(2), vec![1, 3, 5]), "wherever a person put it");
        assert_eq!(ids(&of(9)), (None, vec![1, 3, 2, 5]));
        assert_eq!(ids(&ImageLabel::default()), (None, vec![1, 3, 2, 5]));
    }

    #[test]
    fn self_labelling_in_words() {
        let stages = |a, b| vec![("scan".into(), a), ("selflabel".into(), b)];
        let same = before_and_after(&stages(probability(1, 0.5), probability(1, 0.9)));
        assert_eq!(same.as_deref(), Some("Self-labelling took it from 50\u{a0}% to 90\u{a0}%."));
        let moved = before_and_after(&stages(probability(1, 0.5), probability(2, 0.9)));
        assert_eq!(moved.as_deref(), Some("Self-labelling moved it from C1 (50\u{a0}%) to C2 (90\u{a0}%)."));
        assert_eq!(before_and_after(&[("scan".into(), probability(1, 0.5))]), None);
        let corrected = [("kmeans".into(), probability(1, 0.5)), ("refine".into(), probability(2, 0.75))];
        let words = "Your corrections moved it from C1 (50\u{a0}%) to C2 (75\u{a0}%).";
        assert_eq!(before_and_after(&corrected).as_deref(), Some(words));
    }
}
