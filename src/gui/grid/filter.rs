//! The language of the grid's filter: `group:cats sure<60% -confirmed:yes beach` is four terms that must all hold.
//!
//! Text to terms and back, and what is wrong with the rest in words. Which images satisfy a term is decided in
//! [`super::sift`]; nothing here looks at an image.

use crate::strings::say;
use std::fmt::{self, Display, Formatter};

/// One condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Begins with `-`: images that do not satisfy it.
    pub is_negated: bool,
    /// What it asks of an image.
    pub test: Test,
}

/// What a term asks of an image.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// Its path contains this, ignoring case.
    Path(String),
    /// It lies in this folder, or in one in it.
    Folder(String),
    /// The name of its cluster contains this, ignoring case; a number is the cluster's own.
    Cluster(String),
    /// How sure its label is.
    Confidence(Comparison, f32),
    /// A property that an image has or has not.
    Is(Property),
}

/// How a confidence is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
}

/// What an image is or is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property {
    /// A person said that it is where it belongs.
    Confirmed,
    /// A person put it there.
    Placed,
    /// On the shelf of junk.
    Junk,
    /// In a group of near-duplicates.
    Duplicate,
    /// On the shelf of what is unsure.
    Unsure,
    /// Unlike everything else.
    Unusual,
    /// In no cluster, and no junk.
    Unlabelled,
}

/// Every kind of term: how it is written, and what it finds.
#[must_use]
pub fn examples() -> [(&'static str, &'static str); 13] {
    [
        ("beach", say!("grid-term-path")),
        ("folder:2024", say!("grid-term-folder")),
        ("group:cats", say!("grid-term-group")),
        ("group:\"old town\"", say!("grid-term-quotes")),
        ("sure<60%", say!("grid-term-sure")),
        ("confirmed:yes", say!("grid-term-confirmed")),
        ("placed:yes", say!("grid-term-placed")),
        ("dup:yes", say!("grid-term-dup")),
        ("unsure:yes", say!("grid-term-unsure")),
        ("unusual:yes", say!("grid-term-unusual")),
        ("junk:yes", say!("grid-term-junk")),
        ("is:ungrouped", say!("grid-term-is")),
        ("-sure<60%", say!("grid-term-minus")),
    ]
}

/// The terms of a text, and a sentence about each term that is none; such a term filters nothing.
pub fn parse(text: &str) -> (Vec<Term>, Vec<String>) {
    let (mut terms, mut faults) = (Vec::new(), Vec::new());
    for token in tokens(text) {
        match token.term() {
            Ok(term) => terms.extend(term),
            Err(fault) => faults.push(fault),
        }
    }
    (terms, faults)
}

/// The folder that a text asks for, if it asks for one.
#[must_use]
pub fn folder_of(text: &str) -> Option<String> {
    parse(text).0.into_iter().find_map(|term| match term {
        Term { is_negated: false, test: Test::Folder(folder) } => Some(folder),
        _ => None,
    })
}

/// The text with this folder in the place of the one that it asks for, or with none.
#[must_use]
pub fn with_folder(text: &str, folder: Option<&str>) -> String {
    let mut terms = parse(text).0;
    terms.retain(|term| term.is_negated || !matches!(term.test, Test::Folder(_)));
    terms.extend(folder.map(of_folder));
    written(&terms)
}

/// The term that finds the images of a group by its name.
#[must_use]
pub fn of_group(name: &str) -> Term {
    Term { is_negated: false, test: Test::Cluster(name.to_owned()) }
}

/// The term that finds the images of a folder.
#[must_use]
pub fn of_folder(path: &str) -> Term {
    Term { is_negated: false, test: Test::Folder(path.to_owned()) }
}

/// Terms as a text.
#[must_use]
pub fn written(terms: &[Term]) -> String {
    terms.iter().map(Term::to_string).collect::<Vec<_>>().join(" ")
}

/// A part of the text between spaces, its quotes taken off.
#[derive(Debug, Default, PartialEq)]
struct Token {
    is_negated: bool,
    /// Lower case, before the operator; empty for a plain text.
    key: String,
    /// `:`, `<`, `<=`, `>` or `>=`; empty for a plain text.
    operator: &'static str,
    value: String,
}

/// Cuts a text at its spaces, but not inside quotes; a quote that is not closed goes to the end, as while it is typed. Two
/// quotes inside quotes are one.
fn tokens(text: &str) -> Vec<Token> {
    let mut rest = text.trim_start();
    let mut found = Vec::new();
    while !rest.is_empty() {
        let mut token = Token::default();
        // A minus alone is a text.
        if let Some(after) = rest.strip_prefix('-')
            && !after.is_empty()
            && !after.starts_with(char::is_whitespace)
        {
            (token.is_negated, rest) = (true, after);
        }
        if let Some((key, operator, after)) = key_and_operator(rest) {
            (token.key, token.operator, rest) = (key.to_ascii_lowercase(), operator, after);
        }
        rest = take_value(rest, &mut token.value).trim_start();
        found.push(token);
    }
    found
}

/// Letters and what compares them with the rest: `conf`, `<`, `0.6`.
fn key_and_operator(text: &str) -> Option<(&str, &'static str, &str)> {
    let (key, rest) = text.split_at(text.find(|c: char| !c.is_ascii_alphabetic())?);
    let operator = ["<=", ">=", "<", ">", ":"].into_iter().find(|operator| rest.starts_with(operator))?;
    // Only confidences are compared; "a<b" is a text, and so is "https://".
    let is_term = if operator == ":" { !rest.starts_with("://") } else { is_confidence(key) };
    (!key.is_empty() && is_term).then(|| (key, operator, &rest[operator.len()..]))
}

fn is_confidence(key: &str) -> bool {
    ["sure", "conf", "confidence"].iter().any(|name| key.eq_ignore_ascii_case(name))
}

/// Moves what stands before the next space outside quotes into `value`; gives the rest.
fn take_value<'a>(text: &'a str, value: &mut String) -> &'a str {
    let mut is_quoted = false;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' if is_quoted && letters.next_if(|next| next.1 == '"').is_some() => value.push('"'),
            '"' => is_quoted = !is_quoted,
            _ if letter.is_whitespace() && !is_quoted => return &text[at..],
            _ => value.push(letter),
        }
    }
    ""
}

impl Token {
    /// None while there is nothing to look for yet.
    fn term(&self) -> Result<Option<Term>, String> {
        let value = self.value.trim();
        let term = |test| Term { is_negated: self.is_negated, test };
        let key = self.key.as_str();
        if value.is_empty() {
            let is_known = property(key).is_some() || is_confidence(key);
            return match key {
                "" | "name" | "path" | "folder" | "group" | "cluster" | "is" => Ok(None),
                _ if is_known => Ok(None),
                _ => Err(unknown(key, value)),
            };
        }
        Ok(Some(match key {
            "" | "name" | "path" => term(Test::Path(value.to_owned())),
            "folder" => match value.trim_matches(|c: char| c == '/' || c.is_whitespace()) {
                "" => return Ok(None),
                folder => term(Test::Folder(folder.to_owned())),
            },
            // The second is what it was called once.
            "group" | "cluster" => term(Test::Cluster(value.to_owned())),
            "is" => {
                let property = property(&value.to_lowercase());
                term(Test::Is(property.ok_or_else(|| say!("grid-fault-is", term = self.to_string()))?))
            }
            _ if is_confidence(key) => term(self.confidence(value)?),
            _ => {
                let test = Test::Is(property(key).ok_or_else(|| unknown(key, value))?);
                let is_yes = yes_or_no(value).ok_or_else(|| say!("grid-fault-yes-no", term = self.to_string()))?;
                Term { is_negated: self.is_negated == is_yes, test }
            }
        }))
    }

    fn confidence(&self, value: &str) -> Result<Test, String> {
        let comparison = match self.operator {
            "<" => Comparison::Below,
            "<=" => Comparison::AtMost,
            ">" => Comparison::Above,
            ">=" => Comparison::AtLeast,
            _ => return Err(say!("grid-fault-compare", term = self.to_string())),
        };
        let (digits, is_percent) = value.strip_suffix('%').map_or((value, false), |digits| (digits.trim_end(), true));
        // Half the world writes 0,6.
        let number = digits.replace(',', ".").parse::<f64>().ok();
        // What is more than the whole can only be meant in percent.
        let number = number.map(|number| if is_percent || number > 1.0 { number * 0.01 } else { number } as f32);
        let number = number.filter(|number| (0.0..=1.0).contains(number));
        let test = number.map(|number| Test::Confidence(comparison, number));
        test.ok_or_else(|| say!("grid-fault-number", term = self.to_string()))
    }
}

fn unknown(key: &str, value: &str) -> String {
    say!("grid-fault-unknown", key = key, value = value)
}

fn property(name: &str) -> Option<Property> {
    Some(match name {
        "confirmed" => Property::Confirmed,
        "placed" => Property::Placed,
        "junk" => Property::Junk,
        "dup" | "duplicate" | "duplicates" => Property::Duplicate,
        "unsure" => Property::Unsure,
        "unusual" => Property::Unusual,
        "ungrouped" | "unlabelled" | "unlabeled" => Property::Unlabelled,
        _ => return None,
    })
}

fn yes_or_no(value: &str) -> Option<bool> {
    match value.to_lowercase().as_str() {
        "yes" | "true" | "1" => Some(true),
        "no" | "false" | "0" => Some(false),
        _ => None,
    }
}

/// As it was typed, but for its quotes.
impl Display for Token {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let minus = if self.is_negated { "-" } else { "" };
        write!(f, "{minus}{}{}{}", self.key, self.operator, self.value)
    }
}

/// As it can be typed: what [`parse`] makes the same term of.
impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let minus = if self.is_negated { "-" } else { "" };
        match &self.test {
            Test::Path(text) => write!(f, "{minus}{}", quoted(text)),
            Test::Folder(folder) => write!(f, "{minus}folder:{}", quoted(folder)),
            Test::Cluster(name) => write!(f, "{minus}group:{}", quoted(name)),
            Test::Confidence(comparison, number) => {
                let sign = match comparison {
                    Comparison::Below => "<",
                    Comparison::AtMost => "<=",
                    Comparison::Above => ">",
                    Comparison::AtLeast => ">=",
                };
                write!(f, "{minus}sure{sign}{number}")
            }
            Test::Is(property) => {
                let name = match property {
                    Property::Confirmed => "confirmed",
                    Property::Placed => "placed",
                    Property::Junk => "junk",
                    Property::Duplicate => "dup",
                    Property::Unsure => "unsure",
                    Property::Unusual => "unusual",
                    Property::Unlabelled => "ungrouped",
                };
                write!(f, "{name}:{}", if self.is_negated { "no" } else { "yes" })
            }
        }
    }
}

/// In quotes where anything but letters, digits and what paths are full of could be taken for something else.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "._/-".contains(c);
    // After a colon two slashes are those of an address.
    if text.chars().all(is_plain) && !text.starts_with('-') && !text.starts_with("//") {
        return text.to_owned();
    }
    format!("\"{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn terms(text: &str) -> Vec<Term> {
        let (terms, faults) = parse(text);
        assert_eq!(faults, Vec::<String>::new(), "{text}");
        terms
    }

    fn yes(test: Test) -> Term {
        Term { is_negated: false, test }
    }

    #[test]
    fn every_kind_of_term_is_read() {
        let path = |text: &str| yes(Test::Path(text.into()));
        assert_eq!(terms(" beach  NAME:Sun/IMG_1.jpg "), [path("beach"), path("Sun/IMG_1.jpg")]);
        assert_eq!(terms("cluster:\"old town\""), [yes(Test::Cluster("old town".into()))]);
        assert_eq!(terms("\"two words\" x\"y z\""), [path("two words"), path("xy z")]);
        assert_eq!(terms("\"not closed"), [path("not closed")]);
        for (text, comparison, number) in [
            ("conf<0.6", Comparison::Below, 0.6),
            ("conf<=60%", Comparison::AtMost, 0.6),
            ("confidence>0,5", Comparison::Above, 0.5),
            ("CONF>=1", Comparison::AtLeast, 1.0),
            ("sure<60", Comparison::Below, 0.6),
        ] {
            assert_eq!(terms(text), [yes(Test::Confidence(comparison, number))], "{text}");
        }
        let no = |property| Term { is_negated: true, test: Test::Is(property) };
        assert_eq!(terms("confirmed:no -dup:yes"), [no(Property::Confirmed), no(Property::Duplicate)]);
        assert_eq!(terms("-junk:no is:unlabelled"), [Property::Junk, Property::Unlabelled].map(|p| yes(Test::Is(p))));
        assert_eq!(terms("-beach - a-b"), [Term { is_negated: true, ..path("beach") }, path("-"), path("a-b")]);
        let slashes = yes(Test::Cluster("//".into()));
        assert_eq!(terms(&slashes.to_string()), [slashes]);
        assert_eq!(terms("https://x a<b 10:30 :"), ["https://x", "a<b", "10:30", ":"].map(path));
        assert_eq!(terms("folder:\"/ a/b /\""), [yes(Test::Folder("a/b".into()))]);
        assert_eq!(terms("folder:/a/b/ group:x"), [yes(Test::Folder("a/b".into())), yes(Test::Cluster("x".into()))]);
        for (text, _) in examples() {
            assert_eq!(terms(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn a_folder_takes_the_place_of_another() {
        let text = with_folder("beach -folder:b sure<0.6", Some("a b/c"));
        assert_eq!(text, "beach -folder:b sure<0.6 folder:\"a b/c\"");
        assert_eq!(folder_of(&text).as_deref(), Some("a b/c"));
        assert_eq!(with_folder(&text, Some("d")), "beach -folder:b sure<0.6 folder:d");
        assert_eq!((with_folder("folder:d", None), folder_of("-folder:d")), (String::new(), None));
    }

    #[test]
    fn what_is_not_finished_filters_nothing_and_says_nothing() {
        for text in [
            "",
            "  ",
            "cluster:",
            "conf<",
            "conf>=",
            "is:",
            "confirmed:",
            "\"",
            "-\"\"",
            "name:\"",
            "conf:",
            "folder:/",
        ] {
            assert_eq!(parse(text), (vec![], vec![]), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_and_the_rest_still_counts() {
        for (text, words) in [
            ("conf<abc", "conf<abc has no number from 0 to 100."),
            ("sure<160", "sure<160 has no number from 0 to 100."),
            ("conf>-0.1", "conf>-0.1 has no number"),
            ("conf<nan", "no number"),
            ("conf:0.5", "compares nothing"),
            ("colour:red", "There is no term colour: (to find it in paths, put quotes around it: \"colour:red\")."),
            ("is:nice", "is none of"),
            ("dup:maybe", "neither yes nor no"),
        ] {
            let (terms, faults) = parse(&format!("{text} beach"));
            assert_eq!((terms.len(), faults.len()), (1, 1), "{text}");
            assert!(faults[0].contains(words), "{faults:?}");
        }
    }

    fn any_term() -> impl Strategy<Value = Term> {
        let comparison =
            prop::sample::select(vec![Comparison::Below, Comparison::AtMost, Comparison::Above, Comparison::AtLeast]);
        let property = prop::sample::select(vec![
            Property::Confirmed,
            Property::Placed,
            Property::Junk,
            Property::Duplicate,
            Property::Unsure,
            Property::Unusual,
            Property::Unlabelled,
        ]);
        let text =
            || "\\PC{1,12}".prop_map(|text| text.trim().to_owned()).prop_filter("a text", |text| !text.is_empty());
        let test = prop_oneof![
            text().prop_map(Test::Path),
            text().prop_map(Test::Cluster),
            text()
                .prop_filter("no slash at an end", |text| text.trim_matches(['/', ' ']) == text)
                .prop_map(Test::Folder),
            (comparison, 0f32..=1.0).prop_map(|(comparison, number)| Test::Confidence(comparison, number)),
            property.prop_map(Test::Is),
        ];
        (any::<bool>(), test).prop_map(|(is_negated, test)| Term { is_negated, test })
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "[-a-z:<>=\"%., \u{e9}\u{732b}0-9]{0,40}|.{0,40}") {
            let (terms, _) = parse(&text);
            let printed: Vec<String> = terms.iter().map(Term::to_string).collect();
            prop_assert_eq!(parse(&printed.join(" ")), (terms, vec![]));
        }

        #[test]
        fn what_is_printed_is_read_again(terms in prop::collection::vec(any_term(), 0..5)) {
            let printed: Vec<String> = terms.iter().map(Term::to_string).collect();
            prop_assert_eq!(parse(&printed.join(" ")), (terms, vec![]));
        }
    }
}
