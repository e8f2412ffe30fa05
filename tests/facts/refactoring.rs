//! What keeps what exists when its address changes: moves, imports, and what leaves Terraform's care.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::common::{Emitted, Resource, emit, list, over, prod, read};

/// Production whose one service has another name, with these settings of its section.
fn renamed(settings: &str) -> Emitted {
    let settings = format!("[services.jobs]\nrenamed_from = \"task-api\"\n{settings}\n");
    let renamed = emit("prod", &settings, &mut |path| read(path).map(|text| text.replace("[services.task-api", "[services.jobs")));
    renamed.unwrap_or_else(|report| panic!("{report}"))
}

fn addresses(emitted: &Emitted) -> BTreeSet<String> {
    emitted.resources().iter().map(Resource::address).collect()
}

fn refactoring<'a>(emitted: &'a Emitted, section: &str) -> &'a [Json] {
    list(&emitted.document("refactoring.tf.json")[section])
}

#[test]
fn every_address_of_a_renamed_service_moves_and_no_other() {
    let renamed = renamed("");
    let (before, after) = (addresses(prod()), addresses(&renamed));
    let moved = |end: &str| -> BTreeSet<String> {
        refactoring(&renamed, "moved").iter().map(|it| it[end].as_str().unwrap_or_default().to_owned()).collect()
    };
    let gone: BTreeSet<String> = before.difference(&after).cloned().collect();
    let new: BTreeSet<String> = after.difference(&before).cloned().collect();
    assert!(gone.len() > 20, "{gone:?}");
    assert_eq!((moved("from"), moved("to")), (gone, new));
    for it in refactoring(&renamed, "moved") {
        let [from, to] = ["from", "to"].map(|end| it[end].as_str().unwrap_or_default());
        assert_eq!(from.replace("task_api", "jobs"), to);
    }
}

#[test]
fn a_renamed_service_keeps_its_names_in_aws_where_it_is_told_to() {
    let named = |emitted: &Emitted, label: &str| -> Vec<Json> {
        let arguments = [
            ("aws_cloudwatch_log_group", "", "name"),
            ("aws_ecr_repository", "", "name"),
            ("aws_ecs_service", "", "name"),
            ("aws_ecs_task_definition", "", "family"),
            ("aws_ecs_task_definition", "", "container_definitions"),
            ("aws_iam_role", "_execution", "name"),
            ("aws_iam_role", "_task", "name"),
            ("aws_lb_target_group", "", "name"),
        ];
        let value = |(kind, purpose, argument): &(&str, &str, &str)| {
            let value = &emitted.resource("ecs", kind, &format!("{label}{purpose}"))[*argument];
            // What refers to other resources goes where they went.
            json!(value.to_string().replace(&format!(".{label}"), ".<label>"))
        };
        arguments.iter().map(value).collect()
    };
    assert_eq!(named(&renamed("aws_name = \"task-api\""), "jobs"), named(prod(), "task_api"));
    assert_ne!(named(&renamed(""), "jobs")[0], named(prod(), "task_api")[0]);
}

#[test]
fn a_service_that_keeps_its_name_moves_nothing() {
    assert!(!prod().texts.contains_key("refactoring.tf.json"));
}

#[test]
fn what_is_set_stands_in_the_root_module_and_nothing_of_it_is_evaluated() {
    let settings = "\
        [[moved]]\nfrom = 'module.vpc[\"${a}\"].aws_vpc.this[0]'\nto = \"module.networking.aws_vpc.main\"\n\
        [[import]]\nto = \"module.rds.aws_kms_key.database\"\nid = \"${path.module}\"\n\
        [[removed]]\nfrom = \"aws_vpn_gateway.old\"\n\
        [[removed]]\nfrom = \"aws_eip.old\"\ndestroy = true\n";
    let emitted = over("prod", settings);
    assert_eq!(
        refactoring(&emitted, "moved"),
        [json!({"from": "module.vpc[\"$${a}\"].aws_vpc.this[0]", "to": "module.networking.aws_vpc.main"})]
    );
    assert_eq!(refactoring(&emitted, "import"), [json!({"to": "module.rds.aws_kms_key.database", "id": "$${path.module}"})]);
    assert_eq!(
        refactoring(&emitted, "removed"),
        [
            json!({"from": "aws_vpn_gateway.old", "lifecycle": {"destroy": false}}),
            json!({"from": "aws_eip.old", "lifecycle": {"destroy": true}}),
        ]
    );
}
