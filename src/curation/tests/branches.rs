//! Nothing that was ever done is lost: every state of labels can be gone to, however often people went back and did something else.

use super::super::tree::Tree;
use super::*;
use crate::ids::Point;

/// What a person does with a history.
#[derive(Clone, Debug)]
enum Act {
    Edit(Edit),
    Undo,
    Redo,
    /// Which of all points, by its share of them.
    GoTo(f32),
}

fn any_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        8 => any_edit().prop_map(Act::Edit),
        4 => Just(Act::Undo),
        2 => Just(Act::Redo),
        2 => (0.0..1.0f32).prop_map(Act::GoTo),
    ]
}

fn act(history: &mut History, act: &Act) {
    match act {
        Act::Edit(edit) => _ = history.apply(edit, &Runs),
        Act::Undo => _ = history.undo(),
        Act::Redo => _ = history.redo(),
        Act::GoTo(share) => {
            let newest = history.tree().newest().0;
            let point = Point((f64::from(newest + 1) * f64::from(*share)) as u32);
            history.go_to(point.min(Point(newest))).expect("it is there");
        }
    }
}

/// What is in force and what redo makes again, as programs kept it that forgot a branch.
#[derive(Default)]
struct Line {
    done: Vec<Point>,
    /// The last is the next to be made again.
    undone: Vec<Point>,
}

impl Line {
    fn go_to(&mut self, n_done: usize) {
        while self.done.len() > n_done {
            self.undone.extend(self.done.pop());
        }
        while self.done.len() < n_done {
            self.done.extend(self.undone.pop());
        }
    }
}

proptest! {
    #[test]
    fn every_state_ever_reached_can_be_reached_again(acts in prop::collection::vec(any_act(), 1..40), more in prop::collection::vec(0..40u32, 1..12)) {
        let mut history = History::default();
        let mut states = vec![history.labels().clone()];
        for a in &acts {
            act(&mut history, a);
            if history.now().0 as usize == states.len() {
                states.push(history.labels().clone());
            }
            prop_assert_eq!(history.labels(), &states[history.now().0 as usize], "{:?}", a);
        }
        let n = states.len() as u32;
        prop_assert_eq!(history.made().len() as u32, n - 1);
        for point in (0..n).chain(more).map(Point) {
            match history.go_to(point) {
                Ok(_) => prop_assert_eq!((history.now(), history.labels()), (point, &states[point.0 as usize])),
                Err(error) => prop_assert_eq!((point.0 >= n, error), (true, EditError::NoSuchPoint(n as usize - 1))),
            }
        }
    }

    #[test]
    fn redo_goes_where_undo_came_from(acts in prop::collection::vec(any_act(), 1..40), n_back in 0..8usize) {
        let mut history = History::default();
        for a in &acts {
            act(&mut history, a);
        }
        let (before, labels) = (history.now(), history.labels().clone());
        let n_back = (0..n_back).take_while(|_| history.undo()).count();
        for _ in 0..n_back {
            prop_assert!(history.redo());
        }
        prop_assert_eq!((history.now(), history.labels()), (before, &labels));
    }

    /// Journals of programs that cut a branch off name points by how many changes were in force on their one line.
    #[test]
    fn the_line_of_old_journals_is_the_present_line(acts in prop::collection::vec((0..6u8, 0..12usize), 1..60)) {
        let (mut tree, mut line) = (Tree::default(), Line::default());
        for (kind, n_done) in acts {
            let n_all = line.done.len() + line.undone.len();
            let n = line.done.len();
            match kind {
                0..3 => {
                    line.undone.clear();
                    line.done.push(tree.grow());
                }
                3 => {
                    line.go_to(n.saturating_sub(1));
                    tree.undo().into_iter().for_each(|to| tree.go_to(to));
                }
                4 => {
                    line.go_to((n + 1).min(n_all));
                    tree.redo().into_iter().for_each(|to| tree.go_to(to));
                }
                _ => {
                    prop_assert_eq!(tree.at(n_done).is_some(), n_done <= n_all);
                    if let Some(to) = tree.at(n_done) {
                        line.go_to(n_done);
                        tree.go_to(to);
                    }
                }
            }
            prop_assert_eq!(tree.n_on_line(), line.done.len() + line.undone.len());
            prop_assert_eq!(tree.now(), line.done.last().copied().unwrap_or_default());
            for (at, point) in line.done.iter().chain(line.undone.iter().rev()).enumerate() {
                prop_assert_eq!((tree.at(at + 1), tree.place_on_line(*point)), (Some(*point), Some(at + 1)));
            }
        }
    }
}

fn named(name: &str) -> Edit {
    Edit::Rename { cluster: ClusterId(1), name: name.into() }
}

#[test]
fn a_change_after_an_undo_sets_aside_what_was_taken_back() {
    let mut history = history(&[adopt(1), named("a"), named("b")]);
    assert!(history.undo() && history.undo());
    history.apply(&named("c"), &Runs).expect("possible");
    let standings: Vec<Standing> = history.made().iter().map(|made| made.standing).collect();
    assert_eq!(standings, [Standing::InForce, Standing::SetAside, Standing::SetAside, Standing::InForce]);
    assert_eq!(history.redo_words(), None);
    let name = |history: &History| history.labels().names()[&ClusterId(1)].clone();
    assert_eq!((history.go_to(Point(3)), name(&history)), (Ok(true), "b".to_owned()));
    let standings: Vec<Standing> = history.made().iter().map(|made| made.standing).collect();
    assert_eq!(standings, [Standing::InForce, Standing::InForce, Standing::InForce, Standing::SetAside]);
    assert!(history.undo() && history.undo() && history.redo());
    assert_eq!(name(&history), "a", "the branch that was left last");
    assert_eq!((history.go_to(Point(2)), history.go_to(Point(9))), (Ok(false), Err(EditError::NoSuchPoint(4))));
}

#[test]
fn what_is_counted_is_counted_on_the_way_to_the_point() {
    let confirm = |image| Edit::Confirm { images: images(&[image]), is_confirmed: true };
    let mut history = history(&[adopt(1), confirm(1), confirm(2)]);
    assert!((history.n_to_learn(), history.is_edited_by_person()) == (2, true) && history.undo() && history.undo());
    assert_eq!((history.n_to_learn(), history.is_edited_by_person(), history.has_placed()), (0, false, false));
    history.apply(&confirm(5), &Runs).expect("possible");
    assert_eq!(history.n_to_learn(), 1);
    history.go_to(Point(3)).expect("there");
    assert_eq!(history.n_to_learn(), 2);
}
