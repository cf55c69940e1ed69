//! What became of an image's file, where that deserves a word: its drive is away, it lies at several places, another
//! picture was there before, or it is a copy of a labelled one.

use super::weak;
use crate::gui::frame::Frame;
use crate::gui::frame::asks::files;
use crate::gui::kit::text::{cluster_name, shortened};
use crate::gui::kit::theme::Palette;
use crate::session::protocol::{ChangedImage, ImageInfo};
use crate::strings::{join, say};
use egui::{Label, RichText, Ui, vec2};

/// Places that are named; the others are counted.
const MOST_PLACES: usize = 3;
/// Side of the picture that was there before.
const BEFORE: f32 = 56.0;

/// Draws it below the path; nothing for most images.
pub fn file_ui(ui: &mut Ui, frame: &mut Frame<'_>, info: &ImageInfo) {
    if !info.links.is_empty() {
        ui.add(Label::new(weak(ui, places(&info.links))).wrap()).on_hover_text(info.links.join("\n"));
    }
    if info.is_away {
        ui.add(Label::new(RichText::new(say!("inspector-away")).color(Palette::of(ui).warning)).wrap());
    }
    if let Some(changed) = frame.snapshot.folder.changed(info.id) {
        changed_ui(ui, frame, changed);
    }
    if let Some(offer) = frame.snapshot.folder.copies.iter().find(|offer| offer.image == info.id) {
        let name = cluster_name(frame.snapshot, Some(offer.cluster));
        ui.horizontal_wrapped(|ui| {
            ui.label(say!("inspector-copy-of", name = &name));
            let button = ui.button(say!("inspector-label-it", name = shortened(&name)));
            if button.on_hover_text(say!("inspector-label-it-tip")).clicked() {
                frame.out.intents.extend(files::label_copies(frame.snapshot, [info.id]));
            }
        });
    }
}

/// What was there before, and whether it still is that.
fn changed_ui(ui: &mut Ui, frame: &mut Frame<'_>, changed: &ChangedImage) {
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        let before = frame.thumbs.thumb_ui(ui, frame.fetcher, changed.before, vec2(BEFORE, BEFORE));
        before.on_hover_text(say!("inspector-before"));
        ui.vertical(|ui| {
            let was = files::was(frame.snapshot, changed);
            ui.add(Label::new(words(was.as_deref(), changed.cluster.is_none())).wrap());
            let Some(was) = was else { return };
            let still = ui.button(say!("inspector-still", name = shortened(&was)));
            if still.on_hover_text(say!("inspector-still-tip")).clicked() {
                frame.out.intents.extend(files::still(frame.snapshot, [changed.image]));
            }
        });
    });
}

/// "This file was another picture when you confirmed it as checks."
fn words(was: Option<&str>, is_junk: bool) -> String {
    match was {
        Some(_) if is_junk => say!("inspector-was-junk").to_owned(),
        Some(was) => say!("inspector-was", name = was),
        None => say!("inspector-was-gone").to_owned(),
    }
}

/// "Also at album/3.jpg".
fn places(links: &[Box<str>]) -> String {
    let named: Vec<&str> = links.iter().take(MOST_PLACES).map(|path| &**path).collect();
    match links.len().saturating_sub(MOST_PLACES) {
        0 => say!("inspector-also-at", places = join(&named)),
        n => say!("inspector-also-at-more", places = named.join(", "), n = n),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_named_until_there_are_too_many() {
        let links: Vec<Box<str>> = (1..=5).map(|i| format!("album/{i}.jpg").into()).collect();
        assert_eq!(places(&links[..1]), "Also at album/1.jpg");
        assert_eq!(places(&links), "Also at album/1.jpg, album/2.jpg, album/3.jpg and 2 other places");
    }

    #[test]
    fn it_is_said_what_the_file_was() {
        assert_eq!(words(Some("checks"), false), "This file was another picture when you confirmed it as checks.");
        assert_eq!(words(Some("junk"), true), "This file was another picture when you put it into Junk.");
        assert!(words(None, false).ends_with("in a group that is no more."));
    }
}
