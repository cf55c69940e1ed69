//! The grid and the inspector as a person uses them, on a made-up project: clicks, keys, pixels.

use super::Grid;
use crate::control::Progress;
use crate::gui::command::{Command, Situation};
use crate::gui::frame::asks::images;
use crate::gui::frame::facts::Facts;
use crate::gui::frame::{DraggedImages, Frame, Intent, Out, Shown, Sort, ViewState};
use crate::gui::inspector::Inspector;
use crate::gui::kit::pictures::textures::Thumbs;
use crate::gui::tests::fake;
use crate::gui::viewer::Viewer;
use crate::ids::ImageId;
use crate::session::protocol::{Change, Edit, Request, Snapshot};
use egui::{Key, Modifiers, Pos2, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use egui_kittest::wgpu::{WgpuTestRenderer, create_render_state, default_wgpu_setup};

mod curate;
mod shots;

/// A window with grid and inspector.
struct Window {
    snapshot: Snapshot,
    pictures: fake::Pictures,
    grid: Grid,
    inspector: Inspector,
    thumbs: Thumbs,
    viewer: Viewer,
    state: ViewState,
    intents: Vec<Intent>,
    has_inspector: bool,
}

impl Window {
    fn new(snapshot: Snapshot, grid: Grid) -> Self {
        Self {
            snapshot,
            pictures: fake::Pictures::default(),
            grid,
            inspector: Inspector::default(),
            thumbs: Thumbs::default(),
            viewer: Viewer::default(),
            state: ViewState { sort: Sort::Path, ..ViewState::default() },
            intents: Vec::new(),
            has_inspector: false,
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui) {
        let Self { snapshot, pictures, grid, inspector, thumbs, viewer, state, intents, has_inspector } = self;
        let (progress, facts) = (Progress::default(), Facts::default());
        let mut out = Out { situation: situation(snapshot, grid, state), ..Out::default() };
        let (view, out) = (state, &mut out);
        let frame = &mut Frame { snapshot, progress: &progress, facts: &facts, fetcher: pictures, view, thumbs, out };
        if *has_inspector {
            egui::Panel::right("inspector").exact_size(320.0).show(ui, |ui| {
                inspector.ui(ui, frame);
            });
        }
        egui::CentralPanel::default().show(ui, |ui| grid.ui(ui, frame));
        viewer.viewer_ui(ui.ctx(), frame, grid);
        intents.append(&mut frame.out.intents);
        if let Some(Intent::OpenLarge(image)) = intents.last() {
            frame.view.selection.only(*image);
            viewer.open(*image, true);
            intents.pop();
        }
        for command in std::mem::take(&mut frame.out.commands) {
            match command {
                Command::SelectAll => grid.select_all(&mut frame.view.selection),
                Command::InvertSelection => grid.invert(&mut frame.view.selection),
                Command::Confirm => {
                    let selected = frame.view.selection.images.iter().copied();
                    intents.extend(images::confirm_shown(snapshot, frame.view.shown, selected));
                }
                Command::RefreshOrder => grid.refresh_order(frame.view),
                Command::Compare => intents.extend(grid.compare(frame.view)),
                Command::TakeOut => {
                    intents.push(images::take_out(snapshot, frame.view.selection.images.iter().copied()));
                }
                other => panic!("{other:?} is done by the window"),
            }
        }
    }

    fn selected(&self) -> Vec<usize> {
        let position = |image: &ImageId| self.grid.list.position(*image).expect("what is selected is shown");
        let mut selected: Vec<usize> = self.state.selection.images.iter().map(position).collect();
        selected.sort_unstable();
        selected
    }
}

/// As the window tells it, for a project with clusters of which some images are selected.
fn situation(snapshot: &Snapshot, grid: &Grid, state: &ViewState) -> Situation {
    Situation {
        has_project: true,
        has_images: true,
        n_clusters: snapshot.clusters.len(),
        is_grid: true,
        n_in_grid: grid.images().len(),
        n_selected: state.selection.images.len(),
        has_selected_in_cluster: true,
        has_cursor: state.selection.cursor.is_some(),
        ..Situation::default()
    }
}

fn without_adapter(n: usize) -> Harness<'static, Window> {
    let window = Window::new(fake::snapshot(n, 4), Grid::new(None));
    Harness::builder()
        .with_size(vec2(800.0, 600.0))
        .with_context_setup(crate::gui::kit::theme::install)
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(120)
        .build_ui_state(|ui, window: &mut Window| window.ui(ui), window)
}

fn with_adapter(size: Vec2, theme: egui::Theme, window: impl FnOnce(Grid) -> Window) -> Harness<'static, Window> {
    let render_state = create_render_state(default_wgpu_setup(), egui_wgpu::RendererOptions::default());
    let window = window(Grid::new(Some(&render_state)));
    Harness::builder()
        .with_size(size)
        .with_theme(theme)
        .with_context_setup(crate::gui::kit::theme::install)
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(120)
        .renderer(WgpuTestRenderer::from_render_state(render_state))
        .build_ui_state(|ui, window: &mut Window| window.ui(ui), window)
}

/// The middle of a cell's square.
fn center(harness: &Harness<'_, Window>, position: usize) -> Pos2 {
    let window = harness.state();
    let image = window.grid.list.images()[position];
    let path = window.snapshot.images.get(image).expect("known").path.to_string();
    let rect = harness.get_by_label_contains(&path).rect();
    Pos2::new(rect.center().x, rect.top() + rect.width() / 2.0)
}

fn cell<'a>(harness: &'a Harness<'_, Window>, path: &'a str) -> egui_kittest::Node<'a> {
    harness.get_by_label_contains(path)
}

#[test]
fn clicks_select_by_name() {
    let mut harness = without_adapter(60);
    harness.run();
    cell(&harness, "image_0003.jpg").click();
    harness.run();
    assert_eq!(harness.state().selected(), [3]);
    assert_eq!(cell(&harness, "image_0003.jpg").accesskit_node().is_selected(), Some(true));
    cell(&harness, "image_0006.jpg").click_modifiers(Modifiers::SHIFT);
    harness.run();
    assert_eq!(harness.state().selected(), [3, 4, 5, 6]);
    cell(&harness, "image_0004.jpg").click_modifiers(Modifiers::COMMAND);
    harness.run();
    assert_eq!(harness.state().selected(), [3, 5, 6]);
    harness.get_by_label_contains("60 images, 3 selected");
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.state().selected().is_empty());
}

#[test]
fn keys_move_and_extend() {
    let mut harness = without_adapter(60);
    harness.run();
    let columns = 6;
    harness.key_press(Key::ArrowRight);
    harness.run();
    harness.key_press(Key::ArrowRight);
    harness.key_press(Key::ArrowDown);
    harness.run();
    assert_eq!(harness.state().selected(), [1 + columns]);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
    harness.run();
    assert_eq!(harness.state().selected(), [7, 8, 9]);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Space);
    harness.run();
    assert_eq!(harness.state().selected(), [7, 8], "the cursor's image is taken out");
    harness.key_press(Key::End);
    harness.run();
    assert_eq!(harness.state().selected(), [59]);
    cell(&harness, "image_0059.jpg");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::Home);
    harness.run();
    assert_eq!(harness.state().selected().len(), 60);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.key_press(Key::Enter);
    harness.run();
    let request = harness.state().intents.last();
    assert!(matches!(
        request,
        Some(Intent::Request(Request::Edit(Change::Edit(Edit::Confirm { is_confirmed: true, .. }))))
    ));
}

#[test]
fn a_rubber_band_selects_and_a_drag_carries() {
    let mut harness = without_adapter(60);
    harness.run();
    let (first, last) = (center(&harness, 0), center(&harness, 7));
    harness.drag_at(first - vec2(60.0, 60.0));
    harness.run();
    harness.hover_at(first);
    harness.run();
    harness.hover_at(last);
    harness.run();
    assert_eq!(harness.state().selected(), [0, 1, 6, 7]);
    harness.drop_at(last);
    harness.run();
    assert_eq!(harness.state().selected(), [0, 1, 6, 7], "it stays when the button is up");
    harness.drag_at(last);
    harness.run();
    harness.hover_at(last + vec2(80.0, 40.0));
    harness.run();
    let dragged = egui::DragAndDrop::payload::<DraggedImages>(&harness.ctx).expect("selected images are carried");
    assert_eq!(dragged.0.len(), 4);
    harness.drop_at(last + vec2(80.0, 40.0));
    harness.run();
    assert_eq!(harness.state().selected(), [0, 1, 6, 7]);
}

#[test]
fn the_filter_narrows_and_an_empty_grid_says_why() {
    let mut harness = without_adapter(60);
    harness.state_mut().state.filter = "image_002".into();
    harness.run();
    harness.get_by_label_contains("10 of 60 images");
    harness.state_mut().state.filter = "zebra".into();
    harness.run();
    harness.get_by_label_contains("No path contains");
    harness.get_by_label("Clear the filter").click();
    harness.run();
    harness.get_by_label_contains("60 images");
}

#[test]
fn reveal_scrolls_even_past_a_filter() {
    let mut harness = without_adapter(5_000);
    harness.run();
    let image = harness.state().snapshot.images.rows[4_321].id;
    harness.state_mut().state.filter = "image_00".into();
    harness.run();
    harness.state_mut().grid.reveal(image);
    harness.state_mut().state.selection.only(image);
    harness.run();
    cell(&harness, "image_4321.jpg");
    assert_eq!(harness.state().selected(), [4_321]);
    assert!(harness.query_by_label_contains("image_0001.jpg").is_none(), "far rows cost nothing");
}

#[test]
fn what_is_hidden_is_no_longer_selected() {
    let mut harness = without_adapter(60);
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run();
    assert_eq!(harness.state().selected().len(), 60);
    harness.state_mut().state.filter = "image_003".into();
    harness.run();
    assert_eq!(harness.state().selected().len(), 10);
}

#[test]
fn the_menu_acts_on_the_selection() {
    let mut harness = without_adapter(60);
    harness.run();
    cell(&harness, "image_0001.jpg").click_secondary();
    harness.run();
    assert_eq!(harness.state().selected(), [1], "a right click selects");
    harness.get_by_label_contains("Take out of the group").click();
    harness.run();
    let intent = harness.state().intents.last();
    assert!(
        matches!(intent, Some(Intent::Request(Request::Edit(Change::Edit(Edit::Move { to: None, images })))) if images.len() == 1)
    );
}

#[test]
fn a_double_click_opens_it_large() {
    let mut harness = without_adapter(60);
    harness.run();
    let at = center(&harness, 2);
    for _ in 0..2 {
        harness.drag_at(at);
        harness.drop_at(at);
    }
    harness.run();
    harness.get_by_label("3 of 60");
    harness.key_press(Key::ArrowRight);
    harness.run();
    harness.get_by_label("4 of 60");
    assert_eq!(harness.state().selected(), [3]);
    harness.get_by_label("Go to holiday/image_0005.jpg").click();
    harness.run();
    harness.get_by_label("6 of 60");
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label("6 of 60").is_none());
    assert_eq!(harness.state().selected(), [5], "Esc closed the picture and nothing else");
    harness.key_press(Key::Space);
    harness.run();
    harness.get_by_label("6 of 60");
    harness.key_press(Key::I);
    harness.run();
    harness.get_by_label("Reading\u{2026}");
    harness.key_press(Key::Space);
    harness.run();
    assert!(harness.query_by_label("6 of 60").is_none());
    harness.key_press(Key::ArrowLeft);
    harness.run();
    assert_eq!(harness.state().selected(), [4], "the keyboard is where the viewer was");
}

#[test]
fn the_inspector_shows_neighbours_and_reveals_them() {
    let mut harness = without_adapter(120);
    harness.set_size(vec2(1100.0, 1900.0));
    harness.state_mut().has_inspector = true;
    harness.run();
    cell(&harness, "image_0012.jpg").click();
    harness.run();
    harness.get_by_label_contains("most alike images are in");
    harness.get_by_label("This group: 83 %");
    harness.get_by_label_contains("Could also be");
    assert!(harness.query_by_label_contains("Similarity of").is_none(), "numbers are folded away");
    harness.get_by_label("Details").click();
    harness.run();
    harness.get_by_label_contains("Similarity of");
    let neighbors: Vec<_> = harness.query_all_by_label_contains(", alike, ").collect();
    assert_eq!(neighbors.len(), 20);
    neighbors[0].click();
    harness.run();
    assert!(matches!(harness.state().intents.last(), Some(Intent::Reveal(_))));
}

#[test]
fn the_threshold_counts_and_selects() {
    let mut harness = without_adapter(120);
    harness.set_size(vec2(1100.0, 1200.0));
    let cluster = harness.state().snapshot.clusters[0].clone();
    harness.state_mut().has_inspector = true;
    harness.state_mut().state.shown = Shown::Cluster(cluster.id);
    harness.state_mut().state.threshold = 0.7;
    harness.run();
    let below = cluster.confidences.iter().filter(|confidence| **confidence < 0.7).count();
    harness.get_by_label("From 70 %").click();
    harness.run();
    harness.get_by_label(&format!("Select {below} images below")).click();
    harness.run();
    assert_eq!(harness.state().state.selection.images.len(), below);
}

#[test]
fn pictures_are_drawn_from_the_texture_array() {
    let mut harness =
        with_adapter(vec2(800.0, 600.0), egui::Theme::Dark, |grid| Window::new(fake::snapshot(60, 4), grid));
    harness.run();
    for position in [0, 1, 2, 8] {
        let at = center(&harness, position);
        let image = harness.state().grid.list.images()[position];
        let rendered = harness.render().expect("rendered");
        let pixel = rendered.get_pixel(at.x as u32, at.y as u32).0;
        let expected = fake::color(image);
        let is_near = (0..3).all(|c| pixel[c].abs_diff(expected[c]) <= 2);
        assert!(is_near, "{position}: {pixel:?}, expected {expected:?}");
    }
    let atlas = &harness.state().grid.gpu.as_ref().expect("with an adapter").atlas;
    assert!(atlas.len() >= 24);
}

#[test]
fn both_ways_to_draw_look_alike() {
    let window = |grid| {
        let mut window = Window::new(fake::snapshot(60, 4), grid);
        window.pictures.missing_every = 9;
        window.state.threshold = 0.8;
        window.state.thumb_side = 96.0;
        window
    };
    let mut array = with_adapter(vec2(800.0, 600.0), egui::Theme::Light, window);
    let mut by_egui = with_adapter(vec2(800.0, 600.0), egui::Theme::Light, |_| window(Grid::new(None)));
    array.run();
    by_egui.run();
    let (a, b) = (array.render().expect("rendered"), by_egui.render().expect("rendered"));
    let differences: Vec<u8> = a.as_raw().iter().zip(b.as_raw()).map(|(a, b)| a.abs_diff(*b)).collect();
    let mean = differences.iter().map(|d| f64::from(*d)).sum::<f64>() / differences.len() as f64;
    let far = differences.iter().filter(|d| **d > 48).count() as f64 / differences.len() as f64;
    assert!(mean < 0.5 && far < 0.002, "mean {mean}, far apart {far}");
}

#[test]
fn the_array_stays_within_its_bound_while_scrolling() {
    let mut harness = with_adapter(vec2(800.0, 600.0), egui::Theme::Dark, |grid| {
        let mut window = Window::new(fake::snapshot(3_000, 4), grid);
        window.state.thumb_side = 200.0;
        window
    });
    harness.run();
    for _ in 0..40 {
        harness.key_press(Key::PageDown);
        harness.run();
    }
    let atlas = &harness.state().grid.gpu.as_ref().expect("with an adapter").atlas;
    assert!(atlas.len() <= 512, "{}", atlas.len());
}
