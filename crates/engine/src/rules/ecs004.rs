//! Requests reach every service, by every pattern that it has.

use domain::{ServiceName, matches_all_of};
use settings::Severity;

use crate::rules::decided::Decided;
use crate::rules::finding::Findings;
use crate::rules::routes::{Requests, routes};
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
    let mut by_priority = routes(subject);
    by_priority.sort_by_key(|(_, priority, _)| priority.value);
    for (place, later) in by_priority.iter().enumerate() {
        for earlier in &by_priority[..place] {
            compare(earlier, later, findings);
        }
    }
}

/// A service's requests, and what decides about them.
type Route<'a> = (&'a ServiceName, Decided<i64>, Decided<Requests>);

/// A service's patterns beside those of one that is tried before it.
fn compare(earlier: &Route<'_>, later: &Route<'_>, findings: &mut Findings<'_>) {
    let ((first, tried, before), (second, priority, after)) = (earlier, later);
    // Of requests that meet no further condition of it, the earlier rule takes none.
    if before.value.has_further_conditions {
        return;
    }
    let hosts = |it: &Requests| it.hosts.iter().map(|(_, host)| host.to_ascii_lowercase()).collect::<Vec<_>>();
    let paths = |it: &Requests| it.paths.iter().map(|(_, path)| path.clone()).collect::<Vec<_>>();
    let their_hosts = covered(&hosts(&before.value), &hosts(&after.value));
    let their_paths = covered(&paths(&before.value), &paths(&after.value));
    let what = match (their_hosts, their_paths) {
        (Covered::All, Covered::All) => format!("no request ever reaches `{second}`"),
        (Covered::All, Covered::Some(pattern)) | (Covered::Some(pattern), Covered::All) => {
            format!("no request ever reaches `{second}` by `{pattern}`")
        }
        (Covered::All | Covered::Some(_) | Covered::None, _) => return,
    };
    // Of an override there is one place for all patterns.
    let patterns = |it: &Decided<Requests>| {
        if it.is_overridden {
            return it.at.clone();
        }
        it.at.clone().key(if it.value.paths.is_empty() { "hosts" } else { "paths" })
    };
    findings
        .at(priority.at.clone(), format!("{what}: `{first}` is tried first, and matches all of it"))
        .also(tried.at.clone())
        .also(patterns(before))
        .also(patterns(after))
        .help(format!("give `{second}` a lower priority than {}, or narrow what `{first}` matches", tried.value));
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
