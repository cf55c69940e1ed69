//! Changes by people and adopted runs, their words, and their bytes in the journal.
//!
//! Ids of images are sorted and stored as differences, so an edit of ten thousand neighbours takes about ten kilobytes.

use super::labels::Labels;
use crate::ids::{ClusterId, ImageId, RunId};

/// One change to labels: one undo step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Takes the clusters of a run; images that a person placed or confirmed stay.
    AdoptRun {
        /// Which run.
        run: RunId,
        /// The run's own cluster numbers to clusters here, old or new; several may go to one.
        mapping: Vec<(u32, ClusterId)>,
    },
    /// Names a cluster; an empty name returns to the automatic one.
    Rename {
        /// Which cluster.
        cluster: ClusterId,
        /// The name.
        name: String,
    },
    /// Makes several clusters one: the first keeps its id and name, or takes the only name among the others.
    Merge {
        /// What remains.
        into: ClusterId,
        /// What goes.
        from: Vec<ClusterId>,
    },
    /// Puts images into a cluster, or takes them out of all.
    Move {
        /// Which images.
        images: Vec<ImageId>,
        /// Where to.
        to: Option<ClusterId>,
    },
    /// Makes a cluster of these images.
    NewCluster {
        /// [`Labels::next_cluster_id`].
        id: ClusterId,
        /// Its name.
        name: String,
        /// Its members.
        images: Vec<ImageId>,
    },
    /// Puts images on the shelf of what belongs in no class.
    Junk {
        /// Which images.
        images: Vec<ImageId>,
    },
    /// Says that images are where they belong, or no longer says so.
    Confirm {
        /// Which images.
        images: Vec<ImageId>,
        /// Set or clear.
        is_confirmed: bool,
    },
}

/// A change that can not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// Not there, or not any more.
    #[error("there is no cluster {0}; it may have been merged")]
    UnknownCluster(ClusterId),
    /// No result.
    #[error("run {0} has no clusters that could be taken")]
    UnknownRun(RunId),
    /// The id is taken.
    #[error("cluster {0} is there already")]
    ClusterExists(ClusterId),
    /// It would change nothing.
    #[error("that would change nothing")]
    NothingToDo,
    /// A journal entry that this program does not understand.
    #[error("the journal holds an entry that this version does not know; a newer Gleaner may have written it")]
    Unreadable,
}

fn counted(n: usize) -> String {
    if n == 1 { "1 image".into() } else { format!("{n} images") }
}

impl Edit {
    /// What the edit does, in words, in the state before it.
    #[must_use]
    pub fn describe(&self, labels: &Labels) -> String {
        let name = |id: ClusterId| labels.cluster(id).map_or_else(|| format!("Cluster {id}"), |c| c.display_name());
        match self {
            Self::AdoptRun { run, .. } => format!("Use the clusters of run {run}"),
            Self::Rename { cluster, name: new } if new.trim().is_empty() => {
                format!("Remove the name {}", name(*cluster))
            }
            Self::Rename { cluster, name: new } => {
                format!("Rename {} to \u{201c}{}\u{201d}", name(*cluster), new.trim())
            }
            Self::Merge { into, from } => {
                let from: Vec<String> = from.iter().map(|id| name(*id)).collect();
                format!("Merge {} into {}", from.join(", "), name(*into))
            }
            Self::Move { images, to: Some(to) } => format!("Move {} to {}", counted(images.len()), name(*to)),
            Self::Move { images, to: None } => format!("Take {} out of their clusters", counted(images.len())),
            Self::NewCluster { name, images, .. } => format!("New cluster {name} of {}", counted(images.len())),
            Self::Junk { images } => format!("Put {} into Junk", counted(images.len())),
            Self::Confirm { images, is_confirmed: true } => format!("Confirm {}", counted(images.len())),
            Self::Confirm { images, is_confirmed: false } => format!("Unconfirm {}", counted(images.len())),
        }
    }

    /// For the journal.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        match self {
            Self::AdoptRun { run, mapping } => {
                out.push(1);
                put(&mut out, u64::from(run.0));
                put(&mut out, mapping.len() as u64);
                for (number, id) in mapping {
                    put(&mut out, u64::from(*number));
                    put(&mut out, u64::from(id.0));
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
                put(&mut out, from.len() as u64);
                for id in from {
                    put(&mut out, u64::from(id.0));
                }
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
        }
        out
    }

    /// From the journal; sets of images come back sorted.
    ///
    /// # Errors
    /// [`EditError::Unreadable`] for bytes that no version up to this one wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, EditError> {
        let mut from = Reader(bytes);
        let edit = match from.byte()? {
            1 => {
                let run = RunId(from.id()?);
                let n = from.count()?;
                let mapping =
                    (0..n).map(|_| Ok((from.id()?, ClusterId(from.id()?)))).collect::<Result<_, EditError>>()?;
                Self::AdoptRun { run, mapping }
            }
            2 => Self::Rename { cluster: ClusterId(from.id()?), name: from.text()? },
            3 => {
                let into = ClusterId(from.id()?);
                let n = from.count()?;
                Self::Merge { into, from: (0..n).map(|_| from.id().map(ClusterId)).collect::<Result<_, _>>()? }
            }
            4 => {
                let to = from.number()?.checked_sub(1).map(u32::try_from).transpose();
                Self::Move { to: to.map_err(|_| EditError::Unreadable)?.map(ClusterId), images: from.images()? }
            }
            5 => Self::NewCluster { id: ClusterId(from.id()?), name: from.text()?, images: from.images()? },
            6 => Self::Confirm { is_confirmed: from.byte()? != 0, images: from.images()? },
            7 => Self::Junk { images: from.images()? },
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

    fn images(&mut self) -> Result<Vec<ImageId>, EditError> {
        let n = self.count()?;
        let mut before = 0u32;
        (0..n)
            .map(|_| {
                before = before.checked_add(self.id()?).ok_or(EditError::Unreadable)?;
                Ok(ImageId(before))
            })
            .collect()
    }
}
