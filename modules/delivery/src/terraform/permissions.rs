//! What Terraform's own roles may do: from the rows of the types that are emitted. It must not know who assumes them.

use std::collections::{BTreeMap, BTreeSet};

use ::terraform::{Expression, Value, template};
use aws::facts::rights::{self, By, Rights};
use aws::facts::types;
use aws::policy::{Condition, PolicyDocument, Statement, takes_arn};

use super::config::{StateObject, Terraform};
use super::names::{Emitted, value};

/// A managed policy's characters, without blanks (IAM User Guide, "IAM and AWS STS quotas").
const MOST_CHARACTERS: usize = 6144;

/// What stands around the statements.
const AROUND: usize = 48;

/// Why a statement is for everything.
const NO_ARN: &str = "AWS accepts no ARN (Service Authorization Reference of each service)";

/// The actions on roles that AWS allows under a condition on the role's boundary (IAM User Guide, "Delegating responsibility to others using permissions
/// boundaries").
const BOUND: [&str; 6] = [
    "iam:AttachRolePolicy",
    "iam:CreateRole",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
];

/// With these one would widen one's own role, or the boundary.
const WIDENING: [&str; 15] = [
    "iam:AttachRolePolicy",
    "iam:CreatePolicyVersion",
    "iam:CreateRole",
    "iam:DeletePolicy",
    "iam:DeletePolicyVersion",
    "iam:DeleteRole",
    "iam:DeleteRolePermissionsBoundary",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
    "iam:PassRole",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
    "iam:SetDefaultPolicyVersion",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateRole",
];

/// What is done on which resources, by service.
type ByService = BTreeMap<&'static str, Part>;

#[derive(Default)]
struct Part {
    actions: BTreeSet<&'static str>,
    arns: BTreeSet<String>,
}

/// The policies' builder.
pub(crate) struct Permissions<'a> {
    pub(crate) emitted: &'a Emitted<'a>,
    pub(crate) terraform: &'a Terraform,
    pub(crate) account_id: &'a Expression<String>,
    /// The ARNs of what belongs to the two roles, which the one that applies may not change.
    pub(crate) own: Vec<Value<String>>,
}

impl Permissions<'_> {
    /// The policies of the role that plans.
    pub(crate) fn plan(&self) -> Vec<PolicyDocument> {
        let mut reads = ByService::new();
        let mut looks = BTreeSet::new();
        for (kind, row) in self.rows() {
            self.sort(kind, row.read, &[row.on], &mut reads, &mut looks);
        }
        let mut statements = self.state(false);
        statements.extend(self.named("Read", reads));
        statements.extend(everywhere("Look", looks));
        packed(statements)
    }

    /// The policies of the role that applies.
    pub(crate) fn apply(&self) -> Vec<PolicyDocument> {
        let (mut named, mut changed, mut around, mut tagged) =
            (ByService::new(), ByService::new(), ByService::new(), ByService::new());
        // What is made and told by its tags stands apart by its kind: of what is there already the same actions change something.
        let mut made: BTreeMap<&[&str], ByService> = BTreeMap::new();
        let (mut looks, mut makes) = (BTreeSet::new(), BTreeSet::new());
        for (kind, row) in self.rows() {
            self.sort(kind, row.read, &[row.on], &mut named, &mut looks);
            match row.by {
                By::Name => {
                    let is_tagged = row.make.iter().any(|action| rights::is_tagging(action));
                    let without_arn = if is_tagged { &mut makes } else { &mut looks };
                    self.sort(kind, row.make, &[row.on, row.within], &mut named, without_arn);
                    self.sort(kind, row.change, &[row.on], &mut named, &mut looks);
                }
                By::Tags => {
                    let (tagging, making): (Vec<&str>, Vec<&str>) = row.make.iter().partition(|action| rights::is_tagging(action));
                    self.sort(kind, &making, &[row.on], made.entry(row.on).or_default(), &mut makes);
                    self.sort(kind, &making, &[row.within], &mut around, &mut makes);
                    self.sort(kind, &tagging, &[row.on], &mut tagged, &mut makes);
                    self.sort(kind, row.change, &[row.on], &mut changed, &mut looks);
                }
            }
        }
        let mut statements = self.state(true);
        statements.extend(self.never());
        statements.extend(self.roles(&mut named));
        statements.extend(self.named("Keep", named));
        statements.extend(self.named("Change", changed).into_iter().map(|it| self.of_environment(it, "ResourceTag")));
        for (place, parts) in made.into_values().enumerate() {
            let verb = format!("Make{}", place + 1);
            statements.extend(self.named(&verb, parts).into_iter().map(|it| self.of_environment(it, "RequestTag")));
        }
        statements.extend(self.named("MakeIn", around));
        // What has a tag of another project's is not taken over.
        let untagged = || Condition::of_settings("Null", "aws:ResourceTag/Project", ["true"]);
        statements
            .extend(self.named("Tag", tagged).into_iter().map(|it| self.of_environment(it, "RequestTag").condition(untagged())));
        statements.extend(everywhere("MakeAny", makes).map(|it| self.of_environment(it, "RequestTag")));
        statements.extend(everywhere("WithoutArn", looks));
        packed(statements)
    }

    /// The rows of the types that are emitted. What is no type of AWS's, or has no row, is the user's own.
    fn rows(&self) -> impl Iterator<Item = (&str, &'static Rights)> {
        self.emitted.bodies.keys().filter_map(|kind| Some((kind.as_str(), types::rights(kind)?)))
    }

    /// Puts actions to their services, those without an ARN into `everywhere`.
    fn sort(
        &self,
        kind: &str,
        actions: &[&'static str],
        templates: &[&'static [&'static str]],
        by_service: &mut ByService,
        everywhere: &mut BTreeSet<&'static str>,
    ) {
        for action in actions {
            if !takes_arn(action) {
                everywhere.insert(action);
                continue;
            }
            let service = action.split_once(':').map_or("", |(service, _)| service);
            let arns: BTreeSet<String> =
                templates.iter().flat_map(|templates| self.emitted.arns(kind, templates, service)).collect();
            if arns.is_empty() {
                continue;
            }
            let part = by_service.entry(service).or_default();
            part.actions.insert(action);
            part.arns.extend(arns);
        }
    }

    /// A statement for each service.
    fn named(&self, verb: &str, parts: ByService) -> Vec<Statement> {
        let mut statements = Vec::new();
        for (service, Part { actions, arns }) in parts {
            let arns: Vec<String> = arns.into_iter().collect();
            for (place, arns) in divided(&actions, &arns).into_iter().enumerate() {
                let sid = numbered(&format!("{verb}{}", capitalized(service)), place);
                let actions = actions.iter().map(|action| (*action).to_owned());
                statements.push(Statement::of_settings(sid, actions, []).on(arns.iter().map(|arn| value(arn, self.account_id))));
            }
        }
        statements
    }

    fn of_environment(&self, statement: Statement, key: &str) -> Statement {
        let identity = self.emitted.identity;
        statement
            .condition(Condition::string_equals(format!("aws:{key}/Project"), [identity.project.as_str()]))
            .condition(Condition::string_equals(format!("aws:{key}/Environment"), [identity.environment.as_str()]))
    }

    /// What is done to roles: within the boundary only, and handed to those services only that the roles trust.
    fn roles(&self, named: &mut ByService) -> Vec<Statement> {
        let Some(iam) = named.get_mut("iam") else { return Vec::new() };
        let roles: Vec<String> = iam.arns.iter().filter(|arn| arn.starts_with("iam::\u{0}:role")).cloned().collect();
        let bound: Vec<&'static str> = BOUND.into_iter().filter(|action| iam.actions.remove(action)).collect();
        let passes = iam.actions.remove("iam:PassRole");
        let roles = || roles.iter().map(|arn| value(arn, self.account_id));
        let mut statements = Vec::new();
        if !bound.is_empty() {
            statements.push(
                Statement::allow("RolesWithinBoundary", bound)
                    .on(roles())
                    .condition(Condition::string_equals("iam:PermissionsBoundary", [self.terraform.boundary.to_string()])),
            );
        }
        let services = self.trusted_services();
        if passes && !services.is_empty() {
            statements.push(
                Statement::allow("PassRoles", ["iam:PassRole"])
                    .on(roles())
                    .condition(Condition::string_equals("iam:PassedToService", services)),
            );
        }
        statements
    }

    /// The services that assume the emitted roles.
    fn trusted_services(&self) -> BTreeSet<String> {
        let policies =
            self.emitted.bodies.get("aws_iam_role").into_iter().flatten().filter_map(|body| body["assume_role_policy"].as_str());
        policies
            .flat_map(|policy| policy.split('"'))
            .filter(|it| it.ends_with(".amazonaws.com") && !it.contains(['/', '*']))
            .map(str::to_owned)
            .collect()
    }

    /// What the role that applies may not do, whatever else allows it.
    fn never(&self) -> [Statement; 2] {
        let boundary = Value::Literal(self.terraform.boundary.to_string());
        [
            Statement::deny("NeverItself", WIDENING).on(self.own.iter().cloned().chain([boundary])),
            Statement::deny("BoundariesStay", ["iam:DeleteRolePermissionsBoundary"]).on([template![
                "arn:aws:iam::",
                self.account_id,
                ":role/*"
            ]]),
        ]
    }

    /// Reading the state, and writing it.
    fn state(&self, writes: bool) -> Vec<Statement> {
        let Some(StateObject { bucket, region, key, kms_key, lock_file, lock_table, role }) = &self.terraform.state else {
            return Vec::new();
        };
        if let Some(role) = role {
            return vec![Statement::allow("TakeRoleOfState", ["sts:AssumeRole"]).on([role.to_string()])];
        }
        let (bucket, object) = (format!("arn:aws:s3:::{bucket}"), format!("arn:aws:s3:::{bucket}/{key}"));
        let of_object: &[&'static str] = if writes { &["s3:GetObject", "s3:PutObject"] } else { &["s3:GetObject"] };
        let mut statements = vec![
            Statement::allow("FindState", ["s3:ListBucket"]).on([bucket]),
            Statement::allow("State", of_object.iter().copied()).on([object.clone()]),
        ];
        if let Some(key) = kms_key {
            let actions: &[&'static str] =
                if writes { &["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"] } else { &["kms:Decrypt"] };
            statements.push(Statement::allow("KeyOfState", actions.iter().copied()).on([key.to_string()]));
        }
        if writes && *lock_file {
            statements.push(
                Statement::allow("LockState", ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]).on([format!("{object}.tflock")]),
            );
        }
        if let Some(table) = lock_table {
            let actions: &[&'static str] = if writes {
                &["dynamodb:DeleteItem", "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PutItem"]
            } else {
                // The checksum of the state stands there too.
                &["dynamodb:GetItem"]
            };
            let table: Value<String> = template![format!("arn:aws:dynamodb:{region}:"), self.account_id, format!(":table/{table}")];
            statements.push(Statement::allow("LockTable", actions.iter().copied()).on([table]));
        }
        statements
    }
}

/// A statement for what has no ARN.
fn everywhere(sid: &str, actions: BTreeSet<&'static str>) -> impl Iterator<Item = Statement> {
    let actions: Vec<&str> = actions.into_iter().collect();
    let parts: Vec<Vec<String>> = actions.chunks(90).map(|part| part.iter().map(|it| (*it).to_owned()).collect()).collect();
    let sid = sid.to_owned();
    parts
        .into_iter()
        .enumerate()
        .map(move |(place, actions)| Statement::of_settings(numbered(&sid, place), actions, []).on_everything(NO_ARN))
}

/// The id of a statement that has to be divided; ids are given once in a policy.
fn numbered(sid: &str, place: usize) -> String {
    if place == 0 { sid.to_owned() } else { format!("{sid}{}", place + 1) }
}

/// The ARNs of a statement with these actions in as many parts as it takes for each to have room in a policy.
fn divided<'a>(actions: &BTreeSet<&'static str>, arns: &'a [String]) -> Vec<&'a [String]> {
    let of_actions: usize = actions.iter().map(|action| action.len() + 3).sum();
    // Each has `arn:aws:`, quotes and the account besides.
    let of_arns: usize = arns.iter().map(|arn| arn.len() + 30).sum();
    if arns.len() > 1 && of_actions + of_arns > MOST_CHARACTERS / 2 {
        let (one, other) = arns.split_at(arns.len() / 2);
        return [divided(actions, one), divided(actions, other)].concat();
    }
    vec![arns]
}

/// The statements in as few policies as it takes when each goes into the first that has room for it.
fn packed(statements: Vec<Statement>) -> Vec<PolicyDocument> {
    let mut policies: Vec<(usize, Vec<Statement>)> = Vec::new();
    for statement in statements {
        let size = size(&statement) + 1;
        match policies.iter_mut().find(|(taken, _)| taken + size <= MOST_CHARACTERS) {
            Some((taken, statements)) => {
                *taken += size;
                statements.push(statement);
            }
            None => policies.push((AROUND + size, vec![statement])),
        }
    }
    policies.into_iter().map(|(_, statements)| PolicyDocument::new(statements)).collect()
}

/// How many characters a statement has: at least as many as AWS counts, who gets an account's number where a longer reference stands.
fn size(statement: &Statement) -> usize {
    let policy = PolicyDocument::new([statement.clone()]).into_value().to_json();
    policy.as_str().map_or(MOST_CHARACTERS, str::len)
}

/// `elasticloadbalancing` as the beginning of a word in a statement's id.
fn capitalized(service: &str) -> String {
    service.split('-').map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect()
}
