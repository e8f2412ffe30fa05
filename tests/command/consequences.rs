//! What a change does to those who use the environment is told when it is written, and refused where it would lose what is recorded.

use crate::command::sandbox::Sandbox;

/// A change: what is set before, what after, and what is said of it.
pub(crate) struct Row {
    pub(crate) before: &'static [&'static str],
    pub(crate) after: &'static [&'static str],
    pub(crate) says: &'static str,
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

const PRIVATE: &str = "networking.subnets.private={ a = \"10.0.11.0/24\", b = \"10.0.12.0/24\" }";

const EXISTING: &str = "networking.existing={ vpc_id = \"vpc-0123456789abcdef0\", free_addresses = 200, \
    public = { a = \"subnet-0123456789abcdea1\", b = \"subnet-0123456789abcdeb1\" }, \
    private = { a = \"subnet-0123456789abcdea2\", b = \"subnet-0123456789abcdeb2\" }, \
    database = { a = \"subnet-0123456789abcdea3\", b = \"subnet-0123456789abcdeb3\" }, \
    private_route_table_ids = [\"rtb-0123456789abcdef0\"] }";

const BEHIND: &str = "ecs.load_balancer.existing={ security_group_id = \"sg-0123456789abcdef0\", zone_id = \"Z32O12XQLNTSW2\", \
    dns_name = \"shared-1.eu-central-1.elb.amazonaws.com\", \
    listener_arn = \"arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener/app/shared/50dc6c495c0c9188/f2f7dc8efc522ab2\" }";

/// Behind another load balancer, and delivered by the pipeline.
const BY_PIPELINE: [&str; 2] = [BEHIND, "services.web.deployment=pipeline"];

/// Records in the zone of another account.
const ELSEWHERE: &str = "ecs.load_balancer.tls={ domain = \"shop.example.com\", hosted_zone_id = \"Z0123456789EXAMPLE\", \
    zone_role = { role_arn = \"arn:aws:iam::444455556666:role/dns\" } }";

/// A certificate that exists, whose name somebody else leads there.
const OWN_CERTIFICATE: [&str; 2] = [
    "unset=[\"ecs.load_balancer.tls.hosted_zone_id\"]",
    "ecs.load_balancer.tls.certificate_arn=arn:aws:acm:eu-central-1:111122223333:certificate/12345678-1234-1234-1234-123456789012",
];

const SCHEDULE: &str = "services.web.schedule={ start = \"08:00\", stop = \"20:00\", time_zone = \"Europe/Berlin\" }";

const HERE: &str = "ecs.load_balancer.tls={ domain = \"shop.example.com\", hosted_zone_id = \"Z0123456789EXAMPL2\" }";

/// Another one, that differs in its id.
const ANOTHER: [&str; 2] = [EXISTING, "networking.existing.vpc_id=vpc-0123456789abcdef9"];

const BY_NAME: [&str; 4] = [TWO_SERVICES[0], TWO_SERVICES[1], TWO_SERVICES[2], "services.api.reached_by=[\"web\"]"];

/// The same service behind the load balancer, reached by its name, and reached by nobody, each rolled out by Terraform.
const BY_TERRAFORM_LED: [&str; 6] =
    [FIRST_API[0], FIRST_API[1], FIRST_API[2], FIRST_API[3], FIRST_API[4], "services.api.deployment=terraform"];
const BY_TERRAFORM_NAMED: [&str; 5] = [BY_NAME[0], BY_NAME[1], BY_NAME[2], BY_NAME[3], "services.api.deployment=terraform"];
const BY_TERRAFORM_WORKER: [&str; 3] = [TWO_SERVICES[0], TWO_SERVICES[2], "services.api.deployment=terraform"];

const SPEAKS: [&str; 5] = [BY_NAME[0], BY_NAME[1], BY_NAME[2], BY_NAME[3], "services.api.app_protocol=grpc"];

/// The one service of before is reached by another one as well.
const REACHED: [&str; 4] = [
    "services.worker.image_tag=1.0.0",
    "services.worker.tasks={ desired = 1, min = 1, max = 2 }",
    "services.worker.database=none",
    "services.web.reached_by=[\"worker\"]",
];

const WORKER: [&str; 3] = [REACHED[0], REACHED[1], REACHED[2]];

const KEPT: &str = "removed=[{ from = \"module.rds.aws_db_instance.main\" }]";

const UNPROTECTED: [&str; 2] = ["prevent_destroy=false", "rds.deletion.protection=false"];

/// The one web service as a worker, and nothing else that a load balancer would be for.
const QUIET: [&str; 3] = [
    "unset=[\"services.web.routing\", \"services.web.port\"]",
    "ecs.load_balancer.deletion_protection=true",
    "services.web.deployment=terraform",
];

const QUIET_UNPROTECTED: [&str; 3] = [QUIET[0], "ecs.load_balancer.deletion_protection=false", QUIET[2]];

const ROWS: [Row; 83] = [
    Row {
        before: &[],
        after: &QUIET,
        says: "set `ecs.load_balancer.always = true` to keep it; or set that and `deletion_protection = false`",
    },
    Row {
        before: &["ecs.load_balancer.deletion_protection=false"],
        after: &QUIET_UNPROTECTED,
        says: "its host name never comes back, and who asks by it finds nobody; set `ecs.load_balancer.always = true` to keep it",
    },
    Row { before: &QUIET, after: &[], says: "gets a load balancer with ports that are open to the internet" },
    Row {
        before: &["ecs.load_balancer.deletion_protection=false"],
        after: &[BEHIND],
        says: "lead the names that point to it elsewhere first",
    },
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
    Row {
        before: &[ELSEWHERE],
        after: &[HERE],
        says: "set `ecs.load_balancer.previous_zone_role = { role_arn = \"arn:aws:iam::444455556666:role/dns\" }`, apply, and take it out then",
    },
    Row { before: &[], after: &[BEHIND], says: "requests are answered with 503 for some minutes" },
    Row { before: &[BEHIND], after: &[], says: "requests are answered with 503 for some minutes" },
    Row { before: &[], after: &BY_PIPELINE, says: "registered with the target group behind the old load balancer" },
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
    Row {
        before: &[],
        after: &["rds.storage.key_arn=arn:aws:kms:eu-central-1:111122223333:key/12345678-1234-1234-1234-123456789012"],
        says: "the database stays under the key with which it was made",
    },
    Row {
        before: &[SUBNETS[0], SUBNETS[1], PRIVATE],
        after: &[SUBNETS[0], "networking.subnets.database={ a = \"10.0.23.0/24\", b = \"10.0.22.0/24\" }", PRIVATE],
        says: "module.networking.aws_subnet.database_a: RDS takes no subnet out of its group",
    },
    Row { before: &["rds.engine_version=16"], after: &[], says: "RDS takes no database back from 16 to 15" },
    Row {
        before: &["rds.engine_version=15.17"],
        after: &["rds.engine_version=15.10"],
        says: "RDS takes no database back from 15.17 to 15.10",
    },
    Row { before: &[], after: &["rds.engine_version=15.10"], says: "name that or a newer one" },
    Row { before: &[], after: &["rds.storage.allocated_gib=50"], says: "RDS makes no storage smaller: from 100 to 50 GiB" },
    Row {
        before: &[],
        after: &["rds.instance_class=db.t3.medium"],
        says: "in its next maintenance window, as long as a failover takes: it goes from db.t3.small to db.t3.medium",
    },
    Row {
        before: &[],
        after: &["rds.backups.retention_days=0", "rds.backups.replicated=false"],
        says: "automated backups are switched off, and all that there are go",
    },
    Row {
        before: &[],
        after: &["rds.backups.retention_days=7"],
        says: "what the automated backups hold of more than 7 days ago is deleted for good",
    },
    Row { before: &[], after: &["rds.restore.snapshot=before"], says: "nothing is restored: the database stands" },
    Row {
        before: &[],
        after: &["rds.parameters.max_connections={ value = \"200\", apply_method = \"pending-reboot\" }"],
        says: "`max_connections`: RDS sets it when the database restarts",
    },
    Row { before: &[], after: &["rds.username=other"], says: "AWS does not change `username` of what stands" },
    Row {
        before: &["queues.mails.kind=standard"],
        after: &["queues.mails.kind=fifo"],
        says: "module.queues.aws_sqs_queue.mails: AWS does not change",
    },
    Row {
        before: &["queues.mails.retention_days=14"],
        after: &["queues.mails.retention_days=1"],
        says: "messages that have waited for more than 86400 seconds are deleted",
    },
    Row {
        before: &["buckets.files.old_version_days=90"],
        after: &["buckets.files.old_version_days=7"],
        says: "what was overwritten or deleted more than 7 days ago is deleted for good",
    },
    Row { before: &[], after: &["rds.logs.retention_days=7"], says: "what was logged more than 7 days ago is deleted for good" },
    Row {
        before: &[],
        after: &["ecs.load_balancer.tls.domain=www.example.com"],
        says: "goes, and who asks by that name finds nobody",
    },
    Row { before: &[], after: &["rds.port=5433"], says: "the database restarts on 5433" },
    Row { before: &[], after: &["rds=false"], says: "RDS deletes no database under deletion protection" },
    Row {
        before: &["rds.deletion.protection=false", "prevent_destroy=false"],
        after: &["rds=false", "prevent_destroy=false"],
        says: "the database goes with all its data, and what is left of it is the snapshot",
    },
    Row {
        before: &["services.web.rollout.rollback_alarms=[\"checkout\"]"],
        after: &[],
        says: "ECS keeps the alarms of a rollout of which nothing is said any more",
    },
    Row {
        before: &["queues.mails.retention_days=4"],
        after: &["queues.mails.encryption=sqs"],
        says: "under this key can be read by nobody once the key is scheduled for deletion",
    },
    Row {
        before: &["queues.mails.retention_days=4"],
        after: &["queues.mails.encryption=sqs", "queues.mails.previous_encryption=customer-key"],
        says: "who reads needs that key until it is handled",
    },
    Row {
        before: &["queues.mails.encryption=sqs"],
        after: &["queues.mails.encryption=customer-key"],
        says: "it gets its key before the services get the right to use it",
    },
    Row {
        before: &["buckets.uploads.old_version_days=30"],
        after: &["buckets.uploads.encryption=s3"],
        says: "what lies in module.buckets.aws_s3_bucket.uploads under this key can be read by nobody",
    },
    Row {
        before: &["buckets.uploads.old_version_days=30"],
        after: &["buckets.uploads.encryption=s3", "buckets.uploads.previous_encryption=customer-key"],
        says: "who reads needs that key for as long as it is there",
    },
    Row {
        before: &["buckets.uploads.encryption=s3"],
        after: &["buckets.uploads.encryption=customer-key"],
        says: "S3 refuses what they write until then",
    },
    Row {
        before: &["buckets.uploads.encryption=s3"],
        after: &["buckets.uploads.encryption=s3", "buckets.uploads.aws_name=acme-uploads"],
        says: "another bucket is made, and AWS deletes the old one only when it is empty",
    },
    Row {
        before: &["caches.sessions.login=network"],
        after: &["caches.sessions.login=iam"],
        says: "it asks for a token at once, and refuses the tasks that run",
    },
    Row {
        before: &["caches.sessions.login=iam"],
        after: &["caches.sessions.login=network"],
        says: "modify-serverless-cache --remove-user-group --serverless-cache-name ",
    },
    Row {
        before: &[],
        after: &["rds.backups.replicated=false"],
        says: "to be replicated again while they are there, which RDS does under the key of the copies only",
    },
    Row {
        before: &["caches.pages.nodes={ node_type = \"cache.t4g.small\" }"],
        after: &["caches.pages.nodes={ node_type = \"cache.t4g.small\" }", "caches.pages.login=network"],
        says: "it knows no users any more",
    },
    Row {
        before: &["caches.pages.nodes={ node_type = \"cache.t4g.small\" }"],
        after: &["caches.pages.nodes={ node_type = \"cache.t4g.small\" }", "caches.pages.engine_version=7.2"],
        says: "ElastiCache goes back to no older version (8.0 to 7.2)",
    },
    Row { before: &["caches.sessions.login=network"], after: &[], says: "the cache goes with all that is in it" },
    Row {
        before: &[],
        after: &["ecs.load_balancer.internal=true"],
        says: "module.ecs.aws_lb.main: it is made anew before the old one goes, whose name",
    },
    Row {
        before: &[],
        after: &["iam.path=/service/"],
        says: "module.rds.aws_iam_role.monitoring: it is made anew before the old one goes",
    },
    Row {
        before: &[SUBNETS[0], SUBNETS[1], PRIVATE],
        after: &["networking.subnets.public={ a = \"10.0.3.0/24\", b = \"10.0.2.0/24\" }", SUBNETS[1], PRIVATE],
        says: "module.networking.aws_nat_gateway.a: it is made while module.networking.aws_nat_gateway.a still has its address",
    },
    Row {
        before: &["networking.nat_allocation_ids={ a = \"eipalloc-0123456789abcdef0\" }"],
        after: &["networking.nat_allocation_ids={ b = \"eipalloc-0123456789abcdef0\" }"],
        says: "module.networking.aws_nat_gateway.b: it is made while module.networking.aws_nat_gateway.a still has its address",
    },
    Row { before: &[], after: &["state.key=elsewhere/prod.tfstate"], says: "terraform.backend: the state is to lie elsewhere" },
    Row { before: &[], after: &ENDPOINTS, says: "set `networking.interface_endpoints`, apply, and only then" },
    Row {
        before: &["prevent_destroy=false", "force_destroy=false"],
        after: &["prevent_destroy=false", "force_destroy=false", "ecs.load_balancer.access_logs.enabled=false"],
        says: "AWS deletes no bucket that holds objects",
    },
    Row { before: &[], after: &["rds=false"], says: "    from = \"module.rds.aws_db_subnet_group.main\"" },
    Row { before: &[], after: &["rds=false"], says: "    from = \"module.rds.aws_kms_key.database\"" },
    Row {
        before: &UNPROTECTED,
        after: &["rds=false", KEPT, "prevent_destroy=false"],
        says: "module.rds.aws_db_instance.main: it stays, and this apply takes away what it stands on",
    },
    Row { before: &UNPROTECTED, after: &["rds=false", KEPT, "prevent_destroy=false"], says: "without its key nobody can read it" },
    Row { before: &[], after: &[EXISTING], says: "RDS takes no subnet of another VPC into a database's subnet group" },
    Row { before: &[EXISTING], after: &ANOTHER, says: "Elastic Load Balancing takes no load balancer into another VPC" },
    Row { before: &[EXISTING], after: &[], says: "RDS takes no subnet of another VPC into a database's subnet group" },
    Row { before: &[], after: &["networking.vpc_cidr=10.1.0.0/16"], says: "RDS takes no subnet of another VPC" },
    Row {
        before: &[],
        after: &["networking.nat_gateways=single"],
        says: "aws_nat_gateway.b: what leaves through it comes from another",
    },
    Row {
        before: &["networking.nat_gateways=single"],
        after: &[],
        says: "aws_route.private_b_internet: what leaves by it comes from another public address",
    },
    Row {
        before: &[],
        after: &["rds.backups.replicated_key_arn=arn:aws:kms:eu-west-1:111122223333:key/12345678-1234-1234-1234-123456789012"],
        says: "RDS begins it under another key only when the copies under the one of before are deleted",
    },
    Row { before: &[], after: &["rds.backups.replicated=false"], says: "    from = \"module.rds.aws_kms_key.disaster_recovery\"" },
    Row {
        before: &WORKER,
        after: &REACHED,
        says: "the running revision keeps its port without the name that Service Connect asks for",
    },
    Row { before: &BY_NAME, after: &SPEAKS, says: "ECS changes what a service speaks by Service Connect for none that stands" },
    Row {
        before: &[],
        after: &["services.web.aws_name=shop"],
        says: "nothing runs of it until the new tasks are well, and these start only when an image lies in the new repository",
    },
    Row {
        before: &[],
        after: &["services.web.architecture=arm64"],
        says: "start only from an image that is built for `linux/arm64`",
    },
    Row { before: &[], after: &["services.web.tasks.desired=3"], says: "`tasks.desired` is read when the service is made" },
    Row {
        before: &[SCHEDULE],
        after: &[SCHEDULE, "services.web.tasks.max=9"],
        says: "the bounds that hold stay until the schedule starts the service the next time",
    },
    Row {
        before: &[],
        after: &OWN_CERTIFICATE,
        says: "the record of `shop.example.com` goes, and who asks by that name finds nobody; write the record by hand",
    },
    Row { before: &[], after: &["services.web.protocol=grpc"], says: "the service stays registered with the old one" },
    Row {
        before: &["services.web.deployment=terraform"],
        after: &["services.web.deployment=terraform", "services.web.protocol=http2"],
        says: "in which no task is well yet when the rule turns to it",
    },
    Row { before: &BY_NAME, after: &FIRST_API, says: "Terraform does not register the running service with its new target group" },
    Row { before: &FIRST_API, after: &BY_NAME, says: "the service stays registered with a target group that goes" },
    Row {
        before: &BY_TERRAFORM_LED,
        after: &BY_TERRAFORM_NAMED,
        says: "404: the services that reach it by its name find it, and nobody else",
    },
    Row { before: &BY_TERRAFORM_LED, after: &BY_TERRAFORM_WORKER, says: "404: nobody finds it any more" },
    Row { before: &BY_TERRAFORM_NAMED, after: &BY_TERRAFORM_WORKER, says: "no other service finds it by its name any more" },
    Row {
        before: &["prevent_destroy=false", FIRST_API[0], FIRST_API[1], FIRST_API[2], FIRST_API[3], FIRST_API[4]],
        after: &["prevent_destroy=false"],
        says: "module.ecs.aws_ecr_repository.api: the repository goes with all its images",
    },
];

fn set<'a>(settings: &[&'a str]) -> Vec<&'a str> {
    ["--env", "prod"].into_iter().chain(settings.iter().flat_map(|setting| ["--set", *setting])).collect()
}

#[test]
fn a_change_that_interrupts_is_told_with_the_way_around_it() {
    are_told(&ROWS);
}

/// Each is told once: by whoever writes the change over what was written before.
pub(crate) fn are_told(rows: &[Row]) {
    for Row { before, after, says } in rows {
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
fn what_was_written_as_another_role_goes_while_the_role_is_kept() {
    let kept = "ecs.load_balancer.previous_zone_role={ role_arn = \"arn:aws:iam::444455556666:role/dns\" }";
    let sandbox = Sandbox::new();
    sandbox.synth(&set(&[ELSEWHERE])).well();
    let told = sandbox.synth(&set(&[HERE, kept])).well();
    assert!(!told.stderr.contains("previous_zone_role"), "{told}");
    let again = sandbox.synth(&set(&[HERE])).well();
    assert!(!again.stderr.contains("previous_zone_role"), "nothing stands there any more: {again}");
}

/// What is emitted for `prod` with these settings, compared with what is emitted with those.
fn difference(before: &[&str], after: &[&str]) -> String {
    let sandbox = Sandbox::new();
    sandbox.synth(&[&set(before)[..], &["--out", "before"]].concat()).well();
    sandbox.synth(&[&set(after)[..], &["--out", "after"]].concat()).well();
    sandbox.synth(&["diff", "before/prod", "after/prod"]).stdout
}

#[test]
fn what_terraform_lets_go_of_and_holds_nothing_is_told_to_stay_on_the_bill() {
    let sandbox = Sandbox::new();
    let per_zone = "networking.nat_gateways=per-zone";
    sandbox.synth(&set(&[per_zone])).well();
    let let_go =
        "[[removed]]\nfrom = \"module.networking.aws_eip.nat_b\"\n\n[[removed]]\nfrom = \"module.rds.aws_db_instance.main\"\n";
    sandbox.append("environments/prod.toml", let_go);
    let told = sandbox.synth(&set(&["networking.nat_gateways=single", "rds=false", "prevent_destroy=false"])).stderr;
    let billed: Vec<&str> = told.lines().filter(|line| line.contains("on the bill")).collect();
    assert!(billed.len() == 1 && billed[0].contains("module.networking.aws_eip.nat_b"), "{told}");
}

#[test]
fn what_is_kept_is_kept_with_all_that_it_stands_on() {
    let sandbox = Sandbox::new();
    // What the tasks lose with it is told of those that the pipeline rolls out.
    let by_terraform = "services.web.deployment=terraform";
    let gone = set(&["rds=false", "prevent_destroy=false", by_terraform]);
    sandbox.synth(&set(&[by_terraform])).well();
    sandbox.synth(&[&gone[..], &["--out", "after"]].concat()).well();
    let told = sandbox.synth(&["diff", "out/prod", "after/prod", "--json"]).json();
    let consequences = told["consequences"].as_array().expect("it is a list");
    assert_eq!(consequences.len(), 1, "the database's subnets go with their group: {consequences:?}");
    let removed: Vec<&str> = consequences[0]["removed"].as_array().into_iter().flatten().filter_map(|it| it.as_str()).collect();
    assert_eq!(
        removed,
        [
            "module.networking.aws_security_group.database",
            "module.networking.aws_subnet.database_a",
            "module.networking.aws_subnet.database_b",
            "module.rds.aws_cloudwatch_log_group.postgresql",
            "module.rds.aws_cloudwatch_log_group.upgrade",
            "module.rds.aws_db_instance.main",
            "module.rds.aws_db_instance_automated_backups_replication.main",
            "module.rds.aws_db_parameter_group.main",
            "module.rds.aws_db_subnet_group.main",
            "module.rds.aws_iam_role.monitoring",
            "module.rds.aws_iam_role_policy_attachment.monitoring",
            "module.rds.aws_kms_key.database",
            "module.rds.aws_kms_key.disaster_recovery",
            "module.rds.aws_secretsmanager_secret_rotation.master_user",
        ]
    );
    // What is printed can be pasted, and then nothing is lost.
    let lines = |indent: &str| -> String {
        removed.iter().flat_map(|it| [indent, "[[removed]]\n", indent, "from = \"", it, "\"\n"]).collect()
    };
    let shown = sandbox.synth(&["diff", "out/prod", "after/prod"]);
    assert!(shown.stdout.contains(&lines("      ")), "{shown}");
    sandbox.append("environments/prod.toml", &lines(""));
    let kept = sandbox.synth(&[&gone[..], &["--out", "kept"]].concat()).well();
    assert!(!kept.stderr.contains("module.rds.aws"), "{kept}");
    let told = sandbox.synth(&["diff", "out/prod", "kept/prod"]);
    assert!(!told.stdout.contains("what this does") && !told.stdout.contains("DESTROYED"), "{told}");
}

#[test]
fn another_vpc_is_told_with_all_that_it_replaces() {
    for (before, after) in [(&[][..], &[EXISTING][..]), (&[EXISTING], &ANOTHER), (&[EXISTING], &[])] {
        let told = difference(before, after);
        let group = "replaced: module.ecs.aws_lb_target_group.web, because it refers to module.ecs.var.vpc_id";
        assert!(told.contains(group), "{told}");
        for untrue in [
            "RDS takes no subnet out of its group",
            "is still held by",
            "no task can start between them",
            "in which no task is well",
        ] {
            assert!(!told.contains(untrue), "{untrue}: {told}");
        }
    }
}

#[test]
fn a_zone_goes_with_the_database_without_a_word_of_it() {
    let (two, three) = ("networking.zones=[\"a\", \"b\"]", "networking.zones=[\"a\", \"b\", \"c\"]");
    let untrue = "RDS takes no subnet out of its group";
    assert!(difference(&[three], &[two]).contains(untrue));
    assert!(!difference(&[three, "prevent_destroy=false"], &[two, "rds=false", "prevent_destroy=false"]).contains(untrue));
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
