//! Buckets, repositories, tables, streams. It must not know what lies in them beyond what the configuration says.

use aws::lb::AccessLogs;
use aws::s3_bucket_lifecycle_configuration::{Rule, RuleExpiration};
use aws::{DynamodbTable, EcrRepository, KinesisFirehoseDeliveryStream, Lb, S3Bucket, S3BucketLifecycleConfiguration as Lifecycle};
use rust_decimal::Decimal;
use system::is_of_bucket;
use terraform::read::View;

use crate::estimate::Service;
use crate::estimator::{Draft, Estimator, Located as _, count};
use crate::item::Listed;
use crate::number::short;

/// For how long objects are estimated to lie in a bucket that never empties itself.
const A_YEAR_OF_DAYS: u64 = 365;
const DAYS_OF_MONTH: u64 = 30;

/// The price of what lies in buckets.
pub(super) fn buckets(estimator: &mut Estimator<'_>) {
    let balancers = estimator.of::<Lb>();
    for bucket in estimator.of::<S3Bucket>() {
        let Some(region) = estimator.region_of(&bucket) else {
            estimator.leave_out(bucket.located(), &[bucket], "its provider's configuration names no region");
            continue;
        };
        let what = format!("bucket {}", bucket.resource().label);
        let holds = |balancer: &&View<'_, Lb>| {
            balancer.blocks(Lb::ACCESS_LOGS).any(|logs| is_of_bucket(&logs.get(AccessLogs::BUCKET), &bucket))
        };
        let logging = balancers.iter().filter(holds).count();
        let draft = if logging > 0 {
            let written = estimator.assumptions.access_log_gigabytes.value() * count(logging);
            let days = expiration(estimator, &bucket).unwrap_or(A_YEAR_OF_DAYS);
            let kept = written * Decimal::from(days) / Decimal::from(DAYS_OF_MONTH);
            let method = format!("{} GB of access logs a month for {days} days", short(written, 2));
            Draft::new(Service::Storage, what, Listed::S3Storage, kept, method, &[bucket]).assuming(&["access_log_gigabytes"])
        } else {
            let size = estimator.assumptions.other_bucket_gigabytes.value();
            let method = format!("{} GB", short(size, 2));
            Draft::new(Service::Storage, what, Listed::S3Storage, size, method, &[bucket]).assuming(&["other_bucket_gigabytes"])
        };
        estimator.add(draft.in_region(region));
    }
}

/// The price of images.
pub(super) fn repositories(estimator: &mut Estimator<'_>) {
    let all = estimator.of::<EcrRepository>();
    if all.is_empty() {
        return;
    }
    let each = estimator.assumptions.repository_gigabytes.value();
    let method = format!("{} × {} GB", all.len(), each.normalize());
    let draft = Draft::new(Service::Storage, "images", Listed::EcrStorage, each * count(all.len()), method, &all);
    estimator.add(draft.assuming(&["repository_gigabytes"]));
}

/// The price of tables that are paid by the request, such as that of Terraform's lock.
pub(super) fn tables(estimator: &mut Estimator<'_>) {
    for table in estimator.of::<DynamodbTable>() {
        let name = table.resource().label;
        if !table.get(DynamodbTable::BILLING_MODE).is("PAY_PER_REQUEST") {
            estimator.leave_out(format!("table {name}"), &[table], "only tables that are paid by the request are priced here");
            continue;
        }
        let requests = estimator.assumptions.lock_requests_millions.value();
        for (what, item) in [("writes", Listed::DynamodbWrites), ("reads", Listed::DynamodbReads)] {
            let method = format!("{} million", requests.normalize());
            let draft = Draft::new(Service::Storage, format!("table {name}: {what}"), item, requests, method, &[table]);
            estimator.add(draft.assuming(&["lock_requests_millions"]));
        }
    }
}

/// The price of streams that carry the services' logs on.
pub(super) fn streams(estimator: &mut Estimator<'_>) {
    for stream in estimator.of::<KinesisFirehoseDeliveryStream>() {
        let size = estimator.assumptions.service_log_gigabytes.value();
        let what = format!("stream {}", stream.resource().label);
        let method = format!("{} GB", size.normalize());
        let draft = Draft::new(Service::Storage, what, Listed::Firehose, size, method, &[stream]);
        estimator.add(draft.assuming(&["service_log_gigabytes"]));
    }
}

/// After how many days the objects of a bucket go.
fn expiration(estimator: &Estimator<'_>, bucket: &View<'_, S3Bucket>) -> Option<u64> {
    let of_bucket = estimator.of::<Lifecycle>().into_iter().filter(|it| is_of_bucket(&it.get(Lifecycle::BUCKET), bucket));
    let expirations = of_bucket.flat_map(|it| it.blocks(Lifecycle::RULE)).flat_map(|rule| rule.blocks(Rule::EXPIRATION));
    expirations.filter_map(|expiration| expiration.get(RuleExpiration::DAYS).literal()).max()
}
