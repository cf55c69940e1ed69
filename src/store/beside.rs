//! Files that programs before format 3 kept in the directories of runs, read into the tables once.
//!
//! It writes no file and removes none: whoever puts a database back that was copied before finds them.

use super::blob;
use super::error::Fault;
use super::layout::RUNS;
use super::run_row::RunBase;
use crate::ids::{ClusterId, RunId};
use crate::input;
use rusqlite::Connection;
use std::path::Path;

/// No such file is longer.
const MOST_BYTES: u64 = 1 << 20;

/// The run whose rows a run learned on, then the clusters of its result's columns, parted by spaces.
const BASE: &str = "base";
/// The number of clusters that a run took whose settings leave it open.
const PROPOSED: &str = "clusters.txt";
/// The name of the content of the images that a run was begun with.
const CONTENT: &str = "images.key";

/// Keeps with each run what files of its directory say.
pub(super) fn take_in(db: &Connection, project: &Path) -> Result<(), Fault> {
    put(db, project, "UPDATE runs SET base = ?2, base_clusters = ?3, proposed = ?4, content = ?5 WHERE id = ?1")
}

/// Lets a connection that may not write read a project of format 2 as if its runs had the columns of format 3: a view of this
/// connection alone lies over the table, so that nothing is copied.
pub(super) fn lay_over(db: &Connection, project: &Path) -> Result<(), Fault> {
    db.execute_batch(
        "PRAGMA temp_store = MEMORY;
        CREATE TEMP TABLE beside (id INTEGER PRIMARY KEY, base INTEGER, base_clusters BLOB, proposed INTEGER, content TEXT);",
    )?;
    put(db, project, "INSERT INTO beside (id, base, base_clusters, proposed, content) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    db.execute_batch(
        "CREATE TEMP VIEW runs AS
            SELECT stored.*, beside.base, beside.base_clusters, beside.proposed, beside.content
            FROM main.runs AS stored LEFT JOIN beside ON beside.id = stored.id",
    )?;
    Ok(())
}

/// Hands what files say of each run to `statement`: id, base, its clusters, the number of clusters, the content.
fn put(db: &Connection, project: &Path, statement: &str) -> Result<(), Fault> {
    let mut statement_of_ids = db.prepare("SELECT id FROM runs")?;
    let ids = statement_of_ids.query_map([], |row| row.get::<_, i64>(0))?.collect::<Result<Vec<_>, _>>()?;
    for run in ids.into_iter().filter_map(|id| u32::try_from(id).ok()).map(RunId) {
        let dir = project.join(RUNS).join(run.to_string());
        let text = |name: &str| match input::read(&dir.join(name), MOST_BYTES) {
            Ok(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) => {
                if error.kind() != std::io::ErrorKind::NotFound {
                    tracing::warn!(%error, file = %dir.join(name).display(), "not taken in");
                }
                None
            }
        };
        // A run that learned on another's rows must not pass for one that has its own, even if the other is not known.
        let base = text(BASE).map(|text| base_from_text(&text).unwrap_or_default());
        let proposed = text(PROPOSED).and_then(|text| text.trim().parse::<u32>().ok()).filter(|n| *n > 0);
        let content = text(CONTENT);
        let clusters = base.as_ref().map(|base| blob::to_blob(base.clusters.iter().map(|id| id.0.to_le_bytes())));
        db.execute(statement, (run.0, base.map(|base| base.run.0), clusters, proposed, content))?;
    }
    Ok(())
}

fn base_from_text(text: &str) -> Option<RunBase> {
    let mut words = text.split_whitespace();
    let run = words.next()?.parse().ok()?;
    let clusters = words.map(str::parse::<ClusterId>).collect::<Result<_, _>>().ok()?;
    Some(RunBase { run, clusters })
}
