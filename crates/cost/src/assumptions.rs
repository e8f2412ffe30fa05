//! What no document says: how much is used. It must not know what anything costs.

use std::io;
use std::path::Path;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;
use settings::{Layers, Problems, Report, SettingPath};

use crate::number::Quantity;

const SHIPPED: &str = include_str!("../assumptions.toml");

/// One number, and why it is that one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assumption {
    value: Quantity,
    /// Why it is this one: whoever reads the estimate asks for it.
    pub reason: String,
}

impl Assumption {
    /// The number.
    pub fn value(&self) -> Decimal {
        self.value.get()
    }
}

macro_rules! assumptions {
    ($($(#[$doc:meta])* $field:ident in $unit:literal,)+) => {
        /// How much is used in a month.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Assumptions {
            $($(#[$doc])* pub $field: Assumption,)+
        }

        /// A file of assumptions: what it does not say stays as it is.
        #[derive(Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        struct File {
            $(#[serde(default)] $(#[$doc])* $field: Option<Assumption>,)+
        }

        impl File {
            fn check(&self, problems: &mut Problems) {
                $(check(stringify!($field), $unit, self.$field.as_ref(), problems);)+
            }

            fn complete(self) -> Option<Assumptions> {
                Some(Assumptions { $($field: self.$field?,)+ })
            }

            fn over(self, base: Assumptions) -> Assumptions {
                Assumptions { $($field: self.$field.unwrap_or(base.$field),)+ }
            }
        }

        impl Assumptions {
            /// Each with its name and its unit.
            pub fn list(&self) -> Vec<(&'static str, &'static str, &Assumption)> {
                vec![$((stringify!($field), $unit, &self.$field),)+]
            }
        }
    };
}

assumptions! {
    /// Requests to all services.
    requests_millions in "million requests",
    /// What leaves for the internet.
    internet_out_gigabytes in "GB",
    /// What of it AWS does not charge for.
    free_internet_out_gigabytes in "GB",
    /// The load balancer's capacity units, on average.
    load_balancer_capacity_units in "LCU",
    /// What goes through all NAT gateways.
    nat_gigabytes in "GB",
    /// What goes through all interface endpoints.
    endpoint_gigabytes in "GB",
    /// What goes from a task in one zone to the database in another, or back.
    zone_crossing_gigabytes in "GB",
    /// What each service logs.
    service_log_gigabytes in "GB",
    /// How long each job's task runs.
    job_hours in "hours",
    /// What the database logs.
    database_log_gigabytes in "GB",
    /// What Enhanced Monitoring writes for an instance at an interval of 60 seconds.
    enhanced_monitoring_gigabytes in "GB",
    /// What the flow logs record.
    flow_log_gigabytes in "GB",
    /// What is written to each log group that is none of these.
    other_log_gigabytes in "GB",
    /// How much of what is written to a log group is stored, after CloudWatch has compressed it.
    log_stored_percent in "percent",
    /// Metrics of Container Insights for each cluster.
    insights_metrics_per_cluster in "metrics",
    /// Metrics of Container Insights for each service.
    insights_metrics_per_service in "metrics",
    /// What Container Insights logs for a task that runs all month.
    insights_log_gigabytes_per_task in "GB",
    /// Dashboards that AWS does not charge for.
    free_dashboards in "dashboards",
    /// How much of the database's storage is in use.
    database_used_percent in "percent",
    /// How much of what is in use changes in a day.
    database_daily_change_percent in "percent",
    /// What lies in each cache.
    cache_gigabytes in "GB",
    /// What clients ask of each serverless cache, in ElastiCache's processing units.
    cache_units_millions in "million units",
    /// Images in each repository.
    repository_gigabytes in "GB",
    /// Access logs of each load balancer.
    access_log_gigabytes in "GB",
    /// What lies in each bucket that holds no access logs.
    other_bucket_gigabytes in "GB",
    /// The disk of a machine whose size only its image knows.
    machine_disk_gigabytes in "GB",
    /// How often the lock table is asked.
    lock_requests_millions in "million requests",
}

impl Assumptions {
    /// Those that `synth` ships.
    pub fn shipped() -> Self {
        let read = file(Path::new("assumptions.toml"), &mut |_| Ok(SHIPPED.to_owned()));
        let complete = read.ok().and_then(File::complete);
        complete.expect("the shipped assumptions are complete, as a test says")
    }

    /// These with a file's laid over them.
    ///
    /// # Errors
    /// The report of what is wrong with the file.
    pub fn overlaid(self, path: &Path, read: &mut dyn FnMut(&Path) -> io::Result<String>) -> Result<Self, Report> {
        Ok(file(path, read)?.over(self))
    }
}

/// A share is one of a whole.
fn check(name: &str, unit: &str, assumption: Option<&Assumption>, problems: &mut Problems) {
    if unit == "percent" && assumption.is_some_and(|it| it.value() > Decimal::ONE_HUNDRED) {
        let value = SettingPath::root().key(name).key("value");
        problems.error(value, format!("`{name}` is a share in percent, and cannot be more than 100"));
    }
}

fn file(path: &Path, read: &mut dyn FnMut(&Path) -> io::Result<String>) -> Result<File, Report> {
    let layers = Layers::read::<File>(path, &[], read)?;
    let mut reading = layers.deserialize::<File>();
    let mut problems = Problems::default();
    let file = reading.value.take().inspect(|file| file.check(&mut problems));
    let report = reading.report(&layers, &problems);
    file.filter(|_| report.errors() == 0).ok_or(report)
}
