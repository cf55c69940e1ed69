//! What lies before a person: the image that is asked about and those that come next, and the rounds of the queue. It looks
//! at snapshots and changes no project state.

use super::answers::Asked;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{LabelSource, Snapshot};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Images that are fetched at once.
pub const N_ASKED: usize = 200;
/// Fewer open images than this begin a new round of the queue.
const LOW: usize = 10;

/// One pile of images.
#[derive(Default)]
pub struct Desk {
    /// The image that is asked about.
    pub current: Option<Asked>,
    todo: VecDeque<ImageId>,
    skipped: BTreeSet<ImageId>,
    /// The current image came back: it stays, whatever is known of it.
    is_back: bool,
    /// Images that came back and where they were asked about: until labels say so they are open.
    came_back: BTreeMap<ImageId, Option<ClusterId>>,
}

/// Whether nobody has decided about an image yet; `cluster`: it has to be in this one.
#[must_use]
pub fn is_open(snapshot: &Snapshot, image: ImageId, cluster: Option<ClusterId>) -> bool {
    snapshot.label(image).is_some_and(|label| {
        label.source == LabelSource::Machine && !label.is_junk && (cluster.is_none() || label.cluster == cluster)
    })
}

impl Desk {
    /// Puts the next open image before the person.
    pub fn advance(&mut self, snapshot: &Snapshot, cluster: Option<ClusterId>) {
        self.is_back = false;
        self.current = None;
        while let Some(image) = self.todo.pop_front() {
            if let Some(cluster) = self.came_back.remove(&image) {
                (self.current, self.is_back) = (Some(Asked { image, cluster }), true);
                return;
            }
            if is_open(snapshot, image, cluster) {
                let label = snapshot.label(image).copied().unwrap_or_default();
                self.current = Some(Asked { image, cluster: label.cluster });
                return;
            }
        }
    }

    /// The current image and those that come next of its cluster, at most `n`; they come next from now on.
    pub fn gather(&mut self, snapshot: &Snapshot, n: usize) -> Option<(ClusterId, Vec<ImageId>)> {
        let Asked { image, cluster: Some(cluster) } = self.current? else { return None };
        let is_its = |image: &ImageId| {
            self.came_back.get(image) == Some(&Some(cluster)) || is_open(snapshot, *image, Some(cluster))
        };
        let next: Vec<ImageId> = self.todo.iter().copied().filter(is_its).take(n.saturating_sub(1)).collect();
        self.put_first(&next);
        Some((cluster, std::iter::once(image).chain(next).collect()))
    }

    /// These were answered, and are not asked about again.
    pub fn take(&mut self, images: &[ImageId]) {
        self.todo.retain(|image| !images.contains(image));
        self.came_back.retain(|image, _| !images.contains(image));
    }

    /// These were passed over.
    pub fn skip_all(&mut self, images: &[ImageId]) {
        self.take(images);
        self.skipped.extend(images);
    }

    fn put_first(&mut self, images: &[ImageId]) {
        self.todo.retain(|image| !images.contains(image));
        for image in images.iter().rev() {
            self.todo.push_front(*image);
        }
    }

    /// Shows an image again, then the `others` that were asked about with it, then the current one.
    pub fn bring_back(&mut self, asked: Asked, others: &[ImageId]) {
        let is_its = |image: ImageId| image == asked.image || others.contains(&image);
        self.skipped.retain(|image| !is_its(*image));
        self.todo.retain(|image| !is_its(*image));
        if let Some(current) = self.current.filter(|current| !is_its(current.image)) {
            if self.is_back {
                self.came_back.insert(current.image, current.cluster);
            }
            self.todo.push_front(current.image);
        }
        self.put_first(others);
        self.came_back.extend(others.iter().map(|image| (*image, asked.cluster)));
        self.current = Some(asked);
        self.is_back = true;
    }

    /// An image that came back has its answer still: it goes when the snapshot says so.
    pub fn let_go(&mut self, image: ImageId) {
        self.came_back.remove(&image);
        self.is_back &= self.current.is_none_or(|asked| asked.image != image);
    }

    /// Whether there is no image to ask about.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.current.is_none() && self.todo.is_empty()
    }

    /// Looks at a new snapshot, which holds every answer: an image that something else decided about is not asked about.
    pub fn note(&mut self, snapshot: &Snapshot, cluster: Option<ClusterId>) {
        self.came_back.clear();
        let Some(asked) = &mut self.current else { return };
        if self.is_back && snapshot.label(asked.image).is_some_and(|label| label.cluster == asked.cluster) {
            return;
        }
        // It moved meanwhile: it is asked about as any other is.
        self.is_back = false;
        if is_open(snapshot, asked.image, cluster) {
            asked.cluster = snapshot.label(asked.image).and_then(|label| label.cluster);
        } else {
            self.advance(snapshot, cluster);
        }
    }

    /// Takes other images in place of those that come next. What was passed over comes again when there is nothing else.
    /// `is_taken`: an answer is on its way.
    pub fn fill(&mut self, images: &[ImageId], is_taken: impl Fn(ImageId) -> bool) {
        let current = self.current.map(|asked| asked.image);
        let open = |image: &ImageId| Some(*image) != current && !is_taken(*image);
        self.todo = images.iter().copied().filter(open).filter(|image| !self.skipped.contains(image)).collect();
        if self.todo.is_empty() && current.is_none() {
            self.skipped.clear();
            self.todo = images.iter().copied().filter(open).collect();
        }
    }

    /// The images that come next, at most `n`.
    pub fn upcoming(&self, n: usize) -> impl Iterator<Item = ImageId> {
        self.todo.iter().copied().take(n)
    }

    /// Images that come next.
    #[must_use]
    pub fn n_next(&self) -> usize {
        self.todo.len()
    }

    /// Images that were passed over and come again at the end.
    #[must_use]
    pub fn n_skipped(&self) -> usize {
        self.skipped.len()
    }
}

/// The rounds of the queue: each is asked for once and worked off.
#[derive(Debug)]
pub struct Rounds {
    /// The number of the round that is asked for or worked off.
    pub number: u64,
    /// Its images are not there yet.
    pub is_waiting: bool,
    n_answered: usize,
}

impl Default for Rounds {
    fn default() -> Self {
        Self { number: 0, is_waiting: true, n_answered: 0 }
    }
}

impl Rounds {
    /// Begins another round of questions.
    pub fn begin(&mut self) {
        self.number += 1;
        self.is_waiting = true;
        self.n_answered = 0;
    }

    /// So many images were answered or passed over, and `n_open` are left: another round begins before they run out.
    pub fn note_answers(&mut self, n: usize, n_open: usize) {
        self.n_answered += n;
        if !self.is_waiting && n_open < LOW && self.n_answered >= LOW {
            self.begin();
        }
    }

    /// Nothing is left of a round of which something was answered: there may be more.
    pub fn note_empty(&mut self) {
        if !self.is_waiting && self.n_answered > 0 {
            self.begin();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;
    use std::sync::Arc;

    fn ids(images: &[u32]) -> Vec<ImageId> {
        images.iter().copied().map(ImageId).collect()
    }

    #[test]
    fn what_is_decided_is_passed_and_what_was_skipped_comes_last() {
        let snapshot = fixtures::clustered();
        let mut desk = Desk::default();
        // The first third of the first cluster is confirmed.
        desk.fill(&ids(&[0, 100, 1, 101, 102]), |image| image == ImageId(102));
        desk.advance(&snapshot, None);
        assert_eq!(desk.current, Some(Asked { image: ImageId(100), cluster: Some(ClusterId(1)) }));
        desk.skip_all(&ids(&[100]));
        desk.advance(&snapshot, None);
        assert_eq!(desk.current.map(|asked| asked.image), Some(ImageId(101)));
        desk.bring_back(Asked { image: ImageId(0), cluster: Some(ClusterId(1)) }, &[]);
        desk.note(&snapshot, None);
        assert_eq!(desk.current.map(|asked| asked.image), Some(ImageId(0)), "it came back to be seen");
        desk.advance(&snapshot, None);
        desk.fill(&ids(&[100]), |_| false);
        assert_eq!(desk.n_next(), 0, "it was passed over");
        desk.advance(&snapshot, None);
        desk.fill(&ids(&[100]), |_| false);
        assert_eq!(desk.upcoming(9).collect::<Vec<_>>(), ids(&[100]), "there is nothing else");
    }

    #[test]
    fn an_image_that_came_back_and_moved_is_asked_about_where_it_is() {
        let snapshot = fixtures::clustered();
        let mut desk = Desk::default();
        desk.bring_back(Asked { image: ImageId(100), cluster: Some(ClusterId(2)) }, &[]);
        desk.note(&snapshot, None);
        assert_eq!(desk.current, Some(Asked { image: ImageId(100), cluster: Some(ClusterId(1)) }));
        // A person decided about it elsewhere.
        desk.bring_back(Asked { image: ImageId(0), cluster: Some(ClusterId(2)) }, &[]);
        desk.note(&snapshot, None);
        assert_eq!(desk.current.map(|asked| asked.image), Some(ImageId(100)));
        desk.bring_back(Asked { image: ImageId(0), cluster: Some(ClusterId(1)) }, &[]);
        desk.let_go(ImageId(0));
        desk.note(&snapshot, None);
        assert_eq!(desk.current.map(|asked| asked.image), Some(ImageId(100)), "its answer was not taken back");
    }

    #[test]
    fn a_sheet_is_of_one_cluster_and_comes_back_whole_before_labels_say_so() {
        let mut snapshot = fixtures::clustered();
        let mut desk = Desk::default();
        // Images 100 to 102 are of the first cluster, 400 of the second, 0 is decided about.
        desk.fill(&ids(&[100, 400, 0, 101, 102, 103]), |_| false);
        desk.advance(&snapshot, None);
        assert_eq!(desk.gather(&snapshot, 3), Some((ClusterId(1), ids(&[100, 101, 102]))));
        desk.take(&ids(&[101, 102]));
        desk.advance(&snapshot, None);
        assert_eq!(desk.current.map(|asked| asked.image), Some(ImageId(400)), "the others were answered");
        for image in 100..103 {
            let row = snapshot.images.position(ImageId(image)).expect("known");
            Arc::make_mut(&mut snapshot.labels)[row].source = LabelSource::Confirmed;
        }
        let first = Asked { image: ImageId(100), cluster: Some(ClusterId(1)) };
        desk.bring_back(first, &ids(&[101, 102]));
        assert_eq!(desk.gather(&snapshot, 9), Some((ClusterId(1), ids(&[100, 101, 102, 103]))));
        desk.advance(&snapshot, None);
        assert_eq!(desk.current.map(|asked| asked.image), Some(ImageId(101)), "it is asked about alone as well");
        desk.note(&fixtures::clustered(), None);
        desk.skip_all(&ids(&[101, 102]));
        desk.advance(&snapshot, None);
        assert_eq!((desk.current.map(|asked| asked.image), desk.n_skipped()), (Some(ImageId(103)), 2));
    }

    #[test]
    fn an_image_that_left_its_cluster_is_not_of_its_sample() {
        let snapshot = fixtures::clustered();
        let mut desk = Desk::default();
        desk.fill(&ids(&[300, 100]), |_| false);
        desk.advance(&snapshot, Some(ClusterId(1)));
        assert_eq!(desk.current.map(|asked| asked.image), Some(ImageId(100)));
        desk.note(&snapshot, Some(ClusterId(2)));
        assert_eq!(desk.current, None);
    }

    #[test]
    fn a_round_begins_when_few_are_left_and_never_for_nothing() {
        let mut rounds = Rounds::default();
        rounds.note_empty();
        assert_eq!(rounds.number, 0, "the first is not there yet");
        rounds.is_waiting = false;
        rounds.note_empty();
        assert_eq!(rounds.number, 0, "nothing was answered: it would be the same");
        for n_open in (10..30).rev() {
            rounds.note_answers(1, n_open);
        }
        assert_eq!(rounds.number, 0);
        rounds.note_answers(1, 9);
        assert_eq!((rounds.number, rounds.is_waiting), (1, true));
        rounds.is_waiting = false;
        rounds.note_answers(1, 3);
        assert_eq!(rounds.number, 1, "a small project has no more");
        rounds.note_empty();
        assert_eq!(rounds.number, 2);
    }
}
