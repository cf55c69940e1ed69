//! Changes by people and adopted runs, and their words. What they ask for is worked out in `draft`.

use super::labels::Labels;
pub use super::labels::Link;
use crate::ids::{ClusterId, ImageId, RunId};
use crate::text::counted;

/// Most parts that a cluster is split into at once.
pub const MOST_PARTS: usize = 8;
/// Colours that a cluster can be given by hand.
pub const N_COLOURS: u8 = 12;

/// One change to labels: one undo step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Takes the clusters of a run; images that a person placed or confirmed stay.
    AdoptRun {
        /// Which run.
        run: RunId,
        /// The run's own cluster numbers to clusters here, old or new; several may go to one.
        mapping: Vec<(u32, ClusterId)>,
        /// The clusters that come first in the list, in their order: that of a first guess that people saw. The others follow,
        /// largest first.
        order: Vec<ClusterId>,
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
        /// The cluster that remains.
        into: ClusterId,
        /// The clusters that become part of it.
        from: Vec<ClusterId>,
    },
    /// Puts images into a cluster, or takes them out of all.
    Move {
        /// Which images.
        images: Vec<ImageId>,
        /// The cluster that they go to; None: into no cluster.
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
        /// True confirms them, false takes confirmations back.
        is_confirmed: bool,
    },
    /// Makes new clusters of some of a cluster's members; what is in no part stays.
    Split {
        /// Which cluster.
        cluster: ClusterId,
        /// Id, name (empty: automatic) and members of each new cluster.
        parts: Vec<(ClusterId, String, Vec<ImageId>)>,
        /// Those of the parts, and of the cluster itself, all of whose images a person confirmed with the split. What was
        /// decided of the whole is no decision about the other parts. None: who decided about each image stays known, as
        /// programs before did.
        confirmed: Option<Vec<ClusterId>>,
    },
    /// Says that images are not of a cluster: they leave it, and no run or refinement brings them back.
    Reject {
        /// The cluster that the images are not of.
        cluster: ClusterId,
        /// Which images.
        images: Vec<ImageId>,
    },
    /// A person looked at one image of a cluster and answered.
    Judge {
        /// The cluster that it was in.
        cluster: ClusterId,
        /// Which image.
        image: ImageId,
        /// The answer.
        answer: Answer,
        /// It came from the cluster's random sample, so the answer counts towards its purity.
        is_sample: bool,
    },
    /// Says that two images are of one class, or of two; None forgets what was said.
    Link {
        /// The pair of images.
        images: [ImageId; 2],
        /// The constraint; None takes it back.
        link: Option<Link>,
    },
    /// Puts clusters under a common heading; an empty name takes them out of theirs.
    Group {
        /// The heading that they go under.
        name: String,
        /// Which clusters.
        clusters: Vec<ClusterId>,
    },
    /// Gives a cluster a colour, a key, a note or a cover.
    Mark {
        /// Which cluster.
        cluster: ClusterId,
        /// The mark.
        mark: Mark,
    },
    /// A person looked at images of the random samples of clusters and answered for all of them at once.
    JudgeSample {
        /// Answers, an entry a cluster.
        answers: Vec<SampleAnswers>,
    },
    /// A person looked at some images of one cluster at a glance, chosen for their doubt and not at random, and answered for all of
    /// them at once: it says nothing of the cluster's purity.
    JudgeSheet {
        /// The answers.
        answers: SampleAnswers,
    },
    /// Puts images that came after the adopted run into its clusters, by machine. What a person decided about, and what is in
    /// a cluster already, stays as it is.
    Place {
        /// Those that fit a cluster: into which, and how probable it is.
        images: Vec<(ImageId, ClusterId, Confidence)>,
        /// Those that fit none, with the probability of the likeliest: they stay in no cluster, and it is known that they were
        /// looked at.
        unplaced: Vec<(ImageId, Confidence)>,
    },
    /// Says of which classes images are, whatever was said of them before.
    Label {
        /// The classes.
        classes: Vec<LabelledClass>,
    },
}

/// A probability in steps of 1/10,000, never zero: the same number whenever the journal is read, and another one than that of an
/// image that nobody looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Confidence(u16);

impl Confidence {
    /// Steps into which a confidence of 1 is divided.
    const STEPS: u16 = 10_000;

    /// The step that is nearest to a probability.
    #[must_use]
    pub fn of(probability: f32) -> Self {
        let steps = (probability * f32::from(Self::STEPS)).round();
        Self((if steps.is_nan() { 0.0 } else { steps }).clamp(1.0, f32::from(Self::STEPS)) as u16)
    }

    /// The confidence, 0 to 1.
    #[must_use]
    pub fn get(self) -> f32 {
        f32::from(self.0) / f32::from(Self::STEPS)
    }

    pub(super) fn steps(self) -> u16 {
        self.0
    }

    pub(super) fn from_steps(steps: u64) -> Option<Self> {
        u16::try_from(steps).ok().filter(|steps| (1..=Self::STEPS).contains(steps)).map(Self)
    }
}

/// Images that a person said are of one class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelledClass {
    /// A cluster that is there, or a new one's id: [`Labels::next_cluster_id`] and on.
    pub cluster: ClusterId,
    /// What a new one is called; one that is there keeps its name.
    pub name: String,
    /// Its images, each in one class alone: confirmed.
    pub images: Vec<ImageId>,
}

/// What a person said of several images of one cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SampleAnswers {
    /// The cluster that they are in.
    pub cluster: ClusterId,
    /// Images that belong there: they are confirmed.
    pub right: Vec<ImageId>,
    /// Images that do not belong there: they are rejected.
    pub wrong: Vec<ImageId>,
}

/// What a person says of one image of a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The image belongs there.
    Right,
    /// The image does not belong there.
    Wrong,
    /// It belongs to this other cluster.
    Other(ClusterId),
    /// It belongs in no class.
    Junk,
}

/// What tells a cluster apart beside its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// One of [`N_COLOURS`] colours; None: the automatic one.
    Colour(Option<u8>),
    /// The key 1 to 9 that puts images into it; it is taken from whatever cluster had it. None: no key.
    HotKey(Option<u8>),
    /// Words for whoever labels; empty removes them.
    Note(String),
    /// The member that stands for it; None: the surest one.
    Cover(Option<ImageId>),
}

/// What a change is about, as far as a picture of it can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// The first of the images that it names.
    Image(ImageId),
    /// A cluster.
    Cluster(ClusterId),
    /// All images.
    Everything,
}

/// A change that can not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// Not there, or not any more.
    #[error("there is no group of id {0}; it may have been merged")]
    UnknownCluster(ClusterId),
    /// A run without a result.
    #[error("result {0} has no groups that could be taken")]
    UnknownRun(RunId),
    /// The id is taken.
    #[error("a group of id {0} is there already")]
    ClusterExists(ClusterId),
    /// A part of a split that is no part.
    #[error("a split needs one to seven new parts, each with images of the group and none with all of them")]
    NoParts,
    /// A key or colour that there is not.
    #[error("{0} is out of range: keys go from 1 to 9, colours from 1 to {N_COLOURS}")]
    OutOfRange(u8),
    /// A link of an image with itself.
    #[error("an image can only be linked with another one")]
    LinkedWithItself,
    /// The image is elsewhere by now.
    #[error("that image is not in the group of id {0} any more")]
    NotThere(ClusterId),
    /// Two answers about one image.
    #[error("there are two answers about one image")]
    AnsweredTwice,
    /// Beyond the last change.
    #[error("there is no such point in the history; it goes from 0 to {0}")]
    NoSuchPoint(usize),
    /// It would change nothing.
    #[error("that would change nothing")]
    NothingToDo,
    /// A journal entry that this program does not understand.
    #[error("the journal holds an entry that this version does not know; a newer Gleaner may have written it")]
    Unreadable,
}

fn is_or_are(n: usize) -> &'static str {
    if n == 1 { "is" } else { "are" }
}

impl Edit {
    /// Whether a run can learn from it: it says where images belong or do not, and not only what clusters are called or which
    /// images are junk.
    #[must_use]
    pub fn is_lesson(&self) -> bool {
        match self {
            Self::Move { to, .. } => to.is_some(),
            Self::NewCluster { images, .. } => !images.is_empty(),
            Self::Confirm { is_confirmed, .. } => *is_confirmed,
            Self::Judge { answer, .. } => *answer != Answer::Junk,
            Self::Reject { .. }
            | Self::JudgeSample { .. }
            | Self::JudgeSheet { .. }
            | Self::Link { .. }
            | Self::Label { .. } => true,
            _ => false,
        }
    }

    /// Whether a person made it: taking a run alone and placing new images are a machine's doing.
    #[must_use]
    pub fn is_by_person(&self) -> bool {
        !matches!(self, Self::AdoptRun { .. } | Self::Place { .. })
    }

    /// The images that the edit names; a run's are not among them.
    #[must_use]
    pub fn images(&self) -> Vec<ImageId> {
        match self {
            Self::Move { images, .. }
            | Self::NewCluster { images, .. }
            | Self::Junk { images }
            | Self::Confirm { images, .. }
            | Self::Reject { images, .. } => images.clone(),
            Self::Split { parts, .. } => parts.iter().flat_map(|(_, _, images)| images).copied().collect(),
            Self::Judge { image, .. } => vec![*image],
            Self::Link { images, .. } => images.to_vec(),
            Self::JudgeSample { answers } => {
                answers.iter().flat_map(|answer| answer.right.iter().chain(&answer.wrong)).copied().collect()
            }
            Self::JudgeSheet { answers } => answers.right.iter().chain(&answers.wrong).copied().collect(),
            Self::Place { images, unplaced } => {
                images.iter().map(|(image, ..)| *image).chain(unplaced.iter().map(|(image, _)| *image)).collect()
            }
            Self::Label { classes } => classes.iter().flat_map(|class| &class.images).copied().collect(),
            Self::Mark { mark: Mark::Cover(cover), .. } => cover.iter().copied().collect(),
            Self::AdoptRun { .. }
            | Self::Rename { .. }
            | Self::Merge { .. }
            | Self::Group { .. }
            | Self::Mark { .. } => Vec::new(),
        }
    }

    /// What it is about.
    #[must_use]
    pub fn topic(&self) -> Topic {
        let cluster = match self {
            Self::Rename { cluster, .. } | Self::Mark { cluster, .. } | Self::Split { cluster, .. } => Some(*cluster),
            Self::Merge { into, .. } => Some(*into),
            Self::NewCluster { id, .. } => Some(*id),
            Self::Group { clusters, .. } => clusters.first().copied(),
            _ => None,
        };
        let image = || self.images().first().copied().map(Topic::Image);
        cluster.map(Topic::Cluster).or_else(image).unwrap_or(Topic::Everything)
    }

    /// What the edit does, in words, in the state before it.
    #[must_use]
    pub fn describe(&self, labels: &Labels) -> String {
        let names = labels.names();
        let name = |id: ClusterId| names.get(&id).cloned().unwrap_or_else(|| format!("group {id}"));
        match self {
            Self::AdoptRun { run, .. } => format!("Use the groups of result {run}"),
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
            Self::Move { images, to: Some(to) } => {
                format!("Move {} to {}", counted(images.len(), "image", "images"), name(*to))
            }
            Self::Move { images, to: None } => {
                format!("Take {} out of their groups", counted(images.len(), "image", "images"))
            }
            Self::NewCluster { name, images, .. } => {
                format!("New group {name} of {}", counted(images.len(), "image", "images"))
            }
            Self::Junk { images } => format!("Put {} into Junk", counted(images.len(), "image", "images")),
            Self::Confirm { images, is_confirmed: true } => {
                format!("Confirm {}", counted(images.len(), "image", "images"))
            }
            Self::Confirm { images, is_confirmed: false } => {
                format!("Unconfirm {}", counted(images.len(), "image", "images"))
            }
            Self::Split { cluster, parts, .. } => format!("Split {} into {}", name(*cluster), parts.len() + 1),
            Self::Reject { cluster, images } => {
                format!(
                    "Say that {} {} not {}",
                    counted(images.len(), "image", "images"),
                    is_or_are(images.len()),
                    name(*cluster)
                )
            }
            Self::Judge { cluster, answer: Answer::Right, .. } => format!("Confirm 1 image as {}", name(*cluster)),
            Self::Judge { cluster, answer: Answer::Wrong, .. } => format!("Say that 1 image is not {}", name(*cluster)),
            Self::Judge { cluster, answer: Answer::Other(other), .. } => {
                format!("Say that 1 image of {} is {}", name(*cluster), name(*other))
            }
            Self::Judge { cluster, answer: Answer::Junk, .. } => format!("Put 1 image of {} into Junk", name(*cluster)),
            Self::Link { link: Some(Link::Same), .. } => "Say that 2 images belong together".into(),
            Self::Link { link: Some(Link::Different), .. } => "Say that 2 images do not belong together".into(),
            Self::Link { link: None, .. } => "Forget what was said of 2 images".into(),
            Self::Group { name: group, clusters } => {
                let which: Vec<String> = clusters.iter().map(|id| name(*id)).collect();
                let which = match which.len() {
                    0..=3 => which.join(", "),
                    n => format!("{n} groups"),
                };
                match group.trim() {
                    "" => format!("Take {which} out of their heading"),
                    group => format!("Put {which} under \u{201c}{group}\u{201d}"),
                }
            }
            Self::Mark { cluster, mark: Mark::Colour(_) } => format!("Colour {}", name(*cluster)),
            Self::Mark { cluster, mark: Mark::HotKey(Some(key)) } => format!("Give {} the key {key}", name(*cluster)),
            Self::Mark { cluster, mark: Mark::HotKey(None) } => format!("Take the key from {}", name(*cluster)),
            Self::Mark { cluster, mark: Mark::Note(_) } => format!("Note on {}", name(*cluster)),
            Self::Mark { cluster, mark: Mark::Cover(Some(_)) } => format!("Choose the cover of {}", name(*cluster)),
            Self::Mark { cluster, mark: Mark::Cover(None) } => {
                format!("Go back to the automatic cover of {}", name(*cluster))
            }
            Self::JudgeSample { answers } => {
                let n_right: usize = answers.iter().map(|cluster| cluster.right.len()).sum();
                let n_wrong: usize = answers.iter().map(|cluster| cluster.wrong.len()).sum();
                let which = match &answers[..] {
                    [one] => name(one.cluster),
                    several => format!("{} groups", several.len()),
                };
                format!(
                    "Review {} of {which}: {n_right} right, {n_wrong} wrong",
                    counted(n_right + n_wrong, "image", "images")
                )
            }
            Self::JudgeSheet { answers: SampleAnswers { cluster, right, wrong } } => format!(
                "Look through {} of {}: {} right, {} wrong",
                counted(right.len() + wrong.len(), "image", "images"),
                name(*cluster),
                right.len(),
                wrong.len()
            ),
            Self::Place { images, unplaced } if images.is_empty() => match unplaced.len() {
                1 => "Find no group for 1 new image".into(),
                n => format!("Find no group for {n} new images"),
            },
            Self::Place { images, .. } => match images.len() {
                1 => "Place 1 new image".into(),
                n => format!("Place {n} new images"),
            },
            Self::Label { classes } => {
                let n_images = classes.iter().map(|class| class.images.len()).sum();
                let name = |class: &LabelledClass| match names.get(&class.cluster) {
                    Some(name) => name.clone(),
                    None => class.name.trim().to_owned(),
                };
                let which = match classes.len() {
                    0..=3 => classes.iter().map(name).collect::<Vec<_>>().join(", "),
                    n => format!("{n} classes"),
                };
                format!("Label {} as {which}", counted(n_images, "image", "images"))
            }
        }
    }
}
