//! Gleaner finds the classes hiding in a folder of unlabelled images, shows them, and turns them into labels.
//!
//! # Architecture in a page
//!
//! It implements SCAN (Van Gansbeke et al., "Learning to Classify Images without Labels", ECCV 2020): learn features
//! without labels, mine nearest neighbours, cluster so that neighbours agree and clusters stay even, learn from one's own
//! confident predictions. Then people look, rename, merge, move, confirm, and export.
//!
//! **One image's journey.** [`dataset::scan`] finds a path; [`dataset::decode`] makes upright RGB8 of it, under a byte
//! budget shared by all workers; [`dataset::pixels`] makes a thumbnail and a training tile, which [`store::packs`] keeps.
//! [`learning::views`] cuts augmented views from tiles; a network of [`learning::network`], trained by
//! [`learning::simclr`] or [`learning::dcl`], turns them into feature rows; [`clustering::neighbors`],
//! [`clustering::stages::scan`] and [`clustering::stages::selflabel`] turn rows into probabilities, [`clustering::judge::assignment`] into a
//! cluster and a confidence.
//! [`features`] gives rows without learning: networks that come with the program or were downloaded, pixels, colours, side by side;
//! [`clustering::judge::choice`] tells without labels which fit a folder, [`clustering::heads::consensus`] what many clusterings agree on, and
//! [`features::classes`] what the built-in network calls things.
//! Before that [`clustering::folder::duplicates`] lets one image stand for each group of near-duplicates, and where nobody says how
//! many clusters there are [`clustering::merge_tree`] proposes a number; [`session::quality`] tells what deserves a look, and
//! [`session::review`] how right the labels are, by random samples that a person looked at.
//! Images that come after a run are placed into the clusters in force by [`clustering::folder::place`], or into none.
//! What people said comes back as constraints: every run ends with [`clustering::people::refine`], which also works alone on the rows of
//! the present one, and [`clustering::people::queue`] chooses what to ask them next.
//! The engine folds a run's assignment with people's edits ([`curation::labels`]), [`store::project`] keeps both, and
//! [`interchange`] writes labels out. Only an [`ids::ImageId`] travels the whole way; no tensor passes `assignment`.
//!
//! **A label belongs to a picture.** A row of the image table is a file, told by its content and not by its name; labels,
//! rejections, links and cached rows hang on the row. What happens to a file, what was said of it, what is kept and what is
//! asked is one table, in [`session::folder`]: moved and returned files keep everything, another picture under a known name
//! is a row of its own, a folder that is away is no empty folder.
//!
//! **Who may import whom** (a test enforces it). [`ids`] and [`control`] are for everyone. `dataset` <- `learning` <-
//! `features` <- `clustering`, and none of them knows a project. [`curation`] imports nothing but `ids` and `control`.
//! [`store`] and [`interchange`] stand above those, [`session`] above all, and the front ends [`cli`] and `gui` talk to
//! `session` alone. `clustering` never imports `curation`: the engine turns assignments into labels. candle appears only
//! in `learning`, `features` and `clustering`; rusqlite only in `store`; egui, eframe, rfd and wgpu only in `gui`, so that
//! `--no-default-features` builds a program without a window.
//!
//! **Threads.** The *engine* thread owns the project and its database, takes [`session::protocol::Request`]s from a
//! bounded channel and publishes immutable [`session::protocol::Snapshot`]s; it never does long work. *Workers* import,
//! train and export; they check a [`control::CancelToken`] before each batch and each backward pass, report progress as a
//! latest value (never a queue), and hand results back for the engine to commit in one transaction. A panic in a worker
//! is a failed job. Front ends never wait: they send requests, read snapshots, and fetch large things by id through
//! [`session::Reader`].
//!
//! **On disk** a project is a directory: an SQLite database (images, runs, predictions, an append-only edit journal),
//! segment files of thumbnails and tiles, and one directory a run with checkpoints and results. The photo folder is read
//! and never written. An edit is durable before it is shown; a run yields a candidate, and taking it is an edit like any
//! other, so undo crosses it and names survive it.
//!
//! **Determinism.** Every random draw is a function of seed, stage, epoch, step and image ([`control::Rng`]); parallel
//! sums use fixed chunks in a fixed order. The same seed, data, settings and thread count give the same run on the CPU.

#![deny(unsafe_op_in_unsafe_fn)]

pub mod cli;
pub mod clustering;
pub mod control;
pub mod curation;
pub mod dataset;
pub mod features;
#[cfg(feature = "gui")]
pub mod gui;
pub mod ids;
pub mod interchange;
pub mod learning;
pub mod session;
pub mod store;
