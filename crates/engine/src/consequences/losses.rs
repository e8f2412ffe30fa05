//! What is lost with a change, and what is kept and cannot be used.

use std::collections::BTreeSet;

use aws::facts::types::{self, Charge, Purpose};
use aws::{
    CloudwatchLogGroup, DbInstance, DynamodbTable, EcrRepository, ElasticacheReplicationGroup, ElasticacheServerlessCache, KmsKey,
    S3Bucket, SqsQueue,
};
use terraform::compare::{Difference, Subject};
use terraform::read::Documents;
use terraform::{Address, ResourceType as _};

use super::{Consequence, Ground};

/// What holds something of its own and goes: with that, or AWS deletes it only when it is empty.
pub(super) fn holding(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let ground = Ground::of(old, new);
    let is_database = |address: &&Address| address.kind() == DbInstance::TYPE;
    // What is the database's is told with it.
    let with_database: BTreeSet<Address> = ground.goes().iter().filter(is_database).flat_map(|it| ground.under(it)).collect();
    let mut told = Vec::new();
    for gone in old.all().filter(|it| ground.goes().contains(&it.address()) && !with_database.contains(&it.address())) {
        let (full, all) = match gone.kind {
            S3Bucket::TYPE => (Some(("force_destroy", "bucket that holds objects")), "the bucket goes with all its objects"),
            EcrRepository::TYPE => {
                (Some(("force_delete", "repository that holds images")), "the repository goes with all its images")
            }
            CloudwatchLogGroup::TYPE => (None, "the log group goes with all that was logged"),
            SqsQueue::TYPE => (None, "the queue goes with the messages that wait in it"),
            ElasticacheReplicationGroup::TYPE
                if gone.written[ElasticacheReplicationGroup::FINAL_SNAPSHOT_IDENTIFIER.as_str()].is_string() =>
            {
                (None, "the cache goes with all that is in it, but for the last snapshot")
            }
            ElasticacheReplicationGroup::TYPE | ElasticacheServerlessCache::TYPE => (None, "the cache goes with all that is in it"),
            DynamodbTable::TYPE => (None, "the table goes with all its items"),
            _ => continue,
        };
        let keep = "keep it outside Terraform by `[[removed]]` of it and of all that it stands on and is set by";
        let consequence = match full.filter(|(argument, _)| gone.written[*argument] != true) {
            Some((_, full)) => {
                let what = format!("AWS deletes no {full}, and the apply fails there");
                Consequence::new(gone.address(), what, format!("{keep}, or set `force_destroy = true` and apply that first"))
            }
            None => Consequence::new(gone.address(), all, format!("otherwise {keep}")),
        };
        told.push(consequence.letting_go(ground.with(&gone.address())));
    }
    told
}

/// What holds something of its own, under a name that stays or not, and is made anew by what AWS does not change. Of a bucket, and of what stands in
/// another VPC, more is told elsewhere.
pub(super) fn anew(old: &Documents, new: &Documents) -> Vec<Consequence> {
    const HOLDING: [&str; 6] =
        [CloudwatchLogGroup::TYPE, DbInstance::TYPE, DynamodbTable::TYPE, EcrRepository::TYPE, KmsKey::TYPE, SqsQueue::TYPE];
    let difference = Difference::between(old, new, Subject::Same, &aws::facts::PROVIDER);
    let holding = difference.replaced().into_iter().filter_map(|block| {
        let address: Address = block.address.parse().ok()?;
        HOLDING
            .contains(&address.kind())
            .then(|| (address, block.replacing().iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")))
    });
    let told = holding.map(|(address, arguments)| {
        Consequence::new(
            address,
            format!(
                "AWS does not change {arguments} of what stands: it is destroyed with all that it holds, and another one is made"
            ),
            "leave it as it is; or set up another one beside it, move what it holds, and take the old one out then",
        )
    });
    told.collect()
}

/// What a `removed` block leaves standing while the same apply takes away what it stands on.
pub(super) fn without_ground(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let ground = Ground::of(old, new);
    let mut told = Vec::new();
    let mut missing = BTreeSet::new();
    for kept in ground.kept() {
        let lost: Vec<_> = ground.under(kept).into_iter().filter(|it| missing.insert(it.clone())).collect();
        if lost.is_empty() {
            continue;
        }
        let names: Vec<String> = lost.iter().map(|it| format!("`{it}`")).collect();
        let has_key = lost.iter().any(|it| it.kind() == KmsKey::TYPE);
        let unreadable = if has_key { ": without its key nobody can read it" } else { "" };
        let what = format!(
            "it stays, and this apply takes away what it stands on or is set by ({}){unreadable}; what is in use AWS refuses to delete, and the \
             apply fails there",
            names.join(", ")
        );
        told.push(Consequence::new(kept, what, "let go of these too by `[[removed]]`").letting_go(lost));
    }
    told
}

/// What a `removed` block leaves standing although it only connects, and AWS charges for.
pub(super) fn left_on_the_bill(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let is_charged = |address: &&Address| {
        types::of(address.kind()).is_some_and(|row| row.charge == Charge::Itself && matches!(row.purpose, Purpose::Connection))
    };
    let ground = Ground::of(old, new);
    let told = ground.kept().iter().filter(is_charged).map(|address| {
        Consequence::new(
            address,
            "Terraform lets go of it, and it stays in AWS, and on the bill, until somebody deletes it there",
            "take its `[[removed]]` out, or write `destroy = true` into it, and Terraform deletes it",
        )
    });
    told.collect()
}
