//! A word from the system when long work ended while nobody looked at the window.
//!
//! When there is something to tell is decided without the system, so that a test sees what would be told; [`send`] alone tells
//! it: by `notify-send`, or `gdbus` where that is missing, on Linux and its like, by `osascript` on a Mac. A system without these
//! programs tells nothing, and nothing waits for them. Beside that the window asks to be looked at ([`seek_attention`]): it blinks
//! in the task bar, or its icon jumps, until it is looked at. On Windows that is all.

use crate::gui::bars::status::status;
use crate::ids::JobId;
use crate::session::protocol::{JobInfo, JobKind, Outcome, Snapshot};
use crate::strings::say;
use egui::{Context, UserAttentionType, ViewportCommand};
use std::process::{Command, Stdio};

/// Work that takes less is not waited for elsewhere.
const LONG_SECS: f64 = 30.0;

/// Something to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The project's name.
    pub title: String,
    /// What became of the work.
    pub body: String,
}

/// The work that goes on, and since when.
#[derive(Default)]
pub struct LongWork {
    at_work: Option<(JobId, JobKind, f64)>,
}

impl LongWork {
    /// Notes what is at work at a time in seconds; gives the work that took long and ended while nobody looked.
    pub fn note(&mut self, now: f64, job: Option<&JobInfo>, is_looked_at: bool) -> Option<JobKind> {
        if job.map(|job| job.id) == self.at_work.map(|(id, ..)| id) {
            return None;
        }
        let before = self.at_work;
        self.at_work = job.map(|job| (job.id, job.kind, now));
        let is_long = |(_, _, began): &(JobId, JobKind, f64)| now - began > LONG_SECS;
        before.filter(|before| is_long(before) && !is_looked_at).map(|(_, kind, _)| kind)
    }
}

/// What to tell of work of this kind that ended; nothing if somebody stopped it, or nothing came of it.
pub fn notice(kind: JobKind, snapshot: &Snapshot) -> Option<Notice> {
    let last = snapshot.log.iter().rev().map(|entry| &entry.outcome);
    let ending = last.into_iter().find(|outcome| !matches!(outcome, Outcome::Warning(_)));
    let state = || status(snapshot).map(|status| status.words);
    let body = match (ending, kind) {
        (Some(Outcome::Cancelled(_)), _) => None::<String>,
        (Some(Outcome::Failed(why) | Outcome::Refused(why)), _) => Some(why.to_string()),
        (_, JobKind::Improve) if snapshot.candidate.is_none() => None,
        (_, JobKind::Run | JobKind::Refine | JobKind::Improve) => state(),
        (_, JobKind::Import) => Some(say!("notify-read", n = snapshot.images.rows.len())),
        (_, JobKind::Export) => Some(say!("notify-exported").to_owned()),
        (_, JobKind::Download) => Some(say!("notify-downloaded").to_owned()),
        (_, JobKind::Place) => Some(say!("notify-placed").to_owned()),
        (_, JobKind::Check) => Some(say!("notify-checked").to_owned()),
        (_, JobKind::Archive) => Some(say!("notify-archived").to_owned()),
    }?;
    let name = snapshot.project.as_ref().map_or("Gleaner", |project| &project.name);
    Some(Notice { title: name.to_owned(), body })
}

/// Asks for a look at the window, without taking the keyboard from whatever has it.
pub fn seek_attention(ctx: &Context) {
    ctx.send_viewport_cmd(ViewportCommand::RequestUserAttention(UserAttentionType::Informational));
}

/// Has the system tell it, without waiting.
pub fn send(ctx: &Context, notice: &Notice) {
    seek_attention(ctx);
    let Notice { title, body } = notice.clone();
    let tell = move || {
        let is_told = programs(&title, &body).into_iter().any(|mut program| {
            let quiet = program.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            quiet.status().is_ok_and(|status| status.success())
        });
        tracing::debug!(is_told, "told by the system");
    };
    // Without a thread nothing is told.
    drop(std::thread::Builder::new().name("gleaner-notify".into()).spawn(tell));
}

/// Programs that tell it, the first that can.
fn programs(title: &str, body: &str) -> Vec<Command> {
    let program = |name: &str, arguments: &[&str]| {
        let mut program = Command::new(name);
        program.args(arguments);
        program
    };
    if cfg!(target_os = "macos") {
        // Words are arguments and no part of the script.
        let script = "on run words\ndisplay notification (item 2 of words) with title (item 1 of words)\nend run";
        return vec![program("osascript", &["-e", script, title, body])];
    }
    if cfg!(windows) {
        return Vec::new();
    }
    let [summary, text] = [title, body].map(variant);
    let call = ["call", "--session", "--dest", "org.freedesktop.Notifications"];
    let method = ["--object-path", "/org/freedesktop/Notifications"];
    let name = ["--method", "org.freedesktop.Notifications.Notify", "Gleaner", "0", ""];
    let arguments: Vec<&str> =
        call.into_iter().chain(method).chain(name).chain([&*summary, &*text, "[]", "{}", "-1"]).collect();
    vec![program("notify-send", &["--app-name=Gleaner", "--", title, body]), program("gdbus", &arguments)]
}

/// A string as GVariant writes it.
fn variant(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;
    use crate::session::protocol::LogEntry;
    use std::sync::Arc;

    fn job(id: u64, kind: JobKind) -> JobInfo {
        JobInfo { id: JobId(id), ..fixtures::job(kind) }
    }

    #[test]
    fn long_work_that_nobody_watched_is_told_once() {
        let mut work = LongWork::default();
        let run = job(1, JobKind::Run);
        assert_eq!(work.note(0.0, Some(&run), true), None);
        assert_eq!(work.note(40.0, Some(&run), false), None, "it goes on");
        // The next job begins at once.
        let improve = job(2, JobKind::Improve);
        assert_eq!(work.note(41.0, Some(&improve), false), Some(JobKind::Run));
        assert_eq!(work.note(50.0, None, false), None, "that was short");
        assert_eq!(work.note(60.0, None, false), None);
        let export = job(3, JobKind::Export);
        assert_eq!(work.note(70.0, Some(&export), false), None);
        assert_eq!(work.note(170.0, None, true), None, "somebody looks");
    }

    #[test]
    fn what_is_told_says_what_came_of_it() {
        let mut snapshot = fixtures::clustered();
        let told = notice(JobKind::Run, &snapshot).expect("told");
        assert_eq!(Some(&told.title), snapshot.project.as_ref().map(|project| &project.name));
        assert_eq!(Some(told.body), status(&snapshot).map(|status| status.words));
        assert_eq!(notice(JobKind::Improve, &snapshot), None, "nothing better was found");
        let end = |outcome| Arc::new(vec![Arc::new(LogEntry { seq: 9, ticket: None, outcome })]);
        snapshot.log = end(Outcome::Cancelled(Some(JobKind::Run)));
        assert_eq!(notice(JobKind::Run, &snapshot), None);
        snapshot.log = end(Outcome::Failed("The disk is full.".into()));
        assert_eq!(notice(JobKind::Run, &snapshot).map(|told| told.body), Some("The disk is full.".into()));
    }

    #[test]
    fn the_window_asks_to_be_looked_at_and_takes_no_keyboard() {
        let h = egui_kittest::Harness::builder().build_ui(|ui| seek_attention(ui.ctx()));
        let commands: Vec<_> = h.output().viewport_output.values().flat_map(|viewport| &viewport.commands).collect();
        let attention = ViewportCommand::RequestUserAttention(UserAttentionType::Informational);
        assert!(commands.contains(&&attention) && !commands.contains(&&ViewportCommand::Focus), "{commands:?}");
    }

    #[test]
    fn words_are_no_commands() {
        assert_eq!(variant("Ada's \\ cats"), "'Ada\\'s \\\\ cats'");
        for program in programs("--title", "-body") {
            assert!(!program.get_program().is_empty());
        }
    }
}
