//! A disk without room and too little memory: what can not be done is said or ends, the project opens, photos are whole.
//!
//! The disk is a small one in memory, in a name space of this program's own; both are skipped where the system does not give them.

use crate::figures::{Fault, Figures, Scale};
use crate::model::Seen;
use crate::place::{Place, copy_all, remove, text};
use std::path::PathBuf;
use std::process::Command;

/// Where the small disk of the child is put, and what lies there.
const DISK: &str = "GLEANER_TORTURE_DISK";
/// The child's test.
const CHILD: &str = "limits::child";

pub fn starved(scale: Scale) -> Figures {
    let mut figures = Figures::new("full disk, little memory");
    let place = Place::new(8);
    let photos = place.photo_hashes();
    place.keep();
    full_disk(&place, &mut figures);
    little_memory(&place, &mut figures, scale);
    place.check_photos(&photos, &mut figures);
    place.check_log(&mut figures);
    figures
}

/// In a process of its own, whose disk goes with it.
fn full_disk(place: &Place, figures: &mut Figures) {
    let disk = place.path("disk");
    std::fs::create_dir_all(&disk).expect("made");
    let program = std::env::current_exe().expect("this program");
    let mount = format!("mount -t tmpfs -o size=3m none '{}' && exec \"$0\" \"$@\"", text(&disk));
    let mut command = Command::new("unshare");
    command.args(["-rm", "sh", "-c", &mount]).arg(program).args([CHILD, "--exact", "--ignored", "--nocapture"]);
    let output = match command.env(DISK, place.path("")).output() {
        Ok(output) => output,
        Err(why) => return eprintln!("torture: a full disk is skipped: {why}"),
    };
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if !out.contains("disk: ") {
        return eprintln!("torture: a full disk is skipped: {err}");
    }
    for line in out.lines() {
        match line.split_once(": ") {
            Some(("injections", n)) => figures.injections += n.parse().unwrap_or(0),
            Some(("lost", words)) => figures.fault(Fault::Lost, words.to_owned()),
            Some(("answer", words)) => figures.fault(Fault::Answer, words.to_owned()),
            _ => {}
        }
    }
    figures.expect(output.status.success(), Fault::Lost, || format!("{out}\n{err}"));
}

#[test]
#[ignore = "a process of its own, on a small disk"]
fn child() {
    let Some(root) = std::env::var_os(DISK).map(PathBuf::from) else { return };
    let disk = root.join("disk");
    println!("disk: {}", disk.display());
    let project = disk.join("p.gleaner");
    copy_all(&root.join("kept.gleaner"), &project);
    let call = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gleaner"));
        let output = command.args(args).env("GLEANER_DATA", root.join("data")).output().expect("the program starts");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let mut wanted = Seen::of(&project).expect("it opens");
    let mut n_refused = 0;
    for i in 0..60 {
        // Filled to the last byte, or nearly so.
        let room = disk.join("filling");
        let free = (i % 12) * 4096;
        fill(&room, free);
        let name = format!("name {i}");
        let (code, err) = call(&["edit", text(&project), "rename", "1", &name]);
        let is_made = code == Some(0);
        n_refused += usize::from(!is_made);
        if !is_made && (code != Some(1) || err.contains("panicked")) {
            println!("answer: {code:?} {err}");
        }
        remove(&room);
        match Seen::of(&project) {
            Ok(seen) => {
                let is_new = seen.state.groups[&1].name.as_ref() == Some(&name);
                if is_new != is_made || (!is_made && seen != wanted) {
                    println!("lost: told {code:?} {err}, and it is {is_new}");
                }
                wanted = seen;
            }
            Err(why) => println!("lost: it does not open: {why}"),
        }
    }
    println!("injections: {n_refused}");
}

/// A file that leaves so many bytes of the disk free.
fn fill(path: &std::path::Path, free: usize) {
    use std::io::Write;
    let mut file = std::fs::File::create(path).expect("made");
    let mut n = 0;
    while file.write_all(&[7; 4096]).is_ok() {
        n += 4096;
    }
    file.set_len((n as u64).saturating_sub(free as u64)).expect("cut");
}

/// Ends by the system's hand are no fault here; what is lost by them would be.
fn little_memory(place: &Place, figures: &mut Figures, scale: Scale) {
    let limited = |kilobytes: usize, args: &[String]| {
        let limit = format!("ulimit -v {kilobytes} && exec \"$0\" \"$@\"");
        let own = ["-c".to_owned(), limit, env!("CARGO_BIN_EXE_gleaner").to_owned()];
        let child = place.command("sh", &[&own, args].concat(), 0).spawn().expect("sh starts");
        let mut called = place.end(child, 0, None);
        called.is_killed = called.code.is_none();
        called
    };
    for i in 0..scale.of(12) {
        place.restore();
        let before = Seen::of(&place.project()).expect("it opens");
        let kilobytes = 60_000 + i * 400_000 / scale.of(12);
        for args in [
            place.on_project("edit", &["rename", "1", "Ravens"]),
            place.run_args(&["--features", "colours", "--head", "kmeans"]),
        ] {
            let called = limited(kilobytes, &args);
            figures.injections += usize::from(called.code != Some(0));
            let seen = Seen::of(&place.project());
            let is_kept = seen.as_ref().is_ok_and(|seen| {
                let is_named = seen.state.groups[&1].name.as_deref() == Some("Ravens");
                seen.n_changes >= before.n_changes && (args[0] != "edit" || is_named || !called.is_acknowledged())
            });
            figures.expect(is_kept, Fault::Lost, || format!("{kilobytes} kB: {called:?}: {seen:?}"));
        }
        let whole = place.call(&place.on_project("doctor", &[]));
        figures.expect(whole.code == Some(0), Fault::Lost, || format!("{kilobytes} kB: {}{}", whole.out, whole.err));
    }
}

#[test]
fn no_room_and_no_memory_lose_nothing() {
    starved(Scale::part()).check();
}
