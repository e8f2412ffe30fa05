//! A review in the forms that others than GitHub's comments take: plain text, annotations, SARIF.

use std::fmt::Write as _;

use review::{Code, Origin, Overridden, Review, Risk, Severity};
use serde_json::{Value as Json, json};

use crate::view::github::{Level, annotation};

/// A line a risk, for terminals and logs.
pub(super) fn text(review: &Review, title: Option<&str>) -> String {
    let mut text = title.map(|title| format!("{title}: ")).unwrap_or_default();
    let _ = writeln!(text, "{}", review.verdict.sentence);
    for risk in &review.risks {
        let address = risk.address.as_deref().map(|address| format!("{address}: ")).unwrap_or_default();
        let accepted =
            risk.accepted.as_ref().map(|it| format!(" (accepted until {}: {})", it.until, it.reason)).unwrap_or_default();
        let line = format!("{:8} {} {} {address}{}{accepted}", risk.severity, risk.code.id(), risk.code.name(), risk.what.plain());
        let _ = writeln!(text, "{}", visible(&line));
    }
    for change in &review.changes {
        let _ = writeln!(text, "{}", visible(&format!("{:8} {}", change.action.words(), change.address)));
    }
    for Overridden { address, arguments, reason } in &review.overridden {
        let _ = writeln!(text, "{}", visible(&format!("overridden {address}: {} ({reason})", arguments.join(", "))));
    }
    text
}

/// What cannot be seen, or would turn how the rest is read, made visible.
fn visible(text: &str) -> String {
    let is_hidden = |character: char| {
        character.is_control()
            || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    text.chars().map(|it| if is_hidden(it) { it.escape_unicode().to_string() } else { it.to_string() }).collect()
}

/// An annotation a risk.
pub(super) fn github(review: &Review) -> String {
    let open = review.risks.iter().filter(|risk| risk.accepted.is_none());
    open.map(|risk| {
        let level = if risk.severity >= Severity::High { Level::Error } else { Level::Warning };
        annotation(level, None, &format!("{} {}", risk.code.id(), risk.code.name()), &message(risk))
    })
    .collect()
}

fn message(risk: &Risk) -> String {
    let address = risk.address.as_deref().map(|address| format!("{address}: ")).unwrap_or_default();
    visible(&format!("{address}{}. {}. What to do: {}.", risk.what.plain(), risk.why, risk.cure))
}

/// What code scanning shows: SARIF 2.1.0 (OASIS), with what GitHub reads of it ("SARIF support for code scanning").
pub(super) fn sarif(review: &Review, plan: &str) -> Json {
    let kinds: Vec<Code> = Code::ALL.into_iter().filter(|code| review.risks.iter().any(|risk| risk.code == *code)).collect();
    let rules: Vec<Json> = kinds
        .iter()
        .filter_map(|code| {
            let risk = review.risks.iter().find(|risk| risk.code == *code)?;
            Some(json!({
                "id": code.id(),
                "name": code.name(),
                "shortDescription": {"text": risk.why},
                "help": {"text": risk.cure},
            }))
        })
        .collect();
    let results: Vec<Json> = review.risks.iter().map(|risk| result(risk, &kinds, plan)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": {"name": "synth review", "rules": rules}}, "results": results}],
    })
}

fn result(risk: &Risk, kinds: &[Code], plan: &str) -> Json {
    let level = match risk.severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "note",
    };
    let origin = match risk.origin {
        Origin::Plan => "plan",
        Origin::Drift => "drift",
        Origin::Deferred => "deferred",
    };
    let address = risk.address.as_deref().unwrap_or_default();
    let mut result = json!({
        "ruleId": risk.code.id(),
        "ruleIndex": kinds.iter().position(|code| *code == risk.code),
        "level": level,
        "message": {"text": message(risk)},
        "locations": [{
            "physicalLocation": {"artifactLocation": {"uri": plan}, "region": {"startLine": 1}},
            "logicalLocations": [{"fullyQualifiedName": address, "kind": "resource"}],
        }],
        "partialFingerprints": {"synthReview/v1": format!("{} {address} {}", risk.code.id(), risk.what.plain())},
        "properties": {"severity": risk.severity.name(), "origin": origin},
    });
    if let Some(accepted) = &risk.accepted {
        result["suppressions"] = json!([{"kind": "external", "justification": accepted.reason}]);
    }
    result
}
