//! What is imported keeps its name.

use aws::{
    AcmCertificate, CloudwatchLogGroup, DbInstance, DbParameterGroup, DbSubnetGroup, EcrRepository, EcsCluster, EcsService, Eip,
    ElasticacheReplicationGroup, ElasticacheServerlessCache, ElasticacheSubnetGroup, ElasticacheUser, ElasticacheUserGroup,
    IamRole, KmsAlias, KmsKey, Lb, LbListener, LbListenerRule, LbTargetGroup, NatGateway, S3Bucket, SchedulerSchedule,
    SchedulerScheduleGroup, SecretsmanagerSecret, SecurityGroup, SnsTopic, SqsQueue, Subnet, Vpc,
};
use settings::{SettingPath, Severity};
use terraform::ResourceType as _;
use terraform::read::{Documents, ResourceBlock};

use crate::environment::Import;
use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "IMP001",
    severity: Severity::Error,
    scope: Scope::Every,
    title: "what is imported keeps its name",
    why: "The name is the settings', and AWS lets next to nothing be renamed: Terraform imports what has another one, and in the same plan destroys it and makes it anew. A database is renamed, at once or in its maintenance window, and with its host name everybody who was connected loses it. And the provider finds each type by one thing: its name, its ARN or its URL.",
    mend: "give it the name that it has in AWS by `aws_name` where its section has that setting, else by `[[override]]`; or take the `[[import]]` out",
    settings: &["import"],
    check: Check::Documents(check),
};

/// By what the provider finds a resource (the pages of its documentation, "Import").
#[derive(Clone, Copy, PartialEq, Eq)]
enum Id {
    Name,
    Arn,
    Url,
    /// What AWS calls it by itself.
    Given,
    /// Two names with a slash between them.
    Two(&'static str),
}

impl Id {
    fn of(kind: &str) -> Option<Self> {
        Some(match kind {
            CloudwatchLogGroup::TYPE
            | DbInstance::TYPE
            | DbParameterGroup::TYPE
            | DbSubnetGroup::TYPE
            | EcrRepository::TYPE
            | EcsCluster::TYPE
            | ElasticacheReplicationGroup::TYPE
            | ElasticacheServerlessCache::TYPE
            | ElasticacheSubnetGroup::TYPE
            | ElasticacheUser::TYPE
            | ElasticacheUserGroup::TYPE
            | IamRole::TYPE
            | S3Bucket::TYPE
            | SchedulerScheduleGroup::TYPE => Self::Name,
            AcmCertificate::TYPE
            | Lb::TYPE
            | LbListener::TYPE
            | LbListenerRule::TYPE
            | LbTargetGroup::TYPE
            | SecretsmanagerSecret::TYPE
            | SnsTopic::TYPE => Self::Arn,
            SqsQueue::TYPE => Self::Url,
            Eip::TYPE | KmsKey::TYPE | NatGateway::TYPE | SecurityGroup::TYPE | Subnet::TYPE | Vpc::TYPE => Self::Given,
            EcsService::TYPE => Self::Two("<cluster>/<service>"),
            SchedulerSchedule::TYPE => Self::Two("<group>/<schedule>"),
            _ => return None,
        })
    }

    fn is(self, id: &str) -> bool {
        let is_arn = id.starts_with("arn:");
        match self {
            Self::Name => !is_arn && !id.starts_with("https://"),
            Self::Arn => is_arn,
            Self::Url => id.starts_with("https://"),
            Self::Given => !is_arn,
            Self::Two(_) => !is_arn && id.split('/').count() == 2,
        }
    }

    fn words(self) -> String {
        match self {
            Self::Name => "its name alone".to_owned(),
            Self::Arn => "its ARN".to_owned(),
            Self::Url => "its URL, as in `https://sqs.<region>.amazonaws.com/<account>/<name>`".to_owned(),
            Self::Given => "its id, which ends its ARN".to_owned(),
            Self::Two(names) => format!("`{names}`"),
        }
    }
}

/// The argument that holds the name, and the name in the id by which the provider finds a resource of that type: the pages of the provider's
/// documentation, "Import".
fn name_in<'a>(kind: &str, id: &'a str) -> Option<(&'static str, &'a str)> {
    let after = |separator: char| id.rsplit(separator).next().unwrap_or(id);
    Some(match kind {
        CloudwatchLogGroup::TYPE => (CloudwatchLogGroup::NAME.as_str(), id),
        DbInstance::TYPE => (DbInstance::IDENTIFIER.as_str(), id),
        DbParameterGroup::TYPE => (DbParameterGroup::NAME.as_str(), id),
        DbSubnetGroup::TYPE => (DbSubnetGroup::NAME.as_str(), id),
        EcrRepository::TYPE => (EcrRepository::NAME.as_str(), id),
        EcsCluster::TYPE => (EcsCluster::NAME.as_str(), id),
        ElasticacheReplicationGroup::TYPE => (ElasticacheReplicationGroup::REPLICATION_GROUP_ID.as_str(), id),
        ElasticacheServerlessCache::TYPE => (ElasticacheServerlessCache::NAME.as_str(), id),
        ElasticacheSubnetGroup::TYPE => (ElasticacheSubnetGroup::NAME.as_str(), id),
        ElasticacheUser::TYPE => (ElasticacheUser::USER_ID.as_str(), id),
        ElasticacheUserGroup::TYPE => (ElasticacheUserGroup::USER_GROUP_ID.as_str(), id),
        SchedulerSchedule::TYPE => (SchedulerSchedule::NAME.as_str(), after('/')),
        SchedulerScheduleGroup::TYPE => (SchedulerScheduleGroup::NAME.as_str(), id),
        IamRole::TYPE => (IamRole::NAME.as_str(), id),
        KmsAlias::TYPE => (KmsAlias::NAME.as_str(), id),
        // arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/<name>/<number>
        Lb::TYPE => (Lb::NAME.as_str(), id.split('/').nth(2)?),
        S3Bucket::TYPE => (S3Bucket::BUCKET.as_str(), id),
        // The rest is six characters of AWS's own behind a hyphen.
        SecretsmanagerSecret::TYPE => (SecretsmanagerSecret::NAME.as_str(), after(':').rsplit_once('-')?.0),
        SnsTopic::TYPE => (SnsTopic::NAME.as_str(), after(':')),
        SqsQueue::TYPE => (SqsQueue::NAME.as_str(), after('/')),
        _ => return None,
    })
}

/// What the resource is called in AWS, as far as the documents know: by its name, or by what that begins with.
fn differs(block: ResourceBlock<'_>, argument: &str, name: &str) -> Option<String> {
    let resolved = |argument: &str| block.documents().resolve(block.module, &block.written[argument]);
    let known = |argument: &str| resolved(argument).as_str().filter(|text| !text.contains("${")).map(str::to_owned);
    match (known(argument), known("name_prefix")) {
        (Some(given), _) if given != name => Some(format!("`{given}`")),
        (None, Some(prefix)) if !name.starts_with(&prefix) => Some(format!("a name that begins with `{prefix}`")),
        _ => None,
    }
}

fn check(subject: &Subject<'_>, documents: &Documents, findings: &mut Findings<'_>) {
    for (index, Import { to, id }) in subject.config.import.iter().enumerate() {
        let address = to.address();
        if let Some(form) = Id::of(address.kind()).filter(|form| !form.is(id.as_str())) {
            let setting = SettingPath::from("import").index(index);
            findings
                .at(setting.key("id"), format!("the provider finds no `{}` by `{id}`: the import fails", address.kind()))
                .help(format!("write {}", form.words()));
            continue;
        }
        let Some((argument, name)) = name_in(address.kind(), id.as_str()) else { continue };
        let Some(given) = documents.at(address).and_then(|block| differs(block, argument, name)) else { continue };
        let then = if address.kind() == DbInstance::TYPE { "RDS would rename it" } else { "it would be destroyed and made anew" };
        let setting = SettingPath::from("import").index(index);
        let own = if address.to_string().ends_with("_dead_letters") { "dead_letter_aws_name" } else { "aws_name" };
        findings
            .at(setting.clone().key("id"), format!("`{name}` is imported, and the settings call it {given}: {then}"))
            .also(setting.key("to"))
            .help(format!("write `[[override]]` with `resource = \"{address}\"` and `set = {{ {argument} = \"{name}\" }}`, or `{own}` where its section has that setting"));
    }
}
