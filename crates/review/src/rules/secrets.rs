//! A secret stands in plain text: its name is told, its value never.

use super::Risks;
use crate::change::Change;
use crate::node::Node;
use crate::risk::Code;
use crate::sentence::Sentence;
use finding::Severity;

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    for difference in &change.differences {
        // A write-only argument is null in every plan; its version says that it is written anew (Terraform 1.11).
        let (name, old, new) = (difference.path.attribute(), &difference.before, &difference.after);
        if let Some(argument) = name.strip_suffix("_version").filter(|argument| argument.ends_with("_wo"))
            && !change.is_new()
            && !old.is_empty()
            && !new.is_empty()
        {
            let what = Sentence::new("writes ").value(argument).words(" anew, which no plan shows");
            risks.add(Severity::Low, Code::WriteOnlyChanged, what);
        }
        if let Node::Secret(secret) = &difference.after
            && secret.is_plain()
        {
            let what = Sentence::new("keeps ").value(&difference.path).words(" in plain text");
            risks.add(Severity::High, Code::SecretExposed, what);
        }
    }
}
