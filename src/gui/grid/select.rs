//! What clicks, keys and rubber bands do to a selection: as in a file manager, over the images in the order shown.
//!
//! Pure functions: no widget appears here.

use crate::gui::frame::Selection;
use crate::ids::ImageId;
use std::collections::BTreeSet;

/// How a click or a step changes the selection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Shift: everything from the anchor to here.
    pub is_range: bool,
    /// Ctrl or Cmd: what was selected stays.
    pub is_added: bool,
}

/// A click on the image at `index` of `images`; `anchor` is where a range begins.
pub fn click(selection: &mut Selection, images: &[ImageId], index: usize, anchor: Option<usize>, change: Change) {
    let Some(&image) = images.get(index) else { return };
    match (change.is_range, change.is_added) {
        (true, is_added) => {
            let from = anchor.unwrap_or(index).min(images.len() - 1);
            let range = &images[from.min(index)..=from.max(index)];
            if is_added {
                selection.images.extend(range);
            } else {
                selection.images = range.iter().copied().collect();
            }
            selection.anchor = Some(images[from]);
            selection.cursor = Some(image);
        }
        (false, true) => toggle(selection, image),
        (false, false) => selection.only(image),
    }
}

/// Selects an image or takes it out; it becomes anchor and cursor either way.
pub fn toggle(selection: &mut Selection, image: ImageId) {
    if !selection.images.remove(&image) {
        selection.images.insert(image);
    }
    (selection.anchor, selection.cursor) = (Some(image), Some(image));
}

/// Selects all; cursor and anchor stay if they are there.
pub fn all(selection: &mut Selection, images: &[ImageId]) {
    selection.images = images.iter().copied().collect();
    selection.cursor = selection.cursor.or(images.first().copied());
    selection.anchor = selection.anchor.or(selection.cursor);
}

/// Selects what is not selected of `images`, and nothing else; anchor and cursor go to the first of them.
pub fn invert(selection: &mut Selection, images: &[ImageId]) {
    let mut others = images.iter().copied().filter(|image| !selection.images.contains(image)).peekable();
    let first = others.peek().copied();
    selection.images = others.collect();
    (selection.anchor, selection.cursor) = (first, first);
}

/// What a rubber band encloses, added to what was selected before it began (`base`, empty without Ctrl).
pub fn band(selection: &mut Selection, base: &BTreeSet<ImageId>, enclosed: impl Iterator<Item = ImageId>) {
    let mut enclosed = enclosed.peekable();
    selection.cursor = enclosed.peek().copied().or_else(|| base.iter().next().copied());
    selection.anchor = selection.cursor;
    selection.images = base.iter().copied().chain(enclosed).collect();
}

/// Forgets images that `is_there` denies.
pub fn retain(selection: &mut Selection, is_there: impl Fn(ImageId) -> bool) {
    selection.images.retain(|image| is_there(*image));
    selection.anchor = selection.anchor.filter(|image| is_there(*image));
    selection.cursor = selection.cursor.filter(|image| is_there(*image));
}

/// A step of the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// One image back.
    Left,
    /// One image on.
    Right,
    /// One row back.
    Up,
    /// One row on.
    Down,
    /// A screen of rows back.
    PageUp,
    /// A screen of rows on.
    PageDown,
    /// The first image.
    Home,
    /// The last image.
    End,
}

impl Step {
    /// Whether it goes from row to row.
    pub fn is_by_row(self) -> bool {
        matches!(self, Self::Up | Self::Down | Self::PageUp | Self::PageDown)
    }
}

/// Where a step leads from `from` (None: nowhere yet) among `n` images in rows of `columns`; None if there are none.
pub fn stepped(step: Step, from: Option<usize>, n: usize, columns: usize, page_rows: usize) -> Option<usize> {
    let last = n.checked_sub(1)?;
    let Some(at) = from else {
        return Some(if step == Step::End { last } else { 0 });
    };
    let (row, last_row) = (at / columns, last / columns);
    let to = match step {
        Step::Left => at.saturating_sub(1),
        Step::Right => at + 1,
        Step::Up if row == 0 => at,
        Step::Up => at - columns,
        // In the row above a short last row, down goes to the last image rather than nowhere.
        Step::Down if row == last_row => at,
        Step::Down => at + columns,
        Step::PageUp => at - row.min(page_rows.max(1)) * columns,
        Step::PageDown => at + (last_row - row).min(page_rows.max(1)) * columns,
        Step::Home => 0,
        Step::End => last,
    };
    Some(to.min(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn images(n: u32) -> Vec<ImageId> {
        // Not in the order of their ids: the order shown is what counts.
        (0..n).map(|i| ImageId((i * 7) % n)).collect()
    }

    fn selected(selection: &Selection, images: &[ImageId]) -> Vec<usize> {
        (0..images.len()).filter(|i| selection.images.contains(&images[*i])).collect()
    }

    const RANGE: Change = Change { is_range: true, is_added: false };
    const ADD: Change = Change { is_range: false, is_added: true };
    const ADD_RANGE: Change = Change { is_range: true, is_added: true };

    #[test]
    fn clicks_as_in_a_file_manager() {
        let images = images(10);
        let mut selection = Selection::default();
        click(&mut selection, &images, 3, None, Change::default());
        assert_eq!(selected(&selection, &images), [3]);
        click(&mut selection, &images, 6, Some(3), RANGE);
        assert_eq!(selected(&selection, &images), [3, 4, 5, 6]);
        assert_eq!((selection.anchor, selection.cursor), (Some(images[3]), Some(images[6])));
        click(&mut selection, &images, 1, Some(3), RANGE);
        assert_eq!(selected(&selection, &images), [1, 2, 3], "the range turns around its anchor");
        click(&mut selection, &images, 8, Some(3), ADD);
        click(&mut selection, &images, 2, Some(8), ADD);
        assert_eq!(selected(&selection, &images), [1, 3, 8]);
        click(&mut selection, &images, 5, Some(8), ADD_RANGE);
        assert_eq!(selected(&selection, &images), [1, 3, 5, 6, 7, 8]);
        click(&mut selection, &images, 0, Some(8), Change::default());
        assert_eq!(selected(&selection, &images), [0]);
        click(&mut selection, &images, 99, None, Change::default());
        assert_eq!(selected(&selection, &images), [0], "nothing there, nothing happens");
    }

    #[test]
    fn a_band_adds_only_with_ctrl() {
        let images = images(10);
        let mut selection = Selection::default();
        band(&mut selection, &BTreeSet::new(), images[2..4].iter().copied());
        assert_eq!(selected(&selection, &images), [2, 3]);
        let base = selection.images.clone();
        band(&mut selection, &base, images[7..9].iter().copied());
        assert_eq!(selected(&selection, &images), [2, 3, 7, 8]);
        band(&mut selection, &base, images[7..8].iter().copied());
        assert_eq!(selected(&selection, &images), [2, 3, 7], "a band that shrinks gives back");
        band(&mut selection, &BTreeSet::new(), std::iter::empty());
        assert_eq!((selection.images.len(), selection.cursor), (0, None));
    }

    #[test]
    fn all_and_what_is_left() {
        let images = images(5);
        let mut selection = Selection::default();
        selection.only(images[2]);
        all(&mut selection, &images);
        assert_eq!((selection.images.len(), selection.cursor), (5, Some(images[2])));
        retain(&mut selection, |image| image != images[2]);
        assert_eq!((selection.images.len(), selection.cursor, selection.anchor), (4, None, None));
    }

    #[test]
    fn inverting_twice_changes_nothing() {
        let images: Vec<ImageId> = (0..6).map(ImageId).collect();
        let mut selection = Selection { images: BTreeSet::from([images[1], images[4]]), ..Selection::default() };
        invert(&mut selection, &images);
        assert_eq!(selection.images, [0, 2, 3, 5].map(|i: usize| images[i]).into());
        assert_eq!((selection.cursor, selection.anchor), (Some(images[0]), Some(images[0])));
        invert(&mut selection, &images);
        assert_eq!(selection.images, [1, 4].map(|i: usize| images[i]).into());
        invert(&mut selection, &[]);
        assert_eq!(selection, Selection::default());
    }

    #[test]
    fn steps_stay_inside() {
        // 10 images in rows of 4: 0-3, 4-7, 8-9; a page is 2 rows.
        let check = |step, from, to| assert_eq!(stepped(step, from, 10, 4, 2), to, "{step:?} from {from:?}");
        check(Step::Right, None, Some(0));
        check(Step::End, None, Some(9));
        check(Step::Left, Some(0), Some(0));
        check(Step::Right, Some(9), Some(9));
        check(Step::Up, Some(2), Some(2));
        check(Step::Up, Some(6), Some(2));
        check(Step::Down, Some(1), Some(5));
        check(Step::Down, Some(7), Some(9));
        check(Step::Down, Some(8), Some(8));
        check(Step::PageDown, Some(1), Some(9));
        check(Step::PageUp, Some(9), Some(1));
        check(Step::PageUp, Some(3), Some(3));
        check(Step::Home, Some(7), Some(0));
        assert_eq!(stepped(Step::Down, None, 0, 4, 2), None);
    }
}
