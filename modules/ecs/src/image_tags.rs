//! Which image runs: a tag from the settings, or a variable of the root module that whoever deploys sets.

use terraform::{Document, Expression, Map, Validation, Value, Variable};

use crate::config::{Deployment, Ecs, Service};

/// The tags by service, as the root module passes them; declares its variables for the services that Terraform rolls out.
pub fn image_tags(root: &mut Document, ecs: &Ecs) -> Map<String> {
    ecs.services
        .iter()
        .map(|service| {
            let tag = match service.deployment {
                Deployment::Pipeline => Value::Literal(service.image_tag.to_string()),
                Deployment::Terraform => Value::Expression(variable(root, service)),
            };
            (service.name.as_str(), tag)
        })
        .collect()
}

fn variable(root: &mut Document, service: &Service) -> Expression<String> {
    let name = format!("{}_image_tag", service.label());
    let variable = Variable::new(name.as_str(), &format!("The tag of the image that service {} runs.", service.name))
        .default(service.image_tag.as_str());
    let reference = variable.reference();
    let validation = Validation {
        // The form of a tag (OCI Distribution Specification). It also keeps quotes out of the container definition.
        condition: Expression::native(format!("can(regex(\"^[A-Za-z0-9_][A-Za-z0-9_.-]{{0,127}}$\", {}))", reference.code())),
        error_message: "An image tag is up to 128 letters, digits, underscores, dots and hyphens.".to_owned(),
    };
    root.variable(variable.validation(validation))
}
