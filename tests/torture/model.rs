//! What a project must say: plain groups, names and marks, changed by the rules of the manual and by nothing else of the program.
//!
//! How a group is split is the program's choice; that is asked of a copy of the project.

use crate::figures::{Fault, Figures};
use crate::place::{Called, Place, copy_all, text};
use gleaner::control::Rng;
use gleaner::session::ReadOnly;
use gleaner::session::protocol::LabelSource;
use std::collections::BTreeMap;
use std::path::Path;

/// Where an image belongs, and who said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub group: Option<u32>,
    pub source: LabelSource,
    pub is_junk: bool,
}

/// What a person gave a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    pub name: Option<String>,
    heading: Option<String>,
    colour: Option<u8>,
    note: String,
}

/// All that a project says of its images.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    pub images: BTreeMap<String, Mark>,
    pub groups: BTreeMap<u32, Group>,
}

impl State {
    fn next(&self) -> u32 {
        self.groups.keys().max().map_or(1, |id| id + 1)
    }
}

/// A state, and where the history stands at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub state: State,
    /// The change that it is right after.
    pub point: u64,
    /// Changes ever made.
    pub n_changes: u64,
}

impl Seen {
    /// What the program reads of a project.
    ///
    /// # Errors
    /// Why it can not.
    pub fn of(project: &Path) -> Result<Self, String> {
        let read = ReadOnly::open(project).map_err(|why| why.to_string())?;
        let snapshot = read.snapshot();
        let mark = |row: &gleaner::session::protocol::ImageInfo| {
            let label = snapshot.label(row.id).copied().unwrap_or_default();
            let group = label.cluster.map(|id| id.0);
            (row.path.to_string(), Mark { group, source: label.source, is_junk: label.is_junk })
        };
        let groups = snapshot.clusters.iter().map(|view| {
            let about = Group {
                name: Some(view.name.clone()).filter(|_| view.is_named),
                heading: view.group.clone(),
                colour: view.colour,
                note: view.note.clone(),
            };
            (view.id.0, about)
        });
        let state = State { images: snapshot.images.rows.iter().map(mark).collect(), groups: groups.collect() };
        let history = &snapshot.history;
        Ok(Self { state, point: history.now.0.into(), n_changes: history.changes.len() as u64 })
    }
}

/// A change as the command line takes it.
#[derive(Clone, Debug)]
pub enum Act {
    Rename(u32, String),
    Merge(u32, u32),
    Split(u32),
    Move(u32, Vec<String>),
    Confirm(Vec<String>),
    Reject(u32, String),
    Junk(Vec<String>),
    Unlabel(Vec<String>),
    Class(String),
    Heading(String, u32),
    Colour(u32, u8),
    Note(u32, String),
    /// A table that says of images that they are of one class.
    Labels(String, Vec<String>),
    Undo,
    Redo,
}

impl Act {
    /// The arguments of the program; a table is written to where they say.
    pub fn args(&self, place: &Place, project: &Path) -> Vec<String> {
        let edit = |parts: Vec<String>| [vec!["edit".to_owned(), text(project).to_owned()], parts].concat();
        let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let with = |word: &str, images: &[String]| [own(&[word]), images.to_vec()].concat();
        match self {
            Self::Rename(group, name) => edit(own(&["rename", &group.to_string(), name])),
            Self::Merge(into, from) => edit(own(&["merge", &into.to_string(), &from.to_string()])),
            Self::Split(group) => edit(own(&["split", &group.to_string(), "2"])),
            Self::Move(group, images) => edit([own(&["move", &group.to_string()]), images.clone()].concat()),
            Self::Confirm(images) => edit(with("confirm", images)),
            Self::Reject(group, image) => edit(own(&["reject", &group.to_string(), image])),
            Self::Junk(images) => edit(with("junk", images)),
            Self::Unlabel(images) => edit(with("unlabel", images)),
            Self::Class(name) => edit(own(&["class", name])),
            Self::Heading(name, group) => edit(own(&["group", name, &group.to_string()])),
            Self::Colour(group, colour) => edit(own(&["mark", &group.to_string(), "--colour", &colour.to_string()])),
            Self::Note(group, note) => edit(own(&["mark", &group.to_string(), "--note", note])),
            Self::Labels(name, images) => {
                let table = place.path("labels-in.csv");
                let lines: Vec<String> = images.iter().map(|image| format!("{image},{name}")).collect();
                std::fs::write(&table, format!("file_name,label\n{}\n", lines.join("\n"))).expect("written");
                own(&["labels", text(project), "--from", text(&table)])
            }
            Self::Undo => edit(own(&["undo"])),
            Self::Redo => edit(own(&["redo"])),
        }
    }
}

/// The project as far as changes were acknowledged.
pub struct Model {
    pub now: Seen,
    /// The number of the next new group.
    next: u32,
    back: Vec<Left>,
    forth: Vec<Left>,
    n_names: usize,
}

/// A state that undo or redo goes to.
struct Left {
    point: u64,
    state: State,
    next: u32,
}

impl Model {
    pub fn of(now: Seen) -> Self {
        Self { next: now.state.next(), now, back: Vec::new(), forth: Vec::new(), n_names: 0 }
    }

    /// A change that can be asked for now.
    pub fn draw(&mut self, rng: &mut Rng) -> Act {
        let state = &self.now.state;
        let groups: Vec<u32> = state.groups.keys().copied().collect();
        let group = groups[rng.below(groups.len())];
        let paths: Vec<&String> = state.images.keys().collect();
        let n_images = 1 + rng.below(4);
        let images: Vec<String> = (0..n_images).map(|_| paths[rng.below(paths.len())].clone()).collect();
        self.n_names += 1;
        let name = format!("name {}", self.n_names);
        match rng.below(16) {
            0 | 1 => Act::Rename(group, name),
            2 if groups.len() > 2 => {
                Act::Merge(group, groups[(groups.iter().position(|g| *g == group).unwrap_or(0) + 1) % groups.len()])
            }
            3 if groups.len() < 6 => Act::Split(group),
            4 | 5 => Act::Move(group, images),
            6 | 7 => Act::Confirm(images),
            8 => match state.images.iter().find(|(_, mark)| mark.group == Some(group)) {
                Some((path, _)) => Act::Reject(group, path.clone()),
                None => Act::Note(group, name),
            },
            9 => Act::Junk(images),
            10 => Act::Unlabel(images),
            11 if groups.len() < 6 => Act::Class(name),
            12 => Act::Heading(name, group),
            13 => Act::Colour(group, 1 + rng.below(12) as u8),
            14 => Act::Labels(name, images),
            15 if !self.forth.is_empty() => Act::Redo,
            _ if !self.back.is_empty() => Act::Undo,
            _ => Act::Rename(group, name),
        }
    }

    /// What the project says once a change is made; as it is now where there is nothing to change.
    pub fn after(&self, act: &Act, place: &Place) -> Seen {
        let state = match act {
            Act::Undo | Act::Redo => {
                let left = if matches!(act, Act::Undo) { self.back.last() } else { self.forth.last() };
                let Left { point, state, .. } = left.expect("drawn where there is one");
                return Seen { state: state.clone(), point: *point, ..self.now };
            }
            Act::Split(_) => match split(act, place) {
                Some(state) => state,
                None => return self.now.clone(),
            },
            act => changed(&self.now.state, self.next, act),
        };
        if state == self.now.state {
            return self.now.clone();
        }
        Seen { state, point: self.now.n_changes + 1, n_changes: self.now.n_changes + 1 }
    }

    /// Compares the project with what was acknowledged, and goes on from what it says.
    pub fn settle(&mut self, act: &Act, after: &Seen, called: &Called, place: &Place, figures: &mut Figures) {
        called.check(&format!("{act:?}"), figures);
        let is_change = *after != self.now;
        figures.acknowledged += usize::from(called.is_acknowledged());
        if is_change && matches!(called.code, Some(code) if code != 0) {
            figures.fault(Fault::Answer, format!("{act:?} is refused: {}", called.err));
        }
        let seen = match Seen::of(&place.project()) {
            Ok(seen) => seen,
            Err(why) => return figures.fault(Fault::Lost, format!("after {act:?} the project does not open: {why}")),
        };
        if seen == *after {
            self.go(act, seen);
        } else if seen != self.now || (is_change && called.is_acknowledged()) {
            let is_as_before = seen == self.now;
            // What changes nothing that is seen here may be a change all the same (what an image is not, for instance).
            if !is_change && seen.state == self.now.state {
                return self.go(act, seen);
            }
            let words = format!(
                "{act:?}: acknowledged {}, as before {is_as_before}\nseen {seen:?}\nafter {after:?}",
                called.is_acknowledged()
            );
            figures.fault(Fault::Lost, words);
            *self = Self { n_names: self.n_names, ..Self::of(seen) };
        }
    }

    fn go(&mut self, act: &Act, seen: Seen) {
        if seen.point == self.now.point {
            return;
        }
        let before = Left { point: self.now.point, state: self.now.state.clone(), next: self.next };
        match act {
            Act::Undo => {
                self.next = self.back.pop().map_or(self.next, |left| left.next);
                self.forth.push(before);
            }
            Act::Redo => {
                self.next = self.forth.pop().map_or(self.next, |left| left.next);
                self.back.push(before);
            }
            _ => {
                self.next = self.next.max(seen.state.next());
                self.back.push(before);
                self.forth.clear();
            }
        }
        self.now = seen;
    }
}

/// What a copy of the project says after the split; None where it is refused.
fn split(act: &Act, place: &Place) -> Option<State> {
    let copy = place.path("copy.gleaner");
    copy_all(&place.project(), &copy);
    let called = place.call(&act.args(place, &copy));
    (called.code == Some(0)).then(|| Seen::of(&copy).expect("it opens").state)
}

/// The rules of the manual.
pub fn changed(before: &State, next: u32, act: &Act) -> State {
    let mut state = before.clone();
    let placed = |group: Option<u32>, source| Mark { group, source, is_junk: false };
    match act {
        Act::Rename(group, name) => about(&mut state, *group).name = Some(name.clone()),
        Act::Merge(into, from) => {
            for mark in state.images.values_mut().filter(|mark| mark.group == Some(*from)) {
                mark.group = Some(*into);
            }
            let gone = state.groups.remove(from).unwrap_or_default();
            let stays = about(&mut state, *into);
            stays.name = stays.name.take().or(gone.name);
            stays.heading = stays.heading.take().or(gone.heading);
            stays.colour = stays.colour.or(gone.colour);
            if stays.note.is_empty() {
                stays.note = gone.note;
            }
        }
        Act::Move(group, images) => put(&mut state, images, |_| Some(placed(Some(*group), LabelSource::Placed))),
        Act::Confirm(images) => put(&mut state, images, |mark| {
            mark.group.is_some().then_some(Mark { source: LabelSource::Confirmed, ..mark })
        }),
        Act::Reject(_, image) => {
            put(&mut state, std::slice::from_ref(image), |_| Some(placed(None, LabelSource::Machine)));
        }
        Act::Junk(images) => {
            put(&mut state, images, |_| Some(Mark { group: None, source: LabelSource::Placed, is_junk: true }));
        }
        Act::Unlabel(images) => put(&mut state, images, |_| Some(placed(None, LabelSource::Placed))),
        Act::Class(name) => {
            state.groups.insert(next, Group { name: Some(name.clone()), ..Group::default() });
        }
        Act::Heading(name, group) => about(&mut state, *group).heading = Some(name.clone()),
        Act::Colour(group, colour) => about(&mut state, *group).colour = Some(colour - 1),
        Act::Note(group, note) => about(&mut state, *group).note.clone_from(note),
        Act::Labels(name, images) => {
            state.groups.insert(next, Group { name: Some(name.clone()), ..Group::default() });
            put(&mut state, images, |_| Some(placed(Some(next), LabelSource::Confirmed)));
        }
        Act::Split(_) | Act::Undo | Act::Redo => {}
    }
    // A group without an image and without anything that a person gave it is gone.
    let State { images, groups } = &mut state;
    groups.retain(|id, group| *group != Group::default() || images.values().any(|mark| mark.group == Some(*id)));
    state
}

fn about(state: &mut State, group: u32) -> &mut Group {
    state.groups.entry(group).or_default()
}

fn put(state: &mut State, images: &[String], new: impl Fn(Mark) -> Option<Mark>) {
    for image in images {
        if let Some(mark) = state.images.get_mut(image)
            && let Some(new) = new(*mark)
        {
            *mark = new;
        }
    }
}
