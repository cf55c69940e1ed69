//! A string with what has to be put into it, before it is put into words.

use super::{catalogue, numbers};
use fluent_bundle::{FluentArgs, FluentValue};
use std::borrow::Cow;
use std::fmt;

/// Something to say to people: a key and its arguments. It is put into words by `Display`, in the language of the thread
/// that shows it, so that threads that speak no language can have something to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    key: &'static str,
    args: Vec<(&'static str, Arg)>,
}

/// What is put into a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// A whole number; it chooses between one and many, and is written with thousands apart.
    Number(i64),
    /// A share from 0 to 1, by the bits of a number: "91 %".
    Share(u64),
    /// A length of time in seconds, by the bits of a number: "12 min".
    Span(u64),
    /// Words as they are: a name, a path.
    Text(String),
    /// Something to say inside another.
    Told(Box<Told>),
}

/// A share from 0 to 1 as an argument: "91 %".
#[derive(Clone, Copy, Debug)]
pub struct Share(pub f64);

/// A length of time in seconds as an argument: "12 min".
#[derive(Clone, Copy, Debug)]
pub struct Span(pub f64);

impl Told {
    /// The string of `key`, so far without arguments.
    #[must_use]
    pub fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// Words as they are, in no language of ours: what a file or a system says.
    #[must_use]
    pub fn words(words: impl Into<String>) -> Self {
        Self { key: "", args: vec![("", Arg::Text(words.into()))] }
    }

    /// With an argument more.
    #[must_use]
    pub fn with(mut self, name: &'static str, arg: impl Into<Arg>) -> Self {
        self.args.push((name, arg.into()));
        self
    }

    /// Its key; empty for words as they are.
    #[must_use]
    pub fn key(&self) -> &'static str {
        self.key
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.key, &*self.args) {
            ("", [(_, Arg::Text(words))]) => f.write_str(words),
            (key, []) => f.write_str(catalogue::plain(key)),
            (key, args) => {
                let args: FluentArgs<'_> = args.iter().map(|(name, arg)| (*name, arg.value())).collect();
                f.write_str(&catalogue::with_args(key, &args))
            }
        }
    }
}

impl Arg {
    fn value(&self) -> FluentValue<'_> {
        match self {
            Self::Number(n) => FluentValue::from(*n),
            Self::Share(bits) => FluentValue::String(numbers::percent(f64::from_bits(*bits)).into()),
            Self::Span(bits) => FluentValue::String(numbers::duration(f64::from_bits(*bits)).into()),
            Self::Text(text) => FluentValue::String(Cow::Borrowed(text)),
            Self::Told(told) => FluentValue::String(told.to_string().into()),
        }
    }
}

macro_rules! whole_numbers {
    ($($number:ty),+) => {
        $(impl From<$number> for Arg {
            fn from(n: $number) -> Self {
                Self::Number(i64::try_from(n).unwrap_or(i64::MAX))
            }
        })+
    };
}

whole_numbers!(u8, u16, u32, u64, usize, i32, i64);

impl From<Share> for Arg {
    fn from(share: Share) -> Self {
        Self::Share(share.0.to_bits())
    }
}

impl From<Span> for Arg {
    fn from(span: Span) -> Self {
        Self::Span(span.0.to_bits())
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<Cow<'_, str>> for Arg {
    fn from(text: Cow<'_, str>) -> Self {
        Self::Text(text.into_owned())
    }
}

impl From<Told> for Arg {
    fn from(told: Told) -> Self {
        Self::Told(Box::new(told))
    }
}

impl From<&Told> for Arg {
    fn from(told: &Told) -> Self {
        told.clone().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_can_be_put_into_another() {
        let time = Told::new("time-about").with("time", Span(41.0));
        assert_eq!(time.to_string(), "about 40 s");
        assert_eq!(Told::new("share-over").with("share", Share(0.5)).to_string(), "over 50 %");
        let nested = Told::new("time-about").with("time", &time);
        assert_eq!(nested.to_string(), "about about 40 s");
        assert_eq!(Told::words("disk full").to_string(), "disk full");
    }
}
