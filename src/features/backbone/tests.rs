//! Rows of networks of the program and of weights on disk.

use super::*;
use crate::features::{Source, builtin, builtin_resnet};
use crate::learning::network::Params;
use crate::learning::network::resnet::{ResNet, Stem};
use candle_core::Tensor;
use std::collections::HashMap;
use std::path::Path;

fn tiles(n: usize, size: usize) -> TileSet {
    let tile = |i: usize| {
        let level = |at: usize| ((at * (i + 3)) % 251) as u8;
        let side = size as u32;
        Ok::<_, std::convert::Infallible>((side, side, (0..size * size * 3).map(level).collect()))
    };
    TileSet::build(n, size, tile).unwrap_or_else(|never| match never {})
}

fn raw(backbone: &Backbone, tiles: TileSet) -> Vec<f32> {
    backbone.raw_rows(tiles, &Device::Cpu, &CancelToken::default(), &mut |_| ()).expect("rows")
}

fn most_off(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

#[test]
fn the_rows_of_an_image_do_not_depend_on_the_others() {
    let sources = [
        (Source::Builtin, builtin::SIZE, builtin::N_FEATURES),
        (Source::BuiltinResnet, builtin_resnet::SIZE, builtin_resnet::N_FEATURES),
        (Source::Pixels, 16, 768),
        (Source::Colours, 64, 512),
    ];
    for (source, size, width) in sources {
        let backbone = Backbone::open(&source, &Device::Cpu).expect("in the program");
        assert_eq!((backbone.size, backbone.n_features()), (size, width));
        let mut n_done = 0;
        let cancel = CancelToken::default();
        let all = backbone.see(tiles(3, size), &Device::Cpu, &cancel, &mut |n| n_done = n).expect("rows");
        assert_eq!((all.rows.len(), n_done), (3 * width, 3));
        assert_eq!(all.classes.is_empty(), !backbone.knows_classes());
        assert!(all.rows.iter().any(|x| *x > 0.1));
        assert!(most_off(&all.rows, &raw(&backbone, tiles(1, size))) < 2e-3, "{source}");
        assert!(raw(&backbone, TileSet { size, ..TileSet::default() }).is_empty());
        cancel.cancel();
        let cancelled = backbone.raw_rows(tiles(1, size), &Device::Cpu, &cancel, &mut |_| ());
        assert!(matches!(cancelled, Err(TrainError::Cancelled)), "{source}");
    }
}

#[test]
fn a_mirror_image_has_the_same_row_of_the_small_network() {
    let backbone = Backbone::open(&Source::BuiltinResnet, &Device::Cpu).expect("in the program");
    let (plain, mut mirrored) = (tiles(1, 64), tiles(1, 64));
    for row in mirrored.rgb.chunks_exact_mut(64 * 3) {
        let flipped: Vec<u8> = row.chunks_exact(3).rev().flatten().copied().collect();
        row.copy_from_slice(&flipped);
    }
    assert_ne!(plain.rgb, mirrored.rgb);
    assert!(most_off(&raw(&backbone, plain), &raw(&backbone, mirrored)) < 2e-3);
}

#[test]
fn checkpoints_of_pytorch_are_networks_with_their_heads() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");
    for (name, size, n_heads, best_head) in [("scan.pth.tar", 32, 2, Some(1)), ("moco.pth.tar", 224, 0, None)] {
        let source = Source::File(Path::new(folder).join(name));
        let backbone = Backbone::open(&source, &Device::Cpu).expect("a residual network");
        assert_eq!((backbone.size, backbone.n_features()), (size, 8));
        assert_eq!((backbone.heads.len(), backbone.best_head), (n_heads, best_head));
        assert_eq!(raw(&backbone, tiles(2, size)).len(), 2 * 8);
    }
}

#[test]
fn weights_on_disk_are_recognised_or_told() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("weights.safetensors");
    let open = || Backbone::open(&Source::File(path.clone()), &Device::Cpu);
    assert!(matches!(open(), Err(BackboneError::Io { .. })));
    std::fs::write(&path, b"not tensors").expect("written");
    assert!(matches!(open(), Err(BackboneError::Format { .. })));
    let net = ResNet { width: 4, stem: Stem::Cifar, ..builtin_resnet::NET };
    let mut params = Params::new(&Device::Cpu);
    net.add_params(&mut params, 7).expect("parameters");
    let tensors: HashMap<String, Tensor> =
        params.to_tensors().expect("copies").into_iter().map(|(name, x)| (format!("backbone.{name}"), x)).collect();
    let mut with_head = tensors.clone();
    for (i, width) in [32, 31].into_iter().enumerate() {
        let head = Tensor::zeros((5, width), candle_core::DType::F32, &Device::Cpu).expect("zeros");
        with_head.insert(format!("cluster_head.{i}.weight"), head);
        candle_core::safetensors::save(&with_head, &path).expect("saved");
        // A head of another width is not this network's, and without it the others lose their numbers.
        assert_eq!(open().expect("a residual network").heads.len(), 1 - i);
    }
    candle_core::safetensors::save(&tensors, &path).expect("saved");
    let cut = std::fs::read(&path).expect("there");
    std::fs::write(&path, &cut[..cut.len() / 2]).expect("written");
    assert!(matches!(open(), Err(BackboneError::Unusable { .. })));
    candle_core::safetensors::save(&tensors, &path).expect("saved");
    let backbone = open().expect("a residual network");
    assert_eq!((backbone.size, backbone.n_features()), (32, 32));
    assert_eq!(raw(&backbone, tiles(5, 32)).len(), 5 * 32);
    let key = backbone.key.clone();
    assert_eq!(open().expect("again").key, key);
    let other = HashMap::from([("x".to_owned(), Tensor::zeros(3, candle_core::DType::F32, &Device::Cpu).expect("x"))]);
    candle_core::safetensors::save(&other, &path).expect("saved");
    let words = open().err().expect("no network").to_string();
    assert!(words.contains("DINOv2") && words.contains("ResNet"), "{words}");
}
