//! What types of resources hold: AWS's from the table of `aws::facts`, other providers' from `data/types.txt`. It must not know a plan.

use std::collections::HashMap;
use std::sync::OnceLock;

use aws::facts::types::Weight;
pub(crate) use aws::facts::types::{Role, Shape};

use finding::Severity;

/// What is known of a type.
#[derive(Debug)]
pub(crate) struct TypeFacts {
    pub(crate) role: Role,
    /// How bad its loss is.
    pub(crate) severity: Severity,
    /// The attributes that name what it belongs to.
    pub(crate) of: Vec<&'static str>,
    /// What it is, of a type of AWS's.
    pub(crate) shape: Option<Shape>,
    /// What it is, of a type of another cloud's.
    pub(crate) cloud_shape: Option<CloudShape>,
    /// After "destroys "; of an action, what it does.
    pub(crate) words: &'static str,
    /// The page of the provider's documentation on it.
    pub(crate) page: String,
}

/// Which rules read the values of a type of another cloud's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub(crate) enum CloudShape {
    GoogleFirewall,
    AzureRule,
    AzureGroup,
    /// Of any other cloud.
    Firewall,
    /// The rules of Google's firewall policies.
    GooglePolicyRule,
    /// Which pods reach which.
    NetworkPolicy,
    Grant,
}

/// Where AWS's provider has its pages.
const AWS_PAGES: &str = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/";

const TABLE: &str = include_str!("../data/types.txt");

/// What is known of a type; nothing where no table has it.
pub(crate) fn facts(kind: &str) -> Option<&'static TypeFacts> {
    static FACTS: OnceLock<HashMap<&'static str, TypeFacts>> = OnceLock::new();
    FACTS.get_or_init(all).get(kind)
}

/// Which rules read the values of a type of another cloud's.
pub(crate) fn cloud_shape(kind: &str) -> Option<CloudShape> {
    facts(kind)?.cloud_shape
}

/// Whether the values of a type have this shape.
pub(crate) fn has_shape(kind: &str, shape: Shape) -> bool {
    facts(kind).is_some_and(|facts| facts.shape == Some(shape))
}

fn all() -> HashMap<&'static str, TypeFacts> {
    rows(TABLE).into_iter().chain(aws::facts::types::weights().map(|(kind, weight)| (kind, of_aws(kind, weight)))).collect()
}

fn of_aws(kind: &'static str, &Weight { role, severity, words, of, shape }: &'static Weight) -> TypeFacts {
    let folder = if role == Role::Action { "actions" } else { "resources" };
    let page = format!("{AWS_PAGES}{folder}/{}", kind.strip_prefix("aws_").unwrap_or(kind));
    TypeFacts { role, severity, of: of.to_vec(), shape, cloud_shape: None, words, page }
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
        let (mut of, mut cloud_shape) = (Vec::new(), None);
        while let Some((option, after)) = rest.split_once(' ') {
            if let Some(names) = option.strip_prefix("of=") {
                of = names.split(',').collect();
            } else if let Some(name) = option.strip_prefix("shape=") {
                cloud_shape = Some(name.parse().expect("a row's shape is one"));
            } else {
                break;
            }
            rest = after;
        }
        let name = kind.strip_prefix(pages.0).expect("a row stands below the pages of its provider");
        let row = TypeFacts { role, severity, of, shape: None, cloud_shape, words: rest, page: format!("{}{name}", pages.1) };
        assert!(facts.insert(kind, row).is_none(), "{kind} has two rows");
    }
    facts
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
        assert_eq!(database.page, "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_instance");
        assert_eq!(facts("aws_s3_bucket_versioning").map(|facts| facts.of.clone()), Some(vec!["bucket"]));
        assert!(facts("acme_widget").is_none());
    }

    #[test]
    fn a_type_has_one_row() {
        let (others, ours) = (rows(TABLE).len(), aws::facts::types::weights().count());
        assert_eq!(
            all().len(),
            others + ours,
            "a type stands in `data/types.txt` and in crates/aws/src/facts/types, or twice in one"
        );
    }
}
