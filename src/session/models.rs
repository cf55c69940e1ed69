//! The networks that a person can take features from: what they cost, which are on this machine, and taking them off it.

use super::SessionError;
use crate::features::hub::Hub;
use crate::features::registry::{self, MODELS, Model, Origin};
use crate::features::{Source, cost};
use crate::strings::{Told, told};
use std::path::PathBuf;

/// A known network as a front end lists it.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownModel {
    /// The network.
    pub model: &'static Model,
    /// Where its weights lie, if they are here.
    pub path: Option<PathBuf>,
    /// Seconds that 1,000 images take on all cores of this machine.
    pub secs_per_1000: f64,
}

/// Every known network, in the order to show them.
#[must_use]
pub fn models() -> Vec<KnownModel> {
    let hub = Hub::from_env();
    let of = |model| KnownModel { model, path: hub.path(model), secs_per_1000: secs_per_1000(&Source::Model(model)) };
    MODELS.iter().map(of).collect()
}

/// Seconds that 1,000 images take on all cores of this machine.
#[must_use]
pub fn secs_per_1000(source: &Source) -> f64 {
    1000.0 * cost::secs_per_image(source, std::thread::available_parallelism().map_or(1, usize::from))
}

/// Measures this machine, which takes a quarter of a second the first time: costs are guesses before.
pub fn measure() {
    let _: cost::Speed = cost::measure();
}

/// The same on a thread of its own; gives whether it was done already.
#[must_use]
pub fn measure_soon() -> bool {
    cost::measure_soon();
    cost::measured().is_some()
}

/// The network that is offered where free words are searched for: of those that know them the quickest.
///
/// # Panics
/// Never: the table has networks that know words.
#[must_use]
pub fn words() -> &'static Model {
    let knowing = MODELS.iter().filter(|model| model.knows_words());
    let quickest = knowing.min_by(|a, b| a.giga_mul_adds.total_cmp(&b.giga_mul_adds));
    quickest.expect("the table has networks that know words")
}

/// The network of a name.
///
/// # Errors
/// Words with the names that there are.
pub fn model(name: &str) -> Result<&'static Model, SessionError> {
    registry::find(name).ok_or_else(|| {
        let names: Vec<&str> = MODELS.iter().map(|model| model.name).collect();
        SessionError::NoSuch(told!("network-unknown", name = name, names = names.join(", ")))
    })
}

/// The network that settings name, if it can be downloaded and was not.
#[must_use]
pub fn missing(features: &Source) -> Option<&'static Model> {
    match features {
        Source::Model(model) if model.is_on_hub() && Hub::from_env().path(model).is_none() => Some(model),
        _ => None,
    }
}

/// Where weights lie.
///
/// # Errors
/// Words, if they are not here.
pub fn path(model: &'static Model) -> Result<PathBuf, SessionError> {
    Hub::from_env().path(model).ok_or_else(|| SessionError::Words(not_here(model)))
}

/// Whether everything that a network comes with is here.
#[must_use]
pub fn is_complete(model: &Model) -> bool {
    Hub::from_env().has_all(model)
}

/// The folder where downloaded weights lie.
#[must_use]
pub fn dir() -> PathBuf {
    Hub::from_env().dir().to_owned()
}

/// Takes weights off this machine; gives the bytes that became free.
///
/// # Errors
/// Words, if they are not here or the disk says no.
pub fn remove(model: &'static Model) -> Result<u64, SessionError> {
    match Hub::from_env().remove(model) {
        Ok(0) => Err(SessionError::Words(not_here(model))),
        Ok(freed) => Ok(freed),
        Err(error) => Err(SessionError::Words(Told::of(error))),
    }
}

fn not_here(model: &Model) -> Told {
    match model.origin {
        Origin::Hub { .. } => told!("network-not-here", name = model.label),
        Origin::Authors { page } => told!("network-by-hand", name = model.label, page = page),
    }
}
