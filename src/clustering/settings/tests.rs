//! Settings by preset, file and pair: what is taken and what is refused.

use super::*;

#[test]
fn every_key_of_the_command_line_can_be_set() {
    let mut settings = RunSettings::default();
    for pair in [
        "net.arch=resnet50",
        "net.stem=stl",
        "net.width=8",
        "net.size=96",
        "simclr.epochs=0",
        "simclr.init=builtin-resnet",
        "simclr.batch=64",
        "simclr.lr=0.1",
        "simclr.temperature=0.5",
        "pretext=dcl",
        "learn_on=true",
        "dcl.epochs=2",
        "dcl.batch=32",
        "dcl.lr=0.4",
        "dcl.temperature=0.1",
        "dcl.views=6",
        "dcl.view_scale=0.75",
        "neighbors.k=5",
        "scan.epochs=1",
        "scan.batch=8",
        "scan.heads=2",
        "scan.init=random",
        "scan.entropy_weight=2",
        "scan.lr=0.001",
        "selflabel.epochs=3",
        "selflabel.batch=9",
        "selflabel.threshold=0.9",
        "selflabel.pseudo=p2ot",
        "scan.prior_alpha=0.5",
        "scan.sizes=even",
        "duplicates.group=false",
        "head=consensus",
        "consensus.heads=2",
        "consensus.epochs=9",
    ] {
        settings.set_pair(pair).expect(pair);
    }
    assert_eq!((settings.net.size, settings.scan.heads, settings.selflabel.threshold), (96, 2, 0.9));
    settings.check().expect("usable");
    assert_eq!(settings.pretext_epochs(), 2);
    settings.set("pretext", "simclr").expect("a key");
    assert_eq!(settings.pretext_epochs(), 0);
}

#[test]
fn wrong_settings_are_refused_in_words() {
    let mut settings = RunSettings::default();
    assert!(matches!(settings.set("scan.nothing", "1"), Err(SettingsError::UnknownKey(..))));
    assert!(matches!(settings.set("net", "1"), Err(SettingsError::UnknownKey(..))));
    assert!(matches!(settings.set("scan.epochs", "-1"), Err(SettingsError::BadValue { .. })));
    assert!(matches!(settings.set_pair("scan.epochs"), Err(SettingsError::Malformed(_))));
    assert_eq!(settings.set_pair("preset = paper"), Err(SettingsError::PresetAsKey));
    assert!(RunSettings::default().merge_toml("preset = 3").is_err());
    for too_much in [
        "net.width=1000000",
        "net.size=100000",
        "threads=100000",
        "scan.init=best",
        "scan.sizes=uneven",
        "simclr.init=vectors:x",
        "pretext=byol",
        "dcl.views=1",
        "dcl.view_scale=0.1",
        "dcl.batch=1",
    ] {
        let mut settings = RunSettings::default();
        settings.set_pair(too_much).expect("checked later");
        assert!(settings.check().is_err(), "{too_much}");
    }
    settings.set("net.arch", "vgg").expect("checked later");
    assert!(settings.check().is_err());
}

#[test]
fn the_paper_takes_longer_for_twenty_classes() {
    let of = |clusters| RunSettings::preset_for(Preset::Paper, clusters).scan;
    assert_eq!((of(10).epochs, of(10).batch), (50, 128));
    assert_eq!((of(20).epochs, of(20).batch), (100, 512));
    assert_eq!(RunSettings::preset_for(Preset::Quick, 20).scan, RunSettings::default().scan);
}

#[test]
fn a_network_learns_on_beside_scan_heads_on_frozen_rows_alone() {
    let balanced = RunSettings::preset(Preset::Balanced);
    assert!(balanced.is_frozen() && balanced.learns_on());
    for (key, value) in [("features", "simclr"), ("head", "tree"), ("learn_on", "false")] {
        let mut other = balanced.clone();
        other.set(key, value).expect("a key");
        assert!(!other.learns_on(), "{key}={value}");
    }
    let stored = r#"{"preset":"balanced","features":"builtin"}"#;
    let of_old_run: RunSettings = serde_json::from_str(stored).expect("settings");
    assert!(!of_old_run.learns_on(), "a run of before learned nothing behind frozen rows");
}

#[test]
fn a_file_changes_only_what_it_names() {
    let merged = RunSettings::default().merge_toml("preset = \"balanced\"\n[scan]\nepochs = 7\n").expect("valid");
    let expected = RunSettings {
        scan: ScanSettings { epochs: 7, ..RunSettings::preset(Preset::Balanced).scan },
        ..RunSettings::preset(Preset::Balanced)
    };
    assert_eq!(merged, expected);
}

#[test]
fn runs_that_did_not_look_for_uneven_sizes_are_repeated_as_they_were() {
    let mut old = serde_json::to_value(RunSettings::default()).expect("settings");
    assert_eq!(old["scan"]["sizes"], "auto");
    old["scan"].as_object_mut().expect("a section").remove("sizes");
    let old: RunSettings = serde_json::from_value(old).expect("old settings");
    assert!(!old.scan.looks_for_sizes() && RunSettings::default().scan.looks_for_sizes());
    let power = ScanSettings { prior_alpha: 1.0, ..RunSettings::default().scan };
    assert!(!power.looks_for_sizes() && !RunSettings::preset(Preset::Paper).scan.looks_for_sizes());
}
