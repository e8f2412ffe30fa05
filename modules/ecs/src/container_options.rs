//! The members of a container's definition that its settings add, where they are set: ECS's own defaults stand nowhere.

use terraform::{Embedded, object};

use crate::config::{ContainerHealthCheck, ContainerOptions, Ulimit, Ulimits};

/// The members, in the order of the ECS API Reference, `ContainerDefinition`.
pub(crate) fn members(options: &ContainerOptions) -> Vec<(&'static str, Embedded)> {
    let ContainerOptions {
        command,
        entry_point,
        user,
        working_directory,
        stop_timeout_seconds,
        ulimits,
        init_process,
        health_check,
        environment_files,
    } = options;
    let texts = |texts: &[String]| Embedded::array(texts.iter().map(String::as_str));
    let mut members = Vec::new();
    if !entry_point.is_empty() {
        members.push(("entryPoint", texts(entry_point)));
    }
    if !command.is_empty() {
        members.push(("command", texts(command)));
    }
    if !environment_files.is_empty() {
        let file = |arn: &domain::EnvironmentFileArn| object([("value", arn.to_string().into()), ("type", Embedded::from("s3"))]);
        members.push(("environmentFiles", Embedded::array(environment_files.iter().map(file))));
    }
    if *init_process {
        members.push(("linuxParameters", object([("initProcessEnabled", true.into())])));
    }
    members.extend(stop_timeout_seconds.map(|seconds| ("stopTimeout", seconds.get().into())));
    members.extend(user.as_ref().map(|user| ("user", user.as_str().into())));
    members.extend(working_directory.as_ref().map(|path| ("workingDirectory", path.as_str().into())));
    let Ulimits { nofile } = ulimits;
    if let Some(Ulimit { soft, hard }) = nofile {
        let limit =
            object([("name", "nofile".into()), ("softLimit", Embedded::from(soft.get())), ("hardLimit", hard.get().into())]);
        members.push(("ulimits", Embedded::array([limit])));
    }
    members.extend(health_check.as_ref().map(|check| ("healthCheck", of_health(check))));
    members
}

fn of_health(check: &ContainerHealthCheck) -> Embedded {
    let ContainerHealthCheck { command, interval_seconds, timeout_seconds, retries, start_period_seconds } = check;
    object([
        ("command", Embedded::array(command.iter().map(String::as_str))),
        ("interval", interval_seconds.get().into()),
        ("timeout", timeout_seconds.get().into()),
        ("retries", retries.get().into()),
        ("startPeriod", start_period_seconds.get().into()),
    ])
}
