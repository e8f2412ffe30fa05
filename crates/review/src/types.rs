//! What types of resources hold, from `data/types.txt`. It must not know a plan.

use std::collections::HashMap;
use std::sync::OnceLock;

use aws::facts::types::{Loss, Purpose, TYPES};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
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
    /// Of another cloud.
    Firewall,
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

/// Where the provider's documentation has its pages on what `crates/aws` binds.
const AWS_PAGES: &str = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/";

const TABLE: &str = include_str!("../data/types.txt");

/// What is known of a type; nothing where it is not in the table.
pub(crate) fn facts(kind: &str) -> Option<&'static TypeFacts> {
    static FACTS: OnceLock<HashMap<&'static str, TypeFacts>> = OnceLock::new();
    FACTS.get_or_init(|| with_bound(rows(TABLE))).get(kind)
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
        let (role, severity, kind, mut rest) = (first.parse().expect("a row's role is one"), severity(next()), next(), next());
        let (mut of, mut shape) = (Vec::new(), None);
        while let Some((option, after)) = rest.split_once(' ') {
            if let Some(names) = option.strip_prefix("of=") {
                of = names.split(',').collect();
            } else if let Some(name) = option.strip_prefix("shape=") {
                shape = Some(name.parse().expect("a row's shape is one"));
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

/// With what `synth` itself can make and the table has no row for: what the facts of the type say.
fn with_bound(mut facts: HashMap<&'static str, TypeFacts>) -> HashMap<&'static str, TypeFacts> {
    for row in &TYPES {
        facts.entry(row.kind).or_insert_with(|| of_bound(row));
    }
    facts
}

fn of_bound(row: &aws::facts::types::TypeFacts) -> TypeFacts {
    let (role, severity) = match (row.loss, row.purpose) {
        (Loss::OfData, _) => (Role::Data, Severity::Critical),
        (Loss::OfAddress, _) => (Role::Reached, Severity::High),
        (Loss::OfNothing, Purpose::Guard) => (Role::Access, Severity::Medium),
        (Loss::OfNothing, Purpose::Watch) => (Role::Watcher, Severity::Low),
        (Loss::OfNothing, Purpose::Compute | Purpose::Data | Purpose::Connection) => (Role::Part, Severity::Low),
    };
    let name = row.kind.strip_prefix("aws_").unwrap_or(row.kind);
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    // Made once, for as long as the process runs.
    let words = format!("{article} {}", name.replace('_', " ")).leak();
    TypeFacts { role, severity, of: Vec::new(), shape: None, words, page: (AWS_PAGES, name) }
}

fn severity(name: &str) -> Severity {
    name.parse().expect("a row's severity is one")
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

    /// A type of ours is spoken of as a person would, and not by its name without underscores.
    #[test]
    fn every_bound_type_is_worded() {
        let rows = rows(TABLE);
        let without: Vec<&str> = TYPES.iter().map(|row| row.kind).filter(|kind| !rows.contains_key(kind)).collect();
        assert!(without.is_empty(), "data/types.txt has no row of {without:?}");
    }

    /// What `crates/aws` binds is what `synth` emits: of that, nothing may be unknown.
    #[test]
    fn a_bound_type_without_a_row_is_known_by_its_facts() {
        assert!(TYPES.iter().all(|row| facts(row.kind).is_some()));
        let database = of_bound(aws::facts::types::of("aws_db_instance").expect("it is bound"));
        assert_eq!((database.role, database.severity, database.words), (Role::Data, Severity::Critical, "a db instance"));
        let role = of_bound(aws::facts::types::of("aws_iam_role").expect("it is bound"));
        assert_eq!((role.role, role.words, role.page()), (Role::Access, "an iam role", format!("{AWS_PAGES}iam_role")));
    }
}
