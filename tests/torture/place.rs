//! A folder of generated pictures, a project of them, and the real program, which is called, killed and listened to.

use crate::figures::{Fault, Figures};
use gleaner::control::Rng;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Nothing that a scenario calls takes so long.
const PATIENCE: Duration = Duration::from_mins(2);

/// What a call gave.
#[derive(Debug)]
pub struct Called {
    /// None: it ended by a signal.
    pub code: Option<i32>,
    signal: Option<i32>,
    /// By the scenario, at its moment.
    pub is_killed: bool,
    /// Nobody waited any longer.
    is_hung: bool,
    pub out: String,
    pub err: String,
    pub took: Duration,
}

impl Called {
    /// It said that it did what was asked.
    pub fn is_acknowledged(&self) -> bool {
        self.code == Some(0) || (self.code.is_none() && !self.out.trim().is_empty())
    }

    /// An end in words, or by whoever killed it; no panic, no other signal.
    pub fn check(&self, what: &str, figures: &mut Figures) {
        let says = |word: &str| self.err.contains(word) || self.out.contains(word);
        if says("panicked") || says("a fault in the program") {
            figures.fault(Fault::Panic, format!("{what}: {}", self.err));
        } else if self.is_hung {
            figures.fault(Fault::Answer, format!("{what}: no end after {PATIENCE:?}"));
        } else if self.code.is_none() && !self.is_killed {
            figures.fault(Fault::Panic, format!("{what}: signal {:?}: {}", self.signal, self.err));
        } else if matches!(self.code, Some(code) if code != 0) && !self.err.contains("gleaner: ") && self.out.is_empty()
        {
            figures.fault(Fault::Answer, format!("{what}: exit {:?} without a word: {}", self.code, self.err));
        }
    }

    /// # Panics
    /// If it did not do what was asked.
    pub fn done(self) -> Self {
        assert_eq!(self.code, Some(0), "out: {}\nerr: {}", self.out, self.err);
        self
    }
}

/// The folder, the project and the program's own data, in a temporary directory.
pub struct Place {
    dir: tempfile::TempDir,
    /// Milliseconds that calls usually take, by their first words.
    usual: BTreeMap<String, f64>,
}

impl Place {
    /// Three kinds of pictures, `n` of each, without a project.
    pub fn with_photos(n: usize) -> Self {
        let place = Self { dir: tempfile::tempdir().expect("a directory"), usual: BTreeMap::new() };
        for kind in 0..3 {
            for i in 0..n {
                picture(kind, i).save(place.photo(kind, i)).expect("saved");
            }
        }
        fs::write(place.photos().join("dark/broken.jpg"), b"not an image").expect("written");
        place
    }

    /// And a project with three groups of them.
    pub fn new(n: usize) -> Self {
        let place = Self::with_photos(n);
        place.call(&place.run_args(&[])).done();
        place
    }

    fn photo(&self, kind: usize, i: usize) -> PathBuf {
        let folder = self.photos().join(["dark", "stripes", "checks"][kind]);
        fs::create_dir_all(&folder).expect("a folder");
        folder.join(format!("{i:03}.png"))
    }

    pub fn photos(&self) -> PathBuf {
        self.path("photos")
    }

    pub fn project(&self) -> PathBuf {
        self.path("p.gleaner")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The arguments of a run that takes a moment.
    pub fn run_args(&self, more: &[&str]) -> Vec<String> {
        let (photos, project) = (self.photos(), self.project());
        let fixed =
            ["run", text(&photos), "--project", text(&project), "--clusters", "3", "--threads", "2", "--first-only"];
        let quick = ["--features", "pixels", "--head", "kmeans"];
        let more = if more.is_empty() { &quick[..] } else { more };
        fixed.iter().chain(more).map(|arg| (*arg).to_owned()).collect()
    }

    /// The arguments of something that is done to the project.
    pub fn on_project(&self, command: &str, more: &[&str]) -> Vec<String> {
        let project = self.project();
        [command, text(&project)].iter().chain(more).map(|arg| (*arg).to_owned()).collect()
    }

    /// The program, without a display and asking no hub but a dead one. What it says goes to files of this `number`.
    pub fn command(&self, program: &str, args: &[String], number: usize) -> Command {
        let mut command = Command::new(program);
        command.args(args).current_dir(self.dir.path()).stdin(Stdio::null());
        command.env("GLEANER_DATA", self.path("data")).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
        command.env("HF_HOME", self.path("hub")).env("HF_ENDPOINT", "http://127.0.0.1:9");
        let said = |name: &str| File::create(self.path(&format!("{name}{number}"))).expect("a file");
        command.stdout(said("out")).stderr(said("err"));
        command
    }

    pub fn start(&self, args: &[String], number: usize) -> Child {
        self.command(env!("CARGO_BIN_EXE_gleaner"), args, number).spawn().expect("the program starts")
    }

    /// Waits for a program that was started with this `number`; kills it after `moment`, where there is one.
    pub fn end(&self, mut child: Child, number: usize, moment: Option<Duration>) -> Called {
        let started = Instant::now();
        let (mut is_killed, mut is_hung) = (false, false);
        let status = loop {
            if let Some(status) = child.try_wait().expect("a state") {
                break status;
            }
            let elapsed = started.elapsed();
            if moment.is_some_and(|moment| elapsed >= moment) || elapsed > PATIENCE {
                is_hung = elapsed > PATIENCE;
                is_killed = !is_hung;
                // It may have ended meanwhile.
                let _ = child.kill();
                break child.wait().expect("ended");
            }
            std::thread::sleep(Duration::from_micros(300));
        };
        let said = |name: &str| {
            let bytes = fs::read(self.path(&format!("{name}{number}"))).expect("a file");
            String::from_utf8_lossy(&bytes).into_owned()
        };
        let (code, signal) = (status.code(), status.signal());
        is_killed &= signal == Some(9);
        Called { code, signal, is_killed, is_hung, out: said("out"), err: said("err"), took: started.elapsed() }
    }

    pub fn call(&self, args: &[String]) -> Called {
        self.end(self.start(args, 0), 0, None)
    }

    /// Calls the program and kills it at a random moment, which may be after its end.
    pub fn call_killed(&mut self, args: &[String], rng: &mut Rng) -> Called {
        let what =
            args[..args.len().min(3)].iter().filter(|arg| !arg.contains('/')).cloned().collect::<Vec<_>>().join(" ");
        let usual = self.usual.get(&what).copied().unwrap_or(25.0);
        let moment = Duration::from_secs_f64(rng.range(0.0, 1.2 * usual) / 1000.0);
        let called = self.end(self.start(args, 0), 0, Some(moment));
        // What was killed would have taken longer; so a call whose length nobody knows yet is soon seen to its end.
        let took = called.took.as_secs_f64() * 1000.0;
        let now = if called.is_killed { usual.max(took) * 1.02 } else { 0.7 * usual + 0.3 * took };
        self.usual.insert(what, now);
        called
    }

    /// Hash of every photo, by path.
    pub fn photo_hashes(&self) -> BTreeMap<PathBuf, blake3::Hash> {
        hashes(&self.photos())
    }

    /// Notes photos that are not as they were.
    pub fn check_photos(&self, before: &BTreeMap<PathBuf, blake3::Hash>, figures: &mut Figures) {
        let now = self.photo_hashes();
        figures.expect(now == *before, Fault::Photo, || {
            let other = before.iter().filter(|(path, hash)| now.get(*path) != Some(hash)).map(|(path, _)| path);
            format!("{:?}, and {} files where {} were", other.collect::<Vec<_>>(), now.len(), before.len())
        });
    }

    /// What the program's log says of panics.
    pub fn check_log(&self, figures: &mut Figures) {
        let log = fs::read_to_string(self.path("data/gleaner.log")).unwrap_or_default();
        for line in log.lines().filter(|line| line.contains("panick")) {
            figures.fault(Fault::Panic, line.to_owned());
        }
    }

    /// Keeps a project as it is now, for [`Place::restore`].
    pub fn keep(&self) {
        copy_all(&self.project(), &self.path("kept.gleaner"));
    }

    /// The project is as it was kept.
    pub fn restore(&self) {
        copy_all(&self.path("kept.gleaner"), &self.project());
    }
}

/// Files below a folder with their hashes, by relative path.
pub fn hashes(folder: &Path) -> BTreeMap<PathBuf, blake3::Hash> {
    let files = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|e| !e.file_type().is_dir());
    let hash = |entry: walkdir::DirEntry| {
        let content = fs::read(entry.path()).unwrap_or_default();
        (entry.path().strip_prefix(folder).expect("inside").to_owned(), blake3::hash(&content))
    };
    files.map(hash).collect()
}

/// `to` becomes a copy of a folder, or of a file.
pub fn copy_all(from: &Path, to: &Path) {
    remove(to);
    if from.is_file() {
        fs::copy(from, to).expect("copied");
        return;
    }
    for entry in walkdir::WalkDir::new(from).into_iter().map(|entry| entry.expect("readable")) {
        let place = to.join(entry.path().strip_prefix(from).expect("inside"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(&place).expect("made");
        } else {
            fs::copy(entry.path(), &place).expect("copied");
        }
    }
}

/// Whatever it is.
pub fn remove(path: &Path) {
    if path.is_dir() {
        fs::remove_dir_all(path).expect("removed");
    } else if path.exists() {
        fs::remove_file(path).expect("removed");
    }
}

pub fn text(path: &Path) -> &str {
    path.to_str().expect("temporary folders have plain names")
}

/// One of three kinds, each a little different.
pub fn picture(kind: usize, i: usize) -> image::RgbImage {
    image::RgbImage::from_fn(40, 32, |x, y| {
        let noise = ((x * 7 + y * 13 + i as u32 * 31).wrapping_mul(2_654_435_761) >> 24) as u8 / 8;
        let is_light = match kind {
            0 => false,
            1 => (y / 4).is_multiple_of(2),
            _ => (x / 6 + y / 6).is_multiple_of(2),
        };
        let light = if is_light { 220 } else { 20 };
        image::Rgb([light + noise, light / 2 + noise, 100 + noise])
    })
}
