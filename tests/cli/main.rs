//! The real program, as a script uses it: a temporary folder of images, a temporary data directory, no display.

#[path = "../support/data.rs"]
mod data;
mod edits;
mod features;
mod folders;
mod hostile;
mod labels;
mod messy;
mod models;
mod network;
mod processes;
mod released;
mod review;
mod runs;
mod search;
#[path = "../support/hub_server.rs"]
mod server;
mod strangers;
mod tidying;
mod upkeep;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of images, a place for projects, and the program.
struct Bench {
    folder: tempfile::TempDir,
}

/// What a call of the program gave.
struct Called {
    code: i32,
    out: String,
    err: String,
}

impl Called {
    /// Exit code 0, or the test ends with what the program said.
    fn done(self) -> Self {
        assert_eq!(self.code, 0, "out: {}\nerr: {}", self.out, self.err);
        self
    }

    /// The object on the last line of the output.
    fn json(&self) -> serde_json::Value {
        let last = self.out.lines().last().unwrap_or_default();
        serde_json::from_str(last).unwrap_or_else(|e| panic!("{e}: {last}\n{}", self.err))
    }

    /// One sentence on the error stream, no backtrace, that contains `word`.
    fn refused(self, code: i32, word: &str) -> Self {
        assert_eq!(self.code, code, "out: {}\nerr: {}", self.out, self.err);
        assert!(self.err.contains(word) && !self.err.contains("panicked"), "{}", self.err);
        self
    }
}

impl Bench {
    /// Three kinds of images, `n` of each, in class folders, and one file that is no image.
    fn new(n: usize) -> Self {
        let bench = Self { folder: tempfile::tempdir().expect("a folder") };
        for (kind, name) in ["dark", "stripes", "checks"].into_iter().enumerate() {
            let folder = bench.photos().join(name);
            std::fs::create_dir_all(&folder).expect("a folder");
            for i in 0..n {
                let pixel = |x: u32, y: u32| {
                    let noise = ((x * 7 + y * 13 + i as u32 * 31).wrapping_mul(2_654_435_761) >> 24) as u8 / 8;
                    let light = match kind {
                        0 => 30,
                        1 => {
                            if (y / 4).is_multiple_of(2) {
                                220
                            } else {
                                20
                            }
                        }
                        _ => {
                            if (x / 6 + y / 6).is_multiple_of(2) {
                                220
                            } else {
                                20
                            }
                        }
                    };
                    image::Rgb([light + noise, light / 2 + noise, 100 + noise])
                };
                image::RgbImage::from_fn(40, 32, pixel).save(folder.join(format!("{i:03}.png"))).expect("saved");
            }
        }
        std::fs::write(bench.photos().join("dark/broken.jpg"), b"not an image").expect("written");
        bench
    }

    fn photos(&self) -> PathBuf {
        self.folder.path().join("photos")
    }

    fn project(&self) -> PathBuf {
        self.path("p.gleaner")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Calls the program without a display.
    fn call(&self, args: &[&str]) -> Called {
        self.call_with(args, &[])
    }

    /// The same with more in the environment.
    fn call_with(&self, args: &[&str], environment: &[(&str, &str)]) -> Called {
        self.call_through(&[], args, environment)
    }

    /// The same, called by another program that takes a command line.
    fn call_through(&self, by: &[&str], args: &[&str], environment: &[(&str, &str)]) -> Called {
        let mut command = self.command_through(by, args);
        command.envs(environment.iter().copied());
        let Output { status, stdout, stderr } = command.output().expect("the program starts");
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Called { code: status.code().unwrap_or(-1), out: text(stdout), err: text(stderr) }
    }

    fn command(&self, args: &[&str]) -> Command {
        self.command_through(&[], args)
    }

    fn command_through(&self, by: &[&str], args: &[&str]) -> Command {
        let mut words = by.iter().chain(&[env!("CARGO_BIN_EXE_gleaner")]).chain(args);
        let mut command = Command::new(words.next().expect("at least the program"));
        command.args(words).env("GLEANER_DATA", self.path("data")).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
        // No test asks a hub that is not its own.
        command.env("HF_HOME", self.path("hub")).env("HF_ENDPOINT", "http://127.0.0.1:9");
        for name in ["HF_HUB_CACHE", "HF_HUB_OFFLINE", "HF_TOKEN"] {
            command.env_remove(name);
        }
        command.current_dir(self.folder.path()).stdin(std::process::Stdio::null());
        command
    }

    /// `gleaner run` with a network that trains in a moment.
    fn run(&self, more: &[&str]) -> Called {
        let args = self.run_args(more);
        self.call(&args.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// The arguments of [`Bench::run`].
    fn run_args(&self, more: &[&str]) -> Vec<String> {
        let (photos, project) = (self.photos(), self.project());
        let mut args = vec!["run", text(&photos), "--project", text(&project), "--clusters", "3", "--threads", "2"];
        for pair in [
            "features=simclr",
            "net.width=4",
            "net.size=16",
            "simclr.epochs=2",
            "simclr.batch=16",
            "neighbors.k=4",
            "scan.epochs=2",
            "scan.batch=16",
            "scan.heads=2",
            "selflabel.epochs=1",
            "selflabel.batch=20",
        ] {
            args.extend(["--set", pair]);
        }
        args.extend(more);
        args.into_iter().map(str::to_owned).collect()
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("temporary folders have plain names")
}
