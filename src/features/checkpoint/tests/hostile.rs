//! Files that are damaged, or made to do harm.

use super::writer::{Py, Stored, archive, call, dict, floats, legacy, pickle, text, zipped};
use super::{MOCO, SCAN, parse, words};
use crate::features::checkpoint::pickle::Pickle;
use crate::features::checkpoint::value::Value;
use proptest::prelude::*;

fn tiny() -> (Py, Stored) {
    let stored = floats("a", &[1.0, 2.0, 3.0, 4.0]);
    (dict(vec![("cluster_head.weight", stored.tensor(0, &[2, 2], &[2, 1]))]), stored)
}

#[test]
fn nothing_is_executed() {
    let folder = tempfile::tempdir().expect("folder");
    let touched = folder.path().join("touched");
    let command = text(&format!("touch {}", touched.display()));
    let (state, stored) = tiny();
    for (module, name) in [("os", "system"), ("posix", "system"), ("builtins", "eval"), ("subprocess", "getoutput")] {
        let harm = call(module, name, vec![command.clone()]);
        let alone = words(&zipped(&harm, &[]));
        assert!(alone.contains("no dictionary of tensors"), "{alone}");
        let beside = dict(vec![("optimizer", harm), ("model", state.clone())]);
        for bytes in [zipped(&beside, std::slice::from_ref(&stored)), legacy(&beside, std::slice::from_ref(&stored))] {
            assert_eq!(parse(&bytes).expect("its tensors").tensors.len(), 1);
        }
    }
    assert!(!touched.exists());
}

#[test]
fn strange_objects_are_passed_over() {
    let code = |bytes: &[u8]| Py::Code(bytes.to_vec());
    let strange = [
        // NEWOBJ and NEWOBJ_EX of a class, with items, parts and a state.
        code(b"cmy\nOptimizer\n)\x81}b(K\x01K\x02uK\x03a(K\x04e"),
        code(b"cmy\nOptimizer\n)}\x92"),
        // A set, a frozen set, bytes, a byte array, text of 8 bit lengths, a number of ten bytes, a fraction.
        code(b"\x8f(K\x01\x90"),
        code(b"(K\x01\x91"),
        code(b"C\x02\xff\xfe"),
        code(b"\x96\x01\0\0\0\0\0\0\0\xff"),
        code(b"\x8c\x02hi"),
        code(b"\x8a\x0a\0\0\0\0\0\0\0\0\0\x01"),
        code(b"G?\xf0\0\0\0\0\0\0"),
        // STACK_GLOBAL, MEMOIZE, DUP, POP, POP_MARK, FRAME.
        code(b"\x8c\x02os\x8c\x06system\x93\x94"),
        code(b"K\x0120(K\x011"),
        code(b"\x95\0\0\0\0\0\0\0\0N"),
        // Text of Python 2, of which not all is UTF-8.
        code(b"U\x02\xff\xfe"),
        code(b"T\x02\0\0\0hi"),
    ];
    let (state, stored) = tiny();
    for strange in strange {
        let object = dict(vec![("strange", strange), ("model", state.clone())]);
        let read = parse(&zipped(&object, std::slice::from_ref(&stored)));
        assert_eq!(read.map_err(|e| e.to_string()).expect("its tensors").heads.len(), 1);
    }
}

#[test]
fn objects_may_hold_themselves() {
    // model = {}; model["model"] = model.
    let cycle = b"\x80\x02}q\0X\x05\0\0\0modelh\0s.";
    assert!(words(&archive(&[("m/data.pkl", cycle)])).contains("it has: model"));
    // A list in itself, and a tuple in a list in itself.
    for code in [&b"\x80\x02]q\0h\0a."[..], b"\x80\x02]q\0(h\0tah\0."] {
        let pickle = Pickle::read(code).expect("read");
        assert!(matches!(pickle.value(pickle.root), Value::List(_)));
    }
}

#[test]
fn small_files_do_not_take_much_memory() {
    let (state, stored) = tiny();
    let nested = |depth: usize| [vec![0x80, 2], vec![b']'; depth], vec![b'a'; depth - 1], vec![b'.']].concat();
    Pickle::read(&nested(1_000_000)).expect("deep");
    // Each list holds the one before twice.
    let mut doubling = b"\x80\x02]q\0".to_vec();
    for i in 0..200u8 {
        doubling.extend([b']', b'q', i + 1, b'(', b'h', i, b'h', i, b'e']);
    }
    doubling.push(b'.');
    Pickle::read(&doubling).expect("shared");
    // One long text or list, copied by each of many calls.
    for (long, argument) in [
        ([b"X\x10\x27\0\0".as_slice(), &[b'x'; 10_000]].concat(), b"c_codecs\nencode\n".as_slice()),
        ([b"](".as_slice(), &[b'N'; 10_000], b"e"].concat(), b"ccollections\nOrderedDict\n"),
    ] {
        let call = [argument, b"h\0\x85R0"].concat();
        let copies = [b"\x80\x02".as_slice(), &long, b"q\0", &call.repeat(100), b"."].concat();
        assert!(Pickle::read(&copies).err().expect("refused").contains("over and over"));
    }
    // Tensors of many times their storage, in one or in many.
    let expanded = dict(vec![("w", stored.tensor(0, &[1 << 40], &[0]))]);
    let overflowing = dict(vec![("w", stored.tensor(0, &[i64::MAX; 4], &[0; 4]))]);
    let empty = dict(vec![("w", stored.tensor(0, &[0, 1 << 40, 1 << 40], &[0; 3]))]);
    let many = Py::Dict((0..9).map(|i| (text(&i.to_string()), stored.tensor(0, &[1 << 17], &[0]))).collect());
    for object in [expanded, overflowing, empty, many] {
        let words = words(&zipped(&object, std::slice::from_ref(&stored)));
        assert!(words.contains("larger than the file"), "{words}");
    }
    // More dimensions than a tensor has are no tensor.
    let deep = dict(vec![("w", stored.tensor(0, &[1; 100], &[1; 100]))]);
    assert!(words(&zipped(&deep, std::slice::from_ref(&stored))).contains("no dictionary of tensors"));
    // Lengths beyond the end, of a text and of a storage.
    assert!(Pickle::read(b"\x80\x02X\xff\xff\xff\xffx").is_err());
    assert!(Pickle::read(b"\x80\x02\x8d\xff\xff\xff\xff\xff\xff\xff\xffx").is_err());
    let bytes = legacy(&state, std::slice::from_ref(&stored));
    for n in [5, -1, i64::MAX] {
        let mut longer = bytes.clone();
        let at = bytes.len() - 16 - 8;
        longer[at..at + 8].copy_from_slice(&n.to_le_bytes());
        assert!(words(&longer).contains("it ends early"));
    }
}

#[test]
fn wrong_pickles_are_refused() {
    for code in [
        &b""[..],
        b".",
        b"0.",
        b"(.",
        b"(0",
        b"t.",
        b"1.",
        b"K",
        b"h\0.",
        b"q\0.",
        b"I1\n.",
        b"cos\nsystem",
        b"K\x01K\x02\x93.",
        b"K\x01K\x01a.",
        b"K\x01K\x01K\x01s.",
        b"}(K\x01u.",
        b"K\x01Q.",
        b"\xff.",
    ] {
        assert!(Pickle::read(code).is_err(), "{code:?}");
    }
    assert!(Pickle::read(&vec![b'N'; (1 << 23) + 1]).err().expect("refused").contains("instructions"));
}

#[test]
fn damage_never_panics() {
    let (state, stored) = tiny();
    let object = dict(vec![("model", state), ("head", super::numpy("i8", "<", &[0; 8]))]);
    for bytes in [zipped(&object, std::slice::from_ref(&stored)), legacy(&object, std::slice::from_ref(&stored))] {
        parse(&bytes).expect("whole");
        for n in 0..bytes.len() {
            assert!(parse(&bytes[..n]).is_err(), "{n} of {}", bytes.len());
        }
        let mut damaged = bytes.clone();
        for at in 0..bytes.len() {
            for byte in [0, 1, 0x7f, 0x80, 0xff, b'(', b'.', b'R', bytes[at] ^ 1, bytes[at] ^ 0x40] {
                damaged[at] = byte;
                let _ = parse(&damaged);
            }
            damaged[at] = bytes[at];
        }
    }
    for fixture in [SCAN, MOCO] {
        for n in (0..fixture.len()).step_by(37) {
            assert!(parse(&fixture[..n]).is_err());
        }
    }
}

proptest! {
    #[test]
    fn damaged_checkpoints_never_panic(
        is_zip: bool,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = if is_zip { MOCO } else { SCAN }.to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = parse(&bytes);
    }

    #[test]
    fn random_instructions_never_panic(code in proptest::collection::vec(
        prop_oneof![any::<u8>(), prop::sample::select(b"()}].aesutbqhRQcNKXU012\x81\x85\x86\x87\x93\x94".to_vec())],
        0..200,
    )) {
        let _ = Pickle::read(&code);
        let _ = parse(&archive(&[("m/data.pkl", &code)]));
        let _ = parse(&[pickle(&Py::None), code].concat());
    }
}
