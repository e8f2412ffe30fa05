//! `deliver.sh` as a pipeline runs it, with the AWS CLI, against a moto in which one service runs: push, deploy, a smoke test that fails, roll
//! back, a deployment that ECS takes back, and jobs that end well and badly. `docker` and `curl` are stand-ins; the circuit breaker is a script.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use support::{Failure, Moto, require_or_skip};
use tempfile::TempDir;

use crate::common::package;

const REPOSITORY: &str = "111122223333.dkr.ecr.us-east-1.amazonaws.com/shop-web-prod";

/// A folder in which `deliver.sh` is called, and the account that it delivers to.
struct Delivery {
    folder: TempDir,
    moto: Moto,
}

/// How a call ended, and what it printed.
struct Ran {
    ended_well: bool,
    printed: String,
}

impl Delivery {
    /// One service that runs the revision 1; nothing where moto or the AWS CLI is not there.
    fn new(test_name: &str) -> Result<Option<Self>, Failure> {
        let Some(tools) = require_or_skip(test_name) else { return Ok(None) };
        let (Some(aws), Some(_)) = (on_path("aws"), on_path("jq")) else {
            use std::io::Write as _;
            let _ = writeln!(std::io::stderr(), "skipped: {test_name}: there is no `aws` or no `jq`");
            return Ok(None);
        };
        let Some(moto) = Moto::start_or_skip(test_name, &tools, "111122223333") else { return Ok(None) };
        moto.aws("ecr", "create_repository", json!({"repositoryName": "shop-web-prod"}))?;
        moto.aws("ecs", "create_cluster", json!({"clusterName": "shop-prod"}))?;
        let containers = json!([
            {"name": "web", "image": format!("{REPOSITORY}:1.0.0"), "memory": 512},
            {"name": "sidecar", "image": "other", "memory": 128},
        ]);
        let tags = json!([{"key": "Environment", "value": "prod"}]);
        let task = json!({"family": "shop-web-prod", "containerDefinitions": containers, "tags": tags});
        moto.aws("ecs", "register_task_definition", task)?;
        let service =
            json!({"cluster": "shop-prod", "serviceName": "shop-web", "taskDefinition": "shop-web-prod:1", "desiredCount": 1});
        moto.aws("ecs", "create_service", service)?;

        // A job of the service's image, in the network that moto has from the start.
        let subnets = moto.aws("ec2", "describe_subnets", json!({}))?["Subnets"].clone();
        let groups = moto.aws("ec2", "describe_security_groups", json!({}))?["SecurityGroups"].clone();
        let containers = json!([{"name": "migrate", "image": format!("{REPOSITORY}:1.0.0"), "memory": 512}]);
        let task =
            json!({"family": "shop-migrate-prod", "networkMode": "awsvpc", "containerDefinitions": containers, "tags": tags});
        moto.aws("ecs", "register_task_definition", task)?;
        let command = format!(
            "aws ecs run-task --region us-east-1 --cluster shop-prod --task-definition shop-migrate-prod --launch-type FARGATE --propagate-tags \
             TASK_DEFINITION --network-configuration 'awsvpcConfiguration={{subnets=[{}],securityGroups=[{}],assignPublicIp=DISABLED}}'",
            subnets[0]["SubnetId"].as_str().unwrap_or_default(),
            groups[0]["GroupId"].as_str().unwrap_or_default(),
        );

        let delivery = Self { folder: TempDir::new().expect("a folder can be made"), moto };
        let outputs = json!({
            "delivery_role_arn": { "value": "arn:aws:iam::111122223333:role/shop-delivery-prod" },
            "cluster_name": { "value": "shop-prod" },
            "service_names": { "value": { "web": "shop-web" } },
            "repository_urls": { "value": { "web": REPOSITORY } },
            "url": { "value": "https://shop.example.com" },
            "database_endpoint": { "value": "shop-prod.abc.us-east-1.rds.amazonaws.com" },
            "log_group_names": { "value": { "migrate": "/shop/migrate" } },
            "job_run_commands": { "value": { "migrate": command } },
        });
        delivery.write("outputs.json", &outputs.to_string());
        let aws = aws.display();
        // Version 1 of the AWS CLI asks RDS in us-east-1 at its own address unless the command itself says another.
        // Where there is a file of that name, the containers of tasks end as it says: moto's always end well. And ECS's circuit breaker puts the revision in it back into service.
        delivery.program(
            "aws",
            &format!(
                "case \"$*\" in 'ecs describe-tasks '*) if [ -e ending ]; then {aws} \"$@\" | jq \".tasks[0].containers[0] |= ($(cat ending))\"; \
                 exit; fi;; 'ecs wait '*) [ ! -e circuit-breaker ] || {aws} ecs update-service --cluster shop-prod --service shop-web \
                 --task-definition \"$(cat circuit-breaker)\" >/dev/null;; 'rds '*) exec {aws} --endpoint-url \"$AWS_ENDPOINT_URL\" \"$@\";; esac\nexec {aws} \"$@\"\n"
            ),
        );
        let manifest = json!({"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
            "config": {"digest": "sha256:ours"}, "layers": []});
        delivery.program(
            "docker",
            &format!(
                "case \"$1\" in image) echo \"sha256:$(cat image)\";; login) cat >/dev/null;; push) {aws} ecr put-image --repository-name \
                 shop-web-prod --image-tag \"${{2##*:}}\" --image-manifest '{manifest}' >/dev/null;; esac\n"
            ),
        );
        delivery.program("sleep", "");
        delivery.program("curl", "cat page\n");
        delivery.write("image", "ours");
        delivery.write("page", "{\"status\": \"up\"}");
        Ok(Some(delivery))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("it can be written");
    }

    fn program(&self, name: &str, text: &str) {
        self.write(name, &format!("#!/bin/sh\n{text}"));
        fs::set_permissions(self.path(name), fs::Permissions::from_mode(0o755)).expect("it can be made to run");
    }

    fn deliver(&self, arguments: &str) -> Ran {
        self.deliver_with(&arguments.split(' ').collect::<Vec<_>>())
    }

    fn deliver_with(&self, arguments: &[&str]) -> Ran {
        let path = std::env::var("PATH").unwrap_or_default();
        let output = Command::new("bash")
            .arg(package().join("examples/delivery/deliver.sh"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env("PATH", format!("{}:{path}", self.folder.path().display()))
            .env("AWS_ENDPOINT_URL", self.moto.url())
            // Version 1 of the AWS CLI knows the region by this name alone.
            .env("AWS_DEFAULT_REGION", "us-east-1")
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .env_remove("AWS_PROFILE")
            .env_remove("DELIVER_CREDENTIALS")
            .env_remove("DELIVER_EXTERNAL_ID")
            .env_remove("DELIVER_MAJOR")
            .stdin(Stdio::null())
            .output()
            .expect("bash runs");
        let printed = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        Ran { ended_well: output.status.success(), printed }
    }

    /// The revision in service, and its image.
    fn running(&self) -> Result<(String, Value), Failure> {
        let services = self.moto.aws("ecs", "describe_services", json!({"cluster": "shop-prod", "services": ["shop-web"]}))?;
        let revision = services["services"][0]["taskDefinition"].clone();
        let task = self.moto.aws("ecs", "describe_task_definition", json!({"taskDefinition": revision}))?;
        let name = revision.as_str().and_then(|arn| arn.rsplit('/').next()).unwrap_or_default().to_owned();
        Ok((name, task["taskDefinition"]["containerDefinitions"][0]["image"].clone()))
    }
}

impl Ran {
    #[track_caller]
    fn well(self) -> Self {
        assert!(self.ended_well, "{}", self.printed);
        self
    }

    #[track_caller]
    fn failed(self, told: &str) {
        assert!(!self.ended_well && self.printed.contains(told), "{}", self.printed);
    }
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| Path::is_file(file))
}

#[test]
fn a_service_is_delivered_rolled_back_and_delivered_again() -> Result<(), Failure> {
    let Some(delivery) = Delivery::new("a service is delivered, rolled back and delivered again")? else { return Ok(()) };
    let running = |revision: &str, tag: &str| -> Result<(), Failure> {
        assert_eq!(delivery.running()?, (revision.to_owned(), format!("{REPOSITORY}:{tag}").into()));
        Ok(())
    };
    delivery.deliver("push outputs.json web web:2.0.0 2.0.0").well();
    let again = delivery.deliver("push outputs.json web web:2.0.0 2.0.0").well();
    assert!(again.printed.contains("is there already"), "{}", again.printed);
    delivery.write("image", "theirs");
    delivery.deliver("push outputs.json web web:2.0.0 2.0.0").failed("tags cannot be moved");

    delivery.deliver("deploy outputs.json web 2.0.0 before").well();
    running("shop-web-prod:2", "2.0.0")?;
    let task =
        delivery.moto.aws("ecs", "describe_task_definition", json!({"taskDefinition": "shop-web-prod:2", "include": ["TAGS"]}))?;
    assert_eq!(task["taskDefinition"]["containerDefinitions"][1]["image"], "other");
    assert_eq!(task["tags"], json!([{"key": "Environment", "value": "prod"}]));
    delivery.deliver("smoke outputs.json /health up").well();
    delivery.deliver("steady outputs.json web 2.0.0").well();

    // The page says otherwise, so the pipeline goes back.
    delivery.write("page", "{\"status\": \"down\"}");
    delivery.deliver("smoke outputs.json /health up").failed("does not answer with 'up'");
    delivery.deliver("rollback outputs.json web before").well();
    running("shop-web-prod:1", "1.0.0")?;
    delivery.deliver("steady outputs.json web 2.0.0").failed("ECS went back");

    // Later, by the revision's name; and a deployment that ECS itself takes back.
    delivery.deliver("rollback outputs.json web shop-web-prod:2").well();
    running("shop-web-prod:2", "2.0.0")?;
    delivery.write("circuit-breaker", "shop-web-prod:2");
    delivery.deliver("deploy outputs.json web 3.0.0 before").failed("did not come up: ECS went back");
    running("shop-web-prod:2", "2.0.0")?;
    Ok(())
}

#[test]
fn a_job_is_run_with_the_new_image_and_stops_the_delivery_when_it_fails() -> Result<(), Failure> {
    let Some(delivery) = Delivery::new("a job is run with the new image")? else { return Ok(()) };
    let newest = || -> Result<(Value, Value), Failure> {
        let task = delivery.moto.aws("ecs", "describe_task_definition", json!({"taskDefinition": "shop-migrate-prod"}))?;
        Ok((task["taskDefinition"]["revision"].clone(), task["taskDefinition"]["containerDefinitions"][0]["image"].clone()))
    };
    let ran = delivery.deliver("run outputs.json web 2.0.0 migrate").well();
    assert!(ran.printed.contains("migrate is done"), "{}", ran.printed);
    assert_eq!(newest()?, (json!(2), format!("{REPOSITORY}:2.0.0").into()));
    let tasks = delivery.moto.aws("ecs", "list_tasks", json!({"cluster": "shop-prod"}))?;
    let tasks = delivery.moto.aws("ecs", "describe_tasks", json!({"cluster": "shop-prod", "tasks": tasks["taskArns"]}))?;
    let revision = tasks["tasks"][0]["taskDefinitionArn"].as_str().unwrap_or_default().to_owned();
    assert!(revision.ends_with("/shop-migrate-prod:2"), "{tasks}");

    delivery.write("ending", ".exitCode = 1");
    delivery.deliver("run outputs.json web 3.0.0 migrate").failed("migrate failed: exit code 1; its log is in /shop/migrate");
    delivery.write("ending", "del(.exitCode)");
    delivery.deliver("run outputs.json web 3.0.0 migrate").failed("migrate failed: no exit code");
    assert_eq!(delivery.running()?.0, "shop-web-prod:1");

    // The job is not started: its next start is somebody else's.
    delivery.deliver("renew outputs.json web 4.0.0 migrate").well();
    assert_eq!(newest()?.1, format!("{REPOSITORY}:4.0.0"));
    Ok(())
}

#[test]
fn a_major_deployment_has_a_snapshot_of_the_database_before_it() -> Result<(), Failure> {
    let Some(delivery) = Delivery::new("a major deployment has a snapshot before it")? else { return Ok(()) };
    let instance = json!({
        "DBInstanceIdentifier": "shop-prod", "DBInstanceClass": "db.t3.micro", "Engine": "postgres", "AllocatedStorage": 20,
        "MasterUsername": "shop", "MasterUserPassword": "a-password-of-its-own",
    });
    delivery.moto.aws("rds", "create_db_instance", instance)?;
    let snapshots = || -> Result<Vec<Value>, Failure> {
        // Those of the automated backups are RDS's own.
        let manual = json!({"DBInstanceIdentifier": "shop-prod", "SnapshotType": "manual"});
        let all = delivery.moto.aws("rds", "describe_db_snapshots", manual)?;
        let all = all["DBSnapshots"].as_array().cloned().unwrap_or_default();
        Ok(all.into_iter().map(|it| it["DBSnapshotIdentifier"].clone()).collect())
    };
    delivery.deliver("snapshot outputs.json web 1.9.0 Fix").well();
    assert_eq!(snapshots()?, Vec::<Value>::new());
    let major = ["snapshot", "outputs.json", "web", "2.0.0", "Drop a column\n\nDeployment: major"];
    for _ in 0..2 {
        let ran = delivery.deliver_with(&major).well();
        assert!(ran.printed.contains("shop-prod-before-2-0-0 is available"), "{}", ran.printed);
        assert_eq!(snapshots()?, ["shop-prod-before-2-0-0"]);
    }
    Ok(())
}
