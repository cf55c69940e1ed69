//! Whether the rows that `clustering::judge::choice` picks without labels are those that cluster a folder best. Labels are the
//! first folder of each path; they make the sub-folders and the numbers that are printed, and nothing else.
//!
//! `cargo bench --bench choice -- FOLDER... [--features SETTING]... [--vectors NAME=FILE[@BLOCKS]]...
//! [--join NAME+WEIGHT*NAME]... [--first NAME] [--subsets N] [--mixed-subsets N] [--mix NAME,NAME] [--seed N]
//! [--head kmeans|auto] [--without NAME]...`
//!
//! Candidates: rows of each `--features` (`builtin` where nothing is named), each `--vectors`, whose FILE has `files.txt`
//! beside it and stands for the folder's name where it has `{}` (BLOCKS is `256:1,128:0.3,9:0.2s`: widths, weights, and
//! `s` for standardised numbers), 16 x 16 pixels and colours (8 x 8 x 8 shares, their roots). Networks and vectors judge.
//! `--join a+0.5*b` adds rows side by side, and `--first` says which candidate is the usual one.
//!
//! One line a folder; then N random sub-folders of 300 to 2,000 images, in turns of 5 to 10 classes of one folder, and
//! mixed ones of 10 to 20 classes of the folders that `--mix` names (all); two in five of them uneven, 1:10 or 1:50. Accuracy is
//! that of k-means, or with `--head auto` of what a run keeps, told the true number of classes. At the end: the share of
//! folders where what was chosen is within .02 of the best candidate, beside taking the same one always.

#[path = "common/arguments.rs"]
mod arguments;
#[path = "common/labelled.rs"]
mod labelled;

use arguments::{folders, values};
use gleaner::clustering::judge::choice::{Candidate, ChoicePlan, Part, choose, join};
use gleaner::clustering::judge::metrics;
use gleaner::clustering::pipeline::{self, Images, Observer, PipelineInput, RawRows};
use gleaner::clustering::settings::{Head, RunSettings};
use gleaner::control::{CancelToken, Latest, Rng, Waker};
use gleaner::dataset::scan;
use gleaner::features::rows::{Block, combine, width};
use gleaner::features::vectors::{Matrix, Names};
use gleaner::strings::Told;
use labelled::Folder;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// What counts as no worse than the best.
const WITHIN: f64 = 0.02;

/// One kind of rows of all images of a folder.
struct Kind {
    name: String,
    raw: Vec<f32>,
    blocks: Vec<Block>,
    is_judge: bool,
}

impl Kind {
    fn pick(&self, images: &[usize]) -> Vec<f32> {
        let d = width(&self.blocks);
        images.iter().flat_map(|&i| &self.raw[i * d..(i + 1) * d]).copied().collect()
    }
}

/// A folder and all its rows.
struct Source {
    name: String,
    truth: Vec<u32>,
    n_classes: usize,
    kinds: Vec<Kind>,
}

/// Images of a source, by class.
type Members = (usize, Vec<usize>);

fn blocks(text: &str) -> Outcome<Vec<Block>> {
    let one = |part: &str| {
        let (width, weight) = part.split_once(':').ok_or("a block is WIDTH:WEIGHT")?;
        let weight = (weight.trim_end_matches('s').parse()?, weight.ends_with('s'));
        Ok(Block { width: width.parse()?, weight: weight.0, is_standardised: weight.1 })
    };
    text.split(',').map(one).collect()
}

fn plain(d: usize) -> Vec<Block> {
    vec![Block { width: d, weight: 1.0, is_standardised: false }]
}

impl Source {
    fn read(path: &Path) -> Outcome<Self> {
        let folder = Folder::read(path, 0)?;
        let mut kinds = Vec::new();
        let mut features = values("--features");
        if features.is_empty() && values("--vectors").is_empty() {
            features.push("builtin".into());
        }
        for setting in features {
            let settings = RunSettings { features: setting.parse()?, ..RunSettings::default() };
            let RawRows { raw, blocks, .. } = folder.raw(&settings)?;
            kinds.push(Kind { name: setting, raw, blocks, is_judge: true });
        }
        for pair in values("--vectors") {
            kinds.push(Self::vectors(path, &folder, &pair)?);
        }
        for source in [gleaner::features::Source::Pixels, gleaner::features::Source::Colours] {
            let name = source.to_string();
            let settings = RunSettings { features: source, ..RunSettings::default() };
            let RawRows { raw, blocks, .. } = folder.raw(&settings)?;
            kinds.push(Kind { name, raw, blocks, is_judge: false });
        }
        Ok(Self { name: folder.name, truth: folder.truth, n_classes: folder.n_classes, kinds })
    }

    /// Rows of a file, in the order of the folder's images.
    fn vectors(path: &Path, folder: &Folder, pair: &str) -> Outcome<Kind> {
        let (name, rest) = pair.split_once('=').ok_or("--vectors takes NAME=FILE")?;
        let (file, parts) = rest.split_once('@').map_or((rest, None), |(file, parts)| (file, Some(parts)));
        let file = file.replace("{}", &folder.name);
        let (matrix, names) = (Matrix::read(Path::new(&file))?, Names::read(Path::new(&file))?);
        let found = scan::scan(path, &CancelToken::default(), &mut |_| ())?.files;
        if found.len() != folder.truth.len() {
            return Err(format!("{}: files that can not be read do not go with --vectors", folder.name).into());
        }
        let mut raw = Vec::with_capacity(matrix.numbers.len());
        for image in found {
            let path = image.path.display();
            let row = names.row(&path).ok_or_else(|| format!("{file} has no row of {path}"))?;
            raw.extend_from_slice(&matrix.numbers[row * matrix.d..(row + 1) * matrix.d]);
        }
        let blocks = parts.map_or_else(|| Ok(plain(matrix.d)), blocks)?;
        Ok(Kind { name: name.to_owned(), raw, blocks, is_judge: true })
    }

    fn of_class(&self, class: usize) -> Vec<usize> {
        (0..self.truth.len()).filter(|&i| self.truth[i] as usize == class).collect()
    }
}

/// A folder made of classes of others.
struct Subset {
    name: String,
    parts: Vec<Members>,
}

impl Subset {
    fn whole(sources: &[Source], at: usize) -> Self {
        let parts = (0..sources[at].n_classes).map(|class| (at, sources[at].of_class(class))).collect();
        Self { name: sources[at].name.clone(), parts }
    }

    /// Some classes of those sources, of sizes that fall evenly or not at all.
    fn random(sources: &[Source], among: &[usize], (least, most): (usize, usize), rng: &mut Rng) -> Self {
        let mut classes: Vec<(usize, usize)> =
            among.iter().flat_map(|&at| (0..sources[at].n_classes).map(move |class| (at, class))).collect();
        rng.shuffle(&mut classes);
        classes.truncate(least + rng.below(most - least + 1));
        let ratio = [1.0_f64, 1.0, 1.0, 10.0, 50.0][rng.below(5)];
        let n_wanted = rng.range(300.0, 2000.0);
        let last = classes.len().max(2) as f64 - 1.0;
        let share = |k: usize| ratio.powf(-(k as f64) / last);
        let sum: f64 = (0..classes.len()).map(share).sum();
        let there: Vec<Vec<usize>> = classes.iter().map(|&(at, class)| sources[at].of_class(class)).collect();
        let least = |scale: f64, (k, own): (usize, &Vec<usize>)| scale.min(own.len() as f64 / share(k));
        let scale = there.iter().enumerate().fold(n_wanted / sum, least);
        let parts = classes.iter().zip(there).enumerate().map(|(k, (&(at, _), mut own))| {
            rng.shuffle(&mut own);
            own.truncate(((scale * share(k)).round() as usize).max(5));
            (at, own)
        });
        let parts: Vec<Members> = parts.collect();
        let n: usize = parts.iter().map(|(_, own)| own.len()).sum();
        let of = if among.len() == 1 { &sources[among[0]].name } else { "mixed" };
        Self { name: format!("{of}, {} of 1:{ratio}, {n}", parts.len()), parts }
    }

    fn truth(&self) -> Vec<u32> {
        (0..).zip(&self.parts).flat_map(|(class, (_, own))| own.iter().map(move |_| class)).collect()
    }

    /// All kinds of rows of this folder, and those joined of them.
    fn kinds(&self, sources: &[Source]) -> Outcome<Vec<Kind>> {
        let mut kinds: Vec<Kind> = Vec::new();
        for (at, kind) in sources[self.parts[0].0].kinds.iter().enumerate() {
            let raw = self.parts.iter().flat_map(|(source, own)| sources[*source].kinds[at].pick(own)).collect();
            kinds.push(Kind { name: kind.name.clone(), raw, blocks: kind.blocks.clone(), is_judge: kind.is_judge });
        }
        for formula in values("--join") {
            let part = |term: &str| {
                let (weight, name) = term.split_once('*').unwrap_or(("1", term));
                let kind = kinds.iter().find(|kind| kind.name == name).ok_or_else(|| format!("no rows are {name}"))?;
                Ok(Part { raw: &kind.raw, blocks: &kind.blocks, weight: weight.parse()? })
            };
            let (raw, blocks) = join(&formula.split('+').map(part).collect::<Outcome<Vec<Part>>>()?);
            kinds.push(Kind { name: formula, raw, blocks, is_judge: false });
        }
        let without = values("--without");
        kinds.retain(|kind| !without.contains(&kind.name));
        if let Some(first) = values("--first").pop() {
            kinds.sort_by_key(|kind| kind.name != first);
        }
        Ok(kinds)
    }
}

/// Accuracy of what a run with these rows keeps.
fn accuracy(kind: &Kind, truth: &[u32], n_classes: usize, seed: u64) -> Outcome<f64> {
    let mut observer = Observer {
        cancel: CancelToken::default(),
        progress: Latest::default(),
        course: gleaner::timing::Course::default(),
        waker: Waker::default(),
        on_epoch: Box::new(|_| ()),
        on_provisional: Box::new(|_| ()),
        on_proposed: Box::new(|_| ()),
    };
    let head = values("--head").pop().map_or(Ok(Head::KMeans), |word| word.parse())?;
    let settings = RunSettings { clusters: n_classes, seed, head, ..RunSettings::default() };
    let rows = RawRows { raw: kind.raw.clone(), blocks: kind.blocks.clone(), head: None };
    let dir = tempfile::tempdir()?;
    let input = PipelineInput {
        images: Images::Rows(rows),
        settings: settings.check()?,
        dir: dir.path().to_owned(),
        resume: false,
        proposed: None,
    };
    let output = pipeline::run(&input, &mut observer)?;
    let kept =
        output.stages.iter().find(|stage| stage.name == output.kept.stage).and_then(|stage| stage.clusters.as_ref());
    Ok(metrics::scores(kept.ok_or("the run kept no clusters")?, truth).accuracy)
}

fn number(name: &str, usual: u64) -> Outcome<u64> {
    Ok(values(name).pop().map_or(Ok(usual), |text| text.parse())?)
}

fn main() -> Outcome<()> {
    let sources = folders().iter().map(|folder| Source::read(Path::new(folder))).collect::<Outcome<Vec<Source>>>()?;
    let seed = number("--seed", 0)?;
    let mut rng = Rng::from_key(&[seed, 0xC401]);
    let mixed = values("--mix").pop();
    let mixes = |source: &Source| mixed.as_ref().is_none_or(|names| names.split(',').any(|name| name == source.name));
    let mixed: Vec<usize> = (0..sources.len()).filter(|&at| mixes(&sources[at])).collect();
    let mut subsets: Vec<Subset> = (0..sources.len()).map(|at| Subset::whole(&sources, at)).collect();
    for i in 0..number("--subsets", 0)? as usize {
        subsets.push(Subset::random(&sources, &[i % sources.len()], (5, 10), &mut rng));
    }
    for _ in 0..number("--mixed-subsets", 0)? {
        subsets.push(Subset::random(&sources, &mixed, (10, 20), &mut rng));
    }
    println!("| folder | accuracy (score) of each | chosen | lost | seconds |\n|---|---|---|---|---|");
    let mut lost: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for subset in &subsets {
        let (truth, kinds) = (subset.truth(), subset.kinds(&sources)?);
        let unit: Vec<Vec<f32>> = kinds.iter().map(|kind| combine(&kind.raw, &kind.blocks)).collect();
        let names: Vec<Told> = kinds.iter().map(|kind| Told::words(&kind.name)).collect();
        let candidates: Vec<Candidate<'_>> = kinds
            .iter()
            .zip(names.iter().zip(&unit))
            .map(|(kind, (name, rows))| Candidate { name, rows, d: width(&kind.blocks), is_judge: kind.is_judge })
            .collect();
        let started = Instant::now();
        let choice = choose(&candidates, &ChoicePlan::new(subset.parts.len(), seed), &CancelToken::default())?;
        let seconds = started.elapsed().as_secs_f64();
        let n_classes = subset.parts.len();
        let all = kinds.iter().map(|kind| accuracy(kind, &truth, n_classes, seed)).collect::<Outcome<Vec<f64>>>()?;
        let best = all.iter().copied().fold(0.0, f64::max);
        let cells: Vec<String> =
            (0..kinds.len()).map(|i| format!("{} {:.3} ({:.3})", kinds[i].name, all[i], choice.scores[i])).collect();
        let (chosen, cells) = (&kinds[choice.kept].name, cells.join(", "));
        println!("| {} | {cells} | {chosen} | {:.3} | {seconds:.1} |", subset.name, best - all[choice.kept]);
        lost.entry("what was chosen".into()).or_default().push(best - all[choice.kept]);
        for (kind, accuracy) in kinds.iter().zip(&all) {
            lost.entry(format!("always {}", kind.name)).or_default().push(best - accuracy);
        }
    }
    println!("\n| | within {WITHIN} of the best | lost on average | at most |\n|---|---|---|---|");
    for (what, lost) in lost.iter().rev() {
        let n = lost.len() as f64;
        let within = lost.iter().filter(|lost| **lost <= WITHIN + 1e-9).count() as f64 / n;
        let most = lost.iter().copied().fold(0.0, f64::max);
        println!("| {what} | {within:.2} | {:.4} | {most:.3} |", lost.iter().sum::<f64>() / n);
    }
    Ok(())
}
