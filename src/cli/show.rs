//! `gleaner show`: why one image is where it is.

use super::outcome::{Answer, Exit, Failure};
use super::text;
use super::work::look;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{ClusterProbability, Evidence, ImageInfo, ImageLabel, LabelSource, Link, Snapshot};
use crate::session::quality::Quality;
use crate::stage::Stage;
use serde::Serialize;
use std::ffi::{OsStr, OsString};
use std::fmt::Write;
use std::path::PathBuf;

/// Most probable clusters that people are told; scripts get all.
const N_TOP: usize = 5;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A .gleaner directory
    project: PathBuf,
    /// Path relative to the photo folder, or id
    image: OsString,
    /// Print one JSON object as the last line
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Shown {
    image: ImageId,
    path: String,
    cluster: Option<Named>,
    confidence: f32,
    source: &'static str,
    /// What the result says for each of its own groups that the image's group was merged from, most first: the confidence is
    /// their sum.
    summed: Vec<f32>,
    #[serde(skip)]
    sum_words: Option<String>,
    /// With the temperature that labels by people ask for; null while there are too few.
    calibrated_confidence: Option<f32>,
    /// Share of neighbours in the same cluster.
    neighbor_agreement: Option<f32>,
    junk_score: Option<f32>,
    /// Near-duplicates, the best first, this image among them.
    duplicates: Vec<String>,
    /// Further paths of the same file, by links.
    links: Vec<String>,
    /// Its whole folder is gone; what is shown is from the last look.
    is_away: bool,
    /// Another picture was at this path when a person decided about it: what that one was.
    changed_since: Option<Named>,
    /// Clusters that people said it is not of.
    rejected: Vec<Named>,
    /// Images that people said are, or are not, of one class with it.
    linked: Vec<Linked>,
    probabilities: Vec<Probability>,
    neighbors: Vec<Neighbor>,
    stages: Vec<Said>,
}

#[derive(Serialize)]
struct Named {
    id: ClusterId,
    name: String,
}

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "scripts read these names")]
struct Probability {
    cluster: Option<ClusterId>,
    name: String,
    probability: f32,
    #[serde(skip)]
    shown: String,
}

#[derive(Serialize)]
struct Linked {
    image: ImageId,
    path: String,
    is_same: bool,
}

#[derive(Serialize)]
struct Neighbor {
    image: ImageId,
    path: String,
    similarity: f32,
    cluster: Option<ClusterId>,
}

#[derive(Serialize)]
struct Said {
    stage: Stage,
    #[serde(flatten)]
    said: Probability,
}

/// Runs the command.
///
/// # Errors
/// [`Failure`]: no such image, no run yet.
pub fn run(args: &Args) -> Answer {
    let reader = look(&args.project)?;
    let snapshot = reader.snapshot();
    let image = snapshot.resolve_image(&displayed(&args.image))?;
    let info = snapshot.images.get(image).ok_or_else(|| Failure::failed("this image is gone from the folder"))?;
    let shown = shown(&snapshot, info, reader.evidence(image)?, &reader.quality()?);
    if args.json {
        text::print_json(&shown)?;
    } else {
        text::print(&words(&snapshot, info, &shown))?;
    }
    Ok(Exit::Done)
}

/// A name from the shell as the program shows it: bytes that are not UTF-8 as `\xHH`.
pub fn displayed(name: &OsStr) -> String {
    name.as_encoded_bytes().utf8_chunks().fold(String::new(), |mut text, chunk| {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02x}");
        }
        text
    })
}

fn shown(snapshot: &Snapshot, info: &ImageInfo, evidence: Evidence, quality: &Quality) -> Shown {
    let label = snapshot.label(info.id).copied().unwrap_or_default();
    let row = snapshot.images.position(info.id).unwrap_or(usize::MAX);
    let path = |image: &ImageId| snapshot.images.get(*image).map(|info| info.path.to_string());
    let named = |id: ClusterId| Named { id, name: name_of(snapshot, Some(id)) };
    let linked = |(image, link): (ImageId, Link)| Linked {
        image,
        path: path(&image).unwrap_or_default(),
        is_same: link == Link::Same,
    };
    let group = quality.group_of(row).map(|group| quality.groups[group].iter().filter_map(path).collect());
    let probability = |p: ClusterProbability| Probability {
        cluster: p.cluster,
        name: p.key,
        probability: p.probability,
        shown: p.name.to_string(),
    };
    let neighbor = |n: crate::session::protocol::NeighborInfo| Neighbor {
        image: n.image,
        path: path(&n.image).unwrap_or_default(),
        similarity: n.similarity,
        cluster: n.cluster,
    };
    let changed = snapshot.folder.changed(info.id).and_then(|changed| changed.cluster);
    Shown {
        image: info.id,
        path: info.path.to_string(),
        cluster: label.cluster.map(named),
        confidence: label.confidence,
        source: source(&label),
        sum_words: evidence.sum_words(&label).map(|words| words.to_string()),
        summed: evidence.summed.clone(),
        calibrated_confidence: quality.corrected(&evidence, &label),
        neighbor_agreement: quality.agreement(row),
        junk_score: quality.junk_score(row),
        duplicates: group.unwrap_or_default(),
        links: info.links.iter().map(ToString::to_string).collect(),
        is_away: info.is_away,
        changed_since: changed.map(named),
        rejected: evidence.rejected.into_iter().map(named).collect(),
        linked: evidence.links.into_iter().map(linked).collect(),
        probabilities: evidence.top.into_iter().map(probability).collect(),
        neighbors: evidence.neighbors.into_iter().map(neighbor).collect(),
        stages: evidence.stages.into_iter().map(|(stage, said)| Said { stage, said: probability(said) }).collect(),
    }
}

fn source(label: &ImageLabel) -> &'static str {
    match label.source {
        _ if label.is_junk => "junk",
        LabelSource::Machine => "machine",
        LabelSource::Placed => "placed",
        LabelSource::Confirmed => "confirmed",
    }
}

fn name_of(snapshot: &Snapshot, id: Option<ClusterId>) -> String {
    let cluster = id.and_then(|id| snapshot.cluster(id));
    cluster.map_or("no group".to_owned(), |cluster| cluster.name.clone())
}

fn words(snapshot: &Snapshot, info: &ImageInfo, shown: &Shown) -> String {
    let mut words =
        format!("{} (image {}, {} x {})\n", text::one_line(&shown.path), shown.image, info.width, info.height);
    let _ = match (&shown.cluster, shown.source) {
        (None, "junk") => writeln!(words, "Junk, by a person."),
        (None, _) => writeln!(words, "In no group."),
        (Some(cluster), "machine") => {
            writeln!(
                words,
                "In {} (id {}), confidence {:.2}.",
                text::one_line(&cluster.name),
                cluster.id,
                shown.confidence
            )
        }
        (Some(cluster), by) => {
            writeln!(words, "In {} (id {}), {by} by a person.", text::one_line(&cluster.name), cluster.id)
        }
    };
    if let Some(before) = &shown.changed_since {
        let name = text::one_line(&before.name);
        let _ = writeln!(words, "Another picture was here when a person said that it is {name}; is this one, too?");
    }
    if shown.is_away {
        words.push_str("Its folder is gone at the moment: is the drive connected?\n");
    }
    for link in &shown.links {
        let _ = writeln!(words, "The same file is at {}.", text::one_line(link));
    }
    for cluster in &shown.rejected {
        let _ = writeln!(words, "Not of {} (id {}), by a person.", text::one_line(&cluster.name), cluster.id);
    }
    for linked in &shown.linked {
        let of = if linked.is_same { "Of one class" } else { "Not of one class" };
        let _ = writeln!(words, "{of} with {}, by a person.", text::one_line(&linked.path));
    }
    if let Some(sum) = &shown.sum_words {
        let _ = writeln!(words, "{sum}");
    }
    if let Some(calibrated) = shown.calibrated_confidence {
        let _ = writeln!(words, "Confidence {calibrated:.2} after correction by labels of people.");
    }
    if !shown.duplicates.is_empty() {
        let _ = writeln!(words, "\nNear-duplicates, the best first");
        for path in &shown.duplicates {
            let _ = writeln!(words, "  {}", text::one_line(path));
        }
    }
    if !shown.probabilities.is_empty() {
        words.push_str("\nProbabilities\n");
    }
    for p in shown.probabilities.iter().take(N_TOP) {
        let _ =
            writeln!(words, "  {} {:.3}  {}", text::bar(p.probability, 24), p.probability, text::one_line(&p.shown));
    }
    if !shown.neighbors.is_empty() {
        let n_same = shown.neighbors.iter().filter(|n| n.cluster == shown.cluster.as_ref().map(|c| c.id)).count();
        let _ = writeln!(words, "\nNearest neighbours ({n_same} of {} in the same group)", shown.neighbors.len());
    }
    for n in &shown.neighbors {
        let cluster = name_of(snapshot, n.cluster);
        let _ = writeln!(
            words,
            "  {}  {}  ({})",
            text::decimal(n.similarity, 3),
            text::one_line(&n.path),
            text::one_line(&cluster)
        );
    }
    if !shown.stages.is_empty() {
        words.push_str("\nWhat each stage said\n");
    }
    for Said { stage, said } in &shown.stages {
        let _ = writeln!(words, "  {}: {} ({:.3})", stage.name(), text::one_line(&said.shown), said.probability);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::protocol::{ClusterView, ImageTable, NeighborInfo};
    use std::sync::Arc;

    fn snapshot() -> Snapshot {
        let row = |i: u32| ImageInfo::new(ImageId(i), format!("{i}.jpg"), 40, 30);
        let cluster = ClusterView {
            id: ClusterId(3),
            name: "Sunflowers".into(),
            is_named: true,
            members: Arc::default(),
            confidences: Arc::default(),
            mean_confidence: 0.0,
            n_confirmed: 0,
            histogram: [0; 20],
            ..ClusterView::default()
        };
        let label = ImageLabel { cluster: Some(ClusterId(3)), confidence: 0.98, ..ImageLabel::default() };
        Snapshot {
            images: Arc::new(ImageTable::new(vec![row(7), row(8)])),
            clusters: Arc::new(vec![Arc::new(cluster)]),
            labels: Arc::new(vec![label, ImageLabel::default()]),
            ..Snapshot::default()
        }
    }

    fn evidence() -> Evidence {
        let said = ClusterProbability {
            cluster: Some(ClusterId(3)),
            name: "Sunflowers".into(),
            key: "Sunflowers".into(),
            probability: 0.75,
        };
        Evidence {
            summed: vec![0.75],
            top: vec![said.clone()],
            neighbors: vec![NeighborInfo { image: ImageId(8), similarity: 0.875, cluster: None }],
            stages: vec![("kmeans".into(), said)],
            rejected: vec![ClusterId(3)],
            links: vec![(ImageId(8), Link::Different)],
        }
    }

    #[test]
    fn the_object_has_every_field() {
        let snapshot = snapshot();
        let info = snapshot.images.get(ImageId(7)).expect("there");
        let object = serde_json::to_value(shown(&snapshot, info, evidence(), &Quality::default())).expect("JSON");
        assert_eq!((&object["image"], &object["path"]), (&7.into(), &"7.jpg".into()));
        assert_eq!(object["cluster"], serde_json::json!({ "id": 3, "name": "Sunflowers" }));
        assert_eq!(
            object["probabilities"][0],
            serde_json::json!({ "cluster": 3, "name": "Sunflowers", "probability": 0.75 })
        );
        let neighbor = serde_json::json!({ "image": 8, "path": "8.jpg", "similarity": 0.875, "cluster": null });
        assert_eq!(object["neighbors"][0], neighbor);
        assert_eq!(object["rejected"], serde_json::json!([{ "id": 3, "name": "Sunflowers" }]));
        assert_eq!(object["linked"], serde_json::json!([{ "image": 8, "path": "8.jpg", "is_same": false }]));
        assert_eq!(object["stages"][0]["stage"], "kmeans");
        let other = snapshot.images.get(ImageId(8)).expect("there");
        assert!(serde_json::to_value(shown(&snapshot, other, Evidence::default(), &Quality::default())).expect("JSON")["cluster"].is_null());
    }

    #[test]
    fn the_text_tells_the_same() {
        let snapshot = snapshot();
        let info = snapshot.images.get(ImageId(7)).expect("there");
        let words = words(&snapshot, info, &shown(&snapshot, info, evidence(), &Quality::default()));
        for part in [
            "7.jpg (image 7, 40 x 30)",
            "In Sunflowers (id 3), confidence 0.98.",
            "##################...... 0.750  Sunflowers",
            "(0 of 1 in the same group)",
            "0.875  8.jpg  (no group)",
            "k-means: Sunflowers (0.750)",
            "Not of Sunflowers (id 3), by a person.",
            "Not of one class with 8.jpg, by a person.",
        ] {
            assert!(words.contains(part), "{part}: {words}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_not_utf8_are_accepted() {
        use std::os::unix::ffi::OsStrExt;
        assert_eq!(displayed(OsStr::from_bytes(b"a\xff\xfe.jpg")), "a\\xff\\xfe.jpg");
        assert_eq!(displayed(OsStr::new("日本.jpg")), "日本.jpg");
    }
}
