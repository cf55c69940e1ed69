//! Which files are surely no pictures, by their names alone: they need no place in the list of skipped files.
//!
//! Everything else is judged by its content when it is decoded.

use std::ffi::OsStr;
use std::path::Path;

/// Endings of files that are no pictures, or none that this program reads. Sorted.
const IGNORED_ENDINGS: &[&str] = &[
    "3gp",
    "7z",
    "aac",
    "aae",
    "avi",
    "bat",
    "bin",
    "bz2",
    "c",
    "cfg",
    "conf",
    "cpp",
    "css",
    "csv",
    "db",
    "dll",
    "doc",
    "docx",
    "eps",
    "exe",
    "fla",
    "flac",
    "flv",
    "gpx",
    "gz",
    "h",
    "h5",
    "htm",
    "html",
    "ini",
    "ipynb",
    "iso",
    "jar",
    "java",
    "js",
    "json",
    "jsonl",
    "kml",
    "lnk",
    "log",
    "lrcat",
    "m4a",
    "m4v",
    "md",
    "mid",
    "mkv",
    "mov",
    "mp3",
    "mp4",
    "mpeg",
    "mpg",
    "mts",
    "npy",
    "npz",
    "odt",
    "ogg",
    "ogv",
    "opus",
    "parquet",
    "pdf",
    "php",
    "pickle",
    "pkl",
    "ppt",
    "pptx",
    "ps",
    "pt",
    "pth",
    "py",
    "rar",
    "rb",
    "rs",
    "rst",
    "rtf",
    "safetensors",
    "sh",
    "so",
    "sql",
    "sqlite",
    "srt",
    "svg",
    "svgz",
    "tar",
    "tex",
    "tgz",
    "thm",
    "toml",
    "ts",
    "tsv",
    "ttf",
    "txt",
    "url",
    "wav",
    "webm",
    "wma",
    "wmv",
    "xls",
    "xlsx",
    "xml",
    "xmp",
    "xz",
    "yaml",
    "yml",
    "zip",
    "zst",
];

/// Whether a file of this name needs no look.
pub(super) fn is_surely_no_picture(name: &OsStr) -> bool {
    let Some(ending) = Path::new(name).extension().and_then(OsStr::to_str) else { return false };
    let ending = ending.to_ascii_lowercase();
    IGNORED_ENDINGS.binary_search(&ending.as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_sorted_and_know_no_case() {
        assert!(IGNORED_ENDINGS.is_sorted());
        assert!(is_surely_no_picture("film.MP4".as_ref()) && !is_surely_no_picture("film".as_ref()));
    }
}
