//! What types of resources hold, from `data/types.txt`. It must not know a plan.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::risk::Severity;

/// What is known of a type.
#[derive(Debug)]
pub(crate) struct TypeFacts {
    pub(crate) role: Role,
    /// How bad its loss is.
    pub(crate) severity: Severity,
    /// The attributes that name what it belongs to.
    pub(crate) of: Vec<&'static str>,
    pub(crate) shape: Option<Shape>,
    /// After "destroys "; of an action, what it does.
    pub(crate) words: &'static str,
    /// The pages of its provider, and its name there.
    page: (&'static str, &'static str),
}

/// What a type is to those who need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// It holds what cannot be made again.
    Data,
    /// Others reach it by its address or name.
    Reached,
    /// It gives rights.
    Access,
    /// It says who one is.
    Identity,
    /// It protects something else against deletion or attack.
    Protection,
    /// It keeps copies of something else.
    Backups,
    /// It stands in for something else.
    Redundancy,
    /// It encrypts something else.
    Encryption,
    /// It keeps the public out of something else.
    Closer,
    /// It watches something else.
    Watcher,
    /// It limits rights.
    Limits,
    /// It belongs to something.
    Part,
    /// It is no resource and runs with an apply.
    Action,
}

/// Which rules read the values of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Group,
    Rule,
    IngressRule,
    EgressRule,
    Acl,
    AclRule,
    PrefixList,
    PrefixListEntry,
    Route,
    RouteTable,
    GoogleFirewall,
    AzureRule,
    AzureGroup,
    FunctionPermission,
    AccessKey,
    Key,
    KeyGrant,
    Listener,
    Parameters,
    PublicAccessBlock,
    Containers,
    Alarm,
    WebFirewall,
    FlowLog,
    Distribution,
    Grant,
    Database,
    Zone,
    Lifecycle,
    Capacity,
}

const TABLE: &str = include_str!("../data/types.txt");

/// What is known of a type; nothing where it is not in the table.
pub(crate) fn facts(kind: &str) -> Option<&'static TypeFacts> {
    static FACTS: OnceLock<HashMap<&'static str, TypeFacts>> = OnceLock::new();
    FACTS.get_or_init(|| rows(TABLE)).get(kind)
}

/// Whether the values of a type have this shape.
pub(crate) fn has_shape(kind: &str, shape: Shape) -> bool {
    facts(kind).is_some_and(|facts| facts.shape == Some(shape))
}

impl TypeFacts {
    /// The page of the provider's documentation on the type.
    pub(crate) fn page(&self) -> String {
        format!("{}{}", self.page.0, self.page.1)
    }
}

fn rows(table: &'static str) -> HashMap<&'static str, TypeFacts> {
    let mut pages = ("", "");
    let mut facts = HashMap::new();
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut words = line.splitn(4, ' ');
        let mut next = || words.next().expect("a row has four columns");
        let first = next();
        if first == "pages" {
            pages = (next(), next());
            continue;
        }
        let (role, severity, kind, mut rest) = (role(first), severity(next()), next(), next());
        let (mut of, mut shape) = (Vec::new(), None);
        while let Some((option, after)) = rest.split_once(' ') {
            if let Some(names) = option.strip_prefix("of=") {
                of = names.split(',').collect();
            } else if let Some(name) = option.strip_prefix("shape=") {
                shape = Some(self::shape(name));
            } else {
                break;
            }
            rest = after;
        }
        let name = kind.strip_prefix(pages.0).expect("a row stands below the pages of its provider");
        let row = TypeFacts { role, severity, of, shape, words: rest, page: (pages.1, name) };
        assert!(facts.insert(kind, row).is_none(), "{kind} has two rows");
    }
    facts
}

fn role(name: &str) -> Role {
    match name {
        "data" => Role::Data,
        "reached" => Role::Reached,
        "access" => Role::Access,
        "identity" => Role::Identity,
        "protection" => Role::Protection,
        "backups" => Role::Backups,
        "redundancy" => Role::Redundancy,
        "encryption" => Role::Encryption,
        "closer" => Role::Closer,
        "watcher" => Role::Watcher,
        "limits" => Role::Limits,
        "part" => Role::Part,
        "action" => Role::Action,
        other => unreachable!("`{other}` is not a role of the table"),
    }
}

fn severity(name: &str) -> Severity {
    name.parse().expect("a row's severity is one")
}

fn shape(name: &str) -> Shape {
    match name {
        "group" => Shape::Group,
        "rule" => Shape::Rule,
        "ingress-rule" => Shape::IngressRule,
        "egress-rule" => Shape::EgressRule,
        "acl" => Shape::Acl,
        "acl-rule" => Shape::AclRule,
        "prefix-list" => Shape::PrefixList,
        "prefix-list-entry" => Shape::PrefixListEntry,
        "route" => Shape::Route,
        "route-table" => Shape::RouteTable,
        "google-firewall" => Shape::GoogleFirewall,
        "azure-rule" => Shape::AzureRule,
        "azure-group" => Shape::AzureGroup,
        "function-permission" => Shape::FunctionPermission,
        "access-key" => Shape::AccessKey,
        "key" => Shape::Key,
        "key-grant" => Shape::KeyGrant,
        "listener" => Shape::Listener,
        "parameters" => Shape::Parameters,
        "public-access-block" => Shape::PublicAccessBlock,
        "containers" => Shape::Containers,
        "alarm" => Shape::Alarm,
        "web-firewall" => Shape::WebFirewall,
        "flow-log" => Shape::FlowLog,
        "distribution" => Shape::Distribution,
        "grant" => Shape::Grant,
        "database" => Shape::Database,
        "zone" => Shape::Zone,
        "lifecycle" => Shape::Lifecycle,
        "capacity" => Shape::Capacity,
        other => unreachable!("`{other}` is not a shape of the table"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read_and_has_its_page() {
        let database = facts("aws_db_instance").expect("it has a row");
        assert_eq!((database.role, database.severity, database.words), (Role::Data, Severity::Critical, "a database"));
        assert_eq!(database.page(), "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_instance");
        assert_eq!(facts("aws_s3_bucket_versioning").map(|facts| facts.of.clone()), Some(vec!["bucket"]));
        assert!(facts("acme_widget").is_none());
    }

    /// What `crates/aws` binds is what `synth` emits: of that, nothing may be unknown.
    #[test]
    fn every_bound_type_has_a_row() {
        let bound = include_str!("../../aws/bindings.txt").lines().filter(|line| line.starts_with("aws_"));
        let missing: Vec<&str> = bound.filter_map(|line| line.split(' ').next()).filter(|kind| facts(kind).is_none()).collect();
        assert!(missing.is_empty(), "a row in crates/review/data/types.txt says what these hold: {missing:?}");
    }
}
