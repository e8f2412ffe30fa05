//! Jobs in the pipelines of `synth pipeline`: which run before a service, which are renewed after it, and which no pipeline delivers.

use crate::command::pipeline::{GITHUB, GITLAB, JENKINS, JOBS, between, text, with, written};

#[test]
fn jobs_of_a_service_run_before_it_and_are_renewed_after_it_and_others_are_delivered_by_themselves() {
    let sandbox = with(JENKINS, JOBS);
    written(&sandbox, "jenkins", &[]);
    let web = text(&sandbox, "Jenkinsfile.web");
    let stages = between(&web, "stage('", "')");
    assert_eq!(
        stages[9..],
        [
            "Push to ECR",
            "Run migrate staging",
            "Deploy staging",
            "Smoke test staging",
            "Renew report staging",
            "Production approval",
            "Run migrate prod",
            "Deploy prod",
            "Smoke test prod",
            "Renew report prod",
        ]
    );
    let (_, run) = web.split_once("stage('Run migrate prod')").expect("there is the stage");
    let run = run.split("stage('").next().unwrap_or_default();
    let push = run.find("deliver.sh push delivery/prod.json \"$SERVICE\" \"$IMAGE\" \"$TAG\"").expect("it pushes");
    let migrate = run.find("deliver.sh run delivery/prod.json \"$SERVICE\" \"$TAG\" migrate'").expect("it runs");
    assert!(push < migrate && !run.contains("rollback"), "{run}");
    let cleanup = text(&sandbox, "Jenkinsfile.cleanup");
    assert_eq!(
        between(&cleanup, "stage('", "')")[9..],
        ["Push to ECR", "Renew cleanup staging", "Production approval", "Renew cleanup prod"]
    );
    assert!(!cleanup.contains("deliver.sh deploy") && !cleanup.contains("rollback"), "{cleanup}");

    let sandbox = with(GITHUB, JOBS);
    written(&sandbox, "github", &[]);
    let web = text(&sandbox, ".github/workflows/deliver-web.yml");
    let (_, prod) = web.split_once("\n  to-prod:\n").expect("there is the job");
    let verbs: Vec<&str> = between(prod, "deliver.sh ", " ");
    assert_eq!(verbs, ["push", "snapshot", "run", "deploy", "smoke", "rollback", "renew"]);
    let cleanup = text(&sandbox, ".github/workflows/deliver-cleanup.yml");
    assert!(cleanup.contains("deliver.sh renew \"$OUTPUTS\" \"$SERVICE\" \"$TAG\" cleanup\n"), "{cleanup}");
    assert_eq!(between(&cleanup, "deliver.sh ", " "), ["push", "renew", "push", "renew"]);
}

#[test]
fn a_job_that_no_pipeline_delivers_is_told_with_what_to_set_instead() {
    let by_terraform = JOBS.replace("deployment = \"pipeline\"\n", "");
    let sandbox = with(JENKINS, &by_terraform);
    let ran = written(&sandbox, "jenkins", &[]);
    for told in [
        "in `prod` Terraform says which image the job `migrate` runs, by the variable `migrate_image_tag`: set `jobs.migrate.deployment = \
         \"pipeline\"` to have it run before each deployment of `web`, with the new image",
        "the job `report` runs, by the variable `report_image_tag`",
        "the job `cleanup` runs, by the variable `cleanup_image_tag`",
    ] {
        assert!(ran.stderr.contains(told), "`{told}`: {ran}");
    }
    let text = text(&sandbox, "Jenkinsfile");
    assert!(!text.contains("deliver.sh run") && !text.contains("deliver.sh renew"), "{text}");

    let sandbox = with(JENKINS, JOBS);
    for (arguments, told) in [
        (&["--service", "migrate"] as &[&str], "write that one, `--service web`"),
        (&["--service", "cleanup", "--smoke-path", "/"], "it is a job, which nobody asks"),
    ] {
        let ran = sandbox.synth(&[&["pipeline", "--kind", "jenkins"], arguments].concat()).failed();
        assert!(ran.stderr.contains(told), "{ran}");
    }
    let elsewhere = JOBS.replace("[jobs.cleanup]\n", "[jobs.cleanup]\nimage = \"ghcr.io/acme/cleanup\"\n");
    let ran = written(&with(JENKINS, &elsewhere), "jenkins", &[]);
    assert!(ran.stderr.contains("leave out `jobs.cleanup.image`"), "{ran}");
    let arm = JOBS.replace("command = [\"migrate\"]\n", "architecture = \"arm64\"\n");
    let ran = with(JENKINS, &arm).synth(&["pipeline", "--kind", "jenkins"]).failed();
    assert!(ran.stderr.contains("set the same `jobs.migrate.architecture`"), "{ran}");
}

/// The numbers that follow this text.
fn numbers(text: &str, before: &str) -> Vec<u32> {
    let digits = |rest: &str| rest.chars().take_while(char::is_ascii_digit).collect::<String>();
    text.split(before).skip(1).filter_map(|rest| digits(rest).parse().ok()).collect()
}

fn spoken(minutes: u32) -> String {
    format!("it takes {} h {} min at most", minutes / 60, minutes % 60)
}

#[test]
fn the_time_limits_of_a_delivery_add_up_to_what_its_head_tells() {
    let sandbox = with(JENKINS, JOBS);
    written(&sandbox, "jenkins", &[]);
    let web = text(&sandbox, "Jenkinsfile.web");
    let limits = numbers(&web, "timeout(time: ");
    // All of it, the approval, and Code and Dependencies side by side.
    let (hours, approval, twice) = (limits[0], 4, 15);
    let of_snapshot = "timeout(time: 65, unit: 'MINUTES') {\n                    sh 'delivery/deliver.sh snapshot ";
    assert_eq!((web.matches(of_snapshot).count(), limits.iter().filter(|limit| **limit == 65).count()), (2, 2), "{web}");
    let minutes: u32 = limits[1..].iter().sum::<u32>() - approval - twice - 2 * 65;
    assert!(web.contains(&spoken(minutes)), "{minutes}: {web}");
    assert!(web.contains("major deployment may take 2 h 10 min more"), "{web}");
    assert!(hours * 60 >= minutes + 2 * 65 + approval * 60, "{web}");

    let sandbox = with(GITHUB, "");
    written(&sandbox, "github", &[]);
    let github = text(&sandbox, ".github/workflows/deliver-web.yml");
    let minutes: u32 = numbers(&github, "timeout-minutes: ").iter().sum();
    assert!(github.contains(&spoken(minutes)), "{minutes}: {github}");

    let sandbox = with(GITLAB, "");
    written(&sandbox, "gitlab", &[]);
    let gitlab = text(&sandbox, ".gitlab/synth/deliver-web.yml");
    let minutes: u32 = numbers(&gitlab, "\n  timeout: ").iter().sum();
    assert!(gitlab.contains(&spoken(minutes)), "{minutes}: {gitlab}");
    assert_eq!(numbers(&gitlab, "\n  timeout: ").len(), gitlab.matches("\n  stage: ").count(), "each job has a limit: {gitlab}");
}
