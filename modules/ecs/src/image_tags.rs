//! Which image runs: a tag from the settings, or a variable of the root module that whoever deploys sets.

use std::collections::BTreeMap;

use terraform::{Document, Expression, Map, Validation, Value, Variable};

use crate::config::{Deployment, Ecs, Service};

/// The tags by service and job, as the root module passes them; declares its variables for those that Terraform rolls out.
pub fn image_tags(root: &mut Document, ecs: &Ecs) -> Map<String> {
    let mut tags: BTreeMap<&str, Value<String>> = BTreeMap::new();
    for service in &ecs.services {
        tags.insert(service.name.as_str(), tag(root, "service", service));
    }
    for job in &ecs.jobs {
        // A variable of its own could say another tag than the service's, which is what it has none for.
        let follows = job.tag_of.as_ref().and_then(|service| tags.get(service.as_str()));
        let by_terraform = job.task.deployment == Deployment::Terraform;
        let followed = follows.filter(|tag| by_terraform && matches!(tag, Value::Expression(_))).cloned();
        let tag = followed.unwrap_or_else(|| tag(root, "job", &job.task));
        tags.insert(job.task.name.as_str(), tag);
    }
    tags.into_iter().collect()
}

fn tag(root: &mut Document, word: &str, task: &Service) -> Value<String> {
    match task.deployment {
        Deployment::Pipeline => Value::Literal(task.image_tag.to_string()),
        Deployment::Terraform => Value::Expression(variable(root, word, task)),
    }
}

fn variable(root: &mut Document, word: &str, service: &Service) -> Expression<String> {
    let name = format!("{}_image_tag", service.label());
    let variable = Variable::new(name.as_str(), &format!("The tag of the image that {word} {} runs.", service.name))
        .default(service.image_tag.as_str());
    let reference = variable.reference();
    let validation = Validation {
        // The form of a tag (OCI Distribution Specification). It also keeps quotes out of the container definition.
        condition: Expression::native(format!("can(regex(\"^[A-Za-z0-9_][A-Za-z0-9_.-]{{0,127}}$\", {}))", reference.code())),
        error_message: "An image tag is up to 128 letters, digits, underscores, dots and hyphens.".to_owned(),
    };
    root.variable(variable.validation(validation))
}
