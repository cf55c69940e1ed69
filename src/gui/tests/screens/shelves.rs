//! Shelves, tabs and searching, by click and by key.

use super::{Screen, plain};
use crate::gui::frame::{Shown, Tab};
use crate::gui::tests::fixtures;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{Change, Edit, ImageLabel, LabelSource, Request, Snapshot};
use crate::session::quality::{Print, Quality};
use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use std::path::Path;
use std::sync::Arc;

/// A file from elsewhere.
#[derive(Debug)]
struct Dropped;

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        Path::new("/elsewhere/cat.JPG")
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("only its path counts".into())
    }
}

/// Clusters, and two groups of near-duplicates: images 10, 20 and 30, and images 40 and 41.
fn screen() -> Screen {
    with(fixtures::clustered())
}

fn with(snapshot: Snapshot) -> Screen {
    let content = |i: u64| match i {
        20 | 30 => 10,
        41 => 40,
        i => i,
    };
    let print = |i: u64| Print { hash: i.wrapping_mul(0x9e37_79b9_7f4a_7c15), content: content(i), bytes: i };
    let prints: Vec<Print> = (0..u64::from(fixtures::N_IMAGES)).map(print).collect();
    let mut quality = Quality::of_prints(&snapshot, &prints);
    quality.unsure = Arc::new(vec![ImageId(5), ImageId(900)]);
    quality.unusual = Arc::new(vec![ImageId(700), ImageId(701)]);
    let mut screen = Screen::new(snapshot);
    screen.window.view.quality = Arc::new(quality);
    screen
}

/// A window whose shelves are filled. Its first frame takes the project in, which forgets what was known of another one.
fn with_shelves() -> Harness<'static, Screen> {
    let screen = screen();
    let quality = Arc::clone(&screen.window.view.quality);
    let mut h = plain(screen);
    h.run();
    h.state_mut().window.view.quality = quality;
    h.run();
    h
}

#[test]
fn the_best_of_each_group_is_kept_and_the_rest_junked() {
    let mut h = with_shelves();
    h.get_by_label("Near-duplicates").click();
    h.run();
    assert_eq!(h.state().window.view.shown, Shown::Duplicates);
    h.get_by_label("Keep the best of 2 sets, put the rest into Junk").click();
    h.run();
    let images = [20, 10, 40].map(ImageId).to_vec();
    assert_eq!(h.state().edits(), [Change::Edit(Edit::Junk { images })], "the largest file of each stays");
    h.state_mut().window.view.selection.only(ImageId(41));
    h.run();
    h.get_by_label("Keep the best of the selected sets, put the rest into Junk").click();
    h.run();
    assert_eq!(h.state().edits()[1], Change::Edit(Edit::Junk { images: vec![ImageId(40)] }));
}

#[test]
fn x_puts_the_selection_into_junk_and_never_a_whole_shelf() {
    let mut h = with_shelves();
    h.key_press(Key::X);
    h.run();
    assert!(h.state().asked.is_empty(), "nothing is selected");
    h.state_mut().window.view.selection.only(ImageId(3));
    h.run();
    h.key_press(Key::X);
    h.run();
    h.get_by_label("Unusual").click();
    h.run();
    h.key_press(Key::X);
    h.run();
    assert_eq!(h.state().asked.len(), 1, "what is unusual is decided one by one or selected");
    assert!(h.query_by_label_contains("into Junk").is_none());
    h.state_mut().window.view.selection.only(ImageId(701));
    h.run();
    h.get_by_label("Put 1 image into Junk");
    h.key_press(Key::X);
    h.run();
    // What can not be seen is not meant: on another tab.
    h.key_press(Key::Q);
    h.run();
    h.key_press(Key::X);
    h.run();
    let junk = |images: &[u32]| Change::Edit(Edit::Junk { images: images.iter().copied().map(ImageId).collect() });
    assert_eq!(h.state().edits(), [junk(&[3]), junk(&[701])]);
}

#[test]
fn what_is_junk_has_a_shelf_and_can_be_taken_back() {
    let mut snapshot = fixtures::clustered();
    let mut labels = snapshot.labels.to_vec();
    labels[990] = ImageLabel { is_junk: true, source: LabelSource::Placed, ..ImageLabel::default() };
    snapshot.labels = Arc::new(labels);
    let mut h = plain(with(snapshot));
    h.run();
    h.get_by_label("Junk").click();
    h.run();
    assert_eq!(h.state().window.view.shown, Shown::Junk);
    h.state_mut().window.view.selection.only(ImageId(990));
    h.run();
    h.get_by_label("Take 1 image out of Junk").click();
    h.run();
    assert_eq!(h.state().edits(), [Change::Edit(Edit::Move { images: vec![ImageId(990)], to: None })]);
}

#[test]
fn tabs_go_by_key_and_showing_images_comes_back_to_the_grid() {
    let mut h = plain(screen());
    h.run();
    h.key_press(Key::Q);
    h.run();
    assert_eq!(h.state().window.view.tab, Tab::Quality);
    h.get_by_label("How many groups?");
    h.get_by_label("Can \u{201c}how sure\u{201d} be believed?");
    h.get_by_label("Dogs, 190 images").click();
    h.run();
    let view = &h.state().window.view;
    assert_eq!((view.tab, view.shown), (Tab::Grid, Shown::Cluster(ClusterId(2))));
    h.get_by_label("Quality").click();
    h.run();
    assert_eq!(h.state().window.view.tab, Tab::Quality);
    h.key_press(Key::G);
    h.run();
    assert_eq!(h.state().window.view.tab, Tab::Grid);
}

#[test]
fn f_and_a_dropped_image_look_for_what_is_like_them() {
    let mut h = plain(screen());
    h.run();
    h.state_mut().window.view.selection.only(ImageId(3));
    h.run();
    h.key_press(Key::F);
    h.step();
    h.step();
    assert!(h.state().window.search.is_looking());
    h.state_mut().window.search = crate::gui::bars::search::Search::default();
    h.input_mut().dropped_files = vec![Arc::new(Dropped)];
    h.step();
    assert!(h.state().window.search.is_looking());
    assert!(h.state().asked.is_empty(), "an image opens no folder");
}

#[test]
fn the_number_of_clusters_can_be_left_to_the_features() {
    let mut h = plain(Screen::new(fixtures::imported()));
    h.run();
    h.key_press(Key::D);
    h.run();
    h.get_by_label("Choose").click();
    h.run();
    h.get_by_label("Suggest a number").click();
    h.run();
    h.get_by_label_contains("into groups and suggests how many.");
    h.key_press(Key::Enter);
    h.run();
    let asked = &h.state().asked;
    assert!(
        matches!(&asked[..], [Request::Run { settings, .. }, Request::Improve { .. }] if settings.is_open()),
        "{asked:?}"
    );
}
