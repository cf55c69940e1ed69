//! Pictures of grid and inspector for people to look at; they check nothing.
//!
//! `GLEANER_SHOTS=/tmp cargo test --lib grid::tests::shots`

use super::{Window, cell, center, fake, with_adapter};
use crate::gui::frame::{Shown, Sort};
use egui::{Key, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

#[test]
fn renders_to_look_at() {
    let Ok(folder) = std::env::var("GLEANER_SHOTS") else { return };
    for (theme, name) in [(egui::Theme::Dark, "dark"), (egui::Theme::Light, "light")] {
        for size in [vec2(1600.0, 1000.0), vec2(1280.0, 720.0)] {
            let mut harness = with_adapter(size, theme, |grid| {
                let mut window = Window::new(fake::snapshot(1_234, 6), grid);
                window.pictures.missing_every = 29;
                window.has_inspector = true;
                window
            });
            let shoot = |harness: &mut Harness<'_, Window>, scene: &str| {
                harness.run();
                let image = harness.render().expect("rendered");
                let path = format!("{folder}/{scene}-{name}-{}.png", size.x);
                image.save(path).expect("saved");
            };
            shoot(&mut harness, "all");
            let image = harness.state().snapshot.images.rows[1].id;
            harness.state_mut().state.selection.only(image);
            harness.run();
            harness.run_steps(20);
            shoot(&mut harness, "image");
            let cluster = harness.state().snapshot.clusters[0].id;
            let state = &mut harness.state_mut().state;
            state.selection.clear();
            (state.shown, state.threshold, state.thumb_side) = (Shown::Cluster(cluster), 0.72, 150.0);
            shoot(&mut harness, "cluster");
            let members = harness.state().snapshot.clusters[0].members.clone();
            let state = &mut harness.state_mut().state;
            state.selection.images = members[2..21].iter().copied().collect();
            state.selection.cursor = Some(members[4]);
            state.thumb_side = 64.0;
            shoot(&mut harness, "several");
            let state = &mut harness.state_mut().state;
            state.filter = "zebra".into();
            shoot(&mut harness, "nothing");
            let state = &mut harness.state_mut().state;
            state.filter.clear();
            (state.shown, state.thumb_side) = (Shown::All, 112.0);
            harness.run();
            let at = center(&harness, 2);
            harness.drag_at(at);
            harness.drop_at(at);
            harness.drag_at(at);
            harness.drop_at(at);
            shoot(&mut harness, "large");
        }
    }
}

#[test]
fn more_to_look_at() {
    let Ok(folder) = std::env::var("GLEANER_SHOTS") else { return };
    for (theme, name) in [(egui::Theme::Dark, "dark"), (egui::Theme::Light, "light")] {
        let mut harness = with_adapter(vec2(900.0, 1250.0), theme, |grid| {
            let mut window = Window::new(fake::snapshot(1_234, 6), grid);
            window.has_inspector = true;
            window
        });
        let shoot = |harness: &mut Harness<'_, Window>, scene: &str| {
            harness.run();
            harness.render().expect("rendered").save(format!("{folder}/{scene}-{name}.png")).expect("saved");
        };
        harness.run();
        cell(&harness, "image_0012.jpg").click();
        harness.run();
        harness.run_steps(20);
        shoot(&mut harness, "evidence");
        cell(&harness, "image_0005.jpg").click_secondary();
        shoot(&mut harness, "menu");
        harness.key_press(Key::Escape);
        harness.run();
        let (first, last) = (center(&harness, 0), center(&harness, 7));
        harness.drag_at(first - vec2(62.0, 60.0));
        harness.run();
        harness.hover_at(first);
        harness.run();
        harness.hover_at(last);
        shoot(&mut harness, "band");
        harness.drop_at(last);
        harness.run();
        harness.drag_at(last);
        harness.run();
        harness.hover_at(last + vec2(90.0, 240.0));
        shoot(&mut harness, "drag");
        harness.drop_at(last);
        harness.run();
        harness.hover_at(center(&harness, 5));
        harness.run_steps(60);
        shoot(&mut harness, "tooltip");
        harness.state_mut().pictures.is_slow = true;
        let state = &mut harness.state_mut().state;
        state.selection.clear();
        state.sort = Sort::LeastConfident;
        harness.key_press(Key::PageDown);
        harness.key_press(Key::PageDown);
        shoot(&mut harness, "pending");
    }
}

/// The header in the widths that the middle of the window has, the explained filter, and two images side by side.
#[test]
fn filter_and_comparison_to_look_at() {
    let Ok(folder) = std::env::var("GLEANER_SHOTS") else { return };
    for (theme, name) in [(egui::Theme::Dark, "dark"), (egui::Theme::Light, "light")] {
        for size in [vec2(680.0, 640.0), vec2(456.0, 520.0), vec2(1280.0, 720.0)] {
            let mut harness = with_adapter(size, theme, |grid| Window::new(fake::snapshot(1_234, 6), grid));
            let shoot = |harness: &mut Harness<'_, Window>, scene: &str| {
                harness.run();
                let image = harness.render().expect("rendered");
                image.save(format!("{folder}/{scene}-{name}-{}.png", size.x)).expect("saved");
            };
            harness.state_mut().state.filter = "conf<90 cluster:\"old town\" 001".into();
            shoot(&mut harness, "filter");
            harness.state_mut().state.filter = "conf<0.9 cluster:sun -image_000".into();
            harness.run();
            harness.get_by_label("Saved filters").click();
            shoot(&mut harness, "terms");
            harness.key_press(Key::Escape);
            harness.run();
            let images = harness.state().grid.images().to_vec();
            let state = &mut harness.state_mut().state;
            state.selection.images = [images[0], images[3]].into();
            harness.run();
            let state = harness.state().state.clone();
            assert!(harness.state_mut().grid.compare(&state).is_none());
            shoot(&mut harness, "compare");
        }
    }
}
