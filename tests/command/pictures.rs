//! `synth graph`: what is drawn, and where it goes.

use crate::command::sandbox::Sandbox;

#[test]
fn a_picture_is_printed_and_nothing_is_written() {
    let sandbox = Sandbox::new();
    let ran = sandbox.synth(&["graph", "--env", "prod"]).well();
    assert!(ran.stdout.starts_with("<svg ") && ran.stdout.ends_with("</svg>\n"), "{ran}");
    assert_eq!(ran.stderr, "");
    assert_eq!(sandbox.names("."), ["environments"]);
}

#[test]
fn a_picture_goes_to_the_file_that_is_named() {
    let sandbox = Sandbox::new();
    let printed = sandbox.synth(&["graph", "--env", "staging", "--format", "mermaid"]).well().stdout;
    let ran = sandbox.synth(&["graph", "--env", "staging", "--format", "mermaid", "--output", "staging.mmd"]).well();
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", ""));
    assert_eq!(std::fs::read_to_string(sandbox.path("staging.mmd")).expect("it is there"), printed);
}

#[test]
fn a_picture_shows_what_the_settings_of_one_run_say() {
    let sandbox = Sandbox::new();
    let arguments = ["graph", "--env", "prod", "--format", "dot", "--set", "services.web.tasks.max=12"];
    assert!(sandbox.synth(&arguments).well().stdout.contains("2–12 tasks"));
}

#[test]
fn every_resource_is_drawn_when_that_is_asked_for() {
    let sandbox = Sandbox::new();
    let ran = sandbox.synth(&["graph", "--env", "prod", "--detail", "resources", "--format", "dot"]).well();
    assert!(ran.stdout.contains("\"module.networking.aws_nat_gateway.a\" -> \"module.networking.aws_subnet.public_a\""), "{ran}");
}

#[test]
fn settings_that_are_refused_are_not_drawn() {
    let sandbox = Sandbox::new();
    let ran = sandbox.synth(&["graph", "--env", "prod", "--set", "region=mars-1", "--output", "prod.svg"]).failed();
    assert!(ran.stderr.contains("mars-1"), "{ran}");
    assert_eq!(sandbox.names("."), ["environments"]);
}

#[test]
fn a_picture_that_cannot_be_written_is_an_error_that_names_the_file() {
    let sandbox = Sandbox::new();
    let ran = sandbox.synth(&["graph", "--env", "prod", "--output", "nowhere/prod.svg"]).failed();
    assert!(ran.stderr.starts_with("error: cannot write nowhere/prod.svg: "), "{ran}");
}

#[test]
fn a_picture_in_a_format_that_is_not_written_is_refused() {
    let sandbox = Sandbox::new();
    for file in ["prod.png", "prod.PDF"] {
        let ran = sandbox.synth(&["graph", "--env", "prod", "--output", file]).failed();
        assert!(ran.stderr.starts_with(&format!("error: {file}: ")) && ran.stderr.contains("write `-o prod.svg`"), "{ran}");
    }
    let ran = sandbox.synth(&["report", "--env", "prod", "--output", "prod.pdf"]).failed();
    assert!(ran.stderr.contains("prints it as well: write `-o prod.html`"), "{ran}");
    assert_eq!(sandbox.names("."), ["environments"]);
}

#[test]
fn a_file_is_not_given_the_ending_of_another_format() {
    let sandbox = Sandbox::new();
    let refused = [
        (&["graph", "--format", "mermaid", "--output", "prod.svg"][..], "add `--format svg`"),
        (&["graph", "--output", "prod.MMD"], "add `--format mermaid`"),
        (&["graph", "--output", "prod.gv"], "add `--format dot`"),
        (&["graph", "--output", "prod.json"], "add `--json`"),
        (&["report", "--output", "prod.json"], "add `--json`"),
        (&["report", "--json", "--output", "prod.html"], "leave out `--json`"),
    ];
    for (arguments, told) in refused {
        let ran = sandbox.synth(&[arguments, &["--env", "prod"]].concat()).failed();
        assert!(ran.stderr.contains(told), "{arguments:?}: {ran}");
    }
    assert_eq!(sandbox.names("."), ["environments"]);
    // An ending of the user's own says nothing.
    for arguments in [&["graph", "--json", "--output", "prod.json"][..], &["graph", "--format", "dot", "--output", "prod.txt"]] {
        sandbox.synth(&[arguments, &["--env", "prod"]].concat()).well();
    }
}
