//! What differs between two configurations: which blocks, and in them which attributes. It must not know why.

use serde_json::Value as Json;
use terraform::read::{Documents, embedded};

/// A block that differs between two configurations.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Only the second one has it.
    Added {
        /// The block's address.
        address: String,
    },
    /// Only the first one has it.
    Removed {
        /// The block's address.
        address: String,
    },
    /// Both have it.
    Changed {
        /// The block's address.
        address: String,
        /// What in it differs.
        attributes: Vec<AttributeChange>,
    },
}

/// An attribute that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributeChange {
    /// Where it stands in the block; in a document inside a string, too: `policy.Statement[0].Action`.
    pub path: String,
    /// Its value in the first configuration.
    pub before: Option<Json>,
    /// Its value in the second one.
    pub after: Option<Json>,
}

impl Effect {
    /// The block's address.
    pub fn address(&self) -> &str {
        match self {
            Self::Added { address } | Self::Removed { address } | Self::Changed { address, .. } => address,
        }
    }
}

/// Everything that differs, by address.
pub fn effects(before: &Documents, after: &Documents) -> Vec<Effect> {
    let (before, after) = (before.blocks(), after.blocks());
    let mut found: Vec<Effect> = before
        .iter()
        .filter_map(|(address, block)| match after.get(address) {
            None => Some(Effect::Removed { address: address.clone() }),
            Some(other) if other == block => None,
            Some(other) => {
                let mut attributes = Vec::new();
                compare("", Some(block), Some(other), &mut attributes);
                Some(Effect::Changed { address: address.clone(), attributes })
            }
        })
        .collect();
    let added = after.keys().filter(|address| !before.contains_key(*address));
    found.extend(added.map(|address| Effect::Added { address: address.clone() }));
    found.sort_by(|one, other| one.address().cmp(other.address()));
    found
}

fn compare(path: &str, before: Option<&Json>, after: Option<&Json>, found: &mut Vec<AttributeChange>) {
    match (before, after) {
        (before, after) if before == after => {}
        (Some(Json::Object(one)), Some(Json::Object(other))) => {
            let added = other.keys().filter(|key| !one.contains_key(*key));
            for key in one.keys().chain(added) {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                compare(&path, one.get(key), other.get(key), found);
            }
        }
        // Of arrays of different lengths it cannot be told which elements belong together.
        (Some(Json::Array(one)), Some(Json::Array(other))) if one.len() == other.len() => {
            for (number, (one, other)) in one.iter().zip(other).enumerate() {
                compare(&format!("{path}[{number}]"), Some(one), Some(other), found);
            }
        }
        (Some(one), Some(other)) => match (embedded::document(one), embedded::document(other)) {
            (Some(one), Some(other)) if one != other => compare(path, Some(&one), Some(&other), found),
            _ => found.push(changed(path, before, after)),
        },
        _ => found.push(changed(path, before, after)),
    }
}

fn changed(path: &str, before: Option<&Json>, after: Option<&Json>) -> AttributeChange {
    AttributeChange { path: path.to_owned(), before: before.cloned(), after: after.cloned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents(text: &str) -> Documents {
        Documents::read([("main.tf.json", text)]).expect("it is a document")
    }

    #[test]
    fn blocks_come_and_go_and_attributes_differ_deep_inside_strings() {
        let before =
            documents(r#"{"resource": {"a": {"gone": {}, "same": {"x": 1}, "role": {"policy": "{\"Action\": [\"s3:Get\"]}"}}}}"#);
        let after =
            documents(r#"{"resource": {"a": {"new": {}, "same": {"x": 1}, "role": {"policy": "{\"Action\": [\"s3:Put\"]}"}}}}"#);
        let attribute =
            AttributeChange { path: "policy.Action[0]".to_owned(), before: Some("s3:Get".into()), after: Some("s3:Put".into()) };
        assert_eq!(
            effects(&before, &after),
            [
                Effect::Removed { address: "a.gone".to_owned() },
                Effect::Added { address: "a.new".to_owned() },
                Effect::Changed { address: "a.role".to_owned(), attributes: vec![attribute] },
            ]
        );
    }
}
