//! Properties and odd input; how well it does on real images is measured by `benches/duplicates.rs`.

use super::*;
use crate::control::Rng;

const D: usize = 24;

/// A hash with 32 bits set.
fn hash(rng: &mut Rng) -> u64 {
    let mut bits: Vec<u32> = (0..64).collect();
    rng.shuffle(&mut bits);
    bits[..32].iter().fold(0, |hash, bit| hash | 1 << bit)
}

/// Another hash with as many bits, `distance` (even) bits away.
fn turned(hash: u64, distance: u32, rng: &mut Rng) -> u64 {
    let mut bits: Vec<u32> = (0..64).collect();
    rng.shuffle(&mut bits);
    let (set, unset): (Vec<u32>, Vec<u32>) = bits.iter().partition(|bit| hash >> **bit & 1 == 1);
    let half = distance as usize / 2;
    set[..half].iter().chain(&unset[..half]).fold(hash, |hash, bit| hash ^ 1 << bit)
}

fn unit(mut row: Vec<f32>) -> Vec<f32> {
    let length = dot(&row, &row).sqrt() as f32;
    for x in &mut row {
        *x /= length;
    }
    row
}

fn random_row(rng: &mut Rng) -> Vec<f32> {
    unit((0..D).map(|_| rng.normal() as f32).collect())
}

fn near_row(row: &[f32], noise: f64, rng: &mut Rng) -> Vec<f32> {
    unit(row.iter().map(|x| x + (noise * rng.normal() / (D as f64).sqrt()) as f32).collect())
}

#[derive(Clone, Default)]
struct Folder {
    hashes: Vec<u64>,
    contents: Vec<u64>,
    rows: Vec<Vec<f32>>,
}

impl Folder {
    fn push(&mut self, hash: u64, content: u64, row: Vec<f32>) {
        self.hashes.push(hash);
        self.contents.push(content);
        self.rows.push(row);
    }

    /// Pictures with copies: of each `copies`, every one with another content.
    fn random(pictures: usize, copies: usize, rng: &mut Rng) -> Self {
        let mut folder = Self::default();
        for _ in 0..pictures {
            let (original, row) = (hash(rng), random_row(rng));
            for copy in 0..=copies {
                let near = if copy == 0 { original } else { turned(original, 2, rng) };
                folder.push(near, rng.next_u64(), near_row(&row, 0.1, rng));
            }
        }
        folder
    }

    fn find(&self, with_rows: bool) -> Vec<u32> {
        let rows = self.rows.concat();
        let prints = Prints { hashes: &self.hashes, contents: &self.contents };
        find(prints, with_rows.then_some((&rows[..], D)), &CancelToken::default()).unwrap()
    }
}

#[test]
fn copies_of_a_picture_are_one_group_and_pictures_are_not() {
    let mut rng = Rng::from_key(&[1]);
    let folder = Folder::random(60, 3, &mut rng);
    let expected: Vec<u32> = (0..240).map(|at| at / 4 * 4).collect();
    assert_eq!(folder.find(false), expected);
    assert_eq!(folder.find(true), expected);
}

#[test]
fn the_order_of_the_images_changes_no_group() {
    let mut rng = Rng::from_key(&[2]);
    let mut folder = Folder::random(50, 3, &mut rng);
    // Some that are on the edge, too.
    for at in 0..50 {
        let (near, row) = (turned(folder.hashes[at * 4], 4 + at as u32 % 8 * 2, &mut rng), &folder.rows[at * 4]);
        let row = near_row(row, 0.1 + at as f64 * 0.01, &mut rng);
        folder.push(near, rng.next_u64(), row);
    }
    let n = folder.hashes.len();
    let mut order: Vec<usize> = (0..n).collect();
    rng.shuffle(&mut order);
    let mut other = Folder::default();
    for &at in &order {
        other.push(folder.hashes[at], folder.contents[at], folder.rows[at].clone());
    }
    for with_rows in [false, true] {
        let (one, two) = (folder.find(with_rows), other.find(with_rows));
        let mut back: Vec<Vec<u32>> = groups(&two)
            .into_iter()
            .map(|group| {
                let mut group: Vec<u32> = group.iter().map(|&at| order[at as usize] as u32).collect();
                group.sort_unstable();
                group
            })
            .collect();
        back.sort_by_key(|group| (std::cmp::Reverse(group.len()), group[0]));
        assert_eq!(back, groups(&one));
        assert!(one.iter().enumerate().all(|(at, &first)| first as usize <= at && one[first as usize] == first));
    }
}

#[test]
fn files_of_one_content_are_one_group_whatever_else() {
    let mut rng = Rng::from_key(&[3]);
    let mut folder = Folder::random(10, 0, &mut rng);
    for at in 0..10 {
        let (far, row) = (hash(&mut rng), random_row(&mut rng));
        folder.push(far, folder.contents[at], row);
    }
    // A hundred files of one content crowd nothing out.
    (0..100).for_each(|_| folder.push(folder.hashes[0], folder.contents[0], folder.rows[0].clone()));
    folder.push(turned(folder.hashes[0], 2, &mut rng), 7, folder.rows[0].clone());
    for with_rows in [false, true] {
        let found = folder.find(with_rows);
        assert!((0..20).all(|at| found[at] == at as u32 % 10), "{found:?}");
        assert_eq!(found[20..], [0; 101]);
    }
}

#[test]
fn a_mirror_image_is_no_copy() {
    let mut rng = Rng::from_key(&[4]);
    let mut folder = Folder::random(40, 0, &mut rng);
    folder.push(hash(&mut rng), 1, folder.rows[0].clone());
    assert!(groups(&folder.find(true)).is_empty());
}

#[test]
fn rows_keep_pictures_of_one_hash_apart_and_join_bursts() {
    let mut rng = Rng::from_key(&[5]);
    let mut folder = Folder::random(40, 0, &mut rng);
    let burst = turned(folder.hashes[0], 14, &mut rng);
    folder.push(burst, 1, near_row(&folder.rows[0], 0.2, &mut rng));
    let other = turned(folder.hashes[1], 4, &mut rng);
    folder.push(other, 2, random_row(&mut rng));
    // Flat pictures.
    for content in 3..6 {
        folder.push(0, content, random_row(&mut rng));
    }
    assert_eq!(groups(&folder.find(true)), [[0, 40]]);
    assert_eq!(groups(&folder.find(false)), [[1, 41]]);
}

#[test]
fn many_images_of_one_kind_are_no_copies_of_each_other() {
    let mut rng = Rng::from_key(&[6]);
    let (kind, row) = (hash(&mut rng), random_row(&mut rng));
    let mut folder = Folder::random(20, 0, &mut rng);
    for content in 0..80 {
        folder.push(turned(kind, 8, &mut rng), content, near_row(&row, 0.5, &mut rng));
    }
    // One of them once more, recompressed.
    folder.push(turned(folder.hashes[20], 2, &mut rng), 99, near_row(&folder.rows[20], 0.1, &mut rng));
    for with_rows in [false, true] {
        assert_eq!(groups(&folder.find(with_rows)), [[20, 100]], "{with_rows}");
    }
}

#[test]
fn in_a_crowd_only_sure_copies_have_one_vote() {
    let mut rng = Rng::from_key(&[8]);
    let mut folder = Folder::random(20, 1, &mut rng);
    // Pictures of one kind, the last two of which are near enough for a group.
    let (kind, row) = (hash(&mut rng), random_row(&mut rng));
    for content in 0..80 {
        folder.push(turned(kind, 8, &mut rng), content, near_row(&row, 0.7, &mut rng));
    }
    let at = folder.hashes.len() as u32;
    let (slice, near) = (turned(folder.hashes[40], 2, &mut rng), near_row(&folder.rows[40], 0.4, &mut rng));
    folder.push(slice, 90, near);
    // True copies in the crowd: the same hash, the same row, the same file.
    let (hashes, rows) = (folder.hashes.clone(), folder.rows.clone());
    folder.push(hashes[50], 91, near_row(&rows[50], 0.4, &mut rng));
    folder.push(turned(hashes[60], 2, &mut rng), 92, near_row(&rows[60], 0.02, &mut rng));
    folder.push(hashes[70], 70 - 40, rows[70].clone());
    let found = folder.find(true);
    assert_eq!(found[at as usize..], [40, 50, 60, 70], "all four are shown with their pictures");
    let rows = folder.rows.concat();
    let prints = Prints { hashes: &folder.hashes, contents: &folder.contents };
    let sure = certain(&found, prints, Some((&rows, D)), &CancelToken::default()).unwrap();
    assert_eq!(sure[at as usize..], [at, 50, 60, 70], "the first only looks alike");
    assert_eq!(sure[..40], found[..40], "no crowd, no doubt");
    let sure = certain(&found, prints, None, &CancelToken::default()).unwrap();
    assert_eq!(sure[at as usize..], [at, 50, at + 2, 70], "hashes alone");
}

#[test]
fn a_chain_of_slow_changes_is_cut() {
    let mut rng = Rng::from_key(&[7]);
    let mut folder = Folder::random(30, 0, &mut rng);
    let (mut drifting, mut row) = (hash(&mut rng), random_row(&mut rng));
    for content in 0..60 {
        folder.push(drifting, content, row.clone());
        // Never back: each bit is turned once.
        drifting ^= 1 << content;
        row = near_row(&row, 0.3, &mut rng);
    }
    folder.hashes[30..].iter_mut().for_each(|hash| *hash = hash.rotate_left(7));
    for with_rows in [false, true] {
        let found = groups(&folder.find(with_rows));
        assert!(found.len() > 2, "{found:?}");
        for group in &found {
            let bits =
                hamming_distance(folder.hashes[group[0] as usize], folder.hashes[*group.last().unwrap() as usize]);
            assert!(bits <= 32, "{bits}");
        }
        assert!(found[0].len() < 40, "{found:?}");
    }
}

#[test]
fn odd_input() {
    let find_all = |hashes: &[u64], contents: &[u64], rows: Option<(&[f32], usize)>| {
        find(Prints { hashes, contents }, rows, &CancelToken::default()).unwrap()
    };
    assert!(find_all(&[], &[], None).is_empty());
    assert_eq!(certain(&[], Prints { hashes: &[], contents: &[] }, None, &CancelToken::default()), Ok(Vec::new()));
    assert!(find_all(&[], &[], Some((&[], 3))).is_empty());
    assert_eq!(find_all(&[5], &[5], None), [0]);
    assert_eq!(find_all(&[5], &[5], Some((&[1.0], 1))), [0]);
    // Two images, centred: rows are opposite, and hashes decide.
    let detailed = 0x5555_5555_5555_5555;
    assert_eq!(find_all(&[detailed, detailed], &[1, 2], Some((&[1.0, -1.0], 1))), [0, 0]);
    assert_eq!(find_all(&[detailed, !detailed], &[1, 2], Some((&[1.0, -1.0], 1))), [0, 1]);
    let nan = [f32::NAN; 6];
    assert_eq!(find_all(&[detailed, !detailed, detailed], &[1, 2, 3], Some((&nan, 2))), [0, 1, 0]);
    assert_eq!(find_all(&[detailed; 3], &[1, 2, 3], Some((&[], 0))), [0, 0, 0]);
    let cancel = CancelToken::default();
    cancel.cancel();
    assert_eq!(find(Prints { hashes: &[1, 2], contents: &[1, 2] }, None, &cancel), Err(Cancelled));
}

#[test]
fn groups_are_those_of_two_or_more_largest_first() {
    assert_eq!(groups(&[0, 1, 2, 1, 0, 2, 2, 7]), [vec![2, 5, 6], vec![0, 4], vec![1, 3]]);
    assert!(groups(&[]).is_empty() && groups(&[0, 1]).is_empty());
}
