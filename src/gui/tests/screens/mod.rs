//! Tests of whole screens, made from made-up snapshots: what is there, what keys and clicks ask for.

mod access;
mod curate;
mod fits;
mod folder;
mod grid_keys;
mod languages;
mod names;
mod place;
mod review;
mod shelves;
mod shots;
mod sure;
mod upkeep;
mod wide;

use super::fixtures;
use super::told::{Known, Told};
use crate::control::Progress;
use crate::gui::app::window::{Given, Preferences, WhenRead, Window};
use crate::gui::command::Command;
use crate::gui::dialogs::Dialog;
use crate::gui::frame::{DraggedImages, Shown};
use crate::gui::grid::Grid;
use crate::gui::kit::theme;
use crate::ids::{ClusterId, ImageId, RunId};
use crate::session::evaluation::TrueLabels;
use crate::session::labelling::{Proposal, ProposedClass};
use crate::session::models;
use crate::session::places::{Recent, RecentProgress};
use crate::session::protocol::{Change, Deed, Edit, JobKind, LogEntry, Outcome, Request, Snapshot, Ticket};
use crate::strings::told;
use egui::accesskit::Role;
use egui::{Key, Modifiers, Theme, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use std::path::Path;
use std::sync::Arc;

/// A window over a made-up snapshot, which keeps what it is asked for.
struct Screen {
    window: Window,
    snapshot: Snapshot,
    progress: Progress,
    reader: Known,
    asked: Vec<Request>,
}

impl Screen {
    fn new(snapshot: Snapshot) -> Self {
        let recents = ["Holiday", "Butterflies of the Alps", "Herbarium"].iter().zip([3600, 90_000, 900_000]);
        let recents = recents.map(|(name, secs)| Recent {
            name: (*name).into(),
            folder: format!("/home/ada/Pictures/{name}").into(),
            project: format!("/home/ada/.local/share/gleaner/projects/{name}.gleaner").into(),
            opened: crate::gui::kit::words::unix_now() - secs,
            n_images: 3781,
            progress: RecentProgress { n_groups: 8, n_named: 5, n_confirmed: 240, is_exported: false },
            covers: Vec::new(),
        });
        let window = Window::new(Grid::new(None), recents.collect(), &Preferences::default());
        Self { window, snapshot, progress: Progress::default(), reader: Known::default(), asked: Vec::new() }
    }

    fn frame(&mut self, ui: &mut egui::Ui) {
        self.window.note(&self.snapshot);
        let given = Given { snapshot: &self.snapshot, progress: &self.progress, fetcher: &self.reader };
        self.window.window_ui(ui, given);
        let mut n = self.asked.len() as u64;
        let asked = &mut self.asked;
        self.window.send_requests(|request| {
            asked.push(request);
            n += 1;
            Some(Ticket(n))
        });
    }

    fn edits(&self) -> Vec<Change> {
        let edit = |request: &Request| match request {
            Request::Edit(edit) => Some(edit.clone()),
            _ => None,
        };
        self.asked.iter().filter_map(edit).collect()
    }
}

fn harness(screen: Screen, size: Vec2, theme: Theme, draws: bool) -> Harness<'static, Screen> {
    let builder = Harness::builder()
        .with_size(size)
        .with_max_steps(24)
        .with_theme(theme)
        .allow_missing_glyphs()
        .with_context_setup(theme::install);
    let builder = if draws { builder.wgpu() } else { builder };
    builder.build_ui_state(|ui, screen: &mut Screen| screen.frame(ui), screen)
}

fn plain(screen: Screen) -> Harness<'static, Screen> {
    harness(screen, vec2(1280.0, 800.0), Theme::Light, false)
}

#[test]
fn an_empty_window_opens_a_typed_path() {
    let mut h = plain(Screen::new(Snapshot::default()));
    h.run();
    h.get_by_label("Path of a folder").focus();
    h.run();
    h.get_by_label("Path of a folder").type_text("/data/photos");
    h.run();
    h.get_by_label("Open this path").click();
    h.run();
    assert!(
        matches!(&h.state().asked[..], [Request::Open { path, project: None }] if path == Path::new("/data/photos"))
    );
    h.get_by_label("Open Herbarium again").click();
    h.run();
    assert!(matches!(&h.state().asked[1], Request::Open { project: Some(_), .. }));
    h.get_by_label("Try the sample").click();
    h.run();
    assert!(matches!(&h.state().asked[2], Request::OpenSample));
}

#[test]
fn discover_starts_a_run_with_enter() {
    let mut h = plain(Screen::new(fixtures::imported()));
    h.run();
    h.get_by_label("Discover").click();
    h.run();
    h.get_by_label_contains("Sorts 1,000 images into groups and suggests how many.");
    h.get_by_label("Choose").click();
    h.run();
    h.get_by_label_contains("Sorts 1,000 images into 8 groups.");
    for term in ["SCAN", "TEMI", "Features", "Epochs", "Quick"] {
        assert!(h.query_by_label_contains(term).is_none(), "{term} is behind the options");
    }
    h.get_by_label("More groups").click();
    h.run();
    h.key_press(Key::Escape);
    h.run();
    assert!(h.state().window.dialog.is_none());
    h.key_press(Key::D);
    h.run();
    h.key_press(Key::Enter);
    h.run();
    let asked = &h.state().asked;
    assert!(
        matches!(&asked[..], [Request::Run { settings, resume: false }, Request::Improve { take: false }] if settings.clusters == 9),
        "{asked:?}"
    );
}

#[test]
fn a_network_that_is_not_here_is_downloaded_before_a_run() {
    // Whatever this machine has: one that it has not.
    let missing = models::models().into_iter().find(|known| known.model.is_on_hub() && known.path.is_none());
    let model = missing.expect("nobody has them all").model;
    let mut h = plain(Screen::new(fixtures::imported()));
    h.run();
    h.key_press(Key::D);
    h.run();
    h.get_by_label("Options").click();
    h.run();
    h.get_by_label("Advanced").click();
    h.run();
    h.get_by_role_and_label(Role::ComboBox, "Features").click();
    h.run();
    h.get_by_label(model.label).click();
    h.run();
    h.get_by_label("The network has to be downloaded first.");
    h.key_press(Key::Enter);
    h.run();
    assert!(h.state().asked.is_empty(), "Enter starts no run that cannot be");
    h.get_by_label(&format!("Download {} MB", model.megabytes)).click();
    h.run();
    assert!(matches!(&h.state().asked[..], [Request::Download(name)] if name == model.name));
    h.state_mut().snapshot.job = Some(fixtures::job(JobKind::Download));
    h.state_mut().snapshot.revision += 1;
    h.state_mut().progress = Progress {
        done: 30,
        total: 90,
        detail: told!("engine-megabytes", there = "30", all = "90"),
        ..Progress::default()
    };
    h.run();
    h.query_all_by_label("Progress of the job").next().expect("how far it is");
}

#[test]
fn renaming_commits_by_enter_and_cancels_by_escape() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    h.get_by_label("Dogs, 190 images").click();
    h.run();
    assert_eq!(h.state().window.view.shown, Shown::Cluster(ClusterId(2)));
    h.key_press(Key::F2);
    h.run();
    h.get_by_label("Name of the group").type_text("Wolves");
    h.run();
    h.key_press(Key::Enter);
    h.run();
    let rename = Change::Edit(Edit::Rename { cluster: ClusterId(2), name: "Wolves".into() });
    assert_eq!(h.state().edits(), [rename]);
    h.key_press(Key::F2);
    h.run();
    h.get_by_label("Name of the group").type_text("Foxes");
    h.run();
    h.key_press(Key::Escape);
    h.run();
    assert!(h.query_by_label("Name of the group").is_none());
    assert_eq!(h.state().edits().len(), 1);
}

#[test]
fn enter_in_a_text_field_is_not_for_the_selected_images() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    h.get_by_label("Dogs, 190 images").click();
    h.run();
    h.state_mut().window.view.selection.images.insert(ImageId(5));
    h.run();
    h.key_press(Key::F2);
    h.run();
    h.get_by_label("Name of the group").type_text("Wolves");
    h.run();
    h.key_press(Key::Enter);
    h.run();
    let rename = Change::Edit(Edit::Rename { cluster: ClusterId(2), name: "Wolves".into() });
    assert_eq!(h.state().edits().len(), 1, "{:?}", h.state().edits());
    // Then the grid has its keys again, and Shift makes the other of the two.
    h.key_press_modifiers(Modifiers::SHIFT, Key::Enter);
    h.run();
    let taken_back = Change::Edit(Edit::Confirm { images: vec![ImageId(5)], is_confirmed: false });
    assert_eq!(h.state().edits(), [rename, taken_back]);
}

#[test]
fn marked_clusters_merge_after_a_preview() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    h.get_by_label("Dogs, 190 images").click();
    h.run();
    h.get_by_label("Boats, 46 images").click_modifiers(Modifiers::COMMAND);
    h.run();
    h.get_by_label("2 groups marked, 236 images");
    h.key_press(Key::M);
    h.run();
    h.get_by_label("\u{201c}Dogs\u{201d}: 190 + 46 = 236 images");
    h.get_by_label_contains("7 groups remain.");
    h.key_press(Key::Enter);
    h.run();
    let merge = Change::Edit(Edit::Merge { into: ClusterId(2), from: vec![ClusterId(7)] });
    assert_eq!(h.state().edits(), [merge]);
    assert!(h.state().window.dialog.is_none());
}

#[test]
fn arrows_go_from_cluster_to_cluster() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    h.get_by_label("Cats, 264 images").focus();
    h.run();
    for expected in [2, 3] {
        h.key_press(Key::ArrowDown);
        h.run();
        assert_eq!(h.state().window.view.shown, Shown::Cluster(ClusterId(expected)));
    }
    h.key_press(Key::ArrowUp);
    h.run();
    assert_eq!(h.state().window.view.shown, Shown::Cluster(ClusterId(2)));
}

#[test]
fn images_dropped_on_a_cluster_move_there() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    let mut drop_on = |name: &str| {
        let target = h.get_by_label(name).rect().center();
        h.drag_at(egui::pos2(700.0, 24.0));
        h.step();
        egui::DragAndDrop::set_payload(&h.ctx, DraggedImages(vec![ImageId(5), ImageId(6)]));
        h.hover_at(target);
        h.step();
        h.drop_at(target);
        h.run();
    };
    drop_on("Boats, 46 images");
    drop_on("New group");
    let moved = Change::Edit(Edit::Move { images: vec![ImageId(5), ImageId(6)], to: Some(ClusterId(7)) });
    assert_eq!(h.state().edits(), [moved]);
    assert!(matches!(h.state().window.dialog, Some(Dialog::Move(_))), "a new cluster asks for its name");
}

#[test]
fn a_selection_moves_to_a_typed_cluster() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    h.state_mut().window.view.selection.only(ImageId(700));
    h.run();
    h.key_press(Key::T);
    h.run();
    h.get_by_label("Find a group by its name").type_text("boa");
    h.run();
    h.key_press(Key::Enter);
    h.run();
    let moved = Change::Edit(Edit::Move { images: vec![ImageId(700)], to: Some(ClusterId(7)) });
    assert_eq!(h.state().edits(), [moved]);
}

#[test]
fn keys_reach_undo_the_palette_and_the_sheet_of_keys() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    h.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    h.run();
    assert!(matches!(h.state().asked[..], [Request::Undo]));
    h.key_press_modifiers(Modifiers::COMMAND, Key::K);
    h.run();
    h.get_by_label("Search").type_text("hist");
    h.run();
    h.key_press(Key::Enter);
    h.run();
    assert!(matches!(h.state().window.dialog, Some(Dialog::History(_))));
    h.key_press(Key::Escape);
    h.run();
    h.event(egui::Event::Text("?".into()));
    h.run();
    assert!(matches!(h.state().window.dialog, Some(Dialog::Keys(_))));
}

#[test]
fn an_edit_can_be_undone_from_its_message_and_failures_stay() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    h.get_by_label("Dogs, 190 images").click();
    h.run();
    h.key_press(Key::F2);
    h.run();
    h.get_by_label("Name of the group").type_text("Wolves");
    h.key_press(Key::Enter);
    h.run();
    let entry = |seq, ticket, outcome| Arc::new(LogEntry { seq, ticket, outcome });
    let done = Outcome::Done(Deed::Edited, "Renamed Dogs to Wolves".into());
    let failed = Outcome::Failed("labels.csv is there already; choose another name.".into());
    h.state_mut().snapshot.log = Arc::new(vec![entry(1, Some(Ticket(1)), done), entry(2, None, failed)]);
    h.run();
    h.get_by_label("labels.csv is there already; choose another name.");
    h.get_by_label("Undo this").click();
    h.run();
    assert!(matches!(h.state().asked[1], Request::Undo));
    h.get_by_label_contains("Dismiss: labels.csv").click();
    h.run();
    let left: Vec<_> = h.query_all_by_label_contains("Dismiss: ").collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_message_says_what_was_done_whoever_asked() {
    let mut h = plain(Screen::new(fixtures::curated()));
    h.run();
    let tell = |h: &mut Harness<'static, Screen>, seq, outcome| {
        h.state_mut().snapshot.log = Arc::new(vec![Arc::new(LogEntry { seq, ticket: None, outcome })]);
        h.run();
    };
    let run = RunId(2);
    let waiting = |after| Outcome::Done(Deed::Waiting { run, after }, format!("Run 2 is done, {after:?}.").into());
    tell(&mut h, 1, waiting(JobKind::Refine));
    tell(&mut h, 2, waiting(JobKind::Improve));
    assert!(h.query_by_label_contains("Run 2 is done").is_none(), "the card asks");
    tell(&mut h, 3, waiting(JobKind::Run));
    h.get_by_label("Run 2 is done, Run.");
    tell(&mut h, 4, Outcome::Done(Deed::Steered, "Paused.".into()));
    tell(&mut h, 5, Outcome::Cancelled(Some(JobKind::Improve)));
    assert!(h.query_by_label("Paused.").is_none() && h.query_by_label_contains("Stopped").is_none());
    assert!(h.query_by_label("Undo this").is_none());
    tell(&mut h, 6, Outcome::Done(Deed::Edited, "Placed all 3 new images.".into()));
    h.get_by_label("Undo this");
    h.state_mut().snapshot.candidate = None;
    tell(&mut h, 7, waiting(JobKind::Refine));
    h.get_by_label("Run 2 is done, Refine.");
}

#[test]
fn long_work_that_ended_unseen_is_told_by_the_system_unless_nobody_wants_it() {
    for is_wanted in [true, false] {
        let preferences = Preferences { notifies: is_wanted, ..Preferences::default() };
        let mut window = Window::new(Grid::new(None), Vec::new(), &preferences);
        assert_eq!(window.preferences().notifies, is_wanted);
        assert_eq!(window.note_work(0.0, false, &fixtures::training()), None);
        let told = window.note_work(31.0, false, &fixtures::clustered());
        assert_eq!(told.is_some(), is_wanted, "{told:?}");
    }
}

#[test]
fn a_running_job_can_be_paused_and_stopped() {
    let mut h = plain(Screen::new(fixtures::training()));
    h.run();
    h.get_by_label("Group 1, 125 images").click();
    h.run();
    assert_eq!(h.state().window.view.shown, Shown::Provisional(0));
    h.get_by_label("Pause").click();
    h.run();
    h.get_by_label("Stop").click();
    h.run();
    assert!(matches!(h.state().asked[..], [Request::Pause, Request::Cancel(_)]), "{:?}", h.state().asked);
}

#[test]
fn an_export_asks_for_what_was_chosen() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    h.key_press_modifiers(Modifiers::COMMAND, Key::E);
    h.run();
    h.get_by_label("JSON lines").click();
    h.get_by_label("Only what I confirmed or placed myself").click();
    h.run();
    h.get_by_label("Write 151 labels").click();
    h.run();
    let asked = &h.state().asked;
    assert!(
        matches!(&asked[..], [Request::Export(export)] if export.confirmed_only && export.out.ends_with("Holiday-labels.jsonl"))
    );
}

/// What folder names propose to the first dialog that asks.
fn proposal() -> Told {
    let class = |name: &str, ids: std::ops::Range<u32>, unsorted, cluster| ProposedClass {
        name: name.into(),
        images: ids.map(ImageId).collect(),
        unsorted,
        cluster,
        ..ProposedClass::default()
    };
    let cats = ProposedClass { n_changed: 3, n_unchanged: 2, ..class("Cats", 0..40, None, Some(ClusterId(1))) };
    let inbox = class("inbox", 40..100, Some("a folder for what is not sorted yet".into()), None);
    let classes = vec![cats, inbox, class("owls", 100..112, None, None)];
    let notes = vec!["2 labels in the file have no image here: line 3: there is no image \"x.jpg\".".into()];
    Told::Proposal(TrueLabels::Folders, 1, Proposal { classes, n_without: 888, notes, ..Proposal::default() })
}

#[test]
fn labels_are_taken_of_the_ticked_classes() {
    let screen = Screen::new(fixtures::clustered());
    screen.reader.tell(proposal());
    let mut h = plain(screen);
    h.run();
    h.key_press_modifiers(Modifiers::COMMAND, Key::K);
    h.run();
    h.get_by_label("Search").type_text("existing");
    h.run();
    h.key_press(Key::Enter);
    h.run();
    let words = "52 images in 2 classes, 1 of them new. 2 images were confirmed there already. 3 images that you had decided \
                 otherwise are changed.";
    h.get_by_label(words);
    h.get_by_label("888 images of no class stay as they are.");
    h.get_by_label("Cats, 40 images").click();
    h.run();
    h.get_by_label("12 images in 1 class, all new.");
    h.get_by_label("inbox, 60 images").click();
    h.run();
    h.get_by_label("Take these labels").click();
    h.run();
    let class = |name: &str, ids: std::ops::Range<u32>| (name.to_owned(), ids.map(ImageId).collect());
    let classes = vec![class("inbox", 40..100), class("owls", 100..112)];
    assert_eq!(h.state().edits(), [Change::Label { classes }]);
    assert!(h.state().window.dialog.is_none());
}

#[test]
fn a_table_is_read_once_its_path_is_entered() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    let (ctx, snapshot) = (h.ctx.clone(), h.state().snapshot.clone());
    h.state_mut().window.do_command(Command::TakeLabels, &ctx, &snapshot);
    h.run_ok();
    h.get_by_label("Reading\u{2026}");
    h.get_by_label("A table").click();
    h.run();
    h.get_by_label_contains("with the columns file_name and label");
    h.get_by_label("Path of a table").focus();
    h.run();
    h.get_by_label("Path of a table").type_text("/data/truth.csv");
    h.run();
    assert!(h.query_by_label("Reading\u{2026}").is_none(), "not every path on the way is read");
    h.key_press(Key::Enter);
    h.run_ok();
    h.get_by_label("Reading\u{2026}");
    assert!(h.state().edits().is_empty() && h.state().window.dialog.is_some());
}

#[test]
fn the_sample_offers_discover_once_it_is_read() {
    let mut screen = Screen::new(Snapshot::default());
    screen.window.open_sample(WhenRead::Offer);
    let mut h = plain(screen);
    h.run();
    h.state_mut().snapshot = Snapshot { job: Some(fixtures::job(JobKind::Import)), ..fixtures::imported() };
    h.run();
    assert!(h.state().window.dialog.is_none());
    h.state_mut().snapshot.job = None;
    h.run();
    assert!(matches!(h.state().window.dialog, Some(Dialog::Discover)));
}
