//! A secret stands in plain text: its name is told, its value never.

use super::Risks;
use crate::change::Change;
use crate::node::Node;
use crate::risk::{Code, Severity};
use crate::sentence::Sentence;

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    for difference in &change.differences {
        if let Node::Secret(secret) = &difference.after
            && secret.is_plain()
        {
            let what = Sentence::new("keeps ").value(&difference.path).words(" in plain text");
            risks.add(Severity::High, Code::SecretExposed, what);
        }
    }
}
