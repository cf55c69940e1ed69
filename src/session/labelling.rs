//! Labels that can be taken from elsewhere: of which classes the images are by their folders or by a table, and what taking
//! these classes would change.
//!
//! It changes nothing: what is chosen becomes an [`EditRequest`]. The window and the command line both go by a [`Proposal`].

use super::SessionError;
use super::evaluation::TrueLabels;
use super::names::{ImageNames, NoImage, compared, told_by_line};
use super::protocol::{EditRequest, ImageLabel, LabelSource, Snapshot};
use super::read_only::ReadOnly;
use super::said::Said;
use super::worker::counted;
use crate::curation::edit::{Edit, LabelledClass};
use crate::curation::labels::Labels;
use crate::dataset::rel_path::RelPath;
use crate::ids::{ClusterId, ImageId};
use crate::interchange::labels_in::{self, LabelLine};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// A line of a table that names no image of the project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnknownLine {
    /// Where it stands, from 1.
    pub line: usize,
    /// What it names.
    pub file: String,
    /// Why that is no image.
    pub why: String,
}

/// Images with the names of their classes.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// Names have no spaces around them and are in one Unicode form.
    pub labels: Vec<(ImageId, String)>,
    pub unknown: Vec<UnknownLine>,
    pub notes: Vec<String>,
}

/// The classes of images by their folders or by a table.
///
/// # Errors
/// Words: no image has one, the table can not be read, a name fits several images.
pub(super) fn named(snapshot: &Snapshot, from: &TrueLabels) -> Result<Named, SessionError> {
    let rows = &snapshot.images.rows;
    match from {
        TrueLabels::Folders => {
            let paths: Vec<RelPath> = rows.iter().map(|row| RelPath::parse_display(&row.path)).collect();
            let names = rows.iter().zip(labels_in::from_folders(&paths));
            let labels: Vec<_> = names.filter_map(|(row, name)| Some((row.id, compared(&name?)))).collect();
            if labels.is_empty() {
                let words = "No image lies in a folder of its class, so folder names say nothing.";
                return Err(SessionError(words.into()));
            }
            Ok(Named { labels, ..Named::default() })
        }
        TrueLabels::File(file) => {
            let lines = labels_in::read(file).map_err(|e| SessionError(e.to_string()))?;
            matched(snapshot, &lines).map_err(|why| SessionError(format!("{}: {why}.", file.display())))
        }
    }
}

fn matched(snapshot: &Snapshot, lines: &[LabelLine]) -> Result<Named, String> {
    let names: ImageNames = snapshot.image_names();
    let mut known: HashMap<ImageId, (usize, String)> = HashMap::new();
    let mut named = Named::default();
    let (mut wrong, mut n_without_folder) = (Vec::new(), 0);
    for LabelLine { line, file, label } in lines {
        let label = compared(label);
        if label.is_empty() {
            continue;
        }
        match names.find(file) {
            Err(why @ NoImage::Several { .. }) => wrong.push((*line, why.to_string())),
            Err(why) => {
                n_without_folder += usize::from(matches!(why, NoImage::WithoutFolder { .. }));
                named.unknown.push(UnknownLine { line: *line, file: file.clone(), why: why.to_string() });
            }
            Ok(image) => match known.get(&image) {
                Some((first, other)) if *other != label => {
                    let why = format!("it calls {file} \"{label}\", but line {first} calls that image \"{other}\"");
                    wrong.push((*line, why));
                }
                Some(_) => (),
                None => {
                    known.insert(image, (*line, label.clone()));
                    named.labels.push((image, label));
                }
            },
        }
    }
    if !wrong.is_empty() {
        return Err(told_by_line(wrong));
    }
    let told = || told_by_line(named.unknown.iter().map(|unknown| (unknown.line, unknown.why.clone())).collect());
    match &named.unknown[..] {
        [] if named.labels.is_empty() => return Err("it holds no labels".to_owned()),
        [] => (),
        [first, ..] if named.labels.is_empty() && 2 * n_without_folder >= named.unknown.len() => {
            return Err(format!(
                "the table names files without their folders (line {}: {}); give paths relative to the photo folder",
                first.line, first.file
            ));
        }
        _ if named.labels.is_empty() => {
            let folder = snapshot.project.as_ref().map_or(Path::new(""), |project| &project.folder);
            return Err(format!(
                "no line names an image of this project; paths are relative to the photo folder {} ({})",
                folder.display(),
                told()
            ));
        }
        unknown => {
            let n = counted(unknown.len(), "label in the file has", "labels in the file have");
            named.notes.push(format!("{n} no image here: {}.", told()));
        }
    }
    Ok(named)
}

/// Classes that can be taken.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proposal {
    /// By name.
    pub classes: Vec<ProposedClass>,
    /// Images of no class: they lie in no folder, or the table says nothing of them.
    pub n_without: usize,
    /// Lines of the table without an image.
    pub unknown: Vec<UnknownLine>,
    /// What a person should know.
    pub notes: Vec<String>,
}

/// One class of a [`Proposal`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProposedClass {
    /// Its name.
    pub name: String,
    /// Its images.
    pub images: Vec<ImageId>,
    /// Why it is left out unless it is asked for by name: the folder is one of what nobody sorted.
    pub unsorted: Option<&'static str>,
    /// The cluster of that name; None: a new one.
    pub cluster: Option<ClusterId>,
    /// Images of which a person said something else before.
    pub n_changed: usize,
    /// Images that a person confirmed there already.
    pub n_unchanged: usize,
}

/// What is taken of a [`Proposal`], and what is not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chosen<'a> {
    /// What is taken.
    pub taken: Vec<&'a ProposedClass>,
    /// What is not, and why: "a date".
    pub left_out: Vec<(&'a ProposedClass, &'static str)>,
}

impl ReadOnly {
    /// The classes that can be taken from folder names or from a table.
    ///
    /// # Errors
    /// Words: there are none, the table can not be read, two clusters have the name of a class.
    pub fn proposal(&self, from: &TrueLabels) -> Result<Proposal, SessionError> {
        Proposal::read(&self.snapshot, &Said::beside_labels(self.open.history.labels()), from)
    }
}

impl Proposal {
    /// What folder names or a table say of the images of a snapshot.
    pub(super) fn read(snapshot: &Snapshot, said: &Said, from: &TrueLabels) -> Result<Self, SessionError> {
        let Named { labels, unknown, notes } = named(snapshot, from)?;
        let n_without = snapshot.images.rows.len() - labels.len();
        let mut by_name: BTreeMap<String, Vec<ImageId>> = BTreeMap::new();
        for (image, name) in labels {
            by_name.entry(name).or_default().push(image);
        }
        let called = Called::new(snapshot.clusters.iter().map(|c| (c.id, c.name.as_str(), c.is_named)));
        let class = |(name, images): (String, Vec<ImageId>)| {
            let cluster = called.find(&name)?;
            let (mut n_changed, mut n_unchanged) = (0, 0);
            for image in &images {
                let label = snapshot.label(*image).copied().unwrap_or_default();
                let is_rejected = cluster.is_some_and(|id| said.is_rejected(*image, id));
                let is_there = label.cluster.is_some() && label.cluster == cluster;
                n_changed += usize::from(is_rejected || (is_by_person(label) && !is_there));
                n_unchanged += usize::from(is_there && label.source == LabelSource::Confirmed);
            }
            let unsorted = if *from == TrueLabels::Folders { labels_in::unsorted(&name) } else { None };
            Ok(ProposedClass { name, images, unsorted, cluster, n_changed, n_unchanged })
        };
        let classes = by_name.into_iter().map(class).collect::<Result<_, SessionError>>()?;
        Ok(Self { classes, n_without, unknown, notes })
    }

    /// Takes the classes that `is_taken` says; why not the others is what `unsorted` says, or that they were not asked for.
    pub fn choose(&self, is_taken: impl Fn(&ProposedClass) -> bool) -> Chosen<'_> {
        let (taken, others): (Vec<_>, Vec<_>) = self.classes.iter().partition(|class| is_taken(class));
        let left_out = others.into_iter().map(|class| (class, class.unsorted.unwrap_or("not asked for"))).collect();
        Chosen { taken, left_out }
    }

    /// Takes the classes in `only` (none: all that are not evidently unsorted) but for those in `except`. Each text is the name of
    /// a class or several with commas between them.
    ///
    /// # Errors
    /// Words: there is no such class.
    pub fn choose_named(&self, only: &[String], except: &[String]) -> Result<Chosen<'_>, SessionError> {
        let (only, except) = (self.places(only)?, self.places(except)?);
        let is_taken = |class: &ProposedClass| {
            let is_in = |names: &[&str]| names.contains(&class.name.as_str());
            let is_wanted = if only.is_empty() { class.unsorted.is_none() } else { is_in(&only) };
            is_wanted && !is_in(&except)
        };
        Ok(self.choose(is_taken))
    }

    fn places(&self, texts: &[String]) -> Result<Vec<&str>, SessionError> {
        let find = |name: &str| {
            let name = compared(name);
            self.classes.iter().map(|class| class.name.as_str()).find(|class| *class == name)
        };
        let mut found = Vec::new();
        for text in texts {
            // A name may have a comma in it.
            if let Some(class) = find(text) {
                found.push(class);
                continue;
            }
            for name in text.split(',').filter(|name| !name.trim().is_empty()) {
                found.push(find(name).ok_or_else(|| self.no_class(name.trim()))?);
            }
        }
        Ok(found)
    }

    fn no_class(&self, name: &str) -> SessionError {
        let names: Vec<&str> = self.classes.iter().take(12).map(|class| class.name.as_str()).collect();
        let more = self.classes.len() - names.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        SessionError(format!("There is no class {name:?}; there are {}{more}.", names.join(", ")))
    }
}

impl Chosen<'_> {
    /// Images of all classes that are taken.
    #[must_use]
    pub fn n_images(&self) -> usize {
        self.taken.iter().map(|class| class.images.len()).sum()
    }

    /// Those of which a person said something else before.
    #[must_use]
    pub fn n_changed(&self) -> usize {
        self.taken.iter().map(|class| class.n_changed).sum()
    }

    /// Those that a person confirmed there already.
    #[must_use]
    pub fn n_unchanged(&self) -> usize {
        self.taken.iter().map(|class| class.n_unchanged).sum()
    }

    /// Classes that no cluster has the name of.
    #[must_use]
    pub fn n_new(&self) -> usize {
        self.taken.iter().filter(|class| class.cluster.is_none()).count()
    }

    /// Whether taking them would change anything.
    #[must_use]
    pub fn is_change(&self) -> bool {
        self.n_images() > self.n_unchanged() || self.n_changed() > 0
    }

    /// What taking them does: "32 images in 4 classes, 2 of them new. 3 images that you had decided otherwise change."
    #[must_use]
    pub fn words(&self) -> String {
        let n = self.n_images();
        let images = counted(n, "image", "images");
        let mut words = format!("{images} in {}", counted(self.taken.len(), "class", "classes"));
        match self.n_new() {
            0 => (),
            new if new == self.taken.len() => words += ", all new",
            new => words += &format!(", {new} of them new"),
        }
        words.push('.');
        if self.n_unchanged() > 0 {
            let unchanged = counted(self.n_unchanged(), "image was", "images were");
            words += &format!(" {unchanged} confirmed there already.");
        }
        if self.n_changed() > 0 {
            let changed = counted(self.n_changed(), "image", "images");
            words += &format!(" {changed} that you had decided otherwise: what is taken now counts.");
        }
        words
    }

    /// The change that takes them.
    #[must_use]
    pub fn request(&self) -> EditRequest {
        let class = |class: &&ProposedClass| (class.name.clone(), class.images.clone());
        EditRequest::Label { classes: self.taken.iter().map(class).collect() }
    }
}

fn is_by_person(label: ImageLabel) -> bool {
    label.is_junk || label.source != LabelSource::Machine
}

/// Clusters by the names that are shown, as names of classes are compared.
pub(super) struct Called(HashMap<String, Vec<(ClusterId, bool)>>);

impl Called {
    /// By id, name and whether a person gave the name.
    pub fn new<'a>(clusters: impl Iterator<Item = (ClusterId, &'a str, bool)>) -> Self {
        let mut called: HashMap<String, Vec<(ClusterId, bool)>> = HashMap::new();
        for (id, name, is_named) in clusters {
            called.entry(compared(name)).or_default().push((id, is_named));
        }
        Self(called)
    }

    /// The cluster that a class goes to; a name that a person gave goes before the same one that a cluster has by itself.
    pub fn find(&self, name: &str) -> Result<Option<ClusterId>, SessionError> {
        let Some(clusters) = self.0.get(&compared(name)) else { return Ok(None) };
        let named: Vec<ClusterId> = clusters.iter().filter(|(_, is_named)| *is_named).map(|(id, _)| *id).collect();
        match &named[..] {
            [] => Ok(clusters.first().map(|(id, _)| *id)),
            [id] => Ok(Some(*id)),
            several => {
                let ids = several.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                Err(SessionError(format!(
                    "Several clusters are called {name:?} ({ids}), so nobody knows which one the class is: merge them, or \
                     rename all but one."
                )))
            }
        }
    }
}

/// The edit that takes classes: ids of new clusters are given here.
///
/// # Errors
/// Words: several clusters have the name of a class.
pub(super) fn edit(labels: &Labels, classes: Vec<(String, Vec<ImageId>)>) -> Result<Edit, SessionError> {
    let names: Vec<(ClusterId, String, bool)> =
        labels.clusters().map(|c| (c.id, c.display_name(), c.about.name.is_some())).collect();
    let called = Called::new(names.iter().map(|(id, name, is_named)| (*id, name.as_str(), *is_named)));
    let mut next = labels.next_cluster_id();
    let mut made: BTreeMap<String, ClusterId> = BTreeMap::new();
    let mut class = |(name, images): (String, Vec<ImageId>)| {
        let cluster = called.find(&name)?.unwrap_or_else(|| {
            *made.entry(compared(&name)).or_insert_with(|| {
                let id = next;
                next.0 += 1;
                id
            })
        });
        Ok(LabelledClass { cluster, name, images })
    };
    let classes = classes.into_iter().filter(|(_, images)| !images.is_empty());
    Ok(Edit::Label { classes: classes.map(&mut class).collect::<Result<_, SessionError>>()? })
}
