//! Things that pictures show, each with the classes that it is made of: the 1,000 classes under the names that we give them,
//! and kinds of them.
//!
//! They are read from `assets/classes.tsv`, which says what each kind of line means. It judges no picture.

use super::N_CLASSES;
use std::collections::BTreeMap;
use std::sync::OnceLock;

const SHIPPED: &str = include_str!("../../../assets/classes.tsv");

/// A set of classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassSet([u64; N_CLASSES.div_ceil(64)]);

impl ClassSet {
    /// Puts a class in.
    pub fn insert(&mut self, class: usize) {
        self.0[class / 64] |= 1 << (class % 64);
    }

    /// Puts all classes of another set in.
    pub fn extend(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(own, other)| *own |= other);
    }

    /// Whether a class is in it.
    #[must_use]
    pub fn has(&self, class: usize) -> bool {
        self.0[class / 64] >> (class % 64) & 1 == 1
    }

    /// Classes in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    /// Whether no class is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether all its classes are in another set.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).all(|(own, other)| own & !other == 0)
    }

    /// Its classes, in order.
    pub fn classes(&self) -> impl Iterator<Item = usize> + '_ {
        (0..N_CLASSES).filter(|class| self.has(*class))
    }
}

/// A class or a kind of classes.
#[derive(Clone, Debug)]
pub struct Thing {
    /// Name for people.
    pub name: String,
    /// The classes that it is made of.
    pub classes: ClassSet,
    /// Whether plain speech has one word for it and its like, as for the breeds of dogs: the word goes first.
    pub is_finer: bool,
    /// How many things of plain speech it is, all dogs being one.
    pub n_plain: usize,
}

/// Things, general ones before what they are made of.
pub struct Things {
    all: Vec<Thing>,
    /// The things that each class belongs to.
    of_class: Vec<Vec<usize>>,
    n_plain: usize,
    words: BTreeMap<String, Vec<String>>,
}

impl Things {
    /// What comes with the program.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static SHIPPED_THINGS: OnceLock<Things> = OnceLock::new();
        SHIPPED_THINGS.get_or_init(|| Self::parse(SHIPPED))
    }

    /// A person's own, each a name with the classes that it is made of.
    #[must_use]
    pub fn own(named: Vec<(String, ClassSet)>) -> Self {
        let shipped = Self::shipped();
        let thing = |(name, classes): (String, ClassSet)| {
            let n_plain = shipped.n_plain_of(&classes);
            Thing { name, classes, is_finer: false, n_plain }
        };
        Self::new(named.into_iter().map(thing).collect(), shipped.n_plain, BTreeMap::new())
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Thing] {
        &self.all
    }

    /// Those that a class belongs to.
    #[must_use]
    pub fn of_class(&self, class: usize) -> &[usize] {
        &self.of_class[class]
    }

    /// How many things of plain speech there are.
    #[must_use]
    pub fn n_plain(&self) -> usize {
        self.n_plain
    }

    /// Words that people say, and the names of what these mean here.
    #[must_use]
    pub fn words(&self) -> &BTreeMap<String, Vec<String>> {
        &self.words
    }

    /// Whether one thing is a part of another, or the same by a name that says more.
    #[must_use]
    pub fn is_below(&self, one: usize, other: usize) -> bool {
        let (a, b) = (&self.all[one].classes, &self.all[other].classes);
        a.is_within(b) && (a.len() < b.len() || one > other)
    }

    /// How many things of plain speech a set of classes is.
    fn n_plain_of(&self, classes: &ClassSet) -> usize {
        // The smallest thing that plain speech tells apart.
        let plain = |class: usize| {
            let things = self.of_class[class].iter().copied().filter(|thing| !self.all[*thing].is_finer);
            things.min_by_key(|thing| self.all[*thing].classes.len())
        };
        let mut plain: Vec<Option<usize>> = classes.classes().map(plain).collect();
        plain.sort_unstable();
        plain.dedup();
        plain.len().max(1)
    }

    fn new(all: Vec<Thing>, n_plain: usize, words: BTreeMap<String, Vec<String>>) -> Self {
        let mut of_class = vec![Vec::new(); N_CLASSES];
        for (at, thing) in all.iter().enumerate() {
            thing.classes.classes().for_each(|class| of_class[class].push(at));
        }
        Self { all, of_class, n_plain, words }
    }

    fn parse(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let mut read = Read::default();
        for line in lines {
            let mut fields = line.split('\t');
            let [sort, name, more] = std::array::from_fn(|_| fields.next().unwrap_or_default());
            read.line(sort, name, more);
        }
        read.things()
    }
}

/// What has been read of a list.
#[derive(Default)]
struct Read<'a> {
    /// Kinds as they come, classes after them.
    names: Vec<&'a str>,
    /// What each is a kind of; empty for none.
    above: BTreeMap<&'a str, &'a str>,
    one_word: Vec<&'a str>,
    classes: Vec<&'a str>,
    places: Vec<(&'a str, Vec<&'a str>)>,
    words: BTreeMap<String, Vec<String>>,
}

impl<'a> Read<'a> {
    fn line(&mut self, sort: &str, name: &'a str, more: &'a str) {
        let list = || more.split(", ");
        match sort {
            "also" => {
                self.places.push((name, list().collect()));
                self.add(name, "");
            }
            "word" => {
                self.words.insert(name.to_lowercase(), list().map(str::to_owned).collect());
            }
            "node" => self.add(name, more),
            "kind" => {
                self.one_word.push(name);
                self.add(name, more);
            }
            _ => {
                self.classes.push(name);
                self.add(name, more);
            }
        }
    }

    fn add(&mut self, name: &'a str, above: &'a str) {
        if self.above.insert(name, above).is_none() {
            self.names.push(name);
        }
    }

    /// A name and what it is a kind of, from the particular to the general.
    fn chain(&self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let next = |name: &&'a str| self.above.get(name).copied().filter(|above| !above.is_empty());
        std::iter::successors(Some(name), next)
    }

    fn things(self) -> Things {
        let mut sets: BTreeMap<&str, ClassSet> = BTreeMap::new();
        let mut plain: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (class, name) in self.classes.iter().enumerate() {
            let chain: Vec<&str> = self.chain(name).collect();
            let word = chain.iter().rfind(|name| self.one_word.contains(name)).unwrap_or(name);
            let places = self.places.iter().filter(|(_, seen)| chain.iter().any(|name| seen.contains(name)));
            for name in chain.iter().chain(places.map(|(place, _)| place)) {
                sets.entry(name).or_default().insert(class);
                plain.entry(name).or_default().push(word);
            }
        }
        let n_plain = |name: &str| {
            let mut all = plain.get(name).cloned().unwrap_or_default();
            all.sort_unstable();
            all.dedup();
            all.len().max(1)
        };
        let thing = |name: &&str| Thing {
            name: (*name).to_owned(),
            classes: sets.get(name).copied().unwrap_or_default(),
            is_finer: self.chain(name).skip(1).any(|above| self.one_word.contains(&above)),
            n_plain: n_plain(name),
        };
        let all: Vec<Thing> = self.names.iter().map(thing).collect();
        let mut every: Vec<&str> = plain.values().flatten().copied().collect();
        every.sort_unstable();
        every.dedup();
        Things::new(all, every.len(), self.words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn at(name: &str) -> usize {
        Things::shipped().all().iter().position(|thing| thing.name == name).unwrap_or_else(|| panic!("{name}"))
    }

    #[test]
    fn every_class_has_a_name_in_its_place() {
        let numbers: Vec<usize> = SHIPPED.lines().filter_map(|line| line.split('\t').next()?.parse().ok()).collect();
        assert_eq!(numbers, (0..N_CLASSES).collect::<Vec<_>>());
        let things = Things::shipped();
        for (class, name) in [
            (0, "tench"),
            (207, "Golden Retriever"),
            (281, "tabby cat"),
            (404, "airliner"),
            (608, "jeans"),
            (656, "minivan"),
            (817, "sports car"),
            (869, "trench coat"),
            (978, "seashore"),
            (999, "toilet paper"),
        ] {
            let all = things.of_class(class);
            assert!(all.iter().any(|thing| things.all()[*thing].name == name), "{class} {name}");
        }
    }

    #[test]
    fn kinds_are_made_of_their_classes() {
        let things = Things::shipped();
        let thing = |name: &str| &things.all()[at(name)];
        for (one, other) in [
            ("minivan", "car"),
            ("car", "vehicle"),
            ("trench coat", "coat"),
            ("coat", "clothing"),
            ("seashore", "coast"),
            ("coast", "landscape"),
            ("Golden Retriever", "dog"),
            ("dog", "animal"),
            ("tram", "town"),
            ("church", "town"),
        ] {
            assert!(things.is_below(at(one), at(other)) && !things.is_below(at(other), at(one)), "{one} {other}");
        }
        assert!(things.is_below(at("jeans"), at("trousers")), "of the same classes the name that says more is below");
        assert_eq!(thing("dog").classes.len(), 118);
        assert_eq!((thing("dog").n_plain, thing("dog").is_finer), (1, false));
        assert!(thing("Golden Retriever").is_finer && !thing("minivan").is_finer);
        assert_eq!(thing("sunglasses").classes.classes().collect::<Vec<_>>(), [836, 837]);
        assert!(things.all().iter().all(|thing| !thing.classes.is_empty()), "a kind of nothing");
        assert!(things.all().iter().all(|thing| thing.n_plain <= things.n_plain()));
    }

    #[test]
    fn names_are_plain_and_words_mean_something() {
        let things = Things::shipped();
        let names: BTreeSet<&str> = things.all().iter().map(|thing| thing.name.as_str()).collect();
        assert_eq!(names.len(), things.all().len(), "a name is there twice");
        for name in &names {
            let is_plain = name.chars().all(|c| c.is_alphanumeric() || " -'()".contains(c));
            assert!(is_plain && name.split(' ').count() <= 4, "{name}");
        }
        for (word, means) in things.words() {
            assert!(means.iter().all(|name| names.contains(name.as_str())), "{word}: {means:?}");
        }
    }

    #[test]
    fn own_things_count_as_many_as_plain_speech_does() {
        let all = |name: &str| Things::shipped().all()[at(name)].classes;
        let things = Things::own(vec![("Hund".into(), all("dog")), ("Fahrzeug".into(), all("vehicle"))]);
        assert_eq!(things.all()[0].n_plain, 1);
        let vehicle = Things::shipped().all()[at("vehicle")].n_plain;
        assert!(vehicle > 40 && things.all()[1].n_plain == vehicle);
        assert_eq!(things.of_class(656), [1]);
    }
}
