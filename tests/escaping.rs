//! What a user writes stays text: hostile settings, emitted, and read back as Terraform and AWS read them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::common;
use crate::common::expression::{Piece, pieces, traversals};
use crate::common::{Emitted, embedded, list, members, over, package};
use support::{Failure, Terraform, require_or_skip};
use terraform::json::{Json, json};

/// What Terraform, JSON or AWS would take for something else.
const HOSTILE: [&str; 22] = [
    "${aws:username}",
    "${var.account_id}",
    "%{if true}x%{endif}",
    "$${x}",
    "%%{x}",
    "$$${x}",
    "$$$${x}",
    "${\"${x}\"}",
    "${",
    "%{",
    "}",
    "costs $",
    "100 %",
    "\"quotes\"",
    "'single'",
    "back\\slash \\n \\u0041 \\${x}",
    "two\nlines\tand a tab",
    "{\"json\": [true]}",
    "größe ñ 漢字",
    "🚀 \u{2028} \u{7f}",
    " spaces ",
    "",
];

/// A secret whose JSON key Terraform would take for an expression.
const SECRET: &str = "arn:aws:secretsmanager:us-east-1:111122223333:secret:task-api/mail-AbCdEf:${var.account_id}%{if}::";

/// The settings that take any text, as `path` of the schema: what the tests below write hostile text into.
const FREE_TEXT: [&str; 7] = [
    "services.*.environment.*",
    "services.*.secrets.*",
    "rds.parameters.*.value",
    "networking.bastion.access.ssh.key_name",
    "monitoring.cost_anomalies.monitor.existing",
    "rds.restore.point_in_time.source",
    "rds.restore.point_in_time.time",
];

/// Further such settings, each with what it stands in; `@` is the text.
const FREE_TEXT_IN: [(&str, &str); 48] = [
    (
        "ecs.load_balancer.rules.*.redirect.host",
        "[ecs.load_balancer.rules.x]\nrouting = { priority = 5, paths = [\"/x\"] }\nredirect = { host = @ }",
    ),
    (
        "ecs.load_balancer.rules.*.redirect.path",
        "[ecs.load_balancer.rules.x]\nrouting = { priority = 5, paths = [\"/x\"] }\nredirect = { path = @ }",
    ),
    (
        "ecs.load_balancer.rules.*.redirect.query",
        "[ecs.load_balancer.rules.x]\nrouting = { priority = 5, paths = [\"/x\"] }\nredirect = { host = \"example.com\", query = @ }",
    ),
    (
        "ecs.load_balancer.rules.*.routing.headers.*.*",
        "[ecs.load_balancer.rules.x]\nrouting = { priority = 5, headers = { X-A = [@] } }\nredirect = { host = \"example.com\" }",
    ),
    (
        "ecs.load_balancer.rules.*.routing.query.*",
        "[ecs.load_balancer.rules.x]\nrouting = { priority = 5, query = { a = @ } }\nredirect = { host = \"example.com\" }",
    ),
    (
        "ecs.load_balancer.rules.*.routing.query.<key>",
        "[ecs.load_balancer.rules.x]\nrouting = { priority = 5, query = { @ = \"1\" } }\nredirect = { host = \"example.com\" }",
    ),
    ("jobs.*.log_router.options.*", "[jobs.x]\nimage_tag = \"1\"\n[jobs.x.log_router]\noptions = { Name = @ }"),
    (
        "jobs.*.log_router.secrets.*",
        "[jobs.x]\nimage_tag = \"1\"\n[jobs.x.log_router]\noptions = { Name = \"datadog\" }\nsecrets = { apikey = @ }",
    ),
    (
        "jobs.*.sidecars.*.command.*",
        "[jobs.x]\nimage_tag = \"1\"\n[jobs.x.sidecars.s]\nimage = \"public.ecr.aws/a/b:7\"\ncommand = [@]",
    ),
    (
        "jobs.*.sidecars.*.entry_point.*",
        "[jobs.x]\nimage_tag = \"1\"\n[jobs.x.sidecars.s]\nimage = \"public.ecr.aws/a/b:7\"\nentry_point = [@]",
    ),
    (
        "jobs.*.sidecars.*.environment.*",
        "[jobs.x]\nimage_tag = \"1\"\n[jobs.x.sidecars.s]\nimage = \"public.ecr.aws/a/b:7\"\nenvironment = { A = @ }",
    ),
    (
        "jobs.*.sidecars.*.health_check.command.*",
        "[jobs.x]\nimage_tag = \"1\"\n[jobs.x.sidecars.s]\nimage = \"public.ecr.aws/a/b:7\"\nhealth_check = { command = [\"CMD\", @] }",
    ),
    (
        "jobs.*.sidecars.*.secrets.*",
        "[jobs.x]\nimage_tag = \"1\"\n[jobs.x.sidecars.s]\nimage = \"public.ecr.aws/a/b:7\"\nsecrets = { A = @ }",
    ),
    ("jobs.*.command.*", "[jobs.x]\nimage_tag = \"1\"\ncommand = [@]"),
    ("jobs.*.entry_point.*", "[jobs.x]\nimage_tag = \"1\"\nentry_point = [@]"),
    ("jobs.*.environment.*", "[jobs.x]\nimage_tag = \"1\"\nenvironment = { A = @ }"),
    ("jobs.*.environment_files.*", "[jobs.x]\nimage_tag = \"1\"\nenvironment_files = [@]"),
    (
        "jobs.*.permissions.*.conditions.*.*.*",
        "[jobs.x]\nimage_tag = \"1\"\n[[jobs.x.permissions]]\nactions = [\"sqs:SendMessage\"]\nresources = [\"arn:aws:sqs:us-east-1:111122223333:mails\"]\nconditions.StringEquals.\"aws:ResourceTag/team\" = [@]",
    ),
    (
        "jobs.*.permissions.*.resources.*",
        "[jobs.x]\nimage_tag = \"1\"\n[[jobs.x.permissions]]\nactions = [\"s3:GetObject\"]\nresources = [@]",
    ),
    ("jobs.*.secrets.*", "[jobs.x]\nimage_tag = \"1\"\nsecrets = { A = @ }"),
    (
        "monitoring.own_alarms.*.description",
        "[monitoring.own_alarms.x]\ndescription = @\nnamespace = \"A\"\nmetric = \"B\"\nthreshold = 1",
    ),
    (
        "monitoring.own_alarms.*.dimensions.*",
        "[monitoring.own_alarms.x]\ndescription = \"d\"\nnamespace = \"A\"\nmetric = \"B\"\nthreshold = 1\ndimensions = { Queue = @ }",
    ),
    (
        "monitoring.own_alarms.*.dimensions.<key>",
        "[monitoring.own_alarms.x]\ndescription = \"d\"\nnamespace = \"A\"\nmetric = \"B\"\nthreshold = 1\ndimensions = { @ = \"a\" }",
    ),
    (
        "monitoring.own_alarms.*.metric",
        "[monitoring.own_alarms.x]\ndescription = \"d\"\nnamespace = \"A\"\nmetric = @\nthreshold = 1",
    ),
    (
        "monitoring.own_alarms.*.namespace",
        "[monitoring.own_alarms.x]\ndescription = \"d\"\nnamespace = @\nmetric = \"B\"\nthreshold = 1",
    ),
    (
        "rds.existing.database_name",
        "unset = [\"rds\"]\n[rds.existing]\naddress = \"db.example.com\"\ndatabase_name = @\nsecret_arn = \"arn:aws:secretsmanager:us-east-1:111122223333:secret:db-AbCdEf\"\ncidrs = [\"10.0.0.0/16\"]",
    ),
    (
        "rds.existing.secret_arn",
        "unset = [\"rds\"]\n[rds.existing]\naddress = \"db.example.com\"\ndatabase_name = \"db\"\nsecret_arn = @\ncidrs = [\"10.0.0.0/16\"]",
    ),
    ("services.*.command.*", "[services.task-api]\ncommand = [@]"),
    ("services.*.container_health_check.command.*", "[services.task-api.container_health_check]\ncommand = [\"CMD\", @]"),
    ("services.*.entry_point.*", "[services.task-api]\nentry_point = [@]"),
    ("services.*.environment_files.*", "[services.task-api]\nenvironment_files = [@]"),
    ("services.*.log_router.options.*", "[services.task-api.log_router]\noptions = { Name = @ }"),
    (
        "services.*.log_router.secrets.*",
        "[services.task-api.log_router]\noptions = { Name = \"datadog\" }\nsecrets = { apikey = @ }",
    ),
    (
        "services.*.permissions.*.conditions.*.*.*",
        "[[services.task-api.permissions]]\nactions = [\"sqs:SendMessage\"]\nresources = [\"arn:aws:sqs:us-east-1:111122223333:mails\"]\nconditions.StringEquals.\"aws:ResourceTag/team\" = [@]",
    ),
    ("services.*.permissions.*.resources.*", "[[services.task-api.permissions]]\nactions = [\"s3:GetObject\"]\nresources = [@]"),
    (
        "services.*.rollout.rollback_alarms.*",
        "[services.task-api]\ndeployment = \"terraform\"\nrollout = { rollback_alarms = [@] }",
    ),
    ("services.*.routing.headers.*.*", "[services.task-api.routing.headers]\nX-A = [@]"),
    ("services.*.routing.query.*", "[services.task-api.routing.query]\na = @"),
    ("services.*.routing.query.<key>", "[services.task-api.routing.query]\n@ = \"1\""),
    (
        "services.*.scaling.metrics.*.dimensions.*",
        "[services.task-api.scaling.metrics.m]\nnamespace = \"A\"\nmetric = \"B\"\nstatistic = \"maximum\"\ntarget = 1\ndimensions = { Queue = @ }",
    ),
    (
        "services.*.scaling.metrics.*.dimensions.<key>",
        "[services.task-api.scaling.metrics.m]\nnamespace = \"A\"\nmetric = \"B\"\nstatistic = \"maximum\"\ntarget = 1\ndimensions = { @ = \"a\" }",
    ),
    (
        "services.*.scaling.metrics.*.metric",
        "[services.task-api.scaling.metrics.m]\nnamespace = \"A\"\nmetric = @\nstatistic = \"maximum\"\ntarget = 1",
    ),
    (
        "services.*.scaling.metrics.*.namespace",
        "[services.task-api.scaling.metrics.m]\nnamespace = @\nmetric = \"B\"\nstatistic = \"maximum\"\ntarget = 1",
    ),
    ("services.*.sidecars.*.command.*", "[services.task-api.sidecars.s]\nimage = \"public.ecr.aws/a/b:7\"\ncommand = [@]"),
    ("services.*.sidecars.*.entry_point.*", "[services.task-api.sidecars.s]\nimage = \"public.ecr.aws/a/b:7\"\nentry_point = [@]"),
    (
        "services.*.sidecars.*.environment.*",
        "[services.task-api.sidecars.s]\nimage = \"public.ecr.aws/a/b:7\"\nenvironment = { A = @ }",
    ),
    (
        "services.*.sidecars.*.health_check.command.*",
        "[services.task-api.sidecars.s]\nimage = \"public.ecr.aws/a/b:7\"\nhealth_check = { command = [\"CMD\", @] }",
    ),
    ("services.*.sidecars.*.secrets.*", "[services.task-api.sidecars.s]\nimage = \"public.ecr.aws/a/b:7\"\nsecrets = { A = @ }"),
];

#[test]
fn a_further_text_of_any_kind_is_emitted_as_text_or_refused() {
    for (path, settings) in FREE_TEXT_IN {
        for text in ["${var.account_id}", "a %{if true}b%{endif} $${c} $", "a\"b\\c"] {
            let Some(emitted) = accepted(&settings.replace('@', &toml(text))) else { continue };
            let added: Vec<String> =
                expressions(&emitted).into_iter().filter(|code| text.contains(&format!("${{{code}}}"))).collect();
            let before = expressions(common::prod());
            assert!(added.iter().all(|code| before.contains(code)), "{path}: {added:?} became an expression");
        }
    }
}

#[test]
fn a_containers_environment_is_what_the_user_wrote() {
    let emitted = over("prod", &settings());
    let containers = embedded(&emitted.resource("ecs", "aws_ecs_task_definition", "task_api")["container_definitions"]);
    let environment: BTreeMap<&str, &Json> =
        list(&containers[0]["environment"]).iter().filter_map(|pair| Some((pair["name"].as_str()?, &pair["value"]))).collect();
    for (number, text) in HOSTILE.iter().enumerate() {
        assert_eq!(environment.get(format!("HOSTILE_{number}").as_str()), Some(&&json!(text)));
    }
    let secrets = list(&containers[0]["secrets"]).iter().find(|secret| secret["name"] == "HOSTILE");
    assert_eq!(secrets.expect("it is injected")["valueFrom"], SECRET);
}

#[test]
fn a_databases_parameters_are_what_the_user_wrote() {
    let emitted = over("prod", &settings());
    let group = emitted.only("aws_db_parameter_group");
    for (number, text) in HOSTILE.iter().enumerate() {
        let name = format!("hostile.p{number}");
        let found = list(&group["parameter"]).iter().find(|it| it["name"] == name);
        assert_eq!(found.map(|it| &it["value"]), Some(&json!(text)));
    }
}

#[test]
fn the_name_of_a_key_pair_is_what_the_user_wrote() {
    for text in HOSTILE.iter().filter(|text| !text.is_empty() && text.chars().all(|letter| (' '..='~').contains(&letter))) {
        let settings =
            format!("[networking.bastion.access.ssh]\nallowed_cidrs = [\"203.0.113.0/24\"]\nkey_name = {}\n", toml(text));
        assert_eq!(over("prod", &settings).only("aws_instance")["key_name"], *text);
    }
}

#[test]
fn the_arn_of_a_monitor_and_of_backups_is_what_the_user_wrote() {
    for text in ["${aws:username}", "%{if}", "$${x}", "\"", "\\"] {
        let monitor = format!("arn:aws:ce::111122223333:anomalymonitor/{text}");
        let emitted = over("prod", &format!("[monitoring.cost_anomalies.monitor]\nexisting = {}\n", toml(&monitor)));
        assert_eq!(emitted.only("aws_ce_anomaly_subscription")["monitor_arn_list"], json!([monitor]));
        let backups = format!("arn:aws:rds:us-east-1:111122223333:auto-backup:ab-{text}");
        let settings = format!("[rds.restore.point_in_time]\nsource = {}\n", toml(&backups));
        if let Some(emitted) = accepted(&settings) {
            let restored = emitted.only("aws_db_instance")["restore_to_point_in_time"].clone();
            assert_eq!(restored["source_db_instance_automated_backups_arn"], backups);
        }
    }
}

#[test]
fn tags_are_what_the_user_wrote_as_far_as_aws_admits_them() {
    let emitted = over("prod", "[tags]\n\"a key: 1/2 = + - @ größe\" = \"a value: 1/2 = + - @ 漢字\"\n");
    for provider in emitted.providers() {
        assert_eq!(
            emitted.documents.resolve("", provider)["default_tags"][0]["tags"]["a key: 1/2 = + - @ größe"],
            "a value: 1/2 = + - @ 漢字"
        );
    }
    for hostile in ["${x}", "%{x}", "a\\\"b", "a\\nb"] {
        common::refusal("prod", &format!("[tags]\n\"{hostile}\" = \"x\"\n"));
        common::refusal("prod", &format!("[tags]\nx = \"{hostile}\"\n"));
    }
}

#[test]
fn a_path_and_a_health_check_are_what_the_user_wrote() {
    // As far as load balancers admit it: quotes, a dollar at the end, no braces.
    let path = "/a\"b'c~d@e:f&g+h$*?$";
    let health = "/health?a=$1&b=100%25;c='d'$";
    let settings = format!(
        "[services.task-api.routing]\npaths = [{}]\n[services.task-api.health_check]\npath = {}\n",
        toml(path),
        toml(health)
    );
    let emitted = over("prod", &settings);
    assert_eq!(emitted.only("aws_lb_listener_rule")["condition"][0]["path_pattern"]["values"], json!([path]));
    assert_eq!(emitted.only("aws_lb_target_group")["health_check"]["path"], health);
}

#[test]
fn no_users_text_becomes_an_expression() {
    let (harmless, hostile) = (over("prod", ""), over("prod", &settings()));
    assert_eq!(expressions(&hostile), expressions(&harmless));
    for emitted in [harmless, hostile] {
        for expression in expressions(&emitted) {
            let found = traversals(&expression).unwrap_or_else(|error| panic!("{error}"));
            assert!(!found.is_empty(), "`{expression}` refers to nothing");
        }
    }
}

#[test]
fn keys_are_escaped_as_values_are() {
    let text = "${aws:username} %{if}";
    let mut map = terraform::Map::<String>::default();
    map.insert(text, text);
    let json = terraform::Value::from(map).to_json();
    let (key, value) = members(&json).iter().next().expect("there is one");
    assert_eq!(common::expression::plain(key).as_deref(), Ok(text));
    assert_eq!(common::expression::plain(value.as_str().unwrap_or_default()).as_deref(), Ok(text));
}

/// The tests above undo the escapes themselves; here Terraform does, and comes to the same.
#[test]
fn stock_terraform_reads_every_emitted_string_as_these_tests_do() -> Result<(), Failure> {
    let Some(tools) = require_or_skip("stock Terraform reads the escapes") else { return Ok(()) };
    let emitted = over("prod", &settings());
    let mut texts = BTreeSet::new();
    for (_, _, _, body) in emitted.raw_resources("resource") {
        strings(body, &mut texts);
    }
    let mut outputs = terraform::json::Map::new();
    let mut expected = Vec::new();
    for text in texts.iter().filter(|text| text.contains("${") || text.contains("%{")) {
        let pieces = pieces(text).unwrap_or_else(|error| panic!("{error}"));
        // What an expression yields is not known here; a word stands for it.
        let expressions = pieces.iter().filter_map(|piece| if let Piece::Expression(code) = piece { Some(code) } else { None });
        let without = expressions.fold((*text).clone(), |text, code| without_expression(&text, code));
        outputs.insert(format!("text_{}", expected.len()), json!({ "value": without }));
        let read = pieces.iter().map(|piece| if let Piece::Text(text) = piece { &**text } else { "WORD" });
        expected.push(read.collect::<String>());
    }
    assert!(expected.iter().any(|text| text.contains("${aws:username}") && text.contains("%{if true}")));
    let terraform = Terraform::of_files(&tools, [("main.tf.json", json!({ "output": outputs }).to_string())])?;
    terraform.init_without_backend()?;
    terraform.apply()?;
    let read = terraform.output()?;
    for (number, text) in expected.iter().enumerate() {
        assert_eq!(read[format!("text_{number}")]["value"], *text);
    }
    Ok(())
}

#[test]
fn every_setting_that_takes_any_text_is_tried_here() {
    let text = std::fs::read_to_string(package().join("environments/schema.json")).expect("the schema is there");
    let schema: Json = serde_json::from_str(&text).expect("the schema is JSON");
    let mut free = BTreeSet::new();
    free_texts(&schema, &schema, "", &mut free);
    // The path of a file is never emitted, nor that of a setting, nor what is said of a rule.
    for never in ["extends", "unset.*", "accept.*.reason", "accept.*.setting", "override.*.reason", "own_terraform"] {
        free.remove(never);
    }
    let tried = FREE_TEXT.into_iter().chain(FREE_TEXT_IN.map(|(path, _)| path));
    assert_eq!(free, tried.map(str::to_owned).collect());
}

/// Hostile text in every setting that takes any and that can be had together.
fn settings() -> String {
    let mut environment = String::from("[services.task-api.environment]\n");
    let mut parameters = String::new();
    for (number, text) in HOSTILE.iter().map(|text| toml(text)).enumerate() {
        let _ = writeln!(environment, "HOSTILE_{number} = {text}");
        let _ = writeln!(parameters, "[rds.parameters.\"hostile.p{number}\"]\nvalue = {text}");
    }
    let secrets = format!("[services.task-api.secrets]\nHOSTILE = {}\n", toml(SECRET));
    environment + &parameters + &secrets
}

/// A TOML string; JSON's escapes are among TOML's.
fn toml(text: &str) -> String {
    json!(text).to_string().replace('\u{7f}', "\\u007f")
}

/// What is emitted with these settings, unless they are refused: a stricter setting is as good as an escape.
fn accepted(settings: &str) -> Option<Emitted> {
    common::emit("prod", settings, &mut |path| common::read(path)).ok()
}

/// Every expression in every string of the resources.
fn expressions(emitted: &Emitted) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    for (_, _, _, body) in emitted.raw_resources("resource") {
        strings(body, &mut texts);
    }
    let pieces = texts.iter().flat_map(|text| pieces(text).unwrap_or_else(|error| panic!("{error}")));
    let of_piece = |piece| if let Piece::Expression(code) = piece { Some(code.into_owned()) } else { None };
    let found: BTreeSet<String> = pieces.filter_map(of_piece).collect();
    assert!(found.len() > 30, "the expressions were not found: {found:?}");
    found
}

/// Every string in a block, keys too.
fn strings(json: &Json, found: &mut BTreeSet<String>) {
    match json {
        Json::String(text) => {
            found.insert(text.clone());
        }
        Json::Array(elements) => elements.iter().for_each(|element| strings(element, found)),
        Json::Object(members) => members.iter().for_each(|(key, value)| {
            found.insert(key.to_string());
            strings(value, found);
        }),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

/// The text with a word for the first `${code}` that is not escaped.
fn without_expression(text: &str, code: &str) -> String {
    let reference = format!("${{{code}}}");
    let is_escaped = |start: usize| text[..start].ends_with('$');
    let (start, _) = text.match_indices(&reference).find(|(start, _)| !is_escaped(*start)).expect("it was read from this text");
    format!("{}WORD{}", &text[..start], &text[start + reference.len()..])
}

/// The settings of the schema that are strings and admit `${`.
fn free_texts(root: &Json, schema: &Json, path: &str, free: &mut BTreeSet<String>) {
    if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix("#/$defs/")) {
        return free_texts(root, &root["$defs"][name], path, free);
    }
    let is_closed = ["enum", "const"].iter().any(|key| schema.get(key).is_some());
    if schema["type"] == "string" && !is_closed && schema["pattern"].as_str().is_none_or(admits_a_brace) {
        free.insert(path.to_owned());
    }
    let at = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    for (name, inner) in schema.get("properties").map(members).into_iter().flatten() {
        free_texts(root, inner, &at(name), free);
    }
    let keyed = schema.get("patternProperties").map(members).into_iter().flatten();
    for (pattern, inner) in keyed {
        if admits_a_brace(pattern) {
            free.insert(at("<key>"));
        }
        free_texts(root, inner, &at("*"), free);
    }
    for inner in ["additionalProperties", "items"].into_iter().filter_map(|key| schema.get(key)).filter(|it| it.is_object()) {
        free_texts(root, inner, &at("*"), free);
    }
    for inner in ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|key| schema.get(key)?.as_array()).flatten() {
        free_texts(root, inner, path, free);
    }
}

/// Whether one of the pattern's classes of characters holds `{`: by itself, in a range, or because it says what it does not hold.
fn admits_a_brace(pattern: &str) -> bool {
    let classes = pattern.split('[').skip(1).filter_map(|rest| rest.split(']').next());
    classes.into_iter().any(|class| {
        let letters: Vec<char> = class.chars().collect();
        let in_range = letters.windows(3).any(|it| it[1] == '-' && it[0] <= '{' && '{' <= it[2]);
        // `\p{…}` is a class of letters by name.
        class.starts_with('^') || class.replace("\\p{", "").contains('{') || in_range
    })
}
