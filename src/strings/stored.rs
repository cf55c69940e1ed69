//! What is said to people as a project keeps it: by its key and what is put into it, so that whoever reads it reads it in
//! their own language, and in English words for programs that know no such key.
//!
//! Words as they are, which older programs knew alone, are a JSON string.

use super::catalogue;
use super::message::{Arg, Told};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value, json};

/// Something to say to people, kept: a JSON string for words as they are, a list for several sentences, else an object of
/// a key, arguments and English words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored(pub Told);

impl Serialize for Stored {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        of_told(&self.0).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Stored {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        told(&value).map(Self).ok_or_else(|| D::Error::custom("neither words nor a string with its words"))
    }
}

fn of_told(told: &Told) -> Value {
    match (told.key(), told.args()) {
        ("", [(_, Arg::Sentences(all))]) => all.iter().map(of_told).collect(),
        ("", _) => Value::String(told.english()),
        (key, args) => {
            let mut object =
                Map::from_iter([("key".to_owned(), key.into()), ("words".to_owned(), told.english().into())]);
            if !args.is_empty() {
                let args: Map<String, Value> = args.iter().map(|(name, arg)| (name.to_string(), of_arg(arg))).collect();
                object.insert("args".to_owned(), args.into());
            }
            object.into()
        }
    }
}

fn of_arg(arg: &Arg) -> Value {
    // As text, which keeps every bit and what is no number.
    let float = |bits: &u64| f64::from_bits(*bits).to_string();
    match arg {
        Arg::Number(n) => (*n).into(),
        Arg::Share(bits) => json!({ "share": float(bits) }),
        Arg::Span(bits) => json!({ "span": float(bits) }),
        Arg::Decimal(bits, digits) => json!({ "number": float(bits), "digits": digits }),
        Arg::Text(text) => text.as_str().into(),
        Arg::Told(told) => of_told(told),
        Arg::Sentences(all) => all.iter().map(of_told).collect(),
        Arg::List(all) => json!({ "list": all.iter().map(of_told).collect::<Value>() }),
        Arg::Shown(_) => Told::of_arg(arg.clone()).english().into(),
    }
}

/// None for what is nothing that is said.
fn told(value: &Value) -> Option<Told> {
    match value {
        Value::String(words) => Some(Told::words(words)),
        Value::Array(all) => Some(Told::sentences(all.iter().map(told).collect::<Option<_>>()?)),
        Value::Object(object) => {
            let words = object.get("words")?.as_str()?;
            Some(known(object).unwrap_or_else(|| Told::words(words)))
        }
        _ => None,
    }
}

/// None for a key that this program does not know, or knows with other arguments.
fn known(object: &Map<String, Value>) -> Option<Told> {
    let mut told = Told::new(catalogue::known(object.get("key")?.as_str()?)?);
    if let Some(args) = object.get("args") {
        for (name, value) in args.as_object()? {
            told = told.with(name.clone(), arg(value)?);
        }
    }
    told.is_whole().then_some(told)
}

/// None for an argument of a kind that this program does not know.
fn arg(value: &Value) -> Option<Arg> {
    let all = |value: &Value| value.as_array()?.iter().map(told).collect::<Option<Vec<_>>>();
    Some(match value {
        Value::Number(n) => Arg::Number(n.as_i64()?),
        Value::String(text) => Arg::Text(text.clone()),
        Value::Array(_) => Arg::Sentences(all(value)?),
        Value::Object(object) => {
            let float = |name: &str| object.get(name)?.as_str()?.parse::<f64>().ok().map(f64::to_bits);
            if let Some(list) = object.get("list") {
                Arg::List(all(list)?)
            } else if let Some(share) = float("share") {
                Arg::Share(share)
            } else if let Some(span) = float("span") {
                Arg::Span(span)
            } else if let Some(number) = float("number") {
                Arg::Decimal(number, object.get("digits")?.as_u64()?.try_into().ok()?)
            } else {
                Arg::Told(Box::new(told(value)?))
            }
        }
        Value::Null | Value::Bool(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strings::{Decimal, Language, Share, Span, speak, told};
    use proptest::prelude::*;

    fn text(told: &Told) -> String {
        serde_json::to_string(&Stored(told.clone())).expect("JSON")
    }

    fn read(text: &str) -> Told {
        serde_json::from_str::<Stored>(text).expect("told").0
    }

    #[test]
    fn it_is_read_in_the_language_of_who_reads() {
        speak(Language::German);
        let kept = text(&told!("count-images", n = 12_345));
        assert_eq!(kept, r#"{"args":{"n":12345},"key":"count-images","words":"12,345 images"}"#);
        assert_eq!(read(&kept).to_string(), "12.345 Bilder");
        speak(Language::English);
        assert_eq!(read(&kept), told!("count-images", n = 12_345));
        let all = Told::sentences(vec![told!("ago-now"), Told::words("Ende.")]);
        assert_eq!(text(&all), r#"[{"key":"ago-now","words":"just now"},"Ende."]"#);
        assert_eq!(read(&text(&all)), all);
        assert_eq!(text(&Told::of(std::fmt::Error)), format!("\"{}\"", std::fmt::Error));
    }

    #[test]
    fn words_of_older_and_newer_programs_are_read_as_they_are() {
        speak(Language::German);
        assert_eq!(read("\"SCAN was kept.\""), Told::words("SCAN was kept."));
        let unknown = [
            r#"{"key":"no-such-key","args":{"n":1},"words":"1 newer thing"}"#,
            // Another argument than this program puts there, one of a kind that it does not know, and none.
            r#"{"key":"count-images","args":{"many":1},"words":"1 newer thing"}"#,
            r#"{"key":"count-images","args":{"n":{"newer":1}},"words":"1 newer thing"}"#,
            r#"{"key":"count-images","args":{"n":true},"words":"1 newer thing"}"#,
            r#"{"key":"count-images","words":"1 newer thing"}"#,
        ];
        for kept in unknown {
            assert_eq!(read(kept), Told::words("1 newer thing"), "{kept}");
        }
        // What is put into a string may be unknown alone.
        let kept = r#"{"key":"time-about","args":{"time":{"key":"no-such","words":"a day"}},"words":"about a day"}"#;
        assert_eq!(read(kept).to_string(), "etwa a day");
        for kept in ["3", "null", "{}", "{\"key\":\"count-images\"}", "[3]"] {
            assert!(serde_json::from_str::<Stored>(kept).is_err(), "{kept}");
        }
    }

    fn any_told() -> impl Strategy<Value = Told> {
        let words = prop_oneof![".{0,12}".prop_map(Told::words), Just(Told::new("ago-now"))];
        words.prop_recursive(3, 12, 3, |inner| {
            let all = proptest::collection::vec(inner.clone(), 0..3);
            prop_oneof![
                any::<i64>().prop_map(|n| Told::new("count-images").with("n", n)),
                any::<f64>().prop_map(|share| Told::new("share-over").with("share", Share(share))),
                (any::<f64>(), 0..6u8).prop_map(|(x, n)| Told::new("share-over").with("share", Decimal(x, n))),
                any::<f64>().prop_map(|span| Told::new("time-about").with("time", Span(span))),
                inner.prop_map(|told| Told::new("time-about").with("time", told)),
                all.clone().prop_map(|all| Told::new("time-about").with("time", Arg::List(all))),
                all.clone().prop_map(|all| Told::new("time-about").with("time", Arg::Sentences(all))),
                all.prop_map(Told::sentences),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_kept_comes_back_in_every_language(told in any_told()) {
            let back = read(&text(&told));
            for language in Language::ALL {
                speak(language);
                prop_assert_eq!(back.to_string(), told.to_string());
            }
            speak(Language::English);
        }
    }
}
