//! The identifiers that travel between modules, each its own type so that none is mistaken for another.
//!
//! An id names a thing inside one project; it says nothing about where the thing is kept.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $int:ty) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $int);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

id!(
    /// One image of a project: its row in the image table. Never reused, so an edit journal stays true for ever.
    ImageId,
    u32
);
id!(
    /// One cluster of a project: kept through renames, merges and later runs.
    ClusterId,
    u32
);
id!(
    /// One training run of a project, counted from 1.
    RunId,
    u32
);
id!(
    /// One background job of an engine, counted from 1 since the engine was started.
    JobId,
    u64
);
id!(
    /// One point of a project's history: 0 is the beginning, and any other number is right after the change of that number, counted
    /// from 1 over all changes that were ever made. The number of a change never changes.
    Point,
    u32
);

impl Point {
    /// Before the first change.
    pub const BEGINNING: Self = Self(0);
}
