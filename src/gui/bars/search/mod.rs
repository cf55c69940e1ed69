//! The one field that finds everything: groups by name, images by words or by an image, what satisfies the terms of a
//! filter, and actions behind `>`. What was found by words or by an image becomes a shelf of the grid.
//!
//! Here is what is being looked for; `field` draws the field and its list, and `offers` says what answers to a text.

pub mod field;
mod offers;

use crate::gui::frame::{Fetcher, Found, Shown, Sort, Tab, ViewState};
use crate::ids::ImageId;
use crate::session::Query;
use crate::session::protocol::{Fetch, Snapshot};
use crate::strings::say;
use field::Typing;
use std::path::PathBuf;
use std::sync::Arc;

/// Images that a search gives.
const N_FOUND: usize = 200;

/// What is being typed, and what is being looked for.
#[derive(Default)]
pub struct Search {
    typing: Option<Typing>,
    asked: Option<(Query, String)>,
    /// What the shelf of what was found answers to.
    found_by: Option<Query>,
}

impl Search {
    /// Looks for images that are like one of the project.
    pub fn like(&mut self, image: ImageId, snapshot: &Snapshot) {
        let path = snapshot.images.get(image).map_or_else(String::new, |info| info.path.to_string());
        self.asked = Some((Query::Image(image), say!("bar-search-similar", name = &path)));
    }

    /// Looks for images that are like a file from anywhere.
    pub fn like_file(&mut self, path: PathBuf) {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        self.asked = Some((Query::File(path), say!("bar-search-similar", name = &name)));
    }

    /// Looks for what words say.
    fn words(&mut self, words: &str) {
        let words = words.trim().to_owned();
        if !words.is_empty() {
            let title = say!("bar-search-words-title", words = &words);
            self.asked = Some((Query::Text(words), title));
        }
    }

    /// Looks for what these words say.
    pub fn for_words(&mut self, words: &str) {
        self.words(words);
    }

    /// The words that are looked for.
    #[must_use]
    pub fn asked_words(&self) -> Option<&str> {
        match &self.asked {
            Some((Query::Text(words), _)) => Some(words),
            _ => None,
        }
    }

    /// Whether an answer is awaited.
    #[must_use]
    pub fn is_looking(&self) -> bool {
        self.asked.is_some()
    }

    /// Takes an answer that is there and shows it; gives what people should know of it, or the reason where there is none.
    pub fn take(&mut self, fetcher: &dyn Fetcher, view: &mut ViewState) -> Result<Option<String>, Arc<str>> {
        let Some((query, title)) = &self.asked else { return Ok(None) };
        let answer = match fetcher.search(query, N_FOUND) {
            Fetch::Pending => return Ok(None),
            Fetch::Missing(why) => Err(why),
            Fetch::Ready(nearest) => {
                let hits = &nearest.hits;
                let images = hits.iter().map(|hit| hit.image).collect();
                let similarity = hits.iter().map(|hit| (hit.image, hit.similarity)).collect();
                let title = match nearest.by {
                    Some(_) => say!("bar-search-built-in", title = title),
                    None => title.clone(),
                };
                let like = match query {
                    Query::Image(image) => Some(*image),
                    _ => None,
                };
                let before = if view.shown == Shown::Found { view.found.before } else { view.shown };
                let (images, similarity) = (Arc::new(images), Arc::new(similarity));
                view.found = Found { title, like, before, images, similarity };
                (view.shown, view.tab, view.sort) = (Shown::Found, Tab::Grid, Sort::MostConfident);
                view.selection.clear();
                view.filter.clear();
                Ok(nearest.note.clone())
            }
        };
        if let Some((query, _)) = self.asked.take() {
            self.found_by = Some(query);
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_none_ask_nothing() {
        let mut search = Search::default();
        search.words("  ");
        assert!(!search.is_looking());
        search.words(" red car ");
        assert_eq!(search.asked, Some((Query::Text("red car".into()), "\u{201c}red car\u{201d}".into())));
    }
}
