//! Answers of a reviewed sample, as the review sheet saves them.
//!
//! It matches nothing: whether a named image is in the named cluster is for the session to see.

use super::InterchangeError;
use super::table::{self, Column};
use crate::strings::Told;
use std::path::Path;

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Where it stands.
    pub line: usize,
    /// Displayed path.
    pub file: String,
    /// Id or name.
    pub cluster: String,
    /// The number of the image that the sheet showed; sheets before this one did not say.
    pub image: Option<u32>,
    /// It belongs to the cluster.
    pub is_right: bool,
}

/// Reads a CSV with `file_name,cluster,verdict`, the verdict `right` or `wrong`, and the number of the image as `image` if the
/// sheet wrote it; more columns are ignored.
///
/// # Errors
/// [`InterchangeError::Malformed`] with the first wrong line, or the disk.
pub fn read(file: &Path) -> Result<Vec<Answered>, InterchangeError> {
    let text = table::text_of(file)?;
    lines(&text).map_err(|why| InterchangeError::Malformed { path: file.to_owned(), why })
}

fn lines(text: &str) -> Result<Vec<Answered>, Told> {
    let mut answers = Vec::new();
    let needed = Column::Needed;
    let columns = [needed("file_name"), needed("cluster"), needed("verdict"), Column::MayBe("image")];
    for table::Row { line, cells } in table::rows(text, columns, &Told::words("a table of answers"))? {
        let cells = cells.map(|cell| cell.filter(|cell| !cell.trim().is_empty()));
        let [Some(file), Some(cluster), Some(verdict), image] = cells else {
            return Err(format!("line {line} lacks a file name, a cluster or a verdict").into());
        };
        let is_right = match verdict.trim().to_ascii_lowercase().as_str() {
            "right" => true,
            "wrong" => false,
            other => return Err(format!("line {line} says {other:?}; a verdict is right or wrong").into()),
        };
        let image = image.map(|image| image.trim().parse());
        let image = image.transpose().map_err(|_| format!("line {line} has no number as its image"))?;
        answers.push(Answered { line, file, cluster: cluster.trim().to_owned(), image, is_right });
    }
    if answers.is_empty() { Err("it holds no answers".into()) } else { Ok(answers) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read() {
        let expected = [("a,1.jpg", "3", true, 2), ("b\n.jpg", "Zebras", false, 3), ("c.jpg", "3", true, 5)];
        for text in [
            "file_name,cluster,verdict\n\"a,1.jpg\",3,right\n\"b\n.jpg\",Zebras,wrong\nc.jpg,3,right\n",
            "\u{feff}Verdict; File_Name ;more;cluster\r\nRIGHT;a,1.jpg;;3\r\n wrong ;\"b\n.jpg\";x;Zebras\r\nright;c.jpg;;3",
        ] {
            let read = lines(text.trim_start_matches('\u{feff}')).expect(text);
            let read: Vec<_> = read.iter().map(|a| (a.file.as_str(), a.cluster.as_str(), a.is_right, a.line)).collect();
            assert_eq!(read, expected, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (text, word) in [
            ("", "file_name"),
            ("file_name,verdict\na,right\n", "\"cluster\""),
            ("file_name,cluster,verdict\n", "no answers"),
            ("file_name,cluster,verdict\na,3,right\nb,3,maybe\n", "line 3 says \"maybe\""),
            ("file_name,cluster,verdict\na,3,right\n\nb,3\n", "line 4"),
            ("file_name,cluster,verdict\na, ,right\n", "line 2"),
        ] {
            let error = lines(text).expect_err(word);
            assert!(error.to_string().contains(word), "{error}");
        }
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("answers.csv");
        for bytes in [&b"file_name,cluster,verdict\na\xff,3,right\n"[..], b"\x00\x01\xff\xfe", b"PK\x03\x04\"\"\",,,"] {
            std::fs::write(&file, bytes).expect("written");
            assert!(read(&file).expect_err("no table").to_string().contains("answers.csv"));
        }
    }
}
