//! A field for the path of a folder, which says what lies there: Tab completes, arrows choose, `~` is the home directory.
//! Folders are listed on a thread of their own, so that no drive that sleeps holds a frame up.

use crate::gui::kit::widgets::{list_row, takes_key};
use crate::strings::say;
use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Align2, Area, Id, Key, Order, Response, ScrollArea, TextEdit, Ui, vec2};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};

/// Names that are looked at in one folder.
const MOST_READ: usize = 20_000;
/// Names that are offered at once.
const MOST_SHOWN: usize = 8;

/// What was typed, and what is known of where it leads.
#[derive(Default)]
pub struct PathField {
    text: String,
    /// A folder and the names of the folders in it, sorted.
    known: Option<(PathBuf, Vec<String>)>,
    asked: Option<(PathBuf, Receiver<Vec<String>>)>,
    chosen: Option<usize>,
}

impl PathField {
    /// What was typed, as a path; none if it is empty.
    #[must_use]
    pub fn path(&self) -> Option<PathBuf> {
        let text = self.text.trim().trim_matches(['"', '\'']);
        (!text.is_empty()).then(|| home_expanded(text))
    }

    /// Draws the field in `width` points; true if Enter asks for the path.
    pub fn field_ui(&mut self, ui: &mut Ui, width: f32, takes_focus: bool) -> (Response, bool) {
        let id = Id::unique("path of a folder");
        if takes_focus {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        let has_focus = ui.memory(|memory| memory.has_focus(id));
        let names = if has_focus { self.offers(ui) } else { Vec::new() };
        let is_asked = has_focus && self.take_keys(ui, id, &names);
        let field = TextEdit::singleline(&mut self.text)
            .id(id)
            .hint_text(say!("start-path-hint"))
            .desired_width(width)
            .margin(vec2(10.0, 6.0))
            .lock_focus(!names.is_empty())
            .align(Align2::LEFT_CENTER);
        let response = ui.add(field).accessible_name(say!("start-path"));
        if response.changed() {
            self.chosen = None;
        }
        let is_list = ui.data(|data| data.get_temp::<bool>(list_id())).unwrap_or(false);
        if !names.is_empty() && (has_focus || is_list) {
            self.list_ui(ui, &response, id, &names);
        }
        (response, is_asked)
    }

    /// True if Enter is for the path.
    fn take_keys(&mut self, ui: &Ui, id: Id, names: &[String]) -> bool {
        if !names.is_empty() && takes_key(ui, Key::Tab) {
            let whole = self.chosen.and_then(|chosen| names.get(chosen)).cloned();
            let begun = if names.len() == 1 { names.first().cloned() } else { None };
            match whole.or(begun) {
                Some(name) => self.complete(ui, id, &name, true),
                None => self.complete(ui, id, &common(names), false),
            }
        }
        let n = names.len();
        if n > 0 && takes_key(ui, Key::ArrowDown) {
            self.chosen = Some(self.chosen.map_or(0, |chosen| (chosen + 1) % n));
        }
        if n > 0 && takes_key(ui, Key::ArrowUp) {
            self.chosen = Some(self.chosen.map_or(n - 1, |chosen| (chosen + n - 1) % n));
        }
        if !takes_key(ui, Key::Enter) {
            return false;
        }
        match self.chosen.take().and_then(|chosen| names.get(chosen)).cloned() {
            Some(name) => {
                self.complete(ui, id, &name, true);
                false
            }
            None => true,
        }
    }

    /// Puts a name in the place of what was typed of it.
    fn complete(&mut self, ui: &Ui, id: Id, name: &str, is_whole: bool) {
        let begins = self.text.rfind(is_separator).map_or(0, |at| at + 1);
        self.text.truncate(begins);
        self.text.push_str(name);
        if is_whole {
            self.text.push(std::path::MAIN_SEPARATOR);
        }
        self.chosen = None;
        let end = CCursor::new(self.text.chars().count());
        let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
        state.cursor.set_char_range(Some(CCursorRange::one(end)));
        state.store(ui.ctx(), id);
        ui.ctx().request_repaint();
    }

    /// Folders that the last part of what was typed may mean. Asks what lies there if that is not known.
    fn offers(&mut self, ui: &Ui) -> Vec<String> {
        let Some((folder, begun)) = parts(&self.text) else { return Vec::new() };
        if let Some((folder, names)) =
            self.asked.as_ref().and_then(|(folder, answer)| Some((folder.clone(), answer.try_recv().ok()?)))
        {
            self.known = Some((folder, names));
            self.asked = None;
        }
        let is_known = self.known.as_ref().is_some_and(|(known, _)| *known == folder);
        if !is_known && self.asked.as_ref().is_none_or(|(asked, _)| *asked != folder) {
            self.asked = list(&folder, ui.ctx()).map(|answer| (folder.clone(), answer));
        }
        match &self.known {
            Some((known, names)) if *known == folder => matching(names, &begun),
            _ => Vec::new(),
        }
    }

    fn list_ui(&mut self, ui: &Ui, field: &Response, id: Id, names: &[String]) {
        let area = Area::new(list_id()).order(Order::Foreground).fixed_pos(field.rect.left_bottom() + vec2(0.0, 2.0));
        let shown = area.show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_width(field.rect.width() - 14.0);
                ui.spacing_mut().item_spacing.y = 0.0;
                let most = (ui.ctx().content_rect().bottom() - ui.cursor().top() - 16.0).max(60.0);
                ScrollArea::vertical().max_height(most).show(ui, |ui| {
                    let mut taken = None;
                    for (i, name) in names.iter().enumerate() {
                        let is_project = Path::new(name).extension().is_some_and(|ending| ending == "gleaner");
                        let detail = if is_project { say!("start-path-project") } else { "" };
                        if list_row(ui, name, detail, self.chosen == Some(i)).clicked() {
                            taken = Some(name.clone());
                        }
                    }
                    taken
                })
            })
        });
        let is_over = ui.ctx().pointer_interact_pos().is_some_and(|at| shown.response.rect.contains(at));
        ui.data_mut(|data| data.insert_temp(list_id(), is_over));
        if let Some(name) = shown.inner.inner.inner {
            self.complete(ui, id, &name, true);
            ui.memory_mut(|memory| memory.request_focus(id));
        }
    }
}

fn list_id() -> Id {
    Id::unique("folders to choose from")
}

fn is_separator(letter: char) -> bool {
    letter == '/' || letter == std::path::MAIN_SEPARATOR
}

/// The folder that a text leads to, and what was begun of a name in it.
fn parts(text: &str) -> Option<(PathBuf, String)> {
    let text = text.trim_start();
    let at = text.rfind(is_separator)?;
    Some((home_expanded(&text[..=at]), text[at + 1..].to_owned()))
}

/// Those that begin so, at most as many as are shown. Hidden ones only where a dot was typed.
fn matching(names: &[String], begun: &str) -> Vec<String> {
    let lower = begun.to_lowercase();
    let is_meant = |name: &&String| {
        name.to_lowercase().starts_with(&lower) && (!name.starts_with('.') || begun.starts_with('.')) && **name != begun
    };
    names.iter().filter(is_meant).take(MOST_SHOWN).cloned().collect()
}

/// The longest beginning that names share.
fn common(names: &[String]) -> String {
    let Some((first, rest)) = names.split_first() else { return String::new() };
    let shared = |other: &String| first.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let n = rest.iter().map(shared).min().unwrap_or(first.chars().count());
    first.chars().take(n).collect()
}

/// Lists the folders in a folder.
fn list(folder: &Path, ctx: &egui::Context) -> Option<Receiver<Vec<String>>> {
    let (sender, answer) = sync_channel(1);
    let (folder, ctx) = (folder.to_path_buf(), ctx.clone());
    let spawned = std::thread::Builder::new().name("path-completion".into()).spawn(move || {
        // The window may be gone by now; then nobody asks for the answer.
        let _ = sender.send(folders_in(&folder));
        ctx.request_repaint();
    });
    spawned.inspect_err(|error| tracing::warn!(%error, "no thread to list folders")).ok().map(|_| answer)
}

/// The names of the folders in a folder, sorted; none of one that cannot be read.
fn folders_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let entries = entries.take(MOST_READ).filter_map(Result::ok).filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort_by_key(|name| name.to_lowercase());
    names
}

/// `~/Pictures` as a shell would read it.
fn home_expanded(path: &str) -> PathBuf {
    let rest = path.strip_prefix("~/").or(if path == "~" { Some("") } else { None });
    match (rest, directories::UserDirs::new()) {
        (Some(rest), Some(user)) => user.home_dir().join(rest),
        _ => PathBuf::from(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_completed_by_what_lies_there() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["Holiday 2024", "Holiday 2025", "herbarium", ".cache"] {
            std::fs::create_dir(dir.path().join(name)).unwrap();
        }
        std::fs::write(dir.path().join("heap.txt"), "").unwrap();
        let names = folders_in(dir.path());
        assert_eq!(names, [".cache", "herbarium", "Holiday 2024", "Holiday 2025"]);
        assert_eq!(matching(&names, "h").len(), 3);
        assert_eq!(matching(&names, "hol"), ["Holiday 2024", "Holiday 2025"]);
        assert_eq!(common(&matching(&names, "hol")), "Holiday 202");
        assert_eq!((matching(&names, "."), matching(&names, "herbarium")), (vec![".cache".to_owned()], vec![]));
        assert!(folders_in(Path::new("/no/such/folder")).is_empty());
    }

    #[test]
    fn the_home_directory_is_a_tilde() {
        let home = directories::UserDirs::new().unwrap().home_dir().to_path_buf();
        assert_eq!(parts("~/Pic"), Some((home.join(""), "Pic".into())));
        assert_eq!(parts("/data/"), Some(("/data/".into(), String::new())));
        assert_eq!(parts("photos"), None);
        let field = PathField { text: " '~/a' ".into(), ..PathField::default() };
        assert_eq!(field.path(), Some(home.join("a")));
        assert_eq!(PathField::default().path(), None);
    }
}
