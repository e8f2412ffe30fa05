//! What a change does to those who use the environment is told when it is written, and refused where it would lose what is recorded.

use crate::command::sandbox::Sandbox;

/// A change: what is set before, what after, and what is said of it.
struct Row {
    before: &'static [&'static str],
    after: &'static [&'static str],
    says: &'static str,
}

const TWO_SERVICES: [&str; 3] =
    ["services.api.image_tag=1.0.0", "services.api.port=8081", "services.api.tasks={ desired = 1, min = 1, max = 2 }"];

const FIRST_API: [&str; 5] = [
    TWO_SERVICES[0],
    TWO_SERVICES[1],
    TWO_SERVICES[2],
    "services.api.routing={ priority = 100, paths = [\"/api/*\"] }",
    "services.web.routing.priority=200",
];

const FIRST_WEB: [&str; 5] = [
    TWO_SERVICES[0],
    TWO_SERVICES[1],
    TWO_SERVICES[2],
    "services.api.routing={ priority = 200, paths = [\"/api/*\"] }",
    "services.web.routing.priority=100",
];

const ENDPOINTS: [&str; 2] =
    ["networking.nat_gateways=none", "networking.interface_endpoints=[\"ecr-api\", \"ecr-dkr\", \"logs\", \"secrets-manager\"]"];

const SUBNETS: [&str; 2] = [
    "networking.subnets.public={ a = \"10.0.1.0/24\", b = \"10.0.2.0/24\" }",
    "networking.subnets.database={ a = \"10.0.21.0/24\", b = \"10.0.22.0/24\" }",
];

const ROWS: [Row; 12] = [
    Row {
        before: &[],
        after: &["disaster_recovery_region=eu-west-3"],
        says: "set `rds.backups.replicated = false`, apply with eu-west-1",
    },
    Row {
        before: &FIRST_WEB,
        after: &FIRST_API,
        says: "the priority 100 is module.ecs.aws_lb_listener_rule.web's until that one changes",
    },
    Row { before: &[], after: &["services.web.port=9090"], says: "set `previous_port = 8080`, apply" },
    Row { before: &[], after: &["services.web.port=9090", "services.web.previous_port=8080"], says: "`containerPort` 9090" },
    Row {
        before: &["networking.zones=[\"a\", \"b\", \"c\"]"],
        after: &["networking.zones=[\"a\", \"b\"]"],
        says: "module.networking.aws_subnet.database_c: RDS takes no subnet out of its group",
    },
    Row {
        before: &[SUBNETS[0], SUBNETS[1], "networking.subnets.private={ a = \"10.0.11.0/24\", b = \"10.0.12.0/24\" }"],
        after: &[SUBNETS[0], SUBNETS[1], "networking.subnets.private={ a = \"10.0.12.0/24\", b = \"10.0.13.0/24\" }"],
        says: "the range 10.0.12.0/24 is still held by 10.0.12.0/24 of module.networking.aws_subnet.private_b",
    },
    Row { before: &[], after: &["rds.engine_version=16"], says: "without which RDS refuses it" },
    Row { before: &[], after: &["rds.port=5433"], says: "the database restarts on 5433" },
    Row { before: &[], after: &["rds=false"], says: "RDS deletes no database under deletion protection" },
    Row {
        before: &["rds.deletion.protection=false", "prevent_destroy=false"],
        after: &["rds=false", "prevent_destroy=false"],
        says: "the database goes with all its data, and what is left of it is the snapshot",
    },
    Row { before: &[], after: &ENDPOINTS, says: "set `networking.interface_endpoints`, apply, and only then" },
    Row {
        before: &["prevent_destroy=false", "force_destroy=false"],
        after: &["prevent_destroy=false", "force_destroy=false", "ecs.load_balancer.access_logs.enabled=false"],
        says: "AWS deletes no bucket that holds objects",
    },
];

fn set<'a>(settings: &[&'a str]) -> Vec<&'a str> {
    ["--env", "prod"].into_iter().chain(settings.iter().flat_map(|setting| ["--set", *setting])).collect()
}

#[test]
fn a_change_that_interrupts_is_told_with_the_way_around_it() {
    for Row { before, after, says } in ROWS {
        let sandbox = Sandbox::new();
        let first = sandbox.synth(&set(before)).well();
        assert!(!first.stderr.contains(says), "{says}: {first}");
        let second = sandbox.synth(&set(after)).well();
        assert!(second.stderr.contains("warning: prod: ") && second.stderr.contains(says), "{says}: {second}");
        let again = sandbox.synth(&set(after)).well();
        assert!(!again.stderr.contains(says), "it is no change any more: {again}");
    }
}

#[test]
fn a_difference_says_what_it_does() {
    let sandbox = Sandbox::new();
    sandbox.synth(&[&set(&[])[..], &["--out", "before"]].concat()).well();
    sandbox.synth(&[&set(&["services.web.port=9090"])[..], &["--out", "after"]].concat()).well();
    let said = sandbox.synth(&["diff", "before/prod", "after/prod"]);
    assert!(said.stdout.contains("\nwhat this does\n") && said.stdout.contains("set `previous_port = 8080`"), "{said}");
    let document = sandbox.synth(&["diff", "before/prod", "after/prod", "--json"]).json();
    assert_eq!(document["consequences"][0]["address"], "module.ecs.aws_ecs_service.web");
}

#[test]
fn a_recorded_region_is_not_left_behind() {
    let sandbox = Sandbox::new();
    sandbox.synth(&["lock", "--env", "prod"]).well();
    for setting in ["region=eu-central-2", "disaster_recovery_region=eu-west-3"] {
        let refused = sandbox.synth(&set(&[setting])).failed();
        assert!(refused.stderr.contains("delete its line in `environments/addresses/prod.txt`"), "{refused}");
        assert!(!sandbox.path("out").exists(), "nothing is written");
    }
}

#[test]
fn what_is_protected_is_not_lost_with_the_block_that_protects_it() {
    let off = "ecs.load_balancer.access_logs.enabled=false";
    let block = "    [[removed]]\n    from = \"module.ecs.aws_s3_bucket.access_logs\"";
    let sandbox = Sandbox::new();
    sandbox.synth(&set(&[])).well();
    let warned = sandbox.synth(&set(&[off])).well();
    assert!(warned.stderr.contains(block) && warned.stderr.contains("records them"), "{warned}");

    sandbox.synth(&set(&[])).well();
    sandbox.synth(&["lock", "--env", "prod"]).well();
    let refused = sandbox.synth(&set(&[off])).failed();
    assert!(refused.stderr.contains("error: prod: `prevent_destroy = true`") && refused.stderr.contains(block), "{refused}");
    // What is printed can be pasted.
    sandbox.append("environments/prod.toml", "[[removed]]\nfrom = \"module.ecs.aws_s3_bucket.access_logs\"\n");
    sandbox.synth(&set(&[off])).well();
    // And who makes no promise is only warned.
    let sandbox = Sandbox::new();
    sandbox.synth(&["lock", "--env", "prod"]).well();
    let warned = sandbox.synth(&set(&["prevent_destroy=false", off])).well();
    assert!(warned.stderr.contains("warning: prod: module.ecs.aws_s3_bucket.access_logs is emitted no longer"), "{warned}");
}
