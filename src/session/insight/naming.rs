//! What clusters may be called that no network has to say: the folder that most of their images lie in, and names that people
//! gave these images before.
//!
//! A folder tells something of a cluster where most of the cluster lies in it and little of what is elsewhere does. What
//! cameras, downloads and data sets call their folders tells nothing. Names from what images show are [`super::search`]'s.

use super::names::compared;
use super::search::{NameSource, SuggestedName, Suggestions};
use crate::ids::{ClusterId, ImageId};
use crate::interchange::labels_in::unsorted;
use crate::session::protocol::Snapshot;
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The share of a cluster that has to lie in a folder.
const LEAST_SHARE: f32 = 0.5;

/// How much larger it has to be than the share of all other images: so many times, and so much on top.
const LEAD: (f32, f32) = (1.5, 0.1);

/// Folders that are suggested for a cluster, and names of before.
const N_FOLDERS: usize = 2;
const N_EARLIER: usize = 2;

/// Names that people gave, the newest first, that are looked through.
const N_REMEMBERED: usize = 200;

/// What folders are called whatever is in them, in small letters.
const GENERIC: [&str; 39] = [
    "album",
    "albums",
    "all",
    "archive",
    "backup",
    "batch",
    "camera",
    "class",
    "classes",
    "collection",
    "data",
    "dataset",
    "desktop",
    "disk",
    "documents",
    "export",
    "files",
    "folder",
    "full",
    "gallery",
    "home",
    "image",
    "images",
    "img",
    "imgs",
    "jpeg",
    "jpg",
    "media",
    "photo",
    "photos",
    "pic",
    "pics",
    "picture",
    "pictures",
    "png",
    "sample",
    "samples",
    "scan",
    "scans",
];

/// The same of what data sets are cut into.
const PARTS: [&str; 8] = ["dev", "eval", "query", "test", "testing", "train", "training", "val"];

/// A name that a person gave to images.
#[derive(Clone, Debug)]
pub struct Former {
    pub name: Arc<str>,
    /// The cluster that had it.
    pub cluster: ClusterId,
    /// Its images at that time.
    pub members: Arc<Vec<ImageId>>,
}

/// Names for each cluster of a snapshot, in its order: what people called it before, then its folders.
pub fn names(snapshot: &Snapshot, former: &[Former]) -> Vec<Suggestions> {
    let mut all = from_folders(snapshot);
    for ((cluster, folders), earlier) in snapshot.clusters.iter().zip(&mut all).zip(from_before(snapshot, former)) {
        let mut names = earlier;
        names.append(folders);
        *folders = without_doubles(names, &cluster.name);
    }
    all.into_iter().map(|names| Suggestions { names, note: None }).collect()
}

/// Names in their order, each once, without what a cluster is called already.
pub fn without_doubles(names: Vec<SuggestedName>, now: &str) -> Vec<SuggestedName> {
    let key = |name: &str| compared(name).to_lowercase();
    let mut seen = BTreeSet::from([key(now)]);
    names.into_iter().filter(|suggested| seen.insert(key(&suggested.name))).collect()
}

/// Names for parts of a cluster by their folders.
pub fn of_parts(snapshot: &Snapshot, parts: &[&[ImageId]]) -> Vec<Vec<SuggestedName>> {
    let place = (0..).zip(parts).flat_map(|(at, members)| members.iter().map(move |image| (*image, at)));
    let place: HashMap<ImageId, usize> = place.collect();
    let sizes: Vec<usize> = parts.iter().map(|members| members.len()).collect();
    by_folders(snapshot, &sizes, |image, _| place.get(&image).copied())
}

fn from_folders(snapshot: &Snapshot) -> Vec<Vec<SuggestedName>> {
    let place: HashMap<ClusterId, usize> = snapshot.clusters.iter().map(|cluster| cluster.id).zip(0..).collect();
    let sizes: Vec<usize> = snapshot.clusters.iter().map(|cluster| cluster.members.len()).collect();
    by_folders(snapshot, &sizes, |_, cluster| place.get(&cluster?).copied())
}

/// Names for sets of images of these sizes; `set_of` says which one an image with its cluster is in.
fn by_folders(
    snapshot: &Snapshot,
    sizes: &[usize],
    set_of: impl Fn(ImageId, Option<ClusterId>) -> Option<usize>,
) -> Vec<Vec<SuggestedName>> {
    let mut folders = Folders::default();
    let mut in_all: Vec<u32> = Vec::new();
    let mut in_each: Vec<HashMap<usize, u32>> = vec![HashMap::new(); sizes.len()];
    for (row, label) in snapshot.images.rows.iter().zip(snapshot.labels.iter()) {
        let set = set_of(row.id, label.cluster);
        for &folder in folders.of(&row.path).iter() {
            in_all.resize(in_all.len().max(folder + 1), 0);
            in_all[folder] += 1;
            if let Some(at) = set {
                *in_each[at].entry(folder).or_default() += 1;
            }
        }
    }
    let n_all = snapshot.labels.len();
    let names = |(&n, counts): (&usize, &HashMap<usize, u32>)| {
        let share = |n_there: u32, n: usize| n_there as f32 / n.max(1) as f32;
        let told = |(&folder, &n_there): (&usize, &u32)| {
            let (own, elsewhere) = (share(n_there, n), share(in_all[folder] - n_there, n_all.saturating_sub(n)));
            let tells = own >= LEAST_SHARE && own >= LEAD.0 * elsewhere + LEAD.1 && (in_all[folder] as usize) < n_all;
            tells.then_some((own - elsewhere, folder))
        };
        let mut told: Vec<(f32, usize)> = counts.iter().filter_map(told).collect();
        // Of folders that tell the same the later one: it lies in the other.
        told.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
        let name = |(lead, folder): (f32, usize)| SuggestedName {
            name: folders.names[folder].clone(),
            from: NameSource::Folder,
            lead,
        };
        told.into_iter().take(N_FOLDERS).map(name).collect()
    };
    sizes.iter().zip(&in_each).map(names).collect()
}

/// Folders that tell something, by number.
#[derive(Default)]
struct Folders {
    names: Vec<String>,
    by_name: HashMap<String, usize>,
    /// Of each folder's path.
    by_path: HashMap<String, Arc<[usize]>>,
}

impl Folders {
    /// The folders that a file lies in, from outside to inside, those alone that tell something.
    fn of(&mut self, path: &str) -> Arc<[usize]> {
        let (folder, _) = path.rsplit_once('/').unwrap_or_default();
        if let Some(known) = self.by_path.get(folder) {
            return Arc::clone(known);
        }
        let mut all: Vec<usize> = Vec::new();
        for name in folder.split('/').filter_map(telling) {
            let next = self.names.len();
            let at = *self.by_name.entry(name.to_lowercase()).or_insert(next);
            if at == next {
                self.names.push(name);
            }
            if !all.contains(&at) {
                all.push(at);
            }
        }
        let all: Arc<[usize]> = all.into();
        self.by_path.insert(folder.to_owned(), Arc::clone(&all));
        all
    }
}

/// What a folder's name says of its images, as one would write it; None where it says nothing.
fn telling(folder: &str) -> Option<String> {
    if folder.contains("\\x") || unsorted(folder).is_some() {
        return None;
    }
    // "001.Black_footed_Albatross", "n02099601-golden_retriever"
    let after_number = folder.trim_start_matches(|c: char| c.is_ascii_digit() || "nN".contains(c));
    let has_number = folder.len() - after_number.len() >= 3;
    let rest = if has_number { after_number.trim_start_matches(['.', '-', '_', ' ']) } else { folder };
    let name = rest.replace('_', " ");
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let word = letters.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_hash = letters.len() >= 12 && letters.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_generic = GENERIC.contains(&word) || PARTS.contains(&word) || is_hash;
    // One letter of Latin is a list's; one sign of Chinese is a word.
    let is_word = word.chars().count() > usize::from(word.is_ascii());
    (is_word && !is_generic).then(|| compared(&name))
}

/// Names of before by whose images they were: those of the cluster itself, or of most of its images.
fn from_before(snapshot: &Snapshot, former: &[Former]) -> Vec<Vec<SuggestedName>> {
    let now: BTreeSet<String> = snapshot.clusters.iter().map(|cluster| compared(&cluster.name)).collect();
    let mut seen = BTreeSet::new();
    let mut all: Vec<Vec<SuggestedName>> = vec![Vec::new(); snapshot.clusters.len()];
    let is_new = |former: &&Former| {
        let name = compared(&former.name);
        !now.contains(&name) && seen.insert((name, former.cluster))
    };
    for former in former.iter().filter(is_new).take(N_REMEMBERED) {
        let mut n_in: HashMap<ClusterId, usize> = HashMap::new();
        for cluster in former.members.iter().filter_map(|image| snapshot.label(*image)?.cluster) {
            *n_in.entry(cluster).or_default() += 1;
        }
        for (cluster, names) in snapshot.clusters.iter().zip(&mut all) {
            let n = n_in.get(&cluster.id).copied().unwrap_or_default();
            let share = n as f32 / cluster.members.len().max(1) as f32;
            if cluster.id == former.cluster || share >= LEAST_SHARE {
                names.push(SuggestedName { name: former.name.to_string(), from: NameSource::Earlier, lead: share });
            }
        }
    }
    for names in &mut all {
        // Stable: of two as good the newer.
        names.sort_by(|a, b| b.lead.partial_cmp(&a.lead).unwrap_or(Ordering::Equal));
        names.truncate(N_EARLIER);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::protocol::{ClusterView, ImageInfo, ImageLabel, ImageTable};

    /// Images at these paths, each in the cluster of this number.
    fn snapshot(images: &[(&str, u32)]) -> Snapshot {
        let row = |(i, (path, _)): (usize, &(&str, u32))| ImageInfo::new(ImageId(i as u32), *path, 1, 1);
        let label = |(_, id): &(&str, u32)| ImageLabel { cluster: Some(ClusterId(*id)), ..ImageLabel::default() };
        let ids: BTreeSet<u32> = images.iter().map(|(_, id)| *id).collect();
        let cluster = |id: u32| {
            let members = (0..images.len()).filter(|i| images[*i].1 == id).map(|i| ImageId(i as u32)).collect();
            let name = format!("Cluster {id}");
            Arc::new(ClusterView { id: ClusterId(id), name, members: Arc::new(members), ..ClusterView::default() })
        };
        Snapshot {
            images: Arc::new(ImageTable::new(images.iter().enumerate().map(row).collect())),
            labels: Arc::new(images.iter().map(label).collect()),
            clusters: Arc::new(ids.into_iter().map(cluster).collect()),
            ..Snapshot::default()
        }
    }

    fn of(snapshot: &Snapshot, former: &[Former]) -> Vec<Vec<String>> {
        let text = |suggestions: Suggestions| suggestions.names.into_iter().map(|name| name.name).collect();
        names(snapshot, former).into_iter().map(text).collect()
    }

    #[test]
    fn a_folder_names_what_lies_in_it_and_little_else() {
        let images = [
            ("train/hat/1.jpg", 1),
            ("train/hat/2.jpg", 1),
            ("train/hat/3.jpg", 1),
            ("train/forest/4.jpg", 1),
            ("train/forest/5.jpg", 2),
            ("train/Forest/6.jpg", 2),
            ("train/forest/DCIM/7.jpg", 2),
            ("train/2024/8.jpg", 3),
            ("train/hat/9.jpg", 3),
        ];
        assert_eq!(of(&snapshot(&images), &[]), [vec!["hat"], vec!["forest"], vec![]]);
        let one = images.map(|(path, _)| (path.replacen("train/", "holiday/", 1), 1));
        let one: Vec<(&str, u32)> = one.iter().map(|(path, id)| (path.as_str(), *id)).collect();
        assert_eq!(of(&snapshot(&one), &[]), [Vec::<String>::new()], "the folder of all says nothing");
    }

    #[test]
    fn names_of_cameras_dates_and_data_sets_say_nothing() {
        for (folder, said) in [
            ("hat", Some("hat")),
            ("golden_retriever", Some("golden retriever")),
            ("n02099601-golden_retriever", Some("golden retriever")),
            ("001.Black_footed_Albatross", Some("Black footed Albatross")),
            ("747", None),
            ("\u{732b}", Some("\u{732b}")),
            ("nuthatch", Some("nuthatch")),
            ("n02099601", None),
            ("DCIM", None),
            ("100CANON", None),
            ("2024-05", None),
            ("images", None),
            ("Images 2", None),
            ("test", None),
            ("a", None),
            ("9f86d081884c7d65", None),
            ("", None),
        ] {
            assert_eq!(telling(folder).as_deref(), said, "{folder}");
        }
    }

    #[test]
    fn what_a_person_called_these_images_before_comes_first() {
        let images = [("hat/1.jpg", 1), ("hat/2.jpg", 1), ("b/3.jpg", 2), ("b/4.jpg", 2)];
        let snapshot = snapshot(&images);
        let former = |name: &str, cluster, members: &[u32]| Former {
            name: name.into(),
            cluster: ClusterId(cluster),
            members: Arc::new(members.iter().copied().map(ImageId).collect()),
        };
        let all =
            [former("Caps", 7, &[0, 1]), former("Sea", 2, &[]), former("Cluster 2", 1, &[2]), former("x", 9, &[2])];
        let expected = [vec!["Caps", "hat"], vec!["x", "Sea"]];
        assert_eq!(of(&snapshot, &all), expected);
    }
}
