//! Values by name, in the order of the names.
//!
//! A few dozen at most: names and values stand in two lists, which are searched and shifted. A `BTreeMap`
//! of each type of value would be a tenth of the whole program.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::{Serialize, Serializer};
use std::fmt;
use std::iter::Zip;
use std::marker::PhantomData;
use std::slice::Iter;

/// See the [module](self). In JSON it is an object.
#[derive(Clone, PartialEq, Eq)]
pub struct Names<T> {
    /// In ascending order, each once.
    names: Vec<String>,
    /// That of each name.
    values: Vec<T>,
}

/// Where a name is, or where it belongs.
fn find(names: &[String], name: &str) -> Result<usize, usize> {
    names.binary_search_by(|own| own.as_str().cmp(name))
}

impl<T> Names<T> {
    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&T> {
        find(&self.names, name).ok().map(|at| &self.values[at])
    }

    /// The value of a name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        find(&self.names, name).ok().map(|at| &mut self.values[at])
    }

    /// Whether a name has a value.
    pub fn contains_key(&self, name: &str) -> bool {
        find(&self.names, name).is_ok()
    }

    /// Whether no name has a value.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Gives a name a value, in place of the one it had.
    pub fn insert(&mut self, name: String, value: T) {
        match find(&self.names, &name) {
            Ok(at) => self.values[at] = value,
            Err(at) => {
                self.names.insert(at, name);
                self.values.insert(at, value);
            }
        }
    }

    /// The same, of a name that most often has a value.
    pub fn set(&mut self, name: &str, value: T) {
        match self.get_mut(name) {
            Some(own) => *own = value,
            None => self.insert(name.to_owned(), value),
        }
    }

    /// Gives a name a value, unless it has one.
    pub fn insert_new(&mut self, name: String, value: T) {
        if !self.contains_key(&name) {
            self.insert(name, value);
        }
    }

    /// The value of a name; the default one, if it had none.
    pub fn or_default(&mut self, name: &str) -> &mut T
    where
        T: Default,
    {
        let at = find(&self.names, name).unwrap_or_else(|at| {
            self.names.insert(at, name.to_owned());
            self.values.insert(at, T::default());
            at
        });
        &mut self.values[at]
    }

    /// Takes the value from a name.
    pub fn remove(&mut self, name: &str) {
        if let Ok(at) = find(&self.names, name) {
            self.names.remove(at);
            self.values.remove(at);
        }
    }

    /// Takes the values from all names that begin in this way.
    pub fn remove_prefixed(&mut self, prefix: &str) {
        while let Some(at) = self.names.iter().position(|name| name.starts_with(prefix)) {
            self.names.remove(at);
            self.values.remove(at);
        }
    }

    /// Names and values, in the order of the names.
    pub fn iter(&self) -> Zip<Iter<'_, String>, Iter<'_, T>> {
        self.names.iter().zip(&self.values)
    }
}

impl<'a, T> IntoIterator for &'a Names<T> {
    type Item = (&'a String, &'a T);
    type IntoIter = Zip<Iter<'a, String>, Iter<'a, T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self {
            names: Vec::new(),
            values: Vec::new(),
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Names<T> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<T> FromIterator<(String, T)> for Names<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(items: I) -> Self {
        let mut all = Self::default();
        for (name, value) in items {
            all.insert(name, value);
        }
        all
    }
}

impl<const N: usize, T> From<[(String, T); N]> for Names<T> {
    fn from(items: [(String, T); N]) -> Self {
        items.into_iter().collect()
    }
}

impl<T: Serialize> Serialize for Names<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Names<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(NamesVisitor(PhantomData))
    }
}

struct NamesVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for NamesVisitor<T> {
    type Value = Names<T>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Names<T>, A::Error> {
        let mut all = Names::default();
        while let Some((name, value)) = members.next_entry()? {
            all.insert(name, value);
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// Whatever is done, a map of the standard library holds the same.
    #[test]
    fn does_what_a_map_does() {
        let (mut own, mut map) = (Names::default(), BTreeMap::new());
        let mut draws = crate::seed::uniforms(crate::seed::seed(&["names"]));
        let mut draw = |below: f64| (draws.next().unwrap_or_default() * below) as u32;
        for step in 0..2000 {
            let name = format!("{}.{}", draw(4.0), draw(8.0));
            match draw(6.0) {
                0 => {
                    own.insert(name.clone(), step);
                    map.insert(name.clone(), step);
                }
                1 => {
                    own.insert_new(name.clone(), step);
                    map.entry(name.clone()).or_insert(step);
                }
                2 => {
                    *own.or_default(&name) += step;
                    *map.entry(name.clone()).or_default() += step;
                }
                3 => {
                    own.remove_prefixed(&name[..2]);
                    map.retain(|other, _| !other.starts_with(&name[..2]));
                }
                _ => {
                    own.remove(&name);
                    map.remove(&name);
                }
            }
            assert_eq!(own.get(&name), map.get(&name));
            assert_eq!(own.contains_key(&name), map.contains_key(&name));
            assert_eq!(own.is_empty(), map.is_empty());
            assert!(own.iter().eq(map.iter()), "{own:?} is not {map:?}");
        }
    }

    #[test]
    fn json_is_an_object() {
        let names = Names::from([
            ("b".to_owned(), 1),
            ("a".to_owned(), 2),
            ("b".to_owned(), 3),
        ]);
        let text = serde_json::to_string(&names).unwrap();
        assert_eq!(text, r#"{"a":2,"b":3}"#);
        assert_eq!(serde_json::from_str::<Names<i32>>(&text).unwrap(), names);
    }
}
