//! Which words name a cluster: those that are near to its images and not as near to the images of the others.
//!
//! A word that is near to all clusters ("photo", "object") names none, and how near a word is to images at all says more
//! of the word than of them: only differences between clusters count. It knows no labels.

use crate::linalg::dot::dot;

/// The mean directions (c, d) of clusters, each given by its images' rows; of none, zeros.
#[must_use]
pub fn centres<'a>(clusters: impl Iterator<Item = Vec<&'a [f32]>>, d: usize) -> Vec<f32> {
    let centre = |rows: Vec<&[f32]>| {
        let mut sum = vec![0.0_f64; d];
        for row in rows {
            let by = 1.0 / dot(row, row).sqrt().max(1e-12);
            sum.iter_mut().zip(row).for_each(|(sum, x)| *sum += f64::from(*x) * by);
        }
        let by = 1.0 / sum.iter().map(|x| x * x).sum::<f64>().sqrt().max(1e-12);
        sum.into_iter().map(move |x| (x * by) as f32).collect::<Vec<_>>()
    };
    clusters.flat_map(centre).collect()
}

/// For one of the clusters (c, d), the `n` words (w, d) that are nearer to it than to the others in the mean, as
/// (word, by how much nearer); greatest first, ties by position. Where there is one cluster alone, nearer than the mean
/// word is.
///
/// # Panics
/// If there is no such cluster, or the rows are not of width `d`.
#[must_use]
pub fn names(cluster: usize, centres: &[f32], words: &[f32], d: usize, n: usize) -> Vec<(usize, f32)> {
    let own = &centres[cluster * d..(cluster + 1) * d];
    // A cluster without images is like no word.
    let is_there = |at: usize, centre: &[f32]| at != cluster && dot(centre, centre) > 0.0;
    let others: Vec<&[f32]> = centres
        .chunks_exact(d)
        .enumerate()
        .filter(|(at, centre)| is_there(*at, centre))
        .map(|(_, centre)| centre)
        .collect();
    let mut mean = vec![0.0_f32; d];
    for other in &others {
        mean.iter_mut().zip(*other).for_each(|(sum, x)| *sum += x / others.len() as f32);
    }
    let near: Vec<f64> = words.chunks_exact(d).map(|word| dot(word, own) - dot(word, &mean)).collect();
    let usual = if others.is_empty() { near.iter().sum::<f64>() / near.len().max(1) as f64 } else { 0.0 };
    let lead = near.into_iter().map(|near| (near - usual) as f32).enumerate();
    let mut leads: Vec<(usize, f32)> = lead.filter(|(_, lead)| *lead > 0.0).collect();
    leads.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    leads.truncate(n);
    leads
}

/// Makes a row a unit one; zeros stay.
pub fn normalise(row: &mut [f32]) {
    let by = 1.0 / dot(row, row).sqrt().max(1e-12);
    for x in row {
        *x = (f64::from(*x) * by) as f32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_near_to_all_clusters_names_none() {
        // All images share the first number; the second and third tell the clusters apart.
        let rows = [[2.0, 2.0, 0.0], [4.0, 4.4, 0.0], [2.0, 0.0, 2.0]];
        let clusters = [vec![&rows[0][..], &rows[1][..]], vec![&rows[2][..]], Vec::new()];
        let centres = centres(clusters.into_iter(), 3);
        assert_eq!((centres.len(), &centres[6..]), (9, &[0.0; 3][..]));
        let words = [1.0, 0.0, 0.0, 0.6, 0.8, 0.0, 0.0, 0.0, 1.0];
        let of =
            |cluster: usize| names(cluster, &centres, &words, 3, 5).into_iter().map(|name| name.0).collect::<Vec<_>>();
        assert_eq!(of(0), [1]);
        assert_eq!(of(1)[0], 2);
        let alone = names(0, &centres[..3], &words, 3, 1);
        assert!(alone.len() == 1 && alone[0].0 == 1 && alone[0].1 > 0.0, "{alone:?}");
    }

    #[test]
    fn no_words_and_no_images_give_no_names() {
        assert!(names(0, &[0.0, 0.0], &[], 2, 3).is_empty());
        assert!(names(0, &[0.0, 0.0, 0.0, 0.0], &[1.0, 0.0], 2, 3).is_empty());
    }
}
