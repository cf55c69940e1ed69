//! The contact sheet: one HTML file with everything in it, for a browser without a network.
//!
//! It draws what it is given and computes nothing but bar lengths.

use super::InterchangeError;
use super::page::{self, escape, jpeg_address};
use crate::curation::proof::Purity;
use crate::text::{self, counted, decimal};
use std::io::{self, Write};
use std::path::Path;

/// A cluster of the contact sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReportCluster {
    /// Name.
    pub name: String,
    /// Number of members.
    pub size: usize,
    /// Mean confidence of the members, 0 to 1.
    pub mean_confidence: f32,
    /// Confirmed members.
    pub n_confirmed: usize,
    /// What a reviewed random sample says of it.
    pub purity: Purity,
    /// 20 equal bins from 0 to 1.
    pub histogram: [u32; 20],
    /// Displayed path, confidence and JPEG bytes of some members, highest confidence first.
    pub thumbnails: Vec<(String, f32, Vec<u8>)>,
}

/// What the contact sheet shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Title.
    pub title: String,
    /// The photo folder.
    pub folder: String,
    /// One line each: images, skipped files, run, kept stage and why, seconds.
    pub facts: Vec<String>,
    /// Largest first.
    pub clusters: Vec<ReportCluster>,
    /// Skipped files: path, reason.
    pub skipped: Vec<(String, String)>,
    /// Metrics by name where true labels are known.
    pub metrics: Vec<(String, f64)>,
}

/// Says that a file is one of ours, so that the next report may replace it.
const MARK: &str = "<meta name=\"generator\" content=\"Gleaner\">";

/// Writes one self-contained HTML file. An earlier report at `out` is replaced, anything else is not.
///
/// # Errors
/// [`InterchangeError`].
pub fn write(report: &Report, out: &Path) -> Result<(), InterchangeError> {
    page::write(out, MARK, "a contact sheet", |to| html(report, to))
}

fn html(report: &Report, to: &mut dyn Write) -> io::Result<()> {
    page::begin(to, MARK, STYLE, &report.title, &report.folder)?;
    if !report.facts.is_empty() {
        let facts = report.facts.iter().map(|fact| format!("<li>{}</li>\n", escape(fact)));
        write!(to, "<ul class=\"facts\">\n{}</ul>\n", facts.collect::<String>())?;
    }
    to.write_all(b"</header>\n<main>\n")?;
    metrics(&report.metrics, to)?;
    overview(&report.clusters, to)?;
    for (number, cluster) in report.clusters.iter().enumerate() {
        section(number, cluster, to)?;
    }
    skipped(&report.skipped, to)?;
    to.write_all(
        b"</main>\n<footer>Written by Gleaner. Every picture is inside this file.</footer>\n</body>\n</html>\n",
    )
}

fn metrics(metrics: &[(String, f64)], to: &mut dyn Write) -> io::Result<()> {
    if metrics.is_empty() {
        return Ok(());
    }
    to.write_all(b"<section>\n<h2>Beside the true labels</h2>\n<dl class=\"metrics\">\n")?;
    for (name, value) in metrics {
        writeln!(to, "<div><dt>{}</dt><dd>{}</dd></div>", escape(&name.replace('_', " ")), decimal(*value, 3))?;
    }
    to.write_all(b"</dl>\n</section>\n")
}

fn overview(clusters: &[ReportCluster], to: &mut dyn Write) -> io::Result<()> {
    if clusters.is_empty() {
        return to
            .write_all(b"<section><p class=\"empty\">There are no groups yet: run Discover first.</p></section>\n");
    }
    let largest = clusters.iter().map(|cluster| cluster.size).max().unwrap_or(0).max(1);
    writeln!(to, "<nav aria-label=\"Clusters\">\n<h2>{}</h2>\n<ol>", counted(clusters.len(), "cluster", "clusters"))?;
    for (number, cluster) in clusters.iter().enumerate() {
        writeln!(
            to,
            "<li><a href=\"#c{number}\"><span class=\"name\" dir=\"auto\">{}</span>\
             <span class=\"bar\"><span style=\"width:{:.1}%\"></span></span><span class=\"size\">{}</span></a></li>",
            escape(&cluster.name),
            100.0 * cluster.size as f64 / largest as f64,
            text::number(cluster.size),
        )?;
    }
    to.write_all(b"</ol>\n</nav>\n")
}

fn section(number: usize, cluster: &ReportCluster, to: &mut dyn Write) -> io::Result<()> {
    let confirmed = match cluster.n_confirmed {
        0 => "none confirmed".to_owned(),
        n => format!("{} confirmed", text::number(n)),
    };
    let reviewed = match cluster.purity.n {
        0 => String::new(),
        _ => format!(" · reviewed: {}", cluster.purity.words()),
    };
    write!(
        to,
        "<section class=\"cluster\" id=\"c{number}\">\n<div class=\"head\">\n<div>\n<h2 dir=\"auto\">{}</h2>\n\
         <p>{} · mean confidence {:.2} · {confirmed}{reviewed}</p>\n</div>\n{}</div>\n<div class=\"sheet\">\n",
        escape(&cluster.name),
        counted(cluster.size, "image", "images"),
        cluster.mean_confidence,
        histogram(&cluster.histogram),
    )?;
    for (path, confidence, jpeg) in &cluster.thumbnails {
        let path = escape(path);
        writeln!(
            to,
            "<figure title=\"{path}\"><img alt=\"{path}\" src=\"{}\">\
             <figcaption>{confidence:.2}</figcaption></figure>",
            jpeg_address(jpeg)
        )?;
    }
    to.write_all(b"</div>\n")?;
    let n_more = cluster.size.saturating_sub(cluster.thumbnails.len());
    if n_more > 0 && !cluster.thumbnails.is_empty() {
        writeln!(to, "<p class=\"more\">and {} more</p>", text::number(n_more))?;
    }
    to.write_all(b"</section>\n")
}

/// Bars of a confidence histogram.
fn histogram(bins: &[u32; 20]) -> String {
    let largest = f64::from(bins.iter().copied().max().unwrap_or(0).max(1));
    let bar = |(i, &n): (usize, &u32)| {
        // A bin that holds anything is seen, however small beside the largest.
        let height = if n == 0 { 0.0 } else { (36.0 * f64::from(n) / largest).max(1.5) };
        let (low, high) = (i as f64 / 20.0, (i + 1) as f64 / 20.0);
        format!(
            "<rect x=\"{}\" y=\"{:.1}\" width=\"6\" height=\"{height:.1}\"><title>{low:.2} to {high:.2}: {n}</title></rect>",
            i * 7,
            38.0 - height,
        )
    };
    let bars: String = bins.iter().enumerate().map(bar).collect();
    format!(
        "<svg viewBox=\"0 0 139 52\" role=\"img\" aria-label=\"Confidence of the members\">{bars}\
         <path d=\"M0 38.5H139\"/><text x=\"0\" y=\"50\">0</text><text x=\"69.5\" y=\"50\" text-anchor=\"middle\">confidence\
         </text><text x=\"139\" y=\"50\" text-anchor=\"end\">1</text></svg>\n"
    )
}

fn skipped(skipped: &[(String, String)], to: &mut dyn Write) -> io::Result<()> {
    if skipped.is_empty() {
        return Ok(());
    }
    // A long list stays closed so that the clusters are what one sees.
    let open = if skipped.len() <= 20 { " open" } else { "" };
    write!(
        to,
        "<details{open}>\n<summary><h2>Skipped: {}</h2></summary>\n<div class=\"scroll\"><table>\n\
         <thead><tr><th>File</th><th>Why</th></tr></thead>\n<tbody>\n",
        counted(skipped.len(), "file", "files")
    )?;
    for (path, reason) in skipped {
        writeln!(to, "<tr><td class=\"path\">{}</td><td>{}</td></tr>", escape(path), escape(reason))?;
    }
    to.write_all(b"</tbody>\n</table></div>\n</details>\n")
}

const STYLE: &str = "
.facts { margin: 1rem 0 0; padding: 0; list-style: none; display: flex; flex-wrap: wrap; gap: .4rem .5rem; }
.facts li { padding: .2rem .7rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--card); }
.metrics { margin: .8rem 0 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: .8rem; }
.metrics dt { color: var(--quiet); font-size: .87em; }
.metrics dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
nav ol { margin: .7rem 0 0; padding: 0; list-style: none; columns: 22rem auto; column-gap: 2.5rem; }
nav a { display: grid; grid-template-columns: minmax(5rem, 11rem) 1fr 3.5rem; gap: .8rem; align-items: center;
  padding: .15rem 0; color: inherit; text-decoration: none; break-inside: avoid; }
nav a:hover .name, nav a:focus-visible .name { text-decoration: underline; }
.name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.bar { height: .6rem; border-radius: .3rem; background: var(--track); overflow: hidden; }
.bar span { display: block; height: 100%; background: var(--accent); }
.size { text-align: right; font-variant-numeric: tabular-nums; }
.head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: flex-end; gap: .5rem 2rem; }
.head > div { flex: 1 1 16rem; min-width: 0; }
svg { width: 174px; height: 65px; }
svg rect { fill: var(--accent); }
svg path { stroke: var(--line); }
svg text { fill: var(--quiet); font-size: 10px; }
.more { margin-top: .6rem; }
summary { cursor: pointer; }
summary h2 { display: inline; }
.scroll { overflow-x: auto; }
table { width: 100%; margin-top: .7rem; border-collapse: collapse; }
th, td { padding: .3rem .8rem .3rem 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top; }
th { border-top: 0; color: var(--quiet); font-weight: 600; }
@media print { body { padding: 0; } .cluster { break-inside: avoid; } }
";

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(n_images: usize) -> Report {
        let jpeg = |i: usize| {
            let pixel = |x: u32, y: u32| image::Rgb([(x * 5) as u8, (y * 4) as u8, (i * 47) as u8]);
            let mut bytes = io::Cursor::new(Vec::new());
            image::RgbImage::from_fn(48, 40, pixel).write_to(&mut bytes, image::ImageFormat::Jpeg).expect("encodes");
            bytes.into_inner()
        };
        let thumbnails = |k: usize| (0..n_images).map(|i| (format!("2024/IMG_{i}.jpg"), 0.9, jpeg(i + k))).collect();
        let mut histogram = [0; 20];
        (0..20).for_each(|i| histogram[i] = (i * i) as u32);
        let cluster = |k: usize, name: &str| ReportCluster {
            name: name.into(),
            size: 1234 / (k + 1),
            mean_confidence: 0.93,
            n_confirmed: k * 3,
            purity: Purity::new(38 * k, 40 * k, 1000),
            histogram,
            thumbnails: thumbnails(k),
        };
        Report {
            title: "Holidays <2024>".into(),
            folder: "/home/me/photos & more".into(),
            facts: vec!["3,781 images".into(), "12 skipped".into(), "SCAN was kept: its neighbours agree".into()],
            clusters: vec![cluster(0, "Sunflowers"), cluster(1, "猫と犬"), cluster(2, "<script>alert('x')</script>")],
            skipped: vec![("a\"b.jpg".into(), "damaged: the file ends too early".into())],
            metrics: vec![("accuracy".into(), 0.9321), ("neighbor_purity".into(), 0.975)],
        }
    }

    #[test]
    fn one_file_holds_everything_and_nothing_runs() {
        let dir = tempfile::tempdir().expect("a folder");
        let out = dir.path().join("contact-sheet.html");
        write(&sample(7), &out).expect("written");
        let text = std::fs::read_to_string(&out).expect("text");
        for part in [
            "Holidays &lt;2024&gt;",
            "猫と犬",
            "1,234 images",
            "accuracy",
            "0.932",
            "a&quot;b.jpg",
            "and 1,227 more",
            "3 confirmed · reviewed: 38 of 40 right: 95 % (83 to 99 %)",
        ] {
            assert!(text.contains(part), "{part}");
        }
        assert_eq!(text.matches("src=\"data:image/jpeg;base64,").count(), 21);
        assert!(!text.contains("<script") && !text.contains("http"), "nothing is fetched or run");
        write(&sample(1), &out).expect("an earlier report is replaced");
        write(&Report::default(), &out).expect("an empty one is one too");
        std::fs::write(&out, "mine").expect("written");
        assert!(matches!(write(&sample(1), &out), Err(InterchangeError::NotOurs { .. })));
    }
}
