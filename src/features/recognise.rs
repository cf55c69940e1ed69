//! Which network a file of tensors is, told from their names and shapes.

use super::registry::Normalisation;
use crate::learning::network::resnet::{Arch, ResNet, Stem};
use crate::learning::network::text::TextForm;
use crate::learning::network::vit::VitForm;
use crate::strings::say;
use candle_core::Tensor;
use std::collections::BTreeMap;

/// A network that was recognised, and its tensors under the names that it is loaded by.
pub(super) enum Network {
    ResNet { form: Residual, tensors: BTreeMap<String, Tensor> },
    Vit { form: VitForm, tensors: BTreeMap<String, Tensor> },
}

/// A residual network and what it takes.
pub(super) struct Residual {
    pub net: ResNet,
    /// Side of the pictures, in pixels.
    pub size: usize,
    pub normalisation: Normalisation,
}

/// No network that is known.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", say!("weights-unrecognised", tensors = .0))]
pub struct Unrecognised(String);

/// What training code puts before the names of a network's tensors.
const PREFIXES: [&str; 7] =
    ["module.", "model.", "backbone.", "encoder_q.", "encoder.", "dinov2.", "dinov2_with_registers."];

/// A tensor's name without what training code puts before it.
pub(super) fn without_prefixes(name: &str) -> &str {
    let shorter = PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix));
    shorter.map_or(name, without_prefixes)
}

/// Recognises a network.
pub(super) fn network(tensors: BTreeMap<String, Tensor>) -> Result<Network, Unrecognised> {
    let is_scan = tensors.keys().any(|name| {
        let name = without_prefixes(name);
        name.starts_with("cluster_head.") || name.starts_with("contrastive_head.")
    });
    let mut named = tensors;
    // Prefixes may be stacked; each turn takes one off.
    for _ in 0..4 {
        let shapes: BTreeMap<String, Vec<usize>> =
            named.iter().map(|(name, x)| (name.clone(), x.dims().to_vec())).collect();
        if let Some(form) = VitForm::recognise(&shapes) {
            return Ok(Network::Vit { form, tensors: named });
        }
        if let Some(form) = resnet(&shapes, is_scan) {
            let renamed = |(name, x): (String, Tensor)| (name.replace(".shortcut.", ".downsample."), x);
            return Ok(Network::ResNet { form, tensors: named.into_iter().map(renamed).collect() });
        }
        let Some(prefix) = PREFIXES.iter().find(|prefix| named.keys().any(|name| name.starts_with(**prefix))) else {
            break;
        };
        named = named.into_iter().filter_map(|(name, x)| Some((name.strip_prefix(prefix)?.to_owned(), x))).collect();
    }
    let some: Vec<String> = named.keys().take(3).cloned().collect();
    let more = if named.len() > 3 { ", ..." } else { "" };
    Err(Unrecognised(format!("{}{more}", some.join(", "))))
}

/// A text tower that makes rows where those of the vision tower beside it are, that one's form, and all tensors; None if
/// there is none.
pub(super) fn text_tower(tensors: BTreeMap<String, Tensor>) -> Option<(TextForm, VitForm, BTreeMap<String, Tensor>)> {
    let named: BTreeMap<String, Tensor> =
        tensors.into_iter().map(|(name, x)| (without_prefixes(&name).to_owned(), x)).collect();
    let shapes = named.iter().map(|(name, x)| (name.clone(), x.dims().to_vec())).collect();
    let (text, vision) = (TextForm::recognise(&shapes)?, VitForm::recognise(&shapes)?);
    let is_pair = (text.family, text.n_features) == (vision.family, vision.n_features());
    is_pair.then_some((text, vision, named))
}

/// A residual network, and what it takes: a first layer of 7 x 7 is ImageNet's at 224 px, one of 3 x 3 CIFAR's at 32 px.
///
/// What comes after the first layer is in no tensor. Among SCAN's files those with CIFAR's stem call a block's short way
/// `shortcut`, and those with STL-10's, at 96 px, `downsample` as torchvision does.
fn resnet(shapes: &BTreeMap<String, Vec<usize>>, is_scan: bool) -> Option<Residual> {
    let &[width, 3, kernel, _] = shapes.get("conv1.weight")?.as_slice() else { return None };
    let has = |name: &str| shapes.contains_key(name);
    let arch = match (has("layer1.0.conv3.weight"), has("layer1.1.conv2.weight"), has("layer1.2.conv1.weight")) {
        (false, true, false) => Arch::ResNet18,
        (true, _, true) if has("layer3.5.conv3.weight") && !has("layer3.6.conv3.weight") => Arch::ResNet50,
        _ => return None,
    };
    let is_of_cifar = shapes.keys().any(|name| name.contains(".shortcut."));
    let (stem, size, normalisation) = match kernel {
        7 => (Stem::ImageNet, 224, Normalisation::IMAGENET),
        3 if is_of_cifar => (Stem::Cifar, 32, Normalisation::CIFAR),
        3 if is_scan => (Stem::Stl, 96, Normalisation::IMAGENET),
        3 => (Stem::Cifar, 32, Normalisation::IMAGENET),
        _ => return None,
    };
    Some(Residual { net: ResNet { arch, stem, width }, size, normalisation })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learning::network::Params;
    use candle_core::{DType, Device};

    fn tensors(net: ResNet) -> BTreeMap<String, Tensor> {
        let mut params = Params::new(&Device::Cpu);
        net.add_params(&mut params, 0).expect("parameters");
        params.to_tensors().expect("copies")
    }

    #[test]
    fn residual_networks_are_told_apart() {
        for net in [
            ResNet { arch: Arch::ResNet18, stem: Stem::ImageNet, width: 4 },
            ResNet { arch: Arch::ResNet50, stem: Stem::ImageNet, width: 2 },
            ResNet { arch: Arch::ResNet18, stem: Stem::Cifar, width: 3 },
        ] {
            for prefix in ["", "module.", "module.encoder_q.", "model.backbone."] {
                let named = tensors(net).into_iter().map(|(name, x)| {
                    let name = name.replace(".downsample.", ".shortcut.");
                    (format!("{prefix}{name}"), x)
                });
                let Ok(Network::ResNet { form, tensors }) = network(named.collect()) else {
                    panic!("{prefix} {net:?}")
                };
                assert_eq!(form.net, net);
                let mut params = Params::new(&Device::Cpu);
                net.add_params(&mut params, 1).expect("parameters");
                params.load(&tensors).expect("all there");
            }
        }
    }

    #[test]
    fn scan_s_files_tell_for_which_pictures_they_are() {
        let net = ResNet { arch: Arch::ResNet18, stem: Stem::Cifar, width: 2 };
        let of = |short_way: &str, head: &str| {
            let named = tensors(net).into_iter();
            let renamed = |(name, x): (String, Tensor)| {
                (format!("backbone.{}", name.replace(".downsample.", &format!(".{short_way}."))), x)
            };
            let mut named: BTreeMap<String, Tensor> = named.map(renamed).collect();
            named.insert(head.to_owned(), Tensor::zeros((3, 16), DType::F32, &Device::Cpu).expect("zeros"));
            let Ok(Network::ResNet { form, .. }) = network(named) else { panic!("{short_way} {head}") };
            (form.net.stem, form.size, form.normalisation.name)
        };
        assert_eq!(of("shortcut", "cluster_head.0.weight"), (Stem::Cifar, 32, "CIFAR-10"));
        assert_eq!(of("downsample", "contrastive_head.0.weight"), (Stem::Stl, 96, "ImageNet"));
        assert_eq!(of("downsample", "fc.weight"), (Stem::Cifar, 32, "ImageNet"));
    }

    #[test]
    fn of_moco_the_encoder_of_queries_is_taken() {
        let net = ResNet { arch: Arch::ResNet18, stem: Stem::ImageNet, width: 2 };
        let queries = tensors(net);
        let mut both = BTreeMap::from([("module.queue".to_owned(), queries["bn1.weight"].clone())]);
        for (name, x) in &queries {
            both.insert(format!("module.encoder_k.{name}"), x.zeros_like().expect("zeros"));
            both.insert(format!("module.encoder_q.{name}"), x.clone());
        }
        let Ok(Network::ResNet { tensors, .. }) = network(both) else { panic!("a residual network") };
        assert_eq!(tensors.keys().collect::<Vec<_>>(), queries.keys().collect::<Vec<_>>());
        let first = |x: &Tensor| x.flatten_all().and_then(|x| x.to_vec1::<f32>()).expect("numbers");
        assert_eq!(first(&tensors["conv1.weight"]), first(&queries["conv1.weight"]));
        assert_eq!(without_prefixes("module.encoder_q.fc.0.weight"), "fc.0.weight");
        assert_eq!(without_prefixes("module.encoder_k.fc.0.weight"), "encoder_k.fc.0.weight");
    }

    #[test]
    fn others_are_told_with_what_was_looked_for() {
        let zeros = |shape: &[usize]| Tensor::zeros(shape, DType::F32, &Device::Cpu).expect("zeros");
        let vgg = BTreeMap::from([("features.0.weight".to_owned(), zeros(&[64, 3, 3, 3]))]);
        let words = network(vgg).err().expect("no network").to_string();
        assert!(words.contains("features.0.weight") && words.contains("SigLIP"), "{words}");
        assert!(network(BTreeMap::new()).is_err());
    }
}
