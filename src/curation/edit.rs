//! Changes by people and adopted runs, and their words. What they ask for is worked out in `draft`.

use super::labels::Labels;
pub use super::labels::Link;
use crate::ids::{ClusterId, ImageId, RunId};
use crate::strings::{Told, say, told};
use std::cell::LazyCell;

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
    #[error("{}", say!("edit-unknown-group", group = .0.0))]
    UnknownCluster(ClusterId),
    /// A run without a result.
    #[error("{}", say!("edit-unknown-run", run = .0.0))]
    UnknownRun(RunId),
    /// The id is taken.
    #[error("{}", say!("edit-group-exists", group = .0.0))]
    ClusterExists(ClusterId),
    /// A part of a split that is no part.
    #[error("{}", say!("edit-no-parts"))]
    NoParts,
    /// A key or colour that there is not.
    #[error("{}", say!("edit-out-of-range", n = *.0, colours = N_COLOURS))]
    OutOfRange(u8),
    /// A link of an image with itself.
    #[error("{}", say!("edit-linked-with-itself"))]
    LinkedWithItself,
    /// The image is elsewhere by now.
    #[error("{}", say!("edit-not-there", group = .0.0))]
    NotThere(ClusterId),
    /// Two answers about one image.
    #[error("{}", say!("edit-answered-twice"))]
    AnsweredTwice,
    /// Beyond the last change.
    #[error("{}", say!("edit-no-such-point", last = *.0))]
    NoSuchPoint(usize),
    /// It would change nothing.
    #[error("{}", say!("edit-nothing"))]
    NothingToDo,
    /// A journal entry that this program does not understand.
    #[error("{}", say!("edit-unreadable"))]
    Unreadable,
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

    /// Names of groups and headings that it gives.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::Rename { name, .. } | Self::NewCluster { name, .. } | Self::Group { name, .. } => vec![name],
            Self::Split { parts, .. } => parts.iter().map(|(_, name, _)| name.as_str()).collect(),
            Self::Label { classes } => classes.iter().map(|class| class.name.as_str()).collect(),
            _ => Vec::new(),
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
    pub fn describe(&self, labels: &Labels) -> Told {
        // Most changes name no group, and a journal has thousands.
        let called = LazyCell::new(|| labels.names());
        let name = |id: &ClusterId| labels.told_name(*id, &called);
        let names = |ids: &[ClusterId]| listed(ids.iter().map(name).collect());
        match self {
            Self::AdoptRun { run, .. } => told!("edit-use", run = run.0),
            Self::Rename { cluster, name: new } if new.trim().is_empty() => told!("edit-unname", group = name(cluster)),
            Self::Rename { cluster, name: new } => told!("edit-rename", group = name(cluster), name = new.trim()),
            Self::Merge { into, from } => told!("edit-merge", groups = names(from), into = name(into)),
            Self::Move { images, to: Some(to) } => told!("edit-move", n = images.len(), group = name(to)),
            Self::Move { images, to: None } => told!("edit-take-out", n = images.len()),
            Self::NewCluster { name, images, .. } => told!("edit-new-group", name = name, n = images.len()),
            Self::Junk { images } => told!("edit-junk", n = images.len()),
            Self::Confirm { images, is_confirmed: true } => told!("edit-confirm", n = images.len()),
            Self::Confirm { images, is_confirmed: false } => told!("edit-unconfirm", n = images.len()),
            Self::Split { cluster, parts, .. } => told!("edit-split", group = name(cluster), n = parts.len() + 1),
            Self::Reject { cluster, images } => told!("edit-reject", n = images.len(), group = name(cluster)),
            Self::Judge { cluster, answer: Answer::Right, .. } => told!("edit-judge-right", group = name(cluster)),
            Self::Judge { cluster, answer: Answer::Wrong, .. } => told!("edit-reject", n = 1, group = name(cluster)),
            Self::Judge { cluster, answer: Answer::Other(other), .. } => {
                told!("edit-judge-other", group = name(cluster), other = name(other))
            }
            Self::Judge { cluster, answer: Answer::Junk, .. } => told!("edit-judge-junk", group = name(cluster)),
            Self::Link { link: Some(Link::Same), .. } => told!("edit-link-same"),
            Self::Link { link: Some(Link::Different), .. } => told!("edit-link-different"),
            Self::Link { link: None, .. } => told!("edit-link-none"),
            Self::Group { name: heading, clusters } => match heading.trim() {
                "" => told!("edit-no-heading", groups = names(clusters)),
                heading => told!("edit-heading", groups = names(clusters), heading = heading),
            },
            Self::Mark { cluster, mark: Mark::Colour(_) } => told!("edit-colour", group = name(cluster)),
            Self::Mark { cluster, mark: Mark::HotKey(Some(key)) } => {
                told!("edit-key", group = name(cluster), key = *key)
            }
            Self::Mark { cluster, mark: Mark::HotKey(None) } => told!("edit-no-key", group = name(cluster)),
            Self::Mark { cluster, mark: Mark::Note(_) } => told!("edit-note", group = name(cluster)),
            Self::Mark { cluster, mark: Mark::Cover(Some(_)) } => told!("edit-cover", group = name(cluster)),
            Self::Mark { cluster, mark: Mark::Cover(None) } => told!("edit-no-cover", group = name(cluster)),
            Self::JudgeSample { answers } => {
                let right: usize = answers.iter().map(|cluster| cluster.right.len()).sum();
                let wrong: usize = answers.iter().map(|cluster| cluster.wrong.len()).sum();
                let groups: Vec<ClusterId> = answers.iter().map(|one| one.cluster).collect();
                told!("edit-review", n = right + wrong, groups = names(&groups), right = right, wrong = wrong)
            }
            Self::JudgeSheet { answers: SampleAnswers { cluster, right, wrong } } => told!(
                "edit-look-through",
                n = right.len() + wrong.len(),
                group = name(cluster),
                right = right.len(),
                wrong = wrong.len(),
            ),
            Self::Place { images, unplaced } if images.is_empty() => told!("edit-place-none", n = unplaced.len()),
            Self::Place { images, .. } => told!("edit-place", n = images.len()),
            Self::Label { classes } => {
                let n = classes.iter().map(|class| class.images.len()).sum::<usize>();
                let name = |class: &LabelledClass| match labels.cluster(class.cluster) {
                    Some(_) => name(&class.cluster),
                    None => Told::words(class.name.trim()),
                };
                told!("edit-label", n = n, groups = listed(classes.iter().map(name).collect()))
            }
        }
    }
}

/// Names of up to three, else how many there are.
fn listed(names: Vec<Told>) -> Told {
    match <[Told; 1]>::try_from(names) {
        Ok([one]) => one,
        Err(names) => match &names[..] {
            [a, b] => told!("edit-two", a = a, b = b),
            [a, b, c] => told!("edit-three", a = a, b = b, c = c),
            names => told!("count-groups", n = names.len()),
        },
    }
}
