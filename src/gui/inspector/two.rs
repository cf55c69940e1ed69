//! Two clusters that are marked, side by side: how large, how sure and how alike they are, what is typical of each, and what
//! lies between them.

use super::steady::Room;
use super::{neighbors, section_ui, weak};
use crate::gui::command::Command;
use crate::gui::frame::{Frame, Intent};
use crate::gui::kit::colours;
use crate::gui::kit::theme::strong;
use crate::gui::kit::widgets::primary_button;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{ClusterView, Evidence, Fetch};
use crate::strings::{Share, say};
use egui::{Label, Ui};

/// Typical pictures of each.
const N_TYPICAL: usize = 6;
/// Doubtful pictures of each that are looked at.
const N_DOUBTFUL: usize = 12;

/// Draws them.
pub fn two_ui(ui: &mut Ui, frame: &mut Frame<'_>, ids: [ClusterId; 2], room: &mut Room) {
    let [Some(first), Some(second)] = ids.map(|id| frame.snapshot.cluster(id)) else { return };
    ui.label(strong(say!("inspector-two")).size(17.0));
    ui.add_space(4.0);
    ui.columns_const(|columns: &mut [Ui; 2]| {
        for (ui, cluster) in columns.iter_mut().zip([first, second]) {
            ui.push_id(("one of two", cluster.id), |ui| one_ui(ui, frame, cluster));
        }
    });
    section_ui(ui, say!("inspector-how-alike"));
    let words = match frame.fetcher.nearest_clusters(first.id) {
        Fetch::Ready(near) => alike_words(&near, second.id),
        Fetch::Pending => say!("inspector-looking-up").to_owned(),
        Fetch::Missing(reason) => say!("inspector-none-since", reason = &*reason),
    };
    ui.add(Label::new(weak(ui, words)).wrap());
    section_ui(ui, say!("inspector-between"));
    let (between, is_whole) = between(frame, [first, second]);
    if between.is_empty() && !is_whole {
        // Nothing is said of them before it is known.
        room.waiting_ui(ui, say!("inspector-looking-up"));
    } else {
        room.filled_ui(ui, |ui| {
            ui.push_id("between", |ui| {
                neighbors::strip_ui(ui, frame, &between, say!("inspector-none-between"));
            });
        });
    }
    ui.add_space(10.0);
    let tip = Command::Merge.with_key(say!("inspector-merge-two.tip"), ui.ctx());
    if primary_button(ui, say!("inspector-merge-two"), true).on_hover_text(tip).clicked() {
        frame.out.intents.push(Intent::PreviewMerge(ids.to_vec()));
    }
}

fn one_ui(ui: &mut Ui, frame: &mut Frame<'_>, cluster: &ClusterView) {
    ui.horizontal(|ui| {
        colours::swatch_ui(ui, cluster);
        ui.add(Label::new(strong(&cluster.name)).truncate()).on_hover_text(&cluster.name);
    });
    ui.label(weak(ui, say!("count-images", n = cluster.members.len())));
    ui.label(weak(
        ui,
        match cluster.sure() {
            Some(sure) => say!("inspector-sure", share = Share(f64::from(sure))),
            None => say!("inspector-sure-unknown").to_owned(),
        },
    ));
    let share = cluster.n_confirmed as f64 / cluster.members.len().max(1) as f64;
    ui.label(weak(ui, say!("inspector-share-confirmed", share = Share(share))));
    ui.add_space(4.0);
    let typical = match frame.fetcher.examples(cluster.id, N_TYPICAL) {
        Fetch::Ready(examples) => examples.prototypes.clone(),
        Fetch::Pending | Fetch::Missing(_) => cluster.members.iter().copied().take(N_TYPICAL).collect(),
    };
    neighbors::strip_ui(ui, frame, &typical, say!("inspector-none"));
}

/// "No group is more like the first one."
fn alike_words(near: &[(ClusterId, f32)], other: ClusterId) -> String {
    match near.iter().position(|(id, _)| *id == other) {
        Some(0) => say!("inspector-most-alike-of-all").to_owned(),
        Some(at) => say!("inspector-more-alike", n = at),
        None => say!("inspector-alike-unknown").to_owned(),
    }
}

/// Doubtful images of both whose two most probable groups are these two, in turn from each; whether all that are looked at
/// are known.
fn between(frame: &Frame<'_>, clusters: [&ClusterView; 2]) -> (Vec<ImageId>, bool) {
    let mut is_whole = true;
    let ids = [clusters[0].id, clusters[1].id];
    let is_between = |evidence: &Evidence| {
        let top: Vec<ClusterId> = evidence.top.iter().take(2).filter_map(|entry| entry.cluster).collect();
        top.len() == 2 && top.iter().all(|id| ids.contains(id))
    };
    let doubtful = clusters.map(|cluster| match frame.fetcher.examples(cluster.id, N_DOUBTFUL) {
        Fetch::Ready(examples) => {
            let mut known = |image: &ImageId| match frame.fetcher.evidence(*image) {
                Fetch::Ready(evidence) => is_between(&evidence),
                Fetch::Pending => {
                    is_whole = false;
                    false
                }
                Fetch::Missing(_) => false,
            };
            examples.borderlines.iter().copied().filter(&mut known).collect::<Vec<_>>()
        }
        Fetch::Pending => {
            is_whole = false;
            Vec::new()
        }
        Fetch::Missing(_) => Vec::new(),
    });
    let longest = doubtful.iter().map(Vec::len).max().unwrap_or(0);
    let mut mixed = Vec::new();
    for i in 0..longest {
        for image in doubtful.iter().filter_map(|own| own.get(i)) {
            // A strip draws each image once.
            if !mixed.contains(image) {
                mixed.push(*image);
            }
        }
    }
    (mixed, is_whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_in_words() {
        let near = [(ClusterId(2), 0.91), (ClusterId(3), 0.5), (ClusterId(4), 0.25)];
        let words = |id| alike_words(&near, ClusterId(id));
        assert_eq!(words(2), "No group is more like the first one than the second.");
        assert_eq!(words(3), "1 other group is more like the first one.");
        assert_eq!(words(4), "2 other groups are more like the first one.");
        assert!(words(9).starts_with("Not known"));
    }
}
