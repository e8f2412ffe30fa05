//! What is lost and how long it takes when something fails, computed from the documents and held against what the system promises.
//!
//! Two numbers come from AWS's documentation, as nothing emitted decides them; they are named where they are used.

use serde_json::Value as Json;
use terraform::read::argument::{elements, number};
use terraform::read::{Documents, Index};

use crate::availability::{least_tasks, target_group, zones};

/// How long a failover to the standby takes (RDS User Guide, "Failing over a Multi-AZ DB instance").
const FAILOVER: &str = "typically 60–120 s for the database's failover, as the RDS User Guide has it";
/// Transaction logs are kept every five minutes (RDS User Guide, "Restoring to a specified time").
const LOGS_KEPT_MINUTES: u64 = 5;

/// One failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// What fails.
    pub failure: &'static str,
    /// What the system promises then.
    pub promise: &'static str,
    /// How long it takes, with the arithmetic.
    pub time: String,
    /// What is lost.
    pub loss: String,
    /// Whether the promise is kept; nothing where it cannot be told from the documents.
    pub is_kept: Option<bool>,
}

/// All failures of which the system promises something.
pub fn recovery(documents: &Documents) -> Vec<Recovery> {
    let index = Index::new(documents);
    vec![task(&index), hanging_task(&index), zone(&index), database(&index), region(&index), rollout(&index)]
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

const NO_DATA: &str = "nothing: what is written stands in the database";

fn task(index: &Index<'_>) -> Recovery {
    let fewest = fewest_tasks(index);
    let time = match fewest {
        0 | 1 => "until ECS has started another task: no other one may be running".to_owned(),
        several => format!("none for users: at least {} other task(s) answer while ECS starts a new one", several - 1),
    };
    Recovery {
        failure: "A task stops",
        promise: "30–60 s, no data lost",
        time,
        loss: NO_DATA.to_owned(),
        is_kept: Some(fewest > 1),
    }
}

fn hanging_task(index: &Index<'_>) -> Recovery {
    let services = services(index);
    let checks = services.iter().filter_map(|service| {
        let check = elements(&target_group(index, service)?.1["health_check"]).first()?;
        let (interval, failures) = (number(&check["interval"])?, number(&check["unhealthy_threshold"])?);
        Some((interval.saturating_mul(failures).saturating_add(number(&check["timeout"]).unwrap_or(0)), interval, failures))
    });
    let slowest = checks.max();
    let time = slowest.map_or("until somebody looks: no health check is set".to_owned(), |(seconds, interval, failures)| {
        format!(
            "at most {seconds} s until requests go elsewhere: {failures} checks, {interval} s apart, and the last one's time-out"
        )
    });
    Recovery {
        failure: "A task hangs",
        promise: "30–60 s, no data lost",
        time,
        loss: NO_DATA.to_owned(),
        is_kept: Some(slowest.is_some_and(|(seconds, _, _)| seconds <= 60) && fewest_tasks(index) > 1),
    }
}

fn zone(index: &Index<'_>) -> Recovery {
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
        format!("{FAILOVER}; the load balancer sends requests elsewhere meanwhile")
    } else {
        format!("not bounded, as this is missing: {}", missing.join("; "))
    };
    let loss = if has_standbys(index) {
        "nothing: the standby is written to at the same time".to_owned()
    } else {
        since_the_last_log(index)
    };
    Recovery { failure: "A zone is lost", promise: "1–2 min, no data lost", time, loss, is_kept: Some(missing.is_empty()) }
}

fn database(index: &Index<'_>) -> Recovery {
    let standby = has_standbys(index);
    let time = if standby { FAILOVER.to_owned() } else { "as long as a restore takes: it grows with the data".to_owned() };
    let loss = if standby { "nothing: the standby is written to at the same time".to_owned() } else { since_the_last_log(index) };
    Recovery { failure: "The database is lost", promise: "2–5 min, no data lost", time, loss, is_kept: Some(standby) }
}

fn region(index: &Index<'_>) -> Recovery {
    let replicated = index.of("aws_db_instance_automated_backups_replication").next();
    let loss = match replicated.map(|(_, body)| number(&body["retention_period"])) {
        Some(days) => {
            let days = days.map(|days| format!(", of the last {days} days")).unwrap_or_default();
            format!("what was not yet copied to the other region: it can be restored there to any point in time{days}")
        }
        None => "everything: nothing is kept in another region".to_owned(),
    };
    let time = if replicated.is_some() { "as long as a restore and a rollout in the other region take" } else { "not bounded" };
    Recovery { failure: "The region is lost", promise: "none", time: time.to_owned(), loss, is_kept: None }
}

fn rollout(index: &Index<'_>) -> Recovery {
    let slowest = services(index).into_iter().filter_map(|service| {
        let (_, group) = target_group(index, service)?;
        let check = elements(&group["health_check"]).first()?;
        let healthy = number(&check["interval"])?.saturating_mul(number(&check["healthy_threshold"])?);
        let left = number(&group["deregistration_delay"]).unwrap_or(300);
        let waves = 100_u64.div_ceil(number(&service["deployment_maximum_percent"])?.saturating_sub(100).max(1));
        Some((waves.saturating_mul(healthy.saturating_add(left)), waves, healthy, left))
    });
    let slowest = slowest.max();
    let time = slowest.map_or("not known".to_owned(), |(seconds, waves, healthy, left)| {
        format!("{seconds} s and the time in which tasks start: {waves} × ({healthy} s until healthy + {left} s in which old tasks finish)")
    });
    let breaker =
        services(index).iter().all(|it| elements(&it["deployment_circuit_breaker"]).iter().any(|it| it["rollback"] == true));
    let loss =
        if breaker { "nothing: a rollout that fails is rolled back" } else { "a rollout that fails is not rolled back by itself" };
    let is_kept = slowest.map(|(seconds, _, _, _)| seconds <= 900);
    Recovery { failure: "A whole rollout", promise: "10–15 min", time, loss: loss.to_owned(), is_kept }
}

fn has_standbys(index: &Index<'_>) -> bool {
    let databases = databases(index);
    !databases.is_empty() && databases.iter().all(|body| body["multi_az"] == true)
}

fn since_the_last_log(index: &Index<'_>) -> String {
    let kept = databases(index).iter().filter_map(|body| number(&body["backup_retention_period"])).min().unwrap_or(0);
    match kept {
        0 => "everything: no backups are kept".to_owned(),
        days => format!("up to {LOGS_KEPT_MINUTES} minutes: so often RDS keeps the transaction log, of the last {days} days"),
    }
}
