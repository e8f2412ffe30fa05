//! The quickstart, as a newcomer types it: each of its commands in turn, in an empty folder, against an empty account.

use std::fs;
use std::path::Path;

use serde_json::json;
use support::{Failure, Moto, Terraform, require_or_skip};

use crate::common::package;

/// What the page tells to type under each of its headings.
fn commands() -> Vec<(String, Vec<String>)> {
    let page = fs::read_to_string(package().join("docs/quickstart.md")).expect("it can be read");
    let sections = page.split("\n## ").skip(1).map(|section| {
        let heading = section.lines().next().unwrap_or_default().to_owned();
        let blocks = section.split("```").skip(1).step_by(2).filter_map(|block| block.strip_prefix("console\n"));
        (heading, blocks.flat_map(str::lines).map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect())
    });
    sections.collect()
}

#[test]
fn the_quickstarts_commands_lead_from_an_empty_folder_to_an_environment_that_runs_and_away_again() -> Result<(), Failure> {
    let name = "the quickstart";
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = Moto::start_or_skip(name, &tools, "111122223333") else { return Ok(()) };
    let here = tempfile::tempdir().expect("a temporary folder can be made");
    let shell = Terraform::in_folder(&tools, here.path()).against(&moto);
    let synth = Path::new(env!("CARGO_BIN_EXE_synth")).parent().expect("it is in a folder");

    for (heading, lines) in commands() {
        assert!(!lines.is_empty(), "nothing is to be typed under `{heading}`");
        for line in lines {
            shell.type_in(&line, synth)?;
        }
    }
    let repositories = moto.aws("ecr", "describe_repositories", json!({}))?;
    assert_eq!(repositories["repositories"], json!([]), "what was made is gone");
    Ok(())
}
