//! What is counted, how often a scenario is played, and the table of the last run.

use std::fmt::Write;
use std::path::Path;

/// How often a scenario is played.
#[derive(Clone, Copy, Debug)]
pub struct Scale(usize);

impl Scale {
    /// What every run of the tests plays.
    pub fn part() -> Self {
        Self(1)
    }

    /// As often as `GLEANER_TORTURE_TIMES` says: so many times the part.
    pub fn whole() -> Self {
        let said = std::env::var("GLEANER_TORTURE_TIMES").ok();
        Self(said.and_then(|times| times.parse().ok()).unwrap_or(10))
    }

    /// So many where the part has `n`.
    pub fn of(self, n: usize) -> usize {
        n * self.0
    }

    pub fn is_whole(self) -> bool {
        self.0 > 1
    }
}

/// What must never happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Something acknowledged is not there, or something is there that nobody asked for.
    Lost,
    /// A photo has other bytes, or is gone.
    Photo,
    /// A panic, or an end by a signal that nobody sent.
    Panic,
    /// No answer, an answer without words, or a wrong one.
    Answer,
}

/// What a scenario counted.
pub struct Figures {
    name: &'static str,
    /// Programs killed at a random moment.
    pub kills: usize,
    /// System calls at which one was killed, or which failed.
    pub injections: usize,
    /// Files damaged.
    pub damaged: usize,
    /// Changes that the program said were made.
    pub acknowledged: usize,
    faults: Vec<(Fault, String)>,
    skipped: Option<String>,
}

impl Figures {
    pub fn new(name: &'static str) -> Self {
        Self { name, kills: 0, injections: 0, damaged: 0, acknowledged: 0, faults: Vec::new(), skipped: None }
    }

    /// This system can not play it.
    pub fn skipped(name: &'static str, why: &str) -> Self {
        eprintln!("torture: {name} is skipped: {why}");
        Self { skipped: Some(why.to_owned()), ..Self::new(name) }
    }

    pub fn fault(&mut self, kind: Fault, words: String) {
        eprintln!("torture: {}: {kind:?}: {words}", self.name);
        self.faults.push((kind, words));
    }

    pub fn expect(&mut self, is_so: bool, kind: Fault, words: impl FnOnce() -> String) {
        if !is_so {
            self.fault(kind, words());
        }
    }

    /// # Panics
    /// If anything happened that must not.
    pub fn check(&self) {
        let words: Vec<String> = self.faults.iter().map(|(kind, words)| format!("{kind:?}: {words}")).collect();
        assert!(words.is_empty(), "{}: {} faults\n{}", self.name, words.len(), words.join("\n"));
        eprintln!("torture: {}", self.line());
    }

    fn n(&self, kind: Fault) -> usize {
        self.faults.iter().filter(|(of, _)| *of == kind).count()
    }

    fn line(&self) -> String {
        if let Some(why) = &self.skipped {
            return format!("| {} | skipped: {why} |||||||", self.name);
        }
        format!(
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            self.name,
            self.kills,
            self.injections,
            self.damaged,
            self.acknowledged,
            self.n(Fault::Lost),
            self.n(Fault::Photo),
            self.n(Fault::Panic),
            self.n(Fault::Answer)
        )
    }
}

const BEGIN: &str = "<!-- figures of tests/torture/run, written by it -->";
const END: &str = "<!-- end of the figures -->";

/// Puts the table between its markers in `docs/RELIABILITY.md`.
pub fn write_down(all: &[Figures], scale: Scale) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/RELIABILITY.md");
    let text = std::fs::read_to_string(&path).expect("the page is there");
    let (front, rest) = text.split_once(BEGIN).expect("its first marker");
    let (_, back) = rest.split_once(END).expect("its last marker");
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_secs();
    let mut table = format!(
        "{BEGIN}\n\nVersion {} ({}), {}, {} processors, {} times the part that every test run plays.\n\n",
        env!("CARGO_PKG_VERSION"),
        if cfg!(debug_assertions) { "as tests build it" } else { "release" },
        date(now / 86_400),
        std::thread::available_parallelism().map_or(1, usize::from),
        scale.of(1)
    );
    table.push_str("| scenario | kills | injections | damaged files | acknowledged | lost | photos changed | panics | bad answers |\n");
    table.push_str("|---|---:|---:|---:|---:|---:|---:|---:|---:|\n");
    for figures in all {
        let _ = writeln!(table, "{}", figures.line());
    }
    std::fs::write(&path, format!("{front}{table}\n{END}{back}")).expect("written");
}

/// The day so many days after 1970, by the rule of leap years.
fn date(mut days: u64) -> String {
    let is_leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let mut year = 1970;
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let lengths = [31, 28 + u64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 1;
    for length in lengths {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    format!("{year}-{month:02}-{:02}", days + 1)
}

#[test]
fn dates_are_those_of_the_calendar() {
    assert_eq!(
        [0, 59, 11_016, 19_782, 20_454].map(date),
        ["1970-01-01", "1970-03-01", "2000-02-29", "2024-02-29", "2026-01-01"]
    );
}
