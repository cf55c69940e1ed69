//! Rows that somebody else computed: a matrix in NumPy's or safetensors' format, and beside it `files.txt`, whose lines
//! name the image of each row by its path relative to the folder.

use crate::input;
use crate::learning::device::first_line;
use crate::strings::say;
use candle_core::{DType, Device, Tensor};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The list beside the matrix.
pub const FILES: &str = "files.txt";

/// No list of names is longer: a million long paths need a quarter of it.
const MOST_LIST_BYTES: u64 = 1 << 30;
/// No matrix is longer: a million rows of 4,096 numbers.
const MOST_BYTES: u64 = 32 << 30;

/// Files that can not be used, in words.
#[derive(Debug, thiserror::Error)]
pub enum VectorsError {
    /// The disk said no.
    #[error("{}", say!("fault-at", path = path.display().to_string(), why = source.to_string()))]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Not what it should be.
    #[error("{}", say!("rows-unusable", path = path.display().to_string(), problem = problem))]
    Unusable {
        /// Which file.
        path: PathBuf,
        /// What does not fit, and what would.
        problem: String,
    },
}

/// The row of each file name.
#[derive(Debug)]
pub struct Names(HashMap<String, usize>);

impl Names {
    /// Reads the list beside the matrix at `path`. Backslashes count as slashes; of a path that stands there twice the
    /// later row counts.
    ///
    /// # Errors
    /// If it can not be read.
    pub fn read(path: &Path) -> Result<Self, VectorsError> {
        let list = path.with_file_name(FILES);
        let text =
            input::read_text(&list, MOST_LIST_BYTES).map_err(|source| VectorsError::Io { path: list, source })?;
        let clean = |line: &str| line.trim_end_matches('\r').trim_start_matches("./").replace('\\', "/");
        let lines = text.strip_suffix('\n').unwrap_or(&text);
        if lines.is_empty() {
            return Ok(Self(HashMap::new()));
        }
        Ok(Self(lines.split('\n').enumerate().map(|(row, line)| (clean(line), row)).collect()))
    }

    /// The row of the image at a path relative to the folder, with slashes.
    #[must_use]
    pub fn row(&self, path: &str) -> Option<usize> {
        self.0.get(path).copied()
    }

    /// Number of lines.
    #[must_use]
    pub fn n(&self) -> usize {
        self.0.values().max().map_or(0, |last| last + 1)
    }
}

/// A matrix (n, d).
#[derive(Debug)]
pub struct Matrix {
    /// n x d, row-major.
    pub numbers: Vec<f32>,
    /// Numbers of a row, d.
    pub d: usize,
}

impl Matrix {
    /// Reads `.npy` (little-endian floats of 2, 4 or 8 bytes, row-major) or `.safetensors` (its only matrix, or the one
    /// called `features` or `embeddings`).
    ///
    /// # Errors
    /// [`VectorsError`]: unreadable, of another format, or with numbers that are none.
    pub fn read(path: &Path) -> Result<Self, VectorsError> {
        let bytes =
            input::read(path, MOST_BYTES).map_err(|source| VectorsError::Io { path: path.to_owned(), source })?;
        let read = if bytes.starts_with(b"\x93NUMPY") { npy(&bytes) } else { safetensors(&bytes) };
        let unusable = |problem: String| VectorsError::Unusable { path: path.to_owned(), problem };
        let matrix = read.map_err(unusable)?;
        match matrix.numbers.iter().position(|x| !x.is_finite()) {
            Some(at) => {
                Err(unusable(format!("has a number in row {} that is none (NaN or infinite)", at / matrix.d + 1)))
            }
            None => Ok(matrix),
        }
    }

    /// Number of rows.
    #[must_use]
    pub fn n(&self) -> usize {
        self.numbers.len() / self.d.max(1)
    }
}

fn npy(bytes: &[u8]) -> Result<Matrix, String> {
    let cut = || "is cut off".to_owned();
    let major = *bytes.get(6).ok_or_else(cut)?;
    let (start, length) = if major == 1 {
        let two: [u8; 2] = bytes.get(8..10).and_then(|b| b.try_into().ok()).ok_or_else(cut)?;
        (10, usize::from(u16::from_le_bytes(two)))
    } else {
        let four: [u8; 4] = bytes.get(8..12).and_then(|b| b.try_into().ok()).ok_or_else(cut)?;
        (12, u32::from_le_bytes(four) as usize)
    };
    let header = bytes.get(start..start + length).ok_or_else(cut)?;
    let header = String::from_utf8_lossy(header);
    let value = |key: &str| {
        let after = header.split_once(&format!("'{key}':")).map(|(_, after)| after.trim_start());
        after.ok_or_else(|| format!("does not say its {key}"))
    };
    let kind: String = value("descr")?.trim_start_matches('\'').chars().take_while(|c| *c != '\'').collect();
    if value("fortran_order")?.starts_with("True") {
        return Err("is stored column by column; save it row by row (numpy.ascontiguousarray)".into());
    }
    let shape = value("shape")?.trim_start_matches('(').split(')').next().unwrap_or_default().to_owned();
    let shape: Vec<usize> = shape.split(',').filter_map(|side| side.trim().parse().ok()).collect();
    let &[n, d] = shape.as_slice() else { return Err(format!("has the shape {shape:?}; it takes two sides")) };
    let body = &bytes[start + length..];
    let count = n.checked_mul(d).filter(|count| *count > 0).ok_or_else(|| "holds no rows".to_owned())?;
    let enough =
        |size: usize| if count.checked_mul(size).is_some_and(|need| body.len() >= need) { Ok(()) } else { Err(cut()) };
    let numbers = match kind.as_str() {
        "<f2" => {
            enough(2)?;
            body.as_chunks::<2>().0[..count].iter().map(|b| half::f16::from_le_bytes(*b).to_f32()).collect()
        }
        "<f4" => {
            enough(4)?;
            body.as_chunks::<4>().0[..count].iter().map(|b| f32::from_le_bytes(*b)).collect()
        }
        "<f8" => {
            enough(8)?;
            body.as_chunks::<8>().0[..count].iter().map(|b| f64::from_le_bytes(*b) as f32).collect()
        }
        other => return Err(format!("holds `{other}`; it takes floats of 2, 4 or 8 bytes (numpy.float32)")),
    };
    Ok(Matrix { numbers, d })
}

fn safetensors(bytes: &[u8]) -> Result<Matrix, String> {
    let tensors = candle_core::safetensors::load_buffer(bytes, &Device::Cpu)
        .map_err(|e| format!("is neither in NumPy's format nor in safetensors' ({})", first_line(&e)))?;
    let mut matrices: Vec<(&String, &Tensor)> = tensors.iter().filter(|(_, x)| x.rank() == 2).collect();
    matrices.sort_by_key(|(name, _)| (*name != "features" && *name != "embeddings", (*name).clone()));
    let is_named = |name: &str| name == "features" || name == "embeddings";
    let chosen = match matrices.as_slice() {
        [] => return Err("holds no matrix".into()),
        [(name, x), others @ ..] if others.is_empty() || is_named(name) => *x,
        several => {
            let names: Vec<&str> = several.iter().map(|(name, _)| name.as_str()).collect();
            return Err(format!("holds several matrices ({}); call the right one `features`", names.join(", ")));
        }
    };
    let numbers = chosen.to_dtype(DType::F32).and_then(|x| x.flatten_all()?.to_vec1::<f32>());
    let d = chosen.dims()[1];
    let numbers = numbers.map_err(|e| first_line(&e))?;
    if numbers.is_empty() { Err("holds no rows".into()) } else { Ok(Matrix { numbers, d }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn npy_file(kind: &str, shape: &str, body: &[u8]) -> Vec<u8> {
        let header = format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}\n");
        [b"\x93NUMPY\x01\x00", &(header.len() as u16).to_le_bytes()[..], header.as_bytes(), body].concat()
    }

    #[test]
    fn numpy_s_files_are_read() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("rows.npy");
        let read = |bytes: &[u8]| {
            std::fs::write(&path, bytes).expect("written");
            Matrix::read(&path)
        };
        let floats = [1.0_f32, -2.0, 0.5, 4.0, 5.0, 6.0];
        let body: Vec<u8> = floats.iter().flat_map(|x| x.to_le_bytes()).collect();
        let matrix = read(&npy_file("<f4", "(2, 3)", &body)).expect("read");
        assert_eq!((matrix.n(), matrix.d, matrix.numbers), (2, 3, floats.to_vec()));
        let body8: Vec<u8> = floats.iter().flat_map(|x| f64::from(*x).to_le_bytes()).collect();
        assert_eq!(read(&npy_file("<f8", "(3, 2)", &body8)).expect("read").numbers, floats);
        let body2: Vec<u8> = floats.iter().flat_map(|x| half::f16::from_f32(*x).to_le_bytes()).collect();
        assert_eq!(read(&npy_file("<f2", "(6, 1)", &body2)).expect("read").numbers, floats);
        for (bytes, words) in [
            (npy_file("<f4", "(2, 4)", &body), "cut off"),
            // So many that their bytes cannot be counted.
            (npy_file("<f4", "(4611686018427387904, 1)", &body), "cut off"),
            (npy_file("<f8", "(2305843009213693952, 3)", &body8), "cut off"),
            (npy_file("<f8", "(4611686018427387904, 8)", &body8), "no rows"),
            (npy_file("<i8", "(2, 3)", &body8), "floats"),
            (npy_file("<f4", "(6,)", &body), "two sides"),
            (npy_file("<f4", "(0, 3)", &body), "no rows"),
            (b"\x93NUMPY\x01".to_vec(), "cut off"),
            (b"hello".to_vec(), "neither"),
            (npy_file("<f4", "(1, 1)", &f32::NAN.to_le_bytes()), "row 1"),
        ] {
            let error = read(&bytes).expect_err(words).to_string();
            assert!(error.contains(words), "{error}");
        }
    }

    #[test]
    fn of_several_matrices_the_named_one_is_taken() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("rows.safetensors");
        let matrix = |x: f32| Tensor::full(x, (2, 3), &Device::Cpu).expect("matrix");
        let save = |tensors: Vec<(&str, Tensor)>| {
            let tensors: HashMap<String, Tensor> = tensors.into_iter().map(|(name, x)| (name.to_owned(), x)).collect();
            candle_core::safetensors::save(&tensors, &path).expect("saved");
            Matrix::read(&path)
        };
        assert_eq!(save(vec![("x", matrix(1.0))]).expect("the only one").numbers, [1.0; 6]);
        assert_eq!(save(vec![("a", matrix(1.0)), ("features", matrix(2.0))]).expect("named").numbers, [2.0; 6]);
        assert!(save(vec![("a", matrix(1.0)), ("b", matrix(2.0))]).expect_err("which?").to_string().contains("a, b"));
    }

    #[test]
    fn lines_name_the_rows() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("rows.npy");
        assert!(Names::read(&path).expect_err("no list").to_string().contains(FILES));
        std::fs::write(folder.path().join(FILES), "a/1.jpg\r\n./b.png\nc\\d.png\n").expect("written");
        let names = Names::read(&path).expect("read");
        assert_eq!([names.row("a/1.jpg"), names.row("b.png"), names.row("c/d.png")], [Some(0), Some(1), Some(2)]);
        assert_eq!((names.row("x"), names.n()), (None, 3));
    }
}
