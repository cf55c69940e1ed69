//! How pure a cluster is, proven by a random sample: which image is asked about next, and what the answers say.
//!
//! The sample is drawn without replacement from the images that a machine put into the cluster, in an order that depends on the
//! cluster and the images alone: it can be stopped and gone on with anywhere, and the command line draws the same one.
//!
//! New images that are placed in a cluster join what its sample speaks of. Those whose turn in the order has passed are asked about
//! next, after which the sample is one of all again; till then the interval holds whatever they turn out to be.

use crate::ids::{ClusterId, ImageId};
use crate::strings::{self, Told, say, told};
use crate::text::percent;

/// 97.5 % quantile of the normal distribution: for intervals of 95 %.
pub const Z: f64 = 1.959_964;
/// Share of right images from which a cluster is called pure.
pub const PURE: f64 = 0.95;

/// What a person said of one image of a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Which image.
    pub image: ImageId,
    /// It belongs to the cluster.
    pub is_right: bool,
}

/// Where an image stands in the sample of a cluster: images are asked about from the lowest number on.
#[must_use]
pub fn rank(cluster: ClusterId, image: ImageId) -> u64 {
    // SplitMix64 (Steele, Lea, Flood 2014): every bit of the numbers counts in every bit of the result.
    let mut x = (u64::from(cluster.0) << 32 | u64::from(image.0)).wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// What a sample says of the share of a cluster that is right.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Purity {
    /// Images asked about.
    pub n: usize,
    /// Images of these that were right.
    pub n_right: usize,
    /// Images that the sample was drawn from, those asked about with them.
    pub n_all: usize,
    /// Share that is right, 0 to 1.
    pub share: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
    /// Of those not asked about, how many would have been by now had they been there from the beginning.
    pub n_late: usize,
}

impl Purity {
    /// `n_right` of `n` images were right, of `n_all` that could be drawn.
    ///
    /// Wilson's score interval (1927), with the sample counted as larger by (N - 1) / (N - n) since it is drawn without
    /// replacement (the finite population correction): when all are known the interval is a point.
    #[must_use]
    pub fn new(n_right: usize, n: usize, n_all: usize) -> Self {
        let n_all = n_all.max(n);
        let share = if n == 0 { 0.0 } else { n_right as f64 / n as f64 };
        let (low, high) = match n {
            0 => (0.0, 1.0),
            _ if n == n_all => (share, share),
            _ => {
                let counted = n as f64 * (n_all - 1) as f64 / (n_all - n) as f64;
                let (middle, off) = wilson(share, counted);
                // What is known already can not turn out otherwise.
                let known = (n_right as f64 / n_all as f64, 1.0 - (n - n_right) as f64 / n_all as f64);
                ((middle - off).clamp(known.0, known.1), (middle + off).clamp(known.0, known.1))
            }
        };
        Self { n, n_right, n_all, share, low, high, n_late: 0 }
    }

    /// The same where `n_late` of the images that were not asked about should have been: for the lower end they count as wrong, for
    /// the upper end as right.
    #[must_use]
    pub fn with_late(n_right: usize, n: usize, n_all: usize, n_late: usize) -> Self {
        let now = Self::new(n_right, n, n_all);
        if n == 0 || n_late == 0 {
            return now;
        }
        let low = Self::new(n_right, n + n_late, n_all).low;
        let high = Self::new(n_right + n_late, n + n_late, n_all).high;
        Self { low: low.min(now.share), high: high.max(now.share), n_late, ..now }
    }

    /// Pure beyond doubt: the lower end reaches [`PURE`].
    ///
    /// Who looks after every answer and stops at the first moment that it is so is a little too sure: simulated for clusters of
    /// 300 to 5,000 and up to 400 answers, 3 to 5 in 100 of those that are 94 % right pass, fewer than 1 in 100 of those that are
    /// 92 %, and about 1 in 10 of those that are all but 95 %.
    #[must_use]
    pub fn is_proven(&self) -> bool {
        self.n > 0 && self.low >= PURE
    }

    /// Right answers in a row that would prove it from here; None if it can not be proven any more.
    #[must_use]
    pub fn n_more(&self) -> Option<usize> {
        let with = |more: usize| {
            Self::with_late(self.n_right + more, self.n + more, self.n_all, self.n_late.saturating_sub(more))
        };
        let is_enough = |more: usize| with(more).low >= PURE;
        if self.n_all == 0 {
            return None;
        }
        let (mut low, mut high) = (0, self.n_all - self.n);
        if !is_enough(high) {
            return None;
        }
        while low < high {
            let middle = usize::midpoint(low, high);
            if is_enough(middle) { high = middle } else { low = middle + 1 }
        }
        Some(low)
    }
}

impl Purity {
    /// "38 of 40 right: 95 % (84 to 99 %)"; the ends of the interval are rounded outwards.
    #[must_use]
    pub fn words(&self) -> String {
        let (low, high) = outwards(self.low, self.high);
        let share = percent(self.share);
        match self.n {
            0 => say!("checked-not-yet").to_owned(),
            n if n == self.n_all => say!("checked-each", right = self.n_right, n = n, share = share),
            n => say!("checked-sample", right = self.n_right, n = n, share = share, low = low, high = high),
        }
    }
}

/// The ends of an interval in whole percents, rounded outwards.
fn outwards(low: f64, high: f64) -> (u64, u64) {
    // What is a whole percent but for the last bits of the number is that percent.
    ((100.0 * low + 1e-9).floor().max(0.0) as u64, (100.0 * high - 1e-9).ceil().max(0.0) as u64)
}

/// A share with its interval, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The expected value.
    pub share: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

impl Share {
    /// "97 % (94 to 99 %)".
    #[must_use]
    pub fn words(&self) -> Told {
        let (low, high) = outwards(self.low, self.high);
        told!("checked-interval", share = strings::Share(self.share), low = low, high = high)
    }
}

/// The share that is right of all images of several clusters, each given by how many a person decided about (these are right)
/// and by the sample of the others. None if there are no images, or if a cluster with others has no sample.
///
/// Stratified: each cluster's share counts by its images that nobody looked at. The intervals of the clusters, which keep to
/// what is possible where a normal approximation does not, are put together as the squares of their distances from the
/// shares (MOVER; Zou and Donner 2008).
#[must_use]
pub fn overall(clusters: &[(usize, Purity)]) -> Option<Share> {
    let (mut n, mut right, mut below, mut above) = (0.0, 0.0, 0.0, 0.0);
    for (n_known, purity) in clusters {
        let n_open = (purity.n_all - purity.n) as f64;
        if purity.n == 0 && n_open > 0.0 {
            return None;
        }
        n += *n_known as f64 + n_open;
        right += *n_known as f64 + n_open * purity.share;
        // Of the images that were looked at nothing is uncertain: all of the uncertainty lies with the others.
        below += (purity.n_all as f64 * (purity.share - purity.low)).powi(2);
        above += (purity.n_all as f64 * (purity.high - purity.share)).powi(2);
    }
    let of_all = |count: f64| (count / n).clamp(0.0, 1.0);
    (n > 0.0).then(|| Share {
        share: of_all(right),
        low: of_all(right - below.sqrt()),
        high: of_all(right + above.sqrt()),
    })
}

/// Middle and half width of Wilson's interval of a share among `n`.
fn wilson(share: f64, n: f64) -> (f64, f64) {
    let z2 = Z * Z;
    let scale = 1.0 / (1.0 + z2 / n);
    let middle = scale * (share + z2 / (2.0 * n));
    (middle, scale * Z * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MANY: usize = usize::MAX / 4;

    #[test]
    fn intervals_are_wilsons() {
        // Newcombe 1998, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
        for (right, n, low, high) in
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
        {
            let purity = Purity::new(right, n, MANY);
            assert!((purity.low - low).abs() < 1e-4 && (purity.high - high).abs() < 1e-4, "{purity:?}");
        }
    }

    #[test]
    fn seventy_three_right_answers_prove_a_large_cluster_and_fewer_a_small_one() {
        assert_eq!(Purity::new(0, 0, 1_000_000).n_more(), Some(73));
        assert!(Purity::new(0, 0, 110).n_more().is_some_and(|n| (40..50).contains(&n)));
        assert_eq!(Purity::new(0, 0, 1).n_more(), Some(1));
        assert_eq!(Purity::new(0, 0, 0).n_more(), None);
        assert_eq!(Purity::new(8, 10, 20).n_more(), None, "two of twenty are wrong for good");
        assert!(Purity::new(20, 20, 20).is_proven() && !Purity::new(0, 0, 20).is_proven());
    }

    #[test]
    fn ninety_five_of_a_hundred_intervals_hold_the_truth() {
        // Clusters of 300 images of which 270 are right; samples of 60 in the order of the ranks.
        let (n_all, n, n_right) = (300usize, 60, 270);
        let holds = |cluster: u32| {
            let mut order: Vec<u32> = (0..n_all as u32).collect();
            order.sort_by_key(|image| rank(ClusterId(cluster), ImageId(*image)));
            let right = order[..n].iter().filter(|image| (**image as usize) < n_right).count();
            let purity = Purity::new(right, n, n_all);
            (purity.low..=purity.high).contains(&(n_right as f64 / n_all as f64))
        };
        let n_hold = (0..1000).filter(|cluster| holds(*cluster)).count();
        assert!((930..=985).contains(&n_hold), "{n_hold}");
    }

    #[test]
    fn words_round_outwards() {
        assert_eq!(Purity::new(38, 40, 1000).words(), "38 of 40 right: 95 % (83 to 99 %)");
        assert_eq!(Purity::new(0, 0, 9).words(), "not checked yet");
        assert_eq!(Purity::new(9, 9, 9).words(), "9 of 9 right: 100 % (all of them)");
        assert_eq!(Purity::new(0, 3, 9).words(), "0 of 3 right: 0 % (0 to 49 %)");
        assert_eq!(Share { share: 0.5, low: 0.29, high: 0.57 }.words().to_string(), "50 % (29 to 57 %)");
    }

    #[test]
    fn clusters_count_by_their_images() {
        // Of 400 images nobody looked at 0.9 are right, of 50 all; 50 + 0 and 10 are known.
        let (a, b) = (Purity::new(90, 100, 500), Purity::new(20, 20, 70));
        let all = overall(&[(90, a), (30, b)]).expect("both have samples");
        assert!((all.share - (90.0 + 360.0 + 30.0 + 50.0) / 570.0).abs() < 1e-12, "{all:?}");
        let off = ((500.0 * (a.share - a.low)).powi(2) + (70.0 * (b.share - b.low)).powi(2)).sqrt() / 570.0;
        assert!((all.share - all.low - off).abs() < 1e-12 && all.high < 1.0);
        let one = overall(&[(90, a)]).expect("a sample");
        assert!(
            ((500.0 * a.low - 90.0) + 90.0 - 490.0 * one.low).abs() < 1e-9,
            "one cluster alone has its own interval"
        );

        let unknown = Purity::new(0, 0, 7);
        assert_eq!(overall(&[(90, a), (3, unknown)]), None);
        assert_eq!(overall(&[]), None);
        let by_people = overall(&[(7, Purity::default()), (0, Purity::default())]).expect("all are known");
        assert_eq!((by_people.share, by_people.low, by_people.high), (1.0, 1.0, 1.0));
    }

    #[test]
    fn ninety_five_of_a_hundred_overall_intervals_hold_the_truth() {
        // Three clusters with images of which the first so many are right; samples of 40 in the order of the ranks.
        let n_hold = (0..1000u32).filter(|trial| {
            let mut strata = Vec::new();
            let (mut n_right, mut n_all) = (0, 0);
            for (at, (size, right)) in [(300u32, 290u32), (120, 90), (60, 60)].into_iter().enumerate() {
                let cluster = ClusterId(3 * trial + at as u32);
                let mut order: Vec<u32> = (0..size).collect();
                order.sort_by_key(|image| rank(cluster, ImageId(*image)));
                let seen = order[..40].iter().filter(|image| **image < right).count();
                // Those that were wrong left.
                n_right += right;
                n_all += size - (40 - seen as u32);
                strata.push((seen, Purity::new(seen, 40, size as usize)));
            }
            let all = overall(&strata).expect("samples");
            (all.low..=all.high).contains(&(f64::from(n_right) / f64::from(n_all)))
        });
        let n_hold = n_hold.count();
        assert!((930..=995).contains(&n_hold), "{n_hold}");
    }

    #[test]
    fn placed_images_are_in_doubt_until_those_whose_turn_has_passed_were_looked_at() {
        let before = Purity::new(90, 90, 200);
        assert!(before.is_proven());
        // 100 more of which 40 would have been drawn.
        let after = Purity::with_late(90, 90, 300, 40);
        assert!(!after.is_proven() && (after.share, after.high) == (1.0, 1.0), "{after:?}");
        assert_eq!(after.low, Purity::new(90, 130, 300).low);
        assert_eq!(after.n_more(), Some(38), "two that are wrong would be few enough");
        assert_eq!(Purity::with_late(130, 130, 300, 0), Purity::new(130, 130, 300));
        assert_eq!(Purity::with_late(0, 0, 300, 0), Purity::new(0, 0, 300));
        let mixed = Purity::with_late(45, 90, 300, 40);
        assert!(mixed.low < Purity::new(45, 90, 300).low && mixed.high > Purity::new(45, 90, 300).high, "{mixed:?}");
    }

    #[test]
    fn ninety_five_of_a_hundred_intervals_hold_the_truth_of_a_cluster_that_grew() {
        // 300 images of which 270 are right, 60 of them asked about; then 200 more come of which 100 are right.
        let grown = |cluster: u32, is_caught_up: bool| {
            let sorted = |images: std::ops::Range<u32>| {
                let mut order: Vec<u32> = images.collect();
                order.sort_by_key(|image| rank(ClusterId(cluster), ImageId(*image)));
                order
            };
            let is_right = |image: &u32| if *image < 300 { *image < 270 } else { *image < 400 };
            let old = sorted(0..300);
            let last = rank(ClusterId(cluster), ImageId(old[59]));
            let late: Vec<u32> = (300..500).filter(|i| rank(ClusterId(cluster), ImageId(*i)) < last).collect();
            let mut asked = old[..60].to_vec();
            if is_caught_up {
                asked.extend(&late);
                asked.sort_by_key(|image| rank(ClusterId(cluster), ImageId(*image)));
                assert_eq!(asked, sorted(0..500)[..asked.len()], "a sample of all again");
            }
            let n_right = asked.iter().filter(|image| is_right(image)).count();
            let n_late = if is_caught_up { 0 } else { late.len() };
            let purity = Purity::with_late(n_right, asked.len(), 500, n_late);
            (purity.low..=purity.high).contains(&(370.0 / 500.0))
        };
        let n_hold = |is_caught_up| (0..1000).filter(|cluster| grown(*cluster, is_caught_up)).count();
        assert!((930..=985).contains(&n_hold(true)), "{}", n_hold(true));
        assert!(n_hold(false) >= 950, "{}", n_hold(false));
    }

    proptest! {
        #[test]
        fn intervals_hold_the_share_and_narrow(n in 1..200usize, right in 0..200usize, more in 0..500usize) {
            let (right, n_all) = (right.min(n), n + more);
            let purity = Purity::new(right, n, n_all);
            prop_assert!((0.0..=purity.share + 1e-12).contains(&purity.low) && purity.high <= 1.0);
            prop_assert!(purity.share <= purity.high + 1e-12);
            let larger = Purity::new(right, n, n_all + 1);
            prop_assert!(larger.high - larger.low >= purity.high - purity.low - 1e-9);
            if let Some(n_more) = purity.n_more() {
                prop_assert!(Purity::new(right + n_more, n + n_more, n_all).low >= PURE);
                prop_assert!(n_more == 0 || Purity::new(right + n_more - 1, n + n_more - 1, n_all).low < PURE);
            }
        }
    }
}
