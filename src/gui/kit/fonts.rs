//! The system's fonts, looked through when none of the window's own has a letter. On a system without any font the library
//! that lists them panics; a window with boxes for letters is better than none, so that is caught here.

use egui::{FallbackRequest, FontInsert, FontProvider};
use egui_system_font_provider::SystemFontProvider;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether there is a font with the letters of Chinese.
pub fn has_chinese(ui: &egui::Ui) -> bool {
    let font = egui::TextStyle::Body.resolve(ui.style());
    // Laid out first: only then is a font looked for.
    let _ = ui.painter().layout_no_wrap("\u{7b80}".to_owned(), font.clone(), egui::Color32::WHITE);
    ui.ctx().fonts_mut(|fonts| fonts.has_glyph(&font, '\u{7b80}'))
}

/// Fonts that are found by the letters they have.
pub struct SystemFonts<P = SystemFontProvider> {
    provider: P,
    /// Asking once more would only fail once more.
    is_broken: AtomicBool,
}

impl SystemFonts {
    /// Begins to list the fonts, on a thread of its own.
    #[must_use]
    pub fn new() -> Self {
        Self { provider: SystemFontProvider::new(), is_broken: AtomicBool::new(false) }
    }
}

impl<P: FontProvider> FontProvider for SystemFonts<P> {
    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        if self.is_broken.load(Ordering::Relaxed) {
            return None;
        }
        let found = catch_unwind(AssertUnwindSafe(|| self.provider.font_for(request)));
        found.unwrap_or_else(|_| {
            self.is_broken.store(true, Ordering::Relaxed);
            None
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    /// What a system without fonts does.
    struct NoFonts(AtomicUsize);

    impl FontProvider for NoFonts {
        fn font_for(&self, _: &FallbackRequest<'_>) -> Option<FontInsert> {
            self.0.fetch_add(1, Ordering::Relaxed);
            panic!("NoMatch");
        }
    }

    #[test]
    fn a_system_without_fonts_is_asked_once_and_shows_boxes() {
        let fonts = SystemFonts { provider: NoFonts(AtomicUsize::new(0)), is_broken: AtomicBool::new(false) };
        for cluster in ["猫", "犬"] {
            let request = FallbackRequest { cluster, family: &egui::FontFamily::Proportional };
            assert!(fonts.font_for(&request).is_none());
        }
        assert_eq!(fonts.provider.0.load(Ordering::Relaxed), 1);
    }
}
