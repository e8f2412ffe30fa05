//! Delivery and the export of logs, applied by stock Terraform to a mock of AWS's API, and asked of that API afterwards.

mod common;

use common::edited;
use common::policy::{Statement, statement_of};
use serde_json::{Value as Json, json};
use support::{DetailedExitCode, Failure, Moto, Terraform, require_or_skip};

const ACCOUNT: &str = "111122223333";
const STATE_BUCKET: &str = "task-api-terraform-state-111122223333";

/// What stands in staging, and what stands there instead: GitHub in place of Jenkins, and the export of logs.
const JENKINS: &str = "[delivery.trust.jenkins]\nprincipal = \"arn:aws:iam::111122223333:role/jenkins\"\n";
const GITHUB: &str = "\
[delivery.trust.github]\nrepository = \"octo-org/task-api\"\nbranches = [\"main\"]\nenvironments = [\"staging\"]\n\
[monitoring.log_export]\nenabled = true\n";

#[test]
fn staging_with_github_and_exported_logs_applies_plans_no_change_after_and_is_destroyed() -> Result<(), Failure> {
    let name = "delivery and log export go through the whole cycle";
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = Moto::start_or_skip(name, &tools, ACCOUNT) else { return Ok(()) };
    moto.aws("s3", "create_bucket", json!({"Bucket": STATE_BUCKET}))?;
    let emitted = edited("staging", JENKINS, GITHUB);
    let terraform = Terraform::of_files(&tools, &emitted.texts)?.against(&moto);

    terraform.init()?;
    let validation = terraform.validate()?;
    assert!(validation.valid && validation.diagnostics.is_empty(), "{validation}");
    terraform.apply()?;
    assert_eq!(terraform.plan_detailed_exit_code()?, DetailedExitCode::NoChanges);

    github_alone_may_assume_the_role(&moto)?;
    the_role_may_do_what_the_pipeline_needs(&moto)?;
    the_services_logs_go_to_the_bucket(&moto)?;

    terraform.destroy()?;
    assert_eq!(moto.aws("iam", "list_open_id_connect_providers", json!({}))?["OpenIDConnectProviderList"], json!([]));
    Ok(())
}

fn github_alone_may_assume_the_role(moto: &Moto) -> Result<(), Failure> {
    let role = moto.aws("iam", "get_role", json!({"RoleName": "task-api-delivery-staging"}))?;
    assert_eq!(role["Role"]["MaxSessionDuration"], 3600);
    let trust = statement_of(&text(&role["Role"]["AssumeRolePolicyDocument"]), "Github");
    let provider = format!("arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com");
    assert_eq!(trust.principals, [("Federated".to_owned(), provider.clone())]);

    let known = moto.aws("iam", "get_open_id_connect_provider", json!({"OpenIDConnectProviderArn": provider}))?;
    assert_eq!(known["ClientIDList"], json!(["sts.amazonaws.com"]));
    Ok(())
}

fn the_role_may_do_what_the_pipeline_needs(moto: &Moto) -> Result<(), Failure> {
    let question = json!({"RoleName": "task-api-delivery-staging", "PolicyName": "delivery"});
    let policy = text(&moto.aws("iam", "get_role_policy", question)?["PolicyDocument"]);
    let resources = |sid: &str| -> Vec<String> {
        let Statement { resources, .. } = statement_of(&policy, sid);
        resources
    };
    let repositories = moto.aws("ecr", "describe_repositories", json!({}))?;
    assert_eq!(json!(resources("PushImages")), json!([repositories["repositories"][0]["repositoryArn"]]));

    let clusters = moto.aws("ecs", "list_clusters", json!({}))?;
    let services = moto.aws("ecs", "list_services", json!({"cluster": clusters["clusterArns"][0]}))?;
    assert_eq!(json!(resources("UpdateServices")), services["serviceArns"]);

    let family = moto.aws("ecs", "describe_task_definition", json!({"taskDefinition": "task-api-staging"}))?;
    let definition = &family["taskDefinition"];
    assert_eq!(json!(resources("PassRoles")), json!([definition["executionRoleArn"], definition["taskRoleArn"]]));
    let revisions = definition["taskDefinitionArn"].as_str().and_then(|arn| arn.rsplit_once(':')).map(|(family, _)| family);
    assert_eq!(resources("TagTaskDefinitions"), [format!("{}:*", revisions.unwrap_or_default())]);
    Ok(())
}

fn the_services_logs_go_to_the_bucket(moto: &Moto) -> Result<(), Failure> {
    let filters = moto.aws("logs", "describe_subscription_filters", json!({"logGroupName": "/ecs/task-api-staging"}))?;
    let [filter] = filters["subscriptionFilters"].as_array().map(Vec::as_slice).unwrap_or_default() else {
        panic!("not one subscription: {filters}");
    };
    assert_eq!(filter["filterPattern"], "");

    let stream = moto.aws("firehose", "describe_delivery_stream", json!({"DeliveryStreamName": "task-api-log-export-staging"}))?;
    let stream = &stream["DeliveryStreamDescription"];
    assert_eq!(filter["destinationArn"], stream["DeliveryStreamARN"]);
    let destination = &stream["Destinations"][0]["ExtendedS3DestinationDescription"];
    let bucket = format!("task-api-logs-staging-{ACCOUNT}");
    assert_eq!(destination["BucketARN"], format!("arn:aws:s3:::{bucket}"));

    let lifecycle = moto.aws("s3", "get_bucket_lifecycle_configuration", json!({"Bucket": bucket}))?;
    assert_eq!(lifecycle["Rules"][0]["Transitions"], json!([{"Days": 90, "StorageClass": "GLACIER"}]));
    assert_eq!(lifecycle["Rules"][0]["Expiration"]["Days"], 730);
    Ok(())
}

/// A policy as text; boto3 gives it as an object.
fn text(policy: &Json) -> Json {
    if policy.is_string() { policy.clone() } else { Json::from(policy.to_string()) }
}
