//! What is known of the image that is shown large: where it lies, its size, when and how it was taken, its group.

use crate::gui::frame::Frame;
use crate::gui::kit::colours::soft_color;
use crate::gui::kit::text::{file_name, folder_name};
use crate::gui::kit::theme::strong;
use crate::ids::ImageId;
use crate::session::protocol::{Fetch, ImageInfo, Photo};
use crate::strings::{number, say};
use egui::{Label, RichText, ScrollArea, Ui};

/// Draws it in a column.
pub fn about_ui(ui: &mut Ui, frame: &Frame<'_>, image: ImageId) {
    let Some(info) = frame.snapshot.images.get(image) else { return };
    ScrollArea::vertical().id_salt("viewer about").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        ui.add(Label::new(strong(file_name(&info.path))).wrap());
        let folder = folder_name(&info.path);
        if !folder.is_empty() {
            line_ui(ui, say!("viewer-folder"), folder);
        }
        line_ui(ui, say!("viewer-pixels"), &pixels(info));
        match frame.fetcher.photo(image) {
            Fetch::Ready(photo) => photo_ui(ui, &photo),
            Fetch::Pending => line_ui(ui, say!("viewer-file"), say!("viewer-file-pending")),
            Fetch::Missing(reason) => line_ui(ui, say!("viewer-file"), &reason),
        }
    });
}

fn photo_ui(ui: &mut Ui, photo: &Photo) {
    line_ui(ui, say!("viewer-file"), &file_size(photo.n_bytes));
    let taken = photo.taken.map_or_else(|| say!("viewer-taken-unknown").to_owned(), |taken| taken.to_string());
    line_ui(ui, say!("viewer-taken"), &taken);
    for (name, text) in [
        (say!("viewer-camera"), &photo.camera),
        (say!("viewer-lens"), &photo.lens),
        (say!("viewer-exposure"), &photo.exposure),
    ] {
        if !text.is_empty() {
            line_ui(ui, name, text);
        }
    }
}

fn line_ui(ui: &mut Ui, name: &str, text: &str) {
    ui.add_space(5.0);
    ui.label(RichText::new(name).size(11.5).color(soft_color(ui.visuals())));
    ui.add(Label::new(text).wrap().selectable(true));
}

/// "4,000 x 3,000, 12 megapixels".
fn pixels(info: &ImageInfo) -> String {
    let (width, height) = (number(info.width as usize), number(info.height as usize));
    let millions = f64::from(info.width) * f64::from(info.height) / 1e6;
    if millions < 0.95 {
        return say!("viewer-size", width = width, height = height);
    }
    say!("viewer-size-megapixels", width = width, height = height, millions = number(millions.round() as usize))
}

/// "3.4 MB".
pub(super) fn file_size(n_bytes: u64) -> String {
    let kilobytes = n_bytes.div_ceil(1000);
    if kilobytes < 1000 {
        return say!("viewer-kilobytes", n = number(kilobytes as usize));
    }
    let tenths = n_bytes.div_ceil(100_000);
    let (whole, tenth) = (number((tenths / 10) as usize), tenths % 10);
    if tenths >= 1000 {
        return say!("viewer-megabytes", n = whole);
    }
    say!("viewer-megabytes", n = format!("{whole}{}{tenth}", say!("number-decimal")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_of_files_are_short() {
        assert_eq!([17, 999_000, 3_440_000, 412_000_000].map(file_size), ["1 kB", "999 kB", "3.5 MB", "412 MB"]);
    }
}
