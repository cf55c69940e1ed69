//! The shape of a history: which change was made after which one, and which of them are in force.
//!
//! Nothing is ever cut off. Who goes back and makes another change begins a branch there; the other one stays and can be gone to.
//! What the changes are is not known here.

use super::edit::EditError;
use crate::ids::Point;

/// One point.
struct Node {
    /// The point that the change was made at; of the beginning, itself.
    before: Point,
    /// The point after this one that was in force last: the one that redo goes to.
    next: Option<Point>,
    /// How many changes are in force there.
    n_done: usize,
}

/// All points of a history, by their numbers, and where it is.
pub struct Tree {
    nodes: Vec<Node>,
    now: Point,
}

impl Default for Tree {
    fn default() -> Self {
        Self { nodes: vec![Node { before: Point::BEGINNING, next: None, n_done: 0 }], now: Point::BEGINNING }
    }
}

impl Tree {
    /// Where it is.
    #[must_use]
    pub fn now(&self) -> Point {
        self.now
    }

    /// The newest point of all, wherever it is.
    #[must_use]
    pub fn newest(&self) -> Point {
        Point(self.nodes.len() as u32 - 1)
    }

    /// A point, if it is there.
    ///
    /// # Errors
    /// [`EditError::NoSuchPoint`].
    pub fn find(&self, point: Point) -> Result<Point, EditError> {
        let newest = self.newest();
        if point > newest { Err(EditError::NoSuchPoint(newest.0 as usize)) } else { Ok(point) }
    }

    /// The point that undo goes to.
    #[must_use]
    pub fn undo(&self) -> Option<Point> {
        (self.now != Point::BEGINNING).then(|| self.before(self.now))
    }

    /// The point that redo goes to: on the branch that was left last.
    #[must_use]
    pub fn redo(&self) -> Option<Point> {
        self.next(self.now)
    }

    /// The point that a change was made at; the beginning is before itself.
    #[must_use]
    pub fn before(&self, point: Point) -> Point {
        self.node(point).before
    }

    /// The point after this one that was in force last.
    #[must_use]
    pub fn next(&self, point: Point) -> Option<Point> {
        self.node(point).next
    }

    /// How many changes are in force at a point.
    #[must_use]
    pub fn n_done(&self, point: Point) -> usize {
        self.node(point).n_done
    }

    /// The point where so many changes are in force on the present line: what is in force, and what redo after redo would make again.
    #[must_use]
    pub fn at(&self, n_done: usize) -> Option<Point> {
        let mut point = self.now;
        while self.n_done(point) > n_done {
            point = self.before(point);
        }
        while self.n_done(point) < n_done {
            point = self.next(point)?;
        }
        Some(point)
    }

    /// How many changes are on the present line.
    #[must_use]
    pub fn n_on_line(&self) -> usize {
        let mut last = self.now;
        while let Some(next) = self.next(last) {
            last = next;
        }
        self.n_done(last)
    }

    /// How many changes are in force at a point, if it is on the present line.
    #[must_use]
    pub fn place_on_line(&self, point: Point) -> Option<usize> {
        let n_done = self.n_done(point);
        (self.at(n_done) == Some(point)).then_some(n_done)
    }

    /// The last point that is on the way to both.
    #[must_use]
    pub fn common(&self, mut a: Point, mut b: Point) -> Point {
        while a != b {
            // What was made later is never on the way to what was made before.
            if a > b {
                a = self.before(a);
            } else {
                b = self.before(b);
            }
        }
        a
    }

    /// The points from `from`, without it, to `to`, which was reached by changes made there.
    #[must_use]
    pub fn way(&self, from: Point, to: Point) -> Vec<Point> {
        let mut way = Vec::new();
        let mut point = to;
        while point != from {
            way.push(point);
            point = self.before(point);
        }
        way.reverse();
        way
    }

    /// A change is made: the point right after it, which is where the history is now.
    pub fn grow(&mut self) -> Point {
        let new = Point(self.nodes.len() as u32);
        self.nodes.push(Node { before: self.now, next: None, n_done: self.n_done(self.now) + 1 });
        self.enter(new);
        new
    }

    /// Takes the last change back.
    pub fn leave(&mut self) {
        self.now = self.before(self.now);
    }

    /// Makes one of the changes again that were made here.
    pub fn enter(&mut self, point: Point) {
        self.now = point;
        let before = self.before(point);
        self.nodes[before.0 as usize].next = Some(point);
    }

    /// Goes to a point that is there.
    pub fn go_to(&mut self, point: Point) {
        let common = self.common(self.now, point);
        self.now = common;
        for step in self.way(common, point) {
            self.enter(step);
        }
    }

    fn node(&self, point: Point) -> &Node {
        &self.nodes[point.0 as usize]
    }
}
