//! A frozen network with its weights, and the raw rows that it gives images.

use super::checkpoint::{self, CheckpointError, ClusterHead, Weights};
use super::hub::Hub;
use super::recognise::{self, Residual, Unrecognised};
use super::registry::{Model, Normalisation};
use super::rows::{self, Block};
use super::source::{Part, Source};
use super::{builtin, builtin_resnet, classes, plain};
use crate::control::CancelToken;
use crate::learning::network::lite::{self, DeviceLite, Lite};
use crate::learning::network::resnet::ResNet;
use crate::learning::network::vit::{DeviceVit, Family, Vit, VitError, VitForm};
use crate::learning::network::{Mode, Params};
use crate::learning::prefetch::{self, Order, Views};
use crate::learning::trainer::TrainError;
use crate::learning::views::{TileSet, View};
use candle_core::{Device, Tensor};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// Images a forward pass.
const BATCH: usize = 128;
/// Images between two words of how far it is, of networks that take levels.
const BATCH_OF_LEVELS: usize = 32;

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
    /// Of another form.
    #[error("{0} can not learn on from a folder; only residual networks can (builtin-resnet, for one)")]
    NotTrainable(String),
    /// candle failed, out of memory for instance.
    #[error("the network could not be made: {0}")]
    Tensor(#[from] candle_core::Error),
}

/// What a network sees of images.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// Raw rows (n, [`Backbone::n_features`]), rounded to half precision, in which they are kept.
    pub rows: Vec<f32>,
    /// Rows of [`super::classes`]; empty unless [`Backbone::knows_classes`].
    pub classes: Vec<f32>,
}

/// What computes rows.
enum Net {
    /// The mean of the last block, on the CPU.
    Lite(Box<Lite>),
    /// On another device.
    DeviceLite(Box<DeviceLite>),
    /// Moments of two stages over the image and its mirror image, and colours.
    BuiltinResnet(Params),
    /// No network at all: a function of a square's levels.
    Plain(fn(&[u8]) -> Vec<f32>),
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
            Source::Builtin => {
                let lite = builtin::network()?;
                let net = if device.is_cpu() {
                    Net::Lite(Box::new(lite))
                } else {
                    Net::DeviceLite(Box::new(lite.on_device(device)?))
                };
                Ok(Self::ours(builtin::KEY, "the built-in network", builtin::SIZE, &builtin::BLOCKS, net))
            }
            Source::BuiltinResnet => {
                use builtin_resnet::{BLOCKS, KEY, SIZE};
                let net = Net::BuiltinResnet(builtin_resnet::params(device)?);
                Ok(Self::ours(KEY, "the small built-in network", SIZE, &BLOCKS, net))
            }
            Source::Pixels => {
                let net = Net::Plain(plain::pixels);
                Ok(Self::ours("pixels-1", "pixels", plain::PIXELS_SIZE, &[plain::PIXELS], net))
            }
            Source::Colours => {
                let net = Net::Plain(plain::colours);
                Ok(Self::ours("colours-1", "colours", plain::COLOURS_SIZE, &[plain::COLOURS], net))
            }
            Source::Model(model) => {
                let path = Hub::from_env().path(model).ok_or(BackboneError::NotHere { name: model.name })?;
                Ok(Self { label: model.label.into(), ..Self::from_file(&path, device)?.is(model, &path)? })
            }
            Source::File(path) => Self::from_file(path, device),
            Source::Auto | Source::Joined(_) | Source::Simclr | Source::Vectors(_) => {
                Err(BackboneError::NotFrozen(source.to_string()))
            }
        }
    }

    /// The networks of all parts of a source.
    ///
    /// # Errors
    /// [`BackboneError`].
    pub fn open_parts(source: &Source, device: &Device) -> Result<Vec<Self>, BackboneError> {
        let Source::Joined(parts) = source else { return Ok(vec![Self::open(source, device)?]) };
        let open = |part: &Part| {
            let mut own = Self::open(&part.source, device)?;
            own.blocks = rows::weighted(&own.blocks, part.weight);
            Ok(own)
        };
        parts.iter().map(open).collect()
    }

    /// One that comes with the program.
    fn ours(key: &str, label: &str, size: usize, blocks: &[Block], net: Net) -> Self {
        let normalisation = Normalisation::IMAGENET;
        let (key, label, blocks) = (key.into(), label.into(), blocks.to_vec());
        Self { key, label, size, blocks, heads: Vec::new(), best_head: None, normalisation, net }
    }

    /// The cluster head that came with the weights: the one that its file names as the best, else the first.
    #[must_use]
    pub fn best_head(&self) -> Option<&ClusterHead> {
        self.heads.get(self.best_head.unwrap_or(0))
    }

    /// A residual network to train further, and its parameters.
    ///
    /// # Errors
    /// [`BackboneError`], also if the source is another kind of network.
    pub fn trainable(source: &Source, device: &Device) -> Result<(ResNet, Params), BackboneError> {
        match Self::open(source, device)?.net {
            Net::BuiltinResnet(params) => Ok((builtin_resnet::NET, params)),
            Net::Residual(net, params) => Ok((net, params)),
            _ => Err(BackboneError::NotTrainable(source.to_string())),
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

    /// Whether it tells what is on a picture, too: [`super::classes`].
    #[must_use]
    pub fn knows_classes(&self) -> bool {
        matches!(self.net, Net::Lite(_) | Net::DeviceLite(_))
    }

    /// Whether a thumbnail of 256 px may stand for a large original, see [`crate::dataset::pixels::thumbnail_is_enough`].
    #[must_use]
    pub fn takes_thumbnails(&self) -> bool {
        matches!(self.net, Net::Lite(_) | Net::DeviceLite(_))
    }

    /// What is seen of squares of its size. `on_done` hears how many images are done.
    ///
    /// # Errors
    /// Cancelled, or from candle.
    ///
    /// # Panics
    /// If the squares are of another size.
    pub fn see(
        &self,
        tiles: TileSet,
        device: &Device,
        cancel: &CancelToken,
        on_done: &mut dyn FnMut(usize),
    ) -> Result<Seen, TrainError> {
        assert_eq!(tiles.size, self.size, "squares of the network's size");
        let mut seen = match &self.net {
            Net::Lite(_) | Net::DeviceLite(_) | Net::Plain(_) => self.of_levels(&tiles, cancel, on_done)?,
            _ => Seen { rows: self.of_views(tiles, device, cancel, on_done)?, classes: Vec::new() },
        };
        for x in &mut seen.rows {
            *x = half::f16::from_f32(*x).to_f32();
        }
        if seen.rows.iter().any(|x| !x.is_finite()) {
            return Err(TrainError::NotFinite { stage: "features", epoch: 0 });
        }
        Ok(seen)
    }

    /// Raw rows alone, see [`Backbone::see`].
    ///
    /// # Errors
    /// Cancelled, or from candle.
    pub fn raw_rows(
        &self,
        tiles: TileSet,
        device: &Device,
        cancel: &CancelToken,
        on_done: &mut dyn FnMut(usize),
    ) -> Result<Vec<f32>, TrainError> {
        Ok(self.see(tiles, device, cancel, on_done)?.rows)
    }

    /// Of what takes levels as they are.
    fn of_levels(
        &self,
        tiles: &TileSet,
        cancel: &CancelToken,
        on_done: &mut dyn FnMut(usize),
    ) -> Result<Seen, TrainError> {
        let n_bytes = self.size * self.size * 3;
        let mut all = Seen::default();
        for levels in tiles.rgb.chunks(BATCH_OF_LEVELS * n_bytes) {
            cancel.check()?;
            let seen = match &self.net {
                Net::Lite(lite) => lite.see(levels, self.size, true, cancel)?,
                Net::DeviceLite(lite) => lite.see(levels, self.size, true, cancel)??,
                Net::Plain(row) => {
                    let rows = levels.par_chunks_exact(n_bytes).flat_map_iter(row).collect();
                    lite::Seen { rows, classes: Vec::new() }
                }
                _ => unreachable!("only these take levels"),
            };
            all.rows.extend(seen.rows);
            all.classes.extend(seen.classes.chunks_exact(lite::N_CLASSES).flat_map(classes::top));
            on_done(all.rows.len() / self.n_features());
        }
        Ok(all)
    }

    /// Of networks that take normalised tensors.
    fn of_views(
        &self,
        mut tiles: TileSet,
        device: &Device,
        cancel: &CancelToken,
        on_done: &mut dyn FnMut(usize),
    ) -> Result<Vec<f32>, TrainError> {
        (tiles.mean, tiles.std) = (self.normalisation.mean, self.normalisation.std);
        let is_mirrored = matches!(self.net, Net::BuiltinResnet(_));
        let views: &[View] = if is_mirrored { &[View::Plain, View::Mirrored] } else { &[View::Plain] };
        let orders = |images: &[u32]| views.iter().map(|view| Order::new(*view, images, &[])).collect::<Vec<_>>();
        // What is ahead is in memory: large squares come in small batches.
        let batch = (BATCH * 64 * 64 / (self.size * self.size)).clamp(16, BATCH);
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
                if is_mirrored {
                    raw.extend(builtin_resnet::colours(&tiles.rgb[image as usize * n_pixels..][..n_pixels]));
                }
            }
            on_done(raw.len() / self.n_features());
            next = following.map(|images| (images, cut));
        }
        Ok(raw)
    }

    /// What the network sees of a batch of images, row after row.
    fn seen(&self, views: &mut Views, device: &Device, cancel: &CancelToken) -> Result<Vec<f32>, TrainError> {
        let numbers = |x: &Tensor| x.to_device(&Device::Cpu)?.flatten_all()?.to_vec1::<f32>();
        match &self.net {
            Net::BuiltinResnet(params) => {
                let plain = builtin_resnet::seen(params, &views.tensor(device)?)?;
                cancel.check()?;
                let mirrored = builtin_resnet::seen(params, &views.tensor(device)?)?;
                Ok(numbers(&((plain + mirrored)? * 0.5)?)?)
            }
            Net::Residual(net, params) => Ok(numbers(&net.forward(params, &views.tensor(device)?, Mode::EVAL)?)?),
            Net::DeviceVit(vit) => Ok(numbers(&vit.features(&views.tensor(device)?)?)?),
            Net::Vit(vit) => {
                let images = numbers(&views.tensor(&Device::Cpu)?)?;
                Ok(vit.features(&images, self.size, cancel)?)
            }
            Net::Lite(_) | Net::DeviceLite(_) | Net::Plain(_) => unreachable!("these take levels"),
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
        let net = ResNet { width: 4, stem: crate::learning::network::resnet::Stem::Cifar, ..builtin_resnet::NET };
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
