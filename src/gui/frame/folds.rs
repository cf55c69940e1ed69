//! Which of the panels beside the middle are folded away: by a person, or because the window has no room for them. It
//! draws nothing.

use serde::{Deserialize, Serialize};

/// Points of width below which the panel at the right folds by itself.
const RIGHT_FITS: f32 = 1000.0;
/// Points of width below which the panel at the left does.
const LEFT_FITS: f32 = 700.0;

/// A panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The list of groups.
    Left,
    /// What is known of what is selected.
    Right,
}

/// Which panels a person folded; it is remembered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Folded {
    /// The left one.
    pub left: bool,
    /// The right one.
    pub right: bool,
}

/// The panels in a window of some width.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Folds {
    kept: Folded,
    /// The panel that was opened although the window has no room for it.
    over: Option<Side>,
    width: f32,
}

impl Folds {
    /// As they were left.
    #[must_use]
    pub fn new(kept: Folded) -> Self {
        Self { kept, over: None, width: f32::INFINITY }
    }

    /// What to remember.
    #[must_use]
    pub fn kept(&self) -> Folded {
        self.kept
    }

    /// The window is so wide now, in points.
    pub fn set_width(&mut self, width: f32) {
        self.width = width;
        self.over = self.over.filter(|side| !self.fits(*side));
    }

    fn fits(self, side: Side) -> bool {
        self.width >= if side == Side::Left { LEFT_FITS } else { RIGHT_FITS }
    }

    fn is_open(self, side: Side) -> bool {
        if !self.fits(side) {
            return self.over == Some(side);
        }
        !if side == Side::Left { self.kept.left } else { self.kept.right }
    }

    /// Whether the left panel is shown.
    #[must_use]
    pub fn is_left_open(&self) -> bool {
        self.is_open(Side::Left)
    }

    /// Whether the right panel is shown.
    #[must_use]
    pub fn is_right_open(&self) -> bool {
        self.is_open(Side::Right)
    }

    /// Shows a panel, or folds it away. Where there is room for one alone, the other gives way.
    pub fn set(&mut self, side: Side, is_open: bool) {
        match (self.fits(side), side) {
            (true, Side::Left) => self.kept.left = !is_open,
            (true, Side::Right) => self.kept.right = !is_open,
            (false, _) if is_open => self.over = Some(side),
            (false, _) => self.over = self.over.filter(|over| *over != side),
        }
    }

    /// The other way round.
    pub fn toggle(&mut self, side: Side) {
        self.set(side, !self.is_open(side));
    }

    /// Folds both away; if both are, shows both.
    pub fn toggle_both(&mut self) {
        let is_open = !(self.is_left_open() || self.is_right_open());
        self.set(Side::Right, is_open);
        self.set(Side::Left, is_open);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(folds: Folds) -> (bool, bool) {
        (folds.is_left_open(), folds.is_right_open())
    }

    #[test]
    fn both_fold_at_once_and_come_back() {
        let mut folds = Folds::new(Folded::default());
        folds.set_width(1280.0);
        assert_eq!(open(folds), (true, true));
        folds.toggle(Side::Right);
        assert_eq!(open(folds), (true, false));
        folds.toggle_both();
        assert_eq!(open(folds), (false, false));
        assert_eq!(folds.kept(), Folded { left: true, right: true });
        folds.toggle_both();
        assert_eq!(open(folds), (true, true));
    }

    #[test]
    fn a_narrow_window_folds_them_by_itself_and_forgets_nothing() {
        let mut folds = Folds::new(Folded::default());
        folds.set_width(900.0);
        assert_eq!(open(folds), (true, false));
        folds.toggle(Side::Right);
        assert_eq!(open(folds), (true, true));
        folds.set_width(600.0);
        folds.set(Side::Left, true);
        assert_eq!(open(folds), (true, false), "there is room for one");
        folds.set_width(1280.0);
        assert_eq!((open(folds), folds.kept()), ((true, true), Folded::default()));
    }
}
