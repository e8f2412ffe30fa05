//! Environments by chance, a dozen in one root: stock Terraform validates what the settings accept.

use std::collections::BTreeMap;

use crate::common::generator::generated;
use crate::common::package;
use serde_json::{Value as Json, json};
use support::{Terraform, require_or_skip};

/// How many environments one root calls: `validate` takes as long for one as for a dozen.
const DOZEN: u64 = 12;

/// Far from the seeds that are checked without Terraform.
const FIRST: u64 = 1_000_000;

/// The files of an environment as those of a child module: where the state lies is the root's alone to say, and its tests are not read.
fn as_module(folder: &str, files: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let read = files.iter().filter(|(path, _)| path.ends_with(".tf.json"));
    read.map(|(path, text)| {
        let mut document: Json = serde_json::from_str(text).expect("it is JSON");
        if let Some(settings) = document.get_mut("terraform").and_then(Json::as_object_mut) {
            settings.remove("backend");
        }
        (format!("{folder}/{path}"), document.to_string())
    })
    .collect()
}

/// The variables that whoever applies it has to set: the addresses of endpoints, which are secret.
fn needed(files: &BTreeMap<String, String>) -> Vec<String> {
    let of_root = files.iter().filter(|(path, _)| path.ends_with(".tf.json") && !path.contains('/'));
    let documents = of_root.map(|(_, text)| serde_json::from_str::<Json>(text).expect("it is JSON"));
    let without_default = |document: Json| -> Vec<String> {
        let variables = document["variable"].as_object().cloned().unwrap_or_default();
        variables.into_iter().filter(|(_, variable)| variable.get("default").is_none()).map(|(name, _)| name).collect()
    };
    documents.flat_map(without_default).collect()
}

#[test]
fn stock_terraform_validates_whatever_is_accepted() {
    let name = "stock Terraform validates whatever is accepted";
    let Some(tools) = require_or_skip(name) else { return };
    let text = std::fs::read_to_string(package().join("environments/schema.json")).expect("the schema is there");
    let schema: Json = serde_json::from_str(&text).expect("the schema is JSON");
    let many = std::env::var("SYNTH_GENERATED").ok().and_then(|text| text.parse::<u64>().ok()).unwrap_or(DOZEN);
    // One root for a thousand environments that are checked without Terraform, and one at least.
    for root in 0..many.div_ceil(1000) {
        let seeds = (FIRST + root * DOZEN)..(FIRST + (root + 1) * DOZEN);
        let mut files = Vec::new();
        let mut calls = serde_json::Map::new();
        for seed in seeds.clone() {
            let folder = format!("environment_{seed}");
            let texts = generated(&schema, seed).emitted.texts;
            let mut call = serde_json::Map::from_iter([("source".to_owned(), json!(format!("./{folder}")))]);
            call.extend(needed(&texts).into_iter().map(|variable| (variable, json!("https://example.com/alarms"))));
            files.extend(as_module(&folder, &texts));
            calls.insert(folder, call.into());
        }
        files.push(("main.tf.json".to_owned(), json!({ "module": calls }).to_string()));
        let terraform = Terraform::of_files(&tools, files).unwrap_or_else(|failure| panic!("{failure}"));
        terraform.init_without_backend().unwrap_or_else(|failure| panic!("seeds {seeds:?}: {failure}"));
        let validation = terraform.validate().unwrap_or_else(|failure| panic!("seeds {seeds:?}: {failure}"));
        assert!(validation.valid, "seeds {seeds:?}: {validation}");
    }
}
