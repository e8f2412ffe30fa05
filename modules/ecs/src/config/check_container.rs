//! Checks what containers are started with.

use std::collections::BTreeMap;

use domain::EnvironmentFileArn;
use settings::{Problems, SettingPath};

use super::ServiceConfig;
use super::container::{ContainerHealthCheck, ImageSource, Ulimit, Ulimits};

/// How many environment files a container reads at the most (ECS Developer Guide, "Pass environment variables to an Amazon ECS container").
pub(super) const MOST_ENVIRONMENT_FILES: usize = 10;

impl ServiceConfig {
    /// What of these settings rules another one out.
    pub(super) fn check_container(&self, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
        check_health_check(self.container_health_check.as_ref(), &at("container_health_check"), problems);
        check_ulimits(&self.ulimits, &at("ulimits"), problems);
        check_words(&[("command", &self.command), ("entry_point", &self.entry_point)], at, problems);
        check_environment_files(&self.environment_files, &at("environment_files"), problems);
        match (&self.image, &self.image_credentials) {
            (Some(image), Some(_)) if image.ecr().is_some() => {
                problems
                    .error(at("image_credentials"), format!("`{image}` is in ECR, where ECS logs in with the execution role"))
                    .also(at("image"))
                    .help("take it out: the role gets the right to pull the image, and the repository's policy has to let it");
            }
            (None, Some(_)) => {
                problems
                    .error(at("image_credentials"), "the image comes from the service's own repository, which takes no credentials")
                    .also(at("image_tag"))
                    .help("take it out, or name the repository elsewhere in `image`, such as `image = \"ghcr.io/acme/web\"`");
            }
            (_, None) | (Some(_), Some(_)) => {}
        }
    }

    pub(super) fn image_source(&self) -> ImageSource {
        match &self.image {
            None => ImageSource::Own,
            Some(repository) => {
                ImageSource::Elsewhere { repository: repository.clone(), credentials: self.image_credentials.clone() }
            }
        }
    }
}

/// A container's own health check.
pub(super) fn check_health_check(check: Option<&ContainerHealthCheck>, at: &SettingPath, problems: &mut Problems) {
    let Some(check) = check else { return };
    let [first, rest @ ..] = &check.command[..] else {
        problems
            .error(at.clone().key("command"), "the health check has no command")
            .help("write `command = [\"CMD-SHELL\", \"curl -f http://localhost:8080/health || exit 1\"]`, or take the section out");
        return;
    };
    match (first.as_str(), rest) {
        ("CMD", [_, ..]) | ("CMD-SHELL", [_]) => {}
        ("CMD-SHELL", _) => {
            problems
                .error(at.clone().key("command"), "behind `CMD-SHELL` stands one line for the shell")
                .help("write the line as one string, or `CMD` and each argument by itself");
        }
        ("CMD", []) => {
            problems.error(at.clone().key("command"), "behind `CMD` stands the program").help("write `[\"CMD\", \"<program>\"]`");
        }
        (other, _) => {
            problems
                .error(at.clone().key("command"), format!("ECS takes `CMD` or `CMD-SHELL` first, and `{other}` stands there"))
                .help("put `CMD` before the program and its arguments, or `CMD-SHELL` before one line for the shell");
        }
    }
    if check.timeout_seconds.get() > check.interval_seconds.get() {
        problems
            .error(
                at.clone().key("timeout_seconds"),
                format!(
                    "an answer may take {} s, and every {} s the next question is asked",
                    check.timeout_seconds, check.interval_seconds
                ),
            )
            .also(at.clone().key("interval_seconds"))
            .help("let the timeout be shorter than the interval");
    }
}

pub(super) fn check_ulimits(ulimits: &Ulimits, at: &SettingPath, problems: &mut Problems) {
    let Ulimits { nofile } = ulimits;
    let Some(Ulimit { soft, hard }) = nofile else { return };
    if soft > hard {
        problems
            .error(at.clone().key("nofile").key("soft"), format!("{soft} open files at first are more than the {hard} at the most"))
            .also(at.clone().key("nofile").key("hard"))
            .help(format!("set `soft` to {hard} or less"));
    }
}

/// Commands: ECS takes no empty word for a program.
pub(super) fn check_words(commands: &[(&str, &Vec<String>)], at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
    for (setting, words) in commands {
        if words.first().is_some_and(String::is_empty) {
            problems.error(at(setting).index(0), "the program's name is empty").help("name it, or take the setting out");
        }
    }
}

pub(super) fn check_environment_files(files: &[EnvironmentFileArn], at: &SettingPath, problems: &mut Problems) {
    if files.len() > MOST_ENVIRONMENT_FILES {
        problems
            .error(at.clone(), format!("{} environment files are named", files.len()))
            .help(format!("a container reads {MOST_ENVIRONMENT_FILES} at the most"));
    }
    let mut seen: BTreeMap<&EnvironmentFileArn, usize> = BTreeMap::new();
    for (index, file) in files.iter().enumerate() {
        if seen.insert(file, index).is_some() {
            problems.error(at.clone().index(index), format!("`{file}` is named twice")).help("name it once");
        }
    }
}
