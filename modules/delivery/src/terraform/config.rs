//! The settings of Terraform's own roles: the section `[delivery.terraform]`, as typed and as checked.

use std::collections::BTreeSet;

use domain::{BucketName, ExternalId, GithubEnvironment, IamPath, KmsKeyArn, PolicyArn, PrincipalArn, Region, RoleArn, TableName};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use settings::Problems;

use crate::trust_settings::Trust;

/// Roles for Terraform itself: one that may only read, with which pull requests plan, and one that applies, for whoever was approved. What they may do
/// follows from what the environment is made of. The first apply, which makes them, is somebody's with rights of their own; so is each that changes
/// them, since the role that applies can change neither of the two. Both, and every role that is made with them, are under `iam.permissions_boundary`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TerraformConfig {
    /// The environments, as GitHub knows them, whose jobs may apply under `[delivery.trust.github]`. Give each reviewers at GitHub: they are the approval.
    /// Name none with which services are delivered, or whoever approves a delivery approves an apply as well.
    pub approved_environments: BTreeSet<GithubEnvironment>,
    /// The role or user with which a Jenkins or Atlantis plans. Without it the jobs of pull requests and merge requests plan, or the principal of
    /// `[delivery.trust.jenkins]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_principal: Option<PrincipalArn>,
    /// The role or user with which a Jenkins or Atlantis applies what was approved there. It may be the one that plans, where only approved runs
    /// apply; one of its own is safer. Without it the jobs of `approved_environments` apply, or those on GitLab's protected branches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apply_principal: Option<PrincipalArn>,
    /// What the principals have to name besides, when others work with the same role or user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<ExternalId>,
    /// Managed policies that both roles have besides, by their ARNs: for reading what Terraform of your own makes. Let none read secrets.
    pub plan_policy_arns: BTreeSet<PolicyArn>,
    /// Managed policies that the role that applies has besides, by their ARNs: for making what Terraform of your own makes.
    pub apply_policy_arns: BTreeSet<PolicyArn>,
}

/// What lies around the section: of the sections beside `[delivery]`.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// Beyond what no role of the environment goes.
    pub boundary: Option<PolicyArn>,
    /// The path in front of the roles' names.
    pub path: Option<IamPath>,
    /// Where the state lies, if it is in a bucket.
    pub state: Option<StateObject>,
    /// Whether Terraform works as another role than who runs it.
    pub assumes_role: bool,
    /// Whether a plan reads a secret's value.
    pub plan_reads_password: bool,
    /// The identifier of the environment's own database.
    pub database: Option<String>,
}

/// Terraform's state in a bucket.
#[derive(Clone, Debug)]
pub struct StateObject {
    /// The bucket.
    pub bucket: BucketName,
    /// The bucket's region, which is the lock table's.
    pub region: Region,
    /// The key in it.
    pub key: String,
    /// The key of KMS that encrypts it.
    pub kms_key: Option<KmsKeyArn>,
    /// Whether the lock is a file beside it.
    pub lock_file: bool,
    /// The table in which the lock is.
    pub lock_table: Option<TableName>,
    /// The role as which it is read and written.
    pub role: Option<RoleArn>,
}

/// The checked settings of Terraform's own roles.
#[derive(Clone, Debug)]
pub struct Terraform {
    pub(crate) config: TerraformConfig,
    pub(crate) boundary: PolicyArn,
    pub(crate) path: String,
    pub(crate) state: Option<StateObject>,
}

impl TerraformConfig {
    /// Checks the section against whom delivery trusts, and against what lies around it.
    pub(crate) fn check(self, trust: &Trust, surroundings: Surroundings, problems: &mut Problems) -> Option<Terraform> {
        const SECTION: &str = "delivery.terraform";
        let Surroundings { boundary, path, state, assumes_role, plan_reads_password, database: _ } = surroundings;
        match trust {
            Trust::Github(_) if self.approved_environments.is_empty() && self.apply_principal.is_none() => {
                problems.error(format!("{SECTION}.approved_environments"), "no job is trusted to apply").help(
                    "name an environment of GitHub's with reviewers, as in `approved_environments = [\"prod-infrastructure\"]`",
                );
            }
            Trust::Jenkins(_) if self.apply_principal.is_none() => {
                problems
                    .error(format!("{SECTION}.apply_principal"), "nobody is trusted to apply")
                    .help("name the role or user with which Jenkins applies what was approved");
            }
            Trust::Github(_) | Trust::Gitlab(_) | Trust::Jenkins(_) => {}
        }
        let is_by_token = matches!(trust, Trust::Github(_)) && self.apply_principal.is_none();
        if !self.approved_environments.is_empty() && !is_by_token {
            problems
                .error(format!("{SECTION}.approved_environments"), "the environments are GitHub's, and others are trusted to apply")
                .help("take it out, or set `[delivery.trust.github]` and no `apply_principal`");
        }
        let has_principal = self.plan_principal.is_some() || self.apply_principal.is_some() || matches!(trust, Trust::Jenkins(_));
        if self.external_id.is_some() && !has_principal {
            problems
                .error(format!("{SECTION}.external_id"), "nobody has to name it: jobs are trusted by their tokens")
                .help("take it out, or name principals");
        }
        if assumes_role {
            problems
                .error(
                    SECTION,
                    "Terraform works as the role of `assume_role`, whose rights count, and not as those of this section",
                )
                .also("assume_role")
                .help("take one of the two out");
        }
        if plan_reads_password {
            problems
                .error(SECTION, "to plan a database with a read replica is to read its password, which the role that plans may not")
                .also("rds.read_replica")
                .help("take `[delivery.terraform]` out of this environment, and plan it with rights of your own");
        }
        let most = MOST_POLICIES - RESERVED;
        let besides = self.plan_policy_arns.union(&self.apply_policy_arns).count();
        if besides > most {
            problems
                .error(SECTION, format!("{besides} managed policies are named"))
                .help(format!("AWS attaches {MOST_POLICIES} to a role, of which {most} are yours: put more into one"));
        }
        let Some(boundary) = boundary else {
            problems
                .error(SECTION, "the role that applies makes roles, and nothing keeps those within bounds")
                .also("iam.permissions_boundary")
                .help("set `permissions_boundary` under `[iam]`; `docs/security.md` shows such a policy");
            return None;
        };
        let path = path.map_or_else(|| "/".to_owned(), |path| path.as_str().to_owned());
        Some(Terraform { config: self, boundary, path, state })
    }
}

/// How many managed policies a role has at the most (IAM User Guide, "IAM and AWS STS quotas").
pub(crate) const MOST_POLICIES: usize = 10;

/// How many of them are kept for what the environment is made of.
const RESERVED: usize = 7;

impl Terraform {
    /// The managed policies of the user's that the role has which plans.
    pub(crate) fn plan_policies(&self) -> impl Iterator<Item = &PolicyArn> {
        self.config.plan_policy_arns.iter()
    }

    /// The managed policies of the user's that the role has which applies.
    pub(crate) fn apply_policies(&self) -> impl Iterator<Item = &PolicyArn> {
        self.config.plan_policy_arns.union(&self.config.apply_policy_arns)
    }
}
