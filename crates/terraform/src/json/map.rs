//! The members of an object, whatever they are.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::hash::BuildHasher;
use std::ops::{Deref, Index};

use hashbrown::{DefaultHashBuilder, HashTable};

/// A member's key: a name of the bindings, which costs nothing, or a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(Cow<'static, str>);

/// The members of an object, in the order in which they were put.
#[derive(Clone)]
pub struct Map<V> {
    members: Vec<(Key, V)>,
    /// Where each key stands, once there are many: a file of somebody else's may have a million.
    index: Option<Box<Places>>,
}

#[derive(Clone, Default)]
struct Places {
    places: HashTable<usize>,
    hasher: DefaultHashBuilder,
}

/// How many members are looked through one by one: a body has five to thirty.
const FEW: usize = 32;

/// The place of a key: taken, or free.
pub struct Entry<'a, 'k, V> {
    map: &'a mut Map<V>,
    key: &'k str,
}

impl Key {
    /// The key.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Key {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Key {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Key {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl serde::Serialize for Key {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl From<&'static str> for Key {
    fn from(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }
}

impl From<String> for Key {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

impl From<Cow<'static, str>> for Key {
    fn from(text: Cow<'static, str>) -> Self {
        Self(text)
    }
}

impl From<Key> for String {
    fn from(key: Key) -> Self {
        key.0.into_owned()
    }
}

impl PartialEq<str> for Key {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Key {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl PartialEq<String> for Key {
    fn eq(&self, other: &String) -> bool {
        self.0 == *other
    }
}

// Written out, because a derive would ask the same of `V`.
impl<V> Default for Map<V> {
    fn default() -> Self {
        Self { members: Vec::new(), index: None }
    }
}

impl<V> Map<V> {
    /// No members.
    pub fn new() -> Self {
        Self::default()
    }

    /// No members, and room for so many.
    pub fn with_capacity(capacity: usize) -> Self {
        Self { members: Vec::with_capacity(capacity), index: None }
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    fn find(&self, key: &str) -> Option<usize> {
        match &self.index {
            None => self.members.iter().position(|(there, _)| *there.0 == *key),
            Some(index) => index.find(key, &self.members),
        }
    }

    fn push(&mut self, key: Key, value: V) {
        self.members.push((key, value));
        match &mut self.index {
            Some(index) => index.add(&self.members, self.members.len() - 1),
            None if self.members.len() > FEW => self.index = Some(Box::new(Places::of(&self.members))),
            None => {}
        }
    }

    /// Puts a member, at the end or in the place of the one under this key, which is given back.
    pub fn insert(&mut self, key: impl Into<Key>, value: V) -> Option<V> {
        let key = key.into();
        if let Some(at) = self.find(&key) {
            return Some(std::mem::replace(&mut self.members[at].1, value));
        }
        self.push(key, value);
        None
    }

    /// The member under a key.
    pub fn get(&self, key: &str) -> Option<&V> {
        self.find(key).map(|at| &self.members[at].1)
    }

    /// The member under a key, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut V> {
        self.find(key).map(|at| &mut self.members[at].1)
    }

    /// The member under a key, with the key as it is kept.
    pub fn get_key_value(&self, key: &str) -> Option<(&Key, &V)> {
        self.find(key).map(|at| (&self.members[at].0, &self.members[at].1))
    }

    /// Whether there is a member under this key.
    pub fn contains_key(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// Takes a member out; the others keep their order.
    pub fn remove(&mut self, key: &str) -> Option<V> {
        let (_, value) = self.members.remove(self.find(key)?);
        self.index_anew();
        Some(value)
    }

    /// Keeps what `keep` says.
    pub fn retain(&mut self, mut keep: impl FnMut(&Key, &mut V) -> bool) {
        self.members.retain_mut(|(key, value)| keep(key, value));
        self.index_anew();
    }

    fn index_anew(&mut self) {
        self.index = (self.members.len() > FEW).then(|| Box::new(Places::of(&self.members)));
    }

    /// The place of a key.
    pub fn entry<'k>(&mut self, key: &'k str) -> Entry<'_, 'k, V> {
        Entry { map: self, key }
    }

    /// The members.
    pub fn iter(&self) -> Iter<'_, V> {
        Iter(self.members.iter())
    }

    /// The members, to be changed.
    pub fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = (&Key, &mut V)> {
        self.members.iter_mut().map(|(key, value)| (&*key, value))
    }

    /// The keys.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &Key> + ExactSizeIterator {
        self.members.iter().map(|(key, _)| key)
    }

    /// The members without their keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> + ExactSizeIterator {
        self.members.iter().map(|(_, value)| value)
    }

    /// The members without their keys, to be changed.
    pub fn values_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut V> {
        self.members.iter_mut().map(|(_, value)| value)
    }
}

impl<'a, V> Entry<'a, '_, V> {
    /// The member that is there, or this one.
    pub fn or_insert(self, value: V) -> &'a mut V {
        self.or_insert_with(|| value)
    }

    /// The member that is there, or the one that is made.
    pub fn or_insert_with(self, make: impl FnOnce() -> V) -> &'a mut V {
        let Self { map, key } = self;
        let at = map.find(key).unwrap_or_else(|| {
            map.push(key.to_owned().into(), make());
            map.members.len() - 1
        });
        &mut map.members[at].1
    }
}

impl Places {
    fn of<V>(members: &[(Key, V)]) -> Self {
        let mut places = Self::default();
        (0..members.len()).for_each(|at| places.add(members, at));
        places
    }

    fn add<V>(&mut self, members: &[(Key, V)], at: usize) {
        let hash = |at: &usize| self.hasher.hash_one(members[*at].0.as_str());
        self.places.insert_unique(hash(&at), at, hash);
    }

    fn find<V>(&self, key: &str, members: &[(Key, V)]) -> Option<usize> {
        self.places.find(self.hasher.hash_one(key), |at| members[*at].0.as_str() == key).copied()
    }
}

/// The member under a key that is there.
impl<V> Index<&str> for Map<V> {
    type Output = V;

    fn index(&self, key: &str) -> &V {
        self.get(key).expect("there is such a member")
    }
}

/// The members, borrowed.
#[derive(Clone)]
pub struct Iter<'a, V>(std::slice::Iter<'a, (Key, V)>);

impl<'a, V> Iterator for Iter<'a, V> {
    type Item = (&'a Key, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(key, value)| (key, value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<V> DoubleEndedIterator for Iter<'_, V> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.0.next_back().map(|(key, value)| (key, value))
    }
}

impl<V> ExactSizeIterator for Iter<'_, V> {}

impl<'a, V> IntoIterator for &'a Map<V> {
    type Item = (&'a Key, &'a V);
    type IntoIter = Iter<'a, V>;

    fn into_iter(self) -> Iter<'a, V> {
        self.iter()
    }
}

impl<V> IntoIterator for Map<V> {
    type Item = (Key, V);
    type IntoIter = std::vec::IntoIter<(Key, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.members.into_iter()
    }
}

impl<K: Into<Key>, T: Into<V>, V> Extend<(K, T)> for Map<V> {
    fn extend<I: IntoIterator<Item = (K, T)>>(&mut self, members: I) {
        for (key, value) in members {
            self.insert(key, value.into());
        }
    }
}

impl<K: Into<Key>, T: Into<V>, V> FromIterator<(K, T)> for Map<V> {
    fn from_iter<I: IntoIterator<Item = (K, T)>>(members: I) -> Self {
        let members = members.into_iter();
        let mut map = Self::with_capacity(members.size_hint().0);
        map.extend(members);
        map
    }
}

/// In whatever order.
impl<V: PartialEq> PartialEq for Map<V> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(key, value)| other.get(key).is_some_and(|there| there == value))
    }
}

impl<V: Eq> Eq for Map<V> {}

impl<V: fmt::Debug> fmt::Debug for Map<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_members_are_found_as_few_are() {
        let mut map: Map<u32> = Map::new();
        for number in 0..200 {
            assert_eq!(map.insert(number.to_string(), number), None);
            assert_eq!(map.get("0"), Some(&0), "with {number}");
        }
        assert_eq!(map.insert("150", 1), Some(150));
        assert_eq!(map.remove("7"), Some(7));
        assert_eq!((map.get("7"), map.get("8"), map.len()), (None, Some(&8), 199));
        map.retain(|key, _| key.len() == 1);
        assert_eq!((map.get("150"), map.get("9"), map.len()), (None, Some(&9), 9));
        assert_eq!(map.entry("9").or_insert(1), &9);
        let other_way: Map<u32> = map.clone().into_iter().rev().collect();
        assert_eq!(map, other_way);
    }
}
