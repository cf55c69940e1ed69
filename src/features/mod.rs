//! Named sources of features: so far one, learned from the folder itself.
