//! Which requests go where: the conditions of the load balancer's rules, and rules that answer themselves, as typed and as checked.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Cidr, FixedBody, FixedStatus, HeaderName, HostPattern, HttpMethod, PathPattern, Port, QueryKey, RedirectPart, RulePriority,
    ValuePattern, limits,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use settings::{Problems, SettingPath};

/// Which requests reach the service: those that meet every condition that is set.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Routing {
    /// The place of the service's rule among all: the lowest that matches wins. Leave gaps, so that a service fits in front.
    pub priority: RulePriority,
    /// The paths, with `*` and `?` as wildcards; any of them.
    #[serde(default)]
    pub paths: Vec<PathPattern>,
    /// The host names, with `*` and `?` as wildcards; any of them.
    #[serde(default)]
    pub hosts: Vec<HostPattern>,
    /// The methods, such as `GET`; any of them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub methods: BTreeSet<HttpMethod>,
    /// Header fields: by name the values, any of them, with `*` and `?` as wildcards. Every field that is named has to be there.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<HeaderName, BTreeSet<ValuePattern>>,
    /// Query parameters: by name the value, with `*` and `?` as wildcards; any of them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub query: BTreeMap<QueryKey, ValuePattern>,
    /// The address ranges from which a request comes; any of them. Behind a proxy that is the proxy's address.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub source_cidrs: BTreeSet<Cidr>,
}

/// A request as anybody makes it who knows an address: `GET`, with no header field and no query parameter that a rule could ask for.
#[derive(Clone, Copy, Debug)]
pub struct PlainRequest<'a> {
    /// The host, where it is known before an apply.
    pub host: Option<&'a str>,
    /// The path, without a query.
    pub path: &'a str,
}

/// Whether a rule takes a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// It does.
    Yes,
    /// That depends on more than is known, such as who asks.
    Perhaps,
    /// It does not.
    No,
}

/// A rule of the load balancer that answers itself: by a redirect or with what is set here.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerRule {
    /// Which requests it answers, and its place among all rules.
    pub routing: Routing,
    /// Where it sends them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirect: Option<Redirect>,
    /// What it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed_response: Option<FixedResponse>,
}

/// Where requests are sent; what is not set stays as it was in the request.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Redirect {
    /// The host, with `#{host}` for the request's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<RedirectPart>,
    /// The path, which begins with `/`; with `#{path}` for the request's, without its slash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<RedirectPart>,
    /// The query without its question mark, with `#{query}` for the request's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<RedirectPart>,
    /// The port.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<Port>,
    /// Whether browsers may keep it in mind (301) or have to ask again (302).
    #[serde(default = "yes")]
    pub permanent: bool,
}

/// An answer that the load balancer gives itself.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FixedResponse {
    /// The code: 200 to 299, or 400 to 599.
    pub status: FixedStatus,
    /// What kind of text the body is.
    #[serde(default)]
    pub content_type: ContentType,
    /// The body; without it there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<FixedBody>,
}

/// What kind of text a body is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum ContentType {
    /// Plain text.
    #[default]
    #[serde(rename = "text/plain")]
    Plain,
    /// HTML.
    #[serde(rename = "text/html")]
    Html,
    /// JSON.
    #[serde(rename = "application/json")]
    Json,
    /// CSS.
    #[serde(rename = "text/css")]
    Css,
    /// JavaScript.
    #[serde(rename = "application/javascript")]
    JavaScript,
}

impl ContentType {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "text/plain",
            Self::Html => "text/html",
            Self::Json => "application/json",
            Self::Css => "text/css",
            Self::JavaScript => "application/javascript",
        }
    }
}

impl Routing {
    /// Whether requests are told apart by more than path and host.
    pub fn has_further_conditions(&self) -> bool {
        let Self { priority: _, paths: _, hosts: _, methods, headers, query, source_cidrs } = self;
        !(methods.is_empty() && headers.is_empty() && query.is_empty() && source_cidrs.is_empty())
    }

    /// Whether a plain request meets every condition.
    pub fn takes(&self, request: PlainRequest<'_>) -> Takes {
        let Self { priority: _, paths, hosts, methods, headers, query, source_cidrs } = self;
        let is_of_hosts = match request.host {
            _ if hosts.is_empty() => Takes::Yes,
            Some(host) if hosts.iter().any(|pattern| pattern.matches(host)) => Takes::Yes,
            // The load balancer's own name is AWS's to give.
            None if hosts.iter().any(|pattern| pattern.as_str().contains(['*', '?'])) => Takes::Perhaps,
            Some(_) | None => Takes::No,
        };
        let is_of_paths = paths.is_empty() || paths.iter().any(|pattern| pattern.matches(request.path));
        let is_of_methods = methods.is_empty() || methods.iter().any(|method| method.as_str() == "GET");
        if is_of_hosts == Takes::No || !is_of_paths || !is_of_methods || !query.is_empty() {
            Takes::No
        } else if headers.is_empty() && source_cidrs.is_empty() {
            is_of_hosts
        } else {
            Takes::Perhaps
        }
    }

    /// Checks the conditions against what one rule of a load balancer takes.
    pub(super) fn check(&self, whose: &str, at: &SettingPath, problems: &mut Problems) {
        let (paths, hosts) = (self.paths.len(), self.hosts.len());
        if paths + hosts == 0 && !self.has_further_conditions() {
            problems
                .error(at.clone(), format!("{whose} has neither a path nor a host, so no request reaches it"))
                .help("set `paths = [\"/*\"]` for every request, or `hosts`");
        }
        let further = self.methods.len()
            + self.headers.values().map(BTreeSet::len).sum::<usize>()
            + self.query.len()
            + self.source_cidrs.len();
        // Elastic Load Balancing User Guide, "Quotas for your Application Load Balancers": condition values per rule.
        if paths + hosts + further > limits::RULE_VALUES.most {
            let others = if further == 0 { String::new() } else { format!(" and {further} further values") };
            problems
                .error(at.clone(), format!("{paths} paths and {hosts} hosts{others} are {} patterns", paths + hosts + further))
                .help(format!("one rule of the load balancer takes {} patterns at the most", limits::RULE_VALUES.most));
        }
        for (name, values) in &self.headers {
            if values.is_empty() {
                problems
                    .error(at.clone().key("headers").key(name.as_str()), format!("`{name}` is compared with nothing"))
                    .help("name the values, any of which it may have, or `[\"*\"]`");
            }
        }
        self.check_patterns(at, problems);
    }

    fn check_patterns(&self, at: &SettingPath, problems: &mut Problems) {
        let hosts = self.hosts.iter().map(|host| ("hosts", host.as_str().to_ascii_lowercase()));
        let patterns: Vec<(&str, String)> =
            self.paths.iter().map(|path| ("paths", path.as_str().to_owned())).chain(hosts).collect();
        let values = self.headers.values().flatten().chain(self.query.values()).map(ValuePattern::as_str);
        let texts = patterns.iter().map(|(_, pattern)| pattern.as_str()).chain(values);
        let wildcards: usize = texts.map(|pattern| pattern.matches(['*', '?']).count()).sum();
        if wildcards > limits::RULE_WILDCARDS.most {
            problems
                .error(at.clone(), format!("the patterns have {wildcards} wildcards"))
                .help(format!("one rule of the load balancer takes {} at the most", limits::RULE_WILDCARDS.most));
        }
        for (place, (setting, pattern)) in patterns.iter().enumerate() {
            if patterns[..place].iter().any(|(other, same)| other == setting && same == pattern) {
                problems.error(at.clone().key(*setting), format!("`{pattern}` is named twice")).help("name it once");
            }
        }
    }
}

fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::{PlainRequest, Routing, Takes};

    #[test]
    fn a_plain_request_is_taken_where_it_meets_every_condition() {
        let asked = |routing: &str| {
            let routing: Routing = toml::from_str(&format!("priority = 1\n{routing}")).expect("it is a routing");
            routing.takes(PlainRequest { host: Some("shop.example.com"), path: "/health" })
        };
        for (routing, takes) in [
            ("paths = [\"/*\"]", Takes::Yes),
            ("paths = [\"/api/*\"]", Takes::No),
            ("paths = [\"/api/*\", \"/health\"]", Takes::Yes),
            ("paths = [\"/Health\"]", Takes::No),
            ("hosts = [\"Shop.example.com\"]", Takes::Yes),
            ("hosts = [\"api.example.com\"]", Takes::No),
            ("paths = [\"/*\"]\nmethods = [\"POST\"]", Takes::No),
            ("paths = [\"/*\"]\nmethods = [\"GET\"]", Takes::Yes),
            ("paths = [\"/*\"]\nquery = { a = \"b\" }", Takes::No),
            ("paths = [\"/*\"]\nsource_cidrs = [\"10.0.0.0/8\"]", Takes::Perhaps),
        ] {
            assert_eq!(asked(routing), takes, "{routing}");
        }
    }
}
