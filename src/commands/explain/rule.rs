//! A rule explained: what it says, and what it finds in each environment.

use anyhow::Result;
use domain::EnvironmentName;
use serde_json::Value as Json;
use settings::SettingPath;

use super::document::{AcceptedDocument, JudgedDocument, RuleDocument};
use crate::commands::source::Source;
use engine::rules::{Rule, scope_words};
use engine::{Refused, Synthesized};

pub(super) fn explained(rule: &Rule, source: &Source, names: &[EnvironmentName]) -> Result<RuleDocument> {
    let Rule { code, severity, scope, title, why, .. } = rule;
    let mut environments = Vec::new();
    for (name, synthesized) in names.iter().zip(source.workspace().synthesize_all(names)?) {
        let report = match &synthesized {
            Ok(Synthesized { report, .. }) | Err(Refused { report, .. }) => report.to_json(),
        };
        let findings = report.as_array().into_iter().flatten().filter(|finding| finding["code"] == *code).cloned().collect();
        environments.push(JudgedDocument { environment: name.to_string(), findings, accepted: accepted(code, source, name)? });
    }
    Ok(RuleDocument {
        code: (*code).to_owned(),
        severity: severity.name().to_owned(),
        scope: scope_words(*scope).to_owned(),
        title: (*title).to_owned(),
        why: (*why).to_owned(),
        mend: rule.mended(),
        environments,
    })
}

/// The acceptances of a rule, as they are typed.
fn accepted(code: &str, source: &Source, name: &EnvironmentName) -> Result<Vec<AcceptedDocument>> {
    let Ok(draft) = source.workspace().draft(name)? else { return Ok(Vec::new()) };
    let accept = draft.layers.settings().find(|setting| setting.path == SettingPath::from("accept"));
    let all = accept.and_then(|setting| setting.value.as_array().cloned()).unwrap_or_default();
    let word = |acceptance: &Json, key: &str| acceptance[key].as_str().unwrap_or_default().to_owned();
    let of_rule = all.iter().filter(|acceptance| acceptance["rule"] == code);
    Ok(of_rule.map(|it| AcceptedDocument { reason: word(it, "reason"), until: word(it, "until") }).collect())
}
