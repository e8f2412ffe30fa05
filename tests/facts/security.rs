//! What must not be found anywhere.

use crate::common::both;

/// Statements that allow something on every resource, because AWS takes no ARN for their actions, or because `*` means the resource
/// that the policy is attached to (a key's own policy).
#[test]
fn every_resource_is_allowed_only_where_aws_takes_no_arn() {
    for emitted in both() {
        for (resource, statements) in emitted.policies() {
            for statement in statements.iter().filter(|it| it.allows && it.resources.iter().any(|resource| resource == "*")) {
                let on_a_key = resource.kind.starts_with("aws_kms_key");
                let takes_no_arn = statement.actions == ["ecr:GetAuthorizationToken"];
                assert!(on_a_key || takes_no_arn, "{}: {statement:?}", resource.address());
            }
        }
    }
}

#[test]
fn no_wildcard_action_is_allowed_but_to_the_administrators_of_a_key() {
    for emitted in both() {
        for (resource, statements) in emitted.policies() {
            for statement in statements.iter().filter(|statement| statement.allows) {
                let wide = statement.actions.iter().any(|action| action.contains('*'));
                assert!(!wide || resource.kind.starts_with("aws_kms_key"), "{}: {statement:?}", resource.address());
            }
        }
    }
}

#[test]
fn every_log_group_has_a_retention() {
    for emitted in both() {
        let groups = emitted.all("aws_cloudwatch_log_group");
        assert!(groups.len() >= 4);
        assert!(groups.iter().all(|group| group.body["retention_in_days"].as_u64().is_some_and(|days| days > 0)));
    }
}

#[test]
fn security_groups_and_rules_are_described_in_characters_that_aws_accepts() {
    for emitted in both() {
        for kind in ["aws_security_group", "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"] {
            for resource in emitted.all(kind) {
                let description = resource.body["description"].as_str().expect("it is described");
                // EC2 API Reference, `CreateSecurityGroup`.
                let accepted = |letter: char| letter.is_ascii_alphanumeric() || " ._-:/()#,@[]+=&;{}!$*".contains(letter);
                assert!(description.len() <= 255 && description.chars().all(accepted), "{}: {description}", resource.address());
            }
        }
    }
}

#[test]
fn terraform_refuses_any_other_account() {
    for emitted in both() {
        for provider in emitted.providers() {
            assert_eq!(provider["allowed_account_ids"], serde_json::json!(["111122223333"]));
        }
    }
}

#[test]
fn the_same_settings_give_the_same_bytes_without_a_version_or_a_path() {
    for emitted in both() {
        let again = crate::common::shipped(&emitted.environment);
        assert_eq!(emitted.texts, again.texts);
        for (path, text) in &emitted.texts {
            assert!(!text.contains(concat!("synth ", env!("CARGO_PKG_VERSION"))), "{path}");
            assert!(!text.contains(env!("CARGO_MANIFEST_DIR")), "{path}");
        }
    }
}
