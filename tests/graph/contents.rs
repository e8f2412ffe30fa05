//! What the architecture says, in words: read here from the emitted documents, and from broken ones.

use std::fmt::Write as _;

use graph::architecture::{Architecture, End, Party};
use terraform::json::{Json, json};

use crate::common::variants::{everything, variants};
use crate::common::{Emitted, over, package, shipped};

fn read(emitted: &Emitted) -> Architecture {
    Architecture::read(&emitted.documents)
}

/// The emitted documents with one member of the resources of a type changed.
fn broken(environment: &str, kind: &str, label: &str, change: impl Fn(&mut Json)) -> Architecture {
    let mut emitted = shipped(environment);
    let mut found = false;
    for document in emitted.documents.by_path_mut().values_mut() {
        if let Some(body) = document.pointer_mut(&format!("/resource/{kind}/{label}")) {
            change(body);
            found = true;
        }
    }
    assert!(found, "{environment} has a {kind}.{label}");
    read(&emitted)
}

fn flows(architecture: &Architecture) -> String {
    architecture.flows.iter().fold(String::new(), |mut all, flow| {
        let _ = writeln!(all, "{} → {}: {}", flow.from, flow.to, flow.label());
        all
    })
}

#[test]
fn the_arrows_of_production_are_the_rules_of_its_security_groups() {
    insta::assert_snapshot!(flows(&read(&shipped("prod"))), @r"
    the internet → the load balancer: 80
    the load balancer → the services: 8080
    the services → the internet: 443
    the services → the database: 5432
    ");
}

#[test]
fn the_arrows_of_everything_are_the_rules_of_its_security_groups() {
    insta::assert_snapshot!(flows(&read(everything())), @r"
    the internet → the load balancer: 80, 443
    the load balancer → the services: 8080, 9090
    the services → the internet: 443
    the services → the database: 5433
    the services → the interface endpoints: 443
    the bastion → the internet: 443
    the bastion → the database: 5433
    ");
}

#[test]
fn a_connection_that_is_let_out_but_not_in_is_no_arrow() {
    let kind = "aws_vpc_security_group_ingress_rule";
    let other_port = broken("prod", kind, "database_from_ecs", |rule| {
        rule["from_port"] = json!(1);
        rule["to_port"] = json!(1);
    });
    assert_eq!(other_port.flow(&Party::Services, &Party::Database), None);
    let not_out = broken("prod", "aws_vpc_security_group_egress_rule", "ecs_to_database", |rule| {
        rule["security_group_id"] = json!("${aws_security_group.load_balancer.id}");
    });
    assert_eq!(not_out.flow(&Party::Services, &Party::Database), None);
}

#[test]
fn a_subnet_is_public_because_its_routes_are() {
    let tiers = |architecture: &Architecture| -> Vec<String> {
        architecture.zones.iter().flat_map(|zone| &zone.subnets).map(|it| format!("{} {}", it.tier, it.range)).collect()
    };
    let whole = read(&shipped("prod"));
    assert_eq!(
        tiers(&whole),
        [
            "public 10.0.1.0/24",
            "private 10.0.10.0/24",
            "database 10.0.20.0/24",
            "public 10.0.2.0/24",
            "private 10.0.11.0/24",
            "database 10.0.21.0/24"
        ]
    );
    let cut_off = broken("prod", "aws_route", "public_internet", |route| route["gateway_id"] = Json::Null);
    assert!(tiers(&cut_off).iter().all(|tier| !tier.starts_with("public")));
}

#[test]
fn production_has_what_staging_does_not() {
    let (prod, staging) = (read(&shipped("prod")), read(&shipped("staging")));
    assert_eq!((prod.nat_gateways().count(), staging.nat_gateways().count()), (2, 1));
    assert_eq!((prod.databases[0].standby, staging.databases[0].standby), (true, false));
    let regions = |it: &Architecture| it.other_regions.iter().map(|region| region.name.clone()).collect::<Vec<_>>();
    assert_eq!((regions(&prod), regions(&staging)), (vec!["us-west-2".to_owned()], vec![]));
    assert_eq!(prod.services[0].facts[0], "3–10 tasks");
    assert_eq!(staging.services[0].facts[..2], ["1–3 tasks", "by schedule"]);
}

#[test]
fn a_replica_is_told_from_the_database_that_it_copies() {
    let mut emitted = shipped("prod");
    for document in emitted.documents.by_path_mut().values_mut() {
        if let Some(instances) = document.pointer_mut("/resource/aws_db_instance") {
            instances["another"] =
                json!({ "replicate_source_db": "${aws_db_instance.main.identifier}", "instance_class": "db.t3.small" });
        }
    }
    let architecture = read(&emitted);
    let roles: Vec<bool> = architecture.databases.iter().map(|it| it.replica).collect();
    assert_eq!(roles, [false, true]);
    assert_eq!(architecture.databases[1].node.title, "PostgreSQL 15, read replica");
    // It has its own place, and the line of what is copied to it.
    let scene = graph::picture(&architecture);
    assert!(scene.texts.iter().any(|text| text.content == "PostgreSQL 15, read replica"));
}

#[test]
fn each_variant_says_what_it_is() {
    let described = variants().fold(String::new(), |mut all, (name, emitted)| {
        let _ = writeln!(all, "{name}: {}\n", read(emitted).description());
        all
    });
    insta::assert_snapshot!("descriptions", described);
}

#[test]
fn documents_without_anything_make_a_picture_without_anything() {
    let nothing = terraform::read::Documents::default();
    for format in [graph::Format::Svg, graph::Format::Mermaid, graph::Format::Dot] {
        assert!(!graph::architecture(&nothing, format).is_empty());
        assert!(!graph::resources(&nothing, format).is_empty());
    }
}

#[test]
fn services_stand_in_the_cluster_one_under_the_other() {
    let two = over(
        "prod",
        "[services.web]\nimage_tag = \"1\"\nport = 3000\ntasks = { desired = 1, min = 1, max = 1 }\nrouting = { priority = 50, paths = [\"/web\"] }\n",
    );
    let titles: Vec<String> = read(&two).services.into_iter().map(|it| it.title).collect();
    assert_eq!(titles, ["task-api", "web"]);
}

/// Tasks share a group and have some of their own, so that each reaches and is reached as its own groups have it.
#[test]
fn each_service_and_job_has_the_arrows_of_its_own_groups() {
    let settings = "[caches.sessions]\n\
                    [services.accounts]\nimage_tag = \"1\"\nport = 9090\nreached_by = [\"task-api\"]\ndatabase = \"none\"\n\
                    tasks = { desired = 2, min = 2, max = 2 }\n\
                    [services.mailer]\nimage_tag = \"1\"\nuses = [\"cache.sessions\"]\ndatabase = \"none\"\n\
                    tasks = { desired = 2, min = 2, max = 2 }\n\
                    [jobs.migrate]\nimage_tag = \"1\"\nimage_of = \"task-api\"\n\
                    [jobs.report]\nimage_tag = \"1\"\nschedule = { expression = \"rate(1 day)\" }\nuses = [\"cache.sessions\"]\n";
    let architecture = read(&over("prod", settings));
    let name = |end: &End| match &end.thing {
        Some(thing) => thing.rsplit('.').next().unwrap_or_default().to_owned(),
        None => end.party.to_string(),
    };
    let arrows = architecture.arrows.iter().filter(|arrow| arrow.to.party != Party::Internet);
    let told: Vec<String> = arrows.map(|it| format!("{} → {}: {}", name(&it.from), name(&it.to), it.label())).collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    the internet → the load balancer: 80
    the load balancer → task_api: 8080
    accounts → main: 5432
    mailer → main: 5432
    mailer → sessions: 6379–6380
    task_api → accounts: 9090
    task_api → main: 5432
    migrate → main: 5432
    report → main: 5432
    report → sessions: 6379–6380
    ");
    let accounts = architecture.services.iter().find(|it| it.title == "accounts").expect("it is there");
    assert_eq!(accounts.facts.last().map(String::as_str), Some("reached by task-api"));
}

#[test]
fn a_database_that_exists_already_is_drawn_with_who_connects_to_it() {
    let file = package().join("examples/existing-vpc/prod.toml");
    let loaded = engine::load_from(&"prod".parse().expect("it is a name"), &file, &[], &engine::LocalDisk);
    let environment = loaded.environment.unwrap_or_else(|| panic!("{}", loaded.report));
    let architecture = Architecture::read(&engine::synthesis::synthesize(&environment).expect("it is emitted").documents);
    let host = "shop.abcdefghijkl.eu-central-1.rds.amazonaws.com";
    assert_eq!(
        architecture.databases.iter().map(|it| it.node.facts.join(", ")).collect::<Vec<_>>(),
        [format!("exists already, {host}")]
    );
    assert!(flows(&architecture).contains("the services → the database: 5432"), "{}", flows(&architecture));
}
