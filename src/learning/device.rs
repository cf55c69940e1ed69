//! Where tensors live: the `--device` choice, turned into a candle device.

use crate::named::{UnknownWord, as_text};
use crate::strings::say;
use candle_core::Device;
use std::fmt;
use std::str::FromStr;

/// What may be asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeviceChoice {
    /// The first GPU that answers, else the CPU.
    #[default]
    Auto,
    /// The processor.
    Cpu,
    /// A GPU by Nvidia: of this number, else the first.
    Cuda(Option<u32>),
    /// A GPU by Apple.
    Metal,
}

impl DeviceChoice {
    /// Those without a number, in the order in which people are told of them.
    pub const ALL: [Self; 4] = [Self::Auto, Self::Cpu, Self::Cuda(None), Self::Metal];
}

impl fmt::Display for DeviceChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auto => f.write_str("auto"),
            Self::Cpu => f.write_str("cpu"),
            Self::Cuda(None) => f.write_str("cuda"),
            Self::Cuda(Some(ordinal)) => write!(f, "cuda:{ordinal}"),
            Self::Metal => f.write_str("metal"),
        }
    }
}

impl FromStr for DeviceChoice {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let numbered = text.strip_prefix("cuda:").and_then(|ordinal| ordinal.parse().ok()).map(|n| Self::Cuda(Some(n)));
        let known = Self::ALL.into_iter().find(|choice| choice.to_string() == text);
        known.or(numbered).ok_or_else(|| UnknownWord::none_of(["auto", "cpu", "cuda", "cuda:N", "metal"]))
    }
}

as_text!(DeviceChoice);

/// The asked-for device can not be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", say!("setting-device", device = device.to_string(), why = why))]
pub struct DeviceError {
    /// The device that was asked for.
    pub device: DeviceChoice,
    /// What is missing.
    pub why: String,
}

/// Opens a device.
///
/// # Errors
/// [`DeviceError`] for a named GPU that is not there or not compiled in.
pub fn open(device: DeviceChoice) -> Result<Device, DeviceError> {
    let cuda = |ordinal: u32| {
        if !cfg!(feature = "cuda") {
            return Err("this program was built without the `cuda` feature".to_owned());
        }
        Device::new_cuda(ordinal as usize).map_err(|e| format!("no CUDA device {ordinal} answers ({})", first_line(&e)))
    };
    let metal = || {
        if !cfg!(feature = "metal") {
            return Err("this program was built without the `metal` feature".to_owned());
        }
        Device::new_metal(0).map_err(|e| format!("no Metal device answers ({})", first_line(&e)))
    };
    let opened = match device {
        DeviceChoice::Cpu => Ok(Device::Cpu),
        DeviceChoice::Auto => Ok(cuda(0).or_else(|_| metal()).unwrap_or(Device::Cpu)),
        DeviceChoice::Metal => metal(),
        DeviceChoice::Cuda(ordinal) => cuda(ordinal.unwrap_or(0)),
    };
    opened.map_err(|why| DeviceError { device, why })
}

/// What to call a device in words and in stored runs.
#[must_use]
pub fn name(device: &Device) -> String {
    match device.location() {
        candle_core::DeviceLocation::Cpu => "cpu".to_owned(),
        candle_core::DeviceLocation::Cuda { gpu_id } => format!("cuda:{gpu_id}"),
        candle_core::DeviceLocation::Metal { .. } => "metal".to_owned(),
    }
}

/// What candle says, without the backtrace that it puts below where one is asked for.
#[must_use]
pub fn first_line(error: &candle_core::Error) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backtrace_is_no_part_of_a_message() {
        let error = candle_core::Error::Msg("out of memory\n   0: candle_core::error".into());
        assert_eq!(first_line(&error), "out of memory");
        let error = crate::learning::trainer::TrainError::Tensor(error);
        assert!(!error.to_string().contains("candle_core::"), "{error}");
    }

    #[test]
    fn cpu_is_always_there_and_nonsense_is_refused() {
        assert_eq!(name(&open(DeviceChoice::Cpu).expect("cpu")), "cpu");
        assert!(open(DeviceChoice::Auto).is_ok());
        for wrong in ["gpu", "cuda:x", "cuda:", "CPU", ""] {
            let words = wrong.parse::<DeviceChoice>().expect_err(wrong).to_string();
            assert_eq!(words, "one of auto, cpu, cuda, cuda:N, metal");
        }
        #[cfg(not(feature = "cuda"))]
        assert!(open(DeviceChoice::Cuda(None)).expect_err("not built in").to_string().contains("--device cpu"));
    }

    #[test]
    fn a_choice_is_read_as_it_is_written() {
        for choice in DeviceChoice::ALL.into_iter().chain([DeviceChoice::Cuda(Some(0)), DeviceChoice::Cuda(Some(7))]) {
            assert_eq!(choice.to_string().parse(), Ok(choice));
            let json = serde_json::to_string(&choice).expect("JSON");
            assert_eq!(json, format!("\"{choice}\""));
            assert_eq!(serde_json::from_str::<DeviceChoice>(&json).expect("JSON"), choice);
        }
    }
}
