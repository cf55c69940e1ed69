//! Which things name a cluster: what its surest images show, and those of the other clusters do not.
//!
//! A thing is likely in an image by the sum of its classes' probabilities, so that a cluster of cars and lorries is one of
//! vehicles. What all clusters show names none. Where the network knows few of a folder's clusters, as with drawings or
//! X-rays, it names none of them: its guesses are as sure there, and wrong. It knows no labels.

use super::Kept;
use super::things::Things;

/// Images of a cluster that are looked at, its surest.
pub const N_SUREST: usize = 24;

/// How likely a thing must be in these images to name them, and one that tells little, as "animal" does.
const LEAST: f32 = 0.3;
const LEAST_OF_GENERAL: f32 = 0.6;

/// A name tells much that one thing in seven has.
const MUCH: f32 = 2.0;

/// How much likelier than in the other clusters: so many times, and so much on top.
const LEAD: (f32, f32) = (1.5, 0.05);

/// The same of the things that tell whether the network knows a folder.
const CLEAR_LEAD: f32 = 2.0;

/// How likely what it knows best of a cluster must be, in the mean over the half of a folder's clusters that it knows best.
const KNOWN: f32 = 0.5;

/// A part of a thing that has so much of its likelihood names the cluster in its place.
const NEARLY_ALL: f32 = 0.9;

/// Two clusters of one name take names of its parts that have so much of its likelihood.
const MOST: f32 = 0.6;

/// Among names, one that is finer than plain speech counts so much less.
const FINER: f32 = 0.5;

/// Names for each of some clusters, as (thing, how much likelier it is than in the other clusters), best first, at most `n`.
/// Clusters are given by the rows of their surest images and the name that a person gave, if any.
#[must_use]
pub fn names(things: &Things, clusters: &[(Vec<Kept<'_>>, Option<&str>)], n: usize) -> Vec<Vec<(usize, f32)>> {
    // Whether the network knows a folder is no matter of which names a person would like.
    if Folder::new(Things::shipped(), clusters).known() < KNOWN {
        return vec![Vec::new(); clusters.len()];
    }
    let folder = Folder::new(things, clusters);
    let mut all: Vec<Vec<usize>> = (0..clusters.len()).map(|cluster| folder.names(cluster)).collect();
    let given: Vec<Option<&str>> = clusters.iter().map(|(_, given)| *given).collect();
    folder.tell_apart(&mut all, &given);
    let with_lead = |(cluster, names): (usize, Vec<usize>)| {
        let lead = |thing: usize| (thing, folder.likely[cluster][thing] - folder.elsewhere[cluster][thing]);
        names.into_iter().take(n).map(lead).collect()
    };
    all.into_iter().enumerate().map(with_lead).collect()
}

/// How likely each thing is in each cluster, and in the others.
struct Folder<'a> {
    things: &'a Things,
    likely: Vec<Vec<f32>>,
    elsewhere: Vec<Vec<f32>>,
}

impl<'a> Folder<'a> {
    fn new(things: &'a Things, clusters: &[(Vec<Kept<'_>>, Option<&str>)]) -> Self {
        let likely: Vec<Vec<f32>> = clusters.iter().map(|(rows, _)| likely(things, rows)).collect();
        let n = clusters.iter().filter(|(rows, _)| !rows.is_empty()).count();
        let mut sums = vec![0.0; things.all().len()];
        for own in &likely {
            sums.iter_mut().zip(own).for_each(|(sum, x)| *sum += x);
        }
        let elsewhere = |(own, (rows, _)): (&Vec<f32>, &(Vec<Kept<'_>>, Option<&str>))| {
            let n_others = n - usize::from(!rows.is_empty());
            let mean = |(sum, own): (&f32, &f32)| (sum - own).max(0.0) / n_others.max(1) as f32;
            sums.iter().zip(own).map(mean).collect()
        };
        let elsewhere = likely.iter().zip(clusters).map(elsewhere).collect();
        Self { things, likely, elsewhere }
    }

    /// How likely the likeliest thing is that tells much of a cluster and little of the others, in the mean over the better
    /// half of the clusters.
    fn known(&self) -> f32 {
        let tells_much = |thing: usize| self.told(thing) >= MUCH;
        let best = |cluster: usize| {
            let leads = |thing: &usize| self.leads(cluster, *thing, CLEAR_LEAD) && tells_much(*thing);
            (0..self.things.all().len()).filter(leads).map(|thing| self.likely[cluster][thing]).fold(0.0, f32::max)
        };
        let is_there = |cluster: &usize| self.likely[*cluster].iter().any(|x| *x > 0.0);
        let mut best: Vec<f32> = (0..self.likely.len()).filter(is_there).map(best).collect();
        best.sort_by(|a, b| b.total_cmp(a));
        let n = best.len().div_ceil(2);
        best[..n].iter().sum::<f32>() / n.max(1) as f32
    }

    /// How much a name tells: nothing if all things have it.
    fn told(&self, thing: usize) -> f32 {
        (self.things.n_plain() as f32 / self.things.all()[thing].n_plain as f32).ln()
    }

    fn leads(&self, cluster: usize, thing: usize, times: f32) -> bool {
        self.likely[cluster][thing] >= times * self.elsewhere[cluster][thing] + LEAD.1
    }

    /// What a name is worth: how much of the cluster it covers that the others have not, times how much it tells.
    fn worth(&self, cluster: usize, thing: usize) -> f32 {
        let likely = self.likely[cluster][thing];
        let finer = if self.things.all()[thing].is_finer { FINER } else { 1.0 };
        likely.powf(1.25) * (likely - self.elsewhere[cluster][thing]) * self.told(thing) * finer
    }

    fn names(&self, cluster: usize) -> Vec<usize> {
        let likely = &self.likely[cluster];
        let least = |thing: usize| if self.told(thing) >= MUCH { LEAST } else { LEAST_OF_GENERAL };
        let fits = |thing: &usize| likely[*thing] >= least(*thing) && self.leads(cluster, *thing, LEAD.0);
        let mut all: Vec<usize> = (0..likely.len()).filter(fits).collect();
        let worth: Vec<f32> = (0..likely.len()).map(|thing| self.worth(cluster, thing)).collect();
        // Of what is worth the same the later one: a part comes after what it is of.
        all.sort_by(|a, b| worth[*b].total_cmp(&worth[*a]).then(b.cmp(a)));
        let Some(&(mut best)) = all.first() else { return all };
        let is_nearly_all = |part: usize, whole: usize| {
            let is_finer = self.things.all()[part].is_finer && !self.things.all()[whole].is_finer;
            !is_finer && self.things.is_below(part, whole) && likely[part] >= NEARLY_ALL * likely[whole]
        };
        while let Some(part) = all.iter().copied().find(|part| is_nearly_all(*part, best)) {
            best = part;
        }
        let mut names = vec![best];
        for thing in all.into_iter().filter(|thing| *thing != best) {
            let is_finer = self.things.all()[thing].is_finer;
            let is_same = |name: &usize| {
                let is_of = self.things.is_below(thing, *name) || self.things.is_below(*name, thing);
                is_of && !is_finer && (likely[thing] - likely[*name]).abs() < 0.02
            };
            let is_slight = is_finer && !self.things.all()[best].is_finer && likely[thing] < 0.5 * likely[best];
            if !is_slight && !names.iter().any(is_same) {
                names.push(thing);
            }
        }
        names
    }

    /// Puts names forward that tell clusters of the same first name apart, where they cover most of it.
    fn tell_apart(&self, all: &mut [Vec<usize>], given: &[Option<&str>]) {
        let first: Vec<Option<usize>> = all.iter().map(|names| names.first().copied()).collect();
        for cluster in 0..all.len() {
            let Some(shared) = first[cluster] else { continue };
            let name = &self.things.all()[shared].name;
            let is_rival = |other: &usize| {
                let has_it =
                    given[*other].map_or(first[*other] == Some(shared), |given| given.eq_ignore_ascii_case(name));
                *other != cluster && has_it
            };
            let rivals: Vec<usize> = (0..all.len()).filter(is_rival).collect();
            if rivals.is_empty() {
                continue;
            }
            let likely = &self.likely[cluster];
            let parts = (0..likely.len()).filter(|part| self.things.is_below(*part, shared));
            let tells = |part: &usize| {
                let at_rivals = rivals.iter().map(|rival| self.likely[*rival][*part]).fold(0.0, f32::max);
                likely[*part] >= MOST * likely[shared] && likely[*part] >= LEAD.0 * at_rivals + LEAD.1
            };
            let best = parts.filter(tells).max_by(|a, b| likely[*a].total_cmp(&likely[*b]));
            if let Some(part) = best {
                all[cluster].retain(|name| *name != part);
                all[cluster].insert(0, part);
            }
        }
    }
}

/// How likely each thing is in images, in the mean; zeros for none.
fn likely(things: &Things, rows: &[Kept<'_>]) -> Vec<f32> {
    let mut sum = vec![0.0; things.all().len()];
    for row in rows {
        for (class, probability) in row.classes() {
            for &thing in things.of_class(class) {
                sum[thing] += probability / rows.len() as f32;
            }
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::super::{N_KEPT, ROW};
    use super::*;

    const MINIVAN: usize = 656;
    const SPORTS_CAR: usize = 817;
    const LORRY: usize = 867;
    const FIRE_ENGINE: usize = 555;
    const SEASHORE: usize = 978;
    const JEANS: usize = 608;
    const GOLDEN: usize = 207;
    const PUG: usize = 254;

    fn row(classes: &[(usize, f32)]) -> [f32; ROW] {
        let mut row = [0.0; ROW];
        for (at, (class, probability)) in classes.iter().enumerate() {
            (row[at], row[N_KEPT + at]) = (*class as f32, *probability);
        }
        row
    }

    /// The names of clusters of one image each.
    fn named(clusters: &[&[(usize, f32)]], given: &[Option<&str>]) -> Vec<Vec<String>> {
        let rows: Vec<[f32; ROW]> = clusters.iter().map(|classes| row(classes)).collect();
        let given = given.iter().copied().chain(std::iter::repeat(None));
        let rows = rows.iter().map(|row| vec![Kept::new(row).expect("a row")]);
        let clusters: Vec<(Vec<Kept<'_>>, Option<&str>)> = rows.zip(given).collect();
        let things = Things::shipped();
        let names = names(things, &clusters, 5).into_iter();
        names.map(|names| names.into_iter().map(|(thing, _)| things.all()[thing].name.clone()).collect()).collect()
    }

    #[test]
    fn the_most_specific_thing_that_covers_a_cluster_names_it() {
        let names = named(
            &[
                &[(MINIVAN, 0.2), (SPORTS_CAR, 0.2), (LORRY, 0.3), (FIRE_ENGINE, 0.2)],
                &[(SEASHORE, 0.3), (977, 0.3), (976, 0.3)],
                &[(JEANS, 0.7)],
            ],
            &[],
        );
        let first: Vec<&str> = names.iter().map(|names| names[0].as_str()).collect();
        assert_eq!(first, ["vehicle", "coast", "jeans"]);
        let names =
            named(&[&[(MINIVAN, 0.9)], &[(LORRY, 0.4), (FIRE_ENGINE, 0.4)], &[(MINIVAN, 0.2), (SPORTS_CAR, 0.5)]], &[]);
        let first: Vec<&str> = names.iter().map(|names| names[0].as_str()).collect();
        assert_eq!(first, ["minivan", "truck", "sports car"], "where all are vehicles the kinds of them");
    }

    #[test]
    fn breeds_stand_behind_the_word_for_all_of_them() {
        let names = named(&[&[(GOLDEN, 0.8), (PUG, 0.1)], &[(SEASHORE, 0.8)]], &[]);
        assert_eq!(names[0][..2], ["dog", "Golden Retriever"]);
        // Where all are dogs the word says nothing.
        let names = named(&[&[(GOLDEN, 0.9)], &[(PUG, 0.9)]], &[]);
        assert_eq!((names[0][0].as_str(), names[1][0].as_str()), ("Golden Retriever", "Pug"));
        // Two clusters of dogs among others are told apart where they can be, also from one that a person named.
        let clusters: &[&[(usize, f32)]] = &[&[(GOLDEN, 0.9)], &[(PUG, 0.9)], &[(SEASHORE, 0.9)], &[(JEANS, 0.9)]];
        assert_eq!(named(clusters, &[])[1][0], "Pug");
        let lone: &[&[(usize, f32)]] = &[&[(GOLDEN, 0.9)], &[(LORRY, 0.9)], &[(SEASHORE, 0.9)], &[(JEANS, 0.9)]];
        assert_eq!(named(lone, &[])[0][0], "dog");
        assert_eq!(named(lone, &[None, Some("Dog")])[0][0], "Golden Retriever");
    }

    #[test]
    fn what_all_show_and_what_is_not_known_names_none() {
        let names = named(&[&[(JEANS, 0.9)], &[(JEANS, 0.9)]], &[]);
        assert_eq!(names, [Vec::<String>::new(), Vec::new()]);
        // One guess among many clusters of which nothing is known is no name.
        let guess: &[(usize, f32)] = &[(604, 0.55)];
        let nothing: &[(usize, f32)] = &[(12, 0.1), (700, 0.1)];
        assert!(named(&[guess, nothing, nothing, nothing], &[]).iter().all(Vec::is_empty));
        assert!(named(&[], &[]).is_empty() && named(&[&[]], &[]) == [Vec::<String>::new()]);
    }
}
