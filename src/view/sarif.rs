//! SARIF 2.1.0 (OASIS), the form that code scanning reads, with what GitHub reads of it ("SARIF support for code scanning"). It must not know what
//! is told.

use serde_json::{Value as Json, json};

/// One thing that is told.
pub(crate) struct Told {
    /// The stable code of its kind.
    pub(crate) code: String,
    pub(crate) level: Level,
    pub(crate) message: String,
    /// The file, and the line in it, from 1; the first one where none is known.
    pub(crate) file: String,
    pub(crate) line: usize,
    /// A resource's address, or a setting.
    pub(crate) address: String,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    Error,
    Warning,
}

/// The log of one run of a verb.
pub(crate) fn log(verb: &str, told: &[Told]) -> Json {
    let mut codes: Vec<&str> = told.iter().map(|it| it.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Json> = codes.iter().map(|code| json!({"id": code})).collect();
    let results: Vec<Json> = told.iter().map(|it| result(it, &codes)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": {"name": format!("synth {verb}"), "rules": rules}}, "results": results}],
    })
}

fn result(Told { code, level, message, file, line, address }: &Told, codes: &[&str]) -> Json {
    let level = match level {
        Level::Error => "error",
        Level::Warning => "warning",
    };
    json!({
        "ruleId": code,
        "ruleIndex": codes.iter().position(|known| known == code),
        "level": level,
        "message": {"text": words::visible_lines(message)},
        "locations": [{
            "physicalLocation": {"artifactLocation": {"uri": file}, "region": {"startLine": line}},
            "logicalLocations": [{"fullyQualifiedName": address}],
        }],
        // A code and a place: the same finding in the next run, whatever its words.
        "partialFingerprints": {"synth/v1": format!("{code} {file} {address}")},
    })
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
