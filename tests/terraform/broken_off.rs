//! An apply that breaks off, and is run again: what docs/destroying.md tells of it is so.

use serde_json::{Value as Json, json};
use support::{DetailedExitCode, Failure, Moto, Terraform, require_or_skip};

use crate::settings::emitted;

const ACCOUNT: &str = "111122223333";
const STATE_BUCKET: &str = "task-api-terraform-state-111122223333";

/// The smallest environment.
const SMALLEST: &str = "base";

/// The calls that AWS refuses in each apply, and how many of the kind go through before: in the middle of the network, with a load balancer half
/// made, before the database; after the database, and between listener and rules; between repository and service; in the alarms.
const REFUSED: [&[(&str, &str, usize)]; 4] = [
    &[("ec2", "AssociateRouteTable", 2), ("elbv2", "ModifyLoadBalancerAttributes", 0), ("rds", "CreateDBInstance", 0)],
    &[("ecs", "RegisterTaskDefinition", 0), ("elbv2", "CreateRule", 0)],
    &[("ecs", "CreateService", 0)],
    &[("cloudwatch", "PutMetricAlarm", 0)],
];

/// What the provider says of the calls that failed.
fn failed(output: &str) -> Vec<&str> {
    let said = output.split("operation error ").skip(1).filter_map(|said| said.split_once(": ")?.1.split_once(','));
    said.map(|(action, _)| action).collect()
}

/// Terraform would destroy what is half made and make it anew: the load balancer in the other order, under a name that only one has, and what is
/// protected not at all.
fn keep_what_is_half_made(terraform: &Terraform) -> Result<(), Failure> {
    let state: Json = serde_json::from_str(&terraform.run(&["state", "pull"])?).expect("the state is JSON");
    for resource in state["resources"].as_array().into_iter().flatten() {
        if resource["instances"][0]["status"] == "tainted" {
            let [module, kind, name] = ["module", "type", "name"].map(|part| resource[part].as_str().unwrap_or_default());
            terraform.run(&["untaint", &format!("{module}.{kind}.{name}")])?;
        }
    }
    Ok(())
}

#[test]
fn an_apply_that_breaks_off_ends_when_it_is_run_again() -> Result<(), Failure> {
    let name = "an apply that breaks off ends when it is run again";
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = Moto::start_or_skip(name, &tools, ACCOUNT) else { return Ok(()) };
    moto.aws("s3", "create_bucket", json!({"Bucket": STATE_BUCKET}))?;
    let terraform = Terraform::of_files(&tools, emitted(SMALLEST, &[]))?.against(&moto);
    terraform.init()?;
    for calls in REFUSED {
        for (service, action, after) in calls {
            moto.refuse_once(service, action, *after)?;
        }
        let output = terraform.apply().expect_err("AWS refuses something").to_string();
        let mut failed = failed(&output);
        failed.sort_unstable();
        let mut refused: Vec<&str> = calls.iter().map(|(_, action, _)| *action).collect();
        refused.sort_unstable();
        assert_eq!(failed, refused, "{output}");
        keep_what_is_half_made(&terraform)?;
    }
    terraform.apply()?;
    assert_eq!(terraform.plan_detailed_exit_code()?, DetailedExitCode::NoChanges);
    terraform.destroy()?;
    Ok(())
}
