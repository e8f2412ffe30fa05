//! How alike two blocks are. It must not know what they are.

use std::collections::BTreeSet;

use crate::json::Json;

/// How alike two values are, from 0 to 1: the share of what both say, of all that either says.
pub fn likeness(one: &Json, other: &Json) -> f64 {
    let (one, other) = (said(one), said(other));
    let all = one.union(&other).count();
    if all == 0 { 1.0 } else { fraction(one.intersection(&other).count(), all) }
}

/// Blocks have far fewer arguments than a `u32` counts.
fn fraction(part: usize, whole: usize) -> f64 {
    let float = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    float(part) / float(whole)
}

/// Everything that a value says: each scalar in it, with its path.
fn said(value: &Json) -> BTreeSet<String> {
    fn collect(path: &str, value: &Json, said: &mut BTreeSet<String>) {
        match value {
            Json::Object(members) => members.iter().for_each(|(name, value)| collect(&format!("{path}.{name}"), value, said)),
            // Without positions: what is put in between changes no other.
            Json::Array(elements) => elements.iter().for_each(|element| collect(&format!("{path}[]"), element, said)),
            scalar => drop(said.insert(format!("{path}={scalar}"))),
        }
    }
    let mut all = BTreeSet::new();
    collect("", value, &mut all);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::json;

    #[test]
    fn blocks_are_as_alike_as_what_both_say() {
        let one = json!({ "name": "tasks", "size": 1, "zones": ["a", "b"] });
        let same = |other: Json| format!("{:.2}", likeness(&one, &other));
        assert_eq!(same(one.clone()), "1.00");
        assert_eq!(same(json!({ "name": "other", "size": 1, "zones": ["b", "a"] })), "0.60");
        assert_eq!(same(json!({})), "0.00");
    }
}
