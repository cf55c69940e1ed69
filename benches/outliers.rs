//! How well the junk score finds images of a foreign folder that are mixed in, and what the shelf holds, on built-in
//! rows.
//!
//! `cargo bench --bench outliers -- FOLDER... [--limit N] [--share 0.05]`
//!
//! Takes the first `--limit` images of each class of each folder (0: all), and mixes into each folder a share of each
//! other one, evenly spread over its classes, and then of the last class of it alone: foreign images of one kind are
//! each other's neighbours. A line a mix: ROC area of the score and of the textbook formula of METHOD 8 (percentile of 1 - mean
//! cosine to 20 neighbours, plus the share of them in another k-means cluster), and the share, recall and precision of
//! the shelf. Folders alone come last.

#[path = "common/arguments.rs"]
mod arguments;
#[path = "common/frozen.rs"]
mod frozen;
#[path = "common/labelled.rs"]
mod labelled;

use arguments::{folders, values};
use frozen::Raw;
use gleaner::clustering::folder::outliers;
use gleaner::clustering::kmeans;
use gleaner::clustering::neighbors;
use gleaner::clustering::settings::RunSettings;
use gleaner::control::CancelToken;
use labelled::Folder;
use std::path::Path;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

struct Source {
    name: String,
    raw: Raw,
    truth: Vec<u32>,
    n_classes: usize,
}

/// The area under the ROC curve: the share of (foreign, own) pairs that are in order, ties half (Mann and Whitney
/// 1947).
fn roc_area(scores: &[f32], is_foreign: &[bool]) -> f64 {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[a].total_cmp(&scores[b]));
    let (mut rank, mut sum) = (0.0, 0.0);
    for tied in order.chunk_by(|&a, &b| scores[a] == scores[b]) {
        let middle = rank + f64::midpoint(tied.len() as f64, 1.0);
        sum += middle * tied.iter().filter(|&&at| is_foreign[at]).count() as f64;
        rank += tied.len() as f64;
    }
    let foreign = is_foreign.iter().filter(|is| **is).count() as f64;
    (sum - foreign * (foreign + 1.0) / 2.0) / (foreign * (scores.len() as f64 - foreign))
}

/// The textbook score of METHOD 8.
fn of_method(rows: &[f32], d: usize, n_classes: usize) -> Outcome<Vec<f32>> {
    let cancel = CancelToken::default();
    let near = neighbors::exact_cosine(rows, d, 20, &cancel)?;
    let clusters = kmeans::kmeans(rows, d, n_classes, 10, 0, &cancel)?.assignment;
    let cosine = |at: usize| near.similarity[at * near.k..][..near.k].iter().sum::<f32>();
    let mut order: Vec<usize> = (0..near.n).collect();
    order.sort_by(|&a, &b| cosine(b).total_cmp(&cosine(a)));
    let mut scores = vec![0.0; near.n];
    for (rank, at) in order.into_iter().enumerate() {
        let disagree = near.of(at).iter().filter(|other| clusters[**other as usize] != clusters[at]).count();
        scores[at] = rank as f32 / near.n as f32 + disagree as f32 / near.k as f32;
    }
    Ok(scores)
}

/// Of `from`, `n` images evenly spread.
fn spread(from: &[usize], n: usize) -> Vec<usize> {
    let n = n.min(from.len());
    (0..n).map(|at| from[at * from.len() / n]).collect()
}

fn measure(own: &Source, foreign: Option<(&Source, Vec<usize>)>, what: &str) -> Outcome<(f64, f64)> {
    let n = own.truth.len();
    let mut images: Vec<(&Raw, usize)> = (0..n).map(|at| (&own.raw, at)).collect();
    if let Some((source, which)) = foreign {
        images.extend(which.into_iter().map(|at| (&source.raw, at)));
    }
    let is_foreign: Vec<bool> = (0..images.len()).map(|at| at >= n).collect();
    let rows = Raw::folder(images);
    let scores = outliers::scores(&rows, own.raw.d, &CancelToken::default())?;
    let shelf = outliers::shelf(&scores);
    let caught = shelf.iter().filter(|at| is_foreign[**at as usize]).count() as f64;
    let areas = (roc_area(&scores, &is_foreign), roc_area(&of_method(&rows, own.raw.d, own.n_classes)?, &is_foreign));
    println!(
        "| {what} | {:.3} | {:.3} | {:.1} % | {:.2} | {:.2} |",
        areas.0,
        areas.1,
        100.0 * shelf.len() as f64 / scores.len() as f64,
        caught / (scores.len() - n) as f64,
        caught / shelf.len() as f64
    );
    Ok(areas)
}

fn main() -> Outcome<()> {
    let limit = values("--limit").pop().map_or(Ok(0), |text| text.parse())?;
    let share: f64 = values("--share").pop().map_or(Ok(0.05), |text| text.parse())?;
    let mut sources = Vec::new();
    for folder in folders() {
        let folder = Folder::read(Path::new(&folder), limit)?;
        let raw = Raw::of(folder.raw(&RunSettings::default())?);
        sources.push(Source { name: folder.name, raw, truth: folder.truth, n_classes: folder.n_classes });
    }
    println!("| folder | ROC area | textbook formula | on the shelf | recall | precision |");
    println!("|---|---|---|---|---|---|");
    let mut areas = Vec::new();
    for own in &sources {
        for other in sources.iter().filter(|other| other.name != own.name) {
            let n = (own.truth.len() as f64 * share / (1.0 - share)).round() as usize;
            let all: Vec<usize> = (0..other.truth.len()).collect();
            let last = other.truth.iter().max().copied().unwrap_or_default();
            let of_last: Vec<usize> = all.iter().copied().filter(|&at| other.truth[at] == last).collect();
            for (which, what) in [(&all, ""), (&of_last, ", its last class")] {
                let what = format!("{} + {}{what}", own.name, other.name);
                areas.push(measure(own, Some((other, spread(which, n))), &what)?);
            }
        }
    }
    for own in &sources {
        measure(own, None, &format!("{} alone", own.name))?;
    }
    let mean = |of: fn(&(f64, f64)) -> f64| areas.iter().map(of).sum::<f64>() / areas.len() as f64;
    println!("mean ROC area {:.3}, textbook formula {:.3}", mean(|areas| areas.0), mean(|areas| areas.1));
    Ok(())
}
