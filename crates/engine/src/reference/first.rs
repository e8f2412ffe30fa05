//! What most people need of the settings, shown before all the others. It must not know how a row of the reference looks.

use std::fmt::Write as _;

use settings::Described;

/// What every environment says.
const NEEDED: [&str; 11] = [
    "project",
    "region",
    "disaster_recovery_region",
    "state.bucket",
    "state.region",
    "networking.vpc_cidr",
    "networking.zones",
    "services.<name>.image_tag",
    "services.<name>.tasks",
    "monitoring.alert_mail",
    "monitoring.critical_mail",
];

/// What most environments come to say, and why one looks for it.
const COMMON: [(&str, &[&str]); 8] = [
    (
        "a service that requests reach",
        &["services.<name>.port", "services.<name>.routing.priority", "services.<name>.routing.paths"],
    ),
    (
        "a service that others reach, a worker, a job",
        &["services.<name>.reached_by", "services.<name>.queue", "jobs.<name>.schedule"],
    ),
    (
        "its size, its variables, its rights",
        &[
            "services.<name>.cpu",
            "services.<name>.memory",
            "services.<name>.environment",
            "services.<name>.secrets",
            "services.<name>.uses",
            "services.<name>.permissions",
        ],
    ),
    ("HTTPS", &["ecs.load_balancer.tls.domain", "ecs.load_balancer.tls.hosted_zone_id"]),
    ("the database", &["rds.instance_class", "rds.engine_version", "rds.multi_az", "rds.storage.allocated_gib", "rds.existing"]),
    ("stores", &["queues.<name>", "buckets.<name>", "caches.<name>"]),
    (
        "what it costs, and what it may not be",
        &["purpose", "account_id", "networking.nat_gateways", "monitoring.budget.monthly_amount"],
    ),
    ("who delivers, and what no setting reaches", &["delivery.trust", "own_terraform", "modules.<name>", "override"]),
];

/// The part of the reference that stands first: what most people need, and where all the rest is.
pub(super) fn markdown(all: &[Described], sections: &[&Described]) -> String {
    let mut text = String::from(
        "\n## What most people need\n\nThe first rows are what every environment says, or should; the others may be left out. The smallest environment, which holds no more than \
         it has to, is [examples/smallest](../examples/smallest/prod.toml); `synth init` asks and writes one.\n\n\
         | what for | setting | meaning |\n| --- | --- | --- |\n",
    );
    let mut rows = |what: &str, paths: &[&str]| {
        for (index, path) in paths.iter().enumerate() {
            let meaning = all.iter().find(|setting| setting.path == *path).map_or("", |setting| first_sentence(&setting.meaning));
            let _ = writeln!(text, "| {} | `{path}` | {} |", if index == 0 { what } else { "" }, meaning.replace('|', "\\|"));
        }
    };
    rows("every environment", &NEEDED);
    for (what, paths) in COMMON {
        rows(what, paths);
    }
    text.push_str("\nAll settings, by section:\n\n");
    let _ = writeln!(text, "- [At the top](#at-the-top): what stands before the first section");
    for section in sections {
        let meaning = first_sentence(&section.meaning).trim_end_matches('.');
        let _ = writeln!(text, "- [`[{0}]`](#{0}): {meaning}", section.path);
    }
    text
}

fn first_sentence(text: &str) -> &str {
    text.find(". ").map_or(text, |end| &text[..=end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_first_is_a_setting_and_what_every_environment_needs_is_among_it() {
        let all = super::super::settings();
        let shown: Vec<&str> = NEEDED.iter().copied().chain(COMMON.iter().flat_map(|(_, paths)| *paths).copied()).collect();
        for path in &shown {
            assert!(all.iter().any(|setting| setting.path == *path), "there is no setting `{path}`");
        }
        // Of a section that is needed what is needed in it is shown; of one that may be left out, nothing.
        let needed: Vec<&str> =
            all.iter().filter(|it| it.is_needed && !it.path.contains(['<', '['])).map(|it| it.path.as_str()).collect();
        let is_needed =
            |path: &str| path.split_once('.').is_none_or(|(section, rest)| needed.contains(&section) && !rest.contains('.'));
        for path in needed.iter().filter(|path| is_needed(path)) {
            let is_section = all.iter().any(|other| other.path.starts_with(&format!("{path}.")));
            assert!(is_section || shown.contains(path), "`{path}` is needed everywhere, and not shown first");
        }
    }
}
