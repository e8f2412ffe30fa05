//! The rules judge the result: an override that brings what a rule finds is told, and where one takes that away, nothing is told.
//!
//! Every rule has a case in each direction, or a reason why no override can do it: a new rule has to say.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::common::{golden, package};
use engine::rules::{RULES, judge};
use engine::synthesis::synthesize;
use engine::{Neighbour, draft};
use settings::{Problems, Report};

/// What an override does to a rule's finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Does {
    Bring,
    TakeAway,
}

use Does::{Bring, TakeAway};

impl Does {
    fn words(self) -> &'static str {
        match self {
            Bring => "brings it",
            TakeAway => "takes it away",
        }
    }
}

/// A rule, what an override does to its finding, the settings beside it, and the override: its resource and what it sets there.
struct Case {
    code: String,
    does: Does,
    settings: String,
    resource: String,
    set: String,
}

/// Of the rules that no setting triggers, and that have no case of their own in `tests/rules`: as it is said there. And what would look like a login
/// where settings are read.
const WITHOUT_CASE: &[(&str, &str)] = &[
    (
        "DEL001",
        r#"
# an override takes it away: module.delivery.aws_iam_role.main assume_role_policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},"Condition":{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:octo-org@1/shop@2:ref:refs/heads/main"}}}]}'
"#,
    ),
    (
        "DEL002",
        r#"
# an override brings it: module.delivery.aws_iam_role.main assume_role_policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},"Condition":{"StringLike":{"token.actions.githubusercontent.com:sub":"*"}}}]}'
#   [delivery.trust.github]
#   repository = "octo-org/shop"
#   owner_id = 123456
#   repository_id = 456789
#   branches = ["main"]
# no override takes it away: no setting brings it
"#,
    ),
    (
        "ENC001",
        "
# an override brings it: module.rds.aws_db_instance.main storage_encrypted = false
# no override takes it away: no setting brings it
",
    ),
    (
        "IAM001",
        r#"
# an override brings it: module.ecs.aws_iam_role_policy.web_task policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}'
# no override takes it away: no setting brings it
"#,
    ),
    (
        "NET001",
        "
# no override brings it or takes it away: a zone is a subnet's, and Terraform makes all of one VPC's: what is emitted is read, as `tests/rules.rs` shows by its defects
",
    ),
    (
        "NET003",
        "
# an override brings it: module.networking.aws_vpc_security_group_ingress_rule.load_balancer_http from_port = 22
# no override takes it away: no setting brings it
",
    ),
    (
        "OWN001",
        "
# no override brings it or takes it away: it speaks of files, of which an override sets nothing
",
    ),
    (
        "RDS008",
        "
# an override brings it: module.rds.aws_db_instance.main publicly_accessible = true
# no override takes it away: no setting brings it
",
    ),
];

/// The cases, and what no override can do. The comments at the end of a rule's case in `tests/rules` say it: `an override brings it`, over
/// `shared/base.toml` and the settings below; `an override takes it away`, over those or, without any, over the case itself; or why none does.
fn said() -> (Vec<Case>, BTreeSet<(String, Does)>) {
    let (mut cases, mut excused): (Vec<Case>, _) = (Vec::new(), BTreeSet::new());
    let of_files = golden::stems("tests/rules", "toml").into_iter().filter(|stem| RULES.iter().any(|rule| rule.code == stem));
    let of_files = of_files.map(|code| {
        let text = fs::read_to_string(package().join(format!("tests/rules/{code}.toml"))).expect("it is text");
        (code, text)
    });
    for (code, text) in of_files.chain(WITHOUT_CASE.iter().map(|(code, text)| ((*code).to_owned(), (*text).to_owned()))) {
        let mut begun = false;
        for line in text.lines() {
            let case = [("# an override brings it: ", Bring), ("# an override takes it away: ", TakeAway)];
            let case = case.into_iter().find_map(|(words, does)| Some((does, line.strip_prefix(words)?.split_once(' ')?)));
            if let Some((does, (resource, set))) = case {
                let (resource, set) = (resource.to_owned(), set.to_owned());
                cases.push(Case { code: code.clone(), does, settings: String::new(), resource, set });
                begun = true;
            } else if let (true, Some(setting), Some(case)) = (begun, line.strip_prefix("#   "), cases.last_mut()) {
                case.settings += setting;
                case.settings += "\n";
            } else if let Some((what, why)) = line.strip_prefix("# no override ").and_then(|line| line.split_once(": ")) {
                assert!(!why.is_empty(), "{code}: why not?");
                for does in [Bring, TakeAway].into_iter().filter(|does| what.contains(does.words())) {
                    assert!(excused.insert((code.clone(), does)), "{code} {does:?} is excused twice");
                }
            }
        }
    }
    (cases, excused)
}

/// The report on these settings over a file of the cases.
fn report(extended: &str, settings: &str) -> Report {
    let folder = package().join("tests/rules");
    let text = format!("extends = \"{extended}\"\n{settings}");
    let mut read = |path: &Path| {
        if path == Path::new("case.toml") { Ok(text.clone()) } else { fs::read_to_string(folder.join(path)) }
    };
    let of = |name: &str, file: &str, read: &mut dyn FnMut(&Path) -> std::io::Result<String>| {
        draft(&name.parse().expect("it is a name"), Path::new(file), &[], read).unwrap_or_else(|report| panic!("{report}"))
    };
    let draft = of("production", "case.toml", &mut read);
    let Some(environment) = &draft.environment else { panic!("{settings}\n{}", draft.report(Problems::default())) };
    let files = synthesize(environment).expect("every address is there once").files;
    let documents = terraform::read::Documents::read(&files).expect("they are documents");
    let neighbour = of("neighbour", "shared/neighbour.toml", &mut read);
    let folder = Neighbour::of(&neighbour.name, &neighbour.layers).into_iter().collect();
    judge(&draft, Some(&documents), &folder, "2026-12-01".parse().expect("it is a day")).report
}

/// What the rule found there, each as a whole.
fn found(report: &Report, code: &str) -> Vec<String> {
    let all = report.to_json();
    all.as_array().expect("it is a list").iter().filter(|it| it["code"] == code).map(ToString::to_string).collect()
}

#[test]
fn every_rule_judges_what_an_override_makes_of_the_settings() {
    let mut faults = Vec::new();
    for Case { code, does, settings, resource, set } in said().0 {
        let own_case = format!("{code}.toml");
        let extended = if does == TakeAway && settings.is_empty() { own_case.as_str() } else { "shared/base.toml" };
        let overriding =
            format!("[[override]]\nresource = \"{resource}\"\nset = {{ {set} }}\nreason = \"It is tried what comes of it\"\n");
        let before = found(&report(extended, &settings), &code);
        // What stands at the top has to stand before the first header.
        let with = report(extended, &format!("{settings}{overriding}"));
        let after = found(&with, &code);
        match does {
            Bring if !before.is_empty() => faults.push(format!("{code} {set}: found without the override: {before:?}")),
            Bring if after.is_empty() || !with.to_string().contains("override") => {
                faults.push(format!("{code} {set}: not told of the override: {after:?}\n{with}"));
            }
            TakeAway if before.is_empty() => faults.push(format!("{code} {set}: nothing to take away")),
            TakeAway if after.iter().any(|it| before.contains(it)) && after.len() >= before.len() => {
                faults.push(format!("{code} {set}: told all the same: {after:?}"));
            }
            Bring | TakeAway => {}
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_rule_says_what_an_override_can_do_to_it() {
    let (cases, excused) = said();
    let mut said: BTreeSet<(String, Does)> = cases.into_iter().map(|case| (case.code, case.does)).collect();
    for excuse in excused {
        assert!(said.insert(excuse.clone()), "{excuse:?}: there is a case");
    }
    let missing: Vec<String> = RULES
        .iter()
        .flat_map(|rule| [Bring, TakeAway].map(|does| (rule.code.to_owned(), does)))
        .filter(|wanted| !said.contains(wanted))
        .map(|(code, does)| {
            format!(
                "{code}: at the end of tests/rules/{code}.toml write `# an override {does}: <resource> <argument> = <value>`, or `# no override {does}: <why>`",
                does = does.words()
            )
        })
        .collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
