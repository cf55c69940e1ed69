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
use crate::text::{counted, number};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Engine {
    /// Places images that came after the adopted run and that nobody has said anything of. `said`: what was done before it for the
    /// same request; the outcome begins with it.
    pub(super) fn start_place(&mut self, ticket: Ticket, said: String) -> Result<(), SessionError> {
        match self.job.as_ref().map(|job| job.info().kind) {
            Some(JobKind::Run | JobKind::Refine) => {
                return Err(SessionError::Busy("A run is at work; place new images when it is done."));
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
        let no_run = || {
            SessionError::NoClusters("There are no clusters yet that images could be placed in: press Discover first.")
        };
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
            let words = format!("{said}There are no new images to place.");
            self.end(Some(ticket), Outcome::Done(deed(&said, Placed::default()), words));
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
    pub(super) fn end_adoption(&mut self, ticket: Option<Ticket>, run: RunId, deed: Deed, words: String) {
        let has_placed = self.open.as_ref().is_some_and(|open| open.history.has_placed() && open.is_refinement(run));
        let Some(ticket) = ticket.filter(|_| has_placed && self.job.is_none()) else {
            self.end(ticket, Outcome::Done(deed, words));
            return;
        };
        let said = format!("{}. ", words.trim_end_matches('.'));
        if let Err(error) = self.start_place(ticket, said.clone()) {
            self.end(Some(ticket), Outcome::Failed(said + &error.to_string()));
        }
    }

    /// Makes the edit. What people did while images were looked at comes first.
    pub(super) fn place(&mut self, ticket: Option<Ticket>, placing: Placing) {
        let said = placing.said.clone();
        match self.edit_placing(placing) {
            Ok(placed) => {
                self.shown.last_placing = Some(placed);
                self.show(Changed::Labels);
                self.end(ticket, Outcome::Done(deed(&said, placed), said + &words(placed)));
            }
            Err(error) => self.end(ticket, Outcome::Failed(said + &error.to_string())),
        }
    }

    fn edit_placing(&mut self, placing: Placing) -> Result<Placed, SessionError> {
        let open = self.opened()?;
        let labels = open.history.labels();
        if labels.adopted() != Some(placing.run) {
            let words = "Other clusters were taken meanwhile, so no image was placed. Place the new images again.";
            return Err(SessionError::Words(words.into()));
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
fn deed(said: &str, Placed { placed, unplaced, .. }: Placed) -> Deed {
    if placed + unplaced > 0 || !said.is_empty() { Deed::Edited } else { Deed::Told }
}

/// "Placed 200 of 212 new images; 12 fit no cluster."
fn words(Placed { placed, unplaced, without_row }: Placed) -> String {
    let n = placed + unplaced + without_row;
    let all = counted(n, "new image", "new images");
    let mut words = match (placed, n) {
        (0, _) => format!("Placed none of {all}"),
        (1, 1) => "Placed 1 new image".to_owned(),
        (placed, n) if placed == n => format!("Placed all {all}"),
        (placed, _) => format!("Placed {} of {all}", number(placed)),
    };
    for (n, one, many) in [
        (unplaced, "fits no cluster", "fit no cluster"),
        (without_row, "has no row in the file of features", "have no row in the file of features"),
    ] {
        if n > 0 {
            words = format!("{words}; {}", counted(n, one, many));
        }
    }
    words + "."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_what_became_of_all() {
        let of = |placed, unplaced, without_row| words(Placed { placed, unplaced, without_row });
        assert_eq!(of(200, 12, 0), "Placed 200 of 212 new images; 12 fit no cluster.");
        assert_eq!(of(1, 0, 0), "Placed 1 new image.");
        let is_edit =
            |said, placed, unplaced, without_row| deed(said, Placed { placed, unplaced, without_row }).can_undo();
        assert!(is_edit("", 0, 1, 0) && is_edit("Learned. ", 0, 0, 0) && !is_edit("", 0, 0, 3));
        assert_eq!(of(1212, 0, 0), "Placed all 1,212 new images.");
        assert_eq!(
            of(0, 1, 2),
            "Placed none of 3 new images; 1 fits no cluster; 2 have no row in the file of features."
        );
    }
}
