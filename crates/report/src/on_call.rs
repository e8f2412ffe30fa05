//! What somebody on call looks for: which alarms there are and when they go off, where to look in the console, and what to type.
//!
//! Names are as emitted; what only AWS knows, such as the id of a task, stands in angle brackets.

use aws::cloudwatch_metric_alarm::MetricQuery;
use aws::{
    CloudwatchCompositeAlarm, CloudwatchDashboard, CloudwatchLogGroup, CloudwatchMetricAlarm, DbInstance, EcsCluster, EcsService,
    EcsTaskDefinition, Instance,
};
use schemars::JsonSchema;
use serde::Serialize;
use system::{Service, System};
use terraform::json::Json;
use terraform::read::View;

/// What somebody on call looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "OnCallDocument")]
pub struct OnCall {
    /// The alarms.
    pub alarms: Vec<Alarm>,
    /// Pages of AWS's console.
    pub links: Vec<Link>,
    /// Commands to type; what only AWS knows stands in angle brackets.
    pub commands: Vec<Command>,
}

/// An alarm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "AlarmDocument")]
pub struct Alarm {
    /// Its name.
    pub name: String,
    /// When it goes off.
    pub when: String,
    /// What it means, and what to look at first.
    pub meaning: String,
    /// Where its runbook is; null where the settings name none.
    pub runbook: Option<String>,
}

/// A page of AWS's console.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PageDocument")]
pub struct Link {
    /// What it shows.
    pub what: String,
    /// Its address.
    pub address: String,
}

/// A command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "CommandDocument")]
pub struct Command {
    /// What it is for.
    pub what: String,
    /// What is typed.
    #[serde(rename = "command")]
    pub text: String,
}

/// What somebody on call looks for in what is emitted.
pub fn on_call(system: &System<'_>) -> OnCall {
    let region = system.regions.main.clone().unwrap_or_else(|| "<region>".to_owned());
    OnCall { alarms: alarms(system), links: links(system, &region), commands: commands(system, &region) }
}

fn alarms(system: &System<'_>) -> Vec<Alarm> {
    let of_metrics = system.of::<CloudwatchMetricAlarm>().map(|alarm| {
        let (name, description) =
            (alarm.get(CloudwatchMetricAlarm::ALARM_NAME).text(), alarm.get(CloudwatchMetricAlarm::ALARM_DESCRIPTION).text());
        told(name, description, goes_off(alarm))
    });
    let of_others = system.of::<CloudwatchCompositeAlarm>().map(|alarm| {
        let (name, description) =
            (alarm.get(CloudwatchCompositeAlarm::ALARM_NAME).text(), alarm.get(CloudwatchCompositeAlarm::ALARM_DESCRIPTION).text());
        told(name, description, alarm.get(CloudwatchCompositeAlarm::ALARM_RULE).text().unwrap_or_default())
    });
    of_others.chain(of_metrics).collect()
}

/// The address of the runbook ends the description, where there is one.
fn told(name: Option<String>, description: Option<String>, when: String) -> Alarm {
    let description = description.unwrap_or_default();
    let (meaning, runbook) = match description.rsplit_once(" Runbook: ") {
        Some((meaning, runbook)) => (meaning.to_owned(), Some(runbook.to_owned())),
        None => (description, None),
    };
    Alarm { name: name.unwrap_or_default(), when, meaning, runbook }
}

fn goes_off(alarm: View<'_, CloudwatchMetricAlarm>) -> String {
    let metric = if let Some(metric) = alarm.get(CloudwatchMetricAlarm::METRIC_NAME).text() {
        let statistic = alarm.get(CloudwatchMetricAlarm::STATISTIC).text();
        let statistic = statistic.or_else(|| alarm.get(CloudwatchMetricAlarm::EXTENDED_STATISTIC).text()).unwrap_or_default();
        format!("{statistic} of {metric}")
    } else {
        let labels = alarm.blocks(CloudwatchMetricAlarm::METRIC_QUERY).filter_map(|it| it.get(MetricQuery::LABEL).text());
        labels.last().unwrap_or_else(|| "what it computes from its metrics".to_owned())
    };
    let operator = alarm.get(CloudwatchMetricAlarm::COMPARISON_OPERATOR).text();
    let is = match operator.as_deref().unwrap_or_default() {
        "GreaterThanThreshold" => ">",
        "GreaterThanOrEqualToThreshold" => "≥",
        "LessThanThreshold" => "<",
        "LessThanOrEqualToThreshold" => "≤",
        _ => "outside of",
    };
    // It may have a fraction.
    let threshold = match alarm.written().get(CloudwatchMetricAlarm::THRESHOLD.as_str()) {
        Some(Json::Number(threshold)) => threshold.to_string(),
        Some(Json::String(threshold)) => threshold.clone(),
        _ => "what is expected".to_owned(),
    };
    let periods = alarm.get(CloudwatchMetricAlarm::EVALUATION_PERIODS).literal().unwrap_or(1);
    let period = alarm.get(CloudwatchMetricAlarm::PERIOD).literal();
    let during = period.map(|seconds| format!(" for {}", time(periods.saturating_mul(seconds)))).unwrap_or_default();
    format!("{metric} {is} {threshold}{during}")
}

fn time(seconds: u64) -> String {
    match seconds % 60 {
        0 => format!("{} min", seconds / 60),
        _ => format!("{seconds} s"),
    }
}

fn links(system: &System<'_>, region: &str) -> Vec<Link> {
    let console = format!("https://{region}.console.aws.amazon.com");
    let mut links = Vec::new();
    let mut link = |what: String, path: String| links.push(Link { what, address: format!("{console}/{path}") });
    let cloudwatch = format!("cloudwatch/home?region={region}#");
    for name in system.of::<CloudwatchDashboard>().filter_map(|it| it.get(CloudwatchDashboard::DASHBOARD_NAME).literal()) {
        link(format!("dashboard {name}"), format!("{cloudwatch}dashboards/dashboard/{name}"));
    }
    link("alarms that are on".to_owned(), format!("{cloudwatch}alarmsV2:?~(alarmStateFilter~'ALARM)"));
    for name in system.of::<EcsCluster>().filter_map(|it| it.get(EcsCluster::NAME).literal()) {
        link(format!("cluster {name}"), format!("ecs/v2/clusters/{name}/services?region={region}"));
    }
    for name in system.databases.iter().filter_map(|it| it.view.get(DbInstance::IDENTIFIER).literal()) {
        link(format!("database {name}"), format!("rds/home?region={region}#database:id={name};is-cluster=false"));
    }
    let groups = system.of::<CloudwatchLogGroup>().filter(|it| system.regions.elsewhere(it.resource()).is_none());
    for name in groups.filter_map(|it| it.get(CloudwatchLogGroup::NAME).literal()) {
        // The console reads the part after `#` as escaped twice, with `$` for `%`.
        link(format!("log {name}"), format!("{cloudwatch}logsV2:log-groups/log-group/{}", name.replace('/', "$252F")));
    }
    links
}

fn commands(system: &System<'_>, region: &str) -> Vec<Command> {
    let mut commands = Vec::new();
    let mut command = |what: String, text: String| commands.push(Command { what, text: format!("aws {text} --region {region}") });
    let cluster = system.of::<EcsCluster>().find_map(|it| it.get(EcsCluster::NAME).literal());
    for service in &system.services {
        let (called, name) = (service.called(), service.name());
        let Some(cluster) = cluster.as_deref().filter(|_| !name.is_empty()) else { continue };
        command(
            format!("{called}: why tasks start and stop"),
            format!("ecs describe-services --cluster {cluster} --services {name} --query 'services[0].events[:10].message'"),
        );
        if let Some(group) = log_group(system, service) {
            command(format!("{called}: follow the log"), format!("logs tail {group} --follow"));
        }
        let family = service.definition.and_then(|it| it.get(EcsTaskDefinition::FAMILY).literal());
        if let Some(family) = family {
            command(
                format!("{called}: earlier revisions"),
                format!("ecs list-task-definitions --family-prefix {family} --sort DESC --max-items 10"),
            );
            command(
                format!("{called}: roll back to one of them"),
                format!("ecs update-service --cluster {cluster} --service {name} --task-definition {family}:<revision>"),
            );
        }
        if service.view.get(EcsService::ENABLE_EXECUTE_COMMAND).is_true() {
            command(format!("{called}: its tasks"), format!("ecs list-tasks --cluster {cluster} --service-name {name}"));
            command(
                format!("{called}: a shell in one of them"),
                format!(
                    "ecs execute-command --cluster {cluster} --task <task> --container {called} --interactive --command /bin/sh"
                ),
            );
        }
    }
    let named = |view: View<'_, DbInstance>| {
        let subnets = view.get(DbInstance::DB_SUBNET_GROUP_NAME).literal().unwrap_or_else(|| "<subnet group>".to_owned());
        Some((view.get(DbInstance::IDENTIFIER).literal()?, subnets, view.get(DbInstance::PORT).literal().unwrap_or(5432)))
    };
    let databases: Vec<(String, String, u64)> = system.primaries().filter_map(|it| named(it.view)).collect();
    for (name, subnets, _) in &databases {
        command(
            format!("database {name}: up to which moment it can be restored"),
            format!("rds describe-db-instances --db-instance-identifier {name} --query 'DBInstances[0].LatestRestorableTime'"),
        );
        command(
            format!("database {name}: restore it beside itself, for a look"),
            format!(
                "rds restore-db-instance-to-point-in-time --source-db-instance-identifier {name} --target-db-instance-identifier {name}-restored --restore-time <moment in UTC> --db-subnet-group-name {subnets} --vpc-security-group-ids <group>"
            ),
        );
    }
    for bastion in system.of::<Instance>() {
        let Some(name) = bastion.get(Instance::TAGS).key("Name").and_then(|name| name.text()) else { continue };
        // One that is reached by SSH has no role.
        let by_session_manager = bastion.written().get(Instance::IAM_INSTANCE_PROFILE.as_str()).is_some();
        command(
            format!("machine {name}: its id"),
            format!(
                "ec2 describe-instances --filters Name=tag:Name,Values={name} Name=instance-state-name,Values=running --query 'Reservations[].Instances[].InstanceId' --output text"
            ),
        );
        for (database, _, port) in databases.iter().filter(|_| by_session_manager) {
            command(
                format!("database {database}: its host"),
                format!(
                    "rds describe-db-instances --db-instance-identifier {database} --query 'DBInstances[0].Endpoint.Address' --output text"
                ),
            );
            command(
                format!("database {database}: a tunnel, for `psql` at localhost"),
                format!(
                    "ssm start-session --target <id> --document-name AWS-StartPortForwardingSessionToRemoteHost --parameters host=<host>,portNumber={port},localPortNumber={port}"
                ),
            );
        }
    }
    commands
}

/// The log group of a service's own container.
fn log_group(system: &System<'_>, service: &Service<'_>) -> Option<String> {
    let label = service.view.address().label().to_owned();
    let mut groups = system.of::<CloudwatchLogGroup>().filter(|it| it.address().module() == service.view.address().module());
    groups.find(|it| *it.address().label() == label)?.get(CloudwatchLogGroup::NAME).literal()
}
