//! Progress on the error stream: a bar on a terminal, else a line a stage and an epoch.

use super::text;
use crate::control::Progress;
use crate::session::protocol::{LogEntry, Outcome};
use crate::strings::Told;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Steps of a bar.
const STEPS: u64 = 1000;

/// Where the work of a command is shown.
pub struct Display {
    kind: Kind,
    /// Entries of the session's log that were told already.
    n_told: u64,
}

enum Kind {
    Bar(ProgressBar),
    Lines(Lines),
}

impl Display {
    /// A bar if a person looks at the error stream.
    pub fn new() -> Self {
        let is_watched = std::io::stderr().is_terminal();
        let kind = if is_watched { Kind::Bar(ProgressBar::new(0)) } else { Kind::Lines(Lines::default()) };
        Self { kind, n_told: 0 }
    }

    /// Shows where a job stands.
    pub fn show(&mut self, progress: &Progress) {
        match &mut self.kind {
            Kind::Bar(bar) => {
                let share = progress.share();
                let length = if share.is_some() { STEPS } else { 0 };
                if bar.length() != Some(length) {
                    bar.set_length(length);
                    bar.set_style(style(share.is_some()));
                }
                bar.set_position((share.unwrap_or(0.0) * STEPS as f64) as u64);
                bar.set_prefix(progress.stage.to_string());
                bar.set_message(facts(progress).join(", "));
                bar.tick();
            }
            Kind::Lines(lines) => {
                if let Some(line) = lines.due(progress, Instant::now()) {
                    text::tell(line);
                }
            }
        }
    }

    /// Tells warnings that came since the last time, and faults of work that nobody waits for.
    pub fn tell(&mut self, log: &[Arc<LogEntry>]) {
        let first_new = self.n_told;
        for entry in log.iter().filter(|entry| entry.seq >= first_new && entry.ticket.is_none()) {
            if let Outcome::Warning(words) | Outcome::Failed(words) = &entry.outcome {
                self.beside(|| text::tell(format_args!("gleaner: {words}")));
            }
        }
        self.n_told = log.last().map_or(first_new, |entry| first_new.max(entry.seq + 1));
    }

    /// Writes something while a bar stands on the screen.
    pub fn beside<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.kind {
            Kind::Bar(bar) => bar.suspend(write),
            Kind::Lines(_) => write(),
        }
    }

    /// Takes the bar off the screen; the next job brings its own.
    pub fn clear(&mut self) {
        match &mut self.kind {
            Kind::Bar(bar) => {
                bar.finish_and_clear();
                *bar = ProgressBar::new(0);
            }
            Kind::Lines(lines) => *lines = Lines::default(),
        }
    }
}

fn style(is_total_known: bool) -> ProgressStyle {
    let template =
        if is_total_known { "{prefix} [{bar:24}] {percent:>3} %  {msg}" } else { "{spinner} {prefix}  {msg}" };
    ProgressStyle::with_template(template).expect("a template of known keys").progress_chars("=> ")
}

/// Rate, time left and more, as far as they are known.
fn facts(progress: &Progress) -> Vec<String> {
    let mut facts = Vec::new();
    if !progress.detail.is_empty() {
        facts.push(progress.detail.to_string());
    }
    if progress.images_per_sec > 0.0 {
        let rate = progress.images_per_sec;
        facts.push(if rate < 10.0 { format!("{rate:.1} images/s") } else { format!("{rate:.0} images/s") });
    }
    if let Some(secs) = progress.secs_left {
        facts.push(format!("about {} left", text::duration(secs)));
    }
    facts
}

/// Lines for a log: few enough to read.
#[derive(Default)]
struct Lines {
    stage: Told,
    n_epochs: usize,
    last: Option<Instant>,
}

impl Lines {
    /// A line if there is something new: a stage at once, an epoch if the last line is a while ago, else a sign of life.
    fn due(&mut self, progress: &Progress, now: Instant) -> Option<String> {
        if progress.stage.is_empty() {
            return None;
        }
        let age = self.last.map_or(Duration::MAX, |last| now - last);
        let is_due = match () {
            () if progress.stage != self.stage => true,
            () if progress.epochs.len() != self.n_epochs => age >= Duration::from_secs(3),
            () => age >= Duration::from_secs(20),
        };
        if !is_due {
            return None;
        }
        (self.stage, self.n_epochs, self.last) = (progress.stage.clone(), progress.epochs.len(), Some(now));
        let mut facts = facts(progress);
        if let Some(share) = progress.share() {
            facts.insert(0, text::percent(share));
        }
        let words = if facts.is_empty() { String::new() } else { format!(": {}", facts.join(", ")) };
        Some(format!("{}{words}", progress.stage))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::EpochMetrics;
    use crate::strings::told;

    #[test]
    fn lines_are_few() {
        let mut lines = Lines::default();
        let start = Instant::now();
        let at = |secs| start + Duration::from_secs(secs);
        let mut progress = Progress::default();
        assert_eq!(lines.due(&progress, at(0)), None, "nothing has begun");
        progress = Progress { stage: "Learning features".into(), total: 400, ..progress };
        assert_eq!(lines.due(&progress, at(0)).as_deref(), Some("Learning features: 0 %"));
        progress = Progress {
            done: 100,
            images_per_sec: 120.4,
            secs_left: Some(130.0),
            detail: told!("engine-epoch", n = 2, all = 8),
            epochs: Arc::new(vec![EpochMetrics::new(crate::stage::Stage::Scan)]),
            ..progress
        };
        assert_eq!(lines.due(&progress, at(1)), None, "too soon");
        let words = "Learning features: 25 %, round 2 of 8, 120 images/s, about 2 min left";
        assert_eq!(lines.due(&progress, at(4)).as_deref(), Some(words));
        assert_eq!(lines.due(&progress, at(10)), None, "nothing new");
        assert!(lines.due(&progress, at(60)).is_some(), "still alive");
        progress.stage = told!("engine-finding-neighbours");
        assert!(lines.due(&progress, at(60)).is_some(), "a stage at once");
    }
}
