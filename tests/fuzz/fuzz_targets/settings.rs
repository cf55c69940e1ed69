//! A settings file, and a pair of the command line.
#![no_main]

use gleaner::session::{Preset, RunSettings};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let settings = RunSettings::preset(Preset::Balanced);
    if let Ok(merged) = settings.merge_toml(text) {
        let mut again = merged.clone();
        for (key, value) in merged.entries() {
            if !value.is_empty() && key != "preset" {
                // What a value is written as is what it is read from.
                again.set(&key, if key == "clusters" && value == "0" { "auto" } else { &value }).expect(&key);
            }
        }
        assert_eq!(again.entries(), merged.entries());
        let _ = merged.check();
    }
    for pair in text.lines() {
        let mut changed = settings.clone();
        if changed.set_pair(pair).is_err() {
            assert_eq!(changed.entries(), settings.entries(), "a pair that was refused changed something");
        }
    }
});
