//! Writes checkpoints as PyTorch does, and such as it never would.

use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// An object as pickle sees it.
#[derive(Clone)]
pub(super) enum Py {
    None,
    Bool(bool),
    Int(i64),
    Text(String),
    Tuple(Vec<Py>),
    List(Vec<Py>),
    Dict(Vec<(Py, Py)>),
    Global(&'static str, &'static str),
    /// What is called, and the tuple that it is called with.
    Call(Box<Py>, Box<Py>),
    /// An object, and its state.
    Build(Box<Py>, Box<Py>),
    /// What stands for something outside.
    Persistent(Box<Py>),
    /// Instructions as they are.
    Code(Vec<u8>),
}

/// A storage: key, PyTorch's class of it, bytes of an element, and the elements.
#[derive(Clone)]
pub(super) struct Stored {
    pub key: &'static str,
    pub class: &'static str,
    pub n_bytes: usize,
    pub bytes: Vec<u8>,
}

pub(super) fn text(x: &str) -> Py {
    Py::Text(x.into())
}

pub(super) fn call(module: &'static str, name: &'static str, args: Vec<Py>) -> Py {
    Py::Call(Box::new(Py::Global(module, name)), Box::new(Py::Tuple(args)))
}

pub(super) fn dict(items: Vec<(&str, Py)>) -> Py {
    Py::Dict(items.into_iter().map(|(key, value)| (text(key), value)).collect())
}

/// A storage of floats.
pub(super) fn floats(key: &'static str, numbers: &[f32]) -> Stored {
    let bytes = numbers.iter().flat_map(|x| x.to_le_bytes()).collect();
    Stored { key, class: "FloatStorage", n_bytes: 4, bytes }
}

impl Stored {
    /// What refers to it from a pickle.
    pub(super) fn reference(&self, view: Option<Py>) -> Py {
        let n = (self.bytes.len() / self.n_bytes) as i64;
        let class = Py::Global("torch", self.class);
        let mut parts = vec![text("storage"), class, text(self.key), text("cpu"), Py::Int(n)];
        parts.extend(view);
        Py::Persistent(Box::new(Py::Tuple(parts)))
    }

    /// The arguments of a tensor that looks at it.
    pub(super) fn view(&self, offset: i64, size: &[i64], stride: &[i64]) -> Vec<Py> {
        let tuple = |x: &[i64]| Py::Tuple(x.iter().map(|n| Py::Int(*n)).collect());
        let hooks = call("collections", "OrderedDict", Vec::new());
        vec![self.reference(None), Py::Int(offset), tuple(size), tuple(stride), Py::Bool(false), hooks]
    }

    pub(super) fn tensor(&self, offset: i64, size: &[i64], stride: &[i64]) -> Py {
        call("torch._utils", "_rebuild_tensor_v2", self.view(offset, size, stride))
    }
}

pub(super) fn pickle(object: &Py) -> Vec<u8> {
    let mut code = vec![0x80, 2];
    write(object, &mut code);
    code.push(b'.');
    code
}

fn write(object: &Py, code: &mut Vec<u8>) {
    let all = |items: &[Py], code: &mut Vec<u8>| {
        code.push(b'(');
        for item in items {
            write(item, code);
        }
    };
    match object {
        Py::None => code.push(b'N'),
        Py::Bool(x) => code.push(if *x { 0x88 } else { 0x89 }),
        Py::Int(n @ 0..=255) => code.extend([b'K', *n as u8]),
        Py::Int(n @ 256..=65535) => {
            code.push(b'M');
            code.extend((*n as u16).to_le_bytes());
        }
        Py::Int(n) => {
            code.extend([0x8a, 8]);
            code.extend(n.to_le_bytes());
        }
        Py::Text(x) => {
            code.push(b'X');
            code.extend((x.len() as u32).to_le_bytes());
            code.extend(x.as_bytes());
        }
        Py::Tuple(items) => {
            all(items, code);
            code.push(b't');
        }
        Py::List(items) => {
            code.push(b']');
            all(items, code);
            code.push(b'e');
        }
        Py::Dict(items) => {
            code.extend(b"}(");
            for (key, value) in items {
                write(key, code);
                write(value, code);
            }
            code.push(b'u');
        }
        Py::Global(module, name) => code.extend(format!("c{module}\n{name}\n").as_bytes()),
        Py::Call(callable, args) => {
            write(callable, code);
            write(args, code);
            code.push(b'R');
        }
        Py::Build(object, state) => {
            write(object, code);
            write(state, code);
            code.push(b'b');
        }
        Py::Persistent(id) => {
            write(id, code);
            code.push(b'Q');
        }
        Py::Code(instructions) => code.extend(instructions),
    }
}

/// A zip archive of stored files.
pub(super) fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in files {
        zip.start_file(*name, stored).expect("a file");
        zip.write_all(bytes).expect("in memory");
    }
    zip.finish().expect("in memory").into_inner()
}

/// The zip format.
pub(super) fn zipped(object: &Py, storages: &[Stored]) -> Vec<u8> {
    zipped_in("model", object, storages)
}

/// The zip format, all in a folder of this name.
pub(super) fn zipped_in(folder: &str, object: &Py, storages: &[Stored]) -> Vec<u8> {
    let pickled = pickle(object);
    let mut files = vec![("data.pkl".to_owned(), pickled.as_slice()), ("byteorder".to_owned(), b"little")];
    files.extend(storages.iter().map(|x| (format!("data/{}", x.key), x.bytes.as_slice())));
    files.push(("version".to_owned(), b"3\n"));
    let named: Vec<_> = files.iter().map(|(name, bytes)| (format!("{folder}/{name}"), *bytes)).collect();
    archive(&named.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect::<Vec<_>>())
}

/// An archive with the record for long ones before its end, as PyTorch writes it however short it is.
pub(super) fn with_long_record(archive: &[u8]) -> Vec<u8> {
    let (files, end) = archive.split_at(archive.len() - 22);
    let number = |at: usize, n: usize| end[at..at + n].iter().rev().fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
    let (n_files, size, begin) = (number(10, 2), number(12, 4), number(16, 4));
    let mut bytes = files.to_vec();
    bytes.extend(b"PK\x06\x06");
    bytes.extend(44u64.to_le_bytes());
    bytes.extend([0x2d, 0, 0x2d, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for field in [n_files, n_files, size, begin] {
        bytes.extend(field.to_le_bytes());
    }
    bytes.extend(b"PK\x06\x07\0\0\0\0");
    bytes.extend((files.len() as u64).to_le_bytes());
    bytes.extend(1u32.to_le_bytes());
    bytes.extend(end);
    bytes
}

/// The format before PyTorch 1.6.
pub(super) fn legacy(object: &Py, storages: &[Stored]) -> Vec<u8> {
    let machine = dict(vec![("protocol_version", Py::Int(1001)), ("little_endian", Py::Bool(true))]);
    legacy_of(&machine, 1001, object, storages)
}

pub(super) fn legacy_of(machine: &Py, version: i64, object: &Py, storages: &[Stored]) -> Vec<u8> {
    let magic = [&[0x8a, 10][..], &0x1950_a86a_20f9_469c_fc6c_u128.to_le_bytes()[..10]].concat();
    let keys = Py::List(storages.iter().map(|x| text(x.key)).collect());
    let parts = [&Py::Code(magic), &Py::Int(version), machine, object, &keys];
    let mut bytes = parts.map(pickle).concat();
    for storage in storages {
        bytes.extend(((storage.bytes.len() / storage.n_bytes) as i64).to_le_bytes());
        bytes.extend(&storage.bytes);
    }
    bytes
}
