//! What the documents promise, and that the arithmetic follows them.

use report::availability::availability;
use report::recovery::recovery;
use serde_json::json;

use crate::common::variants::variants;
use crate::common::{Emitted, shipped};
use crate::report::change;

fn product(emitted: &Emitted) -> (Option<String>, bool) {
    let availability = availability(&emitted.documents);
    (availability.product.map(|it| it.to_string()), availability.is_kept)
}

#[test]
fn production_promises_more_than_the_system() {
    assert_eq!(product(&shipped("prod")), (Some("99.93 %".to_owned()), true));
}

#[test]
fn a_database_in_one_zone_breaks_the_promise() {
    let mut emitted = shipped("prod");
    change(&mut emitted, "/resource/aws_db_instance/main", |it| it["multi_az"] = json!(false));
    // 0.9999 × 0.9999 × 0.995 = 0.99480100995
    assert_eq!(product(&emitted), (Some("99.4801 %".to_owned()), false));
}

#[test]
fn nothing_is_promised_for_a_single_task() {
    let mut emitted = shipped("prod");
    change(&mut emitted, "/resource/aws_appautoscaling_target/task_api", |it| it["min_capacity"] = json!(1));
    assert_eq!(product(&emitted), (None, false));
    // As staging has it, whose schedule stops even that one.
    assert_eq!(product(&shipped("staging")), (None, false));
}

#[test]
fn nothing_is_promised_by_nothing() {
    let availability = availability(&terraform::read::Documents::default());
    assert_eq!((availability.product, availability.is_kept), (None, false));
}

/// The failures whose promise is kept.
fn kept(emitted: &Emitted) -> Vec<&'static str> {
    recovery(&emitted.documents).into_iter().filter(|it| it.is_kept == Some(true)).map(|it| it.failure).collect()
}

#[test]
fn production_recovers_as_promised_but_from_a_task_that_hangs() {
    assert_eq!(kept(&shipped("prod")), ["A task stops", "A zone is lost", "The database is lost", "A whole rollout"]);
    assert_eq!(kept(&shipped("staging")), ["A whole rollout"]);
}

#[test]
fn recovery_follows_what_is_emitted() {
    let mut faster = shipped("prod");
    change(&mut faster, "/resource/aws_lb_target_group/task_api/health_check", |it| it["interval"] = json!(10));
    assert!(kept(&faster).contains(&"A task hangs"));
    let mut single = shipped("prod");
    change(&mut single, "/resource/aws_nat_gateway", |it| {
        it.as_object_mut().expect("it is an object").remove("b");
    });
    assert!(!kept(&single).contains(&"A zone is lost"));
    let mut slow = shipped("prod");
    change(&mut slow, "/resource/aws_lb_target_group/task_api", |it| it["deregistration_delay"] = json!("3600"));
    assert!(!kept(&slow).contains(&"A whole rollout"));
}

#[test]
fn each_variant_says_what_it_recovers_from() {
    let mut told = Vec::new();
    for (name, emitted) in variants().filter(|(name, _)| ["prod", "staging"].contains(name)) {
        for it in recovery(&emitted.documents) {
            told.push([name, it.failure, it.promise, &it.time, &it.loss].join(" | "));
        }
    }
    insta::assert_snapshot!("recovery", told.join("\n"));
}
