//! What is lost and how long it takes when something fails, computed from the documents and judged by the objectives.
//!
//! Two numbers come from AWS's documentation, as nothing emitted decides them; they are named where they are used.

use domain::{Objectives, RecoverySeconds};
use serde_json::Value as Json;
use terraform::read::argument::{elements, number};
use terraform::read::{Documents, Index};

use crate::availability::{least_tasks, target_group, zones};

/// How long a failover to the standby takes (RDS User Guide, "Failing over a Multi-AZ DB instance").
const FAILOVER: &str = "typically 60–120 s for the database's failover, as the RDS User Guide has it";
const FAILOVER_SECONDS: u64 = 120;
/// Transaction logs are kept every five minutes (RDS User Guide, "Restoring to a specified time").
const LOGS_KEPT_MINUTES: u64 = 5;

/// One failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// What fails.
    pub failure: &'static str,
    /// What the settings promise then; nothing when they promise nothing.
    pub objective: Option<String>,
    /// How long it takes, with the arithmetic.
    pub time: String,
    /// What is lost.
    pub loss: String,
    /// Whether the objectives are met; nothing where there are none.
    pub is_kept: Option<bool>,
}

/// How long something takes or how much is lost: in words, and in seconds at the most; nothing where no number bounds it.
struct Bound {
    words: String,
    seconds: Option<u64>,
}

impl Bound {
    fn new(words: impl Into<String>, seconds: impl Into<Option<u64>>) -> Self {
        Self { words: words.into(), seconds: seconds.into() }
    }

    fn meets(&self, objective: RecoverySeconds) -> bool {
        self.seconds.is_some_and(|seconds| seconds <= u64::from(objective.get()))
    }
}

/// What happens when something fails, judged by the objectives.
pub fn recovery(documents: &Documents, objectives: &Objectives) -> Vec<Recovery> {
    let index = Index::new(documents);
    let Objectives { availability_percent: _, recovery_time_seconds: times, recovery_point_seconds: points } = *objectives;
    type Objective = Option<RecoverySeconds>;
    let judged = |failure, (time, loss): (Bound, Bound), time_objective: Objective, point_objective: Objective| {
        let (by_time, by_loss) = (time_objective.map(|it| time.meets(it)), point_objective.map(|it| loss.meets(it)));
        let is_kept = by_time.into_iter().chain(by_loss).reduce(|one, other| one && other);
        Recovery { failure, objective: objective(time_objective, point_objective), time: time.words, loss: loss.words, is_kept }
    };
    vec![
        judged("A task stops", task(&index), times.task, None),
        judged("A task hangs", hanging_task(&index), times.task, None),
        judged("A zone is lost", zone(&index), times.zone, points.zone),
        judged("The database is lost", database(&index), times.database, points.database),
        judged("The region is lost", region(&index), None, None),
        judged("A whole rollout", rollout(&index), times.rollout, None),
    ]
}

/// The objectives for one failure, in words.
fn objective(time: Option<RecoverySeconds>, point: Option<RecoverySeconds>) -> Option<String> {
    let time = time.map(|time| format!("within {time} s"));
    let point = point.map(|point| match point.get() {
        0 => "no data lost".to_owned(),
        seconds => format!("at most {seconds} s of data lost"),
    });
    let words: Vec<String> = time.into_iter().chain(point).collect();
    Some(words.join(", ")).filter(|words| !words.is_empty())
}

fn services<'a>(index: &'a Index<'_>) -> Vec<&'a Json> {
    index.of("aws_ecs_service").map(|(_, body)| body).collect()
}

/// The databases that are no replicas.
fn databases<'a>(index: &'a Index<'_>) -> Vec<&'a Json> {
    index.of("aws_db_instance").map(|(_, body)| body).filter(|body| body["replicate_source_db"].is_null()).collect()
}

fn fewest_tasks(index: &Index<'_>) -> usize {
    services(index).into_iter().map(|service| least_tasks(index, service)).min().unwrap_or(0)
}

/// Tasks keep nothing themselves.
fn no_data() -> Bound {
    Bound::new("nothing: what is written stands in the database", 0)
}

fn task(index: &Index<'_>) -> (Bound, Bound) {
    let time = match fewest_tasks(index) {
        0 | 1 => Bound::new("until ECS has started another task: no other one may be running", None),
        several => {
            Bound::new(format!("none for users: at least {} other task(s) answer while ECS starts a new one", several - 1), 0)
        }
    };
    (time, no_data())
}

fn hanging_task(index: &Index<'_>) -> (Bound, Bound) {
    let services = services(index);
    let checks = services.iter().filter_map(|service| {
        let check = elements(&target_group(index, service)?.1["health_check"]).first()?;
        let (interval, failures) = (number(&check["interval"])?, number(&check["unhealthy_threshold"])?);
        Some((interval.saturating_mul(failures).saturating_add(number(&check["timeout"]).unwrap_or(0)), interval, failures))
    });
    let time = match checks.max() {
        None => Bound::new("until somebody looks: no health check is set", None),
        Some((seconds, interval, failures)) => Bound::new(
            format!(
                "at most {seconds} s until requests go elsewhere: {failures} checks, {interval} s apart, and the last one's time-out"
            ),
            // Where there is no other task, requests have nowhere else to go.
            Some(seconds).filter(|_| fewest_tasks(index) > 1),
        ),
    };
    (time, no_data())
}

fn zone(index: &Index<'_>) -> (Bound, Bound) {
    let mut missing = Vec::new();
    let in_zones =
        |service: &&Json| elements(&service["network_configuration"]).iter().flat_map(|it| zones(index, &it["subnets"])).count();
    let services = services(index);
    if services.is_empty() || services.iter().any(|service| in_zones(service) < 2) {
        missing.push("tasks in two zones");
    }
    if fewest_tasks(index) < 2 {
        missing.push("a second task at every hour");
    }
    if !has_standbys(index) {
        missing.push("a standby of the database");
    }
    let gateways = index.of("aws_nat_gateway").count();
    if gateways == 1 {
        missing.push("a NAT gateway in each zone (tasks elsewhere lose their way out)");
    }
    let time = if missing.is_empty() {
        Bound::new(format!("{FAILOVER}; the load balancer sends requests elsewhere meanwhile"), FAILOVER_SECONDS)
    } else {
        Bound::new(format!("not bounded, as this is missing: {}", missing.join("; ")), None)
    };
    (time, data_lost(index))
}

fn database(index: &Index<'_>) -> (Bound, Bound) {
    let time = if has_standbys(index) {
        Bound::new(FAILOVER, FAILOVER_SECONDS)
    } else {
        Bound::new("as long as a restore takes: it grows with the data", None)
    };
    (time, data_lost(index))
}

fn region(index: &Index<'_>) -> (Bound, Bound) {
    let replicated = index.of("aws_db_instance_automated_backups_replication").next();
    let loss = match replicated.map(|(_, body)| number(&body["retention_period"])) {
        Some(days) => {
            let days = days.map(|days| format!(", of the last {days} days")).unwrap_or_default();
            format!("what was not yet copied to the other region: it can be restored there to any point in time{days}")
        }
        None => "everything: nothing is kept in another region".to_owned(),
    };
    let time = if replicated.is_some() { "as long as a restore and a rollout in the other region take" } else { "not bounded" };
    (Bound::new(time, None), Bound::new(loss, None))
}

fn rollout(index: &Index<'_>) -> (Bound, Bound) {
    let slowest = services(index).into_iter().filter_map(|service| {
        let (_, group) = target_group(index, service)?;
        let check = elements(&group["health_check"]).first()?;
        let healthy = number(&check["interval"])?.saturating_mul(number(&check["healthy_threshold"])?);
        let left = number(&group["deregistration_delay"]).unwrap_or(300);
        let waves = 100_u64.div_ceil(number(&service["deployment_maximum_percent"])?.saturating_sub(100).max(1));
        Some((waves.saturating_mul(healthy.saturating_add(left)), waves, healthy, left))
    });
    let time = match slowest.max() {
        None => Bound::new("not known", None),
        Some((seconds, waves, healthy, left)) => Bound::new(
            format!(
                "{seconds} s and the time in which tasks start: {waves} × ({healthy} s until healthy + {left} s in which old tasks finish)"
            ),
            seconds,
        ),
    };
    let breaker =
        services(index).iter().all(|it| elements(&it["deployment_circuit_breaker"]).iter().any(|it| it["rollback"] == true));
    let loss =
        if breaker { "nothing: a rollout that fails is rolled back" } else { "a rollout that fails is not rolled back by itself" };
    (time, Bound::new(loss, None))
}

fn has_standbys(index: &Index<'_>) -> bool {
    let databases = databases(index);
    !databases.is_empty() && databases.iter().all(|body| body["multi_az"] == true)
}

/// What is lost with the database's instance.
fn data_lost(index: &Index<'_>) -> Bound {
    if has_standbys(index) {
        return Bound::new("nothing: the standby is written to at the same time", 0);
    }
    let kept = databases(index).iter().filter_map(|body| number(&body["backup_retention_period"])).min().unwrap_or(0);
    match kept {
        0 => Bound::new("everything: no backups are kept", None),
        days => Bound::new(
            format!("up to {LOGS_KEPT_MINUTES} minutes: so often RDS keeps the transaction log, of the last {days} days"),
            LOGS_KEPT_MINUTES * 60,
        ),
    }
}
