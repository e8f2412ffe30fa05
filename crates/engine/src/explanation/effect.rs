//! What differs between two configurations: which blocks, and in them which attributes. It must not know why.

use terraform::compare::{ArgumentChange, BlockChange, Change, Difference, Subject};
use terraform::json::Json;
use terraform::read::Documents;

use crate::consequences::{Consequence, consequences, replacements};

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
    /// Where it stands in the block; in a document inside a string, too: `policy.Statement[Read].Action`.
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
    // Another value of a setting is another configuration, and not the next one of the same: nothing has moved.
    let difference = Difference::between(before, after, Subject::Different, &aws::facts::PROVIDER);
    let mut found: Vec<Effect> = difference.blocks.into_iter().map(effect).collect();
    found.sort_by(|one, other| one.address().cmp(other.address()));
    found
}

/// What the change does to an environment that stands.
pub(super) fn on_what_stands(before: &Documents, after: &Documents) -> Vec<String> {
    replacements(before, after).iter().chain(&consequences(before, after)).map(Consequence::words).collect()
}

fn effect(block: BlockChange) -> Effect {
    let BlockChange { address, change, arguments, .. } = block;
    match change {
        Change::Added => Effect::Added { address },
        Change::Removed => Effect::Removed { address },
        Change::Changed => {
            let changed = |ArgumentChange { path, old, new, .. }| AttributeChange { path, before: old, after: new };
            Effect::Changed { address, attributes: arguments.into_iter().map(changed).collect() }
        }
    }
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
            AttributeChange { path: "policy.Action".to_owned(), before: Some("s3:Get".into()), after: Some("s3:Put".into()) };
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
