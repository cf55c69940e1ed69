//! Torture: the real program is killed, starved, fed with damage and run twice at once, and a model of what it acknowledged says
//! whether anything was lost. What is promised, and the figures of the last run, stand in `docs/RELIABILITY.md`.
//!
//! Every scenario is a function of a seed and of how often it is played; `cargo test --test torture` plays a part of each, in
//! about two minutes on two cores. `tests/torture/run` plays all of it, many times over, and writes the figures down.
//!
//! - `place` is a folder of generated pictures, a project and the program; `model` what the project must say then; `figures` what
//!   was counted, and the faults.
//! - A scenario has a file: `edits`, `runs`, `exports` (killed at random moments), `engine` (killed while requests wait in it, as a
//!   window's do), `injected` (killed, or out of room, at each system call that writes), `limits` (a full disk, little memory),
//!   `damaged` (files of a project), `hostile` (pictures), `together` (two programs at once).
//!
//! What a system can not do (no strace, no file systems of one's own) is skipped and said. Photos are never written: their bytes
//! are compared before and after.
#![cfg(unix)]

mod damaged;
mod edits;
mod engine;
mod exports;
mod figures;
mod hostile;
mod injected;
mod limits;
mod model;
mod place;
mod runs;
mod together;

use figures::{Figures, Scale};

/// All scenarios, in the order of the table.
const SCENARIOS: [fn(Scale) -> Figures; 10] = [
    edits::killed,
    runs::killed,
    exports::killed,
    engine::killed,
    injected::kills,
    injected::no_room,
    limits::starved,
    damaged::answered,
    hostile::imported,
    together::at_once,
];

#[test]
#[ignore = "the whole of it takes long: tests/torture/run"]
fn the_whole_of_it() {
    let scale = Scale::whole();
    let all: Vec<Figures> = SCENARIOS.iter().map(|scenario| scenario(scale)).collect();
    figures::write_down(&all, scale);
    all.iter().for_each(Figures::check);
}
