//! What is written to CloudWatch's log groups, and what of it is kept. It must not know what the logs say.

use aws::{CloudwatchLogGroup, DbInstance, EcsTaskDefinition, FlowLog};
use rust_decimal::Decimal;
use terraform::Address;
use terraform::json::Json;
use terraform::read::View;

use crate::estimate::Service;
use crate::estimator::{Draft, Estimator, Located as _};
use crate::item::Listed;
use crate::number::short;

/// How long a month is to retention, which is in days.
const DAYS_OF_MONTH: u64 = 30;

/// Who writes to a log group.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Writer {
    Service,
    Database,
    FlowLog,
    Other,
}

/// Flow logs that do not go to CloudWatch; those that do are priced with their log group.
pub(super) fn flow_logs(estimator: &mut Estimator<'_>) {
    for flow_log in estimator.of::<FlowLog>() {
        let destination = flow_log.get(FlowLog::LOG_DESTINATION_TYPE).literal();
        let destination = destination.as_deref().unwrap_or("cloud-watch-logs");
        if destination != "cloud-watch-logs" {
            let reason = format!("flow logs that go to `{destination}` are not priced here");
            estimator.leave_out(format!("{}: flow log", flow_log.resource().label), &[flow_log], reason);
        }
    }
}

/// The price of log groups.
pub(super) fn groups(estimator: &mut Estimator<'_>) {
    let groups = estimator.of::<CloudwatchLogGroup>();
    let writers = Writers::of(estimator);
    // All log groups of a database share what it logs.
    let of_database = groups.iter().filter(|group| writers.writer(group) == Writer::Database).count();
    for group in groups {
        let assumptions = estimator.assumptions;
        let writer = writers.writer(&group);
        let (size, item, assumed): (Decimal, Listed, &'static [&'static str]) = match writer {
            Writer::Service => {
                (assumptions.service_log_gigabytes.value(), Listed::LogIngestion, &["service_log_gigabytes", "log_stored_percent"])
            }
            Writer::Database => (
                assumptions.database_log_gigabytes.value() / Decimal::from(of_database),
                Listed::LogIngestion,
                &["database_log_gigabytes", "log_stored_percent"],
            ),
            Writer::FlowLog => {
                (assumptions.flow_log_gigabytes.value(), Listed::VendedLogIngestion, &["flow_log_gigabytes", "log_stored_percent"])
            }
            Writer::Other => {
                (assumptions.other_log_gigabytes.value(), Listed::LogIngestion, &["other_log_gigabytes", "log_stored_percent"])
            }
        };
        let Some(region) = estimator.region_of(&group) else {
            estimator.leave_out(group.located(), &[group], "its provider's configuration names no region");
            continue;
        };
        let name = group.resource().label;
        let method = format!("{} GB", short(size, 4));
        let draft = Draft::new(Service::CloudWatch, format!("log group {name}: written"), item, size, &*method, &[group]);
        estimator.add(draft.in_region(region).assuming(assumed));
        let what = format!("log group {name}: kept");
        let Some(days) = group.get(CloudwatchLogGroup::RETENTION_IN_DAYS).literal().filter(|days| *days > 0) else {
            estimator.leave_out(what, &[group], "it is kept for ever, so it costs more every month");
            continue;
        };
        let share = assumptions.log_stored_percent.value();
        let kept = size * Decimal::from(days) / Decimal::from(DAYS_OF_MONTH) * share / Decimal::ONE_HUNDRED;
        let method = format!("{method} a month for {days} days, {} % of it after compression", share.normalize());
        let draft = Draft::new(Service::CloudWatch, what, Listed::LogStorage, kept, method, &[group]);
        estimator.add(draft.in_region(region).assuming(assumed));
    }
}

/// What shows who writes where.
struct Writers {
    containers: Vec<String>,
    databases: Vec<String>,
    flow_logs: Vec<Address>,
}

impl Writers {
    fn of(estimator: &Estimator<'_>) -> Self {
        let (definitions, flow_logs) = (estimator.system.services.iter().filter_map(|it| it.definition), estimator.of::<FlowLog>());
        let databases = estimator.system.databases.iter();
        Self {
            containers: definitions.filter_map(|it| it.get(EcsTaskDefinition::CONTAINER_DEFINITIONS).text()).collect(),
            databases: databases.filter_map(|it| it.view.get(DbInstance::IDENTIFIER).text()).collect(),
            flow_logs: flow_logs.iter().filter_map(|it| it.get(FlowLog::LOG_DESTINATION).target()).collect(),
        }
    }

    fn writer(&self, group: &View<'_, CloudwatchLogGroup>) -> Writer {
        let name = group.get(CloudwatchLogGroup::NAME).text().unwrap_or_default();
        let quoted = Json::from(&*name).to_string();
        let of_database = |identifier: &String| name.starts_with(&format!("/aws/rds/instance/{identifier}/"));
        if self.containers.iter().any(|definitions| definitions.contains(&quoted)) {
            Writer::Service
        } else if self.databases.iter().any(of_database) {
            Writer::Database
        } else if self.flow_logs.contains(&group.address()) {
            Writer::FlowLog
        } else {
            Writer::Other
        }
    }
}
