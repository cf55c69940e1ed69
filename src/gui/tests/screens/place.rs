//! The frame of the window: the field that finds everything, panels that fold, room for the pictures, the start page.

use super::{Screen, harness, plain};
use crate::gui::dialogs::Dialog;
use crate::gui::frame::{Shown, Tab};
use crate::gui::kit::toasts::Kind;
use crate::gui::tests::fixtures;
use crate::ids::{ClusterId, RunId};
use crate::session::protocol::{Request, RunState, Snapshot};
use egui::accesskit::Role;
use egui::{Key, Modifiers, Theme, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use std::sync::Arc;

fn press(h: &mut Harness<'_, Screen>, modifiers: Modifiers, key: Key) {
    h.key_press_modifiers(modifiers, key);
    h.run_ok();
}

fn type_text(h: &mut Harness<'_, Screen>, text: &str) {
    h.event(egui::Event::Text(text.into()));
    h.run_ok();
}

fn shown(snapshot: Snapshot) -> Harness<'static, Screen> {
    let mut h = plain(Screen::new(snapshot));
    h.run();
    h
}

#[test]
fn one_field_finds_groups_filters_and_actions() {
    let mut h = shown(fixtures::clustered());
    press(&mut h, Modifiers::COMMAND, Key::F);
    type_text(&mut h, "boa");
    press(&mut h, Modifiers::NONE, Key::Enter);
    assert_eq!(h.state().window.view.shown, Shown::Cluster(ClusterId(7)));
    // Terms are in force while they are typed; Esc takes them back, Enter keeps them.
    press(&mut h, Modifiers::COMMAND, Key::F);
    type_text(&mut h, "confirmed:no");
    assert_eq!(h.state().window.view.filter, "confirmed:no");
    press(&mut h, Modifiers::NONE, Key::Escape);
    assert_eq!(h.state().window.view.filter, "");
    press(&mut h, Modifiers::NONE, Key::Slash);
    type_text(&mut h, "confirm");
    press(&mut h, Modifiers::NONE, Key::Tab);
    press(&mut h, Modifiers::NONE, Key::Enter);
    assert_eq!(h.state().window.view.filter, "confirmed:yes");
    h.get_by_label("Clear the search field").click();
    h.run();
    assert_eq!(h.state().window.view.filter, "");
    // What is wrong is said at the field.
    press(&mut h, Modifiers::COMMAND, Key::F);
    type_text(&mut h, "colour:red");
    assert!(h.query_all_by_label_contains("There is no term colour:").next().is_some());
    press(&mut h, Modifiers::NONE, Key::Escape);
    press(&mut h, Modifiers::COMMAND, Key::K);
    type_text(&mut h, "history");
    press(&mut h, Modifiers::NONE, Key::Enter);
    assert!(matches!(h.state().window.dialog, Some(Dialog::History(_))));
}

#[test]
fn letters_typed_while_the_field_opens_are_its_own() {
    let mut h = shown(fixtures::clustered());
    h.key_press_modifiers(Modifiers::COMMAND, Key::F);
    h.event(egui::Event::Text("cat".into()));
    h.run_ok();
    press(&mut h, Modifiers::NONE, Key::Enter);
    assert_eq!(h.state().window.view.shown, Shown::Cluster(ClusterId(1)));
}

#[test]
fn a_row_of_the_list_is_clicked() {
    let mut h = shown(fixtures::clustered());
    press(&mut h, Modifiers::COMMAND, Key::F);
    type_text(&mut h, "dog");
    h.get_by_label("Go to Dogs, 190 images").click();
    h.run_ok();
    assert_eq!(h.state().window.view.shown, Shown::Cluster(ClusterId(2)));
    assert!(!h.state().window.search.is_open());
}

#[test]
fn panels_fold_by_keys_and_are_remembered() {
    let mut h = shown(fixtures::clustered());
    let is_list = |h: &Harness<'_, Screen>| h.query_by_label("Dogs, 190 images").is_some();
    assert!(is_list(&h));
    press(&mut h, Modifiers::NONE, Key::F9);
    assert!(!is_list(&h));
    assert!(h.state().window.preferences().folded.left && !h.state().window.preferences().folded.right);
    press(&mut h, Modifiers::SHIFT, Key::F9);
    assert!(h.state().window.preferences().folded.right);
    // Over the pictures Tab is for both, elsewhere it goes from control to control.
    h.hover_at(pos2(700.0, 500.0));
    h.run_ok();
    press(&mut h, Modifiers::NONE, Key::Tab);
    assert!(is_list(&h) && !h.state().window.preferences().folded.right);
    h.hover_at(pos2(60.0, 500.0));
    h.run_ok();
    press(&mut h, Modifiers::NONE, Key::Tab);
    assert!(is_list(&h) && h.ctx.memory(egui::Memory::focused).is_some());
    // Who renames a group sees it.
    press(&mut h, Modifiers::NONE, Key::F9);
    h.get_by_label("Name groups").click();
    h.run_ok();
    h.get_by_label_contains("Name of the");
}

#[test]
fn pictures_have_three_quarters_of_the_height() {
    let screen = Screen::new(fixtures::clustered());
    let mut h = harness(screen, vec2(1280.0, 720.0), Theme::Dark, false);
    h.run_ok();
    let pictures = h.get_by_role_and_label(Role::ListBox, "Images").rect();
    assert!(pictures.height() >= 0.75 * 720.0, "{pictures}");
}

#[test]
fn pictures_keep_their_height_while_a_result_waits() {
    for theme in [Theme::Dark, Theme::Light] {
        let mut snapshot = fixtures::clustered();
        snapshot.candidate = Some(Arc::new(fixtures::candidate()));
        let mut h = harness(Screen::new(snapshot), vec2(1280.0, 720.0), theme, false);
        h.run_ok();
        let pictures = h.get_by_role_and_label(Role::ListBox, "Images").rect();
        assert!(pictures.height() >= 0.75 * 720.0, "{pictures}");
        for button in ["Apply", "Compare", "Discard"] {
            assert!(h.get_by_label(button).rect().top() > pictures.bottom(), "{button} is below them");
        }
    }
}

#[test]
fn what_was_interrupted_can_go_on_while_a_result_waits() {
    let mut snapshot = fixtures::curated();
    let runs = Arc::make_mut(&mut snapshot.runs);
    let mut unfinished = fixtures::run(RunState::Unfinished);
    unfinished.id = RunId(3);
    runs.insert(0, unfinished);
    let mut h = plain(Screen::new(snapshot));
    h.run();
    for button in ["Apply", "Discard", "Resume"] {
        h.get_by_label(button);
    }
}

#[test]
fn tabs_are_the_one_navigation_and_the_next_step_one_button() {
    let mut h = shown(fixtures::clustered());
    for (tab, expected) in [("Review, 15 %", Tab::Review), ("Quality", Tab::Quality), ("Images, 1,000", Tab::Grid)] {
        h.get_by_role_and_label(Role::Tab, tab).click();
        h.run_ok();
        assert_eq!(h.state().window.view.tab, expected);
    }
    h.get_by_role_and_label(Role::Tab, "Export").click();
    h.run_ok();
    assert!(matches!(h.state().window.dialog, Some(Dialog::Export)));
    press(&mut h, Modifiers::NONE, Key::Escape);
    h.get_by_label("Name groups").click();
    h.run_ok();
    type_text(&mut h, "Bicycles");
    press(&mut h, Modifiers::NONE, Key::Enter);
    assert_eq!(h.state().edits().len(), 1);
}

#[test]
fn messages_are_three_at_most_and_go_by_escape() {
    let mut h = shown(fixtures::clustered());
    for i in 0..5 {
        h.state_mut().window.toasts.push(Kind::Failure, format!("File {i} is damaged."), false);
    }
    h.run_ok();
    let n = |h: &Harness<'_, Screen>| h.query_all_by_label_contains("Dismiss: ").count();
    assert_eq!(n(&h), 3);
    assert!(h.query_by_label("File 4 is damaged.").is_some() && h.query_by_label("File 0 is damaged.").is_none());
    for left in [3, 3, 2, 1, 0] {
        press(&mut h, Modifiers::NONE, Key::Escape);
        assert_eq!(n(&h), left);
    }
}

#[test]
fn messages_of_one_project_are_not_shown_over_another() {
    let mut h = shown(fixtures::clustered());
    h.state_mut().window.toasts.push(Kind::Failure, "labels.csv is there already.", false);
    h.run_ok();
    let project = h.state().snapshot.project.clone();
    h.state_mut().snapshot = Snapshot { revision: 90, ..Snapshot::default() };
    h.run_ok();
    assert!(h.query_by_label("labels.csv is there already.").is_none());
    h.state_mut().snapshot = Snapshot { revision: 91, project, ..fixtures::clustered() };
    h.run_ok();
    h.get_by_label("labels.csv is there already.");
}

#[test]
fn the_start_page_says_how_far_projects_are_and_completes_paths() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("Holiday")).unwrap();
    let mut screen = Screen::new(Snapshot::default());
    let recents = vec![crate::session::places::Recent {
        name: "Herbarium".into(),
        folder: "/photos/Herbarium".into(),
        project: "/p.gleaner".into(),
        opened: crate::gui::kit::words::unix_now() - 4000,
        n_images: 1800,
        progress: crate::session::places::RecentProgress { n_groups: 9, n_named: 5, ..Default::default() },
        covers: Vec::new(),
    }];
    screen.window.opening.set_recents(recents);
    let mut h = plain(screen);
    h.run_ok();
    h.get_by_label("Open Herbarium again");
    h.get_by_label("Path of a folder").focus();
    h.run_ok();
    type_text(&mut h, &format!("{}/", dir.path().display()));
    // The folder is listed by another thread.
    for _ in 0..2000 {
        if h.query_by_label("Holiday").is_some() {
            break;
        }
        std::thread::yield_now();
        h.step();
    }
    press(&mut h, Modifiers::NONE, Key::Tab);
    press(&mut h, Modifiers::NONE, Key::Enter);
    let wanted = dir.path().join("Holiday");
    assert!(matches!(&h.state().asked[..], [Request::Open { path, .. }] if *path == wanted), "{:?}", h.state().asked);
}

#[test]
fn where_a_project_lies_is_said() {
    let mut h = shown(fixtures::clustered());
    h.get_by_label("Menu").click();
    h.run_ok();
    h.get_by_label_contains("About this project").click();
    h.run_ok();
    h.get_by_label("/home/ada/.local/share/gleaner/projects/Holiday.gleaner");
    h.get_by_label("Copy the path of the project").click();
    h.run_ok();
    h.get_by_label("The path is on the clipboard.");
}

#[test]
fn settings_are_in_force_at_once() {
    let mut h = shown(fixtures::clustered());
    press(&mut h, Modifiers::COMMAND, Key::Comma);
    h.get_by_label("High contrast").click();
    h.run_ok();
    assert!(h.state().window.preferences().is_high_contrast);
    h.get_by_label("Dark").click();
    h.run_ok();
    assert_eq!(h.ctx.theme(), Theme::Dark);
    h.get_by_label("Larger").click();
    h.run_ok();
    assert!(h.ctx.zoom_factor() > 1.0);
}
