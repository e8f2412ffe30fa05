//! The image repositories and the key that encrypts them.

use aws::ecr_repository::{EncryptionConfiguration, ImageScanningConfiguration, ImageScanningConfigurationRequired};
use aws::policy::{Action, PolicyDocument, Principal, Statement, account_root};
use aws::{
    EcrLifecyclePolicy, EcrLifecyclePolicyRequired, EcrRepository, EcrRepositoryReference, EcrRepositoryRequired, IamRoleReference,
    KmsAlias, KmsAliasRequired, KmsKey, KmsKeyReference,
};
use domain::Identity;
use terraform::{Document, Embedded, Resource, Value, object};

use crate::config::{Repositories, Service};
use crate::interface::Variables;

/// The key of all of this environment's repositories.
pub(crate) fn key(
    document: &mut Document,
    identity: &Identity,
    repositories: &Repositories,
    variables: &Variables,
) -> KmsKeyReference {
    // ECR works with grants that it makes in the name of whoever creates the repository (ECR User Guide, "Encryption at rest"), so
    // the account's administration is all that the policy has to admit.
    let policy = PolicyDocument::new([Statement::allow("AccountAdministration", [Action::all_of_kms()])
        .principal(Principal::Account(account_root(&variables.account_id)))
        .on_this_key()]);
    let key = document.resource(Resource::new(
        "repositories",
        KmsKey::new()
            .description(format!("{}: container images", identity.prefix()))
            .enable_key_rotation(true)
            .deletion_window_in_days(repositories.key_deletion_window_days.get())
            .policy(policy.into_value()),
    ));
    document.resource(Resource::new(
        "repositories",
        KmsAlias::new(KmsAliasRequired { target_key_id: key.key_id().into() })
            .name(format!("alias/{}", identity.named("repositories"))),
    ));
    key
}

/// The service's repository, with what it throws away.
pub(crate) fn repository(
    document: &mut Document,
    identity: &Identity,
    repositories: &Repositories,
    service: &Service,
    key: &KmsKeyReference,
) -> EcrRepositoryReference {
    let repository = document.resource(Resource::new(
        service.label(),
        EcrRepository::new(EcrRepositoryRequired { name: service.full_name(identity).into() })
            // A tag that was deployed means the same image for ever; a roll-back finds what ran before.
            .image_tag_mutability("IMMUTABLE")
            .encryption_configuration([EncryptionConfiguration::new().encryption_type("KMS").kms_key(key.arn())])
            .image_scanning_configuration(ImageScanningConfiguration::new(ImageScanningConfigurationRequired {
                scan_on_push: true.into(),
            })),
    ));
    document.resource(Resource::new(
        service.label(),
        EcrLifecyclePolicy::new(EcrLifecyclePolicyRequired {
            repository: repository.name().into(),
            policy: lifecycle_policy(repositories).into_value(),
        }),
    ));
    repository
}

/// The policy that the repository of another account needs, so that this service's tasks can be started from it; none where the images are
/// of this account or of another kind of registry.
///
/// ECR User Guide, "Repository policy examples": one of the actions of pulling an image is for the registry, the others for the repository.
pub(crate) fn policy_elsewhere(service: &Service, execution_role: &IamRoleReference) -> Option<Value<String>> {
    if !service.pulls_elsewhere() {
        return None;
    }
    let statement = Statement::allow("PullImage", PULL).principal(Principal::Arn(execution_role.arn().into()));
    Some(PolicyDocument::new([statement]).into_value())
}

/// What pulling an image takes, besides the login to the registry.
pub(crate) const PULL: [&str; 3] = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];

fn lifecycle_policy(repositories: &Repositories) -> Embedded {
    let Repositories { untagged_image_days, kept_images, key_deletion_window_days: _ } = repositories;
    let rule = |priority: u32, description: String, selection: Embedded| {
        object([
            ("rulePriority", priority.into()),
            ("description", description.into()),
            ("selection", selection),
            ("action", object([("type", "expire".into())])),
        ])
    };
    let untagged = object([
        ("tagStatus", "untagged".into()),
        ("countType", "sinceImagePushed".into()),
        ("countUnit", "days".into()),
        ("countNumber", untagged_image_days.get().into()),
    ]);
    let surplus = object([
        ("tagStatus", "any".into()),
        ("countType", "imageCountMoreThan".into()),
        ("countNumber", kept_images.get().into()),
    ]);
    object([(
        "rules",
        Embedded::array([
            rule(1, format!("untagged images go after {untagged_image_days} days"), untagged),
            // The rule over `any` has to be the last one (ECR User Guide, "Lifecycle policies").
            rule(2, format!("the newest {kept_images} images stay"), surplus),
        ]),
    )])
}
