//! What the pages that Gleaner writes share: one HTML file each with everything in it, for a browser without a network.
//!
//! It knows no page.

use super::place::check_no_special;
use super::{InterchangeError, atomic};
use crate::input;
use crate::strings::told;
use std::borrow::Cow;
use std::io::{self, Read, Write};
use std::path::Path;

/// Writes one self-contained page. An earlier one at `out` that holds `mark` near its beginning is replaced, anything else is
/// not: it "is not `what`".
///
/// # Errors
/// [`InterchangeError`].
pub fn write(
    out: &Path,
    mark: &str,
    what: &str,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), InterchangeError> {
    // Before it is read.
    check_no_special(out)?;
    let mut begin = Vec::new();
    let read = input::open(out).and_then(|file| file.take(1000).read_to_end(&mut begin));
    let is_ours = match read {
        Ok(_) => begin.windows(mark.len()).any(|part| part == mark.as_bytes()),
        Err(_) => false,
    };
    match atomic::write(out, is_ours, fill) {
        Err(InterchangeError::Exists(path)) => {
            Err(InterchangeError::NotOurs { path, why: told!("export-why-no-sheet", what = what) })
        }
        other => other,
    }
}

/// Everything up to the title and the folder under it; `mark` and `style` are the page's own.
///
/// # Errors
/// The writer's.
pub fn begin(to: &mut dyn Write, mark: &str, style: &str, title: &str, folder: &str) -> io::Result<()> {
    let title = escape(title);
    write!(
        to,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n{mark}\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>{STYLE}{style}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n<p class=\"path\">{}</p>\n",
        escape(folder)
    )
}

/// An image as the address of its own bytes.
pub fn jpeg_address(jpeg: &[u8]) -> String {
    format!("data:image/jpeg;base64,{}", base64(jpeg))
}

/// Text for HTML, in and outside attributes; control characters, which HTML has no place for, become a mark.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(|c: char| "&<>\"'".contains(c) || c.is_control()) {
        return text.into();
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if c.is_control() => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped.into()
}

/// Standard base64 (RFC 4648) with padding.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |i: usize| u32::from(group.get(i).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for i in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * i)) as usize & 63];
            text.push(if i <= group.len() { char::from(digit) } else { '=' });
        }
    }
    text
}

/// What every page looks like, light and dark.
const STYLE: &str = "
:root { color-scheme: light dark; --page: #f6f5f2; --card: #fff; --text: #1f2326; --quiet: #5c646b; --line: #dddad3;
  --accent: #0b6e62; --track: #e7e4dd; }
@media (prefers-color-scheme: dark) {
  :root { --page: #15181a; --card: #1e2225; --text: #e9eaea; --quiet: #a3abb1; --line: #33393d; --accent: #4fc3b0;
    --track: #2c3236; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1280px; padding: 2rem clamp(1rem, 4vw, 3rem); background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif; }
h1 { margin: 0; font-size: 1.9rem; line-height: 1.2; }
h2 { margin: 0; font-size: 1.2rem; line-height: 1.3; overflow-wrap: anywhere; text-align: left; }
p { margin: .2rem 0; color: var(--quiet); }
.path { font-family: ui-monospace, 'DejaVu Sans Mono', monospace; font-size: .87em; overflow-wrap: anywhere; }
main { display: grid; gap: 1.25rem; margin-top: 1.5rem; }
main > * { min-width: 0; padding: 1.1rem 1.25rem; border: 1px solid var(--line); border-radius: .7rem; background: var(--card); }
.sheet { display: grid; grid-template-columns: repeat(auto-fill, minmax(6.5rem, 1fr)); gap: .5rem; margin-top: .9rem; }
figure { position: relative; margin: 0; aspect-ratio: 1; border-radius: .4rem; overflow: hidden; background: var(--track); }
figure img { display: block; width: 100%; height: 100%; object-fit: cover; }
figcaption { position: absolute; right: .25rem; bottom: .25rem; padding: 0 .35rem; border-radius: .25rem;
  background: rgb(0 0 0 / .68); color: #fff; font-size: .78rem; font-variant-numeric: tabular-nums; }
footer { margin-top: 1.5rem; color: var(--quiet); font-size: .87em; }
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_the_rfc() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        assert_eq!(base64(&[0xfb, 0xff, 0xfe]), "+//+");
    }
}
