//! Against what transformers makes of the same texts with the same weights, by an integer formula; and what is refused.

use super::*;
use crate::learning::network::text::TextForm;
use crate::learning::network::vit::VitForm;
use crate::learning::testing::{golden, integer_formula_values, to_vec};
use crate::linalg::rows::Activation;
use candle_core::{Device, Tensor};
use std::collections::HashMap;

const TEXTS: [&str; 5] = [
    "a photo of a dog.",
    "zebra",
    "A close-up photo of a Double-Decker bus, and 12 more words that are too long for so few tokens",
    "",
    "caf\u{e9} \u{732b}",
];

fn form(family: Family) -> TextForm {
    let (vocabulary, n_features) = if family == Family::Clip { (1134, 512) } else { (500, 48) };
    TextForm { family, vocabulary, positions: 16, dim: 128, depth: 2, hidden: 256, n_features }
}

/// A folder with weights by the formula and, of these families, the tokenizer beside them.
fn folder(form: &TextForm, tokenizer_of: Option<Family>) -> (tempfile::TempDir, Source) {
    let folder = tempfile::tempdir().expect("folder");
    let tensor = |(name, shape): (String, Vec<usize>)| {
        let is_gain = name.contains("norm") && name.ends_with(".weight");
        let values = integer_formula_values(&name, shape.iter().product());
        let values: Vec<f32> = values.map(|u| if is_gain { 1.0 + 0.4 * u } else { 0.1 * u } as f32).collect();
        (name, Tensor::from_vec(values, shape, &Device::Cpu).expect("as many as the shape"))
    };
    let is_clip = form.family == Family::Clip;
    let vision = VitForm {
        family: form.family,
        dim: if is_clip { 64 } else { 48 },
        depth: 1,
        heads: 1,
        hidden: 64,
        patch: 32,
        grid: 7,
        registers: 0,
        projection: is_clip.then_some(form.n_features),
        activation: if is_clip { Activation::QuickGelu } else { Activation::GeluTanh },
        eps: if is_clip { 1e-5 } else { 1e-6 },
    };
    let all = form.tensors().into_iter().chain(vision.tensors());
    let tensors: HashMap<String, Tensor> = all.map(tensor).collect();
    let path = folder.path().join("model.safetensors");
    candle_core::safetensors::save(&tensors, &path).expect("saved");
    if let Some(family) = tokenizer_of {
        let name = if family == Family::Clip { "clip" } else { "siglip" };
        let from = format!("{}/tests/fixtures/{name}/tokenizer.json", env!("CARGO_MANIFEST_DIR"));
        std::fs::copy(from, folder.path().join("tokenizer.json")).expect("copied");
    }
    (folder, Source::File(path))
}

#[test]
fn texts_are_those_of_transformers() {
    let golden = golden("text");
    for (family, name) in [(Family::Clip, "clip"), (Family::Siglip, "siglip")] {
        let (_folder, source) = folder(&form(family), Some(family));
        let encoder = TextEncoder::open(&source).expect("whole");
        assert_eq!(*encoder.tower.form(), form(family));
        // Words are compared with the very rows that a run keeps.
        let backbone = backbone::Backbone::open(&source, &Device::Cpu).expect("whole");
        assert_eq!((&backbone.key, backbone.n_features()), (&encoder.image_key, encoder.n_features()));
        let tokens: Vec<Vec<u32>> = TEXTS.iter().map(|text| encoder.tokens(text).expect("tokens")).collect();
        for (ours, theirs) in tokens.iter().zip(to_vec(&golden[&format!("{name}.tokens")]).chunks_exact(16)) {
            let theirs: Vec<u32> = theirs.iter().filter(|x| **x >= 0.0).map(|x| *x as u32).collect();
            assert_eq!(*ours, theirs, "{name}");
        }
        let d = encoder.n_features();
        let ours = encoder.tower.rows(&tokens, &CancelToken::default()).expect("not cancelled");
        for (ours, theirs) in ours.chunks_exact(d).zip(to_vec(&golden[&format!("{name}.rows")]).chunks_exact(d)) {
            let off = ours.iter().zip(theirs).map(|(a, b)| f64::from(a - b).powi(2)).sum::<f64>().sqrt();
            let scale = theirs.iter().map(|b| f64::from(*b).powi(2)).sum::<f64>().sqrt();
            assert!(off < 1e-4 * scale, "{name}: off by {off} at a norm of {scale}");
        }
    }
}

#[test]
fn things_are_unit_rows_that_do_not_depend_on_each_other() {
    let (_folder, source) = folder(&form(Family::Clip), Some(Family::Clip));
    let encoder = TextEncoder::open(&source).expect("whole");
    let cancel = CancelToken::default();
    let both = encoder.things(&["dog", "zebra"], &cancel).expect("rows");
    assert_eq!(encoder.things(&["zebra"], &cancel).expect("a row"), both[512..]);
    assert!((both[..512].iter().map(|x| x * x).sum::<f32>() - 1.0).abs() < 1e-5);
    assert_eq!(encoder.query("zebra", &cancel).expect("a row").len(), 512);
    assert!(encoder.things(&[], &cancel).expect("none").is_empty());
    assert_eq!(TextEncoder::open(&source).expect("again").key, encoder.key);
    cancel.cancel();
    assert!(matches!(encoder.things(&["dog"], &cancel), Err(TextError::Cancelled(_))));
}

#[test]
fn what_knows_no_words_is_told_with_the_way_out() {
    let words = |source: &Source| TextEncoder::open(source).err().expect("no words").to_string();
    for source in ["builtin", "simclr", "vectors:rows.npy", "dinov2-small"] {
        let told = words(&source.parse().expect("a source"));
        assert!(told.contains("knows no words") && told.contains("--features clip-b32"), "{told}");
    }
    let (_folder, without) = folder(&form(Family::Clip), None);
    assert!(words(&without).contains("tokenizer.json is missing"));
    let (_folder, of_another) = folder(&TextForm { vocabulary: 300, ..form(Family::Clip) }, Some(Family::Clip));
    let encoder = TextEncoder::open(&of_another).expect("opens");
    assert!(
        encoder.query("dog", &CancelToken::default()).expect_err("refused").to_string().contains("another network")
    );
    let (damaged, source) = folder(&form(Family::Siglip), None);
    std::fs::write(damaged.path().join("tokenizer.json"), "{").expect("written");
    assert!(words(&source).contains("cannot be used"));
    // A file of vision alone.
    let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/scan.pth.tar");
    assert!(words(&Source::File(fixture.into())).contains("knows no words"));
}
