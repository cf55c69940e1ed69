//! A bounded store that forgets what was used least recently, and never what is used in the present frame.
//!
//! It knows nothing of textures: what an entry costs is told by whoever inserts it.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

struct Entry<V> {
    value: V,
    cost: usize,
    tick: u64,
}

/// Values by key, at most `bound` of cost in all.
pub struct Lru<K, V> {
    entries: HashMap<K, Entry<V>>,
    /// Keys by when they were last used: the first one goes first.
    order: BTreeMap<u64, K>,
    bound: usize,
    cost: usize,
    tick: u64,
    frame_start: u64,
}

impl<K: Copy + Eq + Hash, V> Lru<K, V> {
    /// An empty store that holds at most `bound` of cost.
    pub fn new(bound: usize) -> Self {
        Self { entries: HashMap::new(), order: BTreeMap::new(), bound, cost: 0, tick: 0, frame_start: 0 }
    }

    /// From here on everything may be forgotten again until it is used.
    pub fn begin_frame(&mut self) {
        self.frame_start = self.tick;
    }

    /// The value of `key`, which counts as used now.
    pub fn get(&mut self, key: K) -> Option<&V> {
        let entry = self.entries.get_mut(&key)?;
        self.order.remove(&entry.tick);
        entry.tick = self.tick;
        self.order.insert(self.tick, key);
        self.tick += 1;
        Some(&entry.value)
    }

    /// Whether room for `cost` can be made without forgetting anything that was used in this frame, and the values that
    /// went for it; None: no room, and nothing went.
    pub fn make_room(&mut self, cost: usize) -> Option<Vec<V>> {
        let excess = (self.cost + cost).saturating_sub(self.bound);
        let old = self.order.range(..self.frame_start).map(|(_, key)| *key);
        let mut freed = 0;
        let mut going = Vec::new();
        for key in old {
            if freed >= excess {
                break;
            }
            freed += self.entries[&key].cost;
            going.push(key);
        }
        (freed >= excess).then(|| going.into_iter().filter_map(|key| self.remove(key)).collect())
    }

    /// Keeps `value`, for which [`Lru::make_room`] made room, as used now. Gives the value it replaces.
    pub fn insert(&mut self, key: K, value: V, cost: usize) -> Option<V> {
        let replaced = self.remove(key);
        self.entries.insert(key, Entry { value, cost, tick: self.tick });
        self.order.insert(self.tick, key);
        self.tick += 1;
        self.cost += cost;
        replaced
    }

    fn remove(&mut self, key: K) -> Option<V> {
        let entry = self.entries.remove(&key)?;
        self.order.remove(&entry.tick);
        self.cost -= entry.cost;
        Some(entry.value)
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.order.clear();
        self.cost = 0;
    }

    /// Cost of all that is held.
    #[cfg(test)]
    pub fn cost(&self) -> usize {
        self.cost
    }

    /// Number of values held.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.entries.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_recently_used_goes_first() {
        let mut lru = Lru::new(3);
        for key in 0..3 {
            assert_eq!(lru.make_room(1), Some(vec![]));
            lru.insert(key, key * 10, 1);
        }
        lru.begin_frame();
        assert_eq!(lru.get(0), Some(&0));
        assert_eq!(lru.make_room(1), Some(vec![10]), "0 was used after 1");
        lru.insert(7, 70, 1);
        assert_eq!(lru.get(1), None);
        assert_eq!(lru.get(2), Some(&20));
        assert_eq!(lru.len(), 3);
    }

    #[test]
    fn what_this_frame_uses_stays() {
        let mut lru = Lru::new(4);
        lru.insert('a', 1, 2);
        lru.insert('b', 2, 2);
        lru.begin_frame();
        lru.get('a');
        assert_eq!(lru.make_room(3), None, "only b may go");
        assert_eq!((lru.len(), lru.cost()), (2, 4), "a refusal changes nothing");
        assert_eq!(lru.make_room(2), Some(vec![2]));
        lru.insert('c', 3, 2);
        assert_eq!(lru.make_room(1), None, "everything is used now");
        lru.begin_frame();
        assert_eq!(lru.make_room(4), Some(vec![1, 3]));
    }

    #[test]
    fn replacing_counts_the_cost_once() {
        let mut lru = Lru::new(10);
        assert_eq!(lru.insert(1, "a", 4), None);
        assert_eq!(lru.insert(1, "b", 6), Some("a"));
        assert_eq!((lru.cost(), lru.len()), (6, 1));
        lru.clear();
        assert_eq!(lru.cost(), 0);
        assert_eq!(lru.get(1), None);
    }
}
