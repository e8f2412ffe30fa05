//! Every emitted block against the provider's own schema, of both major versions: known, settable, of the right type, not
//! deprecated, nothing missing; and every reference leads to something that is there.

use crate::common;
use crate::common::both;
use crate::common::provider_schema::{ProviderSchema, Section, VERSIONS};
use crate::common::references::Configuration;
use crate::common::variants::{bootstraps, variants};
use terraform::json::{Json, json};

#[test]
fn every_emitted_resource_data_source_and_provider_fits_the_providers_schema() {
    for version in VERSIONS {
        let schema = ProviderSchema::read(version);
        for (name, emitted) in variants().chain(bootstraps()) {
            let faults = Configuration { emitted, schema: &schema }.schema_faults();
            assert!(faults.is_empty(), "{name}, provider {version}:\n{}", faults.join("\n"));
        }
    }
}

#[test]
fn every_reference_leads_to_a_resource_a_variable_or_an_output_that_is_there() {
    for version in VERSIONS {
        let schema = ProviderSchema::read(version);
        for (name, emitted) in variants().chain(bootstraps()) {
            let faults = Configuration { emitted, schema: &schema }.reference_faults();
            assert!(faults.is_empty(), "{name}, provider {version}:\n{}", faults.join("\n"));
        }
    }
}

#[test]
fn every_module_gets_the_variables_and_providers_that_it_declares_and_no_others() {
    let schema = ProviderSchema::read(VERSIONS[0]);
    for (name, emitted) in variants() {
        let faults = Configuration { emitted, schema: &schema }.call_faults();
        assert!(faults.is_empty(), "{name}:\n{}", faults.join("\n"));
    }
}

#[test]
fn every_module_asks_for_a_provider_of_the_two_major_versions_that_are_checked() {
    for emitted in both() {
        for (path, document) in emitted.documents() {
            let Some(provider) = document.get("terraform").map(|settings| &settings["required_providers"]["aws"]) else { continue };
            assert_eq!(provider["source"], "hashicorp/aws", "{path}");
            assert_eq!(provider["version"], ">= 5.100.0, < 7.0.0", "{path}");
        }
        let mut with_versions = emitted.modules();
        with_versions.retain(|module| emitted.section(module, "terraform").contains_key("required_providers"));
        assert_eq!(with_versions, emitted.modules(), "a module without `required_providers` takes whatever provider there is");
    }
}

#[test]
fn a_misspelt_argument_is_found() {
    finds(json!({ "cidr_blok": "10.0.0.0/16" }), "knows no such argument");
}

#[test]
fn a_value_of_the_wrong_type_is_found() {
    finds(json!({ "enable_dns_support": "yes" }), "it is text");
    finds(json!({ "cidr_block": 10 }), "it is of another type");
    finds(json!({ "tags": ["Name"] }), "it is of another type");
}

#[test]
fn a_reference_of_the_wrong_type_is_found() {
    finds(json!({ "enable_dns_support": "${aws_vpc.main.id}" }), "the expression yields \"string\"");
}

#[test]
fn an_argument_that_the_provider_computes_is_found() {
    finds(json!({ "arn": "arn:aws:ec2:us-east-1:111122223333:vpc/vpc-1" }), "the provider computes it");
}

#[test]
fn a_change_of_no_argument_that_is_ignored_is_found() {
    finds(json!({ "lifecycle": { "ignore_changes": ["cidr"] } }), "knows no argument `cidr`");
}

#[test]
fn a_missing_argument_is_found() {
    finds_in("aws_subnet", &json!({ "cidr_block": "10.0.1.0/24" }), ".vpc_id: required");
}

#[test]
fn a_missing_block_is_found() {
    finds_in("aws_s3_bucket_versioning", &json!({ "bucket": "logs" }), ".versioning_configuration: required");
}

#[test]
fn one_block_too_many_is_found() {
    let twice = json!({ "bucket": "logs", "versioning_configuration": [{ "status": "Enabled" }, { "status": "Enabled" }] });
    finds_in("aws_s3_bucket_versioning", &twice, "2 blocks, Some(1) allowed");
}

#[test]
fn an_expression_for_a_block_is_found() {
    let body = json!({ "bucket": "logs", "versioning_configuration": "${var.versioning}" });
    finds_in("aws_s3_bucket_versioning", &body, "a block, and");
}

#[test]
fn a_misspelt_argument_of_an_inner_block_is_found() {
    let body = json!({ "bucket": "logs", "versioning_configuration": { "status": "Enabled", "state": "on" } });
    finds_in("aws_s3_bucket_versioning", &body, ".versioning_configuration.state: the provider knows no such argument");
}

#[test]
fn a_deprecated_argument_is_found() {
    // Version 5 deprecates it, version 6 has it no longer.
    let body = json!({ "bucket": "logs", "logging": { "target_bucket": "others" } });
    finds_in("aws_s3_bucket", &body, "deprecated");
}

#[test]
fn a_type_that_the_provider_lacks_is_found() {
    finds_in("aws_vpcs", &json!({}), "the provider has no aws_vpcs");
}

#[test]
fn references_to_nothing_are_found() {
    for (reference, fault) in [
        ("${aws_vpc.other.id}", "there is no aws_vpc.other"),
        ("${aws_vpc.main.identifier}", "identifier"),
        ("${var.nothing}", "there is no variable nothing"),
        ("${local.nothing}", "there is no local nothing"),
        ("${one(aws_vpc.other.id)}", "there is no aws_vpc.other"),
        ("https://${aws_vpc.other.id}/", "there is no aws_vpc.other"),
        ("${var.image[\"${var.nothing}\"]}", "there is no variable"),
        ("%{ if true }x%{ endif }", "is a directive"),
        ("${aws_vpc.main.id", "expected `}`"),
    ] {
        let faults = broken_network(reference);
        assert!(faults.iter().any(|it| it.contains(fault)), "`{reference}` is not found: {faults:?}");
    }
    assert_eq!(broken_network("${aws_vpc.main.id}"), Vec::<String>::new());
}

/// The schema's faults of a VPC, which is looked at beside another one that is right.
fn finds(body: Json, fault: &str) {
    finds_in("aws_vpc", &body, fault);
}

fn finds_in(kind: &str, body: &Json, fault: &str) {
    let schema = ProviderSchema::read(VERSIONS[0]);
    let type_of = |code: &str| (code == "aws_vpc.main.id").then(|| json!("string"));
    let faults = schema.faults(Section::Resource, kind, body, &type_of);
    assert!(faults.iter().any(|it| it.contains(fault)), "{kind} {body}: {faults:?} does not hold `{fault}`");
}

/// The faults of production's references when the description of its VPC's group is this text.
fn broken_network(text: &str) -> Vec<String> {
    let schema = ProviderSchema::read(VERSIONS[0]);
    let emitted = common::with_argument("networking", "aws_security_group", "ecs", "description", text);
    Configuration { emitted: &emitted, schema: &schema }.reference_faults()
}
