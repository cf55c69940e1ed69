//! A table of labels, or of a reviewer's answers.
#![no_main]

use gleaner::interchange::{answers_in, labels_in};
use gleaner_fuzz::with_file;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    with_file(bytes, |path| {
        match labels_in::read(path) {
            Ok(lines) => assert!(lines.iter().all(|line| !line.label.is_empty()), "a label that says nothing"),
            Err(fault) => assert!(!fault.to_string().is_empty()),
        }
        if let Err(fault) = answers_in::read(path) {
            assert!(!fault.to_string().is_empty());
        }
    });
});
