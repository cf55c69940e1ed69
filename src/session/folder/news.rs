//! What of a folder deserves a word: images that are missing, that took another one's place, or are copies of labelled ones.
//!
//! What hangs on rows alone is worked out when rows change; what hangs on labels too, for those few alone, after each edit.

use crate::curation::labels::{Label, Labels, Source};
use crate::ids::ImageId;
use crate::session::protocol::{ChangedImage, FolderView, LabelOffer, LookReport, MissingImage};
use crate::store::{ImageRow, Presence};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// News that follow from the rows of the table alone.
#[derive(Default)]
pub struct News {
    n_away: usize,
    /// By path.
    missing: Vec<(ImageId, Arc<str>)>,
    /// Images that are shown and took a place, by path, with those that were there before, the last one first.
    replacing: Vec<(ImageId, Vec<ImageId>)>,
    /// Images that are byte by byte the same, each group by path, and whether each is shown. What is not shown can be what a
    /// person decided about, too.
    copies: Vec<Vec<(ImageId, bool)>>,
}

impl News {
    /// Of all rows, sorted by path.
    pub fn of<'a>(rows: impl Iterator<Item = &'a ImageRow> + Clone) -> Self {
        let mut news = Self::default();
        let mut succeeded: BTreeSet<ImageId> = BTreeSet::new();
        if rows.clone().any(|row| row.record.replaces.is_some()) {
            let by_id: HashMap<ImageId, &ImageRow> = rows.clone().map(|row| (row.id, row)).collect();
            for row in rows.clone().filter(|row| row.record.is_shown()) {
                let before = before(row, &by_id);
                succeeded.extend(&before);
                if !before.is_empty() {
                    news.replacing.push((row.id, before));
                }
            }
        }
        for row in rows.clone().filter(|row| row.record.content().is_some()) {
            match row.record.presence {
                Presence::Missing => news.missing.push((row.id, row.record.path.display().into())),
                // Nothing that is shown asks about it: a known file was put over it, or one that is no picture.
                Presence::Replaced if !succeeded.contains(&row.id) => {
                    news.missing.push((row.id, row.record.path.display().into()));
                }
                Presence::Away => news.n_away += 1,
                Presence::Here | Presence::Replaced | Presence::Linked | Presence::Forgotten => (),
            }
        }
        news.copies = copies(rows);
        news
    }

    /// Images that are hidden since their files are gone.
    pub fn missing(&self) -> impl Iterator<Item = ImageId> {
        self.missing.iter().map(|(id, _)| *id)
    }

    /// What is to be said with these labels in force. `seen`: images of the adopted run, sorted; None while there is none.
    pub fn view(
        &self,
        labels: &Labels,
        shown: impl Iterator<Item = ImageId>,
        seen: Option<&[ImageId]>,
        last_look: Option<LookReport>,
    ) -> FolderView {
        let missing = self.missing.iter().map(|(id, path)| {
            let label = labels.label(*id);
            MissingImage { id: *id, path: Arc::clone(path), cluster: label.cluster, is_decided: is_decided(&label) }
        });
        let changed = self.replacing.iter().filter_map(|(image, before)| {
            let before = before.iter().find(|before| is_decided(&labels.label(**before)))?;
            let cluster = labels.label(*before).cluster;
            (!is_decided(&labels.label(*image))).then_some(ChangedImage { image: *image, before: *before, cluster })
        });
        let unplaced = seen.map(|seen| {
            let is_new = |id: &ImageId| labels.label(*id) == Label::default() && seen.binary_search(id).is_err();
            shown.filter(is_new).collect()
        });
        FolderView {
            n_away: self.n_away,
            missing: Arc::new(missing.collect()),
            unplaced: Arc::new(unplaced.unwrap_or_default()),
            changed: Arc::new(changed.collect()),
            copies: Arc::new(self.copies.iter().flat_map(|group| offers(group, labels)).collect()),
            last_look,
        }
    }
}

/// Images of one content, and whether each is shown; each group in the order of the rows.
///
/// Most contents are there once: numbers are sorted, and contents are compared only where their first bytes are the same.
fn copies<'a>(rows: impl Iterator<Item = &'a ImageRow>) -> Vec<Vec<(ImageId, bool)>> {
    let rows: Vec<(&[u8; 32], &ImageRow)> = rows.filter_map(|row| Some((row.record.content()?, row))).collect();
    let start = |at: u32| rows[at as usize].0.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
    let mut starts: Vec<(u64, u32)> = (0..rows.len() as u32).map(|at| (start(at), at)).collect();
    starts.sort_unstable();
    let mut copies = Vec::new();
    for alike in starts.chunk_by(|a, b| a.0 == b.0).filter(|alike| alike.len() > 1) {
        let mut alike: Vec<_> = alike.iter().map(|(_, at)| rows[*at as usize]).collect();
        alike.sort_by_key(|(content, _)| *content);
        let groups = alike.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1);
        copies.extend(groups.map(|group| group.iter().map(|(_, row)| (row.id, row.record.is_shown())).collect()));
    }
    copies.sort_unstable();
    copies
}

/// Images whose place at its path an image took, the last one first. One that is elsewhere by now, or whose path this image
/// has left, asks nothing.
fn before(row: &ImageRow, by_id: &HashMap<ImageId, &ImageRow>) -> Vec<ImageId> {
    let mut all: Vec<ImageId> = Vec::new();
    let mut at = row;
    while let Some(next) = at.record.replaces.and_then(|id| by_id.get(&id)) {
        let is_gone = next.record.presence == Presence::Replaced && next.record.path == row.record.path;
        if !is_gone || next.id == row.id || all.contains(&next.id) {
            break;
        }
        all.push(next.id);
        at = next;
    }
    all
}

/// The label that people agree on for images of one content, to those that nobody decided about.
fn offers(group: &[(ImageId, bool)], labels: &Labels) -> Vec<LabelOffer> {
    let decided = group.iter().map(|(id, _)| labels.label(*id)).filter(is_decided);
    let clusters: BTreeSet<_> = decided.map(|label| label.cluster).collect();
    let mut clusters = clusters.into_iter();
    match (clusters.next().flatten(), clusters.next()) {
        (Some(cluster), None) => {
            let is_rejected = |id: &ImageId| labels.rejected().get(id).is_some_and(|set| set.contains(&cluster));
            let is_open = |id: &ImageId| !is_decided(&labels.label(*id)) && !is_rejected(id);
            let open = group.iter().filter(|(id, is_shown)| *is_shown && is_open(id));
            open.map(|(id, _)| LabelOffer { image: *id, cluster }).collect()
        }
        // Two answers, or junk alone: nothing that could be offered.
        _ => Vec::new(),
    }
}

fn is_decided(label: &Label) -> bool {
    label.source != Source::Machine
}
