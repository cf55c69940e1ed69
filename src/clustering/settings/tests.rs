//! Settings by preset, file and pair: what is taken and what is refused.

use super::*;
use crate::learning::network::resnet::Arch;
use proptest::prelude::*;
use std::fmt::{Debug, Display};
use std::str::FromStr;

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
        "simclr.init=file:nowhere",
        "dcl.views=1",
        "dcl.view_scale=0.1",
        "dcl.batch=1",
    ] {
        let mut settings = RunSettings::default();
        settings.set_pair(too_much).expect("checked later");
        assert!(settings.check().is_err(), "{too_much}");
    }
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

/// A choice is the same after text, JSON and TOML, and any other word is answered with these.
fn reads_as_it_is_written<T>(all: &[T], words: &[&str])
where
    T: Clone + Debug + PartialEq + Display + FromStr<Err: Display> + Serialize + for<'de> Deserialize<'de>,
{
    let written: Vec<String> = all.iter().map(ToString::to_string).collect();
    assert_eq!(written, words);
    for one in all {
        let text = one.to_string();
        assert_eq!(text.parse::<T>().ok().as_ref(), Some(one));
        let json = serde_json::to_string(one).expect("JSON");
        assert_eq!(json, format!("{text:?}"));
        assert_eq!(&serde_json::from_str::<T>(&json).expect("JSON"), one);
        let value = toml::Value::try_from(one).expect("TOML");
        assert_eq!(value, toml::Value::String(text));
        assert_eq!(&value.try_into::<T>().expect("TOML"), one);
    }
    for wrong in ["", "no such", "AUTO", "Random"] {
        assert!(wrong.parse::<T>().is_err(), "{wrong}");
        assert!(serde_json::from_value::<T>(wrong.into()).is_err(), "{wrong}");
    }
}

#[test]
fn choices_are_read_as_they_are_written() {
    reads_as_it_is_written(&Preset::ALL, &["quick", "balanced", "paper"]);
    reads_as_it_is_written(Pretext::ALL, &["simclr", "dcl"]);
    reads_as_it_is_written(Head::ALL, &["auto", "consensus", "temi", "scan", "turtle", "tree", "kmeans"]);
    reads_as_it_is_written(Arch::ALL, &["resnet18", "resnet50"]);
    reads_as_it_is_written(StemChoice::ALL, &["auto", "cifar", "stl", "imagenet", "stride2"]);
    reads_as_it_is_written(Init::ALL, &["kmeans", "random"]);
    reads_as_it_is_written(Sizes::ALL, &["auto", "even"]);
    reads_as_it_is_written(PseudoLabel::ALL, &["threshold", "p2ot"]);
    reads_as_it_is_written(&DeviceChoice::ALL, &["auto", "cpu", "cuda", "metal"]);
    let starts = [Start::Random, Start::Network(Source::BuiltinResnet), Start::Network(Source::File("a b".into()))];
    reads_as_it_is_written(&starts, &["random", "builtin-resnet", "file:a b"]);
    let sources = [Source::Auto, Source::both_builtin(), Source::Vectors("rows.npy".into())];
    reads_as_it_is_written(&sources, &["auto", "builtin+0.5*builtin-resnet", "vectors:rows.npy"]);
}

#[test]
fn wrong_words_are_answered_with_the_right_ones() {
    let sources = "auto, builtin, builtin-resnet, pixels, colours, simclr, file:PATH (weights), vectors:PATH (rows of \
                   your own), or a name from `gleaner features`; several joined by `+`";
    let random_or = format!("random, {sources}");
    for (key, wrong, why) in [
        ("net.arch", "vgg", "one of resnet18, resnet50"),
        ("net.stem", "small", "one of auto, cifar, stl, imagenet, stride2"),
        ("pretext", "byol", "one of simclr, dcl"),
        ("head", "guess", "one of auto, consensus, temi, scan, turtle, tree, kmeans"),
        ("temi.init", "best", "one of kmeans, random"),
        ("scan.init", "best", "one of kmeans, random"),
        ("scan.sizes", "uneven", "one of auto, even"),
        ("selflabel.pseudo", "all", "one of threshold, p2ot"),
        ("device", "gpu", "one of auto, cpu, cuda, cuda:N, metal"),
        ("simclr.init", "vectors:x", "random, builtin-resnet, file:PATH or a name"),
        ("simclr.init", "nothing", &random_or),
        ("features", "dino", sources),
        ("features", "file:", "`file:` wants a path after it"),
        ("features", "builtin+simclr", "networks, pixels and colours can be joined by `+`, nothing else"),
    ] {
        let mut settings = RunSettings::default();
        let words = settings.set(key, wrong).expect_err(wrong).to_string();
        assert_eq!(words, format!("`{key}` cannot be `{wrong}`: {why}"));
        assert_eq!(settings, RunSettings::default());
        let file = match key.split_once('.') {
            Some((section, name)) => format!("[{section}]\n{name} = \"{wrong}\"\n"),
            None => format!("{key} = \"{wrong}\"\n"),
        };
        assert_eq!(settings.merge_toml(&file).expect_err(wrong).to_string(), words);
    }
    let told = RunSettings::default().merge_toml("preset = \"slow\"").expect_err("no preset").to_string();
    assert_eq!(told, "`preset` cannot be `slow`: quick, balanced or paper");
    // What a window may hold while a person types.
    let empty = RunSettings { features: Source::File("".into()), ..RunSettings::default() };
    let words = empty.check().expect_err("no path").to_string();
    assert_eq!(words, "`features` cannot be `file:`: `file:` wants a path after it");
}

#[test]
fn words_of_other_versions_are_kept_and_no_run_begins_with_them() {
    let stored = r#"{"preset":"quick","features":"dinov9-huge","learn_on":false,"head":"guess",
        "net":{"arch":"vgg","stem":"auto","width":16,"size":32},"device":"tpu"}"#;
    let mut settings = RunSettings::from_stored(stored).expect("opens");
    assert_eq!(settings.features, Source::Unlisted("dinov9-huge".into()));
    assert!(settings.is_frozen() && settings.heads().is_empty());
    let value =
        |settings: &RunSettings, key: &str| settings.entries().into_iter().find(|(k, _)| k == key).expect("a key").1;
    for (key, word) in [("features", "dinov9-huge"), ("head", "guess"), ("net.arch", "vgg"), ("device", "tpu")] {
        assert_eq!(value(&settings, key), word);
    }
    let again = serde_json::to_string(&settings).expect("JSON");
    assert!(again.contains("\"guess\"") && again.contains("\"vgg\""), "{again}");
    assert_eq!(RunSettings::from_stored(&again).expect("opens"), settings);
    assert!(
        settings.check().expect_err("unknown").to_string().starts_with("`features` cannot be `dinov9-huge`: auto, ")
    );
    settings.features = Source::Builtin;
    let words = settings.check().expect_err("unknown").to_string();
    assert_eq!(words, "`head` cannot be `guess`: one of auto, consensus, temi, scan, turtle, tree, kmeans");
    settings.set("head", "tree").expect("a head");
    assert_eq!((value(&settings, "head"), value(&settings, "net.arch")), ("tree".into(), "vgg".into()));
    let words = settings.check().expect_err("unknown").to_string();
    assert_eq!(words, "`net.arch` cannot be `vgg`: one of resnet18, resnet50");
    assert!(settings.without_unknown_words().check().is_ok());
    let mut of_start = RunSettings::from_stored(r#"{"learn_on":true,"simclr":{"init":"gone-net"}}"#).expect("opens");
    assert_eq!(of_start.simclr.init, Start::Network(Source::Unlisted("gone-net".into())));
    let words = of_start.check().expect_err("unknown").to_string();
    assert!(words.starts_with("`simclr.init` cannot be `gone-net`: random, auto, builtin, "), "{words}");
    of_start.simclr.init = Start::Random;
    assert!(of_start.check().is_ok());
}

#[test]
fn runs_of_the_first_built_in_network_are_known_as_such() {
    let of = |text: &str| {
        let settings = RunSettings::from_stored(text).expect("opens");
        (settings.features.to_string(), settings.simclr.init.to_string())
    };
    assert_eq!(
        of(r#"{"features":"builtin","simclr":{"init":"builtin"}}"#),
        ("builtin-resnet".into(), "builtin-resnet".into())
    );
    assert_eq!(of("{}"), ("builtin-resnet".into(), "random".into()));
    assert_eq!(of(r#"{"features":"simclr"}"#), ("simclr".into(), "random".into()));
    assert_eq!(of(r#"{"features":"builtin","learn_on":false}"#), ("builtin".into(), "random".into()));
    // What people write has to be right.
    assert!(serde_json::from_str::<RunSettings>(r#"{"head":"guess"}"#).is_err());
    assert!(RunSettings::from_stored(r#"{"no such key":1}"#).is_err());
    assert!(RunSettings::from_stored(r#"{"scan":{"epochs":"many"}}"#).is_err());
}

/// A value that a key takes, chosen by a number.
fn valid(key: &str, present: &str, n: u32) -> String {
    let words: Vec<String> = match key {
        "features" => {
            ["auto", "builtin", "simclr", "0.5*pixels+colours", "file:/a b.pt", "dinov2-base"].map(Into::into).into()
        }
        "simclr.init" => ["random", "builtin-resnet", "resnet50", "file:/a.pt"].map(Into::into).into(),
        "device" => ["auto", "cpu", "cuda", "cuda:3", "metal"].map(Into::into).into(),
        "pretext" => Pretext::ALL.iter().map(ToString::to_string).collect(),
        "head" => Head::ALL.iter().map(ToString::to_string).collect(),
        "net.arch" => Arch::ALL.iter().map(ToString::to_string).collect(),
        "net.stem" => StemChoice::ALL.iter().map(ToString::to_string).collect(),
        "scan.init" | "temi.init" => Init::ALL.iter().map(ToString::to_string).collect(),
        "scan.sizes" => Sizes::ALL.iter().map(ToString::to_string).collect(),
        "selflabel.pseudo" => PseudoLabel::ALL.iter().map(ToString::to_string).collect(),
        _ if present == "true" || present == "false" => ["true", "false"].map(Into::into).into(),
        _ if present.contains('.') || present.contains("e-") => return format!("{:?}", f64::from(n) / 64.0),
        _ => return (n % 1000 + 1).to_string(),
    };
    words[n as usize % words.len()].clone()
}

proptest! {
    #[test]
    fn what_was_set_is_told_and_can_be_set_again(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u32>()), 0..40)) {
        let mut settings = RunSettings::default();
        let keys: Vec<(String, String)> = settings.entries().into_iter().filter(|(key, _)| key != "preset").collect();
        for (index, n) in changes {
            let (key, present) = index.get(&keys);
            let value = valid(key, present, n);
            settings.set(key, &value).expect(key);
            let told = settings.entries().into_iter().find(|(known, _)| known == key).expect("a key").1;
            prop_assert_eq!(told, value);
        }
        let mut again = RunSettings::default();
        for (key, value) in settings.entries().into_iter().filter(|(key, _)| key != "preset") {
            again.set(&key, &value).expect("told");
        }
        prop_assert_eq!(&again, &settings);
        let stored = serde_json::to_string(&settings).expect("JSON");
        prop_assert_eq!(RunSettings::from_stored(&stored).expect("stored"), settings);
    }
}
