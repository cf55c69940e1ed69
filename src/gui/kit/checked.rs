//! How far a cluster is checked by a random sample, in words: the same wherever it is said.

use crate::gui::kit::theme::Palette;
use crate::session::protocol::Purity;
use crate::strings::{Share, percent, say};
use egui::Color32;

/// How far the proof of a cluster is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing of it is left to a machine.
    Decided,
    /// Nobody was asked; so many right answers would prove it.
    NotAsked(usize),
    /// So many more right answers in a row prove it.
    Open(usize),
    /// At least 95 % of it is right.
    Proven,
    /// Too many were wrong.
    Hopeless,
    /// All that could be drawn was asked, and it is not enough.
    AllAsked,
}

impl State {
    /// Of a cluster with this purity.
    #[must_use]
    pub fn of(purity: &Purity) -> Self {
        match (purity.is_proven(), purity.n, purity.n_more()) {
            (true, ..) => Self::Proven,
            (_, 0, None) => Self::Decided,
            (_, 0, Some(more)) => Self::NotAsked(more),
            (_, _, Some(more)) => Self::Open(more),
            (_, n, None) if n == purity.n_all => Self::AllAsked,
            (_, _, None) => Self::Hopeless,
        }
    }

    /// Whether more answers could prove it.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::NotAsked(_) | Self::Open(_))
    }

    /// In a few words.
    #[must_use]
    pub fn short(self) -> String {
        match self {
            Self::Decided => say!("review-state-decided").into(),
            Self::NotAsked(_) => say!("review-state-not-asked").into(),
            Self::Open(more) => say!("review-state-open", n = more),
            Self::Proven => say!("review-state-proven").into(),
            Self::Hopeless => say!("review-state-hopeless").into(),
            Self::AllAsked => say!("review-state-all-asked").into(),
        }
    }

    /// The colour that it is said in.
    #[must_use]
    pub fn color(self, colors: &Palette) -> Color32 {
        match self {
            Self::Proven => colors.good,
            Self::Hopeless | Self::AllAsked => colors.warning,
            Self::Open(_) => colors.accent_text,
            Self::Decided | Self::NotAsked(_) => colors.weak,
        }
    }
}

/// What was checked, and what is left to prove that 95 % are right: "34 of 57 checked, 34 right: ..".
#[must_use]
pub fn words(purity: &Purity) -> String {
    let (n, right) = (purity.n, purity.n_right);
    match State::of(purity) {
        State::Decided => say!("review-checked-decided").into(),
        State::NotAsked(more) => say!("review-checked-not", n = more),
        State::Open(more) => say!("review-checked-open", checked = n, all = n + more, right = right, n = more),
        State::Proven if n == purity.n_all => say!("review-checked-all-proven", n = n, right = right),
        State::Proven => say!("review-checked-proven", n = n, right = right),
        State::Hopeless => say!("review-checked-hopeless", n = n, right = right),
        State::AllAsked => say!("review-checked-all", n = n, right = right),
    }
}

/// "38 of 40 right".
#[must_use]
pub fn counted(purity: &Purity) -> String {
    match (purity.n, purity.n_all) {
        (0, 0) => say!("review-nothing-to-check").to_owned(),
        (0, all) => say!("review-none-checked", n = all),
        (n, _) => say!("review-right-of", right = purity.n_right, n = n, share = Share(purity.share)),
    }
}

/// What the answers say of all of it: "Of all 180 images, 83 % to 99 % are right."; empty where nobody was asked.
#[must_use]
pub fn interval(purity: &Purity) -> String {
    let (n, all) = (purity.n, purity.n_all);
    if n == 0 {
        return String::new();
    }
    if n == all {
        return say!("review-interval-known", n = all, share = Share(purity.share));
    }
    let (low, high) = ends(purity);
    say!("review-interval", n = all, low = percent(low), high = percent(high))
}

/// Both ends, rounded outwards to whole percents, so that no more is promised than is so.
#[must_use]
pub fn ends(purity: &Purity) -> (f64, f64) {
    ((100.0 * purity.low + 1e-9).floor() / 100.0, (100.0 * purity.high - 1e-9).ceil().max(0.0) / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_checked_is_said_with_what_is_left() {
        let cases = [
            (
                Purity::new(0, 0, 1234),
                "Not checked yet. Check 69 random images to prove it is 95 % right.",
                "none of 1,234 checked",
                "",
            ),
            (
                Purity::new(34, 34, 240),
                "34 of 57 checked, 34 right \u{2013} 23 more right answers prove it is 95 % right.",
                "34 of 34 right: 100 %",
                "Of all 240 images, 91 % to 100 % are right.",
            ),
            (
                Purity::new(38, 40, 100_000),
                "40 of 142 checked, 38 right \u{2013} 102 more right answers prove it is 95 % right.",
                "38 of 40 right: 95 %",
                "Of all 100,000 images, 83 % to 99 % are right.",
            ),
            (
                Purity::new(8, 10, 20),
                "10 checked, 8 right \u{2013} 95 % cannot be proven any more. Clean it up or split it, then check anew.",
                "8 of 10 right: 80 %",
                "Of all 20 images, 57 % to 90 % are right.",
            ),
            (
                Purity::new(90, 90, 180),
                "90 checked, 90 right \u{2013} proven: at least 95 % is right.",
                "90 of 90 right: 100 %",
                "Of all 180 images, 97 % to 100 % are right.",
            ),
            (
                Purity::new(20, 20, 20),
                "All 20 checked, 20 right.",
                "20 of 20 right: 100 %",
                "All 20 images are known: 100 % are right.",
            ),
            (
                Purity::new(9, 10, 10),
                "All 10 checked, 9 right \u{2013} that is less than 95 %.",
                "9 of 10 right: 90 %",
                "All 10 images are known: 90 % are right.",
            ),
            (Purity::new(0, 0, 0), "You decided about every image of it.", "nothing to check", ""),
        ];
        for (purity, left, so_far, of_all) in cases {
            assert_eq!(
                (&*words(&purity), &*counted(&purity), &*interval(&purity)),
                (left, so_far, of_all),
                "{purity:?}"
            );
        }
    }

    #[test]
    fn what_is_promised_proves_it() {
        for n_all in 1..400 {
            let State::NotAsked(more) = State::of(&Purity::new(0, 0, n_all)) else { panic!("{n_all}") };
            assert!(Purity::new(more, more, n_all).is_proven(), "{n_all}");
            assert!(more == 1 || !Purity::new(more - 1, more - 1, n_all).is_proven(), "{n_all}");
        }
    }
}
