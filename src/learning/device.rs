//! Where tensors live: the `--device` choice, turned into a candle device.

use candle_core::Device;

/// The asked-for device can not be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeviceError {
    /// Not one of the known names.
    #[error("`{0}` is no device; use auto, cpu, cuda, cuda:N or metal")]
    Unknown(String),
    /// Known, but not usable here.
    #[error("{name} can not be used: {why}; --device cpu always works")]
    Unavailable {
        /// The device that was asked for.
        name: String,
        /// What is missing.
        why: String,
    },
}

/// Opens `auto`, `cpu`, `cuda`, `cuda:N` or `metal`. `auto` takes the first GPU that answers, else the CPU.
///
/// # Errors
/// [`DeviceError`] for an unknown name, or a named GPU that is not there or not compiled in.
pub fn open(name: &str) -> Result<Device, DeviceError> {
    let cuda = |ordinal: usize| {
        if !cfg!(feature = "cuda") {
            return Err("this program was built without the `cuda` feature".to_owned());
        }
        Device::new_cuda(ordinal).map_err(|e| format!("no CUDA device {ordinal} answers ({})", first_line(&e)))
    };
    let metal = || {
        if !cfg!(feature = "metal") {
            return Err("this program was built without the `metal` feature".to_owned());
        }
        Device::new_metal(0).map_err(|e| format!("no Metal device answers ({})", first_line(&e)))
    };
    let unavailable = |why| DeviceError::Unavailable { name: name.to_owned(), why };
    match name {
        "cpu" => Ok(Device::Cpu),
        "auto" => Ok(cuda(0).or_else(|_| metal()).unwrap_or(Device::Cpu)),
        "metal" => metal().map_err(unavailable),
        "cuda" => cuda(0).map_err(unavailable),
        _ => {
            let ordinal = name.strip_prefix("cuda:").and_then(|n| n.parse().ok());
            cuda(ordinal.ok_or_else(|| DeviceError::Unknown(name.to_owned()))?).map_err(unavailable)
        }
    }
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

fn first_line(error: &candle_core::Error) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cpu_is_always_there_and_nonsense_is_refused() {
        assert_eq!(name(&open("cpu").expect("cpu")), "cpu");
        assert!(open("auto").is_ok());
        assert_eq!(open("gpu").expect_err("unknown"), DeviceError::Unknown("gpu".into()));
        assert_eq!(open("cuda:x").expect_err("unknown"), DeviceError::Unknown("cuda:x".into()));
        #[cfg(not(feature = "cuda"))]
        assert!(open("cuda").expect_err("not built in").to_string().contains("--device cpu"));
    }
}
