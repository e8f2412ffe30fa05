//! The dashboard, as a person on call reads it: from the top left.

use std::collections::BTreeSet;

use crate::common::{PROD, emitted, prod, service, subject};
use monitoring::Running;
use terraform::json::{Json, json};

fn titles(widgets: &[Json]) -> Vec<&str> {
    widgets
        .iter()
        .filter_map(|widget| widget["properties"]["title"].as_str().or(widget["properties"]["markdown"].as_str()))
        .collect()
}

fn graph<'a>(widgets: &'a [Json], title: &str) -> &'a Json {
    let found = widgets.iter().find(|widget| widget["properties"]["title"] == title);
    &found.unwrap_or_else(|| panic!("there is no graph `{title}`"))["properties"]
}

#[test]
fn alarms_stand_first_then_the_services_then_what_they_share() {
    let widgets = prod().widgets();
    assert_eq!(
        titles(&widgets),
        [
            "Alarms",
            "The busiest services: ECS CPU in percent",
            "## task-api",
            "Response time in seconds",
            "Requests a minute",
            "Healthy and unhealthy hosts",
            "HTTP 4XX and 5XX",
            "HTTP 4XX and 5XX in percent",
            "ECS CPU in percent",
            "ECS memory in percent",
            "## Database",
            "Database CPU in percent",
            "Database connections",
            "Database free storage in bytes",
            "## Network",
            "Load balancer's own 5XX a minute",
            "NAT port allocation errors in 5 minutes",
        ]
    );
    assert_eq!((&widgets[0]["x"], &widgets[0]["y"]), (&json!(0), &json!(0)));
}

#[test]
fn the_first_widget_shows_every_alarm_and_those_that_went_off_first() {
    let prod = prod();
    let widgets = prod.widgets();
    let shown: BTreeSet<String> =
        widgets[0]["properties"]["alarms"].as_array().expect("it is a list").iter().map(ToString::to_string).collect();
    let made = |kind: &'static str| {
        prod.resources(kind).into_iter().map(move |(label, _)| json!(format!("<{kind}.{label}.arn>")).to_string())
    };
    let made: BTreeSet<String> = made("aws_cloudwatch_metric_alarm").chain(made("aws_cloudwatch_composite_alarm")).collect();
    assert_eq!(shown, made);
    assert_eq!(widgets[0]["properties"]["sortBy"], "stateUpdatedTimestamp");
}

#[test]
fn response_time_is_shown_by_percentiles_beside_the_alarms_threshold() {
    let widgets = prod().widgets();
    let response_time = graph(&widgets, "Response time in seconds");
    let lines = response_time["metrics"].as_array().expect("it has lines");
    let statistics: Vec<&Json> = lines.iter().map(|line| &line.as_array().expect("a line is a list")[6]["stat"]).collect();
    assert_eq!(statistics, ["p50", "p95", "p99"]);
    assert_eq!(
        lines[0],
        json!([
            "AWS/ApplicationELB",
            "TargetResponseTime",
            "TargetGroup",
            "<var.target_group_arn_suffixes[task-api]>",
            "LoadBalancer",
            "<var.load_balancer_arn_suffix>",
            { "label": "p50", "stat": "p50", "period": 60 },
        ])
    );
    assert_eq!(response_time["annotations"]["horizontal"], json!([{ "label": "alarm (p95)", "value": 1 }]));
    assert_eq!(response_time["region"], "us-east-1");
}

#[test]
fn errors_are_shown_over_the_periods_that_their_alarms_have() {
    let widgets = prod().widgets();
    let lines = graph(&widgets, "HTTP 4XX and 5XX")["metrics"].clone();
    assert_eq!((&lines[0][6]["period"], &lines[1][6]["period"]), (&json!(300), &json!(60)));
}

#[test]
fn widgets_fill_the_width_of_24_and_never_overlap() {
    let mut subject = subject();
    subject.services.insert(service("mail-worker", Running::Always).0, service("mail-worker", Running::Always).1);
    let mut taken = BTreeSet::new();
    let mut bottom = 0;
    for widget in emitted(PROD, &subject).widgets() {
        let of = |key: &str| widget[key].as_u64().expect("it is a number");
        assert!(of("x") + of("width") <= 24, "{widget}");
        bottom = bottom.max(of("y") + of("height"));
        for x in of("x")..of("x") + of("width") {
            for y in of("y")..of("y") + of("height") {
                assert!(taken.insert((x, y)), "{widget}");
            }
        }
    }
    assert_eq!(taken.len() as u64, bottom * 24, "nothing is left empty");
}

#[test]
fn more_alarms_than_one_widget_takes_stand_in_several() {
    let mut subject = subject();
    for letter in 'a'..='n' {
        let (name, service) = service(&format!("service-{letter}"), Running::Always);
        subject.services.insert(name, service);
    }
    let widgets = emitted(PROD, &subject).widgets();
    let counts: Vec<usize> = widgets
        .iter()
        .filter(|widget| widget["type"] == "alarm")
        .map(|widget| widget["properties"]["alarms"].as_array().map_or(0, Vec::len))
        .collect();
    assert_eq!(counts, [100, 26]);
}

#[test]
fn without_nat_gateways_there_is_no_graph_of_their_errors() {
    let mut subject = subject();
    subject.nat_zones = BTreeSet::new();
    let widgets = emitted(PROD, &subject).widgets();
    assert_eq!(titles(&widgets).last(), Some(&"Load balancer's own 5XX a minute"));
}

#[test]
fn the_dashboard_has_an_address() {
    let prod = prod();
    assert_eq!(prod.resource("aws_cloudwatch_dashboard", "main")["dashboard_name"], "task-api-prod");
    assert_eq!(prod.output("dashboard_name"), "${aws_cloudwatch_dashboard.main.dashboard_name}");
    let console = "https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1";
    let name = "${aws_cloudwatch_dashboard.main.dashboard_name}";
    assert_eq!(prod.output("dashboard_url"), format!("{console}#dashboards/dashboard/{name}"));
}
