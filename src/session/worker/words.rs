//! Making a project's images searchable by free words: the weights of a network that knows words, and what it sees in each
//! image, kept beside the rows of the run. No run begins, and no label changes.

use super::{Context, DownloadWork, Ending, RunWork};
use crate::clustering::pipeline::RunError;
use crate::features::Source;
use crate::features::hub::Hub;
use crate::features::registry::Model;
use crate::strings::told;

/// Learns what the words of a network say of images.
pub struct WordsWork {
    /// The network.
    pub model: &'static Model,
    /// The images, and where what is seen is kept; it is not run.
    pub of: RunWork,
}

impl WordsWork {
    /// Fetches what is not here, then looks at the images that were not looked at yet.
    pub fn run(self, context: &Context) -> Ending {
        if !Hub::from_env().has_all(self.model) {
            match (DownloadWork { model: self.model }).run(context) {
                Ending::Done(_) => (),
                ended => return ended,
            }
        }
        match self.of.rows(&Source::Model(self.model), context) {
            Ok(_) => Ending::Done(told!("engine-words-known", n = self.of.images.len())),
            Err(RunError::Cancelled) => Ending::Cancelled,
            Err(RunError::Failed(why)) => Ending::Failed(why),
        }
    }
}
