//! The dashboard, laid out for a person on call: what is wrong first, then each service from the user's side to the machine's,
//! then what all services share.

mod widget;

use std::collections::BTreeSet;

use aws::{CloudwatchDashboard, CloudwatchDashboardReference, CloudwatchDashboardRequired};
use domain::{AlarmThreshold, CacheName, PositivePercentage, QueueName, ServiceName, ZoneLetter};
use terraform::{Document, Expression, Number, Resource, Value, template};

use crate::Context;
use crate::cache_alarms;
use crate::config::{self, Alarms, CacheThresholds, DatabaseThresholds, Positive, ServiceThresholds};
use crate::database_alarms;
use crate::interface::{CacheVariables, DatabaseVariables, QueueVariables, ReplicaVariables, Variables};
use crate::measure::{self, Led, Measure};
use crate::subject::{Cache, Database, Subject};
use widget::{Computed, Graph, Grid, Line, Scale, Threshold, Widget};

const HEADING_HEIGHT: usize = 1;
const GRAPH_HEIGHT: usize = 6;

/// The dashboard.
pub(crate) fn dashboard(
    document: &mut Document,
    context: &Context,
    thresholds: &Alarms,
    subject: &Subject,
    alarms: &[Expression<String>],
) -> CloudwatchDashboardReference {
    let Subject { services, jobs: _, queues, caches, nat_zones, has_load_balancer: _, database, state: _ } = subject;
    let variables = context.variables;
    let replica = context.replica;
    let mut grid = Grid::new(context.identity.region);
    add_alarms(&mut grid, alarms);
    if !services.is_empty() {
        add_busiest(&mut grid, variables);
    }
    for (name, service) in services {
        match context.led().filter(|_| service.is_web) {
            Some(led) => add_service(&mut grid, led, name, &thresholds.of(name)),
            None => add_quiet_service(&mut grid, variables, name, &thresholds.of(name)),
        }
    }
    for (name, variables) in queues.iter().zip(context.queues.into_iter().cycle()) {
        add_queue(&mut grid, variables, name, thresholds);
    }
    for (name, cache) in caches {
        let Some(variables) = context.caches else { continue };
        add_cache(&mut grid, variables, (name, *cache), &thresholds.caches);
    }
    if let (Some(database), Some(variables)) = (database, context.database) {
        add_database(&mut grid, variables, &thresholds.database, database);
        add_database_reserves(&mut grid, variables, &thresholds.database, database);
    }
    if let Some(replica) = replica {
        add_replica(&mut grid, replica, &thresholds.database);
    }
    add_network(&mut grid, context, thresholds, nat_zones);
    document.resource(Resource::new(
        "main",
        CloudwatchDashboard::new(CloudwatchDashboardRequired {
            dashboard_name: context.identity.prefix().into(),
            dashboard_body: grid.into_body().into_value(),
        }),
    ))
}

/// The states of all alarms.
fn add_alarms(grid: &mut Grid, alarms: &[Expression<String>]) {
    // What one such widget takes (CloudWatch API Reference, "Dashboard Body Structure and Syntax", alarm widgets).
    const MOST: usize = 100;
    // The console draws about six in a row of the whole width.
    const ABREAST: usize = 6;
    for alarms in alarms.chunks(MOST) {
        let height = 1 + alarms.len().div_ceil(ABREAST);
        grid.row(height, [Widget::Alarms { title: "Alarms".to_owned(), alarms: alarms.to_vec() }]);
    }
}

/// A service: what its users see in the first row, why in the second.
fn add_service(grid: &mut Grid, led: Led<'_>, name: &ServiceName, thresholds: &ServiceThresholds) {
    let ServiceThresholds {
        response_time_seconds,
        unhealthy_hosts,
        http_4xx_in_5_minutes,
        http_5xx_in_1_minute,
        failed_deployments_in_1_minute: _,
        ecs_cpu_percent,
        ecs_memory_percent,
        down: _,
    } = *thresholds;
    let variables = led.variables;
    let percentiles = [50, 95, 99].map(|percentile| line(&format!("p{percentile}"), measure::response_time(led, name, percentile)));
    let hosts = [line("healthy", measure::healthy_hosts(led, name)), line("unhealthy", measure::unhealthy_hosts(led, name))];
    let errors = [line("4XX in 5 minutes", measure::http_4xx(led, name)), line("5XX in 1 minute", measure::http_5xx(led, name))];
    grid.row(HEADING_HEIGHT, [heading(name.as_str())]);
    grid.row(
        GRAPH_HEIGHT,
        [
            graph(
                "Response time in seconds",
                percentiles,
                threshold("alarm (p95)", response_time_seconds.at().map(AlarmThreshold::get)),
            ),
            graph("Requests a minute", [line("requests", measure::requests(led, name))], []),
            graph("Healthy and unhealthy hosts", hosts, threshold("alarm (unhealthy)", unhealthy_hosts.at().map(Positive::get))),
        ],
    );
    grid.row(
        GRAPH_HEIGHT,
        [
            graph(
                "HTTP 4XX and 5XX",
                errors,
                threshold("alarm (4XX)", http_4xx_in_5_minutes.at())
                    .into_iter()
                    .chain(threshold("alarm (5XX)", http_5xx_in_1_minute.at())),
            ),
            error_rates(led, name),
            percent_graph("ECS CPU in percent", line("CPU", measure::ecs_cpu(variables, name)), ecs_cpu_percent),
            percent_graph("ECS memory in percent", line("memory", measure::ecs_memory(variables, name)), ecs_memory_percent),
        ],
    );
}

/// How many of a hundred requests fail: the counts say how many, this says how bad it is.
fn error_rates(led: Led<'_>, name: &ServiceName) -> Widget {
    let rate = |id: &str| Value::Literal(format!("100 * FILL({id}, 0) / requests"));
    Widget::Computed(Computed {
        title: "HTTP 4XX and 5XX in percent",
        expressions: vec![(Some("4XX"), rate("http4xx")), (Some("5XX"), rate("http5xx"))],
        from: vec![
            ("requests", measure::requests(led, name)),
            ("http4xx", measure::http_4xx(led, name)),
            ("http5xx", measure::http_5xx(led, name)),
        ],
        period_seconds: measure::FIVE_MINUTES,
    })
}

/// Which services are busiest, whichever there are (CloudWatch User Guide, "Query your metrics with CloudWatch Metrics Insights").
fn add_busiest(grid: &mut Grid, variables: &Variables) {
    let query: Value<String> = template![
        "SELECT AVG(CPUUtilization) FROM SCHEMA(\"AWS/ECS\", ClusterName, ServiceName) WHERE ClusterName = '",
        &variables.cluster_name,
        "' GROUP BY ServiceName ORDER BY AVG() DESC LIMIT 10",
    ];
    grid.row(
        GRAPH_HEIGHT,
        [Widget::Computed(Computed {
            title: "The busiest services: ECS CPU in percent",
            expressions: vec![(None, query)],
            from: Vec::new(),
            period_seconds: measure::FIVE_MINUTES,
        })],
    );
}

/// A service to which no load balancer leads.
fn add_quiet_service(grid: &mut Grid, variables: &Variables, name: &ServiceName, thresholds: &ServiceThresholds) {
    let ServiceThresholds { ecs_cpu_percent, ecs_memory_percent, .. } = *thresholds;
    grid.row(HEADING_HEIGHT, [heading(name.as_str())]);
    grid.row(
        GRAPH_HEIGHT,
        [
            graph("Running tasks", [line("tasks", measure::running_tasks(variables, name))], []),
            percent_graph("ECS CPU in percent", line("CPU", measure::ecs_cpu(variables, name)), ecs_cpu_percent),
            percent_graph("ECS memory in percent", line("memory", measure::ecs_memory(variables, name)), ecs_memory_percent),
        ],
    );
}

fn add_queue(grid: &mut Grid, variables: &QueueVariables, name: &QueueName, thresholds: &Alarms) {
    let oldest = [line("oldest", measure::oldest_message(variables, name))];
    let messages = [
        line("waiting", measure::waiting_messages(variables, name)),
        line("being handled", measure::handled_messages(variables, name)),
    ];
    let dead = [line("dead letters", measure::dead_letters(variables, name))];
    grid.row(HEADING_HEIGHT, [heading(&format!("Queue {name}"))]);
    grid.row(
        GRAPH_HEIGHT,
        [
            graph("Messages", messages, []),
            graph(
                "Age of the oldest message in seconds",
                oldest,
                threshold("alarm", thresholds.queues.oldest_message_seconds.at().map(Positive::get)),
            ),
            graph("Dead letters", dead, threshold("alarm", thresholds.queues.dead_letters.at())),
        ],
    );
}

/// A cache: how busy, how full, and what it loses or refuses.
fn add_cache(grid: &mut Grid, variables: &CacheVariables, (name, cache): (&CacheName, Cache), thresholds: &CacheThresholds) {
    let CacheThresholds { cpu_percent, memory_percent, evictions_in_5_minutes, processing_percent, .. } = *thresholds;
    let evictions = threshold("alarm (evictions)", evictions_in_5_minutes.at());
    grid.row(HEADING_HEIGHT, [heading(&format!("Cache {name}"))]);
    match cache {
        Cache::OnNodes(count) => {
            let each = |of: fn(&CacheVariables, &CacheName, u32) -> Measure| {
                (1..=count).map(move |node| line(&format!("node {node:03}"), of(variables, name, node)))
            };
            let percent = |title, of, alarm: config::Threshold<PositivePercentage>| {
                let thresholds = threshold("alarm", alarm.at().map(PositivePercentage::get)).into_iter().collect();
                Widget::Graph(Graph { title, scale: Scale::Percent, lines: each(of).collect(), thresholds })
            };
            let graphs = [
                percent("Cache CPU in percent", measure::node_cpu, cpu_percent),
                percent("Cache memory in percent", measure::node_memory, memory_percent),
                graph("Evicted keys in 5 minutes", each(measure::node_evictions), evictions),
            ];
            grid.row(GRAPH_HEIGHT, graphs);
        }
        Cache::Serverless { maximum_gigabytes, maximum_ecpus_per_second } => {
            let bytes = memory_percent.at().map(|percent| cache_alarms::memory_bytes(percent, maximum_gigabytes));
            let units = processing_percent.at().zip(maximum_ecpus_per_second);
            let units = units.map(|(percent, most)| cache_alarms::units_a_minute(percent, most));
            let lost = [
                line("evicted in 5 minutes", measure::cache_evictions(variables, name)),
                line("refused a minute", measure::throttled_commands(variables, name)),
            ];
            let graphs = [
                graph("Cache data in bytes", [line("data", measure::cache_bytes(variables, name))], threshold("alarm", bytes)),
                graph(
                    "Processing units a minute",
                    [line("units", measure::cache_units(variables, name))],
                    threshold("alarm", units),
                ),
                graph("Evicted keys, refused commands", lost, evictions),
            ];
            grid.row(GRAPH_HEIGHT, graphs);
        }
    }
}

fn add_database(grid: &mut Grid, variables: &DatabaseVariables, thresholds: &DatabaseThresholds, database: &Database) {
    let connections = thresholds.connections_percent.at().map(|percent| database_alarms::connections_threshold(percent, database));
    let free_storage = thresholds.free_storage_percent.at().map(|percent| database_alarms::free_storage_bytes(percent, database));
    grid.row(HEADING_HEIGHT, [heading("Database")]);
    grid.row(
        GRAPH_HEIGHT,
        [
            percent_graph("Database CPU in percent", line("CPU", measure::database_cpu(variables)), thresholds.cpu_percent),
            graph(
                "Database connections",
                [line("connections", measure::database_connections(variables))],
                threshold("alarm", connections),
            ),
            graph(
                "Database free storage in bytes",
                [line("free storage", measure::database_free_storage(variables))],
                threshold("alarm", free_storage),
            ),
        ],
    );
}

/// What is shown only where it has an alarm.
fn add_database_reserves(grid: &mut Grid, variables: &DatabaseVariables, thresholds: &DatabaseThresholds, database: &Database) {
    let memory = thresholds.free_memory_percent.at().map(|percent| database_alarms::free_memory_bytes(percent, database));
    let memory = memory.map(|bytes| {
        let lines = [line("free memory", measure::database_free_memory(variables))];
        graph("Database free memory in bytes", lines, threshold("alarm", Some(bytes)))
    });
    let credits = thresholds.cpu_credits.at().filter(|_| database.is_burstable).map(|credits| {
        let lines = [line("credits", measure::database_cpu_credits(variables))];
        graph("Database CPU credits", lines, threshold("alarm", Some(credits.get())))
    });
    match (memory, credits) {
        (Some(memory), Some(credits)) => grid.row(GRAPH_HEIGHT, [memory, credits]),
        (Some(one), None) | (None, Some(one)) => grid.row(GRAPH_HEIGHT, [one]),
        (None, None) => {}
    }
}

fn add_replica(grid: &mut Grid, replica: &ReplicaVariables, thresholds: &DatabaseThresholds) {
    let lag = [line("lag", measure::replica_lag(replica))];
    grid.row(
        GRAPH_HEIGHT,
        [graph("Read replica's lag in seconds", lag, threshold("alarm", thresholds.replica_lag_seconds.at().map(Positive::get)))],
    );
}

fn add_network(grid: &mut Grid, context: &Context, thresholds: &Alarms, nat_zones: &BTreeSet<ZoneLetter>) {
    let Alarms { services: _, by_service: _, load_balancer, database: _, nat_gateways, queues: _, caches: _, jobs: _ } = thresholds;
    let load_balancer = context.load_balancer.map(|variables| {
        graph(
            "Load balancer's own 5XX a minute",
            [line("5XX", measure::load_balancer_5xx(variables))],
            threshold("alarm", load_balancer.http_5xx_in_1_minute.at()),
        )
    });
    let nat_gateways = (!nat_zones.is_empty()).then(|| {
        let variables = context.variables;
        let errors =
            nat_zones.iter().map(|zone| line(&format!("zone {zone}"), measure::nat_port_allocation_errors(variables, *zone)));
        let alarm = threshold("alarm", nat_gateways.port_allocation_errors_in_5_minutes.at());
        graph("NAT port allocation errors in 5 minutes", errors, alarm)
    });
    if load_balancer.is_some() || nat_gateways.is_some() {
        grid.row(HEADING_HEIGHT, [heading("Network")]);
    }
    match (load_balancer, nat_gateways) {
        (Some(load_balancer), Some(nat_gateways)) => grid.row(GRAPH_HEIGHT, [load_balancer, nat_gateways]),
        (Some(one), None) | (None, Some(one)) => grid.row(GRAPH_HEIGHT, [one]),
        (None, None) => {}
    }
}

fn heading(text: &str) -> Widget {
    Widget::Text(format!("## {text}"))
}

fn graph(title: &'static str, lines: impl IntoIterator<Item = Line>, thresholds: impl IntoIterator<Item = Threshold>) -> Widget {
    let (lines, thresholds) = (lines.into_iter().collect(), thresholds.into_iter().collect());
    Widget::Graph(Graph { title, scale: Scale::FromZero, lines, thresholds })
}

fn percent_graph(title: &'static str, line: Line, alarm: config::Threshold<PositivePercentage>) -> Widget {
    let thresholds = threshold("alarm", alarm.at().map(PositivePercentage::get)).into_iter().collect();
    Widget::Graph(Graph { title, scale: Scale::Percent, lines: vec![line], thresholds })
}

fn line(label: &str, measure: Measure) -> Line {
    Line { label: label.to_owned(), measure }
}

/// The line of an alarm, if there is one.
fn threshold(label: &'static str, value: Option<impl Into<Number>>) -> Option<Threshold> {
    value.map(|value| Threshold { label, value: value.into() })
}
