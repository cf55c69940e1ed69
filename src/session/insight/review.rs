//! Reviewing by random samples: the sheet for a browser, the answers that come back, and what all of it says of the labels.
//!
//! It changes nothing: answers become an [`Edit`].

use super::evidence::examples_by_confidence;
use super::names::{ImageNames, told_by_line};
use super::read_only::ReadOnly;
use crate::curation::proof::{PURE, Share, overall};
use crate::dataset::pixels::thumbnail_jpeg;
use crate::ids::{ClusterId, ImageId};
use crate::interchange::answers_in::{self, Answered};
use crate::interchange::place::Protected;
use crate::interchange::review_sheet::{self, ReviewSheet, SheetCluster, SheetPicture};
pub use crate::interchange::{Reviewed, ReviewedCluster};
use crate::session::SessionError;
use crate::session::protocol::{ClusterView, Edit, LabelSource, SampleAnswers, Snapshot};
use crate::strings::{self, Told, told};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

/// Typical images of a cluster on the sheet.
const N_TYPICAL: usize = 8;
/// Images that are asked about where nobody says how many: as many as would prove the cluster, at most ..
const MOST_ASKED: usize = 100;
/// .. and where it can not be proven any more.
const N_ASKED: usize = 40;

/// What samples say of the labels in force.
#[must_use]
pub fn reviewed(clusters: &[Arc<ClusterView>]) -> Reviewed {
    let with_members: Vec<&Arc<ClusterView>> = clusters.iter().filter(|cluster| !cluster.members.is_empty()).collect();
    let strata: Vec<_> = with_members.iter().map(|c| (c.n_confirmed.saturating_sub(c.n_undrawn), c.purity)).collect();
    let all = overall(&strata);
    let is_unknown = |cluster: &&&Arc<ClusterView>| cluster.purity.n == 0 && cluster.purity.n_all > 0;
    Reviewed {
        right: all.map(|share| share.share),
        right_low: all.map(|share| share.low),
        right_high: all.map(|share| share.high),
        without_sample: with_members.iter().filter(is_unknown).map(|cluster| cluster.name.clone()).collect(),
        clusters: with_members.into_iter().map(|cluster| of_cluster(cluster)).collect(),
    }
}

fn of_cluster(cluster: &ClusterView) -> ReviewedCluster {
    let purity = cluster.purity;
    let by_sample = |value: f64| Some(value).filter(|_| purity.n > 0);
    let is_by_people = purity.n_all == purity.n;
    ReviewedCluster {
        id: cluster.id,
        name: cluster.name.clone(),
        size: cluster.members.len(),
        confirmed: cluster.n_confirmed,
        reviewed: purity.n,
        right: purity.n_right,
        purity: by_sample(purity.share),
        purity_low: by_sample(purity.low),
        purity_high: by_sample(purity.high),
        // Nothing is left that a machine put there.
        proven: is_by_people || purity.is_proven(),
        more: if is_by_people { Some(0) } else { purity.n_more() },
    }
}

/// "Checked: at least 95 % right in 7 of 8 groups. Overall 97 % (94 to 99 %)."
#[must_use]
pub fn words(reviewed: &Reviewed) -> Told {
    let n_all = reviewed.clusters.len();
    let n_unknown = reviewed.without_sample.len();
    if n_unknown == n_all {
        return told!("checked-none");
    }
    let n_proven = reviewed.clusters.iter().filter(|cluster| cluster.proven).count();
    let of_all = match (reviewed.right, reviewed.right_low, reviewed.right_high) {
        (Some(share), Some(low), Some(high)) => {
            told!("checked-overall", share = Share { share, low, high }.words())
        }
        // Of a part of the labels no sample speaks.
        _ if n_unknown == 0 => told!("checked-all"),
        _ => told!("checked-without", n = n_unknown),
    };
    let proven = told!("checked-groups", least = strings::Share(PURE), proven = n_proven, n = n_all);
    Told::sentences(vec![proven, of_all])
}

/// What a sheet holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SheetCounts {
    /// Clusters with a sample.
    pub clusters: usize,
    /// Images asked about.
    pub images: usize,
}

impl ReadOnly {
    /// Writes the review sheet of a cluster, or of all. Of each the next `n` images of its random sample are asked about (None: as
    /// many as would prove it, if all of them are right, and at most 100). `next` is the command that takes the answers in.
    ///
    /// # Errors
    /// Words: nothing is left to ask about, or the place holds something else.
    pub fn write_review_sheet(
        &self,
        cluster: Option<ClusterId>,
        n: Option<usize>,
        out: &Path,
        next: &str,
    ) -> Result<SheetCounts, SessionError> {
        let info = self.open.info();
        let protected =
            Protected { photos: info.folder.clone(), is_known: !self.snapshot.is_stranger, project: info.path };
        protected.check_outside_project(out).map_err(|e| SessionError::Words(Told::of(e)))?;
        let known = self.known();
        let source = known.source;
        let picture = |id: &ImageId| {
            let place = source.images.get(id);
            let kept = place.and_then(|place| source.packs.read(&place.thumbnail).ok());
            let jpeg = kept.map(thumbnail_jpeg).unwrap_or_default();
            Some(SheetPicture { image: *id, path: self.snapshot.images.get(*id)?.path.to_string(), jpeg })
        };
        let pictures = |ids: &[ImageId]| ids.iter().filter_map(picture).collect::<Vec<SheetPicture>>();
        let run = known.run().ok();
        let mut sheet = ReviewSheet {
            title: format!("Review of {}", info.name),
            folder: info.folder.display().to_string(),
            next: next.to_owned(),
            clusters: Vec::new(),
        };
        for view in self.snapshot.clusters.iter().filter(|view| cluster.is_none_or(|id| view.id == id)) {
            let n = n.unwrap_or_else(|| view.purity.n_more().map_or(N_ASKED, |more| more.min(MOST_ASKED)));
            let sample = view.sample(&self.snapshot, n);
            if sample.is_empty() {
                continue;
            }
            // What is asked about is not shown as typical: it would answer itself.
            let asked: BTreeSet<ImageId> = sample.iter().copied().collect();
            let others: Vec<ImageId> = view.members.iter().copied().filter(|id| !asked.contains(id)).collect();
            let typical = match &run {
                Some(run) => run.evidence.examples(&others, N_TYPICAL).prototypes,
                None => examples_by_confidence(&others, N_TYPICAL).prototypes,
            };
            sheet.clusters.push(SheetCluster {
                id: view.id,
                name: view.name.clone(),
                size: view.members.len(),
                n_confirmed: view.n_confirmed,
                purity: view.purity,
                typical: pictures(&typical).into_iter().filter(|picture| !picture.jpeg.is_empty()).collect(),
                sample: pictures(&sample),
            });
        }
        if sheet.clusters.is_empty() {
            return Err(SessionError::Words(nothing_to_ask(&self.snapshot, cluster)));
        }
        review_sheet::write(&sheet, out).map_err(|e| SessionError::Words(Told::of(e)))?;
        let images = sheet.clusters.iter().map(|cluster| cluster.sample.len()).sum();
        Ok(SheetCounts { clusters: sheet.clusters.len(), images })
    }
}

fn nothing_to_ask(snapshot: &Snapshot, cluster: Option<ClusterId>) -> Told {
    match cluster.and_then(|id| snapshot.cluster(id)) {
        Some(view) if view.purity.n_more() == Some(0) && view.purity.n < view.purity.n_all => {
            told!("sheet-proven", group = &view.name, share = strings::Share(PURE))
        }
        Some(view) => told!("sheet-decided", group = &view.name),
        None if snapshot.clusters.is_empty() => told!("sheet-no-groups"),
        None => told!("sheet-nothing-left"),
    }
}

impl Snapshot {
    /// The change that takes in the answers of a review sheet: all of them, or none.
    ///
    /// They have to be about the images that come next in the samples: answers about others, or with some left out, would not be
    /// of a random sample and prove nothing.
    ///
    /// # Errors
    /// Words with the lines that are wrong: no such image or cluster, an image that is elsewhere by now, two answers about one.
    pub fn answers(&self, file: &Path) -> Result<Edit, SessionError> {
        let told = |why: Told| SessionError::Words(told!("sheet-unread", path = file.display().to_string(), why = why));
        let read =
            answers_in::read(file).map_err(|e| SessionError::Words(told!("sheet-not-changed", why = Told::of(e))))?;
        let names = self.image_names();
        let mut clusters: BTreeMap<ClusterId, SampleAnswers> = BTreeMap::new();
        let mut seen: HashMap<ImageId, usize> = HashMap::new();
        let mut wrong = Vec::new();
        for answered in &read {
            match self.answer(answered, &names) {
                Err(why) => wrong.push((answered.line, Told::words(why))),
                // A person decided about it meanwhile, and agrees: it is no part of what the machine did any more.
                Ok((image, _)) if answered.is_right && !self.is_open(image) => _ = seen.insert(image, answered.line),
                Ok((image, cluster)) => {
                    if let Some(line) = seen.insert(image, answered.line) {
                        wrong.push((answered.line, format!("{} stands on line {line} already", answered.file).into()));
                    }
                    let answers = clusters.entry(cluster).or_default();
                    answers.cluster = cluster;
                    let list = if answered.is_right { &mut answers.right } else { &mut answers.wrong };
                    list.push(image);
                }
            }
        }
        if wrong.is_empty() {
            for answers in clusters.values() {
                wrong.extend(self.not_next(answers, &seen));
            }
        }
        if wrong.is_empty() && clusters.is_empty() {
            return Err(told("a person decided about each of these images meanwhile".into()));
        }
        if wrong.is_empty() {
            return Ok(Edit::JudgeSample { answers: clusters.into_values().collect() });
        }
        Err(told(told_by_line(wrong)))
    }

    fn answer(&self, answered: &Answered, names: &ImageNames) -> Result<(ImageId, ClusterId), String> {
        let Answered { file, cluster, is_right, .. } = answered;
        // The sheet writes ids, whatever clusters are called.
        let by_id = cluster.parse::<ClusterId>().ok().filter(|id| self.cluster(*id).is_some());
        let cluster = match by_id {
            Some(id) => id,
            None => self.resolve_cluster(cluster).map_err(|e| e.to_string().trim_end_matches('.').to_owned())?,
        };
        let image = names.find(file).map_err(|why| why.to_string())?;
        if answered.image.is_some_and(|shown| shown != image.0) {
            return Err(format!("{file} is another picture now than the sheet showed; write the sheet anew"));
        }
        let name = |id: ClusterId| self.cluster(id).map_or_else(String::new, |view| view.name.clone());
        match self.label(image).copied().unwrap_or_default() {
            label if label.cluster == Some(cluster) && !is_right && !self.is_open(image) => {
                Err(format!("{file} was said to be right meanwhile"))
            }
            label if label.cluster == Some(cluster) => Ok((image, cluster)),
            label if label.is_junk => Err(format!("{file} is junk by now")),
            label => Err(match label.cluster {
                Some(other) => format!("{file} is not in {} any more, but in {}", name(cluster), name(other)),
                None => format!("{file} is not in {} any more", name(cluster)),
            }),
        }
    }

    fn is_open(&self, image: ImageId) -> bool {
        self.label(image).is_some_and(|label| label.source == LabelSource::Machine)
    }

    /// Lines of images that are not the next ones of a cluster's sample.
    fn not_next(&self, answers: &SampleAnswers, lines: &HashMap<ImageId, usize>) -> Vec<(usize, Told)> {
        let Some(view) = self.cluster(answers.cluster) else { return Vec::new() };
        let n = answers.right.len() + answers.wrong.len();
        let next: BTreeSet<ImageId> = view.sample(self, n).into_iter().collect();
        let others = answers.right.iter().chain(&answers.wrong).copied().filter(|image| !next.contains(image)).map(|image| {
            let path = self.images.get(image).map(|row| row.path.to_string()).unwrap_or_default();
            let why = format!(
                "{path} is not among the next {n} of the random sample of {}: it has changed, or lines were left out; write the \
                 sheet anew",
                view.name
            );
            (lines.get(&image).copied().unwrap_or_default(), why.into())
        });
        others.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::protocol::{ImageInfo, ImageLabel, ImageTable, Purity};

    /// Clusters 1 (images 1 to 20) and 2 (21 to 24, by people) and image 25 in none.
    fn snapshot() -> Snapshot {
        let row = |i: u32| ImageInfo::new(ImageId(i), format!("{i:02}.jpg"), 1, 1);
        let label = |i: u32| {
            let cluster =
                [(1..=20, 1), (21..=24, 2)].into_iter().find(|(ids, _)| ids.contains(&i)).map(|c| ClusterId(c.1));
            let source = if cluster == Some(ClusterId(2)) { LabelSource::Confirmed } else { LabelSource::Machine };
            ImageLabel { cluster, source, confidence: 0.5, is_junk: false }
        };
        let view = |id: u32, ids: std::ops::RangeInclusive<u32>, n_confirmed, purity| {
            let members: Arc<Vec<ImageId>> = Arc::new(ids.map(ImageId).collect());
            let name = format!("Group {id}");
            Arc::new(ClusterView { id: ClusterId(id), name, members, n_confirmed, purity, ..ClusterView::default() })
        };
        let clusters = vec![view(1, 1..=20, 0, Purity::new(0, 0, 20)), view(2, 21..=24, 4, Purity::default())];
        Snapshot {
            images: Arc::new(ImageTable::new((1..=25).map(row).collect())),
            labels: Arc::new((1..=25).map(label).collect()),
            clusters: Arc::new(clusters),
            ..Snapshot::default()
        }
    }

    fn answers(snapshot: &Snapshot, lines: &[String]) -> Result<Edit, SessionError> {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("answers.csv");
        std::fs::write(&file, format!("file_name,cluster,verdict\n{}\n", lines.join("\n"))).expect("written");
        snapshot.answers(&file)
    }

    #[test]
    fn answers_are_of_the_next_images_or_refused_by_line() {
        let snapshot = snapshot();
        let next = snapshot.clusters[0].sample(&snapshot, 6);
        let line = |id: &ImageId, verdict: &str| format!("{:02}.jpg,1,{verdict}", id.0);
        let mut lines: Vec<String> = next[..4].iter().map(|id| line(id, "right")).collect();
        lines[1] = format!("./{:02}.jpg,Group 1,wrong", next[1].0);
        let given = answers(&snapshot, &lines).expect("the next four");
        let one = SampleAnswers { cluster: ClusterId(1), right: vec![next[0], next[2], next[3]], wrong: vec![next[1]] };
        assert_eq!(given, Edit::JudgeSample { answers: vec![one] });

        let with = |more: &str| {
            let all: Vec<String> = lines.iter().cloned().chain([more.to_owned()]).collect();
            answers(&snapshot, &all).expect_err(more).to_string()
        };
        for (more, words) in [
            (line(&next[5], "right"), "line 6: "),
            (line(&next[5], "right"), "not among the next 5"),
            (line(&next[0], "wrong"), "stands on line 2 already"),
            ("99.jpg,1,right".into(), "line 6: there is no image \"99.jpg\""),
            ("25.jpg,1,right".into(), "25.jpg is not in Group 1 any more"),
            ("22.jpg,1,right".into(), "22.jpg is not in Group 1 any more, but in Group 2"),
            ("01.jpg,7,right".into(), "line 6: There is no group \"7\""),
            ("01.jpg,1,perhaps".into(), "line 6 says \"perhaps\""),
        ] {
            let error = with(&more);
            assert!(error.contains(words) && error.contains("nothing was changed"), "{error}");
        }
        let many: Vec<String> = (0..9).map(|i| format!("x{i}.jpg,1,right")).collect();
        assert!(
            answers(&snapshot, &many)
                .expect_err("none is there")
                .to_string()
                .contains("line 6: there is no image \"x4.jpg\"; and 4 lines more")
        );
        let decided = |verdict: &str| format!("21.jpg,2,{verdict}");
        let given = answers(&snapshot, &[line(&next[0], "right"), decided("right")]).expect("confirmed meanwhile");
        let one = SampleAnswers { cluster: ClusterId(1), right: vec![next[0]], wrong: Vec::new() };
        assert_eq!(given, Edit::JudgeSample { answers: vec![one] });
        for (verdict, words) in
            [("right", "a person decided about each"), ("wrong", "line 2: 21.jpg was said to be right")]
        {
            let error = answers(&snapshot, &[decided(verdict)]).expect_err("nothing to do").to_string();
            assert!(error.contains(words), "{error}");
        }
    }

    #[test]
    fn what_is_known_is_told_and_what_is_not_is_null() {
        let mut snapshot = snapshot();
        let told = reviewed(&snapshot.clusters);
        assert_eq!((told.right, told.without_sample.as_slice()), (None, ["Group 1".to_owned()].as_slice()));
        assert!(told.clusters[1].proven && told.clusters[1].purity.is_none() && told.clusters[1].more == Some(0));
        let checked = "Checked: at least 95 % right in 1 of 2 groups. 1 group is not checked yet.";
        assert_eq!(words(&told).to_string(), checked);

        let mut first = ClusterView::clone(&snapshot.clusters[0]);
        first.purity = Purity::new(10, 10, 20);
        first.n_confirmed = 10;
        snapshot.clusters = Arc::new(vec![Arc::new(first), Arc::clone(&snapshot.clusters[1])]);
        let told = reviewed(&snapshot.clusters);
        assert_eq!((told.right, told.right_high, told.clusters[0].right), (Some(1.0), Some(1.0), 10));
        let low = told.right_low.expect("known");
        assert!((low - (24.0 - 20.0 * (1.0 - told.clusters[0].purity_low.expect("known"))) / 24.0).abs() < 1e-12);
        assert!(
            words(&told).to_string().ends_with(&format!("Overall 100 % ({:.0} to 100 %).", (100.0 * low).floor())),
            "{}",
            words(&told)
        );

        assert_eq!(words(&reviewed(&[])).to_string(), "Not checked: how many labels are right is not known.");
    }
}
