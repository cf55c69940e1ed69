//! What assistive technology and people without a pointer need: every control of every screen has a name of its own, and
//! the main work can be done by keys alone, found by those names.

use super::shots::{Prepare, bring};
use super::{Screen, plain};
use crate::control::Progress;
use crate::gui::command::Command;
use crate::gui::dialogs::Dialog;
use crate::gui::frame::{Shown, Tab};
use crate::gui::kit::toasts::Kind;
use crate::gui::tests::fixtures;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{Change, Edit, JobKind, Request, Snapshot};
use crate::strings::told;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use std::collections::BTreeMap;

/// Roles of what one presses, types into, or turns.
const CONTROLS: [Role; 14] = [
    Role::Button,
    Role::DefaultButton,
    Role::Link,
    Role::CheckBox,
    Role::RadioButton,
    Role::Switch,
    Role::Slider,
    Role::SpinButton,
    Role::ComboBox,
    Role::Tab,
    Role::TextInput,
    Role::MultilineTextInput,
    Role::SearchInput,
    Role::ListBox,
];

/// Controls of a screen that have no name, or the role and name of another one.
fn faults(h: &Harness<'_, Screen>) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut faults = Vec::new();
    for node in h.root().children_recursive() {
        let node = node.accesskit_node();
        if !CONTROLS.contains(&node.role()) {
            continue;
        }
        let name = node.label().unwrap_or_default();
        let is_spoken = name.chars().any(char::is_alphanumeric) || !name.is_ascii();
        if is_spoken {
            *seen.entry(format!("{:?} {name:?}", node.role())).or_default() += 1;
        } else {
            faults.push(format!("{:?} {name:?} without a name at {:?}", node.role(), node.bounding_box()));
        }
    }
    faults.extend(seen.into_iter().filter(|(_, n)| *n > 1).map(|(name, n)| format!("{n} x {name}")));
    faults
}

/// A name, what is shown, the commands that lead there, and what else has to be so.
type Scene = (&'static str, Snapshot, &'static [Command], Prepare);

/// Every screen and every dialog of the window.
fn scenes() -> Vec<Scene> {
    let nothing: Prepare = |_| ();
    let marked: Prepare = |screen| screen.window.clusters.marked = vec![ClusterId(2), ClusterId(7)];
    let selected: Prepare = |screen| screen.window.view.selection.only(ImageId(3));
    let several: Prepare = |screen| screen.window.view.selection.images.extend((3..9).map(ImageId));
    let checking = Snapshot { job: Some(fixtures::job(JobKind::Check)), ..fixtures::clustered() };
    vec![
        ("opening page", Snapshot::default(), &[], nothing),
        ("imported", fixtures::imported(), &[], nothing),
        ("training", fixtures::training(), &[Command::ToggleCurves], nothing),
        ("grid", fixtures::clustered(), &[], nothing),
        ("cluster", fixtures::clustered(), &[], |screen| screen.window.view.shown = Shown::Cluster(ClusterId(1))),
        ("an image", fixtures::clustered(), &[], selected),
        ("several images", fixtures::clustered(), &[], several),
        ("marked", fixtures::clustered(), &[], marked),
        ("renaming", fixtures::clustered(), &[Command::Rename], |screen| {
            screen.window.view.shown = Shown::Cluster(ClusterId(3));
        }),
        ("quality", fixtures::clustered(), &[], |screen| screen.window.view.tab = Tab::Quality),
        ("review", fixtures::clustered(), &[Command::ShowReview], nothing),
        ("check", fixtures::clustered(), &[Command::ProveCluster], |screen| {
            screen.window.view.shown = Shown::Cluster(ClusterId(1));
        }),
        ("check by sheets", fixtures::clustered(), &[Command::ProveCluster], |screen| {
            screen.window.view.shown = Shown::Cluster(ClusterId(3));
            screen.window.review.toggle_sheets();
        }),
        ("curves", fixtures::clustered(), &[Command::ToggleCurves], nothing),
        ("discover", fixtures::imported(), &[Command::Discover], nothing),
        ("merge", fixtures::clustered(), &[Command::Merge], marked),
        ("move", fixtures::clustered(), &[Command::Move], selected),
        ("open", fixtures::clustered(), &[Command::Open], nothing),
        ("export", fixtures::clustered(), &[Command::Export], nothing),
        ("archive", fixtures::clustered(), &[Command::ArchiveProject], nothing),
        ("check not begun", fixtures::clustered(), &[Command::CheckProject], nothing),
        ("checking", checking, &[Command::CheckProject], nothing),
        ("checked", super::upkeep::checked(super::upkeep::checkup()), &[Command::CheckProject], nothing),
        ("take labels", fixtures::clustered(), &[Command::TakeLabels], |screen| {
            screen.reader.tell(super::proposal());
        }),
        ("skipped", fixtures::clustered(), &[Command::ShowSkipped], nothing),
        ("history", fixtures::clustered(), &[Command::ShowHistory], nothing),
        ("news of the folder", fixtures::with_news(), &[], nothing),
        ("changed files", fixtures::with_news(), &[Command::ShowChanged], |screen| {
            screen.window.view.shown = Shown::Changed;
            screen.window.view.selection.only(ImageId(970));
        }),
        ("copies", fixtures::with_news(), &[Command::ShowCopies], |screen| {
            screen.window.view.shown = Shown::Copies;
            screen.window.view.selection.only(ImageId(975));
        }),
        ("missing", fixtures::with_news(), &[Command::ShowMissing], nothing),
        ("away", fixtures::away(), &[], selected),
        ("refused", fixtures::clustered(), &[Command::Export], |screen| {
            screen.window.export.note_refusal("labels.csv holds 151 confirmed labels and would hold 12");
        }),
        ("runs", fixtures::clustered(), &[Command::ShowRuns], nothing),
        ("keys", fixtures::clustered(), &[Command::Keys], nothing),
        ("palette", fixtures::clustered(), &[Command::Palette], nothing),
        ("messages", fixtures::clustered(), &[], |screen| {
            screen.window.toasts.push(Kind::News, "Merged Boats into Dogs", true);
            screen.window.toasts.push(Kind::Failure, "labels.csv is there already.", false);
        }),
    ]
}

/// Every screen of [`scenes`] in a window of this size, with its name.
pub(super) fn walk(size: egui::Vec2, mut look: impl FnMut(&str, &mut Harness<'static, Screen>)) {
    for (name, snapshot, commands, prepare) in scenes() {
        let mut screen = Screen::new(snapshot);
        screen.progress =
            Progress { stage: told!("stage-simclr.activity"), done: 32, total: 100, ..Progress::default() };
        let mut h = super::harness(screen, size, egui::Theme::Light, false);
        h.run_ok();
        bring(&mut h, commands, prepare);
        look(name, &mut h);
    }
}

#[test]
fn every_control_has_a_name_of_its_own() {
    let mut all = Vec::new();
    walk(egui::vec2(1280.0, 800.0), |name, h| {
        all.extend(faults(h).into_iter().map(|fault| format!("{name}: {fault}")));
    });
    assert!(all.is_empty(), "{all:#?}");
}

/// Presses Tab until this control has the keyboard.
fn tab_to(h: &mut Harness<'_, Screen>, name: &str) {
    for _ in 0..80 {
        if h.query_all_by_label(name).any(|node| node.accesskit_node().is_focused()) {
            return;
        }
        h.key_press(Key::Tab);
        h.run();
    }
    panic!("Tab does not come to {name:?}");
}

fn press(h: &mut Harness<'_, Screen>, modifiers: Modifiers, key: Key) {
    h.key_press_modifiers(modifiers, key);
    h.run();
}

fn type_text(h: &mut Harness<'_, Screen>, text: &str) {
    h.event(egui::Event::Text(text.into()));
    h.run();
}

#[test]
fn a_cluster_is_found_and_renamed_by_keys_alone() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    press(&mut h, Modifiers::COMMAND, Key::F);
    type_text(&mut h, "boats");
    press(&mut h, Modifiers::NONE, Key::Enter);
    assert_eq!(h.state().window.view.shown, Shown::Cluster(ClusterId(7)));
    press(&mut h, Modifiers::COMMAND, Key::K);
    type_text(&mut h, "rename");
    press(&mut h, Modifiers::NONE, Key::Enter);
    type_text(&mut h, "Ships");
    press(&mut h, Modifiers::NONE, Key::Enter);
    assert_eq!(h.state().edits(), [Change::Edit(Edit::Rename { cluster: ClusterId(7), name: "Ships".into() })]);
    // Used last, listed first.
    press(&mut h, Modifiers::COMMAND, Key::K);
    press(&mut h, Modifiers::NONE, Key::Enter);
    assert!(h.query_by_label("Name of the group").is_some());
}

#[test]
fn clusters_are_marked_and_merged_by_keys_alone() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    tab_to(&mut h, "Dogs, 190 images");
    press(&mut h, Modifiers::NONE, Key::Enter);
    assert_eq!(h.state().window.view.shown, Shown::Cluster(ClusterId(2)));
    tab_to(&mut h, "Boats, 46 images");
    press(&mut h, Modifiers::COMMAND, Key::Space);
    h.get_by_label("2 groups marked, 236 images");
    press(&mut h, Modifiers::NONE, Key::M);
    tab_to(&mut h, "Merge");
    press(&mut h, Modifiers::NONE, Key::Enter);
    let merge = Change::Edit(Edit::Merge { into: ClusterId(2), from: vec![ClusterId(7)] });
    assert_eq!(h.state().edits(), [merge]);
}

#[test]
fn images_are_moved_by_keys_alone() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    tab_to(&mut h, "Dogs, 190 images");
    press(&mut h, Modifiers::NONE, Key::Enter);
    tab_to(&mut h, "Images");
    press(&mut h, Modifiers::NONE, Key::Home);
    press(&mut h, Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(h.state().window.view.selection.images.len(), 2);
    press(&mut h, Modifiers::NONE, Key::T);
    type_text(&mut h, "cats");
    press(&mut h, Modifiers::NONE, Key::Enter);
    let edits = h.state().edits();
    assert!(
        matches!(&edits[..], [Change::Edit(Edit::Move { images, to: Some(ClusterId(1)) })] if images.len() == 2),
        "{edits:?}"
    );
}

#[test]
fn labels_are_written_by_keys_alone() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    tab_to(&mut h, "Export");
    press(&mut h, Modifiers::NONE, Key::Space);
    assert!(matches!(h.state().window.dialog, Some(Dialog::Export)));
    tab_to(&mut h, "JSON lines");
    press(&mut h, Modifiers::NONE, Key::Space);
    tab_to(&mut h, "Write 982 labels");
    press(&mut h, Modifiers::NONE, Key::Space);
    let asked = &h.state().asked;
    assert!(
        matches!(&asked[..], [Request::Export(export)] if export.out.ends_with("Holiday-labels.jsonl")),
        "{asked:?}"
    );
}

#[test]
fn keys_are_found_by_typing_and_messages_go_by_key() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    h.event(egui::Event::Text("?".into()));
    h.run();
    type_text(&mut h, "undo");
    assert!(
        h.query_by_role_and_label(Role::Label, "Undo").is_some()
            && h.query_by_label("Go from image to image").is_none()
    );
    type_text(&mut h, "x");
    h.get_by_label_contains("No key does such a thing.");
    h.state_mut().window.toasts.push(Kind::Failure, "labels.csv is there already.", false);
    h.run();
    press(&mut h, Modifiers::SHIFT, Key::Escape);
    assert!(h.state().window.toasts.is_empty());
    assert!(matches!(h.state().window.dialog, Some(Dialog::Keys(_))), "the dialog stays");
}

#[test]
fn what_is_not_possible_says_why() {
    let mut h = plain(Screen::new(Snapshot::default()));
    h.run();
    press(&mut h, Modifiers::COMMAND, Key::K);
    type_text(&mut h, "export");
    h.get_by_label_contains("Not now: Open a folder of images first.");
    press(&mut h, Modifiers::NONE, Key::Enter);
    h.get_by_label("Open a folder of images first.");
    assert!(!h.state().window.search.is_open() && h.state().asked.is_empty());
}

#[test]
fn high_contrast_is_switched_and_remembered() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    assert!(!h.state().window.preferences().is_high_contrast);
    press(&mut h, Modifiers::COMMAND, Key::K);
    type_text(&mut h, "high contrast");
    press(&mut h, Modifiers::NONE, Key::Enter);
    assert!(h.state().window.preferences().is_high_contrast);
    let is_high = crate::gui::kit::theme::Palette::of_visuals(&h.ctx.global_style().visuals).is_high_contrast();
    assert!(is_high);
}
