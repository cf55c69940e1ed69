//! What became of the folder's files: the strip, its shelves, the list of what is gone, and an export that is refused.

use super::{Screen, plain};
use crate::gui::dialogs::Dialog;
use crate::gui::dialogs::locate::LocateForm;
use crate::gui::frame::{Shown, Tab};
use crate::gui::tests::fixtures;
use crate::ids::{ClusterId, ImageId};
use crate::session::folder::report::away_words;
use crate::session::protocol::{
    Change, Deed, Edit, FolderView, LabelledClass, LogEntry, Outcome, Request, Snapshot, Ticket,
};
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn shown(snapshot: Snapshot) -> Harness<'static, Screen> {
    let mut h = plain(Screen::new(snapshot));
    h.run();
    h
}

fn change(h: &mut Harness<'_, Screen>, change: impl FnOnce(&mut FolderView)) {
    let snapshot = &mut h.state_mut().snapshot;
    change(Arc::make_mut(&mut snapshot.folder));
    snapshot.revision += 1;
    h.run();
}

fn is_there(h: &Harness<'_, Screen>, text: &str) -> bool {
    h.query_by_label(text).is_some()
}

fn log(h: &mut Harness<'_, Screen>, outcome: Outcome) {
    let snapshot = &mut h.state_mut().snapshot;
    let seq = snapshot.log.last().map_or(1, |entry| entry.seq + 1);
    Arc::make_mut(&mut snapshot.log).push(Arc::new(LogEntry { seq, ticket: None, outcome }));
    h.run();
}

fn labelled(all: &[(u32, &[u32])]) -> Change {
    let of = |(to, images): &(u32, &[u32])| LabelledClass {
        cluster: ClusterId(*to),
        name: String::new(),
        images: images.iter().copied().map(ImageId).collect(),
    };
    Change::Edit(Edit::Label { classes: all.iter().map(of).collect() })
}

const CHANGED: &str = "4 files are other pictures than when you confirmed them";
const COPIES: &str = "4 copies of images that you put into groups";
const NEW: &str = "18 new images are in no group yet";
const MISSING: &str = "3 images are gone; what you said of them is kept";

#[test]
fn the_strip_says_the_most_important_first_and_nothing_where_there_is_nothing() {
    let mut h = shown(fixtures::clustered());
    for text in [CHANGED, COPIES, NEW, MISSING] {
        assert!(!is_there(&h, text), "{text}");
    }
    h.state_mut().snapshot = fixtures::with_news();
    h.run();
    assert_eq!([CHANGED, COPIES, NEW, MISSING].map(|text| is_there(&h, text)), [true, true, true, false]);
    let top = |text: &str| h.get_by_label(text).rect().top();
    assert!(top(CHANGED) < top(COPIES) && top(COPIES) < top(NEW));
    // What is put away makes room, and comes back when there is more of it, not less.
    h.get_by_label(&format!("Put away: {COPIES}")).click();
    h.run();
    assert_eq!([COPIES, MISSING].map(|text| is_there(&h, text)), [false, true]);
    change(&mut h, |folder| Arc::make_mut(&mut folder.copies).truncate(3));
    assert!(!is_there(&h, "3 copies of images that you put into groups"));
    let copies = Arc::clone(&fixtures::with_news().folder.copies);
    change(&mut h, |folder| folder.copies = copies);
    assert!(is_there(&h, COPIES));
}

#[test]
fn each_line_of_the_strip_does_what_it_says() {
    let mut h = shown(fixtures::with_news());
    for (button, expected) in [
        ("Look at what changed", Shown::Changed),
        ("Show the copies", Shown::Copies),
        ("Show the new images", Shown::Unplaced),
    ] {
        h.get_by_label(button).click();
        h.run();
        assert_eq!(h.state().window.view.shown, expected, "{button}");
    }
    h.get_by_label("All images").click();
    h.run();
    h.get_by_label("Give copies the same group").click();
    h.run();
    assert_eq!(h.state().edits(), [labelled(&[(1, &[975, 976, 977]), (2, &[978])])]);
    h.get_by_label("Place new images").click();
    h.run();
    assert!(matches!(h.state().asked.last(), Some(Request::Place)));
}

#[test]
fn while_the_drive_is_away_it_can_be_looked_for_or_given_up_after_a_question() {
    let mut h = shown(fixtures::away());
    let away = "1,000 images that were here are gone: is the drive connected?";
    assert!(is_there(&h, away));
    // It is not said twice.
    log(&mut h, Outcome::Done(Deed::FolderAway, away_words(1000)));
    assert!(h.state().window.toasts.is_empty());
    h.get_by_label("Look again for the folder").click();
    h.run();
    assert!(matches!(h.state().asked[..], [Request::Import]));
    h.get_by_label("The images of the folder are gone for good").click();
    h.run();
    assert_eq!(h.state().asked.len(), 1, "it asks first");
    h.get_by_label("Take 1,000 images out of the project? If they ever come back, so does what you said of them.");
    h.get_by_label("No, keep them").click();
    h.run();
    assert!(is_there(&h, away));
    h.get_by_label("The images of the folder are gone for good").click();
    h.run();
    h.get_by_label("Yes, take them out of the project").click();
    h.run();
    assert!(matches!(h.state().asked[..], [Request::Import, Request::Forget { with_away: true }]));
    // A part of it has no other place that all of the project could go to.
    change(&mut h, |folder| folder.n_away = 40);
    assert!(is_there(&h, "40 images are gone with their whole folder: is a drive away?"));
    assert!(!is_there(&h, "Choose where the images are now\u{2026}"));
    // Where no dialog of the system can be shown, a path can be typed.
    h.state_mut().window.dialog = Some(Dialog::Locate(LocateForm::default()));
    h.run();
    let photos = tempfile::tempdir().expect("a folder");
    let photos = photos.path().display().to_string();
    h.get_by_role_and_label(Role::TextInput, "Where the images are now").type_text(&photos);
    h.run();
    h.get_by_role_and_label(Role::TextInput, "Where the images are now").type_text("-");
    h.run();
    h.key_press(Key::Enter);
    h.run();
    h.get_by_label("There is no such folder. Check the path.");
    assert_eq!(h.state().asked.len(), 2, "nothing was asked, and what was typed stays");
    h.get_by_role_and_label(Role::TextInput, "Where the images are now").focus();
    h.run();
    h.key_press(Key::End);
    h.key_press(Key::Backspace);
    h.run();
    h.key_press(Key::Enter);
    h.run();
    let project = h.state().snapshot.project.as_ref().map(|project| project.path.clone());
    assert!(
        matches!(h.state().asked.last(), Some(Request::Open { path, project: Some(of) })
            if path == Path::new(&photos) && Some(of) == project.as_ref()),
        "{:?}",
        h.state().asked
    );
    assert!(h.state().window.dialog.is_none());
}

#[test]
fn what_is_away_is_said_of_each_image_and_nothing_is_called_empty() {
    let mut h = shown(fixtures::away());
    let empty = ["This folder has no images", "No readable images are in this folder."];
    assert_eq!(empty.map(|text| is_there(&h, text)), [false, false]);
    assert!(h.query_all_by_label_contains("-0 %").next().is_none());
    assert!(h.query_all_by_label_contains(", drive away").next().is_some());
    h.state_mut().window.view.selection.only(ImageId(3));
    h.run();
    h.get_by_label_contains("Its drive is away");
    h.get_by_label("Also at album/3.jpg");
}

#[test]
fn enter_among_changed_files_gives_the_label_that_stands_below_each() {
    let mut h = shown(fixtures::with_news());
    h.get_by_label("Changed since you confirmed it").click();
    h.run();
    // What each was is said where it is looked at.
    h.get_by_label_contains("IMG_0970.jpg, Group 8");
    assert!(h.query_all_by_label_contains("was Cats").next().is_some());
    h.state_mut().window.view.selection.only(ImageId(970));
    h.run();
    h.get_by_label("This file was another picture when you confirmed it as Cats.");
    h.get_by_label("Confirm as Group 8");
    h.key_press(Key::Enter);
    h.run();
    assert_ne!(h.state().window.view.selection.images, [ImageId(970)].into(), "the keyboard went on");
    h.state_mut().window.view.selection.only(ImageId(970));
    h.run();
    h.get_by_label("Still Cats").click();
    h.run();
    assert_eq!(h.state().edits(), [labelled(&[(1, &[970])]), labelled(&[(1, &[970])])], "never what the machine says");
    h.state_mut().window.view.selection.clear();
    h.run();
    h.get_by_label("4 images are still what they were").click();
    h.run();
    let junk = Change::Edit(Edit::Junk { images: vec![ImageId(972)] });
    assert_eq!(h.state().edits()[2..], [labelled(&[(1, &[970]), (7, &[971])]), junk]);
    h.get_by_label("Copies of yours").click();
    h.run();
    h.state_mut().window.view.selection.images.extend([976, 978].map(ImageId));
    h.run();
    h.key_press(Key::Enter);
    h.run();
    assert_eq!(h.state().edits()[4..], [labelled(&[(1, &[976]), (2, &[978])])]);
    // Elsewhere Enter is about the cluster that is shown.
    h.state_mut().window.view.shown = Shown::Cluster(ClusterId(8));
    h.run();
    h.state_mut().window.view.selection.only(ImageId(970));
    h.run();
    h.key_press(Key::Enter);
    h.run();
    let confirmed = Change::Edit(Edit::Confirm { images: vec![ImageId(970)], is_confirmed: true });
    assert_eq!(h.state().edits().last(), Some(&confirmed));
}

#[test]
fn missing_images_are_listed_and_taken_out_after_a_question() {
    let mut h = shown(fixtures::with_news());
    h.get_by_label(&format!("Put away: {CHANGED}")).click();
    h.run();
    h.get_by_label("Show the list of images that are gone").click();
    h.run();
    h.get_by_label("3 images are gone from the folder. You had decided about 2 of them.");
    h.get_by_label("holiday/old/IMG_2001.jpg: Cats, by you");
    h.get_by_label("Take them out of the project\u{2026}").click();
    h.run();
    assert!(h.state().asked.is_empty());
    h.get_by_label("Take them out").click();
    h.run();
    assert!(matches!(h.state().asked[..], [Request::Forget { with_away: false }]));
    assert!(h.state().window.dialog.is_none());
}

#[test]
fn the_folder_is_looked_at_again_by_key_unless_a_run_is_at_work() {
    let mut h = shown(fixtures::clustered());
    h.key_press(Key::F5);
    h.run();
    assert!(matches!(h.state().asked[..], [Request::Import]));
    h.state_mut().snapshot.job = Some(fixtures::job(crate::session::protocol::JobKind::Run));
    h.state_mut().snapshot.revision += 1;
    h.key_press(Key::F5);
    h.run();
    assert_eq!(h.state().asked.len(), 1);
    h.get_by_label("Images are being sorted. The folder can be rescanned when that is done.");
}

#[test]
fn a_refused_export_asks_before_it_replaces() {
    let mut h = shown(fixtures::clustered());
    h.key_press_modifiers(egui::Modifiers::COMMAND, Key::E);
    h.run();
    h.get_by_label("Replace what is there already").click();
    h.run();
    h.get_by_label_contains("Write ").click();
    h.run();
    assert!(h.state().window.dialog.is_none());
    let why = "/home/ada/labels.csv holds 151 confirmed labels and would hold 12; it was left as it is";
    let snapshot = &mut h.state_mut().snapshot;
    let refused = LogEntry { seq: 1, ticket: Some(Ticket(1)), outcome: Outcome::Refused(why.into()) };
    snapshot.log = Arc::new(vec![Arc::new(refused)]);
    h.run();
    h.get_by_label("Nothing was written yet");
    h.get_by_label(&format!("{why}."));
    h.key_press(Key::Enter);
    h.run();
    assert_eq!(h.state().asked.len(), 1, "it is not replaced before that is said");
    h.get_by_label("Replace it even so").click();
    h.run();
    h.get_by_label_contains("Write ").click();
    h.run();
    assert!(matches!(&h.state().asked[..], [Request::Export(first), Request::Export(second)]
        if !first.allow_fewer && second.allow_fewer && second.force));
}

#[test]
fn a_project_from_elsewhere_is_asked_about_before_its_photos_are_read() {
    let project = PathBuf::from("/home/ada/Downloads/Zebras.gleaner");
    let log = |seq| {
        let outcome = Outcome::Stranger { project: project.clone(), folder: "/home/ada/Documents".into() };
        Arc::new(vec![Arc::new(LogEntry { seq, ticket: Some(Ticket(seq)), outcome })])
    };
    let mut h = shown(Snapshot { log: log(1), ..Snapshot::default() });
    h.get_by_label("“Zebras” is not known on this computer");
    h.get_by_label("/home/ada/Documents");
    h.key_press(Key::Enter);
    h.run();
    assert!(h.state().asked.is_empty(), "a key that is pressed by habit agrees to nothing");
    h.get_by_label("Cancel").click();
    h.run();
    assert!(h.state().window.dialog.is_none() && h.state().asked.is_empty());
    let snapshot = &mut h.state_mut().snapshot;
    (snapshot.log, snapshot.revision) = (log(2), snapshot.revision + 1);
    h.run();
    h.get_by_label("Read the photos").click();
    h.run();
    assert!(
        matches!(&h.state().asked[..], [Request::Trust { project: path, folder }]
        if *path == project && *folder == *"/home/ada/Documents"),
        "{:?}",
        h.state().asked
    );
    // Or it is looked at without them.
    let snapshot = &mut h.state_mut().snapshot;
    (snapshot.log, snapshot.revision) = (log(3), snapshot.revision + 1);
    h.run();
    h.get_by_label("Open without photos").click();
    h.run();
    assert!(h.state().window.dialog.is_none());
    assert!(matches!(h.state().asked.last(), Some(Request::OpenProject(path)) if *path == project));
    // The folder may be another one.
    h.state_mut().window.located = Some(project.clone());
    let (at, snapshot) = (PathBuf::from("/photos"), h.state().snapshot.clone());
    h.state_mut().window.locate(at, &snapshot);
    h.run();
    assert!(matches!(h.state().asked.last(), Some(Request::Open { project: Some(of), .. }) if *of == project));
}

#[test]
fn a_project_that_is_open_without_its_photos_says_so_on_every_page_and_offers_to_read_them() {
    let shown = fixtures::clustered();
    let project = shown.project.clone().expect("a project");
    let mut h = plain(Screen::new(Snapshot { is_stranger: true, ..shown }));
    for tab in [Tab::Grid, Tab::Review, Tab::Quality] {
        h.state_mut().window.view.tab = tab;
        h.run();
        h.get_by_label("The photos of this project were not read");
        h.get_by_label_contains(&format!("they are in {}", project.folder.display()));
    }
    h.get_by_label("Read the photos").click();
    h.run();
    assert!(matches!(h.state().asked.last(), Some(Request::Trust { project: path, folder })
        if *path == project.path && *folder == project.folder));
    // So does showing one of them to another program.
    let snapshot = h.state().snapshot.clone();
    let image = snapshot.images.rows.first().expect("an image").id;
    let is_asked =
        |h: &mut Harness<'_, Screen>| matches!(h.state_mut().window.dialog.take(), Some(Dialog::Stranger(_)));
    h.state_mut().window.reveal_file(image, &snapshot);
    assert!(is_asked(&mut h));
    h.state_mut().window.open_file(image, &snapshot);
    assert!(is_asked(&mut h));
    h.state_mut().window.reveal_path(&project.folder, &snapshot);
    assert!(is_asked(&mut h) && h.state().window.toasts.is_empty());
    // What needs them asks; it is open already.
    let outcome = Outcome::Stranger { project: project.path.clone(), folder: project.folder.clone() };
    let log = Arc::new(vec![Arc::new(LogEntry { seq: 900, ticket: Some(Ticket(900)), outcome })]);
    let snapshot = &mut h.state_mut().snapshot;
    (snapshot.log, snapshot.revision) = (log, snapshot.revision + 1);
    h.run();
    h.get_by_label_contains("This needs its photos");
    assert!(h.query_by_label("Open without photos").is_none());
    h.get_by_label("Cancel").click();
    h.state_mut().snapshot.is_stranger = false;
    h.state_mut().snapshot.revision += 1;
    h.run();
    assert!(h.query_by_label("The photos of this project were not read").is_none());
}

#[test]
fn a_project_whose_drive_is_away_opens_from_the_list() {
    let mut screen = Screen::new(Snapshot::default());
    let project = PathBuf::from("/home/ada/.local/share/gleaner/projects/Herbarium.gleaner");
    let away = crate::gui::system::recents::AboutRecent::Away(project);
    screen.window.opening.note_recent(&egui::Context::default(), away);
    let mut h = plain(screen);
    h.run();
    h.get_by_label("Open Holiday again");
    h.get_by_label("Open Herbarium again, drive not connected").click();
    h.run();
    assert!(matches!(&h.state().asked[..], [Request::Open { project: Some(_), .. }]));
}
