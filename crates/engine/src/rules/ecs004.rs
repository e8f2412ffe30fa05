//! Requests reach every service, by every pattern that it has.

use domain::{ServiceName, matches_all_of};
use ecs::config::Routing;
use settings::{SettingPath, Severity};

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "ECS004",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "requests reach every service, by every pattern that it has",
    why: "A load balancer tries its rules in the order of their priorities, and the first that matches wins. A pattern behind one that matches all that it matches is never tried: nobody is told, and the service waits in vain.",
    mend: "give the narrower pattern the lower `routing.priority`",
    settings: &["services.<name>.routing.priority", "services.<name>.routing.paths", "services.<name>.routing.hosts"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let mut by_priority: Vec<(&ServiceName, &Routing)> =
        subject.config.services.iter().filter_map(|(name, service)| Some((name, service.routing.as_ref()?))).collect();
    by_priority.sort_by_key(|(_, routing)| routing.priority);
    for (place, (name, routing)) in by_priority.iter().enumerate() {
        for (earlier_name, earlier) in &by_priority[..place] {
            compare((earlier_name, earlier), (name, routing), findings);
        }
    }
}

/// A service's patterns beside those of one that is tried before it.
fn compare(earlier: (&ServiceName, &Routing), later: (&ServiceName, &Routing), findings: &mut Findings<'_>) {
    let ((first, before), (second, after)) = (earlier, later);
    // Of requests that meet no further condition of it, the earlier rule takes none.
    if before.has_further_conditions() {
        return;
    }
    let hosts = |routing: &Routing| routing.hosts.iter().map(|host| host.as_str().to_ascii_lowercase()).collect::<Vec<_>>();
    let paths = |routing: &Routing| routing.paths.iter().map(|path| path.as_str().to_owned()).collect::<Vec<_>>();
    let (their_hosts, their_paths) = (covered(&hosts(before), &hosts(after)), covered(&paths(before), &paths(after)));
    let what = match (their_hosts, their_paths) {
        (Covered::All, Covered::All) => format!("no request ever reaches `{second}`"),
        (Covered::All, Covered::Some(pattern)) | (Covered::Some(pattern), Covered::All) => {
            format!("no request ever reaches `{second}` by `{pattern}`")
        }
        (Covered::All | Covered::Some(_) | Covered::None, _) => return,
    };
    let at = |name: &ServiceName, setting: &str| SettingPath::from("services").key(name.as_str()).key("routing").key(setting);
    findings
        .at(at(second, "priority"), format!("{what}: `{first}` is tried first, and matches all of it"))
        .also(at(first, "priority"))
        .also(at(first, if before.paths.is_empty() { "hosts" } else { "paths" }))
        .also(at(second, if after.paths.is_empty() { "hosts" } else { "paths" }))
        .help(format!("give `{second}` a lower priority than {}, or narrow what `{first}` matches", before.priority));
}

/// How much of a list of patterns another list matches.
enum Covered {
    All,
    /// This one among them.
    Some(String),
    None,
}

fn covered(before: &[String], after: &[String]) -> Covered {
    // A rule without patterns of a kind matches whatever stands there.
    let any = ["*".to_owned()];
    let before = if before.is_empty() { &any } else { before };
    let after = if after.is_empty() { &any } else { after };
    let is_covered = |pattern: &String| before.iter().any(|other| matches_all_of(other, pattern));
    // Every path begins with a slash.
    match after.iter().filter(|pattern| is_covered(pattern)).collect::<Vec<_>>()[..] {
        [] => Covered::None,
        ref all if all.len() == after.len() => Covered::All,
        [first, ..] => Covered::Some(first.clone()),
    }
}
