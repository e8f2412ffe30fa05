//! IAM policy documents as they are written: statements, actions, principals, conditions.
//!
//! Every policy of the system is built here, so that a wildcard can only be written where its reason is written too.

use std::borrow::Cow;

use terraform::{Embedded, Expression, Value, object, template};

/// Actions for which AWS accepts no ARN, so that `*` is all that a statement can say (Service Authorization Reference: Amazon ECR,
/// Amazon ECS, Amazon Message Gateway Service, …). Those that a policy of ours allows, and those that
/// services of users' most often need.
const WITHOUT_ARN: [&str; 30] = [
    "cloudwatch:GetMetricData",
    "cloudwatch:GetMetricStatistics",
    "cloudwatch:GetMetricWidgetImage",
    "cloudwatch:ListMetrics",
    "cloudwatch:PutMetricData",
    "ec2:DescribeInstances",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ecr:GetAuthorizationToken",
    "ecs:DescribeTaskDefinition",
    "ecs:RegisterTaskDefinition",
    "kms:GenerateRandom",
    "polly:DescribeVoices",
    "rekognition:DetectLabels",
    "rekognition:DetectText",
    "s3:ListAllMyBuckets",
    "secretsmanager:GetRandomPassword",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
    "sts:GetCallerIdentity",
    "textract:AnalyzeDocument",
    "textract:DetectDocumentText",
    "translate:TranslateText",
    "xray:GetSamplingRules",
    "xray:GetSamplingStatisticSummaries",
    "xray:GetSamplingTargets",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
];

/// Whether AWS accepts an ARN for this action; if not, a statement that allows it has to say `*`.
pub fn takes_arn(action: &str) -> bool {
    !WITHOUT_ARN.contains(&action) && !crate::facts::rights::WITHOUT_ARN.contains(&action)
}

/// A policy: for an identity, a resource, or who may assume a role.
#[derive(Clone, Debug, Default)]
pub struct PolicyDocument {
    statements: Vec<Statement>,
}

/// One statement of a policy.
#[derive(Clone, Debug)]
pub struct Statement {
    sid: Cow<'static, str>,
    effect: Effect,
    principals: Vec<Principal>,
    actions: Vec<Action>,
    resources: Resources,
    conditions: Vec<Condition>,
}

/// An action: `service:Name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action(Cow<'static, str>);

/// Who is allowed.
#[derive(Clone, Debug)]
pub enum Principal {
    /// A service of AWS's, by its name: `ecs-tasks.amazonaws.com`.
    Service(String),
    /// Everybody in this account to whom the account's own policies grant the same; AWS's default for keys.
    Account(Value<String>),
    /// A role or user, by its ARN.
    Arn(Value<String>),
    /// An identity provider, by its ARN.
    Federated(Value<String>),
    /// Everybody. Only in statements that deny.
    Everyone,
}

/// When a statement holds.
#[derive(Clone, Debug)]
pub struct Condition {
    operator: Cow<'static, str>,
    key: String,
    values: Vec<Value<String>>,
}

#[derive(Clone, Copy, Debug)]
enum Effect {
    Allow,
    Deny,
}

#[derive(Clone, Debug)]
enum Resources {
    /// A trust policy names no resource.
    Unnamed,
    These(Vec<Value<String>>),
    All,
}

impl PolicyDocument {
    /// A policy of these statements.
    pub fn new(statements: impl IntoIterator<Item = Statement>) -> Self {
        Self { statements: statements.into_iter().collect() }
    }

    /// The trust policy by which a service of AWS's assumes a role, for this account's own resources only.
    ///
    /// The condition keeps other accounts from using the service as their deputy (IAM User Guide, "The confused deputy problem").
    pub fn assumed_by_service(service: &str, account_id: impl Into<Value<String>>, source: Value<String>) -> Self {
        Self::assumed_by_service_for_any(service, account_id, [source])
    }

    /// As [`PolicyDocument::assumed_by_service`], for several resources.
    pub fn assumed_by_service_for_any(
        service: &str,
        account_id: impl Into<Value<String>>,
        sources: impl IntoIterator<Item = Value<String>>,
    ) -> Self {
        Self::new([Statement::allow("AssumeRole", ["sts:AssumeRole"])
            .principal(Principal::Service(service.to_owned()))
            .condition(Condition::string_equals("aws:SourceAccount", [account_id]))
            .condition(Condition::arn_like("aws:SourceArn", sources))])
    }

    /// The policy as the string that an argument takes.
    pub fn into_value(self) -> Value<String> {
        let statements = Embedded::array(self.statements.into_iter().map(Statement::into_embedded));
        object([("Version", "2012-10-17".into()), ("Statement", statements)]).into_value()
    }
}

impl Statement {
    /// Allows these actions.
    pub fn allow<A: Into<Action>>(sid: &'static str, actions: impl IntoIterator<Item = A>) -> Self {
        Self::new(sid, Effect::Allow, actions)
    }

    /// Allows what a user's settings name, wildcards included: the rules judge what becomes of it.
    ///
    /// `actions` and `resources` have to be of the form that IAM takes.
    pub fn of_settings(
        sid: String,
        actions: impl IntoIterator<Item = String>,
        resources: impl IntoIterator<Item = Value<String>>,
    ) -> Self {
        let statement = Self::new("", Effect::Allow, actions.into_iter().map(|action| Action(Cow::Owned(action))));
        Self { sid: Cow::Owned(sid), ..statement }.on(resources)
    }

    /// Denies these actions, whatever else allows them.
    pub fn deny<A: Into<Action>>(sid: &'static str, actions: impl IntoIterator<Item = A>) -> Self {
        Self::new(sid, Effect::Deny, actions)
    }

    fn new<A: Into<Action>>(sid: &'static str, effect: Effect, actions: impl IntoIterator<Item = A>) -> Self {
        let actions = actions.into_iter().map(Into::into).collect();
        let sid = Cow::Borrowed(sid);
        Self { sid, effect, principals: Vec::new(), actions, resources: Resources::Unnamed, conditions: Vec::new() }
    }

    /// For this principal.
    pub fn principal(mut self, principal: Principal) -> Self {
        self.principals.push(principal);
        self
    }

    /// On these resources, by ARN.
    pub fn on<V: Into<Value<String>>>(mut self, resources: impl IntoIterator<Item = V>) -> Self {
        self.resources = Resources::These(resources.into_iter().map(Into::into).collect());
        self
    }

    /// On the resource that the policy is attached to: in a key's own policy `*` means the key.
    pub fn on_this_key(mut self) -> Self {
        self.resources = Resources::All;
        self
    }

    /// On every resource, because the action takes no ARN. The reason is for whoever reads the code and the test that lists them.
    pub fn on_everything(mut self, _reason: &'static str) -> Self {
        self.resources = Resources::All;
        self
    }

    /// Only when this holds too.
    pub fn condition(mut self, condition: Condition) -> Self {
        self.conditions.push(condition);
        self
    }

    fn into_embedded(self) -> Embedded {
        let Self { sid, effect, principals, actions, resources, conditions } = self;
        let effect = match effect {
            Effect::Allow => "Allow",
            Effect::Deny => "Deny",
        };
        let mut members: Vec<(Cow<'static, str>, Embedded)> = Vec::with_capacity(6);
        members.extend([("Sid".into(), sid.into_owned().into()), ("Effect".into(), effect.into())]);
        if !principals.is_empty() {
            members.push(("Principal".into(), embedded_principals(principals)));
        }
        members.push(("Action".into(), one_or_many(actions.into_iter().map(|Action(name)| name.into_owned().into()).collect())));
        match resources {
            Resources::Unnamed => {}
            Resources::These(arns) => {
                members.push(("Resource".into(), one_or_many(arns.into_iter().map(Embedded::from).collect())));
            }
            Resources::All => members.push(("Resource".into(), "*".into())),
        }
        if !conditions.is_empty() {
            members.push(("Condition".into(), embedded_conditions(conditions)));
        }
        Embedded::Object(members)
    }
}

impl Action {
    /// Every action of KMS. Only for a key's administrators, who would otherwise lock themselves out.
    pub fn all_of_kms() -> Self {
        Self(Cow::Borrowed("kms:*"))
    }

    /// Every action of SQS. Only for statements that deny.
    pub fn all_of_sqs() -> Self {
        Self(Cow::Borrowed("sqs:*"))
    }

    /// Every action of S3. Only for statements that deny.
    pub fn all_of_s3() -> Self {
        Self(Cow::Borrowed("s3:*"))
    }
}

/// # Panics
/// When the text is not `service:Name`: actions stand in the code, never in a setting.
impl From<&'static str> for Action {
    fn from(name: &'static str) -> Self {
        let (service, action) = name.split_once(':').expect("an action in the code is `service:Name`");
        let plain = |text: &str| !text.is_empty() && text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
        assert!(plain(service) && plain(action), "`{name}` is no single action");
        Self(Cow::Borrowed(name))
    }
}

impl Condition {
    /// The key is one of these values.
    pub fn string_equals<V: Into<Value<String>>>(key: impl Into<String>, values: impl IntoIterator<Item = V>) -> Self {
        Self::new("StringEquals", key, values)
    }

    /// The key is like one of these patterns.
    pub fn string_like<V: Into<Value<String>>>(key: impl Into<String>, values: impl IntoIterator<Item = V>) -> Self {
        Self::new("StringLike", key, values)
    }

    /// The ARN is like one of these patterns.
    pub fn arn_like<V: Into<Value<String>>>(key: impl Into<String>, values: impl IntoIterator<Item = V>) -> Self {
        Self::new("ArnLike", key, values)
    }

    /// The key is true or false.
    pub fn is(key: impl Into<String>, truth: bool) -> Self {
        Self::new("Bool", key, [truth.to_string()])
    }

    /// The condition of a user's settings, whose operator and key have to be such as IAM takes.
    pub fn of_settings<V: Into<Value<String>>>(
        operator: impl Into<String>,
        key: impl Into<String>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let values = values.into_iter().map(Into::into).collect();
        Self { operator: Cow::Owned(operator.into()), key: key.into(), values }
    }

    fn new<V: Into<Value<String>>>(operator: &'static str, key: impl Into<String>, values: impl IntoIterator<Item = V>) -> Self {
        Self { operator: Cow::Borrowed(operator), key: key.into(), values: values.into_iter().map(Into::into).collect() }
    }
}

/// `arn:aws:iam::<account>:root`: the account itself.
pub fn account_root(account_id: &Expression<String>) -> Value<String> {
    template!["arn:aws:iam::", account_id, ":root"]
}

/// A list of one is written as the one, as AWS's console and examples do.
fn one_or_many(mut values: Vec<Embedded>) -> Embedded {
    match values.len() {
        1 => values.remove(0),
        _ => Embedded::Array(values),
    }
}

fn embedded_principals(principals: Vec<Principal>) -> Embedded {
    let mut by_kind: Vec<(&'static str, Vec<Embedded>)> = Vec::new();
    for principal in principals {
        let (kind, value) = match principal {
            Principal::Service(name) => ("Service", name.into()),
            Principal::Account(root) | Principal::Arn(root) => ("AWS", root.into()),
            Principal::Federated(provider) => ("Federated", provider.into()),
            Principal::Everyone => ("AWS", "*".into()),
        };
        match by_kind.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, values)) => values.push(value),
            None => by_kind.push((kind, vec![value])),
        }
    }
    by_kind.into_iter().map(|(kind, values)| (kind, one_or_many(values))).collect()
}

fn embedded_conditions(conditions: Vec<Condition>) -> Embedded {
    type OfOperator = (Cow<'static, str>, Vec<(Cow<'static, str>, Embedded)>);
    let mut by_operator: Vec<OfOperator> = Vec::new();
    for Condition { operator, key, values } in conditions {
        let member = (key.into(), one_or_many(values.into_iter().map(Embedded::from).collect()));
        match by_operator.iter_mut().find(|(known, _)| *known == operator) {
            Some((_, members)) => members.push(member),
            None => by_operator.push((operator, vec![member])),
        }
    }
    by_operator.into_iter().map(|(operator, members)| (operator, Embedded::Object(members))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trust_policy_admits_one_service_for_this_account_only() {
        let account: Expression<String> = Expression::native("var.account_id");
        let source = template!["arn:aws:ecs:us-east-1:", &account, ":*"];
        let policy = PolicyDocument::assumed_by_service("ecs-tasks.amazonaws.com", &account, source);
        assert_eq!(
            policy.into_value().to_json().as_str(),
            Some(concat!(
                r#"{"Version":"2012-10-17","Statement":[{"Sid":"AssumeRole","Effect":"Allow","#,
                r#""Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"#,
                r#""StringEquals":{"aws:SourceAccount":"${var.account_id}"},"#,
                r#""ArnLike":{"aws:SourceArn":"arn:aws:ecs:us-east-1:${var.account_id}:*"}}}]}"#
            ))
        );
    }

    #[test]
    fn policy_variables_of_aws_stay_text() {
        let statement = Statement::allow("Own", ["s3:GetObject"]).on(["arn:aws:s3:::home/${aws:username}/*"]);
        let policy = PolicyDocument::new([statement]).into_value().to_json();
        assert!(policy.to_string().contains("home/$${aws:username}/*"));
    }

    #[test]
    #[should_panic(expected = "no single action")]
    fn a_wildcard_is_no_action() {
        let _ = Action::from("s3:Get*");
    }
}
