//! Two clusters that are marked, side by side: how large, how sure and how alike they are, what is typical of each, and what
//! lies between them.

use super::{neighbors, section_ui, weak};
use crate::gui::command::Command;
use crate::gui::frame::{Frame, Intent};
use crate::gui::kit::colours;
use crate::gui::kit::theme::strong;
use crate::gui::kit::widgets::primary_button;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{ClusterView, Evidence, Fetch};
use crate::text::{counted, percent};
use egui::{Label, Ui};

/// Typical pictures of each.
const N_TYPICAL: usize = 6;
/// Doubtful pictures of each that are looked at.
const N_DOUBTFUL: usize = 12;

/// Draws them.
pub fn two_ui(ui: &mut Ui, frame: &mut Frame<'_>, ids: [ClusterId; 2]) {
    let [Some(first), Some(second)] = ids.map(|id| frame.snapshot.cluster(id)) else { return };
    ui.label(strong("Two clusters").size(17.0));
    ui.add_space(4.0);
    ui.columns_const(|columns: &mut [Ui; 2]| {
        for (ui, cluster) in columns.iter_mut().zip([first, second]) {
            ui.push_id(("one of two", cluster.id), |ui| one_ui(ui, frame, cluster));
        }
    });
    section_ui(ui, "How alike they are");
    let words = match frame.fetcher.nearest_clusters(first.id) {
        Fetch::Ready(near) => alike_words(&near, second.id),
        Fetch::Pending => "Looking it up\u{2026}".to_owned(),
        Fetch::Missing(reason) => format!("Not known: {reason}"),
    };
    ui.add(Label::new(weak(ui, words)).wrap());
    section_ui(ui, "Between the two");
    let between = between(frame, [first, second]);
    ui.push_id("between", |ui| {
        neighbors::strip_ui(ui, frame, &between, "No image is in doubt between them.");
    });
    ui.add_space(10.0);
    let tip = Command::Merge.with_key("Shows what would become one, and how the numbers change, first", ui.ctx());
    if primary_button(ui, "Preview the merge", true).on_hover_text(tip).clicked() {
        frame.out.intents.push(Intent::PreviewMerge(ids.to_vec()));
    }
}

fn one_ui(ui: &mut Ui, frame: &mut Frame<'_>, cluster: &ClusterView) {
    ui.horizontal(|ui| {
        colours::swatch_ui(ui, cluster);
        ui.add(Label::new(strong(&cluster.name)).truncate()).on_hover_text(&cluster.name);
    });
    ui.label(weak(ui, counted(cluster.members.len(), "image", "images")));
    ui.label(weak(ui, format!("{} sure", percent(cluster.mean_confidence))));
    let share = cluster.n_confirmed as f32 / cluster.members.len().max(1) as f32;
    ui.label(weak(ui, format!("{} confirmed", percent(share))));
    ui.add_space(4.0);
    let typical = match frame.fetcher.examples(cluster.id, N_TYPICAL) {
        Fetch::Ready(examples) => examples.prototypes.clone(),
        Fetch::Pending | Fetch::Missing(_) => cluster.members.iter().copied().take(N_TYPICAL).collect(),
    };
    neighbors::strip_ui(ui, frame, &typical, "No image");
}

/// "Their centres' cosine is 0.91: 1 cluster is nearer."
fn alike_words(near: &[(ClusterId, f32)], other: ClusterId) -> String {
    match near.iter().position(|(id, _)| *id == other) {
        Some(0) => format!("Their centres' cosine is {:.2}: there is no nearer cluster.", near[0].1),
        Some(at) => {
            let nearer = if at == 1 { "1 cluster is nearer".to_owned() } else { format!("{at} clusters are nearer") };
            format!("Their centres' cosine is {:.2}: {nearer}.", near[at].1)
        }
        None => "Not known: the run of these clusters saw no image of one of them.".to_owned(),
    }
}

/// Doubtful images of both whose two most probable clusters are these two, in turn from each.
fn between(frame: &Frame<'_>, clusters: [&ClusterView; 2]) -> Vec<ImageId> {
    let ids = [clusters[0].id, clusters[1].id];
    let is_between = |evidence: &Evidence| {
        let top: Vec<ClusterId> = evidence.top.iter().take(2).filter_map(|entry| entry.cluster).collect();
        top.len() == 2 && top.iter().all(|id| ids.contains(id))
    };
    let doubtful = clusters.map(|cluster| match frame.fetcher.examples(cluster.id, N_DOUBTFUL) {
        Fetch::Ready(examples) => {
            let known = |image: &ImageId| matches!(frame.fetcher.evidence(*image), Fetch::Ready(e) if is_between(&e));
            examples.borderlines.iter().copied().filter(known).collect::<Vec<_>>()
        }
        Fetch::Pending | Fetch::Missing(_) => Vec::new(),
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
    mixed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_in_words() {
        let near = [(ClusterId(2), 0.91), (ClusterId(3), 0.5), (ClusterId(4), 0.25)];
        let words = |id| alike_words(&near, ClusterId(id));
        assert_eq!(words(2), "Their centres' cosine is 0.91: there is no nearer cluster.");
        assert_eq!(words(3), "Their centres' cosine is 0.50: 1 cluster is nearer.");
        assert_eq!(words(4), "Their centres' cosine is 0.25: 2 clusters are nearer.");
        assert!(words(9).starts_with("Not known"));
    }
}
