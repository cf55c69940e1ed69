//! Made-up snapshots for the tests of the window's parts.

use crate::gui::frame::Intent;
use crate::ids::{ClusterId, ImageId, JobId, Point, RunId};
use crate::session::protocol::{
    Candidate, Change, ChangedImage, ClusterView, FolderView, HistoryView, ImageInfo, ImageLabel, ImageTable, JobInfo,
    JobKind, LabelOffer, LabelSource, Made, MissingImage, ProjectInfo, Provisional, Purity, Request, RunState,
    RunSummary, SkipKind, SkippedFile, Snapshot, StageReport, Standing, Topic,
};
use crate::session::{RunSettings, Source};
use crate::stage::{EpochMetrics, Kept, Stage};
use std::sync::Arc;

/// Images of the made-up project.
pub const N_IMAGES: u32 = 1000;

/// A project whose folder is read and nothing else.
pub fn imported() -> Snapshot {
    let row = |i: u32| ImageInfo::new(ImageId(i), format!("holiday/{:02}/IMG_{i:04}.jpg", i / 100), 640, 480);
    let skip = |path: &str, kind, reason: &str| SkippedFile { path: path.into(), kind, reason: reason.into() };
    Snapshot {
        revision: 1,
        project: Some(Arc::new(ProjectInfo {
            name: "Holiday".into(),
            folder: "/home/ada/Pictures/Holiday".into(),
            path: "/home/ada/.local/share/gleaner/projects/Holiday.gleaner".into(),
        })),
        images: Arc::new(ImageTable::new((0..N_IMAGES).map(row).collect())),
        skipped: Arc::new(vec![
            skip("holiday/.picasa.ini", SkipKind::NotAnImage, "not an image"),
            skip("holiday/03/IMG_0311.jpg", SkipKind::Damaged, "damaged: the file ends too early"),
            skip("holiday/notes.txt", SkipKind::NotAnImage, "not an image"),
            skip("holiday/panorama.tif", SkipKind::TooLarge, "too large: 60,000 x 60,000 pixels"),
        ]),
        labels: Arc::new(vec![ImageLabel::default(); N_IMAGES as usize]),
        ..Snapshot::default()
    }
}

/// The same with clusters, a finished run and a few edits.
pub fn clustered() -> Snapshot {
    let names = [
        "Cats",
        "Dogs",
        "Group 3",
        "Mountains and very long walks through them",
        "猫と犬",
        "Group 6",
        "Boats",
        "Group 8",
    ];
    let sizes = [264, 190, 151, 122, 98, 80, 46, 31];
    let mut snapshot = Snapshot { revision: 2, ..imported() };
    let mut labels = vec![ImageLabel::default(); N_IMAGES as usize];
    let mut next = 0;
    let mut clusters = Vec::new();
    for (c, (name, n)) in names.iter().zip(sizes).enumerate() {
        let id = ClusterId(c as u32 + 1);
        let confidences: Vec<f32> =
            (0..n).map(|i| 1.0 - (i as f32 / n as f32).powi(2) * (0.25 + 0.08 * c as f32)).collect();
        let n_confirmed = if c < 2 { n / 3 } else { 0 };
        let mut histogram = [0; 20];
        for (i, confidence) in confidences.iter().enumerate() {
            histogram[((confidence * 20.0) as usize).min(19)] += 1;
            let source = if i < n_confirmed { LabelSource::Confirmed } else { LabelSource::Machine };
            labels[next + i] = ImageLabel { cluster: Some(id), confidence: *confidence, source, is_junk: false };
        }
        clusters.push(Arc::new(ClusterView {
            id,
            name: (*name).into(),
            number: id.0,
            is_named: !name.starts_with("Group"),
            cover: Some(ImageId(next as u32)),
            members: Arc::new((next..next + n).map(|i| ImageId(i as u32)).collect()),
            mean_confidence: confidences.iter().sum::<f32>() / n as f32,
            confidences: Arc::new(confidences),
            n_confirmed,
            histogram,
            purity: Purity::new(0, 0, n - n_confirmed),
            ..ClusterView::default()
        }));
        next += n;
    }
    snapshot.clusters = Arc::new(clusters);
    snapshot.labels = Arc::new(labels);
    snapshot.runs = Arc::new(vec![run(RunState::Done)]);
    snapshot.adopted = Some(RunId(1));
    snapshot.history = Arc::new(history(&CHANGES, 4));
    snapshot
}

/// The same, after much happened in the folder: changed files, copies, new and missing images.
pub fn with_news() -> Snapshot {
    let mut snapshot = clustered();
    let id = |id: u32| Some(ClusterId(id));
    let changed = |image, cluster| ChangedImage { image: ImageId(image), before: ImageId(image + 1000), cluster };
    let offer = |image, cluster| LabelOffer { image: ImageId(image), cluster: ClusterId(cluster) };
    let missing = |n: u32, cluster, is_decided| MissingImage {
        id: ImageId(2000 + n),
        path: format!("holiday/old/IMG_200{n}.jpg").into(),
        cluster,
        is_decided,
    };
    snapshot.folder = Arc::new(FolderView {
        missing: Arc::new(vec![missing(1, id(1), true), missing(2, id(2), false), missing(3, None, true)]),
        // Of one the cluster is no more.
        changed: Arc::new(vec![changed(970, id(1)), changed(971, id(7)), changed(972, None), changed(973, id(77))]),
        copies: Arc::new(vec![offer(975, 1), offer(976, 1), offer(977, 1), offer(978, 2)]),
        unplaced: Arc::new((982..N_IMAGES).map(ImageId).collect()),
        ..FolderView::default()
    });
    snapshot.revision += 1;
    snapshot
}

/// The same with the folder away.
pub fn away() -> Snapshot {
    let mut snapshot = clustered();
    let mut rows = snapshot.images.rows.clone();
    for row in &mut rows {
        row.is_away = true;
    }
    rows[3].links = vec!["album/3.jpg".into()];
    snapshot.images = Arc::new(ImageTable::new(rows));
    snapshot.folder = Arc::new(FolderView { n_away: N_IMAGES as usize, ..FolderView::default() });
    snapshot.revision += 1;
    snapshot
}

/// Puts clusters into a group.
pub fn group(snapshot: &mut Snapshot, name: &str, ids: &[u32]) {
    for cluster in Arc::make_mut(&mut snapshot.clusters).iter_mut().filter(|cluster| ids.contains(&cluster.id.0)) {
        Arc::make_mut(cluster).group = Some(name.into());
    }
    snapshot.revision += 1;
}

/// The clusters with groups, keys, colours, notes, purities, and a run that waits to be taken.
pub fn curated() -> Snapshot {
    let mut snapshot = clustered();
    group(&mut snapshot, "Pets", &[1, 2, 5]);
    group(&mut snapshot, "Outdoors", &[4, 7]);
    let clusters = Arc::make_mut(&mut snapshot.clusters);
    let mut with = |id: u32, change: &dyn Fn(&mut ClusterView)| change(Arc::make_mut(&mut clusters[id as usize - 1]));
    with(1, &|cats| {
        (cats.hot_key, cats.colour) = (Some(1), Some(1));
        cats.note = "Real cats only: toys go to Group 8.".into();
        cats.purity = Purity::new(38, 40, 214);
    });
    with(2, &|dogs| (dogs.hot_key, dogs.colour, dogs.purity) = (Some(2), Some(6), Purity::new(73, 73, 200)));
    with(7, &|boats| boats.hot_key = Some(7));
    snapshot.candidate = Some(Arc::new(candidate()));
    let more = [("Move 3 images to Boats", 4), ("Rename Boats to \u{201c}Ships\u{201d}", 5)];
    snapshot.history = Arc::new(HistoryView { n_to_learn: 2, ..history(&[&CHANGES[..], &more].concat(), 4) });
    snapshot
}

/// After the second change, two others were made at first; one of them was changed for another.
pub fn branched(now: u32) -> Snapshot {
    let mut snapshot = curated();
    let all = [
        CHANGES[0],
        CHANGES[1],
        ("Merge Dogs into Cats", 2),
        ("Group Cats under \u{201c}Pets\u{201d}", 3),
        ("Colour Cats", 3),
        ("Confirm 88 images", 2),
        ("Merge Group 9 into Dogs", 6),
        ("Move 3 images to Boats", 7),
    ];
    snapshot.history = Arc::new(history(&all, now));
    snapshot
}

/// Changes in force, each with the point that it was made at.
const CHANGES: [(&str, u32); 4] = [
    ("Use the clusters of run 1", 0),
    ("Rename Group 1 to \u{201c}Cats\u{201d}", 1),
    ("Confirm 88 images", 2),
    ("Merge Group 9 into Dogs", 3),
];

/// A history of these changes, each with the point that it was made at; of several, redo goes to the newest.
pub fn history<T: AsRef<str>>(all: &[(T, u32)], now: u32) -> HistoryView {
    let words = |point: u32| point.checked_sub(1).map(|at| all[at as usize].0.as_ref());
    let before = |point: u32| all[point as usize - 1].1;
    let mut next = vec![None; all.len() + 1];
    for point in 1..=all.len() as u32 {
        next[before(point) as usize] = Some(point);
    }
    let mut standings = vec![Standing::SetAside; all.len() + 1];
    let mut point = now;
    while point != 0 {
        (standings[point as usize], next[before(point) as usize]) = (Standing::InForce, Some(point));
        point = before(point);
    }
    let mut last = now;
    while let Some(point) = next[last as usize] {
        (standings[point as usize], last) = (Standing::TakenBack, point);
    }
    let made = |point: u32| Made {
        point: Point(point),
        before: Point(before(point)),
        is_next: next[before(point) as usize] == Some(point),
        words: words(point).unwrap_or_default().into(),
        standing: standings[point as usize],
        written: None,
        about: Topic::Everything,
        takes: words(point).and_then(|words| words.strip_prefix("Use the clusters of run ")?.parse().ok().map(RunId)),
    };
    HistoryView {
        undo: words(now).map(Into::into),
        redo: next[now as usize].and_then(words).map(Into::into),
        changes: (1..=all.len() as u32).map(made).collect(),
        now: Point(now),
        n_to_learn: 0,
    }
}

/// What a refinement would change.
pub fn candidate() -> Candidate {
    let id = |id| Some(ClusterId(id));
    Candidate {
        run: RunId(2),
        origin: crate::session::protocol::Origin::Corrections,
        moved: Arc::new((250..284).map(ImageId).collect()),
        to: Arc::new((0..34).map(|i| if i % 2 == 0 { id(2) } else { id(12) }).collect()),
        flows: vec![(id(1), id(2), 18), (id(2), id(12), 10), (id(3), None, 4), (None, id(1), 2)],
        n_new: 2,
        n_gone: 0,
    }
}

/// A run that trains over an unlabelled project, with a first guess.
pub fn training() -> Snapshot {
    let group = |c: u32| Arc::new((0..N_IMAGES).filter(|i| i % 8 == c).map(ImageId).collect::<Vec<_>>());
    Snapshot {
        revision: 3,
        job: Some(job(JobKind::Run)),
        provisional: Some(Arc::new(Provisional {
            source: "k-means on the features of epoch 6".into(),
            clusters: (0..8).map(group).collect(),
        })),
        ..imported()
    }
}

/// A job at work.
pub fn job(kind: JobKind) -> JobInfo {
    JobInfo { id: JobId(1), kind, is_paused: false }
}

/// Why the result of [`run`] is kept.
const WHY_KEPT: &str =
    "Kept self-labelling: its clusters agree with their neighbours most (92 %), SCAN's 88 %, k-means' 80 %.";

/// A run with all its stages.
pub fn run(state: RunState) -> RunSummary {
    let stage = |name: &str, seconds, images_per_sec, agreement| StageReport {
        name: name.into(),
        seconds,
        images_per_sec,
        metrics: [("neighbor_agreement".to_owned(), agreement), ("effective_clusters".to_owned(), 7.4)].into(),
    };
    RunSummary {
        id: RunId(1),
        state,
        settings: Arc::new(RunSettings { clusters: 8, features: Source::Simclr, ..RunSettings::default() }),
        started: crate::gui::kit::words::unix_now() - 7200,
        seconds: 174.0,
        version: "0.1.0".into(),
        device: "cpu".into(),
        kept: Some(Kept { stage: Stage::SelfLabel, why: WHY_KEPT.into() }),
        stages: Arc::new(vec![
            stage("simclr", 104.0, 800.0, 0.81),
            stage("kmeans", 1.0, 0.0, 0.80),
            stage("scan", 42.0, 1230.0, 0.88),
            stage("selflabel", 27.0, 1010.0, 0.92),
        ]),
        epochs: Arc::new(epochs()),
        notes: Arc::new(vec![
            WHY_KEPT.into(),
            "In one batch of self-labelling no image was surer than 0.99, so the surest of each cluster were taken."
                .into(),
        ]),
    }
}

/// Epochs of all stages.
pub fn epochs() -> Vec<EpochMetrics> {
    let mut all = Vec::new();
    for (stage, n) in [("simclr", 30), ("scan", 20), ("selflabel", 15)] {
        for epoch in 1..=n {
            let t = f64::from(epoch) / f64::from(n);
            let has_clusters = stage != "simclr";
            let size = |c: u32| 125 + ((f64::from(c) - 3.5) * 22.0 * (1.3 - t)) as u32;
            all.push(EpochMetrics {
                stage: stage.into(),
                epoch,
                n_epochs: n,
                lr: 0.1,
                loss: 1.0 + 4.0 * (-3.0 * t).exp(),
                consistency: has_clusters.then_some(0.4),
                entropy: has_clusters.then_some(1.6 + 0.45 * t),
                confident_share: (stage == "selflabel").then_some(0.3 + 0.6 * t),
                cluster_sizes: has_clusters.then(|| (0..8).map(size).collect()),
                images_per_sec: 800.0,
                seconds: 3.4,
            });
        }
    }
    all
}

/// The changes among what was asked for.
pub fn edits(intents: Vec<Intent>) -> Vec<Change> {
    let edit = |intent| match intent {
        Intent::Request(Request::Edit(edit)) => Some(edit),
        _ => None,
    };
    intents.into_iter().filter_map(edit).collect()
}
