//! Tables as people's programs write them: whatever encoding, separator, quotes and spaces they have, cells with their lines.
//!
//! It knows the names of the columns that somebody needs, and nothing of what stands in them.

use super::InterchangeError;
use super::cells::unguarded;
use crate::input;
use crate::strings::{Told, told};
use crate::text::has_picture_ending;
use std::path::Path;

/// What may part cells, the usual one first.
const SEPARATORS: [char; 3] = [',', ';', '\t'];
/// No table is longer: a million images with long paths need a tenth of it.
const MOST_BYTES: u64 = 1 << 30;
/// Columns of a wrong table that are told.
const N_TOLD: usize = 6;

/// One line: an empty text where the table has no such cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row<const N: usize> {
    /// Where it begins, from 1.
    pub line: usize,
    /// The cells of the columns that are needed, in the order in which they were asked for; None where the line ends before.
    pub cells: [Option<String>; N],
}

/// The text of a table: UTF-8, or UTF-16 that says so at its beginning.
///
/// # Errors
/// Why it is no text, with the line, and what to do.
pub(super) fn decode(bytes: &[u8]) -> Result<String, Told> {
    let utf16 = |of: fn([u8; 2]) -> u16| {
        let units = bytes[2..].chunks_exact(2).map(|pair| of([pair[0], pair[1]]));
        let mut text = String::with_capacity(bytes.len() / 2);
        for unit in char::decode_utf16(units) {
            let line = 1 + memchr::memchr_iter(b'\n', text.as_bytes()).count();
            text.push(unit.map_err(|_| told!("table-utf16", line = line))?);
        }
        Ok(text)
    };
    match bytes {
        [0xff, 0xfe, ..] => return utf16(u16::from_le_bytes),
        [0xfe, 0xff, ..] => return utf16(u16::from_be_bytes),
        [b'P', b'K', 3, 4, ..] => {
            return Err(told!("table-zip"));
        }
        _ => (),
    }
    let text = std::str::from_utf8(bytes).map_err(|e| not_utf8(bytes, e.valid_up_to()))?;
    if let Some(at) = text.find('\0') {
        let line = 1 + memchr::memchr_iter(b'\n', &bytes[..at]).count();
        return Err(told!("table-zeros", line = line));
    }
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// A file as text.
///
/// # Errors
/// [`InterchangeError::Malformed`] as [`decode`] says, or the disk.
pub(super) fn text_of(file: &Path) -> Result<String, InterchangeError> {
    let bytes = input::read(file, MOST_BYTES).map_err(InterchangeError::io(file))?;
    decode(&bytes).map_err(|why| InterchangeError::Malformed { path: file.to_owned(), why })
}

/// What is told of bytes that are not UTF-8 from `at` on.
fn not_utf8(bytes: &[u8], at: usize) -> Told {
    let line = 1 + memchr::memchr_iter(b'\n', &bytes[..at]).count();
    let begin = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |newline| newline + 1);
    let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length);
    let line_bytes = bytes[begin..end].trim_ascii_end();
    let is_text = |byte: &u8| *byte >= 0xa0 || *byte == b'\t' || (b' '..0x7f).contains(byte);
    if !line_bytes.iter().all(is_text) {
        return told!("table-no-utf8", line = line);
    }
    // In Latin-1 each byte is the character of its number.
    let read: String = line_bytes.iter().take(60).map(|byte| char::from(*byte)).collect();
    told!("table-latin", line = line, text = read)
}

/// A column of a table.
#[derive(Clone, Copy)]
pub(super) enum Column {
    /// There is no table without it.
    Needed(&'static str),
    /// Some tables have it.
    MayBe(&'static str),
}

impl Column {
    fn name(self) -> &'static str {
        let (Self::Needed(name) | Self::MayBe(name)) = self;
        name
    }
}

/// The rows of a table with these columns, after its header; lines without any text are left out. `what` is said of a table
/// without them: "a table of labels".
///
/// # Errors
/// What is wrong, with the line, and what to do.
pub(super) fn rows<const N: usize>(text: &str, columns: [Column; N], what: &Told) -> Result<Vec<Row<N>>, Told> {
    // Line ends of old Macs.
    let with_newlines = (!text.contains('\n') && text.contains('\r')).then(|| text.replace('\r', "\n"));
    let text = with_newlines.as_deref().unwrap_or(text);
    let (told, body, first_line) = match separator_line(text) {
        Some((separator, rest)) => (Some(separator), rest, 2),
        None => (None, text, 1),
    };
    let separators = told.into_iter().chain(SEPARATORS);
    let found = separators.clone().find_map(|separator| {
        let header = Records::new(body, separator, first_line).next()?.ok()?;
        Some((separator, places(&header.cells, columns)?, header.cells.len()))
    });
    let Some((separator, at, n_columns)) = found else {
        let needed = columns.iter().filter(|column| matches!(column, Column::Needed(_)));
        let needed: Vec<&str> = needed.map(|column| column.name()).collect();
        return Err(no_columns(body, separators, first_line, &needed, what));
    };
    let mut rows = Vec::new();
    for record in Records::new(body, separator, first_line).skip(1) {
        let Record { line, cells } = record?;
        if cells.iter().skip(n_columns).any(|cell| !cell.is_empty()) {
            let sign = if separator == '\t' { told!("table-tab") } else { format!("\"{separator}\"").into() };
            return Err(told!(
                "table-cells",
                line = line,
                n = cells.len(),
                first = first_line,
                columns = n_columns,
                sign = sign
            ));
        }
        rows.push(Row { line, cells: at.map(|at| cells.get(at?).cloned().map(unguarded)) });
    }
    Ok(rows)
}

/// Excel's first line that tells the separator, and what follows it.
fn separator_line(text: &str) -> Option<(char, &str)> {
    let (first, rest) = text.split_once('\n')?;
    let first = first.trim_end_matches('\r').trim_matches('"');
    let told = first.get(..4).filter(|begin| begin.eq_ignore_ascii_case("sep="))?;
    let mut signs = first[told.len()..].chars();
    let separator = signs.next().filter(|sign| *sign != '"')?;
    signs.next().is_none().then_some((separator, rest))
}

/// Where the needed columns stand.
fn places<const N: usize>(header: &[String], columns: [Column; N]) -> Option<[Option<usize>; N]> {
    let place = |name: &str| header.iter().position(|title| title.trim().eq_ignore_ascii_case(name));
    let found = columns.map(|column| place(column.name()));
    let is_there = |(column, at): (&Column, &Option<usize>)| at.is_some() || matches!(column, Column::MayBe(_));
    columns.iter().zip(&found).all(is_there).then_some(found)
}

/// Why a table has not the columns that are needed.
fn no_columns(body: &str, separators: impl Iterator<Item = char>, line: usize, columns: &[&str], what: &Told) -> Told {
    let needed = columns.join(",");
    let headers = separators.filter_map(|separator| Records::new(body, separator, line).next());
    let mut widest: Option<Record> = None;
    for header in headers {
        match header {
            // As many cells as another one: the usual separator comes first.
            Ok(header) if widest.as_ref().is_none_or(|known| header.cells.len() > known.cells.len()) => {
                widest = Some(header);
            }
            Ok(_) => (),
            Err(why) => return why,
        }
    }
    let Some(Record { line, cells }) = widest else {
        return told!("table-empty", what = what, needed = needed);
    };
    if let Some(data) = cells.iter().find(|cell| looks_like_data(cell)) {
        return told!("table-data", line = line, data = data, needed = needed);
    }
    let is_there = |column: &&&str| !cells.iter().any(|title| title.eq_ignore_ascii_case(column));
    let quoted = |name: &str| Told::words(format!("\"{name}\""));
    let more = cells.len().checked_sub(N_TOLD).filter(|n| *n > 0).map(|n| told!("table-columns-more", n = n));
    let named = cells.iter().take(N_TOLD).map(|title| quoted(title)).chain(more);
    let named = named.reduce(|first, next| told!("table-columns-and", first = first, next = next));
    let missing = columns.iter().filter(is_there).map(|column| quoted(column));
    let missing = missing.reduce(|first, next| told!("table-columns-or", first = first, next = next));
    told!(
        "table-columns",
        line = line,
        named = named.unwrap_or_default(),
        missing = missing.unwrap_or_default(),
        what = what,
        needed = needed
    )
}

/// A path or the name of a picture, which no column is called.
fn looks_like_data(cell: &str) -> bool {
    has_picture_ending(Path::new(cell)) || cell.contains(['/', '\\'])
}

/// One line of any table.
struct Record {
    line: usize,
    cells: Vec<String>,
}

/// Goes through the lines of a table that hold anything; a quoted cell may go over several.
struct Records<'a> {
    rest: &'a str,
    separator: char,
    line: usize,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, separator: char, line: usize) -> Self {
        Self { rest: text, separator, line }
    }

    /// The next cell, and whether another one follows on the line.
    fn cell(&mut self) -> Result<(String, bool), Told> {
        let is_blank = |c: char| c.is_whitespace() && c != self.separator && c != '\n';
        let begin = self.rest.trim_start_matches(is_blank);
        let mut text = String::new();
        if let Some(quoted) = begin.strip_prefix('"') {
            self.rest = quoted;
            let opened = self.line;
            loop {
                let end = self.rest.find('"');
                let end = end.ok_or_else(|| told!("table-quote", line = opened))?;
                text.push_str(&self.rest[..end]);
                self.line += memchr::memchr_iter(b'\n', &self.rest.as_bytes()[..end]).count();
                self.rest = &self.rest[end + 1..];
                match self.rest.strip_prefix('"') {
                    Some(rest) => {
                        text.push('"');
                        self.rest = rest;
                    }
                    None => break,
                }
            }
        }
        let end = self.rest.find([self.separator, '\n']).unwrap_or(self.rest.len());
        text.push_str(self.rest[..end].trim());
        let mut after = self.rest[end..].chars();
        let is_followed = match after.next() {
            Some('\n') => {
                self.line += 1;
                false
            }
            sign => sign.is_some(),
        };
        self.rest = after.as_str();
        Ok((text, is_followed))
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Record, Told>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.rest.is_empty() {
            let line = self.line;
            let mut cells = Vec::new();
            loop {
                match self.cell() {
                    Ok((cell, is_followed)) => {
                        cells.push(cell);
                        if !is_followed {
                            break;
                        }
                    }
                    Err(why) => {
                        self.rest = "";
                        return Some(Err(why));
                    }
                }
            }
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                return Some(Ok(Record { line, cells }));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(usize, String, String)> {
        let rows = rows(text, ["file", "kind"].map(Column::Needed), &Told::words("a table")).expect(text);
        let row = |Row { line, cells: [a, b] }| (line, a.unwrap_or_default(), b.unwrap_or_default());
        rows.into_iter().map(row).collect()
    }

    fn refused(text: &str) -> String {
        rows(text, ["file", "kind"].map(Column::Needed), &Told::words("a table")).expect_err(text).to_string()
    }

    #[test]
    fn cells_are_told_apart_whatever_parts_them() {
        let expected = [(2, "a, b/1.jpg", "cat; \"small\""), (4, "2.jpg", "dog")];
        let expected = expected.map(|(line, a, b)| (line, a.to_owned(), b.to_owned()));
        for text in [
            "file,kind\n\"a, b/1.jpg\",\"cat; \"\"small\"\"\"\n\n2.jpg,dog\n",
            "file;kind\r\na, b/1.jpg;\"cat; \"\"small\"\"\"\r\n;\r\n2.jpg;dog",
            " file \t KIND\n a, b/1.jpg\t cat; \"small\" \n\t\n2.jpg \tdog\t\n",
            "\"note, or none; or more\" , \"kind\" ,file\n , \"cat; \"\"small\"\"\" ,\"a, b/1.jpg\"\n\n,dog,2.jpg",
            "file,kind\r\"a, b/1.jpg\",\"cat; \"\"small\"\"\"\r\r2.jpg,dog\r",
        ] {
            assert_eq!(cells(text), expected, "{text}");
        }
        let after_sep = [(3, "1.jpg".to_owned(), "cat".to_owned())];
        for text in
            ["sep=;\nfile;kind\n1.jpg;cat\n", "SEP=|\r\nfile|kind\r\n1.jpg|cat", "\"sep=,\"\nfile;kind\n1.jpg;cat\n"]
        {
            assert_eq!(cells(text), after_sep, "{text}");
        }
        let lines = cells("file,kind\n\"a\nb.jpg\",cat\nc.jpg,dog\n");
        assert_eq!(lines.iter().map(|(line, ..)| *line).collect::<Vec<_>>(), [2, 4]);
    }

    #[test]
    fn what_is_refused_is_refused_for_what_it_is() {
        for (text, words) in [
            ("", "it is empty; a table begins with the line file,kind"),
            ("a/1.jpg,cat\n", "line 1 looks like data (a/1.jpg); begin with the line file,kind"),
            ("1.JPG;cat\n", "line 1 looks like data (1.JPG)"),
            ("sep=;\nx;y\n", "line 2 names the columns \"x\", \"y\""),
            (
                "image,class\n1.jpg,cat\n",
                "\"image\", \"class\", but none is called \"file\" or \"kind\"; a table needs",
            ),
            ("kind,image\n1.jpg,cat\n", "none is called \"file\"; a table"),
            ("file,kind\na, b.jpg,cat\n", "line 2 has 3 cells, but line 1 names 2 columns; text with a \",\" in it"),
            ("file,kind\n\n\"a.jpg,cat\n", "line 3 opens a double quote that is never closed"),
        ] {
            let error = refused(text);
            assert!(error.contains(words), "{error}");
        }
    }

    #[test]
    fn text_is_read_in_the_encoding_that_it_says() {
        let text = "file,kind\nF\u{ea}te/\u{1f431}.jpg,cat\n";
        let units: Vec<u16> = std::iter::once(0xfeff).chain(text.encode_utf16()).collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        for bytes in [text.as_bytes(), format!("\u{feff}{text}").as_bytes(), &little, &big] {
            assert_eq!(decode(bytes).as_deref(), Ok(text));
        }
        for (bytes, words) in [
            (
                &b"file,kind\nF\xeate.jpg,cat\n"[..],
                "line 2 is not UTF-8, but looks like Latin-1 (there it reads: F\u{ea}te.jpg,cat)",
            ),
            (b"file\n\n\xff\xfe\x00\x01", "line 3 is not UTF-8; save the table as UTF-8"),
            (b"\xff\xfea\0\n\0\0\xd8b\0", "line 2 is damaged UTF-16"),
            (b"a\0b\0\n\0", "line 1 holds zero bytes"),
            (b"PK\x03\x04 and more", "spreadsheet"),
        ] {
            let error = decode(bytes).expect_err(words);
            assert!(error.to_string().contains(words), "{error}");
        }
    }
}
