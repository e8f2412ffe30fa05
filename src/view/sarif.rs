//! SARIF 2.1.0 (OASIS), the form that code scanning reads, with what GitHub reads of it ("SARIF support for code scanning"). It must not know who
//! found it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use finding::{Acceptance, Finding, Kind};
use terraform::json::{Json, json};

use crate::view::finding::whole;

/// The log of one run of a verb; what has no code is told of as `settings`.
pub(crate) fn log(verb: &str, findings: &[Finding]) -> Json {
    let kinds: BTreeMap<&str, &Finding> = findings.iter().rev().map(|it| (code(it), it)).collect();
    let codes: Vec<&str> = kinds.keys().copied().collect();
    let rules: Vec<Json> = kinds.iter().map(|(code, first)| rule(code, first)).collect();
    let results: Vec<Json> = findings.iter().map(|it| result(it, &codes)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": {"name": format!("synth {verb}"), "rules": rules}}, "results": results}],
    })
}

fn code(finding: &Finding) -> &str {
    finding.code.as_deref().unwrap_or("settings")
}

fn rule(code: &str, first: &Finding) -> Json {
    let mut rule = json!({"id": code});
    if let Some(Kind { name, why, .. }) = &first.kind {
        rule["name"] = name.as_str().into();
        rule["shortDescription"] = json!({"text": why});
        rule["help"] = json!({"text": first.help.as_deref().unwrap_or_default()});
    }
    rule
}

fn result(finding: &Finding, codes: &[&str]) -> Json {
    let Finding { severity, file, line, setting, resource, kind, accepted, .. } = finding;
    let code = code(finding);
    let file = file.as_deref().unwrap_or_default();
    let address = resource.as_deref().or(setting.as_deref()).unwrap_or_default();
    let detail = kind.as_ref().map_or("", |kind| &kind.detail);
    let place: Vec<&str> = [code, file, address, detail].into_iter().filter(|it| !it.is_empty()).collect();
    let mut result = json!({
        "ruleId": code,
        "ruleIndex": codes.iter().position(|known| *known == code),
        "level": severity.level().name(),
        "message": {"text": words::visible_lines(&whole(finding))},
        "locations": [{
            "physicalLocation": {"artifactLocation": {"uri": uri(file)}, "region": {"startLine": line.unwrap_or(1)}},
            "logicalLocations": [{"fullyQualifiedName": address}],
        }],
        // A code and a place: the same finding in the next run, whatever its words.
        "partialFingerprints": {"synth/v1": place.join(" ")},
    });
    if let Some(Kind { properties, .. }) = kind {
        result["properties"] = properties.iter().map(|(name, word)| ((*name).to_owned(), Json::from(word.as_str()))).collect();
    }
    if let Some(Acceptance { reason, .. }) = accepted {
        result["suppressions"] = json!([{"kind": "external", "justification": reason}]);
    }
    result
}

/// A path as a reference of a URI (RFC 3986): what has no place in one is written by its bytes.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@:".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use finding::Severity;

    use super::*;

    #[test]
    fn a_path_is_a_reference() {
        assert_eq!(uri("environments/prod.toml"), "environments/prod.toml");
        assert_eq!(uri("standard input"), "standard%20input");
        assert_eq!(uri("pläne/50%.json"), "pl%C3%A4ne/50%25.json");
    }

    #[test]
    fn a_log_has_the_shape_that_sarif_2_1_0_asks_for() {
        let told = Finding {
            code: Some("RDS005".to_owned()),
            file: Some("environments/prod.toml".to_owned()),
            line: Some(7),
            setting: Some("rds.multi_az".to_owned()),
            ..Finding::new(Severity::Medium, "no standby\u{202e}")
        };
        let log = log("check", &[told]);
        // Required by the schema: `version` and `runs`; of a run `tool.driver.name`; of a result `message`.
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        assert_eq!(run["tool"]["driver"]["name"], "synth check");
        assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "RDS005");
        let result = &run["results"][0];
        assert_eq!((&result["ruleIndex"], &result["level"]), (&json!(0), &json!("warning")));
        assert_eq!(result["message"]["text"], "no standby\\u{202e}");
        assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 7);
    }
}
