//! An alarm that ends a rollout and is called as those of the environment is one of them.

use std::collections::BTreeSet;

use aws::ecs_service::Alarms;
use aws::{CloudwatchCompositeAlarm, CloudwatchMetricAlarm, EcsService};
use settings::{SettingPath, Severity};

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};
use terraform::read::{Documents, Read};

pub(super) const RULE: Rule = Rule {
    code: "MON009",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "an alarm that ends a rollout is there",
    why: "ECS asks CloudWatch for the alarms by their names: one that nobody makes never goes off, and the rollout that it was to end goes on.",
    mend: "name an alarm that is there in `rollout.rollback_alarms`, switch it on under `[monitoring.alarms]`, or accept this where it is made elsewhere",
    settings: &["services.<name>.rollout.rollback_alarms"],
    check: Check::Documents(check),
};

fn check(subject: &Subject<'_>, documents: &Documents, findings: &mut Findings<'_>) {
    let metric =
        documents.resources_of::<CloudwatchMetricAlarm>().filter_map(|it| it.get(CloudwatchMetricAlarm::ALARM_NAME).literal());
    let composite = documents.resources_of::<CloudwatchCompositeAlarm>();
    let composite = composite.filter_map(|it| it.get(CloudwatchCompositeAlarm::ALARM_NAME).literal());
    let known: BTreeSet<String> = metric.chain(composite).collect();
    let (first, last) = (format!("{}-", subject.config.project), format!("-{}", subject.environment));
    for service in documents.resources_of::<EcsService>() {
        let alarms = service.blocks(EcsService::ALARMS).flat_map(|it| it.get(Alarms::ALARM_NAMES).elements());
        let alarms: Vec<String> = alarms.collect::<Vec<_>>().iter().filter_map(Read::literal).collect();
        // Of others nobody knows here.
        let of_ours = alarms.into_iter().filter(|alarm| alarm.starts_with(&first) && alarm.ends_with(&last));
        for alarm in of_ours.filter(|alarm| !known.contains(alarm)) {
            let address = service.address().to_string();
            let help = match words::nearest(&alarm, known.iter().map(String::as_str)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => RULE.mend.to_owned(),
            };
            let name = subject.config.services.keys().find(|name| name.label() == service.resource().label);
            let finding =
                findings.of_resource(address.clone(), format!("`{address}` waits for the alarm `{alarm}`, which is not there"));
            if let Some(name) = name {
                finding.also(SettingPath::from("services").key(name.as_str()).key("rollout").key("rollback_alarms"));
            }
            finding.help(help);
        }
    }
}
