//! A cache outlives one of its nodes.

use aws::ElasticacheReplicationGroup;
use settings::{SettingPath, Severity};

use crate::environment::Given;
use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "CAC002",
    severity: Severity::Warning,
    scope: Scope::Production,
    title: "a cache on nodes has more than one",
    why: "When the only node fails or is patched, all that it holds is gone, and nothing answers until ElastiCache has made another.",
    mend: "set `count` to 2 or more, or leave `nodes` out for a serverless cache; or accept it where everything works, slowly, without the cache",
    settings: &["caches.<name>.nodes.count"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    for (name, cache) in &subject.config.caches {
        let Some(nodes) = &cache.nodes else { continue };
        let at = SettingPath::from("caches").key(name.as_str()).key("nodes").key("count");
        let set = (at, i64::from(nodes.count.get()));
        let decided = subject.decided(&name.label(), ElasticacheReplicationGroup::NUM_CACHE_CLUSTERS.name(), Given::whole, set);
        if let Some(count) = decided.filter(|count| count.value <= 1) {
            findings.of(&count, format!("the cache `{name}` has one node"));
        }
    }
}
