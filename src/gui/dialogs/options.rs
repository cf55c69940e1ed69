//! The options of a run, of which only those are shown that the chosen features and heads use.

use crate::gui::kit::widgets::stay_on_top;
use crate::session::{Arch, Clusterer, DeviceChoice, Head, Init, Pretext, PseudoLabel, RunSettings, Sizes};
use crate::strings::say;
use egui::{ComboBox, DragValue, Grid, Ui, vec2};
use std::fmt;

/// Choices with what people are told of each; named anew in each frame, in the language of the time.
type Named<T, const N: usize> = [(T, &'static str); N];

/// What may cluster.
fn heads() -> Named<Head, 7> {
    [
        (Head::Auto, say!("option-head-auto")),
        (Head::Temi, "TEMI"),
        (Head::Scan, "SCAN"),
        (Head::Consensus, say!("option-head-consensus")),
        (Head::Turtle, "TURTLE"),
        (Head::Tree, say!("option-head-tree")),
        (Head::KMeans, say!("option-head-kmeans")),
    ]
}

/// What may learn features.
fn pretexts() -> Named<Pretext, 2> {
    [(Pretext::Simclr, "SimCLR"), (Pretext::Dcl, say!("option-pretext-dcl"))]
}

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
fn uneven() -> Named<Uneven, 4> {
    [
        (Uneven::AsFound, say!("option-sizes-found")),
        (Uneven::By(0.0), say!("option-sizes-even")),
        (Uneven::By(0.5), say!("option-sizes-somewhat")),
        (Uneven::By(1.0), say!("option-sizes-very")),
    ]
}

/// What a network or head may learn from of its own answers.
fn pseudo() -> Named<PseudoLabel, 2> {
    [(PseudoLabel::Threshold, say!("option-pseudo-sure")), (PseudoLabel::P2ot, say!("option-pseudo-transport"))]
}

/// How heads may begin.
fn inits() -> Named<Init, 2> {
    [(Init::KMeans, say!("option-init-kmeans")), (Init::Random, say!("option-init-random"))]
}

/// What may be trained.
const ARCHS: Named<Arch, 2> = [(Arch::ResNet18, "ResNet-18"), (Arch::ResNet50, "ResNet-50")];

/// Draws the options.
pub fn options_ui(ui: &mut Ui, s: &mut RunSettings) {
    Grid::new("options").num_columns(4).spacing(vec2(10.0, 8.0)).show(ui, |ui| {
        ui.label(say!("option-head")).on_hover_text(say!("option-head.tip"));
        choice(ui, say!("option-head"), &mut s.head, &heads());
        ui.label(say!("option-device"));
        choice(ui, say!("option-device"), &mut s.device, &devices());
        ui.end_row();
        if s.is_frozen() && !s.learns_on() {
            frozen_ui(ui, s);
        } else {
            learned_ui(ui, s);
        }
        count(ui, say!("option-neighbours"), say!("option-neighbours.tip"), &mut s.neighbors.k, 500);
        let tip = say!("option-evenness.tip");
        ui.label(say!("option-evenness")).on_hover_text(tip);
        let evenness = DragValue::new(&mut s.scan.entropy_weight).range(0.0..=100.0).speed(0.05).max_decimals(2);
        ui.add(evenness).accessible_name(say!("option-evenness")).on_hover_text(tip);
        ui.end_row();
        if s.heads().contains(&Clusterer::Scan) {
            sizes_ui(ui, s);
        }
        ui.label(say!("option-seed")).on_hover_text(say!("option-seed.tip"));
        let seed = DragValue::new(&mut s.seed).range(0..=u64::from(u32::MAX)).speed(0.1);
        ui.add(seed).accessible_name(say!("option-seed"));
        count(ui, say!("option-threads"), say!("option-threads.tip"), &mut s.threads, 512);
        ui.end_row();
    });
}

/// What SCAN and self-labelling take the sizes of classes to be.
fn sizes_ui(ui: &mut Ui, s: &mut RunSettings) {
    ui.label(say!("option-sizes")).on_hover_text(say!("option-sizes.tip"));
    let before = if s.scan.looks_for_sizes() { Uneven::AsFound } else { Uneven::By(s.scan.prior_alpha) };
    let mut now = before;
    choice(ui, say!("option-sizes"), &mut now, &uneven());
    if now != before {
        (s.scan.sizes, s.scan.prior_alpha) = match now {
            // What is to be found has no exponent.
            Uneven::AsFound => (Sizes::Auto, 0.0),
            Uneven::By(alpha) => (Sizes::Even, alpha),
        };
    }
    ui.label(say!("option-pseudo")).on_hover_text(say!("option-pseudo.tip"));
    choice(ui, say!("option-pseudo"), &mut s.selflabel.pseudo, &pseudo());
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
        count(ui, say!("option-temi-epochs"), say!("option-epochs-tip"), &mut s.temi.epochs, 10_000);
        shown(ui);
        count(ui, say!("option-temi-heads"), say!("option-heads-tip"), &mut s.temi.heads, 32);
        shown(ui);
    }
    if heads.contains(&Clusterer::Scan) {
        count(ui, say!("option-scan-epochs"), say!("option-epochs-tip"), &mut s.scan_heads.epochs, 10_000);
        shown(ui);
        count(ui, say!("option-scan-heads"), say!("option-heads-tip"), &mut s.scan.heads, 32);
        shown(ui);
    }
    if heads.contains(&Clusterer::Turtle) {
        count(ui, say!("option-turtle-steps"), say!("option-turtle-steps.tip"), &mut s.turtle.steps, 100_000);
        ui.end_row();
    }
}

/// A network that learns from the folder.
fn learned_ui(ui: &mut Ui, s: &mut RunSettings) {
    ui.label(say!("option-pretext")).on_hover_text(say!("option-pretext.tip"));
    choice(ui, say!("option-pretext"), &mut s.pretext, &pretexts());
    ui.end_row();
    let (epochs, batch) = match s.pretext {
        Pretext::Dcl => (&mut s.dcl.epochs, &mut s.dcl.batch),
        Pretext::Simclr => (&mut s.simclr.epochs, &mut s.simclr.batch),
    };
    count(ui, say!("option-pretext-epochs"), say!("option-pretext-epochs.tip"), epochs, 10_000);
    count(ui, say!("option-batch"), say!("option-batch.tip"), batch, 8192);
    ui.end_row();
    if s.heads().contains(&Clusterer::Scan) {
        let (name, tip) = (say!("option-scan-network-epochs"), say!("option-scan-network-epochs.tip"));
        count(ui, name, tip, &mut s.scan.epochs, 10_000);
        count(ui, say!("option-heads"), say!("option-heads.tip"), &mut s.scan.heads, 32);
        ui.end_row();
        let (name, tip) = (say!("option-selflabel-epochs"), say!("option-selflabel-epochs.tip"));
        count(ui, name, tip, &mut s.selflabel.epochs, 10_000);
        ui.label(say!("option-sure")).on_hover_text(say!("option-sure.tip"));
        let threshold = DragValue::new(&mut s.selflabel.threshold).range(0.0..=1.0).speed(0.005).max_decimals(3);
        ui.add(threshold).accessible_name(say!("option-sure"));
        ui.end_row();
    } else {
        frozen_ui(ui, s);
    }
    ui.label(say!("option-network"));
    choice(ui, say!("option-network"), &mut s.net.arch, &ARCHS);
    count(ui, say!("option-width"), say!("option-width.tip"), &mut s.net.width, 256);
    ui.end_row();
    count(ui, say!("option-side"), say!("option-side.tip"), &mut s.net.size, 512);
    ui.label(say!("option-init")).on_hover_text(say!("option-init.tip"));
    choice(ui, say!("option-init"), &mut s.scan.init, &inits());
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

fn devices() -> Vec<(DeviceChoice, &'static str)> {
    let mut all =
        vec![(DeviceChoice::Auto, say!("option-device-auto")), (DeviceChoice::Cpu, say!("option-device-cpu"))];
    if cfg!(feature = "cuda") {
        all.push((DeviceChoice::Cuda(None), "CUDA"));
    } else if cfg!(feature = "metal") {
        all.push((DeviceChoice::Metal, "Metal"));
    }
    all
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
        for (field, label) in [("Sizes of groups", "very uneven"), ("Learns from", "by transport (P2OT)")] {
            h.get_by_role_and_label(Role::ComboBox, field).click();
            h.run();
            h.get_by_label(label).click();
            h.run();
        }
        assert_eq!((h.state().scan.prior_alpha, h.state().selflabel.pseudo), (1.0, PseudoLabel::P2ot));
        assert!(!h.state().scan.looks_for_sizes());
        h.get_by_role_and_label(Role::ComboBox, "Sizes of groups").click();
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
        assert!(h.query_all_by_label("Sizes of groups").next().is_none());
    }
}
