//! Edits as bytes of the journal, and back.
//!
//! Ids of images are sorted and stored as differences, so an edit of ten thousand neighbours takes about ten kilobytes. What a
//! number at the front means never changes: journals of old versions stay readable.

use super::edit::{Answer, Confidence, Edit, EditError, LabelledClass, Link, Mark, SampleAnswers};
use crate::ids::{ClusterId, ImageId, RunId};

/// The highest number at the front that this program writes.
const NEWEST: u8 = 19;
/// Kinds of edits that newer programs may have; a higher number is taken for damage.
const MOST_NEWER: u8 = 8;

impl Edit {
    /// The bytes that the journal keeps.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        match self {
            Self::AdoptRun { run, mapping, order } => {
                out.push(if order.is_empty() { 1 } else { 17 });
                put(&mut out, u64::from(run.0));
                put(&mut out, mapping.len() as u64);
                for (number, id) in mapping {
                    put(&mut out, u64::from(*number));
                    put(&mut out, u64::from(id.0));
                }
                if !order.is_empty() {
                    put_clusters(&mut out, order);
                }
            }
            Self::Rename { cluster, name } => {
                out.push(2);
                put(&mut out, u64::from(cluster.0));
                put_text(&mut out, name);
            }
            Self::Merge { into, from } => {
                out.push(3);
                put(&mut out, u64::from(into.0));
                put_clusters(&mut out, from);
            }
            Self::Move { images, to } => {
                out.push(4);
                put(&mut out, to.map_or(0, |id| u64::from(id.0) + 1));
                put_images(&mut out, images);
            }
            Self::NewCluster { id, name, images } => {
                out.push(5);
                put(&mut out, u64::from(id.0));
                put_text(&mut out, name);
                put_images(&mut out, images);
            }
            Self::Confirm { images, is_confirmed } => {
                out.push(6);
                out.push(u8::from(*is_confirmed));
                put_images(&mut out, images);
            }
            Self::Junk { images } => {
                out.push(7);
                put_images(&mut out, images);
            }
            Self::Split { cluster, parts, confirmed } => {
                out.push(if confirmed.is_none() { 8 } else { 18 });
                put(&mut out, u64::from(cluster.0));
                put(&mut out, parts.len() as u64);
                for (id, name, images) in parts {
                    put(&mut out, u64::from(id.0));
                    put_text(&mut out, name);
                    put_images(&mut out, images);
                }
                if let Some(confirmed) = confirmed {
                    put_clusters(&mut out, confirmed);
                }
            }
            Self::Reject { cluster, images } => {
                out.push(9);
                put(&mut out, u64::from(cluster.0));
                put_images(&mut out, images);
            }
            Self::Judge { cluster, image, answer, is_sample } => {
                out.push(10);
                put(&mut out, u64::from(cluster.0));
                put(&mut out, u64::from(image.0));
                out.push(u8::from(*is_sample));
                match answer {
                    Answer::Right => out.push(0),
                    Answer::Wrong => out.push(1),
                    Answer::Junk => out.push(2),
                    Answer::Other(other) => {
                        out.push(3);
                        put(&mut out, u64::from(other.0));
                    }
                }
            }
            Self::Link { images: [a, b], link } => {
                out.push(11);
                put(&mut out, u64::from(a.0));
                put(&mut out, u64::from(b.0));
                out.push(match link {
                    None => 0,
                    Some(Link::Same) => 1,
                    Some(Link::Different) => 2,
                });
            }
            Self::Group { name, clusters } => {
                out.push(12);
                put_text(&mut out, name);
                put_clusters(&mut out, clusters);
            }
            Self::Mark { cluster, mark } => {
                out.push(13);
                put(&mut out, u64::from(cluster.0));
                match mark {
                    Mark::Colour(colour) => out.extend([0, colour.map_or(0, |colour| colour.saturating_add(1))]),
                    Mark::HotKey(key) => out.extend([1, key.map_or(0, |key| key.saturating_add(1))]),
                    Mark::Note(note) => {
                        out.push(2);
                        put_text(&mut out, note);
                    }
                    Mark::Cover(cover) => {
                        out.push(3);
                        put(&mut out, cover.map_or(0, |image| u64::from(image.0) + 1));
                    }
                }
            }
            Self::JudgeSample { answers } => {
                out.push(14);
                put(&mut out, answers.len() as u64);
                for SampleAnswers { cluster, right, wrong } in answers {
                    put(&mut out, u64::from(cluster.0));
                    put_images(&mut out, right);
                    put_images(&mut out, wrong);
                }
            }
            Self::JudgeSheet { answers: SampleAnswers { cluster, right, wrong } } => {
                out.push(19);
                put(&mut out, u64::from(cluster.0));
                put_images(&mut out, right);
                put_images(&mut out, wrong);
            }
            Self::Label { classes } => {
                out.push(15);
                put(&mut out, classes.len() as u64);
                for LabelledClass { cluster, name, images } in classes {
                    put(&mut out, u64::from(cluster.0));
                    put_text(&mut out, name);
                    put_images(&mut out, images);
                }
            }
            Self::Place { images, unplaced } => {
                out.push(16);
                let (clusters, images): (Vec<ClusterId>, Vec<(ImageId, Confidence)>) =
                    sorted_by_image(images.iter().map(|(image, cluster, sure)| (*image, (*cluster, *sure))))
                        .into_iter()
                        .map(|(image, (cluster, sure))| (cluster, (image, sure)))
                        .unzip();
                put_sure(&mut out, &images);
                for cluster in clusters {
                    put(&mut out, u64::from(cluster.0));
                }
                put_sure(&mut out, &sorted_by_image(unplaced.iter().copied()));
            }
        }
        out
    }

    /// Whether these bytes, which can not be read, may be an edit of a kind that came after this program.
    #[must_use]
    pub fn is_of_newer(bytes: &[u8]) -> bool {
        bytes.first().is_some_and(|tag| (NEWEST + 1..=NEWEST + MOST_NEWER).contains(tag))
    }

    /// From the journal; sets of images come back sorted.
    ///
    /// # Errors
    /// [`EditError::Unreadable`] for bytes that no version up to this one wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, EditError> {
        let mut from = Reader(bytes);
        let edit = match from.byte()? {
            tag @ (1 | 17) => {
                let run = RunId(from.id()?);
                let n = from.count()?;
                let mapping =
                    (0..n).map(|_| Ok((from.id()?, ClusterId(from.id()?)))).collect::<Result<_, EditError>>()?;
                let order = if tag == 17 { from.clusters()? } else { Vec::new() };
                Self::AdoptRun { run, mapping, order }
            }
            2 => Self::Rename { cluster: ClusterId(from.id()?), name: from.text()? },
            3 => {
                let into = ClusterId(from.id()?);
                Self::Merge { into, from: from.clusters()? }
            }
            4 => {
                let to = from.number()?.checked_sub(1).map(u32::try_from).transpose();
                Self::Move { to: to.map_err(|_| EditError::Unreadable)?.map(ClusterId), images: from.images()? }
            }
            5 => Self::NewCluster { id: ClusterId(from.id()?), name: from.text()?, images: from.images()? },
            6 => Self::Confirm { is_confirmed: from.byte()? != 0, images: from.images()? },
            7 => Self::Junk { images: from.images()? },
            tag @ (8 | 18) => {
                let cluster = ClusterId(from.id()?);
                let n = from.count()?;
                let part = |_| Ok((ClusterId(from.id()?), from.text()?, from.images()?));
                let parts = (0..n).map(part).collect::<Result<_, EditError>>()?;
                let confirmed = if tag == 18 { Some(from.clusters()?) } else { None };
                Self::Split { cluster, parts, confirmed }
            }
            9 => Self::Reject { cluster: ClusterId(from.id()?), images: from.images()? },
            10 => {
                let (cluster, image) = (ClusterId(from.id()?), ImageId(from.id()?));
                let is_sample = from.byte()? != 0;
                let answer = match from.byte()? {
                    0 => Answer::Right,
                    1 => Answer::Wrong,
                    2 => Answer::Junk,
                    3 => Answer::Other(ClusterId(from.id()?)),
                    _ => return Err(EditError::Unreadable),
                };
                Self::Judge { cluster, image, answer, is_sample }
            }
            11 => {
                let images = [ImageId(from.id()?), ImageId(from.id()?)];
                let link = match from.byte()? {
                    0 => None,
                    1 => Some(Link::Same),
                    2 => Some(Link::Different),
                    _ => return Err(EditError::Unreadable),
                };
                Self::Link { images, link }
            }
            12 => {
                let name = from.text()?;
                Self::Group { name, clusters: from.clusters()? }
            }
            13 => {
                let cluster = ClusterId(from.id()?);
                let mark = match from.byte()? {
                    0 => Mark::Colour(from.byte()?.checked_sub(1)),
                    1 => Mark::HotKey(from.byte()?.checked_sub(1)),
                    2 => Mark::Note(from.text()?),
                    3 => {
                        let cover = from.number()?.checked_sub(1).map(u32::try_from).transpose();
                        Mark::Cover(cover.map_err(|_| EditError::Unreadable)?.map(ImageId))
                    }
                    _ => return Err(EditError::Unreadable),
                };
                Self::Mark { cluster, mark }
            }
            14 => {
                let n = from.count()?;
                let answers = (0..n).map(|_| {
                    let cluster = ClusterId(from.id()?);
                    Ok(SampleAnswers { cluster, right: from.images()?, wrong: from.images()? })
                });
                Self::JudgeSample { answers: answers.collect::<Result<_, EditError>>()? }
            }
            15 => {
                let n = from.count()?;
                let classes = (0..n).map(|_| {
                    let cluster = ClusterId(from.id()?);
                    Ok(LabelledClass { cluster, name: from.text()?, images: from.images()? })
                });
                Self::Label { classes: classes.collect::<Result<_, EditError>>()? }
            }
            16 => {
                let images = from.sure()?;
                let placed = |(image, sure)| Ok((image, ClusterId(from.id()?), sure));
                Self::Place {
                    images: images.into_iter().map(placed).collect::<Result<_, EditError>>()?,
                    unplaced: from.sure()?,
                }
            }
            19 => {
                let cluster = ClusterId(from.id()?);
                Self::JudgeSheet { answers: SampleAnswers { cluster, right: from.images()?, wrong: from.images()? } }
            }
            _ => return Err(EditError::Unreadable),
        };
        if from.0.is_empty() { Ok(edit) } else { Err(EditError::Unreadable) }
    }
}

/// LEB128.
fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

fn put_clusters(out: &mut Vec<u8>, clusters: &[ClusterId]) {
    put(out, clusters.len() as u64);
    for id in clusters {
        put(out, u64::from(id.0));
    }
}

fn put_images(out: &mut Vec<u8>, images: &[ImageId]) {
    let mut sorted = images.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    put(out, sorted.len() as u64);
    let mut before = 0;
    for image in sorted {
        put(out, u64::from(image.0 - before));
        before = image.0;
    }
}

/// Each image once: of several entries the first stays.
fn sorted_by_image<T>(entries: impl Iterator<Item = (ImageId, T)>) -> Vec<(ImageId, T)> {
    let mut entries: Vec<(ImageId, T)> = entries.collect();
    entries.sort_by_key(|entry| entry.0);
    entries.dedup_by_key(|entry| entry.0);
    entries
}

/// Images, sorted, and then how sure each is.
fn put_sure(out: &mut Vec<u8>, entries: &[(ImageId, Confidence)]) {
    put_images(out, &entries.iter().map(|entry| entry.0).collect::<Vec<_>>());
    for (_, sure) in entries {
        put(out, u64::from(sure.steps()));
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn byte(&mut self) -> Result<u8, EditError> {
        let (&first, rest) = self.0.split_first().ok_or(EditError::Unreadable)?;
        self.0 = rest;
        Ok(first)
    }

    fn number(&mut self) -> Result<u64, EditError> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(EditError::Unreadable)
    }

    fn id(&mut self) -> Result<u32, EditError> {
        u32::try_from(self.number()?).map_err(|_| EditError::Unreadable)
    }

    /// A length: every item takes at least a byte, so a larger one is a lie.
    fn count(&mut self) -> Result<usize, EditError> {
        let n = self.number()?;
        usize::try_from(n).ok().filter(|n| *n <= self.0.len()).ok_or(EditError::Unreadable)
    }

    fn text(&mut self) -> Result<String, EditError> {
        let n = self.count()?;
        let (text, rest) = self.0.split_at(n);
        self.0 = rest;
        String::from_utf8(text.to_vec()).map_err(|_| EditError::Unreadable)
    }

    fn clusters(&mut self) -> Result<Vec<ClusterId>, EditError> {
        let n = self.count()?;
        (0..n).map(|_| self.id().map(ClusterId)).collect()
    }

    fn images(&mut self) -> Result<Vec<ImageId>, EditError> {
        let n = self.count()?;
        let mut before = 0u32;
        (0..n)
            .map(|i| {
                let step = self.id()?;
                // None is written twice.
                if i > 0 && step == 0 {
                    return Err(EditError::Unreadable);
                }
                before = before.checked_add(step).ok_or(EditError::Unreadable)?;
                Ok(ImageId(before))
            })
            .collect()
    }

    fn sure(&mut self) -> Result<Vec<(ImageId, Confidence)>, EditError> {
        let images = self.images()?;
        let sure = |image| Ok((image, Confidence::from_steps(self.number()?).ok_or(EditError::Unreadable)?));
        images.into_iter().map(sure).collect()
    }
}
