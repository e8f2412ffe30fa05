//! What the report tells somebody on call: every alarm that is emitted, and nothing that cannot be typed.

use report::on_call::{OnCall, on_call};
use system::System;

use crate::common::variants::variants;
use crate::common::{Emitted, shipped};

fn told(emitted: &Emitted) -> OnCall {
    on_call(&System::read(&emitted.documents))
}

#[test]
fn every_alarm_is_told_with_when_it_goes_off() {
    for (name, emitted) in variants() {
        let told = told(emitted);
        let all = emitted.documents.resources();
        let alarms =
            all.iter().filter(|it| ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"].contains(&it.address.kind()));
        assert_eq!(told.alarms.len(), alarms.count(), "{name}");
        for alarm in &told.alarms {
            assert!(!alarm.name.is_empty() && !alarm.when.is_empty() && !alarm.when.contains("outside of"), "{name}: {alarm:?}");
        }
    }
    let alarms = told(&shipped("prod")).alarms;
    let slow = alarms.iter().find(|it| it.name == "task-api-response-time-prod").expect("it is there");
    assert_eq!(slow.when, "p95 of TargetResponseTime > 1 for 3 min");
    let down = alarms.iter().find(|it| it.name == "task-api-down-prod").expect("it is there");
    assert!(down.when.contains("task-api-no-healthy-host-prod"), "{down:?}");
}

#[test]
fn nothing_of_terraform_stands_in_what_is_typed_or_opened() {
    for (name, emitted) in variants() {
        let OnCall { alarms: _, links, commands } = told(emitted);
        for text in links.iter().map(|it| &it.address).chain(commands.iter().map(|it| &it.text)) {
            assert!(!text.contains("${"), "{name}: {text}");
        }
    }
}

#[test]
fn commands_name_what_there_is() {
    let commands = |emitted: &Emitted| told(emitted).commands.into_iter().map(|it| it.text).collect::<Vec<_>>().join("\n");
    let prod = commands(&shipped("prod"));
    for part in [
        "ecs update-service --cluster task-api-cluster-prod --service task-api-service-prod --task-definition task-api-prod:<revision>",
        "logs tail /ecs/task-api-prod --follow --region us-east-1",
        "--source-db-instance-identifier task-api-prod --target-db-instance-identifier task-api-prod-restored",
    ] {
        assert!(prod.contains(part), "`{part}` is not in {prod}");
    }
    assert!(!prod.contains("execute-command") && !prod.contains("ssm start-session"), "{prod}");
}
