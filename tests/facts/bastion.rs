//! Section 2: the optional bastion.

use terraform::json::{Json, json};

use crate::common::{Emitted, Resource, both, id_of, over, refusal};

const SSH: &str = "[networking.bastion.access.ssh]\nallowed_cidrs = [\"203.0.113.0/24\"]\nkey_name = \"operations\"\n";
const SESSION_MANAGER: &str = "[networking.bastion]\naccess = \"session-manager\"\n";

#[test]
fn there_is_no_bastion_unless_one_is_set() {
    for emitted in both() {
        assert!(emitted.all("aws_instance").is_empty());
    }
}

#[test]
fn a_bastion_stands_in_a_public_subnet_with_a_group_of_its_own() {
    for settings in [SSH, SESSION_MANAGER] {
        let bastion = over("prod", settings).only("aws_instance");
        assert_eq!(bastion["subnet_id"], id_of("networking", "aws_subnet.public_a"));
        assert_eq!(bastion["vpc_security_group_ids"], json!([id_of("networking", "aws_security_group.bastion")]));
    }
}

#[test]
fn ssh_reaches_the_bastion_from_the_listed_ranges_only() {
    let emitted = over("prod", SSH);
    let rules = rules_of(&emitted, "ingress", "aws_security_group.bastion");
    assert_eq!(rules.len(), 1);
    assert_eq!(rules[0]["cidr_ipv4"], "203.0.113.0/24");
    assert_eq!((&rules[0]["from_port"], &rules[0]["to_port"]), (&json!(22), &json!(22)));
    assert_eq!(emitted.only("aws_instance")["key_name"], "operations");
}

#[test]
fn ssh_from_the_whole_internet_is_refused() {
    let report = refusal("prod", &SSH.replace("203.0.113.0/24", "0.0.0.0/0"));
    assert!(report.contains("opens SSH to the whole internet"), "{report}");
}

#[test]
fn session_manager_needs_no_open_port() {
    let emitted = over("prod", SESSION_MANAGER);
    assert_eq!(rules_of(&emitted, "ingress", "aws_security_group.bastion"), Vec::<Json>::new());
    let attached = emitted.resource("networking", "aws_iam_role_policy_attachment", "bastion_session_manager");
    assert_eq!(attached["policy_arn"], "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore");
    assert!(emitted.only("aws_instance").get("key_name").is_none());
}

#[test]
fn the_database_admits_the_bastion_and_the_tasks_and_nobody_else() {
    for settings in [SSH, SESSION_MANAGER] {
        let emitted = over("prod", settings);
        let mut admitted: Vec<Json> = rules_of(&emitted, "ingress", "aws_security_group.database")
            .into_iter()
            .map(|rule| json!([rule["from_port"], rule["to_port"], rule["referenced_security_group_id"]]))
            .collect();
        admitted.sort_by_key(ToString::to_string);
        let from = |group: &str| json!([5432, 5432, id_of("networking", &format!("aws_security_group.{group}"))]);
        assert_eq!(admitted, [from("bastion"), from("ecs")]);
    }
}

#[test]
fn a_smuggled_request_gets_no_credentials_from_the_bastion_and_its_disk_is_encrypted() {
    let bastion = over("prod", SSH).only("aws_instance");
    assert_eq!(bastion["metadata_options"]["http_tokens"], "required");
    assert_eq!(bastion["root_block_device"]["encrypted"], true);
}

/// AWS's parameter names a newer image every few weeks. Without this each of them would be a plan that replaces the machine.
#[test]
fn a_newer_image_does_not_replace_the_bastion() {
    let emitted = over("prod", SESSION_MANAGER);
    let bastion = emitted.only("aws_instance");
    assert_eq!(bastion["ami"], "${module.networking.data.aws_ssm_parameter.bastion_image.insecure_value}");
    assert_eq!(bastion["lifecycle"]["ignore_changes"], json!(["ami"]));
}

fn rules_of(emitted: &Emitted, direction: &str, group: &str) -> Vec<Json> {
    let group = id_of("networking", group);
    let rules = emitted.all(&format!("aws_vpc_security_group_{direction}_rule")).into_iter();
    rules.filter(|rule| rule.body["security_group_id"] == group).map(|Resource { body, .. }| body).collect()
}
