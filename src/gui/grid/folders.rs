//! The folders that images lie in, as a tree with counts: a filter that is chosen by a click.

use super::filter;
use super::order::natural;
use crate::gui::frame::ViewState;
use crate::gui::kit::icons::Icon;
use crate::gui::kit::text::{file_name, folder_name};
use crate::gui::kit::theme::Palette;
use crate::gui::kit::widgets::elided_font;
use crate::session::protocol::ImageTable;
use crate::strings::{number, say};
use egui::{
    Align2, Button, FontId, Id, Popup, PopupCloseBehavior, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The folders of an image table, and which are open.
#[derive(Default)]
pub struct Folders {
    images: Arc<ImageTable>,
    /// A folder, then what lies in it.
    all: Vec<Folder>,
    open: BTreeSet<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Folder {
    /// Without a slash at either end.
    path: String,
    /// How deep it lies; 0 at the top.
    depth: usize,
    /// Images in it and in the folders in it.
    n: usize,
    has_folders: bool,
}

impl Folders {
    /// Reads the folders of a table anew if it is another one.
    pub fn update(&mut self, images: &Arc<ImageTable>) {
        if !Arc::ptr_eq(&self.images, images) {
            self.images = Arc::clone(images);
            self.all = folders(images);
        }
    }

    /// Whether there are any: images may all lie at the top.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The button that opens the tree.
    pub fn button_ui(&mut self, ui: &mut Ui, view: &mut ViewState) {
        let chosen = filter::folder_of(&view.filter);
        let button = Button::new(say!("grid-folders")).selected(chosen.is_some());
        let button = ui.add(button).on_hover_text(say!("grid-folders.tip"));
        let popup = Popup::menu(&button)
            .id(Id::unique("grid-folders-menu"))
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        popup.accessible_name(say!("grid-folders")).show(|ui| {
            ui.set_width(300.0f32.min(ui.ctx().content_rect().width() - 40.0));
            let height = ui.ctx().content_rect().height() * 0.6;
            ScrollArea::vertical().max_height(height).show(ui, |ui| self.tree_ui(ui, view, chosen.as_deref()));
        });
    }

    fn tree_ui(&mut self, ui: &mut Ui, view: &mut ViewState, chosen: Option<&str>) {
        ui.spacing_mut().item_spacing.y = 1.0;
        let all = Folder { path: String::new(), depth: 0, n: self.images.rows.len(), has_folders: false };
        if row_ui(ui, &all, say!("grid-folders-all"), chosen.is_none(), false).0 {
            view.filter = filter::with_folder(&view.filter, None);
        }
        // What lies in a closed folder is left out.
        let mut closed_at = usize::MAX;
        let mut toggled = None;
        for folder in &self.all {
            if folder.depth > closed_at {
                continue;
            }
            let is_open = self.open.contains(&folder.path);
            closed_at = if is_open { usize::MAX } else { folder.depth };
            let is_chosen = chosen == Some(&*folder.path);
            let (is_clicked, is_toggled) = row_ui(ui, folder, file_name(&folder.path), is_chosen, is_open);
            if is_clicked {
                let folder = (!is_chosen).then_some(&*folder.path);
                view.filter = filter::with_folder(&view.filter, folder);
            }
            if is_toggled {
                toggled = Some(folder.path.clone());
            }
        }
        if let Some(path) = toggled
            && !self.open.remove(&path)
        {
            self.open.insert(path);
        }
    }
}

/// Gives whether the folder was chosen, and whether it was opened or closed.
fn row_ui(ui: &mut Ui, folder: &Folder, name: &str, is_chosen: bool, is_open: bool) -> (bool, bool) {
    let colors = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::click());
    let label = say!("grid-folder-name", name = name, n = folder.n);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, &label));
    if is_chosen || response.hovered() || response.has_focus() {
        let fill = if is_chosen { colors.selected } else { colors.control };
        ui.painter().rect_filled(rect, 5.0, fill);
    }
    let left = rect.left() + 6.0 + folder.depth as f32 * 14.0;
    let mut is_toggled = false;
    if folder.has_folders {
        let arrow = Rect::from_center_size(pos2(left + 6.0, rect.center().y), vec2(18.0, 22.0));
        let id = response.id.with("open");
        let toggle = ui.interact(arrow, id, Sense::click());
        let words =
            if is_open { say!("grid-folder-close", name = name) } else { say!("grid-folder-open", name = name) };
        toggle.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words));
        let icon = if is_open { Icon::ChevronDown } else { Icon::ChevronRight };
        icon.paint(ui.painter(), arrow.shrink(4.0), colors.weak);
        is_toggled = toggle.clicked();
    }
    let font = FontId::proportional(13.0);
    let count = ui.painter().text(
        pos2(rect.right() - 6.0, rect.center().y),
        Align2::RIGHT_CENTER,
        number(folder.n),
        font.clone(),
        colors.weak,
    );
    let text = elided_font(ui, name, font, count.left() - left - 26.0, colors.text);
    ui.painter().galley(pos2(left + 18.0, rect.center().y - text.size().y / 2.0), text, colors.text);
    (response.clicked() && !is_toggled, is_toggled)
}

/// The folders of these images, each before what lies in it, in the order of their names.
fn folders(images: &ImageTable) -> Vec<Folder> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for info in &images.rows {
        let mut folder = folder_name(&info.path);
        while !folder.is_empty() {
            *counts.entry(folder).or_default() += 1;
            folder = folder_name(folder);
        }
    }
    let parents: BTreeSet<&str> = counts.keys().map(|path| folder_name(path)).collect();
    let mut all: Vec<Folder> = counts
        .iter()
        .map(|(path, n)| Folder {
            path: (*path).to_owned(),
            depth: path.matches('/').count(),
            n: *n,
            has_folders: parents.contains(path),
        })
        .collect();
    all.sort_by(|a, b| natural(&a.path, &b.path));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ImageId;
    use crate::session::protocol::ImageInfo;

    #[test]
    fn folders_stand_before_what_lies_in_them_and_count_it() {
        let paths = ["b/10/x.jpg", "b/9/x.jpg", "b/9/y.jpg", "b/z.jpg", "top.jpg", "a/x.jpg"];
        let rows = (0..).zip(paths).map(|(id, path)| ImageInfo::new(ImageId(id), path, 1, 1)).collect();
        let found: Vec<_> =
            folders(&ImageTable::new(rows)).into_iter().map(|f| (f.path, f.depth, f.n, f.has_folders)).collect();
        let expected = [("a", 0, 1, false), ("b", 0, 4, true), ("b/9", 1, 2, false), ("b/10", 1, 1, false)];
        assert_eq!(found, expected.map(|(path, depth, n, has)| (path.to_owned(), depth, n, has)));
    }
}
