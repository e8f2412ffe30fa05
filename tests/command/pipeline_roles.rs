//! Terraform's own roles in what `synth pipeline` writes: who plans and applies with them.

use crate::command::pipeline::{between, text, written};
use crate::command::sandbox::Sandbox;

/// One environment with roles for Terraform, which these trust.
fn with_roles(account: &str, trust: &str, roles: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let boundary = "iam.permissions_boundary = \"arn:aws:iam::111122223333:policy/boundary\"";
    let prod = format!("extends = \"base.toml\"\n{account}{boundary}\n{trust}\n[delivery.terraform]\n{roles}");
    sandbox.write("environments/prod.toml", &prod);
    std::fs::remove_file(sandbox.path("environments/staging.toml")).expect("it is there");
    sandbox
}

const ACCOUNT: &str = "account_id = \"111122223333\"\n";
const GITHUB: &str = "[delivery.trust.github]\nrepository = \"octo-org/shop\"\nenvironments = [\"prod\"]";
const GITLAB: &str = "[delivery.trust.gitlab]\nproject = \"octo/shop\"\nprotected_branches = [\"main\"]";
const JENKINS: &str = "[delivery.trust.jenkins]\nprincipal = \"arn:aws:iam::111122223333:role/jenkins\"";
const PLAN: &str = "arn:aws:iam::111122223333:role/shop-terraform-plan-prod";
const APPLY: &str = "arn:aws:iam::111122223333:role/shop-terraform-apply-prod";

#[test]
fn githubs_pull_requests_plan_and_an_approved_job_applies() {
    let sandbox = with_roles(ACCOUNT, GITHUB, "approved_environments = [\"infrastructure\"]\n");
    written(&sandbox, "github", &[]);
    let plans = text(&sandbox, ".github/workflows/infrastructure.yml");
    assert!(plans.contains(PLAN) && !plans.contains(APPLY), "{plans}");
    let applies = text(&sandbox, ".github/workflows/apply.yml");
    assert!(
        applies.contains("    environment: \"infrastructure\"\n") && applies.contains(&format!("role-to-assume: \"{APPLY}\"\n")),
        "{applies}"
    );
    let order = ["synth --env", "terraform -chdir=out/\"$ENVIRONMENT\" plan", "synth review", "apply -input=false tfplan"];
    let places: Vec<_> = order.iter().map(|it| applies.find(it).unwrap_or_else(|| panic!("no {it} in {applies}"))).collect();
    assert!(places.is_sorted(), "{applies}");
    assert!(!applies.contains("pull_request"), "{applies}");
}

#[test]
fn gitlabs_merge_requests_plan_and_a_protected_branch_applies_by_hand() {
    let sandbox = with_roles(ACCOUNT, GITLAB, "");
    written(&sandbox, "gitlab", &[]);
    let jobs = text(&sandbox, ".gitlab/synth/infrastructure.yml");
    let (plans, applies) = jobs.split_once("\napply:prod:").expect("there is a job that applies");
    assert!(plans.contains(&format!("AWS_ROLE_ARN={PLAN}")) && applies.contains(&format!("AWS_ROLE_ARN={APPLY}")), "{jobs}");
    assert!(applies.contains("when: manual") && applies.contains("$CI_COMMIT_REF_PROTECTED == \"true\""), "{applies}");
}

#[test]
fn jenkins_takes_the_one_to_plan_and_the_other_once_somebody_said_so() {
    let roles = "apply_principal = \"arn:aws:iam::111122223333:role/jenkins\"\nexternal_id = \"shop\"\n";
    let sandbox = with_roles(ACCOUNT, JENKINS, roles);
    written(&sandbox, "jenkins", &[]);
    let file = text(&sandbox, "Jenkinsfile.infrastructure");
    assert_eq!(between(&file, "stage('", "')"), ["Check prod", "Plan prod", "Review prod", "Apply prod"]);
    let (plans, applies) = file.split_once("stage('Apply prod')").expect("there is the stage");
    assert!(plans.contains(&format!("--role-arn {PLAN} ")) && !plans.contains(APPLY), "{plans}");
    assert!(applies.contains("input {") && applies.contains(&format!("--role-arn {APPLY} ")), "{applies}");
    assert!(applies.contains("--external-id shop") && applies.contains("apply -input=false tfplan"), "{applies}");
    assert!(!file.contains('@'), "nothing is left to fill in: {file}");
}

#[test]
fn atlantis_takes_a_role_for_each_project_before_it_plans_and_before_it_applies() {
    let roles = "plan_principal = \"arn:aws:iam::111122223333:role/atlantis\"\napply_principal = \"arn:aws:iam::111122223333:role/atlantis\"\n";
    let sandbox = with_roles(ACCOUNT, JENKINS, roles);
    written(&sandbox, "atlantis", &[]);
    let server = text(&sandbox, "delivery/atlantis-repos.yaml");
    let (plans, applies) = server.split_once("    apply:\n").expect("there is the step");
    assert!(plans.contains(&format!("prod) take {PLAN} ;;")) && !plans.contains(APPLY), "{plans}");
    assert!(applies.contains(&format!("prod) take {APPLY} ;;")) && applies.contains("esac\n        - apply\n"), "{applies}");
    assert_eq!(server.matches("- multienv: |\n").count(), 2, "{server}");
}

#[test]
fn roles_of_an_account_that_is_not_named_are_told_of() {
    let sandbox = with_roles("", GITHUB, "approved_environments = [\"infrastructure\"]\n");
    let ran = written(&sandbox, "github", &[]);
    assert!(ran.stderr.contains("without `account_id` their ARNs are not known here"), "{}", ran.stderr);
    assert!(text(&sandbox, ".github/workflows/infrastructure.yml").contains("role-to-assume: ${{ vars[matrix.role] ||"));
}
