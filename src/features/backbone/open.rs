//! Opens the frozen networks of a source: those of the program, downloaded ones, and weights on disk.

use super::levels::Levels;
use super::tensors::Tensors;
use super::{Backbone, BackboneError, Net};
use crate::features::checkpoint::{self, CheckpointError, Weights};
use crate::features::hub::Hub;
use crate::features::recognise::{self, Residual};
use crate::features::registry::{Model, Normalisation};
use crate::features::rows::{self, Block};
use crate::features::source::{Part, Source};
use crate::features::{builtin, builtin_resnet, plain};
use crate::learning::network::Params;
use crate::learning::network::resnet::ResNet;
use crate::learning::network::vit::{Family, Vit, VitForm};
use candle_core::Device;
use std::path::Path;

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
                    Levels::Lite(Box::new(lite))
                } else {
                    Levels::DeviceLite(Box::new(lite.on_device(device)?))
                };
                Ok(Self::ours(builtin::KEY, "the built-in network", builtin::SIZE, &builtin::BLOCKS, Net::Levels(net)))
            }
            Source::BuiltinResnet => {
                use builtin_resnet::{BLOCKS, KEY, SIZE};
                let net = Tensors::BuiltinResnet(builtin_resnet::params(device)?);
                Ok(Self::ours(KEY, "the small built-in network", SIZE, &BLOCKS, Net::Tensors(net)))
            }
            Source::Pixels => {
                let net = Levels::Plain(plain::pixels);
                Ok(Self::ours("pixels-1", "pixels", plain::PIXELS_SIZE, &[plain::PIXELS], Net::Levels(net)))
            }
            Source::Colours => {
                let net = Levels::Plain(plain::colours);
                Ok(Self::ours("colours-1", "colours", plain::COLOURS_SIZE, &[plain::COLOURS], Net::Levels(net)))
            }
            Source::Model(model) => {
                let path = Hub::from_env().path(model).ok_or(BackboneError::NotHere { name: model.name })?;
                Ok(Self { label: model.label.into(), ..Self::from_file(&path, device)?.is(model, &path)? })
            }
            Source::File(path) => Self::from_file(path, device),
            Source::Auto | Source::Joined(_) | Source::Simclr | Source::Vectors(_) | Source::Unlisted(_) => {
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

    /// A residual network to train further, and its parameters.
    ///
    /// # Errors
    /// [`BackboneError`], also if the source is another kind of network.
    pub fn trainable(source: &Source, device: &Device) -> Result<(ResNet, Params), BackboneError> {
        match Self::open(source, device)?.net {
            Net::Tensors(Tensors::BuiltinResnet(params)) => Ok((builtin_resnet::NET, params)),
            Net::Tensors(Tensors::Residual(net, params)) => Ok((net, params)),
            Net::Levels(_) | Net::Tensors(Tensors::Vit(_) | Tensors::DeviceVit(_)) => {
                Err(BackboneError::NotTrainable(source.to_string()))
            }
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
                    net: Net::Tensors(Tensors::Residual(net, params)),
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
                    net: Net::Tensors(if device.is_cpu() {
                        Tensors::Vit(Box::new(vit))
                    } else {
                        Tensors::DeviceVit(Box::new(vit.on_device(size, device)?))
                    }),
                })
            }
        }
    }
}

/// Under which key rows of a transformer are kept, whose file has this content, and the side of its squares in pixels.
pub(in crate::features) fn vit_key(form: &VitForm, content: &blake3::Hash) -> (String, usize) {
    // DINOv2 was trained at 518 px and is used at 224; the others at the size of their grid.
    let size = if form.family == Family::Dinov2 { 16 * form.patch } else { form.grid * form.patch };
    (format!("vit-{}-{size}", &content.to_hex()[..16]), size)
}

/// The tensors of a file of weights.
pub(in crate::features) fn read_weights(path: &Path) -> Result<Weights, BackboneError> {
    checkpoint::read(path).map_err(|e| {
        let path = path.to_owned();
        match e {
            CheckpointError::Io(source) => BackboneError::Io { path, source },
            CheckpointError::Format(why) => BackboneError::Format { path, why },
            CheckpointError::Unusable { kind, why } => BackboneError::Unusable { path, kind, why },
        }
    })
}
