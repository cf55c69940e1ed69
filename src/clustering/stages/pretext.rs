//! What learns features from a folder, as the settings ask for it: the network, the plan of its training and what is
//! trained. The pipeline runs it; the benchmark of the pretexts does too.

use crate::clustering::settings::{Preset, Pretext, RunSettings};
use crate::learning::dcl::Dcl;
use crate::learning::network::Params;
use crate::learning::network::resnet::ResNet;
use crate::learning::optim::{Rule, Schedule};
use crate::learning::simclr::Simclr;
use crate::learning::trainer::{Objective, Plan, TrainError};

/// The backbone.
#[must_use]
pub fn network(settings: &RunSettings) -> ResNet {
    let net = &settings.net;
    ResNet { arch: net.arch, stem: net.stem.stem(net.size), width: net.width }
}

/// How it is trained on `n_images`, without a checkpoint.
#[must_use]
pub fn plan(settings: &RunSettings, n_images: usize) -> Plan {
    let (batch, lr, n_inputs) = match settings.pretext {
        Pretext::Simclr => (settings.simclr.batch, settings.simclr.lr, 2.0),
        Pretext::Dcl => (settings.dcl.batch, settings.dcl.lr, settings.dcl.n_inputs()),
    };
    let lr = lr * batch.min(n_images) as f64 / 512.0;
    Plan {
        stage: settings.pretext_stage(),
        seed: settings.seed,
        n_images,
        n_epochs: settings.pretext_epochs(),
        batch,
        drops_remainder: settings.preset == Preset::Paper,
        n_inputs,
        rule: Rule::Sgd { momentum: 0.9, weight_decay: 1e-4 },
        schedule: Schedule::Cosine { lr, floor: 1e-3 },
        checkpoint: None,
        resumes: false,
    }
}

/// What is trained: the loss of `net` with a projection head, both in `params`.
pub fn objective<'a>(
    settings: &RunSettings,
    net: ResNet,
    params: &Params,
    on_epoch_end: &'a mut dyn FnMut(usize) -> Result<(), TrainError>,
) -> Box<dyn Objective + 'a> {
    let (params, seed) = (params.clone(), settings.seed);
    let (simclr, dcl) = (&settings.simclr, &settings.dcl);
    match settings.pretext {
        Pretext::Simclr => Box::new(Simclr {
            net,
            params,
            seed,
            temperature: simclr.temperature,
            one_sided: simclr.one_sided,
            on_epoch_end,
        }),
        Pretext::Dcl => Box::new(Dcl {
            net,
            params,
            seed,
            n_views: dcl.views,
            view_size: dcl.view_size(settings.net.size),
            temperature: dcl.temperature,
            on_epoch_end,
        }),
    }
}
