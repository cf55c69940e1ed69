//! What comes back, what comes next, and what is known of it.

use super::*;
use crate::session::quality::Quality;

#[test]
fn what_the_engine_refuses_comes_back() {
    let mut h = harness(Window::new(fake::snapshot(400, 4)));
    h.run();
    let queue = h.state().fetcher.queue.clone();
    h.key_press(Key::Enter);
    h.run();
    h.key_press(Key::Enter);
    h.run();
    let numbers: Vec<u64> = h.state().asked.iter().map(|asked| asked.0).collect();
    let window = h.state_mut();
    window.review.note_end(numbers[0], Some("that image is not in cluster 1 any more"), &window.snapshot);
    window.review.note_end(numbers[1], None, &window.snapshot);
    h.run();
    h.get_by_label(&path(h.state(), queue[0]));
    h.get_by_label("The answer was not kept: that image is not in cluster 1 any more");
    h.key_press(Key::S);
    h.run();
    h.get_by_label(&path(h.state(), queue[2]));
}

#[test]
fn what_is_refused_because_it_moved_is_asked_about_where_it_is() {
    let mut h = harness(Window::new(fake::snapshot(400, 4)));
    h.run();
    let image = h.state().fetcher.queue[0];
    h.key_press(Key::Enter);
    h.run();
    let number = h.state().asked[0].0;
    let window = h.state_mut();
    let row = window.snapshot.images.position(image).expect("known");
    Arc::make_mut(&mut window.snapshot.labels)[row].cluster = Some(ClusterId(3));
    window.snapshot.revision += 1;
    window.review.note_end(number, Some("not there"), &window.snapshot);
    h.run();
    h.get_by_label("Is this Harbour at dusk?");
    h.get_by_label(&path(h.state(), image));
}

#[test]
fn what_is_opened_again_comes_into_the_empty_queue() {
    let mut window = Window::new(fake::snapshot(400, 4));
    let queue = std::mem::take(&mut window.fetcher.queue);
    let row = window.snapshot.images.position(queue[0]).expect("known");
    Arc::make_mut(&mut window.snapshot.labels)[row].source = LabelSource::Confirmed;
    let mut h = harness(window);
    h.run();
    h.get_by_label("No doubtful images are left");
    let window = h.state_mut();
    Arc::make_mut(&mut window.snapshot.labels)[row].source = LabelSource::Machine;
    window.snapshot.revision += 1;
    window.fetcher.queue = queue;
    h.run();
    h.get_by_label("Is this Sunflowers?");
}

#[test]
fn what_there_is_to_learn_from_is_what_the_engine_says() {
    let mut window = Window::new(fake::snapshot(400, 4));
    window.snapshot.history = Arc::new(HistoryView { n_to_learn: 24, ..HistoryView::default() });
    let mut h = harness(window);
    h.run();
    h.get_by_label("24 answers to learn from: takes seconds");
    h.state_mut().snapshot.history = Arc::default();
    h.key_press(Key::Enter);
    h.run();
    assert!(h.query_by_label_contains("to learn from: takes").is_none());
}

#[test]
fn what_was_missing_is_looked_up_again_and_what_is_known_stays_meanwhile() {
    let mut window = Window::new(fake::snapshot(400, 4));
    window.fetcher.is_without = true;
    let mut h = harness(window);
    h.run();
    h.get_by_label("Nothing is known yet of what is typical of this group.");
    h.state_mut().fetcher.is_without = false;
    h.run();
    h.get_by_label("1: Sunflowers, 83 %");
    let n = h.query_all_by_label_contains("Typical of Sunflowers").count();
    assert!(n > 0);
    h.state_mut().fetcher.is_slow = true;
    h.run();
    h.get_by_label("1: Sunflowers, 83 %");
    assert_eq!(h.query_all_by_label_contains("Typical of Sunflowers").count(), n);
}

#[test]
fn a_group_without_a_name_is_asked_about_by_its_pictures() {
    let mut window = Window::new(fake::snapshot(400, 4));
    let unnamed = window.snapshot.clusters.iter().find(|cluster| !cluster.is_named).expect("one").id;
    window.fetcher.queue = window.snapshot.cluster(unnamed).expect("there").sample(&window.snapshot, 40);
    window.fetcher.suggested = Some("mountains");
    let mut h = harness(window);
    h.run();
    h.get_by_label("Does it belong with these?");
    h.get_by_label("maybe mountains");
    assert!(h.query_all_by_label_contains("Typical of ").count() > 3);
    h.state_mut().fetcher.suggested = None;
    h.run();
    assert!(h.query_by_label_contains("maybe").is_none());
}

#[test]
fn how_many_doubtful_images_are_left_is_said_once_it_is_known() {
    let mut h = harness(Window::new(fake::snapshot(400, 4)));
    h.run();
    h.get_by_label("0 answered");
    let unsure = h.state().fetcher.queue[..30].to_vec();
    let images = Arc::clone(&h.state().snapshot.images);
    let mut quality = Quality::default();
    (quality.images, quality.unsure, quality.mean_agreement) = (images, Arc::new(unsure.clone()), Some(0.8));
    h.state_mut().state.quality = Arc::new(quality);
    h.run();
    h.get_by_label("0 answered, about 30 doubtful ones left");
    let window = h.state_mut();
    let row = window.snapshot.images.position(unsure[3]).expect("known");
    Arc::make_mut(&mut window.snapshot.labels)[row].source = LabelSource::Confirmed;
    window.snapshot.revision += 1;
    h.run();
    h.get_by_label("0 answered, about 29 doubtful ones left");
}
