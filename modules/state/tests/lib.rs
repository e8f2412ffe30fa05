//! The state's module: settings in, documents out, as Terraform reads them.

use aws::s3_bucket_server_side_encryption_configuration::{Rule, RuleApplyServerSideEncryptionByDefault};
use aws::{DynamodbTable, S3Bucket, S3BucketServerSideEncryptionConfiguration as Encryption};
use settings::Problems;
use state::{Config, Kept, State};
use terraform::json::json;
use terraform::read::Documents;
use terraform::{Body, Configuration, ModuleCall};

const SETTINGS: &str = "bucket = \"shop-state\"\nregion = \"eu-central-1\"\n";
const KEY: &str = "arn:aws:kms:eu-central-1:111122223333:key/12345678-1234-1234-1234-123456789012";

/// The checked settings, and what is found wrong with them.
fn checked(further: &str) -> (State, Vec<String>) {
    let config: Config = toml::from_str(&format!("{SETTINGS}{further}")).unwrap_or_else(|error| panic!("{error}"));
    let mut problems = Problems::default();
    let Kept::InBucket(state) = config.check(&mut problems) else { panic!("the state lies in a bucket") };
    (*state, problems.iter().map(|problem| problem.message().to_owned()).collect())
}

fn emitted(further: &str) -> Documents {
    let (state, _) = checked(further);
    let (mut configuration, call) = (Configuration::new(), ModuleCall::new("state"));
    configuration.root().document("main").module(&call, Body::new());
    configuration.child(&call, state::module(&state));
    Documents::read(&configuration.render().expect("no address is taken twice")).expect("they are documents")
}

fn addresses(documents: &Documents) -> String {
    documents.all().map(|block| block.address().to_string() + "\n").collect()
}

#[test]
fn a_bucket_holds_the_state_and_s3_locks_it() {
    let documents = emitted("");
    insta::assert_snapshot!("bucket", addresses(&documents));
    assert!(documents.resources_of::<S3Bucket>().all(|bucket| bucket.get(S3Bucket::BUCKET).is("shop-state")));
}

#[test]
fn a_table_is_made_where_the_settings_ask_for_one() {
    for lock in ["dynamodb", "both"] {
        let documents = emitted(&format!("lock = \"{lock}\"\nlock_table = \"shop-locks\""));
        let table = documents.resources_of::<DynamodbTable>().next().unwrap_or_else(|| panic!("{lock}: there is no table"));
        assert!(table.get(DynamodbTable::NAME).is("shop-locks"));
        // Terraform asks for this key ("S3 backend", state locking).
        assert!(table.get(DynamodbTable::HASH_KEY).is("LockID"));
    }
}

#[test]
fn the_account_s_own_key_encrypts_where_it_is_named() {
    let algorithm = |further: &str| {
        let documents = emitted(further);
        let rule = documents.resources_of::<Encryption>().next()?.block(Encryption::RULE)?;
        let default = rule.block(Rule::APPLY_SERVER_SIDE_ENCRYPTION_BY_DEFAULT)?;
        let key = default.get(RuleApplyServerSideEncryptionByDefault::KMS_MASTER_KEY_ID).literal();
        Some((default.get(RuleApplyServerSideEncryptionByDefault::SSE_ALGORITHM).literal()?, key))
    };
    assert_eq!(algorithm(""), Some(("AES256".to_owned(), None)));
    let with_key = algorithm(&format!("encryption = {{ kms = \"{KEY}\" }}"));
    assert_eq!(with_key, Some(("aws:kms".to_owned(), Some(KEY.to_owned()))));
}

#[test]
fn what_does_not_go_together_is_told() {
    let elsewhere = KEY.replace("eu-central-1", "eu-west-1");
    for (further, told) in [
        ("lock_table = \"locks\"", "nothing is locked in `locks`"),
        ("lock = \"both\"", "the table that holds the locks is not named"),
        ("lock = \"dynamodb\"\nlock_table = \"locks\"", "Terraform deprecates locks in DynamoDB"),
        (&*format!("encryption = {{ kms = \"{elsewhere}\" }}"), "the key is in `eu-west-1`, and the bucket is in `eu-central-1`"),
    ] {
        let (_, problems) = checked(further);
        assert!(problems.len() == 1 && problems[0].starts_with(told), "{further}: {problems:?}");
    }
    assert_eq!(checked("").1, Vec::<String>::new());
}

/// The `terraform` block of production, whose section `[state]` says this.
fn kept(section: &str) -> serde_json::Value {
    let config: Config = toml::from_str(section).unwrap_or_else(|error| panic!("{error}"));
    let mut problems = Problems::default();
    let kept = config.check(&mut problems);
    assert_eq!(problems.iter().count(), 0, "{section}");
    let identity = domain::Identity {
        project: "shop".parse().expect("it is a name"),
        environment: "prod".parse().expect("it is a name"),
        region: "eu-central-1".parse().expect("it is a region"),
        disaster_recovery_region: "eu-west-1".parse().expect("it is a region"),
    };
    let mut configuration = Configuration::new();
    configuration.root().document("terraform").settings(terraform::Settings::new().backend(kept.backend(&identity)));
    let files = configuration.render().expect("no address is taken twice");
    serde_json::from_str::<serde_json::Value>(&files["terraform.tf.json"]).expect("it is JSON")["terraform"].clone()
}

#[test]
fn a_state_lies_where_the_section_says() {
    let by_http = "[http]\naddress = \"https://gitlab.example.com/state/prod\"\nlock_address = \"https://gitlab.example.com/state/prod/lock\"\n";
    for (section, written) in [
        (
            format!("{SETTINGS}key = \"network/prod.tfstate\"\n"),
            json!({ "backend": { "s3": { "bucket": "shop-state", "key": "network/prod.tfstate", "region": "eu-central-1", "encrypt": true, "use_lockfile": true } } }),
        ),
        (
            "[cloud]\norganization = \"example\"\n".to_owned(),
            json!({ "cloud": { "organization": "example", "workspaces": { "name": "shop-prod" } } }),
        ),
        (
            "[cloud]\norganization = \"example\"\nworkspace = \"live\"\nhostname = \"tfe.example.com\"\n".to_owned(),
            json!({ "cloud": { "organization": "example", "hostname": "tfe.example.com", "workspaces": { "name": "live" } } }),
        ),
        (
            format!("{by_http}lock_methods = \"post-delete\"\n"),
            json!({ "backend": { "http": {
                "address": "https://gitlab.example.com/state/prod", "lock_address": "https://gitlab.example.com/state/prod/lock",
                "unlock_address": "https://gitlab.example.com/state/prod/lock", "lock_method": "POST", "unlock_method": "DELETE",
            } } }),
        ),
        (
            "[http]\naddress = \"https://state.example.com/prod\"\nupdate_method = \"put\"\n".to_owned(),
            json!({ "backend": { "http": { "address": "https://state.example.com/prod", "update_method": "PUT" } } }),
        ),
        ("[local]\n".to_owned(), json!({ "backend": { "local": {} } })),
        (
            "[local]\npath = \"../../state/prod.tfstate\"\n".to_owned(),
            json!({ "backend": { "local": { "path": "../../state/prod.tfstate" } } }),
        ),
    ] {
        assert_eq!(kept(&section), written, "{section}");
    }
}
