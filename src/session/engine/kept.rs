//! Whether what is done can be kept: a project that is not where it was opened any more, or that could only be read.

use super::core::Engine;
use crate::room;
use crate::session::SessionError;
use crate::session::protocol::{JobKind, Unkept};
use crate::store::Store;
use crate::strings::Told;
use std::sync::Arc;

impl Engine {
    /// Of a project that could only be read when it was opened: tries again to open it for writing.
    pub(super) fn make_writable(&mut self) -> Result<(), SessionError> {
        let is_readable_only = self.open.as_ref().is_some_and(|open| open.store.place().is_none());
        let Some(unkept) = self.shown.unkept.clone().filter(|_| is_readable_only) else { return Ok(()) };
        let project = self.opened()?.store.path().to_owned();
        if self.job.is_none() && self.exports.is_empty() && !room::is_used_up(&project) {
            // Whoever only looks keeps what is shown: it is closed only if it can be opened anew.
            match Store::try_writing(&project) {
                Ok(()) => self.open_now(&project, None)?,
                Err(error) if !error.leaves_reading() => return Err(error.into()),
                Err(_) => {}
            }
        }
        match &self.shown.unkept {
            None => Ok(()),
            Some(_) => Err(SessionError::Words(unkept.why.clone())),
        }
    }

    /// Shows whether the project is still where it was opened; if it is not, work that would be written there ends.
    pub(super) fn note_place(&mut self) {
        let Some(place) = self.open.as_ref().and_then(|open| open.store.place()) else { return };
        let Err(error) = place.check() else {
            self.shown.unkept = None;
            return;
        };
        let why = Told::of(error);
        if let Some(job) = self.job.as_mut().filter(|job| job.kind != JobKind::Download) {
            job.cancel.cancel();
            job.failure.get_or_insert_with(|| why.clone());
        }
        self.shown.unkept = Some(Arc::new(Unkept { why }));
    }
}
