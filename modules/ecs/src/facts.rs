//! What `terraform test` proves of the services: section 3 of the system, in the words of its tables.

use aws::{
    AppautoscalingPolicyReference, AppautoscalingTargetReference, CloudwatchLogGroupReference, EcrRepositoryReference,
    EcsServiceReference, EcsTaskDefinitionReference, LbReference, LbTargetGroupReference, SchedulerScheduleReference,
};
use terraform::{Address, Expression, List, Map, ModuleCall, Number, Run, Value};

use crate::config::{Ecs, ImageSource, Job, Kind, LoadBalancer, Service};
use crate::database::{DatabaseShape, INSTANCES};
use crate::interface::{
    BucketInputs, BucketKeyInputs, CacheIamInputs, CacheInputs, ConnectInputs, DatabaseInputs, FrontInputs, IamInputs, Inputs,
    QueueInputs, QueueKeyInputs, ReplicaInputs, SecretInputs, SecretKeyInputs,
};
use crate::load_balancer::target_group_label;
use crate::service::first_tasks;

/// In front of which input those of the database stand.
const BEFORE: &str = "image_tags";

/// The run that plans the services alone.
pub fn facts(call: &ModuleCall, account_id: &str, ecs: &Ecs, database: Option<DatabaseShape>) -> Run {
    let mut inputs = inputs(account_id, ecs).into_body();
    if ecs.has_load_balancer() {
        let front = FrontInputs { load_balancer_security_group_id: "sg-0loadbalancer".into() };
        inputs.extend_before("ecs_security_group_id", front.into_body());
    }
    if let Some(DatabaseShape { has_secret, has_key, has_replica }) = database {
        let database = DatabaseInputs {
            database_endpoint: "database.example.com".into(),
            database_port: 5432_u32.into(),
            database_name: "database".into(),
        };
        inputs.extend_before(BEFORE, database.into_body());
        if has_secret {
            let arn = format!("arn:aws:secretsmanager:us-east-1:{account_id}:secret:database-AbCdEf");
            inputs.extend_before(BEFORE, SecretInputs { database_secret_arn: arn.into() }.into_body());
        }
        if has_key {
            let arn = format!("arn:aws:kms:us-east-1:{account_id}:key/00000000-0000-0000-0000-000000000000");
            inputs.extend_before(BEFORE, SecretKeyInputs { database_key_arn: arn.into() }.into_body());
        }
        if has_replica {
            inputs.extend(ReplicaInputs { database_replica_endpoint: "replica.example.com".into() }.into_body());
        }
    }
    if ecs.logs_in_by_iam() {
        let ids: Map<String> = INSTANCES.into_iter().map(|instance| (instance, format!("db-{instance}"))).collect();
        inputs.extend(IamInputs { database_resource_ids: ids.into() }.into_body());
    }
    if ecs.connects_services() {
        let connected = ecs.services.iter().filter(|service| service.connect.is_some());
        let ids: Map<String> = connected.map(|service| (service.name.as_str(), format!("sg-0{}", service.name))).collect();
        inputs.extend(ConnectInputs { service_security_group_ids: ids.into() }.into_body());
    }
    if ecs.uses_queues() {
        let of = |text: &str| -> Value<Map<String>> {
            let queues = ecs.tasks().flat_map(Service::queues);
            queues.map(|queue| (queue.as_str(), format!("{text}{queue}"))).collect::<Map<String>>().into()
        };
        let queues = QueueInputs {
            queue_urls: of("https://sqs.example.com/"),
            queue_arns: of(&format!("arn:aws:sqs:us-east-1:{account_id}:")),
            queue_names: of("queue-"),
        };
        inputs.extend(queues.into_body());
    }
    if ecs.uses_queue_key() {
        let key = format!("arn:aws:kms:us-east-1:{account_id}:key/00000000-0000-0000-0000-000000000001");
        inputs.extend(QueueKeyInputs { queue_key_arn: key.into() }.into_body());
    }
    if ecs.uses_buckets() {
        let of = |text: &str| -> Value<Map<String>> {
            let buckets = ecs.tasks().flat_map(|task| task.stores.keys());
            buckets.map(|bucket| (bucket.as_str(), format!("{text}{bucket}"))).collect::<Map<String>>().into()
        };
        inputs.extend(BucketInputs { bucket_names: of("bucket-"), bucket_arns: of("arn:aws:s3:::bucket-") }.into_body());
    }
    if ecs.uses_bucket_key() {
        let key = format!("arn:aws:kms:us-east-1:{account_id}:key/00000000-0000-0000-0000-000000000002");
        inputs.extend(BucketKeyInputs { bucket_key_arn: key.into() }.into_body());
    }
    if ecs.uses_caches() {
        let caches = CacheInputs {
            cache_hosts: by_cache(ecs, "cache.example.com-"),
            cache_reader_hosts: by_cache(ecs, "reader.example.com-"),
            cache_security_group_ids: by_cache(ecs, "sg-0"),
        };
        inputs.extend(caches.into_body());
    }
    if ecs.uses_iam_caches() {
        let arn = |kind: &str| format!("arn:aws:elasticache:us-east-1:{account_id}:{kind}:");
        let caches = CacheIamInputs {
            cache_names: by_cache(ecs, "cache-"),
            cache_arns: by_cache(ecs, &arn("serverlesscache")),
            cache_user_names: by_cache(ecs, "user-"),
            cache_user_arns: by_cache(ecs, &arn("user")),
        };
        inputs.extend(caches.into_body());
    }
    let mut run = Run::new(call, inputs);
    if ecs.has_load_balancer() && ecs.load_balancer.existing.is_none() {
        run = of_load_balancer(run, &ecs.load_balancer);
    }
    for service in &ecs.services {
        run = of_service(run, service, &ecs.load_balancer);
    }
    ecs.jobs.iter().fold(run, of_job)
}

fn by_cache(ecs: &Ecs, text: &str) -> Value<Map<String>> {
    let caches = ecs.tasks().flat_map(|task| &task.caches);
    caches.map(|cache| (cache.as_str(), format!("{text}{cache}"))).collect::<Map<String>>().into()
}

fn inputs(account_id: &str, ecs: &Ecs) -> Inputs {
    let subnets = || vec![Value::from("subnet-0a"), Value::from("subnet-0b")].into();
    let tags: Map<String> = ecs.tasks().map(|service| (service.name.as_str(), service.image_tag.as_str())).collect();
    Inputs {
        account_id: account_id.into(),
        vpc_id: "vpc-0".into(),
        public_subnet_ids: subnets(),
        private_subnet_ids: subnets(),
        ecs_security_group_id: "sg-0ecs".into(),
        image_tags: tags.into(),
    }
}

/// The load balancer of the environment's own.
fn of_load_balancer(run: Run, settings: &LoadBalancer) -> Run {
    let load_balancer = LbReference::from(Address::managed("aws_lb", "main"));
    run.assert(
        if settings.internal { load_balancer.internal().equals(true) } else { load_balancer.internal().is_not() },
        if settings.internal { "the load balancer is reached from within only" } else { "the load balancer faces the internet" },
    )
    .assert(load_balancer.drop_invalid_header_fields().equals(true), "the load balancer drops header fields that are none")
    .assert(
        load_balancer.enable_deletion_protection().equals(settings.deletion_protection),
        if settings.deletion_protection {
            "the load balancer is protected from deletion"
        } else {
            "the load balancer may be deleted"
        },
    )
}

fn of_service(run: Run, service: &Service, load_balancer: &LoadBalancer) -> Run {
    let label = service.label();
    let name = &service.name;
    let of = |kind: &str| Address::managed(kind, label.as_str());
    let ecs_service = EcsServiceReference::from(of("aws_ecs_service"));
    let task = EcsTaskDefinitionReference::from(of("aws_ecs_task_definition"));
    let bounds = AppautoscalingTargetReference::from(of("aws_appautoscaling_target"));
    let targets =
        LbTargetGroupReference::from(Address::managed("aws_lb_target_group", target_group_label(service, load_balancer).as_str()));
    let repository = EcrRepositoryReference::from(of("aws_ecr_repository"));
    let log = CloudwatchLogGroupReference::from(of("aws_cloudwatch_log_group"));
    let (tasks, days) = (&service.tasks, service.log_retention_days.get());
    let (cpu, memory) = (service.size.cpu().to_string(), service.size.memory().to_string());
    let health_path = service.health_check.path(service.protocol);
    let run = run.assert(
        ecs_service.desired_count().equals(first_tasks(service)),
        &format!("{name} begins with {} tasks", first_tasks(service)),
    );
    let run = if service.scaling.enabled {
        run.assert(bounds.min_capacity().equals(tasks.min.get()), &format!("{name} has {} tasks at the least", tasks.min.get()))
            .assert(bounds.max_capacity().equals(tasks.max.get()), &format!("{name} has {} tasks at the most", tasks.max.get()))
    } else {
        run
    };
    let (least, most) = (service.rollout.minimum_healthy_percent.get(), service.rollout.maximum_percent.get());
    let least_fact = match least {
        100 => format!("a rollout of {name} takes no task away first"),
        _ => format!("a rollout of {name} keeps {least} % of the tasks"),
    };
    let most_fact = match most {
        200 => format!("a rollout of {name} may double the tasks"),
        _ => format!("a rollout of {name} has {most} % of the tasks at the most"),
    };
    let run = run
        .assert(task.cpu().equals(cpu.as_str()), &format!("a task of {name} has {cpu} CPU units"))
        .assert(task.memory().equals(memory.as_str()), &format!("a task of {name} has {memory} MiB"))
        .assert(ecs_service.deployment_minimum_healthy_percent().equals(least), &least_fact)
        .assert(ecs_service.deployment_maximum_percent().equals(most), &most_fact)
        .assert(
            first(ecs_service.address(), "deployment_circuit_breaker").attribute::<bool>("rollback").equals(true),
            &format!("a rollout of {name} that fails goes back by itself"),
        )
        .assert(
            first(ecs_service.address(), "network_configuration").attribute::<bool>("assign_public_ip").is_not(),
            &format!("a task of {name} has no public address"),
        );
    let run = match &service.kind {
        Kind::Web(_) => run.assert(
            first(targets.address(), "health_check").attribute::<String>("path").equals(health_path),
            &format!("{name} is asked for its health at {health_path}"),
        ),
        Kind::Internal(_) | Kind::Worker => run,
    };
    let run = match &service.image {
        ImageSource::Elsewhere { .. } | ImageSource::OfService(_) => run,
        ImageSource::Own => {
            run.assert(repository.image_tag_mutability().equals("IMMUTABLE"), &format!("a tag of {name} keeps its image")).assert(
                first(repository.address(), "image_scanning_configuration").attribute::<bool>("scan_on_push").equals(true),
                &format!("an image of {name} is scanned when it is pushed"),
            )
        }
    };
    let run = run.assert(log.retention_in_days().equals(days), &format!("the log of {name} is kept for {days} days"));
    scaling(run, service)
}

fn of_job(run: Run, job: &Job) -> Run {
    let (label, name) = (job.task.label(), &job.task.name);
    let of = |kind: &str| Address::managed(kind, label.as_str());
    let task = EcsTaskDefinitionReference::from(of("aws_ecs_task_definition"));
    let log = CloudwatchLogGroupReference::from(of("aws_cloudwatch_log_group"));
    let (cpu, memory) = (job.task.size.cpu().to_string(), job.task.size.memory().to_string());
    let days = job.task.log_retention_days.get();
    let run = run
        .assert(task.cpu().equals(cpu.as_str()), &format!("a task of {name} has {cpu} CPU units"))
        .assert(task.memory().equals(memory.as_str()), &format!("a task of {name} has {memory} MiB"))
        .assert(log.retention_in_days().equals(days), &format!("the log of {name} is kept for {days} days"));
    let Some(schedule) = &job.schedule else { return run };
    let made = SchedulerScheduleReference::from(of("aws_scheduler_schedule"));
    let (expression, zone) = (schedule.expression.to_string(), schedule.time_zone.as_str());
    let state = if schedule.enabled { "ENABLED" } else { "DISABLED" };
    let retries = schedule.maximum_retry_attempts.get();
    run.assert(made.schedule_expression().equals(expression.as_str()), &format!("{name} is started at {expression}"))
        .assert(made.schedule_expression_timezone().equals(zone), &format!("{name} is started by the clocks of {zone}"))
        .assert(made.state().equals(state), &format!("the schedule of {name} is {}", state.to_lowercase()))
        .assert(
            first(made.address(), "target")
                .attribute::<List<()>>("retry_policy")
                .at(0)
                .attribute::<Number>("maximum_retry_attempts")
                .equals(retries),
            &format!("starting {name} is tried again {retries} times"),
        )
}

fn scaling(mut run: Run, service: &Service) -> Run {
    if matches!(service.kind, Kind::Worker) && service.queue.is_some() {
        return run;
    }
    let scaling = &service.scaling;
    for (what, percent) in [("cpu", scaling.cpu_percent.get()), ("memory", scaling.memory_percent.get())] {
        if !scaling.enabled || percent == 0 {
            continue;
        }
        let label = format!("{}_{what}", service.label());
        let policy = AppautoscalingPolicyReference::from(Address::managed("aws_appautoscaling_policy", label));
        let tracking = first(policy.address(), "target_tracking_scaling_policy_configuration");
        let cooldown = scaling.scale_in_cooldown_seconds.get();
        run = run
            .assert(
                tracking.attribute::<Number>("target_value").equals(percent),
                &format!("{} scales out above {percent} % of {what}", service.name),
            )
            .assert(
                tracking.attribute::<Number>("scale_in_cooldown").equals(cooldown),
                &format!("{} waits {cooldown} seconds before it scales in", service.name),
            );
    }
    run
}

/// A nested block of which there is one. The bindings give types to attributes only, so a name here is checked by `terraform test`.
fn first(address: &Address, block: &str) -> Expression<()> {
    address.attribute::<List<()>>(block).at(0)
}
