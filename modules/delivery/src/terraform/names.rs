//! What emitted resources are called in AWS, as ARNs of a policy name them. It must not know what is allowed.

use std::collections::{BTreeMap, BTreeSet};

use ::terraform::{Expression, Value, template};
use domain::Identity;
use terraform::json::Json;

/// The bodies of the emitted resources, by type.
pub type Bodies<'a> = BTreeMap<String, Vec<&'a Json>>;

/// So many names of one type are written out; of more, what they begin with.
const MOST_NAMES: usize = 24;

/// What is emitted, and where it stands.
pub(crate) struct Emitted<'a> {
    pub(crate) identity: &'a Identity,
    pub(crate) bodies: &'a Bodies<'a>,
    pub(crate) path: &'a str,
}

impl Emitted<'_> {
    /// The ARNs of what the row of a type speaks of, for one service, without `arn:aws:`; `@` and `@@` stand in them as in the table.
    pub(crate) fn arns(&self, kind: &str, templates: &[&str], service: &str) -> BTreeSet<String> {
        let of_service = templates.iter().filter(|it| it.starts_with(service) && it[service.len()..].starts_with(':'));
        of_service.flat_map(|template| self.filled(template)).flat_map(|arn| self.in_regions(kind, &arn)).collect()
    }

    /// A template for each combination of the names that go into it.
    fn filled(&self, template: &str) -> Vec<String> {
        let Some((before, rest)) = template.split_once('{') else { return vec![template.to_owned()] };
        let (hole, after) = rest.split_once('}').unwrap_or((rest, ""));
        let (kind, argument) = hole.split_once('.').unwrap_or((hole, ""));
        let names = self.names(kind, argument);
        names.iter().flat_map(|name| self.filled(after).into_iter().map(move |after| format!("{before}{name}{after}"))).collect()
    }

    /// The values of an argument of every resource of a type, as patterns.
    fn names(&self, kind: &str, argument: &str) -> BTreeSet<String> {
        let bodies = self.bodies.get(kind).into_iter().flatten();
        let text = |body: &Json, argument: &str| body.get(argument)?.as_str().map(str::to_owned);
        // Of some names only the beginning is set, and the provider finds the rest.
        let beginning = format!("{argument}_prefix");
        let name = |body: &&Json| Some(self.pattern(&text(body, argument).or_else(|| Some(text(body, &beginning)? + "*"))?));
        let written: BTreeSet<String> = bodies.filter_map(name).collect();
        if written.len() <= MOST_NAMES {
            return written;
        }
        let common = common_beginning(&written);
        if common.is_empty() { written } else { [format!("{common}*")].into() }
    }

    /// A name as a pattern: what the environment's names have in common stays, so that another one of them needs no new policy.
    fn pattern(&self, written: &str) -> String {
        let name = literal(written);
        let (project, environment) = (self.identity.project.as_str(), self.identity.environment.as_str());
        let prefix = self.identity.prefix();
        let ending = format!("-{environment}");
        let begins = |with: &str| name.strip_prefix(with).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
        if begins(project) && name.ends_with(&ending) {
            format!("{project}*{ending}")
        } else if begins(&prefix) {
            format!("{prefix}-*")
        } else {
            name
        }
    }

    /// An ARN for each region in which the type stands.
    fn in_regions(&self, kind: &str, arn: &str) -> Vec<String> {
        let has_other = self.bodies.get(kind).into_iter().flatten().any(|body| body.get("provider").is_some());
        let identity = self.identity;
        let regions = std::iter::once(identity.region).chain(has_other.then_some(identity.disaster_recovery_region));
        regions
            .map(|region| {
                let region = region.to_string();
                // The account stays open: it may be a variable.
                arn.replace("@path", self.path)
                    .replace("@region", &region)
                    .replace("@@", "\u{0}")
                    .replace('@', &format!("{region}:\u{0}"))
            })
            .collect()
    }
}

/// An ARN as a value, with the account put in.
pub(crate) fn value(arn: &str, account_id: &Expression<String>) -> Value<String> {
    match arn.split_once('\u{0}') {
        Some((before, after)) => template![format!("arn:aws:{before}"), account_id, after],
        None => Value::Literal(format!("arn:aws:{arn}")),
    }
}

/// The text as AWS gets it, with `*` in place of what only Terraform knows.
fn literal(written: &str) -> String {
    let mut text = String::new();
    let mut rest = written;
    while let Some(at) = rest.find("${") {
        if let Some(before) = rest[..at].strip_suffix('$') {
            text += before;
            text += "${";
            rest = &rest[at + 2..];
            continue;
        }
        text += &rest[..at];
        text.push('*');
        rest = rest[at..].split_once('}').map_or("", |(_, after)| after);
    }
    (text + rest).replace("%%{", "%{")
}

fn common_beginning(names: &BTreeSet<String>) -> String {
    let (Some(first), Some(last)) = (names.first(), names.last()) else { return String::new() };
    first.chars().zip(last.chars()).take_while(|(one, other)| one == other).map(|(one, _)| one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_terraform_knows_is_open_and_what_looks_like_it_is_not() {
        assert_eq!(literal("logs-${var.account_id}-x"), "logs-*-x");
        assert_eq!(literal("a-$${b}"), "a-${b}");
        assert_eq!(literal("plain"), "plain");
    }
}
