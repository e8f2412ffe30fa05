//! The system that an environment's documents describe.

use aws::{DbInstance, EcsService};
use system::System;
use terraform::read::Documents;

fn documents(text: &str) -> Documents {
    Documents::read([("main.tf.json", text)]).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_service_knows_its_own_scaling_and_nobody_else_s() {
    let documents = documents(
        r#"{"resource": {
            "aws_ecs_service": {"web": {"name": "web", "desired_count": 5}, "mail": {"name": "mail", "desired_count": 4}},
            "aws_appautoscaling_target": {
                "web": {"service_namespace": "ecs", "resource_id": "service/main/${aws_ecs_service.web.name}", "min_capacity": 3, "max_capacity": 9},
                "table": {"service_namespace": "dynamodb", "resource_id": "table/mail", "min_capacity": 1, "max_capacity": 2}
            },
            "aws_appautoscaling_scheduled_action": {
                "stop": {"service_namespace": "ecs", "resource_id": "service/main/web", "scalable_target_action": {"min_capacity": "0"}}
            }
        }}"#,
    );
    let system = System::read(&documents);
    let told: Vec<_> = system.services.iter().map(|it| (it.name(), it.limits(), it.fewest_tasks())).collect();
    assert_eq!(told, [("mail".to_owned(), None, 4), ("web".to_owned(), Some((3, 9)), 0)]);
    assert_eq!(system.of::<EcsService>().count(), 2);
}

#[test]
fn a_replica_has_what_its_source_says_whether_it_is_named_or_referred_to() {
    let documents = documents(
        r#"{"resource": {"aws_db_instance": {
            "main": {"identifier": "shop", "engine": "postgres", "multi_az": true},
            "near": {"replicate_source_db": "shop"},
            "far": {"replicate_source_db": "${aws_db_instance.main.arn}", "provider": "aws.far"}
        }}, "provider": {"aws": [{"region": "us-east-1"}, {"alias": "far", "region": "us-west-2"}]}}"#,
    );
    let system = System::read(&documents);
    let told: Vec<_> = system
        .databases
        .iter()
        .map(|it| (it.is_replica, it.has_standby(), it.get(DbInstance::ENGINE).literal(), system.regions.of(it.view.resource())))
        .collect();
    let engine = Some("postgres".to_owned());
    assert_eq!(
        told,
        [
            (true, false, engine.clone(), Some("us-west-2")),
            (false, true, engine.clone(), Some("us-east-1")),
            (true, false, engine, Some("us-east-1"))
        ]
    );
    assert_eq!(system.primaries().count(), 1);
}
