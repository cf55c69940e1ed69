//! The review sheet: one HTML file with random samples of clusters whose pictures are ticked as right or marked as wrong, in a
//! browser without a network, and saved as a table of answers that [`super::answers_in`] reads.
//!
//! It draws the samples that it is given; what the answers mean is for the session.

use super::InterchangeError;
use super::cells::guarded;
use super::page::{self, escape, jpeg_address};
use crate::curation::proof::{PURE, Purity, Z};
use crate::ids::{ClusterId, ImageId};
use crate::text::counted;
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

/// A picture of the sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SheetPicture {
    /// Its id: a name may be that of another picture when the answers come.
    pub image: ImageId,
    /// Displayed path.
    pub path: String,
    /// JPEG bytes; empty where the thumbnail is lost, which must not take the image out of the sample.
    pub jpeg: Vec<u8>,
}

/// A cluster of the sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SheetCluster {
    /// Its id.
    pub id: ClusterId,
    /// Name.
    pub name: String,
    /// Number of members.
    pub size: usize,
    /// Members that a person decided about.
    pub n_confirmed: usize,
    /// What was answered so far.
    pub purity: Purity,
    /// To compare with, the most typical first.
    pub typical: Vec<SheetPicture>,
    /// The next images of its random sample, in the order of asking.
    pub sample: Vec<SheetPicture>,
}

/// What the sheet shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReviewSheet {
    /// Title.
    pub title: String,
    /// The photo folder.
    pub folder: String,
    /// The command that takes the answers in.
    pub next: String,
    /// Clusters with a sample.
    pub clusters: Vec<SheetCluster>,
}

/// What the script of the page is told.
#[derive(Serialize)]
struct Data<'a> {
    z: f64,
    pure: f64,
    clusters: Vec<DataCluster<'a>>,
}

#[derive(Serialize)]
struct DataCluster<'a> {
    id: ClusterId,
    /// Answers from before, and how many of them were right.
    n: usize,
    right: usize,
    /// Images that can be drawn, those from before with them.
    all: usize,
    /// As cells of a table.
    files: Vec<Cow<'a, str>>,
    images: Vec<ImageId>,
}

/// Says that a file is a review sheet, so that the next one may replace it.
const MARK: &str = "<meta name=\"generator\" content=\"Gleaner review sheet\">";
/// Whatever a name in the page says, nothing is fetched.
const RULES: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src \
                     'unsafe-inline'; script-src 'unsafe-inline'\">";
const SCRIPT: &str = include_str!("review_sheet.js");

/// Writes one self-contained HTML file. An earlier sheet at `out` is replaced, anything else is not.
///
/// # Errors
/// [`InterchangeError`].
pub fn write(sheet: &ReviewSheet, out: &Path) -> Result<(), InterchangeError> {
    page::write(out, MARK, "a review sheet", |to| html(sheet, to))
}

fn html(sheet: &ReviewSheet, to: &mut dyn Write) -> io::Result<()> {
    page::begin(to, &format!("{MARK}\n{RULES}"), STYLE, &sheet.title, &sheet.folder)?;
    to.write_all(
        "<p>Random samples of what the machine put into each cluster. Every picture counts as right until you mark it: click \
         what does <strong>not</strong> belong, or go there with the arrow keys and press Space. Then say that you saw \
         all of the sample, and save.</p>\n\
         <noscript><p class=\"alarm\">This page needs its own script to take answers; the browser keeps it from \
         running.</p></noscript>\n</header>\n<main>\n"
            .as_bytes(),
    )?;
    for (number, cluster) in sheet.clusters.iter().enumerate() {
        section(number, cluster, to)?;
    }
    let clusters = sheet.clusters.iter().map(|cluster| DataCluster {
        id: cluster.id,
        n: cluster.purity.n,
        right: cluster.purity.n_right,
        all: cluster.purity.n_all,
        files: cluster.sample.iter().map(|picture| guarded(&picture.path)).collect(),
        images: cluster.sample.iter().map(|picture| picture.image).collect(),
    });
    let data = serde_json::to_string(&Data { z: Z, pure: PURE, clusters: clusters.collect() })?;
    write!(
        to,
        "<section class=\"save\">\n<div class=\"row\"><button type=\"button\" id=\"save\" disabled>Save answers</button>\n\
         <p id=\"said\" role=\"status\"></p></div>\n<p>Then, where answers.csv was saved:</p>\n\
         <pre><code>{}</code></pre>\n</section>\n</main>\n<footer>Written by Gleaner. Every picture is inside this file; \
         nothing is sent anywhere.</footer>\n<script type=\"application/json\" id=\"data\">{}</script>\n\
         <script>\n{SCRIPT}</script>\n</body>\n</html>\n",
        escape(&sheet.next),
        // No name may end the script.
        data.replace('<', "\\u003c"),
    )
}

fn section(number: usize, cluster: &SheetCluster, to: &mut dyn Write) -> io::Result<()> {
    let name = escape(&cluster.name);
    let decided = match cluster.n_confirmed {
        0 => "none confirmed".to_owned(),
        n => format!("{n} confirmed"),
    };
    let so_far = if cluster.purity.n == 0 { "not checked yet".into() } else { cluster.purity.words() };
    write!(
        to,
        "<section class=\"cluster\" id=\"c{number}\">\n<h2 dir=\"auto\">{name}</h2>\n\
         <p>{} · {decided} · so far: {so_far}</p>\n",
        counted(cluster.size, "image", "images"),
    )?;
    if !cluster.typical.is_empty() {
        to.write_all(b"<h3>Typical of it</h3>\n<div class=\"sheet typical\">\n")?;
        for SheetPicture { path, jpeg, .. } in &cluster.typical {
            let path = escape(path);
            let address = jpeg_address(jpeg);
            writeln!(to, "<figure title=\"{path}\"><img alt=\"{path}\" src=\"{address}\"></figure>")?;
        }
        to.write_all(b"</div>\n")?;
    }
    write!(
        to,
        "<h3 id=\"s{number}\">Sample of {}</h3>\n<div class=\"sheet sample\" role=\"group\" \
         aria-labelledby=\"s{number}\">\n",
        counted(cluster.sample.len(), "image", "images")
    )?;
    for (at, SheetPicture { path, jpeg, .. }) in cluster.sample.iter().enumerate() {
        let path = escape(path);
        let picture = if jpeg.is_empty() {
            format!("<span class=\"lost\">{path}<br>(its thumbnail is lost: look at the file)</span>")
        } else {
            format!("<img alt=\"{path}\" src=\"{}\">", jpeg_address(jpeg))
        };
        writeln!(
            to,
            "<button type=\"button\" class=\"picture\" role=\"checkbox\" aria-checked=\"true\" title=\"{path}\" \
             tabindex=\"{}\">{picture}<span class=\"mark\" aria-hidden=\"true\"></span></button>",
            if at == 0 { 0 } else { -1 }
        )?;
    }
    write!(
        to,
        "</div>\n<p class=\"line\" role=\"status\"></p>\n\
         <label class=\"seen\"><input type=\"checkbox\"> I looked at all of this sample</label>\n</section>\n",
    )
}

const STYLE: &str = "
:root { --wrong: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --wrong: #ff8a80; } }
header p { max-width: 46rem; }
.alarm { color: var(--wrong); }
h3 { margin: .9rem 0 -.4rem; font-size: .95rem; font-weight: 600; color: var(--quiet); }
.typical { grid-template-columns: repeat(auto-fill, minmax(5rem, 1fr)); max-width: 46rem; }
.sample { grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: .7rem; }
.picture { position: relative; padding: 0; aspect-ratio: 1; border: 3px solid transparent; border-radius: .5rem; overflow: hidden;
  background: var(--track); color: inherit; font: inherit; cursor: pointer; }
.picture img { display: block; width: 100%; height: 100%; object-fit: cover; }
.picture { scroll-margin: 1rem 0 9rem; }
.picture:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.picture .mark { position: absolute; right: .3rem; bottom: .3rem; padding: 0 .45rem; border-radius: .3rem; line-height: 1.5;
  background: rgb(0 0 0 / .68); color: #fff; font-size: .85rem; print-color-adjust: exact; }
.picture .mark::after { content: '\\2713'; }
.picture[aria-checked=false] { border-color: var(--wrong); }
.picture[aria-checked=false] img { opacity: .45; }
.picture[aria-checked=false] .mark { background: #b3261e; font-weight: 600; }
.picture[aria-checked=false] .mark::after { content: '\\2717  wrong'; }
.lost { display: block; padding: .5rem; font-size: .8rem; overflow-wrap: anywhere; }
.line { margin-top: .9rem; color: var(--text); font-size: 1.15rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.seen { display: inline-flex; gap: .5rem; align-items: center; margin-top: .3rem; cursor: pointer; }
.seen input { width: 1.1rem; height: 1.1rem; accent-color: var(--accent); }
main > .save { position: sticky; bottom: 0; box-shadow: 0 -4px 18px rgb(0 0 0 / .14); }
.row { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: center; }
#save { padding: .5rem 1.1rem; border: 0; border-radius: .5rem; background: var(--accent); color: var(--page); font: inherit;
  font-weight: 600; cursor: pointer; }
#save:disabled { background: var(--track); color: var(--quiet); cursor: not-allowed; }
pre { margin: .2rem 0 0; overflow-x: auto; font: .87em ui-monospace, 'DejaVu Sans Mono', monospace; user-select: all; }
@media print { body { padding: 0; } .save, .seen { display: none; } .picture, figure { break-inside: avoid; } }
";

#[cfg(test)]
mod tests {
    use super::super::answers_in::{self, Answered};
    use super::*;
    use std::process::Command;

    fn sheet() -> ReviewSheet {
        let jpeg = |i: usize| {
            let pixel = |x: u32, y: u32| image::Rgb([(x * 5) as u8, (y * 4) as u8, (i * 47) as u8]);
            let mut bytes = io::Cursor::new(Vec::new());
            image::RgbImage::from_fn(48, 40, pixel).write_to(&mut bytes, image::ImageFormat::Jpeg).expect("encodes");
            bytes.into_inner()
        };
        let picture =
            |i: usize| SheetPicture { image: ImageId(i as u32), path: format!("2024/IMG_{i}.jpg"), jpeg: jpeg(i) };
        let awkward = ["</script><b>,\"x\".jpg", "new\nline\r.jpg", "日本 é.jpg", "not_utf8_\\xff.jpg"];
        let hard =
            awkward.iter().map(|path| SheetPicture { image: ImageId(900), path: (*path).to_owned(), jpeg: Vec::new() });
        ReviewSheet {
            title: "Review of <p>".into(),
            folder: "/photos & more".into(),
            next: "gleaner review '/my p.gleaner' --answers answers.csv".into(),
            clusters: vec![
                SheetCluster {
                    id: ClusterId(3),
                    name: "Zebras & <b>".into(),
                    size: 1234,
                    n_confirmed: 9,
                    purity: Purity::new(8, 9, 1200),
                    typical: (0..6).map(picture).collect(),
                    sample: (10..50).map(picture).chain(hard).collect(),
                },
                SheetCluster {
                    id: ClusterId(4),
                    size: 5,
                    sample: (60..65).map(picture).collect(),
                    ..Default::default()
                },
            ],
        }
    }

    #[test]
    fn one_file_holds_everything_and_fetches_nothing() {
        let dir = tempfile::tempdir().expect("a folder");
        let out = dir.path().join("sheet.html");
        write(&sheet(), &out).expect("written");
        let text = std::fs::read_to_string(&out).expect("text");
        for part in [
            "Review of &lt;p&gt;",
            "1,234 images · 9 confirmed · so far: 8 of 9 right: 89 % (56 to 99 %)",
            "Zebras &amp; &lt;b&gt;",
            "&#39;/my p.gleaner&#39; --answers answers.csv",
            "\"n\":9,\"right\":8,\"all\":1200",
            "\\u003c/script>",
            "default-src 'none'",
        ] {
            assert!(text.contains(part), "{part}");
        }
        assert_eq!(text.matches("role=\"checkbox\"").count(), 49);
        assert_eq!(text.matches("src=\"data:image/jpeg;base64,").count(), 6 + 45);
        assert_eq!(text.matches("</script>").count(), 2, "no name ends a script");
        assert!(!text.contains("http://") && !text.contains("https://") && !text.contains("src=\"/"));
        write(&sheet(), &out).expect("an earlier sheet is replaced");
        std::fs::write(&out, "<meta name=\"generator\" content=\"Gleaner\">").expect("written");
        let refused = write(&sheet(), &out).expect_err("a contact sheet is something else").to_string();
        assert!(refused.contains("is not a review sheet of Gleaner"), "{refused}");
    }

    /// What the script gives for an expression; None where there is no engine to ask.
    fn script(expression: &str) -> Option<String> {
        let code = format!("{SCRIPT}\nprocess.stdout.write(JSON.stringify({expression}));");
        let output = Command::new("node").args(["-e", &code]).output().ok()?;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Some(String::from_utf8(output.stdout).expect("UTF-8"))
    }

    #[test]
    fn the_script_computes_what_the_program_computes() {
        let cases: Vec<(usize, usize, usize)> = [1usize, 2, 40, 73, 100]
            .into_iter()
            .flat_map(|n| [0, n / 2, n - 1, n].map(|right| (right, n)))
            .flat_map(|(right, n)| [0, 1, 17, 1000, 1_000_000].map(|more| (right, n, n + more)))
            .chain([(0, 0, 7), (0, 0, 0)])
            .collect();
        let list: Vec<[usize; 3]> = cases.iter().map(|(right, n, all)| [*right, *n, *all]).collect();
        let expression = format!("{list:?}.map(([r, n, a]) => [...purity(r, n, a, {Z}), words(r, n, a, {Z})])");
        let Some(json) = script(&expression) else { return };
        let given: Vec<(f64, f64, f64, String)> = serde_json::from_str(&json).expect("four of each");
        assert_eq!(given.len(), cases.len());
        for ((right, n, all), (share, low, high, words)) in cases.into_iter().zip(given) {
            let purity = Purity::new(right, n, all);
            for (a, b) in [(share, purity.share), (low, purity.low), (high, purity.high)] {
                assert!((a - b).abs() < 1e-12, "{right} of {n} of {all}: {a} {b}");
            }
            assert!(n == 0 || words == purity.words(), "{words} / {}", purity.words());
        }
    }

    #[test]
    fn what_the_script_saves_is_read_back() {
        let files: Vec<String> = sheet().clusters[0].sample.iter().map(|picture| picture.path.clone()).collect();
        let right: Vec<bool> = (0..files.len()).map(|i| !i.is_multiple_of(5)).collect();
        let json = serde_json::to_string(&files).expect("JSON");
        let images: Vec<u32> = (100..).take(files.len()).collect();
        let call = format!("table([{{ id: 3, files: {json}, images: {images:?}, right: {right:?} }}])");
        let Some(saved) = script(&call) else { return };
        let text: String = serde_json::from_str(&saved).expect("text");
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::write(dir.path().join("answers.csv"), text).expect("written");
        let read = answers_in::read(&dir.path().join("answers.csv")).expect("a table");
        let said = read.into_iter().map(|Answered { file, image, is_right, .. }| (file, image, is_right));
        let expected =
            files.into_iter().zip(images).zip(right).map(|((file, image), right)| (file, Some(image), right));
        assert_eq!(said.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    }
}
