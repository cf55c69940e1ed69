//! Which classes somebody's words mean.
//!
//! Words are looked for as names of things, then among the words that the list explains, then as a word of a name, in the
//! singular and the plural. What is not known is told, with the nearest that is. It ranks no image.

use super::things::{ClassSet, Things};

/// Words that tell nothing of what is looked for.
const EMPTY: [&str; 22] = [
    "a", "an", "the", "of", "in", "on", "at", "with", "and", "or", "some", "photo", "photos", "picture", "pictures",
    "image", "images", "my", "all", "to", "by", "from",
];

/// Endings of plurals and what they were.
const PLURALS: [(&str, &str); 7] =
    [("ies", "y"), ("ives", "ife"), ("ves", "f"), ("es", ""), ("s", ""), ("men", "man"), ("mice", "mouse")];

/// The most names that are told as near to a word.
const N_NEAREST: usize = 3;

/// The classes that somebody's words stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meaning {
    /// The classes.
    pub classes: ClassSet,
    /// The parts of what was said that are known.
    pub known: Vec<String>,
    /// The words that are not.
    pub unknown: Vec<String>,
}

/// What words mean, the longest known parts first.
#[must_use]
pub fn meaning(things: &Things, text: &str) -> Meaning {
    let mut meaning = Meaning::default();
    let words: Vec<String> = words(text).map(|word| word.to_lowercase()).collect();
    let mut at = 0;
    while at < words.len() {
        let longest = (at + 1..=words.len()).rev().find_map(|end| {
            let part = words[at..end].join(" ");
            look_up(things, &part).map(|classes| (end, part, classes))
        });
        if let Some((end, part, classes)) = longest {
            meaning.classes.extend(&classes);
            meaning.known.push(part);
            at = end;
        } else {
            if !EMPTY.contains(&words[at].as_str()) {
                meaning.unknown.push(words[at].clone());
            }
            at += 1;
        }
    }
    meaning
}

/// Known words that are written like one that is not, nearest first; none if none is.
#[must_use]
pub fn nearest<'a>(things: &'a Things, word: &str) -> Vec<&'a str> {
    let word = word.to_lowercase();
    let allowed = word.chars().count() / 3;
    let names = things.all().iter().map(|thing| thing.name.as_str()).chain(things.words().keys().map(String::as_str));
    let near = |name: &'a str| {
        let far = distance(&word, &name.to_lowercase());
        (far <= allowed).then_some((far, name))
    };
    let mut near: Vec<(usize, &str)> = names.filter_map(near).collect();
    near.sort_unstable();
    near.into_iter().take(N_NEAREST).map(|(_, name)| name).collect()
}

/// The classes of one word or one saying of several.
fn look_up(things: &Things, said: &str) -> Option<ClassSet> {
    if EMPTY.contains(&said) {
        return None;
    }
    singulars(said).iter().find_map(|said| as_word(things, said).or_else(|| as_name(things, said))).or_else(|| {
        // Such as "terrier", which many names end with.
        let has_it = |name: &str| words(name).any(|word| word.eq_ignore_ascii_case(said));
        let singular = singulars(said);
        let all = things.all().iter().filter(|thing| {
            has_it(&thing.name)
                || singular.iter().any(|said| words(&thing.name).any(|word| word.eq_ignore_ascii_case(said)))
        });
        let mut classes = ClassSet::default();
        all.for_each(|thing| classes.extend(&thing.classes));
        Some(classes).filter(|classes| !classes.is_empty())
    })
}

fn as_name(things: &Things, said: &str) -> Option<ClassSet> {
    let is_it = |name: &str| plain(name) == said;
    things.all().iter().find(|thing| is_it(&thing.name)).map(|thing| thing.classes)
}

fn as_word(things: &Things, said: &str) -> Option<ClassSet> {
    let (_, means) = things.words().iter().find(|(word, _)| plain(word) == said)?;
    let mut classes = ClassSet::default();
    for thing in things.all().iter().filter(|thing| means.contains(&thing.name)) {
        classes.extend(&thing.classes);
    }
    Some(classes)
}

/// A name as people would say it: in lower case, without signs and without what stands in brackets.
fn plain(name: &str) -> String {
    let name = name.split(" (").next().unwrap_or(name);
    words(name).collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What was said, and what it may be the plural of.
fn singulars(said: &str) -> Vec<String> {
    let mut all = vec![said.to_owned()];
    for (ending, singular) in PLURALS {
        if let Some(stem) = said.strip_suffix(ending)
            && stem.chars().count() >= 2 - usize::from(!singular.is_empty())
        {
            all.push(format!("{stem}{singular}"));
        }
    }
    if said.ends_with("mice") || said.ends_with("men") {
        return all;
    }
    // Names that are plurals themselves.
    all.push(format!("{said}s"));
    all
}

/// Words, without signs and apostrophes.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let is_apostrophe = |c: char| c == '\'' || c == '\u{2019}';
    let words = text.split(move |c: char| !(c.is_alphanumeric() || is_apostrophe(c)));
    words
        .map(move |word| word.chars().filter(|c| !is_apostrophe(*c)).collect())
        .filter(|word: &String| !word.is_empty())
}

/// Letters that have to be changed, put in or left out.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let changed = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = changed.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(said: &str) -> ClassSet {
        meaning(Things::shipped(), said).classes
    }

    #[test]
    fn names_words_and_plurals_mean_the_same() {
        for (said, name) in [
            ("cars", "car"),
            ("Automobile", "car"),
            ("an airplane", "aeroplane"),
            ("aeroplanes", "aeroplane"),
            ("pajamas", "pyjamas"),
            ("strawberries", "strawberry"),
            ("wolves", "wolf"),
            ("churches", "church"),
            ("t-shirts", "T-shirt"),
            ("tshirt", "T-shirt"),
            ("computer mice", "computer mouse"),
            ("photos of buses", "bus"),
            ("flashlight", "torch"),
            ("barbers shop", "barber's shop"),
            ("jean", "jeans"),
        ] {
            assert_eq!(set(said), set(name), "{said}");
            assert!(!set(name).is_empty(), "{name}");
        }
        assert!(set("golden retriever").is_within(&set("dog")) && set("golden retriever").len() == 1);
        assert!(set("terrier").len() > 15 && set("terrier").is_within(&set("dog")));
        assert_eq!(set("vehicle").classes().filter(|class| [656, 867, 404].contains(class)).count(), 3);
        assert_eq!(set("deer"), set("deer or antelope"));
        assert!(!set("dogs").classes().any(|class| class == 934), "a hot dog is no dog");
    }

    #[test]
    fn several_things_are_found_by_each_and_the_unknown_is_told() {
        let both = meaning(Things::shipped(), "a dog on the beach");
        assert_eq!((both.known.len(), both.unknown.len()), (2, 0));
        assert!(set("dog").is_within(&both.classes) && set("beach").is_within(&both.classes));
        let part = meaning(Things::shipped(), "crimson minivan");
        assert_eq!((part.known, part.unknown), (vec!["minivan".to_owned()], vec!["crimson".to_owned()]));
        assert_eq!(part.classes, set("minivan"));
        assert_eq!(meaning(Things::shipped(), " ,; "), Meaning::default());
    }

    #[test]
    fn the_nearest_known_words_are_written_alike() {
        let things = Things::shipped();
        assert_eq!(nearest(things, "zebrra")[0], "zebra");
        assert!(nearest(things, "elefant").contains(&"elephant"));
        assert!(nearest(things, "qqqqqqqqqq").is_empty());
        assert_eq!((distance("", "ab"), distance("kitten", "sitting")), (2, 3));
    }
}
