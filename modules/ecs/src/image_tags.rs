//! Which image runs: a tag from the settings, or a variable of the root module that whoever deploys sets.

use terraform::{Document, Expression, Map, Validation, Value, Variable};

use crate::config::{Deployment, Ecs, Service};

/// The tags by service and job, as the root module passes them; declares its variables for those that Terraform rolls out.
pub fn image_tags(root: &mut Document, ecs: &Ecs) -> Map<String> {
    let services = ecs.services.iter().map(|service| ("service", service));
    let all = services.chain(ecs.jobs.iter().map(|job| ("job", &job.task)));
    all.map(|(word, task)| {
        let tag = match task.deployment {
            Deployment::Pipeline => Value::Literal(task.image_tag.to_string()),
            Deployment::Terraform => Value::Expression(variable(root, word, task)),
        };
        (task.name.as_str(), tag)
    })
    .collect()
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
