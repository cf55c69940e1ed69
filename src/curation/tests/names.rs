//! No two clusters are called the same, and numbers follow the list until a run comes.

use super::*;
use crate::text::same_name;
use std::collections::BTreeSet;

fn rename(cluster: u32, name: &str) -> Edit {
    Edit::Rename { cluster: ClusterId(cluster), name: name.into() }
}

fn called(history: &History) -> Vec<(u32, String)> {
    history.labels().names().into_iter().map(|(id, name)| (id.0, name)).collect()
}

#[test]
fn equal_names_are_told_apart_by_a_number_that_nobody_else_has() {
    let history = history(&[
        adopt(1),
        rename(1, "Forest"),
        rename(2, " forest"),
        rename(3, "forest (2)"),
        rename(4, "FO\u{52}EST"),
        Edit::NewCluster { id: ClusterId(5), name: "Group 6".into(), images: vec![] },
        Edit::NewCluster { id: ClusterId(6), name: String::new(), images: images(&[1]) },
    ]);
    let names = ["Forest", "forest (3)", "forest (2)", "FOREST (4)", "Group 6", "Group 6 (2)"];
    assert_eq!(called(&history), (1..).zip(names.map(str::to_owned)).collect::<Vec<_>>());
    let labels = history.labels();
    assert_eq!(labels.called("f\u{6f}rest  (3)", None), Some(ClusterId(2)));
    assert_eq!(labels.called("forest", Some(ClusterId(1))), None, "the others are called by their numbers");
    assert_eq!(labels.free_name("forest", None), "forest (5)");
    assert_eq!(labels.free_name("forest", Some(ClusterId(4))), "forest (4)");
}

#[test]
fn numbers_go_by_size_when_a_run_comes_and_stay_until_the_next() {
    // Images 4, 8 and 12 are of cluster 1, and so on; one of 4 goes to 2.
    let moved = Edit::Move { images: images(&[3]), to: Some(ClusterId(2)) };
    let mut history = history(&[adopt(3)]);
    assert_eq!(
        called(&history).iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(),
        ["Group 1", "Group 2", "Group 3", "Group 4"]
    );
    history.apply(&moved, &Runs).expect("possible");
    let before = called(&history);
    history.apply(&rename(2, "Owls"), &Runs).expect("possible");
    let split = Edit::Split {
        cluster: ClusterId(2),
        parts: vec![(ClusterId(9), String::new(), images(&[3]))],
        confirmed: Some(vec![]),
    };
    history.apply(&split, &Runs).expect("possible");
    assert_eq!(called(&history)[1].1, "Owls");
    assert_eq!(called(&history)[4], (9, "Group 5".to_owned()), "the others keep theirs");
    history.apply(&rename(2, ""), &Runs).expect("possible");
    assert_eq!(called(&history)[1], before[1], "and it has its own again");
    let shown = Edit::AdoptRun {
        run: RunId(1),
        mapping: (0..4).map(|c| (c, ClusterId(c + 1))).collect(),
        order: vec![ClusterId(4), ClusterId(2)],
    };
    history.apply(&shown, &Runs).expect("possible");
    let number = |id: u32| history.labels().cluster(ClusterId(id)).expect("there").number;
    assert_eq!([4, 2, 1, 3].map(number), [1, 2, 3, 4], "the order of the first guess, then by size");
    for _ in 0..4 {
        assert!(history.undo());
    }
    assert_eq!(called(&history), before, "undo crosses it");
}

proptest! {
    #[test]
    fn no_two_clusters_are_called_the_same(edits in prop::collection::vec(any_edit(), 1..14)) {
        let mut history = History::default();
        for edit in [adopt(1)].into_iter().chain(edits) {
            let _ = history.apply(&edit, &Runs);
        }
        let names = history.labels().names();
        prop_assert_eq!(names.len(), history.labels().clusters().count());
        let different: BTreeSet<String> = names.values().map(|name| same_name(name)).collect();
        prop_assert_eq!(different.len(), names.len(), "{:?}", names);
        for (id, name) in &names {
            prop_assert_eq!(history.labels().called(name, None), Some(*id));
        }
    }
}
