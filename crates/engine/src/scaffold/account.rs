//! What an account, or all of AWS, has only one of, and the other environment makes already. It must not know other settings.

use aws::{CeAnomalyMonitor, IamOpenidConnectProvider};
use domain::{AccountId, Region};
use toml_edit::{DocumentMut, InlineTable, Item, Value};

use super::Change;
use super::place::put;
use crate::synthesis::Synthesis;

/// Lets the new environment do without what the other one makes for the whole account: AWS would refuse a second one.
pub(super) fn set(
    document: &mut DocumentMut,
    other: &Synthesis,
    account: Option<&AccountId>,
    region: Region,
    changes: &mut Vec<Change>,
) {
    if other.documents.resources_of::<CeAnomalyMonitor>().next().is_some() {
        let why = "AWS allows an account one monitor of all services, and the other environment makes it";
        set_one(document, &["monitoring", "cost_anomalies", "monitor"], "none".into(), why, changes);
    }
    // IAM User Guide, "Create an OpenID Connect (OIDC) identity provider in IAM": an account has one provider for each URL.
    let makes_provider = other.documents.resources_of::<IamOpenidConnectProvider>().next().is_some();
    if let (true, Some(account)) = (makes_provider, account) {
        let arn = format!("arn:{}:iam::{account}:oidc-provider/token.actions.githubusercontent.com", region.partition());
        let existing = Value::InlineTable(InlineTable::from_iter([("existing", arn)]));
        let why = "an account has one provider for GitHub, and the other environment makes it";
        set_one(document, &["delivery", "trust", "github", "provider"], existing, why, changes);
    }
}

/// Takes out the names that queues, buckets and caches of the other environment have in AWS: the new environment's get names of their own.
pub(super) fn unname_stores(document: &mut DocumentMut, changes: &mut Vec<Change>) {
    let sections = [
        ("queues", "SQS gives out the queue that there is where one of its name is asked for, and the other environment's has it"),
        ("buckets", "AWS gives a bucket's name once, and the other environment's has it"),
        ("caches", "ElastiCache gives a cache's name once in a region, and the other environment's has it"),
    ];
    for (section, why) in sections {
        let Some(stores) = document.get_mut(section).and_then(Item::as_table_like_mut) else { continue };
        for (name, store) in stores.iter_mut() {
            for setting in ["aws_name", "dead_letter_aws_name"] {
                if store.as_table_like_mut().is_some_and(|store| store.remove(setting).is_some()) {
                    changes.push(Change { setting: format!("{section}.{}.{setting}", name.get()), value: None, why });
                }
            }
        }
    }
}

fn set_one(document: &mut DocumentMut, path: &[&str], value: Value, why: &'static str, changes: &mut Vec<Change>) {
    let written = value.to_string().trim().to_owned();
    put(document.as_table_mut(), path, value);
    changes.push(Change { setting: path.join("."), value: Some(written), why });
}
