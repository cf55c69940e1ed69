//! Labels that can be taken from elsewhere: of which classes the images are by their folders or by a table, and what taking
//! these classes would change.
//!
//! It changes nothing: what is chosen becomes a [`Change`]. The window and the command line both go by a [`Proposal`].

use super::names::{ImageNames, NoImage, compared, told_by_line};
use super::true_labels::TrueLabels;
use crate::curation::edit::{Edit, LabelledClass};
use crate::curation::labels::Labels;
use crate::dataset::rel_path::RelPath;
use crate::ids::{ClusterId, ImageId};
use crate::interchange::labels_in::{self, LabelLine};
use crate::session::SessionError;
use crate::session::project::said::Said;
use crate::session::protocol::{Change, ImageLabel, LabelSource, Snapshot};
use crate::strings::{Told, told};
use crate::text::same_name;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// A line of a table that names no image of the project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnknownLine {
    /// Where it stands, from 1.
    pub line: usize,
    /// The file that it names.
    pub file: String,
    /// Why that is no image.
    pub why: Told,
}

/// Images with the names of their classes.
#[derive(Debug, Default)]
pub(in crate::session) struct Named {
    /// Names have no spaces around them and are in one Unicode form.
    pub labels: Vec<(ImageId, String)>,
    pub unknown: Vec<UnknownLine>,
    pub notes: Vec<Told>,
}

/// The classes of images by their folders or by a table.
///
/// # Errors
/// Words: no image has one, the table can not be read, a name fits several images.
pub(in crate::session) fn named(snapshot: &Snapshot, from: &TrueLabels) -> Result<Named, SessionError> {
    let rows = &snapshot.images.rows;
    match from {
        TrueLabels::Folders => {
            let paths: Vec<RelPath> = rows.iter().map(|row| RelPath::parse_display(&row.path)).collect();
            let names = rows.iter().zip(labels_in::from_folders(&paths));
            let labels: Vec<_> = names.filter_map(|(row, name)| Some((row.id, compared(&name?)))).collect();
            if labels.is_empty() {
                return Err(SessionError::Words(told!("labels-no-folders")));
            }
            Ok(Named { labels, ..Named::default() })
        }
        TrueLabels::File(file) => {
            let lines = labels_in::read(file).map_err(|e| SessionError::Words(Told::of(e)))?;
            matched(snapshot, &lines)
                .map_err(|why| SessionError::Words(told!("labels-in", path = file.display().to_string(), why = why)))
        }
    }
}

fn matched(snapshot: &Snapshot, lines: &[LabelLine]) -> Result<Named, Told> {
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
            Err(why @ NoImage::Several { .. }) => wrong.push((*line, Told::of(why))),
            Err(why) => {
                n_without_folder += usize::from(matches!(why, NoImage::WithoutFolder { .. }));
                named.unknown.push(UnknownLine { line: *line, file: file.clone(), why: Told::of(why) });
            }
            Ok(image) => match known.get(&image) {
                Some((first, other)) if *other != label => {
                    let why = told!("labels-two-names", file = file, label = &label, first = *first, other = other);
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
    let lines = || told_by_line(named.unknown.iter().map(|unknown| (unknown.line, unknown.why.clone())).collect());
    match &named.unknown[..] {
        [] if named.labels.is_empty() => return Err(told!("labels-none-held")),
        [] => (),
        [first, ..] if named.labels.is_empty() && 2 * n_without_folder >= named.unknown.len() => {
            return Err(told!("labels-no-folder-in-names", line = first.line, file = &first.file));
        }
        _ if named.labels.is_empty() => {
            let folder = snapshot.project.as_ref().map_or(Path::new(""), |project| &project.folder);
            return Err(told!("labels-of-other-images", folder = folder.display().to_string(), lines = lines()));
        }
        unknown => {
            let note = told!("labels-unknown", n = unknown.len(), lines = lines());
            named.notes.push(note);
        }
    }
    Ok(named)
}

/// Classes that can be taken.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proposal {
    /// Classes, by name.
    pub classes: Vec<ProposedClass>,
    /// Images of no class: they lie in no folder, or the table says nothing of them.
    pub n_without: usize,
    /// Lines of the table without an image.
    pub unknown: Vec<UnknownLine>,
    /// What a person should know.
    pub notes: Vec<Told>,
}

/// One class of a [`Proposal`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProposedClass {
    /// Its name.
    pub name: String,
    /// Its images.
    pub images: Vec<ImageId>,
    /// Why it is left out unless it is asked for by name: the folder is one of what nobody sorted.
    pub unsorted: Option<Told>,
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
    /// Classes that are taken.
    pub taken: Vec<&'a ProposedClass>,
    /// What is not, and why: "a date".
    pub left_out: Vec<(&'a ProposedClass, Told)>,
}

impl Proposal {
    /// What folder names or a table say of the images of a snapshot.
    pub(in crate::session) fn read(snapshot: &Snapshot, said: &Said, from: &TrueLabels) -> Result<Self, SessionError> {
        let Named { labels, unknown, notes } = named(snapshot, from)?;
        let n_without = snapshot.images.rows.len() - labels.len();
        let mut by_name: BTreeMap<String, Vec<ImageId>> = BTreeMap::new();
        for (image, name) in labels {
            by_name.entry(name).or_default().push(image);
        }
        let called = Called::new(snapshot.clusters.iter().map(|c| (c.id, c.name.as_str())));
        let class = |(name, images): (String, Vec<ImageId>)| {
            let cluster = called.find(&name);
            let (mut n_changed, mut n_unchanged) = (0, 0);
            for image in &images {
                let label = snapshot.label(*image).copied().unwrap_or_default();
                let is_rejected = cluster.is_some_and(|id| said.is_rejected(*image, id));
                let is_there = label.cluster.is_some() && label.cluster == cluster;
                n_changed += usize::from(is_rejected || (is_by_person(label) && !is_there));
                n_unchanged += usize::from(is_there && label.source == LabelSource::Confirmed);
            }
            let unsorted = if *from == TrueLabels::Folders { labels_in::unsorted(&name) } else { None };
            ProposedClass { name, images, unsorted, cluster, n_changed, n_unchanged }
        };
        let classes = by_name.into_iter().map(class).collect();
        Ok(Self { classes, n_without, unknown, notes })
    }

    /// Takes the classes that `is_taken` says; why not the others is what `unsorted` says, or that they were not asked for.
    pub fn choose(&self, is_taken: impl Fn(&ProposedClass) -> bool) -> Chosen<'_> {
        let (taken, others): (Vec<_>, Vec<_>) = self.classes.iter().partition(|class| is_taken(class));
        let why = |class: &ProposedClass| class.unsorted.clone().unwrap_or_else(|| told!("labels-not-asked"));
        let left_out = others.into_iter().map(|class| (class, why(class))).collect();
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
        let names = match more {
            0 => Told::words(names.join(", ")),
            more => told!("checkup-and-more", names = names.join(", "), n = more),
        };
        SessionError::NoSuch(told!("labels-no-class", name = format!("{name:?}"), names = names))
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

    /// What taking them does: "32 images in 4 classes, 2 of them new. 3 images that you had decided otherwise are changed."
    #[must_use]
    pub fn words(&self) -> Told {
        let (n, n_classes) = (self.n_images(), self.taken.len());
        let mut all = vec![match self.n_new() {
            0 => told!("labels-takes", n = n, classes = n_classes),
            new if new == n_classes => told!("labels-takes-all-new", n = n, classes = n_classes),
            new => told!("labels-takes-new", n = n, classes = n_classes, new = new),
        }];
        if self.n_unchanged() > 0 {
            all.push(told!("labels-takes-unchanged", n = self.n_unchanged()));
        }
        if self.n_changed() > 0 {
            all.push(told!("labels-takes-changed", n = self.n_changed()));
        }
        Told::sentences(all)
    }

    /// The change that takes them.
    #[must_use]
    pub fn change(&self) -> Change {
        let class = |class: &&ProposedClass| (class.name.clone(), class.images.clone());
        Change::Label { classes: self.taken.iter().map(class).collect() }
    }
}

fn is_by_person(label: ImageLabel) -> bool {
    label.is_junk || label.source != LabelSource::Machine
}

/// Clusters by what they are called, however that is written.
struct Called(HashMap<String, ClusterId>);

impl Called {
    fn new<'a>(clusters: impl Iterator<Item = (ClusterId, &'a str)>) -> Self {
        Self(clusters.map(|(id, name)| (same_name(name), id)).collect())
    }

    /// The cluster that a class goes to.
    fn find(&self, name: &str) -> Option<ClusterId> {
        self.0.get(&same_name(name)).copied()
    }
}

/// The edit that takes classes: ids of new clusters are given here.
pub(in crate::session) fn edit(labels: &Labels, classes: Vec<(String, Vec<ImageId>)>) -> Edit {
    let names = labels.names();
    let called = Called::new(names.iter().map(|(id, name)| (*id, name.as_str())));
    let mut next = labels.next_cluster_id();
    let mut made: BTreeMap<String, ClusterId> = BTreeMap::new();
    let mut class = |(name, images): (String, Vec<ImageId>)| {
        let cluster = called.find(&name).unwrap_or_else(|| {
            *made.entry(same_name(&name)).or_insert_with(|| {
                let id = next;
                next.0 += 1;
                id
            })
        });
        LabelledClass { cluster, name, images }
    };
    let classes = classes.into_iter().filter(|(_, images)| !images.is_empty());
    Edit::Label { classes: classes.map(&mut class).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curation::history::History;
    use crate::curation::labels::{Assignment, RunAssignments};
    use crate::ids::RunId;
    use crate::session::project::sureness::Sureness;
    use crate::session::project::view::{self, Views};
    use crate::session::protocol::{ImageInfo, ImageTable};
    use std::sync::Arc;

    struct NoRuns;

    impl RunAssignments for NoRuns {
        fn assignment(&self, _: RunId) -> Option<Arc<Assignment>> {
            None
        }
    }

    fn images(ids: &[u32]) -> Vec<ImageId> {
        ids.iter().copied().map(ImageId).collect()
    }

    /// Images 1 and on, with these paths, after these edits.
    fn project(paths: &[&str], edits: &[Edit]) -> (History, Snapshot) {
        let mut history = History::default();
        for edit in edits {
            history.apply(edit, &NoRuns).expect("possible");
        }
        let row = |(id, path): (u32, &&str)| ImageInfo::new(ImageId(id), *path, 1, 1);
        let images = Arc::new(ImageTable::new((1..).zip(paths).map(row).collect()));
        let labels = view::image_labels(&images, history.labels(), &Sureness::new(history.labels(), None));
        let snapshot = Snapshot {
            clusters: Arc::new(Views::default().update(&images, history.labels(), &labels)),
            labels: Arc::new(labels),
            images,
            ..Snapshot::default()
        };
        (history, snapshot)
    }

    fn of_folders((history, snapshot): &(History, Snapshot)) -> Result<Proposal, SessionError> {
        Proposal::read(snapshot, &Said::beside_labels(history.labels()), &TrueLabels::Folders)
    }

    fn of_table(snapshot: &Snapshot, text: &str) -> Result<Named, String> {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("t.csv");
        std::fs::write(&file, format!("file_name,label\n{text}")).expect("written");
        named(snapshot, &TrueLabels::File(file)).map_err(|e| e.to_string())
    }

    #[test]
    fn what_a_proposal_says_is_what_the_edit_does() {
        let confirm = |ids: &[u32]| Edit::Confirm { images: images(ids), is_confirmed: true };
        let edits = [
            Edit::NewCluster { id: ClusterId(1), name: "cats".into(), images: images(&[1, 2, 5]) },
            Edit::NewCluster { id: ClusterId(2), name: "owls".into(), images: images(&[3]) },
            confirm(&[1]),
            Edit::Reject { cluster: ClusterId(1), images: images(&[4]) },
            Edit::Junk { images: images(&[6]) },
        ];
        let paths = [
            "cats/1.jpg",
            "cats/2.jpg",
            "cats/3.jpg",
            "cats/4.jpg",
            "dogs/5.jpg",
            "dogs/6.jpg",
            "inbox/7.jpg",
            "8.jpg",
        ];
        let mut project = project(&paths, &edits);
        let proposal = of_folders(&project).expect("folders");
        let names: Vec<&str> = proposal.classes.iter().map(|class| class.name.as_str()).collect();
        assert_eq!((names, proposal.n_without), (vec!["cats", "dogs", "inbox"], 1));
        let chosen = proposal.choose_named(&[], &[]).expect("no names");
        assert_eq!(chosen.left_out.iter().map(|(class, _)| class.name.as_str()).collect::<Vec<_>>(), ["inbox"]);
        // 3 was an owl, 4 no cat, 5 a cat, 6 junk; 1 stays, and 2 was put there and is confirmed now.
        assert_eq!((chosen.n_images(), chosen.n_changed(), chosen.n_unchanged(), chosen.n_new()), (6, 4, 1, 1));
        let Change::Label { classes } = chosen.change() else { panic!("labels are taken by Label") };
        let edit = edit(project.0.labels(), classes.clone());
        project.0.apply(&edit, &NoRuns).expect("possible");
        let cluster = |id: u32| project.0.labels().label(ImageId(id)).cluster.map(|id| id.0);
        assert_eq!(
            (1..=8).map(cluster).collect::<Vec<_>>(),
            [Some(1), Some(1), Some(1), Some(1), Some(3), Some(3), None, None]
        );
        let again = super::edit(project.0.labels(), classes);
        assert!(project.0.check(&again, &NoRuns).is_err(), "it goes to the cluster that it made");
    }

    #[test]
    fn classes_are_named_one_by_one_or_with_commas() {
        let proposal = of_folders(&project(&["a/1.jpg", "b/2.jpg", "c, d/3.jpg", "2023/4.jpg"], &[])).expect("folders");
        let taken = |only: &[&str], except: &[&str]| {
            let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
            let chosen = proposal.choose_named(&own(only), &own(except)).map_err(|e| e.to_string())?;
            Ok::<_, String>(chosen.taken.iter().map(|class| class.name.clone()).collect::<Vec<_>>())
        };
        for (only, except, expected) in [
            (&[][..], &[][..], &["a", "b", "c, d"][..]),
            (&["a, 2023"], &[], &["2023", "a"]),
            (&["c, d", "b"], &[], &["b", "c, d"]),
            (&[], &["b,a"], &["c, d"]),
            (&["a"], &["a"], &[]),
        ] {
            assert_eq!(taken(only, except).expect("known names"), expected, "{only:?} {except:?}");
        }
        assert_eq!(taken(&["a,x"], &[]).expect_err("no x"), "There is no class \"x\"; there are 2023, a, b, c, d.");
    }

    #[test]
    fn a_class_goes_to_the_cluster_that_is_called_so() {
        let new = |id, name: &str| Edit::NewCluster { id: ClusterId(id), name: name.into(), images: images(&[id]) };
        let both = project(&["Cats/1.jpg", "cats (2)/2.jpg"], &[new(1, "cats"), new(2, "cats")]);
        let classes = of_folders(&both).expect("two").classes;
        let goes: Vec<_> = classes.iter().map(|class| (class.name.as_str(), class.cluster)).collect();
        assert_eq!(goes, [("Cats", Some(ClusterId(1))), ("cats (2)", Some(ClusterId(2)))]);
        // A name that a cluster has by itself gives way to one that a person gave.
        let named = project(&["Group 2/1.jpg", "Group 2/2.jpg"], &[new(1, "Group 2"), new(2, "")]);
        assert_eq!(of_folders(&named).expect("one").classes[0].cluster, Some(ClusterId(1)));
    }

    #[test]
    fn lines_name_images_or_are_told() {
        let (_, snapshot) = project(&["a/1.jpg", "a/2.jpg", "b/A.jpg", "b/a.jpg"], &[]);
        let named =
            of_table(&snapshot, "a/1.jpg, cat\n./a/2.jpg,dog\na\\2.jpg,dog\nx.jpg,cat\n,\n").expect("two images");
        assert_eq!(named.labels, [(ImageId(1), "cat".to_owned()), (ImageId(2), "dog".to_owned())]);
        assert_eq!((named.unknown[0].line, named.unknown[0].file.as_str()), (5, "x.jpg"));
        assert!(
            named.notes[0]
                .to_string()
                .starts_with("1 label in the file has no image here: line 5: there is no image \"x.jpg\"")
        );
        for (text, words) in [
            ("1.jpg,cat\n2.jpg,dog\n", "t.csv: the table names files without their folders (line 2: 1.jpg)"),
            ("x/1.jpg,cat\n", "no line names an image of this project"),
            ("a/1.jpg,cat\n/a/1.jpg,dog\n", "line 3: it calls /a/1.jpg \"dog\", but line 2 calls that image \"cat\""),
            ("B/a.jpg,cat\n", "line 2: \"B/a.jpg\" fits b/A.jpg and b/a.jpg"),
            ("a/1.jpg,\n", "it holds no labels"),
        ] {
            let error = of_table(&snapshot, text).expect_err(words);
            assert!(error.contains(words), "{error}");
        }
        let error = of_folders(&project(&["1.jpg"], &[])).expect_err("no folder").to_string();
        assert!(error.contains("No image lies in a folder"), "{error}");
    }
}
