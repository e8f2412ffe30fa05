//! What does not change: the same settings give the same bytes wherever and whenever, and a zone or a service more touches nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common;
use crate::common::variants::variants;
use crate::common::{Emitted, both, edited, over, package, prod, read, shipped, staging};
use terraform::json::Json;

/// A third zone, in a shipped environment.
const ZONE_C: &str = r#"
[networking]
zones = ["a", "b", "c"]

[networking.subnets]
public = { c = "10.0.3.0/24" }
private = { c = "10.0.12.0/24" }
database = { c = "10.0.22.0/24" }
"#;

#[test]
fn the_same_settings_give_the_same_bytes() {
    for emitted in both() {
        assert_eq!(shipped(&emitted.environment).texts, emitted.texts);
    }
}

#[test]
fn the_command_writes_the_same_bytes_whatever_the_machine_is_called_speaks_and_where_it_stands() {
    let written = |variables: &[(&str, &str)]| {
        // The settings lie elsewhere each time, as they do on another machine.
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        copy_settings(folder.path());
        synth(folder.path(), &["--all"], variables);
        files(&folder.path().join("out"))
    };
    let here = written(&[]);
    let elsewhere = [
        ("TZ", "Asia/Kathmandu"),
        ("LANG", "tr_TR.UTF-8"),
        ("LC_ALL", "tr_TR.UTF-8"),
        ("HOSTNAME", "elsewhere"),
        ("USER", "somebody"),
        ("HOME", "/nowhere"),
        ("AWS_REGION", "eu-north-1"),
        ("AWS_PROFILE", "another"),
        ("SOURCE_DATE_EPOCH", "1"),
    ];
    assert_eq!(written(&elsewhere), here);
    for emitted in both() {
        for (path, text) in &emitted.texts {
            assert_eq!(here.get(&format!("{}/{path}", emitted.environment)), Some(text), "{path}");
        }
    }
}

#[test]
fn the_order_in_which_environments_are_named_does_not_matter() {
    let written = |arguments: &[&str]| {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        copy_settings(folder.path());
        synth(folder.path(), arguments, &[]);
        files(&folder.path().join("out"))
    };
    let all = written(&["--all"]);
    assert_eq!(written(&["--env", "prod", "--env", "staging"]), all);
    assert_eq!(written(&["--env", "staging", "--env", "prod"]), all);
}

#[test]
fn the_order_of_tables_in_the_settings_does_not_matter() {
    // The zones are told before the subnets, the database before the services, and so on: turned around, section by section.
    for emitted in both() {
        let mut backwards = |path: &Path| read(path).map(|text| sections_backwards(&text));
        let turned = common::emit(&emitted.environment, "", &mut backwards).unwrap_or_else(|report| panic!("{report}"));
        assert_eq!(turned.texts, emitted.texts);
    }
}

#[test]
fn the_order_of_zones_does_not_matter_where_each_has_its_nat_gateway() {
    assert_eq!(edited("prod", r#"zones = ["a", "b"]"#, r#"zones = ["b", "a"]"#).texts, prod().texts);
}

#[test]
fn a_single_nat_gateway_stands_in_the_zone_that_is_named_first_and_nothing_else_moves() {
    let turned = edited("staging", r#"zones = ["a", "b"]"#, r#"zones = ["b", "a"]"#);
    let changes = Changes::between(staging(), &turned);
    let of_nat = |address: &String| address.contains("nat_a") || address.contains("nat_b") || address.contains("aws_nat_gateway.");
    assert!(changes.added.iter().chain(&changes.removed).all(of_nat), "{changes:?}");
    let expected = [
        "module.monitoring.aws_cloudwatch_dashboard.main.dashboard_body",
        "module.networking.aws_route.private_a_internet.nat_gateway_id",
        "module.networking.aws_route.private_b_internet.nat_gateway_id",
        "module.networking.output.nat_gateway_ids.value",
        "module.networking.output.nat_public_ips.value",
    ];
    assert_eq!(changes.changed, expected.map(str::to_owned).into());
}

#[test]
fn a_further_zone_changes_only_the_lists_that_hold_all_zones() {
    let subnets = [
        "module.networking.aws_vpc_endpoint.s3.route_table_ids",
        "module.networking.output.database_subnet_ids.value",
        "module.networking.output.database_subnet_ids_by_zone.value",
        "module.networking.output.private_subnet_ids.value",
        "module.networking.output.private_subnet_ids_by_zone.value",
        "module.networking.output.public_subnet_ids.value",
        "module.networking.output.public_subnet_ids_by_zone.value",
        "module.networking.output.route_table_ids.value",
    ];
    // Of the NAT gateways the dashboard shows one line each, and the alarm widget every alarm.
    let gateways = [
        "module.monitoring.aws_cloudwatch_dashboard.main.dashboard_body",
        "module.networking.output.nat_gateway_ids.value",
        "module.networking.output.nat_public_ips.value",
    ];
    for (emitted, expected) in [(prod(), [&subnets[..], &gateways].concat()), (staging(), subnets.to_vec())] {
        let changes = Changes::between(emitted, &over(&emitted.environment, ZONE_C));
        assert_eq!(changes.removed, BTreeSet::new(), "{}", emitted.environment);
        assert_eq!(changes.changed, expected.into_iter().map(str::to_owned).collect(), "{}", emitted.environment);
        assert!(changes.added.len() >= 7, "three subnets and what belongs to them: {:?}", changes.added);
        for address in &changes.added {
            let label = address.rsplit('.').next().unwrap_or_default();
            let is_of_zone_c = label == "c" || label.ends_with("_c") || label.contains("_c_");
            assert!(is_of_zone_c, "{address} is not of zone c");
        }
    }
}

#[test]
fn a_further_service_in_front_of_all_others_changes_only_what_holds_all_services() {
    // In front by priority and by name; once on its own port, once on that of the other service.
    for port in [9090, 8080] {
        let settings = format!(
            "[services.aaa]\nimage_tag = \"1.0.0\"\nport = {port}\ntasks = {{ desired = 1, min = 1, max = 2 }}\n\
             routing = {{ priority = 1, paths = [\"/aaa/*\"] }}\n"
        );
        for emitted in both() {
            let changes = Changes::between(emitted, &over(&emitted.environment, &settings));
            let expected = [
                "module.delivery.aws_iam_role_policy.main.policy",
                "module.ecs.image_tags",
                "module.ecs.output.execution_role_arns.value",
                "module.ecs.output.execution_role_names.value",
                "module.ecs.output.log_group_arns.value",
                "module.ecs.output.log_group_names.value",
                "module.ecs.output.repository_arns.value",
                "module.ecs.output.repository_names.value",
                "module.ecs.output.repository_urls.value",
                "module.ecs.output.service_arns.value",
                "module.ecs.output.service_names.value",
                "module.ecs.output.target_group_arn_suffixes.value",
                "module.ecs.output.target_group_arns.value",
                "module.ecs.output.task_definition_families.value",
                "module.ecs.output.task_role_arns.value",
                "module.ecs.output.task_role_names.value",
                "module.monitoring.aws_cloudwatch_dashboard.main.dashboard_body",
            ];
            assert_eq!(changes.changed, expected.map(str::to_owned).into(), "{}", emitted.environment);
            assert_eq!(changes.removed, BTreeSet::new(), "{}", emitted.environment);
            for address in &changes.added {
                let label = address.rsplit('.').next().unwrap_or_default();
                assert!(label.starts_with("aaa") || label.ends_with("_9090"), "{address} is not of the new service");
            }
        }
    }
}

#[test]
fn a_further_mail_address_adds_one_subscription_and_changes_nothing() {
    let changes =
        Changes::between(prod(), &over("prod", "[monitoring]\nalert_mail = [\"aaa@example.com\", \"alerts@example.com\"]\n"));
    assert_eq!(changes.added.len(), 1, "{changes:?}");
    assert_eq!((changes.removed, changes.changed), (BTreeSet::new(), BTreeSet::new()));
}

#[test]
fn no_address_holds_a_position_in_a_list() {
    for (name, emitted) in variants() {
        for (module, kind, label, body) in emitted.raw_resources("resource") {
            assert!(body.get("count").is_none(), "{name}: {module}.{kind}.{label} is told by its number");
            // A port tells a rule, a letter a zone; `subnet_1` would tell a position.
            let last = label.rsplit('_').next().unwrap_or_default();
            assert!(!(last.len() < 2 && last.parse::<u8>().is_ok()), "{name}: {module}.{kind}.{label}");
        }
    }
}

#[test]
fn no_emitted_byte_tells_the_machine_the_time_or_the_version_of_synth() {
    for (name, emitted) in variants() {
        for (path, text) in &emitted.texts {
            for folder in [env!("CARGO_MANIFEST_DIR"), "/home/", "/root/", "/Users/", "/tmp/", "C:\\"] {
                assert!(!text.contains(folder), "{name}: {path} holds `{folder}`");
            }
            for line in text.lines().filter(|line| line.contains("synth")) {
                assert!(!line.contains(env!("CARGO_PKG_VERSION")), "{name}: {path} holds the version: {line}");
                assert!(
                    !line.contains(|letter: char| letter.is_ascii_digit()),
                    "{name}: {path} holds a number beside synth: {line}"
                );
            }
            // `2012-10-17` is the version of the policy language; a moment to restore is a setting.
            let mut dates = dates(text);
            dates.retain(|date| date != "2012-10-17" && date != "2025-03-01");
            assert_eq!(dates, Vec::<String>::new(), "{name}: {path} holds a date");
            if let Some(host) = distinctive_host_name() {
                assert!(!text.contains(&host), "{name}: {path} holds the name of this machine");
            }
        }
    }
}

#[test]
fn the_manifest_beside_the_files_holds_no_version_either() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    copy_settings(folder.path());
    synth(folder.path(), &["--all"], &[]);
    for (path, text) in files(&folder.path().join("out")) {
        assert!(!text.contains(&format!("\"{}\"", env!("CARGO_PKG_VERSION"))), "{path}");
        assert!(!text.contains(&folder.path().display().to_string()), "{path}");
    }
}

/// What differs between two configurations: whole blocks, and arguments of blocks that both have.
#[derive(Debug)]
struct Changes {
    added: BTreeSet<String>,
    removed: BTreeSet<String>,
    changed: BTreeSet<String>,
}

impl Changes {
    fn between(before: &Emitted, after: &Emitted) -> Self {
        let (before, after) = (before.blocks(), after.blocks());
        let missing_in = |from: &BTreeMap<String, &Json>, other: &BTreeMap<String, &Json>| {
            from.keys().filter(|address| !other.contains_key(*address)).cloned().collect()
        };
        let mut changed = BTreeSet::new();
        for (address, old, new) in before.iter().filter_map(|(address, old)| Some((address, *old, *after.get(address)?))) {
            let arguments: BTreeSet<&terraform::json::Key> =
                [old, new].into_iter().filter_map(Json::as_object).flat_map(terraform::json::Map::keys).collect();
            changed.extend(arguments.into_iter().filter(|it| old.get(&**it) != new.get(&**it)).map(|it| format!("{address}.{it}")));
        }
        Self { added: missing_in(&after, &before), removed: missing_in(&before, &after), changed }
    }
}

/// The settings' sections, each from its heading on, in the opposite order; what stands before the first heading stays there.
fn sections_backwards(text: &str) -> String {
    let mut sections = vec![String::new()];
    for line in text.lines() {
        if line.starts_with('[') {
            sections.push(String::new());
        }
        let section = sections.last_mut().expect("there is one from the start");
        section.push_str(line);
        section.push('\n');
    }
    assert!(sections.len() > 3, "the sections were not found");
    sections[1..].reverse();
    sections.concat()
}

/// Everything in a text that looks like a date: four digits, two, two.
fn dates(text: &str) -> Vec<String> {
    let is_date = |candidate: &[u8]| {
        candidate
            .iter()
            .enumerate()
            .all(|(place, byte)| if place == 4 || place == 7 { *byte == b'-' } else { byte.is_ascii_digit() })
    };
    text.as_bytes()
        .windows(10)
        .filter(|window| is_date(window))
        .map(|window| String::from_utf8_lossy(window).into_owned())
        .collect()
}

/// The name of this machine, unless it is a plain word that may well stand in a file.
fn distinctive_host_name() -> Option<String> {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").ok()?.trim().to_owned();
    let is_distinctive = name.len() >= 8 && name.contains(|letter: char| letter.is_ascii_digit());
    is_distinctive.then_some(name)
}

fn copy_settings(folder: &Path) {
    let environments = folder.join("environments");
    fs::create_dir(&environments).expect("a folder can be made");
    for name in ["base.toml", "prod.toml", "staging.toml"] {
        fs::copy(package().join("environments").join(name), environments.join(name)).expect("a file can be copied");
    }
}

fn synth(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_synth"));
    let output = command.args(arguments).current_dir(folder).envs(variables.iter().copied()).output().expect("the command starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The files below a folder, hidden ones too, by path with `/` between folders.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(folder.join(&inner)).expect("a folder can be listed") {
            let entry = entry.expect("a folder can be listed");
            let path = inner.join(entry.file_name());
            if entry.path().is_dir() {
                folders.push(path);
            } else {
                let name = path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
                found.insert(name, fs::read_to_string(entry.path()).expect("an emitted file is text"));
            }
        }
    }
    assert!(found.len() > 20, "the files were not found: {:?}", found.keys());
    found
}
