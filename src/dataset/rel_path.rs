//! Paths relative to the photo folder as bytes, so that names in any script or in none survive unchanged.
//!
//! It touches no disk.

use std::ffi::OsStr;
use std::fmt::{self, Write};
use std::path::{Path, PathBuf};

/// A path relative to the folder: the system's bytes with `/` between the parts, no leading `/`. Ordered by bytes.
///
/// On systems whose names are not bytes, names that are not Unicode hold replacement characters and so can not be
/// opened again; they end up in the list of skipped files.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelPath(pub Vec<u8>);

impl RelPath {
    /// The path of `name` in this folder.
    #[must_use]
    pub fn child(&self, name: &OsStr) -> Self {
        let mut bytes = self.0.clone();
        if !bytes.is_empty() {
            bytes.push(b'/');
        }
        bytes.extend_from_slice(&name_bytes(name));
        Self(bytes)
    }

    /// The last part.
    pub fn file_name(&self) -> &[u8] {
        self.0.rsplit(|&byte| byte == b'/').next().unwrap_or_default()
    }

    /// For people, tables and scripts: bytes that are not UTF-8 become `\xHH`, and a backslash that looks like the
    /// beginning of that becomes `\x5c`; everything else stays as it is.
    pub fn display(&self) -> String {
        let mut text = String::with_capacity(self.0.len());
        for chunk in self.0.utf8_chunks() {
            let mut rest = chunk.valid();
            while let Some(at) = rest.find("\\x") {
                // What only looks like an escape has its backslash escaped, so that no two names are shown alike.
                text.push_str(&rest[..at]);
                text.push_str(if escaped(&rest[at..]).is_some() { "\\x5cx" } else { "\\x" });
                rest = &rest[at + 2..];
            }
            text.push_str(rest);
            for byte in chunk.invalid() {
                let _ = write!(text, "\\x{byte:02x}");
            }
        }
        text
    }

    /// What [`RelPath::display`] wrote, back to a path. `\xHH` is only taken as a byte where `display` can have
    /// written it, so that a name which holds the four characters `\x41` stays itself.
    #[must_use]
    pub fn parse_display(text: &str) -> Self {
        let mut bytes = Vec::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find("\\x") {
            bytes.extend_from_slice(&rest.as_bytes()[..at]);
            if let Some(byte) = escaped(&rest[at..]) {
                bytes.push(byte);
                rest = &rest[at + 4..];
            } else {
                bytes.extend_from_slice(b"\\x");
                rest = &rest[at + 2..];
            }
        }
        bytes.extend_from_slice(rest.as_bytes());
        let parsed = Self(bytes);
        if parsed.display().eq_ignore_ascii_case(text) { parsed } else { Self(text.as_bytes().to_vec()) }
    }

    /// Whether it leads nowhere but into the folder: it does not begin at the root, and no part leads upwards or, where there are
    /// drives, elsewhere. A path that was found in the folder does not; one that a stranger's project tells may.
    #[must_use]
    pub fn is_within(&self) -> bool {
        let is_plain = |part: &[u8]| !cfg!(windows) || !part.iter().any(|byte| matches!(byte, b':' | b'\\'));
        !self.0.starts_with(b"/") && self.0.split(|&byte| byte == b'/').all(|part| part != b".." && is_plain(part))
    }

    /// Where the file lies when the folder is `root`.
    pub fn to_path(&self, root: &Path) -> PathBuf {
        let mut path = root.to_path_buf();
        for part in self.0.split(|&byte| byte == b'/').filter(|part| !part.is_empty()) {
            path.push::<&OsStr>(os_name(part).as_ref());
        }
        path
    }
}

/// The byte that `\xHH` at the start of a text stands for: one that is not ASCII, or the backslash itself.
fn escaped(text: &str) -> Option<u8> {
    let hex = text.get(2..4).filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u8::from_str_radix(hex, 16).ok().filter(|byte| *byte >= 0x80 || *byte == b'\\')
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.display())
    }
}

impl From<&str> for RelPath {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }
}

/// The bytes of one name.
#[cfg(unix)]
pub(super) fn name_bytes(name: &OsStr) -> std::borrow::Cow<'_, [u8]> {
    use std::os::unix::ffi::OsStrExt;
    name.as_bytes().into()
}

#[cfg(unix)]
fn os_name(bytes: &[u8]) -> std::borrow::Cow<'_, OsStr> {
    use std::os::unix::ffi::OsStrExt;
    OsStr::from_bytes(bytes).into()
}

/// The bytes of one name.
#[cfg(not(unix))]
pub(super) fn name_bytes(name: &OsStr) -> std::borrow::Cow<'_, [u8]> {
    name.to_string_lossy().into_owned().into_bytes().into()
}

#[cfg(not(unix))]
fn os_name(bytes: &[u8]) -> std::borrow::Cow<'_, OsStr> {
    std::ffi::OsString::from(String::from_utf8_lossy(bytes).into_owned()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_what_is_not_utf8_is_escaped() {
        let path = RelPath(b"a b/\xe6\x97\xa5 \\ \xff\xfe.jpg".to_vec());
        assert_eq!(path.display(), "a b/日 \\ \\xff\\xfe.jpg");
        assert_eq!(RelPath::parse_display(&path.display()), path);
        assert_eq!(RelPath::parse_display("a\\xFF.jpg"), RelPath(b"a\xff.jpg".to_vec()));
    }

    #[test]
    fn a_path_that_leads_out_of_the_folder_is_told_from_others() {
        for within in ["a.jpg", "a/b.jpg", "..a/b..", "a/...", "\u{65e5}/x y.jpg", ""] {
            assert!(RelPath::from(within).is_within(), "{within}");
        }
        for without in ["/etc/passwd", "../a.jpg", "a/../../b.jpg", "a/..", ".."] {
            assert!(!RelPath::from(without).is_within(), "{without}");
        }
    }

    #[test]
    fn an_escape_that_display_never_writes_stays_text() {
        for text in ["a\\x41.jpg", "a\\xzz", "a\\x", "\\", "\\xe6\\x97\\xa5"] {
            assert_eq!(RelPath::parse_display(text), RelPath::from(text), "{text}");
        }
    }

    #[test]
    fn parts_are_joined_under_the_folder() {
        let path = RelPath::default().child(OsStr::new("a")).child(OsStr::new("b.jpg"));
        assert_eq!(path, RelPath::from("a/b.jpg"));
        assert_eq!(path.file_name(), b"b.jpg");
        assert_eq!(path.to_path(Path::new("/photos")), Path::new("/photos/a/b.jpg"));
    }

    proptest! {
        #[test]
        fn display_and_parse_are_inverse(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let path = RelPath(bytes);
            prop_assert_eq!(RelPath::parse_display(&path.display()), path);
        }

        /// Names that are made of what escapes are made of.
        #[test]
        fn no_name_is_shown_as_another(parts in prop::collection::vec(0..7usize, 0..12)) {
            let alphabet: [&[u8]; 7] = [b"\\", b"x", b"5c", b"ff", b"4", b"\xff", "\u{e9}".as_bytes()];
            let path = RelPath(parts.iter().flat_map(|&i| alphabet[i]).copied().collect());
            prop_assert_eq!(RelPath::parse_display(&path.display()), path);
        }
    }
}
