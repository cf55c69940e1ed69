//! What `--features` and the window's options name: a source of features.

use super::hub::Hub;
use super::registry::{self, Model, Origin};
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Where features come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// The network in the program.
    Builtin,
    /// A network that is trained on the folder.
    Simclr,
    /// A network of the registry, whose weights were downloaded.
    Model(&'static Model),
    /// Weights on disk, whose form their tensors tell.
    File(PathBuf),
    /// Rows that somebody else computed, with `files.txt` beside them.
    Vectors(PathBuf),
}

impl Source {
    /// Whether features do not change while a run trains.
    #[must_use]
    pub fn is_frozen(&self) -> bool {
        *self != Self::Simclr
    }

    /// The file that a person named; None for what the program has, or looks for by itself.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) | Self::Vectors(path) => Some(path),
            Self::Builtin | Self::Simclr | Self::Model(_) => None,
        }
    }
}

impl Source {
    /// Checks that the files that it needs are there.
    ///
    /// # Errors
    /// In words: what is missing, and how it comes here.
    pub fn check_files(&self) -> Result<(), String> {
        match (self, self.path()) {
            (_, Some(path)) if !path.is_file() => Err(format!("there is no file {}", path.display())),
            (Self::Model(model), _) if Hub::from_env().path(model).is_none() => Err(match model.origin {
                Origin::Hub { .. } => format!(
                    "{} is not on this computer yet; `gleaner features add {}` downloads {} MB (licence {})",
                    model.label, model.name, model.megabytes, model.licence
                ),
                Origin::Authors { page } => {
                    format!("{} is fetched by hand from {page}; then give file:PATH", model.label)
                }
            }),
            _ => Ok(()),
        }
    }
}

impl FromStr for Source {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let path = |path: &str, what: &str| match path {
            "" => Err(format!("`{what}:` wants a path after it")),
            path => Ok(PathBuf::from(path)),
        };
        match text.split_once(':') {
            None if text == "builtin" => Ok(Self::Builtin),
            None if text == "simclr" => Ok(Self::Simclr),
            Some(("file", rest)) => Ok(Self::File(path(rest, "file")?)),
            Some(("vectors", rest)) => Ok(Self::Vectors(path(rest, "vectors")?)),
            _ => registry::find(text).map(Self::Model).ok_or_else(|| {
                "builtin, simclr, file:PATH (weights), vectors:PATH (rows of your own), or a name from `gleaner features`"
                    .into()
            }),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Builtin => f.write_str("builtin"),
            Self::Simclr => f.write_str("simclr"),
            Self::Model(model) => f.write_str(model.name),
            Self::File(path) => write!(f, "file:{}", path.display()),
            Self::Vectors(path) => write!(f, "vectors:{}", path.display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for text in ["builtin", "simclr", "dinov2-small", "file:/models/a b.safetensors", "vectors:C:/rows.npy"] {
            assert_eq!(text.parse::<Source>().map(|source| source.to_string()), Ok(text.to_owned()));
        }
        for wrong in ["", "dino", "file:", "vectors:", "http://x"] {
            assert!(wrong.parse::<Source>().is_err(), "{wrong}");
        }
        assert!(!Source::Simclr.is_frozen() && Source::Vectors("x".into()).is_frozen());
    }
}
