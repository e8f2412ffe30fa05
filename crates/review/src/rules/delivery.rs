//! What stands between a commit and users goes: the approval of a person.

use aws::unbound::CODEPIPELINE;

use super::Risks;
use crate::change::Change;
use crate::node::Node;
use crate::risk::Code;
use crate::sentence::Sentence;
use finding::Severity;

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    if change.kind != CODEPIPELINE || change.is_new() || (change.action.destroys() && !change.action.replaces()) {
        return;
    }
    let left: Vec<&str> = approvals(change.after());
    for name in approvals(change.before()).into_iter().filter(|name| !left.contains(name)) {
        let what = Sentence::new("takes the approval ").value(name).words(" out: what comes before it goes on by itself");
        risks.add(Severity::High, Code::ProtectionWeakened, what);
    }
}

fn approvals(values: &Node) -> Vec<&str> {
    let actions = values.get("stage").each().iter().flat_map(|stage| stage.get("action").each());
    let is_approval = |action: &&Node| action.get("category").as_text() == Some("Approval");
    actions.filter(is_approval).filter_map(|action| action.get("name").as_text()).collect()
}
