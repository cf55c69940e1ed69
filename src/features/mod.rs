//! Named sources of features: so far one, learned from the folder itself.

/// A source of features, as `--features` and the window's options name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeatureSource {
    /// Used in settings.
    pub name: &'static str,
    /// Shown to people.
    pub label: &'static str,
    /// One line that says what it does.
    pub about: &'static str,
}

/// Every source that this program has.
pub const SOURCES: [FeatureSource; 1] = [FeatureSource {
    name: "simclr",
    label: "Learn from this folder",
    about: "Trains a network on these images alone (SimCLR); needs no download, takes minutes to hours.",
}];

/// The source of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static FeatureSource> {
    SOURCES.iter().find(|source| source.name == name)
}
