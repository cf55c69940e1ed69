//! A string with what has to be put into it, before it is put into words.

use super::language::{Language, spoken_as};
use super::{catalogue, numbers};
use fluent_bundle::{FluentArgs, FluentValue};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// Something to say to people: a key and its arguments. It is put into words by `Display`, in the language of the thread
/// that shows it, so that threads that speak no language can have something to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    key: &'static str,
    args: Vec<(Cow<'static, str>, Arg)>,
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
    /// A number with so many digits after the point, by its bits: "0.800".
    Decimal(u64, u8),
    /// Words as they are: a name, a path.
    Text(String),
    /// Something to say inside another.
    Told(Box<Told>),
    /// Several things to say, one sentence after the other.
    Sentences(Vec<Told>),
    /// Several things to say within a sentence: "a, b and c".
    List(Vec<Told>),
    /// What has words of its own, in the language of whoever asks: an error.
    Shown(Shown),
}

/// Something with words of its own, which are asked for where it is shown.
#[derive(Clone)]
pub struct Shown(Arc<dyn fmt::Display + Send + Sync>);

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0.to_string())
    }
}

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.to_string() == other.0.to_string()
    }
}

impl Eq for Shown {}

/// A share from 0 to 1 as an argument: "91 %".
#[derive(Clone, Copy, Debug)]
pub struct Share(pub f64);

/// A length of time in seconds as an argument: "12 min".
#[derive(Clone, Copy, Debug)]
pub struct Span(pub f64);

/// A number with so many digits after the point as an argument: "0.800".
#[derive(Clone, Copy, Debug)]
pub struct Decimal(pub f64, pub u8);

impl Told {
    /// The string of `key`, so far without arguments.
    #[must_use]
    pub fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// Words as they are, in no language of ours: what a file or a system says.
    #[must_use]
    pub fn words(words: impl Into<String>) -> Self {
        Self::of_arg(Arg::Text(words.into()))
    }

    /// What `shown` says, asked for where it is shown: an error keeps its cause, and has words in any language.
    #[must_use]
    pub fn of(shown: impl fmt::Display + Send + Sync + 'static) -> Self {
        Self::of_arg(Arg::Shown(Shown(Arc::new(shown))))
    }

    /// One sentence after the other.
    #[must_use]
    pub fn sentences(sentences: Vec<Self>) -> Self {
        Self::of_arg(Arg::Sentences(sentences))
    }

    /// One thing after the other within a sentence: "a, b and c".
    #[must_use]
    pub fn list(all: Vec<Self>) -> Self {
        Self::of_arg(Arg::List(all))
    }

    /// An argument alone.
    pub(super) fn of_arg(arg: Arg) -> Self {
        Self { key: "", args: vec![(Cow::Borrowed(""), arg)] }
    }

    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match (self.key, &*self.args) {
            ("", [(_, Arg::Text(words))]) => words.is_empty(),
            ("", [(_, Arg::Sentences(all) | Arg::List(all))]) => all.iter().all(Self::is_empty),
            _ => false,
        }
    }

    /// With an argument more.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, arg: impl Into<Arg>) -> Self {
        let name = name.into();
        // By name: two that say the same are equal.
        let at = self.args.partition_point(|(other, _)| *other < name);
        self.args.insert(at, (name, arg.into()));
        self
    }

    /// Its key; empty for words as they are.
    #[must_use]
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// In English, whatever this thread speaks.
    #[must_use]
    pub fn english(&self) -> String {
        spoken_as(Language::English, || self.to_string())
    }

    pub(super) fn args(&self) -> &[(Cow<'static, str>, Arg)] {
        &self.args
    }

    /// Whether all is there that its string takes.
    pub(super) fn is_whole(&self) -> bool {
        catalogue::takes(self.key, &self.fluent_args())
    }

    fn fluent_args(&self) -> FluentArgs<'_> {
        self.args.iter().map(|(name, arg)| (&**name, arg.value())).collect()
    }
}

impl Default for Told {
    fn default() -> Self {
        Self::words("")
    }
}

impl From<&str> for Told {
    fn from(words: &str) -> Self {
        Self::words(words)
    }
}

impl From<String> for Told {
    fn from(words: String) -> Self {
        Self::words(words)
    }
}

impl From<Told> for String {
    fn from(told: Told) -> Self {
        told.to_string()
    }
}

impl From<&Told> for String {
    fn from(told: &Told) -> Self {
        told.to_string()
    }
}

impl serde::Serialize for Told {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.key, &*self.args) {
            ("", [(_, Arg::Text(words))]) => f.write_str(words),
            ("", [(_, Arg::Shown(shown))]) => shown.0.fmt(f),
            ("", [(_, Arg::Sentences(all))]) => f.write_str(&joined(all)),
            ("", [(_, Arg::List(all))]) => f.write_str(&listed(all)),
            (key, []) => f.write_str(catalogue::plain(key)),
            (key, _) => f.write_str(&catalogue::with_args(key, &self.fluent_args())),
        }
    }
}

impl Arg {
    fn value(&self) -> FluentValue<'_> {
        match self {
            Self::Number(n) => FluentValue::from(*n),
            Self::Share(bits) => FluentValue::String(numbers::percent(f64::from_bits(*bits)).into()),
            Self::Span(bits) => FluentValue::String(numbers::duration(f64::from_bits(*bits)).into()),
            Self::Decimal(bits, digits) => {
                FluentValue::String(numbers::decimal(f64::from_bits(*bits), (*digits).into()).into())
            }
            Self::Text(text) => FluentValue::String(Cow::Borrowed(text)),
            Self::Told(told) => FluentValue::String(told.to_string().into()),
            Self::Sentences(all) => FluentValue::String(joined(all).into()),
            Self::List(all) => FluentValue::String(listed(all).into()),
            Self::Shown(shown) => FluentValue::String(shown.0.to_string().into()),
        }
    }
}

/// One sentence after the other, with what stands between sentences.
fn joined(sentences: &[Told]) -> String {
    let words: Vec<String> = sentences.iter().filter(|told| !told.is_empty()).map(ToString::to_string).collect();
    words.join(catalogue::plain("sentence-separator"))
}

/// "a, b and c".
fn listed(all: &[Told]) -> String {
    numbers::join(&all.iter().map(ToString::to_string).collect::<Vec<_>>())
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

impl From<Decimal> for Arg {
    fn from(Decimal(number, digits): Decimal) -> Self {
        Self::Decimal(number.to_bits(), digits)
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
        let both = Told::sentences(vec![Told::words("One."), Told::default(), Told::words("Two.")]);
        assert_eq!((both.to_string().as_str(), both.is_empty()), ("One. Two.", false));
        let all = Told::list(["a", "b", "c"].map(Told::words).into());
        assert_eq!(Told::new("time-about").with("time", all).english(), "about a, b and c");
        assert!(Told::default().is_empty() && Told::sentences(vec![Told::default()]).is_empty());
        assert_eq!(Told::of(fmt::Error), Told::of(fmt::Error));
        assert_eq!(serde_json::to_string(&both).ok().as_deref(), Some("\"One. Two.\""));
    }
}
