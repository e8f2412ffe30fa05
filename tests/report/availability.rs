//! What the documents promise, and that the arithmetic follows them.

use std::path::Path;

use domain::Objectives;
use report::availability::availability;
use report::recovery::recovery;
use system::System;
use terraform::json::json;

use crate::common::variants::variants;
use crate::common::{Emitted, over, read, shipped};
use crate::report::change;

/// The objectives of production: the source's promises.
fn objectives() -> Objectives {
    objectives_of("prod")
}

/// The objectives of a shipped environment.
fn objectives_of(name: &str) -> Objectives {
    let (name, file) = (name.parse().expect("it is a name"), format!("environments/{name}.toml"));
    let loaded = engine::load(&name, Path::new(&file), &[], &mut |path| read(path));
    loaded.environment.unwrap_or_else(|| panic!("{}", loaded.report)).objectives
}

fn product(emitted: &Emitted) -> (Option<String>, Option<bool>) {
    let availability = availability(&System::read(&emitted.documents), objectives().availability_percent);
    let is_kept = availability.is_kept();
    (availability.product.map(|it| it.to_string()), is_kept)
}

#[test]
fn production_is_more_available_than_its_objective() {
    assert_eq!(product(&shipped("prod")), (Some("99.93 %".to_owned()), Some(true)));
}

#[test]
fn a_database_in_one_zone_misses_the_objective() {
    let mut emitted = shipped("prod");
    change(&mut emitted, "/resource/aws_db_instance/main", |it| it["multi_az"] = json!(false));
    // 0.9999 × 0.9999 × 0.995 = 0.99480100995
    assert_eq!(product(&emitted), (Some("99.4801 %".to_owned()), Some(false)));
}

#[test]
fn nothing_is_promised_for_a_single_task() {
    let mut emitted = shipped("prod");
    change(&mut emitted, "/resource/aws_appautoscaling_target/task_api", |it| it["min_capacity"] = json!(1));
    assert_eq!(product(&emitted), (None, Some(false)));
    // As staging has it, whose schedule stops even that one.
    assert_eq!(product(&shipped("staging")), (None, Some(false)));
}

#[test]
fn nothing_is_promised_by_nothing() {
    let availability = availability(&System::read(&terraform::read::Documents::default()), objectives().availability_percent);
    assert_eq!((availability.product, availability.is_kept()), (None, Some(false)));
}

#[test]
fn without_objectives_everything_is_computed_and_nothing_is_judged() {
    let documents = shipped("prod").documents;
    let none = Objectives::default();
    let available = availability(&System::read(&documents), none.availability_percent);
    assert_eq!((available.product.map(|it| it.to_string()), available.is_kept()), (Some("99.93 %".to_owned()), None));
    let judged = recovery(&System::read(&documents), &objectives());
    for (without, with) in recovery(&System::read(&documents), &none).into_iter().zip(judged) {
        assert_eq!((&without.time, &without.loss), (&with.time, &with.loss));
        assert_eq!((without.objective, without.is_kept), (None, None), "{}", without.failure);
    }
}

/// The failures whose objectives are met.
fn kept(emitted: &Emitted, objectives: &Objectives) -> Vec<&'static str> {
    recovery(&System::read(&emitted.documents), objectives)
        .into_iter()
        .filter(|it| it.is_kept == Some(true))
        .map(|it| it.failure)
        .collect()
}

#[test]
fn production_meets_its_objectives_but_for_a_task_that_hangs() {
    let met = ["A task stops", "A zone is lost", "The database is lost", "A whole rollout"];
    assert_eq!(kept(&shipped("prod"), &objectives()), met);
    assert_eq!(kept(&shipped("staging"), &objectives()), ["A whole rollout"]);
    assert_eq!(kept(&shipped("staging"), &objectives_of("staging")), ["A whole rollout"]);
}

#[test]
fn each_objective_is_judged_by_the_figure_that_is_set() {
    let met = |toml: &str, failure: &str| {
        let objectives: Objectives = toml::from_str(toml).unwrap_or_else(|error| panic!("{toml}: {error}"));
        let all = recovery(&System::read(&shipped("prod").documents), &objectives);
        let found = all.into_iter().find(|it| it.failure == failure).unwrap_or_else(|| panic!("there is no `{failure}`"));
        (found.objective.unwrap_or_default(), found.is_kept)
    };
    assert_eq!(met("recovery_time_seconds.task = 95", "A task hangs"), ("within 95 s".to_owned(), Some(true)));
    assert_eq!(met("recovery_time_seconds.task = 94", "A task hangs"), ("within 94 s".to_owned(), Some(false)));
    assert_eq!(met("recovery_time_seconds.zone = 119", "A zone is lost"), ("within 119 s".to_owned(), Some(false)));
    assert_eq!(met("recovery_time_seconds.database = 120", "The database is lost"), ("within 120 s".to_owned(), Some(true)));
    assert_eq!(met("recovery_time_seconds.rollout = 60", "A whole rollout"), ("within 60 s".to_owned(), Some(false)));
    assert_eq!(met("recovery_point_seconds.database = 0", "The database is lost"), ("no data lost".to_owned(), Some(true)));
}

#[test]
fn data_that_only_backups_keep_is_lost_for_up_to_five_minutes() {
    let mut single = shipped("prod");
    change(&mut single, "/resource/aws_db_instance/main", |it| it["multi_az"] = json!(false));
    for (seconds, is_kept) in [(0, false), (299, false), (300, true)] {
        let objectives: Objectives =
            toml::from_str(&format!("recovery_point_seconds.zone = {seconds}")).unwrap_or_else(|error| panic!("{error}"));
        let zone = recovery(&System::read(&single.documents), &objectives).into_iter().find(|it| it.failure == "A zone is lost");
        assert_eq!(zone.and_then(|it| it.is_kept), Some(is_kept), "{seconds} s");
    }
}

#[test]
fn recovery_follows_what_is_emitted() {
    let mut faster = shipped("prod");
    change(&mut faster, "/resource/aws_lb_target_group/task_api/health_check", |it| it["interval"] = json!(10));
    assert!(kept(&faster, &objectives()).contains(&"A task hangs"));
    let mut single = shipped("prod");
    change(&mut single, "/resource/aws_nat_gateway", |it| {
        it.as_object_mut().expect("it is an object").remove("b");
    });
    assert!(!kept(&single, &objectives()).contains(&"A zone is lost"));
    let mut slow = shipped("prod");
    change(&mut slow, "/resource/aws_lb_target_group/task_api", |it| it["deregistration_delay"] = json!("3600"));
    assert!(!kept(&slow, &objectives()).contains(&"A whole rollout"));
}

#[test]
fn more_load_waits_for_the_alarms_and_for_the_checks() {
    let time = |emitted: &Emitted| {
        let all = recovery(&System::read(&emitted.documents), &Objectives::default());
        all.into_iter().find(|it| it.failure == "Load outgrows the tasks").map(|it| it.time).unwrap_or_default()
    };
    assert!(time(&shipped("prod")).starts_with("240 s and "), "{}", time(&shipped("prod")));
    let mut faster = shipped("prod");
    change(&mut faster, "/resource/aws_lb_target_group/task_api/health_check", |it| it["interval"] = json!(5));
    assert!(time(&faster).starts_with("190 s and "), "{}", time(&faster));
    // Where there is no room, nothing is added.
    let mut full = shipped("prod");
    change(&mut full, "/resource/aws_appautoscaling_target/task_api", |it| it["min_capacity"] = it["max_capacity"].clone());
    assert!(time(&full).starts_with("never by itself"), "{}", time(&full));
    let mut fixed = shipped("prod");
    change(&mut fixed, "/resource", |it| {
        it.as_object_mut().expect("it is an object").remove("aws_appautoscaling_policy");
    });
    assert!(time(&fixed).starts_with("never by itself"), "{}", time(&fixed));
}

#[test]
fn each_variant_says_what_it_recovers_from() {
    let mut told = Vec::new();
    for (name, emitted) in variants().filter(|(name, _)| ["prod", "staging"].contains(name)) {
        for it in recovery(&System::read(&emitted.documents), &objectives_of(name)) {
            told.push([name, it.failure, it.objective.as_deref().unwrap_or("-"), &it.time, &it.loss].join(" | "));
        }
    }
    insta::assert_snapshot!("recovery", told.join("\n"));
}

/// What is kept elsewhere, or nowhere, is lost with no zone of ours.
#[test]
fn nobody_without_a_database_is_told_what_is_lost_with_it() {
    let told = recovery(&System::read(&over("prod", "rds = false\n").documents), &Objectives::default());
    assert!(told.iter().all(|it| it.failure != "The database is lost"), "{told:?}");
    let zone = told.iter().find(|it| it.failure == "A zone is lost").expect("it is told");
    insta::assert_snapshot!(format!("{}\n{}", zone.time, zone.loss), @r"
    at most 95 s until requests go elsewhere: 3 checks, 30 s apart, and the last one's time-out
    nothing: tasks keep nothing themselves
    ");
}
