//! A frozen network with its weights, and the raw rows that it gives images.

use super::builtin;
use super::checkpoint::{self, CheckpointError, ClusterHead, Weights};
use super::hub::Hub;
use super::recognise::{self, Residual, Unrecognised};
use super::registry::{Model, Normalisation};
use super::rows::{self, Block};
use super::source::Source;
use crate::control::CancelToken;
use crate::learning::network::resnet::ResNet;
use crate::learning::network::vit::{DeviceVit, Family, Vit, VitError, VitForm};
use crate::learning::network::{Mode, Params};
use crate::learning::prefetch::{self, Order, Views};
use crate::learning::trainer::TrainError;
use crate::learning::views::{TileSet, View};
use candle_core::{Device, Tensor};
use std::path::{Path, PathBuf};

/// Images a forward pass.
const BATCH: usize = 128;

/// A network can not be used, in words.
#[derive(Debug, thiserror::Error)]
pub enum BackboneError {
    /// The disk said no.
    #[error("{path}: {source}")]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Not a file of tensors.
    #[error("{path} is neither safetensors nor a PyTorch checkpoint ({why})")]
    Format {
        /// Which file.
        path: PathBuf,
        /// What it seems to be.
        why: String,
    },
    /// A file of tensors that is damaged, or of a kind that is not read.
    #[error("{path} is {kind} that can not be used: {why}")]
    Unusable {
        /// Which file.
        path: PathBuf,
        /// Its format, with an article.
        kind: &'static str,
        /// What the reader said.
        why: String,
    },
    /// Tensors of no network that is known.
    #[error("{path}: {source}")]
    Unrecognised {
        /// Which file.
        path: PathBuf,
        /// What was looked for.
        source: Unrecognised,
    },
    /// Tensors that do not fit.
    #[error("{path}: {source}")]
    Misfit {
        /// Which file.
        path: PathBuf,
        /// Which.
        source: VitError,
    },
    /// It was not downloaded.
    #[error("{name} is not on this computer; `gleaner features add {name}` downloads it")]
    NotHere {
        /// Which network.
        name: &'static str,
    },
    /// The weights are another network's.
    #[error("{path} should be {name}, and is {found}; `gleaner features remove {name}` and add it again")]
    AnotherModel {
        /// Which file.
        path: PathBuf,
        /// What it should be.
        name: &'static str,
        /// What its tensors say.
        found: String,
    },
    /// Not a network that comes with weights.
    #[error("features from `{0}` are not computed by a frozen network")]
    NotFrozen(String),
    /// A transformer.
    #[error("{0} is a transformer; only residual networks can learn on from a folder")]
    NotTrainable(String),
    /// candle failed, out of memory for instance.
    #[error("the network could not be made: {0}")]
    Tensor(#[from] candle_core::Error),
}

/// What computes rows.
enum Net {
    /// Moments of two stages over the image and its mirror image, and colours.
    Builtin(Params),
    /// The features of a residual network.
    Residual(ResNet, Params),
    /// On the CPU.
    Vit(Box<Vit>),
    /// On another device.
    DeviceVit(Box<DeviceVit>),
}

/// A frozen network.
pub struct Backbone {
    /// Names the weights and everything that is done before and after: rows of another key are other rows.
    pub key: String,
    /// What it is, for people.
    pub label: String,
    /// Side of the square that it looks at, in pixels.
    pub size: usize,
    /// Parts of a raw row.
    pub blocks: Vec<Block>,
    /// Linear cluster heads that came with the weights, as SCAN saves them, and that take this network's features; mostly
    /// none.
    pub heads: Vec<ClusterHead>,
    /// Which of the heads their file names as the best; None if it does not.
    pub best_head: Option<usize>,
    normalisation: Normalisation,
    net: Net,
}

impl Backbone {
    /// Opens the network of a source.
    ///
    /// # Errors
    /// [`BackboneError`].
    pub fn open(source: &Source, device: &Device) -> Result<Self, BackboneError> {
        match source {
            Source::Builtin => Ok(Self {
                key: builtin::KEY.into(),
                label: "the built-in network".into(),
                size: builtin::SIZE,
                blocks: builtin::BLOCKS.to_vec(),
                heads: Vec::new(),
                best_head: None,
                normalisation: Normalisation::IMAGENET,
                net: Net::Builtin(builtin::params(device)?),
            }),
            Source::Model(model) => {
                let path = Hub::from_env().path(model).ok_or(BackboneError::NotHere { name: model.name })?;
                Ok(Self { label: model.label.into(), ..Self::from_file(&path, device)?.is(model, &path)? })
            }
            Source::File(path) => Self::from_file(path, device),
            Source::Simclr | Source::Vectors(_) => Err(BackboneError::NotFrozen(source.to_string())),
        }
    }

    /// The cluster head that came with the weights: the one that its file names as the best, else the first.
    #[must_use]
    pub fn best_head(&self) -> Option<&ClusterHead> {
        self.heads.get(self.best_head.unwrap_or(0))
    }

    /// A residual network to train further, and its parameters.
    ///
    /// # Errors
    /// [`BackboneError`], also if the source is a transformer.
    pub fn trainable(source: &Source, device: &Device) -> Result<(ResNet, Params), BackboneError> {
        match Self::open(source, device)?.net {
            Net::Builtin(params) => Ok((builtin::NET, params)),
            Net::Residual(net, params) => Ok((net, params)),
            Net::Vit(_) | Net::DeviceVit(_) => Err(BackboneError::NotTrainable(source.to_string())),
        }
    }

    /// Refuses a file that is not what its name says.
    fn is(self, model: &Model, path: &Path) -> Result<Self, BackboneError> {
        if (self.n_features(), self.size, self.normalisation) == (model.width, model.size, model.normalisation) {
            return Ok(self);
        }
        Err(BackboneError::AnotherModel { path: path.to_owned(), name: model.name, found: self.label })
    }

    fn from_file(path: &Path, device: &Device) -> Result<Self, BackboneError> {
        let Weights { tensors, heads, best_head, content } = read_weights(path)?;
        let found = recognise::network(tensors)
            .map_err(|source| BackboneError::Unrecognised { path: path.to_owned(), source })?;
        let digits = content.to_hex();
        // All or none, since the best is known by its place.
        let fitting = |width| {
            let do_fit = heads.iter().all(|head| head.n_features() == width);
            if do_fit { (heads, best_head) } else { (Vec::new(), None) }
        };
        let one_block = |width| vec![Block { width, weight: 1.0, is_standardised: false }];
        match found {
            recognise::Network::ResNet { form: Residual { net, size, normalisation }, tensors } => {
                let mut params = Params::new(device);
                net.add_params(&mut params, 0)?;
                params.load(&tensors)?;
                let (heads, best_head) = fitting(net.n_features());
                Ok(Self {
                    key: format!("residual-{}-{size}", &digits[..16]),
                    label: format!("{:?} of width {} at {size} px", net.arch, net.width),
                    size,
                    blocks: one_block(net.n_features()),
                    heads,
                    best_head,
                    normalisation,
                    net: Net::Residual(net, params),
                })
            }
            recognise::Network::Vit { form, tensors } => {
                let vit = Vit::new(form, &tensors)
                    .map_err(|source| BackboneError::Misfit { path: path.to_owned(), source })?;
                let form = vit.form();
                let (heads, best_head) = fitting(form.n_features());
                let (family, normalisation) = match form.family {
                    Family::Dinov2 => ("DINOv2", Normalisation::IMAGENET),
                    Family::Clip => ("CLIP", Normalisation::CLIP),
                    Family::Siglip => ("SigLIP", Normalisation::SIGLIP),
                };
                let (key, size) = vit_key(form, &content);
                Ok(Self {
                    key,
                    label: format!("{family}, {} wide, {} layers, at {size} px", form.dim, form.depth),
                    size,
                    blocks: one_block(form.n_features()),
                    heads,
                    best_head,
                    normalisation,
                    net: if device.is_cpu() {
                        Net::Vit(Box::new(vit))
                    } else {
                        Net::DeviceVit(Box::new(vit.on_device(size, device)?))
                    },
                })
            }
        }
    }

    /// Numbers of a raw row.
    #[must_use]
    pub fn n_features(&self) -> usize {
        rows::width(&self.blocks)
    }

    /// Raw rows (n, [`Backbone::n_features`]) of squares of its size, rounded to half precision, in which they are kept.
    /// `on_done` hears how many images are done.
    ///
    /// # Errors
    /// Cancelled, or from candle.
    ///
    /// # Panics
    /// If the squares are of another size.
    pub fn raw_rows(
        &self,
        mut tiles: TileSet,
        device: &Device,
        cancel: &CancelToken,
        on_done: &mut dyn FnMut(usize),
    ) -> Result<Vec<f32>, TrainError> {
        assert_eq!(tiles.size, self.size, "squares of the network's size");
        (tiles.mean, tiles.std) = (self.normalisation.mean, self.normalisation.std);
        let views: &[View] = match self.net {
            Net::Builtin(_) => &[View::Plain, View::Mirrored],
            Net::Residual(..) | Net::Vit(_) | Net::DeviceVit(_) => &[View::Plain],
        };
        let orders = |images: &[u32]| views.iter().map(|view| Order::new(*view, images, &[])).collect::<Vec<_>>();
        // What is ahead is in memory: large squares come in small batches.
        let batch = (BATCH * builtin::SIZE * builtin::SIZE / (self.size * self.size)).clamp(16, BATCH);
        let all: Vec<u32> = (0..tiles.n as u32).collect();
        let mut batches = all.chunks(batch);
        let mut next = batches.next().map(|images| (images, prefetch::cut(&tiles, &orders(images))));
        let mut raw = Vec::with_capacity(tiles.n * self.n_features());
        while let Some((images, mut cut)) = next.take() {
            cancel.check()?;
            let following = batches.next();
            let ahead = following.map(orders).unwrap_or_default();
            let (seen, cut) = prefetch::beside(&tiles, &ahead, || self.seen(&mut cut, device, cancel))?;
            let n_pixels = self.size * self.size * 3;
            for (&image, seen) in images.iter().zip(seen.chunks_exact(seen.len() / images.len())) {
                raw.extend_from_slice(seen);
                if let Net::Builtin(_) = self.net {
                    raw.extend(builtin::colours(&tiles.rgb[image as usize * n_pixels..][..n_pixels]));
                }
            }
            on_done(raw.len() / self.n_features());
            next = following.map(|images| (images, cut));
        }
        for x in &mut raw {
            *x = half::f16::from_f32(*x).to_f32();
        }
        if raw.iter().any(|x| !x.is_finite()) {
            return Err(TrainError::NotFinite { stage: "features", epoch: 0 });
        }
        Ok(raw)
    }

    /// What the network sees of a batch of images, row after row.
    fn seen(&self, views: &mut Views, device: &Device, cancel: &CancelToken) -> Result<Vec<f32>, TrainError> {
        let numbers = |x: &Tensor| x.to_device(&Device::Cpu)?.flatten_all()?.to_vec1::<f32>();
        match &self.net {
            Net::Builtin(params) => {
                let plain = builtin::seen(params, &views.tensor(device)?)?;
                cancel.check()?;
                let mirrored = builtin::seen(params, &views.tensor(device)?)?;
                Ok(numbers(&((plain + mirrored)? * 0.5)?)?)
            }
            Net::Residual(net, params) => Ok(numbers(&net.forward(params, &views.tensor(device)?, Mode::EVAL)?)?),
            Net::DeviceVit(vit) => Ok(numbers(&vit.features(&views.tensor(device)?)?)?),
            Net::Vit(vit) => {
                let images = numbers(&views.tensor(&Device::Cpu)?)?;
                Ok(vit.features(&images, self.size, cancel)?)
            }
        }
    }
}

/// Under which key rows of a transformer are kept, whose file has this content, and the side of its squares in pixels.
pub(super) fn vit_key(form: &VitForm, content: &blake3::Hash) -> (String, usize) {
    // DINOv2 was trained at 518 px and is used at 224; the others at the size of their grid.
    let size = if form.family == Family::Dinov2 { 16 * form.patch } else { form.grid * form.patch };
    (format!("vit-{}-{size}", &content.to_hex()[..16]), size)
}

/// The tensors of a file of weights.
pub(super) fn read_weights(path: &Path) -> Result<Weights, BackboneError> {
    checkpoint::read(path).map_err(|e| {
        let path = path.to_owned();
        match e {
            CheckpointError::Io(source) => BackboneError::Io { path, source },
            CheckpointError::Format(why) => BackboneError::Format { path, why },
            CheckpointError::Unusable { kind, why } => BackboneError::Unusable { path, kind, why },
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

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
        let backbone = Backbone::open(&Source::Builtin, &Device::Cpu).expect("in the program");
        assert_eq!(backbone.n_features(), builtin::N_FEATURES);
        let mut n_done = 0;
        let cancel = CancelToken::default();
        let all = backbone.raw_rows(tiles(3, 64), &Device::Cpu, &cancel, &mut |n| n_done = n).expect("rows");
        assert_eq!((all.len(), n_done), (3 * builtin::N_FEATURES, 3));
        assert!(all.iter().any(|x| *x > 0.1));
        assert!(most_off(&all, &raw(&backbone, tiles(1, 64))) < 2e-3);
        assert!(raw(&backbone, TileSet { size: 64, ..TileSet::default() }).is_empty());
        cancel.cancel();
        let cancelled = backbone.raw_rows(tiles(1, 64), &Device::Cpu, &cancel, &mut |_| ());
        assert!(matches!(cancelled, Err(TrainError::Cancelled)));
    }

    #[test]
    fn a_mirror_image_has_the_same_row() {
        let backbone = Backbone::open(&Source::Builtin, &Device::Cpu).expect("in the program");
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
        let net = ResNet { width: 4, stem: crate::learning::network::resnet::Stem::Cifar, ..builtin::NET };
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
        let other =
            HashMap::from([("x".to_owned(), Tensor::zeros(3, candle_core::DType::F32, &Device::Cpu).expect("x"))]);
        candle_core::safetensors::save(&other, &path).expect("saved");
        let words = open().err().expect("no network").to_string();
        assert!(words.contains("DINOv2") && words.contains("ResNet"), "{words}");
    }
}
