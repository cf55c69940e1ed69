//! The random sample of a cluster: what it proves, and what comes after it.

use super::*;

#[test]
fn a_sample_is_asked_in_its_order_and_its_purity_is_said() {
    let mut h = harness(Window::new(fake::snapshot(400, 4)));
    h.run();
    h.get_by_label("Check a group").click();
    h.run();
    h.get_by_label("Which group?");
    h.get_by_label_contains("Check Sunflowers: none of").click();
    h.run();
    h.get_by_label_contains("Not checked yet. Check ");
    let sample = h.state().snapshot.cluster(HERE).expect("there").sample(&h.state().snapshot, 9);
    for key in [Key::Enter, Key::Enter, Key::Num2] {
        h.key_press(key);
        h.run();
    }
    let said = [Answer::Right, Answer::Right, Answer::Other(ClusterId(3))];
    let expected: Vec<_> = sample.iter().zip(said).map(|(image, answer)| judge(*image, answer, true)).collect();
    assert_eq!(h.state().edits(), expected);
    h.get_by_label_contains(" checked, 2 right");
    h.key_press(Key::Backspace);
    h.run();
    h.get_by_label_contains("2 of 50 checked, 2 right \u{2013} 48 more right answers prove it is 95 % right.");
    h.get_by_label(&path(h.state(), sample[2]));
}

#[test]
fn what_is_proven_says_so_and_leads_on() {
    let mut snapshot = fake::snapshot(400, 4);
    let at = snapshot.clusters.iter().position(|cluster| cluster.id == HERE).expect("there");
    Arc::make_mut(&mut Arc::make_mut(&mut snapshot.clusters)[at]).purity = Purity::new(90, 90, 180);
    let mut window = Window::new(snapshot);
    window.review.prove(HERE);
    let mut h = harness(window);
    h.run();
    h.get_by_label("Proven: at least 95 % is right");
    h.key_press(Key::Enter);
    h.run();
    assert!(h.state().asked.is_empty(), "no image is shown that the key could mean");
    h.get_by_label_contains("that are left").click();
    h.run();
    let left = h.state().snapshot.cluster(HERE).expect("there").sample(&h.state().snapshot, usize::MAX);
    assert!(matches!(&h.state().intents[..],
        [Intent::Request(Request::Edit(Change::Edit(Edit::Confirm { images, is_confirmed: true })))] if *images == left));
    h.get_by_label("Go on asking").click();
    h.run();
    h.get_by_label("Is this Sunflowers?");
    assert!(h.state_mut().review.prove_next(&fake::snapshot(400, 4)));
    h.run();
    assert!(h.query_by_label("Is this Sunflowers?").is_none());
}

#[test]
fn there_is_always_a_next_step() {
    let mut h = harness(Window::new(Snapshot::default()));
    h.run();
    h.get_by_label("There is nothing to review yet");
    let mut window = Window::new(fake::snapshot(400, 4));
    window.fetcher.queue.clear();
    let mut h = harness(window);
    h.run();
    h.get_by_label("No doubtful images are left");
    let snapshot = &mut h.state_mut().snapshot;
    snapshot.revision += 1;
    for label in Arc::make_mut(&mut snapshot.labels) {
        label.source = LabelSource::Confirmed;
    }
    for cluster in Arc::make_mut(&mut snapshot.clusters) {
        let cluster = Arc::make_mut(cluster);
        cluster.n_confirmed = cluster.members.len();
        cluster.purity = Purity::default();
    }
    h.run();
    h.get_by_label("Everything is confirmed");
    h.state_mut().review.prove(HERE);
    h.run();
    h.get_by_label("You decided about all of Sunflowers");
    let snapshot = &mut h.state_mut().snapshot;
    let at = snapshot.clusters.iter().position(|cluster| cluster.id == HERE).expect("there");
    Arc::make_mut(&mut Arc::make_mut(&mut snapshot.clusters)[at]).purity = Purity::new(9, 10, 10);
    h.run();
    h.get_by_label("All of Sunflowers was checked");
    let snapshot = &mut h.state_mut().snapshot;
    let cluster = Arc::make_mut(&mut Arc::make_mut(&mut snapshot.clusters)[at]);
    (cluster.members, cluster.n_confirmed, cluster.purity) = (Arc::default(), 0, Purity::default());
    h.run();
    h.get_by_label("Sunflowers is empty");
}
