//! What `--features` and the window's options name: a source of features.
//!
//! Names joined by `+` are one source, whose rows lie side by side; `0.5*` before one halves what it counts.

use super::hub::Hub;
use super::registry::{self, Model, Origin};
use crate::named::as_text;
use crate::strings::{Told, say, told};
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Where features come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// What fits the folder best, of what costs little; a run decides it.
    Auto,
    /// The network in the program.
    Builtin,
    /// The small network in the program, which `balanced` learns on from.
    BuiltinResnet,
    /// The picture itself, very small.
    Pixels,
    /// How much there is of each colour.
    Colours,
    /// Several, side by side; none of them is this, [`Source::Auto`], [`Source::Simclr`] or [`Source::Vectors`].
    Joined(Vec<Part>),
    /// A network that is trained on the folder.
    Simclr,
    /// A network of the registry, whose weights were downloaded.
    Model(&'static Model),
    /// Weights on disk, whose form their tensors tell.
    File(PathBuf),
    /// Rows that somebody else computed, with `files.txt` beside them.
    Vectors(PathBuf),
    /// What a run of another version came from, by a name that this version does not know. Nobody can ask for it: only
    /// stored settings have it, so that they are shown as they were.
    Unlisted(String),
}

/// One of several sources whose rows lie side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The source.
    pub source: Source,
    /// What its unit row is multiplied by, above 0.
    pub weight: f32,
}

impl Source {
    /// What the program has and computes quickly: what [`Source::Auto`] compares at least.
    pub const QUICK: [Self; 4] = [Self::Builtin, Self::BuiltinResnet, Self::Pixels, Self::Colours];

    /// What was found to be the best of what the program has on most folders: the built-in network with the small one at half
    /// its weight (`benches/README.md`, "What fits a folder").
    #[must_use]
    pub fn both_builtin() -> Self {
        let part = |source, weight| Part { source, weight };
        Self::Joined(vec![part(Self::Builtin, 1.0), part(Self::BuiltinResnet, 0.5)])
    }

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
            _ => None,
        }
    }

    /// The sources whose rows lie side by side: mostly one, itself.
    #[must_use]
    pub fn parts(&self) -> Vec<&Source> {
        match self {
            Self::Joined(parts) => parts.iter().map(|part| &part.source).collect(),
            one => vec![one],
        }
    }

    /// For people: "the built-in network and colours".
    #[must_use]
    pub fn label(&self) -> Told {
        match self {
            Self::Auto => told!("source-within-auto"),
            Self::Builtin => told!("source-within-builtin"),
            Self::BuiltinResnet => told!("source-within-small"),
            Self::Pixels => told!("source-within-pixels"),
            Self::Colours => told!("source-within-colours"),
            Self::Joined(parts) => Told::list(parts.iter().map(|part| part.source.label()).collect()),
            Self::Simclr => told!("source-within-learn"),
            Self::Model(model) => model.label.into(),
            Self::File(_) => told!("source-within-file"),
            Self::Vectors(_) => told!("source-within-vectors"),
            Self::Unlisted(name) => name.as_str().into(),
        }
    }

    /// Whether it can be a part of a joined one.
    fn is_joinable(&self) -> bool {
        !matches!(self, Self::Auto | Self::Simclr | Self::Vectors(_) | Self::Joined(_) | Self::Unlisted(_))
    }
}

impl Source {
    /// Checks that the files that it needs are there.
    ///
    /// # Errors
    /// In words: what is missing, and how it comes here.
    pub fn check_files(&self) -> Result<(), Told> {
        match (self, self.path()) {
            (Self::Joined(parts), _) => parts.iter().try_for_each(|part| part.source.check_files()),
            (Self::Unlisted(_), _) => Err(names()),
            (_, Some(path)) if path.as_os_str().is_empty() => Err(no_path(self)),
            (_, Some(path)) if !path.is_file() => Err(told!("setting-no-file", path = path.display().to_string())),
            (Self::Model(model), _) if Hub::from_env().path(model).is_none() => Err(match model.origin {
                Origin::Hub { .. } => told!(
                    "setting-not-here",
                    name = model.label,
                    word = model.name,
                    megabytes = model.megabytes,
                    licence = model.licence
                ),
                Origin::Authors { page } => told!("setting-by-hand", name = model.label, page = page),
            }),
            _ => Ok(()),
        }
    }
}

/// Sources that need nothing but their name.
const NAMED: [(&str, Source); 6] = [
    ("auto", Source::Auto),
    ("builtin", Source::Builtin),
    ("builtin-resnet", Source::BuiltinResnet),
    ("pixels", Source::Pixels),
    ("colours", Source::Colours),
    ("simclr", Source::Simclr),
];

impl FromStr for Source {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let of_path = match text.split_once(':') {
            // A path may have any letters in it.
            Some(("file", path)) => Some(Self::File(path.into())),
            Some(("vectors", path)) => Some(Self::Vectors(path.into())),
            _ => None,
        };
        if let Some(source) = of_path {
            let has_path = source.path().is_some_and(|path| !path.as_os_str().is_empty());
            return if has_path { Ok(source) } else { Err(no_path(&source).into()) };
        }
        if text.contains('+') {
            let parts = text.split('+').map(str::parse).collect::<Result<Vec<Part>, _>>()?;
            if !parts.iter().all(|part| part.source.is_joinable()) {
                return Err(say!("setting-not-joined").into());
            }
            if parts.iter().enumerate().any(|(at, part)| parts[..at].iter().any(|one| one.source == part.source)) {
                return Err(say!("setting-part-twice").into());
            }
            return Ok(Self::Joined(parts));
        }
        let named = NAMED.iter().find(|(name, _)| *name == text).map(|(_, source)| source.clone());
        named.or_else(|| registry::find(text).map(Self::Model)).ok_or_else(|| names().into())
    }
}

as_text!(Source);

/// What a source may be called, for whoever took another name.
fn names() -> Told {
    let names: Vec<&str> = NAMED.iter().map(|(name, _)| *name).collect();
    told!("setting-sources", names = names.join(", "))
}

/// What is missing of a file without a path.
fn no_path(source: &Source) -> Told {
    told!("setting-no-path", source = source.to_string())
}

impl FromStr for Part {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some((weight, name)) = text.split_once('*') else { return Ok(Self { source: text.parse()?, weight: 1.0 }) };
        let number = weight.trim().parse().ok().filter(|weight| *weight > 0.0 && *weight <= 1000.0);
        let weight = number.ok_or_else(|| say!("setting-weight", weight = weight))?;
        Ok(Self { source: name.trim().parse()?, weight })
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if (self.weight - 1.0).abs() < f32::EPSILON {
            self.source.fmt(f)
        } else {
            write!(f, "{}*{}", self.weight, self.source)
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Joined(parts) => f.write_str(&parts.iter().map(ToString::to_string).collect::<Vec<_>>().join("+")),
            Self::Model(model) => f.write_str(model.name),
            Self::File(path) => write!(f, "file:{}", path.display()),
            Self::Vectors(path) => write!(f, "vectors:{}", path.display()),
            Self::Unlisted(name) => f.write_str(name),
            named => f.write_str(NAMED.iter().find(|(_, source)| source == named).map_or("", |(name, _)| name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        let names = NAMED.iter().map(|(name, _)| *name);
        let others =
            ["dinov2-small", "file:/models/a+b c.safetensors", "vectors:C:/rows.npy", "builtin+0.5*builtin-resnet"];
        for text in names.chain(others) {
            assert_eq!(text.parse::<Source>().map(|source| source.to_string()), Ok(text.to_owned()));
        }
        for wrong in [
            "",
            "dino",
            "file:",
            "vectors:",
            "http://x",
            "builtin+",
            "builtin+simclr",
            "pixels+pixels",
            "auto+pixels",
            "0*pixels+builtin",
        ] {
            assert!(wrong.parse::<Source>().is_err(), "{wrong}");
        }
        assert!(!Source::Simclr.is_frozen() && Source::Vectors("x".into()).is_frozen());
    }
}
