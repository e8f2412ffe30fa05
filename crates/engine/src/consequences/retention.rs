//! What is kept for a shorter time than before: what is older goes at once, and no plan says so.

use std::collections::BTreeMap;

use aws::s3_bucket_lifecycle_configuration::{Rule, RuleExpiration, RuleNoncurrentVersionExpiration, RuleTransition};
use aws::s3_bucket_versioning::VersioningConfiguration;
use aws::{
    CloudwatchLogGroup, DbInstance, DbInstanceAutomatedBackupsReplication as Replication, EcrLifecyclePolicy,
    ElasticacheReplicationGroup, ElasticacheServerlessCache, S3BucketLifecycleConfiguration as Lifecycle, S3BucketVersioning,
    SqsQueue,
};
use terraform::json::Json;
use terraform::read::argument::number;
use terraform::read::{Documents, View};
use terraform::{ArgumentName, Number, ResourceType};
use words::count;

use super::Consequence;
use super::pairs::on_both;

fn told(address: impl ToString, lost: &str, days: u64) -> Consequence {
    Consequence::new(
        address,
        format!("{lost} more than {} ago is deleted for good", days_of(days)),
        "copy elsewhere first what may still be needed",
    )
}

fn days_of(days: u64) -> String {
    count(usize::try_from(days).unwrap_or(usize::MAX), "day")
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

/// The copies in the other region. Another retention begins the replication anew, and what is kept of it ends by the new one.
pub(super) fn copies(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let told = on_both::<Replication>(old, new).filter_map(|(before, now)| {
        let kept = |of: View<'_, Replication>| number(&of.get(Replication::RETENTION_PERIOD).resolved());
        let (from, to) = kept(before).zip(kept(now))?;
        (to < from).then(|| told(now.address(), "what the copies of the backups hold of", to))
    });
    told.collect()
}

/// What Performance Insights recorded goes when it is switched off, and with the days that it is kept (RDS User Guide, "Pricing and data retention for
/// Performance Insights").
pub(super) fn insights(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let is_on = |of: View<'_, DbInstance>| of.get(DbInstance::PERFORMANCE_INSIGHTS_ENABLED).is_true();
    let kept = |of: View<'_, DbInstance>| number(&of.get(DbInstance::PERFORMANCE_INSIGHTS_RETENTION_PERIOD).resolved());
    let told = on_both::<DbInstance>(old, new).filter(|(before, _)| is_on(*before)).filter_map(|(before, now)| {
        if !is_on(now) {
            let what = "what Performance Insights recorded of its statements is deleted for good";
            return Some(Consequence::new(now.address(), what, "look first at what may still be needed"));
        }
        // RDS keeps it for seven days where nothing is said.
        let (from, to) = (kept(before).unwrap_or(7), kept(now).unwrap_or(7));
        (to < from).then(|| told(now.address(), "what Performance Insights recorded", to))
    });
    told.collect()
}

/// The snapshots that ElastiCache takes by itself.
pub(super) fn snapshots(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let on_nodes = fewer_snapshots(old, new, ElasticacheReplicationGroup::SNAPSHOT_RETENTION_LIMIT);
    let serverless = fewer_snapshots(old, new, ElasticacheServerlessCache::SNAPSHOT_RETENTION_LIMIT);
    [on_nodes, serverless].concat()
}

fn fewer_snapshots<R: ResourceType>(old: &Documents, new: &Documents, limit: ArgumentName<R, Number>) -> Vec<Consequence> {
    let told = on_both::<R>(old, new).filter_map(|(before, now)| {
        let kept = |of: View<'_, R>| number(&of.get(limit).resolved()).unwrap_or(0);
        let (from, to) = (kept(before), kept(now));
        let what = match to {
            _ if to >= from => return None,
            0 => "no snapshot is taken any more, and nothing says that those that were taken day by day stay".to_owned(),
            days => format!("its daily snapshots that are older than {} are deleted for good", days_of(days)),
        };
        Some(Consequence::new(
            now.address(),
            what,
            "copy first what may still be needed (`aws elasticache copy-snapshot`, `copy-serverless-cache-snapshot`)",
        ))
    });
    told.collect()
}

/// ECR asks of no image whether somebody runs it (ECR User Guide, "Automate the cleanup of images by using lifecycle policies": what meets a rule goes
/// within 24 hours).
pub(super) fn images(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let mut told = Vec::new();
    for (before, now) in on_both::<EcrLifecyclePolicy>(old, new) {
        let (before, after) = (images_kept(before), images_kept(now));
        for (kind, number) in after {
            if before.get(&kind).is_some_and(|before| *before <= number) {
                continue;
            }
            let what = match kind.as_str() {
                "imageCountMoreThan" => format!(
                    "of more images than the newest {number} none is left after a day, whether tasks run from it or not: such tasks start no more, and \
                     nobody goes back to it"
                ),
                _ => format!("images without a tag that are older than {} are deleted for good", days_of(number)),
            };
            let instead = "look first which images run, and which may still be gone back to (`aws ecs describe-task-definition`, `aws ecr \
                           describe-images`)";
            told.push(Consequence::new(now.address(), what, instead));
        }
    }
    told
}

/// How many images each rule keeps, or for how long, by what it counts.
fn images_kept(policy: View<'_, EcrLifecyclePolicy>) -> BTreeMap<String, u64> {
    let document = policy.get(EcrLifecyclePolicy::POLICY).document();
    let rules = document.as_ref().and_then(|it| it["rules"].as_array()).map(Vec::as_slice).unwrap_or_default();
    let kept =
        |rule: &Json| Some((rule["selection"]["countType"].as_str()?.to_owned(), number(&rule["selection"]["countNumber"])?));
    rules.iter().filter_map(kept).collect()
}

/// What is overwritten or deleted leaves no version any more.
pub(super) fn versions(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let is_on = |of: View<'_, S3BucketVersioning>| {
        let configuration = of.block(S3BucketVersioning::VERSIONING_CONFIGURATION);
        configuration.is_some_and(|it| it.get(VersioningConfiguration::STATUS).is("Enabled"))
    };
    let off = on_both::<S3BucketVersioning>(old, new).filter(|(before, now)| is_on(*before) && !is_on(*now));
    let told = off.map(|(_, now)| {
        let what = "an object that is overwritten or deleted from then on is gone for good, and the old versions go when their days are over";
        Consequence::new(now.address(), what, "leave it on, with fewer `old_version_days`")
    });
    told.collect()
}

/// Storage classes out of which nobody reads an object until it was restored (S3 User Guide, "Understanding S3 Glacier storage classes"), and how long that
/// takes.
const ARCHIVES: [(&str, &str); 2] = [("GLACIER", "minutes to hours"), ("DEEP_ARCHIVE", "half a day to two days")];

/// Objects that were read at once go to where they are not.
pub(super) fn archive(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let mut told = Vec::new();
    for (before, now) in on_both::<Lifecycle>(old, new) {
        let to = |of: View<'_, Lifecycle>, class: &str| -> Option<u64> {
            let moves = of.blocks(Lifecycle::RULE).flat_map(|rule| rule.blocks(Rule::TRANSITION).collect::<Vec<_>>());
            moves
                .filter(|it| it.get(RuleTransition::STORAGE_CLASS).is(class))
                .find_map(|it| number(&it.get(RuleTransition::DAYS).resolved()))
        };
        for (class, wait) in ARCHIVES {
            let Some(days) = to(now, class) else { continue };
            if to(before, class).is_some_and(|before| before <= days) {
                continue;
            }
            told.push(Consequence::new(
                now.address(),
                format!(
                    "objects older than {} move to the storage class {class}: who reads one is refused until it was restored, which takes {wait}, and \
                     taking the setting out brings none back",
                    days_of(days)
                ),
                "choose `glacier-ir`, which is read at once, unless whoever reads them can wait",
            ));
        }
    }
    told
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
