//! Networks that are known by name: what they are, what may be done with them, and where their weights come from.
//!
//! Sizes, licences and widths are those that their publishers state; what a file really is its tensors tell when it is
//! opened, and a file that is not what its name says is refused.

use crate::strings::plain;

/// Channel means and deviations that a network was trained with, of values from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Normalisation {
    /// The data set or network that they belong to.
    pub name: &'static str,
    /// Means of red, green and blue.
    pub mean: [f32; 3],
    /// Standard deviation of each channel.
    pub std: [f32; 3],
}

impl Normalisation {
    /// Of networks trained on ImageNet, and of DINOv2.
    pub const IMAGENET: Self = Self { name: "ImageNet", mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
    /// Of networks trained on CIFAR-10, as SCAN's authors have it.
    pub const CIFAR: Self = Self { name: "CIFAR-10", mean: [0.4914, 0.4822, 0.4465], std: [0.2023, 0.1994, 0.2010] };
    /// The colours of OpenAI's CLIP.
    pub const CLIP: Self = Self {
        name: "CLIP",
        mean: [0.481_454_66, 0.457_827_5, 0.408_210_73],
        std: [0.268_629_54, 0.261_302_6, 0.275_777_1],
    };
    /// The colours of SigLIP.
    pub const SIGLIP: Self = Self { name: "SigLIP", mean: [0.5; 3], std: [0.5; 3] };
}

/// Where weights come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file of a repository on the Hugging Face hub.
    Hub {
        /// `owner/name`.
        repo: &'static str,
        /// Its name there.
        file: &'static str,
        /// The name of what turns words into numbers for its text tower, if it has one.
        tokenizer: Option<&'static str>,
        /// SHA-256 of the file in hexadecimal digits, where it is known: another file is not downloaded.
        sha256: Option<&'static str>,
    },
    /// A page of its authors, from where a person fetches the file; it is then used as `file:PATH`.
    Authors {
        /// Address of the page.
        page: &'static str,
    },
}

/// A network that is known by name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Model {
    /// Name in settings.
    pub name: &'static str,
    /// Name for people.
    pub label: &'static str,
    about: &'static str,
    /// Licence of the weights, as their publisher names it.
    pub licence: &'static str,
    /// Size of the file in millions of bytes.
    pub megabytes: u32,
    /// Side of the square that it looks at, in pixels.
    pub size: usize,
    /// How colours are normalised.
    pub normalisation: Normalisation,
    /// Numbers of a feature row.
    pub width: usize,
    /// Multiply-adds of an image, in thousand millions.
    pub giga_mul_adds: f64,
    /// Where the weights come from.
    pub origin: Origin,
}

const DINOV2: &str = "source-known-dinov2";
const REGISTERS: &str = "source-known-registers";
const CLIP: &str = "source-known-clip";
const SIGLIP: &str = "source-known-siglip";
const RESNET: &str = "source-known-resnet";

/// A file of weights at a publisher's: repository, and its SHA-256 as far as it is known.
type Published = (&'static str, Option<&'static str>);

const fn hub((repo, sha256): Published) -> Origin {
    Origin::Hub { repo, file: "model.safetensors", tokenizer: None, sha256 }
}

/// With a text tower; the two small networks of OpenAI are there as PyTorch's files alone.
const fn hub_with_words(file: &'static str, (repo, sha256): Published) -> Origin {
    Origin::Hub { repo, file, tokenizer: Some("tokenizer.json"), sha256 }
}

/// A vision transformer by the publisher's numbers: name, label, megabytes, width, multiply-adds, file.
const fn dinov2(name: &'static str, label: &'static str, of: (u32, usize, f64), weights: Published) -> Model {
    Model {
        name,
        label,
        about: DINOV2,
        licence: "Apache-2.0",
        megabytes: of.0,
        size: 224,
        normalisation: Normalisation::IMAGENET,
        width: of.1,
        giga_mul_adds: of.2,
        origin: hub(weights),
    }
}

const fn registers(name: &'static str, label: &'static str, of: (u32, usize, f64), weights: Published) -> Model {
    Model { about: REGISTERS, ..dinov2(name, label, of, weights) }
}

const fn clip(
    name: &'static str,
    label: &'static str,
    of: (u32, usize, f64),
    file: &'static str,
    weights: Published,
) -> Model {
    let (normalisation, origin) = (Normalisation::CLIP, hub_with_words(file, weights));
    Model { about: CLIP, licence: "MIT", normalisation, origin, ..dinov2(name, label, of, weights) }
}

const fn resnet(name: &'static str, label: &'static str, of: (u32, usize, f64), weights: Published) -> Model {
    Model { about: RESNET, licence: "BSD-3-Clause", ..dinov2(name, label, of, weights) }
}

const fn authors(name: &'static str, label: &'static str, about: &'static str, page: &'static str) -> Model {
    let of = (0, 2048, 4.1);
    Model { about, licence: "CC-BY-NC-4.0", origin: Origin::Authors { page }, ..dinov2(name, label, of, ("", None)) }
}

const SIGLIP_B16: Published =
    ("google/siglip-base-patch16-224", Some("2c63cb7d1f2e95ba501893cbb8faeb4ea9a3af295498d35097126228659c2af8"));

/// Every network that is known by name, what can be downloaded first.
pub const MODELS: [Model; 15] = [
    dinov2(
        "dinov2-small",
        "DINOv2 small",
        (88, 384, 6.1),
        ("facebook/dinov2-small", Some("ae1e99fcefd534ed978cdeb8326f08030c96e28b7a81ffcbc98a857c84d14be1")),
    ),
    dinov2(
        "dinov2-base",
        "DINOv2 base",
        (346, 768, 23.1),
        ("facebook/dinov2-base", Some("d73036b56966966d07975d696bde331762f37297e2f095de8cea0040c3aa0841")),
    ),
    dinov2("dinov2-large", "DINOv2 large", (1218, 1024, 80.8), ("facebook/dinov2-large", None)),
    registers(
        "dinov2-small-reg",
        "DINOv2 small, registers",
        (88, 384, 6.2),
        ("facebook/dinov2-with-registers-small", None),
    ),
    registers(
        "dinov2-base-reg",
        "DINOv2 base, registers",
        (346, 768, 23.5),
        ("facebook/dinov2-with-registers-base", None),
    ),
    registers(
        "dinov2-large-reg",
        "DINOv2 large, registers",
        (1218, 1024, 82.1),
        ("facebook/dinov2-with-registers-large", None),
    ),
    clip(
        "clip-b32",
        "CLIP base, patches of 32",
        (605, 512, 4.4),
        "pytorch_model.bin",
        ("openai/clip-vit-base-patch32", Some("a63082132ba4f97a80bea76823f544493bffa8082296d62d71581a4feff1576f")),
    ),
    clip(
        "clip-b16",
        "CLIP base, patches of 16",
        (599, 512, 17.5),
        "pytorch_model.bin",
        ("openai/clip-vit-base-patch16", Some("ec89c7b09c749a60aae3c9cd910516f24b58214a7df060b48962d14c469cfbf0")),
    ),
    clip(
        "clip-l14",
        "CLIP large",
        (1711, 768, 80.8),
        "model.safetensors",
        ("openai/clip-vit-large-patch14", Some("a2bf730a0c7debf160f7a6b50b3aaf3703e7e88ac73de7a314903141db026dcb")),
    ),
    Model {
        about: SIGLIP,
        normalisation: Normalisation::SIGLIP,
        origin: hub_with_words("model.safetensors", SIGLIP_B16),
        ..dinov2("siglip-b16", "SigLIP base", (813, 768, 17.6), SIGLIP_B16)
    },
    resnet(
        "resnet18",
        "ResNet-18",
        (47, 512, 1.8),
        ("timm/resnet18.tv_in1k", Some("694f673df6520a3158624e8a89af086f59923ee4cd7436fe5bc3bc71d295ad81")),
    ),
    resnet(
        "resnet50",
        "ResNet-50",
        (102, 2048, 4.1),
        ("timm/resnet50.tv_in1k", Some("5d061a3c593d795bfe682d9b152bafbcf550579873492def3515b46db1189888")),
    ),
    authors("moco-v2", "MoCo v2", "source-known-moco", "https://github.com/facebookresearch/moco"),
    Model {
        licence: "MIT",
        ..authors(
            "simclr-checkpoint",
            "SimCLR checkpoints",
            "source-known-simclr",
            "https://github.com/sthalles/SimCLR",
        )
    },
    Model {
        size: 32,
        width: 512,
        giga_mul_adds: 0.56,
        ..authors(
            "scan-checkpoint",
            "SCAN's own models",
            "source-known-scan",
            "https://github.com/wvangansbeke/Unsupervised-Classification",
        )
    },
];

/// The network of a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Model> {
    MODELS.iter().find(|model| model.name == name)
}

impl Model {
    /// What it was trained on and what it is good for, in a line, in the language of this thread.
    #[must_use]
    pub fn about(&self) -> &'static str {
        plain(self.about)
    }

    /// Whether it has a text tower, so that its features can be compared with words.
    #[must_use]
    pub fn knows_words(&self) -> bool {
        matches!(self.origin, Origin::Hub { tokenizer: Some(_), .. })
    }

    /// Whether it can be downloaded.
    #[must_use]
    pub fn is_on_hub(&self) -> bool {
        matches!(self.origin, Origin::Hub { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_can_be_typed_and_stand_for_one_network() {
        let names: HashSet<&str> = MODELS.iter().map(|model| model.name).collect();
        assert_eq!(names.len(), MODELS.len());
        for model in &MODELS {
            assert!(model.name.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-'));
            assert!(
                !["auto", "builtin", "builtin-resnet", "pixels", "colours", "simclr", "file", "vectors"]
                    .contains(&model.name)
            );
            assert_eq!(find(model.name), Some(model));
            assert_eq!(model.knows_words(), ["clip-", "siglip-"].iter().any(|begin| model.name.starts_with(begin)));
            assert_eq!(model.is_on_hub(), model.megabytes > 0);
        }
        assert_eq!(find("dino"), None);
    }
}
