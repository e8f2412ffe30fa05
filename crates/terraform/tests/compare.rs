//! What is a difference between two configurations.

use terraform::compare::{Change, Departures, Difference, Provider, Subject};
use terraform::json::{Json, json};
use terraform::read::Documents;

/// A provider with a set, a type that holds data, and arguments that replace.
const PROVIDER: Provider = Provider {
    is_set: |kind, path| kind == "aws_db_instance" && path == ["vpc_security_group_ids"],
    replaces: |kind, path| kind == "aws_db_instance" && (path == ["engine"] || path == ["restore", "from"]),
    is_stateful: |kind| kind == "aws_db_instance",
};

fn documents(root: &Json) -> Documents {
    Documents::read([("main.tf.json", root.to_string())]).expect("it is a document")
}

fn between(old: &Json, new: &Json) -> Difference {
    Difference::between(&documents(old), &documents(new), Subject::Same, &PROVIDER)
}

/// The argument changes of a resource `aws_db_instance.main` whose body changes like this, as `path: old -> new`.
fn changes(old: Json, new: Json) -> Vec<String> {
    let root = |body: Json| json!({ "resource": { "aws_db_instance": { "main": body } } });
    let shown = |value: &Option<Json>| value.as_ref().map_or("none".to_owned(), Json::to_string);
    let difference = between(&root(old), &root(new));
    let arguments = difference.blocks.iter().flat_map(|block| &block.arguments);
    arguments.map(|it| format!("{}: {} -> {}", it.path, shown(&it.old), shown(&it.new))).collect()
}

#[test]
fn what_terraform_reads_as_the_same_is_no_difference() {
    let none: [(Json, Json); 6] = [
        (json!({ "a": 1, "b": 2 }), json!({ "b": 2, "a": 1 })),
        (json!({ "//": "a comment", "a": 1 }), json!({ "//": "another one", "a": 1 })),
        (json!({ "vpc_security_group_ids": ["a", "b"] }), json!({ "vpc_security_group_ids": ["b", "a"] })),
        (json!({ "a": null }), json!({})),
        (json!({ "policy": "{\"Version\": \"1\", \"b\": 2}" }), json!({ "policy": "{\"b\":2,\"Version\":\"1\"}" })),
        (
            json!({ "policy": r#"{"Statement": [{"Sid": "A", "Action": ["x", "y"]}, {"Sid": "B"}]}"# }),
            json!({ "policy": r#"{"Statement": [{"Sid": "B"}, {"Sid": "A", "Action": ["y", "x"]}]}"# }),
        ),
    ];
    for (old, new) in none {
        assert_eq!(changes(old.clone(), new.clone()), [""; 0], "{old} and {new}");
    }
}

#[test]
fn what_has_a_name_is_matched_by_it() {
    let containers = |environment: &str| json!({ "containers": format!(r#"[{{"name": "log"}}, {{"name": "app", "environment": {environment}}}]"#) });
    assert_eq!(
        changes(
            containers(r#"[{"name": "PORT", "value": "1"}, {"name": "HOST", "value": "a"}]"#),
            containers(r#"[{"name": "NEW", "value": "b"}, {"name": "HOST", "value": "a"}, {"name": "PORT", "value": "2"}]"#)
        ),
        [
            r#"containers[app].environment[NEW]: none -> {"name":"NEW","value":"b"}"#,
            r#"containers[app].environment[PORT].value: "1" -> "2""#,
        ]
    );
    assert_eq!(
        changes(
            json!({ "rule": [{ "priority": 1, "x": 1 }, { "priority": 2, "x": 2 }] }),
            json!({ "rule": [{ "priority": 2, "x": 3 }] })
        ),
        ["rule[2].x: 2 -> 3", r#"rule[1]: {"priority":1,"x":1} -> none"#]
    );
}

#[test]
fn what_has_no_name_is_matched_by_its_place() {
    assert_eq!(
        changes(json!({ "steps": [[1], [2], [3]] }), json!({ "steps": [[1], [9], [2], [3]] })),
        ["steps[1]: none -> [9]"],
        "what was put in between changes no other"
    );
    assert_eq!(changes(json!({ "order": ["a", "b"] }), json!({ "order": ["b", "a"] })), [r#"order: ["a","b"] -> ["b","a"]"#]);
    assert_eq!(changes(json!({ "list": ["a", "b"] }), json!({ "list": ["a", "c"] })), [r#"list: "b" -> "c""#]);
}

#[test]
fn documents_with_references_are_compared_inside() {
    let body = |zone: &str, size: u8| json!({ "body": format!(r#"{{"zone": "${{var.zones["{zone}"]}}", "size": {size}}}"#) });
    assert_eq!(changes(body("a", 1), body("a", 2)), ["body.size: 1 -> 2"]);
    assert_eq!(changes(body("a", 1), body("b", 1)), [r#"body.zone: "${var.zones['a']}" -> "${var.zones['b']}""#]);
    assert_eq!(changes(json!({ "body": "{\"a\":1}" }), json!({ "body": "{broken" })), [r#"body: "{\"a\":1}" -> "{broken""#]);
}

#[test]
fn every_kind_of_block_is_compared() {
    let old = json!({
        "terraform": { "backend": { "s3": { "key": "a" } } },
        "provider": { "aws": [{ "region": "x" }, { "alias": "far", "region": "y" }] },
        "variable": { "v": { "default": 1 } },
        "output": { "o": { "value": 1 } },
        "module": { "m": { "source": "./m", "input": 1 } },
        "data": { "aws_caller_identity": { "current": {} } },
        "ephemeral": { "aws_secretsmanager_random_password": { "master_user": { "password_length": 32 } } },
        "import": [{ "to": "aws_vpc.a", "id": "vpc-1" }],
        "locals": { "l": 1 },
        "check": { "c": {} },
    });
    assert!(between(&old, &old).is_empty());
    let removed: Vec<String> = between(&old, &json!({})).blocks.into_iter().map(|block| block.address).collect();
    let expected = [
        "check.c",
        "data.aws_caller_identity.current",
        "ephemeral.aws_secretsmanager_random_password.master_user",
        "import.aws_vpc.a",
        "locals.l",
        "module.m",
        "output.o",
        "provider.aws",
        "provider.aws.far",
        "terraform",
        "variable.v",
    ];
    assert_eq!(removed, expected);
}

#[test]
fn a_second_block_of_one_address_is_not_hidden_by_the_first() {
    let twice = [("a.tf.json", r#"{"terraform": {"x": 1}}"#), ("b.tf.json", r#"{"terraform": {"y": 1}}"#)];
    let once = Documents::read([twice[1]]).expect("it is a document");
    let twice = Documents::read(twice).expect("they are documents");
    assert!(!Difference::between(&once, &twice, Subject::Same, &PROVIDER).is_empty());
}

#[test]
fn what_no_document_looks_like_is_compared_as_it_stands() {
    for odd in [
        json!({ "resource": 5 }),
        json!({ "resource": { "aws_vpc": [1] } }),
        json!({ "provider": ["x"], "moved": "y", "output": null }),
    ] {
        assert!(between(&odd, &odd).is_empty());
        assert!(!between(&odd, &json!({ "resource": {} })).is_empty(), "{odd}");
    }
}

#[test]
fn a_change_that_replaces_is_known() {
    let root = |body: Json| json!({ "resource": { "aws_db_instance": { "main": body } } });
    let replaced = |old: Json, new: Json| between(&root(old), &root(new)).replaced().len() == 1;
    assert!(replaced(json!({ "engine": "a" }), json!({ "engine": "b" })));
    assert!(replaced(json!({ "engine": "a" }), json!({})));
    assert!(!replaced(json!({ "size": 1 }), json!({ "size": 2 })));
    assert!(replaced(json!({}), json!({ "restore": [{ "from": "x" }] })), "an argument of a block that was added");
    let ignoring = |engine: &str| json!({ "engine": engine, "lifecycle": { "ignore_changes": ["engine"] } });
    assert!(!replaced(ignoring("a"), ignoring("b")), "Terraform ignores the change");
    let different = Difference::between(
        &documents(&root(json!({ "engine": "a" }))),
        &documents(&root(json!({ "engine": "b" }))),
        Subject::Different,
        &PROVIDER,
    );
    assert_eq!((different.blocks.len(), different.replaced().len()), (1, 0), "two databases replace nothing");
}

/// A database that gets another address and engine, an output that changes, a variable that comes and one that goes.
fn example() -> Difference {
    let root = |label: &str, engine: &str, output: &str, variable: &str| {
        json!({
            "resource": {
                "aws_db_instance": {
                    "kept": { "engine": engine, "size": 1 },
                    label: { "engine": "postgres", "size": 1, "name": "tasks", "vpc_security_group_ids": ["a"] },
                },
            },
            "output": { "o": { "value": output } },
            "variable": { variable: {} },
        })
    };
    between(&root("first", "mysql", "a `b`", "gone"), &root("primary", "postgres", "c\nd", "come"))
}

#[test]
fn it_is_told_to_programs() {
    insta::assert_snapshot!(format!("{:#}", serde_json::to_value(example()).expect("it is JSON")));
}

#[test]
fn a_resource_that_a_moved_block_names_has_moved() {
    let body = |size: u8| json!({ "engine": "postgres", "size": size });
    let old = json!({ "resource": { "aws_db_instance": { "a": body(1) } } });
    let new = json!({ "resource": { "aws_db_instance": { "c": body(2) } }, "moved": [
        { "from": "aws_db_instance.a", "to": "aws_db_instance.b" },
        { "from": "aws_db_instance.b", "to": "aws_db_instance.c" },
    ] });
    let difference = between(&old, &new);
    let moved = difference.blocks.iter().find(|block| block.address == "aws_db_instance.c").expect("it is there");
    assert_eq!((moved.change, moved.moved_from.as_deref(), moved.arguments.len()), (Change::Changed, Some("aws_db_instance.a"), 1));
    assert!(difference.relocations.is_empty() && difference.counts().1 == 0, "{difference:?}");
}

#[test]
fn a_reference_to_what_has_moved_leads_to_the_same() {
    let root = |label: &str, moved: Json| {
        json!({
            "resource": { "aws_vpc": { label: { "x": 1 } }, "aws_db_instance": { "main": { "engine": format!("${{aws_vpc.{label}.id}}") } } },
            "moved": moved,
        })
    };
    let moved = json!([{ "from": "aws_vpc.a", "to": "aws_vpc.b" }]);
    assert_eq!(between(&root("a", json!([])), &root("b", moved)).replaced().len(), 0);
    assert_eq!(between(&root("a", json!([])), &root("b", json!([]))).replaced().len(), 1);
}

#[test]
fn what_is_made_anew_all_the_same_is_not_advised_to_move() {
    let root = |label: &str, name: &str| {
        json!({ "resource": {
            "aws_db_instance": { label: { "engine": format!("{name}-${{data.aws_caller_identity.current.account_id}}"), "size": 1 } },
            "aws_db_snapshot": { label: { "source": format!("${{aws_db_instance.{label}.id}}") } },
            "aws_db_option": { label: { "of": "everybody" } },
        } })
    };
    let provider = Provider {
        replaces: |kind, path| {
            (kind == "aws_db_instance" && path == ["engine"]) || (kind == "aws_db_snapshot" && path == ["source"])
        },
        ..PROVIDER
    };
    let said = |name: &str| {
        let (old, new) = (documents(&root("first", "a")), documents(&root("second", name)));
        let difference = Difference::between(&old, &new, Subject::Same, &provider);
        let lost = difference.lost().len();
        let told = difference.relocations.into_iter().map(|it| (it.moved().is_some(), it.replaced_by, it.replaced_with));
        (lost, told.collect::<Vec<_>>())
    };
    // An account's number in both names does not make them perhaps the same, and who stands in it goes with it.
    let (by, with) = (vec!["engine".to_owned()], vec!["aws_db_instance.second".to_owned()]);
    assert_eq!(said("b"), (1, vec![(false, by, vec![]), (true, vec![], vec![]), (false, vec![], with)]));
    // The same name is kept, and a reference leads to where it led.
    assert_eq!(said("a"), (0, vec![(true, vec![], vec![]); 3]));
}

#[test]
fn what_names_another_resource_that_stands_is_not_advised_to_move() {
    let root = |rule: &str, group: &str| {
        json!({ "resource": {
            "aws_group": { "a": { "x": 1 }, "b": { "x": 2 } },
            "aws_rule": { rule: { "engine": format!("${{aws_group.{group}.id}}"), "port": 80, "protocol": "tcp" } },
        } })
    };
    let provider = Provider { replaces: |kind, path| kind == "aws_rule" && path == ["engine"], ..PROVIDER };
    let advised = |old: &Json, new: &Json| -> Vec<bool> {
        let difference = Difference::between(&documents(old), &documents(new), Subject::Same, &provider);
        difference.relocations.iter().map(|it| it.moved().is_some()).collect()
    };
    assert!(!advised(&root("from", "a"), &root("to", "b")).contains(&true));
    assert_eq!(advised(&root("from", "a"), &root("to", "a")), [true]);
}

#[test]
fn a_resource_that_a_removed_block_names_has_not_moved() {
    let old = json!({ "resource": { "aws_db_instance": { "a": { "x": 1 } } } });
    let come = json!({ "aws_db_instance": { "b": { "x": 1 } } });
    assert_eq!(between(&old, &json!({ "resource": come })).relocations.len(), 1);
    let removed = json!({ "resource": come, "removed": [{ "from": "aws_db_instance.a", "lifecycle": { "destroy": false } }] });
    assert_eq!(between(&old, &removed).relocations.len(), 0);
    assert_eq!(between(&old, &removed).lost().len(), 0, "it is left as it stands");
    let another = json!({ "resource": come, "removed": [{ "from": "aws_db_instance.abc" }] });
    assert_eq!(between(&old, &another).relocations.len(), 1, "they name another one");
    let destroyed = json!({ "removed": [{ "from": "aws_db_instance.a" }] });
    assert_eq!(between(&old, &destroyed).lost().len(), 1);
}

#[test]
fn a_module_takes_its_resources_along() {
    let departures = |root: Json| Departures::of(&documents(&root));
    let moved = departures(json!({ "moved": [{ "from": "module.rds", "to": "module.database" }] }));
    assert_eq!(moved.destination("module.rds.aws_db_instance.main").as_deref(), Some("module.database.aws_db_instance.main"));
    assert_eq!(moved.destination("module.rds_old.aws_db_instance.main"), None);
    let removed = departures(json!({ "removed": { "from": "module.rds" } }));
    assert!(removed.is_removed("module.rds.aws_db_instance.main") && !removed.is_removed("module.rds_old.aws_db_instance.main"));
}

#[test]
fn what_refers_to_something_that_is_replaced_follows_it() {
    let root = |engine: &str| {
        json!({ "resource": {
            "aws_db_instance": { "main": { "engine": engine, "name": "tasks" } },
            "aws_rotation": {
                "by_identity": { "secret": "${aws_db_instance.main.secret[0].arn}" },
                "by_what_stays": { "of": "${aws_db_instance.main.name}" },
                "ignoring": { "of": "${aws_db_instance.main.id}", "lifecycle": { "ignore_changes": ["of"] } },
                "triggered": { "lifecycle": { "replace_triggered_by": ["aws_db_instance.main"] } },
                "of_the_triggered": { "of": ["${aws_rotation.triggered.id}"] },
            },
        } })
    };
    let difference = between(&root("mysql"), &root("postgres"));
    let told: Vec<String> =
        difference.follows.iter().map(|it| format!("{} {} {}", it.address, it.because.join(" "), it.replaced)).collect();
    assert_eq!(
        told,
        [
            "aws_rotation.by_identity aws_db_instance.main false",
            "aws_rotation.of_the_triggered aws_rotation.triggered false",
            "aws_rotation.triggered aws_db_instance.main true",
        ]
    );
    assert_eq!(between(&root("mysql"), &root("mysql")).follows, []);
}

/// A root module that hands a VPC to a module, and what stands in that; the VPC is an own one, or one that exists.
fn with_vpc(vpc: &Json, further: &Json) -> Documents {
    let child = json!({
        "variable": { "vpc_id": {} },
        "resource": {
            "aws_db_instance": { "main": { "engine": "${var.vpc_id}", "size": 1 } },
            "aws_db_proxy": { "main": { "instance": "${aws_db_instance.main.id}" } },
        },
    });
    let mut root = json!({ "module": { "data": { "source": "./modules/data", "vpc_id": vpc } } });
    root.as_object_mut().expect("it is an object").extend(further.as_object().cloned().unwrap_or_default());
    Documents::read([("main.tf.json", root.to_string()), ("modules/data/main.tf.json", child.to_string())])
        .expect("they are documents")
}

#[test]
fn what_gets_another_value_by_a_variable_is_replaced_and_so_is_what_refers_to_it() {
    let own = with_vpc(&json!("${aws_vpc.main.id}"), &json!({ "resource": { "aws_vpc": { "main": {} } } }));
    let existing = with_vpc(&json!("vpc-1"), &json!({}));
    let follows = |old: &Documents, new: &Documents| -> Vec<(String, Vec<String>, bool)> {
        let difference = Difference::between(old, new, Subject::Same, &PROVIDER);
        difference.follows.into_iter().map(|it| (it.address, it.because, it.replaced)).collect()
    };
    let both = [
        ("module.data.aws_db_instance.main".to_owned(), vec!["module.data.var.vpc_id".to_owned()], true),
        ("module.data.aws_db_proxy.main".to_owned(), vec!["module.data.aws_db_instance.main".to_owned()], false),
    ];
    assert_eq!(follows(&own, &existing), both);
    assert_eq!(follows(&existing, &own), both);
    assert_eq!(follows(&existing, &with_vpc(&json!("vpc-2"), &json!({}))), both);
    assert_eq!(follows(&own, &own), []);
    // The same VPC under another name: it leaves Terraform's care, comes under it, or moves within it.
    let left = json!({ "removed": [{ "from": "aws_vpc.main", "lifecycle": { "destroy": false } }] });
    assert_eq!(follows(&own, &with_vpc(&json!("vpc-1"), &left)), []);
    let imported = json!({ "resource": { "aws_vpc": { "main": {} } }, "import": [{ "to": "aws_vpc.main", "id": "vpc-1" }] });
    assert_eq!(follows(&existing, &with_vpc(&json!("${aws_vpc.main.id}"), &imported)), []);
    let moved = json!({ "resource": { "aws_vpc": { "this": {} } }, "moved": [{ "from": "aws_vpc.main", "to": "aws_vpc.this" }] });
    assert_eq!(follows(&own, &with_vpc(&json!("${aws_vpc.this.id}"), &moved)), []);
}
