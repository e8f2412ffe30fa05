//! Something comes behind another firewall: a security group that lets in what its own did not.

use super::Risks;
use crate::change::Change;
use crate::node::Node;
use crate::path::Path;
use crate::risk::Code;
use crate::sentence::Sentence;
use crate::types::{self, Shape};
use finding::Severity;

/// The attributes that name the groups of a machine, database, service or load balancer.
const GROUPS: [&str; 4] = ["vpc_security_group_ids", "security_groups", "security_group_ids", "security_group_names"];

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    let rules = [Shape::Group, Shape::Rule, Shape::IngressRule, Shape::EgressRule];
    let is_rule = rules.into_iter().any(|shape| types::has_shape(change.kind, shape));
    if change.is_new() || (change.action.destroys() && !change.action.replaces()) || is_rule {
        return;
    }
    let is_of_rule = |path: &Path| path.is_in("ingress") || path.is_in("egress");
    let groups = change.differences.iter().filter(|it| GROUPS.contains(&it.path.name()) && !is_of_rule(&it.path));
    let groups: Vec<(&str, &str)> = groups
        // What had no group before may have been in no network.
        .filter(|it| it.before == Node::Null && !change.before().get(it.path.attribute()).is_empty())
        .filter_map(|it| Some((it.path.attribute(), it.after.as_text()?)))
        .collect();
    if let Some((attribute, _)) = groups.first() {
        let what = Sentence::new("lets in what another security group does: adds ");
        let what = what.values(groups.iter().map(|(_, group)| *group)).words(" to ").value(attribute);
        risks.add(Severity::Low, Code::IngressOpened, what);
    }
}
