//! What is lost and how long it takes when something fails, computed from the documents and judged by the objectives.
//!
//! Some numbers come from AWS's documentation, as nothing emitted decides them; they are named where they are used.

use aws::ecs_service::DeploymentCircuitBreaker;
use aws::lb_target_group::HealthCheck;
use aws::{
    AppautoscalingPolicy, DbInstance, DbInstanceAutomatedBackupsReplication as Replication, EcsService, LbTargetGroup, NatGateway,
};
use domain::{Objectives, RecoverySeconds};
use schemars::JsonSchema;
use serde::Serialize;
use system::{Kind, Service, System, number};

/// How long a failover to the standby takes (RDS User Guide, "Failing over a Multi-AZ DB instance").
const FAILOVER: &str = "typically 60–120 s for the database's failover, as the RDS User Guide has it";
const FAILOVER_SECONDS: u64 = 120;
/// Transaction logs are kept every five minutes (RDS User Guide, "Restoring to a specified time").
const LOGS_KEPT_MINUTES: u64 = 5;
/// For how long a metric is above its target before more tasks are started: the alarm that Application Auto Scaling keeps for target tracking
/// looks at three values, and CloudWatch has one a minute of an ECS service (ECS Developer Guide, "Amazon ECS CloudWatch metrics").
const LOOKED_AT_SECONDS: u64 = 3 * 60;

/// What happens when something fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "RecoveryDocument")]
pub struct Recovery {
    /// What fails.
    pub failure: &'static str,
    /// What the settings promise then; null when they promise nothing.
    pub objective: Option<String>,
    /// How long it takes.
    pub time: String,
    /// What is lost.
    pub loss: String,
    /// Whether the objective is met; null without one.
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
pub fn recovery(system: &System<'_>, objectives: &Objectives) -> Vec<Recovery> {
    type Objective = Option<RecoverySeconds>;
    let Objectives { availability_percent: _, recovery_time_seconds: times, recovery_point_seconds: points } = *objectives;
    let judged = |failure, (time, loss): (Bound, Bound), time_objective: Objective, point_objective: Objective| {
        let (by_time, by_loss) = (time_objective.map(|it| time.meets(it)), point_objective.map(|it| loss.meets(it)));
        let is_kept = by_time.into_iter().chain(by_loss).reduce(|one, other| one && other);
        Recovery { failure, objective: objective(time_objective, point_objective), time: time.words, loss: loss.words, is_kept }
    };
    let mut failures = vec![
        judged("A task stops", task(system), times.task, None),
        judged("A task hangs", hanging_task(system), times.task, None),
        judged("A zone is lost", zone(system), times.zone, points.zone),
    ];
    // Of one that exists already nothing is known here.
    if has_database(system) {
        failures.push(judged("The database is lost", database(system), times.database, points.database));
    }
    failures.push(judged("The region is lost", region(system), None, None));
    failures.push(judged("A whole rollout", rollout(system), times.rollout, None));
    failures.push(judged("Load outgrows the tasks", more_load(system), None, None));
    failures
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

fn fewest_tasks(system: &System<'_>) -> u64 {
    let waited_for = system.services.iter().filter(|service| service.kind() != Kind::Worker);
    waited_for.map(Service::fewest_tasks).min().unwrap_or(0)
}

fn has_database(system: &System<'_>) -> bool {
    system.primaries().next().is_some()
}

/// Tasks keep nothing themselves.
fn no_data(system: &System<'_>) -> Bound {
    let kept = if has_database(system) { "what is written stands in the database" } else { "tasks keep nothing themselves" };
    Bound::new(format!("nothing: {kept}"), 0)
}

fn task(system: &System<'_>) -> (Bound, Bound) {
    let time = match fewest_tasks(system) {
        0 | 1 => Bound::new("until ECS has started another task: no other one may be running", None),
        several => {
            Bound::new(format!("none for users: at least {} other task(s) answer while ECS starts a new one", several - 1), 0)
        }
    };
    (time, no_data(system))
}

fn hanging_task(system: &System<'_>) -> (Bound, Bound) {
    let checks = system.services.iter().filter_map(|service| {
        let check = service.target_group?.block(LbTargetGroup::HEALTH_CHECK)?;
        let (interval, failures) =
            (check.get(HealthCheck::INTERVAL).literal()?, check.get(HealthCheck::UNHEALTHY_THRESHOLD).literal()?);
        let time_out = check.get(HealthCheck::TIMEOUT).literal().unwrap_or(0);
        Some((interval.saturating_mul(failures).saturating_add(time_out), interval, failures))
    });
    let time = match checks.max() {
        None => Bound::new("until somebody looks: no health check is set", None),
        Some((seconds, interval, failures)) => Bound::new(
            format!(
                "at most {seconds} s until requests go elsewhere: {failures} checks, {interval} s apart, and the last one's time-out"
            ),
            // Where there is no other task, requests have nowhere else to go.
            Some(seconds).filter(|_| fewest_tasks(system) > 1),
        ),
    };
    (time, no_data(system))
}

fn zone(system: &System<'_>) -> (Bound, Bound) {
    let mut missing = Vec::new();
    if system.services.is_empty() || system.services.iter().any(|service| service.zones() < 2) {
        missing.push("tasks in two zones");
    }
    if fewest_tasks(system) < 2 {
        missing.push("a second task at every hour");
    }
    if has_database(system) && !has_standbys(system) {
        missing.push("a standby of the database");
    }
    if system.of::<NatGateway>().count() == 1 {
        missing.push("a NAT gateway in each zone (tasks elsewhere lose their way out)");
    }
    let time = if missing.is_empty() && !has_database(system) {
        hanging_task(system).0
    } else if missing.is_empty() {
        Bound::new(format!("{FAILOVER}; the load balancer sends requests elsewhere meanwhile"), FAILOVER_SECONDS)
    } else {
        Bound::new(format!("not bounded, as this is missing: {}", missing.join("; ")), None)
    };
    (time, if has_database(system) { data_lost(system) } else { no_data(system) })
}

fn database(system: &System<'_>) -> (Bound, Bound) {
    let time = if has_standbys(system) {
        Bound::new(FAILOVER, FAILOVER_SECONDS)
    } else {
        Bound::new("as long as a restore takes: it grows with the data", None)
    };
    (time, data_lost(system))
}

fn region(system: &System<'_>) -> (Bound, Bound) {
    let replicated = system.of().next().map(|it| it.get(Replication::RETENTION_PERIOD).literal());
    let loss = match replicated {
        Some(days) => {
            let days = days.map(|days| format!(", of the last {days} days")).unwrap_or_default();
            format!("what was not yet copied to the other region: it can be restored there to any point in time{days}")
        }
        None => "everything: nothing is kept in another region".to_owned(),
    };
    let time = if replicated.is_some() { "as long as a restore and a rollout in the other region take" } else { "not bounded" };
    (Bound::new(time, None), Bound::new(loss, None))
}

/// How many checks a new task has to pass before requests come to it, and how far apart they are.
fn until_healthy(service: &Service<'_>) -> Option<(u64, u64)> {
    let check = service.target_group?.block(LbTargetGroup::HEALTH_CHECK)?;
    check.get(HealthCheck::HEALTHY_THRESHOLD).literal().zip(check.get(HealthCheck::INTERVAL).literal())
}

/// How long it takes until more tasks answer, of the service that takes longest.
fn more_load(system: &System<'_>) -> (Bound, Bound) {
    let follows_load = |service: &&Service<'_>| {
        let has_room = service.limits().is_some_and(|(fewest, most)| fewest < most);
        has_room && service.policies.iter().any(|it| it.get(AppautoscalingPolicy::POLICY_TYPE).is("TargetTrackingScaling"))
    };
    let slowest = system.services.iter().filter(follows_load).map(|service| {
        let checks = until_healthy(service);
        (checks.map_or(0, |(passes, interval)| passes.saturating_mul(interval)), checks)
    });
    let time = match slowest.max() {
        None => Bound::new("never by itself: no service adds tasks when there is more to do", None),
        Some((healthy, checks)) => {
            let seconds = LOOKED_AT_SECONDS.saturating_add(healthy);
            let (checks, sooner) = match checks {
                None => (String::new(), "a lower target under `scaling`, or more `tasks.min`"),
                Some((passes, interval)) => (
                    format!(" + {healthy} s until it is healthy, by {passes} checks {interval} s apart"),
                    "a shorter `health_check.interval_seconds`, a lower target under `scaling`, or more `tasks.min`",
                ),
            };
            let words = format!(
                "{seconds} s and the time in which a task starts, about a minute: {LOOKED_AT_SECONDS} s above the target before target \
                 tracking acts{checks}; sooner with {sooner}"
            );
            Bound::new(words, None)
        }
    };
    (time, Bound::new("nothing: what comes waits longer meanwhile", None))
}

fn rollout(system: &System<'_>) -> (Bound, Bound) {
    let slowest = system.services.iter().filter_map(|service| {
        let group = service.target_group?;
        let (passes, interval) = until_healthy(service)?;
        let healthy = interval.saturating_mul(passes);
        let left = number(&group.get(LbTargetGroup::DEREGISTRATION_DELAY)).unwrap_or(300);
        let most = service.view.get(EcsService::DEPLOYMENT_MAXIMUM_PERCENT).literal()?;
        let waves = 100_u64.div_ceil(most.saturating_sub(100).max(1));
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
    let breaker = system.services.iter().all(|service| {
        service.view.blocks(EcsService::DEPLOYMENT_CIRCUIT_BREAKER).any(|it| it.get(DeploymentCircuitBreaker::ROLLBACK).is_true())
    });
    let loss =
        if breaker { "nothing: a rollout that fails is rolled back" } else { "a rollout that fails is not rolled back by itself" };
    (time, Bound::new(loss, None))
}

fn has_standbys(system: &System<'_>) -> bool {
    has_database(system) && system.primaries().all(system::Database::has_standby)
}

/// What is lost with the database's instance.
fn data_lost(system: &System<'_>) -> Bound {
    if has_standbys(system) {
        return Bound::new("nothing: the standby is written to at the same time", 0);
    }
    let kept = system.primaries().filter_map(|it| it.view.get(DbInstance::BACKUP_RETENTION_PERIOD).literal()).min().unwrap_or(0);
    match kept {
        0 => Bound::new("everything: no backups are kept", None),
        days => Bound::new(
            format!("up to {LOGS_KEPT_MINUTES} minutes: so often RDS keeps the transaction log, of the last {days} days"),
            LOGS_KEPT_MINUTES * 60,
        ),
    }
}
