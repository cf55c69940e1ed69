//! `gleaner review`: how pure clusters are, by random samples that a person looked at in the browser.

use super::outcome::{Answer, Exit, Failure};
use super::work::{Work, look};
use super::{summary, text};
use crate::ids::ClusterId;
use crate::session::protocol::{Edit, Request, Snapshot};
use crate::session::review::{self, Reviewed};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// The arguments. With neither --out nor --answers: a table of what is known.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A .gleaner directory
    project: PathBuf,
    /// Write a page with the next images of each cluster's random sample: what does not belong is marked there, and saved
    #[arg(long, value_name = "FILE.html", conflicts_with = "answers")]
    out: Option<PathBuf>,
    /// The sample of this cluster alone, by id or unique name
    #[arg(long, value_name = "CLUSTER", requires = "out", conflicts_with = "answers", allow_hyphen_values = true)]
    cluster: Option<String>,
    /// Images of each cluster [default: as many as would prove 95 % if all are right, at most 100]
    #[arg(long, value_name = "N", requires = "out", conflicts_with = "answers",
          value_parser = clap::value_parser!(u32).range(1..=10_000))]
    sample: Option<u32>,
    /// Take in the answers that the page saved: right ones are confirmed, wrong ones leave the cluster; one step for undo
    #[arg(long, value_name = "FILE.csv")]
    answers: Option<PathBuf>,
    /// Print one JSON object as the last line
    #[arg(long)]
    json: bool,
}

/// The last line after a page was written.
#[derive(Serialize)]
struct Written<'a> {
    out: String,
    clusters: usize,
    images: usize,
    next: &'a str,
}

/// Runs the command.
///
/// # Errors
/// No such cluster, nothing left to ask, something else at the place of the page, or lines of the answers that do not fit.
pub fn run(args: &Args) -> Answer {
    match (&args.out, &args.answers) {
        (Some(out), _) => write(args, out)?,
        (None, Some(answers)) => take(args, answers)?,
        (None, None) => {
            let snapshot = look(&args.project)?.snapshot();
            let reviewed = review::reviewed(&snapshot.clusters);
            if args.json { text::print_json(&reviewed)? } else { text::print(&table(&snapshot, &reviewed))? }
        }
    }
    Ok(Exit::Done)
}

fn write(args: &Args, out: &Path) -> Result<(), Failure> {
    let reader = look(&args.project)?;
    let cluster = args.cluster.as_ref().map(|name| reader.snapshot().resolve_cluster(name)).transpose()?;
    let next = format!("gleaner review {} --answers answers.csv", text::shell(&args.project));
    let counts = reader.write_review_sheet(cluster, args.sample.map(|n| n as usize), out, &next)?;
    if args.json {
        let out = out.display().to_string();
        return text::print_json(&Written { out, clusters: counts.clusters, images: counts.images, next: &next });
    }
    text::print(&format!(
        "Wrote {} of {} to {}.\nOpen it in a browser, mark what is wrong, save the answers, then: {next}",
        text::counted(counts.images, "image", "images"),
        text::counted(counts.clusters, "group", "groups"),
        out.display()
    ))
}

fn take(args: &Args, answers: &Path) -> Result<(), Failure> {
    let mut work = Work::start(0)?;
    work.ask(&Request::OpenProject(args.project.clone()))?;
    let edit = work.snapshot().answers(answers)?;
    let asked: Vec<ClusterId> = match &edit {
        Edit::JudgeSample { answers } => answers.iter().map(|answers| answers.cluster).collect(),
        _ => Vec::new(),
    };
    let words = work.ask(&Request::edit(edit))?;
    let snapshot = work.snapshot();
    work.finish();
    let reviewed = review::reviewed(&snapshot.clusters);
    if args.json {
        return text::print_json(&reviewed);
    }
    let lines = asked.into_iter().map(|id| match snapshot.cluster(id) {
        Some(view) => format!("{}: {}\n", text::one_line(&view.name), view.purity.words()),
        // Nothing of it was right, and nobody named it.
        None => format!("Group {id} is gone: all of it was wrong.\n"),
    });
    text::print(&format!("{}\n{}{}", text::one_line(&words), lines.collect::<String>(), review::words(&reviewed)))
}

/// What is known of each cluster, and of all.
fn table(snapshot: &Snapshot, reviewed: &Reviewed) -> String {
    if reviewed.clusters.is_empty() {
        return summary::clusters(snapshot, None);
    }
    let rows: Vec<Vec<String>> = reviewed
        .clusters
        .iter()
        .map(|cluster| {
            let purity = snapshot.cluster(cluster.id).map(|view| view.purity).unwrap_or_default();
            let state = match cluster.more {
                _ if cluster.confirmed == cluster.size => "all decided by people".to_owned(),
                _ if cluster.proven => "proven".to_owned(),
                Some(more) => format!("{} more", text::number(more)),
                None => "cannot be proven".to_owned(),
            };
            vec![
                cluster.id.to_string(),
                text::number(cluster.size),
                text::number(cluster.confirmed),
                purity.words(),
                state,
                text::one_line(&cluster.name),
            ]
        })
        .collect();
    let header = ["id", "images", "confirmed", "checked", "95 % right", "name"];
    format!("{}\n{}\n", text::table(&header, &rows), review::words(reviewed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ImageId;
    use crate::session::protocol::{ClusterView, Purity};
    use std::sync::Arc;

    #[test]
    fn the_table_tells_how_far_each_cluster_is() {
        let view = |id: u32, size: u32, n_confirmed, purity| {
            let members = Arc::new((0..size).map(ImageId).collect());
            Arc::new(ClusterView {
                id: ClusterId(id),
                name: format!("C\n{id}"),
                members,
                n_confirmed,
                purity,
                ..ClusterView::default()
            })
        };
        let clusters = vec![
            view(1, 2000, 73, Purity::new(73, 73, 2000)),
            view(2, 1000, 0, Purity::new(0, 0, 1000)),
            view(3, 90, 5, Purity::new(5, 10, 95)),
            view(4, 7, 7, Purity::default()),
        ];
        let snapshot = Snapshot { clusters: Arc::new(clusters), ..Snapshot::default() };
        let words = table(&snapshot, &review::reviewed(&snapshot.clusters));
        let lines: Vec<String> =
            words.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert!(lines[1].contains("73 of 73 right: 100 % (95 to 100 %) proven C\\n1"), "{words}");
        assert!(lines[2].ends_with("not checked yet 69 more C\\n2"), "{words}");
        assert!(
            lines[3].ends_with("cannot be proven C\\n3") && lines[4].ends_with("all decided by people C\\n4"),
            "{words}"
        );
        assert_eq!(lines[6], "Checked: at least 95 % right in 2 of 4 groups. 1 group is not checked yet.");
        assert_eq!(table(&Snapshot::default(), &Reviewed::default()), "There are no groups yet.\n");
    }
}
