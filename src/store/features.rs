//! Rows of a frozen feature source, kept by the content of their images: a second run computes nothing, an added image
//! computes itself, and a moved one is known again.
//!
//! One file a source, that is only ever appended to; numbers are in half precision. A record that a crash cut off, or that
//! is damaged, is as good as absent, and so are all after it. It knows no source: callers name the file.

use super::links::no_follow;
use half::f16;
use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// The first bytes of a file, before the width of a row (u32, little-endian).
const MAGIC: &[u8; 8] = b"GLROWS1\n";
const HEADER: usize = MAGIC.len() + 4;
const HASH: usize = 32;
const CHECK: usize = 4;

/// The rows of one source.
pub struct FeatureFile {
    path: PathBuf,
    d: usize,
    /// Number of each content's row.
    rows: HashMap<[u8; HASH], usize>,
    numbers: Vec<f16>,
    /// Bytes of the file that are whole.
    length: u64,
}

impl FeatureFile {
    /// Reads the file; one that is not there, or has rows of another width, is as good as empty.
    ///
    /// # Errors
    /// If the file is there and can not be read.
    pub fn open(path: &Path, d: usize) -> io::Result<Self> {
        let mut file = Self { path: path.to_owned(), d, rows: HashMap::new(), numbers: Vec::new(), length: 0 };
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(file),
            Err(e) => return Err(e),
        };
        if bytes.len() < HEADER || bytes[..HEADER] != file.header() {
            return Ok(file);
        }
        for record in bytes[HEADER..].chunks_exact(file.record_bytes()) {
            let (body, check) = record.split_at(record.len() - CHECK);
            if checksum(body) != check {
                break;
            }
            let (hash, numbers) = body.split_at(HASH);
            let hash: [u8; HASH] = hash.try_into().expect("split at its length");
            file.rows.insert(hash, file.numbers.len() / d.max(1));
            file.numbers.extend(numbers.as_chunks::<2>().0.iter().map(|pair| f16::from_le_bytes(*pair)));
        }
        file.length = (HEADER + file.numbers.len() / d.max(1) * file.record_bytes()) as u64;
        Ok(file)
    }

    /// Whether a file begins as one of these does; else nobody will ever read a row of it.
    ///
    /// # Errors
    /// If it can not be read.
    pub fn is_one(path: &Path) -> io::Result<bool> {
        let mut header = [0; HEADER];
        match File::open(path)?.read_exact(&mut header) {
            Ok(()) => Ok(header.starts_with(MAGIC)),
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
            Err(e) => Err(e),
        }
    }

    /// Whether the row of an image with this content is there.
    #[must_use]
    pub fn has(&self, content_hash: &[u8; HASH]) -> bool {
        self.rows.contains_key(content_hash)
    }

    /// Appends the row of an image with this content to `out`; false if it is not there.
    pub fn extend_with(&self, content_hash: &[u8; HASH], out: &mut Vec<f32>) -> bool {
        let Some(&row) = self.rows.get(content_hash) else { return false };
        out.extend(self.numbers[row * self.d..(row + 1) * self.d].iter().map(|x| x.to_f32()));
        true
    }

    /// Keeps rows (contents, d), on disk before it returns.
    ///
    /// # Errors
    /// If they can not be written.
    ///
    /// # Panics
    /// If there is not one row a content.
    pub fn append(&mut self, contents: &[[u8; HASH]], rows: &[f32]) -> io::Result<()> {
        assert_eq!(rows.len(), contents.len() * self.d, "one row a content");
        let mut bytes = Vec::with_capacity(HEADER + contents.len() * self.record_bytes());
        if self.length == 0 {
            bytes.extend(self.header());
        }
        for (hash, row) in contents.iter().zip(rows.chunks_exact(self.d.max(1))) {
            let start = bytes.len();
            bytes.extend(hash);
            for &x in row {
                let x = f16::from_f32(x);
                bytes.extend(x.to_le_bytes());
                self.numbers.push(x);
            }
            bytes.extend(checksum(&bytes[start..]));
            self.rows.insert(*hash, self.numbers.len() / self.d.max(1) - 1);
        }
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        let mut file: File = no_follow(&mut options).open(&self.path)?;
        file.set_len(self.length)?;
        io::Seek::seek(&mut file, io::SeekFrom::Start(self.length))?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        self.length += bytes.len() as u64;
        Ok(())
    }

    fn header(&self) -> [u8; HEADER] {
        let mut header = [0; HEADER];
        header[..MAGIC.len()].copy_from_slice(MAGIC);
        header[MAGIC.len()..].copy_from_slice(&(self.d as u32).to_le_bytes());
        header
    }

    fn record_bytes(&self) -> usize {
        HASH + 2 * self.d + CHECK
    }
}

fn checksum(bytes: &[u8]) -> [u8; CHECK] {
    let hash = blake3::hash(bytes);
    std::array::from_fn(|i| hash.as_bytes()[i])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_again_by_content() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("features/builtin.rows");
        let mut file = FeatureFile::open(&path, 3).expect("nothing there yet");
        file.append(&[[1; 32], [2; 32]], &[0.5, -1.0, 2.0, 3.0, 4.0, 5.0]).expect("written");
        file.append(&[[3; 32]], &[7.0, 8.0, 9.0]).expect("written");
        let again = FeatureFile::open(&path, 3).expect("read");
        for file in [&file, &again] {
            let mut out = Vec::new();
            assert!(file.extend_with(&[2; 32], &mut out) && file.extend_with(&[3; 32], &mut out));
            assert_eq!(out, [3.0, 4.0, 5.0, 7.0, 8.0, 9.0]);
            assert!(file.has(&[1; 32]) && !file.has(&[4; 32]) && !file.extend_with(&[4; 32], &mut out));
        }
        assert!(!FeatureFile::open(&path, 4).expect("of another width").has(&[1; 32]));
    }

    #[test]
    fn what_a_crash_cut_off_is_written_anew() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("x.rows");
        let contents = [[1; 32], [2; 32], [3; 32]];
        FeatureFile::open(&path, 1).and_then(|mut file| file.append(&contents, &[1.0, 2.0, 3.0])).expect("written");
        let whole = fs::read(&path).expect("bytes");
        for length in 0..whole.len() {
            fs::write(&path, &whole[..length]).expect("cut");
            let mut file = FeatureFile::open(&path, 1).expect("read");
            let (missing, rows): (Vec<[u8; 32]>, Vec<f32>) =
                contents.into_iter().zip([1.0, 2.0, 3.0]).filter(|(hash, _)| !file.has(hash)).unzip();
            file.append(&missing, &rows).expect("written");
            assert_eq!(fs::read(&path).expect("bytes"), whole, "cut at {length}");
        }
        let mut damaged = whole.clone();
        damaged[HEADER + 38 + 33] ^= 1;
        fs::write(&path, &damaged).expect("written");
        let file = FeatureFile::open(&path, 1).expect("read");
        assert!(file.has(&[1; 32]) && !file.has(&[2; 32]) && !file.has(&[3; 32]));
    }
}
