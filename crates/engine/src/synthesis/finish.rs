//! What holds for the resources of all modules.

use terraform::Configuration;

use crate::environment::Environment;

/// Writes it into them.
pub(crate) fn finish(configuration: &mut Configuration, environment: &Environment) {
    if environment.prevent_destroy {
        configuration.prevent_destroy(&aws::facts::types::stateful().collect::<Vec<_>>());
    }
    if environment.force_destroy {
        configuration.turn_on(aws::EcrRepository::FORCE_DELETE);
        configuration.turn_on(aws::S3Bucket::FORCE_DESTROY);
    }
    if let Some(boundary) = &environment.iam.permissions_boundary {
        configuration.set_everywhere(aws::IamRole::PERMISSIONS_BOUNDARY, &boundary.to_string());
    }
    if let Some(path) = &environment.iam.path {
        configuration.set_everywhere(aws::IamRole::PATH, path.as_str());
        configuration.set_everywhere(aws::IamInstanceProfile::PATH, path.as_str());
    }
}
