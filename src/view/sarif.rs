//! SARIF 2.1.0 (OASIS), the form that code scanning reads, with what GitHub reads of it ("SARIF support for code scanning"). It must not know what
//! is told.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

/// One thing that is told.
#[derive(Default)]
pub(crate) struct Told {
    /// The stable code of its kind.
    pub(crate) code: String,
    /// What is known of the kind.
    pub(crate) kind: Kind,
    pub(crate) level: Level,
    pub(crate) message: String,
    /// The file, and the line in it, from 1; the first one where none is known.
    pub(crate) file: String,
    pub(crate) line: usize,
    /// A resource's address, or a setting.
    pub(crate) address: String,
    /// What tells it from others of its kind at its place.
    pub(crate) detail: String,
    /// Why it may stay, where somebody has accepted it.
    pub(crate) accepted: Option<String>,
    /// Further words for programs.
    pub(crate) properties: Vec<(&'static str, String)>,
}

/// What is known of a kind of things that are told; empty where its code says all.
#[derive(Default)]
pub(crate) struct Kind {
    pub(crate) name: String,
    pub(crate) why: String,
    pub(crate) help: String,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Level {
    #[default]
    Error,
    Warning,
    Note,
}

/// The log of one run of a verb.
pub(crate) fn log(verb: &str, told: &[Told]) -> Json {
    let kinds: BTreeMap<&str, &Kind> = told.iter().rev().map(|it| (it.code.as_str(), &it.kind)).collect();
    let codes: Vec<&str> = kinds.keys().copied().collect();
    let rules: Vec<Json> = kinds.iter().map(|(code, kind)| rule(code, kind)).collect();
    let results: Vec<Json> = told.iter().map(|it| result(it, &codes)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": {"name": format!("synth {verb}"), "rules": rules}}, "results": results}],
    })
}

fn rule(code: &str, Kind { name, why, help }: &Kind) -> Json {
    let mut rule = json!({"id": code});
    if !name.is_empty() {
        rule["name"] = name.as_str().into();
        rule["shortDescription"] = json!({"text": why});
        rule["help"] = json!({"text": help});
    }
    rule
}

fn result(told: &Told, codes: &[&str]) -> Json {
    let Told { code, kind: _, level, message, file, line, address, detail, accepted, properties } = told;
    let level = match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    };
    let place = [code, file, address, detail].into_iter().filter(|it| !it.is_empty()).map(String::as_str).collect::<Vec<_>>();
    let mut result = json!({
        "ruleId": code,
        "ruleIndex": codes.iter().position(|known| known == code),
        "level": level,
        "message": {"text": words::visible_lines(message)},
        "locations": [{
            "physicalLocation": {"artifactLocation": {"uri": file}, "region": {"startLine": line}},
            "logicalLocations": [{"fullyQualifiedName": address}],
        }],
        // A code and a place: the same finding in the next run, whatever its words.
        "partialFingerprints": {"synth/v1": place.join(" ")},
    });
    if !properties.is_empty() {
        result["properties"] = properties.iter().map(|(name, word)| ((*name).to_owned(), Json::from(word.as_str()))).collect();
    }
    if let Some(reason) = accepted {
        result["suppressions"] = json!([{"kind": "external", "justification": reason}]);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_has_the_shape_that_sarif_2_1_0_asks_for() {
        let told = Told {
            code: "RDS005".to_owned(),
            level: Level::Warning,
            message: "no standby\u{202e}".to_owned(),
            file: "environments/prod.toml".to_owned(),
            line: 7,
            address: "rds.multi_az".to_owned(),
            ..Told::default()
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
