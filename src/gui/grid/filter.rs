//! The language of the grid's filter: `cluster:cats conf<0.6 -confirmed:yes beach` is four terms that must all hold.
//!
//! Text to terms and back, and what is wrong with the rest in words. Which images satisfy a term is decided in
//! [`super::sift`]; nothing here looks at an image.

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

/// A term as it is explained: how it is written, and what it finds.
pub struct Example {
    /// To be put into the field.
    pub text: &'static str,
    /// What it finds, in words.
    pub meaning: &'static str,
}

/// Every kind of term.
pub const EXAMPLES: [Example; 12] = [
    Example { text: "beach", meaning: "the path contains it (so does name:beach)" },
    Example { text: "cluster:cats", meaning: "the cluster's name contains it, or its number is it" },
    Example { text: "cluster:\"old town\"", meaning: "quotes keep words together, in any term" },
    Example { text: "conf<0.6", meaning: "less sure than this; also <=, >, >= and 60%" },
    Example { text: "confirmed:yes", meaning: "confirmed by you; confirmed:no is the rest" },
    Example { text: "placed:yes", meaning: "put into its cluster by you" },
    Example { text: "dup:yes", meaning: "has near-duplicates" },
    Example { text: "unsure:yes", meaning: "doubted by its neighbours or by the machine" },
    Example { text: "unusual:yes", meaning: "unlike everything else" },
    Example { text: "junk:yes", meaning: "put into junk" },
    Example { text: "is:unlabelled", meaning: "in no cluster; is: takes the words above too" },
    Example { text: "-conf<0.6", meaning: "a minus turns any term around" },
];

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
    ["conf", "confidence"].iter().any(|name| key.eq_ignore_ascii_case(name))
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
                "" | "name" | "path" | "cluster" | "is" => Ok(None),
                _ if is_known => Ok(None),
                _ => Err(unknown(key, value)),
            };
        }
        Ok(Some(match key {
            "" | "name" | "path" => term(Test::Path(value.to_owned())),
            "cluster" => term(Test::Cluster(value.to_owned())),
            "is" => term(Test::Is(property(&value.to_lowercase()).ok_or_else(|| {
                format!("{self} asks for none of confirmed, placed, junk, dup, unsure, unusual and unlabelled.")
            })?)),
            _ if is_confidence(key) => term(self.confidence(value)?),
            _ => {
                let test = Test::Is(property(key).ok_or_else(|| unknown(key, value))?);
                let is_yes = yes_or_no(value).ok_or_else(|| format!("{self} says neither yes nor no."))?;
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
            _ => return Err(format!("{self} compares nothing: write conf<0.6, or one of <=, > and >=.")),
        };
        let (digits, scale) = value.strip_suffix('%').map_or((value, 1.0), |digits| (digits.trim_end(), 0.01));
        // Half the world writes 0,6.
        let number = digits.replace(',', ".").parse::<f64>().map(|number| (number * scale) as f32).ok();
        let number = number.filter(|number| (0.0..=1.0).contains(number));
        number.map(|number| Test::Confidence(comparison, number)).ok_or_else(|| {
            let hint =
                if digits.parse::<u8>().is_ok_and(|n| n <= 100) { format!(": write {digits}%") } else { String::new() };
            format!("{self} has no number between 0 and 1{hint}.")
        })
    }
}

fn unknown(key: &str, value: &str) -> String {
    format!("There is no term {key}: (to find it in paths, put quotes around it: \"{key}:{value}\").")
}

fn property(name: &str) -> Option<Property> {
    Some(match name {
        "confirmed" => Property::Confirmed,
        "placed" => Property::Placed,
        "junk" => Property::Junk,
        "dup" | "duplicate" | "duplicates" => Property::Duplicate,
        "unsure" => Property::Unsure,
        "unusual" => Property::Unusual,
        "unlabelled" | "unlabeled" => Property::Unlabelled,
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
            Test::Cluster(name) => write!(f, "{minus}cluster:{}", quoted(name)),
            Test::Confidence(comparison, number) => {
                let sign = match comparison {
                    Comparison::Below => "<",
                    Comparison::AtMost => "<=",
                    Comparison::Above => ">",
                    Comparison::AtLeast => ">=",
                };
                write!(f, "{minus}conf{sign}{number}")
            }
            Test::Is(property) => {
                let name = match property {
                    Property::Confirmed => "confirmed",
                    Property::Placed => "placed",
                    Property::Junk => "junk",
                    Property::Duplicate => "dup",
                    Property::Unsure => "unsure",
                    Property::Unusual => "unusual",
                    Property::Unlabelled => "unlabelled",
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
        for example in EXAMPLES {
            assert_eq!(terms(example.text).len(), 1, "{}", example.text);
        }
    }

    #[test]
    fn what_is_not_finished_filters_nothing_and_says_nothing() {
        for text in ["", "  ", "cluster:", "conf<", "conf>=", "is:", "confirmed:", "\"", "-\"\"", "name:\"", "conf:"] {
            assert_eq!(parse(text), (vec![], vec![]), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_and_the_rest_still_counts() {
        for (text, words) in [
            ("conf<abc", "conf<abc has no number between 0 and 1."),
            ("conf<60", "conf<60 has no number between 0 and 1: write 60%."),
            ("conf>-0.1", "conf>-0.1 has no number"),
            ("conf<nan", "no number"),
            ("conf:0.5", "compares nothing"),
            ("colour:red", "There is no term colour: (to find it in paths, put quotes around it: \"colour:red\")."),
            ("is:nice", "asks for none of"),
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
