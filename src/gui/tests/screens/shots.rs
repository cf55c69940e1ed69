//! Pictures of whole screens: with `GLEANER_SCREENS=DIR` they are written there, to be looked at; `GLEANER_SCREEN=a,b` are
//! those alone, `GLEANER_SCREEN_LANGUAGE=de` has them speak that language.

use super::languages::with_chinese;
use super::{Harness, Screen, harness, proposal, upkeep};
use crate::control::Progress;
use crate::gui::command::Command;
use crate::gui::dialogs::Dialog;
use crate::gui::dialogs::locate::LocateForm;
use crate::gui::frame::Shown;
use crate::gui::kit::theme;
use crate::gui::tests::fixtures;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::Snapshot;
use crate::strings::{Language, speak, told};
use egui::{Theme, vec2};
use std::path::Path;
use std::sync::Arc;

/// Brings a screen into the state to be looked at.
pub(super) type Prepare = fn(&mut Screen);

/// Every screen in both themes and two sizes, if a folder for them is named.
#[test]
fn screens_can_be_looked_at() {
    let Some(folder) = std::env::var_os("GLEANER_SCREENS") else { return };
    let folder = Path::new(&folder);
    let only = std::env::var("GLEANER_SCREEN").ok();
    let progress = Progress {
        stage: told!("stage-simclr.activity"),
        done: 3200,
        total: 10_000,
        whole: Some(0.32),
        images_per_sec: 812.0,
        secs_left: Some(118.0),
        detail: told!("engine-epoch", n = 11, all = 30),
        epochs: Arc::new(fixtures::epochs().into_iter().take(44).collect()),
    };
    let screens: [(&str, Snapshot, &[Command], Prepare); 31] = [
        ("checked", upkeep::checked(upkeep::checkup()), &[Command::CheckProject], |_| ()),
        ("archive", fixtures::clustered(), &[Command::ArchiveProject], |_| ()),
        ("open", fixtures::clustered(), &[Command::Open], |_| ()),
        ("news", fixtures::with_news(), &[], |_| ()),
        ("changed", fixtures::with_news(), &[Command::ShowChanged], |s| {
            s.window.view.shown = Shown::Changed;
            s.window.view.selection.only(ImageId(970));
        }),
        ("gone", fixtures::with_news(), &[Command::ShowMissing], |_| ()),
        ("away", fixtures::away(), &[], |s| s.window.view.selection.only(ImageId(3))),
        ("refused", fixtures::clustered(), &[Command::Export], |s| {
            s.window.export.note_refusal(
                "/home/ada/labels.csv holds 151 confirmed labels and would hold 12, while 3 images are missing (is the \
                 drive connected?); it was left as it is",
            );
        }),
        ("locate", fixtures::away(), &[], |s| s.window.dialog = Some(Dialog::Locate(LocateForm::default()))),
        ("about", fixtures::clustered(), &[Command::About], |_| ()),
        ("welcome", Snapshot::default(), &[], |_| ()),
        ("imported", fixtures::imported(), &[], |_| ()),
        ("discover", fixtures::imported(), &[Command::Discover], |_| ()),
        ("training", fixtures::training(), &[Command::ToggleCurves], |_| ()),
        ("clustered", fixtures::clustered(), &[], |s| s.window.view.shown = Shown::Cluster(ClusterId(1))),
        ("details", fixtures::clustered(), &[Command::ToggleCurves], |_| ()),
        ("review", fixtures::clustered(), &[Command::ShowReview], |_| ()),
        ("prove", fixtures::clustered(), &[Command::ProveCluster], |s| {
            s.window.view.shown = Shown::Cluster(ClusterId(1));
        }),
        ("purities", fixtures::clustered(), &[Command::ProveCluster], |_| ()),
        ("marked", fixtures::clustered(), &[], |s| s.window.clusters.marked = vec![ClusterId(2), ClusterId(7)]),
        ("merge", fixtures::clustered(), &[Command::Merge], |s| {
            s.window.clusters.marked = vec![ClusterId(2), ClusterId(7)];
        }),
        ("move", fixtures::clustered(), &[Command::Move], |s| s.window.view.selection.only(ImageId(3))),
        ("palette", fixtures::clustered(), &[Command::Palette], |_| ()),
        ("keys", fixtures::clustered(), &[Command::Keys], |_| ()),
        ("export", fixtures::clustered(), &[Command::Export], |_| ()),
        ("take-labels", fixtures::clustered(), &[Command::TakeLabels], |s| s.reader.tell(proposal())),
        ("skipped", fixtures::clustered(), &[Command::ShowSkipped], |_| ()),
        ("history", fixtures::clustered(), &[Command::ShowHistory], |_| ()),
        ("runs", fixtures::clustered(), &[Command::ShowRuns], |_| ()),
        ("compare", fixtures::curated(), &[Command::ShowMoved], |_| ()),
        ("toasts", fixtures::clustered(), &[], |s| {
            use crate::gui::kit::toasts::Kind;
            s.window.toasts.push(Kind::News, "Merged Boats into Dogs", true);
            s.window.toasts.push(
                Kind::Warning,
                "2 clusters took over (91 % of the images). Fewer clusters usually help.",
                false,
            );
            s.window.toasts.push(
                Kind::Failure,
                "/data/labels.csv is there already; choose another name, or replace it.",
                false,
            );
        }),
    ];
    for (name, snapshot, commands, prepare) in screens {
        if only.as_ref().is_some_and(|only| !only.split(',').any(|part| part == name)) {
            continue;
        }
        let make = || {
            let mut screen = Screen::new(snapshot.clone());
            screen.progress = progress.clone();
            screen
        };
        shoot(folder, name, &make, commands, prepare);
    }
}

/// The language that screens speak.
fn language() -> Language {
    let tag = std::env::var("GLEANER_SCREEN_LANGUAGE").unwrap_or_default();
    Language::ALL.into_iter().find(|language| language.tag() == tag).unwrap_or(Language::English)
}

/// Brings a window into a state, and does commands then.
pub(super) fn bring(h: &mut Harness<'static, Screen>, commands: &[Command], prepare: Prepare) {
    prepare(h.state_mut());
    let ctx = h.ctx.clone();
    for command in commands {
        let snapshot = h.state().snapshot.clone();
        h.state_mut().window.do_command(*command, &ctx, &snapshot);
    }
    h.run_ok();
}

/// Writes a screen as pictures: in both themes, and in high contrast at one size.
pub(super) fn shoot(folder: &Path, name: &str, make: &dyn Fn() -> Screen, commands: &[Command], prepare: Prepare) {
    speak(language());
    // The last one is 1280 x 720 at 150 %.
    let sizes = [(1600.0, 1000.0), (1280.0, 720.0), (900.0, 470.0), (853.0, 480.0)];
    let sizes = sizes.map(|(width, height)| (vec2(width, height), width as u32));
    for (size, width) in sizes {
        for (theme, is_high) in [Theme::Light, Theme::Dark].into_iter().flat_map(|t| [(t, false), (t, true)]) {
            if is_high && width != 1280 {
                continue;
            }
            let mut h = harness(make(), size, theme, true);
            theme::set_high_contrast(&h.ctx, is_high);
            with_chinese(&mut h);
            bring(&mut h, commands, prepare);
            let picture = h.render().expect("a software renderer");
            let contrast = if is_high { "-high" } else { "" };
            let path = folder.join(format!("{name}-{width}-{theme:?}{contrast}.png").to_lowercase());
            picture.save(path).expect("written");
        }
    }
}
