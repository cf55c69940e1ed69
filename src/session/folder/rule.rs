//! Which row each file is: the rule that [`super`] has as a table.
//!
//! It decides from what is known and what was found; it opens no file and changes no row. A look asks it twice: first with
//! sizes and times, then with the contents of the files that it could not place.

use super::report::LookReport;
use crate::dataset::rel_path::RelPath;
use crate::dataset::scan::{Entry, FileStamp};
use crate::dataset::skip::{SkipKind, SkipReason};
use crate::ids::ImageId;
use crate::store::{ImageRecord, ImageRow, ImageState, Presence, RowChange};
use std::collections::{BTreeMap, BTreeSet};

/// A file's content: BLAKE3 of its bytes.
pub type Content = [u8; 32];

/// A file whose pixels have to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToRead {
    /// Position in the list of entries.
    pub entry: usize,
    /// What was at its path.
    pub before: Before,
}

/// What was at the path of a file that has to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// Nothing that it could be.
    Nothing,
    /// This row, which the file is whatever it shows: its pixels were lost, or it could not be read before.
    Itself(ImageId),
    /// This row, whose content was another one: the pixels tell whether it is still that picture.
    Other(ImageId),
}

/// What the rule decided.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settled {
    /// Rows to write, that need no pixels.
    pub changes: Vec<RowChange>,
    /// Files to read, by entry.
    pub to_read: Vec<ToRead>,
    /// As far as it is known before they are read.
    pub report: LookReport,
}

/// The rule, while it is at work on one look.
pub struct Rule<'a> {
    rows: &'a [ImageRow],
    entries: &'a [Entry],
    unlisted: &'a [(RelPath, SkipReason)],
    /// Images that a person decided about.
    decided: &'a BTreeSet<ImageId>,
    /// Rows by path.
    by_path: BTreeMap<&'a RelPath, Vec<usize>>,
    /// The row of each entry, as far as it is known.
    row_of: Vec<Option<usize>>,
    is_claimed: Vec<bool>,
}

impl<'a> Rule<'a> {
    /// Claims what nothing speaks against: files at their paths with their sizes and times. `entries` and `unlisted` are
    /// what a scan found, joined and sorted; `decided` are images that a person decided about.
    #[must_use]
    pub fn new(
        rows: &'a [ImageRow],
        entries: &'a [Entry],
        unlisted: &'a [(RelPath, SkipReason)],
        decided: &'a BTreeSet<ImageId>,
    ) -> Self {
        let mut by_path: BTreeMap<&RelPath, Vec<usize>> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            by_path.entry(&row.record.path).or_default().push(at);
        }
        for at in by_path.values_mut() {
            // What is shown first, then what can be compared; the newest of equal ones.
            at.sort_by_key(|at| {
                let ImageRow { id, record } = &rows[*at];
                (!record.is_shown(), record.presence, record.content().is_none(), std::cmp::Reverse(*id))
            });
        }
        let (n_entries, n_rows) = (entries.len(), rows.len());
        let (row_of, is_claimed) = (vec![None; n_entries], vec![false; n_rows]);
        let mut rule = Self { rows, entries, unlisted, decided, by_path, row_of, is_claimed };
        let shared = SharedStamps::of(rows);
        for (at, entry) in entries.iter().enumerate() {
            let untouched = |row: &&usize| {
                let record = &rows[**row].record;
                is_untouched(record, entry) && !shared.contain(record)
            };
            if let Some(&row) = rule.rows_at(&entry.path).iter().find(untouched) {
                rule.claim(at, row);
            }
        }
        rule
    }

    fn rows_at(&self, path: &RelPath) -> &[usize] {
        self.by_path.get(path).map_or(&[], Vec::as_slice)
    }

    fn claim(&mut self, entry: usize, row: usize) {
        self.row_of[entry] = Some(row);
        self.is_claimed[row] = true;
    }

    /// Entries whose content has to be known: those that have no row yet and the size of a row that has no file yet. (A
    /// file of another size has another content.)
    #[must_use]
    pub fn to_hash(&self) -> Vec<usize> {
        let free = self
            .rows
            .iter()
            .zip(&self.is_claimed)
            .filter(|(row, is_claimed)| !**is_claimed && row.record.content().is_some());
        let sizes: BTreeSet<u64> = free.map(|(row, _)| row.record.stamp.size).collect();
        let is_asked = |at: &usize| self.row_of[*at].is_none() && sizes.contains(&self.entries[*at].stamp.size);
        (0..self.entries.len()).filter(is_asked).collect()
    }

    /// Decides, with the contents of entries as far as they could be read. `has_pixels` says whether the thumbnail and the
    /// tile of a row are where they should be.
    #[must_use]
    pub fn settle(mut self, contents: &BTreeMap<usize, Content>, has_pixels: &dyn Fn(&ImageState) -> bool) -> Settled {
        self.match_contents(contents);
        let mut settled =
            Settled { report: LookReport { files: self.entries.len(), ..LookReport::default() }, ..Settled::default() };
        let mut awaited: BTreeSet<usize> = BTreeSet::new();
        for (at, entry) in self.entries.iter().enumerate() {
            if let Some(row) = self.row_of[at] {
                let row = &self.rows[row];
                let record = is_here(&row.record, entry);
                count_known(&mut settled.report, &row.record, &record);
                if !has_pixels(&record.state) {
                    settled.to_read.push(ToRead { entry: at, before: Before::Itself(row.id) });
                }
                if record != row.record {
                    settled.changes.push(RowChange { id: Some(row.id), record });
                }
                continue;
            }
            let before = self.before(entry);
            awaited.extend(before);
            let before = match before.map(|row| &self.rows[row]) {
                None => Before::Nothing,
                Some(ImageRow { id, record }) if matches!(record.state, ImageState::Skipped(_)) => Before::Itself(*id),
                Some(ImageRow { id, .. }) => Before::Other(*id),
            };
            settled.to_read.push(ToRead { entry: at, before });
        }
        self.settle_absent(&awaited, &mut settled);
        self.settle_unlisted(&mut settled);
        settled
    }

    /// Claims rows for entries by content. A file at its path is no one else's; then come files that people decided about,
    /// so that nothing that was said is lost while there is a picture that it is true of; then what is shown, the same path,
    /// the same name.
    fn match_contents(&mut self, contents: &BTreeMap<usize, Content>) {
        let mut free: BTreeMap<Content, Vec<usize>> = BTreeMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            if let Some(content) = row.record.content().filter(|_| !self.is_claimed[at]) {
                free.entry(*content).or_default().push(at);
            }
        }
        let mut sought: BTreeMap<Content, Vec<usize>> = BTreeMap::new();
        for (&at, content) in contents {
            sought.entry(*content).or_default().push(at);
        }
        for (content, entries) in sought {
            if let Some(rows) = free.get(&content) {
                self.match_copies(entries, rows);
            }
        }
    }

    /// Claims rows of one content for entries of that content, both by path.
    fn match_copies(&mut self, entries: Vec<usize>, rows: &[usize]) {
        let (all, known) = (self.entries, self.rows);
        let mut open = OpenEntries::new(all, entries);
        let shown = |row: &usize| known[*row].record.is_shown();
        let mut left: Vec<usize> = Vec::new();
        for &row in rows {
            let at_its_path = if shown(&row) { open.at_path(&known[row].record.path) } else { None };
            match at_its_path {
                Some(entry) => self.claim(entry, row),
                None => left.push(row),
            }
        }
        let class = |row: &usize| (!self.decided.contains(&known[*row].id), !shown(row), known[*row].record.presence);
        left.sort_by_key(|row| (class(row), known[*row].id));
        let mut pairs = Vec::new();
        for rows in left.chunk_by(|a, b| class(a) == class(b)) {
            let mut others = Vec::new();
            for &row in rows {
                let path = &known[row].record.path;
                match open.at_path(path).or_else(|| open.of_name(path)) {
                    Some(entry) => pairs.push((entry, row)),
                    None => others.push(row),
                }
            }
            pairs.extend(others.into_iter().filter_map(|row| Some((open.first()?, row))));
        }
        for (entry, row) in pairs {
            self.claim(entry, row);
        }
    }

    /// What was at the path of a file that no row was found for.
    fn before(&self, entry: &Entry) -> Option<usize> {
        let could_be = |row: &&usize| {
            let presence = self.rows[**row].record.presence;
            !self.is_claimed[**row] && matches!(presence, Presence::Here | Presence::Away | Presence::Missing)
        };
        self.rows_at(&entry.path).iter().copied().find(|row| could_be(&row))
    }

    /// Rows that were there and have no file now.
    fn settle_absent(&self, awaited: &BTreeSet<usize>, settled: &mut Settled) {
        let taken: BTreeMap<&RelPath, usize> = (0..).zip(self.entries).map(|(at, entry)| (&entry.path, at)).collect();
        let links: BTreeMap<&RelPath, usize> =
            (0..).zip(self.entries).flat_map(|(at, entry)| entry.links.iter().map(move |link| (link, at))).collect();
        let folders = Folders::of(self);
        for (at, row) in self.rows.iter().enumerate() {
            let record = &row.record;
            let was_there = matches!(record.presence, Presence::Here | Presence::Away);
            if self.is_claimed[at] || awaited.contains(&at) || !(was_there || links.contains_key(&record.path)) {
                continue;
            }
            let is_image = record.content().is_some();
            let presence = if !is_image {
                // A file that was never an image has nothing to be kept for, but for its id.
                Presence::Forgotten
            } else if taken.contains_key(&record.path) {
                Presence::Replaced
            } else if let Some(&entry) = links.get(&record.path) {
                if self.is_of(record, entry) { Presence::Linked } else { Presence::Replaced }
            } else if folders.is_away(&record.path) {
                Presence::Away
            } else {
                Presence::Missing
            };
            let is_news = was_there && record.is_shown();
            match presence {
                // What another known file was put over is gone like any other.
                Presence::Missing | Presence::Replaced if is_news => settled.report.missing += 1,
                Presence::Away if record.presence == Presence::Here => settled.report.away += 1,
                _ => (),
            }
            if presence != record.presence && (was_there || presence == Presence::Linked) {
                let record = ImageRecord { presence, links: Vec::new(), ..record.clone() };
                settled.changes.push(RowChange { id: Some(row.id), record });
            }
        }
    }

    /// Whether a row was of the file that an entry is.
    fn is_of(&self, record: &ImageRecord, entry: usize) -> bool {
        let found = &self.entries[entry];
        let is_same_content = self.row_of[entry].is_some_and(|row| self.rows[row].record.content() == record.content());
        is_same_content || record.stamp.is_like(&found.stamp)
    }

    /// What can not be looked into is listed, beside the image that was there.
    fn settle_unlisted(&self, settled: &mut Settled) {
        let is_skipped = |row: &&usize| matches!(self.rows[**row].record.state, ImageState::Skipped(_));
        let known = |path: &RelPath| self.rows_at(path).iter().find(is_skipped).map(|row| &self.rows[*row]);
        let listed: BTreeSet<ImageId> = self.unlisted.iter().filter_map(|(path, _)| Some(known(path)?.id)).collect();
        // They were said to be absent a moment ago: they are on no list of files.
        settled.changes.retain(|change| change.id.is_none_or(|id| !listed.contains(&id)));
        for (path, reason) in self.unlisted {
            let record = ImageRecord::here(path.clone(), FileStamp::default(), ImageState::Skipped(reason.clone()));
            let known = known(path);
            if known.is_none_or(|row| row.record != record) {
                settled.changes.push(RowChange { id: known.map(|row| row.id), record });
            }
        }
    }
}

/// Entries of one content that no row is claimed for yet.
struct OpenEntries<'a> {
    entries: &'a [Entry],
    /// In the order of their paths, and of their positions.
    open: BTreeSet<usize>,
    by_path: BTreeMap<&'a RelPath, usize>,
    by_name: BTreeMap<Vec<u8>, BTreeSet<usize>>,
}

impl<'a> OpenEntries<'a> {
    fn new(entries: &'a [Entry], of_content: Vec<usize>) -> Self {
        let mut by_name: BTreeMap<Vec<u8>, BTreeSet<usize>> = BTreeMap::new();
        for &at in &of_content {
            by_name.entry(name(&entries[at].path)).or_default().insert(at);
        }
        let by_path = of_content.iter().map(|at| (&entries[*at].path, *at)).collect();
        Self { entries, open: of_content.into_iter().collect(), by_path, by_name }
    }

    fn take(&mut self, at: usize) -> Option<usize> {
        if let Some(of_name) = self.by_name.get_mut(&name(&self.entries[at].path)) {
            of_name.remove(&at);
        }
        self.open.remove(&at).then_some(at)
    }

    fn at_path(&mut self, path: &RelPath) -> Option<usize> {
        self.by_path.get(path).copied().and_then(|at| self.take(at))
    }

    fn of_name(&mut self, path: &RelPath) -> Option<usize> {
        self.by_name.get(&name(path)).and_then(|of_name| of_name.first().copied()).and_then(|at| self.take(at))
    }

    fn first(&mut self) -> Option<usize> {
        self.open.first().copied().and_then(|at| self.take(at))
    }
}

/// A file's name without its folders; capitals are as good as small letters.
fn name(path: &RelPath) -> Vec<u8> {
    path.file_name().to_ascii_lowercase()
}

/// Sizes and times that rows of different contents have: folders can be renamed without a trace in their files, and files of
/// an archive have times of whole seconds, so that these tell nothing.
struct SharedStamps(BTreeSet<(u64, i64, Option<i64>)>);

impl SharedStamps {
    fn of(rows: &[ImageRow]) -> Self {
        let mut contents: BTreeMap<(u64, i64, Option<i64>), &Content> = BTreeMap::new();
        let mut shared = BTreeSet::new();
        for ImageRow { record, .. } in rows {
            let Some(content) = record.content() else { continue };
            let FileStamp { size, mtime_ns, ctime_ns } = record.stamp;
            // One that does not know its time of change is like any other of its size and time.
            for key in [(size, mtime_ns, None), (size, mtime_ns, ctime_ns)] {
                if *contents.entry(key).or_insert(content) != content {
                    shared.insert(key);
                }
            }
        }
        Self(shared)
    }

    fn contain(&self, record: &ImageRecord) -> bool {
        self.0.contains(&(record.stamp.size, record.stamp.mtime_ns, record.stamp.ctime_ns))
    }
}

/// Which folders have files, for telling one file that is gone from a folder that is away.
struct Folders<'a> {
    /// Folders, at any depth, with a file that was found.
    with_files: BTreeSet<&'a [u8]>,
    /// Folders out of which a file was moved: they were tidied up, and are not away.
    tidied: BTreeSet<&'a [u8]>,
    /// What can not be looked into although it is there: a link whose drive is away, a folder without permission.
    closed: BTreeSet<&'a [u8]>,
}

impl<'a> Folders<'a> {
    fn of(rule: &Rule<'a>) -> Self {
        let found = rule.entries.iter().flat_map(|entry| std::iter::once(&entry.path).chain(&entry.links));
        let moved = rule.row_of.iter().zip(rule.entries).filter_map(|(row, entry)| {
            let before = &rule.rows[(*row)?].record.path;
            (*before != entry.path && !entry.links.contains(before)).then_some(before)
        });
        let is_closed = |reason: &SkipReason| matches!(reason.kind, SkipKind::BrokenLink | SkipKind::Unreadable);
        Self {
            with_files: found.flat_map(ancestors).collect(),
            tidied: moved.flat_map(ancestors).collect(),
            closed: rule.unlisted.iter().filter(|(_, why)| is_closed(why)).map(|(path, _)| &path.0[..]).collect(),
        }
    }

    /// Whether a file that is gone went with a whole folder, the photo folder itself among them.
    fn is_away(&self, path: &RelPath) -> bool {
        let is_closed = self.closed.contains(&path.0[..]) || ancestors(path).any(|folder| self.closed.contains(folder));
        let empty = ancestors(path).find(|folder| !self.with_files.contains(folder));
        is_closed || empty.is_some_and(|folder| !self.tidied.contains(folder))
    }
}

/// The folders that a file lies in, the photo folder (an empty path) first.
fn ancestors(path: &RelPath) -> impl Iterator<Item = &[u8]> {
    let inner = path.0.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| &path.0[..at]);
    std::iter::once(&path.0[..0]).chain(inner)
}

/// Whether nothing speaks against a file's being that of a row at its path.
fn is_untouched(record: &ImageRecord, entry: &Entry) -> bool {
    let is_here = record.presence == Presence::Here;
    let is_certain = record.stamp.ctime_ns.is_some() && entry.stamp.ctime_ns.is_some();
    record.stamp.is_like(&entry.stamp)
        && match &record.state {
            // What was out of sight, and may have been anywhere, is compared by content, if that is known.
            ImageState::Ready { .. } => is_here || is_certain,
            ImageState::Gone => true,
            ImageState::Skipped(reason) => is_here && reason.kind != SkipKind::Unreadable,
        }
}

/// A row whose file is at the path of an entry.
fn is_here(record: &ImageRecord, entry: &Entry) -> ImageRecord {
    ImageRecord {
        path: entry.path.clone(),
        links: entry.links.clone(),
        stamp: entry.stamp,
        presence: Presence::Here,
        ..record.clone()
    }
}

fn count_known(report: &mut LookReport, before: &ImageRecord, now: &ImageRecord) {
    if before.content().is_none() {
        return;
    }
    if before.presence != Presence::Here {
        report.returned += 1;
    } else if before.path != now.path {
        report.moved += 1;
    }
}

#[cfg(test)]
mod tests;
