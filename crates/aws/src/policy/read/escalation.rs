//! Actions by which one gets rights that one does not have.
//!
//! Sources: Rhino Security Labs, "AWS IAM Privilege Escalation – Methods and Mitigation" (2018); Bishop Fox, "IAM Vulnerable" (2021);
//! Datadog, pathfinding.cloud; AWS, "Actions, resources, and condition keys for AWS services" (permissions management). What needs a role that is
//! handed to it stands in `launching.rs`.

use std::sync::LazyLock;

use super::pattern::Pattern;
use super::statement::{Scope, Statement};

/// An action by which one gets more rights, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Escalation {
    /// Such as `iam:PassRole`.
    pub action: &'static str,
    /// What one does with it.
    pub by: &'static str,
}

const fn by(action: &'static str, by: &'static str) -> Escalation {
    Escalation { action, by }
}

/// The actions, those that reach furthest first.
pub const ESCALATIONS: [Escalation; 79] = [
    by("iam:PassRole", "hands any role to a machine or function of one's own"),
    by("sts:AssumeRole", "takes over any role that trusts the account"),
    by("iam:CreateAccessKey", "makes a key of another user's"),
    by("iam:CreateLoginProfile", "gives another user a password"),
    by("iam:UpdateLoginProfile", "changes another user's password"),
    by("iam:CreatePolicyVersion", "rewrites a policy"),
    by("iam:SetDefaultPolicyVersion", "brings an old version of a policy back"),
    by("iam:AttachUserPolicy", "attaches any policy to a user"),
    by("iam:AttachGroupPolicy", "attaches any policy to a group"),
    by("iam:AttachRolePolicy", "attaches any policy to a role"),
    by("iam:PutUserPolicy", "writes a policy into a user"),
    by("iam:PutGroupPolicy", "writes a policy into a group"),
    by("iam:PutRolePolicy", "writes a policy into a role"),
    by("iam:AddUserToGroup", "joins any group"),
    by("iam:UpdateAssumeRolePolicy", "lets itself take over a role"),
    by("iam:DeleteRolePermissionsBoundary", "takes a role's limits away"),
    by("iam:DeleteUserPermissionsBoundary", "takes a user's limits away"),
    by("iam:PutRolePermissionsBoundary", "widens a role's limits"),
    by("iam:PutUserPermissionsBoundary", "widens a user's limits"),
    by("iam:DeleteRolePolicy", "takes a role's denials away"),
    by("iam:DeleteUserPolicy", "takes a user's denials away"),
    by("iam:DetachRolePolicy", "takes a role's denials away"),
    by("iam:DetachUserPolicy", "takes a user's denials away"),
    by("iam:CreateServiceSpecificCredential", "makes credentials of another user's"),
    by("iam:ResetServiceSpecificCredential", "learns another user's credentials"),
    by("iam:DeactivateMFADevice", "takes the second factor away"),
    by("iam:CreateSAMLProvider", "lets an identity provider of its own in"),
    by("iam:UpdateSAMLProvider", "lets an identity provider of its own in"),
    by("iam:CreateOpenIDConnectProvider", "lets an identity provider of its own in"),
    by("iam:UpdateOpenIDConnectProviderThumbprint", "lets an identity provider of its own in"),
    by("iam:AddClientIDToOpenIDConnectProvider", "lets another client in"),
    by("sts:AssumeRoleWithWebIdentity", "takes over roles"),
    by("sts:AssumeRoleWithSAML", "takes over roles"),
    by("organizations:DetachPolicy", "takes an account's limits away"),
    by("organizations:UpdatePolicy", "rewrites an account's limits"),
    by("sso:AttachManagedPolicyToPermissionSet", "attaches any policy to a permission set"),
    by("sso:PutInlinePolicyToPermissionSet", "writes a policy into a permission set"),
    by("sso:CreateAccountAssignment", "gives any permission set to anybody"),
    by("kms:PutKeyPolicy", "lets itself use a key"),
    by("kms:CreateGrant", "lets others use a key"),
    by("s3:PutBucketPolicy", "lets anybody into a bucket"),
    by("secretsmanager:PutResourcePolicy", "lets anybody read a secret"),
    by("lambda:UpdateFunctionCode", "runs code with a function's rights"),
    by("lambda:UpdateFunctionConfiguration", "runs code with a function's rights"),
    by("lambda:AddPermission", "lets anybody invoke a function"),
    by("lambda:CreateEventSourceMapping", "runs a function at will"),
    by("ssm:SendCommand", "runs commands on machines, with their rights"),
    by("ssm:StartSession", "gets a shell on machines, with their rights"),
    by("ec2-instance-connect:SendSSHPublicKey", "gets a shell on machines, with their rights"),
    by("ecs:ExecuteCommand", "gets a shell in tasks, with their rights"),
    by("glue:UpdateDevEndpoint", "gets a shell with an endpoint's rights"),
    by("sagemaker:CreatePresignedNotebookInstanceUrl", "gets a notebook with its rights"),
    by("cloudformation:UpdateStack", "runs with a stack's rights"),
    by("codebuild:UpdateProject", "runs with a build's rights"),
    by("organizations:LeaveOrganization", "takes the account out of its limits"),
    by("eks:CreateAccessEntry", "lets itself into any cluster"),
    by("eks:AssociateAccessPolicy", "becomes an administrator of any cluster"),
    by("secretsmanager:GetSecretValue", "reads every secret"),
    by("rds-db:connect", "signs in to any database as any user"),
    by("rolesanywhere:CreateProfile", "lets certificates of its own take roles"),
    by("rolesanywhere:CreateTrustAnchor", "lets certificates of its own take roles"),
    by("cognito-identity:SetIdentityPoolRoles", "gives any role to whoever signs in"),
    by("codestar:CreateProject", "makes itself an owner of what the project makes"),
    by("apigateway:UpdateRestApiPolicy", "lets anybody call an API"),
    by("ec2:ModifyInstanceAttribute", "rewrites what a machine runs when it starts, with its rights"),
    by("bedrock-agentcore:CreateCodeInterpreter", "runs code with a role's rights"),
    by("bedrock-agentcore:InvokeCodeInterpreter", "runs code with an interpreter's rights"),
    by("apprunner:UpdateService", "runs an image of its own with a service's rights"),
    by("codebuild:StartBuild", "runs commands of its own with a build's rights"),
    by("codebuild:StartBuildBatch", "runs commands of its own with a build's rights"),
    by("cloudformation:CreateChangeSet", "runs with a stack's rights"),
    by("cloudformation:UpdateStackSet", "runs with the rights of a set of stacks"),
    by("ec2:CreateLaunchTemplateVersion", "rewrites what machines run when they start, with their rights"),
    by("sagemaker:UpdateNotebookInstance", "runs commands of its own with a notebook's rights"),
    by("sagemaker:CreatePresignedDomainUrl", "gets a notebook with its rights"),
    by("ssm:CreateAssociation", "runs commands on machines, with their rights"),
    by("states:UpdateStateMachine", "calls AWS with a state machine's rights"),
    by("sts:AssumeRoot", "acts as the root user of other accounts"),
    by("organizations:MoveAccount", "takes an account out of its limits"),
];

/// The actions of the table as patterns, in its order: every action of every policy is held against all of them.
static PATTERNS: LazyLock<Vec<Pattern>> =
    LazyLock::new(|| ESCALATIONS.iter().map(|known| Pattern::caseless(known.action)).collect());

/// What of the table an action as it is written allows, the first of it: `iam:Pass*` allows `iam:PassRole`.
pub fn escalation(action: &str) -> Option<Escalation> {
    let pattern = Pattern::caseless(action);
    ESCALATIONS.into_iter().zip(PATTERNS.iter()).find(|(_, known)| pattern.covers(known)).map(|(known, _)| known)
}

/// Actions that read or take away what anybody has, where they hold for everything, and what one does by them (AWS, Service Authorization
/// Reference: what is no escalation there is read, or is gone and seen by nobody).
const SWEEPING: [(&str, &str); 26] = [
    ("s3:GetObject", "reads every bucket"),
    ("kms:Decrypt", "reads what every key encrypts"),
    ("ssm:GetParameter", "reads every parameter, secrets too"),
    ("ssm:GetParameters", "reads every parameter, secrets too"),
    ("ssm:GetParametersByPath", "reads every parameter, secrets too"),
    ("dynamodb:Query", "reads every table"),
    ("ebs:GetSnapshotBlock", "reads every snapshot"),
    ("redshift:GetClusterCredentials", "signs in to every warehouse as any user"),
    ("dynamodb:GetItem", "reads every table"),
    ("dynamodb:Scan", "reads every table"),
    ("rds-data:ExecuteStatement", "asks every database"),
    ("s3:DeleteObject", "empties every bucket"),
    ("s3:DeleteBucket", "deletes every bucket"),
    ("rds:DeleteDBInstance", "deletes every database"),
    ("rds:DeleteDBCluster", "deletes every database"),
    ("dynamodb:DeleteTable", "deletes every table"),
    ("ec2:TerminateInstances", "ends every machine"),
    ("kms:ScheduleKeyDeletion", "deletes every key, and with it what it encrypts"),
    ("kms:DisableKey", "turns off every key"),
    ("backup:DeleteRecoveryPoint", "deletes every backup"),
    ("ec2:DeleteSnapshot", "deletes every snapshot"),
    ("cloudtrail:StopLogging", "is seen by nobody any more"),
    ("cloudtrail:DeleteTrail", "is seen by nobody any more"),
    ("config:StopConfigurationRecorder", "is seen by nobody any more"),
    ("guardduty:DeleteDetector", "is seen by nobody any more"),
    ("organizations:LeaveOrganization", "takes the account out of all limits"),
];

/// What somebody does by an action as it is written, where it holds for everything; nothing of the rest.
pub fn sweeping(action: &str) -> Option<&'static str> {
    let pattern = Pattern::caseless(action);
    SWEEPING.into_iter().find(|(known, _)| pattern.covers(&Pattern::caseless(known))).map(|(_, by)| by)
}

impl Statement {
    /// The actions of the table that this statement names.
    pub fn escalations(&self) -> Vec<Escalation> {
        let Scope { is_except, patterns } = &self.actions;
        let names = |known: &Pattern| patterns.iter().any(|pattern| pattern.covers(known)) != *is_except;
        ESCALATIONS.into_iter().zip(PATTERNS.iter()).filter(|(_, known)| names(known)).map(|(known, _)| known).collect()
    }
}
