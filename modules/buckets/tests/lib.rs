//! The buckets' module: settings in, documents out, as Terraform reads them.

use std::collections::BTreeMap;

use aws::s3_bucket_lifecycle_configuration::{Rule, RuleExpiration, RuleTransition};
use aws::{S3Bucket, S3BucketCorsConfiguration, S3BucketLifecycleConfiguration, S3BucketPublicAccessBlock};
use buckets::{BucketConfig, Buckets};
use domain::{Identity, StoreName};
use settings::Problems;
use terraform::read::Documents;
use terraform::{Body, Configuration, ModuleCall};

fn identity() -> Identity {
    Identity {
        project: "shop".parse().expect("it is a name"),
        environment: "prod".parse().expect("it is a name"),
        region: "us-east-1".parse().expect("it is a region"),
        disaster_recovery_region: "us-west-2".parse().expect("it is a region"),
    }
}

fn checked(text: &str) -> (Buckets, Vec<String>) {
    let buckets: BTreeMap<StoreName, BucketConfig> = toml::from_str(text).unwrap_or_else(|error| panic!("{error}"));
    let mut problems = Problems::default();
    let buckets = Buckets::check(buckets, &identity(), &mut problems);
    (buckets, problems.iter().map(|problem| problem.message().to_owned()).collect())
}

fn emitted(text: &str) -> (BTreeMap<String, String>, Documents) {
    let (buckets, problems) = checked(text);
    assert_eq!(problems, Vec::<String>::new());
    let (mut configuration, call) = (Configuration::new(), ModuleCall::new("buckets"));
    configuration.root().document("main").module(&call, Body::new());
    configuration.child(&call, buckets::module(&identity(), &buckets));
    let files = configuration.render().expect("no address is taken twice");
    let documents = Documents::read(&files).expect("they are documents");
    (files, documents)
}

#[test]
fn a_bucket_is_private_versioned_encrypted_and_named_by_the_account() {
    let (files, documents) = emitted("[uploads]\n");
    let bucket = documents.resources_of::<S3Bucket>().next().expect("it is there");
    assert_eq!(bucket.get(S3Bucket::BUCKET).text().as_deref(), Some("shop-uploads-prod-${module.buckets.var.account_id}"));
    let closed = documents.resources_of::<S3BucketPublicAccessBlock>().next().expect("it is there");
    assert!(closed.get(S3BucketPublicAccessBlock::RESTRICT_PUBLIC_BUCKETS).is_true());
    assert_eq!(documents.resources_of::<aws::KmsKey>().count(), 1);
    let all: String = files.values().map(String::as_str).collect();
    for text in ["\"status\": \"Enabled\"", "BucketOwnerEnforced", "aws:SecureTransport", "\"sse_algorithm\": \"aws:kms\""] {
        assert!(all.contains(text), "{text}");
    }
    assert_eq!(documents.resources_of::<S3BucketCorsConfiguration>().count(), 0, "no page in a browser reaches it");
}

#[test]
fn objects_move_and_go_as_the_settings_say() {
    let (_, documents) = emitted(
        "[exports]\nencryption = \"s3\"\nexpiration_days = 400\ntransition_days = 30\ntransition_to = \"standard-ia\"\nold_version_days = 7\n",
    );
    let configuration = documents.resources_of::<S3BucketLifecycleConfiguration>().next().expect("it is there");
    let rule = configuration.blocks(S3BucketLifecycleConfiguration::RULE).next().expect("there is one");
    let transition = rule.blocks(Rule::TRANSITION).next().expect("there is one");
    assert_eq!(transition.get(RuleTransition::STORAGE_CLASS).literal().as_deref(), Some("STANDARD_IA"));
    let expiration = rule.blocks(Rule::EXPIRATION).next().expect("there is one");
    assert_eq!(expiration.get(RuleExpiration::DAYS).literal(), Some(400));
    assert_eq!(documents.resources_of::<aws::KmsKey>().count(), 0);
}

#[test]
fn the_key_stays_until_no_object_is_left_under_it() {
    let (_, documents) = emitted("[uploads]\nencryption = \"s3\"\nprevious_encryption = \"customer-key\"\n");
    assert_eq!(documents.resources_of::<aws::KmsKey>().count(), 1);
}

#[test]
fn what_contradicts_itself_is_refused() {
    for (text, says) in [
        ("[uploads]\nprevious_encryption = \"customer-key\"", "the encryption of now as well"),
        ("[uploads]\nprevious_encryption = \"s3\"", "whatever the settings say"),
        ("[uploads]\ntransition_to = \"glacier\"", "nothing says after how many days"),
        ("[uploads]\ntransition_to = \"standard-ia\"\ntransition_days = 7", "from 30 days on"),
        ("[uploads]\ntransition_days = 90\nexpiration_days = 90", "would go after 90 days and move after 90"),
        ("[logs]", "that other parts of the environment make"),
        ("[a]\naws_name = \"acme-files\"\n[b]\naws_name = \"acme-files\"", "has the name `acme-files` in AWS as well"),
    ] {
        let (_, problems) = checked(&format!("{text}\n"));
        assert!(problems.iter().any(|it| it.contains(says)), "{text}: {problems:?}");
    }
    let (_, problems) = checked("[logs]\naws_name = \"acme-files\"\n");
    assert_eq!(problems, Vec::<String>::new(), "its name in AWS is another one");
}

#[test]
fn a_name_that_s3_would_refuse_is_refused_before() {
    let identity = Identity {
        project: "a-project-of-twenty-four".parse().expect("it is a name"),
        environment: "an-environment".parse().expect("it is a name"),
        ..identity()
    };
    let told = |text: &str| {
        let buckets: BTreeMap<StoreName, BucketConfig> = toml::from_str(text).unwrap_or_else(|error| panic!("{error}"));
        let mut problems = Problems::default();
        Buckets::check(buckets, &identity, &mut problems);
        problems.iter().map(|problem| problem.message().to_owned()).collect::<Vec<_>>()
    };
    assert!(told("[customer-uploads]\n")[0].contains("63 allowed"), "{:?}", told("[customer-uploads]\n"));
    assert_eq!(told("[customer-uploads]\naws_name = \"acme-uploads\"\n"), Vec::<String>::new());
}
