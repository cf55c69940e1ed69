//! Splitting, grouping, keys, rejections, links, history and learning from corrections, by click and by key.

use super::shots::{Prepare, shoot};
use super::{Screen, plain};
use crate::gui::command::Command;
use crate::gui::dialogs::Dialog;
use crate::gui::frame::Shown;
use crate::gui::tests::fake;
use crate::gui::tests::fixtures;
use crate::gui::tests::told::{Known, Told};
use crate::ids::{ClusterId, ImageId, Point, RunId};
use crate::session::curating::Part;
use crate::session::protocol::{
    Change, ClusterProbability, Edit, Evidence, Link, Mark, NeighborInfo, Request, Snapshot,
};
use crate::session::{Examples, NameSource, SuggestedName, Suggestions};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use std::path::Path;
use std::sync::{Arc, OnceLock};

fn ids(ids: impl IntoIterator<Item = u32>) -> Vec<ImageId> {
    ids.into_iter().map(ImageId).collect()
}

/// Cats (images 0 to 263) in `n` parts.
fn parts(n: u32) -> Vec<Part> {
    let members = |part| ids((0..264).filter(|i| (i % (n + 1)).min(n - 1) == part));
    (0..n).map(|part| Part { members: members(part), ..Part::default() }).collect()
}

/// A window whose reader knows the parts of Cats, two and three of them.
fn with_parts(snapshot: Snapshot) -> Harness<'static, Screen> {
    let screen = Screen::new(snapshot);
    for n in [2, 3] {
        screen.reader.tell(Told::Split(ClusterId(1), n, parts(n as u32)));
    }
    let mut h = plain(screen);
    h.run();
    h
}

fn show(h: &mut Harness<'static, Screen>, cluster: u32) {
    h.state_mut().window.view.shown = Shown::Cluster(ClusterId(cluster));
    h.run();
}

fn select(h: &mut Harness<'static, Screen>, images: impl IntoIterator<Item = u32>) {
    h.state_mut().window.view.selection.images = ids(images).into_iter().collect();
    h.run();
}

#[test]
fn a_cluster_is_split_after_a_preview() {
    let mut h = with_parts(fixtures::clustered());
    h.key_press(Key::P);
    h.run();
    assert!(h.state().window.dialog.is_none(), "no cluster is shown");
    h.get_by_label("Cats, 264 images").click();
    h.run();
    h.key_press(Key::P);
    h.run();
    h.get_by_label("Split into 2");
    h.get_by_label("Name of part 2");
    h.key_press(Key::ArrowRight);
    h.run();
    h.key_press(Key::ArrowRight);
    h.run_steps(4);
    h.get_by_label_contains("Looking for 4 parts");
    h.key_press(Key::Enter);
    h.run_steps(2);
    assert!(h.state().asked.is_empty(), "what is not known yet is not done");
    h.key_press(Key::ArrowLeft);
    h.run();
    h.get_by_label("Name of part 3");
    h.get_by_label("Confirm part 3").click();
    h.run();
    h.get_by_label("Name of part 2").focus();
    h.run();
    h.get_by_label("Name of part 2").type_text("Kittens");
    h.run();
    h.get_by_label("Split into 3").click();
    h.run();
    let parts = parts(3).into_iter().map(|part| part.members).collect();
    let names = vec![String::new(), "Kittens".to_owned(), String::new()];
    assert_eq!(h.state().edits(), [Change::Split { cluster: ClusterId(1), parts, names, confirmed: vec![2] }]);
    assert!(h.state().window.dialog.is_none());
}

fn suggested(name: &str) -> SuggestedName {
    SuggestedName { name: name.to_owned(), from: NameSource::Network, lead: 0.5 }
}

#[test]
fn suggested_names_are_taken_by_a_click_where_nobody_gave_one() {
    let screen = Screen::new(fixtures::clustered());
    let names = |names: &[&str]| Suggestions { names: names.iter().map(|name| suggested(name)).collect(), note: None };
    screen.reader.tell(Told::Names(ClusterId(3), names(&["dog", "Golden Retriever"])));
    screen.reader.tell(Told::Names(ClusterId(2), names(&["wolf"])));
    let mut h = plain(screen);
    h.run();
    h.get_by_label("Dogs, 190 images").click_secondary();
    h.run();
    assert!(h.query_by_label("Call it \u{201c}wolf\u{201d}").is_none(), "a person has named it");
    h.key_press(Key::Escape);
    h.run();
    h.get_by_label("Group 3, 151 images").click_secondary();
    h.run();
    h.get_by_label("Call it \u{201c}dog\u{201d}");
    h.get_by_label("Call it \u{201c}Golden Retriever\u{201d}").click();
    h.run();
    let rename = Change::Edit(Edit::Rename { cluster: ClusterId(3), name: "Golden Retriever".into() });
    assert_eq!(h.state().edits(), [rename]);
}

#[test]
fn clusters_are_grouped_and_ungrouped() {
    let mut h = with_parts(fixtures::clustered());
    show(&mut h, 7);
    h.get_by_label("Boats, 46 images").click_secondary();
    h.run();
    h.get_by_label("Heading\u{2026}").click();
    h.run();
    h.get_by_label("The heading").type_text("At sea");
    h.run();
    h.key_press(Key::Enter);
    h.run();
    let group = |name: &str, clusters: &[u32]| {
        Change::Edit(Edit::Group { name: name.into(), clusters: clusters.iter().copied().map(ClusterId).collect() })
    };
    assert_eq!(h.state().edits(), [group("At sea", &[7])]);
    fixtures::group(&mut h.state_mut().snapshot, "At sea", &[7, 8]);
    h.run();
    h.get_by_label("Heading At sea, 2 groups, open").click();
    h.run();
    assert!(h.query_by_label("Boats, 46 images").is_none(), "closed");
    h.get_by_label("Heading At sea, 2 groups, closed").click_secondary();
    h.run();
    h.get_by_label("Remove the heading").click();
    h.run();
    assert_eq!(h.state().edits()[1], group("", &[7, 8]));
    // The next one is offered what is known.
    let (ctx, snapshot) = (h.ctx.clone(), h.state().snapshot.clone());
    h.state_mut().window.clusters.marked = [1, 2].map(ClusterId).to_vec();
    h.state_mut().window.do_command(Command::GroupClusters, &ctx, &snapshot);
    h.run();
    h.get_by_label("At sea").click();
    h.run();
    assert_eq!(h.state().edits()[2], group("At sea", &[1, 2]));
}

#[test]
fn the_keyboard_keeps_its_place_in_the_list_whatever_an_edit_does_to_it() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    h.get_by_label("Dogs, 190 images").focus();
    h.run();
    let clusters = Arc::make_mut(&mut h.state_mut().snapshot.clusters);
    // Dogs was the second, and becomes the last.
    let dogs = clusters.remove(1);
    clusters.push(dogs);
    h.state_mut().snapshot.revision += 1;
    h.run();
    h.key_press(Key::ArrowUp);
    h.run();
    assert_eq!(h.state().window.view.shown, Shown::Cluster(ClusterId(8)), "the one that stands before it now");
    // The row that has the keyboard goes away: the one in its place has it.
    let clusters = Arc::make_mut(&mut h.state_mut().snapshot.clusters);
    clusters.retain(|cluster| cluster.id != ClusterId(8));
    h.state_mut().snapshot.revision += 1;
    h.run();
    h.key_press(Key::ArrowUp);
    h.run();
    assert_eq!(h.state().window.view.shown, Shown::Cluster(ClusterId(7)));
}

#[test]
fn shelves_fold_away_where_there_is_little_room() {
    let mut h = plain(Screen::new(fixtures::with_news()));
    h.set_size(egui::vec2(1280.0, 720.0));
    h.run();
    h.get_by_label("New, not placed");
    h.set_size(egui::vec2(900.0, 470.0));
    h.run();
    assert!(h.query_by_label("New, not placed").is_none());
    h.get_by_label("More").click();
    h.run();
    h.get_by_label("New, not placed").click();
    h.run();
    assert_eq!(h.state().window.view.shown, Shown::Unplaced);
    h.get_by_label("Fewer").click();
    h.run();
    assert!(h.query_all_by_label("New, not placed").next().is_some());
    assert!(h.query_by_label("Changed since you confirmed it").is_none(), "what is shown stays in sight");
}

#[test]
fn keys_put_images_into_their_cluster_or_show_it() {
    let mut h = plain(Screen::new(fixtures::curated()));
    h.run();
    select(&mut h, [700, 5]);
    h.key_press(Key::Num1);
    h.run();
    let moved = Change::Edit(Edit::Move { images: ids([700]), to: Some(ClusterId(1)) });
    assert_eq!(h.state().edits(), [moved], "image 5 is there already");
    select(&mut h, []);
    h.key_press(Key::Num7);
    h.run();
    assert_eq!(h.state().window.view.shown, Shown::Cluster(ClusterId(7)));
    h.key_press(Key::Num4);
    h.run();
    h.get_by_label("No group has the key 4. Right-click one on the left, then Key, to give it.");
    assert_eq!(h.state().asked.len(), 1);
}

#[test]
fn a_cluster_gets_a_key_a_colour_and_a_note() {
    let mut h = plain(Screen::new(fixtures::curated()));
    h.run();
    show(&mut h, 3);
    let command = |h: &mut Harness<'static, Screen>, command| {
        let (ctx, snapshot) = (h.ctx.clone(), h.state().snapshot.clone());
        h.state_mut().window.do_command(command, &ctx, &snapshot);
        h.run();
    };
    command(&mut h, Command::KeyCluster);
    h.get_by_label("Key 2: Dogs").click();
    h.run();
    command(&mut h, Command::KeyCluster);
    h.key_press(Key::Num9);
    h.run();
    command(&mut h, Command::ColourCluster);
    h.get_by_label("Teal").click();
    h.run();
    command(&mut h, Command::NoteCluster);
    h.get_by_label("Note on the group").type_text("Only at night");
    h.run();
    h.get_by_label("Save the note").click();
    h.run();
    let marks =
        [Mark::HotKey(Some(2)), Mark::HotKey(Some(9)), Mark::Colour(Some(6)), Mark::Note("Only at night".into())];
    assert_eq!(h.state().edits(), marks.map(|mark| Change::Edit(Edit::Mark { cluster: ClusterId(3), mark })));
}

#[test]
fn n_says_that_images_are_not_of_their_cluster() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    h.key_press(Key::N);
    h.run();
    assert!(h.state().asked.is_empty() && h.state().window.dialog.is_none(), "nothing is selected");
    select(&mut h, [5, 300]);
    h.key_press(Key::N);
    h.run();
    let reject = |cluster, image| Change::Edit(Edit::Reject { cluster: ClusterId(cluster), images: ids([image]) });
    assert_eq!(h.state().edits(), [reject(1, 5), reject(2, 300)]);
    select(&mut h, [5, 300]);
    h.get_by_label("They do not belong together").click();
    h.run();
    let link = Change::Edit(Edit::Link { images: [ImageId(5), ImageId(300)], link: Some(Link::Different) });
    assert_eq!(h.state().edits()[2], link);
}

#[test]
fn what_nobody_sees_is_not_said_of_images() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    show(&mut h, 7);
    let boats = h.state().snapshot.cluster(ClusterId(7)).expect("there").members.to_vec();
    select(&mut h, [boats[0].0, boats[1].0]);
    h.key_press(Key::Q);
    h.run();
    for (modifiers, key) in
        [(Modifiers::NONE, Key::N), (Modifiers::SHIFT, Key::Enter), (Modifiers::COMMAND, Key::Enter)]
    {
        h.key_press_modifiers(modifiers, key);
        h.run();
    }
    assert!(h.state().asked.is_empty(), "{:?}", h.state().asked);
    assert!(h.query_by_label("Confirm the other 44").is_none());
    h.key_press(Key::G);
    h.run();
    // A filter hides all but ten.
    let path = |image: &ImageId| h.state().snapshot.images.get(*image).expect("there").path.to_string();
    let prefix = path(&boats[0]);
    let prefix = &prefix[..prefix.rfind('.').expect("a suffix") - 1];
    let is_shown = |image: &&ImageId| path(image).starts_with(prefix);
    let shown: Vec<ImageId> = boats.iter().filter(is_shown).copied().collect();
    assert!(shown.len() > 2 && shown.len() < boats.len());
    let name = prefix.rsplit('/').next().expect("a name").to_owned();
    h.state_mut().window.view.filter = name;
    h.run();
    select(&mut h, [shown[0].0, shown[1].0]);
    h.run();
    h.get_by_label(&format!("Confirm the other {} shown", shown.len() - 2));
    h.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    h.run();
    let confirm = Change::Edit(Edit::Confirm { images: shown[2..].to_vec(), is_confirmed: true });
    assert_eq!(h.state().edits(), [confirm]);
}

#[test]
fn an_empty_class_has_nothing_to_confirm_or_split() {
    let mut snapshot = fixtures::clustered();
    let clusters = Arc::make_mut(&mut snapshot.clusters);
    let boats = clusters.iter_mut().find(|cluster| cluster.id == ClusterId(7)).expect("there");
    let boats = Arc::make_mut(boats);
    (boats.members, boats.confidences, boats.n_confirmed) = (Arc::default(), Arc::default(), 0);
    let mut h = plain(Screen::new(snapshot));
    h.run();
    show(&mut h, 7);
    h.get_by_label("Boats, 0 images").click_secondary();
    h.run();
    assert!(h.get_by_label("Confirm all of it").accesskit_node().is_disabled());
    assert!(h.get_by_label_contains("Split\u{2026}").accesskit_node().is_disabled());
    h.key_press(Key::Escape);
    h.run();
    let (ctx, snapshot) = (h.ctx.clone(), h.state().snapshot.clone());
    h.state_mut().window.do_command(Command::ConfirmCluster, &ctx, &snapshot);
    h.run();
    assert!(h.state().asked.is_empty() && h.state().window.dialog.is_none());
    show(&mut h, 1);
    h.state_mut().window.do_command(Command::ConfirmCluster, &ctx, &snapshot);
    h.run();
    // It is asked about: they are more than fifty, the least sure first.
    h.key_press(Key::Enter);
    h.run();
    let cats = h.state().snapshot.cluster(ClusterId(1)).expect("there").members[88..].to_vec();
    assert_eq!(h.state().edits(), [Change::Edit(Edit::Confirm { images: cats, is_confirmed: true })]);
}

#[test]
fn all_but_the_selected_are_confirmed() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    show(&mut h, 7);
    let boats = h.state().snapshot.cluster(ClusterId(7)).expect("there").members.to_vec();
    select(&mut h, [boats[0].0, boats[45].0]);
    h.get_by_label("Confirm the other 44");
    h.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    h.run();
    let confirm = |images: &[ImageId]| Change::Edit(Edit::Confirm { images: images.to_vec(), is_confirmed: true });
    assert_eq!(h.state().edits(), [confirm(&boats[1..45])]);
    select(&mut h, []);
    h.state_mut().window.view.threshold = 0.9;
    h.run();
    let n = h.state().snapshot.cluster(ClusterId(7)).expect("there").confidences.iter().filter(|c| **c >= 0.9).count();
    h.get_by_label(&format!("Confirm {n} above")).click();
    h.run();
    assert_eq!(h.state().edits()[1], confirm(&boats[..n]));
}

#[test]
fn history_goes_back_and_forward_in_one_step() {
    let mut h = plain(Screen::new(fixtures::curated()));
    h.run();
    h.key_press_modifiers(Modifiers::COMMAND, Key::H);
    h.run();
    h.get_by_label("Now: Merge Group 9 into Dogs");
    h.get_by_label("Back to: Rename Group 1 to \u{201c}Cats\u{201d}").click();
    h.run();
    h.get_by_label("Filter changes").focus();
    h.run();
    h.get_by_label("Filter changes").type_text("ships");
    h.run();
    assert!(h.query_by_label("Back to: The beginning").is_none());
    h.get_by_label("Forward to: Rename Boats to \u{201c}Ships\u{201d}").click();
    h.run();
    assert!(matches!(h.state().asked[..], [Request::GoTo(Point(2)), Request::GoTo(Point(6))]), "{:?}", h.state().asked);
}

#[test]
fn what_was_set_aside_is_listed_and_a_click_goes_there() {
    let mut h = plain(Screen::new(fixtures::branched(7)));
    h.run();
    h.key_press_modifiers(Modifiers::COMMAND, Key::H);
    h.run();
    h.get_by_label_contains("Nothing of it is lost");
    h.get_by_label("Now: Merge Group 9 into Dogs");
    h.get_by_label("Forward to: Move 3 images to Boats");
    h.get_by_label("Bring back: Merge Dogs into Cats");
    h.get_by_label("Bring back: Colour Cats");
    h.get_by_label("Bring back: Group Cats under \u{201c}Pets\u{201d}").click();
    h.run();
    assert!(matches!(h.state().asked[..], [Request::GoTo(Point(4))]), "{:?}", h.state().asked);
    // They are as it was there: what was done instead is what is set aside.
    h.state_mut().snapshot = fixtures::branched(4);
    h.run();
    h.get_by_label("Now: Group Cats under \u{201c}Pets\u{201d}");
    h.get_by_label("Bring back: Merge Group 9 into Dogs");
    h.get_by_label("Back to: Merge Dogs into Cats");
}

#[test]
fn a_candidate_is_looked_at_left_or_taken() {
    let mut h = plain(Screen::new(fixtures::curated()));
    h.run();
    h.get_by_label("Learned from your corrections. It would move 34 images. 2 groups are new.").hover();
    h.run();
    h.get_by_label_contains("18 from Cats to Dogs");
    h.get_by_label("Compare").click();
    h.run();
    h.get_by_label("What the new result would change");
    h.get_by_label("18 from Cats to Dogs");
    h.get_by_label("Show in the grid").click();
    h.run();
    let view = &h.state().window.view;
    assert_eq!((view.shown, view.found.images.len()), (Shown::Found, 34));
    h.get_by_label("Discard").click();
    h.run();
    h.get_by_label("Apply").click();
    h.run();
    let asked = &h.state().asked;
    assert!(matches!(asked[..], [Request::Leave, Request::Edit(Change::AdoptRun(RunId(2)))]), "{asked:?}");
}

#[test]
fn corrections_are_learned_from_once_there_are_any() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    assert!(h.query_by_label("Learn from your corrections").is_none(), "nothing was said since the run");
    let mut snapshot = fixtures::curated();
    snapshot.candidate = None;
    h.state_mut().snapshot = Snapshot { revision: 9, ..snapshot };
    h.run();
    h.get_by_label("Learn from your corrections").click();
    h.run();
    h.key_press_modifiers(Modifiers::COMMAND, Key::R);
    h.run();
    assert!(matches!(h.state().asked[..], [Request::Refine { take: false }, Request::Refine { take: false }]));
    h.state_mut().snapshot.job = Some(fixtures::job(crate::session::protocol::JobKind::Refine));
    h.state_mut().snapshot.revision += 1;
    h.run();
    h.key_press_modifiers(Modifiers::COMMAND, Key::R);
    h.run();
    assert_eq!(h.state().asked.len(), 2);
    h.get_by_label("Images are being sorted. This is possible when that is done.");
}

#[test]
fn two_marked_clusters_stand_side_by_side() {
    let screen = Screen::new(fixtures::clustered());
    screen.reader.tell(Told::Near(ClusterId(2), vec![(ClusterId(1), 0.9), (ClusterId(7), 0.75)]));
    let mut h = plain(screen);
    h.run();
    h.get_by_label("Dogs, 190 images").click();
    h.run();
    h.get_by_label("Preview the merge with Cats");
    h.get_by_label("Boats, 46 images").click_modifiers(Modifiers::COMMAND);
    h.run();
    h.get_by_label("Two groups");
    h.get_by_label("1 other group is more like the first one.");
    h.get_by_label("Merge the two…").click();
    h.run();
    assert!(matches!(h.state().window.dialog, Some(Dialog::Merge(_))));
}

#[test]
fn an_empty_class_has_a_name() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    h.get_by_label("New group").click();
    h.run();
    h.get_by_label("Name of the new group").type_text("Owls");
    h.run();
    h.key_press(Key::Enter);
    h.run();
    assert_eq!(h.state().edits(), [Change::NewCluster { images: vec![], name: "Owls".into() }]);
}

#[test]
fn a_name_is_typed_in_the_inspector() {
    let mut h = plain(Screen::new(fixtures::clustered()));
    h.run();
    show(&mut h, 3);
    h.get_by_label("Name of this group").focus();
    h.run();
    h.get_by_label("Name of this group").type_text("Owls");
    h.run();
    h.get_by_label("Dogs, 190 images").click();
    h.run();
    assert_eq!(h.state().edits(), [Change::Edit(Edit::Rename { cluster: ClusterId(3), name: "Owls".into() })]);
}

/// A reader that knows everything that the pictures show.
fn knowing() -> Known {
    static READER: OnceLock<Known> = OnceLock::new();
    let tell_all = || {
        let reader = Known::default();
        let snapshot = fixtures::curated();
        for i in 0..fixtures::N_IMAGES {
            let pixels = fake::draw(ImageId(i), 80, 60);
            reader.tell(Told::Thumbnail(ImageId(i), crate::session::protocol::Pixels::clone(&pixels)));
        }
        let name = |id: u32| snapshot.cluster(ClusterId(id)).map_or_else(String::new, |cluster| cluster.name.clone());
        let said = |id, probability| ClusterProbability {
            cluster: Some(ClusterId(id)),
            name: name(id).into(),
            key: String::new(),
            probability,
        };
        for cluster in snapshot.clusters.iter() {
            let examples = Examples {
                prototypes: cluster.members.iter().take(12).copied().collect(),
                borderlines: cluster.members.iter().rev().take(12).copied().collect(),
            };
            for n in [6, 10, 12] {
                let first = |images: &[ImageId]| images.iter().take(n).copied().collect();
                let few =
                    Examples { prototypes: first(&examples.prototypes), borderlines: first(&examples.borderlines) };
                reader.tell(Told::Examples(cluster.id, n, few));
            }
            let others = snapshot.clusters.iter().filter(|other| other.id != cluster.id);
            let near = others.zip([0.91, 0.74, 0.52, 0.33, 0.2, 0.1, -0.05]).map(|(other, s)| (other.id, s));
            reader.tell(Told::Near(cluster.id, near.collect()));
            for image in &examples.borderlines {
                let neighbor = |i: u32| NeighborInfo {
                    image: ImageId((image.0 + i) % 1000),
                    similarity: 0.97 - 0.02 * i as f32,
                    cluster: snapshot.label(ImageId((image.0 + i) % 1000)).and_then(|label| label.cluster),
                };
                let evidence = Evidence {
                    summed: vec![0.75],
                    top: vec![said(1, 0.51), said(2, 0.43), said(3, 0.03), said(7, 0.02), said(4, 0.01)],
                    neighbors: (1..=20).map(neighbor).collect(),
                    stages: vec![
                        ("kmeans".into(), said(2, 0.6)),
                        ("scan".into(), said(2, 0.55)),
                        ("selflabel".into(), said(2, 0.48)),
                        ("refine".into(), said(1, 0.51)),
                    ],
                    rejected: vec![ClusterId(4)],
                    links: vec![(ImageId(12), Link::Same), (ImageId(300), Link::Different)],
                };
                reader.tell(Told::Evidence(*image, evidence));
            }
        }
        for n in 2..=8 {
            reader.tell(Told::Split(ClusterId(1), n, parts(n as u32)));
        }
        reader
    };
    READER.get_or_init(tell_all).clone()
}

#[test]
fn curating_screens_can_be_looked_at() {
    let Some(folder) = std::env::var_os("GLEANER_SCREENS") else { return };
    let only = std::env::var("GLEANER_SCREEN").ok();
    let cats: Prepare = |s| s.window.view.shown = Shown::Cluster(ClusterId(1));
    let select: Prepare = |s| {
        s.window.view.shown = Shown::Cluster(ClusterId(1));
        s.window.view.selection.images = ids([255, 258, 260, 263]).into_iter().collect();
    };
    let screens: [(&str, &[Command], Prepare); 12] = [
        ("c-cluster", &[], cats),
        ("c-low", &[], |s| s.window.view.shown = Shown::Cluster(ClusterId(7))),
        ("c-image", &[], |s| {
            s.window.view.shown = Shown::Cluster(ClusterId(1));
            s.window.view.selection.only(ImageId(263));
        }),
        ("c-several", &[], select),
        ("c-two", &[], |s| s.window.clusters.marked = vec![ClusterId(1), ClusterId(2)]),
        ("c-sure", &[Command::ConfirmCluster], cats),
        ("c-split", &[Command::Split], cats),
        ("c-group", &[Command::GroupClusters], cats),
        ("c-colour", &[Command::ColourCluster], cats),
        ("c-key", &[Command::KeyCluster], cats),
        ("c-note", &[Command::NoteCluster], cats),
        ("c-history", &[Command::ShowHistory], cats),
    ];
    for (name, commands, prepare) in screens {
        if only.as_ref().is_some_and(|only| !only.split(',').any(|part| part == name)) {
            continue;
        }
        let make = || {
            let mut snapshot = fixtures::curated();
            if name == "c-low" {
                snapshot.candidate = None;
            }
            let mut screen = Screen::new(snapshot);
            screen.reader = knowing();
            screen
        };
        shoot(Path::new(&folder), name, &make, commands, prepare);
    }
}
