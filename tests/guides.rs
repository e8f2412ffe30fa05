//! The guides: what they link to is there, what they tell to type can be typed, and each alarm has its runbook.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser as _;
use synth::cli::Cli;

use crate::common::{Emitted, over, package, shipped};

/// Every page that a person reads, with its text.
fn pages() -> Vec<(PathBuf, String)> {
    let folders = ["", "docs", "examples/delivery", "examples/task-api"];
    let files = folders.iter().flat_map(|folder| fs::read_dir(package().join(folder)).expect("the folder is there"));
    let mut paths: Vec<PathBuf> = files.map(|file| file.expect("it can be listed").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read_to_string(&path).expect("it can be read"))).collect()
}

/// The names under which a page's headings can be linked to, as GitHub makes them.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = without_blocks(text)
        .lines()
        .filter_map(|line| line.strip_prefix('#').map(|rest| rest.trim_start_matches('#').trim().to_owned()))
        .collect::<Vec<_>>();
    let anchor = |heading: &String| -> String {
        let kept = heading.to_lowercase();
        kept.chars()
            .filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'))
            .map(|letter| if letter == ' ' { '-' } else { letter })
            .collect()
    };
    headings.iter().map(anchor).collect()
}

/// The text without what stands in blocks of code.
fn without_blocks(text: &str) -> String {
    text.split("```").step_by(2).collect()
}

#[test]
fn every_link_leads_somewhere() {
    let mut broken = Vec::new();
    for (path, text) in pages() {
        let prose = without_blocks(&text);
        for target in prose.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if target.starts_with("https://") {
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let file = if file.is_empty() { path.clone() } else { path.parent().expect("it is in a folder").join(file) };
            let is_there =
                file.exists() && (anchor.is_empty() || fs::read_to_string(&file).is_ok_and(|text| anchors(&text).contains(anchor)));
            if !is_there {
                broken.push(format!("{}: {target}", shown(&path)));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_command_of_synth_in_them_can_be_typed() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (path, text) in pages() {
        let blocks = text.split("```").skip(1).step_by(2).filter_map(|block| block.strip_prefix("console\n"));
        for line in blocks.flat_map(str::lines) {
            // What precedes a pipe or follows one; what a shell does with the rest is its own.
            for command in line.split('#').next().unwrap_or_default().split(['|', '>']).flat_map(|part| part.split("&&")) {
                let command = command.trim().replace("cargo run -- ", "synth ");
                let Some(arguments) = command.strip_prefix("synth ") else { continue };
                let words = arguments.split_whitespace().map(|word| word.replace(['<', '>', '"', '\''], ""));
                count += 1;
                if let Err(error) = Cli::try_parse_from(std::iter::once("synth".to_owned()).chain(words))
                    && error.use_stderr()
                {
                    wrong.push(format!("{}: {command}: {error}", shown(&path)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count >= 10, "only {count} commands were found");
}

#[test]
fn each_alarm_has_its_runbook_and_its_mail_says_where() {
    let sections = anchors(&fs::read_to_string(package().join("docs/operations.md")).expect("it is there"));
    let page = "https://wiki.example.com/operations";
    let settings = format!("[monitoring]\nrunbook_url = \"{page}\"\n");
    let worker =
        "[queues.mails]\n[services.mailer]\nimage_tag = \"1.0.0\"\nqueue = \"mails\"\ntasks = { desired = 1, min = 1, max = 2 }\n";
    let emitted = [
        over("prod", &settings),
        over("prod", &format!("{settings}[rds.read_replica]\n")),
        over("prod", &format!("{settings}{worker}")),
        over(
            "prod",
            &format!(
                "{settings}[caches.sessions]\nmaximum_ecpus_per_second = 5000\n[caches.pages.nodes]\nnode_type = \"cache.t4g.small\"\n"
            ),
        ),
        over(
            "prod",
            &format!(
                "rds.instance_class = \"db.t4g.medium\"\n{settings}[monitoring.alarms]\nservices = {{ failed_deployments_in_1_minute = 0 }}\n\
                 database = {{ free_memory_percent = 5, cpu_credits = 30 }}\n"
            ),
        ),
    ];
    let mut seen = BTreeSet::new();
    for alarm in emitted.iter().flat_map(alarms) {
        let section =
            alarm.rsplit_once(&format!(" Runbook: {page}#")).unwrap_or_else(|| panic!("no runbook in: {alarm}")).1.to_owned();
        assert!(sections.contains(&section), "docs/operations.md has no section `{section}`");
        seen.insert(section);
    }
    let where_asked_for = ["deployment-failed", "database-free-memory", "database-cpu-credits"];
    let of_caches = ["cache-cpu", "cache-memory", "cache-evictions", "cache-lag", "cache-units", "cache-throttled"];
    for section in ["oldest-message", "dead-letters", "no-running-task"].into_iter().chain(of_caches).chain(where_asked_for) {
        assert!(seen.contains(section), "{seen:?}");
    }
    assert!(seen.len() >= 15, "{seen:?}");
    assert!(alarms(&shipped("staging")).iter().all(|alarm| !alarm.contains("Runbook")), "nothing is said where there is no page");
}

/// What each alarm's mail says.
fn alarms(emitted: &Emitted) -> Vec<String> {
    let kinds = ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"];
    let bodies = kinds.iter().flat_map(|kind| emitted.all(kind)).map(|alarm| alarm.body);
    bodies.map(|body| body["alarm_description"].as_str().expect("each alarm says what it means").to_owned()).collect()
}

fn shown(path: &Path) -> String {
    path.strip_prefix(package()).unwrap_or(path).display().to_string()
}
