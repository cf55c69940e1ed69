//! `gleaner info`: what this program is and where it keeps things.

use super::outcome::{Answer, Exit};
use super::text;
use crate::session::{FEATURE_SOURCES, places};
use serde::Serialize;
use std::path::PathBuf;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print one JSON object as the last line
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Info {
    version: &'static str,
    data_dir: PathBuf,
    threads: usize,
    /// Compiled in; whether a card answers is seen when a run asks for it.
    devices: Vec<&'static str>,
    has_window: bool,
    features: Vec<String>,
}

/// Runs the command.
///
/// # Errors
/// If nothing can be printed.
pub fn run(args: &Args) -> Answer {
    let gpus = [("cuda", cfg!(feature = "cuda")), ("metal", cfg!(feature = "metal"))];
    let info = Info {
        version: env!("CARGO_PKG_VERSION"),
        data_dir: places::data_dir(),
        threads: std::thread::available_parallelism().map_or(1, usize::from),
        devices: std::iter::once("cpu")
            .chain(gpus.into_iter().filter_map(|(name, is_in)| is_in.then_some(name)))
            .collect(),
        has_window: cfg!(feature = "gui"),
        features: FEATURE_SOURCES.iter().map(|of| of.source.to_string()).collect(),
    };
    if args.json {
        text::print_json(&info)?;
    } else {
        text::print(&words(&info))?;
    }
    Ok(Exit::Done)
}

fn words(info: &Info) -> String {
    let gpu = |name: &str| {
        let is_in = info.devices.contains(&name);
        let how = if is_in {
            "compiled in".to_owned()
        } else {
            format!("not compiled in: cargo build --release --features {name}")
        };
        format!("{name} ({how})")
    };
    let sources: Vec<String> =
        FEATURE_SOURCES.iter().map(|s| format!("  {}: {}. {}", s.source, s.label(), s.about())).collect();
    format!(
        "gleaner {}\nData directory: {}\nLog: {}\nThreads: {}\nDevices: cpu, {}, {}\nWindow: {}\nSources of features:\n{}",
        info.version,
        info.data_dir.display(),
        info.data_dir.join("gleaner.log").display(),
        info.threads,
        gpu("cuda"),
        gpu("metal"),
        if info.has_window { "yes" } else { "no (built without)" },
        sources.join("\n"),
    )
}
