//! What the shipped environments cost, line by line against the arithmetic written out here, and that nothing is left out in silence.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use crate::common::golden::is_fresh;
use crate::common::variants::{bootstraps, variants};
use crate::common::{Emitted, over, package, prod, staging};
use cost::{
    Assumptions, Decimal, Estimate, Item, Levels, Line, Listed, PriceBook, Service, Treatment, difference, estimate, is_read,
    to_cents, treatment,
};
use domain::{InstanceClass, Region};
use terraform::json::{Json, json};
use terraform::read::Documents;

fn priced(documents: &Documents) -> Estimate {
    static BOOK: LazyLock<PriceBook> = LazyLock::new(PriceBook::shipped);
    estimate(documents, &BOOK, &Assumptions::shipped()).unwrap_or_else(|error| panic!("{error}"))
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap_or_else(|error| panic!("`{text}`: {error}"))
}

/// Numbers with `×` between them, multiplied, to the cent.
fn product(factors: &str) -> Decimal {
    to_cents(factors.split('×').map(|factor| decimal(factor.trim())).product())
}

/// One line as it should be: its name, and the arithmetic of the fewest, the expected and the most tasks.
type Expected<'a> = (&'a str, [&'a str; 3]);

fn same<'a>(what: &'a str, factors: &'a str) -> Expected<'a> {
    (what, [factors; 3])
}

#[track_caller]
fn assert_lines(estimate: &Estimate, expected: &[Expected<'_>]) {
    let lines: BTreeSet<&str> = estimate.lines.iter().map(|line| line.what.as_str()).collect();
    let named: BTreeSet<&str> = expected.iter().map(|(what, _)| *what).collect();
    assert_eq!(lines.symmetric_difference(&named).collect::<Vec<_>>(), Vec::<&&str>::new(), "every line is computed here");
    for (what, [minimum, expected, maximum]) in expected {
        let amounts = Levels { minimum: product(minimum), expected: product(expected), maximum: product(maximum) };
        let found: Vec<Levels> = estimate.lines.iter().filter(|line| line.what == *what).map(|line| line.amount).collect();
        let sum = found.into_iter().reduce(Levels::plus);
        assert_eq!(sum, Some(amounts), "{what}");
    }
}

fn amount(estimate: &Estimate, what: &str) -> Levels {
    let line = estimate.lines.iter().find(|line| line.what == what);
    line.unwrap_or_else(|| panic!("there is no line `{what}`")).amount
}

fn not_priced(estimate: &Estimate) -> Vec<String> {
    estimate.not_priced.iter().map(|it| format!("{}: {}", it.what, it.reason)).collect()
}

#[test]
fn an_estimate_reads_no_type_but_those_that_are_listed_as_read() {
    for (name, emitted) in variants() {
        let mut documents = emitted.documents.clone();
        for document in documents.by_path_mut().values_mut() {
            if let Some(kinds) = document.get_mut("resource").and_then(Json::as_object_mut) {
                kinds.retain(|kind, _| is_read(kind));
            }
        }
        let (all, read) = (priced(&emitted.documents), priced(&documents));
        // A saving may count subnets, a line a task definition: nothing of that is lost.
        assert_eq!((all.lines, all.not_priced, all.savings), (read.lines, read.not_priced, read.savings), "{name}");
    }
}

#[test]
fn production_is_the_sum_of_its_arithmetic() {
    let estimate = priced(&prod().documents);
    assert_eq!(not_priced(&estimate), Vec::<String>::new());
    assert_lines(
        &estimate,
        &[
            // 3 tasks of 0.25 vCPU and 0.5 GB, at most 10.
            ("task_api: vCPU", ["3 × 730 × 0.25 × 0.04048", "3 × 730 × 0.25 × 0.04048", "10 × 730 × 0.25 × 0.04048"]),
            ("task_api: memory", ["3 × 730 × 0.5 × 0.004445", "3 × 730 × 0.5 × 0.004445", "10 × 730 × 0.5 × 0.004445"]),
            // Primary and standby.
            same("main: instance", "2 × 730 × 0.036"),
            // 100 GB, which may grow to 200.
            ("main: storage", ["2 × 100 × 0.115", "2 × 100 × 0.115", "2 × 200 × 0.115"]),
            // 50 GB in use, and 1 GB for each of 30 days: less than the 100 GB that are free.
            same("main: backups", "0"),
            same("main: replicated backups", "80 × 0.095"),
            same("load balancer", "730 × 0.0225"),
            same("capacity units", "0.1 × 730 × 0.008"),
            same("load balancer's public addresses", "2 × 730 × 0.005"),
            same("NAT gateways", "2 × 730 × 0.045"),
            same("data through NAT", "20 × 0.045"),
            same("elastic addresses", "2 × 730 × 0.005"),
            // Charged in both zones.
            same("main: between zones", "2 × 10 × 0.01"),
            // 1 GB a day, in a month of 730 / 24 days.
            same("main: backups to us-west-2", "30.416666666 × 0.02"),
            same("to the internet", "0"),
            same("main: Enhanced Monitoring", "2 × 0.1 × 0.50"),
            same("log group task_api: written", "10 × 0.50"),
            same("log group task_api: kept", "10 × 0.15 × 0.03"),
            same("log group state_changes: written", "0.1 × 0.50"),
            same("log group state_changes: kept", "0.1 × 12.166666666 × 0.15 × 0.03"),
            // What could not be exported, for 30 days.
            same("log group log_export: written", "0.1 × 0.50"),
            same("log group log_export: kept", "0.1 × 0.15 × 0.03"),
            same("log group flow_logs: written", "5 × 0.50"),
            same("log group flow_logs: kept", "5 × 0.15 × 0.03"),
            same("log group postgresql: written", "0.5 × 0.50"),
            same("log group postgresql: kept", "0.5 × 0.15 × 0.03"),
            same("log group upgrade: written", "0.5 × 0.50"),
            same("log group upgrade: kept", "0.5 × 0.15 × 0.03"),
            // 8 metrics of the cluster and 17 of the service.
            same("main: Container Insights", "25 × 0.30"),
            ("main: Container Insights, logs", ["3 × 0.1 × 0.50", "3 × 0.1 × 0.50", "10 × 0.1 × 0.50"]),
            same("alarms", "13 × 0.10"),
            // CPU and memory, two each.
            same("alarms of autoscaling", "4 × 0.10"),
            same("composite alarms", "1 × 0.50"),
            same("dashboards", "0"),
            same("main: secret of the master user", "1 × 0.40"),
            // Database, repositories, topics, four of logs, and one in the second region.
            same("keys", "8 × 1.00"),
            // 90 days.
            same("bucket access_logs", "3 × 0.5 × 0.023"),
            same("bucket log_export", "1 × 0.023"),
            same("stream log_export", "10 × 0.029"),
            same("images", "3 × 0.10"),
        ],
    );
    assert_eq!(estimate.total().expected, decimal("236.38"));
    assert_eq!(estimate.total().maximum, decimal("322.80"));
}

#[test]
fn staging_runs_60_of_168_hours_and_half_on_spot() {
    let estimate = priced(&staging().documents);
    assert_eq!(not_priced(&estimate), Vec::<String>::new());
    // 730 × 60 / 168 = 260.714 hours, half of them on Spot at 30 % of the price.
    let hours = "260.714285714";
    let column = |tasks: u32, rest: &str| to_cents(decimal(hours) * Decimal::from(tasks) * decimal("0.5") * product_exact(rest));
    for (what, rest) in [
        ("task_api: vCPU", "0.25 × 0.04048"),
        ("task_api: vCPU on Spot", "0.25 × 0.04048 × 0.3"),
        ("task_api: memory", "0.5 × 0.004445"),
        ("task_api: memory on Spot", "0.5 × 0.004445 × 0.3"),
    ] {
        let expected = Levels { minimum: column(1, rest), expected: column(1, rest), maximum: column(3, rest) };
        assert_eq!(amount(&estimate, what), expected, "{what}");
    }
    assert_eq!(amount(&estimate, "main: instance"), Levels::same(product("730 × 0.018")));
    assert_eq!(amount(&estimate, "main: storage").expected, product("20 × 0.115"));
    assert_eq!(amount(&estimate, "NAT gateways"), Levels::same(product("730 × 0.045")));
}

fn product_exact(factors: &str) -> Decimal {
    factors.split('×').map(|factor| decimal(factor.trim())).product()
}

#[test]
fn every_line_is_quantity_times_price() {
    for emitted in [prod(), staging()] {
        for line in priced(&emitted.documents).lines {
            assert_eq!(line.amount, line.quantity.map(|quantity| to_cents(quantity * line.price)), "{}", line.what);
            assert!(!line.resources.is_empty() && !line.method.is_empty() && !line.origins.is_empty(), "{}", line.what);
        }
    }
}

#[test]
fn every_type_that_can_be_emitted_is_priced_or_explicitly_free() {
    let forgotten: Vec<String> = bound_types().into_iter().filter(|kind| treatment(kind).is_none()).collect();
    assert_eq!(forgotten, Vec::<String>::new(), "add them to `crates/cost/src/resources/mod.rs`");
    assert!(matches!(treatment("aws_iam_role"), Some(Treatment::Free(_))));
}

/// The first line of a test environment in which each item of the price book stands, and every type of which something is charged.
///
/// The golden is read like a bill: a price that is wrong, or a type that is charged wrongly or is wrongly free, changes it.
#[test]
fn every_item_and_every_type_is_weighed_once() {
    let mut by_item: BTreeMap<&str, String> = BTreeMap::new();
    let mut by_type: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let shipped = variants().chain(bootstraps()).map(|(name, emitted)| (name, priced(&emitted.documents)));
    for (name, estimate) in shipped.chain(seldom()) {
        for line in estimate.lines {
            for address in &line.resources {
                let kind = address.split('.').find(|part| part.starts_with("aws_")).unwrap_or_default().to_owned();
                by_type
                    .entry(kind)
                    .or_default()
                    .extend(Listed::ALL.iter().map(|it| it.name()).filter(|it| *it == line.item.to_string()));
            }
            let listed = Listed::ALL.iter().find(|it| line.item == Item::from(**it));
            if let Some(item) = listed {
                by_item.entry(item.name()).or_insert_with(|| {
                    let Levels { minimum, expected, maximum } = line.amount;
                    format!("{} USD a {} | {name}: {} | {minimum}, {expected}, {maximum}", line.price, item.unit(), line.what)
                });
            }
        }
    }
    let unseen: Vec<&str> = Listed::ALL.iter().map(|it| it.name()).filter(|it| !by_item.contains_key(it)).collect();
    let mut told = String::from("# Each item once: price, environment and line, fewest, expected and most USD a month\n");
    for (item, line) in &by_item {
        told.extend([item, ": ", line, "\n"]);
    }
    told.extend(["in no environment of the tests: ", &unseen.join(", "), "\n\n# What is charged for each type\n"]);
    for kind in bound_types() {
        let charged = by_type.get(&kind).map(|items| items.iter().copied().collect::<Vec<_>>().join(", "));
        let said = match treatment(&kind) {
            Some(Treatment::Free(why)) => format!("nothing: {why}"),
            _ => charged.unwrap_or_else(|| "in no environment of the tests".to_owned()),
        };
        told.extend([kind.as_str(), ": ", &said, "\n"]);
    }
    insta::assert_snapshot!("each_item_once", told);
}

/// What the other environments of the tests do not use: what a setting turns on, and what nothing here emits but others' documents may hold.
fn seldom() -> Vec<(&'static str, Estimate)> {
    let gp3 = "[rds.storage]\nallocated_gib = 400\niops = 13000\nthroughput_mib = 600\n\
               [rds.monitoring]\nperformance_insights_retention_days = 93\n";
    let io1 = "[rds.storage]\ntype = \"io1\"\nallocated_gib = 200\niops = 2000\n";
    let arm = edited(prod(), |documents| {
        let definition =
            &mut document(documents, "modules/ecs/services.tf.json")["resource"]["aws_ecs_task_definition"]["task_api"];
        definition["runtime_platform"] = json!({ "cpu_architecture": "ARM64" });
        definition["ephemeral_storage"] = json!({ "size_in_gib": 30 });
    });
    let fast = edited(prod(), |documents| {
        let alarms =
            &mut document(documents, "modules/monitoring/database_alarms.tf.json")["resource"]["aws_cloudwatch_metric_alarm"];
        alarms.as_object_mut().expect("there are alarms").values_mut().for_each(|alarm| alarm["period"] = json!(10));
    });
    vec![
        ("prod with fast gp3", priced(&over("prod", gp3).documents)),
        ("prod with io1", priced(&over("prod", io1).documents)),
        ("prod on ARM", arm),
        ("prod with alarms of 10 seconds", fast),
    ]
}

/// The types that can be emitted.
fn bound_types() -> Vec<String> {
    let list = std::fs::read_to_string(package().join("crates/aws/bindings.txt")).expect("the list is there");
    let types = list.lines().filter(|line| line.starts_with("aws_")).filter_map(|line| line.split_whitespace().next());
    types.map(str::to_owned).collect()
}

fn edited(emitted: &Emitted, edit: impl FnOnce(&mut Documents)) -> Estimate {
    let mut documents = emitted.documents.clone();
    edit(&mut documents);
    priced(&documents)
}

fn document<'a>(documents: &'a mut Documents, path: &str) -> &'a mut Json {
    documents.by_path_mut().get_mut(path).unwrap_or_else(|| panic!("there is no `{path}`"))
}

#[test]
fn a_type_that_nobody_knows_is_said() {
    let estimate = edited(prod(), |documents| {
        document(documents, "modules/ecs/cluster.tf.json")["resource"]["aws_gold_mine"] = json!({ "main": {} });
    });
    assert_eq!(not_priced(&estimate), ["module.ecs.aws_gold_mine.main: what `aws_gold_mine` costs is not known here"]);
}

#[test]
fn every_instance_class_has_a_price_or_is_said_to_have_none() {
    let mut with_price = 0;
    for class in InstanceClass::all() {
        let provider = json!({ "aws": { "region": "us-east-1" } });
        let instance = json!({ "aws_db_instance": { "main": { "instance_class": class.to_string(), "allocated_storage": 20, "storage_type": "gp3" } } });
        let text = json!({ "provider": provider, "resource": instance }).to_string();
        let estimate = priced(&Documents::read([("main.tf.json", text)]).expect("it is a document"));
        let has_line = estimate.lines.iter().any(|line| line.what == "main: instance");
        let is_said = not_priced(&estimate) == [format!("main: instance: no price for `{class}` in us-east-1")];
        assert!(has_line != is_said, "{class}");
        with_price += u32::from(has_line);
    }
    assert!(with_price >= 60, "{with_price} classes have a price");
}

#[test]
fn what_the_book_does_not_have_is_said() {
    let estimate = priced(&over("prod", "rds.monitoring.performance_insights_retention_days = 62").documents);
    assert_eq!(
        not_priced(&estimate),
        [
            "main: Performance Insights: no price for `performance-insights` in us-east-1",
            "main: Performance Insights, further months: no price for `performance-insights-longer` in us-east-1"
        ]
    );
    let elsewhere = priced(&over("prod", "disaster_recovery_region = \"ap-east-1\"").documents);
    assert_eq!(not_priced(&elsewhere), ["main: replicated backups: no price for `rds-backup` in ap-east-1"]);
}

#[test]
fn a_region_without_prices_is_an_error_that_names_those_with() {
    let documents = Documents::read([("providers.tf.json", r#"{"provider": {"aws": [{"region": "eu-central-1"}]}}"#)]);
    let row = r#"{ item = "secret", usd = "0.40", unit = "secret-month", regions = ["us-east-1", "us-west-2"], source = "ours", true_on = "2026-11-01" }"#;
    let book = PriceBook::read(Path::new("mine.toml"), &mut |_| Ok(format!("prices = [{row}]")));
    let book = book.unwrap_or_else(|report| panic!("{}", report.render(false, "")));
    let error = estimate(&documents.expect("it is a document"), &book, &Assumptions::shipped());
    assert_eq!(
        error.expect_err("eu-central-1 has no prices").to_string(),
        "the price book has no prices for eu-central-1, only for us-east-1 and us-west-2: give those of eu-central-1 with `--prices FILE`"
    );
}

#[test]
fn the_parts_that_are_not_shipped_have_their_lines_too() {
    let bastion = priced(&over("staging", "networking.bastion = { access = \"session-manager\" }").documents);
    assert_eq!(not_priced(&bastion), Vec::<String>::new());
    assert_eq!(amount(&bastion, "bastion: machine").expected, product("730 × 0.0042"));
    assert_eq!(amount(&bastion, "bastion: disk").expected, product("8 × 0.08"));
    assert_eq!(amount(&bastion, "bastion: public address").expected, product("730 × 0.005"));
    assert_eq!(amount(&bastion, "bastion: detailed monitoring").expected, product("7 × 0.30"));

    let firewall = "[ecs.load_balancer.firewall]\nmanaged_rule_groups = [\"common\"]\nrequests_in_5_minutes = 2000";
    let firewall = priced(&over("staging", firewall).documents);
    assert_eq!(not_priced(&firewall), Vec::<String>::new());
    assert_eq!(amount(&firewall, "main: web ACL").expected, product("5.00"));
    assert_eq!(amount(&firewall, "main: rules").expected, product("2 × 1.00"));
    assert_eq!(amount(&firewall, "main: requests").expected, product("10 × 0.60"));

    let storage = "rds.storage = { allocated_gib = 400, iops = 13000, throughput_mib = 600 }";
    let storage = priced(&over("prod", storage).documents);
    assert_eq!(amount(&storage, "main: IOPS").expected, product("2 × 1000 × 0.02"));
    assert_eq!(amount(&storage, "main: throughput").expected, product("2 × 100 × 0.08"));
}

#[test]
fn without_nat_the_endpoints_are_charged_by_zone() {
    let settings =
        r#"networking = { nat_gateways = "none", interface_endpoints = ["ecr-api", "ecr-dkr", "logs", "secrets-manager"] }"#;
    let without = priced(&over("prod", settings).documents);
    assert_eq!(amount(&without, "interface endpoints").expected, product("4 × 2 × 730 × 0.01"));
    assert_eq!(amount(&without, "data through endpoints").expected, product("20 × 0.01"));
    assert!(without.lines.iter().all(|line| line.what != "NAT gateways" && line.what != "elastic addresses"));
}

#[test]
fn savings_are_computed_and_know_whether_they_are_in_use() {
    let of = |emitted: &Emitted| -> Vec<String> {
        let savings = priced(&emitted.documents).savings;
        savings.iter().map(|it| format!("{:?} {} {}", it.state, it.amount, it.name)).collect()
    };
    assert_eq!(
        of(prod()),
        [
            // 730 × (0.045 + 0.005)
            "Possible 36.50 one NAT gateway for all zones",
            // 27.031125 × 0.5 × 0.7
            "Possible 9.46 half of the tasks on Fargate Spot",
            // 27.031125 × 108 / 168
            "Possible 17.38 no tasks at night and at the weekend",
            // 52.56 × 0.3
            "Possible 15.77 the database reserved for one year, nothing upfront",
            // 27.031125 × 0.2
            "Possible 5.41 a Compute Savings Plan for one year, nothing upfront",
        ]
    );
    assert_eq!(
        of(staging()),
        [
            "InUse 36.50 one NAT gateway for all zones",
            // 130.357 h × 0.0123425 × 0.7
            "InUse 1.13 tasks on Fargate Spot",
            // 469.286 h × 0.0123425 × (1 - 0.35)
            "InUse 3.76 no tasks outside of the schedule",
            "Possible 3.94 the database reserved for one year, nothing upfront",
            "Nothing 0.00 a Compute Savings Plan for one year, nothing upfront",
        ]
    );
}

/// A row of the source's table: what it is called, its dollars a month, and which lines of the estimate are meant.
type SourceRow = (&'static str, u32, fn(&Line) -> bool);

/// The cost table of the design from which this system is made: production's month, without its arithmetic.
const SOURCE: [SourceRow; 6] = [
    ("ECS", 170, |line| line.service == Service::Ecs),
    ("RDS", 155, |line| line.service == Service::Rds),
    ("load balancer", 16, |line| line.service == Service::LoadBalancing || line.what == "load balancer's public addresses"),
    ("two NAT gateways", 32, |line| ["NAT gateways", "data through NAT", "elastic addresses"].contains(&line.what.as_str())),
    ("data transfer", 2, |line| line.service == Service::DataTransfer),
    ("CloudWatch", 5, |line| line.service == Service::CloudWatch),
];

/// `docs/cost.md`, from the estimate of production.
fn cost_page() -> String {
    let estimate = priced(&prod().documents);
    let of = |lines: &[&Line]| lines.iter().map(|line| line.amount.expected).sum::<Decimal>();
    let mut table = String::from("| what | the source | `synth cost` | its lines |\n| --- | ---: | ---: | --- |\n");
    let mut row = |what: &str, source: String, lines: &[&Line]| {
        let items: Vec<String> = lines.iter().map(|line| format!("{} {}", line.what, line.amount.expected)).collect();
        let _ = writeln!(table, "| {what} | {source} | {} | {} |", of(lines), items.join("; "));
    };
    let mut rest: Vec<&Line> = estimate.lines.iter().collect();
    for (what, source, is_meant) in SOURCE {
        let (lines, others): (Vec<&Line>, Vec<&Line>) = rest.into_iter().partition(|line| is_meant(line));
        row(what, source.to_string(), &lines);
        rest = others;
    }
    row("not in the source's table", "-".to_owned(), &rest);
    let total: u32 = SOURCE.iter().map(|(_, source, _)| source).sum();
    let _ = writeln!(table, "| total | {total} | {} | |", estimate.total().expected);
    include_str!("cost_page.md").replace("{table}\n", &table).replace("{regions}\n", &regions())
}

/// What of production has no price in which regions, as the page tells it.
fn regions() -> String {
    let mut by_lack: BTreeMap<(usize, String), Vec<&str>> = BTreeMap::new();
    for region in Region::all() {
        // The settings of a region's own (Tokyo has no zone b) make no difference to what has a price there.
        let texts = prod().texts.iter().filter(|(path, _)| path.ends_with(".tf.json"));
        let moved = texts.map(|(path, text)| (path.clone(), text.replace("us-east-1", region.as_str())));
        let lacks = priced(&Documents::read(moved).expect("they are documents")).not_priced;
        let lacks: BTreeSet<&str> = lacks.iter().filter_map(|it| it.reason.split('`').nth(1)).collect();
        let named = lacks.iter().map(|item| format!("`{item}`")).collect::<Vec<_>>().join(", ");
        let named = if named.is_empty() { "nothing: the estimate is whole".to_owned() } else { named };
        by_lack.entry((lacks.len(), named)).or_default().push(region.as_str());
    }
    let mut table = String::from("| without a price | in |\n| --- | --- |\n");
    for ((_, named), regions) in by_lack {
        let _ = writeln!(table, "| {named} | {} |", regions.join(", "));
    }
    table
}

#[test]
fn the_page_about_cost_compares_the_source_s_table_with_the_estimate() {
    is_fresh("docs/cost.md", &cost_page());
}

#[test]
fn a_difference_has_every_line_of_either() {
    let (before, after) = (priced(&staging().documents), priced(&prod().documents));
    let difference = difference(&before, &after);
    let change = |what: &str| {
        let line = difference.lines.iter().find(|line| line.what == what).unwrap_or_else(|| panic!("there is no line `{what}`"));
        (line.before.is_some(), line.after.is_some(), line.change().expected)
    };
    assert_eq!(change("NAT gateways"), (true, true, decimal("32.85")));
    assert_eq!(change("main: replicated backups"), (false, true, decimal("7.60")));
    assert_eq!(change("task_api: vCPU on Spot"), (true, false, decimal("-0.40")));
    let sum: Decimal = difference.lines.iter().map(|line| line.change().expected).sum();
    assert_eq!(sum, after.total().expected - before.total().expected);
}

#[test]
fn documents_that_mean_nothing_are_priced_as_nothing_and_break_nothing() {
    let odd = |kind| (kind, json!({ "text": "no block", "empty": {}, "odd": { "cpu": -1, "rule": 7, "provider": "aws" } }));
    let resources: terraform::json::Map = bound_types().into_iter().map(odd).collect();
    let text = json!({ "provider": { "aws": { "region": "us-east-1" } }, "resource": resources }).to_string();
    let documents = Documents::read([("main.tf.json", text)]).expect("it is a document");
    let estimate = priced(&documents);
    assert!(not_priced(&estimate).iter().any(|it| it.starts_with("empty: tasks: ")));
}
