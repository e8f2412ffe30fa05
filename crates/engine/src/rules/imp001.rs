//! What is imported keeps its name.

use aws::{
    CloudwatchLogGroup, DbInstance, DbParameterGroup, DbSubnetGroup, EcrRepository, EcsCluster, IamRole, KmsAlias, Lb, S3Bucket,
    SecretsmanagerSecret, SnsTopic, SqsQueue,
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
    why: "The name is the settings', and AWS lets next to nothing be renamed: Terraform imports what has another one, and in the same plan destroys it and makes it anew. A database is renamed, at once or in its maintenance window, and with its host name everybody who was connected loses it.",
    mend: "give it the name that it has in AWS by `aws_name` where its section has that setting, else by `[[override]]`; or take the `[[import]]` out",
    settings: &["import"],
    check: Check::Documents(check),
};

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
        let Some((argument, name)) = name_in(address.kind(), id.as_str()) else { continue };
        let Some(given) = documents.at(address).and_then(|block| differs(block, argument, name)) else { continue };
        let then = if address.kind() == DbInstance::TYPE { "RDS would rename it" } else { "it would be destroyed and made anew" };
        let setting = SettingPath::from("import").index(index);
        findings
            .at(setting.clone().key("id"), format!("`{name}` is imported, and the settings call it {given}: {then}"))
            .also(setting.key("to"))
            .help(format!("write `[[override]]` with `resource = \"{address}\"` and `set = {{ {argument} = \"{name}\" }}`, or `aws_name` where its section has that setting"));
    }
}
