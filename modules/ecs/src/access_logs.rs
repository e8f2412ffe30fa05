//! The load balancer's access logs: a bucket that holds who asked for what, for as long as the settings say.

use aws::policy::{Principal, Statement};
use aws::private_bucket::{DefaultEncryption, PrivateBucket, PrivateBucketReference};
use domain::Identity;
use terraform::{Document, Value, template};

use crate::config::AccessLogs;
use crate::interface::Variables;

/// The bucket, which the load balancers of this account and region may write to.
pub(crate) fn bucket(
    document: &mut Document,
    identity: &Identity,
    access_logs: &AccessLogs,
    variables: &Variables,
) -> PrivateBucketReference {
    let bucket = PrivateBucket {
        label: "access_logs".to_owned(),
        name: name(identity, variables),
        // The services that deliver logs write with no other key (Elastic Load Balancing User Guide, "Access logs").
        encryption: DefaultEncryption::S3,
        transition: None,
        expiration_days: Some(access_logs.retention_days.get()),
        noncurrent_days: 1,
        versioning: true,
        without_delete_markers: false,
    };
    bucket.add(document, |bucket| {
        // The form that AWS's page prints ("Enable access logs for your Application Load Balancer", step 2): the account stands in the path.
        // With `aws:SourceArn` and `aws:SourceAccount` besides, applies were refused ("Access Denied for bucket").
        vec![
            Statement::allow("LoadBalancersWrite", ["s3:PutObject"])
                .principal(Principal::Service(identity.region.load_balancer_log_principal().to_owned()))
                .on([template![bucket.arn(), "/AWSLogs/", &variables.account_id, "/*"]]),
        ]
    })
}

/// Unique in all of AWS by the account's number.
fn name(identity: &Identity, variables: &Variables) -> Value<String> {
    template![name_without_account(identity), "-", &variables.account_id]
}

pub(crate) fn name_without_account(identity: &Identity) -> String {
    identity.named("access-logs")
}
