//! The example of a pipeline: its stages, the outputs that it uses, and what it does when something goes wrong.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::common::{both, over, package};
use tempfile::TempDir;

/// The system's fourteen stages; the last one is Jenkins' own "Post Actions".
const STAGES: [&str; 15] = [
    "Checkout",
    "Lint",
    "Unit tests",
    "Security scan",
    // The two in parallel.
    "Code",
    "Dependencies",
    "Build",
    "Image",
    "Container scan",
    "Push to ECR",
    "Deploy staging",
    "Smoke test staging",
    "Production approval",
    "Deploy prod",
    "Smoke test prod",
];

const BEFORE: &str = "arn:aws:ecs:us-east-1:111122223333:task-definition/task-api-prod:7";
const AFTER: &str = "arn:aws:ecs:us-east-1:111122223333:task-definition/task-api-prod:9";

fn example(file: &str) -> String {
    fs::read_to_string(package().join("examples/delivery").join(file)).expect("the example is there")
}

/// What stands between the two texts, wherever they stand.
fn between<'text>(text: &'text str, before: &str, after: &str) -> Vec<&'text str> {
    text.split(before).skip(1).filter_map(|rest| rest.split(after).next()).collect()
}

/// The part of the Jenkinsfile that belongs to a stage: from its name to the next one's.
fn stage(name: &str) -> String {
    let text = example("Jenkinsfile");
    let (_, rest) = text.split_once(&format!("stage('{name}')")).unwrap_or_else(|| panic!("there is no stage {name}"));
    rest.split("stage('").next().unwrap_or_default().to_owned()
}

#[test]
fn the_pipeline_has_the_systems_stages_in_their_order() {
    let text = example("Jenkinsfile");
    assert_eq!(between(&text, "stage('", "')"), STAGES);
    assert!(stage("Security scan").contains("parallel {"));
    assert!(stage("Container scan").contains("trivy image --exit-code 1"));
    assert!(stage("Production approval").contains("input {"));
    let (_, post) = text.rsplit_once("\n    post {").expect("there are post actions");
    assert!(post.contains("mail(") && post.contains("deleteDir()"), "{post}");
}

#[test]
fn a_failed_smoke_test_rolls_back_in_its_own_environment() {
    for (environment, outputs) in [("staging", "STAGING"), ("prod", "PROD")] {
        let text = stage(&format!("Smoke test {environment}"));
        let (test, post) = text.split_once("unsuccessful {").expect("it has an end for failures");
        assert!(test.contains(&format!("deliver.sh smoke \"${outputs}\"")), "{test}");
        assert!(post.contains(&format!("deliver.sh rollback \"${outputs}\" \"$SERVICE\" {environment}.before")), "{post}");
        assert!(stage(&format!("Deploy {environment}")).contains(&format!("\"$TAG\" {environment}.before")));
    }
}

#[test]
fn the_pipelines_use_outputs_only_that_every_environment_has() {
    let script = example("deliver.sh");
    let used: BTreeSet<&str> =
        between(&script, "$(output ", ")").into_iter().chain(between(&script, "$(output_of_service ", ")")).collect();
    assert_eq!(
        used,
        BTreeSet::from(["cluster_name", "database_endpoint", "delivery_role_arn", "repository_urls", "service_names", "url"])
    );
    let workflow = example("github-actions.yml");
    let of_workflow: Vec<&str> =
        between(&workflow, "jq -er ", ".value").into_iter().filter_map(|it| it.rsplit('.').next()).collect();
    assert_eq!(of_workflow, ["delivery_role_arn", "repository_urls"]);
    for emitted in both() {
        for output in used.iter().chain(&of_workflow) {
            emitted.output(output);
        }
    }
}

#[test]
fn the_scripts_use_actions_only_that_the_role_may_do() {
    // Each command of the AWS CLI with the action that it needs; a session needs none of the role's.
    let actions = [
        ("sts assume-role", None),
        ("ecr batch-get-image", Some("ecr:BatchGetImage")),
        ("ecr get-login-password", Some("ecr:GetAuthorizationToken")),
        ("ecs describe-services", Some("ecs:DescribeServices")),
        ("ecs describe-task-definition", Some("ecs:DescribeTaskDefinition")),
        ("ecs register-task-definition", Some("ecs:RegisterTaskDefinition")),
        ("ecs update-service", Some("ecs:UpdateService")),
        ("ecs wait", Some("ecs:DescribeServices")),
        ("ecs run-task", Some("ecs:RunTask")),
        ("ecs describe-tasks", Some("ecs:DescribeTasks")),
        ("rds create-db-snapshot", Some("rds:CreateDBSnapshot")),
        ("rds describe-db-snapshots", Some("rds:DescribeDBSnapshots")),
        ("rds wait", Some("rds:DescribeDBSnapshots")),
    ];
    let with_a_job = over("prod", "[jobs.migrate]\nimage_tag = \"1\"\nimage_of = \"task-api\"\ndeployment = \"pipeline\"\n");
    let allowed = with_a_job.resource("delivery", "aws_iam_role_policy", "main")["policy"].to_string();
    let script = example("deliver.sh");
    let lines = script.lines().filter(|line| !line.trim_start().starts_with('#'));
    let commands =
        lines.flat_map(|line| between(line, "aws ", "\n")).map(|rest| rest.split(' ').take(2).collect::<Vec<_>>().join(" "));
    let mut seen = 0;
    for command in commands {
        let (_, action) = actions.iter().find(|(known, _)| *known == command).unwrap_or_else(|| panic!("what needs `{command}`?"));
        assert!(action.is_none_or(|action| allowed.contains(action)), "{command}");
        seen += 1;
    }
    assert!(seen >= actions.len(), "{seen} commands were found");
}

#[test]
fn no_pipeline_holds_or_prints_a_secret() {
    for file in ["Jenkinsfile", "github-actions.yml", "deliver.sh"] {
        let text = example(file);
        for word in ["AKIA", "set -x", "credentials(", "secrets.", "--password "] {
            assert!(!text.contains(word), "{file} holds `{word}`");
        }
    }
}

/// A folder with fakes of `aws`, `docker` and `curl` that note how they were called.
struct Pipeline(TempDir);

/// How the script ended, what it printed, and which commands it called.
struct Ran {
    ended_well: bool,
    printed: String,
    called: Vec<String>,
}

impl Pipeline {
    /// `aws` is what the fake of `aws` does, as lines of a `case` over its arguments; `curl` whether the smoke test passes.
    fn new(aws: &str, curl: bool) -> Self {
        let pipeline = Self(TempDir::new().expect("a folder can be made"));
        let note = "echo \"$(basename \"$0\") $*\" >>calls\n";
        pipeline.program("aws", &format!("{note}case \"$*\" in\n{aws}\n*) echo \"unexpected: $*\" >&2; exit 64;; esac\n"));
        pipeline.program("docker", &format!("{note}cat >/dev/null\ncase \"$*\" in *inspect*) echo sha256:ours;; esac\n"));
        pipeline.program("curl", &format!("{note}printf '{{\"status\": \"up\"}}'\n{curl}\n"));
        fs::write(pipeline.path("outputs.json"), OUTPUTS).expect("it can be written");
        fs::write(pipeline.path("calls"), "").expect("it can be written");
        pipeline
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn program(&self, name: &str, text: &str) {
        fs::write(self.path(name), format!("#!/bin/sh\n{text}")).expect("it can be written");
        fs::set_permissions(self.path(name), fs::Permissions::from_mode(0o755)).expect("it can be made to run");
    }

    fn deliver(&self, arguments: &[&str]) -> Ran {
        self.deliver_in(arguments, &[])
    }

    fn deliver_in(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Ran {
        let path = std::env::var("PATH").unwrap_or_default();
        let output = Command::new("bash")
            .arg(package().join("examples/delivery/deliver.sh"))
            .args(arguments)
            .current_dir(self.0.path())
            .env("PATH", format!("{}:{path}", self.0.path().display()))
            .env_remove("DELIVER_CREDENTIALS")
            .env_remove("DELIVER_EXTERNAL_ID")
            .env_remove("DELIVER_JOB_MINUTES")
            .env_remove("DELIVER_MAJOR")
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .output()
            .expect("bash runs");
        let printed = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        let called = fs::read_to_string(self.path("calls")).expect("it can be read").lines().map(str::to_owned).collect();
        Ran { ended_well: output.status.success(), printed, called }
    }
}

impl Ran {
    fn called(&self, command: &str) -> bool {
        self.called.iter().any(|call| call.contains(command))
    }
}

/// What the jobs of a scheduled environment are started with, as their output says.
#[test]
fn the_command_of_a_job_says_what_the_script_reads_in_it() {
    let with_a_job = over("prod", "[jobs.migrate]\nimage_tag = \"1\"\nimage_of = \"task-api\"\ndeployment = \"pipeline\"\n");
    let command = with_a_job.section("ecs", "output")["job_run_commands"].to_string();
    assert!(command.contains(" --task-definition ${aws_ecs_task_definition.migrate.family} "), "{command}");
    assert!(command.contains(" --network-configuration 'awsvpcConfiguration={subnets=[${"), "{command}");
    assert!(command.contains("],assignPublicIp=DISABLED}'"), "{command}");
}

const OUTPUTS: &str = r#"{
    "delivery_role_arn": { "value": "arn:aws:iam::111122223333:role/task-api-delivery-prod" },
    "cluster_name": { "value": "task-api-cluster-prod" },
    "service_names": { "value": { "task-api": "task-api-service-prod" } },
    "repository_urls": { "value": { "task-api": "111122223333.dkr.ecr.us-east-1.amazonaws.com/task-api-prod" } },
    "log_group_names": { "value": { "task-api": "/ecs/task-api", "migrate": "/ecs/migrate" } },
    "job_run_commands": { "value": { "migrate": "aws ecs run-task --region us-east-1 --cluster task-api-cluster-prod --task-definition task-api-prod --launch-type FARGATE --propagate-tags TASK_DEFINITION --network-configuration 'awsvpcConfiguration={subnets=[subnet-1,subnet-2],securityGroups=[sg-1],assignPublicIp=DISABLED}'" } },
    "url": { "value": "https://api.example.com" }
}"#;

/// An account in which the service runs what it was last updated to.
fn account() -> String {
    format!(
        r#"
'sts assume-role '*) echo '{{"AccessKeyId": "key", "SecretAccessKey": "hidden", "SessionToken": "hidden"}}';;
'ecr batch-get-image '*) echo '{{"images": []}}';;
'ecr get-login-password') echo hidden;;
'ecs describe-services '*desiredCount*) echo 0;;
'ecs describe-services '*) cat running 2>/dev/null || echo {BEFORE};;
'ecs describe-task-definition --task-definition task-api-prod '*) echo '{{"tags": [{{"key": "Environment", "value": "prod"}}],
    "taskDefinition": {{"family": "task-api-prod", "revision": 8, "status": "ACTIVE", "cpu": "256",
    "containerDefinitions": [{{"name": "tasks", "image": "111122223333.dkr.ecr.us-east-1.amazonaws.com/task-api-prod:old",
    "readonlyRootFilesystem": true}}, {{"name": "sidecar", "image": "other"}}]}}}}';;
'ecs describe-task-definition --task-definition '{AFTER}' '*) echo '{{"taskDefinition": {{"containerDefinitions": [
    {{"image": "111122223333.dkr.ecr.us-east-1.amazonaws.com/task-api-prod:abc123"}}, {{"image": "other"}}]}}}}';;
'ecs register-task-definition '*) echo {AFTER};;
'ecs update-service '*) for it in "$@"; do case "$it" in arn:*) echo "$it" >running;; esac; done;;
'ecs wait services-stable '*) ;;"#
    )
}

/// The script needs `jq`, which not every machine has.
fn jq_or_skip(test: &str) -> bool {
    let found =
        Command::new("jq").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|it| it.success());
    if !found {
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), "skipped: {test}: there is no `jq`");
    }
    found
}

const DEPLOY: [&str; 5] = ["deploy", "outputs.json", "task-api", "abc123", "before"];

#[test]
fn a_deployment_changes_the_image_alone_and_notes_what_ran_before() {
    if !jq_or_skip("a deployment changes the image alone") {
        return;
    }
    let pipeline = Pipeline::new(&account(), true);
    let ran = pipeline.deliver(&DEPLOY);
    assert!(ran.ended_well, "{}", ran.printed);
    assert_eq!(ran.called[0].split(" --").nth(1), Some("role-arn arn:aws:iam::111122223333:role/task-api-delivery-prod"));
    let registered = fs::read_to_string(pipeline.path("calls")).expect("it can be read");
    let (_, registered) = registered.split_once("--cli-input-json ").expect("a revision is registered");
    let registered: serde_json::Value =
        serde_json::Deserializer::from_str(registered).into_iter().next().expect("it is there").expect("it is JSON");
    assert_eq!(
        registered,
        serde_json::json!({
            "family": "task-api-prod",
            "cpu": "256",
            "containerDefinitions": [
                {
                    "name": "tasks",
                    "image": "111122223333.dkr.ecr.us-east-1.amazonaws.com/task-api-prod:abc123",
                    "readonlyRootFilesystem": true,
                },
                { "name": "sidecar", "image": "other" },
            ],
            "tags": [{ "key": "Environment", "value": "prod" }],
        })
    );
    assert_eq!(read(&pipeline.path("before")), BEFORE);
    assert_eq!(read(&pipeline.path("running")), AFTER);
    assert!(!ran.printed.contains("hidden"), "{}", ran.printed);
}

#[test]
fn the_first_delivery_starts_the_tasks_of_a_service_that_waits_for_it() {
    if !jq_or_skip("the first delivery starts the tasks") {
        return;
    }
    let waits = OUTPUTS.replacen('{', r#"{ "tasks_at_first_delivery": { "value": { "task-api": 2 } },"#, 1);
    for (outputs, tasks, starts) in [(&*waits, "0", true), (&*waits, "3", false), (OUTPUTS, "0", false)] {
        let account = account().replace("*desiredCount*) echo 0;;", &format!("*desiredCount*) echo {tasks};;"));
        let pipeline = Pipeline::new(&account, true);
        fs::write(pipeline.path("outputs.json"), outputs).expect("it can be written");
        let ran = pipeline.deliver(&DEPLOY);
        assert!(ran.ended_well, "{}", ran.printed);
        assert_eq!(ran.called("--desired-count 2"), starts, "{:?}", ran.called);
    }
}

#[test]
fn a_roll_back_puts_into_service_what_ran_before() {
    if !jq_or_skip("a roll-back puts into service what ran before") {
        return;
    }
    let pipeline = Pipeline::new(&account(), true);
    assert!(pipeline.deliver(&DEPLOY).ended_well);
    let ran = pipeline.deliver(&["rollback", "outputs.json", "task-api", "before"]);
    assert!(ran.ended_well, "{}", ran.printed);
    assert_eq!(read(&pipeline.path("running")), BEFORE);
}

#[test]
fn any_earlier_revision_is_put_into_service_by_its_name() {
    if !jq_or_skip("any earlier revision is put into service by its name") {
        return;
    }
    // The account runs revision 7, whatever it is told.
    for (revision, ends_well) in [("task-api-prod:7", true), ("task-api-prod:6", false)] {
        let ran = Pipeline::new(&account(), true).deliver(&["rollback", "outputs.json", "task-api", revision]);
        assert_eq!(ran.ended_well, ends_well, "{}", ran.printed);
        assert!(ran.called(&format!("--task-definition {revision}")), "{:?}", ran.called);
    }
}

#[test]
fn a_smoke_test_reads_the_answer() {
    if !jq_or_skip("a smoke test reads the answer") {
        return;
    }
    for (text, ends_well) in [("\"status\": \"up\"", true), ("\"status\": \"down\"", false)] {
        let ran = Pipeline::new("", true).deliver(&["smoke", "outputs.json", "/health", text]);
        assert_eq!(ran.ended_well, ends_well, "{}", ran.printed);
        assert!(ran.printed.contains("answers: {\"status\": \"up\"}"), "{}", ran.printed);
    }
}

#[test]
fn a_roll_back_without_a_deployment_changes_nothing() {
    if !jq_or_skip("a roll-back without a deployment changes nothing") {
        return;
    }
    let ran = Pipeline::new(&account(), true).deliver(&["rollback", "outputs.json", "task-api", "before"]);
    assert!(ran.ended_well && !ran.called("update-service"), "{}", ran.printed);
}

#[test]
fn a_deployment_that_ecs_takes_back_fails() {
    if !jq_or_skip("a deployment that ECS takes back fails") {
        return;
    }
    let account = account().replace("cat running 2>/dev/null || ", "");
    let ran = Pipeline::new(&account, true).deliver(&DEPLOY);
    assert!(!ran.ended_well && ran.printed.contains("did not come up: ECS went back"), "{}", ran.printed);
}

#[test]
fn a_smoke_test_fails_when_the_service_is_ill() {
    if !jq_or_skip("a smoke test fails when the service is ill") {
        return;
    }
    for well in [true, false] {
        let ran = Pipeline::new("", well).deliver(&["smoke", "outputs.json", "/health"]);
        assert_eq!(ran.ended_well, well, "{}", ran.printed);
        assert!(ran.called("https://api.example.com/health"), "{:?}", ran.called);
    }
}

#[test]
fn a_service_that_nobody_can_ask_is_steady_with_the_image_that_was_deployed() {
    if !jq_or_skip("a service that nobody can ask is steady") {
        return;
    }
    let pipeline = Pipeline::new(&account(), true);
    assert!(pipeline.deliver(&DEPLOY).ended_well);
    for (tag, ends_well) in [("abc123", true), ("def456", false)] {
        let ran = pipeline.deliver(&["steady", "outputs.json", "task-api", tag]);
        assert_eq!(ran.ended_well, ends_well, "{}", ran.printed);
        assert!(ran.called("ecs wait services-stable"), "{:?}", ran.called);
        assert_eq!(ran.printed.contains("ECS went back"), !ends_well, "{}", ran.printed);
    }
}

/// An account in which a job's task ends so: what `describe-tasks` tells of it. A container of somebody else's is stopped with the job's.
fn account_of_job(started: &str, ours: &str) -> String {
    let image = "111122223333.dkr.ecr.us-east-1.amazonaws.com/task-api-prod:abc123";
    format!(
        r#"{}
'ecs run-task '*) echo '{started}';;
'ecs describe-tasks '*) [ -e seen ] && echo '{{"tasks": [{{"lastStatus": "STOPPED", "stoppedReason": "Essential container in task exited",
    "containers": [{{"name": "tasks", "image": "{image}"{ours}}}, {{"name": "aws-guardduty-agent", "image": "other", "exitCode": 137}}]}}]}}' ||
    {{ touch seen; echo '{{"tasks": [], "failures": [{{"reason": "MISSING"}}]}}'; }};;"#,
        account()
    )
}

const STARTED: &str =
    r#"{"tasks": [{"taskArn": "arn:aws:ecs:us-east-1:111122223333:task/task-api-cluster-prod/1"}], "failures": []}"#;
const RUN: [&str; 5] = ["run", "outputs.json", "task-api", "abc123", "migrate"];

#[test]
fn a_job_is_judged_by_the_exit_code_of_its_own_container() {
    if !jq_or_skip("a job is judged by its exit code") {
        return;
    }
    for (ours, ends_well, told) in [
        (r#", "exitCode": 0"#, true, "migrate is done"),
        (
            r#", "exitCode": 3"#,
            false,
            "migrate failed: Essential container in task exited, exit code 3; its log is in /ecs/migrate",
        ),
        // Lost before it could end, as when its image is not there.
        (r#", "reason": "CannotPullContainerError""#, false, "migrate failed: CannotPullContainerError, Essential"),
    ] {
        let pipeline = Pipeline::new(&account_of_job(STARTED, ours), true);
        pipeline.program("sleep", "");
        let ran = pipeline.deliver(&RUN);
        assert_eq!(ran.ended_well, ends_well, "{}", ran.printed);
        assert!(ran.printed.contains(told), "`{told}`: {}", ran.printed);
        let start = ran.called.iter().find(|call| call.contains("ecs run-task")).expect("the job is started");
        for argument in [
            format!("--task-definition {AFTER} "),
            "--network-configuration awsvpcConfiguration={subnets=[subnet-1,subnet-2],securityGroups=[sg-1],assignPublicIp=DISABLED} "
                .to_owned(),
        ] {
            assert!(start.contains(&argument), "{start}");
        }
        assert!(!ran.called("update-service"), "{:?}", ran.called);
    }
}

#[test]
fn a_job_that_does_not_start_or_does_not_end_fails() {
    if !jq_or_skip("a job that does not start fails") {
        return;
    }
    let refused = r#"{"tasks": [], "failures": [{"reason": "RESOURCE:ENI"}]}"#;
    let ran = Pipeline::new(&account_of_job(refused, ""), true).deliver(&RUN);
    assert!(!ran.ended_well && ran.printed.contains("ECS did not start the job migrate: RESOURCE:ENI"), "{}", ran.printed);
    let runs = account_of_job(STARTED, "").replace("\"STOPPED\"", "\"RUNNING\"");
    let pipeline = Pipeline::new(&runs, true);
    pipeline.program("sleep", "");
    let ran = pipeline.deliver_in(&RUN, &[("DELIVER_JOB_MINUTES", "0")]);
    assert!(!ran.ended_well && ran.printed.contains("migrate still runs after 0 minutes, and goes on"), "{}", ran.printed);
    let ran = pipeline.deliver(&["run", "outputs.json", "task-api", "abc123", "other"]);
    assert!(!ran.ended_well && ran.printed.contains("has no job other"), "{}", ran.printed);
    let renewed = Pipeline::new(&account(), true).deliver(&["renew", "outputs.json", "task-api", "abc123", "migrate"]);
    assert!(renewed.ended_well && renewed.called("register-task-definition") && !renewed.called("run-task"), "{}", renewed.printed);
}

#[test]
fn a_tag_is_pushed_once_and_never_stands_for_another_image() {
    if !jq_or_skip("a tag is pushed once") {
        return;
    }
    let push = ["push", "outputs.json", "task-api", "task-api:abc123", "abc123"];
    let there = |config: &str| {
        let image = format!(
            r#"{{"images": [{{"imageId": {{"imageDigest": "sha256:other"}},
                "imageManifest": "{{\"config\": {{\"digest\": \"sha256:{config}\"}}}}"}}]}}"#
        );
        account().replace(r#"{"images": []}"#, &image)
    };
    let pushed = "docker push 111122223333.dkr.ecr.us-east-1.amazonaws.com/task-api-prod:abc123";
    for (account, ends_well, pushes) in [(account(), true, true), (there("ours"), true, false), (there("theirs"), false, false)] {
        let ran = Pipeline::new(&account, true).deliver(&push);
        assert_eq!((ran.ended_well, ran.called(pushed)), (ends_well, pushes), "{}", ran.printed);
        assert!(!ran.called("hidden") && !ran.printed.contains("hidden"), "{:?}", ran.called);
    }
}

#[test]
fn only_a_deployment_that_is_marked_as_major_waits_for_a_snapshot() {
    if !jq_or_skip("only a major deployment waits for a snapshot") {
        return;
    }
    let account = format!(
        "{}\n'rds describe-db-snapshots '*) cat snapshots;;\n'rds create-db-snapshot '*) echo arn:snapshot;;\n'rds wait '*) ;;",
        account()
    );
    let outputs = OUTPUTS.replacen('{', r#"{ "database_endpoint": { "value": "shop-prod.abc.us-east-1.rds.amazonaws.com" },"#, 1);
    let name = "shop-prod-before-v1-4-0";
    let there = format!(
        r#"{{"DBSnapshots": [{{"DBSnapshotIdentifier": "{name}"}}, {{"DBSnapshotIdentifier": "shop-prod-before-v1-3-0"}}]}}"#
    );
    let major = "Drop the old column\n\nDeployment: major\n";
    for (message, snapshots, makes, told) in [
        (major, r#"{"DBSnapshots": []}"#, true, "of earlier deployments 0 are kept"),
        (major, &*there, false, "of earlier deployments 1 are kept"),
        ("Say why a Deployment: major is one", "", false, "no snapshot"),
    ] {
        let pipeline = Pipeline::new(&account, true);
        fs::write(pipeline.path("outputs.json"), &outputs).expect("it can be written");
        fs::write(pipeline.path("snapshots"), snapshots).expect("it can be written");
        let ran = pipeline.deliver(&["snapshot", "outputs.json", "task-api", "v1.4.0", message]);
        assert!(ran.ended_well && ran.printed.contains(told), "{}", ran.printed);
        let made = ran.called(&format!("create-db-snapshot --db-instance-identifier shop-prod --db-snapshot-identifier {name} "));
        assert_eq!((made, ran.called("rds wait")), (makes, message == major), "{:?}", ran.called);
    }
    let marked =
        Pipeline::new(&account, true).deliver_in(&["snapshot", "outputs.json", "task-api", "1", ""], &[("DELIVER_MAJOR", "true")]);
    assert!(!marked.ended_well && marked.printed.contains("has no output database_endpoint"), "{}", marked.printed);
}

#[test]
fn what_an_environment_does_not_have_is_told() {
    if !jq_or_skip("what an environment does not have is told") {
        return;
    }
    let pipeline = Pipeline::new(&account(), true);
    fs::write(pipeline.path("outputs.json"), OUTPUTS.replace("delivery_role_arn", "other")).expect("it can be written");
    let ran = pipeline.deliver(&DEPLOY);
    assert!(!ran.ended_well && ran.printed.contains("has no output delivery_role_arn"), "{}", ran.printed);
    assert!(ran.called.is_empty(), "{:?}", ran.called);
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("it is there").trim().to_owned()
}
