//! Text in any script, in one place for the whole window: as a frame ends, all text with right-to-left letters is laid out
//! anew in painted order ([`super::bidi`]), and scripts that no font of this system has are named once.
//!
//! Glyphs come from the system's fonts ([`super::fonts`]), joined and stacked by egui's shaper. What assistive
//! technology reads is untouched, and so is the field that is being edited: its cursor counts letters as they are typed.

use super::bidi::{has_rtl, visual_line};
use crate::strings::say;
use egui::text::{LayoutJob, TextWrapping};
use egui::{Context, FontId, Galley, LayerId, Plugin, Rect, Shape, Ui};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// A script without letters here, and where to get them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Lack {
    script: &'static str,
    /// Package of Debian and Ubuntu.
    package: &'static str,
}

/// Watches over the text of each frame.
#[derive(Default)]
pub struct Scripts {
    /// Whether fonts of the system are at hand, so that a missing letter is worth a word.
    has_system_fonts: bool,
    /// Letters that were looked for already.
    known: HashSet<char>,
    told: BTreeSet<Lack>,
    news: Vec<Lack>,
}

impl Scripts {
    /// From now on looks for letters that no font of the system has.
    pub fn watch(&mut self) {
        self.has_system_fonts = true;
    }

    /// What to say about scripts that were found missing since the last call: nothing, or one sentence.
    pub fn take_news(&mut self) -> Option<String> {
        if self.news.is_empty() {
            return None;
        }
        let mut scripts: Vec<&str> = self.news.iter().map(|lack| lack.script).collect();
        let mut packages: Vec<&str> = self.news.iter().map(|lack| lack.package).collect();
        packages.sort_unstable();
        packages.dedup();
        scripts.sort_unstable();
        self.news.clear();
        Some(say!("kit-script", scripts = scripts.join(", "), packages = packages.join(", ")))
    }

    fn look_for(&mut self, ctx: &Context, galley: &Galley) {
        let Some(section) = galley.job.sections.first() else { return };
        for c in galley.job.text.chars().filter(|c| *c > '\u{24f}') {
            if self.known.contains(&c) {
                continue;
            }
            self.known.insert(c);
            let Some(lack) = script_of(c) else { continue };
            let font: &FontId = &section.format.font_id;
            if !self.told.contains(&lack) && !ctx.fonts_mut(|fonts| fonts.has_glyph(font, c)) {
                self.told.insert(lack);
                self.news.push(lack);
                // Whoever tells it has drawn already.
                ctx.request_repaint();
            }
        }
    }
}

impl Plugin for Scripts {
    fn debug_name(&self) -> &'static str {
        "scripts"
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        let layers: Vec<LayerId> = ctx.memory(|memory| {
            let mut layers: Vec<LayerId> = memory.layer_ids().collect();
            if !layers.contains(&LayerId::background()) {
                layers.push(LayerId::background());
            }
            layers
        });
        let mut galleys: HashMap<*const Galley, Arc<Galley>> = HashMap::new();
        ctx.graphics(|graphics| {
            for list in layers.iter().filter_map(|layer| graphics.get(*layer)) {
                list.all_entries().for_each(|entry| collect(&entry.shape, &mut galleys));
            }
        });
        let mut anew = HashMap::new();
        for (key, galley) in &galleys {
            if self.has_system_fonts {
                self.look_for(&ctx, galley);
            }
            if let Some(other) = reordered(&ctx, galley) {
                anew.insert(*key, other);
            }
        }
        if anew.is_empty() {
            return;
        }
        let edited = ctx.output(|output| output.ime.as_ref().map(|ime| ime.rect));
        ctx.graphics_mut(|graphics| {
            for layer in layers {
                let Some(list) = graphics.get_mut(layer) else { continue };
                for i in 0..list.next_idx().0 {
                    list.mutate_shape(egui::layers::ShapeIdx(i), |entry| replace(&mut entry.shape, &anew, edited));
                }
            }
        });
    }
}

/// All text that is more than ASCII.
fn collect(shape: &Shape, into: &mut HashMap<*const Galley, Arc<Galley>>) {
    match shape {
        Shape::Text(text) if !text.galley.job.text.is_ascii() => {
            into.insert(Arc::as_ptr(&text.galley), Arc::clone(&text.galley));
        }
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, into)),
        _ => (),
    }
}

fn replace(shape: &mut Shape, anew: &HashMap<*const Galley, Arc<Galley>>, edited: Option<Rect>) {
    match shape {
        Shape::Text(text) => {
            let is_edited = || edited.is_some_and(|rect| rect.intersects(text.visual_bounding_rect()));
            if let Some(other) = anew.get(&Arc::as_ptr(&text.galley))
                && !is_edited()
            {
                text.galley = Arc::clone(other);
            }
        }
        Shape::Vec(shapes) => shapes.iter_mut().for_each(|shape| replace(shape, anew, edited)),
        _ => (),
    }
}

/// The same text in painted order, broken and cut where it was; None if it is in that order already.
fn reordered(ctx: &Context, galley: &Galley) -> Option<Arc<Galley>> {
    let job = &galley.job;
    if !has_rtl(&job.text) || job.sections.len() != 1 {
        return None;
    }
    let layout = |text: String| {
        let mut anew = LayoutJob::single_section(text, job.sections[0].format.clone());
        anew.wrap = TextWrapping::no_max_width();
        anew.halign = job.halign;
        ctx.fonts_mut(|fonts| fonts.layout_job(anew))
    };
    let is_one_line = galley.rows.len() == 1 && !galley.elided;
    let width = if is_one_line { f32::INFINITY } else { job.wrap.max_width + 0.5 };
    let lines = lines(&job.text, job.wrap.max_rows.max(1), job.wrap.overflow_character, |text| {
        width.is_infinite() || layout(text).size().x <= width
    });
    Some(layout(lines.join("\n")))
}

/// Breaks text into at most `n_most` lines that fit, cuts what is left over, and orders each line.
fn lines(text: &str, n_most: usize, ellipsis: Option<char>, fits: impl Fn(String) -> bool) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let base = super::bidi::begins_at_the_right(paragraph);
        let ordered = |line: &str| visual_line(line, base).into_owned();
        let mut rest = paragraph;
        loop {
            if fits(ordered(rest)) {
                lines.push(ordered(rest));
                break;
            }
            if lines.len() + 1 >= n_most {
                lines.push(cut(rest, ellipsis, |line| fits(ordered(line)), ordered));
                return lines;
            }
            let breaks = rest.char_indices().filter(|(_, c)| *c == ' ').map(|(at, _)| at);
            // A word that is wider than a line stands out.
            let first = breaks.clone().next();
            let Some(at) = breaks.take_while(|at| fits(ordered(&rest[..*at]))).last().or(first) else {
                lines.push(ordered(rest));
                break;
            };
            lines.push(ordered(&rest[..at]));
            rest = &rest[at + 1..];
        }
        if lines.len() >= n_most {
            break;
        }
    }
    lines
}

/// The longest beginning that fits with an ellipsis, in painted order.
fn cut(text: &str, ellipsis: Option<char>, fits: impl Fn(&str) -> bool, ordered: impl Fn(&str) -> String) -> String {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let shortened = |n: usize| {
        let mut line = text[..ends.get(n).copied().unwrap_or(text.len())].trim_end().to_owned();
        line.extend(ellipsis);
        line
    };
    // Longer is never narrower.
    let n = ends.partition_point(|end| {
        let mut line = text[..*end].trim_end().to_owned();
        line.extend(ellipsis);
        fits(&line)
    });
    ordered(&shortened(n.saturating_sub(1)))
}

/// The script of a letter, by its block; None for what is no letter of a script that may be missing.
fn script_of(c: char) -> Option<Lack> {
    let (script, package) = match c {
        '\u{590}'..='\u{5ff}' => (say!("kit-script-hebrew"), "fonts-noto-core"),
        '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}' => {
            (say!("kit-script-arabic"), "fonts-noto-core")
        }
        '\u{900}'..='\u{97f}' => (say!("kit-script-devanagari"), "fonts-noto-core"),
        '\u{980}'..='\u{dff}' => (say!("kit-script-india"), "fonts-noto-core"),
        '\u{e00}'..='\u{e7f}' => (say!("kit-script-thai"), "fonts-noto-core"),
        '\u{e80}'..='\u{10ff}' | '\u{1200}'..='\u{139f}' | '\u{1780}'..='\u{18af}' | '\u{530}'..='\u{58f}' => {
            (say!("kit-script-some"), "fonts-noto-core")
        }
        '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}' => (say!("kit-script-korean"), "fonts-noto-cjk"),
        '\u{3040}'..='\u{30ff}' => (say!("kit-script-japanese"), "fonts-noto-cjk"),
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => (say!("kit-script-chinese"), "fonts-noto-cjk"),
        '\u{1f300}'..='\u{1faff}' => (say!("kit-script-emoji"), "fonts-noto-color-emoji"),
        _ => return None,
    };
    // Marks that are drawn with no letter of their own are not looked for.
    let is_mark = unicode_bidi::bidi_class(c) == unicode_bidi::BidiClass::NSM;
    (!is_mark).then_some(Lack { script, package })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::kit::theme;
    use egui_kittest::Harness;

    fn texts(shape: &Shape, into: &mut Vec<String>) {
        match shape {
            Shape::Text(text) => into.push(text.galley.job.text.clone()),
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| texts(shape, into)),
            _ => (),
        }
    }

    fn painted(harness: &Harness<'_>) -> Vec<String> {
        let mut all = Vec::new();
        harness.output().shapes.iter().for_each(|clipped| texts(&clipped.shape, &mut all));
        all
    }

    #[test]
    fn labels_are_painted_in_order_and_edited_text_is_left_alone() {
        let mut name = "אב 12 גד".to_owned();
        let mut h = Harness::builder().allow_missing_glyphs().with_context_setup(theme::install).build_ui(move |ui| {
            ui.label("אב 12 גד");
            ui.text_edit_singleline(&mut name).accessible_name("Name");
        });
        h.run();
        let ordered = visual_line("אב 12 גד", true).into_owned();
        assert_ne!(ordered, "אב 12 גד");
        assert_eq!(painted(&h), [ordered.clone(), ordered.clone()]);
        egui_kittest::kittest::Queryable::get_by_label(&h, "Name").focus();
        h.run();
        let all = painted(&h);
        assert_eq!(all, [ordered, "אב 12 גד".to_owned()], "the cursor counts in typed order");
        // What is read aloud is as it is written.
        assert!(egui_kittest::kittest::Queryable::query_by_label(&h, "אב 12 גד").is_some());
    }

    #[test]
    fn long_names_lose_their_end_and_not_their_beginning() {
        // Six letters fit.
        let fits = |line: String| line.chars().filter(|c| *c != '\u{200b}').count() <= 6;
        assert_eq!(lines("אבגד הוז", 1, Some('…'), fits), ["…\u{200b}אבגד"].map(str::to_owned));
        assert_eq!(lines("אבגד הוז חטי", 3, Some('…'), fits).len(), 3);
        assert_eq!(lines("אב", 1, None, fits), ["אב"]);
        assert!(lines("", 1, None, fits).is_empty());
        assert_eq!(lines("אבגדהוזחט", 2, None, fits).len(), 1, "a word is not torn");
    }

    #[test]
    fn a_missing_script_is_told_once() {
        let mut scripts = Scripts::default();
        assert_eq!(scripts.take_news(), None);
        for c in ['猫', '犬', 'か', 'ק', '\u{5b8}', 'a', '…'] {
            if let Some(lack) = script_of(c).filter(|lack| scripts.told.insert(*lack)) {
                scripts.news.push(lack);
            }
        }
        let text = scripts.take_news().expect("something is missing");
        assert!(text.contains("Chinese characters, Hebrew letters, Japanese letters"), "{text}");
        assert!(text.contains("fonts-noto-cjk, fonts-noto-core)"), "{text}");
        assert_eq!(scripts.take_news(), None);
    }
}
