//! Buckets, repositories, tables, streams. It must not know what lies in them beyond what the configuration says.

use rust_decimal::Decimal;
use terraform::read::Resource;

use crate::estimate::Service;
use crate::item::Listed;
use crate::number::short;
use crate::reckoning::{Draft, Reckoning, blocks, count, number, text};

/// For how long objects are reckoned to lie in a bucket that never empties itself.
const A_YEAR_OF_DAYS: u32 = 365;
const DAYS_OF_MONTH: u32 = 30;

/// The price of what lies in buckets.
pub(super) fn buckets(reckoning: &mut Reckoning<'_>, buckets: &[Resource<'_>]) {
    let balancers = reckoning.documents.resources_of_kind("aws_lb");
    for bucket in buckets {
        let Some(region) = reckoning.region_of(bucket) else {
            reckoning.leave_out(bucket.address.to_string(), &[bucket], "its provider's configuration names no region");
            continue;
        };
        let what = format!("bucket {}", bucket.address.label);
        let holds = |balancer: &&Resource<'_>| {
            let logs = blocks(&balancer.body, "access_logs");
            logs.iter().filter_map(|logs| text(logs, "bucket")).any(|name| names(name, bucket))
        };
        let logging = balancers.iter().filter(holds).count();
        let draft = if logging > 0 {
            let written = reckoning.assumptions.access_log_gigabytes.value() * count(logging);
            let days = expiration(reckoning, bucket).unwrap_or(A_YEAR_OF_DAYS);
            let kept = written * Decimal::from(days) / Decimal::from(DAYS_OF_MONTH);
            let method = format!("{} GB of access logs a month for {days} days", short(written, 2));
            Draft::new(Service::Storage, what, Listed::S3Storage, kept, method, &[bucket]).assuming(&["access_log_gigabytes"])
        } else {
            let size = reckoning.assumptions.other_bucket_gigabytes.value();
            let method = format!("{} GB", short(size, 2));
            Draft::new(Service::Storage, what, Listed::S3Storage, size, method, &[bucket]).assuming(&["other_bucket_gigabytes"])
        };
        reckoning.add(draft.in_region(region));
    }
}

/// The price of images.
pub(super) fn repositories(reckoning: &mut Reckoning<'_>, repositories: &[Resource<'_>]) {
    let all: Vec<&Resource<'_>> = repositories.iter().collect();
    let each = reckoning.assumptions.repository_gigabytes.value();
    let method = format!("{} × {} GB", all.len(), each.normalize());
    let draft = Draft::new(Service::Storage, "images", Listed::EcrStorage, each * count(all.len()), method, &all);
    reckoning.add(draft.assuming(&["repository_gigabytes"]));
}

/// The price of tables that are paid by the request, such as that of Terraform's lock.
pub(super) fn tables(reckoning: &mut Reckoning<'_>, tables: &[Resource<'_>]) {
    for table in tables {
        let name = &table.address.label;
        if text(&table.body, "billing_mode") != Some("PAY_PER_REQUEST") {
            reckoning.leave_out(format!("table {name}"), &[table], "only tables that are paid by the request are priced here");
            continue;
        }
        let requests = reckoning.assumptions.lock_requests_millions.value();
        for (what, item) in [("writes", Listed::DynamodbWrites), ("reads", Listed::DynamodbReads)] {
            let method = format!("{} million", requests.normalize());
            let draft = Draft::new(Service::Storage, format!("table {name}: {what}"), item, requests, method, &[table]);
            reckoning.add(draft.assuming(&["lock_requests_millions"]));
        }
    }
}

/// The price of streams that carry the services' logs on.
pub(super) fn streams(reckoning: &mut Reckoning<'_>, streams: &[Resource<'_>]) {
    for stream in streams {
        let size = reckoning.assumptions.service_log_gigabytes.value();
        let what = format!("stream {}", stream.address.label);
        let method = format!("{} GB", size.normalize());
        let draft = Draft::new(Service::Storage, what, Listed::Firehose, size, method, &[stream]);
        reckoning.add(draft.assuming(&["service_log_gigabytes"]));
    }
}

/// After how many days the objects of a bucket go.
fn expiration(reckoning: &Reckoning<'_>, bucket: &Resource<'_>) -> Option<u32> {
    let rules = reckoning.documents.resources_of_kind("aws_s3_bucket_lifecycle_configuration");
    let of_bucket = rules.iter().filter(|rules| text(&rules.body, "bucket").is_some_and(|name| names(name, bucket)));
    let rules = of_bucket.flat_map(|rules| blocks(&rules.body, "rule"));
    rules.flat_map(|rule| blocks(rule, "expiration")).filter_map(|expiration| number(expiration, "days")).max()
}

/// Whether a reference or a name leads to a bucket.
fn names(name: &str, bucket: &Resource<'_>) -> bool {
    name.contains(&format!("{}.", bucket.address)) || text(&bucket.body, "bucket") == Some(name)
}
