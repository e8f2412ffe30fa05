//! IAM's policy documents, read back: statements with their principals, actions, resources and conditions as lists.
//!
//! It must not know what a policy is attached to.

use terraform::json::Json;

use super::{Emitted, Resource, embedded, list, members};

/// A statement.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) sid: String,
    pub(crate) allows: bool,
    /// Kind (`Service`, `AWS`, `Federated`) and name.
    pub(crate) principals: Vec<(String, String)>,
    pub(crate) actions: Vec<String>,
    pub(crate) resources: Vec<String>,
    /// Operator, key and values.
    pub(crate) conditions: Vec<(String, String, Vec<String>)>,
}

/// The arguments that hold policies, by resource type.
const ARGUMENTS: [(&str, &str); 11] = [
    ("aws_iam_role", "assume_role_policy"),
    ("aws_iam_role_policy", "policy"),
    ("aws_iam_policy", "policy"),
    ("aws_kms_key", "policy"),
    ("aws_kms_key_policy", "policy"),
    ("aws_s3_bucket_policy", "policy"),
    ("aws_sns_topic_policy", "policy"),
    ("aws_ecr_repository_policy", "policy"),
    ("aws_vpc_endpoint", "policy"),
    ("aws_secretsmanager_secret_policy", "policy"),
    ("aws_cloudwatch_log_resource_policy", "policy_document"),
];

/// The statements of the policy in a string.
pub(crate) fn statements(policy: &Json) -> Vec<Statement> {
    let policy = embedded(policy);
    assert_eq!(policy["Version"], "2012-10-17", "the policy language that knows variables");
    list(&policy["Statement"]).iter().map(statement).collect()
}

/// The one statement with this `Sid`.
pub(crate) fn statement_of(policy: &Json, sid: &str) -> Statement {
    let all = statements(policy);
    let found = all.iter().find(|statement| statement.sid == sid);
    found.cloned().unwrap_or_else(|| panic!("no statement {sid} in {policy}"))
}

impl Emitted {
    /// Every policy, with the resource that it belongs to.
    pub(crate) fn policies(&self) -> Vec<(Resource, Vec<Statement>)> {
        let of = |resource: Resource| {
            let (_, argument) = ARGUMENTS.iter().find(|(kind, _)| *kind == resource.kind)?;
            let statements = statements(resource.body.get(argument)?);
            Some((resource, statements))
        };
        self.resources().into_iter().filter_map(of).collect()
    }
}

impl Statement {
    /// The values that a condition asks for.
    pub(crate) fn condition(&self, operator: &str, key: &str) -> Option<&[String]> {
        self.conditions.iter().find(|it| it.0 == operator && it.1 == key).map(|it| it.2.as_slice())
    }
}

fn statement(json: &Json) -> Statement {
    let text = |json: &Json| json.as_str().unwrap_or_else(|| panic!("no string but {json}")).to_owned();
    let principals = json.get("Principal").map(|principals| {
        members(principals)
            .iter()
            .flat_map(|(kind, names)| one_or_many(names).into_iter().map(|name| (kind.to_string(), name)))
            .collect()
    });
    let conditions = json.get("Condition").map(|conditions| {
        let of_operator = |(operator, keys): (&terraform::json::Key, &Json)| {
            let keys = members(keys).iter().map(|(key, values)| (operator.to_string(), key.to_string(), one_or_many(values)));
            keys.collect::<Vec<_>>()
        };
        members(conditions).iter().flat_map(of_operator).collect()
    });
    for key in members(json).keys() {
        let known = ["Sid", "Effect", "Principal", "Action", "Resource", "Condition"];
        assert!(known.contains(&key.as_str()), "the tests do not know what `{key}` means in {json}");
    }
    Statement {
        sid: json.get("Sid").map(text).unwrap_or_default(),
        allows: match json["Effect"].as_str() {
            Some("Allow") => true,
            Some("Deny") => false,
            other => panic!("{other:?} is no effect"),
        },
        principals: principals.unwrap_or_default(),
        actions: one_or_many(&json["Action"]),
        resources: json.get("Resource").map(one_or_many).unwrap_or_default(),
        conditions: conditions.unwrap_or_default(),
    }
}

fn one_or_many(json: &Json) -> Vec<String> {
    match json {
        Json::String(one) => vec![one.clone()],
        Json::Array(many) => many.iter().flat_map(one_or_many).collect(),
        other => panic!("neither a string nor a list of strings: {other}"),
    }
}
