//! Making a project searchable by free words, and the list of words that a person gives it.

use super::core::{Changed, Engine};
use crate::features::Source;
use crate::features::text::vocabulary;
use crate::ids::RunId;
use crate::room;
use crate::session::insight::search;
use crate::session::project::said::Said;
use crate::session::protocol::{Deed, JobKind, Outcome, Request, Ticket};
use crate::session::worker::{RunWork, WordsWork};
use crate::session::{RunSettings, SessionError, models};
use crate::store::{Place, Presence, layout};
use crate::strings::told;
use std::path::{Path, PathBuf};

impl Engine {
    /// Fetches a network that knows words, and lets it look at all images.
    pub(super) fn start_words(&mut self, ticket: Ticket, name: String) -> Result<(), SessionError> {
        self.check_who_made_it()?;
        let model = models::model(&name)?;
        if !model.knows_words() {
            return Err(SessionError::Words(told!("words-unknown-to", name = model.label)));
        }
        if let Some(job) = &self.job {
            if matches!(job.info().kind, JobKind::Run | JobKind::Refine) {
                return Err(SessionError::Busy(told!("words-busy")));
            }
            self.waiting.push_back((ticket, Request::LearnWords(name)));
            return Ok(());
        }
        let open = self.opened()?;
        let of = RunWork {
            run: RunId(0),
            resume: false,
            content: None,
            proposed: None,
            seconds_before: 0.0,
            settings: RunSettings { features: Source::Model(model), ..RunSettings::default() },
            images: open.ready_rows().filter(|row| row.record.presence == Presence::Here).cloned().collect(),
            folder: open.store.folder().to_path_buf(),
            pixels_dir: open.store.pixels_dir(),
            dir: PathBuf::new(),
            prepared_dir: open.store.path().join(layout::PREPARED),
            features_dir: search::features_dir(open.store.path()),
            said: Said::default(),
            present: None,
        };
        self.begin(JobKind::Download, Some(ticket), None, move |context| WordsWork { model, of }.run(context))
    }

    /// Keeps a person's own list of words in the project.
    pub(super) fn use_words(&mut self, ticket: Ticket, path: &Path) -> Result<(), SessionError> {
        let words = vocabulary::read(path).map_err(|why| SessionError::Words(why.into()))?;
        let store = &self.opened()?.store;
        store.place().map_or(Ok(()), Place::check)?;
        let place = search::own_words(store.path());
        let text = words.join("\n") + "\n";
        let written = tempfile::NamedTempFile::new_in(place.parent().unwrap_or(Path::new("."))).and_then(|file| {
            std::fs::write(file.path(), text)?;
            file.persist(&place).map_err(|e| e.error)?;
            Ok(())
        });
        written.map_err(|e| SessionError::Words(room::failed(&place, &e)))?;
        // Suggestions hang on the labels' revision.
        self.show_quietly(Changed::Labels);
        self.end(Some(ticket), Outcome::Done(Deed::Told, told!("engine-own-words", n = words.len())));
        Ok(())
    }
}
