//! Text for a terminal: tables, bars, times and numbers, and writing them where nobody may be reading.

use super::outcome::Failure;
pub use crate::session::places::shell;
use crate::text::day;
pub use crate::text::{counted, decimal, number, percent};
use std::io::{self, Write};

/// Writes results to the standard output. A reader that went away (`gleaner clusters p | head`) is no failure.
///
/// # Errors
/// If it can not be written, for instance because the disk behind it is full.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let newline = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    match out.write_all(text.as_bytes()).and_then(|()| out.write_all(newline.as_bytes())).and_then(|()| out.flush()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::failed(format!("the output cannot be written: {e}")))
        }
        _ => Ok(()),
    }
}

/// Writes a line to the error stream: how far work is, warnings, what went wrong. Where it can not be written (a full disk behind it,
/// a reader that went away) the work goes on all the same.
pub fn tell(line: impl std::fmt::Display) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Writes one line of JSON.
///
/// # Errors
/// As [`print`].
pub fn print_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    print(&serde_json::to_string(value).expect("plain data is JSON"))
}

/// Columns side by side: the last one to the left (names, which may be of any width), the others to the right.
pub fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let n_chars = |text: &str| text.chars().count();
    let width = |column: usize| {
        rows.iter().map(|row| n_chars(&row[column])).chain([n_chars(header[column])]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    let line = |cells: Vec<&str>| {
        let last = cells.len() - 1;
        let padded = cells.iter().enumerate().map(|(i, cell)| match i {
            _ if i == last => (*cell).to_owned(),
            _ => format!("{cell:>width$}", width = widths[i]),
        });
        padded.collect::<Vec<String>>().join("  ").trim_end().to_owned() + "\n"
    };
    let rows = rows.iter().map(|row| line(row.iter().map(String::as_str).collect()));
    std::iter::once(line(header.to_vec())).chain(rows).collect()
}

/// A bar of `width` characters for a share of 0 to 1.
pub fn bar(share: f32, width: usize) -> String {
    let n_full = (share.clamp(0.0, 1.0) * width as f32).round() as usize;
    "#".repeat(n_full) + &".".repeat(width - n_full)
}

/// Names of files may hold line breaks and worse: one line stays one line, and a terminal is told nothing.
pub fn one_line(text: &str) -> String {
    text.chars()
        .flat_map(|c| if c.is_control() { c.escape_default().collect::<Vec<char>>() } else { vec![c] })
        .collect()
}

/// "40 s", "12 min", "3 h 20 min".
pub fn duration(secs: f64) -> String {
    let secs = secs.max(0.0).round();
    if secs < 90.0 {
        return format!("{secs} s");
    }
    let mins = (secs / 60.0).round() as u64;
    if mins < 90 { format!("{mins} min") } else { format!("{} h {} min", mins / 60, mins % 60) }
}

/// Seconds since 1970 as "2026-07-27 14:03 UTC".
pub fn date(unix_secs: i64) -> String {
    let secs = unix_secs.rem_euclid(86_400);
    format!("{} {:02}:{:02} UTC", day(unix_secs), secs / 3600, secs / 60 % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_the_last_is_free() {
        let rows = [vec!["1".into(), "1,200".into(), "猫".into()], vec!["12".into(), "7".into(), "Sunflowers".into()]];
        assert_eq!(table(&["id", "size", "name"], &rows), "id   size  name\n 1  1,200  猫\n12      7  Sunflowers\n");
        assert_eq!(table(&["id"], &[]), "id\n");
    }

    #[test]
    fn bars_are_as_long_as_their_share() {
        assert_eq!([bar(0.0, 4), bar(0.5, 4), bar(1.0, 4), bar(7.0, 2)], ["....", "##..", "####", "##"]);
        assert_eq!(bar(f32::NAN, 2), "..");
    }

    #[test]
    fn words_for_people() {
        assert_eq!(
            [duration(0.4), duration(89.0), duration(600.0), duration(12_000.0)],
            ["0 s", "89 s", "10 min", "3 h 20 min"]
        );
        assert_eq!(shell(std::path::Path::new("/a/b-1.gleaner")), "/a/b-1.gleaner");
        assert_eq!(shell(std::path::Path::new("/my p/it's")), "'/my p/it'\\''s'");
        assert_eq!(one_line("a\nb\u{1b}[1m日"), "a\\nb\\u{1b}[1m日");
    }

    #[test]
    fn dates_of_the_calendar() {
        for (secs, text) in [
            (0, "1970-01-01 00:00 UTC"),
            (951_827_696, "2000-02-29 12:34 UTC"),
            (1_785_161_000, "2026-07-27 14:03 UTC"),
            (-1, "1969-12-31 23:59 UTC"),
        ] {
            assert_eq!(date(secs), text);
        }
    }
}
