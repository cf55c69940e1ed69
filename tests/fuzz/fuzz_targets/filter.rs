//! The language of the grid's filter. Its file is taken alone: the window that it belongs to is not built.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[expect(dead_code, reason = "only the language is used, not what offers it")]
#[path = "../../../src/gui/grid/filter.rs"]
mod filter;

/// The window's words, each by its key.
mod strings {
    macro_rules! say {
        ($key:literal) => {
            $key
        };
        ($key:literal, $($name:ident = $value:expr),+ $(,)?) => {
            [$key.to_owned(), $($value.to_string()),+].concat()
        };
    }
    pub(crate) use say;
}

fuzz_target!(|text: &str| {
    let (terms, _) = filter::parse(text);
    let written = filter::written(&terms);
    let (again, faults) = filter::parse(&written);
    assert!(faults.is_empty(), "{written:?} of {text:?}: {faults:?}");
    assert_eq!(again, terms, "{written:?}");
    let with_folder = filter::with_folder(text, Some("a b"));
    assert_eq!(filter::folder_of(&with_folder).as_deref(), Some("a b"), "{with_folder:?}");
});
