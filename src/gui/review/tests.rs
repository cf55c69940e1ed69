//! The review as a person uses it, on a made-up project: keys, clicks, words. With `GLEANER_SHOTS=DIR` pictures are written
//! there, to be looked at.

use super::Review;
use crate::control::Progress;
use crate::gui::frame::facts::Facts;
use crate::gui::frame::{Fetcher, Frame, Intent, Out, Tab, ViewState};
use crate::gui::inspector::Inspector;
use crate::gui::kit::pictures::textures::Thumbs;
use crate::gui::kit::theme;
use crate::gui::tests::fake;
use crate::ids::{ClusterId, ImageId};
use crate::session::Examples;
use crate::session::protocol::*;
use egui::{Event, Key, Modifiers, Panel, Theme, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// Made-up pictures and evidence, and a queue.
#[derive(Default)]
struct Fake {
    pictures: fake::Pictures,
    queue: Vec<ImageId>,
    /// There is no evidence, and no typical images.
    is_without: bool,
    /// Evidence does not come in.
    is_slow: bool,
    /// Pictures are drawn, which takes its time.
    is_drawn: bool,
    drawn: RefCell<HashMap<ImageId, Fetch<Arc<Pixels>>>>,
}

impl Fetcher for Fake {
    fn thumbnail(&self, image: ImageId) -> Fetch<Arc<Pixels>> {
        self.preview(image, 256)
    }

    fn preview(&self, image: ImageId, _max_side: u32) -> Fetch<Arc<Pixels>> {
        if !self.is_drawn {
            return Fetch::Pending;
        }
        self.drawn.borrow_mut().entry(image).or_insert_with(|| self.pictures.preview(image, 320)).clone()
    }

    fn evidence(&self, image: ImageId) -> Fetch<Arc<Evidence>> {
        match (self.is_without, self.is_slow) {
            (true, _) => Fetch::Missing("no run".into()),
            (_, true) => Fetch::Pending,
            _ => self.pictures.evidence(image),
        }
    }

    fn examples(&self, cluster: ClusterId, n: usize) -> Fetch<Arc<Examples>> {
        match (self.is_without, self.is_slow) {
            (true, _) => Fetch::Missing("no run".into()),
            (_, true) => Fetch::Pending,
            _ => self.pictures.examples(cluster, n),
        }
    }

    fn queue(&self, n: usize, _round: u64) -> Fetch<Arc<Vec<ImageId>>> {
        Fetch::Ready(Arc::new(self.queue.iter().copied().take(n).collect()))
    }
}

/// A window of which the review is all, or with what is beside it.
struct Window {
    snapshot: Snapshot,
    fetcher: Fake,
    review: Review,
    inspector: Inspector,
    thumbs: Thumbs,
    state: ViewState,
    asked: Vec<(u64, Request)>,
    intents: Vec<Intent>,
    has_sides: bool,
}

/// The cluster that images of the tests are in; its number is 1, that of cluster 3 is 2.
const HERE: ClusterId = ClusterId(1);

impl Window {
    fn new(snapshot: Snapshot) -> Self {
        let queue = snapshot.cluster(HERE).map_or_else(Vec::new, |cluster| cluster.sample(&snapshot, 40));
        Self {
            snapshot,
            fetcher: Fake { queue, ..Fake::default() },
            review: Review::default(),
            inspector: Inspector::default(),
            thumbs: Thumbs::default(),
            state: ViewState { tab: Tab::Review, ..ViewState::default() },
            asked: Vec::new(),
            intents: Vec::new(),
            has_sides: false,
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui) {
        self.review.take_keys(ui.ctx());
        let (progress, facts, mut out) = (Progress::default(), Facts::default(), Out::default());
        let parts = &mut Frame {
            snapshot: &self.snapshot,
            progress: &progress,
            facts: &facts,
            fetcher: &self.fetcher,
            view: &mut self.state,
            thumbs: &mut self.thumbs,
            out: &mut out,
        };
        if self.has_sides {
            let (is_wide, frame) =
                (ui.available_width() > 1400.0, egui::Frame::new().fill(theme::Palette::of(ui).panel));
            Panel::left("list").exact_size(if is_wide { 300.0 } else { 268.0 }).frame(frame).show(ui, |_| ());
            Panel::top("bars").exact_size(80.0).frame(frame).show(ui, |_| ());
            Panel::bottom("bar").exact_size(38.0).frame(frame).show(ui, |_| ());
            let frame = frame.inner_margin(12);
            Panel::right("inspector").exact_size(if is_wide { 360.0 } else { 320.0 }).frame(frame).show(ui, |ui| {
                self.inspector.ui(ui, parts);
            });
        }
        let canvas = egui::Frame::new().fill(theme::Palette::of(ui).canvas).inner_margin(12);
        egui::CentralPanel::no_frame().frame(canvas).show(ui, |ui| {
            self.review.review_ui(ui, parts);
        });
        self.asked.extend(self.review.take_requests());
        self.intents.extend(out.intents);
    }

    fn edits(&self) -> Vec<Change> {
        let edit = |(_, request): &(u64, Request)| match request {
            Request::Edit(edit) => Some(edit.clone()),
            _ => None,
        };
        self.asked.iter().filter_map(edit).collect()
    }

    /// The engine does all that was asked, as far as the review can tell.
    fn settle(&mut self) {
        for (number, _) in std::mem::take(&mut self.asked) {
            self.review.note_end(number, None, &self.snapshot);
        }
    }
}

fn harness(window: Window) -> Harness<'static, Window> {
    Harness::builder()
        .with_size(vec2(700.0, 600.0))
        .with_context_setup(theme::install)
        .allow_missing_glyphs()
        .with_max_steps(24)
        .build_ui_state(|ui, window: &mut Window| window.ui(ui), window)
}

fn path(window: &Window, image: ImageId) -> String {
    format!("Image {}", window.snapshot.images.get(image).expect("known").path)
}

fn press(key: Key) -> [Event; 2] {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE };
    [event(true), event(false)]
}

fn judge(image: ImageId, answer: Answer, is_sample: bool) -> Change {
    Change::Edit(Edit::Judge { cluster: HERE, image, answer, is_sample })
}

#[test]
fn a_whole_review_goes_by_keys_alone() {
    let mut h = harness(Window::new(fake::snapshot(400, 4)));
    h.run();
    let queue = h.state().fetcher.queue.clone();
    h.get_by_label("Is this Sunflowers?");
    h.get_by_label("1: Sunflowers, 83 %");
    assert_eq!(h.state().state.selection.cursor, Some(queue[0]), "the inspector shows it");
    for key in [Key::Enter, Key::Num2, Key::N, Key::X, Key::Space, Key::Num1, Key::S] {
        h.key_press(key);
        h.run();
    }
    let said = [Answer::Right, Answer::Other(ClusterId(3)), Answer::Wrong, Answer::Junk, Answer::Right, Answer::Right];
    let expected: Vec<_> = queue.iter().zip(said).map(|(image, answer)| judge(*image, answer, false)).collect();
    assert_eq!(h.state().edits(), expected);
    h.get_by_label(&path(h.state(), queue[7]));
    h.get_by_label_contains("6 answered in this sitting");

    // Back: first to what was passed over, then the last answer is taken back, once the engine has it.
    h.key_press(Key::Backspace);
    h.run();
    h.get_by_label(&path(h.state(), queue[6]));
    h.key_press(Key::Backspace);
    h.run();
    h.get_by_label(&path(h.state(), queue[5]));
    assert_eq!(h.state().asked.len(), 6);
    h.state_mut().settle();
    h.run();
    assert!(matches!(h.state().asked[..], [(_, Request::Undo)]), "{:?}", h.state().asked);
    h.key_press(Key::Num9);
    h.run();
    h.get_by_label("No cluster has the number 9 here.");
    h.key_press(Key::Escape);
    h.run();
    assert_eq!(h.state().state.tab, Tab::Grid);
}

#[test]
fn ten_keys_in_one_frame_are_ten_answers_and_a_held_key_is_one() {
    let mut h = harness(Window::new(fake::snapshot(400, 4)));
    h.run();
    let queue = h.state().fetcher.queue.clone();
    let keys = [Key::Enter, Key::Num2].into_iter().cycle().take(10);
    h.input_mut().events.extend(keys.flat_map(press));
    h.step();
    let answers = [Answer::Right, Answer::Other(ClusterId(3))].into_iter().cycle();
    let expected: Vec<_> =
        queue.iter().zip(answers).take(10).map(|(image, answer)| judge(*image, answer, false)).collect();
    assert_eq!(h.state().edits(), expected);
    h.key_down(Key::Enter);
    h.step();
    h.key_down(Key::Enter);
    h.step();
    h.key_down(Key::Enter);
    h.step();
    assert_eq!(h.state().edits().len(), 11);
}

#[test]
fn a_number_waits_for_the_evidence_and_what_follows_waits_for_it() {
    let mut window = Window::new(fake::snapshot(400, 4));
    window.fetcher.is_slow = true;
    let mut h = harness(window);
    h.run();
    h.get_by_label_contains("Looking up which clusters are likely");
    h.input_mut().events.extend([Key::Num2, Key::Enter].into_iter().flat_map(press));
    h.step();
    assert!(h.state().asked.is_empty());
    h.state_mut().fetcher.is_slow = false;
    h.step();
    let queue = h.state().fetcher.queue.clone();
    let expected = [judge(queue[0], Answer::Other(ClusterId(3)), false), judge(queue[1], Answer::Right, false)];
    assert_eq!(h.state().edits(), expected);
}

#[test]
fn what_the_engine_refuses_comes_back() {
    let mut h = harness(Window::new(fake::snapshot(400, 4)));
    h.run();
    let queue = h.state().fetcher.queue.clone();
    h.key_press(Key::Enter);
    h.run();
    h.key_press(Key::Enter);
    h.run();
    let numbers: Vec<u64> = h.state().asked.iter().map(|asked| asked.0).collect();
    let window = h.state_mut();
    window.review.note_end(numbers[0], Some("that image is not in cluster 1 any more"), &window.snapshot);
    window.review.note_end(numbers[1], None, &window.snapshot);
    h.run();
    h.get_by_label(&path(h.state(), queue[0]));
    h.get_by_label("The answer was not kept: that image is not in cluster 1 any more");
    h.key_press(Key::S);
    h.run();
    h.get_by_label(&path(h.state(), queue[2]));
}

#[test]
fn what_is_refused_because_it_moved_is_asked_about_where_it_is() {
    let mut h = harness(Window::new(fake::snapshot(400, 4)));
    h.run();
    let image = h.state().fetcher.queue[0];
    h.key_press(Key::Enter);
    h.run();
    let number = h.state().asked[0].0;
    let window = h.state_mut();
    let row = window.snapshot.images.position(image).expect("known");
    Arc::make_mut(&mut window.snapshot.labels)[row].cluster = Some(ClusterId(3));
    window.snapshot.revision += 1;
    window.review.note_end(number, Some("not there"), &window.snapshot);
    h.run();
    h.get_by_label("Is this Harbour at dusk?");
    h.get_by_label(&path(h.state(), image));
}

#[test]
fn what_is_typed_after_a_slash_that_waits_is_no_answer() {
    let mut window = Window::new(fake::snapshot(400, 4));
    window.fetcher.is_slow = true;
    let mut h = harness(window);
    h.run();
    let queue = h.state().fetcher.queue.clone();
    for key in [Key::Num2, Key::Slash, Key::X] {
        h.key_press(key);
        h.step();
    }
    h.event(Event::Text("x".into()));
    h.step();
    h.state_mut().fetcher.is_slow = false;
    h.step();
    assert_eq!(h.state().edits(), [judge(queue[0], Answer::Other(ClusterId(3)), false)]);
    let chosen = h.state().intents.iter().find_map(|intent| match intent {
        Intent::ChooseAnswer { image, typed } => Some((*image, typed.clone())),
        _ => None,
    });
    assert_eq!(chosen, Some((queue[1], "x".to_owned())));
    // What follows in the same frame is for the field too.
    h.input_mut().events.extend([Key::Slash, Key::X].into_iter().flat_map(press));
    h.step();
    h.step();
    assert_eq!(h.state().edits().len(), 1);
}

#[test]
fn a_number_that_waits_is_taken_back_left_and_never_meant_for_another_image() {
    let mut window = Window::new(fake::snapshot(400, 4));
    window.fetcher.is_slow = true;
    let mut h = harness(window);
    h.run();
    let queue = h.state().fetcher.queue.clone();
    for key in [Key::Num2, Key::Backspace, Key::Enter] {
        h.key_press(key);
        h.step();
    }
    assert_eq!(h.state().edits(), [judge(queue[0], Answer::Right, false)]);
    // The answer before is refused: its image comes back before the number was understood.
    h.key_press(Key::Num2);
    h.step();
    let window = h.state_mut();
    window.review.note_end(window.asked[0].0, Some("the disk is full"), &window.snapshot);
    window.fetcher.is_slow = false;
    h.run();
    h.get_by_label(&path(h.state(), queue[0]));
    assert_eq!(h.state().edits().len(), 1);
    // Another image is asked about by a click.
    h.state_mut().fetcher.is_slow = true;
    h.state_mut().review.evidence.clear();
    h.key_press(Key::Num2);
    h.step();
    h.get_by_label("Prove it").click();
    h.step();
    h.state_mut().review.prove(HERE);
    h.state_mut().fetcher.is_slow = false;
    h.run();
    assert_eq!(h.state().edits().len(), 1);
    h.state_mut().fetcher.is_slow = true;
    h.state_mut().review.evidence.clear();
    h.key_press(Key::Num2);
    h.step();
    h.key_press(Key::Escape);
    h.step();
    assert_eq!((h.state().state.tab, h.state().edits().len()), (Tab::Grid, 1));
}

#[test]
fn what_is_opened_again_comes_into_the_empty_queue() {
    let mut window = Window::new(fake::snapshot(400, 4));
    let queue = std::mem::take(&mut window.fetcher.queue);
    let row = window.snapshot.images.position(queue[0]).expect("known");
    Arc::make_mut(&mut window.snapshot.labels)[row].source = LabelSource::Confirmed;
    let mut h = harness(window);
    h.run();
    h.get_by_label("Nothing is left in the queue");
    let window = h.state_mut();
    Arc::make_mut(&mut window.snapshot.labels)[row].source = LabelSource::Machine;
    window.snapshot.revision += 1;
    window.fetcher.queue = queue;
    h.run();
    h.get_by_label("Is this Sunflowers?");
}

#[test]
fn what_there_is_to_learn_from_is_what_the_engine_says() {
    let mut window = Window::new(fake::snapshot(400, 4));
    window.snapshot.history = Arc::new(HistoryView { n_to_learn: 24, ..HistoryView::default() });
    let mut h = harness(window);
    h.run();
    h.get_by_label("Learn from 24 answers: takes seconds");
    h.state_mut().snapshot.history = Arc::default();
    h.key_press(Key::Enter);
    h.run();
    assert!(h.query_by_label_contains("Learn from").is_none());
}

#[test]
fn what_was_missing_is_looked_up_again_and_what_is_known_stays_meanwhile() {
    let mut window = Window::new(fake::snapshot(400, 4));
    window.fetcher.is_without = true;
    let mut h = harness(window);
    h.run();
    h.get_by_label("The run has no typical images of this cluster.");
    h.state_mut().fetcher.is_without = false;
    h.run();
    h.get_by_label("1: Sunflowers, 83 %");
    let n = h.query_all_by_label_contains("Typical of Sunflowers").count();
    assert!(n > 0);
    h.state_mut().fetcher.is_slow = true;
    h.run();
    h.get_by_label("1: Sunflowers, 83 %");
    assert_eq!(h.query_all_by_label_contains("Typical of Sunflowers").count(), n);
}

#[test]
fn an_image_in_no_cluster_is_put_into_one_by_number() {
    let mut window = Window::new(fake::snapshot(400, 4));
    let free =
        window.snapshot.labels.iter().position(|label| label.cluster.is_none() && label.source == LabelSource::Machine);
    let free = window.snapshot.images.rows[free.expect("every 11th is in none")].id;
    window.fetcher.queue.insert(0, free);
    let mut h = harness(window);
    h.run();
    h.get_by_label("What is this?");
    h.key_press(Key::Enter);
    h.run();
    h.get_by_label_contains("It is in no cluster yet");
    h.key_press(Key::Num2);
    h.run();
    assert_eq!(h.state().edits(), [Change::Edit(Edit::Move { images: vec![free], to: Some(ClusterId(3)) })]);
}

#[test]
fn a_sample_is_asked_in_its_order_and_its_purity_is_said() {
    let mut h = harness(Window::new(fake::snapshot(400, 4)));
    h.run();
    h.get_by_label("Prove it").click();
    h.run();
    h.get_by_label("Which cluster?");
    h.get_by_label_contains("Prove Sunflowers: None of").click();
    h.run();
    h.get_by_label_contains("right answers in a row to be sure of 95 %");
    let sample = h.state().snapshot.cluster(HERE).expect("there").sample(&h.state().snapshot, 9);
    for key in [Key::Enter, Key::Enter, Key::Num2] {
        h.key_press(key);
        h.run();
    }
    let said = [Answer::Right, Answer::Right, Answer::Other(ClusterId(3))];
    let expected: Vec<_> = sample.iter().zip(said).map(|(image, answer)| judge(*image, answer, true)).collect();
    assert_eq!(h.state().edits(), expected);
    h.get_by_label_contains("2 of 3 right: 67 %");
    h.get_by_label_contains("random sample drawn without replacement");
    h.key_press(Key::Backspace);
    h.run();
    h.get_by_label_contains("2 of 2 right: 100 %");
    h.get_by_label(&path(h.state(), sample[2]));
}

#[test]
fn what_is_proven_says_so_and_leads_on() {
    let mut snapshot = fake::snapshot(400, 4);
    let at = snapshot.clusters.iter().position(|cluster| cluster.id == HERE).expect("there");
    Arc::make_mut(&mut Arc::make_mut(&mut snapshot.clusters)[at]).purity = Purity::new(90, 90, 180);
    let mut window = Window::new(snapshot);
    window.review.prove(HERE);
    let mut h = harness(window);
    h.run();
    h.get_by_label("Proven: at least 95 %");
    h.key_press(Key::Enter);
    h.run();
    assert!(h.state().asked.is_empty(), "no image is shown that the key could mean");
    h.get_by_label("Confirm the rest of it").click();
    h.run();
    let left = h.state().snapshot.cluster(HERE).expect("there").sample(&h.state().snapshot, usize::MAX);
    assert!(matches!(&h.state().intents[..],
        [Intent::Request(Request::Edit(Change::Edit(Edit::Confirm { images, is_confirmed: true })))] if *images == left));
    h.get_by_label("Go on asking").click();
    h.run();
    h.get_by_label("Is this Sunflowers?");
    assert!(h.state_mut().review.prove_next(&fake::snapshot(400, 4)));
    h.run();
    assert!(h.query_by_label("Is this Sunflowers?").is_none());
}

#[test]
fn there_is_always_a_next_step() {
    let mut h = harness(Window::new(Snapshot::default()));
    h.run();
    h.get_by_label("There is nothing to review yet");
    let mut window = Window::new(fake::snapshot(400, 4));
    window.fetcher.queue.clear();
    let mut h = harness(window);
    h.run();
    h.get_by_label("Nothing is left in the queue");
    let snapshot = &mut h.state_mut().snapshot;
    snapshot.revision += 1;
    for label in Arc::make_mut(&mut snapshot.labels) {
        label.source = LabelSource::Confirmed;
    }
    for cluster in Arc::make_mut(&mut snapshot.clusters) {
        let cluster = Arc::make_mut(cluster);
        cluster.n_confirmed = cluster.members.len();
        cluster.purity = Purity::default();
    }
    h.run();
    h.get_by_label("Everything is confirmed");
    h.state_mut().review.prove(HERE);
    h.run();
    h.get_by_label("You decided about all of Sunflowers");
    let snapshot = &mut h.state_mut().snapshot;
    let at = snapshot.clusters.iter().position(|cluster| cluster.id == HERE).expect("there");
    Arc::make_mut(&mut Arc::make_mut(&mut snapshot.clusters)[at]).purity = Purity::new(9, 10, 10);
    h.run();
    h.get_by_label("All of Sunflowers was asked");
    let snapshot = &mut h.state_mut().snapshot;
    let cluster = Arc::make_mut(&mut Arc::make_mut(&mut snapshot.clusters)[at]);
    (cluster.members, cluster.n_confirmed, cluster.purity) = (Arc::default(), 0, Purity::default());
    h.run();
    h.get_by_label("Sunflowers is empty");
}

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
            for _ in 0..24 {
                h.key_press(Key::Enter);
                h.run_steps(15);
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
