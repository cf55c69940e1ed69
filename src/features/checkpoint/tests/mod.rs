//! Checkpoints that PyTorch wrote, that the tests write, and that nobody should.

mod hostile;
mod writer;

use super::{CheckpointError, ClusterHead, parse};
use candle_core::{DType, Device, Tensor};
use half::{bf16, f16};
use std::collections::HashMap;
use writer::{Py, Stored, call, dict, floats, legacy, legacy_of, text, with_long_record, zipped, zipped_in};

/// Both by tests/fixtures/make_checkpoints.py, with PyTorch 2.9.1.
const SCAN: &[u8] = include_bytes!("../../../../tests/fixtures/scan.pth.tar");
const MOCO: &[u8] = include_bytes!("../../../../tests/fixtures/moco.pth.tar");

fn values(tensor: &Tensor) -> Vec<f32> {
    tensor.flatten_all().expect("flat").to_vec1().expect("f32")
}

fn words(bytes: &[u8]) -> String {
    parse(bytes).err().expect("refused").to_string()
}

/// `value` of make_checkpoints.py.
fn formula(name: &str, n: usize) -> Vec<f32> {
    let key: usize = name.bytes().map(usize::from).sum();
    let base = if name.ends_with("running_var") { 2.0 } else { 0.0 };
    (0..n).map(|i| base + (((key + 7 * i) % 61) as f32 - 30.0) / 32.0).collect()
}

#[test]
fn what_pytorch_wrote_is_read_to_the_last_weight() {
    let scan = parse(SCAN).expect("a checkpoint");
    // 20 convolutions, 20 times four numbers of BatchNorm, two heads.
    assert_eq!(scan.tensors.len(), 20 + 80 + 4);
    for (name, tensor) in &scan.tensors {
        assert_eq!(values(tensor), formula(name, tensor.elem_count()), "{name}");
    }
    assert_eq!(scan.tensors["backbone.layer4.0.shortcut.0.weight"].dims(), [8, 4, 1, 1]);
    assert_eq!((scan.heads.len(), scan.best_head), (2, Some(1)));
    assert_eq!((scan.heads[1].n_clusters(), scan.heads[1].n_features()), (5, 8));
    assert_eq!(scan.heads[1].weight, formula("cluster_head.1.weight", 40));
    assert_eq!(scan.content, blake3::hash(SCAN));

    let moco = parse(MOCO).expect("a checkpoint");
    assert_eq!(moco.tensors.len(), 20 + 80 + 4);
    for (name, tensor) in moco.tensors.iter().filter(|(name, _)| *name != "module.queue") {
        assert_eq!(values(tensor), formula(name, tensor.elem_count()), "{name}");
    }
    assert_eq!(moco.tensors["module.queue"].dims(), [3, 4]);
    assert_eq!((moco.heads, moco.best_head), (vec![], None));
}

#[test]
fn both_formats_and_all_types_of_numbers_are_read() {
    let numbers = [0.5f32, -1.0, 2.0, 0.25, 3.0, -4.0];
    let stored = |key, class, n_bytes, bytes| Stored { key, class, n_bytes, bytes };
    let storages = [
        floats("0", &numbers),
        stored("1", "HalfStorage", 2, numbers.iter().flat_map(|x| f16::from_f32(*x).to_le_bytes()).collect()),
        stored("2", "BFloat16Storage", 2, numbers.iter().flat_map(|x| bf16::from_f32(*x).to_le_bytes()).collect()),
        stored("3", "DoubleStorage", 8, numbers.iter().flat_map(|x| f64::from(*x).to_le_bytes()).collect()),
        stored("4", "LongStorage", 8, 7i64.to_le_bytes().to_vec()),
        stored("5", "BoolStorage", 1, vec![1, 0, 1]),
        stored("6", "IntStorage", 4, vec![0; 4]),
        stored("7", "ShortStorage", 2, vec![0; 2]),
        stored("8", "CharStorage", 1, vec![0; 1]),
        stored("9", "UntypedStorage", 1, vec![0; 4]),
    ];
    let names = ["f32", "f16", "bf16", "f64", "i64", "bool", "i32", "i16", "i8", "untyped"];
    let row = |stored: &Stored| {
        let n = (stored.bytes.len() / stored.n_bytes) as i64;
        stored.tensor(0, &[n], &[1])
    };
    let tensors = names.iter().zip(&storages).map(|(name, stored)| (*name, row(stored)));
    let object = dict(tensors.collect());
    for bytes in [zipped(&object, &storages), legacy(&object, &storages)] {
        let read = parse(&bytes).expect("a checkpoint").tensors;
        assert_eq!(read.keys().collect::<Vec<_>>(), ["bf16", "f16", "f32", "f64"]);
        assert!(read.values().all(|x| x.dtype() == DType::F32 && values(x) == numbers));
    }
}

#[test]
fn views_of_storages_are_tensors() {
    let a = floats("a", &[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
    let parameter = |x: Py| call("torch._utils", "_rebuild_parameter", vec![x, Py::Bool(true), Py::None]);
    let subclass = call(
        "torch._tensor",
        "_rebuild_from_type_v2",
        vec![
            Py::Global("torch._utils", "_rebuild_tensor_v2"),
            Py::Global("torch.nn.parameter", "Buffer"),
            Py::Tuple(a.view(6, &[2], &[1])),
            dict(vec![]),
        ],
    );
    let size = call("torch", "Size", vec![Py::Tuple(vec![Py::Int(2)])]);
    let inner = Py::Tuple(vec![text("inner"), Py::Int(3), Py::Int(4)]);
    let of_inner = vec![a.reference(Some(inner)), Py::Int(1), size, Py::Tuple(vec![Py::Int(1)])];
    let cases: Vec<(&str, Py, &[usize], &[f32])> = vec![
        ("all", a.tensor(0, &[2, 4], &[4, 1]), &[2, 4], &[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]),
        ("offset", a.tensor(5, &[3], &[1]), &[3], &[5.0, 6.0, 7.0]),
        ("transposed", a.tensor(0, &[4, 2], &[1, 4]), &[4, 2], &[0.0, 4.0, 1.0, 5.0, 2.0, 6.0, 3.0, 7.0]),
        ("every other", a.tensor(1, &[2, 1, 2], &[4, 9, 2]), &[2, 1, 2], &[1.0, 3.0, 5.0, 7.0]),
        ("expanded", a.tensor(2, &[2, 2], &[0, 1]), &[2, 2], &[2.0, 3.0, 2.0, 3.0]),
        ("number", a.tensor(7, &[], &[]), &[], &[7.0]),
        ("empty", a.tensor(0, &[0, 4], &[4, 1]), &[0, 4], &[]),
        ("parameter", parameter(a.tensor(4, &[1], &[1])), &[1], &[4.0]),
        ("subclass", subclass, &[2], &[6.0, 7.0]),
        ("of a view", call("torch._utils", "_rebuild_tensor", of_inner), &[2], &[4.0, 5.0]),
    ];
    let object = dict(cases.iter().map(|(name, object, ..)| (*name, object.clone())).collect());
    let state = Py::Build(Box::new(object), Box::new(dict(vec![("_metadata", dict(vec![]))])));
    for bytes in [zipped(&state, std::slice::from_ref(&a)), legacy(&state, std::slice::from_ref(&a))] {
        let read = parse(&bytes).expect("a checkpoint").tensors;
        assert_eq!(read.len(), cases.len());
        for (name, _, shape, numbers) in &cases {
            assert_eq!((read[*name].dims(), values(&read[*name]).as_slice()), (*shape, *numbers), "{name}");
        }
    }
    for beyond in [a.tensor(1, &[8], &[1]), a.tensor(0, &[2, 2], &[7, 1]), a.tensor(8, &[], &[])] {
        let object = dict(vec![("w", beyond)]);
        assert!(words(&legacy(&object, std::slice::from_ref(&a))).contains("w: it reaches beyond its storage"));
    }
}

#[test]
fn the_state_dict_is_found_where_training_code_puts_it() {
    let (a, b) = (floats("a", &[1.0]), floats("b", &[2.0]));
    let (wanted, other) = (dict(vec![("w", a.tensor(0, &[1], &[1]))]), dict(vec![("w", b.tensor(0, &[1], &[1]))]));
    let ordered = Py::Call(
        Box::new(Py::Global("collections", "OrderedDict")),
        Box::new(Py::Tuple(vec![Py::List(vec![Py::List(vec![text("w"), a.tensor(0, &[1], &[1])])])])),
    );
    let module = Py::Build(
        Box::new(call("torch.nn.modules.linear", "Linear", vec![])),
        Box::new(dict(vec![("_parameters", other.clone())])),
    );
    for object in [
        wanted.clone(),
        ordered,
        dict(vec![("epoch", Py::Int(3)), ("state_dict", wanted.clone()), ("optimizer", other.clone())]),
        dict(vec![("model", wanted.clone()), ("head", Py::Int(0))]),
        dict(vec![("model", module), ("model_state_dict", wanted.clone())]),
        dict(vec![("student", other.clone()), ("teacher", wanted.clone())]),
        dict(vec![("model", dict(vec![("net", wanted.clone())]))]),
        dict(vec![("backbone", wanted.clone()), ("w", b.tensor(0, &[1], &[1]))]),
    ] {
        let read = parse(&zipped(&object, &[a.clone(), b.clone()])).expect("a checkpoint").tensors;
        assert_eq!(read.iter().map(|(name, x)| (name.as_str(), values(x))).collect::<Vec<_>>(), [("w", vec![1.0])]);
    }
}

/// A number as NumPy pickles it.
fn numpy(code: &str, order: &str, bytes: &[u8]) -> Py {
    let state = Py::Tuple(vec![Py::Int(3), text(order), Py::None]);
    let dtype = Py::Build(Box::new(call("numpy", "dtype", vec![text(code)])), Box::new(state));
    let latin: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let bytes = call("_codecs", "encode", vec![text(&latin), text("latin1")]);
    call("numpy.core.multiarray", "scalar", vec![dtype, bytes])
}

#[test]
fn an_archive_is_read_whatever_its_folder_is_called() {
    let a = floats("0", &[1.0, 2.0, 3.0]);
    let model = dict(vec![("state_dict", dict(vec![("bias", a.tensor(0, &[3], &[1]))]))]);
    for n in 1..=40 {
        let plain = zipped_in(&"m".repeat(n), &model, std::slice::from_ref(&a));
        for bytes in [with_long_record(&plain), plain] {
            let read = parse(&bytes).unwrap_or_else(|why| panic!("{n} letters: {why}"));
            assert_eq!(values(&read.tensors["bias"]), [1.0, 2.0, 3.0], "{n} letters");
        }
    }
}

#[test]
fn a_checkpoint_to_resume_from_names_its_best_head() {
    let a = floats("a", &[1.0, 2.0, 3.0, 4.0]);
    let head = |i: usize| (["cluster_head.0.weight", "cluster_head.1.weight"][i], a.tensor(0, &[2, 2], &[2, 1]));
    let model = dict(vec![head(0), head(1)]);
    let of = |keys: Vec<(&str, Py)>| {
        let all = [vec![("model", model.clone()), ("epoch", Py::Int(7))], keys].concat();
        parse(&zipped(&dict(all), std::slice::from_ref(&a))).expect("a checkpoint").best_head
    };
    assert_eq!(of(vec![("best_loss_head", Py::Int(1))]), Some(1));
    assert_eq!(of(vec![("best_loss_head", Py::Int(1)), ("head", Py::Int(0))]), Some(0));
    assert_eq!(of(vec![("best_loss_head", Py::None)]), None);
}

#[test]
fn heads_are_read_in_their_order_and_the_best_by_its_number() {
    let a = floats("a", &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    let (weight, bias) = (a.tensor(0, &[2, 2], &[2, 1]), a.tensor(4, &[2], &[1]));
    let best = |head: Py, names: &[&str]| {
        let part = |name: &str| if name.ends_with("bias") { bias.clone() } else { weight.clone() };
        let model = names.iter().map(|name| (*name, part(name))).collect();
        parse(&zipped(&dict(vec![("model", dict(model)), ("head", head)]), std::slice::from_ref(&a)))
    };
    let two = ["cluster_head.0.weight", "cluster_head.1.weight", "cluster_head.1.bias", "contrastive_head.0.weight"];
    for (head, expected) in [
        (Py::Int(1), Some(1)),
        (Py::Int(2), None),
        (Py::Int(-1), None),
        (Py::None, None),
        (numpy("i8", "<", &[1, 0, 0, 0, 0, 0, 0, 0]), Some(1)),
        (numpy("u1", "|", &[1]), Some(1)),
        (numpy("i2", "<", &[255, 255]), None),
        (numpy("i8", ">", &[0, 0, 0, 0, 0, 0, 0, 1]), None),
        (numpy("i4", "<", &[1, 0]), None),
        (numpy("f8", "<", &[0; 8]), None),
    ] {
        let read = best(head, &two).expect("a checkpoint");
        let plain = ClusterHead { weight: vec![1.0, 2.0, 3.0, 4.0], bias: vec![0.0, 0.0] };
        assert_eq!(read.heads, [plain.clone(), ClusterHead { bias: vec![5.0, 6.0], ..plain }]);
        assert_eq!(read.best_head, expected);
    }
    let heads = |names: &[&str]| best(Py::Int(0), names).map(|read| (read.heads.len(), read.best_head));
    assert!(matches!(heads(&["module.cluster_head.weight", "module.cluster_head.bias"]), Ok((1, Some(0)))));
    assert!(matches!(heads(&["cluster_head.0.0.weight", "other.cluster_head.0.weight"]), Ok((0, None))));
    for wrong in [&["cluster_head.1.weight"][..], &["cluster_head.0.bias"]] {
        let words = heads(wrong).expect_err("refused").to_string();
        assert!(words.contains("cluster_head."), "{words}");
    }
}

#[test]
fn safetensors_are_known_by_their_bytes() {
    let tensor = |shape: &[usize]| Tensor::ones(shape, DType::F16, &Device::Cpu).expect("ones");
    let tensors = [("model.cluster_head.weight", &[3, 2][..]), ("model.cluster_head.bias", &[3])];
    let tensors: HashMap<_, _> = tensors.into_iter().map(|(name, shape)| (name.to_owned(), tensor(shape))).collect();
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("weights.pth");
    candle_core::safetensors::save(&tensors, &path).expect("saved");
    let read = super::read(&path).expect("read");
    assert_eq!(read.heads, [ClusterHead { weight: vec![1.0; 6], bias: vec![1.0; 3] }]);
    assert_eq!((read.best_head, read.tensors.len()), (None, 2));
    let bytes = std::fs::read(&path).expect("there");
    assert!(words(&bytes[..bytes.len() - 1]).contains("a safetensors file that cannot be used"));
    assert!(matches!(super::read(&folder.path().join("none")), Err(CheckpointError::Io(_))));
}

#[test]
fn what_is_not_read_is_told_in_words() {
    let a = floats("a", &[1.0]);
    let object = dict(vec![("w", a.tensor(0, &[1], &[1]))]);
    let counter = Stored { class: "LongStorage", n_bytes: 8, bytes: vec![0; 8], ..a.clone() };
    let mut tar = vec![0; 512];
    tar[257..262].copy_from_slice(b"ustar");
    let pickled = writer::pickle(&object);
    let module = Py::Build(Box::new(call("net", "Net", vec![])), Box::new(dict(vec![])));
    let machine = |is_little| dict(vec![("little_endian", Py::Bool(is_little))]);
    let stored = std::slice::from_ref(&a);
    let two_types = Stored { class: "IntStorage", ..a.clone() }.tensor(0, &[1], &[1]);
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (vec![], "it is empty"),
        (b"<!DOCTYPE html>".to_vec(), "neither safetensors nor a PyTorch checkpoint"),
        (tar, "tar archive"),
        (writer::pickle(&object), "not one that torch.save wrote"),
        (writer::archive(&[("readme", b"")]), "without data.pkl"),
        (writer::archive(&[("m/data.pkl", &pickled), ("m/constants.pkl", b"")]), "TorchScript"),
        (writer::archive(&[("m/data.pkl", &pickled), ("m/byteorder", b"big")]), "big-endian"),
        (writer::archive(&[("m/data.pkl", &pickled)]), "data/a"),
        (legacy_of(&machine(false), 1001, &object, stored), "big-endian"),
        (legacy_of(&machine(true), 1002, &object, stored), "version is not 1001"),
        (legacy_of(&machine(true), 1001, &object, &[]), "lacks the storage a"),
        (zipped(&module, &[]), "save the module's state_dict() instead"),
        (zipped(&dict(vec![("model", module), ("epoch", Py::Int(1))]), &[]), "it has: model, epoch;"),
        (legacy(&dict(vec![("n", counter.tensor(0, &[1], &[1]))]), std::slice::from_ref(&counter)), "it has: n;"),
        (zipped(&dict(vec![("w", a.tensor(0, &[1], &[1])), ("v", two_types)]), stored), "two types"),
    ];
    for (bytes, expected) in cases {
        let words = words(&bytes);
        assert!(words.contains(expected), "{words:?} lacks {expected:?}");
    }
}
