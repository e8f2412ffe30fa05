//! A folder inside a container. It must not know what is mounted there.

use crate::text::{TextProblem, form, only, validated_text};

validated_text! {
    /// The absolute path of a folder inside a container.
    ContainerPath is "a folder in a container",
    length: 2..=255,
    pattern: r"^(/[A-Za-z0-9_.-]+)+$",
    examples: ["/tmp", "/var/cache/nginx"],
    check: container_path,
}

impl ContainerPath {
    /// The name of the volume that is mounted there: letters, digits, hyphens and underscores are all that ECS takes.
    pub fn volume_name(&self) -> String {
        self.as_str().trim_start_matches('/').replace('/', "-").replace('.', "_")
    }
}

fn container_path(value: &str) -> Result<(), TextProblem> {
    form(value.starts_with('/'), "has to begin with `/`")?;
    only(value, |character| character.is_ascii_alphanumeric() || "/_.-".contains(character), "letters, digits and any of /_.-")?;
    form(
        value.split('/').skip(1).all(|part| !part.is_empty() && part != "." && part != ".."),
        "must not have an empty part, `.` or `..`, and no slash at its end",
    )
}
