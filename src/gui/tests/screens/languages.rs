//! Every screen in every language: no string of the program is cut, and none lies outside the window. What people named
//! (files, folders, groups) may be as long as they like.

use super::access::walk;
use super::{Harness, Screen, harness};
use crate::gui::command::{Command, Situation};
use crate::gui::dialogs::Dialog;
use crate::gui::frame::Shown;
use crate::gui::kit::theme::strong_family;
use crate::gui::system::language::Speech;
use crate::gui::tests::fixtures;
use crate::ids::ClusterId;
use crate::session::protocol::Snapshot;
use crate::strings::{Language, say, speak};
use egui::accesskit::Role;
use egui::epaint::text::{FontInsert, FontPriority, InsertFontFamily};
use egui::{FontData, FontFamily, Rect, Shape, vec2};
use egui_kittest::kittest::Queryable;
use std::collections::BTreeSet;

/// The letters of the Chinese strings.
static CHINESE: &[u8] = include_bytes!("../../../../tests/data/fonts/NotoSansSC-subset.otf");

pub(super) fn with_chinese(h: &mut Harness<'static, Screen>) {
    let families = [FontFamily::Proportional, strong_family()];
    let family = |family| InsertFontFamily { family, priority: FontPriority::Lowest };
    let font = FontData::from_static(CHINESE);
    h.ctx.add_font(FontInsert::new("Noto Sans SC", font, families.map(family).into()));
    h.run_ok();
}

/// Text that is drawn: its words, whether an ellipsis stands for the end of it, where it is, and what of that is shown.
struct Drawn {
    words: String,
    is_elided: bool,
    rect: Rect,
    clip: Rect,
}

fn collect(shape: &Shape, clip: Rect, all: &mut Vec<Drawn>) {
    match shape {
        Shape::Text(text) => all.push(Drawn {
            words: text.galley.job.text.clone(),
            is_elided: text.galley.elided,
            rect: text.visual_bounding_rect(),
            clip,
        }),
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, clip, all)),
        _ => (),
    }
}

/// What people named: it may be cut.
fn given(screen: &Screen) -> BTreeSet<String> {
    let snapshot = &screen.snapshot;
    let mut all: BTreeSet<String> =
        ["Holiday", "Butterflies of the Alps", "Herbarium", "/home/ada", "IMG_", ".gleaner"].map(str::to_owned).into();
    all.extend(snapshot.clusters.iter().filter(|cluster| cluster.is_named).map(|cluster| cluster.name.clone()));
    all.extend(snapshot.skipped.iter().flat_map(|file| [file.path.clone(), file.reason.to_string()]));
    all.extend(snapshot.runs.iter().flat_map(|run| run.notes.iter().map(ToString::to_string)));
    all.extend(snapshot.history.changes.iter().map(|made| made.words.to_string()));
    all
}

/// Strings of the program that cannot be read to their end.
fn faults(h: &Harness<'static, Screen>) -> BTreeSet<String> {
    let mut all = Vec::new();
    for clipped in &h.output().shapes {
        collect(&clipped.shape, clipped.clip_rect, &mut all);
    }
    let (given, window) = (given(h.state()), h.ctx.content_rect());
    let is_given = |words: &str| given.iter().any(|name| words.contains(name.as_str()));
    let mut faults = BTreeSet::new();
    for Drawn { words, is_elided, rect, clip } in all {
        let is_program = words.chars().any(char::is_alphabetic) && !is_given(&words);
        if !is_program || !rect.is_positive() || !clip.intersects(rect) {
            continue;
        }
        if is_elided {
            faults.insert(format!("cut: {words:?}"));
        }
        let seen = clip.intersect(window);
        // A list that scrolls cuts its first and last line; nothing scrolls sideways.
        if rect.left() < seen.left() - 1.0 || rect.right() > seen.right() + 1.0 {
            faults.insert(format!("outside: {words:?} at {rect:?} in {seen:?}"));
        }
    }
    faults
}

#[test]
fn no_string_is_cut_at_1280_by_720_in_any_language() {
    let mut all = Vec::new();
    for language in Language::ALL {
        speak(language);
        walk(vec2(1280.0, 720.0), |name, h| {
            if language == Language::Chinese {
                with_chinese(h);
            }
            all.extend(faults(h).into_iter().map(|fault| format!("{} {name}: {fault}", language.tag())));
        });
    }
    assert!(all.is_empty(), "{} strings: {all:#?}", all.len());
}

/// Else what is measured is another letter's width.
#[test]
fn the_font_of_the_tests_has_every_letter_of_the_chinese_strings() {
    let mut h = super::plain(Screen::new(Snapshot::default()));
    with_chinese(&mut h);
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/strings/zh-Hans");
    let read = |file: std::fs::DirEntry| std::fs::read_to_string(file.path()).expect("text");
    let texts: Vec<String> = std::fs::read_dir(folder).expect("a folder").flatten().map(read).collect();
    let lines = texts.iter().flat_map(|text| text.lines()).filter(|line| !line.starts_with('#'));
    let letters: BTreeSet<char> = lines.flat_map(str::chars).filter(|c| !c.is_ascii()).collect();
    let font = egui::FontId::proportional(14.0);
    let has = |c: &char| h.ctx.fonts_mut(|fonts| fonts.has_glyph(&font, *c));
    let missing: String = letters.iter().filter(|c| !has(c)).collect();
    assert!(letters.len() > 300 && missing.is_empty(), "run tests/data/fonts/subset.sh: it lacks {missing}");
}

/// The actions with the longest reasons why they can not be done now.
fn long_reasons() -> Vec<(Command, &'static str)> {
    let nothing = Situation::default();
    let mut all: Vec<_> = Command::all().filter_map(|command| Some((command, nothing.why_not(command)?))).collect();
    all.sort_by_key(|(_, why)| std::cmp::Reverse(why.chars().count()));
    all.truncate(4);
    all
}

#[test]
fn why_an_action_can_not_be_done_is_read_to_its_end_in_any_language() {
    let mut all = Vec::new();
    for language in Language::ALL {
        speak(language);
        let mut h = harness(Screen::new(Snapshot::default()), vec2(1280.0, 720.0), egui::Theme::Light, false);
        if language == Language::Chinese {
            with_chinese(&mut h);
        }
        for (command, why) in long_reasons() {
            h.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::K);
            h.run_ok();
            h.event(egui::Event::Text(command.label().into()));
            h.run_ok();
            let mut drawn = Vec::new();
            h.output().shapes.iter().for_each(|shape| collect(&shape.shape, shape.clip_rect, &mut drawn));
            let is_read =
                |drawn: &Drawn| drawn.words == why && !drawn.is_elided && drawn.clip.contains_rect(drawn.rect);
            if !drawn.iter().any(is_read) {
                all.push(format!("{} {}: {why}", language.tag(), command.label()));
            }
            all.extend(faults(&h));
            h.key_press(egui::Key::Escape);
            h.run_ok();
        }
    }
    assert!(all.is_empty(), "{all:#?}");
}

#[test]
fn the_answers_of_a_review_are_whole_from_their_first_frame() {
    let mut all = Vec::new();
    for language in Language::ALL {
        speak(language);
        let snapshot = fixtures::clustered();
        let mut h = harness(Screen::new(snapshot.clone()), vec2(1280.0, 720.0), egui::Theme::Light, false);
        if language == Language::Chinese {
            with_chinese(&mut h);
        }
        h.run_ok();
        let ctx = h.ctx.clone();
        h.state_mut().window.view.shown = Shown::Cluster(ClusterId(3));
        h.state_mut().window.do_command(Command::ProveCluster, &ctx, &snapshot);
        // One by one, as sheets, and one by one again.
        for frame in 0..12 {
            if frame % 4 == 0 && frame > 0 {
                h.state_mut().window.review.toggle_sheets();
            }
            h.step();
            let mut drawn = Vec::new();
            h.output().shapes.iter().for_each(|shape| collect(&shape.shape, shape.clip_rect, &mut drawn));
            for name in [say!("review-skip"), say!("review-back")] {
                let whole = drawn.iter().filter(|drawn| drawn.words == name && drawn.clip.contains_rect(drawn.rect));
                if whole.count() != 1 {
                    all.push(format!("{} {frame}: {name}", language.tag()));
                }
            }
        }
    }
    assert!(all.is_empty(), "{all:#?}");
}

#[test]
fn chinese_is_offered_only_where_a_font_has_it_and_else_english_is_spoken() {
    let mut h = harness(Screen::new(fixtures::clustered()), vec2(1280.0, 720.0), egui::Theme::Light, false);
    let own_name = Language::Chinese.own_name();
    h.state_mut().window.dialog = Some(Dialog::Settings);
    h.run_ok();
    let offered = |h: &mut Harness<'static, Screen>, name: &str| {
        h.get_by_label_contains(name).click();
        h.run_ok();
        let languages =
            Language::ALL.map(|language| h.query_by_role_and_label(Role::Button, language.own_name()).is_some());
        h.key_press(egui::Key::Escape);
        h.run_ok();
        languages
    };
    assert_eq!(offered(&mut h, "Language: "), Language::ALL.map(|language| language != Language::Chinese));
    // It was chosen where there was a font, and is not forgotten where there is none.
    h.state_mut().window.speech = Speech::new(Language::Chinese.tag());
    h.state_mut().window.dialog = Some(Dialog::Settings);
    h.run_ok();
    h.get_by_label("No font of this system has Chinese letters, so the window speaks English.");
    h.get_by_label("Language: English");
    assert!(h.query_by_label_contains(own_name).is_none(), "its name would be boxes");
    assert_eq!(h.state().window.speech.tag(), Language::Chinese.tag());
    with_chinese(&mut h);
    h.run_ok();
    h.get_by_label_contains(own_name);
    h.state_mut().window.speech = Speech::new(Language::English.tag());
    h.run_ok();
    assert_eq!(offered(&mut h, "Language: "), [true; 3]);
}
