//! `synth new`: a file that can be used at once, or none.

use std::fs;

use synth::commands::formats::FORMATS;

use crate::command::sandbox::{Ran, Sandbox};

fn new(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    sandbox.synth(&[&["new"], arguments].concat())
}

fn text(sandbox: &Sandbox, name: &str) -> String {
    fs::read_to_string(sandbox.path(&format!("environments/{name}.toml"))).expect("it was written")
}

#[test]
fn the_new_environment_is_used_at_once_and_nothing_else_is_written() {
    let sandbox = Sandbox::new();
    let before = sandbox.tree(".");
    let ran = new(&sandbox, &["qa", "--from", "staging"]).well();
    assert!(ran.stdout.contains("synth --env qa\n  synth lock --env qa"), "{ran}");
    let qa = text(&sandbox, "qa");
    assert!(
        qa.starts_with(
            "# qa: made from staging, whose comments came along.\n\nextends = \"base.toml\"\npurpose = \"development\"\n"
        ),
        "{qa}"
    );
    for line in [
        "networking.nat_gateways = \"single\"",
        "networking.vpc_cidr = \"10.1.0.0/16\"",
        "ecs.load_balancer.tls.domain = \"qa.example.com\"",
    ] {
        assert!(qa.lines().any(|it| it == line), "`{line}` is not in\n{qa}");
    }
    let mut after = sandbox.tree(".");
    after.remove(std::path::Path::new("environments/qa.toml"));
    assert!(before == after, "all else is as before");
    sandbox.synth(&["--env", "qa", "--deny-warnings"]).well();
}

#[test]
fn ranges_are_nobody_elses_and_listed_subnets_move_along() {
    let sandbox = Sandbox::new();
    sandbox.append(
        "environments/staging.toml",
        "[networking.subnets]\npublic = { a = \"10.0.1.0/24\", b = \"10.0.2.0/24\" }\nprivate = { a = \"10.0.10.0/24\", b = \"10.0.11.0/24\" }\n\
         # Apart.\n[networking.subnets.database]\na = \"10.0.20.0/24\" # first\nb = \"10.0.21.0/24\"\n",
    );
    new(&sandbox, &["qa", "--from", "staging"]).well();
    new(&sandbox, &["load", "--from", "qa"]).well();
    let load = text(&sandbox, "load");
    for line in [
        "networking.vpc_cidr = \"10.2.0.0/16\"",
        "public = { a = \"10.2.1.0/24\", b = \"10.2.2.0/24\" }",
        "# Apart.\n[networking.subnets.database]",
        "a = \"10.2.20.0/24\" # first",
    ] {
        assert!(load.contains(line), "`{line}` is not in\n{load}");
    }
    sandbox.synth(&["--all"]).well();
    let ran = new(&sandbox, &["x", "--from", "qa", "--vpc-cidr", "10.2.128.0/17"]).failed();
    assert!(ran.stderr.contains("`10.2.0.0/16`, the range of `load`"), "{ran}");
}

#[test]
fn names_are_the_new_ones_and_what_speaks_of_existing_things_stays_behind() {
    let sandbox = Sandbox::new();
    sandbox.append(
        "environments/staging.toml",
        "# ours\ntags.Owner = \"team-staging\"\ntags.Note = \"backstaging\"\n\
         [[removed]]\nfrom = \"module.rds.aws_db_instance.old\"\ndestroy = false\n",
    );
    new(&sandbox, &["qa", "--from", "staging"]).well();
    let qa = text(&sandbox, "qa");
    assert!(qa.contains("domain = \"qa.example.com\"") && qa.contains("# ours") && qa.contains("\"team-qa\""), "{qa}");
    assert!(qa.contains("\"backstaging\"") && !qa.contains("removed"), "{qa}");
}

#[test]
fn names_of_stores_in_aws_stay_the_other_environments() {
    let sandbox = Sandbox::new();
    sandbox.append("environments/staging.toml", "[buckets.pictures]\naws_name = \"acme-pictures\"\nversioning = false\n");
    let ran = new(&sandbox, &["qa", "--from", "staging"]).well();
    let qa = text(&sandbox, "qa");
    assert!(qa.contains("[buckets.pictures]\nversioning = false") && !qa.contains("acme-pictures"), "{qa}");
    assert!(ran.stdout.contains("buckets.pictures.aws_name") || ran.stderr.contains("buckets.pictures.aws_name"), "{ran}");
    // SQS would give out the queue that there is, which two states would then hold.
    let queue = "[queues.mails]\naws_name = \"acme-mails\"\ndead_letter_aws_name = \"acme-failed\"\n";
    sandbox.append("environments/staging.toml", queue);
    let ran = new(&sandbox, &["qc", "--from", "staging"]).well();
    let qc = text(&sandbox, "qc");
    assert!(qc.contains("[queues.mails]") && !qc.contains("acme-mails") && !qc.contains("acme-failed"), "{qc}");
    assert!(
        ran.stdout.contains("queues.mails.dead_letter_aws_name") || ran.stderr.contains("queues.mails.dead_letter_aws_name"),
        "{ran}"
    );
}

#[test]
fn what_would_be_refused_is_not_written() {
    let sandbox = Sandbox::new();
    let before = sandbox.tree(".");
    for (arguments, why) in [
        (&["prod", "--from", "staging"] as &[&str], "`environments/prod.toml` is there already"),
        (&["base", "--from", "staging"], "`environments/base.toml` is there already"),
        (&["qa", "--from", "stagin"], "did you mean `staging`?"),
        (&["bootstrap", "--from", "staging"], "bootstrap"),
        (&["Qa", "--from", "staging"], "is not an environment name"),
        (&["qa", "--from", "staging", "--vpc-cidr", "10.9.0.0/28"], "nothing was written"),
        (&["qa", "--from", "staging", "--vpc-cidr", "10.0.0.0/16"], "overlaps"),
    ] {
        let ran = new(&sandbox, arguments).failed();
        assert!(ran.stderr.contains(why), "{arguments:?}: {ran}");
        assert!(sandbox.tree(".") == before, "{arguments:?} wrote something");
    }
    sandbox.append("environments/prod.toml", "networking.vpc_cidr = 7\n");
    let ran = new(&sandbox, &["qa", "--from", "staging"]).failed();
    assert!(ran.stderr.contains("the range of `prod` cannot be told"), "{ran}");
}

#[test]
fn programs_get_a_document_as_its_schema_says() {
    let sandbox = Sandbox::new();
    let format = FORMATS.iter().find(|format| format.verb == "new").expect("it is a format");
    let schema = serde_json::from_str(&format.schema()).expect("it is JSON");
    let document = new(&sandbox, &["qa", "--from", "staging", "--json"]).well().json();
    let validator = jsonschema::validator_for(&schema).expect("it is a schema");
    assert!(validator.is_valid(&document), "{document:#}");
    assert_eq!(document["changes"][0]["setting"], "networking.vpc_cidr");
}
