//! Looking whether the open project is whole, and writing it into one file. Both only read it, beside the engine.

use super::{Context, Ending};
use crate::control::Progress;
use crate::session::upkeep::{self, UpkeepError};
use crate::strings::told;
use std::path::PathBuf;

/// A look at all of a project.
pub struct CheckWork {
    pub project: PathBuf,
}

impl CheckWork {
    /// Checks the project.
    pub fn run(&self, context: &Context) -> Ending {
        let checked =
            upkeep::doctor(&self.project, false, &context.cancel, &mut |progress| context.show(no_images(progress)));
        checked.map_or_else(broken, |checkup| Ending::Checked(Box::new(checkup)))
    }
}

/// A project that becomes one file.
pub struct ArchiveWork {
    pub project: PathBuf,
    /// Where to; nothing may be there.
    pub out: PathBuf,
}

impl ArchiveWork {
    /// Writes the archive.
    pub fn run(&self, context: &Context) -> Ending {
        let archived = upkeep::archive(&self.project, &self.out, &context.cancel, &mut |progress| {
            context.show(no_images(progress));
        });
        archived.map_or_else(broken, |archived| {
            let (path, what, folder) = (archived.path.display().to_string(), archived.words(), archived.folder);
            Ending::Done(told!("engine-archived", path = path, what = what, folder = folder))
        })
    }
}

/// What is counted is bytes and rows of all kinds: so many of them a second would be told as images.
fn no_images(progress: Progress) -> Progress {
    Progress { images_per_sec: 0.0, ..progress }
}

fn broken(error: UpkeepError) -> Ending {
    match error {
        UpkeepError::Cancelled => Ending::Cancelled,
        UpkeepError::Failed(words) => Ending::Failed(words),
    }
}
