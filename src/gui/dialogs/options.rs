//! The options of a run, of which only those are shown that the chosen features and heads use.

use crate::gui::kit::widgets::stay_on_top;
use crate::session::{Arch, Clusterer, DeviceChoice, Head, Init, Pretext, PseudoLabel, RunSettings, Sizes};
use egui::{ComboBox, DragValue, Grid, Ui, vec2};
use std::fmt;

/// What may cluster, with what people are told of it.
const HEADS: [(Head, &str); 7] = [
    (Head::Auto, "SCAN (usual)"),
    (Head::Temi, "TEMI"),
    (Head::Scan, "SCAN"),
    (Head::Consensus, "consensus of many"),
    (Head::Turtle, "TURTLE"),
    (Head::Tree, "cut of the merge tree"),
    (Head::KMeans, "k-means alone"),
];

/// What may learn features.
const PRETEXTS: [(Pretext, &str); 2] = [(Pretext::Simclr, "SimCLR"), (Pretext::Dcl, "DCL, small views")];

/// How uneven classes are expected to be.
#[derive(Clone, Copy, PartialEq)]
enum Uneven {
    /// As the features say.
    AsFound,
    /// By the exponent of the prior.
    By(f64),
}

impl fmt::Display for Uneven {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AsFound => f.write_str("as found"),
            Self::By(alpha) => alpha.fmt(f),
        }
    }
}

/// What may be chosen of it.
const UNEVEN: [(Uneven, &str); 4] = [
    (Uneven::AsFound, "as found (usual)"),
    (Uneven::By(0.0), "even"),
    (Uneven::By(0.5), "somewhat uneven"),
    (Uneven::By(1.0), "very uneven"),
];

/// What a network or head may learn from of its own answers.
const PSEUDO: [(PseudoLabel, &str); 2] =
    [(PseudoLabel::Threshold, "sure ones"), (PseudoLabel::P2ot, "by transport (P2OT)")];

/// How heads may begin.
const INITS: [(Init, &str); 2] = [(Init::KMeans, "as k-means"), (Init::Random, "at random")];

/// What may be trained.
const ARCHS: [(Arch, &str); 2] = [(Arch::ResNet18, "ResNet-18"), (Arch::ResNet50, "ResNet-50")];

/// Draws the options.
pub fn options_ui(ui: &mut Ui, s: &mut RunSettings) {
    Grid::new("options").num_columns(4).spacing(vec2(10.0, 8.0)).show(ui, |ui| {
        ui.label("Clustered by").on_hover_text("k-means is always computed beside it, and kept if it is better.");
        choice(ui, "Clustered by", &mut s.head, &HEADS);
        ui.label("Device");
        choice(ui, "Device", &mut s.device, devices());
        ui.end_row();
        if s.is_frozen() && !s.learns_on() {
            frozen_ui(ui, s);
        } else {
            learned_ui(ui, s);
        }
        let tip = "Nearest images that should share a cluster.";
        count(ui, "Neighbours", tip, &mut s.neighbors.k, 500);
        let tip = "How strongly SCAN keeps clusters of even size; less if yours are of very different sizes.";
        ui.label("Evenness").on_hover_text(tip);
        let evenness = DragValue::new(&mut s.scan.entropy_weight).range(0.0..=100.0).speed(0.05).max_decimals(2);
        ui.add(evenness).accessible_name("Evenness").on_hover_text(tip);
        ui.end_row();
        if s.heads().contains(&Clusterer::Scan) {
            sizes_ui(ui, s);
        }
        ui.label("Seed").on_hover_text("The same seed, images and settings give the same clusters.");
        ui.add(DragValue::new(&mut s.seed).range(0..=u64::from(u32::MAX)).speed(0.1)).accessible_name("Seed");
        count(ui, "Threads", "0 takes all cores.", &mut s.threads, 512);
        ui.end_row();
    });
}

/// What SCAN and self-labelling take the sizes of classes to be.
fn sizes_ui(ui: &mut Ui, s: &mut RunSettings) {
    ui.label("Sizes of classes").on_hover_text(
        "What SCAN holds clusters to. \"As found\" tries even sizes and those of the merge tree and keeps what fits the \
         neighbours of the images; a network that learns from the folder takes even ones there. Uneven suits folders whose \
         largest class has ten times the images of the smallest, or more: \"very\" if classes look clearly different, else \
         \"somewhat\". Where classes are even it makes clusters worse.",
    );
    let before = if s.scan.looks_for_sizes() { Uneven::AsFound } else { Uneven::By(s.scan.prior_alpha) };
    let mut uneven = before;
    choice(ui, "Sizes of classes", &mut uneven, &UNEVEN);
    if uneven != before {
        (s.scan.sizes, s.scan.prior_alpha) = match uneven {
            // What is to be found has no exponent.
            Uneven::AsFound => (Sizes::Auto, 0.0),
            Uneven::By(alpha) => (Sizes::Even, alpha),
        };
    }
    ui.label("Learns from").on_hover_text(
        "Of its own answers: the sure ones, as in the paper, or as many as fit the sizes of classes, the surest first. On \
         features that stay as they are only the second has a step of its own.",
    );
    choice(ui, "Learns from", &mut s.selflabel.pseudo, &PSEUDO);
    ui.end_row();
}

/// Heads on features that stay as they are.
fn frozen_ui(ui: &mut Ui, s: &mut RunSettings) {
    let heads = s.heads();
    let mut n_shown = 0;
    let mut shown = |ui: &mut Ui| {
        n_shown += 1;
        if n_shown % 2 == 0 {
            ui.end_row();
        }
    };
    if heads.contains(&Clusterer::Temi) {
        count(ui, "Epochs of TEMI", "How often each image is seen.", &mut s.temi.epochs, 10_000);
        shown(ui);
        count(ui, "Heads of TEMI", "Clusterings trained side by side; the best is kept.", &mut s.temi.heads, 32);
        shown(ui);
    }
    if heads.contains(&Clusterer::Scan) {
        count(ui, "Epochs of SCAN", "How often each image is seen.", &mut s.scan_heads.epochs, 10_000);
        shown(ui);
        count(ui, "Heads of SCAN", "Clusterings trained side by side; the best is kept.", &mut s.scan.heads, 32);
        shown(ui);
    }
    if heads.contains(&Clusterer::Turtle) {
        count(ui, "Steps of TURTLE", "More is better up to some thousands, and longer.", &mut s.turtle.steps, 100_000);
        ui.end_row();
    }
}

/// A network that learns from the folder.
fn learned_ui(ui: &mut Ui, s: &mut RunSettings) {
    ui.label("Learned by")
        .on_hover_text("DCL looks at small views: as good features in less time. SimCLR is the paper's.");
    choice(ui, "Learned by", &mut s.pretext, &PRETEXTS);
    ui.end_row();
    let tip = "How often each image is seen while features are learned. More is better, and longer.";
    let (epochs, batch) = match s.pretext {
        Pretext::Dcl => (&mut s.dcl.epochs, &mut s.dcl.batch),
        Pretext::Simclr => (&mut s.simclr.epochs, &mut s.simclr.batch),
    };
    count(ui, "Epochs of learning features", tip, epochs, 10_000);
    count(ui, "Images a step", "Batch of learning features.", batch, 8192);
    ui.end_row();
    if s.heads().contains(&Clusterer::Scan) {
        let tip = "How often each image is seen while neighbours are pulled into clusters. 0 leaves k-means alone.";
        count(ui, "Epochs of clustering (SCAN)", tip, &mut s.scan.epochs, 10_000);
        count(ui, "Heads", "Clusterings trained side by side; the best goes on.", &mut s.scan.heads, 32);
        ui.end_row();
        let tip = "How often each image is seen while the network learns from its own sure answers.";
        count(ui, "Epochs of self-labelling", tip, &mut s.selflabel.epochs, 10_000);
        ui.label("Sure from").on_hover_text("Only answers surer than this are learned from.");
        let threshold = DragValue::new(&mut s.selflabel.threshold).range(0.0..=1.0).speed(0.005).max_decimals(3);
        ui.add(threshold).accessible_name("Sure from");
        ui.end_row();
    } else {
        frozen_ui(ui, s);
    }
    ui.label("Network");
    choice(ui, "Network", &mut s.net.arch, &ARCHS);
    let tip = "Channels of the network; 64 is the standard ResNet, 16 takes a sixteenth of the time.";
    count(ui, "Width of the network", tip, &mut s.net.width, 256);
    ui.end_row();
    count(ui, "Picture side in pixels", "Images are looked at in this size.", &mut s.net.size, 512);
    ui.label("Heads begin").on_hover_text("As k-means on the learned features, or at random as in the paper.");
    choice(ui, "Heads begin", &mut s.scan.init, &INITS);
    ui.end_row();
}

fn count(ui: &mut Ui, name: &str, tip: &str, value: &mut usize, most: usize) {
    ui.label(name).on_hover_text(tip);
    let field = DragValue::new(value).range(0..=most).speed(0.2);
    ui.add(field).accessible_name(name).on_hover_text(tip);
}

fn choice<T: Copy + PartialEq + fmt::Display>(ui: &mut Ui, name: &str, value: &mut T, choices: &[(T, &str)]) {
    let known = choices.iter().find(|(known, _)| known == value);
    let shown = known.map_or_else(|| value.to_string(), |(_, label)| (*label).to_owned());
    ui.name_inputs(name, |ui| {
        ComboBox::from_id_salt(name).selected_text(shown).show_ui(ui, |ui| {
            stay_on_top(ui);
            for (choice, label) in choices {
                ui.selectable_value(value, *choice, *label);
            }
        });
    });
}

fn devices() -> &'static [(DeviceChoice, &'static str)] {
    const AUTO: (DeviceChoice, &str) = (DeviceChoice::Auto, "the fastest");
    const CPU: (DeviceChoice, &str) = (DeviceChoice::Cpu, "processor");
    if cfg!(feature = "cuda") {
        &[AUTO, CPU, (DeviceChoice::Cuda(None), "CUDA")]
    } else if cfg!(feature = "metal") {
        &[AUTO, CPU, (DeviceChoice::Metal, "Metal")]
    } else {
        &[AUTO, CPU]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Source;
    use egui::accesskit::Role;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable;

    #[test]
    fn what_learns_features_can_be_chosen_where_they_are_learned() {
        let draw = |ui: &mut Ui, s: &mut RunSettings| {
            options_ui(ui, s);
        };
        let frozen = Harness::builder().build_ui_state(draw, RunSettings::default());
        assert!(frozen.query_all_by_label("Learned by").next().is_none());
        let settings = RunSettings { features: Source::Simclr, ..RunSettings::default() };
        let mut h = Harness::builder().with_size(vec2(900.0, 700.0)).build_ui_state(draw, settings);
        h.get_by_role_and_label(Role::ComboBox, "Learned by").click();
        h.run();
        h.get_by_label("DCL, small views").click();
        h.run();
        assert_eq!(h.state().pretext, Pretext::Dcl);
    }

    #[test]
    fn uneven_classes_can_be_said_where_scan_clusters() {
        let draw = |ui: &mut Ui, s: &mut RunSettings| options_ui(ui, s);
        let mut h = Harness::builder().with_size(vec2(900.0, 700.0)).build_ui_state(draw, RunSettings::default());
        for (field, label) in [("Sizes of classes", "very uneven"), ("Learns from", "by transport (P2OT)")] {
            h.get_by_role_and_label(Role::ComboBox, field).click();
            h.run();
            h.get_by_label(label).click();
            h.run();
        }
        assert_eq!((h.state().scan.prior_alpha, h.state().selflabel.pseudo), (1.0, PseudoLabel::P2ot));
        assert!(!h.state().scan.looks_for_sizes());
        h.get_by_role_and_label(Role::ComboBox, "Sizes of classes").click();
        h.run();
        h.get_by_label("as found (usual)").click();
        h.run();
        assert!(h.state().scan.looks_for_sizes());
        let mut other = RunSettings::default();
        other.scan.prior_alpha = 0.7;
        let h = Harness::builder().build_ui_state(draw, other);
        assert_eq!(h.state().scan.prior_alpha, 0.7);
        let temi = RunSettings { head: Head::Temi, ..RunSettings::default() };
        let h = Harness::builder().build_ui_state(draw, temi);
        assert!(h.query_all_by_label("Sizes of classes").next().is_none());
    }
}
