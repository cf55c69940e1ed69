//! Kills at every system call that writes, one after the other, and every such call failing for want of room, by `strace`.
//!
//! A call is counted up until the program survives, so no moment between two writes is left out.

use crate::exports::content;
use crate::figures::{Fault, Figures, Scale};
use crate::model::Seen;
use crate::place::{Called, Place, copy_all, text};
use std::collections::BTreeSet;
use std::process::Command;

/// System calls that change something on disk.
const WRITES: &str = "write,pwrite64,writev,pwritev,fsync,fdatasync,?rename,renameat,renameat2,?unlink,unlinkat,ftruncate,\
                      truncate,?link,linkat,?mkdir,mkdirat,?symlink,symlinkat,copy_file_range,sendfile,fallocate";

/// Those that want room.
const FILLING: &str = "write,pwrite64,writev,pwritev,fallocate,copy_file_range,sendfile,ftruncate";

/// More calls than any command makes here.
const MOST: usize = 3000;

/// What a command may leave.
enum Leaves {
    /// The project as before, or with one change more.
    Change,
    /// Labels as they were; another call ends it.
    Same,
    /// The export that was there, or the new one.
    Export(&'static str),
}

/// The commands, with what they may leave; the first ones alone where only a part is played.
fn commands(place: &Place, scale: Scale) -> Vec<(Vec<String>, Leaves)> {
    let of = |command: &str, more: &[&str]| place.on_project(command, more);
    let export = |name: &str, more: &[&str]| {
        let out = place.path(name);
        of("export", &[more, &["--force", "--out", text(&out)]].concat())
    };
    let table = place.path("labels-in.csv");
    std::fs::write(&table, "file_name,label\ndark/001.png,Ravens\nchecks/002.png,Ravens\n").expect("written");
    let mut all = vec![
        (of("edit", &["rename", "2", "Ravens"]), Leaves::Change),
        (of("edit", &["undo"]), Leaves::Change),
        (of("labels", &["--from", text(&table)]), Leaves::Change),
        (export("labels.csv", &["--format", "csv"]), Leaves::Export("labels.csv")),
    ];
    if scale.is_whole() {
        let zip = place.path("p.zip");
        all.extend([
            (of("edit", &["merge", "1", "2"]), Leaves::Change),
            (export("copied", &["--format", "folders"]), Leaves::Export("copied")),
            (export("linked", &["--format", "folders", "--link", "hard"]), Leaves::Export("linked")),
            (of("update", &[]), Leaves::Same),
            (of("compact", &[]), Leaves::Same),
            (of("doctor", &["--repair"]), Leaves::Same),
            (of("archive", &["--out", text(&zip)]), Leaves::Same),
            (place.run_args(&["--features", "colours", "--head", "kmeans"]), Leaves::Same),
        ]);
    }
    all
}

/// A place with changes and exports, kept.
fn prepared() -> Place {
    let place = Place::new(6);
    place.call(&place.on_project("edit", &["rename", "1", "Zebras"])).done();
    for (name, more) in
        [("labels.csv", &["csv"][..]), ("copied", &["folders"]), ("linked", &["folders", "--link", "hard"])]
    {
        let out = place.path(name);
        place.call(&place.on_project("export", &[&["--out", text(&out), "--format"], more].concat())).done();
    }
    // The exports to come differ from those that are there.
    place.call(&place.on_project("edit", &["rename", "3", "Owls"])).done();
    place.keep();
    place
}

/// Why nothing can be injected here.
fn why_not() -> Option<String> {
    let tried = Command::new("strace").args(["-qq", "-f", "-o", "/dev/null", "-e", "trace=write", "true"]).output();
    match tried {
        Err(why) => Some(format!("strace does not start: {why}")),
        Ok(output) if output.status.success() => None,
        Ok(output) => Some(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
    }
}

/// Calls the program under the eyes of strace, told with these flags.
fn traced(place: &Place, flags: &[String], args: &[String]) -> (Called, String) {
    let log = place.path("trace");
    let own = ["-f", "-qq", "-o", text(&log)].map(str::to_owned);
    let program = [env!("CARGO_BIN_EXE_gleaner").to_owned()];
    let args = [&own[..], flags, &program, args].concat();
    let child = place.command("strace", &args, 0).spawn().expect("strace starts");
    let called = place.end(child, 0, None);
    (called, std::fs::read_to_string(&log).unwrap_or_default())
}

/// Those of the system calls that a command makes.
fn made(place: &Place, calls: &str, args: &[String]) -> BTreeSet<String> {
    let (_, log) = traced(place, &["-e".to_owned(), format!("trace={calls}")], args);
    // "1234 pwrite64(6, ...": the number of the thread, the name of the call.
    let name = |line: &str| Some(line.split_whitespace().nth(1)?.split_once('(')?.0.to_owned());
    log.lines().filter_map(name).collect()
}

/// Calls the program with something done at its `n`-th call of this name, which strace counts for each thread; and whether it
/// came to so many.
fn injected_at(place: &Place, call: &str, what: &str, n: usize, args: &[String]) -> (Called, bool) {
    let flags = ["-e".to_owned(), format!("trace={call}"), "-e".to_owned(), format!("inject={call}:{what}:when={n}")];
    let (mut called, log) = traced(place, &flags, args);
    // strace ends as the program did.
    called.is_killed = what == KILL && called.code.is_none();
    let is_done = called.is_killed || log.contains("(INJECTED)");
    (called, is_done)
}

const KILL: &str = "signal=KILL";

pub fn kills(scale: Scale) -> Figures {
    injected("kills at each write", WRITES, KILL, scale)
}

pub fn no_room(scale: Scale) -> Figures {
    injected("no room at each write", FILLING, "error=ENOSPC", scale)
}

fn injected(name: &'static str, calls: &str, what: &str, scale: Scale) -> Figures {
    if let Some(why) = why_not() {
        return Figures::skipped(name, &why);
    }
    let mut figures = Figures::new(name);
    let place = prepared();
    let photos = place.photo_hashes();
    for (args, leaves) in commands(&place, scale) {
        let (zip, earlier) = (place.path("p.zip"), place.path("earlier"));
        let reset = || {
            place.restore();
            let _ = std::fs::remove_file(&zip);
        };
        let out = match leaves {
            Leaves::Export(name) => Some(place.path(name)),
            Leaves::Change | Leaves::Same => None,
        };
        let exported = || out.as_deref().map(content);
        // Seen to its end once, for what it leaves.
        reset();
        let (before, there) = (Seen::of(&place.project()).expect("it opens"), exported());
        if let Some(out) = &out {
            copy_all(out, &earlier);
        }
        place.call(&args).done();
        let (after, to_come) = (Seen::of(&place.project()).expect("it opens"), exported());
        reset();
        for call in made(&place, calls, &args) {
            for n in 1..MOST {
                reset();
                if let Some(out) = &out {
                    copy_all(&earlier, out);
                }
                let (called, is_done) = injected_at(&place, &call, what, n, &args);
                let words = format!("{} at {call} {n}", args.join(" "));
                if !is_done {
                    figures.expect(called.code == Some(0), Fault::Answer, || format!("{words}: {called:?}"));
                    break;
                }
                called.check(&words, &mut figures);
                figures.injections += 1;
                figures.acknowledged += usize::from(called.is_acknowledged());
                check(&place, &words, &called, [&before, &after], &mut figures);
                let now = exported();
                let is_right = now == to_come || (now == there && !called.is_acknowledged());
                figures.expect(is_right, Fault::Lost, || format!("{words}: {called:?}\n{now:?}"));
                if matches!(leaves, Leaves::Same) {
                    let again = place.call(&args);
                    figures
                        .expect(again.code == Some(0), Fault::Lost, || format!("{words}, then again: {}", again.err));
                }
            }
        }
        place.check_photos(&photos, &mut figures);
    }
    place.check_log(&mut figures);
    figures
}

/// The project is as it was before, or as it is once the change is made, by what was told.
fn check(place: &Place, words: &str, called: &Called, [before, after]: [&Seen; 2], figures: &mut Figures) {
    let is_told_no = called.err.contains("nothing was changed");
    match Seen::of(&place.project()) {
        Ok(seen) => {
            let is_right = (seen == *after && !is_told_no) || (seen == *before && !called.is_acknowledged());
            figures.expect(is_right || before == after, Fault::Lost, || {
                format!("{words}: {called:?}\nseen {seen:?}\nbefore {before:?}")
            });
        }
        Err(why) => figures.fault(Fault::Lost, format!("{words}: it does not open: {why}")),
    }
}

#[test]
fn a_kill_at_any_write_leaves_what_was_acknowledged() {
    kills(Scale::part()).check();
}

#[test]
fn no_room_at_any_write_is_said_and_loses_nothing() {
    no_room(Scale::part()).check();
}
