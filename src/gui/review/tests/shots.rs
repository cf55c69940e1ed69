//! Pictures of the review, to be looked at.

use super::*;
use egui::{Theme, Vec2};

#[test]
fn renders_to_look_at() {
    let Ok(folder) = std::env::var("GLEANER_SHOTS") else { return };
    let shoot = |name: &str, size: Vec2, theme: Theme, prepare: &dyn Fn(&mut Window)| {
        let mut window = Window::new(fake::snapshot(1_234, 6));
        (window.has_sides, window.fetcher.is_drawn) = (true, true);
        prepare(&mut window);
        let mut h = Harness::builder()
            .with_size(size)
            .with_theme(theme)
            .with_context_setup(theme::install)
            .allow_missing_glyphs()
            .with_step_dt(0.1)
            .with_max_steps(60)
            .wgpu()
            .build_ui_state(|ui, window: &mut Window| window.ui(ui), window);
        h.run();
        if name.starts_with("queue") {
            for _ in 0..3 {
                h.key_press(Key::Enter);
                h.run_steps(15);
            }
        }
        if name.starts_with("sheet") {
            for key in [Key::ArrowRight, Key::Space, Key::ArrowDown, Key::Space, Key::ArrowRight] {
                h.key_press(key);
                h.run_steps(2);
            }
        }
        h.run_steps(4);
        let picture = h.render().expect("rendered");
        picture.save(format!("{folder}/review-{name}-{}-{theme:?}.png", size.x).to_lowercase()).expect("saved");
    };
    let purity = |window: &mut Window, at: usize, purity: Purity| {
        Arc::make_mut(&mut Arc::make_mut(&mut window.snapshot.clusters)[at]).purity = purity;
    };
    let mixed = |window: &mut Window| {
        for (at, (right, n)) in [(38, 40), (100, 100), (12, 20), (3, 3)].into_iter().enumerate() {
            purity(window, at, Purity::new(right, n, 170));
        }
    };
    for theme in [Theme::Dark, Theme::Light] {
        for size in [vec2(1600.0, 1000.0), vec2(1280.0, 720.0), vec2(960.0, 600.0)] {
            shoot("sheet", size, theme, &|window| {
                mixed(window);
                window.review.prove(window.snapshot.clusters[0].id);
                window.review.toggle_sheets();
            });
            shoot("unnamed", size, theme, &|window| {
                let unnamed = window.snapshot.clusters.iter().find(|cluster| !cluster.is_named).expect("one");
                window.fetcher.queue = unnamed.sample(&window.snapshot, 40);
                window.fetcher.suggested = Some("mountains");
            });
            shoot("queue", size, theme, &|window| {
                let clusters = Arc::make_mut(&mut window.snapshot.clusters);
                Arc::make_mut(&mut clusters[3]).hot_key = Some(2);
                Arc::make_mut(&mut clusters[4]).hot_key = Some(9);
            });
            shoot("candidate", size, theme, &|window| {
                let candidate = Candidate {
                    n_new: 2,
                    moved: Arc::new(vec![ImageId(1); 34]),
                    origin: Origin::Corrections,
                    ..Candidate::default()
                };
                window.snapshot.candidate = Some(Arc::new(candidate));
            });
            shoot("prove", size, theme, &|window| {
                mixed(window);
                window.review.prove(window.snapshot.clusters[0].id);
            });
            shoot("hopeless", size, theme, &|window| {
                mixed(window);
                window.review.prove(window.snapshot.clusters[2].id);
            });
            shoot("proven", size, theme, &|window| {
                mixed(window);
                window.review.prove(window.snapshot.clusters[1].id);
            });
            shoot("table", size, theme, &|window| {
                mixed(window);
                window.review.choose_cluster();
            });
        }
    }
}
