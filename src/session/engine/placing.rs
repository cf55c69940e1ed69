//! New images into the clusters in force: which ones, and the edit that a worker's answer becomes.

use super::core::{Changed, Engine};
use crate::curation::edit::Edit;
use crate::curation::labels::Label;
use crate::ids::{ImageId, RunId};
use crate::session::SessionError;
use crate::session::insight::search::RunPlace;
use crate::session::protocol::{Deed, JobKind, Outcome, Placed, Request, Ticket};
use crate::session::worker::{PlaceWork, Placing};
use crate::store::layout;
use crate::store::{ImageRow, Presence};
use crate::strings::{Told, told};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Engine {
    /// Places images that came after the adopted run and that nobody has said anything of. `said`: what was done before it for the
    /// same request; the outcome begins with it.
    pub(super) fn start_place(&mut self, ticket: Ticket, said: Told) -> Result<(), SessionError> {
        self.check_who_made_it()?;
        match self.job.as_ref().map(|job| job.info().kind) {
            Some(JobKind::Run | JobKind::Refine) => {
                return Err(SessionError::Busy(told!("engine-busy-place")));
            }
            Some(_) => {
                self.waiting.push_back((ticket, Request::Place));
                return Ok(());
            }
            None => (),
        }
        let snapshot = Arc::new(self.shown.clone());
        let open = self.opened()?;
        let labels = open.history.labels();
        let no_run = || SessionError::NoClusters(told!("engine-nowhere-to-place"));
        let run = labels.adopted().and_then(|id| open.run(id)).and_then(|run| RunPlace::of(run, &open.store));
        let run = run.filter(|_| !snapshot.clusters.is_empty()).ok_or_else(no_run)?;
        let of_run: BTreeSet<ImageId> = open.store.run_images(run.id)?.into_iter().collect();
        let (known, new): (Vec<ImageRow>, Vec<ImageRow>) =
            open.ready_rows().cloned().partition(|row| of_run.contains(&row.id));
        let is_untouched =
            |row: &ImageRow| labels.label(row.id) == Label::default() && !labels.rejected().contains_key(&row.id);
        // What is away can not be looked at.
        let is_here = |row: &ImageRow| row.record.presence == Presence::Here;
        let new: Vec<ImageRow> = new.into_iter().filter(|row| is_here(row) && is_untouched(row)).collect();
        if new.is_empty() {
            self.shown.last_placing = Some(Placed::default());
            let deed = deed(&said, Placed::default());
            let told = Told::sentences(vec![said, told!("engine-nothing-to-place")]);
            self.end(Some(ticket), Outcome::Done(deed, told));
            return Ok(());
        }
        let work = PlaceWork {
            said,
            run,
            snapshot,
            known,
            new,
            folder: open.store.folder().to_path_buf(),
            pixels_dir: open.store.pixels_dir(),
            prepared_dir: open.store.path().join(layout::PREPARED),
        };
        self.begin(JobKind::Place, Some(ticket), None, |context| work.run(context))
    }

    /// Ends a request that took a run's clusters. What was learned from corrections knows only the images of its base: those that
    /// were placed beside them are placed again, by the clusters as they are now.
    pub(super) fn end_adoption(&mut self, ticket: Option<Ticket>, run: RunId, deed: Deed, words: Told) {
        let has_placed = self.open.as_ref().is_some_and(|open| open.history.has_placed() && open.is_refinement(run));
        let is_placed_again = has_placed && self.job.is_none() && !self.shown.is_stranger;
        let Some(ticket) = ticket.filter(|_| is_placed_again) else {
            self.end(ticket, Outcome::Done(deed, words));
            return;
        };
        if let Err(error) = self.start_place(ticket, words.clone()) {
            self.end(Some(ticket), Outcome::Failed(Told::sentences(vec![words, error.into()])));
        }
    }

    /// Makes the edit. What people did while images were looked at comes first.
    pub(super) fn place(&mut self, ticket: Option<Ticket>, placing: Placing) {
        let said = placing.said.clone();
        match self.edit_placing(placing) {
            Ok(placed) => {
                self.shown.last_placing = Some(placed);
                self.show(Changed::Labels);
                let deed = deed(&said, placed);
                self.end(ticket, Outcome::Done(deed, Told::sentences(vec![said, words(placed)])));
            }
            Err(error) => self.end(ticket, Outcome::Failed(Told::sentences(vec![said, error.into()]))),
        }
    }

    fn edit_placing(&mut self, placing: Placing) -> Result<Placed, SessionError> {
        let open = self.opened()?;
        let labels = open.history.labels();
        if labels.adopted() != Some(placing.run) {
            return Err(SessionError::Words(told!("engine-other-groups")));
        }
        let Placing { mut images, mut unplaced, n_without_row, .. } = placing;
        let is_untouched =
            |image: &ImageId| labels.label(*image) == Label::default() && !labels.rejected().contains_key(image);
        // One whose cluster is gone is placed the next time.
        images.retain(|(image, cluster, _)| is_untouched(image) && labels.cluster(*cluster).is_some());
        unplaced.retain(|(image, _)| is_untouched(image));
        if !images.is_empty() || !unplaced.is_empty() {
            open.edit(Edit::Place { images: images.clone(), unplaced: unplaced.clone() })?;
        }
        Ok(Placed { placed: images.len(), unplaced: unplaced.len(), without_row: n_without_row })
    }
}

/// Whether labels were changed: here, or by what was done before for the same request.
fn deed(said: &Told, Placed { placed, unplaced, .. }: Placed) -> Deed {
    if placed + unplaced > 0 || !said.is_empty() { Deed::Edited } else { Deed::Told }
}

/// "Placed 200 of 212 new images. 12 fit no group."
fn words(Placed { placed, unplaced, without_row }: Placed) -> Told {
    let n = placed + unplaced + without_row;
    let mut all = vec![match placed {
        0 => told!("engine-placed-none", n = n),
        placed if placed == n => told!("engine-placed-all", n = n),
        placed => told!("engine-placed-some", placed = placed, n = n),
    }];
    if unplaced > 0 {
        all.push(told!("engine-fit-nowhere", n = unplaced));
    }
    if without_row > 0 {
        all.push(told!("engine-placed-without-row", n = without_row));
    }
    Told::sentences(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_what_became_of_all() {
        let of = |placed, unplaced, without_row| words(Placed { placed, unplaced, without_row }).to_string();
        assert_eq!(of(200, 12, 0), "Placed 200 of 212 new images. 12 fit no group.");
        assert_eq!(of(1, 0, 0), "Placed 1 new image.");
        let is_edit = |said: &str, placed, unplaced, without_row| {
            deed(&said.into(), Placed { placed, unplaced, without_row }).can_undo()
        };
        assert!(is_edit("", 0, 1, 0) && is_edit("Learned. ", 0, 0, 0) && !is_edit("", 0, 0, 3));
        assert_eq!(of(1212, 0, 0), "Placed all 1,212 new images.");
        assert_eq!(of(0, 1, 2), "Placed none of 3 new images. 1 fits no group. 2 have no row in the file of features.");
    }
}
