//! The services' module: settings in, documents out, as Terraform reads them.

use std::collections::BTreeMap;

use aws::ecs_service::LoadBalancer;
use aws::policy::read::{Policy, excess};
use aws::scheduler_schedule::{Target, TargetDeadLetterConfig};
use aws::{
    AppautoscalingTarget, EcrRepository, EcsService, EcsTaskDefinition, IamRole, IamRolePolicy, LbListener, LbTargetGroup,
    SchedulerSchedule, SchedulerScheduleGroup, SqsQueue,
};
use domain::{Identity, ServiceName};
use ecs::{Config, Ecs, JobConfig, ServiceConfig};
use settings::Problems;
use terraform::read::Documents;
use terraform::{Body, Configuration, ModuleCall};

const WEB: &str = "[web]\nimage_tag = \"1.0.0\"\nport = 8080\nrouting = { priority = 100, paths = [\"/*\"] }\ntasks = { desired = 2, min = 2, max = 4 }\n";
const TLS: &str = "[load_balancer.tls]\ndomain = \"shop.example.com\"\nhosted_zone_id = \"Z0123456789ABCDEFGHIJ\"\n";

fn identity() -> Identity {
    Identity {
        project: "shop".parse().expect("it is a name"),
        environment: "prod".parse().expect("it is a name"),
        region: "us-east-1".parse().expect("it is a region"),
        disaster_recovery_region: "us-west-2".parse().expect("it is a region"),
    }
}

/// The checked settings, and what is found wrong with them.
fn checked(shared: &str, services: &str) -> (Ecs, Vec<String>) {
    checked_with_jobs(shared, services, "")
}

fn checked_with_jobs(shared: &str, services: &str, jobs: &str) -> (Ecs, Vec<String>) {
    let config: Config = toml::from_str(shared).unwrap_or_else(|error| panic!("{error}"));
    let services: BTreeMap<ServiceName, ServiceConfig> = toml::from_str(services).unwrap_or_else(|error| panic!("{error}"));
    let jobs: BTreeMap<ServiceName, JobConfig> = toml::from_str(jobs).unwrap_or_else(|error| panic!("{error}"));
    let mut problems = Problems::default();
    let ecs = config.check(services, jobs, &identity(), &mut problems);
    (ecs, problems.iter().map(|problem| problem.message().to_owned()).collect())
}

fn emitted(shared: &str, services: &str) -> Documents {
    emitted_with_jobs(shared, services, "")
}

fn emitted_with_jobs(shared: &str, services: &str, jobs: &str) -> Documents {
    let (ecs, problems) = checked_with_jobs(shared, services, jobs);
    assert_eq!(problems, Vec::<String>::new());
    let (mut configuration, call) = (Configuration::new(), ModuleCall::new("ecs"));
    configuration.root().document("main").module(&call, Body::new());
    configuration.child(
        &call,
        ecs::module(&identity(), &ecs, Some(ecs::DatabaseShape { has_secret: true, has_key: true, has_replica: false })),
    );
    Documents::read(&configuration.render().expect("no address is taken twice")).expect("they are documents")
}

#[test]
fn a_service_has_everything_from_its_repository_to_its_scaling() {
    let documents = emitted("", WEB);
    let addresses: String = documents.all().map(|block| block.address().to_string() + "\n").collect();
    insta::assert_snapshot!("one_service", addresses);
    let service = documents.resources_of::<EcsService>().next().expect("there is one");
    assert!(service.get(EcsService::TASK_DEFINITION).leads_to::<EcsTaskDefinition>().is_some());
    let balancer = service.block(EcsService::LOAD_BALANCER).expect("it is behind one");
    assert!(balancer.get(LoadBalancer::TARGET_GROUP_ARN).leads_to::<LbTargetGroup>().is_some());
    let scaling = documents.resources_of::<AppautoscalingTarget>().next().expect("it scales");
    let limits = [AppautoscalingTarget::MIN_CAPACITY, AppautoscalingTarget::MAX_CAPACITY].map(|it| scaling.get(it).literal());
    assert!(limits[0] < limits[1], "{limits:?}");
}

#[test]
fn the_roles_may_do_no_more_than_they_have_to() {
    let documents = emitted("", WEB);
    let mut read = 0;
    for role in documents.resources_of::<IamRolePolicy>() {
        let policy = Policy::read(&role.get(IamRolePolicy::POLICY).document().expect("it is a policy")).expect("it is one");
        let excesses: Vec<String> = policy.statements.iter().filter_map(|it| excess(it, false)).map(|it| it.to_string()).collect();
        assert_eq!(excesses, Vec::<String>::new(), "{}", role.address());
        read += 1;
    }
    assert_eq!(read, 2, "the execution role's and the task role's");
}

#[test]
fn the_database_s_password_is_a_secret_and_no_plain_variable() {
    let documents = emitted("", WEB);
    let definition = documents.resources_of::<EcsTaskDefinition>().next().expect("there is one");
    let containers = definition.get(EcsTaskDefinition::CONTAINER_DEFINITIONS).document().expect("it is JSON");
    let names = |key: &str| -> Vec<String> {
        let members = containers[0][key].as_array().expect("it is a list").iter();
        members.filter_map(|it| it["name"].as_str().map(str::to_owned)).collect()
    };
    assert!(names("secrets").contains(&"DB_PASSWORD".to_owned()), "{:?}", names("secrets"));
    assert!(names("environment").iter().all(|name| !name.contains("PASSWORD")), "{:?}", names("environment"));
    assert_eq!(containers[0]["readonlyRootFilesystem"], true);
}

#[test]
fn with_a_domain_plain_http_leads_to_https() {
    let protocols = |shared: &str| -> Vec<String> {
        let documents = emitted(shared, WEB);
        documents.resources_of::<LbListener>().filter_map(|it| it.get(LbListener::PROTOCOL).literal()).collect()
    };
    assert_eq!(protocols(""), ["HTTP"]);
    let mut with_domain = protocols(TLS);
    with_domain.sort();
    assert_eq!(with_domain, ["HTTP", "HTTPS"]);
}

#[test]
fn services_that_get_in_each_other_s_way_are_told() {
    let second = WEB.replace("[web]", "[mail]");
    let (_, problems) = checked("", &format!("{WEB}{second}"));
    assert!(problems.iter().any(|problem| problem.contains("priority") || problem.contains("100")), "{problems:?}");
}

const WORKER: &str = "[mailer]\nimage_tag = \"1.0.0\"\ntasks = { desired = 1, min = 1, max = 2 }\n";
const INTERNAL: &str =
    "[accounts]\nimage_tag = \"1.0.0\"\nport = 9090\nreached_by = [\"web\"]\ntasks = { desired = 1, min = 1, max = 2 }\n";

#[test]
fn a_worker_has_nothing_of_the_load_balancers() {
    let documents = emitted("", WORKER);
    assert_eq!(documents.resources_of::<LbTargetGroup>().count(), 0);
    assert_eq!(documents.resources_of::<aws::LbListenerRule>().count(), 0);
    let service = documents.resources_of::<EcsService>().next().expect("there is one");
    assert!(service.block(EcsService::LOAD_BALANCER).is_none());
    assert!(!service.get(EcsService::HEALTH_CHECK_GRACE_PERIOD_SECONDS).is_set());
    let task = documents.resources_of::<EcsTaskDefinition>().next().expect("there is one");
    let containers = task.get(EcsTaskDefinition::CONTAINER_DEFINITIONS).text().expect("they are text");
    assert!(containers.contains("\"portMappings\":[]") && !containers.contains("\"PORT\""), "{containers}");
}

#[test]
fn an_internal_service_is_made_before_those_that_reach_it() {
    let documents = emitted("", &(WEB.to_owned() + INTERNAL));
    let services: Vec<_> = documents.resources_of::<EcsService>().collect();
    let [accounts, web] = services.as_slice() else { panic!("there are two") };
    assert!(accounts.block(EcsService::LOAD_BALANCER).is_none());
    let connect = accounts.block(EcsService::SERVICE_CONNECT_CONFIGURATION).expect("it is reached");
    assert_eq!(connect.blocks(aws::ecs_service::ServiceConnectConfiguration::SERVICE).count(), 1);
    assert!(web.written()["depends_on"].to_string().contains("aws_ecs_service.accounts"));
    assert!(!accounts.written()["depends_on"].to_string().contains("aws_ecs_service.web"));
}

#[test]
fn of_two_services_that_reach_each_other_neither_waits() {
    let both = WEB.to_owned() + &INTERNAL.replace("reached_by = [\"web\"]", "reached_by = [\"web\"]\nreaches = [\"web\"]");
    for service in emitted("", &both).resources_of::<EcsService>() {
        assert!(!service.written()["depends_on"].to_string().contains("aws_ecs_service."));
    }
}

const REPORT: &str =
    "[report]\nimage_tag = \"1.0.0\"\nschedule = { expression = \"cron(0 3 * * ? *)\", time_zone = \"Europe/Berlin\" }\n";
const MIGRATE: &str = "[migrate]\nimage_tag = \"2.0.0\"\nimage_of = \"web\"\ncommand = [\"migrate\", \"up\"]\n";

/// What a role may do: `Sid`: actions on resources, under a condition.
fn rights(documents: &Documents, label: &str) -> String {
    let role = documents.resources_of::<IamRolePolicy>().find(|it| it.address().label().as_str() == label).expect("it is there");
    let policy = role.get(IamRolePolicy::POLICY).document().expect("it is a policy");
    let statements = policy["Statement"].as_array().expect("there are statements").iter();
    let lines = statements.map(|it| format!("{}: {} on {} if {}\n", it["Sid"], it["Action"], it["Resource"], it["Condition"]));
    lines.collect::<Vec<_>>().concat()
}

#[test]
fn scheduler_may_start_one_job_for_one_group_and_nothing_else() {
    let documents = emitted_with_jobs("", WEB, &format!("{REPORT}{MIGRATE}"));
    insta::assert_snapshot!("rights_of_scheduler", rights(&documents, "report_scheduler"));
    let role = documents.resources_of::<IamRole>().find(|it| it.address().label().as_str() == "report_scheduler");
    let trust = role.expect("it is there").get(IamRole::ASSUME_ROLE_POLICY).document().expect("it is a policy");
    let condition = &trust["Statement"][0]["Condition"];
    assert_eq!(condition["ArnLike"]["aws:SourceArn"], "${module.ecs.aws_scheduler_schedule_group.report.arn}");
    assert_eq!(condition["StringEquals"]["aws:SourceAccount"], "${module.ecs.var.account_id}");
}

#[test]
fn a_job_is_started_by_its_schedule_or_by_a_command() {
    let documents = emitted_with_jobs("", WEB, &format!("{REPORT}{MIGRATE}"));
    let schedules: Vec<_> = documents.resources_of::<SchedulerSchedule>().collect();
    let [schedule] = schedules.as_slice() else { panic!("one job has a schedule") };
    assert!(schedule.get(SchedulerSchedule::GROUP_NAME).leads_to::<SchedulerScheduleGroup>().is_some());
    let target = schedule.block(SchedulerSchedule::TARGET).expect("it starts something");
    let dead_letters = target.block(Target::DEAD_LETTER_CONFIG).expect("what is not started is kept");
    assert!(dead_letters.get(TargetDeadLetterConfig::ARN).leads_to::<SqsQueue>().is_some());
    // Both are neither services nor scaled.
    assert_eq!(documents.resources_of::<EcsService>().count(), 1);
    assert_eq!(documents.resources_of::<AppautoscalingTarget>().count(), 1);
}

#[test]
fn a_job_may_run_the_image_of_a_service() {
    let documents = emitted_with_jobs("", WEB, MIGRATE);
    let repositories = documents.resources_of::<EcrRepository>().count();
    assert_eq!(repositories, 1, "the service's");
    assert!(rights(&documents, "migrate_execution").contains("aws_ecr_repository.web.arn"));
    let task = documents.resources_of::<EcsTaskDefinition>().find(|it| it.address().label().as_str() == "migrate");
    let containers = task.expect("it is there").get(EcsTaskDefinition::CONTAINER_DEFINITIONS).document().expect("it is JSON");
    assert_eq!(
        containers[0]["image"],
        "${module.ecs.aws_ecr_repository.web.repository_url}:${module.ecs.var.image_tags['migrate']}"
    );
}

#[test]
fn what_terraform_rolls_out_is_one_revision_and_what_the_pipeline_does_the_newest() {
    let started = |jobs: &str| {
        let documents = emitted_with_jobs("", WEB, jobs);
        let schedule = documents.resources_of::<SchedulerSchedule>().next().expect("there is one");
        schedule.written()["target"]["ecs_parameters"]["task_definition_arn"].to_string()
    };
    assert!(started(REPORT).ends_with(".arn}\""));
    assert!(started(&REPORT.replace("schedule", "deployment = \"pipeline\"\nschedule")).ends_with(".arn_without_revision}\""));
}

#[test]
fn a_job_and_a_service_have_names_of_their_own() {
    let job = |text: &str| checked_with_jobs("", WEB, text).1;
    let same = job("[web]\nimage_tag = \"1.0.0\"\n");
    assert!(same.iter().any(|problem| problem.contains("there is a service `web` as well")), "{same:?}");
    let same_in_aws = job("[report]\nimage_tag = \"1.0.0\"\naws_name = \"web\"\n");
    assert!(same_in_aws.iter().any(|problem| problem.contains("carries the name `web` in AWS as well")), "{same_in_aws:?}");
}

/// What is wrong with the one web service with these further settings, beside shared ones.
fn faults(shared: &str, further: &str) -> Vec<String> {
    checked(shared, &format!("{WEB}{further}")).1
}

fn assert_told(shared: &str, further: &str, says: &str) {
    let found = faults(shared, further);
    assert!(found.iter().any(|it| it.contains(says)), "{further}{shared}\nsays not `{says}`: {found:?}");
}

fn containers(documents: &Documents) -> terraform::Json {
    let definition = documents.resources_of::<EcsTaskDefinition>().next().expect("there is one");
    definition.get(EcsTaskDefinition::CONTAINER_DEFINITIONS).document().expect("it is JSON")
}

#[test]
fn what_a_service_loses_last_goes_after_it_has_let_go() {
    let ways = "egress = [{ port = 6379, cidrs = [\"10.1.0.0/16\"] }]\n";
    let firewall = "[load_balancer.firewall]\nallowed_cidrs = [\"192.0.2.0/24\"]\nblocked_cidrs = [\"198.51.100.0/24\"]\n";
    let documents = emitted(firewall, &format!("{WEB}{ways}{INTERNAL}"));
    let kinds = ["aws_security_group", "aws_service_discovery_http_namespace", "aws_wafv2_ip_set"];
    let found: Vec<_> = documents.all().filter(|it| kinds.contains(&it.kind)).collect();
    assert_eq!(found.len(), 4);
    for it in found {
        assert_eq!(it.written["lifecycle"]["create_before_destroy"], true, "{}", it.address());
    }
}

#[test]
fn alarms_that_are_not_heeded_any_more_are_switched_off_by_their_names() {
    let alarms = |rollout: &str| {
        let documents = emitted("", &format!("{WEB}rollout = {{ {rollout} }}\n"));
        let service = documents.resources_of::<EcsService>().next().expect("there is one");
        service.written()["alarms"].clone()
    };
    let names = "rollback_alarms = [\"checkout\"]";
    assert_eq!(alarms(names)["enable"], true);
    let off = alarms(&format!("{names}, heed_alarms = false"));
    assert_eq!((&off["enable"], &off["rollback"]), (&terraform::json::json!(false), &terraform::json::json!(false)));
    // The provider refuses an empty list: `missing required field, … AlarmNames`.
    assert_eq!(off["alarm_names"], terraform::json::json!(["checkout"]));
    assert_told("", "rollout = { heed_alarms = false }\n", "no alarm is named");
}

#[test]
fn nothing_starts_tasks_before_the_first_delivery_and_no_apply_stops_them_after_it() {
    let refused = faults("", "start_with = \"delivery\"\nqueue = \"mails\"\n");
    assert!(refused.iter().any(|it| it.contains("messages that wait start the tasks")), "{refused:?}");
    let fixed = "[web]\nimage_tag = \"1.0.0\"\nport = 8080\nrouting = { priority = 100, paths = [\"/*\"] }\n\
                 tasks = { desired = 2, min = 2, max = 2 }\nscaling = { enabled = false }\nstart_with = \"delivery\"\n";
    let documents = emitted("", fixed);
    let service = documents.resources_of::<EcsService>().next().expect("there is one");
    assert!(service.written()["lifecycle"]["ignore_changes"].to_string().contains("desired_count"));
}

#[test]
fn who_is_let_through_is_not_counted_by_the_limit() {
    let firewall = "[load_balancer.firewall]\nrequests_in_5_minutes = 2000\n";
    let rules = |more: &str| {
        let documents = emitted(&format!("{firewall}{more}"), WEB);
        let acl = documents.resources_of::<aws::Wafv2WebAcl>().next().expect("there is one");
        acl.get(aws::Wafv2WebAcl::RULE_JSON).document().expect("it is JSON")
    };
    let limit = |rules: &terraform::Json| {
        let rules = rules.as_array().cloned().unwrap_or_default();
        rules.into_iter().find(|rule| rule["Name"] == "rate-limit").expect("it is there")["Statement"]["RateBasedStatement"].clone()
    };
    assert_eq!(limit(&rules(""))["ScopeDownStatement"], terraform::Json::Null);
    let allowed = limit(&rules("allowed_cidrs = [\"192.0.2.0/24\"]\n"));
    let excepted = allowed["ScopeDownStatement"]["NotStatement"]["Statement"]["IPSetReferenceStatement"]["ARN"].to_string();
    assert!(excepted.contains("aws_wafv2_ip_set.allowed"), "{allowed}");
    assert_eq!(limit(&rules("blocked_cidrs = [\"192.0.2.0/24\"]\n"))["ScopeDownStatement"], terraform::Json::Null);
}

#[test]
fn a_rule_that_its_group_does_not_have_is_told() {
    let firewall = |rule: &str| {
        format!("[load_balancer.firewall]\nmanaged_rule_groups = [\"common\"]\ncounted_rules = {{ common = [\"{rule}\"] }}\n")
    };
    assert_eq!(faults(&firewall("SizeRestrictions_BODY"), ""), Vec::<String>::new());
    assert_told(&firewall("SizeRestriction_BODY"), "", "WAF ignores a name");
}

#[test]
fn a_firewall_without_a_rule_is_told() {
    let told = "the firewall has no rule: every request passes it, and is paid for";
    for idle in ["mode = \"count\"\n", "logs = {}\n", "allowed_cidrs = [\"192.0.2.0/24\"]\n"] {
        assert_told(&format!("[load_balancer.firewall]\n{idle}"), "", told);
    }
    for rule in ["managed_rule_groups = [\"common\"]\n", "requests_in_5_minutes = 2000\n", "blocked_cidrs = [\"192.0.2.0/24\"]\n"] {
        assert_eq!(faults(&format!("[load_balancer.firewall]\n{rule}"), ""), Vec::<String>::new());
    }
}

#[test]
fn what_would_have_one_address_is_told_by_both_names() {
    let policies = "policy_arns = [\"arn:aws:iam::111122223333:policy/Foo-Bar\", \"arn:aws:iam::111122223333:policy/Foo_Bar\"]\n";
    assert_told("", policies, "`Foo-Bar` and `Foo_Bar` would have one name in Terraform, `Foo_Bar`");
    let domains = "alternative_domains = [\"a-b.example.com\", \"a.b.example.com\"]\n";
    assert_told(&format!("{TLS}{domains}"), "", "the records of `a-b.example.com` and `a.b.example.com` would have one address");
    let wildcard = "alternative_domains = [\"*.example.com\", \"example.com\"]\n";
    assert_eq!(faults(&format!("{TLS}{wildcard}"), ""), Vec::<String>::new());
    let firewall = "[load_balancer.firewall]\nlogs = {}\n";
    let (_, found) = checked(firewall, &WEB.replace("[web]", "[firewall]"));
    assert!(found.iter().any(|it| it.contains("a service and the firewall's log")), "{found:?}");
}

#[test]
fn a_task_has_ten_containers_and_each_volume_once() {
    let sidecars = |count: usize| -> String {
        (0..count).map(|at| format!("[web.sidecars.s{at}]\nimage = \"public.ecr.aws/x/y:1\"\n")).collect::<Vec<_>>().concat()
    };
    assert_eq!(faults("", &sidecars(9)), Vec::<String>::new());
    assert_told("", &sidecars(10), "11 containers");
    assert_told("", &format!("log_router = {{ options = {{ Name = \"x\" }} }}\n{}", sidecars(9)), "11 containers");
    let agent = "[web.sidecars.agent]\nimage = \"public.ecr.aws/x/y:1\"\nwritable_paths = [\"/tmp\"]\n";
    assert_told("", &format!("writable_paths = [\"/agent-tmp\"]\n{agent}"), "share the volume `agent-tmp`");
    assert_told("", "writable_paths = [\"/a/b\", \"/a-b\"]\n", "share the volume `a-b`");
    assert_told("", "execute_command = true\nwritable_paths = [\"/managed/agents\"]\n", "share the volume `managed-agents`");
    assert_eq!(faults("", "execute_command = true\nwritable_paths = [\"/managed-agents\"]\n"), Vec::<String>::new());
}

#[test]
fn a_variable_of_the_collector_s_may_be_a_secret_and_stands_once() {
    let arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:otel-AbCdEf";
    let documents = emitted("", &format!("{WEB}open_telemetry = {{}}\nsecrets = {{ OTEL_EXPORTER_OTLP_ENDPOINT = \"{arn}\" }}\n"));
    let own = &containers(&documents)[0];
    let count = |key: &str| {
        let members = own[key].as_array().expect("it is a list").iter();
        members.filter(|it| it["name"] == "OTEL_EXPORTER_OTLP_ENDPOINT").count()
    };
    assert_eq!((count("environment"), count("secrets")), (0, 1));
}

#[test]
fn a_redirect_leads_elsewhere() {
    let rule = |routing: &str, redirect: &str| {
        format!("[load_balancer.rules.moved]\nrouting = {{ priority = 5, {routing} }}\nredirect = {{ {redirect} }}\n")
    };
    let hosts = "hosts = [\"old.example.com\"]";
    for (routing, redirect, says) in [
        (hosts, "host = \"#{host}\", path = \"/#{path}\"", "leads to nothing else"),
        (hosts, "port = 80", "leads to nothing else"),
        (hosts, "host = \"OLD.example.com\"", "the rule matches where it leads"),
        ("paths = [\"/*\"]", "path = \"/new/#{path}\"", "the rule matches where it leads"),
        ("paths = [\"/docs/*\"]", "path = \"/docs/index.html\"", "the rule matches where it leads"),
        (hosts, "host = \"#{path}.example.com\"", "no `#{path}` into a host"),
        (hosts, "path = \"/#{query}\"", "no `#{query}` into a path"),
        (hosts, "host = \"https://new.example.com/x\"", "is more than a host"),
        (hosts, "host = \"new.example.com:8443\"", "is more than a host"),
        (hosts, "port = 443", "443 speaks HTTPS"),
    ] {
        assert_told(&rule(routing, redirect), "", says);
    }
    assert_told(&format!("{TLS}{}", rule(hosts, "port = 80")), "", "80 speaks plain HTTP");
    assert_told(
        &format!("{TLS}{}", rule("paths = [\"/a\"]", "host = \"shop.example.com\"")),
        "",
        "the rule matches where it leads",
    );
    for (routing, redirect) in [
        (hosts, "host = \"shop.example.com\", path = \"/new/#{path}\""),
        (hosts, "port = 8443"),
        ("paths = [\"/old/*\"]", "path = \"/new/#{path}\""),
        ("paths = [\"/docs/*\"]", "host = \"docs.example.com\""),
        ("paths = [\"/docs\"], query = { v = \"1\" }", "path = \"/docs\", query = \"v=2\", host = \"#{host}\", port = 81"),
    ] {
        assert_eq!(faults(&rule(routing, redirect), ""), Vec::<String>::new(), "{routing} {redirect}");
    }
}

#[test]
fn images_of_ecr_are_known_by_every_host_that_it_has() {
    let sidecar = |host: &str| format!("{WEB}[web.sidecars.agent]\nimage = \"{host}/agent:1\"\n");
    for host in [
        "444455556666.dkr.ecr.us-east-1.amazonaws.com",
        "444455556666.dkr-ecr.us-east-1.on.aws",
        "444455556666.dkr.ecr-fips.us-east-1.amazonaws.com",
    ] {
        let documents = emitted("", &sidecar(host));
        let rights: String =
            documents.resources_of::<IamRolePolicy>().map(|it| it.get(IamRolePolicy::POLICY).text().unwrap_or_default()).collect();
        assert!(rights.contains("arn:aws:ecr:us-east-1:444455556666:repository/agent"), "{host}: {rights}");
        // The other account has to let the role pull.
        assert!(documents.by_path().values().any(|it| it["output"].get("image_repository_policies").is_some()), "{host}");
    }
    let credentials = "[web.sidecars.agent]\nimage = \"444455556666.dkr.ecr.us-east-1.amazonaws.com/agent:1\"\n\
                       image_credentials = \"arn:aws:secretsmanager:us-east-1:111122223333:secret:ghcr-AbCdEf\"\n";
    assert_told("", credentials, "is in ECR, where ECS logs in with the execution role");
}
