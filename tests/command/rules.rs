//! What the rules find, as the command tells it: warnings, errors, acceptances, and `--deny-warnings`.

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde_json::json;

use crate::command::sandbox::Sandbox;

/// The day so many days from today, in UTC.
fn day(from_today: i64) -> String {
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    today.saturating_add(Span::new().days(from_today)).to_string()
}

/// A production environment with a single NAT gateway, and its acceptance until that day.
fn with_acceptance(until: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let settings = format!(
        "networking.nat_gateways = \"single\"\n\n[[accept]]\nrule = \"NET002\"\nreason = \"Its batches can wait for a zone\"\nuntil = \"{until}\"\n"
    );
    sandbox.append("environments/prod.toml", &settings);
    sandbox
}

#[test]
fn denied_warnings_fail_and_write_nothing() {
    let sandbox = Sandbox::new();
    sandbox.append("environments/prod.toml", "rds.multi_az = false\n");
    let told = sandbox.synth(&["--env", "prod"]).well();
    assert!(told.stdout.contains(", 1 warning\n"), "{told}");
    std::fs::remove_dir_all(sandbox.path("out")).expect("it was written");
    insta::assert_snapshot!(sandbox.synth(&["--all", "--deny-warnings", "--quiet"]).failed(), @"
    exit: 1
    --- stderr
    warning[RDS005]: production's database has no standby: it is away as long as its instance or zone is
     --> environments/prod.toml:2:16
      |
    2 | rds.multi_az = false
      |                ^^^^^ `rds.multi_az`
      |
      = help: set `rds.multi_az = true`

    warning: 1 warning in environments/prod.toml; nothing was written for it, since warnings are denied
    error: 1 of 2 environments not written: prod
    ");
    assert_eq!(sandbox.names("out"), ["staging"]);
    let document = sandbox.synth(&["--all", "--deny-warnings", "--json"]).failed().json();
    assert_eq!(document["refused"][0]["name"], "prod");
    assert_eq!(document["refused"][0]["problems"][0]["code"], "RDS005");
    assert_eq!(document["refused"][0]["problems"][0]["severity"], "warning");
}

#[test]
fn where_nothing_is_found_warnings_can_be_denied() {
    let ran = Sandbox::new().synth(&["--all", "--deny-warnings"]).well();
    assert_eq!(ran.stderr, "");
}

#[test]
fn what_is_accepted_is_not_told_up_to_the_last_day() {
    for until in [day(0), day(1), day(366)] {
        let ran = with_acceptance(&until).synth(&["--env", "prod", "--deny-warnings"]).well();
        assert_eq!(ran.stderr, "", "{until}");
    }
}

#[test]
fn programs_are_told_what_is_accepted_and_why() {
    let until = day(30);
    let document = with_acceptance(&until).synth(&["--env", "prod", "--json"]).well().json();
    let environment = &document["environments"][0];
    assert_eq!(environment["warnings"], json!([]));
    let accepted = json!([{
        "code": "NET002",
        "message": environment["accepted"][0]["message"],
        "setting": "networking.nat_gateways",
        "resource": null,
        "reason": "Its batches can wait for a zone",
        "until": until,
    }]);
    assert_eq!(environment["accepted"], accepted);
    assert!(
        environment["accepted"][0]["message"].as_str().is_some_and(|message| message.contains("NAT gateway")),
        "{environment:#}"
    );
    let document = with_acceptance(&day(-1)).synth(&["--env", "prod", "--json"]).well().json();
    assert_eq!(document["environments"][0]["accepted"], json!([]));
}

#[test]
fn what_was_accepted_is_told_again_after_the_last_day() {
    let yesterday = day(-1);
    let sandbox = with_acceptance(&yesterday);
    let ran = sandbox.synth(&["--env", "prod"]).well();
    assert!(ran.stderr.contains("warning[NET002]: "), "{ran}");
    assert!(ran.stderr.contains(&format!("warning: the acceptance of `NET002` ended on {yesterday}")), "{ran}");
    sandbox.synth(&["--env", "prod", "--deny-warnings"]).failed();
}

#[test]
fn nothing_that_is_written_depends_on_an_acceptance_or_its_day() {
    let trees = [with_acceptance(&day(10)), with_acceptance(&day(-10))].map(|sandbox| {
        sandbox.synth(&["--env", "prod"]).well();
        sandbox.tree("out")
    });
    assert!(trees[0] == trees[1]);
}

#[test]
fn an_error_of_a_rule_stops_the_synthesis_until_it_is_accepted() {
    let sandbox = Sandbox::new();
    sandbox.append("environments/prod.toml", "networking.peered_environments = [\"staging\"]\n");
    let ran = sandbox.synth(&["--env", "prod"]).failed();
    assert!(ran.stderr.starts_with("error[NET004]: `10.0.0.0/16` overlaps `10.0.0.0/16`, the range of `staging`\n"), "{ran}");
    assert_eq!(sandbox.names("."), ["environments"]);

    let acceptance = format!(
        "[[accept]]\nrule = \"NET004\"\nreason = \"Both are to be built anew before they are peered\"\nuntil = \"{}\"\n",
        day(30)
    );
    sandbox.append("environments/prod.toml", &acceptance);
    assert_eq!(sandbox.synth(&["--env", "prod"]).well().stderr, "");
}

#[test]
fn environments_are_compared_as_they_are_in_this_run() {
    let sandbox = Sandbox::new();
    sandbox.append("environments/prod.toml", "networking.peered_environments = [\"staging\"]\n");
    sandbox.append("environments/staging.toml", "networking.vpc_cidr = \"10.1.0.0/16\"\n");
    sandbox.synth(&["--all", "--deny-warnings"]).well();
    let ran = sandbox.synth(&["--all", "--set", "networking.vpc_cidr=10.2.0.0/16"]).failed();
    assert!(ran.stderr.contains("error[NET004]: "), "{ran}");
}

#[test]
fn a_fault_in_another_environment_stops_none_but_that_one() {
    let sandbox = Sandbox::new();
    sandbox.append("environments/staging.toml", "regoin = 7\n");
    assert_eq!(sandbox.synth(&["--env", "prod", "--deny-warnings"]).well().stderr, "");
}

#[test]
fn in_a_vpc_that_exists_its_owners_endpoints_are_counted_already_and_the_environments_own_are_not() {
    let sandbox = Sandbox::new();
    let existing = "networking.existing={ vpc_id = \"vpc-0123456789abcdef0\", free_addresses = 9, \
        public = { a = \"subnet-0123456789abcdea1\", b = \"subnet-0123456789abcdeb1\" }, \
        private = { a = \"subnet-0123456789abcdea2\", b = \"subnet-0123456789abcdeb2\" }, \
        database = { a = \"subnet-0123456789abcdea3\", b = \"subnet-0123456789abcdeb3\" } }";
    let told = |settings: &[&str]| {
        let set = settings.iter().flat_map(|setting| ["--set", *setting]);
        sandbox.synth(&["--env", "prod", "--set", existing].into_iter().chain(set).collect::<Vec<_>>()).stderr
    };
    assert!(!told(&[]).contains("NET006"), "{}", told(&[]));
    let own = told(&["networking.interface_endpoints=[\"logs\"]"]);
    let says =
        "9 addresses are free in the private subnets, of which this environment's endpoints take 2, and a rollout may need 8";
    assert!(own.contains(says), "{own}");
}
