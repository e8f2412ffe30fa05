//! What an account has only one of: every name that AWS gives once is compared between the environments of a folder, whatever bears it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use aws::facts::types::{self, Name};
use engine::rules::judge;
use engine::{LocalDisk, Neighbour, Neighbours, Synthesized, Workspace};
use terraform::read::{Documents, argument};

use crate::common::variants::{bootstraps, variants};
use crate::common::{Emitted, package, prod};

const TODAY: &str = "2026-12-01";

/// The types whose names are given once, each with the argument that bears it.
fn named() -> impl Iterator<Item = (&'static str, &'static str)> {
    types::all().filter_map(|row| match row.name {
        Name::Once { argument, .. } => Some((row.kind, argument)),
        Name::Free => None,
    })
}

/// The names of a type's resources, as the configuration leads to them.
fn names(emitted: &Emitted, kind: &str, argument: &str) -> Vec<String> {
    let bearers = emitted.documents.all().filter(|block| block.kind == kind);
    let names = bearers.filter_map(|block| Some(emitted.documents.resolve(block.module, block.written.get(argument)?)));
    names.map(|name| name.as_str().expect("a name is a text").to_owned()).collect()
}

#[test]
fn a_name_of_every_type_that_has_it_once_is_found_where_two_environments_bear_it() {
    let mut without = BTreeSet::new();
    for (kind, argument) in named() {
        let Some((_, emitted)) = variants().chain(bootstraps()).find(|(_, emitted)| !names(emitted, kind, argument).is_empty())
        else {
            without.insert(kind);
            continue;
        };
        // Of what both emit, only resources of this type bear one name.
        let only: BTreeMap<String, String> = emitted
            .documents()
            .iter()
            .map(|(path, document)| {
                let mut document = document.clone();
                if let Some(resources) = document.get_mut("resource").and_then(terraform::Json::as_object_mut) {
                    resources.retain(|it, _| it == kind);
                }
                (path.clone(), document.to_string())
            })
            .collect();
        let only = Documents::read(&only).expect("they are documents");
        let report = judged_beside(&emitted.documents, &only);
        assert!(report.contains("warning[ACC001]") && report.contains(kind), "{kind}:\n{report}");
    }
    // The provider finds the names of these, so that two environments cannot bear one; or none is made.
    for kind in without {
        let made = variants().flat_map(|(_, emitted)| emitted.all(kind)).collect::<Vec<_>>();
        assert!(made.iter().all(|resource| resource.body["name_prefix"].is_string()), "a name of {kind} is not known: {made:?}");
    }
}

/// Production's settings, judged with these documents beside an environment that emits those.
fn judged_beside(ours: &Documents, theirs: &Documents) -> String {
    let workspace = Workspace::new(package().join("environments"), &LocalDisk, TODAY.parse().expect("it is a day"));
    let draft = workspace.draft(&"prod".parse().expect("it is a name")).expect("it is there").expect("it can be read");
    let neighbour = Neighbour::of(&"twin".parse().expect("it is a name"), &draft.layers).expect("it can be read");
    let folder: Neighbours = [neighbour.emitting(theirs)].into_iter().collect();
    judge(&draft, Some(ours), &folder, TODAY.parse().expect("it is a day")).report.render(false, "")
}

/// What the engine asks before it synthesizes another environment for its names.
#[test]
fn every_name_that_is_given_once_begins_with_the_project_and_names_the_environment() {
    for (variant, emitted) in variants() {
        let tags = argument::elements(&emitted.providers()[0]["default_tags"])[0]["tags"].clone();
        let (project, environment) = (tags["Project"].as_str().expect("a tag"), tags["Environment"].as_str().expect("a tag"));
        for (kind, argument) in named() {
            for name in names(emitted, kind, argument) {
                let at = name.find(project).unwrap_or_else(|| panic!("{variant}: {kind} `{name}` does not name the project"));
                let (lead, rest) = (&name[..at], &name[at + project.len()..]);
                assert!(lead.is_empty() || lead.ends_with('/'), "{variant}: {kind} `{name}` begins with something else");
                let mut words = rest.split(['-', '/']);
                assert!(words.any(|word| word == environment), "{variant}: {kind} `{name}` does not name the environment");
            }
        }
    }
}

/// The shipped environments' base, and over it what each of these says.
fn reports(environments: &[(&str, &str)]) -> Vec<Result<Synthesized, String>> {
    let folder = tempfile::tempdir().expect("there is room");
    let shared = folder.path().join("shared");
    fs::create_dir(&shared).expect("there is room");
    fs::copy(package().join("environments/base.toml"), shared.join("base.toml")).expect("there is room");
    for (name, settings) in environments {
        let text = format!(
            "extends = \"shared/base.toml\"\npurpose = \"development\"\n\n[services.task-api.tasks]\ndesired = 1\nmin = 1\nmax = 3\n\n{settings}"
        );
        fs::write(folder.path().join(format!("{name}.toml")), text).expect("there is room");
    }
    let workspace = Workspace::new(folder.path(), &LocalDisk, TODAY.parse().expect("it is a day"));
    let names = workspace.environments().expect("there are some");
    let all = workspace.synthesize_all(&names).unwrap_or_else(|error| panic!("{error}"));
    all.into_iter().map(|one| one.map_err(|refused| refused.report.render(false, ""))).collect()
}

/// What ACC001 says of an environment.
fn found(synthesized: &Synthesized) -> Vec<String> {
    let of_rule = synthesized.outcomes.iter().filter(|outcome| outcome.rule.code == "ACC001");
    of_rule.flat_map(|outcome| outcome.found.iter().map(|found| found.message.clone())).collect()
}

#[test]
fn a_service_and_an_environment_whose_words_meet_in_one_name_are_told() {
    let service = "[services.eu]\nimage_tag = \"1.0.0\"\nport = 9090\ntasks = { desired = 1, min = 1, max = 1 }\nrouting = { priority = 50, paths = [\"/eu/*\"] }\n";
    let all = reports(&[("eu-prod", ""), ("prod", service), ("staging", "")]);
    let all: Vec<Vec<String>> = all.iter().map(|one| found(one.as_ref().unwrap_or_else(|report| panic!("{report}")))).collect();
    assert_eq!(all[2], <[String; 0]>::default(), "what no name can be shared with is not told of");
    insta::assert_snapshot!(all[..2].iter().flatten().cloned().collect::<Vec<_>>().join("\n"), @r"
    `module.ecs.aws_cloudwatch_log_group.task_api` would be called `/ecs/task-api-eu-prod`, and so would the log group of `prod`; they share 2 more names
    `module.ecs.aws_cloudwatch_log_group.eu` would be called `/ecs/task-api-eu-prod`, and so would the log group of `eu-prod`; they share 2 more names
    ");
}

#[test]
fn a_priority_that_two_environments_take_on_one_listener_is_told() {
    let listener = "arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/shared/50dc6c495c0c9188/";
    let behind = |id: &str, priority: u32| {
        format!(
            "[services.task-api.routing]\npriority = {priority}\npaths = [\"/*\"]\n\n[ecs.load_balancer.existing]\n\
             listener_arn = \"{listener}{id}\"\nsecurity_group_id = \"sg-0123456789abcdef0\"\n\
             dns_name = \"shared-1.us-east-1.elb.amazonaws.com\"\nzone_id = \"Z35SXDOTRQ7X7K\"\n"
        )
    };
    let (one, other) = ("f2f7dc8efc522ab2", "0467ef3c8400ae65");
    let texts = [behind(one, 10), behind(one, 10), behind(one, 20), behind(other, 10)];
    let all: Vec<(&str, &str)> = ["a", "b", "c", "d"].into_iter().zip(texts.iter().map(String::as_str)).collect();
    let told: Vec<Vec<String>> =
        reports(&all).iter().map(|one| found(one.as_ref().unwrap_or_else(|report| panic!("{report}")))).collect();
    assert_eq!(
        told[0],
        [
            "on this listener the priority `10` is that of a rule of `b` as well, and Elastic Load Balancing gives one once (PriorityInUse)"
        ]
    );
    assert_eq!(told.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1, 0, 0]);
}

#[test]
fn however_many_environments_clash_each_is_told_once_of_a_kind() {
    let trust = "[delivery.trust.github]\nrepository = \"octo-org/task-api\"\nbranches = [\"main\"]\n\n[rds.deletion]\nfinal_snapshot_identifier = \"last\"\n";
    let names: Vec<String> = (0..40).map(|number| format!("copy-{number}")).collect();
    let folder: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), trust)).collect();
    let mut text = String::new();
    for one in reports(&folder) {
        let one = one.unwrap_or_else(|report| panic!("{report}"));
        let found = found(&one);
        assert_eq!(found.len(), 3, "{}: {found:?}", one.name);
        if one.name.as_str() == "copy-0" {
            let _ = writeln!(text, "{}", found.join("\n"));
        }
    }
    insta::assert_snapshot!(text, @r"
    `copy-1`, `copy-10`, `copy-11` and 36 more make GitHub known to the account as well, which AWS allows once
    the last snapshot of `copy-1`, `copy-10`, `copy-11` and 36 more would be called `last` as well: where the first one is kept, RDS refuses to delete the second database
    40 environments record the writes to their state in this region, each by a resource policy of CloudWatch Logs, and an account has room for 10
    ");
}

/// The whole name of a store in AWS is a setting; of a service it is a word of the names that it bears, which the environment's stand beside.
#[test]
fn stores_that_two_environments_call_the_same_are_told() {
    let stores = "[queues.x]\naws_name = \"shared\"\n[buckets.x]\naws_name = \"shared\"\n[caches.x]\naws_name = \"shared\"\n\
                  [caches.n]\n[caches.n.nodes]\nnode_type = \"cache.t4g.micro\"\nfinal_snapshot_name = \"last\"\n";
    let service = "[services.task-api]\naws_name = \"shared\"\n";
    let all = reports(&[("a", stores), ("b", stores), ("c", service), ("d", service)]);
    let told: Vec<Vec<String>> = all.iter().map(|one| found(one.as_ref().unwrap_or_else(|report| panic!("{report}")))).collect();
    insta::assert_snapshot!(told[0].join("\n"), @r"
    the last snapshot of a cache of `b` would be called `last` as well: where the first one is kept, ElastiCache refuses to delete the second cache
    `module.buckets.aws_s3_bucket.x` would be called `shared`, and so would the bucket of `b`; they share 5 more names
    ");
    assert_eq!(told.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 0, 0], "{told:?}");
}

/// The eleventh is refused in the midst of its apply.
#[test]
fn records_of_the_state_that_an_account_has_no_room_for_are_told() {
    let names: Vec<String> = (0..11).map(|number| format!("e{number}")).collect();
    let told = |count: usize, settings: &str| {
        let folder: Vec<(&str, &str)> = names[..count].iter().map(|name| (name.as_str(), settings)).collect();
        let all = reports(&folder);
        all.iter().map(|one| found(one.as_ref().unwrap_or_else(|report| panic!("{report}"))).len()).sum::<usize>()
    };
    assert_eq!((told(10, ""), told(11, "")), (0, 11));
    assert_eq!(told(11, "[state]\nregion = \"eu-west-1\"\n"), 0);
}

#[test]
fn of_an_environment_of_which_no_document_is_known_the_settings_are_compared() {
    let report = judged_beside(&prod().documents, &Documents::default());
    assert_eq!(report.matches("ACC001").count(), 1, "the monitor of its twin alone: {report}");
}
