//! Looking for images: by words, by an image of the project, by a file that is dropped on the window.
//!
//! It holds what was typed and asked; what was found becomes a shelf of the grid.

use crate::gui::command::Command;
use crate::gui::frame::{Fetcher, Found, Shown, Sort, Tab, ViewState};
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::Palette;
use crate::ids::ImageId;
use crate::session::Query;
use crate::session::protocol::{Fetch, Snapshot};
use egui::{Id, Key, Rect, TextEdit, Ui, Vec2, vec2};
use std::path::PathBuf;
use std::sync::Arc;

/// Images that a search gives.
const N_FOUND: usize = 200;

/// What was typed, and what is being looked for.
#[derive(Default)]
pub struct Search {
    text: String,
    asked: Option<(Query, String)>,
}

impl Search {
    /// Looks for images that are like one of the project.
    pub fn like(&mut self, image: ImageId, snapshot: &Snapshot) {
        let path = snapshot.images.get(image).map_or_else(String::new, |info| info.path.to_string());
        self.asked = Some((Query::Image(image), format!("Similar to {path}")));
    }

    /// Looks for images that are like a file from anywhere.
    pub fn like_file(&mut self, path: PathBuf) {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        self.asked = Some((Query::File(path), format!("Similar to {name}")));
    }

    /// Looks for what words say.
    fn words(&mut self) {
        let words = self.text.trim().to_owned();
        if !words.is_empty() {
            let title = format!("\u{201c}{words}\u{201d}");
            self.asked = Some((Query::Text(words), title));
        }
    }

    /// Looks for what these words say.
    pub fn for_words(&mut self, words: String) {
        self.text = words;
        self.words();
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
                    Some(_) => format!("{title} by what the built-in network knows"),
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
        self.asked = None;
        answer
    }

    /// Draws the search field.
    pub fn box_ui(&mut self, ui: &mut Ui, width: f32) {
        let colors = Palette::of(ui);
        let field = TextEdit::singleline(&mut self.text)
            .id(field_id())
            .hint_text("Search by words, or drop an image")
            .desired_width(width)
            .margin(egui::Margin { left: 26, right: 8, top: 4, bottom: 4 });
        let response = ui.add(field).accessible_name("Search images");
        let icon = Rect::from_center_size(response.rect.left_center() + vec2(14.0, 0.0), Vec2::splat(14.0));
        if self.is_looking() {
            ui.put(icon, egui::Spinner::new().size(13.0));
        } else {
            Icon::Search.paint(ui.painter(), icon, colors.weak);
        }
        if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            self.words();
        }
        let tip = Command::Search.tooltip_with_key(ui.ctx());
        response.on_hover_text(tip);
    }
}

/// The field, to move the keyboard there.
#[must_use]
pub fn field_id() -> Id {
    Id::unique("search images")
}

/// Whether a file is one that a person would drop to find images like it: by its ending, since a look inside would wait for
/// the disk.
#[must_use]
pub fn looks_like_image(path: &std::path::Path) -> bool {
    const ENDINGS: [&str; 11] = ["jpg", "jpeg", "png", "webp", "tif", "tiff", "bmp", "gif", "heic", "heif", "jfif"];
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_told_from_folders_by_their_ending() {
        for (path, expected) in
            [("a/b.JPG", true), ("a.heic", true), ("photos", false), ("p.gleaner", false), (".jpg", false)]
        {
            assert_eq!(looks_like_image(std::path::Path::new(path)), expected, "{path}");
        }
    }

    #[test]
    fn words_that_are_none_ask_nothing() {
        let mut search = Search { text: "  ".into(), ..Search::default() };
        search.words();
        assert!(!search.is_looking());
        search.text = " red car ".into();
        search.words();
        assert_eq!(search.asked, Some((Query::Text("red car".into()), "\u{201c}red car\u{201d}".into())));
    }
}
