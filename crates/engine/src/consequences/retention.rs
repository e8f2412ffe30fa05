//! What is kept for a shorter time than before: what is older goes at once, and no plan says so.

use aws::s3_bucket_lifecycle_configuration::{Rule, RuleExpiration, RuleNoncurrentVersionExpiration};
use aws::{CloudwatchLogGroup, DbInstance, S3BucketLifecycleConfiguration as Lifecycle, SqsQueue};
use terraform::read::argument::number;
use terraform::read::{Documents, View};

use super::Consequence;
use super::pairs::on_both;

fn told(address: impl ToString, lost: &str, days: u64) -> Consequence {
    Consequence::new(
        address,
        format!("{lost} more than {days} days ago is deleted for good"),
        "copy elsewhere first what may still be needed",
    )
}

pub(super) fn logs(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let told = on_both::<CloudwatchLogGroup>(old, new).filter_map(|(before, group)| {
        let kept = |of: View<'_, CloudwatchLogGroup>| of.get(CloudwatchLogGroup::RETENTION_IN_DAYS).resolved().into_owned();
        let (before, now) = (number(&kept(before)), number(&kept(group))?);
        // 0, as none, is for ever.
        let before = before.filter(|days| *days > 0).unwrap_or(u64::MAX);
        (now > 0 && now < before).then(|| told(group.address(), "what was logged", now))
    });
    told.collect()
}

pub(super) fn backups(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let told = on_both::<DbInstance>(old, new).filter_map(|(before, instance)| {
        let kept = |of: View<'_, DbInstance>| number(&of.get(DbInstance::BACKUP_RETENTION_PERIOD).resolved());
        let (before, now) = (kept(before)?, kept(instance)?);
        // Without any, RDS restarts the database, which is told by itself.
        (now > 0 && now < before).then(|| told(instance.address(), "what the automated backups hold of", now))
    });
    told.collect()
}

pub(super) fn messages(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let told = on_both::<SqsQueue>(old, new).filter_map(|(before, queue)| {
        let kept = |of: View<'_, SqsQueue>| number(&of.get(SqsQueue::MESSAGE_RETENTION_SECONDS).resolved());
        let (before, now) = (kept(before)?, kept(queue)?);
        (now < before).then(|| {
            Consequence::new(
                queue.address(),
                format!("messages that have waited for more than {now} seconds are deleted"),
                "let them be handled first",
            )
        })
    });
    told.collect()
}

pub(super) fn objects(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let mut found = Vec::new();
    for (before, now) in on_both::<Lifecycle>(old, new) {
        for rule in now.blocks(Lifecycle::RULE) {
            let is_same = |it: &View<'_, Rule>| it.get(Rule::ID).literal() == rule.get(Rule::ID).literal();
            let Some(of_before) = before.blocks(Lifecycle::RULE).find(is_same) else { continue };
            let versions = |of: &View<'_, Rule>| {
                of.block(Rule::NONCURRENT_VERSION_EXPIRATION)
                    .and_then(|block| number(&block.get(RuleNoncurrentVersionExpiration::NONCURRENT_DAYS).resolved()))
            };
            let objects = |of: &View<'_, Rule>| {
                of.block(Rule::EXPIRATION).and_then(|block| number(&block.get(RuleExpiration::DAYS).resolved()))
            };
            let is_shorter = |before: Option<u64>, now: Option<u64>| now.filter(|now| *now < before.unwrap_or(u64::MAX));
            if let Some(days) = is_shorter(versions(&of_before), versions(&rule)) {
                found.push(told(now.address(), "what was overwritten or deleted", days));
            }
            if let Some(days) = is_shorter(objects(&of_before), objects(&rule)) {
                found.push(told(now.address(), "what was written", days));
            }
        }
    }
    found
}
