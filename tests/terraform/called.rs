//! Modules that Terraform fetches itself, and providers besides AWS's: from a git repository and a registry on this machine.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;

use serde_json::{Value as Json, json};
use support::{DetailedExitCode, Failure, Moto, Terraform, require_or_skip};
use tempfile::TempDir;

use crate::common::package;
use engine::synthesis::synthesize;
use engine::{LocalDisk, WithFile, load_from};

const ACCOUNT: &str = "111122223333";
const STATE_BUCKET: &str = "task-api-terraform-state-111122223333";

/// A module that needs no provider: what it is given, it gives.
const ECHO: &str = "variable \"given\" { type = any }\nresource \"terraform_data\" \"echo\" { input = var.given }\n\
                    output \"given\" { value = terraform_data.echo.output }\noutput \"version\" { value = \"@\" }\n";

/// A repository with the module in two versions, `v1.0.0` and `v1.1.0`, below the folder `echo`.
fn repository() -> TempDir {
    let folder = tempfile::tempdir().expect("there is room");
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        let author = [
            "-c",
            "user.name=nobody",
            "-c",
            "user.email=nobody@example.com",
            "-c",
            "commit.gpgsign=false",
            "-c",
            "init.defaultBranch=main",
        ];
        let output = git.current_dir(folder.path()).args(author).args(arguments).output().expect("git is there");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "--quiet"]);
    fs::create_dir(folder.path().join("echo")).expect("it can be made");
    for version in ["1.0.0", "1.1.0"] {
        fs::write(folder.path().join("echo/main.tf"), ECHO.replace('@', version)).expect("it can be written");
        git(&["add", "."]);
        git(&["commit", "--quiet", "-m", version]);
        git(&["tag", &format!("v{version}")]);
    }
    folder
}

/// A registry on this machine that has the repository's module, as its protocol says (Terraform, "Module Registry Protocol"); its address.
fn registry(repository: &Path) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a port");
    let address = listener.local_addr().expect("it has one").to_string();
    let repository = repository.display().to_string();
    std::thread::spawn(move || listener.incoming().flatten().for_each(|stream| answer(stream, &repository)));
    address
}

fn answer(mut stream: TcpStream, repository: &str) {
    let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
    let request = lines.next().unwrap_or_default();
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    // Up to the empty line that ends the head.
    lines.find(String::is_empty);
    let versions = json!({"modules": [{"versions": [{"version": "1.0.0"}, {"version": "1.1.0"}]}]}).to_string();
    let (status, headers, body) = match path.rsplit('/').collect::<Vec<_>>().as_slice() {
        ["versions", ..] => ("200 OK", "Content-Type: application/json\r\n".to_owned(), versions),
        ["download", version, ..] => {
            ("204 No Content", format!("X-Terraform-Get: git::file://{repository}//echo?ref=v{version}\r\n"), String::new())
        }
        _ => ("404 Not Found", String::new(), String::new()),
    };
    let length = if status.starts_with("204") { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let _ = stream.write_all(format!("HTTP/1.1 {status}\r\n{headers}{length}Connection: close\r\n\r\n{body}").as_bytes());
}

/// What is emitted for the smallest environment of the tests with these settings besides.
fn emitted(settings: &str) -> BTreeMap<String, String> {
    let file = package().join("tests/environments/in-memory.toml");
    let disk = WithFile { disk: &LocalDisk, file: file.clone(), text: format!("extends = \"base.toml\"\n{settings}") };
    let loaded = load_from(&"in-memory".parse().expect("it is a name"), &file, &[], &disk);
    let environment = loaded.environment.unwrap_or_else(|| panic!("it is refused:\n{}", loaded.report.render(false, "")));
    synthesize(&environment).unwrap_or_else(|duplicates| panic!("{duplicates:?}")).files
}

fn write(terraform: &Terraform, files: &BTreeMap<String, String>) {
    for (path, text) in files {
        fs::write(terraform.folder().join(path), text).expect("the folder can be written");
    }
}

const TEXT: &str = "text = \"${not} evaluated\", vpc = { from = \"networking.vpc_id\" }, list = [1, true, { a = 1.5 }]";

/// Adds outputs of a module that only the test asks for.
fn ask(terraform: &Terraform, module: &str) {
    let asked = ["given", "version"].map(|output| (output.to_owned(), json!({"value": format!("${{module.{module}.{output}}}")})));
    let document = json!({"output": asked.into_iter().collect::<serde_json::Map<_, _>>()});
    fs::write(terraform.folder().join("asked.tf.json"), document.to_string()).expect("the folder can be written");
}

#[test]
fn a_module_of_git_and_one_of_a_registry_go_through_the_whole_cycle() -> Result<(), Failure> {
    let name = "a module of git and one of a registry go through the whole cycle";
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = Moto::start_or_skip(name, &tools, ACCOUNT) else { return Ok(()) };
    moto.aws("s3", "create_bucket", json!({"Bucket": STATE_BUCKET}))?;
    let repository = repository();
    let registry = registry(repository.path());
    let settings = |version: &str, name: &str, more: &str| {
        format!(
            "[modules.of-git]\nsource = \"git::file://{}//echo?ref=v1.0.0\"\ninputs = {{ given = {{ {TEXT} }} }}\n\
             [modules.{name}]\nsource = \"registry.example.com/shop/echo/aws\"\nversion = \"{version}\"\ninputs = {{ given = {{ from = \"of-git.given\" }} }}\n{more}",
            repository.path().display()
        )
    };
    let configuration =
        format!("host \"registry.example.com\" {{\n  services = {{ \"modules.v1\" = \"http://{registry}/v1/modules/\" }}\n}}\n");
    let files = emitted(&settings("~> 1.0.0", "echo", ""));
    let terraform = Terraform::of_files(&tools, files)?.against(&moto).with_cli_configuration(&configuration)?;
    ask(&terraform, "echo");
    terraform.init()?;
    let validation = terraform.validate()?;
    assert!(validation.valid && validation.diagnostics.is_empty(), "{validation}");
    terraform.apply()?;
    assert_eq!(terraform.plan_detailed_exit_code()?, DetailedExitCode::NoChanges);
    let outputs = terraform.output()?;
    let value = &outputs["given"]["value"];
    assert_eq!((&value["text"], &value["list"]), (&json!("${not} evaluated"), &json!([1, true, {"a": 1.5}])));
    assert!(value["vpc"].as_str().is_some_and(|vpc| vpc.starts_with("vpc-")), "{value}");
    assert_eq!(outputs["version"]["value"], "1.0.0");

    // Another version under another name: what stands is kept.
    let id = |address: &str| -> Result<Option<String>, Failure> {
        let shown = terraform.run(&["state", "show", "-no-color", address])?;
        Ok(shown.lines().map(str::trim_start).find(|line| line.starts_with("id ")).map(str::to_owned))
    };
    let before = id("module.echo.terraform_data.echo")?;
    ask(&terraform, "again");
    write(&terraform, &emitted(&settings("1.1.0", "again", "renamed_from = \"echo\"\n")));
    terraform.init()?;
    terraform.apply()?;
    assert_eq!(terraform.output()?["version"]["value"], "1.1.0");
    assert!(before.is_some() && before == id("module.again.terraform_data.echo")?);

    // And without them only what they hold goes.
    for file in ["asked.tf.json", "refactoring.tf.json"] {
        fs::remove_file(terraform.folder().join(file)).expect("it is there");
    }
    write(&terraform, &emitted(""));
    terraform.init()?;
    let plan = terraform.plan()?;
    let changes = plan.changes();
    let gone: Vec<&str> = changes.iter().filter(|it| it.actions == ["delete"]).map(|it| it.address.as_str()).collect();
    assert_eq!(gone, ["module.again.terraform_data.echo", "module.of-git.terraform_data.echo"]);
    terraform.destroy()?;
    Ok(())
}

#[test]
fn another_provider_is_configured_as_the_settings_say() -> Result<(), Failure> {
    let Some(tools) = require_or_skip("another provider is configured as the settings say") else { return Ok(()) };
    // The only one that is at hand wherever the tests run, under another name.
    let files = emitted(
        "[providers.elsewhere]\nsource = \"hashicorp/aws\"\nversion = \">= 5.0\"\n\
         settings = { region = \"eu-west-1\", default_tags = { tags = { Text = \"${not} evaluated\" } } }\n\
         aliases = { far = { region = \"eu-north-1\", ignore_tags = [{ keys = [\"a\"] }] } }\n\
         [modules.marks]\nsource = \"./modules/marks\"\nproviders = { \"aws.replica\" = \"elsewhere.far\" }\n\
         inputs = { name = \"marks\", places = { vpc_id = \"none\", subnet_ids = [] } }\n",
    );
    let terraform = Terraform::of_files(&tools, files)?;
    terraform.init_without_backend()?;
    let validation = terraform.validate()?;
    assert!(validation.valid, "{validation}");
    Ok(())
}

#[test]
fn the_example_is_right_about_the_variables_that_its_module_has() -> Result<(), Failure> {
    let Some(tools) = require_or_skip("the example of a registry's module is valid") else { return Ok(()) };
    let file = package().join("examples/registry-module/prod.toml");
    let loaded = load_from(&"prod".parse().expect("it is a name"), &file, &[], &LocalDisk);
    let environment = loaded.environment.unwrap_or_else(|| panic!("it is refused:\n{}", loaded.report.render(false, "")));
    let mut files = synthesize(&environment).unwrap_or_else(|duplicates| panic!("{duplicates:?}")).files;
    // Without the internet, a module stands in that has the real one's variables of these names, and no others.
    let mut document: Json = serde_json::from_str(&files["main.tf.json"]).expect("it is JSON");
    let call = document["module"]["files"].as_object_mut().expect("it is called");
    assert_eq!(call.remove("version"), Some(json!("1.8.1")));
    call.insert("source".to_owned(), json!("./modules/files"));
    files.insert("main.tf.json".to_owned(), document.to_string());
    files.insert(
        "modules/files/main.tf".to_owned(),
        "variable \"name\" { type = string }\nvariable \"encrypted\" { type = bool }\nvariable \"attach_policy\" { type = bool }\n\
         variable \"security_group_description\" { type = string }\nvariable \"security_group_vpc_id\" { type = string }\n\
         variable \"mount_targets\" { type = any }\nvariable \"security_group_rules\" { type = any }\n"
            .to_owned(),
    );
    let terraform = Terraform::of_files(&tools, files)?;
    terraform.init_without_backend()?;
    let validation = terraform.validate()?;
    assert!(validation.valid && validation.diagnostics.is_empty(), "{validation}");
    Ok(())
}
